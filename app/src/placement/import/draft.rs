//! What the institution has ([`Known`]) and what a row says ([`Draft`]), as values.

use base::clock::Day;
use base::japan::CorporateNumber;

/// What the institution already has, as far as rows are compared with it. Empty for a dry run without a database.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// Companies with what a list may say about them.
    pub companies: Vec<KnownCompany>,
    /// Placed persons.
    pub persons: Vec<KnownPerson>,
    /// Placements with their present values.
    pub placements: Vec<KnownPlacement>,
    /// Branches.
    pub branches: Vec<KnownBranch>,
    /// Staff who can own a case.
    pub staff: Vec<KnownStaff>,
}

/// A company of the institution.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KnownCompany {
    /// Its id.
    pub id: String,
    /// 法人番号, 13 digits.
    pub number: Option<String>,
    /// Name as shown.
    pub name: String,
    /// 業種 by its letter.
    pub industry: Option<char>,
    /// Postal number as `690-1000`.
    pub postal: Option<String>,
    /// Address as shown.
    pub address: Option<String>,
    /// Telephone as `base::japan::phone` gives it.
    pub phone: Option<String>,
    /// People working there.
    pub employees: Option<u32>,
    /// Month in which its year ends, 1 to 12.
    pub closing_month: Option<u32>,
    /// Id of the branch that keeps it.
    pub branch: Option<String>,
    /// The owner's name.
    pub owner: Option<String>,
    /// The owner's mail.
    pub owner_mail: Option<String>,
    /// Mails of all other contacts: none of them may become a placed person's mailbox.
    pub mails: Vec<String>,
}

/// A placed person of the institution.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KnownPerson {
    /// The id.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// フリガナ.
    pub kana: Option<String>,
    /// Birth date.
    pub birth: Option<Day>,
    /// The mailbox that is theirs alone.
    pub mail: Option<String>,
}

/// A placement of the institution with the values that a row may change.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KnownPlacement {
    /// The id.
    pub id: String,
    /// 案件番号 of the institution's own list.
    pub case_no: Option<String>,
    /// Id of the company.
    pub company: String,
    /// Id of the person.
    pub person: String,
    /// The post.
    pub post: String,
    /// The issue in its present wording.
    pub issue: String,
    /// Contract form.
    pub contract: Option<Contract>,
    /// Two-sided or one-sided.
    pub sides: Option<Sides>,
    /// Day of the offer.
    pub offer: Option<Day>,
    /// Day of joining; none while it is open.
    pub join: Option<Day>,
    /// Expected pay of the first year in yen.
    pub pay: Option<i64>,
    /// Fee terms.
    pub fee: Option<Fee>,
    /// Id of the branch.
    pub branch: Option<String>,
    /// Id of the consultant.
    pub consultant: Option<String>,
    /// Id of the deputy.
    pub deputy: Option<String>,
    /// The note as an import wrote it; none when notes are not to be compared.
    pub note: Option<String>,
}

/// A branch of the institution.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KnownBranch {
    /// The id.
    pub id: String,
    /// 店番, with zeros in front.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A member of staff.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct KnownStaff {
    /// The id.
    pub id: String,
    /// Name, family name first.
    pub name: String,
}

/// Contract form (契約形態).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Contract {
    /// 無期雇用.
    OpenEnded,
    /// 有期雇用.
    FixedTerm,
    /// 委任 (役員).
    Director,
    /// 業務委託.
    Contractor,
    /// 副業・兼業.
    SideJob,
}

impl Contract {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Contract::OpenEnded => "open_ended",
            Contract::FixedTerm => "fixed_term",
            Contract::Director => "director",
            Contract::Contractor => "contractor",
            Contract::SideJob => "side_job",
        }
    }

    /// Reads what is written in the database; none for a form not known yet.
    pub fn from_code(code: &str) -> Option<Contract> {
        [Contract::OpenEnded, Contract::FixedTerm, Contract::Director, Contract::Contractor, Contract::SideJob]
            .into_iter()
            .find(|contract| contract.code() == code)
    }
}

/// Whether the institution serves both sides (両手) or a partner agency serves the person (片手).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sides {
    /// 両手型.
    Two,
    /// 片手型.
    One,
}

impl Sides {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Sides::Two => "two",
            Sides::One => "one",
        }
    }
}

/// When the person joins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    /// On this day.
    On(Day),
    /// 入社日未定, a normal value.
    Undecided,
}

/// Expected pay of the first year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pay {
    /// Yen.
    pub yen: i64,
    /// Whether a bare number from 1,000 to 99,999 was read as thousands of yen; to be shown.
    pub read_as_thousands: bool,
}

/// Fee terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fee {
    /// Share of the first year's pay in thousandths: 250 is 25%.
    Rate(u32),
    /// Fixed amount in yen.
    Amount(i64),
}

/// A branch or a member of staff as typed, and the id when it is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Linked {
    /// As typed.
    pub typed: String,
    /// The id; none when the institution does not have it yet.
    pub id: Option<String>,
}

/// 業種.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Industry {
    /// Letter of the 大分類 when it is recognised.
    pub letter: Option<char>,
    /// As typed.
    pub typed: String,
}

/// What a row says about a company.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CompanyDraft {
    /// Name; empty only in a row to mend.
    pub name: String,
    /// 法人番号.
    pub number: Option<CorporateNumber>,
    /// 業種.
    pub industry: Option<Industry>,
    /// Postal number as `690-1000`.
    pub postal: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// People working there.
    pub employees: Option<u32>,
    /// Month in which its year ends, 1 to 12.
    pub closing_month: Option<u32>,
    /// The people at the company whom the row names.
    pub contacts: Vec<Contact>,
}

/// Someone at the company.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The seat.
    pub seat: ContactSeat,
    /// Name without 様; empty when only a mail is given.
    pub name: String,
    /// Mail.
    pub mail: Option<String>,
}

/// The seat of a contact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContactSeat {
    /// 経営者.
    Owner,
    /// 受け入れ責任者.
    Host,
}

/// What a row says about the person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonDraft {
    /// Family and given name with one space between; empty only in a row to mend and in lists of companies.
    pub name: String,
    /// フリガナ in full-width katakana.
    pub kana: Option<String>,
    /// Birth date.
    pub birth: Option<Day>,
    /// The mailbox that is theirs alone.
    pub mail: Option<String>,
}

/// What a row says, in values. None where the cell is blank, or where it cannot be read and a fault says so.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Draft {
    /// 案件番号.
    pub case_no: Option<String>,
    /// The company.
    pub company: CompanyDraft,
    /// The person.
    pub person: PersonDraft,
    /// The post; empty only in a row to mend and in lists of companies.
    pub post: String,
    /// The issue in a sentence; empty only in a row to mend and in lists of companies.
    pub issue: String,
    /// Contract form.
    pub contract: Option<Contract>,
    /// Two-sided or one-sided.
    pub sides: Option<Sides>,
    /// Day of the offer.
    pub offer: Option<Day>,
    /// Day of joining, or that it is open; none when the sheet says nothing, which is open too.
    pub join: Option<Join>,
    /// Expected pay.
    pub pay: Option<Pay>,
    /// Fee terms.
    pub fee: Option<Fee>,
    /// Branch.
    pub branch: Option<Linked>,
    /// Consultant.
    pub consultant: Option<Linked>,
    /// Deputy.
    pub deputy: Option<Linked>,
    /// For the desk only: remarks and every column that nobody understood, as `heading: value`, one a line.
    pub note: String,
}

impl CompanyDraft {
    /// Takes over what is blank here and said there.
    pub(super) fn fill_from(&mut self, other: &CompanyDraft) {
        fill(&mut self.number, other.number.as_ref());
        fill(&mut self.industry, other.industry.as_ref());
        fill(&mut self.postal, other.postal.as_ref());
        fill(&mut self.address, other.address.as_ref());
        fill(&mut self.phone, other.phone.as_ref());
        fill(&mut self.employees, other.employees.as_ref());
        fill(&mut self.closing_month, other.closing_month.as_ref());
        for contact in &other.contacts {
            if !self.contacts.iter().any(|own| own.seat == contact.seat) {
                self.contacts.push(contact.clone());
            }
        }
    }
}

impl PersonDraft {
    /// Takes over what is blank here and said there.
    pub(super) fn fill_from(&mut self, other: &PersonDraft) {
        fill(&mut self.kana, other.kana.as_ref());
        fill(&mut self.birth, other.birth.as_ref());
        fill(&mut self.mail, other.mail.as_ref());
    }
}

fn fill<T: Clone>(own: &mut Option<T>, other: Option<&T>) {
    if own.is_none() {
        *own = other.cloned();
    }
}
