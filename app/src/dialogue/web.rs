//! The desk's pages: list, plan, change, call off, and one dialogue with what all may read of it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::Dialogue;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::everyone;
use super::rules::{Kind, Plan, Told};
use super::store::{self, Meeting, Note, Party};
use super::text::T;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::merge;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// A dialogue as pages show it.
pub(super) struct View {
    pub id: String,
    pub kind: &'static str,
    pub when: String,
    pub iso: String,
    pub place: String,
    pub people: String,
    pub aim: String,
    pub state: String,
    pub word: &'static str,
}

pub(super) fn view(meeting: &Meeting, lang: Lang) -> View {
    let t = T(lang);
    let day = lang.day(meeting.on);
    let people = meeting.everyone();
    View {
        id: meeting.id.clone(),
        kind: t.kind_word(meeting.kind()),
        when: if meeting.at.is_empty() { day } else { t.when(&day, &meeting.at) },
        iso: meeting.on.to_string(),
        place: meeting.place.clone(),
        people: if people.is_empty() { people } else { t.with(&people) },
        aim: meeting.aim.clone(),
        word: t.state_word(&meeting.state),
        state: meeting.state.clone(),
    }
}

#[derive(Template)]
#[template(path = "dialogue/list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    views: Vec<View>,
    desk: bool,
}

/// `GET /cases/{case}/dialogues`.
pub async fn list(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (short, views, desk) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            let views: Vec<View> = store::all(tx, &entry)?.iter().map(|meeting| view(meeting, lang)).collect();
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), views, entry.may::<Dialogue, deed::Change>()))
        })
        .await?;
    page(&ListPage { f: cx.frame(t.title(), Nav::Cases).await?, t, case, short, views, desk })
}

#[derive(Template)]
#[template(path = "dialogue/plan.html")]
struct PlanPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    title: &'static str,
    action: String,
    back: String,
    button: &'static str,
    readers: Vec<String>,
    kinds: Vec<(String, String)>,
    guests: Vec<Guest>,
    form: Form,
    errors: Errors,
    /// Who changed it last and when, in a sentence.
    by: String,
    theirs: Vec<(String, String)>,
    /// Whether it is a new one.
    fresh: bool,
}

struct Guest {
    id: String,
    name: String,
    post: String,
    chosen: bool,
}

fn kinds(t: T) -> Vec<(String, String)> {
    Kind::ALL.into_iter().map(|kind| (kind.code().to_owned(), t.kind_word(kind).to_owned())).collect()
}

/// What the form is drawn from.
struct Ground {
    short: String,
    readers: Vec<String>,
    people: Vec<Party>,
    now: Option<(Meeting, Vec<String>)>,
    by: String,
}

fn ground(tx: &Read<'_>, entry: &Entry, id: Option<&str>, lang: Lang) -> Result<Ground, AppError> {
    entry.pass::<Dialogue, deed::Change>()?;
    let now = match id {
        Some(id) => {
            let guests = store::guests(tx, entry, id)?.into_iter().map(|(_, id)| id).collect();
            Some((store::one(tx, entry, id)?, guests))
        }
        None => None,
    };
    Ok(Ground {
        short: placement::facts(tx, entry)?.short(lang),
        readers: everyone(tx, entry, lang)?,
        people: store::people(tx, entry)?,
        by: id.map_or(Ok(String::new()), |id| merge::hand::<Dialogue>(tx, entry, id, &["dialogue.planned", "dialogue.moved"], lang))?,
        now,
    })
}

async fn plan_page(cx: &Cx, case: &str, id: Option<&str>, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (asked, which) = (case.to_owned(), id.map(ToOwned::to_owned));
    let g = cx.db.read(cx.actor()?, move |tx| ground(tx, &tx.enter(&asked)?, which.as_deref(), lang)).await?;
    let mut form = typed.clone().unwrap_or_else(|| Form::filled([("kind", Kind::Dialogue.code().to_owned()), ("tell", "1".to_owned())]));
    let mut theirs = Vec::new();
    if let Some((now, chosen)) = &g.now {
        let saved = [
            ("on", t.on(), now.on.to_string()),
            ("at", t.at(), now.at.clone()),
            ("place", t.place(), now.place.clone()),
            ("aim", t.aim(), now.aim.clone()),
            ("others", t.others(), now.others.clone()),
        ];
        if typed.is_none() {
            form = Form::filled(
                saved
                    .iter()
                    .map(|(field, _, value)| (*field, value.clone()))
                    .chain([("kind", now.kind().code().to_owned()), ("tell", "1".to_owned())])
                    .chain(chosen.iter().map(|id| ("guest", id.clone()))),
            );
        }
        if status == StatusCode::CONFLICT {
            theirs = saved.into_iter().map(|(_, name, value)| (name.to_owned(), value)).collect();
            theirs.push((t.guests().to_owned(), now.people.clone()));
        }
        form.set("version", &now.version.to_string());
    }
    let guests = g
        .people
        .into_iter()
        .map(|one| Guest { chosen: form.all("guest").any(|id| id == one.id), id: one.id, name: one.name, post: one.post })
        .collect();
    let (title, action, back, button) = match id {
        Some(id) => (t.edit_title(), format!("/cases/{case}/dialogues/{id}/edit"), format!("/cases/{case}/dialogues/{id}"), t.change()),
        None => (t.plan_title(), format!("/cases/{case}/dialogues/plan"), format!("/cases/{case}/dialogues"), t.plan_save()),
    };
    let f = cx.frame(title, Nav::Cases).await?;
    let (case, kinds) = (case.to_owned(), kinds(t));
    let (short, readers, by) = (g.short, g.readers, g.by);
    page_with(
        status,
        &PlanPage { f, t, case, short, title, action, back, button, readers, kinds, guests, form, errors, by, theirs, fresh: id.is_none() },
    )
}

/// `GET /cases/{case}/dialogues/plan`.
pub async fn plan_form(cx: Cx, Path(case): Path<String>) -> Answer {
    plan_page(&cx, &case, None, StatusCode::OK, None, Errors::none()).await
}

/// What was typed, read against those who may take part.
async fn parsed(cx: &Cx, case: &str, form: &Form) -> Result<Result<Plan, Errors>, AppError> {
    let asked = case.to_owned();
    let known: Vec<String> = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Dialogue, deed::Change>()?;
            Ok::<_, AppError>(store::people(tx, &entry)?.into_iter().map(|one| one.id).collect())
        })
        .await?;
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Ok(Plan::parse(form, &known, cx.today(), cx.lang))
}

/// `POST /cases/{case}/dialogues/plan`: planned, and those who take part are told when the desk wants it.
pub async fn plan(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let plan = match parsed(&cx, &case, &form).await? {
        Ok(plan) => plan,
        Err(errors) => return plan_page(&cx, &case, None, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let told = match Told::held(&form, plan.on, cx.today(), cx.lang) {
        Ok(told) => told,
        Err(errors) => return plan_page(&cx, &case, None, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    // Nobody is invited to what is over.
    let (tell, again) = (form.ticked("tell") && told.is_none(), form.ticked("again"));
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::plan(tx, &entry, &plan)?;
            if let Some(told) = &told {
                store::record(tx, &entry, &id, 1, told)?;
            }
            let to = if tell { store::receivers(tx, &entry, &id)? } else { Vec::new() };
            let done = if told.is_some() { "recorded" } else { "planned" };
            let place = if again { "plan" } else { id.as_str() };
            let back = format!("/cases/{case}/dialogues/{place}?done={done}");
            let event = Event::DialoguePlanned(Some(&case), &id).detail(format!("{} {done}", plan.kind.code())).tell(to);
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// `GET /cases/{case}/dialogues/{id}/edit`.
pub async fn edit(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    plan_page(&cx, &case, Some(&id), StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/dialogues/{id}/edit`: the plan changes, and with it the calendar entry.
pub async fn change(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let plan = match parsed(&cx, &case, &form).await? {
        Ok(plan) => plan,
        Err(errors) => return plan_page(&cx, &case, Some(&id), StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (of, which, seen, tell) = (case.clone(), id.clone(), form.version(), form.ticked("tell"));
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            store::change(tx, &entry, &which, seen, &plan)?;
            let to = if tell { store::receivers(tx, &entry, &which)? } else { Vec::new() };
            let back = format!("/cases/{of}/dialogues/{which}?done=replanned");
            tx.commit(&Event::DialogueMoved(Some(&of), &which).tell(to), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => plan_page(&cx, &case, Some(&id), StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /cases/{case}/dialogues/{id}/cancel`: called off; those who take part are told, and it leaves their calendars.
pub async fn cancel(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<Dialogue, deed::Change>()?;
            store::cancel(tx, &entry, &which, seen)?;
            let to = store::receivers(tx, &entry, &which)?;
            let back = format!("/cases/{of}/dialogues/{which}?done=skipped");
            tx.commit(&Event::DialogueCancelled(Some(&of), &which).tell(to), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => show_page(&cx, case, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "dialogue/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    view: View,
    version: i64,
    notes: Vec<Part>,
    guide: [&'static str; 5],
    private: i64,
    desk: bool,
    key: String,
    stale: bool,
}

/// A part of what was said, with what it became and may still become.
pub(super) struct Part {
    pub id: String,
    pub side: String,
    pub who: &'static str,
    pub heading: &'static str,
    pub text: String,
    pub became: Vec<&'static str>,
    /// Field of the form, code, words and key of each press that is left.
    pub presses: Vec<(&'static str, &'static str, &'static str, String)>,
}

fn part(note: Note, desk: bool, ids: &base::ids::Ids, lang: Lang) -> Part {
    let t = T(lang);
    let presses = [("gap", t.to_gap()), ("change", t.to_change()), ("todo", t.to_todo()), ("prep", t.to_prep())];
    Part {
        who: base::actor::Side::parse(&note.side).map_or("", |side| crate::web::text::T(lang).side(side)),
        heading: t.part(&note.kind),
        became: note.became.split_whitespace().map(|code| t.became(code)).collect(),
        presses: presses
            .into_iter()
            .filter(|(code, _)| desk && !note.became.split(' ').any(|taken| taken == *code))
            .map(|(code, words)| ("note", code, words, ids.token()))
            .collect(),
        id: note.id,
        side: note.side,
        text: note.body,
    }
}

/// One dialogue, what all may read of it, and where to go from it.
pub(super) async fn show_page(cx: &Cx, case: String, id: String, status: StatusCode) -> Answer {
    let (t, lang, ids) = (T(cx.lang), cx.lang, cx.db.ids().clone());
    let (asked, which) = (case.clone(), id.clone());
    let (short, meeting, notes, private, desk) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            let desk = entry.may::<Dialogue, deed::Change>();
            let meeting = store::one(tx, &entry, &which)?;
            let notes = store::notes(tx, &entry)?.into_iter().filter(|note| note.of == which);
            let notes: Vec<Part> = notes.map(|note| part(note, desk, &ids, lang)).collect();
            let private = if desk { store::count_words(tx, &entry, &which)? } else { 0 };
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), meeting, notes, private, desk))
        })
        .await?;
    let view = view(&meeting, lang);
    let f = cx.frame(view.kind, Nav::Cases).await?;
    let page = ShowPage {
        f,
        t,
        case,
        short,
        version: meeting.version,
        guide: t.guide(meeting.kind()),
        view,
        notes,
        private,
        desk,
        key: cx.key(),
        stale: status == StatusCode::CONFLICT,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/dialogues/{id}`.
pub async fn show(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    show_page(&cx, case, id, StatusCode::OK).await
}
