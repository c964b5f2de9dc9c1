//! Documents on A4: data in, PDF out. Knows no word of the field.
//!
//! A [`Document`](paper::document::Document) is plain data. It reaches the typesetter (typst) as JSON, read by one fixed template (`layout.typ`), so
//! that no text of a user is ever read as markup. The result is PDF/A-2b, tagged, with the language and the title set.
//!
//! Read `paper::document` (what can stand on a page), then `fonts.rs` (which characters print), then `layout.typ` (how it
//! looks). It is a package of its own beside `paper`, and only the program names it, because typst takes longer to compile than
//! all the rest: the house compiles beside it. To add a kind of block: `paper::document::Block` and one branch in `layout.typ`.

mod fonts;
mod typeset;

pub use fonts::prints;
pub use typeset::pdf;
