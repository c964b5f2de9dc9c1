//! The rules of the review, pure: the four words, what a view needs, how far an indicator has come, and whether views differ.

use base::fold;
use base::text::Lang;
use serde::{Deserialize, Serialize};

use super::text::T;
use crate::placement::rules::{LINE, SENTENCE, fold_sentence, line, too_long};
use crate::web::{Errors, Form};

/// How the issue stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// 解決した.
    Solved,
    /// 前に進んだ.
    Advanced,
    /// 変わっていない.
    Unchanged,
    /// 課題そのものが変わった.
    Redefined,
}

impl Word {
    /// Every word.
    pub const ALL: [Word; 4] = [Word::Solved, Word::Advanced, Word::Unchanged, Word::Redefined];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Word::Solved => "solved",
            Word::Advanced => "advanced",
            Word::Unchanged => "unchanged",
            Word::Redefined => "redefined",
        }
    }

    /// Reads what [`Word::code`] wrote.
    pub fn parse(code: &str) -> Option<Word> {
        Word::ALL.into_iter().find(|word| word.code() == code)
    }
}

/// One party's view, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// How the issue stands.
    pub word: Word,
    /// By what one sees it.
    pub evidence: String,
    /// What the follow-up was worth; may be empty.
    pub worth: String,
    /// What was missing in it; may be empty.
    pub missing: String,
    /// Whether word and grounds may stand in the outcome.
    pub lend: bool,
    /// Whether worth and missing may be quoted.
    pub quote: bool,
}

impl View {
    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended: a word was not chosen, or the grounds are missing.
    pub fn parse(form: &Form, lang: Lang) -> Result<View, Errors> {
        let t = T(lang);
        let mut e = Errors::none();
        let mut text = |field: &str| {
            let text = fold_sentence(form.get(field));
            too_long(&mut e, field, &text, SENTENCE, lang);
            text
        };
        let (evidence, worth, missing) = (text("evidence"), text("worth"), text("missing"));
        if evidence.is_empty() {
            e.add("evidence", t.e_evidence());
        }
        let word = Word::parse(form.get("word"));
        let Some(word) = word else {
            e.add("word", crate::web::text::T(lang).e_choose());
            return Err(e);
        };
        e.check().map(|()| View { word, evidence, worth, missing, lend: form.ticked("lend"), quote: form.ticked("quote") })
    }
}

/// A view as it stands in an outcome: with its writer's yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lent {
    /// `company`, `person` or `bank`.
    pub side: String,
    /// One of the four words.
    pub word: String,
    /// By what one sees it.
    pub evidence: String,
}

/// A sentence on the follow-up that may be quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// `company`, `person` or `bank`.
    pub side: String,
    /// What it was worth; may be empty.
    pub worth: String,
    /// What was missing; may be empty.
    pub missing: String,
}

/// What all three read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The issue as first set.
    pub first: String,
    /// The day it was set.
    pub first_on: String,
    /// The issue as worded now; empty when it is the first.
    pub now: String,
    /// Views whose writers said yes; the desk's always.
    pub views: Vec<Lent>,
    /// Sentences on the follow-up whose writers said yes.
    pub quotes: Vec<Quote>,
    /// Indicators and effects in a sentence each.
    pub measures: Vec<String>,
}

impl Content {
    /// Whether the views that are shown say different things. They stay so.
    pub fn differ(&self) -> bool {
        self.views.windows(2).any(|two| two.first().map(|one| &one.word) != two.get(1).map(|other| &other.word))
    }
}

/// An indicator or effect, as typed in one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Its id; empty for a new one.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// `indicator` or `effect`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// 日, 円, 件.
    pub unit: String,
    /// At first: a number or words.
    pub first: String,
    /// As it was hoped.
    pub hoped: String,
    /// As it is now.
    pub reached: String,
}

/// Rows of the form beyond those that are there.
pub const BLANK: usize = 2;
/// Most rows of one case.
pub const MOST: usize = 12;

/// Reads the rows; a row without a name is none.
///
/// # Errors
/// What is to be mended.
pub fn measures(form: &Form, lang: Lang) -> Result<Vec<Measure>, Errors> {
    let mut e = Errors::none();
    let mut rows = Vec::new();
    for nth in 0..MOST {
        let of = |name: &str| format!("{name}_{nth}");
        if form.fields().iter().all(|(field, _)| *field != of("name")) {
            continue;
        }
        let mut read = |name: &str| line(form, &mut e, &of(name), LINE, lang);
        let row = Measure {
            name: read("name"),
            unit: read("unit"),
            first: read("first"),
            hoped: read("hoped"),
            reached: read("reached"),
            id: form.get(&of("id")).to_owned(),
            version: form.get(&of("version")).parse().unwrap_or(0),
            kind: if form.get(&of("kind")) == "effect" { "effect".into() } else { "indicator".into() },
        };
        if row.name.is_empty() {
            if !(row.id.is_empty() && row.first.is_empty() && row.hoped.is_empty() && row.reached.is_empty()) {
                e.add(&of("name"), crate::web::text::T(lang).e_required(T(lang).m_name()));
            }
            continue;
        }
        rows.push(row);
    }
    e.check().map(|()| rows)
}

/// A number as people write it: `1,200`, `▲30`, full width. Words are none.
pub fn number(text: &str) -> Option<f64> {
    let text = fold::tidy(text).replace([',', ' '], "").replace(['▲', '△'], "-");
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// How far a measure has come, in a sentence that judges nobody.
pub fn course(measure: &Measure, lang: Lang) -> String {
    let t = T(lang);
    let with = |text: &str| if text.is_empty() { t.m_blank().to_owned() } else { format!("{text}{}", measure.unit) };
    let stands = t.m_stands(&measure.name, &with(&measure.first), &with(&measure.hoped), &with(&measure.reached));
    let (Some(first), Some(hoped), Some(reached)) = (number(&measure.first), number(&measure.hoped), number(&measure.reached)) else {
        return stands;
    };
    let up = hoped >= first;
    let word = if (up && reached >= hoped) || (!up && reached <= hoped) {
        t.m_there()
    } else if (up && reached > first) || (!up && reached < first) {
        t.m_nearer()
    } else if (reached - first).abs() < f64::EPSILON {
        t.m_same()
    } else {
        t.m_farther()
    };
    format!("{stands}{word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(first: &str, hoped: &str, reached: &str) -> String {
        let measure = Measure {
            name: "月次の締め".into(),
            unit: "日".into(),
            first: first.into(),
            hoped: hoped.into(),
            reached: reached.into(),
            ..Measure::default()
        };
        course(&measure, Lang::Ja)
    }

    #[test]
    fn a_number_that_should_fall_is_nearer_when_it_has_fallen() {
        assert!(measure("25", "10", "14").ends_with(T(Lang::Ja).m_nearer()));
        assert!(measure("25", "10", "10").ends_with(T(Lang::Ja).m_there()));
        assert!(measure("25", "10", "30").ends_with(T(Lang::Ja).m_farther()));
        assert!(measure("25", "10", "25").ends_with(T(Lang::Ja).m_same()));
    }

    #[test]
    fn words_are_set_side_by_side_and_not_reckoned_with() {
        let said = measure("社長の頭の中", "部門別に見える", "部門別の表ができた");
        assert!(said.contains("社長の頭の中日") && !said.contains(T(Lang::Ja).m_nearer()));
    }

    #[test]
    fn a_view_without_its_grounds_is_not_taken() {
        let form = Form::filled([("word", "solved".to_owned())]);
        assert!(View::parse(&form, Lang::Ja).unwrap_err().has("evidence"));
        let form = Form::filled([("evidence", "締めが10日になった".to_owned())]);
        assert!(View::parse(&form, Lang::Ja).unwrap_err().has("word"));
    }

    #[test]
    fn two_words_that_differ_stay_two_words() {
        let lent = |side: &str, word: &str| Lent { side: side.into(), word: word.into(), evidence: String::new() };
        let content = |words: &[(&str, &str)]| Content { views: words.iter().map(|(s, w)| lent(s, w)).collect(), ..Content::default() };
        assert!(content(&[("company", "solved"), ("person", "unchanged")]).differ());
        assert!(!content(&[("company", "solved"), ("bank", "solved")]).differ());
        assert!(!content(&[("bank", "solved")]).differ());
    }
}
