//! What pages show of the sheet: mission, goals and differences; one drawing for desk and portal.

use base::register::Issue;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;

use super::content::{self, Content, GoalText};
use super::rules::Paper;
use super::store::Kept;
use super::text::T;
use crate::agreement::Eyes;
use crate::placement::{self, IssueEdition};

/// A goal, ready to be drawn.
#[derive(Clone, Debug)]
pub(crate) struct GoalBox {
    /// `目標2`, or its dropping.
    pub title: String,
    /// Its number.
    pub no: String,
    /// The sentence.
    pub sentence: String,
    /// The other fields that are filled: label and text.
    pub rows: Vec<(&'static str, String)>,
    /// Whether its dropping is proposed.
    pub leaving: bool,
    /// Whose agreement it waits for, in words; empty when all have agreed or nobody was asked.
    pub waits: String,
}

/// A difference, ready to be drawn.
#[derive(Clone, Debug)]
pub(crate) struct Diff {
    /// What it is about.
    pub what: String,
    /// Before; empty for a new goal.
    pub was: String,
    /// After; empty for a dropped one.
    pub now: String,
}

/// What stands on top of every page about the sheet: mission, period, goals.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// 担っていただくこと; may be empty.
    pub mission: String,
    /// The period in words; may be empty.
    pub period: String,
    /// Whose agreement mission and period wait for; may be empty.
    pub waits: String,
    /// The goals.
    pub goals: Vec<GoalBox>,
}

/// The wordings of the issue, for those who may read it; who is named for the sheet alone gets none.
///
/// # Errors
/// The store's own.
pub(super) fn issues(tx: &Read<'_>, entry: &Entry) -> Result<Vec<IssueEdition>, StoreError> {
    if entry.may::<Issue, deed::View>() { placement::issues(tx, entry) } else { Ok(Vec::new()) }
}

impl Words {
    /// With the issue each goal serves, in the words of `issues`.
    #[must_use]
    pub(super) fn tied(mut self, content: &Content, issues: &[IssueEdition], lang: Lang) -> Words {
        for (goal, _) in content.in_order() {
            let issue = goal.issue.and_then(|no| issues.iter().find(|issue| issue.edition == no));
            if let (Some(issue), Some(drawn)) = (issue, self.goals.iter_mut().find(|drawn| drawn.no == goal.no.to_string())) {
                drawn.rows.push((T(lang).issue(), issue.sentence.clone()));
            }
        }
        self
    }
}

/// Differences in words.
pub(super) fn diffs(before: &Content, after: &Content, lang: Lang) -> Vec<Diff> {
    content::changes(before, after).iter().map(|change| T(lang).change(change)).map(|(what, was, now)| Diff { what, was, now }).collect()
}

/// A goal without anyone's seals.
pub(super) fn goal(goal: &GoalText, leaving: bool, lang: Lang) -> GoalBox {
    let t = T(lang);
    let rows = [
        (t.criterion(), goal.criterion.clone()),
        (t.due(), goal.due.map(|day| lang.day(day)).unwrap_or_default()),
        (t.month1(), goal.month1.clone()),
        (t.month3(), goal.month3.clone()),
        (t.month6(), goal.month6.clone()),
        (t.supporter(), goal.supporter.clone()),
        (t.weight(), goal.weight.map(|weight| t.weight_of(weight)).unwrap_or_default()),
    ];
    GoalBox {
        title: t.part_goal(goal.no),
        no: goal.no.to_string(),
        sentence: goal.sentence.clone(),
        rows: rows.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
        leaving,
        waits: String::new(),
    }
}

/// The words of an agreed version.
pub(super) fn kept_words(kept: &Kept, lang: Lang) -> Words {
    Words {
        mission: kept.content.mission.clone(),
        period: T(lang).span(kept.content.from, kept.content.until),
        waits: String::new(),
        goals: kept.content.goals.iter().map(|one| goal(one, false, lang)).collect(),
    }
}

impl Eyes<'_> {
    /// Mission, period and goals with what each waits for.
    pub fn words(&self, paper: &Paper) -> Words {
        let goals = paper.content.in_order().into_iter();
        Words {
            mission: paper.content.mission.clone(),
            period: T(self.lang).span(paper.content.from, paper.content.until),
            waits: self.waits(paper, content::MISSION),
            goals: goals.map(|(one, leaving)| GoalBox { waits: self.waits(paper, &one.id), ..goal(one, leaving, self.lang) }).collect(),
        }
    }
}
