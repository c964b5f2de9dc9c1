//! Business days of a Japanese institution, and what is reckoned in them.
//!
//! Closed are Saturday, Sunday, the holidays of the law (国民の祝日に関する法律: 祝日, 振替休日, 国民の休日) and 31 December to
//! 3 January (銀行法施行令5条), unless the institution's own table says otherwise for a day: [`Calendar::new`] takes it.
//! The law comes from the crate `jpholiday`; what that crate lacks stands in [`amended`]. The tests compare every day from
//! 2020 to 2040 with a second reckoning: the equinoxes from the sun, the holidays from the words of the law.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use jpholiday::jpholiday::JPHoliday;

use crate::clock::{Day, Instant, MINUTE};

/// What the institution says about one day of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Own {
    /// 休業日: closed, though the calendar would have it open.
    Closed,
    /// 営業日: open, though the calendar would have it closed.
    Open,
}

impl Own {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Own::Closed => "closed",
            Own::Open => "open",
        }
    }

    /// Reads what [`Own::code`] wrote.
    pub fn parse(code: &str) -> Option<Own> {
        [Own::Closed, Own::Open].into_iter().find(|own| own.code() == code)
    }
}

/// The hours in which messages count as arrived, in minutes after midnight in Asia/Tokyo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hours {
    open: u32,
    close: u32,
}

impl Hours {
    /// 9:00 to 17:00, when a desk answers.
    pub const DESK: Hours = Hours { open: 9 * 60, close: 17 * 60 };

    /// From `open` to `close`, in minutes after midnight; none unless the first is before the second and both within one day.
    pub fn new(open: u32, close: u32) -> Option<Hours> {
        (open < close && close <= 24 * 60).then_some(Hours { open, close })
    }
}

/// Business days of one institution.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    own: BTreeMap<Day, Own>,
}

impl Calendar {
    /// The calendar of the law with the institution's own days over it.
    pub fn new(own: impl IntoIterator<Item = (Day, Own)>) -> Calendar {
        Calendar { own: own.into_iter().collect() }
    }

    /// Whether the institution is open on this day (営業日).
    pub fn is_open(&self, day: Day) -> bool {
        match self.own.get(&day) {
            Some(own) => *own == Own::Open,
            None => day.weekday() < 5 && !turn_of_year(day) && holiday(day).is_none(),
        }
    }

    /// This day, or the next business day (翌営業日): for talks and whatever is done with people.
    #[must_use]
    pub fn on_or_after(&self, day: Day) -> Day {
        self.walk(day, 1)
    }

    /// This day, or the business day before (前営業日): for filings and whatever must be done by then.
    #[must_use]
    pub fn on_or_before(&self, day: Day) -> Day {
        self.walk(day, -1)
    }

    /// `n` business days after `day` (before it, when negative); a day that is closed counts as the business day it is shifted
    /// to in that direction. 0 is [`Calendar::on_or_after`].
    #[must_use]
    pub fn plus(&self, day: Day, n: i32) -> Day {
        let step = if n < 0 { -1 } else { 1 };
        let mut at = self.walk(day, step);
        for _ in 0..n.unsigned_abs().min(4000) {
            at = self.walk(at.plus(step), step);
        }
        at
    }

    /// `months` after `day`, on the last of the month where it has no such day (民法143条), then the next business day.
    #[must_use]
    pub fn months_after(&self, day: Day, months: u32) -> Day {
        self.on_or_after(day.plus_months(months))
    }

    /// Until when an answer within `days` business days is due: the close of that day.
    ///
    /// What comes after closing, before opening or on a closed day counts as come on the business day that opens next, so a
    /// message of Friday 18:00 with one day is due on Tuesday at the close.
    pub fn answer_by(&self, from: Instant, days: u32, hours: Hours) -> Instant {
        let (hour, minute) = from.time();
        let today = from.day();
        let late = hour * 60 + minute >= hours.close;
        let came = self.on_or_after(if late { today.plus(1) } else { today });
        let due = self.plus(came, i32::try_from(days).unwrap_or(i32::MAX));
        due.start().plus(i64::from(hours.close) * MINUTE)
    }

    /// The first moment from `from` at which the desk is there: `from` itself within the hours of a business day.
    pub fn next_open(&self, from: Instant, hours: Hours) -> Instant {
        let (hour, minute) = from.time();
        let (today, at) = (from.day(), hour * 60 + minute);
        if self.is_open(today) && (hours.open..hours.close).contains(&at) {
            return from;
        }
        let first = if at < hours.open { today } else { today.plus(1) };
        self.on_or_after(first).start().plus(i64::from(hours.open) * MINUTE)
    }

    /// Steps to the first open day; a table that closes every day for years ends the walk where it stands.
    fn walk(&self, day: Day, step: i64) -> Day {
        let mut at = day;
        for _ in 0..self.own.len() + 30 {
            if self.is_open(at) {
                return at;
            }
            at = at.plus(step);
        }
        at
    }
}

/// 31 December to 3 January, when banks are closed by law.
fn turn_of_year(day: Day) -> bool {
    matches!((day.month(), day.of_month()), (12, 31) | (1, 1..=3))
}

thread_local! {
    static LAW: JPHoliday<'static> = JPHoliday::new();
}

/// The name of the holiday of the law on this day: 祝日, 振替休日 or 国民の休日. None outside 1950 to 2150.
pub fn holiday(day: Day) -> Option<String> {
    if !(1950..=2150).contains(&day.year()) {
        return None;
    }
    if let Some(known) = amended(day) {
        return known.map(ToOwned::to_owned);
    }
    let date = NaiveDate::from_ymd_opt(day.year(), day.month(), day.of_month())?;
    LAW.with(|law| law.is_holiday_name(&date))
}

/// What the crate gets wrong: in 2021 three holidays lay elsewhere (令和二年法律第六十八号, for the games of that summer).
#[expect(clippy::option_option, reason = "known to be a holiday, known to be none, or left to the crate")]
fn amended(day: Day) -> Option<Option<&'static str>> {
    match (day.year(), day.month(), day.of_month()) {
        (2021, 7, 22) => Some(Some("海の日")),
        (2021, 7, 23) => Some(Some("スポーツの日")),
        (2021, 8, 8) => Some(Some("山の日")),
        (2021, 8, 9) => Some(Some("山の日 振替休日")),
        (2021, 7, 19) | (2021, 8 | 10, 11) => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    /// A second reckoning of holidays and months that shares no code with the first.
    ///
    /// Days are counted from 0000-03-01 (no `chrono`), the equinoxes are those of the sun (Meeus, Astronomical Algorithms,
    /// ch. 27, better than a minute until 2050), the holidays follow the words of the law, articles 2 and 3.
    mod second {
        use std::collections::BTreeSet;

        /// Days since 0000-03-01 of the proleptic calendar.
        pub fn number(year: i64, month: i64, day: i64) -> i64 {
            let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
            y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (m * 306 + 5) / 10 + day - 1
        }

        /// Monday 0 to Sunday 6; 2000-01-01 was a Saturday.
        pub fn weekday(year: i64, month: i64, day: i64) -> i64 {
            (number(year, month, day) - number(2000, 1, 1) + 5).rem_euclid(7)
        }

        pub fn days_in(year: i64, month: i64) -> i64 {
            let (next, of) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            number(next, of, 1) - number(year, month, 1)
        }

        pub fn months_after(year: i64, month: i64, day: i64, months: i64) -> (i64, i64, i64) {
            let count = year * 12 + month - 1 + months;
            let (to, of) = (count.div_euclid(12), count.rem_euclid(12) + 1);
            (to, of, day.min(days_in(to, of)))
        }

        const TERMS: [(f64, f64, f64); 24] = [
            (485.0, 324.96, 1934.136),
            (203.0, 337.23, 32964.467),
            (199.0, 342.08, 20.186),
            (182.0, 27.85, 445_267.112),
            (156.0, 73.14, 45036.886),
            (136.0, 171.52, 22518.443),
            (77.0, 222.54, 65928.934),
            (74.0, 296.72, 3034.906),
            (70.0, 243.58, 9037.513),
            (58.0, 119.81, 33718.147),
            (52.0, 297.17, 150.678),
            (50.0, 21.02, 2281.226),
            (45.0, 247.54, 29929.562),
            (44.0, 325.15, 31555.956),
            (29.0, 60.93, 4443.417),
            (18.0, 155.12, 67555.328),
            (17.0, 288.79, 4562.452),
            (16.0, 198.04, 62894.029),
            (14.0, 199.76, 31436.921),
            (12.0, 95.39, 14577.848),
            (12.0, 287.11, 31931.756),
            (12.0, 320.81, 34777.259),
            (9.0, 227.73, 1222.114),
            (8.0, 15.45, 16859.074),
        ];

        /// The day of March or September, in Tokyo, on which the sun crosses the equator.
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "days and minutes of one century")]
        pub fn equinox(year: i64, month: i64) -> i64 {
            let y = (year - 2000) as f64 / 1000.0;
            let first = if month == 3 {
                2_451_623.809_84 + 365_242.374_04 * y + 0.051_69 * y * y - 0.004_11 * y.powi(3) - 0.000_57 * y.powi(4)
            } else {
                2_451_810.217_15 + 365_242.017_67 * y - 0.115_75 * y * y + 0.003_37 * y.powi(3) + 0.000_78 * y.powi(4)
            };
            let t = (first - 2_451_545.0) / 36525.0;
            let w = (35999.373 * t - 2.47).to_radians();
            let lambda = 1.0 + 0.0334 * w.cos() + 0.0007 * (2.0 * w).cos();
            let sum: f64 = TERMS.iter().map(|(a, b, c)| a * (b + c * t).to_radians().cos()).sum();
            let dynamical = first + 0.000_01 * sum / lambda;
            // Earth lags the dynamical clock by some 70 to 90 seconds in these years; Tokyo is nine hours ahead.
            let tokyo = dynamical - 75.0 / 86400.0 + 9.0 / 24.0;
            // The Julian day 2451544.5 began on 2000-01-01.
            let days = (tokyo - 2_451_544.5).floor() as i64;
            days + number(2000, 1, 1) - number(year, month, 1) + 1
        }

        fn nth_monday(year: i64, month: i64, n: i64) -> i64 {
            1 + (7 - weekday(year, month, 1)) % 7 + (n - 1) * 7
        }

        /// The days of article 2, as they stood in that year.
        fn named(year: i64) -> BTreeSet<i64> {
            let mut days = vec![
                (1, 1),
                (1, nth_monday(year, 1, 2)),
                (2, 11),
                (2, 23),
                (3, equinox(year, 3)),
                (4, 29),
                (5, 3),
                (5, 4),
                (5, 5),
                (9, nth_monday(year, 9, 3)),
                (9, equinox(year, 9)),
                (11, 3),
                (11, 23),
            ];
            days.extend(match year {
                2020 => [(7, 23), (8, 10), (7, 24)],
                2021 => [(7, 22), (8, 8), (7, 23)],
                _ => [(7, nth_monday(year, 7, 3)), (8, 11), (10, nth_monday(year, 10, 2))],
            });
            days.into_iter().map(|(month, day)| number(year, month, day)).collect()
        }

        /// All days off by articles 2 and 3 of one year.
        pub fn holidays(year: i64) -> BTreeSet<i64> {
            let named = named(year);
            let mut all = named.clone();
            for day in &named {
                // Article 3 (2): on a Sunday, the nearest day after it that is no holiday of article 2.
                if (day - number(2000, 1, 3)).rem_euclid(7) == 6 {
                    let mut next = day + 1;
                    while named.contains(&next) {
                        next += 1;
                    }
                    all.insert(next);
                }
                // Article 3 (3): a day between two of them that is none itself.
                if !named.contains(&(day + 1)) && named.contains(&(day + 2)) {
                    all.insert(day + 1);
                }
            }
            all
        }
    }

    /// It fails as soon as a day is added to or taken from either side; without `amended` it names seven days of 2021.
    #[test]
    fn every_day_from_2020_to_2040_is_a_holiday_by_both_reckonings_or_by_none() {
        let mut differing = Vec::new();
        for year in 2020..=2040 {
            let law = second::holidays(year.into());
            let mut day = on(year, 1, 1);
            while day.year() == year {
                let number = second::number(year.into(), day.month().into(), day.of_month().into());
                assert_eq!(i64::from(day.weekday()), second::weekday(year.into(), day.month().into(), day.of_month().into()), "{day}");
                if law.contains(&number) != holiday(day).is_some() {
                    differing.push(day);
                }
                day = day.plus(1);
            }
        }
        assert!(differing.is_empty(), "{differing:?}");
    }

    #[test]
    fn the_days_people_ask_about_are_right() {
        for (day, name) in [
            (on(2026, 9, 22), "国民の休日"),
            (on(2027, 3, 22), "春分の日 振替休日"),
            (on(2026, 5, 6), "憲法記念日 振替休日"),
            (on(2021, 7, 23), "スポーツの日"),
            (on(2026, 3, 20), "春分の日"),
        ] {
            assert_eq!(holiday(day).as_deref(), Some(name), "{day}");
        }
        assert_eq!(holiday(on(2021, 10, 11)), None);
    }

    /// As announced by the Cabinet Office in the gazette.
    #[test]
    fn the_holidays_of_2026_are_those_of_the_gazette() {
        let expected: BTreeSet<(u32, u32)> = [
            (1, 1),
            (1, 12),
            (2, 11),
            (2, 23),
            (3, 20),
            (4, 29),
            (5, 3),
            (5, 4),
            (5, 5),
            (5, 6),
            (7, 20),
            (8, 11),
            (9, 21),
            (9, 22),
            (9, 23),
            (10, 12),
            (11, 3),
            (11, 23),
        ]
        .into();
        let found = (0..365).map(|n| on(2026, 1, 1).plus(n)).filter(|day| holiday(*day).is_some());
        assert_eq!(found.map(|day| (day.month(), day.of_month())).collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn n_months_later_is_the_same_day_or_the_last_of_the_month_for_every_day_until_2040() {
        let mut day = on(2020, 1, 1);
        while day.year() <= 2040 {
            for months in [1, 2, 3, 4, 5, 6, 12, 24] {
                let (year, month, of) =
                    second::months_after(day.year().into(), day.month().into(), day.of_month().into(), i64::from(months));
                let later = day.plus_months(months);
                assert_eq!(
                    (i64::from(later.year()), i64::from(later.month()), i64::from(later.of_month())),
                    (year, month, of),
                    "{day} + {months}"
                );
            }
            day = day.plus(1);
        }
        assert_eq!(on(2027, 1, 31).plus_months(1), on(2027, 2, 28));
        assert_eq!(on(2028, 1, 31).plus_months(1), on(2028, 2, 29));
    }

    #[test]
    fn banks_are_closed_from_new_years_eve_to_the_third() {
        let law = Calendar::default();
        assert_eq!(law.on_or_after(on(2026, 12, 31)), on(2027, 1, 4));
        assert_eq!(law.on_or_before(on(2027, 1, 3)), on(2026, 12, 30));
        assert_eq!(law.plus(on(2026, 12, 30), 1), on(2027, 1, 4));
        assert_eq!(law.plus(on(2027, 1, 4), -1), on(2026, 12, 30));
        assert_eq!(law.months_after(on(2026, 11, 30), 1), on(2026, 12, 30));
        assert_eq!(law.months_after(on(2026, 12, 1), 1), on(2027, 1, 4));
    }

    #[test]
    fn the_institutions_own_days_stand_above_the_law() {
        let own = Calendar::new([(on(2026, 11, 24), Own::Closed), (on(2026, 11, 23), Own::Open)]);
        assert!(own.is_open(on(2026, 11, 23)));
        assert_eq!(own.on_or_after(on(2026, 11, 24)), on(2026, 11, 25));
        let shut = Calendar::new((0..4000).map(|n| (on(2026, 1, 1).plus(n), Own::Closed)));
        assert_eq!(shut.on_or_after(on(2026, 1, 1)), shut.on_or_after(on(2026, 1, 1).plus(3999)));
    }

    #[test]
    fn an_answer_is_due_at_the_close_and_what_comes_after_hours_comes_tomorrow() {
        let law = Calendar::default();
        let at = |day: Day, hour: i64| day.start().plus(hour * 60 * MINUTE);
        for (day, hour, due) in [
            (on(2026, 11, 26), 10, on(2026, 11, 27)),
            (on(2026, 11, 27), 16, on(2026, 11, 30)),
            (on(2026, 11, 27), 17, on(2026, 12, 1)),
            (on(2026, 11, 27), 18, on(2026, 12, 1)),
            (on(2026, 11, 28), 10, on(2026, 12, 1)),
            (on(2026, 11, 27), 3, on(2026, 11, 30)),
            (on(2026, 12, 30), 18, on(2027, 1, 5)),
        ] {
            assert_eq!(law.answer_by(at(day, hour), 1, Hours::DESK), at(due, 17), "{day} {hour}");
        }
        assert_eq!(law.answer_by(at(on(2026, 11, 26), 10), 0, Hours::DESK), at(on(2026, 11, 26), 17));
        assert_eq!(law.next_open(at(on(2026, 11, 27), 18), Hours::DESK), at(on(2026, 11, 30), 9));
        assert_eq!(law.next_open(at(on(2026, 11, 27), 8), Hours::DESK), at(on(2026, 11, 27), 9));
        assert_eq!(law.next_open(at(on(2026, 11, 27), 11), Hours::DESK), at(on(2026, 11, 27), 11));
        assert!(Hours::new(17 * 60, 9 * 60).is_none());
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (0i64..7670).prop_map(|n| on(2020, 1, 1).plus(n))
    }

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        proptest::collection::vec((any_day(), prop_oneof![Just(Own::Closed), Just(Own::Open)]), 0..40).prop_map(Calendar::new)
    }

    proptest! {
        #[test]
        fn shifting_finds_the_nearest_open_day_and_moves_no_open_one(calendar in any_calendar(), day in any_day()) {
            let (after, before) = (calendar.on_or_after(day), calendar.on_or_before(day));
            prop_assert!(calendar.is_open(after) && calendar.is_open(before) && before <= day && day <= after);
            prop_assert!((1..day.until(after)).all(|n| !calendar.is_open(day.plus(n))));
            prop_assert!((1..before.until(day)).all(|n| !calendar.is_open(day.plus(-n))));
            prop_assert_eq!(calendar.is_open(day), after == day && before == day);
        }

        #[test]
        fn business_days_counted_forth_and_back_are_the_same_number(calendar in any_calendar(), day in any_day(), n in 0i32..60) {
            let from = calendar.on_or_after(day);
            let to = calendar.plus(from, n);
            prop_assert_eq!(calendar.plus(to, -n), from);
            let between = (1..=from.until(to)).filter(|k| calendar.is_open(from.plus(*k))).count();
            prop_assert_eq!(i32::try_from(between).unwrap(), n);
        }

        #[test]
        fn an_answer_is_never_due_before_it_was_asked_nor_on_a_closed_day(calendar in any_calendar(), day in any_day(), minute in 0i64..1440, days in 0u32..10) {
            let from = day.start().plus(minute * MINUTE);
            let due = calendar.answer_by(from, days, Hours::DESK);
            prop_assert!(due > from && calendar.is_open(due.day()));
            prop_assert!(calendar.next_open(from, Hours::DESK) >= from);
        }
    }

    #[test]
    fn no_day_is_too_far_to_be_asked_about() {
        let law = Calendar::default();
        for year in [-4000, 1, 1900, 2150, 2151, 9999, 200_000] {
            let _ = (law.on_or_after(on(year, 1, 1)), law.plus(on(year, 1, 1), -3), law.months_after(on(year, 12, 31), 24));
        }
    }
}
