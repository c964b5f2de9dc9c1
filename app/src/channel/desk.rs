//! A thread as its readers see it; to a manager who is not one of them, that it is there, and its words for a stated reason.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::StaffSeat;
use base::event::Event;
use base::register::{Attachment, Message, Thread as Record};
use base::store::{Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::my::{Said, heading, leaf, leaf_or_trace, read_by, said};
use super::rules::{self, hours_left};
use super::store;
use super::text::T;
use crate::change::side_of;
use crate::check_in::rules::Reason;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};
use crate::{account, contacts, placement, relay};

/// How much of an answer's time is left, in words.
pub(super) fn left(t: T, now: base::clock::Instant, state: &str, due: base::clock::Day) -> String {
    if state != "open" {
        return t.answered().to_owned();
    }
    match hours_left(now, due) {
        _ if due < now.day() => t.late(due.until(now.day())),
        0 => t.left_none().to_owned(),
        hours => t.left(hours),
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
#[derive(Template)]
#[template(path = "channel/thread.html")]
struct ThreadPage {
    f: Frame,
    t: T,
    id: String,
    case: String,
    short: String,
    version: i64,
    heading: String,
    who: String,
    side: &'static str,
    side_words: &'static str,
    state: String,
    open: bool,
    trial: bool,
    wish: &'static str,
    said: Vec<Said>,
    readers: Vec<String>,
    read_by: Vec<(String, String)>,
    notes: Vec<(String, String, String)>,
    relays: Vec<(String, String)>,
    exceptions: Vec<(String, String)>,
    file_help: String,
    keys: [String; 3],
    stale: bool,
    opened: bool,
    unreached: bool,
    /// That it was erased, and when; empty for a thread that can be read.
    erased: String,
    form: Form,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "channel/bare.html")]
struct BarePage {
    f: Frame,
    t: T,
    id: String,
    short: String,
    state: String,
    since: String,
    reasons: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, id: String, status: StatusCode, stale: bool, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let which = id.clone();
    let reads = cx.db.read(cx.actor()?, move |tx| readable(tx, &which)).await?;
    if !reads {
        return bare(cx, id, status, form, errors).await;
    }
    let manager = cx.seat() == Some(StaffSeat::Manager);
    let drawn = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let (entry, thread) = leaf_or_trace(tx, &id)?;
            let pass = entry.pass::<Record, deed::View>()?;
            let names = store::faces(tx, &entry)?;
            let voices = store::voices(tx, &entry.pass::<Message, deed::View>()?, &entry.pass::<Attachment, deed::View>()?, &thread)?;
            let notes = if thread.erased_at.is_some() { Vec::new() } else { store::notes(tx, &entry, &id)? };
            let notes = notes
                .into_iter()
                .map(|(author, body, at)| (names.get(&author).cloned().unwrap_or_default(), lang.moment(at), body))
                .collect::<Vec<_>>();
            let page = Opened {
                short: placement::facts(tx, &entry)?.short(lang),
                case: entry.placement().to_owned(),
                matter: store::matter(tx, &pass, &thread)?,
                who: names.get(&thread.writer).cloned().unwrap_or_default(),
                said: said(voices, &names, thread.side().code(), lang),
                readers: store::readers(tx, &entry, &thread, lang)?.now,
                read_by: read_by(tx, &entry, &thread, lang)?,
                relays: relay::of_thread(tx, &entry, &id, lang)?,
                exceptions: relay::exceptions_of(tx, &entry, &id, lang)?,
                state: left(t, tx.now(), &thread.state, thread.due_on),
                unreached: contacts::reached_in_private(tx, &entry, &thread.writer)? == Some(false),
                notes,
                thread,
            };
            tx.commit(&Event::TextRead(None, &id).detail("thread"), "").map(|done| done.with(page)).map_err(AppError::from)
        })
        .await?;
    finish(cx, status, drawn, manager, stale, false, form, errors).await
}

struct Opened {
    short: String,
    case: String,
    matter: String,
    who: String,
    said: Vec<Said>,
    readers: Vec<String>,
    read_by: Vec<(String, String)>,
    notes: Vec<(String, String, String)>,
    relays: Vec<(String, String)>,
    exceptions: Vec<(String, String)>,
    /// Whether no mail about it reaches the writer.
    unreached: bool,
    state: String,
    thread: store::Thread,
}

#[expect(clippy::too_many_arguments, reason = "what a page is drawn from")]
async fn finish(cx: &Cx, status: StatusCode, all: Opened, manager: bool, stale: bool, opened: bool, form: Form, errors: Errors) -> Answer {
    let (t, w) = (T(cx.lang), crate::web::text::T(cx.lang));
    let heading = heading(t, cx.lang, &all.thread, all.matter);
    let side = side_of(all.thread.side().code());
    let page = ThreadPage {
        f: cx.frame(t.desk_title(), Nav::Consult).await?,
        t,
        case: if manager { String::new() } else { all.case },
        short: all.short,
        version: all.thread.version,
        heading,
        who: all.who,
        side: side.code(),
        side_words: w.side(side),
        state: all.state,
        open: all.thread.state == "open",
        trial: all.thread.trial,
        wish: t.wish_word(all.thread.wish()),
        said: all.said,
        readers: all.readers,
        read_by: all.read_by,
        notes: all.notes,
        relays: all.relays,
        exceptions: all.exceptions,
        file_help: crate::upload::help(cx.app.config.upload_mb, cx.lang),
        keys: [cx.key(), cx.key(), cx.key()],
        id: all.thread.id,
        stale,
        opened,
        unreached: all.unreached,
        erased: all.thread.erased_at.map(|at| t.erased_on(&cx.lang.day(at.day()))).unwrap_or_default(),
        form,
        errors,
    };
    page_with(status, &page)
}

/// Whether this actor reads the thread; `NotFound` for those for whom it is not there.
fn readable(tx: &Read<'_>, id: &str) -> Result<bool, AppError> {
    match leaf_or_trace(tx, id) {
        Ok(_) => Ok(true),
        Err(StoreError::NotFound) if store::bare(tx, id)?.len() == 1 => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn reasons(lang: Lang) -> Vec<(String, String)> {
    let words = crate::check_in::text::T(lang);
    Reason::ALL.iter().map(|reason| (reason.code().to_owned(), words.reason_word(*reason).to_owned())).collect()
}

async fn bare(cx: &Cx, id: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let which = id.clone();
    let (short, state, since) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let row = store::bare(tx, &which)?.into_iter().next().ok_or(AppError::NotFound)?;
            let entry = tx.enter(&row.case)?;
            let state = left(t, tx.now(), &row.state, row.due_on);
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), state, lang.day(row.created_at.day())))
        })
        .await?;
    let f = cx.frame(t.desk_title(), Nav::Consult).await?;
    page_with(status, &BarePage { f, t, id, short, state, since, reasons: reasons(lang), form, errors })
}

/// `GET /consults/{id}`: the words for those who read them; for another manager only that the thread is there.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, id, StatusCode::OK, false, Form::default(), Errors::none()).await
}

/// The page again, with what was to be mended.
pub(super) async fn again(cx: &Cx, id: String, form: Form, errors: Errors) -> Answer {
    draw(cx, id, StatusCode::UNPROCESSABLE_ENTITY, false, form, errors).await
}

/// `POST /consults/{id}/reply`: an answer to what stood there when it was written; if more was said meanwhile, that is shown first.
pub async fn reply(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let which = id.clone();
    cx.db.read(cx.actor()?, move |tx| leaf(tx, &which).map(drop)).await?;
    let mut errors = Errors::none();
    let body = rules::body(&form, &mut errors, cx.lang);
    if let Err(errors) = errors.check() {
        return again(&cx, id, form, errors).await;
    }
    let (which, seen) = (id.clone(), form.version());
    let back = format!("/consults/{id}?done=answered");
    let to = back.clone();
    let sent = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, thread) = leaf(tx, &which)?;
            store::add(tx, &entry, &thread, seen, &body)?;
            let told = vec![thread.writer()];
            #[cfg(feature = "planted")]
            let told = if base::planted::is("mail_tells") {
                relay::receivers(tx, &entry, "", Lang::Ja)?.into_iter().map(|(holder, _)| holder).collect()
            } else {
                told
            };
            tx.commit(&Event::ConcernAnswered(None, &which).tell(told), &back)
        })
        .await;
    match sent {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Stale) => draw(&cx, id, StatusCode::CONFLICT, true, form, Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /consults/{id}/greet`: a greeting that tried the way is answered with one press.
pub async fn greet_back(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, back) = (T(cx.lang), "/consults?done=answered");
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, thread) = leaf(tx, &id)?;
            if !thread.trial || thread.state != "open" {
                return Err(StoreError::Stale);
            }
            store::add(tx, &entry, &thread, thread.version, t.trial_answer())?;
            tx.commit(&Event::ConcernTried(None, &id).tell(vec![thread.writer()]), back)
        })
        .await?;
    Ok(go(back))
}

/// `POST /consults/{id}/note`: a note of the readers among themselves.
pub async fn note(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let which = id.clone();
    cx.db.read(cx.actor()?, move |tx| leaf(tx, &which).map(drop)).await?;
    let (t, mut errors) = (T(cx.lang), Errors::none());
    let note = crate::placement::rules::fold_sentence(form.get("note"));
    crate::placement::rules::too_long(&mut errors, "note", &note, rules::BODY, cx.lang);
    if note.is_empty() {
        errors.add("note", crate::web::text::T(cx.lang).e_required(t.note()));
    }
    if let Err(errors) = errors.check() {
        return again(&cx, id, form, errors).await;
    }
    let back = format!("/consults/{id}?done=saved");
    let to = back.clone();
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, _) = leaf(tx, &id)?;
            store::note(tx, &entry, &id, &note)?;
            tx.commit(&Event::ConcernNoted(None, &id), &back)
        })
        .await?;
    Ok(go(&to))
}

/// `POST /consults/{id}/read-with-reason`: a manager reads once, with a stated reason that the writer and compliance see.
pub async fn read_with_reason(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    // It answers with the words, so what opens a page is asked for before the reading is written down.
    if !cx.signed.as_ref().is_some_and(|signed| account::proved(&cx.app, signed, false)) {
        return Ok(go("/account/prove?next=/consults"));
    }
    let which = id.clone();
    cx.db.read(cx.actor()?, move |tx| if store::bare(tx, &which)?.is_empty() { Err(AppError::NotFound) } else { Ok(()) }).await?;
    let Some(reason) = Reason::parse(form.get("reason")) else {
        let errors = Errors::one("reason", crate::web::text::T(cx.lang).e_choose());
        return bare(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    };
    let (t, lang) = (T(cx.lang), cx.lang);
    let drawn = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&store::case_of(tx, &id)?)?;
            let pass = tx.with_reason::<Record>(&entry, reason.code())?;
            let thread = store::thread(tx, &pass, &id)?;
            let names = store::faces(tx, &entry)?;
            let messages = tx.with_reason::<Message>(&entry, reason.code())?;
            let voices = store::voices(tx, &messages, &tx.with_reason::<Attachment>(&entry, reason.code())?, &thread)?;
            let page = Opened {
                short: placement::facts(tx, &entry)?.short(lang),
                case: String::new(),
                matter: store::matter(tx, &pass, &thread)?,
                who: names.get(&thread.writer).cloned().unwrap_or_default(),
                said: said(voices, &names, thread.side().code(), lang),
                readers: Vec::new(),
                read_by: Vec::new(),
                notes: Vec::new(),
                relays: Vec::new(),
                exceptions: Vec::new(),
                unreached: false,
                state: left(t, tx.now(), &thread.state, thread.due_on),
                thread,
            };
            let event = Event::TextRead(None, &id).detail(format!("thread because:{}", reason.code()));
            tx.commit(&event, &format!("/consults/{id}")).map(|done| done.with(page)).map_err(AppError::from)
        })
        .await?;
    finish(&cx, StatusCode::OK, drawn, true, false, true, Form::default(), Errors::none()).await
}
