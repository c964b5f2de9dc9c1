//! Import: what a list of placements or of companies, as a desk keeps it, means; said before anything is written.
//!
//! Pure: a book (`paper::sheet`) and what the institution already has go in, drafts with their faults, notices and fate come out.
//! Rules: a blank optional cell is no fault, a filled cell that cannot be read is one; a blank never erases what is known;
//! a company is its 法人番号, else name and address; a person is new unless mail or name, reading and birth date are equal;
//! a placement is its 案件番号, else company, person, post and offer day. What is doubtful is asked, never merged.
//! Read `headings.rs` (which column is what), `cells.rs` (one cell), `reader.rs` (one row),
//! `identity.rs` (who is who), `judge.rs` (what becomes of a row), `rows.rs` (the whole sheet), `text.rs` (the sentences).

mod cells;
mod draft;
mod headings;
mod identity;
mod judge;
mod reader;
mod rows;
mod text;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use base::clock::Day;
use base::text::Lang;
use paper::sheet::Book;

pub use cells::{AmountFault, Unit};
pub use draft::{
    CompanyDraft, Contact, ContactSeat, Contract, Draft, Fee, Industry, Join, Known, KnownBranch, KnownCompany, KnownPerson,
    KnownPlacement, KnownStaff, Linked, Pay, PersonDraft, Sides,
};
pub use headings::Meaning;
pub use text::unreadable;

/// What the user has answered in the preview; applied before the rows are read again.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Mends {
    /// The sheet to read, by its place in the book; the first list when none is chosen.
    pub sheet: Option<usize>,
    /// What columns mean, by their place from 0, where the headings did not say; none for a column to keep as a note.
    pub columns: BTreeMap<usize, Option<Meaning>>,
    /// Answers for single rows, by the sheet's row number.
    pub rows: BTreeMap<u32, Mend>,
}

/// What the user has answered for a row.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Mend {
    /// Whether the row is left out.
    pub leave_out: bool,
    /// Cells as the user typed them instead; an empty text makes the cell blank.
    pub fields: BTreeMap<Meaning, String>,
    /// The answer to [`Fate::AskCompany`].
    pub company: Option<Same>,
    /// The answer to [`Fate::AskPerson`].
    pub person: Option<Same>,
    /// The answer to [`Fate::Changed`].
    pub changes: Option<Take>,
}

/// The answer to the question whether two are one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Same {
    /// The same as this one.
    As(Link),
    /// Another one.
    No,
}

/// The answer to the question what to do with changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Take {
    /// Write what the sheet says.
    Sheet,
    /// Keep what is there.
    Present,
}

/// Who a company or a person of a row is.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Link {
    /// New with this row.
    #[default]
    New,
    /// The one that is new with this earlier row.
    Row(u32),
    /// One that the institution has, by its id.
    Known(String),
}

/// What a book holds, row by row.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Understood {
    /// Whether the list is of placements or of companies; none when no heading row was found.
    pub kind: Option<Kind>,
    /// Name of the sheet that was read.
    pub sheet: String,
    /// The columns and what they mean.
    pub columns: Vec<Column>,
    /// The rows of data in order.
    pub rows: Vec<ReadRow>,
    /// The rows that are no data. Rows repeated are not here but in `rows`, with [`Fate::Repeated`].
    pub skipped: Vec<Skipped>,
    /// What is to be said about the sheet as a whole.
    pub remarks: Vec<Remark>,
}

/// What a list is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Placements, with their companies and persons.
    Placements,
    /// Companies and their contacts only.
    Companies,
}

/// A column of the sheet.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    /// Place from 0.
    pub place: usize,
    /// The heading in one line; the column's letter where it has none.
    pub heading: String,
    /// What it means; none when nobody understood it: its cells are kept in the note.
    pub meaning: Option<Meaning>,
    /// Unit that the heading states.
    pub unit: Option<Unit>,
    /// Whether the meaning was taken from the columns beside it, as the heading does not say whose it is.
    pub by_neighbours: bool,
}

/// Rows that are no data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// First row number.
    pub first: u32,
    /// Last row number; the same for a single row.
    pub last: u32,
    /// Why.
    pub why: Why,
}

/// Why a row is no data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// A title, a line between groups, a remark under the list.
    Title,
    /// A heading row, also one repeated on every page.
    Heading,
    /// A sum line.
    Sum,
    /// Nothing in it, or only a running number.
    Blank,
}

/// A row of data.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadRow {
    /// The sheet's own row number.
    pub number: u32,
    /// What it says.
    pub draft: Draft,
    /// The cells as typed (or as mended), for the form in which they are mended.
    pub typed: BTreeMap<Meaning, String>,
    /// What has to be mended.
    pub faults: Vec<Fault>,
    /// What the reader should know.
    pub notices: Vec<Notice>,
    /// Who the company is.
    pub company: Link,
    /// Who the person is.
    pub person: Link,
    /// What becomes of the row.
    pub fate: Fate,
}

/// What becomes of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Fate {
    /// It opens a placement (or registers a company).
    New,
    /// It is registered already, as it stands.
    SameAs(String),
    /// It is registered with other values: asked.
    Changed {
        /// Id of the placement (or of the company).
        id: String,
        /// What differs.
        changes: Vec<Change>,
        /// The user's answer.
        answer: Option<Take>,
    },
    /// Whether the company is one of these: asked, never merged.
    AskCompany(Vec<Candidate>),
    /// Whether the person is this one, who has the same mail and another name: asked.
    AskPerson(Candidate),
    /// The same as the row with this number.
    Repeated(u32),
    /// The user left it out.
    LeftOut,
    /// It has faults.
    ToMend,
}

/// One with whom a company or a person may be the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Who.
    pub link: Link,
    /// Name.
    pub name: String,
    /// 法人番号.
    pub number: Option<String>,
    /// Address.
    pub address: Option<String>,
}

/// A value that differs.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// Which.
    pub field: Meaning,
    /// As it is registered.
    pub before: Value,
    /// As the sheet says.
    pub after: Value,
}

/// A value to show before or after a change.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A day.
    Day(Day),
    /// 未定.
    Undecided,
    /// Yen.
    Yen(i64),
    /// Thousandths.
    Rate(u32),
    /// Contract form.
    Contract(Contract),
    /// Sides.
    Sides(Sides),
}

/// What has to be mended in a row.
#[derive(Clone, PartialEq, Debug)]
pub struct Fault {
    /// Which field.
    pub field: Meaning,
    /// Its column from 0; none when the sheet has no such column or the text was typed while mending.
    pub column: Option<usize>,
    /// The cell as typed.
    pub typed: String,
    /// What is wrong.
    pub code: FaultCode,
}

/// What is wrong with a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum FaultCode {
    /// Blank, but needed to open a case.
    Missing,
    /// More letters than this.
    TooLong(usize),
    /// An error of the sheet, or a formula without a stored value.
    CellError,
    /// 「同上」 without a row above.
    NothingAbove,
    /// No day, for one of the reasons of `base::japan`.
    Day(base::japan::DayFault),
    /// A day that cannot be meant here.
    DayTooFar,
    /// The join day is before the offer on this day.
    BeforeOffer(Day),
    /// No 法人番号.
    Number(base::japan::CorporateNumberFault),
    /// No mail address.
    Mail,
    /// The person's mail is a mail of the company.
    MailOfCompany,
    /// The person's mail is that of this other registered person.
    MailOfPerson(String),
    /// An amount that cannot be read.
    Amount(AmountFault),
    /// No share between 0 and 100%.
    Rate,
    /// No known contract form, or more than one.
    Contract,
    /// Neither 両手 nor 片手.
    Sides,
    /// Reading not in kana.
    Kana,
    /// No telephone number.
    Phone,
    /// No postal number.
    Postal,
    /// No whole number.
    Count,
    /// No month.
    Month,
    /// This many members of staff have the name.
    SeveralStaff(usize),
    /// Code and name of the branch are of two branches.
    TwoBranches,
    /// 案件番号 of an earlier row that says something else.
    CaseNoOfRow(u32),
    /// 案件番号 of a registered placement of this other company.
    CaseNoOfCompany(String),
    /// Company, person, post and offer day are those of an earlier row, which says something else.
    SameAsRow(u32),
}

/// What the reader of a row should know; nothing to mend.
#[derive(Clone, PartialEq, Debug)]
pub enum Notice {
    /// A bare number was read as thousands of yen.
    ReadAsThousands {
        /// As typed.
        typed: String,
        /// Yen.
        yen: i64,
    },
    /// A bare number was read as percent, or a rate was rounded to a tenth of a percent.
    ReadAsPercent {
        /// As typed.
        typed: String,
        /// Thousandths.
        rate: u32,
    },
    /// 「約」 was left out.
    About {
        /// As typed.
        typed: String,
    },
    /// 「同上」 was read as the cell above.
    Ditto {
        /// Which field.
        field: Meaning,
        /// What stands above.
        value: String,
    },
    /// A member of staff is not registered yet: listed, not invited.
    StaffUnknown(String),
    /// A branch is not registered yet: listed.
    BranchUnknown(String),
    /// A cell of a column kept as a note shows an error or a formula without a value.
    NotKept {
        /// The column's heading.
        heading: String,
        /// What the cell holds.
        typed: String,
    },
    /// Text that looks like a program; kept as text.
    LooksLikeProgram(Meaning),
    /// The company was recognised by its number; its registered name is another.
    OtherName {
        /// As typed.
        typed: String,
        /// As registered or in an earlier row.
        known: String,
    },
    /// The company was recognised by its name, as number or address is missing on one side.
    ByName(Candidate),
    /// The same person has another placement with this company, with another post or offer day.
    OtherPlacement,
}

/// What is to be said about the sheet as a whole.
#[derive(Clone, PartialEq, Debug)]
pub enum Remark {
    /// No heading row was found: not a list of placements or companies.
    NoHeadings,
    /// Columns that every row needs and the sheet has not.
    NoColumn(Vec<Meaning>),
    /// Columns that nobody understood: kept as a note for the desk.
    KeptAsNote(Vec<String>),
    /// A second column of the same meaning: kept as a note.
    SecondColumn {
        /// The column in use.
        used: String,
        /// The column kept.
        kept: String,
        /// The meaning of both.
        meaning: Meaning,
    },
    /// Whose a column is was taken from the columns beside it.
    ByNeighbours {
        /// The heading.
        heading: String,
        /// What it was taken for.
        meaning: Meaning,
    },
    /// Other sheets of the book, not read.
    OtherSheets(Vec<String>),
    /// Staff not registered yet: listed, not invited.
    StaffUnknown(Vec<String>),
    /// Branches not registered yet.
    BranchesUnknown(Vec<String>),
}

/// How many rows stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Rows of data.
    pub rows: usize,
    /// Rows that will be written.
    pub ready: usize,
    /// Rows with a fault or an open question.
    pub to_mend: usize,
    /// Rows that are there already, in the sheet or in the institution.
    pub repeated: usize,
    /// Rows that the user left out.
    pub left_out: usize,
}

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Will be written.
    Ready,
    /// Has a fault or an open question.
    ToMend,
    /// Is there already.
    Repeated,
    /// Left out by the user.
    LeftOut,
}

impl ReadRow {
    /// Where the row stands. A change whose present value is kept counts as there already.
    pub fn standing(&self) -> Standing {
        match &self.fate {
            Fate::New | Fate::Changed { answer: Some(Take::Sheet), .. } => Standing::Ready,
            Fate::ToMend | Fate::AskCompany(_) | Fate::AskPerson(_) | Fate::Changed { answer: None, .. } => Standing::ToMend,
            Fate::SameAs(_) | Fate::Repeated(_) | Fate::Changed { answer: Some(Take::Present), .. } => Standing::Repeated,
            Fate::LeftOut => Standing::LeftOut,
        }
    }
}

impl Understood {
    /// How many rows stand where; `rows` is the sum of the others.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { rows: self.rows.len(), ..Counts::default() };
        for row in &self.rows {
            match row.standing() {
                Standing::Ready => counts.ready += 1,
                Standing::ToMend => counts.to_mend += 1,
                Standing::Repeated => counts.repeated += 1,
                Standing::LeftOut => counts.left_out += 1,
            }
        }
        counts
    }
}

impl Understood {
    /// What a dry run ends with: 0 when every row is ready or there already, 2 when some are to mend, 1 when there is no list in the book.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            None => 1,
            Some(_) if self.counts().to_mend > 0 => 2,
            Some(_) => 0,
        }
    }

    /// The companies to register, each with the number of the first row that names it: what that row leaves blank is filled
    /// from later rows of the same company.
    pub fn new_companies(&self) -> Vec<(u32, CompanyDraft)> {
        let mut companies: BTreeMap<u32, CompanyDraft> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.standing() == Standing::Ready) {
            let Some(first) = row.company.row(row.number) else { continue };
            match companies.get_mut(&first) {
                Some(company) => company.fill_from(&row.draft.company),
                None => {
                    companies.insert(first, row.draft.company.clone());
                }
            }
        }
        companies.into_iter().collect()
    }

    /// The persons to register, in the same way.
    pub fn new_persons(&self) -> Vec<(u32, PersonDraft)> {
        let mut persons: BTreeMap<u32, PersonDraft> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.standing() == Standing::Ready && self.kind == Some(Kind::Placements)) {
            let Some(first) = row.person.row(row.number) else { continue };
            match persons.get_mut(&first) {
                Some(person) => person.fill_from(&row.draft.person),
                None => {
                    persons.insert(first, row.draft.person.clone());
                }
            }
        }
        persons.into_iter().collect()
    }
}

impl Link {
    /// The row with which this is new, asked from the row `number`; none when the institution has it.
    pub fn row(&self, number: u32) -> Option<u32> {
        match self {
            Link::New => Some(number),
            Link::Row(first) => Some(*first),
            Link::Known(_) => None,
        }
    }
}

/// Reads a book: the list in it, or that there is none.
pub fn understand(book: &Book, known: &Known) -> Understood {
    understand_with(book, known, &Mends::default())
}

/// Reads a book again with what the user answered.
pub fn understand_with(book: &Book, known: &Known, mends: &Mends) -> Understood {
    let Some((place, found)) = headings::choose(book, mends) else {
        return Understood { remarks: vec![Remark::NoHeadings], ..Understood::default() };
    };
    let Some(sheet) = book.sheets.get(place) else { return Understood::default() };
    let mut understood = rows::read(sheet, found, known, mends);
    let others = book.sheets.iter().enumerate().filter(|(other, sheet)| *other != place && !sheet.rows.is_empty());
    let others: Vec<String> = others.map(|(_, sheet)| sheet.name.clone()).collect();
    if !others.is_empty() {
        understood.remarks.push(Remark::OtherSheets(others));
    }
    understood
}

/// The lines of a dry run: one `row N: …` for each row to mend, N the sheet's own row number, and the counts as the last.
///
/// For a book without a list, the one sentence that says so.
pub fn summary_lines(understood: &Understood, lang: Lang) -> Vec<String> {
    if understood.kind.is_none() {
        return understood.remarks.iter().map(|remark| remark.sentence(lang)).collect();
    }
    let to_mend = understood.rows.iter().filter(|row| row.standing() == Standing::ToMend);
    let mut lines: Vec<String> = to_mend.map(|row| format!("row {}: {}", row.number, row.sentence(lang))).collect();
    let Counts { rows, ready, to_mend, repeated, .. } = understood.counts();
    lines.push(format!("rows: {rows}, ready: {ready}, to mend: {to_mend}, repeated: {repeated}"));
    lines
}
