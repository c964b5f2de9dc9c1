//! A spreadsheet on its way in: kept sealed, compared with what is there, registered in one transaction.
//!
//! What a sheet means is decided in `import/` (pure); this file gives it what the institution knows and writes what the user
//! agreed to. Doing it twice makes no duplicates; running cases come in quietly: nothing is sent, nothing is overdue.

use std::collections::HashMap;

use base::actor::Side;
use base::event::Event;
use base::fold;
use base::register::{Branch, Company, Fee, ImportBatch, Issue, Placement, StaffName, StaffSeat as Seats};
use base::store::{Read, Set, StoreError, Write, deed};
use base::{args, sql};
use paper::sheet::{Book, Limits, Unreadable};
use serde::{Deserialize, Serialize};

use super::import::{
    self, Contract, Fate, Fee as FeeTerms, Join, Kind, Known, KnownBranch, KnownCompany, KnownPerson, KnownPlacement, KnownStaff, Link,
    Meaning, Mend, Mends, ReadRow, Same, Sides, Standing, Take, Understood,
};
use super::opening::{self, NewCase, NewCompany, NewContact, NewPerson, case_key};

/// Reads a file or pasted cells within the limits that keep one upload from hurting others.
///
/// # Errors
/// [`Unreadable`]; `import::unreadable` has its sentence.
pub(super) fn read_book(bytes: &[u8], name: &str) -> Result<Book, Unreadable> {
    if name == PASTED { paper::sheet::paste(&String::from_utf8_lossy(bytes)) } else { paper::sheet::read(bytes, name, &Limits::default()) }
}

/// The name under which pasted cells are kept.
pub(super) const PASTED: &str = "pasted";

base::row! {
    /// A spreadsheet on its way in.
    pub(super) struct Batch { pub id: String, pub version: i64, pub name: String, pub digest: String, file: Vec<u8>, mends: Option<Vec<u8>>, pub state: String }
    /// A spreadsheet on its way in, for the list.
    pub(super) struct BatchLine { pub id: String, pub name: String, pub state: String, pub created_at: base::clock::Instant }
    struct CompanyRow { id: String, number: Option<String>, name: String, industry: String, postal: String, address: String, phone: String, employees: Option<i64>, closing_month: Option<i64>, branch: String }
    struct CaseRow { id: String, post: String, contract: String, sides: String, join_on: Option<base::clock::Day>, branch: String, rate: Option<i64>, amount: Option<i64>, issue: Option<String> }
}

/// The mends as they are kept: what the user typed and answered, by row.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Answers {
    rows: HashMap<u32, Answer>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Answer {
    out: bool,
    fields: HashMap<String, String>,
    company: Option<String>,
    person: Option<String>,
    changes: Option<bool>,
}

impl Answers {
    /// Takes what the preview's form says: `r12.out`, `r12.f.join`, `r12.company`, `r12.person`, `r12.changes`.
    pub(super) fn take(&mut self, fields: &[(String, String)]) {
        for (name, value) in fields {
            let Some((row, what)) = name.strip_prefix('r').and_then(|rest| rest.split_once('.')) else { continue };
            let Ok(row) = row.parse::<u32>() else { continue };
            let answer = self.rows.entry(row).or_default();
            let value: String = value.chars().take(2000).collect();
            match what {
                "out" => answer.out = value == "1",
                "company" => answer.company = (!value.is_empty()).then_some(value),
                "person" => answer.person = (!value.is_empty()).then_some(value),
                "changes" => answer.changes = (!value.is_empty()).then(|| value == "sheet"),
                _ => {
                    if let Some(code) = what.strip_prefix("f.").filter(|code| Meaning::from_code(code).is_some()) {
                        answer.fields.insert(code.to_owned(), value);
                    }
                }
            }
        }
    }

    /// Leaves out every row that still has something to mend.
    pub(super) fn leave_out(&mut self, understood: &Understood) {
        for row in understood.rows.iter().filter(|row| row.standing() == Standing::ToMend) {
            self.rows.entry(row.number).or_default().out = true;
        }
    }

    fn mends(&self) -> Mends {
        let same = |answer: &Option<String>| {
            answer.as_deref().map(|answer| match answer.split_once(':') {
                Some(("known", id)) => Same::As(Link::Known(id.to_owned())),
                Some(("row", row)) => Same::As(Link::Row(row.parse().unwrap_or(0))),
                _ => Same::No,
            })
        };
        let rows = self
            .rows
            .iter()
            .map(|(row, answer)| {
                let fields = answer
                    .fields
                    .iter()
                    .filter_map(|(code, text)| Meaning::from_code(code).map(|meaning| (meaning, text.clone())))
                    .collect();
                let changes = answer.changes.map(|sheet| if sheet { Take::Sheet } else { Take::Present });
                (*row, Mend { leave_out: answer.out, fields, company: same(&answer.company), person: same(&answer.person), changes })
            })
            .collect();
        Mends { rows, ..Mends::default() }
    }
}

/// Keeps a file, sealed, until it is registered. Gives the batch's id.
pub(super) fn stage(tx: &Write<'_>, name: &str, bytes: &[u8]) -> Result<String, StoreError> {
    let pass = tx.desk()?.pass::<ImportBatch, deed::Change>()?;
    let id = tx.id();
    let digest = base::ids::hex(&<sha2::Sha256 as sha2::Digest>::digest(bytes));
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let set = Set::new().with("name", name).with("digest", digest).with("state", "open").sealed_bytes("file", Side::Bank, bytes);
    tx.insert(&pass, &id, set)?;
    Ok(id)
}

/// The spreadsheets of the one who asks, newest first.
pub(super) fn batches(tx: &Read<'_>) -> Result<Vec<BatchLine>, StoreError> {
    let pass = tx.desk()?.pass::<ImportBatch, deed::View>()?;
    tx.rows(&pass, sql!(ImportBatch => "select id, name, state, created_at from import_batches order by created_at desc limit 20"), vec![])
}

/// A kept spreadsheet: its row, its bytes and the user's answers so far.
pub(super) fn open_batch(tx: &Write<'_>, id: &str) -> Result<(Batch, Vec<u8>, Answers), StoreError> {
    let pass = tx.desk()?.pass::<ImportBatch, deed::View>()?;
    let batch: Batch = tx.one(
        &pass,
        sql!(ImportBatch => "select id, version, name, digest, file, mends, state from import_batches where id = $1"),
        args![id],
    )?;
    let bytes = tx.unseal_bytes(&pass, id, "file", Side::Bank, &batch.file)?;
    let answers = match &batch.mends {
        Some(sealed) => serde_json::from_str(&tx.unseal(&pass, id, "mends", Side::Bank, sealed)?).unwrap_or_default(),
        None => Answers::default(),
    };
    Ok((batch, bytes, answers))
}

/// Keeps the user's answers.
pub(super) fn keep_answers(tx: &Write<'_>, batch: &Batch, answers: &Answers) -> Result<(), StoreError> {
    let pass = tx.desk()?.pass::<ImportBatch, deed::Change>()?;
    let text = serde_json::to_string(answers).map_err(|error| StoreError::Broken(base::store::Cause(error.to_string())))?;
    tx.update(&pass, &batch.id, batch.version, Set::new().sealed("mends", Side::Bank, &text))
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// What the institution has, as far as rows are compared with it. Values of a case stand in it only when the case is
/// within the reader's reach; of other consultants' cases only that they exist.
pub(super) fn known(tx: &Read<'_>) -> Result<Known, StoreError> {
    let desk = tx.desk()?;
    let identities = tx.identities()?;
    let companies: Vec<CompanyRow> = tx.rows(
        &desk.pass::<Company, deed::View>()?,
        sql!(Company => "select id, number, name, industry, postal, address, phone, employees, closing_month, branch_id from companies order by id"),
        vec![],
    )?;
    let mut mails: HashMap<String, Vec<String>> = HashMap::new();
    for (company, mail) in identities.company_mails {
        mails.entry(company).or_default().push(mail);
    }
    let own_mails: HashMap<String, String> = identities.mails.into_iter().collect();
    let mut cases: HashMap<String, CaseRow> = HashMap::new();
    let rows: Vec<CaseRow> = tx.rows(
        (&tx.reach::<Placement, deed::View>()?, &tx.reach::<Fee, deed::View>()?, &tx.reach::<Issue, deed::View>()?),
        sql!(Placement, Fee, Issue =>
            "select p.id, p.post, p.contract, p.sides, p.join_on, p.branch_id, f.rate_permille, f.amount, i.sentence from placements p \
             left join fees f on f.placement_id = p.id \
             left join issues i on i.placement_id = p.id and i.edition = (select max(j.edition) from issues j where j.placement_id = p.id) order by p.id"),
        vec![],
    )?;
    for row in rows {
        cases.insert(row.id.clone(), row);
    }
    let branches: Vec<(String, String, String)> =
        tx.rows(&desk.pass::<Branch, deed::View>()?, sql!(Branch => "select id, code, name from branches order by code"), vec![])?;
    let staff: Vec<(String, String)> = tx.rows(
        (&desk.pass::<Seats, deed::View>()?, &tx.staff_names()),
        sql!(Seats, StaffName => "select s.id, s.name from staff_seats h join staff_names s on s.id = h.staff_id where h.seat = 'consultant' and s.state <> 'disabled' order by s.name, s.id"),
        vec![],
    )?;
    Ok(Known {
        companies: companies
            .into_iter()
            .map(|row| KnownCompany {
                mails: mails.remove(&row.id).unwrap_or_default(),
                industry: base::japan::industry(&row.industry),
                postal: filled(row.postal),
                address: filled(row.address),
                phone: filled(row.phone),
                employees: row.employees.and_then(|n| u32::try_from(n).ok()),
                closing_month: row.closing_month.and_then(|n| u32::try_from(n).ok()),
                branch: filled(row.branch),
                id: row.id,
                number: row.number,
                name: row.name,
                owner: None,
                owner_mail: None,
            })
            .collect(),
        persons: identities
            .people
            .into_iter()
            .map(|(id, name, kana, key)| KnownPerson {
                kana: filled(kana),
                birth: key.rsplit('|').next().and_then(base::clock::Day::parse),
                mail: own_mails.get(&id).cloned(),
                name,
                id,
            })
            .collect(),
        placements: identities
            .placements
            .into_iter()
            .map(|known| {
                let row = cases.remove(&known.id);
                let fee = row.as_ref().and_then(|row| match (row.rate, row.amount) {
                    (Some(rate), _) => u32::try_from(rate).ok().map(FeeTerms::Rate),
                    (None, amount) => amount.map(FeeTerms::Amount),
                });
                KnownPlacement {
                    case_no: known.case_no,
                    company: known.company,
                    person: known.person,
                    offer: known.offer_on,
                    post: known.post,
                    issue: row.as_ref().and_then(|row| row.issue.clone()).unwrap_or_default(),
                    contract: row.as_ref().and_then(|row| Contract::from_code(&row.contract)),
                    sides: row.as_ref().map(|row| if row.sides == "one" { Sides::One } else { Sides::Two }),
                    join: row.as_ref().and_then(|row| row.join_on),
                    branch: row.as_ref().and_then(|row| filled(row.branch.clone())),
                    fee,
                    pay: None,
                    consultant: None,
                    deputy: None,
                    note: None,
                    id: known.id,
                }
            })
            .collect(),
        branches: branches.into_iter().map(|(id, code, name)| KnownBranch { id, code, name }).collect(),
        staff: staff.into_iter().map(|(id, name)| KnownStaff { id, name }).collect(),
    })
}

/// Reads the sheet with the user's answers against what is there. A case of another consultant is there already, and
/// nothing of it is compared or changed.
pub(super) fn understand(tx: &Read<'_>, book: &Book, answers: &Answers) -> Result<Understood, StoreError> {
    let known = known(tx)?;
    let mut understood = import::understand_with(book, &known, &answers.mends());
    let own: Vec<(String,)> =
        tx.rows(&tx.reach::<Placement, deed::View>()?, sql!(Placement => "select id from placements order by id"), vec![])?;
    let own: std::collections::HashSet<String> = own.into_iter().map(|(id,)| id).collect();
    let of_cases = understood.kind == Some(Kind::Placements);
    for row in &mut understood.rows {
        if let Fate::Changed { id, changes, .. } = &mut row.fate {
            // Pay, consultant and deputy are private or moved by hand-over: a list does not change them.
            changes.retain(|change| !matches!(change.field, Meaning::Pay | Meaning::Consultant | Meaning::Deputy | Meaning::Note));
            if (of_cases && !own.contains(id)) || changes.is_empty() {
                row.fate = Fate::SameAs(id.clone());
            }
        }
    }
    Ok(understood)
}

/// What registering did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Registered {
    pub opened: usize,
    pub changed: usize,
    pub companies: usize,
}

/// Writes every row that is ready, in the transaction of the caller. `me` owns the cases whose consultant is not known.
pub(super) fn register(tx: &Write<'_>, understood: &Understood, me: &str) -> Result<Registered, StoreError> {
    let desk = tx.desk()?;
    let mut done = Registered::default();
    let today = tx.now().day();
    let mut companies: HashMap<u32, String> = HashMap::new();
    let mut contacts: HashMap<String, Vec<(String, &'static str)>> = HashMap::new();
    let branch_of: HashMap<u32, String> = understood
        .rows
        .iter()
        .filter_map(|row| row.draft.branch.as_ref().and_then(|branch| branch.id.clone()).map(|id| (row.number, id)))
        .collect();
    for (row, draft) in understood.new_companies() {
        let new = NewCompany {
            name: draft.name.clone(),
            number: draft.number.as_ref().map(|number| number.as_str().to_owned()),
            industry: draft
                .industry
                .as_ref()
                .map(|industry| {
                    industry.letter.and_then(base::japan::industry_name).map_or_else(|| industry.typed.clone(), ToOwned::to_owned)
                })
                .unwrap_or_default(),
            postal: draft.postal.clone().unwrap_or_default(),
            address: draft.address.clone().unwrap_or_default(),
            phone: draft.phone.clone().unwrap_or_default(),
            employees: draft.employees.map(i64::from),
            closing_month: draft.closing_month.map(i64::from),
            branch: branch_of.get(&row).cloned().unwrap_or_default(),
        };
        companies.insert(row, opening::add_company(tx, &desk, &new)?);
        done.companies += 1;
    }
    let mut people: HashMap<u32, String> = HashMap::new();
    let pays: HashMap<u32, i64> = understood.rows.iter().filter_map(|row| row.draft.pay.map(|pay| (row.number, pay.yen))).collect();
    for (row, draft) in understood.new_persons() {
        let new = NewPerson {
            name: draft.name.clone(),
            kana: draft.kana.clone().unwrap_or_default(),
            birth: draft.birth,
            mail: draft.mail.clone().unwrap_or_default(),
            pay: pays.get(&row).copied(),
        };
        people.insert(row, opening::add_person(tx, &desk, &new)?);
    }
    let id_of = |link: &Link, row: u32, new: &HashMap<u32, String>| match link {
        Link::Known(id) => Some(id.clone()),
        link => link.row(row).and_then(|first| new.get(&first).cloned()),
    };
    for row in understood.rows.iter().filter(|row| row.standing() == Standing::Ready) {
        let Some(company) = id_of(&row.company, row.number, &companies) else { continue };
        if !contacts.contains_key(&company) {
            let mut some = Vec::new();
            for (seat, part) in [(import::ContactSeat::Owner, "owner"), (import::ContactSeat::Host, "host")] {
                let known = opening::known_contact(tx, &desk, &company, part)?;
                let drafted = row.draft.company.contacts.iter().find(|contact| contact.seat == seat);
                match (known, drafted) {
                    (Some(id), _) => some.push((id, part)),
                    (None, Some(contact)) => {
                        let new = NewContact {
                            part,
                            name: contact.name.clone(),
                            post: String::new(),
                            mail: contact.mail.clone().unwrap_or_default(),
                        };
                        some.push((opening::add_contact(tx, &desk, &company, &new)?, part));
                    }
                    (None, None) => {}
                }
            }
            contacts.insert(company.clone(), some);
        }
        if understood.kind != Some(Kind::Placements) {
            continue;
        }
        if let Fate::Changed { id, .. } = &row.fate {
            change(tx, id, row)?;
            done.changed += 1;
            continue;
        }
        let Some(person) = id_of(&row.person, row.number, &people) else { continue };
        let draft = &row.draft;
        let join_on = match draft.join {
            Some(Join::On(day)) => Some(day),
            Some(Join::Undecided) | None => None,
        };
        let linked = |link: &Option<import::Linked>| link.as_ref().and_then(|link| link.id.clone());
        let unknown = |link: &Option<import::Linked>| {
            link.as_ref().filter(|link| link.id.is_none()).map(|link| link.typed.clone()).unwrap_or_default()
        };
        let new = NewCase {
            identity_key: case_key(&company, &draft.person.name, &draft.post, draft.offer),
            contacts: contacts.get(&company).cloned().unwrap_or_default(),
            company,
            person,
            branch: linked(&draft.branch).unwrap_or_default(),
            case_no: draft.case_no.clone(),
            post: draft.post.clone(),
            contract: draft.contract.map_or("unknown", Contract::code),
            one_sided: draft.sides == Some(Sides::One),
            offer_on: draft.offer,
            join_on,
            joined: join_on.is_some_and(|day| day <= today),
            imported: true,
            consultant: linked(&draft.consultant).unwrap_or_else(|| me.to_owned()),
            deputy: linked(&draft.deputy).unwrap_or_default(),
            consultant_name: unknown(&draft.consultant),
            deputy_name: unknown(&draft.deputy),
            issue: draft.issue.clone(),
            rate_permille: match draft.fee {
                Some(FeeTerms::Rate(rate)) => Some(i64::from(rate)),
                _ => None,
            },
            fee: match draft.fee {
                Some(FeeTerms::Amount(yen)) => Some(yen),
                _ => None,
            },
            note: draft.note.clone(),
            ..NewCase::default()
        };
        opening::add_case(tx, &desk, &new)?;
        done.opened += 1;
    }
    Ok(done)
}

/// Writes the changed values of a row over the present ones; a blank cell changes nothing.
fn change(tx: &Write<'_>, id: &str, row: &ReadRow) -> Result<(), StoreError> {
    let entry = tx.enter(id)?;
    let pass = entry.pass::<Placement, deed::Change>()?;
    let (version,): (i64,) =
        tx.one(&entry.pass::<Placement, deed::View>()?, sql!(Placement => "select version from placements"), vec![])?;
    let draft = &row.draft;
    let mut set = Set::new();
    if !draft.post.is_empty() {
        set = set.with("post", &draft.post);
    }
    if let Some(contract) = draft.contract {
        set = set.with("contract", contract.code());
    }
    if let Some(offer) = draft.offer {
        set = set.with("offer_on", offer);
    }
    match draft.join {
        Some(Join::On(day)) => set = set.with("join_on", day),
        Some(Join::Undecided) => set = set.with("join_on", None::<base::clock::Day>),
        None => {}
    }
    if let Some(branch) = draft.branch.as_ref().and_then(|branch| branch.id.as_ref()) {
        set = set.with("branch_id", branch);
    }
    tx.update(&pass, id, version, set)?;
    let issues = super::store::issues(tx, &entry)?;
    if !draft.issue.is_empty() && issues.last().is_none_or(|last| fold::tidy(&last.sentence) != fold::tidy(&draft.issue)) {
        let edition = issues.last().map_or(1, |last| last.edition + 1);
        tx.insert(
            &entry.pass::<Issue, deed::Change>()?,
            &tx.id(),
            Set::new().with("edition", edition).with("sentence", &draft.issue).with("set_on", tx.now().day()),
        )?;
    }
    if let Some(fee) = draft.fee {
        let terms = match fee {
            FeeTerms::Rate(rate) => Set::new().with("rate_permille", i64::from(rate)),
            FeeTerms::Amount(yen) => Set::new().with("amount", yen),
        };
        let fees = entry.pass::<Fee, deed::Change>()?;
        let present: Option<(String, i64)> = tx.maybe(&fees, sql!(Fee => "select id, version from fees"), vec![])?;
        match present {
            Some((id, version)) => tx.update(&fees, &id, version, terms)?,
            None => tx.insert(&fees, &tx.id(), terms)?,
        }
    }
    Ok(())
}

/// Marks a batch as registered; its file is forgotten with it.
pub(super) fn close(tx: &Write<'_>, batch: &Batch, registered: Registered) -> Result<Event, StoreError> {
    let pass = tx.desk()?.pass::<ImportBatch, deed::Change>()?;
    tx.update(
        &pass,
        &batch.id,
        batch.version,
        Set::new().with("state", "done").sealed("file", Side::Bank, "").sealed_or_none("mends", Side::Bank, None),
    )?;
    let Registered { opened, changed, companies } = registered;
    Ok(Event::ImportDone(None, &batch.id)
        .detail(format!("sha256:{} opened:{opened} changed:{changed} companies:{companies}", batch.digest)))
}
