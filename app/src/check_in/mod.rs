//! Check-in (フォロー面談): talks with each side and with all three, what was said, how the milestones stand, what comes next.
//!
//! A text keeps the side it comes from for ever: it is sealed under that side's key, read by the desk alone, by a manager
//! only with a stated reason, and by its own side where the desk shares it back; every reading leaves a trace that the writer
//! sees. That one side was talked with is not known to the other. Nothing is overdue because a case was imported: only what
//! someone planned can be late. No question asks for health or family (`guide.rs`).
//!
//! Read `rules.rs` first (`forms.rs` for what is typed); then `talk.rs` (plan, move, read), `record.rs` (keep what was said)
//! and `copy.rs`, `milestone.rs` with `words.rs`, `todo.rs`, `join.rs`; `my.rs` and `my_words.rs` are what company and person
//! see. `readers.rs` says who reads and who has read; what other pages show of it all stands in `hooks.rs`.

mod copy;
mod entries;
pub mod forms;
mod guide;
mod hooks;
mod invite;
mod join;
mod milestone;
mod my;
mod my_words;
mod readers;
mod record;
pub mod rules;
mod store;
mod talk;
pub mod text;
mod todo;
mod words;

pub use copy::copy;
pub use entries::{NewEntry, PlanTalk};
pub(crate) use entries::{add_entry, call_off, place, plan_talk, plan_talks, settle};
pub(crate) use hooks::talk_lines;
pub use hooks::{aside, asks, home, lines, panel, timeline};
pub(crate) use invite::invitation;
pub use invite::{file, my_file, send as tell};
pub use join::{join, join_form};
pub use milestone::{keep_words, show_words, words_form};
pub use my::my_talks;
pub use my_words::{my_word, my_word_form, my_words};
pub(crate) use readers::all_readers;
pub use record::{call, call_form, record, record_form};
pub(crate) use store::keep_todo;
pub use talk::{move_it, plan, plan_form, read_with_reason, show, skip};
pub use todo::{add_todo, tick_todo, todos};
pub use words::{Judged, judged};

use base::register::CheckIn;
use base::store::{Entry, Read, deed};
use base::text::Lang;

use crate::placement::{self, Facts};
use crate::web::{AppError, Cx, Form};

/// The case and its facts, for the desk that may write about its talks; everyone else is told that nothing is there.
fn ground(tx: &Read<'_>, case: &str) -> Result<(Entry, Facts), AppError> {
    let entry = tx.enter(case)?;
    entry.pass::<CheckIn, deed::Change>()?;
    let facts = placement::facts(tx, &entry)?;
    Ok((entry, facts))
}

/// With whom a talk of this case is.
///
/// # Errors
/// `NotFound` when it is not of this case, and for who may not write about it.
pub(crate) fn with_of(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<rules::With, AppError> {
    entry.pass::<CheckIn, deed::Change>()?;
    Ok(store::talk(tx, entry, id)?.with())
}

/// Codes and words, as a form offers them.
fn options<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str, word: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), word(*one).to_owned())).collect()
}

/// A value of the address's query; empty when it is not there.
fn asked(cx: &Cx, name: &str) -> String {
    let query = cx.path.split_once('?').map_or("", |(_, query)| query);
    Form::parse(query.as_bytes()).trimmed(name).to_owned()
}

/// Company and person, for the way back to the case.
fn short(facts: &Facts, lang: Lang) -> String {
    facts.short(lang)
}
