//! A talk's life up to its record, and the page on which it is read: plan, move, call off, read, read with a reason.

use askama::Template;
use axum::extract::Path;
use base::actor::Side;
use base::event::Event;
use base::register::{CheckIn, CheckInNote};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::forms::{Move, SHORT};
use super::readers::{self, ReadBy};
use super::rules::{Plan, Reason, Step, Way, With};
use super::store::{self, Heard, Talk};
use super::text::T;
use super::{ground, invite, options, short};
use crate::placement::rules::too_long;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "check_in/plan.html")]
struct PlanPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    form: Form,
    errors: Errors,
    withs: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    steps: Vec<(String, String)>,
}

/// The ways to talk, for a form.
pub(super) fn ways(t: T) -> Vec<(String, String)> {
    options(&Way::ALL, Way::code, |way| t.way_word(way))
}

/// Those who can be talked with in a case of this form.
pub(super) fn withs(t: T, two_sided: bool) -> Vec<(String, String)> {
    let all = if two_sided { &With::ALL[..] } else { &With::ALL[..1] };
    options(all, With::code, |with| t.with_choice(with))
}

async fn plan_page(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let asked = case.to_owned();
    let facts = cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(|(_, facts)| facts)).await?;
    let mut steps = vec![(String::new(), t.no_step().to_owned())];
    steps.extend(options(&Step::ALL, Step::code, |step| t.what(Some(step), Way::Visit)));
    let page = PlanPage {
        f: cx.frame(t.plan(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        name: short(&facts, cx.lang),
        form,
        errors,
        withs: withs(t, facts.sides != "one"),
        ways: ways(t),
        steps,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/talks/plan`.
pub async fn plan_form(cx: Cx, Path(case): Path<String>) -> Answer {
    plan_page(&cx, &case, StatusCode::OK, Form::filled([("way", Way::Visit.code().to_owned())]), Errors::none()).await
}

/// `POST /cases/{case}/talks/plan`: plans a talk. Nothing is sent; those who talk see it on their pages.
pub async fn plan(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    let facts = cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(|(_, facts)| facts)).await?;
    let plan = match Plan::parse(&form, facts.sides != "one", cx.today(), cx.lang) {
        Ok(plan) => plan,
        Err(errors) => return plan_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::plan(tx, &entry, &plan)?;
            let back = format!("/cases/{case}?done=planned");
            tx.commit(&Event::CheckInPlanned(Some(&case), &id), &back).map(|done| done.with(back))
        })
        .await?;
    Ok(go(&back))
}

/// A part of what was said, as the page shows it.
#[derive(Clone, Debug)]
pub(super) struct PartView {
    /// Mark of the side it comes from.
    pub side: &'static str,
    /// That side, or all three, in words.
    pub from: &'static str,
    /// The care point, or empty.
    pub care: &'static str,
    /// The words.
    pub text: String,
    /// Who else sees it, in words.
    pub seen: &'static str,
    /// When it was written, in words.
    pub when: String,
}

/// Parts as the desk sees them.
pub(super) fn views(parts: Vec<Heard>, lang: Lang) -> Vec<PartView> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    parts
        .into_iter()
        .map(|part| PartView {
            side: part.from.map_or("all", Side::code),
            from: part.from.map_or(t.c_joint(), |side| w.side(side)),
            care: t.care_point(&part.care),
            seen: match (part.from, part.shared_back) {
                (None, _) => w.see_all(),
                (_, true) => t.shared_back(),
                (_, false) => t.desk_only(),
            },
            when: lang.moment(part.at),
            text: part.text,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "check_in/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    id: String,
    title: String,
    /// When and how, in words.
    when: String,
    state: String,
    stage: &'static str,
    see: (&'static str, &'static str),
    parts: Vec<PartView>,
    why: String,
    desk: bool,
    desk_names: String,
    form: Form,
    errors: Errors,
    /// What was heard of the reception in the company, in words; empty when nothing was.
    reception: &'static str,
    /// What is planned now, and what was typed, when someone else was first.
    stale: String,
    yours: String,
    ways: Vec<(String, String)>,
    reads: Vec<ReadBy>,
    reasons: Vec<(String, String)>,
    opened: bool,
    /// How each of those who talk hears of the plan; empty when there is nobody to tell or nothing planned.
    tells: Vec<String>,
    is_told: bool,
    tell_key: String,
}

/// What a seat may know of a talk, gathered without opening a text.
struct Known {
    name: String,
    title: String,
    when: String,
    with: With,
    state: String,
    talk: Option<Talk>,
    /// Private parts: those this seat opens by itself, or those it may open with a reason.
    private: i64,
    joint: Vec<Heard>,
    reception: String,
    desk: bool,
    desk_names: String,
    manager: bool,
    reads: Vec<ReadBy>,
    tells: Vec<String>,
}

fn know(tx: &Read<'_>, case: &str, id: &str, lang: Lang) -> Result<Known, AppError> {
    let t = T(lang);
    let entry = tx.enter(case)?;
    let facts = crate::placement::facts(tx, &entry)?;
    let name = short(&facts, lang);
    let joint = store::joint(tx, &entry, id)?;
    if !entry.may::<CheckIn, deed::View>() {
        let trace = store::trace(tx, &entry, id)?;
        let pass = entry.pass::<CheckInNote, deed::Exists>()?;
        return Ok(Known {
            name,
            title: t.bare_title(trace.with()),
            when: trace.held_on.or(trace.planned_on).map(|day| lang.day(day)).unwrap_or_default(),
            with: trace.with(),
            private: store::count_private(tx, &pass, id)?,
            joint,
            reception: String::new(),
            state: trace.state,
            talk: None,
            desk: false,
            desk_names: String::new(),
            manager: entry.seat() == base::access::Seat::Manager,
            reads: Vec::new(),
            tells: Vec::new(),
        });
    }
    let talk = store::talk(tx, &entry, id)?;
    let desk = entry.may::<CheckIn, deed::Change>();
    let planned = desk && talk.state == "planned" && talk.planned_on.is_some_and(|on| on >= tx.now().day());
    let whom = if planned { invite::reached(tx, &entry, talk.with())? } else { Vec::new() };
    let tells = whom.into_iter().map(|(_, name, how)| t.tells(&name, how)).collect();
    let (private, reads, desk_names) = if desk {
        let pass = entry.pass::<CheckInNote, deed::View>()?;
        let readers = readers::readers(tx, &entry, &facts, lang)?;
        (store::count_readable(tx, &pass, id)?, readers::read_by(tx, &entry, id, lang)?, readers.desk)
    } else {
        (0, Vec::new(), String::new())
    };
    Ok(Known {
        name,
        title: t.title(talk.with(), talk.step(), talk.way()),
        when: when(&talk, lang),
        with: talk.with(),
        state: talk.state.clone(),
        talk: Some(talk),
        private,
        joint,
        reception: if desk { store::reception_heard(tx, &entry, id)? } else { String::new() },
        desk,
        desk_names,
        manager: false,
        reads,
        tells,
    })
}

/// Day, time and way of a talk in words.
pub(super) fn when(talk: &Talk, lang: Lang) -> String {
    let t = T(lang);
    let day = talk.day().map_or_else(|| t.no_day().to_owned(), |day| lang.day(day));
    let at = if talk.state == "planned" { talk.planned_at.as_str() } else { "" };
    let day = if at.is_empty() { day } else { t.when(&day, at) };
    let how = t.how(&day, t.way_word(talk.way()));
    if talk.state == "planned" && talk.minutes > 0 { t.how(&how, &t.minutes(talk.minutes)) } else { how }
}

/// What was typed into the page's forms, and why it was not taken.
struct Typed {
    form: Option<Form>,
    errors: Errors,
    stale: bool,
}

impl Typed {
    fn nothing() -> Typed {
        Typed { form: None, errors: Errors::none(), stale: false }
    }
}

/// What the desk opens: the parts of one side and why a talk was called off, in one transaction with its trace.
async fn opened(cx: &Cx, case: &str, id: &str) -> Result<(Vec<Heard>, String), AppError> {
    let (case, id) = (case.to_owned(), id.to_owned());
    cx.db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let talk = store::talk(tx, &entry, &id)?;
            let parts = store::heard(tx, &entry.pass::<CheckInNote, deed::View>()?, &id, None)?;
            let why = store::skipped_why(tx, &entry, &talk)?;
            let event = Event::TextRead(Some(&case), &id).detail(format!("notes:{}", parts.len()));
            tx.commit(&event, "").map(|done| done.with((parts, why)))
        })
        .await
        .map_err(|error: StoreError| error.into())
}

async fn draw(cx: &Cx, case: &str, id: &str, status: StatusCode, typed: Typed, shown: Option<Vec<Heard>>) -> Answer {
    let (t, w, lang) = (T(cx.lang), crate::web::text::T(cx.lang), cx.lang);
    let (asked, talk_id) = (case.to_owned(), id.to_owned());
    let known = cx.db.read(cx.actor()?, move |tx| know(tx, &asked, &talk_id, lang)).await?;
    let with_reason = shown.is_some();
    let (mut parts, mut why) = (known.joint, String::new());
    if let Some(shown) = shown {
        parts.extend(shown);
    } else if known.desk && (known.private > 0 || known.state == "skipped") {
        let (private, reason) = opened(cx, case, id).await?;
        parts.extend(private);
        why = reason;
    }
    let now = known.talk.as_ref().map(|talk| {
        let on = talk.planned_on.filter(|on| talk.state == "planned" && *on >= cx.today()).map(|on| on.to_string()).unwrap_or_default();
        [("version", talk.version.to_string()), ("on", on), ("at", talk.planned_at.clone()), ("way", talk.way().code().to_owned())]
    });
    let mut form = typed.form.unwrap_or_else(|| Form::filled(now.clone().unwrap_or_default()));
    if let Some(version) = now.as_ref().and_then(|now| now.first()) {
        if typed.stale {
            form.set("version", &version.1);
        }
        // The other form of the page was sent: this one stands as the talk is.
        if form.get("way").is_empty() && form.get("on").is_empty() {
            for (name, value) in now.iter().flatten().skip(1) {
                form.set(name, value);
            }
        }
    }
    let yours = ["on", "at", "why"].into_iter().map(|name| form.trimmed(name)).filter(|typed| !typed.is_empty()).collect::<Vec<_>>();
    let yours = if typed.stale { yours.join(" ") } else { String::new() };
    let stage = match known.state.as_str() {
        "planned" => t.planned(),
        "skipped" => t.skipped(),
        _ => t.held(),
    };
    let can_ask = known.manager && !with_reason && known.private > 0;
    let page = ShowPage {
        f: cx.frame(known.title.clone(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        name: known.name,
        id: id.to_owned(),
        title: known.title,
        stale: if typed.stale { t.now_is(&t.how(&known.when, stage)) } else { String::new() },
        yours,
        when: known.when,
        state: known.state,
        stage,
        see: if known.with == With::Joint { ("all", w.see_all()) } else { ("bank", w.see_desk()) },
        parts: views(parts, lang),
        reception: if known.reception.is_empty() { "" } else { t.reception_word(&known.reception) },
        why,
        desk: known.desk,
        desk_names: known.desk_names,
        form,
        errors: typed.errors,
        ways: ways(t),
        reads: known.reads,
        reasons: if can_ask { options(&Reason::ALL, Reason::code, |reason| t.reason_word(reason)) } else { Vec::new() },
        opened: with_reason,
        tells: known.tells,
        is_told: known.talk.as_ref().is_some_and(Talk::is_told),
        tell_key: cx.key(),
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/talks/{id}`: the private page of a talk. The desk reads it all, and every reading leaves its trace; the
/// branch reads what all three said; a manager learns that the talk took place.
pub async fn show(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, &case, &id, StatusCode::OK, Typed::nothing(), None).await
}

/// `POST /cases/{case}/talks/{id}/read-with-reason`: a manager reads once, with a stated reason that the writer sees.
pub async fn read_with_reason(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let w = crate::web::text::T(cx.lang);
    let Some(reason) = Reason::parse(form.get("reason")) else {
        let typed = Typed { form: Some(form), errors: Errors::one("reason", w.e_choose()), stale: false };
        return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, typed, None).await;
    };
    let (asked, talk) = (case.clone(), id.clone());
    let parts = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let pass = tx.with_reason::<CheckInNote>(&entry, reason.code())?;
            store::trace(tx, &entry, &talk)?;
            let parts = store::heard(tx, &pass, &talk, None)?;
            if parts.is_empty() {
                return Err(StoreError::NotFound);
            }
            let event = Event::TextRead(Some(&asked), &talk).detail(format!("notes:{} because:{}", parts.len(), reason.code()));
            tx.commit(&event, &format!("/cases/{asked}/talks/{talk}")).map(|done| done.with(parts))
        })
        .await?;
    draw(&cx, &case, &id, StatusCode::OK, Typed::nothing(), Some(parts)).await
}

/// Carries out a change of a planned talk, or draws the page again with what was typed.
pub(super) async fn changed<F>(cx: &Cx, case: String, id: String, form: Form, work: F) -> Answer
where
    F: FnOnce(&base::store::Write<'_>, &Entry, &str, i64) -> Result<(Event, String), StoreError> + Send + 'static,
{
    let (asked, talk, seen) = (case.clone(), id.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let (event, back) = work(tx, &entry, &talk, seen)?;
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => {
            let typed = Typed { form: Some(form), errors: Errors::none(), stale: true };
            draw(cx, &case, &id, StatusCode::CONFLICT, typed, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /cases/{case}/talks/{id}/move`: another day, time or way; what was called off is planned anew.
pub async fn move_it(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let to = match Move::parse(&form, cx.today(), cx.lang) {
        Ok(to) => to,
        Err(errors) => {
            let typed = Typed { form: Some(form), errors, stale: false };
            return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, typed, None).await;
        }
    };
    let case_id = case.clone();
    changed(&cx, case, id, form, move |tx, entry, id, seen| {
        store::move_to(tx, entry, id, seen, &to)?;
        let told = invite::told(tx, entry, &store::talk(tx, entry, id)?)?;
        Ok((Event::CheckInMoved(Some(&case_id), id).tell(told), format!("/cases/{case_id}/talks/{id}?done=replanned")))
    })
    .await
}

/// `POST /cases/{case}/talks/{id}/skip`: a planned talk is called off, with its reason.
pub async fn skip(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let (t, w) = (T(cx.lang), crate::web::text::T(cx.lang));
    let why = form.trimmed("why").to_owned();
    let mut errors = Errors::none();
    too_long(&mut errors, "why", &why, SHORT, cx.lang);
    if why.is_empty() {
        errors.add("why", w.e_required(t.skip_why()));
    }
    if !errors.is_empty() {
        let typed = Typed { form: Some(form), errors, stale: false };
        return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, typed, None).await;
    }
    let case_id = case.clone();
    changed(&cx, case, id, form, move |tx, entry, id, seen| {
        store::skip(tx, entry, id, seen, &why)?;
        let told = invite::told(tx, entry, &store::talk(tx, entry, id)?)?;
        Ok((Event::CheckInSkipped(Some(&case_id), id).tell(told), format!("/cases/{case_id}?done=skipped")))
    })
    .await
}
