//! What is logged: one line per request (method, route, status, milliseconds), who was refused what (`web/guard.rs`, by ids) and
//! what went wrong, to standard error.
//!
//! The route is logged as it stands in `router.rs`, never the path: a path may hold the token of a link. Neither names nor
//! texts are logged; the message of a panic may hold some, so only its place is. The same middleware counts for `/metrics`
//! and finds the address of the one who asks when a known reverse proxy stands in between.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Our own words from `level` up, those of others from `warn` up; the panics that tower-http would print with their
/// message, never.
fn filter(level: Level) -> Targets {
    Targets::new()
        .with_target("app", level)
        .with_target("base", level)
        .with_target("tower_http", LevelFilter::OFF)
        .with_default(LevelFilter::WARN)
}

/// Starts logging; called once by a process.
pub(crate) fn start(level: Level) {
    use std::io::IsTerminal;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    drop(tracing_subscriber::registry().with(filter(level)).with(lines).try_init());
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        tracing::error!(place, "a thread stopped");
    }));
}

/// Method, route and status.
type Kind = (&'static str, String, u16);

/// How often each route was answered with each status, and how many seconds it took in all.
static ANSWERED: Mutex<BTreeMap<Kind, (u64, f64)>> = Mutex::new(BTreeMap::new());

/// Every count so far.
pub(crate) fn answered() -> BTreeMap<Kind, (u64, f64)> {
    ANSWERED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The outermost layer of every listener.
pub(crate) async fn access(State(proxies): State<Arc<[IpAddr]>>, mut request: Request, next: Next) -> Response {
    let began = tokio::time::Instant::now();
    if let Some(peer) = client(&request, &proxies) {
        request.extensions_mut().insert(ConnectInfo(peer));
    }
    // What nobody knows would make a new line in the metrics each time.
    let method = ["GET", "POST", "HEAD"].into_iter().find(|known| *known == request.method().as_str()).unwrap_or("other");
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    if status < 400 && ["/healthz", "/readyz", "/metrics"].contains(&route.as_str()) {
        tracing::debug!(method, route, status, ms = took.as_millis(), "answered");
    } else {
        tracing::info!(method, route, status, ms = took.as_millis(), "answered");
    }
    let mut counts = ANSWERED.lock().unwrap_or_else(PoisonError::into_inner);
    let count = counts.entry((method, route, status)).or_default();
    count.0 += 1;
    count.1 += took.as_secs_f64();
    response
}

/// The address behind a proxy we know: the last one in `X-Forwarded-For` that is not a proxy itself. What anyone else
/// writes into that header is not believed.
fn client(request: &Request, proxies: &[IpAddr]) -> Option<SocketAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    if !proxies.contains(&peer.ip()) {
        return None;
    }
    let forwarded =
        request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    let found = forwarded.rsplit(',').filter_map(|one| one.trim().parse::<IpAddr>().ok()).find(|address| !proxies.contains(address))?;
    Some(SocketAddr::new(found, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn asked(peer: &str, forwarded: &str, proxies: &[&str]) -> Option<String> {
        let mut request = Request::builder().header("x-forwarded-for", forwarded).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>(format!("{peer}:1").parse().unwrap()));
        let proxies: Vec<IpAddr> = proxies.iter().map(|one| one.parse().unwrap()).collect();
        client(&request, &proxies).map(|address| address.ip().to_string())
    }

    #[test]
    fn only_a_known_proxy_is_believed_about_who_asks() {
        assert_eq!(asked("10.0.0.1", "203.0.113.9", &[]), None);
        assert_eq!(asked("10.0.0.1", "203.0.113.9", &["10.0.0.1"]), Some("203.0.113.9".into()));
        assert_eq!(
            asked("10.0.0.1", "198.51.100.1, 203.0.113.9", &["10.0.0.1"]),
            Some("203.0.113.9".into()),
            "the left part is the client's own word"
        );
        assert_eq!(asked("10.0.0.1", "203.0.113.9, 10.0.0.2", &["10.0.0.1", "10.0.0.2"]), Some("203.0.113.9".into()));
    }

    #[test]
    fn the_message_of_a_panic_is_never_logged() {
        let filter = filter(Level::DEBUG);
        assert!(!filter.would_enable("tower_http::catch_panic", &Level::ERROR));
        assert!(filter.would_enable("app::console::log", &Level::DEBUG));
        assert!(!filter.would_enable("hyper::proto", &Level::INFO));
    }
}
