//! The SQL of the gap register.

use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{Contact, Gap as GapRecord, GapDesk, GapLook, GapOwn, Member, Person, Placement};
use base::store::{Entry, Pass, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Expected, Lies, Look, Source, State};

base::row! {
    /// A gap that all three see.
    pub struct Gap {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        lies: String,
        /// The gap in words.
        pub words: String,
        /// What shows it; may be empty.
        pub sign: String,
        /// The countermeasure (対応策); may be empty.
        pub measure: String,
        /// Who looks after it; may be empty.
        pub who: String,
        /// By when; may be open.
        pub due_on: Option<Day>,
        state: String,
        /// Whose words: `company`, `person` or `bank`.
        pub(super) side: String,
        /// When it was last looked at.
        pub looked_on: Day,
        /// When it was written.
        pub created_at: Instant,
    }
    /// That a shared gap was looked at.
    pub(super) struct LookRow { pub(super) gap: String, state: String, pub(super) words: String, pub(super) side: String, pub(super) looked_on: Day, pub(super) created_at: Instant }
    /// That something is kept for the desk: no text.
    pub(super) struct Trace { pub(super) id: String, pub(super) side: String, pub(super) created_at: Instant }
    struct Sealed { id: String, version: i64, side: String, source: String, body: Vec<u8>, sign: Option<Vec<u8>>, measure: Option<Vec<u8>>, state: String, shared_as: String, created_at: Instant }
    struct SealedOwn { id: String, version: i64, side: String, body: Vec<u8>, sign: Option<Vec<u8>>, measure: Option<Vec<u8>>, shared_as: String, created_at: Instant }
    /// An open shared gap over all cases one reaches.
    pub(super) struct Open { pub(super) case: String, pub(super) due_on: Option<Day>, pub(super) looked_on: Day }
}

impl Gap {
    /// On which side it is expected.
    pub fn lies(&self) -> Lies {
        Lies::parse(&self.lies)
    }
    /// How it stands.
    pub fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Watching)
    }
}

impl LookRow {
    pub(super) fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Watching)
    }
}

/// A gap kept for the desk, opened.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub id: String,
    pub version: i64,
    pub side: Side,
    pub source: Source,
    pub words: String,
    pub sign: String,
    pub measure: String,
    pub state: State,
    pub shared: bool,
    pub at: Instant,
}

impl Kept {
    /// Its words as a gap to be shared, letter by letter.
    pub fn as_expected(&self, lies: Lies) -> Expected {
        Expected {
            lies,
            words: self.words.clone(),
            sign: self.sign.clone(),
            measure: self.measure.clone(),
            who: String::new(),
            due_on: None,
        }
    }
}

/// The shared gaps of a case: open ones first, oldest first.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub fn shared(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Gap>, StoreError> {
    tx.rows(
        &entry.pass::<GapRecord, deed::View>()?,
        sql!(GapRecord =>
            "select id, version, lies, words, sign, measure, who, due_on, state, side, looked_on, created_at from gaps \
             order by case when state in ('watching', 'arose') then 0 else 1 end, created_at, id"),
        vec![],
    )
}

/// One shared gap.
pub(super) fn one(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Gap, StoreError> {
    shared(tx, entry)?.into_iter().find(|gap| gap.id == id).ok_or(StoreError::NotFound)
}

/// The case of a shared gap this actor reaches.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) =
        tx.one(&tx.reach::<GapRecord, deed::View>()?, sql!(GapRecord => "select placement_id from gaps where id = $1"), args![id])?;
    Ok(row.0)
}

/// The case of a gap this party keeps for the desk.
pub(super) fn case_of_own(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) =
        tx.one(&tx.reach::<GapOwn, deed::View>()?, sql!(GapOwn => "select placement_id from gaps_own where id = $1"), args![id])?;
    Ok(row.0)
}

/// When the shared gaps were looked at, oldest first.
pub(super) fn looks(tx: &Read<'_>, entry: &Entry) -> Result<Vec<LookRow>, StoreError> {
    tx.rows(
        &entry.pass::<GapLook, deed::View>()?,
        sql!(GapLook => "select gap_id, state, words, side, looked_on, created_at from gap_looks order by created_at, id"),
        vec![],
    )
}

fn set(gap: &Expected) -> Set {
    Set::new()
        .with("lies", gap.lies.code())
        .with("words", &gap.words)
        .with("sign", &gap.sign)
        .with("measure", &gap.measure)
        .with("who", &gap.who)
        .with("due_on", gap.due_on)
}

/// Writes a shared gap down, in the words of the one who acts.
pub(super) fn add(tx: &Write<'_>, entry: &Entry, gap: &Expected) -> Result<String, StoreError> {
    let id = tx.id();
    let set = set(gap).with("state", State::Watching.code()).with("looked_on", tx.now().day()).with("side", tx.actor().side().code());
    tx.insert(&entry.pass::<GapRecord, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Keeps what all three heard as a shared gap; gives its id.
///
/// # Errors
/// `NotFound` for a seat that may not write them.
pub fn from_words(tx: &Write<'_>, entry: &Entry, words: &str) -> Result<String, StoreError> {
    add(tx, entry, &Expected::of_words(words))
}

/// Words it anew.
pub(super) fn reword(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, gap: &Expected) -> Result<(), StoreError> {
    tx.update(&entry.pass::<GapRecord, deed::Change>()?, id, seen, set(gap))
}

/// Keeps one look at each of these gaps; a look that changes nothing and says nothing moves only the day.
///
/// # Errors
/// `Stale` when one of them changed since the form was drawn.
pub(super) fn look(tx: &Write<'_>, entry: &Entry, looks: &[Look]) -> Result<(), StoreError> {
    let (gaps, kept) = (entry.pass::<GapRecord, deed::Change>()?, entry.pass::<GapLook, deed::Change>()?);
    let today = tx.now().day();
    let standing = shared(tx, entry)?;
    for look in looks {
        let before = standing.iter().find(|gap| gap.id == look.id).ok_or(StoreError::NotFound)?;
        tx.update(&gaps, &look.id, look.seen, Set::new().with("state", look.state.code()).with("looked_on", today))?;
        if before.state() != look.state || !look.words.is_empty() {
            let set = Set::new()
                .with("gap_id", &look.id)
                .with("state", look.state.code())
                .with("words", &look.words)
                .with("looked_on", today)
                .with("side", tx.actor().side().code());
            tx.insert(&kept, &tx.id(), set)?;
        }
    }
    Ok(())
}

fn sealed(side: Side, gap: &Expected) -> Set {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Set::new()
        .with("side", side.code())
        .sealed("body", side, &gap.words)
        .sealed_or_none("sign", side, some(&gap.sign).as_deref())
        .sealed_or_none("measure", side, some(&gap.measure).as_deref())
}

/// A party keeps a gap for the desk, sealed for its own side.
pub(super) fn keep_own(tx: &Write<'_>, entry: &Entry, gap: &Expected) -> Result<String, StoreError> {
    let id = tx.id();
    tx.insert(&entry.pass::<GapOwn, deed::Change>()?, &id, sealed(tx.actor().side(), gap))?;
    Ok(id)
}

/// The desk keeps a gap for itself, sealed for the side its words come from.
pub(super) fn keep_desk(tx: &Write<'_>, entry: &Entry, from: Side, source: Source, gap: &Expected) -> Result<String, StoreError> {
    let id = tx.id();
    let set = sealed(from, gap).with("source", source.code()).with("state", State::Watching.code());
    tx.insert(&entry.pass::<GapDesk, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Keeps words of one side, or a finding from answers of both, as a gap of the desk; it is never shared with a press. Gives its id.
///
/// # Errors
/// `NotFound` for anyone but the desk of the case.
pub fn keep_for_desk(tx: &Write<'_>, entry: &Entry, from: Side, source: Source, words: &str) -> Result<String, StoreError> {
    keep_desk(tx, entry, from, source, &Expected::of_words(words))
}

/// That one side keeps gaps for the desk, oldest first.
pub(super) fn own_traces(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Trace>, StoreError> {
    let pass = entry.pass::<GapOwn, deed::Exists>()?;
    tx.rows(&pass, sql!(GapOwn => "select id, side, created_at from gaps_own order by created_at, id"), vec![])
}

/// That the desk keeps gaps, oldest first.
pub(super) fn desk_traces(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Trace>, StoreError> {
    let pass = entry.pass::<GapDesk, deed::Exists>()?;
    tx.rows(&pass, sql!(GapDesk => "select id, 'bank' as side, created_at from gaps_desk order by created_at, id"), vec![])
}

/// Gaps that one side keeps for the desk, opened; a party finds only what it wrote. The transaction ends in an event.
pub(super) fn own(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Kept>, StoreError> {
    let pass = entry.pass::<GapOwn, deed::View>()?;
    let rows: Vec<SealedOwn> = tx.rows(
        &pass,
        sql!(GapOwn => "select id, version, side, body, sign, measure, shared_as, created_at from gaps_own order by created_at, id"),
        vec![],
    )?;
    rows.into_iter()
        .map(|row| {
            let side = Side::parse(&row.side).unwrap_or(Side::Person);
            let open = |column: &'static str, sealed: Option<&Vec<u8>>| match sealed {
                Some(sealed) => tx.unseal(&pass, &row.id, column, side, sealed),
                None => Ok(String::new()),
            };
            Ok(Kept {
                words: open("body", Some(&row.body))?,
                sign: open("sign", row.sign.as_ref())?,
                measure: open("measure", row.measure.as_ref())?,
                side,
                source: Source::Talk,
                state: State::Watching,
                shared: !row.shared_as.is_empty(),
                at: row.created_at,
                version: row.version,
                id: row.id.clone(),
            })
        })
        .collect()
}

/// Whether a gap is one of the desk's own, for who may say how it stands.
///
/// # Errors
/// `NotFound` when it is not.
pub(super) fn is_desks(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<(), StoreError> {
    let (_,): (String,) =
        tx.one(&entry.pass::<GapDesk, deed::Change>()?, sql!(GapDesk => "select id from gaps_desk where id = $1"), args![id])?;
    Ok(())
}

/// The desk's gaps, opened. The transaction ends in an event.
pub(super) fn desks(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Kept>, StoreError> {
    let pass: Pass<GapDesk, deed::View> = entry.pass()?;
    let rows: Vec<Sealed> = tx.rows(
        &pass,
        sql!(GapDesk => "select id, version, side, source, body, sign, measure, state, shared_as, created_at from gaps_desk order by created_at, id"),
        vec![],
    )?;
    rows.into_iter()
        .map(|row| {
            let side = Side::parse(&row.side).unwrap_or(Side::Bank);
            let open = |column: &'static str, sealed: Option<&Vec<u8>>| match sealed {
                Some(sealed) => tx.unseal(&pass, &row.id, column, side, sealed),
                None => Ok(String::new()),
            };
            Ok(Kept {
                words: open("body", Some(&row.body))?,
                sign: open("sign", row.sign.as_ref())?,
                measure: open("measure", row.measure.as_ref())?,
                side,
                source: Source::parse(&row.source),
                state: State::parse(&row.state).unwrap_or(State::Watching),
                shared: !row.shared_as.is_empty(),
                at: row.created_at,
                version: row.version,
                id: row.id.clone(),
            })
        })
        .collect()
}

/// The writer shares what they kept for the desk: the words are copied, and the row says where to.
///
/// # Errors
/// `Stale` when it changed, or was shared before; `NotFound` for anyone but its writer.
pub(super) fn share_own(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64) -> Result<String, StoreError> {
    let kept = own(tx, entry)?.into_iter().find(|kept| kept.id == id).ok_or(StoreError::NotFound)?;
    if kept.shared {
        return Err(StoreError::Stale);
    }
    let pass = entry.pass::<GapOwn, deed::Change>()?;
    let lies = if kept.side == Side::Company { Lies::Company } else { Lies::Person };
    let gap = add(tx, entry, &kept.as_expected(lies))?;
    tx.update(&pass, id, seen, Set::new().with("shared_as", &gap))?;
    Ok(gap)
}

/// The desk shares a gap in its own words; what rests on one side's words is not the desk's to share.
///
/// # Errors
/// `Stale` when it changed, or was shared before; `NotFound` when it is not the desk's own.
pub(super) fn share_desk(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64) -> Result<String, StoreError> {
    let kept = desks(tx, entry)?.into_iter().find(|kept| kept.id == id).ok_or(StoreError::NotFound)?;
    if kept.source != Source::Desk || kept.side != Side::Bank {
        return Err(StoreError::NotFound);
    }
    if kept.shared {
        return Err(StoreError::Stale);
    }
    let pass = entry.pass::<GapDesk, deed::Change>()?;
    let gap = add(tx, entry, &kept.as_expected(Lies::Both))?;
    tx.update(&pass, id, seen, Set::new().with("shared_as", &gap))?;
    Ok(gap)
}

/// How a gap of the desk stands now.
pub(super) fn stand(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, state: State) -> Result<(), StoreError> {
    tx.update(&entry.pass::<GapDesk, deed::Change>()?, id, seen, Set::new().with("state", state.code()))
}

/// Name and post of those of the company who read shared gaps.
pub(super) type Contacts = Vec<(String, String)>;

/// Owner and host of the company, and the placed person, as far as they belong to the case.
pub(super) fn readers(tx: &Read<'_>, entry: &Entry) -> Result<(Contacts, Vec<(String,)>), StoreError> {
    let (members, contacts, persons) =
        (entry.pass::<Member, deed::View>()?, entry.pass::<Contact, deed::View>()?, entry.pass::<Person, deed::View>()?);
    let contacts = tx.rows(
        (&members, &contacts),
        sql!(Member, Contact =>
            "select c.name, c.post from members m join contacts c on c.id = m.holder_id \
             where m.seat in ('owner', 'host') and m.state in ('listed', 'invited', 'active') order by m.created_at, m.id"),
        vec![],
    )?;
    let persons = tx.rows(
        (&members, &persons),
        sql!(Member, Person => "select h.name from members m join persons h on h.id = m.holder_id where m.state in ('listed', 'invited', 'active') order by m.created_at, m.id"),
        vec![],
    )?;
    Ok((contacts, persons))
}

/// Open shared gaps of cases that have begun, over all cases of this consultant; with `case`, of that one alone.
pub(super) fn open(tx: &Read<'_>, case: &str) -> Result<Vec<Open>, StoreError> {
    tx.rows(
        (&tx.reach::<GapRecord, deed::View>()?, &tx.reach::<Placement, deed::View>()?),
        sql!(GapRecord, Placement =>
            "select g.placement_id, g.due_on, g.looked_on from gaps g join placements p on p.id = g.placement_id \
             where g.state in ('watching', 'arose') and ($1 = '' or g.placement_id = $1) and p.state in ('preparing', 'agreeing', 'joined') \
             order by g.placement_id, g.id"),
        args![case],
    )
}
