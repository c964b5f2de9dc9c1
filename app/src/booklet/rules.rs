//! The rules of the booklet, pure: what may be asked and saved. How it is agreed, section by section, is `crate::agreement`'s.

use base::actor::Side;
use base::clock::Instant;

use super::content::{Content, Part, Section};
use crate::agreement::{self, Seal, Sealing, Settled, State, replaced};

/// The version that was agreed last.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Its wording.
    pub content: Content,
    /// The parties whose seals it carries.
    pub parties: Vec<Side>,
}

/// The booklet of one case with all that its rules need.
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
    /// The present wording.
    pub content: Content,
    /// The latest seal of each party on each section.
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
    /// Section 1 is blank.
    NoDuties,
    /// Section 3 is blank.
    NoContact,
    /// Section 4 is: the goal sheet has no goal or no end of its period.
    NoGoals,
    /// The agreement is not taken.
    Sealing(agreement::Refusal),
}

impl From<agreement::Refusal> for Refusal {
    fn from(refusal: agreement::Refusal) -> Refusal {
        Refusal::Sealing(refusal)
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
        self.last.as_ref().is_some_and(|last| self.content == last.content)
    }
    fn sealed_by(&self) -> &[Side] {
        self.last.as_ref().map_or(&[], |last| &last.parties)
    }
}

impl Paper {
    /// What is still missing before the parties can be asked: sections 1, 3 and 4 need a sentence, the others may stay blank.
    ///
    /// # Errors
    /// `Ended`, `NoDuties`, `NoContact`, `NoGoals`.
    pub fn ready(&self, goals: bool) -> Result<(), Refusal> {
        if self.ended { Err(agreement::Refusal::Ended.into()) } else { complete(&self.content, goals) }
    }

    /// The parties are asked to review the wording as it stands; allowed again while something is open.
    ///
    /// # Errors
    /// As [`Paper::ready`], or `NothingOpen` when all have agreed.
    pub fn ask(&self, goals: bool) -> Result<Settled, Refusal> {
        self.ready(goals)?;
        let asked = Paper { state: if self.is_shown() { self.state } else { State::Confirming }, ..self.clone() };
        if asked.is_complete() { Err(agreement::Refusal::NothingOpen.into()) } else { Ok(asked.settled()) }
    }

    /// What a form of the desk makes of it. Before the parties have seen it anything may be saved.
    ///
    /// # Errors
    /// `Ended`; on a booklet that the parties have seen also `NoDuties` and `NoContact`.
    pub fn edit(&self, content: Content) -> Result<Paper, Refusal> {
        if self.ended {
            return Err(agreement::Refusal::Ended.into());
        }
        if self.is_shown() {
            complete(&content, true)?;
        }
        Ok(Paper { content, ..self.clone() })
    }

    /// The same booklet with these seals set.
    #[must_use]
    pub fn with_seals(&self, new: Vec<Seal>) -> Paper {
        Paper { seals: replaced(&self.seals, new), ..self.clone() }
    }
}

fn complete(content: &Content, goals: bool) -> Result<(), Refusal> {
    if content.is_blank(Section::Duties) {
        Err(Refusal::NoDuties)
    } else if content.is_blank(Section::Contact) {
        Err(Refusal::NoContact)
    } else if goals {
        Ok(())
    } else {
        Err(Refusal::NoGoals)
    }
}

#[cfg(test)]
mod tests {
    use super::super::content::Field;
    use super::*;
    use crate::agreement::{Part as _, Way};

    const ALL: [Side; 3] = [Side::Company, Side::Person, Side::Bank];

    fn paper(state: State, fields: &[(Field, &str)]) -> Paper {
        let mut content = Content::default();
        for (field, words) in fields {
            content.set(*field, (*words).to_owned());
        }
        Paper {
            id: "booklet".into(),
            version: 1,
            state,
            edition: 0,
            draft_no: 1,
            asked_no: 0,
            asked_at: None,
            content,
            seals: Vec::new(),
            needed: ALL.to_vec(),
            ended: false,
            last: None,
        }
    }

    fn sealed(paper: &Paper, party: Side) -> Paper {
        let set = |part: Part| Seal {
            part: part.key().to_owned(),
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

    #[test]
    fn sections_one_three_and_four_need_a_sentence_and_no_other() {
        assert_eq!(paper(State::Draft, &[]).ask(true), Err(Refusal::NoDuties));
        assert_eq!(paper(State::Draft, &[(Field::Duties, "任せる")]).ask(true), Err(Refusal::NoContact));
        let both = paper(State::Draft, &[(Field::Duties, "任せる"), (Field::Talks, "月2回")]);
        assert_eq!(both.ask(false), Err(Refusal::NoGoals));
        assert_eq!(both.ask(true).unwrap().state, State::Confirming);
    }

    #[test]
    fn a_changed_section_opens_itself_alone_and_a_change_taken_back_opens_nothing() {
        let first = paper(State::Confirming, &[(Field::Duties, "任せる"), (Field::Talks, "月2回")]);
        let all = ALL.iter().fold(first, |paper, party| sealed(&paper, *party));
        assert_eq!(all.settled(), Settled { state: State::Agreed, edition: 1, is_new: true });
        let last = Some(Agreed { content: all.content.clone(), parties: ALL.to_vec() });
        let agreed = Paper { state: State::Agreed, edition: 1, last, ..all };
        let mut content = agreed.content.clone();
        content.set(Field::Authority, "20万円まで".into());
        let changed = agreed.edit(content).unwrap();
        for party in ALL {
            assert_eq!(changed.open(party).iter().map(|part| part.section).collect::<Vec<_>>(), [Section::Support], "{party:?}");
        }
        assert_eq!(changed.settled().state, State::Changing);
        assert!(changed.edit(agreed.content.clone()).unwrap().is_complete());
    }

    #[test]
    fn what_the_parties_have_seen_is_not_emptied() {
        let shown = paper(State::Confirming, &[(Field::Duties, "任せる"), (Field::Talks, "月2回")]);
        assert_eq!(shown.edit(Content::default()).unwrap_err(), Refusal::NoDuties);
        assert!(paper(State::Draft, &[]).edit(Content::default()).is_ok());
    }
}
