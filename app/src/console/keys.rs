//! The keys at the command line: check, replace, renew, destroy, and a second copy in two halves. What they are: docs/adr/0012
//! and docs/keys.md; the work itself is `base::rotation`.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use base::clock::Clock;
use base::ids::Ids;
use base::rotation::Destroyed;
use base::store::{Store, StoreError};
use base::vault::source::{join as join_halves, make_key_file, split as split_key};
use base::vault::{KeySource, next_file};
use serde::{Deserialize, Serialize};

use super::{End, Stop, orders};
use crate::config::Setup;

/// The list of destroyed keys in the data folder: a backup from before is cleared of them when it comes back.
pub(crate) const DESTROYED: &str = "destroyed-keys.log";

/// What is done with the keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Deed {
    /// Opens every text and counts.
    Check,
    /// A new key-encryption key.
    Rotate,
    /// New data keys.
    Renew,
    /// The end of a thread.
    Erase { thread: String, for_good: bool },
}

pub(super) async fn carry_out(db: &Store, setup: &Setup, deed: Deed) -> Result<(u8, String), Stop> {
    match deed {
        Deed::Check => check(db).await,
        Deed::Rotate => rotate(db, setup).await.map(|text| (0, text)),
        Deed::Renew => renew(db).await,
        Deed::Erase { thread, for_good } => erase(db, setup, &thread, for_good).await.map(|text| (0, text)),
    }
}

async fn check(db: &Store) -> Result<(u8, String), Stop> {
    let seals = db.check_seals().await?;
    let mut text = format!(
        "{} sealed texts open, under {} data keys; the key-encryption key in use is {}.",
        seals.texts,
        seals.keys,
        db.vault().print()
    );
    if seals.wrapped_before > 0 {
        let _ =
            write!(text, "\n{} data keys are still wrapped by another key: `banso keys rotate` goes on with that.", seals.wrapped_before);
    }
    if seals.old > 0 {
        let _ = write!(
            text,
            "\n{} texts are sealed by a key that is being replaced, or as they were before threads had keys of their own: `banso keys renew` seals them anew.",
            seals.old
        );
    }
    if seals.closed == 0 {
        return Ok((End::Done.code(), text));
    }
    let _ = write!(text, "\n{} sealed texts do not open. They were moved, damaged, or written with another key.", seals.closed);
    Ok((End::Failed.code(), text))
}

/// A new key beside the old one; every data key wrapped under it; then it takes the old one's place. A run that was stopped
/// anywhere in between is finished by the next, and until then both keys open.
async fn rotate(db: &Store, setup: &Setup) -> Result<String, Stop> {
    let failed = |sentence: String| Stop::failed(format!("{sentence}. Nothing was lost: run `banso keys rotate` again."));
    let file = match (&setup.key, &setup.next_key) {
        (KeySource::File(path), None) => Some(path.clone()),
        (_, Some(_)) => None,
        (other, None) => {
            return Err(Stop::failed(format!(
                "The present key is {}. Please say with next_key_from where the next one comes from, and start again.",
                other.name()
            )));
        }
    };
    if let Some(path) = &file {
        let next = next_file(path);
        if !next.exists() {
            make_key_file(&next, db.ids()).map_err(failed)?;
        }
    }
    db.vault().look_again().map_err(failed)?;
    if db.vault().keys_known() < 2 {
        return Err(Stop::failed("The next key is the present one. Please give another one."));
    }
    let wrapped = db.rewrap_keys().await?;
    orders::note(db, "key replaced").await?;
    let mut text = format!("{wrapped} keys are now wrapped by the new key, {}.", db.vault().print());
    match &file {
        Some(path) => {
            let kept = take_place(path, db.clock()).map_err(|error| failed(format!("the key files could not be put in place: {error}")))?;
            db.vault().look_again().map_err(failed)?;
            // Another process may have wrapped a key by the old one a moment before the new one took its place.
            db.rewrap_keys().await?;
            let _ = write!(text, "\n{} is the new key. The old one is kept as {}: backups made until now open with it alone. Destroy it when the last of them has run out.\nMake the second copy of the new key now (`banso keys split`).",
                path.display(),
                kept.display());
        }
        None => text.push_str(
            "\nNow let key_from name the new key, make next_key_from empty, and start again. Backups made until now open with the old key alone.",
        ),
    }
    Ok(text)
}

/// The next key file takes the place of the present one, which is copied aside first, so that there is a key file at every moment.
fn take_place(path: &Path, clock: &Clock) -> std::io::Result<std::path::PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    let (hour, minute) = clock.now().time();
    name.push(format!(".until-{}-{hour:02}{minute:02}", clock.now().day().to_string().replace('-', "")));
    let mut kept = path.with_file_name(&name);
    let mut number = 1;
    while kept.exists() {
        number += 1;
        let mut other = name.clone();
        other.push(format!("-{number}"));
        kept = path.with_file_name(other);
    }
    // The copy has the mode of the file: its owner's alone.
    std::fs::copy(path, &kept)?;
    std::fs::File::open(&kept)?.sync_all()?;
    std::fs::rename(next_file(path), path)?;
    std::fs::File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")))?.sync_all()?;
    Ok(kept)
}

async fn renew(db: &Store) -> Result<(u8, String), Stop> {
    let renewed = db.renew_keys().await?;
    orders::note(db, "data keys renewed").await?;
    let text = format!("{} texts were sealed anew, {} old data keys deleted.", renewed.texts, renewed.keys);
    if renewed.closed == 0 {
        return Ok((End::Done.code(), text));
    }
    Ok((
        End::Failed.code(),
        format!(
            "{text}\n{} texts do not open and were left as they are. No old key was deleted, in case one of them is theirs.",
            renewed.closed
        ),
    ))
}

async fn erase(db: &Store, setup: &Setup, thread: &str, for_good: bool) -> Result<String, Stop> {
    if !for_good {
        return Err(Stop::failed("What is erased cannot be brought back by anybody. If that is what is wanted, add --for-good."));
    }
    let erased = db.erase_thread(thread).await.map_err(|error| match error {
        StoreError::NotFound => Stop::failed("There is no such thread, or it was erased before. Nothing was changed."),
        other => other.into(),
    })?;
    agree(db, &setup.data).await?;
    let mut text = format!(
        "The thread was erased: {} texts and files emptied, {} keys destroyed.\nIn the database and its log nothing of it can be read. Backups made until now still hold its keys, wrapped: with the key-encryption key they open, until they have run out. A restore on this machine erases the thread again ({DESTROYED}).\nWhat had been passed on with the writer's yes stays with its receiver; why something was passed on without consent stays with the case.",
        erased.texts,
        erased.keys.len(),
    );
    if erased.shared {
        text.push_str("\nSome of its texts were sealed under the key of their case, which other texts need. After `banso keys renew` that key is gone too; in backups from before, it opens them as long as they are kept.");
    }
    if db.file().is_none() {
        text.push_str("\nOn PostgreSQL the archived log and the replicas hold what was deleted until they move on.");
    }
    Ok(text)
}

/// The destroyed keys on the list in the data folder.
pub(super) fn destroyed(data: &Path) -> Result<Vec<Destroyed>, Stop> {
    let text = match std::fs::read_to_string(data.join(DESTROYED)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Stop::failed(format!("{DESTROYED} cannot be read: {error}."))),
    };
    // A last line without its end was being written when a process was killed; the database still says it.
    let whole = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    Ok(whole
        .filter_map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
            [institution, thread, key] => {
                Some(Destroyed { key: key.to_owned(), institution: institution.to_owned(), thread: thread.to_owned() })
            }
            _ => None,
        })
        .collect())
}

/// Makes the list in the data folder and the database say the same: what the database destroyed stands on the list, and what
/// stands on the list is destroyed in the database, also when an older one was put in its place.
///
/// # Errors
/// The disk's and the store's.
pub(super) async fn agree(db: &Store, data: &Path) -> Result<(), Stop> {
    use std::os::unix::fs::OpenOptionsExt;
    let listed = destroyed(data)?;
    let known = db.destroyed_keys().await?;
    let new: String = known.iter().filter(|one| !listed.iter().any(|other| other.key == one.key)).fold(String::new(), |mut lines, one| {
        let _ = writeln!(lines, "{} {} {}", one.institution, one.thread, one.key);
        lines
    });
    if !new.is_empty() {
        let failed = |error: std::io::Error| Stop::failed(format!("{DESTROYED} cannot be written: {error}."));
        let path = data.join(DESTROYED);
        // A torn last line is closed, so that the next one stands alone.
        let torn = std::fs::read(&path).is_ok_and(|bytes| bytes.last().is_some_and(|last| *last != b'\n'));
        let mut file = std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(&path).map_err(failed)?;
        file.write_all(format!("{}{new}", if torn { "\n" } else { "" }).as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    }
    let missing: Vec<Destroyed> = listed.into_iter().filter(|one| !known.iter().any(|other| other.key == one.key)).collect();
    if !missing.is_empty() {
        db.destroy_again(missing).await?;
    }
    Ok(())
}

/// The second copy, in two halves.
pub(super) fn split(setup: &Setup, first: &Path, second: &Path) -> Result<String, Stop> {
    let ids = Ids::from_system(Clock::machine()).map_err(|e| Stop::failed(format!("The machine gives no random numbers: {e}.")))?;
    split_key(&setup.key, &ids, first, second).map_err(|sentence| Stop::failed(format!("{sentence}.")))?;
    Ok(format!(
        "{} and {} are the two halves of the key. Give them to two people who keep them in two places, on paper or on a stick, and delete these files. Either half alone says nothing about the key; `banso keys join` puts them together.",
        first.display(),
        second.display()
    ))
}

/// The key out of its two halves.
pub(super) fn join(first: &Path, second: &Path, to: &Path) -> Result<String, Stop> {
    join_halves(first, second, to).map_err(|sentence| Stop::failed(format!("{sentence}.")))?;
    Ok(format!("{} holds the key again. `banso keys check` says whether it is the one this database was written with.", to.display()))
}
