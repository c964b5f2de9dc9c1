//! The map of people: how the people of the company take this hire. The desk's alone, sealed, on a page of its own; opening it
//! leaves a trace.

use askama::Template;
use axum::extract::Path;
use base::actor::Side;
use base::event::Event;
use base::register::MappedPerson;
use base::sql;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use http::StatusCode;

use super::ground;
use super::rules::{ALONE, Doer, Draft as ItemDraft, Kind, Needed, State};
use super::store::{self, Halt};
use super::text::{S, T};
use crate::placement::rules::{LINE, SENTENCE, line};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

base::row! {
    struct Sealed { id: String, version: i64, name: Vec<u8>, hopes: Option<Vec<u8>>, worries: Option<Vec<u8>>, knows: String, met: String, role: String, item: String }
}

/// One person of the company, opened.
#[derive(Clone, Debug, Default)]
struct Known {
    id: String,
    version: i64,
    name: String,
    hopes: String,
    worries: String,
    knows: String,
    met: String,
    role: String,
    /// The item of the list that a talk with them became; empty before.
    item: String,
}

impl Known {
    /// Whom the owner who decided alone has to talk with by name: who is needed and has no item yet.
    fn waits(&self) -> Option<Role> {
        Role::parse(&self.role).filter(|_| self.item.is_empty())
    }
}

/// What someone is in the company, where a hire decided alone (専決) asks for a talk with each of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    Executive,
    Site,
}

impl Role {
    fn parse(code: &str) -> Option<Role> {
        match code {
            "executive" => Some(Role::Executive),
            "site" => Some(Role::Site),
            _ => None,
        }
    }

    /// The group of its talks, and how many days before the first day: those of the template that comes with the product.
    fn talk(self) -> (Kind, i64) {
        match self {
            Role::Executive => (Kind::Company, -25),
            Role::Site => (Kind::Site, -14),
        }
    }
}

/// Roles as written in the database; the first is none.
const ROLES: [&str; 4] = ["", "executive", "site", "staff"];

/// A person of the map as typed.
struct Draft {
    name: String,
    hopes: String,
    worries: String,
    knows: &'static str,
    met: &'static str,
    role: &'static str,
}

impl Draft {
    fn parse(form: &Form, lang: Lang) -> Result<Draft, Errors> {
        let mut e = Errors::none();
        let yes = |field: &str| if form.get(field) == "yes" { "yes" } else { "no" };
        let draft = Draft {
            name: line(form, &mut e, "name", LINE, lang),
            hopes: line(form, &mut e, "hopes", SENTENCE, lang),
            worries: line(form, &mut e, "worries", SENTENCE, lang),
            knows: yes("knows"),
            met: yes("met"),
            role: ROLES.into_iter().find(|role| *role == form.get("role")).unwrap_or_default(),
        };
        if draft.name.is_empty() {
            e.add("name", crate::web::text::T(lang).e_required(T(lang).map_name()));
        }
        e.check().map(|()| draft)
    }

    fn set(&self) -> Set {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Set::new()
            .sealed("name", Side::Bank, &self.name)
            .sealed_or_none("hopes", Side::Bank, text(&self.hopes).as_deref())
            .sealed_or_none("worries", Side::Bank, text(&self.worries).as_deref())
            .with("knows", self.knows)
            .with("met", self.met)
            .with("role", self.role)
    }
}

fn any(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    let found: Option<(String,)> = tx.maybe(
        &entry.pass::<MappedPerson, deed::View>()?,
        sql!(MappedPerson => "select id from mapped_persons order by created_at, id limit 1"),
        vec![],
    )?;
    Ok(found.is_some())
}

fn opened(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Known>, StoreError> {
    let pass = entry.pass::<MappedPerson, deed::View>()?;
    let rows: Vec<Sealed> = tx.rows(
        &pass,
        sql!(MappedPerson => "select id, version, name, hopes, worries, knows, met, role, item_id from mapped_persons order by created_at, id"),
        vec![],
    )?;
    rows.into_iter()
        .map(|row| {
            let open = |field: &str, sealed: &Option<Vec<u8>>| match sealed {
                Some(sealed) => tx.unseal(&pass, &row.id, field, Side::Bank, sealed),
                None => Ok(String::new()),
            };
            Ok(Known {
                name: tx.unseal(&pass, &row.id, "name", Side::Bank, &row.name)?,
                hopes: open("hopes", &row.hopes)?,
                worries: open("worries", &row.worries)?,
                id: row.id.clone(),
                version: row.version,
                knows: row.knows,
                met: row.met,
                role: row.role,
                item: row.item,
            })
        })
        .collect()
}

/// The people of the map; where there are some, the reading leaves its trace.
async fn people(cx: &Cx, case: &str) -> Result<Vec<Known>, AppError> {
    let asked = case.to_owned();
    if !cx.db.read(cx.actor()?, move |tx| any(tx, &tx.enter(&asked)?).map_err(AppError::from)).await? {
        return Ok(Vec::new());
    }
    let case = case.to_owned();
    cx.db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let people = opened(tx, &entry)?;
            let event = Event::TextRead(Some(&case), &case).detail(format!("map:{}", people.len()));
            tx.commit(&event, "").map(|done| done.with(people))
        })
        .await
        .map_err(|error: StoreError| error.into())
}

#[derive(Template)]
#[template(path = "preparation/map.html")]
struct MapPage {
    f: Frame,
    t: T,
    s: S,
    case: String,
    name: String,
    /// Names of those with whom a talk is still to be put on the list; only where the owner decided alone.
    talks: Vec<String>,
    talks_key: String,
    roles: Vec<(String, String)>,
    people: Vec<Known>,
    /// The person whose form is open; none for a new one.
    one: Option<Known>,
    form: Form,
    errors: Errors,
    knows: Vec<(String, String)>,
    met: Vec<(String, String)>,
    readers: String,
    stale: Vec<(&'static str, String, String)>,
}

async fn draw(cx: &Cx, case: &str, id: Option<&str>, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.to_owned();
    let (facts, alone, desk) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            let alone = store::head(tx, &entry)?.is_some_and(|head| head.decided == ALONE) && !facts.ended();
            Ok::<_, AppError>((facts, alone, crate::change::readers(tx, &entry, lang)?))
        })
        .await?;
    let people = people(cx, case).await?;
    let one = match id {
        Some(id) => Some(people.iter().find(|known| known.id == id).cloned().ok_or(AppError::NotFound)?),
        None => None,
    };
    let conflict = status == StatusCode::CONFLICT;
    let mut stale = Vec::new();
    let mut form = typed.unwrap_or_else(|| {
        let known = one.clone().unwrap_or_default();
        let or = |value: String| if value.is_empty() { "no".to_owned() } else { value };
        Form::filled([
            ("name", known.name),
            ("hopes", known.hopes),
            ("worries", known.worries),
            ("knows", or(known.knows)),
            ("met", or(known.met)),
            ("role", known.role),
        ])
    });
    if let Some(known) = &one {
        if conflict {
            for (field, label, theirs) in
                [("name", t.map_name(), &known.name), ("hopes", t.map_hopes(), &known.hopes), ("worries", t.map_worries(), &known.worries)]
            {
                if theirs != form.trimmed(field) {
                    stale.push((label, theirs.clone(), form.trimmed(field).to_owned()));
                }
            }
        }
        if conflict || form.get("version").is_empty() {
            form.set("version", &known.version.to_string());
        }
    }
    let pair = |yes: &str, no: &str| vec![("no".to_owned(), no.to_owned()), ("yes".to_owned(), yes.to_owned())];
    let page = MapPage {
        f: cx.frame(if one.is_some() { t.map_edit() } else { t.map_title() }, Nav::Cases).await?,
        t,
        s: S(lang, facts.start_word()),
        case: case.to_owned(),
        name: facts.short(lang),
        talks: people.iter().filter(|known| alone && one.is_none() && known.waits().is_some()).map(|known| known.name.clone()).collect(),
        talks_key: cx.key(),
        roles: ROLES.iter().map(|role| ((*role).to_owned(), t.map_role_word(role).to_owned())).collect(),
        people: if one.is_some() { Vec::new() } else { people },
        one,
        form,
        errors,
        knows: pair(t.yes_known(), t.no_known()),
        met: pair(t.yes_met(), t.no_met()),
        readers: t.map_readers(&desk.join("、")),
        stale,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/map`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, None, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/map`: one more person.
pub async fn add(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(drop)).await?;
    let draft = match Draft::parse(&form, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, &case, None, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = tx.id();
            tx.insert(&entry.pass::<MappedPerson, deed::Change>()?, &id, draft.set())?;
            let back = format!("/cases/{case}/map?done=saved");
            tx.commit(&Event::MapChanged(Some(&case), &id).detail("added"), &back).map(|done| done.with(back))
        })
        .await?;
    Ok(go(&back))
}

/// `POST /cases/{case}/map/talks`: where the owner decided alone, a talk with each executive and site head of the map becomes
/// an item of its own; the item for all of them is taken off the list, and says so.
pub async fn talks(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (t, asked) = (T(Lang::Ja), case.clone());
    let opened = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, _) = ground(tx, &asked).map_err(|_| StoreError::NotFound)?;
            let head = store::head(tx, &entry)?.filter(|head| head.decided == ALONE).ok_or(StoreError::NotFound)?;
            let mut of_one: Vec<String> = Vec::new();
            let people = opened(tx, &entry)?;
            of_one.extend(people.iter().map(|known| known.item.clone()));
            let mut roles: Vec<Role> = Vec::new();
            for known in people {
                let Some(role) = known.waits() else { continue };
                let (kind, days) = role.talk();
                let body = t.map_talk(&known.name);
                let id = store::add(tx, &entry, &ItemDraft::of(kind, Doer::One(Side::Company), body, Needed::Sole, Some(days)))?;
                let pass = entry.pass::<MappedPerson, deed::Change>()?;
                tx.update(&pass, &known.id, known.version, Set::new().with("item_id", &id))?;
                of_one.push(id);
                roles.push(role);
            }
            for item in store::items(tx, &entry)? {
                let for_all = item.needed == Needed::Sole && item.state.is_open() && !of_one.contains(&item.id);
                if for_all && roles.iter().any(|role| role.talk().0 == item.kind) {
                    store::tick(tx, &entry, &item.id, item.version, State::Dropped, t.map_split())?;
                }
            }
            let back = format!("/cases/{asked}/preparation?done=saved");
            let event = Event::PlanItemChanged(Some(&asked), &head.id).detail(format!("talks:{}", roles.len()));
            Ok::<_, Halt>(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match opened {
        Ok(back) => Ok(go(&back)),
        Err(Halt::Store(StoreError::Stale)) => draw(&cx, &case, None, StatusCode::CONFLICT, None, Errors::none()).await,
        Err(Halt::Ended) => draw(&cx, &case, None, StatusCode::UNPROCESSABLE_ENTITY, None, Errors::one("name", T(cx.lang).e_ended())).await,
        Err(halt) => Err(halt.into()),
    }
}

/// `GET /cases/{case}/map/{id}`.
pub async fn edit(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, &case, Some(&id), StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/map/{id}`.
pub async fn change(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let asked = case.clone();
    cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(drop)).await?;
    let draft = match Draft::parse(&form, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, &case, Some(&id), StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (asked, subject, seen) = (case.clone(), id.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            tx.update(&entry.pass::<MappedPerson, deed::Change>()?, &subject, seen, draft.set())?;
            let back = format!("/cases/{asked}/map?done=saved");
            tx.commit(&Event::MapChanged(Some(&asked), &subject), &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &case, Some(&id), StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
