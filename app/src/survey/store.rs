//! The SQL of the paired survey.

use std::collections::HashMap;

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::register::{Contact, Member, Person, Placement, StaffName, SurveyAnswer, SurveyAsked, SurveyRound};
use base::store::{DeedType, Entry, Pass, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};

use crate::check_in::rules::Reason;

use super::rules::{Answers, Choice, PULSE, Step, WORDS};
use super::text::T;

base::row! {
    /// A round of questions to both sides.
    pub(super) struct Round { pub(super) id: String, pub(super) version: i64, step: String, pub(super) edition: i64, pub(super) due_on: Day, pub(super) closes_on: Day, pub(super) taken: String, pub(super) created_at: Instant }
    /// One who is asked.
    pub(super) struct Asked { pub(super) id: String, pub(super) version: i64, pub(super) case: String, pub(super) round: Option<String>, step: String, pub(super) nth: i64, pub(super) edition: i64, pub(super) due_on: Day, pub(super) closes_on: Day, side: String, pub(super) kind: String, pub(super) writer: String, pub(super) reminded: i64, pub(super) done_on: Option<Day>, pub(super) created_at: Instant }
    struct Sealed { id: String, asked: String, question: i64, side: String, choice: Vec<u8>, way: String, writer: String }
    /// That a question was answered, and how; not what.
    pub(super) struct Stood { pub(super) asked: String, pub(super) question: i64, pub(super) way: String }
    /// A round over all cases one reaches.
    pub(super) struct Open { pub(super) id: String, pub(super) case: String, step: String, pub(super) due_on: Day, pub(super) closes_on: Day }
    struct Known { id: String, version: i64 }
    struct Listed { kind: String, id: String, seat: String, state: String }
}

fn step_of(code: &str) -> Step {
    Step::parse(code).unwrap_or(Step::Before)
}

impl Round {
    /// Which round it is.
    pub fn step(&self) -> Step {
        step_of(&self.step)
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

impl Asked {
    pub fn step(&self) -> Step {
        step_of(&self.step)
    }
    pub fn side(&self) -> Side {
        Side::parse(&self.side).unwrap_or(Side::Person)
    }
    pub fn holder(&self) -> Option<Holder> {
        Holder::from(&self.kind, &self.writer)
    }
    pub fn is_open(&self, today: Day) -> bool {
        today <= self.closes_on
    }
    /// What is asked, page by page.
    pub fn pages(&self) -> Vec<i64> {
        self.step().pages(self.side())
    }
    /// How many questions the one who is asked is told of.
    pub fn count(&self) -> usize {
        self.step().count(self.side())
    }
    /// The question of the nth page, counted from 1.
    pub fn page(&self, n: usize) -> Option<i64> {
        self.pages().get(n.checked_sub(1)?).copied()
    }
    /// The first page after `from` that was not answered; the open questions count as answered once one is past them.
    pub fn next(&self, answered: &[i64], from: usize) -> Option<usize> {
        let pages = self.pages();
        (from..pages.len()).find(|at| pages.get(*at).is_some_and(|question| !answered.contains(question))).map(|at| at + 1)
    }
    /// Whether everything that makes an answer whole is there.
    pub fn whole(&self, answered: &[i64]) -> bool {
        self.step().needed().iter().all(|question| answered.contains(question))
    }
}

impl Open {
    pub fn step(&self) -> Step {
        step_of(&self.step)
    }
}

/// One answer, opened.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub asked: String,
    pub question: i64,
    pub side: Side,
    pub writer: String,
    /// The choice's code, or the words.
    pub said: String,
    pub spoken: bool,
}

impl Given {
    pub fn choice(&self) -> Option<Choice> {
        if WORDS.contains(&self.question) { None } else { Choice::parse(&self.said) }
    }
}

/// The rounds of the case, the first one first.
pub(super) fn rounds(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Round>, StoreError> {
    tx.rows(
        &entry.pass::<SurveyRound, deed::View>()?,
        sql!(SurveyRound => "select id, version, step, edition, due_on, closes_on, taken, created_at from survey_rounds order by created_at, id"),
        vec![],
    )
}

/// One round of the case.
pub(super) fn round(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Round, StoreError> {
    rounds(tx, entry)?.into_iter().find(|round| round.id == id).ok_or(StoreError::NotFound)
}

/// Those who are asked in the case, as far as this actor knows of them, the first one first.
pub(super) fn askeds(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Asked>, StoreError> {
    tx.rows(
        &entry.pass::<SurveyAsked, deed::View>()?,
        sql!(SurveyAsked =>
            "select id, version, placement_id, round_id, step, nth, edition, due_on, closes_on, side, writer_kind, writer, reminded, done_on, created_at \
             from survey_askeds order by created_at, side, id"),
        vec![],
    )
}

/// One who is asked, found by the case this actor reaches it in.
pub(super) fn asked(tx: &Read<'_>, id: &str) -> Result<(Entry, Asked), StoreError> {
    let (case,): (String,) = tx.one(
        &tx.reach::<SurveyAsked, deed::View>()?,
        sql!(SurveyAsked => "select placement_id from survey_askeds where id = $1"),
        args![id],
    )?;
    let entry = tx.enter(&case)?;
    let asked = askeds(tx, &entry)?.into_iter().find(|asked| asked.id == id).ok_or(StoreError::NotFound)?;
    Ok((entry, asked))
}

/// How a round or question is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub step: Step,
    /// The month of the short question; 0 for a round.
    pub nth: i64,
    pub edition: i64,
    pub due: Day,
    pub closes: Day,
    /// How many of the days for telling once more have passed already.
    pub reached: i64,
}

/// Opens a round; gives its id.
///
/// # Errors
/// `Duplicate` when it was opened before.
pub(super) fn open(tx: &Write<'_>, entry: &Entry, asking: Asking) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("step", asking.step.code())
        .with("edition", asking.edition)
        .with("due_on", asking.due)
        .with("closes_on", asking.closes);
    tx.insert(&entry.pass::<SurveyRound, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Asks one of the case; gives the id under which they are asked.
///
/// # Errors
/// `Duplicate` when they were asked before.
pub(super) fn ask(tx: &Write<'_>, entry: &Entry, round: Option<&str>, party: &Party, asking: Asking) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("round_id", round)
        .with("step", asking.step.code())
        .with("nth", asking.nth)
        .with("edition", asking.edition)
        .with("due_on", asking.due)
        .with("closes_on", asking.closes)
        .with("side", party.holder.side().code())
        .with("seat", party.seat.as_str())
        .with("writer_kind", party.holder.kind())
        .with("writer", party.holder.id())
        .with("reminded", asking.reached);
    tx.insert(&entry.pass::<SurveyAsked, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Someone of the case who may be asked.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub holder: Holder,
    pub seat: String,
    pub name: String,
}

/// Everyone who was told of the follow-up: owners and person, who are always asked, and the others of the company.
pub(super) fn parties(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Party>, StoreError> {
    let rows: Vec<Listed> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select holder_kind, holder_id, seat, state from members where holder_kind <> 'staff' and state in ('invited', 'active') order by created_at, id"),
        vec![],
    )?;
    let names = names(tx, entry)?;
    Ok(rows
        .into_iter()
        // Who has not come in is asked as owner or person only: their mail is also their way in.
        .filter(|row| matches!(row.seat.as_str(), "owner" | "person") || row.state == "active")
        .filter_map(|row| {
            Some(Party { name: names.get(&row.id).cloned().unwrap_or_default(), holder: Holder::from(&row.kind, &row.id)?, seat: row.seat })
        })
        .collect())
}

/// Names of the company's people and the placed person, by id.
pub(super) fn names(tx: &Read<'_>, entry: &Entry) -> Result<HashMap<String, String>, StoreError> {
    let mut names: Vec<(String, String)> =
        tx.rows(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select id, name from contacts order by id"), vec![])?;
    names.extend(tx.rows::<_, (String, String)>(
        &entry.pass::<Person, deed::View>()?,
        sql!(Person => "select id, name from persons order by id"),
        vec![],
    )?);
    Ok(names.into_iter().collect())
}

/// Which questions were answered, and how: for the desk all of the case, for a party its own; nothing is opened.
pub(super) fn stood(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Stood>, StoreError> {
    tx.rows(
        &entry.pass::<SurveyAnswer, deed::Change>()?,
        sql!(SurveyAnswer => "select asked_id, question, way from survey_answers order by asked_id, question"),
        vec![],
    )
}

/// The questions one has answered.
pub(super) fn answered(stood: &[Stood], asked: &str) -> Vec<i64> {
    stood.iter().filter(|one| one.asked == asked).map(|one| one.question).collect()
}

/// Whether someone of each side has answered a round to its end.
pub(super) fn both(askeds: &[Asked], round: &str) -> bool {
    let done = |side: Side| askeds.iter().any(|one| one.round.as_deref() == Some(round) && one.side() == side && one.done_on.is_some());
    done(Side::Company) && done(Side::Person)
}

/// The answers of the case, opened, those that `wanted` picks: for the desk all, for a party its own, for a manager with a
/// reason all. The transaction ends in an event.
pub(super) fn opened<D: DeedType>(
    tx: &Write<'_>,
    pass: &Pass<SurveyAnswer, D>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Given>, StoreError> {
    let rows: Vec<Sealed> = tx.rows(
        pass,
        sql!(SurveyAnswer => "select id, asked_id, question, side, choice, way, writer from survey_answers order by created_at, id"),
        vec![],
    )?;
    rows.into_iter()
        .filter(|row| wanted(&row.asked))
        .map(|row| {
            let side = Side::parse(&row.side).unwrap_or(Side::Person);
            let said = tx.unseal(pass, &row.id, "choice", side, &row.choice)?;
            Ok(Given { asked: row.asked, question: row.question, side, writer: row.writer, said, spoken: row.way == "spoken" })
        })
        .collect()
}

/// The choices of one who was asked, without the open questions and the short one.
pub(super) fn choices(given: &[Given], asked: &str) -> Answers {
    given
        .iter()
        .filter(|one| one.asked == asked && one.question < WORDS[0])
        .filter_map(|one| one.choice().map(|choice| (one.question, choice)))
        .collect()
}

/// How an answer came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// Given by the one who was asked.
    Own,
    /// Taken down by the desk from the telephone.
    Spoken,
}

impl Way {
    fn code(self) -> &'static str {
        match self {
            Way::Own => "own",
            Way::Spoken => "spoken",
        }
    }
}

/// Keeps an answer, or changes the one given before; whoever came by the link of a mail only adds. Tells whether it was kept.
pub(super) fn answer(tx: &Write<'_>, entry: &Entry, asked: &Asked, question: i64, said: &str, way: Way) -> Result<bool, StoreError> {
    let pass = entry.pass::<SurveyAnswer, deed::Change>()?;
    let set = Set::new().sealed("choice", asked.side(), said).with("way", way.code());
    let known: Option<Known> = tx.maybe(
        &pass,
        sql!(SurveyAnswer => "select id, version from survey_answers where asked_id = $1 and question = $2"),
        args![&asked.id, question],
    )?;
    let kept = match known {
        Some(known) => match tx.update(&pass, &known.id, known.version, set) {
            Ok(()) => true,
            // The link only adds: what stands there stays.
            Err(StoreError::NotFound) => false,
            Err(error) => return Err(error),
        },
        None => {
            let set = set
                .with("asked_id", &asked.id)
                .with("round_id", asked.round.as_deref())
                .with("question", question)
                .with("side", asked.side().code())
                .with("writer", asked.writer.as_str());
            tx.insert(&pass, &tx.id(), set)?;
            true
        }
    };
    let all = answered(&stood(tx, entry)?, &asked.id);
    if asked.done_on.is_none() && asked.whole(&all) {
        tx.update(&entry.pass::<SurveyAsked, deed::Change>()?, &asked.id, asked.version, Set::new().with("done_on", tx.now().day()))?;
    }
    Ok(kept)
}

/// Marks that someone is being told once more.
///
/// # Errors
/// `Stale` when another was quicker, or an answer came meanwhile.
pub(super) fn told(tx: &Write<'_>, entry: &Entry, asked: &Asked, reached: i64) -> Result<(), StoreError> {
    tx.update(&entry.pass::<SurveyAsked, deed::Change>()?, &asked.id, asked.version, Set::new().with("reminded", reached))
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

/// Rounds that are open, or closed within a week, of cases not yet ended, over all cases of this consultant.
pub(super) fn running(tx: &Read<'_>, case: &str, today: Day) -> Result<Vec<Open>, StoreError> {
    tx.rows(
        (&tx.reach::<SurveyRound, deed::View>()?, &tx.reach::<Placement, deed::View>()?),
        sql!(SurveyRound, Placement =>
            "select r.id, r.placement_id, r.step, r.due_on, r.closes_on from survey_rounds r join placements p on p.id = r.placement_id \
             where r.closes_on >= $1 and ($2 = '' or r.placement_id = $2) and p.state in ('preparing', 'agreeing', 'joined') order by r.closes_on, r.id"),
        args![today.plus(-7), case],
    )
}

/// Which sides have answered the rounds of [`running`] to their end: round and side.
pub(super) fn sides_done(tx: &Read<'_>, today: Day) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(
        &tx.reach::<SurveyAsked, deed::View>()?,
        sql!(SurveyAsked =>
            "select distinct round_id, side from survey_askeds where closes_on >= $1 and done_on is not null and round_id is not null order by round_id, side"),
        args![today.plus(-7)],
    )
}

/// Who is still to answer, over all cases of this consultant: what is told once more.
pub(super) fn waiting(tx: &Read<'_>, today: Day) -> Result<Vec<Asked>, StoreError> {
    tx.rows(
        (&tx.reach::<SurveyAsked, deed::View>()?, &tx.reach::<Placement, deed::View>()?),
        sql!(SurveyAsked, Placement =>
            "select k.id, k.version, k.placement_id, k.round_id, k.step, k.nth, k.edition, k.due_on, k.closes_on, k.side, k.writer_kind, k.writer, \
             k.reminded, k.done_on, k.created_at from survey_askeds k join placements p on p.id = k.placement_id \
             where k.closes_on >= $1 and k.done_on is null and k.reminded < 3 and p.state in ('preparing', 'agreeing', 'joined') order by k.closes_on, k.id"),
        args![today],
    )
}

/// Two-sided cases in which the person has joined since `from`, over all cases of this consultant.
pub(super) fn joined(tx: &Read<'_>, from: Day) -> Result<Vec<(String, Day)>, StoreError> {
    let rows: Vec<(String, Option<Day>)> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement => "select id, join_on from placements where state = 'joined' and sides <> 'one' and join_on >= $1 order by join_on, id"),
        args![from],
    )?;
    Ok(rows.into_iter().filter_map(|(id, on)| Some((id, on?))).collect())
}

/// What was asked by step and month since `from`, over all cases of this consultant.
pub(super) fn asked_since(tx: &Read<'_>, from: Day) -> Result<Vec<(String, Step, i64)>, StoreError> {
    let rows: Vec<(String, String, i64)> = tx.rows(
        &tx.reach::<SurveyAsked, deed::View>()?,
        sql!(SurveyAsked => "select distinct placement_id, step, nth from survey_askeds where created_at >= $1 order by placement_id, step, nth"),
        args![from.start()],
    )?;
    Ok(rows.into_iter().map(|(case, step, nth)| (case, step_of(&step), nth)).collect())
}

/// Who has read the answers given under this asking, by name, the latest first: one line for each reader and day.
pub(super) fn read_by(tx: &Read<'_>, entry: &Entry, asked: &str, lang: Lang) -> Result<Vec<String>, StoreError> {
    let t = T(lang);
    let staff: Vec<(String, String)> =
        tx.rows(&tx.staff_names(), sql!(StaffName => "select id, name from staff_names order by id"), vec![])?;
    let mut lines: Vec<String> = Vec::new();
    for reading in tx.readings(&entry.pass::<SurveyAsked, deed::View>()?, asked)?.into_iter().rev() {
        let Some((_, name)) = staff.iter().find(|(id, _)| *id == reading.actor) else { continue };
        let why = reading.detail.split(' ').find_map(|word| word.strip_prefix("because:")).and_then(Reason::parse);
        let when = lang.day(reading.at.day());
        let when = why.map_or_else(|| when.clone(), |why| format!("{when} {}", crate::check_in::text::T(lang).reason_word(why)));
        let line = t.my_read_line(name, &when);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// One of the person's answers to the short question.
#[derive(Clone, Debug)]
pub(super) struct Pulsed {
    pub asked: String,
    /// The day they were asked.
    pub day: Day,
    pub choice: Choice,
}

/// The person's answers to the short question, the first one first. The transaction ends in an event.
pub(super) fn pulses(tx: &Write<'_>, entry: &Entry, askeds: &[Asked]) -> Result<Vec<Pulsed>, StoreError> {
    let pass = entry.pass::<SurveyAnswer, deed::View>()?;
    let given = opened(tx, &pass, |id| askeds.iter().any(|one| one.id == id && one.side() == Side::Person))?;
    let mut all: Vec<Pulsed> = given
        .iter()
        .filter(|one| one.question == PULSE)
        .filter_map(|one| {
            let asked = askeds.iter().find(|asked| asked.id == one.asked)?;
            Some(Pulsed { asked: asked.id.clone(), day: asked.created_at.day(), choice: one.choice()? })
        })
        .collect();
    all.sort_by_key(|one| one.day);
    Ok(all)
}

/// A number that grows with every answer that is given or changed in the case; nothing is opened.
pub(super) fn stamp(tx: &Read<'_>, entry: &Entry) -> Result<i64, StoreError> {
    let (stamp,): (i64,) = tx.one(
        &entry.pass::<SurveyAnswer, deed::Change>()?,
        sql!(SurveyAnswer => "select cast(coalesce(sum(version), 0) as bigint) from survey_answers"),
        vec![],
    )?;
    Ok(stamp)
}
