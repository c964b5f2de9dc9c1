//! Why the person left, in the words of each side as the desk heard them, and what is learnt: the desk's and the officer's.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::SeparationWord;
use base::store::deed;
use http::StatusCode;

use super::store;
use super::text::T;
use crate::change::{names, readers};
use crate::placement::{self, rules::SENTENCE, rules::fold_sentence, rules::too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// A reason as it is shown: side, what it is, who wrote it, day, words.
pub(super) struct Row {
    pub(super) side: &'static str,
    pub(super) what: &'static str,
    pub(super) who: String,
    pub(super) day: String,
    pub(super) body: String,
}

#[derive(Template)]
#[template(path = "closing/words.html")]
struct WordsPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    rows: Vec<Row>,
    writes: bool,
    sides: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.to_owned());
    let (short, mut readers, rows, writes) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            let reasons = store::reasons(tx, &entry)?;
            let names = names(tx, &entry)?;
            let read = reasons.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(" ");
            let rows: Vec<Row> = reasons
                .into_iter()
                .map(|one| Row {
                    side: one.side.code(),
                    what: t.word_of(one.side),
                    who: names.get(&one.author).cloned().unwrap_or_default(),
                    day: lang.short_day(one.at.day()),
                    body: one.body,
                })
                .collect();
            let writes = entry.may::<SeparationWord, deed::Change>();
            let drawn = (placement::facts(tx, &entry)?.short(lang), self::readers(tx, &entry, lang)?, rows, writes);
            let event = Event::TextRead(Some(&asked), &asked).detail(format!("reasons {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    readers.push(crate::web::text::T(lang).seat_officer().to_owned());
    let sides = [Side::Company, Side::Person, Side::Bank].map(|side| (side.code().to_owned(), t.word_of(side).to_owned())).to_vec();
    let f = cx.frame(t.words_title(), Nav::Cases).await?;
    page_with(status, &WordsPage { f, t, case: case.to_owned(), short, readers, rows, writes, sides, form, errors })
}

/// `GET /cases/{case}/ending/words`. The reading leaves its trace.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, Form::filled([("side", "bank".to_owned())]), Errors::none()).await
}

/// `POST /cases/{case}/ending/words`: the desk writes down what a side said, or what is learnt.
pub async fn write(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, w) = (T(cx.lang), crate::web::text::T(cx.lang));
    let body = fold_sentence(form.get("body"));
    let mut errors = Errors::none();
    too_long(&mut errors, "body", &body, SENTENCE, cx.lang);
    if body.is_empty() {
        errors.add("body", w.e_required(t.word_body()));
    }
    let side = Side::parse(form.get("side"));
    if side.is_none() {
        errors.add("side", w.e_choose());
    }
    let Some(side) = side.filter(|_| errors.is_empty()) else {
        return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::word(tx, &entry, side, &body)?;
            let back = format!("/cases/{case}/ending/words?done=saved");
            let event = Event::SeparationWorded(Some(&case), &id).detail(side.code());
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}
