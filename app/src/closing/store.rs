//! The SQL of the end.

use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{Audit, Closing, Fee, Institution, Placement, PlacementEnd, PlanItem, Refund, Separation, SeparationWord, StaffName};
use base::sql;
use base::store::{Entry, Read, Set, StoreError, Write, deed};

use super::rules::{self, Ladder};
use crate::change::side_of;
use crate::{followup, placement, signal};

base::row! {
    /// The institution's rules for the end.
    pub(super) struct Terms { pub(super) id: String, pub(super) version: i64, pub(super) keep_months: i64, dismissal: String, indices: String }
    /// That the follow-up was closed.
    pub(super) struct Closed { pub(super) closed_on: Day }
    /// That the person left.
    pub(super) struct Left { pub(super) id: String, pub(super) version: i64, pub(super) ended_on: Day, pub(super) party: String, pub(super) cause: String }
    /// The dates of the end.
    struct Ends { id: String, version: i64, state: String }
    /// That the last day was corrected: when, by whom, from and to.
    pub(super) struct Corrected { pub(super) at: Instant, pub(super) by: Option<String>, pub(super) detail: String }
    /// What is paid back, with its working.
    pub(super) struct Back {
        pub(super) id: String,
        pub(super) version: i64,
        pub(super) joined_on: Day,
        pub(super) ended_on: Day,
        pub(super) fee: i64,
        pub(super) months: i64,
        pub(super) permille: i64,
        pub(super) amount: i64,
        pub(super) excluded: bool,
        pub(super) terms: String,
    }
    struct WordRow { id: String, side: String, body: Vec<u8>, author: String, created_at: Instant }
    struct FeeRow { amount: Option<i64>, refund: String }
}

impl Terms {
    /// Whether a dismissal by the company is refunded.
    pub(super) fn dismissal_counts(&self) -> bool {
        self.dismissal == "included"
    }
    /// `excluded` or `included`.
    pub(super) fn dismissal(&self) -> &str {
        &self.dismissal
    }
    /// `four` or `six`.
    pub(super) fn indices(&self) -> &str {
        &self.indices
    }
}

/// A reason, opened.
#[derive(Clone, Debug)]
pub(super) struct Reason {
    pub(super) id: String,
    pub(super) side: Side,
    pub(super) body: String,
    pub(super) author: String,
    pub(super) at: Instant,
}

/// The institution's rules for the end.
pub(super) fn terms(tx: &Read<'_>) -> Result<Terms, StoreError> {
    tx.one(&tx.house(), sql!(Institution => "select id, version, keep_months, refund_dismissal, indices from institutions"), vec![])
}

/// Writes them.
pub(super) fn save_terms(tx: &Write<'_>, seen: i64, keep: i64, dismissal: &str, indices: &str) -> Result<String, StoreError> {
    let id = terms(tx)?.id;
    let set = Set::new().with("keep_months", keep).with("refund_dismissal", dismissal).with("indices", indices);
    tx.update(&tx.desk()?.pass::<Institution, deed::Change>()?, &id, seen, set)?;
    Ok(id)
}

/// Promises that are not kept yet, in their words.
pub(super) fn open_promises(tx: &Read<'_>, entry: &Entry) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = tx.rows(
        &entry.pass::<PlanItem, deed::View>()?,
        sql!(PlanItem => "select body from plan_items where kind = 'promise' and state in ('open', 'doing') order by created_at, id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(|(body,)| body).collect())
}

/// The closing of the case.
pub(super) fn closed(tx: &Read<'_>, entry: &Entry) -> Result<Option<Closed>, StoreError> {
    tx.maybe(&entry.pass::<Closing, deed::View>()?, sql!(Closing => "select closed_on from closings"), vec![])
}

/// Why and by whose wish the person left, for those who may know.
pub(super) fn left(tx: &Read<'_>, entry: &Entry) -> Result<Option<Left>, StoreError> {
    tx.maybe(
        &entry.pass::<Separation, deed::View>()?,
        sql!(Separation => "select id, version, ended_on, party, cause from separations"),
        vec![],
    )
}

/// What is paid back.
pub(super) fn back(tx: &Read<'_>, entry: &Entry) -> Result<Option<Back>, StoreError> {
    tx.maybe(
        &entry.pass::<Refund, deed::View>()?,
        sql!(Refund => "select id, version, joined_on, ended_on, fee, months, permille, amount, excluded, terms from refunds"),
        vec![],
    )
}

/// Closes the regular follow-up: what was planned is called off, the light one goes on.
pub(super) fn close(tx: &Write<'_>, entry: &Entry, seen: i64, on: Day) -> Result<(), StoreError> {
    let set = Set::new().with("state", "closed").with("ended_on", on);
    tx.update(&entry.pass::<Placement, deed::Change>()?, entry.placement(), seen, set)?;
    followup::ended(tx, entry, false)?;
    signal::ended(tx, entry)?;
    tx.insert(&entry.pass::<Closing, deed::Change>()?, &tx.id(), Set::new().with("closed_on", on))
}

/// What was told about a separation.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) on: Day,
    pub(super) party: String,
    pub(super) cause: String,
    /// Side and words: what each side said, what is learnt.
    pub(super) words: Vec<(Side, String)>,
}

/// Records that the person left: from the day after on, what is written is no longer the parties'; the person comes in for
/// the term of the notice.
pub(super) fn leave(tx: &Write<'_>, entry: &Entry, seen: i64, told: &Told) -> Result<(), StoreError> {
    let set = reach(tx, told.on)?.with("state", "left").with("ended_on", told.on);
    tx.update(&entry.pass::<Placement, deed::Change>()?, entry.placement(), seen, set)?;
    followup::ended(tx, entry, true)?;
    signal::ended(tx, entry)?;
    let set = Set::new().with("ended_on", told.on).with("party", &told.party).with("cause", &told.cause);
    tx.insert(&entry.pass::<Separation, deed::Change>()?, &tx.id(), set)?;
    for (side, words) in &told.words {
        word(tx, entry, *side, words)?;
    }
    reckon(tx, entry)?;
    Ok(())
}

/// Corrects the last day and the kind of reason: what company and person reach follows it, and the refund is reckoned anew.
///
/// # Errors
/// `Stale` when the separation was changed since `seen`.
pub(super) fn correct(tx: &Write<'_>, entry: &Entry, seen: i64, on: Day, cause: &str) -> Result<(), StoreError> {
    let left = left(tx, entry)?.ok_or(StoreError::NotFound)?;
    let pass = entry.pass::<PlacementEnd, deed::Change>()?;
    let ends: Ends = tx.one(&pass, sql!(PlacementEnd => "select id, version, state from placement_ends"), vec![])?;
    if ends.state != "left" {
        return Err(StoreError::NotFound);
    }
    tx.update(&entry.pass::<Separation, deed::Change>()?, &left.id, seen, Set::new().with("ended_on", on).with("cause", cause))?;
    tx.update(&pass, &ends.id, ends.version, reach(tx, on)?.with("ended_on", on))?;
    reckon(tx, entry)?;
    Ok(())
}

/// From when on what is written is no longer the parties', and until when the person comes in, for this last day.
fn reach(tx: &Read<'_>, on: Day) -> Result<Set, StoreError> {
    let keep = u32::try_from(terms(tx)?.keep_months).unwrap_or(12);
    Ok(Set::new().with("left_at", Some(on.plus(1).start())).with("person_until", Some(on.plus_months(keep).plus(1).start())))
}

/// How the last day was corrected, the latest first, for those who read the audit of the case.
pub(super) fn corrections(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Corrected>, StoreError> {
    let Ok(pass) = entry.pass::<Audit, deed::View>() else { return Ok(Vec::new()) };
    tx.rows(
        (&pass, &tx.staff_names()),
        sql!(Audit, StaffName => "select a.at, s.name, a.detail from audits a left join staff_names s on s.id = a.actor where a.act = 'placement.separation_corrected' order by a.seq desc"),
        vec![],
    )
}

/// Reckons what is paid back from fee and terms as they stand; false when they do not say.
pub(super) fn reckon(tx: &Write<'_>, entry: &Entry) -> Result<bool, StoreError> {
    let facts = placement::facts(tx, entry)?;
    let fee: Option<FeeRow> = tx.maybe(&entry.pass::<Fee, deed::View>()?, sql!(Fee => "select amount, refund from fees"), vec![])?;
    let (Some(left), Some(join), Some(FeeRow { amount: Some(amount), refund })) = (left(tx, entry)?, facts.join_on, fee) else {
        return Ok(false);
    };
    let Some(ladder) = Ladder::read(&refund) else { return Ok(false) };
    let done = rules::reckon(&ladder, amount, join, left.ended_on, &left.cause, terms(tx)?.dismissal_counts());
    let set = Set::new()
        .with("joined_on", join)
        .with("ended_on", left.ended_on)
        .with("fee", amount)
        .with("months", i64::from(done.months))
        .with("permille", done.permille)
        .with("amount", done.amount)
        .with("excluded", done.excluded)
        .with("terms", refund);
    let pass = entry.pass::<Refund, deed::Change>()?;
    match back(tx, entry)? {
        Some(known) => tx.update(&pass, &known.id, known.version, set)?,
        None => tx.insert(&pass, &tx.id(), set)?,
    }
    Ok(true)
}

/// Keeps a reason in the words of one side, or what is learnt.
pub(super) fn word(tx: &Write<'_>, entry: &Entry, side: Side, words: &str) -> Result<String, StoreError> {
    let id = tx.id();
    tx.insert(&entry.pass::<SeparationWord, deed::Change>()?, &id, Set::new().with("side", side.code()).sealed("body", side, words))?;
    Ok(id)
}

/// The reasons, opened: for the desk and the officer all, for a party what it wrote itself. The transaction ends in an event.
pub(super) fn reasons(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Reason>, StoreError> {
    let pass = entry.pass::<SeparationWord, deed::View>()?;
    let rows: Vec<WordRow> = tx.rows(
        &pass,
        sql!(SeparationWord => "select id, side, body, author, created_at from separation_words order by created_at, id"),
        vec![],
    )?;
    rows.into_iter()
        .map(|row| {
            let side = side_of(&row.side);
            let body = tx.unseal(&pass, &row.id, "body", side, &row.body)?;
            Ok(Reason { id: row.id, side, body, author: row.author, at: row.created_at })
        })
        .collect()
}
