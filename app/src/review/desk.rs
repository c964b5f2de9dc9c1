//! The pages of the bank: the issue beside what came of it, and for the desk the views, the outcome and what remains.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::{IssueReview, ReviewOutcome};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::indicators::{Row, rows};
use super::rules::{Content, Lent, Quote, View, course};
use super::store::{self, Opened};
use super::text::T;
use crate::change::{everyone, names};
use crate::placement::rules::{SENTENCE, fold_sentence, too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};
use crate::{next_proposal, placement};

/// An outcome as pages show it.
pub(super) struct Shown {
    /// The review it closes.
    pub(super) review: String,
    pub(super) no: String,
    pub(super) day: String,
    pub(super) c: Content,
    /// Side, word and grounds of each view.
    pub(super) views: Vec<(String, &'static str, String)>,
    pub(super) quotes: Vec<(String, String)>,
    pub(super) differ: bool,
    pub(super) remains: Vec<String>,
}

/// What remains, a line each.
fn lines(remains: &str) -> Vec<String> {
    remains.lines().map(str::to_owned).collect()
}

/// The outcomes of the case, newest first.
pub(super) fn shown(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Shown>, AppError> {
    let t = T(lang);
    store::outcomes(tx, entry)?
        .into_iter()
        .map(|one| {
            let c = one.content()?;
            Ok(Shown {
                review: one.review.clone(),
                no: t.nth(one.no),
                day: lang.day(one.created_at.day()),
                views: c.views.iter().map(|view| (view.side.clone(), t.word_of(&view.word), view.evidence.clone())).collect(),
                quotes: c.quotes.iter().flat_map(|quote| said(t, quote)).collect(),
                differ: c.differ(),
                remains: lines(&one.remains),
                c,
            })
        })
        .collect()
}

fn said(t: T, quote: &Quote) -> Vec<(String, String)> {
    let worth = (!quote.worth.is_empty()).then(|| (quote.side.clone(), t.q_worth(&quote.worth)));
    let missing = (!quote.missing.is_empty()).then(|| (quote.side.clone(), t.q_missing(&quote.missing)));
    worth.into_iter().chain(missing).collect()
}

/// The issue as first set with its day, and as worded now where that is another.
pub(super) fn issue(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<(String, String, String), AppError> {
    let all = placement::issues(tx, entry)?;
    let first = all.first().map(|one| (one.sentence.clone(), lang.day(one.set_on))).unwrap_or_default();
    let now = all.last().filter(|last| last.sentence != first.0).map(|last| last.sentence.clone()).unwrap_or_default();
    Ok((first.0, first.1, now))
}

#[derive(Template)]
#[template(path = "review/board.html")]
struct BoardPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    issue: (String, String, String),
    rows: Vec<Row>,
    outcomes: Vec<Shown>,
    open: Option<String>,
    desk: bool,
}

/// `GET /cases/{case}/review`: the issue as first set, the measures beside it, what reviews came to.
pub async fn board(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (short, issue, rows, outcomes, open, desk) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<ReviewOutcome, deed::View>()?;
            let desk = entry.may::<IssueReview, deed::Change>();
            let open = store::reviews(tx, &entry)?.into_iter().find(|review| review.state == "open").map(|review| review.id);
            let short = placement::facts(tx, &entry)?.short(lang);
            let rows = rows(&store::measures(tx, &entry)?, lang);
            Ok::<_, AppError>((short, self::issue(tx, &entry, lang)?, rows, shown(tx, &entry, lang)?, open, desk))
        })
        .await?;
    page(&BoardPage { f: cx.frame(t.title(), Nav::Cases).await?, t, case, short, issue, rows, outcomes, open, desk })
}

/// `POST /cases/{case}/review/open`: a review begins; company and person are asked on their home.
pub async fn open(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::open(tx, &entry)?;
            let back = format!("/cases/{case}/review/{id}");
            tx.commit(&Event::ReviewOpened(Some(&case), &id), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// A side's view as the desk reads it.
struct SideView {
    side: &'static str,
    who: String,
    word: &'static str,
    view: View,
}

#[derive(Template)]
#[template(path = "review/private.html")]
struct PrivatePage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    short: String,
    no: String,
    open: bool,
    issue: (String, String, String),
    views: Vec<SideView>,
    waits: Vec<&'static str>,
    /// That the views differ, in words; empty when they do not.
    differ: &'static str,
    words: Vec<(String, String)>,
    everyone: Vec<String>,
    /// Whether this member of the desk writes its view; a colleague's stands as it is.
    writes: bool,
    form: Form,
    errors: Errors,
    /// The version of the review itself; `form` carries that of the desk's view.
    of: i64,
    next_key: String,
    remains: Vec<String>,
    /// The proposals that what remains has become: id and issue.
    taken: Vec<(String, String)>,
    stale: bool,
}

fn view_form(own: Option<&Opened>) -> Form {
    let Some(own) = own else { return Form::filled([("version", "0".to_owned())]) };
    Form::filled([
        ("word", own.view.word.code().to_owned()),
        ("evidence", own.view.evidence.clone()),
        ("worth", own.view.worth.clone()),
        ("missing", own.view.missing.clone()),
        ("lend", if own.view.lend { "1".to_owned() } else { String::new() }),
        ("quote", if own.view.quote { "1".to_owned() } else { String::new() }),
        ("version", own.version.to_string()),
    ])
}

/// The form of this party's own view.
pub(super) fn own_form(views: &[Opened], me: &str) -> Form {
    view_form(views.iter().find(|one| one.author == me))
}

async fn draw(cx: &Cx, case: &str, id: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (of, which) = (case.to_owned(), id.to_owned());
    let (short, review, issue, views, names, all, two, remains, taken) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<IssueReview, deed::Change>()?;
            let review = store::review(tx, &entry, &which)?;
            let views = store::views(tx, &entry, &which)?;
            let facts = placement::facts(tx, &entry)?;
            let outcome = store::outcomes(tx, &entry)?.into_iter().find(|one| one.review == which);
            let taken = match &outcome {
                Some(outcome) => next_proposal::grown_from(tx, &entry, &outcome.id)?,
                None => Vec::new(),
            };
            let drawn = (
                facts.short(lang),
                review,
                self::issue(tx, &entry, lang)?,
                views,
                names(tx, &entry)?,
                everyone(tx, &entry, lang)?,
                facts.sides != "one",
                outcome.map(|one| one.remains).unwrap_or_default(),
                taken,
            );
            let read = drawn.3.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(" ");
            let event = Event::TextRead(Some(&of), &which).detail(format!("review views {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let me = cx.actor()?.id().to_owned();
    let ours = views.iter().find(|one| one.side == Side::Bank);
    let writes = ours.is_none_or(|one| one.author == me);
    let own = own_form(&views, &me);
    let mut form = typed.unwrap_or_else(|| own.clone());
    // What came too late can be kept after a look at what stands.
    form.set("version", own.get("version"));
    let sides = [(Side::Company, t.waits_company()), (Side::Person, t.waits_person()), (Side::Bank, t.waits_bank())];
    let waits = sides
        .into_iter()
        .filter(|(side, _)| (two || *side != Side::Person) && !views.iter().any(|one| one.side == *side))
        .map(|(_, words)| words)
        .collect();
    let differ = views.windows(2).any(|two| two.first().map(|one| one.view.word) != two.get(1).map(|one| one.view.word));
    let differ = if differ { t.o_differ() } else { "" };
    let views = views
        .into_iter()
        .map(|one| SideView {
            side: one.side.code(),
            who: names.get(&one.author).cloned().unwrap_or_default(),
            word: t.word_of(one.view.word.code()),
            view: one.view,
        })
        .collect();
    let page = PrivatePage {
        f: cx.frame(t.private_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        id: id.to_owned(),
        short,
        no: t.nth(review.no),
        open: review.state == "open",
        issue,
        views,
        waits,
        differ,
        words: t.words(),
        everyone: all,
        writes,
        form,
        errors,
        of: review.version,
        next_key: cx.key(),
        remains: lines(&remains),
        taken,
        stale: status == StatusCode::CONFLICT,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/review/{id}`: the views of all three in their words. The reading leaves its trace.
pub async fn private(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, &case, &id, StatusCode::OK, None, Errors::none()).await
}

/// What a review takes no more.
pub(super) fn still_open(review: &store::Review) -> Result<(), StoreError> {
    if review.state == "open" { Ok(()) } else { Err(StoreError::Stale) }
}

/// `POST /cases/{case}/review/{id}/view`: how the desk sees it. What was typed about what remains stays in the form.
pub async fn view(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let view = match View::parse(&form, cx.lang) {
        Ok(view) => View { lend: true, ..view },
        Err(errors) => return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<IssueReview, deed::Change>()?;
            still_open(&store::review(tx, &entry, &which)?)?;
            let own = store::keep_view(tx, &entry, &which, seen, &view)?;
            let back = format!("/cases/{of}/review/{which}?done=saved");
            tx.commit(&Event::ReviewViewed(Some(&of), &own).detail("bank"), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) if form.trimmed("remains").is_empty() => Ok(go(&back)),
        Ok(_) => {
            let cx = Cx { done: Some("saved".to_owned()), ..cx };
            draw(&cx, &case, &id, StatusCode::OK, Some(form), Errors::none()).await
        }
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, &case, &id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

fn content(tx: &Read<'_>, entry: &Entry, views: &[Opened], lang: Lang) -> Result<Content, AppError> {
    let (first, first_on, now) = issue(tx, entry, lang)?;
    let lent = views.iter().filter(|one| one.view.lend || one.side == Side::Bank);
    let quoted = views.iter().filter(|one| one.view.quote && !(one.view.worth.is_empty() && one.view.missing.is_empty()));
    Ok(Content {
        first,
        first_on,
        now,
        views: lent
            .map(|one| Lent {
                side: one.side.code().to_owned(),
                word: one.view.word.code().to_owned(),
                evidence: one.view.evidence.clone(),
            })
            .collect(),
        quotes: quoted
            .map(|one| Quote { side: one.side.code().to_owned(), worth: one.view.worth.clone(), missing: one.view.missing.clone() })
            .collect(),
        measures: store::measures(tx, entry)?.iter().map(|one| course(one, lang)).collect(),
    })
}

/// `POST /cases/{case}/review/{id}/share`: what all three read, with the views whose writers said yes. The desk's own view
/// comes with the form, and is kept as it goes out.
pub async fn share(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let remains = fold_sentence(form.get("remains"));
    // A colleague's view is not in the form.
    let typed = form.fields().iter().any(|(name, _)| name == "evidence");
    let (view, mut errors) = match typed.then(|| View::parse(&form, lang)).transpose() {
        Ok(view) => (view.map(|view| View { lend: true, ..view }), Errors::none()),
        Err(errors) => (None, errors),
    };
    too_long(&mut errors, "remains", &remains, SENTENCE, lang);
    if !errors.is_empty() {
        return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await;
    }
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let reviewed: i64 = form.get("of").parse().unwrap_or_default();
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<IssueReview, deed::Change>()?;
            let review = store::review(tx, &entry, &which)?;
            still_open(&review)?;
            let stands = store::views(tx, &entry, &which)?;
            if let Some(view) = view.filter(|view| !stands.iter().any(|one| one.side == Side::Bank && one.view == *view)) {
                store::keep_view(tx, &entry, &which, seen, &view)?;
            }
            let views = store::views(tx, &entry, &which)?;
            let Some(word) = views.iter().find(|one| one.side == Side::Bank).map(|one| one.view.word) else {
                return Err(AppError::NotFound);
            };
            let outcome = store::share(tx, &entry, &review, reviewed, word, &content(tx, &entry, &views, lang)?, &remains)?;
            let back = format!("/cases/{of}/review?done=saved");
            let event = Event::ReviewShared(Some(&of), &outcome).detail(format!("views:{}", views.len()));
            tx.commit(&event, &back).map(|done| done.with(Some(back))).map_err(AppError::from)
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back.unwrap_or_default())),
        Err(AppError::Stale) => draw(&cx, &case, &id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(AppError::NotFound) if may(&cx, &case, &id).await => {
            let errors = Errors::one("word", t.e_no_view());
            draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await
        }
        Err(error) => Err(error),
    }
}

/// Whether this seat could share the review, were it ready.
async fn may(cx: &Cx, case: &str, id: &str) -> bool {
    let Ok(actor) = cx.actor() else { return false };
    let (case, id) = (case.to_owned(), id.to_owned());
    let found = cx.db.read(actor, move |tx| {
        let entry = tx.enter(&case)?;
        entry.pass::<IssueReview, deed::Change>()?;
        store::review(tx, &entry, &id).map(drop)
    });
    found.await.is_ok()
}

/// `POST /cases/{case}/review/{id}/next`: what remains becomes next issues, a line each.
pub async fn take_up(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            entry.pass::<IssueReview, deed::Change>()?;
            let outcome = store::outcomes(tx, &entry)?.into_iter().find(|one| one.review == id).ok_or(StoreError::NotFound)?;
            if outcome.remains.is_empty() {
                return Err(AppError::NotFound);
            }
            let all = next_proposal::found_in_review(tx, &entry, &outcome.id, outcome.created_at.day(), &lines(&outcome.remains))?;
            let first = all.first().ok_or(StoreError::NotFound)?;
            // One is opened at once; several are shown where each can be.
            let back =
                if all.len() == 1 { format!("/proposals/{first}?done=saved") } else { format!("/cases/{case}/review/{id}?done=saved") };
            tx.commit(&Event::ProposalKept(Some(&case), first).detail(format!("from review {}", all.join(" "))), &back)
                .map(|done| done.with(back))
                .map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}
