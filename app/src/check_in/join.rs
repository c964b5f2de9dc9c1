//! Joining: the desk confirms that the person has joined, and plans the talks that follow in one press.

use askama::Template;
use axum::extract::Path;
use base::clock::Day;
use base::event::Event;
use base::store::{Entry, Read, StoreError};
use http::StatusCode;

use super::rules::{Plan, after_joining};
use super::store;
use super::text::T;
use super::{ground, short};
use crate::placement::Facts;
use crate::placement::rules::day;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

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

/// `POST /cases/{case}/join`: the person has joined. Nothing is sent to anyone.
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
            let back = format!("/cases/{asked}/talks/plan-all?done=joined");
            tx.commit(&Event::JoinConfirmed(Some(&asked), &asked), &back).map(|done| done.with(back))
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

#[derive(Template)]
#[template(path = "check_in/plan_all.html")]
struct PlanAllPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    plans: Vec<(String, String, &'static str)>,
    past: bool,
}

/// What is to be planned now; nothing before the joining is confirmed.
fn to_plan(tx: &Read<'_>, entry: &Entry, facts: &Facts) -> Result<Vec<Plan>, StoreError> {
    let Some(join) = facts.join_on.filter(|_| facts.state == "joined") else { return Ok(Vec::new()) };
    Ok(after_joining(join, tx.now().day(), facts.sides != "one", &store::known_steps(tx, entry)?))
}

/// `GET /cases/{case}/talks/plan-all`: the talks after joining, before they are planned.
pub async fn plan_all_form(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (facts, plans) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            let plans = to_plan(tx, &entry, &facts)?;
            Ok::<_, AppError>((facts, plans))
        })
        .await?;
    let today = cx.today();
    page(&PlanAllPage {
        f: cx.frame(t.plan_all(), Nav::Cases).await?,
        t,
        case,
        name: short(&facts, lang),
        past: facts.join_on.is_some_and(|join| super::rules::Step::Week1.day(join) < today),
        plans: plans.into_iter().map(|plan| (lang.day(plan.on), t.title(plan.with, plan.step, plan.way), t.way_word(plan.way))).collect(),
    })
}

/// `POST /cases/{case}/talks/plan-all`: plans them in one press. What is past is left out, so nothing is overdue for it.
pub async fn plan_all(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            let plans = to_plan(tx, &entry, &facts)?;
            if plans.is_empty() {
                return Err(AppError::Repeated(format!("/cases/{asked}")));
            }
            for plan in &plans {
                store::plan(tx, &entry, plan)?;
            }
            let back = format!("/cases/{asked}?done=planned");
            let event = Event::CheckInPlanned(Some(&asked), &asked).detail(format!("talks:{}", plans.len()));
            Ok(tx.commit(&event, &back)?.with(back))
        })
        .await?;
    Ok(go(&kept))
}
