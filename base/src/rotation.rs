//! New keys for old, while people work; and the end of a thread.
//!
//! - [`Store::rewrap_keys`]: every data key is wrapped under the key-encryption key that wraps now. No text is touched.
//! - [`Store::renew_keys`]: every data key gets a successor, every text is sealed anew under it, and the old keys are
//!   deleted once no text needs them. Texts of threads that were sealed under the key of their case move to their thread's.
//! - [`Store::erase_thread`]: the keys of a thread are destroyed and its texts emptied.
//!
//! Each goes in small transactions between those of the pages, and what a killed process leaves behind is taken up by the
//! next run: a batch is done or not done, a text says by which key it is sealed, a key by which key it is wrapped.
//! docs/adr/0012.

use zeroize::Zeroizing;

use crate::actor::{Duty, Side};
use crate::clock::Instant;
use crate::store::{Cells, Conn, Held, SealSeat, Store, StoreError, Value, fold, next, of_thread, read_all};
use crate::vault::KeyName;

/// How many rows one transaction seals anew; of tables that hold files, [`FILES`].
const BATCH: i64 = 50;
const FILES: i64 = 2;
/// How many keys one transaction wraps anew.
const KEYS: i64 = 200;

/// What a renewal did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    /// Texts that were sealed anew.
    pub texts: u64,
    /// Old keys that were deleted.
    pub keys: u64,
    /// Texts that did not open; while there are any, no key is deleted.
    pub closed: u64,
}

/// What stands in the database, as far as sealing goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seals {
    /// Texts that open.
    pub texts: u64,
    /// Of these, texts that are sealed under a key that is being replaced, or as they were before threads had keys of their own.
    pub old: u64,
    /// Texts that do not open.
    pub closed: u64,
    /// Data keys.
    pub keys: u64,
    /// Of these, keys that are not wrapped by the key-encryption key that wraps now.
    pub wrapped_before: u64,
}

/// A thread that was made unreadable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The institution.
    pub institution: String,
    /// How many texts and files were emptied.
    pub texts: u64,
    /// The data keys that are gone: for the list that is applied after a restore.
    pub keys: Vec<String>,
    /// Whether some of its texts were sealed under the key of their case, so that backups from before a renewal open them.
    pub shared: bool,
}

crate::row! {
    /// A data key that was destroyed with its thread.
    pub struct Destroyed {
        /// Its number.
        pub key: String,
        /// The institution.
        pub institution: String,
        /// The thread.
        pub thread: String,
    }
    struct Wrapped { id: String, institution: String, realm: String, side: String, bytes: Vec<u8> }
}

/// A table with sealed columns.
pub(crate) struct Shape {
    table: String,
    sealed: Vec<String>,
    /// The columns that may name the realm.
    realms: Vec<String>,
    thread: String,
    author: String,
    files: bool,
    /// The columns that name case, side and owner; empty where there is none.
    whose: [String; 3],
}

/// Every table that holds sealed texts, by its columns of bytes.
pub(crate) fn shapes(conn: &Conn<'_>) -> Result<Vec<Shape>, StoreError> {
    let mut shapes: Vec<Shape> = Vec::new();
    let all = conn.columns()?;
    for (table, column, bytes) in &all {
        if !bytes || matches!(table.as_str(), "data_key" | "audit" | "parked") {
            continue;
        }
        if let Some(shape) = shapes.iter_mut().find(|shape| shape.table == *table) {
            shape.sealed.push(column.clone());
            continue;
        }
        let has = |name: &str| all.iter().any(|(of, column, _)| of == table && column == name);
        let realms = ["placement_id", "company_id", "person_id", "holder_id", "institution_id"];
        let first = |names: &[&str]| names.iter().find(|name| has(name)).map_or("''", |name| name).to_owned();
        shapes.push(Shape {
            whose: [first(&["placement_id"]), first(&["side", "party"]), first(&["receiver", "writer", "person_id", "author", "who"])],
            table: table.clone(),
            sealed: vec![column.clone()],
            realms: realms.into_iter().filter(|name| has(name)).map(ToOwned::to_owned).collect(),
            thread: if table == "thread" { "id" } else { "thread_id" }.into(),
            author: if table == "thread" { "writer" } else { "author" }.into(),
            files: has("file") || has("size"),
        });
    }
    Ok(shapes)
}

/// A row with what its texts are bound to.
struct Row {
    id: String,
    institution: String,
    realms: Vec<String>,
    seat: Option<SealSeat>,
    cells: Vec<(String, Vec<u8>)>,
}

impl Shape {
    /// Whose a row is: case, side and owner, by institution (`$1`) and id (`$2`).
    pub(crate) fn owner_sql(&self) -> String {
        let [case, side, owner] = &self.whose;
        let text = |column: &String| format!("cast(coalesce({column}, '') as text)");
        format!("select {}, {}, {} from {} where institution_id = $1 and id = $2", text(case), text(side), text(owner), self.table)
    }

    /// The next rows, in the order of their ids.
    fn rows(&self, conn: &Conn<'_>, after: &str, lock: bool) -> Result<Vec<Row>, StoreError> {
        let threaded = of_thread(&self.table);
        let who = if threaded {
            format!("{}, {}, version", self.thread, self.author)
        } else {
            "cast('' as text), cast('' as text), cast(0 as bigint)".to_owned()
        };
        let realms = self.realms.iter().map(|realm| format!("coalesce({realm}, '')")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "select id, institution_id, {who}, {realms}, {} from {} where id > $1 order by id limit {}{}",
            self.sealed.join(", "),
            self.table,
            if self.files { FILES } else { BATCH },
            if lock { conn.for_update() } else { "" }
        );
        conn.query(&sql, &[Value::Text(after.into())])?.iter().map(|mut cells| self.row(&mut cells, threaded)).collect()
    }

    fn row(&self, cells: &mut Cells<'_>, threaded: bool) -> Result<Row, StoreError> {
        let (id, institution): (String, String) = (next(cells)?, next(cells)?);
        let (thread, author, version): (String, String, i64) = (next(cells)?, next(cells)?, next(cells)?);
        let seat = threaded.then(|| SealSeat::row(thread, author, version));
        let mut realms = Vec::new();
        for _ in &self.realms {
            let realm: String = next(cells)?;
            if !realm.is_empty() {
                realms.push(realm);
            }
        }
        let mut sealed = Vec::new();
        for column in &self.sealed {
            let bytes: Option<Vec<u8>> = next(cells)?;
            sealed.extend(bytes.filter(|bytes| !bytes.is_empty()).map(|bytes| (column.clone(), bytes)));
        }
        Ok(Row { id, institution, realms, seat, cells: sealed })
    }
}

/// A text that was opened where it stands.
struct Opened {
    plain: Zeroizing<Vec<u8>>,
    realm: String,
    side: String,
    /// The version of the row it is bound to.
    version: u32,
    /// Whether it is sealed as it would be sealed now.
    fresh: bool,
}

impl Row {
    /// Opens one of its texts with whichever key it was sealed; none when no key does.
    fn open(
        &self,
        conn: &Conn<'_>,
        store: &Store,
        held: &Held,
        table: &str,
        column: &str,
        sealed: &[u8],
    ) -> Result<Option<Opened>, StoreError> {
        let sides = [Side::Company, Side::Person, Side::Bank].map(Side::code);
        for realm in &self.realms {
            let before = sides.map(|side| (realm.as_str(), side));
            let own = SealSeat::of(realm);
            let seat = self.seat.as_ref().unwrap_or(&own);
            match held.opened(conn, store, &before, seat.at(&self.institution, table, &self.id, column), sealed) {
                Ok((plain, known, version)) => {
                    return Ok(Some(Opened {
                        plain,
                        realm: if self.seat.is_some() { seat.realm().to_owned() } else { known.realm.clone() },
                        fresh: known.current && version.is_some(),
                        version: version.unwrap_or(seat.version),
                        side: known.side,
                    }));
                }
                Err(StoreError::Broken(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

impl Store {
    /// Wraps every data key under the key-encryption key that wraps now; gives how many it wrapped anew. What is left over
    /// from a run that was killed is taken up.
    ///
    /// # Errors
    /// The store's own; `Broken` when a key does not open with any key-encryption key that is known.
    pub async fn rewrap_keys(&self) -> Result<u64, StoreError> {
        let mut done = 0;
        loop {
            let store = self.clone();
            let some = self
                .raw_write("*", move |conn| {
                    let print = store.vault().print();
                    let sql = format!(
                        "select id, institution_id, realm, side, wrapped from data_key where kek <> $1 order by id limit {KEYS}{}",
                        conn.for_update()
                    );
                    let rows: Vec<Wrapped> = read_all(conn.query(&sql, &[Value::Text(print)])?)?;
                    for row in &rows {
                        let name: KeyName = (row.institution.clone(), row.realm.clone(), row.side.clone());
                        let key = store.vault().unwrap_key(&name, &row.bytes)?;
                        let (wrapped, print) = store.vault().wrap_key(store.ids(), &name, &key)?;
                        conn.execute(
                            "update data_key set wrapped = $2, kek = $3 where id = $1",
                            &[Value::Text(row.id.clone()), Value::Bytes(wrapped), Value::Text(print)],
                        )?;
                    }
                    Ok::<_, StoreError>(rows.len() as u64)
                })
                .await?;
            if some == 0 {
                self.settle_log().await?;
                return Ok(done);
            }
            done += some;
        }
    }

    /// Gives every realm a new data key, seals every text anew, and deletes the old keys. Begins, or goes on where a run
    /// that was killed left off.
    ///
    /// # Errors
    /// The store's own.
    pub async fn renew_keys(&self) -> Result<Renewed, StoreError> {
        // Whoever seals with a key at this moment is waited for; after this nobody begins to.
        let shapes = self
            .raw_write("*", |conn| {
                if conn.query("select id from data_key where state = 'old' limit 1", &[])?.is_empty() {
                    conn.execute("update data_key set state = 'old' where state = 'current' and realm <> 'root'", &[])?;
                }
                shapes(conn)
            })
            .await?;
        let mut renewed = Renewed::default();
        for shape in shapes {
            let shape = std::sync::Arc::new(shape);
            let mut after = Some(String::new());
            while let Some(from) = after {
                let (store, shape) = (self.clone(), std::sync::Arc::clone(&shape));
                let (texts, closed, last) = self.raw_write("*", move |conn| seal_anew(conn, &store, &shape, &from)).await?;
                renewed.texts += texts;
                renewed.closed += closed;
                after = last;
            }
        }
        if renewed.closed == 0 {
            renewed.keys = self.raw_write("*", |conn| conn.execute("delete from data_key where state = 'old'", &[])).await?;
        }
        self.settle_log().await?;
        Ok(renewed)
    }

    /// Opens every sealed text and says how many do, without changing anything or showing any.
    ///
    /// # Errors
    /// The store's own.
    pub async fn check_seals(&self) -> Result<Seals, StoreError> {
        let store = self.clone();
        self.raw_read("*", move |conn| {
            let print = store.vault().print();
            let count = |sql: &str, args: &[Value]| -> Result<u64, StoreError> {
                let found = read_all::<(i64,)>(conn.query(sql, args)?)?.first().map_or(0, |(n,)| *n);
                Ok(u64::try_from(found).unwrap_or(0))
            };
            let mut seals = Seals {
                keys: count("select cast(count(*) as bigint) from data_key", &[])?,
                wrapped_before: count("select cast(count(*) as bigint) from data_key where kek <> $1", &[Value::Text(print)])?,
                ..Seals::default()
            };
            for shape in shapes(conn)? {
                let mut after = String::new();
                loop {
                    let rows = shape.rows(conn, &after, false)?;
                    let Some(last) = rows.last() else { break };
                    after.clone_from(&last.id);
                    let held = Held::default();
                    for row in &rows {
                        for (column, sealed) in &row.cells {
                            match row.open(conn, &store, &held, &shape.table, column, sealed)? {
                                Some(opened) => {
                                    seals.texts += 1;
                                    seals.old += u64::from(!opened.fresh);
                                }
                                None => seals.closed += 1,
                            }
                        }
                    }
                }
            }
            Ok(seals)
        })
        .await
    }

    /// Makes a thread unreadable for good: its keys are destroyed, its texts emptied, words that waited for a yes are
    /// withdrawn. What had reached a receiver stays theirs, and so does why something was passed on without consent.
    ///
    /// # Errors
    /// `NotFound` when there is no such thread, or it was erased before.
    pub async fn erase_thread(&self, thread: &str) -> Result<Erased, StoreError> {
        let (thread, now) = (thread.to_owned(), self.clock().now());
        let erased = self.raw_write("*", move |conn| erase(conn, &thread, now, "")).await?;
        self.settle_log().await?;
        Ok(erased)
    }

    /// The keys that were destroyed so far: for the list outside the database.
    ///
    /// # Errors
    /// The store's own.
    pub async fn destroyed_keys(&self) -> Result<Vec<Destroyed>, StoreError> {
        self.raw_read("*", |conn| {
            read_all(conn.query("select id, institution_id, realm from destroyed_key order by destroyed_at, id", &[])?)
        })
        .await
    }

    /// Destroys again what a backup from before brought back; gives how many threads were erased once more.
    ///
    /// # Errors
    /// The store's own.
    pub async fn destroy_again(&self, list: Vec<Destroyed>) -> Result<u64, StoreError> {
        let now = self.clock().now();
        let again = self
            .raw_write("*", move |conn| {
                let mut again = 0;
                for one in &list {
                    let back = conn.query(
                        "select id from data_key where institution_id = $1 and id = $2 union select id from thread where institution_id = $1 and id = $3 and erased_at is null",
                        &[Value::Text(one.institution.clone()), Value::Text(one.key.clone()), Value::Text(one.thread.clone())],
                    )?;
                    if back.is_empty() {
                        continue;
                    }
                    match erase(conn, &one.thread, now, "again") {
                        Ok(_) => again += 1,
                        Err(StoreError::NotFound) => {}
                        Err(error) => return Err(error),
                    }
                    conn.execute(
                        "delete from data_key where institution_id = $1 and id = $2",
                        &[Value::Text(one.institution.clone()), Value::Text(one.key.clone())],
                    )?;
                }
                Ok(again)
            })
            .await?;
        if again > 0 {
            self.settle_log().await?;
        }
        Ok(again)
    }

    /// Clears what still holds deleted or replaced keys: the log beside the embedded database, the dead rows of PostgreSQL.
    ///
    /// # Errors
    /// `Busy` when a long read stands in the way; then the next checkpoint does it.
    pub async fn settle_log(&self) -> Result<(), StoreError> {
        let store = self.clone();
        crate::store::blocking(move || match store.file() {
            Some(path) => fold(path),
            None => store.vacuum_keys(),
        })
        .await
    }
}

/// Seals the texts of the next rows anew; gives how many, how many do not open, and the last row, none at the end.
fn seal_anew(conn: &Conn<'_>, store: &Store, shape: &Shape, after: &str) -> Result<(u64, u64, Option<String>), StoreError> {
    let (mut texts, mut closed) = (0, 0);
    let (held, now) = (Held::default(), store.clock().now());
    let rows = shape.rows(conn, after, true)?;
    for row in &rows {
        for (column, sealed) in &row.cells {
            let Some(text) = row.open(conn, store, &held, &shape.table, column, sealed)? else {
                closed += 1;
                continue;
            };
            if text.fresh {
                continue;
            }
            let mut seat = SealSeat::of(&text.realm);
            if let Some(standing) = &row.seat {
                seat = standing.clone();
                seat.version = text.version;
            }
            let at = seat.at(&row.institution, &shape.table, &row.id, column);
            let new = held.seal(conn, store, now, &text.side, at, &text.plain)?;
            conn.execute(
                &format!("update {} set {column} = $3 where institution_id = $1 and id = $2", shape.table),
                &[Value::Text(row.institution.clone()), Value::Text(row.id.clone()), Value::Bytes(new)],
            )?;
            texts += 1;
        }
    }
    Ok((texts, closed, rows.last().map(|row| row.id.clone())))
}

fn erase(conn: &Conn<'_>, thread: &str, now: Instant, why: &str) -> Result<Erased, StoreError> {
    let text = |text: &str| Value::Text(text.to_owned());
    let found = conn.query("select institution_id from thread where id = $1 and erased_at is null", &[text(thread)])?;
    let (institution,) = read_all::<(String,)>(found)?.into_iter().next().ok_or(StoreError::NotFound)?;
    // The keys go first: whoever writes into the thread at this moment is waited for, and what they wrote goes with them.
    let keys =
        conn.query("select id from data_key where institution_id = $1 and realm = $2 order by id", &[text(&institution), text(thread)])?;
    let keys: Vec<String> = read_all::<(String,)>(keys)?.into_iter().map(|(id,)| id).collect();
    conn.execute("delete from data_key where institution_id = $1 and realm = $2", &[text(&institution), text(thread)])?;
    for key in &keys {
        conn.execute(
            "insert into destroyed_key (id, institution_id, realm, destroyed_at) values ($1, $2, $3, $4) on conflict (id) do nothing",
            &[text(key), text(&institution), text(thread), Value::Int(now.0)],
        )?;
    }
    let (mut texts, mut shared) = (0, false);
    for (table, columns) in
        [("message", &["body"][..]), ("attachment", &["name", "file"]), ("thread_note", &["body"]), ("relay", &["words"])]
    {
        let first = columns.first().copied().unwrap_or_default();
        let sealed = conn.query(
            &format!("select {first} from {table} where institution_id = $1 and thread_id = $2"),
            &[text(&institution), text(thread)],
        )?;
        for (sealed,) in read_all::<(Vec<u8>,)>(sealed)? {
            let own = crate::vault::Head::of(&sealed).is_some_and(|head| keys.contains(&head.key()));
            shared |= !sealed.is_empty() && !own;
        }
        let empty = columns.iter().map(|column| format!("{column} = $3")).collect::<Vec<_>>().join(", ");
        texts += conn.execute(
            &format!("update {table} set {empty} where institution_id = $1 and thread_id = $2"),
            &[text(&institution), text(thread), Value::Bytes(Vec::new())],
        )?;
    }
    conn.execute(
        "update relay set result = null, hash = '', state = case when state = 'sent' then state else 'withdrawn' end, version = version + 1 where institution_id = $1 and thread_id = $2",
        &[text(&institution), text(thread)],
    )?;
    conn.execute(
        "update thread set matter = null, state = 'answered', erased_at = $3, version = version + 1 where institution_id = $1 and id = $2",
        &[text(&institution), text(thread), Value::Int(now.0)],
    )?;
    let detail = format!("{texts} texts, {} keys{}{why}", keys.len(), if why.is_empty() { "" } else { " " });
    crate::audit::line(conn, &institution, now.0, Duty::Console.name(), "duty", "thread.erased", None, thread, &detail)?;
    Ok(Erased { institution, texts, keys, shared })
}
