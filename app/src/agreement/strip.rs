//! Where an agreement stands, drawn: the strip of three seals, the sentences, and who reads; one drawing for desk and portal.

use base::actor::Side;
use base::clock::{Day, Instant};
use base::text::Lang;

use super::people::People;
use super::printed::{Sealed, pressed};
use super::rules::{Part, Sealing, State, Way};
use super::text::T;
use super::work::KeptSeal;
use crate::web::frame::House;

/// One field of the strip.
#[derive(Clone, Debug)]
pub(crate) struct SealBox {
    /// `company`, `person` or `bank`.
    pub side: &'static str,
    /// The party as the reader calls it.
    pub label: String,
    /// The word in the seal.
    pub word: &'static str,
    /// Whether all of the party's seals are set.
    pub is_set: bool,
    /// Who sealed it, or who is asked to.
    pub name: String,
    /// When, where, or what is open.
    pub note: String,
}

/// Who looks, in which language, at whose paper.
pub(crate) struct Eyes<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The reader's side.
    pub viewer: Side,
    /// Who belongs to the agreement.
    pub people: &'a People,
}

impl Eyes<'_> {
    /// A party as this reader calls it: a person reads the own name, everyone else 「ご本人」.
    pub fn party(&self, side: Side) -> String {
        let t = T(self.lang);
        if side == Side::Person && self.viewer == Side::Person {
            return t.self_person(crate::placement::family_name(&self.people.person.name));
        }
        let house = House { kind: self.people.kind.clone(), ..House::default() };
        t.party(side, house.own(self.lang))
    }

    /// Several parties in words.
    pub fn parties(&self, sides: &[Side]) -> String {
        T(self.lang).join(&sides.iter().map(|side| self.party(*side)).collect::<Vec<_>>())
    }

    /// Several parts in words.
    pub fn parts<P: Part>(&self, parts: &[P]) -> String {
        T(self.lang).list(&parts.iter().map(|part| part.words(self.lang)).collect::<Vec<_>>())
    }

    /// The strip of three seals.
    pub fn strip(&self, paper: &impl Sealing) -> Vec<SealBox> {
        [Side::Company, Side::Person, Side::Bank].into_iter().map(|side| self.seal_box(paper, side)).collect()
    }

    fn seal_box(&self, paper: &impl Sealing, side: Side) -> SealBox {
        let t = T(self.lang);
        let parts = paper.parts();
        let mut seals: Vec<_> = parts.iter().filter_map(|part| paper.seal(part, side)).collect();
        seals.sort_by_key(|seal| seal.at);
        let open = paper.open(side);
        let asked = self.people.signatories(side);
        let name = if asked.is_empty() { t.unnamed().to_owned() } else { asked.join(t.and()) };
        let blank = |word, name, note| SealBox { side: side.code(), label: self.party(side), word, is_set: false, name, note };
        if !paper.needed().contains(&side) {
            return blank(t.seal_none(), name, String::new());
        }
        match seals.last() {
            Some(last) if open.is_empty() && paper.is_shown() => {
                let given = parts.iter().filter_map(|part| Some((part.words(self.lang), KeptSeal::of(paper.seal(part, side)?))));
                let (word, note) = self.told(side, &given.collect::<Vec<_>>(), |day| self.lang.short_day(day));
                SealBox { side: side.code(), label: self.party(side), word, is_set: true, name: last.name.clone(), note }
            }
            Some(_) if paper.is_shown() => {
                let all = if open.len() == parts.len() { t.all_parts().to_owned() } else { self.parts(&open) };
                blank(t.seal_open(), name, t.open_parts(&all))
            }
            _ => blank(t.seal_open(), name, String::new()),
        }
    }

    /// Those who read the shared paper by name: company, person, desk.
    pub fn readers(&self) -> Vec<(String, String)> {
        let side = |side: Side| self.people.signatories(side).into_iter().map(move |name| (name, self.party(side)));
        let person = side(Side::Person).filter(|_| !self.people.person.state.is_empty());
        side(Side::Company).chain(person).chain(self.desk()).collect()
    }

    /// Consultant and deputy by name.
    pub fn desk(&self) -> Vec<(String, String)> {
        let t = T(self.lang);
        let deputy = self.people.deputy.iter().map(|name| (name.clone(), t.role_deputy().to_owned()));
        std::iter::once((self.people.consultant.clone(), t.role_desk().to_owned())).chain(deputy).collect()
    }

    /// Where the paper stands, in a sentence.
    pub fn says(&self, paper: &impl Sealing) -> String {
        let t = T(self.lang);
        let waiting = paper.waiting();
        match paper.state() {
            State::Draft => t.says_draft().to_owned(),
            _ if waiting.is_empty() => t.says_agreed(paper.edition()),
            State::Changing => t.says_changing(paper.edition(), &self.parties(&waiting)),
            State::Confirming | State::Agreed => t.says_open(&self.parties(&waiting)),
        }
    }

    /// To the reader's side: that an agreement it gave in words or on paper was recorded since then, and whom to tell when the
    /// record is wrong. Empty where all of it was given on screen.
    pub fn recorded(&self, paper: &impl Sealing, since: Instant) -> &'static str {
        let (parts, t) = (paper.parts(), T(self.lang));
        let mut own = parts.iter().filter_map(|part| paper.seal(part, self.viewer));
        if own.any(|seal| seal.way != Way::Screen && seal.at >= since) { t.recorded() } else { "" }
    }

    /// Where the paper stands, in a word.
    pub fn word(&self, paper: &impl Sealing) -> String {
        let t = T(self.lang);
        match paper.state() {
            State::Draft => t.s_draft().to_owned(),
            State::Confirming => t.s_confirming().to_owned(),
            State::Agreed => t.s_agreed(paper.edition()),
            State::Changing => t.s_changing().to_owned(),
        }
    }

    /// Whose agreement a part waits for, in words; empty when all have agreed or nobody was asked.
    pub fn waits(&self, paper: &impl Sealing, key: &str) -> String {
        let t = T(self.lang);
        let is_open = |side: &Side| paper.open(*side).iter().any(|part| part.key() == key);
        let (bank, parties): (Vec<Side>, Vec<Side>) = paper.needed().iter().copied().filter(is_open).partition(|side| *side == Side::Bank);
        let mut words = Vec::new();
        if !parties.is_empty() {
            words.push(t.waits(&self.parties(&parties)));
        }
        if !bank.is_empty() {
            words.push(t.waits_bank(&self.parties(&bank)));
        }
        words.join(self.lang.pick("・", "; "))
    }

    /// The seals of an agreed version by party: label, and names with days; `parts` are those of the version.
    pub fn kept_seals<P: Part>(&self, seals: &[KeptSeal], parts: &[P]) -> Vec<SealBox> {
        let words = |key: &str| parts.iter().find(|part| part.key() == key).map(|part| part.words(self.lang)).unwrap_or_default();
        let mut boxes = Vec::new();
        for side in [Side::Company, Side::Person, Side::Bank] {
            let own: Vec<_> = seals.iter().filter(|seal| seal.party == side.code()).map(|seal| (words(&seal.part), seal.clone())).collect();
            let Some((_, last)) = own.iter().max_by_key(|(_, seal)| seal.at) else { continue };
            let (word, note) = self.told(side, &own, |day| self.lang.day(day));
            boxes.push(SealBox { side: side.code(), label: self.party(side), word, is_set: true, name: last.name.clone(), note });
        }
        boxes
    }

    /// The word in a party's seal and the note beside it: how and when all of it was given or, where that differs from part
    /// to part, the day on screen and each part that was not given on screen.
    fn told(&self, side: Side, given: &[Sealed], words: impl Fn(Day) -> String) -> (&'static str, String) {
        let t = T(self.lang);
        let way = |seal: &KeptSeal| Way::parse(&seal.way);
        let Some((_, last)) = given.iter().max_by_key(|(_, seal)| seal.at) else { return (t.seal_open(), String::new()) };
        let day = words(last.day());
        if given.iter().all(|(_, seal)| way(seal) == way(last)) {
            return match way(last) {
                Way::Paper => (t.seal_paper(), t.signed_at(&day)),
                Way::Spoken => (t.seal_spoken(), t.spoken_at(&day, &last.place)),
                Way::Screen if side == Side::Bank => (t.seal_confirm(), day),
                Way::Screen => (t.seal_agree(), day),
            };
        }
        let apart = given.iter().filter(|(_, seal)| way(seal) != Way::Screen).cloned().collect();
        let lines = pressed(apart).into_iter().map(|(seal, parts)| {
            let (parts, day) = (t.list(&parts), words(seal.day()));
            if way(&seal) == Way::Paper { t.part_signed(&parts, &day) } else { t.part_spoken(&parts, &day, &seal.place) }
        });
        let screen = given.iter().filter(|(_, seal)| way(seal) == Way::Screen).max_by_key(|(_, seal)| seal.at);
        let screen = screen.map(|(_, seal)| words(seal.day()));
        (t.seal_agree(), screen.into_iter().chain(lines).collect::<Vec<_>>().join(self.lang.pick("・", "; ")))
    }
}
