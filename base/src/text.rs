//! Product text: ja and en side by side, a missing one does not compile.

use crate::clock::{Day, Instant};

/// The reader's language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Japanese, the first language of every page.
    #[default]
    Ja,
    /// English, complete.
    En,
}

impl Lang {
    /// `ja` or `en`, as in the `lang` attribute and the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }

    /// Reads a language code; anything unknown is none.
    pub fn parse(code: &str) -> Option<Lang> {
        match code {
            "ja" => Some(Lang::Ja),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// Picks the text of this language: for the few places that are not a [`words!`](crate::words) table.
    pub fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// `2026年11月24日(火)` · `Tue 24 Nov 2026`.
    pub fn day(self, day: Day) -> String {
        match self {
            Lang::Ja => format!("{}年{}月{}日({})", day.year(), day.month(), day.of_month(), WEEK_JA[day.weekday() as usize]),
            Lang::En => {
                format!("{} {} {} {}", WEEK_EN[day.weekday() as usize], day.of_month(), MONTHS[day.month() as usize - 1], day.year())
            }
        }
    }

    /// `11月24日(火)` · `Tue 24 Nov`: where the year goes without saying.
    pub fn short_day(self, day: Day) -> String {
        match self {
            Lang::Ja => format!("{}月{}日({})", day.month(), day.of_month(), WEEK_JA[day.weekday() as usize]),
            Lang::En => format!("{} {} {}", WEEK_EN[day.weekday() as usize], day.of_month(), MONTHS[day.month() as usize - 1]),
        }
    }

    /// Day and minute in Asia/Tokyo: `2026年11月24日(火) 14:30`.
    pub fn moment(self, at: Instant) -> String {
        let (hour, minute) = at.time();
        format!("{} {hour}:{minute:02}", self.day(at.day()))
    }
}

const WEEK_JA: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
const WEEK_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// An English sentence in which `{n} part(s)` stands: one part, two parts. Only where the words themselves have such a place; what is
/// put into them may hold anything.
#[doc(hidden)]
#[must_use]
pub fn counted(words: &str, said: String) -> String {
    const PLACE: &str = "(s)";
    if !words.contains(PLACE) {
        return said;
    }
    let mut pieces = said.split(PLACE).peekable();
    let mut text = String::with_capacity(said.len());
    while let Some(piece) = pieces.next() {
        text.push_str(piece);
        let is_one = piece.rsplit(' ').nth(1) == Some("1");
        if pieces.peek().is_some() && !is_one {
            text.push('s');
        }
    }
    text
}

/// A slice's words: each line is a name, the Japanese, the English. Arguments stand in both texts as `{name}`.
///
/// ```
/// base::words! {
///     /// The words of the example.
///     pub struct T;
///     title: "案件", "Cases";
///     left(days: i64): "入社まであと{days}日", "{days} day(s) until joining";
/// }
/// assert_eq!(T(base::text::Lang::Ja).left(9), "入社まであと9日");
/// ```
///
/// English counts with `(s)`:
/// ```
/// base::words! {
///     /// The words of the example.
///     pub struct T;
///     open(n: i64, name: &str): "{name}に約束が{n}件あります。", "{name}: {n} promise(s) open, 1 part(s) shown.";
/// }
/// let t = T(base::text::Lang::En);
/// assert_eq!(t.open(1, "A"), "A: 1 promise open, 1 part shown.");
/// assert_eq!((t.open(2, "A"), t.open(21, "A").len()), ("A: 2 promises open, 1 part shown.".into(), 34));
/// ```
///
/// A line without its English does not compile:
/// ```compile_fail
/// base::words! {
///     /// The words of the example.
///     pub struct T;
///     title: "案件";
/// }
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis struct $name:ident; $($rest:tt)*) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        $vis struct $name(pub $crate::text::Lang);
        impl $name { $crate::words_lines! { $($rest)* } }
    };
}

/// The lines of [`words!`]; not for use by itself. Each line is expanded by itself, so that a table may be as long as it needs.
#[doc(hidden)]
#[macro_export]
macro_rules! words_lines {
    ($($key:ident $(( $($arg:ident : $ty:ty),* ))? : $ja:literal, $en:literal;)*) => {
        $($crate::words_line! { $key $(( $($arg : $ty),* ))? : $ja, $en; })*
    };
}

/// One line of [`words!`]; not for use by itself.
#[doc(hidden)]
#[macro_export]
macro_rules! words_line {
    ($key:ident : $ja:literal, $en:literal;) => {
        #[doc = $ja]
        pub fn $key(self) -> &'static str { match self.0 { $crate::text::Lang::Ja => $ja, $crate::text::Lang::En => $en } }
    };
    ($key:ident ( $($arg:ident : $ty:ty),* ) : $ja:literal, $en:literal;) => {
        #[doc = $ja]
        pub fn $key(self, $($arg: $ty),*) -> String { match self.0 { $crate::text::Lang::Ja => format!($ja), $crate::text::Lang::En => $crate::text::counted($en, format!($en)) } }
    };
}
