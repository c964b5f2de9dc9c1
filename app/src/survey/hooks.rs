//! What the paired survey hands to the case page, to 今日 and to the portal's home: never an answer.

use askama::Template;
use base::clock::Day;
use base::register::SurveyRound;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::rules::{Step, asked};
use super::store;
use super::text::T;
use crate::case::{Item, Panel, Sees};
use crate::placement;
use crate::portal::Ask;
use crate::today::{Bucket, Line};
use crate::web::AppError;

/// Entries for the timeline of the case page: that both were asked.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    if !entry.may::<SurveyRound, deed::Change>() {
        return Ok(Vec::new());
    }
    let item = |round: store::Round| Item {
        day: round.created_at.day(),
        order: round.created_at.0,
        filter: "talk",
        kind: t.kind().to_owned(),
        title: t.t_opened().to_owned(),
        text: t.t_until(&lang.short_day(round.closes_on)),
        sees: Sees::All,
        href: Some(format!("/cases/{}/survey", entry.placement())),
        ahead: false,
    };
    Ok(store::before(tx, entry)?.into_iter().map(item).collect())
}

#[derive(Template)]
#[template(path = "survey/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    words: String,
}

/// The section beside the case page, for the desk of a two-sided case.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<SurveyRound, deed::Change>() || placement::facts(tx, entry)?.sides == "one" {
        return Ok(None);
    }
    let t = T(lang);
    let words = match store::before(tx, entry)? {
        None => t.panel_none().to_owned(),
        Some(round) if store::both(&store::stood(tx, entry, &round.id)?, round.step()) => t.l_ready().to_owned(),
        Some(round) => t.l_wait(&lang.short_day(round.closes_on)),
    };
    let html = PanelHtml { t, case: entry.placement().to_owned(), words };
    let html = html.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))?;
    Ok(Some(Panel { aside: true, html }))
}

/// What the portal's home asks this party for: a round that is open and not answered to its end.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let t = T(lang);
    if asked(entry.seat()).is_none() {
        return Ok(Vec::new());
    }
    let Some(round) = store::before(tx, entry)?.filter(|round| round.is_open(tx.now().day())) else { return Ok(Vec::new()) };
    let of = round.step().questions().len();
    let done: i64 = store::stood(tx, entry, &round.id)?.iter().map(|one| one.count).sum();
    if usize::try_from(done).is_ok_and(|done| done >= of) {
        return Ok(Vec::new());
    }
    Ok(vec![Ask {
        title: t.ask_title().to_owned(),
        text: t.ask_text(of, &lang.short_day(round.closes_on)),
        href: format!("/my/surveys/{}", round.id),
        button: if done == 0 { t.my_begin() } else { t.my_go_on() }.to_owned(),
    }])
}

/// Lines for 今日: rounds that wait for answers, and those in which both have answered.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let running = match store::running(tx, case.unwrap_or_default(), today) {
        Ok(running) => running,
        Err(StoreError::NotFound) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut lines = Vec::new();
    for round in running {
        let entry = tx.enter(&round.case)?;
        let both = store::both(&store::stood(tx, &entry, &round.id)?, Step::Before);
        if !both && round.closes_on < today {
            continue;
        }
        let day = lang.short_day(round.closes_on);
        lines.push(Line {
            bucket: if both { Bucket::Week } else { Bucket::Waiting },
            day: Some(round.closes_on),
            when: t.until(&day),
            href: if both { format!("/cases/{}/survey/{}", round.case, round.id) } else { format!("/cases/{}/survey", round.case) },
            case: round.case,
            who: String::new(),
            what: t.title().to_owned(),
            why: if both { t.l_ready().to_owned() } else { t.l_wait(&day) },
            button: if both { t.to_view() } else { t.l_see() }.to_owned(),
        });
    }
    Ok(lines)
}
