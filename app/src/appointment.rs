//! Appointments: a meeting as the calendar of those who meet shows it, by download and with a mail.
//!
//! One meeting is one entry over all its changes: its id is the entry's, each change of its row counts up, and what was called
//! off leaves the calendar. Its title names nobody and no matter, because calendars are looked at by others. Dialogues,
//! talks and talks of three give what they are; what they have in common stands here.

use axum::response::Response;
use base::clock::{Day, HOUR, Instant};
use base::register::Institution;
use base::sql;
use base::store::{Read, StoreError};
use base::text::Lang;
use paper::calendar;

use crate::mailer::host;
use crate::web::download;

base::words! {
    /// The words of an entry.
    pub struct T;
    when(day: &str, at: &str): "{day} {at}", "{day}, {at}";
    note(house: &str, phone: &str): "{house} 人材紹介担当\n{phone}", "{house}, placement desk\n{phone}";
}

/// A meeting as it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meeting<'a> {
    /// Its id.
    pub id: &'a str,
    /// Version of its row.
    pub version: i64,
    /// Whether it was called off.
    pub cancelled: bool,
    /// The day.
    pub on: Day,
    /// The time, or empty for the whole day.
    pub at: &'a str,
    /// How long it is thought to take.
    pub minutes: u32,
    /// Its title: no name and no matter.
    pub title: &'a str,
    /// Where, or how; may be empty.
    pub place: &'a str,
}

/// What goes into a mail about a meeting: when, in words, and the calendar file.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    /// Day and time in words.
    pub when: String,
    /// The file.
    pub file: Vec<u8>,
}

/// The entry of a meeting; `portal` is the address under which company and person reach their pages.
///
/// # Errors
/// The store's own.
pub(crate) fn invitation(tx: &Read<'_>, meeting: &Meeting<'_>, portal: &str, lang: Lang) -> Result<Invitation, StoreError> {
    let t = T(lang);
    let (house, phone): (String, String) = tx.one(&tx.house(), sql!(Institution => "select name, phone from institutions"), vec![])?;
    let host = host(portal);
    let file = calendar::file(&calendar::Entry {
        uid: &format!("{}@{host}", meeting.id),
        sequence: meeting.version - 1,
        cancelled: meeting.cancelled,
        stamp: &stamp(tx.now()),
        day: &meeting.on.to_string(),
        at: meeting.at,
        minutes: meeting.minutes,
        summary: meeting.title,
        place: meeting.place,
        note: &t.note(&house, &phone),
        organizer: &house,
        mail: &format!("banso@{host}"),
    });
    let day = lang.day(meeting.on);
    Ok(Invitation { when: if meeting.at.is_empty() { day } else { t.when(&day, meeting.at) }, file })
}

/// A moment as calendars write it, in UTC.
fn stamp(at: Instant) -> String {
    // A day of `Instant` is a day in Tokyo, nine hours ahead.
    let utc = at.plus(-9 * HOUR);
    let (day, (hour, minute)) = (utc.day(), utc.time());
    format!("{:04}{:02}{:02}T{hour:02}{minute:02}00Z", day.year(), day.month(), day.of_month())
}

/// Hands the entry out; the file's name says nothing about whom one meets.
pub(crate) fn hand_out(invitation: Invitation) -> Response {
    download("banso.ics", "text/calendar; charset=utf-8", invitation.file)
}
