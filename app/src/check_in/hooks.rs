//! What other pages show of talks, milestones and next actions: kind, side and date; never a private word.

use askama::Template;
use base::actor::Side;
use base::clock::Day;
use base::register::{CheckIn, MilestoneView, Placement, Todo};
use base::store::{Entry, Read, deed};
use base::text::Lang;
use base::{args, sql};

use super::rules::{Step, Way, With, month_at_hand};
use super::store::{self, Talk};
use super::text::T;
use super::words::{self, Said};
use crate::case::{Item, Panel};
use crate::placement::{self, StartWord};
use crate::portal::Ask;
use crate::today::{Bucket, Line};
use crate::web::AppError;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// Where a talk stands within its day: microseconds, by its planned time.
fn order(day: Day, at: &str) -> i64 {
    let (hour, minute) = at.split_once(':').unwrap_or(("0", "0"));
    let minutes = hour.parse::<i64>().unwrap_or(0) * 60 + minute.parse::<i64>().unwrap_or(0);
    day.start().0 + minutes * base::clock::MINUTE
}

/// Entries for the timeline of the case page: for the desk each talk, for the branch those with all three, for a manager
/// that they took place.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    let href = |id: &str| Some(format!("/cases/{}/talks/{id}", entry.placement()));
    let item = |day: Day, at: &str, with: With, title: String, text: String, state: &str, id: &str| Item {
        day,
        order: order(day, at),
        filter: "talk",
        kind: if state == "planned" { t.planned() } else { t.panel_talks() }.to_owned(),
        title,
        text,
        sees: with.sees(),
        by: Side::Bank,
        href: href(id),
        ahead: state == "planned",
    };
    if let Ok(pass) = entry.pass::<CheckIn, deed::View>() {
        let shared = store::shared(tx, entry)?;
        let desk = entry.may::<CheckIn, deed::Change>();
        let text = |talk: &Talk| match (talk.state.as_str(), talk.with(), shared.get(&talk.id)) {
            ("skipped", ..) => t.i_skipped().to_owned(),
            ("held", With::Joint, _) => t.i_joint_text().to_owned(),
            ("held", _, Some(n)) => t.i_shared_text(*n),
            ("held", _, None) if desk => t.i_desk_text().to_owned(),
            _ => String::new(),
        };
        let talks = store::talks(tx, &pass)?;
        let until = shown_until(&talks, tx.now().day());
        let items = talks.into_iter().filter(|talk| talk.state != "planned" || talk.key.is_none() || talk.day() <= Some(until)).filter_map(
            |talk| {
                let title = t.title(talk.with(), talk.step(), talk.way());
                Some(item(talk.day()?, &talk.planned_at, talk.with(), title, text(&talk), &talk.state, &talk.id))
            },
        );
        return Ok(items.collect());
    }
    let Ok(pass) = entry.pass::<CheckIn, deed::Exists>() else { return Ok(Vec::new()) };
    let items = store::traces(tx, &pass)?.into_iter().filter_map(|talk| {
        let day = talk.held_on.or(talk.planned_on)?;
        let text = if talk.state == "skipped" { t.i_skipped().to_owned() } else { String::new() };
        Some(item(day, "", talk.with(), t.bare_title(talk.with()), text, &talk.state, &talk.id))
    });
    Ok(items.collect())
}

/// How far ahead the timeline shows the plan: the next talks, and what stands within a week of them. The rest stands on the
/// page of the plan.
fn shown_until(talks: &[Talk], today: Day) -> Day {
    let next = talks.iter().filter(|talk| talk.state == "planned").filter_map(|talk| talk.planned_on).filter(|on| *on >= today).min();
    next.unwrap_or(today).plus(7)
}

#[derive(Template)]
#[template(path = "check_in/panel.html")]
struct WordsPanel {
    t: T,
    title: String,
    see: (&'static str, &'static str),
    heads: [(&'static str, String); 3],
    rows: Vec<PanelRow>,
    href: Option<String>,
}

struct PanelRow {
    goal: String,
    milestone: String,
    words: Vec<(String, Said)>,
    /// Whether the three see it differently.
    apart: bool,
}

/// Goals and the words of the three parties on the milestones at hand: all of them for the desk, for the branch those that
/// are shown.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<MilestoneView, deed::View>() {
        return Ok(None);
    }
    let goals = words::goals(tx, entry)?;
    let month = month_at_hand(placement::facts(tx, entry)?.join_on, tx.now().day());
    let said = words::words(tx, entry, month)?;
    let desk = entry.may::<MilestoneView, deed::Change>();
    if goals.is_empty() || (!desk && said.is_empty()) {
        return Ok(None);
    }
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let own = own_name(tx, lang)?;
    let heads = [("company", w.company().to_owned()), ("person", w.person().to_owned()), ("bank", own.to_owned())];
    let rows = goals
        .iter()
        .map(|goal| PanelRow {
            goal: goal.sentence.clone(),
            milestone: words::milestone(goal, month).to_owned(),
            apart: desk && words::apart(&said, &goal.id),
            words: [Side::Company, Side::Person, Side::Bank]
                .into_iter()
                .zip(&heads)
                .map(|(side, (_, head))| (head.clone(), Said::of(words::latest(&said, &goal.id, side), lang)))
                .collect(),
        })
        .collect();
    let see = if desk { ("bank", w.see_desk()) } else { ("all", w.see_all()) };
    let href = desk.then(|| format!("/cases/{}/milestones", entry.placement()));
    let panel = WordsPanel { t, title: t.words_title(month), see, heads, rows, href };
    Ok(Some(Panel { aside: false, html: drawn(&panel)? }))
}

/// How the institution calls itself: 当行・当金庫・当組合.
pub(super) fn own_name(tx: &Read<'_>, lang: Lang) -> Result<&'static str, AppError> {
    use base::register::Institution;
    let (kind,): (String,) = tx.one(&tx.house(), sql!(Institution => "select kind from institutions"), vec![])?;
    Ok(crate::web::frame::House { kind, ..crate::web::frame::House::default() }.own(lang))
}

#[derive(Template)]
#[template(path = "check_in/aside.html")]
struct Aside {
    t: T,
    case: String,
    /// The joining waits to be confirmed: sentence and button.
    join: Option<(&'static str, &'static str)>,
    next: String,
    joined: bool,
    see_desk: &'static str,
    todos: String,
    due: String,
}

/// Beside the case page, for the desk: the next talk, the joining to confirm, how many next actions are open.
///
/// # Errors
/// The store's own.
pub fn aside(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    let (Ok(talks), Ok(todos)) = (entry.pass::<CheckIn, deed::View>(), entry.pass::<Todo, deed::View>()) else { return Ok(None) };
    let t = T(lang);
    let today = tx.now().day();
    let facts = placement::facts(tx, entry)?;
    let talks = store::talks(tx, &talks)?;
    let next = talks
        .iter()
        .filter(|talk| talk.state == "planned" && talk.planned_on.is_some_and(|on| on >= today))
        .min_by_key(|talk| (talk.planned_on, talk.planned_at.clone()));
    let word = facts.start_word();
    let waits = matches!(facts.state.as_str(), "preparing" | "agreeing");
    let open: (i64, Option<Day>) = tx.one(&todos, sql!(Todo => "select count(*), min(due_on) from todos where done_at is null"), vec![])?;
    let panel = Aside {
        t,
        case: entry.placement().to_owned(),
        join: waits.then(|| (t.join_panel(word), t.join(word))),
        next: match next.and_then(|talk| Some((talk, talk.planned_on?))) {
            Some((talk, on)) => t.panel_next(&lang.short_day(on), &t.title(talk.with(), talk.step(), talk.way())),
            None => t.panel_no_next().to_owned(),
        },
        joined: facts.state == "joined" || facts.ended(),
        see_desk: crate::web::text::T(lang).see_desk(),
        todos: if open.0 == 0 { t.todos_none().to_owned() } else { t.todos_open(open.0) },
        due: open.1.map(|day| t.todos_next(&lang.short_day(day))).unwrap_or_default(),
    };
    Ok(Some(Panel { aside: true, html: drawn(&panel)? }))
}

/// What the portal's home asks this party for: a talk asks for nothing.
///
/// # Errors
/// None.
pub fn asks(_tx: &Read<'_>, _entry: &Entry, _lang: Lang) -> Result<Vec<Ask>, AppError> {
    Ok(Vec::new())
}

#[derive(Template)]
#[template(path = "check_in/home.html")]
struct Home {
    t: T,
    case: String,
    next: Vec<Ahead>,
    words: bool,
}

/// The section of the portal's home: the next talks this side takes part in.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    let Ok(pass) = entry.pass::<CheckIn, deed::View>() else { return Ok(None) };
    let t = T(lang);
    let talks = store::talks(tx, &pass)?;
    let next = ahead(&talks, tx.now().day(), lang);
    let joined = placement::facts(tx, entry)?.state == "joined";
    let words = joined && entry.may::<MilestoneView, deed::Change>() && !words::goals(tx, entry)?.is_empty();
    if next.is_empty() && !words && !talks.iter().any(|talk| talk.state == "held") {
        return Ok(None);
    }
    // The next date only; the rest stands on the page of the talks.
    drawn(&Home { t, case: entry.placement().to_owned(), next: next.into_iter().take(1).collect(), words }).map(Some)
}

/// A talk still ahead.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    /// Its id.
    pub id: String,
    /// Day and time in words.
    pub when: String,
    /// What it is.
    pub what: String,
    /// How.
    pub way: &'static str,
}

/// Talks still ahead as the side that talks sees them: when, what, how.
pub(super) fn ahead(talks: &[Talk], today: Day, lang: Lang) -> Vec<Ahead> {
    let t = T(lang);
    let mut ahead: Vec<(&Talk, Day)> = talks
        .iter()
        .filter(|talk| talk.state == "planned")
        .filter_map(|talk| Some((talk, talk.planned_on.filter(|on| *on >= today)?)))
        .collect();
    ahead.sort_by_key(|(talk, on)| order(*on, &talk.planned_at));
    ahead
        .into_iter()
        .map(|(talk, on)| {
            let when = if talk.planned_at.is_empty() { lang.day(on) } else { t.when(&lang.day(on), &talk.planned_at) };
            Ahead { id: talk.id.clone(), when, what: t.my_talk(talk.with(), talk.step(), talk.way()), way: t.way_word(talk.way()) }
        })
        .collect()
}

base::row! {
    struct Due { case: String, id: String, side: String, way: String, step: String, on: Day, at: String }
    struct DueTodos { case: String, bank: i64, on: Day, count: i64 }
    struct DueJoin { case: String, on: Day, contract: String }
}

/// Lines for 今日, over all cases this consultant reaches; with `case`, of that case alone.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let one = case.unwrap_or_default();
    // The week on 今日; on the case page the weeks ahead, as the rest stands on the page of the plan.
    let until = if one.is_empty() { today.plus(6) } else { today.plus(35) };
    let mut lines = talks_due(tx, one, until, lang, today)?;
    let until = if one.is_empty() { until } else { today.plus_months(36) };
    lines.extend(todos_due(tx, one, until, lang, today)?);
    lines.extend(joins_due(tx, one, lang, today)?);
    Ok(lines)
}

/// The lines of talks alone, as 今日 shows them: for the light follow-up of cases that were closed.
///
/// # Errors
/// The store's own.
pub(crate) fn talk_lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    talks_due(tx, case.unwrap_or_default(), today.plus(6), lang, today)
}

fn talks_due(tx: &Read<'_>, one: &str, until: Day, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let due: Vec<Due> = tx.rows(
        &tx.reach::<CheckIn, deed::View>()?,
        sql!(CheckIn =>
            "select placement_id, id, side, way, step, planned_on, planned_at from check_ins \
             where state = 'planned' and planned_on <= $1 and ($2 = '' or placement_id = $2) order by planned_on, planned_at, id"),
        args![until, one],
    )?;
    Ok(gathered(due, today).into_iter().filter_map(|some| talk_line(&some, lang, today)).collect())
}

/// The talks of a case that make one line: all that are late, and those of one day that have no time of their own.
fn gathered(due: Vec<Due>, today: Day) -> Vec<Vec<Due>> {
    let mut lines: Vec<Vec<Due>> = Vec::new();
    for one in due {
        let fits = |line: &&mut Vec<Due>| {
            line.first().is_some_and(|first| {
                let late = first.on < today && one.on < today;
                first.case == one.case && (late || (first.on == one.on && first.at.is_empty() && one.at.is_empty()))
            })
        };
        match lines.iter_mut().find(fits) {
            Some(line) => line.push(one),
            None => lines.push(vec![one]),
        }
    }
    lines
}

fn talk_line(some: &[Due], lang: Lang, today: Day) -> Option<Line> {
    let t = T(lang);
    let due = some.first()?;
    let way = Way::parse(&due.way).unwrap_or(Way::Call);
    let named = |due: &Due| {
        t.title(With::parse(&due.side).unwrap_or(With::Person), Step::parse(&due.step), Way::parse(&due.way).unwrap_or(Way::Call))
    };
    let what = some.iter().skip(1).fold(named(due), |all, more| t.both(&all, &named(more)));
    let bucket = Bucket::of(due.on, today);
    let day = lang.short_day(due.on);
    let when = match (bucket, due.at.as_str()) {
        (Bucket::Today, "") => t.l_today_bare().to_owned(),
        (Bucket::Today, at) => t.l_today(at),
        (_, "") => day.clone(),
        (_, at) => t.when(&day, at),
    };
    let line = |what: String, why: String, href: String, button: &str| Line {
        bucket,
        day: Some(due.on),
        when: when.clone(),
        case: due.case.clone(),
        who: String::new(),
        what,
        why,
        href,
        button: button.to_owned(),
    };
    let talk = format!("/cases/{}/talks/{}", due.case, due.id);
    let plan = format!("/cases/{}/follow-up", due.case);
    Some(match (bucket, some.len()) {
        (Bucket::Overdue, 1) => {
            let why = t.l_overdue(&what, &day);
            line(what, why, format!("{talk}/record"), t.l_record())
        }
        (Bucket::Overdue, n) => line(t.l_several(n), t.l_overdue_several(n, &what), plan, t.l_plan()),
        (Bucket::Today, 1) => line(what, t.l_why_today(t.way_word(way)), format!("{talk}/record"), t.l_open_guide()),
        (_, 1) => line(what, t.l_why_ahead(t.way_word(way)), talk, t.l_see()),
        (_, _) => line(what.clone(), t.l_why_day(&what), plan, t.l_plan()),
    })
}

/// One line a case and day: what is to be done is sealed, so the line says only how many and by when.
fn todos_due(tx: &Read<'_>, one: &str, until: Day, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let due: Vec<DueTodos> = tx.rows(
        &tx.reach::<Todo, deed::View>()?,
        sql!(Todo =>
            "select placement_id, case when who = 'bank' then 1 else 0 end, due_on, count(*) from todos \
             where done_at is null and due_on <= $1 and ($2 = '' or placement_id = $2) \
             group by placement_id, case when who = 'bank' then 1 else 0 end, due_on order by due_on, placement_id"),
        args![until, one],
    )?;
    let line = |due: DueTodos| {
        let bucket = match Bucket::of(due.on, today) {
            Bucket::Overdue => Bucket::Overdue,
            _ if due.bank == 0 => Bucket::Waiting,
            bucket => bucket,
        };
        let why = match bucket {
            Bucket::Overdue => t.line_todos_over(due.count),
            Bucket::Waiting => t.line_todos_wait(due.count),
            _ => t.line_todos(due.count),
        };
        Line {
            bucket,
            day: Some(due.on),
            when: if due.on == today { t.l_today_bare().to_owned() } else { t.todo_until(&lang.short_day(due.on)) },
            href: format!("/cases/{}/todos", due.case),
            case: due.case,
            who: String::new(),
            what: t.todos().to_owned(),
            why,
            button: t.l_todos().to_owned(),
        }
    };
    Ok(due.into_iter().map(line).collect())
}

/// A joining whose day has come; an imported case comes in quietly and asks for nothing.
fn joins_due(tx: &Read<'_>, one: &str, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let due: Vec<DueJoin> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement =>
            "select id, join_on, contract from placements where state in ('preparing', 'agreeing') and imported = 0 and join_on <= $1 \
             and ($2 = '' or id = $2) order by join_on, id"),
        args![today, one],
    )?;
    let line = |due: DueJoin| {
        let word = StartWord::of(&due.contract);
        Line {
            bucket: Bucket::Today,
            day: Some(due.on),
            when: t.join_today().to_owned(),
            href: format!("/cases/{}/join", due.case),
            case: due.case,
            who: String::new(),
            what: t.join(word).to_owned(),
            why: t.join_line(word, &lang.short_day(due.on)),
            button: t.join(word).to_owned(),
        }
    };
    Ok(due.into_iter().map(line).collect())
}
