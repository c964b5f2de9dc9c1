//! The SQL of what is not saved yet.

use base::actor::Side;
use base::clock::Instant;
use base::register::Unsaved;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Parts, Place};
use crate::check_in;
use crate::web::AppError;

base::row! {
    struct Standing { id: String, version: i64, at: Instant }
    struct Sealed { id: String, bank: Vec<u8>, company: Option<Vec<u8>>, person: Option<Vec<u8>> }
}

/// What a page offers its writer of what they did not save.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// Where the page sends what stands in its form.
    pub(super) keep: String,
    /// When it was kept last; none when nothing is.
    pub(super) at: Option<Instant>,
    /// The page with it in its form.
    pub(super) href: String,
}

/// The form a code of the address names, for the one who writes on this case.
///
/// # Errors
/// `NotFound` for a form that is not there, and for everyone who keeps nothing here.
pub(super) fn place(tx: &Read<'_>, entry: &Entry, code: &str) -> Result<Place, AppError> {
    entry.pass::<Unsaved, deed::Change>()?;
    match code {
        "goals" => Ok(Place::Goals),
        "booklet" => Ok(Place::Booklet),
        "joint" => Ok(Place::Joint),
        _ => {
            let id = code.strip_prefix("talk-").ok_or(AppError::NotFound)?;
            Ok(Place::Talk(id.to_owned(), check_in::with_of(tx, entry, id)?))
        }
    }
}

fn standing(tx: &Read<'_>, entry: &Entry, place: &Place) -> Result<Option<Standing>, StoreError> {
    tx.maybe(
        &entry.pass::<Unsaved, deed::View>()?,
        sql!(Unsaved => "select id, version, kept_at from unsaved_ones where form = $1"),
        args![place.code()],
    )
}

/// What is kept of a form for its writer, as its page offers it.
///
/// # Errors
/// `NotFound` for a seat that keeps nothing.
pub(crate) fn offer(tx: &Read<'_>, entry: &Entry, place: &Place) -> Result<Offer, StoreError> {
    let (case, page) = (entry.placement(), place.page(entry.placement()));
    let ask = if page.contains('?') { '&' } else { '?' };
    Ok(Offer {
        keep: format!("/cases/{case}/unsaved/{}", place.code()),
        at: standing(tx, entry, place)?.map(|row| row.at),
        href: format!("{page}{ask}unsaved=1"),
    })
}

/// Keeps what was typed, in place of what was kept before; gives the id.
pub(super) fn keep(tx: &Write<'_>, entry: &Entry, place: &Place, parts: &Parts) -> Result<String, StoreError> {
    let pass = entry.pass::<Unsaved, deed::Change>()?;
    let set = Set::new()
        .with("kept_at", tx.now())
        .sealed("bank", Side::Bank, &parts.bank)
        .sealed_or_none("company", Side::Company, parts.company.as_deref())
        .sealed_or_none("person", Side::Person, parts.person.as_deref());
    match standing(tx, entry, place)? {
        Some(row) => tx.update(&pass, &row.id, row.version, set).map(|()| row.id),
        None => {
            let id = tx.id();
            match tx.insert(&pass, &id, set.with("form", place.code())) {
                // Two windows of one writer at the same moment: the later comes again.
                Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
                done => done.map(|()| id),
            }
        }
    }
}

/// Opens what is kept; the transaction ends in the trace of the reading.
pub(super) fn opened(tx: &Write<'_>, entry: &Entry, place: &Place) -> Result<(String, Parts), StoreError> {
    let pass = entry.pass::<Unsaved, deed::View>()?;
    let row: Sealed =
        tx.one(&pass, sql!(Unsaved => "select id, bank, company, person from unsaved_ones where form = $1"), args![place.code()])?;
    let open = |field: &str, side: Side, sealed: &Option<Vec<u8>>| match sealed {
        Some(sealed) => tx.unseal(&pass, &row.id, field, side, sealed).map(Some),
        None => Ok(None),
    };
    let parts = Parts {
        bank: tx.unseal(&pass, &row.id, "bank", Side::Bank, &row.bank)?,
        company: open("company", Side::Company, &row.company)?,
        person: open("person", Side::Person, &row.person)?,
    };
    Ok((row.id, parts))
}

/// The form was saved, or what was kept of it is not wanted any more: it goes, in this transaction. Gives its id.
///
/// # Errors
/// The store's own.
pub(crate) fn settle(tx: &Write<'_>, entry: &Entry, place: &Place) -> Result<Option<String>, StoreError> {
    let Some(row) = standing(tx, entry, place)? else { return Ok(None) };
    tx.remove(&entry.pass::<Unsaved, deed::Change>()?, &row.id, row.version)?;
    Ok(Some(row.id))
}
