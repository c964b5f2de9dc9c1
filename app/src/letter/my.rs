//! A letter as its receiver reads it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::LetterReceived;
use base::store::{StoreError, deed};

use super::store;
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Form, Frame, go, page};

#[derive(Template)]
#[template(path = "letter/my_show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    id: String,
    case: String,
    lead: String,
    day: String,
    iso: String,
    words: String,
    said_read: String,
    /// Whether it can still be said: after leaving one keeps what one got and says nothing more.
    says: bool,
}

/// `GET /my/letters/{id}`: what the desk wrote to this party alone. Opening it leaves a trace.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, lang, which) = (T(cx.lang), cx.lang, id.clone());
    let (case, one, words, says) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let case = store::case_of(tx, &which)?;
            let entry = tx.enter(&case)?;
            let pass = entry.pass::<LetterReceived, deed::View>()?;
            let one = store::received(tx, &entry)?.into_iter().find(|one| one.id == which).ok_or(AppError::NotFound)?;
            let words = store::text(tx, &pass, &one)?;
            let says = entry.may::<LetterReceived, deed::Change>();
            let event = Event::TextRead(Some(&case), &which).detail("own letter");
            tx.commit(&event, "").map(|done| done.with((case, one, words, says))).map_err(AppError::from)
        })
        .await?;
    let day = one.created_at.day();
    let drawn = ShowPage {
        f: cx.frame(t.my_title(), Nav::Reports).await?,
        t,
        id,
        case,
        lead: t.my_lead(&one.author_name),
        day: lang.day(day),
        iso: day.to_string(),
        words,
        says,
        said_read: one.read_on.map(|day| t.my_said(&lang.day(day))).unwrap_or_default(),
    };
    page(&drawn)
}

/// `POST /my/letters/{id}/read`: its receiver says that they have read it.
pub async fn read(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let back = format!("/my/letters/{id}?done=read");
    let to = back.clone();
    let marked = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of(tx, &id)?;
            let entry = tx.enter(&case)?;
            let one = store::received(tx, &entry)?.into_iter().find(|one| one.id == id).ok_or(StoreError::NotFound)?;
            store::mark_read(tx, &entry, &one)?;
            tx.commit(&Event::LetterRead(Some(&case), &id), &back)
        })
        .await;
    match marked {
        // Pressed on two devices at once: it is said.
        Ok(()) | Err(StoreError::Stale) => Ok(go(&to)),
        Err(error) => Err(error.into()),
    }
}
