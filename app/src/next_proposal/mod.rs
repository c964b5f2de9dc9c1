//! Next issues and proposals (次の提案): what was found while running alongside, and what came of it.
//!
//! A proposal belongs to the bank: desk and branch of the case write it, headquarters and compliance read it. It says where it
//! was found: a talk of all three, the company's own side, a report, a review. The person's private side is none of the
//! choices, and the store takes none of its records. The branch knows kind and day of the origin; which record it was is a
//! record of its own ([`base::register::ProposalOrigin`]). Before anything is put before the company, someone says in a
//! sentence that it is not tied to lending (優越的地位の濫用); compliance reads that sentence. Income is there only once it was won,
//! with its day. The company reads what was put before it ([`base::register::ProposalSheet`]), on a page and on paper.
//!
//! Read `rules.rs` first, then `board.rs`, `web.rs`; `sheet.rs` is what the company gets.

mod board;
mod hooks;
pub mod rules;
mod sheet;
mod store;
mod text;
mod web;

pub use board::board;
pub(crate) use board::commas;
pub use hooks::{Age, home, lines, panel};
pub use sheet::{hand, my_paper, my_show, paper};
pub(crate) use store::{found_in_review, grown_from};
pub use web::{add, new, save, show};
