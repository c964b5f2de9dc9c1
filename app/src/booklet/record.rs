//! Agreements that were not given on a screen: by word of mouth, or on a page that was signed by hand and photographed.
//!
//! The desk records who, when and where; both are marked so everywhere, and the one who agreed is told of it. A picture
//! is judged by its content, sealed under the side that signed, and handed out only as an attachment, with a trace.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::{Booklet, BookletSeal};
use base::store::{Entry, Read, deed};
use http::StatusCode;

use super::rules::{Paper, Refusal};
use super::store::{self, Halt};
use super::text::{F, T};
use super::view::{Document, standing};
use super::web::{answer, hashes, open_words, told};
use crate::agreement::signed::{self, Signed};
use crate::agreement::text::S;
use crate::agreement::{self, Eyes, Given, Owner, People, Reached, Sealing, Way, carry_out, shown};
use crate::goal_sheet;
use crate::upload;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, page_with};

#[derive(Template)]
#[template(path = "booklet/record.html")]
struct RecordPage {
    f: Frame,
    t: T,
    w: F,
    s: S,
    g: goal_sheet::text::T,
    case: String,
    form: Form,
    errors: Errors,
    people: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    open: Vec<String>,
    doc: Document,
    parts: Vec<(String, String)>,
    goal_parts: Vec<(String, String)>,
    told: Vec<String>,
    readers: Vec<(String, String)>,
    notice: String,
}

/// The signatories whose agreement is open: side, who, how they hear of the record.
fn askable(tx: &Read<'_>, entry: &Entry, paper: &Paper, people: &People) -> Result<Vec<(Side, Owner, Reached)>, AppError> {
    entry.pass::<BookletSeal, deed::SealIt>()?;
    let mut all = agreement::receivers(tx, entry, people)?;
    all.retain(|(side, ..)| !paper.ended && !paper.open(*side).is_empty());
    Ok(all)
}

async fn record_page(cx: &Cx, case: &str, status: StatusCode, mut form: Form, errors: Errors, notice: &str) -> Answer {
    let (t, w, lang, asked) = (T(cx.lang), F(cx.lang), cx.lang, case.to_owned());
    let (paper, people, whom, chapter, goals) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Booklet, deed::Change>()?;
            let paper = store::load(tx, &entry)?.ok_or(AppError::NotFound)?;
            let people = agreement::of(tx, &entry)?;
            let whom = askable(tx, &entry, &paper, &people)?;
            let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
            let chapter = goal_sheet::chapter(tx, &entry, &eyes)?;
            let mut goals = Vec::new();
            for side in [Side::Company, Side::Person] {
                goals.push((side, goal_sheet::open_for(tx, &entry, side, lang)?));
            }
            Ok::<_, AppError>((paper, people, whom, chapter, goals))
        })
        .await?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
    if form.get("on").is_empty() && errors.is_empty() {
        form.set("on", &cx.today().to_string());
        form.set("way", Way::Spoken.code());
    }
    let words = chapter.as_ref().map(|chapter| chapter.words.clone());
    let page = RecordPage {
        f: cx.frame(w.record_title(), Nav::Cases).await?,
        t,
        w,
        s: S(lang),
        g: goal_sheet::text::T(lang),
        case: case.to_owned(),
        form,
        errors,
        people: whom.iter().map(|(side, owner, _)| (owner.id.clone(), format!("{}({})", owner.name, eyes.party(*side)))).collect(),
        ways: signed::ways(lang),
        open: open_words(&paper, &goals, &eyes),
        parts: hashes(&paper),
        goal_parts: chapter.map(|chapter| chapter.parts).unwrap_or_default(),
        doc: standing(&paper, words, &eyes),
        told: told(&whom.iter().map(|(side, owner, how)| (*side, owner.clone(), how.at_once())).collect::<Vec<_>>(), |_| true, lang),
        readers: eyes.readers(),
        notice: notice.to_owned(),
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/booklet/record`: who agreed, when, and how.
pub async fn form(cx: Cx, Path(case): Path<String>) -> Answer {
    record_page(&cx, &case, StatusCode::OK, Form::default(), Errors::none(), "").await
}

/// `POST /cases/{case}/booklet/record`: records an agreement to booklet and goals as they were shown; the one who gave it is
/// told by mail.
pub async fn keep(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let said = match signed::told(&form, &cx) {
        Ok(said) => Arc::new(said),
        Err(errors) => return record_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors, "").await,
    };
    let (asked, who) = (case.clone(), form.get("who").to_owned());
    let (parts, goals) = (shown(&form, "part"), shown(&form, "goal"));
    let done = carry_out(&cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        let paper = store::load(tx, &entry)?.ok_or(AppError::NotFound)?;
        let people = agreement::of(tx, &entry)?;
        let whom = askable(tx, &entry, &paper, &people)?;
        let (side, owner, reached) =
            whom.into_iter().find(|(_, owner, _)| owner.id == who).ok_or(Refusal::Sealing(agreement::Refusal::Changed))?;
        let given = Given {
            party: side,
            told: if reached.by_mail() { vec![agreement::holder(side, &owner)] } else { Vec::new() },
            name: owner.name,
            way: said.way,
            said_where: said.place.clone(),
            said_on: said.on,
        };
        let event = store::seal(tx, &entry, &given, &parts, Some(&goals))?;
        signed::keep(tx, &entry, &given, Signed::Booklet, &said)?;
        Ok((event, format!("/cases/{asked}/booklet?done=recorded")))
    });
    match done.await {
        Err(Halt::Refused(Refusal::Sealing(agreement::Refusal::Changed)) | Halt::App(AppError::Stale)) => {
            record_page(&cx, &case, StatusCode::CONFLICT, form, Errors::none(), t.changed_meanwhile()).await
        }
        other => answer(&cx, &case, other).await,
    }
}

/// `GET /cases/{case}/booklet/signed/{id}`: the picture of a signed page, as an attachment; the reading leaves its trace.
pub async fn page(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let s = S(cx.lang);
    let (on, kind, bytes) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let opened = signed::open(tx, &entry, &id)?;
            let done = tx.commit(&Event::TextRead(Some(&case), &id), "")?;
            Ok::<_, AppError>(done.with(opened))
        })
        .await?;
    let name = s.page_name(&on.map(|day| day.to_string()).unwrap_or_default());
    Ok(upload::send(&format!("{name}.{}", kind.code()), kind, bytes))
}
