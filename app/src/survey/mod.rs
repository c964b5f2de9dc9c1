//! The paired survey: the same questions to company and person, each answering by itself, before joining and later on.
//!
//! A round is known to both sides; an answer is sealed for its side, read by the one who gave it and by the desk. Where the
//! two differ is for the desk alone, and only when both have answered every question (わからない is an answer). Answers may be
//! changed until the round closes; one question a page, without script. Read `rules.rs` first (questions, scale, what is
//! wide), then `web.rs` for the desk and `my.rs` for company and person.

mod hooks;
mod my;
pub mod rules;
mod store;
mod text;
mod web;

pub use hooks::{asks, lines, panel, timeline};
pub use my::{answer as my_answer, check as my_check, question as my_question, start as my_start};
pub use web::{open, show, take, view};
