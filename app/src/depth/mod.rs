//! How deep the relationship with the company is (お付き合いの広がり): how often the bank talks with it, on which levels, about
//! what; by quarter, before and after the placement.
//!
//! The desk notes a meeting by day, level and topic; no word of what was said is kept here. Talks the seat may know of are
//! counted along, as talks with the owner. It is told of the company, never of a member of the bank's staff: nobody is counted
//! or ranked. Read `rules.rs` first, then `web.rs`.

mod hooks;
pub mod rules;
mod store;
mod text;
mod web;

pub use hooks::panel;
pub use web::{add, drop, show};
