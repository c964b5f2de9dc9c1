//! Unsaved (書きかけ): what a member of staff has typed into a long form and not saved yet.
//!
//! The staff pages on which long texts are written send what stands in their form a moment after typing stops
//! (`assets/js/app.js`), and say so quietly. It is kept for its writer alone, one for each form of a case, and sealed by
//! the side each field comes from, as its final form is; a form whose side is not settled before the first word is not kept
//! (ADR 0019). Coming back, the page says that it is there; opening it leaves a trace, saving the form takes it away. Portal
//! pages have no script and none of this.
//!
//! Read `rules.rs` (which forms, which side), then `store.rs` and `web.rs`. A page takes part with [`offer`], [`open`] and
//! [`settle`], `unsaved/parts.html`, and a line in [`Place`].

mod rules;
mod store;
mod text;
mod web;

pub(crate) use rules::Place;
pub(crate) use store::{Offer, offer, settle};
pub(crate) use web::{Shown, open};
pub use web::{discard, keep};
