//! The portal: one phone page for the company and one for the placed person.
//!
//! Before the first day a company gets at most one request a week (`rules.rs`). At most one request stands out; words instead of percentages; the telephone number is always there. Works without script.

pub mod rules;
mod text;
mod web;

pub use web::home;
pub(crate) use web::{cases, one_case, waits_before, waits_in};

/// A request to this party: what, how long, until when, one button.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What is asked.
    pub title: String,
    /// How long it takes and until when, in words.
    pub text: String,
    /// Where the button leads.
    pub href: String,
    /// The button, a verb.
    pub button: String,
}
