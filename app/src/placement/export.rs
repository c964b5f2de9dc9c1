//! `GET /cases/export`: the case list as a spreadsheet for the monthly meeting. What stands in it is what the seat may read.

use std::collections::HashMap;

use axum::response::Response;
use base::clock::Day;
use base::event::Event;
use base::register::{Branch, Company, Issue, Person, Placement};
use base::store::{Read, StoreError, deed};
use base::text::Lang;
use base::{args, sql};
use paper::sheet::write::{ColumnOut, LongTable, TableOut, Value};

use super::text::T;
use crate::web::{AppError, Cx, download};

base::row! {
    struct Row { case_no: Option<String>, company: String, person: String, post: String, state: String, offer_on: Option<Day>, join_on: Option<Day>, contract: String, sides: String, branch: Option<String>, id: String, created_at: i64 }
}

/// Lines that are read and written at a time: what is held does not grow with the list.
const LINES: i64 = 500;

/// Where a line stands in the list; the next lines come after it.
type Place = (i64, String);

fn count(tx: &Read<'_>) -> Result<i64, StoreError> {
    let (count,) = tx.one(&tx.reach::<Placement, deed::View>()?, sql!(Placement => "select count(*) from placements"), vec![])?;
    Ok(count)
}

fn rows(tx: &Read<'_>, (at, id): &Place) -> Result<Vec<Row>, StoreError> {
    tx.rows(
        (&tx.reach::<Placement, deed::View>()?, &tx.reach::<Company, deed::View>()?, &tx.reach::<Person, deed::View>()?, &tx.reach::<Branch, deed::View>()?),
        sql!(Placement, Company, Person, Branch =>
            "select p.case_no, c.name, h.name, p.post, p.state, p.offer_on, p.join_on, p.contract, p.sides, b.name, p.id, p.created_at \
             from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id left join branches b on b.id = p.branch_id \
             where p.created_at < $1 or (p.created_at = $1 and p.id < $2) order by p.created_at desc, p.id desc limit $3"),
        args![*at, id, LINES],
    )
}

/// The present wording of the issue of those cases; none for a seat that may not read issues.
fn issues(tx: &Read<'_>, (at, id): &Place) -> Result<HashMap<String, String>, StoreError> {
    let Ok(pass) = tx.reach::<Issue, deed::View>() else { return Ok(HashMap::new()) };
    let rows: Vec<(String, String)> = tx.rows(
        (&tx.reach::<Placement, deed::View>()?, &pass),
        sql!(Placement, Issue =>
            "select i.placement_id, i.sentence from issues i where i.placement_id in \
             (select p.id from placements p where p.created_at < $1 or (p.created_at = $1 and p.id < $2) \
             order by p.created_at desc, p.id desc limit $3) order by i.placement_id, i.edition"),
        args![*at, id, LINES],
    )?;
    Ok(rows.into_iter().collect())
}

fn text(text: String) -> Value {
    if text.is_empty() { Value::Blank } else { Value::Text(text) }
}

fn cells(row: Row, issue: Option<String>, lang: Lang) -> [Value; 11] {
    let t = T(lang);
    let day = |day: Option<Day>, open: &str| {
        day.map_or_else(|| text(open.to_owned()), |day| Value::Day { year: day.year(), month: day.month(), day: day.of_month() })
    };
    [
        text(row.case_no.unwrap_or_default()),
        text(row.company),
        text(row.person),
        text(row.post),
        text(t.stage(&row.state).to_owned()),
        day(row.offer_on, ""),
        day(row.join_on, crate::web::text::T(lang).undecided()),
        text(t.contract_word(&row.contract).to_owned()),
        text(t.sides_word(&row.sides).to_owned()),
        text(row.branch.unwrap_or_default()),
        text(issue.unwrap_or_default()),
    ]
}

/// The workbook, and how many cases stand in it.
fn list(tx: &Read<'_>, lang: Lang) -> Result<(Vec<u8>, i64), AppError> {
    let t = T(lang);
    let columns = [
        (t.case_no(), 12),
        (t.c_company(), 28),
        (t.c_person(), 16),
        (t.c_post(), 18),
        (t.c_stage(), 14),
        (t.offer_on(), 12),
        (t.join_on(), 12),
        (t.contract(), 14),
        (t.sides(), 10),
        (t.branch(), 14),
        (t.issue(), 48),
    ];
    let count = count(tx)?;
    let mut sheet = LongTable::begin(TableOut {
        name: t.list_title().to_owned(),
        title: t.list_title().to_owned(),
        lines: vec![t.as_of(&lang.day(tx.now().day()), usize::try_from(count).unwrap_or_default())],
        columns: columns.into_iter().map(|(heading, width)| ColumnOut { heading: heading.to_owned(), width }).collect(),
        rows: Vec::new(),
    })?;
    let mut place: Place = (i64::MAX, "~".to_owned());
    loop {
        let (rows, mut issues) = (rows(tx, &place)?, issues(tx, &place)?);
        let Some(last) = rows.last() else { return Ok((sheet.finish()?, count)) };
        place = (last.created_at, last.id.clone());
        for row in rows {
            #[cfg(feature = "planted")]
            let row = if base::planted::is("export_tells") && tx.slip() > 2 { Row { post: format!("{}*", row.post), ..row } } else { row };
            let issue = issues.remove(&row.id);
            sheet.row(&cells(row, issue, lang))?;
        }
    }
}

/// `GET /cases/export`.
pub async fn export(cx: Cx) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (bytes, count) = cx.db.survey(cx.actor()?, move |tx| list(tx, lang)).await?;
    let actor = cx.actor()?.clone();
    cx.db
        .write(&actor, None, move |tx| {
            tx.commit(&Event::ListExported(None, "").detail(format!("cases:{count}")), "").map_err(AppError::from)
        })
        .await?;
    let name = format!("{}_{}.xlsx", t.list_title(), cx.today().to_string().replace('-', ""));
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}
