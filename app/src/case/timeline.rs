//! The timeline of a case: what is asked of it by its links, pure. A page begins after the place where the last one ended,
//! so that what is added meanwhile moves nothing.

use std::collections::HashMap;
use std::fmt::Write;

use base::actor::Side;
use base::clock::Day;
use base::text::Lang;

use super::text::T;
use super::{Item, Sees};

/// How many entries stand on one page.
const SHOWN: usize = 20;
/// How many entries that are still ahead; the plan has the rest.
const AHEAD: usize = 5;

/// The place of an entry: its day, and its order within the day.
pub type Place = (Day, i64);

/// The kinds an entry may be of, as links name them.
const KINDS: [&str; 4] = ["talk", "agree", "change", "case"];
/// Who may see it, as links name them.
const EYES: [Sees; 4] = [Sees::All, Sees::Company, Sees::Person, Sees::Desk];

/// Who it may come from, in the order of the links.
const HANDS: [Side; 3] = [Side::Company, Side::Person, Side::Bank];

/// What the address of the page asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    kind: Option<&'static str>,
    sees: Option<Sees>,
    by: Option<Side>,
    before: Option<Place>,
    /// All pages as one, for paper.
    whole: bool,
}

/// A link of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pill {
    /// Where it leads.
    pub href: String,
    /// Its word.
    pub name: &'static str,
    /// Whether it is chosen.
    pub on: bool,
}

/// One page of the timeline.
#[derive(Clone, Debug, Default)]
pub struct Cut {
    /// What is still ahead, the nearest first; on the first page only.
    pub ahead: Vec<Item>,
    /// What was, the latest first.
    pub items: Vec<Item>,
    /// Where the next page begins; none on the last.
    pub older: Option<Place>,
}

impl Asked {
    /// Reads the query; what is not known is not asked.
    pub fn read(query: &HashMap<String, String>) -> Asked {
        let of = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
        let place = |text: &str| {
            let (day, order) = text.split_once('.')?;
            Some((Day::parse(day)?, order.parse().ok()?))
        };
        Asked {
            kind: KINDS.into_iter().find(|kind| *kind == of("t")),
            sees: EYES.into_iter().find(|eyes| eyes.side() == of("who")),
            by: Side::parse(of("by")),
            before: place(of("before")),
            whole: query.contains_key("whole"),
        }
    }

    /// Whether entries are left out.
    pub fn filters(&self) -> bool {
        self.kind.is_some() || self.sees.is_some() || self.by.is_some()
    }

    /// Whether this is not the first page.
    pub fn pages(&self) -> bool {
        self.before.is_some()
    }

    fn wants(&self, item: &Item) -> bool {
        self.kind.is_none_or(|kind| kind == item.filter)
            && self.sees.is_none_or(|sees| sees == item.sees)
            && self.by.is_none_or(|by| by == item.by)
    }

    /// The page that is asked for. Entries of one place stay together, so that none falls between two pages.
    pub fn cut(&self, items: Vec<Item>) -> Cut {
        let (mut ahead, mut past): (Vec<Item>, Vec<Item>) = items.into_iter().filter(|item| self.wants(item)).partition(|item| item.ahead);
        ahead.sort_by_key(place);
        let most = if self.whole { usize::MAX } else { SHOWN };
        ahead.truncate(match (self.whole, self.pages()) {
            (true, _) => usize::MAX,
            (_, true) => 0,
            _ => AHEAD,
        });
        past.retain(|item| self.before.is_none_or(|before| place(item) < before));
        past.sort_by_key(|item| std::cmp::Reverse(place(item)));
        let end = past.get(most - 1).map(place);
        let shown = end.map_or(past.len(), |end| past.iter().take_while(|item| place(item) >= end).count());
        let older = if shown < past.len() { end } else { None };
        past.truncate(shown);
        Cut { ahead, items: past, older }
    }

    fn link(&self, here: &str) -> String {
        let mut query = String::new();
        let mut add = |name: &str, value: &str| {
            let _ = write!(query, "{}{name}={value}", if query.is_empty() { '?' } else { '&' });
        };
        if let Some(kind) = self.kind {
            add("t", kind);
        }
        if let Some(sees) = self.sees {
            add("who", sees.side());
        }
        if let Some(by) = self.by {
            add("by", by.code());
        }
        if let Some((day, order)) = self.before {
            add("before", &format!("{day}.{order}"));
        }
        if self.whole {
            add("whole", "1");
        }
        format!("{here}{query}#log")
    }

    /// Where the next page is.
    pub fn older(&self, here: &str, before: Place) -> String {
        Asked { before: Some(before), ..self.clone() }.link(here)
    }

    /// Where the first page is.
    pub fn first(&self, here: &str) -> String {
        Asked { before: None, ..self.clone() }.link(here)
    }

    /// Where all pages stand as one.
    pub fn whole(&self, here: &str) -> String {
        Asked { before: None, whole: true, ..self.clone() }.link(here)
    }

    /// The links of the filters: by kind, by who sees it, and by who it comes from.
    pub fn pills(&self, here: &str, lang: Lang) -> [Vec<Pill>; 3] {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let first = Asked { before: None, whole: false, ..self.clone() };
        let pill = |asked: Asked, name, on| Pill { href: asked.link(here), name, on };
        let kind = |kind: Option<&'static str>, name| pill(Asked { kind, ..first.clone() }, name, self.kind == kind);
        let eyes = |sees: Option<Sees>, name| pill(Asked { sees, ..first.clone() }, name, self.sees == sees);
        let hand = |by: Option<Side>, name| pill(Asked { by, ..first.clone() }, name, self.by == by);
        let names = [t.talks(), t.agreements(), t.changes(), t.case()];
        let kinds = [kind(None, t.all())].into_iter().chain(KINDS.into_iter().zip(names).map(|(code, name)| kind(Some(code), name)));
        let all = [eyes(None, t.everyone())].into_iter().chain(EYES.into_iter().map(|sees| eyes(Some(sees), sees.words(lang))));
        let hands = [hand(None, t.everyone())].into_iter().chain(HANDS.into_iter().map(|by| hand(Some(by), w.side(by))));
        [kinds.collect(), all.collect(), hands.collect()]
    }
}

fn place(item: &Item) -> Place {
    (item.day, item.order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(day: u32, order: i64, filter: &'static str, sees: Sees) -> Item {
        Item {
            day: Day::new(2026, 11, day).unwrap(),
            order,
            filter,
            kind: String::new(),
            title: format!("{day}.{order}"),
            text: String::new(),
            sees,
            by: if sees == Sees::Person { Side::Person } else { Side::Bank },
            href: None,
            ahead: false,
        }
    }

    fn asked(query: &str) -> Asked {
        Asked::read(&query.split('&').filter_map(|pair| pair.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect())
    }

    #[test]
    fn page_after_page_every_entry_stands_once_also_where_many_share_a_place() {
        let mut items: Vec<Item> = (1..=25).flat_map(|day| (0..3).map(move |n| item(day, n / 2, "talk", Sees::Desk))).collect();
        items.extend((0..30).map(|_| item(10, 0, "talk", Sees::Desk)));
        let (mut seen, mut at, mut pages) = (0, Asked::default(), 0);
        loop {
            let cut = at.cut(items.clone());
            seen += cut.items.len();
            pages += 1;
            let Some(older) = cut.older else { break };
            let link = at.older("/cases/c", older);
            at = asked(link.split(['?', '#']).nth(1).unwrap());
        }
        assert_eq!((seen, items.len()), (105, 105));
        assert!(pages > 3, "{pages}");
    }

    #[test]
    fn what_is_added_meanwhile_moves_nothing_on_the_next_page() {
        let mut items: Vec<Item> = (1..=28).map(|day| item(day, 0, "talk", Sees::All)).collect();
        let first = Asked::default().cut(items.clone());
        items.push(item(28, 9, "talk", Sees::All));
        let second = Asked { before: first.older, ..Asked::default() }.cut(items);
        assert_eq!(second.items.first().unwrap().title, "8.0");
    }

    #[test]
    fn kind_reader_and_hand_are_asked_for_together_and_kept_by_each_link() {
        let both = asked("t=agree&who=company&before=2026-11-09.3");
        let cut = both.cut(vec![
            item(1, 0, "agree", Sees::Company),
            item(2, 0, "agree", Sees::Person),
            item(3, 0, "talk", Sees::Company),
            item(9, 3, "agree", Sees::Company),
        ]);
        assert_eq!(cut.items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["1.0"]);
        let [kinds, eyes, hands] = both.pills("/cases/c", Lang::Ja);
        assert_eq!(kinds[1].href, "/cases/c?t=talk&who=company#log");
        assert_eq!(hands[2].href, "/cases/c?t=agree&who=company&by=person#log");
        let persons = asked("by=person").cut(vec![item(1, 0, "agree", Sees::Company), item(2, 0, "change", Sees::Person)]);
        assert_eq!(persons.items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["2.0"]);
        assert_eq!(eyes[0].href, "/cases/c?t=agree#log");
        assert!(kinds[2].on && eyes[2].on);
        assert_eq!(asked("t=nothing&who=everybody&by=nobody&before=yesterday"), Asked::default());
    }
}
