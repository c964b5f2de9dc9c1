//! The one file that names a database driver.
//!
//! One SQL text with `$1…` runs on both: for SQLite it is rewritten to `?1…`, because SQLite numbers `$n` by first
//! appearance and would bind `select $2, $1` the wrong way round without a word. Values are TEXT, BIGINT and BYTEA, and
//! carry their type also when they are null, so that PostgreSQL never has to guess.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::ValueRef;
use tokio_postgres::types::{ToSql, Type};

use super::lending::Lending;
use super::row::{self, Rows};
use super::views::{Texts, Views};
use super::{Cause, StoreError};

mod history {
    refinery::embed_migrations!("../migrations");
}

/// The oldest SQLite whose WAL-reset race is mended (sqlite.org/wal.html#walresetbug).
const OLDEST_SQLITE: i32 = 3_051_003;
/// Around a `select` of one column that depends on nothing else in its statement: `column {LISTED.0}select …{LISTED.1}`.
pub(crate) const LISTED: (&str, &str) = ("in /*list*/(", ")/*list*/");
/// How many waiting writers share one commit at the most.
const BATCH: usize = 64;
/// How many may read from SQLite at once: never fewer than there are threads that serve pages, as they would wait for each other.
const READERS: usize = 64;
/// How many writers may wait before the next is told to come back.
const QUEUE: usize = 256;
/// Statements until PostgreSQL is asked for the first time to count its tables ([`Pool::count_anew`]).
const FIRST_COUNT: u64 = 500;

/// A value bound to a statement or read from a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// TEXT.
    Text(String),
    /// BIGINT.
    Int(i64),
    /// BYTEA on PostgreSQL, BLOB on SQLite.
    Bytes(Vec<u8>),
    /// A null TEXT.
    NoText,
    /// A null BIGINT.
    NoInt,
    /// A null BYTEA.
    NoBytes,
}

impl Value {
    fn pg(&self) -> (Type, Box<dyn ToSql + Sync + '_>) {
        match self {
            Value::Text(text) => (Type::TEXT, Box::new(text.as_str())),
            Value::Int(int) => (Type::INT8, Box::new(*int)),
            Value::Bytes(bytes) => (Type::BYTEA, Box::new(bytes.as_slice())),
            Value::NoText => (Type::TEXT, Box::new(None::<&str>)),
            Value::NoInt => (Type::INT8, Box::new(None::<i64>)),
            Value::NoBytes => (Type::BYTEA, Box::new(None::<&[u8]>)),
        }
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value as Owned};
        Ok(match self {
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Int(int) => ToSqlOutput::Owned(Owned::Integer(*int)),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::NoText | Value::NoInt | Value::NoBytes => ToSqlOutput::Owned(Owned::Null),
        })
    }
}

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A PostgreSQL connection string, with what it says about the password kept out of every message.
    Postgres(String),
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Location::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Location::Postgres(_) => {
                write!(
                    f,
                    "postgres://{}/{}",
                    self.hosts().join(","),
                    self.pg().and_then(|pg| pg.get_dbname().map(ToOwned::to_owned)).unwrap_or_default()
                )
            }
        }
    }
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl Location {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub fn parse(text: &str) -> Option<Location> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Some(Location::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => Some(Location::Postgres(text.to_owned())),
            _ => None,
        }
    }

    fn pg(&self) -> Option<tokio_postgres::Config> {
        match self {
            Location::Sqlite(_) => None,
            Location::Postgres(url) => url.parse().ok(),
        }
    }

    /// The machines a PostgreSQL address names; a Unix socket is its folder.
    fn hosts(&self) -> Vec<String> {
        let Some(pg) = self.pg() else { return Vec::new() };
        let addresses = pg.get_hostaddrs().iter().map(ToString::to_string);
        let names = pg.get_hosts().iter().map(|host| match host {
            tokio_postgres::config::Host::Tcp(name) => name.clone(),
            tokio_postgres::config::Host::Unix(folder) => folder.display().to_string(),
        });
        if pg.get_hostaddrs().is_empty() { names.collect() } else { addresses.collect() }
    }

    /// The hosts that are another machine: nothing is said to them but under TLS, with a certificate that bears their name.
    pub fn distant(&self) -> Vec<String> {
        let here = |host: &String| {
            host.starts_with('/') || host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        };
        self.hosts().into_iter().filter(|host| !here(host)).collect()
    }

    /// What the database says of itself, asked without changing anything. Waits for the network: for a thread made for waiting.
    ///
    /// # Errors
    /// `Broken` with what PostgreSQL or the network said.
    pub fn notes(&self) -> Result<Notes, StoreError> {
        let Location::Postgres(url) = self else {
            return Ok(Notes { engine: format!("SQLite {}", rusqlite::version()), warnings: Vec::new() });
        };
        let pg = Postgres::connect(url)?;
        let said = pg.query("select current_setting('server_version'), rolname::text, (case when rolsuper or rolbypassrls then 'above' else '' end)::text from pg_roles where rolname = current_user", &[])?;
        let (version, role, above): (String, String, String) = super::read_all(said)?.pop().unwrap_or_default();
        let mut warnings = Vec::new();
        if !above.is_empty() {
            warnings.push(format!("The database role {role} is a superuser or may bypass row-level security, so the second wall between institutions does not stand. Give Banso a role of its own: create role banso login nosuperuser nobypassrls password '…'."));
        }
        Ok(Notes { engine: format!("PostgreSQL {version}"), warnings })
    }

    /// Whether the address can be read at all.
    pub fn readable(&self) -> bool {
        matches!(self, Location::Sqlite(_)) || self.pg().is_some()
    }
}

/// What a database says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// Which database it is, with its version.
    pub engine: String,
    /// What the administrator ought to know, in sentences.
    pub warnings: Vec<String>,
}

/// Keeps every other process from this database file for as long as it is kept.
#[derive(Debug)]
pub struct Hold {
    _file: std::fs::File,
}

/// Makes a file that its owner alone can read, if it is not there yet, and opens it for writing.
fn private(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)
}

/// Takes the lock that lies beside a database file. It falls with the process, however that ends.
///
/// # Errors
/// `Held` when another process has it; `Refused` when nothing can be written there.
pub fn hold(path: &Path) -> Result<Hold, StoreError> {
    use std::os::unix::fs::DirBuilderExt;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|e| StoreError::Refused(format!("cannot create {}: {e}", folder.display())))?;
    }
    let lock =
        private(&path.with_extension("lock")).map_err(|e| StoreError::Refused(format!("cannot write beside {}: {e}", path.display())))?;
    lock.try_lock().map_err(|_| StoreError::Held)?;
    Ok(Hold { _file: lock })
}

/// A connection inside a transaction: the only thing that sends SQL.
pub(crate) enum Conn<'c> {
    Sqlite(&'c Lite, &'c Work),
    Postgres(&'c Postgres, &'c Work),
}

impl Conn<'_> {
    /// The rows of a statement of the store's own, with `$1…`.
    pub(crate) fn query(&self, sql: &str, args: &[Value]) -> Result<Rows, StoreError> {
        match self {
            Conn::Sqlite(..) => self.ask(&renamed(sql), args),
            Conn::Postgres(..) => self.ask(sql, args),
        }
    }

    /// As [`Conn::query`], of a statement in the words of this database.
    pub(super) fn ask(&self, sql: &str, args: &[Value]) -> Result<Rows, StoreError> {
        match self {
            Conn::Sqlite(lite, work) => {
                let (rows, steps) = sqlite_query(&lite.conn, sql, args)?;
                lite.add(steps);
                work.hear(sql, args, rows.len(), steps);
                Ok(rows)
            }
            Conn::Postgres(conn, work) => {
                work.add((1, 0));
                let rows = conn.query(sql, args)?;
                work.hear(sql, args, rows.len(), 0);
                Ok(rows)
            }
        }
    }

    /// Changes rows by a statement of the store's own, with `$1…`; says how many.
    pub(crate) fn execute(&self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        match self {
            Conn::Sqlite(..) => self.carry_out(&renamed(sql), args),
            Conn::Postgres(..) => self.carry_out(sql, args),
        }
    }

    /// As [`Conn::execute`], of a statement in the words of this database.
    pub(super) fn carry_out(&self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        match self {
            Conn::Sqlite(lite, work) => {
                let mut statement = lite.conn.prepare_cached(sql).map_err(from_sqlite)?;
                let changed = statement.execute(rusqlite::params_from_iter(args)).map_err(from_sqlite)?;
                let steps = steps_of(&statement);
                lite.add(steps);
                work.hear(sql, args, 0, steps);
                Ok(changed as u64)
            }
            Conn::Postgres(conn, work) => {
                work.add((1, 0));
                work.hear(sql, args, 0, 0);
                conn.execute(sql, args)
            }
        }
    }

    /// The text of a statement in the words of this database, and what is bound to it.
    pub(super) fn text(&self, views: Views) -> (Arc<str>, Vec<Value>) {
        match self {
            Conn::Sqlite(lite, _) => lite.texts.of(views, '?'),
            Conn::Postgres(conn, _) => conn.texts.of(views, '$'),
        }
    }

    /// The names of all tables.
    pub(crate) fn tables(&self) -> Result<Vec<String>, StoreError> {
        let sql = match self {
            Conn::Sqlite(..) => {
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite~_%' escape '~' order by name"
            }
            Conn::Postgres(..) => {
                "select cast(table_name as text) from information_schema.tables where table_schema = current_schema() order by table_name"
            }
        };
        Ok(super::read_all::<(String,)>(self.query(sql, &[])?)?.into_iter().map(|(name,)| name).collect())
    }

    /// What keeps a row from being changed until this transaction ends, for others that read it so. SQLite has one writer.
    pub(crate) fn for_share(&self) -> &'static str {
        if matches!(self, Conn::Sqlite(..)) { "" } else { " for share" }
    }

    /// What takes rows for oneself until this transaction ends.
    pub(crate) fn for_update(&self) -> &'static str {
        if matches!(self, Conn::Sqlite(..)) { "" } else { " for update" }
    }

    /// Every column of every table: table, column, and whether it holds bytes.
    pub(crate) fn columns(&self) -> Result<Vec<(String, String, bool)>, StoreError> {
        let sql = match self {
            Conn::Sqlite(..) => {
                "select m.name, c.name, case when lower(c.type) = 'bytea' then 1 else 0 end from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite~_%' escape '~' order by m.name, c.cid"
            }
            Conn::Postgres(..) => {
                "select cast(c.table_name as text), cast(c.column_name as text), cast(case when c.data_type = 'bytea' then 1 else 0 end as bigint) from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE' where c.table_schema = current_schema() order by c.table_name, c.ordinal_position"
            }
        };
        super::read_all(self.query(sql, &[])?)
    }

    /// The plan of a statement in the words of the database: for the test that no statement scans a growing table.
    pub(crate) fn plan(&self, sql: &str, args: &[Value]) -> Result<String, StoreError> {
        match self {
            Conn::Sqlite(lite, _) => {
                let (rows, _) = sqlite_query(&lite.conn, &renamed(&format!("explain query plan {sql}")), args)?;
                Ok(rows.iter().filter_map(|mut row| text(row.nth(3)?)).collect::<Vec<_>>().join("\n"))
            }
            Conn::Postgres(conn, _) => {
                // A table of a test is small enough to be read whole; what is asked is whether an index would serve.
                conn.batch("set enable_seqscan = off")?;
                let rows = conn.query(&format!("explain {sql}"), args);
                conn.batch("reset enable_seqscan")?;
                let rows = rows?;
                Ok(rows.iter().filter_map(|mut row| text(row.next()?)).collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

fn text(cell: row::Cell<'_>) -> Option<&str> {
    match cell {
        row::Cell::Text(text) => Some(text),
        _ => None,
    }
}

/// `$1` to `?1`, outside quotes. In pieces, as each statement of each page passes here.
pub(super) fn for_sqlite(sql: &str, text: &mut String) {
    for (nth, part) in sql.split('\'').enumerate() {
        if nth > 0 {
            text.push('\'');
        }
        let quoted = nth % 2 == 1;
        for (nth, piece) in part.split('$').enumerate() {
            if nth > 0 {
                text.push(if quoted { '$' } else { '?' });
            }
            text.push_str(piece);
        }
    }
}

/// The statement in the words of SQLite; one without `$` is so already.
fn renamed(sql: &str) -> std::borrow::Cow<'_, str> {
    if !sql.contains('$') {
        return sql.into();
    }
    let mut text = String::with_capacity(sql.len());
    for_sqlite(sql, &mut text);
    text.into()
}

/// Has PostgreSQL look up a list marked with [`LISTED`] once, whatever it takes its length for. As a join it may take each of
/// three lists for one row and go through every combination of them: the names of 40 cases took more than a minute (ADR 0029).
fn for_postgres(sql: &str) -> String {
    sql.replace(LISTED.0, "= any(array(").replace(LISTED.1, "))")
}

/// The rows of a statement, and the steps it took.
fn sqlite_query(conn: &rusqlite::Connection, sql: &str, args: &[Value]) -> Result<(Rows, u64), StoreError> {
    let mut statement = conn.prepare_cached(sql).map_err(from_sqlite)?;
    let width = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(args)).map_err(from_sqlite)?;
    let mut all = Rows::new(width);
    while let Some(row) = rows.next().map_err(from_sqlite)? {
        for column in 0..width {
            match row.get_ref(column).map_err(from_sqlite)? {
                ValueRef::Null => all.push(row::Cell::Nothing),
                ValueRef::Integer(int) => all.push(row::Cell::Int(int)),
                ValueRef::Real(_) => return Err(StoreError::Broken(Cause("a statement gave a fraction".into()))),
                ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) => all.push(row::Cell::Text(text)),
                    Err(_) => all.push(row::Cell::Text(&String::from_utf8_lossy(bytes))),
                },
                ValueRef::Blob(bytes) => all.push(row::Cell::Bytes(bytes)),
            }
        }
    }
    drop(rows);
    Ok((all, steps_of(&statement)))
}

fn steps_of(statement: &rusqlite::Statement<'_>) -> u64 {
    u64::try_from(statement.reset_status(rusqlite::StatementStatus::VmStep)).unwrap_or(0)
}

/// How much a database did so far: statements, and steps of SQLite's machine, which grow with every row that is looked at. Two requests that take the same steps take the same time, as far as the database goes.
#[derive(Default)]
pub(crate) struct Work {
    statements: AtomicU64,
    steps: AtomicU64,
    listening: AtomicBool,
    heard: Mutex<Vec<Heard>>,
}

/// One statement as it was carried out: for the guards, which read its plan, and for the bench, which carries it out again
/// without the product around it. Nothing in the product listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Its text, in the words of its database.
    pub sql: String,
    /// What was bound.
    pub args: Vec<Value>,
    /// How many rows it gave.
    pub rows: usize,
    /// Steps it took, on SQLite.
    pub steps: u64,
}

impl Work {
    fn hear(&self, sql: &str, args: &[Value], rows: usize, steps: u64) {
        if self.listening.load(Ordering::Relaxed) {
            let heard = Heard { sql: sql.to_owned(), args: args.to_vec(), rows, steps };
            self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        }
    }

    /// Keeps statements from now on, or gives what was kept since.
    pub(crate) fn listen(&self, on: bool) -> Vec<Heard> {
        self.listening.store(on, Ordering::Relaxed);
        std::mem::take(&mut *self.heard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, (statements, steps): (u64, u64)) {
        self.statements.fetch_add(statements, Ordering::Relaxed);
        self.steps.fetch_add(steps, Ordering::Relaxed);
    }

    /// Statements and steps.
    pub(crate) fn done(&self) -> (u64, u64) {
        (self.statements.load(Ordering::Relaxed), self.steps.load(Ordering::Relaxed))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn from_sqlite(error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(code, said) => match code.extended_code {
            1555 | 2067 => StoreError::Duplicate(said.clone().unwrap_or_default()),
            _ => match code.code {
                rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked | rusqlite::ErrorCode::DiskFull => StoreError::Busy,
                _ => StoreError::Broken(Cause(error.to_string())),
            },
        },
        _ => StoreError::Broken(Cause(error.to_string())),
    }
}

// ---------------------------------------------------------------------------------------------------------- SQLite

/// Reads or writes on a connection and says whether what it did is to be kept. What it found lies elsewhere ([`Given`]),
/// so that a driver is compiled once and not for every page's kind of result.
pub(crate) type Job = Box<dyn FnOnce(&Conn<'_>) -> bool + Send>;

/// What a [`Job`] found, once it is done.
pub(crate) struct Given<T, E>(Arc<Mutex<Option<Result<T, E>>>>);

impl<T, E: From<StoreError>> Given<T, E> {
    pub(crate) fn take(self) -> Result<T, E> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        found.unwrap_or_else(|| Err(StoreError::Broken(Cause("a database task was stopped".into())).into()))
    }
}

/// Makes a [`Job`] of `work`.
pub(crate) fn job<T: Send + 'static, E: Send + 'static>(
    work: impl FnOnce(&Conn<'_>) -> Result<T, E> + Send + 'static,
) -> (Job, Given<T, E>) {
    let given = Arc::new(Mutex::new(None));
    let found = Arc::clone(&given);
    let job = Box::new(move |conn: &Conn<'_>| {
        let result = work(conn);
        let keep = result.is_ok();
        *found.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        keep
    });
    (job, Given(given))
}

/// A write that waits for the writer, and who is told once its commit is known.
type Queued = (Job, tokio::sync::oneshot::Sender<Result<(), StoreError>>);

/// A connection to the embedded database.
pub(crate) struct Lite {
    conn: rusqlite::Connection,
    texts: Texts,
    /// Statements and steps of the job at hand: threads that count together wait for each other.
    done: Cell<(u64, u64)>,
}

impl Lite {
    fn new(conn: rusqlite::Connection) -> Lite {
        Lite { conn, texts: Texts::default(), done: Cell::default() }
    }

    fn add(&self, steps: u64) {
        let (statements, before) = self.done.get();
        self.done.set((statements + 1, before + steps));
    }

    /// Begins or ends something. Such words are as many as pages and commands, so they are read once, as statements are.
    fn say(&self, words: &str) -> rusqlite::Result<()> {
        self.conn.prepare_cached(words)?.execute([]).map(drop)
    }
}

/// The embedded database: one writer thread that owns the checkpoints, one reading connection a thread.
pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Lending<Lite>,
    work: Arc<Work>,
    jobs: SyncSender<Queued>,
    writer: Option<std::thread::JoinHandle<()>>,
    _lock: Hold,
}

impl Drop for Sqlite {
    /// Waits for the writer, which closes the file last and with it puts the log into it: a command leaves one file behind.
    fn drop(&mut self) {
        self.readers = Lending::new(1, None);
        let (nobody, _) = sync_channel(0);
        self.jobs = nobody;
        if let Some(writer) = self.writer.take().filter(|writer| writer.thread().id() != std::thread::current().id()) {
            drop(writer.join());
        }
    }
}

fn connect(path: &Path) -> Result<rusqlite::Connection, rusqlite::Error> {
    let conn = rusqlite::Connection::open(path)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    conn.set_prepared_statement_cache_capacity(512);
    // A plan that may depend on what is bound is made anew each time something is bound: nine tenths of the time of a page.
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma recursive_triggers = on;
         pragma secure_delete = on; pragma mmap_size = 0; pragma temp_store = memory; pragma trusted_schema = off;
         pragma cache_size = -8000;",
    )?;
    #[cfg(feature = "planted")]
    if crate::planted::is("no_fsync") {
        conn.execute_batch("pragma synchronous = off")?;
    }
    Ok(conn)
}

impl Sqlite {
    /// Opens the file for this process alone, migrates it, and starts its writer.
    /// `first` is done before anyone else reads or writes.
    pub(crate) fn open(path: &Path, first: impl FnOnce(&Conn<'_>) -> Result<(), StoreError>) -> Result<Sqlite, StoreError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(StoreError::Refused(format!(
                "SQLite {} is older than 3.51.3 and may corrupt a file; build with the bundled one",
                rusqlite::version()
            )));
        }
        let lock = hold(path)?;
        // SQLite gives the log beside it the mode of the database file.
        private(path).map_err(|e| StoreError::Refused(format!("cannot write {}: {e}", path.display())))?;
        let mut writer = connect(path).map_err(from_sqlite)?;
        migrate_sqlite(&mut writer, path)?;
        let writer = Lite::new(writer);
        writer.say("begin immediate").map_err(from_sqlite)?;
        first(&Conn::Sqlite(&writer, &Work::default()))?;
        writer.say("commit").map_err(from_sqlite)?;
        let (jobs, waiting) = sync_channel(QUEUE);
        let work = Arc::<Work>::default();
        let counted = Arc::clone(&work);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || write_jobs(&writer, &waiting, &counted))
            .map_err(|e| StoreError::Refused(e.to_string()))?;
        Ok(Sqlite { path: path.to_owned(), readers: Lending::new(READERS, None), work, jobs, writer: Some(thread), _lock: lock })
    }

    fn reader(&self) -> Result<Lite, StoreError> {
        let conn = connect(&self.path).map_err(from_sqlite)?;
        conn.execute_batch("pragma query_only = on").map_err(from_sqlite)?;
        Ok(Lite::new(conn))
    }

    /// Reads inside one snapshot.
    pub(crate) fn read(&self, job: Job) -> Result<(), StoreError> {
        self.readers.with(
            // One that could not end what it read is not lent again.
            |lite| lite.conn.is_autocommit(),
            || self.reader(),
            |lite| {
                lite.say("begin").map_err(from_sqlite)?;
                job(&Conn::Sqlite(lite, &self.work));
                self.work.add(lite.done.take());
                lite.say("rollback").map_err(from_sqlite)
            },
        )
    }

    /// Queues one write; it shares its commit with those that wait beside it.
    pub(crate) async fn write(&self, job: Job) -> Result<(), StoreError> {
        let (tell, told) = tokio::sync::oneshot::channel();
        self.jobs.try_send((job, tell)).map_err(|full| match full {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Broken(Cause("the writer has stopped".into())),
        })?;
        told.await.map_err(|_| StoreError::Broken(Cause("the write was dropped by its writer".into())))?
    }

    /// Copies the database as it stands at this moment to `to`, while it is in use.
    pub(crate) fn copy(&self, to: &Path) -> Result<(), StoreError> {
        let from = connect(&self.path).map_err(from_sqlite)?;
        private(to).map_err(|e| StoreError::Refused(format!("cannot write {}: {e}", to.display())))?;
        let mut target = rusqlite::Connection::open(to).map_err(from_sqlite)?;
        let backup = rusqlite::backup::Backup::new(&from, &mut target).map_err(from_sqlite)?;
        // All pages in one step, inside one snapshot: a copy in pieces would begin anew with every commit of the writer,
        // which a snapshot does not hold up (WAL).
        loop {
            match backup.step(-1).map_err(from_sqlite)? {
                rusqlite::backup::StepResult::Done => return Ok(()),
                rusqlite::backup::StepResult::More => {}
                _ => return Err(StoreError::Busy),
            }
        }
    }

    /// What was done so far.
    pub(crate) fn work(&self) -> &Work {
        &self.work
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Writes what the log beside a database file holds into the file itself, so that the file alone is the database.
///
/// # Errors
/// `Busy` when a transaction still stands in the way.
pub fn fold(path: &Path) -> Result<(), StoreError> {
    let conn = connect(path).map_err(from_sqlite)?;
    match sqlite_query(&conn, "pragma wal_checkpoint(truncate)", &[])?.0.first() {
        Some(row::Cell::Int(0)) => Ok(()),
        _ => Err(StoreError::Busy),
    }
}

/// What SQLite itself says about a file: empty when it is sound.
///
/// # Errors
/// What SQLite says when it cannot read it at all.
pub fn sqlite_faults(path: &Path) -> Result<Vec<String>, StoreError> {
    let conn = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(from_sqlite)?;
    let mut faults = Vec::new();
    for pragma in ["pragma integrity_check", "pragma foreign_key_check"] {
        for mut row in sqlite_query(&conn, pragma, &[])?.0.iter() {
            match row.next() {
                Some(row::Cell::Text("ok")) | None => {}
                Some(said) => faults.push(format!("{said:?}")),
            }
        }
    }
    Ok(faults)
}

/// The writer: takes what waits, works each in a savepoint of its own, commits once, then answers all.
fn write_jobs(lite: &Lite, waiting: &Receiver<Queued>, work: &Work) {
    while let Ok(first) = waiting.recv() {
        let mut answers = Vec::new();
        if let Err(error) = lite.say("begin immediate") {
            tracing::error!(cause = %error, "the writer could not begin");
            // The answers are dropped, so each waiting writer learns that nothing was kept.
            continue;
        }
        let mut next = Some(first);
        let mut broken = false;
        while let Some((job, tell)) = next.take() {
            broken |= lite.say("savepoint job").is_err();
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&Conn::Sqlite(lite, work))));
            work.add(lite.done.take());
            let keep = matches!(done, Ok(true));
            broken |= !keep && lite.say("rollback to job").is_err();
            broken |= lite.say("release job").is_err();
            // After a panic nobody is told, so the one who waits learns that nothing was kept.
            if done.is_ok() {
                answers.push(tell);
            }
            // SQLite rolls everything back by itself when the disk is full or fails: then nothing of the batch is kept.
            broken |= lite.conn.is_autocommit();
            if broken {
                break;
            }
            if answers.len() < BATCH {
                next = waiting.try_recv().ok();
            }
        }
        #[cfg(feature = "planted")]
        if crate::planted::is("ack_before_commit") {
            for tell in answers.drain(..) {
                drop(tell.send(Ok(())));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let committed = !broken && lite.say("commit").is_ok();
        if !committed && !lite.conn.is_autocommit() {
            drop(lite.say("rollback"));
        }
        for tell in answers {
            drop(tell.send(if committed { Ok(()) } else { Err(StoreError::Busy) }));
        }
    }
}

fn newest() -> u32 {
    history::migrations::runner()
        .get_migrations()
        .iter()
        .map(refinery::Migration::version)
        .max()
        .and_then(|v| u32::try_from(v).ok())
        .unwrap_or(0)
}

fn newer(found: i64) -> StoreError {
    StoreError::Refused(format!("the database has schema {found}, this program knows {}: use the newer program", newest()))
}

fn migrate_sqlite(conn: &mut rusqlite::Connection, path: &Path) -> Result<(), StoreError> {
    let (known, _) = sqlite_query(conn, "select cast(count(*) as bigint) from sqlite_schema where name = 'refinery_schema_history'", &[])?;
    let before = if matches!(known.first(), Some(row::Cell::Int(1))) {
        match sqlite_query(conn, "select coalesce(max(version), 0) from refinery_schema_history", &[])?.0.first() {
            Some(row::Cell::Int(version)) => version,
            _ => 0,
        }
    } else {
        0
    };
    if before > i64::from(newest()) {
        return Err(newer(before));
    }
    if before > 0 && before < i64::from(newest()) {
        let kept = path.with_extension(format!("before-V{:04}.db", newest()));
        private(&kept).map_err(|e| StoreError::Refused(format!("cannot write {}: {e}", kept.display())))?;
        let mut target = rusqlite::Connection::open(&kept).map_err(from_sqlite)?;
        rusqlite::backup::Backup::new(conn, &mut target)
            .and_then(|b| b.run_to_completion(1000, Duration::ZERO, None))
            .map_err(from_sqlite)?;
        tracing::info!(copy = %kept.display(), "a copy is kept before migrating");
    }
    history::migrations::runner().run(conn).map(drop).map_err(said)?;
    conn.execute_batch(include_str!("only_sqlite.sql")).map_err(from_sqlite)?;
    advise(conn).map_err(from_sqlite)
}

/// Tells SQLite how the rows of a large house lie, the same in every database: some hundred thousand of an institution in each
/// table, some ten of a case. Left to guess, it takes an institution for a handful of rows and reads the whole house to find the
/// forty cases of one consultant; left to count (`analyze`), its plans would change from one day to the next.
fn advise(conn: &rusqlite::Connection) -> rusqlite::Result<()> {
    let rows = |sql: &str| -> rusqlite::Result<Vec<(String, String, String)>> {
        conn.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
    };
    let indexes = rows(
        "select m.tbl_name, m.name, group_concat(c.name, ' ') from sqlite_schema m join pragma_index_info(m.name) c \
         where m.type = 'index' group by m.tbl_name, m.name order by m.tbl_name, m.name",
    )?;
    let wanted: Vec<(String, String, String)> =
        indexes.into_iter().map(|(table, index, columns)| (table, index, shares(&columns))).collect();
    let there = rows("select name, name, name from sqlite_schema where name = 'sqlite_stat1'")?;
    if !there.is_empty() && rows("select tbl, idx, stat from sqlite_stat1 order by tbl, idx")? == wanted {
        return Ok(());
    }
    let told = conn.unchecked_transaction()?;
    told.execute_batch("analyze sqlite_schema; delete from sqlite_stat1;")?;
    for (table, index, stat) in &wanted {
        told.execute("insert into sqlite_stat1 (tbl, idx, stat) values (?1, ?2, ?3)", [table, index, stat])?;
    }
    told.execute_batch("analyze sqlite_schema")?;
    told.commit()
}

/// All rows of an index, then how many share its first column, its first two, and so on, as `sqlite_stat1` writes it.
fn shares(columns: &str) -> String {
    let mut alike = 1_000_000;
    columns.split(' ').fold(alike.to_string(), |stat, column| {
        let share = match column {
            "institution_id" => 100_000,
            "placement_id" | "company_id" | "person_id" => 20,
            "id" => 1,
            "state" | "seat" | "side" | "kind" => alike / 4,
            "branch_id" | "staff_id" | "holder_id" | "author" => 200,
            "mail_key" | "identity_key" => 2,
            _ => alike / 20,
        };
        alike = alike.min(share).max(1);
        format!("{stat} {alike}")
    })
}

/// refinery hides the cause: say it.
#[expect(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn said(error: refinery::Error) -> StoreError {
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    StoreError::Refused(format!("the migration failed: {error} {cause}"))
}

// ------------------------------------------------------------------------------------------------------ PostgreSQL

/// One PostgreSQL connection, driven by a small runtime of its own, so that its door is a plain function.
pub(crate) struct Postgres {
    runtime: Own,
    client: tokio_postgres::Client,
    statements: RefCell<HashMap<String, tokio_postgres::Statement>>,
    texts: Texts,
}

/// The runtime of one connection. Dropping a runtime waits, which is forbidden on a thread of another runtime: this one just ends.
struct Own(Option<tokio::runtime::Runtime>);

impl Own {
    fn block_on<F: Future>(&self, work: F) -> F::Output {
        match &self.0 {
            Some(runtime) => runtime.block_on(work),
            None => unreachable!("taken only by drop"),
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// TLS to a database whose certificate one of these vouches for; by default those this machine trusts, or those in the file
/// that `SSL_CERT_FILE` names.
fn tls(found: rustls_native_certs::CertificateResult) -> Result<tokio_postgres_rustls::MakeRustlsConnect, StoreError> {
    let mut roots = rustls::RootCertStore::empty();
    let (taken, _) = roots.add_parsable_certificates(found.certs);
    if taken == 0 {
        let why = found.errors.first().map(ToString::to_string).unwrap_or_default();
        return Err(StoreError::Refused(format!(
            "this machine trusts no certificate, so the database cannot be known by its own; name a file with SSL_CERT_FILE {why}"
        )));
    }
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Refused(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(tokio_postgres_rustls::MakeRustlsConnect::new(config))
}

impl Postgres {
    fn connect(url: &str) -> Result<Postgres, StoreError> {
        let far = !Location::Postgres(url.to_owned()).distant().is_empty();
        Postgres::reach(url, if far { Some(tls(rustls_native_certs::load_native_certs())?) } else { None })
    }

    /// Connects, under TLS where it is given, whatever the address says about it.
    fn reach(url: &str, tls: Option<tokio_postgres_rustls::MakeRustlsConnect>) -> Result<Postgres, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| StoreError::Refused(e.to_string()))?;
        let mut config: tokio_postgres::Config =
            url.parse().map_err(|_| StoreError::Refused("the database address cannot be read".into()))?;
        config.application_name("banso").connect_timeout(Duration::from_secs(5));
        let client = match tls {
            Some(tls) => {
                config.ssl_mode(tokio_postgres::config::SslMode::Require);
                let (client, connection) = runtime.block_on(config.connect(tls)).map_err(from_pg)?;
                runtime.spawn(told(connection));
                client
            }
            None => {
                let (client, connection) = runtime.block_on(config.connect(tokio_postgres::NoTls)).map_err(from_pg)?;
                runtime.spawn(told(connection));
                client
            }
        };
        Ok(Postgres { runtime: Own(Some(runtime)), client, statements: RefCell::default(), texts: Texts::default() })
    }

    fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.runtime.block_on(self.client.batch_execute(sql)).map_err(from_pg)
    }

    fn statement(&self, sql: &str, types: &[Type]) -> Result<tokio_postgres::Statement, StoreError> {
        use std::fmt::Write;
        let mut key = String::with_capacity(sql.len() + types.len() * 4);
        key.push_str(sql);
        for kind in types {
            let _ = write!(key, "\0{}", kind.oid());
        }
        if let Some(known) = self.statements.borrow().get(&key) {
            return Ok(known.clone());
        }
        let new = self.runtime.block_on(self.client.prepare_typed(&for_postgres(sql), types)).map_err(from_pg)?;
        self.statements.borrow_mut().insert(key, new.clone());
        Ok(new)
    }

    fn query(&self, sql: &str, args: &[Value]) -> Result<Rows, StoreError> {
        let (types, values): (Vec<Type>, Vec<_>) = args.iter().map(Value::pg).unzip();
        let statement = self.statement(sql, &types)?;
        let params: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v.as_ref() as _).collect();
        let rows = self.runtime.block_on(self.client.query(&statement, &params)).map_err(from_pg)?;
        let mut all = Rows::new(statement.columns().len());
        for row in &rows {
            cells(row, &mut all)?;
        }
        Ok(all)
    }

    fn execute(&self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        let (types, values): (Vec<Type>, Vec<_>) = args.iter().map(Value::pg).unzip();
        let statement = self.statement(sql, &types)?;
        let params: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v.as_ref() as _).collect();
        self.runtime.block_on(self.client.execute(&statement, &params)).map_err(from_pg)
    }

    /// Row-level security looks at this institution; `*` is for the few named duties that serve all of them.
    fn stand_in(&self, institution: &str, local: bool) -> Result<(), StoreError> {
        let scope = if local { "true" } else { "false" };
        self.query(&format!("select set_config('banso.institution', $1, {scope})"), &[Value::Text(institution.into())]).map(drop)
    }
}

/// Drives a connection, and says so when it breaks.
async fn told(connection: impl Future<Output = Result<(), tokio_postgres::Error>>) {
    if let Err(error) = connection.await {
        tracing::warn!(cause = %error, "a database connection ended");
    }
}

fn cells(row: &tokio_postgres::Row, all: &mut Rows) -> Result<(), StoreError> {
    for (nth, column) in row.columns().iter().enumerate() {
        let kind = column.type_();
        let cell = if *kind == Type::INT8 {
            row.try_get::<_, Option<i64>>(nth).map(|int| int.map(row::Cell::Int))
        } else if *kind == Type::INT4 {
            row.try_get::<_, Option<i32>>(nth).map(|int| int.map(|int| row::Cell::Int(int.into())))
        } else if *kind == Type::BYTEA {
            row.try_get::<_, Option<&[u8]>>(nth).map(|bytes| bytes.map(row::Cell::Bytes))
        } else {
            row.try_get::<_, Option<&str>>(nth).map(|text| text.map(row::Cell::Text))
        };
        all.push(cell.map_err(from_pg)?.unwrap_or(row::Cell::Nothing));
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn from_pg(error: tokio_postgres::Error) -> StoreError {
    use tokio_postgres::error::SqlState;
    match error.code() {
        Some(&SqlState::UNIQUE_VIOLATION) => {
            StoreError::Duplicate(error.as_db_error().and_then(|e| e.constraint()).unwrap_or("").to_owned())
        }
        Some(&SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_DEADLOCK_DETECTED | &SqlState::DISK_FULL) => StoreError::Busy,
        // The message alone: the detail would repeat the row, and with it names, into the log.
        Some(_) => StoreError::Broken(Cause(
            error.as_db_error().map_or_else(|| error.to_string(), |said| format!("{}: {}", said.code().code(), said.message())),
        )),
        None if error.is_closed() => StoreError::Busy,
        None => StoreError::Broken(Cause(error.to_string())),
    }
}

/// PostgreSQL, reached by a fixed number of connections.
pub(crate) struct Pool {
    url: String,
    lending: Lending<Postgres>,
    work: Work,
    /// How many statements are done when PostgreSQL counts its tables next.
    counts_at: AtomicU64,
}

impl Pool {
    pub(crate) fn open(url: &str, size: usize) -> Result<Pool, StoreError> {
        let first = Postgres::connect(url)?;
        check_order(&first)?;
        migrate_postgres(url)?;
        Ok(Pool {
            url: url.to_owned(),
            lending: Lending::new(size, Some(first)),
            work: Work::default(),
            counts_at: AtomicU64::new(FIRST_COUNT),
        })
    }

    fn with(&self, work: impl FnOnce(&Postgres) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.lending.with(|conn| !conn.client.is_closed(), || Postgres::connect(&self.url), work)
    }

    pub(crate) fn read(&self, institution: &str, snapshot: bool, job: Job) -> Result<(), StoreError> {
        self.with(|pg| {
            if snapshot {
                pg.batch("begin isolation level repeatable read read only")?;
            }
            let result = pg.stand_in(institution, false).map(|()| job(&Conn::Postgres(pg, &self.work)));
            if snapshot {
                pg.batch("rollback")?;
            }
            result.map(|_| ())
        })
    }

    /// Has PostgreSQL count the tables that every pass looks through, once and then whenever twice as much was done. It counts
    /// by itself a minute after rows came; until then it takes a house of 400 cases for one row, and 40 names took 58 s.
    fn count_anew(&self, pg: &Postgres) {
        let (done, next) = (self.work.done().0, self.counts_at.load(Ordering::Relaxed));
        if done >= next && self.counts_at.compare_exchange(next, done * 2, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            let _ = pg.batch("analyze placement, member, company, person").inspect_err(|error| {
                tracing::warn!(%error, "PostgreSQL could not count its tables");
            });
        }
    }

    /// As [`Work::listen`], in the words that PostgreSQL heard.
    pub(crate) fn listen(&self, on: bool) -> Vec<Heard> {
        self.work.listen(on).into_iter().map(|one| Heard { sql: for_postgres(&one.sql), ..one }).collect()
    }

    /// Clears a table's dead rows, which still hold what was deleted.
    pub(crate) fn vacuum(&self, table: &str) -> Result<(), StoreError> {
        self.with(|pg| pg.batch(&format!("vacuum {table}")))
    }

    pub(crate) fn write(&self, institution: &str, job: Job) -> Result<(), StoreError> {
        self.with(|pg| {
            pg.batch("begin")?;
            match pg.stand_in(institution, true).map(|()| job(&Conn::Postgres(pg, &self.work))) {
                Ok(true) => {
                    pg.batch("commit").map_err(|error| match error {
                        // The line broke while the commit was on its way: it may stand or not; the deed's key will tell.
                        StoreError::Busy => StoreError::Unknown,
                        other => other,
                    })?;
                    self.count_anew(pg);
                    Ok(())
                }
                undone => {
                    drop(pg.batch("rollback"));
                    undone.map(|_| ())
                }
            }
        })
    }
}

fn check_order(pg: &Postgres) -> Result<(), StoreError> {
    let order = pg.query("select datcollate::text from pg_database where datname = current_database()", &[])?;
    match order.first() {
        Some(row::Cell::Text(order)) if order == "C" || order.starts_with("C.") => Ok(()),
        Some(row::Cell::Text(order)) => Err(StoreError::Refused(format!(
            "the database sorts by {order}; create it with: create database banso template template0 lc_collate 'C' lc_ctype 'C' encoding 'UTF8'"
        ))),
        _ => Err(StoreError::Refused("the database does not say how it sorts".into())),
    }
}

fn migrate_postgres(url: &str) -> Result<(), StoreError> {
    let mut pg = Postgres::connect(url)?;
    // One instance migrates, the others wait here (any number will do; this one is ours).
    pg.batch("select pg_advisory_lock(20260401)")?;
    let known = pg.query("select cast(count(*) as bigint) from information_schema.tables where table_schema = current_schema() and table_name = 'refinery_schema_history'", &[])?;
    if matches!(known.first(), Some(row::Cell::Int(1)))
        && let Some(row::Cell::Int(found)) = pg.query("select coalesce(max(version), 0)::bigint from refinery_schema_history", &[])?.first()
        && found > i64::from(newest())
    {
        return Err(newer(found));
    }
    let Postgres { runtime, client, .. } = &mut pg;
    runtime.block_on(history::migrations::runner().run_async(client)).map_err(said)?;
    pg.batch(include_str!("only_postgres.sql"))?;
    pg.batch("select pg_advisory_unlock(20260401)")
}

/// Every request waits on a connection in a thread made for waiting.
pub(crate) async fn blocking(work: impl FnOnce() -> Result<(), StoreError> + Send + 'static) -> Result<(), StoreError> {
    let work: Box<dyn FnOnce() -> Result<(), StoreError> + Send> = Box::new(work);
    tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Broken(Cause("a database task was stopped".into())))?
}

/// The pool behind its shared handle.
pub(crate) type SharedPool = Arc<Pool>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bound_is_renamed_outside_quotes_alone() {
        let sql =
            "select '$1', a from t where b = $1 and c in /*list*/(select d from e where f = $22)/*list*/ and g = 'it''s $3' and h = $3";
        assert_eq!(
            renamed(sql),
            "select '$1', a from t where b = ?1 and c in /*list*/(select d from e where f = ?22)/*list*/ and g = 'it''s $3' and h = ?3"
        );
        assert!(for_postgres(sql).contains("c = any(array(select d from e where f = $22)) and g"));
    }

    #[test]
    fn an_address_never_says_its_password_and_tells_which_hosts_are_far() {
        let at = |text: &str| Location::parse(text).unwrap();
        let far = at("postgres://banso:hunter42@db.bank.example:5432,127.0.0.1/banso");
        assert_eq!(format!("{far} {far:?}"), "postgres://db.bank.example,127.0.0.1/banso postgres://db.bank.example,127.0.0.1/banso");
        assert_eq!(far.distant(), ["db.bank.example"]);
        assert_eq!(at("postgres://banso@localhost/banso").distant(), Vec::<String>::new());
        assert_eq!(at("postgres://banso@[::1]/banso").distant(), Vec::<String>::new());
        // The name says here, the address says there: the address is what is used.
        assert_eq!(at("postgres://banso@localhost/banso?hostaddr=10.0.0.5").distant(), ["10.0.0.5"]);
        assert!(!at("postgres://banso:hunter42@h:port/x").readable());
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test run says where its database is")]
    fn a_database_on_another_machine_is_spoken_to_under_tls_or_not_at_all() {
        let (Ok(url), Ok(file)) = (std::env::var("BANSO_TEST_DATABASE"), std::env::var("BANSO_TEST_CERTIFICATE")) else { return };
        let trusting = || tls(rustls_native_certs::load_certs_from_paths(Some(file.as_ref()), None)).unwrap();
        let sealed = "select (case when ssl then 'sealed' else 'open' end)::text from pg_stat_ssl where pid = pg_backend_pid()";
        let under = Postgres::reach(&url, Some(trusting())).unwrap();
        assert!(matches!(under.query(sealed, &[]).unwrap().first(), Some(row::Cell::Text("sealed"))));
        let strange = tls(rustls_native_certs::load_native_certs()).unwrap();
        assert!(Postgres::reach(&url, Some(strange)).is_err(), "nobody vouches for its certificate");
        let elsewhere = url.replace("@127.0.0.1:", "@127.0.0.2:");
        assert!(Postgres::reach(&elsewhere, Some(trusting())).is_err(), "its certificate bears another name");
    }

    #[test]
    fn sqlite_binds_the_second_argument_to_two_and_not_to_the_first_place() {
        let lite = Lite::new(rusqlite::Connection::open_in_memory().unwrap());
        let both = [Value::Text("one".into()), Value::Text("two".into())];
        let rows = Conn::Sqlite(&lite, &Work::default()).query("select $2, $1, '$3'", &both).unwrap();
        let rows: Vec<(String, String, String)> = super::super::read_all(rows).unwrap();
        assert_eq!(rows, [("two".into(), "one".into(), "$3".into())]);
    }
}
