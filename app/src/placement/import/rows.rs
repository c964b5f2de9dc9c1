//! Rows: which are data, what each says, and what becomes of it.
//!
//! Two passes: first every row is read by itself (`Reader`), so that the mails of all companies are known;
//! then, in order, each is compared with the institution and with the rows before it (`Judge`). Only rows that will be written are
//! remembered for the rows below them: nothing hangs on a row that is still to be mended.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::clock::Day;
use base::fold::{company_key, key, tidy};
use base::japan::{CorporateNumber, address_key, industry, phone, postal};
use paper::sheet::{Cell, Row, Sheet};

use super::cells::{self, Amount, CASE_NO, LINE, NOTE, SENTENCE, Terms};
use super::headings::{Found, repeats};
use super::identity::{CompanyFound, Index, PersonFound};
use super::{
    Change, Column, CompanyDraft, Contact, ContactSeat, Draft, Fate, Fault, FaultCode, Fee, Industry, Join, Kind, Known, KnownCompany,
    KnownPlacement, Link, Linked, Meaning, Mend, Mends, Notice, Pay, PersonDraft, ReadRow, Remark, Skipped, Understood, Value, Why,
};

/// Reads the rows of a sheet whose headings were found.
pub(super) fn read(sheet: &Sheet, found: Found, known: &Known, mends: &Mends) -> Understood {
    let directory = Directory::new(known);
    let mut skipped = Skips::default();
    let mut rows = Vec::new();
    let mut above = BTreeMap::new();
    for (place, row) in sheet.rows.iter().enumerate() {
        skipped.gap_before(row.number);
        let why = match place {
            _ if place < found.first => Some(Why::Title),
            _ if place <= found.last => Some(Why::Heading),
            _ => no_data(row, &found),
        };
        if let Some(why) = why {
            skipped.add(row.number, why);
            continue;
        }
        let reader = Reader::new(row, &found.columns, mends.rows.get(&row.number), &above);
        rows.push(reader.read(found.kind, &directory));
        if let Some(read) = rows.last() {
            above.clone_from(&read.cells);
        }
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
    let rows: Vec<ReadRow> = rows
        .into_iter()
        .map(|row| {
            let mend = mends.rows.get(&row.row.number).unwrap_or(&nothing);
            judge.judge(row, mend)
        })
        .collect();
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
        if number > self.last + 1 {
            self.all.push(Skipped { first: self.last + 1, last: number - 1, why: Why::Blank });
        }
        self.last = number;
    }

    fn add(&mut self, number: u32, why: Why) {
        match self.all.last_mut() {
            Some(before) if before.why == why && before.last + 1 == number => before.last = number,
            _ => self.all.push(Skipped { first: number, last: number, why }),
        }
    }
}

/// Why a row below the headings is no data; none when it is.
fn no_data(row: &Row, found: &Found) -> Option<Why> {
    let meaning_at = |place: usize| found.columns.iter().find(|column| column.place == place).and_then(|column| column.meaning);
    let own: Vec<usize> = (0..row.cells.len()).filter(|place| !row.cell(*place).is_blank() && !row.is_merged(*place)).collect();
    // Numbers written down ahead for rows that never came.
    let number_only =
        |place: &usize| meaning_at(*place) == Some(Meaning::Serial) && !row.cell(*place).shown().contains(char::is_alphabetic);
    if own.iter().all(number_only) {
        return Some(Why::Blank);
    }
    if repeats(row, &found.columns) {
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

/// Branches and staff by the ways people write them.
struct Directory<'a> {
    by_code: HashMap<String, &'a str>,
    by_name: HashMap<String, Vec<&'a str>>,
    staff: HashMap<String, HashSet<&'a str>>,
}

impl<'a> Directory<'a> {
    fn new(known: &'a Known) -> Directory<'a> {
        let mut directory = Directory { by_code: HashMap::new(), by_name: HashMap::new(), staff: HashMap::new() };
        for branch in &known.branches {
            directory.by_code.insert(code_key(&branch.code), &branch.id);
            directory.by_name.entry(branch_key(&branch.name)).or_default().push(&branch.id);
        }
        for member in &known.staff {
            let name = cells::line(&member.name);
            directory.staff.entry(cells::name_key(&name)).or_default().insert(&member.id);
            if let Some((family, _)) = name.split_once(' ') {
                directory.staff.entry(cells::name_key(family)).or_default().insert(&member.id);
            }
        }
        directory
    }

    /// A branch by code, by name, or by both in one cell (`115 駅前支店`).
    fn branch(&self, typed: &str) -> Option<&'a str> {
        let folded = tidy(typed);
        if let Some(id) = self.by_code.get(&code_key(&folded)) {
            return Some(id);
        }
        if let Some([id]) = self.by_name.get(&branch_key(&folded)).map(Vec::as_slice) {
            return Some(id);
        }
        let end = folded.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
        self.by_code.get(&code_key(folded.get(..end)?)).copied()
    }

    /// Members of staff of this name, or of this family name.
    fn staff(&self, typed: &str) -> Vec<&'a str> {
        self.staff.get(&cells::name_key(&cells::name(typed))).into_iter().flatten().copied().collect()
    }
}

/// 店番 without zeros in front: sheets lose them.
fn code_key(code: &str) -> String {
    let code = key(code);
    let short = code.trim_start_matches('0');
    if short.is_empty() || !short.chars().all(|c| c.is_ascii_digit()) { code } else { short.to_owned() }
}

/// A branch's name without what kind of branch it is.
fn branch_key(name: &str) -> String {
    let folded = key(name);
    ["支店", "営業部", "出張所"]
        .iter()
        .find_map(|end| folded.strip_suffix(end))
        .filter(|short| !short.is_empty())
        .unwrap_or(&folded)
        .to_owned()
}

/// The cells of a row by meaning, as far as they are filled.
type Cells = BTreeMap<Meaning, (Cell, Option<usize>)>;

/// A row that was read and not yet judged.
struct Read {
    row: ReadRow,
    cells: Cells,
    /// Everything in the row, to find the same row again.
    whole: String,
}

struct Reader {
    number: u32,
    cells: Cells,
    units: BTreeMap<Meaning, cells::Unit>,
    faults: Vec<Fault>,
    notices: Vec<Notice>,
    note: Vec<String>,
}

impl Reader {
    fn new(row: &Row, columns: &[Column], mend: Option<&Mend>, above: &Cells) -> Reader {
        let mut reader = Reader {
            number: row.number,
            cells: BTreeMap::new(),
            units: BTreeMap::new(),
            faults: Vec::new(),
            notices: Vec::new(),
            note: Vec::new(),
        };
        for column in columns {
            let cell = row.cell(column.place);
            if cell.is_blank() {
                continue;
            }
            match column.meaning {
                Some(Meaning::Serial) => {}
                Some(Meaning::Note) | None => reader.keep(column, cell),
                Some(meaning) => {
                    if let Some(unit) = column.unit {
                        reader.units.insert(meaning, unit);
                    }
                    reader.cells.insert(meaning, (cell.clone(), Some(column.place)));
                }
            }
        }
        for (meaning, text) in mend.iter().flat_map(|mend| &mend.fields) {
            reader.mend(*meaning, text);
        }
        reader.put_ditto(above);
        reader.cells.retain(|_, (cell, _)| !cells::is_nothing(&cell.shown()));
        reader
    }

    /// A cell that nobody understood: for the desk's note, or named when it holds no text.
    fn keep(&mut self, column: &Column, cell: &Cell) {
        if let Cell::Error(typed) = cell {
            self.notices.push(Notice::NotKept { heading: column.heading.clone(), typed: typed.clone() });
        } else {
            let words = cells::line(&cell.shown());
            if cells::looks_like_program(&words) {
                self.notices.push(Notice::LooksLikeProgram(Meaning::Note));
            }
            self.note.push(format!("{}: {words}", column.heading));
        }
    }

    /// What the user typed instead of a cell; a name typed whole takes the place of its parts.
    fn mend(&mut self, meaning: Meaning, text: &str) {
        let parts: &[Meaning] = match meaning {
            Meaning::Person => &[Meaning::Family, Meaning::Given],
            Meaning::Kana => &[Meaning::FamilyKana, Meaning::GivenKana],
            Meaning::Fee => &[Meaning::FeeRate],
            Meaning::FeeRate => &[Meaning::Fee],
            Meaning::Branch => &[Meaning::BranchCode],
            Meaning::BranchCode => &[Meaning::Branch],
            _ => &[],
        };
        for part in parts.iter().chain([&meaning]) {
            self.cells.remove(part);
        }
        if !text.trim().is_empty() {
            self.cells.insert(meaning, (Cell::Text(text.to_owned()), None));
        }
    }

    fn put_ditto(&mut self, above: &Cells) {
        let signs: Vec<Meaning> =
            self.cells.iter().filter(|(_, (cell, _))| cells::is_ditto(&cell.shown())).map(|(meaning, _)| *meaning).collect();
        for meaning in signs {
            if let Some((cell, _)) = above.get(&meaning) {
                self.notices.push(Notice::Ditto { field: meaning, value: cell.shown().into_owned() });
                if let Some(own) = self.cells.get_mut(&meaning) {
                    own.0 = cell.clone();
                }
            } else {
                self.fault(meaning, FaultCode::NothingAbove);
                self.cells.remove(&meaning);
            }
        }
    }

    fn fault(&mut self, field: Meaning, code: FaultCode) {
        let (typed, column) = self.cells.get(&field).map(|(cell, column)| (cell.shown().into_owned(), *column)).unwrap_or_default();
        self.faults.push(Fault { field, column, typed, code });
    }

    /// The filled cell of a field; an error of the sheet is a fault and no cell.
    fn cell(&mut self, field: Meaning) -> Option<Cell> {
        let (cell, _) = self.cells.get(&field)?;
        if matches!(cell, Cell::Error(_)) {
            self.fault(field, FaultCode::CellError);
            return None;
        }
        Some(cell.clone())
    }

    fn text(&mut self, field: Meaning) -> Option<String> {
        self.cell(field).map(|cell| cell.shown().into_owned())
    }

    /// A text of at most so many letters, brought to its form.
    fn words(&mut self, field: Meaning, most: usize, form: impl Fn(&str) -> String) -> Option<String> {
        let words = form(&self.text(field)?);
        if words.chars().count() > most {
            self.fault(field, FaultCode::TooLong(most));
            return None;
        }
        if cells::looks_like_program(&words) {
            self.notices.push(Notice::LooksLikeProgram(field));
        }
        Some(words).filter(|words| !words.is_empty())
    }

    /// A value that is read or is a fault.
    fn value<T>(&mut self, field: Meaning, code: FaultCode, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field)?;
        let value = read(&text);
        if value.is_none() {
            self.fault(field, code);
        }
        value
    }

    fn read(mut self, kind: Kind, directory: &Directory<'_>) -> Read {
        let company = self.company();
        let mut draft = Draft { company, ..Draft::default() };
        if kind == Kind::Placements {
            self.placement(&mut draft, directory);
        }
        draft.branch = self.branch(directory);
        draft.note = self.note.join("\n");
        if draft.note.chars().count() > NOTE {
            self.fault(Meaning::Note, FaultCode::TooLong(NOTE));
        }
        let needed: &[(Meaning, &str)] = match kind {
            Kind::Companies => &[(Meaning::Company, &draft.company.name)],
            Kind::Placements => &[
                (Meaning::Company, &draft.company.name),
                (Meaning::Person, &draft.person.name),
                (Meaning::Post, &draft.post),
                (Meaning::Issue, &draft.issue),
            ],
        };
        for (field, value) in needed {
            let said = self.faults.iter().any(|fault| {
                fault.field == *field || (*field == Meaning::Person && matches!(fault.field, Meaning::Family | Meaning::Given))
            });
            if value.is_empty() && !said {
                self.fault(*field, FaultCode::Missing);
            }
        }
        let typed: BTreeMap<Meaning, String> =
            self.cells.iter().map(|(meaning, (cell, _))| (*meaning, cell.shown().into_owned())).collect();
        let whole = format!("{typed:?}{}", draft.note);
        let row = ReadRow {
            number: self.number,
            draft,
            typed,
            faults: self.faults,
            notices: self.notices,
            company: Link::New,
            person: Link::New,
            fate: Fate::ToMend,
        };
        Read { row, cells: self.cells, whole }
    }

    fn company(&mut self) -> CompanyDraft {
        let name = self.words(Meaning::Company, LINE, cells::line).unwrap_or_default();
        let number = self.text(Meaning::Number).and_then(|text| match CorporateNumber::parse(&text) {
            Ok(number) => Some(number),
            Err(fault) => {
                self.fault(Meaning::Number, FaultCode::Number(fault));
                None
            }
        });
        let industry = self.words(Meaning::Industry, LINE, cells::line).map(|typed| Industry { letter: industry(&typed), typed });
        CompanyDraft {
            name,
            number,
            industry,
            postal: self.value(Meaning::Postal, FaultCode::Postal, postal),
            address: self.words(Meaning::Address, SENTENCE, cells::line),
            phone: self.value(Meaning::Phone, FaultCode::Phone, phone),
            employees: self.value(Meaning::Employees, FaultCode::Count, cells::count),
            closing_month: self.value(Meaning::ClosingMonth, FaultCode::Month, cells::month),
            contacts: self.contacts(),
        }
    }

    fn contacts(&mut self) -> Vec<Contact> {
        let seats = [(ContactSeat::Owner, Meaning::Owner, Meaning::OwnerMail), (ContactSeat::Host, Meaning::Host, Meaning::HostMail)];
        let mut contacts = Vec::new();
        for (seat, name, mail) in seats {
            let name = self.words(name, LINE, cells::name).unwrap_or_default();
            let mail = self.value(mail, FaultCode::Mail, cells::mail);
            if !name.is_empty() || mail.is_some() {
                contacts.push(Contact { seat, name, mail });
            }
        }
        contacts
    }

    fn person(&mut self) -> PersonDraft {
        let name = match self.words(Meaning::Person, LINE, cells::name) {
            Some(name) => name,
            None => [Meaning::Family, Meaning::Given]
                .iter()
                .filter_map(|part| self.words(*part, LINE, cells::name))
                .collect::<Vec<_>>()
                .join(" "),
        };
        let kana = match self.value(Meaning::Kana, FaultCode::Kana, cells::kana) {
            Some(kana) => kana,
            None => [Meaning::FamilyKana, Meaning::GivenKana]
                .iter()
                .filter_map(|part| self.value(*part, FaultCode::Kana, cells::kana))
                .collect::<Vec<_>>()
                .join(" "),
        };
        PersonDraft {
            name,
            kana: Some(kana).filter(|kana| !kana.is_empty()),
            birth: self.day(Meaning::Birth, 1920..=2015),
            mail: self.value(Meaning::PersonMail, FaultCode::Mail, cells::mail),
        }
    }

    fn day(&mut self, field: Meaning, years: std::ops::RangeInclusive<i32>) -> Option<Day> {
        let read = cells::day(&self.cell(field)?);
        self.day_within(field, read, years)
    }

    fn day_within(
        &mut self,
        field: Meaning,
        read: Result<Day, base::japan::DayFault>,
        years: std::ops::RangeInclusive<i32>,
    ) -> Option<Day> {
        match read {
            Ok(day) if years.contains(&day.year()) => return Some(day),
            Ok(_) => self.fault(field, FaultCode::DayTooFar),
            Err(fault) => self.fault(field, FaultCode::Day(fault)),
        }
        None
    }

    fn placement(&mut self, draft: &mut Draft, directory: &Directory<'_>) {
        const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;
        draft.case_no = self.words(Meaning::CaseNo, CASE_NO, tidy);
        draft.person = self.person();
        draft.post = self.words(Meaning::Post, LINE, cells::line).unwrap_or_default();
        draft.issue = self.words(Meaning::Issue, SENTENCE, cells::sentences).unwrap_or_default();
        draft.contract = self.value(Meaning::Contract, FaultCode::Contract, cells::contract);
        draft.sides = self.value(Meaning::Sides, FaultCode::Sides, cells::sides);
        draft.offer = self.day(Meaning::Offer, YEARS);
        draft.join = self.cell(Meaning::Join).and_then(|cell| match cells::join(&cell) {
            Ok(Join::Undecided) => Some(Join::Undecided),
            Ok(Join::On(day)) => self.day_within(Meaning::Join, Ok(day), YEARS).map(Join::On),
            Err(fault) => self.day_within(Meaning::Join, Err(fault), YEARS).map(Join::On),
        });
        if let (Some(offer), Some(Join::On(join))) = (draft.offer, draft.join)
            && join < offer
        {
            self.fault(Meaning::Join, FaultCode::BeforeOffer(offer));
        }
        draft.pay = self.pay();
        draft.fee = self.fee();
        draft.consultant = self.staff(Meaning::Consultant, directory);
        draft.deputy = self.staff(Meaning::Deputy, directory);
    }

    fn pay(&mut self) -> Option<Pay> {
        let cell = self.cell(Meaning::Pay)?;
        match cells::pay(&cell, self.units.get(&Meaning::Pay).copied()) {
            Ok(amount) => Some(self.amount(&cell, amount)),
            Err(fault) => {
                self.fault(Meaning::Pay, FaultCode::Amount(fault));
                None
            }
        }
    }

    /// An amount, with what the reader should know about it.
    fn amount(&mut self, cell: &Cell, amount: Amount) -> Pay {
        let typed = cells::line(&cell.shown());
        if amount.as_thousands {
            self.notices.push(Notice::ReadAsThousands { typed: typed.clone(), yen: amount.yen });
        }
        if amount.about {
            self.notices.push(Notice::About { typed });
        }
        Pay { yen: amount.yen, read_as_thousands: amount.as_thousands }
    }

    /// The rate where one is given, else the fee.
    fn fee(&mut self) -> Option<Fee> {
        let mut terms = None;
        for field in [Meaning::Fee, Meaning::FeeRate] {
            let Some(cell) = self.cell(field) else { continue };
            let unit = self.units.get(&field).copied();
            let read = if field == Meaning::Fee { cells::fee(&cell, unit) } else { cells::rate(&cell, unit) };
            match read {
                Ok(Terms::Rate { permille, show }) => {
                    if show {
                        self.notices.push(Notice::ReadAsPercent { typed: cells::line(&cell.shown()), rate: permille });
                    }
                    terms = Some(Fee::Rate(permille));
                }
                Ok(Terms::Amount(amount)) => terms = Some(Fee::Amount(self.amount(&cell, amount).yen)),
                Err(code) => self.fault(field, code),
            }
        }
        terms
    }

    fn branch(&mut self, directory: &Directory<'_>) -> Option<Linked> {
        let mut found: Option<Linked> = None;
        for field in [Meaning::BranchCode, Meaning::Branch] {
            let Some(typed) = self.words(field, LINE, cells::line) else { continue };
            let id = directory.branch(&typed).map(str::to_owned);
            match &found {
                None => found = Some(Linked { typed, id }),
                Some(Linked { id: Some(code), .. }) if id.as_ref().is_some_and(|id| id != code) => {
                    self.fault(field, FaultCode::TwoBranches)
                }
                Some(Linked { id: Some(_), .. }) => {}
                Some(Linked { typed: code, id: None }) => found = Some(Linked { typed: format!("{code} {typed}"), id }),
            }
        }
        if let Some(Linked { typed, id: None }) = &found {
            self.notices.push(Notice::BranchUnknown(typed.clone()));
        }
        found
    }

    fn staff(&mut self, field: Meaning, directory: &Directory<'_>) -> Option<Linked> {
        let typed = self.words(field, LINE, cells::name)?;
        match directory.staff(&typed).as_slice() {
            [] => {
                self.notices.push(Notice::StaffUnknown(typed.clone()));
                Some(Linked { typed, id: None })
            }
            [id] => Some(Linked { typed, id: Some((*id).to_owned()) }),
            several => {
                self.fault(field, FaultCode::SeveralStaff(several.len()));
                None
            }
        }
    }
}

/// Company, person, post and offer day: what makes a placement where there is no 案件番号.
type Sameness = (Link, String, String, Option<Day>);

struct Judge<'a> {
    kind: Kind,
    index: Index<'a>,
    wholes: HashMap<String, u32>,
    written: Vec<ReadRow>,
    by_case_no: HashMap<String, usize>,
    by_sameness: HashMap<Sameness, Vec<usize>>,
    by_company: HashMap<Link, usize>,
}

impl<'a> Judge<'a> {
    fn new(known: &'a Known, kind: Kind) -> Judge<'a> {
        Judge {
            kind,
            index: Index::new(known),
            wholes: HashMap::new(),
            written: Vec::new(),
            by_case_no: HashMap::new(),
            by_sameness: HashMap::new(),
            by_company: HashMap::new(),
        }
    }

    fn judge(&mut self, read: Read, mend: &Mend) -> ReadRow {
        let mut row = read.row;
        if mend.leave_out {
            row.fate = Fate::LeftOut;
            return row;
        }
        if let Some(first) = self.wholes.get(&read.whole) {
            row.fate = Fate::Repeated(*first);
            row.faults.clear();
            return row;
        }
        self.wholes.insert(read.whole, row.number);
        if let Some(mail) = row.draft.person.mail.clone()
            && self.index.is_company_mail(&mail)
        {
            row.fault(Meaning::PersonMail, &read.cells, FaultCode::MailOfCompany);
        }
        if !row.faults.is_empty() {
            return row;
        }
        match self.kind {
            Kind::Placements => self.placement(&mut row, &read.cells, mend),
            Kind::Companies => self.company(&mut row, mend),
        }
        row
    }

    /// The company of the row; none when it has to be asked.
    fn find_company(&self, row: &mut ReadRow, mend: &Mend) -> Option<Link> {
        match self.index.company(&row.draft.company, mend.company.as_ref()) {
            CompanyFound::This(link, notice) => {
                row.notices.extend(notice);
                Some(link)
            }
            CompanyFound::Ask(candidates) => {
                row.fate = Fate::AskCompany(candidates);
                None
            }
        }
    }

    fn company(&mut self, row: &mut ReadRow, mend: &Mend) {
        let Some(link) = self.find_company(row, mend) else { return };
        row.company = link;
        let own = match &row.company {
            Link::New => Link::Row(row.number),
            other => other.clone(),
        };
        if let Some(first) = self.by_company.get(&own).and_then(|place| self.written.get(*place)) {
            if says_more(&first.draft, &row.draft) {
                row.fault(Meaning::Company, &Cells::new(), FaultCode::SameAsRow(first.number));
            } else {
                row.fate = Fate::Repeated(first.number);
            }
            return;
        }
        let known = if let Link::Known(id) = &own { self.index.known_company(id) } else { None };
        row.fate = match known {
            None => Fate::New,
            Some(known) => fate_of(&known.id, company_changes(known, &row.draft), mend),
        };
        self.by_company.insert(own, self.written.len());
        self.remember(row);
    }

    fn placement(&mut self, row: &mut ReadRow, cells: &Cells, mend: &Mend) {
        let registered = match self.registered(row, cells) {
            Ok(registered) => registered,
            Err(()) => return,
        };
        if let Some(known) = registered {
            row.company = Link::Known(known.company.clone());
            row.person = Link::Known(known.person.clone());
        } else {
            let Some(link) = self.find_company(row, mend) else { return };
            row.company = link;
            match self.index.person(&row.draft.person, mend.person.as_ref()) {
                PersonFound::This(link) => row.person = link,
                PersonFound::Ask(candidate) => {
                    row.fate = Fate::AskPerson(candidate);
                    return;
                }
            }
        }
        if self.is_in_an_earlier_row(row, cells) {
            return;
        }
        row.fate = match registered {
            Some(known) => fate_of(&known.id, self.changes(known, &row.draft), mend),
            None => Fate::New,
        };
        if registered.is_none()
            && let Link::Known(company) = &row.company
            && !self.index.of_pair(company, &row.draft.person.name).is_empty()
        {
            row.notices.push(Notice::OtherPlacement);
        }
        let place = self.written.len();
        if let Some(case_no) = &row.draft.case_no {
            self.by_case_no.insert(key(case_no), place);
        }
        self.by_sameness.entry(sameness(row)).or_default().push(place);
        self.remember(row);
    }

    fn remember(&mut self, row: &ReadRow) {
        self.index.add_row(row.number, &row.draft, &row.company, &row.person);
        self.written.push(row.clone());
    }

    /// The registered placement that the row speaks of. `Err` when the row cannot be one and a fault says so.
    fn registered(&self, row: &mut ReadRow, cells: &Cells) -> Result<Option<&'a KnownPlacement>, ()> {
        let by_case_no = row.draft.case_no.as_deref().and_then(|case_no| self.index.by_case_no(case_no));
        let known = by_case_no.or_else(|| self.by_what_it_is(&row.draft));
        let Some(known) = known else { return Ok(None) };
        if let Some(company) = self.index.known_company(&known.company) {
            let same_number = row.draft.company.number.as_ref().is_some_and(|number| company.number.as_deref() == Some(number.as_str()));
            if !same_number && company_key(&company.name) != company_key(&row.draft.company.name) {
                row.fault(Meaning::CaseNo, cells, FaultCode::CaseNoOfCompany(company.name.clone()));
                return Err(());
            }
        }
        let other = row.draft.person.mail.as_deref().and_then(|mail| self.index.person_by_mail(mail));
        if let Some(Link::Known(other)) = other
            && *other != known.person
        {
            let name = self.index.known_person(other).map(|person| person.name.clone()).unwrap_or_default();
            row.fault(Meaning::PersonMail, cells, FaultCode::MailOfPerson(name));
            return Err(());
        }
        Ok(Some(known))
    }

    /// A registered placement with the same company, person, post and offer day. A company that would have to be asked is no question
    /// when one of the candidates has just this placement: the row was imported before.
    fn by_what_it_is(&self, draft: &Draft) -> Option<&'a KnownPlacement> {
        let companies = match self.index.company(&draft.company, None) {
            CompanyFound::This(link, _) => vec![link],
            CompanyFound::Ask(candidates) => candidates.into_iter().map(|candidate| candidate.link).collect(),
        };
        let found = companies.iter().filter_map(|link| if let Link::Known(id) = link { Some(id) } else { None }).find_map(|id| {
            self.index.of_pair(id, &draft.person.name).into_iter().find(|known| {
                let other_case = known.case_no.is_some() && draft.case_no.is_some();
                !other_case && known.offer == draft.offer && key(&known.post) == key(&draft.post)
            })
        });
        found
    }

    /// Whether an earlier row speaks of the same placement: then the row is a repetition, or has a fault.
    fn is_in_an_earlier_row(&self, row: &mut ReadRow, cells: &Cells) -> bool {
        let by_case_no = row.draft.case_no.as_ref().and_then(|case_no| self.by_case_no.get(&key(case_no)));
        if let Some(first) = by_case_no.and_then(|place| self.written.get(*place)) {
            if says_more(&first.draft, &row.draft) {
                row.fault(Meaning::CaseNo, cells, FaultCode::CaseNoOfRow(first.number));
            } else {
                row.fate = Fate::Repeated(first.number);
            }
            return true;
        }
        let places = self.by_sameness.get(&sameness(row)).map(Vec::as_slice).unwrap_or_default();
        let earlier = places
            .iter()
            .filter_map(|place| self.written.get(*place))
            .find(|first| first.draft.case_no.is_none() || row.draft.case_no.is_none());
        if let Some(first) = earlier {
            if says_more(&first.draft, &row.draft) {
                row.fault(Meaning::Person, cells, FaultCode::SameAsRow(first.number));
            } else {
                row.fate = Fate::Repeated(first.number);
            }
            return true;
        }
        false
    }

    /// What the row says otherwise than the register; a blank says nothing.
    fn changes(&self, known: &KnownPlacement, draft: &Draft) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut note = |field, before, after| changes.push(Change { field, before, after });
        if let Some(case_no) = &draft.case_no
            && known.case_no.as_deref().map(key) != Some(key(case_no))
        {
            note(Meaning::CaseNo, text_or_blank(known.case_no.as_ref()), Value::Text(case_no.clone()));
        }
        if let Some(person) = self.index.known_person(&known.person) {
            if cells::name_key(&person.name) != cells::name_key(&draft.person.name) {
                note(Meaning::Person, Value::Text(person.name.clone()), Value::Text(draft.person.name.clone()));
            }
            for (field, before, after) in
                [(Meaning::Kana, &person.kana, &draft.person.kana), (Meaning::PersonMail, &person.mail, &draft.person.mail)]
            {
                if let Some(after) = after
                    && before.as_deref().map(cells::name_key) != Some(cells::name_key(after))
                {
                    note(field, text_or_blank(before.as_ref()), Value::Text(after.clone()));
                }
            }
            if draft.person.birth.is_some() && person.birth != draft.person.birth {
                note(Meaning::Birth, person.birth.map_or(Value::Blank, Value::Day), draft.person.birth.map_or(Value::Blank, Value::Day));
            }
        }
        for (field, before, after) in [(Meaning::Post, &known.post, &draft.post), (Meaning::Issue, &known.issue, &draft.issue)] {
            if key(before) != key(after) {
                note(field, Value::Text(before.clone()), Value::Text(after.clone()));
            }
        }
        let contract = |contract: Option<super::Contract>| contract.map_or(Value::Blank, Value::Contract);
        if draft.contract.is_some() && draft.contract != known.contract {
            note(Meaning::Contract, contract(known.contract), contract(draft.contract));
        }
        let sides = |sides: Option<super::Sides>| sides.map_or(Value::Blank, Value::Sides);
        if draft.sides.is_some() && draft.sides != known.sides {
            note(Meaning::Sides, sides(known.sides), sides(draft.sides));
        }
        if draft.offer.is_some() && draft.offer != known.offer {
            note(Meaning::Offer, known.offer.map_or(Value::Blank, Value::Day), draft.offer.map_or(Value::Blank, Value::Day));
        }
        let join = match draft.join {
            None => known.join,
            Some(Join::Undecided) => None,
            Some(Join::On(day)) => Some(day),
        };
        if join != known.join {
            note(Meaning::Join, known.join.map_or(Value::Undecided, Value::Day), join.map_or(Value::Undecided, Value::Day));
        }
        if let Some(pay) = draft.pay
            && known.pay != Some(pay.yen)
        {
            note(Meaning::Pay, known.pay.map_or(Value::Blank, Value::Yen), Value::Yen(pay.yen));
        }
        let fee = |fee: Option<Fee>| match fee {
            None => Value::Blank,
            Some(Fee::Rate(permille)) => Value::Rate(permille),
            Some(Fee::Amount(yen)) => Value::Yen(yen),
        };
        if draft.fee.is_some() && draft.fee != known.fee {
            note(Meaning::Fee, fee(known.fee), fee(draft.fee));
        }
        for (field, before, after) in [
            (Meaning::Branch, &known.branch, &draft.branch),
            (Meaning::Consultant, &known.consultant, &draft.consultant),
            (Meaning::Deputy, &known.deputy, &draft.deputy),
        ] {
            // Somebody not registered yet changes nothing: there is nobody to hand over to.
            if let Some(Linked { typed, id: Some(id) }) = after
                && before.as_ref() != Some(id)
            {
                note(field, text_or_blank(before.as_ref()), Value::Text(typed.clone()));
            }
        }
        if let Some(before) = &known.note
            && !draft.note.is_empty()
            && key(before) != key(&draft.note)
        {
            note(Meaning::Note, Value::Text(before.clone()), Value::Text(draft.note.clone()));
        }
        changes
    }
}

impl ReadRow {
    fn fault(&mut self, field: Meaning, cells: &Cells, code: FaultCode) {
        let (typed, column) = match cells.get(&field) {
            Some((cell, column)) => (cell.shown().into_owned(), *column),
            None => (self.typed.get(&field).cloned().unwrap_or_default(), None),
        };
        self.faults.push(Fault { field, column, typed, code });
        self.fate = Fate::ToMend;
    }
}

fn fate_of(id: &str, changes: Vec<Change>, mend: &Mend) -> Fate {
    if changes.is_empty() { Fate::SameAs(id.to_owned()) } else { Fate::Changed { id: id.to_owned(), changes, answer: mend.changes } }
}

fn text_or_blank(text: Option<&String>) -> Value {
    text.map_or(Value::Blank, |text| Value::Text(text.clone()))
}

fn sameness(row: &ReadRow) -> Sameness {
    let company = match &row.company {
        Link::New => Link::Row(row.number),
        other => other.clone(),
    };
    (company, cells::name_key(&row.draft.person.name), key(&row.draft.post), row.draft.offer)
}

/// Whether a later row says something that the earlier does not: then it is no mere repetition.
fn says_more(first: &Draft, later: &Draft) -> bool {
    fn more<T: PartialEq>(first: Option<&T>, later: Option<&T>) -> bool {
        later.is_some() && first != later
    }
    let (a, b) = (&first.company, &later.company);
    let company = company_key(&a.name) != company_key(&b.name)
        || more(a.number.as_ref(), b.number.as_ref())
        || more(a.postal.as_ref(), b.postal.as_ref())
        || more(a.address.as_deref().map(address_key).as_ref(), b.address.as_deref().map(address_key).as_ref())
        || more(a.phone.as_ref(), b.phone.as_ref())
        || more(a.employees.as_ref(), b.employees.as_ref())
        || more(a.closing_month.as_ref(), b.closing_month.as_ref())
        || b.contacts.iter().any(|contact| !a.contacts.contains(contact));
    let (a, b) = (&first.person, &later.person);
    let person = cells::name_key(&a.name) != cells::name_key(&b.name)
        || more(a.kana.as_ref(), b.kana.as_ref())
        || more(a.birth.as_ref(), b.birth.as_ref())
        || more(a.mail.as_ref(), b.mail.as_ref());
    let yen = |draft: &Draft| draft.pay.map(|pay| pay.yen);
    company
        || person
        || key(&first.post) != key(&later.post)
        || key(&first.issue) != key(&later.issue)
        || more(first.contract.as_ref(), later.contract.as_ref())
        || more(first.sides.as_ref(), later.sides.as_ref())
        || more(first.offer.as_ref(), later.offer.as_ref())
        || more(first.join.as_ref(), later.join.as_ref())
        || more(yen(first).as_ref(), yen(later).as_ref())
        || more(first.fee.as_ref(), later.fee.as_ref())
        || more(first.branch.as_ref(), later.branch.as_ref())
        || more(first.consultant.as_ref(), later.consultant.as_ref())
        || more(first.deputy.as_ref(), later.deputy.as_ref())
        || (!later.note.is_empty() && first.note != later.note)
}

/// What a list of companies says otherwise than the register; a blank says nothing.
fn company_changes(known: &KnownCompany, draft: &Draft) -> Vec<Change> {
    let company = &draft.company;
    let mut changes = Vec::new();
    let mut note = |field, before, after| changes.push(Change { field, before, after });
    if company_key(&known.name) != company_key(&company.name) {
        note(Meaning::Company, Value::Text(known.name.clone()), Value::Text(company.name.clone()));
    }
    let owner = company.contacts.iter().find(|contact| contact.seat == ContactSeat::Owner);
    let count = |number: Option<u32>| number.map(|number| number.to_string());
    let texts = [
        (Meaning::Number, known.number.clone(), company.number.as_ref().map(|number| number.as_str().to_owned())),
        (Meaning::Industry, known.industry.map(String::from), company.industry.as_ref().and_then(|own| own.letter).map(String::from)),
        (Meaning::Postal, known.postal.clone(), company.postal.clone()),
        (Meaning::Address, known.address.clone(), company.address.clone()),
        (Meaning::Phone, known.phone.clone(), company.phone.clone()),
        (Meaning::Employees, count(known.employees), count(company.employees)),
        (Meaning::ClosingMonth, count(known.closing_month), count(company.closing_month)),
        (Meaning::Owner, known.owner.clone(), owner.map(|owner| owner.name.clone()).filter(|name| !name.is_empty())),
        (Meaning::OwnerMail, known.owner_mail.clone(), owner.and_then(|owner| owner.mail.clone())),
    ];
    for (field, before, after) in texts {
        let form = |text: &String| if field == Meaning::Address { address_key(text) } else { key(text) };
        if let Some(after) = after
            && before.as_ref().map(form) != Some(form(&after))
        {
            note(field, text_or_blank(before.as_ref()), Value::Text(after));
        }
    }
    if let Some(Linked { typed, id: Some(id) }) = &draft.branch
        && known.branch.as_ref() != Some(id)
    {
        note(Meaning::Branch, text_or_blank(known.branch.as_ref()), Value::Text(typed.clone()));
    }
    changes
}
