//! The store: one guarded door for SQLite and PostgreSQL.
//!
//! A slice gives a closure; inside it everything is plain and synchronous. On SQLite a read runs inline on the worker
//! thread, a write is queued to the one writer and shares its commit; on PostgreSQL both run on a blocking thread.
//! There is no `commit()`: a write ends in [`Write::commit`] with an event, or it is rolled back.

mod driver;
mod lending;
pub mod row;
mod scope;
mod seals;
pub mod sql;
#[cfg(test)]
mod tests;
mod views;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

pub(crate) use driver::{Conn, blocking};
pub use driver::{Heard, Hold, Location, Notes, Value, fold, hold, sqlite_faults};
pub(crate) use row::{Cells, Rows, next};
pub use row::{FromCell, FromRow, IntoValue};
pub use scope::{DeedType, Pass, Passes, deed};
pub(crate) use seals::{Held, Seat as SealSeat, of_thread};
pub use sql::Sql;

use crate::access::{Deed, Grant, Seat, grant};
use crate::actor::{Actor, Duty, Holder, Role, Side, StaffSeat, Via};
use crate::clock::{Clock, Instant};
use crate::event::Event;
use crate::ids::Ids;
use crate::register::{Institution, Record, StaffName, Tie};
use crate::vault::Vault;
use scope::{Case, Cases, Place};
use views::Views;

/// What a fault was, for the log; never shown to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause(pub String);

/// What can go wrong at the store's door.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Not there, or not for this actor: the two look the same.
    #[error("not found")]
    NotFound,
    /// Somebody else changed it in the meantime.
    #[error("changed in the meantime")]
    Stale,
    /// This very deed was done before; where it led.
    #[error("done before")]
    Repeated(String),
    /// A thing that must be unique is there already; which constraint said so.
    #[error("there already: {0}")]
    Duplicate(String),
    /// Too much at once, or the database is away for a moment.
    #[error("busy")]
    Busy,
    /// The outcome of a commit is not known; the deed's key will tell.
    #[error("outcome unknown")]
    Unknown,
    /// Another process holds the database.
    #[error("another process holds this database")]
    Held,
    /// The database cannot be used as it is; a sentence for the administrator.
    #[error("{0}")]
    Refused(String),
    /// A fault of the program or the machine.
    #[error("{}", .0.0)]
    Broken(Cause),
}

type Result<T, E = StoreError> = std::result::Result<T, E>;

enum Driver {
    Sqlite(driver::Sqlite),
    Postgres(driver::SharedPool),
}

struct Inner {
    driver: Driver,
    clock: Clock,
    ids: Ids,
    vault: Vault,
}

/// The door. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Opens and migrates the database.
    ///
    /// # Errors
    /// `Held` when another process has the SQLite file, `Refused` with a sentence for the administrator.
    pub fn open(at: &Location, clock: Clock, ids: Ids, vault: Vault) -> Result<Store> {
        let first = |conn: &Conn<'_>, vault: &Vault, ids: &Ids, clock: &Clock| seals::take_root(conn, vault, ids, clock.now());
        let made = |driver, clock, ids, vault| Store(Arc::new(Inner { driver, clock, ids, vault }));
        match at {
            Location::Sqlite(path) => {
                let sqlite = driver::Sqlite::open(path, |conn| first(conn, &vault, &ids, &clock))?;
                Ok(made(Driver::Sqlite(sqlite), clock, ids, vault))
            }
            Location::Postgres(url) => {
                let pool = Arc::new(driver::Pool::open(url, 16)?);
                let store = made(Driver::Postgres(Arc::clone(&pool)), clock, ids, vault);
                let keyed = store.clone();
                let (job, given) = driver::job(move |conn| first(conn, keyed.vault(), keyed.ids(), keyed.clock()));
                pool.write("*", job)?;
                given.take()?;
                Ok(store)
            }
        }
    }

    /// The clock of this product.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The source of ids and secrets.
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// The keys.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// Whether the database is the embedded one, and its file.
    pub fn file(&self) -> Option<&std::path::Path> {
        match &self.0.driver {
            Driver::Sqlite(sqlite) => Some(sqlite.path()),
            Driver::Postgres(_) => None,
        }
    }

    /// Statements the embedded database carried out so far, and steps of its machine, which grow with every row it looks at; none
    /// on PostgreSQL. For the proof that a request costs the same whatever others wrote.
    pub fn work(&self) -> Option<(u64, u64)> {
        match &self.0.driver {
            Driver::Sqlite(sqlite) => Some(sqlite.work().done()),
            Driver::Postgres(_) => None,
        }
    }

    fn listening(&self, on: bool) -> Vec<Heard> {
        match &self.0.driver {
            Driver::Sqlite(sqlite) => sqlite.work().listen(on),
            Driver::Postgres(pool) => pool.listen(on),
        }
    }

    /// Keeps every statement from now on, with what is bound: for guards and bench alone, as names stand in it.
    pub fn listen(&self) {
        self.listening(true);
    }

    /// The statements since [`Store::listen`], in their order; nothing is kept from now on.
    pub fn heard(&self) -> Vec<Heard> {
        self.listening(false)
    }

    /// How the database would go about a statement that was heard, in its own words.
    ///
    /// # Errors
    /// The store's own.
    pub async fn plan_of(&self, institution: &str, heard: Heard) -> Result<String> {
        self.raw_read(institution, move |conn| conn.plan(&heard.sql, &heard.args)).await
    }

    /// Clears the dead rows of the data keys on PostgreSQL.
    pub(crate) fn vacuum_keys(&self) -> Result<()> {
        match &self.0.driver {
            Driver::Sqlite(_) => Ok(()),
            Driver::Postgres(pool) => pool.vacuum("data_key"),
        }
    }

    /// Copies the embedded database as it stands at this moment, while it is in use.
    ///
    /// # Errors
    /// `Refused` on PostgreSQL, where `pg_dump` does this.
    pub async fn copy(&self, to: std::path::PathBuf) -> Result<()> {
        let store = self.clone();
        driver::blocking(move || match &store.0.driver {
            Driver::Sqlite(sqlite) => sqlite.copy(&to),
            Driver::Postgres(_) => Err(StoreError::Refused("on PostgreSQL use pg_dump".into())),
        })
        .await
    }

    pub(crate) async fn raw_read<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        institution: &str,
        work: impl FnOnce(&Conn<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (job, given) = driver::job(work);
        self.read_job(institution, job).await?;
        given.take()
    }

    pub(crate) async fn raw_write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        institution: &str,
        work: impl FnOnce(&Conn<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (job, given) = driver::job(work);
        self.write_job(institution, job).await?;
        given.take()
    }

    async fn read_job(&self, institution: &str, job: driver::Job) -> Result<()> {
        match &self.0.driver {
            Driver::Sqlite(sqlite) => sqlite.read(job),
            Driver::Postgres(pool) => {
                let (pool, institution) = (Arc::clone(pool), institution.to_owned());
                driver::blocking(move || pool.read(&institution, false, job)).await
            }
        }
    }

    async fn write_job(&self, institution: &str, job: driver::Job) -> Result<()> {
        match &self.0.driver {
            Driver::Sqlite(sqlite) => sqlite.write(job).await,
            Driver::Postgres(pool) => {
                let (pool, institution) = (Arc::clone(pool), institution.to_owned());
                driver::blocking(move || pool.write(&institution, job)).await
            }
        }
    }

    /// A short read for a page.
    ///
    /// # Errors
    /// What `work` gives, or the store's own.
    pub async fn read<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        who: &Actor,
        work: impl FnOnce(&Read<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (store, actor) = (self.clone(), Arc::new(who.clone()));
        let read = move |conn: &Conn<'_>| work(&Read { conn, store: &store, actor, only: None, asked: Some(Rc::default()) });
        self.raw_read(&who.institution, read).await
    }

    /// A long read (an export): one snapshot, on a thread made for waiting.
    ///
    /// # Errors
    /// What `work` gives, or the store's own.
    pub async fn survey<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        who: &Actor,
        work: impl FnOnce(&Read<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (store, actor, institution) = (self.clone(), Arc::new(who.clone()), who.institution.clone());
        let (job, given) = driver::job(move |conn| work(&Read { conn, store: &store, actor, only: None, asked: None }));
        let store = self.clone();
        let long = move || match &store.0.driver {
            Driver::Sqlite(sqlite) => sqlite.read(job),
            Driver::Postgres(pool) => pool.read(&institution, true, job),
        };
        driver::blocking(long).await?;
        given.take()
    }

    /// One command. `key` makes it happen once: the same key again gives `Repeated` with where the first one led.
    ///
    /// # Errors
    /// What `work` gives, or the store's own; then nothing is kept.
    pub async fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        who: &Actor,
        key: Option<String>,
        work: impl FnOnce(&Write<'_>) -> Result<Done<T>, E> + Send + 'static,
    ) -> Result<T, E> {
        let (store, actor) = (self.clone(), Arc::new(who.clone()));
        self.raw_write(&who.institution, move |conn| {
            let tx = Write {
                read: Read { conn, store: &store, actor, only: None, asked: None },
                key,
                opened: RefCell::default(),
                reasons: RefCell::default(),
                keys: Held::default(),
                committed: Cell::new(false),
            };
            tx.not_yet_done()?;
            Ok::<_, E>(work(&tx)?.0)
        })
        .await
    }

    /// An actor for a holder without a session: only for duties that act in someone's stead (the mailer, the demo).
    ///
    /// # Errors
    /// `NotFound` when the holder is not there, not active, or does not hold this seat.
    pub async fn stand_in(&self, duty: Duty, institution: &str, holder: Holder, seat: Option<StaffSeat>) -> Result<Actor> {
        if !matches!(duty, Duty::Mailer | Duty::Demo | Duty::Console | Duty::Due) {
            return Err(StoreError::NotFound);
        }
        let institution = institution.to_owned();
        let actor = self.raw_read(&institution.clone(), move |conn| actor_of(conn, &institution, holder, seat, true)).await?;
        Ok(Actor { via: Via::Duty(duty), ..actor })
    }
}

/// The actor a holder is at this moment; `active` asks whether they may act at all.
pub(crate) fn actor_of(conn: &Conn<'_>, institution: &str, holder: Holder, seat: Option<StaffSeat>, active: bool) -> Result<Actor> {
    let here = || Value::Text(institution.to_owned());
    let id = Value::Text(holder.id().to_owned());
    let role = match &holder {
        Holder::Staff(_) => {
            let seat = seat.ok_or(StoreError::NotFound)?;
            let rows = conn.query(
                "select h.branch_id from staff s join staff_seat h on h.staff_id = s.id where s.institution_id = $1 and s.id = $2 and h.seat = $3 and (s.state = 'active' or $4 = 0) order by h.branch_id",
                &[here(), id, Value::Text(seat.code().into()), Value::Int(active.into())],
            )?;
            let Some(row::Cell::Text(branch)) = rows.first() else { return Err(StoreError::NotFound) };
            Role::Staff { seat, branch: branch.to_owned() }
        }
        Holder::Contact(_) => {
            let rows = conn.query(
                "select company_id from contact where institution_id = $1 and id = $2 and (state <> 'suspended' or $3 = 0)",
                &[here(), id, Value::Int(active.into())],
            )?;
            let Some(row::Cell::Text(company)) = rows.first() else { return Err(StoreError::NotFound) };
            Role::Contact { company: company.to_owned() }
        }
        Holder::Person(_) => {
            let rows = conn.query(
                "select id from person where institution_id = $1 and id = $2 and (state <> 'suspended' or $3 = 0)",
                &[here(), id, Value::Int(active.into())],
            )?;
            if rows.is_empty() {
                return Err(StoreError::NotFound);
            }
            Role::Person
        }
    };
    Ok(Actor { institution: institution.to_owned(), holder: Some(holder), role, via: Via::Session, session: String::new() })
}

/// A transaction that can only read.
pub struct Read<'t> {
    pub(crate) conn: &'t Conn<'t>,
    pub(crate) store: &'t Store,
    pub(crate) actor: Arc<Actor>,
    /// The one case that [`Read::reach`] is narrowed to.
    only: Option<Entry>,
    /// What was asked in this transaction already, where nothing can have changed in between.
    asked: Option<Rc<Asked>>,
}

/// Statements of one page with what was bound and what they gave. The slices of a case ask for its members, its goals and its
/// talks each for themselves: four statements in ten of a case page were carried out before, word by word. They are found by
/// looking at each: the same text is the same piece of memory ([`views::Texts`]).
type Asked = RefCell<Vec<(Arc<str>, Vec<Value>, Rc<Rows>)>>;

/// Results of more rows are not kept: they are lists, and asked for once.
const KEPT_ROWS: usize = 50;

impl std::fmt::Debug for Read<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Read")
    }
}

/// Membership of one case, in one seat: the first lock behind the actor.
#[derive(Clone, Debug)]
pub struct Entry {
    actor: Arc<Actor>,
    case: Arc<Case>,
    seat: Seat,
    /// Whether the person has left. Until the end of the last day company and person write as before.
    shut: bool,
}

impl Entry {
    /// The seat this actor has in this case.
    pub fn seat(&self) -> Seat {
        self.seat
    }
    /// The placement.
    pub fn placement(&self) -> &str {
        &self.case.placement
    }
    /// The company of the placement.
    pub fn company(&self) -> &str {
        &self.case.company
    }
    /// The placed person.
    pub fn person(&self) -> &str {
        &self.case.person
    }

    /// Whether it is known when the person leaves or left, for a seat of company or person.
    pub fn is_over(&self) -> bool {
        self.case.left_at.is_some()
    }

    /// Asks **the** table; refused looks like not there. After the person has left, company and person write no more but
    /// what the register says.
    ///
    /// # Errors
    /// `NotFound` when the table says no.
    pub fn pass<R: Record, D: DeedType>(&self) -> Result<Pass<R, D>> {
        let mut granted = grant(R::KIND, self.seat, D::DEED);
        if D::DEED == Deed::Agree && granted == Grant::No {
            granted = grant(R::KIND, self.seat, Deed::Confirm);
        }
        let refused = match granted {
            Grant::No => true,
            Grant::Exists | Grant::Reason => D::DEED != Deed::Exists,
            _ => false,
        };
        let writes = !matches!(D::DEED, Deed::View | Deed::Exists);
        let over = self.shut && writes && matches!(R::TIE, Tie::Case(_)) && !R::KIND.is_written_after_leaving();
        if refused || over || !self.actor.lets(R::KIND, D::DEED) {
            return Err(StoreError::NotFound);
        }
        Ok(self.made(granted))
    }

    /// Whether the table grants this deed: for a page that offers it.
    pub fn may<R: Record, D: DeedType>(&self) -> bool {
        self.pass::<R, D>().is_ok()
    }

    fn made<R: Record, D: DeedType>(&self, granted: Grant) -> Pass<R, D> {
        Pass { actor: self.actor.clone(), grant: granted, place: Place::Case(self.case.clone()), kind: PhantomData }
    }
}

/// A member of staff in one seat, outside any case.
#[derive(Clone, Debug)]
pub struct Desk {
    actor: Arc<Actor>,
    seat: Seat,
}

impl Desk {
    /// Rows of the whole institution, as far as the table grants them to this seat outside a case.
    ///
    /// # Errors
    /// `NotFound` when the table says no, and for a branch RM on anything that belongs to a company or case (see [`Read::reach`]).
    pub fn pass<R: Record, D: DeedType>(&self) -> Result<Pass<R, D>> {
        let granted = grant(R::KIND, self.seat, D::DEED);
        let of_cases = !matches!(R::TIE, Tie::Institution(_));
        if granted == Grant::No
            || (granted == Grant::Exists && D::DEED != Deed::Exists)
            || granted == Grant::Reason
            || (of_cases && self.seat == Seat::BranchRm)
        {
            return Err(StoreError::NotFound);
        }
        let place = if D::DEED == Deed::Open { Place::New } else { Place::Institution };
        Ok(Pass { actor: self.actor.clone(), grant: granted, place, kind: PhantomData })
    }
}

impl Read<'_> {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.store.clock().now()
    }

    /// The rows of a statement; asked once a page.
    fn ask(&self, views: Views) -> Result<Rc<Rows>> {
        let (text, args) = self.conn.text(views);
        let Some(asked) = &self.asked else { return self.conn.ask(&text, &args).map(Rc::new) };
        if let Some((.., rows)) = asked.borrow().iter().find(|(known, with, _)| Arc::ptr_eq(known, &text) && *with == args) {
            return Ok(Rc::clone(rows));
        }
        let rows = Rc::new(self.conn.ask(&text, &args)?);
        if rows.len() <= KEPT_ROWS {
            asked.borrow_mut().push((text, args, Rc::clone(&rows)));
        }
        Ok(rows)
    }

    /// The same transaction, in which [`Read::reach`] goes no further than this case: what a seat may read over all its cases,
    /// asked of one of them, without looking through the others.
    #[must_use]
    pub fn only(&self, entry: &Entry) -> Read<'_> {
        let (actor, asked) = (Arc::clone(&self.actor), self.asked.clone());
        Read { conn: self.conn, store: self.store, actor, only: Some(entry.clone()), asked }
    }

    /// The seat this actor has in the case. Absent and forbidden look the same.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn enter(&self, placement: &str) -> Result<Entry> {
        let holder = self.actor.holder.as_ref().ok_or(StoreError::NotFound)?;
        let rows = self.ask(Views::alone(
            "select p.company_id, p.person_id, p.branch_id, coalesce(m.seat, ''), coalesce(m.state, ''), p.left_at, p.person_until from placement p left join member m on m.placement_id = p.id and m.holder_id = $3 where p.institution_id = $1 and p.id = $2",
            vec![Value::Text(self.actor.institution.clone()), Value::Text(placement.into()), Value::Text(holder.id().into())],
        ))?;
        let Some(mut cells) = rows.iter().next() else { return Err(StoreError::NotFound) };
        let company: String = next(&mut cells)?;
        let person: String = next(&mut cells)?;
        let of_branch: String = next(&mut cells)?;
        let seat: String = next(&mut cells)?;
        let state: String = next(&mut cells)?;
        let left_at: Option<i64> = next(&mut cells)?;
        let until: Option<i64> = next(&mut cells)?;
        if self.actor.role == Role::Person && until.is_some_and(|until| until <= self.now().0) {
            return Err(StoreError::NotFound);
        }
        let member = state == "active";
        let seat = match &self.actor.role {
            Role::Staff { seat: StaffSeat::Consultant, .. } if member && seat == "consultant" => Seat::Consultant,
            Role::Staff { seat: StaffSeat::Branch, branch } if !branch.is_empty() && *branch == of_branch => Seat::BranchRm,
            Role::Staff { seat: StaffSeat::Branch, .. } => return Err(StoreError::NotFound),
            Role::Staff { seat, .. } => seat.at_desk(),
            Role::Contact { company: own } if member && *own == company => match seat.as_str() {
                "owner" => Seat::Owner,
                "host" => Seat::Host,
                "contact" => Seat::Contact,
                _ => return Err(StoreError::NotFound),
            },
            Role::Person if member && seat == "person" && holder.id() == person => Seat::Person,
            Role::Contact { .. } | Role::Person | Role::Duty(_) => return Err(StoreError::NotFound),
        };
        let left_at = left_at.filter(|_| self.actor.side() != Side::Bank);
        let shut = left_at.is_some_and(|at| at <= self.now().0);
        let case = Arc::new(Case { placement: placement.to_owned(), company, person, left_at });
        Ok(Entry { actor: self.actor.clone(), case, seat, shut })
    }

    /// The desk of a member of staff.
    ///
    /// # Errors
    /// `NotFound` for everyone else.
    pub fn desk(&self) -> Result<Desk> {
        match &self.actor.role {
            Role::Staff { seat, .. } => Ok(Desk { actor: self.actor.clone(), seat: seat.at_desk() }),
            _ => Err(StoreError::NotFound),
        }
    }

    /// The institution itself, for anyone in it: its name stands on every page.
    pub fn house(&self) -> Pass<Institution, deed::View> {
        self.all()
    }

    /// Names and telephone numbers of staff, which everyone they serve may know.
    pub fn staff_names(&self) -> Pass<StaffName, deed::View> {
        self.all()
    }

    /// The second line, by id and name: managers at work, whom a writer may choose in place of the desk (visibility.md rule 13).
    ///
    /// # Errors
    /// The store's own.
    pub fn second_line(&self) -> Result<Vec<(String, String)>> {
        self.at_work("manager")
    }

    /// Compliance, who are told when something is passed on without the writer's yes.
    ///
    /// # Errors
    /// The store's own.
    pub fn compliance(&self) -> Result<Vec<Holder>> {
        Ok(self.at_work("compliance")?.into_iter().map(|(id, _)| Holder::Staff(id)).collect())
    }

    fn at_work(&self, seat: &str) -> Result<Vec<(String, String)>> {
        read_all(self.conn.query(
            "select distinct s.id, s.name from staff_seat h join staff s on s.id = h.staff_id where h.institution_id = $1 and h.seat = $2 and s.state = 'active' order by s.name, s.id",
            &[Value::Text(self.actor.institution.clone()), Value::Text(seat.into())],
        )?)
    }

    fn all<R: Record>(&self) -> Pass<R, deed::View> {
        Pass { actor: self.actor.clone(), grant: Grant::All, place: Place::Institution, kind: PhantomData }
    }

    /// Rows of every case this actor belongs to, narrowed to what the table grants the seat held in each.
    ///
    /// # Errors
    /// `NotFound` when the table grants this actor nothing of the kind in any seat.
    pub fn reach<R: Record, D: DeedType>(&self) -> Result<Pass<R, D>> {
        if let Some(entry) = &self.only {
            return entry.pass();
        }
        if !self.actor.lets(R::KIND, D::DEED) {
            return Err(StoreError::NotFound);
        }
        let usable =
            |granted: Grant| !(granted == Grant::No || granted == Grant::Reason || (granted == Grant::Exists && D::DEED != Deed::Exists));
        let seats: &[(Seat, &'static str)] = match &self.actor.role {
            Role::Staff { seat: StaffSeat::Consultant, .. } => &[(Seat::Consultant, "consultant")],
            Role::Contact { .. } => &[(Seat::Owner, "owner"), (Seat::Host, "host"), (Seat::Contact, "contact")],
            Role::Person => &[(Seat::Person, "person")],
            Role::Staff { seat: StaffSeat::Branch, branch } => {
                let granted = grant(R::KIND, Seat::BranchRm, D::DEED);
                if !usable(granted) || branch.is_empty() {
                    return Err(StoreError::NotFound);
                }
                return Ok(self.reaching(granted, Place::Mine(self.now(), vec![(Cases::Of(branch.clone()), granted)])));
            }
            Role::Staff { seat, .. } => {
                let granted = grant(R::KIND, seat.at_desk(), D::DEED);
                return if usable(granted) { Ok(self.reaching(granted, Place::Institution)) } else { Err(StoreError::NotFound) };
            }
            Role::Duty(_) => return Err(StoreError::NotFound),
        };
        let parts: Vec<_> = seats
            .iter()
            .map(|(seat, name)| (grant(R::KIND, *seat, D::DEED), *name))
            .filter(|(granted, _)| usable(*granted))
            .map(|(granted, name)| (Cases::In(name), granted))
            .collect();
        if parts.is_empty() {
            return Err(StoreError::NotFound);
        }
        Ok(self.reaching(Grant::All, Place::Mine(self.now(), parts)))
    }

    fn reaching<R: Record, D: DeedType>(&self, granted: Grant, place: Place) -> Pass<R, D> {
        Pass { actor: self.actor.clone(), grant: granted, place, kind: PhantomData }
    }

    /// Finds what a spreadsheet row or a form means among all companies, people and cases of the institution, by identity
    /// keys: for the desk that opens cases, so that nothing is entered twice. What is compared never reaches a page by itself.
    ///
    /// # Errors
    /// `NotFound` for anyone who may not open a case.
    pub fn identities(&self) -> Result<Identities> {
        self.desk()?.pass::<crate::register::Placement, deed::Open>()?;
        let here = [Value::Text(self.actor.institution.clone())];
        let rows = |sql: &str| self.conn.query(sql, &here);
        Ok(Identities {
            companies: read_all(rows(
                "select id, number, name, name_key, address_key from company where institution_id = $1 order by id",
            )?)?,
            people: read_all(rows("select id, name, kana, identity_key from person where institution_id = $1 order by id")?)?,
            mails: read_all(rows(
                "select holder_id, mail_key from address where institution_id = $1 and holder_kind = 'person' and kind = 'own' order by id",
            )?)?,
            company_mails: read_all(rows(
                "select company_id, mail_key from address where institution_id = $1 and holder_kind = 'contact' and kind <> 'none' order by id",
            )?)?,
            placements: read_all(rows(
                "select id, case_no, company_id, person_id, post, offer_on, identity_key from placement where institution_id = $1 order by id",
            )?)?,
        })
    }

    /// Who uses a mail address, over all holders of the institution: for the question whose mailbox it is.
    ///
    /// # Errors
    /// The store's own.
    pub fn users_of_mail(&self, mail_key: &str) -> Result<Vec<Holder>> {
        let rows = self.ask(Views::alone(
            "select holder_kind, holder_id from address where institution_id = $1 and mail_key = $2 and kind <> 'none' order by holder_id",
            vec![Value::Text(self.actor.institution.clone()), Value::Text(mail_key.into())],
        ))?;
        let pairs: Vec<(String, String)> = read_all(rows)?;
        Ok(pairs.iter().filter_map(|(kind, id)| Holder::from(kind, id)).collect())
    }

    /// The rows of a statement over the records of `passes`.
    ///
    /// # Errors
    /// The store's own.
    #[expect(clippy::needless_pass_by_value, reason = "passes are borrowed already, alone or in a tuple of borrows")]
    pub fn rows<N, T: FromRow>(&self, passes: impl Passes<N>, sql: Sql<N>, args: Vec<Value>) -> Result<Vec<T>> {
        read_all(self.ask(framed(&passes, sql, args))?)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// The store's own.
    pub fn maybe<N, T: FromRow>(&self, passes: impl Passes<N>, sql: Sql<N>, args: Vec<Value>) -> Result<Option<T>> {
        Ok(self.rows(passes, sql, args)?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub fn one<N, T: FromRow>(&self, passes: impl Passes<N>, sql: Sql<N>, args: Vec<Value>) -> Result<T> {
        self.maybe(passes, sql, args)?.ok_or(StoreError::NotFound)
    }

    /// Whether the row is one this pass reaches.
    fn reaches<R: Record, D: DeedType>(&self, pass: &Pass<R, D>, id: &str) -> Result<bool> {
        let mut views = Views::new(Vec::new());
        views.say(&["select id from ", R::TABLE, " where id = "]);
        views.bind(Value::Text(id.into()));
        views.say(&[" and "]);
        pass.predicate(&mut views);
        let (text, values) = self.conn.text(views);
        Ok(!self.conn.ask(&text, &values)?.is_empty())
    }

    /// `NotFound` unless the row is one this pass reaches.
    fn within<R: Record, D: DeedType>(&self, pass: &Pass<R, D>, id: &str) -> Result<()> {
        if !self.reaches(pass, id)? {
            return Err(StoreError::NotFound);
        }
        Ok(())
    }

    /// Who opened a text in a row this pass reaches, and when, the oldest first: what its writer is shown of its readers.
    /// A page that shows several texts leaves one line in the audit, which names their rows in its detail.
    ///
    /// # Errors
    /// `NotFound` when the row is not within the pass.
    pub fn readings<R: Record, D: DeedType>(&self, pass: &Pass<R, D>, id: &str) -> Result<Vec<Reading>> {
        self.within(pass, id)?;
        let case = if let Place::Case(case) = &pass.place { case.placement.clone() } else { String::new() };
        #[cfg(feature = "planted")]
        if crate::planted::is("readings_of_all") {
            let here = Value::Text(self.actor.institution.clone());
            return read_all(
                self.conn
                    .query("select actor, at, detail from audit where institution_id = $1 and act = 'text.read' order by seq", &[here])?,
            );
        }
        if of_thread(R::TABLE) {
            // A thread is read under its own id alone. Looking through the lines of the case would take as long as others are read.
            return read_all(self.conn.query(
                "select actor, at, detail from audit where institution_id = $1 and subject_id = $2 and act = 'text.read' order by seq",
                &[Value::Text(self.actor.institution.clone()), Value::Text(id.into())],
            )?);
        }
        read_all(self.conn.query(
            "select actor, at, detail from (\
             select seq, actor, at, detail from audit where institution_id = $1 and subject_id = $2 and act = 'text.read' \
             union select seq, actor, at, detail from audit \
             where institution_id = $1 and placement_id = $3 and act = 'text.read' and detail like '%' || $2 || '%') as readings order by seq",
            &[Value::Text(self.actor.institution.clone()), Value::Text(id.into()), Value::Text(case)],
        )?)
    }

    /// Who changed a row that this pass reaches, and when: the last line of the audit under one of these acts.
    ///
    /// # Errors
    /// `NotFound` when the row is not within the pass.
    pub fn last_hand<R: Record, D: DeedType>(&self, pass: &Pass<R, D>, id: &str, acts: &[&str]) -> Result<Option<Reading>> {
        self.within(pass, id)?;
        let mut last: Option<Reading> = None;
        for act in acts {
            let lines: Vec<Reading> = read_all(self.conn.query(
                "select actor, at, detail from audit where institution_id = $1 and subject_id = $2 and act = $3 order by seq desc limit 1",
                &[Value::Text(self.actor.institution.clone()), Value::Text(id.into()), Value::Text((*act).into())],
            )?)?;
            last = last.into_iter().chain(lines).max_by_key(|line| line.at);
        }
        Ok(last)
    }

    /// How many threads there are, whoever began them: what a planted bug lets slip.
    #[cfg(feature = "planted")]
    pub fn slip(&self) -> i64 {
        let here = Value::Text(self.actor.institution.clone());
        let rows = self.conn.query("select cast(count(*) as bigint) from thread where institution_id = $1", &[here]);
        rows.and_then(read_all::<(i64,)>).ok().and_then(|rows| rows.first().map(|(n,)| *n)).unwrap_or(0)
    }

    /// Work that a page must not do: counts the cases of the house, or looks through those of every house, for a planted bug.
    #[cfg(feature = "planted")]
    pub fn strain(&self, all: bool) {
        let here = Value::Text(self.actor.institution.clone());
        let sql = if all {
            "select cast(count(*) as bigint) from placement where institution_id >= '' and post like '%部%' and $1 <> ''"
        } else {
            "select cast(count(*) as bigint) from placement where institution_id = $1"
        };
        drop(self.conn.query(sql, &[here]));
    }

    /// The plan of a statement, in the database's words: for the test that none scans a growing table.
    ///
    /// # Errors
    /// The store's own.
    #[expect(clippy::needless_pass_by_value, reason = "as for `rows`")]
    pub fn plan<N>(&self, passes: impl Passes<N>, sql: Sql<N>, args: Vec<Value>) -> Result<String> {
        let (text, values) = self.conn.text(framed(&passes, sql, args));
        self.conn.plan(&text, &values)
    }
}

/// The slice's text behind the views of its passes.
fn framed<N>(passes: &impl Passes<N>, sql: Sql<N>, args: Vec<Value>) -> Views {
    let mut views = Views::new(args);
    passes.views(&mut views);
    views.end(sql.text);
    views
}

pub(crate) fn read_all<T: FromRow>(rows: impl std::borrow::Borrow<Rows>) -> Result<Vec<T>> {
    rows.borrow().iter().map(|mut cells| T::from_row(&mut cells)).collect()
}

crate::row! {
    /// A company as far as identity goes.
    pub struct KnownCompany {
        /// Its id.
        pub id: String,
        /// 法人番号.
        pub number: Option<String>,
        /// Its name, to ask back with.
        pub name: String,
        /// Folded name.
        pub name_key: String,
        /// Folded address.
        pub address_key: String,
    }
    /// A placement as far as identity goes.
    pub struct KnownPlacement {
        /// Its id.
        pub id: String,
        /// 案件番号.
        pub case_no: Option<String>,
        /// The company.
        pub company: String,
        /// The person.
        pub person: String,
        /// The post.
        pub post: String,
        /// The offer day.
        pub offer_on: Option<crate::clock::Day>,
        /// Company, person, post and offer day, folded.
        pub identity_key: String,
    }
}

crate::row! {
    /// That a private text was opened.
    pub struct Reading {
        /// By whom.
        pub actor: String,
        /// When.
        pub at: Instant,
        /// Counts and codes of the reading.
        pub detail: String,
    }
}

/// What the institution knows, as far as identity goes.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    /// Companies.
    pub companies: Vec<KnownCompany>,
    /// People: id, name, kana, and folded name, kana and birth date.
    pub people: Vec<(String, String, String, String)>,
    /// Mail addresses of companies: company, folded address.
    pub company_mails: Vec<(String, String)>,
    /// Own mail addresses of people: id, folded address.
    pub mails: Vec<(String, String)>,
    /// Placements.
    pub placements: Vec<KnownPlacement>,
}

/// Columns of a row to be written.
#[derive(Debug, Default)]
pub struct Set(Vec<(&'static str, Column)>);

#[derive(Debug)]
enum Column {
    Plain(Value),
    Sealed(Side, Option<zeroize::Zeroizing<Vec<u8>>>),
}

impl Set {
    /// The text of a plain column.
    pub(crate) fn text(&self, column: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| *name == column);
        if let Some((_, Column::Plain(Value::Text(text)))) = found { text } else { "" }
    }

    /// Nothing yet.
    pub fn new() -> Set {
        Set::default()
    }

    /// A plain column.
    #[must_use]
    pub fn with(mut self, column: &'static str, value: impl IntoValue) -> Set {
        self.0.push((column, Column::Plain(value.into_value())));
        self
    }

    /// A text from one side, sealed under that side's key before it reaches the database.
    #[must_use]
    pub fn sealed(mut self, column: &'static str, side: Side, text: &str) -> Set {
        self.0.push((column, Column::Sealed(side, Some(zeroize::Zeroizing::new(text.as_bytes().to_vec())))));
        self
    }

    /// Bytes, sealed: a file that waits.
    #[must_use]
    pub fn sealed_bytes(mut self, column: &'static str, side: Side, bytes: &[u8]) -> Set {
        self.0.push((column, Column::Sealed(side, Some(zeroize::Zeroizing::new(bytes.to_vec())))));
        self
    }

    /// A sealed column that may be empty.
    #[must_use]
    pub fn sealed_or_none(mut self, column: &'static str, side: Side, text: Option<&str>) -> Set {
        self.0.push((column, Column::Sealed(side, text.map(|text| zeroize::Zeroizing::new(text.as_bytes().to_vec())))));
        self
    }
}

/// A transaction that may write. It ends in [`Write::commit`], or nothing of it is kept.
pub struct Write<'t> {
    read: Read<'t>,
    key: Option<String>,
    opened: RefCell<HashSet<String>>,
    reasons: RefCell<Vec<String>>,
    keys: Held,
    committed: Cell<bool>,
}

impl std::fmt::Debug for Write<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Write")
    }
}

impl<'t> std::ops::Deref for Write<'t> {
    type Target = Read<'t>;
    fn deref(&self) -> &Read<'t> {
        &self.read
    }
}

/// Proof that a command was committed; made only by [`Write::commit`].
///
/// ```compile_fail
/// let _ = base::store::Done(());
/// ```
#[derive(Debug)]
pub struct Done<T>(T);

impl Done<()> {
    /// Carries a value out of the transaction.
    pub fn with<T>(self, value: T) -> Done<T> {
        Done(value)
    }
}

/// Deeds through which rows may be written.
pub trait Writes: DeedType {}
impl Writes for deed::Change {}
impl Writes for deed::SealIt {}
impl Writes for deed::Open {}

impl Write<'_> {
    fn not_yet_done(&self) -> Result<()> {
        let Some(key) = &self.key else { return Ok(()) };
        let rows = self.conn.query(
            "select back from deed where institution_id = $1 and key = $2",
            &[Value::Text(self.actor.institution.clone()), Value::Text(key.clone())],
        )?;
        match rows.first() {
            Some(row::Cell::Text(back)) => Err(StoreError::Repeated(back.to_owned())),
            _ => Ok(()),
        }
    }

    /// A new id.
    pub fn id(&self) -> String {
        self.store.ids().id()
    }

    /// States a reason for reading what the seat may read only with one; it is kept in the audit and shown to the writer.
    ///
    /// # Errors
    /// `NotFound` when the reason is empty or the table does not grant reading with a reason.
    pub fn with_reason<R: Record>(&self, entry: &Entry, reason: &str) -> Result<Pass<R, deed::Reasoned>> {
        let granted = grant(R::KIND, entry.seat, Deed::View);
        if !matches!(granted, Grant::Reason | Grant::ReaderOrReason) || reason.trim().is_empty() {
            return Err(StoreError::NotFound);
        }
        self.reasons.borrow_mut().push(crate::vault::digest(reason.trim()));
        Ok(entry.made(Grant::All))
    }

    /// Adds a row. Institution, case, author and side come from the pass, never from the form.
    ///
    /// # Errors
    /// `Duplicate` when it is there already.
    pub fn insert<R: Record, D: Writes>(&self, pass: &Pass<R, D>, id: &str, set: Set) -> Result<()> {
        self.insert_tied(pass, id, None, set)
    }

    /// Adds a row for a case, company or person that was opened in this transaction.
    ///
    /// # Errors
    /// `NotFound` when `tied_to` was not opened here (contacts and addresses may join a company that is known already).
    pub fn insert_for<R: Record>(&self, pass: &Pass<R, deed::Open>, id: &str, tied_to: &str, set: Set) -> Result<()> {
        let known = self.opened.borrow().contains(tied_to);
        let free = matches!(R::TIE, Tie::Company(_) | Tie::ContactHolder);
        if !known && !free {
            return Err(StoreError::NotFound);
        }
        self.insert_tied(pass, id, Some(tied_to), set)
    }

    fn insert_tied<R: Record, D: Writes>(&self, pass: &Pass<R, D>, id: &str, tied_to: Option<&str>, set: Set) -> Result<()> {
        let realm = tied_to.filter(|_| matches!(R::TIE, Tie::Case(_) | Tie::Person(_))).unwrap_or_else(|| pass.realm()).to_owned();
        let mut columns: Vec<(&'static str, Value)> = vec![("id", Value::Text(id.into()))];
        if R::TABLE != "institution" {
            columns.push(("institution_id", Value::Text(pass.institution().to_owned())));
        }
        columns.push(("created_at", Value::Int(self.now().0)));
        let tie = match (&pass.place, R::TIE) {
            (_, Tie::Case("id") | Tie::Company("id") | Tie::Person("id")) => {
                self.opened.borrow_mut().insert(id.to_owned());
                None
            }
            (Place::Case(case), Tie::Case(column)) => Some((column, case.placement.clone())),
            (Place::Case(case), Tie::Company(column)) => Some((column, case.company.clone())),
            (Place::Case(case), Tie::Person(column)) => Some((column, case.person.clone())),
            (Place::Case(case), Tie::PersonHolder) => Some(("holder_id", case.person.clone())),
            (_, Tie::Case(column) | Tie::Company(column) | Tie::Person(column)) => {
                Some((column, tied_to.ok_or(StoreError::NotFound)?.to_owned()))
            }
            (_, Tie::PersonHolder) => Some(("holder_id", tied_to.ok_or(StoreError::NotFound)?.to_owned())),
            _ => None,
        };
        if let Some((column, value)) = tie {
            columns.push((column, Value::Text(value)));
        }
        match R::TIE {
            Tie::ContactHolder => columns.push(("holder_kind", Value::Text("contact".into()))),
            Tie::PersonHolder => columns.push(("holder_kind", Value::Text("person".into()))),
            _ => {}
        }
        if const { scope::has_column(R::COLUMNS, "author") } {
            columns.push(("author", Value::Text(self.actor.id().into())));
        }
        let seat = if of_thread(R::TABLE) { SealSeat::begun(R::TABLE, id, self.actor.id(), &set) } else { SealSeat::of(&realm) };
        for (name, value) in self.sealed_set::<R>(pass, &seat, id, set)? {
            self.own_side(name, &value)?;
            if columns.iter().any(|(known, _)| *known == name) {
                return Err(StoreError::Broken(Cause(format!("{name} comes from the pass"))));
            }
            if (name == "holder_id" || name == "writer")
                && pass.grant == Grant::Own
                && pass.holder().is_none_or(|me| value != Value::Text(me.id().into()))
            {
                return Err(StoreError::NotFound);
            }
            columns.push((name, value));
        }
        let mut views = Views::new(Vec::with_capacity(columns.len()));
        views.say(&["insert into ", R::TABLE, " ("]);
        for (nth, (name, _)) in columns.iter().enumerate() {
            views.say(&[if nth > 0 { ", " } else { "" }, name]);
        }
        views.say(&[") values ("]);
        for (nth, (_, value)) in columns.into_iter().enumerate() {
            views.say(&[if nth > 0 { ", " } else { "" }]);
            views.bind(value);
        }
        views.say(&[")"]);
        self.carry_out(views).map(drop)
    }

    fn carry_out(&self, views: Views) -> Result<u64> {
        let (text, values) = self.conn.text(views);
        self.conn.carry_out(&text, &values)
    }

    /// A party writes only for its own side.
    fn own_side(&self, name: &str, value: &Value) -> Result<()> {
        let side = self.actor.side();
        if (name == "side" || name == "party") && side != Side::Bank && *value != Value::Text(side.code().into()) {
            return Err(StoreError::NotFound);
        }
        Ok(())
    }

    /// Changes a row that stands at version `seen`.
    ///
    /// # Errors
    /// `Stale` when somebody else changed it, `NotFound` when it is not within the pass.
    pub fn update<R: Record, D: Writes>(&self, pass: &Pass<R, D>, id: &str, seen: i64, set: Set) -> Result<()> {
        if self.actor.adds_only() && R::KIND != crate::register::Kind::SurveyAsked {
            return Err(StoreError::NotFound);
        }
        let mut seat = SealSeat::of(pass.realm());
        if of_thread(R::TABLE) && set.0.iter().any(|(_, column)| matches!(column, Column::Sealed(_, Some(_)))) {
            seat = SealSeat::standing(self.conn, pass.institution(), R::TABLE, id)?;
            seat.version = u32::try_from(seen + 1).unwrap_or(0);
        }
        #[cfg(feature = "planted")]
        let any_version = crate::planted::is("ignore_version");
        #[cfg(not(feature = "planted"))]
        let any_version = false;
        let mut views = Views::new(Vec::new());
        views.say(&["update ", R::TABLE, " set "]);
        for (name, value) in self.sealed_set::<R>(pass, &seat, id, set)? {
            self.own_side(name, &value)?;
            views.say(&[name, " = "]);
            views.bind(value);
            views.say(&[", "]);
        }
        views.say(&["version = version + 1 where id = "]);
        views.bind(Value::Text(id.into()));
        views.say(&[if any_version { " and version <> -1 - " } else { " and version = " }]);
        views.bind(Value::Int(seen));
        views.say(&[" and "]);
        pass.predicate(&mut views);
        let changed = self.carry_out(views)?;
        if changed == 1 { Ok(()) } else { self.stale_or_gone(pass, id) }
    }

    /// Takes a row away: for drafts only; what was agreed, said or published stays.
    ///
    /// # Errors
    /// `Stale` when somebody else changed it, `NotFound` when it is not within the pass.
    pub fn remove<R: Record>(&self, pass: &Pass<R, deed::Change>, id: &str, seen: i64) -> Result<()> {
        if self.actor.adds_only() {
            return Err(StoreError::NotFound);
        }
        let mut views = Views::new(Vec::new());
        views.say(&["delete from ", R::TABLE, " where id = "]);
        views.bind(Value::Text(id.into()));
        views.say(&[" and version = "]);
        views.bind(Value::Int(seen));
        views.say(&[" and "]);
        pass.predicate(&mut views);
        let changed = self.carry_out(views)?;
        if changed == 1 { Ok(()) } else { self.stale_or_gone(pass, id) }
    }

    fn stale_or_gone<R: Record, D: DeedType>(&self, pass: &Pass<R, D>, id: &str) -> Result<()> {
        Err(if self.reaches(pass, id)? { StoreError::Stale } else { StoreError::NotFound })
    }

    fn sealed_set<R: Record>(
        &self,
        pass: &Pass<R, impl DeedType>,
        seat: &SealSeat,
        id: &str,
        set: Set,
    ) -> Result<Vec<(&'static str, Value)>> {
        set.0
            .into_iter()
            .map(|(name, column)| {
                let value = match column {
                    Column::Plain(value) => value,
                    Column::Sealed(_, None) => Value::NoBytes,
                    Column::Sealed(side, Some(text)) => {
                        let at = seat.at(pass.institution(), R::TABLE, id, name);
                        Value::Bytes(self.keys.seal(self.conn, self.store, self.now(), side.code(), at, &text)?)
                    }
                };
                Ok((name, value))
            })
            .collect()
    }

    /// Opens a sealed text. Only a transaction that ends in an event can: the reading leaves its trace.
    ///
    /// # Errors
    /// `Broken` when the text does not belong here or the key is not the one it was written with.
    pub fn unseal<R: Record, D: DeedType>(&self, pass: &Pass<R, D>, row: &str, field: &str, side: Side, sealed: &[u8]) -> Result<String> {
        String::from_utf8(self.unseal_bytes(pass, row, field, side, sealed)?)
            .map_err(|_| StoreError::Broken(Cause("a sealed text is not a text".into())))
    }

    /// Opens sealed bytes, as [`Write::unseal`] does a text.
    ///
    /// # Errors
    /// As [`Write::unseal`].
    pub fn unseal_bytes<R: Record, D: DeedType>(
        &self,
        pass: &Pass<R, D>,
        row: &str,
        field: &str,
        side: Side,
        sealed: &[u8],
    ) -> Result<Vec<u8>> {
        debug_assert!(D::READS, "a pass for opening a case reads nothing");
        if self.actor.adds_only() {
            return Err(StoreError::NotFound);
        }
        let seat = if of_thread(R::TABLE) {
            SealSeat::standing(self.conn, pass.institution(), R::TABLE, row)?
        } else {
            SealSeat::of(pass.realm())
        };
        let at = seat.at(pass.institution(), R::TABLE, row, field);
        self.keys.open(self.conn, self.store, side.code(), pass.realm(), at, sealed).map(|plain| plain.to_vec())
    }

    /// Queues a mail about one of several things that this command brings about; its line in the audit is the command's.
    ///
    /// # Errors
    /// The store's own.
    pub fn notify(&self, mail: crate::event::Mail, to: &Holder, case: Option<&str>, subject: &str) -> Result<()> {
        crate::outbox::queue(self, mail, to, case, subject)
    }

    /// Ends the command: the deed's key, the notices and the audit line are written with it. `back` is where the one who
    /// pressed is sent, now and if the same form arrives again. The database commits right after; only then is it answered.
    ///
    /// # Errors
    /// `Repeated` when this very deed was committed by another in the meantime.
    pub fn commit(&self, event: &Event, back: &str) -> Result<Done<()>> {
        if self.committed.replace(true) {
            return Err(StoreError::Broken(Cause("one command is one event".into())));
        }
        let institution = self.actor.institution.clone();
        if let Some(key) = &self.key {
            let new = self.conn.execute(
                "insert into deed (institution_id, key, at, back) values ($1, $2, $3, $4) on conflict (institution_id, key) do nothing",
                &[Value::Text(institution.clone()), Value::Text(key.clone()), Value::Int(self.now().0), Value::Text(back.into())],
            )?;
            if new == 0 {
                self.not_yet_done()?;
            }
        }
        let (case, subject, detail, to) = event.parts();
        for holder in to {
            if let Some(mail) = event.mail_for(holder) {
                crate::outbox::queue(self, mail, holder, case.as_deref(), subject)?;
            }
        }
        let mut detail = detail.to_owned();
        for reason in self.reasons.borrow().iter() {
            detail.push_str(" reason:");
            detail.push_str(reason);
        }
        crate::audit::write(self, event.act(), case.as_deref(), subject, &detail)?;
        Ok(Done(()))
    }
}
