//! Pages of the placement: the list, and the form for a new case.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use base::clock::Day;
use base::event::Event;
use base::text::Lang;
use http::StatusCode;

use super::opening::{Clash, open_case};
use super::rules::{CONTRACTS, Draft, family_name, short_company};
use super::store::{self, Filter, ListLine};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// Lines of one page of the list.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "placement/list.html")]
struct ListPage {
    f: Frame,
    t: T,
    lines: Vec<Row>,
    filter: &'static str,
    find: String,
    next: Option<String>,
    desk: bool,
}

struct Row {
    id: String,
    company: String,
    person: String,
    post: String,
    stage: String,
    join: String,
}

fn row(line: ListLine, today: Day, lang: Lang) -> Row {
    let t = T(lang);
    let stage = match (line.state.as_str(), line.join_on) {
        ("joined", Some(join)) if join <= today => t.day_n(join.until(today) + 1),
        (state, _) => t.stage(state).to_owned(),
    };
    Row {
        stage,
        join: line.join_on.map_or_else(|| crate::web::text::T(lang).undecided().to_owned(), |day| lang.day(day)),
        company: short_company(&line.company),
        person: line.person,
        post: line.post,
        id: line.id,
    }
}

/// `GET /cases`: the cases this seat reaches, newest first.
pub async fn list(cx: Cx, Query(query): Query<HashMap<String, String>>) -> Answer {
    let (filter, name) = match query.get("f").map(String::as_str) {
        Some("before") => (Filter::Before, "before"),
        Some("after") => (Filter::After, "after"),
        Some("ended") => (Filter::Ended, "ended"),
        _ => (Filter::All, "all"),
    };
    let find: String = query.get("q").map(|q| q.chars().take(60).collect()).unwrap_or_default();
    let after =
        query.get("after").and_then(|key| key.split_once('.')).and_then(|(at, id)| at.parse().ok().map(|at: i64| (at, id.to_owned())));
    let sought = find.clone();
    let mut lines = cx
        .db
        .read(cx.actor()?, move |tx| {
            let lines = store::page(tx, filter, &sought, after, PAGE + 1)?;
            #[cfg(feature = "planted")]
            strained(tx, &lines);
            Ok::<_, AppError>(lines)
        })
        .await?;
    let next = (i64::try_from(lines.len()).is_ok_and(|n| n > PAGE)).then(|| {
        lines.truncate(usize::try_from(PAGE).unwrap_or(0));
        lines.last().map(|line| format!("{}.{}", line.created_at, line.id)).unwrap_or_default()
    });
    let t = T(cx.lang);
    let (today, lang) = (cx.today(), cx.lang);
    page(&ListPage {
        f: cx.frame(t.list_title(), Nav::Cases).await?,
        t,
        lines: lines.into_iter().map(|line| row(line, today, lang)).collect(),
        filter: name,
        find,
        next,
        desk: cx.seat() == Some(base::actor::StaffSeat::Consultant),
    })
}

/// Work that a list must not do, each kind for a planted bug.
#[cfg(feature = "planted")]
fn strained(tx: &base::store::Read<'_>, lines: &[ListLine]) {
    if base::planted::is("slow_query") {
        tx.strain(true);
    }
    if base::planted::is("added_count") {
        tx.strain(false);
    }
    for line in lines.iter().filter(|_| base::planted::is("n_plus_one")) {
        drop(tx.enter(&line.id));
    }
}

#[derive(Template)]
#[template(path = "placement/new.html")]
struct NewPage {
    f: Frame,
    t: T,
    form: Form,
    errors: Errors,
    branches: Vec<(String, String)>,
    deputies: Vec<(String, String)>,
    contracts: Vec<(String, String)>,
    sides: Vec<(String, String)>,
}

async fn new_page(cx: &Cx, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let me = cx.actor()?.clone();
    let (mut branches, mut deputies) = cx.db.read(cx.actor()?, move |tx| store::choices(tx, &me).map_err(AppError::from)).await?;
    branches.insert(0, (String::new(), t.none().to_owned()));
    deputies.insert(0, (String::new(), t.none().to_owned()));
    let contracts = CONTRACTS.iter().map(|code| ((*code).to_owned(), t.contract_word(code).to_owned())).collect();
    let sides = ["two", "one"].iter().map(|code| ((*code).to_owned(), t.sides_word(code).to_owned())).collect();
    page_with(status, &NewPage { f: cx.frame(t.new_title(), Nav::Cases).await?, t, form, errors, branches, deputies, contracts, sides })
}

/// `GET /cases/new`.
pub async fn new(cx: Cx) -> Answer {
    new_page(&cx, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/new`: registers a case. Nothing is sent to anyone.
pub async fn open(cx: Cx, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let draft = match Draft::parse(&form, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return new_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let me = cx.actor()?.id().to_owned();
    let opened = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let placement = open_case(tx, &draft, &me)?;
            let back = format!("/cases/{placement}?done=opened");
            tx.commit(&Event::PlacementOpened(Some(&placement), &placement), &back).map(|done| done.with(back)).map_err(Clash::from)
        })
        .await;
    let errors = match opened {
        Ok(back) => return Ok(go(&back)),
        Err(Clash::OtherNumber(name)) => Errors::one("number", t.e_known_company(&name)),
        Err(Clash::CaseNo) => Errors::one("case_no", t.e_case_no()),
        Err(Clash::SameCase | Clash::Store(base::store::StoreError::Duplicate(_))) => Errors::one("company", t.e_same_case()),
        Err(Clash::Store(error)) => return Ok(AppError::from(error).into_response()),
    };
    new_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await
}

/// Company and family name for a line: used by other slices' lists.
pub fn who(company: &str, person: &str, lang: Lang) -> String {
    let (company, person) = (short_company(company), family_name(person));
    lang.pick(format!("{company}・{person}さん"), format!("{company} · {person}"))
}
