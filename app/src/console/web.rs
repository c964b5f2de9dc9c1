//! Health, metrics, licences.

use std::fmt::Write;

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::log;
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

/// `GET /healthz`: the process answers.
pub async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers too.
pub async fn ready(cx: Cx) -> Result<&'static str, AppError> {
    match cx.db.institutions().await {
        Ok(_) => Ok("ready\n"),
        Err(error) => {
            tracing::error!(cause = %error, "the database does not answer");
            Err(AppError::Busy)
        }
    }
}

/// `GET /metrics`: on a listener of its own; anywhere else, in the demo too, it is not there: how many lines wait for their
/// seal, and how often a page was asked for, tell a party that somebody else wrote.
pub async fn metrics(cx: Cx) -> Result<Response, AppError> {
    if !cx.app.config.metrics {
        return Err(AppError::NotFound);
    }
    let figures = cx.db.figures().await?;
    let late = figures.oldest.map_or(0, |oldest| (cx.db.clock().now().0 - oldest.0).max(0) / 1_000_000);
    let mut text = format!("# TYPE banso_build_info gauge\nbanso_build_info{{version=\"{}\"}} 1\n", env!("CARGO_PKG_VERSION"));
    for (name, help, value) in [
        ("banso_up", "Whether this process answers.", 1),
        ("banso_placements", "Placements of all institutions.", figures.placements),
        (
            "banso_audit_unsealed",
            "Audit lines that wait for their seal; more than a few for longer than a minute is a fault.",
            figures.unsealed,
        ),
        ("banso_mails_waiting", "Mails that wait, also those to be tried again.", figures.waiting),
        ("banso_mails_late_seconds", "How long the oldest waiting mail is overdue.", late),
    ] {
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
    }
    text.push_str(
        "# HELP banso_requests_seconds How often each route was answered, and the time it took.\n# TYPE banso_requests_seconds summary\n",
    );
    for ((method, route, status), (times, seconds)) in log::answered() {
        let labels = format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}");
        let _ = write!(text, "banso_requests_seconds_count{labels} {times}\nbanso_requests_seconds_sum{labels} {seconds}\n");
    }
    Ok(([(http::header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// A text in paragraphs, its hard line ends taken out.
struct Paper {
    name: &'static str,
    parts: Vec<String>,
}

fn paper(name: &'static str, text: &str) -> Paper {
    let text = text.replace("\r\n", "\n");
    let parts =
        text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|part| !part.is_empty()).collect();
    Paper { name, parts }
}

/// One line of the table in the notices.
#[derive(Debug, PartialEq, Eq)]
struct Work<'n> {
    name: String,
    version: &'n str,
    licence: &'n str,
    copyright: &'n str,
}

/// `[name](address)` without the address.
fn unlinked(text: &str) -> String {
    match (text.split_once("]("), text.starts_with('[')) {
        (Some((name, rest)), true) => format!("{}{}", &name[1..], rest.split_once(')').map_or("", |(_, after)| after)),
        _ => text.to_owned(),
    }
}

fn work(line: &str) -> Option<Work<'_>> {
    let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
    let (name, version, licence, copyright) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    (name != "work" && !name.starts_with("---")).then(|| Work { name: unlinked(name), version, licence, copyright })
}

#[derive(Template)]
#[template(path = "console/licences.html")]
struct LicencesPage<'n> {
    f: Frame,
    t: T,
    owns: Vec<Paper>,
    notices: Vec<&'n str>,
    works: Vec<Work<'n>>,
    texts: Vec<Paper>,
}

const NOTICES: &str = include_str!("../../../THIRD_PARTY_NOTICES.md");

/// `GET /about/licences`: for everyone, in every area.
pub async fn licences(cx: Cx) -> Answer {
    let t = T(cx.lang);
    page(&LicencesPage {
        f: cx.bare(t.title(), Nav::None),
        t,
        owns: vec![
            paper("Apache License 2.0", include_str!("../../../LICENSE-APACHE")),
            paper("MIT License", include_str!("../../../LICENSE-MIT")),
        ],
        notices: NOTICES.split("\n\n").map(str::trim).filter(|part| !part.is_empty() && !part.starts_with(['#', '|'])).collect(),
        works: NOTICES.lines().filter_map(work).collect(),
        texts: vec![
            paper("Digital Agency Design System tokens", include_str!("../../assets/licenses/dads-tokens.txt")),
            paper("htmx", include_str!("../../assets/licenses/htmx.txt")),
            paper("Lucide", include_str!("../../assets/licenses/lucide.txt")),
            paper("BIZ UDPGothic, Noto Sans CJK JP", include_str!("../../assets/licenses/fonts.txt")),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_work_in_the_notices_is_on_the_licences_page() {
        let works: Vec<Work<'_>> = NOTICES.lines().filter_map(work).collect();
        let rows = NOTICES.lines().filter(|line| line.starts_with('|')).count() - 2;
        assert_eq!(works.len(), rows);
        assert!(works.iter().any(|work| work.name == "htmx" && work.version == "4.0.1"));
        assert!(works.iter().all(|work| !work.name.contains("](")), "{works:?}");
    }
}
