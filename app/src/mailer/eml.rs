//! A mail as it travels: headers, text, and the same text in simple HTML.

use std::time::{Duration, UNIX_EPOCH};

use base::clock::Instant;
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message as Mime, MultiPart};

/// A mail ready to go.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// Id in the outbox; the Message-ID and the file's name come from it.
    pub id: String,
    /// Name of the institution.
    pub from: String,
    /// The address it comes from; empty means `banso` at `host`.
    pub sender: String,
    /// Host of the portal's address.
    pub host: String,
    /// The receiver's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// A calendar entry that goes with it.
    pub calendar: Option<Vec<u8>>,
    /// When it is handed over.
    pub at: Instant,
}

fn sender(message: &Message) -> Result<Address, &'static str> {
    let address = if message.sender.is_empty() { Address::new("banso", &message.host) } else { message.sender.parse() };
    address.map_err(|_| "sender")
}

fn receiver(message: &Message) -> Result<Address, &'static str> {
    message.to.parse().map_err(|_| "address")
}

/// From whom to whom, as the relay is told.
///
/// # Errors
/// What is wrong with it, in a word.
pub(super) fn envelope(message: &Message) -> Result<Envelope, &'static str> {
    Envelope::new(Some(sender(message)?), vec![receiver(message)?]).map_err(|_| "address")
}

/// The text in HTML: lines stay lines, web addresses become links, everything else is letters.
fn html(body: &str) -> String {
    let word = |word: &str| {
        let shown = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        if word.starts_with("https://") || word.starts_with("http://") { format!("<a href=\"{shown}\">{shown}</a>") } else { shown }
    };
    let lines: Vec<String> = body.lines().map(|line| line.split(' ').map(word).collect::<Vec<_>>().join(" ")).collect();
    format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><p>{}</p></body></html>\n", lines.join("<br>\n"))
}

/// The host of an address like `https://banso.example.jp:8443`.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(host, _)| host);
    if Address::new("banso", host).is_ok() { host.to_owned() } else { String::from("localhost") }
}

/// The mail as it travels. The mail builder encodes every header; control characters were taken out before.
///
/// # Errors
/// What is wrong with it, in a word.
pub(super) fn eml(message: &Message) -> Result<Vec<u8>, &'static str> {
    let (from, to) = (sender(message)?, receiver(message)?);
    let at = UNIX_EPOCH + Duration::from_micros(u64::try_from(message.at.0).unwrap_or(0));
    let said = MultiPart::alternative_plain_html(message.body.clone(), html(&message.body));
    let parts = match &message.calendar {
        None => said,
        Some(file) => {
            // A calendar program reads how to take the entry from the type as well as from the file.
            let cancelled = file.windows(13).any(|window| window == b"METHOD:CANCEL");
            let method = if cancelled { "CANCEL" } else { "PUBLISH" };
            let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}")).map_err(|_| "message")?;
            MultiPart::mixed().multipart(said).singlepart(Attachment::new("banso.ics".into()).body(file.clone(), kind))
        }
    };
    let mime = Mime::builder()
        .message_id(Some(format!("<{}@{}>", message.id, message.host)))
        .date(at)
        .from(Mailbox::new(Some(super::letter::one_line(&message.from)), from))
        .to(Mailbox::new(None, to))
        .subject(super::letter::one_line(&message.subject))
        // No automatic answer comes back (RFC 3834).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
        .multipart(parts)
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
            sender: String::new(),
            host: host("https://banso.shiomino.example:8443/"),
            to: "maruyama@maruyama.example".into(),
            subject: subject.into(),
            body: "本文です。\nhttps://banso.shiomino.example/l/0\n".into(),
            calendar: None,
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
    fn the_html_part_says_the_same_and_makes_nothing_of_what_was_typed() {
        let page = html("丸山<b>様</b> & \"御中\"\n画面を開く https://banso.example/l/0\njavascript:alert(1)");
        assert!(page.contains("丸山&lt;b&gt;様&lt;/b&gt; &amp; &quot;御中&quot;<br>"), "{page}");
        assert!(page.contains("<a href=\"https://banso.example/l/0\">https://banso.example/l/0</a>"), "{page}");
        assert_eq!(page.matches("<a ").count(), 1);
    }

    #[test]
    fn an_address_on_a_bare_number_still_has_a_host() {
        assert_eq!(host("http://localhost:3000"), "localhost");
        assert_eq!(host("http://[::1]:3000"), "[::1]");
        assert_eq!(host("https://banso.example.jp/x"), "banso.example.jp");
    }
}
