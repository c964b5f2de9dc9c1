//! The desk's pages of the change board.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{ExpectedChange, Observation};
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{Hope, Sighting};
use super::store::{self, Seen, Wish};
use super::text::T;
use super::{asked, everyone, hooks, picture, readers};
use crate::placement;
use crate::web::frame::Nav;
use crate::web::merge::{self, Clash, Why};
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "change/board.html")]
struct BoardPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    rows: Vec<Row>,
    other: Vec<(&'static str, String)>,
    samples: Vec<(usize, &'static str, &'static str)>,
    form: Form,
    errors: Errors,
}

struct Row {
    /// Who, and what they picture.
    pictures: Vec<(String, String)>,
    wish: Wish,
    sides: Vec<(&'static str, String)>,
}

async fn board_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let asked = case.clone();
    let (short, readers, rows, other) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            let marks = store::marks(tx, &entry)?;
            let pictures = picture::pictures(tx, &entry)?;
            let rows = store::wishes(tx, &entry)?
                .into_iter()
                .map(|wish| Row { sides: hooks::sides(&marks, &wish.id, today, lang), pictures: picture::of(&pictures, &wish.id), wish })
                .collect();
            let other = if marks.iter().any(|mark| mark.change_id.is_empty()) { hooks::sides(&marks, "", today, lang) } else { Vec::new() };
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), everyone(tx, &entry, lang)?, rows, other))
        })
        .await?;
    let samples = t.sample_list().into_iter().enumerate().map(|(n, (words, sign))| (n + 1, words, sign)).collect();
    page_with(status, &BoardPage { f: cx.frame(t.title(), Nav::Cases).await?, t, case, short, readers, rows, other, samples, form, errors })
}

/// A form filled with the sample the address names, else an empty one.
pub(super) fn sample(cx: &Cx) -> Form {
    let picked = asked(cx, "sample").parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    match picked.and_then(|n| T(cx.lang).sample_list().get(n).copied()) {
        Some((words, sign)) => Form::filled([("words", words.to_owned()), ("sign", sign.to_owned())]),
        None => Form::default(),
    }
}

/// `GET /cases/{case}/changes`: the changes, and who wrote how much when.
pub async fn board(cx: Cx, Path(case): Path<String>) -> Answer {
    let form = sample(&cx);
    board_page(&cx, case, StatusCode::OK, form, Errors::none()).await
}

/// `POST /cases/{case}/changes`: the desk adds a change.
pub async fn add(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let hope = match Hope::parse(&form, cx.lang) {
        Ok(hope) => hope,
        Err(errors) => return board_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::add(tx, &entry, &hope)?;
            let back = format!("/cases/{case}/changes?done=saved");
            tx.commit(&Event::ChangeExpected(Some(&case), &id), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

#[derive(Template)]
#[template(path = "change/edit.html")]
struct EditPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    readers: Vec<String>,
    form: Form,
    errors: Errors,
    clashes: Vec<Clash>,
}

/// The fields of the form.
const FIELDS: [&str; 4] = ["words", "scene", "sign", "baseline"];

fn filled(wish: &Wish) -> Form {
    let mut form = Form::filled([
        ("words", wish.words.clone()),
        ("scene", wish.scene.clone()),
        ("sign", wish.sign.clone()),
        ("baseline", wish.baseline.clone()),
        ("version", wish.version.to_string()),
    ]);
    merge::remember(&mut form, FIELDS);
    form
}

/// A change, who reads it, and who worded it last.
async fn one(cx: &Cx, case: &str, id: &str) -> Result<(Wish, Vec<String>, String), AppError> {
    let (case, id, lang) = (case.to_owned(), id.to_owned(), cx.lang);
    cx.db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&case)?;
            entry.pass::<ExpectedChange, deed::Change>()?;
            let wish = store::wishes(tx, &entry)?.into_iter().find(|wish| wish.id == id).ok_or(AppError::NotFound)?;
            let hand = merge::hand::<ExpectedChange>(tx, &entry, &id, &["change.expected"], lang)?;
            Ok((wish, everyone(tx, &entry, lang)?, hand))
        })
        .await
}

async fn edit_page(cx: &Cx, case: String, id: String, form: Option<Form>, why: Why) -> Answer {
    let t = T(cx.lang);
    let (wish, readers, _) = one(cx, &case, &id).await?;
    let f = cx.frame(t.edit_title(), Nav::Cases).await?;
    let form = form.unwrap_or_else(|| filled(&wish));
    let (status, errors, clashes) = why.shown();
    page_with(status, &EditPage { f, t, case, id, readers, form, errors, clashes })
}

/// `GET /cases/{case}/changes/{id}/edit`.
pub async fn edit(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    edit_page(&cx, case, id, None, Why::Fresh).await
}

/// `POST /cases/{case}/changes/{id}/edit`: words a change anew. Who comes second keeps what they changed beside what the first
/// changed; only a field both changed is asked about.
pub async fn edited(cx: Cx, Path((case, id)): Path<(String, String)>, mut form: Form) -> Result<Response, AppError> {
    merge::choose(&mut form);
    let t = T(cx.lang);
    let fields: Vec<(String, String)> = FIELDS
        .iter()
        .zip([t.words(), t.scene(), t.sign(), t.baseline()])
        .map(|(field, label)| ((*field).to_owned(), label.to_owned()))
        .collect();
    let mut done = "saved";
    for _ in 0..3 {
        let hope = match Hope::parse(&form, cx.lang) {
            Ok(hope) => hope,
            Err(errors) => return edit_page(&cx, case, id, Some(form), Why::Mend(errors)).await,
        };
        let (of, which, seen) = (case.clone(), id.clone(), form.version());
        let back = format!("/cases/{case}/changes?done={done}");
        let to = back.clone();
        let saved = cx
            .db
            .write(cx.actor()?, form.key(), move |tx| {
                let entry = tx.enter(&of)?;
                store::reword(tx, &entry, &which, seen, &hope)?;
                tx.commit(&Event::ChangeExpected(Some(&of), &which).detail("reworded"), &back)
            })
            .await;
        match saved {
            Ok(()) => return Ok(go(&to)),
            Err(StoreError::Stale) => {}
            Err(error) => return Err(error.into()),
        }
        let (now, _, hand) = one(&cx, &case, &id).await?;
        let clashes = merge::signed(merge::meet(&mut form, &filled(&now), &fields), &hand);
        if !clashes.is_empty() {
            return edit_page(&cx, case, id, Some(form), Why::Met(clashes)).await;
        }
        done = "merged";
    }
    edit_page(&cx, case, id, Some(form), Why::Met(Vec::new())).await
}

#[derive(Template)]
#[template(path = "change/observe.html")]
struct ObservePage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    changes: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn observe_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (short, readers, changes) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Observation, deed::Change>()?;
            let changes = choices(&store::wishes(tx, &entry)?, lang);
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), readers(tx, &entry, lang)?, changes))
        })
        .await?;
    page_with(status, &ObservePage { f: cx.frame(t.observe_title(), Nav::Cases).await?, t, case, short, readers, changes, form, errors })
}

/// The changes to choose from in a form, with "none of them" first.
pub(super) fn choices(wishes: &[Wish], lang: Lang) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), T(lang).which_none().to_owned())];
    all.extend(wishes.iter().map(|wish| (wish.id.clone(), wish.words.clone())));
    all
}

/// `GET /cases/{case}/changes/observe`.
pub async fn observe(cx: Cx, Path(case): Path<String>) -> Answer {
    let form = Form::filled([("change", asked(&cx, "change")), ("seen_on", cx.today().to_string())]);
    observe_page(&cx, case, StatusCode::OK, form, Errors::none()).await
}

/// `POST /cases/{case}/changes/observe`: the desk writes down what it saw itself.
pub async fn observed(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    match keep(&cx, &case, &form, format!("/cases/{case}/changes?done=recorded")).await? {
        Ok(back) => Ok(go(&back)),
        Err(errors) => observe_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    }
}

/// Keeps what the one who acts saw; errors when the form is to be mended.
pub(super) async fn keep(cx: &Cx, case: &str, form: &Form, back: String) -> Result<Result<String, Errors>, AppError> {
    let asked = case.to_owned();
    let known = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            Ok::<_, AppError>(store::wishes(tx, &entry)?.into_iter().map(|wish| wish.id).collect::<Vec<_>>())
        })
        .await?;
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let seen = match Sighting::parse(form, &known, cx.today(), cx.lang) {
        Ok(seen) => seen,
        Err(errors) => return Ok(Err(errors)),
    };
    let case = case.to_owned();
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::observe(tx, &entry, &seen)?;
            let detail = format!("{}{}", tx.actor().side().code(), if seen.lend { " lend" } else { "" });
            tx.commit(&Event::Observed(Some(&case), &id).detail(detail), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(Ok(back))
}

#[derive(Template)]
#[template(path = "change/notes.html")]
struct NotesPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    heading: String,
    notes: Vec<Note>,
    /// Who, and what worries them.
    worries: Vec<(&'static str, String, String)>,
}

struct Note {
    side: &'static str,
    who: String,
    day: String,
    body: String,
    evidence: String,
    proof: String,
    lend: bool,
}

fn note(seen: Seen, names: &HashMap<String, String>, lang: Lang) -> Note {
    Note {
        side: seen.side.code(),
        who: names.get(&seen.author).cloned().unwrap_or_default(),
        day: T(lang).seen_at(&lang.short_day(seen.seen_on)),
        proof: T(lang).proof_of(seen.marks, &seen.proof),
        body: seen.body,
        evidence: seen.evidence,
        lend: seen.lend,
    }
}

/// `GET /cases/{case}/changes/{id}`: what was seen of one change, in the words of each side; `other` for what belongs to
/// none. The reading leaves its trace, with the ids of what was read.
pub async fn notes(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (of, which) = (case.clone(), id.clone());
    let (heading, notes, worries) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            let about = if which == "other" { "" } else { &which };
            let heading = if about.is_empty() {
                t.other().to_owned()
            } else {
                let wish = store::wishes(tx, &entry)?.into_iter().find(|wish| wish.id == about).ok_or(AppError::NotFound)?;
                wish.words
            };
            let names = store::names(tx, &entry)?;
            let seen: Vec<Seen> = store::texts(tx, &entry)?.into_iter().filter(|seen| seen.change_id == about).collect();
            let read = seen.iter().map(|seen| seen.id.as_str()).collect::<Vec<_>>().join(" ");
            let notes: Vec<Note> = seen.into_iter().map(|seen| note(seen, &names, lang)).collect();
            let worries = if about.is_empty() { Vec::new() } else { picture::worries(tx, &entry, about, &names)? };
            let event = Event::TextRead(Some(&of), &which).detail(format!("observations {read} worries:{}", worries.len()));
            tx.commit(&event, "").map(|done| done.with((heading, notes, worries))).map_err(AppError::from)
        })
        .await?;
    page(&NotesPage { f: cx.frame(t.private_title(&heading), Nav::Cases).await?, t, case, id, heading, notes, worries })
}
