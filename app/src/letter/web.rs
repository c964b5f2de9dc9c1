//! The desk's pages: write a letter, check it, send it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::Letter;
use base::store::{StoreError, deed};
use http::StatusCode;

use super::store::{self, Addressee};
use super::text::T;
use crate::change::readers;
use crate::placement::rules::{SENTENCE, fold_sentence, too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};
use crate::{placement, report};

fn named(t: T, to: &Addressee) -> String {
    if to.side == Side::Person { t.to_person(&to.name) } else { t.to_company(&to.name) }
}

#[derive(Template)]
#[template(path = "letter/list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    /// Id, words, state.
    rows: Vec<(String, String, String)>,
    to: Vec<(String, String)>,
    readers: Vec<String>,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.clone());
    let (short, rows, to, readers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Letter, deed::Change>()?;
            let (people, received) = (store::addressees(tx, &entry)?, store::received(tx, &entry)?);
            let mut rows = Vec::new();
            for head in store::heads(tx, &entry)? {
                let to = people.iter().find(|to| Some(&to.holder) == head.to().as_ref());
                let read = received.iter().find(|one| one.letter == head.id).and_then(|one| one.read_on);
                let state = match (read, to) {
                    (Some(day), _) => t.st_read(&lang.short_day(day)),
                    (None, Some(to)) if head.sent() && !store::by_mail(tx, &entry, &to.holder)? => t.st_paper().to_owned(),
                    _ if head.sent() => t.st_sent().to_owned(),
                    _ if head.held().is_some() => t.st_held().to_owned(),
                    _ => t.st_draft().to_owned(),
                };
                let name = to.map(|to| to.name.clone()).unwrap_or_default();
                rows.push((head.id.clone(), t.row(&lang.short_day(head.created_at.day()), &name), state));
            }
            let to: Vec<(String, String)> = people.iter().map(|to| (to.holder.id().to_owned(), named(t, to))).collect();
            let mut reads = vec![t.reader_to().to_owned()];
            reads.extend(readers(tx, &entry, lang)?);
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), rows, to, reads))
        })
        .await?;
    let f = cx.frame(t.title(), Nav::Cases).await?;
    page_with(status, &ListPage { f, t, case, short, rows, to, readers, form, errors })
}

/// `GET /cases/{case}/letters`.
pub async fn list(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, case, StatusCode::OK, Form::default(), Errors::none()).await
}

fn body(form: &Form, t: T, lang: base::text::Lang) -> Result<String, Errors> {
    let mut e = Errors::none();
    let body = fold_sentence(form.get("body"));
    too_long(&mut e, "body", &body, SENTENCE, lang);
    if body.is_empty() {
        e.add("body", crate::web::text::T(lang).e_required(t.body()));
    }
    e.check().map(|()| body)
}

/// `POST /cases/{case}/letters`: writes a letter down; nobody sees it until it was checked and sent.
pub async fn write(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let words = match body(&form, t, lang) {
        Ok(words) => words,
        Err(errors) => return draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let (of, whom) = (case.clone(), form.get("to").to_owned());
    let begun = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<Letter, deed::Change>()?;
            let Some(to) = store::addressees(tx, &entry)?.into_iter().find(|to| to.holder.id() == whom) else {
                return Err(AppError::BadRequest);
            };
            let id = store::begin(tx, &entry, &to, &words)?;
            let back = format!("/cases/{of}/letters/{id}");
            let event = Event::LetterKept(Some(&of), &id).detail(to.side.code());
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await;
    match begun {
        Ok(back) => Ok(go(&back)),
        Err(AppError::BadRequest) => {
            let errors = Errors::one("to", crate::web::text::T(lang).e_choose());
            draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "letter/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    short: String,
    to: String,
    side: &'static str,
    words: String,
    version: i64,
    doubts: Vec<String>,
    held: String,
    sent: bool,
    /// Whether it is handed over on paper, because no mail reaches its receiver.
    on_paper: bool,
    readers: Vec<String>,
    form: Form,
    errors: Errors,
    send_key: String,
}

pub(super) async fn check(cx: &Cx, case: &str, id: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, of, which) = (T(cx.lang), cx.lang, case.to_owned(), id.to_owned());
    let (short, to, head, words, doubts, readers, on_paper) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<Letter, deed::Change>()?;
            let (head, words) = store::opened(tx, &entry, &which)?;
            let to = store::addressees(tx, &entry)?.into_iter().find(|to| Some(&to.holder) == head.to().as_ref());
            let on_paper = match &to {
                Some(to) => !store::by_mail(tx, &entry, &to.holder)?,
                None => false,
            };
            let to = to.map(|to| named(t, &to)).unwrap_or_default();
            let doubts = report::doubts(tx, &entry, &words, lang)?;
            let mut reads = vec![t.reader_of(&to)];
            reads.extend(readers(tx, &entry, lang)?);
            let drawn = (placement::facts(tx, &entry)?.short(lang), to, head, words, doubts, reads, on_paper);
            tx.commit(&Event::TextRead(Some(&of), &which).detail("letter"), "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let form = typed.unwrap_or_else(|| Form::filled([("body", words.clone())]));
    let page = ShowPage {
        f: cx.frame(t.show_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        id: id.to_owned(),
        short,
        to,
        side: head.side().code(),
        words,
        version: head.version,
        doubts,
        held: head.held().map(|until| t.held(&lang.moment(until))).unwrap_or_default(),
        sent: head.sent(),
        on_paper,
        readers,
        form,
        errors,
        send_key: cx.key(),
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/letters/{id}`: as its receiver will see it, with what to read again.
pub async fn show(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    check(&cx, &case, &id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/letters/{id}`: words it anew; on its way it is no more.
pub async fn save(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let words = match body(&form, t, lang) {
        Ok(words) => words,
        Err(errors) => return check(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let (head, _) = store::opened(tx, &entry, &which)?;
            if head.sent() {
                return Err(StoreError::Stale);
            }
            store::reword(tx, &entry, &head, seen, &words)?;
            let back = format!("/cases/{of}/letters/{which}?done=saved");
            tx.commit(&Event::LetterKept(Some(&of), &which).detail("reworded"), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => {
            // Both texts stand on the page: what is saved above, what was typed in the form.
            let errors = Errors::one("body", crate::web::text::T(lang).e_stale());
            check(&cx, &case, &id, StatusCode::CONFLICT, Some(form), errors).await
        }
        Err(error) => Err(error.into()),
    }
}
