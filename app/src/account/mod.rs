//! Account: who may come in, and how.

mod web;

pub use web::{front, language, size};
