//! The placed person's own words on who looks after them: for each care point, what would help. The three read it, and those
//! who work under the person do not. It is theirs to write and nobody answers for them.

use base::register::ReceptionVoice;
use base::sql;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;

use super::store::contacts;
use super::text::T;
use crate::check_in::rules::CARE;
use crate::placement::rules::{SENTENCE, line};
use crate::web::{AppError, Clash, Errors, Form, merge};

base::row! {
    struct Row { id: String, version: i64, content: String }
}

/// A care point, and what was said of it.
type Said = Vec<(String, String)>;

fn field(care: &str) -> String {
    format!("wish_{care}")
}

fn row(tx: &Read<'_>, entry: &Entry) -> Result<Option<Row>, StoreError> {
    tx.maybe(
        &entry.pass::<ReceptionVoice, deed::View>()?,
        sql!(ReceptionVoice => "select id, version, content from reception_voices"),
        vec![],
    )
}

fn said(row: &Row) -> Result<Said, StoreError> {
    serde_json::from_str(&row.content).map_err(|error| StoreError::Broken(base::store::Cause(error.to_string())))
}

/// What the person said, by care point in words; nothing for a seat that does not read it.
pub(super) fn words(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<(&'static str, String)>, StoreError> {
    if !entry.may::<ReceptionVoice, deed::View>() {
        return Ok(Vec::new());
    }
    let Some(row) = row(tx, entry)? else { return Ok(Vec::new()) };
    let care = crate::check_in::text::T(lang);
    Ok(said(&row)?.into_iter().map(|(point, words)| (care.care_point(&point), words)).collect())
}

/// The form as it stands.
pub(super) fn filled(tx: &Read<'_>, entry: &Entry) -> Result<Form, StoreError> {
    let row = row(tx, entry)?;
    let said = row.as_ref().map(said).transpose()?.unwrap_or_default();
    let mut form = Form::default();
    for care in CARE {
        form.set(&field(care), said.iter().find(|(point, _)| point == care).map_or("", |(_, words)| words));
    }
    form.set("version", &row.map_or(0, |row| row.version).to_string());
    let names: Vec<String> = CARE.iter().map(|care| field(care)).collect();
    merge::remember(&mut form, names.iter().map(String::as_str));
    Ok(form)
}

/// Brings a form of another window up to what stands; gives what both changed.
pub(super) fn meet(form: &mut Form, now: &Form, lang: Lang) -> Vec<Clash> {
    let care = crate::check_in::text::T(lang);
    let fields: Vec<(String, String)> = CARE.iter().map(|point| (field(point), care.care_point(point).to_owned())).collect();
    merge::meet(form, now, &fields)
}

/// The fields of the form: name and care point.
pub(super) fn fields(lang: Lang) -> Vec<(String, &'static str)> {
    CARE.iter().map(|care| (field(care), crate::check_in::text::T(lang).care_point(care))).collect()
}

/// What was typed.
pub(super) fn parse(form: &Form, lang: Lang) -> Result<Said, Errors> {
    let mut e = Errors::none();
    let said: Said = CARE.iter().map(|care| ((*care).to_owned(), line(form, &mut e, &field(care), SENTENCE, lang))).collect();
    e.check().map(|()| said.into_iter().filter(|(_, words)| !words.is_empty()).collect())
}

/// Keeps it, if `seen` is what stands; gives its id.
pub(super) fn keep(tx: &Write<'_>, entry: &Entry, seen: i64, said: &Said) -> Result<String, StoreError> {
    let pass = entry.pass::<ReceptionVoice, deed::Change>()?;
    let content = serde_json::to_string(said).map_err(|error| StoreError::Broken(base::store::Cause(error.to_string())))?;
    let set = Set::new().with("content", content);
    match row(tx, entry)? {
        Some(row) => tx.update(&pass, &row.id, seen, set).map(|()| row.id),
        None if seen == 0 => {
            let id = tx.id();
            match tx.insert(&pass, &id, set) {
                Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
                done => done.map(|()| id),
            }
        }
        None => Err(StoreError::Stale),
    }
}

/// Who reads it, by name: the owner, the desk, and the house behind it.
pub(super) fn readers(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<String>, AppError> {
    let mut names: Vec<String> = contacts(tx, entry)?
        .into_iter()
        .filter(|whom| whom.part == "owner")
        .map(|whom| if whom.post.is_empty() { whom.name } else { format!("{}({})", whom.name, whom.post) })
        .collect();
    names.extend(crate::change::readers(tx, entry, lang)?);
    names.push(T(lang).voice_house().to_owned());
    Ok(names)
}

/// The heading above it, as the reader calls the person.
pub(super) fn heading(lang: Lang, own: bool) -> &'static str {
    if own { T(lang).voice_own() } else { T(lang).voice() }
}
