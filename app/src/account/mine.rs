//! `/account`: what a member of staff sees and changes about themselves.

use askama::Template;
use axum::response::Response;
use base::actor::StaffSeat;
use base::clock::MINUTE;
use base::register::{Branch, StaffSeat as HeldSeat};
use base::session::Signed;
use base::store::{Read, StoreError, deed};
use base::text::Lang;
use base::{args, sql};
use http::StatusCode;

use super::password;
use super::rules::{device_words, first_page};
use super::staff::read_new;
use super::text::T;
use crate::today;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// A seat one holds.
struct Seat {
    code: &'static str,
    name: String,
    now: bool,
}

/// A device that is signed in.
pub(super) struct Device {
    pub(super) id: String,
    pub(super) words: String,
    pub(super) since: String,
    pub(super) used: String,
    pub(super) here: bool,
}

#[derive(Template)]
#[template(path = "account/mine.html")]
struct MinePage {
    f: Frame,
    t: T,
    seats: Vec<Seat>,
    devices: Vec<Device>,
    before: String,
    errors: Errors,
    w: today::Words,
    /// Whether the morning's mail is wanted, and when it goes out; none for a seat without 今日.
    morning: Option<(bool, String)>,
}

fn seats(tx: &Read<'_>, now: Option<StaffSeat>, lang: Lang) -> Result<Vec<Seat>, AppError> {
    let desk = tx.desk()?;
    let rows: Vec<(String, String)> = tx.rows(
        (&desk.pass::<HeldSeat, deed::View>()?, &desk.pass::<Branch, deed::View>()?),
        sql!(HeldSeat, Branch =>
            "select h.seat, coalesce(b.name, '') from staff_seats h left join branches b on b.id = h.branch_id where h.staff_id = $1 order by h.seat, h.id"),
        args![tx.actor().id()],
    )?;
    let w = crate::web::text::T(lang);
    let named = |(code, branch): (String, String)| {
        let seat = StaffSeat::parse(&code)?;
        let name = if branch.is_empty() { w.seat(seat).to_owned() } else { T(lang).seat_at(w.seat(seat), &branch) };
        Some(Seat { code: seat.code(), name, now: now == Some(seat) })
    };
    Ok(rows.into_iter().filter_map(named).collect())
}

/// The devices on which the one who asks is signed in, this one first.
pub(super) async fn devices(cx: &Cx, signed: &Signed) -> Result<Vec<Device>, AppError> {
    let mut all: Vec<Device> = cx
        .db
        .sessions(&signed.actor)
        .await?
        .into_iter()
        .map(|open| Device {
            words: device_words(&open.device, cx.lang),
            since: cx.lang.moment(open.created_at),
            used: cx.lang.moment(open.seen_at),
            here: open.id == signed.session,
            id: open.id,
        })
        .collect();
    all.sort_by_key(|device| !device.here);
    Ok(all)
}

/// When and with what one signed in the last time before this; empty when never.
async fn before(cx: &Cx, signed: &Signed) -> Result<String, AppError> {
    let history = cx.db.session_history(&signed.actor).await?;
    let earlier =
        history.iter().filter(|past| past.via == "password" && past.created_at < signed.authed_at).max_by_key(|past| past.created_at);
    Ok(earlier.map(|past| T(cx.lang).before(&cx.lang.moment(past.created_at), &device_words(&past.device, cx.lang))).unwrap_or_default())
}

async fn mine_page(cx: &Cx, status: StatusCode, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let (now, lang) = (cx.seat(), cx.lang);
    let (seats, morning) =
        cx.db.read(&signed.actor, move |tx| Ok::<_, AppError>((seats(tx, now, lang)?, today::wants_morning(tx)?))).await?;
    let (devices, before) = (devices(cx, signed).await?, before(cx, signed).await?);
    page_with(
        status,
        &MinePage { f: cx.frame(t.account(), Nav::None).await?, t, seats, devices, before, errors, w: today::Words(lang), morning },
    )
}

/// `GET /account`.
pub async fn mine(cx: Cx) -> Answer {
    mine_page(&cx, StatusCode::OK, Errors::none()).await
}

/// `POST /account/seat`: from here on every page acts in another seat; the rights of two are never added up.
pub async fn change_seat(cx: Cx, form: Form) -> Result<Response, AppError> {
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let seat = StaffSeat::parse(form.get("seat")).ok_or(AppError::NotFound)?;
    let cookie = cx.db.switch_seat(signed, seat, &cx.device).await?;
    let mut response = go(&format!("{}?done=seat", first_page(Some(seat))));
    cx.app.config.set_cookie(&mut response, "staff", &cookie, None);
    Ok(response)
}

/// `POST /account/password`: the new password ends every session; this browser gets a new one.
pub async fn change_password(cx: Cx, form: Form) -> Answer {
    let t = T(cx.lang);
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let login = cx.db.own_login(&signed.actor).await?;
    let place = cx.frame("", Nav::None).await?.house.name;
    let mut errors = Errors::none();
    if form.get("current").is_empty() {
        errors.add("current", crate::web::text::T(cx.lang).e_required(t.current_password()));
    }
    let chosen = read_new(&cx, &form, &login, &place, &mut errors);
    if errors.is_empty() {
        if !cx.db.allow(&format!("password of {}", login.staff), 5, MINUTE).await? {
            return Err(AppError::SlowDown);
        }
        if !password::verify(login.hash.as_deref(), form.get("current")).await? {
            errors.add("current", t.e_current());
        } else if password::verify(login.hash.as_deref(), form.get("new")).await? {
            errors.add("new", t.e_same_password());
        }
    }
    let Some(chosen) = chosen.filter(|_| errors.is_empty()) else {
        return mine_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, errors).await;
    };
    let hash = password::hashed(cx.db.ids(), &chosen).await?;
    cx.db.replace_password(&login, hash).await?;
    let cookie = cx.db.open_staff_session(&login.institution, &login.staff, cx.seat(), "password", &cx.device).await?;
    let mut response = go("/account?done=password");
    cx.app.config.set_cookie(&mut response, "staff", &cookie, None);
    Ok(response)
}

/// Ends one of one's own sessions; none when it was this one.
pub(super) async fn end_one(cx: &Cx, form: &Form) -> Result<Option<&'static str>, AppError> {
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let id = form.get("session");
    match cx.db.end_session(&signed.actor, id).await {
        Ok(()) => {}
        // Pressed twice, or run out meanwhile: it has ended, which was the wish. Anyone else's is not there.
        Err(StoreError::NotFound) if cx.db.session_history(&signed.actor).await?.iter().any(|past| past.id == id) => {}
        Err(error) => return Err(error.into()),
    }
    Ok((id != signed.session).then_some("ended"))
}

/// `POST /account/sessions/end`.
pub async fn end_session(cx: Cx, form: Form) -> Result<Response, AppError> {
    if let Some(done) = end_one(&cx, &form).await? {
        return Ok(go(&format!("/account?done={done}")));
    }
    let mut response = go("/sign-in?done=signed_out");
    cx.app.config.drop_cookie(&mut response, "staff");
    Ok(response)
}
