//! The SQL of the paired survey.

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::register::{Contact, Member, Placement, SurveyAnswer, SurveyRound};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Answers, Choice, Step};

base::row! {
    /// A round of questions to both sides.
    pub(super) struct Round { pub(super) id: String, pub(super) version: i64, pub(super) closes_on: Day, pub(super) taken: String, pub(super) created_at: Instant }
    struct Sealed { id: String, version: i64, question: i64, side: String, choice: Vec<u8>, author: String }
    /// How many questions someone has answered.
    pub(super) struct Stood { pub(super) side: String, pub(super) author: String, pub(super) count: i64 }
    /// A round over all cases one reaches.
    pub(super) struct Open { pub(super) id: String, pub(super) case: String, pub(super) closes_on: Day }
}

impl Round {
    /// Which round it is.
    #[expect(clippy::unused_self, reason = "a round before joining is the only one there is")]
    pub fn step(&self) -> Step {
        Step::Before
    }
    /// Whether answers are taken on this day.
    pub fn is_open(&self, today: Day) -> bool {
        today <= self.closes_on
    }
    /// Whether a question was kept as a gap.
    pub fn has_taken(&self, question: i64) -> bool {
        self.taken.split(' ').any(|taken| taken == question.to_string())
    }
}

/// One answer, opened.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub id: String,
    pub version: i64,
    pub question: i64,
    pub side: Side,
    pub author: String,
    pub choice: Choice,
}

/// The round before joining, when it was opened.
pub(super) fn before(tx: &Read<'_>, entry: &Entry) -> Result<Option<Round>, StoreError> {
    tx.maybe(
        &entry.pass::<SurveyRound, deed::View>()?,
        sql!(SurveyRound => "select id, version, closes_on, taken, created_at from survey_rounds where step = 'before' order by id"),
        vec![],
    )
}

/// One round of the case.
pub(super) fn round(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Round, StoreError> {
    tx.one(
        &entry.pass::<SurveyRound, deed::View>()?,
        sql!(SurveyRound => "select id, version, closes_on, taken, created_at from survey_rounds where id = $1"),
        args![id],
    )
}

/// The case of a round this actor reaches.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let row: (String,) = tx.one(
        &tx.reach::<SurveyRound, deed::View>()?,
        sql!(SurveyRound => "select placement_id from survey_rounds where id = $1"),
        args![id],
    )?;
    Ok(row.0)
}

/// Opens a round; gives its id.
///
/// # Errors
/// `Duplicate` when it was opened before.
pub(super) fn open(tx: &Write<'_>, entry: &Entry, step: Step, closes_on: Day) -> Result<String, StoreError> {
    let id = tx.id();
    tx.insert(&entry.pass::<SurveyRound, deed::Change>()?, &id, Set::new().with("step", step.code()).with("closes_on", closes_on))?;
    Ok(id)
}

/// Who is asked: owners and the placed person who were told of the follow-up.
pub(super) fn asked(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Holder>, StoreError> {
    let rows: Vec<(String, String)> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select holder_kind, holder_id from members where seat in ('owner', 'person') and state in ('invited', 'active') order by created_at, id"),
        vec![],
    )?;
    Ok(rows.iter().filter_map(|(kind, id)| Holder::from(kind, id)).collect())
}

/// How many questions each has answered: for the desk all, for a party its own.
pub(super) fn stood(tx: &Read<'_>, entry: &Entry, round: &str) -> Result<Vec<Stood>, StoreError> {
    tx.rows(
        &entry.pass::<SurveyAnswer, deed::View>()?,
        sql!(SurveyAnswer => "select side, author, count(*) from survey_answers where round_id = $1 group by side, author order by side, author"),
        args![round],
    )
}

/// Whether someone of each side has answered every question.
pub(super) fn both(stood: &[Stood], step: Step) -> bool {
    let all = |side: Side| {
        stood.iter().any(|one| one.side == side.code() && usize::try_from(one.count).is_ok_and(|n| n >= step.questions().len()))
    };
    all(Side::Company) && all(Side::Person)
}

/// The answers to a round, opened: for the desk all, for a party its own. The transaction ends in an event.
pub(super) fn answers(tx: &Write<'_>, entry: &Entry, round: &str) -> Result<Vec<Given>, StoreError> {
    let pass = entry.pass::<SurveyAnswer, deed::View>()?;
    let rows: Vec<Sealed> = tx.rows(
        &pass,
        sql!(SurveyAnswer => "select id, version, question, side, choice, author from survey_answers where round_id = $1 order by created_at, id"),
        args![round],
    )?;
    let mut given = Vec::new();
    for row in rows {
        let side = Side::parse(&row.side).unwrap_or(Side::Person);
        let code = tx.unseal(&pass, &row.id, "choice", side, &row.choice)?;
        let Some(choice) = Choice::parse(&code) else { continue };
        given.push(Given { id: row.id, version: row.version, question: row.question, side, author: row.author, choice });
    }
    Ok(given)
}

/// Answers of one respondent.
pub(super) fn of(given: &[Given], author: &str) -> Answers {
    given.iter().filter(|one| one.author == author).map(|one| (one.question, one.choice)).collect()
}

/// Keeps an answer, or changes the one given before.
pub(super) fn answer(tx: &Write<'_>, entry: &Entry, round: &str, question: i64, choice: Choice) -> Result<(), StoreError> {
    let side = tx.actor().side();
    let pass = entry.pass::<SurveyAnswer, deed::Change>()?;
    let set = Set::new().sealed("choice", side, choice.code());
    match answers(tx, entry, round)?.into_iter().find(|given| given.question == question) {
        Some(given) => tx.update(&pass, &given.id, given.version, set),
        None => {
            let set = set.with("round_id", round).with("question", question).with("side", side.code());
            tx.insert(&pass, &tx.id(), set)
        }
    }
}

/// Marks that a question was kept as a gap.
///
/// # Errors
/// `Stale` when it was kept before, or the round changed.
pub(super) fn take(tx: &Write<'_>, entry: &Entry, round: &Round, question: i64) -> Result<(), StoreError> {
    if round.has_taken(question) {
        return Err(StoreError::Stale);
    }
    let taken = format!("{} {question}", round.taken);
    tx.update(&entry.pass::<SurveyRound, deed::Change>()?, &round.id, round.version, Set::new().with("taken", taken.trim()))
}

/// Names of the company's people, by id.
pub(super) fn names(tx: &Read<'_>, entry: &Entry) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select id, name from contacts order by created_at, id"), vec![])
}

/// Rounds that are open, or closed within a week, of cases not yet ended, over all cases of this consultant.
pub(super) fn running(tx: &Read<'_>, case: &str, today: Day) -> Result<Vec<Open>, StoreError> {
    tx.rows(
        (&tx.reach::<SurveyRound, deed::View>()?, &tx.reach::<Placement, deed::View>()?),
        sql!(SurveyRound, Placement =>
            "select r.id, r.placement_id, r.closes_on from survey_rounds r join placements p on p.id = r.placement_id \
             where r.closes_on >= $1 and ($2 = '' or r.placement_id = $2) and p.state in ('preparing', 'agreeing', 'joined') order by r.closes_on, r.id"),
        args![today.plus(-7), case],
    )
}
