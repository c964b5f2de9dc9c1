//! The desk's page of the plan: every talk with its day, a leave, and making the plan anew.

use askama::Template;
use axum::extract::Path;
use base::clock::Day;
use base::event::Event;
use base::store::Read;
use base::text::Lang;
use http::StatusCode;

use super::rules;
use super::store::{self, PlanRow};
use super::text::T;
use super::{ground, rules::lacking};
use crate::account::settings::calendar;
use crate::check_in::PlanTalk;
use crate::placement::Facts;
use crate::placement::rules::day;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "followup/show.html")]
struct PlanPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    lead: String,
    rows: Vec<Row>,
    /// The plan is not made, lacks what the template says, or holds what a side does not want.
    renew: Option<(String, &'static str)>,
    /// How many talks lost their day because their time went by.
    past: usize,
    /// Since when the person is on leave, in words.
    leave: String,
    may_leave: bool,
    ended: bool,
    form: Form,
    errors: Errors,
    stale: bool,
}

/// One talk of the plan.
struct Row {
    id: String,
    title: String,
    when: String,
    /// Why the day is another than the one counted, or why there is none.
    why: String,
    how: String,
    state: &'static str,
    mark: &'static str,
    counted: String,
}

struct Ground {
    facts: Facts,
    plan: Option<PlanRow>,
    rows: Vec<Row>,
    lacks: usize,
    unwanted: usize,
    past: usize,
}

fn gather(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Ground, AppError> {
    let (entry, facts) = ground(tx, case)?;
    let (plan, talks) = (store::plan(tx, &entry)?, crate::check_in::plan_talks(tx, &entry)?);
    let (paces, calendar, today) = (store::paces(tx, &entry)?, calendar(tx)?, tx.now().day());
    let lacks = match facts.join_on.filter(|_| facts.state == "joined") {
        Some(join) => {
            let making = rules::Making {
                join,
                today,
                two_sided: facts.sides != "one",
                paces,
                on_leave: plan.as_ref().is_some_and(|row| row.leave_from.is_some()),
                calendar: &calendar,
            };
            lacking(&making, &store::template(tx)?.lines, &talks).len()
        }
        None => 0,
    };
    let unwanted = store::unwanted(paces, &talks).len();
    let past = talks.iter().filter(|talk| talk.state == "planned" && talk.waits == "past").count();
    let mut shown: Vec<&PlanTalk> = talks.iter().filter(|talk| talk.key.is_some() || talk.state == "planned").collect();
    let counts = |talk: &PlanTalk| match (&talk.key, facts.join_on) {
        (Some(_), Some(join)) => Some(rules::counted(join, talk.months, talk.days)),
        _ => None,
    };
    shown.sort_by_key(|talk| (talk.held_on.or(talk.on).or(counts(talk)), talk.at.clone(), talk.id.clone()));
    let rows = shown.into_iter().map(|talk| row(talk, counts(talk), today, lang)).collect();
    Ok(Ground { facts, plan, rows, lacks, unwanted, past })
}

fn row(talk: &PlanTalk, counted: Option<Day>, today: Day, lang: Lang) -> Row {
    let (t, c) = (T(lang), crate::check_in::text::T(lang));
    let on = talk.held_on.or(talk.on);
    let when = match on {
        Some(on) if talk.held_on.is_none() && !talk.at.is_empty() => c.when(&lang.day(on), &talk.at),
        Some(on) => lang.day(on),
        None => c.no_day().to_owned(),
    };
    let why = match (talk.state.as_str(), talk.waits.as_str(), talk.on, counted) {
        ("planned", "leave", ..) => t.waits_leave().to_owned(),
        ("planned", "past", ..) => t.waits_past().to_owned(),
        ("skipped", "pace", ..) => t.waits_pace().to_owned(),
        ("skipped", "ended", ..) => t.waits_ended().to_owned(),
        ("planned", _, Some(on), Some(counted)) if !talk.moved && on != counted => t.shifted(&lang.short_day(counted)),
        ("planned", _, Some(_), Some(_)) if talk.moved => t.set_by_hand().to_owned(),
        _ => String::new(),
    };
    let how = if talk.minutes > 0 { c.how(c.way_word(talk.way), &c.minutes(talk.minutes)) } else { c.way_word(talk.way).to_owned() };
    let (state, mark) = match talk.state.as_str() {
        "held" => (c.held(), "done"),
        "skipped" => (c.skipped(), "todo"),
        _ if on.is_some_and(|on| on < today) => (t.unrecorded(), "slow"),
        _ if on.is_none() => (t.no_day_state(), "todo"),
        _ => (c.planned(), "ok"),
    };
    Row {
        id: talk.id.clone(),
        title: c.title(talk.with, talk.step, talk.way),
        when,
        why,
        how,
        state,
        mark,
        counted: match (&talk.key, talk.months, talk.days) {
            (None, ..) => t.by_itself().to_owned(),
            (_, 0, days) => t.after_days(days),
            (_, months, 0) => t.after_months(months),
            (_, months, days) => t.after_both(months, days),
        },
    }
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, form: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.to_owned();
    let g = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, lang)).await?;
    let stale = status == StatusCode::CONFLICT;
    let mut form = form.unwrap_or_default();
    if stale || form.get("version").is_empty() {
        form.set("version", &g.plan.as_ref().map_or(0, |plan| plan.version).to_string());
    }
    let joined = g.facts.state == "joined";
    let renew = match (&g.plan, g.lacks, g.unwanted) {
        _ if !joined => None,
        (None, ..) => Some((t.make_lead(g.lacks), t.make_button())),
        (Some(_), 0, 0) => None,
        (Some(_), lacks, 0) => Some((t.lacks_lead(lacks), t.renew_button())),
        (Some(_), _, unwanted) => Some((t.unwanted_lead(unwanted), t.renew_button())),
    };
    let page = PlanPage {
        f: cx.frame(t.title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        name: g.facts.short(lang),
        lead: match g.facts.join_on {
            Some(join) if joined => t.lead(&lang.day(join)),
            _ => t.lead_before().to_owned(),
        },
        rows: g.rows,
        renew,
        past: g.past,
        leave: g.plan.as_ref().and_then(|plan| plan.leave_from).map(|from| lang.day(from)).unwrap_or_default(),
        may_leave: joined && g.plan.is_some() && g.facts.sides != "one",
        ended: g.facts.ended(),
        form,
        errors,
        stale,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/follow-up`: the plan.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/follow-up`: makes the plan, or brings it up to the template and the rhythms. Nothing is sent to anyone.
pub async fn renew(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            let back = format!("/cases/{asked}/follow-up?done=planned");
            if facts.state != "joined" {
                return Err(AppError::Repeated(format!("/cases/{asked}")));
            }
            let made = store::make(tx, &entry)?;
            if made == store::Made::default() {
                return Err(AppError::Repeated(format!("/cases/{asked}/follow-up")));
            }
            let event = Event::FollowUpMade(Some(&asked), &asked).detail(format!("added:{} off:{}", made.added, made.called_off));
            Ok(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        // Somebody else made it at this moment: the page shows what stands.
        Err(AppError::Stale) => Ok(go(&format!("/cases/{case}/follow-up"))),
        Err(error) => Err(error),
    }
}

/// What the leave form says.
enum Leave {
    Begins(Day),
    Ends(Day),
}

fn leave(form: &Form, facts: &Facts, since: Option<Day>, today: Day, lang: Lang) -> Result<Leave, Errors> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut e = Errors::none();
    let field = if since.is_some() { "back" } else { "from" };
    let on = day(form, &mut e, field, lang);
    match on {
        None if !e.has(field) => e.add(field, w.e_required(if since.is_some() { t.back() } else { t.from() })),
        Some(on) if since.is_some_and(|since| on < since) => e.add(field, t.e_back_before()),
        Some(on) if facts.join_on.is_some_and(|join| on < join) => e.add(field, t.e_before_join()),
        Some(on) if on > today.plus_months(12) => e.add(field, t.e_far()),
        _ => {}
    }
    e.check()?;
    on.map(|on| if since.is_some() { Leave::Ends(on) } else { Leave::Begins(on) }).ok_or_else(Errors::none)
}

/// `POST /cases/{case}/follow-up/leave`: the person goes on leave, or is back. Why is asked of nobody.
pub async fn keep_leave(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    let (facts, plan) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            Ok::<_, AppError>((facts, store::plan(tx, &entry)?))
        })
        .await?;
    let Some(plan) = plan.filter(|_| facts.state == "joined" && facts.sides != "one") else {
        return Ok(go(&format!("/cases/{case}/follow-up")));
    };
    let wanted = match leave(&form, &facts, plan.leave_from, cx.today(), cx.lang) {
        Ok(wanted) => wanted,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (asked, seen) = (case.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, _) = ground(tx, &asked)?;
            let detail = match wanted {
                Leave::Begins(from) => format!("began rests:{}", store::begin_leave(tx, &entry, seen, from)?),
                Leave::Ends(back) => format!("ended moved:{}", store::end_leave(tx, &entry, seen, back)?),
            };
            let back = format!("/cases/{asked}/follow-up?done=replanned");
            Ok::<_, AppError>(tx.commit(&Event::LeaveKept(Some(&asked), &asked).detail(detail), &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(AppError::Stale) => draw(&cx, &case, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error),
    }
}
