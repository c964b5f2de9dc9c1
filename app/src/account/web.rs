//! Pages of the account.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::Response;
use base::text::Lang;

use crate::web::{AppError, Cx, go};

/// `GET /`: everyone to their first page.
pub async fn front(cx: Cx) -> Response {
    go(if cx.app.config.demo { "/demo" } else { "/sign-in" })
}

/// Only a path of ours; anything else is the first page.
pub(crate) fn own_path(path: Option<&String>) -> &str {
    path.map(String::as_str)
        .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']))
        .unwrap_or("/")
}

/// `GET /lang/{code}`: the language of this browser.
pub async fn language(cx: Cx, Path(code): Path<String>, Query(query): Query<HashMap<String, String>>) -> Result<Response, AppError> {
    let lang = Lang::parse(&code).ok_or(AppError::NotFound)?;
    Ok(plain_cookie(&cx, "lang", lang.code(), own_path(query.get("back"))))
}

/// `GET /size/{code}`: the text size of this browser.
pub async fn size(cx: Cx, Path(code): Path<String>, Query(query): Query<HashMap<String, String>>) -> Result<Response, AppError> {
    let size = ["std", "l", "xl"].into_iter().find(|size| *size == code).ok_or(AppError::NotFound)?;
    Ok(plain_cookie(&cx, "ts", size, own_path(query.get("back"))))
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
