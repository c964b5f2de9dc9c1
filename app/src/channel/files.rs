//! Files of a thread: judged by their content, sealed like its words, handed out as downloads to those who read it.

use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::store::StoreError;

use super::my::{again, leaf};
use super::{desk, proof, store};
use crate::upload::{self, Upload};
use crate::web::{Answer, AppError, Cx, Errors, Form, go};

/// The file of a form, judged; what to mend otherwise.
fn taken(cx: &Cx, form: &Form) -> Result<Upload, Errors> {
    let w = crate::web::text::T(cx.lang);
    let Some((name, bytes)) = form.file() else {
        return Err(Errors::one("file", w.e_required(super::text::T(cx.lang).file())));
    };
    upload::judge(name, bytes, cx.app.config.upload_mb).map_err(|refusal| Errors::one("file", upload::sentence(&refusal, cx.lang)))
}

async fn keep(cx: &Cx, id: String, file: Upload, key: Option<String>, back: String) -> Result<Response, AppError> {
    let to = back.clone();
    cx.db
        .write(cx.actor()?, key, move |tx| {
            let (entry, thread) = leaf(tx, &id)?;
            store::attach(tx, &entry, &thread, &file)?;
            let desk = tx.actor().staff_seat().is_some();
            let event = if desk { Event::ConcernAnswered(None, &id).tell(vec![thread.writer()]) } else { Event::ConcernSent(None, &id) };
            tx.commit(&event.detail(format!("file {} {}", file.kind.code(), file.bytes.len())), &back)
        })
        .await?;
    Ok(go(&to))
}

async fn hand_out(cx: &Cx, id: String, file: String) -> Answer {
    let found = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let (entry, thread) = leaf(tx, &id)?;
            let found = store::file(tx, &entry, &thread, &file)?;
            tx.commit(&Event::TextRead(None, &id).detail(format!("file {file}")), "").map(|done| done.with(found))
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    Ok(upload::send(&found.name, found.kind, found.bytes))
}

/// `POST /my/consult/{id}/files`: the writer adds a file.
pub async fn my_add(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let which = id.clone();
    cx.db.read(cx.actor()?, move |tx| leaf(tx, &which).map(drop)).await?;
    let file = match taken(&cx, &form) {
        Ok(file) => file,
        Err(errors) => return again(&cx, id, form, errors).await,
    };
    if proof::may_send(&cx, &form).await?.is_err() {
        // A file cannot be kept in a form: the code first, then it is chosen anew.
        return Ok(go(&format!("/my/consult/{id}")));
    }
    let back = format!("/my/consult/{id}?done=consult_sent");
    keep(&cx, id, file, form.key(), back).await
}

/// `GET /my/consult/{id}/files/{file}`.
pub async fn my_get(cx: Cx, Path((id, file)): Path<(String, String)>) -> Answer {
    if !proof::fresh(&cx) {
        return proof::ask(&cx).await;
    }
    hand_out(&cx, id, file).await
}

/// `POST /consults/{id}/files`: a reader adds a file to the answer.
pub async fn add(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let which = id.clone();
    cx.db.read(cx.actor()?, move |tx| leaf(tx, &which).map(drop)).await?;
    match taken(&cx, &form) {
        Ok(file) => {
            let back = format!("/consults/{id}?done=answered");
            keep(&cx, id, file, form.key(), back).await
        }
        Err(errors) => desk::again(&cx, id, form, errors).await,
    }
}

/// `GET /consults/{id}/files/{file}`.
pub async fn get(cx: Cx, Path((id, file)): Path<(String, String)>) -> Answer {
    hand_out(&cx, id, file).await
}
