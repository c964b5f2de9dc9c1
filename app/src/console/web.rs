//! Health, metrics, licences.

use axum::response::{IntoResponse, Response};

use crate::web::{AppError, Cx};

/// `GET /healthz`: the process answers.
pub async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers too.
pub async fn ready(cx: Cx) -> Result<&'static str, AppError> {
    cx.db.institutions().await?;
    Ok("ready\n")
}

/// `GET /metrics`: off by default.
pub async fn metrics(cx: Cx) -> Result<Response, AppError> {
    if !cx.app.config.metrics {
        return Err(AppError::NotFound);
    }
    Ok("banso_up 1\n".into_response())
}

/// `GET /about/licences`.
pub async fn licences(_cx: Cx) -> &'static str {
    include_str!("../../../THIRD_PARTY_NOTICES.md")
}
