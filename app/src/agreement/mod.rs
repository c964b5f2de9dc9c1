//! How a paper is agreed: part by part, each party by its own seal, each seal bound to the hash of the words it was set on.
//!
//! The goal sheet and the booklet are both agreed like this, and by the same people. What a part *is* belongs to the paper:
//! it says so through [`Sealing`]. Seals of each paper lie in a record of their own, so that whoever is named for one paper
//! learns nothing of the other. Read `rules.rs` first; `strip.rs` draws where an agreement stands, `work.rs` carries a
//! command out, `printed.rs` is an agreement on paper, `signed.rs` one that was given
//! on paper or by word of mouth. ADR 0017 says why.

mod people;
pub(crate) mod printed;
mod rules;
pub(crate) mod signed;
mod strip;
pub mod text;
mod work;

pub(crate) use people::{Owner, People, Reached, holder, invited, of, own_name, receivers, signs};
pub use rules::{Part, Refusal, Seal, Sealing, Settled, State, Way, replaced};
pub(crate) use strip::{Eyes, SealBox};
pub(crate) use work::{Given, Halt, KeptSeal, SealRow, carry_out, day, latest, parties_of, shown};
