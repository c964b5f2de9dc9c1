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
    names
        .into_iter()
        .enumerate()
        .map(|(i, name)| Stage { name, day: if i == 1 { String::new() } else { short(days[i]) }, done: i < now, now: i == now })
        .collect()
}
