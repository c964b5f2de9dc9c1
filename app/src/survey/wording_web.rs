//! The institution words the questions: managers and administrator, each saving the next edition.

use askama::Template;
use base::event::Event;
use base::register::SurveyWording;
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::text::T;
use super::wording::{self, Line, Wording};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// Longest question, in characters: two lines on a telephone.
const LONGEST: usize = 80;

#[derive(Template)]
#[template(path = "survey/wording.html")]
struct WordingPage {
    f: Frame,
    t: T,
    edition: String,
    groups: Vec<(&'static str, Vec<Row>)>,
    form: Form,
    errors: Errors,
    stale: bool,
}

struct Row {
    company: String,
    company_label: String,
    person: String,
    person_label: String,
    changes: String,
}

fn name(before: bool, question: i64, part: &str) -> String {
    format!("{}{question}_{part}", if before { "b" } else { "q" })
}

fn values(wording: &Wording) -> Form {
    let mut form = Form::default();
    for line in &wording.lines {
        form.set(&name(line.before, line.question, "company"), &line.company);
        form.set(&name(line.before, line.question, "person"), &line.person);
    }
    form.set("version", &wording.edition.to_string());
    form
}

/// The questions as typed. One whose meaning changes begins a series of its own.
fn parse(form: &Form, standing: &Wording, lang: Lang) -> Result<Vec<Line>, Errors> {
    let t = T(lang);
    let mut e = Errors::none();
    let mut lines = Vec::new();
    for (before, question) in wording::all() {
        let mut words = |part: &str| {
            let field = name(before, question, part);
            let typed = base::fold::tidy(form.trimmed(&field));
            if typed.is_empty() || typed.chars().count() > LONGEST {
                e.add(&field, t.e_wording());
            }
            typed
        };
        let (company, person) = (words("company"), words("person"));
        let was = standing.line(before, question).map_or(0, |line| line.series);
        let series = if form.ticked(&name(before, question, "changes")) { standing.edition + 1 } else { was };
        lines.push(Line { before, question, company, person, series });
    }
    e.check().map(|()| lines)
}

async fn draw(cx: &Cx, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let standing = standing(cx).await?;
    let stale = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| values(&standing));
    if stale {
        form.set("version", &standing.edition.to_string());
    }
    let rows = |group: bool| {
        wording::all()
            .filter(|(before, _)| *before == group)
            .map(|(before, question)| Row {
                company: name(before, question, "company"),
                company_label: t.wording_company(question),
                person: name(before, question, "person"),
                person_label: t.wording_person(question),
                changes: name(before, question, "changes"),
            })
            .collect()
    };
    let page = WordingPage {
        f: cx.frame(t.wording_title(), Nav::Settings).await?,
        t,
        edition: if standing.edition == 0 { t.wording_first().to_owned() } else { t.wording_edition(standing.edition) },
        groups: vec![(t.wording_months(), rows(false)), (t.wording_before(), rows(true))],
        form,
        errors,
        stale,
    };
    page_with(status, &page)
}

async fn standing(cx: &Cx) -> Result<Wording, AppError> {
    cx.db
        .read(cx.actor()?, |tx| {
            tx.desk()?.pass::<SurveyWording, deed::Change>()?;
            Ok::<_, AppError>(wording::editions(tx)?.newest())
        })
        .await
}

/// `GET /settings/survey`.
pub async fn show(cx: Cx) -> Answer {
    draw(&cx, StatusCode::OK, None, Errors::none()).await
}

/// `POST /settings/survey`: the next edition. Rounds that were asked keep theirs.
pub async fn save(cx: Cx, form: Form) -> Answer {
    let lines = match parse(&form, &standing(&cx).await?, cx.lang) {
        Ok(lines) => lines,
        Err(errors) => return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let seen = form.version();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (edition, id) = wording::keep(tx, seen, &lines)?;
            let event = Event::TemplateChanged(None, &id).detail(format!("survey edition:{edition}"));
            tx.commit(&event, "/settings/survey?done=saved")
        })
        .await;
    match kept {
        Ok(()) => Ok(go("/settings/survey?done=saved")),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
