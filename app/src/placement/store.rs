//! The SQL of the placement.

use base::actor::{Actor, Holder, Side};
use base::clock::Day;
use base::fold;
use base::register::{
    Branch, Company, Contact, ContactAddress, DeskNote, Fee, Issue, Member, Person, PersonAddress, PersonPrivate, Placement, StaffName,
};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Draft, StartWord};

base::row! {
    /// The facts of a case that most pages need.
    pub struct Facts {
        /// The placement.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// The company's name.
        pub company: String,
        /// The person's name.
        pub person: String,
        /// The post.
        pub post: String,
        /// Contract form.
        pub contract: String,
        /// `two` or `one`.
        pub sides: String,
        /// State.
        pub state: String,
        /// Offer date.
        pub offer_on: Option<Day>,
        /// Join date; none is 未定.
        pub join_on: Option<Day>,
        /// End.
        pub ended_on: Option<Day>,
        /// 案件番号.
        pub case_no: Option<String>,
        /// Whether it came from a spreadsheet.
        pub imported: bool,
        /// Branch id, or empty.
        pub branch: String,
        /// Consultant as a spreadsheet named them.
        pub consultant_name: String,
        /// Deputy as a spreadsheet named them.
        pub deputy_name: String,
        /// When it was registered.
        pub created_at: base::clock::Instant,
    }
    /// One line of the case list.
    pub struct ListLine {
        /// The placement.
        pub id: String,
        /// The company's name.
        pub company: String,
        /// The person's name.
        pub person: String,
        /// The post.
        pub post: String,
        /// State.
        pub state: String,
        /// Join date.
        pub join_on: Option<Day>,
        /// 案件番号.
        pub case_no: Option<String>,
        /// When it was registered: the key for the next page.
        pub created_at: i64,
    }
    /// A wording of the management issue.
    pub struct IssueEdition {
        /// 1 is the one first set.
        pub edition: i64,
        /// The sentence.
        pub sentence: String,
        /// The day it was set.
        pub set_on: Day,
    }
}

impl Facts {
    /// The word for the first day.
    pub fn start_word(&self) -> StartWord {
        StartWord::of(&self.contract)
    }
    /// Company and person for a heading of a list: 丸山工業・佐藤さん.
    pub fn short(&self, lang: base::text::Lang) -> String {
        let (company, person) = (super::short_company(&self.company), super::family_name(&self.person));
        lang.pick(format!("{company}・{person}さん"), format!("{company} · {person}"))
    }
}

/// The facts of the case behind the entry.
///
/// # Errors
/// `NotFound` for a seat that may not read the case.
pub fn facts(tx: &Read<'_>, entry: &Entry) -> Result<Facts, StoreError> {
    let placement = entry.pass::<Placement, deed::View>()?;
    let company = entry.pass::<Company, deed::View>()?;
    let person = entry.pass::<Person, deed::View>()?;
    tx.one(
        (&placement, &company, &person),
        sql!(Placement, Company, Person =>
            "select p.id, p.version, c.name, h.name, p.post, p.contract, p.sides, p.state, p.offer_on, p.join_on, p.ended_on, p.case_no, \
             p.imported, p.branch_id, p.consultant_name, p.deputy_name, p.created_at \
             from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id"),
        vec![],
    )
}

/// The wordings of the issue, the first one first.
///
/// # Errors
/// `NotFound` for a seat that may not read it.
pub fn issues(tx: &Read<'_>, entry: &Entry) -> Result<Vec<IssueEdition>, StoreError> {
    let pass = entry.pass::<Issue, deed::View>()?;
    tx.rows(&pass, sql!(Issue => "select edition, sentence, set_on from issues order by edition"), vec![])
}

/// Names of consultant and deputy of a case, as everyone in it may know them.
pub(crate) fn desk_of(tx: &Read<'_>, entry: &Entry) -> Result<(Option<String>, Option<String>), StoreError> {
    let members = entry.pass::<Member, deed::View>()?;
    let names: Vec<(String, i64)> = tx.rows(
        (&members, &tx.staff_names()),
        sql!(Member, StaffName =>
            "select s.name, m.deputy from members m join staff_names s on s.id = m.holder_id where m.holder_kind = 'staff' and m.state = 'active' order by m.deputy, m.created_at"),
        vec![],
    )?;
    let pick = |deputy: i64| names.iter().find(|(_, d)| *d == deputy).map(|(name, _)| name.clone());
    Ok((pick(0), pick(1)))
}

/// Which cases a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Filter {
    #[default]
    All,
    Before,
    After,
    Ended,
}

impl Filter {
    fn states(self) -> [&'static str; 3] {
        match self {
            Filter::All => ["", "", ""],
            Filter::Before => ["preparing", "agreeing", ""],
            Filter::After => ["joined", "joined", ""],
            Filter::Ended => ["closed", "left", ""],
        }
    }
}

/// A page of the list: newest first, after the line with key `after`.
pub(super) fn page(
    tx: &Read<'_>,
    filter: Filter,
    find: &str,
    after: Option<(i64, String)>,
    most: i64,
) -> Result<Vec<ListLine>, StoreError> {
    let placement = tx.reach::<Placement, deed::View>()?;
    let company = tx.reach::<Company, deed::View>()?;
    let person = tx.reach::<Person, deed::View>()?;
    let [a, b, _] = filter.states();
    let any = i64::from(a.is_empty());
    let find = fold::key(find).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let (at, id) = after.unwrap_or((i64::MAX, String::from("~")));
    tx.rows(
        (&placement, &company, &person),
        sql!(Placement, Company, Person =>
            "select p.id, c.name, h.name, p.post, p.state, p.join_on, p.case_no, p.created_at \
             from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id \
             where ($1 = 1 or p.state = $2 or p.state = $3) \
             and ($4 = '' or c.name_key like '%' || $4 || '%' escape '\\' or p.identity_key like '%' || $4 || '%' escape '\\') \
             and (p.created_at < $5 or (p.created_at = $5 and p.id < $6)) \
             order by p.created_at desc, p.id desc limit $7"),
        args![any, a, b, find, at, id, most],
    )
}

base::row! {
    struct Known { id: String, number: Option<String>, name: String }
}

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

/// Registers a case with everything that belongs to it; nothing is sent. Gives the placement's id.
///
/// A company is the same by number, else by folded name and address; a person by own mail address, else by name, kana and
/// birth date. `consultant` and `deputy` are staff ids; `imported` marks a row of a spreadsheet.
///
/// # Errors
/// [`Clash`] when the database knows better.
pub fn open_case(tx: &Write<'_>, draft: &Draft, consultant: &str, deputy: Option<&str>, imported: bool) -> Result<String, Clash> {
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
        (None, _) => {
            let id = tx.id();
            let set = Set::new()
                .with("number", draft.number.clone())
                .with("name", &draft.company)
                .with("name_key", name_key)
                .with("address", &draft.address)
                .with("address_key", address_key)
                .with("industry", &draft.industry)
                .with("branch_id", &draft.branch);
            tx.insert(&desk.pass::<Company, deed::Open>()?, &id, set)?;
            id
        }
    };
    let person_key = draft.person_key();
    let mail = base::session::mail_key(&draft.person_mail);
    let same_person = known
        .mails
        .iter()
        .find(|(_, key)| !mail.is_empty() && *key == mail)
        .map(|(id, _)| id)
        .or_else(|| known.people.iter().find(|(_, key)| !person_key.is_empty() && *key == person_key).map(|(id, _)| id));
    let person = match same_person {
        Some(id) => id.clone(),
        None => {
            let id = tx.id();
            tx.insert(
                &desk.pass::<Person, deed::Open>()?,
                &id,
                Set::new().with("name", &draft.person).with("kana", &draft.kana).with("identity_key", person_key).with("state", "listed"),
            )?;
            if draft.birth.is_some() || draft.pay.is_some() {
                let set = Set::new()
                    .sealed_or_none("birth", Side::Person, draft.birth.map(|day| day.to_string()).as_deref())
                    .sealed_or_none("pay", Side::Person, draft.pay.map(|yen| yen.to_string()).as_deref());
                tx.insert_for(&desk.pass::<PersonPrivate, deed::Open>()?, &tx.id(), &id, set)?;
            }
            if !mail.is_empty() {
                let set = Set::new().with("mail", &draft.person_mail).with("mail_key", mail).with("kind", "own");
                tx.insert_for(&desk.pass::<PersonAddress, deed::Open>()?, &tx.id(), &id, set)?;
            }
            id
        }
    };
    if let Some(no) = &draft.case_no
        && known.placements.iter().any(|p| p.case_no.as_ref() == Some(no))
    {
        return Err(Clash::CaseNo);
    }
    let placement = tx.id();
    let identity_key = draft.placement_key();
    if known.placements.iter().any(|p| p.identity_key == identity_key) {
        return Err(Clash::SameCase);
    }
    let contract = if draft.contract.is_empty() { "unknown" } else { &draft.contract };
    let set = Set::new()
        .with("company_id", &company)
        .with("person_id", &person)
        .with("branch_id", &draft.branch)
        .with("case_no", draft.case_no.clone())
        .with("post", &draft.post)
        .with("contract", contract)
        .with("sides", if draft.sides == "one" { "one" } else { "two" })
        .with("state", "preparing")
        .with("offer_on", draft.offer_on)
        .with("join_on", draft.join_on)
        .with("imported", imported)
        .with("identity_key", identity_key)
        .with("consultant_name", &draft.consultant_name)
        .with("deputy_name", &draft.deputy_name);
    tx.insert(&desk.pass::<Placement, deed::Open>()?, &placement, set)?;
    let members = desk.pass::<Member, deed::Open>()?;
    let member = |holder: &Holder, seat: &str, deputy: bool, state: &str| {
        let set = Set::new()
            .with("holder_kind", holder.kind())
            .with("holder_id", holder.id())
            .with("seat", seat)
            .with("deputy", deputy)
            .with("state", state);
        tx.insert_for(&members, &tx.id(), &placement, set)
    };
    member(&Holder::Staff(consultant.into()), "consultant", false, "active")?;
    if let Some(deputy) = deputy.filter(|id| *id != consultant && !id.is_empty()) {
        member(&Holder::Staff(deputy.into()), "consultant", true, "active")?;
    }
    if draft.sides != "one" {
        member(&Holder::Person(person), "person", false, "listed")?;
    }
    let known_owner: Option<(String,)> = match desk.pass::<Contact, deed::View>() {
        Ok(pass) => tx.maybe(
            &pass,
            sql!(Contact => "select id from contacts where company_id = $1 and part = 'owner' order by created_at"),
            args![&company],
        )?,
        Err(_) => None,
    };
    let owner = match known_owner {
        Some((id,)) => Some(id),
        None if draft.owner.is_empty() && draft.owner_mail.is_empty() => None,
        None => {
            let id = tx.id();
            let set = Set::new().with("part", "owner").with("name", &draft.owner).with("post", &draft.owner_post).with("state", "listed");
            tx.insert_for(&desk.pass::<Contact, deed::Open>()?, &id, &company, set)?;
            if !draft.owner_mail.is_empty() {
                let set = Set::new()
                    .with("holder_id", &id)
                    .with("company_id", &company)
                    .with("mail", &draft.owner_mail)
                    .with("mail_key", base::session::mail_key(&draft.owner_mail))
                    .with("kind", "own");
                tx.insert_for(&desk.pass::<ContactAddress, deed::Open>()?, &tx.id(), &company, set)?;
            }
            Some(id)
        }
    };
    if let Some(owner) = owner {
        member(&Holder::Contact(owner), "owner", false, "listed")?;
    }
    if !draft.issue.is_empty() {
        let set = Set::new().with("edition", 1i64).with("sentence", &draft.issue).with("set_on", tx.now().day());
        tx.insert_for(&desk.pass::<Issue, deed::Open>()?, &tx.id(), &placement, set)?;
    }
    if draft.fee.is_some() || draft.rate_permille.is_some() || !draft.refund.is_empty() {
        let set = Set::new().with("rate_permille", draft.rate_permille).with("amount", draft.fee).with("refund", &draft.refund);
        tx.insert_for(&desk.pass::<Fee, deed::Open>()?, &tx.id(), &placement, set)?;
    }
    if !draft.note.is_empty() {
        let set = Set::new().with("kind", "import").sealed("body", Side::Bank, &draft.note);
        tx.insert_for(&desk.pass::<DeskNote, deed::Open>()?, &tx.id(), &placement, set)?;
    }
    Ok(placement)
}

/// Branches and colleagues to choose from in a form: (id, name).
pub(super) fn choices(tx: &Read<'_>, me: &Actor) -> Result<(Vec<(String, String)>, Vec<(String, String)>), StoreError> {
    let desk = tx.desk()?;
    let branches = tx.rows(&desk.pass::<Branch, deed::View>()?, sql!(Branch => "select id, name from branches order by code"), vec![])?;
    let colleagues = tx.rows(
        (&desk.pass::<base::register::StaffSeat, deed::View>()?, &tx.staff_names()),
        sql!(base_StaffSeat, StaffName => "select s.id, s.name from staff_seats h join staff_names s on s.id = h.staff_id where h.seat = 'consultant' and s.state = 'active' and s.id <> $1 order by s.name, s.id"),
        args![me.id()],
    )?;
    Ok((branches, colleagues))
}

use base::register::StaffSeat as base_StaffSeat;
