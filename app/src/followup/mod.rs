//! Follow-up plan (フォロー予定): the talks after joining, counted from the first day, and the times people choose for them.
//!
//! The plan comes into being when the joining is confirmed, from the institution's template (`rules::first_template` until it
//! has one of its own). An entry of the plan *is* a talk of `check_in` (ADR 0023): it has a key, an offset and a side, it is
//! moved and called off like any talk, and nothing is copied when its day comes near. Days fall on business days. What lies
//! in the past is never planned, so nothing is late because a case was imported. A moved first day moves what is not done and
//! whose day nobody set; a leave rests the talks with the person, the return moves what is left; the end of the case calls
//! them off. A side that wants fewer talks has fewer. When the desk offers times, those who talk choose without script.
//!
//! Read `rules.rs` first, then `store.rs`; `plan.rs` is the desk's page, `template.rs` the institution's template, `slots.rs`
//! and `my_slots.rs` the times to choose from, `watch.rs` what the signals ask, `hooks.rs` what other pages show.

mod hooks;
mod my_slots;
mod plan;
pub mod rules;
mod slot_store;
mod slots;
mod store;
mod template;
pub mod text;
mod watch;

pub use hooks::{asks, awaited, light_lines, lines};
pub use my_slots::{choose as my_choose, show as my_slots};
pub use plan::{keep_leave, renew, show};
pub use slots::{form as slots_form, offer as slots_offer};
pub use store::{ended, make, moved};
pub use template::{save as template_save, show as template_show};
pub use watch::{Watch, watch};

use base::register::FollowPlan;
use base::store::{Entry, Read, deed};

use crate::placement::{self, Facts};
use crate::web::AppError;

/// The case and its facts, for the desk that may change its plan; everyone else is told that nothing is there.
fn ground(tx: &Read<'_>, case: &str) -> Result<(Entry, Facts), AppError> {
    let entry = tx.enter(case)?;
    entry.pass::<FollowPlan, deed::Change>()?;
    let facts = placement::facts(tx, &entry)?;
    Ok((entry, facts))
}
