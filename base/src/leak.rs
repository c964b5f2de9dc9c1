//! After a theft: whose private texts a session, an account or a whole institution touched within a time, from the audit.
//!
//! The audit holds ids. Each line of the time is followed to the sealed rows it names, and those to the one whose words they
//! are; so the answer names nobody, says no word, and is as complete as the audit, whose every reading of a private text is a
//! line. Pages without private text leave no line and are not in it.

use std::collections::{BTreeMap, HashMap};

use crate::clock::Instant;
use crate::rotation::shapes;
use crate::store::{Conn, Store, StoreError, Value, read_all};

/// Whose doings are asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One session, by its id.
    Session(String),
    /// One account, by the id of its holder.
    Account(String),
    /// Everybody of the institution.
    Institution,
}

/// What was touched, of one person, in one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The placement; empty where the text belongs to none.
    pub case: String,
    /// `company`, `person` or `bank`.
    pub side: String,
    /// The one whose words they are: id of a contact, a person or a member of staff.
    pub owner: String,
    /// How often which deed: `text.read` 3.
    pub acts: BTreeMap<String, u64>,
    /// The first and the last time.
    pub span: Option<(Instant, Instant)>,
}

/// What the audit says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// By case, side and owner.
    pub touched: Vec<Touched>,
    /// Lines of the time that were looked at.
    pub lines: u64,
    /// Lists that were taken out: each may hold names of many.
    pub exports: u64,
    /// The sessions these lines came in.
    pub sessions: Vec<String>,
}

crate::row! {
    struct Line { at: Instant, act: String, case: Option<String>, subject: Option<String>, detail: String, session: String }
}

/// The words of a line that are ids.
fn ids(line: &Line) -> impl Iterator<Item = &str> {
    let words = line.detail.split([' ', ',', ':', ';']).chain(line.subject.as_deref());
    words.filter(|word| uuid::Uuid::parse_str(word).is_ok())
}

/// Whose a row is: case, side, owner.
type Owner = (String, String, String);

/// The owner of a sealed row, or of an account's own page.
fn owner(conn: &Conn<'_>, shapes: &[String], institution: &str, id: &str) -> Result<Option<Owner>, StoreError> {
    let args = [Value::Text(institution.to_owned()), Value::Text(id.to_owned())];
    for sql in shapes {
        if let Some(found) = read_all::<(String, String, String)>(conn.query(sql, &args)?)?.into_iter().next() {
            return Ok(Some(found));
        }
    }
    for (table, side) in [("contact", "company"), ("person", "person")] {
        if !conn.query(&format!("select id from {table} where institution_id = $1 and id = $2"), &args)?.is_empty() {
            return Ok(Some((String::new(), side.to_owned(), id.to_owned())));
        }
    }
    Ok(None)
}

impl Store {
    /// Whose private texts were touched from `from` until before `until`.
    ///
    /// # Errors
    /// The store's own.
    pub async fn leak_scope(&self, institution: &str, whose: Whose, from: Instant, until: Instant) -> Result<Scope, StoreError> {
        let here = institution.to_owned();
        self.raw_read(institution, move |conn| {
            let shapes: Vec<String> = shapes(conn)?.iter().map(crate::rotation::Shape::owner_sql).collect();
            let (which, id) = match &whose {
                Whose::Session(id) => ("session = $2", id.as_str()),
                Whose::Account(id) => ("actor = $2", id.as_str()),
                Whose::Institution => ("$2 = ''", ""),
            };
            let sql = format!("select at, act, placement_id, subject_id, detail, session from audit where institution_id = $1 and {which} and at >= $3 and at < $4 order by seq");
            let args = [Value::Text(here.clone()), Value::Text(id.to_owned()), Value::Int(from.0), Value::Int(until.0)];
            let lines: Vec<Line> = read_all(conn.query(&sql, &args)?)?;
            let mut scope = Scope { lines: lines.len() as u64, ..Scope::default() };
            let mut known: HashMap<String, Option<Owner>> = HashMap::new();
            let mut found: BTreeMap<Owner, Touched> = BTreeMap::new();
            for line in &lines {
                if !line.session.is_empty() && !scope.sessions.contains(&line.session) {
                    scope.sessions.push(line.session.clone());
                }
                if line.act == "list.exported" {
                    scope.exports += 1;
                }
                let mut seen: Vec<Owner> = Vec::new();
                for id in ids(line) {
                    if !known.contains_key(id) {
                        known.insert(id.to_owned(), owner(conn, &shapes, &here, id)?);
                    }
                    let Some((case, side, owner)) = known.get(id).cloned().flatten() else { continue };
                    let case = if case.is_empty() { line.case.clone().unwrap_or_default() } else { case };
                    let one = (case, side, owner);
                    if !seen.contains(&one) {
                        seen.push(one);
                    }
                }
                for one in seen {
                    let touched = found.entry(one.clone()).or_insert_with(|| Touched { case: one.0, side: one.1, owner: one.2, ..Touched::default() });
                    *touched.acts.entry(line.act.clone()).or_default() += 1;
                    touched.span = Some((touched.span.map_or(line.at, |(first, _)| first), line.at));
                }
            }
            scope.touched = found.into_values().collect();
            Ok(scope)
        })
        .await
    }
}
