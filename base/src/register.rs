//! One marker type per record: its name, its table, what ties it to a case, and its columns. Ids and numbers only;
//! the slices give the records their rules, their SQL and their words.

/// What ties the rows of a record to the one who looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tie {
    /// The column that names the institution, and nothing closer.
    Institution(&'static str),
    /// The column that names the placement.
    Case(&'static str),
    /// The column that names the company of the placement.
    Company(&'static str),
    /// The column that names the placed person.
    Person(&'static str),
    /// `holder_id`, the contacts of the placement's company.
    ContactHolder,
    /// `holder_id`, the placed person.
    PersonHolder,
}

/// A record: one row of the access table, one door to its rows.
pub trait Record: Send + Sync + 'static {
    /// Its row in the access table.
    const KIND: Kind;
    /// The physical table; only the store writes this name.
    const TABLE: &'static str;
    /// The name a slice's SQL uses: a view narrowed to what the pass grants.
    const SCOPED: &'static str;
    /// What ties a row to the one who looks.
    const TIE: Tie;
    /// The columns of the view.
    const COLUMNS: &'static str;
    /// The view as far as its conditions.
    const VIEW: &'static str;
    /// The view of the columns that say only that it exists, as far as its conditions.
    const VIEW_EXISTS: &'static str;
}

macro_rules! records {
    ($($(#[$meta:meta])* $name:ident: $table:literal as $scoped:literal, $tie:expr, $columns:literal, exists $exists:literal;)*) => {
        /// The records of the product; each has its row in the access table.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Kind { $($(#[$meta])* $name),* }
        impl Kind {
            /// Every record.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),*];
        }
        $($(#[$meta])* #[derive(Debug)] pub struct $name;
        impl Record for $name {
            const KIND: Kind = Kind::$name;
            const TABLE: &'static str = $table;
            const SCOPED: &'static str = $scoped;
            const TIE: Tie = $tie;
            const COLUMNS: &'static str = $columns;
            const VIEW: &'static str = concat!($scoped, " as not materialized (select ", $columns, " from ", $table, " where ");
            const VIEW_EXISTS: &'static str = concat!($scoped, " as not materialized (select ", $exists, " from ", $table, " where ");
        })*
        /// Calls the macro `$body` once per record type, with `::<Record>`: for the tests that go over all of them.
        #[cfg(test)]
        macro_rules! each_record { ($body:ident) => { $($body!(::<$crate::register::$name>);)* } }
    };
}

records! {
    /// The bank, shinkin bank or credit co-operative.
    Institution: "institution" as "institutions", Tie::Institution("id"), "id, version, code, kind, name, phone, hours, second_look, paper_calendar, paper_seals, keep_months, refund_dismissal, indices, morning_at", exists "id, name";
    /// A branch (営業店).
    Branch: "branch" as "branches", Tie::Institution("institution_id"), "id, version, code, name", exists "id, name";
    /// A member of staff as everyone they serve knows them.
    StaffName: "staff" as "staff_names", Tie::Institution("institution_id"), "id, name, phone, state", exists "id";
    /// A member of staff with address and state.
    Staff: "staff" as "staffs", Tie::Institution("institution_id"), "id, version, name, mail, phone, state, password_at, created_at", exists "id, state";
    /// A seat held by a member of staff.
    StaffSeat: "staff_seat" as "staff_seats", Tie::Institution("institution_id"), "id, version, staff_id, seat, branch_id", exists "id";
    /// Whether one person may be branch RM and consultant at once, and why (visibility.md rule 11).
    TwoHats: "institution" as "two_hats", Tie::Institution("id"), "id, version, two_hats_reason", exists "id";
    /// The client company (取引先企業).
    Company: "company" as "companies", Tie::Company("id"), "id, version, number, name, name_key, address, address_key, industry, phone, postal, employees, closing_month, mail_domain, branch_id, created_at", exists "id, created_at";
    /// A contact of the company, by name and post.
    Contact: "contact" as "contacts", Tie::Company("company_id"), "id, version, company_id, part, name, post, state, created_at", exists "id, created_at";
    /// A mail address of a contact.
    ContactAddress: "address" as "contact_addresses", Tie::ContactHolder, "id, version, holder_id, company_id, mail, mail_key, kind, created_at", exists "id";
    /// The placed person, by name.
    Person: "person" as "persons", Tie::Person("id"), "id, version, name, kana, identity_key, state, created_at", exists "id, created_at";
    /// The placed person's private facts, sealed.
    PersonPrivate: "person_private" as "persons_private", Tie::Person("person_id"), "id, version, person_id, birth, address, pay", exists "id";
    /// A mail address of the placed person.
    PersonAddress: "address" as "person_addresses", Tie::PersonHolder, "id, version, holder_id, mail, mail_key, kind, created_at", exists "id";
    /// The placement (案件).
    Placement: "placement" as "placements", Tie::Case("id"), "id, version, company_id, person_id, branch_id, case_no, post, contract, sides, state, offer_on, join_on, ended_on, imported, owner_signs, person_signs, consultant_name, deputy_name, identity_key, left_at, person_until, created_at", exists "id, state, created_at";
    /// The end of a placement by its dates: the last day, and until when who comes in. For correcting it without the case.
    PlacementEnd: "placement" as "placement_ends", Tie::Case("id"), "id, version, state, ended_on, join_on, left_at, person_until, created_at", exists "id, state, created_at";
    /// Who belongs to a placement, in which seat.
    Member: "member" as "members", Tie::Case("placement_id"), "id, version, placement_id, holder_kind, holder_id, seat, deputy, state, invited_at, created_at", exists "id, seat, state";
    /// Fee terms of the placement; the pay they rest on is a private fact of the person.
    Fee: "fee" as "fees", Tie::Case("placement_id"), "id, version, placement_id, rate_permille, amount, refund", exists "id";
    /// The management issue (経営課題) in its editions; the first is frozen.
    Issue: "issue" as "issues", Tie::Case("placement_id"), "id, version, placement_id, edition, sentence, view, set_on, author, created_at", exists "id, created_at";
    /// A note of the desk, sealed.
    DeskNote: "desk_note" as "desk_notes", Tie::Case("placement_id"), "id, version, placement_id, author, kind, body, created_at", exists "id, created_at";
    /// A spreadsheet on its way in, sealed.
    ImportBatch: "import_batch" as "import_batches", Tie::Institution("institution_id"), "id, version, author, name, digest, file, mends, state, created_at", exists "id, created_at";
    /// The goal sheet (目標管理シート).
    GoalSheet: "goal_sheet" as "goal_sheets", Tie::Case("placement_id"), "id, version, placement_id, mission, from_on, until_on, state, edition, draft_no, asked_no, asked_at, reason, created_at", exists "id, state";
    /// A goal of the sheet.
    Goal: "goal" as "goals", Tie::Case("placement_id"), "id, version, placement_id, sheet_id, no, sentence, criterion, due_on, month1, month3, month6, supporter, weight, issue_no, state, dropped_in, created_at", exists "id, state";
    /// A proposal to the sheet, sealed for its side.
    GoalProposal: "goal_proposal" as "goal_proposals", Tie::Case("placement_id"), "id, version, placement_id, goal_id, side, author, body, words, state, answer, answered_at, created_at", exists "id, side, state, created_at";
    /// What a member of staff has typed into a long form and not saved yet, sealed by side; for its writer alone.
    Unsaved: "unsaved" as "unsaved_ones", Tie::Case("placement_id"), "id, version, placement_id, form, kept_at, bank, company, person, author, created_at", exists "id, created_at";
    /// A seal on a part of the sheet: party, part, hash of the part.
    Agreement: "agreement" as "agreements", Tie::Case("placement_id"), "id, version, placement_id, sheet_id, part, party, part_hash, draft_no, author, author_name, way, said_where, said_on, created_at", exists "id, party, created_at";
    /// An agreed version of the sheet, never altered.
    SheetVersion: "sheet_version" as "sheet_versions", Tie::Case("placement_id"), "id, version, placement_id, sheet_id, edition, hash, content, created_at", exists "id, edition, created_at";
    /// The booklet (三者の書面): duties, authority, contact, gaps and changes, in one document.
    Booklet: "booklet" as "booklets", Tie::Case("placement_id"), "id, version, placement_id, content, state, edition, draft_no, asked_no, asked_at, created_at", exists "id, state";
    /// A seal on a section of the booklet: party, section, hash of the section.
    BookletSeal: "booklet_seal" as "booklet_seals", Tie::Case("placement_id"), "id, version, placement_id, booklet_id, part, party, part_hash, draft_no, author, author_name, way, said_where, said_on, created_at", exists "id, party, created_at";
    /// An agreed version of the booklet, never altered.
    BookletVersion: "booklet_version" as "booklet_versions", Tie::Case("placement_id"), "id, version, placement_id, booklet_id, edition, hash, content, created_at", exists "id, edition, created_at";
    /// A photo of a page that was signed by hand, sealed under the side that signed it.
    SignedPage: "signed_page" as "signed_pages", Tie::Case("placement_id"), "id, version, placement_id, party, paper, author, author_name, signed_on, kind, size, body, created_at", exists "id, party, created_at";
    /// A yes or no of one party: to the follow-up, to the use of data. `writer` is whose it is, `author` who wrote it down.
    Consent: "consent" as "consents", Tie::Case("placement_id"), "id, version, placement_id, side, writer, writer_name, author, matter, answer, text_no, rhythm, way, said_where, said_on, created_at", exists "id, created_at";
    /// How often one side wants to be asked (フォローの頻度), as all three know it.
    Rhythm: "rhythm" as "rhythms", Tie::Case("placement_id"), "id, version, placement_id, side, writer, rhythm, created_at", exists "id, created_at";
    /// What one side says about a contact reading a paper; the latest word counts.
    Naming: "naming" as "namings", Tie::Case("placement_id"), "id, version, placement_id, paper, holder_id, side, says, author, created_at", exists "id, created_at";
    /// That a contact is named for the rows of one table: owner and person both said yes.
    Named: "named" as "names_given", Tie::Case("placement_id"), "id, version, placement_id, paper, holder_id, created_at", exists "id, created_at";
    /// A follow-up talk (フォロー面談): when and with whom.
    CheckIn: "check_in" as "check_ins", Tie::Case("placement_id"), "id, version, placement_id, side, way, step, planned_on, planned_at, held_on, state, told, told_on, skipped_why, plan_key, months, days, minutes, moved, waits, reception, author, created_at", exists "id, side, state, planned_on, held_on, created_at";
    /// The institution's template for follow-up plans, in its editions.
    FollowTemplate: "follow_template" as "follow_templates", Tie::Institution("institution_id"), "id, version, edition, content, author, created_at", exists "id, edition, created_at";
    /// That a case has its follow-up plan, and since when the person is on leave; why is nobody's business.
    FollowPlan: "follow_plan" as "follow_plans", Tie::Case("placement_id"), "id, version, placement_id, edition, leave_from, author, created_at", exists "id, created_at";
    /// Times for a talk that the desk put before those who talk.
    SlotOffer: "slot_offer" as "slot_offers", Tie::Case("placement_id"), "id, version, placement_id, check_in_id, side, slots, fits, until_on, talk_version, state, answered, author, created_at", exists "id, state, created_at";
    /// What the company or the bank did about a care point (支援の記録).
    Support: "support" as "supports", Tie::Case("placement_id"), "id, version, placement_id, care, giver, who, body, given_on, author, created_at", exists "id, created_at";
    /// That a line of 今日 was put off: the step it stands for, until when, and why in a word.
    PutOff: "put_off" as "put_offs", Tie::Case("placement_id"), "id, version, placement_id, step, until_on, reason, author, created_at", exists "id, created_at";
    /// That a member of staff wants the morning's counts by mail.
    MorningMail: "morning_mail" as "morning_mails", Tie::Institution("institution_id"), "id, version, author, created_at", exists "id";
    /// What one side said, sealed for that side.
    CheckInNote: "check_in_note" as "check_in_notes", Tie::Case("placement_id"), "id, version, placement_id, check_in_id, side, care, body, shared_back, author, created_at", exists "id, check_in_id, side, created_at";
    /// What was said with all three at the table.
    JointNote: "joint_note" as "joint_notes", Tie::Case("placement_id"), "id, version, placement_id, check_in_id, care, body, author, created_at", exists "id, check_in_id, created_at";
    /// One party's word on a milestone (中間目標).
    MilestoneView: "milestone_view" as "milestone_views", Tie::Case("placement_id"), "id, version, placement_id, goal_id, month, side, word, by_desk, judged_on, shown, author, created_at", exists "id, goal_id, month, created_at";
    /// A next action, sealed for the desk.
    Todo: "todo" as "todos", Tie::Case("placement_id"), "id, version, placement_id, check_in_id, who, body, due_on, done_at, author, created_at", exists "id, due_on, done_at, created_at";
    /// A change that is hoped for (会社に起きてほしい変化).
    ExpectedChange: "expected_change" as "expected_changes", Tie::Case("placement_id"), "id, version, placement_id, words, scene, sign, baseline, author, side, created_at", exists "id, created_at";
    /// What one party pictures of an expected change, in its own words; all read it.
    ChangePicture: "change_picture" as "change_pictures", Tie::Case("placement_id"), "id, version, placement_id, change_id, words, side, author, created_at", exists "id, created_at";
    /// What worries one party about an expected change, sealed for its side.
    ChangeWorry: "change_worry" as "change_worries", Tie::Case("placement_id"), "id, version, placement_id, change_id, side, body, author, created_at", exists "id, side, created_at";
    /// What one party saw, sealed for its side.
    Observation: "observation" as "observations", Tie::Case("placement_id"), "id, version, placement_id, change_id, side, author, seen_on, body, evidence, proof, marks, lend, created_at", exists "id, side, created_at";
    /// An expected gap (想定されるギャップ) that all three see, with its countermeasure (対応策).
    Gap: "gap" as "gaps", Tie::Case("placement_id"), "id, version, placement_id, lies, words, sign, measure, who, due_on, state, looked_on, author, side, created_at", exists "id, state, created_at";
    /// That a shared gap was looked at again, and how it stood.
    GapLook: "gap_look" as "gap_looks", Tie::Case("placement_id"), "id, version, placement_id, gap_id, state, words, looked_on, author, side, created_at", exists "id, created_at";
    /// A gap that one side expects and keeps for the desk, sealed for that side.
    GapOwn: "gap_own" as "gaps_own", Tie::Case("placement_id"), "id, version, placement_id, side, body, sign, measure, shared_as, author, created_at", exists "id, side, created_at";
    /// A gap that the desk expects, sealed for the side its words come from.
    GapDesk: "gap_desk" as "gaps_desk", Tie::Case("placement_id"), "id, version, placement_id, side, source, body, sign, measure, state, shared_as, author, created_at", exists "id, state, created_at";
    /// A dialogue (対話) or visit (職場見学) of the placed person with people of the company, as planned.
    Dialogue: "dialogue" as "dialogues", Tie::Case("placement_id"), "id, version, placement_id, kind, on_day, at, place, aim, people, others, state, author, created_at", exists "id, state, created_at";
    /// Who takes part in a dialogue.
    DialogueGuest: "dialogue_guest" as "dialogue_guests", Tie::Case("placement_id"), "id, version, placement_id, dialogue_id, holder_kind, holder_id, created_at", exists "id, created_at";
    /// What was said in a dialogue, and what the place of work needs: the part all may read.
    DialogueNote: "dialogue_note" as "dialogue_notes", Tie::Case("placement_id"), "id, version, placement_id, dialogue_id, kind, body, became, author, side, created_at", exists "id, created_at";
    /// What one side said or thought of a dialogue, sealed for that side.
    DialogueWord: "dialogue_word" as "dialogue_words", Tie::Case("placement_id"), "id, version, placement_id, dialogue_id, side, body, became, author, created_at", exists "id, side, created_at";
    /// A round of questions to both sides (アンケート).
    SurveyRound: "survey_round" as "survey_rounds", Tie::Case("placement_id"), "id, version, placement_id, step, edition, due_on, closes_on, taken, author, created_at", exists "id, step, edition, created_at";
    /// One who is asked in a round, or the month's short question to the person; `writer` is who answers.
    SurveyAsked: "survey_asked" as "survey_askeds", Tie::Case("placement_id"), "id, version, placement_id, round_id, step, nth, edition, due_on, closes_on, side, seat, writer_kind, writer, reminded, done_on, author, created_at", exists "id, round_id, created_at";
    /// One answer to one question, a choice or words, sealed for the side it comes from; `writer` is who answered, also where
    /// the desk took it down from the telephone.
    SurveyAnswer: "survey_answer" as "survey_answers", Tie::Case("placement_id"), "id, version, placement_id, asked_id, round_id, question, side, choice, way, writer, author, created_at", exists "id, side, created_at";
    /// The institution's own wording of the questions, in its editions.
    SurveyWording: "survey_wording" as "survey_wordings", Tie::Institution("institution_id"), "id, version, edition, content, author, created_at", exists "id, edition, created_at";
    /// A signal (気になる兆し・うまくいっていること): the rule that spoke, what it arose from, how the desk settled it; evidence
    /// and reason are sealed. `sources` names the askings whose answers are in it.
    Signal: "signal" as "signals", Tie::Case("placement_id"), "id, version, placement_id, rule, subject, side, evidence, sources, state, reason, verdict, settled_on, author, created_at", exists "id, state, created_at";
    /// How far the sealed answers of a case were looked at for signals.
    SignalLook: "signal_look" as "signal_looks", Tie::Case("placement_id"), "id, version, placement_id, looked_on, stamp, author, created_at", exists "id";
    /// The institution's thresholds for signals, in their editions.
    SignalSetting: "signal_setting" as "signal_settings", Tie::Institution("institution_id"), "id, version, edition, content, author, created_at", exists "id, edition, created_at";
    /// A change report (変化のご報告) in the making.
    Report: "report" as "reports", Tie::Case("placement_id"), "id, version, placement_id, no, edition, finding, state, author, approved_by, returned_why, corrects, hands, approved_hash, hold, held_until, held_hash, held_by, created_at", exists "id, no, state, created_at";
    /// The institution's own wording of what reports are drafted with, in its editions.
    ReportWording: "report_wording" as "report_wordings", Tie::Institution("institution_id"), "id, version, edition, content, author, created_at", exists "id, edition, created_at";
    /// A line of a report in the making, sealed for the side it comes from.
    ReportLine: "report_line" as "report_lines", Tie::Case("placement_id"), "id, version, placement_id, report_id, no, change_id, observation_id, side, words, before_words, taken, author, created_at", exists "id, report_id, created_at";
    /// The exact words of a line, put before the one who wrote its source: `writer`, whose own it is; `author` put it there.
    LineOffer: "line_offer" as "line_offers", Tie::Case("placement_id"), "id, version, placement_id, line_id, observation_id, side, writer, author, body, hash, state, reason, created_at", exists "id, state, created_at";
    /// A published report: the same words to both.
    ReportPublished: "report_published" as "reports_published", Tie::Case("placement_id"), "id, version, placement_id, report_id, no, edition, finding, content, hash, author_name, audience, created_at", exists "id, no, edition, created_at";
    /// What the desk tells one side alone, in the making; sealed for the side it goes to.
    Letter: "letter" as "letters", Tie::Case("placement_id"), "id, version, placement_id, side, holder_kind, receiver_id, body, hold, held_until, held_by, author, created_at", exists "id, hold, created_at";
    /// The same as its receiver has it; there is nothing of it for the other side.
    LetterReceived: "letter_received" as "letters_received", Tie::Case("placement_id"), "id, version, placement_id, letter_id, receiver, side, body, author_name, read_on, author, created_at", exists "id, created_at";
    /// A read mark on a published report.
    ReportRead: "report_read" as "report_reads", Tie::Case("placement_id"), "id, version, placement_id, report_id, author, author_name, side, created_at", exists "id, created_at";
    /// A private thread (相談) with the desk, or with the second line; its matter is sealed for its side. `writer` is whose own it is.
    Thread: "thread" as "threads", Tie::Case("placement_id"), "id, version, placement_id, side, writer, line, trial, matter, wish, state, due_on, moved_at, erased_at, created_at", exists "id, placement_id, state, due_on, created_at";
    /// Who reads a thread: a member of staff its writer was told of, and in which line.
    ThreadReader: "thread_reader" as "thread_readers", Tie::Case("placement_id"), "id, version, placement_id, thread_id, writer, reader_id, line, created_at", exists "id";
    /// A message of a thread, sealed for the side of its writer, also where the desk speaks.
    Message: "message" as "messages", Tie::Case("placement_id"), "id, version, placement_id, thread_id, writer, side, voice, author, body, created_at", exists "id, created_at";
    /// A file added to a message, sealed like it, with its name.
    Attachment: "attachment" as "attachments", Tie::Case("placement_id"), "id, version, placement_id, thread_id, message_id, writer, side, author, kind, size, name, file, created_at", exists "id, created_at";
    /// A note of the readers among themselves, sealed for the desk.
    ThreadNote: "thread_note" as "thread_notes", Tie::Case("placement_id"), "id, version, placement_id, thread_id, author, body, created_at", exists "id, created_at";
    /// Exact words meant for someone else, put before the one whose concern they come from (`writer`), with their yes.
    Relay: "relay" as "relays", Tie::Case("placement_id"), "id, version, placement_id, thread_id, writer, side, kind, receiver_kind, receiver_id, meet_on, meet_at, words, hash, until_on, state, answered_at, sent_at, passed, result, author, created_at", exists "id, state, created_at";
    /// Words that reached their receiver: a record of its own, without a way back to where they come from.
    RelayReceived: "relay_received" as "relays_received", Tie::Case("placement_id"), "id, version, placement_id, receiver, side, kind, meet_on, meet_at, words, result, author, created_at", exists "id, created_at";
    /// Passing something on without the writer's yes: danger or law, asked by one and decided by another.
    WithoutConsent: "without_consent" as "withouts_consent", Tie::Case("placement_id"), "id, version, placement_id, thread_id, writer, side, ground, to_whom, words, why, barred, state, author, decided_by, created_at", exists "id, ground, state, barred, created_at";
    /// A day on which the institution is closed or open otherwise than the calendar says.
    HouseDay: "house_day" as "house_days", Tie::Institution("institution_id"), "id, version, day, kind, note, created_at", exists "id";
    /// The institution's template for preparations, in its editions.
    PrepTemplate: "prep_template" as "prep_templates", Tie::Institution("institution_id"), "id, version, edition, content, author, created_at", exists "id, edition, created_at";
    /// Who decided on the hire and who in the company knows of it: the desk's own.
    Preparation: "preparation" as "preparations", Tie::Case("placement_id"), "id, version, placement_id, decided, knows, edition, author, created_at", exists "id, created_at";
    /// What one of the three does: an item of the preparation, an action, a promise; `writer` is who ticks it.
    PlanItem: "plan_item" as "plan_items", Tie::Case("placement_id"), "id, version, placement_id, kind, no, side, body, who, writer, needed, from_join, due_on, state, outcome, outcome_by, done_on, author, created_at", exists "id, kind, state, created_at";
    /// Who in the company looks after which care point, and how often owner and person talk.
    Reception: "reception" as "receptions", Tie::Case("placement_id"), "id, version, placement_id, rhythm, content, author, created_at", exists "id, created_at";
    /// What the placed person wishes of those who look after them, per care point, for the three to read.
    ReceptionVoice: "reception_voice" as "reception_voices", Tie::Case("placement_id"), "id, version, placement_id, content, author, created_at", exists "id, created_at";
    /// A person of the company on the desk's map, sealed.
    MappedPerson: "mapped_person" as "mapped_persons", Tie::Case("placement_id"), "id, version, placement_id, name, hopes, worries, knows, met, role, item_id, author, created_at", exists "id, created_at";
    /// An indicator of the management issue, or a business effect that is hoped for: at first, hoped, reached.
    Indicator: "indicator" as "indicators", Tie::Case("placement_id"), "id, version, placement_id, kind, name, unit, at_first, hoped, reached, reached_on, author, created_at", exists "id, created_at";
    /// What an indicator was measured at on a day: entered by the company with its consent, or written down by the desk.
    IndicatorReading: "indicator_reading" as "indicator_readings", Tie::Case("placement_id"), "id, version, placement_id, indicator_id, measured_on, value, way, author, created_at", exists "id, created_at";
    /// Figures of one period that the company entered or released, sealed for its side.
    CompanyFigures: "company_figures" as "companies_figures", Tie::Case("placement_id"), "id, version, placement_id, period_on, side, body, released_on, way, author, created_at", exists "id, created_at";
    /// A review of the issue (課題の振り返り), open to the views of all three.
    IssueReview: "issue_review" as "issue_reviews", Tie::Case("placement_id"), "id, version, placement_id, no, state, author, created_at", exists "id, no, state, created_at";
    /// One party's own view of the issue, sealed for its side.
    ReviewView: "review_view" as "review_views", Tie::Case("placement_id"), "id, version, placement_id, review_id, side, word, evidence, worth, missing, lend, quote, author, created_at", exists "id, review_id, created_at";
    /// What a review came to, as all three read it, never altered.
    ReviewOutcome: "review_outcome" as "review_outcomes", Tie::Case("placement_id"), "id, version, placement_id, review_id, no, word, content, remains, author, created_at", exists "id, no, created_at";
    /// A next issue and what the institution proposes for it (次の提案).
    NextProposal: "next_proposal" as "next_proposals", Tie::Case("placement_id"), "id, version, placement_id, kind, issue, offer, worth, chance, keeper, next_on, state, ended_on, result, income, untied, origin, origin_on, author, created_at", exists "id, state, created_at";
    /// The record a proposal grew out of.
    ProposalOrigin: "proposal_origin" as "proposal_origins", Tie::Case("placement_id"), "id, version, placement_id, proposal_id, kind, subject_id, author, created_at", exists "id, created_at";
    /// What was put before the company, word for word.
    ProposalSheet: "proposal_sheet" as "proposal_sheets", Tie::Case("placement_id"), "id, version, placement_id, proposal_id, kind, issue, offer, author, author_name, created_at", exists "id, created_at";
    /// That the regular follow-up was closed.
    Closing: "closing" as "closings", Tie::Case("placement_id"), "id, version, placement_id, closed_on, author, created_at", exists "id, created_at";
    /// That the person left: day, whose wish it was, why in a word.
    Separation: "separation" as "separations", Tie::Case("placement_id"), "id, version, placement_id, ended_on, party, cause, author, created_at", exists "id, created_at";
    /// Why, in the words of one side, and what is learnt; sealed for that side.
    SeparationWord: "separation_word" as "separation_words", Tie::Case("placement_id"), "id, version, placement_id, side, body, author, created_at", exists "id, created_at";
    /// What of the fee is paid back (返戻金), with its working.
    Refund: "refund" as "refunds", Tie::Case("placement_id"), "id, version, placement_id, joined_on, ended_on, fee, months, permille, amount, excluded, terms, author, created_at", exists "id, created_at";
    /// That the bank met people of the company: day, level, how many, what it was about, without a word of what was said.
    Touch: "touch" as "touches", Tie::Case("placement_id"), "id, version, placement_id, met_on, level, way, heads, topics, dropped, author, created_at", exists "id, created_at";
    /// A mail that waits, went out, or was given up; no text.
    Outbox: "outbox" as "outboxes", Tie::Case("placement_id"), "id, version, placement_id, mail, to_kind, to_id, subject_id, state, attempts, due_at, sent_at, reason, created_at", exists "id, state, created_at";
    /// An audit entry; ids and numbers only.
    Audit: "audit" as "audits", Tie::Case("placement_id"), "seq, at, actor, seat, act, placement_id, subject_id, detail", exists "seq, at, act";
}

impl Kind {
    /// Whether company and person still reach rows that were written after the person left.
    pub fn is_read_after_leaving(self) -> bool {
        matches!(self, Kind::Placement | Kind::Member | Kind::Refund | Kind::ProposalSheet)
    }

    /// Whether company and person may still write it after the person left: their channel, their consents, their reasons.
    pub fn is_written_after_leaving(self) -> bool {
        matches!(
            self,
            Kind::Thread
                | Kind::ThreadReader
                | Kind::Message
                | Kind::Attachment
                | Kind::Relay
                | Kind::Consent
                | Kind::Rhythm
                | Kind::ReportRead
                | Kind::SeparationWord
        )
    }
}
