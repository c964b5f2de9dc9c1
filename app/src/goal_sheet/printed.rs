//! The sheet on paper, and the record of who agreed to it. Both sides are handed the same paper, whoever prints it.

use axum::extract::{Path, Query};
use base::actor::Side;
use base::clock::{Day, Instant};
use base::store::{Entry, Read};
use base::text::Lang;
use press::{Block, Cell, Column, Document, Record};
use std::collections::BTreeMap;

use super::content::{Content, GoalText};
use super::my::mine;
use super::rules::Paper;
use super::store::{self, Kept};
use super::text::{R, T};
use crate::agreement::{self, Eyes, KeptSeal, People, Sealing as _, State, Way};
use crate::placement::{self, Facts, StartWord};
use crate::print::{self, Head, text::T as Shared};
use crate::web::{Answer, AppError, Cx};

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// The wording as it stands, marked while not all have agreed to it.
    Present,
    /// An agreed version.
    Version(i64),
    /// Who agreed to that version.
    RecordOf(i64),
}

/// Everything a paper of the sheet is made of.
struct Source {
    head: Head,
    facts: Facts,
    people: People,
    now: Instant,
    lang: Lang,
}

impl Source {
    fn of(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Source, AppError> {
        Ok(Source {
            head: print::head(tx, lang)?,
            facts: placement::facts(tx, entry)?,
            people: agreement::of(tx, entry)?,
            now: tx.now(),
            lang,
        })
    }

    fn party(&self, side: Side) -> String {
        Eyes { lang: self.lang, viewer: Side::Bank, people: &self.people }.party(side)
    }

    fn document(&self, title: &str) -> Document {
        let t = R(self.lang);
        Document {
            subtitle: t.between(&self.facts.company, &self.facts.person),
            addressees: vec![
                print::to_company(&self.facts.company, self.lang),
                print::to_person(&self.facts.post, &self.facts.person, self.lang),
            ],
            ..self.head.document(title, self.now, &self.people.consultant)
        }
    }

    fn span(&self, from: Option<Day>, until: Option<Day>) -> String {
        let t = T(self.lang);
        let day = |day: Day| self.head.day(day);
        match (from, until) {
            (Some(from), Some(until)) => t.from_to(&day(from), &day(until)),
            (None, Some(until)) => t.until_only(&day(until)),
            (Some(from), None) => t.from_only(&day(from)),
            (None, None) => String::new(),
        }
    }

    fn words(&self, content: &Content) -> Vec<Block> {
        let (t, r) = (T(self.lang), R(self.lang));
        let start = match StartWord::of(&self.facts.contract) {
            StartWord::Employ => r.start_employ(),
            StartWord::Office => r.start_office(),
            StartWord::Start => r.start_other(),
        };
        let rows = [
            (t.mission(), content.mission.clone()),
            (t.period(), self.span(content.from, content.until)),
            (start, self.facts.join_on.map(|day| self.head.day(day)).unwrap_or_default()),
        ];
        let mut blocks = vec![Block::Facts { rows: filled(rows) }, Block::part(t.goals())];
        for (goal, leaving) in content.in_order() {
            blocks.push(Block::Together { blocks: self.goal(goal, leaving) });
        }
        blocks
    }

    fn goal(&self, goal: &GoalText, leaving: bool) -> Vec<Block> {
        let (t, r) = (T(self.lang), R(self.lang));
        let mut blocks = vec![Block::heading(format!("{}\u{3000}{}", t.part_goal(goal.no), goal.sentence))];
        if leaving {
            blocks.push(Block::note(t.leaving()));
        }
        let rows = [
            (t.criterion(), goal.criterion.clone()),
            (t.due(), goal.due.map(|day| self.head.day(day)).unwrap_or_default()),
            (t.supporter(), goal.supporter.clone()),
            (t.weight(), goal.weight.map(|weight| t.weight_of(weight)).unwrap_or_default()),
        ];
        let rows = filled(rows);
        if !rows.is_empty() {
            blocks.push(Block::Facts { rows });
        }
        let steps = [(r.month1(), &goal.month1), (r.month3(), &goal.month3), (r.month6(), &goal.month6)];
        if steps.iter().any(|(_, words)| !words.is_empty()) {
            blocks.push(Block::Grid {
                columns: steps.iter().map(|(heading, _)| column(heading, 1)).collect(),
                rows: vec![steps.iter().map(|(_, words)| Cell::from(words.as_str())).collect()],
            });
        }
        blocks
    }

    fn reason(&self, reason: &str) -> Option<Block> {
        let row = (T(self.lang).reason().to_owned(), reason.to_owned());
        (!reason.is_empty()).then(|| Block::FactBox { title: String::new(), rows: vec![row] })
    }

    /// The three boxes; what was agreed on screen or by word of mouth stands in them with its day.
    fn boxes(&self, needed: &[Side], set: impl Fn(Side) -> Option<KeptSeal>) -> Block {
        let r = R(self.lang);
        let one = |side: &Side| {
            let label = print::box_label(*side, self.head.own(), self.lang);
            match set(*side) {
                Some(seal) => self.head.sign_box(label, &seal.name, r.sealed_on(&self.head.day(day_of(&seal)), &self.way(&seal))),
                None => self.head.sign_box(label, self.people.signatories(*side).join(T(self.lang).and()), self.head.blank_day()),
            }
        };
        Block::Together { blocks: vec![Block::part(r.boxes_title()), Block::SignBoxes { boxes: needed.iter().map(one).collect() }] }
    }

    fn way(&self, seal: &KeptSeal) -> String {
        let r = R(self.lang);
        match (Way::parse(&seal.way), Side::parse(&seal.party)) {
            (Way::Spoken, _) => r.way_spoken(&seal.place),
            (Way::Paper, _) => r.way_paper().to_owned(),
            (Way::Screen, Some(Side::Bank)) => r.way_confirmed().to_owned(),
            (Way::Screen, _) => r.way_screen().to_owned(),
        }
    }

    /// Who agreed to what, when and how: one row for each press.
    fn record(&self, content: &Content, seals: &[KeptSeal]) -> Vec<Vec<Cell>> {
        let t = T(self.lang);
        let parts = content.parts();
        let mut rows: Vec<(&KeptSeal, Vec<String>)> = Vec::new();
        for part in &parts {
            for seal in seals.iter().filter(|seal| seal.part == part.key) {
                let word = t.part(part.what);
                let same = |(other, _): &&mut (&KeptSeal, Vec<String>)| {
                    other.party == seal.party && other.name == seal.name && other.at == seal.at && other.place == seal.place
                };
                match rows.iter_mut().find(same) {
                    Some((_, words)) => words.push(word),
                    None => rows.push((seal, vec![word])),
                }
            }
        }
        rows.sort_by_key(|(seal, _)| seal.at);
        rows.into_iter()
            .map(|(seal, words)| {
                let party = Side::parse(&seal.party).map(|side| self.party(side)).unwrap_or_default();
                let when = match seal.on {
                    Some(day) => self.head.day(day),
                    None => self.head.moment(Instant(seal.at)),
                };
                vec![
                    Cell { text: seal.name.clone(), below: party, strong: false },
                    Cell::from(t.join(&words)),
                    Cell::from(when),
                    Cell::from(self.way(seal)),
                ]
            })
            .collect()
    }

    fn record_columns(&self) -> Vec<Column> {
        let r = R(self.lang);
        [(r.c_who(), 5), (r.c_what(), 7), (r.c_when(), 6), (r.c_how(), 6)]
            .into_iter()
            .map(|(heading, share)| column(heading, share))
            .collect()
    }

    /// The wording as it stands.
    fn present(&self, paper: &Paper) -> Document {
        let (t, r) = (T(self.lang), R(self.lang));
        let eyes = Eyes { lang: self.lang, viewer: Side::Bank, people: &self.people };
        let parts = paper.content.parts();
        let counts = |side: Side| parts.iter().filter_map(move |part| paper.seal(part, side));
        let set = |side: Side| {
            let whole = paper.is_shown() && paper.open(side).is_empty();
            counts(side).max_by_key(|seal| seal.at).filter(|_| whole).map(KeptSeal::of)
        };
        let seals: Vec<KeptSeal> = paper.needed.iter().flat_map(|side| counts(*side)).map(KeptSeal::of).collect();
        let mut document = self.document(t.title());
        let mark = if paper.state == State::Draft { agreement::text::T(self.lang).s_draft() } else { r.mark_open() };
        mark.clone_into(&mut document.mark);
        document.edition = r.edition_open(&eyes.word(paper), paper.draft_no);
        document.blocks = self.words(&paper.content);
        document.blocks.extend(self.reason(&paper.reason));
        document.blocks.push(self.boxes(&paper.needed, set));
        document.record = Some(Record {
            title: r.record_title().to_owned(),
            lead: if paper.state == State::Draft { r.record_none().to_owned() } else { eyes.says(paper) },
            columns: self.record_columns(),
            rows: self.record(&paper.content, &seals),
            facts: Vec::new(),
        });
        document
    }

    fn version_facts(&self, edition: i64, agreed: Instant, hash: &str) -> Vec<(String, String)> {
        let (t, r, s) = (T(self.lang), R(self.lang), Shared(self.lang));
        let rows = [
            (s.version(), t.edition(edition)),
            (r.agreed_at(), self.head.moment(agreed)),
            (s.check(), hash.to_owned()),
            (s.printed(), self.head.moment(self.now)),
        ];
        filled(rows)
    }

    fn edition_line(&self, edition: i64, hash: &str) -> String {
        format!("{}  {}", T(self.lang).edition(edition), Shared(self.lang).check_line(&print::check_number(hash)))
    }

    /// An agreed version.
    fn version(&self, edition: i64, kept: &Kept, agreed: Instant, hash: &str) -> Document {
        let (t, r) = (T(self.lang), R(self.lang));
        let needed: Vec<Side> = [Side::Company, Side::Person, Side::Bank]
            .into_iter()
            .filter(|side| kept.seals.iter().any(|seal| seal.party == side.code()))
            .collect();
        let set = |side: Side| kept.seals.iter().filter(|seal| seal.party == side.code()).max_by_key(|seal| seal.at).cloned();
        let mut document = self.document(t.title());
        document.dates = vec![t.edition(edition), self.head.day(agreed.day())];
        document.edition = self.edition_line(edition, hash);
        document.blocks = self.words(&kept.content);
        document.blocks.extend(self.reason(&kept.reason));
        document.blocks.push(self.boxes(&needed, set));
        document.record = Some(Record {
            title: r.record_title().to_owned(),
            lead: String::new(),
            columns: self.record_columns(),
            rows: self.record(&kept.content, &kept.seals),
            facts: self.version_facts(edition, agreed, hash),
        });
        document
    }

    /// Who agreed to a version, as a paper of its own.
    fn record_of(&self, edition: i64, kept: &Kept, agreed: Instant, hash: &str) -> Document {
        let (t, r) = (T(self.lang), R(self.lang));
        let mut document = self.document(r.record_paper());
        document.dates = vec![t.edition(edition), self.head.day(agreed.day())];
        document.edition = self.edition_line(edition, hash);
        let mut parts =
            vec![(t.part(super::content::What::Mission), join(&kept.content.mission, &self.span(kept.content.from, kept.content.until)))];
        parts.extend(kept.content.goals.iter().map(|goal| (t.part_goal(goal.no), goal.sentence.clone())));
        document.blocks = vec![
            Block::paragraph(r.record_lead(&t.version_title(edition), self.head.own())),
            Block::part(r.record_about()),
            Block::Facts { rows: parts },
        ];
        document.record = Some(Record {
            title: r.record_title().to_owned(),
            lead: String::new(),
            columns: self.record_columns(),
            rows: self.record(&kept.content, &kept.seals),
            facts: self.version_facts(edition, agreed, hash),
        });
        document
    }
}

fn join(one: &str, other: &str) -> String {
    [one, other].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

fn day_of(seal: &KeptSeal) -> Day {
    seal.on.unwrap_or_else(|| Instant(seal.at).day())
}

fn column(heading: &str, share: u16) -> Column {
    Column { heading: heading.to_owned(), share, ..Column::default() }
}

fn filled<const N: usize>(rows: [(&str, String); N]) -> Vec<(String, String)> {
    rows.into_iter().filter(|(_, words)| !words.is_empty()).map(|(label, words)| (label.to_owned(), words)).collect()
}

/// The paper and the name of its file.
fn made(tx: &Read<'_>, entry: &Entry, which: Which, paper: Option<&Paper>, lang: Lang) -> Result<(String, Document), AppError> {
    let (t, r) = (T(lang), R(lang));
    let source = Source::of(tx, entry, lang)?;
    let which = match (which, paper) {
        // What all have agreed to is printed as the version it is.
        (Which::Present, Some(paper)) if paper.state == State::Agreed && paper.edition > 0 => Which::Version(paper.edition),
        _ => which,
    };
    Ok(match which {
        Which::Present => {
            let paper = paper.ok_or(AppError::NotFound)?;
            (format!("{}_{}", t.title(), source.present(paper).mark), source.present(paper))
        }
        Which::Version(edition) => {
            let (kept, agreed, hash) = store::kept_version(tx, entry, edition)?;
            (format!("{}_{}", t.title(), t.edition(edition)), source.version(edition, &kept, agreed, &hash))
        }
        Which::RecordOf(edition) => {
            let (kept, agreed, hash) = store::kept_version(tx, entry, edition)?;
            (format!("{}_{}", r.record_paper(), t.edition(edition)), source.record_of(edition, &kept, agreed, &hash))
        }
    })
}

async fn of_desk(cx: &Cx, case: String, which: Which) -> Answer {
    let lang = cx.lang;
    let (name, document) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&case)?;
            let paper = store::load(tx, &entry)?;
            made(tx, &entry, which, paper.as_ref(), lang)
        })
        .await?;
    print::hand_over(cx, &name, document).await
}

async fn of_party(cx: &Cx, query: &BTreeMap<String, String>, which: Which) -> Answer {
    let (lang, case) = (cx.lang, query.get("case").cloned());
    let (name, document) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let mine = mine(tx, case.as_deref())?;
            made(tx, &mine.entry, which, mine.paper.as_ref(), lang)
        })
        .await?;
    print::hand_over(cx, &name, document).await
}

fn number(edition: &str) -> Result<i64, AppError> {
    edition.parse().map_err(|_| AppError::NotFound)
}

/// `GET /cases/{case}/goals/paper`: the sheet as it stands, with a mark while it is not agreed.
pub async fn paper(cx: Cx, Path(case): Path<String>) -> Answer {
    of_desk(&cx, case, Which::Present).await
}

/// `GET /cases/{case}/goals/versions/{edition}/paper`: an agreed version.
pub async fn version_paper(cx: Cx, Path((case, edition)): Path<(String, String)>) -> Answer {
    of_desk(&cx, case, Which::Version(number(&edition)?)).await
}

/// `GET /cases/{case}/goals/versions/{edition}/record`: who agreed to it.
pub async fn record_paper(cx: Cx, Path((case, edition)): Path<(String, String)>) -> Answer {
    of_desk(&cx, case, Which::RecordOf(number(&edition)?)).await
}

/// `GET /my/goals/paper`: the sheet as it stands, once this party was asked to look at it.
pub async fn my_paper(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::Present).await
}

/// `GET /my/goals/versions/{edition}/paper`.
pub async fn my_version_paper(cx: Cx, Path(edition): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::Version(number(&edition)?)).await
}

/// `GET /my/goals/versions/{edition}/record`.
pub async fn my_record_paper(cx: Cx, Path(edition): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::RecordOf(number(&edition)?)).await
}
