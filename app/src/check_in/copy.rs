//! The text to copy into the bank's own record (交渉記録): never a word the person alone said.

use askama::Template;
use axum::extract::Path;
use base::actor::Side;
use base::event::Event;
use base::register::CheckInNote;
use base::store::{Entry, StoreError, deed};
use base::text::Lang;

use super::rules::With;
use super::store::{self, Heard, Talk};
use super::text::T;
use super::{ground, short};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

#[derive(Template)]
#[template(path = "check_in/copy.html")]
struct CopyPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    id: String,
    title: String,
    person: bool,
    joint: bool,
    text: String,
}

/// The lines every copied text has; about the person it has no more than these.
fn head(t: T, talk: &Talk, lang: Lang) -> Vec<String> {
    let day = talk.day().map(|day| lang.day(day)).unwrap_or_default();
    vec![t.copy_line(t.l_day(), &day), t.copy_line(t.l_with(), t.with(talk.with())), t.copy_line(t.l_way(), t.way_word(talk.way()))]
}

/// What may go into the bank's own record: never a word the person alone said.
async fn copied(cx: &Cx, case: &str, talk: &Talk) -> Result<Vec<Heard>, AppError> {
    if talk.with() == With::Person {
        return Ok(Vec::new());
    }
    let (asked, id) = (case.to_owned(), talk.id.clone());
    let (mut parts, private) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, _) = ground(tx, &asked)?;
            let private = store::count_readable(tx, &entry.pass::<CheckInNote, deed::View>()?, &id)?;
            Ok::<_, AppError>((store::joint(tx, &entry, &id)?, private))
        })
        .await?;
    if private > 0 {
        let (case, id) = (case.to_owned(), talk.id.clone());
        let company: Result<Vec<Heard>, StoreError> = cx
            .db
            .write(cx.actor()?, None, move |tx| {
                let entry: Entry = tx.enter(&case)?;
                let parts = store::heard(tx, &entry.pass::<CheckInNote, deed::View>()?, &id, Some(Side::Company))?;
                let event = Event::TextRead(Some(&case), &id).detail(format!("notes:{} for:copy", parts.len()));
                tx.commit(&event, "").map(|done| done.with(parts))
            })
            .await;
        parts.extend(company?);
    }
    Ok(parts)
}

/// `GET /cases/{case}/talks/{id}/copy`: a plain text for the bank's own record (交渉記録).
pub async fn copy(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (facts, talk) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            Ok::<_, AppError>((facts, store::talk(tx, &entry, &id)?))
        })
        .await?;
    if talk.state != "held" {
        return Err(AppError::NotFound);
    }
    let mut text = Vec::new();
    if talk.with() != With::Person {
        text.extend(facts.case_no.as_ref().map(|no| t.copy_line(t.l_case(), no)));
        text.push(t.copy_line(t.l_company(), &facts.company));
    }
    text.extend(head(t, &talk, lang));
    for part in copied(&cx, &case, &talk).await? {
        let name = if part.care.is_empty() { t.l_text() } else { t.care_point(&part.care) };
        text.push(t.copy_line(name, &part.text));
    }
    page(&CopyPage {
        f: cx.frame(t.copy_title(), Nav::Cases).await?,
        t,
        case,
        name: short(&facts, lang),
        title: t.title(talk.with(), talk.step(), talk.way()),
        person: talk.with() == With::Person,
        joint: talk.with() == With::Joint,
        id: talk.id,
        text: text.join("\n"),
    })
}
