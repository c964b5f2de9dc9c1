//! The institution's template for preparations: managers word it, each saving is the next edition, lists that stand keep theirs.

use askama::Template;
use base::event::Event;
use base::register::PrepTemplate;
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{Doer, Kind, Needed};
use super::store::{self, TemplateLine};
use super::text::T;
use crate::account::settings;
use crate::placement::rules::SENTENCE;
use crate::web::frame::Nav;
use crate::web::rows::{self, name};
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// Rows beyond those that stand, to write into.
const MORE: usize = 4;
/// At most this many items in a template.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "preparation/template.html")]
struct TemplatePage {
    f: Frame,
    t: T,
    nav: settings::Words,
    edition: String,
    rows: Vec<RowForm>,
    form: Form,
    errors: Errors,
    stale: bool,
    kinds: Vec<(String, String)>,
    sides: Vec<(String, String)>,
    needs: Vec<(String, String)>,
    ways: Vec<(String, String)>,
}

struct RowForm {
    n: usize,
    body: String,
    kind: String,
    side: String,
    needed: String,
    days: String,
    way: String,
    error: String,
}

fn values(edition: i64, lines: &[TemplateLine]) -> Form {
    let mut form = Form::default();
    for (n, line) in lines.iter().enumerate() {
        rows::put(
            &mut form,
            n,
            &[
                ("body", line.body.as_str()),
                ("kind", &line.kind),
                ("side", &line.side),
                ("needed", &line.needed),
                ("days", &line.days.abs().to_string()),
                ("way", if line.days > 0 { "after" } else { "before" }),
            ],
        );
    }
    form.set("version", &edition.to_string());
    form
}

/// The lines as typed; a row without words is left out.
fn parse(form: &Form, lang: Lang) -> Result<Vec<TemplateLine>, Errors> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut e = Errors::none();
    let mut lines = Vec::new();
    for n in 0..MOST + MORE {
        let get = |field: &str| form.trimmed(&name(n, field)).to_owned();
        let body = base::fold::tidy(&get("body"));
        if body.is_empty() {
            continue;
        }
        let long = body.chars().count();
        if long > SENTENCE {
            e.add(&name(n, "body"), w.e_long(SENTENCE, long));
        }
        let days = base::fold::tidy(&get("days")).replace('日', "").parse::<i64>().ok().filter(|days| (0..=731).contains(days));
        let (Some(days), true, true, true) =
            (days, Kind::parse(&get("kind")).is_some(), Doer::parse(&get("side")).is_some(), Needed::parse(&get("needed")).is_some())
        else {
            e.add(&name(n, "body"), t.e_days());
            continue;
        };
        let days = if get("way") == "after" { days } else { -days };
        lines.push(TemplateLine { kind: get("kind"), side: get("side"), needed: get("needed"), days, body });
    }
    if lines.is_empty() {
        e.add("l0_body", t.e_lines());
    }
    e.check().map(|()| lines)
}

async fn draw(cx: &Cx, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let template = cx
        .db
        .read(cx.actor()?, |tx| {
            tx.desk()?.pass::<PrepTemplate, deed::Change>()?;
            store::template(tx).map_err(AppError::from)
        })
        .await?;
    let stale = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| values(template.edition, &template.lines));
    if stale {
        form.set("version", &template.edition.to_string());
    }
    let rows = rows::drawn(&form, "body", MORE, MOST)
        .map(|n| {
            let get = |field: &str, or: &str| rows::typed(&form, n, field, or);
            RowForm {
                n,
                body: get("body", ""),
                kind: get("kind", Kind::Company.code()),
                side: get("side", "company"),
                needed: get("needed", Needed::No.code()),
                days: get("days", "14"),
                way: get("way", "before"),
                error: errors.of(&name(n, "body")).to_owned(),
            }
        })
        .collect();
    let f = cx.frame(t.template_title(), Nav::Settings).await?;
    let own = f.house.own(cx.lang);
    let code = |code: &'static str, word: &str| (code.to_owned(), word.to_owned());
    let page = TemplatePage {
        t,
        nav: settings::Words(cx.lang),
        edition: if template.edition == 0 { t.template_first().to_owned() } else { t.template_edition(template.edition) },
        rows,
        form,
        errors,
        stale,
        kinds: Kind::PREPARING.iter().map(|kind| code(kind.code(), t.group_word(*kind))).collect(),
        sides: Doer::ALL.iter().map(|doer| code(doer.code(), t.doer(*doer, own))).collect(),
        needs: Needed::ALL.iter().map(|needed| code(needed.code(), t.needed_word(*needed))).collect(),
        ways: vec![code("before", t.way_before()), code("after", t.way_after())],
        f,
    };
    page_with(status, &page)
}

/// `GET /settings/preparation`.
pub async fn show(cx: Cx) -> Answer {
    draw(&cx, StatusCode::OK, None, Errors::none()).await
}

/// `POST /settings/preparation`: the next edition.
pub async fn save(cx: Cx, form: Form) -> Answer {
    let lines = match parse(&form, cx.lang) {
        Ok(lines) => lines,
        Err(errors) => return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let seen = form.version();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (edition, id) = store::keep_template(tx, seen, &lines)?;
            let event = Event::TemplateChanged(None, &id).detail(format!("preparation edition:{edition} items:{}", lines.len()));
            tx.commit(&event, "/settings/preparation?done=saved")
        })
        .await;
    match kept {
        Ok(()) => Ok(go("/settings/preparation?done=saved")),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
