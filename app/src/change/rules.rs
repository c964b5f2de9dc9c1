//! The rules of the change board, pure: what a form means, and how notes are told in words without their text.

use base::actor::Side;
use base::clock::Day;
use base::text::Lang;

use super::text::T;
use crate::placement::rules::{LINE, SENTENCE, fold_sentence, line, too_long};
use crate::web::{Errors, Form};

/// A change that is hoped for, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hope {
    /// The change in words.
    pub words: String,
    /// Where it will show; may be empty.
    pub scene: String,
    /// What to look for; may be empty.
    pub sign: String,
    /// How it is today; may be empty.
    pub baseline: String,
}

impl Hope {
    /// Reads the form; only the words are needed.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, lang: Lang) -> Result<Hope, Errors> {
        let mut e = Errors::none();
        let hope = Hope {
            words: line(form, &mut e, "words", LINE, lang),
            scene: line(form, &mut e, "scene", LINE, lang),
            sign: line(form, &mut e, "sign", LINE, lang),
            baseline: line(form, &mut e, "baseline", LINE, lang),
        };
        if hope.words.is_empty() {
            e.add("words", crate::web::text::T(lang).e_required(T(lang).words()));
        }
        e.check().map(|()| hope)
    }
}

/// By what something was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shows {
    /// 出来事.
    Event,
    /// 数字.
    Number,
    /// 書類.
    Document,
}

/// Whether what was seen is good, or gives cause for care. Nobody has to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// よい変化.
    Good,
    /// 気になる変化.
    Bad,
}

/// What a note carries beside its words: one letter for each, kept sealed like the words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// By what it was seen.
    pub shows: Option<Shows>,
    /// Good or worrying.
    pub tone: Option<Tone>,
}

impl Marks {
    /// Reads two codes of a form; what is not known says nothing.
    pub fn parse(shows: &str, tone: &str) -> Marks {
        let shows = match shows {
            "event" => Some(Shows::Event),
            "number" => Some(Shows::Number),
            "document" => Some(Shows::Document),
            _ => None,
        };
        let tone = match tone {
            "good" => Some(Tone::Good),
            "bad" => Some(Tone::Bad),
            _ => None,
        };
        Marks { shows, tone }
    }

    /// As written in the database, before it is sealed; empty when nothing is said.
    pub fn code(self) -> String {
        let shows = self.shows.map(|shows| match shows {
            Shows::Event => 'e',
            Shows::Number => 'n',
            Shows::Document => 'd',
        });
        let tone = self.tone.map(|tone| if tone == Tone::Good { '+' } else { '-' });
        shows.into_iter().chain(tone).collect()
    }

    /// Reads what [`Marks::code`] wrote.
    pub fn read(code: &str) -> Marks {
        let shows = code.chars().find_map(|letter| match letter {
            'e' => Some(Shows::Event),
            'n' => Some(Shows::Number),
            'd' => Some(Shows::Document),
            _ => None,
        });
        let tone = code.chars().find_map(|letter| match letter {
            '+' => Some(Tone::Good),
            '-' => Some(Tone::Bad),
            _ => None,
        });
        Marks { shows, tone }
    }
}

/// Whose voice a note is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Voice {
    /// 経営者.
    Owner,
    /// Others of the company.
    Manager,
    /// ご本人.
    Person,
    /// 担当.
    Desk,
}

impl Voice {
    /// Every voice, in the order of the board.
    pub const ALL: [Voice; 4] = [Voice::Owner, Voice::Manager, Voice::Person, Voice::Desk];

    /// Whose voice it is, by side and by the seat the writer has or had in the case.
    pub fn of(side: Side, seat: &str) -> Voice {
        match side {
            Side::Company if seat == "owner" => Voice::Owner,
            Side::Company => Voice::Manager,
            Side::Person => Voice::Person,
            Side::Bank => Voice::Desk,
        }
    }
}

/// The first days of the months from the first note to the last, at most the twelve last ones.
pub fn months(days: &[Day]) -> Vec<Day> {
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Vec::new() };
    let start = |day: &Day| Day::new(day.year(), day.month(), 1).unwrap_or(*day);
    let (from, to) = (start(first), start(last));
    let all: Vec<Day> = std::iter::successors(Some(from), |month| Some(month.plus_months(1)).filter(|next| *next <= to)).collect();
    all.get(all.len().saturating_sub(12)..).unwrap_or_default().to_vec()
}

/// How many of these days lie in each month.
pub fn counted(days: &[Day], months: &[Day]) -> Vec<u32> {
    let within = |month: &Day| days.iter().filter(|day| (day.year(), day.month()) == (month.year(), month.month())).count();
    months.iter().map(|month| u32::try_from(within(month)).unwrap_or(u32::MAX)).collect()
}

/// What someone saw, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// What was seen, in their words.
    pub body: String,
    /// The scene; may be empty, and never stands in a report.
    pub evidence: String,
    /// What shows it: an event, a number, a document; may be empty, and never stands in a report.
    pub proof: String,
    /// Kind of proof, and whether it is good or worrying.
    pub marks: Marks,
    /// The day; blank is today.
    pub seen_on: Day,
    /// The change it is about, or empty.
    pub change: String,
    /// Whether the writer lets it stand in a report.
    pub lend: bool,
}

impl Sighting {
    /// Reads the form. `changes` are the ids of the changes of this case.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, changes: &[&str], today: Day, lang: Lang) -> Result<Sighting, Errors> {
        let t = T(lang);
        let mut e = Errors::none();
        let body = fold_sentence(form.get("body"));
        too_long(&mut e, "body", &body, SENTENCE, lang);
        if body.is_empty() {
            e.add("body", crate::web::text::T(lang).e_required(t.body()));
        }
        let evidence = fold_sentence(form.get("evidence"));
        too_long(&mut e, "evidence", &evidence, SENTENCE, lang);
        let proof = fold_sentence(form.get("proof"));
        too_long(&mut e, "proof", &proof, SENTENCE, lang);
        let marks = Marks::parse(form.get("shows"), form.get("tone"));
        let seen_on = crate::placement::rules::day(form, &mut e, "seen_on", lang).unwrap_or(today);
        if seen_on > today {
            e.add("seen_on", t.e_future());
        }
        let change = form.trimmed("change").to_owned();
        if !change.is_empty() && !changes.contains(&change.as_str()) {
            e.add("change", t.e_which());
        }
        let lend = form.ticked("lend");
        e.check().map(|()| Sighting { body, evidence, proof, marks, seen_on, change, lend })
    }
}

/// That a side wrote something, and when: never what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trace {
    /// The side.
    pub side: Side,
    /// The day it was seen.
    pub seen_on: Day,
}

/// One line per side: how many, when last, how long ago.
pub fn by_side(traces: &[Trace], today: Day, lang: Lang) -> Vec<(Side, String)> {
    let t = T(lang);
    [Side::Company, Side::Person, Side::Bank]
        .into_iter()
        .map(|side| {
            let name = crate::web::text::T(lang).side(side);
            let days = traces.iter().filter(|trace| trace.side == side).map(|trace| trace.seen_on);
            let words = match (days.clone().count(), days.max()) {
                (n, Some(last)) => t.side_count(name, n, &lang.short_day(last), &t.age(last.until(today))),
                _ => t.none_side(name),
            };
            (side, words)
        })
        .collect()
}

/// Notes by month in words, oldest first, each with its dots: `("●●", "9月に2件")`.
pub fn by_month(traces: &[Trace], lang: Lang) -> Vec<(String, String)> {
    let mut months: Vec<((i32, u32), usize)> = Vec::new();
    let mut days: Vec<Day> = traces.iter().map(|trace| trace.seen_on).collect();
    days.sort_unstable();
    for day in days {
        let month = (day.year(), day.month());
        match months.last_mut() {
            Some((last, n)) if *last == month => *n += 1,
            _ => months.push((month, 1)),
        }
    }
    months.into_iter().map(|((_, month), n)| ("●".repeat(n.min(9)), T(lang).month_count(month, n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> Day {
        Day::new(2026, month, day).unwrap()
    }

    fn typed(fields: &[(&str, &str)]) -> Form {
        Form::filled(fields.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn one_sentence_is_enough_and_the_day_is_today_when_nothing_is_said() {
        let seen = Sighting::parse(&typed(&[("body", " 朝礼で質問が出ました。 ")]), &[], day(11, 24), Lang::Ja).unwrap();
        assert_eq!((seen.body.as_str(), seen.seen_on, seen.lend), ("朝礼で質問が出ました。", day(11, 24), false));
    }

    #[test]
    fn nobody_saw_a_thing_tomorrow_nor_a_change_of_another_case() {
        let form = typed(&[("body", "文"), ("seen_on", "2026-11-25"), ("change", "elsewhere")]);
        let errors = Sighting::parse(&form, &["here"], day(11, 24), Lang::Ja).unwrap_err();
        assert!(errors.has("seen_on") && errors.has("change"));
    }

    #[test]
    fn what_a_note_carries_is_read_as_it_was_written_and_nobody_has_to_say_anything() {
        for (shows, tone) in [("event", "good"), ("number", "bad"), ("document", ""), ("", "good"), ("", ""), ("hearsay", "awful")] {
            let marks = Marks::parse(shows, tone);
            assert_eq!(Marks::read(&marks.code()), marks, "{shows} {tone}");
        }
        assert_eq!(Marks::parse("", "").code(), "");
    }

    #[test]
    fn the_months_run_from_the_first_note_to_the_last_and_a_month_without_a_note_is_there() {
        let days = [day(11, 24), day(9, 5), day(9, 20)];
        assert_eq!(months(&days), [day(9, 1), day(10, 1), day(11, 1)]);
        assert_eq!(counted(&days, &months(&days)), [2, 0, 1]);
        assert!(months(&[]).is_empty());
        let long = [Day::new(2025, 1, 31).unwrap(), day(11, 24)];
        assert_eq!(months(&long).len(), 12);
    }

    #[test]
    fn the_owner_has_a_voice_of_their_own_in_the_company() {
        assert_eq!(Voice::of(Side::Company, "owner"), Voice::Owner);
        assert_eq!(Voice::of(Side::Company, "contact"), Voice::Manager);
        assert_eq!(Voice::of(Side::Bank, ""), Voice::Desk);
    }

    #[test]
    fn months_are_told_in_words_and_a_month_without_a_note_is_not_a_fault() {
        let trace = |seen_on| Trace { side: Side::Company, seen_on };
        let months = by_month(&[trace(day(11, 2)), trace(day(9, 5)), trace(day(9, 20))], Lang::Ja);
        assert_eq!(months, [("●●".to_owned(), "9月に2件".to_owned()), ("●".to_owned(), "11月に1件".to_owned())]);
    }

    #[test]
    fn each_side_is_told_by_number_day_and_age_alone() {
        let traces = [Trace { side: Side::Person, seen_on: day(11, 20) }];
        let sides = by_side(&traces, day(11, 24), Lang::Ja);
        assert_eq!(sides[0].1, "会社 まだありません");
        assert_eq!(sides[1].1, "ご本人 1件(最後は11月20日(金)、4日前)");
    }
}
