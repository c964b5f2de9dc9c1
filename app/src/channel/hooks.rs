//! What the channel hands to 今日 and to the portal's home: the way in, and that an answer is due. Never that something was
//! written, on a page that opens without a code.

use askama::Template;
use base::clock::Day;
use base::register::Thread as Record;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::desk::left;
use super::store;
use super::text::T;
use crate::today::{Bucket, Line};
use crate::web::AppError;

#[derive(Template)]
#[template(path = "channel/home.html")]
struct HomeHtml {
    t: T,
    case: String,
    opened: bool,
}

/// The section of the portal's home: the way in, and nothing about what was written.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    if !entry.may::<Record, deed::Change>() {
        return Ok(None);
    }
    let t = T(lang);
    let html = HomeHtml { t, case: entry.placement().to_owned(), opened: store::opened(tx, entry)? };
    html.render().map(Some).map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// Lines for 今日: threads that wait for this reader, by the day an answer was promised.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let threads = match store::all(tx) {
        Ok(threads) => threads,
        Err(StoreError::NotFound) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let now = tx.now();
    Ok(threads
        .into_iter()
        .filter(|thread| thread.state == "open" && case.is_none_or(|case| case == thread.case))
        .map(|thread| Line {
            bucket: Bucket::of(thread.due_on, today),
            day: Some(thread.due_on),
            when: left(t, now, &thread.state, thread.due_on),
            who: String::new(),
            what: t.l_what().to_owned(),
            why: if thread.trial { t.l_trial().to_owned() } else { t.l_why().to_owned() },
            href: format!("/consults/{}", thread.id),
            button: t.l_button().to_owned(),
            case: thread.case,
        })
        .collect())
}
