//! The vault: every text taken from one side is sealed from its first write.
//!
//! A key-encryption key (32 bytes, from a file) wraps one data key per source side and realm (the case, or the person for
//! their private facts). Texts are sealed with XChaCha20-Poly1305 and bound to institution, table, row and field, so that a
//! ciphertext moved to another place does not open. Source: quality.md Q53.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::ids::{Ids, hex};
use crate::store::{Cause, StoreError};

/// Whose data key it is: institution, realm, source side.
pub(crate) type KeyName = (String, String, &'static str);

/// The keys of a running product. `Debug` says nothing of them.
pub struct Vault {
    kek: Zeroizing<[u8; 32]>,
    open: Mutex<HashMap<KeyName, Key>>,
}

/// A data key in memory.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// What a ciphertext is bound to.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    /// The institution.
    pub institution: &'a str,
    /// The table.
    pub table: &'a str,
    /// The row.
    pub row: &'a str,
    /// The column.
    pub field: &'a str,
}

impl Bound<'_> {
    fn bytes(&self) -> Vec<u8> {
        [self.institution, self.table, self.row, self.field].join("\u{1f}").into_bytes()
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

impl Vault {
    /// A vault over this key-encryption key.
    pub fn new(kek: [u8; 32]) -> Vault {
        Vault { kek: Zeroizing::new(kek), open: Mutex::new(HashMap::new()) }
    }

    /// Reads the key file (64 hexadecimal letters); makes it, readable by its owner alone, where there is none and `make` says so.
    ///
    /// # Errors
    /// A sentence for the administrator: no file, not readable, not a key, or open to others.
    pub fn from_file(path: &Path, make: Option<&Ids>) -> Result<Vault, String> {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        if let Some(ids) = make.filter(|_| !path.exists()) {
            use std::io::Write;
            let mut file = std::fs::OpenOptions::new()
                .create_new(true)
                .write(true)
                .mode(0o600)
                .open(path)
                .map_err(|e| format!("cannot make the key file {}: {e}", path.display()))?;
            writeln!(file, "{}", hex(&ids.bytes::<32>()))
                .and_then(|()| file.sync_all())
                .map_err(|e| format!("cannot write the key file {}: {e}", path.display()))?;
        }
        let text = Zeroizing::new(
            std::fs::read_to_string(path)
                .map_err(|e| format!("cannot read the key file {}: {e}. Without it no private text can be opened", path.display()))?,
        );
        let mode = std::fs::metadata(path).map_err(|e| e.to_string())?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(format!("the key file {} can be read by others; run: chmod 600 {}", path.display(), path.display()));
        }
        let text = text.trim();
        let mut kek = [0u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(format!("the key file {} does not hold 64 hexadecimal letters", path.display()));
        }
        for (byte, pair) in kek.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).unwrap_or_default();
            *byte = u8::from_str_radix(pair, 16)
                .map_err(|_| format!("the key file {} does not hold 64 hexadecimal letters", path.display()))?;
        }
        Ok(Vault::new(kek))
    }

    /// A new data key, wrapped for the row that keeps it.
    pub(crate) fn make_key(&self, ids: &Ids, name: &KeyName) -> Result<Vec<u8>, StoreError> {
        let key = Zeroizing::new(ids.bytes::<32>());
        seal(&self.kek, ids.bytes(), key_bound(name).as_bytes(), key.as_slice())
    }

    /// Unwraps a data key.
    pub(crate) fn unwrap_key(&self, name: &KeyName, wrapped: &[u8]) -> Result<Key, StoreError> {
        let plain = Zeroizing::new(
            unseal(&self.kek, key_bound(name).as_bytes(), wrapped)
                .map_err(|_| broken("the key file is not the one this database was written with"))?,
        );
        let key: [u8; 32] = plain.as_slice().try_into().map_err(|_| broken("a data key has the wrong length"))?;
        Ok(Key(Zeroizing::new(key)))
    }

    /// The data key, if a committed transaction has used it before.
    pub(crate) fn known(&self, name: &KeyName) -> Option<Key> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Keeps keys that a transaction used, now that it is committed: a key whose row was rolled back must never be used again.
    pub(crate) fn remember(&self, keys: HashMap<KeyName, Key>) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    }

    /// Seals a text under its side's data key.
    pub(crate) fn seal(ids: &Ids, key: &Key, bound: Bound<'_>, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        #[cfg(feature = "planted")]
        if crate::planted::is("no_seal") {
            return Ok(text.to_vec());
        }
        seal(&key.0, ids.bytes(), &bound.bytes(), text)
    }

    /// Opens a text in its place.
    pub(crate) fn open(key: &Key, bound: Bound<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        #[cfg(feature = "planted")]
        if crate::planted::is("no_seal") {
            return Ok(Zeroizing::new(sealed.to_vec()));
        }
        unseal(&key.0, &bound.bytes(), sealed).map(Zeroizing::new)
    }

    /// Seals bytes that belong to nobody's case: a parked form, for half an hour.
    pub(crate) fn park(&self, ids: &Ids, place: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal(&self.derived("park"), ids.bytes(), place.as_bytes(), plain)
    }

    /// Opens what [`Vault::park`] sealed.
    pub(crate) fn unpark(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        unseal(&self.derived("park"), place.as_bytes(), sealed)
    }

    /// A keyed hash for `purpose`: audit seals, form tokens, short codes.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.derived(purpose))
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    fn derived(&self, purpose: &str) -> [u8; 32] {
        Sha256::new().chain_update(b"banso/1/").chain_update(purpose).chain_update(self.kek.as_slice()).finalize().into()
    }
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

    #[test]
    fn a_sealed_text_opens_only_in_the_row_and_field_it_was_written_in() {
        let ids = Ids::seeded(1, Clock::fixed(Instant(0)));
        let vault = Vault::new([7; 32]);
        let name: KeyName = ("bank".into(), "case".into(), "person");
        let wrapped = vault.make_key(&ids, &name).unwrap();
        let key = vault.unwrap_key(&name, &wrapped).unwrap();
        let here = Bound { institution: "bank", table: "check_in_note", row: "1", field: "body" };
        let sealed = Vault::seal(&ids, &key, here, "言えなかったこと".as_bytes()).unwrap();
        assert_eq!(Vault::open(&key, here, &sealed).unwrap().as_slice(), "言えなかったこと".as_bytes());
        for elsewhere in [
            Bound { row: "2", ..here },
            Bound { field: "answer", ..here },
            Bound { table: "todo", ..here },
            Bound { institution: "other", ..here },
        ] {
            assert!(Vault::open(&key, elsewhere, &sealed).is_err());
        }
        let stranger = Vault::new([8; 32]);
        assert!(stranger.unwrap_key(&name, &wrapped).is_err());
    }
}
