//! Slice.

use base::clock::Day;
use base::store::{Entry, Read};
use base::text::Lang;

use crate::case::{Item, Panel};
use crate::portal::Ask;
use crate::today::Line;
use crate::web::AppError;

/// Entries for the timeline of the case page.
///
/// # Errors
/// The store's own.
pub fn timeline(_tx: &Read<'_>, _entry: &Entry, _lang: Lang) -> Result<Vec<Item>, AppError> {
    Ok(Vec::new())
}

/// The section of the case page, where this seat may read it.
///
/// # Errors
/// The store's own.
pub fn panel(_tx: &Read<'_>, _entry: &Entry, _lang: Lang) -> Result<Option<Panel>, AppError> {
    Ok(None)
}

/// What the portal's home asks this party for.
///
/// # Errors
/// The store's own.
pub fn asks(_tx: &Read<'_>, _entry: &Entry, _lang: Lang) -> Result<Vec<Ask>, AppError> {
    Ok(Vec::new())
}

/// The section of the portal's home.
///
/// # Errors
/// The store's own.
pub fn home(_tx: &Read<'_>, _entry: &Entry, _lang: Lang) -> Result<Option<String>, AppError> {
    Ok(None)
}

/// Lines for 今日, over all cases this consultant reaches; with `case`, of that case alone.
///
/// # Errors
/// The store's own.
pub fn lines(_tx: &Read<'_>, _case: Option<&str>, _lang: Lang, _today: Day) -> Result<Vec<Line>, AppError> {
    Ok(Vec::new())
}
