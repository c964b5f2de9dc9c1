//! `GET /cases/export`: the case list as a spreadsheet for the monthly meeting. What stands in it is what the seat may read.

use axum::response::Response;
use base::clock::Day;
use base::event::Event;
use base::register::{Branch, Company, Issue, Person, Placement};
use base::sql;
use base::store::{Read, StoreError, deed};
use paper::sheet::write::{ColumnOut, TableOut, Value, workbook};

use super::text::T;
use crate::web::{AppError, Cx, download};

base::row! {
    struct Row { case_no: Option<String>, company: String, person: String, post: String, state: String, offer_on: Option<Day>, join_on: Option<Day>, contract: String, sides: String, branch: Option<String>, id: String }
}

fn rows(tx: &Read<'_>) -> Result<Vec<Row>, StoreError> {
    tx.rows(
        (&tx.reach::<Placement, deed::View>()?, &tx.reach::<Company, deed::View>()?, &tx.reach::<Person, deed::View>()?, &tx.reach::<Branch, deed::View>()?),
        sql!(Placement, Company, Person, Branch =>
            "select p.case_no, c.name, h.name, p.post, p.state, p.offer_on, p.join_on, p.contract, p.sides, b.name, p.id \
             from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id left join branches b on b.id = p.branch_id \
             order by p.created_at desc, p.id desc"),
        vec![],
    )
}

/// The present wording of the issue by case; none for a seat that may not read issues.
fn issues(tx: &Read<'_>) -> Result<std::collections::HashMap<String, String>, StoreError> {
    let Ok(pass) = tx.reach::<Issue, deed::View>() else { return Ok(std::collections::HashMap::new()) };
    let rows: Vec<(String, String)> =
        tx.rows(&pass, sql!(Issue => "select placement_id, sentence from issues order by placement_id, edition"), vec![])?;
    Ok(rows.into_iter().collect())
}

/// `GET /cases/export`.
pub async fn export(cx: Cx) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (rows, issues) = cx.db.survey(cx.actor()?, |tx| Ok::<_, AppError>((rows(tx)?, issues(tx)?))).await?;
    #[cfg(feature = "planted")]
    let rows = if base::planted::is("export_tells") {
        let (mut rows, slip) = (rows, cx.db.survey(cx.actor()?, |tx| Ok::<_, AppError>(tx.slip())).await?);
        for row in rows.iter_mut().filter(|_| slip > 2) {
            row.post.push('*');
        }
        rows
    } else {
        rows
    };
    let count = rows.len();
    let text = |text: String| if text.is_empty() { Value::Blank } else { Value::Text(text) };
    let day = |day: Option<Day>, open: &str| {
        day.map_or_else(|| text(open.to_owned()), |day| Value::Day { year: day.year(), month: day.month(), day: day.of_month() })
    };
    let undecided = crate::web::text::T(lang).undecided();
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
    let table = TableOut {
        name: t.list_title().to_owned(),
        title: t.list_title().to_owned(),
        lines: vec![t.as_of(&lang.day(cx.today()), count)],
        columns: columns.into_iter().map(|(heading, width)| ColumnOut { heading: heading.to_owned(), width }).collect(),
        rows: rows
            .into_iter()
            .map(|row| {
                vec![
                    text(row.case_no.unwrap_or_default()),
                    text(row.company),
                    text(row.person),
                    text(row.post),
                    text(t.stage(&row.state).to_owned()),
                    day(row.offer_on, ""),
                    day(row.join_on, undecided),
                    text(t.contract_word(&row.contract).to_owned()),
                    text(t.sides_word(&row.sides).to_owned()),
                    text(row.branch.unwrap_or_default()),
                    text(issues.get(&row.id).cloned().unwrap_or_default()),
                ]
            })
            .collect(),
    };
    let bytes = tokio::task::spawn_blocking(move || workbook(&[table])).await.map_err(|_| AppError::broken("writing a sheet stopped"))?;
    let bytes = bytes.map_err(|error| AppError::broken(error.to_string()))?;
    let actor = cx.actor()?.clone();
    cx.db
        .write(&actor, None, move |tx| {
            tx.commit(&Event::ListExported(None, "").detail(format!("cases:{count}")), "").map_err(AppError::from)
        })
        .await?;
    let name = format!("{}_{}.xlsx", t.list_title(), cx.today().to_string().replace('-', ""));
    Ok(download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}
