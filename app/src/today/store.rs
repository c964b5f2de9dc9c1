//! The SQL of 今日. The number of statements does not grow with the cases.

use std::collections::HashMap;

use base::clock::{Day, Instant};
use base::register::{Company, Member, Outbox, Person, Placement, PutOff, StaffName, WithoutConsent};
use base::store::{Entry, Read, Set, StoreError, Value, Write, deed};
use base::text::Lang;
use base::{args, sql};

use super::rules::Reason;
use crate::placement;

/// Names are asked for so many cases at once.
const AT_ONCE: usize = 40;

base::row! {
    /// A line that was put off.
    pub(super) struct Away { pub(super) id: String, pub(super) version: i64, pub(super) case: String, pub(super) step: String, pub(super) until_on: Day, pub(super) reason: String, pub(super) author: String }
    /// Owner or person of a case.
    pub(super) struct Seated { pub(super) case: String, pub(super) kind: String, pub(super) id: String, pub(super) seat: String, pub(super) state: String, pub(super) signs: String }
    /// A mail that asks once more and can still be taken back.
    pub(super) struct Leaving { pub(super) id: String, pub(super) version: i64, pub(super) case: String, pub(super) to: String, pub(super) due_at: Instant }
}

/// Nothing where the table grants nothing.
fn or_none<T>(found: Result<Vec<T>, StoreError>) -> Result<Vec<T>, StoreError> {
    match found {
        Err(StoreError::NotFound) => Ok(Vec::new()),
        other => other,
    }
}

/// What is put off beyond today, over all cases of this consultant; with `case`, of that case alone.
pub(super) fn away(tx: &Read<'_>, case: &str, today: Day) -> Result<Vec<Away>, StoreError> {
    or_none(tx.reach::<PutOff, deed::View>().and_then(|pass| {
        tx.rows(
            &pass,
            sql!(PutOff =>
                "select id, version, placement_id, step, until_on, reason, author from put_offs \
                 where until_on > $1 and ($2 = '' or placement_id = $2) order by until_on, placement_id, id"),
            args![today, case],
        )
    }))
}

/// Puts a step off, or moves the day of one that was put off before; gives its id.
pub(super) fn put_off(tx: &Write<'_>, entry: &Entry, step: &str, until: Day, reason: Reason) -> Result<String, StoreError> {
    let pass = entry.pass::<PutOff, deed::Change>()?;
    let known: Option<(String, i64)> = tx.maybe(&pass, sql!(PutOff => "select id, version from put_offs where step = $1"), args![step])?;
    let set = Set::new().with("until_on", until).with("reason", reason.code());
    match known {
        Some((id, version)) => {
            tx.update(&pass, &id, version, set)?;
            Ok(id)
        }
        None => {
            let id = tx.id();
            tx.insert(&pass, &id, set.with("step", step))?;
            Ok(id)
        }
    }
}

/// Takes a step up again; false when it was taken up before.
pub(super) fn take_up(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<bool, StoreError> {
    let pass = entry.pass::<PutOff, deed::Change>()?;
    let known: Option<(i64,)> = tx.maybe(&pass, sql!(PutOff => "select version from put_offs where id = $1"), args![id])?;
    let Some((version,)) = known else { return Ok(false) };
    tx.remove(&pass, id, version)?;
    Ok(true)
}

/// The cases in which this consultant is the deputy.
pub(super) fn deputy_of(tx: &Read<'_>) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = or_none(tx.reach::<Member, deed::View>().and_then(|pass| {
        tx.rows(
            &pass,
            sql!(Member => "select placement_id from members where holder_id = $1 and deputy = 1 and state = 'active' order by placement_id"),
            args![tx.actor().id()],
        )
    }))?;
    Ok(rows.into_iter().map(|(case,)| case).collect())
}

/// Cases that have ended, among those of this consultant; with `case`, whether that one has.
pub(super) fn ended(tx: &Read<'_>, case: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement => "select id from placements where state in ('closed', 'left') and ($1 = '' or id = $1) order by id"),
        args![case],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What waits for a manager's word before it is passed on without consent, asked for by somebody else: id and case.
pub(super) fn exceptions(tx: &Read<'_>) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(
        &tx.reach::<WithoutConsent, deed::View>()?,
        sql!(WithoutConsent => "select id, placement_id from withouts_consent where state = 'asked' and author <> $1 order by created_at, id"),
        args![tx.actor().id()],
    )
}

/// Cases whose first day is within these days: id, day and contract form.
pub(super) fn first_days(tx: &Read<'_>, from: Day, until: Day) -> Result<Vec<(String, Day, String)>, StoreError> {
    tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement =>
            "select id, join_on, contract from placements where join_on between $1 and $2 and state in ('preparing', 'agreeing', 'joined') order by join_on, id"),
        args![from, until],
    )
}

/// Company and person of these cases, as 今日 names them.
pub(super) fn names<'a>(
    tx: &Read<'_>,
    cases: impl IntoIterator<Item = &'a str>,
    lang: Lang,
) -> Result<HashMap<String, String>, StoreError> {
    let mut wanted: Vec<&str> = cases.into_iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut names = HashMap::new();
    for some in wanted.chunks(AT_ONCE) {
        let args: Vec<Value> = (0..AT_ONCE).map(|at| Value::Text(some.get(at).copied().unwrap_or_default().to_owned())).collect();
        let rows: Vec<(String, String, String)> = tx.rows(
            (&tx.reach::<Placement, deed::View>()?, &tx.reach::<Company, deed::View>()?, &tx.reach::<Person, deed::View>()?),
            sql!(Placement, Company, Person =>
                "select p.id, c.name, h.name from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id \
                 where p.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
                 $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40) order by p.id"),
            args,
        )?;
        names.extend(rows.into_iter().map(|(id, company, person)| (id, placement::who(&company, &person, lang))));
    }
    Ok(names)
}

/// Names of the staff, by id.
pub(super) fn staff(tx: &Read<'_>) -> Result<HashMap<String, String>, StoreError> {
    let rows: Vec<(String, String)> =
        tx.rows(&tx.staff_names(), sql!(StaffName => "select id, name from staff_names order by id"), vec![])?;
    Ok(rows.into_iter().collect())
}

/// Those of company and person who are in or invited, in the cases of this consultant that have not ended.
pub(super) fn seated(tx: &Read<'_>) -> Result<Vec<Seated>, StoreError> {
    tx.rows(
        (&tx.reach::<Member, deed::View>()?, &tx.reach::<Placement, deed::View>()?),
        sql!(Member, Placement =>
            "select m.placement_id, m.holder_kind, m.holder_id, m.seat, m.state, p.owner_signs from members m join placements p on p.id = m.placement_id \
             where m.holder_kind <> 'staff' and m.state in ('invited', 'active') and p.state in ('preparing', 'agreeing', 'joined') \
             order by m.placement_id, m.created_at, m.id"),
        vec![],
    )
}

/// Who was asked for something by mail since `since`, or is about to be.
pub(super) fn asked_since(tx: &Read<'_>, since: Instant) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = tx.rows(
        &tx.reach::<Outbox, deed::View>()?,
        sql!(Outbox =>
            "select distinct to_id from outboxes where created_at >= $1 and state in ('waiting', 'sent') \
             and mail in ('invitation', 'sheet_review', 'booklet_review', 'survey', 'survey_again', 'slots', 'week', 'again') order by to_id"),
        args![since],
    )?;
    Ok(rows.into_iter().map(|(to,)| to).collect())
}

/// Mails that ask once more and wait to go out, of the last days, over all cases of this consultant.
pub(super) fn leaving(tx: &Read<'_>, since: Instant) -> Result<Vec<Leaving>, StoreError> {
    or_none(tx.reach::<Outbox, deed::Change>().and_then(|pass| {
        tx.rows(
            &pass,
            sql!(Outbox =>
                "select id, version, placement_id, to_id, due_at from outboxes where created_at >= $1 and mail = 'again' and state = 'waiting' order by created_at, id"),
            args![since],
        )
    }))
}

/// Takes a mail back that waits.
pub(super) fn cancel(tx: &Write<'_>, entry: &Entry, mail: &Leaving) -> Result<(), StoreError> {
    tx.update(&entry.pass::<Outbox, deed::Change>()?, &mail.id, mail.version, Set::new().with("state", "cancelled"))
}
