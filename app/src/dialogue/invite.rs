//! The calendar entry of a dialogue, by download and with the mail: no name in its title, and the same entry over all changes.

use axum::extract::Path;
use axum::response::Response;
use base::clock::{HOUR, Instant};
use base::register::Institution;
use base::sql;
use base::store::{Entry, Read, StoreError};
use base::text::Lang;
use paper::calendar;

use super::store;
use super::text::T;
use crate::mailer::host;
use crate::web::{Answer, AppError, Cx, download};

/// What goes into a mail about a dialogue: when, in words, and the calendar file.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    /// Day and time in words.
    pub when: String,
    /// The file.
    pub file: Vec<u8>,
}

/// The entry of a dialogue as it stands now, for one who may read it.
///
/// # Errors
/// `NotFound` when it is not there for this seat.
pub(crate) fn invitation(tx: &Read<'_>, entry: &Entry, id: &str, portal: &str, lang: Lang) -> Result<Invitation, StoreError> {
    let t = T(lang);
    let meeting = store::one(tx, entry, id)?;
    let (house, phone): (String, String) = tx.one(&tx.house(), sql!(Institution => "select name, phone from institutions"), vec![])?;
    let host = host(portal);
    let file = calendar::file(&calendar::Entry {
        uid: &format!("{id}@{host}"),
        sequence: meeting.version - 1,
        cancelled: meeting.state == "cancelled",
        stamp: &stamp(tx.now()),
        day: &meeting.on.to_string(),
        at: &meeting.at,
        minutes: meeting.kind().minutes(),
        summary: t.calendar(meeting.kind()),
        place: &meeting.place,
        note: &t.ics_note(&house, &phone),
        organizer: &house,
        mail: &format!("banso@{host}"),
    });
    let day = lang.day(meeting.on);
    Ok(Invitation { when: if meeting.at.is_empty() { day } else { t.when(&day, &meeting.at) }, file })
}

/// A moment as calendars write it, in UTC.
fn stamp(at: Instant) -> String {
    // A day of `Instant` is a day in Tokyo, nine hours ahead.
    let utc = at.plus(-9 * HOUR);
    let (day, (hour, minute)) = (utc.day(), utc.time());
    format!("{:04}{:02}{:02}T{hour:02}{minute:02}00Z", day.year(), day.month(), day.of_month())
}

const KIND: &str = "text/calendar; charset=utf-8";

/// `GET /cases/{case}/dialogues/{id}/ics`.
pub async fn file(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (lang, portal) = (cx.lang, cx.app.config.portal_url.clone());
    let invitation = cx.db.read(cx.actor()?, move |tx| invitation(tx, &tx.enter(&case)?, &id, &portal, lang)).await?;
    Ok(download(NAME, KIND, invitation.file))
}

/// `GET /my/dialogues/{id}/ics`.
pub async fn my_file(cx: Cx, Path(id): Path<String>) -> Result<Response, AppError> {
    let (lang, portal) = (cx.lang, cx.app.config.portal_url.clone());
    let invitation = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &id)?)?;
            invitation(tx, &entry, &id, &portal, lang)
        })
        .await?;
    Ok(download(NAME, KIND, invitation.file))
}

/// The file's name says nothing about whom one meets.
const NAME: &str = "banso.ics";
