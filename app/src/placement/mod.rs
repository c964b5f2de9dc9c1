//! The placement (案件): company, person, post, contract, dates, issue, and who belongs to it.
//!
//! Company, person, post and one sentence of the issue are enough to open a case; everything else may stay blank. The issue
//! as first set is frozen with its date; later wordings are editions. Nothing is ever sent because a case was opened or
//! imported. Read `rules.rs` first, then `web.rs`; spreadsheets come in through `import/`.

mod edit;
mod export;
pub mod import;
mod intake;
mod intake_console;
mod intake_text;
mod intake_web;
pub(crate) mod opening;
pub mod rules;
mod store;
pub mod text;
mod web;

pub use edit::{change, edit};
pub use export::export;
pub use intake_console::{Asked, Brought, bring_in, look};
pub use intake_web::{intake, mend, notes, preview, put_in, register};
pub use rules::{Draft, StartWord, family_name, short_company};
pub(crate) use store::desk_of;
pub use store::{Facts, IssueEdition, ListLine, facts, issues};
pub use web::{list, new, open, who};
