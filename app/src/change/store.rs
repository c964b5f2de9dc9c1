//! The SQL of the change board.

use std::collections::HashMap;

use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{Contact, ExpectedChange, Member, Observation, Person, Report, ReportLine, StaffName};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Hope, Marks, Sighting, Trace};

base::row! {
    /// A change that is hoped for; all three see it.
    pub struct Wish {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// The change in words.
        pub words: String,
        /// Where it will show.
        pub scene: String,
        /// What to look for.
        pub sign: String,
        /// How it is today.
        pub baseline: String,
        /// Whose words: `company`, `person` or `bank`.
        pub side: String,
        /// When it was written.
        pub created_at: Instant,
    }
    /// That something was seen: no text.
    pub struct Mark {
        /// Its id.
        pub id: String,
        /// The change it is about, or empty.
        pub change_id: String,
        /// `company`, `person` or `bank`.
        pub side: String,
        /// The day.
        pub seen_on: Day,
        /// When it was written.
        pub created_at: Instant,
    }
    /// That something was seen, as far as a manager knows it.
    pub struct Bare { id: String, pub(super) side: String, pub(super) created_at: Instant }
    struct Sealed { id: String, version: i64, change_id: String, side: String, author: String, seen_on: Day, body: Vec<u8>, evidence: Option<Vec<u8>>, proof: Option<Vec<u8>>, marks: Option<Vec<u8>>, lend: bool, created_at: Instant }
    /// Cases in which a draft could be made: placement, how many notes.
    pub(super) struct Ripe { pub(super) case: String, pub(super) notes: i64 }
}

impl Mark {
    /// Side and day, for telling it in words.
    pub fn trace(&self) -> Trace {
        Trace { side: side_of(&self.side), seen_on: self.seen_on }
    }
}

/// What someone saw, opened.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// The change it is about, or empty.
    pub change_id: String,
    /// The side it comes from, for ever.
    pub side: Side,
    /// Who wrote it.
    pub author: String,
    /// The day.
    pub seen_on: Day,
    /// What was seen.
    pub body: String,
    /// The scene; may be empty.
    pub evidence: String,
    /// What shows it; may be empty.
    pub proof: String,
    /// Kind of proof, and whether it is good or worrying.
    pub marks: Marks,
    /// Whether the writer lets it stand in a report.
    pub lend: bool,
    /// When it was written.
    pub created_at: Instant,
    /// Who else has opened it: name, and when first.
    pub readers: Vec<(String, Instant)>,
}

/// A side as written in the database; an unknown one is the desk's, which nobody else sees.
pub fn side_of(code: &str) -> Side {
    Side::parse(code).unwrap_or(Side::Bank)
}

/// The expected changes of the case, oldest first.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub fn wishes(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Wish>, StoreError> {
    let pass = entry.pass::<ExpectedChange, deed::View>()?;
    tx.rows(
        &pass,
        sql!(ExpectedChange => "select id, version, words, scene, sign, baseline, side, created_at from expected_changes order by created_at, id"),
        vec![],
    )
}

/// What was seen, without its text, newest first; a party finds only its own.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub fn marks(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Mark>, StoreError> {
    let pass = entry.pass::<Observation, deed::View>()?;
    tx.rows(
        &pass,
        sql!(Observation => "select id, change_id, side, seen_on, created_at from observations order by created_at desc, id desc"),
        vec![],
    )
}

/// That notes exist, newest first.
pub(super) fn bare(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Bare>, StoreError> {
    let pass = entry.pass::<Observation, deed::Exists>()?;
    tx.rows(&pass, sql!(Observation => "select id, side, created_at from observations order by created_at desc, id desc"), vec![])
}

/// What was seen, opened, newest first: for the desk all of the case, for a party what it wrote itself. The transaction ends
/// in an event, so the reading leaves its trace.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub fn texts(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Seen>, StoreError> {
    let pass = entry.pass::<Observation, deed::View>()?;
    let rows: Vec<Sealed> = tx.rows(
        &pass,
        sql!(Observation => "select id, version, change_id, side, author, seen_on, body, evidence, proof, marks, lend, created_at from observations order by created_at desc, id desc"),
        vec![],
    )?;
    let names = names(tx, entry)?;
    rows.into_iter()
        .map(|row| {
            let side = side_of(&row.side);
            let open = |column: &str, sealed: &Option<Vec<u8>>| {
                sealed.as_ref().map_or(Ok(String::new()), |sealed| tx.unseal(&pass, &row.id, column, side, sealed))
            };
            let (evidence, proof) = (open("evidence", &row.evidence)?, open("proof", &row.proof)?);
            let marks = Marks::read(&open("marks", &row.marks)?);
            let mut readers: Vec<(String, Instant)> = Vec::new();
            for reading in tx.readings(&pass, &row.id)? {
                let name = names.get(&reading.actor).cloned().unwrap_or_default();
                if reading.actor != row.author && !readers.iter().any(|(known, _)| *known == name) {
                    readers.push((name, reading.at));
                }
            }
            Ok(Seen {
                readers,
                body: tx.unseal(&pass, &row.id, "body", side, &row.body)?,
                evidence,
                proof,
                marks,
                side,
                id: row.id,
                version: row.version,
                change_id: row.change_id,
                author: row.author,
                seen_on: row.seen_on,
                lend: row.lend,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// Names of those who may have written in this case, by id.
///
/// # Errors
/// The store's own.
pub fn names(tx: &Read<'_>, entry: &Entry) -> Result<HashMap<String, String>, StoreError> {
    let mut names: Vec<(String, String)> =
        tx.rows(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select id, name from contacts order by created_at, id"), vec![])?;
    names.extend(tx.rows::<_, (String, String)>(
        &entry.pass::<Person, deed::View>()?,
        sql!(Person => "select id, name from persons order by id"),
        vec![],
    )?);
    names.extend(tx.rows::<_, (String, String)>(
        &tx.staff_names(),
        sql!(StaffName => "select id, name from staff_names order by id"),
        vec![],
    )?);
    Ok(names.into_iter().collect())
}

/// The seat each holder has or had in the case, by id.
pub(super) fn seats(tx: &Read<'_>, entry: &Entry) -> Result<HashMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select holder_id, seat from members order by created_at, id"),
        vec![],
    )?;
    Ok(rows.into_iter().collect())
}

/// Name and post of the company's members of a case.
pub(super) type Contacts = Vec<(String, String)>;

/// The company's members and the placed person, as far as they belong to the case.
pub(super) fn parties(tx: &Read<'_>, entry: &Entry) -> Result<(Contacts, Vec<(String,)>), StoreError> {
    let (members, contacts, persons) =
        (entry.pass::<Member, deed::View>()?, entry.pass::<Contact, deed::View>()?, entry.pass::<Person, deed::View>()?);
    let contacts = tx.rows(
        (&members, &contacts),
        sql!(Member, Contact => "select c.name, c.post from members m join contacts c on c.id = m.holder_id where m.state in ('listed', 'invited', 'active') order by m.created_at, m.id"),
        vec![],
    )?;
    let persons = tx.rows(
        (&members, &persons),
        sql!(Member, Person => "select h.name from members m join persons h on h.id = m.holder_id where m.state in ('listed', 'invited', 'active') order by m.created_at, m.id"),
        vec![],
    )?;
    Ok((contacts, persons))
}

/// Writes an expected change down, in the words of the one who acts.
pub(super) fn add(tx: &Write<'_>, entry: &Entry, hope: &Hope) -> Result<String, StoreError> {
    let id = tx.id();
    tx.insert(&entry.pass::<ExpectedChange, deed::Change>()?, &id, set(hope).with("side", tx.actor().side().code()))?;
    Ok(id)
}

/// Keeps what all three heard as a change that is hoped for; gives its id.
///
/// # Errors
/// `NotFound` for a seat that may not write them.
pub(crate) fn expect(tx: &Write<'_>, entry: &Entry, words: &str) -> Result<String, StoreError> {
    let words = base::fold::tidy(&words.replace('\n', " "));
    let most = crate::placement::rules::LINE;
    let words = if words.chars().count() > most { words.chars().take(most - 1).chain(['…']).collect() } else { words };
    add(tx, entry, &Hope { words, scene: String::new(), sign: String::new(), baseline: String::new() })
}

/// Words it anew.
pub(super) fn reword(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, hope: &Hope) -> Result<(), StoreError> {
    tx.update(&entry.pass::<ExpectedChange, deed::Change>()?, id, seen, set(hope))
}

fn set(hope: &Hope) -> Set {
    Set::new().with("words", &hope.words).with("scene", &hope.scene).with("sign", &hope.sign).with("baseline", &hope.baseline)
}

/// Keeps what the one who acts saw, sealed for their side.
pub(super) fn observe(tx: &Write<'_>, entry: &Entry, seen: &Sighting) -> Result<String, StoreError> {
    let side = tx.actor().side();
    let id = tx.id();
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (evidence, proof, marks) = (some(&seen.evidence), some(&seen.proof), some(&seen.marks.code()));
    let set = Set::new()
        .with("change_id", &seen.change)
        .with("side", side.code())
        .with("seen_on", seen.seen_on)
        .with("lend", seen.lend)
        .sealed("body", side, &seen.body)
        .sealed_or_none("evidence", side, evidence.as_deref())
        .sealed_or_none("proof", side, proof.as_deref())
        .sealed_or_none("marks", side, marks.as_deref());
    tx.insert(&entry.pass::<Observation, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// The writer lets a note stand in a report, or no longer.
pub(super) fn lend(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, lend: bool) -> Result<(), StoreError> {
    tx.update(&entry.pass::<Observation, deed::Change>()?, id, seen, Set::new().with("lend", lend))
}

/// The case and the change of an own note.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) = tx.one(
        &tx.reach::<Observation, deed::View>()?,
        sql!(Observation => "select placement_id from observations where id = $1"),
        args![id],
    )?;
    Ok(row.0)
}

/// Cases of this consultant with three or more notes that may be used, no draft open and none of them in a report yet.
pub(super) fn ripe(tx: &Read<'_>, case: Option<&str>) -> Result<Vec<Ripe>, StoreError> {
    let passes = (&tx.reach::<Observation, deed::View>()?, &tx.reach::<Report, deed::View>()?, &tx.reach::<ReportLine, deed::View>()?);
    tx.rows(
        passes,
        sql!(Observation, Report, ReportLine =>
            "select o.placement_id, count(o.id) from observations o where o.lend = 1 and ($1 = '' or o.placement_id = $1) \
             and not exists (select r.id from reports r where r.placement_id = o.placement_id and r.state <> 'published') \
             and not exists (select l.id from report_lines l where l.observation_id = o.id) \
             group by o.placement_id having count(o.id) >= 3 order by o.placement_id"),
        args![case.unwrap_or_default()],
    )
}
