//! The rules of depth, pure: levels, topics, quarters, and the sentence that compares before and after.

use base::clock::Day;
use base::fold;
use base::text::Lang;

use super::text::T;
use crate::placement::rules::day;
use crate::web::{Errors, Form};

/// A level of the company.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// 経営者.
    Owner,
    /// 経営幹部.
    Executive,
    /// 現場責任者.
    Site,
    /// 社員.
    Staff,
}

impl Level {
    /// Every level, from the top.
    pub const ALL: [Level; 4] = [Level::Owner, Level::Executive, Level::Site, Level::Staff];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Level::Owner => "owner",
            Level::Executive => "executive",
            Level::Site => "site",
            Level::Staff => "staff",
        }
    }

    /// Reads what [`Level::code`] wrote.
    pub fn parse(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// What a meeting may have been about.
pub const TOPICS: [&str; 8] = ["people", "money", "sales", "succession", "site", "numbers", "digital", "subsidy"];
/// How the bank met people of the company.
pub const WAYS: [&str; 4] = ["visit", "call", "online", "bank"];
/// Quarters before and after the first day that are looked at.
const SPAN: u32 = 4;

/// A meeting, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The day; blank is today.
    pub on: Day,
    /// The highest level met.
    pub level: Level,
    /// How.
    pub way: &'static str,
    /// How many people of the company.
    pub heads: i64,
    /// What it was about; may be empty.
    pub topics: Vec<&'static str>,
}

impl Draft {
    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, today: Day, lang: Lang) -> Result<Draft, Errors> {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let mut e = Errors::none();
        let on = day(form, &mut e, "met_on", lang).unwrap_or(today);
        if on > today {
            e.add("met_on", t.e_ahead());
        }
        let (level, way) = (Level::parse(form.get("level")), WAYS.into_iter().find(|way| *way == form.get("way")));
        for (field, given) in [("level", level.is_some()), ("way", way.is_some())] {
            if !given {
                e.add(field, w.e_choose());
            }
        }
        let heads = match fold::tidy(form.get("heads")).as_str() {
            "" => Some(1),
            typed => typed.parse::<i64>().ok().filter(|heads| (1..=99).contains(heads)),
        };
        if heads.is_none() {
            e.add("heads", t.e_heads());
        }
        let topics = TOPICS.into_iter().filter(|topic| form.all("topic").any(|ticked| ticked == *topic)).collect();
        e.check()?;
        match (level, way, heads) {
            (Some(level), Some(way), Some(heads)) => Ok(Draft { on, level, way, heads, topics }),
            _ => Err(Errors::one("level", w.e_choose())),
        }
    }
}

/// A meeting as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The day.
    pub on: Day,
    /// The level.
    pub level: Level,
    /// How many people.
    pub heads: i64,
    /// Codes of what it was about.
    pub topics: Vec<String>,
}

/// The first day of the calendar quarter a day lies in.
pub fn quarter(day: Day) -> Day {
    Day::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap_or(day)
}

/// The quarters that are looked at: four before the one of the first day, and from it on up to today, at most four more.
/// Without a first day, the four up to today.
pub fn quarters(join: Option<Day>, today: Day) -> Vec<Day> {
    let now = quarter(today);
    let middle = quarter(join.unwrap_or(today));
    let first = back(middle, SPAN);
    (0..=2 * SPAN).map(|n| first.plus_months(3 * n)).take_while(|start| *start <= now.max(middle)).collect()
}

/// So many quarters back.
fn back(start: Day, quarters: u32) -> Day {
    (0..quarters).fold(start, |start, _| quarter(start.plus(-1)))
}

/// How many meetings of a level lie in each quarter.
pub fn counted(met: &[Met], level: Level, quarters: &[Day]) -> Vec<u32> {
    let within = |start: &Day| met.iter().filter(|one| one.level == level && quarter(one.on) == *start).count();
    quarters.iter().map(|start| u32::try_from(within(start)).unwrap_or(u32::MAX)).collect()
}

/// One side of the comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Meetings.
    pub times: usize,
    /// Levels that were met, from the top.
    pub levels: Vec<&'static str>,
    /// Codes of what they were about, each once.
    pub topics: Vec<&'static str>,
}

/// Meetings before the first day and from it on, within the quarters looked at. Without a first day all are before it.
pub fn sums(met: &[Met], quarters: &[Day], join: Option<Day>) -> (Sum, Sum) {
    let known = |one: &&Met| quarters.first().is_some_and(|first| one.on >= *first);
    let sum = |after: bool| {
        let side: Vec<&Met> = met.iter().filter(known).filter(|one| join.is_some_and(|join| one.on >= join) == after).collect();
        Sum {
            times: side.len(),
            levels: Level::ALL.into_iter().filter(|level| side.iter().any(|one| one.level == *level)).map(Level::code).collect(),
            topics: TOPICS.into_iter().filter(|topic| side.iter().any(|one| one.topics.iter().any(|code| code == topic))).collect(),
        }
    };
    (sum(false), sum(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    fn met(day: Day, level: Level, topics: &[&str]) -> Met {
        Met { on: day, level, heads: 1, topics: topics.iter().map(|topic| (*topic).to_owned()).collect() }
    }

    #[test]
    fn a_year_before_the_first_day_and_what_has_passed_of_the_year_after_it() {
        let all = quarters(Some(on(2026, 9, 1)), on(2026, 11, 24));
        assert_eq!((all.first().copied(), all.last().copied(), all.len()), (Some(on(2025, 7, 1)), Some(on(2026, 10, 1)), 6));
        assert_eq!(quarters(None, on(2026, 2, 3)).first().copied(), Some(on(2025, 1, 1)));
        assert_eq!(quarters(Some(on(2024, 1, 15)), on(2026, 11, 24)).len(), 9);
    }

    #[test]
    fn the_first_day_itself_is_after_it() {
        let join = on(2026, 9, 1);
        let all = [
            met(on(2026, 8, 31), Level::Owner, &["money"]),
            met(join, Level::Owner, &["people"]),
            met(on(2026, 11, 2), Level::Site, &["people", "site"]),
            met(on(2020, 1, 1), Level::Staff, &[]),
        ];
        let (before, after) = sums(&all, &quarters(Some(join), on(2026, 11, 24)), Some(join));
        assert_eq!((before.times, before.levels, before.topics), (1, vec!["owner"], vec!["money"]));
        assert_eq!((after.times, after.levels, after.topics), (2, vec!["owner", "site"], vec!["people", "site"]));
        assert_eq!(counted(&all, Level::Owner, &[on(2026, 7, 1), on(2026, 10, 1)]), [2, 0]);
    }

    #[test]
    fn a_meeting_needs_its_level_and_way_and_is_never_ahead() {
        let errors =
            Draft::parse(&Form::filled([("met_on", "2026-11-25".to_owned()), ("heads", "百".to_owned())]), on(2026, 11, 24), Lang::Ja)
                .unwrap_err();
        for field in ["met_on", "level", "way", "heads"] {
            assert!(errors.has(field), "{field}");
        }
        let form = Form::filled([("level", "site".into()), ("way", "visit".into()), ("topic", "site".into()), ("topic", "gossip".into())]);
        let draft = Draft::parse(&form, on(2026, 11, 24), Lang::Ja).unwrap();
        assert_eq!((draft.heads, draft.topics), (1, vec!["site"]));
    }
}
