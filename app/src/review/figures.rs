//! Figures of the company over three periods: entered by the company, or recorded by the desk when it released them.
//!
//! Nothing else is used: no figure comes from a loan file. The owner reads and changes them; the person, the branch and
//! headquarters do not see them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::clock::Day;
use base::event::Event;
use base::register::CompanyFigures;
use base::store::{Entry, Write, deed};
use base::text::Lang;
use http::StatusCode;

use super::loans::{FIELDS, Figures, Index};
use super::rules::number;
use super::store::{self, Period};
use super::text::T;
use crate::change::{asked, named, readers};
use crate::placement::{self, rules::day};
use crate::portal;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// Periods that are shown.
const PERIODS: usize = 3;

/// What was typed.
#[derive(Clone, Debug)]
struct Typed {
    on: Day,
    figures: Figures,
    released_on: Day,
    way: String,
}

impl Typed {
    fn parse(form: &Form, today: Day, by_desk: bool, lang: Lang) -> Result<Typed, Errors> {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let mut e = Errors::none();
        let on = day(form, &mut e, "period_on", lang);
        if on.is_none() {
            e.add("period_on", w.e_required(t.f_period()));
        }
        let mut figures = Figures::default();
        let mut some = false;
        for field in FIELDS {
            let typed = form.trimmed(field);
            if typed.is_empty() {
                continue;
            }
            match (number(typed), figures.of(field)) {
                (Some(value), Some(place)) => {
                    *place = Some(value);
                    some = true;
                }
                _ => e.add(field, t.e_number()),
            }
        }
        if !some {
            e.add("sales", t.e_no_figure());
        }
        let released_on = day(form, &mut e, "released_on", lang).unwrap_or(today);
        if released_on > today {
            e.add("released_on", t.e_released_ahead());
        }
        let way = match (by_desk, form.get("way")) {
            (false, _) => "screen",
            (true, "paper") => "paper",
            (true, "spoken") => "spoken",
            (true, _) => {
                e.add("way", w.e_choose());
                ""
            }
        };
        if !form.ticked("consent") {
            e.add("consent", t.e_consent());
        }
        e.check()?;
        Ok(Typed { on: on.unwrap_or(today), figures, released_on, way: way.to_owned() })
    }
}

/// A table of the periods: headings, and rows of a name with a value for each.
struct Table {
    heads: Vec<String>,
    rows: Vec<(&'static str, Vec<String>)>,
}

fn indices(t: T, periods: &[Period], all: bool, lang: Lang) -> Table {
    let last = periods.len().saturating_sub(PERIODS);
    let heads = periods.iter().skip(last).map(|period| t.f_until(&lang.day(period.on))).collect();
    let rows = Index::ALL
        .into_iter()
        .filter(|index| all || !index.is_by_setting())
        .map(|index| {
            let values = periods.iter().enumerate().skip(last).map(|(nth, period)| {
                let before = nth.checked_sub(1).and_then(|nth| periods.get(nth)).map(|period| &period.figures);
                index.reckon(&period.figures, before).map_or_else(|| t.f_unknown().to_owned(), |value| index.written(value))
            });
            (t.index(index), values.collect())
        })
        .collect();
    Table { heads, rows }
}

fn released(t: T, periods: &[Period], lang: Lang) -> Vec<String> {
    periods.iter().map(|period| t.f_released(&lang.day(period.on), &lang.day(period.released_on), t.way(&period.way))).collect()
}

#[derive(Template)]
#[template(path = "review/figures.html")]
struct FiguresPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    table: Table,
    released: Vec<String>,
    by_setting: bool,
    fields: Vec<(&'static str, &'static str)>,
    ways: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

fn opened(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Period>, AppError> {
    entry.pass::<CompanyFigures, deed::Change>()?;
    Ok(store::periods(tx, entry)?)
}

async fn desk_page(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, of) = (T(cx.lang), cx.lang, case.to_owned());
    let (short, readers, periods, all) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            let drawn = (
                placement::facts(tx, &entry)?.short(lang),
                self::readers(tx, &entry, lang)?,
                opened(tx, &entry)?,
                store::shows_all_indices(tx)?,
            );
            tx.commit(&Event::TextRead(Some(&of), &of).detail("figures"), "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let page = FiguresPage {
        f: cx.frame(t.f_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        short,
        readers,
        table: indices(t, &periods, all, lang),
        released: released(t, &periods, lang),
        by_setting: all,
        fields: t.fields(),
        ways: vec![("spoken".to_owned(), t.way("spoken").to_owned()), ("paper".to_owned(), t.way("paper").to_owned())],
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/figures`: the six indices over three periods, from what the company released.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    desk_page(&cx, &case, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/{case}/figures`: the desk records what the company released.
pub async fn keep(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let typed = match Typed::parse(&form, cx.today(), true, cx.lang) {
        Ok(typed) => typed,
        Err(errors) => return desk_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = kept(&cx, case.clone(), &form, typed, format!("/cases/{case}/figures?done=saved")).await?;
    Ok(go(&back))
}

async fn kept(cx: &Cx, case: String, form: &Form, typed: Typed, back: String) -> Result<String, AppError> {
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::keep_figures(tx, &entry, typed.on, &typed.figures, typed.released_on, &typed.way)?;
            let event = Event::FiguresReleased(Some(&case), &id).detail(typed.way.clone());
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await
}

#[derive(Template)]
#[template(path = "review/my_figures.html")]
struct MyPage {
    f: Frame,
    t: T,
    case: String,
    readers: Vec<String>,
    released: Vec<String>,
    fields: Vec<(&'static str, &'static str)>,
    form: Form,
    errors: Errors,
}

async fn my_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, readers, periods) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let case = entry.placement().to_owned();
            let drawn = (case.clone(), self::readers(tx, &entry, lang)?, opened(tx, &entry)?);
            tx.commit(&Event::TextRead(Some(&case), &case).detail("own figures"), "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let f = cx.frame(t.f_title(), Nav::Home).await?;
    page_with(status, &MyPage { f, t, case, readers, released: released(t, &periods, lang), fields: t.fields(), form, errors })
}

/// `GET /my/figures`: the company enters figures of a period, if it likes.
pub async fn my(cx: Cx) -> Answer {
    my_page(&cx, asked(&cx, "case"), StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /my/figures`.
pub async fn my_keep(cx: Cx, form: Form) -> Result<Response, AppError> {
    let case = form.trimmed("case").to_owned();
    let case = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<CompanyFigures, deed::Change>()?;
            Ok::<_, AppError>(entry.placement().to_owned())
        })
        .await?;
    let typed = match Typed::parse(&form, cx.today(), false, cx.lang) {
        Ok(typed) => typed,
        Err(errors) => return my_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = format!("/my/figures?case={case}&done=saved");
    Ok(go(&kept(&cx, case, &form, typed, back).await?))
}
