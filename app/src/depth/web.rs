//! The page of depth: a drawing, a sentence, a table, and the form that notes a meeting.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::clock::Day;
use base::event::Event;
use base::register::Touch;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;
use paper::chart::{Dots, Shape, dots};

use super::rules::{Draft, Level, Met, TOPICS, WAYS, counted, quarters, sums};
use super::store::{self, Row};
use super::text::T;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// What is told of a case: the quarters, sentences, topics, and numbers by level.
pub(super) struct Told {
    quarters: Vec<Day>,
    pub(super) sentences: Vec<String>,
    topics: Vec<String>,
    lanes: Vec<(&'static str, Shape, Vec<u32>)>,
    rows: Vec<Row>,
}

fn shape(level: Level) -> Shape {
    match level {
        Level::Owner => Shape::Circle,
        Level::Executive => Shape::Square,
        Level::Site => Shape::Triangle,
        Level::Staff => Shape::Ring,
    }
}

/// Gathers what this seat may know.
pub(super) fn told(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Told, AppError> {
    let t = T(lang);
    let rows = store::touches(tx, entry)?;
    let join = placement::facts(tx, entry)?.join_on;
    let today = tx.now().day();
    let met: Vec<Met> = rows.iter().map(Row::met).chain(store::talks(tx, entry)?).collect();
    let quarters = quarters(join, today);
    let (before, after) = sums(&met, &quarters, join);
    let comma = lang.pick("、", ", ");
    let levels = |codes: &[&str]| {
        codes.iter().filter_map(|code| Level::parse(code)).map(|level| t.level_word(level)).collect::<Vec<_>>().join(comma)
    };
    let topics = |codes: &[&str]| codes.iter().map(|code| t.topic_word(code)).collect::<Vec<_>>().join(comma);
    let sentences = match (before.times + after.times, join) {
        (0, _) => vec![t.none_yet().to_owned()],
        (_, None) => vec![t.undecided(before.times, &levels(&before.levels))],
        _ => vec![
            if before.times == 0 { t.before_none().to_owned() } else { t.before(before.times, &levels(&before.levels)) },
            if after.times == 0 { t.after_none().to_owned() } else { t.after(after.times, &levels(&after.levels)) },
        ],
    };
    let mut about = Vec::new();
    if !before.topics.is_empty() {
        about.push(t.topics_before(&topics(&before.topics)));
    }
    if !after.topics.is_empty() {
        about.push(t.topics_after(&topics(&after.topics)));
    }
    let lanes = Level::ALL.into_iter().map(|level| (t.level_word(level), shape(level), counted(&met, level, &quarters))).collect();
    Ok(Told { quarters, sentences, topics: about, lanes, rows })
}

#[derive(Template)]
#[template(path = "depth/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    sentences: Vec<String>,
    topics: Vec<String>,
    svg: String,
    heads: Vec<String>,
    table: Vec<(&'static str, Vec<u32>)>,
    /// What was noted: words, id, version, key; empty where the seat only reads.
    rows: Vec<(String, String, i64, String)>,
    may: bool,
    levels: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    all_topics: Vec<(&'static str, &'static str, bool)>,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, asked, ids) = (T(cx.lang), cx.lang, case.clone(), cx.db.ids().clone());
    let (short, told, may) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Touch, deed::View>()?;
            let may = entry.may::<Touch, deed::Change>();
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), self::told(tx, &entry, lang)?, may))
        })
        .await?;
    let short_heads: Vec<String> = told.quarters.iter().map(|start| t.quarter_short(start.month())).collect();
    let svg = dots(&Dots { title: t.chart(), description: &told.sentences.join(" "), months: &short_heads, lanes: &told.lanes });
    let row = |row: &Row| {
        let met = row.met();
        let words = t.row(&lang.day(row.met_on), t.level_word(met.level), t.way_word(&row.way), row.heads);
        (words, row.id.clone(), row.version, ids.token())
    };
    let page = ShowPage {
        f: cx.frame(t.title(), Nav::Cases).await?,
        t,
        case,
        short,
        heads: told.quarters.iter().map(|start| t.quarter(start.year(), start.month(), start.month() + 2)).collect(),
        table: told.lanes.iter().map(|(name, _, numbers)| (*name, numbers.clone())).collect(),
        rows: if may { told.rows.iter().map(row).collect() } else { Vec::new() },
        sentences: told.sentences,
        topics: told.topics,
        svg,
        may,
        levels: Level::ALL.iter().map(|level| (level.code().to_owned(), t.level_word(*level).to_owned())).collect(),
        ways: WAYS.iter().map(|way| ((*way).to_owned(), t.way_word(way).to_owned())).collect(),
        all_topics: TOPICS.iter().map(|topic| (*topic, t.topic_word(topic), form.all("topic").any(|ticked| ticked == *topic))).collect(),
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/depth`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    let form = Form::filled([("way", "visit".to_owned()), ("level", "owner".to_owned())]);
    draw(&cx, case, StatusCode::OK, form, Errors::none()).await
}

/// `POST /cases/{case}/depth`: notes that the bank met people of the company.
pub async fn add(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let draft = match Draft::parse(&form, cx.today(), cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::note(tx, &entry, &draft)?;
            let back = format!("/cases/{case}/depth?done=recorded");
            let event = Event::TouchKept(Some(&case), &id).detail(format!("{} {}", draft.level.code(), draft.way));
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// `POST /cases/{case}/depth/{id}/drop`: a note that was wrong is counted no more.
pub async fn drop(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let seen = form.version();
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry: Entry = tx.enter(&case)?;
            let back = format!("/cases/{case}/depth?done=saved");
            match store::leave_out(tx, &entry, &id, seen) {
                // A colleague left it out already.
                Err(StoreError::Stale) | Ok(()) => {}
                Err(error) => return Err(error),
            }
            tx.commit(&Event::TouchKept(Some(&case), &id).detail("left out"), &back).map(|done| done.with(back))
        })
        .await?;
    Ok(go(&back))
}
