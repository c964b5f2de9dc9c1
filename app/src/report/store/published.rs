//! The SQL of published reports: the content as it went out, whom it went to, and who said they have read it.

use base::access::Seat;
use base::actor::Holder;
use base::clock::Instant;
use base::register::{Contact, Institution, Member, Outbox, Person, ReportPublished, ReportRead, StaffName};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::vault::digest;
use base::{args, sql};

use crate::report::rules::{Content, Said};
use crate::{placement, review};

base::row! {
    /// A published report.
    pub struct Published {
        /// Its id.
        pub id: String,
        /// The report it was made from.
        pub report: String,
        /// 第n号 of the case.
        pub no: i64,
        /// 版.
        pub edition: i64,
        /// The sentence on top.
        pub finding: String,
        content: String,
        /// `both` or `company`.
        pub audience: String,
        /// When it went out.
        pub created_at: Instant,
    }
    /// A read mark.
    pub struct ReadMark {
        /// The published report.
        pub report: String,
        /// Who.
        pub author: String,
        /// Their name.
        pub name: String,
        /// Their side.
        pub side: String,
        /// When.
        pub at: Instant,
    }
    struct Party { kind: String, id: String, state: String }
}

impl Published {
    /// The content, word for word as it went out.
    ///
    /// # Errors
    /// `Refused` when the row holds no report.
    pub fn content(&self) -> Result<Content, StoreError> {
        serde_json::from_str(&self.content).map_err(|error| StoreError::Refused(format!("a published report cannot be read: {error}")))
    }
}

/// The published reports of the case this seat may read, newest first. A report that went to the company alone is not there
/// for a person who joined the follow-up later.
///
/// # Errors
/// `NotFound` for a seat that may read none.
pub fn all(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Published>, StoreError> {
    let of_person = i64::from(entry.seat() == Seat::Person);
    tx.rows(
        &entry.pass::<ReportPublished, deed::View>()?,
        sql!(ReportPublished => "select id, report_id, no, edition, finding, content, audience, created_at from reports_published where ($1 = 0 or audience = 'both') order by no desc, edition desc"),
        args![of_person],
    )
}

/// One of them, with the newest edition of the same number.
///
/// # Errors
/// `NotFound`.
pub fn one(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<(Published, i64, String), StoreError> {
    let all = all(tx, entry)?;
    let found = all.iter().find(|published| published.id == id).cloned().ok_or(StoreError::NotFound)?;
    let newest = all.iter().find(|published| published.no == found.no).map(|published| (published.edition, published.id.clone()));
    let (edition, newest) = newest.unwrap_or((found.edition, found.id.clone()));
    Ok((found, edition, newest))
}

/// What a correction says otherwise than the edition before it; none for a first edition.
///
/// # Errors
/// `NotFound` for a seat that may read none.
pub fn mended(tx: &Read<'_>, entry: &Entry, one: &Published) -> Result<Option<Vec<(String, String)>>, StoreError> {
    let before = all(tx, entry)?.into_iter().find(|other| other.no == one.no && other.edition + 1 == one.edition);
    before.map(|before| Ok(one.content()?.mended(&before.content()?))).transpose()
}

/// The hash of its content as it went out.
///
/// # Errors
/// `NotFound`.
pub fn hash(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<String, StoreError> {
    let (hash,): (String,) = tx.one(
        &entry.pass::<ReportPublished, deed::View>()?,
        sql!(ReportPublished => "select hash from reports_published where id = $1"),
        args![id],
    )?;
    Ok(hash)
}

/// The placement a published report belongs to, for the one who reads it.
pub fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) = tx.one(
        &tx.reach::<ReportPublished, deed::View>()?,
        sql!(ReportPublished => "select placement_id from reports_published where id = $1"),
        args![id],
    )?;
    Ok(case)
}

/// The published form of a report.
pub fn of_report(tx: &Read<'_>, entry: &Entry, report: &str) -> Result<String, StoreError> {
    let (id,): (String,) = tx.one(
        &entry.pass::<ReportPublished, deed::View>()?,
        sql!(ReportPublished => "select id from reports_published where report_id = $1"),
        args![report],
    )?;
    Ok(id)
}

/// Keeps the content as it goes out; gives the published report's id.
pub fn keep(tx: &Write<'_>, entry: &Entry, report: &str, content: &Content, author: &str, audience: &str) -> Result<String, StoreError> {
    let id = tx.id();
    let text = serde_json::to_string(content).map_err(|error| StoreError::Refused(format!("a report cannot be written down: {error}")))?;
    let set = Set::new()
        .with("report_id", report)
        .with("no", content.no)
        .with("edition", content.edition)
        .with("finding", &content.finding)
        .with("hash", digest(&text))
        .with("content", text)
        .with("author_name", author)
        .with("audience", audience);
    tx.insert(&entry.pass::<ReportPublished, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// How many mails about a published report wait to be sent.
pub fn waiting_mails(tx: &Read<'_>, entry: &Entry, published: &str) -> Result<i64, StoreError> {
    let (n,): (i64,) = tx.one(
        &entry.pass::<Outbox, deed::View>()?,
        sql!(Outbox => "select count(id) from outboxes where subject_id = $1 and state = 'waiting'"),
        args![published],
    )?;
    Ok(n)
}

/// Read marks of the case: for a party its own, for staff all.
pub fn reads(tx: &Read<'_>, entry: &Entry) -> Result<Vec<ReadMark>, StoreError> {
    tx.rows(
        &entry.pass::<ReportRead, deed::View>()?,
        sql!(ReportRead => "select report_id, author, author_name, side, created_at from report_reads order by created_at, id"),
        vec![],
    )
}

/// The one who acts says that they have read it; saying it twice is saying it once.
pub fn mark_read(tx: &Write<'_>, entry: &Entry, published: &str) -> Result<(), StoreError> {
    if reads(tx, entry)?.iter().any(|mark| mark.report == published && mark.author == tx.actor().id()) {
        return Ok(());
    }
    let name = own_name(tx, entry)?;
    let set = Set::new().with("report_id", published).with("author_name", name).with("side", tx.actor().side().code());
    tx.insert(&entry.pass::<ReportRead, deed::Change>()?, &tx.id(), set)
}

fn own_name(tx: &Read<'_>, entry: &Entry) -> Result<String, StoreError> {
    let name: Option<(String,)> = match tx.actor().holder() {
        Some(Holder::Contact(id)) => {
            tx.maybe(&entry.pass::<Contact, deed::View>()?, sql!(Contact => "select name from contacts where id = $1"), args![id])?
        }
        _ => tx.maybe(&entry.pass::<Person, deed::View>()?, sql!(Person => "select name from persons"), vec![])?,
    };
    Ok(name.map(|(name,)| name).unwrap_or_default())
}

/// Whom a report goes to: owner and person by name and post, and those of them who were invited.
#[derive(Clone, Debug)]
pub struct Receivers {
    /// Whether the person's side is followed up at all.
    pub both: bool,
    /// Owner, by post and name; none when nobody is registered.
    pub owner: Option<(String, String)>,
    /// The placed person, by post and name; none in a one-sided placement.
    pub person: Option<(String, String)>,
    /// Those of them who get a mail.
    pub told: Vec<Holder>,
    /// The company's name.
    pub company: String,
    /// Others of the company, by name.
    pub others: Vec<String>,
}

/// Whom a report goes to. A correction goes to those who got the report it `corrects`, even if the person's side was opened
/// since.
pub fn receivers_of(tx: &Read<'_>, entry: &Entry, corrects: &str) -> Result<Receivers, StoreError> {
    let to = receivers(tx, entry)?;
    let narrow = !corrects.is_empty() && all(tx, entry)?.iter().any(|one| one.report == corrects && one.audience == "company");
    Ok(if narrow { to.company_alone() } else { to })
}

/// Whom a report of this case goes to today.
pub fn receivers(tx: &Read<'_>, entry: &Entry) -> Result<Receivers, StoreError> {
    let facts = placement::facts(tx, entry)?;
    let both = facts.sides == "two";
    let members: Vec<Party> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select holder_kind, holder_id, state from members where seat in ('owner', 'person') and state in ('listed', 'invited', 'active') order by created_at, id"),
        vec![],
    )?;
    let contacts: Vec<(String, String, String)> = tx.rows(
        &entry.pass::<Contact, deed::View>()?,
        sql!(Contact => "select id, post, name from contacts order by created_at, id"),
        vec![],
    )?;
    let owner = members.iter().filter(|party| party.kind == "contact").find_map(|party| contacts.iter().find(|(id, _, _)| *id == party.id));
    let person = both.then(|| (facts.post.clone(), facts.person.clone()));
    let told = members
        .iter()
        .filter(|party| matches!(party.state.as_str(), "invited" | "active") && (both || party.kind != "person"))
        .filter_map(|party| Holder::from(&party.kind, &party.id))
        .collect();
    let others = contacts.iter().filter(|(id, _, _)| owner.is_none_or(|(owner, _, _)| owner != id)).map(|(_, _, name)| name.clone());
    Ok(Receivers {
        both,
        others: others.collect(),
        owner: owner.map(|(_, post, name)| (post.clone(), name.clone())),
        person,
        told,
        company: facts.company,
    })
}

impl Receivers {
    /// Without the person's side.
    #[must_use]
    pub fn company_alone(mut self) -> Receivers {
        self.both = false;
        self.person = None;
        self.told.retain(|holder| !matches!(holder, Holder::Person(_)));
        self
    }

    /// `both`, or `company` in a one-sided placement.
    pub fn audience(&self) -> &'static str {
        if self.both { "both" } else { "company" }
    }

    /// Their names, for the warnings and for telling who reads it.
    pub fn names(&self) -> Vec<String> {
        self.owner.iter().chain(self.person.iter()).map(|(_, name)| name.clone()).collect()
    }
}

/// The whole content of a report as it would go out today. Addresses are written as on paper: 丸山工業株式会社 /
/// 代表取締役 丸山 一郎 様.
pub fn content(
    tx: &Read<'_>,
    entry: &Entry,
    author: &str,
    (no, edition): (i64, i64),
    finding: &str,
    lines: Vec<Said>,
    to: &Receivers,
) -> Result<(Content, String), StoreError> {
    let (house,): (String,) = tx.one(&tx.house(), sql!(Institution => "select name from institutions"), vec![])?;
    let name: Option<(String,)> =
        tx.maybe(&tx.staff_names(), sql!(StaffName => "select name from staff_names where id = $1"), args![author])?;
    let author = name.map(|(name,)| name).unwrap_or_default();
    let dear = |(post, name): &(String, String)| if post.is_empty() { format!("{name} 様") } else { format!("{post} {name} 様") };
    let mut addressed = vec![to.company.clone()];
    addressed.extend(to.owner.iter().map(dear));
    addressed.extend(to.person.iter().map(dear));
    let content = Content {
        no,
        edition,
        date: tx.now().day().to_string(),
        finding: finding.to_owned(),
        to: addressed,
        from: vec![format!("{house} 人材紹介担当"), author.clone()],
        lines,
        measures: review::measured(tx, entry)?,
    };
    Ok((content, author))
}
