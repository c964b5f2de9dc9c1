//! A letter to one side (お手紙): what the desk tells owner or placed person alone, because it does not belong into the report
//! that both read.
//!
//! It is written in the desk's own words, warned of like a line of a report, and waits ten minutes in which it can be taken back.
//! Two records: the letter in the making is the desk's; what was received comes into being when it goes out, is the receiver's
//! and the desk's, and says nothing to the other side, not even that it is there. Sealed for the side it goes to. Read `web.rs`
//! first, then `my.rs`.

mod hooks;
mod my;
mod printed;
mod send;
mod store;
mod text;
mod web;

pub use hooks::{asks, home};
pub use my::{read as my_read, show as my_show};
pub use printed::{my_paper, paper};
pub use send::{keep_back, send, send_due};
pub use web::{list, save, show, write};
