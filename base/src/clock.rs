//! Time is an argument: instants are microseconds UTC, days are Asia/Tokyo days.
//!
//! Nothing else in the product asks the machine for the time. The demo's time machine is a
//! [`Clock`] with an offset; no other part knows about it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{Datelike, Duration, NaiveDate};

/// Microseconds of a whole day.
pub const DAY: i64 = 86_400_000_000;
/// Microseconds of an hour.
pub const HOUR: i64 = 3_600_000_000;
/// Microseconds of a minute.
pub const MINUTE: i64 = 60_000_000;
/// Asia/Tokyo is nine hours ahead of UTC all year (no summer time since 1951).
const TOKYO: i64 = 9 * HOUR;

/// A moment: microseconds since 1970-01-01 00:00 UTC.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

impl Instant {
    /// The calendar day in Asia/Tokyo.
    pub fn day(self) -> Day {
        let days = (self.0 + TOKYO).div_euclid(DAY);
        Day(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default() + Duration::days(days))
    }

    /// Hour and minute of the day in Asia/Tokyo.
    pub fn time(self) -> (u32, u32) {
        let minutes = (self.0 + TOKYO).rem_euclid(DAY) / MINUTE;
        (u32::try_from(minutes / 60).unwrap_or(0), u32::try_from(minutes % 60).unwrap_or(0))
    }

    /// This moment moved by `micros` microseconds.
    #[must_use]
    pub fn plus(self, micros: i64) -> Instant {
        Instant(self.0.saturating_add(micros))
    }
}

/// A calendar day in Asia/Tokyo; written `2026-04-01` in the database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(NaiveDate);

impl Day {
    /// The day, when the calendar has it.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// Reads `2026-04-01`; nothing else (people's ways of writing a date are read by `crate::read_day`).
    pub fn parse(text: &str) -> Option<Day> {
        let [y @ .., b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            let digit = |n: u32, byte: &u8| byte.is_ascii_digit().then(|| n * 10 + u32::from(byte - b'0'));
            digits.iter().try_fold(0, digit)
        };
        let year = if y.len() == 4 { number(y)? } else { return None };
        Day::new(i32::try_from(year).ok()?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
    }

    /// Year of the western calendar.
    pub fn year(self) -> i32 {
        self.0.year()
    }
    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }
    /// Day of the month, 1 to 31.
    pub fn of_month(self) -> u32 {
        self.0.day()
    }
    /// Day of the week, Monday 0 to Sunday 6.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// This day moved by whole days.
    #[must_use]
    pub fn plus(self, days: i64) -> Day {
        self.0.checked_add_signed(Duration::days(days)).map_or(self, Day)
    }

    /// The same day of the month `months` later; the last of the month where it has no such day (民法143条).
    #[must_use]
    pub fn plus_months(self, months: u32) -> Day {
        self.0.checked_add_months(chrono::Months::new(months)).map_or(self, Day)
    }

    /// Whole days from `self` to `other`; negative when `other` is earlier.
    pub fn until(self, other: Day) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// The first moment of this day in Asia/Tokyo.
    pub fn start(self) -> Instant {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default();
        Instant((self.0 - epoch).num_days() * DAY - TOKYO)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.of_month())
    }
}

/// Where the time comes from: the machine, a fixed moment for tests, or the machine with the demo's offset.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Machine(Arc<AtomicI64>),
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn machine() -> Clock {
        Clock(Source::Machine(Arc::new(AtomicI64::new(0))))
    }

    /// A clock that stands at `at` until it is moved: for tests.
    pub fn fixed(at: Instant) -> Clock {
        Clock(Source::Fixed(Arc::new(AtomicI64::new(at.0))))
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine for the time")]
    pub fn now(&self) -> Instant {
        match &self.0 {
            Source::Fixed(at) => Instant(at.load(Ordering::SeqCst)),
            Source::Machine(offset) => {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
                Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX)).plus(offset.load(Ordering::SeqCst))
            }
        }
    }

    /// Today in Asia/Tokyo.
    pub fn today(&self) -> Day {
        self.now().day()
    }

    /// Moves the clock by `micros`; for tests and the demo's time machine.
    pub fn shift(&self, micros: i64) {
        match &self.0 {
            Source::Fixed(at) | Source::Machine(at) => at.fetch_add(micros, Ordering::SeqCst),
        };
    }

    /// How far a machine clock has been moved, in microseconds; 0 for a fixed clock.
    pub fn offset(&self) -> i64 {
        match &self.0 {
            Source::Machine(offset) => offset.load(Ordering::SeqCst),
            Source::Fixed(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_tokyo_and_not_in_london() {
        let day = Day::new(2026, 11, 22).unwrap();
        assert_eq!(day.start().day(), day);
        assert_eq!(day.start().plus(-1).day(), day.plus(-1));
        assert_eq!(day.start().0 % DAY, 15 * HOUR);
    }

    #[test]
    fn a_month_after_the_thirty_first_is_the_last_of_a_shorter_month() {
        assert_eq!(Day::new(2026, 8, 31).unwrap().plus_months(6), Day::new(2027, 2, 28).unwrap());
    }
}
