//! The rules of 今日, pure: the order of lines, how many are shown, what may be put off and until when.

use std::collections::HashMap;

use base::clock::Day;
use base::workday::Calendar;

use super::{Bucket, Line};

/// At most this many open lines (ux.md §4.4).
pub const MOST: usize = 12;
/// Of which so many are kept free for what is overdue, and the rest for today.
const OVERDUE: usize = 6;
/// At most this many lines in a fold; the list of cases has the rest.
pub const FOLDED: usize = 20;
/// A line is put off by at most this many days.
pub const FARTHEST: i64 = 60;

/// Why a line was put off: words to choose from, so that nothing private comes to stand on 今日.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The other party asked for it.
    Party,
    /// Something has to be heard first.
    News,
    /// Something else has to be done first.
    Order,
    /// The day itself was moved.
    Moved,
}

impl Reason {
    /// Every reason, in the order of the form.
    pub const ALL: [Reason; 4] = [Reason::Party, Reason::News, Reason::Order, Reason::Moved];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Party => "party",
            Reason::News => "news",
            Reason::Order => "order",
            Reason::Moved => "moved",
        }
    }

    /// Reads what [`Reason::code`] wrote.
    pub fn parse(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What keeps the desk waiting, in a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Wait {
    /// An agreement.
    Agreement,
    /// An answer.
    Answer,
    /// Something promised.
    Promise,
    /// Someone's look at a report.
    Look,
}

impl Wait {
    /// What a line waits for, told by the page it leads to.
    pub fn of(line: &Line) -> Wait {
        match line.href.split('/').nth(3).unwrap_or_default() {
            "goals" | "booklet" => Wait::Agreement,
            "todos" | "plan" => Wait::Promise,
            "reports" => Wait::Look,
            _ => Wait::Answer,
        }
    }
}

/// Whether a line may be put off. An answer was promised to its writer by a day, and who does not read a thread must not
/// learn of it; what waits for others is not the desk's to put off.
pub fn may_put_off(line: &Line) -> bool {
    line.bucket != Bucket::Waiting && !line.href.starts_with("/consults")
}

/// The order of lines: what is later by a day comes later, and what has no day comes last in its place.
pub fn order(lines: &mut [Line]) {
    lines.sort_by(|a, b| (a.bucket, a.day.is_none(), a.day, &a.case).cmp(&(b.bucket, b.day.is_none(), b.day, &b.case)));
}

/// Leaves one line for several signals of one case: the first says why, and how many more there are.
pub fn gather_signals(lines: &mut Vec<Line>, more: impl Fn(usize) -> String) {
    let key = |line: &Line| (line.href.split('/').nth(3) == Some("signals")).then(|| (line.case.clone(), line.what.clone()));
    let mut all: HashMap<(String, String), usize> = HashMap::new();
    lines.retain(|line| {
        let Some(key) = key(line) else { return true };
        let n = all.entry(key).or_default();
        *n += 1;
        *n == 1
    });
    for line in lines {
        if let Some(n) = key(line).and_then(|key| all.get(&key)).filter(|n| **n > 1) {
            line.why.push_str(&more(n - 1));
        }
    }
}

/// How many lines stand open of those overdue, of today and of the week: twelve at most, and what is overdue does not push
/// out the day.
pub fn shares([overdue, today, week]: [usize; 3]) -> [usize; 3] {
    let first = overdue.min(OVERDUE.max(MOST.saturating_sub(today)));
    let second = today.min(MOST - first);
    [first, second, week.min(MOST - first - second)]
}

/// Days to choose from when a line is put off: the next business day, the first of next week, the first after two weeks.
pub fn offered(calendar: &Calendar, today: Day) -> [Day; 3] {
    let monday = today.plus(7 - i64::from(today.weekday()));
    let (next, week) = (calendar.plus(today, 1), calendar.on_or_after(monday));
    // On the last business day of a week the first two would be one.
    let week = if week == next { calendar.plus(next, 1) } else { week };
    [next, week, calendar.on_or_after(today.plus(14))]
}

/// The day a line is put off to: rolled to a business day; none unless it lies ahead and not too far.
pub fn until(calendar: &Calendar, today: Day, asked: Day) -> Option<Day> {
    let day = calendar.on_or_after(asked);
    (1..=FARTHEST).contains(&today.until(asked)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bucket: Bucket, day: Option<Day>, href: &str) -> Line {
        Line {
            bucket,
            day,
            when: String::new(),
            case: "c".into(),
            who: String::new(),
            what: String::new(),
            why: String::new(),
            href: href.into(),
            button: String::new(),
        }
    }

    fn on(day: u32) -> Day {
        Day::new(2026, 11, day).unwrap()
    }

    #[test]
    fn twelve_lines_stand_open_and_what_is_overdue_leaves_room_for_the_day() {
        assert_eq!(shares([1, 4, 3]), [1, 4, 3]);
        assert_eq!(shares([20, 20, 20]), [6, 6, 0]);
        assert_eq!(shares([20, 0, 20]), [12, 0, 0]);
        assert_eq!(shares([20, 3, 5]), [9, 3, 0]);
        assert_eq!(shares([2, 20, 5]), [2, 10, 0]);
        assert_eq!(shares([0, 0, 0]), [0, 0, 0]);
    }

    #[test]
    fn what_has_no_day_stands_last_in_its_place() {
        let mut lines =
            vec![line(Bucket::Week, None, "/a"), line(Bucket::Week, Some(on(27)), "/b"), line(Bucket::Overdue, Some(on(20)), "/c")];
        order(&mut lines);
        assert_eq!(lines.iter().map(|line| line.href.as_str()).collect::<Vec<_>>(), ["/c", "/b", "/a"]);
    }

    #[test]
    fn several_signals_of_one_case_are_one_line_that_says_how_many_more() {
        let signal = |case: &str, what: &str, nth: u32| Line {
            case: case.into(),
            what: what.into(),
            why: "しばらくお話しできていません。".into(),
            ..line(Bucket::Week, Some(on(20 + nth)), &format!("/cases/{case}/signals/{nth}"))
        };
        let mut lines = vec![
            signal("a", "気になる兆し", 1),
            line(Bucket::Week, Some(on(22)), "/cases/a/talks"),
            signal("a", "気になる兆し", 2),
            signal("a", "うまくいっていること", 3),
            signal("b", "気になる兆し", 4),
            signal("a", "気になる兆し", 5),
        ];
        gather_signals(&mut lines, |n| format!("ほか{n}件。"));
        let shown: Vec<&str> = lines.iter().map(|line| line.href.as_str()).collect();
        assert_eq!(shown, ["/cases/a/signals/1", "/cases/a/talks", "/cases/a/signals/3", "/cases/b/signals/4"]);
        assert_eq!(lines[0].why, "しばらくお話しできていません。ほか2件。");
        assert!(lines[1..].iter().all(|line| !line.why.contains("ほか")));
    }

    #[test]
    fn an_answer_that_was_promised_cannot_be_put_off() {
        assert!(may_put_off(&line(Bucket::Overdue, None, "/cases/1/talks/2/record")));
        assert!(!may_put_off(&line(Bucket::Overdue, None, "/consults/9")));
        assert!(!may_put_off(&line(Bucket::Waiting, None, "/cases/1/goals")));
    }

    #[test]
    fn what_is_waited_for_is_told_by_the_page() {
        assert_eq!(Wait::of(&line(Bucket::Waiting, None, "/cases/1/booklet")), Wait::Agreement);
        assert_eq!(Wait::of(&line(Bucket::Waiting, None, "/cases/1/survey")), Wait::Answer);
        assert_eq!(Wait::of(&line(Bucket::Waiting, None, "/cases/1/todos")), Wait::Promise);
        assert_eq!(Wait::of(&line(Bucket::Waiting, None, "/cases/1/reports/2/review")), Wait::Look);
    }

    #[test]
    fn days_to_put_off_to_are_business_days_ahead() {
        let law = Calendar::default();
        // Tuesday 24 November 2026.
        assert_eq!(offered(&law, on(24)), [on(25), on(30), Day::new(2026, 12, 8).unwrap()]);
        // Friday: the next business day is next week's first.
        assert_eq!(offered(&law, on(27)), [on(30), Day::new(2026, 12, 1).unwrap(), Day::new(2026, 12, 11).unwrap()]);
        assert_eq!(until(&law, on(24), on(28)), Some(on(30)), "a Saturday rolls on");
        assert_eq!(until(&law, on(24), on(24)), None);
        assert_eq!(until(&law, on(24), on(24).plus(61)), None);
    }
}
