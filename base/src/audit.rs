//! The audit: one line per command, written in its transaction; the chain is sealed just after.
//!
//! A seal is HMAC-SHA256 over the line and the seal before it, under a key derived from the key-encryption key, so a
//! change, a removal or a new order is seen. A cut tail is seen only through the head that is kept elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::actor::{Actor, Duty, Role, Via};
use crate::store::{Conn, Store, StoreError, Value, Write, read_all};

/// Writes the line of this command. The counter row is the last lock a command takes.
pub(crate) fn write(tx: &Write<'_>, act: &str, case: Option<&str>, subject: &str, detail: &str) -> Result<(), StoreError> {
    let actor = tx.actor();
    let seat = match &actor.role {
        Role::Staff { seat, .. } => seat.code(),
        Role::Contact { .. } => "company",
        Role::Person => "person",
        Role::Duty(_) => "duty",
    };
    // What falls due by itself is not said to be the deed of the one in whose stead it is done.
    let (who, seat) = match actor.via {
        Via::Duty(duty @ Duty::Due) => (duty.name(), "duty"),
        _ => (actor.id(), seat),
    };
    session_line(tx.conn, &actor.session, &actor.institution, tx.now().0, who, seat, act, case, subject, detail)
}

/// One line of a command that came in no session.
#[expect(clippy::too_many_arguments, reason = "the columns of one line")]
pub(crate) fn line(
    conn: &Conn<'_>,
    institution: &str,
    at: i64,
    actor: &str,
    seat: &str,
    act: &str,
    case: Option<&str>,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    session_line(conn, "", institution, at, actor, seat, act, case, subject, detail)
}

/// One line; the sequence is taken last.
#[expect(clippy::too_many_arguments, reason = "the columns of one line")]
fn session_line(
    conn: &Conn<'_>,
    session: &str,
    institution: &str,
    at: i64,
    actor: &str,
    seat: &str,
    act: &str,
    case: Option<&str>,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    let text = |text: &str| Value::Text(text.into());
    let rows = conn.query(
        "insert into counter (institution_id, name, value) values ($1, 'audit', 1) on conflict (institution_id, name) do update set value = counter.value + 1 returning value",
        &[text(institution)],
    )?;
    let seq = read_all::<(i64,)>(rows)?.first().map_or(0, |(seq,)| *seq);
    conn.execute(
        "insert into audit (institution_id, seq, at, actor, seat, act, placement_id, subject_id, detail, session) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[text(institution), Value::Int(seq), Value::Int(at), text(actor), text(seat), text(act), case.map_or(Value::NoText, text), text(subject), text(detail), text(session)],
    )
    .map(drop)
}

crate::row! {
    struct Line {
        institution_id: String,
        seq: i64,
        at: i64,
        actor: String,
        seat: String,
        act: String,
        placement_id: Option<String>,
        subject_id: Option<String>,
        detail: String,
        session: String,
        seal: Option<Vec<u8>>,
    }
}

impl Line {
    fn seal(&self, store: &Store, before: &[u8]) -> [u8; 32] {
        let (seq, at) = (self.seq.to_le_bytes(), self.at.to_le_bytes());
        let mut parts = vec![
            before,
            self.institution_id.as_bytes(),
            &seq,
            &at,
            self.actor.as_bytes(),
            self.seat.as_bytes(),
            self.act.as_bytes(),
            self.placement_id.as_deref().unwrap_or("-").as_bytes(),
            self.subject_id.as_deref().unwrap_or("-").as_bytes(),
            self.detail.as_bytes(),
        ];
        // A line without a session is sealed as lines were before sessions stood in them.
        if !self.session.is_empty() {
            parts.push(self.session.as_bytes());
        }
        store.vault().mac("audit", &parts)
    }
}

const LINES: &str = "select institution_id, seq, at, actor, seat, act, placement_id, subject_id, detail, session, seal from audit where institution_id = $1 and seq > $2 order by seq limit 1000";

/// The head of a chain: institution, last sealed number, its seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The institution.
    pub institution: String,
    /// The number of the last sealed line.
    pub seq: i64,
    /// Its seal.
    pub seal: Vec<u8>,
}

impl Store {
    /// Seals what was written since the last time, and gives the heads that moved: they are kept outside the database.
    ///
    /// # Errors
    /// The store's own.
    pub async fn seal_audit(&self) -> Result<Vec<Head>, StoreError> {
        let store = self.clone();
        let actor = Actor::duty(Duty::Sealer, "*");
        self.raw_write(actor.institution(), move |conn| {
            let open = conn.query("select distinct institution_id from audit where seal is null order by institution_id", &[])?;
            let mut heads = Vec::new();
            for (institution,) in read_all::<(String,)>(open)? {
                // One sealer at a time: the row is locked until this commit.
                conn.execute(
                    "insert into counter (institution_id, name, value) values ($1, 'sealed', 0) on conflict (institution_id, name) do update set value = counter.value",
                    &[Value::Text(institution.clone())],
                )?;
                let sealed = conn.query("select value from counter where institution_id = $1 and name = 'sealed'", &[Value::Text(institution.clone())])?;
                let mut last = read_all::<(i64,)>(sealed)?.first().map_or(0, |(value,)| *value);
                let before = conn.query("select seal from audit where institution_id = $1 and seq = $2", &[Value::Text(institution.clone()), Value::Int(last)])?;
                let mut seal: Vec<u8> = read_all::<(Option<Vec<u8>>,)>(before)?.into_iter().next().and_then(|(seal,)| seal).unwrap_or_default();
                loop {
                    let lines: Vec<Line> = read_all(conn.query(LINES, &[Value::Text(institution.clone()), Value::Int(last)])?)?;
                    let Some(end) = lines.last().map(|line| line.seq) else { break };
                    for line in &lines {
                        seal = line.seal(&store, &seal).to_vec();
                        conn.execute("update audit set seal = $3 where institution_id = $1 and seq = $2", &[Value::Text(institution.clone()), Value::Int(line.seq), Value::Bytes(seal.clone())])?;
                    }
                    last = end;
                }
                conn.execute("update counter set value = $2 where institution_id = $1 and name = 'sealed'", &[Value::Text(institution.clone()), Value::Int(last)])?;
                heads.push(Head { institution, seq: last, seal });
            }
            Ok(heads)
        })
        .await
    }

    /// The present head of every chain: to begin with where none is kept outside yet.
    ///
    /// # Errors
    /// The store's own.
    pub async fn audit_heads(&self) -> Result<Vec<Head>, StoreError> {
        self.raw_read("*", |conn| {
            let last = conn.query(
                "select a.institution_id, a.seq, a.seal from counter c join audit a on a.institution_id = c.institution_id and a.seq = c.value where c.name = 'sealed' and a.seal is not null order by a.institution_id",
                &[],
            )?;
            Ok(read_all::<(String, i64, Vec<u8>)>(last)?.into_iter().map(|(institution, seq, seal)| Head { institution, seq, seal }).collect())
        })
        .await
    }

    /// Walks every chain and says what does not hold, in sentences; empty when all is well. `heads` are those kept outside.
    ///
    /// # Errors
    /// The store's own.
    pub async fn verify_audit(&self, heads: Vec<Head>) -> Result<(i64, Vec<String>), StoreError> {
        let store = self.clone();
        self.raw_read("*", move |conn| {
            let mut faults = Vec::new();
            let mut count = 0;
            let outside: BTreeMap<(&str, i64), &Head> = heads.iter().map(|head| ((head.institution.as_str(), head.seq), head)).collect();
            // Also an institution of which nothing but the head kept outside is left.
            let all = conn.query(
                "select institution_id from counter where name = 'audit' union select institution_id from audit order by institution_id",
                &[],
            )?;
            let mut institutions: BTreeSet<String> = read_all::<(String,)>(all)?.into_iter().map(|(id,)| id).collect();
            institutions.extend(heads.iter().map(|head| head.institution.clone()));
            for institution in institutions {
                let (mut last, mut seal) = (0i64, Vec::new());
                let mut open = false;
                loop {
                    let lines: Vec<Line> = read_all(conn.query(LINES, &[Value::Text(institution.clone()), Value::Int(last)])?)?;
                    if lines.is_empty() {
                        break;
                    }
                    for line in lines {
                        if line.seq != last + 1 {
                            faults.push(format!("audit of {institution}: line {} is missing", last + 1));
                        }
                        last = line.seq;
                        count += 1;
                        match &line.seal {
                            None => open = true,
                            Some(_) if open => faults.push(format!("audit of {institution}: line {last} is sealed after an open one")),
                            Some(found) => {
                                let right = line.seal(&store, &seal);
                                if !crate::vault::same(found, &right) {
                                    faults.push(format!("audit of {institution}: line {last} was changed, or one before it"));
                                }
                                seal.clone_from(found);
                            }
                        }
                        if outside.get(&(institution.as_str(), last)).is_some_and(|head| line.seal.as_ref() != Some(&head.seal)) {
                            faults.push(format!("audit of {institution}: line {last} differs from the head kept outside"));
                        }
                    }
                }
                if heads.iter().any(|head| head.institution == institution && head.seq > last) {
                    faults.push(format!("audit of {institution}: the tail is cut, the head kept outside is further on"));
                }
            }
            Ok((count, faults))
        })
        .await
    }

    /// A digest of every table's rows, by table: what a refused request must leave exactly as it was. Limits and the times
    /// at which sessions were seen are left out; refusals move those.
    ///
    /// # Errors
    /// The store's own.
    pub async fn fingerprint(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.raw_read("*", move |conn| {
            let mut prints = Vec::new();
            for table in conn
                .tables()?
                .into_iter()
                .filter(|table| !matches!(table.as_str(), "bucket" | "session" | "refinery_schema_history" | "sqlite_stat1"))
            {
                let mut rows: Vec<String> = conn
                    .query(&format!("select * from {table}"), &[])?
                    .iter()
                    .map(|row| format!("{:?}", row.collect::<Vec<_>>()))
                    .collect();
                rows.sort();
                prints.push((table, crate::vault::digest(&rows.concat())));
            }
            Ok(prints)
        })
        .await
    }

    /// What the embedded database says about itself; empty when it is sound or is PostgreSQL, which looks after itself.
    ///
    /// # Errors
    /// The store's own.
    pub async fn verify_file(&self) -> Result<Vec<String>, StoreError> {
        match self.file().map(std::path::Path::to_owned) {
            Some(path) => tokio::task::spawn_blocking(move || crate::store::sqlite_faults(&path)).await.unwrap_or_else(|_| Ok(Vec::new())),
            None => Ok(Vec::new()),
        }
    }

    /// Counts that the health page and `verify` show: rows whose case is gone, mails given up, mails waiting.
    ///
    /// # Errors
    /// The store's own.
    pub async fn verify_rows(&self) -> Result<Vec<String>, StoreError> {
        self.raw_read("*", move |conn| {
            let mut faults = Vec::new();
            for table in ["member", "goal_sheet", "goal", "goal_proposal", "agreement", "check_in", "check_in_note", "joint_note", "observation", "report", "report_line", "report_published", "todo", "fee", "issue", "desk_note"] {
                let sql = format!("select cast(count(*) as bigint) from {table} r where not exists (select 1 from placement p where p.id = r.placement_id and p.institution_id = r.institution_id)");
                let lost = read_all::<(i64,)>(conn.query(&sql, &[])?)?.first().map_or(0, |(n,)| *n);
                if lost > 0 {
                    faults.push(format!("{table}: {lost} rows belong to no placement of their institution"));
                }
            }
            for (state, count) in read_all::<(String, i64)>(conn.query("select state, cast(count(*) as bigint) from outbox where state = 'given_up' group by state order by state", &[])?)? {
                faults.push(format!("outbox: {count} mails {}", state.replace('_', " ")));
            }
            Ok(faults)
        })
        .await
    }
}
