//! The stage bar: 準備 → 合意 → 入社 → 1週間 → 1か月 → 3か月 → 6か月 → 終了.

use base::clock::Day;
use base::text::Lang;

use super::text::T;
use crate::placement::Facts;

/// One stage of the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: &'static str,
    /// Its day, or what stands instead.
    pub day: String,
    /// Whether it is behind.
    pub done: bool,
    /// Whether it is now.
    pub now: bool,
}

/// The stages of a placement as of `today`.
///
/// What comes after joining follows the calendar from the join date; before it, the state of the placement.
pub fn stages(facts: &Facts, today: Day, lang: Lang) -> Vec<Stage> {
    let t = T(lang);
    let short = |day: Option<Day>| day.map_or_else(|| t.open().to_owned(), |day| format!("{}/{}", day.month(), day.of_month()));
    let join = facts.join_on;
    let after = |days: i64, months: u32| join.map(|day| if months > 0 { day.plus_months(months) } else { day.plus(days) });
    let days = [facts.offer_on, None, join, after(7, 0), after(0, 1), after(0, 3), after(0, 6), facts.ended_on];
    let ended = facts.ended();
    let now = if ended {
        7
    } else if facts.state == "joined" {
        (3..7).rev().find(|i| days[*i].is_some_and(|day| day <= today)).unwrap_or(2)
    } else {
        usize::from(facts.state == "agreeing")
    };
    let last = if facts.state == "left" { t.left() } else { t.closed() };
    let names = [t.prep(), t.agree(), t.joined(facts.start_word()), t.week1(), t.month1(), t.month3(), t.month6(), last];
    // An early end leaves out what did not come any more.
    let reached = |i: usize| !ended || i < 2 || days[i].is_some_and(|day| facts.ended_on.is_none_or(|end| day <= end));
    let day = |i: usize| if i == 1 || i < now && !reached(i) { String::new() } else { short(days[i]) };
    names.into_iter().enumerate().map(|(i, name)| Stage { name, day: day(i), done: i < now && reached(i), now: i == now }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_early_end_leaves_out_the_stages_that_never_came() {
        let day = |month, of| Day::new(2026, month, of);
        let left = Facts { state: "left".into(), offer_on: day(8, 1), join_on: day(9, 1), ended_on: day(10, 1), ..Facts::default() };
        let done: Vec<bool> = stages(&left, Day::new(2027, 5, 1).unwrap(), Lang::Ja).iter().map(|stage| stage.done).collect();
        // 準備・合意・入社・1週間・1か月, and then the end on the day the month was full.
        assert_eq!(done, [true, true, true, true, true, false, false, false]);
        let stayed = Facts { state: "joined".into(), ended_on: None, ..left };
        let done: Vec<bool> = stages(&stayed, Day::new(2027, 5, 1).unwrap(), Lang::Ja).iter().map(|stage| stage.done).collect();
        assert_eq!(done, [true, true, true, true, true, true, false, false]);
    }
}
