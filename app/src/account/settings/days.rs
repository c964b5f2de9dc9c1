//! Days on which the institution is closed or open otherwise than the calendar says, and the calendar that comes of them.

use askama::Template;
use axum::extract::Path;
use base::clock::Day;
use base::event::Event;
use base::register::HouseDay;
use base::sql;
use base::store::{Read, Set, StoreError, deed};
use base::text::Lang;
use base::workday::{Calendar, Own, holiday};
use http::StatusCode;

use super::rules;
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

base::row! {
    struct DayRow { id: String, version: i64, day: Day, kind: String, note: String }
}

fn days(tx: &Read<'_>) -> Result<Vec<DayRow>, StoreError> {
    tx.rows(
        &tx.reach::<HouseDay, deed::View>()?,
        sql!(HouseDay => "select id, version, day, kind, note from house_days order by day"),
        vec![],
    )
}

/// The business days of the institution: the law's, and its own table over them. Everyone it gives a date to may ask.
///
/// # Errors
/// The store's own.
pub fn calendar(tx: &Read<'_>) -> Result<Calendar, StoreError> {
    Ok(Calendar::new(days(tx)?.into_iter().filter_map(|row| Some((row.day, Own::parse(&row.kind)?)))))
}

#[derive(Template)]
#[template(path = "account/settings/days.html")]
struct DaysPage {
    f: Frame,
    t: T,
    lines: Vec<DayLine>,
    holidays: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    stale: bool,
}

struct DayLine {
    id: String,
    version: i64,
    key: String,
    day: String,
    kind: &'static str,
    note: String,
    /// What the calendar says of that day by itself.
    law: String,
}

fn by_law(day: Day, lang: Lang) -> String {
    let t = T(lang);
    match holiday(day) {
        Some(name) => t.day_holiday(&name),
        None if Calendar::default().is_open(day) => t.day_open_by_law().to_owned(),
        None => t.day_closed_by_law().to_owned(),
    }
}

async fn draw(cx: &Cx, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let rows = cx.db.read(cx.actor()?, |tx| days(tx).map_err(AppError::from)).await?;
    let lines = rows
        .into_iter()
        .map(|row| DayLine {
            key: cx.key(),
            day: lang.day(row.day),
            kind: t.day_kind(&row.kind),
            law: by_law(row.day, lang),
            id: row.id,
            version: row.version,
            note: row.note,
        })
        .collect();
    let holidays = (0..366).map(|n| today.plus(n)).filter_map(|day| Some((lang.day(day), holiday(day)?))).collect();
    let kinds = [Own::Closed, Own::Open].map(|own| (own.code().to_owned(), t.day_kind(own.code()).to_owned())).to_vec();
    let stale = status == StatusCode::CONFLICT;
    page_with(status, &DaysPage { f: cx.frame(t.days_title(), Nav::Settings).await?, t, lines, holidays, kinds, form, errors, stale })
}

/// `GET /settings/days`.
pub async fn house_days(cx: Cx) -> Answer {
    draw(&cx, StatusCode::OK, Form::filled([("kind", Own::Closed.code().to_owned())]), Errors::none()).await
}

/// `POST /settings/days`: one more day. Dates that were given out already stay as they were told.
pub async fn add_day(cx: Cx, form: Form) -> Answer {
    let (day, own, note) = match rules::house_day(&form, cx.lang) {
        Ok(day) => day,
        Err(errors) => return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let added = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let id = tx.id();
            let set = Set::new().with("day", day).with("kind", own.code()).with("note", &note);
            tx.insert(&tx.desk()?.pass::<HouseDay, deed::Change>()?, &id, set)?;
            tx.commit(&Event::SettingsChanged(None, &id).detail(format!("{} {day}", own.code())), "/settings/days?done=saved")
        })
        .await;
    match added {
        Ok(()) => Ok(go("/settings/days?done=saved")),
        Err(StoreError::Duplicate(_)) => {
            draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::one("day", T(cx.lang).e_day_taken())).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/days/{id}/remove`: the calendar holds again for this day.
pub async fn remove_day(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    let seen = form.version();
    let removed = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            tx.remove(&tx.desk()?.pass::<HouseDay, deed::Change>()?, &id, seen)?;
            tx.commit(&Event::SettingsChanged(None, &id).detail("day removed"), "/settings/days?done=saved")
        })
        .await;
    match removed {
        Ok(()) => Ok(go("/settings/days?done=saved")),
        Err(StoreError::Stale) => draw(&cx, StatusCode::CONFLICT, Form::default(), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
