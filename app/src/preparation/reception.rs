//! 社内の受け入れ体制: who in the company looks after which care point first, who stands in, how often owner and person talk.
//!
//! The company complements nothing here: it is its part (S1), so the owner writes it as well as the desk. All three read it.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::actor::Side;
use base::event::Event;
use base::register::Reception as Record;
use base::sql;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::text::T;
use super::{asked, readers};
use crate::check_in::rules::CARE;
use crate::placement;
use crate::placement::rules::{LINE, SENTENCE, line};
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// One care point: who in the company looks after it first, and who stands in. Both may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Its code, one of [`CARE`].
    pub care: String,
    /// Who looks after it first.
    pub who: String,
    /// Who stands in.
    pub stand_in: String,
}

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reception {
    /// How often owner and person talk; may be empty.
    pub rhythm: String,
    /// The care points in their order, also those for which nobody is named yet.
    pub points: Vec<Point>,
}

base::row! {
    struct Row { id: String, version: i64, rhythm: String, content: String }
}

impl Reception {
    /// Nothing named yet.
    fn blank() -> Reception {
        let points = CARE.iter().map(|care| Point { care: (*care).to_owned(), ..Point::default() }).collect();
        Reception { rhythm: String::new(), points }
    }

    fn of(row: &Row) -> Result<Reception, StoreError> {
        let kept: Vec<Point> =
            serde_json::from_str(&row.content).map_err(|error| StoreError::Broken(base::store::Cause(error.to_string())))?;
        let mut all = Reception { rhythm: row.rhythm.clone(), ..Reception::blank() };
        for point in &mut all.points {
            if let Some(known) = kept.iter().find(|known| known.care == point.care) {
                point.clone_from(known);
            }
        }
        Ok(all)
    }

    fn parse(form: &Form, lang: Lang) -> Result<Reception, Errors> {
        let mut e = Errors::none();
        let mut all = Reception { rhythm: line(form, &mut e, "rhythm", SENTENCE, lang), ..Reception::blank() };
        for point in &mut all.points {
            point.who = line(form, &mut e, &field(&point.care, "who"), LINE, lang);
            point.stand_in = line(form, &mut e, &field(&point.care, "stand_in"), LINE, lang);
        }
        e.check().map(|()| all)
    }

    /// Names of fields and their values.
    fn fields(&self) -> Vec<(String, String)> {
        let mut fields = vec![("rhythm".to_owned(), self.rhythm.clone())];
        for point in &self.points {
            fields.push((field(&point.care, "who"), point.who.clone()));
            fields.push((field(&point.care, "stand_in"), point.stand_in.clone()));
        }
        fields
    }
}

fn field(care: &str, what: &str) -> String {
    format!("{what}_{care}")
}

fn row(tx: &Read<'_>, entry: &Entry) -> Result<Option<Row>, StoreError> {
    tx.maybe(&entry.pass::<Record, deed::View>()?, sql!(Record => "select id, version, rhythm, content from receptions"), vec![])
}

/// Who in the company looks after what; none while nothing is written.
///
/// # Errors
/// `NotFound` for a seat that may not read it.
pub fn reception(tx: &Read<'_>, entry: &Entry) -> Result<Option<Reception>, StoreError> {
    row(tx, entry)?.map(|row| Reception::of(&row)).transpose()
}

/// Keeps it, if `seen` is what stands; 0 where nothing stood yet.
fn keep(tx: &Write<'_>, entry: &Entry, seen: i64, new: &Reception) -> Result<String, StoreError> {
    let pass = entry.pass::<Record, deed::Change>()?;
    let content = serde_json::to_string(&new.points).map_err(|error| StoreError::Broken(base::store::Cause(error.to_string())))?;
    let set = Set::new().with("rhythm", &new.rhythm).with("content", content);
    match row(tx, entry)? {
        Some(row) => tx.update(&pass, &row.id, seen, set).map(|()| row.id),
        None if seen == 0 => {
            let id = tx.id();
            match tx.insert(&pass, &id, set) {
                Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
                done => done.map(|()| id),
            }
        }
        None => Err(StoreError::Stale),
    }
}

/// One care point as the form shows it.
struct Line {
    care: &'static str,
    name: &'static str,
    who: String,
    stand_in: String,
}

struct Drawn {
    case: String,
    /// Where the form is sent.
    action: String,
    name: String,
    lines: Vec<Line>,
    form: Form,
    may: bool,
    /// Where saved and typed differ: label, theirs, yours.
    met: Vec<(String, String, String)>,
    readers: Vec<String>,
}

fn label(name: &str, lang: Lang) -> String {
    let t = T(lang);
    let care = |code: &str| crate::check_in::text::T(lang).care_point(code);
    match name.split_once('_') {
        Some(("who", code)) => format!("{}・{}", care(code), t.reception_who()),
        _ => match name.strip_prefix("stand_in_") {
            Some(code) => format!("{}・{}", care(code), t.reception_stand_in()),
            None => t.reception_rhythm().to_owned(),
        },
    }
}

fn load(tx: &Read<'_>, entry: &Entry, typed: Option<Form>, stale: bool, lang: Lang) -> Result<Drawn, AppError> {
    let row = row(tx, entry)?;
    // One who is not named for it is not told that there is nothing: to them it is not there.
    if row.is_none() && matches!(entry.seat(), Seat::Host | Seat::Contact) {
        return Err(AppError::NotFound);
    }
    let saved = row.as_ref().map(Reception::of).transpose()?.unwrap_or_else(Reception::blank);
    let version = row.as_ref().map_or(0, |row| row.version).to_string();
    let mut met = Vec::new();
    let mut form = match typed {
        Some(form) => {
            if stale {
                for (name, theirs) in saved.fields() {
                    let yours = form.trimmed(&name).to_owned();
                    if yours != theirs {
                        met.push((label(&name, lang), theirs, yours));
                    }
                }
            }
            form
        }
        None => {
            let mut form = Form::default();
            for (name, value) in saved.fields() {
                form.set(&name, &value);
            }
            form
        }
    };
    if stale || form.get("version").is_empty() {
        form.set("version", &version);
    }
    let words = crate::check_in::text::T(lang);
    let lines = CARE
        .iter()
        .map(|care| Line {
            care,
            name: words.care_point(care),
            who: form.get(&field(care, "who")).to_owned(),
            stand_in: form.get(&field(care, "stand_in")).to_owned(),
        })
        .collect();
    Ok(Drawn {
        action: if tx.actor().side() == Side::Bank {
            format!("/cases/{}/reception", entry.placement())
        } else {
            "/my/reception".to_owned()
        },
        case: entry.placement().to_owned(),
        name: placement::facts(tx, entry)?.short(lang),
        lines,
        form,
        may: entry.may::<Record, deed::Change>(),
        met,
        readers: readers(tx, entry, lang)?,
    })
}

#[derive(Template)]
#[template(path = "preparation/reception.html")]
struct ReceptionPage {
    f: Frame,
    t: T,
    d: Drawn,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "preparation/my_reception.html")]
struct MyReceptionPage {
    f: Frame,
    t: T,
    d: Drawn,
    errors: Errors,
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, stale) = (T(cx.lang), cx.lang, status == StatusCode::CONFLICT);
    let case = case.to_owned();
    let d = cx.db.read(cx.actor()?, move |tx| load(tx, &tx.enter(&case)?, typed, stale, lang)).await?;
    page_with(status, &ReceptionPage { f: cx.frame(t.reception_title(), Nav::Cases).await?, t, d, errors })
}

async fn my_draw(cx: &Cx, case: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, stale) = (T(cx.lang), cx.lang, status == StatusCode::CONFLICT);
    let case = case.to_owned();
    let d = cx
        .db
        .read(cx.actor()?, move |tx| {
            let named = Some(case.as_str()).filter(|case| !case.is_empty());
            load(tx, &one_case(tx, named)?, typed, stale, lang)
        })
        .await?;
    page_with(status, &MyReceptionPage { f: cx.frame(t.reception_title(), Nav::Home).await?, t, d, errors })
}

async fn kept(cx: &Cx, case: &str, form: &Form, new: Reception, portal: bool) -> Result<String, StoreError> {
    let (case, seen) = (case.to_owned(), form.version());
    let actor = cx.actor().map_err(|_| StoreError::NotFound)?;
    cx.db
        .write(actor, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = keep(tx, &entry, seen, &new)?;
            let back = if portal { format!("/my/reception?case={case}&done=saved") } else { format!("/cases/{case}/reception?done=saved") };
            tx.commit(&Event::ReceptionChanged(Some(&case), &id), &back).map(|done| done.with(back))
        })
        .await
}

/// `GET /cases/{case}/reception`.
pub async fn edit(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/reception`.
pub async fn save(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    cx.db.read(cx.actor()?, move |tx| tx.enter(&asked)?.pass::<Record, deed::Change>().map(drop).map_err(AppError::from)).await?;
    let new = match Reception::parse(&form, cx.lang) {
        Ok(new) => new,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    match kept(&cx, &case, &form, new, false).await {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &case, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

/// `GET /my/reception`.
pub async fn my_edit(cx: Cx) -> Answer {
    let case = asked(&cx, "case");
    my_draw(&cx, &case, StatusCode::OK, None, Errors::none()).await
}

/// `POST /my/reception`: the owner says who looks after what.
pub async fn my_save(cx: Cx, form: Form) -> Answer {
    let named = form.trimmed("case").to_owned();
    let case = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = one_case(tx, Some(named.as_str()).filter(|case| !case.is_empty()))?;
            entry.pass::<Record, deed::Change>()?;
            Ok::<_, AppError>(entry.placement().to_owned())
        })
        .await?;
    let new = match Reception::parse(&form, cx.lang) {
        Ok(new) => new,
        Err(errors) => return my_draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    match kept(&cx, &case, &form, new, true).await {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => my_draw(&cx, &case, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
