//! The list before the first day on paper: the whole of it or one party's items for the desk, and for company and person what
//! their own page shows. What is needed only because of how the hire was decided is the desk's knowledge and stands on none.

use axum::extract::Path;
use base::actor::Side;
use base::store::{Entry, Read};
use base::text::Lang;
use paper::document::{Addressee, Align, Block, Cell, Column, Document};

use super::asked;
use super::rules::{Doer, Kind, State};
use super::store::{self, Item};
use super::text::T;
use crate::placement::{self, Facts, StartWord};
use crate::portal::one_case;
use crate::print::{self, Head, Out, column};
use crate::web::{Answer, AppError, Cx};

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Everything that this seat may read.
    All,
    /// The items of one party, with those that all three do together.
    Party(Side),
    /// The reader's own items first.
    Mine,
}

/// What every list is printed from.
struct Source {
    head: Head,
    facts: Facts,
    desk: String,
    lang: Lang,
}

impl Source {
    fn of(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Source, AppError> {
        let facts = placement::facts(tx, entry)?;
        let (consultant, _) = placement::desk_of(tx, entry)?;
        Ok(Source { head: print::head(tx, lang)?, desk: consultant.unwrap_or_else(|| facts.consultant_name.clone()), facts, lang })
    }

    fn addressees(&self, sides: &[Side]) -> Vec<Addressee> {
        sides
            .iter()
            .filter_map(|side| match side {
                Side::Company => Some(print::to_company(&self.facts.company, self.lang)),
                Side::Person => Some(print::to_person(&self.facts.post, &self.facts.person, self.lang)),
                Side::Bank => None,
            })
            .collect()
    }

    /// One group: a box to tick, what, who, by when, how far.
    fn group(&self, heading: &str, items: &[&Item]) -> Vec<Block> {
        let t = T(self.lang);
        let columns = vec![
            Column { align: Align::Center, ..column("", 2) },
            column(t.c_body(), 16),
            column(t.p_doer(), 9),
            column(t.c_due(), 10),
            column(t.c_state(), 8),
        ];
        let rows = items.iter().map(|item| self.row(item)).collect();
        vec![Block::part(heading), Block::Grid { columns, rows }]
    }

    fn row(&self, item: &Item) -> Vec<Cell> {
        let t = T(self.lang);
        let due = match (item.due_on, item.from_join) {
            (Some(day), _) => self.head.day(day),
            (None, Some(days)) => t.offset(days),
            (None, None) => String::new(),
        };
        let done = item.done_on.filter(|_| item.state == State::Done).map(|day| self.head.day(day)).unwrap_or_default();
        let doer = t.doer(item.doer, self.head.own());
        vec![
            Cell::from(if item.state == State::Done { "■" } else { "□" }),
            Cell { text: item.body.clone(), below: item.outcome.clone(), strong: false },
            Cell { text: doer.to_owned(), below: item.who.clone(), strong: false },
            Cell::from(due),
            Cell { text: t.state_word(item.kind, item.state).to_owned(), below: done, strong: false },
        ]
    }

    fn document(&self, items: &[Item], whose: Whose, me: &str, reader: Side, now: base::clock::Instant) -> Document {
        let t = T(self.lang);
        let title = t.p_title(StartWord::of(&self.facts.contract));
        let to = match whose {
            Whose::All => vec![Side::Company, Side::Person],
            Whose::Party(side) => vec![side],
            Whose::Mine => vec![reader],
        };
        let first_day = self.facts.join_on.map_or_else(|| t.p_no_day().to_owned(), |day| self.head.day(day));
        let mut blocks = vec![Block::Facts { rows: vec![(print::first_day(&self.facts.contract, self.lang).to_owned(), first_day)] }];
        let wanted = |item: &&Item| match whose {
            Whose::All => item.kind.prepares(),
            Whose::Party(side) => item.kind.prepares() && matches!(item.doer, Doer::Joint) || item.doer == Doer::One(side),
            Whose::Mine => item.writer != me && item.kind.prepares(),
        };
        let shown: Vec<&Item> = items.iter().filter(|item| item.state != State::Dropped).collect();
        let own: Vec<&Item> =
            shown.iter().copied().filter(|item| item.writer == me && (item.kind.prepares() || item.state.is_open())).collect();
        let any = shown.iter().any(wanted);
        if whose == Whose::Mine && (any || !own.is_empty()) {
            if own.is_empty() {
                blocks.extend([Block::part(t.my_own()), Block::note(t.my_own_none())]);
            } else {
                blocks.extend(self.group(t.my_own(), &own));
            }
        }
        for kind in Kind::ALL {
            let of: Vec<&Item> = shown.iter().copied().filter(|item| item.kind == kind).filter(wanted).collect();
            if !of.is_empty() {
                blocks.extend(self.group(t.group_word(kind), &of));
            }
        }
        if blocks.len() == 1 {
            blocks.push(Block::paragraph(t.p_empty()));
        } else {
            blocks.push(Block::note(t.p_note()));
        }
        Document {
            subtitle: print::text::T(self.lang).between(&self.facts.company, &self.facts.person),
            addressees: self.addressees(&to),
            edition: t.as_of(&self.head.day(now.day())),
            blocks,
            ..self.head.document(title, now, &self.desk)
        }
    }
}

fn made(tx: &Read<'_>, entry: &Entry, whose: Whose, lang: Lang) -> Result<Out, AppError> {
    let items = store::items(tx, entry)?;
    let source = Source::of(tx, entry, lang)?;
    let document = source.document(&items, whose, tx.actor().id(), tx.actor().side(), tx.now());
    let kind = match whose {
        Whose::All => "preparation".to_owned(),
        Whose::Party(side) => format!("preparation:{}", side.code()),
        Whose::Mine => "preparation:own".to_owned(),
    };
    Ok(Out { name: document.title.clone(), case: entry.placement().to_owned(), kind, document })
}

/// `GET /cases/{case}/preparation/paper`: the whole list, or with `side` one party's items.
pub async fn paper(cx: Cx, Path(case): Path<String>) -> Answer {
    let lang = cx.lang;
    let whose = Side::parse(&asked(&cx, "side")).map_or(Whose::All, Whose::Party);
    print::printed(&cx, move |tx| made(tx, &tx.enter(&case)?, whose, lang)).await
}

/// `GET /my/preparation/paper`: one's own items first, then those of the others that one may read.
pub async fn my_paper(cx: Cx) -> Answer {
    let lang = cx.lang;
    let named = Some(asked(&cx, "case")).filter(|case| !case.is_empty());
    print::printed(&cx, move |tx| made(tx, &one_case(tx, named.as_deref())?, Whose::Mine, lang)).await
}
