//! Who reads a text: named before the first word is written, and named again once they have read it.

use std::collections::HashMap;

use base::actor::StaffSeat as Seat;
use base::clock::{Day, Instant};
use base::register::{Audit, Contact, Member, Person, StaffName, StaffSeat};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use base::{args, sql};

use super::rules::Reason;
use super::text::T;
use crate::placement;

base::row! {
    struct Reading {
        actor: String,
        seat: String,
        at: Instant,
        detail: String,
    }
}

/// Who reads a text, by name: said before the first word.
#[derive(Clone, Debug, Default)]
pub struct Readers {
    /// Consultant and deputy.
    pub desk: String,
    /// Those who may read with a reason.
    pub managers: String,
    /// The owner of the company.
    pub owner: String,
    /// The placed person.
    pub person: String,
    /// The branch's people, who read what was said by all three.
    pub branch: String,
}

impl Readers {
    /// Who reads what all three see, with the branch and headquarters, in words.
    pub(super) fn all(&self, t: T) -> String {
        let lines = [
            (&self.owner, t.reader_owner(&self.owner)),
            (&self.person, t.reader_person(&self.person)),
            (&self.branch, t.reader_branch(&self.branch)),
            (&self.managers, t.reader_joint_manager(&self.managers)),
        ];
        lines.into_iter().filter(|(names, _)| !names.is_empty()).fold(self.desk.clone(), |all, (_, line)| t.both(&all, &line))
    }
}

/// Who reads what owner, person, branch and headquarters see, by name; for the desk that is about to write it.
///
/// # Errors
/// `NotFound` for a seat that may not know the house's seats.
pub(crate) fn all_readers(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<String, StoreError> {
    let facts = placement::facts(tx, entry)?;
    Ok(readers(tx, entry, &facts, lang)?.all(T(lang)))
}

/// The readers of what is written about a case.
pub(super) fn readers(tx: &Read<'_>, entry: &Entry, facts: &placement::Facts, lang: Lang) -> Result<Readers, StoreError> {
    let t = T(lang);
    let (consultant, deputy) = placement::desk_of(tx, entry)?;
    let mut desk = t.reader_main(consultant.as_deref().unwrap_or(&facts.consultant_name));
    if let Some(deputy) = deputy {
        desk = t.both(&desk, &t.reader_deputy(&deputy));
    }
    let seats = entry.pass::<StaffSeat, deed::View>()?;
    let names = tx.staff_names();
    let in_seat = |seat: &str, branch: &str| -> Result<String, StoreError> {
        let rows: Vec<(String,)> = tx.rows(
            (&seats, &names),
            sql!(StaffSeat, StaffName =>
                "select s.name from staff_seats h join staff_names s on s.id = h.staff_id \
                 where h.seat = $1 and h.branch_id = $2 and s.state = 'active' order by s.name, s.id"),
            args![seat, branch],
        )?;
        Ok(list(rows, lang))
    };
    let owner = tx.rows(
        (&entry.pass::<Member, deed::View>()?, &entry.pass::<Contact, deed::View>()?),
        sql!(Member, Contact =>
            "select c.name from members m join contacts c on c.id = m.holder_id where m.seat = 'owner' and m.state <> 'ended' order by m.created_at, c.name"),
        vec![],
    )?;
    Ok(Readers {
        desk,
        managers: in_seat(Seat::Manager.code(), "")?,
        owner: list(owner, lang),
        person: facts.person.clone(),
        branch: if facts.branch.is_empty() { String::new() } else { in_seat(Seat::Branch.code(), &facts.branch)? },
    })
}

fn list(rows: Vec<(String,)>, lang: Lang) -> String {
    rows.into_iter().map(|(name,)| name).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// Who read a text, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBy {
    /// Name and seat.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// The stated reason in words, or empty.
    pub why: String,
}

/// Who read the texts of a talk, the latest first: one line for each reader and day.
///
/// A page that shows several talks leaves one audit line that names them all in its detail.
pub(super) fn read_by(tx: &Read<'_>, entry: &Entry, talk: &str, lang: Lang) -> Result<Vec<ReadBy>, StoreError> {
    let rows: Vec<Reading> = tx.rows(
        &entry.pass::<Audit, deed::View>()?,
        sql!(Audit =>
            "select actor, seat, at, detail from audits where act = 'text.read' and (subject_id = $1 or detail like '%' || $1 || '%') \
             order by seq desc limit 200"),
        args![talk],
    )?;
    let mut names: HashMap<String, String> = HashMap::new();
    let staff: Vec<(String, String)> =
        tx.rows(&tx.staff_names(), sql!(StaffName => "select id, name from staff_names order by id"), vec![])?;
    let contacts: Vec<(String, String)> =
        tx.rows(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select id, name from contacts order by id"), vec![])?;
    let persons: Vec<(String, String)> =
        tx.rows(&entry.pass::<Person, deed::View>()?, sql!(Person => "select id, name from persons order by id"), vec![])?;
    names.extend(staff.into_iter().chain(contacts).chain(persons));
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut lines: Vec<ReadBy> = Vec::new();
    let mut seen: Vec<(String, Day, String)> = Vec::new();
    for row in rows {
        let why = row.detail.split(' ').find_map(|word| word.strip_prefix("because:")).and_then(Reason::parse);
        let key = (row.actor.clone(), row.at.day(), why.map_or(String::new(), |why| why.code().to_owned()));
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let seat = match Seat::parse(&row.seat) {
            Some(seat) => w.seat(seat),
            None if row.seat == "person" => w.person(),
            None => w.company(),
        };
        let name = names.get(&row.actor).cloned().unwrap_or_default();
        lines.push(ReadBy {
            who: t.named(&name, seat),
            when: lang.moment(row.at),
            why: why.map(|why| t.reason_word(why).to_owned()).unwrap_or_default(),
        });
    }
    Ok(lines)
}
