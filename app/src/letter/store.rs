//! The SQL of letters.

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::register::{Contact, ContactAddress, Letter, LetterReceived, Member, Person, PersonAddress};
use base::store::{DeedType, Entry, Pass, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use crate::change::side_of;

base::row! {
    /// A letter in the making, without its text.
    pub(super) struct Head { pub(super) id: String, pub(super) version: i64, side: String, holder_kind: String, receiver_id: String, body: Vec<u8>, hold: String, held_until: Option<i64>, pub(super) held_by: String, pub(super) created_at: Instant }
    /// What was received, without its text.
    pub(super) struct Received { pub(super) id: String, pub(super) version: i64, pub(super) letter: String, receiver: String, side: String, body: Vec<u8>, pub(super) author_name: String, pub(super) read_on: Option<Day>, pub(super) created_at: Instant }
    /// A letter whose ten minutes are over.
    pub(super) struct Ready { pub(super) id: String, pub(super) case: String, pub(super) version: i64, pub(super) by: String }
    struct Party { kind: String, id: String, seat: String }
}

impl Head {
    /// The side it goes to.
    pub(super) fn side(&self) -> Side {
        side_of(&self.side)
    }

    /// Who it goes to.
    pub(super) fn to(&self) -> Option<Holder> {
        Holder::from(&self.holder_kind, &self.receiver_id)
    }

    /// Until when it can be taken back.
    pub(super) fn held(&self) -> Option<Instant> {
        self.held_until.filter(|_| self.hold == "held").map(Instant)
    }

    /// Whether it went out.
    pub(super) fn sent(&self) -> bool {
        self.hold == "sent"
    }
}

impl Received {
    /// The side it went to.
    pub(super) fn side(&self) -> Side {
        side_of(&self.side)
    }

    /// Post and name of its receiver, as a paper addresses them.
    pub(super) fn addressed(&self, tx: &Read<'_>, entry: &Entry) -> Result<(String, String), StoreError> {
        let facts = crate::placement::facts(tx, entry)?;
        if self.side() == Side::Person {
            return Ok((facts.post, facts.person));
        }
        let contact: Option<(String, String)> = tx.maybe(
            &entry.pass::<Contact, deed::View>()?,
            sql!(Contact => "select post, name from contacts where id = $1"),
            args![&self.receiver],
        )?;
        Ok(contact.unwrap_or_default())
    }
}

/// One who may get a letter.
#[derive(Clone, Debug)]
pub(super) struct Addressee {
    pub(super) holder: Holder,
    pub(super) side: Side,
    pub(super) name: String,
}

/// Owner and placed person, as far as they were invited to the case and follow it.
pub(super) fn addressees(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Addressee>, StoreError> {
    let facts = crate::placement::facts(tx, entry)?;
    let parties: Vec<Party> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select holder_kind, holder_id, seat from members where seat in ('owner', 'person') and state in ('invited', 'active') order by created_at, id"),
        vec![],
    )?;
    let contacts: Vec<(String, String)> =
        tx.rows(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select id, name from contacts order by created_at, id"), vec![])?;
    let known: Vec<(String, String)> =
        tx.rows(&entry.pass::<Person, deed::View>()?, sql!(Person => "select id, name from persons order by id"), vec![])?;
    Ok(parties
        .into_iter()
        .filter(|party| party.seat != "person" || facts.sides == "two")
        .filter_map(|party| {
            let holder = Holder::from(&party.kind, &party.id)?;
            let (side, name) = if party.seat == "person" {
                let (_, name) = known.iter().find(|(id, _)| *id == party.id)?;
                (Side::Person, name.clone())
            } else {
                let (_, name) = contacts.iter().find(|(id, _)| *id == party.id)?;
                (Side::Company, name.clone())
            };
            Some(Addressee { holder, side, name })
        })
        .collect())
}

/// Whether a mail reaches them; else the letter is handed over on paper.
pub(super) fn by_mail(tx: &Read<'_>, entry: &Entry, to: &Holder) -> Result<bool, StoreError> {
    let found: Option<(String,)> = match to {
        Holder::Person(id) => tx.maybe(
            &entry.pass::<PersonAddress, deed::View>()?,
            sql!(PersonAddress => "select holder_id from person_addresses where holder_id = $1 and kind = 'own' order by id limit 1"),
            args![id],
        )?,
        other => tx.maybe(
            &entry.pass::<ContactAddress, deed::View>()?,
            sql!(ContactAddress => "select holder_id from contact_addresses where holder_id = $1 and kind <> 'none' order by id limit 1"),
            args![other.id()],
        )?,
    };
    Ok(found.is_some())
}

/// The letters of the case, the latest first.
pub(super) fn heads(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Head>, StoreError> {
    tx.rows(
        &entry.pass::<Letter, deed::View>()?,
        sql!(Letter => "select id, version, side, holder_kind, receiver_id, body, hold, held_until, held_by, created_at from letters order by created_at desc, id desc"),
        vec![],
    )
}

/// One of them with its text. The transaction ends in an event.
pub(super) fn opened(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<(Head, String), StoreError> {
    let pass = entry.pass::<Letter, deed::View>()?;
    let head = heads(tx, entry)?.into_iter().find(|head| head.id == id).ok_or(StoreError::NotFound)?;
    let body = tx.unseal(&pass, &head.id, "body", head.side(), &head.body)?;
    Ok((head, body))
}

/// Writes one down; gives its id.
pub(super) fn begin(tx: &Write<'_>, entry: &Entry, to: &Addressee, body: &str) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("side", to.side.code())
        .with("holder_kind", to.holder.kind())
        .with("receiver_id", to.holder.id())
        .sealed("body", to.side, body);
    tx.insert(&entry.pass::<Letter, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Words it anew; it is on its way no more.
pub(super) fn reword(tx: &Write<'_>, entry: &Entry, head: &Head, seen: i64, body: &str) -> Result<(), StoreError> {
    put(tx, entry, &head.id, seen, Set::new().with("hold", "").sealed("body", head.side(), body))
}

/// Moves it on at the version that was seen.
pub(super) fn put(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, set: Set) -> Result<(), StoreError> {
    tx.update(&entry.pass::<Letter, deed::Change>()?, id, seen, set)
}

/// The letters of this consultant's cases whose ten minutes are over.
pub(super) fn due(tx: &Read<'_>) -> Result<Vec<Ready>, StoreError> {
    tx.rows(
        &tx.reach::<Letter, deed::View>()?,
        sql!(Letter => "select id, placement_id, version, held_by from letters where hold = 'held' and held_until <= $1 order by held_until, id"),
        args![tx.now().0],
    )
}

/// What goes out comes into being; gives its id.
pub(super) fn receive(tx: &Write<'_>, entry: &Entry, head: &Head, body: &str, author_name: &str) -> Result<String, StoreError> {
    let to = head.to().ok_or(StoreError::NotFound)?;
    let id = tx.id();
    let set = Set::new()
        .with("letter_id", &head.id)
        .with("receiver", to.id())
        .with("side", head.side().code())
        .with("author_name", author_name)
        .sealed("body", head.side(), body);
    tx.insert(&entry.pass::<LetterReceived, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// What was received in this case, the latest first: for the desk all, for a party its own.
pub(super) fn received(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Received>, StoreError> {
    tx.rows(
        &entry.pass::<LetterReceived, deed::View>()?,
        sql!(LetterReceived => "select id, version, letter_id, receiver, side, body, author_name, read_on, created_at from letters_received order by created_at desc, id desc"),
        vec![],
    )
}

/// The text of a letter that was received. The transaction ends in an event.
pub(super) fn text<D: DeedType>(tx: &Write<'_>, pass: &Pass<LetterReceived, D>, one: &Received) -> Result<String, StoreError> {
    tx.unseal(pass, &one.id, "body", side_of(&one.side), &one.body)
}

/// The case of a letter, for the one who received it.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) = tx.one(
        &tx.reach::<LetterReceived, deed::View>()?,
        sql!(LetterReceived => "select placement_id from letters_received where id = $1"),
        args![id],
    )?;
    Ok(case)
}

/// Its receiver says that they have read it; saying it twice is saying it once.
pub(super) fn mark_read(tx: &Write<'_>, entry: &Entry, one: &Received) -> Result<(), StoreError> {
    if one.read_on.is_some() {
        return Ok(());
    }
    let set = Set::new().with("read_on", tx.now().day());
    tx.update(&entry.pass::<LetterReceived, deed::Change>()?, &one.id, one.version, set)
}
