//! The outbox: a mail is queued in the transaction of the deed and sent afterwards, at most once for each deed.
//!
//! A worker takes a lease; its fence number rises with each lease, and a result is written only under the fence it was
//! taken with, so a worker that slept past its lease cannot settle what another has sent. The text is made when the mail
//! is sent, with the receiver's rights at that moment. A mail may be cancelled while it waits.

use crate::actor::{Actor, Duty, Holder};
use crate::clock::{HOUR, MINUTE};
use crate::event::Mail;
use crate::store::{Store, StoreError, Value, Write, read_all};

/// How long a worker may take over one mail.
const LEASE: i64 = 2 * MINUTE;
/// How often a mail is tried before it is given up, visibly: over two days, so that a relay may be down for one.
const TRIES: i64 = 20;
/// How long a mail waits, so that it can be taken back (ux.md §5.1).
pub const GRACE: i64 = MINUTE;

/// Puts a mail into the outbox, in the transaction of the deed.
pub(crate) fn queue(tx: &Write<'_>, mail: Mail, to: &Holder, case: Option<&str>, subject: &str) -> Result<(), StoreError> {
    let text = |text: &str| Value::Text(text.into());
    let now = tx.now();
    // A code that was asked for is waited for; everything else can be taken back for a minute.
    let due = if matches!(mail, Mail::SignIn | Mail::NewDevice | Mail::ProofCode) { now } else { now.plus(GRACE) };
    tx.conn
        .execute(
            "insert into outbox (id, institution_id, placement_id, mail, to_kind, to_id, subject_id, state, due_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9)",
            &[text(&tx.id()), text(tx.actor().institution()), case.map_or(Value::NoText, text), text(mail.code()), text(to.kind()), text(to.id()), text(subject), Value::Int(due.0), Value::Int(now.0)],
        )
        .map(drop)
}

crate::row! {
    /// A mail that a worker has leased.
    pub struct Leased {
        /// Its id; the Message-ID is made from it and stays the same over all tries.
        pub id: String,
        /// The institution that sends it.
        pub institution: String,
        /// The placement it belongs to.
        pub placement: Option<String>,
        pub(crate) code: String,
        to_kind: String,
        to_id: String,
        /// The record it is about.
        pub subject: String,
        /// How often it was tried before.
        pub attempts: i64,
        fence: i64,
        /// When it was queued.
        pub queued_at: crate::clock::Instant,
    }
}

impl Leased {
    /// What kind of mail it is.
    pub fn mail(&self) -> Option<Mail> {
        Mail::parse(&self.code)
    }
    /// Who receives it.
    pub fn to(&self) -> Option<Holder> {
        Holder::from(&self.to_kind, &self.to_id)
    }
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It went out.
    Sent,
    /// It must not or need not go out any more; why, in a word.
    Dropped(&'static str),
    /// It did not go out this time; why, in a word.
    Failed(&'static str),
    /// It will never go out; why, in a word. It is given up at once, visibly.
    Refused(&'static str),
    /// It is not the hour for it: it waits until then, and no try is counted.
    Later(crate::clock::Instant),
}

impl Store {
    /// Takes up to `most` mails that are due.
    ///
    /// # Errors
    /// The store's own.
    pub async fn lease_mails(&self, worker: &str, most: i64) -> Result<Vec<Leased>, StoreError> {
        let now = self.clock().now().0;
        let worker = worker.to_owned();
        self.raw_write("*", move |conn| {
            let rows = conn.query(
                "update outbox set lease = $1, lease_until = $2, fence = fence + 1, attempts = attempts + 1 where state = 'waiting' and due_at <= $3 and lease_until < $3 and id in (select o.id from outbox o where o.state = 'waiting' and o.due_at <= $3 and o.lease_until < $3 order by o.due_at, o.id limit $4) returning id, institution_id, placement_id, mail, to_kind, to_id, subject_id, attempts - 1, fence, created_at",
                &[Value::Text(worker), Value::Int(now + LEASE), Value::Int(now), Value::Int(most)],
            )?;
            read_all(rows)
        })
        .await
    }

    /// Whether this lease still stands: asked right before a mail is handed over.
    ///
    /// # Errors
    /// The store's own.
    pub async fn lease_stands(&self, mail: &Leased) -> Result<bool, StoreError> {
        let (id, fence, now) = (mail.id.clone(), mail.fence, self.clock().now().0);
        self.raw_read("*", move |conn| {
            let rows = conn.query(
                "select id from outbox where id = $1 and fence = $2 and state = 'waiting' and lease_until >= $3",
                &[Value::Text(id), Value::Int(fence), Value::Int(now)],
            )?;
            Ok(!rows.is_empty())
        })
        .await
    }

    /// Writes how a try ended; false when the lease had passed to another worker.
    ///
    /// # Errors
    /// The store's own.
    pub async fn settle_mail(&self, mail: &Leased, outcome: Outcome) -> Result<bool, StoreError> {
        let now = self.clock().now();
        let (state, reason, due) = match outcome {
            Outcome::Sent => ("sent", "", now),
            Outcome::Dropped(why) => ("dropped", why, now),
            Outcome::Refused(why) => ("given_up", why, now),
            Outcome::Later(until) => ("waiting", "hours", until),
            Outcome::Failed(why) if mail.attempts + 1 >= TRIES => ("given_up", why, now),
            // 1, 2, 4 … minutes, at most 4 hours.
            Outcome::Failed(why) => ("waiting", why, now.plus((MINUTE << mail.attempts.clamp(0, 8)).min(4 * HOUR))),
        };
        // A lease counts a try; waiting for the hour is none.
        let untried = i64::from(reason == "hours");
        let sent = if state == "sent" { Value::Int(now.0) } else { Value::NoInt };
        let mail = mail.clone();
        #[cfg(feature = "planted")]
        let any_fence = crate::planted::is("ignore_fence");
        #[cfg(not(feature = "planted"))]
        let any_fence = false;
        let fence = if any_fence { -1 } else { mail.fence };
        self.raw_write("*", move |conn| {
            let changed = conn.execute(
                "update outbox set state = $1, reason = $2, due_at = $3, lease_until = 0, sent_at = $4, attempts = attempts - $7, version = version + 1 where id = $5 and state = 'waiting' and (fence = $6 or $6 = -1)",
                &[Value::Text(state.into()), Value::Text(reason.into()), Value::Int(due.0), sent, Value::Text(mail.id.clone()), Value::Int(fence), Value::Int(untried)],
            )?;
            if changed == 1 && state != "waiting" {
                let duty = Actor::duty(Duty::Mailer, &mail.institution);
                crate::audit::line(conn, &mail.institution, now.0, duty.id(), "duty", "mail.settled", mail.placement.as_deref(), &mail.id, &format!("{} {state} {reason}", mail.code))?;
            }
            Ok(changed == 1)
        })
        .await
    }

    /// Keeps a mail for the demo's mailbox instead of sending it.
    ///
    /// # Errors
    /// The store's own.
    pub async fn keep_demo_mail(&self, mail: &Leased, address: &str, subject: &str, body: &str) -> Result<(), StoreError> {
        let now = self.clock().now().0;
        let text = |text: &str| Value::Text(text.into());
        let row = [
            text(&mail.id),
            text(&mail.institution),
            text(&mail.to_kind),
            text(&mail.to_id),
            text(address),
            text(subject),
            text(body),
            Value::Int(now),
        ];
        self.raw_write("*", move |conn| {
            conn.execute("insert into demo_mail (id, institution_id, to_kind, to_id, address, subject, body, at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing", &row).map(drop)
        })
        .await
    }

    /// The demo's mailbox, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn demo_mails(&self) -> Result<Vec<DemoMail>, StoreError> {
        self.raw_read("*", move |conn| {
            read_all(conn.query(
                "select id, institution_id, to_kind, to_id, address, subject, body, at from demo_mail order by at desc, id desc limit 200",
                &[],
            )?)
        })
        .await
    }
}

crate::row! {
    /// A mail the demo would have sent.
    pub struct DemoMail {
        /// Its id.
        pub id: String,
        /// The institution.
        pub institution: String,
        /// Kind of receiver.
        pub to_kind: String,
        /// The receiver.
        pub to_id: String,
        /// The address it would have gone to.
        pub address: String,
        /// Subject.
        pub subject: String,
        /// Text.
        pub body: String,
        /// When.
        pub at: crate::clock::Instant,
    }
}
