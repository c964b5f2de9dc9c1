//! What pages show of the booklet: its sections in order, with the goals in their place; one drawing for desk and portal.

use base::text::Lang;

use super::content::{self, Content, Entry, Section};
use super::rules::Paper;
use super::text::T;
use crate::agreement::Eyes;
use crate::goal_sheet;

/// A section, ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct SectionBox {
    /// For the anchor, and for a proposal about it.
    pub code: &'static str,
    /// Number and name.
    pub title: String,
    /// Its filled fields: label and lines.
    pub rows: Vec<(&'static str, String)>,
    /// The copied lines.
    pub entries: Vec<Entry>,
    /// Whether nothing stands in it.
    pub blank: bool,
    /// Whose agreement it waits for, in words; may be empty.
    pub waits: String,
    /// Whether the goals stand before it.
    pub after_goals: bool,
}

/// A difference, ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Diff {
    /// Section and field.
    pub what: String,
    /// Before; may be empty.
    pub was: String,
    /// After; may be empty.
    pub now: String,
}

/// The whole document.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// The sections that this paper holds.
    pub sections: Vec<SectionBox>,
    /// Heading of the fourth section.
    pub goals_title: String,
    /// The fourth section; none while the goal sheet is prepared, and in a kept version.
    pub goals: Option<goal_sheet::Words>,
}

/// Draws a wording; `waits` says for each section whose agreement it waits for.
pub(super) fn document(content: &Content, goals: Option<goal_sheet::Words>, lang: Lang, waits: impl Fn(Section) -> String) -> Document {
    let t = T(lang);
    let sections = Section::ALL
        .into_iter()
        .map(|section| SectionBox {
            code: section.code(),
            title: t.heading(section),
            rows: section
                .fields()
                .filter(|field| !content.get(*field).is_empty())
                .map(|field| (t.field(field), content.get(field).to_owned()))
                .collect(),
            entries: content.entries(section).to_vec(),
            blank: content.is_blank(section),
            waits: waits(section),
            after_goals: section == Section::Gaps,
        })
        .collect();
    Document { sections, goals_title: t.numbered(4, t.goals()), goals }
}

/// Draws the booklet as it stands.
pub(super) fn standing(paper: &Paper, goals: Option<goal_sheet::Words>, eyes: &Eyes<'_>) -> Document {
    document(&paper.content, goals, eyes.lang, |section| eyes.waits(paper, section.code()))
}

/// Differences in words.
pub(super) fn diffs(before: &Content, after: &Content, lang: Lang) -> Vec<Diff> {
    let t = T(lang);
    content::changes(before, after, lang)
        .into_iter()
        .map(|change| Diff {
            what: t.c_field(t.section(change.section), change.field.map_or_else(|| t.copied(), |field| t.field(field))),
            was: change.was,
            now: change.now,
        })
        .collect()
}

/// The section a proposal is about, in words; none when the subject is not one of ours.
pub(crate) fn section_title(subject: &str, lang: Lang) -> Option<String> {
    let section = Section::parse(subject.strip_prefix(SUBJECT)?)?;
    Some(T(lang).about(T(lang).section(section)))
}

/// How the subject of a proposal begins when it is a section of the booklet.
pub(super) const SUBJECT: &str = "section:";
