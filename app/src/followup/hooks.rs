//! What the plan hands to 今日 and to the portal's home; the talks themselves are shown by `check_in`.

use base::access::Seat;
use base::actor::Side;
use base::clock::Day;
use base::store::{Entry, Read};
use base::text::Lang;

use super::slot_store::{self, Waiting};
use super::store;
use super::text::T;
use crate::check_in::{self, rules::With};
use crate::portal::Ask;
use crate::today::{Awaited, Bucket, Line};
use crate::web::AppError;

/// What the portal's home asks this party for: to choose a time.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    if !matches!(entry.seat(), Seat::Owner | Seat::Person) {
        return Ok(Vec::new());
    }
    let (t, c) = (T(lang), check_in::text::T(lang));
    let (side, today) = (tx.actor().side(), tx.now().day());
    let asks = slot_store::offers(tx, entry)?.into_iter().filter(|offer| offer.waits_for(side, today)).map(|offer| Ask {
        title: t.ask_title().to_owned(),
        text: t.ask_text(&c.my_talk(offer.with, offer.step, offer.way), &lang.short_day(offer.until_on)),
        href: format!("/my/slots/{}", offer.id),
        button: t.ask_button().to_owned(),
    });
    Ok(asks.collect())
}

/// Lines for 今日: times nobody has chosen yet, those that suited nobody, and those whose day for answering is past.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let (t, c) = (T(lang), check_in::text::T(lang));
    let line = |one: Waiting| {
        let talk = c.title(one.with, one.step, one.way);
        let late = one.until_on < today;
        let (bucket, why) = match (one.unmet, late) {
            (true, _) => (Bucket::Today, t.l_unmet(&talk)),
            (false, true) => (Bucket::Today, t.l_late(&talk)),
            (false, false) => (Bucket::Waiting, t.l_open(&talk)),
        };
        Line {
            bucket,
            day: Some(one.until_on),
            when: t.l_until(&lang.short_day(one.until_on)),
            href: format!("/cases/{}/talks/{}/slots", one.case, one.talk),
            case: one.case,
            who: String::new(),
            what: t.l_waiting().to_owned(),
            why,
            button: t.l_button().to_owned(),
        }
    };
    Ok(slot_store::waiting(tx, case.unwrap_or_default())?.into_iter().map(line).collect())
}

/// Lines of the light follow-up: talks after one and two years of cases whose regular follow-up was closed. 今日 shows nothing
/// else of an ended case.
///
/// # Errors
/// The store's own.
pub fn light_lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let closed = store::closed_cases(tx, case.unwrap_or_default())?;
    if closed.is_empty() {
        return Ok(Vec::new());
    }
    let lines = check_in::talk_lines(tx, case, lang, today)?;
    Ok(lines.into_iter().filter(|line| closed.contains(&line.case)).collect())
}

/// Who has not chosen among the times of a talk, over all cases this consultant reaches.
///
/// # Errors
/// The store's own.
pub fn awaited(tx: &Read<'_>, lang: Lang) -> Result<Vec<Awaited>, AppError> {
    let today = tx.now().day();
    let of = |one: Waiting| -> Vec<Awaited> {
        let sides: &[Side] = match one.with {
            With::Company => &[Side::Company],
            With::Person => &[Side::Person],
            With::Joint => &[Side::Company, Side::Person],
        };
        let what = T(lang).l_waiting();
        sides.iter().map(|side| Awaited { case: one.case.clone(), side: *side, holder: None, what: what.to_owned() }).collect()
    };
    Ok(slot_store::waiting(tx, "")?.into_iter().filter(|one| !one.unmet && one.until_on >= today).flat_map(of).collect())
}
