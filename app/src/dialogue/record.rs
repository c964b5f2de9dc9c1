//! What a dialogue brought: kept in parts by the side they come from, read on a page of its own where one side spoke, and
//! taken further with one press.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{Dialogue, DialogueWord};
use base::store::{Entry, StoreError, Write, deed};
use base::text::Lang;
use http::StatusCode;

use super::everyone;
use super::rules::{Outcome, Told};
use super::store::{self, Meeting, Word};
use super::text::T;
use super::web::{Part, View, show_page, view};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};
use crate::{change, check_in, gap, placement, preparation};

#[derive(Template)]
#[template(path = "dialogue/record.html")]
struct RecordPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    view: View,
    readers: Vec<String>,
    desk_readers: Vec<String>,
    guide: [&'static str; 5],
    two_sided: bool,
    form: Form,
    errors: Errors,
    stale: bool,
}

async fn record_page(cx: &Cx, case: String, id: String, status: StatusCode, mut form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (facts, meeting, readers, desk_readers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Dialogue, deed::Change>()?;
            let meeting = store::one(tx, &entry, &id)?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?, meeting, everyone(tx, &entry, lang)?, change::readers(tx, &entry, lang)?))
        })
        .await?;
    form.set("version", &meeting.version.to_string());
    let page = RecordPage {
        f: cx.frame(t.record_title(), Nav::Cases).await?,
        t,
        case,
        short: facts.short(lang),
        guide: t.guide(meeting.kind()),
        view: view(&meeting, lang),
        readers,
        desk_readers,
        two_sided: facts.sides != "one",
        form,
        errors,
        stale: status == StatusCode::CONFLICT,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/dialogues/{id}/record`.
pub async fn record_form(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    record_page(&cx, case, id, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/{case}/dialogues/{id}/record`: adds to what is kept of it.
pub async fn record(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let told = match Told::parse(&form, cx.lang) {
        Ok(told) => told,
        Err(errors) => return record_page(&cx, case, id, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<Dialogue, deed::Change>()?;
            store::record(tx, &entry, &which, seen, &told)?;
            let back = format!("/cases/{of}/dialogues/{which}?done=recorded");
            let event =
                Event::DialogueRecorded(Some(&of), &which).detail(format!("shared:{} heard:{}", told.shared.len(), told.heard.len()));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => record_page(&cx, case, id, StatusCode::CONFLICT, form, Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "dialogue/words.html")]
struct WordsPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    view: View,
    parts: Vec<Part>,
    stale: bool,
}

fn part(word: Word, ids: &base::ids::Ids, lang: Lang) -> Part {
    let t = T(lang);
    let presses = [("gap", t.to_gap()), ("todo", t.to_todo())];
    Part {
        who: crate::web::text::T(lang).side(word.side),
        heading: t.heard(word.side),
        became: word.became.split_whitespace().map(|code| t.became(code)).collect(),
        presses: presses
            .into_iter()
            .filter(|(code, _)| !word.became.split(' ').any(|taken| taken == *code))
            .map(|(code, words)| ("word", code, words, ids.token()))
            .collect(),
        id: word.id,
        side: word.side.code().to_owned(),
        text: word.text,
    }
}

async fn words_page(cx: &Cx, case: String, id: String, status: StatusCode) -> Answer {
    let (t, lang, ids) = (T(cx.lang), cx.lang, cx.db.ids().clone());
    let asked = case.clone();
    let (short, meeting, parts) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<DialogueWord, deed::Change>()?;
            let meeting = store::one(tx, &entry, &id)?;
            let words = store::words(tx, &entry, &id)?;
            let read = words.iter().map(|word| word.id.as_str()).collect::<Vec<_>>().join(" ");
            let parts: Vec<Part> = words.into_iter().map(|word| part(word, &ids, lang)).collect();
            let drawn = (placement::facts(tx, &entry)?.short(lang), meeting, parts);
            let event = Event::TextRead(Some(&asked), &id).detail(format!("dialogue words {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let f = cx.frame(t.private(), Nav::Cases).await?;
    page_with(status, &WordsPage { f, t, case, short, view: view(&meeting, lang), parts, stale: status == StatusCode::CONFLICT })
}

/// `GET /cases/{case}/dialogues/{id}/words`: what one side alone said; opening it leaves a trace.
pub async fn words(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    words_page(&cx, case, id, StatusCode::OK).await
}

/// `POST /cases/{case}/dialogues/{id}/outcome`: a part becomes a gap, an expected change, a next action or an item of the preparation.
///
/// One side's words become a gap of the desk, sealed for the side they come from, or a next action that does not hold them:
/// only what all may read becomes something that all see.
pub async fn outcome(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let into = Outcome::parse(form.get("into"));
    let (note, word) = (form.trimmed("note").to_owned(), form.trimmed("word").to_owned());
    let private = note.is_empty();
    let (of, which) = (case.clone(), id.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<DialogueWord, deed::Change>()?;
            let meeting = store::one(tx, &entry, &which)?;
            let into = into.ok_or(StoreError::NotFound)?;
            if private {
                from_word(tx, &entry, &meeting, &word, into, t, lang)?;
            } else {
                from_note(tx, &entry, &meeting, &note, into)?;
            }
            let page = if private { "/words" } else { "" };
            let back = format!("/cases/{of}/dialogues/{which}{page}?done=saved");
            tx.commit(&Event::OutcomeTaken(Some(&of), &which).detail(into.code()), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) if private => words_page(&cx, case, id, StatusCode::CONFLICT).await,
        Err(StoreError::Stale) => show_page(&cx, case, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}

fn from_note(tx: &Write<'_>, entry: &Entry, meeting: &Meeting, id: &str, into: Outcome) -> Result<(), StoreError> {
    let note = store::notes(tx, entry)?.into_iter().find(|note| note.id == id && note.of == meeting.id).ok_or(StoreError::NotFound)?;
    match into {
        Outcome::Gap => drop(gap::from_words(tx, entry, &note.body)?),
        Outcome::Change => drop(change::expect(tx, entry, &note.body)?),
        Outcome::Todo => drop(check_in::keep_todo(tx, entry, &note.body)?),
        Outcome::Prep => drop(preparation::from_words(tx, entry, &note.body)?),
    }
    store::note_became(tx, entry, &note, into)
}

fn from_word(tx: &Write<'_>, entry: &Entry, meeting: &Meeting, id: &str, into: Outcome, t: T, lang: Lang) -> Result<(), StoreError> {
    let word = store::words(tx, entry, &meeting.id)?.into_iter().find(|word| word.id == id).ok_or(StoreError::NotFound)?;
    match into {
        Outcome::Gap => drop(gap::keep_for_desk(tx, entry, word.side, gap::Source::Talk, &word.text)?),
        Outcome::Todo => {
            let what = t.todo_neutral(t.kind_word(meeting.kind()), &lang.short_day(meeting.on));
            check_in::keep_todo(tx, entry, &what)?;
        }
        // A hoped-for change and an item of the preparation are read by all.
        Outcome::Change | Outcome::Prep => return Err(StoreError::NotFound),
    }
    store::word_became(tx, entry, &word, into)
}
