//! What the administrator of the machine sees: health, metrics, licences, and the command line.

mod web;

pub use web::{health, licences, metrics, ready};
