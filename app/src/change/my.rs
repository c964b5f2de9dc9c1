//! The change board as company and person see it: the changes, and what they wrote themselves.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{ExpectedChange, Observation};
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::Hope;
use super::store::{self, Seen};
use super::text::T;
use super::{everyone, person_word, picture, readers, web};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};
use crate::{placement, portal, report};

/// A value of the address's query; empty when it is not there.
pub(crate) fn asked(cx: &Cx, name: &str) -> String {
    let query = cx.path.split_once('?').map_or("", |(_, query)| query);
    Form::parse(query.as_bytes()).trimmed(name).to_owned()
}

/// The case a page or a form names; none means the newest.
pub(crate) fn named(case: &str) -> Option<&str> {
    Some(case).filter(|case| !case.is_empty())
}

/// The cases of the one who is signed in, to switch between; empty when there is only one.
pub(crate) fn switch(tx: &Read<'_>, now: &Entry, lang: Lang) -> Result<Vec<(String, String, bool)>, AppError> {
    let all = portal::cases(tx)?;
    if all.len() < 2 {
        return Ok(Vec::new());
    }
    all.iter()
        .map(|entry| {
            let facts = placement::facts(tx, entry)?;
            Ok((entry.placement().to_owned(), facts.short(lang), entry.placement() == now.placement()))
        })
        .collect()
}

#[derive(Template)]
#[template(path = "change/my_board.html")]
struct BoardPage {
    f: Frame,
    t: T,
    case: String,
    cases: Vec<(String, String, bool)>,
    lead: &'static str,
    person: String,
    /// Each with who pictures what.
    wishes: Vec<(store::Wish, Vec<(String, String)>)>,
    own: Vec<Own>,
    /// Whether this seat reads what was published.
    changed: bool,
    /// Whether this party may still write.
    writes: bool,
}

struct Own {
    id: String,
    version: i64,
    key: String,
    day: String,
    iso: String,
    about: String,
    body: String,
    evidence: String,
    proof: String,
    lend: bool,
    readers: String,
}

fn own(seen: Seen, wishes: &[store::Wish], key: String, lang: Lang) -> Own {
    let t = T(lang);
    let readers: Vec<String> = seen.readers.iter().map(|(name, at)| t.reader(name, &lang.short_day(at.day()))).collect();
    Own {
        readers: if readers.is_empty() { t.my_unread().to_owned() } else { t.my_readers(&readers.join(lang.pick("、", ", "))) },
        day: lang.short_day(seen.seen_on),
        iso: seen.seen_on.to_string(),
        about: wishes.iter().find(|wish| wish.id == seen.change_id).map(|wish| wish.words.clone()).unwrap_or_default(),
        id: seen.id,
        version: seen.version,
        key,
        body: seen.body,
        proof: t.proof_of(seen.marks, &seen.proof),
        evidence: seen.evidence,
        lend: seen.lend,
    }
}

/// `GET /my/changes`: the changes in words, and what this party wrote. Opening it leaves a trace.
pub async fn board(cx: Cx) -> Answer {
    let (t, lang, case) = (T(cx.lang), cx.lang, asked(&cx, "case"));
    let ids = cx.db.ids().clone();
    let (case, cases, lead, person, wishes, own, changed, writes) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            let wishes = store::wishes(tx, &entry)?;
            let own: Vec<Own> = store::texts(tx, &entry)?.into_iter().map(|seen| own(seen, &wishes, ids.token(), lang)).collect();
            let case = entry.placement().to_owned();
            let read = own.iter().map(|own| own.id.as_str()).collect::<Vec<_>>().join(" ");
            let pictures = picture::pictures(tx, &entry)?;
            let wishes: Vec<_> =
                wishes.into_iter().map(|wish| (picture::of(&pictures, &wish.id), wish)).map(|(of, wish)| (wish, of)).collect();
            let drawn = (
                case.clone(),
                switch(tx, &entry, lang)?,
                t.my_lead(entry.seat()),
                person_word(tx, &entry, lang)?,
                wishes,
                own,
                report::is_shared(tx, &entry)?,
                entry.may::<Observation, deed::Change>(),
            );
            let event = Event::TextRead(Some(&case), &case).detail(format!("own observations {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    page(&BoardPage { f: cx.frame(t.title(), Nav::Changes).await?, t, case, cases, lead, person, wishes, own, changed, writes })
}

#[derive(Template)]
#[template(path = "change/my_observe.html")]
struct ObservePage {
    f: Frame,
    t: T,
    case: String,
    today: String,
    person: String,
    readers: Vec<String>,
    changes: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn observe_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, person, readers, changes) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<Observation, deed::Change>()?;
            let changes = web::choices(&store::wishes(tx, &entry)?, lang);
            Ok::<_, AppError>((entry.placement().to_owned(), person_word(tx, &entry, lang)?, readers(tx, &entry, lang)?, changes))
        })
        .await?;
    let today = cx.today().to_string();
    let f = cx.frame(t.observe_title(), Nav::Changes).await?;
    page_with(status, &ObservePage { f, t, case, today, person, readers, changes, form, errors })
}

/// `GET /my/changes/observe`.
pub async fn observe(cx: Cx) -> Answer {
    let form = Form::filled([("change", asked(&cx, "change")), ("seen_on", cx.today().to_string())]);
    let case = asked(&cx, "case");
    observe_page(&cx, case, StatusCode::OK, form, Errors::none()).await
}

/// `POST /my/changes/observe`: this party writes what it saw; only the desk reads it.
pub async fn observed(cx: Cx, form: Form) -> Result<Response, AppError> {
    let case = the_case(&cx, &form).await?;
    match web::keep(&cx, &case, &form, format!("/my/changes?case={case}&done=recorded")).await? {
        Ok(back) => Ok(go(&back)),
        Err(errors) => observe_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    }
}

async fn the_case(cx: &Cx, form: &Form) -> Result<String, AppError> {
    let case = form.trimmed("case").to_owned();
    cx.db.read(cx.actor()?, move |tx| portal::one_case(tx, named(&case)).map(|entry| entry.placement().to_owned())).await
}

#[derive(Template)]
#[template(path = "change/my_new.html")]
struct NewPage {
    f: Frame,
    t: T,
    case: String,
    readers: Vec<String>,
    samples: Vec<(usize, &'static str, &'static str)>,
    form: Form,
    errors: Errors,
}

async fn new_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, readers) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = portal::one_case(tx, named(&case))?;
            entry.pass::<ExpectedChange, deed::Change>()?;
            Ok::<_, AppError>((entry.placement().to_owned(), everyone(tx, &entry, lang)?))
        })
        .await?;
    let samples = t.sample_list().into_iter().enumerate().map(|(n, (words, sign))| (n + 1, words, sign)).collect();
    page_with(status, &NewPage { f: cx.frame(t.my_new_title(), Nav::Changes).await?, t, case, readers, samples, form, errors })
}

/// `GET /my/changes/new`.
pub async fn new(cx: Cx) -> Answer {
    let form = web::sample(&cx);
    new_page(&cx, asked(&cx, "case"), StatusCode::OK, form, Errors::none()).await
}

/// `POST /my/changes/new`: this party adds a change it hopes for, in its own words; all three see it.
pub async fn add(cx: Cx, form: Form) -> Result<Response, AppError> {
    let case = the_case(&cx, &form).await?;
    let hope = match Hope::parse(&form, cx.lang) {
        Ok(hope) => hope,
        Err(errors) => return new_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::add(tx, &entry, &hope)?;
            let back = format!("/my/changes?case={case}&done=saved");
            tx.commit(&Event::ChangeExpected(Some(&case), &id), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// `POST /my/changes/{id}/lend`: the writer lets a note stand in a report, or takes that back; with it goes every yes to a
/// line made from it. What is published stays.
pub async fn lend(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let (seen, lend) = (form.version(), form.get("lend") == "1");
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = store::case_of(tx, &id)?;
            let entry = tx.enter(&case)?;
            store::lend(tx, &entry, &id, seen, lend)?;
            if !lend {
                report::take_back(tx, &entry, &id)?;
            }
            let back = format!("/my/changes?case={case}&done=saved");
            let event = Event::Observed(Some(&case), &id).detail(if lend { "lend" } else { "lend taken back" });
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}
