//! The rules of a thread, pure: what the writer wishes, what was typed, until when an answer is due.

use base::clock::{Day, HOUR, Instant, MINUTE};
use base::text::Lang;
use base::workday::{Calendar, Hours};

use super::text::T;
use crate::placement::rules::{fold_sentence, too_long};
use crate::web::{Errors, Form};

/// Longest message, in characters.
pub const BODY: usize = 4000;
/// Longest matter, in characters.
pub const MATTER: usize = 60;
/// Business days within which an answer comes (ux.md §4.7).
pub const ANSWER_DAYS: u32 = 1;

/// What the writer wishes to be done with a concern; they may change their mind at any time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// 伝えない(聞いてほしいだけ).
    Listen,
    /// 要点だけ伝える.
    Gist,
    /// このまま伝える.
    AsIs,
    /// 三者で話す場をつくる.
    Three,
}

impl Wish {
    /// In the order of the form.
    pub const ALL: [Wish; 4] = [Wish::Listen, Wish::Gist, Wish::AsIs, Wish::Three];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Wish::Listen => "listen",
            Wish::Gist => "gist",
            Wish::AsIs => "as_is",
            Wish::Three => "three",
        }
    }

    /// Reads what [`Wish::code`] wrote.
    pub fn parse(code: &str) -> Option<Wish> {
        Wish::ALL.into_iter().find(|wish| wish.code() == code)
    }
}

/// To whom a thread is put.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// Consultant and deputy of the case.
    Desk,
    /// This manager, and nobody else.
    Second(String),
}

/// A new concern as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concern {
    /// What it is about; may be empty.
    pub matter: String,
    /// The words.
    pub body: String,
    /// What is to be done with it.
    pub wish: Wish,
    /// Who reads it.
    pub line: Line,
}

impl Concern {
    /// Reads the form; `managers` are those who may be chosen in place of the desk.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, managers: &[(String, String)], lang: Lang) -> Result<Concern, Errors> {
        let w = crate::web::text::T(lang);
        let mut errors = Errors::none();
        let matter = base::fold::tidy(form.get("matter"));
        too_long(&mut errors, "matter", &matter, MATTER, lang);
        let body = body(form, &mut errors, lang);
        let wish = Wish::parse(form.get("wish")).unwrap_or_else(|| {
            errors.add("wish", w.e_choose());
            Wish::Listen
        });
        let line = match form.get("line") {
            "desk" => Line::Desk,
            id if managers.iter().any(|(known, _)| known == id) => Line::Second(id.to_owned()),
            _ => {
                errors.add("line", w.e_choose());
                Line::Desk
            }
        };
        errors.check().map(|()| Concern { matter, body, wish, line })
    }
}

/// Reads the words of a message.
pub fn body(form: &Form, errors: &mut Errors, lang: Lang) -> String {
    let body = fold_sentence(form.get("body"));
    too_long(errors, "body", &body, BODY, lang);
    if body.is_empty() {
        errors.add("body", crate::web::text::T(lang).e_required(T(lang).body()));
    }
    body
}

/// The business day by whose close an answer is promised.
pub fn answer_by(now: Instant) -> Day {
    Calendar::default().answer_by(now, ANSWER_DAYS, Hours::DESK).day()
}

/// Whole hours within business hours from `now` to the close of `due`; 0 when it has passed, or less than one is left.
pub fn hours_left(now: Instant, due: Day) -> i64 {
    let calendar = Calendar::default();
    let mut left = 0;
    let mut day = now.day();
    while day <= due {
        if calendar.is_open(day) {
            let (open, close) = (day.start().plus(9 * HOUR), day.start().plus(17 * HOUR));
            left += (close.0 - now.0.max(open.0)).max(0);
        }
        day = day.plus(1);
    }
    (left + MINUTE / 2) / HOUR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: i64) -> Instant {
        Day::new(2026, 11, day).unwrap().start().plus(hour * HOUR)
    }

    #[test]
    fn what_is_written_at_night_is_answered_by_the_end_of_the_second_business_day() {
        assert_eq!(answer_by(at(25, 10)), Day::new(2026, 11, 26).unwrap());
        assert_eq!(answer_by(at(25, 23)), Day::new(2026, 11, 27).unwrap());
        assert_eq!(answer_by(at(20, 18)), Day::new(2026, 11, 25).unwrap(), "a weekend and a holiday lie between");
    }

    #[test]
    fn the_hours_that_are_left_are_those_in_which_the_desk_is_there() {
        let due = Day::new(2026, 11, 26).unwrap();
        assert_eq!(hours_left(at(25, 10), due), 15);
        assert_eq!(hours_left(at(25, 23), due), 8);
        assert_eq!(hours_left(at(26, 16), due), 1);
        assert_eq!(hours_left(at(27, 9), due), 0);
    }

    #[test]
    fn a_concern_needs_words_a_wish_and_a_reader() {
        let managers = [("m".to_owned(), "大野 誠".to_owned())];
        let form = |line: &str, wish: &str, body: &str| {
            Form::filled([("line", line.to_owned()), ("wish", wish.to_owned()), ("body", body.to_owned())])
        };
        assert_eq!(Concern::parse(&form("m", "listen", "困っています"), &managers, Lang::Ja).unwrap().line, Line::Second("m".into()));
        for (line, wish, body, field) in
            [("x", "listen", "困", "line"), ("", "listen", "困", "line"), ("desk", "", "困", "wish"), ("desk", "gist", " \n ", "body")]
        {
            assert!(Concern::parse(&form(line, wish, body), &managers, Lang::Ja).unwrap_err().has(field), "{field}");
        }
    }
}
