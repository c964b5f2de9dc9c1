//! The last day, corrected: by the desk or the officer, who keeps fact and date of a separation. What both sides reach and
//! what is paid back follow the new day in the same transaction.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::clock::Day;
use base::event::Event;
use base::register::PlacementEnd;
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::CAUSES;
use super::store;
use super::text::T;
use crate::placement::{self, rules as read};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "closing/day.html")]
struct DayPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    was: String,
    causes: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.to_owned());
    let (short, left) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<PlacementEnd, deed::Change>()?;
            let left = store::left(tx, &entry)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), left))
        })
        .await?;
    let mut form = typed.unwrap_or_else(|| Form::filled([("ended_on", left.ended_on.to_string()), ("cause", left.cause.clone())]));
    form.set("version", &left.version.to_string());
    let page = DayPage {
        f: cx.frame(t.day_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        short,
        was: format!("{} · {}", lang.day(left.ended_on), t.cause(&left.cause)),
        causes: CAUSES.iter().map(|code| ((*code).to_owned(), t.cause(code).to_owned())).collect(),
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/ending/day`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, None, Errors::none()).await
}

fn parse(form: &Form, today: Day, lang: Lang) -> Result<(Day, String), Errors> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut e = Errors::none();
    let on = read::day(form, &mut e, "ended_on", lang);
    if on.is_none() && !e.has("ended_on") {
        e.add("ended_on", w.e_required(t.day_new()));
    }
    if on.is_some_and(|on| on > today) {
        e.add("ended_on", t.e_ahead());
    }
    let cause = CAUSES.into_iter().find(|code| *code == form.get("cause"));
    if cause.is_none() {
        e.add("cause", w.e_choose());
    }
    e.check()?;
    on.zip(cause).map(|(on, cause)| (on, cause.to_owned())).ok_or_else(|| Errors::one("ended_on", w.e_date()))
}

/// `POST /cases/{case}/ending/day`: corrects the last day and the kind of reason.
pub async fn correct(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let (on, cause) = match parse(&form, cx.today(), cx.lang) {
        Ok(typed) => typed,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (asked, seen) = (case.clone(), form.version());
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let left = store::left(tx, &entry)?.ok_or(StoreError::NotFound)?;
            if placement::facts(tx, &entry)?.join_on.is_some_and(|join| on < join) {
                return Err(Halt::Mend(Errors::one("ended_on", t.e_before_join())));
            }
            if left.ended_on == on && left.cause == cause {
                return Err(Halt::Mend(Errors::one("ended_on", t.e_same_day())));
            }
            store::correct(tx, &entry, seen, on, &cause)?;
            let back = format!("/cases/{asked}/ending?done=saved");
            let event = Event::SeparationCorrected(Some(&asked), &left.id).detail(format!("{} {on}", left.ended_on));
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(Halt::from)
        })
        .await;
    match done {
        Ok(back) => Ok(go(&back)),
        Err(Halt::Mend(errors)) => draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
        Err(Halt::App(AppError::Stale)) => {
            let errors = Errors::one("ended_on", crate::web::text::T(cx.lang).e_stale());
            draw(&cx, &case, StatusCode::CONFLICT, Some(form), errors).await
        }
        Err(Halt::App(error)) => Err(error),
    }
}

/// What it can end in other than its deed.
#[derive(Debug)]
enum Halt {
    Mend(Errors),
    App(AppError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Halt {
        Halt::App(error.into())
    }
}

impl From<AppError> for Halt {
    fn from(error: AppError) -> Halt {
        Halt::App(error)
    }
}
