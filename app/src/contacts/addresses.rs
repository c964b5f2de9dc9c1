//! The addresses of one party: whose mailbox each one is.

use askama::Template;
use axum::extract::Path;
use base::actor::Holder;
use base::event::Event;
use base::register::{ContactAddress, PersonAddress};
use base::session::mail_key;
use base::store::{Entry, Set, StoreError, Write, deed};
use http::StatusCode;

use super::rules::{AddressLine, KINDS, MOST_ADDRESSES, address_lines};
use super::store::{self, Parties, Party};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "contacts/addresses.html")]
struct AddressPage {
    f: Frame,
    t: T,
    case: String,
    party: String,
    name: String,
    person: bool,
    form: Form,
    errors: Errors,
    rows: Vec<Row>,
    kinds: Vec<(String, String)>,
    theirs: Option<Vec<String>>,
}

struct Row {
    mail: String,
    kind: String,
    id: String,
    version: String,
    mail_label: String,
    kind_label: String,
}

/// The page with these rows; blank rows follow the known ones.
async fn draw(cx: &Cx, status: StatusCode, case: &str, party: &Party, form: Form, errors: Errors, theirs: Option<Vec<String>>) -> Answer {
    let t = T(cx.lang);
    let filled = (0..MOST_ADDRESSES)
        .rev()
        .find(|nth| !form.get(&format!("mail_{nth}")).is_empty() || !form.get(&format!("id_{nth}")).is_empty())
        .map_or(0, |nth| nth + 1);
    let rows = (0..(filled + 1).min(MOST_ADDRESSES))
        .map(|nth| Row {
            mail: format!("mail_{nth}"),
            kind: format!("kind_{nth}"),
            id: format!("id_{nth}"),
            version: format!("version_{nth}"),
            mail_label: t.address(nth + 1),
            kind_label: t.kind(nth + 1),
        })
        .collect();
    let title = t.mail_title(&party.name);
    page_with(
        status,
        &AddressPage {
            f: cx.frame(title, Nav::Cases).await?,
            t,
            case: case.to_owned(),
            party: party.holder.id().to_owned(),
            name: party.name.clone(),
            person: matches!(party.holder, Holder::Person(_)),
            form,
            errors,
            rows,
            kinds: KINDS.iter().map(|kind| ((*kind).to_owned(), t.kind_word(kind).to_owned())).collect(),
            theirs,
        },
    )
}

async fn known(cx: &Cx, case: &str) -> Result<Parties, AppError> {
    let case = case.to_owned();
    cx.db.read(cx.actor()?, move |tx| store::parties(tx, &tx.enter(&case)?).map_err(AppError::from)).await
}

/// A party whose addresses are kept here: not the person of a one-sided placement.
fn served<'a>(all: &'a Parties, party: &str) -> Result<&'a Party, AppError> {
    all.find(party).filter(|party| matches!(party.holder, Holder::Contact(_)) || !all.one_sided).ok_or(AppError::NotFound)
}

fn stored(party: &Party) -> Form {
    let mut fields = Vec::new();
    for (nth, known) in party.addresses.iter().take(MOST_ADDRESSES).enumerate() {
        fields.push((format!("id_{nth}"), known.mailbox.id.clone()));
        fields.push((format!("version_{nth}"), known.version.to_string()));
        fields.push((format!("mail_{nth}"), known.mailbox.mail.clone()));
        fields.push((format!("kind_{nth}"), known.mailbox.kind.clone()));
    }
    Form::filled(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// `GET /cases/{case}/contacts/mail/{holder}`.
pub async fn edit(cx: Cx, Path((case, party)): Path<(String, String)>) -> Answer {
    let all = known(&cx, &case).await?;
    let party = served(&all, &party)?;
    draw(&cx, StatusCode::OK, &case, party, stored(party), Errors::none(), None).await
}

/// What was changed: for the audit, numbers only.
#[derive(Default)]
struct Count {
    added: u32,
    changed: u32,
    removed: u32,
}

fn apply(tx: &Write<'_>, entry: &Entry, party: &Party, lines: &[AddressLine]) -> Result<Count, StoreError> {
    let contact = matches!(party.holder, Holder::Contact(_));
    let contacts = entry.pass::<ContactAddress, deed::Change>()?;
    let persons = entry.pass::<PersonAddress, deed::Change>()?;
    let mut count = Count::default();
    for line in lines {
        let set = || Set::new().with("mail", &line.mail).with("mail_key", mail_key(&line.mail)).with("kind", &line.kind);
        if line.id.is_empty() {
            count.added += 1;
            let id = tx.id();
            if contact {
                tx.insert(&contacts, &id, set().with("holder_id", party.holder.id()).with("company_id", entry.company()))?;
            } else {
                tx.insert(&persons, &id, set())?;
            }
            continue;
        }
        // An address that left in the meantime, or was never this party's, is not there to be changed.
        let Some(known) = party.addresses.iter().find(|known| known.mailbox.id == line.id) else { return Err(StoreError::Stale) };
        if known.version != line.version {
            return Err(StoreError::Stale);
        }
        let moved = known.mailbox.mail != line.mail;
        if !moved && known.mailbox.kind == line.kind {
            continue;
        }
        match (line.mail.is_empty(), contact) {
            (true, true) => tx.remove(&contacts, &line.id, line.version)?,
            (true, false) => tx.remove(&persons, &line.id, line.version)?,
            (false, true) => tx.update(&contacts, &line.id, line.version, set())?,
            (false, false) => tx.update(&persons, &line.id, line.version, set())?,
        }
        if moved || line.kind == "none" {
            tx.close_mailbox(&party.holder, &line.id)?;
        }
        if line.mail.is_empty() {
            count.removed += 1;
        } else {
            count.changed += 1;
        }
    }
    Ok(count)
}

/// `POST /cases/{case}/contacts/mail/{holder}`: adds, changes, takes away.
pub async fn save(cx: Cx, Path((case, party)): Path<(String, String)>, form: Form) -> Answer {
    let t = T(cx.lang);
    let all = known(&cx, &case).await?;
    let now = served(&all, &party)?;
    let lines = match address_lines(&form, cx.lang) {
        Ok(lines) => lines,
        Err(errors) => return draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, &case, now, form, errors, None).await,
    };
    let back = format!("/cases/{case}/contacts?done=saved");
    let (place, to) = (case.clone(), back.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&place)?;
            let all = store::parties(tx, &entry)?;
            let party = all.find(&party).ok_or(StoreError::NotFound)?;
            let count = apply(tx, &entry, party, &lines)?;
            let detail = format!("added {} changed {} removed {}", count.added, count.changed, count.removed);
            tx.commit(&Event::AddressChanged(Some(&place), party.holder.id()).detail(detail), &back)
        })
        .await;
    match saved {
        Ok(()) => Ok(go(&to)),
        Err(StoreError::Duplicate(_)) => {
            let errors = Errors::one("mail_0", t.e_same_address());
            draw(&cx, StatusCode::UNPROCESSABLE_ENTITY, &case, now, form, errors, None).await
        }
        Err(StoreError::Stale) => {
            let saved = now.addresses.iter().map(|known| format!("{}({})", known.mailbox.mail, t.kind_word(&known.mailbox.kind)));
            draw(&cx, StatusCode::CONFLICT, &case, now, rebased(now, &form), Errors::none(), Some(saved.collect())).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What was typed, drawn anew from the rows that stand now: known rows carry their present version, rows that are gone are new.
fn rebased(party: &Party, form: &Form) -> Form {
    let mut fields = Vec::new();
    let mut nth = 0;
    for row in 0..MOST_ADDRESSES {
        let get = |name: &str| form.get(&format!("{name}_{row}")).to_owned();
        let known = party.addresses.iter().find(|known| known.mailbox.id == get("id"));
        if get("mail").is_empty() && known.is_none() {
            continue;
        }
        fields.push((format!("mail_{nth}"), get("mail")));
        fields.push((format!("kind_{nth}"), get("kind")));
        if let Some(known) = known {
            fields.push((format!("id_{nth}"), known.mailbox.id.clone()));
            fields.push((format!("version_{nth}"), known.version.to_string()));
        }
        nth += 1;
    }
    // An address somebody else added stays, unless it is taken away on purpose.
    for known in &party.addresses {
        if nth < MOST_ADDRESSES && !(0..MOST_ADDRESSES).any(|row| form.get(&format!("id_{row}")) == known.mailbox.id) {
            fields.push((format!("id_{nth}"), known.mailbox.id.clone()));
            fields.push((format!("version_{nth}"), known.version.to_string()));
            fields.push((format!("mail_{nth}"), known.mailbox.mail.clone()));
            fields.push((format!("kind_{nth}"), known.mailbox.kind.clone()));
            nth += 1;
        }
    }
    Form::filled(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}
