//! The rules of support given, pure: who gave it, what was typed, which care points were left alone.

use base::clock::Day;
use base::text::Lang;

use super::text::T;
use crate::check_in::rules::CARE;
use crate::placement::rules::{LINE, SENTENCE, day, line};
use crate::web::{Errors, Form};

/// Days without any support after which a care point is said to the desk. Source: mission.md, capability 20; S1 of the field.
pub const QUIET: i64 = 60;

/// Who gave the support.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Giver {
    /// Someone in the company: first.
    Company,
    /// The bank, beside it.
    Bank,
}

impl Giver {
    /// The company first.
    pub const ALL: [Giver; 2] = [Giver::Company, Giver::Bank];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Giver::Company => "company",
            Giver::Bank => "bank",
        }
    }

    /// Reads what [`Giver::code`] wrote.
    pub fn parse(code: &str) -> Option<Giver> {
        Giver::ALL.into_iter().find(|giver| giver.code() == code)
    }
}

/// Support as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The care point.
    pub care: &'static str,
    /// Who gave it.
    pub giver: Giver,
    /// By name; may be blank.
    pub who: String,
    /// What was done.
    pub body: String,
    /// When.
    pub on: Day,
}

impl Draft {
    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, today: Day, lang: Lang) -> Result<Draft, Errors> {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let mut e = Errors::none();
        let care = CARE.into_iter().find(|care| *care == form.get("care"));
        if care.is_none() {
            e.add("care", w.e_choose());
        }
        let giver = Giver::parse(form.get("giver"));
        if giver.is_none() {
            e.add("giver", w.e_choose());
        }
        let who = line(form, &mut e, "who", LINE, lang);
        let body = line(form, &mut e, "body", SENTENCE, lang);
        if body.is_empty() {
            e.add("body", w.e_required(t.body()));
        }
        let on = day(form, &mut e, "on", lang).unwrap_or(today);
        if on > today {
            e.add("on", t.e_future());
        }
        e.check()?;
        match (care, giver) {
            (Some(care), Some(giver)) => Ok(Draft { care, giver, who, body, on }),
            _ => Err(Errors::one("care", w.e_choose())),
        }
    }
}

/// The care points of the field that nobody looked after for [`QUIET`] days or more: `last` gives the latest day of a point,
/// `since` is when looking after it could begin.
pub fn left_alone(since: Day, today: Day, last: impl Fn(&str) -> Option<Day>) -> Vec<&'static str> {
    let quiet = |care: &&'static str| last(care).unwrap_or(since).max(since).until(today) >= QUIET;
    CARE.into_iter().filter(|care| *care != "other").filter(quiet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(month: u32, day: u32) -> Day {
        Day::new(2026, month, day).unwrap()
    }

    #[test]
    fn a_care_point_is_left_alone_from_the_sixtieth_day_without_support() {
        let none = |_: &str| None;
        assert!(left_alone(on(9, 1), on(10, 30), none).is_empty());
        assert_eq!(left_alone(on(9, 1), on(10, 31), none).len(), 5);
        let one = |care: &str| (care == "climate").then(|| on(10, 1));
        let left = left_alone(on(9, 1), on(11, 24), one);
        assert!(!left.contains(&"climate") && left.contains(&"relations") && !left.contains(&"other"));
    }

    #[test]
    fn support_has_a_point_a_giver_and_a_sentence_and_is_never_ahead() {
        let form = Form::filled([("on", "2026-11-25".to_owned())]);
        let errors = Draft::parse(&form, on(11, 24), Lang::Ja).unwrap_err();
        for field in ["care", "giver", "body", "on"] {
            assert!(errors.has(field), "{field}");
        }
        let form = Form::filled([("care", "regard".into()), ("giver", "company".into()), ("body", "朝礼で紹介した".into())]);
        let draft = Draft::parse(&form, on(11, 24), Lang::Ja).unwrap();
        assert_eq!((draft.care, draft.giver, draft.on), ("regard", Giver::Company, on(11, 24)));
    }
}
