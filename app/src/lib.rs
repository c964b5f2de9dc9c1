//! Banso (伴走): a placement run together by a regional bank, a small local company and the executive placed there.
//!
//! One folder per word of the field; `router.rs` lists every route. A newcomer reads a slice's `mod.rs`, then `rules.rs`,
//! then `web.rs`.

pub mod account;
pub mod agreement;
pub(crate) mod appointment;
pub mod booklet;
pub mod case;
pub mod change;
pub mod channel;
pub mod check_in;
pub mod closing;
pub mod config;
pub mod consent;
pub mod console;
pub mod contacts;
pub mod demo;
pub mod depth;
pub mod dialogue;
pub mod followup;
pub mod gap;
pub mod goal_sheet;
pub mod letter;
pub mod mailer;
pub mod naming;
pub mod next_proposal;
pub mod placement;
pub mod portal;
pub mod preparation;
pub mod print;
pub mod relay;
pub mod report;
pub mod review;
pub mod router;
pub mod sample;
pub mod signal;
pub mod stead;
pub mod support;
pub mod survey;
pub mod today;
pub mod unsaved;
pub mod upload;
pub mod web;

pub use web::parts as ui;

/// Where the memory of every program of the house comes from: a page asks for some thousand small pieces of it (ADR 0032).
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
