//! **The** table: who may see and do what (the product's promise, in one place).
//!
//! One row per record, one cell per seat, no default: a record without a row, or a row without a seat, does not compile.
//! A cell is a grant, not a yes: every grant but `No` and `All` becomes a predicate bound to each statement
//! (`store::scope`). The table is printed to `access.golden.txt`; a change there is a change of the promise.

use crate::register::Kind;

/// The seats of the field. A person may hold several; each page acts in one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Seat {
    /// 人材紹介担当 of this case, and the deputy both sides were told of.
    Consultant,
    /// 人材紹介担当 of the same institution, but not of this case.
    OtherConsultant,
    /// 営業店担当 of the case's own branch.
    BranchRm,
    /// 本部管理者 = 役席.
    Manager,
    /// 職業紹介責任者.
    Officer,
    /// コンプライアンス担当.
    Compliance,
    /// システム管理者.
    Admin,
    /// 経営者.
    Owner,
    /// 受け入れ責任者.
    Host,
    /// 経営幹部・現場責任者・担当者.
    Contact,
    /// 入社者.
    Person,
}

impl Seat {
    /// Every seat, in the order of the table.
    pub const ALL: [Seat; 11] = [
        Seat::Consultant,
        Seat::OtherConsultant,
        Seat::BranchRm,
        Seat::Manager,
        Seat::Officer,
        Seat::Compliance,
        Seat::Admin,
        Seat::Owner,
        Seat::Host,
        Seat::Contact,
        Seat::Person,
    ];

    /// The seat's name in the audit.
    pub fn name(self) -> &'static str {
        match self {
            Seat::Consultant => "consultant",
            Seat::OtherConsultant => "other consultant",
            Seat::BranchRm => "branch",
            Seat::Manager => "manager",
            Seat::Officer => "officer",
            Seat::Compliance => "compliance",
            Seat::Admin => "admin",
            Seat::Owner => "owner",
            Seat::Host => "host",
            Seat::Contact => "contact",
            Seat::Person => "person",
        }
    }
}

/// How much of a record a seat reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grant {
    /// Nothing, not even that it exists.
    No,
    /// Only that it exists: number, age, state.
    Exists,
    /// Only what this person wrote.
    Own,
    /// Only what comes from this person's side, and what both sides did together.
    OwnSide,
    /// What comes from this person's side and was opened back to it.
    SharedBack,
    /// Only what was made visible.
    Shown,
    /// What this person wrote and what was made visible.
    OwnOrShown,
    /// What both sides did together, and nothing of one side.
    Joint,
    /// Only for those named for this paper by owner and person, and of it only what both sides share.
    Named,
    /// Only of dialogues this person takes part in.
    Guest,
    /// With a stated reason, traced and shown to the writer.
    Reason,
    /// Only threads whose writer was told that this member of staff reads them.
    Reader,
    /// What `Reader` gives; of the rest only that it exists.
    ReaderOrExists,
    /// What `Reader` gives; the rest as `Reason` does.
    ReaderOrReason,
    /// All of the case.
    All,
}

/// What a seat wants to do with a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Learn that it exists.
    Exists,
    /// Read it.
    View,
    /// Add or change it.
    Change,
    /// Agree to it (合意): company and person.
    Agree,
    /// Confirm it (確認): the bank.
    Confirm,
    /// Bring it into being with a new case.
    Open,
}

/// One cell: what is granted for reading, for writing, and whether this seat seals it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    read: Grant,
    write: Grant,
    seal: Seal,
    opens: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Seal {
    No,
    Agrees,
    Confirms,
}

const fn cell(read: Grant, write: Grant) -> Cell {
    Cell { read, write, seal: Seal::No, opens: false }
}

const N: Cell = cell(Grant::No, Grant::No);
const M: Cell = cell(Grant::Exists, Grant::No);
const R: Cell = cell(Grant::All, Grant::No);
const W: Cell = cell(Grant::All, Grant::All);
/// Reads all, writes own.
const R_OWN: Cell = cell(Grant::All, Grant::Own);
/// Reads and writes own.
const OWN: Cell = cell(Grant::Own, Grant::Own);
/// Reads its side and what is joint, and settles when (日時を選ぶ).
const SIDE_A: Cell = Cell { read: Grant::OwnSide, write: Grant::No, seal: Seal::Agrees, opens: false };
const BACK: Cell = cell(Grant::SharedBack, Grant::No);
const SHOWN: Cell = cell(Grant::Shown, Grant::No);
const OWN_SHOWN: Cell = cell(Grant::OwnOrShown, Grant::Own);
const JOINT: Cell = cell(Grant::Joint, Grant::No);
const NAMED: Cell = cell(Grant::Named, Grant::No);
/// Only what they take part in.
const GUEST: Cell = cell(Grant::Guest, Grant::No);
/// Reads what they take part in, writes own.
const GUEST_OWN: Cell = cell(Grant::Guest, Grant::Own);
const REASON: Cell = cell(Grant::Reason, Grant::No);
const READER: Cell = cell(Grant::Reader, Grant::Reader);
const READER_R: Cell = cell(Grant::Reader, Grant::No);
const READER_M: Cell = cell(Grant::ReaderOrExists, Grant::Reader);
const READER_REASON: Cell = cell(Grant::ReaderOrReason, Grant::Reader);
const OWN_R: Cell = cell(Grant::Own, Grant::No);
/// Writes and agrees.
const WA: Cell = Cell { read: Grant::All, write: Grant::All, seal: Seal::Agrees, opens: false };
/// Reads, adds the own agreement.
const RA: Cell = Cell { read: Grant::All, write: Grant::No, seal: Seal::Agrees, opens: false };
/// Writes and confirms.
const WC: Cell = Cell { read: Grant::All, write: Grant::All, seal: Seal::Confirms, opens: false };
/// Writes, and opens it with a new case.
const WO: Cell = Cell { read: Grant::All, write: Grant::All, seal: Seal::No, opens: true };
/// Does not see it, but opens it with a new case.
const O: Cell = Cell { read: Grant::No, write: Grant::No, seal: Seal::No, opens: true };
/// Sees that it exists, and opens it with a new case.
const MO: Cell = Cell { read: Grant::Exists, write: Grant::No, seal: Seal::No, opens: true };
/// Reads it, and opens it with a new case.
const RO: Cell = Cell { read: Grant::All, write: Grant::No, seal: Seal::No, opens: true };

/// One row of the table; a seat left out does not compile.
struct Row {
    consultant: Cell,
    other: Cell,
    branch: Cell,
    manager: Cell,
    officer: Cell,
    compliance: Cell,
    admin: Cell,
    owner: Cell,
    host: Cell,
    contact: Cell,
    person: Cell,
}

/// The table. Read a row like a sentence; the columns stand in the order of the promise.
#[rustfmt::skip]
#[expect(clippy::match_same_arms, reason = "one line a record, also where two promises are alike")]
const fn row(kind: Kind) -> Row {
    match kind {
        // The house. Names of staff are shown to everyone they serve; addresses and state are the administrator's.
        Kind::Institution    => Row { consultant: R,     other: R,  branch: R,     manager: R,     officer: R,   compliance: R, admin: W, owner: R,    host: R,     contact: R,     person: R },
        Kind::Branch         => Row { consultant: R,     other: R,  branch: R,     manager: R,     officer: R,   compliance: R, admin: W, owner: R,    host: R,     contact: R,     person: R },
        Kind::StaffName      => Row { consultant: RO,    other: RO, branch: R,     manager: R,     officer: R,   compliance: R, admin: R, owner: R,    host: R,     contact: R,     person: R },
        Kind::Staff          => Row { consultant: N,     other: N,  branch: N,     manager: N,     officer: N,   compliance: R, admin: W, owner: N,    host: N,     contact: N,     person: N },
        Kind::StaffSeat      => Row { consultant: R,     other: R,  branch: R,     manager: R,     officer: R,   compliance: R, admin: W, owner: N,    host: N,     contact: N,     person: N },
        Kind::TwoHats        => Row { consultant: N,     other: N,  branch: N,     manager: N,     officer: N,   compliance: R, admin: W, owner: N,    host: N,     contact: N,     person: N },
        // Days on which the house is closed stand behind every date that anyone is given.
        Kind::HouseDay       => Row { consultant: R,     other: R,  branch: R,     manager: R,     officer: R,   compliance: R, admin: W, owner: R,    host: R,     contact: R,     person: R },
        // The desk makes its lists from the template; only their items are shown to others.
        Kind::PrepTemplate   => Row { consultant: R,     other: R,  branch: N,     manager: W,     officer: N,   compliance: R, admin: W, owner: N,    host: N,     contact: N,     person: N },
        // Company and people.
        Kind::Company        => Row { consultant: WO,    other: RO, branch: W,     manager: R,     officer: R,   compliance: M, admin: N, owner: W,    host: R,     contact: R,     person: R },
        Kind::Contact        => Row { consultant: WO,    other: RO, branch: R,     manager: R,     officer: R,   compliance: M, admin: N, owner: W,    host: R,     contact: R,     person: R },
        Kind::ContactAddress => Row { consultant: WO,    other: O,  branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: N },
        Kind::Person         => Row { consultant: WO,    other: O,  branch: R,     manager: R,     officer: R,   compliance: M, admin: N, owner: R,    host: R,     contact: R,     person: W },
        Kind::PersonPrivate  => Row { consultant: WO,    other: O,  branch: N,     manager: REASON,officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: W },
        Kind::PersonAddress  => Row { consultant: WO,    other: O,  branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: OWN },
        // The placement.
        Kind::Placement      => Row { consultant: WO,    other: MO, branch: R,     manager: R,     officer: R,   compliance: M, admin: N, owner: R,    host: R,     contact: R,     person: R },
        // The officer keeps the fact and the date of a separation, and nothing else of the case.
        Kind::PlacementEnd   => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: W,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::Member         => Row { consultant: WO,    other: O,  branch: R,     manager: W,     officer: R,   compliance: M, admin: N, owner: R,    host: R,     contact: R,     person: R },
        Kind::Fee            => Row { consultant: WO,    other: O,  branch: R,     manager: R,     officer: W,   compliance: M, admin: N, owner: R,    host: N,     contact: N,     person: N },
        Kind::Issue          => Row { consultant: WO,    other: O,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: W,    host: N,     contact: N,     person: R },
        Kind::DeskNote       => Row { consultant: WO,    other: O,  branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::ImportBatch    => Row { consultant: OWN,   other: OWN,branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        // The preparation. What the desk knows of the company's inside is the desk's alone.
        Kind::Preparation    => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::PlanItem       => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R_OWN,host: R_OWN, contact: OWN,   person: R_OWN },
        Kind::Reception      => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: W,    host: NAMED, contact: NAMED, person: R },
        // The person's own words on it: the three read them, and those who work under the person do not.
        Kind::ReceptionVoice => Row { consultant: R,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R,    host: N,     contact: N,     person: R_OWN },
        Kind::MappedPerson   => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        // The goal sheet.
        Kind::GoalSheet      => Row { consultant: WC,    other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: RA,   host: NAMED, contact: NAMED, person: RA },
        Kind::Goal           => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R,    host: NAMED, contact: NAMED, person: R },
        Kind::GoalProposal   => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: N,     contact: N,     person: OWN },
        // What is typed and not saved is its writer's, whatever side it comes from.
        Kind::Unsaved        => Row { consultant: OWN,   other: N,  branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::Agreement      => Row { consultant: WC,    other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: WA,   host: NAMED, contact: NAMED, person: WA },
        // The last seal makes the version, whoever sets it.
        Kind::SheetVersion   => Row { consultant: WC,    other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: RA,   host: NAMED, contact: NAMED, person: RA },
        // The booklet. Who signed on paper keeps the paper; its photo is the desk's.
        Kind::Booklet        => Row { consultant: WC,    other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: RA,   host: NAMED, contact: NAMED, person: RA },
        Kind::BookletSeal    => Row { consultant: WC,    other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: WA,   host: NAMED, contact: NAMED, person: WA },
        Kind::BookletVersion => Row { consultant: WC,    other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: RA,   host: NAMED, contact: NAMED, person: RA },
        Kind::SignedPage     => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        // The yes to being followed up is each party's own; only the rhythm it leaves is known to all.
        Kind::Consent        => Row { consultant: W,     other: N,  branch: N,     manager: N,     officer: R,   compliance: R, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::Rhythm         => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: R,   compliance: M, admin: N, owner: R_OWN, host: R,    contact: N,     person: R_OWN },
        // Owner and person name those who read their papers, and both must.
        Kind::Naming         => Row { consultant: R,     other: N,  branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: W,    host: N,     contact: N,     person: W },
        Kind::Named          => Row { consultant: R,     other: N,  branch: N,     manager: R,     officer: N,   compliance: N, admin: N, owner: W,    host: N,     contact: N,     person: W },
        // Check-ins. That one side was talked with is not known to the other.
        Kind::CheckIn        => Row { consultant: W,     other: N,  branch: JOINT, manager: M,     officer: N,   compliance: M, admin: N, owner: SIDE_A, host: NAMED, contact: NAMED, person: SIDE_A },
        // Those who talk choose among times; that a person is on leave is the desk's to know, and why is asked of nobody.
        Kind::SlotOffer      => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: SIDE_A, host: N,    contact: N,     person: SIDE_A },
        Kind::FollowPlan     => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::FollowTemplate => Row { consultant: R,     other: R,  branch: N,     manager: W,     officer: N,   compliance: R, admin: W, owner: N,    host: N,     contact: N,     person: N },
        Kind::Support        => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R,    host: N,     contact: N,     person: R },
        Kind::CheckInNote    => Row { consultant: W,     other: N,  branch: N,     manager: REASON,officer: N,   compliance: M, admin: N, owner: BACK, host: N,     contact: N,     person: BACK },
        Kind::JointNote      => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R,    host: NAMED, contact: NAMED, person: R },
        Kind::MilestoneView  => Row { consultant: W,     other: N,  branch: SHOWN, manager: SHOWN, officer: N,   compliance: N, admin: N, owner: OWN_SHOWN, host: NAMED, contact: NAMED, person: OWN_SHOWN },
        Kind::Todo           => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        // How the desk arranges its day is the desk's alone; whom the morning's counts are sent to is each one's own choice.
        Kind::PutOff         => Row { consultant: W,     other: N,  branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::MorningMail    => Row { consultant: OWN,   other: OWN,branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        // Change and report.
        Kind::ExpectedChange => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: W,    host: R_OWN, contact: R_OWN, person: W },
        // In their own words: what is pictured is shared like the change itself, what worries is for the desk.
        Kind::ChangePicture  => Row { consultant: R_OWN, other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R_OWN,host: R_OWN, contact: R_OWN, person: R_OWN },
        Kind::ChangeWorry    => Row { consultant: R,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::Observation    => Row { consultant: R_OWN, other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::Report         => Row { consultant: W,     other: N,  branch: N,     manager: W,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::ReportWording  => Row { consultant: R,     other: R,  branch: N,     manager: W,     officer: N,   compliance: R, admin: W, owner: N,    host: N,     contact: N,     person: N },
        Kind::ReportLine     => Row { consultant: W,     other: N,  branch: N,     manager: R,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::LineOffer      => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::ReportPublished=> Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R,    host: NAMED, contact: NAMED, person: R },
        Kind::ReportRead     => Row { consultant: R,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        // A letter to one side is the desk's and its receiver's; the other side does not know that there is one.
        Kind::Letter         => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::LetterReceived => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: N,     contact: N,     person: OWN },
        // Gaps: shared by all three; one side's, which its writer alone may share; the desk's.
        Kind::Gap            => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: W,    host: R,     contact: N,     person: W },
        Kind::GapLook        => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: W,    host: R,     contact: N,     person: W },
        Kind::GapOwn         => Row { consultant: R,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: N,     contact: N,     person: OWN },
        Kind::GapDesk        => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        // Dialogues and visits: a contact knows of those they take part in.
        Kind::Dialogue       => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R,    host: R,     contact: GUEST, person: R },
        Kind::DialogueGuest  => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R,    host: R,     contact: GUEST, person: R },
        Kind::DialogueNote   => Row { consultant: W,     other: N,  branch: R,     manager: R,     officer: N,   compliance: N, admin: N, owner: R_OWN,host: R_OWN, contact: GUEST_OWN, person: R_OWN },
        Kind::DialogueWord   => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        // The paired survey: a round is known to those who are asked, an answer to its writer and the desk.
        // A round holds what the desk makes of it, so it is the desk's; each who is asked knows of their own asking alone. The
        // desk writes an answer only where it takes it down from the telephone, and the answer says so.
        Kind::SurveyRound    => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::SurveyAsked    => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::SurveyAnswer   => Row { consultant: W,     other: N,  branch: N,     manager: REASON,officer: N,   compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::SurveyWording  => Row { consultant: R,     other: R,  branch: N,     manager: W,     officer: N,   compliance: R, admin: W, owner: R,    host: R,     contact: R,     person: R },
        // Signals are the desk's; a manager learns that there are some. A disclosure request goes through the officer.
        Kind::Signal         => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::SignalLook     => Row { consultant: W,     other: N,  branch: N,     manager: N,     officer: N,   compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::SignalSetting  => Row { consultant: R,     other: R,  branch: N,     manager: W,     officer: N,   compliance: R, admin: W, owner: N,    host: N,     contact: N,     person: N },
        // The private channels. Read by whom the writer was told of; a second line is not there for the consultant.
        Kind::Thread         => Row { consultant: READER,other: N,  branch: N,     manager: READER_REASON, officer: N, compliance: M, admin: N, owner: OWN, host: OWN,   contact: OWN,   person: OWN },
        Kind::ThreadReader   => Row { consultant: READER_R, other: N, branch: N,   manager: READER_R, officer: N,  compliance: N, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::Message        => Row { consultant: READER,other: N,  branch: N,     manager: READER_REASON, officer: N, compliance: M, admin: N, owner: OWN, host: OWN,   contact: OWN,   person: OWN },
        Kind::Attachment     => Row { consultant: READER,other: N,  branch: N,     manager: READER_REASON, officer: N, compliance: M, admin: N, owner: OWN, host: OWN,   contact: OWN,   person: OWN },
        Kind::ThreadNote     => Row { consultant: READER,other: N,  branch: N,     manager: READER, officer: N,    compliance: N, admin: N, owner: N,    host: N,     contact: N,     person: N },
        Kind::Relay          => Row { consultant: READER,other: N,  branch: N,     manager: READER_M, officer: N,  compliance: M, admin: N, owner: OWN,  host: OWN,   contact: OWN,   person: OWN },
        Kind::RelayReceived  => Row { consultant: READER,other: N,  branch: N,     manager: READER_M, officer: N,  compliance: M, admin: N, owner: OWN_R, host: OWN_R, contact: OWN_R, person: OWN_R },
        // Danger and law: two persons, and compliance learns that it happened and why in a word.
        Kind::WithoutConsent => Row { consultant: READER,other: N,  branch: N,     manager: W,     officer: N,     compliance: M, admin: N, owner: N,    host: N,     contact: N,     person: N },
        // The issue and what came of it: a view is its writer's and the desk's, the outcome is read by all three.
        Kind::Indicator      => Row { consultant: W, other: N, branch: R, manager: R, officer: N, compliance: N, admin: N, owner: W, host: N, contact: N, person: R },
        Kind::IndicatorReading => Row { consultant: W, other: N, branch: R, manager: R, officer: N, compliance: N, admin: N, owner: W, host: N, contact: N, person: R },
        Kind::CompanyFigures => Row { consultant: W, other: N, branch: N, manager: N, officer: N, compliance: N, admin: N, owner: W, host: N, contact: N, person: N },
        Kind::IssueReview    => Row { consultant: W, other: N, branch: R, manager: R, officer: N, compliance: N, admin: N, owner: R, host: N, contact: N, person: R },
        Kind::ReviewView     => Row { consultant: R_OWN, other: N, branch: N, manager: M, officer: N, compliance: N, admin: N, owner: OWN, host: N, contact: N, person: OWN },
        Kind::ReviewOutcome  => Row { consultant: W, other: N, branch: R, manager: R, officer: N, compliance: N, admin: N, owner: R, host: N, contact: N, person: R },
        // What is proposed next is the bank's; where it grew is not the branch's, and what is put before them is the company's.
        Kind::NextProposal   => Row { consultant: W, other: N, branch: W, manager: R, officer: N, compliance: R, admin: N, owner: N, host: N, contact: N, person: N },
        Kind::ProposalOrigin => Row { consultant: W, other: N, branch: N, manager: R, officer: N, compliance: N, admin: N, owner: N, host: N, contact: N, person: N },
        Kind::ProposalSheet  => Row { consultant: W, other: N, branch: W, manager: R, officer: N, compliance: R, admin: N, owner: R, host: N, contact: N, person: N },
        // The end. The day is in the placement; whose wish it was and why is the desk's and the books'.
        Kind::Closing        => Row { consultant: W, other: N, branch: R, manager: R, officer: R, compliance: M, admin: N, owner: R, host: R, contact: N, person: R },
        Kind::Separation     => Row { consultant: W, other: N, branch: N, manager: M, officer: W, compliance: N, admin: N, owner: N, host: N, contact: N, person: N },
        Kind::SeparationWord => Row { consultant: W, other: N, branch: N, manager: M, officer: R, compliance: N, admin: N, owner: OWN, host: N, contact: N, person: OWN },
        Kind::Refund         => Row { consultant: W, other: N, branch: R, manager: R, officer: W, compliance: M, admin: N, owner: R, host: N, contact: N, person: N },
        // How often and how widely the bank talks with the company: the bank's own.
        Kind::Touch          => Row { consultant: W, other: N, branch: R, manager: R, officer: N, compliance: N, admin: N, owner: N, host: N, contact: N, person: N },
        // Running it.
        // The consultant may take a mail back while it waits.
        Kind::Outbox         => Row { consultant: W,     other: N,  branch: N,     manager: M,     officer: N,   compliance: N, admin: M, owner: N,    host: N,     contact: N,     person: N },
        Kind::Audit          => Row { consultant: R,     other: N,  branch: N,     manager: R,     officer: R,   compliance: R, admin: M, owner: N,    host: N,     contact: N,     person: N },
    }
}

fn at(kind: Kind, seat: Seat) -> Cell {
    let row = row(kind);
    match seat {
        Seat::Consultant => row.consultant,
        Seat::OtherConsultant => row.other,
        Seat::BranchRm => row.branch,
        Seat::Manager => row.manager,
        Seat::Officer => row.officer,
        Seat::Compliance => row.compliance,
        Seat::Admin => row.admin,
        Seat::Owner => row.owner,
        Seat::Host => row.host,
        Seat::Contact => row.contact,
        Seat::Person => row.person,
    }
}

/// What the table grants `seat` for `deed` on records of this kind.
pub fn grant(kind: Kind, seat: Seat, deed: Deed) -> Grant {
    #[cfg(feature = "planted")]
    if crate::planted::is("table_says_yes") {
        return Grant::All;
    }
    let cell = at(kind, seat);
    match deed {
        Deed::Exists if matches!(cell.read, Grant::Reason | Grant::ReaderOrExists | Grant::ReaderOrReason) => Grant::Exists,
        Deed::Exists | Deed::View => cell.read,
        Deed::Change => cell.write,
        // One agrees to what one reads, and to nothing else.
        Deed::Agree if cell.seal == Seal::Agrees => cell.read,
        Deed::Confirm if cell.seal == Seal::Confirms => Grant::All,
        Deed::Open if cell.opens => Grant::All,
        Deed::Agree | Deed::Confirm | Deed::Open => Grant::No,
    }
}

/// The table as text, for the golden file.
pub fn golden() -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for kind in Kind::ALL {
        let _ = writeln!(out, "{kind:?}");
        for seat in Seat::ALL {
            let cell = at(*kind, seat);
            let seal = match cell.seal {
                Seal::No => "",
                Seal::Agrees => " agrees",
                Seal::Confirms => " confirms",
            };
            let opens = if cell.opens { " opens" } else { "" };
            let _ = writeln!(
                out,
                "  {:<17} read {:<11} write {:<5}{seal}{opens}",
                seat.name(),
                format!("{:?}", cell.read),
                format!("{:?}", cell.write)
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// To accept a change of the promise: `BANSO_BLESS=1 cargo test -p base promise`.
    #[test]
    fn the_promise_is_the_one_that_was_read_and_agreed() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/access.golden.txt");
        if option_env!("BANSO_BLESS").is_some() {
            std::fs::write(file, golden()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(file).unwrap(), golden());
    }

    #[test]
    fn no_seat_of_the_company_reaches_what_the_person_alone_said_and_the_other_way_round() {
        for kind in [
            Kind::PersonPrivate,
            Kind::PersonAddress,
            Kind::DeskNote,
            Kind::Todo,
            Kind::GapDesk,
            Kind::Preparation,
            Kind::FollowPlan,
            Kind::MappedPerson,
            Kind::Report,
            Kind::ReportLine,
            Kind::NextProposal,
            Kind::ProposalOrigin,
            Kind::Separation,
        ] {
            for seat in [Seat::Owner, Seat::Host, Seat::Contact] {
                assert_eq!(grant(kind, seat, Deed::View), Grant::No, "{kind:?} {seat:?}");
            }
        }
        for kind in [
            Kind::ContactAddress,
            Kind::Fee,
            Kind::DeskNote,
            Kind::Todo,
            Kind::GapDesk,
            Kind::Preparation,
            Kind::FollowPlan,
            Kind::MappedPerson,
            Kind::Report,
            Kind::ReportLine,
            Kind::CompanyFigures,
            Kind::NextProposal,
            Kind::ProposalSheet,
            Kind::Refund,
            Kind::Separation,
        ] {
            assert_eq!(grant(kind, Seat::Person, Deed::View), Grant::No, "{kind:?}");
        }
    }
}
