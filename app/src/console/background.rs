//! What goes on beside the pages: sealing the audit, emptying the outbox, doing what falls due, removing what has run out, answering commands.

use std::time::Duration;

use base::clock::Day;
use base::store::Store;
use tokio::sync::watch;

use super::heads::Heads;
use super::socket;
use crate::config::Setup;
use crate::web::{App, AppError};
use crate::{letter, mailer, report, signal, survey, today};

/// What goes on beside the pages; ends soon after the word to rest.
pub(super) fn start(app: &App, setup: &Setup, resting: watch::Receiver<bool>) -> impl Future<Output = ()> + use<> {
    let sealing = tokio::spawn(seal(app.db.clone(), Heads::of(&setup.data), resting));
    let sweeping = tokio::spawn(sweep(app.db.clone()));
    // Only the embedded database is held by one process; PostgreSQL a command reaches by itself.
    let commands = app.db.file().map(|_| match socket::open(&setup.data) {
        Ok(listener) => Some(tokio::spawn(socket::answer(listener, app.db.clone(), setup.clone()))),
        Err(error) => {
            tracing::error!(cause = %error, "commands cannot reach this server: the socket could not be opened");
            None
        }
    });
    async move {
        drop(sealing.await);
        sweeping.abort();
        if let Some(Some(commands)) = commands {
            commands.abort();
        }
    }
}

/// Seals the audit each second and keeps the heads that moved outside the database; a last time at the end.
async fn seal(db: Store, heads: Heads, mut resting: watch::Receiver<bool>) {
    if let Err(error) = heads.shorten() {
        tracing::error!(cause = %error, "the heads of the audit could not be shortened");
    }
    let mut unwritten = Vec::new();
    if !heads.path().exists() {
        // A new folder, a new file, or a sample that was sealed while it was filled.
        unwritten = db.audit_heads().await.unwrap_or_default();
    }
    let mut every = tokio::time::interval(Duration::from_secs(1));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ill = false;
    loop {
        let last = tokio::select! {
            _ = every.tick() => false,
            _ = resting.wait_for(|rest| *rest) => true,
        };
        let done = match db.seal_audit().await {
            Ok(moved) => {
                unwritten.extend(moved);
                heads.append(&unwritten).map(|()| unwritten.clear()).map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        // Said once when it begins, not every second.
        if let Err(cause) = &done
            && !ill
        {
            tracing::error!(cause, "the audit could not be sealed; it is tried each second");
        }
        ill = done.is_err();
        if last {
            return;
        }
    }
}

/// Empties the outbox each second. The word to stop is heard between two rounds, so that no mail is left between the hand
/// that gives it out and the line that says so.
pub(super) async fn mail(app: App, mut told: watch::Receiver<bool>) {
    let worker = app.db.ids().id();
    let mut every = tokio::time::interval(Duration::from_secs(1));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut ill, mut gathered) = (false, None);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = told.wait_for(|stop| *stop) => return,
        }
        let done = round(&app, &worker, &mut gathered).await;
        if let Err(cause) = &done
            && !ill
        {
            tracing::error!(?cause, "the outbox could not be emptied; it is tried each second");
        }
        ill = done.is_err();
    }
}

/// Does each minute what falls due by itself. Several instances may do so at once: each thing happens once.
pub(super) async fn due(app: App, mut told: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(Duration::from_mins(1));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut ill, mut looked) = (false, None);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = told.wait_for(|stop| *stop) => return,
        }
        let done = fall_due(&app, &mut looked).await;
        if let Err(cause) = &done
            && !ill
        {
            tracing::error!(?cause, "what falls due could not be done; it is tried each minute");
        }
        ill = done.is_err();
    }
}

/// Rounds of questions and reminders, reports and letters whose ten minutes are over, and the morning's mails; in each hour,
/// the running cases are looked at for signals.
async fn fall_due(app: &App, looked: &mut Option<(Day, u32)>) -> Result<usize, AppError> {
    let asked = survey::run_due(app).await?;
    let sent = report::send_due(app).await? + letter::send_due(app).await?;
    let now = app.db.clock().now();
    let hour = (now.day(), now.time().0);
    if *looked != Some(hour) {
        signal::look(app).await?;
        *looked = Some(hour);
    }
    Ok(asked + sent + today::run_morning(app).await?)
}

/// One round of the mailer; before it, once in each hour, what waits for owners this week is gathered.
async fn round(app: &App, worker: &str, gathered: &mut Option<(Day, u32)>) -> Result<usize, AppError> {
    let now = app.db.clock().now();
    let hour = (now.day(), now.time().0);
    if *gathered != Some(hour) {
        mailer::week::gather(app).await?;
        *gathered = Some(hour);
    }
    mailer::run_once(app, worker).await
}

/// Removes each hour what has run out.
async fn sweep(db: Store) {
    let mut every = tokio::time::interval(Duration::from_hours(1));
    loop {
        every.tick().await;
        if let Err(error) = db.sweep().await {
            tracing::warn!(cause = %error, "what has run out could not be removed; it is tried again in an hour");
        }
    }
}
