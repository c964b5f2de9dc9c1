//! What goes wrong, in a sentence that says what to do. The cause is logged once, without names or texts.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use base::store::StoreError;
use http::StatusCode;

use super::Form;
use super::cx::Cx;
use super::frame::{Frame, Nav};

/// What a handler can end in other than its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppError {
    /// Not there, or not for this reader: the same page, the same bytes.
    NotFound,
    /// The form's token is not of this session.
    OldForm,
    /// The request came from another site.
    Foreign,
    /// More than is taken.
    TooLarge,
    /// Not readable at all.
    BadRequest,
    /// Too many tries.
    SlowDown,
    /// Too much at once, or the database is away.
    Busy,
    /// The record moved on while the form was open. Handlers that can show both texts do so instead.
    Stale,
    /// This very form was carried out before: on to where it led.
    Repeated(String),
    /// A paper holds a character that no font has: the character, and what stands around it.
    NoGlyph(char, String),
    /// A fault of the program.
    Broken(String),
}

impl AppError {
    /// A fault of the program; the cause goes to the log.
    pub fn broken(cause: impl Into<String>) -> AppError {
        AppError::Broken(cause.into())
    }
}

impl From<paper::sheet::write::WriteError> for AppError {
    fn from(error: paper::sheet::write::WriteError) -> AppError {
        AppError::broken(error.to_string())
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        match error {
            StoreError::NotFound => AppError::NotFound,
            StoreError::Stale => AppError::Stale,
            StoreError::Repeated(back) => AppError::Repeated(back),
            StoreError::Busy | StoreError::Unknown => AppError::Busy,
            other => AppError::Broken(other.to_string()),
        }
    }
}

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage {
    f: Frame,
    sentence: String,
    /// What was written.
    typed: Vec<String>,
}

/// What the outer layer needs to draw the page in the reader's language.
#[derive(Clone, Debug)]
pub struct Failed(pub AppError);

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        // The page itself is drawn by `dress`, which knows the reader's language.
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failed(self));
        response
    }
}

impl AppError {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            AppError::NotFound => StatusCode::NOT_FOUND,
            AppError::OldForm | AppError::Foreign => StatusCode::FORBIDDEN,
            AppError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            AppError::BadRequest => StatusCode::BAD_REQUEST,
            AppError::SlowDown => StatusCode::TOO_MANY_REQUESTS,
            AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Stale => StatusCode::CONFLICT,
            AppError::Repeated(_) => StatusCode::SEE_OTHER,
            AppError::NoGlyph(..) => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Turns a bare failure into its page, with what was written in the form that was refused.
pub fn dress(cx: &Cx, failed: &AppError, typed: &[String]) -> Response {
    let t = super::text::T(cx.lang);
    if let AppError::Repeated(back) = failed {
        return super::go(if back.starts_with('/') { back } else { "/" });
    }
    let (title, sentence) = match failed {
        AppError::NotFound if !typed.is_empty() => (t.not_taken_title(), t.not_taken().to_owned()),
        AppError::NotFound => (t.not_found_title(), t.not_found().to_owned()),
        AppError::OldForm | AppError::Stale => (t.old_form_title(), t.old_form().to_owned()),
        AppError::Foreign => (t.foreign_title(), t.foreign().to_owned()),
        AppError::TooLarge => (t.too_large_title(), t.too_large().to_owned()),
        AppError::BadRequest => (t.bad_title(), t.bad().to_owned()),
        AppError::SlowDown => (t.slow_down_title(), t.slow_down().to_owned()),
        AppError::Busy => (t.busy_title(), t.busy().to_owned()),
        AppError::NoGlyph(character, near) => (t.no_glyph_title(), t.no_glyph(*character, near)),
        AppError::Repeated(_) | AppError::Broken(_) => {
            let id = cx.db.ids().token().chars().take(8).collect::<String>();
            if let AppError::Broken(cause) = failed {
                tracing::error!(request = %id, cause = %cause, "a request failed");
            }
            (t.error_title(), t.error(&id))
        }
    };
    let mut f = cx.bare(title, Nav::None);
    // The same bytes for everyone: an error page knows neither seat nor path.
    f.seat = None;
    f.path = String::from("/");
    f.token = String::new();
    f.key = String::new();
    f.kept = false;
    f.done = String::new();
    let html = ErrorPage { f, sentence, typed: typed.to_vec() }.render().unwrap_or_else(|_| title.to_owned());
    let mut response = (failed.status(), Html(html)).into_response();
    if *failed == AppError::Busy || *failed == AppError::SlowDown {
        response.headers_mut().insert(http::header::RETRY_AFTER, http::HeaderValue::from_static("5"));
    }
    response
}

/// A handler's form ended in errors: the same page again with what was typed.
#[derive(Debug)]
pub enum Refused {
    /// The form is to be mended.
    Mend(Form, super::Errors),
    /// Everything else.
    Other(AppError),
}

impl<E: Into<AppError>> From<E> for Refused {
    fn from(error: E) -> Refused {
        Refused::Other(error.into())
    }
}
