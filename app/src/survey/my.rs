//! The paired survey on a phone: one question a page, changeable until it closes, stop and go on at any time.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::SurveyAnswer;
use base::store::{Entry, Read, StoreError, Write, deed};
use http::StatusCode;

use super::rules::{Choice, asked, complete, nth};
use super::store::{self, Round};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// The round and the side that answers; a seat that is not asked finds nothing.
fn ground(tx: &Read<'_>, id: &str) -> Result<(Entry, Round, Side), StoreError> {
    let entry = tx.enter(&store::case_of(tx, id)?)?;
    entry.pass::<SurveyAnswer, deed::Change>()?;
    let side = asked(entry.seat()).ok_or(StoreError::NotFound)?;
    let round = store::round(tx, &entry, id)?;
    Ok((entry, round, side))
}

#[derive(Template)]
#[template(path = "survey/my_start.html")]
struct StartPage {
    f: Frame,
    t: T,
    id: String,
    lead: String,
    readers: Vec<String>,
    closed: bool,
    /// The first question that is left; none when all are answered.
    next: Option<usize>,
    begun: bool,
}

/// `GET /my/surveys/{id}`: who reads, how long it takes, and where one left off.
pub async fn start(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let which = id.clone();
    let (round, readers, given) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let (entry, round, _) = ground(tx, &which)?;
            let readers = crate::change::readers(tx, &entry, lang)?;
            let given = store::answers(tx, &entry, &which)?;
            let event = Event::TextRead(Some(entry.placement()), &which).detail("own answers");
            tx.commit(&event, "").map(|done| done.with((round, readers, given))).map_err(AppError::from)
        })
        .await?;
    let questions = round.step().questions();
    let next = questions.iter().position(|number| !given.iter().any(|one| one.question == *number)).map(|at| at + 1);
    let page_ = StartPage {
        f: cx.frame(t.title(), Nav::Home).await?,
        t,
        id,
        lead: t.my_lead(questions.len(), &lang.short_day(round.closes_on)),
        readers,
        closed: !round.is_open(today),
        next,
        begun: !given.is_empty(),
    };
    page(&page_)
}

#[derive(Template)]
#[template(path = "survey/my_question.html")]
struct QuestionPage {
    f: Frame,
    t: T,
    id: String,
    n: usize,
    step: String,
    question: &'static str,
    desk: String,
    choices: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn question_page(cx: &Cx, id: String, n: usize, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let which = id.clone();
    let (round, side, readers, given) = cx
        .db
        .write(cx.actor()?, None, move |tx: &Write<'_>| {
            let (entry, round, side) = ground(tx, &which)?;
            if !round.is_open(today) {
                return Err(AppError::NotFound);
            }
            let readers = crate::change::readers(tx, &entry, lang)?;
            let given = store::answers(tx, &entry, &which)?;
            let event = Event::TextRead(Some(entry.placement()), &which).detail("own answers");
            tx.commit(&event, "").map(|done| done.with((round, side, readers, given))).map_err(AppError::from)
        })
        .await?;
    let number = nth(round.step(), n).ok_or(AppError::NotFound)?;
    let form = typed.unwrap_or_else(|| {
        let choice = given.iter().find(|one| one.question == number).map(|one| one.choice.code().to_owned());
        Form::filled([("choice", choice.unwrap_or_default())])
    });
    let page_ = QuestionPage {
        f: cx.frame(t.title(), Nav::Home).await?,
        t,
        id,
        n,
        step: t.my_step(n, round.step().questions().len()),
        question: t.question(number, side),
        desk: readers.join(lang.pick("、", ", ")),
        choices: Choice::ALL.into_iter().map(|choice| (choice.code().to_owned(), t.choice(choice).to_owned())).collect(),
        form,
        errors,
    };
    page_with(status, &page_)
}

/// `GET /my/surveys/{id}/answer?n=`: the nth question; what was answered stands chosen.
pub async fn question(cx: Cx, Path(id): Path<String>) -> Answer {
    let n = crate::change::asked(&cx, "n").parse().unwrap_or(1);
    question_page(&cx, id, n, StatusCode::OK, None, Errors::none()).await
}

/// `POST /my/surveys/{id}/answer`: keeps the answer and leads on. Without a choice nothing changes; after the closing day it is
/// said that the round is closed.
pub async fn answer(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (today, n) = (cx.today(), form.get("n").parse::<usize>().unwrap_or(1));
    let Some(choice) = Choice::parse(form.get("choice")) else {
        let errors = Errors::one("choice", crate::web::text::T(cx.lang).e_choose());
        return question_page(&cx, id, n, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await;
    };
    let which = id.clone();
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, round, _) = ground(tx, &which)?;
            let number = nth(round.step(), n).ok_or(StoreError::NotFound)?;
            if !round.is_open(today) {
                return Err(StoreError::Stale);
            }
            store::answer(tx, &entry, &which, number, choice)?;
            let back = if n < round.step().questions().len() {
                format!("/my/surveys/{which}/answer?n={}", n + 1)
            } else {
                format!("/my/surveys/{which}/check")
            };
            let event = Event::SurveyAnswered(Some(entry.placement()), &which).detail(format!("question:{number}"));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        // Closed meanwhile, or two windows answered at once: the first page says how it stands.
        Err(StoreError::Stale | StoreError::Duplicate(_)) => Ok(go(&format!("/my/surveys/{id}"))),
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "survey/my_check.html")]
struct CheckPage {
    f: Frame,
    t: T,
    id: String,
    rows: Vec<(usize, &'static str, &'static str)>,
    all: bool,
    open: bool,
}

/// `GET /my/surveys/{id}/check`: what one answered, each with the way to change it.
pub async fn check(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, today, which) = (T(cx.lang), cx.today(), id.clone());
    let (round, side, given) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let (entry, round, side) = ground(tx, &which)?;
            let given = store::answers(tx, &entry, &which)?;
            let event = Event::TextRead(Some(entry.placement()), &which).detail("own answers");
            tx.commit(&event, "").map(|done| done.with((round, side, given))).map_err(AppError::from)
        })
        .await?;
    let answers: Vec<_> = given.iter().map(|one| (one.question, one.choice)).collect();
    let rows = round
        .step()
        .questions()
        .iter()
        .enumerate()
        .map(|(at, number)| {
            let said = answers.iter().find(|(question, _)| question == number).map_or(t.my_none(), |(_, choice)| t.choice(*choice));
            (at + 1, t.question(*number, side), said)
        })
        .collect();
    let page_ = CheckPage {
        f: cx.frame(t.my_check_title(), Nav::Home).await?,
        t,
        id,
        rows,
        all: complete(round.step(), &answers),
        open: round.is_open(today),
    };
    page(&page_)
}
