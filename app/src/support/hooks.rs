//! What support given hands to the case page, to 今日 and to the portal's home.

use askama::Template;
use base::clock::Day;
use base::register::Support;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::rules::left_alone;
use super::store::{self, Looked};
use super::text::T;
use crate::today::{Bucket, Line};
use crate::web::AppError;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// The care points of a case that nobody looked after, in words; none when there is none.
fn alone(looked: &Looked, today: Day, lang: Lang) -> Option<String> {
    let (t, c) = (T(lang), crate::check_in::text::T(lang));
    let left = left_alone(looked.since, today, |care| looked.last.get(care).copied());
    let (first, more) = left.split_first()?;
    Some(more.iter().fold(c.care_point(first).to_owned(), |all, care| t.both(&all, c.care_point(care))))
}

#[derive(Template)]
#[template(path = "support/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    words: String,
}

/// The section beside the case page: how much was done, and for the desk what nobody looks after.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<crate::case::Panel>, AppError> {
    if !entry.may::<Support, deed::View>() || !matches!(crate::placement::facts(tx, entry)?.state.as_str(), "joined" | "closed") {
        return Ok(None);
    }
    let t = T(lang);
    let case = entry.placement().to_owned();
    let left = if entry.may::<Support, deed::Change>() {
        store::looked(tx, &case)?.first().and_then(|looked| alone(looked, tx.now().day(), lang))
    } else {
        None
    };
    let words = match (left, store::given(tx, entry)?.len()) {
        (Some(points), _) => t.panel_left(&points),
        (None, 0) => t.panel_none().to_owned(),
        (None, n) => t.panel_n(n),
    };
    Ok(Some(crate::case::Panel { aside: true, html: drawn(&PanelHtml { t, case, words })? }))
}

#[derive(Template)]
#[template(path = "support/home.html")]
struct HomeHtml {
    t: T,
    case: String,
}

/// The section of the portal's home: the way to what was done, once something was.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    if !entry.may::<Support, deed::View>() || store::given(tx, entry)?.is_empty() {
        return Ok(None);
    }
    drawn(&HomeHtml { t: T(lang), case: entry.placement().to_owned() }).map(Some)
}

/// Lines for 今日: one a case, for the care points nobody looked after. They stand last of the week, and never press.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let looked = match store::looked(tx, case.unwrap_or_default()) {
        Ok(looked) => looked,
        Err(StoreError::NotFound) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let line = |one: Looked| {
        let points = alone(&one, today, lang)?;
        Some(Line {
            bucket: Bucket::Week,
            day: Some(today.plus(6)),
            when: t.line_when().to_owned(),
            href: format!("/cases/{}/support", one.case),
            case: one.case,
            who: String::new(),
            what: t.title().to_owned(),
            why: t.line_why(&points),
            button: t.open().to_owned(),
        })
    };
    Ok(looked.into_iter().filter_map(line).collect())
}
