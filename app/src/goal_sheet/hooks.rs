//! What the sheet hands to other pages: the case page, 今日, the portal's home. No private text stands in any of it.

use askama::Template;
use base::access::Seat;
use base::actor::{Holder, Side};
use base::clock::{DAY, Day, Instant};
use base::register::{Audit, GoalSheet};
use base::sql;
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::content::{MISSION, What};
use super::my::{mine, requests};
use super::proposal;
use super::rules::{Paper, review_due};
use super::store::{self, SheetRow};
use super::text::{D, H, P, T};
use crate::agreement::{self, Eyes, SealBox, SealRow, Sealing, State, Way};
use crate::case::{Item, Panel, Sees};
use crate::placement::StartWord;
use crate::portal::Ask;
use crate::today::{Awaited, Bucket, Line};
use crate::web::AppError;

fn draw(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

fn sees(side: Side) -> Sees {
    match side {
        Side::Company => Sees::Company,
        Side::Person => Sees::Person,
        Side::Bank => Sees::Desk,
    }
}

/// When the review was asked for: every time for a seat that reads the audit, the last time for the others.
fn asked(tx: &Read<'_>, entry: &Entry, paper: &Paper) -> Result<Vec<Instant>, AppError> {
    let Ok(pass) = entry.pass::<Audit, deed::View>() else { return Ok(paper.asked_at.into_iter().collect()) };
    let rows: Vec<(Instant,)> =
        tx.rows(&pass, sql!(Audit => "select at from audits where act = 'sheet.review_asked' order by seq"), vec![])?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Entries for the timeline of the case page: review asked for, seals, agreed versions, and that proposals came.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let (t, h) = (T(lang), H(lang));
    if !entry.may::<GoalSheet, deed::View>() {
        return Ok(Vec::new());
    }
    let here = format!("/cases/{}/goals", entry.placement());
    let item = |day: Day, at: Instant, by: Side, kind: &str, title: String, sees: Sees, href: Option<String>| Item {
        day,
        order: at.0,
        filter: "agree",
        kind: kind.to_owned(),
        title,
        text: String::new(),
        sees,
        by,
        href,
        ahead: false,
    };
    let mut items = Vec::new();
    if let Some(paper) = store::load(tx, entry)? {
        let people = agreement::of(tx, entry)?;
        let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
        for at in asked(tx, entry, &paper)? {
            items.push(item(at.day(), at, Side::Bank, h.k_agree(), h.t_asked().to_owned(), Sees::All, Some(here.clone())));
        }
        for press in presses(&store::seal_rows(tx, entry)?) {
            let mut parts: Vec<(i64, String)> = press.parts.iter().map(|part| part_word(part, &paper, t)).collect();
            parts.sort();
            parts.dedup();
            let parts: Vec<String> = parts.into_iter().map(|(_, word)| word).collect();
            let (who, parts) = (eyes.party(press.party), t.join(&parts));
            let title = match (press.way, press.party) {
                (Way::Spoken, _) => h.t_spoken(&who, &parts),
                (Way::Paper, _) => h.t_signed(&who, &parts),
                (Way::Screen, Side::Bank) => h.t_confirmed(&who, &parts),
                (Way::Screen, _) => h.t_sealed(&who, &parts),
            };
            items.push(item(press.day, press.at, press.party, h.k_agree(), title, Sees::All, Some(here.clone())));
        }
        for line in store::versions(tx, entry)? {
            let href = format!("{here}/versions/{}", line.edition);
            items.push(item(line.at.day(), line.at.plus(1), Side::Bank, h.k_agree(), h.t_version(line.edition), Sees::All, Some(href)));
        }
    }
    let opens = entry.seat() == Seat::Consultant;
    for one in proposal::items(tx, entry)? {
        let Some(side) = Side::parse(&one.side) else { continue };
        let title = h.t_proposed(crate::web::text::T(lang).side(side));
        let href = opens.then(|| format!("{here}/proposals/{}", one.id));
        items.push(item(one.at.day(), one.at, side, h.k_proposal(), title, sees(side), href));
    }
    Ok(items)
}

/// The seals that one press has set.
struct Press {
    party: Side,
    way: Way,
    draft_no: i64,
    name: String,
    day: Day,
    at: Instant,
    parts: Vec<String>,
}

fn presses(rows: &[SealRow]) -> Vec<Press> {
    let mut found: Vec<Press> = Vec::new();
    for row in rows {
        let Some((party, way, name, part, day, at)) = row.told() else { continue };
        let same = |press: &&mut Press| press.party == party && press.way == way && press.draft_no == row.draft_no && press.name == name;
        match found.iter_mut().find(same) {
            Some(press) => press.parts.push(part.to_owned()),
            None => found.push(Press { party, way, draft_no: row.draft_no, name: name.to_owned(), day, at, parts: vec![part.to_owned()] }),
        }
    }
    found
}

/// A sealed part in words, with its place in the row; goals of earlier versions stand last.
fn part_word(key: &str, paper: &Paper, t: T) -> (i64, String) {
    if key == MISSION {
        return (0, t.part(What::Mission));
    }
    match paper.content.in_order().into_iter().find(|(goal, _)| goal.id == key) {
        Some((goal, _)) => (goal.no, t.part_goal(goal.no)),
        None => (i64::MAX, t.part_gone().to_owned()),
    }
}

#[derive(Template)]
#[template(path = "goal_sheet/panel.html")]
struct PanelPart {
    t: T,
    d: D,
    see_all: &'static str,
    case: String,
    exists: bool,
    shown: bool,
    desk: bool,
    state: String,
    says: String,
    strip: Vec<SealBox>,
}

/// The agreement strip of the case page, where this seat may read the sheet.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<GoalSheet, deed::View>() {
        return Ok(None);
    }
    let desk = entry.seat() == Seat::Consultant;
    let paper = store::load(tx, entry)?;
    if paper.is_none() && !desk {
        return Ok(None);
    }
    let people = agreement::of(tx, entry)?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
    let paper = paper.as_ref();
    let part = PanelPart {
        t: T(lang),
        d: D(lang),
        see_all: Sees::All.words(lang),
        case: entry.placement().to_owned(),
        exists: paper.is_some(),
        shown: paper.is_some_and(Paper::is_shown),
        desk,
        state: paper.map(|paper| eyes.word(paper)).unwrap_or_default(),
        says: paper.map(|paper| eyes.says(paper)).unwrap_or_default(),
        strip: paper.map(|paper| eyes.strip(paper)).unwrap_or_default(),
    };
    Ok(Some(Panel { aside: false, html: draw(&part)? }))
}

/// What the portal's home asks this party for: to look at the sheet, or at what changed in it.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let Some(mine) = reached(tx, entry)? else { return Ok(Vec::new()) };
    let (h, Some(paper)) = (H(lang), &mine.paper) else { return Ok(Vec::new()) };
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    if !mine.signs || requests(paper, mine.side, &eyes).is_empty() {
        return Ok(Vec::new());
    }
    let first = !paper.seals.iter().any(|seal| seal.party == mine.side);
    let title = if first { h.h_ask().to_owned() } else { h.h_ask_again(&eyes.parts(&paper.open(mine.side))) };
    Ok(vec![Ask {
        title,
        text: h.h_minutes().to_owned(),
        href: format!("/my/goals?case={}", entry.placement()),
        button: h.h_button().to_owned(),
    }])
}

/// Whether the tab of the goals leads this party anywhere: a contact who is not named for the sheet meets no page there.
///
/// # Errors
/// The store's own.
pub fn has_tab(tx: &Read<'_>) -> Result<bool, AppError> {
    let Some(Holder::Contact(_)) = tx.actor().holder() else { return Ok(true) };
    let entry = match crate::portal::one_case(tx, None) {
        Ok(entry) => entry,
        Err(AppError::NotFound) => return Ok(true),
        Err(error) => return Err(error),
    };
    if entry.seat() == Seat::Owner {
        return Ok(true);
    }
    let Ok(pass) = entry.pass::<GoalSheet, deed::View>() else { return Ok(false) };
    let sheet: Option<(String,)> = tx.maybe(&pass, sql!(GoalSheet => "select id from goal_sheets"), vec![])?;
    Ok(sheet.is_some())
}

/// The sheet for this party of the portal; none where it is not named for it.
fn reached(tx: &Read<'_>, entry: &Entry) -> Result<Option<super::my::Mine>, AppError> {
    match mine(tx, Some(entry.placement())) {
        Ok(mine) => Ok(Some(mine)),
        Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "goal_sheet/home.html")]
struct HomePart {
    p: P,
    case: String,
    heading: String,
    goals: Vec<(String, String)>,
    /// How far the three are with them; empty when all have agreed.
    stands: String,
    recorded: &'static str,
    news: bool,
}

/// So long the portal's home says that an agreement given in words or on paper was recorded.
const TOLD: i64 = 14 * DAY;

/// The section of the portal's home: the goals with their due dates, and whether the desk has answered. While a change waits
/// for seals the goals are those that were agreed to.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    let p = P(lang);
    let Some(mine) = reached(tx, entry)? else { return Ok(None) };
    let news = proposal::has_news(tx, entry)?;
    if mine.paper.is_none() && !news {
        return Ok(None);
    }
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    let agreed = |paper: &Paper| paper.last.as_ref().filter(|_| paper.state == State::Changing).map(|last| last.content.goals.clone());
    let goals = mine.paper.as_ref().map(|paper| agreed(paper).unwrap_or_else(|| paper.content.goals.clone())).unwrap_or_default();
    let stands = |paper: &Paper| match paper.state {
        State::Confirming => p.my_home_open().to_owned(),
        State::Changing => p.my_home_changing(paper.edition),
        State::Draft | State::Agreed => String::new(),
    };
    let part = HomePart {
        p,
        case: entry.placement().to_owned(),
        heading: if mine.side == Side::Person {
            p.my_title().to_owned()
        } else {
            p.my_title_company(crate::placement::family_name(&mine.people.person.name))
        },
        goals: goals
            .into_iter()
            .map(|goal| (goal.sentence, goal.due.map(|day| p.my_goal_due(&lang.short_day(day))).unwrap_or_default()))
            .collect(),
        stands: mine.paper.as_ref().filter(|paper| !paper.ended).map(stands).unwrap_or_default(),
        recorded: mine.paper.as_ref().map(|paper| eyes.recorded(paper, tx.now().plus(-TOLD))).unwrap_or_default(),
        news,
    };
    Ok(Some(draw(&part)?))
}

fn blank_line(case: &str) -> Line {
    Line {
        bucket: Bucket::Today,
        day: None,
        when: String::new(),
        case: case.to_owned(),
        who: String::new(),
        what: String::new(),
        why: String::new(),
        href: format!("/cases/{case}/goals"),
        button: String::new(),
    }
}

fn sheet_line(row: &SheetRow, paper: &Paper, one_case: bool, lang: Lang, today: Day) -> Option<Line> {
    let (t, h, w) = (T(lang), H(lang), crate::web::text::T(lang));
    let line = blank_line(&row.placement);
    if paper.state == State::Draft {
        let (what, why) = (h.l_draft().to_owned(), h.l_draft_why().to_owned());
        return one_case.then(|| Line {
            bucket: Bucket::Later,
            when: agreement::text::T(lang).s_draft().to_owned(),
            what,
            why,
            button: h.l_draft_button().to_owned(),
            ..line
        });
    }
    let waiting = paper.waiting();
    if waiting.is_empty() {
        return None;
    }
    if paper.asked_no < paper.draft_no {
        let (what, why) = (h.l_ask().to_owned(), h.l_ask_why().to_owned());
        return Some(Line { day: Some(today), when: h.l_today().to_owned(), what, why, button: h.l_ask_button().to_owned(), ..line });
    }
    if waiting == [Side::Bank] {
        let (what, why) = (h.l_confirm().to_owned(), h.l_confirm_why().to_owned());
        return Some(Line { day: Some(today), when: h.l_today().to_owned(), what, why, button: h.l_confirm_button().to_owned(), ..line });
    }
    let names: Vec<String> = waiting
        .iter()
        .filter(|side| **side != Side::Bank)
        .map(|side| if *side == Side::Person { w.person() } else { w.company() }.to_owned())
        .collect();
    let who = t.join(&names);
    let since = paper.asked_at.map(Instant::day);
    let what = match row.join_on.map(|day| today.until(day)).filter(|days| *days > 0) {
        Some(days) => StartWord::of(&row.contract).put(&h.l_waiting_join(days, &who)),
        None => h.l_waiting(&who),
    };
    Some(Line {
        bucket: Bucket::Waiting,
        day: since,
        when: since.map(|day| h.l_since(&lang.short_day(day))).unwrap_or_default(),
        why: h.l_waiting(&who),
        what,
        button: h.l_draft_button().to_owned(),
        ..line
    })
}

/// Lines for 今日, over all cases this consultant reaches; with `case`, of that case alone. A case without a sheet gives none.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let h = H(lang);
    let one = case.unwrap_or_default();
    let mut all: Vec<Line> =
        store::open_sheets(tx, one)?.iter().filter_map(|(row, paper)| sheet_line(row, paper, case.is_some(), lang, today)).collect();
    for (of, join_on, asked_at) in store::agreed_sheets(tx, one)? {
        if let Some(due) = join_on.and_then(|join| review_due(join, asked_at.map(Instant::day), today)) {
            all.push(Line {
                bucket: if due < today { Bucket::Overdue } else { Bucket::Week },
                day: Some(due),
                when: lang.short_day(due),
                what: h.l_review().to_owned(),
                why: h.l_review_why().to_owned(),
                button: h.l_review_button().to_owned(),
                ..blank_line(&of)
            });
        }
    }
    for waiting in proposal::waiting(tx, one)? {
        let Some(side) = Side::parse(&waiting.side) else { continue };
        let side = crate::web::text::T(lang).side(side);
        let since = waiting.at.day();
        all.push(Line {
            day: Some(since),
            when: h.l_came(&lang.short_day(since)),
            what: h.l_proposal(side),
            why: h.l_proposal_why(side),
            href: format!("/cases/{}/goals/proposals/{}", waiting.case, waiting.id),
            button: h.l_proposal_button().to_owned(),
            ..blank_line(&waiting.case)
        });
    }
    Ok(all)
}

/// Whose agreement is awaited, over all cases this consultant reaches: a line for each side.
///
/// # Errors
/// The store's own.
pub fn awaited(tx: &Read<'_>, lang: Lang) -> Result<Vec<Awaited>, AppError> {
    let of = |row: &SheetRow, paper: &Paper| -> Vec<Awaited> {
        let waiting = if paper.state == State::Draft || paper.asked_no < paper.draft_no { Vec::new() } else { paper.waiting() };
        let sides = waiting.into_iter().filter(|side| *side != Side::Bank);
        sides.map(|side| Awaited { case: row.placement.clone(), side, holder: None, what: H(lang).h_ask().to_owned() }).collect()
    };
    Ok(store::open_sheets(tx, "")?.iter().flat_map(|(row, paper)| of(row, paper)).collect())
}
