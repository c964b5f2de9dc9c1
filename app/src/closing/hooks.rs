//! What the end hands to the case page and to the portal's home.

use askama::Template;
use base::register::{Closing, Refund, SeparationWord};
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::ending::said;
use super::text::T;
use crate::case::Panel;
use crate::placement;
use crate::web::AppError;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

#[derive(Template)]
#[template(path = "closing/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    said: Vec<String>,
    ends: bool,
}

/// The section of the case page: how it ended, or the way to end it.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<Refund, deed::View>() {
        return Ok(None);
    }
    let facts = placement::facts(tx, entry)?;
    let ends = !facts.ended() && entry.may::<Closing, deed::Change>();
    if !facts.ended() && !ends {
        return Ok(None);
    }
    let said = if facts.ended() { said(tx, entry, lang)? } else { Vec::new() };
    Ok(Some(Panel { aside: true, html: drawn(&PanelHtml { t: T(lang), case: entry.placement().to_owned(), said, ends })? }))
}

#[derive(Template)]
#[template(path = "closing/home.html")]
struct HomeHtml {
    t: T,
    case: String,
    said: Vec<String>,
    more: bool,
}

/// The section of the portal's home, once it has ended: what happened, in a sentence.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    if !placement::facts(tx, entry)?.ended() {
        return Ok(None);
    }
    let more = entry.may::<SeparationWord, deed::View>();
    drawn(&HomeHtml { t: T(lang), case: entry.placement().to_owned(), said: said(tx, entry, lang)?, more }).map(Some)
}
