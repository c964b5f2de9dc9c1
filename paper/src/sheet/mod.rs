//! Spreadsheets as people hand them over: xlsx, CSV (UTF-8, with BOM, CP932), cells pasted from Excel.
//!
//! What comes in is hostile until read: sizes are counted while unpacking, nothing is computed, no link is followed,
//! and a file that breaks a limit is refused with a reason of its own ([`Unreadable`]).
//! Read `xlsx.rs` and `text.rs` for the two ways in, `write.rs` for the way out.

mod guard;
mod text;
pub mod write;
mod xlsx;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// How much of a file is read; a file beyond one of these is refused, never cut.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the file as it was handed over.
    pub bytes: usize,
    /// Bytes that the parts of a workbook may have after unpacking, counted and not believed.
    pub unpacked: u64,
    /// Parts (files) inside a workbook.
    pub parts: usize,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Filled rows of one sheet.
    pub rows: usize,
    /// Columns of one sheet, counted to the last filled one.
    pub columns: usize,
    /// Filled cells of the whole book, merged ones as often as they are shown.
    pub cells: usize,
    /// Letters of one cell; Excel itself has this limit.
    pub letters: usize,
    /// Bytes of text in all cells together: one long text may be used by many cells.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 10 << 20,
            unpacked: 100 << 20,
            parts: 2_000,
            sheets: 100,
            rows: 20_000,
            columns: 200,
            cells: 2_000_000,
            letters: 32_767,
            text: 50 << 20,
        }
    }
}

/// Why a file could not be read as a table. The text is for logs; pages say it in the reader's language.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// No bytes, or no filled cell.
    #[error("the file is empty")]
    Empty,
    /// The file itself is larger than [`Limits::bytes`].
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// The parts grow beyond [`Limits::unpacked`], or their text beyond [`Limits::text`].
    #[error("the file grows too large when unpacked")]
    UnpacksTooLarge,
    /// More parts inside than [`Limits::parts`].
    #[error("the file holds more than {limit} parts")]
    TooManyParts {
        /// Parts allowed.
        limit: usize,
    },
    /// More sheets than [`Limits::sheets`].
    #[error("the file holds more than {limit} sheets")]
    TooManySheets {
        /// Sheets allowed.
        limit: usize,
    },
    /// A sheet with more filled rows than [`Limits::rows`].
    #[error("a sheet has more than {limit} rows")]
    TooManyRows {
        /// The sheet's name.
        sheet: String,
        /// Rows allowed.
        limit: usize,
    },
    /// A sheet with a filled cell right of [`Limits::columns`].
    #[error("a sheet has more than {limit} columns")]
    TooManyColumns {
        /// The sheet's name.
        sheet: String,
        /// Columns allowed.
        limit: usize,
    },
    /// More filled cells in all sheets together than [`Limits::cells`].
    #[error("the file has more than {limit} filled cells")]
    TooManyCells {
        /// Cells allowed.
        limit: usize,
    },
    /// A cell with more letters than [`Limits::letters`].
    #[error("a cell has more than {limit} letters")]
    CellTooLong {
        /// Letters allowed.
        limit: usize,
    },
    /// Locked with a password.
    #[error("the file is locked with a password")]
    Encrypted,
    /// A workbook with macros (.xlsm).
    #[error("the file holds macros")]
    Macros,
    /// The format before 2007 (.xls).
    #[error("the file has the old .xls format")]
    OldExcel,
    /// A spreadsheet of another kind: .xlsb, .ods, Numbers, a web page or XML saved under a sheet's name.
    #[error("a spreadsheet of another kind")]
    OtherFormat,
    /// An archive inside the archive.
    #[error("the file holds another archive")]
    Nested,
    /// Definitions of entities, which no spreadsheet program writes.
    #[error("the file defines entities")]
    Entities,
    /// Not a table at all: a picture, a PDF, a Word document, a program.
    #[error("not a spreadsheet")]
    NotATable,
    /// Text in neither UTF-8 nor CP932 (Shift_JIS).
    #[error("text in an unknown encoding")]
    Letters,
    /// Damaged, or cut off on the way.
    #[error("the file is damaged")]
    Broken,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Book {
    /// The sheets in the order of their tabs; one for CSV and pasted cells.
    pub sheets: Vec<Sheet>,
}

/// One sheet: only rows with a filled cell are kept.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sheet {
    /// The name on the tab; the file's name for CSV; empty for pasted cells.
    pub name: String,
    /// Whether the tab is hidden.
    pub hidden: bool,
    /// Filled rows in order.
    pub rows: Vec<Row>,
    /// Merged regions.
    pub merges: Vec<Merge>,
}

/// A region of cells merged to one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Merge {
    /// Number of the first row, from 1.
    pub first_row: u32,
    /// Number of the last row, from 1.
    pub last_row: u32,
    /// First column, from 0.
    pub first_column: usize,
    /// Last column, from 0.
    pub last_column: usize,
}

/// A row with at least one filled cell.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row {
    /// The sheet's own row number, from 1, as Excel shows it at the left.
    pub number: u32,
    /// Cells from column A on, to the last filled one.
    pub cells: Vec<Cell>,
    /// Columns whose value was taken over from the top left cell of a merged region; in order.
    pub merged: Vec<usize>,
}

/// What a cell holds. A formula counts with the value that was stored with it; nothing is computed.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Cell {
    /// Nothing, or white space only.
    #[default]
    Blank,
    /// Text as typed, line breaks and all.
    Text(String),
    /// A number without a date's format.
    Number(f64),
    /// A number with a date's format; the time of day is dropped.
    Date {
        /// Year of the western calendar.
        year: i32,
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month, 1 to 31.
        day: u32,
    },
    /// TRUE or FALSE.
    Bool(bool),
    /// What the sheet shows as an error (`#N/A`); or the formula itself, beginning with `=`, where the file keeps no value for it.
    Error(String),
}

impl Cell {
    /// Whether there is nothing in the cell.
    pub fn is_blank(&self) -> bool {
        matches!(self, Cell::Blank)
    }

    /// The cell as a person would read it aloud: whole numbers without a point, dates as `2026/4/1`.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Blank => Cow::Borrowed(""),
            Cell::Text(text) | Cell::Error(text) => Cow::Borrowed(text),
            Cell::Number(number) => Cow::Owned(format!("{number}")),
            Cell::Date { year, month, day } => Cow::Owned(format!("{year}/{month}/{day}")),
            Cell::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
        }
    }
}

impl Row {
    /// The cell in a column counted from 0; blank right of the last one.
    pub fn cell(&self, column: usize) -> &Cell {
        const NOTHING: &Cell = &Cell::Blank;
        self.cells.get(column).unwrap_or(NOTHING)
    }

    /// Whether the value in this column belongs to a merged region that begins above or to the left.
    pub fn is_merged(&self, column: usize) -> bool {
        self.merged.binary_search(&column).is_ok()
    }
}

impl Sheet {
    /// The merged region that covers a cell, when there is one.
    pub fn merge_at(&self, row: u32, column: usize) -> Option<&Merge> {
        self.merges.iter().find(|m| (m.first_row..=m.last_row).contains(&row) && (m.first_column..=m.last_column).contains(&column))
    }
}

/// The letters over a column counted from 0: A, B, … Z, AA.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        if left < 26 {
            break;
        }
        left = left / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// Reads a file by its content; the name only names the sheet of a CSV and tells TSV apart.
///
/// # Errors
/// [`Unreadable`], each for one cause that the reader of the file can do something about.
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Book, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(Unreadable::TooLarge { limit: limits.bytes });
    }
    let book = match guard::kind(bytes)? {
        guard::Kind::Archive => xlsx::read(bytes, limits)?,
        guard::Kind::Text => text::read(bytes, file_name, limits)?,
    };
    if book.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Unreadable::Empty);
    }
    Ok(book)
}

/// Reads cells copied from a spreadsheet program: tabs between cells, line ends between rows; commas where no tab is found.
///
/// # Errors
/// [`Unreadable`] when nothing was pasted or a limit is passed.
pub fn paste(text: &str) -> Result<Book, Unreadable> {
    let limits = Limits::default();
    if text.len() > limits.bytes {
        return Err(Unreadable::TooLarge { limit: limits.bytes });
    }
    let sheet = text::parse(text, "", &limits)?;
    if sheet.rows.is_empty() { Err(Unreadable::Empty) } else { Ok(Book { sheets: vec![sheet] }) }
}
