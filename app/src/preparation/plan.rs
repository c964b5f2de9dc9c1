//! The action plan and the promises, on one line with the milestones of the goal sheet (S7): the same for all three.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::clock::Day;
use base::register::{Goal, PlanItem};
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::asked;
use super::desk::{Group, Row, row};
use super::rules::{Kind, State};
use super::store::{self, Item};
use super::text::T;
use crate::placement::{self, Facts};
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

/// One point of the line: the first day, a milestone, something one of the three does.
struct Mark {
    day: String,
    iso: String,
    kind: &'static str,
    side: &'static str,
    party: &'static str,
    title: String,
    text: String,
    state: Option<(&'static str, &'static str)>,
    href: Option<String>,
    ahead: bool,
}

/// What the pages of the plan show.
struct Gathered {
    case: String,
    facts: Facts,
    items: Vec<Item>,
    milestones: Vec<(Day, String, String)>,
    desk: bool,
}

fn gather(tx: &Read<'_>, entry: &Entry) -> Result<Gathered, AppError> {
    let facts = placement::facts(tx, entry)?;
    let items = store::items(tx, entry)?.into_iter().filter(|item| !item.kind.prepares()).collect();
    let mut milestones = Vec::new();
    if let Some(join) = facts.join_on.filter(|_| entry.may::<Goal, deed::View>()) {
        let calendar = crate::account::settings::calendar(tx)?;
        // After the person has left no milestone lies ahead any more.
        let last = facts.ended_on.filter(|_| facts.state == "left");
        for goal in crate::goal_sheet::goals(tx, entry)? {
            for (months, words) in [(1, &goal.month1), (3, &goal.month3), (6, &goal.month6)] {
                let day = calendar.months_after(join, months);
                if !words.is_empty() && last.is_none_or(|last| day <= last) {
                    milestones.push((day, words.clone(), goal.sentence.clone()));
                }
            }
        }
    }
    Ok(Gathered { case: entry.placement().to_owned(), facts, items, milestones, desk: entry.seat() == Seat::Consultant })
}

/// The line, the nearest first; what has no day stands behind it.
fn marks(all: &Gathered, own: &'static str, today: Day, lang: Lang, link: impl Fn(&Item) -> Option<String>) -> (Vec<Mark>, Vec<Mark>) {
    let t = T(lang);
    let mut dated: Vec<(Day, Mark)> = Vec::new();
    let mut undated = Vec::new();
    let mark = |day: Option<Day>| Mark {
        day: day.map(|day| lang.day(day)).unwrap_or_default(),
        iso: day.map(|day| day.to_string()).unwrap_or_default(),
        kind: "",
        side: "all",
        party: "",
        title: String::new(),
        text: String::new(),
        state: None,
        href: None,
        ahead: day.is_none_or(|day| day > today),
    };
    if let Some(join) = all.facts.join_on {
        let title = t.plan_join(t.first_day(all.facts.start_word()));
        dated.push((join, Mark { title, ..mark(Some(join)) }));
    }
    for (day, words, goal) in &all.milestones {
        dated.push((*day, Mark { kind: t.plan_milestone(), title: words.clone(), text: goal.clone(), ..mark(Some(*day)) }));
    }
    for item in all.items.iter().filter(|item| item.state != State::Dropped) {
        let drawn = Mark {
            kind: t.group_word(item.kind),
            side: match item.doer {
                super::rules::Doer::One(side) => side.code(),
                super::rules::Doer::Joint => "all",
            },
            party: t.doer(item.doer, own),
            title: item.body.clone(),
            text: item.outcome.clone(),
            state: Some((item.state.mark(), t.state_word(item.kind, item.state))),
            href: link(item),
            ..mark(item.due_on)
        };
        match item.due_on {
            Some(day) => dated.push((day, drawn)),
            None => undated.push(drawn),
        }
    }
    dated.sort_by_key(|(day, _)| *day);
    (dated.into_iter().map(|(_, mark)| mark).collect(), undated)
}

/// The promises as rows.
fn promises(items: Vec<Item>, cx: &Cx, own: &'static str) -> Vec<Row> {
    items.into_iter().filter(|item| item.kind == Kind::Promise).map(|item| row(item, cx, own, "")).collect()
}

#[derive(Template)]
#[template(path = "preparation/plan.html")]
struct PlanPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    desk: bool,
    marks: Vec<Mark>,
    undated: Vec<Mark>,
    group: Group,
}

/// `GET /cases/{case}/plan`: the plan of all three.
pub async fn plan(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let all = cx.db.read(cx.actor()?, move |tx| gather(tx, &tx.enter(&case)?)).await?;
    let f = cx.frame(t.plan_title(), Nav::Cases).await?;
    let own = f.house.own(lang);
    let (marks, undated) =
        marks(&all, own, cx.today(), lang, |item| all.desk.then(|| format!("/cases/{}/preparation/items/{}", all.case, item.id)));
    let page_of = PlanPage {
        t,
        name: all.facts.short(lang),
        desk: all.desk,
        marks,
        undated,
        group: Group { code: Kind::Promise.code(), name: t.promise_title(), rows: promises(all.items, &cx, own) },
        case: all.case,
        f,
    };
    page(&page_of)
}

#[derive(Template)]
#[template(path = "preparation/my_plan.html")]
struct MyPlan {
    f: Frame,
    t: T,
    case: String,
    marks: Vec<Mark>,
    undated: Vec<Mark>,
    promises: Vec<(Row, bool)>,
    list: bool,
}

/// `GET /my/plan`: the same plan, as company and person see it; what is one's own can be ticked.
pub async fn my_plan(cx: Cx) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let named = Some(asked(&cx, "case")).filter(|case| !case.is_empty());
    let (all, me, list) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = one_case(tx, named.as_deref())?;
            let list = store::items(tx, &entry)?.iter().any(|item| item.kind.prepares());
            // Whoever may tick no more, after leaving, has nothing of their own to open.
            let me = if entry.may::<PlanItem, deed::Change>() { tx.actor().id().to_owned() } else { String::new() };
            Ok::<_, AppError>((gather(tx, &entry)?, me, list))
        })
        .await?;
    let f = cx.frame(t.plan_title(), Nav::Home).await?;
    let own = f.house.own(lang);
    let (marks, undated) =
        marks(&all, own, cx.today(), lang, |item| (!me.is_empty() && item.writer == me).then(|| format!("/my/preparation/{}", item.id)));
    let mine: Vec<String> = all.items.iter().filter(|item| !me.is_empty() && item.writer == me).map(|item| item.id.clone()).collect();
    let promises = promises(all.items, &cx, own).into_iter().map(|row| {
        let own = mine.contains(&row.id);
        (row, own)
    });
    page(&MyPlan { t, case: all.case, marks, undated, promises: promises.collect(), list, f })
}
