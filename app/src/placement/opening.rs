//! Opening a case: company, person, placement and who belongs to it, in one transaction. Nothing is sent.
//!
//! The form and the spreadsheet come through here. A company is the same by number, else by folded name and address; a
//! person by own mail address, else by name, kana and birth date; a case by 案件番号, else by company, person, post and
//! offer day.

use base::actor::{Holder, Side};
use base::clock::Day;
use base::fold;
use base::register::{Company, Contact, ContactAddress, DeskNote, Fee, Issue, Member, Person, PersonAddress, PersonPrivate, Placement};
use base::session::mail_key;
use base::store::{Desk, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::Draft;

/// What registering a case can meet that only the database knows.
#[derive(Debug)]
pub enum Clash {
    /// A company of this name is known under another number.
    OtherNumber(String),
    /// The case number is taken.
    CaseNo,
    /// The same company, person, post and offer day is there.
    SameCase,
    /// Anything else.
    Store(StoreError),
}

impl From<StoreError> for Clash {
    fn from(error: StoreError) -> Clash {
        Clash::Store(error)
    }
}

/// A company that comes into being.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewCompany {
    pub name: String,
    pub number: Option<String>,
    pub industry: String,
    pub postal: String,
    pub address: String,
    pub phone: String,
    pub employees: Option<i64>,
    pub closing_month: Option<i64>,
    pub branch: String,
}

pub(crate) fn add_company(tx: &Write<'_>, desk: &Desk, new: &NewCompany) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("number", new.number.clone())
        .with("name", &new.name)
        .with("name_key", fold::company_key(&new.name))
        .with("industry", &new.industry)
        .with("postal", &new.postal)
        .with("address", &new.address)
        .with("address_key", base::japan::address_key(&new.address))
        .with("phone", &new.phone)
        .with("employees", new.employees)
        .with("closing_month", new.closing_month)
        .with("branch_id", &new.branch);
    tx.insert(&desk.pass::<Company, deed::Open>()?, &id, set)?;
    Ok(id)
}

/// A contact of a company that comes into being.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewContact {
    pub part: &'static str,
    pub name: String,
    pub post: String,
    pub mail: String,
}

pub(crate) fn add_contact(tx: &Write<'_>, desk: &Desk, company: &str, new: &NewContact) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new().with("part", new.part).with("name", &new.name).with("post", &new.post).with("state", "listed");
    tx.insert_for(&desk.pass::<Contact, deed::Open>()?, &id, company, set)?;
    if !new.mail.is_empty() {
        let set = Set::new()
            .with("holder_id", &id)
            .with("company_id", company)
            .with("mail", &new.mail)
            .with("mail_key", mail_key(&new.mail))
            .with("kind", "own");
        tx.insert_for(&desk.pass::<ContactAddress, deed::Open>()?, &tx.id(), company, set)?;
    }
    Ok(id)
}

/// The contact of this part whom the company has already.
pub(crate) fn known_contact(tx: &Write<'_>, desk: &Desk, company: &str, part: &str) -> Result<Option<String>, StoreError> {
    let pass = desk.pass::<Contact, deed::View>()?;
    let row: Option<(String,)> = tx.maybe(
        &pass,
        sql!(Contact => "select id from contacts where company_id = $1 and part = $2 order by created_at, id"),
        args![company, part],
    )?;
    Ok(row.map(|(id,)| id))
}

/// A person who comes into being.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewPerson {
    pub name: String,
    pub kana: String,
    pub birth: Option<Day>,
    pub mail: String,
    pub pay: Option<i64>,
}

/// The form in which two people are compared: name, kana and birth date; empty when one is missing, because then nobody can tell.
pub(crate) fn person_key(name: &str, kana: &str, birth: Option<Day>) -> String {
    match birth {
        Some(birth) if !kana.is_empty() => format!("{}|{}|{birth}", fold::key(name), fold::key(kana)),
        _ => String::new(),
    }
}

pub(crate) fn add_person(tx: &Write<'_>, desk: &Desk, new: &NewPerson) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("name", &new.name)
        .with("kana", &new.kana)
        .with("identity_key", person_key(&new.name, &new.kana, new.birth))
        .with("state", "listed");
    tx.insert(&desk.pass::<Person, deed::Open>()?, &id, set)?;
    if new.birth.is_some() || new.pay.is_some() {
        let set = Set::new().sealed_or_none("birth", Side::Person, new.birth.map(|day| day.to_string()).as_deref()).sealed_or_none(
            "pay",
            Side::Person,
            new.pay.map(|yen| yen.to_string()).as_deref(),
        );
        tx.insert_for(&desk.pass::<PersonPrivate, deed::Open>()?, &tx.id(), &id, set)?;
    }
    if !new.mail.is_empty() {
        let set = Set::new().with("mail", &new.mail).with("mail_key", mail_key(&new.mail)).with("kind", "own");
        tx.insert_for(&desk.pass::<PersonAddress, deed::Open>()?, &tx.id(), &id, set)?;
    }
    Ok(id)
}

/// A placement that comes into being, with everyone who belongs to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewCase {
    pub company: String,
    pub person: String,
    pub identity_key: String,
    pub branch: String,
    pub case_no: Option<String>,
    pub post: String,
    pub contract: &'static str,
    pub one_sided: bool,
    pub offer_on: Option<Day>,
    pub join_on: Option<Day>,
    pub joined: bool,
    pub imported: bool,
    pub consultant: String,
    pub deputy: String,
    pub consultant_name: String,
    pub deputy_name: String,
    pub contacts: Vec<(String, &'static str)>,
    pub issue: String,
    pub rate_permille: Option<i64>,
    pub fee: Option<i64>,
    pub refund: String,
    pub note: String,
}

pub(crate) fn add_case(tx: &Write<'_>, desk: &Desk, new: &NewCase) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("company_id", &new.company)
        .with("person_id", &new.person)
        .with("branch_id", &new.branch)
        .with("case_no", new.case_no.clone())
        .with("post", &new.post)
        .with("contract", new.contract)
        .with("sides", if new.one_sided { "one" } else { "two" })
        .with("state", if new.joined { "joined" } else { "preparing" })
        .with("offer_on", new.offer_on)
        .with("join_on", new.join_on)
        .with("imported", new.imported)
        .with("identity_key", &new.identity_key)
        .with("consultant_name", &new.consultant_name)
        .with("deputy_name", &new.deputy_name);
    tx.insert(&desk.pass::<Placement, deed::Open>()?, &id, set)?;
    let members = desk.pass::<Member, deed::Open>()?;
    let member = |holder: &Holder, seat: &str, deputy: bool, state: &str| {
        let set = Set::new()
            .with("holder_kind", holder.kind())
            .with("holder_id", holder.id())
            .with("seat", seat)
            .with("deputy", deputy)
            .with("state", state);
        tx.insert_for(&members, &tx.id(), &id, set)
    };
    member(&Holder::Staff(new.consultant.clone()), "consultant", false, "active")?;
    if !new.deputy.is_empty() && new.deputy != new.consultant {
        member(&Holder::Staff(new.deputy.clone()), "consultant", true, "active")?;
    }
    if !new.one_sided {
        member(&Holder::Person(new.person.clone()), "person", false, "listed")?;
    }
    for (contact, part) in &new.contacts {
        member(&Holder::Contact(contact.clone()), part, false, "listed")?;
    }
    if !new.issue.is_empty() {
        let set = Set::new().with("edition", 1i64).with("sentence", &new.issue).with("set_on", tx.now().day());
        tx.insert_for(&desk.pass::<Issue, deed::Open>()?, &tx.id(), &id, set)?;
    }
    if new.fee.is_some() || new.rate_permille.is_some() || !new.refund.is_empty() {
        let set = Set::new().with("rate_permille", new.rate_permille).with("amount", new.fee).with("refund", &new.refund);
        tx.insert_for(&desk.pass::<Fee, deed::Open>()?, &tx.id(), &id, set)?;
    }
    if !new.note.is_empty() {
        let set = Set::new().with("kind", "import").sealed("body", Side::Bank, &new.note);
        tx.insert_for(&desk.pass::<DeskNote, deed::Open>()?, &tx.id(), &id, set)?;
    }
    Ok(id)
}

/// Company, person, post and offer day, folded: the identity of a case without 案件番号.
pub(crate) fn case_key(company: &str, person: &str, post: &str, offer: Option<Day>) -> String {
    format!("{company}|{}|{}|{}", fold::key(person), fold::key(post), offer.map(|day| day.to_string()).unwrap_or_default())
}

/// Registers a case from the form. Gives the placement's id.
///
/// # Errors
/// [`Clash`] when the database knows better.
pub fn open_case(tx: &Write<'_>, draft: &Draft, consultant: &str) -> Result<String, Clash> {
    let desk = tx.desk()?;
    let known = tx.identities()?;
    let (name_key, address_key) = (fold::company_key(&draft.company), base::japan::address_key(&draft.address));
    let by_number = draft.number.as_ref().and_then(|n| known.companies.iter().find(|c| c.number.as_ref() == Some(n)));
    let by_name = known.companies.iter().find(|c| {
        c.name_key == name_key
            && (c.address_key == address_key || c.address_key.is_empty() || address_key.is_empty())
            && (c.number.is_none() || draft.number.is_none() || c.number == draft.number)
    });
    let other =
        known.companies.iter().find(|c| c.name_key == name_key && c.number.is_some() && draft.number.is_some() && c.number != draft.number);
    let company = match (by_number.or(by_name), other) {
        (Some(known), _) => known.id.clone(),
        (None, Some(other)) if !draft.another_company => return Err(Clash::OtherNumber(other.name.clone())),
        (None, _) => add_company(
            tx,
            &desk,
            &NewCompany {
                name: draft.company.clone(),
                number: draft.number.clone(),
                industry: draft.industry.clone(),
                address: draft.address.clone(),
                branch: draft.branch.clone(),
                ..NewCompany::default()
            },
        )?,
    };
    let identity_key = case_key(&company, &draft.person, &draft.post, draft.offer_on);
    if draft.case_no.is_some() && known.placements.iter().any(|p| p.case_no == draft.case_no) {
        return Err(Clash::CaseNo);
    }
    if known.placements.iter().any(|p| p.identity_key == identity_key) {
        return Err(Clash::SameCase);
    }
    let key = person_key(&draft.person, &draft.kana, draft.birth);
    let mail = mail_key(&draft.person_mail);
    let by_mail = known.mails.iter().find(|(_, known)| !mail.is_empty() && *known == mail).map(|(id, _)| id);
    let same = by_mail.or_else(|| known.people.iter().find(|(_, _, _, known)| !key.is_empty() && *known == key).map(|(id, ..)| id));
    let person = match same {
        Some(id) => id.clone(),
        None => {
            let new = NewPerson {
                name: draft.person.clone(),
                kana: draft.kana.clone(),
                birth: draft.birth,
                mail: draft.person_mail.clone(),
                pay: None,
            };
            add_person(tx, &desk, &new)?
        }
    };
    let owner = match known_contact(tx, &desk, &company, "owner")? {
        Some(id) => Some(id),
        None if draft.owner.is_empty() && draft.owner_mail.is_empty() => None,
        None => {
            let new =
                NewContact { part: "owner", name: draft.owner.clone(), post: draft.owner_post.clone(), mail: draft.owner_mail.clone() };
            Some(add_contact(tx, &desk, &company, &new)?)
        }
    };
    let contract = super::rules::CONTRACTS.into_iter().find(|code| *code == draft.contract).unwrap_or("unknown");
    let new = NewCase {
        company,
        person,
        identity_key,
        branch: draft.branch.clone(),
        case_no: draft.case_no.clone(),
        post: draft.post.clone(),
        contract,
        one_sided: draft.sides == "one",
        offer_on: draft.offer_on,
        join_on: draft.join_on,
        consultant: consultant.to_owned(),
        deputy: draft.deputy.clone(),
        contacts: owner.into_iter().map(|id| (id, "owner")).collect(),
        issue: draft.issue.clone(),
        ..NewCase::default()
    };
    Ok(add_case(tx, &desk, &new)?)
}
