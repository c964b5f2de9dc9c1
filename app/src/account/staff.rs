//! Staff come in: mail address and password, the first password, and the way out.
//!
//! An address we know, one we do not and one that was disabled get the same page after the same work: one argon2
//! verification and one line in the audit (quality.md Q19).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use base::actor::{Actor, Duty};
use base::clock::{HOUR, MINUTE};
use base::event::Event;
use base::session::{Signed, StaffLogin, mail_key};
use base::store::{Store, StoreError};
use base::vault;
use http::StatusCode;

use super::came::Came;
use super::password::{self, Password, Weakness};
use super::rules::{first_page, staff_next};
use super::text::T;
use super::{kept, password::LONGEST, password::SHORTEST};
use crate::web::frame::{House, Nav};
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// How long a browser is known to have signed in here, in seconds: 180 days.
const KNOWN_DEVICE: i64 = 180 * 24 * 3600;

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    f: Frame,
    t: T,
    form: Form,
    errors: Errors,
    next: String,
    kept: bool,
}

/// The institution by name, where this database serves only one: before anyone is known, no other name may be shown.
pub(super) async fn only_house(db: &Store) -> Result<House, AppError> {
    let all = db.institutions().await?;
    match all.as_slice() {
        [(id, _, _)] => house(db, id).await,
        _ => Ok(House::default()),
    }
}

/// An institution as its pages name it.
pub(super) async fn house(db: &Store, institution: &str) -> Result<House, AppError> {
    let (name, kind, phone, hours) = db
        .read(&Actor::duty(Duty::SignIn, institution), |tx| {
            use base::register::Institution;
            tx.one::<_, (String, String, String, String)>(
                &tx.house(),
                base::sql!(Institution => "select name, kind, phone, hours from institutions"),
                vec![],
            )
        })
        .await?;
    Ok(House { name, kind, phone, hours })
}

async fn sign_in_page(cx: &Cx, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let mut f = cx.bare(t.sign_in(), Nav::None);
    f.house = only_house(&cx.db).await?;
    let next = staff_next(form.get("next")).unwrap_or_default().to_owned();
    page_with(status, &SignInPage { f, t, form, errors, next, kept: cx.kept.is_some() })
}

/// `GET /sign-in`: the way in of staff.
pub async fn way_in(cx: Cx, came: Came, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let next = query.get("next").cloned().unwrap_or_default();
    if let Some(signed) = came.staff {
        return Ok(go(staff_next(&next).unwrap_or(first_page(signed.actor.staff_seat()))));
    }
    sign_in_page(&cx, StatusCode::OK, Form::filled([("next", next)]), Errors::none()).await
}

/// The limits of one try (quality.md Q20): three at once and three a minute from one network address, 1,800 an hour for one
/// account. A device that signed in with this account before has limits of its own, so that strangers cannot lock its owner
/// out (Q21). A try that succeeds does not count.
struct Limits([(String, i64, i64); 2]);

impl Limits {
    fn of(cx: &Cx, came: &Came, mail: &str) -> Limits {
        let known = came.device.as_deref().is_some_and(|mark| vault::same(mark.as_bytes(), device_mark(&cx.db, mail).as_bytes()));
        let who = if known { "known " } else { "" };
        Limits([
            (format!("sign-in from {who}{} {}", cx.peer, if known { mail } else { "" }), 3, MINUTE / 3),
            (format!("sign-in as {who}{mail}"), 1800, HOUR / 1800),
        ])
    }

    async fn allow(&self, db: &Store) -> Result<(), AppError> {
        for (key, burst, every) in &self.0 {
            if !db.allow(key, *burst, *every).await? {
                return Err(AppError::SlowDown);
            }
        }
        Ok(())
    }

    async fn give_back(&self, db: &Store) -> Result<(), AppError> {
        for (key, _, every) in &self.0 {
            db.give_back(key, *every).await?;
        }
        Ok(())
    }
}

/// The mark of a device that signed in with this address before. It opens nothing; it only keeps strangers' tries apart.
fn device_mark(db: &Store, mail: &str) -> String {
    base::ids::hex(&db.vault().mac("device", &[mail.as_bytes()])[..16])
}

/// `POST /sign-in`.
pub async fn sign_in(cx: Cx, came: Came, form: Form) -> Answer {
    let t = T(cx.lang);
    let w = crate::web::text::T(cx.lang);
    let mail = mail_key(form.get("mail"));
    let mut errors = Errors::none();
    if mail.is_empty() {
        errors.add("mail", w.e_required(t.mail()));
    }
    if form.get("password").is_empty() {
        errors.add("password", w.e_required(t.password()));
    }
    if !errors.is_empty() {
        return sign_in_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    let limits = Limits::of(&cx, &came, &mail);
    limits.allow(&cx.db).await?;
    let login = cx.db.staff_login(&mail).await?;
    let hash = login.as_ref().and_then(|login| login.hash.clone());
    let right = password::verify(hash.as_deref(), form.get("password")).await?;
    let known = login.as_ref().map(|login| (login.institution.clone(), login.staff.clone()));
    let Some((login, hash)) = login.zip(hash).filter(|(login, _)| right && login.state == "active") else {
        return refused(&cx, form, known).await;
    };
    limits.give_back(&cx.db).await?;
    if login.password_at.is_none() {
        return first_was_typed(&cx, &login, &hash, &form).await;
    }
    if password::outdated(&hash) {
        let stronger = password::rehash(cx.db.ids(), form.get("password")).await?;
        cx.db.rehash_password(&login, stronger).await?;
    }
    match enter(&cx, &came, &login, form.get("next")).await {
        Err(AppError::NotFound) => refused(&cx, form, known).await,
        entered => entered,
    }
}

/// Wrong, unknown, disabled or without a seat: one line in the audit, and the same page.
async fn refused(cx: &Cx, form: Form, known: Option<(String, String)>) -> Answer {
    let (institution, subject) = known.unwrap_or_else(|| ("*".to_owned(), String::new()));
    cx.db
        .write(&Actor::duty(Duty::SignIn, &institution), None, move |tx| {
            tx.commit(&Event::SignInRefused(None, &subject).detail("password"), "")
        })
        .await
        .map_err(|error: StoreError| AppError::from(error))?;
    let errors = Errors::one("mail", T(cx.lang).e_refused());
    sign_in_page(cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await
}

/// Opens the session: a new cookie, the one that was there is dead, and a form that waits is offered to its own holder.
async fn enter(cx: &Cx, came: &Came, login: &StaffLogin, next: &str) -> Answer {
    let mark = device_mark(&cx.db, &mail_key(&login.mail));
    let cookie = cx.db.open_staff_session(&login.institution, &login.staff, None, "password", &cx.device).await?;
    if let Some(old) = &came.staff {
        // It may have run out in this very moment; then there is nothing to end.
        cx.db.end_session(&old.actor, &old.session).await.or_else(|e| if e == StoreError::NotFound { Ok(()) } else { Err(e) })?;
    }
    let signed = cx.db.signed(&cookie).await?.ok_or(AppError::NotFound)?;
    if came.device.as_deref() != Some(mark.as_str()) {
        tell_of_new_device(cx, &signed).await?;
    }
    let own_form = kept::is_own(cx, &signed).await?;
    let mut response = go(staff_next(next).unwrap_or(first_page(signed.actor.staff_seat())));
    let config = &cx.app.config;
    config.set_cookie(&mut response, "staff", &cookie, None);
    config.set_cookie(&mut response, "device", &mark, Some(KNOWN_DEVICE));
    if came.first.is_some() {
        config.drop_cookie(&mut response, "first");
    }
    if cx.kept.is_some() && !own_form {
        config.drop_cookie(&mut response, "kept");
    }
    Ok(response)
}

/// Tells the holder by mail that their password opened a session on a device it did not know (quality.md Q28); the very
/// first time there is nothing to compare with.
async fn tell_of_new_device(cx: &Cx, signed: &Signed) -> Result<(), AppError> {
    let earlier = cx.db.session_history(&signed.actor).await?.into_iter().any(|past| past.via == "password" && past.id != signed.session);
    let Some(holder) = signed.actor.holder().cloned().filter(|_| earlier) else { return Ok(()) };
    cx.db
        .write(&signed.actor, None, move |tx| {
            let event = Event::SignedIn(None, holder.id()).detail("new device");
            tx.commit(&event.tell(vec![holder]), "").map_err(AppError::from)
        })
        .await
}

#[derive(Template)]
#[template(path = "account/first.html")]
struct FirstPage {
    f: Frame,
    t: T,
    errors: Errors,
    mail: String,
    next: String,
}

/// The path under which a first password that was typed rightly waits, sealed, for half an hour.
const FIRST: &str = "/sign-in/first";

/// The first password is right, and opens nothing but the page on which it is replaced.
async fn first_was_typed(cx: &Cx, login: &StaffLogin, hash: &str, form: &Form) -> Answer {
    let word = cx.db.park(FIRST, format!("{}\n{}", mail_key(&login.mail), vault::digest(hash)).as_bytes()).await?;
    let next = staff_next(form.get("next")).unwrap_or_default();
    let mut response = go(&if next.is_empty() { FIRST.to_owned() } else { format!("{FIRST}?next={next}") });
    cx.app.config.set_cookie(&mut response, "first", &word, Some(1800));
    Ok(response)
}

/// Whose first password this browser typed; none once it was replaced or given anew.
async fn waiting(cx: &Cx, came: &Came) -> Result<Option<StaffLogin>, AppError> {
    let Some(word) = &came.first else { return Ok(None) };
    let Some((path, body)) = cx.db.parked(word).await? else { return Ok(None) };
    let text = String::from_utf8_lossy(&body).into_owned();
    let Some((mail, digest)) = text.split_once('\n').filter(|_| path == FIRST) else { return Ok(None) };
    let login = cx.db.staff_login(mail).await?;
    Ok(login.filter(|login| {
        login.state == "active" && login.password_at.is_none() && login.hash.as_deref().is_some_and(|hash| vault::digest(hash) == digest)
    }))
}

async fn first_page_of(cx: &Cx, status: StatusCode, login: &StaffLogin, next: &str, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let mut f = cx.bare(t.first_title(), Nav::None);
    f.house = house(&cx.db, &login.institution).await?;
    let next = staff_next(next).unwrap_or_default().to_owned();
    page_with(status, &FirstPage { f, t, errors, mail: login.mail.clone(), next })
}

/// `GET /sign-in/first`: a password of one's own in place of the one that was handed over.
pub async fn first_password(cx: Cx, came: Came, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    match waiting(&cx, &came).await? {
        Some(login) => first_page_of(&cx, StatusCode::OK, &login, query.get("next").map_or("", String::as_str), Errors::none()).await,
        None => Ok(go("/sign-in")),
    }
}

/// `POST /sign-in/first`: from here on the password is known to nobody else; only now a session is opened.
pub async fn choose_password(cx: Cx, came: Came, form: Form) -> Answer {
    let Some(login) = waiting(&cx, &came).await? else { return Ok(go("/sign-in")) };
    let place = house(&cx.db, &login.institution).await?.name;
    let mut errors = Errors::none();
    let chosen = read_new(&cx, &form, &login, &place, &mut errors);
    if errors.is_empty() && password::verify(login.hash.as_deref(), form.get("new")).await? {
        errors.add("new", T(cx.lang).e_same_password());
    }
    let Some(chosen) = chosen.filter(|_| errors.is_empty()) else {
        return first_page_of(&cx, StatusCode::UNPROCESSABLE_ENTITY, &login, form.get("next"), errors).await;
    };
    let hash = password::hashed(cx.db.ids(), &chosen).await?;
    cx.db.replace_password(&login, hash).await?;
    if let Some(word) = &came.first {
        cx.db.unpark(word).await?;
    }
    enter(&cx, &came, &login, form.get("next")).await
}

/// Reads a new password and its repetition.
pub(super) fn read_new(cx: &Cx, form: &Form, login: &StaffLogin, place: &str, errors: &mut Errors) -> Option<Password> {
    let t = T(cx.lang);
    let typed = form.get("new");
    if typed.is_empty() {
        errors.add("new", crate::web::text::T(cx.lang).e_required(t.new_password()));
        return None;
    }
    match Password::choose(typed, &[&login.name, &login.mail, place]) {
        Ok(password) if base::fold::composed(form.get("again")) == base::fold::composed(typed) => Some(password),
        Ok(_) => {
            errors.add("again", t.e_again());
            None
        }
        Err(weakness) => {
            errors.add(
                "new",
                match weakness {
                    Weakness::Short(n) => t.e_short(SHORTEST, n),
                    Weakness::Long => t.e_long(LONGEST),
                    Weakness::Guessable => t.e_guessable().to_owned(),
                },
            );
            None
        }
    }
}

/// `POST /sign-out`.
pub async fn sign_out(cx: Cx, _form: Form) -> Result<Response, AppError> {
    out(&cx, "staff", "/sign-in?done=signed_out").await
}

/// Ends the session of this browser, and lets go of a form that waits.
pub(super) async fn out(cx: &Cx, area: &'static str, way_in: &'static str) -> Result<Response, AppError> {
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    cx.db.end_session(&signed.actor, &signed.session).await?;
    let mut response = go(if cx.app.config.demo { "/demo?done=signed_out" } else { way_in });
    cx.app.config.drop_cookie(&mut response, area);
    if let Some(word) = &cx.kept {
        cx.db.unpark(word).await?;
        cx.app.config.drop_cookie(&mut response, "kept");
    }
    Ok(response)
}
