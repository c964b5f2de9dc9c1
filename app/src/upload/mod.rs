//! Files people add: judged by what they contain, never by what they call themselves, and handed out as downloads only.
//!
//! Taken are JPEG, PNG, PDF, xlsx, docx and plain text, up to the size of the setting `upload_mb`. Everything else is
//! refused with a sentence that says what to do: what a browser might run (SVG, HTML, scripts), what holds a program, what
//! is two kinds of file at once, and what is of no known kind. Read `judge.rs` first; [`send`] is the one way out.

mod judge;
mod text;

use axum::response::Response;
use base::text::Lang;

pub use judge::{Kind, Refusal, Upload, clean_name, judge};

/// Megabytes a file may have where nobody said anything, and the most that can be set (ux.md §5.3).
pub const MOST_MB: usize = 10;

/// Why a file was not taken, and what to do.
pub fn sentence(refusal: &Refusal, lang: Lang) -> String {
    let t = text::T(lang);
    match refusal {
        Refusal::TooLarge { most_mb } => t.too_large(*most_mb),
        Refusal::Runs => t.runs().to_owned(),
        Refusal::TwoInOne => t.two_in_one().to_owned(),
        Refusal::Unknown => t.unknown().to_owned(),
        Refusal::Damaged => t.damaged().to_owned(),
    }
}

/// What may be added, in a sentence for beside the field.
pub fn help(most_mb: usize, lang: Lang) -> String {
    text::T(lang).help(most_mb)
}

/// Hands a file out: a download whatever the browser would rather do, of the type we judged, in a sandbox without rights.
pub fn send(name: &str, kind: Kind, bytes: Vec<u8>) -> Response {
    let mut response = crate::web::download(name, kind.media(), bytes);
    response.extensions_mut().insert(crate::web::guard::Sandboxed);
    response
}
