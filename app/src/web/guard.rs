//! What every request passes before its handler: where it came from, who it is, whether the page is for that seat; and
//! after it: the error page in the reader's language, and the headers that keep a browser on the narrow path.

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::actor::{Holder, StaffSeat};
use base::session::Signed;
use http::header::{self, HeaderName, HeaderValue};
use http::{Method, StatusCode};

use super::cx::{Anew, Cx, cookie};
use super::error::{Failed, dress};
use super::form::{MOST_FILE, Typed};
use super::{App, AppError, go};
use crate::account;

/// Who a route is for. Every route declares it; `router.rs` cannot name one without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Everyone, signed in or not.
    Everyone,
    /// Staff, in one of these seats.
    Staff(&'static [StaffSeat]),
    /// Staff, in one of these seats, who typed their password of late: the words of the private channels, and lists that leave the house.
    Proved(&'static [StaffSeat]),
    /// Company and person.
    Portal,
    /// The demo alone.
    Demo,
    /// The way in of staff: open to everyone, but only where staff pages are served.
    StaffDoor,
    /// The way in of company and person: open to everyone, but only where their pages are served.
    PortalDoor,
}

impl For {
    /// Whether it is open to those who are not signed in.
    pub fn is_open(self) -> bool {
        match self {
            For::Everyone | For::Demo | For::StaffDoor | For::PortalDoor => true,
            For::Staff(_) | For::Proved(_) | For::Portal => false,
        }
    }
}

/// The whole guard of one route.
pub async fn guard(State((app, whom)): State<(App, For)>, request: Request, next: Next) -> Response {
    match pass(&app, whom, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn pass(app: &App, whom: For, request: Request, next: Next) -> Result<Response, AppError> {
    let (mut parts, body) = request.into_parts();
    let unsafe_method = !matches!(parts.method, Method::GET | Method::HEAD);
    if unsafe_method && !same_site(app, &parts) {
        return Err(AppError::Foreign);
    }
    let area = match whom {
        For::Everyone | For::Demo | For::StaffDoor | For::PortalDoor => {
            if whom == For::Demo && !app.config.demo {
                return Err(AppError::NotFound);
            }
            return Ok(next.run(Request::from_parts(parts, body)).await);
        }
        For::Staff(_) | For::Proved(_) => "staff",
        For::Portal => "portal",
    };
    let signed = match cookie(&parts, &app.config.cookie(area)) {
        Some(value) => app.db.signed(value).await?,
        None => None,
    };
    let Some(signed) = signed else {
        return knock(app, &parts, body, if whom == For::Portal { "/my/sign-in" } else { "/sign-in" }).await;
    };
    let admitted = match (whom, signed.actor.holder()) {
        (For::Staff(seats) | For::Proved(seats), Some(Holder::Staff(_))) => {
            signed.actor.staff_seat().is_some_and(|seat| seats.contains(&seat))
        }
        (For::Portal, Some(Holder::Contact(_) | Holder::Person(_))) => true,
        _ => false,
    };
    let asked = Asked::of(app, &parts, &signed);
    if !admitted {
        asked.refused(StatusCode::NOT_FOUND);
        return Err(AppError::NotFound);
    }
    if matches!(whom, For::Proved(_)) && !account::proved(app, &signed, unsafe_method) {
        return knock(app, &parts, body, "/account/prove").await;
    }
    let anew = Anew::default();
    parts.extensions.insert(signed.clone());
    parts.extensions.insert(anew.clone());
    if matches!(whom, For::Proved(_)) && !account::proved(app, &signed, false) {
        return unseen(app, parts, body, next).await;
    }
    let kept = account::kept_word(app, &parts);
    let typed = Typed::default();
    if account::may_be_kept(parts.uri.path()) {
        parts.extensions.insert(typed.clone());
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    response.extensions_mut().insert(typed);
    asked.refused(response.status());
    if let Some(renewed) = anew.get() {
        app.config.set_cookie(&mut response, area, &renewed.cookie, renewed.lasts);
    }
    if let Some(word) = kept.filter(|_| response.status() == StatusCode::SEE_OTHER) {
        app.db.unpark(&word).await?;
        app.config.drop_cookie(&mut response, "kept");
    }
    Ok(response)
}

/// Nobody is signed in, or has not proved it of late: a GET goes to the way in, a form is kept sealed for half an hour and
/// offered after the code or the password.
async fn knock(app: &App, parts: &http::request::Parts, body: Body, way_in: &str) -> Result<Response, AppError> {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        let cx = Cx::of(parts, app);
        let next = cx.bare("", super::frame::Nav::None).back();
        return Ok(go(&format!("{way_in}?next={next}")));
    }
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") || !account::may_be_kept(parts.uri.path()) {
        return Ok(go(way_in));
    }
    let peer = Cx::of(parts, app).peer;
    if !app.db.allow(&format!("park {peer}"), 20, 30 * base::clock::MINUTE / 20).await? {
        return Ok(go(way_in));
    }
    let bytes = to_bytes(body, 256 * 1024).await.map_err(|_| AppError::TooLarge)?;
    let word = app.db.park(parts.uri.path(), &bytes).await?;
    let mut response = go(&format!("{way_in}?kept=1"));
    app.config.set_cookie(&mut response, "kept", &word, Some(1800));
    Ok(response)
}

/// Who asks for what, and from where.
struct Asked {
    who: String,
    session: String,
    route: String,
    from: String,
}

impl Asked {
    fn of(app: &App, parts: &http::request::Parts, signed: &Signed) -> Asked {
        let route = parts.extensions.get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
        Asked { who: signed.actor.id().to_owned(), session: signed.root.clone(), route, from: Cx::of(parts, app).peer }
    }

    /// What was refused leaves a line in the log, with ids alone (quality.md Q60): the database stays as it was.
    fn refused(&self, status: StatusCode) {
        if matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN) {
            let Asked { who, session, route, from } = self;
            tracing::warn!(who, session, route, from, status = status.as_u16(), "refused");
        }
    }
}

/// A form with private words that comes when its page is not shown any more: it is carried out, but a page in answer to it
/// would show them again, so that waits for the password, and the form with it.
async fn unseen(app: &App, parts: http::request::Parts, body: Body, next: Next) -> Result<Response, AppError> {
    let bytes = to_bytes(body, MOST_FILE + 64 * 1024).await.map_err(|_| AppError::TooLarge)?;
    let response = next.run(Request::from_parts(parts.clone(), Body::from(bytes.clone()))).await;
    if response.status() == StatusCode::SEE_OTHER {
        return Ok(response);
    }
    knock(app, &parts, Body::from(bytes), "/account/prove").await
}

/// `Sec-Fetch-Site: same-origin`, or else an `Origin` that is ours (quality.md Q33).
fn same_site(app: &App, parts: &http::request::Parts) -> bool {
    #[cfg(feature = "planted")]
    if base::planted::is("any_site") {
        return true;
    }
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => match text("origin") {
            Some(origin) => app.config.own_origin(origin, text("host").unwrap_or_default()),
            None => false,
        },
    }
}

/// Marks an answer that is someone's file: it leaves under [`SANDBOX`].
#[derive(Clone, Copy, Debug)]
pub struct Sandboxed;

/// The outermost layer: error pages and headers.
pub async fn dressed(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let cx = Cx::of(&parts, &app);
    let asset = parts.uri.path().starts_with("/assets/");
    let head = parts.method == Method::HEAD;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let failed = match (response.extensions().get::<Failed>(), response.status()) {
        (Some(Failed(error)), _) => Some(error.clone()),
        (None, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) => Some(AppError::NotFound),
        (None, StatusCode::PAYLOAD_TOO_LARGE) => Some(AppError::TooLarge),
        (None, StatusCode::INTERNAL_SERVER_ERROR) => Some(AppError::broken("a handler stopped")),
        _ => None,
    };
    if let Some(failed) = failed {
        let typed = response.extensions().get::<Typed>().cloned().unwrap_or_default();
        response = dress(&cx, &failed, typed.texts());
    }
    if head {
        *response.body_mut() = Body::empty();
    }
    let policy = if response.extensions().get::<Sandboxed>().is_some() { SANDBOX } else { CSP };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if asset {
        set(header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    } else {
        set(header::CACHE_CONTROL, "no-store");
        set(header::VARY, "cookie");
    }
    if !app.config.demo {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    response
}

/// No inline script or style, nothing from elsewhere, no frame around us.
pub const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// For a file someone added: should a browser show it in spite of everything, it can do nothing.
pub const SANDBOX: &str = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
