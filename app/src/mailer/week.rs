//! One request a week by mail: what waits for an owner before the first day is gathered on the first business day of a week.
//!
//! A request that a deed sends on another day goes out at once when it is the first of its week; otherwise it waits for the
//! next gathering, in which everything that still waits then stands together ([`held_back`], ADR 0024). What waits is asked as
//! the owner, with their rights, when it is queued and again when it is sent. Nobody is written to who was not invited.

use base::actor::{Actor, Duty, Holder};
use base::clock::Day;
use base::event::{Event, Mail};
use base::outbox::Leased;
use base::store::StoreError;
use base::week::begins;
use base::workday::Calendar;

use crate::account::settings;
use crate::portal;
use crate::web::{App, AppError};

/// From when to when requests go out on a business day (ux.md §5.4), in hours of Tokyo.
const HOURS: std::ops::Range<u32> = 9..17;

/// Whether a mail asks a company for something that can wait for the gathering.
fn is_request(mail: Mail) -> bool {
    matches!(mail, Mail::SheetReview | Mail::BookletReview | Mail::Survey | Mail::Week | Mail::Again)
}

/// Whether this day is the first business day of its week.
fn is_first(day: Day, calendar: &Calendar) -> bool {
    let monday = begins(day).day();
    calendar.is_open(day) && (0..monday.until(day)).all(|days| !calendar.is_open(monday.plus(days)))
}

/// Whether a request must wait: the owner was asked this week already.
pub(super) async fn held_back(app: &App, mail: &Leased, kind: Mail, holder: &Holder) -> Result<bool, StoreError> {
    if !is_request(kind) || !matches!(holder, Holder::Contact(_)) {
        return Ok(false);
    }
    app.db.asked_enough(mail, begins(app.db.clock().today())).await
}

/// Whether something waits for the one who acts.
pub(super) async fn waits(app: &App, actor: &Actor) -> Result<bool, AppError> {
    app.db.read(actor, portal::waits_before).await
}

/// Queues the week's request for each owner something waits for; gives how many.
///
/// Once a week for each owner, however many processes ask: the key of the deed names the week.
///
/// # Errors
/// The store's own.
pub async fn gather(app: &App) -> Result<usize, AppError> {
    let now = app.db.clock().now();
    let (today, week) = (now.day(), begins(now.day()));
    if !HOURS.contains(&now.time().0) {
        return Ok(0);
    }
    let mut queued = 0;
    for (institution, contact) in app.db.owners_before().await? {
        if app.db.asked_since(&institution, &contact, week).await? {
            continue;
        }
        let holder = Holder::Contact(contact.clone());
        let actor = match app.db.stand_in(Duty::Mailer, &institution, holder.clone(), None).await {
            Ok(actor) => actor,
            Err(StoreError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        };
        let calendar = app.db.read(&actor, |tx| settings::calendar(tx).map_err(AppError::from)).await?;
        if !is_first(today, &calendar) || !waits(app, &actor).await? {
            continue;
        }
        let key = base::vault::digest(&format!("week\n{contact}\n{}", week.day()));
        let done = app
            .db
            .write(&Actor::duty(Duty::Mailer, &institution), Some(key), move |tx| {
                tx.commit(&Event::WeekAsked(None, &contact).tell(vec![holder]), "")
            })
            .await;
        match done {
            Ok(()) => queued += 1,
            Err(StoreError::Repeated(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(queued)
}
