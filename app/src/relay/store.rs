//! The SQL of relays. The words are sealed for the writer's side until they are sent; what is received is sealed for the
//! receiver's.

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::register::{Contact, Member, Person, Relay as Record, RelayReceived};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::vault::Vault;
use base::{args, sql};

use super::rules::{State, Terms};
use super::text::T;
use crate::change::side_of;
use crate::channel::Thread;

base::row! {
    /// A relay, its words still sealed.
    pub(super) struct Relay {
        pub(super) id: String, pub(super) version: i64, pub(super) case: String, pub(super) thread: String, pub(super) writer: String, side: String, pub(super) kind: String,
        receiver_kind: String, pub(super) receiver: String, pub(super) meet_on: Option<Day>, pub(super) meet_at: String, words: Vec<u8>, pub(super) hash: String, pub(super) until: Day, state: String,
        pub(super) sent_at: Option<Instant>, passed: String, result: Option<Vec<u8>>
    }
    /// Words that were received, still sealed.
    pub(super) struct Received {
        pub(super) id: String, version: i64, side: String, pub(super) kind: String, pub(super) meet_on: Option<Day>, pub(super) meet_at: String, words: Vec<u8>, result: Option<Vec<u8>>, pub(super) author: String, pub(super) created_at: Instant
    }
    struct Party { kind: String, id: String, name: String, seat: String }
}

impl Relay {
    pub(super) fn side(&self) -> Side {
        side_of(&self.side)
    }
    pub(super) fn state(&self) -> State {
        State::parse(&self.state)
    }
    /// Who will receive it.
    pub(super) fn to(&self) -> Option<Holder> {
        Holder::from(&self.receiver_kind, &self.receiver)
    }
    /// The hash of what stands there now.
    pub(super) fn terms(&self, words: &str, vault: &Vault) -> String {
        let meet = self.meet_on.map(|day| format!("{day} {}", self.meet_at)).unwrap_or_default();
        Terms { id: &self.id, kind: &self.kind, receiver: &self.receiver, until: self.until, meet: &meet, words }.hash(vault)
    }
}

/// The case of a relay.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) =
        tx.one(&tx.reach::<Record, deed::View>()?, sql!(Record => "select placement_id from relays where id = $1"), args![id])?;
    Ok(row.0)
}

/// One relay with its words and its result, opened.
pub(super) fn opened(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<(Relay, String, String), StoreError> {
    let pass = entry.pass::<Record, deed::View>()?;
    let relay: Relay = tx.one(
        &pass,
        sql!(Record => "select id, version, placement_id, thread_id, writer, side, kind, receiver_kind, receiver_id, meet_on, meet_at, words, hash, until_on, state, sent_at, passed, result from relays where id = $1"),
        args![id],
    )?;
    let words = tx.unseal(&pass, id, "words", relay.side(), &relay.words)?;
    let result = match &relay.result {
        Some(sealed) => tx.unseal(&pass, id, "result", relay.side(), sealed)?,
        None => String::new(),
    };
    Ok((relay, words, result))
}

/// The relays of the case this actor may read, the newest first; of one thread, or of all (`""`).
pub(super) fn of(tx: &Read<'_>, entry: &Entry, thread: &str) -> Result<Vec<Relay>, StoreError> {
    tx.rows(
        &entry.pass::<Record, deed::View>()?,
        sql!(Record => "select id, version, placement_id, thread_id, writer, side, kind, receiver_kind, receiver_id, meet_on, meet_at, words, hash, until_on, state, sent_at, passed, result from relays where ($1 = '' or thread_id = $1) order by created_at desc, id desc"),
        args![thread],
    )
}

/// Those who may receive something in this case: everyone active but the writer, by holder and words.
pub(crate) fn receivers(tx: &Read<'_>, entry: &Entry, writer: &str, lang: Lang) -> Result<Vec<(Holder, String)>, StoreError> {
    let (members, t) = (entry.pass::<Member, deed::View>()?, T(lang));
    let mut rows: Vec<Party> = tx.rows(
        (&members, &entry.pass::<Contact, deed::View>()?),
        sql!(Member, Contact => "select m.holder_kind, m.holder_id, c.name, m.seat from members m join contacts c on c.id = m.holder_id where m.state = 'active' order by m.created_at, m.id"),
        vec![],
    )?;
    rows.extend(tx.rows::<_, Party>(
        (&members, &entry.pass::<Person, deed::View>()?),
        sql!(Member, Person => "select m.holder_kind, m.holder_id, h.name, m.seat from members m join persons h on h.id = m.holder_id where m.state = 'active' order by m.created_at, m.id"),
        vec![],
    )?);
    Ok(rows
        .into_iter()
        .filter(|party| party.id != writer)
        .filter_map(|party| Holder::from(&party.kind, &party.id).map(|holder| (holder, t.party(&party.name, t.seat_word(&party.seat)))))
        .collect())
}

/// What the desk words.
pub(super) struct Draft {
    pub(super) kind: &'static str,
    pub(super) to: Holder,
    pub(super) words: String,
    /// Day and time of a talk of three, where they are settled.
    pub(super) meet: Option<(Day, String)>,
}

fn set(draft: &Draft, side: Side, until: Day) -> Set {
    Set::new()
        .with("kind", draft.kind)
        .with("receiver_kind", draft.to.kind())
        .with("receiver_id", draft.to.id())
        .with("meet_on", draft.meet.as_ref().map(|(day, _)| *day))
        .with("meet_at", draft.meet.as_ref().map_or("", |(_, at)| at.as_str()))
        .with("until_on", until)
        .sealed("words", side, &draft.words)
}

/// Begins a relay from a thread; gives its id.
pub(super) fn begin(tx: &Write<'_>, entry: &Entry, thread: &Thread, draft: &Draft, until: Day) -> Result<String, StoreError> {
    let id = tx.id();
    let set = set(draft, thread.side(), until)
        .with("thread_id", &thread.id)
        .with("writer", &thread.writer)
        .with("side", thread.side().code())
        .with("hash", "")
        .with("state", State::Draft.code());
    tx.insert(&entry.pass::<Record, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Words it anew: whatever was agreed to is not what stands there any more.
pub(super) fn reword(tx: &Write<'_>, entry: &Entry, relay: &Relay, seen: i64, draft: &Draft, until: Day) -> Result<(), StoreError> {
    let set = set(draft, relay.side(), until).with("state", State::Draft.code()).with("hash", "").with("answered_at", None::<Instant>);
    tx.update(&entry.pass::<Record, deed::Change>()?, &relay.id, seen, set)
}

/// Puts it before the writer, with the terms their yes will be bound to.
pub(super) fn offer(tx: &Write<'_>, entry: &Entry, id: &str, vault: &Vault) -> Result<Relay, StoreError> {
    let (relay, words, _) = opened(tx, entry, id)?;
    let set = Set::new().with("state", State::Offered.code()).with("hash", relay.terms(&words, vault));
    tx.update(&entry.pass::<Record, deed::Change>()?, id, relay.version, set)?;
    Ok(relay)
}

/// The writer's answer.
pub(super) fn answer(tx: &Write<'_>, entry: &Entry, relay: &Relay, seen: i64, state: State) -> Result<(), StoreError> {
    let set = Set::new().with("state", state.code()).with("answered_at", tx.now());
    tx.update(&entry.pass::<Record, deed::Change>()?, &relay.id, seen, set)
}

/// The words reach their receiver, and a talk of three its writer too: records of their own. Gives whom to tell, and of which.
pub(super) fn send(tx: &Write<'_>, entry: &Entry, relay: &Relay, words: &str, seen: i64) -> Result<Vec<(Holder, String)>, StoreError> {
    let to = relay.to().ok_or(StoreError::NotFound)?;
    let mut all = vec![(to, tx.id())];
    if relay.kind == "meeting" {
        let writer = Holder::from(if relay.side() == Side::Company { "contact" } else { "person" }, &relay.writer);
        all.extend(writer.map(|writer| (writer, tx.id())));
    }
    let ids = all.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>().join(" ");
    let set = Set::new().with("state", State::Sent.code()).with("sent_at", tx.now()).with("passed", ids);
    tx.update(&entry.pass::<Record, deed::Change>()?, &relay.id, seen, set)?;
    for (holder, id) in &all {
        let set = Set::new()
            .with("thread_id", &relay.thread)
            .with("receiver", holder.id())
            .with("side", holder.side().code())
            .with("kind", &relay.kind)
            .with("meet_on", relay.meet_on)
            .with("meet_at", &relay.meet_at)
            .sealed("words", holder.side(), words);
        tx.insert(&entry.pass::<RelayReceived, deed::Change>()?, id, set)?;
    }
    Ok(all)
}

/// What came of it: for the writer, and of a talk of three for both.
pub(super) fn result(tx: &Write<'_>, entry: &Entry, relay: &Relay, seen: i64, words: &str) -> Result<(), StoreError> {
    tx.update(&entry.pass::<Record, deed::Change>()?, &relay.id, seen, Set::new().sealed("result", relay.side(), words))?;
    if relay.kind == "meeting" {
        let pass = entry.pass::<RelayReceived, deed::Change>()?;
        for one in received(tx, entry)?.into_iter().filter(|one| relay.passed.split(' ').any(|id| id == one.id)) {
            tx.update(&pass, &one.id, one.version, Set::new().sealed("result", side_of(&one.side), words))?;
        }
    }
    Ok(())
}

/// The case of something received.
pub(super) fn case_of_received(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) = tx.one(
        &tx.reach::<RelayReceived, deed::View>()?,
        sql!(RelayReceived => "select placement_id from relays_received where id = $1"),
        args![id],
    )?;
    Ok(row.0)
}

/// What this party received in a case, the newest first.
pub(super) fn received(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Received>, StoreError> {
    tx.rows(
        &entry.pass::<RelayReceived, deed::View>()?,
        sql!(RelayReceived => "select id, version, side, kind, meet_on, meet_at, words, result, author, created_at from relays_received order by created_at desc, id desc"),
        vec![],
    )
}

/// One of them, opened: words and, of a talk of three, what came of it.
pub(super) fn received_words(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<(Received, String, String), StoreError> {
    let pass = entry.pass::<RelayReceived, deed::View>()?;
    let one = received(tx, entry)?.into_iter().find(|one| one.id == id).ok_or(StoreError::NotFound)?;
    let side = side_of(&one.side);
    let words = tx.unseal(&pass, id, "words", side, &one.words)?;
    let result = match &one.result {
        Some(sealed) => tx.unseal(&pass, id, "result", side, sealed)?,
        None => String::new(),
    };
    Ok((one, words, result))
}
