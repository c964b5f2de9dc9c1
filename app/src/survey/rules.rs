//! The rules of the paired survey, pure: steps, questions, care points, the scale, and where two sides differ.

use base::access::Seat;
use base::actor::Side;
use base::text::Lang;

use super::text::T;

/// When questions are asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// 入社前.
    Before,
    /// 1か月.
    Month1,
    /// 3か月.
    Month3,
    /// 6か月.
    Month6,
    /// The month's short question, to the person alone.
    Pulse,
}

/// The month's short question: how one is doing, compared with one's own usual level and with nobody else.
pub const PULSE: i64 = 13;
/// The two open questions, both optional.
pub const WORDS: [i64; 2] = [11, 12];
/// Months in which the short question comes by itself; in the others it is the last one of the round.
pub const PULSE_MONTHS: [i64; 3] = [2, 4, 5];
/// Longest answer in words.
pub const LONGEST: usize = 400;

impl Step {
    /// The paired rounds, in their order.
    pub const ROUNDS: [Step; 4] = [Step::Before, Step::Month1, Step::Month3, Step::Month6];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Step::Before => "before",
            Step::Month1 => "month1",
            Step::Month3 => "month3",
            Step::Month6 => "month6",
            Step::Pulse => "pulse",
        }
    }

    /// Reads what [`Step::code`] wrote.
    pub fn parse(code: &str) -> Option<Step> {
        [Step::Before, Step::Month1, Step::Month3, Step::Month6, Step::Pulse].into_iter().find(|step| step.code() == code)
    }

    /// How many months after joining a round is asked by itself; before joining only the desk asks.
    pub fn months(self) -> Option<u32> {
        match self {
            Step::Month1 => Some(1),
            Step::Month3 => Some(3),
            Step::Month6 => Some(6),
            Step::Before | Step::Pulse => None,
        }
    }

    /// The numbers of the questions both sides are asked (ux.md §6.2), in their order.
    pub fn compared(self) -> &'static [i64] {
        match self {
            Step::Before => &[3, 5, 6, 7],
            Step::Month1 | Step::Month3 | Step::Month6 => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            Step::Pulse => &[],
        }
    }

    /// Everything this side is asked, page by page. The short question and the open ones may be left out.
    pub fn pages(self, side: Side) -> Vec<i64> {
        let mut pages = self.compared().to_vec();
        if self == Step::Pulse || (side == Side::Person && self != Step::Before) {
            pages.push(PULSE);
        }
        if self.months().is_some() {
            pages.extend(WORDS);
        }
        pages
    }

    /// How many questions a side is told of: the open ones after them are a gift.
    pub fn count(self, side: Side) -> usize {
        self.pages(side).iter().filter(|question| !WORDS.contains(question)).count()
    }

    /// The questions without which an answer is not whole.
    pub fn needed(self) -> &'static [i64] {
        if self == Step::Pulse { &[PULSE] } else { self.compared() }
    }

    /// Minutes it takes: some eight seconds a question.
    pub fn minutes(self) -> usize {
        if self.months().is_some() { 2 } else { 1 }
    }
}

/// The five care points (S1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Care {
    /// 社内の雰囲気.
    Climate,
    /// 人間関係.
    Relations,
    /// 業務の進め方.
    Workflow,
    /// 期待への対応.
    Expect,
    /// まわりの目線・評価.
    Regard,
}

impl Care {
    /// Every care point.
    pub const ALL: [Care; 5] = [Care::Climate, Care::Relations, Care::Workflow, Care::Expect, Care::Regard];

    /// As written in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Care::Climate => "climate",
            Care::Relations => "relations",
            Care::Workflow => "workflow",
            Care::Expect => "expect",
            Care::Regard => "regard",
        }
    }

    /// Reads what [`Care::code`] wrote.
    pub fn parse(code: &str) -> Option<Care> {
        Care::ALL.into_iter().find(|care| care.code() == code)
    }

    /// Its two questions.
    pub fn questions(self) -> [i64; 2] {
        match self {
            Care::Climate => [1, 2],
            Care::Relations => [3, 4],
            Care::Workflow => [5, 6],
            Care::Expect => [7, 8],
            Care::Regard => [9, 10],
        }
    }
}

/// One answer on a scale: five choices, or わからない・答えない.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice(Option<u8>);

impl Choice {
    /// わからない・答えない.
    pub const UNSAID: Choice = Choice(None);
    /// Every choice, in the order of the page.
    pub const ALL: [Choice; 6] = [Choice(Some(5)), Choice(Some(4)), Choice(Some(3)), Choice(Some(2)), Choice(Some(1)), Choice::UNSAID];

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

/// One respondent's choices in a round: question and choice.
pub type Answers = Vec<(i64, Choice)>;

fn of(answers: &[(i64, Choice)], question: i64) -> Option<f64> {
    answers.iter().find(|(answered, _)| *answered == question).and_then(|(_, choice)| choice.value())
}

/// Whether every question that is compared was answered; わからない is an answer.
pub fn complete(step: Step, answers: &[(i64, Choice)]) -> bool {
    step.compared().iter().all(|question| answers.iter().any(|(answered, _)| answered == question))
}

/// Both sides' place on one care point, from the questions that both of them answered on the scale; none where there is none.
fn both(questions: &[i64], company: &[(i64, Choice)], person: &[(i64, Choice)]) -> Option<(f64, f64)> {
    let pairs: Vec<(f64, f64)> = questions.iter().filter_map(|question| of(company, *question).zip(of(person, *question))).collect();
    let n = f64::from(u32::try_from(pairs.len()).ok().filter(|n| *n > 0)?);
    Some((pairs.iter().map(|(company, _)| company).sum::<f64>() / n, pairs.iter().map(|(_, person)| person).sum::<f64>() / n))
}

/// How a difference moved since the last time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moved {
    /// There is nothing to compare with.
    New,
    /// The two are closer than last time.
    Closer,
    /// As last time.
    Same,
    /// They are further apart.
    Wider,
}

/// One row of the view of differences: a care point. There is no row for all of them together.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The care point.
    pub care: Care,
    /// Where the company stands, from 1 to 5.
    pub company: Option<f64>,
    /// Where the person stands.
    pub person: Option<f64>,
    /// Company minus person; none where one of them does not say.
    pub gap: Option<f64>,
    /// The same difference last time.
    pub before: Option<f64>,
    /// The difference now over the questions that `before` counts: those whose meaning has not changed.
    pub alike: Option<f64>,
    /// How it moved.
    pub moved: Moved,
}

impl Row {
    /// Whether the difference is wide (ux.md §6.2: from 1.0 on).
    pub fn wide(&self) -> bool {
        self.gap.is_some_and(|gap| gap.abs() >= paper::chart::WIDE)
    }
}

/// One respondent of the company and the person, in one round.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The company's answers.
    pub company: &'a [(i64, Choice)],
    /// The person's answers.
    pub person: &'a [(i64, Choice)],
}

/// The rows of a round, the widest difference first; none before both have answered every question. `last` is the round
/// before, `same` the questions whose meaning has not changed since then: only these are compared over time.
pub fn rows(step: Step, now: Pair<'_>, last: Option<Pair<'_>>, same: &[i64]) -> Option<Vec<Row>> {
    if !complete(step, now.company) || !complete(step, now.person) {
        return None;
    }
    let asked = |care: Care| -> Vec<i64> { care.questions().into_iter().filter(|question| step.compared().contains(question)).collect() };
    let mut rows: Vec<Row> = Care::ALL
        .into_iter()
        .filter(|care| !asked(*care).is_empty())
        .map(|care| {
            let values = both(&asked(care), now.company, now.person);
            let gap = values.map(|(company, person)| company - person);
            let comparable: Vec<i64> = asked(care).into_iter().filter(|question| same.contains(question)).collect();
            let of_last = last.and_then(|last| {
                // Only questions that all four answers stand to.
                let common: Vec<i64> = comparable
                    .iter()
                    .copied()
                    .filter(|question| [now.company, now.person, last.company, last.person].iter().all(|one| of(one, *question).is_some()))
                    .collect();
                let then = both(&common, last.company, last.person)?;
                let here = both(&common, now.company, now.person)?;
                Some((then.0 - then.1, here.0 - here.1))
            });
            let moved = match of_last {
                None => Moved::New,
                Some((then, here)) if here.abs() + 0.5 <= then.abs() => Moved::Closer,
                Some((then, here)) if here.abs() >= then.abs() + 0.5 => Moved::Wider,
                Some(_) => Moved::Same,
            };
            Row {
                care,
                company: values.map(|(company, _)| company),
                person: values.map(|(_, person)| person),
                gap,
                before: of_last.map(|(then, _)| then),
                alike: of_last.map(|(_, here)| here),
                moved,
            }
        })
        .collect();
    rows.sort_by(|a, b| b.gap.unwrap_or(0.0).abs().total_cmp(&a.gap.unwrap_or(0.0).abs()));
    Some(rows)
}

/// What the rows say, as a sentence.
pub fn finding(rows: &[Row], lang: Lang) -> String {
    let t = T(lang);
    match rows.first() {
        Some(row) if row.wide() => {
            let higher = if row.gap.unwrap_or(0.0) > 0.0 { t.higher_company() } else { t.higher_person() };
            t.finding_wide(t.care(row.care), higher)
        }
        _ if rows.iter().all(|row| row.gap.is_none()) => t.finding_unsaid().to_owned(),
        _ => t.finding_close().to_owned(),
    }
}

/// The side that may be asked in this seat; none for a seat that is never asked.
pub fn side_of(seat: Seat) -> Option<Side> {
    match seat {
        Seat::Owner | Seat::Host | Seat::Contact => Some(Side::Company),
        Seat::Person => Some(Side::Person),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(step: Step, codes: &[&str]) -> Answers {
        step.compared().iter().copied().zip(codes.iter().map(|code| Choice::parse(code).unwrap())).collect()
    }

    fn ten(codes: &str) -> Answers {
        all(Step::Month1, &codes.split(' ').collect::<Vec<_>>())
    }

    fn pair<'a>(company: &'a Answers, person: &'a Answers) -> Pair<'a> {
        Pair { company, person }
    }

    const EVERY: [i64; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    #[test]
    fn nothing_is_compared_before_both_have_answered_every_question() {
        let whole = all(Step::Before, &["5", "4", "3", "2"]);
        let part = whole[..3].to_vec();
        assert!(rows(Step::Before, pair(&whole, &part), None, &EVERY).is_none());
        assert!(rows(Step::Before, pair(&Vec::new(), &whole), None, &EVERY).is_none());
        assert_eq!(rows(Step::Before, pair(&whole, &whole), None, &EVERY).unwrap().len(), 3, "three care points have a question");
    }

    #[test]
    fn the_widest_difference_stands_first_and_who_does_not_know_differs_from_nobody() {
        let (company, person) = (ten("5 5 4 4 4 4 none 4 none none"), ten("3 2 4 4 4 5 1 4 1 1"));
        let rows = rows(Step::Month1, pair(&company, &person), None, &EVERY).unwrap();
        assert_eq!((rows[0].care, rows[0].gap), (Care::Climate, Some(2.5)));
        assert!(rows[0].wide());
        let of = |care: Care| rows.iter().find(|row| row.care == care).unwrap();
        assert_eq!(of(Care::Expect).gap, Some(0.0), "a question that one does not answer is left out on both sides");
        assert_eq!((of(Care::Regard).gap, of(Care::Regard).wide()), (None, false));
        assert_eq!(of(Care::Workflow).gap, Some(-0.5));
    }

    #[test]
    fn movement_is_told_only_of_questions_that_mean_the_same_as_last_time() {
        let (then_company, then_person) = (ten("5 5 3 3 5 5 3 3 3 3"), ten("2 2 3 3 2 2 3 3 3 3"));
        let (company, person) = (ten("4 4 5 5 5 5 3 3 3 3"), ten("3 3 2 2 2 2 3 3 3 3"));
        let rows =
            rows(Step::Month3, pair(&company, &person), Some(pair(&then_company, &then_person)), &[1, 2, 3, 4, 7, 8, 9, 10]).unwrap();
        let of = |care: Care| rows.iter().find(|row| row.care == care).unwrap();
        assert_eq!((of(Care::Climate).moved, of(Care::Climate).before), (Moved::Closer, Some(3.0)));
        assert_eq!(of(Care::Relations).moved, Moved::Wider);
        assert_eq!(of(Care::Workflow).moved, Moved::New, "its questions were worded anew");
        assert_eq!(of(Care::Regard).moved, Moved::Same);
    }

    #[test]
    fn the_finding_is_a_sentence_without_a_number() {
        let (company, person) = (ten("5 5 3 3 3 3 3 3 3 3"), ten("2 2 3 3 3 3 3 3 3 3"));
        let said = finding(&rows(Step::Month1, pair(&company, &person), None, &EVERY).unwrap(), Lang::Ja);
        assert!(said.contains("社内の雰囲気") && said.contains("会社") && !said.contains(|c: char| c.is_ascii_digit()), "{said}");
        let said = finding(&rows(Step::Month1, pair(&company, &company), None, &EVERY).unwrap(), Lang::Ja);
        assert_eq!(said, "大きな違いはありません。");
    }

    #[test]
    fn the_person_is_asked_how_they_are_once_a_month_and_the_company_never() {
        assert!(Step::Month1.pages(Side::Person).contains(&PULSE) && !Step::Month1.pages(Side::Company).contains(&PULSE));
        assert_eq!(Step::Pulse.pages(Side::Person), [PULSE]);
        assert_eq!(Step::Before.pages(Side::Company), [3, 5, 6, 7]);
        let months: Vec<i64> = Step::ROUNDS.iter().filter_map(|step| step.months()).map(i64::from).chain(PULSE_MONTHS).collect();
        assert_eq!((1..=6).filter(|month| months.contains(month)).count(), 6);
    }
}
