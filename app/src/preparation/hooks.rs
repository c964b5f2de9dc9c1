//! What other pages show of the preparation: what is missing, in a sentence; what was done, on which day.

use askama::Template;
use base::access::Seat;
use base::actor::Side;
use base::clock::Day;
use base::register::{Placement, PlanItem, Preparation};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use base::{args, sql};

use super::rules::{Doer, Kind, Needed, Open, State, asked_from, missing};
use super::store::{self, Item};
use super::text::{S, T};
use crate::case::{Item as Entered, Panel, Sees};
use crate::placement::{self, StartWord};
use crate::portal::Ask;
use crate::today::{Bucket, Line};
use crate::web::AppError;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// Whether the first day is still ahead by the state of the case.
fn before(state: &str) -> bool {
    matches!(state, "preparing" | "agreeing")
}

/// Entries for the timeline of the case page: items that are done, promises that were kept.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Entered>, AppError> {
    if !entry.may::<PlanItem, deed::View>() {
        return Ok(Vec::new());
    }
    let t = T(lang);
    let item = |item: Item| {
        let day = item.done_on.filter(|_| item.state == State::Done)?;
        let (kind, title) = match item.kind {
            Kind::Promise => (t.t_promise(), t.t_kept(&item.body)),
            Kind::Action => (t.t_plan(), t.t_done(&item.body)),
            _ => (t.t_kind(), t.t_done(&item.body)),
        };
        let page = if item.kind.prepares() { "preparation" } else { "plan" };
        Some(Entered {
            day,
            order: day.start().0,
            filter: "case",
            kind: kind.to_owned(),
            title,
            text: item.outcome,
            sees: Sees::All,
            by: if let Doer::One(side) = item.doer { side } else { Side::Bank },
            href: Some(format!("/cases/{}/{page}", entry.placement())),
            ahead: false,
        })
    };
    Ok(store::items(tx, entry)?.into_iter().filter_map(item).collect())
}

#[derive(Template)]
#[template(path = "preparation/panel.html")]
struct PanelHtml {
    t: T,
    s: S,
    case: String,
    begun: bool,
    sentence: String,
    progress: String,
    desk: bool,
    begin: bool,
}

/// The section of the case page: what is missing in a sentence, and how much is done. After the first day it stays as long as
/// a list was kept.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<PlanItem, deed::View>() {
        return Ok(None);
    }
    let t = T(lang);
    let facts = placement::facts(tx, entry)?;
    let begun = store::begun(tx, entry)?;
    let desk = entry.seat() == Seat::Consultant;
    let items = store::items(tx, entry)?;
    let ahead = before(&facts.state);
    if items.is_empty() && !(desk && ahead) {
        return Ok(None);
    }
    let head = store::head(tx, entry)?;
    let s = S(lang, facts.start_word());
    let sentence = match &head {
        Some(head) if ahead => {
            let open: Vec<Open> = items.iter().filter(|item| item.kind.prepares()).map(|item| item.open(&head.decided)).collect();
            missing(&open, facts.join_on, tx.now().day(), facts.start_word(), lang).unwrap_or_else(|| s.nothing())
        }
        _ => String::new(),
    };
    let counted = items.iter().filter(|item| item.kind.prepares() && item.state != State::Dropped);
    let progress = t.progress(counted.clone().filter(|item| item.state == State::Done).count(), counted.count());
    let html = PanelHtml { t, s, case: entry.placement().to_owned(), begun, sentence, progress, desk, begin: desk && ahead && !begun };
    Ok(Some(Panel { aside: false, html: drawn(&html)? }))
}

/// The items of this party that are asked for by now: its own, before the first day, from the Monday of the week before.
fn wanted(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Item>, AppError> {
    if !entry.may::<PlanItem, deed::View>() || !before(&placement::facts(tx, entry)?.state) {
        return Ok(Vec::new());
    }
    let (me, today) = (tx.actor().id(), tx.now().day());
    let mut items = store::items(tx, entry)?;
    items.retain(|item| {
        item.kind.prepares() && item.writer == me && item.state.is_open() && item.due_on.is_some_and(|due| asked_from(due) <= today)
    });
    items.sort_by_key(|item| item.due_on);
    Ok(items)
}

/// What the portal's home asks this party for: its items of this week and the next, as one request.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let t = T(lang);
    let wanted = wanted(tx, entry)?;
    let Some((first, due)) = wanted.first().and_then(|item| Some((item, item.due_on?))) else { return Ok(Vec::new()) };
    Ok(vec![Ask {
        title: S(lang, placement::facts(tx, entry)?.start_word()).ask(wanted.len()),
        text: t.ask_text(&first.body, &lang.short_day(due)),
        href: format!("/my/preparation?case={}", entry.placement()),
        button: t.ask_button().to_owned(),
    }])
}

#[derive(Template)]
#[template(path = "preparation/home.html")]
struct HomeHtml {
    t: T,
    s: S,
    case: String,
    line: String,
    list: bool,
    plan: bool,
}

/// The section of the portal's home: how long until the first day, the way to the list, to the plan and the promises.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    let t = T(lang);
    if !entry.may::<PlanItem, deed::View>() {
        return Ok(None);
    }
    let items = store::items(tx, entry)?;
    if items.is_empty() {
        return Ok(None);
    }
    let facts = placement::facts(tx, entry)?;
    let list = before(&facts.state) && items.iter().any(|item| item.kind.prepares());
    let plan = items.iter().any(|item| !item.kind.prepares());
    let me = tx.actor().id();
    let own = items.iter().filter(|item| item.kind.prepares() && item.writer == me && item.state.is_open()).count();
    let s = S(lang, facts.start_word());
    let left = s.left(facts.join_on, tx.now().day());
    let line = if own == 0 { t.home_left_none(&left) } else { t.home_left(&left, own) };
    if !list && !plan {
        return Ok(None);
    }
    drawn(&HomeHtml { t, s, case: entry.placement().to_owned(), line, list, plan }).map(Some)
}

base::row! {
    struct Waiting { case: String, join_on: Option<Day>, contract: String, body: String, state: String, needed: String, due_on: Option<Day>, decided: String }
    struct Unkept { case: String, first: Day, count: i64 }
}

/// Lines for 今日: for each case before its first day what is missing, and promises past their day; with `case`, of that case.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let one = case.unwrap_or_default();
    let (items, heads) = match (tx.reach::<PlanItem, deed::View>(), tx.reach::<Preparation, deed::View>()) {
        (Ok(items), Ok(heads)) => (items, heads),
        (Err(StoreError::NotFound), _) | (_, Err(StoreError::NotFound)) => return Ok(Vec::new()),
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    let waiting: Vec<Waiting> = tx.rows(
        (&items, &heads, &tx.reach::<Placement, deed::View>()?),
        sql!(PlanItem, Preparation, Placement =>
            "select p.id, p.join_on, p.contract, i.body, i.state, i.needed, i.due_on, h.decided from plan_items i \
             join placements p on p.id = i.placement_id join preparations h on h.placement_id = i.placement_id \
             where p.state in ('preparing', 'agreeing') and i.kind in ('company', 'site', 'visit', 'person') and i.state in ('open', 'doing') \
             and ($1 = '' or p.id = $1) order by p.id, i.due_on, i.no, i.id"),
        args![one],
    )?;
    let mut lines = Vec::new();
    for of_case in waiting.chunk_by(|a, b| a.case == b.case) {
        let Some(first) = of_case.first() else { continue };
        let open: Vec<Open> = of_case
            .iter()
            .map(|row| Open {
                body: row.body.clone(),
                state: State::parse(&row.state),
                needed: Needed::parse(&row.needed).is_some_and(|needed| needed.holds(&row.decided)),
                due_on: row.due_on,
            })
            .collect();
        let word = StartWord::of(&first.contract);
        let Some(why) = missing(&open, first.join_on, today, word, lang) else { continue };
        let day = open.iter().filter(|item| item.needed).filter_map(|item| item.due_on).min();
        // On 今日 only what is due this week or late, or what the last two weeks still lack; on the case page always.
        let soon = first.join_on.is_some_and(|join| today.until(join) <= 14);
        let bucket = match day.map(|day| Bucket::of(day, today)) {
            Some(bucket) if bucket < Bucket::Later => bucket,
            _ if soon => Bucket::Week,
            _ => Bucket::Later,
        };
        lines.push(Line {
            bucket,
            day,
            when: day.map(|day| t.until(&lang.short_day(day))).unwrap_or_default(),
            case: first.case.clone(),
            who: String::new(),
            what: S(lang, word).line(),
            why,
            href: format!("/cases/{}/preparation", first.case),
            button: t.l_button().to_owned(),
        });
    }
    let unkept: Vec<Unkept> = tx.rows(
        &items,
        sql!(PlanItem =>
            "select placement_id, min(due_on), count(*) from plan_items where kind = 'promise' and state in ('open', 'doing') and due_on < $1 \
             and ($2 = '' or placement_id = $2) group by placement_id order by placement_id"),
        args![today, one],
    )?;
    lines.extend(unkept.into_iter().map(|row| Line {
        bucket: Bucket::Overdue,
        day: Some(row.first),
        when: t.until(&lang.short_day(row.first)),
        href: format!("/cases/{}/plan", row.case),
        case: row.case,
        who: String::new(),
        what: t.l_promise_what().to_owned(),
        why: t.l_promises(row.count),
        button: t.l_promise_button().to_owned(),
    }));
    Ok(lines)
}
