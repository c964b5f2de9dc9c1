//! Who asks: the signed-in actor of this request, their language, and what the page needs of the house.

use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequestParts, OriginalUri};
use base::actor::{Actor, Holder, StaffSeat};
use base::clock::Day;
use base::session::{Renewed, Signed};
use base::store::Store;
use base::text::Lang;
use http::request::Parts;

use super::form::Typed;
use super::{App, AppError};

/// What one request knows.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The process.
    pub app: App,
    /// The store, for short.
    pub db: Store,
    /// The session; none on pages open to everyone.
    pub signed: Option<Signed>,
    /// The reader's language.
    pub lang: Lang,
    /// Text size of the portal: `std`, `l` or `xl`.
    pub size: &'static str,
    /// The path asked for, with its query.
    pub path: String,
    /// A code of what was just done, from the redirect.
    pub done: Option<String>,
    /// How the device calls itself.
    pub device: String,
    /// Where the request came from; the peer's address, never a header that anyone can write.
    pub peer: String,
    /// The word of a parked form that waits.
    pub kept: Option<String>,
    /// Where a handler puts the session's new cookie.
    pub anew: Anew,
    /// Where a form puts what was written in it.
    pub typed: Typed,
    /// The session cookies as they came, for the demo's time machine, which signs in anew.
    pub cookies: Vec<(String, String)>,
}

/// The new cookie of a session that proved itself anew in this request; the guard hands it out, whatever the page answers.
#[derive(Clone, Debug, Default)]
pub struct Anew(Arc<OnceLock<Renewed>>);

impl Anew {
    /// Puts it there.
    pub fn put(&self, renewed: Renewed) {
        drop(self.0.set(renewed));
    }

    /// What was put there.
    pub fn get(&self) -> Option<&Renewed> {
        self.0.get()
    }
}

/// The value of one cookie.
pub fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts
        .headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The hidden token of the forms of one session, by the id it began with; `open` stands for nobody's.
pub fn form_token(db: &Store, root: &str) -> String {
    base::ids::hex(&db.vault().mac("form", &[root.as_bytes()])[..16])
}

impl Cx {
    /// Reads what the request carries; the session was found by the guard.
    pub fn of(parts: &Parts, app: &App) -> Cx {
        let signed = parts.extensions.get::<Signed>().cloned();
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        let query = uri.query().unwrap_or_default();
        let done = query.split('&').find_map(|pair| pair.strip_prefix("done=")).map(|code| code.chars().take(40).collect());
        let size = match cookie(parts, "ts") {
            Some("l") => "l",
            Some("xl") => "xl",
            _ => "std",
        };
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        Cx {
            db: app.db.clone(),
            app: app.clone(),
            signed,
            lang: cookie(parts, "lang").and_then(Lang::parse).unwrap_or_default(),
            size,
            path: uri.path_and_query().map_or_else(String::new, ToString::to_string),
            done,
            device: header(http::header::USER_AGENT),
            peer: parts
                .extensions
                .get::<axum::extract::ConnectInfo<std::net::SocketAddr>>()
                .map_or_else(String::new, |peer| peer.0.ip().to_string()),
            anew: parts.extensions.get::<Anew>().cloned().unwrap_or_default(),
            typed: parts.extensions.get::<Typed>().cloned().unwrap_or_default(),
            kept: cookie(parts, app.config.cookie("kept").as_str()).map(ToOwned::to_owned),
            cookies: ["staff", "portal"]
                .into_iter()
                .filter_map(|area| cookie(parts, &app.config.cookie(area)).map(|value| (app.config.cookie(area), value.to_owned())))
                .collect(),
        }
    }

    /// The actor; pages open to everyone have none.
    ///
    /// # Errors
    /// `NotFound` where there is no session: such a page is not for everyone.
    pub fn actor(&self) -> Result<&Actor, AppError> {
        self.signed.as_ref().map(|signed| &signed.actor).ok_or(AppError::NotFound)
    }

    /// The staff seat this page acts in.
    pub fn seat(&self) -> Option<StaffSeat> {
        self.signed.as_ref().and_then(|signed| signed.actor.staff_seat())
    }

    /// Whether a company or a person asks.
    pub fn in_portal(&self) -> bool {
        self.signed.as_ref().is_some_and(|signed| matches!(signed.actor.holder(), Some(Holder::Contact(_) | Holder::Person(_))))
    }

    /// Today in Asia/Tokyo.
    pub fn today(&self) -> Day {
        self.db.clock().today()
    }

    /// The hidden token every form of this session carries.
    pub fn token(&self) -> String {
        form_token(&self.db, self.signed.as_ref().map_or("open", |signed| signed.root.as_str()))
    }

    /// A fresh key that makes the deed of one form happen once.
    pub fn key(&self) -> String {
        self.db.ids().token()
    }
}

impl FromRequestParts<App> for Cx {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Cx, AppError> {
        Ok(Cx::of(parts, app))
    }
}
