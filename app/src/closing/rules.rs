//! The rules of the end, pure: how refund terms are read, which rung a day stands on, what is paid back.

use base::clock::Day;
use base::fold;

/// Whose wish it was.
pub const PARTIES: [&str; 4] = ["unknown", "person", "company", "both"];
/// Why, in a word, as the statutory books ask.
pub const CAUSES: [&str; 5] = ["unknown", "own", "company", "term", "agreed"];

/// A rung of the ladder: within so many months, so much of the fee.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rung {
    /// Months from the first day.
    pub months: u32,
    /// Share of the fee in thousandths.
    pub permille: i64,
}

/// The refund terms (返戻金の取り決め) of a case, the shortest time first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ladder(Vec<Rung>);

/// The number right before `at`, as people write it.
fn number_before(text: &str, at: usize) -> Option<&str> {
    let head = text.get(..at)?.trim_end();
    let digits = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    head.get(digits..).filter(|digits| !digits.is_empty())
}

impl Ladder {
    /// Reads terms as people write them: `1か月以内50%、3か月以内30%、6か月以内10%`, `within 1 month 50%`. None when a part
    /// has a time without a share or the other way round, or shares that do not fall: then a person has to read them.
    pub fn read(terms: &str) -> Option<Ladder> {
        let folded = terms.lines().map(fold::tidy).collect::<Vec<_>>().join("、");
        let text = folded.replace(['ヶ', 'ヵ', 'ケ', 'カ', '箇'], "か").replace('割', "0%").to_ascii_lowercase();
        let mut rungs = Vec::new();
        for part in text.split(['、', ',', ';', '。', '・', '/']).map(str::trim).filter(|part| !part.is_empty()) {
            let mark = if part.contains("か月") { "か月" } else { "month" };
            match (part.matches(mark).count(), part.matches('%').count()) {
                (0, 0) => continue,
                (1, 1) => {}
                _ => return None,
            }
            let number = |mark: &str| part.find(mark).and_then(|at| number_before(part, at));
            let (months, share) = (number(mark)?, number("%")?.parse::<f64>().ok()?);
            if !(0.0..=100.0).contains(&share) {
                return None;
            }
            #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
            let permille = (share * 10.0).round() as i64;
            rungs.push(Rung { months: months.parse().ok()?, permille });
        }
        rungs.sort_by_key(|rung| rung.months);
        let falls = rungs.windows(2).all(|two| matches!(two, [a, b] if a.months < b.months && a.permille >= b.permille));
        let sound = !rungs.is_empty() && falls && rungs.iter().all(|rung| (1..=60).contains(&rung.months));
        sound.then_some(Ladder(rungs))
    }

    /// The rung the last day stands on; none when it is past the last.
    pub fn rung(&self, join: Day, last: Day) -> Option<Rung> {
        self.0.iter().copied().find(|rung| last <= last_day(join, rung.months))
    }
}

/// The last day of the first `months` months, the first day counted: 1 April and six months end on 30 September; where the
/// month has no such day, on its last (民法143条).
pub fn last_day(join: Day, months: u32) -> Day {
    let same = join.plus_months(months);
    if same.of_month() == join.of_month() { same.plus(-1) } else { same }
}

/// What is paid back of a fee.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reckoned {
    /// The rung; 0 months when none applies.
    pub months: u32,
    /// Share in thousandths.
    pub permille: i64,
    /// Yen, what is below a yen cut off.
    pub amount: i64,
    /// Whether a dismissal by the company keeps the fee whole.
    pub excluded: bool,
}

/// Reckons it: `cause` is one of [`CAUSES`], `dismissal_counts` the institution's rule.
pub fn reckon(ladder: &Ladder, fee: i64, join: Day, last: Day, cause: &str, dismissal_counts: bool) -> Reckoned {
    let rung = ladder.rung(join, last).unwrap_or(Rung { months: 0, permille: 0 });
    let excluded = cause == "company" && !dismissal_counts;
    let amount = if excluded { 0 } else { fee.saturating_mul(rung.permille) / 1000 };
    Reckoned { months: rung.months, permille: rung.permille, amount, excluded }
}

/// A share as it is written: `30%`, `12.5%`.
pub fn share(permille: i64) -> String {
    if permille % 10 == 0 { format!("{}%", permille / 10) } else { format!("{}.{}%", permille / 10, permille % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn terms_are_read_as_people_write_them() {
        let usual = Ladder::read("1か月以内50%、3か月以内30%、6か月以内10%").unwrap();
        for way in [
            "1ヶ月以内50%,3ヶ月以内30%,6ヶ月以内10%",
            "6か月以内は10%、3か月以内は30%、1か月以内は50%を返します。",
            "1カ月以内5割、3カ月以内3割、6カ月以内1割",
            "50% within 1 month, 30% within 3 months, 10% within 6 months",
            "1か月以内50%\n3か月以内30%\n6か月以内10%",
        ] {
            assert_eq!(Ladder::read(way).as_ref(), Some(&usual), "{way}");
        }
    }

    #[test]
    fn terms_that_leave_a_doubt_are_left_to_a_person() {
        for way in [
            "",
            "個別に協議する",
            "80%/50%",
            "3か月以内",
            "1か月以内30%、3か月以内50%",
            "1か月以内150%",
            "0か月以内50%",
            "1か月以内50% 3か月以内30%",
        ] {
            assert_eq!(Ladder::read(way), None, "{way}");
        }
    }

    #[test]
    fn the_first_day_counts_so_that_a_month_ends_on_the_day_before() {
        assert_eq!(last_day(on("2026-04-01"), 6), on("2026-09-30"));
        assert_eq!(last_day(on("2026-08-31"), 6), on("2027-02-28"));
        assert_eq!(last_day(on("2026-01-31"), 1), on("2026-02-28"));
    }

    #[test]
    fn the_last_day_of_a_rung_is_still_on_it_and_the_next_is_not() {
        let ladder = Ladder::read("1か月以内50%、3か月以内30%、6か月以内10%").unwrap();
        let join = on("2026-04-01");
        let back = |last: &str| reckon(&ladder, 2_100_000, join, on(last), "own", false).amount;
        assert_eq!(back("2026-04-30"), 1_050_000);
        assert_eq!(back("2026-05-01"), 630_000);
        assert_eq!(back("2026-06-30"), 630_000);
        assert_eq!(back("2026-07-01"), 210_000);
        assert_eq!(back("2026-09-30"), 210_000);
        assert_eq!(back("2026-10-01"), 0);
    }

    #[test]
    fn a_dismissal_by_the_company_is_as_the_institution_says() {
        let ladder = Ladder::read("6か月以内10%").unwrap();
        let back = |counts| reckon(&ladder, 1_000_005, on("2026-04-01"), on("2026-05-01"), "company", counts);
        assert_eq!((back(false).amount, back(false).excluded), (0, true));
        assert_eq!((back(true).amount, back(true).excluded), (100_000, false));
    }

    #[test]
    fn a_share_is_written_without_needless_zeros() {
        assert_eq!((share(300).as_str(), share(125).as_str()), ("30%", "12.5%"));
    }
}
