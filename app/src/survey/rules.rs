//! The rules of the paired survey, pure: rounds, questions, the scale, and what counts as a wide difference.

use base::actor::Side;
use base::clock::Day;
use base::text::Lang;

use super::text::T;
use crate::placement::rules::day;
use crate::web::{Errors, Form};

/// How long a round is open when the desk says nothing, in days.
pub const OPEN_DAYS: i64 = 10;
/// How far ahead a round may close, in days.
const FARTHEST: i64 = 120;

/// When a round is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// 入社前.
    Before,
}

impl Step {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Step::Before => "before",
        }
    }

    /// The numbers of its questions (ux.md §6.2), in the order they are asked.
    pub fn questions(self) -> &'static [i64] {
        match self {
            Step::Before => &[3, 5, 6, 7],
        }
    }
}

/// The nth question of a round, counted from 1.
pub fn nth(step: Step, n: usize) -> Option<i64> {
    step.questions().get(n.checked_sub(1)?).copied()
}

/// One answer: five choices, or わからない・答えない.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice(Option<u8>);

impl Choice {
    /// Every choice, in the order of the page.
    pub const ALL: [Choice; 6] = [Choice(Some(5)), Choice(Some(4)), Choice(Some(3)), Choice(Some(2)), Choice(Some(1)), Choice(None)];

    /// As sealed, and as on the form.
    pub fn code(self) -> &'static str {
        match self.0 {
            Some(5) => "5",
            Some(4) => "4",
            Some(3) => "3",
            Some(2) => "2",
            Some(_) => "1",
            None => "none",
        }
    }

    /// Reads what [`Choice::code`] wrote.
    pub fn parse(code: &str) -> Option<Choice> {
        Choice::ALL.into_iter().find(|choice| choice.code() == code)
    }

    /// Where it stands on the scale from 1 to 5; none for わからない.
    pub fn value(self) -> Option<f64> {
        self.0.map(f64::from)
    }
}

/// One side's whole answer to a round: question and choice.
pub type Answers = Vec<(i64, Choice)>;

/// Whether every question was answered.
pub fn complete(step: Step, answers: &[(i64, Choice)]) -> bool {
    step.questions().iter().all(|question| answers.iter().any(|(answered, _)| answered == question))
}

/// One row of the view of differences.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The question.
    pub question: i64,
    /// The company's answer.
    pub company: Choice,
    /// The person's answer.
    pub person: Choice,
    /// Company minus person; none where one of them does not say.
    pub gap: Option<f64>,
}

impl Row {
    /// Whether the difference is wide (ux.md §6.2: from 1.0 on).
    pub fn wide(&self) -> bool {
        self.gap.is_some_and(|gap| gap.abs() >= paper::chart::WIDE)
    }
}

/// The rows of a round, the widest difference first; none before both have answered every question.
pub fn rows(step: Step, company: &[(i64, Choice)], person: &[(i64, Choice)]) -> Option<Vec<Row>> {
    if !complete(step, company) || !complete(step, person) {
        return None;
    }
    let of = |answers: &[(i64, Choice)], question: i64| {
        answers.iter().find(|(answered, _)| *answered == question).map_or(Choice(None), |(_, choice)| *choice)
    };
    let mut rows: Vec<Row> = step
        .questions()
        .iter()
        .map(|question| {
            let (company, person) = (of(company, *question), of(person, *question));
            let gap = company.value().zip(person.value()).map(|(company, person)| company - person);
            Row { question: *question, company, person, gap }
        })
        .collect();
    rows.sort_by(|a, b| b.gap.unwrap_or(0.0).abs().total_cmp(&a.gap.unwrap_or(0.0).abs()));
    Some(rows)
}

/// What the rows say, as a sentence.
pub fn finding(rows: &[Row], lang: Lang) -> String {
    let t = T(lang);
    match rows.iter().filter(|row| row.wide()).count() {
        0 => t.finding_close().to_owned(),
        _ => rows.first().map(|row| t.finding_wide(t.topic(row.question))).unwrap_or_default(),
    }
}

/// The last day of a new round, as typed; blank is ten days from today.
///
/// # Errors
/// What is to be mended.
pub fn closes_on(form: &Form, today: Day, lang: Lang) -> Result<Day, Errors> {
    let mut e = Errors::none();
    let closes = day(form, &mut e, "closes_on", lang).unwrap_or(today.plus(OPEN_DAYS));
    if closes < today || closes > today.plus(FARTHEST) {
        e.add("closes_on", T(lang).e_closes());
    }
    e.check().map(|()| closes)
}

/// The side that answers in this seat; none for a seat that is not asked.
pub fn asked(seat: base::access::Seat) -> Option<Side> {
    match seat {
        base::access::Seat::Owner => Some(Side::Company),
        base::access::Seat::Person => Some(Side::Person),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(codes: [&str; 4]) -> Answers {
        Step::Before.questions().iter().copied().zip(codes.map(|code| Choice::parse(code).unwrap())).collect()
    }

    #[test]
    fn nothing_is_compared_before_both_have_answered_every_question() {
        let whole = choices(["5", "4", "3", "2"]);
        assert!(rows(Step::Before, &whole, &whole[..3]).is_none());
        assert!(rows(Step::Before, &[], &whole).is_none());
        assert!(rows(Step::Before, &whole, &whole).is_some());
    }

    #[test]
    fn the_widest_difference_stands_first_and_who_does_not_know_differs_from_nobody() {
        let rows = rows(Step::Before, &choices(["4", "5", "none", "3"]), &choices(["4", "2", "1", "4"])).unwrap();
        assert_eq!((rows[0].question, rows[0].gap), (5, Some(3.0)));
        assert!(rows[0].wide() && rows[1].wide(), "one point is wide");
        let unknown = rows.iter().find(|row| row.question == 6).unwrap();
        assert!(unknown.gap.is_none() && !unknown.wide());
    }

    #[test]
    fn the_finding_is_a_sentence_without_a_number() {
        let same = choices(["4", "4", "4", "4"]);
        let rows = rows(Step::Before, &same, &same).unwrap();
        assert!(!finding(&rows, Lang::Ja).contains(|c: char| c.is_ascii_digit()));
    }

    #[test]
    fn a_round_does_not_close_in_the_past_nor_next_year() {
        let today = Day::new(2026, 11, 24).unwrap();
        let closes = |typed: &str| closes_on(&Form::filled([("closes_on", typed.to_owned())]), today, Lang::Ja);
        assert_eq!(closes("").unwrap(), today.plus(OPEN_DAYS));
        assert!(closes("2026-11-20").is_err() && closes("2027-11-24").is_err() && closes("13月40日").is_err());
    }
}
