//! Every route of the product on one page: method, path, who it is for, handler.
//!
//! A route without an audience cannot be written down here, and nothing is routed elsewhere. The matrix test walks this
//! table for every seat and relation.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use base::actor::StaffSeat;

use crate::account::settings;
use crate::web::guard::{For, dressed, guard};
use crate::web::{App, assets};
use crate::{
    account, booklet, case, change, channel, check_in, closing, consent, console, contacts, demo, depth, dialogue, followup, gap,
    goal_sheet, letter, naming, next_proposal, placement, portal, preparation, relay, report, review, signal, support, survey, today,
    unsaved,
};

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who it is for.
    pub whom: For,
    handler: MethodRouter<App>,
}

/// A handler whose own type is forgotten: what axum and tower wrap around it is compiled once, not for each of the routes.
type Call = Arc<dyn Fn(Request, App) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync>;

fn line<H, T>(method: &'static str, path: &'static str, whom: For, handler: H) -> Route
where
    H: Handler<T, App> + Sync,
    T: 'static,
{
    handled(method, path, whom, Arc::new(move |request, app| Box::pin(handler.clone().call(request, app))))
}

fn handled(method: &'static str, path: &'static str, whom: For, call: Call) -> Route {
    let handler = move |State(app): State<App>, request: Request| call(request, app);
    let handler = if method == "POST" { post(handler) } else { get(handler) };
    Route { method, path, whom, handler }
}

use StaffSeat::{Admin, Branch, Compliance, Consultant, Manager, Officer};

/// Every member of staff.
const ANY: For = For::Staff(&StaffSeat::ALL);
/// The placement desk.
const DESK: For = For::Staff(&[Consultant]);
/// Those who read cases.
const READERS: For = For::Staff(&[Consultant, Branch, Manager, Officer]);
/// Those who meet a talk, and have a 今日: the desk, the branch where all three talked, a manager.
const TALK: For = For::Staff(&[Consultant, Branch, Manager]);
/// Those who read what was consented to.
const CONSENTS: For = For::Staff(&[Consultant, Officer, Compliance]);
const MANAGER: For = For::Staff(&[Manager]);
/// Those who open the words of the private channels.
const WORDS: For = For::Proved(&[Consultant, Manager]);
const REASONED: For = For::Proved(&[Manager]);
/// Those who take the list of all their cases out of the house.
const EXPORT: For = For::Proved(&[Consultant, Branch, Manager, Officer]);
/// Those who look twice.
const LOOK: For = For::Staff(&[Consultant, Manager]);
/// Those who write proposals, and those who read them.
const PROPOSERS: For = For::Staff(&[Consultant, Branch]);
const PROPOSALS: For = For::Staff(&[Consultant, Branch, Manager, Compliance]);
/// Those who keep the books of an end.
const REFUNDS: For = For::Staff(&[Consultant, Officer]);
/// Those who approve what another drafted.
/// The administrator, and compliance for reading.
const ADMIN: For = For::Staff(&[Admin]);
const ADMIN_READ: For = For::Staff(&[Admin, Compliance]);
const COMPLIANCE: For = For::Staff(&[Compliance]);
/// Those who word the institution's templates.
const MANAGER_ADMIN: For = For::Staff(&[Manager, Admin]);
const EVERYONE: For = For::Everyone;
const PORTAL: For = For::Portal;
/// The ways in.
const DOOR: For = For::StaffDoor;
const MY_DOOR: For = For::PortalDoor;
const DEMO: For = For::Demo;

/// The table.
#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    const GET: &str = "GET";
    const POST: &str = "POST";
    vec![
        // The house.
        line(GET,  "/",                       EVERYONE, account::front),
        line(GET,  "/assets/{name}",          EVERYONE, assets::show),
        line(GET,  "/healthz",                EVERYONE, console::health),
        line(GET,  "/readyz",                 EVERYONE, console::ready),
        line(GET,  "/metrics",                EVERYONE, console::metrics),
        line(GET,  "/about/licences",         EVERYONE, console::licences),
        line(GET,  "/lang/{code}",            EVERYONE, account::language),
        line(GET,  "/size/{code}",            EVERYONE, account::size),
        // Account.
        line(GET,  "/sign-in",                DOOR,     account::way_in),
        line(POST, "/sign-in",                DOOR,     account::sign_in),
        line(GET,  "/sign-in/first",          DOOR,     account::first_password),
        line(POST, "/sign-in/first",          DOOR,     account::choose_password),
        line(POST, "/sign-out",               ANY,      account::sign_out),
        line(GET,  "/account",                ANY,      account::mine),
        line(GET,  "/account/prove",          ANY,      account::prove_page),
        line(POST, "/account/prove",          ANY,      account::prove),
        line(POST, "/account/seat",           ANY,      account::change_seat),
        line(POST, "/account/password",       ANY,      account::change_password),
        line(POST, "/account/sessions/end",   ANY,      account::end_session),
        line(POST, "/account/morning",        DESK,     today::choose_morning),
        line(GET,  "/kept",                   ANY,      account::kept),
        line(POST, "/kept",                   ANY,      account::discard),
        line(GET,  "/my/sign-in",             MY_DOOR,  account::my_way_in),
        line(POST, "/my/sign-in",             MY_DOOR,  account::lost_link),
        line(GET,  "/my/sign-in/sent",        MY_DOOR,  account::link_sent),
        line(GET,  "/l/{token}",              MY_DOOR,  account::link),
        line(POST, "/l/{token}",              MY_DOOR,  account::use_link),
        line(POST, "/l/{token}/again",        MY_DOOR,  account::link_again),
        line(POST, "/my/sign-out",            PORTAL,   account::my_sign_out),
        line(GET,  "/my/account",             PORTAL,   account::my_account),
        line(POST, "/my/account/sessions/end", PORTAL,  account::end_my_session),
        line(POST, "/my/account/language",    PORTAL,   account::my_mail_language),
        line(GET,  "/my/kept",                PORTAL,   account::my_kept),
        line(POST, "/my/kept",                PORTAL,   account::discard),
        line(GET,  "/settings",               ADMIN,    settings::show),
        line(POST, "/settings",               ADMIN,    settings::save),
        line(POST, "/settings/hats",          ADMIN,    settings::save_hats),
        line(GET,  "/settings/branches",      ADMIN,    settings::branches),
        line(POST, "/settings/branches",      ADMIN,    settings::add_branch),
        line(GET,  "/settings/branches/{id}", ADMIN,    settings::branch),
        line(POST, "/settings/branches/{id}", ADMIN,    settings::save_branch),
        line(GET,  "/settings/staff",         ADMIN_READ, settings::staff),
        line(GET,  "/settings/staff/new",     ADMIN,    settings::new_staff),
        line(POST, "/settings/staff/new",     ADMIN,    settings::add_staff),
        line(GET,  "/settings/staff/{id}",    ADMIN,    settings::one_staff),
        line(POST, "/settings/staff/{id}",    ADMIN,    settings::save_staff),
        line(POST, "/settings/staff/{id}/state", ADMIN, settings::save_state),
        line(POST, "/settings/staff/{id}/password", ADMIN, settings::renew_password),
        line(GET,  "/settings/days",          ADMIN,    settings::house_days),
        line(POST, "/settings/days",          ADMIN,    settings::add_day),
        line(POST, "/settings/days/{id}/remove", ADMIN, settings::remove_day),
        // Today, cases, placement.
        line(GET,  "/today",                  TALK,     today::show),
        line(GET,  "/today/remind",           DESK,     today::remind_preview),
        line(POST, "/today/remind",           DESK,     today::remind),
        line(POST, "/today/remind/undo",      DESK,     today::unremind),
        line(GET,  "/cases/{case}/later",     DESK,     today::later),
        line(POST, "/cases/{case}/later",     DESK,     today::put_off),
        line(POST, "/cases/{case}/later/{id}/undo", DESK, today::take_up),
        line(GET,  "/cases",                  READERS,  placement::list),
        line(GET,  "/cases/new",              DESK,     placement::new),
        line(POST, "/cases/new",              DESK,     placement::open),
        line(GET,  "/cases/export",           EXPORT,   placement::export),
        line(GET,  "/cases/{case}",           READERS,  case::show),
        line(GET,  "/cases/{case}/edit",      DESK,     placement::edit),
        line(POST, "/cases/{case}/edit",      DESK,     placement::change),
        line(GET,  "/cases/{case}/notes",     DESK,     placement::notes),
        // Import.
        line(GET,  "/import",                 DESK,     placement::intake),
        line(POST, "/import",                 DESK,     placement::put_in),
        line(GET,  "/import/{id}",            DESK,     placement::preview),
        line(POST, "/import/{id}",            DESK,     placement::mend),
        line(POST, "/import/{id}/register",   DESK,     placement::register),
        // Contacts and invitations.
        line(GET,  "/cases/{case}/contacts",                  DESK,   contacts::list),
        line(GET,  "/cases/{case}/contacts/new",              DESK,   contacts::new),
        line(POST, "/cases/{case}/contacts/new",              DESK,   contacts::create),
        line(GET,  "/cases/{case}/contacts/edit/{contact}",   DESK,   contacts::edit),
        line(POST, "/cases/{case}/contacts/edit/{contact}",   DESK,   contacts::change),
        line(GET,  "/cases/{case}/contacts/mail/{holder}",    DESK,   contacts::addresses),
        line(POST, "/cases/{case}/contacts/mail/{holder}",    DESK,   contacts::save_addresses),
        line(POST, "/cases/{case}/contacts/members",          DESK,   contacts::members),
        line(POST, "/cases/{case}/contacts/signer",           DESK,   contacts::signer),
        line(POST, "/cases/{case}/contacts/stop/{holder}",    DESK,   contacts::stop),
        line(GET,  "/cases/{case}/contacts/invite/{party}",   DESK,   contacts::preview),
        line(POST, "/cases/{case}/contacts/invite/{party}",   DESK,   contacts::send),
        line(POST, "/cases/{case}/contacts/card/{holder}",    DESK,   contacts::card),
        line(POST, "/cases/{case}/mails/{id}/cancel",         DESK,   contacts::cancel),
        line(GET,  "/my/sees",                                PORTAL, contacts::who_sees),
        // Goal sheet.
        line(GET,  "/cases/{case}/goals",                       READERS, goal_sheet::show),
        line(GET,  "/cases/{case}/goals/edit",                  DESK,    goal_sheet::edit),
        line(POST, "/cases/{case}/goals/edit",                  DESK,    goal_sheet::save),
        line(POST, "/cases/{case}/goals/review",                DESK,    goal_sheet::ask),
        line(POST, "/cases/{case}/goals/confirm",               DESK,    goal_sheet::confirm),
        line(GET,  "/cases/{case}/goals/spoken",                DESK,    goal_sheet::spoken),
        line(POST, "/cases/{case}/goals/spoken",                DESK,    goal_sheet::record_spoken),
        line(GET,  "/cases/{case}/goals/versions/{edition}",    READERS, goal_sheet::version),
        line(GET,  "/cases/{case}/goals/memo",                  DESK,    goal_sheet::memo),
        line(GET,  "/cases/{case}/goals/sheet",                 READERS, goal_sheet::sheet_file),
        line(GET,  "/cases/{case}/goals/import",                DESK,    goal_sheet::import_page),
        line(POST, "/cases/{case}/goals/import",                DESK,    goal_sheet::import),
        line(GET,  "/cases/{case}/goals/paper",                 READERS, goal_sheet::paper),
        line(GET,  "/cases/{case}/goals/versions/{edition}/paper",  READERS, goal_sheet::version_paper),
        line(GET,  "/cases/{case}/goals/versions/{edition}/record", READERS, goal_sheet::record_paper),
        line(GET,  "/cases/{case}/goals/proposals/{id}",        DESK,    goal_sheet::proposal_page),
        line(POST, "/cases/{case}/goals/proposals/{id}/answer", DESK,    goal_sheet::answer_proposal),
        line(GET,  "/my/goals",                                 PORTAL,  goal_sheet::my),
        line(POST, "/my/goals/agree",                           PORTAL,  goal_sheet::agree),
        line(GET,  "/my/goals/propose",                         PORTAL,  goal_sheet::my_proposal),
        line(POST, "/my/goals/propose",                         PORTAL,  goal_sheet::propose),
        line(GET,  "/my/goals/proposals",                       PORTAL,  goal_sheet::my_proposals),
        line(GET,  "/my/goals/versions/{edition}",              PORTAL,  goal_sheet::my_version),
        line(GET,  "/my/goals/paper",                           PORTAL,  goal_sheet::my_paper),
        line(GET,  "/my/goals/versions/{edition}/paper",        PORTAL,  goal_sheet::my_version_paper),
        line(GET,  "/my/goals/versions/{edition}/record",       PORTAL,  goal_sheet::my_record_paper),
        line(GET,  "/my/goals/{no}",                            PORTAL,  goal_sheet::my_goal),
        // What is typed and not saved yet.
        line(POST, "/cases/{case}/unsaved/{form}",              DESK,    unsaved::keep),
        line(POST, "/cases/{case}/unsaved/{form}/discard",      DESK,    unsaved::discard),
        // Booklet.
        line(GET,  "/cases/{case}/booklet",                     READERS, booklet::show),
        line(GET,  "/cases/{case}/booklet/edit",                DESK,    booklet::edit),
        line(POST, "/cases/{case}/booklet/edit",                DESK,    booklet::save),
        line(POST, "/cases/{case}/booklet/review",              DESK,    booklet::ask),
        line(POST, "/cases/{case}/booklet/confirm",             DESK,    booklet::confirm),
        line(GET,  "/cases/{case}/booklet/record",              DESK,    booklet::record),
        line(POST, "/cases/{case}/booklet/record",              DESK,    booklet::keep_record),
        line(GET,  "/cases/{case}/booklet/signed/{id}",         DESK,    booklet::signed_page),
        line(GET,  "/cases/{case}/booklet/versions/{edition}",  READERS, booklet::version),
        line(GET,  "/cases/{case}/booklet/paper",               READERS, booklet::paper),
        line(GET,  "/cases/{case}/booklet/card",                READERS, booklet::card),
        line(GET,  "/cases/{case}/booklet/versions/{edition}/paper",  READERS, booklet::version_paper),
        line(GET,  "/cases/{case}/booklet/versions/{edition}/record", READERS, booklet::record_paper),
        line(GET,  "/my/booklet/paper",                         PORTAL,  booklet::my_paper),
        line(GET,  "/my/booklet/card",                          PORTAL,  booklet::my_card),
        line(GET,  "/my/booklet/versions/{edition}/paper",      PORTAL,  booklet::my_version_paper),
        line(GET,  "/my/booklet/versions/{edition}/record",     PORTAL,  booklet::my_record_paper),
        line(GET,  "/my/booklet",                               PORTAL,  booklet::my),
        line(POST, "/my/booklet/agree",                         PORTAL,  booklet::agree),
        line(GET,  "/my/booklet/versions/{edition}",            PORTAL,  booklet::my_version),
        // Consents and notices.
        line(GET,  "/cases/{case}/consents",       CONSENTS, consent::show),
        line(POST, "/cases/{case}/consents",       DESK,     consent::keep),
        line(GET,  "/my/consents",                 PORTAL,   consent::my),
        line(POST, "/my/consents",                 PORTAL,   consent::answer),
        line(GET,  "/my/named",                    PORTAL,   naming::show),
        line(POST, "/my/named",                    PORTAL,   naming::save),
        // Preparation, plan and promises, who looks after what, the map of people.
        line(GET,  "/cases/{case}/preparation",                 TALK,   preparation::show),
        line(POST, "/cases/{case}/preparation",                 DESK,   preparation::begin),
        line(POST, "/cases/{case}/preparation/answers",         DESK,   preparation::answer),
        line(GET,  "/cases/{case}/preparation/export",          TALK,   preparation::export),
        line(GET,  "/cases/{case}/preparation/paper",           TALK,   preparation::paper),
        line(GET,  "/cases/{case}/preparation/new",             DESK,   preparation::new),
        line(POST, "/cases/{case}/preparation/new",             DESK,   preparation::add),
        line(GET,  "/cases/{case}/preparation/items/{id}",      DESK,   preparation::edit),
        line(POST, "/cases/{case}/preparation/items/{id}",      DESK,   preparation::change),
        line(POST, "/cases/{case}/preparation/items/{id}/tick", DESK,   preparation::tick),
        line(GET,  "/cases/{case}/plan",                        TALK,   preparation::plan),
        line(GET,  "/cases/{case}/reception",                   TALK,   preparation::reception_edit),
        line(POST, "/cases/{case}/reception",                   DESK,   preparation::reception_save),
        line(GET,  "/cases/{case}/map",                         DESK,   preparation::map_show),
        line(POST, "/cases/{case}/map",                         DESK,   preparation::map_add),
        line(POST, "/cases/{case}/map/talks",                   DESK,    preparation::map_talks),
        line(GET,  "/cases/{case}/map/{id}",                    DESK,   preparation::map_edit),
        line(POST, "/cases/{case}/map/{id}",                    DESK,   preparation::map_change),
        line(GET,  "/settings/preparation",                     MANAGER_ADMIN, preparation::template_show),
        line(POST, "/settings/preparation",                     MANAGER_ADMIN, preparation::template_save),
        line(GET,  "/my/preparation/paper",                     PORTAL, preparation::my_paper),
        line(GET,  "/my/preparation",                           PORTAL, preparation::my_list),
        line(GET,  "/my/preparation/{id}",                      PORTAL, preparation::my_item),
        line(POST, "/my/preparation/{id}",                      PORTAL, preparation::my_tick),
        line(GET,  "/my/plan",                                  PORTAL, preparation::my_plan),
        line(GET,  "/my/reception",                             PORTAL, preparation::my_reception),
        line(POST, "/my/reception",                             PORTAL, preparation::my_reception_save),
        line(POST, "/my/reception/wishes",                      PORTAL,  preparation::my_reception_wishes),
        // Check-in.
        line(GET,  "/cases/{case}/talks/plan",     DESK,   check_in::plan_form),
        line(POST, "/cases/{case}/talks/plan",     DESK,   check_in::plan),
        line(GET,  "/cases/{case}/talks/new",      DESK,   check_in::call_form),
        line(POST, "/cases/{case}/talks/new",      DESK,   check_in::call),
        line(GET,  "/cases/{case}/talks/{id}",     TALK,   check_in::show),
        line(GET,  "/cases/{case}/talks/{id}/record", DESK, check_in::record_form),
        line(POST, "/cases/{case}/talks/{id}/record", DESK, check_in::record),
        line(GET,  "/cases/{case}/talks/{id}/copy", DESK,  check_in::copy),
        line(POST, "/cases/{case}/talks/{id}/move", DESK,  check_in::move_it),
        line(POST, "/cases/{case}/talks/{id}/skip", DESK,  check_in::skip),
        line(POST, "/cases/{case}/talks/{id}/invite", DESK, check_in::tell),
        line(GET,  "/cases/{case}/talks/{id}/ics", DESK,   check_in::file),
        line(GET,  "/my/talks/{id}/ics",           PORTAL, check_in::my_file),
        line(POST, "/cases/{case}/talks/{id}/read-with-reason", MANAGER, check_in::read_with_reason),
        line(GET,  "/cases/{case}/join",           DESK,   check_in::join_form),
        line(POST, "/cases/{case}/join",           DESK,   check_in::join),
        line(GET,  "/cases/{case}/milestones",     DESK,   check_in::words_form),
        line(POST, "/cases/{case}/milestones",     DESK,   check_in::keep_words),
        line(POST, "/cases/{case}/milestones/show", DESK,  check_in::show_words),
        line(GET,  "/cases/{case}/todos",          DESK,   check_in::todos),
        line(POST, "/cases/{case}/todos",          DESK,   check_in::add_todo),
        line(POST, "/cases/{case}/todos/{id}",     DESK,   check_in::tick_todo),
        line(GET,  "/my/talks",                    PORTAL, check_in::my_talks),
        line(GET,  "/my/milestones",               PORTAL, check_in::my_words),
        line(GET,  "/my/milestones/{goal}",        PORTAL, check_in::my_word_form),
        line(POST, "/my/milestones/{goal}",        PORTAL, check_in::my_word),
        // The follow-up plan, times to choose from, support given.
        line(GET,  "/cases/{case}/follow-up",            DESK,   followup::show),
        line(POST, "/cases/{case}/follow-up",            DESK,   followup::renew),
        line(POST, "/cases/{case}/follow-up/leave",      DESK,   followup::keep_leave),
        line(GET,  "/cases/{case}/talks/{id}/slots",     DESK,   followup::slots_form),
        line(POST, "/cases/{case}/talks/{id}/slots",     DESK,   followup::slots_offer),
        line(GET,  "/my/slots/{id}",                     PORTAL, followup::my_slots),
        line(POST, "/my/slots/{id}",                     PORTAL, followup::my_choose),
        line(GET,  "/settings/follow-up",                MANAGER_ADMIN, followup::template_show),
        line(POST, "/settings/follow-up",                MANAGER_ADMIN, followup::template_save),
        line(GET,  "/cases/{case}/support",              TALK,   support::show),
        line(POST, "/cases/{case}/support",              DESK,   support::add),
        line(GET,  "/my/support",                        PORTAL, support::my),
        // How often and how widely the bank talks with the company.
        line(GET,  "/cases/{case}/depth",                TALK,   depth::show),
        line(POST, "/cases/{case}/depth",                DESK,   depth::add),
        line(POST, "/cases/{case}/depth/{id}/drop",      DESK,   depth::drop),
        // Change and report.
        line(GET,  "/cases/{case}/changes",                  DESK,   change::board),
        line(POST, "/cases/{case}/changes",                  DESK,   change::add),
        line(GET,  "/cases/{case}/changes/observe",          DESK,   change::observe),
        line(POST, "/cases/{case}/changes/observe",          DESK,   change::observed),
        line(GET,  "/cases/{case}/changes/board",            DESK,   change::over),
        line(GET,  "/cases/{case}/changes/{id}",             DESK,   change::notes),
        line(GET,  "/cases/{case}/changes/{id}/edit",        DESK,   change::edit),
        line(POST, "/cases/{case}/changes/{id}/edit",        DESK,   change::edited),
        line(GET,  "/my/changes",                            PORTAL, change::my_board),
        line(GET,  "/my/changes/observe",                    PORTAL, change::my_observe),
        line(POST, "/my/changes/observe",                    PORTAL, change::my_observed),
        line(GET,  "/my/changes/new",                        PORTAL, change::my_new),
        line(POST, "/my/changes/new",                        PORTAL, change::my_add),
        line(GET,  "/my/changes/{id}/picture",               PORTAL, change::my_picture),
        line(POST, "/my/changes/{id}/picture",               PORTAL, change::my_pictured),
        line(POST, "/my/changes/{id}/worry",                 PORTAL, change::my_worry),
        line(POST, "/my/changes/{id}/lend",                  PORTAL, change::my_lend),
        line(GET,  "/cases/{case}/reports",                  DESK,   report::list),
        line(POST, "/cases/{case}/reports/new",              DESK,   report::begin),
        line(GET,  "/cases/{case}/reports/{id}",             LOOK,   report::show),
        line(POST, "/cases/{case}/reports/{id}",             DESK,   report::save),
        line(POST, "/cases/{case}/reports/{id}/offer",       DESK,   report::offer),
        line(GET,  "/cases/{case}/reports/{id}/review",      DESK,   report::review),
        line(POST, "/cases/{case}/reports/{id}/second-look", DESK,   report::ask_look),
        line(POST, "/cases/{case}/reports/{id}/approve",     MANAGER, report::approve),
        line(POST, "/cases/{case}/reports/{id}/return",      MANAGER, report::send_back),
        line(POST, "/cases/{case}/reports/{id}/publish",     DESK,   report::publish),
        line(POST, "/cases/{case}/reports/{id}/keep-back",   DESK,   report::keep_back),
        line(GET,  "/cases/{case}/reports/p/{id}",           READERS, report::published),
        line(GET,  "/cases/{case}/reports/p/{id}/paper",     READERS, report::paper),
        line(POST, "/cases/{case}/reports/p/{id}/correct",   DESK,   report::correct),
        line(GET,  "/looks",                                 MANAGER, report::looks),
        line(GET,  "/my/reports",                            PORTAL, report::my_list),
        line(GET,  "/my/changed",                            PORTAL, report::my_changed),
        line(GET,  "/my/reports/{id}",                       PORTAL, report::my_show),
        line(GET,  "/my/reports/{id}/paper",                 PORTAL, report::my_paper),
        line(POST, "/my/reports/{id}/read",                  PORTAL, report::my_read),
        line(GET,  "/my/lines/{offer}",                      PORTAL, report::line),
        line(POST, "/my/lines/{offer}",                      PORTAL, report::answer),
        // Gaps.
        line(GET,  "/cases/{case}/gaps",                     DESK,   gap::board),
        line(POST, "/cases/{case}/gaps",                     DESK,   gap::add),
        line(POST, "/cases/{case}/gaps/samples",             DESK,   gap::add_samples),
        line(GET,  "/cases/{case}/gaps/look",                DESK,   gap::look),
        line(POST, "/cases/{case}/gaps/look",                DESK,   gap::looked),
        line(GET,  "/cases/{case}/gaps/private",             DESK,   gap::private),
        line(POST, "/cases/{case}/gaps/private",             DESK,   gap::keep_private),
        line(POST, "/cases/{case}/gaps/private/{id}",        DESK,   gap::look_private),
        line(POST, "/cases/{case}/gaps/private/{id}/share",  DESK,   gap::share_private),
        line(GET,  "/cases/{case}/gaps/{id}/edit",           DESK,   gap::edit),
        line(POST, "/cases/{case}/gaps/{id}/edit",           DESK,   gap::edited),
        line(GET,  "/my/gaps",                               PORTAL, gap::my_board),
        line(GET,  "/my/gaps/new",                           PORTAL, gap::my_new),
        line(POST, "/my/gaps/new",                           PORTAL, gap::my_add),
        line(GET,  "/my/gaps/{id}",                          PORTAL, gap::my_look),
        line(POST, "/my/gaps/{id}",                          PORTAL, gap::my_looked),
        line(GET,  "/my/gaps/own/{id}",                      PORTAL, gap::my_own),
        line(POST, "/my/gaps/own/{id}/share",                PORTAL, gap::my_share),
        // Dialogues and visits.
        line(GET,  "/cases/{case}/dialogues",                TALK,   dialogue::list),
        line(GET,  "/cases/{case}/dialogues/plan",           DESK,   dialogue::plan_form),
        line(POST, "/cases/{case}/dialogues/plan",           DESK,   dialogue::plan),
        line(GET,  "/cases/{case}/dialogues/{id}",           TALK,   dialogue::show),
        line(GET,  "/cases/{case}/dialogues/{id}/ics",       TALK,   dialogue::file),
        line(GET,  "/cases/{case}/dialogues/{id}/edit",      DESK,   dialogue::edit),
        line(POST, "/cases/{case}/dialogues/{id}/edit",      DESK,   dialogue::change),
        line(POST, "/cases/{case}/dialogues/{id}/cancel",    DESK,   dialogue::cancel),
        line(GET,  "/cases/{case}/dialogues/{id}/record",    DESK,   dialogue::record_form),
        line(POST, "/cases/{case}/dialogues/{id}/record",    DESK,   dialogue::record),
        line(GET,  "/cases/{case}/dialogues/{id}/words",     DESK,   dialogue::words),
        line(POST, "/cases/{case}/dialogues/{id}/outcome",   DESK,   dialogue::outcome),
        line(GET,  "/my/dialogues",                          PORTAL, dialogue::my_list),
        line(GET,  "/my/dialogues/{id}",                     PORTAL, dialogue::my_write),
        line(POST, "/my/dialogues/{id}",                     PORTAL, dialogue::my_keep),
        line(GET,  "/my/dialogues/{id}/ics",                 PORTAL, dialogue::my_file),
        // Signals and good signs: the desk's; a manager learns how many there are.
        line(GET,  "/cases/{case}/signals",                  LOOK,   signal::list),
        line(GET,  "/cases/{case}/signals/{id}",             DESK,   signal::show),
        line(POST, "/cases/{case}/signals/{id}",             DESK,   signal::settle),
        line(GET,  "/signals/rules",                         DESK,   signal::rules_page),
        line(GET,  "/settings/signals",                      MANAGER_ADMIN, signal::settings_show),
        line(POST, "/settings/signals",                      MANAGER_ADMIN, signal::settings_save),
        // The paired survey.
        line(GET,  "/cases/{case}/survey",                   DESK,   survey::show),
        line(POST, "/cases/{case}/survey",                   DESK,   survey::open),
        line(GET,  "/cases/{case}/survey/preview",           DESK,   survey::preview),
        line(GET,  "/cases/{case}/survey/answers/{id}",      DESK,   survey::read),
        line(GET,  "/cases/{case}/survey/spoken/{id}",       DESK,   survey::spoken_form),
        line(POST, "/cases/{case}/survey/spoken/{id}",       DESK,   survey::spoken),
        line(POST, "/cases/{case}/survey/paper/{id}",        DESK,   survey::paper),
        line(GET,  "/cases/{case}/survey/{id}",              LOOK,   survey::view),
        line(POST, "/cases/{case}/survey/{id}/gap",          DESK,   survey::take),
        line(POST, "/cases/{case}/survey/{id}/ask",          DESK,   survey::ask),
        line(POST, "/cases/{case}/survey/{id}/read-with-reason", MANAGER, survey::read_with_reason),
        line(GET,  "/settings/survey",                       MANAGER_ADMIN, survey::wording_show),
        line(POST, "/settings/survey",                       MANAGER_ADMIN, survey::wording_save),
        line(GET,  "/settings/reports",                      MANAGER_ADMIN, report::wording_show),
        line(POST, "/settings/reports",                      MANAGER_ADMIN, report::wording_save),
        line(GET,  "/my/surveys/{id}",                       PORTAL, survey::my_start),
        line(GET,  "/my/surveys/{id}/check",                 PORTAL, survey::my_check),
        line(GET,  "/my/surveys/{id}/answer",                  PORTAL, survey::my_question),
        line(POST, "/my/surveys/{id}/answer",                  PORTAL, survey::my_answer),
        line(GET,  "/s/{token}",                             MY_DOOR, survey::link),
        line(GET,  "/s/{token}/answer",                      MY_DOOR, survey::link_question),
        line(POST, "/s/{token}/answer",                      MY_DOOR, survey::link_answer),
        // The private channels. Company and person type a code before they see anything here.
        line(GET,  "/my/consult",                            PORTAL, channel::my_list),
        line(GET,  "/my/consult/new",                        PORTAL, channel::my_new),
        line(POST, "/my/consult/new",                        PORTAL, channel::my_send),
        line(POST, "/my/consult/try",                        PORTAL, channel::my_try),
        line(POST, "/my/consult/code",                       PORTAL, channel::proof::send),
        line(POST, "/my/consult/prove",                      PORTAL, channel::proof::prove),
        line(POST, "/my/consult/leave",                      PORTAL, channel::proof::leave),
        line(GET,  "/my/consult/{id}",                       PORTAL, channel::my_show),
        line(POST, "/my/consult/{id}",                       PORTAL, channel::my_add),
        line(POST, "/my/consult/{id}/readers",               PORTAL, channel::my_tell),
        line(POST, "/my/consult/{id}/files",                 PORTAL, channel::my_add_file),
        line(GET,  "/my/consult/{id}/files/{file}",          PORTAL, channel::my_file),
        line(GET,  "/consults",                              LOOK,   channel::inbox),
        line(GET,  "/consults/trace",                        COMPLIANCE, channel::trace),
        line(GET,  "/consults/{id}",                         WORDS, channel::show),
        line(POST, "/consults/{id}/reply",                   WORDS, channel::reply),
        line(POST, "/consults/{id}/greet",                   WORDS, channel::greet_back),
        line(POST, "/consults/{id}/note",                    WORDS, channel::note),
        line(POST, "/consults/{id}/files",                   WORDS, channel::add_file),
        line(GET,  "/consults/{id}/files/{file}",            WORDS, channel::file),
        line(POST, "/consults/{id}/read-with-reason",        REASONED, channel::read_with_reason),
        // What is passed on from them.
        line(GET,  "/consults/{id}/relay",                   WORDS, relay::new),
        line(POST, "/consults/{id}/relay",                   WORDS, relay::draft),
        line(GET,  "/relays/{id}",                           WORDS, relay::show),
        line(POST, "/relays/{id}",                           WORDS, relay::save),
        line(POST, "/relays/{id}/send",                      WORDS, relay::send),
        line(POST, "/relays/{id}/result",                    WORDS, relay::result),
        line(GET,  "/my/consult/relays/{id}",                PORTAL, relay::my_show),
        line(POST, "/my/consult/relays/{id}",                PORTAL, relay::my_answer),
        line(GET,  "/my/passed",                             PORTAL, relay::passed_list),
        line(GET,  "/my/passed/{id}",                        PORTAL, relay::passed),
        line(GET,  "/my/passed/{id}/invite",                 PORTAL, relay::my_invite),
        line(GET,  "/consults/{id}/without-consent",         WORDS, relay::exception_form),
        line(POST, "/consults/{id}/without-consent",         WORDS, relay::exception_ask),
        line(GET,  "/without-consent",                       MANAGER, relay::exceptions),
        line(GET,  "/without-consent/{id}",                  WORDS, relay::exception),
        line(POST, "/without-consent/{id}",                  REASONED, relay::exception_decide),
        // The review of the issue, and the company's figures beside it.
        line(GET,  "/cases/{case}/review",                   TALK,   review::board),
        line(GET,  "/cases/{case}/review/indicators",        DESK,   review::indicators),
        line(POST, "/cases/{case}/review/indicators",        DESK,   review::indicators_save),
        line(POST, "/cases/{case}/review/open",              DESK,   review::open),
        line(GET,  "/cases/{case}/review/{id}",              DESK,   review::private),
        line(POST, "/cases/{case}/review/{id}/view",         DESK,   review::view),
        line(POST, "/cases/{case}/review/{id}/share",        DESK,   review::share),
        line(POST, "/cases/{case}/review/{id}/next",         DESK,   review::take_up),
        line(GET,  "/cases/{case}/figures",                  DESK,   review::figures),
        line(POST, "/cases/{case}/figures",                  DESK,   review::figures_keep),
        line(GET,  "/my/review",                             PORTAL, review::my_list),
        line(GET,  "/my/review/{id}",                        PORTAL, review::my_show),
        line(POST, "/my/review/{id}",                        PORTAL, review::my_write),
        line(GET,  "/my/indicators",                         PORTAL, review::my_indicators),
        line(POST, "/my/indicators",                         PORTAL, review::my_indicators_save),
        line(GET,  "/my/figures",                            PORTAL, review::my_figures),
        line(POST, "/my/figures",                            PORTAL, review::my_figures_keep),
        // Next issues and proposals.
        line(GET,  "/proposals",                             PROPOSALS, next_proposal::board),
        line(GET,  "/cases/{case}/proposals/new",            PROPOSERS, next_proposal::new),
        line(POST, "/cases/{case}/proposals/new",            PROPOSERS, next_proposal::add),
        line(GET,  "/proposals/{id}",                        PROPOSALS, next_proposal::show),
        line(POST, "/proposals/{id}",                        PROPOSERS, next_proposal::save),
        line(POST, "/proposals/{id}/hand",                   PROPOSERS, next_proposal::hand),
        line(GET,  "/proposals/{id}/paper",                  PROPOSERS, next_proposal::paper),
        line(GET,  "/my/proposals/{id}",                     PORTAL, next_proposal::my_show),
        line(GET,  "/my/proposals/{id}/paper",               PORTAL, next_proposal::my_paper),
        // The end.
        line(GET,  "/cases/{case}/end",                      DESK,   closing::end),
        line(POST, "/cases/{case}/end",                      DESK,   closing::end_it),
        line(GET,  "/cases/{case}/ending",                   READERS, closing::show),
        line(GET,  "/cases/{case}/ending/day",               REFUNDS, closing::day),
        line(POST, "/cases/{case}/ending/day",               REFUNDS, closing::day_correct),
        line(POST, "/cases/{case}/ending/refund",            REFUNDS, closing::reckon),
        line(GET,  "/cases/{case}/ending/words",             REFUNDS, closing::words),
        line(POST, "/cases/{case}/ending/words",             DESK,   closing::words_write),
        line(GET,  "/my/ending",                             PORTAL, closing::my_show),
        line(POST, "/my/ending",                             PORTAL, closing::my_write),
        line(GET,  "/settings/ending",                       ADMIN,  closing::terms),
        line(POST, "/settings/ending",                       ADMIN,  closing::terms_save),
        // Letters to one side.
        line(GET,  "/cases/{case}/letters",                  DESK,   letter::list),
        line(POST, "/cases/{case}/letters",                  DESK,   letter::write),
        line(GET,  "/cases/{case}/letters/{id}",             DESK,   letter::show),
        line(POST, "/cases/{case}/letters/{id}",             DESK,   letter::save),
        line(POST, "/cases/{case}/letters/{id}/send",        DESK,   letter::send),
        line(POST, "/cases/{case}/letters/{id}/keep-back",   DESK,   letter::keep_back),
        line(GET,  "/cases/{case}/letters/{id}/paper",       DESK,   letter::paper),
        line(GET,  "/my/letters/{id}",                       PORTAL, letter::my_show),
        line(POST, "/my/letters/{id}/read",                  PORTAL, letter::my_read),
        line(GET,  "/my/letters/{id}/paper",                 PORTAL, letter::my_paper),
        // Portal.
        line(GET,  "/my",                     PORTAL,   portal::home),
        // Demo.
        line(GET,  "/demo",                   DEMO,     demo::seats),
        line(POST, "/demo/switch",            DEMO,     demo::switch),
        line(GET,  "/demo/mail",              DEMO,     demo::mailbox),
        line(POST, "/demo/mail/fresh",        DEMO,     demo::fresh_link),
        line(POST, "/demo/time",              DEMO,     demo::move_time),
    ]
}

/// Which half of the table a listener serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Staff pages.
    Staff,
    /// Pages for company and person.
    Portal,
    /// Both, for the demo and for tests.
    Both,
    /// Neither: health and metrics for the machine's own administrator, on a listener of their own.
    Machine,
}

/// Who may post a form to this path; none when no page of ours does.
pub fn whom_to_post(path: &str) -> Option<For> {
    let fits = |pattern: &str| {
        pattern.split('/').count() == path.split('/').count()
            && pattern.split('/').zip(path.split('/')).all(|(wanted, got)| wanted == got || (wanted.starts_with('{') && !got.is_empty()))
    };
    table().into_iter().find(|route| route.method == "POST" && fits(route.path)).map(|route| route.whom)
}

/// The router of one listener.
pub fn router(app: &App, area: Area) -> Router {
    let mut router = Router::new();
    for route in table() {
        let served = matches!(
            (area, route.whom),
            (Area::Both, _)
                | (_, For::Everyone)
                | (Area::Staff, For::Staff(_) | For::Proved(_) | For::StaffDoor)
                | (Area::Portal, For::Portal | For::PortalDoor)
        );
        if served {
            router = router.route(route.path, route.handler.layer(from_fn_with_state((app.clone(), route.whom), guard)));
        }
    }
    router
        .layer(axum::Extension(area))
        .layer(axum::extract::DefaultBodyLimit::max(12 * 1024 * 1024))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), dressed))
        .layer(tower_http::compression::CompressionLayer::new())
        .layer(tower_http::timeout::TimeoutLayer::with_status_code(
            http::StatusCode::SERVICE_UNAVAILABLE,
            std::time::Duration::from_secs(30),
        ))
        .with_state(app.clone())
}
