//! Backup and restore of the embedded database.
//!
//! A backup is one sealed file (`base::pack`): whoever takes it learns nothing without the key file, and a flipped bit is seen
//! before anything is replaced. The key file is never in it and is kept apart. A restore looks at everything before the
//! live database is touched, and keeps what was there.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base::Head;
use base::clock::Clock;
use base::ids::Ids;
use base::rotation::Destroyed;
use base::store::{Location, Store, StoreError, fold, hold, sqlite_faults};
use base::vault::{KeySource, Vault};

use super::heads::Heads;
use super::{End, Stop, keys, orders};
use crate::config::Setup;

/// The path with something added to its name.
fn beside(path: &Path, more: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(more);
    path.with_file_name(name)
}

/// Removes a database file and what lies beside it.
fn clear(path: &Path) {
    for more in ["", "-wal", "-shm", "-journal"] {
        drop(std::fs::remove_file(beside(path, more)));
    }
    drop(std::fs::remove_file(path.with_extension("lock")));
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    File::open(folder)?.sync_all()
}

/// Removes what was begun, unless it was finished.
struct Begun {
    path: PathBuf,
    finished: bool,
}

impl Drop for Begun {
    fn drop(&mut self) {
        if !self.finished {
            clear(&self.path);
        }
    }
}

/// Writes a backup while the database is in use; checked before it is called done.
pub(crate) async fn write(db: &Store, data: &Path, file: &Path) -> Result<String, Stop> {
    if db.file().is_none() {
        return Err(Stop::failed("The database is PostgreSQL: please use pg_dump, and keep a copy of the key file apart from it."));
    }
    // Taking the name is what refuses a file that is there, also one that appears at this moment.
    let claimed = OpenOptions::new().create_new(true).write(true).mode(0o600).open(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Stop::failed(format!("{} is there already; a backup never overwrites.", file.display())),
        _ => Stop::failed(format!("{} cannot be written: {error}.", file.display())),
    })?;
    let mut packed = Begun { path: file.to_owned(), finished: false };
    orders::note(db, "backup").await?;
    // The plain copy lies in the data folder, beside the database it is a copy of, and is gone in a moment.
    let plain = Begun { path: data.join(format!("backup-{}.part", db.ids().id())), finished: false };
    db.copy(plain.path.clone()).await?;
    let (store, copy, to) = (db.clone(), plain.path.clone(), file.to_owned());
    let work = tokio::task::spawn_blocking(move || pack(&store, &copy, claimed, &to));
    let bytes = work.await.unwrap_or_else(|_| Err(Stop::failed("The backup was not finished; the log says why.")))?;
    packed.finished = true;
    let figures = db.figures().await?;
    Ok(format!(
        "{} holds {} institutions and {} placements ({bytes} bytes), and was read back and found sound.\nThe key file is not in it. Keep a copy of the key file apart from the backup: without it nothing in the backup can be opened.",
        file.display(),
        figures.institutions,
        figures.placements,
    ))
}

fn pack(db: &Store, copy: &Path, claimed: File, file: &Path) -> Result<u64, Stop> {
    let failed = |error: &dyn std::fmt::Display| Stop::failed(format!("The backup was not finished: {error}."));
    let faults = sqlite_faults(copy)?;
    if !faults.is_empty() {
        return Err(failed(&format!("the copy is not sound: {}", faults.join("; "))));
    }
    let mut from = BufReader::new(File::open(copy).map_err(|e| failed(&e))?);
    let mut to = BufWriter::new(claimed);
    let bytes = db.vault().pack(db.ids(), &mut from, &mut to).map_err(|e| failed(&e))?;
    to.into_inner().map_err(|e| failed(&e))?.sync_all().and_then(|()| sync_folder(file)).map_err(|e| failed(&e))?;
    let mut written = BufReader::new(File::open(file).map_err(|e| failed(&e))?);
    let read_back = db.vault().unpack(&mut written, &mut std::io::sink()).map_err(|e| failed(&e))?;
    if read_back == bytes { Ok(bytes) } else { Err(failed(&"it could not be read back")) }
}

/// Brings a backup back. Everything is looked at beside the live database first; that one is moved aside, never removed.
pub(crate) fn restore(setup: &Setup, file: &Path, to: &Path, replace: bool, old_key: Option<PathBuf>) -> Result<String, Stop> {
    let clock = Clock::machine();
    let ids = Ids::from_system(clock.clone()).map_err(|e| Stop::failed(format!("The machine gives no random numbers: {e}.")))?;
    let old_key = old_key.map(KeySource::File);
    let vault = || {
        let vault = Vault::from_source(setup.key.clone(), setup.next_key.clone());
        let vault = if let Some(old) = &old_key { vault.and_then(|vault| vault.and_old(old)) } else { vault };
        vault.map_err(|sentence| Stop::failed(format!("{sentence}.")))
    };
    if to.exists() && !replace {
        return Err(Stop::failed(format!(
            "{} is there already. With --replace it is moved aside and the backup takes its place.",
            to.display()
        )));
    }
    let held = hold(to).map_err(|error| match error {
        StoreError::Held => Stop(End::Held, format!("A running process holds {}. Please stop it first.", to.display())),
        other => other.into(),
    })?;
    let unchanged = |sentence: String| Stop::failed(format!("{sentence}. Nothing was changed."));
    let mut new = Begun { path: beside(to, ".restoring"), finished: false };
    clear(&new.path);
    unpack(&vault()?, file, &new.path).map_err(unchanged)?;

    let (path, own, at) = (new.path.clone(), vault()?, clock.clone());
    let destroyed = keys::destroyed(&setup.data)?;
    // A thread of its own, so that every connection to the new file is closed when it ends.
    let looked = std::thread::spawn(move || look(&path, at, ids, own, destroyed)).join();
    let (cancelled, erased, heads) = looked.map_err(|_| unchanged("The backup could not be looked at".into()))?.map_err(unchanged)?;
    fold(&new.path).map_err(|e| unchanged(e.to_string()))?;

    let io = |error: std::io::Error| Stop::failed(format!("The backup could not be put in place: {error}."));
    let aside = if to.exists() { Some(set_aside(to, &clock).map_err(io)?) } else { None };
    for more in ["-wal", "-shm"] {
        drop(std::fs::remove_file(beside(&new.path, more)));
        // A log without its database would be read into the new one.
        if beside(to, more).exists() {
            std::fs::rename(beside(to, more), beside(to, &format!(".left-over{more}"))).map_err(io)?;
        }
    }
    std::fs::rename(&new.path, to).and_then(|()| sync_folder(to)).map_err(io)?;
    new.finished = true;
    drop(std::fs::remove_file(new.path.with_extension("lock")));

    let mut text = vec![format!("{} was restored from {} and found sound.", to.display(), file.display())];
    text.extend(aside.map(|aside| format!("What was there is kept as {}.", aside.display())));
    if Location::Sqlite(absolute(to)) == absolute_of(&setup.database) {
        let log = Heads::of(&setup.data);
        if log.path().exists() {
            let kept = free(log.path(), &clock);
            std::fs::rename(log.path(), &kept).map_err(io)?;
            text.push(format!("The heads of the audit kept so far are now in {}.", kept.display()));
        }
        log.replace(&heads).map_err(io)?;
    }
    text.push("Every session and every sign-in link has ended.".into());
    if erased > 0 {
        text.push(format!("Threads that were erased since the backup was made were erased again ({erased})."));
    }
    if cancelled > 0 {
        text.push(format!(
            "Mails that waited in the backup were cancelled ({cancelled}), as they may have gone out since. Please look at them on the pages of their cases."
        ));
    }
    drop(held);
    Ok(text.join("\n"))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn absolute_of(at: &Location) -> Location {
    match at {
        Location::Sqlite(path) => Location::Sqlite(absolute(path)),
        Location::Postgres(_) => at.clone(),
    }
}

fn unpack(vault: &Vault, file: &Path, to: &Path) -> Result<(), String> {
    let mut from = BufReader::new(File::open(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?);
    let into = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(to)
        .map_err(|e| format!("{} cannot be written: {e}", to.display()))?;
    let mut into = BufWriter::new(into);
    vault.unpack(&mut from, &mut into).map_err(|e| format!("{}: {e}", file.display()))?;
    into.flush().and_then(|()| into.get_ref().sync_all()).map_err(|e| format!("{} cannot be written: {e}", to.display()))
}

/// Looks at everything in the new file, brings it to this program's schema, and ends what must not come back.
fn look(path: &Path, clock: Clock, ids: Ids, vault: Vault, destroyed: Vec<Destroyed>) -> Result<(i64, u64, Vec<Head>), String> {
    let said = |error: StoreError| format!("The backup cannot be used: {error}");
    let mut faults = sqlite_faults(path).map_err(said)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let db = Store::open(&Location::Sqlite(path.to_owned()), clock, ids, vault).map_err(said)?;
    runtime.block_on(async {
        if !db.fits_key() {
            return Err("The backup was not written with this key file".to_owned());
        }
        faults.extend(db.verify_audit(Vec::new()).await.map_err(said)?.1);
        let lost = db.verify_rows().await.map_err(said)?;
        // Mails that were given up belong to the state that was backed up; they are no fault of the backup.
        faults.extend(lost.into_iter().filter(|fault| !fault.starts_with("outbox")));
        if !faults.is_empty() {
            return Err(format!("The backup is not sound: {}", faults.join("; ")));
        }
        let cancelled = db.after_restore().await.map_err(said)?;
        // A backup from before a new key is wrapped under it now; then the old key is needed no more.
        db.rewrap_keys().await.map_err(said)?;
        let erased = db.destroy_again(destroyed).await.map_err(said)?;
        let heads = db.seal_audit().await.map_err(said)?;
        Ok((cancelled, erased, heads))
    })
}

/// A free name beside a file, with day and time in Asia/Tokyo: `banso.db.before-restore-20261122-1331`.
fn free(path: &Path, clock: &Clock) -> PathBuf {
    let now = clock.now();
    let (hour, minute) = now.time();
    let stamp = format!(".before-restore-{}-{hour:02}{minute:02}", now.day().to_string().replace('-', ""));
    let mut found = beside(path, &stamp);
    let mut number = 1;
    while found.exists() {
        number += 1;
        found = beside(path, &format!("{stamp}-{number}"));
    }
    found
}

/// Moves a database aside, its log first: a file without its log is an older state, a log without its file is nothing.
fn set_aside(path: &Path, clock: &Clock) -> std::io::Result<PathBuf> {
    let aside = free(path, clock);
    for more in ["-wal", "-shm"] {
        if beside(path, more).exists() {
            std::fs::rename(beside(path, more), beside(&aside, more))?;
        }
    }
    std::fs::rename(path, &aside)?;
    Ok(aside)
}
