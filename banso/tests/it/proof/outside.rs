//! What one who has the database in hand sees of it, without the product: every table as text; with the key, every sealed
//! text; and what the process wrote to its log.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use base::store::Location;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rusqlite::types::ValueRef;

use crate::world::World;

/// Every row of every table as text, by table. Bytes are shown as text as far as they are text, and in hexadecimal.
pub fn dump(world: &World) -> BTreeMap<String, String> {
    match &world.location {
        Location::Sqlite(file) => {
            let conn = rusqlite::Connection::open(file).unwrap();
            let text = |table: &str| rows(&conn, table).iter().map(|row| format!("{row:?}")).collect::<Vec<_>>().join("\n");
            tables(&conn).into_iter().map(|table| (table.clone(), text(&table))).collect()
        }
        Location::Postgres(address) => {
            let psql = |sql: &str| {
                let said = std::process::Command::new("psql").args([address, "-XqAt", "-c", sql]).output().unwrap();
                assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
                String::from_utf8(said.stdout).unwrap()
            };
            let tables = psql(
                "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'",
            );
            tables
                .lines()
                .map(|table| (table.to_owned(), psql(&format!("set banso.institution = '*'; select t::text from \"{table}\" t"))))
                .collect()
        }
    }
}

fn tables(conn: &rusqlite::Connection) -> Vec<String> {
    let mut found = conn.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name").unwrap();
    found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The columns of every table of the embedded database.
pub fn columns(world: &World) -> BTreeMap<String, Vec<String>> {
    let Location::Sqlite(file) = &world.location else { return BTreeMap::new() };
    let conn = rusqlite::Connection::open(file).unwrap();
    tables(&conn)
        .into_iter()
        .map(|table| {
            let names = conn.prepare(&format!("select * from {table}")).unwrap().column_names().map(ToOwned::to_owned).collect();
            (table, names)
        })
        .collect()
}

#[derive(Clone, Debug)]
enum Cell {
    Text(String),
    Bytes(Vec<u8>),
}

fn rows(conn: &rusqlite::Connection, table: &str) -> Vec<Vec<(String, Cell)>> {
    let mut all = conn.prepare(&format!("select * from {table}")).unwrap();
    let names: Vec<String> = all.column_names().map(ToOwned::to_owned).collect();
    let mut found = all.query([]).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = found.next().unwrap() {
        rows.push(
            names
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let cell = match row.get_ref(at).unwrap() {
                        ValueRef::Blob(bytes) => {
                            std::str::from_utf8(bytes).map_or_else(|_| Cell::Bytes(bytes.to_vec()), |text| Cell::Text(text.to_owned()))
                        }
                        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                        ValueRef::Integer(number) => Cell::Text(number.to_string()),
                        _ => Cell::Text(String::new()),
                    };
                    (name.clone(), cell)
                })
                .collect(),
        );
    }
    rows
}

/// A sealed text, opened with the key file of the test's world.
#[derive(Debug)]
pub struct Sealed {
    /// `table.column`.
    pub place: String,
    /// The row.
    pub row: String,
    pub text: String,
    /// Ids of those who wrote it, or before whom it was put.
    pub own: Vec<String>,
}

/// A data key, unwrapped by the key of the test's world.
pub struct DataKey {
    pub id: String,
    pub realm: String,
    pub side: String,
    pub wrapped: Vec<u8>,
    pub plain: [u8; 32],
}

/// Every data key, unwrapped by the recipe of docs/adr/0012.
pub fn keys(conn: &rusqlite::Connection) -> Vec<DataKey> {
    let text = |row: &[(String, Cell)], name: &str| cell(row, name).unwrap_or_default();
    rows(conn, "data_key")
        .iter()
        .filter_map(|row| {
            let bound = ["data_key", &text(row, "institution_id"), &text(row, "realm"), &text(row, "side")].join("\u{1f}");
            let wrapped = row.iter().find_map(|(name, cell)| match cell {
                Cell::Bytes(bytes) if name == "wrapped" => Some(bytes.clone()),
                _ => None,
            })?;
            let plain = open(&[9; 32], bound.as_bytes(), &wrapped)?.try_into().ok()?;
            Some(DataKey { id: text(row, "id"), realm: text(row, "realm"), side: text(row, "side"), wrapped, plain })
        })
        .collect()
}

fn cell(row: &[(String, Cell)], name: &str) -> Option<String> {
    row.iter().find_map(|(key, cell)| match cell {
        Cell::Text(text) if key == name => Some(text.clone()),
        _ => None,
    })
}

/// Every sealed text of the embedded database, opened by the recipe of docs/adr/0012: a text names its key and the version of
/// its row, and is bound to institution, realm, table, row and field, and in a thread to its author.
pub fn sealed(world: &World) -> Vec<Sealed> {
    let Location::Sqlite(file) = &world.location else { return Vec::new() };
    let conn = rusqlite::Connection::open(file).unwrap();
    let keys = keys(&conn);
    assert!(!keys.is_empty(), "no data key opens");
    let mut found = Vec::new();
    for table in tables(&conn).into_iter().filter(|table| table != "data_key") {
        for row in rows(&conn, &table) {
            let text = |name: &str| cell(&row, name).unwrap_or_default();
            let own: Vec<String> = ["author", "writer"].into_iter().filter_map(|name| cell(&row, name)).collect();
            let author = match table.as_str() {
                "thread" => text("writer"),
                "message" | "attachment" | "thread_note" | "relay" => text("author"),
                _ => String::new(),
            };
            for (column, cell) in &row {
                let Cell::Bytes(bytes) = cell else { continue };
                let Some(head) = bytes.strip_prefix(&[0xB2, 0x5E]).and_then(|rest| rest.first_chunk::<20>()) else { continue };
                let id = uuid(&head[..16]);
                let Some(key) = keys.iter().find(|key| key.id == id) else { continue };
                let version = u32::from_le_bytes(head[16..].try_into().unwrap()).to_string();
                let (institution, row_id) = (text("institution_id"), text("id"));
                let parts = [institution.as_str(), &key.realm, &table, &row_id, column, &author, &version].join("\u{1f}");
                let bound = [b"banso seal 2\x1f".as_slice(), &head[..16], parts.as_bytes()].concat();
                if let Some(text) = open(&key.plain, &bound, &bytes[22..]).and_then(|bytes| String::from_utf8(bytes).ok()) {
                    found.push(Sealed { place: format!("{table}.{column}"), row: row_id.clone(), text, own: own.clone() });
                }
            }
        }
    }
    found
}

/// Sixteen bytes as an id is written.
fn uuid(bytes: &[u8]) -> String {
    let hex = base::ids::hex(bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Opens what was sealed with XChaCha20-Poly1305, its nonce in front.
pub fn open(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_first_chunk::<24>()?;
    XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: bound }).ok()
}

/// Seals as texts were sealed before they named their key.
pub fn seal_as_before(key: &[u8; 32], nonce: [u8; 24], bound: &str, text: &[u8]) -> Vec<u8> {
    let sealed = XChaCha20Poly1305::new(key.into()).encrypt(&XNonce::from(nonce), Payload { msg: text, aad: bound.as_bytes() }).unwrap();
    [nonce.as_slice(), &sealed].concat()
}

/// Everything that this process logs from here on, at the finest level.
pub fn listen() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(move || writer.clone());
        drop(lines.try_init());
        log
    })
    .clone()
}

/// What was logged.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
