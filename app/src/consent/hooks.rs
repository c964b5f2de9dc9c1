//! What consents hand to other pages: the rhythm, and that an answer is still to come. Never the answer itself.

use askama::Template;
use base::access::Seat;
use base::actor::Side;
use base::clock::Day;
use base::register::{Consent, Member};
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::my::both;
use super::rules::{Matter, Pace};
use super::store;
use super::text::T;
use crate::agreement::{self, Eyes};
use crate::case::{Item, Panel, Sees};
use crate::portal::Ask;
use crate::today::{Bucket, Line};
use crate::web::AppError;

/// For so many days a changed rhythm stands on 今日.
const SHOWN: i64 = 7;

/// Entries for the timeline of the case page: the rhythms, as all three know them.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let desk = entry.seat() == Seat::Consultant;
    Ok(store::beats(tx, entry)?
        .into_iter()
        .filter_map(|beat| {
            let (side, pace) = (Side::parse(&beat.side)?, Pace::parse(&beat.rhythm)?);
            Some(Item {
                day: beat.at.day(),
                order: beat.at.0,
                filter: "agree",
                kind: t.k_rhythm().to_owned(),
                title: t.t_rhythm(w.side(side), pace.words(lang)),
                text: String::new(),
                sees: Sees::All,
                by: side,
                href: desk.then(|| format!("/cases/{}/consents", entry.placement())),
                ahead: false,
            })
        })
        .collect())
}

#[derive(Template)]
#[template(path = "consent/panel.html")]
struct PanelPart {
    t: T,
    case: String,
    rhythms: Vec<String>,
    opens: bool,
}

/// The aside of the case page: the rhythm of each side.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    let opens = entry.may::<Consent, deed::View>();
    let beats = store::beats(tx, entry)?;
    if (beats.is_empty() && !opens) || !entry.may::<Member, deed::View>() {
        return Ok(None);
    }
    let people = agreement::of(tx, entry)?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
    let part = PanelPart { t: T(lang), case: entry.placement().to_owned(), rhythms: both(&beats, &eyes), opens };
    let html = part.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))?;
    Ok(Some(Panel { aside: true, html }))
}

/// What the portal's home asks this party for: the answer to the follow-up, while there is none.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let t = T(lang);
    if !matches!(entry.seat(), Seat::Owner | Seat::Person) || !entry.may::<Consent, deed::Change>() {
        return Ok(Vec::new());
    }
    let people = agreement::of(tx, entry)?;
    let me = tx.actor().id();
    let signs = entry.seat() == Seat::Person || people.owners.iter().any(|owner| owner.id == me);
    let answered = store::pace(&store::beats(tx, entry)?, tx.actor().side()).is_some();
    if !signs || answered {
        return Ok(Vec::new());
    }
    Ok(vec![Ask {
        title: t.ask_title().to_owned(),
        text: t.ask_text().to_owned(),
        href: format!("/my/consents?case={}", entry.placement()),
        button: t.ask_button().to_owned(),
    }])
}

fn blank(case: &str, lang: Lang) -> Line {
    let t = T(lang);
    Line {
        bucket: Bucket::Today,
        day: None,
        when: t.l_when().to_owned(),
        case: case.to_owned(),
        who: String::new(),
        what: String::new(),
        why: String::new(),
        href: format!("/cases/{case}/consents"),
        button: t.open().to_owned(),
    }
}

/// Lines for 今日: a rhythm that was narrowed or ended in the last days; on the case page also whose answer is still to come.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut all = Vec::new();
    for fresh in store::fresh(tx, case.unwrap_or_default(), today.plus(1 - SHOWN).start())? {
        let (Some(side), Some(pace)) = (Side::parse(&fresh.side), Pace::parse(&fresh.rhythm)) else { continue };
        if pace != Pace::Monthly {
            all.push(Line {
                day: Some(fresh.at.day()),
                what: t.l_what(w.side(side)),
                why: t.l_why(pace.words(lang)),
                ..blank(&fresh.case, lang)
            });
        }
    }
    if let Some(case) = case {
        let entry = tx.enter(case)?;
        if entry.seat() == Seat::Consultant {
            let (people, rows) = (agreement::of(tx, &entry)?, store::answers(tx, &entry)?);
            let told = |state: &str| matches!(state, "invited" | "active");
            for (side, asked) in
                [(Side::Company, people.owners.iter().any(|owner| told(&owner.state))), (Side::Person, told(&people.person.state))]
            {
                let answered = rows.iter().any(|row| row.side == side.code() && row.matter == Matter::FollowUp.code());
                if asked && !answered {
                    all.push(Line {
                        bucket: Bucket::Waiting,
                        when: String::new(),
                        what: t.l_waiting(w.side(side)),
                        why: t.l_waiting_why().to_owned(),
                        ..blank(case, lang)
                    });
                }
            }
        }
    }
    Ok(all)
}
