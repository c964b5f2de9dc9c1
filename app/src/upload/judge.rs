//! What a file is, by its bytes. The name it came with says nothing about it and is only cleaned for showing.

/// A kind that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A paper.
    Pdf,
    /// A workbook without macros.
    Xlsx,
    /// A document without macros.
    Docx,
    /// UTF-8 text.
    Text,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] = [Kind::Jpeg, Kind::Png, Kind::Pdf, Kind::Xlsx, Kind::Docx, Kind::Text];

    /// As written in the database, and the ending of its name.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Jpeg => "jpg",
            Kind::Png => "png",
            Kind::Pdf => "pdf",
            Kind::Xlsx => "xlsx",
            Kind::Docx => "docx",
            Kind::Text => "txt",
        }
    }

    /// Reads what [`Kind::code`] wrote.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The type it is handed out under.
    pub fn media(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Pdf => "application/pdf",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Text => "text/plain; charset=utf-8",
        }
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// More bytes than the setting allows.
    TooLarge {
        /// Megabytes that are allowed.
        most_mb: usize,
    },
    /// A browser or an office program would run something in it.
    Runs,
    /// It is two kinds of file at once.
    TwoInOne,
    /// Of no kind that is taken.
    Unknown,
    /// It begins like a known kind and does not end like one.
    Damaged,
}

/// A file that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its name, cleaned, with the ending of its kind.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its bytes, as they came.
    pub bytes: Vec<u8>,
}

/// Judges a file by its content.
///
/// # Errors
/// Why it is not taken.
pub fn judge(name: &str, bytes: &[u8], most_mb: usize) -> Result<Upload, Refusal> {
    if bytes.len() > most_mb * 1024 * 1024 {
        return Err(Refusal::TooLarge { most_mb });
    }
    let kind = match bytes {
        [0xff, 0xd8, 0xff, ..] => jpeg(bytes)?,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png(bytes)?,
        [b'%', b'P', b'D', b'F', b'-', ..] => pdf(bytes)?,
        [b'P', b'K', 3, 4, ..] => office(bytes)?,
        _ => plain(bytes)?,
    };
    Ok(Upload { name: clean_name(name, kind), kind, bytes: bytes.to_vec() })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let cut = bytes.get(at..at.checked_add(width)?)?;
    Some(cut.iter().rev().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte)))
}

/// What a browser takes for a page or runs, looked for where browsers look.
const ACTIVE: [&[u8]; 9] = [b"<script", b"<html", b"<svg", b"<!doctype", b"<?xml", b"<?php", b"<iframe", b"<body", b"javascript:"];

fn runs(bytes: &[u8]) -> bool {
    ACTIVE.iter().any(|mark| find(bytes, mark).is_some())
}

/// Browsers look at the first 1445 bytes to guess a type (WHATWG MIME sniffing); a little more is looked at here.
const HEAD: usize = 4096;

/// Whether a picture or paper is something else as well: a page at its head, an archive at its end.
fn alone(bytes: &[u8], pdf: bool) -> Result<(), Refusal> {
    let head = &bytes[..bytes.len().min(HEAD)];
    if runs(head) {
        // Photographs and papers carry their own description in XML; a page or a script in it is another matter.
        let described = find(head, b"<?xml").is_some() || find(head, b"<?xpacket").is_some();
        if !described || ACTIVE.iter().filter(|mark| **mark != b"<?xml").any(|mark| find(head, mark).is_some()) {
            return Err(Refusal::TwoInOne);
        }
    }
    if !pdf && find(head, b"%PDF-").is_some() {
        return Err(Refusal::TwoInOne);
    }
    // The directory of an archive ends within the last 64 KB and 22 bytes.
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    if tail.windows(4).any(|window| window == b"PK\x05\x06") { Err(Refusal::TwoInOne) } else { Ok(()) }
}

fn jpeg(bytes: &[u8]) -> Result<Kind, Refusal> {
    // Segment by segment to the picture itself: a file that only begins like a photograph is none.
    let mut at = 2;
    loop {
        if bytes.get(at) != Some(&0xff) {
            return Err(Refusal::Damaged);
        }
        match bytes.get(at + 1) {
            Some(0xff) => at += 1,
            Some(0xda) => break,
            Some(0x01 | 0xd0..=0xd7) => at += 2,
            Some(_) => {
                let high = bytes.get(at + 2).copied().ok_or(Refusal::Damaged)?;
                let low = bytes.get(at + 3).copied().ok_or(Refusal::Damaged)?;
                let long = usize::from(high) << 8 | usize::from(low);
                at += 2 + long.max(2);
            }
            None => return Err(Refusal::Damaged),
        }
    }
    // Telephones put a second, small picture or notes of their own behind the first one; a page or an archive they do not.
    let end = bytes.windows(2).rposition(|window| window == [0xff, 0xd9]).filter(|end| *end > at).ok_or(Refusal::Damaged)?;
    alone(bytes, false)?;
    if runs(&bytes[end..]) { Err(Refusal::TwoInOne) } else { Ok(Kind::Jpeg) }
}

fn png(bytes: &[u8]) -> Result<Kind, Refusal> {
    let mut at = 8;
    loop {
        let Some(head) = bytes.get(at..at + 8) else { return Err(Refusal::Damaged) };
        let long = head[..4].iter().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte));
        let last = &head[4..] == b"IEND";
        at = at.checked_add(12).and_then(|at| at.checked_add(long)).ok_or(Refusal::Damaged)?;
        if last {
            break;
        }
    }
    alone(bytes, false)?;
    match at.cmp(&bytes.len()) {
        std::cmp::Ordering::Equal => Ok(Kind::Png),
        std::cmp::Ordering::Less => Err(Refusal::TwoInOne),
        std::cmp::Ordering::Greater => Err(Refusal::Damaged),
    }
}

fn pdf(bytes: &[u8]) -> Result<Kind, Refusal> {
    if [&b"/JavaScript"[..], b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia"]
        .iter()
        .any(|mark| bytes.windows(mark.len()).any(|window| window == *mark))
    {
        return Err(Refusal::Runs);
    }
    alone(bytes, true)?;
    let tail = &bytes[bytes.len().saturating_sub(1024)..];
    if find(tail, b"%%EOF").is_some() { Ok(Kind::Pdf) } else { Err(Refusal::Damaged) }
}

/// What a workbook or document may unpack to, in bytes: more is an archive made to choke its reader.
const UNPACKED: usize = 200 * 1024 * 1024;

/// Reads the directory of the archive: every part by name, nothing before it, nothing behind it.
fn office(bytes: &[u8]) -> Result<Kind, Refusal> {
    let end = bytes.len().checked_sub(22).filter(|end| bytes.get(*end..*end + 4) == Some(b"PK\x05\x06"));
    let Some(end) = end else {
        let tail = &bytes[bytes.len().saturating_sub(65_557)..];
        return Err(if tail.windows(4).any(|window| window == b"PK\x05\x06") { Refusal::TwoInOne } else { Refusal::Damaged });
    };
    let read = |at, width| number(bytes, at, width).ok_or(Refusal::Damaged);
    let (parts, long, start) = (read(end + 10, 2)?, read(end + 12, 4)?, read(end + 16, 4)?);
    if start.checked_add(long) != Some(end) {
        return Err(Refusal::TwoInOne);
    }
    let (mut at, mut unpacked) = (start, 0usize);
    let mut names = Vec::new();
    for _ in 0..parts {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(Refusal::Damaged);
        }
        unpacked = unpacked.saturating_add(read(at + 24, 4)?);
        let (name, extra, note) = (read(at + 28, 2)?, read(at + 30, 2)?, read(at + 32, 2)?);
        let found = bytes.get(at + 46..at + 46 + name).ok_or(Refusal::Damaged)?;
        names.push(String::from_utf8_lossy(found).to_lowercase());
        at += 46 + name + extra + note;
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if names.iter().any(|name| {
        ["vbaproject", "activex", "/embeddings/", ".bin", ".exe", ".js"].iter().any(|mark| name.contains(mark))
            && !name.contains("printersettings")
    }) {
        return Err(Refusal::Runs);
    }
    if unpacked > UNPACKED || names.iter().any(|name| name.starts_with('/') || name.contains("..")) || !has("[content_types].xml") {
        return Err(Refusal::Unknown);
    }
    match (has("xl/workbook.xml"), has("word/document.xml")) {
        (true, false) => Ok(Kind::Xlsx),
        (false, true) => Ok(Kind::Docx),
        (true, true) => Err(Refusal::TwoInOne),
        (false, false) => Err(Refusal::Unknown),
    }
}

fn plain(bytes: &[u8]) -> Result<Kind, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Unknown)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() || text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Refusal::Unknown);
    }
    if runs(bytes) || text.trim_start().starts_with(['<', '{']) || text.starts_with("#!") || text.starts_with("@echo") {
        return Err(Refusal::Runs);
    }
    if find(&bytes[..bytes.len().min(HEAD)], b"%PDF-").is_some() {
        return Err(Refusal::TwoInOne);
    }
    Ok(Kind::Text)
}

/// Longest name shown, in characters, without its ending.
const NAME: usize = 80;

/// The name a file may be shown and saved under: no path, no control or direction mark, the ending of its kind.
pub fn clean_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        })
        .map(|c| if matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*' | ';' | '%') { '_' } else { c })
        .collect();
    let clean = clean.trim().trim_matches('.');
    let stem = clean.rsplit_once('.').map_or(clean, |(stem, _)| stem).trim();
    let stem: String = stem.chars().take(NAME).collect();
    let stem = if stem.trim().is_empty() { "file".to_owned() } else { stem };
    format!("{stem}.{}", kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9];

    fn png_of(behind: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        bytes.extend(*b"\0\0\0\x01tEXtx....");
        bytes.extend(*b"\0\0\0\0IEND....");
        bytes.extend(behind);
        bytes
    }

    fn archive(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        let start = bytes.len();
        for name in names {
            bytes.extend(*b"PK\x01\x02");
            bytes.extend([0; 24]);
            bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend([0; 16]);
            bytes.extend(name.as_bytes());
        }
        let long = u32::try_from(bytes.len() - start).unwrap();
        bytes.extend(*b"PK\x05\x06\0\0\0\0");
        let parts = u16::try_from(names.len()).unwrap().to_le_bytes();
        bytes.extend(parts);
        bytes.extend(parts);
        bytes.extend(long.to_le_bytes());
        bytes.extend(u32::try_from(start).unwrap().to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }

    fn kind(bytes: &[u8]) -> Result<Kind, Refusal> {
        judge("x.bin", bytes, 1).map(|upload| upload.kind)
    }

    #[test]
    fn a_file_is_what_it_contains_whatever_it_calls_itself() {
        assert_eq!(kind(JPEG), Ok(Kind::Jpeg));
        assert_eq!(kind(&png_of(b"")), Ok(Kind::Png));
        assert_eq!(kind(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(Kind::Pdf));
        assert_eq!(kind("会議の記録\n数字 < 前月".as_bytes()), Ok(Kind::Text));
        assert_eq!(kind(&archive(&["[Content_Types].xml", "xl/workbook.xml"])), Ok(Kind::Xlsx));
        assert_eq!(kind(&archive(&["[Content_Types].xml", "word/document.xml"])), Ok(Kind::Docx));
    }

    #[test]
    fn what_a_browser_or_an_office_program_would_run_is_refused() {
        for bytes in [
            &b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"[..],
            b"<!DOCTYPE html><title>x</title>",
            b"  <HTML>",
            b"#!/bin/sh\nrm",
            b"<?php echo 1",
            b"note\n<ScRiPt>alert(1)</script>",
            b"%PDF-1.7 /OpenAction << /S /JavaScript >> %%EOF",
        ] {
            assert_eq!(kind(bytes), Err(Refusal::Runs), "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(kind(&archive(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"])), Err(Refusal::Runs));
    }

    #[test]
    fn a_file_of_two_kinds_is_refused() {
        let mut photo_and_archive = JPEG.to_vec();
        photo_and_archive.extend(archive(&["a"]));
        let mut photo_and_page = vec![0xff, 0xd8, 0xff, 0xe1, 0, 24];
        photo_and_page.extend(*b"<script>alert(1)//////");
        photo_and_page.extend([0xff, 0xda, 0, 2, 1, 0xff, 0xd9]);
        let mut behind = archive(&["[Content_Types].xml", "xl/workbook.xml"]);
        behind.extend(*b"<html>");
        for bytes in [photo_and_archive, photo_and_page, png_of(b"<html>"), behind, b"%PDF-1.4 <html> %%EOF".to_vec()] {
            assert_eq!(kind(&bytes), Err(Refusal::TwoInOne), "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn a_file_of_no_known_kind_or_cut_short_is_refused() {
        for bytes in [&b"MZ\x90\0"[..], b"\x7fELF\x02", b"GIF89a\0", b"", b"\0\0\0\0"] {
            assert_eq!(kind(bytes), Err(Refusal::Unknown));
        }
        assert_eq!(kind(&archive(&["a.txt"])), Err(Refusal::Unknown));
        for bytes in [&JPEG[..10], &png_of(b"")[..20], b"%PDF-1.7", b"PK\x03\x04\0\0"] {
            assert_eq!(kind(bytes), Err(Refusal::Damaged));
        }
        assert_eq!(kind(&vec![b'a'; 1024 * 1024 + 1]), Err(Refusal::TooLarge { most_mb: 1 }));
    }

    #[test]
    fn a_name_brings_no_path_no_mark_and_no_ending_of_its_own() {
        for (name, clean) in [
            ("議事録.pdf", "議事録.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\x\\図面.PDF", "図面.pdf"),
            ("photo\u{202e}gpj.exe", "photogpj.pdf"),
            ("a\r\nSet-Cookie: x\0.pdf", "aSet-Cookie_ x.pdf"),
            ("", "file.pdf"),
            ("...", "file.pdf"),
        ] {
            assert_eq!(clean_name(name, Kind::Pdf), clean, "{name:?}");
        }
    }
}
