//! The sheet as xlsx: labels above, one goal a row, blank rows up to five, the days as days. No column grades a person.

use base::clock::Day;
use base::text::Lang;
use paper::sheet::write::{ColumnOut, FormOut, TableOut, Value};

use crate::goal_sheet::content::{Content, GoalText, MOST};
use crate::goal_sheet::text::{R, T, X};
use crate::placement::{Facts, IssueEdition};

fn text(words: &str) -> Value {
    if words.is_empty() { Value::Blank } else { Value::Text(words.to_owned()) }
}

fn day(day: Option<Day>) -> Value {
    day.map_or(Value::Blank, |day| Value::Day { year: day.year(), month: day.month(), day: day.of_month() })
}

/// The form with the sheet as it stands; `state` says which wording this is, `issues` are those that its reader may read.
pub(super) fn form(content: &Content, facts: &Facts, issues: &[IssueEdition], state: &str, lang: Lang) -> FormOut {
    let (t, r, x) = (T(lang), R(lang), X(lang));
    let issue = |goal: &GoalText| issues.iter().find(|issue| goal.issue == Some(issue.edition)).map(|issue| issue.sentence.as_str());
    let tied = content.goals.iter().any(|goal| issue(goal).is_some());
    let weighed = content.goals.iter().any(|goal| goal.weight.is_some());
    let iso = |day: Option<Day>| day.map(|day| day.to_string().replace('-', "/")).unwrap_or_default();
    let period = match (content.from, content.until) {
        (None, None) => String::new(),
        (from, until) => format!("{} ~ {}", iso(from), iso(until)).trim().to_owned(),
    };
    let mut columns: Vec<(&str, u16)> = vec![(x.no(), 5), (t.sentence(), 34), (t.criterion(), 28), (t.due(), 12)];
    if tied {
        columns.push((t.issue(), 26));
    }
    if weighed {
        columns.push((x.weight(), 9));
    }
    columns.extend([(r.month1(), 20), (r.month3(), 20), (r.month6(), 20), (x.support(), 24), (x.progress(), 12)]);
    let rows = content.goals.iter().map(|goal| {
        let mut row = vec![Value::Whole(goal.no), text(&goal.sentence), text(&goal.criterion), day(goal.due)];
        if tied {
            row.push(text(issue(goal).unwrap_or_default()));
        }
        if weighed {
            row.push(goal.weight.map_or(Value::Blank, Value::Whole));
        }
        row.extend([text(&goal.month1), text(&goal.month3), text(&goal.month6), text(&goal.supporter), Value::Blank]);
        row
    });
    let words = [x.todo(), x.going(), x.slow(), x.stuck()].map(str::to_owned).to_vec();
    FormOut {
        facts: vec![
            (x.company().to_owned(), text(&facts.company)),
            (x.person().to_owned(), text(&facts.person)),
            (t.mission().to_owned(), text(&content.mission)),
            (t.period().to_owned(), text(&period)),
        ],
        choices: vec![(u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1), words)],
        days: vec![3],
        blank_rows: u16::try_from(MOST.saturating_sub(content.goals.len())).unwrap_or(0),
        table: TableOut {
            name: t.title().to_owned(),
            title: t.title().to_owned(),
            lines: vec![state.to_owned(), t.foot().to_owned()],
            columns: columns.into_iter().map(|(heading, width)| ColumnOut { heading: heading.to_owned(), width }).collect(),
            rows: rows.collect(),
        },
    }
}
