//! The SQL of dialogues and visits.

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::register::{Contact, Dialogue, DialogueGuest, DialogueNote, DialogueWord, Member, Person};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Kind, Outcome, Plan, Told};

base::row! {
    /// A dialogue or visit as planned.
    pub struct Meeting {
        /// Its id.
        pub id: String,
        /// Its version; a calendar's SEQUENCE grows with it.
        pub version: i64,
        kind: String,
        /// The day.
        pub on: Day,
        /// The time, or empty.
        pub at: String,
        /// Place or link.
        pub place: String,
        /// What it is for.
        pub aim: String,
        /// Names of those who take part, as they were chosen.
        pub people: String,
        /// Others, as typed.
        pub others: String,
        /// `planned`, `held` or `cancelled`.
        pub state: String,
    }
    /// A part all may read.
    pub(super) struct Note { pub(super) id: String, pub(super) version: i64, pub(super) of: String, pub(super) kind: String, pub(super) body: String, pub(super) became: String, pub(super) side: String }
    struct Sealed { id: String, version: i64, side: String, body: Vec<u8>, became: String }
    /// That one side's words are there.
    pub(super) struct Trace { pub(super) side: String, pub(super) at: Instant }
    /// Someone of the case who may take part.
    pub(super) struct Party { pub(super) kind: String, pub(super) id: String, pub(super) seat: String, pub(super) name: String, pub(super) post: String }
    /// A planned dialogue over all cases one reaches.
    pub(super) struct Due { pub(super) case: String, pub(super) id: String, kind: String, pub(super) on: Day, pub(super) at: String }
}

/// One side's words, opened.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub id: String,
    pub version: i64,
    pub of: String,
    pub side: Side,
    pub text: String,
    pub became: String,
}

impl Meeting {
    /// What it is.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Dialogue)
    }
    /// Names of all who take part.
    pub fn everyone(&self) -> String {
        [self.people.as_str(), self.others.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("、")
    }
}

impl Due {
    /// What it is.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Dialogue)
    }
}

/// The dialogues of the case this seat knows of, by day.
pub(super) fn all(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Meeting>, StoreError> {
    tx.rows(
        &entry.pass::<Dialogue, deed::View>()?,
        sql!(Dialogue => "select id, version, kind, on_day, at, place, aim, people, others, state from dialogues order by on_day, at, id"),
        vec![],
    )
}

/// One of them.
pub(super) fn one(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Meeting, StoreError> {
    tx.one(
        &entry.pass::<Dialogue, deed::View>()?,
        sql!(Dialogue => "select id, version, kind, on_day, at, place, aim, people, others, state from dialogues where id = $1"),
        args![id],
    )
}

/// The case of a dialogue this actor knows of.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) =
        tx.one(&tx.reach::<Dialogue, deed::View>()?, sql!(Dialogue => "select placement_id from dialogues where id = $1"), args![id])?;
    Ok(row.0)
}

/// Those of the case who may take part: the company's people and the placed person.
pub(super) fn people(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Party>, StoreError> {
    let (members, contacts, persons) =
        (entry.pass::<Member, deed::View>()?, entry.pass::<Contact, deed::View>()?, entry.pass::<Person, deed::View>()?);
    let mut all: Vec<Party> = tx.rows(
        (&members, &contacts),
        sql!(Member, Contact =>
            "select m.holder_kind, m.holder_id, m.seat, c.name, c.post from members m join contacts c on c.id = m.holder_id \
             where m.state in ('listed', 'invited', 'active') order by m.created_at, m.id"),
        vec![],
    )?;
    all.extend(tx.rows::<_, Party>(
        (&members, &persons),
        sql!(Member, Person =>
            "select m.holder_kind, m.holder_id, m.seat, h.name, '' as post from members m join persons h on h.id = m.holder_id \
             where m.state in ('listed', 'invited', 'active') order by m.created_at, m.id"),
        vec![],
    )?);
    Ok(all)
}

/// Who takes part, by kind and id.
pub(super) fn guests(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(
        &entry.pass::<DialogueGuest, deed::View>()?,
        sql!(DialogueGuest => "select holder_kind, holder_id from dialogue_guests where dialogue_id = $1 order by created_at, id"),
        args![id],
    )
}

/// Those who take part, as receivers of a mail.
pub(super) fn receivers(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Vec<Holder>, StoreError> {
    Ok(guests(tx, entry, id)?.iter().filter_map(|(kind, id)| Holder::from(kind, id)).collect())
}

fn set(plan: &Plan, people: &[Party]) -> Set {
    let names: Vec<&str> = people.iter().filter(|one| plan.guests.contains(&one.id)).map(|one| one.name.as_str()).collect();
    Set::new()
        .with("kind", plan.kind.code())
        .with("on_day", plan.on)
        .with("at", &plan.at)
        .with("place", &plan.place)
        .with("aim", &plan.aim)
        .with("others", &plan.others)
        .with("people", names.join("、"))
}

/// Plans one; gives its id.
pub(super) fn plan(tx: &Write<'_>, entry: &Entry, plan: &Plan) -> Result<String, StoreError> {
    let (id, people) = (tx.id(), people(tx, entry)?);
    tx.insert(&entry.pass::<Dialogue, deed::Change>()?, &id, set(plan, &people).with("state", "planned"))?;
    for one in people.iter().filter(|one| plan.guests.contains(&one.id)) {
        invite(tx, entry, &id, one)?;
    }
    Ok(id)
}

fn invite(tx: &Write<'_>, entry: &Entry, id: &str, one: &Party) -> Result<(), StoreError> {
    let set = Set::new().with("dialogue_id", id).with("holder_kind", &one.kind).with("holder_id", &one.id);
    tx.insert(&entry.pass::<DialogueGuest, deed::Change>()?, &tx.id(), set)
}

/// Changes a plan; who is no longer among them no longer sees it. Gives those who were taken out.
///
/// # Errors
/// `Stale` when it changed meanwhile, or is not planned any more.
pub(super) fn change(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, plan: &Plan) -> Result<(), StoreError> {
    if one(tx, entry, id)?.state != "planned" {
        return Err(StoreError::Stale);
    }
    let people = people(tx, entry)?;
    tx.update(&entry.pass::<Dialogue, deed::Change>()?, id, seen, set(plan, &people))?;
    let before: Vec<(String, String, i64)> = tx.rows(
        &entry.pass::<DialogueGuest, deed::Change>()?,
        sql!(DialogueGuest => "select id, holder_id, version from dialogue_guests where dialogue_id = $1 order by id"),
        args![id],
    )?;
    for one in people.iter().filter(|one| plan.guests.contains(&one.id) && !before.iter().any(|(_, holder, _)| *holder == one.id)) {
        invite(tx, entry, id, one)?;
    }
    for (row, _, version) in before.iter().filter(|(_, holder, _)| !plan.guests.contains(holder)) {
        tx.remove(&entry.pass::<DialogueGuest, deed::Change>()?, row, *version)?;
    }
    Ok(())
}

/// Calls a planned one off.
///
/// # Errors
/// `Stale` when it changed meanwhile, or is not planned any more.
pub(super) fn cancel(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64) -> Result<(), StoreError> {
    if one(tx, entry, id)?.state != "planned" {
        return Err(StoreError::Stale);
    }
    tx.update(&entry.pass::<Dialogue, deed::Change>()?, id, seen, Set::new().with("state", "cancelled"))
}

/// Keeps what it brought; what was written before stays as it stands.
///
/// # Errors
/// `Stale` when it changed meanwhile, or was called off.
pub(super) fn record(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, told: &Told) -> Result<(), StoreError> {
    if one(tx, entry, id)?.state == "cancelled" {
        return Err(StoreError::Stale);
    }
    tx.update(&entry.pass::<Dialogue, deed::Change>()?, id, seen, Set::new().with("state", "held"))?;
    for (kind, text) in &told.shared {
        let set = Set::new().with("dialogue_id", id).with("kind", *kind).with("body", text).with("side", Side::Bank.code());
        tx.insert(&entry.pass::<DialogueNote, deed::Change>()?, &tx.id(), set)?;
    }
    for (side, text) in &told.heard {
        let set = Set::new().with("dialogue_id", id).with("side", side.code()).sealed("body", *side, text);
        tx.insert(&entry.pass::<DialogueWord, deed::Change>()?, &tx.id(), set)?;
    }
    Ok(())
}

/// A party writes its own part, for all to read.
pub(super) fn add_note(tx: &Write<'_>, entry: &Entry, id: &str, text: &str) -> Result<String, StoreError> {
    one(tx, entry, id)?;
    let row = tx.id();
    let set = Set::new().with("dialogue_id", id).with("kind", "said").with("body", text).with("side", tx.actor().side().code());
    tx.insert(&entry.pass::<DialogueNote, deed::Change>()?, &row, set)?;
    Ok(row)
}

/// A party writes its own note, sealed for its side.
pub(super) fn add_word(tx: &Write<'_>, entry: &Entry, id: &str, text: &str) -> Result<String, StoreError> {
    one(tx, entry, id)?;
    let (row, side) = (tx.id(), tx.actor().side());
    let set = Set::new().with("dialogue_id", id).with("side", side.code()).sealed("body", side, text);
    tx.insert(&entry.pass::<DialogueWord, deed::Change>()?, &row, set)?;
    Ok(row)
}

/// The shared parts of the case, oldest first.
pub(super) fn notes(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Note>, StoreError> {
    tx.rows(
        &entry.pass::<DialogueNote, deed::View>()?,
        sql!(DialogueNote => "select id, version, dialogue_id, kind, body, became, side from dialogue_notes order by created_at, id"),
        vec![],
    )
}

/// How many texts of one side the case has, and when they were written.
pub(super) fn traces(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Trace>, StoreError> {
    tx.rows(
        &entry.pass::<DialogueWord, deed::Exists>()?,
        sql!(DialogueWord => "select side, created_at from dialogue_words order by created_at, id"),
        vec![],
    )
}

/// How many texts of one side a dialogue has, for the desk.
pub(super) fn count_words(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(
        &entry.pass::<DialogueWord, deed::View>()?,
        sql!(DialogueWord => "select count(*) from dialogue_words where dialogue_id = $1"),
        args![id],
    )?;
    Ok(count)
}

/// One side's words, opened: all of the case for the desk, for a party what it wrote. `of` narrows them to one dialogue. The
/// transaction ends in an event.
pub(super) fn words(tx: &Write<'_>, entry: &Entry, of: &str) -> Result<Vec<Word>, StoreError> {
    let pass = entry.pass::<DialogueWord, deed::View>()?;
    let mut words = Vec::new();
    for meeting in all(tx, entry)?.into_iter().filter(|meeting| of.is_empty() || meeting.id == of) {
        let rows: Vec<Sealed> = tx.rows(
            &pass,
            sql!(DialogueWord => "select id, version, side, body, became from dialogue_words where dialogue_id = $1 order by created_at, id"),
            args![&meeting.id],
        )?;
        for row in rows {
            let side = Side::parse(&row.side).unwrap_or(Side::Person);
            let text = tx.unseal(&pass, &row.id, "body", side, &row.body)?;
            let word = Word { of: meeting.id.clone(), side, text, became: row.became, version: row.version, id: row.id };
            words.push(word);
        }
    }
    Ok(words)
}

/// Marks what a shared part became.
pub(super) fn note_became(tx: &Write<'_>, entry: &Entry, note: &Note, into: Outcome) -> Result<(), StoreError> {
    let became = taken(&note.became, into)?;
    tx.update(&entry.pass::<DialogueNote, deed::Change>()?, &note.id, note.version, Set::new().with("became", became))
}

/// Marks what one side's words became.
pub(super) fn word_became(tx: &Write<'_>, entry: &Entry, word: &Word, into: Outcome) -> Result<(), StoreError> {
    let became = taken(&word.became, into)?;
    tx.update(&entry.pass::<DialogueWord, deed::Change>()?, &word.id, word.version, Set::new().with("became", became))
}

/// Codes of what it became, with one more; the same twice is stale.
fn taken(became: &str, into: Outcome) -> Result<String, StoreError> {
    if became.split(' ').any(|code| code == into.code()) {
        return Err(StoreError::Stale);
    }
    Ok(format!("{became} {}", into.code()).trim().to_owned())
}

/// Planned ones up to a day, over all cases of this consultant; with `case`, of that one alone.
pub(super) fn due(tx: &Read<'_>, case: &str, until: Day) -> Result<Vec<Due>, StoreError> {
    tx.rows(
        &tx.reach::<Dialogue, deed::View>()?,
        sql!(Dialogue =>
            "select placement_id, id, kind, on_day, at from dialogues where state = 'planned' and on_day <= $1 and ($2 = '' or placement_id = $2) \
             order by on_day, at, id"),
        args![until, case],
    )
}
