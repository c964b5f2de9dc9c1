//! Account: who may come in, and how.
//!
//! Staff sign in with mail address and password; company and person with a link and the code that was sent with it, never
//! with a password. Whatever is typed wrongly, the answer is the same for an address we know and one we do not. A GET uses
//! nothing up. A form that came without a session waits sealed for half an hour, for its own holder alone.
//!
//! Read `rules.rs` and `password.rs` first, then `staff.rs` (staff come in), `mine.rs` (what they change about themselves),
//! `portal.rs` (company and person come in), `prove.rs` (the password before private words), `kept.rs` (forms that wait). The administrator's pages are `settings/`.

mod came;
mod kept;
mod mine;
pub mod password;
mod portal;
mod prove;
mod rules;
pub mod settings;
mod staff;
mod text;
mod web;

pub use kept::{discard, kept, my_kept};
pub(crate) use kept::{kept_word, may_be_kept};
pub use mine::{change_password, change_seat, end_session, mine};
pub use portal::{end_my_session, link, link_again, link_sent, lost_link, my_account, my_mail_language, my_sign_out, my_way_in, use_link};
pub(crate) use prove::proved;
pub use prove::{page as prove_page, prove};
pub use rules::{first_page, own_path};
pub(crate) use rules::{portal_next, read_code};
pub use staff::{choose_password, first_password, sign_in, sign_out, way_in};
pub use web::{front, language, size};
