//! What has changed, as company and person both read it: from the reports that went to both, the latest words first.

use askama::Template;
use base::clock::Day;
use base::register::ReportPublished;
use base::store::{Entry, Read, StoreError, deed};

use super::rules::Said;
use super::store::published;
use super::text::T;
use crate::change::{asked, named, switch};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};
use crate::{portal, review};

/// A line both sides read.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// Heading, before, now.
    pub(crate) said: Said,
    /// The day it went out.
    pub(crate) day: Day,
}

/// The lines that went to both sides, the latest report first; of a corrected report its newest edition alone.
///
/// # Errors
/// `NotFound` for a seat that may read no report.
pub(crate) fn shared(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Shared>, StoreError> {
    let (mut lines, mut known) = (Vec::new(), Vec::new());
    for one in published::all(tx, entry)?.into_iter().filter(|one| one.audience == "both") {
        if known.contains(&one.no) {
            continue;
        }
        known.push(one.no);
        let day = one.created_at.day();
        lines.extend(one.content()?.lines.into_iter().map(|said| Shared { said, day }));
    }
    Ok(lines)
}

/// Whether this seat finds anything on the page.
///
/// # Errors
/// The store's own.
pub(crate) fn is_shared(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    if !entry.may::<ReportPublished, deed::View>() {
        return Ok(false);
    }
    Ok(published::all(tx, entry)?.iter().any(|one| one.audience == "both"))
}

/// A change with what both read of it: the latest words, and those before them.
struct Change {
    title: String,
    said: Said,
    day: String,
    iso: String,
    older: Vec<(String, Said)>,
}

#[derive(Template)]
#[template(path = "report/my_changed.html")]
struct ChangedPage {
    f: Frame,
    t: T,
    case: String,
    cases: Vec<(String, String, bool)>,
    changes: Vec<Change>,
    measures: Vec<String>,
}

/// `GET /my/changed`: what has changed, on one page that is read in a minute.
pub async fn changed(cx: Cx) -> Answer {
    let (t, lang, case) = (T(cx.lang), cx.lang, asked(&cx, "case"));
    let (case, cases, changes, measures) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let mut changes: Vec<Change> = Vec::new();
            for one in shared(tx, &entry)? {
                let known = changes.iter_mut().find(|change| !change.title.is_empty() && change.title == one.said.title);
                match known {
                    Some(change) => change.older.push((lang.short_day(one.day), one.said)),
                    None => changes.push(Change {
                        title: one.said.title.clone(),
                        said: one.said,
                        day: lang.day(one.day),
                        iso: one.day.to_string(),
                        older: Vec::new(),
                    }),
                }
            }
            let measures = review::beside(tx, &entry, lang)?.into_iter().map(|row| row.sentence).collect();
            Ok::<_, AppError>((entry.placement().to_owned(), switch(tx, &entry, lang)?, changes, measures))
        })
        .await?;
    page(&ChangedPage { f: cx.frame(t.changed_title(), Nav::Reports).await?, t, case, cases, changes, measures })
}
