//! The demo: a fictional institution, a switch to every seat, a mailbox, and a time machine.
//!
//! Only `banso demo` serves these pages (`guard::For::Demo`). Nothing else in the product knows about them: the seeds go
//! through the product's own pages (`seed.rs`), the time machine moves the clock every part reads, and the seat switch
//! signs in anew.

mod cases;
mod seed;
mod seed_board;
mod seed_booklet;
mod seed_channel;
mod seed_gap;
mod seed_next;
mod seed_plan;
mod seed_prep;
mod seed_signal;
mod seed_survey;
mod text;
mod time;
mod visitor;
mod web;

pub use seed::prepare;
pub use time::{clock_file, wound};
pub use web::{fresh_link, mailbox, move_time, seats, switch};
