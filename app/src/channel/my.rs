//! The private pages of company and person: what they wrote, what came back, and who read it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{Attachment, Message, Thread as Record};
use base::store::{Entry, Read, StoreError, Write, deed};
use base::text::Lang;
use http::StatusCode;

use super::proof;
use super::rules::{self, Concern, Line, Wish, answer_by};
use super::store::{self, Thread};
use super::text::T;
use crate::change::{asked, named, switch};
use crate::check_in::rules::Reason;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};
use crate::{portal, relay};

/// A thread in a list of one's own.
struct Row {
    id: String,
    matter: String,
    state: String,
}

#[derive(Template)]
#[template(path = "channel/my_list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    cases: Vec<(String, String, bool)>,
    count: String,
    rows: Vec<Row>,
    offers: Vec<(String, String)>,
    passed: bool,
    tried: bool,
    key: String,
}

/// What a thread is about, in words.
pub(super) fn heading(t: T, lang: Lang, thread: &Thread, matter: String) -> String {
    match matter {
        _ if thread.erased_at.is_some() => t.erased(&lang.short_day(thread.created_at.day())),
        _ if thread.trial => t.trial_matter().to_owned(),
        matter if matter.is_empty() => t.no_matter(&lang.short_day(thread.created_at.day())),
        matter => matter,
    }
}

/// Where a thread stands: until when an answer comes, or that it came.
fn state_words(t: T, thread: &Thread, lang: Lang) -> String {
    if let Some(at) = thread.erased_at {
        return t.erased_on(&lang.day(at.day()));
    }
    if thread.state == "open" { t.waits(&lang.short_day(thread.due_on)) } else { t.answered().to_owned() }
}

#[derive(Template)]
#[template(path = "channel/closed.html")]
struct ClosedPage {
    f: Frame,
    t: T,
}

/// The page of a channel that is not open yet; none when it is.
async fn closed(cx: &Cx, case: String) -> Result<Option<Response>, AppError> {
    let opened = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<Record, deed::Change>()?;
            Ok::<_, AppError>(store::opened(tx, &entry)?)
        })
        .await?;
    if opened {
        return Ok(None);
    }
    let t = T(cx.lang);
    page(&ClosedPage { f: cx.frame(t.title(), Nav::Consult).await?, t }).map(Some)
}

/// `GET /my/consult`: one's own threads. Opening it leaves a trace, as it shows what they are about.
pub async fn list(cx: Cx) -> Answer {
    if let Some(page) = closed(&cx, asked(&cx, "case")).await? {
        return Ok(page);
    }
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    let (t, lang, case) = (T(cx.lang), cx.lang, asked(&cx, "case"));
    let (case, cases, count, rows, offers, passed) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let pass = entry.pass::<Record, deed::View>()?;
            let mut rows = Vec::new();
            for thread in store::of_case(tx, &entry)? {
                let matter = store::matter(tx, &pass, &thread)?;
                rows.push(Row { matter: heading(t, lang, &thread, matter), state: state_words(t, &thread, lang), id: thread.id });
            }
            #[cfg(feature = "planted")]
            {
                // Two threads are the onlooker's own; more are somebody else's.
                if base::planted::is("order_tells") && tx.slip() > 2 {
                    rows.reverse();
                }
                if base::planted::is("work_tells") {
                    for _ in 2..tx.slip() {
                        tx.slip();
                    }
                }
            }
            let count = store::count(tx, &entry)?;
            let (offers, passed) = (relay::offers(tx, &entry, lang)?, relay::any_passed(tx, &entry)?);
            let drawn = (entry.placement().to_owned(), switch(tx, &entry, lang)?, count, rows, offers, passed);
            let event = Event::TextRead(None, tx.actor().id()).detail("own threads");
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let (tried, key) = (!rows.is_empty(), cx.key());
    let count = if count == 0 { String::new() } else { t.count(count) };
    page(&ListPage { f: cx.frame(t.title(), Nav::Consult).await?, t, case, cases, count, rows, offers, passed, tried, key })
}

#[derive(Template)]
#[template(path = "channel/my_new.html")]
struct NewPage {
    f: Frame,
    t: T,
    case: String,
    desk: Vec<String>,
    managers: Vec<(String, String)>,
    /// Whether colleagues read the mailbox to which code and link are sent.
    shared: bool,
    by: String,
    wishes: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

pub(super) fn wishes(t: T) -> Vec<(String, String)> {
    Wish::ALL.iter().map(|wish| (wish.code().to_owned(), t.wish_word(*wish).to_owned())).collect()
}

async fn new_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, desk, managers, now) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<Record, deed::Change>()?;
            let desk = store::desk(tx, &entry, lang)?.into_iter().map(|(_, words)| words).collect();
            Ok::<_, AppError>((entry.placement().to_owned(), desk, store::second_line(tx, &entry)?, tx.now()))
        })
        .await?;
    let by = t.by(&lang.day(answer_by(now)));
    let shared = cx.db.shares_mailbox(cx.actor()?).await?;
    let f = cx.frame(t.new_title(), Nav::Consult).await?;
    page_with(status, &NewPage { f, t, case, desk, managers, shared, by, wishes: wishes(t), form, errors })
}

/// `GET /my/consult/new`: who will read it, how fast, what is never passed on; then the first word.
pub async fn new(cx: Cx) -> Answer {
    if let Some(page) = closed(&cx, asked(&cx, "case")).await? {
        return Ok(page);
    }
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    let form = Form::filled([("line", "desk".to_owned())]);
    new_page(&cx, asked(&cx, "case"), StatusCode::OK, form, Errors::none()).await
}

/// `POST /my/consult/new`: a thread of one's own begins.
pub async fn send(cx: Cx, form: Form) -> Result<Response, AppError> {
    if let Some(page) = closed(&cx, form.trimmed("case").to_owned()).await? {
        return Ok(page);
    }
    let case = form.trimmed("case").to_owned();
    let lang = cx.lang;
    let (asked, managers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<Record, deed::Change>()?;
            Ok::<_, AppError>((entry.placement().to_owned(), store::second_line(tx, &entry)?))
        })
        .await?;
    let concern = match Concern::parse(&form, &managers, lang) {
        Ok(concern) => concern,
        Err(errors) => return new_page(&cx, asked, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    if let Err(errors) = proof::may_send(&cx, &form).await? {
        return new_page(&cx, asked, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let begun =
                store::Begun { matter: &concern.matter, body: &concern.body, wish: concern.wish, line: &concern.line, trial: false };
            let id = store::begin(tx, &entry, &begun)?;
            let back = format!("/my/consult/{id}?done=consult_sent");
            let line = if concern.line == Line::Desk { "desk" } else { "second" };
            tx.commit(&Event::ConcernSent(None, &id).detail(line), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// `POST /my/consult/try`: one greeting to try the way, before there is anything to say.
pub async fn try_it(cx: Cx, form: Form) -> Result<Response, AppError> {
    if let Some(page) = closed(&cx, form.trimmed("case").to_owned()).await? {
        return Ok(page);
    }
    let (t, case) = (T(cx.lang), form.trimmed("case").to_owned());
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let begun = store::Begun { matter: "", body: t.trial_body(), wish: Wish::Listen, line: &Line::Desk, trial: true };
            let id = store::begin(tx, &entry, &begun)?;
            let back = format!("/my/consult?case={}&done=consult_tried", entry.placement());
            tx.commit(&Event::ConcernTried(None, &id), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// A message as a page shows it.
pub(crate) struct Said {
    /// Whose words: `bank`, or the writer's side.
    pub(crate) side: &'static str,
    pub(crate) who: String,
    pub(crate) when: String,
    pub(crate) body: String,
    pub(crate) files: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "channel/my_thread.html")]
struct ThreadPage {
    f: Frame,
    t: T,
    id: String,
    case: String,
    version: i64,
    heading: String,
    state: String,
    wish: String,
    wishes: Vec<(String, String)>,
    said: Vec<Said>,
    erased: bool,
    readers: Vec<String>,
    untold: Vec<String>,
    read_by: Vec<(String, String)>,
    offers: Vec<(String, String)>,
    file_help: String,
    keys: [String; 2],
    form: Form,
    errors: Errors,
}

/// Messages in words: the writer is told who of the desk speaks, the desk who writes.
pub(super) fn said(
    voices: Vec<store::Spoken>,
    names: &std::collections::HashMap<String, String>,
    side: &'static str,
    lang: Lang,
) -> Vec<Said> {
    voices
        .into_iter()
        .map(|one| Said {
            who: names.get(&one.author).cloned().unwrap_or_default(),
            side: if one.desk { "bank" } else { side },
            when: lang.moment(one.at),
            body: one.body,
            files: one.files,
        })
        .collect()
}

/// この文章を読んだ人: everyone but the writer, once a day, with the reason where one was stated.
pub(super) fn read_by(tx: &Read<'_>, entry: &Entry, thread: &Thread, lang: Lang) -> Result<Vec<(String, String)>, StoreError> {
    let (t, names) = (T(lang), store::faces(tx, entry)?);
    let pass = entry.pass::<Record, deed::View>()?;
    let mut seen = Vec::new();
    let mut lines = Vec::new();
    for reading in tx.readings(&pass, &thread.id)? {
        let why = reading.detail.split(' ').find_map(|word| word.strip_prefix("because:")).and_then(Reason::parse);
        let key = (reading.actor.clone(), reading.at.day(), why);
        if reading.actor == thread.writer || seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let when = lang.moment(reading.at);
        let when = why.map_or(when.clone(), |why| t.with_reason(&when, crate::check_in::text::T(lang).reason_word(why)));
        lines.push((names.get(&reading.actor).cloned().unwrap_or_default(), when));
    }
    Ok(lines)
}

/// Enters the case of a thread one reads; everyone else finds nothing, and nobody finds one that was erased.
pub(crate) fn leaf(tx: &Read<'_>, id: &str) -> Result<(Entry, Thread), StoreError> {
    let (entry, thread) = leaf_or_trace(tx, id)?;
    if thread.erased_at.is_some() { Err(StoreError::NotFound) } else { Ok((entry, thread)) }
}

/// The same, also for a thread of which only that it was there is left.
pub(super) fn leaf_or_trace(tx: &Read<'_>, id: &str) -> Result<(Entry, Thread), StoreError> {
    let entry = tx.enter(&store::case_of(tx, id)?)?;
    let thread = store::thread(tx, &entry.pass::<Record, deed::View>()?, id)?;
    Ok((entry, thread))
}

async fn thread_page(cx: &Cx, id: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let drawn = cx
        .db
        .write(cx.actor()?, None, move |tx: &Write<'_>| {
            let (entry, thread) = leaf_or_trace(tx, &id)?;
            let matter = store::matter(tx, &entry.pass::<Record, deed::View>()?, &thread)?;
            let voices = store::voices(tx, &entry.pass::<Message, deed::View>()?, &entry.pass::<Attachment, deed::View>()?, &thread)?;
            let said = said(voices, &store::faces(tx, &entry)?, thread.side().code(), lang);
            let readers = store::readers(tx, &entry, &thread, lang)?;
            let read_by = read_by(tx, &entry, &thread, lang)?;
            let offers = relay::offers_of(tx, &entry, &thread.id, lang)?;
            let drawn = (entry.placement().to_owned(), thread, matter, said, readers, read_by, offers);
            tx.commit(&Event::TextRead(None, &id).detail("own"), "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let (case, thread, matter, said, readers, read_by, offers) = drawn;
    let heading = heading(t, lang, &thread, matter);
    let f = cx.frame(t.title(), Nav::Consult).await?;
    page_with(
        status,
        &ThreadPage {
            f,
            t,
            case,
            version: thread.version,
            heading,
            state: state_words(t, &thread, lang),
            wish: thread.wish().code().to_owned(),
            wishes: wishes(t),
            said,
            erased: thread.erased_at.is_some(),
            readers: readers.now,
            untold: readers.untold.into_iter().map(|(_, words)| words).collect(),
            read_by,
            offers,
            file_help: crate::upload::help(cx.app.config.upload_mb, lang),
            keys: [cx.key(), cx.key()],
            id: thread.id,
            form,
            errors,
        },
    )
}

/// `GET /my/consult/{id}`.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    thread_page(&cx, id, StatusCode::OK, Form::default(), Errors::none()).await
}

#[derive(Template)]
#[template(path = "channel/my_mend.html")]
struct MendPage {
    f: Frame,
    t: T,
    id: String,
    form: Form,
    errors: Errors,
}

/// The page again, with what was to be mended in a file or a message; where a code is due, only what was typed just now.
pub(super) async fn again(cx: &Cx, id: String, form: Form, errors: Errors) -> Answer {
    if proof::fresh(cx) {
        return thread_page(cx, id, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    let t = T(cx.lang);
    let f = cx.frame(t.title(), Nav::Consult).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &MendPage { f, t, id, form, errors })
}

/// `POST /my/consult/{id}`: the writer says more, or wishes something else to be done.
pub async fn add(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (which, lang) = (id.clone(), cx.lang);
    let (_, now) = cx.db.read(cx.actor()?, move |tx| leaf(tx, &which)).await?;
    let mut errors = Errors::none();
    let wish = Wish::parse(form.get("wish")).filter(|wish| *wish != now.wish());
    let more = !form.trimmed("body").is_empty() || wish.is_none();
    let body = if more { rules::body(&form, &mut errors, lang) } else { String::new() };
    if let Err(errors) = errors.check() {
        return again(&cx, id, form, errors).await;
    }
    if let Err(errors) = proof::may_send(&cx, &form).await? {
        return again(&cx, id, form, errors).await;
    }
    let back = format!("/my/consult/{id}?done=consult_sent");
    let to = back.clone();
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, thread) = leaf(tx, &id)?;
            if more {
                store::add(tx, &entry, &thread, thread.version, &body)?;
            }
            if let Some(wish) = wish {
                store::wish(tx, &entry, &thread, wish)?;
            }
            let detail = if more { "more" } else { "wish" };
            tx.commit(&Event::ConcernSent(None, &id).detail(detail), &back)
        })
        .await?;
    Ok(go(&to))
}

/// `POST /my/consult/{id}/readers`: the writer was told who came to the desk since, and lets them read.
pub async fn tell(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let back = format!("/my/consult/{id}?done=saved");
    let (to, lang) = (back.clone(), cx.lang);
    let shown: Vec<String> = form.all("reader").map(ToOwned::to_owned).collect();
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, thread) = leaf(tx, &id)?;
            let untold = store::readers(tx, &entry, &thread, lang)?.untold;
            // Exactly those whose names stood there: who came a moment later is not let in by this press.
            if untold.is_empty() || shown.len() != untold.len() || !untold.iter().all(|(_, words)| shown.contains(words)) {
                return Err(StoreError::Stale);
            }
            for (reader, _) in &untold {
                store::tell(tx, &entry, &id, &thread.writer, reader, "desk")?;
            }
            tx.commit(&Event::ReaderTold(None, &id).detail(untold.len().to_string()), &back)
        })
        .await?;
    Ok(go(&to))
}
