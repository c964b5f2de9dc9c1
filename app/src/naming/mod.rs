//! Named readers (書面を見る方): owner and person name who of the company may read their papers.
//!
//! A site manager is often the person's subordinate, so nobody of the company reads a shared paper by seat: it counts when
//! owner *and* person said yes, and either may take the yes back. The words of both sides are kept (`Naming`); while both
//! are a yes, rows of `named` stand, and the access table's grant *named* finds them (`base::store`). Read `rules.rs` first.

mod hooks;
mod my;
mod rules;
mod store;
mod text;

pub use hooks::{asks, panel, timeline};
pub use my::{save, show};
