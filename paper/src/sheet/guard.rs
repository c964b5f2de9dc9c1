//! What a file is, by its first bytes; and reading from an archive with every byte counted.

use std::cell::Cell;
use std::io::{self, Read};

use super::{Limits, Unreadable};

/// The two families that are read.
pub(super) enum Kind {
    Archive,
    Text,
}

/// Tells the family by the first bytes; whatever the name says.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    const OTHERS: [&[u8]; 11] =
        [b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"II*\0", b"BZh9"];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Archive);
    }
    if bytes.starts_with(OLE) {
        // A workbook locked with a password is kept in the container of the old format, under this name.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(name.len()).any(|window| window == name);
        return Err(if locked { Unreadable::Encrypted } else { Unreadable::OldExcel });
    }
    if OTHERS.iter().any(|first| bytes.starts_with(first)) {
        return Err(Unreadable::NotATable);
    }
    Ok(Kind::Text)
}

/// The number of parts that the end of the archive declares, so that a list of hundreds of thousands is never built.
pub(super) fn declared_parts(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"PK\x05\x06";
    const LONGEST: usize = 22 + 65_535;
    let from = bytes.len().saturating_sub(LONGEST);
    let tail = bytes.get(from..)?;
    let at = tail.windows(END.len()).rposition(|window| window == END)?;
    let count: [u8; 2] = tail.get(at + 10..at + 12)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(count)))
}

/// What is left of the bytes that a workbook may unpack to; shared by all its parts.
pub(super) struct Budget {
    left: Cell<u64>,
    hit: Cell<bool>,
    longest: u64,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Budget {
        // A letter takes at most ten bytes when written as a reference (`&#x1F600;`), and a tag stands around it.
        let longest = (limits.letters as u64).saturating_mul(10).saturating_add(65_536);
        Budget { left: Cell::new(limits.unpacked), hit: Cell::new(false), longest }
    }

    /// The reason when reading stopped: the limit, or else damage.
    pub(super) fn reason(&self) -> Unreadable {
        if self.hit.get() { Unreadable::UnpacksTooLarge } else { Unreadable::Broken }
    }

    fn stop(&self) -> io::Error {
        self.hit.set(true);
        io::Error::other("limit")
    }
}

/// Reads a part and stops at the budget; and at a stretch without a tag that no cell could fill, so that nothing is gathered without end.
pub(super) struct Guarded<'a, R> {
    inner: R,
    budget: &'a Budget,
    since_tag: u64,
}

impl<'a, R: Read> Guarded<'a, R> {
    pub(super) fn new(inner: R, budget: &'a Budget) -> Self {
        Guarded { inner, budget, since_tag: 0 }
    }
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buf)?;
        let Some(left) = self.budget.left.get().checked_sub(count as u64) else { return Err(self.budget.stop()) };
        self.budget.left.set(left);
        for byte in buf.iter().take(count) {
            self.since_tag = if *byte == b'<' { 0 } else { self.since_tag + 1 };
            if self.since_tag > self.budget.longest {
                return Err(self.budget.stop());
            }
        }
        Ok(count)
    }
}
