//! まとめて再案内: those who have not answered are told once more, several with one press, after a preview of who and what.
//!
//! One mail for each of them, whatever they were asked; at most one request a week to anyone; none to whom has not come in;
//! on business days from nine to five (the mailer waits for the hour). What each still holds is asked again, with their
//! rights, when the mail is written; until then it can be taken back.

use std::collections::HashMap;

use askama::Template;
use base::actor::{Holder, Side};
use base::clock::DAY;
use base::event::{Event, Mail};
use base::register::Outbox;
use base::store::{Read, StoreError, deed};
use base::text::Lang;
use base::week::begins;
use http::StatusCode;

use super::rules::FOLDED;
use super::store::{self, Leaving};
use super::text::T;
use super::{Awaited, rules};
use crate::mailer::letter::{self, Letter, Way};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};
use crate::{booklet, followup, goal_sheet, survey};

/// How far back a mail that waits is looked for: over a long weekend.
pub(super) const KEPT: i64 = 7 * DAY;

/// Why someone is not told this time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Not {
    /// They were asked for something this week.
    Week,
    /// They have not come in yet.
    Invited,
}

/// Someone who has not answered.
struct One {
    case: String,
    holder: Holder,
    side: Side,
    what: Vec<String>,
    not: Option<Not>,
}

impl One {
    /// As the form names them.
    fn code(&self) -> String {
        format!("{} {}", self.case, self.holder.id())
    }
}

/// Someone as the page shows them.
struct Shown {
    code: String,
    words: String,
    not: &'static str,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "today/remind.html")]
struct RemindPage {
    f: Frame,
    t: T,
    send: Vec<Shown>,
    beyond: usize,
    not: Vec<Shown>,
    subject: String,
    lines: Vec<String>,
    errors: Errors,
}

/// Everyone who has not answered, each once for a case, those who may be told first.
fn everyone(tx: &Read<'_>, lang: Lang) -> Result<Vec<One>, AppError> {
    let mut awaited = booklet::awaited(tx, lang)?;
    awaited.extend(goal_sheet::awaited(tx, lang)?);
    awaited.extend(survey::awaited(tx, lang)?);
    awaited.extend(followup::awaited(tx, lang)?);
    let seated = store::seated(tx)?;
    let asked = store::asked_since(tx, begins(tx.now().day()))?;
    let mut all: Vec<One> = Vec::new();
    for one in awaited {
        for seat in seated.iter().filter(|seat| seat.case == one.case && of(&one, seat)) {
            let Some(holder) = Holder::from(&seat.kind, &seat.id) else { continue };
            match all.iter_mut().find(|known| known.case == one.case && known.holder == holder) {
                Some(known) if known.what.contains(&one.what) => {}
                Some(known) => known.what.push(one.what.clone()),
                None => all.push(One {
                    not: match seat.state.as_str() {
                        "active" if asked.contains(&seat.id) => Some(Not::Week),
                        "active" => None,
                        _ => Some(Not::Invited),
                    },
                    case: one.case.clone(),
                    side: one.side,
                    what: vec![one.what.clone()],
                    holder,
                }),
            }
        }
    }
    // Who belongs to several cases is told for one of them.
    let mut told: Vec<Holder> = Vec::new();
    for one in all.iter_mut().filter(|one| one.not.is_none()) {
        if told.contains(&one.holder) {
            one.not = Some(Not::Week);
        } else {
            told.push(one.holder.clone());
        }
    }
    Ok(all)
}

/// Whether this one is whom the slice awaits: by name, else the person, else the owner who signs.
fn of(one: &Awaited, seat: &store::Seated) -> bool {
    match (&one.holder, one.side) {
        (Some(holder), _) => holder.id() == seat.id,
        (None, Side::Person) => seat.seat == "person",
        (None, _) => seat.seat == "owner" && (seat.signs.is_empty() || seat.signs == seat.id),
    }
}

async fn drawn(cx: &Cx, status: StatusCode, form: Option<&Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (all, names) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let all = everyone(tx, lang)?;
            let names = store::names(tx, all.iter().take(rules::FOLDED * 4).map(|one| one.case.as_str()), lang)?;
            Ok::<_, AppError>((all, names))
        })
        .await?;
    let shown = |one: &One| shown(t, &names, form, one);
    let (not, send): (Vec<&One>, Vec<&One>) = all.iter().partition(|one| one.not.is_some());
    let f = cx.frame(t.re_title(), Nav::Today).await?;
    let letter = Letter {
        house: f.house.clone(),
        holder: Holder::Contact(String::new()),
        name: "○○ ○○".into(),
        post: String::new(),
        company: String::new(),
        consultant: f.who.clone(),
        deputy: None,
        way: Way { url: format!("{}/l/…", cx.app.config.portal_url), code: Some("••••••".into()) },
        when: None,
        survey: None,
    };
    page_with(
        status,
        &RemindPage {
            t,
            beyond: send.len().saturating_sub(FOLDED),
            send: send.into_iter().take(FOLDED).map(shown).collect(),
            not: not.into_iter().take(FOLDED).map(shown).collect(),
            subject: letter::subject(Mail::Again, &f.house.name, Lang::Ja),
            lines: letter::body(Mail::Again, &letter, Lang::Ja).lines().map(ToOwned::to_owned).collect(),
            errors,
            f,
        },
    )
}

fn shown(t: T, names: &HashMap<String, String>, form: Option<&Form>, one: &One) -> Shown {
    let (code, name) = (one.code(), names.get(&one.case).map(String::as_str).unwrap_or_default());
    let what = one.what.join(t.dot());
    Shown {
        words: if one.side == Side::Person { t.re_person(name, &what) } else { t.re_company(name, &what) },
        not: match one.not {
            Some(Not::Week) => t.re_week(),
            Some(Not::Invited) => t.re_invited(),
            None => "",
        },
        ticked: form.is_none_or(|form| form.all("to").any(|to| to == code)),
        code,
    }
}

/// `GET /today/remind`: who would be told, and what the mail says.
pub async fn remind_preview(cx: Cx) -> Answer {
    drawn(&cx, StatusCode::OK, None, Errors::none()).await
}

/// `POST /today/remind`: each of those chosen gets one mail, if they may still be told.
pub async fn remind(cx: Cx, form: Form) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let all = cx.db.read(cx.actor()?, move |tx| everyone(tx, lang)).await?;
    let chosen: Vec<One> =
        all.into_iter().filter(|one| one.not.is_none() && form.all("to").any(|to| to == one.code())).take(FOLDED).collect();
    if chosen.is_empty() {
        return drawn(&cx, StatusCode::UNPROCESSABLE_ENTITY, Some(&form), Errors::one("to", t.e_nobody())).await;
    }
    for one in chosen {
        let key = form.key().map(|key| base::vault::digest(&format!("{key}\n{}", one.code())));
        match cx.db.write(cx.actor()?, key, move |tx| ask_again(tx, &one)).await {
            // Sent before, or meanwhile by another.
            Ok(()) | Err(StoreError::Repeated(_) | StoreError::Stale) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(go("/today"))
}

fn ask_again(tx: &base::store::Write<'_>, one: &One) -> Result<base::store::Done<()>, StoreError> {
    // Who may take a mail back may send it.
    tx.enter(&one.case)?.pass::<Outbox, deed::Change>()?;
    if store::asked_since(tx, begins(tx.now().day()))?.iter().any(|id| id == one.holder.id()) {
        return Err(StoreError::Stale);
    }
    tx.commit(&Event::AskedAgain(Some(&one.case), one.holder.id()).tell(vec![one.holder.clone()]), "/today")
}

/// `POST /today/remind/undo`: takes back what has not gone out yet.
pub async fn unremind(cx: Cx, form: Form) -> Answer {
    let mails = cx.db.read(cx.actor()?, |tx| store::leaving(tx, tx.now().plus(-KEPT)).map_err(AppError::from)).await?;
    let mut back = false;
    for mail in mails {
        let key = form.key().map(|key| base::vault::digest(&format!("{key}\n{}", mail.id)));
        match cx.db.write(cx.actor()?, key, move |tx| cancel(tx, &mail)).await {
            Ok(()) | Err(StoreError::Repeated(_)) => back = true,
            // A worker was quicker.
            Err(StoreError::Stale | StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(go(if back { "/today?done=cancelled" } else { "/today?done=too_late" }))
}

fn cancel(tx: &base::store::Write<'_>, mail: &Leaving) -> Result<base::store::Done<()>, StoreError> {
    let entry = tx.enter(&mail.case)?;
    if tx.now() >= mail.due_at {
        return Err(StoreError::Stale);
    }
    store::cancel(tx, &entry, mail)?;
    tx.commit(&Event::MailCancelled(Some(&mail.case), &mail.id).detail("again"), "/today?done=cancelled")
}
