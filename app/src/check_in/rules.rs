//! The rules of a talk, pure: with whom, how, at which step; in which words a milestone stands. When the talks of the plan are
//! due stands in `followup::rules`.

use base::actor::Side;
use base::clock::Day;

use crate::case::Sees;

/// With whom the desk talks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum With {
    /// The company alone.
    Company,
    /// The placed person alone.
    Person,
    /// All three at one table.
    Joint,
}

impl With {
    /// In the order in which forms offer them.
    pub const ALL: [With; 3] = [With::Company, With::Person, With::Joint];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            With::Company => "company",
            With::Person => "person",
            With::Joint => "joint",
        }
    }

    /// Reads what [`With::code`] wrote.
    pub fn parse(code: &str) -> Option<With> {
        With::ALL.into_iter().find(|with| with.code() == code)
    }

    /// The one side that talks; none when all three do.
    pub fn side(self) -> Option<Side> {
        match self {
            With::Company => Some(Side::Company),
            With::Person => Some(Side::Person),
            With::Joint => None,
        }
    }

    /// Under whose key a text about this talk lies that is nobody's own words: why it was skipped.
    pub fn seal(self) -> Side {
        self.side().unwrap_or(Side::Bank)
    }

    /// Who knows that the talk takes place: the side that talks, never the other one.
    pub fn sees(self) -> Sees {
        match self {
            With::Company => Sees::Company,
            With::Person => Sees::Person,
            With::Joint => Sees::All,
        }
    }

    /// Whose words on a milestone can be heard in this talk; the bank always has a view of its own.
    pub fn hears(self) -> &'static [Side] {
        match self {
            With::Company => &[Side::Company, Side::Bank],
            With::Person => &[Side::Person, Side::Bank],
            With::Joint => &[Side::Company, Side::Person, Side::Bank],
        }
    }
}

/// How the desk talks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// 訪問.
    Visit,
    /// オンライン.
    Online,
    /// 電話.
    Call,
}

impl Way {
    /// In the order in which forms offer them.
    pub const ALL: [Way; 3] = [Way::Visit, Way::Online, Way::Call];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Way::Visit => "visit",
            Way::Online => "online",
            Way::Call => "call",
        }
    }

    /// Reads what [`Way::code`] wrote.
    pub fn parse(code: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// The steps of the follow-up, each with a guide of its own (field.md §3.2, ux.md §6.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// A week after joining.
    Week1,
    /// One month after.
    Month1,
    /// Two months after: a short call.
    Month2,
    /// Three months after.
    Month3,
    /// Between the fourth and the fifth month: a short call.
    Month4,
    /// Six months after.
    Month6,
    /// A year after: the light follow-up.
    Year1,
    /// Two years after: the light follow-up ends.
    Year2,
}

impl Step {
    /// In their order.
    pub const ALL: [Step; 8] =
        [Step::Week1, Step::Month1, Step::Month2, Step::Month3, Step::Month4, Step::Month6, Step::Year1, Step::Year2];

    /// As written in the database; a talk without a step has an empty code.
    pub fn code(self) -> &'static str {
        match self {
            Step::Week1 => "w1",
            Step::Month1 => "m1",
            Step::Month2 => "m2",
            Step::Month3 => "m3",
            Step::Month4 => "m4",
            Step::Month6 => "m6",
            Step::Year1 => "m12",
            Step::Year2 => "m24",
        }
    }

    /// Reads what [`Step::code`] wrote.
    pub fn parse(code: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.code() == code)
    }

    /// Whether it belongs to the light follow-up, which goes on after the regular one was closed.
    pub fn is_light(self) -> bool {
        matches!(self, Step::Year1 | Step::Year2)
    }

    /// The step a day lies nearest to: which guide lies beside a talk that names no step. None before joining.
    pub fn near(join: Option<Day>, day: Day) -> Option<Step> {
        let join = join.filter(|join| *join <= day)?;
        Some(match day {
            day if day < join.plus(21) => Step::Week1,
            day if day < join.plus_months(2) => Step::Month1,
            day if day < join.plus_months(4).plus(15) => Step::Month3,
            day if day < join.plus_months(9) => Step::Month6,
            day if day < join.plus_months(18) => Step::Year1,
            _ => Step::Year2,
        })
    }

    /// The month whose milestones belong to this step.
    pub fn month(self) -> i64 {
        match self {
            Step::Week1 | Step::Month1 => 1,
            Step::Month2 | Step::Month3 => 3,
            Step::Month4 | Step::Month6 | Step::Year1 | Step::Year2 => 6,
        }
    }
}

/// Months that have milestones.
pub const MONTHS: [i64; 3] = [1, 3, 6];

/// The month whose milestones are at hand: the first whose day is not more than two weeks past.
pub fn month_at_hand(join: Option<Day>, today: Day) -> i64 {
    let Some(join) = join else { return 1 };
    [(1, 1u32), (3, 3)].into_iter().find(|(_, months)| today <= join.plus_months(*months).plus(14)).map_or(6, |(month, _)| month)
}

/// The five care points of the field (S1), and what else is on someone's mind; empty is the talk as such.
pub const CARE: [&str; 6] = ["climate", "relations", "workflow", "expect", "regard", "other"];

/// The state of a milestone in a word; never a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// これから.
    Todo,
    /// 順調.
    OnTrack,
    /// 少し遅れ.
    Slow,
    /// 止まっている.
    Stuck,
    /// 完了.
    Done,
    /// 取りやめ.
    Dropped,
}

impl Word {
    /// In the order in which forms offer them.
    pub const ALL: [Word; 6] = [Word::Todo, Word::OnTrack, Word::Slow, Word::Stuck, Word::Done, Word::Dropped];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Word::Todo => "todo",
            Word::OnTrack => "ontrack",
            Word::Slow => "slow",
            Word::Stuck => "stuck",
            Word::Done => "done",
            Word::Dropped => "dropped",
        }
    }

    /// Reads what [`Word::code`] wrote.
    pub fn parse(code: &str) -> Option<Word> {
        Word::ALL.into_iter().find(|word| word.code() == code)
    }

    /// The shape that stands before the word.
    pub fn mark(self) -> &'static str {
        match self {
            Word::OnTrack => "ok",
            Word::Todo | Word::Dropped => "todo",
            Word::Slow => "slow",
            Word::Stuck => "stuck",
            Word::Done => "done",
        }
    }
}

/// A talk that is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// With whom.
    pub with: With,
    /// How.
    pub way: Way,
    /// At which step, if at one.
    pub step: Option<Step>,
    /// The day.
    pub on: Day,
    /// The time of day, or empty.
    pub at: String,
}

/// Why a manager reads what one side said. No other reason opens it; the writer sees which one it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Someone complained, or came forward.
    Complaint,
    /// The consultant changed, or is away.
    Handover,
    /// Someone may be in danger, or the law asks.
    Safety,
    /// The one who said it asked for it.
    Asked,
    /// An inspection of the records.
    Inspection,
}

impl Reason {
    /// In the order in which the form offers them.
    pub const ALL: [Reason; 5] = [Reason::Complaint, Reason::Handover, Reason::Safety, Reason::Asked, Reason::Inspection];

    /// As written in the audit.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Complaint => "complaint",
            Reason::Handover => "handover",
            Reason::Safety => "safety",
            Reason::Asked => "asked",
            Reason::Inspection => "inspection",
        }
    }

    /// Reads what [`Reason::code`] wrote.
    pub fn parse(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn the_milestones_at_hand_are_those_of_the_next_month_and_stay_for_two_weeks() {
        let join = Some(on(2026, 9, 1));
        assert_eq!(month_at_hand(None, on(2026, 9, 1)), 1);
        assert_eq!(month_at_hand(join, on(2026, 10, 15)), 1);
        assert_eq!(month_at_hand(join, on(2026, 10, 16)), 3);
        assert_eq!(month_at_hand(join, on(2026, 11, 24)), 3);
        assert_eq!(month_at_hand(join, on(2026, 12, 16)), 6);
    }
}
