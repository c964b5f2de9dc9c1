//! Preparation (入社前準備): what the three do before and after the first day, who looks after whom in the company, and
//! whom the desk has to think of.
//!
//! The list is made from the institution's template when the desk opens it, with two questions: who decided on this hire and
//! who knows of it. Where the owner decided alone (専決), the talks with executives, site heads and staff are needed. Days are
//! offsets from the first day, shifted to business days; without a first day there are none. A moved first day moves what is
//! not done and leaves what is ([`moved`]). Items, the action plan and the promises are one record ([`rules::Kind`]): the
//! party whose item it is ticks it. The map of people and the two answers are the desk's alone.
//!
//! Read `rules.rs` first, then `store.rs`; `desk.rs` and `item.rs` are the desk's pages, `my.rs` those of company and person,
//! `plan.rs` the action plan on its timeline, `reception.rs` who looks after what, `map.rs` the map of people, `template.rs`
//! the institution's template, `export.rs` and `printed.rs` the list as a spreadsheet and on paper; what other pages show
//! stands in `hooks.rs`.

mod desk;
mod export;
mod hooks;
mod item;
mod map;
mod my;
mod plan;
mod printed;
mod reception;
pub mod rules;
mod store;
mod template;
pub mod text;
mod voice;

pub use desk::{answer, begin, show};
pub use export::export;
pub use hooks::{asks, home, lines, panel, timeline};
pub use item::{add, change, edit, new, tick};
pub use map::{add as map_add, change as map_change, edit as map_edit, show as map_show, talks as map_talks};
pub use my::{my_item, my_list, my_tick};
pub use plan::{my_plan, plan};
pub use printed::{my_paper, paper};
pub use reception::{
    Point, Reception, edit as reception_edit, my_edit as my_reception, my_save as my_reception_save, my_wishes as my_reception_wishes,
    reception, save as reception_save,
};
pub(crate) use store::from_words;
pub use store::{Item, items, moved, stands};
pub use template::{save as template_save, show as template_show};

use base::access::Seat;
use base::register::PlanItem;
use base::store::{Entry, Read, deed};
use base::text::Lang;

use crate::placement::{self, Facts};
use crate::web::{AppError, Cx, Form};

/// The case and its facts, for the desk that may change its items; everyone else is told that nothing is there.
fn ground(tx: &Read<'_>, case: &str) -> Result<(Entry, Facts), AppError> {
    let entry = tx.enter(case)?;
    entry.pass::<PlanItem, deed::Change>()?;
    if entry.seat() != Seat::Consultant {
        return Err(AppError::NotFound);
    }
    let facts = placement::facts(tx, &entry)?;
    Ok((entry, facts))
}

/// A value of the address's query; empty when it is not there.
fn asked(cx: &Cx, name: &str) -> String {
    let query = cx.path.split_once('?').map_or("", |(_, query)| query);
    Form::parse(query.as_bytes()).trimmed(name).to_owned()
}

/// Who reads the items of a case, by name and in the reader's words.
fn readers(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<String>, AppError> {
    crate::change::everyone(tx, entry, lang)
}
