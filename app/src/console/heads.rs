//! The heads of the audit, kept outside the database: one line each (institution, number, seal in hexadecimal), only ever added.
//!
//! Whoever cuts the tail of the audit off, or puts an old copy of the database in place, is found out through this file
//! alone; so it is worth copying to another machine.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base::Head;
use base::ids::hex;

/// How many heads of an institution are kept when the file is shortened at a start.
const KEPT: usize = 1000;
/// From how many bytes on it is shortened.
const LONG: u64 = 1024 * 1024;

/// The file.
#[derive(Clone, Debug)]
pub(crate) struct Heads(PathBuf);

impl Heads {
    pub(crate) fn of(data: &Path) -> Heads {
        Heads(data.join("audit-heads.log"))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The heads, and a sentence for each line that is none. A last line without its end was being written when a process
    /// was killed, and says nothing.
    pub(crate) fn read(&self) -> io::Result<(Vec<Head>, Vec<String>)> {
        let text = match std::fs::read(&self.0) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), Vec::new())),
            Err(error) => return Err(error),
        };
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        for (number, line) in text.split_inclusive('\n').enumerate() {
            match line.strip_suffix('\n').map(|whole| (whole, parse(whole))) {
                None | Some(("", _)) => {}
                Some((_, Some(head))) => found.push(head),
                Some((_, None)) => faults.push(format!("{}: line {} cannot be read", self.0.display(), number + 1)),
            }
        }
        Ok((found, faults))
    }

    /// Adds heads and waits until they are on the disk. A torn last line is cut off first.
    pub(crate) fn append(&self, heads: &[Head]) -> io::Result<()> {
        if heads.is_empty() {
            return Ok(());
        }
        let mut file = std::fs::OpenOptions::new().create(true).read(true).append(true).mode(0o600).open(&self.0)?;
        if file.seek(SeekFrom::End(0))? > 0 {
            let mut last = [0u8];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                let whole = std::fs::read(&self.0)?;
                file.set_len(whole.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at as u64 + 1))?;
            }
        }
        file.write_all(heads.iter().map(line).collect::<String>().as_bytes())?;
        file.sync_data()
    }

    /// Puts these heads in the place of all others: after a restore, and when the file has grown long.
    pub(crate) fn replace(&self, heads: &[Head]) -> io::Result<()> {
        let new = self.0.with_extension("new");
        let mut file = std::fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&new)?;
        file.write_all(heads.iter().map(line).collect::<String>().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(new, &self.0)
    }

    /// Shortens a file that has grown long to the newest heads of each institution.
    pub(crate) fn shorten(&self) -> io::Result<()> {
        if std::fs::metadata(&self.0).map_or(0, |file| file.len()) < LONG {
            return Ok(());
        }
        let (heads, faults) = self.read()?;
        if !faults.is_empty() {
            // What cannot be read may be what somebody did to it: it stays as it is, for `verify` to say.
            return Ok(());
        }
        let mut seen = std::collections::HashMap::<String, usize>::new();
        let mut kept: Vec<Head> = heads
            .into_iter()
            .rev()
            .filter(|head| {
                let count = seen.entry(head.institution.clone()).or_default();
                *count += 1;
                *count <= KEPT
            })
            .collect();
        kept.reverse();
        self.replace(&kept)
    }
}

fn line(head: &Head) -> String {
    format!("{} {} {}\n", head.institution, head.seq, hex(&head.seal))
}

fn parse(line: &str) -> Option<Head> {
    let mut words = line.split(' ');
    let (institution, seq, seal) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
    let bytes = (0..seal.len()).step_by(2).map(|at| u8::from_str_radix(seal.get(at..at + 2)?, 16).ok()).collect::<Option<Vec<u8>>>()?;
    (bytes.len() == 32 && words.next().is_none()).then(|| Head { institution: institution.to_owned(), seq, seal: bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(institution: &str, seq: i64) -> Head {
        Head { institution: institution.into(), seq, seal: vec![7; 32] }
    }

    #[test]
    fn a_line_that_was_being_written_when_the_process_was_killed_says_nothing_and_harms_nothing() {
        let folder = std::env::temp_dir().join(format!("banso-heads-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let heads = Heads::of(&folder);
        heads.append(&[head("a", 1)]).unwrap();
        let mut file = std::fs::OpenOptions::new().append(true).open(heads.path()).unwrap();
        file.write_all(b"a 2 0707").unwrap();
        assert_eq!(heads.read().unwrap(), (vec![head("a", 1)], vec![]));
        heads.append(&[head("a", 3)]).unwrap();
        assert_eq!(heads.read().unwrap(), (vec![head("a", 1), head("a", 3)], vec![]));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
