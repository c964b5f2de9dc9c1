//! The gaps as company and person see them: what all three watch, and what they told the desk alone.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{Gap as GapRecord, GapOwn};
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::everyone;
use super::rules::{Expected, Look, State};
use super::store::{self, Gap, Kept};
use super::text::T;
use super::web::{Samples, View, sample, samples, views};
use crate::change::{asked, named, readers, switch};
use crate::portal;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "gap/my_board.html")]
struct BoardPage {
    f: Frame,
    t: T,
    case: String,
    cases: Vec<(String, String, bool)>,
    views: Vec<View>,
    own: Option<Vec<Own>>,
    /// Whether this party writes shared gaps too.
    writes: bool,
    /// Whether this party may still write for the desk, and share what it wrote.
    keeps: bool,
}

struct Own {
    id: String,
    day: String,
    words: String,
    lines: Vec<String>,
    shared: bool,
}

fn own_view(kept: Kept, lang: Lang) -> Own {
    let t = T(lang);
    let sign = (!kept.sign.is_empty()).then(|| t.signed(&kept.sign));
    let measure = (!kept.measure.is_empty()).then(|| t.measured(&kept.measure));
    Own {
        id: kept.id,
        day: lang.short_day(kept.at.day()),
        words: kept.words,
        lines: sign.into_iter().chain(measure).collect(),
        shared: kept.shared,
    }
}

/// `GET /my/gaps`: what all three watch, and what this party told the desk alone. Opening it leaves a trace.
pub async fn board(cx: Cx) -> Answer {
    let (t, lang, case) = (T(cx.lang), cx.lang, asked(&cx, "case"));
    let (case, cases, views, own, writes, keeps) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let views = views(tx, &entry, lang)?;
            let own = if entry.may::<GapOwn, deed::View>() { Some(store::own(tx, &entry)?) } else { None };
            let read = own.iter().flatten().map(|kept| kept.id.as_str()).collect::<Vec<_>>().join(" ");
            let case = entry.placement().to_owned();
            let own = own.map(|own| own.into_iter().map(|kept| own_view(kept, lang)).collect());
            let (writes, keeps) = (entry.may::<GapRecord, deed::Change>(), entry.may::<GapOwn, deed::Change>());
            let drawn = (case.clone(), switch(tx, &entry, lang)?, views, own, writes, keeps);
            let event = Event::TextRead(Some(&case), &case).detail(format!("own gaps {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    page(&BoardPage { f: cx.frame(t.my_title(), Nav::Home).await?, t, case, cases, views, own, writes, keeps })
}

#[derive(Template)]
#[template(path = "gap/my_new.html")]
struct NewPage {
    f: Frame,
    t: T,
    case: String,
    /// `desk` when only the desk reads it, else `all`.
    whom: &'static str,
    desk: bool,
    title: &'static str,
    lead: &'static str,
    button: &'static str,
    readers: Vec<String>,
    note: &'static str,
    samples: Samples,
    sides: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn new_page(cx: &Cx, case: String, desk: bool, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, readers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let readers = if desk {
                entry.pass::<GapOwn, deed::Change>()?;
                readers(tx, &entry, lang)?
            } else {
                entry.pass::<GapRecord, deed::Change>()?;
                everyone(tx, &entry, lang)?
            };
            Ok::<_, AppError>((entry.placement().to_owned(), readers))
        })
        .await?;
    let (whom, title, lead, button, note) = if desk {
        ("desk", t.my_own_title(), t.my_own_lead(), t.my_own_save(), t.readers_note())
    } else {
        ("all", t.my_add(), t.my_add_lead(), t.my_save(), "")
    };
    let f = cx.frame(title, Nav::Home).await?;
    let page = NewPage { f, t, case, whom, desk, title, lead, button, readers, note, samples: samples(t), sides: t.sides(), form, errors };
    page_with(status, &page)
}

/// `GET /my/gaps/new`.
pub async fn new(cx: Cx) -> Answer {
    let (form, desk) = (sample(&cx), asked(&cx, "for") == "desk");
    new_page(&cx, asked(&cx, "case"), desk, StatusCode::OK, form, Errors::none()).await
}

/// `POST /my/gaps/new`: this party writes a gap, for all three or for the desk alone.
pub async fn add(cx: Cx, form: Form) -> Result<Response, AppError> {
    let (case, desk) = (form.trimmed("case").to_owned(), form.get("for") == "desk");
    let case = cx.db.read(cx.actor()?, move |tx| portal::one_case(tx, named(&case)).map(|entry| entry.placement().to_owned())).await?;
    let gap = match Expected::parse(&form, cx.lang) {
        Ok(gap) => gap,
        Err(errors) => return new_page(&cx, case, desk, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let event = if desk {
                let id = store::keep_own(tx, &entry, &gap)?;
                Event::GapKept(Some(&case), &id).detail(tx.actor().side().code())
            } else {
                let id = store::add(tx, &entry, &gap)?;
                Event::GapExpected(Some(&case), &id)
            };
            let back = format!("/my/gaps?case={case}&done=saved");
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

#[derive(Template)]
#[template(path = "gap/my_look.html")]
struct LookPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    words: String,
    readers: Vec<String>,
    states: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    /// What was saved meanwhile; empty when nothing was.
    now: String,
}

async fn look_page(cx: &Cx, id: String, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = id.clone();
    let (case, gap, readers): (String, Gap, Vec<String>) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &asked)?)?;
            entry.pass::<GapRecord, deed::Change>()?;
            Ok::<_, AppError>((entry.placement().to_owned(), store::one(tx, &entry, &asked)?, everyone(tx, &entry, lang)?))
        })
        .await?;
    let now = if status == StatusCode::CONFLICT { t.now_saved(t.state_word(gap.state())) } else { String::new() };
    let mut form = typed.unwrap_or_else(|| Form::filled([("state", gap.state().code().to_owned())]));
    form.set("version", &gap.version.to_string());
    let f = cx.frame(t.my_look_title(), Nav::Home).await?;
    page_with(status, &LookPage { f, t, case, id, words: gap.words, readers, states: t.states(), form, errors, now })
}

/// `GET /my/gaps/{id}`: one shared gap, to say how it stands.
pub async fn look(cx: Cx, Path(id): Path<String>) -> Answer {
    look_page(&cx, id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /my/gaps/{id}`.
pub async fn looked(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let state = State::parse(form.get("state"));
    let words = crate::placement::rules::fold_sentence(form.get("words"));
    let mut errors = Errors::none();
    crate::placement::rules::too_long(&mut errors, "words", &words, crate::placement::rules::SENTENCE, cx.lang);
    let Some(state) = state.filter(|_| errors.is_empty()) else {
        if state.is_none() {
            errors.add("state", crate::web::text::T(cx.lang).e_choose());
        }
        return look_page(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await;
    };
    let look = Look { id: id.clone(), seen: form.version(), state, words };
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of(tx, &look.id)?;
            let entry = tx.enter(&case)?;
            store::look(tx, &entry, std::slice::from_ref(&look))?;
            let back = format!("/my/gaps?case={case}&done=saved");
            tx.commit(&Event::GapLooked(Some(&case), &look.id).detail("gaps:1"), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => look_page(&cx, id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "gap/my_own.html")]
struct OwnPage {
    f: Frame,
    t: T,
    case: String,
    own: Own,
    version: i64,
    readers: Vec<String>,
    stale: bool,
}

async fn own_page(cx: &Cx, id: String, status: StatusCode) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, version, own, readers) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&store::case_of_own(tx, &id)?)?;
            entry.pass::<GapOwn, deed::Change>()?;
            let kept = store::own(tx, &entry)?.into_iter().find(|kept| kept.id == id).ok_or(AppError::NotFound)?;
            let drawn = (entry.placement().to_owned(), kept.version, own_view(kept, lang), everyone(tx, &entry, lang)?);
            let event = Event::TextRead(Some(entry.placement()), &id).detail("own gap");
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let f = cx.frame(t.my_share_title(), Nav::Home).await?;
    page_with(status, &OwnPage { f, t, case, own, version, readers, stale: status == StatusCode::CONFLICT })
}

/// `GET /my/gaps/own/{id}`: the words as they would be shared, and who would read them.
pub async fn own(cx: Cx, Path(id): Path<String>) -> Answer {
    own_page(&cx, id, StatusCode::OK).await
}

/// `POST /my/gaps/own/{id}/share`: the writer shares them with all three.
pub async fn share_own(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (asked, seen) = (id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of_own(tx, &asked)?;
            let entry = tx.enter(&case)?;
            let gap = store::share_own(tx, &entry, &asked, seen)?;
            let back = format!("/my/gaps?case={case}&done=saved");
            let event = Event::GapShared(Some(&case), &gap).detail(tx.actor().side().code());
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => own_page(&cx, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}
