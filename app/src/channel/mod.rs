//! The private channels (担当者への相談): company and desk, placed person and desk, neither side ever learning of the other's.
//!
//! A thread belongs to the one who began it, alone; its readers are named before the first word and stand in a list of their
//! own (`ThreadReader`): consultant and deputy, or one manager, when the writer wants the second line — then the thread is not
//! there for the consultant. Who comes to the desk later reads nothing that was begun before until the writer was told.
//! Everything is sealed for the writer's side, the desk's answers too. What is audited stands under the thread, never under
//! its case, because the audit of a case is read by its consultant; mails wait without a case for the same reason.
//! Company and person type a fresh code before they see anything here (`proof.rs`).
//!
//! Read `rules.rs` first, then `my.rs` for company and person and `desk.rs` for the readers. What is passed on with the
//! writer's yes is `crate::relay`.

mod desk;
mod files;
mod hooks;
mod inbox;
mod my;
pub mod proof;
pub mod rules;
mod store;
mod text;

pub use desk::{greet_back, note, read_with_reason, reply, show};
pub use files::{add as add_file, get as file, my_add as my_add_file, my_get as my_file};
pub use hooks::{home, lines};
pub use inbox::{list as inbox, trace};
pub(crate) use my::leaf;
pub use my::{add as my_add, list as my_list, new as my_new, send as my_send, show as my_show, tell as my_tell, try_it as my_try};
pub(crate) use store::{Thread, announce, thread};
pub(crate) use text::T as Words;

/// The words of the channel, for the pages of `crate::relay` that stand beside it.
pub(crate) fn words(lang: base::text::Lang) -> Words {
    text::T(lang)
}
