//! The SQL of proposals.

use base::clock::{Day, Instant};
use base::register::{
    CheckIn, Company, NextProposal, Placement, ProposalOrigin, ProposalSheet, ReportPublished, ReviewOutcome, StaffName, StaffSeat,
};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Draft, Origin, State};

base::row! {
    /// A proposal.
    pub(super) struct Proposal {
        pub(super) id: String,
        pub(super) version: i64,
        pub(super) case: String,
        pub(super) kind: String,
        pub(super) issue: String,
        pub(super) offer: String,
        pub(super) worth: String,
        pub(super) chance: String,
        pub(super) keeper: String,
        pub(super) next_on: Option<Day>,
        state: String,
        pub(super) ended_on: Option<Day>,
        pub(super) result: String,
        pub(super) income: Option<i64>,
        pub(super) untied: String,
        pub(super) origin: String,
        pub(super) origin_on: Option<Day>,
        pub(super) author: String,
    }
    /// What was put before the company.
    pub(super) struct Sheet { pub(super) id: String, pub(super) proposal: String, pub(super) kind: String, pub(super) issue: String, pub(super) offer: String, pub(super) author_name: String, pub(super) created_at: Instant }
    struct Source { id: String, on: Option<Day>, at: Instant }
}

impl Proposal {
    /// How far it is.
    pub(super) fn state(&self) -> State {
        State::parse(&self.state).unwrap_or(State::Found)
    }
}

/// The proposals this member of staff reaches, the latest first; of one case when it is named.
pub(super) fn all(tx: &Read<'_>, case: &str) -> Result<Vec<Proposal>, StoreError> {
    tx.rows(
        &tx.reach::<NextProposal, deed::View>()?,
        sql!(NextProposal => "select id, version, placement_id, kind, issue, offer, worth, chance, keeper, next_on, state, ended_on, result, income, untied, origin, origin_on, author from next_proposals where ($1 = '' or placement_id = $1) order by created_at desc, id desc"),
        args![case],
    )
}

/// The proposals of one case, as far as its seat reads them.
pub(super) fn of_case(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Proposal>, StoreError> {
    tx.rows(
        &entry.pass::<NextProposal, deed::View>()?,
        sql!(NextProposal => "select id, version, placement_id, kind, issue, offer, worth, chance, keeper, next_on, state, ended_on, result, income, untied, origin, origin_on, author from next_proposals order by created_at desc, id desc"),
        vec![],
    )
}

/// One of them with the case it belongs to.
pub(super) fn one(tx: &Read<'_>, id: &str) -> Result<(Entry, Proposal), StoreError> {
    let (case,): (String,) = tx.one(
        &tx.reach::<NextProposal, deed::View>()?,
        sql!(NextProposal => "select placement_id from next_proposals where id = $1"),
        args![id],
    )?;
    let entry = tx.enter(&case)?;
    let proposal = of_case(tx, &entry)?.into_iter().find(|one| one.id == id).ok_or(StoreError::NotFound)?;
    Ok((entry, proposal))
}

/// Company names by case, for those who may know them; compliance learns of cases only that they exist.
pub(super) fn companies(tx: &Read<'_>) -> Result<std::collections::HashMap<String, String>, StoreError> {
    let passes = (tx.reach::<Placement, deed::View>(), tx.reach::<Company, deed::View>());
    let (Ok(placements), Ok(companies)) = passes else { return Ok(std::collections::HashMap::new()) };
    let rows: Vec<(String, String)> = tx.rows(
        (&placements, &companies),
        sql!(Placement, Company => "select p.id, c.name from placements p join companies c on c.id = p.company_id order by p.id"),
        vec![],
    )?;
    Ok(rows.into_iter().collect())
}

/// Members of staff by id and name who may keep a proposal: desk and branch.
pub(super) fn keepers(tx: &Read<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let seats = tx.desk()?.pass::<StaffSeat, deed::View>()?;
    let mut all: Vec<(String, String)> = tx.rows(
        (&seats, &tx.staff_names()),
        sql!(StaffSeat, StaffName => "select s.id, s.name from staff_seats h join staff_names s on s.id = h.staff_id where h.seat in ('consultant', 'branch') and s.state = 'active' order by s.name, s.id"),
        vec![],
    )?;
    all.dedup();
    Ok(all)
}

/// A member of staff's name.
pub(super) fn name_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: Option<(String,)> = tx.maybe(&tx.staff_names(), sql!(StaffName => "select name from staff_names where id = $1"), args![id])?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

/// A record a proposal may have grown out of: origin, id, day.
pub(super) type Grown = (Origin, String, Day);

/// The records of the case that a proposal may have grown out of, as far as this seat reads them, the latest first. Talks with
/// the person alone, and what anybody told the desk in confidence, are none of them.
pub(super) fn sources(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Grown>, StoreError> {
    let mut all: Vec<Grown> = Vec::new();
    if let Ok(pass) = entry.pass::<ReviewOutcome, deed::View>() {
        let rows: Vec<(String, Instant)> =
            tx.rows(&pass, sql!(ReviewOutcome => "select id, created_at from review_outcomes order by no desc"), vec![])?;
        all.extend(rows.into_iter().map(|(id, at)| (Origin::Review, id, at.day())));
    }
    if let Ok(pass) = entry.pass::<ReportPublished, deed::View>() {
        let rows: Vec<(String, Instant)> =
            tx.rows(&pass, sql!(ReportPublished => "select id, created_at from reports_published order by no desc, edition desc"), vec![])?;
        all.extend(rows.into_iter().map(|(id, at)| (Origin::Report, id, at.day())));
    }
    if let Ok(pass) = entry.pass::<CheckIn, deed::View>() {
        for (side, origin) in [("joint", Origin::Joint), ("company", Origin::Company)] {
            let rows: Vec<Source> = tx.rows(
                &pass,
                sql!(CheckIn => "select id, held_on, created_at from check_ins where side = $1 and state = 'held' order by held_on desc, id desc limit 10"),
                args![side],
            )?;
            all.extend(rows.into_iter().map(|row| (origin, row.id, row.on.unwrap_or_else(|| row.at.day()))));
        }
    }
    Ok(all)
}

fn set(draft: &Draft) -> Set {
    Set::new()
        .with("kind", &draft.kind)
        .with("issue", &draft.issue)
        .with("offer", &draft.offer)
        .with("worth", &draft.worth)
        .with("chance", &draft.chance)
        .with("keeper", &draft.keeper)
        .with("next_on", draft.next_on)
        .with("state", draft.state.code())
        .with("ended_on", draft.ended_on)
        .with("result", &draft.result)
        .with("income", draft.income)
        .with("untied", &draft.untied)
}

/// Writes a proposal down with where it was found. The record it grew out of is kept where the seat may keep it.
pub(super) fn add(
    tx: &Write<'_>,
    entry: &Entry,
    draft: &Draft,
    origin: Origin,
    on: Option<Day>,
    subject: &str,
) -> Result<String, StoreError> {
    let id = tx.id();
    tx.insert(&entry.pass::<NextProposal, deed::Change>()?, &id, set(draft).with("origin", origin.code()).with("origin_on", on))?;
    if let (false, Ok(pass)) = (subject.is_empty(), entry.pass::<ProposalOrigin, deed::Change>()) {
        let set = Set::new().with("proposal_id", &id).with("kind", origin.code()).with("subject_id", subject);
        tx.insert(&pass, &tx.id(), set)?;
    }
    Ok(id)
}

/// The proposals that grew out of this record, the earliest first: id and issue.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub(crate) fn grown_from(tx: &Read<'_>, entry: &Entry, subject: &str) -> Result<Vec<(String, String)>, StoreError> {
    let (origins, proposals) = (entry.pass::<ProposalOrigin, deed::View>()?, entry.pass::<NextProposal, deed::View>()?);
    tx.rows(
        (&origins, &proposals),
        sql!(ProposalOrigin, NextProposal => "select p.id, p.issue from proposal_origins o join next_proposals p on p.id = o.proposal_id where o.subject_id = $1 order by o.created_at, o.id"),
        args![subject],
    )
}

/// What remained after a review becomes next issues, one for each line; gives their ids. Once: those it became are given again.
///
/// # Errors
/// `NotFound` for a seat that may not write them.
pub(crate) fn found_in_review(tx: &Write<'_>, entry: &Entry, outcome: &str, on: Day, issues: &[String]) -> Result<Vec<String>, StoreError> {
    let known = grown_from(tx, entry, outcome)?;
    if !known.is_empty() {
        return Ok(known.into_iter().map(|(id, _)| id).collect());
    }
    let draft = |issue: &String| Draft {
        kind: "unknown".into(),
        issue: issue.clone(),
        offer: String::new(),
        worth: String::new(),
        chance: "unclear".into(),
        keeper: tx.actor().id().to_owned(),
        next_on: None,
        state: State::Found,
        ended_on: None,
        result: String::new(),
        income: None,
        untied: String::new(),
    };
    issues.iter().map(|issue| add(tx, entry, &draft(issue), Origin::Review, Some(on), outcome)).collect()
}

/// Changes it at version `seen`.
pub(super) fn save(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, draft: &Draft) -> Result<(), StoreError> {
    tx.update(&entry.pass::<NextProposal, deed::Change>()?, id, seen, set(draft))
}

/// Where a proposal grew: kind and id of the record, for those who may know.
pub(super) fn origin(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Option<(String, String)>, StoreError> {
    let Ok(pass) = entry.pass::<ProposalOrigin, deed::View>() else { return Ok(None) };
    tx.maybe(&pass, sql!(ProposalOrigin => "select kind, subject_id from proposal_origins where proposal_id = $1"), args![id])
}

/// What was put before the company in this case, the latest first.
pub(super) fn sheets(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Sheet>, StoreError> {
    tx.rows(
        &entry.pass::<ProposalSheet, deed::View>()?,
        sql!(ProposalSheet => "select id, proposal_id, kind, issue, offer, author_name, created_at from proposal_sheets order by created_at desc, id desc"),
        vec![],
    )
}

/// The case of a sheet, for the one who reads it.
pub(super) fn case_of_sheet(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) = tx.one(
        &tx.reach::<ProposalSheet, deed::View>()?,
        sql!(ProposalSheet => "select placement_id from proposal_sheets where id = $1"),
        args![id],
    )?;
    Ok(case)
}

/// Puts a proposal before the company as it stands.
pub(super) fn hand(tx: &Write<'_>, entry: &Entry, proposal: &Proposal) -> Result<String, StoreError> {
    let id = tx.id();
    let name = name_of(tx, tx.actor().id())?;
    let set = Set::new()
        .with("proposal_id", &proposal.id)
        .with("kind", &proposal.kind)
        .with("issue", &proposal.issue)
        .with("offer", &proposal.offer)
        .with("author_name", name);
    tx.insert(&entry.pass::<ProposalSheet, deed::Change>()?, &id, set)?;
    Ok(id)
}
