//! Ids and secrets from one seeded source, so that a test can repeat a run to the letter.

use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::clock::Clock;

/// The source of random ids, tokens and nonces.
#[derive(Clone)]
pub struct Ids(Arc<Mutex<ChaCha20Rng>>, Clock);

impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ids")
    }
}

impl Ids {
    /// Seeded from the operating system: the source of a running product.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn from_system(clock: Clock) -> Result<Ids, getrandom::Error> {
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed)?;
        Ok(Ids(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed))), clock))
    }

    /// Seeded by a number: for tests only, as everything that follows can be foretold.
    pub fn seeded(seed: u64, clock: Clock) -> Ids {
        Ids(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))), clock)
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0u8; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A new id: UUIDv7, so that rows written one after another lie near each other.
    pub fn id(&self) -> String {
        let millis = u64::try_from(self.1.now().0 / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid().to_string()
    }

    /// A secret of 192 bits for a link or a cookie, in letters that survive a mail program.
    pub fn token(&self) -> String {
        hex(&self.bytes::<24>())
    }

    /// A code of `digits` decimal digits.
    pub fn code(&self, digits: u32) -> String {
        let number = u64::from_le_bytes(self.bytes()) % 10u64.pow(digits);
        format!("{number:0width$}", width = digits as usize)
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn of_a_million_secrets_no_two_are_alike_and_no_two_starts_foretell_each_other() {
        let clock = Clock::machine();
        let ids = Ids::from_system(clock.clone()).unwrap();
        let secrets: HashSet<[u8; 24]> = (0..1_000_000).map(|_| ids.bytes()).collect();
        assert_eq!(secrets.len(), 1_000_000);
        let again = Ids::from_system(clock).unwrap();
        assert!((0..1_000).all(|_| !secrets.contains(&again.bytes::<24>())));
        assert_eq!(ids.token().len(), 48, "192 bits");
    }
}
