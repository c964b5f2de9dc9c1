//! The SQL of the settings.

use base::actor::StaffSeat;
use base::clock::Instant;
use base::register::{Branch, Institution, Staff, StaffSeat as HeldSeat, TwoHats};
use base::store::{Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{HouseDraft, StaffDraft};

base::row! {
    /// The institution as its administrator sees it.
    pub struct HouseRow {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// 金融機関コード.
        pub code: String,
        /// `bank`, `shinkin` or `shinkumi`.
        pub kind: String,
        /// Its name.
        pub name: String,
        /// The desk's telephone.
        pub phone: String,
        /// When it is answered.
        pub hours: String,
        /// When the morning's counts go out, `08:30`.
        pub morning_at: String,
        /// `off`, `first` or `all`.
        pub second_look: String,
        /// `western` or `japanese`.
        pub paper_calendar: String,
        /// `on` or `off`.
        pub paper_seals: String,
    }
    /// A branch.
    pub struct BranchRow {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: String,
    }
    /// A member of staff.
    pub struct StaffRow {
        /// The id.
        pub id: String,
        /// The version.
        pub version: i64,
        /// The name.
        pub name: String,
        /// The address they sign in with; none for one that only an import named.
        pub mail: Option<String>,
        /// The telephone.
        pub phone: String,
        /// `listed`, `active` or `disabled`.
        pub state: String,
        /// When they chose their own password.
        pub password_at: Option<Instant>,
    }
    /// A seat somebody holds.
    pub struct SeatRow {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// Who holds it.
        pub staff: String,
        /// The seat.
        pub seat: String,
        /// The branch, or empty.
        pub branch: String,
        /// The branch's name, or empty.
        pub branch_name: String,
    }
}

/// What the settings can meet that only the database knows.
#[derive(Debug)]
pub enum Clash {
    /// Nobody would be left to administer.
    LastAdmin,
    /// Someone holds both hats already.
    HatsWorn,
    /// Address or code is taken.
    Taken,
    /// Somebody else changed it in the meantime.
    Stale,
    /// Anything else.
    Store(StoreError),
}

impl From<StoreError> for Clash {
    fn from(error: StoreError) -> Clash {
        match error {
            StoreError::Duplicate(_) => Clash::Taken,
            StoreError::Stale => Clash::Stale,
            other => Clash::Store(other),
        }
    }
}

/// The institution.
pub fn house(tx: &Read<'_>) -> Result<HouseRow, StoreError> {
    tx.one(
        &tx.desk()?.pass::<Institution, deed::View>()?,
        sql!(Institution => "select id, version, code, kind, name, phone, hours, morning_at, second_look, paper_calendar, paper_seals from institutions"),
        vec![],
    )
}

/// Writes the institution.
pub fn save_house(tx: &Write<'_>, id: &str, seen: i64, draft: &HouseDraft) -> Result<(), StoreError> {
    let set = Set::new()
        .with("name", &draft.name)
        .with("phone", &draft.phone)
        .with("hours", &draft.hours)
        .with("morning_at", &draft.morning_at)
        .with("second_look", &draft.second_look)
        .with("paper_calendar", &draft.paper_calendar)
        .with("paper_seals", &draft.paper_seals);
    tx.update(&tx.desk()?.pass::<Institution, deed::Change>()?, id, seen, set)
}

/// Why one person may wear both hats; empty when nobody may.
pub fn hats(tx: &Read<'_>) -> Result<String, StoreError> {
    let row: (String,) =
        tx.one(&tx.desk()?.pass::<TwoHats, deed::View>()?, sql!(TwoHats => "select two_hats_reason from two_hats"), vec![])?;
    Ok(row.0)
}

/// Writes the reason; it cannot be taken back while somebody wears both hats.
pub fn save_hats(tx: &Write<'_>, id: &str, seen: i64, reason: &str) -> Result<(), Clash> {
    let worn: Vec<(String,)> = tx.rows(
        &tx.desk()?.pass::<HeldSeat, deed::View>()?,
        sql!(HeldSeat => "select a.staff_id from staff_seats a join staff_seats b on b.staff_id = a.staff_id where a.seat = 'branch' and b.seat = 'consultant' order by a.staff_id limit 1"),
        vec![],
    )?;
    if reason.is_empty() && !worn.is_empty() {
        return Err(Clash::HatsWorn);
    }
    Ok(tx.update(&tx.desk()?.pass::<TwoHats, deed::Change>()?, id, seen, Set::new().with("two_hats_reason", reason))?)
}

/// The branches, by code.
pub fn branches(tx: &Read<'_>) -> Result<Vec<BranchRow>, StoreError> {
    tx.rows(
        &tx.desk()?.pass::<Branch, deed::View>()?,
        sql!(Branch => "select id, version, code, name from branches order by code, id"),
        vec![],
    )
}

/// Adds a branch.
pub fn add_branch(tx: &Write<'_>, code: &str, name: &str) -> Result<String, StoreError> {
    let id = tx.id();
    tx.insert(&tx.desk()?.pass::<Branch, deed::Change>()?, &id, Set::new().with("code", code).with("name", name))?;
    Ok(id)
}

/// Changes a branch.
pub fn save_branch(tx: &Write<'_>, id: &str, seen: i64, code: &str, name: &str) -> Result<(), StoreError> {
    tx.update(&tx.desk()?.pass::<Branch, deed::Change>()?, id, seen, Set::new().with("code", code).with("name", name))
}

/// A page of the staff, by name, after the one named `after` (name, id).
pub fn staff_page(tx: &Read<'_>, after: &(String, String), most: i64) -> Result<Vec<StaffRow>, StoreError> {
    tx.rows(
        &tx.desk()?.pass::<Staff, deed::View>()?,
        sql!(Staff => "select id, version, name, mail, phone, state, password_at from staffs where name > $1 or (name = $1 and id > $2) order by name, id limit $3"),
        args![&after.0, &after.1, most],
    )
}

/// One member of staff.
pub fn one_staff(tx: &Read<'_>, id: &str) -> Result<StaffRow, StoreError> {
    tx.one(
        &tx.desk()?.pass::<Staff, deed::View>()?,
        sql!(Staff => "select id, version, name, mail, phone, state, password_at from staffs where id = $1"),
        args![id],
    )
}

/// The seats that one member of staff holds; of everyone when `staff` is empty.
pub fn seats(tx: &Read<'_>, staff: &str) -> Result<Vec<SeatRow>, StoreError> {
    let desk = tx.desk()?;
    tx.rows(
        (&desk.pass::<HeldSeat, deed::View>()?, &desk.pass::<Branch, deed::View>()?),
        sql!(HeldSeat, Branch =>
            "select h.id, h.version, h.staff_id, h.seat, h.branch_id, coalesce(b.name, '') from staff_seats h left join branches b on b.id = h.branch_id where $1 = '' or h.staff_id = $1 order by h.staff_id, h.seat, h.id"),
        args![staff],
    )
}

/// Names of those who hold a seat, for saying who reads.
pub fn names_in(tx: &Read<'_>, seat: StaffSeat) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = tx.rows(
        (&tx.desk()?.pass::<HeldSeat, deed::View>()?, &tx.staff_names()),
        sql!(HeldSeat, StaffName => "select s.name from staff_seats h join staff_names s on s.id = h.staff_id where h.seat = $1 and s.state = 'active' order by s.name, s.id"),
        args![seat.code()],
    )?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

use base::register::StaffName;

fn columns(draft: &StaffDraft) -> Set {
    Set::new()
        .with("name", &draft.name)
        .with("mail", &draft.mail)
        .with("mail_key", base::session::mail_key(&draft.mail))
        .with("phone", &draft.phone)
}

/// Adds a member of staff who signs in with the first password behind `hash`.
pub fn add_staff(tx: &Write<'_>, draft: &StaffDraft, hash: &str) -> Result<String, Clash> {
    let id = tx.id();
    let set = columns(draft).with("state", "active").with("password_hash", hash);
    tx.insert(&tx.desk()?.pass::<Staff, deed::Change>()?, &id, set)?;
    for (seat, branch) in &draft.seats {
        add_seat(tx, &id, *seat, branch)?;
    }
    Ok(id)
}

fn add_seat(tx: &Write<'_>, staff: &str, seat: StaffSeat, branch: &str) -> Result<(), StoreError> {
    let columns = Set::new().with("staff_id", staff).with("seat", seat.code()).with("branch_id", branch);
    tx.insert(&tx.desk()?.pass::<HeldSeat, deed::Change>()?, &tx.id(), columns)
}

/// Changes a member of staff and their seats. Who loses a seat is out of it on the next request, as their session names it.
pub fn save_staff(tx: &Write<'_>, id: &str, seen: i64, draft: &StaffDraft) -> Result<(), Clash> {
    let desk = tx.desk()?;
    let before = one_staff(tx, id)?;
    tx.update(&desk.pass::<Staff, deed::Change>()?, id, seen, columns(draft))?;
    let held = seats(tx, id)?;
    if before.state == "active" && held.iter().any(|h| h.seat == "admin") && !draft.seats.iter().any(|(seat, _)| *seat == StaffSeat::Admin)
    {
        another_admin(tx, id)?;
    }
    let pass = desk.pass::<HeldSeat, deed::Change>()?;
    for row in &held {
        match draft.seats.iter().find(|(seat, _)| seat.code() == row.seat) {
            None => tx.remove(&pass, &row.id, row.version)?,
            Some((_, branch)) if *branch != row.branch => {
                tx.update(&pass, &row.id, row.version, Set::new().with("branch_id", branch))?;
            }
            Some(_) => {}
        }
    }
    for (seat, branch) in &draft.seats {
        if !held.iter().any(|row| row.seat == seat.code()) {
            add_seat(tx, id, *seat, branch)?;
        }
    }
    Ok(())
}

/// Whether someone else is left to administer.
fn another_admin(tx: &Read<'_>, but: &str) -> Result<(), Clash> {
    let desk = tx.desk()?;
    let others: Vec<(String,)> = tx.rows(
        (&desk.pass::<Staff, deed::View>()?, &desk.pass::<HeldSeat, deed::View>()?),
        sql!(Staff, HeldSeat =>
            "select s.id from staffs s join staff_seats h on h.staff_id = s.id where h.seat = 'admin' and s.state = 'active' and s.id <> $1 order by s.id limit 1"),
        args![but],
    )?;
    if others.is_empty() { Err(Clash::LastAdmin) } else { Ok(()) }
}

/// Disables a member of staff, or enables them again. Their sessions end at once.
pub fn save_state(tx: &Write<'_>, id: &str, seen: i64, active: bool) -> Result<(), Clash> {
    if !active && seats(tx, id)?.iter().any(|row| row.seat == "admin") {
        another_admin(tx, id)?;
    }
    let state = if active { "active" } else { "disabled" };
    tx.update(&tx.desk()?.pass::<Staff, deed::Change>()?, id, seen, Set::new().with("state", state))?;
    Ok(tx.end_staff_sessions(id)?)
}

/// Gives a new first password. The old one and every session end; one who was only listed may sign in from now on.
pub fn renew_password(tx: &Write<'_>, id: &str, seen: i64, hash: &str) -> Result<(), Clash> {
    let row = one_staff(tx, id)?;
    let state = if row.state == "disabled" { "disabled" } else { "active" };
    let set = Set::new().with("password_hash", hash).with("password_at", None::<Instant>).with("state", state);
    tx.update(&tx.desk()?.pass::<Staff, deed::Change>()?, id, seen, set)?;
    Ok(tx.end_staff_sessions(id)?)
}
