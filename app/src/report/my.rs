//! Reports as company and person read them, and the words put before a writer.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::ReportPublished;
use base::store::{StoreError, deed};
use http::StatusCode;

use super::rules::{Content, Said};
use super::store::{self, published};
use super::text::T;
use crate::change;
use crate::placement::rules::{SENTENCE, fold_sentence, too_long};
use crate::portal;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "report/my_list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    cases: Vec<(String, String, bool)>,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    finding: String,
    day: String,
    iso: String,
    read: bool,
    corrected: bool,
}

/// `GET /my/reports`: the reports of a case, newest first.
pub async fn list(cx: Cx) -> Answer {
    let (t, lang, case) = (T(cx.lang), cx.lang, change::asked(&cx, "case"));
    let shown = case.clone();
    let (cases, rows) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, change::named(&case))?;
            let cases = change::switch(tx, &entry, lang)?;
            if !entry.may::<ReportPublished, deed::View>() {
                return Ok::<_, AppError>((cases, Vec::new()));
            }
            let all = published::all(tx, &entry)?;
            let reads = published::reads(tx, &entry)?;
            let rows = all
                .iter()
                .map(|one| Row {
                    id: one.id.clone(),
                    name: t.numbered(one.no, one.edition),
                    finding: one.finding.clone(),
                    day: lang.day(one.created_at.day()),
                    iso: one.created_at.day().to_string(),
                    read: reads.iter().any(|mark| mark.report == one.id),
                    corrected: all.iter().any(|other| other.no == one.no && other.edition > one.edition),
                })
                .collect();
            Ok((cases, rows))
        })
        .await?;
    page(&ListPage { f: cx.frame(t.my_title(), Nav::Reports).await?, t, case: shown, cases, rows })
}

#[derive(Template)]
#[template(path = "report/my_show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    id: String,
    c: Content,
    newest: Option<String>,
    mended: Option<Vec<(String, String)>>,
    said_read: String,
    readers: String,
}

/// `GET /my/reports/{id}`: the report; company and person get the same bytes of it.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let which = id.clone();
    let (one, newest, mended, mark, readers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&published::case_of(tx, &which)?)?;
            let (one, edition, newest) = published::one(tx, &entry, &which)?;
            let mark = published::reads(tx, &entry)?.into_iter().find(|mark| mark.report == which);
            let mut to = published::receivers(tx, &entry)?;
            if one.audience == "company" {
                to = to.company_alone();
            }
            let mut readers = to.names();
            readers.extend(change::readers(tx, &entry, lang)?);
            readers.push(t.my_readers_house().to_owned());
            let mended = published::mended(tx, &entry, &one)?;
            Ok::<_, AppError>((one.clone(), (edition > one.edition).then_some(newest), mended, mark, readers))
        })
        .await?;
    let c = one.content()?;
    let said_read = mark.map(|mark| t.my_said_read(&lang.day(mark.at.day()))).unwrap_or_default();
    let readers = t.my_readers(&readers.join(lang.pick("、", ", ")));
    page(&ShowPage { f: cx.frame(t.headed(c.no, c.edition), Nav::Reports).await?, t, id, c, newest, mended, said_read, readers })
}

/// `POST /my/reports/{id}/read`: this party says that it has read the report.
pub async fn read(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let back = format!("/my/reports/{id}?done=read");
    let to = back.clone();
    let marked = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = published::case_of(tx, &id)?;
            let entry = tx.enter(&case)?;
            published::one(tx, &entry, &id)?;
            published::mark_read(tx, &entry, &id)?;
            tx.commit(&Event::ReportRead(Some(&case), &id), &back)
        })
        .await;
    match marked {
        // Pressed on two devices at once: it is said.
        Ok(()) | Err(StoreError::Duplicate(_)) => Ok(go(&to)),
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "report/my_line.html")]
struct LinePage {
    f: Frame,
    t: T,
    id: String,
    said: Said,
    state: String,
    version: i64,
    person: String,
    readers: Vec<String>,
    form: Form,
    errors: Errors,
}

async fn line_page(cx: &Cx, id: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let which = id.to_owned();
    let (offer, said, person, readers) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let case = store::case_of_offer(tx, &which)?;
            let entry = tx.enter(&case)?;
            let (offer, said) = store::offered(tx, &entry, &which)?;
            let (person, readers) = (change::person_word(tx, &entry, lang)?, change::readers(tx, &entry, lang)?);
            let event = Event::TextRead(Some(&case), &which).detail("line offer");
            tx.commit(&event, "").map(|done| done.with((offer, said, person, readers))).map_err(AppError::from)
        })
        .await?;
    let f = cx.frame(t.line_title(), Nav::Reports).await?;
    let (state, version) = (offer.state, offer.version);
    page_with(status, &LinePage { f, t, id: id.to_owned(), said, state, version, person, readers, form, errors })
}

/// `GET /my/lines/{offer}`: the exact words, as both sides would read them.
pub async fn line(cx: Cx, Path(id): Path<String>) -> Answer {
    line_page(&cx, &id, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /my/lines/{offer}`: the writer agrees to exactly these words, or asks to leave them out. Until the report goes out
/// they may change their mind.
pub async fn answer(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let w = crate::web::text::T(cx.lang);
    let mut e = Errors::none();
    let reason = fold_sentence(form.get("reason"));
    too_long(&mut e, "reason", &reason, SENTENCE, cx.lang);
    let yes = match form.get("answer") {
        "yes" => true,
        "no" => false,
        _ => {
            e.add("answer", w.e_choose());
            false
        }
    };
    if !e.is_empty() {
        return line_page(&cx, &id, StatusCode::UNPROCESSABLE_ENTITY, form, e).await;
    }
    let (which, seen) = (id.clone(), form.version());
    let answered = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of_offer(tx, &which)?;
            let entry = tx.enter(&case)?;
            let (offer, _) = store::offered(tx, &entry, &which)?;
            if !matches!(offer.state.as_str(), "open" | "agreed" | "refused") {
                return Err(StoreError::Stale);
            }
            store::answer(tx, &entry, &offer, yes, &reason, seen)?;
            let event = Event::LineAnswered(Some(&case), &which).detail(if yes { "yes" } else { "no" });
            tx.commit(&event, "/my?done=line_answered")
        })
        .await;
    match answered {
        Ok(()) => Ok(go("/my?done=line_answered")),
        // The words were changed meanwhile, or they went out: the page says which.
        Err(StoreError::Stale) => line_page(&cx, &id, StatusCode::CONFLICT, form, Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
