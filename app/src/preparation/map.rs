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
use super::text::T;
use crate::placement::rules::{LINE, SENTENCE, line};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

base::row! {
    struct Sealed { id: String, version: i64, name: Vec<u8>, hopes: Option<Vec<u8>>, worries: Option<Vec<u8>>, knows: String, met: String }
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
}

/// A person of the map as typed.
struct Draft {
    name: String,
    hopes: String,
    worries: String,
    knows: &'static str,
    met: &'static str,
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
        sql!(MappedPerson => "select id, version, name, hopes, worries, knows, met from mapped_persons order by created_at, id"),
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
    case: String,
    name: String,
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
    let (name, desk) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            Ok::<_, AppError>((facts.short(lang), crate::change::readers(tx, &entry, lang)?))
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
        case: case.to_owned(),
        name,
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
