//! The institution's rules for the end and for figures: what no law settles, with the source of each shown beside it.

use askama::Template;
use axum::response::Response;
use base::event::Event;
use base::store::StoreError;
use http::StatusCode;

use super::store;
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "closing/terms.html")]
struct TermsPage {
    f: Frame,
    t: T,
    dismissals: Vec<(String, String)>,
    indices: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let now = cx.db.read(cx.actor()?, |tx| store::terms(tx).map_err(AppError::from)).await?;
    let mut form = typed.unwrap_or_else(|| {
        Form::filled([
            ("keep_months", now.keep_months.to_string()),
            ("refund_dismissal", now.dismissal().to_owned()),
            ("indices", now.indices().to_owned()),
        ])
    });
    form.set("version", &now.version.to_string());
    let dismissals = vec![("excluded".to_owned(), t.d_excluded().to_owned()), ("included".to_owned(), t.d_included().to_owned())];
    let indices = vec![("six".to_owned(), t.i_six().to_owned()), ("four".to_owned(), t.i_four().to_owned())];
    page_with(status, &TermsPage { f: cx.frame(t.terms_title(), Nav::Settings).await?, t, dismissals, indices, form, errors })
}

/// `GET /settings/ending`.
pub async fn show(cx: Cx) -> Answer {
    draw(&cx, StatusCode::OK, None, Errors::none()).await
}

/// `POST /settings/ending`.
pub async fn save(cx: Cx, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let mut errors = Errors::none();
    let keep = base::fold::tidy(form.get("keep_months")).parse::<i64>().ok().filter(|months| (1..=60).contains(months));
    if keep.is_none() {
        errors.add("keep_months", t.e_keep());
    }
    let one_of = |field: &str, all: [&str; 2]| all.into_iter().find(|code| *code == form.get(field)).map(ToOwned::to_owned);
    let (dismissal, indices) = (one_of("refund_dismissal", ["excluded", "included"]), one_of("indices", ["four", "six"]));
    for (field, given) in [("refund_dismissal", dismissal.is_some()), ("indices", indices.is_some())] {
        if !given {
            errors.add(field, crate::web::text::T(cx.lang).e_choose());
        }
    }
    let (Some(keep), Some(dismissal), Some(indices)) = (keep, dismissal, indices) else {
        return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await;
    };
    let seen = form.version();
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let id = store::save_terms(tx, seen, keep, &dismissal, &indices)?;
            tx.commit(&Event::SettingsChanged(None, &id).detail("ending"), "/settings/ending?done=saved")
        })
        .await;
    match saved {
        Ok(()) => Ok(go("/settings/ending?done=saved")),
        Err(StoreError::Stale) => {
            let errors = Errors::one("keep_months", crate::web::text::T(cx.lang).e_stale());
            draw(&cx, StatusCode::CONFLICT, Some(form), errors).await
        }
        Err(error) => Err(error.into()),
    }
}
