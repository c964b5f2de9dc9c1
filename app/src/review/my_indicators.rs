//! The company enters what the indicators of its issue are at, if it likes: with the day, and with its yes to who reads it.

use askama::Template;
use axum::response::Response;
use base::event::Event;
use base::register::IndicatorReading;
use base::store::deed;
use base::text::Lang;
use http::StatusCode;

use super::rules::{Measure, course};
use super::store;
use super::text::T;
use crate::change::{asked, named, readers};
use crate::placement::rules::{LINE, day, line};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};
use crate::{portal, report};

/// One indicator on the form.
struct Slot {
    id: String,
    version: i64,
    name: String,
    sentence: String,
    label: String,
}

impl Slot {
    fn of(one: &Measure, lang: Lang) -> Slot {
        let t = T(lang);
        Slot {
            id: one.id.clone(),
            version: one.version,
            name: one.name.clone(),
            sentence: course(one, lang),
            label: if one.unit.is_empty() { t.n_value_plain().to_owned() } else { t.n_value(&one.unit) },
        }
    }

    fn field(&self) -> String {
        format!("value_{}", self.id)
    }

    fn seen(&self) -> String {
        format!("version_{}", self.id)
    }
}

#[derive(Template)]
#[template(path = "review/my_indicators.html")]
struct MyPage {
    f: Frame,
    t: T,
    case: String,
    today: String,
    readers: Vec<String>,
    slots: Vec<Slot>,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, readers, known) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<IndicatorReading, deed::Change>()?;
            // Others of the company do not read them, whoever they are.
            let to = report::receivers(tx, &entry)?;
            let mut reads: Vec<String> = to.owner.iter().map(|(_, name)| name.clone()).collect();
            reads.extend(to.person.iter().map(|(_, name)| t.n_person(name)));
            reads.extend(readers(tx, &entry, lang)?);
            reads.push(t.n_house().to_owned());
            Ok::<_, AppError>((entry.placement().to_owned(), reads, store::measures(tx, &entry)?))
        })
        .await?;
    let slots = known.iter().map(|one| Slot::of(one, lang)).collect();
    let f = cx.frame(t.n_title(), Nav::Home).await?;
    page_with(status, &MyPage { f, t, case, today: cx.today().to_string(), readers, slots, form, errors })
}

/// `GET /my/indicators`.
pub async fn page(cx: Cx) -> Answer {
    let form = Form::filled([("measured_on", cx.today().to_string())]);
    draw(&cx, asked(&cx, "case"), StatusCode::OK, form, Errors::none()).await
}

/// The indicators that were filled in: id, version that was seen, value.
type Entered = Vec<(String, i64, String)>;

fn parse(form: &Form, today: base::clock::Day, lang: Lang) -> Result<(base::clock::Day, Entered), Errors> {
    let t = T(lang);
    let mut e = Errors::none();
    let on = day(form, &mut e, "measured_on", lang).unwrap_or(today);
    if on > today {
        e.add("measured_on", t.e_released_ahead());
    }
    let mut rows = Vec::new();
    for (name, _) in form.fields() {
        let Some(id) = name.strip_prefix("value_") else { continue };
        let value = line(form, &mut e, name, LINE, lang);
        if !value.is_empty() {
            rows.push((id.to_owned(), form.get(&format!("version_{id}")).parse().unwrap_or(0), value));
        }
    }
    if rows.is_empty() {
        e.add("values", t.n_e_none());
    }
    if !form.ticked("consent") {
        e.add("consent", t.n_e_consent());
    }
    e.check().map(|()| (on, rows))
}

/// `POST /my/indicators`: keeps what was filled in; without a yes to who reads it nothing is kept.
pub async fn save(cx: Cx, form: Form) -> Result<Response, AppError> {
    let case = form.trimmed("case").to_owned();
    let (on, rows) = match parse(&form, cx.today(), cx.lang) {
        Ok(typed) => typed,
        Err(errors) => return draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let of = case.clone();
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = portal::one_case(tx, named(&of))?;
            let case = entry.placement().to_owned();
            store::enter_readings(tx, &entry, on, &rows)?;
            let back = format!("/my/review?case={case}&done=saved");
            let event = Event::IndicatorKept(Some(&case), &case).detail(format!("entered by the company:{}", rows.len()));
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(AppError::Stale) => {
            let errors = Errors::one("values", T(cx.lang).n_e_stale());
            draw(&cx, case, StatusCode::CONFLICT, form, errors).await
        }
        Err(error) => Err(error),
    }
}
