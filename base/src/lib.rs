//! The mechanisms nobody may get round: actor, access table, store, commit, outbox, clock, ids, encryption, text.
pub mod clock;
pub mod fold;
pub mod ids;
pub mod text;
