//! The desk's form for the sheet: mission, period and up to five goals on one page, samples to begin with, and a proposal
//! to take up. Whoever comes second keeps what they changed, and is asked about what both changed (409).

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
use super::text::{D, F, T};
use crate::agreement::{self, Eyes, Owner, People, Reached, Sealing, State, carry_out};
use crate::placement::{self, Facts, IssueEdition};
use crate::unsaved::{self, Place};
use crate::web::frame::Nav;
use crate::web::merge::{Saved, Why};
use crate::web::{Answer, AppError, Clash, Cx, Errors, Form, Frame, go, merge, page_with};

/// The fields of a goal's row, in their order on the page.
const FIELDS: [&str; 9] = ["sentence", "criterion", "due", "month1", "month3", "month6", "supporter", "weight", "issue"];

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
    issue: String,
    drop: String,
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
    /// The wordings of the issue a goal may serve; the first is none.
    issues: Vec<(String, String)>,
    /// Who is asked when it is saved and put before the parties, and how they hear of it.
    told: Vec<String>,
    unsaved: unsaved::Shown,
}

/// What the form stands on.
struct Ground {
    facts: Facts,
    people: People,
    paper: Option<Paper>,
    wish: Option<Wish>,
    issues: Vec<IssueEdition>,
    receivers: Vec<(Side, Owner, Reached)>,
    offer: unsaved::Offer,
    /// Who saved last and when, in words.
    hand: String,
}

async fn ground(cx: &Cx, case: &str, from: &str) -> Result<Ground, AppError> {
    let (asked, from, lang) = (case.to_owned(), from.to_owned(), cx.lang);
    cx.db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GoalSheet, deed::Change>()?;
            let people = agreement::of(tx, &entry)?;
            let paper = store::load(tx, &entry)?;
            let id = paper.as_ref().map(|paper| paper.id.clone());
            Ok(Ground {
                hand: id.map_or(Ok(String::new()), |id| merge::hand::<GoalSheet>(tx, &entry, &id, &["sheet.edited"], lang))?,
                facts: placement::facts(tx, &entry)?,
                receivers: agreement::receivers(tx, &entry, &people)?,
                people,
                paper,
                wish: if from.is_empty() { None } else { Some(proposal::wish(tx, &entry, &from)?) },
                issues: placement::issues(tx, &entry)?,
                offer: unsaved::offer(tx, &entry, &Place::Goals)?,
            })
        })
        .await
}

fn day(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn values(goal: &GoalText) -> [String; 9] {
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
        goal.issue.map(|no| no.to_string()).unwrap_or_default(),
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
    let mut began: Vec<String> = ["mission", "from_on", "until_on", "reason"].map(ToOwned::to_owned).to_vec();
    began.extend(rows_of(&form).into_iter().flat_map(|n| FIELDS.iter().chain(&["drop"]).map(move |field| name(n, field))));
    merge::remember(&mut form, began.iter().map(String::as_str));
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
                None if blank && n > 1 => w.slot_new(n),
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
                issue: field("issue"),
                drop: field("drop"),
            }
        })
        .collect()
}

/// Brings a form that came second up to the sheet as it stands: what only the others changed is taken over, goals that the form
/// does not know are added to it, and one that is gone becomes a new one where it was worded anew. Gives what both changed.
fn meet(form: &mut Form, ground: &Ground, lang: Lang) -> Vec<Clash> {
    let (t, w) = (T(lang), F(lang));
    let stands = filled(ground.paper.as_ref(), &ground.facts);
    let mut now = Form::default();
    let mut fields: Vec<(String, String)> = Vec::new();
    for (field, label) in [("mission", t.mission()), ("from_on", t.from_on()), ("until_on", t.until_on()), ("reason", t.reason())] {
        now.set(field, stands.get(field));
        fields.push((field.to_owned(), label.to_owned()));
    }
    now.set("version", stands.get("version"));
    let labels = [t.sentence(), t.criterion(), t.due(), t.month1(), t.month3(), t.month6(), t.supporter(), t.weight(), t.issue()];
    let typed = rows_of(form);
    let mut last = typed.last().copied().unwrap_or(0);
    let goals: Vec<(GoalText, bool)> =
        ground.paper.iter().flat_map(|paper| paper.content.in_order()).map(|(goal, leaving)| (goal.clone(), leaving)).collect();
    for (goal, leaving) in &goals {
        let part = if *leaving { t.part_leaving(goal.no) } else { t.part_goal(goal.no) };
        let known = typed.iter().find(|n| form.get(&name(**n, "id")) == goal.id).copied();
        let n = known.unwrap_or(last + 1);
        if n > ROWS {
            // No room on the form: it stays as it is.
            continue;
        }
        put(&mut now, n, goal);
        now.set(&name(n, "drop"), if *leaving { "1" } else { "" });
        if known.is_none() {
            last = n;
            put(form, n, goal);
            form.set(&name(n, "drop"), now.get(&name(n, "drop")));
        }
        fields.extend(FIELDS.iter().zip(labels).map(|(field, label)| (name(n, field), t.c_field(&part, label))));
        fields.push((name(n, "drop"), t.c_field(&part, w.drop())));
    }
    let was = merge::was(form).unwrap_or_default();
    let mut gone = Vec::new();
    for n in typed {
        let id = form.get(&name(n, "id")).to_owned();
        if id.is_empty() || goals.iter().any(|(goal, _)| goal.id == id) {
            continue;
        }
        let yours = form.trimmed(&name(n, "sentence")).to_owned();
        let touched = FIELDS.iter().any(|field| was.get(&name(n, field)).is_none_or(|before| before != form.trimmed(&name(n, field))));
        if touched && !form.ticked(&name(n, "drop")) {
            let (none, label) = (String::new, w.slot_gone().to_owned());
            gone.push(Clash { name: none(), label, before: none(), theirs: none(), yours, by: none() });
            form.set(&name(n, "id"), "");
        } else {
            put(form, n, &GoalText::default());
            form.set(&name(n, "drop"), "");
        }
    }
    let mut clashes = merge::meet(form, &now, &fields);
    clashes.extend(gone);
    merge::signed(clashes, &ground.hand)
}

async fn draw(cx: &Cx, case: &str, form: Option<Form>, from: &str, words: Option<String>, why: Why) -> Answer {
    let (t, w, lang) = (T(cx.lang), F(cx.lang), cx.lang);
    let ground = ground(cx, case, from).await?;
    let mut form = form.unwrap_or_else(|| filled(ground.paper.as_ref(), &ground.facts));
    let opened = matches!(why, Why::Unsaved);
    let (status, errors, clashes) = why.shown();
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
        issues: issues(&ground, lang),
        told: ground.receivers.iter().map(|(_, owner, reached)| D(lang).told(owner, *reached)).collect(),
        unsaved: ground.offer.shown(cx, opened),
    };
    page_with(status, &page)
}

/// The wordings of the issue a goal may serve, the newest first after none.
fn issues(ground: &Ground, lang: Lang) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), F(lang).issue_none().to_owned())];
    all.extend(ground.issues.iter().rev().map(|issue| (issue.edition.to_string(), issue.sentence.clone())));
    if all.len() == 1 { Vec::new() } else { all }
}

/// `GET /cases/{case}/goals/edit`; `?from=` takes up a proposal: only the words its writer wished for the sheet are filled in.
pub async fn edit(cx: Cx, Path(case): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let from = query.get("from").cloned().unwrap_or_default();
    let words = if from.is_empty() { None } else { proposal::wished_words(&cx, &case, &from).await? };
    if let Some(form) = unsaved::open(&cx, &case, Place::Goals).await? {
        return draw(&cx, &case, Some(form), "", None, Why::Unsaved).await;
    }
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
pub(super) async fn mend(cx: &Cx, case: &str, mut form: Form, errors: Errors) -> Answer {
    form.set("from_file", "1");
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

async fn keep(cx: &Cx, case: &str, form: &Form, merged: bool) -> Result<Saved, AppError> {
    let w = F(cx.lang);
    let draft = match Draft::parse(form, cx.lang) {
        Ok(draft) if draft.is_blank() => return Ok(Saved::Mend(Errors::one("g1_sentence", w.e_blank()))),
        Ok(draft) => draft,
        Err(errors) => return Ok(Saved::Mend(errors)),
    };
    let (asked, seen, from) = (case.to_owned(), form.version(), form.get("from").to_owned());
    let done = carry_out(cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        let back = format!("/cases/{asked}/goals?done={}", if merged { "merged" } else { "saved" });
        let issues = placement::issues(tx, &entry)?;
        let mut draft = draft.clone();
        for slot in &mut draft.slots {
            slot.goal.issue = slot.goal.issue.filter(|no| issues.iter().any(|issue| issue.edition == *no));
        }
        let mut event = store::save(tx, &entry, &draft, seen)?;
        if !from.is_empty() {
            proposal::mark_merged(tx, &entry, &from)?;
            event = event.or_else(|| Some(Event::SheetEdited(Some(&asked), &from).detail("merged")));
        }
        if let Some(id) = unsaved::settle(tx, &entry, &Place::Goals)? {
            event = event.or_else(|| Some(Event::UnsavedKept(Some(&asked), &id).detail("as it was")));
        }
        event.map(|event| (event, back.clone())).ok_or(Halt::Already(back))
    });
    match done.await {
        Ok(back) | Err(Halt::Already(back)) => Ok(Saved::Back(back)),
        Err(Halt::Refused(Refusal::Changed) | Halt::App(AppError::Stale)) => Ok(Saved::Met),
        Err(Halt::Refused(refusal)) => {
            let field = match refusal {
                Refusal::NoPeriod => "until_on".to_owned(),
                Refusal::TooMany => name(rows_of(form).last().copied().unwrap_or(1), "sentence"),
                Refusal::Ended => "mission".to_owned(),
                _ => name(1, "sentence"),
            };
            Ok(Saved::Mend(Errors::one(&field, T(cx.lang).refusal(refusal))))
        }
        Err(Halt::App(error)) => Err(error),
    }
}

/// Puts what was just saved before the parties: with the booklet where that waits for them too, else by itself. What is not
/// ready for it stays saved, and its page says what is missing.
async fn ask_now(cx: &Cx, case: &str) -> Result<String, AppError> {
    let asked = case.to_owned();
    let done = carry_out(cx, None, move |tx| {
        let entry = tx.enter(&asked)?;
        if let Some(event) = crate::booklet::ask_now(tx, &entry)? {
            return Ok((event, format!("/cases/{asked}/booklet?done=asked")));
        }
        let seen = store::load(tx, &entry)?.map_or(0, |paper| paper.draft_no);
        Ok((store::ask(tx, &entry, seen)?, format!("/cases/{asked}/goals?done=asked")))
    });
    match done.await {
        Ok(back) | Err(Halt::Already(back)) => Ok(back),
        Err(Halt::Refused(_)) => Ok(format!("/cases/{case}/goals?done=saved_unasked")),
        Err(Halt::App(error)) => Err(error),
    }
}

/// `POST /cases/{case}/goals/edit`: saves the sheet; `pick` only puts a sample into the next empty row.
///
/// With `ask` it is put before the parties at once. Who comes second keeps what they changed beside what the first changed;
/// only a field both changed is asked about.
pub async fn save(cx: Cx, Path(case): Path<String>, mut form: Form) -> Result<Response, AppError> {
    let from = form.get("from").to_owned();
    if !form.get("pick").is_empty() {
        return draw(&cx, &case, Some(picked(form, cx.lang)), &from, None, Why::Fresh).await;
    }
    merge::choose(&mut form);
    let mut merged = false;
    // Saved while this was being brought up to what stood: once more.
    for _ in 0..3 {
        match keep(&cx, &case, &form, merged).await? {
            Saved::Back(_) if form.ticked("ask") => return Ok(go(&ask_now(&cx, &case).await?)),
            Saved::Back(back) => return Ok(go(&back)),
            Saved::Mend(errors) => return draw(&cx, &case, Some(form), &from, None, Why::Mend(errors)).await,
            Saved::Met => {}
        }
        let clashes = meet(&mut form, &ground(&cx, &case, &from).await?, cx.lang);
        if !clashes.is_empty() {
            return draw(&cx, &case, Some(form), &from, None, Why::Met(clashes)).await;
        }
        merged = true;
    }
    draw(&cx, &case, Some(form), &from, None, Why::Met(Vec::new())).await
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
