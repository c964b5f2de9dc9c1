//! What a browser brings to a door that is open to everyone: the sessions it may already hold.

use axum::extract::FromRequestParts;
use base::actor::Holder;
use base::session::Signed;
use http::request::Parts;

use crate::web::cx::cookie;
use crate::web::{App, AppError};

/// The sessions and marks in a browser's cookies.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// A session of staff that stands.
    pub(super) staff: Option<Signed>,
    /// A session of a contact or a person that stands.
    pub(super) portal: Option<Signed>,
    /// The mark of a device that signed in here before.
    pub(super) device: Option<String>,
    /// The word of a first password that was typed rightly and waits to be replaced.
    pub(super) first: Option<String>,
}

impl FromRequestParts<App> for Came {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Came, AppError> {
        let value = |name| cookie(parts, &app.config.cookie(name)).map(ToOwned::to_owned);
        let (staff, portal) = (value("staff"), value("portal"));
        let came = Came { device: value("device"), first: value("first"), ..Came::default() };
        let staff = match staff {
            Some(cookie) => app.db.signed(&cookie).await?,
            None => None,
        };
        let portal = match portal {
            Some(cookie) => app.db.signed(&cookie).await?,
            None => None,
        };
        Ok(Came {
            staff: staff.filter(|signed| matches!(signed.actor.holder(), Some(Holder::Staff(_)))),
            portal: portal.filter(|signed| matches!(signed.actor.holder(), Some(Holder::Contact(_) | Holder::Person(_)))),
            ..came
        })
    }
}
