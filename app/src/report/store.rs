//! The SQL of reports in the making: drafts, their lines, and the words put before a writer. What went out is in `published`.

pub mod published;

use std::collections::{BTreeMap, HashMap, HashSet};

use base::actor::{Holder, Side};
use base::clock::Instant;
use base::event::Event;
use base::register::{Company, ExpectedChange, Institution, LineOffer, Member, Person, Placement, Report, ReportLine, StaffName};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::vault::Vault;
use base::{args, sql};

use super::rules::{Look, Said, Source, Standing, State, standing, with_hand};
use crate::change::{self, Seen};

base::row! {
    /// A report in the making, without its texts.
    pub struct Head {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// 第n号 of the case.
        pub no: i64,
        /// 版.
        pub edition: i64,
        state: String,
        /// Who began it.
        pub author: String,
        /// The report it corrects, or empty.
        pub corrects: String,
        /// Ids of all who worked on it.
        pub hands: String,
        /// What the manager approved, as a hash.
        pub approved_hash: String,
        finding: Vec<u8>,
        returned_why: Option<Vec<u8>>,
        hold: String,
        held_until: Option<i64>,
        /// The words that are to go out, as a hash.
        pub held_hash: String,
        /// When it was begun.
        pub created_at: Instant,
    }
    struct LineRow { id: String, version: i64, no: i64, change_id: String, observation_id: String, side: String, words: Vec<u8>, before: Option<Vec<u8>>, taken: bool }
    struct OfferRow { id: String, version: i64, line_id: String, observation_id: String, hash: String, state: String, side: String, reason: Option<Vec<u8>> }
    /// Words put before the one who wrote their source, as that one finds them.
    pub struct Offered {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        side: String,
        body: Vec<u8>,
        /// `open`, `agreed`, `refused`, `withdrawn` or `used`.
        pub state: String,
    }
}

impl Head {
    /// Where it stands.
    pub fn state(&self) -> State {
        State::parse(&self.state)
    }

    /// Until when it can still be taken back; none when it is not on its way.
    pub fn held(&self) -> Option<Instant> {
        self.held_until.filter(|_| self.hold == "held").map(Instant)
    }

    /// Whether something came up on its way, so that it did not go out.
    pub fn stopped(&self) -> bool {
        self.hold == "stopped"
    }
}

/// A line of a draft, opened.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: String,
    version: i64,
    /// Its number on the page, from 1.
    pub n: usize,
    /// The expected change it stands under, or empty.
    pub change: String,
    /// The note it was made from; empty for the desk's own.
    pub observation: String,
    /// The side its words come from.
    pub side: Side,
    /// Heading, before, now.
    pub said: Said,
    /// Whether it is chosen.
    pub taken: bool,
    /// Whether its words may go out.
    pub standing: Standing,
    /// Hash of the words.
    pub hash: String,
    /// The writer's reason for a no.
    pub reason: String,
}

/// A report in the making, opened.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The report.
    pub head: Head,
    /// The sentence on top; may be empty.
    pub finding: String,
    /// Why the manager returned it; may be empty.
    pub returned: String,
    /// Its lines, in the order both will read them.
    pub lines: Vec<Line>,
    /// What was seen in this case, for sources and warnings.
    pub seen: Vec<Seen>,
}

impl Draft {
    /// The chosen lines: number and standing.
    pub fn chosen(&self) -> Vec<(usize, Standing)> {
        self.lines.iter().filter(|line| line.taken).map(|line| (line.n, line.standing)).collect()
    }
}

/// The reports of the case, newest first, published ones included.
pub(super) fn heads(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Head>, StoreError> {
    tx.rows(
        &entry.pass::<Report, deed::View>()?,
        sql!(Report => "select id, version, no, edition, state, author, corrects, hands, approved_hash, finding, returned_why, hold, held_until, held_hash, created_at from reports order by no desc, edition desc"),
        vec![],
    )
}

fn head(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Head, StoreError> {
    tx.one(
        &entry.pass::<Report, deed::View>()?,
        sql!(Report => "select id, version, no, edition, state, author, corrects, hands, approved_hash, finding, returned_why, hold, held_until, held_hash, created_at from reports where id = $1"),
        args![id],
    )
}

/// When this institution wants a second look.
pub(super) fn look(tx: &Read<'_>) -> Result<Look, StoreError> {
    let (setting,): (String,) = tx.one(&tx.house(), sql!(Institution => "select second_look from institutions"), vec![])?;
    Ok(Look::parse(&setting))
}

/// The headings of the case by id, and the order they stand in.
fn titles(tx: &Read<'_>, entry: &Entry) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(
        &entry.pass::<ExpectedChange, deed::View>()?,
        sql!(ExpectedChange => "select id, words from expected_changes order by created_at, id"),
        vec![],
    )
}

fn opened_lines(tx: &Write<'_>, entry: &Entry, report: &str, titles: &[(String, String)]) -> Result<Vec<(LineRow, Said)>, StoreError> {
    let pass = entry.pass::<ReportLine, deed::View>()?;
    let rows: Vec<LineRow> = tx.rows(
        &pass,
        sql!(ReportLine => "select id, version, no, change_id, observation_id, side, words, before_words, taken from report_lines where report_id = $1 order by no, id"),
        args![report],
    )?;
    let place = |change: &str| titles.iter().position(|(id, _)| id == change).unwrap_or(usize::MAX);
    let mut lines = rows
        .into_iter()
        .map(|row| {
            let side = change::side_of(&row.side);
            let before = match &row.before {
                Some(sealed) => tx.unseal(&pass, &row.id, "before_words", side, sealed)?,
                None => String::new(),
            };
            let title = titles.iter().find(|(id, _)| *id == row.change_id).map(|(_, words)| words.clone()).unwrap_or_default();
            let said = Said { title, before, now: tx.unseal(&pass, &row.id, "words", side, &row.words)? };
            Ok((row, said))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    lines.sort_by_key(|(row, _)| (place(&row.change_id), row.no));
    Ok(lines)
}

fn open_head(tx: &Write<'_>, entry: &Entry, head: &Head) -> Result<(String, String), StoreError> {
    let pass = entry.pass::<Report, deed::View>()?;
    let finding = tx.unseal(&pass, &head.id, "finding", Side::Bank, &head.finding)?;
    let returned = match &head.returned_why {
        Some(sealed) => tx.unseal(&pass, &head.id, "returned_why", Side::Bank, sealed)?,
        None => String::new(),
    };
    Ok((finding, returned))
}

/// A draft with its lines, each with where it stands: for the desk.
///
/// # Errors
/// `NotFound` for everyone else.
pub(super) fn draft(tx: &Write<'_>, entry: &Entry, id: &str, vault: &Vault) -> Result<Draft, StoreError> {
    entry.pass::<Report, deed::Change>()?;
    let head = head(tx, entry, id)?;
    let (finding, returned) = open_head(tx, entry, &head)?;
    let seen = change::texts(tx, entry)?;
    let offers = offers(tx, entry)?;
    let offer_pass = entry.pass::<LineOffer, deed::View>()?;
    let titles = titles(tx, entry)?;
    let lines = opened_lines(tx, entry, id, &titles)?
        .into_iter()
        .enumerate()
        .map(|(at, (row, said))| {
            let side = change::side_of(&row.side);
            let hash = said.hash(vault);
            let source = seen.iter().find(|seen| seen.id == row.observation_id).map(|seen| Source {
                body: seen.body.clone(),
                change: seen.change_id.clone(),
                lend: seen.lend,
            });
            let mine: Vec<(String, String)> = offers
                .iter()
                .filter(|offer| offer.observation_id == row.observation_id)
                .map(|offer| (offer.hash.clone(), offer.state.clone()))
                .collect();
            let standing = standing(side, &row.change_id, &said, &hash, source.as_ref(), &mine);
            let no =
                offers.iter().find(|offer| offer.observation_id == row.observation_id && offer.hash == hash && offer.state == "refused");
            let reason = match no.and_then(|offer| offer.reason.as_ref().map(|sealed| (offer, sealed))) {
                Some((offer, sealed)) => tx.unseal(&offer_pass, &offer.id, "reason", change::side_of(&offer.side), sealed)?,
                None => String::new(),
            };
            Ok(Line {
                id: row.id,
                version: row.version,
                n: at + 1,
                change: row.change_id,
                observation: row.observation_id,
                side,
                said,
                taken: row.taken,
                standing,
                hash,
                reason,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Draft { head, finding, returned, lines, seen })
}

/// What a reading of these lines leaves in the audit: the notes they were made from, so that their writers see who read them.
pub(super) fn trace<'a>(page: &'a str, notes: impl Iterator<Item = &'a str>) -> String {
    let mut words = vec![page];
    words.extend(notes.filter(|note| !note.is_empty()));
    words.join(" ")
}

/// Head, sentence on top, and lines: each with the note it was made from.
type Chosen = (Head, String, Vec<(String, Said)>);

/// A report as a manager sees it: the sentence on top and the chosen lines, each with the note it was made from.
///
/// # Errors
/// `NotFound` for everyone else, and for a draft that was not put before a manager.
pub(super) fn chosen(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<Chosen, StoreError> {
    let head = head(tx, entry, id)?;
    if head.state() == State::Draft {
        return Err(StoreError::NotFound);
    }
    let (finding, _) = open_head(tx, entry, &head)?;
    let titles = titles(tx, entry)?;
    let lines = opened_lines(tx, entry, id, &titles)?
        .into_iter()
        .filter(|(row, _)| row.taken)
        .map(|(row, said)| (row.observation_id, said))
        .collect();
    Ok((head, finding, lines))
}

fn offers(tx: &Read<'_>, entry: &Entry) -> Result<Vec<OfferRow>, StoreError> {
    tx.rows(
        &entry.pass::<LineOffer, deed::View>()?,
        sql!(LineOffer => "select id, version, line_id, observation_id, hash, state, side, reason from line_offers order by created_at desc, id desc"),
        vec![],
    )
}

/// Ids of the notes that stand in a published report of the case.
fn spent(tx: &Read<'_>, entry: &Entry) -> Result<HashSet<String>, StoreError> {
    let rows: Vec<(String,)> = tx.rows(
        (&entry.pass::<ReportLine, deed::View>()?, &entry.pass::<Report, deed::View>()?),
        sql!(ReportLine, Report => "select l.observation_id from report_lines l join reports r on r.id = l.report_id where r.state = 'published' and l.taken = 1 order by l.observation_id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many notes may be used and stand in no published report.
pub(super) fn usable(tx: &Read<'_>, entry: &Entry) -> Result<usize, StoreError> {
    use base::register::Observation;
    let spent = spent(tx, entry)?;
    let lent: Vec<(String,)> = tx.rows(
        &entry.pass::<Observation, deed::View>()?,
        sql!(Observation => "select id from observations where lend = 1 order by created_at, id"),
        vec![],
    )?;
    Ok(lent.iter().filter(|(id,)| !spent.contains(id)).count())
}

/// The notes a draft could still take in: lent, not in it, in no published report. Oldest first.
pub(super) fn fresh<'s>(tx: &Read<'_>, entry: &Entry, seen: &'s [Seen], lines: &[Line]) -> Result<Vec<&'s Seen>, StoreError> {
    let spent = spent(tx, entry)?;
    Ok(seen
        .iter()
        .rev()
        .filter(|seen| seen.lend && !spent.contains(&seen.id) && !lines.iter().any(|line| line.observation == seen.id))
        .collect())
}

/// Begins the next report of the case with a line for each note that may be used, and with what the institution words of
/// agreements and milestones, unless it went out before; gives its id.
pub(super) fn begin(tx: &Write<'_>, entry: &Entry) -> Result<String, StoreError> {
    let no = heads(tx, entry)?.first().map_or(1, |head| head.no + 1);
    let seen = change::texts(tx, entry)?;
    let fresh = fresh(tx, entry, &seen, &[])?;
    let (finding, drafted) = super::drafted::begun(tx, entry, &fresh)?;
    let mut out = Vec::new();
    for one in published::all(tx, entry)? {
        out.extend(one.content()?.lines.into_iter().map(|said| said.now));
    }
    let id = insert_report(tx, entry, no, 1, &finding, "", tx.actor().id())?;
    for (at, seen) in fresh.iter().enumerate() {
        insert_line(tx, entry, &id, at, &seen.change_id, &seen.id, seen.side, &seen.body, "", true)?;
    }
    for (at, words) in drafted.into_iter().filter(|words| !out.contains(words)).enumerate() {
        insert_line(tx, entry, &id, fresh.len() + at, "", "", Side::Bank, &words, "", true)?;
    }
    Ok(id)
}

/// Adds lines for notes written since.
pub(super) fn gather(tx: &Write<'_>, entry: &Entry, draft: &Draft) -> Result<usize, StoreError> {
    let fresh = fresh(tx, entry, &draft.seen, &draft.lines)?;
    for (at, seen) in fresh.iter().enumerate() {
        insert_line(tx, entry, &draft.head.id, draft.lines.len() + at, &seen.change_id, &seen.id, seen.side, &seen.body, "", true)?;
    }
    Ok(fresh.len())
}

/// Begins a correction of a published report: the same number, the next edition, the same lines.
pub(super) fn begin_correction(tx: &Write<'_>, entry: &Entry, report: &str, vault: &Vault) -> Result<String, StoreError> {
    let old = draft(tx, entry, report, vault)?;
    let edition = heads(tx, entry)?.iter().filter(|head| head.no == old.head.no).map(|head| head.edition).max().unwrap_or(1) + 1;
    let id = insert_report(tx, entry, old.head.no, edition, &old.finding, report, tx.actor().id())?;
    for (at, line) in old.lines.iter().enumerate() {
        insert_line(tx, entry, &id, at, &line.change, &line.observation, line.side, &line.said.now, &line.said.before, line.taken)?;
    }
    Ok(id)
}

fn insert_report(
    tx: &Write<'_>,
    entry: &Entry,
    no: i64,
    edition: i64,
    finding: &str,
    corrects: &str,
    hand: &str,
) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("no", no)
        .with("edition", edition)
        .with("state", State::Draft.code())
        .with("corrects", corrects)
        .with("hands", hand)
        .sealed("finding", Side::Bank, finding);
    tx.insert(&entry.pass::<Report, deed::Change>()?, &id, set)?;
    Ok(id)
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
fn insert_line(
    tx: &Write<'_>,
    entry: &Entry,
    report: &str,
    at: usize,
    change: &str,
    observation: &str,
    side: Side,
    words: &str,
    before: &str,
    taken: bool,
) -> Result<(), StoreError> {
    let set = Set::new()
        .with("report_id", report)
        .with("no", i64::try_from(at).unwrap_or(i64::MAX))
        .with("change_id", change)
        .with("observation_id", observation)
        .with("side", side.code())
        .with("taken", taken)
        .sealed("words", side, words)
        .sealed_or_none("before_words", side, (!before.is_empty()).then_some(before));
    tx.insert(&entry.pass::<ReportLine, deed::Change>()?, &tx.id(), set)
}

/// A line as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The line.
    pub id: String,
    /// いま.
    pub now: String,
    /// 以前.
    pub before: String,
    /// The expected change it stands under, or empty.
    pub change: String,
    /// Whether it is chosen.
    pub taken: bool,
}

/// A draft as typed: what the form did not bring stays.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// The sentence on top.
    pub finding: Option<String>,
    /// Lines.
    pub lines: Vec<Edit>,
    /// A line of the desk's own: now, before, change.
    pub own: Option<(String, String, String)>,
    /// Whether notes written since are to be taken in.
    pub gather: bool,
}

/// Keeps what was typed. Other words take back what was put before a writer, and any change takes the draft back from the
/// manager, and from its way out. Gives whether anything changed.
///
/// # Errors
/// `Stale` when someone else changed the draft since `seen`.
pub(super) fn save(tx: &Write<'_>, entry: &Entry, draft: &Draft, edits: &Edits, seen: i64) -> Result<bool, StoreError> {
    let finding = edits.finding.as_ref().filter(|finding| **finding != draft.finding);
    let changed: Vec<(&Edit, &Line)> = edits
        .lines
        .iter()
        .filter_map(|edit| draft.lines.iter().find(|line| line.id == edit.id).map(|line| (edit, line)))
        .filter(|(edit, line)| {
            edit.now != line.said.now || edit.before != line.said.before || edit.change != line.change || edit.taken != line.taken
        })
        .collect();
    let gathered = if edits.gather { gather(tx, entry, draft)? } else { 0 };
    if finding.is_none() && changed.is_empty() && edits.own.is_none() && gathered == 0 {
        return if seen == draft.head.version { Ok(false) } else { Err(StoreError::Stale) };
    }
    let mut set = Set::new()
        .with("state", State::Draft.code())
        .with("approved_by", "")
        .with("approved_hash", "")
        .with("hold", "")
        .with("hands", with_hand(&draft.head.hands, tx.actor().id()));
    if let Some(finding) = finding {
        set = set.sealed("finding", Side::Bank, finding);
    }
    tx.update(&entry.pass::<Report, deed::Change>()?, &draft.head.id, seen, set)?;
    let lines = entry.pass::<ReportLine, deed::Change>()?;
    for (edit, line) in changed {
        let set = Set::new()
            .with("change_id", &edit.change)
            .with("taken", edit.taken)
            .sealed("words", line.side, &edit.now)
            .sealed_or_none("before_words", line.side, (!edit.before.is_empty()).then_some(edit.before.as_str()));
        tx.update(&lines, &line.id, line.version, set)?;
        let reworded = edit.now != line.said.now || edit.before != line.said.before || edit.change != line.change;
        if reworded {
            withdraw(tx, entry, &line.id, &["open", "agreed"])?;
        } else if !edit.taken {
            withdraw(tx, entry, &line.id, &["open"])?;
        }
    }
    if let Some((now, before, change)) = &edits.own {
        insert_line(tx, entry, &draft.head.id, draft.lines.len() + gathered, change, "", Side::Bank, now, before, true)?;
    }
    Ok(true)
}

fn withdraw(tx: &Write<'_>, entry: &Entry, line: &str, states: &[&str]) -> Result<(), StoreError> {
    let pass = entry.pass::<LineOffer, deed::Change>()?;
    for offer in offers(tx, entry)?.iter().filter(|offer| offer.line_id == line && states.contains(&offer.state.as_str())) {
        tx.update(&pass, &offer.id, offer.version, Set::new().with("state", "withdrawn"))?;
    }
    Ok(())
}

/// Puts a line's exact words before the one who wrote its source. Gives the offer, and whom to tell: nobody who has another
/// one open, because they were told already and find all of them in one place.
pub(super) fn offer(tx: &Write<'_>, entry: &Entry, draft: &Draft, line: &Line) -> Result<(String, Vec<Holder>), StoreError> {
    let source = draft.seen.iter().find(|seen| seen.id == line.observation).ok_or(StoreError::NotFound)?;
    let writer = match source.side {
        Side::Company => Holder::Contact(source.author.clone()),
        Side::Person => Holder::Person(source.author.clone()),
        Side::Bank => return Err(StoreError::NotFound),
    };
    let pass = entry.pass::<LineOffer, deed::Change>()?;
    let waiting: Vec<(String,)> = tx.rows(
        &pass,
        sql!(LineOffer => "select id from line_offers where writer = $1 and state = 'open' order by id"),
        args![writer.id()],
    )?;
    let id = tx.id();
    let body = serde_json::to_string(&line.said).map_err(|error| StoreError::Refused(format!("a line cannot be written down: {error}")))?;
    let set = Set::new()
        .with("line_id", &line.id)
        .with("observation_id", &line.observation)
        .with("side", source.side.code())
        .with("writer", writer.id())
        .with("hash", &line.hash)
        .with("state", "open")
        .sealed("body", source.side, &body);
    tx.insert(&pass, &id, set)?;
    let reached = reached(tx, entry)?.contains(writer.id());
    Ok((id, if waiting.is_empty() && reached { vec![writer] } else { Vec::new() }))
}

/// Ids of the members who were invited and may be told something.
pub(super) fn reached(tx: &Read<'_>, entry: &Entry) -> Result<HashSet<String>, StoreError> {
    let rows: Vec<(String,)> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select holder_id from members where state in ('invited', 'active') order by created_at, id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Moves a report to another state; `seen` is the version the one who pressed had before them.
pub(super) fn put(tx: &Write<'_>, entry: &Entry, head: &Head, seen: i64, set: Set) -> Result<(), StoreError> {
    tx.update(&entry.pass::<Report, deed::Change>()?, &head.id, seen, set)
}

/// The yeses of the chosen lines are spent: what went out cannot be taken back.
pub(super) fn spend(tx: &Write<'_>, entry: &Entry, draft: &Draft) -> Result<(), StoreError> {
    let pass = entry.pass::<LineOffer, deed::Change>()?;
    let by_line: HashMap<&str, &Line> = draft.lines.iter().map(|line| (line.id.as_str(), line)).collect();
    for offer in offers(tx, entry)? {
        let Some(line) = by_line.get(offer.line_id.as_str()) else { continue };
        match offer.state.as_str() {
            "agreed" if line.taken && offer.hash == line.hash => {
                tx.update(&pass, &offer.id, offer.version, Set::new().with("state", "used"))?;
            }
            "open" => tx.update(&pass, &offer.id, offer.version, Set::new().with("state", "withdrawn"))?,
            _ => {}
        }
    }
    Ok(())
}

/// Where an offer belongs, for the one it was put before.
pub(super) fn case_of_offer(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) =
        tx.one(&tx.reach::<LineOffer, deed::View>()?, sql!(LineOffer => "select placement_id from line_offers where id = $1"), args![id])?;
    Ok(case)
}

/// An offer, opened by the one it was put before.
pub(super) fn offered(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<(Offered, Said), StoreError> {
    let pass = entry.pass::<LineOffer, deed::View>()?;
    let offer: Offered =
        tx.one(&pass, sql!(LineOffer => "select id, version, side, body, state from line_offers where id = $1"), args![id])?;
    let body = tx.unseal(&pass, &offer.id, "body", change::side_of(&offer.side), &offer.body)?;
    let said = serde_json::from_str(&body).map_err(|error| StoreError::Refused(format!("a line cannot be read: {error}")))?;
    Ok((offer, said))
}

/// The writer's answer to an offer.
pub(super) fn answer(tx: &Write<'_>, entry: &Entry, offer: &Offered, yes: bool, reason: &str, seen: i64) -> Result<(), StoreError> {
    let side = change::side_of(&offer.side);
    let set = Set::new().with("state", if yes { "agreed" } else { "refused" }).sealed_or_none(
        "reason",
        side,
        (!yes && !reason.is_empty()).then_some(reason),
    );
    tx.update(&entry.pass::<LineOffer, deed::Change>()?, &offer.id, seen, set)
}

/// Ids of the offers that wait for this party.
pub(super) fn open_offers(tx: &Read<'_>, entry: &Entry) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = tx.rows(
        &entry.pass::<LineOffer, deed::View>()?,
        sql!(LineOffer => "select id from line_offers where state = 'open' order by created_at, id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The writer takes a note back: every yes given to words made from it becomes a no, but for what went out already.
///
/// # Errors
/// The store's own.
pub(crate) fn take_back(tx: &Write<'_>, entry: &Entry, observation: &str) -> Result<(), StoreError> {
    if !entry.may::<LineOffer, deed::Change>() {
        return Ok(());
    }
    let pass = entry.pass::<LineOffer, deed::Change>()?;
    let rows: Vec<(String, i64)> = tx.rows(
        &pass,
        sql!(LineOffer => "select id, version from line_offers where observation_id = $1 and state in ('open', 'agreed') order by id"),
        args![observation],
    )?;
    for (id, version) in rows {
        tx.update(&pass, &id, version, Set::new().with("state", "refused"))?;
    }
    Ok(())
}

/// What one side said and nobody agreed to share, opened: in talks, to the desk, on gaps, dialogues, worries and in surveys. A
/// report must not repeat it by chance (ux.md §4.6). It is compared and shown to nobody; what a member of staff may not read is
/// not compared either.
pub(super) fn notes(tx: &Write<'_>, entry: &Entry) -> Result<Vec<String>, StoreError> {
    use base::register::{ChangeWorry, CheckInNote, DialogueWord, GapOwn, Message, SurveyAnswer};
    let mut all = Vec::new();
    macro_rules! gather {
        ($record:ident, $column:literal, $sql:expr) => {
            if let Ok(pass) = entry.pass::<$record, deed::View>() {
                let rows: Vec<(String, String, Vec<u8>)> = tx.rows(&pass, $sql, vec![])?;
                // What was erased is empty.
                for (id, side, body) in rows.into_iter().filter(|(_, _, body)| !body.is_empty()) {
                    all.push(tx.unseal(&pass, &id, $column, change::side_of(&side), &body)?);
                }
            }
        };
    }
    gather!(CheckInNote, "body", sql!(CheckInNote => "select id, side, body from check_in_notes order by created_at, id"));
    gather!(Message, "body", sql!(Message => "select id, side, body from messages order by created_at, id"));
    gather!(GapOwn, "body", sql!(GapOwn => "select id, side, body from gaps_own order by created_at, id"));
    gather!(DialogueWord, "body", sql!(DialogueWord => "select id, side, body from dialogue_words order by created_at, id"));
    gather!(ChangeWorry, "body", sql!(ChangeWorry => "select id, side, body from change_worries order by created_at, id"));
    gather!(SurveyAnswer, "choice", sql!(SurveyAnswer => "select id, side, choice from survey_answers order by created_at, id"));
    Ok(all)
}

/// Names of those whose notes the lines were made from, by observation.
pub(super) fn writers(tx: &Read<'_>, entry: &Entry, seen: &[Seen]) -> Result<BTreeMap<String, String>, StoreError> {
    let names = change::names(tx, entry)?;
    Ok(seen.iter().map(|seen| (seen.id.clone(), names.get(&seen.author).cloned().unwrap_or_default())).collect())
}

/// The event of an edit.
pub(super) fn edited(case: &str, id: &str, changed: bool) -> Event {
    Event::ReportEdited(Some(case), id).detail(if changed { "changed" } else { "unchanged" })
}

base::row! {
    /// A report whose ten minutes are over.
    pub(super) struct Ready { pub(super) id: String, pub(super) case: String, pub(super) version: i64, pub(super) by: String }
}

/// The reports of this consultant's cases whose ten minutes are over.
pub(super) fn due(tx: &Read<'_>) -> Result<Vec<Ready>, StoreError> {
    tx.rows(
        &tx.reach::<Report, deed::View>()?,
        sql!(Report => "select id, placement_id, version, held_by from reports where hold = 'held' and held_until <= $1 order by held_until, id"),
        args![tx.now().0],
    )
}

base::row! {
    /// A report in the making, as 今日 needs it.
    pub(super) struct Making {
        pub(super) id: String,
        pub(super) case: String,
        state: String,
        pub(super) hold: String,
        pub(super) returned: bool,
        /// Offers without an answer.
        pub(super) open: i64,
        /// Offers answered either way.
        pub(super) answered: i64,
    }
    /// A report that waits for a manager.
    pub(super) struct Waiting {
        pub(super) id: String,
        pub(super) case: String,
        pub(super) company: String,
        pub(super) person: String,
        pub(super) no: i64,
        pub(super) edition: i64,
        pub(super) author: Option<String>,
        pub(super) created_at: Instant,
    }
}

impl Making {
    pub(super) fn state(&self) -> State {
        State::parse(&self.state)
    }
}

/// The reports in the making of this consultant's cases.
pub(super) fn makings(tx: &Read<'_>, case: Option<&str>) -> Result<Vec<Making>, StoreError> {
    let passes = (&tx.reach::<Report, deed::View>()?, &tx.reach::<ReportLine, deed::View>()?, &tx.reach::<LineOffer, deed::View>()?);
    tx.rows(
        passes,
        sql!(Report, ReportLine, LineOffer =>
            "select r.id, r.placement_id, r.state, r.hold, case when r.returned_why is null then 0 else 1 end, \
             (select count(f.id) from line_offers f join report_lines l on l.id = f.line_id where l.report_id = r.id and f.state = 'open'), \
             (select count(f.id) from line_offers f join report_lines l on l.id = f.line_id where l.report_id = r.id and f.state in ('agreed', 'refused')) \
             from reports r where r.state <> 'published' and ($1 = '' or r.placement_id = $1) order by r.created_at, r.id"),
        args![case.unwrap_or_default()],
    )
}

/// What waits for a second look, over all cases this manager reaches, oldest first.
pub(super) fn waiting(tx: &Read<'_>) -> Result<Vec<Waiting>, StoreError> {
    let passes = (
        &tx.reach::<Report, deed::View>()?,
        &tx.reach::<Placement, deed::View>()?,
        &tx.reach::<Company, deed::View>()?,
        &tx.reach::<Person, deed::View>()?,
        &tx.staff_names(),
    );
    tx.rows(
        passes,
        sql!(Report, Placement, Company, Person, StaffName =>
            "select r.id, r.placement_id, c.name, h.name, r.no, r.edition, s.name, r.created_at from reports r \
             join placements p on p.id = r.placement_id join companies c on c.id = p.company_id join persons h on h.id = p.person_id \
             left join staff_names s on s.id = r.author where r.state = 'second_look' order by r.created_at, r.id"),
        vec![],
    )
}
