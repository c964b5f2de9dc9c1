//! The institution's template for follow-up plans: each saving is the next edition, plans that stand keep theirs until they
//! are made anew.

use askama::Template;
use base::event::Event;
use base::register::FollowTemplate;
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{MOST_DAYS, MOST_MINUTES, MOST_MONTHS, TemplateLine};
use super::store;
use super::text::T;
use crate::check_in::rules::{Step, Way, With};
use crate::web::frame::Nav;
use crate::web::rows::{self, name};
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// Rows beyond those that stand, to write into.
const MORE: usize = 3;
/// At most this many talks in a template.
const MOST: usize = 40;

#[derive(Template)]
#[template(path = "followup/template.html")]
struct TemplatePage {
    f: Frame,
    t: T,
    edition: String,
    rows: Vec<RowForm>,
    form: Form,
    errors: Errors,
    stale: bool,
    steps: Vec<(String, String)>,
    withs: Vec<(String, String)>,
    ways: Vec<(String, String)>,
}

struct RowForm {
    n: usize,
    label: String,
    step: String,
    with: String,
    way: String,
    months: String,
    days: String,
    minutes: String,
    error: String,
}

fn values(edition: i64, lines: &[TemplateLine]) -> Form {
    let mut form = Form::default();
    for (n, line) in lines.iter().enumerate() {
        rows::put(
            &mut form,
            n,
            &[
                ("step", line.step.as_str()),
                ("with", &line.with),
                ("way", &line.way),
                ("months", &line.months.to_string()),
                ("days", &line.days.to_string()),
                ("minutes", &line.minutes.to_string()),
            ],
        );
    }
    form.set("version", &edition.to_string());
    form
}

/// A whole number as typed; blank is 0.
fn number<N: std::str::FromStr + Default + PartialOrd + Copy>(typed: &str, most: N) -> Option<N> {
    let typed = base::fold::tidy(typed);
    if typed.is_empty() {
        return Some(N::default());
    }
    typed.parse::<N>().ok().filter(|number| *number >= N::default() && *number <= most)
}

/// The lines as typed; a row without a step is left out.
fn parse(form: &Form, lang: Lang) -> Result<Vec<TemplateLine>, Errors> {
    let t = T(lang);
    let mut e = Errors::none();
    let mut lines: Vec<TemplateLine> = Vec::new();
    for n in 0..MOST {
        let get = |field: &str| form.trimmed(&name(n, field)).to_owned();
        if get("step").is_empty() {
            continue;
        }
        let numbers = (number(&get("months"), MOST_MONTHS), number(&get("days"), MOST_DAYS), number(&get("minutes"), MOST_MINUTES));
        let (Some(months), Some(days), Some(minutes)) = numbers else {
            e.add(&name(n, "step"), t.e_numbers());
            continue;
        };
        let line = TemplateLine { step: get("step"), with: get("with"), way: get("way"), months, days, minutes };
        if line.read().is_none() {
            e.add(&name(n, "step"), crate::web::text::T(lang).e_choose());
        } else if lines.iter().any(|known| known.key() == line.key()) {
            e.add(&name(n, "step"), t.e_twice());
        } else {
            lines.push(line);
        }
    }
    if lines.is_empty() && e.is_empty() {
        e.add("l0_step", t.e_lines());
    }
    e.check()?;
    lines.sort_by_key(|line| (line.months, line.days));
    Ok(lines)
}

async fn draw(cx: &Cx, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, c) = (T(cx.lang), crate::check_in::text::T(cx.lang));
    let template = cx
        .db
        .read(cx.actor()?, |tx| {
            tx.desk()?.pass::<FollowTemplate, deed::Change>()?;
            store::template(tx).map_err(AppError::from)
        })
        .await?;
    let stale = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| values(template.edition, &template.lines));
    if stale {
        form.set("version", &template.edition.to_string());
    }
    let rows = rows::drawn(&form, "step", MORE, MOST)
        .map(|n| {
            let get = |field: &str, or: &str| rows::typed(&form, n, field, or);
            RowForm {
                n,
                label: t.row(n + 1),
                step: get("step", ""),
                with: get("with", With::Person.code()),
                way: get("way", Way::Call.code()),
                months: get("months", "0"),
                days: get("days", "0"),
                minutes: get("minutes", "0"),
                error: errors.of(&name(n, "step")).to_owned(),
            }
        })
        .collect();
    let mut steps = vec![(String::new(), t.no_talk().to_owned())];
    steps.extend(Step::ALL.map(|step| (step.code().to_owned(), c.what(Some(step), Way::Call).to_owned())));
    let page = TemplatePage {
        f: cx.frame(t.template_title(), Nav::Settings).await?,
        t,
        edition: if template.edition == 0 { t.template_first().to_owned() } else { t.template_edition(template.edition) },
        rows,
        form,
        errors,
        stale,
        steps,
        withs: With::ALL.map(|with| (with.code().to_owned(), c.with_choice(with).to_owned())).to_vec(),
        ways: Way::ALL.map(|way| (way.code().to_owned(), c.way_word(way).to_owned())).to_vec(),
    };
    page_with(status, &page)
}

/// `GET /settings/follow-up`.
pub async fn show(cx: Cx) -> Answer {
    draw(&cx, StatusCode::OK, None, Errors::none()).await
}

/// `POST /settings/follow-up`: the next edition.
pub async fn save(cx: Cx, form: Form) -> Answer {
    // Who may not word it learns nothing of its fields.
    cx.db.read(cx.actor()?, |tx| tx.desk()?.pass::<FollowTemplate, deed::Change>().map(drop).map_err(AppError::from)).await?;
    let lines = match parse(&form, cx.lang) {
        Ok(lines) => lines,
        Err(errors) => return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let seen = form.version();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (edition, id) = store::keep_template(tx, seen, &lines)?;
            let event = Event::TemplateChanged(None, &id).detail(format!("follow-up edition:{edition} talks:{}", lines.len()));
            tx.commit(&event, "/settings/follow-up?done=saved")
        })
        .await;
    match kept {
        Ok(()) => Ok(go("/settings/follow-up?done=saved")),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
