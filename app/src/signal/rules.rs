//! The rules of the signals, pure: what is looked at, from which threshold on, and what is found.
//!
//! One rule, one function in [`plain`] or [`answered`]; what it compares stands in [`Plain`] and [`Answers`], the number it
//! compares with in [`Knob`]. A rule compares with what was before, never with other people, and gives words, no score.

use std::collections::BTreeMap;

use base::actor::Side;
use base::clock::Day;
use serde::{Deserialize, Serialize};

use crate::check_in::rules::Word;
use crate::survey::usual;

/// What a signal is about. The first eight ask for care, the last four are good signs of the same rank.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The month's short answer fell against the person's own usual level.
    PulseDown,
    /// The two sides see a care point far apart, or further apart than last time.
    GapWide,
    /// A goal's milestone is late for the second time.
    LateTwice,
    /// The day of a promise of the company is past.
    PromiseOverdue,
    /// Someone let what they were asked pass twice in a row.
    Unanswered,
    /// The desk has not talked with a side for long.
    Silent,
    /// Talks with a side were called off twice in a row.
    Skipped,
    /// The role changed soon after joining.
    RoleChanged,
    /// A milestone was done well before its day.
    Early,
    /// The company kept a promise in time.
    PromiseKept,
    /// The two sides are closer than last time.
    Closer,
    /// The month's short answer rose over the person's own usual level.
    PulseUp,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Rule; 12] = [
        Rule::PulseDown,
        Rule::GapWide,
        Rule::LateTwice,
        Rule::PromiseOverdue,
        Rule::Unanswered,
        Rule::Silent,
        Rule::Skipped,
        Rule::RoleChanged,
        Rule::Early,
        Rule::PromiseKept,
        Rule::Closer,
        Rule::PulseUp,
    ];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Rule::PulseDown => "pulse_down",
            Rule::GapWide => "gap_wide",
            Rule::LateTwice => "late_twice",
            Rule::PromiseOverdue => "promise_overdue",
            Rule::Unanswered => "unanswered",
            Rule::Silent => "silent",
            Rule::Skipped => "skipped",
            Rule::RoleChanged => "role_changed",
            Rule::Early => "early",
            Rule::PromiseKept => "promise_kept",
            Rule::Closer => "closer",
            Rule::PulseUp => "pulse_up",
        }
    }

    /// Reads what [`Rule::code`] wrote.
    pub fn parse(code: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// Whether it is a good sign.
    pub fn is_good(self) -> bool {
        matches!(self, Rule::Early | Rule::PromiseKept | Rule::Closer | Rule::PulseUp)
    }

    /// Whether it rests on answers that are sealed.
    pub fn is_of_answers(self) -> bool {
        matches!(self, Rule::PulseDown | Rule::PulseUp | Rule::GapWide | Rule::Closer)
    }

    /// What the institution may set.
    pub fn knobs(self) -> &'static [Knob] {
        match self {
            Rule::PulseDown => &[Knob::Fall],
            Rule::GapWide => &[Knob::Wide, Knob::Wider],
            Rule::LateTwice => &[Knob::Late],
            Rule::PromiseOverdue => &[Knob::Overdue],
            Rule::Unanswered => &[Knob::Unanswered],
            Rule::Silent => &[Knob::Silent],
            Rule::Skipped => &[Knob::Skipped],
            Rule::RoleChanged => &[Knob::Role],
            Rule::Early => &[Knob::Early],
            Rule::PromiseKept => &[],
            Rule::Closer => &[Knob::Nearer],
            Rule::PulseUp => &[Knob::Rise],
        }
    }
}

/// In what a threshold is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Tenths of a step of the scale from 1 to 5; written as 1.0.
    Tenths,
    /// Days.
    Days,
    /// How often.
    Times,
}

/// A threshold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Knob {
    /// How far the short answer falls under the usual level.
    Fall,
    /// From which difference on the two are far apart.
    Wide,
    /// By how much a difference grows.
    Wider,
    /// In how many months of a goal somebody says that it is late.
    Late,
    /// How long after its day a promise counts as overdue.
    Overdue,
    /// How many in a row are let pass.
    Unanswered,
    /// How long nobody talked.
    Silent,
    /// How many talks in a row are called off.
    Skipped,
    /// How soon after joining a changed role counts.
    Role,
    /// How long before its day a milestone is done.
    Early,
    /// By how much a difference shrinks.
    Nearer,
    /// How far the short answer rises over the usual level.
    Rise,
}

impl Knob {
    /// Every threshold.
    pub const ALL: [Knob; 12] = [
        Knob::Fall,
        Knob::Wide,
        Knob::Wider,
        Knob::Late,
        Knob::Overdue,
        Knob::Unanswered,
        Knob::Silent,
        Knob::Skipped,
        Knob::Role,
        Knob::Early,
        Knob::Nearer,
        Knob::Rise,
    ];

    /// As written in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Knob::Fall => "fall",
            Knob::Wide => "wide",
            Knob::Wider => "wider",
            Knob::Late => "late",
            Knob::Overdue => "overdue",
            Knob::Unanswered => "unanswered",
            Knob::Silent => "silent",
            Knob::Skipped => "skipped",
            Knob::Role => "role",
            Knob::Early => "early",
            Knob::Nearer => "nearer",
            Knob::Rise => "rise",
        }
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        match self {
            Knob::Fall | Knob::Wide | Knob::Wider | Knob::Nearer | Knob::Rise => Unit::Tenths,
            Knob::Overdue | Knob::Silent | Knob::Role | Knob::Early => Unit::Days,
            Knob::Late | Knob::Unanswered | Knob::Skipped => Unit::Times,
        }
    }

    /// What holds until the institution sets another; where it comes from stands in `text.rs`.
    pub fn first(self) -> i64 {
        match self {
            Knob::Fall | Knob::Wide | Knob::Rise => 10,
            Knob::Wider | Knob::Nearer => 5,
            Knob::Late | Knob::Unanswered | Knob::Skipped => 2,
            Knob::Overdue => 1,
            Knob::Silent => 45,
            Knob::Role => 90,
            Knob::Early => 7,
        }
    }

    /// The least and the most it may be set to.
    pub fn bounds(self) -> (i64, i64) {
        match self.unit() {
            Unit::Tenths => (5, 40),
            Unit::Days => (1, 365),
            Unit::Times => (2, 6),
        }
    }

    /// As typed: whole numbers, or `1.0` where tenths are counted; none when it is no such number or out of bounds.
    pub fn read(self, typed: &str) -> Option<i64> {
        let typed = base::fold::tidy(typed);
        let value = match self.unit() {
            Unit::Tenths => {
                let (whole, tenth) = typed.split_once('.').unwrap_or((&typed, "0"));
                let tenth = Some(tenth).filter(|tenth| tenth.len() == 1)?.parse::<u8>().ok()?;
                i64::from(whole.parse::<u8>().ok()?) * 10 + i64::from(tenth)
            }
            Unit::Days | Unit::Times => typed.parse().ok()?,
        };
        let (least, most) = self.bounds();
        (least..=most).contains(&value).then_some(value)
    }

    /// As a form shows it.
    pub fn show(self, value: i64) -> String {
        match self.unit() {
            Unit::Tenths => format!("{}.{}", value / 10, value % 10),
            Unit::Days | Unit::Times => value.to_string(),
        }
    }
}

/// The thresholds of an institution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds(BTreeMap<String, i64>);

impl Thresholds {
    /// The threshold that holds.
    pub fn of(&self, knob: Knob) -> i64 {
        let (least, most) = knob.bounds();
        self.0.get(knob.code()).copied().filter(|value| (least..=most).contains(value)).unwrap_or(knob.first())
    }

    /// Sets one.
    pub fn set(&mut self, knob: Knob, value: i64) {
        self.0.insert(knob.code().to_owned(), value);
    }

    /// A threshold in steps of the scale.
    #[expect(clippy::cast_precision_loss, reason = "at most forty tenths")]
    fn steps(&self, knob: Knob) -> f64 {
        self.of(knob) as f64 / 10.0
    }
}

/// A promise of the company.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Its id.
    pub id: String,
    /// Its day.
    pub due: Option<Day>,
    /// The day it was kept; none while it is open.
    pub kept: Option<Day>,
}

/// A party's word on a milestone.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The goal's id.
    pub goal: String,
    /// The goal's number.
    pub no: i64,
    /// 1, 3 or 6.
    pub month: u32,
    /// Whose word.
    pub side: Side,
    /// The word.
    pub word: Word,
    /// The day it was said.
    pub on: Day,
}

/// That someone let what they were asked pass.
#[derive(Clone, Debug)]
pub struct LetPass {
    /// The side.
    pub side: Side,
    /// The first asking of the row.
    pub first: String,
    /// How many in a row.
    pub times: usize,
    /// The last day of the latest.
    pub last: Day,
}

/// That the role changed: post or mission.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// The day.
    pub on: Day,
    /// Whether the post changed; else what the person is entrusted with.
    pub post: bool,
}

/// How the follow-up with one side stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contact {
    /// Whether this side wants to be asked by itself.
    pub wanted: bool,
    /// The day of the last talk.
    pub last: Option<Day>,
    /// Talks called off in a row since then.
    pub skipped: usize,
}

/// What a case shows without opening a sealed answer.
#[derive(Clone, Debug)]
pub struct Plain {
    /// The day.
    pub today: Day,
    /// The first day of work.
    pub join: Day,
    /// From when on silence counts: the first day, and never before the case was registered.
    pub since: Day,
    /// Whether the person is on leave: nobody waits for a talk then.
    pub on_leave: bool,
    /// The company.
    pub company: Contact,
    /// The person; none in a one-sided case.
    pub person: Option<Contact>,
    /// Promises of the company.
    pub promises: Vec<Promise>,
    /// Words on milestones, in the order in which they were said.
    pub judged: Vec<Judged>,
    /// Who let pass what.
    pub passed: Vec<LetPass>,
    /// Changes of the role.
    pub turns: Vec<Turn>,
}

/// A short answer: its asking, and where it stands from 1 to 5.
#[derive(Clone, Debug)]
pub struct Pulse {
    /// The asking.
    pub asked: String,
    /// The value; none for 答えない.
    pub value: Option<f64>,
}

/// Where the two differ on a care point: now, and then and now over the questions that stayed the same.
#[derive(Clone, Debug)]
pub struct Point {
    /// The care point's code.
    pub care: String,
    /// Company minus person.
    pub now: f64,
    /// Then and now.
    pub moved: Option<(f64, f64)>,
}

/// What is in the sealed answers of a case.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// The person's short answers, the first one first.
    pub pulses: Vec<Pulse>,
    /// The latest round both have answered.
    pub round: String,
    /// The askings it was reckoned from.
    pub askeds: Vec<String>,
    /// Its care points, the widest first.
    pub points: Vec<Point>,
}

/// What a rule found, as it is kept; `text.rs` makes a sentence of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// The usual level, and the last answer.
    Pulse {
        /// The mean of the answers before.
        usual: f64,
        /// The last one.
        last: f64,
    },
    /// The care points, the first one widest; who of the two stands higher there; whether it was as far last time.
    Gap {
        /// Codes of the care points.
        cares: Vec<String>,
        /// Whether the company stands higher on the first.
        company_higher: bool,
        /// Whether it grew since last time.
        grew: bool,
    },
    /// The goal's number and the months in which somebody said that it is late.
    Late {
        /// The goal.
        goal: i64,
        /// The months.
        months: Vec<u32>,
    },
    /// A promise and its day.
    Overdue {
        /// The day.
        #[serde(with = "written")]
        due: Day,
        /// Days since.
        days: i64,
    },
    /// How often, until when.
    Unanswered {
        /// Whether it is the company that did not answer.
        company: bool,
        /// How often.
        times: usize,
        /// The last day of the latest.
        #[serde(with = "written")]
        last: Day,
    },
    /// Since when nobody talked with a side.
    Silent {
        /// Whether it is the company.
        company: bool,
        /// Since when.
        #[serde(with = "written")]
        since: Day,
        /// Days.
        days: i64,
    },
    /// How many talks in a row were called off.
    Skipped {
        /// Whether with the company.
        company: bool,
        /// How many.
        times: usize,
    },
    /// The role changed.
    Turned {
        /// Whether the post did.
        post: bool,
        /// The day.
        #[serde(with = "written")]
        on: Day,
        /// Days after the first day.
        days: i64,
    },
    /// A milestone was done before its day.
    Early {
        /// The goal.
        goal: i64,
        /// The milestone's month.
        month: u32,
        /// Days before.
        days: i64,
    },
    /// A promise was kept.
    Kept {
        /// On this day.
        #[serde(with = "written")]
        on: Day,
    },
    /// Care points on which the two came closer.
    Closer {
        /// Codes of the care points.
        cares: Vec<String>,
    },
}

/// A day inside kept evidence, as it is written everywhere: `2026-04-01`.
mod written {
    use base::clock::Day;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    pub(super) fn serialize<S: Serializer>(day: &Day, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        let text = String::deserialize(from)?;
        Day::parse(&text).ok_or_else(|| D::Error::custom("no day"))
    }
}

/// A signal that arises.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The rule.
    pub rule: Rule,
    /// What it arose from: of one rule and one subject there is one signal, ever.
    pub subject: String,
    /// Under which side's key the evidence lies.
    pub side: Side,
    /// Askings whose answers are in it, so that those who answered are shown who read it.
    pub sources: Vec<String>,
    /// The evidence.
    pub evidence: Evidence,
}

/// How long ago something good, or a change of the role, may lie and still be told, in days.
const FRESH: i64 = 30;

fn found(rule: Rule, subject: String, side: Side, evidence: Evidence) -> Found {
    Found { rule, subject, side, sources: Vec::new(), evidence }
}

fn at_least(n: usize, least: i64) -> bool {
    i64::try_from(n).is_ok_and(|n| n >= least)
}

fn promises(case: &Plain, set: &Thresholds, all: &mut Vec<Found>) {
    for promise in &case.promises {
        match (promise.due, promise.kept) {
            (Some(due), None) if due.until(case.today) >= set.of(Knob::Overdue) => {
                let evidence = Evidence::Overdue { due, days: due.until(case.today) };
                all.push(found(Rule::PromiseOverdue, format!("{}:{due}", promise.id), Side::Bank, evidence));
            }
            (Some(due), Some(on)) if on <= due && on >= case.since && on.until(case.today) <= FRESH => {
                all.push(found(Rule::PromiseKept, promise.id.clone(), Side::Bank, Evidence::Kept { on }));
            }
            _ => {}
        }
    }
}

fn milestones(case: &Plain, set: &Thresholds, all: &mut Vec<Found>) {
    let mut latest: BTreeMap<(&str, u32, &str), &Judged> = BTreeMap::new();
    for one in &case.judged {
        latest.insert((&one.goal, one.month, one.side.code()), one);
    }
    let mut late: BTreeMap<&str, (i64, Vec<u32>)> = BTreeMap::new();
    for (&(goal, month, _), one) in &latest {
        let months = &mut late.entry(goal).or_insert((one.no, Vec::new())).1;
        if matches!(one.word, Word::Slow | Word::Stuck) && !months.contains(&month) {
            months.push(month);
        }
        let due = case.join.plus_months(month);
        let before = one.on.until(due);
        if one.word == Word::Done && before >= set.of(Knob::Early) && one.on.until(case.today) <= FRESH && one.on >= case.since {
            let evidence = Evidence::Early { goal: one.no, month, days: before };
            let known = format!("{goal}:{month}");
            if !all.iter().any(|found| found.rule == Rule::Early && found.subject == known) {
                all.push(found(Rule::Early, known, one.side, evidence));
            }
        }
    }
    for (goal, (no, months)) in late {
        if at_least(months.len(), set.of(Knob::Late)) {
            let subject = format!("{goal}:{}", months.iter().map(u32::to_string).collect::<Vec<_>>().join(","));
            all.push(found(Rule::LateTwice, subject, Side::Bank, Evidence::Late { goal: no, months }));
        }
    }
}

fn contacts(case: &Plain, set: &Thresholds, all: &mut Vec<Found>) {
    let person = case.person.filter(|_| !case.on_leave);
    for (side, contact) in [(Side::Company, Some(case.company)), (Side::Person, person)] {
        let Some(contact) = contact.filter(|contact| contact.wanted) else { continue };
        let company = side == Side::Company;
        let since = contact.last.map_or(case.since, |last| last.max(case.since));
        let days = since.until(case.today);
        if days >= set.of(Knob::Silent) {
            all.push(found(Rule::Silent, format!("{}:{since}", side.code()), side, Evidence::Silent { company, since, days }));
        }
        if at_least(contact.skipped, set.of(Knob::Skipped)) {
            let subject = format!("{}:{since}", side.code());
            all.push(found(Rule::Skipped, subject, side, Evidence::Skipped { company, times: contact.skipped }));
        }
    }
    for one in case.passed.iter().filter(|one| at_least(one.times, set.of(Knob::Unanswered))) {
        let wanted = if one.side == Side::Company { case.company.wanted } else { case.person.is_some_and(|person| person.wanted) };
        if wanted && one.last.until(case.today) <= FRESH {
            let evidence = Evidence::Unanswered { company: one.side == Side::Company, times: one.times, last: one.last };
            all.push(Found { sources: vec![one.first.clone()], ..found(Rule::Unanswered, one.first.clone(), one.side, evidence) });
        }
    }
}

/// What a case shows without opening an answer.
pub fn plain(case: &Plain, set: &Thresholds) -> Vec<Found> {
    let mut all = Vec::new();
    promises(case, set, &mut all);
    milestones(case, set, &mut all);
    contacts(case, set, &mut all);
    for turn in &case.turns {
        let days = case.join.until(turn.on);
        if (1..=set.of(Knob::Role)).contains(&days) && turn.on.until(case.today) <= FRESH {
            let what = if turn.post { "post" } else { "mission" };
            let evidence = Evidence::Turned { post: turn.post, on: turn.on, days };
            all.push(found(Rule::RoleChanged, format!("{what}:{}", turn.on), Side::Bank, evidence));
        }
    }
    all
}

fn grew(point: &Point, set: &Thresholds) -> bool {
    point.moved.is_some_and(|(then, now)| now.abs() >= then.abs() + set.steps(Knob::Wider))
}

/// What the sealed answers of a case show.
pub fn answered(answers: &Answers, set: &Thresholds) -> Vec<Found> {
    let mut all = Vec::new();
    let said: Vec<(&Pulse, f64)> = answers.pulses.iter().filter_map(|pulse| Some((pulse, pulse.value?))).collect();
    let values: Vec<f64> = said.iter().map(|(_, value)| *value).collect();
    if let (Some((usual, last)), Some((pulse, _))) = (usual(&values), said.last()) {
        let rule = if last + set.steps(Knob::Fall) <= usual {
            Some(Rule::PulseDown)
        } else if last >= usual + set.steps(Knob::Rise) {
            Some(Rule::PulseUp)
        } else {
            None
        };
        if let Some(rule) = rule {
            let found = found(rule, pulse.asked.clone(), Side::Person, Evidence::Pulse { usual, last });
            all.push(Found { sources: said.iter().map(|(pulse, _)| pulse.asked.clone()).collect(), ..found });
        }
    }
    let apart: Vec<&Point> = answers.points.iter().filter(|point| point.now.abs() >= set.steps(Knob::Wide) || grew(point, set)).collect();
    if let Some(first) = apart.first() {
        let evidence = Evidence::Gap {
            cares: apart.iter().map(|point| point.care.clone()).collect(),
            company_higher: first.now > 0.0,
            grew: grew(first, set),
        };
        let found = found(Rule::GapWide, answers.round.clone(), Side::Bank, evidence);
        all.push(Found { sources: answers.askeds.clone(), ..found });
    }
    let nearer = |point: &&Point| point.moved.is_some_and(|(then, now)| now.abs() + set.steps(Knob::Nearer) <= then.abs());
    let cares: Vec<String> = answers.points.iter().filter(nearer).map(|point| point.care.clone()).collect();
    if !cares.is_empty() {
        let found = found(Rule::Closer, answers.round.clone(), Side::Bank, Evidence::Closer { cares });
        all.push(Found { sources: answers.askeds.clone(), ..found });
    }
    all
}

/// How a signal was settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Something was done about it.
    Done,
    /// It was put aside, with a reason.
    Aside,
}

impl How {
    /// Both.
    pub const ALL: [How; 2] = [How::Done, How::Aside];

    /// As written in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            How::Done => "done",
            How::Aside => "aside",
        }
    }

    /// Reads what [`How::code`] wrote.
    pub fn parse(code: &str) -> Option<How> {
        How::ALL.into_iter().find(|how| how.code() == code)
    }
}

/// Whether a signal was right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// 当たっていた.
    Right,
    /// 違っていた.
    Wrong,
    /// まだ分からない.
    Unknown,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 3] = [Verdict::Right, Verdict::Wrong, Verdict::Unknown];

    /// As written in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Unknown => "unknown",
        }
    }

    /// Reads what [`Verdict::code`] wrote.
    pub fn parse(code: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// Longest reason, in letters.
pub const LONGEST: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn on(month: u32, day: u32) -> Day {
        Day::new(2026, month, day).unwrap()
    }

    fn case() -> Plain {
        let contact = Contact { wanted: true, last: Some(on(11, 10)), skipped: 0 };
        Plain {
            today: on(11, 24),
            join: on(9, 1),
            since: on(9, 1),
            on_leave: false,
            company: contact,
            person: Some(contact),
            promises: Vec::new(),
            judged: Vec::new(),
            passed: Vec::new(),
            turns: Vec::new(),
        }
    }

    fn rules(case: &Plain) -> Vec<Rule> {
        plain(case, &Thresholds::default()).into_iter().map(|found| found.rule).collect()
    }

    fn pulses(values: &[Option<f64>]) -> Answers {
        let pulse = |(n, value): (usize, &Option<f64>)| Pulse { asked: format!("a{n}"), value: *value };
        Answers { pulses: values.iter().enumerate().map(pulse).collect(), ..Answers::default() }
    }

    fn of(answers: &Answers) -> Vec<(Rule, String)> {
        answered(answers, &Thresholds::default()).into_iter().map(|found| (found.rule, found.subject)).collect()
    }

    #[test]
    fn a_quiet_case_has_no_signal() {
        assert_eq!(rules(&case()), []);
        assert_eq!(of(&Answers::default()), []);
    }

    #[test]
    fn an_answer_is_compared_with_the_persons_own_usual_level_and_no_other() {
        let [low, high] = [Some(2.0), Some(4.0)];
        assert_eq!(of(&pulses(&[low, low, low])), [], "who is always low is as usual");
        assert_eq!(of(&pulses(&[high, high, low])), [(Rule::PulseDown, "a2".into())]);
        assert_eq!(of(&pulses(&[low, low, high])), [(Rule::PulseUp, "a2".into())]);
        assert_eq!(of(&pulses(&[high, low])), [], "a usual level needs two answers");
        assert_eq!(of(&pulses(&[high, high, low, None])), [(Rule::PulseDown, "a2".into())], "no answer is no fall");
        let mut set = Thresholds::default();
        set.set(Knob::Fall, 25);
        assert_eq!(answered(&pulses(&[high, high, low]), &set), [], "the institution's own threshold holds");
    }

    #[test]
    fn a_gap_is_told_once_a_round_with_its_widest_point_and_a_closer_one_beside_it() {
        let point = |care: &str, now: f64, moved| Point { care: care.into(), now, moved };
        let answers = |points| Answers { round: "r".into(), askeds: vec!["c".into(), "p".into()], points, ..Answers::default() };
        let all = answered(&answers(vec![point("climate", 2.0, None), point("regard", -1.0, None)]), &Thresholds::default());
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].evidence, Evidence::Gap { cares: vec!["climate".into(), "regard".into()], company_higher: true, grew: false });
        assert_eq!(all[0].sources, ["c", "p"]);
        assert_eq!(of(&answers(vec![point("climate", 0.9, None)])), []);
        assert_eq!(of(&answers(vec![point("climate", 0.5, Some((0.0, 0.5)))])), [(Rule::GapWide, "r".into())], "widened since last time");
        assert_eq!(of(&answers(vec![point("climate", 0.0, Some((0.5, 0.0)))])), [(Rule::Closer, "r".into())]);
    }

    #[test]
    fn a_milestone_is_late_twice_when_somebody_says_so_in_two_months_of_one_goal() {
        let judged = |goal: &str, month, side, word, on| Judged { goal: goal.into(), no: 1, month, side, word, on };
        let mut case = case();
        case.judged = vec![
            judged("g", 1, Side::Person, Word::Slow, on(10, 1)),
            judged("g", 3, Side::Company, Word::OnTrack, on(11, 20)),
            judged("h", 3, Side::Company, Word::Stuck, on(11, 20)),
        ];
        assert_eq!(rules(&case), [], "two goals, once each");
        case.judged.push(judged("g", 3, Side::Bank, Word::Stuck, on(11, 21)));
        assert_eq!(rules(&case), [Rule::LateTwice], "also when another of the three says so");
        case.judged.push(judged("g", 3, Side::Bank, Word::OnTrack, on(11, 22)));
        assert_eq!(rules(&case), [], "the latest word counts");
        case.judged = vec![judged("g", 3, Side::Person, Word::Done, on(11, 24))];
        assert_eq!(rules(&case), [Rule::Early], "seven days before 1 December");
        case.judged = vec![judged("g", 3, Side::Person, Word::Done, on(11, 25))];
        assert_eq!(rules(&case), []);
    }

    #[test]
    fn a_promise_is_overdue_from_the_day_after_and_kept_when_it_was_in_time() {
        let promise = |due, kept| Promise { id: "p".into(), due, kept };
        let mut case = case();
        case.promises = vec![promise(Some(on(11, 24)), None), promise(None, None), promise(Some(on(11, 10)), Some(on(11, 11)))];
        assert_eq!(rules(&case), [], "due today, without a day, or kept late");
        case.promises = vec![promise(Some(on(11, 23)), None)];
        assert_eq!(rules(&case), [Rule::PromiseOverdue]);
        case.promises = vec![promise(Some(on(11, 10)), Some(on(11, 10)))];
        assert_eq!(rules(&case), [Rule::PromiseKept]);
        case.promises = vec![promise(Some(on(10, 10)), Some(on(10, 10)))];
        assert_eq!(rules(&case), [], "what is long past is not told");
    }

    #[test]
    fn silence_and_talks_called_off_count_for_each_side_and_not_on_leave_or_when_unwanted() {
        let mut case = case();
        case.person = Some(Contact { wanted: true, last: Some(on(10, 10)), skipped: 2 });
        assert_eq!(rules(&case), [Rule::Silent, Rule::Skipped], "45 days since the last talk");
        assert_eq!(rules(&Plain { on_leave: true, ..case.clone() }), []);
        case.person = Some(Contact { wanted: false, last: Some(on(10, 10)), skipped: 2 });
        assert_eq!(rules(&case), []);
        case.company = Contact { wanted: true, last: None, skipped: 0 };
        assert_eq!(rules(&case), [Rule::Silent], "never talked since the first day");
        assert_eq!(rules(&Plain { since: on(11, 20), ..case }), [], "a case that was just registered is not silent");
    }

    #[test]
    fn who_lets_two_in_a_row_pass_is_told_as_long_as_it_is_fresh() {
        let pass = |times, last| LetPass { side: Side::Person, first: "a".into(), times, last };
        let with = |passed| Plain { passed: vec![passed], ..case() };
        assert_eq!(rules(&with(pass(1, on(11, 20)))), []);
        assert_eq!(rules(&with(pass(2, on(11, 20)))), [Rule::Unanswered]);
        assert_eq!(rules(&with(pass(2, on(9, 20)))), []);
    }

    #[test]
    fn a_role_that_changes_soon_after_the_first_day_is_a_signal_and_before_it_none() {
        let with = |on, join| Plain { turns: vec![Turn { on, post: true }], join, ..case() };
        assert_eq!(rules(&with(on(11, 20), on(9, 1))), [Rule::RoleChanged]);
        assert_eq!(rules(&with(on(11, 20), on(8, 1))), [], "after ninety days");
        assert_eq!(rules(&with(on(9, 1), on(9, 1))), [], "as agreed on the first day");
    }

    #[test]
    fn a_threshold_is_read_as_it_is_written_and_kept_within_bounds() {
        assert_eq!((Knob::Wide.read("1.5"), Knob::Wide.read("１．５"), Knob::Wide.read("2")), (Some(15), Some(15), Some(20)));
        assert_eq!((Knob::Wide.read("0.1"), Knob::Wide.read("1.55"), Knob::Wide.read("a")), (None, None, None));
        assert_eq!((Knob::Silent.read("60"), Knob::Silent.read("0"), Knob::Silent.read("400")), (Some(60), None, None));
        assert_eq!(Knob::Wide.show(15), "1.5");
        for knob in Knob::ALL {
            assert_eq!(knob.read(&knob.show(knob.first())), Some(knob.first()), "{knob:?}");
        }
        let every: Vec<Knob> = Rule::ALL.into_iter().flat_map(|rule| rule.knobs().iter().copied()).collect();
        assert!(Knob::ALL.into_iter().all(|knob| every.contains(&knob)), "each threshold belongs to a rule");
    }
}
