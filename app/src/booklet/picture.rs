//! Whether uploaded bytes are what a signed page may be, judged by their content and never by the name of the file.

/// What a signed page is kept as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
    /// A scan.
    Pdf,
}

impl Kind {
    /// As written in the database, and as a file's ending.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Jpeg => "jpeg",
            Kind::Png => "png",
            Kind::Pdf => "pdf",
        }
    }

    /// Reads what [`Kind::code`] wrote; anything unknown is a scan.
    pub fn parse(code: &str) -> Kind {
        [Kind::Jpeg, Kind::Png].into_iter().find(|kind| kind.code() == code).unwrap_or(Kind::Pdf)
    }

    /// The media type it is handed out as, always as an attachment.
    pub fn media(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Pdf => "application/pdf",
        }
    }
}

/// What the bytes are; none when they are no picture and no scan.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    if is_jpeg(bytes) {
        Some(Kind::Jpeg)
    } else if is_png(bytes) {
        Some(Kind::Png)
    } else {
        is_pdf(bytes).then_some(Kind::Pdf)
    }
}

fn pair(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(*bytes.get(at)?) << 8 | usize::from(*bytes.get(at + 1)?))
}

/// Walks the segments up to the one that tells height and width (ITU-T T.81, B.2).
fn is_jpeg(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return false;
    }
    let mut at = 2;
    while bytes.get(at) == Some(&0xff) {
        let (Some(marker), Some(length)) = (bytes.get(at + 1), pair(bytes, at + 2)) else { return false };
        if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) {
            return pair(bytes, at + 5).is_some_and(|height| height > 0) && pair(bytes, at + 7).is_some_and(|width| width > 0);
        }
        if *marker == 0xda || length < 2 {
            return false;
        }
        at += 2 + length;
    }
    false
}

/// Signature, a first chunk that tells a size, and the chunk that ends it (RFC 2083).
fn is_png(bytes: &[u8]) -> bool {
    let sized = |at: usize| bytes.get(at..at + 4).is_some_and(|size| size.iter().any(|byte| *byte != 0));
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR".as_slice()) && sized(16) && sized(20) && {
        let end = bytes.len().saturating_sub(64);
        bytes.get(end..).is_some_and(|tail| tail.windows(4).any(|four| four == b"IEND"))
    }
}

/// A head at the start and an end within the last two kilobytes.
fn is_pdf(bytes: &[u8]) -> bool {
    let end = bytes.len().saturating_sub(2048);
    bytes.starts_with(b"%PDF-") && bytes.get(end..).is_some_and(|tail| tail.windows(5).any(|five| five == b"%%EOF"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0....\0\0\0\0IEND\xaeB`\x82";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda";

    #[test]
    fn pictures_and_scans_are_known_by_what_they_are() {
        assert_eq!(kind(PNG), Some(Kind::Png));
        assert_eq!(kind(JPEG), Some(Kind::Jpeg));
        assert_eq!(kind(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Some(Kind::Pdf));
    }

    #[test]
    fn what_only_begins_like_a_picture_is_none() {
        for bytes in
            [&b""[..], b"<svg onload=alert(1)>", b"GIF89a", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\0", b"%PDF-1.7 and no end", &PNG[..20]]
        {
            assert_eq!(kind(bytes), None, "{bytes:?}");
        }
        for cut in 0..JPEG.len() - 12 {
            assert_eq!(kind(&JPEG[..cut]), None, "{cut}");
        }
    }
}
