//! The rules of the sheet, pure: what may be asked and saved. How it is agreed, part by part, is `crate::agreement`'s.

use base::actor::Side;
use base::clock::{Day, Instant};

use super::content::{Content, GoalText, MOST, Part};
use super::draft::{Draft, Slot};
use crate::agreement::{self, Seal, Sealing, Settled, State, replaced};

/// The version that was agreed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Its wording.
    pub content: Content,
    /// The parties whose seals it carries.
    pub parties: Vec<Side>,
}

/// The sheet of one case with all that its rules need.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its id.
    pub id: String,
    /// Version of its row: the lock of every command.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// The last agreed version; 0 before the first.
    pub edition: i64,
    /// How often its wording was saved.
    pub draft_no: i64,
    /// The wording that was put before the parties last; 0 before the first time.
    pub asked_no: i64,
    /// When that was.
    pub asked_at: Option<Instant>,
    /// Why the wording was changed last, for all three to read; may be blank.
    pub reason: String,
    /// The present wording.
    pub content: Content,
    /// The highest number a goal of it ever had.
    pub last_no: i64,
    /// The latest seal of each party on each part.
    pub seals: Vec<Seal>,
    /// The parties whose seals it needs, in the order company, person, bank.
    pub needed: Vec<Side>,
    /// Whether the case is over.
    pub ended: bool,
    /// The last agreed version.
    pub last: Option<Agreed>,
}

/// Why a command is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A goal is missing.
    NoGoal,
    /// The end of the period is missing.
    NoPeriod,
    /// More than five goals.
    TooMany,
    /// The parties have not been asked yet.
    NotAsked,
    /// What was shown is not what stands.
    Changed,
    /// Nothing waits for this party.
    NothingOpen,
    /// The case is over.
    Ended,
}

/// What a saved draft means for the goals, in the order in which it is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new goal; its id is empty until it is saved.
    Add(GoalText),
    /// New words, or a goal that stays after all.
    Keep(GoalText),
    /// A goal is dropped, from the next version on.
    Drop(String),
    /// A goal nobody but the desk has seen goes away.
    Remove(String),
}

impl From<agreement::Refusal> for Refusal {
    fn from(refusal: agreement::Refusal) -> Refusal {
        match refusal {
            agreement::Refusal::NotAsked => Refusal::NotAsked,
            agreement::Refusal::Changed => Refusal::Changed,
            agreement::Refusal::NothingOpen => Refusal::NothingOpen,
            agreement::Refusal::Ended => Refusal::Ended,
        }
    }
}

impl Sealing for Paper {
    type Part = Part;
    type Refusal = Refusal;

    fn parts(&self) -> Vec<Part> {
        self.content.parts()
    }
    fn state(&self) -> State {
        self.state
    }
    fn edition(&self) -> i64 {
        self.edition
    }
    fn ended(&self) -> bool {
        self.ended
    }
    fn needed(&self) -> &[Side] {
        &self.needed
    }
    fn seals(&self) -> &[Seal] {
        &self.seals
    }
    fn says_the_same(&self) -> bool {
        self.last.as_ref().is_some_and(|last| self.content.says(&last.content))
    }
    fn sealed_by(&self) -> &[Side] {
        self.last.as_ref().map_or(&[], |last| &last.parties)
    }
}

impl Paper {
    /// What is still missing before the parties can be asked: one goal and the end of the period are enough.
    pub fn ready(&self) -> Result<(), Refusal> {
        if self.ended {
            Err(Refusal::Ended)
        } else if self.content.goals.is_empty() {
            Err(Refusal::NoGoal)
        } else if self.content.until.is_none() {
            Err(Refusal::NoPeriod)
        } else {
            Ok(())
        }
    }

    /// The parties are asked to review the wording as it stands; allowed again while something is open.
    ///
    /// # Errors
    /// `NoGoal`, `NoPeriod`, `Ended`, or `NothingOpen` when all have agreed.
    pub fn ask(&self) -> Result<Settled, Refusal> {
        self.ready()?;
        let asked = Paper { state: if self.is_shown() { self.state } else { State::Confirming }, ..self.clone() };
        if asked.is_complete() { Err(Refusal::NothingOpen) } else { Ok(asked.settled()) }
    }

    /// The same sheet with these seals set.
    #[must_use]
    pub fn with_seals(&self, new: Vec<Seal>) -> Paper {
        Paper { seals: replaced(&self.seals, new), ..self.clone() }
    }

    /// The same sheet with other words.
    #[must_use]
    pub fn with_content(&self, content: Content) -> Paper {
        Paper { content, ..self.clone() }
    }

    /// What a form of the desk makes of the goals. Before the parties have seen the sheet everything may be saved, goals
    /// vanish and numbers close up; afterwards a goal keeps its number, and dropping it waits for the parties too.
    ///
    /// # Errors
    /// `Changed` when the form knows a goal that is not there, `TooMany`, and on a shown sheet `NoGoal` and `NoPeriod`.
    pub fn edit(&self, draft: &Draft) -> Result<(Content, Vec<Step>), Refusal> {
        if self.ended {
            return Err(Refusal::Ended);
        }
        let mut steps = Vec::new();
        let (mut goals, mut left) = (Vec::new(), Vec::new());
        for (present, leaving) in self.content.in_order() {
            let Some(slot) = draft.slots.iter().find(|slot| slot.goal.id == present.id) else {
                // Added by someone else while this form was open, or not on the form: it stays as it is.
                if leaving {
                    left.push(present.clone());
                } else {
                    goals.push(present.clone());
                }
                continue;
            };
            if slot.drop && !self.is_shown() {
                steps.push(Step::Remove(present.id.clone()));
            } else if slot.drop {
                if !leaving {
                    steps.push(Step::Drop(present.id.clone()));
                }
                left.push(present.clone());
            } else {
                let kept = GoalText { no: present.no, ..slot.goal.clone() };
                if leaving || kept != *present {
                    steps.push(Step::Keep(kept.clone()));
                }
                goals.push(kept);
            }
        }
        let known = |slot: &Slot| slot.goal.id.is_empty() || self.content.in_order().iter().any(|(goal, _)| goal.id == slot.goal.id);
        if !draft.slots.iter().all(known) {
            return Err(Refusal::Changed);
        }
        if !self.is_shown() {
            for (nth, goal) in (1..).zip(&mut goals) {
                if goal.no != nth {
                    goal.no = nth;
                    steps.retain(|step| !matches!(step, Step::Keep(kept) if kept.id == goal.id));
                    steps.push(Step::Keep(goal.clone()));
                }
            }
        }
        let last_no = if self.is_shown() { self.last_no } else { goals.last().map_or(0, |goal: &GoalText| goal.no) };
        for (no, slot) in (last_no + 1..).zip(draft.slots.iter().filter(|slot| slot.goal.id.is_empty())) {
            let goal = GoalText { no, ..slot.goal.clone() };
            steps.push(Step::Add(goal.clone()));
            goals.push(goal);
        }
        if goals.len() > MOST {
            return Err(Refusal::TooMany);
        }
        let content = Content { mission: draft.mission.clone(), from: draft.from, until: draft.until, goals, left };
        if self.is_shown() {
            self.with_content(content.clone()).ready()?;
        }
        Ok((content, steps))
    }
}

/// Whether an agreed sheet is to be looked at again: from a week before the third month is over, until a month after, unless
/// its wording was put before the parties since the end of the second (mission.md: a revision at month 3).
pub fn review_due(join_on: Day, asked_on: Option<Day>, today: Day) -> Option<Day> {
    let third = join_on.plus_months(3);
    let fresh = asked_on.is_some_and(|day| day >= join_on.plus_months(2));
    (!fresh && today >= third.plus(-7) && today <= third.plus(30)).then_some(third)
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::agreement::Way;

    const ALL: [Side; 3] = [Side::Company, Side::Person, Side::Bank];

    fn goal(id: &str, no: i64) -> GoalText {
        GoalText { id: id.into(), no, sentence: format!("目標{no}の文"), ..GoalText::default() }
    }

    fn paper(state: State) -> Paper {
        Paper {
            id: "s".into(),
            version: 1,
            state,
            edition: 0,
            draft_no: 1,
            asked_no: 0,
            asked_at: None,
            reason: String::new(),
            content: Content { until: Day::new(2027, 3, 1), goals: vec![goal("a", 1), goal("b", 2)], ..Content::default() },
            last_no: 2,
            seals: Vec::new(),
            needed: ALL.to_vec(),
            ended: false,
            last: None,
        }
    }

    fn sealed(paper: &Paper, party: Side) -> Paper {
        let set = |part: Part| Seal {
            part: part.key,
            party,
            hash: part.hash,
            name: String::new(),
            way: Way::Screen,
            said_where: String::new(),
            said_on: None,
            at: Instant(0),
        };
        paper.with_seals(paper.open(party).into_iter().map(set).collect())
    }

    fn shown(paper: &Paper) -> Vec<(String, String)> {
        paper.content.parts().into_iter().map(|part| (part.key, part.hash)).collect()
    }

    /// Sealed by all: the first version stands.
    fn agreed() -> Paper {
        let all = ALL.iter().fold(paper(State::Confirming), |paper, party| sealed(&paper, *party));
        let settled = all.settled();
        assert_eq!(settled, Settled { state: State::Agreed, edition: 1, is_new: true });
        let last = Some(Agreed { content: all.content.clone(), parties: ALL.to_vec() });
        Paper { state: settled.state, edition: settled.edition, last, ..all }
    }

    fn draft(paper: &Paper) -> Draft {
        let slots = paper.content.in_order().into_iter().map(|(goal, drop)| Slot { goal: goal.clone(), drop }).collect();
        Draft { mission: paper.content.mission.clone(), from: paper.content.from, until: paper.content.until, reason: String::new(), slots }
    }

    fn edited(paper: &Paper, draft: &Draft) -> Paper {
        let after = paper.with_content(paper.edit(draft).unwrap().0);
        let settled = after.settled();
        Paper { state: settled.state, edition: settled.edition, draft_no: paper.draft_no + 1, ..after }
    }

    #[test]
    fn a_sheet_is_agreed_only_when_all_three_have_sealed_every_part() {
        let mut sheet = paper(State::Confirming);
        for party in ALL {
            assert!(!sheet.is_complete());
            assert_eq!(sheet.settled().state, State::Confirming);
            sheet = sealed(&sheet, party);
        }
        assert!(sheet.is_complete());
    }

    #[test]
    fn nothing_is_sealed_before_the_parties_are_asked() {
        let sheet = paper(State::Draft);
        assert_eq!(sheet.sealable(Side::Company, &shown(&sheet)), Err(Refusal::NotAsked));
        assert_eq!(sheet.ask().unwrap().state, State::Confirming);
    }

    #[test]
    fn one_goal_and_the_end_of_the_period_are_enough_to_ask_and_less_is_not() {
        let mut sheet = paper(State::Draft);
        sheet.content.goals.truncate(1);
        assert!(sheet.ask().is_ok());
        sheet.content.until = None;
        assert_eq!(sheet.ask(), Err(Refusal::NoPeriod));
        sheet.content.goals.clear();
        assert_eq!(sheet.ask(), Err(Refusal::NoGoal));
    }

    #[test]
    fn a_change_of_one_goal_opens_the_seals_of_that_goal_alone() {
        let sheet = agreed();
        let mut draft = draft(&sheet);
        draft.slots[1].goal.sentence = "別の文".into();
        let after = edited(&sheet, &draft);
        assert_eq!(after.state, State::Changing);
        for party in ALL {
            let open = after.open(party);
            assert_eq!(open.iter().map(|part| part.key.as_str()).collect::<Vec<_>>(), ["b"], "{party:?}");
            assert!(after.reopened(&open[0], party));
        }
    }

    #[test]
    fn taking_a_change_back_before_anyone_agreed_to_it_restores_the_version_without_a_new_one() {
        let sheet = agreed();
        let mut other = draft(&sheet);
        other.slots[1].goal.sentence = "別の文".into();
        let changed = edited(&sheet, &other);
        let back = edited(&changed, &draft(&sheet));
        assert_eq!((back.state, back.edition), (State::Agreed, 1));
    }

    #[test]
    fn a_wording_that_was_given_up_is_not_agreed_again_by_itself() {
        let sheet = agreed();
        let mut other = draft(&sheet);
        other.slots[1].goal.sentence = "別の文".into();
        let changed = sealed(&edited(&sheet, &other), Side::Person);
        let back = edited(&changed, &draft(&sheet));
        assert_eq!(back.open(Side::Person).len(), 1, "the person's last word was the other wording");
        assert!(back.open(Side::Company).is_empty());
        assert_eq!(back.state, State::Confirming);
    }

    #[test]
    fn dropping_a_goal_waits_for_the_parties_and_can_be_taken_back() {
        let sheet = agreed();
        let mut dropping = draft(&sheet);
        dropping.slots[0].drop = true;
        let after = edited(&sheet, &dropping);
        assert_eq!(after.open(Side::Company).len(), 1);
        assert!(matches!(after.open(Side::Company)[0].what, crate::goal_sheet::content::What::Leaving(1)));
        let back = edited(&after, &draft(&sheet));
        assert_eq!((back.state, back.content.left.len()), (State::Agreed, 0));
        let all = ALL.iter().fold(after, |paper, party| sealed(&paper, *party));
        assert_eq!(all.settled(), Settled { state: State::Agreed, edition: 2, is_new: true });
    }

    #[test]
    fn a_shown_goal_keeps_its_number_and_a_draft_closes_up() {
        let mut shown = agreed();
        shown.content.goals.remove(0);
        let mut more = draft(&shown);
        more.slots.push(Slot { goal: GoalText { sentence: "三つ目".into(), ..GoalText::default() }, drop: false });
        assert_eq!(shown.edit(&more).unwrap().0.goals.iter().map(|goal| goal.no).collect::<Vec<_>>(), [2, 3]);
        let sheet = paper(State::Draft);
        let mut dropping = draft(&sheet);
        dropping.slots[0].drop = true;
        let (content, steps) = sheet.edit(&dropping).unwrap();
        assert_eq!(content.goals.iter().map(|goal| goal.no).collect::<Vec<_>>(), [1]);
        assert_eq!(steps[0], Step::Remove("a".into()));
    }

    #[test]
    fn what_was_shown_must_be_what_stands_and_all_of_what_is_open() {
        let sheet = paper(State::Confirming);
        let mut old = shown(&sheet);
        old[1].1 = "another".into();
        assert_eq!(sheet.sealable(Side::Company, &old), Err(Refusal::Changed));
        assert_eq!(sheet.sealable(Side::Company, &shown(&sheet)[..2]), Err(Refusal::Changed), "a goal that was added is not agreed unseen");
        let once = sealed(&sheet, Side::Company);
        assert_eq!(once.sealable(Side::Company, &shown(&once)), Err(Refusal::NothingOpen));
    }

    #[test]
    fn the_sheet_comes_up_for_review_around_the_third_month_unless_it_was_just_changed() {
        let day = |m, d| Day::new(2026, m, d).unwrap();
        let join = day(4, 1);
        assert_eq!(review_due(join, None, day(6, 23)), None);
        assert_eq!(review_due(join, Some(day(3, 20)), day(6, 24)), Some(day(7, 1)));
        assert_eq!(review_due(join, Some(day(6, 5)), day(6, 24)), None, "it was changed in the third month");
        assert_eq!(review_due(join, None, day(8, 1)), None);
    }

    #[test]
    fn six_goals_are_one_too_many() {
        let sheet = paper(State::Draft);
        let mut many = draft(&sheet);
        for _ in 0..4 {
            many.slots.push(Slot { goal: GoalText { sentence: "もう一つ".into(), ..GoalText::default() }, drop: false });
        }
        assert_eq!(sheet.edit(&many), Err(Refusal::TooMany));
    }

    #[test]
    fn a_sheet_agreed_one_sided_waits_for_the_person_once_it_is_two_sided() {
        let one = Paper { needed: vec![Side::Company, Side::Bank], ..paper(State::Confirming) };
        let both = sealed(&sealed(&one, Side::Company), Side::Bank);
        assert!(both.is_complete() && both.open(Side::Person).is_empty());
        let last = Some(Agreed { content: both.content.clone(), parties: vec![Side::Company, Side::Bank] });
        let two = Paper { needed: ALL.to_vec(), state: State::Agreed, edition: 1, last, ..both };
        assert_eq!(two.ask().unwrap().state, State::Confirming);
        assert_eq!(sealed(&two, Side::Person).settled(), Settled { state: State::Agreed, edition: 2, is_new: true });
    }
}
