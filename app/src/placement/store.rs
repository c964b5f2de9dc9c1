//! The SQL of the placement.

use base::actor::Actor;
use base::clock::Day;
use base::fold;
use base::register::{Branch, Company, Issue, Member, Person, Placement, StaffName};
use base::store::{Entry, Read, StoreError, deed};
use base::{args, sql};

use super::rules::StartWord;

base::row! {
    /// The facts of a case that most pages need.
    #[derive(Default)]
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

    /// Whether the follow-up was closed or the person left: agreed papers then stay as they are.
    pub fn ended(&self) -> bool {
        matches!(self.state.as_str(), "closed" | "left")
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

/// What a form offers to choose from: id and name.
pub(super) type Options = Vec<(String, String)>;

/// Branches and colleagues to choose from in a form: (id, name).
pub(super) fn choices(tx: &Read<'_>, me: &Actor) -> Result<(Options, Options), StoreError> {
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
