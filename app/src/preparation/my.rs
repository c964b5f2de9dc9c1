//! What company and person see of the preparation: the list, and their own items, which they tick with a line about it.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::event::Event;
use base::register::{PlanItem, Reception};
use base::store::{StoreError, deed};
use http::StatusCode;

use super::desk::{Row, row};
use super::rules::{Kind, State};
use super::store::{self, Halt, Item};
use super::text::{S, T};
use super::{asked, readers};
use crate::placement::rules::{SENTENCE, line};
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "preparation/my_list.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
struct MyList {
    f: Frame,
    t: T,
    case: String,
    title: String,
    any: bool,
    own: Vec<Row>,
    groups: Vec<(&'static str, Vec<Row>)>,
    plan: bool,
    reception: bool,
    /// Whether this party may still tick its items.
    ticks: bool,
}

/// `GET /my/preparation`: one's own items first, then those of the others in their groups.
pub async fn my_list(cx: Cx) -> Answer {
    let t = T(cx.lang);
    let named = Some(asked(&cx, "case")).filter(|case| !case.is_empty());
    let (case, items, me, title, reception, ticks) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = one_case(tx, named.as_deref())?;
            let facts = crate::placement::facts(tx, &entry)?;
            let joined = facts.state == "joined";
            let title = if joined { t.my_title_joined().to_owned() } else { S(t.0, facts.start_word()).mine() };
            let reception = entry.may::<Reception, deed::View>() && matches!(entry.seat(), Seat::Owner | Seat::Person);
            let ticks = entry.may::<PlanItem, deed::Change>();
            Ok::<_, AppError>((
                entry.placement().to_owned(),
                store::items(tx, &entry)?,
                tx.actor().id().to_owned(),
                title,
                reception,
                ticks,
            ))
        })
        .await?;
    let f = cx.frame(title.clone(), Nav::Home).await?;
    let house = f.house.own(cx.lang);
    let plan = items.iter().any(|item| !item.kind.prepares());
    let (mine, others): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| item.writer == me);
    let any = !mine.is_empty() || !others.is_empty();
    let own = mine.into_iter().filter(|item| item.kind.prepares() || item.state.is_open()).map(|item| row(item, &cx, house, "")).collect();
    let mut groups: Vec<(&'static str, Vec<Row>)> = Kind::PREPARING.into_iter().map(|kind| (t.group_word(kind), Vec::new())).collect();
    for item in others.into_iter().filter(|item| item.kind.prepares()) {
        let name = t.group_word(item.kind);
        if let Some((_, rows)) = groups.iter_mut().find(|(known, _)| *known == name) {
            rows.push(row(item, &cx, house, ""));
        }
    }
    groups.retain(|(_, rows)| !rows.is_empty());
    page(&MyList { f, t, case, title, any, own, groups, plan, reception, ticks })
}

#[derive(Template)]
#[template(path = "preparation/my_item.html")]
struct MyItem {
    f: Frame,
    t: T,
    id: String,
    case: String,
    body: String,
    when: String,
    form: Form,
    errors: Errors,
    states: Vec<(String, String)>,
    stale: String,
    readers: Vec<String>,
}

/// One's own item, with its case; anything else is not there.
async fn own(cx: &Cx, id: &str) -> Result<(String, Item, Vec<String>), AppError> {
    let (id, lang) = (id.to_owned(), cx.lang);
    cx.db
        .read(cx.actor()?, move |tx| {
            let case = store::case_of(tx, &id)?;
            let entry = tx.enter(&case)?;
            entry.pass::<PlanItem, deed::Change>()?;
            let item = store::item(tx, &entry, &id)?;
            if item.writer != tx.actor().id() {
                return Err(AppError::NotFound);
            }
            Ok((case, item, readers(tx, &entry, lang)?))
        })
        .await
}

async fn draw(cx: &Cx, id: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, item, readers) = own(cx, id).await?;
    let stale = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| Form::filled([("state", item.state.code().to_owned()), ("outcome", item.outcome.clone())]));
    if stale || form.get("version").is_empty() {
        form.set("version", &item.version.to_string());
    }
    let now = t.my_now(t.state_word(item.kind, item.state));
    let page = MyItem {
        f: cx.frame(t.state_answer(), Nav::Home).await?,
        t,
        id: id.to_owned(),
        case,
        when: item.due_on.map(|day| t.until(&lang.day(day))).unwrap_or_default(),
        form,
        errors,
        // Taking an item off the list is the desk's.
        states: [State::Open, State::Doing, State::Done]
            .map(|state| (state.code().to_owned(), t.state_word(item.kind, state).to_owned()))
            .to_vec(),
        stale: match (stale, item.outcome.is_empty()) {
            (false, _) => String::new(),
            (true, true) => now,
            (true, false) => format!("{now} {}", item.outcome),
        },
        body: item.body,
        readers,
    };
    page_with(status, &page)
}

/// `GET /my/preparation/{id}`.
pub async fn my_item(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, &id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /my/preparation/{id}`: the party says how far its item is, and a line about it, which all three read.
pub async fn my_tick(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    own(&cx, &id).await?;
    let mut errors = Errors::none();
    let outcome = line(&form, &mut errors, "outcome", SENTENCE, cx.lang);
    let state = State::parse(form.get("state"));
    if state.code() != form.get("state") || state == State::Dropped {
        errors.add("state", crate::web::text::T(cx.lang).e_choose());
    }
    if !errors.is_empty() {
        return draw(&cx, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await;
    }
    let (asked, seen) = (id.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of(tx, &asked)?;
            let entry = tx.enter(&case)?;
            store::tick(tx, &entry, &asked, seen, state, &outcome)?;
            let back = format!("/my/preparation?case={case}&done=saved");
            Ok::<_, Halt>(tx.commit(&Event::PlanItemTicked(Some(&case), &asked).detail(state.code()), &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(Halt::Store(StoreError::Stale)) => draw(&cx, &id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(Halt::Ended) => {
            let ended = Errors::one("state", T(cx.lang).e_ended());
            draw(&cx, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), ended).await
        }
        Err(halt) => Err(halt.into()),
    }
}
