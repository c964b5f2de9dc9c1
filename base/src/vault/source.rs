//! Where a key-encryption key comes from: a file, the environment, or a command that prints it; and its second copy in two
//! halves. Wherever it comes from, it is 64 hexadecimal letters. No sentence here ever repeats them.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ids::{Ids, hex};

/// Where a key-encryption key comes from. `Debug` says nothing of a key that was given.
#[derive(Clone)]
pub enum KeySource {
    /// A file of 64 hexadecimal letters that its owner alone can read.
    File(PathBuf),
    /// A program with its arguments, run directly and never through a shell; its output is the key.
    Command(Vec<String>),
    /// The letters themselves, from this variable of the environment.
    Given(&'static str, Zeroizing<String>),
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.name())
    }
}

/// A key-encryption key in memory, wiped when it is dropped.
pub(crate) type Kek = Zeroizing<[u8; 32]>;

impl KeySource {
    /// What it is called in a sentence: `the key file /var/lib/banso/banso.key`.
    pub fn name(&self) -> String {
        match self {
            KeySource::File(path) => format!("the key file {}", path.display()),
            KeySource::Command(words) => format!("the key command {}", words.first().map_or("", String::as_str)),
            KeySource::Given(variable, _) => format!("the key in {variable}"),
        }
    }

    /// Reads the key.
    ///
    /// # Errors
    /// A sentence for the administrator, without its full stop: not there, not readable, not a key, or open to others.
    pub(crate) fn read(&self) -> Result<Kek, String> {
        let name = self.name();
        let text = match self {
            KeySource::File(path) => file(path)?,
            KeySource::Given(_, text) => text.clone(),
            KeySource::Command(words) => {
                let Some((program, rest)) = words.split_first() else { return Err("the key command is empty".into()) };
                let said = std::process::Command::new(program)
                    .args(rest)
                    .stdin(std::process::Stdio::null())
                    .stderr(std::process::Stdio::null())
                    .output()
                    .map_err(|e| format!("{name} cannot be run: {e}"))?;
                let out = Zeroizing::new(said.stdout);
                if !said.status.success() {
                    return Err(format!("{name} ended without giving a key ({})", said.status));
                }
                Zeroizing::new(String::from_utf8_lossy(&out).into_owned())
            }
        };
        letters(&text).ok_or_else(|| format!("{name} does not hold 64 hexadecimal letters"))
    }
}

fn file(path: &Path) -> Result<Zeroizing<String>, String> {
    use std::os::unix::fs::PermissionsExt;
    let text = std::fs::read_to_string(path)
        .map_err(|e| format!("cannot read the key file {}: {e}. Without it no private text can be opened", path.display()))?;
    let text = Zeroizing::new(text);
    let mode = std::fs::metadata(path).map_err(|e| e.to_string())?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(format!("the key file {} can be read by others; run: chmod 600 {}", path.display(), path.display()));
    }
    Ok(text)
}

/// 32 bytes written as 64 hexadecimal letters.
fn letters(text: &str) -> Option<Kek> {
    let text = text.trim();
    let mut key = Zeroizing::new([0u8; 32]);
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())?;
    }
    Some(key)
}

/// Makes a file with these letters, readable by its owner alone, whole or not at all; refuses one that is there.
fn keep(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    // What a killed process left half written.
    match std::fs::remove_file(&part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&part)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    // A link, as a rename would replace what is there.
    let linked = std::fs::hard_link(&part, path);
    std::fs::remove_file(&part)?;
    linked
}

/// Makes a key file with a new key.
///
/// # Errors
/// A sentence for the administrator, without its full stop.
pub fn make_key_file(path: &Path, ids: &Ids) -> Result<(), String> {
    let text = Zeroizing::new(hex(ids.bytes::<32>().as_slice()));
    keep(path, &text).map_err(|e| format!("cannot make the key file {}: {e}", path.display()))
}

/// The few letters at the end of a half that show a slip of the pen.
fn check(half: &[u8; 32]) -> String {
    hex(&Sha256::digest(half)).chars().take(4).collect()
}

/// Writes a key into two halves, of which one alone says nothing at all about it.
///
/// # Errors
/// A sentence for the administrator, without its full stop.
pub fn split(from: &KeySource, ids: &Ids, first: &Path, second: &Path) -> Result<(), String> {
    let key = from.read()?;
    let one = Zeroizing::new(ids.bytes::<32>());
    let mut other = Zeroizing::new([0u8; 32]);
    for (other, (key, one)) in other.iter_mut().zip(key.iter().zip(one.iter())) {
        *other = key ^ one;
    }
    for (path, half) in [(first, &one), (second, &other)] {
        let text = Zeroizing::new(format!("{}-{}", hex(half.as_slice()), check(half)));
        keep(path, &text).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
    }
    Ok(())
}

/// Puts two halves together again into a key file.
///
/// # Errors
/// A sentence for the administrator, without its full stop.
pub fn join(first: &Path, second: &Path, to: &Path) -> Result<(), String> {
    let half = |path: &Path| -> Result<Kek, String> {
        let text = file(path)?;
        let (half, written) = text.trim().split_once('-').unwrap_or((text.trim(), ""));
        let half = letters(half).ok_or_else(|| format!("{} is not a half of a key", path.display()))?;
        if check(&half) == written { Ok(half) } else { Err(format!("{} has a letter wrong; compare it with the paper", path.display())) }
    };
    let (one, other) = (half(first)?, half(second)?);
    if one == other {
        return Err("the two halves are the same one".into());
    }
    let mut key = Zeroizing::new([0u8; 32]);
    for (key, (one, other)) in key.iter_mut().zip(one.iter().zip(other.iter())) {
        *key = one ^ other;
    }
    let text = Zeroizing::new(hex(key.as_slice()));
    keep(to, &text).map_err(|e| format!("cannot make the key file {}: {e}", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Instant};

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("banso-key-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn two_halves_give_the_key_back_and_one_alone_or_a_slip_of_the_pen_does_not() {
        let (folder, ids) = (folder("split"), Ids::seeded(5, Clock::fixed(Instant(0))));
        let at = |name: &str| folder.join(name);
        make_key_file(&at("key"), &ids).unwrap();
        split(&KeySource::File(at("key")), &ids, &at("a"), &at("b")).unwrap();
        join(&at("a"), &at("b"), &at("joined")).unwrap();
        assert_eq!(std::fs::read(at("joined")).unwrap(), std::fs::read(at("key")).unwrap());
        assert!(join(&at("a"), &at("a"), &at("x")).unwrap_err().contains("same"));
        let text = std::fs::read_to_string(at("a")).unwrap();
        let slip = if text.starts_with('0') { "1" } else { "0" };
        std::fs::write(at("a"), format!("{slip}{}", &text[1..])).unwrap();
        assert!(join(&at("a"), &at("b"), &at("x")).unwrap_err().contains("a letter wrong"));
        assert!(make_key_file(&at("key"), &ids).is_err(), "a key is never written over");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_key_comes_from_a_file_a_command_or_the_environment_and_is_never_said_in_a_sentence() {
        let (folder, ids) = (folder("source"), Ids::seeded(6, Clock::fixed(Instant(0))));
        let path = folder.join("key");
        make_key_file(&path, &ids).unwrap();
        let letters = Zeroizing::new(std::fs::read_to_string(&path).unwrap());
        let command = KeySource::Command(vec!["cat".into(), path.display().to_string()]);
        let given = KeySource::Given("BANSO_KEY", letters.clone());
        let key = KeySource::File(path.clone()).read().unwrap();
        assert!(command.read().unwrap() == key && given.read().unwrap() == key);
        assert!(!format!("{given:?}").contains(letters.trim()));
        for (source, says) in [
            (KeySource::Command(vec!["false".into()]), "ended without giving a key"),
            (KeySource::Command(vec!["/nowhere/banso-key".into()]), "cannot be run"),
            (KeySource::Command(vec!["echo".into(), "secret".into()]), "64 hexadecimal letters"),
            (KeySource::Given("BANSO_KEY", Zeroizing::new("abc".into())), "64 hexadecimal letters"),
            (KeySource::File(folder.join("none")), "cannot read the key file"),
        ] {
            let said = source.read().unwrap_err();
            assert!(said.contains(says) && !said.contains("secret"), "{said}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
