//! What no single story shows: proofs over the whole product, every route and every seat.
//!
//! - `canary`: each secret carries a word of its own; nobody meets a word that is not theirs, on any way out.
//! - `two_worlds`: two worlds that differ in one side's secrets look the same to everybody else, byte for byte.
//! - `plays`: random plays of the private channels change no byte and no cost for anybody else;
//! - `fields`: what is not on a form changes nothing; a row of another case is not there; odd input is no fault of ours.
//!
//! They walk the table of routes, so a new slice comes in by itself: its `for_matrix` fills the world, its pages are found
//! by their links. What it may show to whom is written in `canary.txt`, from the promise.

mod canary;
mod drawn;
mod fields;
pub mod outside;
pub mod planting;
mod plays;
mod two_worlds;

pub use drawn::forms;
