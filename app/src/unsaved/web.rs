//! Keeping what is typed, opening it again, discarding it.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use base::clock::Instant;
use base::event::Event;
use base::store::StoreError;
use http::header;

use super::rules::{Place, differs};
use super::store;
use super::text::T;
use crate::web::{AppError, Cx, Form, go};

/// The time of a day, and the day where it is not today: `14:03`, `11月24日 14:03`.
fn when(at: Instant, cx: &Cx) -> String {
    let (hour, minute) = at.time();
    let time = format!("{hour}:{minute:02}");
    if at.day() == cx.today() { time } else { format!("{} {time}", cx.lang.short_day(at.day())) }
}

/// What a page shows of it (`unsaved/parts.html`).
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// The words.
    pub t: T,
    /// Where the form's content goes while it is written.
    pub keep: String,
    /// The page with what was kept.
    pub href: String,
    /// Whether this is that page.
    pub opened: bool,
    /// Since when something is kept; empty when nothing is.
    pub sentence: String,
    /// Key of the press that discards it.
    pub key: String,
}

impl store::Offer {
    /// As the page of this request shows it; `opened` when what was kept stands in its form.
    pub(crate) fn shown(self, cx: &Cx, opened: bool) -> Shown {
        let t = T(cx.lang);
        let sentence = self.at.map(|at| when(at, cx)).map(|at| if opened { t.opened(&at) } else { t.waits(&at) });
        Shown { t, keep: self.keep, href: self.href, opened, sentence: sentence.unwrap_or_default(), key: cx.key() }
    }
}

/// `POST /cases/{case}/unsaved/{form}`: keeps what stands in the form. Answers with the sentence that the page shows.
///
/// It spends no key: the same form is saved afterwards. Two of one writer at once: the later is asked to come again.
pub async fn keep(cx: Cx, Path((case, code)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let at = cx.db.clock().now();
    let touched = differs(&form);
    cx.db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let place = store::place(tx, &entry, &code)?;
            let id = if touched { Some(store::keep(tx, &entry, &place, &place.part(&form))?) } else { store::settle(tx, &entry, &place)? };
            let detail = if touched { "kept" } else { "as it was" };
            let event = Event::UnsavedKept(Some(&case), id.as_deref().unwrap_or(&case)).detail(detail);
            tx.commit(&event, "").map_err(AppError::from)
        })
        .await?;
    let said = if touched { T(cx.lang).kept(&when(at, &cx)) } else { String::new() };
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], said).into_response())
}

/// `POST /cases/{case}/unsaved/{form}/discard`: what is kept goes, and the page begins anew.
pub async fn discard(cx: Cx, Path((case, code)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let place = store::place(tx, &entry, &code)?;
            let id = store::settle(tx, &entry, &place)?;
            let back = place.page(&case);
            let event = Event::UnsavedKept(Some(&case), id.as_deref().unwrap_or(&case)).detail("discarded");
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// What is kept of a form, when its page is asked for with `?unsaved=1`; none when it is not, or nothing is kept. The reading
/// leaves its trace.
///
/// # Errors
/// The store's own.
pub(crate) async fn open(cx: &Cx, case: &str, place: Place) -> Result<Option<Form>, AppError> {
    if !cx.path.split_once('?').is_some_and(|(_, query)| query.split('&').any(|pair| pair == "unsaved=1")) {
        return Ok(None);
    }
    let case = case.to_owned();
    let found = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let (id, parts) = store::opened(tx, &entry, &place)?;
            tx.commit(&Event::TextRead(Some(&case), &id).detail("unsaved"), "").map(|done| done.with(Place::whole(&parts)))
        })
        .await;
    match found {
        Ok(form) => Ok(Some(form)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
