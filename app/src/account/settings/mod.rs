//! Settings of the institution: its name and telephone, its branches, its closed days, its staff and the seats they hold.
//!
//! The administrator writes, compliance reads the staff list (visibility.md, last row). Nobody can lock everyone out: one
//! active administrator stays. Branch RM and consultant are not one person unless the institution says why (rule 11). A new
//! member of staff gets a first password that is shown once and opens nothing but the page on which it is replaced.
//!
//! Read `rules.rs` first, then `web.rs` (institution, branches), `days.rs` (closed days, the [`calendar`]) and `people.rs` (staff).

mod days;
mod people;
mod rules;
mod store;
mod text;
mod web;

pub use days::{add_day, calendar, house_days, remove_day};
pub use people::{add_staff, new_staff, one_staff, renew_password, save_staff, save_state, staff};
pub(crate) use text::T as Words;
pub use web::{add_branch, branch, branches, save, save_branch, save_hats, show};
