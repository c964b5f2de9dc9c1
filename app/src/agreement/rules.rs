//! The rules of an agreement, pure: who has sealed what, and the few ways from one state to the next.
//!
//! 下書き → 三者で確認中 → 合意済み(第1版) → 変更を提案中 → 合意済み(第2版) … (ux.md §4.6). A party's seal on a part counts while it
//! is that party's latest on the part and its hash is the hash of the present wording; so a change opens the seals of what
//! changed and no others, and a wording that was given up is not agreed again by itself.

use base::actor::Side;
use base::clock::{Day, Instant};
use base::text::Lang;

/// Where a paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 下書き: the parties do not see it yet.
    Draft,
    /// 三者で確認中.
    Confirming,
    /// 合意済み.
    Agreed,
    /// 変更を提案中: a version stands, and something newer waits for seals.
    Changing,
}

impl State {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Confirming => "confirming",
            State::Agreed => "agreed",
            State::Changing => "changing",
        }
    }

    /// Reads what [`State::code`] wrote.
    pub fn parse(code: &str) -> State {
        [State::Confirming, State::Agreed, State::Changing].into_iter().find(|state| state.code() == code).unwrap_or(State::Draft)
    }
}

/// How an agreement was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On the party's own screen.
    Screen,
    /// By word of mouth, recorded by the desk (聞き取り記録).
    Spoken,
    /// Signed on paper, the signed page kept by the desk.
    Paper,
}

impl Way {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Way::Screen => "screen",
            Way::Spoken => "spoken",
            Way::Paper => "paper",
        }
    }

    /// Reads what [`Way::code`] wrote.
    pub fn parse(code: &str) -> Way {
        [Way::Spoken, Way::Paper].into_iter().find(|way| way.code() == code).unwrap_or(Way::Screen)
    }
}

/// A party's seal on a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The part's key.
    pub part: String,
    /// Whose seal.
    pub party: Side,
    /// Hash of the wording it was set on.
    pub hash: String,
    /// Name of the one who agreed.
    pub name: String,
    /// How.
    pub way: Way,
    /// Where it was said.
    pub said_where: String,
    /// When it was said or signed.
    pub said_on: Option<Day>,
    /// When it was set.
    pub at: Instant,
}

impl Seal {
    /// The day the party agreed: for a spoken or signed one the day it was said or signed.
    pub fn day(&self) -> Day {
        self.said_on.unwrap_or_else(|| self.at.day())
    }
}

/// Why an agreement is not taken, whatever the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The parties have not been asked yet.
    NotAsked,
    /// What was shown is not what stands.
    Changed,
    /// Nothing waits for this party.
    NothingOpen,
    /// The case is over.
    Ended,
}

/// Where a command leaves a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The state.
    pub state: State,
    /// The edition.
    pub edition: i64,
    /// Whether this edition is new and is kept for ever.
    pub is_new: bool,
}

/// What a party agrees to by itself.
pub trait Part: Clone {
    /// What it is called in the database; stays the same when its words change.
    fn key(&self) -> &str;
    /// Hash of its present words.
    fn hash(&self) -> &str;
    /// What it is called on pages.
    fn words(&self, lang: Lang) -> String;
}

/// A paper that is agreed part by part.
pub trait Sealing {
    /// Its parts.
    type Part: Part;
    /// Why a command on it is refused.
    type Refusal: From<Refusal>;

    /// Every part of the present wording, in order.
    fn parts(&self) -> Vec<Self::Part>;
    /// Where it stands.
    fn state(&self) -> State;
    /// The last agreed version; 0 before the first.
    fn edition(&self) -> i64;
    /// Whether the case is over.
    fn ended(&self) -> bool;
    /// The parties whose seals it needs, in the order company, person, bank.
    fn needed(&self) -> &[Side];
    /// The latest seal of each party on each part.
    fn seals(&self) -> &[Seal];
    /// Whether the present words are those of the last agreed version.
    fn says_the_same(&self) -> bool;
    /// The parties whose seals the last agreed version carries.
    fn sealed_by(&self) -> &[Side];

    /// Whether the parties have been asked at all.
    fn is_shown(&self) -> bool {
        self.state() != State::Draft
    }

    /// The seal of a party that counts on the present wording of a part.
    fn seal(&self, part: &Self::Part, party: Side) -> Option<&Seal> {
        self.latest(part, party).filter(|seal| seal.hash == part.hash())
    }

    /// The last seal of a party on a part, whatever its wording was.
    fn latest(&self, part: &Self::Part, party: Side) -> Option<&Seal> {
        self.seals().iter().find(|seal| seal.part == part.key() && seal.party == party)
    }

    /// Whether a party had agreed to an earlier wording of the part.
    fn reopened(&self, part: &Self::Part, party: Side) -> bool {
        self.latest(part, party).is_some_and(|seal| seal.hash != part.hash())
    }

    /// The parts that wait for a party; none before the parties are asked, and none for a party that is not needed.
    fn open(&self, party: Side) -> Vec<Self::Part> {
        if !self.is_shown() || !self.needed().contains(&party) {
            return Vec::new();
        }
        self.parts().into_iter().filter(|part| self.seal(part, party).is_none()).collect()
    }

    /// Whether asking for the review asks this party: the first time everyone, later those who have not agreed to all of it.
    fn will_be_asked(&self, party: Side) -> bool {
        self.needed().contains(&party) && (!self.is_shown() || !self.open(party).is_empty())
    }

    /// The parties that something waits for.
    fn waiting(&self) -> Vec<Side> {
        self.needed().iter().copied().filter(|side| !self.open(*side).is_empty()).collect()
    }

    /// Whether every part carries the seals of all parties it needs.
    fn is_complete(&self) -> bool {
        self.is_shown() && self.waiting().is_empty()
    }

    /// The parts a press seals for a party: all that are open, and all of them as they were shown.
    ///
    /// # Errors
    /// `NotAsked`, `Ended`, `Changed` when something stands otherwise than it was shown, `NothingOpen` when it was sealed before.
    fn sealable(&self, party: Side, shown: &[(String, String)]) -> Result<Vec<Self::Part>, Self::Refusal> {
        if self.ended() {
            return Err(Refusal::Ended.into());
        }
        if !self.is_shown() || !self.needed().contains(&party) {
            return Err(Refusal::NotAsked.into());
        }
        let present = self.parts();
        let stands = |(key, hash): &(String, String)| present.iter().any(|part| part.key() == key && part.hash() == hash);
        let open = self.open(party);
        let was_shown = |part: &Self::Part| shown.iter().any(|(key, _)| key == part.key());
        if !shown.iter().all(stands) || !open.iter().all(was_shown) {
            Err(Refusal::Changed.into())
        } else if open.is_empty() {
            Err(Refusal::NothingOpen.into())
        } else {
            Ok(open)
        }
    }

    /// Where the paper stands once its seals and words are what they are: agreed when nothing is open, in a new edition when
    /// the words or the parties are other than in the last one.
    fn settled(&self) -> Settled {
        let (edition, same_words) = (self.edition(), self.says_the_same());
        let same_parties = self.needed().iter().all(|party| self.sealed_by().contains(party));
        if !self.is_shown() {
            Settled { state: State::Draft, edition, is_new: false }
        } else if self.is_complete() {
            let is_new = !(same_words && same_parties);
            Settled { state: State::Agreed, edition: edition + i64::from(is_new), is_new }
        } else {
            let state = if edition == 0 || same_words { State::Confirming } else { State::Changing };
            Settled { state, edition, is_new: false }
        }
    }
}

/// The seals once these new ones are set.
pub fn replaced(seals: &[Seal], new: Vec<Seal>) -> Vec<Seal> {
    let kept = |old: &&Seal| !new.iter().any(|seal| seal.part == old.part && seal.party == old.party);
    let mut all: Vec<Seal> = seals.iter().filter(kept).cloned().collect();
    all.extend(new);
    all
}
