//! How this process was set up: what pages need to know of it. How it is read (one TOML file, the environment, the command
//! line) stands in `settings.rs`, which also holds every key with its default and unit.

mod settings;

use std::path::PathBuf;

use axum::response::Response;
use http::HeaderValue;

pub use settings::{Door, SETTINGS, Setting, Settings, Setup, terminal_lang};

/// A running product's settings; every key has a default that `banso doctor` prints with its unit.
#[derive(Clone, Debug)]
pub struct Config {
    /// The demo: both areas on one port, plain cookie names, no HSTS.
    pub demo: bool,
    /// Address of the staff pages as people type it, without a slash at the end.
    pub staff_url: String,
    /// Address of the pages for company and person.
    pub portal_url: String,
    /// Where the data lies: key file, database file, socket, audit head.
    pub data: PathBuf,
    /// Where mails go.
    pub mail: Mailing,
    /// The address mails come from; empty means `banso` at the host of the portal.
    pub mail_from: String,
    /// Whether `/metrics` is answered.
    pub metrics: bool,
    /// Megabytes a file may have.
    pub upload_mb: usize,
}

/// Where mails go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mailing {
    /// Into the demo's mailbox.
    Mailbox,
    /// As `.eml` files into a folder that the institution's own relay picks up.
    Folder(PathBuf),
    /// To a mail relay, by SMTP.
    Relay(Relay),
}

/// A mail relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How what is said to it is sealed.
    pub tls: RelayTls,
    /// The name to sign in with; empty means without signing in.
    pub user: String,
    /// The password that goes with it.
    pub password: Secret,
}

/// How what is said to a relay is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayTls {
    /// `smtp://`: STARTTLS, and nothing goes out without it.
    Start,
    /// `smtps://`: TLS from the first byte.
    Whole,
    /// `smtp://` to this very machine: in the open.
    Open,
}

/// A password, which no `Debug` shows.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Relay {
    /// Reads `smtp://HOST`, `smtp://HOST:PORT` or `smtps://…`; the usual ports are 587 and 465.
    pub fn parse(text: &str, user: String, password: Secret) -> Option<Relay> {
        let (scheme, rest) = text.split_once("://")?;
        let whole = match scheme {
            "smtp" => false,
            "smtps" => true,
            _ => return None,
        };
        let authority: http::uri::Authority = rest.trim_end_matches('/').parse().ok()?;
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        let tls = match (whole, here) {
            (true, _) => RelayTls::Whole,
            (false, true) => RelayTls::Open,
            (false, false) => RelayTls::Start,
        };
        // What stands behind the host is a port, and before it no password.
        let port = authority.port_u16();
        if host.is_empty() || rest.contains('@') || (port.is_none() && authority.as_str() != authority.host()) {
            return None;
        }
        Some(Relay { host, port: port.unwrap_or(if whole { 465 } else { 587 }), tls, user, password })
    }
}

impl Config {
    /// The settings of the demo under this address.
    pub fn demo(url: &str, data: PathBuf) -> Config {
        Config {
            demo: true,
            staff_url: url.into(),
            portal_url: url.into(),
            data,
            mail: Mailing::Mailbox,
            mail_from: String::new(),
            metrics: false,
            upload_mb: crate::upload::MOST_MB,
        }
    }

    /// The name of a cookie: `__Host-` everywhere but in the demo, which runs on loopback without TLS.
    pub fn cookie(&self, name: &str) -> String {
        if self.demo { format!("banso-{name}") } else { format!("__Host-banso-{name}") }
    }

    /// Sets a cookie that scripts cannot read; for `seconds`, or until the browser is closed.
    pub fn set_cookie(&self, response: &mut Response, name: &str, value: &str, seconds: Option<i64>) {
        let secure = if self.demo { "" } else { "; Secure" };
        let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.cookie(name));
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(http::header::SET_COOKIE, value);
        }
    }

    /// Removes a cookie.
    pub fn drop_cookie(&self, response: &mut Response, name: &str) {
        self.set_cookie(response, name, "", Some(0));
    }

    /// Whether an `Origin` is one of ours; the demo and tests answer on whatever name they were reached by.
    pub fn own_origin(&self, origin: &str, host: &str) -> bool {
        origin == self.staff_url || origin == self.portal_url || (self.demo && origin.strip_prefix("http://") == Some(host))
    }
}
