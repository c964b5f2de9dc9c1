//! Indicators of the issue and business effects that are hoped for: one page with a row for each.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::Indicator;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{BLANK, MOST, Measure, course, measures, number};
use super::store;
use super::text::T;
use crate::change::everyone;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// A measure as pages show it: name, drawing, sentence, and what it was measured at.
pub(crate) struct Row {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) svg: String,
    pub(crate) sentence: String,
    /// Day, figure and who entered it, the latest first.
    pub(crate) readings: Vec<String>,
}

/// The measures of a case with what they were measured at, for a page they stand beside; none for a seat that may not read
/// them.
///
/// # Errors
/// The store's own.
pub(crate) fn beside(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Row>, StoreError> {
    if !entry.may::<Indicator, deed::View>() {
        return Ok(Vec::new());
    }
    let t = T(lang);
    let (measures, readings) = (store::measures(tx, entry)?, store::readings(tx, entry)?);
    let mut rows = self::rows(&measures, lang);
    for (row, measure) in rows.iter_mut().zip(&measures) {
        row.readings = readings
            .iter()
            .filter(|one| one.indicator == measure.id)
            .map(|one| {
                let value = format!("{}{}", one.value, measure.unit);
                let day = lang.short_day(one.measured_on);
                if one.way == "screen" { t.n_by_company(&day, &value) } else { t.n_by_desk(&day, &value) }
            })
            .collect();
    }
    Ok(rows)
}

/// The measures that were reached by now, in a sentence each, as a report says them: in Japanese, whoever asks.
///
/// # Errors
/// The store's own.
pub(crate) fn measured(tx: &Read<'_>, entry: &Entry) -> Result<Vec<String>, StoreError> {
    if !entry.may::<Indicator, deed::View>() {
        return Ok(Vec::new());
    }
    Ok(store::measures(tx, entry)?.iter().filter(|one| !one.reached.is_empty()).map(|one| course(one, Lang::Ja)).collect())
}

/// The measures as rows; a drawing where first and hoped are numbers.
pub(super) fn rows(measures: &[Measure], lang: Lang) -> Vec<Row> {
    let t = T(lang);
    measures
        .iter()
        .map(|one| Row {
            kind: if one.kind == "effect" { t.m_effect() } else { t.m_indicator() },
            name: one.name.clone(),
            svg: match (number(&one.first), number(&one.hoped)) {
                (Some(first), Some(hoped)) => paper::chart::course(first, hoped, number(&one.reached)),
                _ => String::new(),
            },
            sentence: course(one, lang),
            readings: Vec::new(),
        })
        .collect()
}

/// The names of one row's fields.
struct Slot {
    id: String,
    version: String,
    kind: String,
    name: String,
    unit: String,
    first: String,
    hoped: String,
    reached: String,
}

impl Slot {
    fn of(nth: usize) -> Slot {
        let field = |name: &str| format!("{name}_{nth}");
        Slot {
            id: field("id"),
            version: field("version"),
            kind: field("kind"),
            name: field("name"),
            unit: field("unit"),
            first: field("first"),
            hoped: field("hoped"),
            reached: field("reached"),
        }
    }
}

#[derive(Template)]
#[template(path = "review/indicators.html")]
struct EditPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    slots: Vec<Slot>,
    kinds: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    stale: bool,
}

fn filled(known: &[Measure]) -> Form {
    let mut fields = Vec::new();
    for (nth, one) in known.iter().enumerate() {
        for (name, value) in [
            ("id", &one.id),
            ("version", &one.version.to_string()),
            ("kind", &one.kind),
            ("name", &one.name),
            ("unit", &one.unit),
            ("first", &one.first),
            ("hoped", &one.hoped),
            ("reached", &one.reached),
        ] {
            fields.push((format!("{name}_{nth}"), value.clone()));
        }
    }
    Form::filled(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, of) = (T(cx.lang), cx.lang, case.to_owned());
    let (short, readers, known) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<Indicator, deed::Change>()?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), everyone(tx, &entry, lang)?, store::measures(tx, &entry)?))
        })
        .await?;
    let slots = (0..(known.len() + BLANK).min(MOST)).map(Slot::of).collect();
    let stale = status == StatusCode::CONFLICT;
    // What came too late stands at the present versions, so that it can be kept after a look.
    let form = match typed {
        Some(mut typed) if stale => {
            for (nth, one) in known.iter().enumerate() {
                typed.set(&format!("version_{nth}"), &one.version.to_string());
            }
            typed
        }
        Some(typed) => typed,
        None => filled(&known),
    };
    let kinds = vec![("indicator".to_owned(), t.m_indicator().to_owned()), ("effect".to_owned(), t.m_effect().to_owned())];
    let f = cx.frame(t.m_title(), Nav::Cases).await?;
    page_with(status, &EditPage { f, t, case: case.to_owned(), short, readers, slots, kinds, form, errors, stale })
}

/// `GET /cases/{case}/review/indicators`.
pub async fn edit(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/review/indicators`: keeps every row that is new or changed.
pub async fn save(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let rows = match measures(&form, cx.lang) {
        Ok(rows) => rows,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let of = case.clone();
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let kept = store::keep_measures(tx, &entry, &rows)?;
            let back = format!("/cases/{of}/review?done=saved");
            tx.commit(&Event::IndicatorKept(Some(&of), &of).detail(format!("rows:{kept}")), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &case, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
