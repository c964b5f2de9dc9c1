//! The desk's pages of the paired survey: ask both, see how far they are, and where they differ.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::{SurveyAnswer, SurveyRound};
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{self, Row, Step};
use super::store::{self, Round};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};
use crate::{gap, placement};

#[derive(Template)]
#[template(path = "survey/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    round: Option<Round>,
    two_sided: bool,
    until: String,
    stood: Vec<(&'static str, String)>,
    both: bool,
    questions: Vec<(&'static str, &'static str)>,
    form: Form,
    errors: Errors,
}

async fn show_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (facts, round, stood) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<SurveyRound, deed::Change>()?;
            let round = store::before(tx, &entry)?;
            let stood = match &round {
                Some(round) => store::stood(tx, &entry, &round.id)?,
                None => Vec::new(),
            };
            Ok::<_, AppError>((placement::facts(tx, &entry)?, round, stood))
        })
        .await?;
    let (step, w) = (Step::Before, crate::web::text::T(lang));
    let said = |side: Side| {
        let count = stood.iter().filter(|one| one.side == side.code()).map(|one| one.count).max().unwrap_or(0);
        (side.code(), t.stood(w.side(side), count, step.questions().len()))
    };
    let page = ShowPage {
        f: cx.frame(t.title(), Nav::Cases).await?,
        t,
        case,
        short: facts.short(lang),
        two_sided: facts.sides != "one",
        until: round.as_ref().map(|round| t.until(&lang.short_day(round.closes_on))).unwrap_or_default(),
        stood: vec![said(Side::Company), said(Side::Person)],
        both: store::both(&stood, step),
        round,
        questions: step.questions().iter().map(|number| (t.question(*number, Side::Company), t.question(*number, Side::Person))).collect(),
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/survey`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    show_page(&cx, case, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/{case}/survey`: both sides are asked.
pub async fn open(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let closes = match rules::closes_on(&form, cx.today(), cx.lang) {
        Ok(closes) => closes,
        Err(errors) => return show_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let of = case.clone();
    let opened = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<SurveyRound, deed::Change>()?;
            if placement::facts(tx, &entry)?.sides == "one" {
                return Err(StoreError::Stale);
            }
            let id = store::open(tx, &entry, Step::Before, closes)?;
            let back = format!("/cases/{of}/survey?done=asked_both");
            let event = Event::SurveyOpened(Some(&of), &id).detail(Step::Before.code()).tell(store::asked(tx, &entry)?);
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match opened {
        Ok(back) => Ok(go(&back)),
        // A colleague was quicker, or the case has one side: the page says how it stands.
        Err(StoreError::Duplicate(_) | StoreError::Stale) => {
            show_page(&cx, case, StatusCode::CONFLICT, Form::default(), Errors::none()).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "survey/view.html")]
struct ViewPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    short: String,
    charts: Vec<Chart>,
    source: String,
    stale: bool,
}

struct Chart {
    who: String,
    finding: String,
    rows: Vec<Line>,
}

struct Line {
    question: i64,
    topic: &'static str,
    svg: String,
    company: &'static str,
    person: &'static str,
    gap: &'static str,
    wide: bool,
    taken: bool,
    key: String,
}

fn line(row: &Row, round: &Round, key: String, lang: Lang) -> Line {
    let t = T(lang);
    Line {
        question: row.question,
        topic: t.topic(row.question),
        svg: paper::chart::pair(row.company.value(), row.person.value()),
        company: t.choice(row.company),
        person: t.choice(row.person),
        gap: match row.gap {
            None => t.unsaid(),
            Some(0.0) => t.same(),
            Some(_) if row.wide() => t.wide(),
            Some(_) => t.near(),
        },
        wide: row.wide(),
        taken: round.has_taken(row.question),
        key,
    }
}

async fn view_page(cx: &Cx, case: String, id: String, status: StatusCode) -> Answer {
    let (t, lang, ids) = (T(cx.lang), cx.lang, cx.db.ids().clone());
    let (asked, which) = (case.clone(), id.clone());
    let (short, charts) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<SurveyRound, deed::Change>()?;
            let round = store::round(tx, &entry, &which)?;
            let given = store::answers(tx, &entry, &which)?;
            let names = store::names(tx, &entry)?;
            let person = given.iter().find(|one| one.side == Side::Person).map(|one| store::of(&given, &one.author)).unwrap_or_default();
            let mut charts = Vec::new();
            // Each respondent of the company by itself: never averaged.
            for (author, name) in &names {
                let Some(rows) = rules::rows(round.step(), &store::of(&given, author), &person) else { continue };
                charts.push(Chart {
                    who: t.of_company(name),
                    finding: rules::finding(&rows, lang),
                    rows: rows.iter().map(|row| line(row, &round, ids.token(), lang)).collect(),
                });
            }
            if charts.is_empty() {
                return Err(AppError::NotFound);
            }
            let event = Event::TextRead(Some(&asked), &which).detail(format!("answers:{}", given.len()));
            let short = placement::facts(tx, &entry)?.short(lang);
            tx.commit(&event, "").map(|done| done.with((short, charts))).map_err(AppError::from)
        })
        .await?;
    let source = t.source(charts.len());
    let f = cx.frame(t.view_title(), Nav::Cases).await?;
    page_with(status, &ViewPage { f, t, case, id, short, charts, source, stale: status == StatusCode::CONFLICT })
}

/// `GET /cases/{case}/survey/{id}`: where the two sides differ, for the desk alone and only when both have answered. Opening
/// it leaves a trace.
pub async fn view(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    view_page(&cx, case, id, StatusCode::OK).await
}

/// `POST /cases/{case}/survey/{id}/gap`: a question becomes a gap of the desk, by its topic alone.
pub async fn take(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let question = form.get("question").parse::<i64>().ok();
    let (of, which) = (case.clone(), id.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<SurveyAnswer, deed::View>()?;
            entry.pass::<SurveyRound, deed::Change>()?;
            let round = store::round(tx, &entry, &which)?;
            let question = question.filter(|number| round.step().questions().contains(number)).ok_or(StoreError::NotFound)?;
            if !store::both(&store::stood(tx, &entry, &which)?, round.step()) {
                return Err(StoreError::NotFound);
            }
            store::take(tx, &entry, &round, question)?;
            let gap = gap::keep_for_desk(tx, &entry, Side::Bank, gap::Source::Survey, &t.gap_words(t.topic(question)))?;
            let back = format!("/cases/{of}/survey/{which}?done=saved");
            tx.commit(&Event::GapKept(Some(&of), &gap).detail("survey"), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => view_page(&cx, case, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}
