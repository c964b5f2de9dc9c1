//! A command on an agreement: carried out once, tried again when another command held the paper's row, refused in words.

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::event::Event;
use base::store::{StoreError, Write};
use serde::{Deserialize, Serialize};

use super::rules::{Seal, Way};
use crate::web::{AppError, Cx, Form};

/// Why a command ended before its commit.
#[derive(Debug)]
pub(crate) enum Halt<R> {
    /// A rule says no.
    Refused(R),
    /// It was done before: on to where it led, nothing is written.
    Already(String),
    /// Everything else.
    App(AppError),
}

impl<R> From<StoreError> for Halt<R> {
    fn from(error: StoreError) -> Halt<R> {
        Halt::App(error.into())
    }
}
impl<R> From<AppError> for Halt<R> {
    fn from(error: AppError) -> Halt<R> {
        Halt::App(error)
    }
}

/// Carries a command out. When another command held the paper's row at the same moment it is tried again, and sees what the
/// other has left.
pub(crate) async fn carry_out<R: Send + 'static>(
    cx: &Cx,
    key: Option<String>,
    work: impl Fn(&Write<'_>) -> Result<(Event, String), Halt<R>> + Clone + Send + 'static,
) -> Result<String, Halt<R>> {
    let mut tries = 0;
    loop {
        tries += 1;
        let work = work.clone();
        let done = cx
            .db
            .write(cx.actor().map_err(Halt::App)?, key.clone(), move |tx| {
                let (event, back) = work(tx)?;
                tx.commit(&event, &back).map(|done| done.with(back)).map_err(Halt::from)
            })
            .await;
        match done {
            Err(Halt::Already(back)) => return Ok(back),
            Err(Halt::App(AppError::Stale)) if tries < 3 => {}
            other => return other,
        }
    }
}

/// The parts a form carries under this name: what its page showed.
pub(crate) fn shown(form: &Form, name: &str) -> Vec<(String, String)> {
    form.all(name).filter_map(|part| part.split_once(':')).map(|(key, hash)| (key.to_owned(), hash.to_owned())).collect()
}

/// Whose seal is set, and how it was given.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// The party.
    pub party: Side,
    /// The name it carries.
    pub name: String,
    /// On screen, spoken, or on paper.
    pub way: Way,
    /// Where it was said.
    pub said_where: String,
    /// When it was said or signed.
    pub said_on: Option<Day>,
    /// When it was not given on screen: who gave it, when a mail reaches them.
    pub told: Vec<Holder>,
}

impl Given {
    /// Given on the party's own screen.
    pub(crate) fn on_screen(party: Side, name: String) -> Given {
        Given { party, name, way: Way::Screen, said_where: String::new(), said_on: None, told: Vec::new() }
    }

    /// The seal on a part.
    pub(crate) fn seal(&self, part: &str, hash: &str, at: Instant) -> Seal {
        Seal {
            part: part.to_owned(),
            party: self.party,
            hash: hash.to_owned(),
            name: self.name.clone(),
            way: self.way,
            said_where: self.said_where.clone(),
            said_on: self.said_on,
            at,
        }
    }
}

/// A seal inside a kept version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptSeal {
    pub part: String,
    pub party: String,
    pub name: String,
    pub way: String,
    pub place: String,
    #[serde(with = "day")]
    pub on: Option<Day>,
    pub at: i64,
}

impl KeptSeal {
    pub(crate) fn of(seal: &Seal) -> KeptSeal {
        KeptSeal {
            part: seal.part.clone(),
            party: seal.party.code().into(),
            name: seal.name.clone(),
            way: seal.way.code().into(),
            place: seal.said_where.clone(),
            on: seal.said_on,
            at: seal.at.0,
        }
    }

    /// The day the party agreed: for a spoken or signed one the day it was said or signed.
    pub(crate) fn day(&self) -> Day {
        self.on.unwrap_or_else(|| Instant(self.at).day())
    }
}

/// The parties whose seals a kept version carries, each once.
pub(crate) fn parties_of(seals: &[KeptSeal]) -> Vec<Side> {
    let mut parties: Vec<Side> = seals.iter().filter_map(|seal| Side::parse(&seal.party)).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

base::row! {
    /// A seal as its record keeps it; `paper` is the id of the paper it was set on.
    pub(crate) struct SealRow { pub paper: String, pub part: String, pub party: String, pub hash: String, pub name: String, pub way: String, pub said_where: String, pub said_on: Option<Day>, pub at: Instant, pub draft_no: i64 }
}

impl SealRow {
    /// Party, way, name, part, day and moment: what a timeline entry is made of.
    pub(crate) fn told(&self) -> Option<(Side, Way, &str, &str, Day, Instant)> {
        let day = self.said_on.unwrap_or_else(|| self.at.day());
        Some((Side::parse(&self.party)?, Way::parse(&self.way), &self.name, &self.part, day, self.at))
    }
}

/// The latest seal of each party on each part of one paper; rows come in the order in which they were set.
pub(crate) fn latest(rows: &[SealRow], paper: &str) -> Vec<Seal> {
    let mut latest: Vec<Seal> = Vec::new();
    for row in rows.iter().filter(|row| row.paper == paper) {
        let Some(party) = Side::parse(&row.party) else { continue };
        latest.retain(|seal| seal.part != row.part || seal.party != party);
        latest.push(Seal {
            part: row.part.clone(),
            party,
            hash: row.hash.clone(),
            name: row.name.clone(),
            way: Way::parse(&row.way),
            said_where: row.said_where.clone(),
            said_on: row.said_on,
            at: row.at,
        });
    }
    latest
}

/// A day in JSON: `2026-12-01`, or null.
pub(crate) mod day {
    use base::clock::Day;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over by reference")]
    pub(crate) fn serialize<S: Serializer>(day: &Option<Day>, to: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Day>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| Day::parse(&text).ok_or_else(|| D::Error::custom("not a day"))).transpose()
    }
}
