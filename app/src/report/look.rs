//! The second look: a manager reads the sentence on top and the chosen lines, and approves or returns them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::{Side, StaffSeat};
use base::event::Event;
use base::store::{Entry, Set, Write};
use http::StatusCode;

use super::rules::{Content, Refusal, Said, State, may_look};
use super::store::{self, published};
use super::text::T;
use super::{Halt, draft};
use crate::change;
use crate::placement::{self, rules::SENTENCE, rules::fold_sentence, rules::too_long};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "report/looks.html")]
struct LooksPage {
    f: Frame,
    t: T,
    rows: Vec<LookRow>,
}

struct LookRow {
    href: String,
    who: String,
    name: String,
    by: String,
    day: String,
}

/// `GET /looks`: the reports that wait for a manager.
pub async fn looks(cx: Cx) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let waiting = cx.db.read(cx.actor()?, |tx| store::waiting(tx).map_err(AppError::from)).await?;
    let rows = waiting
        .into_iter()
        .map(|waiting| LookRow {
            href: format!("/cases/{}/reports/{}", waiting.case, waiting.id),
            who: placement::who(&waiting.company, &waiting.person, lang),
            name: t.numbered(waiting.no, waiting.edition),
            by: t.looks_by(&waiting.author.unwrap_or_default()),
            day: lang.short_day(waiting.created_at.day()),
        })
        .collect();
    page(&LooksPage { f: cx.frame(t.looks_title(), Nav::Cases).await?, t, rows })
}

#[derive(Template)]
#[template(path = "report/look.html")]
struct LookPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    heading: String,
    c: Content,
    version: i64,
    readers: Vec<String>,
    refused: Option<&'static str>,
    form: Form,
    errors: Errors,
    return_key: String,
}

/// `GET /cases/{case}/reports/{id}`: for the desk the draft, for a manager what was put before them.
pub async fn show(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    if cx.seat() == Some(StaffSeat::Manager) {
        look(&cx, &case, &id, StatusCode::OK, Form::default(), Errors::none()).await
    } else {
        draft::edit(&cx, &case, &id).await
    }
}

async fn look(cx: &Cx, case: &str, id: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (of, which) = (case.to_owned(), id.to_owned());
    let drawn = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            let (head, finding, lines) = store::chosen(tx, &entry, &which)?;
            if head.state() == State::Published {
                return Err(Halt::Out(published::of_report(tx, &entry, &which)?));
            }
            let to = published::receivers_of(tx, &entry, &head.corrects)?;
            let read = store::trace("second look", lines.iter().map(|(note, _)| note.as_str()));
            let said = lines.into_iter().map(|(_, said)| said).collect();
            let (content, _) = published::content(tx, &entry, &head.author, (head.no, head.edition), &finding, said, &to)?;
            let refused = match may_look(head.state(), &head.hands, tx.actor().id()) {
                Ok(()) => None,
                Err(Refusal::OwnDraft) => Some(t.look_own()),
                Err(Refusal::NotWaiting) => Some(t.look_done()),
            };
            let heading = placement::facts(tx, &entry)?.short(lang);
            let readers = change::readers(tx, &entry, lang)?;
            let event = Event::TextRead(Some(&of), &which).detail(read);
            tx.commit(&event, "").map(|done| done.with((head.version, content, refused, heading, readers))).map_err(Halt::from)
        })
        .await;
    let (version, c, refused, heading, readers) = match drawn {
        Ok(drawn) => drawn,
        Err(Halt::Out(published)) => return Ok(go(&format!("/cases/{case}/reports/p/{published}"))),
        Err(halt) => return Err(halt.plain()),
    };
    let page = LookPage {
        f: cx.frame(t.look_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        id: id.to_owned(),
        heading,
        c,
        version,
        readers,
        refused,
        form,
        errors,
        return_key: cx.key(),
    };
    page_with(status, &page)
}

/// Who may judge this draft, and what they judge.
fn judged(tx: &Write<'_>, case: &str, id: &str) -> Result<(Entry, store::Head, String, Vec<Said>), Halt> {
    let entry = tx.enter(case)?;
    let (head, finding, lines) = store::chosen(tx, &entry, id)?;
    match may_look(head.state(), &head.hands, tx.actor().id()) {
        Ok(()) => Ok((entry, head, finding, lines.into_iter().map(|(_, said)| said).collect())),
        Err(_) if head.state() == State::Published => Err(Halt::Out(published::of_report(tx, &entry, id)?)),
        Err(_) => Err(Halt::Moved),
    }
}

async fn halted(cx: &Cx, case: &str, id: &str, form: Form, halt: Halt) -> Result<Response, AppError> {
    match halt {
        Halt::Mend(errors) => look(cx, case, id, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
        // The page says in words why it cannot be judged, or shows what it is by now.
        Halt::Moved => look(cx, case, id, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::none()).await,
        Halt::Stale => match look(cx, case, id, StatusCode::CONFLICT, form, Errors::one("preview", T(cx.lang).e_moved())).await {
            Err(AppError::NotFound) => Ok(go("/looks")),
            other => other,
        },
        Halt::Out(published) => Ok(go(&format!("/cases/{case}/reports/p/{published}"))),
        other => Err(other.plain()),
    }
}

/// `POST /cases/{case}/reports/{id}/approve`: the manager approves exactly these words; never a draft of their own.
pub async fn approve(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, db, seen) = (case.clone(), id.clone(), cx.db.clone(), form.version());
    let approved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, head, finding, lines) = judged(tx, &of, &which)?;
            let to = published::receivers_of(tx, &entry, &head.corrects)?;
            let (content, _) = published::content(tx, &entry, &head.author, (head.no, head.edition), &finding, lines, &to)?;
            let set = Set::new()
                .with("state", State::Approved.code())
                .with("approved_by", tx.actor().id())
                .with("approved_hash", content.hash(db.vault()));
            store::put(tx, &entry, &head, seen, set)?;
            let event = Event::SecondLookGiven(Some(&of), &which).detail("approved");
            tx.commit(&event, "/looks?done=approved").map(|done| done.with("/looks?done=approved")).map_err(Halt::from)
        })
        .await;
    match approved {
        Ok(back) => Ok(go(back)),
        Err(halt) => halted(&cx, &case, &id, form, halt).await,
    }
}

/// `POST /cases/{case}/reports/{id}/return`: back to the desk, with a reason.
pub async fn send_back(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (of, which, seen, why) = (case.clone(), id.clone(), form.version(), fold_sentence(form.get("why")));
    let returned = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, head, _, _) = judged(tx, &of, &which)?;
            let mut e = Errors::none();
            too_long(&mut e, "why", &why, SENTENCE, lang);
            if why.is_empty() {
                e.add("why", crate::web::text::T(lang).e_required(t.why()));
            }
            e.check().map_err(Halt::Mend)?;
            let set = Set::new().with("state", State::Draft.code()).sealed("returned_why", Side::Bank, &why);
            store::put(tx, &entry, &head, seen, set)?;
            let event = Event::SecondLookGiven(Some(&of), &which).detail("returned");
            tx.commit(&event, "/looks?done=returned").map(|done| done.with("/looks?done=returned")).map_err(Halt::from)
        })
        .await;
    match returned {
        Ok(back) => Ok(go(back)),
        Err(halt) => halted(&cx, &case, &id, form, halt).await,
    }
}
