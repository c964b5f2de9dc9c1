//! Passes: what the table grants, turned into a narrowed view in front of each statement.
//!
//! A slice's SQL names only the scoped names of the records it holds passes for; the view carries institution, case,
//! reach and seat, bound from the pass.

use std::marker::PhantomData;
use std::sync::Arc;

use super::driver::{LISTED, Value};
use super::views::Views;
use crate::access::{Deed, Grant};
use crate::actor::{Actor, Holder, StaffSeat};
use crate::clock::Instant;
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
    Case(Arc<Case>),
    /// The institution as a whole.
    Institution,
    /// Every case this actor belongs to at this moment, with what the table grants in it.
    Mine(Instant, Vec<(Cases, Grant)>),
    /// Rows that come into being with a case opened in this transaction.
    New,
}

/// Which cases are someone's.
#[derive(Clone, Debug)]
pub(crate) enum Cases {
    /// Those in which they hold this seat.
    In(&'static str),
    /// Those of this branch.
    Of(String),
}

/// One case, as far as rows are tied to it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) placement: String,
    pub(crate) company: String,
    pub(crate) person: String,
    /// For company and person, once the person has left: what is written from then on is not theirs.
    pub(crate) left_at: Option<i64>,
}

/// Whether a record has this column; asked of each record once, by the compiler.
pub(super) const fn has_column(columns: &str, name: &str) -> bool {
    let (columns, name) = (columns.as_bytes(), name.as_bytes());
    let (mut at, mut same) = (0, true);
    let mut i = 0;
    while i <= columns.len() {
        if i == columns.len() || columns[i] == b',' {
            if same && at == name.len() {
                return true;
            }
            (at, same) = (0, true);
        } else if columns[i] != b' ' {
            same = same && at < name.len() && columns[i] == name[at];
            at += 1;
        }
        i += 1;
    }
    false
}

/// The column of whose own a row is, where the record has one.
const fn column_of_author(tie: Tie, columns: &str) -> Option<&'static str> {
    match tie {
        Tie::ContactHolder | Tie::PersonHolder => Some("holder_id"),
        // What was put before someone is theirs, not of the one who put it there.
        _ if has_column(columns, "receiver") => Some("receiver"),
        _ if has_column(columns, "writer") => Some("writer"),
        _ if has_column(columns, "author") => Some("author"),
        _ => None,
    }
}

/// Permission for one deed on one kind of record, made only by the engine.
///
/// ```compile_fail
/// use base::{register::Placement, store::{Pass, deed::View}};
/// let forged: Pass<Placement, View> = Pass { actor: panic!() };
/// ```
pub struct Pass<R, D> {
    pub(crate) actor: Arc<Actor>,
    pub(crate) grant: Grant,
    pub(crate) place: Place,
    pub(crate) kind: PhantomData<(R, D)>,
}

impl<R, D> std::fmt::Debug for Pass<R, D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pass({:?})", self.grant)
    }
}

impl<R: Record, D: DeedType> Pass<R, D> {
    /// The institution of these rows; `*` for a duty that serves all.
    pub(crate) fn institution(&self) -> &str {
        &self.actor.institution
    }

    /// Institution, tie and grant as one predicate.
    pub(super) fn predicate(&self, views: &mut Views) {
        match R::TIE {
            Tie::Institution("id") => {
                views.say(&["id = "]);
                views.bind_text(self.institution());
            }
            _ if self.institution() == "*" => views.say(&["1 = 1"]),
            _ => {
                views.say(&["institution_id = "]);
                views.bind_text(self.institution());
            }
        }
        match &self.place {
            Place::Case(case) => {
                let tie = match R::TIE {
                    Tie::Institution(_) => None,
                    Tie::Case(column) => Some((column, &case.placement)),
                    Tie::Company(column) => Some((column, &case.company)),
                    Tie::Person(column) => Some((column, &case.person)),
                    Tie::ContactHolder => Some(("holder_kind = 'contact' and company_id", &case.company)),
                    Tie::PersonHolder => Some(("holder_kind = 'person' and holder_id", &case.person)),
                };
                if let Some((column, id)) = tie {
                    views.say(&[" and ", column, " = "]);
                    views.bind_text(id);
                }
                self.granted(self.grant, views);
                if let (Some(at), Tie::Case(_), false) = (case.left_at, R::TIE, R::KIND.is_read_after_leaving()) {
                    views.say(&[" and (created_at < "]);
                    views.bind(Value::Int(at));
                    self.or_own(views);
                    views.say(&[")"]);
                }
            }
            Place::Institution => {
                match R::TIE {
                    Tie::ContactHolder => views.say(&[" and holder_kind = 'contact'"]),
                    Tie::PersonHolder => views.say(&[" and holder_kind = 'person'"]),
                    _ => {}
                }
                self.granted(self.grant, views);
            }
            Place::Mine(now, parts) => {
                let (listed, end) = LISTED;
                views.say(&[" and ("]);
                for (nth, (cases, grant)) in parts.iter().enumerate() {
                    views.say(&[if nth > 0 { " or (" } else { "(" }]);
                    match R::TIE {
                        Tie::Case(column) => {
                            views.say(&[column, " ", listed]);
                            self.cases(cases, *now, views);
                            views.say(&[end]);
                        }
                        Tie::Company(column) | Tie::Person(column) => {
                            let of = if matches!(R::TIE, Tie::Company(_)) { "company_id" } else { "person_id" };
                            views.say(&[column, " ", listed, "select p_.", of, " from placement p_ where p_.id in ("]);
                            self.cases(cases, *now, views);
                            views.say(&[")", end]);
                        }
                        Tie::Institution(_) => views.say(&["1 = 1"]),
                        Tie::ContactHolder | Tie::PersonHolder => views.say(&["1 = 0"]),
                    }
                    self.granted(*grant, views);
                    self.until_leaving(views);
                    views.say(&[")"]);
                }
                views.say(&[if parts.is_empty() { "1 = 0)" } else { ")" }]);
            }
            Place::New => views.say(&[" and 1 = 0"]),
        }
    }

    /// The ids of someone's cases, as a `select` of one column.
    fn cases(&self, cases: &Cases, now: Instant, views: &mut Views) {
        match cases {
            Cases::In(seat) => {
                views.say(&["select m_.placement_id from member m_ where m_.institution_id = "]);
                views.bind_text(self.institution());
                views.say(&[" and m_.holder_id = "]);
                views.bind_text(self.actor.id());
                views.say(&[" and m_.state = 'active' and m_.seat = '", seat, "'"]);
                if *seat == "person" {
                    views.say(&[" and not exists (select 1 from placement e_ where e_.id = m_.placement_id and e_.person_until <= "]);
                    views.bind(Value::Int(now.0));
                    views.say(&[")"]);
                }
            }
            Cases::Of(branch) => {
                views.say(&["select b_.id from placement b_ where b_.institution_id = "]);
                views.bind_text(self.institution());
                views.say(&[" and b_.branch_id = "]);
                views.bind_text(branch);
            }
        }
    }

    /// ` or …` for rows that are this actor's own, where the record tells.
    fn or_own(&self, views: &mut Views) {
        if let Some(author) = const { column_of_author(R::TIE, R::COLUMNS) } {
            views.say(&[" or ", author, " = "]);
            views.bind_text(self.actor.id());
        }
    }

    /// For company and person over all their cases: what was written after the person left is not theirs, and nothing is
    /// written any more but what the register says.
    fn until_leaving(&self, views: &mut Views) {
        let Tie::Case(column) = R::TIE else { return };
        if self.actor.side() == crate::actor::Side::Bank {
            return;
        }
        let writes = !matches!(D::DEED, Deed::View | Deed::Exists);
        let left = ["not exists (select 1 from placement l_ where l_.id = ", R::TABLE, ".", column, " and l_.left_at "];
        if writes && !R::KIND.is_written_after_leaving() {
            views.say(&[" and "]);
            views.say(&left);
            views.say(&["is not null)"]);
        } else if !R::KIND.is_read_after_leaving() {
            views.say(&[" and ("]);
            views.say(&left);
            views.say(&["<= ", R::TABLE, ".created_at)"]);
            self.or_own(views);
            views.say(&[")"]);
        }
    }

    fn granted(&self, grant: Grant, views: &mut Views) {
        #[cfg(feature = "planted")]
        if crate::planted::is("grant_without_predicate") {
            return;
        }
        #[cfg(feature = "planted")]
        if crate::planted::is("count_of_all") && R::TABLE == "thread" && D::DEED == Deed::Exists {
            return;
        }
        let author = const { column_of_author(R::TIE, R::COLUMNS) }.unwrap_or("author");
        let (table, side) = (R::TABLE, self.actor.side().code());
        match grant {
            Grant::All | Grant::Exists | Grant::Reason => {}
            Grant::No => views.say(&[" and 1 = 0"]),
            Grant::Own => {
                views.say(&[" and ", author, " = "]);
                views.bind_text(self.actor.id());
            }
            Grant::OwnSide => {
                views.say(&[" and (side = "]);
                views.bind_text(side);
                views.say(&[" or side = 'joint')"]);
            }
            Grant::SharedBack => {
                views.say(&[" and side = "]);
                views.bind_text(side);
                views.say(&[" and shared_back = 1"]);
            }
            Grant::Reader | Grant::ReaderOrExists | Grant::ReaderOrReason => {
                // A manager reads what was put to the second line, a consultant what was put to the desk, also in one person.
                let line = if self.actor.staff_seat() == Some(StaffSeat::Manager) { "second" } else { "desk" };
                let thread = if table == "thread" { "id" } else { "thread_id" };
                views.say(&[
                    " and exists (select 1 from thread_reader r_ where r_.thread_id = ",
                    table,
                    ".",
                    thread,
                    " and r_.reader_id = ",
                ]);
                views.bind_text(self.actor.id());
                views.say(&[" and r_.line = '", line, "')"]);
            }
            Grant::Shown => views.say(&[" and shown = 1"]),
            Grant::OwnOrShown => {
                views.say(&[" and (", author, " = "]);
                views.bind_text(self.actor.id());
                views.say(&[" or shown = 1)"]);
            }
            Grant::Joint => views.say(&[" and side = 'joint'"]),
            Grant::Guest => {
                let of = if const { has_column(R::COLUMNS, "dialogue_id") } { "dialogue_id" } else { "id" };
                views.say(&[
                    " and exists (select 1 from dialogue_guest g_ where g_.dialogue_id = ",
                    table,
                    ".",
                    of,
                    " and g_.holder_id = ",
                ]);
                views.bind_text(self.actor.id());
                views.say(&[")"]);
            }
            Grant::Named => {
                views.say(&[" and exists (select 1 from named n_ where n_.placement_id = ", table, ".placement_id and n_.paper = "]);
                views.bind_text(table);
                views.say(&[" and n_.holder_id = "]);
                views.bind_text(self.actor.id());
                views.say(&[")"]);
                // A paper is what was shared: a row of one side is no part of it.
                if const { has_column(R::COLUMNS, "shown") } {
                    views.say(&[" and shown = 1"]);
                } else if const { has_column(R::COLUMNS, "side") } {
                    views.say(&[" and side = 'joint'"]);
                }
            }
        }
    }

    /// The view of this pass.
    pub(super) fn view(&self, views: &mut Views) {
        let only_exists = D::DEED == Deed::Exists || self.grant == Grant::Exists;
        views.say(&[if views.is_begun() { ", " } else { "with " }, if only_exists { R::VIEW_EXISTS } else { R::VIEW }]);
        self.predicate(views);
        views.say(&[")"]);
    }

    /// The realm of the data key under which texts of these rows are sealed: the case, else the company or person, else the institution.
    pub(crate) fn realm(&self) -> &str {
        match (&self.place, R::TIE) {
            (Place::Case(case), Tie::Case(_)) => &case.placement,
            (Place::Case(case), Tie::Company(_) | Tie::ContactHolder) => &case.company,
            (Place::Case(case), Tie::Person(_) | Tie::PersonHolder) => &case.person,
            _ => self.institution(),
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
    fn views(&self, views: &mut Views);
}

impl<R: Record, D: DeedType> Passes<R> for &Pass<R, D> {
    fn views(&self, views: &mut Views) {
        self.view(views);
    }
}

macro_rules! passes {
    ($($r:ident $d:ident $n:tt),*) => {
        impl<$($r: Record, $d: DeedType),*> Passes<($($r,)*)> for ($(&Pass<$r, $d>,)*) {
            fn views(&self, views: &mut Views) {
                $(self.$n.view(views);)*
            }
        }
    };
}
passes!(A DA 0, B DB 1);
passes!(A DA 0, B DB 1, C DC 2);
passes!(A DA 0, B DB 1, C DC 2, E DE 3);
passes!(A DA 0, B DB 1, C DC 2, E DE 3, F DF 4);
passes!(A DA 0, B DB 1, C DC 2, E DE 3, F DF 4, G DG 5);
