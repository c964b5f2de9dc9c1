//! What dialogues and visits hand to the case page, to 今日 and to the portal's home: never one side's words.

use askama::Template;
use base::actor::Side;
use base::clock::{Day, MINUTE};
use base::register::{Dialogue, DialogueWord};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::store;
use super::text::T;
use super::web::{View, view};
use crate::case::{Item, Panel, Sees};
use crate::today::{Bucket, Line};
use crate::web::AppError;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// Where it stands within its day: microseconds, by its time.
fn order(day: Day, at: &str) -> i64 {
    let (hour, minute) = at.split_once(':').unwrap_or(("0", "0"));
    day.start().0 + (hour.parse::<i64>().unwrap_or(0) * 60 + minute.parse::<i64>().unwrap_or(0)) * MINUTE
}

/// Entries for the timeline of the case page.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    let case = entry.placement();
    let mut items = Vec::new();
    if entry.may::<Dialogue, deed::View>() {
        for meeting in store::all(tx, entry)? {
            items.push(Item {
                day: meeting.on,
                order: order(meeting.on, &meeting.at),
                filter: "talk",
                kind: t.kind_word(meeting.kind()).to_owned(),
                title: if meeting.aim.is_empty() { t.kind_word(meeting.kind()).to_owned() } else { meeting.aim.clone() },
                text: if meeting.state == "cancelled" { t.cancelled().to_owned() } else { meeting.everyone() },
                sees: Sees::All,
                by: Side::Bank,
                href: Some(format!("/cases/{case}/dialogues/{}", meeting.id)),
                ahead: meeting.state == "planned",
            });
        }
    }
    if entry.may::<DialogueWord, deed::Exists>() {
        for trace in store::traces(tx, entry)? {
            let company = trace.side == Side::Company.code();
            items.push(Item {
                day: trace.at.day(),
                order: trace.at.0,
                filter: "talk",
                kind: t.title().to_owned(),
                title: t.t_private().to_owned(),
                text: String::new(),
                sees: if company { Sees::Company } else { Sees::Person },
                by: if company { Side::Company } else { Side::Person },
                href: entry.may::<DialogueWord, deed::Change>().then(|| format!("/cases/{case}/dialogues")),
                ahead: false,
            });
        }
    }
    Ok(items)
}

#[derive(Template)]
#[template(path = "dialogue/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    views: Vec<View>,
}

/// The section beside the case page: the next ones and the last.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<Dialogue, deed::View>() {
        return Ok(None);
    }
    let all = store::all(tx, entry)?;
    let (planned, held): (Vec<_>, Vec<_>) =
        all.iter().filter(|meeting| meeting.state != "cancelled").partition(|meeting| meeting.state == "planned");
    let views = planned.into_iter().take(3).chain(held.into_iter().rev().take(1)).map(|meeting| view(meeting, lang)).collect();
    let html = PanelHtml { t: T(lang), case: entry.placement().to_owned(), views };
    Ok(Some(Panel { aside: true, html: drawn(&html)? }))
}

#[derive(Template)]
#[template(path = "dialogue/home.html")]
struct HomeHtml {
    t: T,
    case: String,
    next: Vec<View>,
}

/// The section of the portal's home: the next ones this party knows of.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    let all = store::all(tx, entry)?;
    if all.iter().all(|meeting| meeting.state == "cancelled") {
        return Ok(None);
    }
    let next = all.iter().filter(|meeting| meeting.state == "planned").take(3).map(|meeting| view(meeting, lang)).collect();
    drawn(&HomeHtml { t: T(lang), case: entry.placement().to_owned(), next }).map(Some)
}

/// Lines for 今日: those planned for the week, and those past of which nothing is recorded.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let until = if case.is_none() { today.plus(6) } else { today.plus_months(36) };
    let due = match store::due(tx, case.unwrap_or_default(), until) {
        Ok(due) => due,
        Err(StoreError::NotFound) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let line = |due: store::Due| {
        let bucket = Bucket::of(due.on, today);
        let day = lang.short_day(due.on);
        let (why, button, page) = match bucket {
            Bucket::Overdue => (t.l_overdue(&day), t.l_record(), "/record"),
            Bucket::Today => (t.l_today().to_owned(), t.l_see(), ""),
            _ => (t.l_ahead().to_owned(), t.l_see(), ""),
        };
        Line {
            bucket,
            day: Some(due.on),
            when: if due.at.is_empty() { day } else { t.when(&day, &due.at) },
            href: format!("/cases/{}/dialogues/{}{page}", due.case, due.id),
            what: t.kind_word(due.kind()).to_owned(),
            case: due.case,
            who: String::new(),
            why,
            button: button.to_owned(),
        }
    };
    Ok(due.into_iter().map(line).collect())
}
