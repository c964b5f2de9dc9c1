//! Workbooks (.xlsx): the parts that hold cells, read in one pass each with the limits inside the loop.
//!
//! Order: the archive is looked over (`look_over`), then workbook -> relations -> texts -> formats -> sheets.
//! No size that the file declares is believed, and no memory is set aside for it.
//! Source of the format: ECMA-376 part 1, chapter 18 (SpreadsheetML).

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::guard::{Budget, Guarded, declared_parts};
use super::{Book, Cell, Limits, Merge, Row, Sheet, Unreadable};

/// Merged regions of a sheet that are looked at.
const MERGES: usize = 20_000;
/// Tags inside one another: a workbook has a dozen.
const DEPTH: usize = 100;
/// Letters of a formula that are kept to show it.
const FORMULA: usize = 100;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;
type Xml<'x, 'a> = quick_xml::Reader<BufReader<Guarded<'x, ZipFile<'x, Cursor<&'a [u8]>>>>>;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let mut parts = Parts::open(bytes, limits)?;
    let book_path = parts.workbook_path()?;
    let (entries, date_1904) = parts.workbook(&book_path)?;
    if entries.len() > limits.sheets {
        return Err(Unreadable::TooManySheets { limit: limits.sheets });
    }
    let relations = parts.relations(&book_path)?;
    let texts = match relations.values().find(|r| r.kind.ends_with("/sharedStrings")) {
        Some(relation) => parts.texts(&relation.target, limits)?,
        None => Texts::default(),
    };
    let dates = match relations.values().find(|r| r.kind.ends_with("/styles")) {
        Some(relation) => parts.date_formats(&relation.target)?,
        None => Vec::new(),
    };
    let context = Context { texts: &texts, dates: &dates, date_1904, limits };
    let mut spent = Spent::default();
    let mut book = Book::default();
    for entry in entries {
        let Some(relation) = relations.get(&entry.relation) else { continue };
        if relation.kind.ends_with("/worksheet") {
            book.sheets.push(parts.sheet(entry, &relation.target, &context, &mut spent)?);
        }
    }
    Ok(book)
}

/// The archive and what may still be unpacked from it.
struct Parts<'a> {
    archive: Archive<'a>,
    places: HashMap<String, usize>,
    budget: Budget,
}

struct Entry {
    name: String,
    hidden: bool,
    relation: String,
}

struct Relation {
    kind: String,
    target: String,
}

impl<'a> Parts<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Result<Parts<'a>, Unreadable> {
        let too_many = Unreadable::TooManyParts { limit: limits.parts };
        if declared_parts(bytes).is_none_or(|count| count > limits.parts) {
            return Err(if declared_parts(bytes).is_none() { Unreadable::Broken } else { too_many });
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
        if archive.len() > limits.parts {
            return Err(too_many);
        }
        let places = look_over(&mut archive, limits)?;
        Ok(Parts { archive, places, budget: Budget::new(limits) })
    }

    fn xml(&mut self, path: &str) -> Result<Option<Xml<'_, 'a>>, Unreadable> {
        let Some(place) = self.places.get(&path.to_lowercase()) else { return Ok(None) };
        let part = self.archive.by_index(*place).map_err(|_| Unreadable::Broken)?;
        let mut xml = quick_xml::Reader::from_reader(BufReader::new(Guarded::new(part, &self.budget)));
        xml.config_mut().expand_empty_elements = true;
        Ok(Some(xml))
    }

    /// Goes through a part; `each` gets every event of interest.
    fn walk(&mut self, path: &str, mut each: impl FnMut(Step<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
        let Some(mut xml) = self.xml(path)? else { return Err(Unreadable::Broken) };
        let mut buffer = Vec::new();
        let mut depth = 0usize;
        let outcome = loop {
            buffer.clear();
            let step = match xml.read_event_into(&mut buffer) {
                Ok(Event::Eof) => break Ok(()),
                Ok(Event::Start(_)) if depth == DEPTH => Err(Unreadable::Broken),
                Ok(Event::Start(tag)) => {
                    depth += 1;
                    each(Step::Open(&tag))
                }
                Ok(Event::End(tag)) => {
                    depth = depth.saturating_sub(1);
                    each(Step::Close(tag.local_name().as_ref()))
                }
                Ok(Event::Text(text)) => each(Step::Text(&text.xml10_content())),
                Ok(Event::CData(text)) => each(Step::Text(&text.xml10_content())),
                Ok(Event::GeneralRef(reference)) => {
                    let mut utf8 = [0; 4];
                    letter(&reference).map_or(Err(Unreadable::Broken), |c| each(Step::Text(c.encode_utf8(&mut utf8))))
                }
                Ok(Event::DocType(_)) => Err(Unreadable::Entities),
                Ok(_) => Ok(()),
                Err(_) => break Err(Unreadable::Broken),
            };
            if step.is_err() {
                break step;
            }
        };
        drop(xml);
        outcome.map_err(|reason| if reason == Unreadable::Broken { self.budget.reason() } else { reason })
    }

    /// Where the workbook lies: what the package says, else the usual place.
    fn workbook_path(&mut self) -> Result<String, Unreadable> {
        let relations = self.relations("")?;
        let stated = relations.into_values().find(|r| r.kind.ends_with("/officeDocument")).map(|r| r.target);
        let path = stated.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        if path.to_lowercase().ends_with(".bin") {
            return Err(Unreadable::OtherFormat);
        }
        if path.to_lowercase().starts_with("word/") || path.to_lowercase().starts_with("ppt/") {
            return Err(Unreadable::NotATable);
        }
        Ok(path)
    }

    /// The relations of a part, by id; none when the part has none.
    fn relations(&mut self, path: &str) -> Result<HashMap<String, Relation>, Unreadable> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let place = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let mut relations = HashMap::new();
        if !self.places.contains_key(&place.to_lowercase()) {
            return Ok(relations);
        }
        self.walk(&place, |step| {
            if let Step::Open(tag) = step
                && tag.local_name().as_ref() == "Relationship"
                && attribute(tag, "TargetMode").as_deref() != Some("External")
                && let (Some(id), Some(kind), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Type"), attribute(tag, "Target"))
            {
                relations.insert(id, Relation { kind, target: resolve(folder, &target) });
            }
            Ok(())
        })?;
        Ok(relations)
    }

    fn workbook(&mut self, path: &str) -> Result<(Vec<Entry>, bool), Unreadable> {
        let (mut entries, mut date_1904) = (Vec::new(), false);
        self.walk(path, |step| {
            if let Step::Open(tag) = step {
                match tag.local_name().as_ref() {
                    "sheet" => entries.push(Entry {
                        name: attribute(tag, "name").unwrap_or_default(),
                        hidden: matches!(attribute(tag, "state").as_deref(), Some("hidden" | "veryHidden")),
                        relation: attribute(tag, "id").unwrap_or_default(),
                    }),
                    "workbookPr" => date_1904 = matches!(attribute(tag, "date1904").as_deref(), Some("1" | "true")),
                    _ => {}
                }
            }
            Ok(())
        })?;
        Ok((entries, date_1904))
    }

    fn texts(&mut self, path: &str, limits: &Limits) -> Result<Texts, Unreadable> {
        let mut texts = Texts::default();
        let mut text = TextRun::default();
        self.walk(path, |step| {
            match step {
                Step::Open(tag) if tag.local_name().as_ref() == "si" => text.start(),
                // More different texts than there may be cells: nobody can need them.
                Step::Close("si") if texts.ends.len() == limits.cells => return Err(Unreadable::TooManyCells { limit: limits.cells }),
                Step::Close("si") => texts.push(text.finish(limits)?.as_ref()),
                other => text.take(&other),
            }
            Ok(())
        })?;
        Ok(texts)
    }

    /// For every cell format of the book whether it shows a date.
    fn date_formats(&mut self, path: &str) -> Result<Vec<bool>, Unreadable> {
        let (mut own, mut dates, mut in_cells) = (HashMap::new(), Vec::new(), false);
        self.walk(path, |step| {
            match step {
                Step::Open(tag) => match tag.local_name().as_ref() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (attribute(tag, "numFmtId"), attribute(tag, "formatCode")) {
                            own.insert(id, shows_a_date(&code));
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = attribute(tag, "numFmtId").unwrap_or_default();
                        dates.push(own.get(&id).copied().unwrap_or_else(|| is_a_date_of_excel(&id)));
                    }
                    _ => {}
                },
                Step::Close("cellXfs") => in_cells = false,
                _ => {}
            }
            Ok(())
        })?;
        Ok(dates)
    }

    fn sheet(&mut self, entry: Entry, path: &str, context: &Context<'_>, spent: &mut Spent) -> Result<Sheet, Unreadable> {
        let mut reading = Reading::new(Sheet { name: entry.name, hidden: entry.hidden, ..Sheet::default() }, context, spent);
        self.walk(path, |step| reading.step(&step))?;
        reading.finish()
    }
}

/// Looks at every part's name and first bytes, and finds the places of all.
fn look_over(archive: &mut Archive<'_>, limits: &Limits) -> Result<HashMap<String, usize>, Unreadable> {
    const ARCHIVES: [&str; 10] = ["zip", "xlsx", "xlsm", "xls", "xlsb", "docx", "pptx", "jar", "7z", "rar"];
    let mut places = HashMap::new();
    let (mut declared, mut other_format, mut macros) = (0u64, false, false);
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).map_err(|_| Unreadable::Broken)?;
        if part.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        declared = declared.saturating_add(part.size());
        if declared > limits.unpacked {
            return Err(Unreadable::UnpacksTooLarge);
        }
        let name = String::from_utf8_lossy(part.name_raw()).replace('\\', "/").to_lowercase();
        drop(part);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        if ending.is_some_and(|ending| ARCHIVES.contains(&ending)) {
            return Err(Unreadable::Nested);
        }
        macros |= name.ends_with("vbaproject.bin");
        other_format |= name == "mimetype" || name == "xl/workbook.bin" || ending == Some("iwa");
        if !matches!(ending, Some("xml" | "rels")) && begins_like_an_archive(archive, place) {
            return Err(Unreadable::Nested);
        }
        places.insert(name, place);
    }
    if macros || says_macros(archive, &places) {
        return Err(Unreadable::Macros);
    }
    if other_format {
        return Err(Unreadable::OtherFormat);
    }
    // A plain archive or a Word document: nothing of a workbook in it.
    if places.contains_key("[content_types].xml") && !places.keys().any(|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        Ok(places)
    } else {
        Err(Unreadable::NotATable)
    }
}

fn begins_like_an_archive(archive: &mut Archive<'_>, place: usize) -> bool {
    let mut first = [0u8; 4];
    archive.by_index(place).is_ok_and(|mut part| part.read_exact(&mut first).is_ok()) && &first == b"PK\x03\x04"
}

/// A workbook with macros says so in its list of contents, whatever the file is called.
fn says_macros(archive: &mut Archive<'_>, places: &HashMap<String, usize>) -> bool {
    const ENOUGH: u64 = 1 << 20;
    let mut list = Vec::new();
    let Some(place) = places.get("[content_types].xml") else { return false };
    let Ok(part) = archive.by_index(*place) else { return false };
    part.take(ENOUGH).read_to_end(&mut list).is_ok() && list.windows(12).any(|window| window.eq_ignore_ascii_case(b"macroEnabled"))
}

/// A target as it is written in a relation, from the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').filter(|s| !s.is_empty()).collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// The letter that a reference stands for: the five of XML and numbers; nothing else exists, as no definitions are read.
fn letter(reference: &BytesRef<'_>) -> Option<char> {
    match &**reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

enum Step<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// The text inside `<t>`, over several runs; readings printed above the letters (`<rPh>`) are left out.
#[derive(Default)]
struct TextRun {
    text: String,
    in_text: bool,
    in_reading: bool,
}

impl TextRun {
    fn start(&mut self) {
        self.text.clear();
        (self.in_text, self.in_reading) = (false, false);
    }

    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = true,
                "rPh" => self.in_reading = true,
                _ => {}
            },
            Step::Close("t") => self.in_text = false,
            Step::Close("rPh") => self.in_reading = false,
            Step::Text(text) if self.in_text && !self.in_reading => self.text.push_str(text),
            _ => {}
        }
    }

    fn finish(&self, limits: &Limits) -> Result<Cow<'_, str>, Unreadable> {
        let text = unescape(&self.text);
        too_long(&text, limits)?;
        Ok(text)
    }
}

fn too_long(text: &str, limits: &Limits) -> Result<(), Unreadable> {
    // A text has at least as many bytes as letters.
    let long = text.len() > limits.letters && text.chars().nth(limits.letters).is_some();
    if long { Err(Unreadable::CellTooLong { limit: limits.letters }) } else { Ok(()) }
}

/// `_x000D_` stands for a letter that XML cannot carry.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        if let Some(letter) = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            out.push(letter);
            rest = from.get(7..).unwrap_or_default();
        } else {
            out.push_str("_x");
            rest = from.get(2..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// All shared texts in one piece: a million short ones cost no more than their letters and an end each.
#[derive(Default)]
struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.all.get(start..end)
    }
}

/// Number formats that Excel knows without a definition; 27–36 and 50–58 are the Japanese dates.
fn is_a_date_of_excel(id: &str) -> bool {
    matches!(id.parse::<u32>(), Ok(14..=17 | 22 | 27..=31 | 34..=36 | 50..=58))
}

/// Whether a number format shows a day: a `y`, `d` or era sign outside quotes, brackets and escapes. A time alone is none.
fn shows_a_date(code: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for letter in code.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            ';' => return false,
            'y' | 'Y' | 'd' | 'D' => return true,
            _ => {}
        }
    }
    // Without a year's or day's sign, `ge.m` has the era's `e` beside the month's `m`; `General` and `0.00E+00` have no `m`.
    code.contains('e') && code.contains('m') && code.contains('g')
}

/// A day from Excel's count of days; none outside the calendar that Excel has.
pub(super) fn day_of(serial: f64, date_1904: bool) -> Option<(i32, u32, u32)> {
    const LAST: f64 = 2_958_466.0;
    if !(1.0..LAST).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked on the line above")]
    let days = serial.floor() as i64;
    // Days from 1970-01-01. Excel counts a 29 February 1900 that never was.
    let since_epoch = match (date_1904, days) {
        (true, days) => days - 24_107,
        (false, 60) => return None,
        (false, days) if days < 60 => days - 25_568,
        (false, days) => days - 25_569,
    };
    Some(civil(since_epoch))
}

/// Days since 1970-01-01 as year, month, day (Gregorian calendar counted in eras of 400 years).
fn civil(days: i64) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or(0), u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}

/// What every sheet of the book needs.
struct Context<'a> {
    texts: &'a Texts,
    dates: &'a [bool],
    date_1904: bool,
    limits: &'a Limits,
}

/// What all sheets together have used up.
#[derive(Default)]
struct Spent {
    cells: usize,
    text: usize,
}

impl Spent {
    fn one(&mut self, cell: &Cell, limits: &Limits) -> Result<(), Unreadable> {
        self.cells += 1;
        if let Cell::Text(text) | Cell::Error(text) = cell {
            self.text += text.len();
        }
        if self.cells > limits.cells {
            return Err(Unreadable::TooManyCells { limit: limits.cells });
        }
        if self.text > limits.text { Err(Unreadable::UnpacksTooLarge) } else { Ok(()) }
    }
}

/// A sheet while it is read.
struct Reading<'a, 'b> {
    sheet: Sheet,
    context: &'a Context<'a>,
    spent: &'b mut Spent,
    row: Row,
    next_row: u32,
    next_column: usize,
    cell: Open,
}

/// The cell between its tags.
#[derive(Default)]
struct Open {
    inside: bool,
    column: usize,
    kind: String,
    format: Option<usize>,
    part: Part,
    value: String,
    has_value: bool,
    formula: String,
    inline: TextRun,
}

#[derive(Default, PartialEq)]
enum Part {
    #[default]
    None,
    Value,
    Formula,
    Inline,
}

impl<'a, 'b> Reading<'a, 'b> {
    fn new(sheet: Sheet, context: &'a Context<'a>, spent: &'b mut Spent) -> Self {
        Reading { sheet, context, spent, row: Row::default(), next_row: 1, next_column: 0, cell: Open::default() }
    }

    fn step(&mut self, step: &Step<'_>) -> Result<(), Unreadable> {
        match step {
            Step::Open(tag) => self.open(tag),
            Step::Close("row") => self.close_row(),
            Step::Close("c") => self.close_cell(),
            Step::Close("v" | "f" | "is") if self.cell.part != Part::None => {
                self.cell.part = Part::None;
                Ok(())
            }
            Step::Close(_) | Step::Text(_) => {
                match (&self.cell.part, step) {
                    (Part::Value, Step::Text(text)) => self.cell.value.push_str(text),
                    (Part::Formula, Step::Text(text)) if self.cell.formula.len() < FORMULA * 4 => self.cell.formula.push_str(text),
                    (Part::Inline, step) => self.cell.inline.take(step),
                    _ => {}
                }
                Ok(())
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        match tag.local_name().as_ref() {
            "row" => {
                self.row.number = match attribute(tag, "r") {
                    Some(number) => number.trim().parse().map_err(|_| Unreadable::Broken)?,
                    None => self.next_row,
                };
                let last = self.sheet.rows.last().map_or(0, |row| row.number);
                if self.row.number <= last || self.row.number > 1_048_576 {
                    return Err(Unreadable::Broken);
                }
                self.next_row = self.row.number + 1;
                self.next_column = 0;
            }
            "c" => self.open_cell(tag)?,
            "v" if self.cell.inside => {
                self.cell.part = Part::Value;
                self.cell.has_value = true;
            }
            "f" if self.cell.inside => {
                self.cell.part = Part::Formula;
                self.cell.formula.push('=');
            }
            "is" if self.cell.inside => {
                self.cell.part = Part::Inline;
                self.cell.has_value = true;
            }
            "mergeCell" if !self.cell.inside => {
                if self.sheet.merges.len() == MERGES {
                    return Err(Unreadable::TooManyCells { limit: self.context.limits.cells });
                }
                if let Some(merge) = attribute(tag, "ref").and_then(|place| region(&place)) {
                    self.sheet.merges.push(merge);
                }
            }
            _ if self.cell.part == Part::Inline => self.cell.inline.take(&Step::Open(tag)),
            _ => {}
        }
        Ok(())
    }

    /// A cell's place, kind and format, in one pass over its attributes: there may be millions.
    fn open_cell(&mut self, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        let mut open = Open { inside: true, column: self.next_column, ..Open::default() };
        for attribute in tag.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().as_ref() {
                "r" => open.column = column_of(&attribute.value).ok_or(Unreadable::Broken)?,
                "t" => open.kind.push_str(&attribute.value),
                "s" => open.format = attribute.value.parse().ok(),
                _ => {}
            }
        }
        self.next_column = open.column + 1;
        self.cell = open;
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Unreadable> {
        let mut open = std::mem::take(&mut self.cell);
        let cell = self.value(&mut open)?;
        if cell.is_blank() {
            return Ok(());
        }
        let limits = self.context.limits;
        if open.column >= limits.columns {
            return Err(Unreadable::TooManyColumns { sheet: self.sheet.name.clone(), limit: limits.columns });
        }
        self.spent.one(&cell, limits)?;
        put(&mut self.row, open.column, cell);
        Ok(())
    }

    fn value(&self, open: &mut Open) -> Result<Cell, Unreadable> {
        let value = std::mem::take(&mut open.value);
        let text = |text: &str| {
            let text = unescape(text);
            too_long(&text, self.context.limits)?;
            Ok(if text.trim().is_empty() { Cell::Blank } else { Cell::Text(text.into_owned()) })
        };
        if !open.has_value || (value.trim().is_empty() && open.kind != "inlineStr" && open.kind != "str") {
            // A formula for which the file keeps no value: shown, never computed.
            let formula: String = open.formula.chars().take(FORMULA).collect();
            return Ok(if formula.is_empty() { Cell::Blank } else { Cell::Error(formula) });
        }
        match open.kind.as_str() {
            "s" => {
                let index = value.trim().parse().map_err(|_| Unreadable::Broken)?;
                let shared = self.context.texts.get(index).ok_or(Unreadable::Broken)?;
                Ok(if shared.trim().is_empty() { Cell::Blank } else { Cell::Text(shared.to_owned()) })
            }
            "inlineStr" => text(&open.inline.text),
            "b" => Ok(Cell::Bool(matches!(value.trim(), "1" | "true" | "TRUE"))),
            "e" => Ok(Cell::Error(value.chars().take(FORMULA).collect())),
            "d" => Ok(iso_day(&value).map_or_else(|| Cell::Text(value.clone()), |(year, month, day)| Cell::Date { year, month, day })),
            "str" => text(&value),
            _ => Ok(self.number(&value, open.format)),
        }
    }

    fn number(&self, value: &str, format: Option<usize>) -> Cell {
        let Some(number) = value.trim().parse::<f64>().ok().filter(|n| n.is_finite()) else { return Cell::Text(value.to_owned()) };
        let is_date = format.and_then(|index| self.context.dates.get(index)).copied().unwrap_or(false);
        match day_of(number, self.context.date_1904).filter(|_| is_date) {
            Some((year, month, day)) => Cell::Date { year, month, day },
            None => Cell::Number(number),
        }
    }

    fn close_row(&mut self) -> Result<(), Unreadable> {
        let row = std::mem::take(&mut self.row);
        if row.cells.is_empty() {
            return Ok(());
        }
        let limit = self.context.limits.rows;
        if self.sheet.rows.len() == limit {
            return Err(Unreadable::TooManyRows { sheet: self.sheet.name.clone(), limit });
        }
        self.sheet.rows.push(row);
        Ok(())
    }

    /// Shows the value of every merged region in all its cells, within the columns and rows that the sheet has anyway.
    fn finish(mut self) -> Result<Sheet, Unreadable> {
        let width = self.sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        for merge in &self.sheet.merges {
            let start = self.sheet.rows.partition_point(|row| row.number < merge.first_row);
            let end = self.sheet.rows.partition_point(|row| row.number <= merge.last_row);
            let Some(rows) = self.sheet.rows.get_mut(start..end) else { continue };
            let Some(value) = rows.first().filter(|row| row.number == merge.first_row).map(|row| row.cell(merge.first_column).clone())
            else {
                continue;
            };
            if value.is_blank() {
                continue;
            }
            for row in rows {
                for column in merge.first_column..=merge.last_column.min(width.saturating_sub(1)) {
                    if row.cell(column).is_blank() {
                        self.spent.one(&value, self.context.limits)?;
                        put(row, column, value.clone());
                        row.merged.push(column);
                    }
                }
            }
        }
        for row in &mut self.sheet.rows {
            row.merged.sort_unstable();
        }
        Ok(self.sheet)
    }
}

fn put(row: &mut Row, column: usize, cell: Cell) {
    if row.cells.len() <= column {
        row.cells.resize_with(column + 1, Cell::default);
    }
    if let Some(place) = row.cells.get_mut(column) {
        *place = cell;
    }
}

/// The column, from 0, of a place like `AB12`.
fn column_of(place: &str) -> Option<usize> {
    place_of(place).map(|(column, _)| column)
}

/// Column from 0 and row from 1 of a place like `AB12`; none outside what Excel can hold.
fn place_of(place: &str) -> Option<(usize, u32)> {
    let digits = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = place.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.chars() {
        column = column * 26 + usize::try_from(letter.to_digit(36)?.checked_sub(10)?).ok()? + 1;
    }
    let row = number.parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
    (column <= 16_384).then(|| (column - 1, row))
}

fn region(place: &str) -> Option<Merge> {
    let (from, to) = place.split_once(':')?;
    let ((first_column, first_row), (last_column, last_row)) = (place_of(from)?, place_of(to)?);
    (first_row <= last_row && first_column <= last_column).then_some(Merge { first_row, last_row, first_column, last_column })
}

/// `2026-04-01T00:00:00`, the way strict workbooks write a day.
fn iso_day(text: &str) -> Option<(i32, u32, u32)> {
    let mut parts = text.get(..10)?.splitn(3, '-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}
