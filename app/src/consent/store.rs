//! The SQL of consents and rhythms.

use base::actor::Side;
use base::clock::{Day, Instant};
use base::event::Event;
use base::register::{Consent, Rhythm};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Matter, Pace, Said, TEXT_NO};

base::row! {
    /// An answer that was given.
    pub(super) struct Row { pub side: String, pub writer: String, pub name: String, pub matter: String, pub answer: String, pub text_no: i64, pub rhythm: String, pub way: String, pub place: String, pub on: Option<Day>, pub at: Instant }
    /// A rhythm that was chosen.
    pub(super) struct Beat { pub side: String, pub rhythm: String, pub at: Instant }
    /// A narrowed rhythm of a case this consultant reaches.
    pub(super) struct Fresh { pub case: String, pub side: String, pub rhythm: String, pub at: Instant }
}

impl Row {
    /// What was said; none for a row of another time.
    pub(super) fn said(&self) -> Option<Said> {
        Said::parse(&self.matter, if self.matter == Matter::FollowUp.code() { &self.rhythm } else { &self.answer })
    }

    /// The day it was given.
    pub(super) fn day(&self) -> Day {
        self.on.unwrap_or_else(|| self.at.day())
    }
}

/// Who answers, in whose words.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    /// The side.
    pub side: Side,
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// How it came to us.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// `screen`, `spoken` or `paper`.
    pub way: &'static str,
    /// Where it was said.
    pub place: String,
    /// When it was said.
    pub on: Option<Day>,
}

/// The answers this seat reads, newest first: all of the case for the desk, the own ones for a party.
pub(super) fn answers(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Row>, StoreError> {
    tx.rows(
        &entry.pass::<Consent, deed::View>()?,
        sql!(Consent =>
            "select side, writer, writer_name, matter, answer, text_no, rhythm, way, said_where, said_on, created_at from consents order by created_at desc, id desc"),
        vec![],
    )
}

/// The rhythms of both sides, newest first; none for a seat that may not know them.
pub(super) fn beats(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Beat>, StoreError> {
    let Ok(pass) = entry.pass::<Rhythm, deed::View>() else { return Ok(Vec::new()) };
    tx.rows(&pass, sql!(Rhythm => "select side, rhythm, created_at from rhythms order by created_at desc, id desc"), vec![])
}

/// The rhythm of one side as it stands.
pub(super) fn pace(beats: &[Beat], side: Side) -> Option<Pace> {
    beats.iter().find(|beat| beat.side == side.code()).and_then(|beat| Pace::parse(&beat.rhythm))
}

/// Rhythms chosen since `from`, over all cases this consultant reaches, each side's latest.
pub(super) fn fresh(tx: &Read<'_>, case: &str, from: Instant) -> Result<Vec<Fresh>, StoreError> {
    let Ok(pass) = tx.reach::<Rhythm, deed::View>() else { return Ok(Vec::new()) };
    let rows: Vec<Fresh> = tx.rows(
        &pass,
        sql!(Rhythm => "select placement_id, side, rhythm, created_at from rhythms where created_at >= $2 and ($1 = '' or placement_id = $1) order by created_at desc, id desc"),
        args![case, from],
    )?;
    let mut latest: Vec<Fresh> = Vec::new();
    for row in rows {
        if !latest.iter().any(|known| known.case == row.case && known.side == row.side) {
            latest.push(row);
        }
    }
    Ok(latest)
}

/// Keeps an answer, and the rhythm it leaves.
pub(super) fn keep(tx: &Write<'_>, entry: &Entry, voice: &Voice, said: Said, heard: &Heard) -> Result<Event, StoreError> {
    let id = tx.id();
    let pace = said.pace();
    let set = Set::new()
        .with("side", voice.side.code())
        .with("writer", &voice.id)
        .with("writer_name", &voice.name)
        .with("matter", said.matter().code())
        .with("answer", if said.is_yes() { "yes" } else { "no" })
        .with("text_no", TEXT_NO)
        .with("rhythm", pace.map_or("", Pace::code))
        .with("way", heard.way)
        .with("said_where", &heard.place)
        .with("said_on", heard.on);
    tx.insert(&entry.pass::<Consent, deed::Change>()?, &id, set)?;
    let standing = self::pace(&beats(tx, entry)?, voice.side);
    if let Some(pace) = pace.filter(|pace| standing != Some(*pace)) {
        let set = Set::new().with("side", voice.side.code()).with("writer", &voice.id).with("rhythm", pace.code());
        tx.insert(&entry.pass::<Rhythm, deed::Change>()?, &tx.id(), set)?;
    }
    let detail = format!("{} {} {}", voice.side.code(), said.matter().code(), heard.way);
    Ok(Event::ConsentGiven(Some(entry.placement()), &id).detail(detail))
}
