//! Who belongs to an agreement: the signatories of company and person, the desk, and how each hears of a request.
//!
//! One signatory a side: the owner the placement names, else any owner; and the placed person.

use base::access::Seat;
use base::actor::{Holder, Side};
use base::clock::Day;
use base::register::{Contact, ContactAddress, Institution, Member, Person, PersonAddress, Placement, StaffName};
use base::store::{Entry, Read, StoreError, deed};
use base::{args, sql};

base::row! {
    /// Someone who may sign for a side.
    pub(crate) struct Owner { pub id: String, pub name: String, pub state: String }
}

/// Who belongs to the agreement, by name.
#[derive(Clone, Debug)]
pub(crate) struct People {
    /// The company's signatories: the one who was named, else every owner.
    pub owners: Vec<Owner>,
    /// The placed person.
    pub person: Owner,
    /// Consultant and deputy.
    pub consultant: String,
    /// The deputy.
    pub deputy: Option<String>,
    /// How the institution calls itself.
    pub kind: String,
}

impl People {
    /// Names of a side's signatories.
    pub(crate) fn signatories(&self, side: Side) -> Vec<String> {
        match side {
            Side::Company => self.owners.iter().map(|owner| owner.name.clone()).collect(),
            Side::Person => vec![self.person.name.clone()],
            Side::Bank => vec![self.consultant.clone()],
        }
    }
}

/// Loads [`People`] for anyone in the case.
pub(crate) fn of(tx: &Read<'_>, entry: &Entry) -> Result<People, StoreError> {
    let members = entry.pass::<Member, deed::View>()?;
    let (signs, consultant_name): (String, String) =
        tx.one(&entry.pass::<Placement, deed::View>()?, sql!(Placement => "select owner_signs, consultant_name from placements"), vec![])?;
    let mut owners: Vec<Owner> = tx.rows(
        (&members, &entry.pass::<Contact, deed::View>()?),
        sql!(Member, Contact =>
            "select c.id, c.name, m.state from members m join contacts c on c.id = m.holder_id \
             where m.holder_kind = 'contact' and m.seat = 'owner' and m.state <> 'ended' order by m.created_at, m.id"),
        vec![],
    )?;
    if !signs.is_empty() {
        owners.retain(|owner| owner.id == signs);
    }
    let (person, name): (String, String) =
        tx.one(&entry.pass::<Person, deed::View>()?, sql!(Person => "select id, name from persons"), vec![])?;
    let state: Option<(String,)> =
        tx.maybe(&members, sql!(Member => "select state from members where holder_kind = 'person' and holder_id = $1"), args![&person])?;
    let (consultant, deputy) = crate::placement::desk_of(tx, entry)?;
    let (kind,): (String,) = tx.one(&tx.house(), sql!(Institution => "select kind from institutions"), vec![])?;
    Ok(People {
        owners,
        person: Owner { id: person, name, state: state.map(|(state,)| state).unwrap_or_default() },
        consultant: consultant.unwrap_or(consultant_name),
        deputy,
        kind,
    })
}

/// How a signatory hears of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    /// By mail.
    Mail,
    /// Asked this week already: with the requests gathered on this day.
    Week(Day),
    /// Not invited yet: nothing is sent.
    Uninvited,
    /// There is no address.
    NoMail,
}

impl Reached {
    /// Whether a mail goes to them, now or with those of next week.
    pub fn by_mail(self) -> bool {
        matches!(self, Reached::Mail | Reached::Week(_))
    }

    /// For what is told at once, whatever went out this week.
    pub fn at_once(self) -> Reached {
        if let Reached::Week(_) = self { Reached::Mail } else { self }
    }
}

/// The day on which requests are gathered next, when this one may not go out this week any more (one request a week before the
/// first day).
fn gathered_on(tx: &Read<'_>, entry: &Entry, contact: &str) -> Result<Option<Day>, StoreError> {
    let monday = base::week::begins(tx.now().day());
    let before = matches!(crate::placement::facts(tx, entry)?.state.as_str(), "preparing" | "agreeing");
    if !before || !tx.asked_since(contact, monday)? {
        return Ok(None);
    }
    let calendar = crate::account::settings::calendar(tx)?;
    let week = monday.day().plus(7);
    Ok((0..7).map(|days| week.plus(days)).find(|day| calendar.is_open(*day)))
}

/// The signatories of both sides, and how each hears of a request; for the desk, which knows the addresses.
pub(crate) fn receivers(tx: &Read<'_>, entry: &Entry, people: &People) -> Result<Vec<(Side, Owner, Reached)>, StoreError> {
    let contacts: Vec<(String,)> = tx.rows(
        &entry.pass::<ContactAddress, deed::View>()?,
        sql!(ContactAddress => "select holder_id from contact_addresses where kind <> 'none' order by holder_id"),
        vec![],
    )?;
    let person: Option<(String,)> = tx.maybe(
        &entry.pass::<PersonAddress, deed::View>()?,
        sql!(PersonAddress => "select holder_id from person_addresses where kind = 'own' order by holder_id"),
        vec![],
    )?;
    let reached = |owner: &Owner, has_mail: bool| match owner.state.as_str() {
        "invited" | "active" if has_mail => Reached::Mail,
        "invited" | "active" => Reached::NoMail,
        _ => Reached::Uninvited,
    };
    // Who may not act for the company any more agrees to nothing, by word of mouth neither.
    let may = |owner: &&Owner| matches!(owner.state.as_str(), "listed" | "invited" | "active");
    let mut all: Vec<(Side, Owner, Reached)> = Vec::new();
    for owner in people.owners.iter().filter(may) {
        let how = match reached(owner, contacts.iter().any(|(id,)| *id == owner.id)) {
            Reached::Mail => gathered_on(tx, entry, &owner.id)?.map_or(Reached::Mail, Reached::Week),
            how => how,
        };
        all.push((Side::Company, owner.clone(), how));
    }
    if may(&&people.person) {
        all.push((Side::Person, people.person.clone(), reached(&people.person, person.is_some())));
    }
    Ok(all)
}

/// A signatory as a holder.
pub(crate) fn holder(side: Side, owner: &Owner) -> Holder {
    if side == Side::Person { Holder::Person(owner.id.clone()) } else { Holder::Contact(owner.id.clone()) }
}

/// The signatories who have been invited: they are told when all have agreed.
pub(crate) fn invited(people: &People) -> Vec<Holder> {
    let may = |owner: &&Owner| matches!(owner.state.as_str(), "invited" | "active");
    let mut all: Vec<Holder> = people.owners.iter().filter(may).map(|owner| holder(Side::Company, owner)).collect();
    all.extend(Some(&people.person).filter(may).map(|owner| holder(Side::Person, owner)));
    all
}

/// Whether the one who acts is the signatory of their side.
pub(crate) fn signs(tx: &Read<'_>, entry: &Entry, people: &People) -> bool {
    match entry.seat() {
        Seat::Person => true,
        Seat::Owner => people.owners.iter().any(|owner| owner.id == tx.actor().id()),
        _ => false,
    }
}

/// The name a seal of the one who acts carries.
pub(crate) fn own_name(tx: &Read<'_>, entry: &Entry, people: &People) -> Result<String, StoreError> {
    let id = tx.actor().id();
    let row: Option<(String,)> = match tx.actor().side() {
        Side::Person => return Ok(people.person.name.clone()),
        Side::Company => {
            tx.maybe(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select name from contacts where id = $1"), args![id])?
        }
        Side::Bank => tx.maybe(&tx.staff_names(), sql!(StaffName => "select name from staff_names where id = $1"), args![id])?,
    };
    row.map(|(name,)| name).ok_or(StoreError::NotFound)
}
