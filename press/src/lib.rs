//! Documents on A4: data in, PDF out. Knows no word of the field.
//!
//! A [`Document`] is plain data. It reaches the typesetter (typst) as JSON, read by one fixed template (`layout.typ`), so
//! that no text of a user is ever read as markup. The result is PDF/A-2b, tagged, with the language and the title set.
//!
//! Read `document.rs` (what can stand on a page), then `fonts.rs` (which characters print), then `layout.typ` (how it
//! looks). To add a kind of block: `document::Block` and one branch in `layout.typ`.

mod document;
mod fonts;
mod typeset;

pub use document::{Addressee, Align, Block, Cell, Column, Document, Lang, Moment, Page, Record, SignBox};
pub use fonts::prints;
pub use typeset::pdf;

/// Why a document was not printed. Nothing came out of it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Fault {
    /// No font has this character; a blank box is never printed in its place.
    #[error("no font has the character U+{:04X}", *character as u32)]
    NoGlyph {
        /// The character.
        character: char,
        /// What stands around it, at most a few characters on each side. It may be a user's text: show it to them, never log it.
        near: String,
    },
    /// The typesetter refused; its own words, which hold nothing of the data.
    #[error("the typesetter refused: {0}")]
    Refused(String),
}
