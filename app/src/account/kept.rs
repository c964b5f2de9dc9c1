//! Forms that arrived without a session: kept sealed for half an hour and offered after sign-in, to their own holder alone.
//!
//! Whose a form is, its own token tells: it was drawn for one session, and only the holder of that session, who has just
//! proved again who they are, gets it back. So nobody who signs in next at a shared computer sees it, and no form that
//! somebody else put there is ever offered.

use askama::Template;
use axum::response::Response;
use base::session::Signed;
use base::vault;
use http::request::Parts;

use super::text::T;
use crate::router::whom_to_post;
use crate::web::cx::{cookie, form_token};
use crate::web::frame::Nav;
use crate::web::guard::For;
use crate::web::{Answer, App, AppError, Cx, Form, Frame, go, page};

/// Whether a form for this path may wait. Those of the account may not: they hold passwords, or mean this very session.
pub(crate) fn may_be_kept(path: &str) -> bool {
    !["/sign-", "/account", "/kept", "/my/sign-", "/my/account", "/my/kept", "/l/", "/demo"].iter().any(|start| path.starts_with(start))
}

/// The word of the kept form that is being sent now, with `kept=1` behind its path.
pub(crate) fn kept_word(app: &App, parts: &Parts) -> Option<String> {
    let sends = parts.method == http::Method::POST && parts.uri.query() == Some("kept=1");
    cookie(parts, &app.config.cookie("kept")).filter(|_| sends).map(ToOwned::to_owned)
}

/// A form that waits for the one who is signed in.
struct Waiting {
    path: String,
    form: Form,
    whom: For,
}

async fn waiting(cx: &Cx, signed: &Signed) -> Result<Option<Waiting>, AppError> {
    let Some(word) = &cx.kept else { return Ok(None) };
    let Some((path, body)) = cx.db.parked(word).await? else { return Ok(None) };
    let form = Form::parse(&body);
    let own = cx
        .db
        .session_history(&signed.actor)
        .await?
        .iter()
        .any(|past| vault::same(form_token(&cx.db, &past.root).as_bytes(), form.get("token").as_bytes()));
    let whom = whom_to_post(&path).filter(|whom| match signed.actor.staff_seat() {
        Some(_) => matches!(whom, For::Staff(_) | For::Proved(_)),
        None => *whom == For::Portal,
    });
    Ok(whom.filter(|_| own && may_be_kept(&path)).map(|whom| Waiting { path, form, whom }))
}

/// Whether the form that waits in this browser is of the one who just signed in.
pub(super) async fn is_own(cx: &Cx, signed: &Signed) -> Result<bool, AppError> {
    Ok(waiting(cx, signed).await?.is_some())
}

/// One kept form, as its page shows it.
struct Kept {
    action: String,
    /// Every field but the token, as it came.
    fields: Vec<(String, String)>,
    /// What was typed.
    shown: Vec<String>,
    /// Whether this seat may send it.
    sendable: bool,
}

/// Whether a value is something a person typed, and not the name of a record.
fn typed(value: &str) -> bool {
    let name_of_record = value.len() >= 32 && value.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    !value.trim().is_empty() && !name_of_record
}

impl Kept {
    fn of(waiting: &Waiting, signed: &Signed) -> Kept {
        let fields: Vec<_> = waiting.form.fields().iter().filter(|(name, _)| name != "token").cloned().collect();
        let shown = fields
            .iter()
            .filter(|(name, value)| name != "key" && name != "version" && typed(value))
            .map(|(_, value)| value.clone())
            .collect();
        let sendable = match waiting.whom {
            For::Staff(seats) | For::Proved(seats) => signed.actor.staff_seat().is_some_and(|seat| seats.contains(&seat)),
            _ => true,
        };
        Kept { action: format!("{}?kept=1", waiting.path), fields, shown, sendable }
    }
}

#[derive(Template)]
#[template(path = "account/kept.html")]
struct KeptPage {
    f: Frame,
    t: T,
    kept: Kept,
}

#[derive(Template)]
#[template(path = "account/my_kept.html")]
struct MyKeptPage {
    f: Frame,
    t: T,
    kept: Kept,
}

/// The frame and the form; or the way on when nothing waits (any more).
async fn drawn(cx: &Cx, home: &str) -> Result<Result<(Frame, Kept), Response>, AppError> {
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let Some(waiting) = waiting(cx, signed).await? else {
        let mut response = go(home);
        if cx.kept.is_some() {
            cx.app.config.drop_cookie(&mut response, "kept");
        }
        return Ok(Err(response));
    };
    let mut f = cx.frame(T(cx.lang).kept_title(), Nav::None).await?;
    f.kept = false;
    Ok(Ok((f, Kept::of(&waiting, signed))))
}

/// `GET /kept`: what waits for this member of staff, to be sent or let go.
pub async fn kept(cx: Cx) -> Answer {
    match drawn(&cx, "/").await? {
        Ok((f, kept)) => page(&KeptPage { f, t: T(cx.lang), kept }),
        Err(onward) => Ok(onward),
    }
}

/// `GET /my/kept`: what waits for this contact or person, to be sent or let go.
pub async fn my_kept(cx: Cx) -> Answer {
    match drawn(&cx, "/my").await? {
        Ok((f, kept)) => page(&MyKeptPage { f, t: T(cx.lang), kept }),
        Err(onward) => Ok(onward),
    }
}

/// `POST /kept`, `POST /my/kept`: lets go of the form that waits, if it is one's own.
pub async fn discard(cx: Cx, _form: Form) -> Result<Response, AppError> {
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let own = waiting(&cx, signed).await?.is_some();
    if let Some(word) = cx.kept.as_ref().filter(|_| own) {
        cx.db.unpark(word).await?;
    }
    let mut response = go(if cx.in_portal() { "/my?done=discarded" } else { "/account?done=discarded" });
    cx.app.config.drop_cookie(&mut response, "kept");
    Ok(response)
}
