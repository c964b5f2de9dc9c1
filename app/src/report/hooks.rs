//! What the reports hand to the case page, to 今日 and to the portal's home: never a word that is not published.

use askama::Template;
use base::actor::Side;
use base::clock::Day;
use base::register::{LineOffer, Report, ReportPublished};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::rules::State;
use super::store::{self, published};
use super::text::T;
use crate::case::{Item, Panel, Sees};
use crate::portal::Ask;
use crate::today::{Bucket, Line};
use crate::web::AppError;

/// Entries for the timeline of the case page: what was published, and corrected.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    if !entry.may::<ReportPublished, deed::View>() {
        return Ok(Vec::new());
    }
    let t = T(lang);
    Ok(published::all(tx, entry)?
        .into_iter()
        .map(|one| Item {
            day: one.created_at.day(),
            order: one.created_at.0,
            filter: "change",
            kind: t.kind().to_owned(),
            title: if one.edition > 1 { t.tl_corrected(one.no) } else { t.tl_published(one.no) },
            text: one.finding,
            sees: if one.audience == "both" { Sees::All } else { Sees::Company },
            by: Side::Bank,
            href: Some(format!("/cases/{}/reports/p/{}", entry.placement(), one.id)),
            ahead: false,
        })
        .collect())
}

#[derive(Template)]
#[template(path = "report/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    making: Option<(String, &'static str)>,
    look: Option<String>,
    last: Option<Last>,
    desk: bool,
}

struct Last {
    id: String,
    name: String,
    finding: String,
    day: String,
    marks: Vec<(String, String)>,
    count: usize,
}

/// The section of the case page: for the desk the draft and the last report with its read marks, for a manager what waits
/// for a second look, for a branch RM what was published.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<ReportPublished, deed::View>() {
        return Ok(None);
    }
    let t = T(lang);
    let desk = entry.seat() == base::access::Seat::Consultant;
    let heads = if entry.may::<Report, deed::View>() { store::heads(tx, entry)? } else { Vec::new() };
    let making = heads.iter().find(|head| head.state() != State::Published);
    let look = heads.iter().find(|head| head.state() == State::SecondLook && !desk).map(|head| head.id.clone());
    let last = match published::all(tx, entry)?.into_iter().next() {
        Some(one) => {
            let marks: Vec<_> = published::reads(tx, entry)?.into_iter().filter(|mark| mark.report == one.id).collect();
            Some(Last {
                name: t.numbered(one.no, one.edition),
                day: t.panel_last(&lang.day(one.created_at.day())),
                finding: one.finding,
                id: one.id,
                count: marks.len(),
                marks: if desk {
                    marks.into_iter().map(|mark| (mark.side, t.read_by(&mark.name, &lang.short_day(mark.at.day())))).collect()
                } else {
                    Vec::new()
                },
            })
        }
        None => None,
    };
    let making = making.filter(|_| desk).map(|head| (head.id.clone(), t.head(head)));
    let html = PanelHtml { t, case: entry.placement().to_owned(), making, look, last, desk };
    Ok(Some(Panel { aside: true, html: drawn(&html)? }))
}

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// What the portal's home asks this party for: a word on words, and to read what arrived.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let t = T(lang);
    let mut asks = Vec::new();
    if entry.may::<LineOffer, deed::View>() {
        for offer in store::open_offers(tx, entry)? {
            asks.push(Ask {
                title: t.a_line().to_owned(),
                text: t.a_line_text().to_owned(),
                href: format!("/my/lines/{offer}"),
                button: t.a_line_do().to_owned(),
            });
        }
    }
    if entry.may::<ReportPublished, deed::View>() {
        let reads = published::reads(tx, entry)?;
        let mut asked = Vec::new();
        for one in published::all(tx, entry)? {
            // Of several editions only the newest is asked for.
            if asked.contains(&one.no) || reads.iter().any(|mark| mark.report == one.id) {
                asked.push(one.no);
                continue;
            }
            asked.push(one.no);
            let day = lang.short_day(one.created_at.day());
            let (title, text) = match one.edition {
                ..=1 => (t.a_report(), t.a_report_text(&day)),
                _ => (t.a_mended(), t.a_mended_text(&t.numbered(one.no, one.edition), &day)),
            };
            asks.push(Ask { title: title.to_owned(), text, href: format!("/my/reports/{}", one.id), button: t.read_it().to_owned() });
        }
    }
    Ok(asks)
}

#[derive(Template)]
#[template(path = "report/home.html")]
struct HomeHtml {
    t: T,
    case: String,
    id: String,
    finding: String,
    day: String,
    iso: String,
    /// Number and edition of a correction; empty for a first edition.
    mended: String,
}

/// The section of the portal's home: the latest report.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    if !entry.may::<ReportPublished, deed::View>() {
        return Ok(None);
    }
    let Some(one) = published::all(tx, entry)?.into_iter().next() else { return Ok(None) };
    let day = one.created_at.day();
    let case = entry.placement().to_owned();
    let t = T(lang);
    let mended = if one.edition > 1 { t.numbered(one.no, one.edition) } else { String::new() };
    drawn(&HomeHtml { t, case, id: one.id, finding: one.finding, day: lang.short_day(day), iso: day.to_string(), mended }).map(Some)
}

/// Lines for a manager's 今日: what was put before them for a second look.
///
/// # Errors
/// The store's own.
pub fn looks_lines(tx: &Read<'_>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let line = |waiting: store::Waiting| Line {
        bucket: Bucket::Today,
        day: Some(today),
        when: t.l_today().to_owned(),
        href: format!("/cases/{}/reports/{}", waiting.case, waiting.id),
        case: waiting.case,
        who: String::new(),
        what: t.l_what().to_owned(),
        why: t.l_asked(&waiting.author.unwrap_or_default()),
        button: t.l_go_review().to_owned(),
    };
    Ok(store::waiting(tx)?.into_iter().map(line).collect())
}

/// Lines for 今日: a draft to finish, one that came back, one to share, and what waits for a manager or a writer.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let makings = match store::makings(tx, case) {
        Ok(makings) => makings,
        Err(StoreError::NotFound) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    Ok(makings
        .into_iter()
        .map(|making| {
            let (bucket, when, why, review) = match making.state() {
                _ if making.hold == "held" => (Bucket::Today, t.l_held_when(), t.l_held(), true),
                _ if making.hold == "stopped" => (Bucket::Today, t.l_today(), t.l_stopped(), true),
                State::Approved => (Bucket::Today, t.l_today(), t.l_approved(), true),
                State::SecondLook => (Bucket::Waiting, t.l_waiting_look(), t.l_look_why(), true),
                _ if making.returned => (Bucket::Today, t.l_today(), t.l_returned(), false),
                _ if making.open > 0 => (Bucket::Waiting, t.l_waiting_line(), t.l_line_why(), false),
                _ if making.answered > 0 => (Bucket::Today, t.l_today(), t.l_answered(), true),
                _ => (Bucket::Week, t.l_draft_when(), t.l_draft(), false),
            };
            Line {
                bucket,
                day: (bucket == Bucket::Today).then_some(today),
                when: when.to_owned(),
                href: format!("/cases/{}/reports/{}{}", making.case, making.id, if review { "/review" } else { "" }),
                case: making.case,
                who: String::new(),
                what: t.l_what().to_owned(),
                why: why.to_owned(),
                button: if review { t.l_go_review() } else { t.l_go_draft() }.to_owned(),
            }
        })
        .collect())
}
