//! Expected gaps (想定されるギャップ): what company and person may see differently, the sign that shows it, and the
//! countermeasure (対応策).
//!
//! Three registers with readers of their own (ADR 0003): *shared* gaps, which company, person and desk read and write; *one
//! side's* gaps, sealed for that side, read by their writer and the desk, and shared by their writer alone; the *desk's*
//! gaps, sealed for the side their words come from. What is shared is copied by a deed, word for word. Shared gaps are looked
//! at again at every check-in. Read `rules.rs` first, then `web.rs` and `private.rs` for the desk, `my.rs` for company and
//! person; other slices ask [`shared`] and keep one with [`from_words`] or [`keep_for_desk`].

mod hooks;
mod my;
mod private;
pub mod rules;
mod store;
mod text;
mod web;

pub use hooks::{home, lines, open_ones, panel, timeline};
pub use my::{add as my_add, board as my_board, look as my_look, looked as my_looked, new as my_new, own as my_own, share_own as my_share};
pub use private::{keep as keep_private, list as private, look as look_private, share as share_private};
pub use rules::{Lies, Source, State};
pub use store::{Gap, from_words, keep_for_desk, shared};
pub use web::{add, add_samples, board, edit, edited, look, looked};

use base::access::Seat;
use base::store::{Entry, Read};
use base::text::Lang;

use crate::web::AppError;

/// Who reads a shared gap, by name: owner and host of the company, the placed person, the desk, and the house behind it.
fn everyone(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<String>, AppError> {
    let t = text::T(lang);
    let (contacts, persons) = store::readers(tx, entry)?;
    let mut names: Vec<String> =
        contacts.into_iter().map(|(name, post)| if post.is_empty() { name } else { format!("{name}({post})") }).collect();
    let own = entry.seat() == Seat::Person;
    names.extend(persons.into_iter().map(|(name,)| if own { t.reader_self(&name) } else { t.reader_person(&name) }));
    names.extend(crate::change::readers(tx, entry, lang)?);
    names.push(t.readers_house().to_owned());
    Ok(names)
}
