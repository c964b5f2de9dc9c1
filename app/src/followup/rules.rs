//! The rules of the follow-up plan, pure: what the template says, when an entry is due, which talks a side wants, what a
//! moved first day or a leave does, and which times may be offered.

use base::clock::Day;
use base::workday::Calendar;
use serde::{Deserialize, Serialize};

use crate::check_in::rules::{Step, Way, With};
use crate::check_in::{NewEntry, PlanTalk};
use crate::consent::Pace;

/// One line of the template: a talk with one side or with all three.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateLine {
    /// Code of the step.
    pub step: String,
    /// Code of with whom.
    pub with: String,
    /// Code of how.
    pub way: String,
    /// Months from the first day.
    pub months: u32,
    /// Days beyond those.
    pub days: i64,
    /// How long it takes, in minutes.
    pub minutes: i64,
}

impl TemplateLine {
    /// What the codes mean; none for a line of another time.
    pub fn read(&self) -> Option<(Step, With, Way)> {
        Some((Step::parse(&self.step)?, With::parse(&self.with)?, Way::parse(&self.way)?))
    }

    /// Its key: a plan has one talk with a side at a step.
    pub fn key(&self) -> String {
        format!("{}:{}", self.step, self.with)
    }
}

/// Furthest an entry may lie from the first day: the light follow-up ends after two years.
pub const MOST_MONTHS: u32 = 36;
/// Most days beyond the months.
pub const MOST_DAYS: i64 = 60;
/// Longest talk, in minutes.
pub const MOST_MINUTES: i64 = 240;

/// The template that comes with the product: F0 to F24 of the field's schedule (field.md §3.2).
///
/// F0 3 to 7 days, F1, F2, F3 after one, two and three months, F4 between the fourth and the fifth, F6 after six, F12 and F24
/// light. The talk of three follows a week after the talks apart, so that what was heard can be thought over.
pub fn first_template() -> Vec<TemplateLine> {
    let line = |step: Step, with: With, way: Way, months, days, minutes| TemplateLine {
        step: step.code().to_owned(),
        with: with.code().to_owned(),
        way: way.code().to_owned(),
        months,
        days,
        minutes,
    };
    let (company, person, joint) = (With::Company, With::Person, With::Joint);
    vec![
        line(Step::Week1, person, Way::Call, 0, 7, 15),
        line(Step::Week1, company, Way::Call, 0, 7, 10),
        line(Step::Month1, person, Way::Online, 1, 0, 45),
        line(Step::Month1, company, Way::Visit, 1, 0, 45),
        line(Step::Month2, person, Way::Call, 2, 0, 15),
        line(Step::Month2, company, Way::Call, 2, 0, 15),
        line(Step::Month3, person, Way::Online, 3, 0, 45),
        line(Step::Month3, company, Way::Visit, 3, 0, 45),
        line(Step::Month3, joint, Way::Visit, 3, 7, 30),
        line(Step::Month4, person, Way::Call, 4, 15, 15),
        line(Step::Month4, company, Way::Call, 4, 15, 15),
        line(Step::Month6, person, Way::Online, 6, 0, 45),
        line(Step::Month6, company, Way::Visit, 6, 0, 60),
        line(Step::Month6, joint, Way::Visit, 6, 7, 45),
        line(Step::Year1, person, Way::Call, 12, 0, 30),
        line(Step::Year1, company, Way::Visit, 12, 0, 30),
        line(Step::Year2, person, Way::Call, 24, 0, 30),
        line(Step::Year2, company, Way::Visit, 24, 0, 30),
    ]
}

/// The day an entry counts to: `months` after the first day, on the last of the month where it has no such day (民法143条),
/// and `days` beyond; not shifted yet.
pub fn counted(join: Day, months: u32, days: i64) -> Day {
    join.plus_months(months).plus(days)
}

/// The day an entry is due: [`counted`], or the business day after it (翌営業日), as for all that is done with people.
pub fn due(join: Day, months: u32, days: i64, calendar: &Calendar) -> Day {
    calendar.on_or_after(counted(join, months, days))
}

/// How often both sides want to be asked; none while a side has not answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paces {
    /// The company's.
    pub company: Option<Pace>,
    /// The person's.
    pub person: Option<Pace>,
}

/// Whether those who talk want this talk: the short calls between the steps go with a rhythm of every second month or of the
/// steps only, every talk with a rhythm of *when we get in touch* or *not at all*. A talk of three needs both.
pub fn wanted(paces: Paces, with: With, step: Step) -> bool {
    let one = |pace: Option<Pace>| match pace {
        None | Some(Pace::Monthly) => true,
        Some(Pace::Bimonthly | Pace::Steps) => !matches!(step, Step::Month2 | Step::Month4),
        Some(Pace::Asked | Pace::None) => false,
    };
    match with {
        With::Company => one(paces.company),
        With::Person => one(paces.person),
        With::Joint => one(paces.company) && one(paces.person),
    }
}

/// What a plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct Making<'a> {
    /// The first day.
    pub join: Day,
    /// Today.
    pub today: Day,
    /// Whether the person's side is open.
    pub two_sided: bool,
    /// The rhythms.
    pub paces: Paces,
    /// Whether the person is on leave.
    pub on_leave: bool,
    /// The business days.
    pub calendar: &'a Calendar,
}

/// The entries that a plan lacks: what the template says and neither stands nor was called off already, as far as it lies
/// ahead. What is past is left out, so that nothing is late because a case was registered late or imported.
pub fn lacking(making: &Making<'_>, template: &[TemplateLine], talks: &[PlanTalk]) -> Vec<NewEntry> {
    let there = |key: &str, step: Step, with: With| {
        talks
            .iter()
            .any(|talk| talk.key.as_deref() == Some(key) || (talk.step == Some(step) && talk.with == with && talk.state != "skipped"))
    };
    let mut entries = Vec::new();
    for line in template {
        let Some((step, with, way)) = line.read() else { continue };
        let on = due(making.join, line.months, line.days, making.calendar);
        let side_open = making.two_sided || with == With::Company;
        let rests = making.on_leave && with != With::Company;
        if on < making.today || !side_open || rests || !wanted(making.paces, with, step) || there(&line.key(), step, with) {
            continue;
        }
        let plan = crate::check_in::rules::Plan { with, way, step: Some(step), on, at: String::new() };
        entries.push(NewEntry { plan, key: line.key(), months: line.months, days: line.days, minutes: line.minutes });
    }
    entries
}

/// Where a talk of the plan stands after something moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// As it was.
    Stays,
    /// On this day.
    On(Day),
    /// Without a day: its time went by when the first day was moved. It is not late; the desk may set a day.
    Past,
    /// Without a day: the person is on leave.
    Rests,
}

/// Where a planned talk stands after the first day moved to `join`, on `today`.
///
/// A day that somebody set stays, unless the person would not have joined by then.
pub fn after_move(talk: &PlanTalk, join: Day, today: Day, leave_from: Option<Day>, calendar: &Calendar) -> Placed {
    if talk.state != "planned" || talk.key.is_none() {
        return Placed::Stays;
    }
    if talk.moved && talk.on.is_some_and(|on| on >= join) {
        return Placed::Stays;
    }
    let on = due(join, talk.months, talk.days, calendar);
    if leave_from.is_some_and(|from| on >= from) && talk.with != With::Company {
        return if talk.waits == "leave" { Placed::Stays } else { Placed::Rests };
    }
    match talk.on {
        Some(now) if now == on => Placed::Stays,
        None if talk.waits == "past" && on < today => Placed::Stays,
        _ if on < today => Placed::Past,
        _ => Placed::On(on),
    }
}

/// Whether a planned talk rests from the first day of a leave on: talks with the person, and of three.
pub fn rests(talk: &PlanTalk, from: Day) -> bool {
    talk.state == "planned" && talk.key.is_some() && talk.with != With::Company && talk.on.is_some_and(|on| on >= from)
}

/// What the return from a leave does to a planned talk: days to add to its offset, when it is one that goes on later.
///
/// What rested, and what else of the plan still lies ahead, is put off by the days of the leave, so that both sides stay
/// together; the light follow-up counts from the first day, whatever came between. A day that somebody set stays.
pub fn put_off(talk: &PlanTalk, from: Day, back: Day, today: Day) -> Option<i64> {
    if talk.state != "planned" || talk.key.is_none() {
        return None;
    }
    let light = talk.step.is_some_and(Step::is_light);
    let ahead = talk.on.is_some_and(|on| on >= today && on >= from) && !talk.moved;
    match (talk.waits == "leave", ahead) {
        (true, _) => Some(if light { 0 } else { from.until(back) }),
        (false, true) if !light => Some(from.until(back)),
        _ => None,
    }
}

/// Whether the end of a case calls a planned talk off: all when the person left, all but the light ones when the regular
/// follow-up was closed.
pub fn ends(talk: &PlanTalk, left: bool) -> bool {
    talk.state == "planned" && (left || !talk.step.is_some_and(Step::is_light))
}

/// A time that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The day, as `2026-12-01`.
    pub on: String,
    /// The time of day, as `14:00`.
    pub at: String,
}

impl Slot {
    /// The day.
    pub fn day(&self) -> Option<Day> {
        Day::parse(&self.on)
    }

    /// Minutes after midnight.
    fn minutes(&self) -> u32 {
        let (hour, minute) = self.at.split_once(':').unwrap_or(("0", "0"));
        hour.parse::<u32>().unwrap_or(0) * 60 + minute.parse::<u32>().unwrap_or(0)
    }

    /// Whether it still lies ahead of this moment.
    pub fn ahead(&self, today: Day, now: (u32, u32)) -> bool {
        self.day().is_some_and(|day| day > today || (day == today && self.minutes() > now.0 * 60 + now.1))
    }
}

/// Times on one form.
pub const SLOTS: usize = 3;

/// What one answer does to an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Day and time are settled: the place of the slot.
    Settled(usize),
    /// One of two has answered; these still suit.
    Waits(Vec<usize>),
    /// None suits.
    Unmet,
}

/// An answer of one side: `fits` are the places still open, `chosen` what suits. `last` is whether nobody answers after this
/// side; the last one settles with the earliest of what it chose.
pub fn answered(fits: &[usize], chosen: &[usize], last: bool) -> Answered {
    let mut left: Vec<usize> = fits.iter().copied().filter(|at| chosen.contains(at)).collect();
    left.sort_unstable();
    match left.first() {
        None => Answered::Unmet,
        Some(first) if last => Answered::Settled(*first),
        Some(_) => Answered::Waits(left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    fn making(join: Day, today: Day, law: &Calendar) -> Making<'_> {
        Making { join, today, two_sided: true, paces: Paces::default(), on_leave: false, calendar: law }
    }

    fn talk(with: With, step: Step, months: u32, days: i64, planned: Option<Day>) -> PlanTalk {
        PlanTalk {
            told: false,
            id: "t".into(),
            version: 1,
            with,
            way: Way::Call,
            step: Some(step),
            key: Some(format!("{}:{}", step.code(), with.code())),
            months,
            days,
            minutes: 15,
            moved: false,
            waits: String::new(),
            on: planned,
            at: String::new(),
            held_on: None,
            state: "planned".into(),
        }
    }

    /// The days of the field's schedule for a joining on 1 September 2026, worked out by hand on a paper calendar: 1 November
    /// 2026 is a Sunday, 16 January 2027 a Saturday, 1 September 2028 a Friday; 1 December and 1 March are business days.
    #[test]
    fn the_plan_of_the_field_falls_on_the_days_of_a_paper_calendar() {
        let law = Calendar::default();
        let days: Vec<(String, Day)> = lacking(&making(on(2026, 9, 1), on(2026, 9, 1), &law), &first_template(), &[])
            .into_iter()
            .filter(|entry| entry.plan.with != With::Company)
            .map(|entry| (entry.key, entry.plan.on))
            .collect();
        let paper = [
            ("w1:person", on(2026, 9, 8)),
            ("m1:person", on(2026, 10, 1)),
            ("m2:person", on(2026, 11, 2)),
            ("m3:person", on(2026, 12, 1)),
            ("m3:joint", on(2026, 12, 8)),
            ("m4:person", on(2027, 1, 18)),
            ("m6:person", on(2027, 3, 1)),
            ("m6:joint", on(2027, 3, 8)),
            ("m12:person", on(2027, 9, 1)),
            ("m24:person", on(2028, 9, 1)),
        ];
        assert_eq!(days, paper.map(|(key, day)| (key.to_owned(), day)));
    }

    #[test]
    fn the_last_of_a_month_stays_the_last_and_banks_are_closed_at_the_turn_of_the_year() {
        let law = Calendar::default();
        // 28 February 2027 is a Sunday; 30 November 2026 + 1 month is a Wednesday; 1 December + 1 month is new year.
        assert_eq!(due(on(2026, 8, 31), 6, 0, &law), on(2027, 3, 1));
        assert_eq!(due(on(2026, 11, 30), 1, 0, &law), on(2026, 12, 30));
        assert_eq!(due(on(2026, 12, 1), 1, 0, &law), on(2027, 1, 4));
        assert_eq!(due(on(2026, 12, 24), 0, 7, &law), on(2027, 1, 4));
        assert_eq!(counted(on(2026, 12, 1), 1, 0), on(2027, 1, 1));
    }

    /// A second reckoning that shares nothing with the first: a written list of holidays (`holidays.txt`, worked out apart from
    /// the program), the lengths of the months as every child learns them, days counted one by one.
    mod second {
        use std::collections::BTreeSet;

        pub type Date = (i32, u32, u32);

        pub fn holidays() -> BTreeSet<Date> {
            let mut all = BTreeSet::new();
            for line in include_str!("holidays.txt").lines() {
                let (year, days) = line.split_once(": ").unwrap();
                for day in days.split(' ') {
                    let (month, of) = day.split_once('/').unwrap();
                    all.insert((year.parse().unwrap(), month.parse().unwrap(), of.parse().unwrap()));
                }
            }
            all
        }

        pub fn length(year: i32, month: u32) -> u32 {
            match month {
                2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            }
        }

        pub fn next((year, month, of): Date) -> Date {
            match (month, of) {
                (12, 31) => (year + 1, 1, 1),
                (_, of) if of == length(year, month) => (year, month + 1, 1),
                _ => (year, month, of + 1),
            }
        }

        /// Sunday is 1 (Zeller's congruence gives 0 for Saturday).
        pub fn weekday((year, month, of): Date) -> i32 {
            let (y, m) = if month < 3 { (year - 1, month + 12) } else { (year, month) };
            let (k, j) = (y % 100, y / 100);
            (i32::try_from(of + 13 * (m + 1) / 5).unwrap() + k + k / 4 + j / 4 + 5 * j) % 7
        }

        pub fn due((year, month, of): Date, months: u32, days: i64, holidays: &BTreeSet<Date>) -> Date {
            let (mut y, mut m) = (year, month);
            for _ in 0..months {
                (y, m) = if m == 12 { (y + 1, 1) } else { (y, m + 1) };
            }
            let mut date = (y, m, of.min(length(y, m)));
            for _ in 0..days {
                date = next(date);
            }
            while weekday(date) < 2 || holidays.contains(&date) || matches!((date.1, date.2), (12, 31) | (1, 1..=3)) {
                date = next(date);
            }
            date
        }
    }

    /// Every joining from 2020 to 2040, with every offset of the template: some 77,000 days. It fails as soon as a holiday is
    /// taken from the list, or the shift goes back instead of on.
    #[test]
    fn every_shift_and_every_month_end_from_2020_to_2040_agrees_with_a_second_reckoning() {
        let (law, holidays) = (Calendar::default(), second::holidays());
        let mut offsets: Vec<(u32, i64)> = first_template().iter().map(|line| (line.months, line.days)).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let (mut date, mut differing) = ((2020, 1, 1), Vec::new());
        while date.0 <= 2040 {
            let join = on(date.0, date.1, date.2);
            for (months, days) in &offsets {
                let (found, wanted) = (due(join, *months, *days, &law), second::due(date, *months, *days, &holidays));
                if (found.year(), found.month(), found.of_month()) != wanted {
                    differing.push((join, *months, *days, found, wanted));
                }
            }
            date = second::next(date);
        }
        assert!(differing.is_empty(), "{} differ, first {:?}", differing.len(), differing.first());
    }

    #[test]
    fn what_is_past_or_there_already_is_not_planned_and_the_partner_serves_the_person_where_one_side_is_open() {
        let law = Calendar::default();
        let held = PlanTalk { state: "held".into(), key: None, ..talk(With::Company, Step::Month3, 0, 0, None) };
        let late = making(on(2026, 9, 1), on(2026, 11, 24), &law);
        let keys = |making: &Making<'_>, talks: &[PlanTalk]| {
            lacking(making, &first_template(), talks).into_iter().map(|entry| entry.key).collect::<Vec<_>>()
        };
        let left = keys(&late, &[held]);
        assert_eq!(left.first().map(String::as_str), Some("m3:person"));
        assert!(!left.contains(&"m3:company".to_owned()) && !left.contains(&"w1:person".to_owned()));
        let one = keys(&Making { two_sided: false, ..late }, &[]);
        assert!(!one.is_empty() && one.iter().all(|key| key.ends_with(":company")));
    }

    #[test]
    fn a_side_that_wants_fewer_talks_has_fewer_and_three_meet_only_when_both_want_to() {
        let paces = |company, person| Paces { company, person };
        assert!(wanted(paces(None, None), With::Joint, Step::Month3));
        let steps = paces(Some(Pace::Steps), Some(Pace::Monthly));
        assert!(!wanted(steps, With::Company, Step::Month2) && wanted(steps, With::Person, Step::Month2));
        assert!(wanted(steps, With::Company, Step::Month3));
        let ended = paces(Some(Pace::Monthly), Some(Pace::None));
        assert!(!wanted(ended, With::Person, Step::Month6) && !wanted(ended, With::Joint, Step::Month6));
        assert!(wanted(ended, With::Company, Step::Month6));
    }

    #[test]
    fn a_moved_first_day_moves_what_nobody_set_and_makes_nothing_late() {
        let law = Calendar::default();
        let today = on(2026, 11, 24);
        let ahead = talk(With::Person, Step::Month3, 3, 0, Some(on(2026, 12, 1)));
        assert_eq!(after_move(&ahead, on(2026, 10, 1), today, None, &law), Placed::On(on(2027, 1, 4)));
        assert_eq!(after_move(&ahead, on(2026, 9, 1), today, None, &law), Placed::Stays);
        assert_eq!(after_move(&ahead, on(2026, 6, 1), today, None, &law), Placed::Past, "its time went by; it is not late");
        let set = PlanTalk { moved: true, on: Some(on(2026, 12, 3)), ..ahead.clone() };
        assert_eq!(after_move(&set, on(2026, 10, 1), today, None, &law), Placed::Stays, "somebody set it");
        assert_eq!(after_move(&set, on(2027, 9, 1), today, None, &law), Placed::On(on(2027, 12, 1)), "nobody has joined by then");
        let late = talk(With::Person, Step::Month2, 2, 0, Some(on(2026, 11, 2)));
        assert_eq!(after_move(&late, on(2026, 9, 1), today, None, &law), Placed::Stays, "what is late stays late");
        let past = PlanTalk { on: None, waits: "past".into(), ..ahead };
        assert_eq!(after_move(&past, on(2026, 6, 2), today, None, &law), Placed::Stays);
        assert_eq!(after_move(&past, on(2026, 9, 1), today, None, &law), Placed::On(on(2026, 12, 1)), "and comes back");
    }

    #[test]
    fn a_leave_rests_the_person_and_the_return_keeps_both_sides_together() {
        let (from, back, today) = (on(2026, 11, 24), on(2027, 1, 25), on(2027, 1, 20));
        let person = talk(With::Person, Step::Month3, 3, 0, Some(on(2026, 12, 1)));
        assert!(rests(&person, from) && !rests(&person, on(2026, 12, 2)));
        assert!(!rests(&PlanTalk { with: With::Company, ..person.clone() }, from), "the company is talked with");
        let resting = PlanTalk { on: None, waits: "leave".into(), ..person };
        assert_eq!(put_off(&resting, from, back, today), Some(62));
        let company = talk(With::Company, Step::Month6, 6, 0, Some(on(2027, 3, 1)));
        assert_eq!(put_off(&company, from, back, today), Some(62));
        assert_eq!(put_off(&talk(With::Company, Step::Year1, 12, 0, Some(on(2027, 9, 1))), from, back, today), None);
        let late = talk(With::Company, Step::Month3, 3, 0, Some(on(2026, 12, 1)));
        assert_eq!(put_off(&late, from, back, today), None, "what was due in the meantime is still due");
    }

    #[test]
    fn the_end_of_the_regular_follow_up_leaves_the_light_one() {
        let light = talk(With::Company, Step::Year1, 12, 0, Some(on(2027, 9, 1)));
        let regular = talk(With::Company, Step::Month6, 6, 0, Some(on(2027, 3, 1)));
        assert!(ends(&regular, false) && !ends(&light, false) && ends(&light, true));
    }

    #[test]
    fn the_last_to_answer_settles_on_the_earliest_time_that_suits_both() {
        assert_eq!(answered(&[0, 1, 2], &[2, 1], false), Answered::Waits(vec![1, 2]));
        assert_eq!(answered(&[1, 2], &[2], true), Answered::Settled(2));
        assert_eq!(answered(&[1, 2], &[0], true), Answered::Unmet);
        assert_eq!(answered(&[0, 1], &[], false), Answered::Unmet);
        let slot = Slot { on: "2026-11-24".into(), at: "14:00".into() };
        assert!(slot.ahead(on(2026, 11, 24), (13, 59)) && !slot.ahead(on(2026, 11, 24), (14, 0)));
    }
}
