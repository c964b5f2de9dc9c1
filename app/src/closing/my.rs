//! The end as company and person see it: the day, what they keep and until when, and their own reason if they like.

use askama::Template;
use axum::response::Response;
use base::event::Event;
use base::register::{Placement, Refund, SeparationWord};
use base::sql;
use base::store::deed;
use http::StatusCode;

use super::ending::{said, working};
use super::store;
use super::text::T;
use crate::change::{asked, named, readers, switch};
use crate::next_proposal::commas;
use crate::placement::rules::{SENTENCE, fold_sentence, too_long};
use crate::portal;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "closing/my_ending.html")]
struct MyPage {
    f: Frame,
    t: T,
    case: String,
    cases: Vec<(String, String, bool)>,
    said: Vec<String>,
    keep: String,
    refund: Option<(String, Vec<String>)>,
    /// What this party wrote: day and words.
    own: Vec<(String, String)>,
    readers: Vec<String>,
    over: bool,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, cases, said, until, refund, own, mut reads, person, over) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let case = entry.placement().to_owned();
            let own = store::reasons(tx, &entry)?.into_iter().map(|one| (lang.day(one.at.day()), one.body)).collect::<Vec<_>>();
            let (until,): (Option<i64>,) =
                tx.one(&entry.pass::<Placement, deed::View>()?, sql!(Placement => "select person_until from placements"), vec![])?;
            let refund = if entry.may::<Refund, deed::View>() { store::back(tx, &entry)? } else { None };
            let drawn = (
                case.clone(),
                switch(tx, &entry, lang)?,
                self::said(tx, &entry, lang)?,
                until,
                refund.map(|back| (t.r_amount(&commas(back.amount)), working(&back, lang))),
                own,
                self::readers(tx, &entry, lang)?,
                entry.seat() == base::access::Seat::Person,
                entry.is_over(),
            );
            tx.commit(&Event::TextRead(Some(&case), &case).detail("own reasons"), "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    reads.push(crate::web::text::T(lang).seat_officer().to_owned());
    let last = until.map(|at| lang.day(base::clock::Instant(at).day().plus(-1)));
    let keep = match (over, person, last) {
        (false, _, _) => t.my_running().to_owned(),
        (true, true, Some(day)) => t.my_keep_person(&day),
        (true, _, _) => t.my_keep_company().to_owned(),
    };
    let f = cx.frame(t.my_title(), Nav::Home).await?;
    page_with(status, &MyPage { f, t, case, cases, said, keep, refund, own, readers: reads, over, form, errors })
}

/// `GET /my/ending`. Opening it leaves a trace.
pub async fn show(cx: Cx) -> Answer {
    draw(&cx, asked(&cx, "case"), StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /my/ending`: why, in this party's own words; the other side does not read it.
pub async fn write(cx: Cx, form: Form) -> Result<Response, AppError> {
    let (t, case) = (T(cx.lang), form.trimmed("case").to_owned());
    let body = fold_sentence(form.get("body"));
    let mut errors = Errors::none();
    too_long(&mut errors, "body", &body, SENTENCE, cx.lang);
    if body.is_empty() {
        errors.add("body", crate::web::text::T(cx.lang).e_required(t.word_body()));
    }
    if !errors.is_empty() {
        return draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    let (of, words) = (case.clone(), body);
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = portal::one_case(tx, named(&of))?;
            entry.pass::<SeparationWord, deed::Change>()?;
            if !entry.is_over() {
                return Err(AppError::Stale);
            }
            let side = tx.actor().side();
            let id = store::word(tx, &entry, side, &words)?;
            let back = format!("/my/ending?case={}&done=answered_desk", entry.placement());
            let event = Event::SeparationWorded(Some(entry.placement()), &id).detail(side.code());
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(AppError::Stale) => {
            let errors = Errors::one("body", t.my_running());
            draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await
        }
        Err(error) => Err(error),
    }
}
