//! What the booklet hands to other pages: the case page, 今日, the portal's home.

use askama::Template;
use base::access::Seat;
use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{Audit, Booklet};
use base::sql;
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::content::Section;
use super::my::{mine, request};
use super::rules::Paper;
use super::store::{self, Row};
use super::text::{D, H, P, T};
use crate::agreement::{self, Eyes, SealBox, Sealing, State, Way};
use crate::case::{Item, Panel, Sees};
use crate::goal_sheet;
use crate::placement::StartWord;
use crate::portal::Ask;
use crate::today::{Awaited, Bucket, Line};
use crate::web::AppError;

fn draw(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// When the review was asked for: every time for a seat that reads the audit, the last time for the others.
fn asked(tx: &Read<'_>, entry: &Entry, paper: &Paper) -> Result<Vec<Instant>, AppError> {
    let Ok(pass) = entry.pass::<Audit, deed::View>() else { return Ok(paper.asked_at.into_iter().collect()) };
    let rows: Vec<(Instant,)> =
        tx.rows(&pass, sql!(Audit => "select at from audits where act = 'booklet.review_asked' order by seq"), vec![])?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Entries for the timeline of the case page: review asked for, seals, agreed versions.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let (t, h) = (T(lang), H(lang));
    if !entry.may::<Booklet, deed::View>() {
        return Ok(Vec::new());
    }
    let Some(paper) = store::load(tx, entry)? else { return Ok(Vec::new()) };
    let here = format!("/cases/{}/booklet", entry.placement());
    let item = |day: Day, at: Instant, by: Side, title: String, href: String| Item {
        day,
        order: at.0,
        filter: "agree",
        kind: h.k_agree().to_owned(),
        title,
        text: String::new(),
        sees: Sees::All,
        by,
        href: Some(href),
        ahead: false,
    };
    let mut items = Vec::new();
    let people = agreement::of(tx, entry)?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
    for at in asked(tx, entry, &paper)? {
        items.push(item(at.day(), at, Side::Bank, h.t_asked().to_owned(), here.clone()));
    }
    for press in presses(&store::seal_rows(tx, entry)?) {
        let parts: Vec<String> = Section::ALL
            .into_iter()
            .filter(|section| press.sections.contains(section))
            .map(|section| t.section(section).to_owned())
            .collect();
        let who = eyes.party(press.party);
        let title = match (press.way, press.party) {
            (Way::Spoken, _) => h.t_spoken(&who),
            (Way::Paper, _) => h.t_signed(&who),
            (Way::Screen, Side::Bank) => h.t_confirmed(&who),
            (Way::Screen, _) => h.t_sealed(&who, &agreement::text::T(lang).join(&parts)),
        };
        items.push(item(press.day, press.at, press.party, title, here.clone()));
    }
    for line in store::versions(tx, entry)? {
        items.push(item(
            line.at.day(),
            line.at.plus(1),
            Side::Bank,
            h.t_version(line.edition),
            format!("{here}/versions/{}", line.edition),
        ));
    }
    Ok(items)
}

/// The seals that one press has set.
struct Press {
    party: Side,
    way: Way,
    draft_no: i64,
    day: Day,
    at: Instant,
    sections: Vec<Section>,
}

fn presses(rows: &[agreement::SealRow]) -> Vec<Press> {
    let mut found: Vec<Press> = Vec::new();
    for row in rows {
        let (Some((party, way, _, part, day, at)), Some(section)) = (row.told(), Section::parse(&row.part)) else { continue };
        debug_assert_eq!(part, section.code());
        match found.iter_mut().find(|press| press.party == party && press.way == way && press.draft_no == row.draft_no) {
            Some(press) => press.sections.push(section),
            None => found.push(Press { party, way, draft_no: row.draft_no, day, at, sections: vec![section] }),
        }
    }
    found
}

#[derive(Template)]
#[template(path = "booklet/panel.html")]
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

/// The section of the case page, where this seat may read the booklet.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<Booklet, deed::View>() {
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
        shown: paper.is_some_and(Sealing::is_shown),
        desk,
        state: paper.map(|paper| eyes.word(paper)).unwrap_or_default(),
        says: paper.map(|paper| eyes.says(paper)).unwrap_or_default(),
        strip: paper.map(|paper| eyes.strip(paper)).unwrap_or_default(),
    };
    Ok(Some(Panel { aside: false, html: draw(&part)? }))
}

/// What the portal's home asks this party for: to look at the booklet, or at what changed in it. While it does, the goals in
/// it are asked for here and not a second time.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let h = H(lang);
    let mine = match mine(tx, Some(entry.placement())) {
        Ok(mine) => mine,
        Err(AppError::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let Some(paper) = mine.paper.as_ref().filter(|_| mine.signs) else { return Ok(Vec::new()) };
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    let Some(text) = request(paper, mine.side, lang, &eyes) else { return Ok(Vec::new()) };
    let both = !goal_sheet::open_for(tx, entry, mine.side, lang)?.is_empty();
    Ok(vec![Ask {
        title: if both { h.h_ask_both() } else { h.h_ask() }.to_owned(),
        text,
        href: format!("/my/booklet?case={}", entry.placement()),
        button: h.h_button().to_owned(),
    }])
}

#[derive(Template)]
#[template(path = "booklet/home.html")]
struct HomePart {
    t: T,
    p: P,
    case: String,
    says: String,
}

/// The section of the portal's home: where the booklet stands; none before it was shown.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    let mine = match mine(tx, Some(entry.placement())) {
        Ok(mine) => mine,
        Err(AppError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(paper) = &mine.paper else { return Ok(None) };
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    let part = HomePart { t: T(lang), p: P(lang), case: entry.placement().to_owned(), says: eyes.says(paper) };
    draw(&part).map(Some)
}

fn line(row: &Row, paper: &Paper, one_case: bool, lang: Lang, today: Day) -> Option<Line> {
    let (h, w) = (H(lang), crate::web::text::T(lang));
    let line = |bucket, day, when: String, what: String, why: String, button: &str| Line {
        bucket,
        day,
        when,
        case: row.placement.clone(),
        who: String::new(),
        what,
        why,
        href: format!("/cases/{}/booklet", row.placement),
        button: button.to_owned(),
    };
    let own = |text: &str| text.to_owned();
    if paper.state == State::Draft {
        let when = agreement::text::T(lang).s_draft().to_owned();
        return one_case.then(|| line(Bucket::Later, None, when, own(h.l_draft()), own(h.l_draft_why()), h.l_open()));
    }
    let waiting = paper.waiting();
    if waiting.is_empty() {
        return None;
    }
    let now = |what: &str, why: &str, button: &str| Some(line(Bucket::Today, Some(today), own(h.l_today()), own(what), own(why), button));
    if paper.asked_no < paper.draft_no {
        return now(h.l_ask(), h.l_ask_why(), h.l_ask_button());
    }
    if waiting == [Side::Bank] {
        return now(h.l_confirm(), h.l_confirm_why(), h.l_confirm_button());
    }
    let names: Vec<String> = waiting
        .iter()
        .filter(|side| **side != Side::Bank)
        .map(|side| if *side == Side::Person { w.person() } else { w.company() }.to_owned())
        .collect();
    let who = agreement::text::T(lang).join(&names);
    let since = paper.asked_at.map(Instant::day);
    let what = match row.join_on.map(|day| today.until(day)).filter(|days| *days > 0) {
        Some(days) => StartWord::of(&row.contract).put(&h.l_waiting_join(days, &who)),
        None => h.l_waiting(&who),
    };
    let when = since.map(|day| h.l_since(&lang.short_day(day))).unwrap_or_default();
    Some(line(Bucket::Waiting, since, when, what, h.l_waiting(&who), h.l_open()))
}

/// Lines for 今日, over all cases this consultant reaches; with `case`, of that case alone.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let open = store::open_ones(tx, case.unwrap_or_default())?;
    Ok(open.iter().filter_map(|(row, paper)| line(row, paper, case.is_some(), lang, today)).collect())
}

/// Whose agreement is awaited, over all cases this consultant reaches: a line for each side.
///
/// # Errors
/// The store's own.
pub fn awaited(tx: &Read<'_>, lang: Lang) -> Result<Vec<Awaited>, AppError> {
    let of = |row: &Row, paper: &Paper| -> Vec<Awaited> {
        let waiting = if paper.state == State::Draft || paper.asked_no < paper.draft_no { Vec::new() } else { paper.waiting() };
        let sides = waiting.into_iter().filter(|side| *side != Side::Bank);
        sides.map(|side| Awaited { case: row.placement.clone(), side, holder: None, what: H(lang).h_ask().to_owned() }).collect()
    };
    Ok(store::open_ones(tx, "")?.iter().flat_map(|(row, paper)| of(row, paper)).collect())
}
