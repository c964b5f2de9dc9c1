//! A letter goes out: ten minutes after it was sent off, in the stead of the one who pressed, if they still may.

use axum::extract::Path;
use axum::response::Response;
use base::actor::Actor;
use base::event::Event;
use base::register::{Letter, StaffName};
use base::store::{Set, StoreError, deed};
use base::{args, sql};

use super::store;
use crate::report::HOLD;
use crate::stead;
use crate::web::{App, AppError, Cx, Form, go};

/// `POST /cases/{case}/letters/{id}/send`: puts it on its way.
pub async fn send(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let held = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let head = store::heads(tx, &entry)?.into_iter().find(|head| head.id == which).ok_or(StoreError::NotFound)?;
            if head.sent() || head.held().is_some() {
                return Err(StoreError::Stale);
            }
            let set = Set::new().with("hold", "held").with("held_until", Some(tx.now().plus(HOLD))).with("held_by", tx.actor().id());
            store::put(tx, &entry, &which, seen, set)?;
            let back = format!("/cases/{of}/letters/{which}?done=held");
            tx.commit(&Event::LetterHeld(Some(&of), &which), &back).map(|done| done.with(back))
        })
        .await;
    back_to_it(held, &case, &id)
}

/// `POST /cases/{case}/letters/{id}/keep-back`: takes it back.
pub async fn keep_back(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let head = store::heads(tx, &entry)?.into_iter().find(|head| head.id == which).ok_or(StoreError::NotFound)?;
            if head.held().is_none() {
                return Err(StoreError::Stale);
            }
            store::put(tx, &entry, &which, seen, Set::new().with("hold", ""))?;
            let back = format!("/cases/{of}/letters/{which}?done=kept_back");
            tx.commit(&Event::LetterKeptBack(Some(&of), &which), &back).map(|done| done.with(back))
        })
        .await;
    back_to_it(kept, &case, &id)
}

/// What was changed meanwhile stands on its page.
fn back_to_it(done: Result<String, StoreError>, case: &str, id: &str) -> Result<Response, AppError> {
    match done {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => Ok(go(&format!("/cases/{case}/letters/{id}"))),
        Err(error) => Err(error.into()),
    }
}

/// Sends every letter whose ten minutes are over, over all institutions; gives how many went out, each once.
///
/// # Errors
/// When the store cannot be reached. What one letter refuses does not keep the others waiting.
pub async fn send_due(app: &App) -> Result<usize, AppError> {
    let mut sent = 0;
    for actor in stead::consultants(app).await? {
        for due in app.db.read(&actor, |tx| store::due(tx).map_err(AppError::from)).await? {
            let by = stead::presser(app, &actor, &due.by).await?;
            match carry_out(app, &actor, by, &due).await {
                Ok(did) => sent += usize::from(did),
                Err(error) => tracing::error!(cause = ?error, "a letter whose time has come could not go out"),
            }
        }
    }
    Ok(sent)
}

async fn carry_out(app: &App, finder: &Actor, by: Option<Actor>, due: &store::Ready) -> Result<bool, AppError> {
    let out = match by {
        Some(by) => hand_over(app, &by, due).await,
        None => Err(StoreError::NotFound),
    };
    match out {
        Ok(()) => Ok(true),
        Err(StoreError::Stale | StoreError::Repeated(_)) => Ok(false),
        // Who pressed, or who was to receive it, is not of the case any more: it is a draft again.
        Err(StoreError::NotFound) => stop(app, finder, due).await.map(|()| false),
        Err(error) => Err(error.into()),
    }
}

async fn hand_over(app: &App, by: &Actor, due: &store::Ready) -> Result<(), StoreError> {
    let (id, case, seen) = (due.id.clone(), due.case.clone(), due.version);
    app.db
        .write(by, Some(base::vault::digest(&format!("letter {id} {seen}"))), move |tx| {
            let entry = tx.enter(&case)?;
            let (head, body) = store::opened(tx, &entry, &id)?;
            let to =
                store::addressees(tx, &entry)?.into_iter().find(|to| Some(&to.holder) == head.to().as_ref()).ok_or(StoreError::NotFound)?;
            let author: Option<(String,)> =
                tx.maybe(&tx.staff_names(), sql!(StaffName => "select name from staff_names where id = $1"), args![tx.actor().id()])?;
            store::put(tx, &entry, &id, seen, Set::new().with("hold", "sent"))?;
            let received = store::receive(tx, &entry, &head, &body, &author.map(|(name,)| name).unwrap_or_default())?;
            let event = Event::LetterSent(Some(&case), &received).detail(to.side.code()).tell(vec![to.holder]);
            tx.commit(&event, "")
        })
        .await
}

async fn stop(app: &App, finder: &Actor, due: &store::Ready) -> Result<(), AppError> {
    let (id, case, seen) = (due.id.clone(), due.case.clone(), due.version);
    let stopped = app
        .db
        .write(finder, None, move |tx| {
            let entry = tx.enter(&case)?;
            tx.update(&entry.pass::<Letter, deed::Change>()?, &id, seen, Set::new().with("hold", ""))?;
            tx.commit(&Event::LetterKeptBack(Some(&case), &id).detail("by itself"), "")
        })
        .await;
    match stopped {
        Ok(()) | Err(StoreError::Stale) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
