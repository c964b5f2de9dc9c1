//! Keeping house: what the administrator of the machine asks the store, and what is put right after a backup came back.

use crate::actor::Duty;
use crate::clock::Instant;
use crate::store::{Store, StoreError, Value, read_all};

/// A few counts for `verify` and the metrics; none of them names anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Institutions.
    pub institutions: i64,
    /// Placements of all institutions.
    pub placements: i64,
    /// Lines written to the audit so far.
    pub audit: i64,
    /// Lines that wait for their seal; more than a second's worth means that the sealer stands still.
    pub unsealed: i64,
    /// Mails that wait, also those to be tried again.
    pub waiting: i64,
    /// When the oldest of them was due.
    pub oldest: Option<Instant>,
}

impl Store {
    /// Whether this key is the one the database was written with.
    pub fn fits_key(&self) -> bool {
        self.vault().fits()
    }

    /// Counts for `verify` and the metrics.
    ///
    /// # Errors
    /// The store's own.
    pub async fn figures(&self) -> Result<Figures, StoreError> {
        self.raw_read("*", |conn| {
            let one = |sql: &str| -> Result<Option<i64>, StoreError> {
                Ok(read_all::<(Option<i64>,)>(conn.query(sql, &[])?)?.first().and_then(|(n,)| *n))
            };
            Ok(Figures {
                institutions: one("select cast(count(*) as bigint) from institution")?.unwrap_or(0),
                placements: one("select cast(count(*) as bigint) from placement")?.unwrap_or(0),
                audit: one("select cast(sum(value) as bigint) from counter where name = 'audit'")?.unwrap_or(0),
                unsealed: one("select cast(count(*) as bigint) from audit where seal is null")?.unwrap_or(0),
                waiting: one("select cast(count(*) as bigint) from outbox where state = 'waiting'")?.unwrap_or(0),
                oldest: one("select min(due_at) from outbox where state = 'waiting'")?.map(Instant),
            })
        })
        .await
    }

    /// The branches of an institution: id, code, name.
    ///
    /// # Errors
    /// The store's own.
    pub async fn branches(&self, institution: &str) -> Result<Vec<(String, String, String)>, StoreError> {
        let here = Value::Text(institution.to_owned());
        self.raw_read(institution, move |conn| {
            read_all(conn.query("select id, code, name from branch where institution_id = $1 order by code", &[here])?)
        })
        .await
    }

    /// Keeps a first password from the command line: it opens nothing but the page on which it is replaced. Lets a disabled
    /// member of staff in again; every session of theirs has ended.
    ///
    /// # Errors
    /// `NotFound` when there is no such member of staff.
    pub async fn hand_over_password(&self, institution: &str, staff: &str, hash: String) -> Result<(), StoreError> {
        let (here, id, now) = (institution.to_owned(), staff.to_owned(), self.clock().now().0);
        self.raw_write(institution, move |conn| {
            let text = |text: &str| Value::Text(text.to_owned());
            let changed = conn.execute(
                "update staff set password_hash = $3, password_at = null, state = 'active', version = version + 1 where institution_id = $1 and id = $2",
                &[text(&here), text(&id), Value::Text(hash)],
            )?;
            if changed == 0 {
                return Err(StoreError::NotFound);
            }
            conn.execute("update session set ended_at = $2 where holder_id = $1 and ended_at is null", &[text(&id), Value::Int(now)])?;
            crate::audit::line(conn, &here, now, Duty::Console.name(), "duty", "staff.password", None, &id, "first")
        })
        .await
    }

    /// Puts right what must not come back with a backup: sessions, ways in and parked forms are ended, as they may have been
    /// ended since; mails that waited are cancelled, as they may have gone out since. Gives how many mails were cancelled.
    ///
    /// # Errors
    /// The store's own.
    pub async fn after_restore(&self) -> Result<i64, StoreError> {
        let now = self.clock().now().0;
        self.raw_write("*", move |conn| {
            let at = || [Value::Int(now)];
            conn.execute("update session set ended_at = $1 where ended_at is null", &at())?;
            conn.execute("update link set ended_at = $1 where ended_at is null", &at())?;
            conn.execute("update survey_link set ended_at = $1 where ended_at is null", &at())?;
            conn.execute("delete from parked", &[])?;
            let mut cancelled = 0;
            for (institution,) in read_all::<(String,)>(conn.query("select id from institution order by id", &[])?)? {
                let mails = conn.execute(
                    "update outbox set state = 'cancelled', reason = 'restored', version = version + 1 where institution_id = $1 and state = 'waiting'",
                    &[Value::Text(institution.clone())],
                )?;
                cancelled += i64::try_from(mails).unwrap_or(0);
                let detail = format!("restored, {mails} mails cancelled");
                crate::audit::line(conn, &institution, now, Duty::Console.name(), "duty", "console", None, &institution, &detail)?;
            }
            Ok(cancelled)
        })
        .await
    }
}
