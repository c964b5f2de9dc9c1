//! What the sheet says: mission, period, goals. Pure; parts, their hashes, and what differs between two wordings.
//!
//! A part is what a party agrees to by itself: the mission with the period, each goal, and the dropping of a goal.

use base::clock::Day;
use base::text::Lang;
use base::vault::digest;
use serde::{Deserialize, Serialize};

use crate::agreement::{self, day};

/// At most this many goals stand at a time (mission.md, capability 9).
pub const MOST: usize = 5;

/// A goal as written; all but the sentence may stay blank.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalText {
    /// Its id; empty before it is saved.
    pub id: String,
    /// Its number, which it keeps once the parties have seen it.
    pub no: i64,
    /// What is to be reached, in one sentence.
    pub sentence: String,
    /// How one will see that it is reached.
    pub criterion: String,
    /// Until when.
    #[serde(with = "day")]
    pub due: Option<Day>,
    /// Milestone after one month.
    pub month1: String,
    /// After three months.
    pub month3: String,
    /// After six months.
    pub month6: String,
    /// Who supports, and how.
    pub supporter: String,
    /// Its share of a hundred, where somebody wants weights at all.
    #[serde(default)]
    pub weight: Option<i64>,
    /// The management issue it serves: the edition of the wording that stood when it was tied. Its words are not here: who is
    /// named for the sheet does not read the issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<i64>,
}

/// The whole sheet at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// 担っていただくこと, in a line.
    pub mission: String,
    /// First day of the period.
    #[serde(with = "day")]
    pub from: Option<Day>,
    /// Last day of the period.
    #[serde(with = "day")]
    pub until: Option<Day>,
    /// The goals that stand, by number.
    pub goals: Vec<GoalText>,
    /// The goals whose dropping this wording contains, by number.
    pub left: Vec<GoalText>,
}

/// What a part is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Mission and period.
    Mission,
    /// The goal of this number.
    Goal(i64),
    /// That the goal of this number is dropped.
    Leaving(i64),
}

/// A part with the hash of its present wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `mission`, or the goal's id.
    pub key: String,
    /// SHA-256 over its fields in a fixed order.
    pub hash: String,
    /// What it is about.
    pub what: What,
}

impl agreement::Part for Part {
    fn key(&self) -> &str {
        &self.key
    }
    fn hash(&self) -> &str {
        &self.hash
    }
    fn words(&self, lang: Lang) -> String {
        super::text::T(lang).part(self.what)
    }
}

/// The key of the part that holds mission and period.
pub const MISSION: &str = "mission";

fn day_text(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Fields as a JSON list: a text that another list of fields cannot have.
fn hash(fields: &[&str]) -> String {
    digest(&serde_json::to_string(fields).unwrap_or_default())
}

impl GoalText {
    /// The part of this goal; `leaving` is another wording than the goal itself.
    fn part(&self, leaving: bool) -> Part {
        let due = day_text(self.due);
        let state = if leaving { "dropped" } else { "standing" };
        let weight = self.weight.map(|weight| weight.to_string());
        let issue = self.issue.map(|no| format!("issue {no}"));
        let mut fields =
            vec!["goal", &self.id, &self.sentence, &self.criterion, &due, &self.month1, &self.month3, &self.month6, &self.supporter, state];
        fields.extend(weight.as_deref());
        fields.extend(issue.as_deref());
        let what = if leaving { What::Leaving(self.no) } else { What::Goal(self.no) };
        Part { key: self.id.clone(), hash: hash(&fields), what }
    }

    /// Whether one of the fields that may stay blank is filled.
    pub fn has_more(&self) -> bool {
        self.due.is_some()
            || self.weight.is_some()
            || self.issue.is_some()
            || [&self.criterion, &self.month1, &self.month3, &self.month6, &self.supporter].iter().any(|f| !f.is_empty())
    }
}

impl Content {
    /// Every part, mission first, then by number.
    pub fn parts(&self) -> Vec<Part> {
        let mission = Part {
            key: MISSION.into(),
            hash: hash(&[MISSION, &self.mission, &day_text(self.from), &day_text(self.until)]),
            what: What::Mission,
        };
        let mut goals: Vec<(i64, Part)> = self.goals.iter().map(|goal| (goal.no, goal.part(false))).collect();
        goals.extend(self.left.iter().map(|goal| (goal.no, goal.part(true))));
        goals.sort_by_key(|(no, _)| *no);
        std::iter::once(mission).chain(goals.into_iter().map(|(_, part)| part)).collect()
    }

    /// Standing and leaving goals in the order of their numbers; true marks a leaving one.
    pub fn in_order(&self) -> Vec<(&GoalText, bool)> {
        let mut all: Vec<(&GoalText, bool)> =
            self.goals.iter().map(|goal| (goal, false)).chain(self.left.iter().map(|goal| (goal, true))).collect();
        all.sort_by_key(|(goal, _)| goal.no);
        all
    }

    /// Whether this says what the agreed wording says, with nothing left to drop.
    pub fn says(&self, agreed: &Content) -> bool {
        self.left.is_empty()
            && self.mission == agreed.mission
            && self.from == agreed.from
            && self.until == agreed.until
            && self.goals == agreed.goals
    }
}

/// A field in words elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 担っていただくこと.
    Mission,
    /// First day.
    From,
    /// Last day.
    Until,
    /// The sentence.
    Sentence,
    /// 達成のめやす.
    Criterion,
    /// 期日.
    Due,
    /// 1か月.
    Month1,
    /// 3か月.
    Month3,
    /// 6か月.
    Month6,
    /// Who supports.
    Supporter,
    /// Weight.
    Weight,
    /// The issue it serves.
    Issue,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Words.
    Text(String),
    /// A day, or none.
    Day(Option<Day>),
    /// Whether it is said; what it says is not for every reader.
    Tied(Option<i64>),
}

/// One difference between two wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A field says something else; the number is the goal's.
    Field(Option<i64>, Field, Said, Said),
    /// A goal was added.
    Added(GoalText),
    /// A goal was dropped.
    Dropped(GoalText),
}

impl Change {
    /// The number of the goal it is about.
    pub fn goal(&self) -> Option<i64> {
        match self {
            Change::Field(no, ..) => *no,
            Change::Added(goal) | Change::Dropped(goal) => Some(goal.no),
        }
    }
}

fn fields(goal: &GoalText) -> [(Field, Said); 9] {
    let text = |text: &String| Said::Text(text.clone());
    [
        (Field::Sentence, text(&goal.sentence)),
        (Field::Criterion, text(&goal.criterion)),
        (Field::Due, Said::Day(goal.due)),
        (Field::Month1, text(&goal.month1)),
        (Field::Month3, text(&goal.month3)),
        (Field::Month6, text(&goal.month6)),
        (Field::Supporter, text(&goal.supporter)),
        (Field::Weight, Said::Text(goal.weight.map(|weight| weight.to_string()).unwrap_or_default())),
        (Field::Issue, Said::Tied(goal.issue)),
    ]
}

/// What `after` says otherwise than `before`, field by field.
pub fn changes(before: &Content, after: &Content) -> Vec<Change> {
    let mut found = Vec::new();
    let whole = [
        (Field::Mission, Said::Text(before.mission.clone()), Said::Text(after.mission.clone())),
        (Field::From, Said::Day(before.from), Said::Day(after.from)),
        (Field::Until, Said::Day(before.until), Said::Day(after.until)),
    ];
    for (field, was, is) in whole {
        if was != is {
            found.push(Change::Field(None, field, was, is));
        }
    }
    for goal in &before.goals {
        match after.goals.iter().find(|other| other.id == goal.id) {
            None => found.push(Change::Dropped(goal.clone())),
            Some(other) => {
                for ((field, was), (_, is)) in fields(goal).into_iter().zip(fields(other)) {
                    if was != is {
                        found.push(Change::Field(Some(goal.no), field, was, is));
                    }
                }
            }
        }
    }
    for goal in &after.goals {
        if !before.goals.iter().any(|other| other.id == goal.id) {
            found.push(Change::Added(goal.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(id: &str, no: i64, sentence: &str) -> GoalText {
        GoalText { id: id.into(), no, sentence: sentence.into(), ..GoalText::default() }
    }

    #[test]
    fn the_hash_of_a_goal_moves_with_each_of_its_fields_and_with_no_other_goal() {
        let one = Content { goals: vec![goal("a", 1, "一"), goal("b", 2, "二")], ..Content::default() };
        let mut other = one.clone();
        other.goals[1].month3 = "試す".into();
        let (before, after) = (one.parts(), other.parts());
        assert_eq!(before[0], after[0]);
        assert_eq!(before[1], after[1]);
        assert_ne!(before[2].hash, after[2].hash);
        let mut moved = one.clone();
        moved.goals[0].criterion = "一".into();
        moved.goals[0].sentence = String::new();
        assert_ne!(one.parts()[1].hash, moved.parts()[1].hash, "the same words in another field are other words");
    }

    #[test]
    fn dropping_a_goal_is_a_wording_of_its_own() {
        let stands = Content { goals: vec![goal("a", 1, "一")], ..Content::default() };
        let leaves = Content { left: vec![goal("a", 1, "一")], ..Content::default() };
        assert_ne!(stands.parts()[1].hash, leaves.parts()[1].hash);
        assert_eq!(leaves.parts()[1].what, What::Leaving(1));
    }

    #[test]
    fn differences_are_told_field_by_field() {
        let before = Content { goals: vec![goal("a", 1, "一"), goal("b", 2, "二")], ..Content::default() };
        let mut after = before.clone();
        after.goals.remove(0);
        after.goals[0].due = Day::new(2026, 12, 31);
        after.goals.push(goal("c", 3, "三"));
        let told = changes(&before, &after);
        assert_eq!(told.iter().map(Change::goal).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
        assert_eq!(told[1], Change::Field(Some(2), Field::Due, Said::Day(None), Said::Day(Day::new(2026, 12, 31))));
    }

    #[test]
    fn an_agreed_wording_survives_its_way_into_the_database() {
        let content =
            Content { mission: "任せる".into(), until: Day::new(2027, 3, 1), goals: vec![goal("a", 1, "一")], ..Content::default() };
        let text = serde_json::to_string(&content).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), content);
    }
}
