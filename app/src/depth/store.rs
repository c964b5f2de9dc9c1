//! The SQL of depth.

use base::clock::Day;
use base::register::{CheckIn, Touch};
use base::sql;
use base::store::{Entry, Read, Set, StoreError, Write, deed};

use super::rules::{Draft, Level, Met};

base::row! {
    /// A meeting that was noted.
    pub(super) struct Row { pub(super) id: String, pub(super) version: i64, pub(super) met_on: Day, level: String, pub(super) way: String, pub(super) heads: i64, topics: String }
    struct Talk { side: String, state: String, held_on: Option<Day> }
}

impl Row {
    pub(super) fn met(&self) -> Met {
        Met {
            on: self.met_on,
            level: Level::parse(&self.level).unwrap_or(Level::Staff),
            heads: self.heads,
            topics: self.topics.split_whitespace().map(ToOwned::to_owned).collect(),
        }
    }
}

/// The meetings that were noted, the latest first.
pub(super) fn touches(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Row>, StoreError> {
    tx.rows(
        &entry.pass::<Touch, deed::View>()?,
        sql!(Touch => "select id, version, met_on, level, way, heads, topics from touches where dropped = 0 order by met_on desc, created_at desc, id desc"),
        vec![],
    )
}

/// The talks with the company this seat may know of, as meetings with the owner.
pub(super) fn talks(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Met>, StoreError> {
    let rows: Vec<Talk> = match entry.pass::<CheckIn, deed::View>() {
        Ok(pass) => tx.rows(&pass, sql!(CheckIn => "select side, state, held_on from check_ins order by held_on, id"), vec![])?,
        Err(_) => match entry.pass::<CheckIn, deed::Exists>() {
            Ok(pass) => tx.rows(&pass, sql!(CheckIn => "select side, state, held_on from check_ins order by held_on, id"), vec![])?,
            Err(_) => Vec::new(),
        },
    };
    Ok(rows
        .into_iter()
        .filter(|talk| talk.state == "held" && talk.side != "person")
        .filter_map(|talk| talk.held_on)
        .map(|on| Met { on, level: Level::Owner, heads: 1, topics: Vec::new() })
        .collect())
}

/// Notes a meeting; gives its id.
pub(super) fn note(tx: &Write<'_>, entry: &Entry, draft: &Draft) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("met_on", draft.on)
        .with("level", draft.level.code())
        .with("way", draft.way)
        .with("heads", draft.heads)
        .with("topics", draft.topics.join(" "));
    tx.insert(&entry.pass::<Touch, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Takes a note out of the count; the row stays.
pub(super) fn leave_out(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64) -> Result<(), StoreError> {
    tx.update(&entry.pass::<Touch, deed::Change>()?, id, seen, Set::new().with("dropped", true))
}
