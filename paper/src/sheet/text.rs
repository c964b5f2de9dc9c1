//! Tables as text: CSV in UTF-8 (with or without BOM), UTF-16 with BOM, CP932; TSV; cells pasted from Excel.
//!
//! Read by hand and not with a CSV crate because a row keeps the number that Excel would show at its left:
//! blank lines count, and a line break inside quotes does not.

use std::borrow::Cow;

use super::{Book, Cell, Limits, Row, Sheet, Unreadable};

/// Reads a text file.
pub(super) fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Book, Unreadable> {
    let text = decode(bytes)?;
    if text.contains('\0') {
        return Err(Unreadable::NotATable);
    }
    let start: String = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    if ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head"].iter().any(|page| start.starts_with(page)) {
        return Err(Unreadable::OtherFormat);
    }
    Ok(Book { sheets: vec![parse(&text, file_name, limits)?] })
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        // encoding_rs reads Shift_JIS as Windows does (CP932), with ㈱ and 髙.
        None => (SHIFT_JIS, bytes),
    };
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Unreadable::Letters)
}

/// What stands between two cells: the sign found most often in the first lines, outside quotes.
fn separator(text: &str) -> char {
    const SAMPLE: usize = 20_000;
    let (mut tabs, mut commas, mut semicolons, mut quoted) = (0, 0, 0, false);
    for letter in text.chars().take(SAMPLE) {
        match letter {
            '"' => quoted = !quoted,
            '\t' if !quoted => tabs += 1,
            ',' if !quoted => commas += 1,
            ';' if !quoted => semicolons += 1,
            _ => {}
        }
    }
    if tabs > 0 {
        '\t'
    } else if semicolons > commas {
        ';'
    } else {
        ','
    }
}

/// Cuts text into rows and cells.
pub(super) fn parse(text: &str, name: &str, limits: &Limits) -> Result<Sheet, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { rest: text, separator: separator(text), may_rewind: true };
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let (mut number, mut filled) = (0u32, 0usize);
    while let Some(cells) = reader.record(limits)? {
        number = number.saturating_add(1);
        if cells.is_empty() {
            continue;
        }
        if cells.len() > limits.columns {
            return Err(Unreadable::TooManyColumns { sheet: name.to_owned(), limit: limits.columns });
        }
        filled += cells.iter().filter(|cell| !cell.is_blank()).count();
        if filled > limits.cells {
            return Err(Unreadable::TooManyCells { limit: limits.cells });
        }
        if sheet.rows.len() == limits.rows {
            return Err(Unreadable::TooManyRows { sheet: name.to_owned(), limit: limits.rows });
        }
        sheet.rows.push(Row { number, cells, merged: Vec::new() });
    }
    Ok(sheet)
}

struct Reader<'a> {
    rest: &'a str,
    separator: char,
    may_rewind: bool,
}

impl Reader<'_> {
    /// The next row, its blank cells at the right end left out; none at the end of the text.
    fn record(&mut self, limits: &Limits) -> Result<Option<Vec<Cell>>, Unreadable> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut cells = Vec::new();
        let mut column = 0usize;
        loop {
            let (text, last) = self.field();
            if text.len() > limits.letters && text.chars().nth(limits.letters).is_some() {
                return Err(Unreadable::CellTooLong { limit: limits.letters });
            }
            let cell = cell(text);
            if !cell.is_blank() {
                // One cell beyond the limit is enough to refuse the row.
                if column > limits.columns {
                    cells.resize(limits.columns + 1, Cell::Blank);
                    return Ok(Some(cells));
                }
                cells.resize(column, Cell::Blank);
                cells.push(cell);
            }
            column += 1;
            if last {
                return Ok(Some(cells));
            }
        }
    }

    /// The next cell and whether the row ends behind it.
    fn field(&mut self) -> (String, bool) {
        let Some(inside) = self.rest.strip_prefix('"') else { return self.plain(String::new()) };
        let mut text = String::new();
        let mut rest = inside;
        while let Some(at) = rest.find('"') {
            let (before, behind) = rest.split_at(at);
            text.push_str(before);
            let behind = behind.strip_prefix('"').unwrap_or(behind);
            if let Some(more) = behind.strip_prefix('"') {
                text.push('"');
                rest = more;
            } else {
                self.rest = behind;
                return self.plain(text);
            }
        }
        // A quote that nobody closed: a mark in the text, once; a second one takes the rest as one cell.
        if self.may_rewind {
            self.may_rewind = false;
            self.rest = inside;
            return self.plain(String::from("\""));
        }
        text.push_str(rest);
        self.rest = "";
        (text, true)
    }

    /// Up to the next separator or line end, behind what was read in quotes.
    fn plain(&mut self, mut text: String) -> (String, bool) {
        let separator = self.separator;
        let at = self.rest.find([separator, '\n', '\r']).unwrap_or(self.rest.len());
        let (before, behind) = self.rest.split_at(at);
        text.push_str(before);
        if let Some(behind) = behind.strip_prefix(separator) {
            self.rest = behind;
            // A separator at the very end of the text: one more cell, blank, which nobody misses.
            return (text, behind.is_empty());
        }
        self.rest = behind.strip_prefix("\r\n").or_else(|| behind.strip_prefix(['\n', '\r'])).unwrap_or(behind);
        (text, true)
    }
}

fn cell(text: String) -> Cell {
    // `="008"` is how a CSV keeps the zeros in front for Excel.
    let text = match text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        Some(code) if code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => code.to_owned(),
        _ => text,
    };
    if text.trim().is_empty() { Cell::Blank } else { Cell::Text(text) }
}
