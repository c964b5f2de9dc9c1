//! The code of the private pages: asked for each time, never remembered with the device (quality.md Q39).
//!
//! What is shown needs a code of the last [`SEEN`]; what is typed there may be sent for [`SENT`], so that a long letter is not
//! lost, and after that the form asks for the code itself and keeps every word. The page that asks looks the same whether
//! anything was ever written or not. A code opens the session it was asked in, and no other; the session then goes on under a
//! new cookie (quality.md Q29).

use askama::Template;
use axum::response::Response;
use base::clock::MINUTE;
use base::session::Signed;
use http::StatusCode;

use super::text::T;
use crate::account::{portal_next, read_code};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// How long a code opens the pages.
pub const SEEN: i64 = 10 * MINUTE;
/// How long what was typed may be sent after it.
pub const SENT: i64 = 60 * MINUTE;

fn signed(cx: &Cx) -> Result<&Signed, AppError> {
    cx.signed.as_ref().ok_or(AppError::NotFound)
}

fn within(cx: &Cx, span: i64) -> bool {
    cx.signed.as_ref().is_some_and(|signed| cx.db.clock().now().0 - signed.proved_at.0 < span)
}

/// Whether the private pages may be shown in this session now.
pub fn fresh(cx: &Cx) -> bool {
    within(cx, SEEN)
}

#[derive(Template)]
#[template(path = "channel/code.html")]
struct CodePage {
    f: Frame,
    t: T,
    next: String,
    form: Form,
    errors: Errors,
}

/// The page in place of a private one: get a code, type it.
pub async fn ask(cx: &Cx) -> Answer {
    let next = cx.path.split("done=").next().unwrap_or_default().trim_end_matches(['?', '&']).to_owned();
    draw(cx, StatusCode::OK, next, Form::default(), Errors::none()).await
}

async fn draw(cx: &Cx, status: StatusCode, next: String, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    page_with(status, &CodePage { f: cx.frame(t.code_title(), Nav::Consult).await?, t, next, form, errors })
}

fn own(next: &str) -> &str {
    portal_next(next).filter(|next| next.starts_with("/my/consult") || next.starts_with("/my/passed")).unwrap_or("/my/consult")
}

fn done(next: &str, code: &str) -> String {
    format!("{next}{}done={code}", if next.contains('?') { '&' } else { '?' })
}

async fn order(cx: &Cx) -> Result<(), AppError> {
    let signed = signed(cx)?;
    // Six at once and one each ten minutes for one holder: the code is asked for each time, a flood of mails is not.
    if !cx.db.allow(&format!("proof for {}", signed.actor.id()), 6, 10 * MINUTE).await? {
        return Err(AppError::SlowDown);
    }
    Ok(cx.db.ask_proof(signed).await?)
}

/// `POST /my/consult/code`: a code by mail.
pub async fn send(cx: Cx, form: Form) -> Result<Response, AppError> {
    order(&cx).await?;
    Ok(go(&done(own(form.get("next")), "code_sent")))
}

/// Whether what was typed is the code; a sentence when it is not.
async fn typed(cx: &Cx, form: &Form) -> Result<Result<(), &'static str>, AppError> {
    let t = T(cx.lang);
    let Some(code) = read_code(form.get("code"), false) else { return Ok(Err(t.e_code_digits())) };
    let signed = signed(cx)?;
    let tries = format!("proof of {}", signed.session);
    if !cx.db.allow(&tries, 5, MINUTE).await? {
        return Err(AppError::SlowDown);
    }
    let Some(renewed) = cx.db.prove(signed, &code).await? else { return Ok(Err(t.e_code())) };
    cx.anew.put(renewed);
    cx.db.give_back(&tries, MINUTE).await?;
    Ok(Ok(()))
}

/// `POST /my/consult/prove`: the code opens the private pages of this session for a while.
pub async fn prove(cx: Cx, form: Form) -> Answer {
    let next = own(form.get("next")).to_owned();
    match typed(&cx, &form).await? {
        Ok(()) => Ok(go(&next)),
        // Pressed twice: the first press opened the pages.
        Err(_) if fresh(&cx) => Ok(go(&next)),
        Err(sentence) => draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, next, form, Errors::one("code", sentence)).await,
    }
}

/// `POST /my/consult/leave`: away from here at once; the next look needs a code again.
pub async fn leave(cx: Cx, _form: Form) -> Result<Response, AppError> {
    cx.db.leave_proof(signed(&cx)?).await?;
    Ok(go("/my"))
}

/// Whether a form of a private page may be carried out; else what to put beside its code field. A press on the form's own
/// "send me a code" sends it.
pub async fn may_send(cx: &Cx, form: &Form) -> Result<Result<(), Errors>, AppError> {
    if within(cx, SENT) {
        return Ok(Ok(()));
    }
    let t = T(cx.lang);
    if form.get("act") == "code" {
        order(cx).await?;
        return Ok(Err(Errors::one("code", t.code_sent())));
    }
    if form.get("code").is_empty() {
        return Ok(Err(Errors::one("code", t.code_late())));
    }
    Ok(typed(cx, form).await?.map_err(|sentence| Errors::one("code", sentence)))
}
