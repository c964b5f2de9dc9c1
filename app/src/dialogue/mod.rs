//! Dialogues and visits (対話・職場見学): the placed person meets people of the company, or sees a place of work.
//!
//! Unlike a talk (`crate::check_in`), which the desk holds with one side and the other side does not know of, a dialogue is
//! known to company and person from the day it is planned; that is why it is a slice of its own (ADR 0013). A contact knows of those
//! they take part in. What was said, and what the place of work needs, all of them read; what one side said or thought is
//! sealed for that side, on a page of its own. An outcome becomes a gap, an expected change, a next action or
//! an item of the preparation with one press.
//! Read `rules.rs` first, then `web.rs` (plan), `record.rs` (what it brought), `my.rs` (company and person), `invite.rs`
//! (the calendar entry, by download and with the mail).

mod hooks;
mod invite;
mod my;
mod record;
pub mod rules;
mod store;
mod text;
mod web;

pub use hooks::{home, lines, panel, timeline};
pub(crate) use invite::invitation;
pub use invite::{file, my_file};
pub use my::{keep as my_keep, list as my_list, write as my_write};
pub use record::{outcome, record, record_form, words};
pub use web::{cancel, change, edit, list, plan, plan_form, show};

use base::access::Seat;
use base::store::{Entry, Read};
use base::text::Lang;

use crate::web::AppError;

/// Who reads what is shared of a dialogue, by name; those of the company who only take part stand in a word.
fn everyone(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<String>, AppError> {
    let t = text::T(lang);
    let people = store::people(tx, entry)?;
    let own = entry.seat() == Seat::Person;
    let mut names: Vec<String> = people
        .iter()
        .filter(|one| matches!(one.seat.as_str(), "owner" | "host"))
        .map(|one| if one.post.is_empty() { one.name.clone() } else { format!("{}({})", one.name, one.post) })
        .collect();
    if people.iter().any(|one| one.seat == "contact") {
        names.push(t.reader_guests().to_owned());
    }
    let person = people.iter().find(|one| one.seat == "person");
    names.extend(person.map(|one| if own { t.reader_self(&one.name) } else { t.reader_person(&one.name) }));
    names.extend(crate::change::readers(tx, entry, lang)?);
    names.push(t.readers_house().to_owned());
    Ok(names)
}
