//! Joining: the desk confirms that the person has joined; the follow-up plan comes into being with it.

use askama::Template;
use axum::extract::Path;
use base::clock::Day;
use base::event::Event;
use base::store::StoreError;
use http::StatusCode;

use super::store;
use super::text::T;
use super::{ground, short};
use crate::placement::Facts;
use crate::placement::rules::day;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "check_in/join.html")]
struct JoinPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    title: &'static str,
    label: &'static str,
    form: Form,
    errors: Errors,
    /// What is saved now, when someone else was first.
    theirs: String,
    yours: String,
    open: bool,
}

fn waits(facts: &Facts) -> bool {
    matches!(facts.state.as_str(), "preparing" | "agreeing")
}

async fn facts_of(cx: &Cx, case: &str) -> Result<Facts, AppError> {
    let asked = case.to_owned();
    cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(|(_, facts)| facts)).await
}

async fn join_page(cx: &Cx, case: &str, facts: &Facts, status: StatusCode, form: Option<Form>, errors: Errors) -> Answer {
    let (t, w, word) = (T(cx.lang), crate::web::text::T(cx.lang), facts.start_word());
    let stale = status == StatusCode::CONFLICT;
    let yours = form.as_ref().filter(|_| stale).map(|form| form.trimmed("join_on").to_owned()).unwrap_or_default();
    let saved = facts.join_on.map(|on| on.to_string()).unwrap_or_default();
    let mut form = form.unwrap_or_else(|| Form::filled([("join_on", saved)]));
    if stale || form.get("version").is_empty() {
        form.set("version", &facts.version.to_string());
    }
    let page = JoinPage {
        f: cx.frame(t.join(word), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        name: short(facts, cx.lang),
        title: t.join(word),
        label: t.join_day(word),
        form,
        errors,
        theirs: if stale {
            let on = facts.join_on.map_or_else(|| w.undecided().to_owned(), |on| cx.lang.day(on));
            t.how(&on, crate::placement::text::T(cx.lang).stage(&facts.state))
        } else {
            String::new()
        },
        yours,
        open: waits(facts),
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/join`; a case that has joined leads back to its page.
pub async fn join_form(cx: Cx, Path(case): Path<String>) -> Answer {
    let facts = facts_of(&cx, &case).await?;
    if !waits(&facts) {
        return Ok(go(&format!("/cases/{case}")));
    }
    join_page(&cx, &case, &facts, StatusCode::OK, None, Errors::none()).await
}

/// The day of joining as typed: needed, not ahead, not before the offer.
fn join_day(form: &Form, facts: &Facts, cx: &Cx) -> Result<Day, Errors> {
    let (t, w) = (T(cx.lang), crate::web::text::T(cx.lang));
    let label = t.join_day(facts.start_word());
    let mut e = Errors::none();
    let on = day(form, &mut e, "join_on", cx.lang);
    match on {
        None if !e.has("join_on") => e.add("join_on", w.e_required(label)),
        Some(on) if on > cx.today() => e.add("join_on", t.e_future()),
        Some(on) if facts.offer_on.is_some_and(|offer| on < offer) => {
            e.add("join_on", w.e_order(label, crate::placement::text::T(cx.lang).offer_on()));
        }
        _ => {}
    }
    e.check()?;
    on.ok_or_else(Errors::none)
}

/// `POST /cases/{case}/join`: the person has joined, and the plan is made in the same transaction. Nothing is sent to anyone.
pub async fn join(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let facts = facts_of(&cx, &case).await?;
    let on = match join_day(&form, &facts, &cx) {
        Ok(on) => on,
        Err(errors) => return join_page(&cx, &case, &facts, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (asked, seen) = (case.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            store::confirm_join(tx, &entry, seen, on)?;
            let made = crate::followup::make(tx, &entry)?;
            let back = format!("/cases/{asked}/follow-up?done=joined");
            let event = Event::JoinConfirmed(Some(&asked), &asked).detail(format!("talks:{}", made.added));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => {
            let now = facts_of(&cx, &case).await?;
            join_page(&cx, &case, &now, StatusCode::CONFLICT, Some(form), Errors::none()).await
        }
        Err(error) => Err(error.into()),
    }
}
