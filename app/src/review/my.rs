//! The review as company and person see it: what it came to, and their own view.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{CompanyFigures, ReviewOutcome, ReviewView};
use base::store::{StoreError, deed};
use http::StatusCode;

use super::desk::{Shown, issue, own_form, shown, still_open};
use super::indicators::{Row, rows};
use super::rules::View;
use super::store;
use super::text::T;
use crate::change::{asked, everyone, named, person_word, readers, switch};
use crate::portal;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "review/my_list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    cases: Vec<(String, String, bool)>,
    issue: (String, String, String),
    rows: Vec<Row>,
    outcomes: Vec<Shown>,
    open: Option<String>,
    /// Whether this reader's own view has been sent.
    told: bool,
    figures: bool,
}

/// `GET /my/review`: the issue, the measures, what reviews came to, and the way to one's own view.
pub async fn list(cx: Cx) -> Answer {
    let (t, lang, case) = (T(cx.lang), cx.lang, asked(&cx, "case"));
    let (case, cases, issue, rows, outcomes, open, told, figures) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<ReviewOutcome, deed::View>()?;
            let open =
                store::reviews(tx, &entry)?.into_iter().find(|review| review.state == "open" && entry.may::<ReviewView, deed::Change>());
            let told = match &open {
                Some(review) => store::answered(tx, &entry, &review.id)?,
                None => false,
            };
            Ok::<_, AppError>((
                entry.placement().to_owned(),
                switch(tx, &entry, lang)?,
                self::issue(tx, &entry, lang)?,
                self::rows(&store::measures(tx, &entry)?, lang),
                shown(tx, &entry, lang)?,
                open.map(|review| review.id),
                told,
                entry.may::<CompanyFigures, deed::Change>(),
            ))
        })
        .await?;
    page(&ListPage { f: cx.frame(t.my_title(), Nav::Home).await?, t, case, cases, issue, rows, outcomes, open, told, figures })
}

#[derive(Template)]
#[template(path = "review/my_view.html")]
struct ViewPage {
    f: Frame,
    t: T,
    id: String,
    case: String,
    person: String,
    issue: (String, String, String),
    readers: Vec<String>,
    everyone: Vec<String>,
    words: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    /// Whether it was shared already: the view stays as it is.
    over: bool,
    stale: bool,
}

async fn draw(cx: &Cx, id: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, which) = (T(cx.lang), cx.lang, id.to_owned());
    let (case, person, issue, reads, all, form, over) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let case = store::case_of(tx, &which)?;
            let entry = tx.enter(&case)?;
            entry.pass::<ReviewView, deed::View>()?;
            let review = store::review(tx, &entry, &which)?;
            let own = own_form(&store::views(tx, &entry, &which)?, tx.actor().id());
            let over = review.state != "open" || !entry.may::<ReviewView, deed::Change>();
            let drawn = (
                case.clone(),
                person_word(tx, &entry, lang)?,
                self::issue(tx, &entry, lang)?,
                readers(tx, &entry, lang)?,
                everyone(tx, &entry, lang)?,
                own,
                over,
            );
            tx.commit(&Event::TextRead(Some(&case), &which).detail("own review view"), "")
                .map(|done| done.with(drawn))
                .map_err(AppError::from)
        })
        .await?;
    let stale = status == StatusCode::CONFLICT;
    let mut shown = typed.unwrap_or_else(|| form.clone());
    shown.set("version", form.get("version"));
    let f = cx.frame(t.my_view_title(), Nav::Home).await?;
    let page = ViewPage {
        f,
        t,
        id: id.to_owned(),
        case,
        person,
        issue,
        readers: reads,
        everyone: all,
        words: t.words(),
        form: shown,
        errors,
        over,
        stale,
    };
    page_with(status, &page)
}

/// `GET /my/review/{id}`: this party's own view of the issue. Opening it leaves a trace.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, &id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /my/review/{id}`: keeps it; the desk alone reads it, unless its writer lets it stand in what all three read.
pub async fn write(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let view = match View::parse(&form, cx.lang) {
        Ok(view) => view,
        Err(errors) => return draw(&cx, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (which, seen) = (id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of(tx, &which)?;
            let entry = tx.enter(&case)?;
            entry.pass::<ReviewView, deed::Change>()?;
            still_open(&store::review(tx, &entry, &which)?)?;
            let own = store::keep_view(tx, &entry, &which, seen, &view)?;
            let back = format!("/my/review?case={case}&done=answered_desk");
            let event = Event::ReviewViewed(Some(&case), &own).detail(tx.actor().side().code());
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, &id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
