//! The frame every page stands in: who asks, in which language and seat, what a form brought, what goes back.
//!
//! Read `cx.rs` first (who asks), then `form.rs` (what they typed), `frame.rs` (what surrounds a page),
//! `error.rs`, and `merge.rs` (two people on one form).

pub mod around;
pub mod assets;
pub mod cx;
pub mod error;
pub mod form;
pub mod frame;
pub mod guard;
pub mod icon;
pub mod merge;
pub mod parts;
pub mod rows;
pub mod text;

use std::sync::Arc;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use base::store::Store;
use http::StatusCode;
use paper::document::Press;

pub use cx::Cx;
pub use error::AppError;
pub use form::{Errors, Form};
pub use frame::Frame;
pub use merge::Clash;

use crate::config::Config;

/// What every handler shares.
#[derive(Clone, Debug)]
pub struct App {
    /// The store.
    pub db: Store,
    /// How this process was set up.
    pub config: Arc<Config>,
    /// What prints papers: the typesetter, which only the program itself names.
    pub press: Press,
}

/// A page, or the cause why it could not be drawn.
pub type Answer = Result<Response, AppError>;

/// Draws a page.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// Draws a page with another status: 422 for a form to mend, 409 for a form that came too late.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(|error| AppError::broken(format!("a page could not be drawn: {error}")))?;
    Ok((status, Html(html)).into_response())
}

/// Sends the browser on after a deed (303), so that a reload repeats nothing.
pub fn go(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(http::header::LOCATION, path.to_owned())]).into_response()
}

/// Bytes to keep: a spreadsheet, a calendar entry. The name is shown in any language (RFC 5987).
pub fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let encoded: String = name
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"._-".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    let ascii: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let headers = [
        (http::header::CONTENT_TYPE, kind.to_owned()),
        (http::header::CONTENT_DISPOSITION, format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")),
    ];
    (headers, bytes).into_response()
}
