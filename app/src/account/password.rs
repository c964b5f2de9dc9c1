//! Passwords of staff: what may be one, and how it is kept.
//!
//! NIST SP 800-63B-4 §3.1.1: at least 15 characters, at least 64 allowed, counted and hashed in NFC, no rule about kinds of
//! characters, no expiry, compared with a list of common words and with words of this person and place. argon2id with 19 MiB,
//! two passes, one lane (OWASP Password Storage); at most four at once, on threads made for waiting.

use std::sync::OnceLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base::fold;
use base::ids::Ids;
use tokio::sync::Semaphore;

use crate::web::AppError;

/// Fewest characters (NIST SP 800-63B-4: a password that stands alone).
pub const SHORTEST: usize = 15;
/// Most characters; far over the 64 that must be allowed.
pub const LONGEST: usize = 256;
/// A password that comes down to this many choices or fewer is guessed: a letter is one choice, a common word two, a run of
/// letters or keys, a year, or a word of this person and place one.
const TOO_FEW: usize = 6;

/// A password that may be used. It prints as nothing.
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

/// Why a text may not be a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters; how many there are.
    Short(usize),
    /// More than [`LONGEST`].
    Long,
    /// Nothing but common words, runs, repetitions, and words of this person and place.
    Guessable,
}

impl Password {
    /// Reads a new password. `near` are texts that are known about the person and the place: name, mail address, institution.
    ///
    /// # Errors
    /// Why it may not be one.
    pub fn choose(typed: &str, near: &[&str]) -> Result<Password, Weakness> {
        let text = fold::composed(typed);
        let long = text.chars().count();
        if long < SHORTEST {
            return Err(Weakness::Short(long));
        }
        if long > LONGEST {
            return Err(Weakness::Long);
        }
        if choices(&fold::key(&text), near) <= TOO_FEW {
            return Err(Weakness::Guessable);
        }
        Ok(Password(text))
    }

    /// A first password, to be handed over and replaced: a hundred random bits in letters that are not mistaken for each other.
    pub fn first(ids: &Ids) -> (Password, String) {
        const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let letters: Vec<char> = ids.bytes::<20>().iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
        let text = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-");
        (Password(text.clone()), text)
    }
}

/// The words of the list, folded.
fn common() -> &'static [Vec<char>] {
    static WORDS: OnceLock<Vec<Vec<char>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        include_str!("blocklist.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| fold::key(line).chars().collect::<Vec<_>>())
            .filter(|word| word.len() > 1)
            .collect()
    })
}

/// How many choices make up a folded text; see [`TOO_FEW`].
fn choices(text: &str, near: &[&str]) -> usize {
    let text: Vec<char> = text.chars().collect();
    // The shortest part that, repeated, makes the whole: only that part was chosen.
    let part = (1..=text.len() / 2).find(|n| text.iter().zip(text.iter().skip(*n)).all(|(a, b)| a == b)).unwrap_or(text.len());
    let text = text.get(..part).unwrap_or_default();
    let near: Vec<Vec<char>> = near
        .iter()
        .flat_map(|known| known.split(|c: char| c.is_whitespace() || "@.-_・".contains(c)).map(fold::key).chain([fold::key(known)]))
        .map(|word| word.chars().collect::<Vec<_>>())
        .filter(|word| word.len() > 1)
        .collect();
    // fewest[n]: the fewest choices that make the first n characters.
    let mut fewest: Vec<usize> = (0..=text.len()).collect();
    for at in 0..text.len() {
        let here = fewest.get(at).copied().unwrap_or(at);
        let rest = text.get(at..).unwrap_or_default();
        let mut reach = |length: usize, cost: usize| {
            if let Some(known) = fewest.get_mut(at + length) {
                *known = (*known).min(here + cost);
            }
        };
        reach(1, 1);
        reach(run(rest), 1);
        if is_year(rest) {
            reach(4, 1);
        }
        for word in near.iter().filter(|word| starts_with(rest, word)) {
            reach(word.len(), 1);
        }
        for word in common().iter().filter(|word| starts_with(rest, word)) {
            reach(word.len(), 2);
        }
    }
    fewest.last().copied().unwrap_or(0)
}

/// Whether the text begins with the word, also with the usual figures for letters.
fn starts_with(text: &[char], word: &[char]) -> bool {
    let plain = |c: char| match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    };
    text.len() >= word.len() && text.iter().zip(word).all(|(typed, wanted)| typed == wanted || plain(*typed) == *wanted)
}

/// How many characters from the start are one run: the same, following each other, or lying side by side on the keyboard.
fn run(text: &[char]) -> usize {
    const ROWS: [&str; 4] = ["1234567890-", "qwertyuiop@", "asdfghjkl;:", "zxcvbnm,./"];
    let place = |c: char| ROWS.iter().enumerate().find_map(|(row, keys)| keys.chars().position(|key| key == c).map(|at| (row, at)));
    let step = |a: char, b: char| i64::from(u32::from(b)) - i64::from(u32::from(a));
    let beside = |a: char, b: char| match (place(a), place(b)) {
        (Some((row, at)), Some((other, next))) if row == other => at.abs_diff(next) == 1,
        _ => false,
    };
    let Some((first, second)) = text.first().zip(text.get(1)) else { return 1 };
    let even = step(*first, *second);
    let pairs = || text.iter().zip(text.iter().skip(1));
    let by_step = if even.abs() <= 1 { pairs().take_while(|(a, b)| step(**a, **b) == even).count() + 1 } else { 1 };
    let by_key = pairs().take_while(|(a, b)| beside(**a, **b)).count() + 1;
    let longest = by_step.max(by_key);
    if longest >= 3 { longest } else { 1 }
}

fn is_year(text: &[char]) -> bool {
    matches!(text, ['1', '9', a, b, ..] | ['2', '0', a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit())
}

/// At most four at once: 76 MiB, however many knock.
static GATE: Semaphore = Semaphore::const_new(4);

/// The parameters in force; a hash made with others is made anew at the next sign-in.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// A hash that no password has, made with the parameters in force: what is verified when there is nobody.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let permit = GATE.acquire().await.map_err(|_| AppError::Busy)?;
    tokio::task::spawn_blocking(move || {
        // The permit stays with the work, also when the one who asked has gone.
        let _permit = permit;
        work()
    })
    .await
    .map_err(|_| AppError::broken("a password task was stopped"))
}

/// Whether this is the password behind the hash. It takes the same work when there is no hash.
///
/// # Errors
/// `Broken` when the task was stopped.
pub async fn verify(hash: Option<&str>, typed: &str) -> Result<bool, AppError> {
    let (hash, typed) = (hash.unwrap_or(NOBODY).to_owned(), fold::composed(typed));
    apart(move || PasswordHash::new(&hash).is_ok_and(|known| argon2().verify_password(typed.as_bytes(), &known).is_ok())).await
}

/// The hash of a text in PHC form. It takes its time on this very thread: for the command line; pages use [`hashed`].
///
/// # Errors
/// When the machine has no memory for it.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String, String> {
    let made: Result<PasswordHash, _> = argon2().hash_password_with_salt(fold::composed(password).as_bytes(), &salt);
    made.map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// The hash to keep, in PHC form, under a new salt.
///
/// # Errors
/// `Broken` when the task was stopped or the machine has no memory for it.
pub async fn hashed(ids: &Ids, password: &Password) -> Result<String, AppError> {
    let (salt, text) = (ids.bytes::<16>(), password.0.clone());
    let made = apart(move || hash(&text, salt)).await?;
    made.map_err(|error| AppError::broken(format!("a password could not be hashed: {error}")))
}

/// The hash of a password that was just verified, whatever the rules say of it today.
pub(super) async fn rehash(ids: &Ids, typed: &str) -> Result<String, AppError> {
    hashed(ids, &Password(fold::composed(typed))).await
}

/// Whether a hash was made with other parameters than those in force.
pub fn outdated(hash: &str) -> bool {
    let wanted = argon2();
    let known = PasswordHash::new(hash).ok().filter(|known| known.algorithm.as_str() == "argon2id" && known.version == Some(19));
    !known.and_then(|known| Params::try_from(&known).ok()).is_some_and(|params| {
        (params.m_cost(), params.t_cost(), params.p_cost())
            == (wanted.params().m_cost(), wanted.params().t_cost(), wanted.params().p_cost())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEAR: [&str; 3] = ["山本 直美", "yamamoto.naomi@shiomino.example", "汐見野信用金庫"];

    #[test]
    fn fifteen_characters_are_enough_and_sixty_four_are_allowed_whatever_they_are() {
        for good in [
            "correct horse battery staple",
            "あさひがのぼるまえの港で待つ人",
            "雨の日の縁側で飲む濃いほうじ茶",
            "kwhzrtvqmxbnplg",
            "839502716480395",
            "               spaces count too",
            "yamamoto likes 3 cups of tea",
            &"ながいながい文".repeat(20),
        ] {
            assert_eq!(Password::choose(good, &NEAR).err(), None, "{good}");
        }
        assert_eq!(Password::choose("kwhzrtvqmxbnpl", &NEAR).err(), Some(Weakness::Short(14)));
        assert_eq!(Password::choose(&"kwhzrtvq".repeat(33), &NEAR).err(), Some(Weakness::Long));
    }

    #[test]
    fn what_is_made_of_common_words_runs_or_ones_own_name_is_refused() {
        for bad in [
            "passwordpassword",
            "password1234567",
            "P@ssw0rd12345678",
            "aaaaaaaaaaaaaaaa",
            "abcdefghijklmnop",
            "987654321987654321",
            "qwertyuiopasdfghjkl",
            "1qaz2wsx3edc4rfv",
            "ababababababababab",
            "yamamotonaomi2026",
            "YAMAMOTO.naomi@shiomino.example",
            "汐見野信用金庫汐見野信用金庫山本直美",
            "しおみのしおみのしおみのしおみの",
            "banso banso banso",
            "ﾊﾟｽﾜｰﾄﾞ１２３４５６７８９０",
            "sakurasakura12345",
        ] {
            assert_eq!(Password::choose(bad, &NEAR).err(), Some(Weakness::Guessable), "{bad}");
        }
    }

    #[test]
    fn a_first_password_is_long_and_is_itself_allowed() {
        let ids = Ids::seeded(3, base::clock::Clock::fixed(base::clock::Instant(0)));
        let (_, text) = Password::first(&ids);
        assert_eq!(text.len(), 24);
        assert!(Password::choose(&text, &NEAR).is_ok());
        assert_ne!(Password::first(&ids).1, text);
    }

    #[tokio::test]
    async fn the_same_password_is_known_however_its_marks_were_typed() {
        let ids = Ids::seeded(3, base::clock::Clock::fixed(base::clock::Instant(0)));
        let kept = hashed(&ids, &Password::choose("ガギグゲゴの音がする朝の港です", &[]).unwrap()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            verify(Some(&kept), "カ\u{3099}キ\u{3099}ク\u{3099}ケ\u{3099}コ\u{3099}の音か\u{3099}する朝の港て\u{3099}す").await.unwrap()
        );
        assert!(!verify(Some(&kept), "ガギグゲゴの音がする朝の港です ").await.unwrap());
        assert!(!verify(None, "ガギグゲゴの音がする朝の港です").await.unwrap());
        assert!(!outdated(&kept));
        assert!(outdated(&kept.replace("m=19456", "m=8192")));
        assert!(!outdated(NOBODY), "nobody costs what everybody costs");
    }

    /// Seen to fail with the system's allocator, which keeps 19 MB in the place of each thread that ever hashed (420 MB here).
    #[tokio::test(flavor = "multi_thread")]
    async fn a_morning_of_sign_ins_leaves_no_more_memory_than_four_at_once_take() {
        let held = || -> u64 {
            let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
            pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
        };
        let before = held();
        let all: Vec<_> = (0..96).map(|_| tokio::spawn(verify(None, "いちどきに入る朝の人たち"))).collect();
        for one in all {
            assert!(!one.await.unwrap().unwrap());
        }
        let left = held().saturating_sub(before);
        assert!(left < 150 << 20, "{} MB were kept", left >> 20);
    }

    /// From the reference implementation's own tests (P-H-C/phc-winner-argon2, test.c, argon2id v=19).
    #[tokio::test]
    async fn the_hash_is_the_one_the_reference_makes() {
        let known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(verify(Some(known), "password").await.unwrap());
        assert!(!verify(Some(known), "Password").await.unwrap());
    }
}
