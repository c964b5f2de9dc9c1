//! What has changed, as company and person both read it: from the reports that went to both, the latest words first.

use askama::Template;
use base::clock::Day;
use base::register::ReportPublished;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

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
    /// The number of its report.
    pub(crate) no: i64,
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
        let (no, day) = (one.no, one.created_at.day());
        lines.extend(one.content()?.lines.into_iter().map(|said| Shared { said, no, day }));
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

/// A change with what both read of it: the words of the latest report, and those before them.
struct Change {
    title: String,
    no: i64,
    said: Vec<Said>,
    day: String,
    iso: String,
    older: Vec<(String, Said)>,
}

/// The lines by their headings, the latest report first; what has no heading stands last.
fn by_change(lines: Vec<Shared>, lang: Lang) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for one in lines {
        match changes.iter_mut().find(|change| change.title == one.said.title) {
            Some(change) if change.no == one.no => change.said.push(one.said),
            Some(change) => change.older.push((lang.short_day(one.day), one.said)),
            None => changes.push(Change {
                title: one.said.title.clone(),
                no: one.no,
                said: vec![one.said],
                day: lang.day(one.day),
                iso: one.day.to_string(),
                older: Vec::new(),
            }),
        }
    }
    changes.sort_by_key(|change| change.title.is_empty());
    changes
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
            let changes = by_change(shared(tx, &entry)?, lang);
            let measures = review::beside(tx, &entry, lang)?.into_iter().map(|row| row.sentence).collect();
            Ok::<_, AppError>((entry.placement().to_owned(), switch(tx, &entry, lang)?, changes, measures))
        })
        .await?;
    page(&ChangedPage { f: cx.frame(t.changed_title(), Nav::Reports).await?, t, case, cases, changes, measures })
}
