//! `…/goals/sheet` and `…/goals/import`.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::GoalSheet;
use base::store::deed;
use http::StatusCode;
use paper::sheet::{Limits, write};

use super::out;
use super::read::{self, Column, Found, Understood};
use crate::agreement::{self, Eyes, Sealing};
use crate::goal_sheet::content::{Content, GoalText, MOST};
use crate::goal_sheet::draft::{Draft, ROWS, name};
use crate::goal_sheet::edit::{filled, mend, put, rows_of};
use crate::goal_sheet::rules::{Paper, Refusal};
use crate::goal_sheet::store;
use crate::goal_sheet::text::{T, X};
use crate::goal_sheet::view::{Diff, diffs, issues};
use crate::placement::import::unreadable;
use crate::placement::{self, IssueEdition};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, download, page, page_with};

/// `GET /cases/{case}/goals/sheet`: the sheet as it stands, as xlsx.
pub async fn export(cx: Cx, Path(case): Path<String>) -> Result<Response, AppError> {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.clone());
    let (form, id) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            let paper = store::load(tx, &entry)?.ok_or(AppError::NotFound)?;
            let people = agreement::of(tx, &entry)?;
            let state = Eyes { lang, viewer: Side::Bank, people: &people }.word(&paper);
            Ok::<_, AppError>((out::form(&paper.content, &placement::facts(tx, &entry)?, &issues(tx, &entry)?, &state, lang), paper.id))
        })
        .await?;
    let bytes = tokio::task::spawn_blocking(move || write::form(&form)).await.map_err(|_| AppError::broken("writing a sheet stopped"))?;
    let bytes = bytes.map_err(|error| AppError::broken(error.to_string()))?;
    cx.db
        .write(cx.actor()?, None, move |tx| {
            tx.enter(&case)?.pass::<GoalSheet, deed::View>()?;
            tx.commit(&Event::ListExported(Some(&case), &id).detail("goal_sheet"), "").map_err(AppError::from)
        })
        .await?;
    let file = format!("{}_{}.xlsx", t.title(), cx.today().to_string().replace('-', ""));
    Ok(download(&file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

#[derive(Template)]
#[template(path = "goal_sheet/spread/import.html")]
struct ImportPage {
    f: Frame,
    t: T,
    x: X,
    case: String,
    who: String,
    form: Form,
    errors: Errors,
}

async fn import_page(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, x, lang, asked) = (T(cx.lang), X(cx.lang), cx.lang, case.to_owned());
    let who = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GoalSheet, deed::Change>()?;
            Ok::<_, AppError>(placement::facts(tx, &entry)?.short(lang))
        })
        .await?;
    page_with(status, &ImportPage { f: cx.frame(x.title(), Nav::Cases).await?, t, x, case: case.to_owned(), who, form, errors })
}

/// `GET /cases/{case}/goals/import`: which file.
pub async fn look(cx: Cx, Path(case): Path<String>) -> Answer {
    import_page(&cx, &case, StatusCode::OK, Form::default(), Errors::none()).await
}

#[derive(Template)]
#[template(path = "goal_sheet/spread/preview.html")]
struct PreviewPage {
    f: Frame,
    t: T,
    x: X,
    case: String,
    who: String,
    shown: bool,
    diffs: Vec<Diff>,
    left_out: String,
    fields: Vec<(String, String)>,
}

/// `POST /cases/{case}/goals/import`: what the file would change, in words. Nothing is written.
pub async fn put_in(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (t, x, lang) = (T(cx.lang), X(cx.lang), cx.lang);
    let pasted = form.get("pasted").to_owned();
    let refused = async |sentence: String| {
        let field = if form.file().is_some() || pasted.trim().is_empty() { "file" } else { "pasted" };
        import_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form.clone(), Errors::one(field, sentence)).await
    };
    let read = match form.file().cloned() {
        Some((file, bytes)) => tokio::task::spawn_blocking(move || paper::sheet::read(&bytes, &file, &Limits::default())).await,
        None if pasted.trim().is_empty() => return refused(x.e_nothing().to_owned()).await,
        None => {
            tokio::task::spawn_blocking({
                let pasted = pasted.clone();
                move || paper::sheet::paste(&pasted)
            })
            .await
        }
    };
    let book = match read.map_err(|_| AppError::broken("reading a sheet stopped"))? {
        Ok(book) => book,
        Err(reason) => return refused(unreadable(&reason, lang)).await,
    };
    let Some(understood) = read::understand(&book) else { return refused(x.e_no_table().to_owned()).await };
    let asked = case.clone();
    let (paper, facts, issues) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GoalSheet, deed::Change>()?;
            Ok::<_, AppError>((store::load(tx, &entry)?, placement::facts(tx, &entry)?, issues(tx, &entry)?))
        })
        .await?;
    let filled = taken(filled(paper.as_ref(), &facts), paper.as_ref(), &understood, &issues);
    let draft = match Draft::parse(&filled, lang) {
        Ok(draft) => draft,
        Err(errors) => return mend(&cx, &case, filled, errors).await,
    };
    let before = paper.as_ref().map(|paper| paper.content.clone()).unwrap_or_default();
    let after = match &paper {
        None if draft.slots.len() > MOST => {
            return mend(&cx, &case, filled, Errors::one(&name(1, "sentence"), t.refusal(Refusal::TooMany))).await;
        }
        None => fresh(&draft),
        Some(paper) => match paper.edit(&draft) {
            Ok((content, _)) => content,
            Err(refusal) => return mend(&cx, &case, filled, Errors::one(&name(1, "sentence"), t.refusal(refusal))).await,
        },
    };
    let page_of = PreviewPage {
        f: cx.frame(x.preview_title(), Nav::Cases).await?,
        t,
        x,
        case: case.clone(),
        who: facts.short(lang),
        shown: paper.as_ref().is_some_and(Paper::is_shown),
        diffs: diffs(&before, &after, lang),
        left_out: if understood.left_out.is_empty() {
            String::new()
        } else {
            x.left_out(&understood.left_out.join(lang.pick("、", ", ")))
        },
        fields: filled.fields().to_vec(),
    };
    page(&page_of)
}

/// A sheet that does not exist yet, as the form would begin it.
fn fresh(draft: &Draft) -> Content {
    let goals = (1..).zip(&draft.slots).map(|(no, slot)| GoalText { no, ..slot.goal.clone() }).collect();
    Content { mission: draft.mission.clone(), from: draft.from, until: draft.until, goals, left: Vec::new() }
}

/// The desk's form with what the file says put into it. A goal is the one of the same number, else the one with the same
/// words, else a new one; what the file does not speak of stays.
fn taken(mut form: Form, paper: Option<&Paper>, file: &Understood, issues: &[IssueEdition]) -> Form {
    for (field, said) in [("mission", &file.mission), ("from_on", &file.from), ("until_on", &file.until)] {
        if let Some(said) = said {
            form.set(field, said);
        }
    }
    let known: Vec<GoalText> = paper.map(|paper| paper.content.goals.clone()).unwrap_or_default();
    let mut used: Vec<String> = Vec::new();
    for goal in &file.goals {
        let free = |one: &&GoalText| !used.contains(&one.id);
        let same_words = known.iter().filter(free).find(|one| Some(one.sentence.as_str()) == goal.get(Column::Sentence));
        let same = same_words.or_else(|| known.iter().filter(free).find(|one| Some(one.no) == goal.no)).map(|one| one.id.clone());
        let rows = rows_of(&form);
        let row = match &same {
            Some(id) => rows.iter().copied().find(|n| form.get(&name(*n, "id")) == *id),
            None => Some(rows.last().copied().unwrap_or(0) + 1).filter(|n| *n <= ROWS),
        };
        let Some(n) = row else { continue };
        if let Some(id) = same {
            used.push(id);
        } else {
            put(&mut form, n, &GoalText::default());
        }
        fill(&mut form, n, goal, issues);
    }
    form
}

fn fill(form: &mut Form, n: usize, goal: &Found, issues: &[IssueEdition]) {
    let fields = [
        (Column::Sentence, "sentence"),
        (Column::Criterion, "criterion"),
        (Column::Due, "due"),
        (Column::Weight, "weight"),
        (Column::Month1, "month1"),
        (Column::Month3, "month3"),
        (Column::Month6, "month6"),
        (Column::Support, "supporter"),
    ];
    for (column, field) in fields {
        if let Some(said) = goal.get(column) {
            form.set(&name(n, field), said);
        }
    }
    // An issue that is worded as one of the case's own is that one; other words tie the goal to nothing.
    if let Some(issue) = goal.get(Column::Issue).and_then(|said| issues.iter().rev().find(|issue| issue.sentence == said)) {
        form.set(&name(n, "issue"), &issue.edition.to_string());
    }
}
