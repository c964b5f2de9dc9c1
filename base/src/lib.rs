//! The mechanisms nobody may get round: actor, access table, store, commit, outbox, clock, ids, encryption, text.
//!
//! Four locks stand between a request and a row: an [`actor::Actor`] that only a session, a link or a named duty gives; an
//! [`store::Entry`] to one case through the actor's membership; a [`store::Pass`] for one deed on one record, asked of
//! **the** table in [`access`]; and a [`store::Sql`] that can name only records whose passes are held. A command ends in
//! [`store::Write::commit`] with an [`event::Event`]: change, audit line and notices in one transaction.

pub mod access;
pub mod actor;
mod audit;
pub mod clock;
pub mod event;
pub mod fold;
pub mod ids;
pub mod japan;
pub mod keeping;
pub mod leak;
pub mod outbox;
pub mod pack;
#[cfg(feature = "planted")]
pub mod planted;
pub mod receiver;
#[macro_use]
pub mod register;
pub mod rotation;
pub mod session;
pub mod store;
mod survey_link;
pub mod text;
pub mod vault;
pub mod week;
pub mod workday;

pub use audit::Head;
