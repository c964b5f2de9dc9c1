//! The days of a round, pure: when it is asked, until when, when one is told once more, and when the desk telephones.
//!
//! Everything is told on business days of the institution between nine and five. A day that was missed, because nothing ran
//! or the clock was put forward, is not made up for mail by mail: of what is due by then, only the last is sent.

use base::clock::Day;
use base::workday::Calendar;

use super::rules::{PULSE_MONTHS, Step};
use super::text::T;
use crate::placement::rules::day;
use crate::web::{Errors, Form};

/// How long a round is asked for when nobody says otherwise, in days.
pub const OPEN_DAYS: i64 = 10;
/// The month's short question is asked for so many days.
const PULSE_DAYS: i64 = 7;
/// How far ahead the limit may lie, in days.
const FARTHEST: i64 = 120;
/// A round or question whose day passed longer ago than this is no longer asked by itself; the desk may still ask.
const LATE: i64 = 14;

/// Until when a round that begins on `opens` is asked for.
pub fn due(calendar: &Calendar, opens: Day, step: Step) -> Day {
    calendar.on_or_after(opens.plus(if step == Step::Pulse { PULSE_DAYS } else { OPEN_DAYS }))
}

/// The three days on which one is told once more: 3 days before the limit, on it, 3 days after (ux.md §5.4).
pub fn reminders(calendar: &Calendar, due: Day) -> [Day; 3] {
    [calendar.on_or_before(due.plus(-3)), calendar.on_or_before(due), calendar.on_or_after(due.plus(3))]
}

/// The last day on which an answer is taken: the desk has four business days to telephone.
pub fn closes(calendar: &Calendar, due: Day) -> Day {
    let [_, _, last] = reminders(calendar, due);
    calendar.plus(last, 4)
}

/// How many of the three days have come. The month's short question is told of once and not again.
pub fn reached(calendar: &Calendar, due: Day, today: Day) -> i64 {
    i64::try_from(reminders(calendar, due).iter().filter(|day| **day <= today).count()).unwrap_or(0)
}

/// Whether the desk should telephone: all three days are over, and answers are still taken.
pub fn to_phone(calendar: &Calendar, due: Day, closes: Day, today: Day) -> bool {
    let [_, _, last] = reminders(calendar, due);
    last < today && today <= closes
}

/// The day on which a round is asked by itself: so many months after joining, on the last of the month where it has no such
/// day, then the next business day.
pub fn opens(calendar: &Calendar, joined: Day, step: Step) -> Option<Day> {
    step.months().map(|months| calendar.months_after(joined, months))
}

fn falls(day: Day, today: Day) -> bool {
    day <= today && day.until(today) <= LATE
}

/// The round that falls due, if one does.
pub fn round_now(calendar: &Calendar, joined: Day, today: Day) -> Option<Step> {
    Step::ROUNDS.into_iter().find(|step| opens(calendar, joined, *step).is_some_and(|day| falls(day, today)))
}

/// The month whose short question falls due, if one does.
pub fn pulse_now(calendar: &Calendar, joined: Day, today: Day) -> Option<i64> {
    PULSE_MONTHS.into_iter().find(|month| u32::try_from(*month).is_ok_and(|month| falls(calendar.months_after(joined, month), today)))
}

/// The next round that is asked by itself; one that the desk asked before its day does not come again.
pub fn next(calendar: &Calendar, joined: Day, today: Day, asked: &[Step]) -> Option<(Step, Day)> {
    let open = Step::ROUNDS.into_iter().filter(|step| !asked.contains(step));
    open.filter_map(|step| Some((step, opens(calendar, joined, step)?))).find(|(_, day)| *day > today)
}

/// The limit as typed; blank is what comes by itself.
///
/// # Errors
/// What is to be mended.
pub fn typed(form: &Form, calendar: &Calendar, today: Day, lang: base::text::Lang) -> Result<Day, Errors> {
    let mut e = Errors::none();
    let limit = day(form, &mut e, "closes_on", lang).unwrap_or_else(|| due(calendar, today, Step::Before));
    if limit < today || limit > today.plus(FARTHEST) {
        e.add("closes_on", T(lang).e_closes());
    }
    e.check().map(|()| limit)
}

#[cfg(test)]
mod tests {
    use base::text::Lang;
    use base::workday::Own;

    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn one_is_told_three_days_before_on_the_day_and_three_days_after_on_business_days() {
        let calendar = Calendar::default();
        // Friday 4 December 2026.
        assert_eq!(reminders(&calendar, on(2026, 12, 4)), [on(2026, 12, 1), on(2026, 12, 4), on(2026, 12, 7)]);
        // Monday 7 December: three days before is a Friday.
        assert_eq!(reminders(&calendar, on(2026, 12, 7)), [on(2026, 12, 4), on(2026, 12, 7), on(2026, 12, 10)]);
        // The turn of the year is closed.
        assert_eq!(reminders(&calendar, on(2026, 12, 29)), [on(2026, 12, 25), on(2026, 12, 29), on(2027, 1, 4)]);
        let own = Calendar::new([(on(2026, 12, 4), Own::Closed)]);
        assert_eq!(reminders(&own, on(2026, 12, 4))[1], on(2026, 12, 3), "the institution's own closed day");
    }

    #[test]
    fn the_desk_telephones_only_after_the_last_mail_and_while_answers_are_taken() {
        let (calendar, limit) = (Calendar::default(), on(2026, 12, 4));
        let last = closes(&calendar, limit);
        assert_eq!(last, on(2026, 12, 11));
        let phones: Vec<u32> = (1..=20).filter(|day| to_phone(&calendar, limit, last, on(2026, 12, *day))).collect();
        assert_eq!(phones, [8, 9, 10, 11]);
        assert_eq!([1, 3, 4, 6, 7].map(|day| reached(&calendar, limit, on(2026, 12, day))), [1, 1, 2, 2, 3]);
    }

    #[test]
    fn a_round_falls_due_on_the_month_end_and_the_next_business_day_and_not_long_after() {
        let calendar = Calendar::default();
        // Joined on 31 October 2026: one month later is Monday 30 November.
        let joined = on(2026, 10, 31);
        assert_eq!(opens(&calendar, joined, Step::Month1), Some(on(2026, 11, 30)));
        assert_eq!(opens(&calendar, joined, Step::Month3), Some(on(2027, 2, 1)), "31 January 2027 is a Sunday");
        assert_eq!(round_now(&calendar, joined, on(2026, 11, 29)), None);
        assert_eq!(round_now(&calendar, joined, on(2026, 11, 30)), Some(Step::Month1));
        assert_eq!(round_now(&calendar, joined, on(2026, 12, 14)), Some(Step::Month1));
        assert_eq!(round_now(&calendar, joined, on(2026, 12, 15)), None, "a running case that came in late asks for nothing");
        assert_eq!(pulse_now(&calendar, joined, on(2027, 1, 4)), Some(2), "31 December is closed");
        assert_eq!(next(&calendar, joined, on(2026, 12, 15), &[]), Some((Step::Month3, on(2027, 2, 1))));
        assert_eq!(next(&calendar, joined, on(2026, 12, 15), &[Step::Month3]), Some((Step::Month6, on(2027, 4, 30))));
        assert_eq!(opens(&calendar, joined, Step::Before), None);
    }

    #[test]
    fn a_limit_lies_neither_in_the_past_nor_next_year() {
        let (calendar, today) = (Calendar::default(), on(2026, 11, 24));
        let limit = |text: &str| typed(&Form::filled([("closes_on", text.to_owned())]), &calendar, today, Lang::Ja);
        assert_eq!(limit("").unwrap(), on(2026, 12, 4));
        assert!(limit("2026-11-20").is_err() && limit("2027-11-24").is_err() && limit("13月40日").is_err());
    }
}
