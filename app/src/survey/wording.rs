//! How the questions are worded: what comes with the product, and the institution's own editions over it.
//!
//! A round keeps the edition it was asked in. A question that was only put better stays comparable; one whose meaning
//! changed begins a series of its own, named by the edition in which it began, and is not compared over time.

use base::actor::Side;
use base::register::SurveyWording;
use base::store::{Cause, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};
use serde::{Deserialize, Serialize};

use super::rules::Step;
use super::text::T;

base::row! {
    struct Row { edition: i64, content: String }
}

/// One question in both wordings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Before joining, or in the months.
    pub before: bool,
    /// Its number.
    pub question: i64,
    /// As the company is asked.
    pub company: String,
    /// As the person is asked.
    pub person: String,
    /// The edition in which its meaning began; 0 came with the product.
    pub series: i64,
}

/// One edition: 0 came with the product.
#[derive(Clone, Debug)]
pub(super) struct Wording {
    pub edition: i64,
    pub lines: Vec<Line>,
}

/// The questions that can be worded: (before joining, number).
pub(super) fn all() -> impl Iterator<Item = (bool, i64)> {
    [Step::Before, Step::Month1].into_iter().flat_map(|step| step.compared().iter().map(move |number| (step == Step::Before, *number)))
}

fn step(before: bool) -> Step {
    if before { Step::Before } else { Step::Month1 }
}

impl Wording {
    /// What comes with the product.
    fn first() -> Wording {
        let t = T(Lang::Ja);
        let line = |(before, question): (bool, i64)| Line {
            before,
            question,
            company: t.question(step(before), question, Side::Company).to_owned(),
            person: t.question(step(before), question, Side::Person).to_owned(),
            series: 0,
        };
        Wording { edition: 0, lines: all().map(line).collect() }
    }

    pub(super) fn line(&self, before: bool, question: i64) -> Option<&Line> {
        self.lines.iter().find(|line| line.before == before && line.question == question)
    }

    /// A question as this side is asked it. The product's own wording speaks the reader's language; the institution's is as it
    /// was written.
    pub(super) fn question(&self, at: Step, number: i64, side: Side, lang: Lang) -> String {
        let (own, known) = (T(lang).question(at, number, side), T(Lang::Ja).question(at, number, side));
        let written = self.line(at == Step::Before, number).map(|line| if side == Side::Company { &line.company } else { &line.person });
        match written {
            Some(words) if words != known => words.clone(),
            _ => own.to_owned(),
        }
    }

    /// The questions that meant the same at `at` in this wording as they did at `then` in the other.
    pub(super) fn comparable(&self, at: Step, other: &Wording, then: Step) -> Vec<i64> {
        let series = |wording: &Wording, step: Step, number: i64| wording.line(step == Step::Before, number).map(|line| line.series);
        at.compared().iter().copied().filter(|number| series(self, at, *number) == series(other, then, *number)).collect()
    }
}

/// Every edition, the newest last; the first is the product's.
pub(super) struct Editions(Vec<Wording>);

impl Editions {
    /// The one that stands.
    pub(super) fn newest(&self) -> Wording {
        self.0.last().cloned().unwrap_or_else(Wording::first)
    }
    /// The one a round was asked in.
    pub(super) fn of(&self, edition: i64) -> Wording {
        self.0.iter().find(|wording| wording.edition == edition).cloned().unwrap_or_else(Wording::first)
    }
}

/// Loads the editions, for whoever is asked and whoever asks.
pub(super) fn editions(tx: &Read<'_>) -> Result<Editions, StoreError> {
    let rows: Vec<Row> = tx.rows(
        &tx.reach::<SurveyWording, deed::View>()?,
        sql!(SurveyWording => "select edition, content from survey_wordings order by edition"),
        args![],
    )?;
    let mut all = vec![Wording::first()];
    for row in rows {
        let lines = serde_json::from_str(&row.content)
            .map_err(|error| StoreError::Broken(Cause(format!("edition {} of the questions: {error}", row.edition))))?;
        all.push(Wording { edition: row.edition, lines });
    }
    Ok(Editions(all))
}

/// Keeps the next edition; gives it and its id.
///
/// # Errors
/// `Stale` when `seen` is not the edition that stands.
pub(super) fn keep(tx: &Write<'_>, seen: i64, lines: &[Line]) -> Result<(i64, String), StoreError> {
    if editions(tx)?.newest().edition != seen {
        return Err(StoreError::Stale);
    }
    let content = serde_json::to_string(lines).map_err(|error| StoreError::Broken(Cause(error.to_string())))?;
    let (id, edition) = (tx.id(), seen + 1);
    let set = Set::new().with("edition", edition).with("content", content);
    tx.insert(&tx.desk()?.pass::<SurveyWording, deed::Change>()?, &id, set)?;
    Ok((edition, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_better_wording_stays_comparable_and_a_new_meaning_does_not() {
        let first = Wording::first();
        let mut next = first.clone();
        next.edition = 1;
        for line in &mut next.lines {
            if line.question == 3 && !line.before {
                line.company = "困ったとき、ご本人が声をかけられる方が社内にいる。".to_owned();
            }
            if line.question == 8 {
                line.series = 1;
            }
        }
        assert_eq!(next.comparable(Step::Month3, &first, Step::Month1), [1, 2, 3, 4, 5, 6, 7, 9, 10]);
        assert_eq!(next.comparable(Step::Month1, &first, Step::Before), [3, 5, 6, 7]);
        assert_eq!(next.question(Step::Month1, 3, Side::Company, Lang::En), "困ったとき、ご本人が声をかけられる方が社内にいる。");
        assert_eq!(next.question(Step::Month1, 3, Side::Person, Lang::En), "I have someone to turn to.");
    }
}
