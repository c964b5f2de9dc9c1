//! The desk words a relay, puts it before the writer, sends it once there is a yes, and tells what came of it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::StaffSeat;
use base::event::Event;
use base::register::Thread as ThreadRecord;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{DAYS, Hindrance, State, WORDS, may_send};
use super::store::{self, Draft};
use super::text::T;
use crate::change::asked;
use crate::channel;
use crate::placement::rules::{fold_sentence, too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// The relays of a thread in words: id and where it stands.
///
/// # Errors
/// The store's own.
pub(crate) fn of_thread(tx: &Read<'_>, entry: &Entry, thread: &str, lang: Lang) -> Result<Vec<(String, String)>, StoreError> {
    let t = T(lang);
    let today = tx.now().day();
    Ok(store::of(tx, entry, thread)?
        .into_iter()
        .map(|relay| {
            let word = if relay.state() == State::Agreed && relay.until < today { t.s_expired() } else { t.state_word(relay.state()) };
            (relay.id, format!("{}:{word}", t.kind_word(&relay.kind)))
        })
        .collect())
}

#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
#[derive(Template)]
#[template(path = "relay/edit.html")]
struct EditPage {
    f: Frame,
    t: T,
    /// The thread, for the way back.
    thread: String,
    /// Where the form goes.
    action: String,
    steps: Vec<(&'static str, bool, bool)>,
    state: State,
    state_words: String,
    meeting: bool,
    /// The exact words as they stand, with receiver and last day; empty for a new one.
    words: String,
    to: String,
    until: String,
    meet: String,
    /// Where the talk gets its times, once both know of it and no day is settled; empty for the second line.
    plan: String,
    result: String,
    id: String,
    version: i64,
    receivers: Vec<(String, String)>,
    may_send: bool,
    editing: bool,
    keys: [String; 2],
    stale: bool,
    form: Form,
    errors: Errors,
}

/// The six steps of ux.md §4.7: word, whether it lies behind, whether it is now.
pub(super) fn steps(t: T, now: usize) -> Vec<(&'static str, bool, bool)> {
    t.steps().into_iter().enumerate().map(|(n, word)| (word, n + 1 < now, n + 1 == now)).collect()
}

fn holder_code(holder: &base::actor::Holder) -> String {
    format!("{}:{}", holder.kind(), holder.id())
}

/// Reads the form of a wording.
fn draft_of(form: &Form, receivers: &[(String, String)], today: base::clock::Day, lang: Lang) -> Result<Draft, Errors> {
    let (t, w, mut errors) = (T(lang), crate::web::text::T(lang), Errors::none());
    let words = fold_sentence(form.get("words"));
    too_long(&mut errors, "words", &words, WORDS, lang);
    if words.is_empty() {
        errors.add("words", w.e_required(t.words()));
    }
    let chosen = receivers.iter().find(|(code, _)| code == form.get("to")).and_then(|(code, _)| code.split_once(':'));
    let to = chosen.and_then(|(kind, id)| base::actor::Holder::from(kind, id));
    if to.is_none() {
        errors.add("to", w.e_choose());
    }
    let kind = if form.get("kind") == "meeting" { "meeting" } else { "words" };
    let mut meet = None;
    if kind == "meeting" {
        let on = crate::placement::rules::day(form, &mut errors, "meet_on", lang);
        if let Some(on) = on {
            let at = base::fold::tidy(form.get("meet_at"));
            if on < today {
                errors.add("meet_on", t.e_meet_past());
            }
            if time_of(&at).is_none() {
                errors.add("meet_at", t.e_meet_at());
            }
            meet = Some((on, at));
        }
    }
    match (to, errors.is_empty()) {
        (Some(to), true) => Ok(Draft { kind, to, words, meet }),
        _ => Err(errors),
    }
}

/// Hour and minute of `14:00`.
pub(super) fn time_of(at: &str) -> Option<(u32, u32)> {
    let (hour, minute) = at.split_once(':')?;
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

fn receivers_of(tx: &Read<'_>, entry: &Entry, writer: &str, lang: Lang) -> Result<Vec<(String, String)>, StoreError> {
    Ok(store::receivers(tx, entry, writer, lang)?.into_iter().map(|(holder, words)| (holder_code(&holder), words)).collect())
}

async fn new_page(cx: &Cx, thread: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let which = thread.clone();
    let receivers = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, thread) = channel::leaf(tx, &which)?;
            entry.pass::<base::register::Relay, deed::Change>()?;
            receivers_of(tx, &entry, &thread.writer, lang)
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    let page = EditPage {
        f: cx.frame(t.new_title(), Nav::Consult).await?,
        t,
        action: format!("/consults/{thread}/relay"),
        thread,
        steps: steps(t, 3),
        state: State::Draft,
        state_words: t.state_word(State::Draft).to_owned(),
        meeting: form.get("kind") == "meeting",
        words: String::new(),
        to: String::new(),
        until: String::new(),
        meet: String::new(),
        result: String::new(),
        id: String::new(),
        version: 0,
        receivers,
        plan: String::new(),
        may_send: false,
        editing: true,
        keys: [cx.key(), cx.key()],
        stale: false,
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /consults/{thread}/relay`: the wording of a relay, or of a talk of three (`?kind=meeting`).
pub async fn new(cx: Cx, Path(thread): Path<String>) -> Answer {
    let t = T(cx.lang);
    let meeting = asked(&cx, "kind") == "meeting";
    let form = if meeting {
        Form::filled([("kind", "meeting".to_owned()), ("words", t.meeting_words().to_owned())])
    } else {
        Form::filled([("kind", "words".to_owned())])
    };
    new_page(&cx, thread, StatusCode::OK, form, Errors::none()).await
}

/// `POST /consults/{thread}/relay`: keeps the wording, or puts it before the writer at once.
pub async fn draft(cx: Cx, Path(thread): Path<String>, form: Form) -> Result<Response, AppError> {
    let (lang, today, which) = (cx.lang, cx.today(), thread.clone());
    let receivers = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, thread) = channel::leaf(tx, &which)?;
            entry.pass::<base::register::Relay, deed::Change>()?;
            receivers_of(tx, &entry, &thread.writer, lang)
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    let draft = match draft_of(&form, &receivers, today, lang) {
        Ok(draft) => draft,
        Err(errors) => return new_page(&cx, thread, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let (offer, db) = (form.get("act") == "offer", cx.db.clone());
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, thread) = channel::leaf(tx, &thread)?;
            let id = store::begin(tx, &entry, &thread, &draft, today.plus(DAYS))?;
            let event = if offer {
                store::offer(tx, &entry, &id, db.vault())?;
                Event::RelayOffered(None, &thread.id).tell(vec![thread.writer()])
            } else {
                Event::RelayDrafted(None, &thread.id)
            };
            let back = format!("/relays/{id}?done={}", if offer { "offered" } else { "saved" });
            tx.commit(&event.detail(&*id), &back).map(|done| done.with(back))
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    Ok(go(&back))
}

async fn draw(cx: &Cx, id: String, status: StatusCode, stale: bool, form: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, today, db) = (T(cx.lang), cx.lang, cx.today(), cx.db.clone());
    let (case, relay, words, result, to, receivers, sendable) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &id)?)?;
            let (relay, words, result) = store::opened(tx, &entry, &id)?;
            let receivers = receivers_of(tx, &entry, &relay.writer, lang)?;
            let code = relay.to().map(|holder| holder_code(&holder)).unwrap_or_default();
            let to = receivers.iter().find(|(known, _)| *known == code).map(|(_, words)| words.clone()).unwrap_or_default();
            let sendable = may_send(relay.state(), &relay.hash, &relay.terms(&words, db.vault()), relay.until, today);
            let event = Event::TextRead(None, &relay.thread).detail(format!("relay {id}"));
            let drawn = (entry.placement().to_owned(), relay, words, result, (code, to), receivers, sendable);
            tx.commit(&event, "").map(|done| done.with(drawn))
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    let state = relay.state();
    let unsettled = relay.kind == "meeting" && state == State::Sent && relay.meet_on.is_none();
    let plan = if unsettled && cx.seat() == Some(StaffSeat::Consultant) { format!("/cases/{case}/talks/plan") } else { String::new() };
    let expired = sendable == Err(Hindrance::Expired) || (state == State::Offered && relay.until < today);
    let mut form = form.unwrap_or_else(|| {
        Form::filled([
            ("words", words.clone()),
            ("to", to.0.clone()),
            ("kind", relay.kind.clone()),
            ("meet_on", relay.meet_on.map(|day| day.to_string()).unwrap_or_default()),
            ("meet_at", relay.meet_at.clone()),
        ])
    });
    form.set("version", &relay.version.to_string());
    let page = EditPage {
        f: cx.frame(t.title(), Nav::Consult).await?,
        t,
        action: format!("/relays/{}", relay.id),
        steps: steps(t, if result.is_empty() { state.step() } else { 7 }),
        state,
        state_words: if expired { t.s_expired().to_owned() } else { t.state_word(state).to_owned() },
        meeting: relay.kind == "meeting",
        until: lang.day(relay.until),
        meet: relay.meet_on.map(|day| format!("{} {}", lang.day(day), relay.meet_at)).unwrap_or_default(),
        plan,
        may_send: sendable.is_ok() && !to.1.is_empty(),
        editing: matches!(state, State::Draft | State::Refused | State::Withdrawn) || expired || !errors.is_empty() || stale,
        to: to.1,
        thread: relay.thread,
        id: relay.id,
        version: relay.version,
        words,
        result,
        receivers,
        keys: [cx.key(), cx.key()],
        stale,
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /relays/{id}`.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, id, StatusCode::OK, false, None, Errors::none()).await
}

/// `POST /relays/{id}`: other words, another receiver or day; whatever yes there was is gone with the old ones.
pub async fn save(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (lang, today, which) = (cx.lang, cx.today(), id.clone());
    let receivers = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &which)?)?;
            entry.pass::<base::register::Relay, deed::Change>()?;
            let writer = store::of(tx, &entry, "")?.into_iter().find(|relay| relay.id == which).ok_or(StoreError::NotFound)?.writer;
            receivers_of(tx, &entry, &writer, lang)
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    let draft = match draft_of(&form, &receivers, today, lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, false, Some(form), errors).await,
    };
    let (offer, seen, which, db) = (form.get("act") == "offer", form.version(), id.clone(), cx.db.clone());
    let back = format!("/relays/{id}?done={}", if offer { "offered" } else { "saved" });
    let to = back.clone();
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&store::case_of(tx, &which)?)?;
            let (relay, _, _) = store::opened(tx, &entry, &which)?;
            if relay.state() == State::Sent {
                return Err(StoreError::Stale);
            }
            store::reword(tx, &entry, &relay, seen, &draft, today.plus(DAYS))?;
            let event = if offer {
                store::offer(tx, &entry, &which, db.vault())?;
                let thread = channel::thread(tx, &entry.pass::<ThreadRecord, deed::View>()?, &relay.thread)?;
                Event::RelayOffered(None, &relay.thread).tell(vec![thread.writer()])
            } else {
                Event::RelayDrafted(None, &relay.thread)
            };
            tx.commit(&event.detail(&*which), &back)
        })
        .await;
    match saved {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Stale) => draw(&cx, id, StatusCode::CONFLICT, true, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /relays/{id}/send`: in one transaction the yes is looked at again, the record of the receiver made, the yes used up.
pub async fn send(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (seen, today, which, db, lang) = (form.version(), cx.today(), id.clone(), cx.db.clone(), cx.lang);
    let back = format!("/relays/{id}?done=relay_sent");
    let to = back.clone();
    let sent = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&store::case_of(tx, &which)?)?;
            let (relay, words, _) = store::opened(tx, &entry, &which)?;
            // The receiver may have left the case since the yes was given.
            let there = store::receivers(tx, &entry, &relay.writer, lang)?.into_iter().any(|(holder, _)| Some(holder) == relay.to());
            if may_send(relay.state(), &relay.hash, &relay.terms(&words, db.vault()), relay.until, today).is_err() || !there {
                return Err(StoreError::Stale);
            }
            let all = store::send(tx, &entry, &relay, &words, seen)?;
            let told = all.into_iter().map(|(holder, _)| holder).collect();
            tx.commit(&Event::RelaySent(None, &relay.thread).detail(&*which).tell(told), &back)
        })
        .await;
    match sent {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Stale) => draw(&cx, id, StatusCode::CONFLICT, true, None, Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /relays/{id}/result`: what came of it goes back to the writer, and of a talk of three to both.
pub async fn result(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, mut errors) = (T(cx.lang), Errors::none());
    let words = fold_sentence(form.get("result"));
    too_long(&mut errors, "result", &words, WORDS, cx.lang);
    if words.is_empty() {
        errors.add("result", crate::web::text::T(cx.lang).e_required(t.result()));
    }
    if !errors.is_empty() {
        let mut kept = form.clone();
        kept.set("result", form.get("result"));
        return draw(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, false, Some(kept), errors).await;
    }
    let (seen, which) = (form.version(), id.clone());
    let back = format!("/relays/{id}?done=answered");
    let to = back.clone();
    let told = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&store::case_of(tx, &which)?)?;
            let (relay, _, _) = store::opened(tx, &entry, &which)?;
            if relay.state() != State::Sent {
                return Err(StoreError::Stale);
            }
            store::result(tx, &entry, &relay, seen, &words)?;
            let thread = channel::thread(tx, &entry.pass::<ThreadRecord, deed::View>()?, &relay.thread)?;
            tx.commit(&Event::RelayResult(None, &relay.thread).detail(&*which).tell(vec![thread.writer()]), &back)
        })
        .await;
    match told {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Stale) => draw(&cx, id, StatusCode::CONFLICT, true, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
