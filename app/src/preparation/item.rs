//! One item, on the desk's side: added, worded anew, ticked.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::event::Event;
use base::register::PlanItem;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::rules::{Doer, Draft, Kind, Needed, State};
use super::store::{self, Halt, Item, Whom};
use super::text::{S, T};
use super::{asked, ground, readers};
use crate::placement::Facts;
use crate::web::frame::Nav;
use crate::web::merge::Why;
use crate::web::{Answer, AppError, Clash, Cx, Errors, Form, Frame, go, merge, page_with};

#[derive(Template)]
#[template(path = "preparation/edit.html")]
struct EditPage {
    f: Frame,
    t: T,
    s: S,
    case: String,
    name: String,
    id: Option<String>,
    back: &'static str,
    form: Form,
    errors: Errors,
    kinds: Vec<(String, String)>,
    sides: Vec<(String, String)>,
    whom: Vec<(String, String)>,
    needs: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    states: Vec<(String, String)>,
    /// What two who wrote at once both changed.
    clashes: Vec<Clash>,
    readers: Vec<String>,
    button: &'static str,
}

struct Ground {
    facts: Facts,
    item: Option<Item>,
    contacts: Vec<Whom>,
    readers: Vec<String>,
    /// Who changed it last and when, in words.
    hand: String,
}

async fn load(cx: &Cx, case: &str, id: Option<&str>) -> Result<Ground, AppError> {
    let (case, id, lang) = (case.to_owned(), id.map(ToOwned::to_owned), cx.lang);
    cx.db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &case)?;
            let item = id.as_deref().map(|id| store::item(tx, &entry, id)).transpose()?;
            let acts = ["plan.changed", "plan.ticked"];
            let hand = id.as_deref().map_or(Ok(String::new()), |id| merge::hand::<PlanItem>(tx, &entry, id, &acts, lang))?;
            Ok(Ground { facts, item, contacts: store::contacts(tx, &entry)?, readers: readers(tx, &entry, lang)?, hand })
        })
        .await
}

/// The fields of the form.
const FIELDS: [&str; 11] = ["kind", "side", "body", "whom", "who", "needed", "days", "way", "on", "state", "outcome"];

/// The item as its form shows it.
fn values(item: &Item) -> Form {
    let days = item.from_join;
    let mut form = Form::filled([
        ("kind", item.kind.code().to_owned()),
        ("side", item.doer.code().to_owned()),
        ("body", item.body.clone()),
        ("whom", item.writer.clone()),
        ("who", item.who.clone()),
        ("needed", item.needed.code().to_owned()),
        ("days", days.map(|days| days.abs().to_string()).unwrap_or_default()),
        ("way", if days.is_some_and(|days| days > 0) { "after" } else { "before" }.to_owned()),
        // A day that follows from the first day is not a day of its own.
        ("on", item.due_on.filter(|_| days.is_none()).map(|day| day.to_string()).unwrap_or_default()),
        ("state", item.state.code().to_owned()),
        ("outcome", item.outcome.clone()),
        ("version", item.version.to_string()),
    ]);
    merge::remember(&mut form, FIELDS);
    form
}

/// Brings a form that came second up to the item as it stands; gives what both changed, in words.
fn meet(form: &mut Form, item: &Item, ground: &Ground, own: &'static str, lang: Lang) -> Vec<Clash> {
    let (t, kind) = (T(lang), item.kind);
    let labels = [t.group(), t.side(), t.body(), t.whom(), t.who(), t.needed_label(), t.days(), t.way(), t.on(), t.state(), t.outcome()];
    let fields: Vec<(String, String)> = FIELDS.iter().zip(labels).map(|(field, label)| ((*field).to_owned(), label.to_owned())).collect();
    let word = |field: &str, value: &str| match field {
        "kind" => Kind::parse(value).map(|kind| t.group_word(kind).to_owned()),
        "side" => Doer::parse(value).map(|doer| t.doer(doer, own).to_owned()),
        "whom" => ground.contacts.iter().find(|one| one.id == value).map(|one| one.name.clone()),
        "needed" => Needed::parse(value).map(|needed| t.needed_word(needed).to_owned()),
        "way" => Some(if value == "after" { t.way_after() } else { t.way_before() }.to_owned()),
        "state" => Some(t.state_word(kind, State::parse(value)).to_owned()),
        _ => None,
    };
    let mut clashes = merge::signed(merge::meet(form, &values(item), &fields), &ground.hand);
    for clash in &mut clashes {
        for text in [&mut clash.before, &mut clash.theirs, &mut clash.yours] {
            if let Some(words) = word(&clash.name, text) {
                *text = words;
            }
        }
    }
    clashes
}

async fn draw(cx: &Cx, case: &str, id: Option<&str>, typed: Option<Form>, why: Why) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let ground = load(cx, case, id).await?;
    let (status, errors, clashes) = why.shown();
    let mut form = match (typed, &ground.item) {
        (Some(form), _) => form,
        (None, Some(item)) => values(item),
        (None, None) => {
            let kind = Kind::parse(&asked(cx, "kind")).unwrap_or(Kind::Company);
            let side = match kind {
                Kind::Visit | Kind::Action => "person",
                _ => "company",
            };
            let way = if kind.prepares() { "before" } else { "after" };
            Form::filled([
                ("kind", kind.code().to_owned()),
                ("side", side.to_owned()),
                ("needed", Needed::No.code().to_owned()),
                ("way", way.to_owned()),
                ("state", State::Open.code().to_owned()),
            ])
        }
    };
    if let Some(item) = ground.item.as_ref().filter(|_| form.get("version").is_empty()) {
        form.set("version", &item.version.to_string());
    }
    let kind = Kind::parse(form.get("kind")).unwrap_or(Kind::Company);
    let (title, button) = match (id, kind) {
        (Some(_), _) => (t.edit_title(), crate::web::text::T(lang).save()),
        (None, Kind::Action) => (t.add_action(), t.add_button()),
        (None, Kind::Promise) => (t.add_promise(), t.add_button()),
        (None, _) => (t.add(), t.add_button()),
    };
    let f = cx.frame(title, Nav::Cases).await?;
    let own = f.house.own(lang);
    let code = |code: &'static str, word: &str| (code.to_owned(), word.to_owned());
    let mut whom = vec![(String::new(), t.whom_none().to_owned())];
    whom.extend(
        ground
            .contacts
            .iter()
            .map(|one| (one.id.clone(), if one.post.is_empty() { one.name.clone() } else { format!("{}({})", one.name, one.post) })),
    );
    let page = EditPage {
        t,
        s: S(lang, ground.facts.start_word()),
        case: case.to_owned(),
        name: ground.facts.short(lang),
        id: id.map(ToOwned::to_owned),
        back: if kind.prepares() { "preparation" } else { "plan" },
        form,
        errors,
        kinds: Kind::ALL.iter().map(|kind| code(kind.code(), t.group_word(*kind))).collect(),
        sides: Doer::ALL.iter().map(|doer| code(doer.code(), t.doer(*doer, own))).collect(),
        whom,
        needs: Needed::ALL.iter().map(|needed| code(needed.code(), t.needed_word(*needed))).collect(),
        ways: vec![code("before", t.way_before()), code("after", t.way_after())],
        states: State::ALL.iter().map(|state| code(state.code(), t.state_word(kind, *state))).collect(),
        clashes,
        readers: ground.readers,
        button,
        f,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/preparation/new`.
pub async fn new(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, None, None, Why::Fresh).await
}

/// `POST /cases/{case}/preparation/new`: one more item, action or promise.
pub async fn add(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let ground = load(&cx, &case, None).await?;
    let draft = match Draft::parse(&form, ground.facts.join_on, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, &case, None, Some(form), Why::Mend(errors)).await,
    };
    let asked = case.clone();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let id = store::add(tx, &entry, &draft)?;
            let back = format!("/cases/{asked}/{}?done=saved", list_of(draft.kind));
            let event = Event::PlanItemChanged(Some(&asked), &id).detail(format!("added {}", draft.kind.code()));
            Ok::<_, Halt>(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(Halt::Ended) => {
            let ended = Errors::one("body", T(cx.lang).e_ended());
            draw(&cx, &case, None, Some(form), Why::Mend(ended)).await
        }
        Err(halt) => Err(halt.into()),
    }
}

/// The page on which items of this kind stand.
fn list_of(kind: Kind) -> &'static str {
    if kind.prepares() { "preparation" } else { "plan" }
}

/// `GET /cases/{case}/preparation/items/{id}`.
pub async fn edit(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, &case, Some(&id), None, Why::Fresh).await
}

/// `POST /cases/{case}/preparation/items/{id}`: the item in other words, with its state; taking it off the list is a state.
/// Who comes second keeps what they changed beside what the first changed; only a field both changed is asked about.
pub async fn change(cx: Cx, Path((case, id)): Path<(String, String)>, mut form: Form) -> Answer {
    merge::choose(&mut form);
    let mut done = "saved";
    for _ in 0..3 {
        let ground = load(&cx, &case, Some(&id)).await?;
        let draft = match Draft::parse(&form, ground.facts.join_on, cx.lang) {
            Ok(draft) => draft,
            Err(errors) => return draw(&cx, &case, Some(&id), Some(form), Why::Mend(errors)).await,
        };
        let (asked, seen, subject) = (case.clone(), form.version(), id.clone());
        let back = format!("/cases/{case}/{}?done={done}", list_of(draft.kind));
        let kept = cx
            .db
            .write(cx.actor()?, form.key(), move |tx| {
                let entry = tx.enter(&asked)?;
                store::change(tx, &entry, &subject, seen, &draft)?;
                let event = Event::PlanItemChanged(Some(&asked), &subject).detail(draft.state.code());
                Ok::<_, Halt>(tx.commit(&event, &back)?.with(back))
            })
            .await;
        match kept {
            Ok(back) => return Ok(go(&back)),
            Err(Halt::Store(StoreError::Stale)) => {}
            Err(Halt::Ended) => {
                let ended = Errors::one("state", T(cx.lang).e_ended());
                return draw(&cx, &case, Some(&id), Some(form), Why::Mend(ended)).await;
            }
            Err(halt) => return Err(halt.into()),
        }
        let ground = load(&cx, &case, Some(&id)).await?;
        let house = cx.frame("", Nav::Cases).await?.house;
        let item = ground.item.as_ref().ok_or(AppError::NotFound)?;
        let clashes = meet(&mut form, item, &ground, house.own(cx.lang), cx.lang);
        if !clashes.is_empty() {
            return draw(&cx, &case, Some(&id), Some(form), Why::Met(clashes)).await;
        }
        done = "merged";
    }
    draw(&cx, &case, Some(&id), Some(form), Why::Met(Vec::new())).await
}

/// `POST /cases/{case}/preparation/items/{id}/tick`: done, or still to come; what was written about it stays.
pub async fn tick(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let (asked, seen, subject) = (case.clone(), form.version(), id.clone());
    let state = if form.get("state") == State::Done.code() { State::Done } else { State::Open };
    let list = if form.get("to") == "plan" { "plan" } else { "preparation" };
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let item = desks(tx, &entry, &subject)?;
            store::tick(tx, &entry, &subject, seen, state, &item.outcome)?;
            let back = format!("/cases/{asked}/{list}?done={}", if state == State::Done { "done" } else { "undone" });
            Ok::<_, Halt>(tx.commit(&Event::PlanItemTicked(Some(&asked), &subject).detail(state.code()), &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(Halt::Store(StoreError::Stale)) => draw(&cx, &case, Some(&id), None, Why::Met(Vec::new())).await,
        Err(Halt::Ended) => {
            let ended = Errors::one("state", T(cx.lang).e_ended());
            draw(&cx, &case, Some(&id), None, Why::Mend(ended)).await
        }
        Err(halt) => Err(halt.into()),
    }
}

/// An item, for the desk that may change every one of them.
fn desks(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Item, StoreError> {
    entry.pass::<PlanItem, deed::Change>()?;
    if entry.seat() == Seat::Consultant { store::item(tx, entry, id) } else { Err(StoreError::NotFound) }
}
