//! The desk reads a proposal on a page of its own, answers it, or takes it up.

use askama::Template;
use axum::extract::Path;
use base::actor::Side;
use base::event::Event;
use base::register::GoalProposal;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::store::{self, Opened};
use crate::agreement::{self, Eyes};
use crate::goal_sheet::draft::{LONG, lines as read_lines};
use crate::goal_sheet::rules::Paper;
use crate::goal_sheet::store as sheet;
use crate::goal_sheet::text::{D, T};
use crate::placement;
use crate::web::frame::Nav;
use crate::web::merge;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// A proposal in a list: side, what it is about, day and state; never its text.
#[derive(Clone, Debug)]
pub(in crate::goal_sheet) struct ProposalLine {
    /// Where it is read; none for a seat that may not.
    pub href: Option<String>,
    /// Side, and what it is about.
    pub text: String,
    /// When it came.
    pub day: String,
    /// State in a word.
    pub state: &'static str,
    /// The mark of the state.
    pub mark: &'static str,
}

fn state(code: &str, lang: Lang) -> (&'static str, &'static str) {
    let d = D(lang);
    match code {
        "merged" => (d.p_merged(), "done"),
        "answered" => (d.p_answered(), "done"),
        _ => (d.p_open(), "todo"),
    }
}

/// The proposals of a case for the sheet's page: the desk may open them, the manager learns that they exist.
pub(in crate::goal_sheet) fn lines(tx: &Read<'_>, entry: &Entry, paper: Option<&Paper>, lang: Lang) -> Result<Vec<ProposalLine>, AppError> {
    let (t, d, w) = (T(lang), D(lang), crate::web::text::T(lang));
    let side = |code: &str| Side::parse(code).map_or("", |side| w.side(side));
    if entry.may::<GoalProposal, deed::Change>() {
        let slips = store::slips(tx, entry)?.into_iter();
        return Ok(slips
            .map(|slip| {
                let (state, mark) = state(&slip.state, lang);
                ProposalLine {
                    href: Some(format!("/cases/{}/goals/proposals/{}", entry.placement(), slip.id)),
                    text: d.proposal_line(side(&slip.side), &store::about(&slip.goal, paper.map(|paper| &paper.content), lang)),
                    day: lang.short_day(slip.at.day()),
                    state,
                    mark,
                }
            })
            .collect());
    }
    Ok(store::items(tx, entry)?
        .into_iter()
        .map(|one| {
            let (state, mark) = state(&one.state, lang);
            ProposalLine { href: None, text: t.proposal_from(side(&one.side)), day: lang.short_day(one.at.day()), state, mark }
        })
        .collect())
}

#[derive(Template)]
#[template(path = "goal_sheet/proposal/show.html")]
struct ProposalPage {
    f: Frame,
    t: T,
    d: D,
    case: String,
    who: String,
    id: String,
    side: &'static str,
    written: String,
    about: String,
    state: &'static str,
    mark: &'static str,
    take: String,
    body: String,
    words: String,
    answered: String,
    answer: String,
    readers: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    stale: bool,
    /// Who answered last and when, in a sentence; may be empty.
    hand: String,
}

async fn draw(cx: &Cx, case: &str, id: &str, status: StatusCode, form: Option<Form>, errors: Errors) -> Answer {
    let (t, d, lang) = (T(cx.lang), D(cx.lang), cx.lang);
    let (asked, wanted) = (case.to_owned(), id.to_owned());
    let (opened, who, author, about, people, hand) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            let people = agreement::of(tx, &entry)?;
            let opened = store::open(tx, &entry, &wanted)?;
            let paper = sheet::load(tx, &entry)?;
            let author = store::author_name(tx, &entry, &opened)?;
            let about = store::about(&opened.goal, paper.as_ref().map(|paper| &paper.content), lang);
            let who = placement::facts(tx, &entry)?.short(lang);
            let hand = merge::hand::<GoalProposal>(tx, &entry, &wanted, &["sheet.answered"], lang)?;
            let done = tx.commit(&Event::TextRead(Some(&asked), &wanted), "")?;
            Ok::<_, AppError>(done.with((opened, who, author, about, people, hand)))
        })
        .await?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
    let (word, mark) = state(&opened.state, lang);
    let stale = status == StatusCode::CONFLICT;
    let mut form = form.unwrap_or_else(|| Form::filled([("answer", opened.answer.clone())]));
    if stale || form.get("version").is_empty() {
        form.set("version", &opened.version.to_string());
    }
    let mut readers = vec![(author.clone(), eyes.party(opened.side))];
    readers.extend(eyes.desk());
    let page = ProposalPage {
        f: cx.frame(t.proposal_from(&eyes.party(opened.side)), Nav::Cases).await?,
        t,
        d,
        case: case.to_owned(),
        who,
        id: opened.id,
        side: opened.side.code(),
        take: if opened.goal.contains(':') {
            format!("/cases/{case}/booklet/edit?from={id}")
        } else {
            format!("/cases/{case}/goals/edit?from={id}")
        },
        written: d.p_written(&author, &lang.moment(opened.at)),
        about,
        state: word,
        mark,
        body: opened.body,
        words: opened.words,
        answered: opened.answered_at.map(|at| d.p_answered_on(&lang.day(at.day()))).unwrap_or_default(),
        answer: opened.answer,
        readers,
        form,
        errors,
        stale,
        hand,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/goals/proposals/{id}`: the text, on a page of its own; the reading leaves its trace.
pub async fn show(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, &case, &id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/goals/proposals/{id}/answer`: the answer goes to the writer alone.
pub async fn answer(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let d = D(cx.lang);
    let mut e = Errors::none();
    let text = read_lines(&form, &mut e, "answer", LONG, cx.lang);
    if text.is_empty() {
        e.add("answer", d.e_answer());
    }
    if !e.is_empty() {
        return draw(&cx, &case, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), e).await;
    }
    let (asked, wanted, seen) = (case.clone(), id.clone(), form.version());
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            store::answer(tx, &entry, &wanted, seen, &text)?;
            let back = format!("/cases/{asked}/goals?done=answered");
            tx.commit(&Event::ProposalAnswered(Some(&asked), &wanted), &back).map(|done| done.with(back))
        })
        .await;
    match done {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &case, &id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

/// The words a proposal wishes for the sheet, when there are any; opening them leaves its trace.
///
/// # Errors
/// `NotFound` when it is not of this case.
pub(crate) async fn wished_words(cx: &Cx, case: &str, id: &str) -> Result<Option<String>, AppError> {
    let (asked, wanted) = (case.to_owned(), id.to_owned());
    let has_words = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            Ok::<_, AppError>(store::wish(tx, &entry, &wanted)?.has_words)
        })
        .await?;
    if !has_words {
        return Ok(None);
    }
    let (asked, wanted) = (case.to_owned(), id.to_owned());
    let opened: Opened = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            let opened = store::open(tx, &entry, &wanted)?;
            Ok::<_, AppError>(tx.commit(&Event::TextRead(Some(&asked), &wanted), "")?.with(opened))
        })
        .await?;
    Ok(Some(opened.words))
}
