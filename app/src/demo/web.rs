//! Pages of the demo.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::actor::{Actor, Duty, Holder, StaffSeat};
use base::clock::{DAY, Day, HOUR, MINUTE};
use base::outbox::DemoMail;
use base::register::{Company, Contact, Member, Person, Placement, StaffName, StaffSeat as Seats};
use base::store::{Read, deed};
use base::{args, sql};

use super::text::T;
use super::time;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, App, AppError, Cx, Form, Frame, go, page};

#[derive(Template)]
#[template(path = "demo/seats.html")]
struct SeatsPage {
    f: Frame,
    t: T,
    staff: Vec<StaffRow>,
    cases: Vec<CaseRow>,
    now: String,
}

struct StaffRow {
    id: String,
    name: String,
    code: String,
    seat: &'static str,
}

struct CaseRow {
    id: String,
    name: String,
    stage: &'static str,
    holders: Vec<HolderRow>,
}

struct HolderRow {
    kind: &'static str,
    id: String,
    name: String,
    part: &'static str,
    seat: String,
    /// Why nobody can sit here yet; empty where one can.
    quiet: &'static str,
    /// Whether a mail shows the way in.
    invited: bool,
}

base::row! {
    struct MemberRow { placement: String, kind: String, holder: String, seat: String, state: String }
    struct PlaceRow { id: String, company: String, person_id: String, person: String, state: String }
}

/// The demo's own eyes: the manager of the fictional institution.
async fn eyes(app: &App) -> Result<Actor, AppError> {
    let (institution, _, _) = app.db.institutions().await?.into_iter().next().ok_or(AppError::NotFound)?;
    let staff = seated(app, &institution, StaffSeat::Manager).await?;
    Ok(app.db.stand_in(Duty::Demo, &institution, Holder::Staff(staff), Some(StaffSeat::Manager)).await?)
}

async fn seated(app: &App, institution: &str, seat: StaffSeat) -> Result<String, AppError> {
    app.db.staff_in_seat(Duty::Demo, institution, seat).await?.into_iter().next().ok_or(AppError::NotFound)
}

fn read_seats(tx: &Read<'_>, t: T) -> Result<(Vec<StaffRow>, Vec<CaseRow>), AppError> {
    let w = crate::web::text::T(t.0);
    let desk = tx.desk()?;
    let seats: Vec<(String, String, String)> = tx.rows(
        (&desk.pass::<Seats, deed::View>()?, &tx.staff_names()),
        sql!(Seats, StaffName => "select s.id, s.name, h.seat from staff_seats h join staff_names s on s.id = h.staff_id where s.state = 'active' order by h.seat, s.name"),
        vec![],
    )?;
    let mut staff: Vec<StaffRow> = seats
        .into_iter()
        .filter_map(|(id, name, code)| StaffSeat::parse(&code).map(|seat| StaffRow { id, name, seat: w.seat(seat), code }))
        .collect();
    staff.sort_by_key(|row| StaffSeat::ALL.iter().position(|seat| seat.code() == row.code));
    let places: Vec<PlaceRow> = tx.rows(
        (&tx.reach::<Placement, deed::View>()?, &tx.reach::<Company, deed::View>()?, &tx.reach::<Person, deed::View>()?),
        sql!(Placement, Company, Person => "select p.id, c.name, h.id, h.name, p.state from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id order by p.created_at desc, p.id limit 60"),
        vec![],
    )?;
    let members: Vec<MemberRow> = tx.rows(
        &tx.reach::<Member, deed::View>()?,
        sql!(Member => "select placement_id, holder_kind, holder_id, seat, state from members where holder_kind <> 'staff' order by created_at, id"),
        vec![],
    )?;
    let contacts: Vec<(String, String)> =
        tx.rows(&tx.reach::<Contact, deed::View>()?, sql!(Contact => "select id, name from contacts order by id"), args![])?;
    let cases = places
        .into_iter()
        .map(|place| {
            let holders = members
                .iter()
                .filter(|member| member.placement == place.id)
                .map(|member| {
                    let person = member.kind == "person";
                    let name = if person {
                        place.person.clone()
                    } else {
                        contacts.iter().find(|(id, _)| *id == member.holder).map(|(_, name)| name.clone()).unwrap_or_default()
                    };
                    let part = match member.seat.as_str() {
                        "person" => t.person(),
                        "owner" => t.owner(),
                        _ => t.contact(),
                    };
                    HolderRow {
                        kind: if person { "person" } else { "contact" },
                        id: member.holder.clone(),
                        name,
                        part,
                        seat: member.seat.clone(),
                        quiet: match member.state.as_str() {
                            "active" => "",
                            "listed" => t.quiet(),
                            "invited" => t.quiet_invited(),
                            _ => t.quiet_closed(),
                        },
                        invited: member.state == "invited",
                    }
                })
                .collect();
            CaseRow {
                name: placement::who(&place.company, &place.person, t.0),
                stage: placement::text::T(t.0).stage(&place.state),
                holders,
                id: place.id,
            }
        })
        .collect();
    Ok((staff, cases))
}

/// `GET /demo`: every seat of every case.
pub async fn seats(cx: Cx) -> Answer {
    let t = T(cx.lang);
    let eyes = eyes(&cx.app).await?;
    let (staff, cases) = cx.db.read(&eyes, move |tx| read_seats(tx, t)).await?;
    let now = t.time_lead(&cx.lang.day(cx.today()));
    page(&SeatsPage { f: cx.bare(t.title(), Nav::None), t, staff, cases, now })
}

/// `POST /demo/switch`: signs in anew in the chosen seat.
pub async fn switch(State(app): State<App>, form: Form) -> Result<Response, AppError> {
    let (institution, _, _) = app.db.institutions().await?.into_iter().next().ok_or(AppError::NotFound)?;
    let holder = Holder::from(form.get("kind"), form.get("id")).ok_or(AppError::NotFound)?;
    sign_in(&app, &institution, &holder, StaffSeat::parse(form.get("seat"))).await
}

async fn sign_in(app: &App, institution: &str, holder: &Holder, seat: Option<StaffSeat>) -> Result<Response, AppError> {
    match holder {
        Holder::Staff(id) => {
            let cookie = app.db.open_staff_session(institution, id, seat, "demo", "demo").await?;
            let mut response = go(match seat {
                Some(StaffSeat::Consultant) => "/today",
                Some(StaffSeat::Admin) => "/settings",
                Some(StaffSeat::Compliance) => "/settings/staff",
                _ => "/cases",
            });
            app.config.set_cookie(&mut response, "staff", &cookie, None);
            Ok(response)
        }
        Holder::Contact(_) | Holder::Person(_) => {
            let cookie = app.db.open_portal_session(Duty::Demo, institution, holder.clone()).await?;
            let mut response = go("/my");
            app.config.set_cookie(&mut response, "portal", &cookie, None);
            Ok(response)
        }
    }
}

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct MailPage {
    f: Frame,
    t: T,
    mails: Vec<MailRow>,
}

struct MailRow {
    mail: DemoMail,
    at: String,
    /// The text, cut into what is a link and what is not.
    pieces: Vec<(bool, String)>,
    /// Whether a fresh link and code can be asked for.
    has_link: bool,
}

fn pieces(body: &str, base: &str) -> Vec<(bool, String)> {
    let mut out = Vec::new();
    let mut rest = body;
    let start = format!("{base}/");
    while let Some(at) = rest.find(&start) {
        let (before, link) = rest.split_at(at);
        let end = link.find(|c: char| c.is_whitespace()).unwrap_or(link.len());
        let (link, after) = link.split_at(end);
        out.push((false, before.to_owned()));
        out.push((true, link.strip_prefix(base).unwrap_or(link).to_owned()));
        rest = after;
    }
    out.push((false, rest.to_owned()));
    out
}

/// `GET /demo/mail`: every mail the demo would have sent, newest first.
pub async fn mailbox(cx: Cx) -> Answer {
    let t = T(cx.lang);
    let base = cx.app.config.portal_url.clone();
    let mails = cx
        .db
        .demo_mails()
        .await?
        .into_iter()
        .map(|mail| {
            let pieces = pieces(&mail.body, &base);
            MailRow {
                at: cx.lang.moment(mail.at),
                has_link: pieces.iter().any(|(link, path)| *link && path.starts_with("/l/")),
                pieces,
                mail,
            }
        })
        .collect();
    page(&MailPage { f: cx.bare(t.mail(), Nav::None), t, mails })
}

/// `POST /demo/mail/fresh`: a new link and code for the receiver of a mail, as codes live fifteen minutes.
pub async fn fresh_link(State(app): State<App>, form: Form) -> Result<Response, AppError> {
    if form.get("id").is_empty() {
        // What waits goes out now: the minute in which a mail can be taken back is over.
        time::shift(app.db.clock(), &app.config.data, base::outbox::GRACE).map_err(|e| AppError::broken(e.to_string()))?;
        crate::mailer::run_once(&app, "demo").await?;
        return Ok(go("/demo/mail"));
    }
    let (institution, _, _) = app.db.institutions().await?.into_iter().next().ok_or(AppError::NotFound)?;
    let holder =
        Holder::from(form.get("kind"), form.get("id")).filter(|holder| !matches!(holder, Holder::Staff(_))).ok_or(AppError::NotFound)?;
    app.db.ask_link(&institution, &holder).await?;
    crate::mailer::run_once(&app, "demo").await?;
    Ok(go("/demo/mail"))
}

/// `POST /demo/time`: moves the clock, lets what is due happen, and signs in anew whoever was signed in.
pub async fn move_time(cx: Cx, form: Form) -> Result<Response, AppError> {
    let today = cx.today();
    let days = match form.get("by") {
        "day" => 1,
        "week" => 7,
        "month" => today.until(today.plus_months(1)),
        "milestone" => next_milestone(&cx).await?.map_or(30, |day| today.until(day)).max(1),
        _ => return Err(AppError::BadRequest),
    };
    let (staff, portal) = (signed(&cx, "staff").await?, signed(&cx, "portal").await?);
    // Day by day, and within a day by way of ten o'clock, so that what is due on a day happens on that day and in its hours.
    for _ in 0..days {
        let (from, shift) = (cx.db.clock().now(), |by| time::shift(cx.db.clock(), &cx.app.config.data, by));
        let ten = from.day().start().plus(10 * HOUR);
        let ten = if from < ten { ten } else { ten.plus(DAY) };
        let told = ten.plus(2 * MINUTE);
        for at in [ten, told, from.plus(DAY)] {
            shift((at.0 - cx.db.clock().now().0).max(0)).map_err(|e| AppError::broken(e.to_string()))?;
            if at == ten {
                crate::survey::run_due(&cx.app).await?;
                crate::signal::look(&cx.app).await?;
                crate::today::run_morning(&cx.app).await?;
            } else {
                crate::report::send_due(&cx.app).await?;
                crate::letter::send_due(&cx.app).await?;
                crate::mailer::run_once(&cx.app, "demo").await?;
            }
        }
    }
    cx.db.seal_audit().await?;
    let mut response = go("/demo?done=moved#time");
    for actor in [staff, portal].into_iter().flatten() {
        let Some(holder) = actor.holder().cloned() else { continue };
        let again = sign_in(&cx.app, actor.institution(), &holder, actor.staff_seat()).await?;
        for cookie in again.headers().get_all(http::header::SET_COOKIE) {
            response.headers_mut().append(http::header::SET_COOKIE, cookie.clone());
        }
    }
    Ok(response)
}

async fn signed(cx: &Cx, area: &str) -> Result<Option<Actor>, AppError> {
    let cookie = cx.cookies.iter().find(|(name, _)| *name == cx.app.config.cookie(area)).map(|(_, value)| value.clone());
    Ok(match cookie {
        Some(cookie) => cx.db.signed(&cookie).await?.map(|signed| signed.actor),
        None => None,
    })
}

/// The next day on which a placement that joined is a week, or 1, 3 or 6 months old.
async fn next_milestone(cx: &Cx) -> Result<Option<Day>, AppError> {
    let eyes = eyes(&cx.app).await?;
    let today = cx.today();
    let joins: Vec<(Option<Day>,)> = cx
        .db
        .read(&eyes, |tx| {
            tx.rows(&tx.reach::<Placement, deed::View>()?, sql!(Placement => "select join_on from placements where join_on is not null and state not in ('closed', 'left') order by join_on"), vec![]).map_err(AppError::from)
        })
        .await?;
    Ok(joins
        .into_iter()
        .filter_map(|(join,)| join)
        .flat_map(|join| [join, join.plus(7), join.plus_months(1), join.plus_months(3), join.plus_months(6)])
        .filter(|day| *day > today)
        .min())
}
