//! The SQL of naming.

use base::actor::Side;
use base::clock::Instant;
use base::event::Event;
use base::register::{Contact, Member, Named, Naming};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Paper, Word, counts, says};

base::row! {
    struct Row { paper: String, holder: String, side: String, says: String }
    /// A contact of the case who may be named.
    pub(super) struct Reader { pub id: String, pub name: String, pub post: String }
    /// That a contact is named for a table.
    pub(super) struct Given { pub id: String, pub version: i64, pub table: String, pub holder: String, pub at: Instant }
}

/// What both sides have said, the oldest first.
pub(super) fn words(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Word>, StoreError> {
    let rows: Vec<Row> = tx.rows(
        &entry.pass::<Naming, deed::View>()?,
        sql!(Naming => "select paper, holder_id, side, says from namings order by created_at, id"),
        vec![],
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some(Word { side: Side::parse(&row.side)?, yes: row.says == "yes", paper: row.paper, holder: row.holder }))
        .collect())
}

/// Those who may be named: contacts in the case who do not sign for the company.
pub(super) fn readers(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Reader>, StoreError> {
    tx.rows(
        (&entry.pass::<Member, deed::View>()?, &entry.pass::<Contact, deed::View>()?),
        sql!(Member, Contact =>
            "select c.id, c.name, c.post from members m join contacts c on c.id = m.holder_id \
             where m.holder_kind = 'contact' and m.seat <> 'owner' and m.state in ('listed', 'invited', 'active') order by m.created_at, m.id"),
        vec![],
    )
}

/// Whether the placed person has a seat in the case.
pub(super) fn has_person(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    let row: Option<(String,)> = tx.maybe(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select id from members where seat = 'person' and state <> 'ended'"),
        vec![],
    )?;
    Ok(row.is_some())
}

/// Who is named for which table, the oldest first.
pub(super) fn given(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Given>, StoreError> {
    tx.rows(
        &entry.pass::<Named, deed::View>()?,
        sql!(Named => "select id, version, paper, holder_id, created_at from names_given order by created_at, id"),
        vec![],
    )
}

/// The first table of a paper stands for all of it.
pub(super) fn paper_of(table: &str) -> Option<Paper> {
    Paper::ALL.into_iter().find(|paper| paper.tables().first() == Some(&table))
}

/// Keeps what the one who acts says, and lets the names follow: they stand while both sides say yes. None when nothing is
/// other than before.
pub(super) fn say(tx: &Write<'_>, entry: &Entry, wanted: &[(Paper, String, bool)]) -> Result<Option<Event>, StoreError> {
    let side = tx.actor().side();
    let mut words = words(tx, entry)?;
    let pass = entry.pass::<Naming, deed::Change>()?;
    let mut changed = 0;
    for (paper, holder, yes) in wanted {
        if says(&words, *paper, holder, side).unwrap_or(false) == *yes {
            continue;
        }
        let set = Set::new()
            .with("paper", paper.code())
            .with("holder_id", holder)
            .with("side", side.code())
            .with("says", if *yes { "yes" } else { "no" });
        tx.insert(&pass, &tx.id(), set)?;
        words.push(Word { paper: paper.code().into(), holder: holder.clone(), side, yes: *yes });
        changed += 1;
    }
    if changed == 0 {
        return Ok(None);
    }
    let names = entry.pass::<Named, deed::Change>()?;
    let standing = given(tx, entry)?;
    for (paper, holder, _) in wanted {
        for table in paper.tables() {
            let row = standing.iter().find(|row| row.table == *table && row.holder == *holder);
            match (counts(&words, *paper, holder), row) {
                (true, None) => tx.insert(&names, &tx.id(), Set::new().with("paper", *table).with("holder_id", holder))?,
                (false, Some(row)) => tx.remove(&names, &row.id, row.version)?,
                _ => {}
            }
        }
    }
    Ok(Some(Event::NamingChanged(Some(entry.placement()), entry.placement()).detail(format!("{} changed:{changed}", side.code()))))
}

/// The name of a contact of the case, whoever it is.
pub(super) fn name(tx: &Read<'_>, entry: &Entry, holder: &str) -> Result<String, StoreError> {
    let row: Option<(String,)> =
        tx.maybe(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select name from contacts where id = $1"), args![holder])?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}
