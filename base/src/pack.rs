//! One sealed file out of a stream of bytes, for a backup: without the key file it says nothing, and a single flipped bit,
//! a missing end or a piece put elsewhere is seen before anything is made of it.
//!
//! Magic, a random salt, a check of the key, then pieces of 64 KiB, each sealed with XChaCha20-Poly1305 under a key derived
//! from the key-encryption key and the salt, bound to its number and to whether it is the last. Source: quality.md Q61.

use std::io::{self, Read, Write};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::ids::Ids;
use crate::vault::{Vault, same};

/// The first bytes of a packed file.
pub const MAGIC: &[u8; 16] = b"banso backup 1\n\0";
const PIECE: usize = 64 * 1024;
const TAG: usize = 16;

/// Why a packed file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It does not begin like one of ours.
    #[error("this is not a backup made by Banso")]
    NotOurs,
    /// It was sealed with another key.
    #[error("this backup was made with another key file, or its first bytes are damaged")]
    OtherKey,
    /// A piece does not open: flipped bits, a cut end, pieces in another order.
    #[error("the backup is damaged after byte {0}")]
    Damaged(u64),
    /// The disk.
    #[error("{0}")]
    Disk(#[from] io::Error),
}

/// As many bytes as there are, up to the length of `into`.
fn fill(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut have = 0;
    while let Some(rest) = into.get_mut(have..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(n) => have += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(have)
}

fn nonce(number: u64, last: bool) -> XNonce {
    let mut bytes = [0u8; 24];
    for (byte, of) in bytes.iter_mut().zip(number.to_le_bytes().into_iter().chain([u8::from(last)])) {
        *byte = of;
    }
    XNonce::from(bytes)
}

impl Vault {
    /// The cipher and the check of a pack under each key-encryption key, the one that wraps first.
    fn pack_keys(&self, salt: &[u8; 16]) -> Vec<(XChaCha20Poly1305, [u8; 16])> {
        let checks = self.macs_of_keys("backup-check", &[salt]);
        let keys = self.macs_of_keys("backup", &[salt]);
        keys.into_iter()
            .zip(checks)
            .map(|(key, found)| {
                let mut check = [0u8; 16];
                check.iter_mut().zip(found).for_each(|(to, from)| *to = from);
                (XChaCha20Poly1305::new(&key.into()), check)
            })
            .collect()
    }

    /// Seals everything `from` gives into `to`; gives how many bytes were sealed.
    ///
    /// # Errors
    /// The disk's.
    pub fn pack(&self, ids: &Ids, from: &mut impl Read, to: &mut impl Write) -> Result<u64, PackError> {
        let salt: [u8; 16] = ids.bytes();
        let (cipher, check) = self.pack_keys(&salt).into_iter().next().ok_or_else(|| io::Error::other("there is no key-encryption key"))?;
        to.write_all(MAGIC)?;
        to.write_all(&salt)?;
        to.write_all(&check)?;
        let (mut here, mut next) = (vec![0u8; PIECE], vec![0u8; PIECE]);
        let (mut number, mut total) = (0u64, 0u64);
        let mut have = fill(from, &mut here)?;
        loop {
            let ahead = if have == PIECE { fill(from, &mut next)? } else { 0 };
            let last = ahead == 0;
            let plain = here.get(..have).unwrap_or_default();
            let sealed = cipher
                .encrypt(&nonce(number, last), Payload { msg: plain, aad: &salt })
                .map_err(|_| io::Error::other("a piece could not be sealed"))?;
            to.write_all(&sealed)?;
            total += have as u64;
            if last {
                return Ok(total);
            }
            number += 1;
            have = ahead;
            std::mem::swap(&mut here, &mut next);
        }
    }

    /// Opens a packed file into `to`. What was written to `to` is worth nothing unless this gives `Ok`.
    ///
    /// # Errors
    /// `NotOurs`, `OtherKey`, `Damaged` with the number of bytes that were still sound, or the disk's.
    pub fn unpack(&self, from: &mut impl Read, to: &mut impl Write) -> Result<u64, PackError> {
        let mut magic = [0u8; 16];
        if fill(from, &mut magic)? < magic.len() || &magic != MAGIC {
            return Err(PackError::NotOurs);
        }
        let (mut salt, mut found) = ([0u8; 16], [0u8; 16]);
        if fill(from, &mut salt)? < salt.len() || fill(from, &mut found)? < found.len() {
            return Err(PackError::Damaged(0));
        }
        let Some((cipher, _)) = self.pack_keys(&salt).into_iter().find(|(_, check)| same(&found, check)) else {
            return Err(PackError::OtherKey);
        };
        let (mut here, mut next) = (vec![0u8; PIECE + TAG], vec![0u8; PIECE + TAG]);
        let (mut number, mut total) = (0u64, 0u64);
        let mut have = fill(from, &mut here)?;
        loop {
            let ahead = if have == PIECE + TAG { fill(from, &mut next)? } else { 0 };
            let last = ahead == 0;
            let sealed = here.get(..have).unwrap_or_default();
            let plain = cipher.decrypt(&nonce(number, last), Payload { msg: sealed, aad: &salt }).map_err(|_| PackError::Damaged(total))?;
            to.write_all(&plain)?;
            total += plain.len() as u64;
            if last {
                return Ok(total);
            }
            number += 1;
            have = ahead;
            std::mem::swap(&mut here, &mut next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Instant};

    fn ids() -> Ids {
        Ids::seeded(5, Clock::fixed(Instant(0)))
    }

    fn packed(plain: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        Vault::new([3; 32]).pack(&ids(), &mut &*plain, &mut out).unwrap();
        out
    }

    fn unpacked(sealed: &[u8]) -> Result<Vec<u8>, PackError> {
        let mut out = Vec::new();
        Vault::new([3; 32]).unpack(&mut &*sealed, &mut out).map(|_| out)
    }

    #[test]
    fn what_was_packed_comes_out_the_same_at_every_length_around_a_piece() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7] {
            let plain: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            assert_eq!(unpacked(&packed(&plain)).unwrap(), plain, "{length}");
        }
    }

    #[test]
    fn a_flipped_bit_or_a_cut_anywhere_in_a_packed_file_is_seen() {
        let sealed = packed(&vec![9u8; 2 * PIECE + 100]);
        for at in (0..sealed.len()).step_by(997) {
            let mut bad = sealed.clone();
            bad[at] ^= 1;
            assert!(unpacked(&bad).is_err(), "a bit at {at}");
            assert!(unpacked(&sealed[..at]).is_err(), "cut at {at}");
        }
        // A cut between two pieces, and two pieces in the other order.
        let head = MAGIC.len() + 32;
        assert!(unpacked(&sealed[..head + PIECE + TAG]).is_err());
        let mut turned = sealed[..head].to_vec();
        turned.extend_from_slice(&sealed[head + PIECE + TAG..head + 2 * (PIECE + TAG)]);
        turned.extend_from_slice(&sealed[head..head + PIECE + TAG]);
        turned.extend_from_slice(&sealed[head + 2 * (PIECE + TAG)..]);
        assert!(unpacked(&turned).is_err());
    }

    #[test]
    fn a_packed_file_says_so_when_the_key_is_another() {
        let sealed = packed(b"x");
        assert!(matches!(Vault::new([4; 32]).unpack(&mut &*sealed, &mut Vec::new()), Err(PackError::OtherKey)));
        assert!(matches!(unpacked(b"SQLite format 3\0 and so on"), Err(PackError::NotOurs)));
    }

    #[test]
    fn nothing_of_what_was_packed_can_be_read_in_the_file() {
        let sealed = packed("佐藤 健一 sato@mail.example".as_bytes());
        assert!(!sealed.windows(4).any(|four| four == b"sato"));
    }
}
