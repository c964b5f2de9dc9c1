//! What there is to read of an end: the closing, the day the person left, and what is paid back with its working.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{Closing, PlacementEnd, Refund, Separation, SeparationWord};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{last_day, share};
use super::store::{self, Back};
use super::text::T;
use crate::next_proposal::commas;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// The working of a refund, step by step.
pub(super) fn working(back: &Back, lang: Lang) -> Vec<String> {
    let t = T(lang);
    let mut steps = vec![
        t.r_days(&lang.day(back.joined_on), &lang.day(back.ended_on), back.joined_on.until(back.ended_on) + 1),
        t.r_terms(&back.terms),
    ];
    if back.months == 0 {
        steps.push(t.r_past().to_owned());
        return steps;
    }
    let months = u32::try_from(back.months).unwrap_or(0);
    steps.push(t.r_rung(back.months, &lang.day(last_day(back.joined_on, months)), &share(back.permille)));
    if back.excluded {
        steps.push(t.r_excluded().to_owned());
    } else {
        steps.push(t.r_sum(&commas(back.fee), &share(back.permille), &commas(back.amount)));
    }
    steps
}

#[derive(Template)]
#[template(path = "closing/ending.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
struct EndingPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    said: Vec<String>,
    /// Whose wish and why, for those who may know.
    why: Vec<(&'static str, &'static str)>,
    refund: Option<(String, Vec<String>)>,
    /// Why nothing was reckoned; empty when it was, or nobody left.
    no_refund: &'static str,
    reckons: bool,
    corrects: bool,
    /// How the last day was corrected, in sentences.
    corrected: Vec<String>,
    ends: bool,
    words: bool,
    errors: Errors,
}

#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
struct Drawn {
    short: String,
    said: Vec<String>,
    why: Vec<(&'static str, &'static str)>,
    refund: Option<(String, Vec<String>)>,
    no_refund: &'static str,
    reckons: bool,
    corrects: bool,
    corrected: Vec<String>,
    ends: bool,
    words: bool,
}

/// What is said of the end, in sentences, for everyone who reads the case.
pub(super) fn said(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<String>, AppError> {
    let t = T(lang);
    let facts = placement::facts(tx, entry)?;
    let mut said = Vec::new();
    if entry.may::<Closing, deed::View>()
        && let Some(closed) = store::closed(tx, entry)?
    {
        said.push(t.said_closed(&lang.day(closed.closed_on)));
    }
    match (facts.state.as_str(), facts.ended_on) {
        ("left", Some(day)) => said.push(t.said_left(&lang.day(day))),
        ("closed", _) => {}
        _ => said.push(t.said_running().to_owned()),
    }
    Ok(said)
}

fn gather(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Drawn, AppError> {
    let t = T(lang);
    let entry = tx.enter(case)?;
    entry.pass::<Refund, deed::View>()?;
    let facts = placement::facts(tx, &entry)?;
    let left = if entry.may::<Separation, deed::View>() { store::left(tx, &entry)? } else { None };
    let why = left.map(|left| vec![(t.party_label(), t.party(&left.party)), (t.cause_label(), t.cause(&left.cause))]).unwrap_or_default();
    let corrected = store::corrections(tx, &entry)?
        .into_iter()
        .filter_map(|one| {
            let (from, to) = one.detail.split_once(' ')?;
            let day = |text: &str| base::clock::Day::parse(text).map(|day| lang.day(day)).unwrap_or_default();
            Some(t.day_done(&day(from), &day(to), one.by.as_deref().unwrap_or_default(), &lang.moment(one.at)))
        })
        .collect();
    let refund = store::back(tx, &entry)?.map(|back| (t.r_amount(&commas(back.amount)), working(&back, lang)));
    let over = facts.state == "left";
    Ok(Drawn {
        short: facts.short(lang),
        said: said(tx, &entry, lang)?,
        why,
        no_refund: if over && refund.is_none() { t.r_unread() } else { "" },
        refund,
        reckons: over && entry.may::<Refund, deed::Change>(),
        corrects: over && entry.may::<PlacementEnd, deed::Change>(),
        corrected,
        ends: !over && entry.may::<Closing, deed::Change>(),
        words: over && entry.may::<SeparationWord, deed::View>(),
    })
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, errors: Errors) -> Answer {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.to_owned());
    let d = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, lang)).await?;
    let page = EndingPage {
        f: cx.frame(t.ending_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        short: d.short,
        said: d.said,
        why: d.why,
        refund: d.refund,
        no_refund: d.no_refund,
        reckons: d.reckons,
        corrects: d.corrects,
        corrected: d.corrected,
        ends: d.ends,
        words: d.words,
        errors,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/ending`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, Errors::none()).await
}

/// `POST /cases/{case}/ending/refund`: reckons what is paid back anew, from fee and terms as they stand.
pub async fn reckon(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let asked = case.clone();
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Refund, deed::Change>()?;
            if !store::reckon(tx, &entry)? {
                return Err(StoreError::Stale);
            }
            let back = format!("/cases/{asked}/ending?done=saved");
            let event = Event::PlacementChanged(Some(&asked), &asked).detail("refund");
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match done {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => {
            let errors = Errors::one("refund", T(cx.lang).r_unread());
            draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
