//! The SQL of support given.

use std::collections::HashMap;

use base::clock::{Day, Instant};
use base::register::{Placement, Support};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Draft, Giver};

base::row! {
    /// Support that was given.
    pub(super) struct Row { pub(super) care: String, giver: String, pub(super) who: String, pub(super) body: String, pub(super) on: Day }
    struct Running { case: String, join_on: Day, created_at: Instant }
    struct Latest { case: String, care: String, on: Day }
}

impl Row {
    pub(super) fn giver(&self) -> Giver {
        Giver::parse(&self.giver).unwrap_or(Giver::Bank)
    }
}

/// What was done, the latest first.
///
/// # Errors
/// `NotFound` for a seat that may not read it.
pub(super) fn given(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Row>, StoreError> {
    tx.rows(
        &entry.pass::<Support, deed::View>()?,
        sql!(Support => "select care, giver, who, body, given_on from supports order by given_on desc, created_at desc, id desc"),
        vec![],
    )
}

/// Keeps what was done; gives its id.
pub(super) fn keep(tx: &Write<'_>, entry: &Entry, draft: &Draft) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("care", draft.care)
        .with("giver", draft.giver.code())
        .with("who", &draft.who)
        .with("body", &draft.body)
        .with("given_on", draft.on);
    tx.insert(&entry.pass::<Support, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// A running case: since when its care points could be looked after, and the latest day of each.
pub(super) struct Looked {
    pub(super) case: String,
    pub(super) since: Day,
    pub(super) last: HashMap<String, Day>,
}

/// How the care points of all running cases this consultant reaches were looked after.
pub(super) fn looked(tx: &Read<'_>, case: &str) -> Result<Vec<Looked>, StoreError> {
    let running: Vec<Running> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement => "select id, join_on, created_at from placements where state = 'joined' and join_on is not null and ($1 = '' or id = $1) order by id"),
        args![case],
    )?;
    let latest: Vec<Latest> = tx.rows(
        &tx.reach::<Support, deed::View>()?,
        sql!(Support =>
            "select placement_id, care, max(given_on) from supports where ($1 = '' or placement_id = $1) group by placement_id, care \
             order by placement_id, care"),
        args![case],
    )?;
    let mut last: HashMap<String, HashMap<String, Day>> = HashMap::new();
    for row in latest {
        last.entry(row.case).or_default().insert(row.care, row.on);
    }
    let of = |row: Running| Looked {
        since: row.join_on.max(row.created_at.day()),
        last: last.remove(&row.case).unwrap_or_default(),
        case: row.case,
    };
    Ok(running.into_iter().map(of).collect())
}
