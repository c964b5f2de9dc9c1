//! The institution words what reports are drafted with: managers and administrator, each saving the next edition.

use askama::Template;
use base::event::Event;
use base::register::ReportWording;
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::drafted::{self, AGREED, FINDING, MILESTONE, Wording};
use super::text::T;
use crate::placement::rules::{LINE, SENTENCE, fold_sentence, too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "report/wording.html")]
struct WordingPage {
    f: Frame,
    t: T,
    /// Field, label, and the places it may have.
    rows: Vec<(&'static str, &'static str, String)>,
    form: Form,
    errors: Errors,
    stale: bool,
}

fn places(known: &[&str]) -> String {
    known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")
}

async fn draw(cx: &Cx, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let (edition, now) = cx
        .db
        .read(cx.actor()?, |tx| {
            tx.desk()?.pass::<ReportWording, deed::Change>()?;
            drafted::newest(tx).map_err(AppError::from)
        })
        .await?;
    let stale = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| {
        Form::filled([("finding", now.finding), ("agreed", now.agreed), ("milestone", now.milestone), ("version", edition.to_string())])
    });
    if stale {
        form.set("version", &edition.to_string());
    }
    let rows = vec![
        ("finding", t.finding(), places(&FINDING)),
        ("agreed", t.wd_agreed(), places(&AGREED)),
        ("milestone", t.wd_milestone(), places(&MILESTONE)),
    ];
    page_with(status, &WordingPage { f: cx.frame(t.wd_title(), Nav::Settings).await?, t, rows, form, errors, stale })
}

/// `GET /settings/reports`.
pub async fn show(cx: Cx) -> Answer {
    draw(&cx, StatusCode::OK, None, Errors::none()).await
}

fn parse(form: &Form, lang: Lang) -> Result<Wording, Errors> {
    let t = T(lang);
    let mut e = Errors::none();
    let mut sentence = |field: &str, most: usize, known: &[&str]| {
        let text = fold_sentence(form.get(field));
        too_long(&mut e, field, &text, most, lang);
        if let Some(place) = drafted::unknown(&text, known) {
            e.add(field, t.wd_e_place(&place));
        }
        text
    };
    let wording = Wording {
        finding: sentence("finding", LINE, &FINDING),
        agreed: sentence("agreed", SENTENCE, &AGREED),
        milestone: sentence("milestone", SENTENCE, &MILESTONE),
    };
    e.check().map(|()| wording)
}

/// `POST /settings/reports`: the next edition. Drafts that were begun stay as they are.
pub async fn save(cx: Cx, form: Form) -> Answer {
    let wording = match parse(&form, cx.lang) {
        Ok(wording) => wording,
        Err(errors) => return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let seen = form.version();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (edition, id) = drafted::keep(tx, seen, &wording)?;
            tx.commit(&Event::TemplateChanged(None, &id).detail(format!("report edition:{edition}")), "/settings/reports?done=saved")
        })
        .await;
    match kept {
        Ok(()) => Ok(go("/settings/reports?done=saved")),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
