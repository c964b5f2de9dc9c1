//! What a list means, told by lists: the four samples as banks hand them over, headings, cells, who is who, mending.

use std::fmt::Write as _;

use base::japan::{CorporateNumber, CorporateNumberFault, DayFault};
use paper::sheet::{Cell, Limits, Row, Sheet, Unreadable, paste, read};
use proptest::prelude::*;

use super::*;

mod mending;
mod one_cell;
mod samples;
mod sentences;
mod whatever_comes;
mod which_column;
mod who_is_who;

const PLACEMENTS: &[u8] = include_bytes!("../../../../../samples/placements.xlsx");
const AS_FOUND: &[u8] = include_bytes!("../../../../../samples/placements-as-found.xlsx");
const GOAL_SHEET: &[u8] = include_bytes!("../../../../../samples/goal-sheet-as-found.xlsx");
const COMPANIES: &[u8] = include_bytes!("../../../../../samples/companies-cp932.csv");
const GOLDEN: &str = include_str!("samples.golden.txt");

fn book(bytes: &[u8]) -> Book {
    read(bytes, "一覧", &Limits::default()).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).unwrap()
}

/// A list with the four headings that every case needs and these more, of which the first row is given.
fn case_with(more: &[(&str, &str)]) -> Book {
    let headings: String =
        more.iter().fold("会社名\t氏名\t役職\t経営課題".to_owned(), |all, (heading, _)| format!("{all}\t{heading}"));
    let cells: String =
        more.iter().fold("丸山工業\t森 英樹\t工場長\t原価管理".to_owned(), |all, (_, cell)| format!("{all}\t{cell}"));
    paste(&format!("{headings}\n{cells}")).unwrap()
}

fn only(book: &Book) -> ReadRow {
    let mut rows = understand(book, &Known::default()).rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

/// The draft of a row with this one cell more.
fn with(heading: &str, cell: &str) -> Draft {
    let row = only(&case_with(&[(heading, cell)]));
    assert_eq!(row.faults, [], "{heading} {cell}");
    row.draft
}

/// The only fault of a row with this one cell more.
fn fault(heading: &str, cell: &str) -> FaultCode {
    let mut row = only(&case_with(&[(heading, cell)]));
    assert_eq!(row.faults.len(), 1, "{heading} {cell}");
    assert_eq!(row.fate, Fate::ToMend);
    row.faults.remove(0).code
}

/// What the institution has after an import: what the store does, in memory.
fn register(known: &mut Known, understood: &Understood) {
    let mark = known.companies.len() + known.persons.len() + known.placements.len();
    let id = |kind: &str, row: u32| format!("{kind}{mark}-{row}");
    let owner = |company: &CompanyDraft| company.contacts.iter().find(|contact| contact.seat == ContactSeat::Owner).cloned();
    for (row, company) in understood.new_companies() {
        known.companies.push(KnownCompany {
            id: id("c", row),
            number: company.number.as_ref().map(|number| number.as_str().to_owned()),
            industry: company.industry.as_ref().and_then(|industry| industry.letter),
            postal: company.postal.clone(),
            address: company.address.clone(),
            phone: company.phone.clone(),
            employees: company.employees,
            closing_month: company.closing_month,
            branch: None,
            owner: owner(&company).map(|owner| owner.name),
            owner_mail: owner(&company).and_then(|owner| owner.mail),
            mails: Vec::new(),
            name: company.name,
        });
    }
    for (row, person) in understood.new_persons() {
        known.persons.push(KnownPerson { id: id("p", row), name: person.name, kana: person.kana, birth: person.birth, mail: person.mail });
    }
    let link = |kind: &str, link: &Link, row: u32| match link {
        Link::Known(id) => id.clone(),
        other => id(kind, other.row(row).unwrap()),
    };
    for row in understood.rows.iter().filter(|row| row.fate == Fate::New && understood.kind == Some(Kind::Placements)) {
        let draft = row.draft.clone();
        known.placements.push(KnownPlacement {
            id: id("k", row.number),
            case_no: draft.case_no,
            company: link("c", &row.company, row.number),
            person: link("p", &row.person, row.number),
            post: draft.post,
            issue: draft.issue,
            contract: draft.contract,
            sides: draft.sides,
            offer: draft.offer,
            join: match draft.join {
                Some(Join::On(day)) => Some(day),
                _ => None,
            },
            pay: draft.pay.map(|pay| pay.yen),
            fee: draft.fee,
            branch: draft.branch.and_then(|branch| branch.id),
            consultant: draft.consultant.and_then(|staff| staff.id),
            deputy: draft.deputy.and_then(|staff| staff.id),
            note: Some(draft.note),
        });
    }
}
