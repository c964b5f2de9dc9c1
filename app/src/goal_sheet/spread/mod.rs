//! The sheet as a spreadsheet: out in the layout people know, and in from whatever they have.
//!
//! Nothing is written before a press: what a file says is put into the desk's form, the page shows what would change field
//! by field, and the press sends that form to where it always goes (`edit::save`), with its version and its rules. Grades of
//! a person are neither written nor read.
//!
//! Read `read.rs` (what a file means, pure), then `web.rs`; `out.rs` writes.

mod out;
mod read;
mod web;

pub use web::{export, look, put_in};
