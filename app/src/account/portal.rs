//! Company and person come in: the link and its code, the lost link, and their own account page.
//!
//! There is no password. A GET reads and writes nothing, so a mail scanner that opens every link changes nothing; it cannot
//! type the code that stands in the same mail. The page for a lost link says the same to everyone (ux.md §2.3).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use base::actor::{Actor, Duty, Holder};
use base::clock::{HOUR, MINUTE};
use base::event::Event;
use base::session::{Knock, LinkView, Signed, mail_key};
use base::store::{StoreError, Write};
use base::text::Lang;
use base::vault;
use http::StatusCode;

use super::came::Came;
use super::kept;
use super::mine::{Device, devices, end_one};
use super::rules::{portal_next, read_code};
use super::staff::{house, only_house, out};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// How long a device is remembered when its user ticked so, in seconds: the same 30 days as `Life::Remembered`.
const REMEMBERED: i64 = 30 * 24 * 3600;

#[derive(Template)]
#[template(path = "account/my_sign_in.html")]
struct WayInPage {
    f: Frame,
    t: T,
    form: Form,
    errors: Errors,
    kept: bool,
    gone: bool,
}

async fn way_in_page(cx: &Cx, status: StatusCode, form: Form, errors: Errors, gone: bool) -> Answer {
    let t = T(cx.lang);
    let mut f = cx.bare(if gone { t.link_gone() } else { t.my_sign_in() }, Nav::None);
    f.house = only_house(&cx.db).await?;
    page_with(status, &WayInPage { f, t, form, errors, kept: cx.kept.is_some(), gone })
}

/// `GET /my/sign-in`: open the link in your mail, or ask for a new one.
pub async fn my_way_in(cx: Cx, came: Came, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    if came.portal.is_some() {
        return Ok(go(query.get("next").and_then(|next| portal_next(next)).unwrap_or("/my")));
    }
    way_in_page(&cx, StatusCode::OK, Form::default(), Errors::none(), false).await
}

/// Puts the mail with a new way in into the outbox; for nobody, the same line of the audit is written without a mail.
async fn ask(cx: &Cx, receivers: Vec<(String, Holder, String)>) -> Result<(), AppError> {
    let mut asked: Vec<(String, Vec<Holder>, String)> =
        receivers.into_iter().map(|(institution, holder, address)| (institution, vec![holder], address)).collect();
    if asked.is_empty() {
        asked.push(("*".to_owned(), Vec::new(), String::new()));
    }
    for (institution, to, address) in asked {
        let duty = Actor::duty(Duty::SignIn, &institution);
        // The address is the subject: the mail goes where it was asked for.
        let queued = move |tx: &Write<'_>| tx.commit(&Event::LinkAsked(None, &address).tell(to), "").map_err(AppError::from);
        cx.db.write(&duty, None, queued).await?;
    }
    Ok(())
}

/// Recovery: three at once and three an hour, for one network address and for one mail address or link (quality.md Q20).
async fn may_ask(cx: &Cx, what: &str) -> Result<(), AppError> {
    for key in [format!("link from {}", cx.peer), format!("link for {what}")] {
        if !cx.db.allow(&key, 3, HOUR / 3).await? {
            return Err(AppError::SlowDown);
        }
    }
    Ok(())
}

/// `POST /my/sign-in`: a lost link. Whoever asks is told the same.
pub async fn lost_link(cx: Cx, form: Form) -> Answer {
    let mail = mail_key(form.get("mail"));
    let w = crate::web::text::T(cx.lang);
    if !mail.contains('@') || mail.chars().count() > 254 {
        let sentence = if mail.is_empty() { w.e_required(T(cx.lang).mail()) } else { w.e_mail().to_owned() };
        return way_in_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::one("mail", sentence), false).await;
    }
    may_ask(&cx, &mail).await?;
    ask(&cx, cx.db.holders_of_mail(&mail).await?).await?;
    Ok(go("/my/sign-in/sent"))
}

#[derive(Template)]
#[template(path = "account/sent.html")]
struct SentPage {
    f: Frame,
    t: T,
}

/// `GET /my/sign-in/sent`: what happens next, in the same words for everyone.
pub async fn link_sent(cx: Cx) -> Answer {
    let t = T(cx.lang);
    let mut f = cx.bare(t.sent_title(), Nav::None);
    f.house = only_house(&cx.db).await?;
    page(&SentPage { f, t })
}

#[derive(Template)]
#[template(path = "account/link.html")]
struct LinkPage {
    f: Frame,
    t: T,
    form: Form,
    errors: Errors,
    token: String,
    next: String,
    card: bool,
    open: bool,
    again: bool,
}

/// Draws the page of a link. A link that ran out or never was gets the page for a lost link.
async fn link_page(cx: &Cx, status: StatusCode, token: &str, view: Option<LinkView>, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let Some(view) = view else {
        return way_in_page(cx, StatusCode::GONE, Form::default(), Errors::none(), true).await;
    };
    let mut f = cx.bare(if view.open { t.code_title() } else { t.code_gone() }, Nav::None);
    f.house = house(&cx.db, &view.institution).await?;
    let next = portal_next(form.get("next")).unwrap_or_default().to_owned();
    // While the code of this mail still opens, nothing on a freshly opened page asks for another: a scanner that presses
    // every button would otherwise send mail after mail.
    let again = !view.card && (!view.open || errors.has("code") && read_code(form.get("code"), false).is_some());
    page_with(status, &LinkPage { f, t, form, errors, token: token.to_owned(), next, card: view.card, open: view.open, again })
}

/// `GET /l/{token}`: which institution asks, and the field for the code. Opening it uses nothing up.
pub async fn link(cx: Cx, Path(token): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let view = cx.db.peek_link(&token).await?;
    let form = Form::filled([("next", query.get("next").cloned().unwrap_or_default())]);
    link_page(&cx, StatusCode::OK, &token, view, form, Errors::none()).await
}

/// `POST /l/{token}`: the code opens a session, once.
pub async fn use_link(cx: Cx, came: Came, Path(token): Path<String>, form: Form) -> Answer {
    let t = T(cx.lang);
    let view = cx.db.peek_link(&token).await?;
    let card = view.as_ref().is_some_and(|view| view.card);
    let Some(code) = read_code(form.get("code"), card) else {
        let errors = Errors::one("code", if card { t.e_code_card() } else { t.e_code_digits() });
        return link_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &token, view, form, errors).await;
    };
    // Five at once and one a minute from one network address; ten for one link (quality.md Q20).
    let from = format!("code from {}", cx.peer);
    if !cx.db.allow(&from, 5, MINUTE).await? {
        return Err(AppError::SlowDown);
    }
    let remember = form.ticked("remember");
    match cx.db.use_link(&token, &code, remember, &cx.device).await? {
        Knock::In { cookie, .. } => {
            cx.db.give_back(&from, MINUTE).await?;
            enter(&cx, &came, &cookie, remember, form.get("next")).await
        }
        Knock::Refused => {
            let view = cx.db.peek_link(&token).await?;
            let sentence = if card { t.e_card() } else { t.e_code() };
            link_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &token, view, form, Errors::one("code", sentence)).await
        }
    }
}

/// The new session's cookie; the session that was there is dead, and a form that waits is offered to its own holder.
async fn enter(cx: &Cx, came: &Came, cookie: &str, remember: bool, next: &str) -> Answer {
    if let Some(old) = &came.portal {
        cx.db.end_session(&old.actor, &old.session).await.or_else(|e| if e == StoreError::NotFound { Ok(()) } else { Err(e) })?;
    }
    let signed: Signed = cx.db.signed(cookie).await?.ok_or(AppError::NotFound)?;
    tell_of_new_device(cx, &signed).await?;
    let own_form = kept::is_own(cx, &signed).await?;
    let mut response = go(if own_form { "/my/kept" } else { portal_next(next).unwrap_or("/my") });
    cx.app.config.set_cookie(&mut response, "portal", cookie, remember.then_some(REMEMBERED));
    if cx.kept.is_some() && !own_form {
        cx.app.config.drop_cookie(&mut response, "kept");
    }
    Ok(response)
}

/// Tells the holder by mail that somebody came in from a device that was not seen in the last month (quality.md Q28); the very
/// first time there is nothing to compare with.
async fn tell_of_new_device(cx: &Cx, signed: &Signed) -> Result<(), AppError> {
    let mut earlier = cx.db.session_history(&signed.actor).await?;
    let here = earlier.iter().find(|past| past.id == signed.session).map(|past| past.device.clone()).unwrap_or_default();
    earlier.retain(|past| past.id != signed.session);
    let known = earlier.is_empty() || earlier.iter().any(|past| past.device == here);
    let Some(holder) = signed.actor.holder().cloned().filter(|_| !known) else { return Ok(()) };
    cx.db
        .write(&signed.actor, None, move |tx| {
            let event = Event::SignedIn(None, holder.id()).detail("new device");
            tx.commit(&event.tell(vec![holder]), "").map_err(AppError::from)
        })
        .await
}

/// `POST /l/{token}/again`: a fresh link and code to the one this link was sent to. The answer is always the same.
pub async fn link_again(cx: Cx, Path(token): Path<String>, _form: Form) -> Answer {
    may_ask(&cx, &vault::digest(&token)).await?;
    let receiver = cx.db.link_receiver(&token).await?;
    ask(&cx, receiver.into_iter().collect()).await?;
    Ok(go("/my/sign-in/sent"))
}

#[derive(Template)]
#[template(path = "account/my_account.html")]
struct MyAccountPage {
    f: Frame,
    t: T,
    devices: Vec<Device>,
    /// The language of the mails.
    mails: Lang,
}

/// `GET /my/account`: the devices in use, the languages, and the way out.
pub async fn my_account(cx: Cx) -> Answer {
    let t = T(cx.lang);
    let signed = cx.signed.as_ref().ok_or(AppError::NotFound)?;
    let devices = devices(&cx, signed).await?;
    let mails = cx.db.mail_language(&signed.actor).await?;
    page(&MyAccountPage { f: cx.frame(t.my_account(), Nav::None).await?, t, devices, mails })
}

/// `POST /my/account/language`: in which language one is written to.
pub async fn my_mail_language(cx: Cx, form: Form) -> Result<Response, AppError> {
    let (lang, back) = (Lang::parse(form.get("lang")).unwrap_or_default(), "/my/account?done=saved");
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            tx.choose_mail_language(lang)?;
            tx.commit(&Event::MailLanguageChosen(None, tx.actor().id()).detail(lang.code()), back)
        })
        .await?;
    Ok(go(back))
}

/// `POST /my/account/sessions/end`.
pub async fn end_my_session(cx: Cx, form: Form) -> Result<Response, AppError> {
    if let Some(done) = end_one(&cx, &form).await? {
        return Ok(go(&format!("/my/account?done={done}")));
    }
    let mut response = go("/my/sign-in?done=my_signed_out");
    cx.app.config.drop_cookie(&mut response, "portal");
    Ok(response)
}

/// `POST /my/sign-out`.
pub async fn my_sign_out(cx: Cx, _form: Form) -> Result<Response, AppError> {
    out(&cx, "portal", "/my/sign-in?done=my_signed_out").await
}
