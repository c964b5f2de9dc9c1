//! Pages of the staff: who holds which seat, and who may come in.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use base::actor::StaffSeat;
use base::event::Event;
use base::store::Done;
use base::store::Write;
use http::StatusCode;

use super::rules::StaffDraft;
use super::store::{self, Clash, SeatRow, StaffRow};
use super::text::T;
use super::web::{Met, met, other};
use crate::account::password::{self, Password};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// Lines of one page of the list.
const PAGE: usize = 100;

struct Line {
    id: String,
    name: String,
    mail: String,
    phone: String,
    seats: Vec<String>,
    state: &'static str,
    first: bool,
}

#[derive(Template)]
#[template(path = "account/settings/staff.html")]
struct StaffPage {
    f: Frame,
    t: T,
    lines: Vec<Line>,
    next: String,
    hats: String,
}

fn seat_words(cx: &Cx, row: &SeatRow) -> String {
    let name = StaffSeat::parse(&row.seat).map_or("", |seat| crate::web::text::T(cx.lang).seat(seat));
    if row.branch_name.is_empty() { name.to_owned() } else { crate::account::text::T(cx.lang).seat_at(name, &row.branch_name) }
}

/// `GET /settings/staff`: for the administrator to change, for compliance to read.
pub async fn staff(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let t = T(cx.lang);
    let after =
        query.get("after").and_then(|key| key.rsplit_once('.')).map(|(name, id)| (name.to_owned(), id.to_owned())).unwrap_or_default();
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let (mut rows, seats, hats) = cx
        .db
        .read(cx.actor()?, move |tx| Ok::<_, AppError>((store::staff_page(tx, &after, most)?, store::seats(tx, "")?, store::hats(tx)?)))
        .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.name, row.id)).unwrap_or_default();
    let lines = rows
        .into_iter()
        .map(|row| Line {
            seats: seats.iter().filter(|seat| seat.staff == row.id).map(|seat| seat_words(&cx, seat)).collect(),
            state: t.staff_state(&row.state),
            first: row.state == "active" && row.password_at.is_none(),
            id: row.id,
            name: row.name,
            mail: row.mail.unwrap_or_default(),
            phone: row.phone,
        })
        .collect();
    page(&StaffPage { f: cx.frame(t.staff_title(), Nav::Settings).await?, t, lines, next, hats })
}

#[derive(Template)]
#[template(path = "account/settings/person.html")]
struct PersonPage {
    f: Frame,
    t: T,
    row: Option<StaffRow>,
    form: Form,
    errors: Errors,
    seats: Vec<(String, String, bool)>,
    branches: Vec<(String, String)>,
    state_key: String,
    password_key: String,
    met: Vec<Met>,
}

/// What the page of one member of staff is drawn from.
struct Known {
    row: Option<StaffRow>,
    held: Vec<SeatRow>,
    branches: Vec<(String, String)>,
    two_hats: bool,
}

async fn known(cx: &Cx, id: Option<&str>) -> Result<Known, AppError> {
    let id = id.map(ToOwned::to_owned);
    cx.db
        .read(cx.actor()?, move |tx| {
            let (row, held) = match &id {
                Some(id) => (Some(store::one_staff(tx, id)?), store::seats(tx, id)?),
                None => (None, Vec::new()),
            };
            let branches = store::branches(tx)?.into_iter().map(|branch| (branch.id, branch.name)).collect();
            Ok(Known { row, held, branches, two_hats: !store::hats(tx)?.is_empty() })
        })
        .await
}

fn as_stored(known: &Known) -> Form {
    let mut fields = Vec::new();
    if let Some(row) = &known.row {
        fields.extend([("name", row.name.clone()), ("mail", row.mail.clone().unwrap_or_default()), ("phone", row.phone.clone())]);
    }
    for seat in &known.held {
        fields.push(("seat", seat.seat.clone()));
        if !seat.branch.is_empty() {
            fields.push(("branch", seat.branch.clone()));
        }
    }
    Form::filled(fields)
}

async fn person_page(cx: &Cx, status: StatusCode, known: Known, typed: Option<Form>, errors: Errors, met: Vec<Met>) -> Answer {
    let t = T(cx.lang);
    let form = typed.unwrap_or_else(|| as_stored(&known));
    let w = crate::web::text::T(cx.lang);
    let seats = StaffSeat::ALL
        .into_iter()
        .map(|seat| (seat.code().to_owned(), w.seat(seat).to_owned(), form.all("seat").any(|code| code == seat.code())))
        .collect();
    let mut branches = known.branches;
    branches.insert(0, (String::new(), t.branch_none().to_owned()));
    let title = if known.row.is_some() { t.staff_edit() } else { t.staff_new() };
    let f = cx.frame(title, Nav::Settings).await?;
    let (state_key, password_key) = (cx.key(), cx.key());
    page_with(status, &PersonPage { f, t, row: known.row, form, errors, seats, branches, state_key, password_key, met })
}

#[derive(Template)]
#[template(path = "account/settings/shown.html")]
struct ShownPage {
    f: Frame,
    t: T,
    name: String,
    mail: String,
    password: String,
}

async fn show_once(cx: &Cx, name: String, mail: String, password: String) -> Answer {
    let t = T(cx.lang);
    page(&ShownPage { f: cx.frame(t.shown_title(), Nav::Settings).await?, t, name, mail, password })
}

/// `GET /settings/staff/new`.
pub async fn new_staff(cx: Cx) -> Answer {
    let known = known(&cx, None).await?;
    person_page(&cx, StatusCode::OK, known, None, Errors::none(), Vec::new()).await
}

/// `POST /settings/staff/new`: adds a member of staff and shows their first password, this once.
pub async fn add_staff(cx: Cx, form: Form) -> Answer {
    let t = T(cx.lang);
    let known = known(&cx, None).await?;
    let draft = match StaffDraft::parse(&form, &known.branches, known.two_hats, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return person_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, known, Some(form), errors, Vec::new()).await,
    };
    let (first, shown) = Password::first(cx.db.ids());
    let hash = password::hashed(cx.db.ids(), &first).await?;
    let (name, mail) = (draft.name.clone(), draft.mail.clone());
    let added = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let id = store::add_staff(tx, &draft, &hash)?;
            let event = Event::StaffAdded(None, &id).detail(draft.seat_codes());
            Ok::<_, Clash>(tx.commit(&event, &format!("/settings/staff/{id}?done=saved"))?)
        })
        .await;
    match added {
        Ok(()) => show_once(&cx, name, mail, shown).await,
        Err(Clash::Taken) => {
            let errors = Errors::one("mail", t.e_mail_taken());
            person_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, known, Some(form), errors, Vec::new()).await
        }
        Err(clash) => Err(other(clash)),
    }
}

/// `GET /settings/staff/{id}`.
pub async fn one_staff(cx: Cx, Path(id): Path<String>) -> Answer {
    let known = known(&cx, Some(&id)).await?;
    person_page(&cx, StatusCode::OK, known, None, Errors::none(), Vec::new()).await
}

/// `POST /settings/staff/{id}`: name, address, telephone and seats.
pub async fn save_staff(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    let t = T(cx.lang);
    let before = known(&cx, Some(&id)).await?;
    let draft = match StaffDraft::parse(&form, &before.branches, before.two_hats, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return person_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, before, Some(form), errors, Vec::new()).await,
    };
    let (seen, subject, typed) = (form.version(), id.clone(), draft.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            store::save_staff(tx, &subject, seen, &draft)?;
            let event = Event::StaffChanged(None, &subject).detail(draft.seat_codes());
            Ok::<_, Clash>(tx.commit(&event, &format!("/settings/staff/{subject}?done=saved"))?)
        })
        .await;
    let errors = match saved {
        // An administrator who gave up their own seat is led to what they may still see.
        Ok(()) if cx.actor()?.id() == id && !typed.seats.iter().any(|(seat, _)| *seat == StaffSeat::Admin) => return Ok(go("/")),
        Ok(()) => return Ok(go(&format!("/settings/staff/{id}?done=saved"))),
        Err(Clash::Taken) => Errors::one("mail", t.e_mail_taken()),
        Err(Clash::LastAdmin) => Errors::one("seat", t.e_last_admin()),
        Err(Clash::Stale) => {
            let now = known(&cx, Some(&id)).await?;
            let met = met_by(&cx, &now, &typed);
            return person_page(&cx, StatusCode::CONFLICT, now, Some(form), Errors::none(), met).await;
        }
        Err(clash) => return Err(other(clash)),
    };
    person_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, before, Some(form), errors, Vec::new()).await
}

/// What is saved beside what was typed, seats in words.
fn met_by(cx: &Cx, now: &Known, typed: &StaffDraft) -> Vec<Met> {
    let t = T(cx.lang);
    let w = crate::web::text::T(cx.lang);
    let at = |id: &str| now.branches.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone()).unwrap_or_default();
    let mut theirs: Vec<String> = now.held.iter().map(|row| seat_words(cx, row)).collect();
    let mut yours: Vec<String> = typed
        .seats
        .iter()
        .map(|(seat, branch)| match at(branch) {
            name if name.is_empty() => w.seat(*seat).to_owned(),
            name => crate::account::text::T(cx.lang).seat_at(w.seat(*seat), &name),
        })
        .collect();
    theirs.sort();
    yours.sort();
    let row = now.row.as_ref();
    let stored = |pick: fn(&StaffRow) -> String| row.map(pick).unwrap_or_default();
    met(vec![
        (t.staff_name(), stored(|row| row.name.clone()), typed.name.clone()),
        (t.mail(), stored(|row| row.mail.clone().unwrap_or_default()), typed.mail.clone()),
        (t.phone(), stored(|row| row.phone.clone()), typed.phone.clone()),
        (t.seats(), theirs.join("、"), yours.join("、")),
    ])
}

/// One change of a member of staff that has no fields to mend: who may come in, and with what.
async fn change(
    cx: &Cx,
    id: &str,
    form: &Form,
    work: impl FnOnce(&Write<'_>, &str, i64) -> Result<Done<()>, Clash> + Send + 'static,
) -> Result<Option<Errors>, AppError> {
    let (seen, subject) = (form.version(), id.to_owned());
    match cx.db.write(cx.actor()?, form.key(), move |tx| work(tx, &subject, seen)).await {
        Ok(()) => Ok(None),
        Err(Clash::LastAdmin) => Ok(Some(Errors::one("state", T(cx.lang).e_last_admin()))),
        Err(clash) => Err(other(clash)),
    }
}

/// `POST /settings/staff/{id}/state`: disables, or enables again.
pub async fn save_state(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    known(&cx, Some(&id)).await?;
    let active = match form.get("state") {
        "active" => true,
        "disabled" => false,
        _ => return Err(AppError::BadRequest),
    };
    let (state, done) = if active { ("active", "enabled") } else { ("disabled", "disabled") };
    let refused = change(&cx, &id, &form, move |tx, subject, seen| {
        store::save_state(tx, subject, seen, active)?;
        Ok(tx.commit(&Event::StaffChanged(None, subject).detail(state), &format!("/settings/staff/{subject}?done={done}"))?)
    })
    .await?;
    match refused {
        None if cx.actor()?.id() == id => Ok(go("/")),
        None => Ok(go(&format!("/settings/staff/{id}?done={done}"))),
        Some(errors) => {
            let known = known(&cx, Some(&id)).await?;
            person_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, known, None, errors, Vec::new()).await
        }
    }
}

/// `POST /settings/staff/{id}/password`: a new first password, shown this once; the old one and every session are dead.
pub async fn renew_password(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    let row = known(&cx, Some(&id)).await?.row.ok_or(AppError::NotFound)?;
    let Some(mail) = row.mail else {
        let known = known(&cx, Some(&id)).await?;
        let errors = Errors::one("mail", crate::web::text::T(cx.lang).e_required(T(cx.lang).mail()));
        return person_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, known, None, errors, Vec::new()).await;
    };
    let (first, shown) = Password::first(cx.db.ids());
    let hash = password::hashed(cx.db.ids(), &first).await?;
    change(&cx, &id, &form, move |tx, subject, seen| {
        store::renew_password(tx, subject, seen, &hash)?;
        Ok(tx.commit(&Event::PasswordSet(None, subject).detail("first"), &format!("/settings/staff/{subject}?done=saved"))?)
    })
    .await?;
    show_once(&cx, row.name, mail, shown).await
}
