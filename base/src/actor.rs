//! Who acts. An actor is made only here, from a session, a sign-in that just succeeded, or a named duty.

use crate::access::{Deed, Seat};
use crate::register::Kind;

/// A staff seat, as held and switched to; what it is worth in a case depends on the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum StaffSeat {
    /// 人材紹介担当.
    Consultant,
    /// 営業店担当.
    Branch,
    /// 本部管理者 (役席).
    Manager,
    /// 職業紹介責任者.
    Officer,
    /// コンプライアンス担当.
    Compliance,
    /// システム管理者.
    Admin,
}

impl StaffSeat {
    /// Every staff seat, in the order of the table.
    pub const ALL: [StaffSeat; 6] =
        [StaffSeat::Consultant, StaffSeat::Branch, StaffSeat::Manager, StaffSeat::Officer, StaffSeat::Compliance, StaffSeat::Admin];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            StaffSeat::Consultant => "consultant",
            StaffSeat::Branch => "branch",
            StaffSeat::Manager => "manager",
            StaffSeat::Officer => "officer",
            StaffSeat::Compliance => "compliance",
            StaffSeat::Admin => "admin",
        }
    }

    /// Reads what [`StaffSeat::code`] wrote.
    pub fn parse(code: &str) -> Option<StaffSeat> {
        StaffSeat::ALL.into_iter().find(|seat| seat.code() == code)
    }

    /// The seat of the table outside any case.
    pub(crate) fn at_desk(self) -> Seat {
        match self {
            StaffSeat::Consultant => Seat::OtherConsultant,
            StaffSeat::Branch => Seat::BranchRm,
            StaffSeat::Manager => Seat::Manager,
            StaffSeat::Officer => Seat::Officer,
            StaffSeat::Compliance => Seat::Compliance,
            StaffSeat::Admin => Seat::Admin,
        }
    }
}

/// Which of the three parties a text comes from. A text keeps its side for ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The client company.
    Company,
    /// The placed person.
    Person,
    /// The institution.
    Bank,
}

impl Side {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Side::Company => "company",
            Side::Person => "person",
            Side::Bank => "bank",
        }
    }

    /// Reads what [`Side::code`] wrote.
    pub fn parse(code: &str) -> Option<Side> {
        [Side::Company, Side::Person, Side::Bank].into_iter().find(|side| side.code() == code)
    }
}

/// Someone who can hold a seat, a session or a mail address.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Holder {
    /// A member of staff.
    Staff(String),
    /// A contact of a company.
    Contact(String),
    /// A placed person.
    Person(String),
}

impl Holder {
    /// Kind as written in the database.
    pub fn kind(&self) -> &'static str {
        match self {
            Holder::Staff(_) => "staff",
            Holder::Contact(_) => "contact",
            Holder::Person(_) => "person",
        }
    }

    /// The id.
    pub fn id(&self) -> &str {
        match self {
            Holder::Staff(id) | Holder::Contact(id) | Holder::Person(id) => id,
        }
    }

    /// Reads kind and id.
    pub fn from(kind: &str, id: &str) -> Option<Holder> {
        match kind {
            "staff" => Some(Holder::Staff(id.into())),
            "contact" => Some(Holder::Contact(id.into())),
            "person" => Some(Holder::Person(id.into())),
            _ => None,
        }
    }

    /// The side this holder speaks for.
    pub fn side(&self) -> Side {
        match self {
            Holder::Staff(_) => Side::Bank,
            Holder::Contact(_) => Side::Company,
            Holder::Person(_) => Side::Person,
        }
    }
}

/// A job of the product itself, named in the audit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// Finding out who knocks, before anyone is known.
    SignIn,
    /// Sending what waits in the outbox; acts with the receiver's rights.
    Mailer,
    /// Sealing the audit chain.
    Sealer,
    /// Removing what has run out: sessions, links, keys of deeds.
    Sweeper,
    /// The administrator at the command line of the machine.
    Console,
    /// What falls due by itself: rounds of questions, and telling once more.
    Due,
    /// Filling and moving the demo.
    Demo,
}

impl Duty {
    /// The duty's name in the audit.
    pub fn name(self) -> &'static str {
        match self {
            Duty::SignIn => "duty:sign-in",
            Duty::Mailer => "duty:mailer",
            Duty::Sealer => "duty:sealer",
            Duty::Sweeper => "duty:sweeper",
            Duty::Console => "duty:console",
            Duty::Due => "duty:due",
            Duty::Demo => "duty:demo",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Staff { seat: StaffSeat, branch: String },
    Contact { company: String },
    Person,
    Duty(Duty),
}

/// How an actor came to act. What is less than a session narrows what the table grants, or is told in the audit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Via {
    /// In person.
    Session,
    /// The link of a survey, without a code: it only adds to what one was asked, and opens nothing.
    SurveyLink,
    /// A duty in someone's stead.
    Duty(Duty),
}

/// Who acts, in which institution, in which seat. There is no way to make one but through `base`.
///
/// ```compile_fail
/// let forged = base::actor::Actor { institution: "x".into(), holder: None, role: panic!(), via: panic!(), session: String::new() };
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    pub(crate) institution: String,
    pub(crate) holder: Option<Holder>,
    pub(crate) role: Role,
    pub(crate) via: Via,
    /// The session a command came in; empty for a duty.
    pub(crate) session: String,
}

impl Actor {
    /// A named duty; `institution` is `*` only for duties that serve all institutions.
    pub fn duty(duty: Duty, institution: &str) -> Actor {
        Actor { institution: institution.into(), holder: None, role: Role::Duty(duty), via: Via::Session, session: String::new() }
    }

    /// The institution this actor belongs to.
    pub fn institution(&self) -> &str {
        &self.institution
    }

    /// Who it is; none for a duty.
    pub fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref()
    }

    /// The id of the one who acts; the duty's name for a duty.
    pub fn id(&self) -> &str {
        match (&self.holder, &self.role) {
            (Some(holder), _) => holder.id(),
            (None, Role::Duty(duty)) => duty.name(),
            (None, _) => "",
        }
    }

    /// The staff seat this page acts in.
    pub fn staff_seat(&self) -> Option<StaffSeat> {
        match &self.role {
            Role::Staff { seat, .. } => Some(*seat),
            _ => None,
        }
    }

    /// Whether the way this actor came by lets the deed on this kind of record through. It narrows the table, never widens it.
    pub(crate) fn lets(&self, kind: Kind, deed: Deed) -> bool {
        if self.via != Via::SurveyLink {
            return true;
        }
        match kind {
            Kind::SurveyAsked => matches!(deed, Deed::View | Deed::Change),
            Kind::SurveyAnswer => deed == Deed::Change,
            Kind::Placement | Kind::Company | Kind::Person | Kind::Member | Kind::HouseDay | Kind::SurveyWording => deed == Deed::View,
            _ => false,
        }
    }

    /// Whether this actor only adds: what was written is neither opened nor changed nor taken away.
    pub(crate) fn adds_only(&self) -> bool {
        self.via == Via::SurveyLink
    }

    /// The side this actor speaks for.
    pub fn side(&self) -> Side {
        self.holder.as_ref().map_or(Side::Bank, Holder::side)
    }
}
