//! Support given (支援の記録): what the company and the bank did about each care point, the company's person named first.
//!
//! Looking after the person is the company's part; the bank supplements. So each point shows first who in the company looks
//! after it (`preparation::reception`), then what was done. All three read it, the desk writes it. A point that nobody looked
//! after for [`rules::QUIET`] days is said to the desk, in one line a case; it counts from the joining, and never from before
//! the case was registered. Read `rules.rs` first, then `web.rs`.

mod hooks;
pub mod rules;
mod store;
mod text;
mod web;

pub use hooks::{home, lines, panel};
pub use web::{add, my, show};
