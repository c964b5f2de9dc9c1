//! What a draft begins with beside what was lent: the sentence on top, what was agreed, and the milestones all three read;
//! each in the institution's own wording, with places (`{目標}`) that are filled from the case. A place for which the case has
//! nothing leaves its sentence out. Drafted lines are the desk's own: they are read, changed or left out like any other.

use std::collections::BTreeMap;

use base::register::{Goal, GoalSheet, MilestoneView, ReportWording};
use base::sql;
use base::store::{Cause, Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use serde::{Deserialize, Serialize};

use crate::change::Seen;
use crate::check_in::rules::Word;
use crate::{check_in, placement};

/// The sentences of a draft, as the institution words them; a blank one is not drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wording {
    /// On top.
    pub finding: String,
    /// What was agreed.
    pub agreed: String,
    /// A milestone that all three read.
    pub milestone: String,
}

/// The places a sentence may have.
pub(super) const FINDING: [&str; 4] = ["会社", "ご本人", "役職", "変化"];
/// The places of the sentence on what was agreed.
pub(super) const AGREED: [&str; 3] = ["会社", "役職", "担うこと"];
/// The places of the sentence on a milestone.
pub(super) const MILESTONE: [&str; 3] = ["目標", "月", "様子"];

impl Wording {
    /// What comes with the product: nothing on top, where a person finds the words.
    pub(super) fn first() -> Wording {
        Wording {
            finding: String::new(),
            agreed: "三者で「{担うこと}」に合意し、取り組みを進めています。".to_owned(),
            milestone: "目標「{目標}」は、{月}か月の節目で「{様子}」です。".to_owned(),
        }
    }
}

/// The first place of a sentence that is not one of `known`, or a brace without its other half.
pub(super) fn unknown(sentence: &str, known: &[&str]) -> Option<String> {
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, from) = rest.split_at(at);
        let place = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        match place {
            Some((name, after)) if known.contains(&name) => rest = after,
            Some((name, _)) => return Some(format!("{{{name}}}")),
            None => return Some(from.chars().take(1).collect()),
        }
    }
    None
}

/// A sentence with its places filled; none when it is blank or the case has nothing for one of them.
fn filled(sentence: &str, values: &[(&str, &str)]) -> Option<String> {
    let mut text = sentence.to_owned();
    for (name, value) in values {
        let place = format!("{{{name}}}");
        if text.contains(&place) {
            if value.is_empty() {
                return None;
            }
            text = text.replace(&place, value);
        }
    }
    (!text.trim().is_empty()).then_some(text)
}

base::row! {
    struct Row { edition: i64, content: String }
    struct View { goal: String, month: i64, word: String }
}

/// The newest edition with its number; 0 came with the product.
pub(super) fn newest(tx: &Read<'_>) -> Result<(i64, Wording), StoreError> {
    let row: Option<Row> = tx.maybe(
        &tx.desk()?.pass::<ReportWording, deed::View>()?,
        sql!(ReportWording => "select edition, content from report_wordings order by edition desc limit 1"),
        vec![],
    )?;
    match row {
        Some(row) => {
            let wording = serde_json::from_str(&row.content).map_err(|error| StoreError::Broken(Cause(format!("a wording: {error}"))))?;
            Ok((row.edition, wording))
        }
        None => Ok((0, Wording::first())),
    }
}

/// Keeps the next edition over the one that was seen; gives its number and id.
///
/// # Errors
/// `Stale` when another edition stands by now.
pub(super) fn keep(tx: &Write<'_>, seen: i64, wording: &Wording) -> Result<(i64, String), StoreError> {
    if newest(tx)?.0 != seen {
        return Err(StoreError::Stale);
    }
    let content = serde_json::to_string(wording).map_err(|error| StoreError::Broken(Cause(format!("a wording: {error}"))))?;
    let id = tx.id();
    let set = Set::new().with("edition", seen + 1).with("content", content);
    tx.insert(&tx.desk()?.pass::<ReportWording, deed::Change>()?, &id, set)?;
    Ok((seen + 1, id))
}

/// The milestones all three read, the newest month of each goal; where parties see it differently, none of it is drafted.
fn milestones(tx: &Read<'_>, entry: &Entry) -> Result<Vec<(String, i64, Word)>, StoreError> {
    let goals: Vec<(String, String)> = tx.rows(
        &entry.pass::<Goal, deed::View>()?,
        sql!(Goal => "select id, sentence from goals where state = 'standing' order by no, id"),
        vec![],
    )?;
    let views: Vec<View> = tx.rows(
        &entry.pass::<MilestoneView, deed::View>()?,
        sql!(MilestoneView => "select goal_id, month, word from milestone_views where shown = 1 order by month desc, created_at, id"),
        vec![],
    )?;
    Ok(goals
        .into_iter()
        .filter_map(|(id, sentence)| {
            let month = views.iter().find(|view| view.goal == id)?.month;
            let mut words = views.iter().filter(|view| view.goal == id && view.month == month).map(|view| view.word.as_str());
            let first = words.next()?;
            let word = words.all(|word| word == first).then(|| Word::parse(first)).flatten()?;
            Some((sentence, month, word))
        })
        .collect())
}

/// The sentence on top, or an empty one, and the lines a draft begins with beside what was lent.
///
/// # Errors
/// The store's own.
pub(super) fn begun(tx: &Read<'_>, entry: &Entry, seen: &[&Seen]) -> Result<(String, Vec<String>), StoreError> {
    let wording = newest(tx)?.1;
    let facts = placement::facts(tx, entry)?;
    let mut by_change: BTreeMap<&str, usize> = BTreeMap::new();
    for note in seen.iter().filter(|note| !note.change_id.is_empty()) {
        *by_change.entry(note.change_id.as_str()).or_default() += 1;
    }
    let most = by_change.into_iter().max_by_key(|(_, n)| *n).map(|(id, _)| id);
    let wishes = crate::change::wishes(tx, entry)?;
    let change = wishes.iter().find(|wish| Some(wish.id.as_str()) == most).map_or("", |wish| wish.words.as_str());
    let person = format!("{}さん", placement::family_name(&facts.person));
    let finding = filled(&wording.finding, &[("会社", &facts.company), ("ご本人", &person), ("役職", &facts.post), ("変化", change)]);
    let mission: Option<(String,)> = tx.maybe(
        &entry.pass::<GoalSheet, deed::View>()?,
        sql!(GoalSheet => "select mission from goal_sheets where state = 'agreed'"),
        vec![],
    )?;
    let mission = mission.map(|(mission,)| mission).unwrap_or_default();
    let agreed = filled(&wording.agreed, &[("会社", &facts.company), ("役職", &facts.post), ("担うこと", &mission)]);
    let mut lines: Vec<String> = agreed.filter(|_| !mission.is_empty()).into_iter().collect();
    for (goal, month, word) in milestones(tx, entry)? {
        let month = month.to_string();
        let word = check_in::text::T(Lang::Ja).word(word);
        lines.extend(filled(&wording.milestone, &[("目標", &goal), ("月", &month), ("様子", word)]));
    }
    Ok((finding.unwrap_or_default(), lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_nobody_knows_or_half_a_brace_is_found() {
        assert_eq!(unknown("目標「{目標}」は{月}か月で{様子}です。", &MILESTONE), None);
        assert_eq!(unknown("{目標}と{売上}", &MILESTONE).as_deref(), Some("{売上}"));
        assert_eq!(unknown("{目標", &MILESTONE).as_deref(), Some("{"));
        assert_eq!(unknown("目標}", &MILESTONE).as_deref(), Some("}"));
    }

    #[test]
    fn a_sentence_whose_place_the_case_cannot_fill_is_left_out() {
        assert_eq!(filled("「{変化}」が見え始めています", &[("変化", "会議")]).as_deref(), Some("「会議」が見え始めています"));
        assert_eq!(filled("「{変化}」が見え始めています", &[("変化", "")]), None);
        assert_eq!(filled("いつもの一文", &[("変化", "")]).as_deref(), Some("いつもの一文"));
        assert_eq!(filled("", &[]), None);
    }
}
