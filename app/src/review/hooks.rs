//! What the review hands to the case page, to 今日 and to the portal's home: never a view.

use askama::Template;
use base::actor::Side;
use base::clock::Day;
use base::register::{IssueReview, Placement, ReviewOutcome, ReviewView};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use base::{args, sql};

use super::store;
use super::text::T;
use crate::case::{Item, Panel, Sees};
use crate::portal::Ask;
use crate::today::{Bucket, Line};
use crate::web::AppError;

/// Days before month 6 from which 今日 speaks of the review.
const AHEAD: i64 = 6;
/// Days after month 6 after which it does so no more.
const BEHIND: i64 = 60;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// Entries for the timeline: a review was opened, a review was shared.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    if !entry.may::<IssueReview, deed::View>() {
        return Ok(Vec::new());
    }
    let href = Some(format!("/cases/{}/review", entry.placement()));
    let item = |at: base::clock::Instant, title: String| Item {
        day: at.day(),
        order: at.0,
        filter: "change",
        kind: t.kind().to_owned(),
        title,
        text: String::new(),
        sees: Sees::All,
        by: Side::Bank,
        href: href.clone(),
        ahead: false,
    };
    let mut items: Vec<Item> =
        store::reviews(tx, entry)?.into_iter().map(|review| item(review.created_at, t.t_opened(&t.nth(review.no)))).collect();
    items.extend(store::outcomes(tx, entry)?.into_iter().map(|one| item(one.created_at, t.t_shared(&t.nth(one.no), t.word_of(&one.word)))));
    Ok(items)
}

#[derive(Template)]
#[template(path = "review/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    last: Option<(String, &'static str, String)>,
    open: bool,
}

/// The section of the case page, from the first day on: the latest outcome in a word, and the way to the review.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    let t = T(lang);
    if !entry.may::<ReviewOutcome, deed::View>() {
        return Ok(None);
    }
    let before = matches!(crate::placement::facts(tx, entry)?.state.as_str(), "preparing" | "agreeing");
    let open = store::reviews(tx, entry)?.iter().any(|review| review.state == "open");
    let last =
        store::outcomes(tx, entry)?.into_iter().next().map(|one| (t.nth(one.no), t.word_of(&one.word), lang.day(one.created_at.day())));
    if before && !open && last.is_none() {
        return Ok(None);
    }
    Ok(Some(Panel { aside: true, html: drawn(&PanelHtml { t, case: entry.placement().to_owned(), last, open })? }))
}

/// The request to a party: an open review that waits for its view.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let t = T(lang);
    if !entry.may::<ReviewView, deed::Change>() {
        return Ok(Vec::new());
    }
    let Some(open) = store::reviews(tx, entry)?.into_iter().find(|review| review.state == "open") else { return Ok(Vec::new()) };
    if store::answered(tx, entry, &open.id)? {
        return Ok(Vec::new());
    }
    Ok(vec![Ask {
        title: t.ask_title().to_owned(),
        text: t.ask_text().to_owned(),
        href: format!("/my/review/{}", open.id),
        button: t.ask_button().to_owned(),
    }])
}

#[derive(Template)]
#[template(path = "review/home.html")]
struct HomeHtml {
    t: T,
    case: String,
    last: String,
}

/// The section of the portal's home, once there is an outcome.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    let t = T(lang);
    if !entry.may::<ReviewOutcome, deed::View>() {
        return Ok(None);
    }
    match store::outcomes(tx, entry)?.into_iter().next() {
        Some(last) => {
            let last = t.home_last(&lang.day(last.created_at.day()));
            drawn(&HomeHtml { t, case: entry.placement().to_owned(), last }).map(Some)
        }
        None => Ok(None),
    }
}

base::row! {
    struct Due { case: String, join_on: Option<Day> }
}

/// Lines for 今日: month 6 is at hand and no review was opened.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let passes = (tx.reach::<Placement, deed::View>(), tx.reach::<IssueReview, deed::View>());
    let (Ok(placements), Ok(reviews)) = passes else { return Ok(Vec::new()) };
    let due: Result<Vec<Due>, StoreError> = tx.rows(
        (&placements, &reviews),
        sql!(Placement, IssueReview =>
            "select p.id, p.join_on from placements p where p.state = 'joined' and ($1 = '' or p.id = $1) \
             and not exists (select r.id from issue_reviews r where r.placement_id = p.id) order by p.id"),
        args![case.unwrap_or_default()],
    );
    Ok(due?
        .into_iter()
        .filter_map(|due| {
            let day = due.join_on?.plus_months(6);
            let near = today.until(day);
            (-BEHIND..=AHEAD).contains(&near).then(|| Line {
                bucket: if near < 0 { Bucket::Week } else { Bucket::of(day, today) },
                day: Some(day),
                when: lang.short_day(day),
                href: format!("/cases/{}/review", due.case),
                case: due.case,
                who: String::new(),
                what: t.l_what().to_owned(),
                why: t.l_why().to_owned(),
                button: t.l_button().to_owned(),
            })
        })
        .collect())
}
