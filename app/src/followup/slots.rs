//! The desk offers two or three times for a talk; those who talk choose on their own pages.

use askama::Template;
use axum::extract::Path;
use base::actor::Holder;
use base::clock::Day;
use base::event::Event;
use base::store::{Read, StoreError};
use base::text::Lang;
use base::workday::Calendar;
use http::StatusCode;

use super::ground;
use super::rules::{SLOTS, Slot};
use super::slot_store::{self, Offer};
use super::text::T;
use crate::account::settings::calendar;
use crate::check_in::forms::time;
use crate::check_in::{self, PlanTalk};
use crate::placement::Facts;
use crate::placement::rules::day;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "followup/slots.html")]
struct SlotsPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    talk: String,
    title: String,
    now: String,
    /// Nobody of a side that talks is in, so nobody could choose.
    nobody: bool,
    /// What was offered last, and how it stands.
    standing: Option<(String, Vec<String>)>,
    open: bool,
    fields: Vec<(String, String, usize)>,
    form: Form,
    errors: Errors,
    stale: bool,
}

/// What is offered.
#[derive(Clone, Debug)]
struct Draft {
    slots: Vec<Slot>,
    until: Day,
}

/// Reads the form: two or three times ahead, each once, and until when an answer helps.
fn parse(form: &Form, today: Day, now: (u32, u32), calendar: &Calendar, lang: Lang) -> Result<Draft, Errors> {
    let (t, c) = (T(lang), crate::check_in::text::T(lang));
    let mut e = Errors::none();
    let mut slots: Vec<Slot> = Vec::new();
    for n in 1..=SLOTS {
        let (on_field, at_field) = (format!("on{n}"), format!("at{n}"));
        let (on, typed) = (day(form, &mut e, &on_field, lang), form.trimmed(&at_field).to_owned());
        let at = time(&typed);
        match (on, typed.is_empty(), &at) {
            (None, true, _) => continue,
            (None, false, _) if !e.has(&on_field) => e.add(&on_field, t.e_slot_day()),
            (Some(_), true, _) => e.add(&at_field, t.e_slot_time()),
            (_, false, None) => e.add(&at_field, c.e_time()),
            _ => {}
        }
        let (Some(on), Some(at)) = (on, at) else { continue };
        let slot = Slot { on: on.to_string(), at };
        if !slot.ahead(today, now) {
            e.add(&on_field, t.e_slot_past());
        } else if on > today.plus_months(12) {
            e.add(&on_field, t.e_far());
        } else if slots.contains(&slot) {
            e.add(&on_field, t.e_slot_twice());
        } else {
            slots.push(slot);
        }
    }
    if slots.len() < 2 && e.is_empty() {
        e.add("on1", t.e_slots());
    }
    slots.sort_by_key(|slot| (slot.on.clone(), slot.at.len(), slot.at.clone()));
    let first = slots.iter().filter_map(Slot::day).min().unwrap_or(today);
    let last = slots.iter().filter_map(Slot::day).max().unwrap_or(today);
    let until = day(form, &mut e, "until", lang);
    if until.is_some_and(|until| until < today || until > last) {
        e.add("until", t.e_until());
    }
    e.check()?;
    let until = until.unwrap_or_else(|| calendar.on_or_before(first.plus(-1)).max(today));
    Ok(Draft { slots, until })
}

struct Ground {
    facts: Facts,
    talk: PlanTalk,
    offer: Option<Offer>,
    tell: Option<Vec<Holder>>,
    calendar: Calendar,
}

fn gather(tx: &Read<'_>, case: &str, id: &str) -> Result<Ground, AppError> {
    let (entry, facts) = ground(tx, case)?;
    let talk = check_in::plan_talk(tx, &entry, id)?;
    Ok(Ground {
        offer: slot_store::of_talk(tx, &entry, id)?,
        tell: slot_store::choosers(tx, &entry, talk.with)?,
        calendar: calendar(tx)?,
        facts,
        talk,
    })
}

/// The times of an offer in words.
pub(super) fn in_words(slots: &[Slot], lang: Lang) -> Vec<String> {
    let c = crate::check_in::text::T(lang);
    slots.iter().map(|slot| slot.day().map_or_else(|| slot.at.clone(), |on| c.when(&lang.day(on), &slot.at))).collect()
}

fn standing(offer: &Offer, lang: Lang) -> (String, Vec<String>) {
    let t = T(lang);
    let times = in_words(&offer.slots, lang);
    match offer.state.as_str() {
        "fixed" => {
            let settled = offer.fits.first().and_then(|at| times.get(*at)).cloned().unwrap_or_default();
            (t.s_fixed(&settled), Vec::new())
        }
        "unmet" => (t.s_unmet().to_owned(), times),
        "withdrawn" => (t.s_withdrawn().to_owned(), times),
        _ if !offer.stands() => (t.s_overtaken().to_owned(), times),
        _ => (t.s_open(&lang.day(offer.until_on)), times),
    }
}

async fn draw(cx: &Cx, case: &str, id: &str, status: StatusCode, form: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (asked, talk) = (case.to_owned(), id.to_owned());
    let g = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, &talk)).await?;
    if g.talk.state != "planned" {
        return Ok(go(&format!("/cases/{case}/talks/{id}")));
    }
    let c = crate::check_in::text::T(lang);
    let stale = status == StatusCode::CONFLICT;
    let mut form = form.unwrap_or_default();
    if stale || form.get("version").is_empty() {
        form.set("version", &g.talk.version.to_string());
    }
    let now = match g.talk.on {
        Some(on) if g.talk.at.is_empty() => lang.day(on),
        Some(on) => c.when(&lang.day(on), &g.talk.at),
        None => c.no_day().to_owned(),
    };
    let page = SlotsPage {
        f: cx.frame(t.slots_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        name: g.facts.short(lang),
        talk: id.to_owned(),
        title: c.title(g.talk.with, g.talk.step, g.talk.way),
        now,
        nobody: g.tell.is_none(),
        open: g.offer.as_ref().is_some_and(|offer| offer.state == "open" && offer.stands()),
        standing: g.offer.as_ref().map(|offer| standing(offer, lang)),
        fields: (1..=SLOTS).map(|n| (format!("on{n}"), format!("at{n}"), n)).collect(),
        form,
        errors,
        stale,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/talks/{id}/slots`.
pub async fn form(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, &case, &id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/talks/{id}/slots`: offers times, or takes them back. A mail tells those who talk.
pub async fn offer(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let t = T(cx.lang);
    let (asked, talk) = (case.clone(), id.clone());
    let g = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, &talk)).await?;
    if form.get("act") == "withdraw" {
        return withdraw(&cx, case, id, form.key()).await;
    }
    let Some(tell) = g.tell else {
        return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), Errors::one("on1", t.e_nobody())).await;
    };
    let now = cx.app.db.clock().now();
    let draft = match parse(&form, now.day(), now.time(), &g.calendar, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (asked, talk, seen) = (case.clone(), id.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, _) = ground(tx, &asked)?;
            let talk = check_in::plan_talk(tx, &entry, &talk)?;
            let offer = slot_store::offer(tx, &entry, &talk, seen, &draft.slots, draft.until)?;
            let back = format!("/cases/{asked}/talks/{}/slots?done=sent", talk.id);
            let event = Event::SlotsOffered(Some(&asked), &offer).detail(format!("slots:{}", draft.slots.len())).tell(tell);
            Ok::<_, AppError>(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(AppError::Stale) => draw(&cx, &case, &id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error),
    }
}

async fn withdraw(cx: &Cx, case: String, id: String, key: Option<String>) -> Answer {
    let back = cx
        .db
        .write(cx.actor()?, key, move |tx| {
            let (entry, _) = ground(tx, &case)?;
            let back = format!("/cases/{case}/talks/{id}/slots?done=cancelled");
            if !slot_store::withdraw(tx, &entry, &id)? {
                return Err(AppError::Repeated(back));
            }
            Ok(tx.commit(&Event::SlotsWithdrawn(Some(&case), &id), &back)?.with(back))
        })
        .await?;
    Ok(go(&back))
}

/// Whether an error only says that someone else was first.
pub(super) fn overtaken(error: &StoreError) -> bool {
    matches!(error, StoreError::Stale | StoreError::Duplicate(_))
}
