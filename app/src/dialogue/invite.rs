//! The calendar entry of a dialogue, by download and with the mail (`crate::appointment`).

use axum::extract::Path;
use base::store::{Entry, Read, StoreError};
use base::text::Lang;

use super::store;
use super::text::T;
use crate::appointment::{self, Invitation, Meeting};
use crate::web::{Answer, Cx};

/// The entry of a dialogue as it stands now, for one who may read it.
///
/// # Errors
/// `NotFound` when it is not there for this seat.
pub(crate) fn invitation(tx: &Read<'_>, entry: &Entry, id: &str, portal: &str, lang: Lang) -> Result<Invitation, StoreError> {
    let meeting = store::one(tx, entry, id)?;
    let shown = Meeting {
        id,
        version: meeting.version,
        cancelled: meeting.state == "cancelled",
        on: meeting.on,
        at: &meeting.at,
        minutes: meeting.kind().minutes(),
        title: T(lang).calendar(meeting.kind()),
        place: &meeting.place,
    };
    appointment::invitation(tx, &shown, portal, lang)
}

/// `GET /cases/{case}/dialogues/{id}/ics`.
pub async fn file(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (lang, portal) = (cx.lang, cx.app.config.portal_url.clone());
    let invitation = cx.db.read(cx.actor()?, move |tx| invitation(tx, &tx.enter(&case)?, &id, &portal, lang)).await?;
    Ok(appointment::hand_out(invitation))
}

/// `GET /my/dialogues/{id}/ics`.
pub async fn my_file(cx: Cx, Path(id): Path<String>) -> Answer {
    let (lang, portal) = (cx.lang, cx.app.config.portal_url.clone());
    let invitation = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&store::case_of(tx, &id)?)?;
            invitation(tx, &entry, &id, &portal, lang)
        })
        .await?;
    Ok(appointment::hand_out(invitation))
}
