//! Passes: what the table grants, turned into a narrowed view in front of each statement.
//!
//! A slice's SQL names only the scoped names of the records it holds passes for; the view carries institution, case,
//! reach and seat, bound from the pass.

use std::fmt::Write as _;
use std::marker::PhantomData;

use super::driver::{LISTED, Value};
use crate::access::{Deed, Grant};
use crate::actor::{Actor, Holder, StaffSeat};
use crate::register::{Record, Tie};

/// Deeds as types: a pass for reading cannot be used for writing.
pub mod deed {
    /// Learn that it exists: number, age, state.
    #[derive(Debug)]
    pub struct Exists;
    /// Read.
    #[derive(Debug)]
    pub struct View;
    /// Read with a reason that was just written into this transaction.
    #[derive(Debug)]
    pub struct Reasoned;
    /// Add or change.
    #[derive(Debug)]
    pub struct Change;
    /// Agree or confirm.
    #[derive(Debug)]
    pub struct SealIt;
    /// Bring into being with a new case.
    #[derive(Debug)]
    pub struct Open;
}

/// A deed known at compile time.
pub trait DeedType: Send + 'static {
    /// The deed of the table.
    const DEED: Deed;
    /// Whether rows may be read through a pass for it.
    const READS: bool;
}

macro_rules! deeds {
    ($($name:ident => $deed:expr, $reads:literal;)*) => { $(impl DeedType for deed::$name { const DEED: Deed = $deed; const READS: bool = $reads; })* };
}
deeds! {
    Exists => Deed::Exists, true;
    View => Deed::View, true;
    Reasoned => Deed::View, true;
    Change => Deed::Change, true;
    SealIt => Deed::Agree, true;
    Open => Deed::Open, false;
}

/// Where the rows of a pass lie.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// One case.
    Case {
        placement: String,
        company: String,
        person: String,
        /// For company and person, once the person has left: what is written from then on is not theirs.
        left_at: Option<i64>,
    },
    /// The institution as a whole.
    Institution,
    /// Every case this actor belongs to, seat by seat: (predicate on the placement, its values, grant).
    Mine(Vec<(String, Vec<Value>, Grant)>),
    /// Rows that come into being with a case opened in this transaction.
    New,
}

/// Permission for one deed on one kind of record, made only by the engine.
///
/// ```compile_fail
/// use base::{register::Placement, store::{Pass, deed::View}};
/// let forged: Pass<Placement, View> = Pass { institution: String::new() };
/// ```
pub struct Pass<R, D> {
    pub(crate) institution: String,
    pub(crate) actor: Actor,
    pub(crate) grant: Grant,
    pub(crate) place: Place,
    pub(crate) kind: PhantomData<(R, D)>,
}

impl<R, D> std::fmt::Debug for Pass<R, D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pass({:?})", self.grant)
    }
}

/// What makes up the views of a statement.
pub(crate) struct Views {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
}

impl Views {
    fn bind(&mut self, value: Value, before: usize) -> String {
        self.values.push(value);
        format!("${}", before + self.values.len())
    }
}

impl<R: Record, D: DeedType> Pass<R, D> {
    /// Institution, tie and grant as one predicate; its values go to `views`, numbered after `before`.
    pub(crate) fn predicate(&self, views: &mut Views, before: usize) -> String {
        let mut text = match R::TIE {
            Tie::Institution("id") => format!("id = {}", views.bind(Value::Text(self.institution.clone()), before)),
            _ if self.institution == "*" => "1 = 1".to_owned(),
            _ => format!("institution_id = {}", views.bind(Value::Text(self.institution.clone()), before)),
        };
        match &self.place {
            Place::Case { placement, company, person, left_at } => {
                let tie = match R::TIE {
                    Tie::Institution(_) => None,
                    Tie::Case(column) => Some((column, placement)),
                    Tie::Company(column) => Some((column, company)),
                    Tie::Person(column) => Some((column, person)),
                    Tie::ContactHolder => {
                        let company = views.bind(Value::Text(company.clone()), before);
                        let _ = write!(text, " and holder_kind = 'contact' and company_id = {company}");
                        None
                    }
                    Tie::PersonHolder => {
                        let person = views.bind(Value::Text(person.clone()), before);
                        let _ = write!(text, " and holder_kind = 'person' and holder_id = {person}");
                        None
                    }
                };
                if let Some((column, id)) = tie {
                    let id = views.bind(Value::Text(id.clone()), before);
                    let _ = write!(text, " and {column} = {id}");
                }
                self.granted(self.grant, &mut text, views, before);
                if let (Some(at), Tie::Case(_), false) = (left_at, R::TIE, R::KIND.is_read_after_leaving()) {
                    let at = views.bind(Value::Int(*at), before);
                    let own = self.own(views, before);
                    let _ = write!(text, " and (created_at < {at}{own})");
                }
            }
            Place::Institution => {
                match R::TIE {
                    Tie::ContactHolder => text.push_str(" and holder_kind = 'contact'"),
                    Tie::PersonHolder => text.push_str(" and holder_kind = 'person'"),
                    _ => {}
                }
                self.granted(self.grant, &mut text, views, before);
            }
            Place::Mine(parts) => {
                text.push_str(" and (");
                for (nth, (cases, values, grant)) in parts.iter().enumerate() {
                    if nth > 0 {
                        text.push_str(" or ");
                    }
                    text.push('(');
                    let mut cases = cases.clone();
                    let (listed, end) = LISTED;
                    let by_case = matches!(R::TIE, Tie::Case(_) | Tie::Company(_) | Tie::Person(_));
                    for (i, value) in values.iter().enumerate().filter(|_| by_case) {
                        let place = views.bind(value.clone(), before);
                        cases = cases.replace(&format!("@{i}@"), &place);
                    }
                    match R::TIE {
                        Tie::Case(column) => {
                            let _ = write!(text, "{column} {listed}{cases}{end}");
                        }
                        Tie::Company(column) => {
                            let _ = write!(text, "{column} {listed}select p_.company_id from placement p_ where p_.id in ({cases}){end}");
                        }
                        Tie::Person(column) => {
                            let _ = write!(text, "{column} {listed}select p_.person_id from placement p_ where p_.id in ({cases}){end}");
                        }
                        Tie::Institution(_) => text.push_str("1 = 1"),
                        Tie::ContactHolder | Tie::PersonHolder => text.push_str("1 = 0"),
                    }
                    self.granted(*grant, &mut text, views, before);
                    self.until_leaving(&mut text, views, before);
                    text.push(')');
                }
                if parts.is_empty() {
                    text.push_str("1 = 0");
                }
                text.push(')');
            }
            Place::New => text.push_str(" and 1 = 0"),
        }
        text
    }

    /// The column of whose own a row is.
    fn author() -> &'static str {
        match R::TIE {
            Tie::ContactHolder | Tie::PersonHolder => "holder_id",
            // What was put before someone is theirs, not of the one who put it there.
            _ if super::has_column::<R>("receiver") => "receiver",
            _ if super::has_column::<R>("writer") => "writer",
            _ => "author",
        }
    }

    /// ` or …` for rows that are this actor's own, where the record tells.
    fn own(&self, views: &mut Views, before: usize) -> String {
        if super::has_column::<R>(Self::author()) {
            format!(" or {} = {}", Self::author(), views.bind(Value::Text(self.actor.id().into()), before))
        } else {
            String::new()
        }
    }

    /// For company and person over all their cases: what was written after the person left is not theirs, and nothing is
    /// written any more but what the register says.
    fn until_leaving(&self, text: &mut String, views: &mut Views, before: usize) {
        let Tie::Case(column) = R::TIE else { return };
        if self.actor.side() == crate::actor::Side::Bank {
            return;
        }
        let table = R::TABLE;
        let writes = !matches!(D::DEED, Deed::View | Deed::Exists);
        if writes && !R::KIND.is_written_after_leaving() {
            let _ = write!(text, " and not exists (select 1 from placement l_ where l_.id = {table}.{column} and l_.left_at is not null)");
        } else if !R::KIND.is_read_after_leaving() {
            let own = self.own(views, before);
            let _ = write!(
                text,
                " and (not exists (select 1 from placement l_ where l_.id = {table}.{column} and l_.left_at <= {table}.created_at){own})"
            );
        }
    }

    fn granted(&self, grant: Grant, text: &mut String, views: &mut Views, before: usize) {
        #[cfg(feature = "planted")]
        if crate::planted::is("grant_without_predicate") {
            return;
        }
        #[cfg(feature = "planted")]
        if crate::planted::is("count_of_all") && R::TABLE == "thread" && D::DEED == Deed::Exists {
            return;
        }
        let author = Self::author();
        let side = self.actor.side().code();
        match grant {
            Grant::All | Grant::Exists | Grant::Reason => {}
            Grant::No => text.push_str(" and 1 = 0"),
            Grant::Own => {
                let me = views.bind(Value::Text(self.actor.id().into()), before);
                let _ = write!(text, " and {author} = {me}");
            }
            Grant::OwnSide => {
                let side = views.bind(Value::Text(side.into()), before);
                let _ = write!(text, " and (side = {side} or side = 'joint')");
            }
            Grant::SharedBack => {
                let side = views.bind(Value::Text(side.into()), before);
                let _ = write!(text, " and side = {side} and shared_back = 1");
            }
            Grant::Reader | Grant::ReaderOrExists | Grant::ReaderOrReason => {
                let me = views.bind(Value::Text(self.actor.id().into()), before);
                // A manager reads what was put to the second line, a consultant what was put to the desk, also in one person.
                let line = if self.actor.staff_seat() == Some(StaffSeat::Manager) { "second" } else { "desk" };
                let (table, thread) = (R::TABLE, if R::TABLE == "thread" { "id" } else { "thread_id" });
                let _ = write!(
                    text,
                    " and exists (select 1 from thread_reader r_ where r_.thread_id = {table}.{thread} and r_.reader_id = {me} and r_.line = '{line}')"
                );
            }
            Grant::Shown => text.push_str(" and shown = 1"),
            Grant::OwnOrShown => {
                let me = views.bind(Value::Text(self.actor.id().into()), before);
                let _ = write!(text, " and ({author} = {me} or shown = 1)");
            }
            Grant::Joint => text.push_str(" and side = 'joint'"),
            Grant::Guest => {
                let me = views.bind(Value::Text(self.actor.id().into()), before);
                let table = R::TABLE;
                let of = if super::has_column::<R>("dialogue_id") { "dialogue_id" } else { "id" };
                let _ = write!(
                    text,
                    " and exists (select 1 from dialogue_guest g_ where g_.dialogue_id = {table}.{of} and g_.holder_id = {me})"
                );
            }
            Grant::Named => {
                let me = views.bind(Value::Text(self.actor.id().into()), before);
                let paper = views.bind(Value::Text(R::TABLE.into()), before);
                let table = R::TABLE;
                let _ = write!(
                    text,
                    " and exists (select 1 from named n_ where n_.placement_id = {table}.placement_id and n_.paper = {paper} and n_.holder_id = {me})"
                );
                // A paper is what was shared: a row of one side is no part of it.
                if super::has_column::<R>("shown") {
                    text.push_str(" and shown = 1");
                } else if super::has_column::<R>("side") {
                    text.push_str(" and side = 'joint'");
                }
            }
        }
    }

    /// The view of this pass, to be put in front of a statement that binds `before` values of its own.
    pub(crate) fn view(&self, views: &mut Views, before: usize) {
        let columns = if D::DEED == Deed::Exists || self.grant == Grant::Exists { R::EXISTS } else { R::COLUMNS };
        let predicate = self.predicate(views, before);
        let comma = if views.text.is_empty() { "with " } else { ", " };
        let _ = write!(views.text, "{comma}{} as not materialized (select {columns} from {} where {predicate})", R::SCOPED, R::TABLE);
    }

    /// The realm of the data key under which texts of these rows are sealed: the case, else the company or person, else the institution.
    pub(crate) fn realm(&self) -> &str {
        match (&self.place, R::TIE) {
            (Place::Case { placement, .. }, Tie::Case(_)) => placement,
            (Place::Case { company, .. }, Tie::Company(_) | Tie::ContactHolder) => company,
            (Place::Case { person, .. }, Tie::Person(_) | Tie::PersonHolder) => person,
            _ => &self.institution,
        }
    }

    /// The holder the rows of an address pass may be written for.
    pub(crate) fn holder(&self) -> Option<&Holder> {
        self.actor.holder()
    }
}

/// One or more passes held together, so that their records can be joined in one statement.
pub trait Passes<N> {
    #[doc(hidden)]
    fn views(&self, before: usize) -> (String, Vec<Value>);
}

impl<R: Record, D: DeedType> Passes<R> for &Pass<R, D> {
    fn views(&self, before: usize) -> (String, Vec<Value>) {
        let mut views = Views { text: String::new(), values: Vec::new() };
        self.view(&mut views, before);
        (views.text, views.values)
    }
}

macro_rules! passes {
    ($($r:ident $d:ident $n:tt),*) => {
        impl<$($r: Record, $d: DeedType),*> Passes<($($r,)*)> for ($(&Pass<$r, $d>,)*) {
            fn views(&self, before: usize) -> (String, Vec<Value>) {
                let mut views = Views { text: String::new(), values: Vec::new() };
                $(self.$n.view(&mut views, before);)*
                (views.text, views.values)
            }
        }
    };
}
passes!(A DA 0, B DB 1);
passes!(A DA 0, B DB 1, C DC 2);
passes!(A DA 0, B DB 1, C DC 2, E DE 3);
passes!(A DA 0, B DB 1, C DC 2, E DE 3, F DF 4);
passes!(A DA 0, B DB 1, C DC 2, E DE 3, F DF 4, G DG 5);
