//! The gaps only the desk reads, on a page of their own: what each side told the desk alone, and what the desk expects.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::GapDesk;
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{Expected, Source, State};
use super::store::{self, Kept};
use super::text::T;
use super::web::{Samples, sample, samples};
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "gap/private.html")]
struct PrivatePage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    own: Vec<View>,
    desk: Vec<View>,
    states: Vec<(String, String)>,
    samples: Samples,
    form: Form,
    errors: Errors,
    stale: bool,
}

struct View {
    id: String,
    version: i64,
    keys: (String, String),
    side: &'static str,
    who: &'static str,
    source: &'static str,
    day: String,
    words: String,
    lines: Vec<String>,
    state: &'static str,
    word: &'static str,
    mark: &'static str,
    shared: bool,
    /// Whether the words are the desk's own, so that it may share them.
    ours: bool,
}

fn view(kept: Kept, ids: &base::ids::Ids, lang: Lang) -> View {
    let t = T(lang);
    let mut lines = Vec::new();
    if !kept.sign.is_empty() {
        lines.push(t.signed(&kept.sign));
    }
    if !kept.measure.is_empty() {
        lines.push(t.measured(&kept.measure));
    }
    View {
        keys: (ids.token(), ids.token()),
        side: kept.side.code(),
        who: crate::web::text::T(lang).side(kept.side),
        source: t.source_word(kept.source),
        day: lang.short_day(kept.at.day()),
        lines,
        state: kept.state.code(),
        word: t.state_word(kept.state),
        mark: kept.state.mark(),
        shared: kept.shared,
        ours: kept.source == Source::Desk && kept.side == Side::Bank,
        words: kept.words,
        version: kept.version,
        id: kept.id,
    }
}

async fn draw(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (asked, ids) = (case.clone(), cx.db.ids().clone());
    let (short, readers, own, desk) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GapDesk, deed::Change>()?;
            let (own, desk) = (store::own(tx, &entry)?, store::desks(tx, &entry)?);
            let read = own.iter().chain(&desk).map(|kept| kept.id.as_str()).collect::<Vec<_>>().join(" ");
            let view = |kept: Kept| view(kept, &ids, lang);
            let drawn = (
                placement::facts(tx, &entry)?.short(lang),
                crate::change::readers(tx, &entry, lang)?,
                own.into_iter().map(view).collect::<Vec<_>>(),
                desk.into_iter().map(view).collect::<Vec<_>>(),
            );
            let event = Event::TextRead(Some(&asked), &asked).detail(format!("gaps {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let f = cx.frame(t.private(), Nav::Cases).await?;
    let stale = status == StatusCode::CONFLICT;
    let page = PrivatePage { f, t, case, short, readers, own, desk, states: t.states(), samples: samples(t), form, errors, stale };
    page_with(status, &page)
}

/// `GET /cases/{case}/gaps/private`: opening it leaves a trace.
pub async fn list(cx: Cx, Path(case): Path<String>) -> Answer {
    let form = sample(&cx);
    draw(&cx, case, StatusCode::OK, form, Errors::none()).await
}

/// `POST /cases/{case}/gaps/private`: the desk keeps a gap for itself.
pub async fn keep(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let gap = match Expected::parse(&form, cx.lang) {
        Ok(gap) => gap,
        Err(errors) => return draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::keep_desk(tx, &entry, Side::Bank, Source::Desk, &gap)?;
            let back = format!("/cases/{case}/gaps/private?done=saved");
            tx.commit(&Event::GapKept(Some(&case), &id).detail("bank"), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// `POST /cases/{case}/gaps/private/{id}`: how a gap of the desk stands now.
pub async fn look(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let Some(state) = State::parse(form.get("state")) else {
        let asked = case.clone();
        cx.db.read(cx.actor()?, move |tx| store::is_desks(tx, &tx.enter(&asked)?, &id).map_err(AppError::from)).await?;
        let mend = Errors::one("state", crate::web::text::T(cx.lang).e_choose());
        return draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, Form::default(), mend).await;
    };
    let (asked, seen) = (case.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GapDesk, deed::Change>()?;
            store::stand(tx, &entry, &id, seen, state)?;
            let back = format!("/cases/{asked}/gaps/private?done=saved");
            tx.commit(&Event::GapLooked(Some(&asked), &id).detail("desk"), &back).map(|done| done.with(back))
        })
        .await;
    after(&cx, case, saved).await
}

/// `POST /cases/{case}/gaps/private/{id}/share`: the desk shares a gap in its own words, and none that rests on one side's.
pub async fn share(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (asked, seen) = (case.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let gap = store::share_desk(tx, &entry, &id, seen)?;
            let back = format!("/cases/{asked}/gaps?done=saved");
            tx.commit(&Event::GapShared(Some(&asked), &gap).detail("bank"), &back).map(|done| done.with(back))
        })
        .await;
    after(&cx, case, saved).await
}

async fn after(cx: &Cx, case: String, saved: Result<String, StoreError>) -> Result<Response, AppError> {
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(cx, case, StatusCode::CONFLICT, Form::default(), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
