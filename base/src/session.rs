//! Sessions, ways in, limits, and forms that wait: what turns a cookie or a link into an actor.
//!
//! Of every secret only the hash is stored. A GET reads; only a POST with the code uses a link up.

use crate::actor::{Actor, Duty, Holder, StaffSeat};
use crate::clock::{DAY, HOUR, Instant, MINUTE};
use crate::ids::hex;
use crate::store::{Conn, Store, StoreError, Value, Write, actor_of, read_all};
use crate::vault::digest;

/// How long the code of a sign-in link is good (ux.md §2.3).
pub const CODE_LIFE: i64 = 15 * MINUTE;
/// How long a sign-in link shows its page, so that a new code can be asked for with one press.
pub const LINK_LIFE: i64 = 14 * DAY;
/// How long a paper card is good.
pub const CARD_LIFE: i64 = 90 * DAY;
/// How many wrong codes a link bears.
pub const CODE_TRIES: i64 = 10;
/// How long a form that came without a session is kept, sealed.
pub const PARK_LIFE: i64 = 30 * MINUTE;

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Staff: 30 minutes idle, 12 hours in all (quality.md Q30).
    Staff,
    /// Company and person: an hour idle, 12 hours in all.
    Portal,
    /// Company and person on a device they ticked: 30 days.
    Remembered,
}

impl Life {
    fn limits(self) -> (i64, i64) {
        match self {
            Life::Staff => (30 * MINUTE, 12 * HOUR),
            Life::Portal => (HOUR, 12 * HOUR),
            Life::Remembered => (30 * DAY, 30 * DAY),
        }
    }
}

/// A session that stands.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who acts.
    pub actor: Actor,
    /// The session's id: the hash of its cookie.
    pub session: String,
    /// The id it began with: its forms and its lines of the audit keep it when proving oneself anew gives a new cookie.
    pub root: String,
    /// When this session proved who it is.
    pub authed_at: Instant,
    /// When it last did so: at the way in, or with the code of a private page.
    pub proved_at: Instant,
}

/// A session under its new cookie.
#[derive(Clone, Debug)]
pub struct Renewed {
    /// The cookie, told once.
    pub cookie: String,
    /// Seconds for which a remembered device keeps it; none for one that goes with the browser.
    pub lasts: Option<i64>,
}

crate::row! {
    struct SessionRow { institution: String, kind: String, holder: String, seat_id: String, seen_at: i64, authed_at: i64, idle: i64, until_at: i64, proved_at: Option<i64>, root: Option<String> }
    /// One open session, for the list of one's own.
    pub struct OpenSession {
        /// Its id.
        pub id: String,
        /// When it began.
        pub created_at: Instant,
        /// When it was last used.
        pub seen_at: Instant,
        /// The device, as it called itself.
        pub device: String,
        /// How it signed in.
        pub via: String,
    }
    struct LinkRow { id: String, institution: String, purpose: String, kind: String, holder: String, code_hash: String, code_until: i64, tries: i64, until_at: i64, used_at: Option<i64>, ended_at: Option<i64> }
    /// A session of the last month, open or not: to tell which forms were drawn for its holder.
    pub struct PastSession {
        /// Its id.
        pub id: String,
        /// The id it began with.
        pub root: String,
        /// When it began.
        pub created_at: Instant,
        /// The device, as it called itself.
        pub device: String,
        /// How it signed in.
        pub via: String,
    }
    /// A member of staff who wants to sign in.
    pub struct StaffLogin {
        /// The institution.
        pub institution: String,
        /// The member of staff.
        pub staff: String,
        /// argon2id, in PHC form; none before a password was set.
        pub hash: Option<String>,
        /// `active`, or not allowed in.
        pub state: String,
        /// When they chose their password themselves; none while it is the one an administrator handed over.
        pub password_at: Option<Instant>,
        /// Their name.
        pub name: String,
        /// Their address; empty when they have none.
        pub mail: String,
    }
}

/// A link as its page shows it, before anything is proved.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// The institution that sent it.
    pub institution: String,
    /// Who it was sent to.
    pub holder: Holder,
    /// Whether it is a paper card.
    pub card: bool,
    /// Whether a code can still be typed.
    pub open: bool,
}

/// What came of typing a code.
#[derive(Clone, Debug)]
pub enum Knock {
    /// The cookie of the new session.
    In {
        /// The cookie, told once.
        cookie: String,
        /// The institution.
        institution: String,
        /// Who came in.
        holder: Holder,
    },
    /// Wrong code, used up, or run out: the page offers a new one.
    Refused,
}

const LOGIN: &str = "select institution_id, id, password_hash, state, password_at, name, coalesce(mail, '') from staff where";
const LINK: &str = "select id, institution_id, purpose, holder_kind, holder_id, code_hash, code_until, tries, until_at, used_at, ended_at from link where id = $1";

impl Store {
    fn code_hash(&self, token: &str, code: &str) -> String {
        hex(&self.vault().mac("code", &[token.as_bytes(), code.as_bytes()]))
    }

    /// Finds out who a cookie is. A session that ran out, was ended, or whose holder may no longer act is none.
    ///
    /// # Errors
    /// The store's own.
    pub async fn signed(&self, cookie: &str) -> Result<Option<Signed>, StoreError> {
        let id = digest(cookie);
        let now = self.clock().now().0;
        let found = self.raw_read("*", move |conn| {
            let rows = conn.query(
                "select institution_id, holder_kind, holder_id, seat_id, seen_at, authed_at, idle, until_at, proved_at, root from session where id = $1 and ended_at is null",
                &[Value::Text(id.clone())],
            )?;
            let Some(row) = read_all::<SessionRow>(rows)?.into_iter().next() else { return Ok::<_, StoreError>(None) };
            if now >= row.until_at || now >= row.seen_at + row.idle {
                return Ok(None);
            }
            let Some(holder) = Holder::from(&row.kind, &row.holder) else { return Ok(None) };
            let seat = match &holder {
                Holder::Staff(staff) => {
                    let held = conn.query("select seat from staff_seat where id = $1 and staff_id = $2", &[Value::Text(row.seat_id.clone()), Value::Text(staff.clone())])?;
                    match read_all::<(String,)>(held)?.into_iter().next().and_then(|(seat,)| StaffSeat::parse(&seat)) {
                        Some(seat) => Some(seat),
                        None => return Ok(None),
                    }
                }
                _ => None,
            };
            match actor_of(conn, &row.institution, holder, seat, true) {
                Ok(actor) => {
                    let root = row.root.unwrap_or_else(|| id.clone());
                    let actor = Actor { session: root.clone(), ..actor };
                    let proved_at = Instant(row.proved_at.unwrap_or(row.authed_at));
                    Ok(Some((Signed { actor, session: id, root, authed_at: Instant(row.authed_at), proved_at }, row.seen_at)))
                }
                Err(StoreError::NotFound) => Ok(None),
                Err(error) => Err(error),
            }
        });
        let Some((signed, seen_at)) = found.await? else { return Ok(None) };
        if now - seen_at > MINUTE {
            let id = signed.session.clone();
            self.raw_write("*", move |conn| {
                conn.execute("update session set seen_at = $2 where id = $1", &[Value::Text(id), Value::Int(now)])
            })
            .await?;
        }
        Ok(Some(signed))
    }

    /// Opens a session for a member of staff, in the first seat they hold (or the one asked for); the cookie is returned once.
    ///
    /// # Errors
    /// `NotFound` when they hold no seat or may not act.
    pub async fn open_staff_session(
        &self,
        institution: &str,
        staff: &str,
        seat: Option<StaffSeat>,
        via: &'static str,
        device: &str,
    ) -> Result<String, StoreError> {
        let cookie = self.ids().token();
        let (institution, staff, device, hash) =
            (institution.to_owned(), staff.to_owned(), device.chars().take(200).collect::<String>(), digest(&cookie));
        let now = self.clock().now();
        self.raw_write(&institution.clone(), move |conn| {
            let seats = conn.query("select h.id, h.seat from staff_seat h join staff s on s.id = h.staff_id where h.institution_id = $1 and h.staff_id = $2 and s.state = 'active' order by h.created_at, h.id", &[Value::Text(institution.clone()), Value::Text(staff.clone())])?;
            let seats: Vec<(String, String)> = read_all(seats)?;
            let Some((seat_id, _)) = seats.iter().find(|(_, code)| seat.is_none_or(|wanted| wanted.code() == code)) else { return Err(StoreError::NotFound) };
            insert_session(conn, &institution, &Holder::Staff(staff.clone()), seat_id, &hash, via, now, now, Life::Staff, &device)?;
            crate::audit::line(conn, &institution, now.0, &staff, "staff", "session.opened", None, &hash, via)
        })
        .await?;
        Ok(cookie)
    }

    /// Opens a session for a contact or a person without a code: the demo's seat switch only.
    ///
    /// # Errors
    /// `NotFound` for every other duty.
    pub async fn open_portal_session(&self, duty: Duty, institution: &str, holder: Holder) -> Result<String, StoreError> {
        if duty != Duty::Demo {
            return Err(StoreError::NotFound);
        }
        let cookie = self.ids().token();
        let (institution, hash, now) = (institution.to_owned(), digest(&cookie), self.clock().now());
        self.raw_write(&institution.clone(), move |conn| {
            actor_of(conn, &institution, holder.clone(), None, true)?;
            insert_session(conn, &institution, &holder, "", &hash, "demo", now, now, Life::Portal, "demo")?;
            crate::audit::line(conn, &institution, now.0, holder.id(), holder.kind(), "session.opened", None, &hash, "demo")
        })
        .await?;
        Ok(cookie)
    }

    /// Switches the seat a session of staff acts in: a new cookie, the old one is dead in the same moment. Nobody proved
    /// anything anew, so the new session ends when the old one would have.
    ///
    /// # Errors
    /// `NotFound` when they do not hold the seat, or the session has ended.
    pub async fn switch_seat(&self, signed: &Signed, seat: StaffSeat, device: &str) -> Result<String, StoreError> {
        let Some(holder @ Holder::Staff(_)) = signed.actor.holder().cloned() else { return Err(StoreError::NotFound) };
        let cookie = self.ids().token();
        let (institution, signed, device, hash) =
            (signed.actor.institution.clone(), signed.clone(), device.chars().take(200).collect::<String>(), digest(&cookie));
        let now = self.clock().now();
        self.raw_write(&institution.clone(), move |conn| {
            let text = |text: &str| Value::Text(text.into());
            let seats = conn.query(
                "select h.id from staff_seat h join staff s on s.id = h.staff_id where h.institution_id = $1 and h.staff_id = $2 and h.seat = $3 and s.state = 'active' order by h.created_at, h.id",
                &[text(&institution), text(holder.id()), text(seat.code())],
            )?;
            let Some((seat_id,)) = read_all::<(String,)>(seats)?.into_iter().next() else { return Err(StoreError::NotFound) };
            let ended = conn.execute(
                "update session set ended_at = $3 where id = $1 and holder_id = $2 and ended_at is null",
                &[text(&signed.session), text(holder.id()), Value::Int(now.0)],
            )?;
            if ended == 0 {
                return Err(StoreError::NotFound);
            }
            insert_session(conn, &institution, &holder, &seat_id, &hash, "seat", now, signed.authed_at, Life::Staff, &device)?;
            crate::audit::line(conn, &institution, now.0, holder.id(), seat.code(), "session.seat", None, &hash, "")
        })
        .await?;
        Ok(cookie)
    }

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// `NotFound` when it is not one's own.
    pub async fn end_session(&self, who: &Actor, session: &str) -> Result<(), StoreError> {
        let (who, session, now) = (who.clone(), session.to_owned(), self.clock().now().0);
        self.raw_write(&who.institution.clone(), move |conn| {
            let rows = conn.query(
                "update session set ended_at = $3 where id = $1 and holder_id = $2 and ended_at is null returning coalesce(root, id)",
                &[Value::Text(session), Value::Text(who.id().into()), Value::Int(now)],
            )?;
            let Some((root,)) = read_all::<(String,)>(rows)?.into_iter().next() else { return Err(StoreError::NotFound) };
            crate::audit::line(conn, &who.institution, now, who.id(), "", "session.ended", None, &root, "")
        })
        .await
    }

    /// The open sessions of the one who asks, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn sessions(&self, who: &Actor) -> Result<Vec<OpenSession>, StoreError> {
        let (who, now) = (who.clone(), self.clock().now().0);
        self.raw_read(&who.institution.clone(), move |conn| {
            read_all(conn.query(
                "select id, created_at, seen_at, device, via from session where institution_id = $1 and holder_id = $2 and ended_at is null and until_at > $3 and seen_at + idle > $3 order by created_at desc, id",
                &[Value::Text(who.institution.clone()), Value::Text(who.id().into()), Value::Int(now)],
            )?)
        })
        .await
    }

    /// The sessions of the one who asks that began in the last month, ended or not, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn session_history(&self, who: &Actor) -> Result<Vec<PastSession>, StoreError> {
        let (who, since) = (who.clone(), self.clock().now().0 - 31 * DAY);
        self.raw_read(&who.institution.clone(), move |conn| {
            read_all(conn.query(
                "select id, coalesce(root, id), created_at, device, via from session where institution_id = $1 and holder_id = $2 and created_at > $3 order by created_at desc, id limit 400",
                &[Value::Text(who.institution.clone()), Value::Text(who.id().into()), Value::Int(since)],
            )?)
        })
        .await
    }

    /// Who signs in with this folded mail address; none looks the same to the outside.
    ///
    /// # Errors
    /// The store's own.
    pub async fn staff_login(&self, mail_key: &str) -> Result<Option<StaffLogin>, StoreError> {
        let key = mail_key.to_owned();
        self.raw_read("*", move |conn| {
            Ok(read_all(conn.query(&format!("{LOGIN} mail_key = $1"), &[Value::Text(key)])?)?.into_iter().next())
        })
        .await
    }

    /// The sign-in of one who is signed in already: for changing their own password.
    ///
    /// # Errors
    /// `NotFound` for anyone but a member of staff.
    pub async fn own_login(&self, who: &Actor) -> Result<StaffLogin, StoreError> {
        let Some(Holder::Staff(id)) = who.holder().cloned() else { return Err(StoreError::NotFound) };
        let institution = who.institution.clone();
        self.raw_read(&institution.clone(), move |conn| {
            let rows = conn.query(&format!("{LOGIN} institution_id = $1 and id = $2"), &[Value::Text(institution), Value::Text(id)])?;
            read_all(rows)?.into_iter().next().ok_or(StoreError::NotFound)
        })
        .await
    }

    /// Keeps a new password hash and ends every session of that member of staff.
    ///
    /// # Errors
    /// `NotFound` when there is no such member of staff.
    pub async fn set_password(&self, institution: &str, staff: &str, hash: String, by: &str) -> Result<(), StoreError> {
        let (institution, staff, by, now) = (institution.to_owned(), staff.to_owned(), by.to_owned(), self.clock().now().0);
        self.raw_write(&institution.clone(), move |conn| {
            let changed = conn.execute(
                "update staff set password_hash = $3, password_at = $4, state = 'active', version = version + 1 where institution_id = $1 and id = $2",
                &[Value::Text(institution.clone()), Value::Text(staff.clone()), Value::Text(hash), Value::Int(now)],
            )?;
            if changed == 0 {
                return Err(StoreError::NotFound);
            }
            conn.execute("update session set ended_at = $2 where holder_id = $1 and ended_at is null", &[Value::Text(staff.clone()), Value::Int(now)])?;
            crate::audit::line(conn, &institution, now, &by, "", "staff.password", None, &staff, "")
        })
        .await
    }

    /// Keeps a new password that a member of staff chose in place of the one of `login`, and ends every session of theirs.
    ///
    /// # Errors
    /// `Stale` when the password was changed, or they were disabled, in the meantime.
    pub async fn replace_password(&self, login: &StaffLogin, hash: String) -> Result<(), StoreError> {
        let (login, now) = (login.clone(), self.clock().now().0);
        self.raw_write(&login.institution.clone(), move |conn| {
            let text = |text: &str| Value::Text(text.into());
            let changed = conn.execute(
                "update staff set password_hash = $4, password_at = $5, version = version + 1 where institution_id = $1 and id = $2 and password_hash = $3 and state = 'active'",
                &[text(&login.institution), text(&login.staff), text(login.hash.as_deref().unwrap_or_default()), Value::Text(hash), Value::Int(now)],
            )?;
            if changed == 0 {
                return Err(StoreError::Stale);
            }
            conn.execute("update session set ended_at = $2 where holder_id = $1 and ended_at is null", &[text(&login.staff), Value::Int(now)])?;
            crate::audit::line(conn, &login.institution, now, &login.staff, "", "staff.password", None, &login.staff, "chosen")
        })
        .await
    }

    /// Keeps the same password under a stronger hash; nothing else changes. Nothing happens when the password was changed meanwhile.
    ///
    /// # Errors
    /// The store's own.
    pub async fn rehash_password(&self, login: &StaffLogin, hash: String) -> Result<(), StoreError> {
        let (login, now) = (login.clone(), self.clock().now().0);
        self.raw_write(&login.institution.clone(), move |conn| {
            let text = |text: &str| Value::Text(text.into());
            let changed = conn.execute(
                "update staff set password_hash = $4 where institution_id = $1 and id = $2 and password_hash = $3",
                &[text(&login.institution), text(&login.staff), text(login.hash.as_deref().unwrap_or_default()), Value::Text(hash)],
            )?;
            if changed == 1 {
                crate::audit::line(conn, &login.institution, now, &login.staff, "", "staff.password", None, &login.staff, "rehashed")?;
            }
            Ok(())
        })
        .await
    }

    /// Ends every open session of a holder whose rights changed.
    ///
    /// # Errors
    /// The store's own.
    pub async fn end_all_sessions(&self, institution: &str, holder: &Holder) -> Result<(), StoreError> {
        let (holder, now) = (holder.clone(), self.clock().now().0);
        self.raw_write(institution, move |conn| {
            conn.execute(
                "update session set ended_at = $2 where holder_id = $1 and ended_at is null",
                &[Value::Text(holder.id().into()), Value::Int(now)],
            )?;
            conn.execute(
                "update link set ended_at = $2 where holder_id = $1 and ended_at is null",
                &[Value::Text(holder.id().into()), Value::Int(now)],
            )
            .map(drop)
        })
        .await
    }

    /// Makes a way in for a mail that is being sent: link and code; older links of the same receiver are ended.
    ///
    /// # Errors
    /// The store's own.
    pub async fn make_link(&self, institution: &str, holder: &Holder, address: &str) -> Result<(String, String), StoreError> {
        self.make_way_in(institution, holder, address, false).await
    }

    /// Makes a paper card: its link and the one-time code printed on it.
    ///
    /// # Errors
    /// The store's own.
    pub async fn make_card(&self, institution: &str, holder: &Holder) -> Result<(String, String), StoreError> {
        self.make_way_in(institution, holder, "", true).await
    }

    async fn make_way_in(&self, institution: &str, holder: &Holder, address: &str, card: bool) -> Result<(String, String), StoreError> {
        let token = self.ids().token();
        let code = self.ids().code(if card { 8 } else { 6 });
        let now = self.clock().now().0;
        let (life, code_life) = if card { (CARD_LIFE, CARD_LIFE) } else { (LINK_LIFE, CODE_LIFE) };
        let purpose = if card { "card" } else { "sign_in" };
        let text = |text: &str| Value::Text(text.into());
        let row = [
            text(&digest(&token)),
            text(institution),
            text(purpose),
            text(holder.kind()),
            text(holder.id()),
            text(address),
            text(&self.code_hash(&token, &code)),
            Value::Int(now + code_life),
            Value::Int(now + life),
            Value::Int(now),
        ];
        let ended = [text(holder.id()), text(purpose), Value::Int(now)];
        self.raw_write(institution, move |conn| {
            conn.execute("update link set ended_at = $3 where holder_id = $1 and purpose = $2 and ended_at is null and used_at is null", &ended)?;
            conn.execute(
                "insert into link (id, institution_id, purpose, holder_kind, holder_id, address_id, code_hash, code_until, until_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                &row,
            )
        })
        .await?;
        Ok((token, code))
    }

    /// What the page behind a link may show before a code is typed. Reading it uses nothing up.
    ///
    /// # Errors
    /// The store's own.
    pub async fn peek_link(&self, token: &str) -> Result<Option<LinkView>, StoreError> {
        let (id, now) = (digest(token), self.clock().now().0);
        self.raw_read("*", move |conn| {
            let Some(link) = read_all::<LinkRow>(conn.query(LINK, &[Value::Text(id)])?)?.into_iter().next() else { return Ok(None) };
            if now >= link.until_at {
                return Ok(None);
            }
            let open = link.used_at.is_none() && link.ended_at.is_none() && now < link.code_until && link.tries < CODE_TRIES;
            Ok(Holder::from(&link.kind, &link.holder).map(|holder| LinkView {
                institution: link.institution.clone(),
                holder,
                card: link.purpose == "card",
                open,
            }))
        })
        .await
    }

    /// Types the code of a link: exactly one typing opens a session.
    ///
    /// # Errors
    /// The store's own.
    pub async fn use_link(&self, token: &str, code: &str, remember: bool, device: &str) -> Result<Knock, StoreError> {
        let (id, hash, now) = (digest(token), self.code_hash(token, code), self.clock().now());
        let cookie = self.ids().token();
        let session = digest(&cookie);
        let device: String = device.chars().take(200).collect();
        self.raw_write("*", move |conn| {
            let Some(link) = read_all::<LinkRow>(conn.query(LINK, &[Value::Text(id.clone())])?)?.into_iter().next() else {
                return Ok(Knock::Refused);
            };
            let Some(holder) = Holder::from(&link.kind, &link.holder) else { return Ok(Knock::Refused) };
            let open = link.used_at.is_none()
                && link.ended_at.is_none()
                && now.0 < link.code_until
                && now.0 < link.until_at
                && link.tries < CODE_TRIES;
            if !open || !crate::vault::same(hash.as_bytes(), link.code_hash.as_bytes()) {
                conn.execute("update link set tries = tries + 1 where id = $1", &[Value::Text(id)])?;
                crate::audit::line(
                    conn,
                    &link.institution,
                    now.0,
                    holder.id(),
                    holder.kind(),
                    "session.refused",
                    None,
                    &link.id,
                    &link.purpose,
                )?;
                return Ok(Knock::Refused);
            }
            // Of two hands that type the code at once, one finds the row already used.
            let used =
                conn.execute("update link set used_at = $2 where id = $1 and used_at is null", &[Value::Text(id), Value::Int(now.0)])?;
            if used == 0 || actor_of(conn, &link.institution, holder.clone(), None, true).is_err() {
                return Ok(Knock::Refused);
            }
            let life = if remember { Life::Remembered } else { Life::Portal };
            insert_session(conn, &link.institution, &holder, "", &session, &link.purpose, now, now, life, &device)?;
            arrive(conn, &link.institution, &holder)?;
            crate::audit::line(
                conn,
                &link.institution,
                now.0,
                holder.id(),
                holder.kind(),
                "session.opened",
                None,
                &session,
                &link.purpose,
            )?;
            Ok(Knock::In { cookie, institution: link.institution.clone(), holder })
        })
        .await
    }

    /// Asks for the code of the private pages: it is made when its mail is sent, and good in this session alone.
    ///
    /// # Errors
    /// The store's own.
    pub async fn ask_proof(&self, signed: &Signed) -> Result<(), StoreError> {
        let to: Vec<Holder> = signed.actor.holder().cloned().into_iter().collect();
        let session = signed.session.clone();
        self.write(&signed.actor, None, move |tx| tx.commit(&crate::event::Event::ProofAsked(None, &session).tell(to), "")).await
    }

    /// Makes that code, for the mail that is being sent; none when the session has ended.
    ///
    /// # Errors
    /// The store's own.
    pub async fn make_proof(&self, institution: &str, holder: &Holder, session: &str) -> Result<Option<String>, StoreError> {
        let (code, now) = (self.ids().code(6), self.clock().now().0);
        let text = |text: &str| Value::Text(text.into());
        let row = [
            text(&self.ids().id()),
            text(institution),
            text(session),
            text(holder.id()),
            text(&self.code_hash(session, &code)),
            Value::Int(now + CODE_LIFE),
            Value::Int(now),
        ];
        let open = [text(institution), text(session), text(holder.id()), Value::Int(now)];
        self.raw_write(institution, move |conn| {
            let there = conn.query(
                "select id from session where institution_id = $1 and id = $2 and holder_id = $3 and ended_at is null and until_at > $4",
                &open,
            )?;
            if there.is_empty() {
                return Ok(None);
            }
            conn.execute(
                "insert into proof_code (id, institution_id, session_id, holder_id, code_hash, until_at, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
                &row,
            )?;
            Ok(Some(code))
        })
        .await
    }

    /// Types the code of a private page: the newest one of this session counts, once. Right, the session goes on under a new
    /// cookie; none when the code is not the one.
    ///
    /// # Errors
    /// The store's own.
    pub async fn prove(&self, signed: &Signed, code: &str) -> Result<Option<Renewed>, StoreError> {
        let (signed, hash, now) = (signed.clone(), self.code_hash(&signed.session, code), self.clock().now().0);
        let cookie = self.ids().token();
        self.raw_write(&signed.actor.institution.clone(), move |conn| {
            let text = |text: &str| Value::Text(text.into());
            let institution = &signed.actor.institution;
            let rows = conn.query(
                "select id, code_hash, tries from proof_code where institution_id = $1 and session_id = $2 and used_at is null and until_at > $3 order by created_at desc, id desc limit 1",
                &[text(institution), text(&signed.session), Value::Int(now)],
            )?;
            let found: Option<(String, String, i64)> = read_all(rows)?.into_iter().next();
            let right = found.as_ref().is_some_and(|(_, known, tries)| *tries < CODE_TRIES && crate::vault::same(hash.as_bytes(), known.as_bytes()));
            let Some((id, _, _)) = found.filter(|_| right) else {
                conn.execute(
                    "update proof_code set tries = tries + 1 where institution_id = $1 and session_id = $2 and used_at is null",
                    &[text(institution), text(&signed.session)],
                )?;
                told(conn, &signed, now, "session.proof_refused")?;
                return Ok(None);
            };
            // Of two hands that type the code at once, one finds the row already used.
            let used = conn.execute("update proof_code set used_at = $2 where id = $1 and used_at is null", &[text(&id), Value::Int(now)])?;
            if used == 0 { Ok(None) } else { renew(conn, &signed, now, cookie) }
        })
        .await
    }

    /// Staff typed their password once more: the session goes on under a new cookie, and opens private words for a while; none
    /// when it has ended meanwhile.
    ///
    /// # Errors
    /// The store's own.
    pub async fn proved_again(&self, signed: &Signed) -> Result<Option<Renewed>, StoreError> {
        let (signed, now, cookie) = (signed.clone(), self.clock().now().0, self.ids().token());
        self.raw_write(&signed.actor.institution.clone(), move |conn| renew(conn, &signed, now, cookie)).await
    }

    /// Staff typed another password than theirs.
    ///
    /// # Errors
    /// The store's own.
    pub async fn proof_refused(&self, signed: &Signed) -> Result<(), StoreError> {
        let (signed, now) = (signed.clone(), self.clock().now().0);
        self.raw_write(&signed.actor.institution.clone(), move |conn| told(conn, &signed, now, "session.proof_refused")).await
    }

    /// Leaves the private pages: from now on this session needs a new code for them.
    ///
    /// # Errors
    /// The store's own.
    pub async fn leave_proof(&self, signed: &Signed) -> Result<(), StoreError> {
        let (signed, now) = (signed.clone(), self.clock().now().0);
        self.raw_write(&signed.actor.institution.clone(), move |conn| {
            let session = Value::Text(signed.session.clone());
            conn.execute("update session set proved_at = 0 where id = $1 and ended_at is null", &[session])?;
            told(conn, &signed, now, "session.proof_left")
        })
        .await
    }

    /// Whom a link was sent to and at which address, for sending a fresh code to the same place; none for a paper card and
    /// for a link that ran out.
    ///
    /// # Errors
    /// The store's own.
    pub async fn link_receiver(&self, token: &str) -> Result<Option<(String, Holder, String)>, StoreError> {
        let (id, now) = (digest(token), self.clock().now().0);
        self.raw_read("*", move |conn| {
            let rows: Vec<(String, String, String, String)> = read_all(conn.query(
                "select institution_id, holder_kind, holder_id, address_id from link where id = $1 and until_at > $2 and purpose = 'sign_in'",
                &[Value::Text(id), Value::Int(now)],
            )?)?;
            let found = rows.into_iter().next();
            Ok(found.and_then(|(institution, kind, id, address)| Holder::from(&kind, &id).map(|holder| (institution, holder, address))))
        })
        .await
    }

    /// Whether one more try is allowed: `burst` at once, then one each `every` microseconds. The level is kept in the
    /// database, so it holds over instances and restarts.
    ///
    /// # Errors
    /// The store's own.
    pub async fn allow(&self, key: &str, burst: i64, every: i64) -> Result<bool, StoreError> {
        let key = digest(key);
        let now = self.clock().now().0;
        self.raw_write("*", move |conn| {
            // The level is the moment at which the bucket will be empty again.
            let full = now + burst * every;
            let rows = conn.query(
                "insert into bucket (key, level, at) values ($1, $2, $3) on conflict (key) do update set level = case when bucket.level < $3 then $2 when bucket.level + $4 > $5 then bucket.level else bucket.level + $4 end, at = case when bucket.level >= $3 and bucket.level + $4 > $5 then -1 else $3 end returning at",
                &[Value::Text(key), Value::Int(now + every), Value::Int(now), Value::Int(every), Value::Int(full)],
            )?;
            Ok(read_all::<(i64,)>(rows)?.first().is_some_and(|(at,)| *at >= 0))
        })
        .await
    }

    /// Gives one try back: it was right, so it does not count against the next one.
    ///
    /// # Errors
    /// The store's own.
    pub async fn give_back(&self, key: &str, every: i64) -> Result<(), StoreError> {
        let key = digest(key);
        self.raw_write("*", move |conn| {
            conn.execute("update bucket set level = level - $2 where key = $1", &[Value::Text(key), Value::Int(every)]).map(drop)
        })
        .await
    }

    /// Keeps a form that came without a session, sealed, for half an hour; gives the word to ask for it with.
    ///
    /// # Errors
    /// The store's own.
    pub async fn park(&self, path: &str, body: &[u8]) -> Result<String, StoreError> {
        let token = self.ids().token();
        let id = digest(&token);
        let now = self.clock().now().0;
        let sealed = self.vault().park(self.ids(), &id, body)?;
        let row = [
            Value::Text(id),
            Value::Text("*".into()),
            Value::Text(path.into()),
            Value::Bytes(sealed),
            Value::Int(now + PARK_LIFE),
            Value::Int(now),
        ];
        self.raw_write("*", move |conn| {
            conn.execute("insert into parked (id, institution_id, path, body, until_at, created_at) values ($1, $2, $3, $4, $5, $6)", &row)
        })
        .await?;
        Ok(token)
    }

    /// The parked form, if it is still there.
    ///
    /// # Errors
    /// The store's own.
    pub async fn parked(&self, token: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let (id, now) = (digest(token), self.clock().now().0);
        let place = id.clone();
        let found = self
            .raw_read("*", move |conn| {
                Ok::<_, StoreError>(
                    read_all::<(String, Vec<u8>)>(
                        conn.query("select path, body from parked where id = $1 and until_at > $2", &[Value::Text(id), Value::Int(now)])?,
                    )?
                    .into_iter()
                    .next(),
                )
            })
            .await?;
        found.map(|(path, body)| self.vault().unpark(&place, &body).map(|body| (path, body))).transpose()
    }

    /// Removes a parked form.
    ///
    /// # Errors
    /// The store's own.
    pub async fn unpark(&self, token: &str) -> Result<(), StoreError> {
        let id = digest(token);
        self.raw_write("*", move |conn| conn.execute("delete from parked where id = $1", &[Value::Text(id)]).map(drop)).await
    }

    /// Removes what has run out: sessions and links a month after their end, forms, limits, keys of deeds after 90 days.
    ///
    /// # Errors
    /// The store's own.
    pub async fn sweep(&self) -> Result<(), StoreError> {
        let now = self.clock().now().0;
        self.raw_write("*", move |conn| {
            for (sql, before) in [
                ("delete from session where until_at < $1", now - 30 * DAY),
                ("delete from link where until_at < $1", now - 30 * DAY),
                ("delete from survey_link where until_at < $1", now - 30 * DAY),
                ("delete from parked where until_at < $1", now),
                ("delete from proof_code where until_at < $1", now),
                ("delete from bucket where level < $1", now),
                ("delete from deed where at < $1", now - 90 * DAY),
            ] {
                conn.execute(sql, &[Value::Int(before)])?;
            }
            Ok(())
        })
        .await
    }

    /// Sets up an institution, its branches and its first administrator: the only rows that come from the command line or the demo.
    ///
    /// # Errors
    /// `Duplicate` when the code is taken.
    pub async fn found(&self, duty: Duty, house: Founding) -> Result<(String, String), StoreError> {
        if !matches!(duty, Duty::Console | Duty::Demo) {
            return Err(StoreError::NotFound);
        }
        let (institution, staff) = (self.ids().id(), self.ids().id());
        let ids = self.ids().clone();
        let now = self.clock().now();
        self.raw_write(&institution.clone(), move |conn| {
            let text = |text: &str| Value::Text(text.into());
            conn.execute(
                "insert into institution (id, code, kind, name, phone, hours, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
                &[
                    text(&institution),
                    text(&house.code),
                    text(&house.kind),
                    text(&house.name),
                    text(&house.phone),
                    text(&house.hours),
                    Value::Int(now.0),
                ],
            )?;
            for (code, name) in &house.branches {
                conn.execute(
                    "insert into branch (id, institution_id, code, name, created_at) values ($1, $2, $3, $4, $5)",
                    &[text(&ids.id()), text(&institution), text(code), text(name), Value::Int(now.0)],
                )?;
            }
            add_staff(
                conn,
                &ids,
                &institution,
                &staff,
                &house.admin_name,
                &house.admin_mail,
                "",
                &[(StaffSeat::Admin, String::new())],
                now,
            )?;
            crate::audit::line(conn, &institution, now.0, duty.name(), "duty", "console", None, &institution, "founded")?;
            Ok((institution, staff))
        })
        .await
    }

    /// Adds a member of staff with their seats, by the administrator at the machine or the demo.
    ///
    /// # Errors
    /// `Duplicate` when the address is taken.
    pub async fn add_staff(
        &self,
        duty: Duty,
        institution: &str,
        name: &str,
        mail: &str,
        phone: &str,
        seats: Vec<(StaffSeat, String)>,
    ) -> Result<String, StoreError> {
        if !matches!(duty, Duty::Console | Duty::Demo) {
            return Err(StoreError::NotFound);
        }
        let (institution, id, now, ids) = (institution.to_owned(), self.ids().id(), self.clock().now(), self.ids().clone());
        let (name, mail, phone) = (name.to_owned(), mail.to_owned(), phone.to_owned());
        self.raw_write(&institution.clone(), move |conn| {
            add_staff(conn, &ids, &institution, &id, &name, &mail, &phone, &seats, now)?;
            crate::audit::line(conn, &institution, now.0, duty.name(), "duty", "staff.added", None, &id, "")?;
            Ok(id)
        })
        .await
    }

    /// Sets a member of staff to `active` or `disabled` from the command line; their sessions end.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn set_staff_state(&self, institution: &str, staff: &str, active: bool) -> Result<(), StoreError> {
        let (institution, staff, now) = (institution.to_owned(), staff.to_owned(), self.clock().now().0);
        self.raw_write(&institution.clone(), move |conn| {
            let state = if active { "active" } else { "disabled" };
            let changed = conn.execute(
                "update staff set state = $3, version = version + 1 where institution_id = $1 and id = $2",
                &[Value::Text(institution.clone()), Value::Text(staff.clone()), Value::Text(state.into())],
            )?;
            if changed == 0 {
                return Err(StoreError::NotFound);
            }
            conn.execute(
                "update session set ended_at = $2 where holder_id = $1 and ended_at is null",
                &[Value::Text(staff.clone()), Value::Int(now)],
            )?;
            crate::audit::line(conn, &institution, now, Duty::Console.name(), "duty", "staff.changed", None, &staff, state)
        })
        .await
    }

    /// Members of staff who hold a seat, first come first: for the demo and the command line.
    ///
    /// # Errors
    /// `NotFound` for every other duty.
    pub async fn staff_in_seat(&self, duty: Duty, institution: &str, seat: StaffSeat) -> Result<Vec<String>, StoreError> {
        if !matches!(duty, Duty::Console | Duty::Demo | Duty::Due) {
            return Err(StoreError::NotFound);
        }
        let row = [Value::Text(institution.into()), Value::Text(seat.code().into())];
        let rows: Vec<(String,)> = self
            .raw_read(institution, move |conn| {
                read_all(conn.query(
                    "select h.staff_id from staff_seat h join staff s on s.id = h.staff_id where h.institution_id = $1 and h.seat = $2 and s.state = 'active' order by h.created_at, h.id",
                    &row,
                )?)
            })
            .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Puts a way in for this holder into the outbox, as if they had asked for it on the lost-link page.
    ///
    /// # Errors
    /// The store's own.
    pub async fn ask_link(&self, institution: &str, holder: &Holder) -> Result<(), StoreError> {
        let holder = holder.clone();
        self.write(&Actor::duty(Duty::SignIn, institution), None, move |tx| {
            tx.commit(&crate::event::Event::LinkAsked(None, holder.id()).tell(vec![holder.clone()]), "")
        })
        .await
    }

    /// The institutions of this database: id, code, name.
    ///
    /// # Errors
    /// The store's own.
    pub async fn institutions(&self) -> Result<Vec<(String, String, String)>, StoreError> {
        self.raw_read("*", |conn| read_all(conn.query("select id, code, name from institution order by code", &[])?)).await
    }

    /// Who uses this mail address, over all institutions: for a lost link, which answers the same to everyone.
    ///
    /// # Errors
    /// The store's own.
    pub async fn holders_of_mail(&self, mail_key: &str) -> Result<Vec<(String, Holder, String)>, StoreError> {
        let key = mail_key.to_owned();
        self.raw_read("*", move |conn| {
            let rows: Vec<(String, String, String, String)> =
                read_all(conn.query("select a.institution_id, a.holder_kind, a.holder_id, a.id from address a where a.mail_key = $1 and a.kind <> 'none' \
                     and exists (select 1 from member m where m.institution_id = a.institution_id and m.holder_id = a.holder_id and m.holder_kind = a.holder_kind \
                     and m.state in ('invited', 'active')) order by a.institution_id, a.holder_id", &[Value::Text(key)])?)?;
            Ok(rows.into_iter().filter_map(|(institution, kind, id, address)| Holder::from(&kind, &id).map(|holder| (institution, holder, address))).collect())
        })
        .await
    }
}

/// A new institution with its first administrator.
#[derive(Clone, Debug, Default)]
pub struct Founding {
    /// 金融機関コード, four digits as text.
    pub code: String,
    /// `bank`, `shinkin` or `shinkumi`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The desk's telephone.
    pub phone: String,
    /// When it is answered, in words.
    pub hours: String,
    /// Branches: code and name.
    pub branches: Vec<(String, String)>,
    /// The first administrator.
    pub admin_name: String,
    /// Their address.
    pub admin_mail: String,
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
fn add_staff(
    conn: &Conn<'_>,
    ids: &crate::ids::Ids,
    institution: &str,
    id: &str,
    name: &str,
    mail: &str,
    phone: &str,
    seats: &[(StaffSeat, String)],
    now: Instant,
) -> Result<(), StoreError> {
    let text = |text: &str| Value::Text(text.into());
    let key = mail_key(mail);
    let (mail, key) = if key.is_empty() { (Value::NoText, Value::NoText) } else { (text(mail), Value::Text(key)) };
    conn.execute(
        "insert into staff (id, institution_id, name, mail, mail_key, phone, state, created_at) values ($1, $2, $3, $4, $5, $6, 'active', $7)",
        &[text(id), text(institution), text(name), mail, key, text(phone), Value::Int(now.0)],
    )?;
    for (seat, branch) in seats {
        conn.execute(
            "insert into staff_seat (id, institution_id, staff_id, seat, branch_id, created_at) values ($1, $2, $3, $4, $5, $6)",
            &[Value::Text(ids.id()), text(institution), text(id), text(seat.code()), text(branch), Value::Int(now.0)],
        )?;
    }
    Ok(())
}

/// A mail address in the form in which two are compared: NFKC, trimmed, lower case.
pub fn mail_key(mail: &str) -> String {
    crate::fold::tidy(mail).to_lowercase()
}

/// Someone who came in through a link is from now on active wherever they were invited.
fn arrive(conn: &Conn<'_>, institution: &str, holder: &Holder) -> Result<(), StoreError> {
    let who = [Value::Text(institution.into()), Value::Text(holder.id().into())];
    conn.execute(
        "update member set state = 'active', version = version + 1 where institution_id = $1 and holder_id = $2 and state = 'invited'",
        &who,
    )?;
    let table = if matches!(holder, Holder::Contact(_)) { "contact" } else { "person" };
    conn.execute(&format!("update {table} set state = 'active', version = version + 1 where institution_id = $1 and id = $2 and state in ('listed', 'invited')"), &who).map(drop)
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
fn insert_session(
    conn: &Conn<'_>,
    institution: &str,
    holder: &Holder,
    seat_id: &str,
    id: &str,
    via: &str,
    now: Instant,
    authed: Instant,
    life: Life,
    device: &str,
) -> Result<(), StoreError> {
    let (idle, whole) = life.limits();
    let text = |text: &str| Value::Text(text.into());
    conn.execute(
        "insert into session (id, institution_id, holder_kind, holder_id, seat_id, via, created_at, seen_at, authed_at, idle, until_at, device) values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11)",
        &[
            text(id),
            text(institution),
            text(holder.kind()),
            text(holder.id()),
            text(seat_id),
            text(via),
            Value::Int(now.0),
            Value::Int(authed.0),
            Value::Int(idle),
            Value::Int(authed.0 + whole),
            text(device),
        ],
    )
    .map(drop)
}

/// The line of the audit about a session itself, under the id it began with.
fn told(conn: &Conn<'_>, signed: &Signed, now: i64, act: &str) -> Result<(), StoreError> {
    let kind = signed.actor.holder().map_or("", Holder::kind);
    crate::audit::line(conn, &signed.actor.institution, now, signed.actor.id(), kind, act, None, &signed.root, "")
}

/// Goes on with a session that proved itself anew under a new cookie, as long as before; the old one is dead in the same
/// moment, so whoever copied it is out (quality.md Q29). None when it has ended meanwhile.
fn renew(conn: &Conn<'_>, old: &Signed, now: i64, cookie: String) -> Result<Option<Renewed>, StoreError> {
    let row = [Value::Text(old.session.clone()), Value::Int(now), Value::Text(digest(&cookie))];
    let ended = "update session set ended_at = $2 where id = $1 and ended_at is null";
    if conn.execute(ended, &[Value::Text(old.session.clone()), Value::Int(now)])? == 0 {
        return Ok(None);
    }
    let rows = conn.query(
        "insert into session (id, institution_id, holder_kind, holder_id, seat_id, via, created_at, seen_at, authed_at, proved_at, idle, until_at, device, root) \
         select $3, institution_id, holder_kind, holder_id, seat_id, via, created_at, $2, authed_at, $2, idle, until_at, device, coalesce(root, id) from session where id = $1 \
         returning idle, until_at",
        &row,
    )?;
    let Some((idle, until)) = read_all::<(i64, i64)>(rows)?.into_iter().next() else { return Ok(None) };
    told(conn, old, now, "session.proved")?;
    let lasts = (idle == Life::Remembered.limits().0).then(|| (until - now) / 1_000_000);
    Ok(Some(Renewed { cookie, lasts }))
}

impl Write<'_> {
    /// Ends every open session of a member of staff in this transaction: they were disabled, or got a new first password.
    ///
    /// # Errors
    /// `NotFound` for anyone but the administrator of their institution.
    pub fn end_staff_sessions(&self, staff: &str) -> Result<(), StoreError> {
        if self.actor().staff_seat() != Some(StaffSeat::Admin) {
            return Err(StoreError::NotFound);
        }
        self.conn
            .execute(
                "update session set ended_at = $3 where institution_id = $1 and holder_id = $2 and ended_at is null",
                &[Value::Text(self.actor().institution().into()), Value::Text(staff.into()), Value::Int(self.now().0)],
            )
            .map(drop)
    }

    /// Makes a member active or listed: an invitation, a suspension, an end. Sessions notice on the next request.
    ///
    /// # Errors
    /// The store's own.
    pub fn mark_holder(&self, holder: &Holder, state: &str) -> Result<(), StoreError> {
        let table = match holder {
            Holder::Contact(_) => "contact",
            Holder::Person(_) => "person",
            Holder::Staff(_) => return Err(StoreError::NotFound),
        };
        self.conn
            .execute(
                &format!(
                    "update {table} set state = $3, version = version + 1 where institution_id = $1 and id = $2 and state <> 'active'"
                ),
                &[Value::Text(self.actor().institution().into()), Value::Text(holder.id().into()), Value::Text(state.into())],
            )
            .map(drop)
    }

    /// An address was changed or taken away: the links that were sent to it end, and so does what was opened by mail; a
    /// paper card and its sessions stay.
    ///
    /// # Errors
    /// The store's own.
    pub fn close_mailbox(&self, holder: &Holder, address: &str) -> Result<(), StoreError> {
        let text = |text: &str| Value::Text(text.into());
        let row = [text(self.actor().institution()), text(holder.id()), text(address), Value::Int(self.now().0)];
        self.conn.execute(
            "update link set ended_at = $4 where institution_id = $1 and holder_id = $2 and address_id = $3 and ended_at is null",
            &row,
        )?;
        self.conn
            .execute(
                "update session set ended_at = $3 where institution_id = $1 and holder_id = $2 and via = 'sign_in' and ended_at is null",
                &[text(self.actor().institution()), text(holder.id()), Value::Int(self.now().0)],
            )
            .map(drop)
    }
}
