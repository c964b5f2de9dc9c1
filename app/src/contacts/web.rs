//! The page of a case's contacts, and the forms for one contact, the signatory, and who belongs to the case.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Holder;
use base::clock::Instant;
use base::event::Event;
use base::register::{Contact, Member, Person, Placement};
use base::store::{Set, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{ContactDraft, PARTS};
use super::store::{self, MailRow, Parties, Party};
use super::text::T;
use crate::mailer::letter;
use crate::placement::{self, Facts};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "contacts/list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    crumb: String,
    errors: Errors,
    company: Vec<PartyView>,
    person: PartyView,
    owners: Vec<(String, String)>,
    signer_form: Form,
    signer_key: String,
    mails: Vec<MailView>,
}

/// A party as the page shows it.
#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
struct PartyView {
    id: String,
    name: String,
    post: String,
    part: &'static str,
    side: &'static str,
    state: String,
    addresses: Vec<(String, &'static str, &'static str)>,
    /// Where mail goes, or why nowhere.
    mail: String,
    may_mail: bool,
    /// Whether a card may be made.
    may_card: bool,
    /// Whether there is a side here at all.
    served: bool,
    /// Whether the party belongs to this case.
    belongs: bool,
    fresh: bool,
    solid: bool,
    signs: bool,
    contact: bool,
    suspended: bool,
    card: String,
    version: i64,
    keys: [String; 3],
}

struct MailView {
    id: String,
    at: String,
    what: &'static str,
    to: String,
    state: String,
    mark: &'static str,
    reason: &'static str,
    cancel: bool,
    version: i64,
    key: String,
}

fn state_word(t: T, party: &Party, lang: Lang) -> String {
    if party.state == "suspended" {
        return t.state_suspended().to_owned();
    }
    match party.belongs() {
        None => t.state_none().to_owned(),
        Some(member) => match (member.state.as_str(), member.invited_at) {
            ("active", _) => t.state_active().to_owned(),
            ("invited", Some(at)) => t.state_invited(&lang.short_day(at.day())),
            ("invited", None) => t.state_invited_open().to_owned(),
            _ => t.state_listed().to_owned(),
        },
    }
}

fn party_view(cx: &Cx, party: &Party, all: &Parties) -> PartyView {
    let (t, lang) = (T(cx.lang), cx.lang);
    let contact = matches!(party.holder, Holder::Contact(_));
    let served = contact || !all.one_sided;
    let belongs = party.belongs().is_some();
    let addresses = party.addresses.iter().map(|known| {
        let shared = known.mailbox.of_contact || known.mailbox.of_person;
        (known.mailbox.mail.clone(), t.kind_word(&known.mailbox.kind), if shared { t.used_by_other() } else { "" })
    });
    PartyView {
        id: party.holder.id().to_owned(),
        name: party.name.clone(),
        post: party.post.clone(),
        part: t.part_word(&party.part),
        side: if contact { "company" } else { "person" },
        state: if served { state_word(t, party, lang) } else { String::new() },
        addresses: if served { addresses.collect() } else { Vec::new() },
        mail: match &party.mail {
            Ok(mailbox) => t.goes_to(&mailbox.mail),
            Err(why) => t.why(*why).to_owned(),
        },
        may_mail: belongs && party.mail.is_ok(),
        may_card: may_card(party),
        served,
        belongs,
        fresh: party.belongs().is_some_and(|member| member.state == "listed"),
        solid: false,
        signs: all.signer.as_deref() == Some(party.holder.id()),
        contact,
        suspended: party.state == "suspended",
        card: party.card.map(|at| t.card_made(&lang.short_day(at.day()))).unwrap_or_default(),
        version: party.version,
        keys: [cx.key(), cx.key(), cx.key()],
    }
}

/// Whether a paper card may be made for a party: it belongs to the case, and nobody stopped its use.
pub(super) fn may_card(party: &Party) -> bool {
    use super::rules::Why;
    party.belongs().is_some() && !matches!(party.mail, Err(Why::OneSided | Why::Suspended | Why::Ended))
}

fn mail_view(cx: &Cx, mail: &MailRow, names: &[(String, String)], now: Instant) -> MailView {
    let (t, lang) = (T(cx.lang), cx.lang);
    let clock = |at: Instant| {
        let (hour, minute) = at.time();
        format!("{hour}:{minute:02}")
    };
    let (state, mark) = match mail.state.as_str() {
        "sent" => (t.mail_sent().to_owned(), "done"),
        "given_up" => (t.mail_given_up().to_owned(), "stuck"),
        "dropped" if mail.failed() => (t.mail_given_up().to_owned(), "stuck"),
        "dropped" => (t.mail_dropped().to_owned(), "slow"),
        "cancelled" => (t.mail_cancelled().to_owned(), "todo"),
        _ if !mail.reason.is_empty() => (t.mail_again(&clock(mail.due_at)), "slow"),
        _ if now < mail.due_at => (t.mail_waiting(&clock(mail.due_at)), "todo"),
        _ => (t.mail_sending().to_owned(), "todo"),
    };
    MailView {
        id: mail.id.clone(),
        at: lang.moment(mail.sent_at.unwrap_or(mail.created_at)),
        what: mail.mail().map_or("", |kind| letter::matter(kind, lang)),
        to: names.iter().find(|(id, _)| *id == mail.to).map(|(_, name)| name.clone()).unwrap_or_default(),
        state,
        mark,
        reason: t.reason(&mail.state, &mail.reason),
        cancel: mail.can_cancel(now),
        version: mail.version,
        key: cx.key(),
    }
}

/// The page of a case's contacts, with what is to be mended on top.
pub(super) async fn overview(cx: &Cx, case: &str, status: StatusCode, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let asked = case.to_owned();
    let (facts, all, mails): (Facts, Parties, Vec<MailRow>) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            let all = store::parties(tx, &entry)?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?, all, store::mails(tx, &entry)?))
        })
        .await?;
    let now = cx.db.clock().now();
    let names: Vec<(String, String)> =
        all.contacts.iter().chain([&all.person]).map(|party| (party.holder.id().to_owned(), party.name.clone())).collect();
    let mut company: Vec<PartyView> = all.contacts.iter().map(|party| party_view(cx, party, &all)).collect();
    let mut person = party_view(cx, &all.person, &all);
    if let Some(first) = company.iter_mut().chain([&mut person]).find(|view| view.fresh && view.may_mail) {
        first.solid = true;
    }
    let owners: Vec<(String, String)> = all
        .contacts
        .iter()
        .filter(|party| party.belongs().is_some_and(|member| member.seat == "owner"))
        .map(|party| (party.holder.id().to_owned(), party.name.clone()))
        .collect();
    let signer_form = Form::filled([("contact", all.signer.clone().unwrap_or_default()), ("version", all.version.to_string())]);
    page_with(
        status,
        &ListPage {
            f: cx.frame(t.title(), Nav::Cases).await?,
            t,
            case: case.to_owned(),
            crumb: facts.short(cx.lang),
            errors,
            company,
            person,
            owners,
            signer_form,
            signer_key: cx.key(),
            mails: mails.iter().map(|mail| mail_view(cx, mail, &names, now)).collect(),
        },
    )
}

/// `GET /cases/{case}/contacts`.
pub async fn list(cx: Cx, Path(case): Path<String>) -> Answer {
    overview(&cx, &case, StatusCode::OK, Errors::none()).await
}

#[derive(Template)]
#[template(path = "contacts/contact.html")]
struct ContactPage {
    f: Frame,
    t: T,
    case: String,
    action: String,
    form: Form,
    errors: Errors,
    parts: Vec<(String, String)>,
    fresh: bool,
    /// What is saved now, when somebody else was first.
    theirs: Vec<(&'static str, String)>,
}

async fn contact_page(
    cx: &Cx,
    status: StatusCode,
    case: &str,
    contact: Option<&str>,
    form: Form,
    errors: Errors,
    theirs: Vec<(&'static str, String)>,
) -> Answer {
    let t = T(cx.lang);
    let (title, action) = match contact {
        None => (t.new_title(), format!("/cases/{case}/contacts/new")),
        Some(id) => (t.edit_title(), format!("/cases/{case}/contacts/edit/{id}")),
    };
    let parts = PARTS.iter().map(|part| ((*part).to_owned(), t.part_word(part).to_owned())).collect();
    let f = cx.frame(title, Nav::Cases).await?;
    page_with(status, &ContactPage { f, t, case: case.to_owned(), action, form, errors, parts, fresh: contact.is_none(), theirs })
}

/// Only the desk of this case: the same passes the page is read with.
async fn known(cx: &Cx, case: &str) -> Result<Parties, AppError> {
    let case = case.to_owned();
    cx.db.read(cx.actor()?, move |tx| store::parties(tx, &tx.enter(&case)?).map_err(AppError::from)).await
}

/// `GET /cases/{case}/contacts/new`.
pub async fn new(cx: Cx, Path(case): Path<String>) -> Answer {
    let owner_there = known(&cx, &case).await?.owner.is_some();
    let form = Form::filled([("joins", "1".to_owned()), ("part", if owner_there { String::new() } else { "owner".to_owned() })]);
    contact_page(&cx, StatusCode::OK, &case, None, form, Errors::none(), Vec::new()).await
}

/// `POST /cases/{case}/contacts/new`: adds someone of the company; nothing is sent.
pub async fn create(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let draft = match ContactDraft::parse(&form, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => {
            known(&cx, &case).await?;
            return contact_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &case, None, form, errors, Vec::new()).await;
        }
    };
    let back = format!("/cases/{case}/contacts?done=saved");
    let to = back.clone();
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let (contacts, members) = (entry.pass::<Contact, deed::Change>()?, entry.pass::<Member, deed::Change>()?);
            let id = tx.id();
            let set = Set::new().with("part", &draft.part).with("name", &draft.name).with("post", &draft.post).with("state", "listed");
            tx.insert(&contacts, &id, set)?;
            if draft.joins {
                tx.insert(&members, &tx.id(), membership(&id, &draft.part))?;
            }
            tx.commit(&Event::ContactChanged(Some(&case), &id).detail(format!("added {}", draft.part)), &back).map_err(AppError::from)
        })
        .await?;
    Ok(go(&to))
}

fn membership(contact: &str, part: &str) -> Set {
    Set::new().with("holder_kind", "contact").with("holder_id", contact).with("seat", part).with("deputy", false).with("state", "listed")
}

/// `GET /cases/{case}/contacts/edit/{contact}`.
pub async fn edit(cx: Cx, Path((case, contact)): Path<(String, String)>) -> Answer {
    let all = known(&cx, &case).await?;
    let party = all.contacts.iter().find(|party| party.holder.id() == contact).ok_or(AppError::NotFound)?;
    contact_page(&cx, StatusCode::OK, &case, Some(&contact), stored(party, None), Errors::none(), Vec::new()).await
}

/// The form of a contact as stored; with `typed`, what was typed, drawn anew from the version that stands now.
fn stored(party: &Party, typed: Option<&Form>) -> Form {
    let value = |field: &str, saved: &str| typed.map_or_else(|| saved.to_owned(), |form| form.get(field).to_owned());
    Form::filled([
        ("name", value("name", &party.name)),
        ("post", value("post", &party.post)),
        ("part", value("part", &party.part)),
        ("version", party.version.to_string()),
    ])
}

/// `POST /cases/{case}/contacts/edit/{contact}`: name, post, part; the seat in this case follows the part.
pub async fn change(cx: Cx, Path((case, contact)): Path<(String, String)>, form: Form) -> Answer {
    let t = T(cx.lang);
    let all = known(&cx, &case).await?;
    let party = all.contacts.iter().find(|party| party.holder.id() == contact).ok_or(AppError::NotFound)?;
    let draft = match ContactDraft::parse(&form, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return contact_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &case, Some(&contact), form, errors, Vec::new()).await,
    };
    let back = format!("/cases/{case}/contacts?done=saved");
    let (place, id, version, to) = (case.clone(), contact.clone(), form.version(), back.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&place)?;
            let typed = Set::new().with("name", &draft.name).with("post", &draft.post).with("part", &draft.part);
            tx.update(&entry.pass::<Contact, deed::Change>()?, &id, version, typed)?;
            let all = store::parties(tx, &entry)?;
            let member = all.find(&id).and_then(|party| party.belongs().cloned());
            if let Some(member) = member.filter(|member| member.seat != draft.part) {
                let seat = Set::new().with("seat", &draft.part);
                tx.update(&entry.pass::<Member, deed::Change>()?, &member.id, member.version, seat)?;
                store::sign_no_more(tx, &entry, &id)?;
            }
            tx.commit(&Event::ContactChanged(Some(&place), &id).detail(format!("part {}", draft.part)), &back)
        })
        .await;
    match saved {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Stale) => {
            let theirs =
                vec![(t.name(), party.name.clone()), (t.post(), party.post.clone()), (t.part(), t.part_word(&party.part).to_owned())];
            contact_page(&cx, StatusCode::CONFLICT, &case, Some(&contact), stored(party, Some(&form)), Errors::none(), theirs).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /cases/{case}/contacts/members`: a contact joins the case, or leaves it.
pub async fn members(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let back = format!("/cases/{case}/contacts?done=saved");
    let (contact, joins, to) = (form.get("contact").to_owned(), form.get("act") == "join", back.clone());
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let all = store::parties(tx, &entry)?;
            let party = all.contacts.iter().find(|party| party.holder.id() == contact).ok_or(AppError::NotFound)?;
            let pass = entry.pass::<Member, deed::Change>()?;
            match (&party.member, joins) {
                (None, true) => tx.insert(&pass, &tx.id(), membership(&contact, &party.part))?,
                (Some(member), true) if party.belongs().is_none() => {
                    tx.update(&pass, &member.id, member.version, Set::new().with("state", "listed").with("seat", &party.part))?;
                }
                (Some(member), false) if party.belongs().is_some() => {
                    tx.update(&pass, &member.id, member.version, Set::new().with("state", "ended"))?;
                    store::sign_no_more(tx, &entry, &contact)?;
                }
                _ => return Err(AppError::Stale),
            }
            let detail = if joins { format!("contact joins {}", party.part) } else { "contact leaves".to_owned() };
            tx.commit(&Event::MembersChanged(Some(&case), &contact).detail(detail), &back).map_err(AppError::from)
        })
        .await?;
    Ok(go(&to))
}

/// `POST /cases/{case}/contacts/signer`: who agrees for the company.
pub async fn signer(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let all = known(&cx, &case).await?;
    let contact = form.get("contact").to_owned();
    let owner = all.find(&contact).and_then(Party::belongs).is_some_and(|member| member.seat == "owner");
    if !owner || contact == "company" {
        let errors = Errors::one("contact", T(cx.lang).e_signer());
        return overview(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, errors).await;
    }
    let back = format!("/cases/{case}/contacts?done=saved");
    let (place, version, to) = (case.clone(), form.version(), back.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&place)?;
            tx.update(&entry.pass::<Placement, deed::Change>()?, &place, version, Set::new().with("owner_signs", &contact))?;
            tx.commit(&Event::PlacementChanged(Some(&place), &place).detail("signatory"), &back)
        })
        .await;
    match saved {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Stale) => {
            let errors = Errors::one("contact", crate::web::text::T(cx.lang).e_stale());
            overview(&cx, &case, StatusCode::CONFLICT, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /cases/{case}/contacts/stop/{holder}`: stops or resumes a party's use; it bites on their next request.
pub async fn stop(cx: Cx, Path((case, party)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let back = format!("/cases/{case}/contacts?done=saved");
    let (stops, version, to) = (form.get("act") == "stop", form.version(), back.clone());
    let holder = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let all = store::parties(tx, &entry)?;
            let party = all.find(&party).ok_or(AppError::NotFound)?;
            let state = match party.belongs().map(|member| member.state.as_str()) {
                _ if stops => "suspended",
                Some("active") => "active",
                Some("invited") => "invited",
                _ => "listed",
            };
            let set = Set::new().with("state", state);
            match &party.holder {
                Holder::Contact(id) => tx.update(&entry.pass::<Contact, deed::Change>()?, id, version, set)?,
                other => tx.update(&entry.pass::<Person, deed::Change>()?, other.id(), version, set)?,
            }
            let event = Event::ContactChanged(Some(&case), party.holder.id()).detail(state);
            let holder = party.holder.clone();
            tx.commit(&event, &back).map(|done| done.with(holder)).map_err(AppError::from)
        })
        .await?;
    if stops {
        cx.db.end_all_sessions(cx.actor()?.institution(), &holder).await?;
    }
    Ok(go(&to))
}
