//! The desk's page of the preparation: begun with two questions, then the list in its groups.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::event::Event;
use base::register::{MappedPerson, PrepTemplate};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{ALONE, DECIDED, KNOWS, Kind, Open, State, missing};
use super::store::{self, Halt, Item};
use super::text::{S, T};
use super::{ground, readers};
use crate::placement::{self, Facts};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "preparation/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "what the page shows or leaves out")]
struct ShowPage {
    f: Frame,
    t: T,
    s: S,
    case: String,
    name: String,
    desk: bool,
    manager: bool,
    begun: bool,
    /// Whether an item stands; a dialogue may have brought one before the list was begun.
    any: bool,
    sole: bool,
    sentence: String,
    progress: String,
    next: String,
    groups: Vec<Group>,
    answers: Option<(String, String)>,
    form: Form,
    errors: Errors,
    decided: Vec<(String, String)>,
    knows: Vec<(&'static str, &'static str, bool)>,
    answer_key: String,
    stale: bool,
    map: bool,
    readers: Vec<String>,
}

/// A group with its rows.
pub(super) struct Group {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) rows: Vec<Row>,
}

/// One item as a page shows it.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) key: String,
    pub(super) body: String,
    pub(super) side: &'static str,
    pub(super) party: &'static str,
    pub(super) who: String,
    pub(super) when: String,
    pub(super) state: &'static str,
    pub(super) mark: &'static str,
    pub(super) open: bool,
    pub(super) outcome: String,
    pub(super) needed: &'static str,
}

/// One item in words. `decided` is empty for those who are not told what is needed.
pub(super) fn row(item: Item, cx: &Cx, own: &'static str, decided: &str) -> Row {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let open = item.state.is_open();
    let when = match (item.state, item.done_on, item.due_on, item.from_join) {
        (State::Done, Some(day), ..) => t.done_on(&lang.short_day(day)),
        (_, _, Some(day), _) => t.until(&lang.short_day(day)),
        (_, _, None, Some(days)) => t.offset(days),
        _ => String::new(),
    };
    Row {
        key: cx.key(),
        side: match item.doer {
            super::rules::Doer::One(side) => side.code(),
            super::rules::Doer::Joint => "all",
        },
        party: t.doer(item.doer, own),
        when,
        state: t.state_word(item.kind, item.state),
        mark: if open && item.due_on.is_some_and(|day| day < today) { "slow" } else { item.state.mark() },
        open,
        needed: if open && !decided.is_empty() && item.needed.holds(decided) { t.needed() } else { "" },
        id: item.id,
        version: item.version,
        body: item.body,
        who: item.who,
        outcome: item.outcome,
    }
}

struct Gathered {
    facts: Facts,
    head: Option<store::Head>,
    begun: bool,
    items: Vec<Item>,
    seat: Seat,
    map: bool,
    template: bool,
    readers: Vec<String>,
}

fn gather(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Gathered, AppError> {
    let entry: Entry = tx.enter(case)?;
    let items = store::items(tx, &entry)?;
    Ok(Gathered {
        facts: placement::facts(tx, &entry)?,
        head: store::head(tx, &entry)?,
        begun: store::begun(tx, &entry)?,
        items: items.into_iter().filter(|item| item.kind.prepares()).collect(),
        seat: entry.seat(),
        map: entry.may::<MappedPerson, deed::View>(),
        template: entry.may::<PrepTemplate, deed::Change>(),
        readers: readers(tx, &entry, lang)?,
    })
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let asked = case.to_owned();
    let all = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, lang)).await?;
    let s = S(lang, all.facts.start_word());
    let f = cx.frame(s.title(), Nav::Cases).await?;
    let own = f.house.own(lang);
    let decided = all.head.as_ref().map(|head| head.decided.clone()).unwrap_or_default();
    let open: Vec<Open> = all.items.iter().map(|item| item.open(&decided)).collect();
    let before = matches!(all.facts.state.as_str(), "preparing" | "agreeing");
    let sentence = match missing(&open, all.facts.join_on, today, s.1, lang) {
        Some(sentence) if before && all.head.is_some() => sentence,
        None if before && all.head.is_some() => s.nothing(),
        _ => String::new(),
    };
    let counted = all.items.iter().filter(|item| item.state != State::Dropped);
    let progress = t.progress(counted.clone().filter(|item| item.state == State::Done).count(), counted.count());
    let mut waiting: Vec<&Item> = all.items.iter().filter(|item| item.state.is_open()).collect();
    waiting.sort_by_key(|item| (!item.needed.holds(&decided), item.due_on.is_none(), item.due_on));
    let next = match waiting.first() {
        Some(item) => format!("/cases/{case}/preparation/items/{}", item.id),
        None => format!("/cases/{case}/preparation/new"),
    };
    let desk = all.seat == Seat::Consultant;
    let stored = all.head.as_ref();
    let form = typed.unwrap_or_else(|| {
        let head = stored.map_or(("unknown", ""), |head| (head.decided.as_str(), head.knows.as_str()));
        let mut values = vec![("decided", head.0.to_owned()), ("version", stored.map_or(0, |head| head.version).to_string())];
        values.extend(head.1.split(',').filter(|code| !code.is_empty()).map(|code| ("knows", code.to_owned())));
        Form::filled(values)
    });
    let mut groups: Vec<Group> =
        Kind::PREPARING.into_iter().map(|kind| Group { code: kind.code(), name: t.group_word(kind), rows: Vec::new() }).collect();
    let any = !all.items.is_empty();
    for item in all.items {
        let code = item.kind.code();
        let row = row(item, cx, own, &decided);
        if let Some(group) = groups.iter_mut().find(|group| group.code == code) {
            group.rows.push(row);
        }
    }
    let page = ShowPage {
        t,
        s,
        case: case.to_owned(),
        name: all.facts.short(lang),
        desk,
        manager: all.template && !desk,
        begun: all.begun,
        any,
        sole: decided == ALONE,
        sentence,
        progress,
        next,
        groups,
        answers: stored.map(|head| (t.decided(&head.decided).to_owned(), t.knows(&head.knows))),
        decided: DECIDED.iter().map(|code| ((*code).to_owned(), t.decided(code).to_owned())).collect(),
        knows: KNOWS.iter().map(|code| (*code, t.known(code), form.all("knows").any(|known| known == *code))).collect(),
        form,
        errors,
        answer_key: cx.key(),
        stale: status == StatusCode::CONFLICT,
        map: all.map,
        readers: all.readers,
        f,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/preparation`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, None, Errors::none()).await
}

/// The two answers as typed.
fn answers(form: &Form, lang: Lang) -> Result<(String, String), Errors> {
    let decided = form.get("decided");
    if !DECIDED.contains(&decided) {
        return Err(Errors::one("decided", crate::web::text::T(lang).e_choose()));
    }
    let knows: Vec<&str> = KNOWS.into_iter().filter(|code| form.all("knows").any(|known| known == *code)).collect();
    Ok((decided.to_owned(), knows.join(",")))
}

/// `POST /cases/{case}/preparation`: begins the list from the template. Nothing is sent to anyone.
pub async fn begin(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(drop)).await?;
    let (decided, knows) = match answers(&form, cx.lang) {
        Ok(answers) => answers,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let asked = case.clone();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let items = store::begin(tx, &entry, &decided, &knows)?;
            let back = format!("/cases/{asked}/preparation?done=saved");
            let event = Event::PreparationBegun(Some(&asked), &asked).detail(format!("items:{items}"));
            Ok::<_, Halt>(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        // Somebody else of the desk began it a moment ago.
        Err(Halt::Store(StoreError::Duplicate(_))) => draw(&cx, &case, StatusCode::CONFLICT, None, Errors::none()).await,
        Err(Halt::Ended) => {
            let ended = Errors::one("decided", T(cx.lang).e_ended());
            draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), ended).await
        }
        Err(halt) => Err(halt.into()),
    }
}

/// `POST /cases/{case}/preparation/answers`: the two questions answered anew.
pub async fn answer(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(drop)).await?;
    let (decided, knows) = match answers(&form, cx.lang) {
        Ok(answers) => answers,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (asked, seen) = (case.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            store::answer(tx, &entry, seen, &decided, &knows)?;
            let back = format!("/cases/{asked}/preparation?done=saved");
            tx.commit(&Event::PreparationBegun(Some(&asked), &asked).detail("answers"), &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &case, StatusCode::CONFLICT, None, Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
