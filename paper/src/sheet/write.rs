//! Tables out: xlsx with the layout people expect from a bank, and CSV that Excel opens without a question.
//!
//! Text stays text: a cell that begins like a formula is written as a text cell in xlsx, and with an apostrophe in CSV.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A text with more letters than a cell can hold (32,767).
    #[error("a cell would have more letters than Excel can hold")]
    CellTooLong,
    /// More rows or columns than a sheet can hold.
    #[error("the table is larger than a sheet")]
    TooLarge,
    /// Anything else, in the words of the writer.
    #[error("the file could not be written: {0}")]
    Failed(String),
}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> WriteError {
        match error {
            XlsxError::MaxStringLengthExceeded => WriteError::CellTooLong,
            XlsxError::RowColumnLimitError => WriteError::TooLarge,
            other => WriteError::Failed(other.to_string()),
        }
    }
}

/// A table to write: one sheet of a workbook, or one CSV.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TableOut {
    /// Name on the tab; signs that Excel refuses become spaces, and the 32nd letter and what follows is left out.
    pub name: String,
    /// Title above the table; none when empty. Not part of a CSV.
    pub title: String,
    /// Short lines under the title (as of when, what is counted). Not part of a CSV.
    pub lines: Vec<String>,
    /// The columns.
    pub columns: Vec<ColumnOut>,
    /// The rows; a row shorter than the columns ends blank, what is longer is written too.
    pub rows: Vec<Vec<Value>>,
}

/// A column's heading and its width.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ColumnOut {
    /// The heading.
    pub heading: String,
    /// Width in half-width letters (a kanji takes two).
    pub width: u16,
}

/// What a cell shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Blank,
    /// Text as it is: names, sentences, codes with zeros in front, 和暦.
    Text(String),
    /// A number as it is.
    Number(f64),
    /// A whole number with marks between the thousands: money, counts.
    Whole(i64),
    /// A share, 0.25 for 25%.
    Share(f64),
    /// A real date, shown as `2026/04/01`.
    Day {
        /// Year of the western calendar.
        year: i32,
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month, 1 to 31.
        day: u32,
    },
}

/// Writes a workbook, one sheet for each table: heading frozen and repeated on every page, filter, A4 landscape one page wide.
///
/// The same tables give the same bytes: no time of making is written.
///
/// # Errors
/// [`WriteError`] when a text or the table is beyond what Excel can hold.
pub fn workbook(tables: &[TableOut]) -> Result<Vec<u8>, WriteError> {
    let mut book = undated()?;
    let mut used: Vec<String> = Vec::new();
    for table in tables {
        let name = tab_name(&table.name, &used);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        used.push(name.to_lowercase());
        let head = lay_head(sheet, table)?;
        let styles = Styles::new();
        let mut row = head;
        for values in &table.rows {
            row += 1;
            cells(sheet, row, values, &styles)?;
        }
        lay_foot(sheet, table, head, row)?;
    }
    Ok(book.save_to_buffer()?)
}

/// A sheet as [`workbook`] writes it, of a list as long as the house: each row goes to a file without a name in the machine's
/// folder for such files, and what is held does not grow with the rows.
pub struct LongTable {
    book: Workbook,
    table: TableOut,
    styles: Styles,
    head: u32,
    row: u32,
}

impl std::fmt::Debug for LongTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LongTable({} rows)", self.row - self.head)
    }
}

impl LongTable {
    /// Begins with the title, the lines below it and the headings; rows of `table` come first.
    ///
    /// # Errors
    /// As [`workbook`], and `Failed` where the machine lets nobody make a file.
    pub fn begin(mut table: TableOut) -> Result<LongTable, WriteError> {
        let mut book = undated()?;
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(tab_name(&table.name, &[]))?;
        let head = lay_head(sheet, &table)?;
        let first = std::mem::take(&mut table.rows);
        let mut long = LongTable { book, styles: Styles::new(), head, row: head, table };
        for values in &first {
            long.row(values)?;
        }
        Ok(long)
    }

    /// The next row.
    ///
    /// # Errors
    /// As [`workbook`].
    pub fn row(&mut self, values: &[Value]) -> Result<(), WriteError> {
        self.row += 1;
        cells(self.book.worksheet_from_index(0)?, self.row, values, &self.styles)
    }

    /// The workbook, with as many columns as there are headings.
    ///
    /// # Errors
    /// As [`workbook`].
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        lay_foot(self.book.worksheet_from_index(0)?, &self.table, self.head, self.row)?;
        Ok(self.book.save_to_buffer()?)
    }
}

/// A workbook that does not say when it was made.
fn undated() -> Result<Workbook, WriteError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    Ok(book)
}

/// Title, lines and headings; gives the row of the headings.
fn lay_head(sheet: &mut Worksheet, table: &TableOut) -> Result<u32, WriteError> {
    let mut row = 0u32;
    if !table.title.is_empty() {
        text(sheet, row, 0, &table.title, &Format::new().set_bold().set_font_size(14))?;
        row += 1;
    }
    for line in &table.lines {
        text(sheet, row, 0, line, &Format::new())?;
        row += 1;
    }
    if row > 0 {
        row += 1;
    }
    let head = headings();
    for (column, out) in table.columns.iter().enumerate() {
        let column = u16::try_from(column).map_err(|_| WriteError::TooLarge)?;
        if out.width > 0 {
            sheet.set_column_width(column, f64::from(out.width.min(255)))?;
        }
        text(sheet, row, column, &out.heading, &head)?;
    }
    Ok(row)
}

fn headings() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color("E8EEF4")
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

fn cells(sheet: &mut Worksheet, row: u32, values: &[Value], styles: &Styles) -> Result<(), WriteError> {
    for (column, value) in values.iter().enumerate() {
        cell(sheet, row, u16::try_from(column).map_err(|_| WriteError::TooLarge)?, value, styles)?;
    }
    Ok(())
}

/// How it is shown and printed, once it is known where the rows end.
fn lay_foot(sheet: &mut Worksheet, table: &TableOut, head: u32, last: u32) -> Result<(), WriteError> {
    let widest = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.columns.len());
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(head, head)?;
    if let Some(right) = u16::try_from(widest).map_err(|_| WriteError::TooLarge)?.checked_sub(1) {
        sheet.set_print_area(0, 0, last, right)?;
        if let Some(filtered) = u16::try_from(table.columns.len()).unwrap_or(0).checked_sub(1) {
            sheet.autofilter(head, 0, last, filtered)?;
        }
    }
    Ok(())
}

struct Styles {
    text: Format,
    whole: Format,
    share: Format,
    day: Format,
}

impl Styles {
    fn new() -> Styles {
        let plain = || Format::new().set_align(FormatAlign::Top);
        Styles {
            text: plain().set_text_wrap(),
            whole: plain().set_num_format("#,##0"),
            share: plain().set_num_format("0.0%"),
            day: plain().set_num_format("yyyy/mm/dd"),
        }
    }
}

fn cell(sheet: &mut Worksheet, row: u32, column: u16, value: &Value, styles: &Styles) -> Result<(), WriteError> {
    match value {
        Value::Text(words) => text(sheet, row, column, words, &styles.text)?,
        Value::Number(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, *number, &Format::new().set_align(FormatAlign::Top))?;
        }
        #[expect(clippy::cast_precision_loss, reason = "amounts stay far below 2^53, where a sheet counts exactly")]
        Value::Whole(number) => {
            sheet.write_number_with_format(row, column, *number as f64, &styles.whole)?;
        }
        Value::Share(share) if share.is_finite() => {
            sheet.write_number_with_format(row, column, *share, &styles.share)?;
        }
        Value::Day { year, month, day } => {
            let date = (u16::try_from(*year).ok(), u8::try_from(*month).ok(), u8::try_from(*day).ok());
            match date {
                (Some(y), Some(m), Some(d)) if (1900..=9999).contains(&y) => {
                    sheet.write_datetime_with_format(row, column, &ExcelDateTime::from_ymd(y, m, d)?, &styles.day)?;
                }
                _ => text(sheet, row, column, &format!("{year}/{month:02}/{day:02}"), &styles.text)?,
            }
        }
        // A sheet has no sign for what is no number.
        Value::Blank | Value::Number(_) | Value::Share(_) => {}
    }
    Ok(())
}

/// A text cell; marked as quoted where it begins like a formula, so that it stays text when somebody edits it.
fn text(sheet: &mut Worksheet, row: u32, column: u16, words: &str, format: &Format) -> Result<(), WriteError> {
    if words.is_empty() {
        return Ok(());
    }
    let format = if begins_like_a_formula(words) { &format.clone().set_quote_prefix() } else { format };
    sheet.write_string_with_format(row, column, words, format)?;
    Ok(())
}

/// Whether a spreadsheet program might take a text for a formula: `= + - @`, tab, line end, and the full-width signs.
///
/// Source: OWASP, CSV Injection.
pub fn begins_like_a_formula(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn tab_name(name: &str, used: &[String]) -> String {
    let clean: String = name.chars().map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { ' ' } else { c }).collect();
    let clean = if clean.trim().is_empty() { "Sheet" } else { clean.trim() };
    let cut = |length: usize| clean.chars().take(length).collect::<String>();
    let mut name = cut(31);
    let mut number = 2;
    while used.contains(&name.to_lowercase()) {
        name = format!("{} {number}", cut(27));
        number += 1;
    }
    name
}

/// Writes a table as CSV: UTF-8 with BOM, CRLF, every cell quoted, no title; dates as `2026/04/01`.
///
/// A text that a spreadsheet program might take for a formula gets an apostrophe in front; a clean number (`-12.5`) does not.
pub fn csv(table: &TableOut) -> Vec<u8> {
    let mut out = vec![0xef, 0xbb, 0xbf];
    line(&mut out, table.columns.iter().map(|column| harmless(&column.heading)));
    for row in &table.rows {
        line(&mut out, row.iter().map(in_csv));
    }
    out
}

fn line(out: &mut Vec<u8>, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    }
    out.extend_from_slice(b"\r\n");
}

fn in_csv(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) => harmless(text),
        Value::Number(number) | Value::Share(number) => number.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Day { year, month, day } => format!("{year}/{month:02}/{day:02}"),
    }
}

fn harmless(text: &str) -> String {
    let clean_number = text.strip_prefix('-').unwrap_or(text);
    let clean_number = !clean_number.is_empty()
        && clean_number.starts_with(|c: char| c.is_ascii_digit())
        && clean_number.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    if begins_like_a_formula(text) && !clean_number { format!("'{text}") } else { text.to_owned() }
}

/// A sheet that people fill in: labels with their values above a table, and columns in which a choice is offered.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FormOut {
    /// Labels and values between the title and the table.
    pub facts: Vec<(String, Value)>,
    /// The table.
    pub table: TableOut,
    /// By column, counted from 0: the words to choose from. Other words may be typed all the same.
    pub choices: Vec<(u16, Vec<String>)>,
    /// Columns that hold days, for blank cells too.
    pub days: Vec<u16>,
    /// Blank rows below the last one, ready to be filled in.
    pub blank_rows: u16,
}

/// Writes a form: like [`workbook`], with every cell of the table framed, lists to choose from, and the print area over all.
///
/// # Errors
/// [`WriteError`] when a text or the table is beyond what Excel can hold.
pub fn form(form: &FormOut) -> Result<Vec<u8>, WriteError> {
    let mut book = undated()?;
    let sheet = book.add_worksheet();
    let table = &form.table;
    sheet.set_name(tab_name(&table.name, &[]))?;
    let boxed = |format: Format| format.set_border(FormatBorder::Thin);
    let styles = Styles::new();
    let styles = Styles { text: boxed(styles.text), whole: boxed(styles.whole), share: boxed(styles.share), day: boxed(styles.day) };
    let head = headings();
    let right = u16::try_from(table.columns.len()).map_err(|_| WriteError::TooLarge)?.saturating_sub(1);
    text(sheet, 0, 0, &table.title, &Format::new().set_bold().set_font_size(14))?;
    let mut row = 1;
    for (label, value) in &form.facts {
        text(sheet, row, 0, label, &head)?;
        if right > 1 {
            sheet.merge_range(row, 1, row, right, "", &styles.text)?;
        }
        cell(sheet, row, 1, value, &styles)?;
        row += 1;
    }
    for line in &table.lines {
        text(sheet, row, 0, line, &Format::new())?;
        row += 1;
    }
    row += 1;
    let first = row;
    for (column, out) in (0..).zip(&table.columns) {
        text(sheet, first, column, &out.heading, &head)?;
        sheet.set_column_width(column, f64::from(out.width.clamp(4, 255)))?;
    }
    for values in &table.rows {
        row += 1;
        for column in 0..=right {
            let value = values.get(usize::from(column)).unwrap_or(&Value::Blank);
            framed(sheet, row, column, value, &styles, form)?;
        }
    }
    for _ in 0..form.blank_rows {
        row += 1;
        for column in 0..=right {
            framed(sheet, row, column, &Value::Blank, &styles, form)?;
        }
    }
    if row > first {
        for (column, words) in &form.choices {
            let list = DataValidation::new().allow_list_strings(words)?.set_error_style(DataValidationErrorStyle::Information);
            sheet.add_data_validation(first + 1, *column, row, *column, &list)?;
        }
    }
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
    sheet.set_repeat_rows(first, first)?;
    sheet.set_print_area(0, 0, row, right)?;
    Ok(book.save_to_buffer()?)
}

fn framed(sheet: &mut Worksheet, row: u32, column: u16, value: &Value, styles: &Styles, form: &FormOut) -> Result<(), WriteError> {
    if *value == Value::Blank {
        let format = if form.days.contains(&column) { &styles.day } else { &styles.text };
        sheet.write_blank(row, column, format)?;
        return Ok(());
    }
    cell(sheet, row, column, value, styles)
}
