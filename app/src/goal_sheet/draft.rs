//! The desk's form for the sheet, read once: mission, period, and up to five goals.

use base::clock::Day;
use base::fold;
use base::japan::{DayFault, read_day};
use base::text::Lang;

use super::content::GoalText;
use super::text::F;
use crate::web::{Errors, Form};

/// Longest sentence of the sheet, in characters.
pub const SENTENCE: usize = 200;
/// Longest text taken from one side, in characters.
pub const LONG: usize = 1000;
/// Rows of the form that are read at most: five standing goals, and those whose dropping waits.
pub const ROWS: usize = 15;

/// One goal of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// As typed; the number is not the form's to give.
    pub goal: GoalText,
    /// The desk wants to drop it.
    pub drop: bool,
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// 担っていただくこと.
    pub mission: String,
    /// First day of the period.
    pub from: Option<Day>,
    /// Last day of the period.
    pub until: Option<Day>,
    /// Why an agreed sheet is changed, for all three to read; may be blank.
    pub reason: String,
    /// The goals, blank rows left out.
    pub slots: Vec<Slot>,
}

/// The name of a field of row `n`.
pub fn name(n: usize, field: &str) -> String {
    format!("g{n}_{field}")
}

/// Reads a text of several lines, folded line by line.
pub fn lines(form: &Form, errors: &mut Errors, field: &str, most: usize, lang: Lang) -> String {
    let text = form.get(field).lines().map(fold::tidy).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let count = text.chars().count();
    if count > most {
        errors.add(field, crate::web::text::T(lang).e_long(most, count));
    }
    text
}

/// Reads a day as people write it; blank is none.
pub fn day(form: &Form, errors: &mut Errors, field: &str, lang: Lang) -> Option<Day> {
    let typed = form.trimmed(field);
    if typed.is_empty() {
        return None;
    }
    match read_day(typed) {
        Ok(day) => return Some(day),
        Err(DayFault::Ambiguous(a, b)) => errors.add(field, F(lang).e_which_day(&lang.day(a), &lang.day(b))),
        Err(_) => errors.add(field, crate::web::text::T(lang).e_date()),
    }
    None
}

/// A share of a hundred; blank is none.
fn weight(form: &Form, errors: &mut Errors, field: &str, lang: Lang) -> Option<i64> {
    let typed = fold::tidy(form.trimmed(field));
    let typed = typed.trim_end_matches('%').trim();
    if typed.is_empty() {
        return None;
    }
    let share = typed.parse().ok().filter(|share| (1..=100).contains(share));
    if share.is_none() {
        errors.add(field, F(lang).e_weight());
    }
    share
}

impl Draft {
    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, lang: Lang) -> Result<Draft, Errors> {
        let t = F(lang);
        let shared = super::text::T(lang);
        let mut e = Errors::none();
        let mut draft = Draft {
            mission: lines(form, &mut e, "mission", SENTENCE, lang),
            from: day(form, &mut e, "from_on", lang),
            until: day(form, &mut e, "until_on", lang),
            reason: lines(form, &mut e, "reason", SENTENCE, lang),
            slots: Vec::new(),
        };
        if let (Some(from), Some(until)) = (draft.from, draft.until)
            && until < from
        {
            e.add("until_on", crate::web::text::T(lang).e_order(shared.until_on(), shared.from_on()));
        }
        for n in 1..=ROWS {
            let mut text = |field: &str| lines(form, &mut e, &name(n, field), SENTENCE, lang);
            let goal = GoalText {
                id: form.get(&name(n, "id")).to_owned(),
                sentence: text("sentence"),
                criterion: text("criterion"),
                month1: text("month1"),
                month3: text("month3"),
                month6: text("month6"),
                supporter: text("supporter"),
                weight: None,
                issue: form.get(&name(n, "issue")).parse().ok(),
                due: day(form, &mut e, &name(n, "due"), lang),
                no: 0,
            };
            let goal = GoalText { weight: weight(form, &mut e, &name(n, "weight"), lang), ..goal };
            if let (Some(due), Some(from)) = (goal.due, draft.from)
                && due < from
            {
                e.add(&name(n, "due"), t.e_due_early());
            }
            let drop = form.ticked(&name(n, "drop"));
            let blank = goal.id.is_empty() && goal.sentence.is_empty() && !goal.has_more();
            if blank || (drop && goal.id.is_empty()) {
                continue;
            }
            if goal.sentence.is_empty() && !drop {
                e.add(&name(n, "sentence"), if goal.id.is_empty() { t.e_sentence() } else { t.e_sentence_or_drop() });
            }
            draft.slots.push(Slot { goal, drop });
        }
        e.check().map(|()| draft)
    }

    /// Whether nothing at all was typed.
    pub fn is_blank(&self) -> bool {
        self.mission.is_empty() && self.from.is_none() && self.until.is_none() && self.slots.is_empty()
    }
}
