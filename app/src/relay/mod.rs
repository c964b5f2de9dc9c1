//! Relay (お伝えする文面): what crosses from one private channel, in exact words, with the writer's yes to words, receiver and
//! last day — and the three ways beside it: a talk of three, the result that comes back, and passing on without a yes.
//!
//! 受付 → 内容を確かめる → 伝え方を決める → 文面の承諾 → 伝達 → 結果を戻す (ux.md §4.7). Any edit cancels the yes; the writer takes it
//! back until the words are sent; nothing can be sent without one. What the receiver holds (`RelayReceived`) is a record of its
//! own: no column of it leads back. Danger and the law are the exception (`exception.rs`): a reason, two persons, compliance.
//!
//! Read `rules.rs` first, then `desk.rs` for the readers of the thread, `my.rs` for writer and receiver.

mod desk;
mod exception;
mod my;
pub mod rules;
mod store;
pub mod text;

pub(crate) use desk::of_thread;
pub use desk::{draft, new, result, save, send, show};
pub(crate) use exception::of_thread as exceptions_of;
pub use exception::{ask as exception_ask, decide as exception_decide, form as exception_form, list as exceptions, show as exception};
pub use my::{answer as my_answer, invite as my_invite, passed, passed_list, show as my_show};
pub(crate) use my::{any_passed, offers, offers_of};
#[cfg(feature = "planted")]
pub(crate) use store::receivers;
