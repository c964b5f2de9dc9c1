//! The calendar entry of a planned talk (`crate::appointment`), by download and by mail to those who talk, never to the other
//! side. Nothing goes out because a talk was planned; once somebody was told of it, they are told of a change too.

use axum::extract::Path;
use base::actor::{Holder, Side};
use base::event::Event;
use base::register::CheckIn;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::rules::With;
use super::store::{self, Talk};
use super::talk::changed;
use super::text::T;
use crate::agreement::{self, Reached};
use crate::appointment::{self, Invitation, Meeting};
use crate::web::{Answer, AppError, Cx, Form};

/// How long the calendar keeps free for a talk of which nobody said how long it takes, in minutes.
const MINUTES: u32 = 60;

/// The entry of a talk as it stands now, for one who takes part in it.
///
/// # Errors
/// `NotFound` when it is not there for this seat, was held already, or never had a day that somebody was told of.
pub(crate) fn invitation(tx: &Read<'_>, entry: &Entry, id: &str, portal: &str, lang: Lang) -> Result<Invitation, StoreError> {
    let t = T(lang);
    let talk = store::talk(tx, entry, id)?;
    // The day it lost stands in for the one it has not, so that it leaves the calendars it is in.
    let on = talk.planned_on.or(talk.told_on).filter(|_| talk.state != "held").ok_or(StoreError::NotFound)?;
    let meeting = Meeting {
        id,
        version: talk.version,
        cancelled: talk.state == "skipped" || talk.planned_on.is_none(),
        on,
        at: &talk.planned_at,
        minutes: u32::try_from(talk.minutes).ok().filter(|minutes| *minutes > 0).unwrap_or(MINUTES),
        title: t.ics_title(),
        place: t.way_word(talk.way()),
    };
    appointment::invitation(tx, &meeting, portal, lang)
}

/// Those who talk, as far as a mail reaches them, and how each of them hears of the plan.
///
/// # Errors
/// The store's own.
pub(super) fn reached(tx: &Read<'_>, entry: &Entry, with: With) -> Result<Vec<(Holder, String, Reached)>, StoreError> {
    let people = agreement::of(tx, entry)?;
    let talks = |side: Side| with.side().is_none_or(|with| with == side);
    let all = agreement::receivers(tx, entry, &people)?;
    Ok(all
        .into_iter()
        .filter(|(side, ..)| talks(*side))
        .map(|(side, owner, how)| (agreement::holder(side, &owner), owner.name, how))
        .collect())
}

/// Who is told of a change of this talk: nobody before they were told of the talk itself.
///
/// # Errors
/// The store's own.
pub(super) fn told(tx: &Read<'_>, entry: &Entry, talk: &Talk) -> Result<Vec<Holder>, StoreError> {
    if !talk.is_told() {
        return Ok(Vec::new());
    }
    Ok(reached(tx, entry, talk.with())?.into_iter().filter(|(.., how)| how.by_mail()).map(|(holder, ..)| holder).collect())
}

/// `POST /cases/{case}/talks/{id}/invite`: those who talk get the day with its calendar entry.
pub async fn send(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let case_id = case.clone();
    changed(&cx, case, id, form, move |tx, entry, id, seen| {
        let talk = store::tell(tx, entry, id, seen)?;
        let to = told(tx, entry, &talk)?;
        let event = Event::CheckInTold(Some(&case_id), id).detail(format!("told:{}", to.len())).tell(to);
        Ok((event, format!("/cases/{case_id}/talks/{id}?done=told")))
    })
    .await
}

/// `GET /cases/{case}/talks/{id}/ics`.
pub async fn file(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (lang, portal) = (cx.lang, cx.app.config.portal_url.clone());
    let invitation = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&case)?;
            entry.pass::<CheckIn, deed::Change>()?;
            invitation(tx, &entry, &id, &portal, lang)
        })
        .await?;
    Ok(appointment::hand_out(invitation))
}

/// `GET /my/talks/{id}/ics`.
pub async fn my_file(cx: Cx, Path(id): Path<String>) -> Answer {
    let (lang, portal) = (cx.lang, cx.app.config.portal_url.clone());
    let invitation = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &id)?)?;
            Ok::<_, AppError>(invitation(tx, &entry, &id, &portal, lang)?)
        })
        .await?;
    Ok(appointment::hand_out(invitation))
}
