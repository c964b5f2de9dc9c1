//! The writer looks at the exact words and answers; the receiver reads what reached them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{Relay as Record, RelayReceived};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::desk::{steps, time_of};
use super::rules::{Hindrance, Reply, State, answered};
use super::store;
use super::text::T;
use crate::appointment::{self, Meeting};
use crate::change::{asked, named, names};
use crate::channel::{self, proof};
use crate::portal;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// What the writer sees of the relays of a thread: link and words; a draft is not there yet.
///
/// # Errors
/// The store's own.
pub(crate) fn offers_of(tx: &Read<'_>, entry: &Entry, thread: &str, lang: Lang) -> Result<Vec<(String, String)>, StoreError> {
    let t = T(lang);
    Ok(store::of(tx, entry, thread)?
        .into_iter()
        .filter(|relay| relay.state() != State::Draft || !relay.hash.is_empty())
        .map(|relay| (relay.id.clone(), format!("{}:{}", t.kind_word(&relay.kind), t.state_word(relay.state()))))
        .collect())
}

/// Wordings that wait for this writer's answer.
///
/// # Errors
/// The store's own.
pub(crate) fn offers(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<(String, String)>, StoreError> {
    let (t, today) = (T(lang), tx.now().day());
    Ok(store::of(tx, entry, "")?
        .into_iter()
        .filter(|relay| relay.state() == State::Offered && relay.until >= today)
        .map(|relay| (relay.id.clone(), t.waits_yes(&lang.day(relay.until))))
        .collect())
}

/// Whether this party received anything.
///
/// # Errors
/// The store's own.
pub(crate) fn any_passed(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    if !entry.may::<RelayReceived, deed::View>() {
        return Ok(false);
    }
    Ok(!store::received(tx, entry)?.is_empty())
}

#[derive(Template)]
#[template(path = "relay/my_offer.html")]
struct OfferPage {
    f: Frame,
    t: T,
    c: channel::Words,
    id: String,
    thread: String,
    steps: Vec<(&'static str, bool, bool)>,
    state: State,
    expired: bool,
    stale: bool,
    words: String,
    to: String,
    until: String,
    meet: String,
    result: String,
    sent: String,
    hash: String,
    version: i64,
    errors: Errors,
}

async fn offer_page(cx: &Cx, id: String, status: StatusCode, stale: bool, errors: Errors) -> Answer {
    let (t, lang, today, db) = (T(cx.lang), cx.lang, cx.today(), cx.db.clone());
    let (relay, words, result, to, terms) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &id)?)?;
            entry.pass::<Record, deed::View>()?;
            let (relay, words, result) = store::opened(tx, &entry, &id)?;
            if relay.state() == State::Draft && relay.hash.is_empty() && !tx.actor().id().eq(&relay.writer) {
                return Err(StoreError::NotFound);
            }
            let to = store::receivers(tx, &entry, &relay.writer, lang)?
                .into_iter()
                .find(|(holder, _)| Some(holder) == relay.to().as_ref())
                .map(|(_, words)| words)
                .unwrap_or_default();
            let terms = relay.terms(&words, db.vault());
            let event = Event::TextRead(None, &relay.thread).detail(format!("own relay {id}"));
            tx.commit(&event, "").map(|done| done.with((relay, words, result, to, terms)))
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    let state = relay.state();
    // What the desk is wording is not before the writer: a draft shows that it is being worded, and no words.
    let words = if state == State::Draft { String::new() } else { words };
    let page = OfferPage {
        f: cx.frame(t.my_title(), Nav::Consult).await?,
        t,
        c: channel::words(lang),
        steps: steps(t, if result.is_empty() { state.step() } else { 7 }),
        expired: matches!(state, State::Offered | State::Agreed) && relay.until < today,
        state,
        stale,
        words,
        to,
        until: lang.day(relay.until),
        meet: relay.meet_on.map(|day| format!("{} {}", lang.day(day), relay.meet_at)).unwrap_or_default(),
        result,
        sent: relay.sent_at.map(|at| lang.moment(at)).unwrap_or_default(),
        hash: terms,
        version: relay.version,
        thread: relay.thread,
        id: relay.id,
        errors,
    };
    page_with(status, &page)
}

/// `GET /my/consult/relays/{id}`: the exact words as the receiver will read them.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    offer_page(&cx, id, StatusCode::OK, false, Errors::none()).await
}

/// `POST /my/consult/relays/{id}`: yes to exactly these words, no, or the yes taken back.
pub async fn answer(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let which = id.clone();
    cx.db
        .read(cx.actor()?, move |tx| tx.enter(&store::case_of(tx, &which)?)?.pass::<Record, deed::Change>().map(drop))
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    if !proof::fresh(&cx) {
        return Ok(go(&format!("/my/consult/relays/{id}")));
    }
    let (t, today, db) = (T(cx.lang), cx.today(), cx.db.clone());
    let Some(reply) = Reply::parse(form.get("answer")) else {
        let errors = Errors::one("answer", crate::web::text::T(cx.lang).e_choose());
        return offer_page(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, false, errors).await;
    };
    let (which, seen, hash) = (id.clone(), form.version(), form.get("hash").to_owned());
    let back = format!("/my/consult/relays/{id}?done=line_answered");
    let to = back.clone();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&store::case_of(tx, &which)?)?;
            let (relay, words, _) = store::opened(tx, &entry, &which)?;
            let terms = relay.terms(&words, db.vault());
            let next = match answered(relay.state(), reply, &hash, &terms, relay.until, today) {
                Ok(next) if relay.hash == terms => next,
                Err(Hindrance::Expired) => {
                    return Ok::<_, StoreError>(tx.commit(&Event::RelayAnswered(None, &relay.thread).detail("expired"), "")?.with(false));
                }
                _ => return Err(StoreError::Stale),
            };
            store::answer(tx, &entry, &relay, seen, next)?;
            tx.commit(&Event::RelayAnswered(None, &relay.thread).detail(format!("{} {which}", next.code())), &back)
                .map(|done| done.with(true))
        })
        .await;
    match kept {
        Ok(true) => Ok(go(&to)),
        Ok(false) => offer_page(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, false, Errors::one("answer", t.e_expired())).await,
        Err(StoreError::Stale) => offer_page(&cx, id, StatusCode::CONFLICT, true, Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "relay/passed_list.html")]
struct PassedListPage {
    f: Frame,
    t: T,
    c: channel::Words,
    rows: Vec<(String, String, String)>,
}

/// `GET /my/passed`: what the desk passed on to this party.
pub async fn passed_list(cx: Cx) -> Answer {
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    let (t, lang, case) = (T(cx.lang), cx.lang, asked(&cx, "case"));
    let rows = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let all = store::received(tx, &entry)?;
            Ok::<_, AppError>(
                all.into_iter()
                    .map(|one| (one.id.clone(), t.passed_word(&one.kind).to_owned(), lang.day(one.created_at.day())))
                    .collect::<Vec<_>>(),
            )
        })
        .await?;
    page(&PassedListPage { f: cx.frame(t.passed_title(), Nav::Consult).await?, t, c: channel::words(lang), rows })
}

#[derive(Template)]
#[template(path = "relay/passed.html")]
struct PassedPage {
    f: Frame,
    t: T,
    c: channel::Words,
    id: String,
    heading: &'static str,
    who: String,
    when: String,
    words: String,
    meet: String,
    result: String,
}

/// `GET /my/passed/{id}`: the words as they were agreed to, and nothing about where they come from.
pub async fn passed(cx: Cx, Path(id): Path<String>) -> Answer {
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    let (t, lang, which) = (T(cx.lang), cx.lang, id.clone());
    let (one, words, result, who) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&store::case_of_received(tx, &which)?)?;
            let (one, words, result) = store::received_words(tx, &entry, &which)?;
            let who = names(tx, &entry)?.get(&one.author).cloned().unwrap_or_default();
            tx.commit(&Event::TextRead(None, &which).detail("received"), "").map(|done| done.with((one, words, result, who)))
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    page(&PassedPage {
        f: cx.frame(t.passed_title(), Nav::Consult).await?,
        t,
        c: channel::words(lang),
        id,
        heading: t.passed_word(&one.kind),
        who,
        when: lang.day(one.created_at.day()),
        words,
        meet: one.meet_on.map(|day| format!("{} {}", lang.day(day), one.meet_at)).unwrap_or_default(),
        result,
    })
}

/// How long the calendar keeps free for a talk of three, in minutes.
const MINUTES: u32 = 60;

/// `GET /my/passed/{id}/invite`: the day of a talk of three for one's own calendar. Its title says nothing: 面談.
pub async fn invite(cx: Cx, Path(id): Path<String>) -> Answer {
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    let (t, lang, portal) = (T(cx.lang), cx.lang, cx.app.config.portal_url.clone());
    let invitation = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&store::case_of_received(tx, &id)?)?;
            let one = store::received(tx, &entry)?.into_iter().find(|one| one.id == id).ok_or(StoreError::NotFound)?;
            let on = one.meet_on.filter(|_| time_of(&one.meet_at).is_some()).ok_or(StoreError::NotFound)?;
            let meeting =
                Meeting { id: &id, version: 1, cancelled: false, on, at: &one.meet_at, minutes: MINUTES, title: t.ics_title(), place: "" };
            appointment::invitation(tx, &meeting, &portal, lang)
        })
        .await?;
    Ok(appointment::hand_out(invitation))
}
