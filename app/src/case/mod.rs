//! The case page: stage, what is next, panels of each slice, and the timeline.
//!
//! Slices meet here through what they hand in: [`Item`]s for the timeline, [`Panel`]s for the page. A private text never
//! stands here: an item of one side shows kind, date and age, and leads to the page where it is read. The timeline is
//! filtered by kind, by who sees it and by who it comes from, and turned page by page, with links alone (`timeline.rs`).

mod stage;
mod text;
mod timeline;
mod web;

pub use stage::{Stage, stages};
pub(crate) use text::T as Words;
pub use web::show;

use base::actor::Side;
use base::clock::Day;
use base::text::Lang;

/// Who sees an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sees {
    /// The desk alone.
    Desk,
    /// Company and desk.
    Company,
    /// The placed person and the desk.
    Person,
    /// All three.
    All,
}

impl Sees {
    /// The mark of the chip.
    pub fn side(self) -> &'static str {
        match self {
            Sees::Desk => "bank",
            Sees::Company => "company",
            Sees::Person => "person",
            Sees::All => "all",
        }
    }

    /// The chip in words.
    pub fn words(self, lang: Lang) -> &'static str {
        let t = crate::web::text::T(lang);
        match self {
            Sees::Desk => t.see_desk(),
            Sees::Company => t.see_company(),
            Sees::Person => t.see_person(),
            Sees::All => t.see_all(),
        }
    }
}

/// One entry of the timeline.
#[derive(Clone, Debug)]
pub struct Item {
    /// The day it stands under.
    pub day: Day,
    /// Order within a day: microseconds, the later the higher.
    pub order: i64,
    /// Which filter it belongs to: `talk`, `agree`, `change`, `case`.
    pub filter: &'static str,
    /// Kind in a word.
    pub kind: String,
    /// What happened, without a private word.
    pub title: String,
    /// A line about it, without a private word; may be empty.
    pub text: String,
    /// Who sees it.
    pub sees: Sees,
    /// Who it comes from.
    pub by: Side,
    /// Where it can be read.
    pub href: Option<String>,
    /// Whether it is still ahead.
    pub ahead: bool,
}

/// A section of the case page, drawn by its slice.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Whether it stands in the side column.
    pub aside: bool,
    /// The drawn section.
    pub html: String,
}
