//! What the gap register hands to the case page, to 今日, to the talks and to the portal's home: never a private word.

use askama::Template;
use base::actor::Side;
use base::clock::Day;
use base::register::{Gap as GapRecord, GapDesk, GapOwn};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::rules::{State, due};
use super::store;
use super::text::T;
use crate::case::{Item, Panel, Sees};
use crate::change::side_of;
use crate::today::{Bucket, Line};
use crate::web::AppError;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// Entries for the timeline of the case page: what was added and how it came, and that something is kept for the desk.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    let mut items = Vec::new();
    let desk = entry.may::<GapDesk, deed::Change>();
    let case = entry.placement();
    let item = |day: Day, order: i64, by: Side, title: String, text: String, sees: Sees, href: Option<String>| Item {
        day,
        order,
        filter: "change",
        kind: t.kind().to_owned(),
        title,
        text,
        sees,
        by,
        href,
        ahead: false,
    };
    if entry.may::<GapRecord, deed::View>() {
        let href = || desk.then(|| format!("/cases/{case}/gaps"));
        let gaps = store::shared(tx, entry)?;
        for look in store::looks(tx, entry)? {
            if let Some(gap) = gaps.iter().find(|gap| gap.id == look.gap) {
                let title = t.t_looked(&gap.words, t.state_word(look.state()));
                items.push(item(look.looked_on, look.created_at.0, side_of(&look.side), title, look.words, Sees::All, href()));
            }
        }
        for gap in gaps {
            items.push(item(
                gap.created_at.day(),
                gap.created_at.0,
                side_of(&gap.side),
                t.t_added(&gap.words),
                String::new(),
                Sees::All,
                href(),
            ));
        }
    }
    let private = || desk.then(|| format!("/cases/{case}/gaps/private"));
    if entry.may::<GapOwn, deed::Exists>() {
        for trace in store::own_traces(tx, entry)? {
            let sees = if trace.side == Side::Company.code() { Sees::Company } else { Sees::Person };
            items.push(item(
                trace.created_at.day(),
                trace.created_at.0,
                side_of(&trace.side),
                t.t_own().to_owned(),
                String::new(),
                sees,
                private(),
            ));
        }
    }
    if entry.may::<GapDesk, deed::Exists>() {
        for trace in store::desk_traces(tx, entry)? {
            items.push(item(
                trace.created_at.day(),
                trace.created_at.0,
                Side::Bank,
                t.t_desk().to_owned(),
                String::new(),
                Sees::Desk,
                private(),
            ));
        }
    }
    Ok(items)
}

#[derive(Template)]
#[template(path = "gap/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    rows: Vec<(String, &'static str, &'static str)>,
    private: String,
    desk: bool,
    see: &'static str,
}

/// The section of the case page: the shared gaps in words, and how many are kept for the desk.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<GapRecord, deed::View>() {
        return Ok(None);
    }
    let t = T(lang);
    let rows =
        store::shared(tx, entry)?.into_iter().map(|gap| (gap.words.clone(), t.state_word(gap.state()), gap.state().mark())).collect();
    let private = if entry.may::<GapOwn, deed::Exists>() && entry.may::<GapDesk, deed::Exists>() {
        let own = store::own_traces(tx, entry)?;
        let company = own.iter().filter(|trace| trace.side == Side::Company.code()).count();
        let ours = store::desk_traces(tx, entry)?.len();
        if own.is_empty() && ours == 0 { String::new() } else { t.panel_private(company, own.len() - company, ours) }
    } else {
        String::new()
    };
    let desk = entry.may::<GapRecord, deed::Change>();
    let see = crate::web::text::T(lang).see_all();
    let html = PanelHtml { t, case: entry.placement().to_owned(), rows, private, desk, see };
    Ok(Some(Panel { aside: false, html: drawn(&html)? }))
}

/// The open shared gaps in words, to be shown beside the note of a talk.
///
/// # Errors
/// The store's own.
pub fn open_ones(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<String, AppError> {
    let t = T(lang);
    let rows: Vec<(String, String)> = store::shared(tx, entry)?
        .into_iter()
        .filter(|gap| gap.state().is_open())
        .map(|gap| (gap.words.clone(), if gap.sign.is_empty() { String::new() } else { t.signed(&gap.sign) }))
        .collect();
    if rows.is_empty() {
        return Ok(String::new());
    }
    drawn(&BesideHtml { t, case: entry.placement().to_owned(), rows })
}

#[derive(Template)]
#[template(path = "gap/beside.html")]
struct BesideHtml {
    t: T,
    case: String,
    rows: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "gap/home.html")]
struct HomeHtml {
    t: T,
    case: String,
    text: String,
}

/// The section of the portal's home.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    if !entry.may::<GapRecord, deed::View>() {
        return Ok(None);
    }
    let t = T(lang);
    let open = store::shared(tx, entry)?.iter().filter(|gap| gap.state().is_open()).count();
    let text = if open == 0 { t.home_none().to_owned() } else { t.home_open(open) };
    drawn(&HomeHtml { t, case: entry.placement().to_owned(), text }).map(Some)
}

/// Lines for 今日: gaps that are due to be looked at again, one line a case.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let open = match store::open(tx, case.unwrap_or_default()) {
        Ok(open) => open,
        Err(StoreError::NotFound) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut cases: Vec<(String, usize)> = Vec::new();
    for gap in open.into_iter().filter(|gap| due(State::Watching, gap.due_on, gap.looked_on, today)) {
        match cases.last_mut() {
            Some((case, n)) if *case == gap.case => *n += 1,
            _ => cases.push((gap.case, 1)),
        }
    }
    let line = |(case, n): (String, usize)| Line {
        bucket: Bucket::Week,
        day: None,
        when: t.l_when().to_owned(),
        href: format!("/cases/{case}/gaps/look"),
        case,
        who: String::new(),
        what: t.l_what().to_owned(),
        why: t.l_why(n),
        button: t.l_button().to_owned(),
    };
    Ok(cases.into_iter().map(line).collect())
}
