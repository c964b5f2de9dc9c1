//! Each party in its own words: what it pictures of an expected change, which all read, and what worries it, which the desk
//! alone reads. Two records, as their readers differ (ADR 0003); each party has one of each for a change.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::{ChangePicture, ChangeWorry, ExpectedChange};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};
use http::StatusCode;

use super::store::{names, side_of, wishes};
use super::text::T;
use super::{everyone, readers};
use crate::placement::rules::{SENTENCE, fold_sentence, too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

base::row! {
    struct Picture { id: String, version: i64, change_id: String, words: String, author: String }
    struct Sealed { id: String, version: i64, side: String, body: Vec<u8>, author: String }
}

/// The change it is about, who pictures it, and what.
pub(super) type Pictured = Vec<(String, String, String)>;

fn rows(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Picture>, StoreError> {
    tx.rows(
        &entry.pass::<ChangePicture, deed::View>()?,
        sql!(ChangePicture => "select id, version, change_id, words, author from change_pictures order by created_at, id"),
        vec![],
    )
}

/// What everyone pictures, over the changes of the case, oldest first.
pub(super) fn pictures(tx: &Read<'_>, entry: &Entry) -> Result<Pictured, StoreError> {
    let names = names(tx, entry)?;
    Ok(rows(tx, entry)?.into_iter().map(|row| (row.change_id, names.get(&row.author).cloned().unwrap_or_default(), row.words)).collect())
}

/// Who pictures what of one change.
pub(super) fn of(all: &[(String, String, String)], change: &str) -> Vec<(String, String)> {
    all.iter().filter(|(of, _, _)| of == change).map(|(_, who, words)| (who.clone(), words.clone())).collect()
}

fn sealed(tx: &Read<'_>, entry: &Entry, change: &str) -> Result<Vec<Sealed>, StoreError> {
    tx.rows(
        &entry.pass::<ChangeWorry, deed::View>()?,
        sql!(ChangeWorry => "select id, version, side, body, author from change_worries where change_id = $1 order by created_at, id"),
        args![change],
    )
}

/// What worries them about one change, opened: side, name, words. The transaction ends in an event.
pub(super) fn worries(
    tx: &Write<'_>,
    entry: &Entry,
    change: &str,
    names: &HashMap<String, String>,
) -> Result<Vec<(&'static str, String, String)>, StoreError> {
    let pass = entry.pass::<ChangeWorry, deed::View>()?;
    sealed(tx, entry, change)?
        .into_iter()
        .map(|row| {
            let side = side_of(&row.side);
            let words = tx.unseal(&pass, &row.id, "body", side, &row.body)?;
            Ok((side.code(), names.get(&row.author).cloned().unwrap_or_default(), words))
        })
        .collect()
}

fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) = tx.one(
        &tx.reach::<ExpectedChange, deed::View>()?,
        sql!(ExpectedChange => "select placement_id from expected_changes where id = $1"),
        args![id],
    )?;
    Ok(row.0)
}

#[derive(Template)]
#[template(path = "change/my_picture.html")]
struct PicturePage {
    f: Frame,
    t: T,
    id: String,
    wish: String,
    everyone: Vec<String>,
    desk: Vec<String>,
    /// Versions of the picture and of the worry; 0 where there is none yet.
    seen: (i64, i64),
    key: String,
    form: Form,
    errors: Errors,
    stale: bool,
}

async fn draw(cx: &Cx, id: String, status: StatusCode, typed: Form, errors: Errors) -> Answer {
    let (t, lang, which) = (T(cx.lang), cx.lang, id.clone());
    let (wish, all, desk, own, seen) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let case = case_of(tx, &which)?;
            let entry = tx.enter(&case)?;
            let wish = wishes(tx, &entry)?.into_iter().find(|wish| wish.id == which).ok_or(AppError::NotFound)?;
            let me = tx.actor().id().to_owned();
            let picture = rows(tx, &entry)?.into_iter().find(|row| row.change_id == which && row.author == me);
            let pass = entry.pass::<ChangeWorry, deed::View>()?;
            let mut own = (picture.as_ref().map(|row| row.words.clone()).unwrap_or_default(), String::new());
            let mut seen = (picture.map_or(0, |row| row.version), 0);
            for row in sealed(tx, &entry, &which)?.into_iter().filter(|row| row.author == me) {
                own.1 = tx.unseal(&pass, &row.id, "body", side_of(&row.side), &row.body)?;
                seen.1 = row.version;
            }
            let drawn = (wish.words, everyone(tx, &entry, lang)?, readers(tx, &entry, lang)?, own, seen);
            let event = Event::TextRead(Some(&case), &which).detail("own worry");
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    let mut form = Form::filled([("words", own.0), ("body", own.1)]);
    for field in ["words", "body"] {
        if typed.fields().iter().any(|(name, _)| name == field) {
            form.set(field, typed.get(field));
        }
    }
    let stale = status == StatusCode::CONFLICT;
    let f = cx.frame(t.picture_title(), Nav::Changes).await?;
    page_with(status, &PicturePage { f, t, id, wish, everyone: all, desk, seen, key: cx.key(), form, errors, stale })
}

/// `GET /my/changes/{id}/picture`: this party's own words on a change. Opening it leaves a trace.
pub async fn page(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, id, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /my/changes/{id}/picture`: what this party pictures, for all to read.
pub async fn picture(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    keep(cx, id, form, "words").await
}

/// `POST /my/changes/{id}/worry`: what worries this party, for the desk alone.
pub async fn worry(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    keep(cx, id, form, "body").await
}

async fn keep(cx: Cx, id: String, form: Form, field: &'static str) -> Result<Response, AppError> {
    let (t, text) = (T(cx.lang), fold_sentence(form.get(field)));
    let mut errors = Errors::none();
    too_long(&mut errors, field, &text, SENTENCE, cx.lang);
    if text.is_empty() {
        errors.add(field, crate::web::text::T(cx.lang).e_required(if field == "words" { t.picture() } else { t.worry() }));
    }
    if !errors.is_empty() {
        return draw(&cx, id, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    let (which, seen) = (id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let case = case_of(tx, &which)?;
            let entry = tx.enter(&case)?;
            let side = tx.actor().side();
            let event = if field == "words" {
                put_picture(tx, &entry, &which, side, seen, &text)?;
                Event::ChangePictured(Some(&case), &which)
            } else {
                put_worry(tx, &entry, &which, side, seen, &text)?;
                Event::WorryKept(Some(&case), &which)
            };
            let back = format!("/my/changes?case={case}&done=saved");
            tx.commit(&event.detail(side.code()), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => draw(&cx, id, StatusCode::CONFLICT, form, Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

fn put_picture(tx: &Write<'_>, entry: &Entry, change: &str, side: Side, seen: i64, words: &str) -> Result<(), StoreError> {
    let pass = entry.pass::<ChangePicture, deed::Change>()?;
    let me = tx.actor().id();
    match rows(tx, entry)?.into_iter().find(|row| row.change_id == change && row.author == me) {
        Some(row) => tx.update(&pass, &row.id, seen, Set::new().with("words", words)),
        None => tx.insert(&pass, &tx.id(), Set::new().with("change_id", change).with("side", side.code()).with("words", words)),
    }
}

fn put_worry(tx: &Write<'_>, entry: &Entry, change: &str, side: Side, seen: i64, words: &str) -> Result<(), StoreError> {
    let pass = entry.pass::<ChangeWorry, deed::Change>()?;
    let me = tx.actor().id();
    let set = Set::new().sealed("body", side, words);
    match sealed(tx, entry, change)?.into_iter().find(|row| row.author == me) {
        Some(row) => tx.update(&pass, &row.id, seen, set),
        None => tx.insert(&pass, &tx.id(), set.with("change_id", change).with("side", side.code())),
    }
}
