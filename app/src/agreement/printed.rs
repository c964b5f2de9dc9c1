//! An agreement on paper: the boxes to sign, who agreed to what, when and how, and what a version says of itself.
//!
//! Both sides are handed the same paper, whoever prints it; that is why nothing here asks who looks.

use base::actor::Side;
use base::clock::{Instant, MINUTE};
use base::store::{Entry, Read, StoreError};
use base::text::Lang;
use paper::document::{Block, Cell, Document, Record};

use super::people::{self, People};
use super::rules::{Part as _, Sealing, State, Way};
use super::strip::Eyes;
use super::text::{R, T};
use super::work::KeptSeal;
use crate::placement::{self, Facts};
use crate::print::{self, Head, text::T as Shared};
use crate::web::AppError;

/// What every paper of an agreement is made of.
pub(crate) struct Ink {
    /// What the institution puts on it.
    pub head: Head,
    /// The case.
    pub facts: Facts,
    /// Who belongs to the agreement.
    pub people: People,
    /// When it is printed.
    pub now: Instant,
    /// The language.
    pub lang: Lang,
}

/// The part that a seal was set on, in words, and the seal.
pub(crate) type Sealed = (String, KeptSeal);

/// A version as its paper names it.
#[derive(Clone, Debug)]
pub(crate) struct Edition {
    /// `第2版`, with the paper's name before it where two papers are in one.
    pub name: String,
    /// When all had agreed.
    pub agreed: Instant,
    /// The hash of its words and seals.
    pub hash: String,
}

impl Edition {
    /// A version by its number.
    pub fn of(no: i64, agreed: Instant, hash: &str, lang: Lang) -> Edition {
        Edition { name: R(lang).edition(no), agreed, hash: hash.to_owned() }
    }
}

/// The number of a version as its address says it.
pub(crate) fn edition_no(edition: &str) -> Result<i64, AppError> {
    edition.parse().map_err(|_| AppError::NotFound)
}

impl Ink {
    /// For anyone who may have a paper of this case.
    ///
    /// # Errors
    /// The store's own.
    pub fn of(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Ink, StoreError> {
        Ok(Ink { head: print::head(tx, lang)?, facts: placement::facts(tx, entry)?, people: people::of(tx, entry)?, now: tx.now(), lang })
    }

    /// Nobody's eyes: each party as the others call it.
    pub fn eyes(&self) -> Eyes<'_> {
        Eyes { lang: self.lang, viewer: Side::Bank, people: &self.people }
    }

    /// A paper of this case, addressed to company and person.
    pub fn document(&self, title: &str) -> Document {
        Document {
            subtitle: Shared(self.lang).between(&self.facts.company, &self.facts.person),
            addressees: vec![
                print::to_company(&self.facts.company, self.lang),
                print::to_person(&self.facts.post, &self.facts.person, self.lang),
            ],
            ..self.head.document(title, self.now, &self.people.consultant)
        }
    }

    /// The word for the first day by contract form, and the day; empty while it is not set.
    pub fn first_day(&self) -> (&'static str, String) {
        (print::first_day(&self.facts.contract, self.lang), self.facts.join_on.map(|day| self.head.day(day)).unwrap_or_default())
    }

    /// Marks what is not agreed yet, and says how far it is.
    pub fn open(&self, document: &mut Document, paper: &impl Sealing, draft_no: i64) {
        let r = R(self.lang);
        let mark = if paper.state() == State::Draft { T(self.lang).s_draft() } else { r.mark_open() };
        mark.clone_into(&mut document.mark);
        document.edition = r.edition_open(&self.eyes().word(paper), draft_no);
    }

    /// Says which version a paper is: at the top, and at the foot of each page.
    pub fn edition(&self, document: &mut Document, edition: &Edition) {
        document.dates = vec![edition.name.clone(), self.head.day(edition.agreed.day())];
        document.edition = format!("{}  {}", edition.name, Shared(self.lang).check_line(&print::check_number(&edition.hash)));
    }

    /// The boxes to sign; what was agreed on screen, by word of mouth or on paper stands in them with its day.
    pub fn boxes(&self, needed: &[Side], set: impl Fn(Side) -> Vec<KeptSeal>) -> Block {
        let (t, r) = (T(self.lang), R(self.lang));
        let one = |side: &Side| {
            let label = print::box_label(*side, self.head.own(), self.lang);
            let seals = set(*side);
            match seals.iter().max_by_key(|seal| seal.at) {
                Some(last) => self.head.sign_box(label, &last.name, r.sealed_on(&self.head.day(last.day()), &self.ways(&seals, last))),
                None => self.head.sign_box(label, self.people.signatories(*side).join(t.and()), self.head.blank_day()),
            }
        };
        Block::Together { blocks: vec![Block::part(r.boxes_title()), Block::SignBoxes { boxes: needed.iter().map(one).collect() }] }
    }

    /// Who agreed to what, when and how, with what the versions say of themselves: the last thing on a paper.
    pub fn record(&self, lead: String, sealed: Vec<Sealed>, editions: &[Edition]) -> Record {
        let (r, s) = (R(self.lang), Shared(self.lang));
        let spoken = sealed.iter().any(|(_, seal)| Way::parse(&seal.way) == Way::Spoken);
        let lead = [lead, if spoken { r.spoken_note().to_owned() } else { String::new() }];
        let mut facts: Vec<(String, String)> = match editions {
            [] => Vec::new(),
            [one] => vec![
                (s.version().to_owned(), one.name.clone()),
                (r.agreed_at().to_owned(), self.head.moment(one.agreed)),
                (s.check().to_owned(), print::in_groups(&one.hash)),
            ],
            several => {
                let line = |one: &Edition| (one.name.clone(), r.agreed_line(&self.head.moment(one.agreed), &print::in_groups(&one.hash)));
                several.iter().map(line).collect()
            }
        };
        if !editions.is_empty() {
            facts.push((s.printed().to_owned(), self.head.moment(self.now)));
        }
        Record {
            title: r.record_title().to_owned(),
            lead: lead.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n"),
            columns: [(r.c_who(), 7), (r.c_what(), 18), (r.c_when(), 13), (r.c_how(), 12)]
                .into_iter()
                .map(|(heading, share)| print::column(heading, share))
                .collect(),
            rows: self.rows(sealed),
            facts,
        }
    }

    /// One row for each press.
    fn rows(&self, sealed: Vec<Sealed>) -> Vec<Vec<Cell>> {
        pressed(sealed)
            .into_iter()
            .map(|(seal, parts)| {
                let party = Side::parse(&seal.party).map(|side| self.eyes().party(side)).unwrap_or_default();
                let when = match seal.on {
                    Some(day) => self.head.day(day),
                    None => self.head.moment(Instant(seal.at)),
                };
                let how = self.way(&seal);
                let who = Cell { text: seal.name, below: party, strong: false };
                vec![who, Cell::from(T(self.lang).join(&parts)), Cell::from(when), Cell::from(how)]
            })
            .collect()
    }

    fn way(&self, seal: &KeptSeal) -> String {
        match Way::parse(&seal.way) {
            Way::Spoken => R(self.lang).way_spoken(&seal.place),
            _ => self.way_short(seal).to_owned(),
        }
    }

    /// How a party has agreed, in short; every way where parts were agreed to in several.
    fn ways(&self, seals: &[KeptSeal], last: &KeptSeal) -> String {
        let r = R(self.lang);
        let has = |way: Way| seals.iter().any(|seal| Way::parse(&seal.way) == way);
        let all = [(Way::Screen, r.several_screen()), (Way::Spoken, r.several_spoken()), (Way::Paper, r.several_paper())];
        let ways: Vec<String> = all.into_iter().filter(|(way, _)| has(*way)).map(|(_, word)| word.to_owned()).collect();
        if ways.len() > 1 { r.way_several(&T(self.lang).join(&ways)) } else { self.way_short(last).to_owned() }
    }

    fn way_short(&self, seal: &KeptSeal) -> &'static str {
        let r = R(self.lang);
        match (Way::parse(&seal.way), Side::parse(&seal.party)) {
            (Way::Spoken, _) => r.way_spoken_short(),
            (Way::Paper, _) => r.way_paper(),
            (Way::Screen, Some(Side::Bank)) => r.way_confirmed(),
            (Way::Screen, _) => r.way_screen(),
        }
    }

    /// What a record of agreement begins with: what was agreed to, and by whom.
    pub fn record_lead(&self, paper: &str, person: bool) -> Block {
        let r = R(self.lang);
        let own = self.head.own();
        Block::paragraph(if person { r.record_lead(paper, own) } else { r.record_lead_one(paper, own) })
    }
}

/// What was agreed to with each press: the seal once, and the parts it was set on, the earliest first.
pub(crate) fn pressed(sealed: Vec<Sealed>) -> Vec<(KeptSeal, Vec<String>)> {
    let mut rows: Vec<(KeptSeal, Vec<String>)> = Vec::new();
    for (part, seal) in sealed {
        let same = |(other, _): &&mut (KeptSeal, Vec<String>)| {
            // Papers say the minute: what looks the same on them is one row.
            let minute = |seal: &KeptSeal| seal.at.div_euclid(MINUTE);
            (&other.party, &other.name, &other.way, &other.place, other.on, minute(other))
                == (&seal.party, &seal.name, &seal.way, &seal.place, seal.on, minute(&seal))
        };
        match rows.iter_mut().find(same) {
            Some((_, parts)) => parts.push(part),
            None => rows.push((seal, vec![part])),
        }
    }
    rows.sort_by_key(|(seal, _)| seal.at);
    rows
}

/// The parties whose seals are among these, in the order in which papers name them.
pub(crate) fn parties(seals: &[KeptSeal]) -> Vec<Side> {
    [Side::Company, Side::Person, Side::Bank].into_iter().filter(|side| seals.iter().any(|seal| seal.party == side.code())).collect()
}

/// A party's seals among these.
pub(crate) fn seals_of(seals: &[KeptSeal], side: Side) -> Vec<KeptSeal> {
    seals.iter().filter(|seal| seal.party == side.code()).cloned().collect()
}

/// The seals that count on a paper as it stands, each with its part in words; `spoken_of` leaves parts out.
pub(crate) fn standing<S: Sealing>(paper: &S, lang: Lang, spoken_of: impl Fn(&S::Part) -> bool) -> Vec<Sealed> {
    let mut all = Vec::new();
    for part in paper.parts().into_iter().filter(spoken_of) {
        for side in paper.needed() {
            all.extend(paper.seal(&part, *side).map(|seal| (part.words(lang), KeptSeal::of(seal))));
        }
    }
    all
}

/// The seals of a party that has no part open; none while the paper is a draft.
pub(crate) fn whole(paper: &impl Sealing, side: Side) -> Vec<KeptSeal> {
    if !paper.is_shown() || !paper.open(side).is_empty() {
        return Vec::new();
    }
    paper.parts().iter().filter_map(|part| paper.seal(part, side)).map(KeptSeal::of).collect()
}
