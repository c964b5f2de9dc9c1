//! The desk's form for the sheet: mission, period and up to five goals on one page, samples to begin with, and a proposal
//! to take up. Whoever comes second is shown both texts (409).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use base::actor::Side;
use base::clock::Day;
use base::event::Event;
use base::register::GoalSheet;
use base::store::deed;
use base::text::Lang;
use http::StatusCode;

use super::content::{GoalText, MOST};
use super::draft::{Draft, ROWS, name};
use super::proposal::{self, Wish};
use super::rules::{Paper, Refusal};
use super::samples;
use super::store::{self, Halt};
use super::text::{F, T};
use crate::agreement::{self, Eyes, People, Sealing, State, carry_out};
use crate::placement::{self, Facts};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// The fields of a goal's row, in their order on the page.
const FIELDS: [&str; 8] = ["sentence", "criterion", "due", "month1", "month3", "month6", "supporter", "weight"];

/// One row of the form: the names of its fields, and how it is drawn.
struct Row {
    title: String,
    id: String,
    id_name: String,
    known: bool,
    open: bool,
    more: bool,
    sentence: String,
    criterion: String,
    due: String,
    month1: String,
    month3: String,
    month6: String,
    supporter: String,
    weight: String,
    drop: String,
}

/// What is saved now and what was typed, in one field.
struct Clash {
    field: String,
    theirs: String,
    yours: String,
}

#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
#[derive(Template)]
#[template(path = "goal_sheet/edit.html")]
struct EditPage {
    f: Frame,
    t: T,
    w: F,
    case: String,
    who: String,
    form: Form,
    errors: Errors,
    rows: Vec<Row>,
    samples: Vec<(String, samples::Sample)>,
    full: bool,
    shown: bool,
    weights: bool,
    readers: Vec<(String, String)>,
    merging: String,
    merging_words: bool,
    clashes: Vec<Clash>,
}

/// What the form stands on.
struct Ground {
    facts: Facts,
    people: People,
    paper: Option<Paper>,
    wish: Option<Wish>,
}

async fn ground(cx: &Cx, case: &str, from: &str) -> Result<Ground, AppError> {
    let (asked, from) = (case.to_owned(), from.to_owned());
    cx.db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GoalSheet, deed::Change>()?;
            Ok(Ground {
                facts: placement::facts(tx, &entry)?,
                people: agreement::of(tx, &entry)?,
                paper: store::load(tx, &entry)?,
                wish: if from.is_empty() { None } else { Some(proposal::wish(tx, &entry, &from)?) },
            })
        })
        .await
}

fn day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn values(goal: &GoalText) -> [String; 8] {
    let goal = goal.clone();
    [
        goal.sentence,
        goal.criterion,
        day(goal.due),
        goal.month1,
        goal.month3,
        goal.month6,
        goal.supporter,
        goal.weight.map(|weight| weight.to_string()).unwrap_or_default(),
    ]
}

pub(super) fn put(form: &mut Form, n: usize, goal: &GoalText) {
    form.set(&name(n, "id"), &goal.id);
    for (field, value) in FIELDS.iter().zip(values(goal)) {
        form.set(&name(n, field), &value);
    }
}

/// The rows a form has.
pub(super) fn rows_of(form: &Form) -> Vec<usize> {
    (1..=ROWS).filter(|n| form.fields().iter().any(|(key, _)| *key == name(*n, "sentence"))).collect()
}

fn is_blank(form: &Form, n: usize) -> bool {
    form.get(&name(n, "id")).is_empty() && FIELDS.iter().all(|field| form.trimmed(&name(n, field)).is_empty())
}

/// The form as the sheet stands; a new one begins with the half year from the join date.
pub(super) fn filled(paper: Option<&Paper>, facts: &Facts) -> Form {
    let mut form = Form::default();
    let (version, mission, from, until) = match paper {
        Some(paper) => (paper.draft_no, paper.content.mission.clone(), paper.content.from, paper.content.until),
        None => (0, String::new(), facts.join_on, facts.join_on.map(|day| day.plus_months(6))),
    };
    form.set("version", &version.to_string());
    form.set("mission", &mission);
    form.set("from_on", &day(from));
    form.set("until_on", &day(until));
    // A new change has a reason of its own.
    form.set("reason", paper.filter(|paper| paper.state != State::Agreed).map_or("", |paper| &paper.reason));
    for (n, (goal, leaving)) in (1..).zip(paper.into_iter().flat_map(|paper| paper.content.in_order())) {
        put(&mut form, n, goal);
        if leaving {
            form.set(&name(n, "drop"), "1");
        }
    }
    form
}

/// Adds the blank rows up to five goals; true when there is no room for one more.
fn with_blanks(form: &mut Form) -> bool {
    let rows = rows_of(form);
    let standing = rows.iter().filter(|n| !form.ticked(&name(**n, "drop"))).count();
    let last = rows.last().copied().unwrap_or(0);
    for n in last + 1..=(last + MOST.saturating_sub(standing)).min(ROWS) {
        put(form, n, &GoalText::default());
    }
    rows_of(form).iter().all(|n| !is_blank(form, *n))
}

fn rows(form: &Form, errors: &Errors, ground: &Ground, lang: Lang) -> Vec<Row> {
    let (t, w) = (T(lang), F(lang));
    let number =
        |id: &str| ground.paper.iter().flat_map(|paper| paper.content.in_order()).find(|(goal, _)| goal.id == id).map(|(goal, _)| goal.no);
    rows_of(form)
        .into_iter()
        .map(|n| {
            let field = |field: &str| name(n, field);
            let id = form.get(&field("id")).to_owned();
            let filled = FIELDS.iter().skip(1).any(|f| !form.trimmed(&field(f)).is_empty());
            let mistaken = FIELDS.iter().any(|f| errors.has(&field(f)));
            let blank = is_blank(form, n);
            let title = match number(&id) {
                Some(no) => t.part_goal(no),
                None if blank && n > 1 => w.slot_new().to_owned(),
                None => t.part_goal(i64::try_from(n).unwrap_or(0)),
            };
            Row {
                title,
                known: !id.is_empty(),
                id,
                id_name: field("id"),
                open: !blank || mistaken || n == 1,
                more: filled || mistaken,
                sentence: field("sentence"),
                criterion: field("criterion"),
                due: field("due"),
                month1: field("month1"),
                month3: field("month3"),
                month6: field("month6"),
                supporter: field("supporter"),
                weight: field("weight"),
                drop: field("drop"),
            }
        })
        .collect()
}

/// Both texts, field by field; goals that the form does not know are added to it, and one that is gone becomes a new one.
fn clashes(form: &mut Form, ground: &Ground, lang: Lang) -> Vec<Clash> {
    let (t, f) = (T(lang), crate::web::text::T(lang));
    let now = filled(ground.paper.as_ref(), &ground.facts);
    let mut found = Vec::new();
    let said = |text: &str| if text.trim().is_empty() { t.blank().to_owned() } else { text.to_owned() };
    let mut compare = |label: String, theirs: &str, yours: &str| {
        if theirs.trim() != yours.trim() {
            found.push(Clash { field: label, theirs: said(theirs), yours: said(yours) });
        }
    };
    for (field, label) in [("mission", t.mission()), ("from_on", t.from_on()), ("until_on", t.until_on())] {
        compare(label.to_owned(), now.get(field), form.get(field));
    }
    let labels = [t.sentence(), t.criterion(), t.due(), t.month1(), t.month3(), t.month6(), t.supporter(), t.weight()];
    let typed = rows_of(form);
    let mut last = typed.last().copied().unwrap_or(0);
    let goals: Vec<(GoalText, bool)> =
        ground.paper.iter().flat_map(|paper| paper.content.in_order()).map(|(goal, leaving)| (goal.clone(), leaving)).collect();
    for (goal, leaving) in &goals {
        let part = if *leaving { t.part_leaving(goal.no) } else { t.part_goal(goal.no) };
        match typed.iter().find(|n| form.get(&name(**n, "id")) == goal.id) {
            Some(n) => {
                for ((field, label), theirs) in FIELDS.iter().zip(labels).zip(values(goal)) {
                    compare(t.c_field(&part, label), &theirs, form.get(&name(*n, field)));
                }
            }
            None if last < ROWS => {
                last += 1;
                compare(part, &goal.sentence, "");
                put(form, last, goal);
                if *leaving {
                    form.set(&name(last, "drop"), "1");
                }
            }
            None => {}
        }
    }
    for n in typed {
        let id = form.get(&name(n, "id")).to_owned();
        if !id.is_empty() && !goals.iter().any(|(goal, _)| goal.id == id) {
            compare(f.yours().to_owned(), "", form.get(&name(n, "sentence")));
            form.set(&name(n, "id"), "");
        }
    }
    form.set("version", now.get("version"));
    found
}

/// Why the form is shown.
enum Why {
    /// To be filled in.
    Fresh,
    /// To be mended.
    Mend(Errors),
    /// Somebody else was first.
    Stale,
}

async fn draw(cx: &Cx, case: &str, form: Option<Form>, from: &str, words: Option<String>, why: Why) -> Answer {
    let (t, w, lang) = (T(cx.lang), F(cx.lang), cx.lang);
    let ground = ground(cx, case, from).await?;
    let mut form = form.unwrap_or_else(|| filled(ground.paper.as_ref(), &ground.facts));
    let (status, errors, clashes) = match why {
        Why::Fresh => (StatusCode::OK, Errors::none(), Vec::new()),
        Why::Mend(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors, Vec::new()),
        Why::Stale => (StatusCode::CONFLICT, Errors::none(), clashes(&mut form, &ground, lang)),
    };
    let full = with_blanks(&mut form);
    if let (Some(wish), Some(words)) = (&ground.wish, &words) {
        let rows = rows_of(&form);
        let target = rows.iter().find(|n| !wish.goal.is_empty() && form.get(&name(**n, "id")) == wish.goal);
        if let Some(n) = target.or_else(|| rows.iter().find(|n| is_blank(&form, **n))).copied() {
            form.set(&name(n, "sentence"), words);
        }
    }
    form.set("from", from);
    let eyes = Eyes { lang, viewer: Side::Bank, people: &ground.people };
    let mut readers = eyes.readers();
    readers.push((String::new(), w.readers_staff().to_owned()));
    let samples = samples::all(samples::Words(lang)).into_iter().enumerate().map(|(n, sample)| ((n + 1).to_string(), sample)).collect();
    let page = EditPage {
        f: cx.frame(if ground.paper.is_some() { w.edit_title() } else { w.write_title() }, Nav::Cases).await?,
        t,
        w,
        case: case.to_owned(),
        who: ground.facts.short(lang),
        weights: form.get("weights") == "1" || rows_of(&form).iter().any(|n| !form.trimmed(&name(*n, "weight")).is_empty()),
        rows: rows(&form, &errors, &ground, lang),
        form,
        errors,
        samples,
        full,
        shown: ground.paper.as_ref().is_some_and(Paper::is_shown),
        merging: ground.wish.as_ref().map(|wish| w.merging(&eyes.party(wish.side))).unwrap_or_default(),
        merging_words: words.is_some(),
        readers,
        clashes,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/goals/edit`; `?from=` takes up a proposal: only the words its writer wished for the sheet are filled in.
pub async fn edit(cx: Cx, Path(case): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let from = query.get("from").cloned().unwrap_or_default();
    let words = if from.is_empty() { None } else { proposal::wished_words(&cx, &case, &from).await? };
    if query.contains_key("weights") {
        let ground = ground(&cx, &case, &from).await?;
        let mut form = filled(ground.paper.as_ref(), &ground.facts);
        form.set("weights", "1");
        return draw(&cx, &case, Some(form), &from, words, Why::Fresh).await;
    }
    draw(&cx, &case, None, &from, words, Why::Fresh).await
}

/// The form with what a file says in it, to be mended.
///
/// # Errors
/// Those of the page.
pub(super) async fn mend(cx: &Cx, case: &str, form: Form, errors: Errors) -> Answer {
    draw(cx, case, Some(form), "", None, Why::Mend(errors)).await
}

/// A goal of the memo: its sentence, and everything else it says, carried along unseen.
struct Short {
    label: String,
    sentence: String,
    rest: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "goal_sheet/memo.html")]
struct MemoPage {
    f: Frame,
    t: T,
    w: F,
    case: String,
    who: String,
    form: Form,
    errors: Errors,
    goals: Vec<Short>,
    shown: bool,
    readers: Vec<(String, String)>,
}

/// `GET /cases/{case}/goals/memo`: mission, goals and period on one page; it is saved like the form with all fields.
pub async fn memo(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, w, lang) = (T(cx.lang), F(cx.lang), cx.lang);
    let ground = ground(&cx, &case, "").await?;
    let mut form = filled(ground.paper.as_ref(), &ground.facts);
    with_blanks(&mut form);
    let goals = rows_of(&form)
        .into_iter()
        .map(|n| {
            let rest = FIELDS.iter().skip(1).chain(&["id", "drop"]).map(|field| name(n, field));
            Short {
                label: w.memo_line(n),
                sentence: name(n, "sentence"),
                rest: rest.map(|field| (field.clone(), form.get(&field).to_owned())).filter(|(_, value)| !value.is_empty()).collect(),
            }
        })
        .collect();
    let eyes = Eyes { lang, viewer: Side::Bank, people: &ground.people };
    let mut readers = eyes.readers();
    readers.push((String::new(), w.readers_staff().to_owned()));
    let page = MemoPage {
        f: cx.frame(w.memo_title(), Nav::Cases).await?,
        t,
        w,
        case: case.clone(),
        who: ground.facts.short(lang),
        shown: ground.paper.as_ref().is_some_and(Paper::is_shown),
        form,
        errors: Errors::none(),
        goals,
        readers,
    };
    page_with(StatusCode::OK, &page)
}

/// `POST /cases/{case}/goals/edit`: saves the sheet; `pick` only puts a sample into the next empty row.
pub async fn save(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let w = F(cx.lang);
    let from = form.get("from").to_owned();
    if !form.get("pick").is_empty() {
        return draw(&cx, &case, Some(picked(form, cx.lang)), &from, None, Why::Fresh).await;
    }
    let mend = |errors| Why::Mend(errors);
    let draft = match Draft::parse(&form, cx.lang) {
        Ok(draft) if draft.is_blank() => {
            return draw(&cx, &case, Some(form), &from, None, mend(Errors::one("g1_sentence", w.e_blank()))).await;
        }
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, &case, Some(form), &from, None, mend(errors)).await,
    };
    let (asked, seen, merged) = (case.clone(), form.version(), from.clone());
    let done = carry_out(&cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        let back = format!("/cases/{asked}/goals?done=saved");
        let mut event = store::save(tx, &entry, &draft, seen)?;
        if !merged.is_empty() {
            proposal::mark_merged(tx, &entry, &merged)?;
            event = event.or_else(|| Some(Event::SheetEdited(Some(&asked), &merged).detail("merged")));
        }
        event.map(|event| (event, back.clone())).ok_or(Halt::Already(back))
    });
    let sentence = T(cx.lang);
    match done.await {
        Ok(back) | Err(Halt::Already(back)) => Ok(go(&back)),
        Err(Halt::Refused(Refusal::Changed) | Halt::App(AppError::Stale)) => draw(&cx, &case, Some(form), &from, None, Why::Stale).await,
        Err(Halt::Refused(refusal)) => {
            let field = match refusal {
                Refusal::NoPeriod => "until_on".to_owned(),
                Refusal::TooMany => name(rows_of(&form).last().copied().unwrap_or(1), "sentence"),
                Refusal::Ended => "mission".to_owned(),
                _ => name(1, "sentence"),
            };
            draw(&cx, &case, Some(form), &from, None, mend(Errors::one(&field, sentence.refusal(refusal)))).await
        }
        Err(Halt::App(error)) => Err(error),
    }
}

/// The form with a sample in its next empty row; without an empty row it stays as it is.
fn picked(mut form: Form, lang: Lang) -> Form {
    let nth = form.get("pick").parse::<usize>().unwrap_or(0).wrapping_sub(1);
    let sample = samples::all(samples::Words(lang)).into_iter().nth(nth);
    let row = rows_of(&form).into_iter().find(|n| is_blank(&form, *n));
    if let (Some(sample), Some(n)) = (sample, row) {
        put(&mut form, n, &sample.goal);
    }
    form
}
