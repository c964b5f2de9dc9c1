//! 社内の受け入れ体制: who in the company looks after which care point first, who stands in, how often owner and person talk.
//!
//! The company complements nothing here: it is its part (S1), so the owner writes it as well as the desk. All three read it.
//! The person says in `voice.rs` what would help; section 2 of the booklet copies [`Reception::lines`].

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::actor::Side;
use base::event::Event;
use base::register::{Reception as Record, ReceptionVoice};
use base::sql;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::text::{S, T};
use super::{asked, readers, voice};
use crate::check_in::rules::CARE;
use crate::placement;
use crate::placement::rules::{LINE, SENTENCE, line};
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Clash, Cx, Errors, Form, Frame, go, merge, page_with};

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

    /// What is settled, a line for each care point, as a paper says it.
    pub fn lines(&self) -> Vec<String> {
        let t = T(Lang::Ja);
        let rhythm = (!self.rhythm.is_empty()).then(|| t.reception_line(t.reception_rhythm(), &self.rhythm));
        let points = self.points.iter().filter(|point| !point.who.is_empty() || !point.stand_in.is_empty()).map(|point| {
            let stand_in = if point.stand_in.is_empty() { String::new() } else { t.reception_line_stand_in(&point.stand_in) };
            t.reception_line(crate::check_in::text::T(Lang::Ja).care_point(&point.care), &format!("{}{stand_in}", point.who))
        });
        rhythm.into_iter().chain(points).collect()
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
    /// What two who wrote at once both changed.
    clashes: Vec<Clash>,
    readers: Vec<String>,
    /// The person's own words on it, by care point.
    voice: Vec<(&'static str, String)>,
    voice_heading: &'static str,
    /// The form for them; only for the person.
    wishes: Option<Wishes>,
    s: S,
}

/// The person's own form.
struct Wishes {
    fields: Vec<(String, &'static str)>,
    form: Form,
    clashes: Vec<Clash>,
}

/// What came back to the page.
#[derive(Clone, Debug, Default)]
struct Typed {
    /// Who looks after what.
    form: Option<Form>,
    /// The person's own words.
    wishes: Option<Form>,
    /// What both changed in it.
    clashes: Vec<Clash>,
}

impl Typed {
    fn form(form: Form) -> Typed {
        Typed { form: Some(form), ..Typed::default() }
    }
    fn wishes(form: Form) -> Typed {
        Typed { wishes: Some(form), ..Typed::default() }
    }
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

/// The form as it stands.
fn filled(tx: &Read<'_>, entry: &Entry) -> Result<Form, StoreError> {
    let row = row(tx, entry)?;
    let saved = row.as_ref().map(Reception::of).transpose()?.unwrap_or_else(Reception::blank);
    let mut form = Form::default();
    let fields = saved.fields();
    for (name, value) in &fields {
        form.set(name, value);
    }
    form.set("version", &row.map_or(0, |row| row.version).to_string());
    merge::remember(&mut form, fields.iter().map(|(name, _)| name.as_str()));
    Ok(form)
}

/// Brings a form that came second up to what stands; gives what both changed.
fn meet(form: &mut Form, now: &Form, lang: Lang) -> Vec<Clash> {
    let fields: Vec<(String, String)> =
        Reception::blank().fields().into_iter().map(|(name, _)| (name.clone(), label(&name, lang))).collect();
    merge::meet(form, now, &fields)
}

fn load(tx: &Read<'_>, entry: &Entry, typed: Typed, lang: Lang) -> Result<Drawn, AppError> {
    // One who is not named for it is not told that there is nothing: to them it is not there.
    if row(tx, entry)?.is_none() && matches!(entry.seat(), Seat::Host | Seat::Contact) {
        return Err(AppError::NotFound);
    }
    let form = match typed.form {
        Some(form) => form,
        None => filled(tx, entry)?,
    };
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
    let (mut clashes, mut own) = (typed.clashes, Vec::new());
    let wishes = if entry.seat() == Seat::Person {
        std::mem::swap(&mut clashes, &mut own);
        let form = match typed.wishes {
            Some(form) => form,
            None => voice::filled(tx, entry)?,
        };
        Some(Wishes { fields: voice::fields(lang), form, clashes: own })
    } else {
        None
    };
    let facts = placement::facts(tx, entry)?;
    Ok(Drawn {
        action: if tx.actor().side() == Side::Bank {
            format!("/cases/{}/reception", entry.placement())
        } else {
            "/my/reception".to_owned()
        },
        case: entry.placement().to_owned(),
        s: S(lang, facts.start_word()),
        name: facts.short(lang),
        lines,
        form,
        may: entry.may::<Record, deed::Change>(),
        clashes,
        readers: if wishes.is_some() { voice::readers(tx, entry, lang)? } else { readers(tx, entry, lang)? },
        voice: if wishes.is_some() { Vec::new() } else { voice::words(tx, entry, lang)? },
        voice_heading: voice::heading(lang, wishes.is_some()),
        wishes,
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

async fn draw(cx: &Cx, case: &str, status: StatusCode, typed: Typed, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let case = case.to_owned();
    let d = cx.db.read(cx.actor()?, move |tx| load(tx, &tx.enter(&case)?, typed, lang)).await?;
    page_with(status, &ReceptionPage { f: cx.frame(t.reception_title(), Nav::Cases).await?, t, d, errors })
}

async fn my_draw(cx: &Cx, case: &str, status: StatusCode, typed: Typed, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let case = case.to_owned();
    let d = cx
        .db
        .read(cx.actor()?, move |tx| {
            let named = Some(case.as_str()).filter(|case| !case.is_empty());
            load(tx, &one_case(tx, named)?, typed, lang)
        })
        .await?;
    page_with(status, &MyReceptionPage { f: cx.frame(t.reception_title(), Nav::Home).await?, t, d, errors })
}

/// Where the form stands: on the desk's page or in the portal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Desk,
    Portal,
}

impl At {
    async fn draw(self, cx: &Cx, case: &str, status: StatusCode, typed: Typed, errors: Errors) -> Answer {
        match self {
            At::Desk => draw(cx, case, status, typed, errors).await,
            At::Portal => my_draw(cx, case, status, typed, errors).await,
        }
    }

    fn back(self, case: &str, merged: bool) -> String {
        let done = if merged { "merged" } else { "saved" };
        match self {
            At::Desk => format!("/cases/{case}/reception?done={done}"),
            At::Portal => format!("/my/reception?case={case}&done={done}"),
        }
    }
}

/// Saves the form. Owner and desk may write at once: who comes second keeps what they changed, and is asked about what both did.
async fn saved(cx: &Cx, case: String, mut form: Form, at: At) -> Answer {
    let lang = cx.lang;
    merge::choose(&mut form);
    let mut merged = false;
    for _ in 0..3 {
        let new = match Reception::parse(&form, lang) {
            Ok(new) => new,
            Err(errors) => return at.draw(cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Typed::form(form), errors).await,
        };
        let (asked, seen, back) = (case.clone(), form.version(), at.back(&case, merged));
        let kept = cx
            .db
            .write(cx.actor()?, form.key(), move |tx| {
                let entry = tx.enter(&asked)?;
                let id = keep(tx, &entry, seen, &new)?;
                tx.commit(&Event::ReceptionChanged(Some(&asked), &id), &back).map(|done| done.with(back))
            })
            .await;
        match kept {
            Ok(back) => return Ok(go(&back)),
            Err(StoreError::Stale) => {}
            Err(error) => return Err(error.into()),
        }
        let asked = case.clone();
        let (now, hand) = cx
            .db
            .read(cx.actor()?, move |tx| {
                let entry = tx.enter(&asked)?;
                let id = row(tx, &entry)?.map(|row| row.id);
                let hand = id.map_or(Ok(String::new()), |id| merge::hand::<Record>(tx, &entry, &id, &["reception.changed"], lang))?;
                Ok::<_, AppError>((filled(tx, &entry)?, hand))
            })
            .await?;
        let clashes = merge::signed(meet(&mut form, &now, lang), &hand);
        if !clashes.is_empty() {
            let typed = Typed { clashes, ..Typed::form(form) };
            return at.draw(cx, &case, StatusCode::CONFLICT, typed, Errors::none()).await;
        }
        merged = true;
    }
    at.draw(cx, &case, StatusCode::CONFLICT, Typed::form(form), Errors::none()).await
}

/// `GET /cases/{case}/reception`.
pub async fn edit(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, Typed::default(), Errors::none()).await
}

/// `POST /cases/{case}/reception`.
pub async fn save(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    cx.db.read(cx.actor()?, move |tx| tx.enter(&asked)?.pass::<Record, deed::Change>().map(drop).map_err(AppError::from)).await?;
    saved(&cx, case, form, At::Desk).await
}

/// `GET /my/reception`.
pub async fn my_edit(cx: Cx) -> Answer {
    let case = asked(&cx, "case");
    my_draw(&cx, &case, StatusCode::OK, Typed::default(), Errors::none()).await
}

/// The case of a form of the portal, for who may write this record there.
async fn mine<R: base::register::Record>(cx: &Cx, form: &Form) -> Result<String, AppError> {
    let named = form.trimmed("case").to_owned();
    cx.db
        .read(cx.actor()?, move |tx| {
            let entry = one_case(tx, Some(named.as_str()).filter(|case| !case.is_empty()))?;
            entry.pass::<R, deed::Change>()?;
            Ok::<_, AppError>(entry.placement().to_owned())
        })
        .await
}

/// `POST /my/reception`: the owner says who looks after what.
pub async fn my_save(cx: Cx, form: Form) -> Answer {
    let case = mine::<Record>(&cx, &form).await?;
    saved(&cx, case, form, At::Portal).await
}

/// `POST /my/reception/wishes`: the placed person says what would help, point by point.
pub async fn my_wishes(cx: Cx, mut form: Form) -> Answer {
    let (case, lang) = (mine::<ReceptionVoice>(&cx, &form).await?, cx.lang);
    merge::choose(&mut form);
    let mut merged = false;
    for _ in 0..3 {
        let said = match voice::parse(&form, lang) {
            Ok(said) => said,
            Err(errors) => return my_draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Typed::wishes(form), errors).await,
        };
        let (asked, seen, back) = (case.clone(), form.version(), At::Portal.back(&case, merged));
        let kept = cx
            .db
            .write(cx.actor()?, form.key(), move |tx| {
                let entry = tx.enter(&asked)?;
                let id = voice::keep(tx, &entry, seen, &said)?;
                tx.commit(&Event::ReceptionVoiced(Some(&asked), &id), &back).map(|done| done.with(back))
            })
            .await;
        match kept {
            Ok(back) => return Ok(go(&back)),
            Err(StoreError::Stale) => {}
            Err(error) => return Err(error.into()),
        }
        let asked = case.clone();
        let now = cx.db.read(cx.actor()?, move |tx| voice::filled(tx, &tx.enter(&asked)?).map_err(AppError::from)).await?;
        let clashes = voice::meet(&mut form, &now, lang);
        if !clashes.is_empty() {
            let typed = Typed { clashes, ..Typed::wishes(form) };
            return my_draw(&cx, &case, StatusCode::CONFLICT, typed, Errors::none()).await;
        }
        merged = true;
    }
    my_draw(&cx, &case, StatusCode::CONFLICT, Typed::wishes(form), Errors::none()).await
}
