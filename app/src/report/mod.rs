//! The change report (変化のご報告): what changed, in one set of words that company and person both read.
//!
//! The desk drafts it from notes their writers lent (`crate::change`). A line from one side goes out only in words its writer
//! agreed to: word for word as lent, or exactly as put before them; one other letter locks it again. Both see the same
//! bytes, a manager may look first but never at their own work; what is shared waits ten minutes, in which it can be taken
//! back, and what went out never changes: a correction is the next edition. Read `rules.rs` first, then `drafted.rs` (what a draft begins with), `draft.rs` (making), `review.rs` (sharing), `hold.rs` (the ten minutes), `look.rs` (second look), `shelf.rs` and
//! `my.rs` (reading).

mod changed;
mod draft;
mod drafted;
mod hold;
mod hooks;
mod look;
mod my;
mod printed;
mod review;
pub mod rules;
mod shelf;
mod store;
mod text;
mod warn;
mod wording;

pub use changed::changed as my_changed;
pub(crate) use changed::{Shared, is_shared, shared};
pub use draft::{begin, list, offer, save};
pub use hold::{HOLD, keep_back, send_due};
pub use hooks::{asks, home, lines, looks_lines, panel, timeline};
pub use look::{approve, looks, send_back, show};
pub use my::{answer, line, list as my_list, read as my_read, show as my_show};
pub use printed::{my_paper, paper};
pub(crate) use review::doubts;
pub use review::{ask_look, publish, review};
pub use shelf::{correct, published};
pub(crate) use store::published::receivers;
pub(crate) use store::take_back;
pub use wording::{save as wording_save, show as wording_show};

use base::store::StoreError;

use crate::web::{AppError, Errors};

/// What a command on a report can end in other than its deed.
#[derive(Debug)]
enum Halt {
    /// The form is to be mended.
    Mend(Errors),
    /// Something keeps it from going on.
    Hindered(Vec<rules::Hindrance>),
    /// Someone else changed it first.
    Stale,
    /// The words are not those that were reviewed.
    Moved,
    /// It is on its way already.
    Held,
    /// It went out already: as which published report.
    Out(String),
    /// Everything else.
    App(AppError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Halt {
        match error {
            StoreError::Stale => Halt::Stale,
            other => Halt::App(other.into()),
        }
    }
}

impl From<AppError> for Halt {
    fn from(error: AppError) -> Halt {
        Halt::App(error)
    }
}

impl Halt {
    /// For a page that can only be drawn or not.
    fn plain(self) -> AppError {
        match self {
            Halt::App(error) => error,
            Halt::Stale | Halt::Moved => AppError::Stale,
            Halt::Mend(_) | Halt::Hindered(_) | Halt::Held | Halt::Out(_) => AppError::NotFound,
        }
    }
}
