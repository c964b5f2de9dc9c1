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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    fn files(under: &Path, into: &mut BTreeSet<PathBuf>) {
        for entry in std::fs::read_dir(under).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, into);
            } else {
                into.insert(path.canonicalize().unwrap());
            }
        }
    }

    #[test]
    fn what_was_taken_from_others_is_what_the_record_says_and_nothing_lies_beside_it() {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let record: toml::Table = include_str!("../../assets/vendor/VENDOR.toml").parse().unwrap();
        let mut listed = BTreeSet::from([assets.join("vendor/VENDOR.toml").canonicalize().unwrap()]);
        for package in record["package"].as_array().unwrap() {
            assert!(assets.join(package["licence_file"].as_str().unwrap()).is_file(), "{package}");
            for file in package["file"].as_array().unwrap() {
                let path = assets.join(file["path"].as_str().unwrap());
                let hash = base::ids::hex(&Sha256::digest(std::fs::read(&path).unwrap()));
                assert_eq!(file["sha256"].as_str().unwrap(), hash, "{}", path.display());
                listed.insert(path.canonicalize().unwrap());
            }
        }
        let mut found = BTreeSet::new();
        files(&assets.join("vendor"), &mut found);
        files(&assets.join("../../press/fonts"), &mut found);
        assert_eq!(listed, found);
    }
}
