//! Published reports as staff read them, with read marks, and the beginning of a correction.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::Report;
use base::store::{StoreError, deed};

use super::rules::{Content, State};
use super::store::{self, published};
use super::text::T;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Form, Frame, go, page};

#[derive(Template)]
#[template(path = "report/published.html")]
struct PublishedPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    short: String,
    c: Content,
    newest: Option<String>,
    mended: Option<Vec<(String, String)>>,
    company_alone: bool,
    marks: Vec<(String, String)>,
    count: usize,
    mails: i64,
    desk: bool,
}

/// `GET /cases/{case}/reports/p/{id}`: a published report, as both sides read it; the desk sees who said they have read
/// it, the others how many.
pub async fn published(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (of, which) = (case.clone(), id.clone());
    let (one, newest, mended, reads, mails, desk, short) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&of)?;
            let (one, edition, newest) = published::one(tx, &entry, &which)?;
            let reads: Vec<_> = published::reads(tx, &entry)?.into_iter().filter(|mark| mark.report == which).collect();
            let newest = (edition > one.edition).then_some(newest);
            let desk = entry.may::<Report, deed::Change>() && entry.seat() == base::access::Seat::Consultant;
            let mails = if desk { published::waiting_mails(tx, &entry, &which)? } else { 0 };
            let mended = published::mended(tx, &entry, &one)?;
            Ok::<_, AppError>((one, newest, mended, reads, mails, desk, placement::facts(tx, &entry)?.short(lang)))
        })
        .await?;
    let c = one.content()?;
    let marks = if desk {
        reads.iter().map(|mark| (mark.side.clone(), t.read_by(&mark.name, &lang.moment(mark.at)))).collect()
    } else {
        Vec::new()
    };
    let page_of = PublishedPage {
        f: cx.frame(t.headed(c.no, c.edition), Nav::Cases).await?,
        t,
        case,
        id,
        short,
        newest,
        mended,
        company_alone: one.audience == "company",
        count: reads.len(),
        mails,
        marks,
        desk,
        c,
    };
    page(&page_of)
}

/// `POST /cases/{case}/reports/p/{id}/correct`: begins the next edition of the newest one; the older stays as it was read.
pub async fn correct(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let db = cx.db.clone();
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            entry.pass::<Report, deed::Change>()?;
            let (one, edition, _) = published::one(tx, &entry, &id)?;
            if edition > one.edition {
                return Err(AppError::NotFound);
            }
            let open = store::heads(tx, &entry)?.into_iter().find(|head| head.no == one.no && head.state() != State::Published);
            let draft = match open {
                Some(head) => head.id,
                None => store::begin_correction(tx, &entry, &one.report, db.vault())?,
            };
            let back = format!("/cases/{case}/reports/{draft}");
            let event = Event::ReportDrafted(Some(&case), &draft).detail("correction");
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(|error: StoreError| error.into())
        })
        .await?;
    Ok(go(&back))
}
