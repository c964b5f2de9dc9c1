//! The booklet (三者の書面): one document that company, person and bank share before the first day, and keep afterwards.
//!
//! Six sections: 担っていただくこと · 体制・権限・支援 · 連絡と相談 · 目標と中間目標 · 想定されるギャップと対応策 · 期待する変化. The
//! fourth *is* the goal sheet (`crate::goal_sheet`) and is not typed twice; the last two are copied from the lists of shared
//! gaps and expected changes when the desk says so. Anyone may propose (as for the goal sheet), only the desk writes;
//! company and person agree section by section, the bank confirms (`crate::agreement`). Booklet and goal sheet stand on one
//! page, with one press for both. Only 1, 3 and 4 need a sentence.
//!
//! Read `content.rs` (what it says), `rules.rs`, then `web.rs` and `edit.rs` (the desk), `record.rs` (agreements by word of
//! mouth and on paper) and `my.rs` (company and person); papers are set in `printed.rs`.

mod content;
mod edit;
mod hooks;
mod my;
mod printed;
mod record;
mod rules;
mod store;
mod text;
mod view;
mod web;

pub use edit::{edit, save};
pub use hooks::{asks, awaited, home, lines, panel, timeline};
pub(crate) use my::proposal_subjects;
pub use my::{agree, overview as my, version as my_version};
pub use printed::{card, my_card, my_paper, my_record_paper, my_version_paper, paper, record_paper, version_paper};
pub use record::{form as record, keep as keep_record, page as signed_page};
pub(crate) use store::ask_with as ask_now;
pub(crate) use view::section_title;
pub use web::{ask, confirm, show, version};
