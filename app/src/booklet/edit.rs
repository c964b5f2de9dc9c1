//! The desk's form for the booklet: all sections on one page, the lists to copy, and a proposal to take up. Whoever comes
//! second keeps what they changed, and is asked about what both changed (409).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::fold;
use base::register::Booklet;
use base::store::deed;
use base::text::Lang;

use super::content::{Content, Field, Section};
use super::rules::{Paper, Refusal};
use super::store::{self, Halt};
use super::text::{D, F, T};
use super::view::SUBJECT;
use super::web::{Lines, lists};
use crate::agreement::{self, Eyes, People, Sealing, carry_out};
use crate::goal_sheet::{self, Wish};
use crate::placement;
use crate::unsaved::{self, Place};
use crate::web::frame::Nav;
use crate::web::merge::{Saved, Why};
use crate::web::{Answer, AppError, Clash, Cx, Errors, Form, Frame, go, merge, page_with};

/// Longest text of a field, in characters.
const LONG: usize = 600;

struct FieldBox {
    name: &'static str,
    label: &'static str,
    help: &'static str,
}

struct SectionForm {
    code: &'static str,
    title: String,
    fields: Vec<FieldBox>,
    /// Name and label of the tick that copies the list anew; empty where there is no list.
    take: (&'static str, &'static str),
    entries: Vec<String>,
    after_goals: bool,
}

#[derive(Template)]
#[template(path = "booklet/edit.html")]
struct EditPage {
    f: Frame,
    t: T,
    d: D,
    w: F,
    case: String,
    who: String,
    form: Form,
    errors: Errors,
    sections: Vec<SectionForm>,
    goals_title: String,
    copied: bool,
    shown: bool,
    readers: Vec<(String, String)>,
    merging: String,
    merging_words: bool,
    clashes: Vec<Clash>,
    unsaved: unsaved::Shown,
}

/// What the form stands on.
struct Ground {
    who: String,
    people: People,
    paper: Option<Paper>,
    mission: String,
    wish: Option<Wish>,
    offer: unsaved::Offer,
    /// Who saved last and when, in words.
    hand: String,
}

async fn ground(cx: &Cx, case: &str, from: &str) -> Result<Ground, AppError> {
    let (asked, from, lang) = (case.to_owned(), from.to_owned(), cx.lang);
    cx.db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Booklet, deed::Change>()?;
            let people = agreement::of(tx, &entry)?;
            let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
            let goals = goal_sheet::chapter(tx, &entry, &eyes)?;
            let paper = store::load(tx, &entry)?;
            let id = paper.as_ref().map(|paper| paper.id.clone());
            Ok(Ground {
                who: placement::facts(tx, &entry)?.short(lang),
                hand: id.map_or(Ok(String::new()), |id| merge::hand::<Booklet>(tx, &entry, &id, &["booklet.edited"], lang))?,
                paper,
                mission: goals.map(|goals| goals.words.mission).unwrap_or_default(),
                offer: unsaved::offer(tx, &entry, &Place::Booklet)?,
                wish: if from.is_empty() { None } else { Some(goal_sheet::wish(tx, &entry, &from)?) },
                people,
            })
        })
        .await
}

/// The form as the booklet stands; a new one begins with the line that the goal sheet has for the duties.
fn filled(ground: &Ground) -> Form {
    let mut form = Form::default();
    form.set("version", &ground.paper.as_ref().map_or(0, |paper| paper.draft_no).to_string());
    match &ground.paper {
        Some(paper) => {
            for field in Field::ALL {
                form.set(field.name(), paper.content.get(field));
            }
        }
        None => form.set(Field::Duties.name(), &ground.mission),
    }
    if ground.paper.as_ref().is_none_or(|paper| !paper.is_shown()) {
        form.set("take_reception", "1");
        form.set("take_gaps", "1");
        form.set("take_changes", "1");
    }
    merge::remember(&mut form, Field::ALL.map(Field::name));
    form
}

/// Reads the form; the copied lines are put in by whoever saves it.
fn parse(form: &Form, lang: Lang) -> Result<Content, Errors> {
    let mut e = Errors::none();
    let mut content = Content::default();
    for field in Field::ALL {
        let text = form.get(field.name()).lines().map(fold::tidy).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        let count = text.chars().count();
        if count > LONG {
            e.add(field.name(), crate::web::text::T(lang).e_long(LONG, count));
        }
        content.set(field, text);
    }
    e.check().map(|()| content)
}

fn sections(ground: &Ground, lang: Lang) -> Vec<SectionForm> {
    let (t, w) = (T(lang), F(lang));
    Section::ALL
        .into_iter()
        .map(|section| SectionForm {
            code: section.code(),
            title: t.heading(section),
            fields: section.fields().map(|field| FieldBox { name: field.name(), label: t.field(field), help: w.help(field) }).collect(),
            take: match section {
                Section::Support => ("take_reception", w.take_reception()),
                Section::Gaps => ("take_gaps", w.take_gaps()),
                Section::Changes => ("take_changes", w.take_changes()),
                _ => ("", ""),
            },
            entries: ground.paper.iter().flat_map(|paper| paper.content.entries(section)).map(|entry| entry.line(lang)).collect(),
            after_goals: section == Section::Gaps,
        })
        .collect()
}

/// Brings a form that came second up to the booklet as it stands; gives what both changed.
fn meet(form: &mut Form, ground: &Ground, lang: Lang) -> Vec<Clash> {
    let t = T(lang);
    let fields = Field::ALL.map(|field| (field.name().to_owned(), t.field(field).to_owned()));
    merge::signed(merge::meet(form, &filled(ground), &fields), &ground.hand)
}

async fn draw(cx: &Cx, case: &str, form: Option<Form>, from: &str, words: Option<String>, why: Why) -> Answer {
    let (t, d, w, lang) = (T(cx.lang), D(cx.lang), F(cx.lang), cx.lang);
    let ground = ground(cx, case, from).await?;
    let mut form = form.unwrap_or_else(|| filled(&ground));
    let opened = matches!(why, Why::Unsaved);
    let (status, errors, clashes) = why.shown();
    let wished = ground.wish.as_ref().and_then(|wish| Section::parse(wish.goal.strip_prefix(SUBJECT)?));
    if let (Some(section), Some(words)) = (wished, &words)
        && let Some(field) = section.fields().next()
    {
        let text = [form.get(field.name()), words.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        form.set(field.name(), &text);
    }
    form.set("from", from);
    let eyes = Eyes { lang, viewer: Side::Bank, people: &ground.people };
    let mut readers = eyes.readers();
    readers.push((String::new(), w.readers_staff().to_owned()));
    let page = EditPage {
        f: cx.frame(if ground.paper.is_some() { d.edit() } else { d.write() }, Nav::Cases).await?,
        t,
        d,
        w,
        case: case.to_owned(),
        sections: sections(&ground, lang),
        goals_title: t.numbered(4, t.goals()),
        copied: ground.paper.is_none() && !ground.mission.is_empty(),
        shown: ground.paper.as_ref().is_some_and(Sealing::is_shown),
        merging: ground.wish.as_ref().map(|wish| w.merging(&eyes.party(wish.side))).unwrap_or_default(),
        merging_words: words.is_some(),
        who: ground.who,
        form,
        errors,
        readers,
        clashes,
        unsaved: ground.offer.shown(cx, opened),
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/booklet/edit`; `?from=` takes up a proposal: only the words its writer wished for are filled in.
pub async fn edit(cx: Cx, Path(case): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let from = query.get("from").cloned().unwrap_or_default();
    if let Some(form) = unsaved::open(&cx, &case, Place::Booklet).await? {
        return draw(&cx, &case, Some(form), "", None, Why::Unsaved).await;
    }
    let words = if from.is_empty() { None } else { goal_sheet::wished_words(&cx, &case, &from).await? };
    draw(&cx, &case, None, &from, words, Why::Fresh).await
}

/// The copied lines a save leaves: those of the list where it was ticked, else those that stand.
fn copied(ticked: bool, list: Lines, standing: Option<&Lines>) -> Lines {
    if ticked { list } else { standing.cloned().unwrap_or_default() }
}

async fn keep(cx: &Cx, case: &str, form: &Form, merged: bool) -> Result<Saved, AppError> {
    let new = match parse(form, cx.lang) {
        Ok(new) => new,
        Err(errors) => return Ok(Saved::Mend(errors)),
    };
    let take = ["take_reception", "take_gaps", "take_changes"].map(|tick| form.ticked(tick));
    let (asked, seen, from) = (case.to_owned(), form.version(), form.get("from").to_owned());
    let done = carry_out(cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        let back = format!("/cases/{asked}/booklet?done={}", if merged { "merged" } else { "saved" });
        let [reception, gaps, changes] = lists(tx, &entry)?;
        let standing = store::load(tx, &entry)?.map(|paper| paper.content);
        let mut new = new.clone();
        new.reception = copied(take[0], reception, standing.as_ref().map(|content| &content.reception));
        new.gaps = copied(take[1], gaps, standing.as_ref().map(|content| &content.gaps));
        new.changes = copied(take[2], changes, standing.as_ref().map(|content| &content.changes));
        let mut event = store::save(tx, &entry, &new, seen)?;
        if !from.is_empty() {
            goal_sheet::mark_merged(tx, &entry, &from)?;
            event = event.or_else(|| Some(Event::BookletEdited(Some(&asked), &from).detail("merged")));
        }
        if let Some(id) = unsaved::settle(tx, &entry, &Place::Booklet)? {
            event = event.or_else(|| Some(Event::UnsavedKept(Some(&asked), &id).detail("as it was")));
        }
        event.map(|event| (event, back.clone())).ok_or(Halt::Already(back))
    });
    match done.await {
        Ok(back) | Err(Halt::Already(back)) => Ok(Saved::Back(back)),
        Err(Halt::Refused(Refusal::Sealing(agreement::Refusal::Changed)) | Halt::App(AppError::Stale)) => Ok(Saved::Met),
        Err(Halt::Refused(refusal)) => {
            let field = if refusal == Refusal::NoContact { Field::Talks } else { Field::Duties };
            Ok(Saved::Mend(Errors::one(field.name(), T(cx.lang).refusal(refusal))))
        }
        Err(Halt::App(error)) => Err(error),
    }
}

/// `POST /cases/{case}/booklet/edit`: saves the booklet.
///
/// Who comes second keeps what they changed beside what the first changed; only a field both changed is asked about.
pub async fn save(cx: Cx, Path(case): Path<String>, mut form: Form) -> Result<Response, AppError> {
    let from = form.get("from").to_owned();
    merge::choose(&mut form);
    let mut merged = false;
    for _ in 0..3 {
        match keep(&cx, &case, &form, merged).await? {
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
