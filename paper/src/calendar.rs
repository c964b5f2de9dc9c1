//! A calendar entry (iCalendar, RFC 5545) for one meeting in Asia/Tokyo.
//!
//! One entry is one file: the same `uid` and a higher `sequence` replace what a calendar holds, `cancelled` takes it out.
//! Lines end in CRLF and are folded at 75 octets, never inside a character; what people typed is escaped, and control
//! characters are left out, so that no text becomes a property. Source: RFC 5545 §3.1, §3.3.11; RFC 5546 §3.2.

/// One meeting.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The same over all changes of the meeting.
    pub uid: &'a str,
    /// Grows with each change.
    pub sequence: i64,
    /// Whether the meeting was called off.
    pub cancelled: bool,
    /// When the file is made, in UTC: `20261124T010000Z`.
    pub stamp: &'a str,
    /// The day: `2026-12-04`.
    pub day: &'a str,
    /// The time in Asia/Tokyo: `14:00` or `9:30`; empty means the whole day.
    pub at: &'a str,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The title others see in a shared calendar: no name and no matter.
    pub summary: &'a str,
    /// Where, or the link; may be empty.
    pub place: &'a str,
    /// Who invites, and where to call; may be empty.
    pub note: &'a str,
    /// Name of the one who invites.
    pub organizer: &'a str,
    /// Their mail address.
    pub mail: &'a str,
}

/// The file of one entry.
pub fn file(entry: &Entry<'_>) -> Vec<u8> {
    let day: String = entry.day.chars().filter(char::is_ascii_digit).collect();
    let method = if entry.cancelled { "CANCEL" } else { "PUBLISH" };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".into(),
        "PRODID:-//Banso//Banso//JA".into(),
        "CALSCALE:GREGORIAN".into(),
        format!("METHOD:{method}"),
        // Nine hours ahead of UTC all year (no summer time since 1951).
        "BEGIN:VTIMEZONE".into(),
        "TZID:Asia/Tokyo".into(),
        "BEGIN:STANDARD".into(),
        "DTSTART:19700101T000000".into(),
        "TZOFFSETFROM:+0900".into(),
        "TZOFFSETTO:+0900".into(),
        "TZNAME:JST".into(),
        "END:STANDARD".into(),
        "END:VTIMEZONE".into(),
        "BEGIN:VEVENT".into(),
        format!("UID:{}", plain(entry.uid)),
        format!("SEQUENCE:{}", entry.sequence.max(0)),
        format!("DTSTAMP:{}", plain(entry.stamp)),
    ];
    match entry.at.split_once(':') {
        Some((hour, minute)) => {
            lines.push(format!("DTSTART;TZID=Asia/Tokyo:{day}T{:0>2}{:0>2}00", plain(hour), plain(minute)));
            lines.push(format!("DURATION:PT{}M", entry.minutes));
        }
        None => lines.push(format!("DTSTART;VALUE=DATE:{day}")),
    }
    lines.push(format!("SUMMARY:{}", escaped(entry.summary)));
    for (name, text) in [("LOCATION", entry.place), ("DESCRIPTION", entry.note)] {
        if !text.is_empty() {
            lines.push(format!("{name}:{}", escaped(text)));
        }
    }
    if !entry.mail.is_empty() {
        let name: String = plain(entry.organizer).chars().filter(|c| *c != '"').collect();
        lines.push(format!("ORGANIZER;CN=\"{name}\":mailto:{}", plain(entry.mail)));
    }
    lines.push(format!("STATUS:{}", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" }));
    if !entry.cancelled && !entry.at.is_empty() {
        lines.extend([
            "BEGIN:VALARM".into(),
            "ACTION:DISPLAY".into(),
            format!("DESCRIPTION:{}", escaped(entry.summary)),
            "TRIGGER:-PT30M".into(),
            "END:VALARM".into(),
        ]);
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".into()]);
    lines.iter().flat_map(|line| folded(line).into_bytes()).collect()
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn escaped(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| plain(line).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")).collect();
    lines.join("\\n")
}

/// A line of at most 75 octets, and lines that go on after a space.
fn folded(line: &str) -> String {
    let (mut out, mut octets) = (String::with_capacity(line.len() + 8), 0);
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting() -> Entry<'static> {
        Entry {
            uid: "0190@banso.example",
            sequence: 2,
            cancelled: false,
            stamp: "20261124T010000Z",
            day: "2026-12-04",
            at: "9:30",
            minutes: 60,
            summary: "面談のご案内",
            place: "本社2階, 応接室; 受付へ",
            note: "汐見野信用金庫 人材紹介担当\n000-000-0000",
            organizer: "汐見野信用金庫",
            mail: "banso@banso.example",
        }
    }

    fn text(entry: &Entry<'_>) -> String {
        String::from_utf8(file(entry)).unwrap()
    }

    /// Calendars unfold before they read.
    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn a_meeting_stands_at_its_time_in_tokyo_with_its_number_of_changes() {
        let text = unfolded(&text(&meeting()));
        for line in [
            "METHOD:PUBLISH",
            "TZID:Asia/Tokyo",
            "DTSTART;TZID=Asia/Tokyo:20261204T093000",
            "DURATION:PT60M",
            "UID:0190@banso.example",
            "SEQUENCE:2",
            "SUMMARY:面談のご案内",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
        assert!(text.contains("LOCATION:本社2階\\, 応接室\\; 受付へ") && text.contains("人材紹介担当\\n000-000-0000"));
    }

    #[test]
    fn a_meeting_called_off_leaves_the_calendar() {
        let text = text(&Entry { cancelled: true, ..meeting() });
        assert!(text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n") && !text.contains("VALARM"));
    }

    #[test]
    fn without_a_time_it_is_the_whole_day() {
        assert!(text(&Entry { at: "", ..meeting() }).contains("DTSTART;VALUE=DATE:20261204\r\n"));
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_typed_text_becomes_a_property() {
        let long = "会議室".repeat(60);
        let nasty = format!("{long}\r\nATTENDEE:mailto:x@evil.example\u{0}");
        let text = text(&Entry { place: &nasty, organizer: "\"\r\nX:1", ..meeting() });
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{line}");
            assert!(!line.contains(['\r', '\n', '\0']) && !line.starts_with("ATTENDEE") && !line.starts_with("X:"), "{line}");
        }
        assert!(unfolded(&text).contains(&long));
    }
}
