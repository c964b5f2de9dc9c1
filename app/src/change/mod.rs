//! The change board (変化の記録): what should change in the company, and what each side saw of it.
//!
//! An expected change is words that all three see. What someone saw is private: sealed for their side, read by the desk and
//! by the one who wrote it, until they agree to a line of a report (`crate::report`). Here the case page and 今日 tell kind,
//! date and age; the words stand on pages of their own, and opening one leaves a trace. Read `rules.rs` first, then `web.rs`
//! and `over.rs` (everything on one page) for the desk, and `my.rs` for company and person.

mod hooks;
mod my;
mod over;
mod picture;
pub mod rules;
mod store;
mod text;
mod web;

pub use hooks::{asks, home, lines, panel, timeline};
pub use my::{add as my_add, board as my_board, lend as my_lend, new as my_new, observe as my_observe, observed as my_observed};
pub(crate) use my::{asked, named, switch};
pub use over::over;
pub use picture::{page as my_picture, picture as my_pictured, worry as my_worry};
pub(crate) use store::expect;
pub use store::{Mark, Seen, Wish, marks, names, side_of, texts, wishes};
pub use web::{add, board, edit, edited, notes, observe, observed};

use base::store::{Entry, Read};
use base::text::Lang;

use crate::web::AppError;

/// Who reads what is written here, by name: consultant and deputy, in words.
///
/// # Errors
/// The store's own.
pub(crate) fn readers(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<String>, AppError> {
    let t = text::T(lang);
    let (consultant, deputy) = crate::placement::desk_of(tx, entry)?;
    let consultant = match consultant {
        Some(name) => name,
        None => crate::placement::facts(tx, entry)?.consultant_name,
    };
    let mut readers = vec![t.reader_desk(&consultant)];
    readers.extend(deputy.map(|name| t.reader_deputy(&name)));
    Ok(readers)
}

/// The placed person as this party calls them: ご本人 to the company, 佐藤さん to themselves.
///
/// # Errors
/// The store's own.
pub(crate) fn person_word(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<String, AppError> {
    let t = text::T(lang);
    if entry.seat() != base::access::Seat::Person {
        return Ok(t.the_person().to_owned());
    }
    let facts = crate::placement::facts(tx, entry)?;
    Ok(t.themselves(crate::placement::family_name(&facts.person)))
}

/// Who reads what all three see, by name: the company's members, the placed person, the desk, and the house behind it.
///
/// # Errors
/// The store's own.
pub(crate) fn everyone(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<String>, AppError> {
    let t = text::T(lang);
    let (contacts, persons) = store::parties(tx, entry)?;
    let mut readers: Vec<String> =
        contacts.into_iter().map(|(name, post)| if post.is_empty() { name } else { format!("{name}({post})") }).collect();
    let own = entry.seat() == base::access::Seat::Person;
    readers.extend(persons.into_iter().map(|(name,)| if own { t.reader_self(&name) } else { t.reader_person(&name) }));
    readers.extend(self::readers(tx, entry, lang)?);
    readers.push(t.readers_house().to_owned());
    Ok(readers)
}
