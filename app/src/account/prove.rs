//! The password once more, before the words of the private channels and before the list of all cases is taken out (quality.md
//! Q39, visibility.md (r) and named threads).
//!
//! Someone who sits down at a desk that was left must not read what a side confided. What is shown needs a password typed
//! within [`SHOWN`], the sign-in counts; what was being written may be sent within [`SENT`], and later it waits as any form
//! that came without a session. The page that asks is the same for every path, so it tells nothing of what is there.
//! With the password the session goes on under a new cookie, and a copy of the old one is worth nothing (quality.md Q29).
//! A code by mail was weighed and left: the mailbox stands open on the same desk.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use base::actor::StaffSeat;
use base::clock::MINUTE;
use base::session::{Signed, StaffLogin};
use http::StatusCode;
use std::collections::BTreeMap;

use super::rules::{first_page, staff_next};
use super::text::T;
use super::{kept, password};
use crate::web::frame::Nav;
use crate::web::{Answer, App, AppError, Cx, Errors, Form, Frame, go, page_with};

/// How long a password opens private words, in milliseconds.
const SHOWN: i64 = 30 * MINUTE;
/// How long after it what is written may be sent.
const SENT: i64 = 60 * MINUTE;

/// Whether this session proved of late who it is.
pub(crate) fn proved(app: &App, signed: &Signed, sends: bool) -> bool {
    app.db.clock().now().0 - signed.proved_at.0 < if sends { SENT } else { SHOWN }
}

#[derive(Template)]
#[template(path = "account/prove.html")]
struct ProvePage {
    f: Frame,
    t: T,
    /// In the demo nobody has a password.
    free: bool,
    waits: bool,
    next: String,
    /// Where one came from, more or less.
    back: &'static str,
    errors: Errors,
}

/// The sample institution's people have no password: there a press is enough.
fn free(cx: &Cx, login: &StaffLogin) -> bool {
    cx.app.config.demo && login.hash.is_none()
}

async fn draw(cx: &Cx, status: StatusCode, next: &str, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let next = staff_next(next).unwrap_or_default().to_owned();
    let free = free(cx, &cx.db.own_login(cx.actor()?).await?);
    let back = match cx.seat() {
        Some(StaffSeat::Consultant | StaffSeat::Manager) if next.starts_with("/consults") => "/consults",
        seat => first_page(seat),
    };
    let mut f = cx.frame(t.prove_title(), Nav::None).await?;
    f.kept = false;
    page_with(status, &ProvePage { f, t, free, waits: cx.kept.is_some(), next, back, errors })
}

/// `GET /account/prove`.
pub async fn page(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    draw(&cx, StatusCode::OK, query.get("next").map_or("", String::as_str), Errors::none()).await
}

/// `POST /account/prove`: the password opens the private pages of this session for a while; a form that waited is offered first.
pub async fn prove(cx: Cx, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let (typed, login) = (form.get("password"), cx.db.own_login(&signed.actor).await?);
    if !free(&cx, &login) {
        if typed.is_empty() {
            let missing = crate::web::text::T(cx.lang).e_required(t.password());
            return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, form.get("next"), Errors::one("password", missing)).await;
        }
        let tries = format!("password of {}", login.staff);
        if !cx.db.allow(&tries, 5, MINUTE).await? {
            return Err(AppError::SlowDown);
        }
        if !password::verify(login.hash.as_deref(), typed).await? {
            cx.db.proof_refused(signed).await?;
            return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, form.get("next"), Errors::one("password", t.e_current())).await;
        }
        cx.db.give_back(&tries, MINUTE).await?;
    }
    let Some(renewed) = cx.db.proved_again(signed).await? else { return Ok(go("/sign-in")) };
    cx.anew.put(renewed);
    if kept::is_own(&cx, signed).await? {
        return Ok(go("/kept"));
    }
    Ok(go(staff_next(form.get("next")).unwrap_or(first_page(signed.actor.staff_seat()))))
}
