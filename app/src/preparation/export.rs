//! The preparation list as a spreadsheet or as CSV: what stands in it is what the seat may read.

use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use paper::sheet::write::{ColumnOut, TableOut, Value, csv, workbook};

use super::asked;
use super::store::{self, Item};
use super::text::{S, T};
use crate::placement;
use crate::web::{AppError, Cx, download};

/// `GET /cases/{case}/preparation/export`, with `form=csv` as CSV.
pub async fn export(cx: Cx, Path(case): Path<String>) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let as_csv = asked(&cx, "form") == "csv";
    let wanted = case.clone();
    let (facts, items) = cx
        .db
        .survey(cx.actor()?, move |tx| {
            let entry = tx.enter(&wanted)?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?, store::items(tx, &entry)?))
        })
        .await?;
    let title = S(lang, facts.start_word()).title();
    let own = cx.frame(title.clone(), crate::web::frame::Nav::None).await?.house.own(lang);
    let count = items.len();
    let columns = [
        (t.c_group(), 18),
        (t.c_body(), 44),
        (t.c_side(), 12),
        (t.c_who(), 16),
        (t.c_due(), 12),
        (t.c_offset(), 16),
        (t.c_state(), 12),
        (t.c_outcome(), 44),
    ];
    let table = TableOut {
        name: title.clone(),
        title: format!("{} {}", facts.short(lang), title),
        lines: vec![t.as_of(&lang.day(cx.today()))],
        columns: columns.into_iter().map(|(heading, width)| ColumnOut { heading: heading.to_owned(), width }).collect(),
        rows: items.into_iter().map(|item| cells(item, t, own)).collect(),
    };
    let bytes = tokio::task::spawn_blocking(move || if as_csv { Ok(csv(&table)) } else { workbook(&[table]) })
        .await
        .map_err(|_| AppError::broken("writing a sheet stopped"))?
        .map_err(|error| AppError::broken(error.to_string()))?;
    cx.db
        .write(cx.actor()?, None, move |tx| {
            tx.commit(&Event::ListExported(Some(&case), &case).detail(format!("preparation:{count}")), "").map_err(AppError::from)
        })
        .await?;
    let day = cx.today().to_string().replace('-', "");
    Ok(if as_csv {
        download(&format!("{title}_{day}.csv"), "text/csv; charset=utf-8", bytes)
    } else {
        download(&format!("{title}_{day}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
    })
}

fn cells(item: Item, t: T, own: &'static str) -> Vec<Value> {
    let text = |text: String| if text.is_empty() { Value::Blank } else { Value::Text(text) };
    vec![
        text(t.group_word(item.kind).to_owned()),
        text(item.body),
        text(t.doer(item.doer, own).to_owned()),
        text(item.who),
        item.due_on.map_or(Value::Blank, |day| Value::Day { year: day.year(), month: day.month(), day: day.of_month() }),
        text(item.from_join.map(|days| t.offset(days)).unwrap_or_default()),
        text(t.state_word(item.kind, item.state).to_owned()),
        text(item.outcome),
    ]
}
