//! What can stand in a document on A4, and what can go wrong with it; `press` prints it. All texts are plain: a line end is a line end, everything else prints as it is.

use serde::Serialize;

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

/// Prints a document: the PDF, or why there is none.
pub type Press = fn(&Document) -> Result<Vec<u8>, Fault>;

/// The language a document is set in: where lines may break, how a reading program speaks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

/// How the sheet lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Page {
    /// A4 upright.
    #[default]
    Portrait,
    /// A4 on its side, for wide tables.
    Landscape,
}

/// A moment in Tokyo, as the file's own date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
}

impl Default for Moment {
    fn default() -> Moment {
        Moment { year: 2000, month: 1, day: 1, hour: 0, minute: 0 }
    }
}

/// A whole document. What is empty leaves no trace on the paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The language.
    pub lang: Lang,
    /// How the sheet lies.
    pub page: Page,
    /// What it is called, in the middle of the first page and in the file's own title.
    pub title: String,
    /// A line under the title: whose it is.
    pub subtitle: String,
    /// The lines at the top right: number, date.
    pub dates: Vec<String>,
    /// Who it goes to, top left.
    pub addressees: Vec<Addressee>,
    /// Who hands it over, right: institution, department, names.
    pub issuer: Vec<String>,
    /// Across each page and in its head, for what is not final: 「下書き」.
    pub mark: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Who agreed, at the end.
    pub record: Option<Record>,
    /// The sentence at the foot of each page.
    pub foot: String,
    /// Left of the page number on each page: version and check number.
    pub edition: String,
    /// Right of the page number on each page: who it is for.
    pub reach: String,
    /// The file's author.
    pub author: String,
    /// When it was made; a file of this kind must say so.
    #[serde(skip)]
    pub made: Moment,
}

/// Someone a document goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Addressee {
    /// A line above the name: the company of a person, or the post.
    pub above: String,
    /// The name.
    pub name: String,
    /// What follows it: 御中 to a company, 様 to a person.
    pub honorific: String,
}

/// One thing under another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading; 1 for a part, 2 inside it.
    Heading {
        /// 1 or 2.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// A remark in small grey letters.
    Note {
        /// Its words.
        text: String,
    },
    /// Labels on the left, words on the right.
    Facts {
        /// Label and words.
        rows: Vec<(String, String)>,
    },
    /// Labels and words in a shaded box with a title.
    FactBox {
        /// The title.
        title: String,
        /// Label and words; a row without a label runs over the whole width.
        rows: Vec<(String, String)>,
    },
    /// A table whose head is repeated on each page.
    Grid {
        /// The columns.
        columns: Vec<Column>,
        /// The rows, each as long as there are columns.
        rows: Vec<Vec<Cell>>,
    },
    /// A list.
    List {
        /// Numbered.
        numbered: bool,
        /// Its items.
        items: Vec<String>,
    },
    /// A drawing, made by the program itself.
    Chart {
        /// The SVG; its texts name no font, or "BIZ UDPGothic".
        svg: String,
        /// What it shows, for those who hear it read out.
        alt: String,
        /// How much of the width it takes, in percent.
        width: u8,
    },
    /// Boxes side by side, to sign or to seal.
    SignBoxes {
        /// The boxes.
        boxes: Vec<SignBox>,
    },
    /// Lines to be filled in by hand.
    Blank {
        /// What belongs there; may be empty.
        label: String,
        /// How many lines.
        lines: u8,
    },
    /// What must stand on one page.
    Together {
        /// The blocks.
        blocks: Vec<Block>,
    },
    /// What follows begins on a new page.
    NewPage,
}

impl Block {
    /// The heading of a part.
    pub fn part(text: impl Into<String>) -> Block {
        Block::Heading { level: 1, text: text.into() }
    }
    /// A heading inside a part.
    pub fn heading(text: impl Into<String>) -> Block {
        Block::Heading { level: 2, text: text.into() }
    }
    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { text: text.into() }
    }
    /// A remark.
    pub fn note(text: impl Into<String>) -> Block {
        Block::Note { text: text.into() }
    }
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub heading: String,
    /// Its share of the width, against the other columns.
    pub share: u16,
    /// Where its words stand.
    pub align: Align,
}

/// Where words stand in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// Right, for numbers.
    Right,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Small and grey under them.
    pub below: String,
    /// Bold.
    pub strong: bool,
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
}

/// A box to sign or to seal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SignBox {
    /// Whose it is.
    pub label: String,
    /// The name in it; may be empty.
    pub name: String,
    /// What stands at its foot: the line for the date.
    pub note: String,
    /// The word in the circle for the seal, 「印」; none when empty.
    pub seal: String,
}

/// Who agreed or confirmed, when and how: the last thing in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its heading.
    pub title: String,
    /// A sentence under the heading.
    pub lead: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Label and words under the table: version, check number.
    pub facts: Vec<(String, String)>,
}

impl Document {
    /// Calls `see` with every text that will be printed.
    pub fn texts(&mut self, see: &mut dyn FnMut(&mut String)) {
        for one in
            [&mut self.title, &mut self.subtitle, &mut self.mark, &mut self.foot, &mut self.edition, &mut self.reach, &mut self.author]
        {
            see(one);
        }
        self.dates.iter_mut().chain(&mut self.issuer).for_each(&mut *see);
        for one in &mut self.addressees {
            see(&mut one.above);
            see(&mut one.name);
            see(&mut one.honorific);
        }
        for block in &mut self.blocks {
            block.texts(see);
        }
        if let Some(record) = &mut self.record {
            see(&mut record.title);
            see(&mut record.lead);
            grid(&mut record.columns, &mut record.rows, see);
            pairs(&mut record.facts, see);
        }
    }
}

fn pairs(rows: &mut [(String, String)], see: &mut dyn FnMut(&mut String)) {
    for (label, words) in rows {
        see(label);
        see(words);
    }
}

fn grid(columns: &mut [Column], rows: &mut [Vec<Cell>], see: &mut dyn FnMut(&mut String)) {
    for column in columns {
        see(&mut column.heading);
    }
    for cell in rows.iter_mut().flatten() {
        see(&mut cell.text);
        see(&mut cell.below);
    }
}

impl Block {
    fn texts(&mut self, see: &mut dyn FnMut(&mut String)) {
        match self {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Note { text } => see(text),
            Block::Facts { rows } => pairs(rows, see),
            Block::FactBox { title, rows } => {
                see(title);
                pairs(rows, see);
            }
            Block::Grid { columns, rows } => grid(columns, rows, see),
            Block::List { items, .. } => items.iter_mut().for_each(see),
            Block::Chart { svg, alt, .. } => {
                // Looked at for its characters only: a drawing is not to be touched.
                see(&mut svg.clone());
                see(alt);
            }
            Block::SignBoxes { boxes } => {
                for one in boxes {
                    see(&mut one.label);
                    see(&mut one.name);
                    see(&mut one.note);
                    see(&mut one.seal);
                }
            }
            Block::Blank { label, .. } => see(label),
            Block::Together { blocks } => blocks.iter_mut().for_each(|block| block.texts(see)),
            Block::NewPage => {}
        }
    }
}
