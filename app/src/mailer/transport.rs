//! Where a mail goes: the demo's mailbox, a folder of `.eml` files that the institution's own relay picks up, or a relay.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base::outbox::{Leased, Outcome};
use base::store::{Store, StoreError};
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::eml::{Message, eml, envelope};
use crate::config::{Mailing, Relay, RelayTls};
use crate::web::App;

/// How long a relay may take over one answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The relay did not answer, or broke off: it says nothing about this mail.
pub(super) const DOWN: &str = "relay";

pub(super) enum Transport {
    Mailbox(Store),
    Folder(PathBuf, Store),
    Relay(Relay),
}

impl Transport {
    pub fn of(app: &App) -> Transport {
        match &app.config.mail {
            Mailing::Mailbox => Transport::Mailbox(app.db.clone()),
            Mailing::Folder(path) => Transport::Folder(path.clone(), app.db.clone()),
            Mailing::Relay(relay) => Transport::Relay(relay.clone()),
        }
    }

    /// Whether a mail of this id was handed over before and still lies there. A relay cannot be asked.
    pub async fn has(&self, id: &str) -> Result<bool, StoreError> {
        match self {
            Transport::Mailbox(db) => Ok(db.demo_mails().await?.iter().any(|kept| kept.id == id)),
            Transport::Folder(folder, _) => {
                let file = folder.join(format!("{id}.eml"));
                Ok(tokio::task::spawn_blocking(move || file.exists()).await.unwrap_or(false))
            }
            Transport::Relay(_) => Ok(false),
        }
    }

    /// Hands the mail over, and says how that ended.
    pub async fn hand_over(&self, mail: &Leased, message: Message) -> Outcome {
        match self {
            Transport::Mailbox(db) => {
                let mark = if message.calendar.is_some() { "\n\n[添付 banso.ics]\n" } else { "" };
                let body = format!("{}{mark}", message.body.trim_end());
                match db.keep_demo_mail(mail, &message.to, &message.subject, &body).await {
                    Ok(()) => Outcome::Sent,
                    Err(_) => Outcome::Failed("mailbox"),
                }
            }
            Transport::Folder(folder, db) => {
                let eml = match eml(&message) {
                    Ok(eml) => eml,
                    Err(why) => return Outcome::Refused(why),
                };
                let part = folder.join(format!(".{}-{}.part", message.id, db.ids().code(8)));
                let file = folder.join(format!("{}.eml", message.id));
                match tokio::task::spawn_blocking(move || drop_off(&part, &file, &eml)).await {
                    Ok(Ok(())) => Outcome::Sent,
                    _ => Outcome::Failed("folder"),
                }
            }
            Transport::Relay(relay) => match (eml(&message), envelope(&message)) {
                (Ok(eml), Ok(envelope)) => say(relay, &message.host, &envelope, &eml).await,
                (Err(why), _) | (_, Err(why)) => Outcome::Refused(why),
            },
        }
    }
}

/// Gives the mail to the relay on a line of its own. Where TLS is asked for, nothing is said before it stands.
async fn say(relay: &Relay, host: &str, envelope: &Envelope, eml: &[u8]) -> Outcome {
    let tls = TlsParameters::new(relay.host.clone()).map(|parameters| match relay.tls {
        RelayTls::Start => Tls::Required(parameters),
        RelayTls::Whole => Tls::Wrapper(parameters),
        RelayTls::Open => Tls::None,
    });
    let sent = match tls {
        Ok(tls) => {
            let mut line = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&relay.host)
                .port(relay.port)
                .tls(tls)
                .timeout(Some(PATIENCE))
                .hello_name(ClientId::Domain(host.to_owned()));
            if !relay.user.is_empty() {
                line = line.credentials(Credentials::new(relay.user.clone(), relay.password.0.clone()));
            }
            line.build().send_raw(envelope, eml).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match sent {
        Ok(()) => Outcome::Sent,
        // 5xx: it is not wanted, today or tomorrow. 4xx: later, perhaps.
        Err(error) if error.is_permanent() => Outcome::Refused("refused"),
        Err(error) if error.is_transient() => Outcome::Failed("later"),
        Err(error) => {
            tracing::warn!(cause = %error, "the mail relay does not answer as it should");
            Outcome::Failed(DOWN)
        }
    }
}

/// Writes the file beside its place and moves it there in one step, so that the relay never meets half a mail.
fn drop_off(part: &Path, file: &Path, eml: &[u8]) -> std::io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let written = std::fs::File::create_new(part).and_then(|mut out| {
        out.write_all(eml)?;
        out.sync_all()
    });
    written.and_then(|()| std::fs::rename(part, file)).inspect_err(|_| drop(std::fs::remove_file(part)))
}
