//! The SQL of threads. A text is sealed for the side of its thread's writer, and opened only where the reading leaves a trace.

use std::collections::HashMap;

use base::access::Seat;
use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::register::{Attachment, Booklet, Member, Message, StaffName, Thread as Record, ThreadNote, ThreadReader};
use base::store::{DeedType, Entry, Pass, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};

use super::rules::{Line, Wish, answer_by};
use super::text::T;
use crate::upload::{Kind, Upload};
use crate::{change, placement};

base::row! {
    /// A thread, its matter still sealed.
    pub(crate) struct Thread {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// The placement.
        pub case: String,
        side: String,
        /// Who began it, and whose own it is.
        pub writer: String,
        /// `desk` or `second`.
        pub line: String,
        /// Whether it only tries the way.
        pub trial: bool,
        matter: Option<Vec<u8>>,
        wish: String,
        /// `open` while the readers have the word, else `answered`.
        pub state: String,
        /// Until when an answer was promised.
        pub due_on: Day,
        /// When something was last said.
        pub moved_at: Instant,
        /// When its keys were destroyed; then nothing of it can be read.
        pub erased_at: Option<Instant>,
        /// When it was begun.
        pub created_at: Instant,
    }
    /// That a thread is there.
    pub(super) struct Bare { pub(super) id: String, pub(super) case: String, pub(super) state: String, pub(super) due_on: Day, pub(super) created_at: Instant }
    struct MessageRow { id: String, voice: String, author: String, body: Vec<u8>, at: Instant }
    struct FileRow { id: String, message: String, kind: String, size: i64, name: Vec<u8> }
    struct NoteRow { id: String, author: String, body: Vec<u8>, at: Instant }
    struct WholeFile { thread: String, kind: String, name: Vec<u8>, file: Vec<u8> }
    struct AtDesk { holder: String, name: String, deputy: i64 }
}

impl Thread {
    /// The side it is sealed for.
    pub(crate) fn side(&self) -> Side {
        Side::parse(&self.side).unwrap_or(Side::Person)
    }
    /// What is to be done with it.
    pub(super) fn wish(&self) -> Wish {
        Wish::parse(&self.wish).unwrap_or(Wish::Listen)
    }
    /// Who began it.
    pub(crate) fn writer(&self) -> Holder {
        match self.side() {
            Side::Company => Holder::Contact(self.writer.clone()),
            _ => Holder::Person(self.writer.clone()),
        }
    }
}

/// A message, opened.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    /// Whether the readers speak.
    pub(crate) desk: bool,
    /// Who.
    pub(crate) author: String,
    /// The words; empty beside a file.
    pub(crate) body: String,
    /// When.
    pub(crate) at: Instant,
    /// Files: id and name with size.
    pub(crate) files: Vec<(String, String)>,
}

/// The placement of a thread, for whoever may know that it is there.
///
/// # Errors
/// `NotFound` for everyone else.
pub(crate) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) =
        tx.one(&tx.reach::<Record, deed::Exists>()?, sql!(Record => "select placement_id from threads where id = $1"), args![id])?;
    Ok(row.0)
}

/// One thread, through a pass that reads it.
///
/// # Errors
/// `NotFound`.
pub(crate) fn thread<D: DeedType>(tx: &Read<'_>, pass: &Pass<Record, D>, id: &str) -> Result<Thread, StoreError> {
    tx.one(
        pass,
        sql!(Record => "select id, version, placement_id, side, writer, line, trial, matter, wish, state, due_on, moved_at, erased_at, created_at from threads where id = $1"),
        args![id],
    )
}

/// The threads this actor reads in one case, the last moved first.
pub(super) fn of_case(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Thread>, StoreError> {
    tx.rows(
        &entry.pass::<Record, deed::View>()?,
        sql!(Record => "select id, version, placement_id, side, writer, line, trial, matter, wish, state, due_on, moved_at, erased_at, created_at from threads order by moved_at desc, id desc"),
        vec![],
    )
}

/// The threads this actor reads in all their cases: those that wait first, the oldest on top.
pub(super) fn all(tx: &Read<'_>) -> Result<Vec<Thread>, StoreError> {
    tx.rows(
        &tx.reach::<Record, deed::View>()?,
        sql!(Record => "select id, version, placement_id, side, writer, line, trial, matter, wish, state, due_on, moved_at, erased_at, created_at from threads order by state desc, due_on, moved_at, id"),
        vec![],
    )
}

/// That a thread is there: number, age, state.
pub(super) fn bare(tx: &Read<'_>, id: &str) -> Result<Vec<Bare>, StoreError> {
    tx.rows(
        &tx.reach::<Record, deed::Exists>()?,
        sql!(Record => "select id, placement_id, state, due_on, created_at from threads where ($1 = '' or id = $1) order by state desc, created_at, id"),
        args![id],
    )
}

/// How many threads this actor has here: for a party, their own.
pub(super) fn count(tx: &Read<'_>, entry: &Entry) -> Result<i64, StoreError> {
    let (n,): (i64,) = tx.one(&entry.pass::<Record, deed::Exists>()?, sql!(Record => "select count(id) from threads"), vec![])?;
    Ok(n)
}

/// What a thread is about, opened; empty when its writer left it blank.
pub(super) fn matter<D: DeedType>(tx: &Write<'_>, pass: &Pass<Record, D>, thread: &Thread) -> Result<String, StoreError> {
    match &thread.matter {
        Some(sealed) => tx.unseal(pass, &thread.id, "matter", thread.side(), sealed),
        None => Ok(String::new()),
    }
}

/// What was said in a thread, opened, the oldest first.
pub(crate) fn voices<D: DeedType>(
    tx: &Write<'_>,
    messages: &Pass<Message, D>,
    files: &Pass<Attachment, D>,
    thread: &Thread,
) -> Result<Vec<Spoken>, StoreError> {
    if thread.erased_at.is_some() {
        return Ok(Vec::new());
    }
    let rows: Vec<MessageRow> = tx.rows(
        messages,
        sql!(Message => "select id, voice, author, body, created_at from messages where thread_id = $1 order by created_at, id"),
        args![&thread.id],
    )?;
    let added: Vec<FileRow> = tx.rows(
        files,
        sql!(Attachment => "select id, message_id, kind, size, name from attachments where thread_id = $1 order by created_at, id"),
        args![&thread.id],
    )?;
    let mut by_message: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for file in added {
        let name = tx.unseal(files, &file.id, "name", thread.side(), &file.name)?;
        by_message.entry(file.message).or_default().push((file.id, format!("{name} ({} KB)", file.size.div_euclid(1024) + 1)));
        debug_assert!(Kind::parse(&file.kind).is_some(), "a kind that was judged");
    }
    rows.into_iter()
        .map(|row| {
            Ok(Spoken {
                desk: row.voice == "desk",
                body: tx.unseal(messages, &row.id, "body", thread.side(), &row.body)?,
                files: by_message.remove(&row.id).unwrap_or_default(),
                author: row.author,
                at: row.at,
            })
        })
        .collect()
}

/// Names by id of everyone who may speak or read in a case.
///
/// # Errors
/// The store's own.
pub(crate) fn faces(tx: &Read<'_>, entry: &Entry) -> Result<HashMap<String, String>, StoreError> {
    change::names(tx, entry)
}

fn seats(tx: &Read<'_>, entry: &Entry) -> Result<Vec<AtDesk>, StoreError> {
    tx.rows(
        (&entry.pass::<Member, deed::View>()?, &tx.staff_names()),
        sql!(Member, StaffName =>
            "select m.holder_id, s.name, m.deputy from members m join staff_names s on s.id = m.holder_id where m.holder_kind = 'staff' and m.state = 'active' order by m.deputy, m.created_at, m.id"),
        vec![],
    )
}

/// Whether the channel is open for this party: from the day the booklet was shown to them, at the latest from the first day of
/// work, and at once where a running case was brought in. A contact has no booklet of their own to wait for.
pub(super) fn opened(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    if !matches!(entry.seat(), Seat::Owner | Seat::Person) {
        return Ok(true);
    }
    let facts = placement::facts(tx, entry)?;
    if facts.imported || facts.join_on.is_some_and(|day| day <= tx.now().day()) {
        return Ok(true);
    }
    let shown: Vec<(String,)> = tx.rows(
        &entry.pass::<Booklet, deed::View>()?,
        sql!(Booklet => "select id from booklets where asked_at is not null or edition > 0"),
        vec![],
    )?;
    Ok(!shown.is_empty())
}

/// The desk of a case by id and words: consultant, then deputy.
pub(super) fn desk(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<(String, String)>, StoreError> {
    let t = T(lang);
    let words = |seat: &AtDesk| if seat.deputy == 0 { t.reader_desk(&seat.name) } else { t.reader_deputy(&seat.name) };
    Ok(seats(tx, entry)?.iter().map(|seat| (seat.holder.clone(), words(seat))).collect())
}

/// Managers who may be chosen in place of the desk: none who sits at the desk of this very case.
pub(super) fn second_line(tx: &Read<'_>, entry: &Entry) -> Result<Vec<(String, String)>, StoreError> {
    let desk = seats(tx, entry)?;
    Ok(tx.second_line()?.into_iter().filter(|(id, _)| desk.iter().all(|seat| seat.holder != *id)).collect())
}

/// Those who read a thread at this moment, in words, and those of the desk its writer was not told of yet, by id and words.
pub(super) struct Readers {
    pub(super) now: Vec<String>,
    pub(super) untold: Vec<(String, String)>,
}

/// Who reads a thread.
pub(super) fn readers(tx: &Read<'_>, entry: &Entry, thread: &Thread, lang: Lang) -> Result<Readers, StoreError> {
    let told: Vec<(String,)> = tx.rows(
        &entry.pass::<ThreadReader, deed::View>()?,
        sql!(ThreadReader => "select reader_id from thread_readers where thread_id = $1 order by created_at, id"),
        args![&thread.id],
    )?;
    let told = |id: &str| told.iter().any(|(known,)| known == id);
    if thread.line == "second" {
        let t = T(lang);
        let now = tx.second_line()?.into_iter().filter(|(id, _)| told(id)).map(|(_, name)| t.reader_second(&name)).collect();
        return Ok(Readers { now, untold: Vec::new() });
    }
    let (now, untold): (Vec<_>, Vec<_>) = desk(tx, entry, lang)?.into_iter().partition(|(id, _)| told(id));
    Ok(Readers { now: now.into_iter().map(|(_, words)| words).collect(), untold })
}

/// What is put into a new thread.
pub(super) struct Begun<'a> {
    pub(super) matter: &'a str,
    pub(super) body: &'a str,
    pub(super) wish: Wish,
    pub(super) line: &'a Line,
    pub(super) trial: bool,
}

/// Begins a thread of the one who acts; gives its id.
///
/// # Errors
/// `NotFound` when there is nobody to read it.
pub(super) fn begin(tx: &Write<'_>, entry: &Entry, begun: &Begun<'_>) -> Result<String, StoreError> {
    let (side, me, id) = (tx.actor().side(), tx.actor().id().to_owned(), tx.id());
    let (line, readers) = match begun.line {
        Line::Desk => ("desk", seats(tx, entry)?.into_iter().map(|seat| seat.holder).collect::<Vec<_>>()),
        Line::Second(manager) => ("second", vec![manager.clone()]),
    };
    if readers.is_empty() {
        return Err(StoreError::NotFound);
    }
    let set = Set::new()
        .with("side", side.code())
        .with("writer", &me)
        .with("line", line)
        .with("trial", begun.trial)
        .sealed_or_none("matter", side, (!begun.matter.is_empty()).then_some(begun.matter))
        .with("wish", begun.wish.code())
        .with("state", "open")
        .with("due_on", answer_by(tx.now()))
        .with("moved_at", tx.now());
    tx.insert(&entry.pass::<Record, deed::Change>()?, &id, set)?;
    for reader in readers {
        tell(tx, entry, &id, &me, &reader, line)?;
    }
    say(tx, entry, &id, &me, side, "writer", begun.body)?;
    Ok(id)
}

/// The writer was told of a reader.
pub(super) fn tell(tx: &Write<'_>, entry: &Entry, thread: &str, writer: &str, reader: &str, line: &str) -> Result<(), StoreError> {
    let set = Set::new().with("thread_id", thread).with("writer", writer).with("reader_id", reader).with("line", line);
    tx.insert(&entry.pass::<ThreadReader, deed::Change>()?, &tx.id(), set)
}

fn say(tx: &Write<'_>, entry: &Entry, thread: &str, writer: &str, side: Side, voice: &str, body: &str) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("thread_id", thread)
        .with("writer", writer)
        .with("side", side.code())
        .with("voice", voice)
        .sealed("body", side, body);
    tx.insert(&entry.pass::<Message, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Whose turn it is after something was said.
fn moved(tx: &Write<'_>, voice: &str) -> Set {
    let set = Set::new().with("moved_at", tx.now());
    if voice == "desk" { set.with("state", "answered") } else { set.with("state", "open").with("due_on", answer_by(tx.now())) }
}

fn voice(tx: &Write<'_>) -> &'static str {
    if tx.actor().side() == Side::Bank { "desk" } else { "writer" }
}

/// The one who acts says something in a thread that stands at version `seen`.
///
/// # Errors
/// `Stale` when something was said in the meantime.
pub(super) fn add(tx: &Write<'_>, entry: &Entry, thread: &Thread, seen: i64, body: &str) -> Result<String, StoreError> {
    let voice = voice(tx);
    tx.update(&entry.pass::<Record, deed::Change>()?, &thread.id, seen, moved(tx, voice))?;
    say(tx, entry, &thread.id, &thread.writer, thread.side(), voice, body)
}

/// Something the writer is told in their thread by one who does not read it.
///
/// # Errors
/// The store's own.
pub(crate) fn announce(tx: &Write<'_>, entry: &Entry, thread: &str, writer: &str, side: Side, words: &str) -> Result<(), StoreError> {
    say(tx, entry, thread, writer, side, "desk", words).map(drop)
}

/// The writer changes their mind about what is to be done.
pub(super) fn wish(tx: &Write<'_>, entry: &Entry, thread: &Thread, wish: Wish) -> Result<(), StoreError> {
    let now = self::thread(tx, &entry.pass::<Record, deed::View>()?, &thread.id)?.version;
    tx.update(&entry.pass::<Record, deed::Change>()?, &thread.id, now, Set::new().with("wish", wish.code()))
}

/// A file is added, as a message of its own.
pub(super) fn attach(tx: &Write<'_>, entry: &Entry, thread: &Thread, file: &Upload) -> Result<(), StoreError> {
    let message = add(tx, entry, thread, thread.version, "")?;
    let (side, id) = (thread.side(), tx.id());
    let set = Set::new()
        .with("thread_id", &thread.id)
        .with("message_id", &message)
        .with("writer", &thread.writer)
        .with("side", side.code())
        .with("kind", file.kind.code())
        .with("size", i64::try_from(file.bytes.len()).unwrap_or(i64::MAX))
        .sealed("name", side, &file.name)
        .sealed_bytes("file", side, &file.bytes);
    tx.insert(&entry.pass::<Attachment, deed::Change>()?, &id, set)
}

/// A file of a thread, opened.
///
/// # Errors
/// `NotFound` when it is not of this thread.
pub(super) fn file(tx: &Write<'_>, entry: &Entry, thread: &Thread, id: &str) -> Result<Upload, StoreError> {
    let pass = entry.pass::<Attachment, deed::View>()?;
    let row: WholeFile =
        tx.one(&pass, sql!(Attachment => "select thread_id, kind, name, file from attachments where id = $1"), args![id])?;
    let kind = Kind::parse(&row.kind).filter(|_| row.thread == thread.id).ok_or(StoreError::NotFound)?;
    Ok(Upload {
        name: tx.unseal(&pass, id, "name", thread.side(), &row.name)?,
        bytes: tx.unseal_bytes(&pass, id, "file", thread.side(), &row.file)?,
        kind,
    })
}

/// The readers' notes among themselves: author, words, moment.
pub(super) fn notes(tx: &Write<'_>, entry: &Entry, thread: &str) -> Result<Vec<(String, String, Instant)>, StoreError> {
    let pass = entry.pass::<ThreadNote, deed::View>()?;
    let rows: Vec<NoteRow> = tx.rows(
        &pass,
        sql!(ThreadNote => "select id, author, body, created_at from thread_notes where thread_id = $1 order by created_at, id"),
        args![thread],
    )?;
    rows.into_iter().map(|row| Ok((row.author, tx.unseal(&pass, &row.id, "body", Side::Bank, &row.body)?, row.at))).collect()
}

/// Keeps a note of the readers.
pub(super) fn note(tx: &Write<'_>, entry: &Entry, thread: &str, body: &str) -> Result<(), StoreError> {
    let set = Set::new().with("thread_id", thread).sealed("body", Side::Bank, body);
    tx.insert(&entry.pass::<ThreadNote, deed::Change>()?, &tx.id(), set)
}
