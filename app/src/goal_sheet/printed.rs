//! The sheet on paper, the record of who agreed to it, and the sheet as the fourth section of the booklet's paper. Both sides
//! are handed the same paper, whoever prints it; who is named for the sheet alone reads no issue on it.

use axum::extract::{Path, Query};
use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::GoalSheet;
use base::store::{Entry, Read, deed};
use base::text::Lang;
use paper::document::{Block, Cell, Document};
use std::collections::BTreeMap;

use super::content::{Content, GoalText, What};
use super::my::mine;
use super::rules::Paper;
use super::store::{self, Kept};
use super::text::{R, T};
use super::view::issues;
use crate::agreement::printed::{Edition, Ink, Sealed, edition_no, parties, pressed, seals_of, standing, whole};
use crate::agreement::{Part as _, Sealing as _, State, text as shared};
use crate::placement::IssueEdition;
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
}

/// The sheet's own part of a paper, with the wordings of the issue as far as its reader may read them.
struct Goals<'a>(&'a Ink, Vec<IssueEdition>);

impl Goals<'_> {
    fn span(&self, from: Option<Day>, until: Option<Day>) -> String {
        let (t, head) = (T(self.0.lang), &self.0.head);
        match (from, until) {
            (Some(from), Some(until)) => t.from_to(&head.day(from), &head.day(until)),
            (None, Some(until)) => t.until_only(&head.day(until)),
            (Some(from), None) => t.from_only(&head.day(from)),
            (None, None) => String::new(),
        }
    }

    /// Mission and period.
    fn facts(&self, content: &Content) -> Vec<(String, String)> {
        let t = T(self.0.lang);
        filled([(t.mission(), content.mission.clone()), (t.period(), self.span(content.from, content.until))])
    }

    /// Every goal with what it says; a memo, which says no more than sentences, as one short table.
    fn goals(&self, content: &Content) -> Vec<Block> {
        let t = T(self.0.lang);
        let all = content.in_order();
        if is_memo(content) {
            let row = |goal: &GoalText| vec![Cell::from(t.part_goal(goal.no)), Cell::from(goal.sentence.as_str())];
            let rows: Vec<_> = all.iter().map(|(goal, _)| row(goal)).collect();
            return if rows.is_empty() {
                Vec::new()
            } else {
                vec![Block::Grid { columns: vec![column("", 1), column(t.goals(), 7)], rows }]
            };
        }
        all.into_iter().map(|(goal, leaving)| Block::Together { blocks: self.goal(goal, leaving) }).collect()
    }

    fn goal(&self, goal: &GoalText, leaving: bool) -> Vec<Block> {
        let (t, r, head) = (T(self.0.lang), R(self.0.lang), &self.0.head);
        let mut blocks = vec![Block::heading(format!("{}\u{3000}{}", t.part_goal(goal.no), goal.sentence))];
        if leaving {
            blocks.push(Block::note(t.leaving()));
        }
        let issue = goal.issue.and_then(|no| self.1.iter().find(|issue| issue.edition == no));
        let rows = filled([
            (t.issue(), issue.map(|issue| issue.sentence.clone()).unwrap_or_default()),
            (t.criterion(), goal.criterion.clone()),
            (t.due(), goal.due.map(|day| head.day(day)).unwrap_or_default()),
            (t.supporter(), goal.supporter.clone()),
            (t.weight(), goal.weight.map(|weight| t.weight_of(weight)).unwrap_or_default()),
        ]);
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

    fn words(&self, content: &Content, reason: &str) -> Vec<Block> {
        let t = T(self.0.lang);
        let mut facts = self.facts(content);
        facts.extend(filled([self.0.first_day()]));
        let mut blocks = vec![Block::Facts { rows: facts }];
        if !is_memo(content) {
            blocks.push(Block::part(t.goals()));
        }
        blocks.extend(self.goals(content));
        if !reason.is_empty() {
            blocks.push(Block::FactBox { title: String::new(), rows: vec![(t.reason().to_owned(), reason.to_owned())] });
        }
        blocks
    }

    /// The seals of a version, each with its part in words.
    fn sealed(&self, kept: &Kept) -> Vec<Sealed> {
        let of = |key: &str| kept.seals.iter().filter(move |seal| seal.part == key).cloned().collect::<Vec<_>>();
        let parts = kept.content.parts();
        parts.iter().flat_map(|part| of(part.key()).into_iter().map(|seal| (part.words(self.0.lang), seal))).collect()
    }

    /// The wording as it stands.
    fn present(&self, paper: &Paper) -> Document {
        let (ink, s) = (self.0, shared::R(self.0.lang));
        let mut document = ink.document(T(ink.lang).title());
        ink.open(&mut document, paper, paper.draft_no);
        document.blocks = self.words(&paper.content, &paper.reason);
        document.blocks.push(ink.boxes(&paper.needed, |side| whole(paper, side)));
        let lead = if paper.state == State::Draft { s.record_none().to_owned() } else { ink.eyes().says(paper) };
        document.record = Some(ink.record(lead, standing(paper, ink.lang, |_| true), &[]));
        document
    }

    /// An agreed version.
    fn version(&self, edition: &Edition, kept: &Kept) -> Document {
        let ink = self.0;
        let mut document = ink.document(T(ink.lang).title());
        ink.edition(&mut document, edition);
        document.blocks = self.words(&kept.content, &kept.reason);
        // An agreed memo is one page: who agreed stands in the record. Boxes stay where the institution wants seals in them.
        if ink.head.seals || !is_memo(&kept.content) {
            document.blocks.push(ink.boxes(&parties(&kept.seals), |side| seals_of(&kept.seals, side)));
        }
        document.record = Some(ink.record(String::new(), self.sealed(kept), std::slice::from_ref(edition)));
        document
    }

    /// Who agreed to a version, as a paper of its own.
    fn record_of(&self, no: i64, edition: &Edition, kept: &Kept) -> Document {
        let (ink, t, r, s) = (self.0, T(self.0.lang), R(self.0.lang), shared::R(self.0.lang));
        let mut document = ink.document(s.record_paper());
        ink.edition(&mut document, edition);
        let mut parts = vec![(t.part(What::Mission), join(&kept.content.mission, &self.span(kept.content.from, kept.content.until)))];
        parts.extend(kept.content.goals.iter().map(|goal| (t.part_goal(goal.no), goal.sentence.clone())));
        document.blocks = vec![
            ink.record_lead(&t.version_title(no), parties(&kept.seals).contains(&Side::Person)),
            Block::part(r.record_about()),
            Block::Facts { rows: parts },
        ];
        document.record = Some(ink.record(String::new(), self.sealed(kept), std::slice::from_ref(edition)));
        document
    }
}

/// Whether it says no more than sentences and a period.
fn is_memo(content: &Content) -> bool {
    content.in_order().iter().all(|(goal, leaving)| !leaving && !goal.has_more())
}

fn join(one: &str, other: &str) -> String {
    [one, other].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The goals as a section of another paper.
pub(crate) struct OnPaper {
    /// Mission, period and goals.
    pub blocks: Vec<Block>,
    /// Who agreed to which of it, one entry a press.
    pub sealed: Vec<Sealed>,
    /// The version it is; none while not all have agreed.
    pub edition: Option<Edition>,
}

/// The goals that a paper of the booklet carries: as they stand, or, `before` a moment, the version that had been agreed to
/// then. None while there are none, for company and person before they were asked, and for who is not named.
///
/// # Errors
/// The store's own.
pub(crate) fn on_paper(tx: &Read<'_>, entry: &Entry, ink: &Ink, before: Option<Instant>) -> Result<Option<OnPaper>, AppError> {
    if !entry.may::<GoalSheet, deed::View>() {
        return Ok(None);
    }
    let Some(paper) = store::load(tx, entry)?.filter(|paper| paper.is_shown() || tx.actor().side() == Side::Bank) else { return Ok(None) };
    let (goals, r) = (Goals(ink, issues(tx, entry)?), R(ink.lang));
    let section = |content: &Content| {
        let mut blocks = vec![Block::Facts { rows: goals.facts(content) }];
        blocks.extend(goals.goals(content));
        blocks
    };
    let named = |sealed: Vec<Sealed>| {
        let name = |parts: Vec<String>| r.in_booklet_parts(&shared::T(ink.lang).join(&parts));
        pressed(sealed).into_iter().map(|(seal, parts)| (name(parts), seal)).collect()
    };
    let agreed = match before {
        None => Some(paper.edition).filter(|edition| *edition > 0 && paper.state == State::Agreed),
        Some(before) => store::versions(tx, entry)?.into_iter().find(|line| line.at < before).map(|line| line.edition),
    };
    let Some(edition) = agreed else {
        let shown = OnPaper { blocks: section(&paper.content), sealed: named(standing(&paper, ink.lang, |_| true)), edition: None };
        return Ok(Some(shown).filter(|_| before.is_none()));
    };
    let (kept, at, hash) = store::kept_version(tx, entry, edition)?;
    let edition = Edition::of(edition, at, &hash, ink.lang);
    Ok(Some(OnPaper {
        blocks: section(&kept.content),
        sealed: named(goals.sealed(&kept)),
        edition: Some(Edition { name: r.in_booklet(&edition.name), ..edition }),
    }))
}

/// The paper, named for its file and for the audit.
fn made(tx: &Read<'_>, entry: &Entry, which: Which, paper: Option<&Paper>, lang: Lang) -> Result<Out, AppError> {
    let (t, s) = (T(lang), shared::R(lang));
    let ink = Ink::of(tx, entry, lang)?;
    let goals = Goals(&ink, issues(tx, entry)?);
    let which = match (which, paper) {
        // What all have agreed to is printed as the version it is.
        (Which::Present, Some(paper)) if paper.state == State::Agreed && paper.edition > 0 => Which::Version(paper.edition),
        _ => which,
    };
    let (name, kind, document) = match which {
        Which::Present => {
            let document = goals.present(paper.ok_or(AppError::NotFound)?);
            (format!("{}_{}", t.title(), document.mark), "goals".to_owned(), document)
        }
        Which::Version(no) | Which::RecordOf(no) => {
            let (kept, agreed, hash) = store::kept_version(tx, entry, no)?;
            let edition = Edition::of(no, agreed, &hash, lang);
            if which == Which::Version(no) {
                (format!("{}_{}", t.title(), edition.name), format!("goals:{no}"), goals.version(&edition, &kept))
            } else {
                let name = format!("{}_{}_{}", s.record_paper(), t.title(), edition.name);
                (name, format!("goals_record:{no}"), goals.record_of(no, &edition, &kept))
            }
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

/// `GET /cases/{case}/goals/paper`: the sheet as it stands, with a mark while it is not agreed.
pub async fn paper(cx: Cx, Path(case): Path<String>) -> Answer {
    of_desk(&cx, case, Which::Present).await
}

/// `GET /cases/{case}/goals/versions/{edition}/paper`: an agreed version.
pub async fn version_paper(cx: Cx, Path((case, edition)): Path<(String, String)>) -> Answer {
    of_desk(&cx, case, Which::Version(edition_no(&edition)?)).await
}

/// `GET /cases/{case}/goals/versions/{edition}/record`: who agreed to it.
pub async fn record_paper(cx: Cx, Path((case, edition)): Path<(String, String)>) -> Answer {
    of_desk(&cx, case, Which::RecordOf(edition_no(&edition)?)).await
}

/// `GET /my/goals/paper`: the sheet as it stands, once this party was asked to look at it.
pub async fn my_paper(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::Present).await
}

/// `GET /my/goals/versions/{edition}/paper`.
pub async fn my_version_paper(cx: Cx, Path(edition): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::Version(edition_no(&edition)?)).await
}

/// `GET /my/goals/versions/{edition}/record`.
pub async fn my_record_paper(cx: Cx, Path(edition): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    of_party(&cx, &query, Which::RecordOf(edition_no(&edition)?)).await
}
