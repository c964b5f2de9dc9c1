//! The rules of dialogues and visits, pure: what a form means, and the questions that help.

use base::actor::Side;
use base::clock::Day;
use base::text::Lang;

use super::text::T;
use crate::placement::rules::{LINE, day, fold_sentence, line, too_long};
use crate::web::{Errors, Form};

/// How far ahead a dialogue may be planned, in months: the light follow-up ends after two years.
const FARTHEST: u32 = 36;
/// How far back one may be entered that was held unplanned, in days.
const BACK: i64 = 400;
/// Longest text of one part, in characters.
pub const PART: usize = 4000;
/// How long a dialogue is thought to take, in minutes; a visit takes twice as long.
pub const MINUTES: u32 = 60;

/// What it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// 対話.
    Dialogue,
    /// 職場見学.
    Visit,
}

impl Kind {
    /// Both, in the order of the forms.
    pub const ALL: [Kind; 2] = [Kind::Dialogue, Kind::Visit];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Dialogue => "dialogue",
            Kind::Visit => "visit",
        }
    }

    /// Reads what [`Kind::code`] wrote.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How long the calendar keeps free for it, in minutes.
    pub fn minutes(self) -> u32 {
        match self {
            Kind::Dialogue => MINUTES,
            Kind::Visit => 2 * MINUTES,
        }
    }
}

/// A plan as typed; kind and day are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Dialogue or visit.
    pub kind: Kind,
    /// The day.
    pub on: Day,
    /// The time, or empty.
    pub at: String,
    /// Place or link; may be empty.
    pub place: String,
    /// What it is for; may be empty.
    pub aim: String,
    /// People who are not in the list of contacts; may be empty.
    pub others: String,
    /// Who takes part, by id.
    pub guests: Vec<String>,
}

impl Plan {
    /// Reads the form. `known` are the ids of those who may take part.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, known: &[&str], today: Day, lang: Lang) -> Result<Plan, Errors> {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let mut e = Errors::none();
        let kind = Kind::parse(form.get("kind"));
        if kind.is_none() {
            e.add("kind", w.e_choose());
        }
        let on = day(form, &mut e, "on", lang);
        match on {
            None => e.add("on", t.e_day()),
            Some(on) if on > today.plus_months(FARTHEST) => e.add("on", t.e_far()),
            Some(on) if on < today.plus(-BACK) => e.add("on", t.e_back()),
            Some(_) => {}
        }
        let typed = form.trimmed("at");
        let at = if typed.is_empty() { Some(String::new()) } else { crate::check_in::forms::time(typed) };
        if at.is_none() {
            e.add("at", t.e_time());
        }
        let place = line(form, &mut e, "place", LINE, lang);
        let aim = line(form, &mut e, "aim", LINE, lang);
        let others = line(form, &mut e, "others", LINE, lang);
        let guests: Vec<String> = form.all("guest").map(ToOwned::to_owned).collect();
        if guests.iter().any(|id| !known.contains(&id.as_str())) {
            e.add("guest", t.e_guest());
        }
        match (kind, on, at) {
            (Some(kind), Some(on), Some(at)) if e.is_empty() => Ok(Plan { kind, on, at, place, aim, others, guests }),
            _ => Err(e),
        }
    }
}

/// What a dialogue brought, as typed by the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Parts all may read: kind and text.
    pub shared: Vec<(&'static str, String)>,
    /// What one side said: side and text.
    pub heard: Vec<(Side, String)>,
}

impl Told {
    /// What the form of a plan says of a dialogue that was held already: the parts all may read; none when it says nothing.
    ///
    /// # Errors
    /// What is to be mended, field by field; a day that is still to come brought nothing yet.
    pub fn held(form: &Form, on: Day, today: Day, lang: Lang) -> Result<Option<Told>, Errors> {
        if form.trimmed("said").is_empty() && form.trimmed("needs").is_empty() {
            return Ok(None);
        }
        let told = Told { heard: Vec::new(), ..Told::parse(form, lang)? };
        if on > today { Err(Errors::one("said", T(lang).e_not_held())) } else { Ok(Some(told)) }
    }

    /// Reads the form; one part is enough.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, lang: Lang) -> Result<Told, Errors> {
        let mut e = Errors::none();
        let mut text = |field: &str| {
            let text = fold_sentence(form.get(field));
            too_long(&mut e, field, &text, PART, lang);
            text
        };
        let shared = [("said", text("said")), ("needs", text("needs"))];
        let heard = [(Side::Company, text("heard_company")), (Side::Person, text("heard_person"))];
        let told = Told {
            shared: shared.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
            heard: heard.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
        };
        if told.shared.is_empty() && told.heard.is_empty() {
            e.add("said", T(lang).e_part());
        }
        e.check().map(|()| told)
    }
}

/// What a part can become with one press.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// An expected gap.
    Gap,
    /// An expected change.
    Change,
    /// A next action.
    Todo,
    /// An item of the preparation.
    Prep,
}

impl Outcome {
    /// Every one.
    pub const ALL: [Outcome; 4] = [Outcome::Gap, Outcome::Change, Outcome::Todo, Outcome::Prep];
}

impl Outcome {
    /// As written in the database and on the form.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Gap => "gap",
            Outcome::Change => "change",
            Outcome::Todo => "todo",
            Outcome::Prep => "prep",
        }
    }

    /// Reads what [`Outcome::code`] wrote.
    pub fn parse(code: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|into| into.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::new(2026, 11, 24).unwrap()
    }

    fn typed(fields: &[(&str, &str)]) -> Form {
        Form::filled(fields.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn kind_and_day_are_enough_and_a_time_is_read_as_people_write_it() {
        let plan = Plan::parse(&typed(&[("kind", "visit"), ("on", "R8.12.4"), ("at", "午後2時")]), &[], today(), Lang::Ja).unwrap();
        assert_eq!((plan.kind, plan.on.to_string().as_str(), plan.at.as_str()), (Kind::Visit, "2026-12-04", "14:00"));
    }

    #[test]
    fn a_missing_far_or_unreadable_day_and_a_stranger_are_asked_about() {
        for on in ["", "2099-01-01", "2020-01-01", "13月40日"] {
            assert!(Plan::parse(&typed(&[("kind", "visit"), ("on", on)]), &[], today(), Lang::Ja).unwrap_err().has("on"), "{on}");
        }
        let form = typed(&[("kind", "dialogue"), ("on", "2026-12-04"), ("at", "25時"), ("guest", "stranger")]);
        let errors = Plan::parse(&form, &["known"], today(), Lang::Ja).unwrap_err();
        assert!(errors.has("at") && errors.has("guest"));
    }

    #[test]
    fn what_was_held_is_recorded_with_its_plan_and_what_is_to_come_is_not() {
        let form = typed(&[("said", "検査の待ちが長い"), ("heard_company", "片方の話")]);
        let told = Told::held(&form, today(), today(), Lang::Ja).unwrap().unwrap();
        assert!(told.shared.len() == 1 && told.heard.is_empty(), "one side's words have a page of their own");
        assert!(Told::held(&form, today().plus(1), today(), Lang::Ja).unwrap_err().has("said"));
        assert_eq!(Told::held(&typed(&[]), today(), today(), Lang::Ja).unwrap(), None);
    }

    #[test]
    fn one_part_is_enough_and_none_is_too_few() {
        assert!(Told::parse(&typed(&[("needs", "検査の手順書")]), Lang::Ja).is_ok());
        assert!(Told::parse(&typed(&[("said", "  ")]), Lang::Ja).unwrap_err().has("said"));
    }

    #[test]
    fn no_question_asks_for_health_or_family() {
        for kind in Kind::ALL {
            for question in T(Lang::Ja).guide(kind) {
                for word in ["健康", "体調", "病", "家族", "ご家庭", "信条", "出身", "宗教"] {
                    assert!(!question.contains(word), "{question}");
                }
            }
        }
    }
}
