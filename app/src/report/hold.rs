//! The ten minutes before a report goes out. Nothing is there for anybody yet: what is published comes into being when they
//! are over. Everything is looked at again then, in the stead of the one who pressed: lines, yeses, second look, rights. What
//! changed meanwhile stops it, and the desk is told so.

use axum::extract::Path;
use axum::response::Response;
use base::actor::Actor;
use base::clock::MINUTE;
use base::event::Event;
use base::register::Report;
use base::store::{Entry, Set, StoreError, Write, deed};

use super::Halt;
use super::review::ready;
use super::rules::State;
use super::store::{self, Head, published};
use crate::stead;
use crate::web::{App, AppError, Cx, Form, go};

/// So long it can be taken back (ux.md §4.6).
pub const HOLD: i64 = 10 * MINUTE;

/// Puts a report on its way: exactly these words, by the one who acts.
pub(super) fn hold(tx: &Write<'_>, entry: &Entry, head: &Head, seen: i64, hash: &str) -> Result<(), StoreError> {
    let set = Set::new()
        .with("hold", "held")
        .with("held_until", Some(tx.now().plus(HOLD)))
        .with("held_hash", hash)
        .with("held_by", tx.actor().id());
    store::put(tx, entry, head, seen, set)
}

/// `POST /cases/{case}/reports/{id}/keep-back`: takes it back; it is a draft as before.
pub async fn keep_back(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<Report, deed::Change>()?;
            let head = store::heads(tx, &entry)?.into_iter().find(|head| head.id == which).ok_or(StoreError::NotFound)?;
            if head.held().is_none() {
                return Err(StoreError::Stale);
            }
            store::put(tx, &entry, &head, seen, Set::new().with("hold", ""))?;
            let back = format!("/cases/{of}/reports/{which}/review?done=kept_back");
            tx.commit(&Event::ReportKeptBack(Some(&of), &which), &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        // It went out, was taken back by a colleague, or was changed: the review says which.
        Err(StoreError::Stale) => Ok(go(&format!("/cases/{case}/reports/{id}/review"))),
        Err(error) => Err(error.into()),
    }
}

/// Sends every report whose ten minutes are over, over all institutions; gives how many went out. Each goes out once, whoever
/// comes first: it is bound to the version that was seen, and the deed has a key of its own.
///
/// # Errors
/// When the store cannot be reached. What one report refuses does not keep the others waiting.
pub async fn send_due(app: &App) -> Result<usize, AppError> {
    let mut sent = 0;
    for actor in stead::consultants(app).await? {
        for due in app.db.read(&actor, |tx| store::due(tx).map_err(AppError::from)).await? {
            let by = stead::presser(app, &actor, &due.by).await?;
            match carry_out(app, &actor, by, &due).await {
                Ok(did) => sent += usize::from(did),
                Err(error) => tracing::error!(cause = ?error, "a report whose time has come could not go out"),
            }
        }
    }
    Ok(sent)
}

/// Sends one, or says that it was stopped; false when another was first, or when it did not go out.
async fn carry_out(app: &App, finder: &Actor, by: Option<Actor>, due: &store::Ready) -> Result<bool, AppError> {
    let out = match by {
        Some(by) => send(app, &by, due).await,
        None => Err(Halt::Moved),
    };
    match out {
        Ok(()) => Ok(true),
        Err(Halt::Stale | Halt::Out(_) | Halt::App(AppError::Repeated(_))) => Ok(false),
        // Who pressed is not of the case any more, or the words may not go out as they stand.
        Err(Halt::Hindered(_) | Halt::Moved | Halt::App(AppError::NotFound)) => stop(app, finder, due).await.map(|()| false),
        Err(halt) => Err(halt.plain()),
    }
}

async fn send(app: &App, by: &Actor, due: &store::Ready) -> Result<(), Halt> {
    let (id, case, seen, db) = (due.id.clone(), due.case.clone(), due.version, app.db.clone());
    app.db
        .write(by, Some(base::vault::digest(&format!("report {id} {seen}"))), move |tx| {
            let entry = tx.enter(&case)?;
            let ready = ready(tx, &entry, &id, db.vault())?;
            let hindrances = ready.kept_back_by();
            if !hindrances.is_empty() {
                return Err(Halt::Hindered(hindrances));
            }
            if ready.hash != ready.draft.head.held_hash || ready.draft.head.held().is_none() {
                return Err(Halt::Moved);
            }
            store::put(tx, &entry, &ready.draft.head, seen, Set::new().with("state", State::Published.code()).with("hold", ""))?;
            store::spend(tx, &entry, &ready.draft)?;
            let published = published::keep(tx, &entry, &id, &ready.content, &ready.author, ready.to.audience())?;
            let detail = format!("no={} edition={} lines={}", ready.content.no, ready.content.edition, ready.content.lines.len());
            let event = Event::ReportPublished(Some(&case), &published).detail(detail).tell(ready.to.told);
            tx.commit(&event, "").map_err(Halt::from)
        })
        .await
}

async fn stop(app: &App, finder: &Actor, due: &store::Ready) -> Result<(), AppError> {
    let (id, case, seen) = (due.id.clone(), due.case.clone(), due.version);
    let stopped = app
        .db
        .write(finder, None, move |tx| {
            let entry = tx.enter(&case)?;
            tx.update(&entry.pass::<Report, deed::Change>()?, &id, seen, Set::new().with("hold", "stopped"))?;
            tx.commit(&Event::ReportStopped(Some(&case), &id), "")
        })
        .await;
    match stopped {
        Ok(()) | Err(StoreError::Stale) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
