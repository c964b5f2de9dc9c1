//! What the change board hands to the case page, to 今日 and to the portal's home: never a private word.

use askama::Template;
use base::clock::Day;
use base::register::{ExpectedChange, Observation};
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::rules::{Trace, by_month, by_side};
use super::store::{self, side_of};
use super::text::T;
use crate::case::{Item, Panel, Sees};
use crate::portal::Ask;
use crate::today::{Bucket, Line};
use crate::web::AppError;

/// Entries for the timeline of the case page: a change that was added, and that someone wrote something.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    let case = entry.placement();
    let mut items = Vec::new();
    let desk = entry.may::<Observation, deed::View>();
    if entry.may::<ExpectedChange, deed::View>() {
        for wish in store::wishes(tx, entry)? {
            items.push(Item {
                day: wish.created_at.day(),
                order: wish.created_at.0,
                filter: "change",
                kind: t.kind().to_owned(),
                title: t.t_added(&wish.words),
                text: String::new(),
                sees: Sees::All,
                by: side_of(&wish.side),
                href: desk.then(|| format!("/cases/{case}/changes")),
                ahead: false,
            });
        }
    }
    let note = |side: &str, at: base::clock::Instant, seen: Option<Day>, href: Option<String>| {
        let side = side_of(side);
        Item {
            day: at.day(),
            order: at.0,
            filter: "change",
            kind: t.kind_note().to_owned(),
            title: t.note_of(side).to_owned(),
            text: seen.map(|day| t.t_seen(&lang.short_day(day))).unwrap_or_default(),
            sees: match side {
                base::actor::Side::Company => Sees::Company,
                base::actor::Side::Person => Sees::Person,
                base::actor::Side::Bank => Sees::Desk,
            },
            by: side,
            href,
            ahead: false,
        }
    };
    if desk {
        for mark in store::marks(tx, entry)? {
            let about = if mark.change_id.is_empty() { "other" } else { &mark.change_id };
            items.push(note(&mark.side, mark.created_at, Some(mark.seen_on), Some(format!("/cases/{case}/changes/{about}"))));
        }
    } else if entry.may::<Observation, deed::Exists>() {
        for bare in store::bare(tx, entry)? {
            items.push(note(&bare.side, bare.created_at, None, None));
        }
    }
    Ok(items)
}

/// Months in which something was seen: dots and words.
type Months = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "change/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    rows: Vec<(String, Option<Months>)>,
    other: Months,
    total: String,
    desk: bool,
}

/// The section of the case page, where this seat may read it: the changes in words, for the desk with the months in which
/// something was seen, for a manager with their number.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<ExpectedChange, deed::View>() {
        return Ok(None);
    }
    let t = T(lang);
    let desk = entry.may::<Observation, deed::View>();
    let marks = if desk { store::marks(tx, entry)? } else { Vec::new() };
    let months = |about: &str| {
        let traces: Vec<Trace> = marks.iter().filter(|mark| mark.change_id == about).map(store::Mark::trace).collect();
        by_month(&traces, lang)
    };
    let rows = store::wishes(tx, entry)?.into_iter().map(|wish| (wish.words, desk.then(|| months(&wish.id)))).collect();
    let total = if !desk && entry.may::<Observation, deed::Exists>() { t.total(store::bare(tx, entry)?.len()) } else { String::new() };
    let html = PanelHtml { t, case: entry.placement().to_owned(), rows, other: months(""), total, desk };
    Ok(Some(Panel { aside: false, html: drawn(&html)? }))
}

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// What the portal's home asks this party for: nothing. Writing what one saw is an offer, not a request.
///
/// # Errors
/// The store's own.
pub fn asks(_tx: &Read<'_>, _entry: &Entry, _lang: Lang) -> Result<Vec<Ask>, AppError> {
    Ok(Vec::new())
}

#[derive(Template)]
#[template(path = "change/home.html")]
struct HomeHtml {
    t: T,
    case: String,
}

/// The section of the portal's home: an invitation to write what changed.
///
/// # Errors
/// The store's own.
pub fn home(_tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    if !entry.may::<Observation, deed::Change>() {
        return Ok(None);
    }
    drawn(&HomeHtml { t: T(lang), case: entry.placement().to_owned() }).map(Some)
}

/// Lines for 今日: three notes that may be used and no draft open (ux.md §4.3, screen 18).
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, _today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let ripe = match store::ripe(tx, case) {
        Ok(ripe) => ripe,
        Err(base::store::StoreError::NotFound) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    Ok(ripe
        .into_iter()
        .map(|ripe| Line {
            bucket: Bucket::Week,
            day: None,
            when: t.l_when().to_owned(),
            href: format!("/cases/{}/reports", ripe.case),
            case: ripe.case,
            who: String::new(),
            what: t.l_what().to_owned(),
            why: t.l_why(ripe.notes),
            button: t.l_button().to_owned(),
        })
        .collect())
}

/// Lines per side for a change, for the desk's board.
pub(super) fn sides(marks: &[store::Mark], about: &str, today: Day, lang: Lang) -> Vec<(&'static str, String)> {
    let traces: Vec<Trace> = marks.iter().filter(|mark| mark.change_id == about).map(store::Mark::trace).collect();
    by_side(&traces, today, lang).into_iter().map(|(side, words)| (side.code(), words)).collect()
}
