//! The booklet on paper, the record of who agreed to it, and the card that says whom one writes to when something is hard to say
//! (連絡と相談カード). Company and person are handed the same papers, whoever prints them; what stands on them is what the
//! booklet's pages show, and nothing that one side keeps for itself.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use base::actor::Side;
use base::clock::Instant;
use base::store::{Entry, Read};
use base::text::Lang;
use paper::document::{Block, Cell, Document};

use super::content::{Content, Entry as Line, Field, Section};
use super::my::mine;
use super::rules::Paper;
use super::store::{self, Kept};
use super::text::{R, T};
use crate::agreement::printed::{Edition, Ink, Sealed, edition_no, parties, seals_of, standing, whole};
use crate::agreement::{KeptSeal, State, text as shared};
use crate::goal_sheet::{self, OnPaper};
use crate::print::{self, Out, column, filled};
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
    /// Whom one writes to, as last agreed.
    Card,
}

/// The booklet's own part of a paper.
struct Book<'a>(&'a Ink);

/// The words of a line in one column.
type Words = fn(&Line) -> &str;

impl Book<'_> {
    /// All six sections, in the order of the document.
    fn sections(&self, content: &Content, goals: Option<OnPaper>) -> Vec<Block> {
        let t = T(self.0.lang);
        let (post, (start, day)) = (self.0.facts.post.clone(), self.0.first_day());
        let mut blocks = vec![Block::Facts { rows: filled([(R(self.0.lang).post(), post), (start, day)]) }];
        let mut goals = Some(goals);
        for section in Section::ALL {
            if section == Section::Gaps
                && let Some(goals) = goals.take()
            {
                blocks.push(Block::part(t.numbered(4, t.goals())));
                match goals {
                    Some(goals) => {
                        let of = goals.edition.as_ref();
                        let agreed = |edition: &Edition| R(self.0.lang).goals_of(&edition.name, &self.0.head.day(edition.agreed.day()));
                        blocks.push(Block::note(of.map_or_else(|| R(self.0.lang).goals_open().to_owned(), agreed)));
                        blocks.extend(goals.blocks);
                    }
                    None => blocks.push(Block::note(t.goals_blank())),
                }
            }
            blocks.push(Block::part(t.heading(section)));
            blocks.extend(self.section(content, section));
        }
        blocks
    }

    fn section(&self, content: &Content, section: Section) -> Vec<Block> {
        let t = T(self.0.lang);
        if content.is_blank(section) {
            return vec![Block::note(t.blank_section())];
        }
        let mut blocks = match section {
            Section::Support => self.reception(content.entries(section)),
            _ => self.entries(content.entries(section), section),
        };
        if section == Section::Duties {
            blocks.push(Block::paragraph(content.get(Field::Duties)));
        } else {
            let rows = self.rows(content, section.fields());
            if !rows.is_empty() {
                blocks.push(Block::Facts { rows });
            }
        }
        blocks
    }

    fn rows(&self, content: &Content, fields: impl Iterator<Item = Field>) -> Vec<(String, String)> {
        let t = T(self.0.lang);
        fields
            .filter(|field| !content.get(*field).is_empty())
            .map(|field| (t.field(field).to_owned(), content.get(field).to_owned()))
            .collect()
    }

    /// Who looks after what in the company, a line each.
    fn reception(&self, lines: &[Line]) -> Vec<Block> {
        if lines.is_empty() {
            return Vec::new();
        }
        let words = lines.iter().map(|line| line.words.as_str()).collect::<Vec<_>>().join("\n");
        vec![Block::Facts { rows: vec![(R(self.0.lang).reception().to_owned(), words)] }]
    }

    /// The copied lines as a table, without columns in which nothing stands.
    fn entries(&self, lines: &[Line], section: Section) -> Vec<Block> {
        let (t, r) = (T(self.0.lang), R(self.0.lang));
        let first = if section == Section::Gaps { r.c_gap() } else { r.c_change() };
        let mut columns: Vec<(&str, Words)> = vec![(first, |line| &line.words)];
        if lines.iter().any(|line| !line.sign.is_empty()) {
            columns.push((t.row_sign(), |line| &line.sign));
        }
        if lines.iter().any(|line| !line.measure.is_empty()) {
            columns.push((t.row_measure(), |line| &line.measure));
        }
        let row = |line: &Line| columns.iter().map(|(_, of)| Cell::from(of(line))).collect();
        let rows: Vec<Vec<Cell>> = lines.iter().map(row).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        vec![Block::Grid { columns: columns.iter().map(|(heading, _)| column(heading, 1)).collect(), rows }]
    }

    /// The seals of a version with their sections in words; a blank section is agreed to silently where anything else is.
    fn sealed(&self, kept: &Kept) -> Vec<Sealed> {
        let t = T(self.0.lang);
        let spoken = |section: &Section| !kept.content.is_blank(*section);
        let of = |section: Section| kept.seals.iter().filter(move |seal| seal.part == section.code()).cloned().collect::<Vec<KeptSeal>>();
        Section::ALL
            .into_iter()
            .filter(spoken)
            .flat_map(|section| of(section).into_iter().map(move |seal| (t.section(section).to_owned(), seal)))
            .collect()
    }

    /// The versions that a paper holds: its own, and that of the goals.
    fn editions(&self, own: Option<(i64, &Edition)>, goals: Option<&OnPaper>) -> Vec<Edition> {
        let own = own.map(|(no, edition)| Edition { name: T(self.0.lang).version_title(no), ..edition.clone() });
        own.into_iter().chain(goals.and_then(|goals| goals.edition.clone())).collect()
    }

    /// The wording as it stands.
    fn present(&self, paper: &Paper, goals: Option<OnPaper>) -> Document {
        let ink = self.0;
        let mut document = ink.document(T(ink.lang).title());
        ink.open(&mut document, paper, paper.draft_no);
        let mut sealed = standing(paper, ink.lang, |part| !paper.content.is_blank(part.section));
        sealed.extend(goals.iter().flat_map(|goals| goals.sealed.clone()));
        let editions = self.editions(None, goals.as_ref());
        let lead = if paper.state == State::Draft { shared::R(ink.lang).record_none().to_owned() } else { ink.eyes().says(paper) };
        document.blocks = self.sections(&paper.content, goals);
        document.blocks.push(ink.boxes(&paper.needed, |side| whole(paper, side)));
        document.record = Some(ink.record(lead, sealed, &editions));
        document
    }

    /// An agreed version, with the goals that had been agreed to while it stood.
    fn version(&self, no: i64, edition: &Edition, kept: &Kept, goals: Option<OnPaper>) -> Document {
        let ink = self.0;
        let mut document = ink.document(T(ink.lang).title());
        ink.edition(&mut document, edition);
        let mut sealed = self.sealed(kept);
        sealed.extend(goals.iter().flat_map(|goals| goals.sealed.clone()));
        let editions = self.editions(Some((no, edition)), goals.as_ref());
        document.blocks = self.sections(&kept.content, goals);
        document.blocks.push(ink.boxes(&parties(&kept.seals), |side| seals_of(&kept.seals, side)));
        document.record = Some(ink.record(String::new(), sealed, &editions));
        document
    }

    /// Who agreed to a version, as a paper of its own; the goals' record is the goal sheet's.
    fn record_of(&self, no: i64, edition: &Edition, kept: &Kept) -> Document {
        let (ink, t, r, s) = (self.0, T(self.0.lang), R(self.0.lang), shared::R(self.0.lang));
        let mut document = ink.document(s.record_paper());
        ink.edition(&mut document, edition);
        let sections: Vec<String> =
            Section::ALL.into_iter().filter(|section| !kept.content.is_blank(*section)).map(|section| t.heading(section)).collect();
        document.blocks = vec![
            ink.record_lead(&t.version_title(no), parties(&kept.seals).contains(&Side::Person)),
            Block::part(r.record_about()),
            Block::List { numbered: false, items: sections },
            Block::note(t.version_goals()),
        ];
        document.record = Some(ink.record(String::new(), self.sealed(kept), std::slice::from_ref(edition)));
        document
    }

    /// The card, on one page.
    fn card(&self, content: &Content, desk: &Desk) -> Document {
        let (ink, r) = (self.0, R(self.0.lang));
        let mut document = ink.document(r.card());
        let house = &ink.head.house;
        let reach =
            [house.phone.as_str(), house.hours.as_str()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("  ");
        let mut asked: Vec<(String, String)> = self.rows(content, [Field::Readers, Field::Answer, Field::Never].into_iter());
        asked.push((String::new(), promises(ink.lang)));
        document.blocks = vec![
            Block::paragraph(r.card_lead()),
            Block::part(r.card_desk()),
            Block::Facts {
                rows: filled([
                    (r.card_consultant(), desk.consultant.clone()),
                    (r.card_deputy(), desk.deputy.clone().unwrap_or_default()),
                    (r.card_phone(), reach),
                    (r.card_screen(), r.card_screen_how().to_owned()),
                ]),
            },
            Block::part(r.card_written()),
            Block::FactBox { title: String::new(), rows: asked },
        ];
        let talks = self.rows(content, [Field::Talks].into_iter());
        if !talks.is_empty() {
            document.blocks.push(Block::part(r.card_usual()));
            document.blocks.push(Block::Facts { rows: talks });
        }
        let three = self.rows(content, [Field::Caller, Field::Chair, Field::Place, Field::Within].into_iter());
        if !three.is_empty() {
            document.blocks.push(Block::part(r.card_three()));
            document.blocks.push(Block::Facts { rows: three });
        }
        document
    }
}

/// What the private channels promise, as they say it themselves.
fn promises(lang: Lang) -> String {
    let words = crate::channel::words(lang);
    [words.safe(), words.wish_first(), words.limit()].join("\n")
}

/// Who answers at the desk, by name.
struct Desk {
    consultant: String,
    deputy: Option<String>,
}

/// The paper, named for its file and for the audit.
fn made(tx: &Read<'_>, entry: &Entry, which: Which, paper: Option<&Paper>, lang: Lang) -> Result<Out, AppError> {
    let (t, r, s) = (T(lang), R(lang), shared::R(lang));
    let ink = Ink::of(tx, entry, lang)?;
    let book = Book(&ink);
    let which = match (which, paper) {
        // What all have agreed to is printed as the version it is.
        (Which::Present, Some(paper)) if paper.state == State::Agreed && paper.edition > 0 => Which::Version(paper.edition),
        _ => which,
    };
    let (name, kind, document) = match which {
        Which::Present => {
            let document = book.present(paper.ok_or(AppError::NotFound)?, goal_sheet::on_paper(tx, entry, &ink, None)?);
            (format!("{}_{}", t.title(), document.mark), "booklet".to_owned(), document)
        }
        Which::Version(no) => {
            let (kept, agreed, hash) = store::kept_version(tx, entry, no)?;
            // The goals that stood beside it: those agreed to before the next version was.
            let next =
                store::versions(tx, entry)?.into_iter().find(|line| line.edition == no + 1).map_or(Instant(i64::MAX), |line| line.at);
            let edition = Edition::of(no, agreed, &hash, lang);
            let document = book.version(no, &edition, &kept, goal_sheet::on_paper(tx, entry, &ink, Some(next))?);
            (format!("{}_{}", t.title(), edition.name), format!("booklet:{no}"), document)
        }
        Which::RecordOf(no) => {
            let (kept, agreed, hash) = store::kept_version(tx, entry, no)?;
            let edition = Edition::of(no, agreed, &hash, lang);
            let name = format!("{}_{}_{}", s.record_paper(), t.title(), edition.name);
            (name, format!("booklet_record:{no}"), book.record_of(no, &edition, &kept))
        }
        Which::Card => {
            let paper = paper.ok_or(AppError::NotFound)?;
            let desk = Desk { consultant: ink.people.consultant.clone(), deputy: ink.people.deputy.clone() };
            let document = match paper.edition {
                0 => {
                    let mut card = book.card(&paper.content, &desk);
                    ink.open(&mut card, paper, paper.draft_no);
                    card
                }
                no => {
                    let (kept, agreed, hash) = store::kept_version(tx, entry, no)?;
                    let mut card = book.card(&kept.content, &desk);
                    ink.edition(&mut card, &Edition { name: t.version_title(no), ..Edition::of(no, agreed, &hash, lang) });
                    card
                }
            };
            (r.card().to_owned(), format!("card:{}", paper.edition), document)
        }
    };
    Ok(Out { name, case: entry.placement().to_owned(), kind, document })
}

async fn of_desk(cx: &Cx, case: String, which: Which) -> Answer {
    let lang = cx.lang;
    print::printed(cx, move |tx| {
        let entry = tx.enter(&case)?;
        let paper = store::load(tx, &entry)?;
        made(tx, &entry, which, paper.as_ref(), lang)
    })
    .await
}

async fn of_party(cx: &Cx, query: &BTreeMap<String, String>, which: Which) -> Answer {
    let (lang, case) = (cx.lang, query.get("case").cloned());
    print::printed(cx, move |tx| {
        let mine = mine(tx, case.as_deref())?;
        made(tx, &mine.entry, which, mine.paper.as_ref(), lang)
    })
    .await
}

/// `GET /cases/{case}/booklet/paper`: the booklet as it stands, with a mark while it is not agreed.
pub async fn paper(cx: Cx, Path(case): Path<String>) -> Answer {
    of_desk(&cx, case, Which::Present).await
}

/// `GET /cases/{case}/booklet/card`: whom one writes to, how soon an answer comes, what is never passed on.
pub async fn card(cx: Cx, Path(case): Path<String>) -> Answer {
    of_desk(&cx, case, Which::Card).await
}

/// `GET /cases/{case}/booklet/versions/{edition}/paper`: an agreed version.
pub async fn version_paper(cx: Cx, Path((case, edition)): Path<(String, String)>) -> Answer {
    of_desk(&cx, case, Which::Version(edition_no(&edition)?)).await
}

/// `GET /cases/{case}/booklet/versions/{edition}/record`: who agreed to it.
pub async fn record_paper(cx: Cx, Path((case, edition)): Path<(String, String)>) -> Answer {
    of_desk(&cx, case, Which::RecordOf(edition_no(&edition)?)).await
}

/// `GET /my/booklet/paper`: the booklet as it stands, once this party was asked to look at it.
pub async fn my_paper(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::Present).await
}

/// `GET /my/booklet/card`.
pub async fn my_card(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::Card).await
}

/// `GET /my/booklet/versions/{edition}/paper`.
pub async fn my_version_paper(cx: Cx, Path(edition): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::Version(edition_no(&edition)?)).await
}

/// `GET /my/booklet/versions/{edition}/record`.
pub async fn my_record_paper(cx: Cx, Path(edition): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::RecordOf(edition_no(&edition)?)).await
}
