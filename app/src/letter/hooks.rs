//! What letters hand to the portal's home: that one is there, to its receiver alone.

use askama::Template;
use base::register::LetterReceived;
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::store;
use super::text::T;
use crate::portal::Ask;
use crate::web::AppError;

/// A letter that was not marked as read asks to be read.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    if !entry.may::<LetterReceived, deed::View>() {
        return Ok(Vec::new());
    }
    let t = T(lang);
    Ok(store::received(tx, entry)?
        .into_iter()
        .filter(|one| one.read_on.is_none())
        .map(|one| Ask {
            title: t.a_title().to_owned(),
            text: t.a_text(&lang.short_day(one.created_at.day())),
            href: format!("/my/letters/{}", one.id),
            button: t.a_do().to_owned(),
        })
        .collect())
}

#[derive(Template)]
#[template(path = "letter/home.html")]
struct HomeHtml {
    t: T,
    rows: Vec<(String, String)>,
}

/// The section of the portal's home: letters that were read, to be read again.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    if !entry.may::<LetterReceived, deed::View>() {
        return Ok(None);
    }
    let rows: Vec<_> = store::received(tx, entry)?.into_iter().map(|one| (one.id, lang.day(one.created_at.day()))).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let html = HomeHtml { t: T(lang), rows };
    html.render().map(Some).map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}
