//! The morning mail: the counts of one's day to whoever of the desk wants them, and nothing else.
//!
//! On business days at the hour of the settings (ux.md §5.4: 8:30). No name, no matter: threads of the private channels are
//! not even counted, as a mailbox may be read by others. Made out once a day for each; what it counts, and whether they
//! still hold the seat and want it, is asked when the mail is written. A day without anything gets no mail.

use base::actor::{Duty, Holder, StaffSeat};
use base::clock::{Day, HOUR, Instant, MINUTE};
use base::event::Event;
use base::register::{Institution, MorningMail};
use base::sql;
use base::store::{Read, Set, StoreError, deed};
use base::text::Lang;

use super::{Bucket, web};
use crate::account::settings::calendar;
use crate::web::{Answer, App, AppError, Cx, Form, go};

/// How long after its hour the mail is still of use.
pub const MORNING: i64 = 3 * HOUR;

/// What stands on 今日, counted; without the private channels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Past their day.
    pub overdue: usize,
    /// Of today.
    pub today: usize,
    /// Later this week.
    pub week: usize,
    /// What others keep waiting.
    pub waiting: usize,
}

impl Counts {
    /// Whether there is something to do today: what only waits is no reason to write.
    pub fn any(self) -> bool {
        self.overdue + self.today > 0
    }
}

/// Whether the one who acts wants the mail: the row that says so.
fn row(tx: &Read<'_>) -> Result<Option<(String, i64)>, StoreError> {
    tx.maybe(&tx.desk()?.pass::<MorningMail, deed::View>()?, sql!(MorningMail => "select id, version from morning_mails"), vec![])
}

/// The hour at which it goes out.
fn hour(tx: &Read<'_>) -> Result<String, StoreError> {
    let (at,): (String,) = tx.one(&tx.house(), sql!(Institution => "select morning_at from institutions"), vec![])?;
    Ok(at)
}

/// For the account page: whether one gets it, and when it goes out; none for a seat that has no 今日, or where
/// the institution sends none.
///
/// # Errors
/// The store's own.
pub fn wanted(tx: &Read<'_>) -> Result<Option<(bool, String)>, StoreError> {
    if tx.actor().staff_seat() != Some(StaffSeat::Consultant) {
        return Ok(None);
    }
    let hour = hour(tx)?;
    Ok(if hour.is_empty() { None } else { Some((row(tx)?.is_some(), hour)) })
}

/// `POST /account/morning`: to get it, or not any more.
pub async fn choose(cx: Cx, form: Form) -> Answer {
    let wants = form.ticked("morning");
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let pass = tx.desk()?.pass::<MorningMail, deed::Change>()?;
            match (row(tx)?, wants) {
                (None, true) => tx.insert(&pass, &tx.id(), Set::new())?,
                (Some((id, version)), false) => tx.remove(&pass, &id, version)?,
                _ => {}
            }
            let me = tx.actor().id().to_owned();
            tx.commit(&Event::MorningChosen(None, &me).detail(if wants { "on" } else { "off" }), "/account?done=saved")
        })
        .await;
    match done {
        // Pressed in two windows: it is as was wished.
        Ok(()) | Err(StoreError::Duplicate(_) | StoreError::Stale) => Ok(go("/account?done=saved")),
        Err(error) => Err(error.into()),
    }
}

/// What stands on the 今日 of this member of staff; none when they hold no desk any more, or do not want to know.
///
/// # Errors
/// The store's own.
pub async fn counts(app: &App, institution: &str, holder: &Holder) -> Result<Option<Counts>, StoreError> {
    let actor = match app.db.stand_in(Duty::Mailer, institution, holder.clone(), Some(StaffSeat::Consultant)).await {
        Ok(actor) => actor,
        Err(StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let found = app.db.read(&actor, |tx| {
        if row(tx)?.is_none() {
            return Ok(None);
        }
        let board = web::board(tx, Lang::Ja, tx.now().day())?;
        let mut counts = Counts { waiting: board.waiting.len(), ..Counts::default() };
        // Nor does a mail tell of a signal, not even by its count.
        for line in board.open.iter().filter(|line| !line.href.starts_with("/consults") && !line.href.contains("/signals/")) {
            match line.bucket {
                Bucket::Overdue => counts.overdue += 1,
                Bucket::Today => counts.today += 1,
                _ => counts.week += 1,
            }
        }
        Ok::<_, AppError>(Some(counts))
    });
    match found.await {
        Err(AppError::NotFound) => Ok(None),
        Err(AppError::Busy) => Err(StoreError::Busy),
        Err(error) => Err(StoreError::Broken(base::store::Cause(format!("{error:?}")))),
        Ok(counts) => Ok(counts),
    }
}

/// Whether the mail goes out at this moment: from its hour on, for three hours.
fn is_time(now: Instant, at: &str) -> bool {
    let minutes = |text: &str| text.split_once(':').and_then(|(h, m)| Some(h.parse::<i64>().ok()? * 60 + m.parse::<i64>().ok()?));
    let Some(at) = minutes(at) else { return false };
    let (hour, minute) = now.time();
    let now = i64::from(hour) * 60 + i64::from(minute);
    (at..at + MORNING / MINUTE).contains(&now)
}

/// Makes out the morning's mails that are due; gives how many. Once a day for each, however many processes ask.
///
/// # Errors
/// When the store cannot be reached.
pub async fn run_due(app: &App) -> Result<usize, AppError> {
    let mut queued = 0;
    for (institution, _, _) in app.db.institutions().await? {
        for staff in app.db.staff_in_seat(Duty::Due, &institution, StaffSeat::Consultant).await? {
            queued += usize::from(one(app, &institution, staff).await?);
        }
    }
    Ok(queued)
}

async fn one(app: &App, institution: &str, staff: String) -> Result<bool, AppError> {
    let holder = Holder::Staff(staff.clone());
    let actor = match app.db.stand_in(Duty::Due, institution, holder.clone(), Some(StaffSeat::Consultant)).await {
        Ok(actor) => actor,
        Err(StoreError::NotFound) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let due: Option<Day> = app
        .db
        .read(&actor, |tx| {
            let (now, today) = (tx.now(), tx.now().day());
            let wants = row(tx)?.is_some() && is_time(now, &hour(tx)?) && calendar(tx)?.is_open(today);
            Ok::<_, AppError>(wants.then_some(today))
        })
        .await?;
    let Some(day) = due else { return Ok(false) };
    let key = base::vault::digest(&format!("morning\n{staff}\n{day}"));
    let done = app.db.write(&actor, Some(key), move |tx| tx.commit(&Event::MorningTold(None, &staff).tell(vec![holder]), "")).await;
    match done {
        Ok(()) => Ok(true),
        Err(StoreError::Repeated(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mail_goes_out_at_its_hour_and_not_in_the_afternoon() {
        let at = |hour: i64, minute: i64| Day::new(2026, 11, 24).unwrap().start().plus(hour * HOUR + minute * MINUTE);
        assert!(!is_time(at(8, 29), "08:30"));
        assert!(is_time(at(8, 30), "08:30"));
        assert!(is_time(at(11, 29), "8:30"));
        assert!(!is_time(at(11, 30), "08:30"));
        assert!(!is_time(at(9, 0), ""));
    }

    #[test]
    fn what_only_waits_for_others_is_no_reason_to_write() {
        assert!(!Counts { waiting: 3, week: 2, ..Counts::default() }.any());
        assert!(Counts { today: 1, ..Counts::default() }.any());
    }
}
