//! The rules of the preparation, pure: groups, dates from the first day, what is needed, what is missing, what is asked.

use base::actor::Side;
use base::clock::Day;
use base::fold;
use base::text::Lang;
use base::workday::Calendar;

use super::text::{S, T};
use crate::placement::StartWord;
use crate::placement::rules::{LINE, SENTENCE, line};
use crate::web::{Errors, Form};

/// What an item belongs to: the four groups before the first day (ux.md §4.3), the action plan, the promises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// 会社との確認.
    Company,
    /// 現場との顔合わせ.
    Site,
    /// 職場の下見.
    Visit,
    /// 本人との確認.
    Person,
    /// 行動計画: what one of the three does over the first months.
    Action,
    /// 約束: support and authority that were promised.
    Promise,
}

impl Kind {
    /// The groups of the list before the first day.
    pub const PREPARING: [Kind; 4] = [Kind::Company, Kind::Site, Kind::Visit, Kind::Person];
    /// Every kind.
    pub const ALL: [Kind; 6] = [Kind::Company, Kind::Site, Kind::Visit, Kind::Person, Kind::Action, Kind::Promise];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Company => "company",
            Kind::Site => "site",
            Kind::Visit => "visit",
            Kind::Person => "person",
            Kind::Action => "action",
            Kind::Promise => "promise",
        }
    }

    /// Reads what [`Kind::code`] wrote.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it stands on the list before the first day.
    pub fn prepares(self) -> bool {
        Kind::PREPARING.contains(&self)
    }
}

/// Who does it: one of the three, or all of them together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doer {
    /// One party.
    One(Side),
    /// All three at the table.
    Joint,
}

impl Doer {
    /// In the order in which a form offers them.
    pub const ALL: [Doer; 4] = [Doer::One(Side::Company), Doer::One(Side::Person), Doer::One(Side::Bank), Doer::Joint];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Doer::One(side) => side.code(),
            Doer::Joint => "joint",
        }
    }

    /// Reads what [`Doer::code`] wrote.
    pub fn parse(code: &str) -> Option<Doer> {
        Doer::ALL.into_iter().find(|doer| doer.code() == code)
    }
}

/// How far an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// これから.
    Open,
    /// 進行中.
    Doing,
    /// 完了.
    Done,
    /// 取りやめ.
    Dropped,
}

impl State {
    /// Every state.
    pub const ALL: [State; 4] = [State::Open, State::Doing, State::Done, State::Dropped];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Doing => "doing",
            State::Done => "done",
            State::Dropped => "dropped",
        }
    }

    /// Reads what [`State::code`] wrote; what is unknown is still to come.
    pub fn parse(code: &str) -> State {
        State::ALL.into_iter().find(|state| state.code() == code).unwrap_or(State::Open)
    }

    /// The mark that goes with the word (`ui-state`).
    pub fn mark(self) -> &'static str {
        match self {
            State::Open | State::Dropped => "todo",
            State::Doing => "ok",
            State::Done => "done",
        }
    }

    /// Whether something is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, State::Open | State::Doing)
    }
}

/// Whether an item is needed before the first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needed {
    /// It may be left out.
    No,
    /// Always.
    Yes,
    /// Where the owner decided alone (専決).
    Sole,
}

impl Needed {
    /// Every one, in the order in which a form offers them.
    pub const ALL: [Needed; 3] = [Needed::No, Needed::Yes, Needed::Sole];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Needed::No => "no",
            Needed::Yes => "yes",
            Needed::Sole => "sole",
        }
    }

    /// Reads what [`Needed::code`] wrote.
    pub fn parse(code: &str) -> Option<Needed> {
        Needed::ALL.into_iter().find(|needed| needed.code() == code)
    }

    /// Whether it is needed when the hire was decided so.
    pub fn holds(self, decided: &str) -> bool {
        match self {
            Needed::No => false,
            Needed::Yes => true,
            Needed::Sole => decided == ALONE,
        }
    }
}

/// 専決: the owner decided alone.
pub const ALONE: &str = "alone";
/// Who decided on the hire, as written in the database.
pub const DECIDED: [&str; 4] = ["unknown", ALONE, "executives", "family"];
/// Who in the company knows of it, as written in the database.
pub const KNOWS: [&str; 3] = ["executives", "sites", "staff"];

/// The day an item is due: `from_join` days from the first day, shifted to a business day.
///
/// What comes before the first day is shifted to the business day before, so that it is done by then; what comes after it to
/// the next one (field.md §5). None without a first day or without an offset.
pub fn due(join: Option<Day>, from_join: Option<i64>, calendar: &Calendar) -> Option<Day> {
    let (join, offset) = (join?, from_join?);
    let day = join.plus(offset);
    Some(if offset < 0 { calendar.on_or_before(day) } else { calendar.on_or_after(day) })
}

/// How far before or after the first day an item may lie: two years, the light follow-up to 24 months.
const FURTHEST: i64 = 731;

/// An item as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it belongs to.
    pub kind: Kind,
    /// Who does it.
    pub doer: Doer,
    /// What is to be done.
    pub body: String,
    /// The id of a contact, `person`, or empty.
    pub whom: String,
    /// Someone who is on no list.
    pub who: String,
    /// Whether it is needed.
    pub needed: Needed,
    /// Days from the first day; negative before it.
    pub from_join: Option<i64>,
    /// A day of its own.
    pub on: Option<Day>,
    /// How far it is.
    pub state: State,
    /// What came of it, in a line.
    pub outcome: String,
}

impl Draft {
    /// An open item that nobody is named for.
    pub fn of(kind: Kind, doer: Doer, body: String, needed: Needed, from_join: Option<i64>) -> Draft {
        let (whom, who, outcome) = (String::new(), String::new(), String::new());
        Draft { kind, doer, body, whom, who, needed, from_join, on: None, state: State::Open, outcome }
    }

    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, join: Option<Day>, lang: Lang) -> Result<Draft, Errors> {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let mut e = Errors::none();
        let body = line(form, &mut e, "body", SENTENCE, lang);
        if body.is_empty() {
            e.add("body", w.e_required(t.body()));
        }
        let who = line(form, &mut e, "who", LINE, lang);
        let outcome = line(form, &mut e, "outcome", SENTENCE, lang);
        let on = crate::placement::rules::day(form, &mut e, "on", lang);
        let offset = offset(form, &mut e, lang);
        // A day of its own moves with the first day as soon as there is one.
        let from_join = match (on, join) {
            (Some(on), Some(join)) => Some(join.until(on)),
            (Some(_), None) => None,
            (None, _) => offset,
        };
        if from_join.is_some_and(|days| days.abs() > FURTHEST) {
            e.add(if on.is_some() { "on" } else { "days" }, t.e_far());
        }
        let chosen = (Kind::parse(form.get("kind")), Doer::parse(form.get("side")));
        if chosen.0.is_none() {
            e.add("kind", w.e_choose());
        }
        if chosen.1.is_none() {
            e.add("side", w.e_choose());
        }
        let (Some(kind), Some(doer)) = chosen else { return Err(e) };
        e.check().map(|()| Draft {
            kind,
            doer,
            body,
            whom: form.trimmed("whom").to_owned(),
            who,
            needed: Needed::parse(form.get("needed")).unwrap_or(Needed::No),
            from_join,
            on,
            state: State::parse(form.get("state")),
            outcome,
        })
    }
}

/// Days from the first day: a number, and whether it lies before or after.
fn offset(form: &Form, errors: &mut Errors, lang: Lang) -> Option<i64> {
    let typed = fold::tidy(form.get("days")).replace('日', "");
    if typed.is_empty() {
        return None;
    }
    let days = typed.parse::<i64>().ok().filter(|days| (0..=9999).contains(days));
    if days.is_none() {
        errors.add("days", T(lang).e_days());
    }
    days.map(|days| if form.get("way") == "after" { days } else { -days })
}

/// One open item as far as the sentence on top of the case needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What it is.
    pub body: String,
    /// How far it is.
    pub state: State,
    /// Whether it is needed.
    pub needed: bool,
    /// When it is due.
    pub due_on: Option<Day>,
}

/// What is missing before the first day, in a sentence: the most pressing item, and how many more are needed. None when
/// nothing is.
pub fn missing(open: &[Open], join: Option<Day>, today: Day, word: StartWord, lang: Lang) -> Option<String> {
    let t = T(lang);
    let mut waiting: Vec<&Open> = open.iter().filter(|item| item.state.is_open() && item.needed).collect();
    waiting.sort_by_key(|item| (item.due_on.is_none(), item.due_on));
    let (first, rest) = waiting.split_first()?;
    let what = if first.state == State::Doing { t.m_doing(&first.body) } else { t.m_open(&first.body) };
    let left = S(lang, word).left(join, today);
    let more = if rest.is_empty() { String::new() } else { t.m_more(rest.len()) };
    Some(t.m_sentence(&left, &what, &more))
}

/// From when a party is asked for an item: the Monday of the week before it is due, so that everything of a week comes as
/// one request and nothing is added to it later that week. What has no day is asked for nobody.
pub fn asked_from(due_on: Day) -> Day {
    due_on.plus(-7 - i64::from(due_on.weekday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(month: u32, day: u32) -> Day {
        Day::new(2026, month, day).unwrap()
    }

    fn open(body: &str, needed: bool, due_on: Option<Day>) -> Open {
        Open { body: body.to_owned(), state: State::Open, needed, due_on }
    }

    #[test]
    fn what_comes_before_the_first_day_is_due_on_the_business_day_before_and_never_after_it() {
        let law = Calendar::default();
        // Tuesday 1 December; the day before is a Monday, nine days before a Sunday.
        assert_eq!(due(Some(on(12, 1)), Some(-1), &law), Some(on(11, 30)));
        assert_eq!(due(Some(on(12, 1)), Some(-9), &law), Some(on(11, 20)));
        assert_eq!(due(Some(on(12, 1)), Some(4), &law), Some(on(12, 7)));
        assert_eq!(due(Some(on(12, 1)), Some(0), &law), Some(on(12, 1)));
        assert_eq!(due(None, Some(-9), &law), None);
        assert_eq!(due(Some(on(12, 1)), None, &law), None);
    }

    #[test]
    fn the_sentence_names_the_most_pressing_item_and_how_long_is_left() {
        let items = [
            open("職場の下見", true, None),
            open("現場責任者との顔合わせ", true, Some(on(11, 25))),
            open("机の用意", false, Some(on(11, 20))),
        ];
        assert_eq!(
            missing(&items, Some(on(12, 3)), on(11, 24), StartWord::Employ, Lang::Ja).as_deref(),
            Some("入社まであと9日・現場責任者との顔合わせが決まっていません(ほか1件)")
        );
        assert_eq!(
            missing(&items[..1], None, on(11, 24), StartWord::Employ, Lang::Ja).as_deref(),
            Some("入社日未定・職場の下見が決まっていません")
        );
        assert_eq!(missing(&items[2..], Some(on(12, 3)), on(11, 24), StartWord::Employ, Lang::Ja), None, "an optional blank is no fault");
        let office = missing(&items, Some(on(12, 3)), on(11, 24), StartWord::Office, Lang::Ja).unwrap();
        assert!(office.starts_with("就任まであと9日・"), "{office}");
    }

    #[test]
    fn talks_with_everyone_are_needed_only_where_the_owner_decided_alone() {
        assert!(Needed::Sole.holds(ALONE) && !Needed::Sole.holds("executives") && !Needed::Sole.holds("unknown"));
        assert!(Needed::Yes.holds("family") && !Needed::No.holds(ALONE));
    }

    #[test]
    fn an_item_is_asked_for_from_the_monday_of_the_week_before() {
        for day in 23..=29 {
            assert_eq!(asked_from(on(11, day)), on(11, 16));
        }
        assert_eq!(asked_from(on(11, 30)), on(11, 23));
    }

    #[test]
    fn a_day_of_its_own_becomes_an_offset_as_soon_as_there_is_a_first_day() {
        let typed = |fields: &[(&'static str, &str)]| Form::filled(fields.iter().map(|(key, value)| (*key, (*value).to_owned())));
        let form = typed(&[("kind", "site"), ("side", "company"), ("body", "顔合わせ"), ("on", "2026-11-20"), ("days", "3")]);
        let draft = Draft::parse(&form, Some(on(12, 1)), Lang::Ja).unwrap();
        assert_eq!((draft.from_join, draft.on), (Some(-11), Some(on(11, 20))));
        let draft = Draft::parse(&form, None, Lang::Ja).unwrap();
        assert_eq!(draft.from_join, None);
        let form = typed(&[("kind", "site"), ("side", "company"), ("body", "顔合わせ"), ("days", "１４日"), ("way", "before")]);
        assert_eq!(Draft::parse(&form, None, Lang::Ja).unwrap().from_join, Some(-14));
        for bad in [("days", "二週間"), ("days", "-3"), ("days", "900"), ("on", "春ごろ"), ("body", ""), ("kind", "else"), ("side", "")]
        {
            let mut form = form.clone();
            form.set(bad.0, bad.1);
            assert!(Draft::parse(&form, None, Lang::Ja).unwrap_err().has(bad.0), "{bad:?}");
        }
    }
}
