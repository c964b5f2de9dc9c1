//! The rules of the gap register, pure: what a form means, which states there are, and when a gap is to be looked at again.

use base::clock::Day;
use base::text::Lang;

use super::text::T;
use crate::placement::rules::{LINE, SENTENCE, fold_sentence, line, too_long};
use crate::web::{Errors, Form};

/// Days after which an open gap is to be looked at again: the talks come once a month.
pub const LOOK_AFTER: i64 = 35;

/// How a gap stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// 見守り中.
    Watching,
    /// 起きた.
    Arose,
    /// 手当てした.
    Handled,
    /// 起きなかった.
    NotArisen,
}

impl State {
    /// Every state, in the order of the forms.
    pub const ALL: [State; 4] = [State::Watching, State::Arose, State::Handled, State::NotArisen];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Watching => "watching",
            State::Arose => "arose",
            State::Handled => "handled",
            State::NotArisen => "not_arisen",
        }
    }

    /// Reads what [`State::code`] wrote.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it is still looked at.
    pub fn is_open(self) -> bool {
        matches!(self, State::Watching | State::Arose)
    }

    /// The mark beside its word (`ui-state`).
    pub fn mark(self) -> &'static str {
        match self {
            State::Watching => "todo",
            State::Arose => "slow",
            State::Handled => "done",
            State::NotArisen => "ok",
        }
    }
}

/// On which side a gap is expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lies {
    /// On both.
    Both,
    /// On the company's.
    Company,
    /// On the placed person's.
    Person,
}

impl Lies {
    /// All, in the order of the forms.
    pub const ALL: [Lies; 3] = [Lies::Both, Lies::Company, Lies::Person];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Lies::Both => "both",
            Lies::Company => "company",
            Lies::Person => "person",
        }
    }

    /// Reads what [`Lies::code`] wrote; anything else is on both.
    pub fn parse(code: &str) -> Lies {
        Lies::ALL.into_iter().find(|lies| lies.code() == code).unwrap_or(Lies::Both)
    }
}

/// Where a gap of the desk comes from: only the desk's own words may be shared by the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The desk's own thought.
    Desk,
    /// What one side said in a dialogue or on a visit.
    Talk,
    /// Answers of both sides to one question.
    Survey,
}

impl Source {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Source::Desk => "desk",
            Source::Talk => "talk",
            Source::Survey => "survey",
        }
    }

    /// Reads what [`Source::code`] wrote; what cannot be read may not be shared.
    pub fn parse(code: &str) -> Source {
        match code {
            "desk" => Source::Desk,
            "survey" => Source::Survey,
            _ => Source::Talk,
        }
    }
}

/// A gap as typed; only the words are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// On which side.
    pub lies: Lies,
    /// The gap in words.
    pub words: String,
    /// What shows it; may be empty.
    pub sign: String,
    /// The countermeasure; may be empty.
    pub measure: String,
    /// Who looks after it; may be empty.
    pub who: String,
    /// By when; may be open.
    pub due_on: Option<Day>,
}

impl Expected {
    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, lang: Lang) -> Result<Expected, Errors> {
        let mut e = Errors::none();
        let measure = fold_sentence(form.get("measure"));
        too_long(&mut e, "measure", &measure, SENTENCE, lang);
        let gap = Expected {
            lies: Lies::parse(form.get("lies")),
            words: line(form, &mut e, "words", LINE, lang),
            sign: line(form, &mut e, "sign", LINE, lang),
            measure,
            who: line(form, &mut e, "who", 40, lang),
            due_on: crate::placement::rules::day(form, &mut e, "due_on", lang),
        };
        if gap.words.is_empty() {
            e.add("words", crate::web::text::T(lang).e_required(T(lang).words()));
        }
        e.check().map(|()| gap)
    }

    /// A gap as one of the samples words it.
    pub fn of_sample(words: &str, sign: &str, measure: &str) -> Expected {
        Expected { sign: sign.to_owned(), measure: measure.to_owned(), ..Expected::of_words(words) }
    }

    /// A gap taken from words said elsewhere, cut to the length of one line.
    pub fn of_words(words: &str) -> Expected {
        let words = base::fold::tidy(&words.replace('\n', " "));
        let words = if words.chars().count() > LINE { words.chars().take(LINE - 1).chain(['…']).collect() } else { words };
        Expected { lies: Lies::Both, words, sign: String::new(), measure: String::new(), who: String::new(), due_on: None }
    }
}

/// One look at one gap, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The gap.
    pub id: String,
    /// The version that was looked at.
    pub seen: i64,
    /// How it stands.
    pub state: State,
    /// A remark; may be empty.
    pub words: String,
}

impl Look {
    /// Reads the form that looks at several gaps: `state_ID`, `words_ID`, `v_ID` for each of `ids`.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, ids: &[&str], lang: Lang) -> Result<Vec<Look>, Errors> {
        let mut e = Errors::none();
        let mut looks = Vec::new();
        for id in ids {
            let field = format!("state_{id}");
            let Some(state) = State::parse(form.get(&field)) else {
                // A gap that came up after the form was drawn is looked at another time.
                if form.fields().iter().any(|(name, _)| *name == format!("v_{id}")) {
                    e.add(&field, crate::web::text::T(lang).e_choose());
                }
                continue;
            };
            let said = format!("words_{id}");
            let words = fold_sentence(form.get(&said));
            too_long(&mut e, &said, &words, SENTENCE, lang);
            looks.push(Look { id: (*id).to_owned(), seen: form.get(&format!("v_{id}")).parse().unwrap_or(0), state, words });
        }
        e.check().map(|()| looks)
    }
}

/// Whether an open gap is due to be looked at: its day has come, or nobody looked for a month.
pub fn due(state: State, due_on: Option<Day>, looked_on: Day, today: Day) -> bool {
    state.is_open() && (due_on.is_some_and(|day| day <= today && looked_on < day) || looked_on.until(today) >= LOOK_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Form {
        Form::filled(fields.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    fn day(month: u32, day: u32) -> Day {
        Day::new(2026, month, day).unwrap()
    }

    #[test]
    fn one_sentence_is_enough() {
        let gap = Expected::parse(&typed(&[("words", " 肩書きと決裁の範囲が合わない ")]), Lang::Ja).unwrap();
        assert_eq!((gap.words.as_str(), gap.lies, gap.due_on), ("肩書きと決裁の範囲が合わない", Lies::Both, None));
    }

    #[test]
    fn a_gap_without_words_or_with_a_day_that_cannot_be_read_is_asked_for_again() {
        let errors = Expected::parse(&typed(&[("words", "  "), ("due_on", "13月40日")]), Lang::Ja).unwrap_err();
        assert!(errors.has("words") && errors.has("due_on"));
    }

    #[test]
    fn a_gap_is_due_on_its_day_and_again_when_nobody_looked_for_a_month() {
        assert!(!due(State::Watching, None, day(11, 1), day(11, 24)));
        assert!(due(State::Watching, Some(day(11, 20)), day(11, 1), day(11, 24)));
        assert!(!due(State::Watching, Some(day(11, 20)), day(11, 21), day(11, 24)), "looked at since its day");
        assert!(due(State::Arose, None, day(10, 20), day(11, 24)));
        assert!(!due(State::Handled, Some(day(11, 20)), day(10, 1), day(11, 24)));
    }

    #[test]
    fn no_sample_speaks_of_health_or_family() {
        for (words, sign, measure) in T(Lang::Ja).sample_list() {
            for word in ["健康", "体調", "疲れ", "病", "家族", "ご家庭", "信条", "出身", "宗教"] {
                assert!(![words, sign, measure].iter().any(|text| text.contains(word)), "{words}");
            }
        }
    }

    #[test]
    fn words_taken_from_elsewhere_become_one_line() {
        let long = "あ".repeat(300);
        assert_eq!(Expected::of_words(&long).words.chars().count(), LINE);
        assert_eq!(Expected::of_words("一行目\n二行目").words, "一行目 二行目");
    }
}
