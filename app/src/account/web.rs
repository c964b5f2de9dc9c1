//! Pages that everyone may open: the first one, and the two preferences of a browser.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::Response;
use base::text::Lang;

use super::came::Came;
use super::rules::{first_page, own_path};
use crate::router::Area;
use crate::web::{AppError, Cx, go};

/// `GET /`: everyone to their first page.
pub async fn front(cx: Cx, came: Came, Extension(area): Extension<Area>) -> Response {
    go(match (came.staff, came.portal, area) {
        (Some(signed), _, Area::Staff | Area::Both) => first_page(signed.actor.staff_seat()),
        (_, Some(_), Area::Portal | Area::Both) => "/my",
        _ if cx.app.config.demo => "/demo",
        (_, _, Area::Portal) => "/my/sign-in",
        _ => "/sign-in",
    })
}

/// Only a path of ours; anything else is the first page.
fn back(query: &BTreeMap<String, String>) -> &str {
    query.get("back").and_then(|path| own_path(path)).unwrap_or("/")
}

/// `GET /lang/{code}`: the language of this browser.
pub async fn language(cx: Cx, Path(code): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Result<Response, AppError> {
    let lang = Lang::parse(&code).ok_or(AppError::NotFound)?;
    Ok(plain_cookie(&cx, "lang", lang.code(), back(&query)))
}

/// `GET /size/{code}`: the text size of this browser.
pub async fn size(cx: Cx, Path(code): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Result<Response, AppError> {
    let size = ["std", "l", "xl"].into_iter().find(|size| *size == code).ok_or(AppError::NotFound)?;
    Ok(plain_cookie(&cx, "ts", size, back(&query)))
}

/// A cookie that holds a preference and nothing else.
fn plain_cookie(cx: &Cx, name: &str, value: &str, back: &str) -> Response {
    let mut response = go(back);
    let secure = if cx.app.config.demo { "" } else { "; Secure" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}");
    if let Ok(value) = http::HeaderValue::from_str(&text) {
        response.headers_mut().append(http::header::SET_COOKIE, value);
    }
    response
}
