//! The rules of a proposal, pure: what a form means, what each state needs, where a proposal may come from.

use base::clock::Day;
use base::text::Lang;

use super::text::T;
use crate::placement::rules::{LINE, SENTENCE, day, fold_sentence, line, too_long};
use crate::review::rules::number;
use crate::web::{Errors, Form};

/// Kinds of proposal, as written in the database.
pub const KINDS: [&str; 10] = ["unknown", "loan", "succession", "m_and_a", "sales", "digital", "subsidy", "expert", "person", "other"];

/// How likely, in words.
pub const CHANCES: [&str; 4] = ["unclear", "possible", "likely", "agreed"];

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// A next issue was found.
    Found,
    /// Something was proposed for it.
    Proposed,
    /// The company took it.
    Won,
    /// It came to nothing.
    Lost,
}

impl State {
    /// Every state, in its order.
    pub const ALL: [State; 4] = [State::Found, State::Proposed, State::Won, State::Lost];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Found => "found",
            State::Proposed => "proposed",
            State::Won => "won",
            State::Lost => "lost",
        }
    }

    /// Reads what [`State::code`] wrote.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it still goes on.
    pub fn is_open(self) -> bool {
        matches!(self, State::Found | State::Proposed)
    }
}

/// Where a proposal was found. There is no way from the person's private side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A talk of all three.
    Joint,
    /// The company's own side.
    Company,
    /// A review of the issue.
    Review,
    /// A change report.
    Report,
    /// The desk's own idea.
    Bank,
    /// The branch's own talk with the company.
    Branch,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Origin; 6] = [Origin::Joint, Origin::Company, Origin::Review, Origin::Report, Origin::Bank, Origin::Branch];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Origin::Joint => "joint",
            Origin::Company => "company",
            Origin::Review => "review",
            Origin::Report => "report",
            Origin::Bank => "bank",
            Origin::Branch => "branch",
        }
    }

    /// Reads what [`Origin::code`] wrote.
    pub fn parse(code: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|origin| origin.code() == code)
    }
}

/// A proposal as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What kind.
    pub kind: String,
    /// The issue it answers.
    pub issue: String,
    /// What is proposed; may be empty while it is only found.
    pub offer: String,
    /// What it would be worth to the company, in words; may be empty.
    pub worth: String,
    /// How likely.
    pub chance: String,
    /// The member of staff whose it is; may be empty.
    pub keeper: String,
    /// The next step's day.
    pub next_on: Option<Day>,
    /// How far it is.
    pub state: State,
    /// The day it was won or lost.
    pub ended_on: Option<Day>,
    /// What came of it; may be empty.
    pub result: String,
    /// Income in yen.
    pub income: Option<i64>,
    /// The sentence that it is not tied to lending.
    pub untied: String,
}

impl Draft {
    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended: what is proposed needs an offer and the sentence that it is not tied to lending; an end needs its
    /// day; income needs a day on which it was won.
    pub fn parse(form: &Form, today: Day, lang: Lang) -> Result<Draft, Errors> {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let mut e = Errors::none();
        let mut text = |field: &str| {
            let text = fold_sentence(form.get(field));
            too_long(&mut e, field, &text, SENTENCE, lang);
            text
        };
        let (issue, offer, result, untied) = (text("issue"), text("offer"), text("result"), text("untied"));
        let worth = line(form, &mut e, "worth", LINE, lang);
        let state = State::parse(form.get("state")).unwrap_or(State::Found);
        let (next_on, ended_on) = (day(form, &mut e, "next_on", lang), day(form, &mut e, "ended_on", lang));
        if issue.is_empty() {
            e.add("issue", w.e_required(t.issue()));
        }
        if state != State::Found && state != State::Lost {
            if offer.is_empty() {
                e.add("offer", w.e_required(t.offer()));
            }
            if untied.is_empty() {
                e.add("untied", t.e_untied());
            }
        }
        if !state.is_open() && ended_on.is_none() && !e.has("ended_on") {
            e.add("ended_on", t.e_ended());
        }
        if ended_on.is_some_and(|day| day > today) {
            e.add("ended_on", t.e_ended_ahead());
        }
        if state.is_open() && ended_on.is_some() {
            e.add("ended_on", t.e_not_ended());
        }
        let typed = form.trimmed("income");
        let income = if typed.is_empty() { None } else { yen(typed) };
        if !typed.is_empty() && income.is_none() {
            e.add("income", t.e_income());
        }
        if !typed.is_empty() && (state != State::Won || ended_on.is_none()) {
            e.add("income", t.e_income_before_won());
        }
        let known = |all: &[&str], code: &str| {
            if all.contains(&code) { code.to_owned() } else { all.first().map_or_else(String::new, |one| (*one).to_owned()) }
        };
        e.check().map(|()| Draft {
            kind: known(&KINDS, form.get("kind")),
            chance: known(&CHANCES, form.get("chance")),
            keeper: form.get("keeper").to_owned(),
            issue,
            offer,
            worth,
            next_on,
            state,
            ended_on,
            result,
            income,
            untied,
        })
    }
}

/// Whole yen, not negative.
fn yen(text: &str) -> Option<i64> {
    let value = number(&text.replace(['円', '¥'], ""))?;
    let whole = value.fract().abs() < f64::EPSILON && (0.0..1e13).contains(&value);
    // Within this range a float holds every whole number.
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    whole.then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&'static str, &str)]) -> Result<Draft, Errors> {
        let all = [("issue", "後任の育成")].into_iter().chain(fields.iter().copied());
        let today = Day::new(2026, 11, 24).unwrap();
        Draft::parse(&Form::filled(all.map(|(name, value)| (name, value.to_owned()))), today, Lang::Ja)
    }

    #[test]
    fn a_next_issue_needs_one_sentence() {
        assert_eq!(form(&[]).unwrap().state, State::Found);
    }

    #[test]
    fn nothing_is_proposed_without_the_sentence_that_it_is_not_tied_to_lending() {
        let errors = form(&[("state", "proposed"), ("offer", "専門家の派遣")]).unwrap_err();
        assert!(errors.has("untied") && !errors.has("offer"));
        assert!(form(&[("state", "proposed"), ("offer", "専門家の派遣"), ("untied", "融資の条件とは別です")]).is_ok());
    }

    #[test]
    fn there_is_no_income_before_the_day_it_was_won() {
        let told = [("offer", "専門家の派遣"), ("untied", "融資の条件とは別です"), ("income", "300,000円")];
        let with = |more: &[(&'static str, &'static str)]| form(&told.iter().chain(more).copied().collect::<Vec<_>>());
        assert!(with(&[("state", "proposed")]).unwrap_err().has("income"));
        assert!(with(&[("state", "won")]).unwrap_err().has("income"));
        assert_eq!(with(&[("state", "won"), ("ended_on", "2026-11-20")]).unwrap().income, Some(300_000));
        assert!(with(&[("state", "won"), ("ended_on", "2026-11-25")]).unwrap_err().has("ended_on"));
    }

    #[test]
    fn an_income_is_a_whole_sum() {
        assert_eq!((yen("1,200"), yen("¥0"), yen("-5"), yen("1.5"), yen("多い")), (Some(1200), Some(0), None, None, None));
    }
}
