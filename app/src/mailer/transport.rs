//! Where a mail goes: the demo's mailbox, or a folder of `.eml` files that the institution's own relay picks up.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use base::clock::Instant;
use base::outbox::Leased;
use base::store::{Store, StoreError};
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Mime};

use crate::config::Mailing;
use crate::web::App;

/// A mail ready to go.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// Id in the outbox; the Message-ID and the file's name come from it.
    pub id: String,
    /// Name of the institution.
    pub from: String,
    /// Host of the portal's address.
    pub host: String,
    /// The receiver's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// When it is handed over.
    pub at: Instant,
}

pub(super) enum Transport {
    Mailbox(Store),
    Folder(PathBuf, Store),
}

impl Transport {
    pub fn of(app: &App) -> Transport {
        match &app.config.mail {
            Mailing::Mailbox => Transport::Mailbox(app.db.clone()),
            Mailing::Folder(path) => Transport::Folder(path.clone(), app.db.clone()),
        }
    }

    /// Whether a mail of this id was handed over before and still lies there.
    pub async fn has(&self, id: &str) -> Result<bool, StoreError> {
        match self {
            Transport::Mailbox(db) => Ok(db.demo_mails().await?.iter().any(|kept| kept.id == id)),
            Transport::Folder(folder, _) => {
                let file = folder.join(format!("{id}.eml"));
                Ok(tokio::task::spawn_blocking(move || file.exists()).await.unwrap_or(false))
            }
        }
    }

    /// Hands the mail over; why not, in a word.
    pub async fn hand_over(&self, mail: &Leased, message: Message) -> Result<(), &'static str> {
        match self {
            Transport::Mailbox(db) => db.keep_demo_mail(mail, &message.to, &message.subject, &message.body).await.map_err(|_| "mailbox"),
            Transport::Folder(folder, db) => {
                let eml = eml(&message)?;
                let part = folder.join(format!(".{}-{}.part", message.id, db.ids().code(8)));
                let file = folder.join(format!("{}.eml", message.id));
                tokio::task::spawn_blocking(move || drop_off(&part, &file, &eml)).await.map_err(|_| "folder")?.map_err(|_| "folder")
            }
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

/// The host of an address like `https://banso.example.jp:8443`.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(host, _)| host);
    if Address::new("banso", host).is_ok() { host.to_owned() } else { String::from("localhost") }
}

/// The mail as it travels. The mail builder encodes every header; control characters were taken out before.
fn eml(message: &Message) -> Result<Vec<u8>, &'static str> {
    let from = Address::new("banso", &message.host).map_err(|_| "sender")?;
    let to: Address = message.to.parse().map_err(|_| "address")?;
    let at = UNIX_EPOCH + Duration::from_micros(u64::try_from(message.at.0).unwrap_or(0));
    let mime = Mime::builder()
        .message_id(Some(format!("<{}@{}>", message.id, message.host)))
        .date(at)
        .from(Mailbox::new(Some(super::letter::one_line(&message.from)), from))
        .to(Mailbox::new(None, to))
        .subject(super::letter::one_line(&message.subject))
        // No automatic answer comes back (RFC 3834).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
        .header(ContentType::TEXT_PLAIN)
        .body(message.body.clone())
        .map_err(|_| "message")?;
    Ok(mime.formatted())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(from: &str, subject: &str) -> Message {
        Message {
            id: "0190-x".into(),
            from: from.into(),
            host: host("https://banso.shiomino.example:8443/"),
            to: "maruyama@maruyama.example".into(),
            subject: subject.into(),
            body: "本文です。\nhttps://banso.shiomino.example/l/0\n".into(),
            at: Instant(1_795_000_000_000_000),
        }
    }

    fn headers(eml: &[u8]) -> String {
        let text = String::from_utf8(eml.to_vec()).unwrap();
        text.split("\r\n\r\n").next().unwrap().to_owned()
    }

    #[test]
    fn no_line_end_reaches_a_header_whatever_the_institution_is_called() {
        for nasty in ["汐見野\r\nBcc: thief@evil.example", "汐見野\nX-A: 1", "汐見野\rX-B: 2", "汐見野\0X-C: 3", "Shiomino\r\n\r\nbody"]
        {
            let text = headers(&eml(&message(nasty, nasty)).unwrap());
            for line in text.split("\r\n") {
                assert!(!line.contains(['\r', '\n', '\0']), "{line}");
                let name = line.split(':').next().unwrap();
                let known = [
                    "Message-ID",
                    "Date",
                    "From",
                    "To",
                    "Subject",
                    "Auto-Submitted",
                    "Content-Type",
                    "MIME-Version",
                    "Content-Transfer-Encoding",
                ];
                assert!(line.starts_with(' ') || known.contains(&name), "{line}");
            }
        }
    }

    #[test]
    fn the_message_id_is_the_outbox_id_at_the_portals_host() {
        let text = headers(&eml(&message("汐見野信用金庫", "【汐見野信用金庫】目標シートのご確認")).unwrap());
        assert!(text.contains("Message-ID: <0190-x@banso.shiomino.example>"), "{text}");
        assert!(text.is_ascii(), "headers are encoded");
    }

    #[test]
    fn an_address_on_a_bare_number_still_has_a_host() {
        assert_eq!(host("http://localhost:3000"), "localhost");
        assert_eq!(host("http://[::1]:3000"), "[::1]");
        assert_eq!(host("https://banso.example.jp/x"), "banso.example.jp");
    }
}
