//! The floor: what a program would cost that carries out the same statements and answers with the same bytes, and does
//! nothing else: no session is looked into, nobody is asked who may, no page is drawn.
//!
//! A page of the product is heard once ([`base::store::Store::listen`]): its statements with what was bound, and its HTML. The
//! floor carries exactly those out again in one snapshot, reads every cell, and sends the HTML. A page that needs fewer or
//! wider statements would be quicker; that is seen in the number of statements, not here.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use base::store::{Heard, Value};
use rusqlite::types::ValueRef;
use tokio_postgres::types::{ToSql, Type};

/// A page as it was heard.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its statements, those that read.
    pub statements: Vec<Heard>,
    /// Its HTML.
    pub html: Arc<Vec<u8>>,
}

impl Page {
    /// What was heard while the page was drawn.
    pub fn new(heard: Vec<Heard>, html: Vec<u8>) -> Page {
        let statements = heard.into_iter().filter(|one| one.sql.starts_with("select") || one.sql.starts_with("with")).collect();
        Page { statements, html: Arc::new(html) }
    }
}

fn answer(page: &Page, read: usize) -> Response {
    // What was read must not be left out as unused.
    std::hint::black_box(read);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.html.as_ref().clone()).into_response()
}

/// `$1` to `?1`, as SQLite wants it.
fn numbered(sql: &str) -> String {
    let mut quoted = false;
    sql.chars()
        .map(|c| {
            quoted ^= c == '\'';
            if c == '$' && !quoted { '?' } else { c }
        })
        .collect()
}

thread_local! {
    static CONNECTION: RefCell<Option<(PathBuf, rusqlite::Connection)>> = const { RefCell::new(None) };
}

fn connect(path: &Path) -> rusqlite::Result<rusqlite::Connection> {
    let conn = rusqlite::Connection::open(path)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    conn.set_prepared_statement_cache_capacity(1024);
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma mmap_size = 0;")?;
    Ok(conn)
}

fn carry_out(conn: &rusqlite::Connection, page: &Page) -> rusqlite::Result<usize> {
    let snapshot = conn.unchecked_transaction()?;
    let mut read = 0;
    for one in &page.statements {
        let mut statement = snapshot.prepare_cached(&one.sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(one.args.iter()))?;
        while let Some(row) = rows.next()? {
            for column in 0..width {
                read += match row.get_ref(column)? {
                    ValueRef::Text(bytes) => std::hint::black_box(String::from_utf8_lossy(bytes).into_owned()).len(),
                    ValueRef::Blob(bytes) => std::hint::black_box(bytes.to_vec()).len(),
                    _ => 1,
                };
            }
        }
    }
    Ok(read)
}

struct Pages<C> {
    list: Vec<Page>,
    next: AtomicUsize,
    of: C,
}

impl<C> Pages<C> {
    fn one(&self) -> &Page {
        &self.list[self.next.fetch_add(1, Ordering::Relaxed) % self.list.len()]
    }
}

async fn from_file(State(all): State<Arc<Pages<PathBuf>>>) -> Response {
    let page = all.one();
    let read = CONNECTION.with(|connection| {
        let mut connection = connection.borrow_mut();
        if connection.as_ref().is_none_or(|(path, _)| *path != all.of) {
            *connection = connect(&all.of).ok().map(|conn| (all.of.clone(), conn));
        }
        connection.as_ref().and_then(|(_, conn)| carry_out(conn, page).ok())
    });
    match read {
        Some(read) => answer(page, read),
        None => axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The floor over an SQLite file.
pub fn sqlite(path: &Path, mut pages: Vec<Page>) -> Router {
    for one in pages.iter_mut().flat_map(|page| &mut page.statements) {
        one.sql = numbered(&one.sql);
    }
    Router::new().fallback(any(from_file)).with_state(Arc::new(Pages { list: pages, next: AtomicUsize::new(0), of: path.to_owned() }))
}

/// One connection to PostgreSQL with the prepared statements of every page.
struct Server {
    client: tokio_postgres::Client,
    prepared: Vec<Vec<tokio_postgres::Statement>>,
}

/// Connections of the floor, as many as the product has.
const CONNECTIONS: usize = 16;

fn typed(value: &Value) -> (Type, Box<dyn ToSql + Sync + Send + '_>) {
    match value {
        Value::Text(text) => (Type::TEXT, Box::new(text.as_str())),
        Value::Int(int) => (Type::INT8, Box::new(*int)),
        Value::Bytes(bytes) => (Type::BYTEA, Box::new(bytes.as_slice())),
        Value::NoText => (Type::TEXT, Box::new(None::<&str>)),
        Value::NoInt => (Type::INT8, Box::new(None::<i64>)),
        Value::NoBytes => (Type::BYTEA, Box::new(None::<&[u8]>)),
    }
}

/// The floor over PostgreSQL: statement after statement on one of sixteen connections. Row-level security is satisfied once.
///
/// # Errors
/// What PostgreSQL says.
pub async fn postgres(url: &str, pages: Vec<Page>) -> Result<Router, tokio_postgres::Error> {
    let mut servers = Vec::new();
    for _ in 0..CONNECTIONS {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute("set banso.institution = '*'").await?;
        let mut prepared = Vec::new();
        for page in &pages {
            let mut own = Vec::new();
            for one in &page.statements {
                let types: Vec<Type> = one.args.iter().map(|value| typed(value).0).collect();
                own.push(client.prepare_typed(&one.sql, &types).await?);
            }
            prepared.push(own);
        }
        servers.push(Server { client, prepared });
    }
    Ok(Router::new().fallback(any(from_server)).with_state(Arc::new(Pages { list: pages, next: AtomicUsize::new(0), of: servers })))
}

async fn from_server(State(all): State<Arc<Pages<Vec<Server>>>>) -> Response {
    let nth = all.next.fetch_add(1, Ordering::Relaxed);
    let (page, server) = (&all.list[nth % all.list.len()], &all.of[nth % CONNECTIONS]);
    let mut read = 0;
    for (one, statement) in page.statements.iter().zip(&server.prepared[nth % all.list.len()]) {
        let values: Vec<_> = one.args.iter().map(|value| typed(value).1).collect();
        let args: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value.as_ref() as _).collect();
        match server.client.query(statement, &args).await {
            Ok(rows) => {
                for row in &rows {
                    for column in 0..row.len() {
                        read += cell(row, column);
                    }
                }
            }
            Err(_) => return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
    answer(page, read)
}

fn cell(row: &tokio_postgres::Row, column: usize) -> usize {
    let kind = row.columns()[column].type_();
    if *kind == Type::BYTEA {
        row.try_get::<_, Option<Vec<u8>>>(column).ok().flatten().map_or(0, |bytes| std::hint::black_box(bytes).len())
    } else if *kind == Type::TEXT {
        row.try_get::<_, Option<String>>(column).ok().flatten().map_or(0, |text| std::hint::black_box(text).len())
    } else {
        1
    }
}

/// Commits a second that one writer alone brings to the disk: a row changed, a commit, the next.
///
/// # Errors
/// What SQLite says.
pub fn commits(folder: &Path, time: Duration) -> rusqlite::Result<f64> {
    let path = folder.join("fsync.db");
    let conn = connect(&path)?;
    conn.execute_batch("create table if not exists one (n bigint); delete from one; insert into one values (0)")?;
    let (began, mut done) = (Instant::now(), 0u32);
    while began.elapsed() < time {
        conn.execute_batch("begin immediate; update one set n = n + 1; commit")?;
        done += 1;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}
