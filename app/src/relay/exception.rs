//! Passing something on without the writer's yes: where someone may be in danger, or the law asks, and never otherwise.
//!
//! One who reads the thread asks, with the ground, to whom, the words and why; a manager who is another person decides.
//! Compliance sees that it happened and on which ground. The writer is told in their thread, unless that is barred, and then
//! compliance sees that too.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::{Holder, Side};
use base::event::Event;
use base::register::WithoutConsent as Record;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};
use http::StatusCode;

use super::rules::WORDS;
use super::text::T;
use crate::change::{names, side_of};
use crate::channel;
use crate::placement;
use crate::placement::rules::{fold_sentence, too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

base::row! {
    struct Row { id: String, version: i64, thread: String, writer: String, side: String, ground: String, to_whom: Vec<u8>, words: Vec<u8>, why: Vec<u8>, barred: bool, state: String, author: String, created_at: base::clock::Instant }
}

/// Those asked for from a thread: id and where each stands.
///
/// # Errors
/// The store's own.
pub(crate) fn of_thread(tx: &Read<'_>, entry: &Entry, thread: &str, lang: Lang) -> Result<Vec<(String, String)>, StoreError> {
    let t = T(lang);
    let rows: Vec<(String, String, String)> = tx.rows(
        &entry.pass::<Record, deed::View>()?,
        sql!(Record => "select id, ground, state from withouts_consent where thread_id = $1 order by created_at desc, id desc"),
        args![thread],
    )?;
    Ok(rows.into_iter().map(|(id, ground, state)| (id, format!("{}:{}", t.ground_word(&ground), t.exception_state(&state)))).collect())
}

#[derive(Template)]
#[template(path = "relay/without.html")]
struct AskPage {
    f: Frame,
    t: T,
    thread: String,
    managers: String,
    grounds: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn ask_page(cx: &Cx, thread: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let which = thread.clone();
    let managers = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, _) = channel::leaf(tx, &which)?;
            entry.pass::<Record, deed::Change>()?;
            Ok::<_, StoreError>(others(tx)?.into_iter().map(|(_, name)| name).collect::<Vec<_>>())
        })
        .await?;
    let managers = managers.join(cx.lang.pick("、", ", "));
    let grounds = ["danger", "law"].map(|code| (code.to_owned(), t.ground_word(code).to_owned())).to_vec();
    page_with(status, &AskPage { f: cx.frame(t.without_title(), Nav::Consult).await?, t, thread, managers, grounds, form, errors })
}

/// Managers who are not the one who acts.
fn others(tx: &Read<'_>) -> Result<Vec<(String, String)>, StoreError> {
    Ok(tx.second_line()?.into_iter().filter(|(id, _)| id != tx.actor().id()).collect())
}

/// `GET /consults/{thread}/without-consent`.
pub async fn form(cx: Cx, Path(thread): Path<String>) -> Answer {
    ask_page(&cx, thread, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /consults/{thread}/without-consent`: asks a second person.
pub async fn ask(cx: Cx, Path(thread): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, w, mut errors) = (T(cx.lang), crate::web::text::T(cx.lang), Errors::none());
    let which = thread.clone();
    cx.db.read(cx.actor()?, move |tx| channel::leaf(tx, &which).map(drop)).await?;
    let mut text = |field: &str, name: &str| {
        let text = fold_sentence(form.get(field));
        too_long(&mut errors, field, &text, WORDS, cx.lang);
        if text.is_empty() {
            errors.add(field, w.e_required(name));
        }
        text
    };
    let (to_whom, words, why) = (text("to_whom", t.to_whom()), text("words", t.words()), text("why", t.why()));
    let ground = form.get("ground").to_owned();
    if !["danger", "law"].contains(&ground.as_str()) {
        errors.add("ground", w.e_choose());
    }
    if !errors.is_empty() {
        return ask_page(&cx, thread, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    let (barred, back) = (form.ticked("barred"), format!("/consults/{thread}?done=look_asked"));
    let to = back.clone();
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, from) = channel::leaf(tx, &thread)?;
            let id = tx.id();
            let set = Set::new()
                .with("thread_id", &thread)
                .with("writer", &from.writer)
                .with("side", from.side().code())
                .with("ground", &ground)
                .with("barred", barred)
                .with("state", "asked")
                .sealed("to_whom", Side::Bank, &to_whom)
                .sealed("words", Side::Bank, &words)
                .sealed("why", Side::Bank, &why);
            tx.insert(&entry.pass::<Record, deed::Change>()?, &id, set)?;
            let told = others(tx)?.into_iter().map(|(id, _)| Holder::Staff(id)).collect();
            tx.commit(&Event::WithoutConsentAsked(None, &thread).detail(format!("{ground} {id}")).tell(told), &back)
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    Ok(go(&to))
}

#[derive(Template)]
#[template(path = "relay/without_list.html")]
struct ListPage {
    f: Frame,
    t: T,
    c: channel::Words,
    rows: Vec<(String, String, String, String)>,
}

/// `GET /without-consent`: what waits for a manager's decision, and what was decided.
pub async fn list(cx: Cx) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let rows = cx
        .db
        .read(cx.actor()?, move |tx| {
            let rows: Vec<(String, String, String, base::clock::Instant)> = tx.rows(
                &tx.reach::<Record, deed::View>()?,
                sql!(Record => "select id, ground, state, created_at from withouts_consent order by created_at desc, id desc"),
                vec![],
            )?;
            Ok::<_, StoreError>(
                rows.into_iter()
                    .map(|(id, ground, state, at)| {
                        (id, t.ground_word(&ground).to_owned(), lang.moment(at), t.exception_state(&state).to_owned())
                    })
                    .collect::<Vec<_>>(),
            )
        })
        .await?;
    page(&ListPage { f: cx.frame(t.without_list(), Nav::Consult).await?, t, c: channel::words(lang), rows })
}

struct Opened {
    row: Row,
    short: String,
    author: String,
    to_whom: String,
    words: String,
    why: String,
}

fn opened(tx: &Write<'_>, id: &str, lang: Lang) -> Result<(Entry, Opened), StoreError> {
    let (case,): (String,) =
        tx.one(&tx.reach::<Record, deed::View>()?, sql!(Record => "select placement_id from withouts_consent where id = $1"), args![id])?;
    let entry = tx.enter(&case)?;
    let pass = entry.pass::<Record, deed::View>()?;
    let row: Row = tx.one(
        &pass,
        sql!(Record => "select id, version, thread_id, writer, side, ground, to_whom, words, why, barred, state, author, created_at from withouts_consent where id = $1"),
        args![id],
    )?;
    let open = |field: &str, sealed: &[u8]| tx.unseal(&pass, id, field, Side::Bank, sealed);
    let one = Opened {
        short: placement::facts(tx, &entry)?.short(lang),
        author: names(tx, &entry)?.get(&row.author).cloned().unwrap_or_default(),
        to_whom: open("to_whom", &row.to_whom)?,
        words: open("words", &row.words)?,
        why: open("why", &row.why)?,
        row,
    };
    Ok((entry, one))
}

#[derive(Template)]
#[template(path = "relay/without_show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    one: Opened,
    ground: &'static str,
    state: &'static str,
    when: String,
    may_decide: bool,
    own: bool,
    errors: Errors,
}

async fn draw(cx: &Cx, id: String, status: StatusCode, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (one, me) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let (_, one) = opened(tx, &id, lang)?;
            let me = tx.actor().id().to_owned();
            tx.commit(&Event::TextRead(None, &one.row.thread).detail(format!("without consent {id}")), "").map(|done| done.with((one, me)))
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    let manager = cx.seat() == Some(base::actor::StaffSeat::Manager);
    let own = one.row.author == me;
    let page = ShowPage {
        f: cx.frame(t.without_title(), Nav::Consult).await?,
        t,
        ground: t.ground_word(&one.row.ground),
        state: t.exception_state(&one.row.state),
        when: lang.moment(one.row.created_at),
        may_decide: manager && !own && one.row.state == "asked",
        own,
        one,
        errors,
    };
    page_with(status, &page)
}

/// `GET /without-consent/{id}`: for the one who asked and for the managers.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, id, StatusCode::OK, Errors::none()).await
}

/// `POST /without-consent/{id}`: a second person approves or declines; nobody decides what they asked for themselves.
pub async fn decide(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (t, lang, which) = (T(cx.lang), cx.lang, id.clone());
    let known = which.clone();
    cx.db
        .read(cx.actor()?, move |tx| {
            let rows: Vec<(String,)> = tx.rows(
                &tx.reach::<Record, deed::Change>()?,
                sql!(Record => "select id from withouts_consent where id = $1"),
                args![&known],
            )?;
            if rows.is_empty() { Err(StoreError::NotFound) } else { Ok(()) }
        })
        .await?;
    let state = match form.get("answer") {
        "approve" => "approved",
        "decline" => "declined",
        _ => {
            let errors = Errors::one("answer", crate::web::text::T(lang).e_choose());
            return draw(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, errors).await;
        }
    };
    let back = format!("/without-consent/{id}?done=saved");
    let (to, seen) = (back.clone(), form.version());
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, one) = opened(tx, &which, lang)?;
            if one.row.author == tx.actor().id() || one.row.state != "asked" {
                return Err(StoreError::Stale);
            }
            let set = Set::new().with("state", state).with("decided_by", tx.actor().id());
            tx.update(&entry.pass::<Record, deed::Change>()?, &which, seen, set)?;
            let mut told = tx.compliance()?;
            if state == "approved" && !one.row.barred {
                let side = side_of(&one.row.side);
                let words = t.told_writer(t.ground_word(&one.row.ground), &one.to_whom);
                channel::announce(tx, &entry, &one.row.thread, &one.row.writer, side, &words)?;
                told.extend(Holder::from(if side == Side::Company { "contact" } else { "person" }, &one.row.writer));
            }
            let detail = format!("{} {state}{} {which}", one.row.ground, if one.row.barred { " barred" } else { "" });
            tx.commit(&Event::WithoutConsentDecided(None, &one.row.thread).detail(detail).tell(told), &back)
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    Ok(go(&to))
}
