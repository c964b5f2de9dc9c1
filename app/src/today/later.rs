//! あとにする: a line of 今日 is put off to a day with a reason, and taken up again.
//!
//! What is put off is the step a line stands for; when the work goes on, the next step is a line of its own and stands on
//! 今日 as ever. Nothing that was agreed moves: the date of a talk, an item or a promise stays what it is.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use base::clock::Day;
use base::event::Event;
use base::japan::read_day;
use base::register::PutOff;
use base::store::{Read, StoreError, deed};
use http::StatusCode;

use super::rules::{Reason, offered, until};
use super::text::T;
use super::{Line, store, web};
use crate::account::settings::calendar;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};
use base::text::Lang;

#[derive(Template)]
#[template(path = "today/later.html")]
struct LaterPage {
    f: Frame,
    t: T,
    line: Line,
    days: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

/// The line of this step with its names, and the days to choose from; none when it is done meanwhile.
fn found(tx: &Read<'_>, case: &str, step: &str, lang: Lang) -> Result<Option<(Line, [Day; 3])>, AppError> {
    // Who may not put anything off learns nothing of what is due.
    tx.enter(case)?.pass::<PutOff, deed::Change>()?;
    let Some(mut line) = web::one_line(tx, case, step, lang)? else { return Ok(None) };
    line.who = store::names(tx, [case], lang)?.remove(case).unwrap_or_default();
    Ok(Some((line, offered(&calendar(tx)?, tx.now().day()))))
}

async fn later_page(cx: &Cx, case: String, step: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let found = cx.db.read(cx.actor()?, move |tx| found(tx, &case, &step, lang)).await?;
    // Done by someone in the meantime, which was the wish.
    let Some((line, days)) = found else { return Ok(go("/today")) };
    let days = days.iter().map(|day| (day.to_string(), lang.short_day(*day))).collect();
    let reasons = Reason::ALL.iter().map(|reason| (reason.code().to_owned(), t.reason(*reason).to_owned())).collect();
    page_with(status, &LaterPage { f: cx.frame(t.off_title(), Nav::Today).await?, t, line, days, reasons, form, errors })
}

/// `GET /cases/{case}/later`: until when, and why.
pub async fn later(cx: Cx, Path(case): Path<String>, Query(query): Query<HashMap<String, String>>) -> Answer {
    let step = query.get("step").cloned().unwrap_or_default();
    later_page(&cx, case, step, StatusCode::OK, Form::default(), Errors::none()).await
}

/// What was chosen: any other day goes before the offered ones.
fn chosen(form: &Form, t: T) -> Result<(Day, Reason), Errors> {
    let mut errors = Errors::none();
    let own = form.trimmed("own");
    let day = match (own, form.trimmed("until")) {
        ("", "") => {
            errors.add("until", t.e_when());
            None
        }
        ("", day) => read_day(day).ok(),
        (own, _) => read_day(own).ok(),
    };
    if day.is_none() {
        errors.add("own", t.e_day());
    }
    let reason = Reason::parse(form.get("reason"));
    if reason.is_none() {
        errors.add("reason", t.e_why());
    }
    match (day, reason) {
        (Some(day), Some(reason)) => Ok((day, reason)),
        _ => Err(errors),
    }
}

/// What putting off can meet.
enum Clash {
    /// The day does not lie ahead, or too far.
    Day,
    /// The step is done meanwhile.
    Gone,
    Store(AppError),
}

impl From<StoreError> for Clash {
    fn from(error: StoreError) -> Clash {
        Clash::Store(error.into())
    }
}

impl From<AppError> for Clash {
    fn from(error: AppError) -> Clash {
        Clash::Store(error)
    }
}

/// `POST /cases/{case}/later`.
pub async fn put_off(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let step = form.get("step").to_owned();
    let (asked, reason) = match chosen(&form, t) {
        Ok(chosen) => chosen,
        Err(errors) => return later_page(&cx, case, step, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let (of, which) = (case.clone(), step.clone());
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<PutOff, deed::Change>()?;
            let Some(day) = until(&calendar(tx)?, tx.now().day(), asked) else { return Err(Clash::Day) };
            if web::one_line(tx, &of, &which, lang)?.is_none() {
                return Err(Clash::Gone);
            }
            let id = store::put_off(tx, &entry, &which, day, reason)?;
            let back = format!("/today?off={id}");
            Ok(tx.commit(&Event::LinePutOff(Some(&of), &id).detail(reason.code()), &back)?.with(back))
        })
        .await;
    match done {
        Ok(back) => Ok(go(&back)),
        Err(Clash::Gone) => Ok(go("/today")),
        Err(Clash::Day) => later_page(&cx, case, step, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::one("own", t.e_day())).await,
        Err(Clash::Store(error)) => Err(error),
    }
}

/// `POST /cases/{case}/later/{id}/undo`: the line stands where it stood before.
pub async fn take_up(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            if !store::take_up(tx, &entry, &id)? {
                // Pressed by two: it is taken up, which was the wish.
                return Err(StoreError::Repeated("/today?done=undone".into()));
            }
            tx.commit(&Event::LineTakenUp(Some(&case), &id), "/today?done=undone")
        })
        .await;
    match done {
        Ok(()) | Err(StoreError::Repeated(_) | StoreError::Stale) => Ok(go("/today?done=undone")),
        Err(error) => Err(error.into()),
    }
}
