//! What the signals ask of the follow-up: plain data for the desk, no judgement.

use base::actor::Side;
use base::clock::Day;
use base::store::{Entry, Read, StoreError};

use crate::check_in::rules::With;
use crate::check_in::{self, PlanTalk};
use crate::preparation;
use crate::preparation::rules::{Doer, Kind};

/// How the follow-up of one case stands, for the desk alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// Talks in a row, up to today, that the desk or the side called off: with the company, with the person. A talk that was
    /// called off because a side wants fewer or the case ended does not count.
    pub skipped_in_a_row: (usize, usize),
    /// Promises of the company whose day is past and that are not kept: id and day.
    pub promises_overdue: Vec<(String, Day)>,
    /// The last day on which the desk talked with the company, and with the person; a talk of three counts for both.
    pub last_contact: (Option<Day>, Option<Day>),
    /// Whether the person is on leave.
    pub on_leave: bool,
}

impl Watch {
    /// Days since the desk last talked with this side; since `join` where it never did. None for the bank's own side.
    pub fn silent_for(&self, side: Side, join: Day, today: Day) -> Option<i64> {
        let last = match side {
            Side::Company => self.last_contact.0,
            Side::Person => self.last_contact.1,
            Side::Bank => return None,
        };
        Some(last.unwrap_or(join).until(today))
    }
}

/// How the follow-up of a case stands.
///
/// # Errors
/// `NotFound` for anyone but the desk of the case.
pub fn watch(tx: &Read<'_>, entry: &Entry) -> Result<Watch, StoreError> {
    entry.pass::<base::register::FollowPlan, base::store::deed::Change>()?;
    let today = tx.now().day();
    let talks = check_in::plan_talks(tx, entry)?;
    let promises_overdue = preparation::items(tx, entry)?
        .into_iter()
        .filter(|item| item.kind == Kind::Promise && item.doer == Doer::One(Side::Company) && item.state.is_open())
        .filter_map(|item| item.due_on.filter(|due| *due < today).map(|due| (item.id, due)))
        .collect();
    Ok(Watch {
        skipped_in_a_row: (in_a_row(&talks, With::Company, today), in_a_row(&talks, With::Person, today)),
        promises_overdue,
        last_contact: (last(&talks, With::Company), last(&talks, With::Person)),
        on_leave: super::store::plan(tx, entry)?.is_some_and(|plan| plan.leave_from.is_some()),
    })
}

fn last(talks: &[PlanTalk], with: With) -> Option<Day> {
    talks.iter().filter(|talk| talk.with == with || talk.with == With::Joint).filter_map(|talk| talk.held_on).max()
}

/// How many of the latest talks of the plan with this side were called off.
fn in_a_row(talks: &[PlanTalk], with: With, today: Day) -> usize {
    let mut settled: Vec<&PlanTalk> = talks
        .iter()
        .filter(|talk| talk.with == with || talk.with == With::Joint)
        .filter(|talk| talk.state == "held" || (talk.state == "skipped" && talk.waits.is_empty()))
        .filter(|talk| talk.held_on.or(talk.on).is_some_and(|on| on <= today))
        .collect();
    settled.sort_by_key(|talk| talk.held_on.or(talk.on));
    settled.iter().rev().take_while(|talk| talk.state == "skipped").count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check_in::rules::Way;

    fn talk(with: With, state: &str, month: u32) -> PlanTalk {
        let on = Day::new(2026, month, 1);
        PlanTalk {
            told: false,
            id: String::new(),
            version: 1,
            with,
            way: Way::Call,
            step: None,
            key: None,
            months: 0,
            days: 0,
            minutes: 0,
            moved: false,
            waits: String::new(),
            on,
            at: String::new(),
            held_on: on.filter(|_| state == "held"),
            state: state.to_owned(),
        }
    }

    #[test]
    fn only_the_latest_talks_in_a_row_count_as_called_off() {
        let today = Day::new(2026, 11, 24).unwrap();
        let person = With::Person;
        let talks = [talk(person, "skipped", 7), talk(person, "held", 8), talk(person, "skipped", 9), talk(With::Joint, "skipped", 10)];
        assert_eq!(in_a_row(&talks, person, today), 2);
        assert_eq!(in_a_row(&talks, With::Company, today), 1, "a talk of three is one with each");
        let fewer = PlanTalk { waits: "pace".into(), ..talk(person, "skipped", 10) };
        assert_eq!(in_a_row(&[fewer], person, today), 0, "wanting fewer talks is no sign");
        let watch = Watch { last_contact: (last(&talks, With::Company), last(&talks, person)), ..Watch::default() };
        assert_eq!(watch.last_contact, (None, Day::new(2026, 8, 1)));
        let join = Day::new(2026, 9, 1).unwrap();
        assert_eq!(watch.silent_for(Side::Company, join, today), Some(84));
        assert_eq!(watch.silent_for(Side::Bank, join, today), None);
    }
}
