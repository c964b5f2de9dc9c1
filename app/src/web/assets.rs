//! Style sheets and the one script, compiled in, under names that carry their hash.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header;
use sha2::{Digest, Sha256};

use super::AppError;

struct Asset {
    path: String,
    kind: &'static str,
    body: String,
}

fn asset(name: &str, extension: &str, kind: &'static str, parts: &[&str]) -> Asset {
    let body = parts.concat();
    let hash = base::ids::hex(&Sha256::digest(body.as_bytes())[..6]);
    Asset { path: format!("/assets/{name}-{hash}.{extension}"), kind, body }
}

const TOKENS: &str = include_str!("../../assets/vendor/dads-tokens-1.1.9.css");
const SHARED: &str = include_str!("../../assets/css/shared.css");
const PRINT: &str = include_str!("../../assets/css/print.css");

static STAFF: LazyLock<Asset> =
    LazyLock::new(|| asset("app", "css", "text/css; charset=utf-8", &[TOKENS, SHARED, include_str!("../../assets/css/app.css"), PRINT]));
static PORTAL: LazyLock<Asset> = LazyLock::new(|| {
    asset("portal", "css", "text/css; charset=utf-8", &[TOKENS, SHARED, include_str!("../../assets/css/portal.css"), PRINT])
});
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| asset("app", "js", "text/javascript; charset=utf-8", &[include_str!("../../assets/js/app.js")]));
static HTMX: LazyLock<Asset> =
    LazyLock::new(|| asset("htmx", "js", "text/javascript; charset=utf-8", &[include_str!("../../assets/vendor/htmx-4.0.1.min.js")]));

/// The style sheet of staff pages.
pub fn staff_css() -> &'static str {
    &STAFF.path
}
/// The style sheet of portal pages.
pub fn portal_css() -> &'static str {
    &PORTAL.path
}
/// The script of staff pages; the portal has none.
pub fn script() -> &'static str {
    &SCRIPT.path
}
/// htmx, for staff pages.
pub fn htmx() -> &'static str {
    &HTMX.path
}

/// `GET /assets/{name}`.
pub async fn show(Path(name): Path<String>) -> Result<Response, AppError> {
    let path = format!("/assets/{name}");
    let found = [&*STAFF, &*PORTAL, &*SCRIPT, &*HTMX].into_iter().find(|asset| asset.path == path).ok_or(AppError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, found.kind)], found.body.as_str()).into_response())
}
