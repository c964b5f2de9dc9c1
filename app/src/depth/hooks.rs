//! What depth hands to the case page: one sentence and the way to it.

use askama::Template;
use base::register::Touch;
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::text::T;
use super::web::told;
use crate::case::Panel;
use crate::web::AppError;

#[derive(Template)]
#[template(path = "depth/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    told: Vec<String>,
}

/// The section of the case page.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<Touch, deed::View>() {
        return Ok(None);
    }
    let html = PanelHtml { t: T(lang), case: entry.placement().to_owned(), told: told(tx, entry, lang)?.sentences };
    let html = html.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))?;
    Ok(Some(Panel { aside: true, html }))
}
