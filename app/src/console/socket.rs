//! The socket in the data folder: how a command reaches a database that a running server holds.
//!
//! One order a connection, one line of JSON each way. The folder and the socket belong to one user of the machine alone;
//! the server also asks the system who is calling, and answers that user and root.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base::store::Store;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

use super::orders::{Order, Reply, carry_out};
use crate::config::Setup;

/// An order is a few words and a path.
const LONGEST: u64 = 64 * 1024;
/// What a socket's path may have at the most (unix(7): `sun_path`).
pub(crate) const LONGEST_PATH: usize = 107;

/// Where the socket is.
pub(crate) fn place(data: &Path) -> PathBuf {
    data.join("banso.sock")
}

/// Opens the socket. The lock of the database is held, so a socket that lies there is left over from a process that is gone.
pub(crate) fn open(data: &Path) -> std::io::Result<UnixListener> {
    let path = place(data);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers orders until the process ends.
pub(crate) async fn answer(listener: UnixListener, db: Store, setup: Setup) {
    let owner = std::fs::metadata(place(&setup.data)).map(|socket| socket.uid()).ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let known = stream.peer_cred().is_ok_and(|caller| caller.uid() == 0 || Some(caller.uid()) == owner);
                if known {
                    tokio::spawn(one(stream, db.clone(), setup.clone()));
                }
            }
            Err(error) => {
                tracing::warn!(cause = %error, "the command socket could not be answered");
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        }
    }
}

async fn one(stream: UnixStream, db: Store, setup: Setup) {
    let (from, mut to) = stream.into_split();
    let mut line = String::new();
    if tokio::io::BufReader::new(from.take(LONGEST)).read_line(&mut line).await.is_err() {
        return;
    }
    let reply = match serde_json::from_str::<Order>(&line) {
        // On a thread made for waiting: a whole audit is walked, a whole database is copied.
        Ok(order) => {
            let here = tokio::runtime::Handle::current();
            let work = tokio::task::spawn_blocking(move || here.block_on(carry_out(&db, &setup, order)));
            work.await.unwrap_or_else(|_| Reply::failed("The order was not carried out; the log says why."))
        }
        Err(_) => Reply::failed("The running server does not understand this command: it may be of another version."),
    };
    if let Ok(mut text) = serde_json::to_string(&reply) {
        text.push('\n');
        drop(to.write_all(text.as_bytes()).await);
    }
}

/// Hands an order to the server that holds the database, and waits for its answer.
pub(crate) fn ask(data: &Path, order: &Order) -> std::io::Result<Reply> {
    let mut stream = std::os::unix::net::UnixStream::connect(place(data))?;
    let mut line = serde_json::to_string(order)?;
    line.push('\n');
    stream.write_all(line.as_bytes())?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    Ok(serde_json::from_str(&answer)?)
}
