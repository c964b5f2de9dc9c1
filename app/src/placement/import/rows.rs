//! The rows of a sheet: which are data, and the two passes over them.
//!
//! First every row is read by itself (`reader.rs`), so that the mails of all companies are known; then, in order, each is compared
//! with the institution and with the rows before it (`judge.rs`).

use std::collections::HashSet;

use base::fold::{key, tidy};
use paper::sheet::{Row, Sheet};

use super::headings::{Found, repeats};
use super::judge::Judge;
use super::reader::{Cells, Directory, Read, Reader};
use super::{Column, Kind, Known, Meaning, Mend, Mends, Notice, ReadRow, Remark, Skipped, Understood, Why};

/// Reads the rows of a sheet whose headings were found.
pub(super) fn read(sheet: &Sheet, found: Found, known: &Known, mends: &Mends) -> Understood {
    let directory = Directory::new(known);
    let mut skipped = Skips::default();
    let mut rows: Vec<Read> = Vec::new();
    let nothing_above = Cells::new();
    for (place, row) in sheet.rows.iter().enumerate() {
        skipped.gap_before(row.number);
        let why = match place {
            _ if place < found.first => Some(Why::Title),
            _ if place <= found.last => Some(Why::Heading),
            _ => no_data(row, &found, sheet),
        };
        if let Some(why) = why {
            skipped.add(row.number, why);
            continue;
        }
        let above = rows.last().map_or(&nothing_above, |read| &read.cells);
        let reader = Reader::new(row, &found.columns, mends.rows.get(&row.number), above);
        rows.push(reader.read(found.kind, &directory));
    }
    let kind = found.kind;
    let mut remarks = found.remarks;
    let missing = missing_columns(&found.columns, kind);
    if !missing.is_empty() {
        remarks.insert(0, Remark::NoColumn(missing));
    }
    let mut judge = Judge::new(known, kind);
    for row in &rows {
        for mail in row.row.draft.company.contacts.iter().filter_map(|contact| contact.mail.as_deref()) {
            judge.index.add_company_mail(mail);
        }
    }
    let nothing = Mend::default();
    for row in rows {
        let mend = mends.rows.get(&row.row.number).unwrap_or(&nothing);
        judge.judge(row, mend);
    }
    let rows = judge.rows;
    remarks.extend(unknown(&rows));
    Understood { kind: Some(kind), sheet: sheet.name.clone(), columns: found.columns, rows, skipped: skipped.all, remarks }
}

fn missing_columns(columns: &[Column], kind: Kind) -> Vec<Meaning> {
    let has = |meaning: Meaning| columns.iter().any(|column| column.meaning == Some(meaning));
    if kind == Kind::Companies {
        return Vec::new();
    }
    let person = has(Meaning::Person) || has(Meaning::Family);
    [(Meaning::Person, person), (Meaning::Post, has(Meaning::Post)), (Meaning::Issue, has(Meaning::Issue))]
        .into_iter()
        .filter_map(|(meaning, there)| (!there).then_some(meaning))
        .collect()
}

/// Staff and branches that the institution does not have yet, each once, in the order of the rows.
fn unknown(rows: &[ReadRow]) -> Vec<Remark> {
    let (mut staff, mut branches, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for notice in rows.iter().flat_map(|row| &row.notices) {
        match notice {
            Notice::StaffUnknown(name) if seen.insert((true, name)) => staff.push(name.clone()),
            Notice::BranchUnknown(name) if seen.insert((false, name)) => branches.push(name.clone()),
            _ => {}
        }
    }
    let staff = (!staff.is_empty()).then_some(Remark::StaffUnknown(staff));
    staff.into_iter().chain((!branches.is_empty()).then_some(Remark::BranchesUnknown(branches))).collect()
}

/// Rows left out, neighbours of one kind together.
#[derive(Default)]
struct Skips {
    all: Vec<Skipped>,
    last: u32,
}

impl Skips {
    fn gap_before(&mut self, number: u32) {
        let next = self.last.saturating_add(1);
        if number > next {
            self.all.push(Skipped { first: next, last: number - 1, why: Why::Blank });
        }
        self.last = number;
    }

    fn add(&mut self, number: u32, why: Why) {
        match self.all.last_mut() {
            Some(before) if before.why == why && before.last.saturating_add(1) == number => before.last = number,
            _ => self.all.push(Skipped { first: number, last: number, why }),
        }
    }
}

/// Why a row below the headings is no data; none when it is.
fn no_data(row: &Row, found: &Found, sheet: &Sheet) -> Option<Why> {
    let meaning_at = |place: usize| found.columns.iter().find(|column| column.place == place).and_then(|column| column.meaning);
    let own: Vec<usize> = (0..row.cells.len()).filter(|place| !row.cell(*place).is_blank() && !row.is_merged(*place)).collect();
    // Numbers written down ahead for rows that never came.
    let number_only =
        |place: &usize| meaning_at(*place) == Some(Meaning::Serial) && !row.cell(*place).shown().contains(char::is_alphabetic);
    if own.iter().all(number_only) {
        return Some(Why::Blank);
    }
    if repeats(row, found, sheet) {
        return Some(Why::Heading);
    }
    let filled =
        |wanted: &[Meaning]| own.iter().filter(|place| meaning_at(**place).is_some_and(|meaning| wanted.contains(&meaning))).count();
    // In a sum line the count may stand under any heading, but hardly under two of these.
    let of_a_case = filled(&[Meaning::Person, Meaning::Family, Meaning::Post, Meaning::Issue]) >= 2;
    let of_a_company = found.kind == Kind::Companies && filled(&[Meaning::Number, Meaning::Address]) > 0;
    if !of_a_case && !of_a_company && own.iter().take(3).any(|place| is_sum(&row.cell(*place).shown())) {
        return Some(Why::Sum);
    }
    if let [only] = own.as_slice() {
        let words = tidy(&row.cell(*only).shown());
        let sign = words.starts_with(['※', '*', '注', '【', '[', '<', '■', '□', '●', '○', '◆', '◇', '▼', '▽', '▲', '・', '('])
            || matches!(words.as_str(), "以上" | "以下余白");
        let across = row.is_merged(only + 1);
        let beside = meaning_at(*only).is_none_or(|meaning| matches!(meaning, Meaning::Note | Meaning::Serial));
        if sign || across || beside {
            return Some(Why::Title);
        }
    }
    None
}

fn is_sum(text: &str) -> bool {
    let words: String = key(text).chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(words.as_str(), "計" | "平均" | "件数" | "total" | "sum" | "subtotal" | "average")
        || ["合計", "小計", "総計", "総合計", "累計"].iter().any(|word| words.starts_with(word))
}
