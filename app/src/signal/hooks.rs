//! What the signals hand to the case page and to 今日: which rule spoke, and since when. The evidence stands on a page of its own.

use askama::Template;
use base::register::Signal;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::store::{self, Row};
use super::text::T;
use crate::placement;
use crate::today::{Bucket, Line};
use crate::web::AppError;

/// Lines for 今日, one for each open signal: they stand in the week and never press.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let rows = match store::open(tx, case.unwrap_or_default()) {
        Ok(rows) => rows,
        Err(StoreError::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let line = |row: Row| {
        let rule = row.rule()?;
        let day = row.created_at.day();
        let kind = match row.party() {
            Some(side) => t.kind_of(t.kind(rule), crate::web::text::T(lang).side(side)),
            None => t.kind(rule).to_owned(),
        };
        Some(Line {
            bucket: Bucket::Week,
            day: Some(day),
            when: t.since(&lang.short_day(day)),
            href: format!("/cases/{}/signals/{}", row.case, row.id),
            what: t.kind(rule).to_owned(),
            why: format!("{kind}{}{}", t.colon(), t.sentence(rule)),
            case: row.case,
            who: String::new(),
            button: t.look().to_owned(),
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

#[derive(Template)]
#[template(path = "signal/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    rows: Vec<PanelRow>,
    words: String,
}

struct PanelRow {
    id: String,
    mark: &'static str,
    reason: &'static str,
    /// Whose matter it is: code and word.
    party: Option<(&'static str, &'static str)>,
    since: String,
}

/// The section beside the case page: for the desk which rule spoke, for a manager how many and how old. None after the end.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<crate::case::Panel>, AppError> {
    if !entry.may::<Signal, deed::Exists>() || placement::facts(tx, entry)?.state != "joined" {
        return Ok(None);
    }
    let (t, case) = (T(lang), entry.placement().to_owned());
    let (rows, words) = if entry.may::<Signal, deed::View>() {
        let row = |row: &Row| {
            let rule = row.rule()?;
            Some(PanelRow {
                id: row.id.clone(),
                mark: T::mark(rule),
                reason: t.sentence(rule),
                party: row.party().map(|side| (side.code(), crate::web::text::T(lang).side(side))),
                since: t.since(&lang.short_day(row.created_at.day())),
            })
        };
        let rows: Vec<_> = store::all(tx, entry)?.iter().filter(|row| row.is_open()).filter_map(row).collect();
        let words = if rows.is_empty() { t.none_open().to_owned() } else { String::new() };
        (rows, words)
    } else {
        (Vec::new(), counted(tx, entry, lang)?)
    };
    let html = PanelHtml { t, case, rows, words };
    let html = html.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))?;
    Ok(Some(crate::case::Panel { aside: true, html }))
}

/// How many wait and how old the oldest is, in words.
pub(super) fn counted(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<String, AppError> {
    let t = T(lang);
    let open: Vec<_> = store::traces(tx, entry)?.into_iter().filter(|trace| trace.state == "open").collect();
    Ok(open.first().map_or_else(|| t.none_open().to_owned(), |oldest| t.counted(open.len(), &lang.short_day(oldest.created_at.day()))))
}
