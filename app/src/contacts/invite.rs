//! The ご案内: preview of the very mail, sending it, taking it back; and the paper card in its place.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Holder;
use base::event::{Event, Mail};
use base::register::{Audit, Member, Outbox};
use base::store::{Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};
use http::StatusCode;

use super::rules::{Mailbox, Why};
use super::store::{self, Parties, Party};
use super::text::{C, T};
use super::web::{may_card, overview};
use crate::mailer::letter::{self, Letter, Way};
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "contacts/invite.html")]
struct InvitePage {
    f: Frame,
    t: T,
    case: String,
    party: String,
    name: String,
    errors: Errors,
    /// Where the mail goes.
    to: Option<String>,
    /// Why it goes nowhere.
    why: &'static str,
    subject: String,
    lines: Vec<String>,
    /// When it was sent before; empty when it was not.
    been: String,
    card: bool,
    card_key: String,
}

/// Why an invitation is not sent.
enum Halt {
    Why(Why),
    Waiting,
    Again,
    Store(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Halt {
        Halt::Store(error)
    }
}

/// What preview and card are drawn from: the party, and the names of the desk.
async fn known(cx: &Cx, case: &str) -> Result<(Parties, String, (String, Option<String>)), AppError> {
    let case = case.to_owned();
    cx.db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&case)?;
            let all = store::parties(tx, &entry)?;
            let facts = placement::facts(tx, &entry)?;
            let (consultant, deputy) = placement::desk_of(tx, &entry)?;
            Ok::<_, AppError>((all, facts.company, (consultant.unwrap_or(facts.consultant_name), deputy)))
        })
        .await
}

async fn draw(cx: &Cx, status: StatusCode, case: &str, party: &str, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (all, company, desk) = known(cx, case).await?;
    let party = all.find(party).ok_or(AppError::NotFound)?;
    let f = cx.frame(t.invite_title(&party.name), Nav::Cases).await?;
    let member = party.belongs();
    if member.is_none() && party.mail != Err(Why::OneSided) {
        return Err(AppError::NotFound);
    }
    let letter = Letter {
        house: f.house.clone(),
        holder: party.holder.clone(),
        name: party.name.clone(),
        post: if matches!(party.holder, Holder::Contact(_)) { party.post.clone() } else { String::new() },
        company: if matches!(party.holder, Holder::Contact(_)) { company } else { String::new() },
        consultant: desk.0,
        deputy: desk.1,
        way: Way { url: format!("{}/l/…", cx.app.config.portal_url), code: Some("••••••".into()) },
        when: None,
        survey: None,
    };
    // The receiver reads Japanese unless they said otherwise; the preview shows what they will get.
    let subject = letter::subject(Mail::Invitation, &letter.house.name, Lang::Ja);
    let lines = letter::body(Mail::Invitation, &letter, Lang::Ja).lines().map(ToOwned::to_owned).collect();
    let been = match member.map(|member| (member.state.as_str(), member.invited_at)) {
        Some(("active", _)) => t.been_active().to_owned(),
        Some(("invited", at)) => at.map_or_else(|| t.been_once().to_owned(), |at| t.been_invited(&lang.short_day(at.day()))),
        _ => String::new(),
    };
    let (to, why) = match &party.mail {
        Ok(mailbox) => (Some(mailbox.mail.clone()), ""),
        Err(why) => (None, t.why(*why)),
    };
    page_with(
        status,
        &InvitePage {
            t,
            case: case.to_owned(),
            party: party.holder.id().to_owned(),
            name: party.name.clone(),
            errors,
            to,
            why,
            subject,
            lines,
            been,
            card: may_card(party),
            card_key: cx.key(),
            f,
        },
    )
}

/// `GET /cases/{case}/contacts/invite/{party}`: the very mail, before anything is sent.
pub async fn preview(cx: Cx, Path((case, party)): Path<(String, String)>) -> Answer {
    draw(&cx, StatusCode::OK, &case, &party, Errors::none()).await
}

/// `POST /cases/{case}/contacts/invite/{party}`: sends it, or says what stands in the way.
pub async fn send(cx: Cx, Path((case, party)): Path<(String, String)>, form: Form) -> Answer {
    let t = T(cx.lang);
    let (place, again, whom) = (case.clone(), form.ticked("again"), party.clone());
    let sent = cx.db.write(cx.actor()?, form.key(), move |tx| invite(tx, &place, &whom, again)).await;
    let sentence = match sent {
        Ok(back) => return Ok(go(&back)),
        Err(Halt::Why(why)) => t.why(why),
        Err(Halt::Waiting) => t.e_waiting(),
        Err(Halt::Again) => t.e_again(),
        Err(Halt::Store(error)) => return Err(error.into()),
    };
    draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, &case, &party, Errors::one("send", sentence)).await
}

/// Sends it; leads on to the signatory of the other side who waits for theirs, else back to the list.
fn invite(tx: &Write<'_>, case: &str, party: &str, again: bool) -> Result<base::store::Done<String>, Halt> {
    let entry = tx.enter(case)?;
    let members = entry.pass::<Member, deed::Change>()?;
    let all = store::parties(tx, &entry)?;
    let party = all.find(party).ok_or(StoreError::NotFound)?;
    let _: &Mailbox = party.mail.as_ref().map_err(|why| Halt::Why(*why))?;
    let member = party.belongs().ok_or(StoreError::NotFound)?;
    let waits: Vec<(String,)> = tx.rows(
        &entry.pass::<Outbox, deed::View>()?,
        sql!(Outbox => "select id from outboxes where to_id = $1 and mail = $2 and state = 'waiting' order by id"),
        args![party.holder.id(), Mail::Invitation.code()],
    )?;
    if !waits.is_empty() {
        return Err(Halt::Waiting);
    }
    if member.state != "listed" && !again {
        return Err(Halt::Again);
    }
    mark_invited(tx, &members, party)?;
    let event = Event::InvitationSent(Some(case), &member.id).detail(&member.seat).tell(vec![party.holder.clone()]);
    let back = match all.next_to_invite(party.holder.id()) {
        Some(next) => format!("/cases/{case}/contacts/invite/{}?done=sent", next.holder.id()),
        None => format!("/cases/{case}/contacts?done=sent"),
    };
    Ok(tx.commit(&event, &back)?.with(back))
}

/// From now on the party may come in; one that is in already stays so.
fn mark_invited(tx: &Write<'_>, members: &base::store::Pass<Member, deed::Change>, party: &Party) -> Result<(), StoreError> {
    let member = party.belongs().ok_or(StoreError::NotFound)?;
    if party.state == "suspended" {
        return Err(StoreError::NotFound);
    }
    let state = if member.state == "active" { "active" } else { "invited" };
    tx.update(members, &member.id, member.version, Set::new().with("state", state).with("invited_at", tx.now()))?;
    tx.mark_holder(&party.holder, "invited")
}

/// `POST /cases/{case}/mails/{id}/cancel`: takes a mail back while it waits.
pub async fn cancel(cx: Cx, Path((case, mail)): Path<(String, String)>, form: Form) -> Answer {
    let back = format!("/cases/{case}/contacts?done=cancelled");
    let (place, to, version) = (case.clone(), back.clone(), form.version());
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&place)?;
            let outbox = entry.pass::<Outbox, deed::Change>()?;
            let waits = store::mail(tx, &entry, &mail)?;
            if !waits.can_cancel(tx.now()) {
                return Err(StoreError::Stale);
            }
            tx.update(&outbox, &mail, version, Set::new().with("state", "cancelled"))?;
            if waits.mail() == Some(Mail::Invitation) {
                uninvite(tx, &entry, &waits.to)?;
            }
            tx.commit(&Event::MailCancelled(Some(&place), &mail).detail(&waits.code), &back)
        })
        .await;
    match done {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Stale) => overview(&cx, &case, StatusCode::CONFLICT, Errors::one("mails", T(cx.lang).e_too_late())).await,
        Err(error) => Err(error.into()),
    }
}

/// The only invitation was taken back: the party is where it was, unless a card or an earlier mail leads in.
fn uninvite(tx: &Write<'_>, entry: &base::store::Entry, holder: &str) -> Result<(), StoreError> {
    let gone: Vec<(String,)> = tx.rows(
        &entry.pass::<Outbox, deed::View>()?,
        sql!(Outbox => "select id from outboxes where to_id = $1 and mail = $2 and state in ('sent', 'waiting') order by id"),
        args![holder, Mail::Invitation.code()],
    )?;
    let cards: Vec<(i64,)> = tx.rows(
        &entry.pass::<Audit, deed::View>()?,
        sql!(Audit => "select seq from audits where act = 'card.issued' and subject_id = $1 order by seq"),
        args![holder],
    )?;
    let all = store::parties(tx, entry)?;
    let Some(member) = all.find(holder).and_then(Party::belongs) else { return Ok(()) };
    if member.state == "invited" && gone.is_empty() && cards.is_empty() {
        let set = Set::new().with("state", "listed").with("invited_at", None::<base::clock::Instant>);
        tx.update(&entry.pass::<Member, deed::Change>()?, &member.id, member.version, set)?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "contacts/card.html")]
struct CardPage {
    f: Frame,
    t: C,
    case: String,
    name: String,
    company: String,
    post: String,
    qr: String,
    url: String,
    code: String,
    until: String,
    lines: Vec<String>,
    desk: String,
    /// The card's own words: the receiver's language.
    c: C,
}

/// `POST /cases/{case}/contacts/card/{holder}`: makes a card and shows its code, once.
///
/// The deed is committed first: a card that nobody could trace must not exist. When the process dies in between, the desk
/// makes another one.
pub async fn card(cx: Cx, Path((case, party)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let again = format!("/cases/{case}/contacts?done=card");
    let (place, asked) = (case.clone(), party.clone());
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&place)?;
            let members = entry.pass::<Member, deed::Change>()?;
            let all = store::parties(tx, &entry)?;
            let party = all.find(&asked).filter(|party| may_card(party)).ok_or(StoreError::NotFound)?;
            mark_invited(tx, &members, party)?;
            tx.commit(&Event::CardIssued(Some(&place), party.holder.id()), &again)
        })
        .await?;
    let (all, company, desk) = known(&cx, &case).await?;
    let party = all.find(&party).ok_or(AppError::NotFound)?;
    let (token, code) = cx.db.make_card(cx.actor()?.institution(), &party.holder).await?;
    let url = format!("{}/l/{token}", cx.app.config.portal_url);
    let (t, c) = (C(cx.lang), C(Lang::Ja));
    let until = cx.db.clock().now().plus(base::session::CARD_LIFE).day();
    let contact = matches!(party.holder, Holder::Contact(_));
    page(&CardPage {
        f: cx.frame(t.card_title(&party.name), Nav::Cases).await?,
        t,
        c,
        case,
        name: party.name.clone(),
        company: if contact { company } else { String::new() },
        post: if contact { party.post.clone() } else { String::new() },
        qr: qr(&url, c.card_qr())?,
        code: grouped(&code),
        until: Lang::Ja.day(until),
        lines: letter::six_lines(&party.holder, &desk.0, desk.1.as_deref(), Lang::Ja),
        desk: desk.0,
        url,
    })
}

/// Eight digits in two groups of four, as people read them out.
pub(crate) fn grouped(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The QR code as a drawing without style: presentation attributes only. Four modules of white around it (ISO/IEC 18004).
pub(crate) fn qr(url: &str, label: &str) -> Result<String, AppError> {
    use std::fmt::Write as _;
    let code = qrcode::QrCode::new(url.as_bytes()).map_err(|error| AppError::broken(format!("no QR code: {error}")))?;
    let width = code.width();
    let mut path = String::new();
    for (nth, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", nth % width + 4, nth / width + 4);
        }
    }
    let side = width + 8;
    Ok(format!(
        r##"<svg viewBox="0 0 {side} {side}" width="{side}" height="{side}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_code_is_read_out_in_two_groups() {
        assert_eq!(grouped("48210936"), "4821 0936");
    }

    #[test]
    fn a_drawing_carries_no_style() {
        let svg = qr("https://banso.shiomino.example/l/0", "QR").unwrap_or_default();
        assert!(svg.starts_with("<svg") && !svg.contains("style") && !svg.contains("<?xml"));
    }
}
