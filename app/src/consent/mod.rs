//! The yes to being followed up (フォローのご了承), and to the use of data (情報の使いみち).
//!
//! Each side is told what the follow-up is, how often, by whom, how many minutes, that it is voluntary and not tied to any
//! loan; it says yes with the number of the text and the time, narrows it or ends it at any time without a reason. Nobody
//! but the party itself, the desk, the placement officer and compliance reads an answer; the other side learns the rhythm
//! that it leaves (`Rhythm`), and nothing else. Answers are never altered: the latest counts. Read `rules.rs` first, then
//! `my.rs` (the party) and `desk.rs` (answers on paper or by word of mouth).

mod desk;
mod hooks;
mod my;
mod rules;
mod store;
mod text;

pub use desk::{keep, show};
pub use hooks::{asks, lines, panel, timeline};
pub use my::{answer, show as my};
pub use rules::Pace;

use base::actor::Side;
use base::store::{Entry, Read, StoreError};

/// How often a side wants to be asked, as it stands; none while it has not answered, or for a seat that may not know.
///
/// # Errors
/// The store's own.
pub fn pace_of(tx: &Read<'_>, entry: &Entry, side: Side) -> Result<Option<Pace>, StoreError> {
    Ok(store::pace(&store::beats(tx, entry)?, side))
}
