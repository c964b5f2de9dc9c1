//! Dialogues and visits as company and person see them: what is planned, what all may read, and what they wrote themselves.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{DialogueNote, DialogueWord};
use base::store::deed;
use http::StatusCode;

use super::everyone;
use super::rules::PART;
use super::store;
use super::text::T;
use super::web::{View, view};
use crate::change::{asked, named, readers, switch};
use crate::placement::rules::{fold_sentence, too_long};
use crate::portal;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "dialogue/my_list.html")]
struct ListPage {
    f: Frame,
    t: T,
    cases: Vec<(String, String, bool)>,
    next: Vec<View>,
    held: Vec<Held>,
    /// Whether this party may still write.
    writes: bool,
}

struct Held {
    view: View,
    /// Heading, side, who, text.
    notes: Vec<(&'static str, String, &'static str, String)>,
    own: Vec<String>,
}

/// `GET /my/dialogues`: what is planned, what was said, and what this party wrote. Opening it leaves a trace.
pub async fn list(cx: Cx) -> Answer {
    let (t, lang, case) = (T(cx.lang), cx.lang, asked(&cx, "case"));
    let (cases, next, held, writes) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let (meetings, notes, words) = (store::all(tx, &entry)?, store::notes(tx, &entry)?, store::words(tx, &entry, "")?);
            let w = crate::web::text::T(lang);
            let held = meetings
                .iter()
                .filter(|meeting| meeting.state == "held")
                .rev()
                .map(|meeting| Held {
                    view: view(meeting, lang),
                    notes: notes
                        .iter()
                        .filter(|note| note.of == meeting.id)
                        .map(|note| {
                            let who = base::actor::Side::parse(&note.side).map_or("", |side| w.side(side));
                            (t.part(&note.kind), note.side.clone(), who, note.body.clone())
                        })
                        .collect(),
                    own: words.iter().filter(|word| word.of == meeting.id).map(|word| word.text.clone()).collect(),
                })
                .collect::<Vec<_>>();
            let next = meetings.iter().filter(|meeting| meeting.state == "planned").map(|meeting| view(meeting, lang)).collect::<Vec<_>>();
            let read = words.iter().map(|word| word.id.as_str()).collect::<Vec<_>>().join(" ");
            let case = entry.placement().to_owned();
            let drawn = (switch(tx, &entry, lang)?, next, held, entry.may::<DialogueWord, deed::Change>());
            let event = Event::TextRead(Some(&case), &case).detail(format!("own dialogue words {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    page(&ListPage { f: cx.frame(t.my_title(), Nav::Home).await?, t, cases, next, held, writes })
}

#[derive(Template)]
#[template(path = "dialogue/my_write.html")]
struct WritePage {
    f: Frame,
    t: T,
    id: String,
    view: View,
    title: &'static str,
    lead: &'static str,
    /// `all` when all may read it, else `desk`.
    whom: &'static str,
    readers: Vec<String>,
    note: &'static str,
    form: Form,
    errors: Errors,
}

async fn write_page(cx: &Cx, id: String, all: bool, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let which = id.clone();
    let (meeting, readers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &which)?)?;
            let meeting = store::one(tx, &entry, &which)?;
            let readers = if all {
                entry.pass::<DialogueNote, deed::Change>()?;
                everyone(tx, &entry, lang)?
            } else {
                entry.pass::<DialogueWord, deed::Change>()?;
                readers(tx, &entry, lang)?
            };
            Ok::<_, AppError>((meeting, readers))
        })
        .await?;
    let (whom, title, lead, note) = if all {
        ("all", t.my_share_title(), t.my_share_lead(), "")
    } else {
        ("desk", t.my_write_title(), t.my_write_lead(), t.readers_note())
    };
    let f = cx.frame(title, Nav::Home).await?;
    page_with(status, &WritePage { f, t, id, view: view(&meeting, lang), title, lead, whom, readers, note, form, errors })
}

/// `GET /my/dialogues/{id}`: to write what differed, for the desk alone; with `?for=all`, something for all.
pub async fn write(cx: Cx, Path(id): Path<String>) -> Answer {
    let all = asked(&cx, "for") == "all";
    write_page(&cx, id, all, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /my/dialogues/{id}`: keeps this party's own words.
pub async fn keep(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, all) = (T(cx.lang), form.get("for") == "all");
    let text = fold_sentence(form.get("body"));
    let mut errors = Errors::none();
    too_long(&mut errors, "body", &text, PART, cx.lang);
    if text.is_empty() {
        errors.add("body", crate::web::text::T(cx.lang).e_required(t.my_body()));
    }
    if !errors.is_empty() {
        return write_page(&cx, id, all, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of(tx, &id)?;
            let entry = tx.enter(&case)?;
            let row = if all { store::add_note(tx, &entry, &id, &text)? } else { store::add_word(tx, &entry, &id, &text)? };
            let back = format!("/my/dialogues?case={case}&done=saved");
            let detail = format!("{} {}", tx.actor().side().code(), if all { "all" } else { "desk" });
            tx.commit(&Event::DialogueWritten(Some(&case), &row).detail(detail), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}
