//! What is put before the company: word for word, on its page and on paper.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{NextProposal, ProposalSheet};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;
use paper::document::Block;

use super::rules::State;
use super::store::{self, Sheet};
use super::text::T;
use super::web::draw;
use crate::placement;
use crate::print::{self, Out};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page};

/// `POST /proposals/{id}/hand`: puts the proposal before the company as it stands.
pub async fn hand(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, which, seen) = (T(cx.lang), id.clone(), form.version());
    let handed = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, one) = store::one(tx, &which)?;
            entry.pass::<ProposalSheet, deed::Change>()?;
            if one.state() == State::Found || one.offer.is_empty() || one.untied.is_empty() || one.version != seen {
                return Err(StoreError::Stale);
            }
            let sheet = store::hand(tx, &entry, &one)?;
            let back = format!("/proposals/{which}?done=handed");
            tx.commit(&Event::ProposalHanded(Some(entry.placement()), &sheet), &back).map(|done| done.with(back))
        })
        .await;
    match handed {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &id, StatusCode::CONFLICT, None, Errors::one("untied", t.hand_not_yet())).await,
        Err(error) => Err(error.into()),
    }
}

struct Paper {
    title: String,
    kind: String,
    issue: String,
    offer: String,
}

fn made(tx: &Read<'_>, entry: &Entry, paper: Paper, day: base::clock::Day, author: &str, lang: Lang) -> Result<Out, AppError> {
    let t = T(lang);
    let head = print::head(tx, lang)?;
    let facts = placement::facts(tx, entry)?;
    let mut document = head.document(&paper.title, tx.now(), author);
    // The sentence at the foot of agreed papers speaks of three parties.
    t.p_foot().clone_into(&mut document.foot);
    document.dates = vec![head.day(day)];
    document.addressees = vec![print::to_company(&facts.company, lang)];
    document.blocks = vec![
        Block::FactBox { title: String::new(), rows: vec![(t.kind().to_owned(), paper.kind), (t.issue().to_owned(), paper.issue)] },
        Block::part(t.p_offer()),
        Block::paragraph(paper.offer),
        Block::part(t.p_free()),
        Block::paragraph(t.p_untied(head.own())),
    ];
    Ok(Out { name: t.sheet_title().to_owned(), case: entry.placement().to_owned(), kind: "proposal".to_owned(), document })
}

fn of_sheet(t: T, sheet: Sheet) -> Paper {
    Paper { title: t.sheet_title().to_owned(), kind: t.kind_word(&sheet.kind).to_owned(), issue: sheet.issue, offer: sheet.offer }
}

/// `GET /proposals/{id}/paper`: the proposal as it was put before the company, or as it stands before that.
pub async fn paper(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    print::printed(&cx, move |tx| {
        let (entry, one) = store::one(tx, &id)?;
        entry.pass::<NextProposal, deed::Change>()?;
        let last = store::sheets(tx, &entry)?.into_iter().find(|sheet| sheet.proposal == one.id);
        match last {
            Some(sheet) => {
                let (day, author) = (sheet.created_at.day(), sheet.author_name.clone());
                made(tx, &entry, of_sheet(t, sheet), day, &author, lang)
            }
            None => {
                let author = store::name_of(tx, &one.author)?;
                let paper = Paper {
                    title: t.sheet_title().to_owned(),
                    kind: t.kind_word(&one.kind).to_owned(),
                    issue: one.issue,
                    offer: one.offer,
                };
                let mut out = made(tx, &entry, paper, tx.now().day(), &author, lang)?;
                t.p_draft().clone_into(&mut out.document.mark);
                Ok(out)
            }
        }
    })
    .await
}

fn mine(tx: &Read<'_>, id: &str) -> Result<(Entry, Sheet), AppError> {
    let entry = tx.enter(&store::case_of_sheet(tx, id)?)?;
    let sheet = store::sheets(tx, &entry)?.into_iter().find(|sheet| sheet.id == id).ok_or(AppError::NotFound)?;
    Ok((entry, sheet))
}

#[derive(Template)]
#[template(path = "next_proposal/my_show.html")]
struct MyPage {
    f: Frame,
    t: T,
    id: String,
    day: String,
    author: String,
    kind: &'static str,
    issue: String,
    offer: String,
    free: String,
}

/// `GET /my/proposals/{id}`: what the institution proposes to the company.
pub async fn my_show(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, lang, which) = (T(cx.lang), cx.lang, id.clone());
    let sheet = cx.db.read(cx.actor()?, move |tx| mine(tx, &which).map(|(_, sheet)| sheet)).await?;
    let f = cx.frame(t.sheet_title(), Nav::Home).await?;
    let free = t.p_untied(f.house.own(lang));
    let day = lang.day(sheet.created_at.day());
    page(&MyPage { f, t, id, day, author: sheet.author_name, kind: t.kind_word(&sheet.kind), issue: sheet.issue, offer: sheet.offer, free })
}

/// `GET /my/proposals/{id}/paper`.
pub async fn my_paper(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    print::printed(&cx, move |tx| {
        let (entry, sheet) = mine(tx, &id)?;
        let (day, author) = (sheet.created_at.day(), sheet.author_name.clone());
        made(tx, &entry, of_sheet(t, sheet), day, &author, lang)
    })
    .await
}
