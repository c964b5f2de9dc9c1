//! A row by itself: its cells by meaning, mended and filled from above, read to values with their faults and notices.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::clock::Day;
use base::fold::{key, tidy};
use base::japan::{CorporateNumber, industry, phone, postal};
use paper::sheet::{Cell, Row};

use super::cells::{self, Amount, CASE_NO, LINE, NOTE, SENTENCE, Terms};
use super::{
    Column, CompanyDraft, Contact, ContactSeat, Draft, Fate, Fault, FaultCode, Fee, Industry, Join, Kind, Known, Link, Linked, Meaning,
    Mend, Notice, Pay, PersonDraft, ReadRow,
};

/// Branches and staff by the ways people write them.
pub(super) struct Directory<'a> {
    by_code: HashMap<String, &'a str>,
    by_name: HashMap<String, Vec<&'a str>>,
    staff: HashMap<String, HashSet<&'a str>>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(known: &'a Known) -> Directory<'a> {
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
pub(super) type Cells = BTreeMap<Meaning, (Cell, Option<usize>)>;

/// A row that was read and not yet judged.
pub(super) struct Read {
    pub(super) row: ReadRow,
    pub(super) cells: Cells,
}

/// A row while it is read.
pub(super) struct Reader {
    number: u32,
    cells: Cells,
    units: BTreeMap<Meaning, cells::Unit>,
    faults: Vec<Fault>,
    notices: Vec<Notice>,
    note: String,
}

impl Reader {
    pub(super) fn new(row: &Row, columns: &[Column], mend: Option<&Mend>, above: &Cells) -> Reader {
        let mut reader = Reader {
            number: row.number,
            cells: BTreeMap::new(),
            units: BTreeMap::new(),
            faults: Vec::new(),
            notices: Vec::new(),
            note: String::new(),
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
            // Gathered only as far as it can be kept: what is longer is a fault anyway.
            if self.note.chars().nth(NOTE).is_none() {
                if !self.note.is_empty() {
                    self.note.push('\n');
                }
                self.note.push_str(&column.heading);
                self.note.push_str(": ");
                self.note.push_str(&words);
            }
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

    pub(super) fn read(mut self, kind: Kind, directory: &Directory<'_>) -> Read {
        let company = self.company();
        let mut draft = Draft { company, ..Draft::default() };
        if kind == Kind::Placements {
            self.placement(&mut draft, directory);
        }
        draft.branch = self.branch(directory);
        draft.note = std::mem::take(&mut self.note);
        if draft.note.chars().nth(NOTE).is_some() {
            draft.note.clear();
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
        Read { row, cells: self.cells }
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
            phone: self.phone(),
            employees: self.value(Meaning::Employees, FaultCode::Count, cells::count),
            closing_month: self.value(Meaning::ClosingMonth, FaultCode::Month, cells::month),
            contacts: self.contacts(),
        }
    }

    /// A telephone number; one that the sheet keeps as a number has lost the zero in front.
    fn phone(&mut self) -> Option<String> {
        let as_number = matches!(self.cell(Meaning::Phone)?, Cell::Number(_));
        self.value(Meaning::Phone, FaultCode::Phone, |text| phone(text).or_else(|| as_number.then(|| phone(&format!("0{text}"))).flatten()))
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
                    self.fault(field, FaultCode::TwoBranches);
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
