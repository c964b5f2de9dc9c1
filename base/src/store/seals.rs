//! Sealing and opening inside a transaction: which data key, in which realm, bound to what.
//!
//! A key is read from its row in every transaction that needs it and forgotten with it, so that a key that was renewed or
//! destroyed in the meantime, by this process or another, is never used. On PostgreSQL the row is held until the commit:
//! `crate::rotation` waits for whoever still seals with an old key.

use std::cell::RefCell;
use std::collections::HashMap;

use zeroize::Zeroizing;

use super::{Cause, Conn, Rows, Set, Store, StoreError, Value, read_all};
use crate::clock::Instant;
use crate::ids::Ids;
use crate::vault::{Bound, Head, Key, KeyName, Vault, root_name};

/// The tables whose texts belong to one thread and are sealed under its own keys. What reached a receiver is the
/// receiver's, and why something was passed on without consent is the institution's to keep: those stay with the case.
pub(crate) fn of_thread(table: &str) -> bool {
    matches!(table, "thread" | "message" | "attachment" | "thread_note" | "relay")
}

/// Tables whose rows are never altered: their texts must have been sealed at the version that stands there.
fn never_altered(table: &str) -> bool {
    matches!(table, "message" | "attachment" | "thread_note")
}

/// Who wrote a row of a thread stands in this column.
fn author_column(table: &str) -> &'static str {
    if table == "thread" { "writer" } else { "author" }
}

/// The thread of a row stands in this column.
fn thread_column(table: &str) -> &'static str {
    if table == "thread" { "id" } else { "thread_id" }
}

/// Where a text stands, apart from its table, row and column: realm, author, and the version of the row.
#[derive(Clone)]
pub(crate) struct Seat {
    realm: String,
    author: String,
    /// The version the row has once the text is in it.
    pub(crate) version: u32,
}

impl Seat {
    /// A row of a case, a person, a company or the institution.
    pub(crate) fn of(realm: &str) -> Seat {
        Seat { realm: realm.to_owned(), author: String::new(), version: 0 }
    }

    /// A row of a thread that was read.
    pub(crate) fn row(realm: String, author: String, version: i64) -> Seat {
        Seat { realm, author, version: u32::try_from(version).unwrap_or(0) }
    }

    /// The realm: of a row of a thread, the thread.
    pub(crate) fn realm(&self) -> &str {
        &self.realm
    }

    /// A row of a thread that is being written for the first time.
    pub(crate) fn begun(table: &str, id: &str, actor: &str, set: &Set) -> Seat {
        let realm = if table == "thread" { id } else { set.text("thread_id") };
        let author = if table == "thread" { set.text("writer") } else { actor };
        Seat { realm: realm.to_owned(), author: author.to_owned(), version: 1 }
    }

    /// A row of a thread as it stands in the database.
    pub(crate) fn standing(conn: &Conn<'_>, institution: &str, table: &str, id: &str) -> Result<Seat, StoreError> {
        let (thread, author) = (thread_column(table), author_column(table));
        let found = conn.query(
            &format!("select {thread}, {author}, version from {table} where institution_id = $1 and id = $2"),
            &[Value::Text(institution.into()), Value::Text(id.into())],
        )?;
        let (realm, author, version) = read_all::<(String, String, i64)>(found)?.into_iter().next().ok_or(StoreError::NotFound)?;
        Ok(Seat::row(realm, author, version))
    }

    /// The place of one text.
    pub(crate) fn at<'a>(&'a self, institution: &'a str, table: &'a str, row: &'a str, field: &'a str) -> Bound<'a> {
        Bound { institution, realm: &self.realm, table, row, field, author: &self.author, version: self.version }
    }
}

fn broken(what: &str) -> StoreError {
    StoreError::Broken(Cause(what.into()))
}

crate::row! {
    struct KeyRow { id: String, realm: String, side: String, state: String, wrapped: Vec<u8> }
}

const KEY: &str = "select id, realm, side, state, wrapped from data_key where institution_id = $1 and";

/// A text, the key it was sealed by and, where it says so itself, at which version of its row.
type Opened = (Zeroizing<Vec<u8>>, Known, Option<u32>);

/// A data key as it stands in its row.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) realm: String,
    pub(crate) side: String,
    pub(crate) current: bool,
    key: Key,
}

/// The keys a transaction has read.
#[derive(Default)]
pub(crate) struct Held {
    sealing: RefCell<HashMap<KeyName, Known>>,
    opening: RefCell<HashMap<String, Option<Known>>>,
}

impl Held {
    fn read(store: &Store, institution: &str, rows: Rows) -> Result<Vec<Known>, StoreError> {
        read_all::<KeyRow>(rows)?
            .into_iter()
            .map(|row| {
                let name: KeyName = (institution.to_owned(), row.realm.clone(), row.side.clone());
                let key = store.vault().unwrap_key(&name, &row.wrapped)?;
                Ok(Known { id: row.id, realm: row.realm, side: row.side, current: row.state == "current", key })
            })
            .collect()
    }

    /// The key that seals in a realm for a side now; made in this transaction where there is none.
    fn sealing(&self, conn: &Conn<'_>, store: &Store, now: Instant, name: &KeyName) -> Result<Known, StoreError> {
        if let Some(known) = self.sealing.borrow().get(name) {
            return Ok(known.clone());
        }
        let (institution, realm, side) = name;
        let here = [Value::Text(institution.clone()), Value::Text(realm.clone()), Value::Text(side.clone())];
        let sql = format!("{KEY} realm = $2 and side = $3 and state = 'current'{}", conn.for_share());
        let mut rows = conn.query(&sql, &here)?;
        if rows.is_empty() {
            // With another key a new text would be sealed well, and lost as soon as the right key is back.
            if !store.vault().fits() {
                return Err(broken("the key file is not the one this database was written with"));
            }
            store.vault().freshen();
            let (wrapped, print) = store.vault().wrap_key(store.ids(), name, &Vault::new_key(store.ids()))?;
            let [institution, realm, side] = here.clone();
            conn.execute(
                "insert into data_key (id, institution_id, realm, side, state, kek, wrapped, created_at) values ($1, $2, $3, $4, 'current', $5, $6, $7) on conflict (institution_id, realm, side) where state = 'current' do nothing",
                &[Value::Text(store.ids().id()), institution, realm, side, Value::Text(print), Value::Bytes(wrapped), Value::Int(now.0)],
            )?;
            rows = conn.query(&sql, &here)?;
        }
        let known = Held::read(store, institution, rows)?.into_iter().next().ok_or_else(|| broken("a data key is missing"))?;
        self.sealing.borrow_mut().insert(name.clone(), known.clone());
        Ok(known)
    }

    /// The key with this number, if it is still there.
    fn numbered(&self, conn: &Conn<'_>, store: &Store, institution: &str, id: &str) -> Result<Option<Known>, StoreError> {
        if let Some(known) = self.opening.borrow().get(id) {
            return Ok(known.clone());
        }
        let rows = conn.query(&format!("{KEY} id = $2"), &[Value::Text(institution.into()), Value::Text(id.into())])?;
        let known = Held::read(store, institution, rows)?.into_iter().next();
        self.opening.borrow_mut().insert(id.to_owned(), known.clone());
        Ok(known)
    }

    /// Every key of a realm and side, the oldest first: for texts that do not say by which they were sealed.
    fn of_realm(conn: &Conn<'_>, store: &Store, institution: &str, realm: &str, side: &str) -> Result<Vec<Known>, StoreError> {
        let here = [Value::Text(institution.into()), Value::Text(realm.into()), Value::Text(side.into())];
        Held::read(store, institution, conn.query(&format!("{KEY} realm = $2 and side = $3 order by created_at, id"), &here)?)
    }

    /// Seals a text for a side in its place.
    pub(crate) fn seal(
        &self,
        conn: &Conn<'_>,
        store: &Store,
        now: Instant,
        side: &str,
        at: Bound<'_>,
        text: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let name: KeyName = (at.institution.to_owned(), at.realm.to_owned(), side.to_owned());
        let known = self.sealing(conn, store, now, &name)?;
        Vault::seal(store.ids(), &known.id, &known.key, at, text)
    }

    /// Opens a text of a side in its place. `case` is the realm under which texts of threads were sealed before threads had
    /// one of their own.
    pub(crate) fn open(
        &self,
        conn: &Conn<'_>,
        store: &Store,
        side: &str,
        case: &str,
        at: Bound<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        #[cfg(feature = "planted")]
        if crate::planted::is("no_seal") {
            return Ok(Zeroizing::new(sealed.to_vec()));
        }
        // What was erased is empty, and says so by being empty.
        if sealed.is_empty() {
            return Ok(Zeroizing::default());
        }
        self.opened(conn, store, &[(case, side)], at, sealed).map(|(plain, _, _)| plain)
    }

    /// Opens a text, and says by which key it was sealed and, where it says so itself, at which version of its row. `before`
    /// are the realms and sides to try for a text that does not name its key.
    pub(crate) fn opened(
        &self,
        conn: &Conn<'_>,
        store: &Store,
        before: &[(&str, &str)],
        at: Bound<'_>,
        sealed: &[u8],
    ) -> Result<Opened, StoreError> {
        let does_not = || broken("a sealed text does not open with this key in this place");
        if let Some(head) = Head::of(sealed)
            && let Some(known) = self.numbered(conn, store, at.institution, &head.key())?
        {
            let fits = head.version <= at.version && (!never_altered(at.table) || head.version == at.version);
            if known.realm != at.realm || (of_thread(at.table) && !fits) || !before.iter().any(|(_, side)| *side == known.side) {
                return Err(does_not());
            }
            let plain = Vault::open(&known.key, &head, Bound { version: head.version, ..at }, sealed)?;
            return Ok((plain, known, Some(head.version)));
        }
        for (realm, side) in before {
            for known in Held::of_realm(conn, store, at.institution, realm, side)? {
                if let Ok(plain) = Vault::open_before(&known.key, at, sealed) {
                    return Ok((plain, known, None));
                }
            }
        }
        Err(if Head::of(sealed).is_some() { broken("the key of a sealed text is not there") } else { does_not() })
    }
}

/// Finds the root from which keyed hashes are derived, or makes it: for a database that is new, a new one; for one that was
/// begun before there was a root, the key file itself, so that its audit still verifies. With a key that does not fit
/// nothing is written, and [`Vault::fits`] says so.
pub(crate) fn take_root(conn: &Conn<'_>, vault: &Vault, ids: &Ids, now: Instant) -> Result<(), StoreError> {
    if vault.is_blind() {
        return Ok(());
    }
    let name = root_name();
    let find = || conn.query("select wrapped from data_key where institution_id = '*' and realm = 'root' and state = 'current'", &[]);
    let mut found = find()?;
    if found.is_empty() {
        let check = conn.query("select value from counter where institution_id = '*' and name = 'key'", &[])?;
        let check = read_all::<(i64,)>(check)?.first().map(|(value,)| *value);
        if check.is_some_and(|check| check != vault.check_of_before()) {
            return Ok(());
        }
        let begun = check.is_some() || !conn.query("select id from institution limit 1", &[])?.is_empty();
        let root = if begun { vault.root_of_before() } else { Vault::new_key(ids) };
        let (wrapped, print) = vault.wrap_key(ids, &name, &root)?;
        conn.execute(
            "insert into data_key (id, institution_id, realm, side, state, kek, wrapped, created_at) values ($1, '*', 'root', '', 'current', $2, $3, $4) on conflict (institution_id, realm, side) where state = 'current' do nothing",
            &[Value::Text(ids.id()), Value::Text(print), Value::Bytes(wrapped), Value::Int(now.0)],
        )?;
        found = find()?;
    }
    if let Some((wrapped,)) = read_all::<(Vec<u8>,)>(found)?.pop()
        && let Ok(root) = vault.unwrap_key(&name, &wrapped)
    {
        vault.take_root(&root);
    }
    Ok(())
}
