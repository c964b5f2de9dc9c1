//! What the forms of talks mean, pure: texts as typed become a plan, a move, a record, a next action; or sentences that say
//! what to mend.

use base::actor::Side;
use base::clock::Day;
use base::fold;
use base::text::Lang;

use super::rules::{CARE, MONTHS, Plan, Step, Way, With, Word};
use super::text::T;
use crate::placement::rules::{day, too_long};
use crate::preparation::rules::State;
use crate::web::{Errors, Form};

/// Reads a time of day as people type it: `14:00`, `14時半`, `午後2時`, `1400`; gives `14:00`.
pub fn time(typed: &str) -> Option<String> {
    let text = fold::tidy(typed).replace(' ', "");
    let (afternoon, text) = match (text.strip_prefix("午後"), text.strip_prefix("午前")) {
        (Some(rest), _) => (true, rest.to_owned()),
        (_, Some(rest)) => (false, rest.to_owned()),
        _ => (false, text),
    };
    let text = text.trim_end_matches('分');
    let (hour, minute) = match text.split_once(':').or_else(|| text.split_once('時')) {
        Some((hour, "")) => (hour, "0"),
        Some((hour, "半")) => (hour, "30"),
        Some((hour, minute)) => (hour, minute),
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => (text, "0"),
    };
    let hour: u32 = hour.parse().ok()?;
    let minute: u32 = minute.parse().ok()?;
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    (hour < 24 && minute < 60).then(|| format!("{hour}:{minute:02}"))
}

/// How far ahead a talk may be planned: the light follow-up ends after two years.
const FARTHEST: u32 = 36;

/// Day, time and way of a talk to come.
fn ahead(form: &Form, errors: &mut Errors, today: Day, lang: Lang) -> (Option<Day>, String, Way) {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let on = day(form, errors, "on", lang);
    match on {
        None if !errors.has("on") => errors.add("on", w.e_required(t.on())),
        Some(on) if on < today => errors.add("on", t.e_past()),
        Some(on) if on > today.plus_months(FARTHEST) => errors.add("on", t.e_far()),
        _ => {}
    }
    let typed = form.trimmed("at");
    let at = if typed.is_empty() { Some(String::new()) } else { time(typed) };
    if at.is_none() {
        errors.add("at", t.e_time());
    }
    let way = Way::parse(form.get("way"));
    if way.is_none() {
        errors.add("way", w.e_choose());
    }
    (on, at.unwrap_or_default(), way.unwrap_or(Way::Visit))
}

impl Plan {
    /// Reads the form for a talk to come.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, two_sided: bool, today: Day, lang: Lang) -> Result<Plan, Errors> {
        let mut e = Errors::none();
        let with = with_whom(form, &mut e, two_sided, lang);
        let (on, at, way) = ahead(form, &mut e, today, lang);
        let step = Step::parse(form.get("step"));
        e.check()?;
        match (with, on) {
            (Some(with), Some(on)) => Ok(Plan { with, way, step, on, at }),
            _ => Err(Errors::one("with", crate::web::text::T(lang).e_choose())),
        }
    }
}

/// With whom, as chosen; a one-sided placement has no talks with the person until the person's side is opened.
pub fn with_whom(form: &Form, errors: &mut Errors, two_sided: bool, lang: Lang) -> Option<With> {
    let with = With::parse(form.get("with"));
    match with {
        None => errors.add("with", crate::web::text::T(lang).e_choose()),
        Some(With::Person | With::Joint) if !two_sided => errors.add("with", T(lang).e_one_sided()),
        Some(_) => {}
    }
    with
}

/// A planned talk, moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The new day.
    pub on: Day,
    /// The new time, or empty.
    pub at: String,
    /// How.
    pub way: Way,
}

impl Move {
    /// Reads the form that moves a talk.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, today: Day, lang: Lang) -> Result<Move, Errors> {
        let mut e = Errors::none();
        let (on, at, way) = ahead(form, &mut e, today, lang);
        e.check()?;
        on.map(|on| Move { on, at, way }).ok_or_else(Errors::none)
    }
}

/// One part of what was said: from one side, or (none) with all three at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The side it comes from.
    pub from: Option<Side>,
    /// The care point, or empty.
    pub care: &'static str,
    /// The words of the desk about it.
    pub text: String,
    /// Whether the side it comes from sees it on its own pages.
    pub shared_back: bool,
}

/// A next action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Who does it.
    pub who: Side,
    /// What.
    pub what: String,
    /// By when.
    pub due: Option<Day>,
}

/// A word on a milestone as it left the form, with what the form was drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whose word it is.
    pub side: Side,
    /// The goal.
    pub goal: String,
    /// The word.
    pub word: Word,
    /// Version of the row the form was drawn from; 0 when there was none.
    pub seen: i64,
}

/// Reads the words of a table of milestones; what was not touched is left out.
pub fn judged(form: &Form, sides: &[Side], errors: &mut Errors, lang: Lang) -> Vec<Judged> {
    let mut words = Vec::new();
    for (name, typed) in form.fields() {
        let Some((side, goal)) = name.strip_prefix("w_").and_then(|rest| rest.split_once('_')) else { continue };
        let Some(side) = Side::parse(side).filter(|side| sides.contains(side)) else { continue };
        let of = |mark: &str| form.get(&format!("{mark}_{}_{goal}", side.code())).to_owned();
        if typed.is_empty() || *typed == of("o") {
            continue;
        }
        match Word::parse(typed) {
            Some(word) => words.push(Judged { side, goal: goal.to_owned(), word, seen: of("v").parse().unwrap_or(0) }),
            None => errors.add(name, crate::web::text::T(lang).e_choose()),
        }
    }
    words
}

/// How far a promise is, as it left the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The promise.
    pub id: String,
    /// Its version when the form was drawn.
    pub seen: i64,
    /// How far it is.
    pub state: State,
}

/// How a promise can stand after a talk; the first is as it was.
pub const PROMISED: [State; 3] = [State::Doing, State::Done, State::Dropped];

/// What can be heard of the reception in the company, as written in the database; blank is nothing.
pub const RECEPTION: [&str; 2] = ["same", "change"];

/// Reads what was heard of promises; what was not touched is left out.
fn promises(form: &Form) -> Vec<Promised> {
    form.fields()
        .iter()
        .filter_map(|(name, typed)| {
            let id = name.strip_prefix("p_")?;
            let state = PROMISED.into_iter().find(|state| state.code() == typed.as_str())?;
            Some(Promised { id: id.to_owned(), seen: form.get(&format!("pv_{id}")).parse().unwrap_or(0), state })
        })
        .collect()
}

/// What a talk brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The day it was held.
    pub held_on: Day,
    /// How.
    pub way: Way,
    /// What was said, part by part.
    pub parts: Vec<Part>,
    /// What comes next.
    pub actions: Vec<Action>,
    /// The month of the words.
    pub month: i64,
    /// Words on milestones.
    pub words: Vec<Judged>,
    /// How promises stand.
    pub promises: Vec<Promised>,
    /// What was heard of the reception in the company: one of [`RECEPTION`], or nothing.
    pub reception: &'static str,
}

/// Longest main text, in characters.
pub const TEXT: usize = 4000;
/// Longest text of one care point, reason or next action, in characters.
pub const SHORT: usize = 600;
/// Next actions on one form.
pub const ACTIONS: usize = 3;

impl Told {
    /// Reads the record of a talk with `with`.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, with: With, today: Day, lang: Lang) -> Result<Told, Errors> {
        let t = T(lang);
        let mut e = Errors::none();
        let parts = parts(form, with, &mut e, lang);
        let first = if with == With::Joint { "joint" } else { "text" };
        if parts.is_empty() {
            e.add(first, t.e_nothing());
        }
        let held_on = day(form, &mut e, "held_on", lang).unwrap_or(today);
        if held_on > today {
            e.add("held_on", t.e_future());
        }
        let told = Told {
            held_on,
            way: Way::parse(form.get("way")).unwrap_or(Way::Call),
            parts,
            actions: actions(form, today, &mut e, lang),
            month: form.get("month").parse().ok().filter(|month| MONTHS.contains(month)).unwrap_or(1),
            words: judged(form, with.hears(), &mut e, lang),
            promises: promises(form),
            reception: RECEPTION.into_iter().find(|code| *code == form.get("reception")).unwrap_or_default(),
        };
        e.check().map(|()| told)
    }
}

fn parts(form: &Form, with: With, errors: &mut Errors, lang: Lang) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut take = |field: &str, tick: &str, from: Option<Side>, care: &'static str, most: usize| {
        let text = form.trimmed(field).to_owned();
        too_long(errors, field, &text, most, lang);
        if !text.is_empty() {
            parts.push(Part { from, care, text, shared_back: form.ticked(tick) });
        }
    };
    if let Some(side) = with.side() {
        take("text", "share_text", Some(side), "", TEXT);
        for care in CARE {
            take(&format!("care_{care}"), &format!("share_{care}"), Some(side), care, SHORT);
        }
    } else {
        take("joint", "", None, "", TEXT);
        for care in CARE {
            take(&format!("joint_{care}"), "", None, care, SHORT);
        }
        take("text_company", "share_company", Some(Side::Company), "", TEXT);
        take("text_person", "share_person", Some(Side::Person), "", TEXT);
    }
    parts
}

fn actions(form: &Form, today: Day, errors: &mut Errors, lang: Lang) -> Vec<Action> {
    (1..=ACTIONS).filter_map(|n| action(form, &n.to_string(), today, errors, lang)).collect()
}

/// Reads one next action; blank is none. `nth` ends the names of its fields.
pub fn action(form: &Form, nth: &str, today: Day, errors: &mut Errors, lang: Lang) -> Option<Action> {
    let t = T(lang);
    let (what_field, due_field) = (format!("what{nth}"), format!("due{nth}"));
    let what = form.trimmed(&what_field).to_owned();
    too_long(errors, &what_field, &what, SHORT, lang);
    let due = day(form, errors, &due_field, lang);
    if what.is_empty() {
        if due.is_some() {
            errors.add(&what_field, t.e_what());
        }
        return None;
    }
    if due.is_some_and(|due| due < today) {
        errors.add(&due_field, t.e_past());
    }
    Some(Action { who: Side::parse(form.get(&format!("who{nth}"))).unwrap_or(Side::Bank), what, due })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (typed, read) in [
            ("14:00", "14:00"),
            ("１４：３０", "14:30"),
            ("14時", "14:00"),
            ("9時半", "9:30"),
            ("午後2時", "14:00"),
            ("午前9時15分", "9:15"),
            ("1400", "14:00"),
        ] {
            assert_eq!(time(typed).as_deref(), Some(read), "{typed}");
        }
        for typed in ["25:00", "9:61", "あさ", "14:00:00"] {
            assert_eq!(time(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_talk_with_the_person_hears_no_word_of_the_company() {
        let form = Form::filled([("w_company_g", "stuck".to_owned()), ("w_person_g", "slow".to_owned())]);
        let mut errors = Errors::none();
        let words = judged(&form, With::Person.hears(), &mut errors, Lang::Ja);
        assert_eq!(words, [Judged { side: Side::Person, goal: "g".into(), word: Word::Slow, seen: 0 }]);
    }

    #[test]
    fn a_record_needs_at_least_one_part() {
        let day = on(2026, 11, 24);
        let errors = Told::parse(&Form::filled([("what1", "資料を送る".to_owned())]), With::Company, day, Lang::Ja).unwrap_err();
        assert!(errors.has("text"));
        let told = Told::parse(&Form::filled([("care_regard", "現場の見方".to_owned())]), With::Company, day, Lang::Ja).unwrap();
        assert_eq!(told.parts[0].care, "regard");
    }

    #[test]
    fn the_private_parts_of_a_joint_talk_keep_their_sides() {
        let form = Form::filled([
            ("joint", "三者の話".to_owned()),
            ("joint_climate", "朝礼の様子".to_owned()),
            ("text_company", "会社だけの話".to_owned()),
            ("text_person", "ご本人だけの話".to_owned()),
            ("share_person", "1".to_owned()),
        ]);
        let told = Told::parse(&form, With::Joint, on(2026, 11, 24), Lang::Ja).unwrap();
        let sides: Vec<_> = told.parts.iter().map(|part| (part.from, part.shared_back)).collect();
        assert_eq!(sides, [(None, false), (None, false), (Some(Side::Company), false), (Some(Side::Person), true)]);
        assert_eq!((told.parts[1].care, told.parts[1].text.as_str()), ("climate", "朝礼の様子"));
    }
}
