//! Contacts: who the company's contacts are, where each party may be reached, and the ご案内 that opens the way in.
//!
//! Nothing is sent to anyone until the desk presses 「ご案内を送る」 for that party, after a preview of the very mail. A
//! person's link goes only to an own address outside the company's domains that nobody else uses; otherwise the page says
//! why and offers the paper card or a call. A party without mail and without card is served by 聞き取り記録, with every
//! function. Read `rules.rs` first, then `web.rs` (the page of a case), `addresses.rs`, `invite.rs` (ご案内, card, taking a
//! mail back) and `sees.rs` (自分の情報の見え方).

mod addresses;
mod invite;
pub mod rules;
pub mod sees;
mod store;
mod text;
mod web;

pub use addresses::{edit as addresses, save as save_addresses};
pub use invite::{cancel, card, preview, send};
pub(crate) use invite::{grouped, qr};
pub(crate) use sees::show as who_sees;
pub use store::lines;
pub(crate) use store::reached_in_private;
pub use web::{change, create, edit, list, members, new, signer, stop};
