//! The vault: every text taken from one side is sealed from its first write.
//!
//! Three layers. A **key-encryption key** (32 bytes from a file, the environment or a command: [`source`]) wraps **data keys**;
//! each data key seals the texts of one realm and side: a thread of a private channel, else a case, else a person's or
//! company's own facts. Texts are sealed with XChaCha20-Poly1305 and bound to where they stand, so that a ciphertext that is
//! moved does not open. Every sealed text says by which data key it was sealed, so keys can be renewed while people work
//! (`crate::rotation`). Nothing of a data key is kept in memory between transactions: a key that was destroyed is gone at once.
//!
//! What is *derived* (seals of the audit, form tokens, hashes of codes) comes from a **root** that lies wrapped in the database
//! like a data key, so that a new key-encryption key leaves it as it is. Source: quality.md Q53–Q55; docs/adr/0012.

pub mod source;

use std::path::Path;
use std::sync::{OnceLock, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ids::{Ids, hex};
use crate::store::{Cause, StoreError};
use source::Kek;
pub use source::KeySource;

/// Whose data key it is: institution, realm, source side.
pub(crate) type KeyName = (String, String, String);

/// The name of the root among the data keys.
pub(crate) fn root_name() -> KeyName {
    ("*".into(), "root".into(), String::new())
}

/// The keys of a running product. `Debug` says nothing of them.
pub struct Vault {
    /// The first one wraps; the others open what is not wrapped anew yet.
    ring: RwLock<Vec<Kek>>,
    /// Where the ring is read again when another process has begun to use a new key.
    from: Option<(KeySource, Option<KeySource>)>,
    root: OnceLock<Zeroizing<[u8; 32]>>,
    /// Whether it may take part in a database at all.
    blind: bool,
}

/// A data key in memory, for the time of a transaction.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// What a ciphertext is bound to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound<'a> {
    /// The institution.
    pub(crate) institution: &'a str,
    /// The realm: the thread, the case, the person, the company.
    pub(crate) realm: &'a str,
    /// The table.
    pub(crate) table: &'a str,
    /// The row.
    pub(crate) row: &'a str,
    /// The column.
    pub(crate) field: &'a str,
    /// Who wrote it, where the row belongs to a thread; else empty.
    pub(crate) author: &'a str,
    /// The version the row had when it was sealed.
    pub(crate) version: u32,
}

impl Bound<'_> {
    fn bytes(&self, head: &Head) -> Vec<u8> {
        let version = self.version.to_string();
        let parts = [self.institution, self.realm, self.table, self.row, self.field, self.author, &version];
        [b"banso seal 2\x1f".as_slice(), &head.key, parts.join("\u{1f}").as_bytes()].concat()
    }

    /// As texts were bound before a thread had a key of its own (ADR 0004).
    fn before(&self) -> Vec<u8> {
        [self.institution, self.table, self.row, self.field].join("\u{1f}").into_bytes()
    }
}

/// The open part of a sealed text: by which key, and at which version of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    key: [u8; 16],
    pub(crate) version: u32,
}

const MARK: [u8; 2] = [0xB2, 0x5E];
/// Mark, key, version.
const HEAD: usize = 2 + 16 + 4;

impl Head {
    /// The id of the key, as it stands in the database.
    pub(crate) fn key(&self) -> String {
        uuid::Uuid::from_bytes(self.key).to_string()
    }

    /// The head of a sealed text; none for one that was sealed before keys were named in it.
    pub(crate) fn of(sealed: &[u8]) -> Option<Head> {
        let rest = sealed.strip_prefix(&MARK)?;
        let (key, rest) = rest.split_first_chunk::<16>()?;
        let (version, _) = rest.split_first_chunk::<4>()?;
        // Ids are UUIDs of the seventh kind. An older text looks like this by chance once in four million; then no such key is
        // there, and it is tried as what it is.
        (key.get(6)? >> 4 == 7 && key.get(8)? >> 6 == 2).then(|| Head { key: *key, version: u32::from_le_bytes(*version) })
    }
}

fn broken(what: &str) -> StoreError {
    StoreError::Broken(Cause(what.into()))
}

fn seal(key: &[u8; 32], nonce: [u8; 24], bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed =
        cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: bound }).map_err(|_| broken("a text could not be sealed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn unseal(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    let Some((nonce, text)) = sealed.split_first_chunk::<24>() else { return Err(broken("a sealed text is too short")) };
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher
        .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: bound })
        .map_err(|_| broken("a sealed text does not open with this key in this place"))
}

fn derived(from: &[u8; 32], purpose: &str) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Sha256::new().chain_update(b"banso/1/").chain_update(purpose).chain_update(from).finalize().into())
}

/// A few letters that tell key-encryption keys apart and say nothing of them.
fn print_of(kek: &Kek) -> String {
    hex(&derived(kek, "kek-print")[..8])
}

fn keyed(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl Vault {
    fn over(ring: Vec<Kek>, from: Option<(KeySource, Option<KeySource>)>) -> Vault {
        Vault { ring: RwLock::new(ring), from, root: OnceLock::new(), blind: false }
    }

    /// A vault over this key-encryption key.
    pub fn new(kek: [u8; 32]) -> Vault {
        Vault::over(vec![Zeroizing::new(kek)], None)
    }

    /// A vault that opens nothing and leaves nothing behind: for a look at a database without its key.
    pub fn blind() -> Vault {
        Vault { blind: true, ..Vault::new([0; 32]) }
    }

    /// Reads the key file (64 hexadecimal letters); makes it, readable by its owner alone, where there is none and `make` says so.
    ///
    /// # Errors
    /// A sentence for the administrator: no file, not readable, not a key, or open to others.
    pub fn from_file(path: &Path, make: Option<&Ids>) -> Result<Vault, String> {
        if let Some(ids) = make.filter(|_| !path.exists()) {
            source::make_key_file(path, ids)?;
        }
        Vault::from_source(KeySource::File(path.to_owned()), None)
    }

    /// The vault over a key and, while it is being replaced, the next one: then that one wraps, and both open.
    ///
    /// # Errors
    /// As [`KeySource`] says it.
    pub fn from_source(main: KeySource, next: Option<KeySource>) -> Result<Vault, String> {
        let ring = Vault::read_ring(&main, next.as_ref())?;
        Ok(Vault::over(ring, Some((main, next))))
    }

    fn read_ring(main: &KeySource, next: Option<&KeySource>) -> Result<Vec<Kek>, String> {
        let mut ring = vec![main.read()?];
        let beside = match main {
            KeySource::File(path) => Some(next_file(path)).filter(|path| path.exists()).map(KeySource::File),
            _ => None,
        };
        if let Some(next) = next.cloned().or(beside) {
            ring.insert(0, next.read()?);
        }
        ring.dedup_by(|a, b| **a == **b);
        Ok(ring)
    }

    /// Also opens what another key wrapped: that of an older backup.
    ///
    /// # Errors
    /// As [`KeySource`] says it.
    pub fn and_old(self, old: &KeySource) -> Result<Vault, String> {
        let old = old.read()?;
        self.ring.write().unwrap_or_else(PoisonError::into_inner).push(old);
        Ok(self)
    }

    /// Reads the sources again: after a new key was put beside the old one, or took its place.
    ///
    /// # Errors
    /// As [`KeySource`] says it.
    pub fn look_again(&self) -> Result<(), String> {
        let Some((main, next)) = &self.from else { return Ok(()) };
        let ring = Vault::read_ring(main, next.as_ref())?;
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        Ok(())
    }

    /// Looks whether a new key file was put in place, before anything is wrapped for years: another process may have done so.
    pub(crate) fn freshen(&self) {
        if let Some((KeySource::File(_), _)) = &self.from {
            // A file that cannot be read at this moment is said when something does not open.
            drop(self.look_again());
        }
    }

    pub(crate) fn is_blind(&self) -> bool {
        self.blind
    }

    /// The key that wraps, by its print.
    pub fn print(&self) -> String {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).first().map(print_of).unwrap_or_default()
    }

    /// How many key-encryption keys are known; two while one takes the place of the other.
    pub fn keys_known(&self) -> usize {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether its key opened the root of the database.
    pub fn fits(&self) -> bool {
        self.root.get().is_some()
    }

    pub(crate) fn take_root(&self, root: &Key) {
        let _ = self.root.set(root.0.clone());
    }

    /// The root of a database that was begun before there was one: what was derived came from the key file itself.
    pub(crate) fn root_of_before(&self) -> Key {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        Key(ring.last().cloned().unwrap_or_default())
    }

    /// What such a database keeps to know its key file by.
    pub(crate) fn check_of_before(&self) -> i64 {
        let mac = keyed(&derived(&self.root_of_before().0, "key-check"), &[]);
        mac.first_chunk::<8>().map_or(0, |bytes| i64::from_le_bytes(*bytes))
    }

    /// A new data key.
    pub(crate) fn new_key(ids: &Ids) -> Key {
        Key(Zeroizing::new(ids.bytes()))
    }

    /// A data key wrapped for the row that keeps it, and the print of the key that wrapped it.
    pub(crate) fn wrap_key(&self, ids: &Ids, name: &KeyName, key: &Key) -> Result<(Vec<u8>, String), StoreError> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        let kek = ring.first().ok_or_else(|| broken("there is no key-encryption key"))?;
        Ok((seal(kek, ids.bytes(), key_bound(name).as_bytes(), key.0.as_slice())?, print_of(kek)))
    }

    /// Unwraps a data key with whichever key-encryption key it was wrapped.
    pub(crate) fn unwrap_key(&self, name: &KeyName, wrapped: &[u8]) -> Result<Key, StoreError> {
        let open = || {
            let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
            ring.iter().find_map(|kek| unseal(kek, key_bound(name).as_bytes(), wrapped).ok()).map(Zeroizing::new)
        };
        // Another process may have begun to use a new key in the meantime.
        let plain = open().or_else(|| self.look_again().ok().and_then(|()| open()));
        let plain = plain.ok_or_else(|| broken("the key file is not the one this database was written with"))?;
        let key: [u8; 32] = plain.as_slice().try_into().map_err(|_| broken("a data key has the wrong length"))?;
        Ok(Key(Zeroizing::new(key)))
    }

    /// Seals a text under a data key.
    pub(crate) fn seal(ids: &Ids, id: &str, key: &Key, bound: Bound<'_>, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        #[cfg(feature = "planted")]
        if crate::planted::is("no_seal") {
            return Ok(text.to_vec());
        }
        let id = uuid::Uuid::parse_str(id).map_err(|_| broken("a data key has no number"))?;
        let head = Head { key: *id.as_bytes(), version: bound.version };
        let sealed = seal(&key.0, ids.bytes(), &bound.bytes(&head), text)?;
        Ok([MARK.as_slice(), &head.key, &head.version.to_le_bytes(), &sealed].concat())
    }

    /// Opens a text in its place.
    pub(crate) fn open(key: &Key, head: &Head, bound: Bound<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let rest = sealed.get(HEAD..).ok_or_else(|| broken("a sealed text is too short"))?;
        unseal(&key.0, &bound.bytes(head), rest).map(Zeroizing::new)
    }

    /// Opens a text that was sealed before keys were named in it.
    pub(crate) fn open_before(key: &Key, bound: Bound<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        unseal(&key.0, &bound.before(), sealed).map(Zeroizing::new)
    }

    /// Seals bytes that belong to nobody's case: a parked form, for half an hour.
    pub(crate) fn park(&self, ids: &Ids, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal(&self.derived("park"), ids.bytes(), place.as_bytes(), plain)
    }

    /// Opens what [`Vault::park`] sealed.
    pub(crate) fn unpark(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        unseal(&self.derived("park"), place.as_bytes(), sealed)
    }

    /// A keyed hash for `purpose`: audit seals, form tokens, short codes. It stays the same under a new key-encryption key.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        keyed(&self.derived(purpose), parts)
    }

    /// A keyed hash under each key-encryption key, the one that wraps first: for a backup, which must open without its database.
    pub(crate) fn macs_of_keys(&self, purpose: &str, parts: &[&[u8]]) -> Vec<[u8; 32]> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.iter().map(|kek| keyed(&derived(kek, purpose), parts)).collect()
    }

    fn derived(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        match self.root.get() {
            Some(root) => derived(root, purpose),
            None => derived(&self.root_of_before().0, purpose),
        }
    }
}

/// Where the next key lies while it takes the place of a key file.
pub fn next_file(path: &Path) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".next");
    path.with_file_name(name)
}

fn key_bound((institution, realm, side): &KeyName) -> String {
    format!("data_key\u{1f}{institution}\u{1f}{realm}\u{1f}{side}")
}

/// SHA-256 in hexadecimal: for secrets of enough entropy, of which only the hash is stored.
pub fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Compares without telling by the time it takes how much was equal.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0u8, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Instant};

    fn name() -> KeyName {
        ("bank".into(), "thread".into(), "person".into())
    }

    #[test]
    fn a_sealed_text_opens_only_in_the_place_it_was_written_in_and_by_the_one_who_wrote_it() {
        let ids = Ids::seeded(1, Clock::fixed(Instant(0)));
        let vault = Vault::new([7; 32]);
        let key = Vault::new_key(&ids);
        let (wrapped, _) = vault.wrap_key(&ids, &name(), &key).unwrap();
        let key = vault.unwrap_key(&name(), &wrapped).unwrap();
        let here = Bound { institution: "bank", realm: "thread", table: "message", row: "1", field: "body", author: "sato", version: 1 };
        let sealed = Vault::seal(&ids, &ids.id(), &key, here, "言えなかったこと".as_bytes()).unwrap();
        let head = Head::of(&sealed).unwrap();
        assert_eq!(Vault::open(&key, &head, here, &sealed).unwrap().as_slice(), "言えなかったこと".as_bytes());
        for elsewhere in [
            Bound { row: "2", ..here },
            Bound { field: "answer", ..here },
            Bound { table: "thread_note", ..here },
            Bound { realm: "other", ..here },
            Bound { institution: "other", ..here },
            Bound { author: "maruyama", ..here },
            Bound { version: 2, ..here },
        ] {
            assert!(Vault::open(&key, &head, elsewhere, &sealed).is_err(), "{elsewhere:?}");
        }
        let mut other = sealed.clone();
        other[4] ^= 1;
        assert!(Vault::open(&key, &Head::of(&other).unwrap(), here, &other).is_err(), "the name of the key is bound too");
        assert!(Vault::new([8; 32]).unwrap_key(&name(), &wrapped).is_err());
        assert!(vault.unwrap_key(&("bank".into(), "another".into(), "person".into()), &wrapped).is_err());
    }

    #[test]
    fn no_nonce_comes_twice_in_a_million() {
        let ids = Ids::seeded(2, Clock::fixed(Instant(0)));
        let mut seen = std::collections::HashSet::with_capacity(1_000_000);
        assert!((0..1_000_000).all(|_| seen.insert(ids.bytes::<24>())));
    }

    #[test]
    fn what_was_sealed_before_keys_were_named_is_told_apart_and_opens() {
        let ids = Ids::seeded(3, Clock::fixed(Instant(0)));
        let key = Vault::new_key(&ids);
        let here = Bound { institution: "bank", realm: "case", table: "todo", row: "1", field: "body", author: "", version: 0 };
        let before = seal(&key.0, ids.bytes(), &here.before(), b"old").unwrap();
        assert_eq!(Head::of(&before), None);
        assert_eq!(Vault::open_before(&key, here, &before).unwrap().as_slice(), b"old");
    }
}
