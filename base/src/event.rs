//! What happened: one event per command, and with it the audit line and the notices, in one transaction.
//!
//! Ids and numbers only; no names, no texts. A new event without its audit name, or without saying who is told, does not compile.

use crate::actor::Holder;

/// A mail the product sends; its text is written when it is sent, with the receiver's rights at that time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mail {
    /// ご案内: what the follow-up is, and the first way in.
    Invitation,
    /// A way in that was asked for: link and code.
    SignIn,
    /// The goal sheet waits for this party.
    SheetReview,
    /// All three have agreed.
    SheetAgreed,
    /// An agreement was recorded on behalf, by word of mouth: please check.
    SpokenAgreement,
    /// The booklet waits for this party.
    BookletReview,
    /// All have agreed to the booklet.
    BookletAgreed,
    /// An agreement to the booklet was recorded on behalf, from paper or word of mouth: please check.
    BookletRecorded,
    /// A change report is there to read.
    ReportPublished,
    /// A letter to this party alone.
    Letter,
    /// Words of yours are meant for a report: may they stand so?
    LineOffer,
    /// A dialogue, a visit or a talk is planned, or its plan changed; the calendar entry comes with it.
    Invited,
    /// A dialogue, a visit or a talk was called off.
    CalledOff,
    /// A short survey waits for this party.
    Survey,
    /// Times for a talk, to choose from.
    Slots,
    /// The survey still waits (再度のご案内).
    SurveyAgain,
    /// The month's one-minute question to the person.
    Pulse,
    /// What waits for an owner this week, before the first day.
    Week,
    /// What the desk asked for still waits for this party (再度のご案内).
    Again,
    /// The morning's counts, to a member of staff who wants them.
    Morning,
    /// A new device signed in.
    NewDevice,
    /// The code that a private page asks for.
    ProofCode,
    /// There is something from the desk on the private pages; what, it does not say.
    DeskWord,
    /// Words were passed on to this party.
    Passed,
    /// The consultant or the deputy of the case is another person now.
    DeskChanged,
    /// Something is, or is to be, passed on without the writer's yes: for compliance and for those who decide.
    Exception,
}

impl Mail {
    /// Every mail.
    pub const ALL: [Mail; 26] = [
        Mail::Invitation,
        Mail::SignIn,
        Mail::SheetReview,
        Mail::SheetAgreed,
        Mail::SpokenAgreement,
        Mail::BookletReview,
        Mail::BookletAgreed,
        Mail::BookletRecorded,
        Mail::ReportPublished,
        Mail::Letter,
        Mail::LineOffer,
        Mail::Invited,
        Mail::CalledOff,
        Mail::Survey,
        Mail::Slots,
        Mail::SurveyAgain,
        Mail::Pulse,
        Mail::Week,
        Mail::Again,
        Mail::Morning,
        Mail::NewDevice,
        Mail::ProofCode,
        Mail::DeskWord,
        Mail::Passed,
        Mail::DeskChanged,
        Mail::Exception,
    ];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Mail::Invitation => "invitation",
            Mail::SignIn => "sign_in",
            Mail::SheetReview => "sheet_review",
            Mail::SheetAgreed => "sheet_agreed",
            Mail::SpokenAgreement => "spoken_agreement",
            Mail::BookletReview => "booklet_review",
            Mail::BookletAgreed => "booklet_agreed",
            Mail::BookletRecorded => "booklet_recorded",
            Mail::ReportPublished => "report_published",
            Mail::Letter => "letter",
            Mail::LineOffer => "line_offer",
            Mail::Invited => "invited",
            Mail::CalledOff => "called_off",
            Mail::Survey => "survey",
            Mail::Slots => "slots",
            Mail::SurveyAgain => "survey_again",
            Mail::Pulse => "pulse",
            Mail::Week => "week",
            Mail::Again => "again",
            Mail::Morning => "morning",
            Mail::NewDevice => "new_device",
            Mail::ProofCode => "proof_code",
            Mail::DeskWord => "desk_word",
            Mail::Passed => "passed",
            Mail::DeskChanged => "desk_changed",
            Mail::Exception => "exception",
        }
    }

    /// Reads what [`Mail::code`] wrote.
    pub fn parse(code: &str) -> Option<Mail> {
        Mail::ALL.into_iter().find(|mail| mail.code() == code)
    }
}

macro_rules! events {
    ($($(#[$meta:meta])* $name:ident $act:literal $({ $($field:ident),* })? $(tells $mail:expr)?;)*) => {
        /// One command that was carried out.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event { $($(#[$meta])* $name { /** The placement, when the event belongs to one. */ case: Option<String>, /** The record it is about. */ subject: String, /** Counts and codes for the audit; never a name, never a text. */ detail: String, /** Who is told. */ to: Vec<Holder> }),* }
        impl Event {
            /// The event's name in the audit.
            pub fn act(&self) -> &'static str { match self { $(Event::$name { .. } => $act),* } }
            /// Every event's name.
            pub const ACTS: &'static [&'static str] = &[$($act),*];
            /// The mail this receiver gets. Of an exception the writer is told in their thread, staff for what it is.
            pub(crate) fn mail_for(&self, holder: &Holder) -> Option<Mail> {
                match (self, holder) {
                    (Event::WithoutConsentDecided { .. }, Holder::Staff(_)) => Some(Mail::Exception),
                    _ => self.mail(),
                }
            }
            /// The mail its receivers get.
            pub fn mail(&self) -> Option<Mail> { match self { $(Event::$name { .. } => events!(@mail $($mail)?)),* } }
            pub(crate) fn parts(&self) -> (&Option<String>, &str, &str, &[Holder]) { match self { $(Event::$name { case, subject, detail, to } => (case, subject, detail, to)),* } }
            /// Counts and codes for the audit; never a name, never a text.
            #[must_use]
            pub fn detail(mut self, words: impl Into<String>) -> Event { match &mut self { $(Event::$name { detail, .. } => *detail = words.into()),* } self }
            /// Who is told.
            #[must_use]
            pub fn tell(mut self, holders: Vec<Holder>) -> Event { match &mut self { $(Event::$name { to, .. } => *to = holders),* } self }
            $(#[doc = concat!("`", $act, "`")] #[expect(non_snake_case, reason = "reads like the event it makes")]
            pub fn $name(case: Option<&str>, subject: &str) -> Event { Event::$name { case: case.map(Into::into), subject: subject.into(), detail: String::new(), to: Vec::new() } })*
        }
    };
    (@mail) => { None };
    (@mail $mail:expr) => { Some($mail) };
}

events! {
    /// Someone signed in.
    SignedIn "session.opened" tells Mail::NewDevice;
    /// A sign-in was refused.
    SignInRefused "session.refused";
    /// A session was ended.
    SignedOut "session.ended";
    /// A session now acts in another seat.
    SeatChanged "session.seat";
    /// Company or person chose in which language they are written to.
    MailLanguageChosen "account.language";
    /// A way in was asked for.
    LinkAsked "link.asked" tells Mail::SignIn;
    /// A paper card was issued.
    CardIssued "card.issued";
    /// A member of staff was added.
    StaffAdded "staff.added";
    /// A member of staff was changed.
    StaffChanged "staff.changed";
    /// A password was set.
    PasswordSet "staff.password";
    /// A branch was added or changed.
    BranchChanged "branch.changed";
    /// The institution's settings were changed.
    SettingsChanged "settings.changed";
    /// A placement was opened.
    PlacementOpened "placement.opened";
    /// A placement was changed.
    PlacementChanged "placement.changed" tells Mail::DeskChanged;
    /// A spreadsheet was put in for a preview.
    ImportStaged "import.staged";
    /// A spreadsheet was registered: one entry with its digest and counts.
    ImportDone "import.done";
    /// A list was taken out.
    ListExported "list.exported";
    /// A paper was printed: which one, and its version.
    PaperPrinted "paper.printed";
    /// A contact was added or changed.
    ContactChanged "contact.changed";
    /// A mail address was added, changed or judged.
    AddressChanged "address.changed";
    /// Consultant or deputy changed.
    MembersChanged "members.changed";
    /// The first ご案内 went to a party.
    InvitationSent "invitation.sent" tells Mail::Invitation;
    /// The issue was worded anew.
    IssueReworded "issue.reworded";
    /// The joining was confirmed.
    JoinConfirmed "placement.joined";
    /// The placement ended.
    PlacementEnded "placement.ended";
    /// A desk note was written.
    NoteWritten "note.written";
    /// What stands in a long form was kept while it is written, or is not wanted any more.
    UnsavedKept "unsaved.kept";
    /// The goal sheet was drafted or edited.
    SheetEdited "sheet.edited";
    /// All three are asked to review the sheet.
    SheetReviewAsked "sheet.review_asked" tells Mail::SheetReview;
    /// A party proposed something for the sheet.
    GoalProposed "sheet.proposed";
    /// The desk answered a proposal.
    ProposalAnswered "sheet.answered";
    /// A party agreed to, or the bank confirmed, parts of the sheet.
    PartsAgreed "sheet.sealed";
    /// The last seal was set: a version stands.
    SheetAgreed "sheet.agreed" tells Mail::SheetAgreed;
    /// An agreement by word of mouth was recorded.
    SpokenAgreement "sheet.spoken" tells Mail::SpokenAgreement;
    /// The booklet was drafted or edited.
    BookletEdited "booklet.edited";
    /// All three are asked to review the booklet.
    BookletReviewAsked "booklet.review_asked" tells Mail::BookletReview;
    /// A party agreed to, or the bank confirmed, sections of the booklet.
    BookletSealed "booklet.sealed";
    /// The last seal was set: a version of the booklet stands.
    BookletAgreed "booklet.agreed" tells Mail::BookletAgreed;
    /// An agreement by word of mouth or on paper was recorded.
    BookletRecorded "booklet.recorded" tells Mail::BookletRecorded;
    /// A party answered to the follow-up or to the use of data, or took an answer back.
    ConsentGiven "consent.answered";
    /// Owner or person said who of the company may read which paper.
    NamingChanged "paper.named";
    /// A check-in was planned.
    CheckInPlanned "check_in.planned";
    /// Those who take part in a check-in were told of its day.
    CheckInTold "check_in.told" tells Mail::Invited;
    /// A check-in was moved; those who knew of the day are told.
    CheckInMoved "check_in.moved" tells Mail::Invited;
    /// A check-in was skipped, with a reason; those who knew of the day are told that it is off.
    CheckInSkipped "check_in.skipped" tells Mail::CalledOff;
    /// A check-in was recorded.
    CheckInRecorded "check_in.recorded";
    /// The follow-up plan of a case was made, or made anew.
    FollowUpMade "follow_up.made";
    /// A leave began or ended; the plan was set by it.
    LeaveKept "follow_up.leave";
    /// Times for a talk were put before those who talk.
    SlotsOffered "slots.offered" tells Mail::Slots;
    /// Times were taken back.
    SlotsWithdrawn "slots.withdrawn";
    /// One who talks said which times suit.
    SlotsAnswered "slots.answered";
    /// What the company or the bank did about a care point was written down.
    SupportKept "support.kept";
    /// A private text was read.
    TextRead "text.read";
    /// A milestone was judged by one party.
    MilestoneJudged "milestone.judged";
    /// A next action was added.
    TodoAdded "todo.added";
    /// A next action was done, or opened again.
    TodoDone "todo.done";
    /// A line of 今日 was put off to a day.
    LinePutOff "today.put_off";
    /// A line that was put off was taken up again.
    LineTakenUp "today.taken_up";
    /// Who has not answered what the desk asked for was told of it once more.
    AskedAgain "today.asked_again" tells Mail::Again;
    /// A member of staff wants the morning's counts by mail, or not any more.
    MorningChosen "staff.morning";
    /// The morning's counts were made out for a member of staff.
    MorningTold "today.morning" tells Mail::Morning;
    /// An expected change was written.
    ChangeExpected "change.expected";
    /// A party said in its own words what it pictures of a change.
    ChangePictured "change.pictured";
    /// A party told the desk what worries it about a change.
    WorryKept "change.worry";
    /// Something was seen.
    Observed "change.observed";
    /// A gap is expected, or was worded anew, for all three to see.
    GapExpected "gap.expected";
    /// Shared gaps were looked at again.
    GapLooked "gap.looked";
    /// A gap was kept for the desk: one side's, or the desk's own.
    GapKept "gap.kept";
    /// A gap kept for the desk was shared with all three by its writer.
    GapShared "gap.shared";
    /// A dialogue or visit was planned.
    DialoguePlanned "dialogue.planned" tells Mail::Invited;
    /// A planned dialogue or visit was changed.
    DialogueMoved "dialogue.moved" tells Mail::Invited;
    /// A planned dialogue or visit was called off.
    DialogueCancelled "dialogue.cancelled" tells Mail::CalledOff;
    /// What a dialogue or visit brought was recorded.
    DialogueRecorded "dialogue.recorded";
    /// A party wrote down its own part of a dialogue or visit.
    DialogueWritten "dialogue.written";
    /// What was said became a gap, an expected change or a next action.
    OutcomeTaken "dialogue.outcome";
    /// Both sides were asked the questions of a round.
    SurveyOpened "survey.opened" tells Mail::Survey;
    /// One more of the company was asked.
    SurveyAskedToo "survey.asked_too" tells Mail::Survey;
    /// Who has not answered was told once more.
    SurveyReminded "survey.reminded" tells Mail::SurveyAgain;
    /// The person was asked the month's short question.
    PulseAsked "survey.pulse" tells Mail::Pulse;
    /// A question was answered, or an answer changed.
    SurveyAnswered "survey.answered";
    /// The desk took answers down from the telephone.
    SurveySpoken "survey.spoken";
    /// A case was looked at for signals: how many arose, and which answers were opened for it.
    SignalsLooked "signal.looked";
    /// A signal was settled by the desk.
    SignalSettled "signal.settled";
    /// The institution's thresholds for signals have a new edition.
    SignalRulesChanged "signal.rules";
    /// A report was drafted.
    ReportDrafted "report.drafted";
    /// A report was edited.
    ReportEdited "report.edited";
    /// The words of a line were put before their writer.
    LineOffered "report.line_offered" tells Mail::LineOffer;
    /// The writer agreed to the words, or not.
    LineAnswered "report.line_answered";
    /// The manager was asked for a second look.
    SecondLookAsked "report.second_look";
    /// The manager approved, or returned it.
    SecondLookGiven "report.looked";
    /// A report is to go out, in ten minutes.
    ReportHeld "report.held";
    /// It was taken back within them.
    ReportKeptBack "report.kept_back";
    /// It did not go out: a yes or a word changed within them.
    ReportStopped "report.stopped";
    /// A report was published to both sides.
    ReportPublished "report.published" tells Mail::ReportPublished;
    /// A report was read.
    ReportRead "report.read";
    /// A letter to one side was written or worded anew.
    LetterKept "letter.kept";
    /// It is to go out, in ten minutes.
    LetterHeld "letter.held";
    /// It was taken back within them.
    LetterKeptBack "letter.kept_back";
    /// It went out.
    LetterSent "letter.sent" tells Mail::Letter;
    /// Its receiver said that they have read it.
    LetterRead "letter.read";
    /// A meeting with people of the company was noted, or the note was taken away.
    TouchKept "touch.kept";
    /// The last day of a placed person was corrected.
    SeparationCorrected "placement.separation_corrected";
    /// A private page asked for its code.
    ProofAsked "session.proof_asked" tells Mail::ProofCode;
    /// A concern was written, or added to.
    ConcernSent "concern.sent";
    /// The way was tried with a greeting, or the greeting was answered.
    ConcernTried "concern.tried" tells Mail::DeskWord;
    /// A concern was answered.
    ConcernAnswered "concern.answered" tells Mail::DeskWord;
    /// The writer was told of a reader who came later.
    ReaderTold "concern.reader_told";
    /// The readers noted something among themselves.
    ConcernNoted "concern.noted";
    /// Words for someone else were drafted or worded anew.
    RelayDrafted "relay.drafted";
    /// The exact words were put before the writer.
    RelayOffered "relay.offered" tells Mail::DeskWord;
    /// The writer agreed to them, or not, or took the yes back.
    RelayAnswered "relay.answered";
    /// The words reached their receiver.
    RelaySent "relay.sent" tells Mail::Passed;
    /// What came of it was told.
    RelayResult "relay.result" tells Mail::DeskWord;
    /// Passing on without the writer's yes was asked for.
    WithoutConsentAsked "relay.without_consent_asked" tells Mail::Exception;
    /// Passing on without the writer's yes was decided by a second person.
    WithoutConsentDecided "relay.without_consent" tells Mail::DeskWord;
    /// The preparation of a joining was begun, or its two questions answered anew.
    PreparationBegun "preparation.begun";
    /// An item of the preparation, an action or a promise was added or changed.
    PlanItemChanged "plan.changed";
    /// An item was ticked by the one whose it is.
    PlanItemTicked "plan.ticked";
    /// Who looks after what in the company was written down.
    ReceptionChanged "reception.changed";
    /// The placed person said what they wish of those who look after them.
    ReceptionVoiced "reception.voiced";
    /// The map of people was changed.
    MapChanged "map.changed";
    /// The institution's template for preparations has a new edition.
    TemplateChanged "template.changed";
    /// An indicator of the issue was written down or measured.
    IndicatorKept "review.indicator";
    /// The company entered or released figures of a period.
    FiguresReleased "review.figures";
    /// A review of the issue was opened.
    ReviewOpened "review.opened";
    /// A party wrote its view of the issue.
    ReviewViewed "review.viewed";
    /// A review was shared with all three.
    ReviewShared "review.shared";
    /// A next issue or proposal was written down or changed.
    ProposalKept "proposal.kept";
    /// A proposal was put before the company.
    ProposalHanded "proposal.handed";
    /// The person left the company.
    Separated "placement.separated";
    /// Why they left, or what is learnt, was written down.
    SeparationWorded "placement.separation_word";
    /// What waits for an owner before the first day is asked for, once a week.
    WeekAsked "week.asked" tells Mail::Week;
    /// A mail went out, or was given up.
    MailSettled "mail.settled";
    /// A mail was cancelled before it went out.
    MailCancelled "mail.cancelled";
    /// The demo was filled.
    DemoFilled "demo.filled";
    /// The demo's clock was moved.
    TimeMoved "demo.time";
    /// Something was done at the command line.
    Console "console";
}
