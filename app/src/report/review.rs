//! Sharing: the review with its warnings and two previews, asking for a second look, and publishing.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::store::{Entry, Set, StoreError, Write};
use base::text::Lang;
use base::vault::Vault;
use http::StatusCode;

use super::Halt;
use super::draft::{mark, opened, source};
use super::hold;
use super::rules::{Content, Hindrance, Look, Standing, State, unfinished, with_hand};
use super::store::published::{self, Receivers};
use super::store::{self, Draft};
use super::text::T;
use super::warn::{Known, warnings};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "report/review.html")]
struct ReviewPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    heading: String,
    version: i64,
    hash: String,
    c: Content,
    both: bool,
    rows: Vec<Row>,
    finding_warnings: Vec<String>,
    to_do: Vec<String>,
    receivers: Vec<String>,
    errors: Errors,
    act: Act,
    /// Until when it can be taken back, or that something stopped it; empty otherwise.
    on_its_way: String,
    look_key: String,
}

/// What the page offers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// Something is still to be done in the draft.
    Mend,
    /// The second look is to be asked for first.
    AskLook,
    /// It waits for the manager.
    Waits,
    /// It is on its way and can be taken back.
    Held,
    /// It can be shared; a second look may be asked for.
    Share { may_ask: bool },
}

struct Row {
    n: usize,
    now: String,
    side: &'static str,
    source: String,
    standing: &'static str,
    mark: &'static str,
    warnings: Vec<String>,
}

/// All that decides whether and as what a report goes out.
pub(super) struct Ready {
    pub(super) draft: Draft,
    look: Look,
    needed: bool,
    pub(super) to: Receivers,
    pub(super) content: Content,
    pub(super) author: String,
    pub(super) hash: String,
}

pub(super) fn ready(tx: &Write<'_>, entry: &Entry, id: &str, vault: &Vault) -> Result<Ready, Halt> {
    let draft = opened(tx, entry, id, vault)?;
    let look = store::look(tx)?;
    let to = published::receivers_of(tx, entry, &draft.head.corrects)?;
    let lines = draft.lines.iter().filter(|line| line.taken).map(|line| line.said.clone()).collect();
    let numbers = (draft.head.no, draft.head.edition);
    let (content, author) = published::content(tx, entry, &draft.head.author, numbers, &draft.finding, lines, &to)?;
    let hash = content.hash(vault);
    Ok(Ready { look, needed: look.needed(published::all(tx, entry)?.len()), to, content, author, hash, draft })
}

impl Ready {
    fn hindrances(&self) -> Vec<Hindrance> {
        let mut all = unfinished(&self.draft.finding, &self.draft.chosen());
        if self.to.owner.is_none() {
            all.push(Hindrance::NoReader);
        }
        all
    }

    /// Whether the second look stands in the way: it is needed and was not given to exactly these words, or it was asked
    /// for and not given yet.
    fn lacks_look(&self) -> bool {
        match self.draft.head.state() {
            State::Approved => self.needed && self.draft.head.approved_hash != self.hash,
            State::SecondLook => true,
            State::Draft | State::Published => self.needed,
        }
    }

    /// All that keeps it from going out, the second look included.
    pub(super) fn kept_back_by(&self) -> Vec<Hindrance> {
        let mut all = self.hindrances();
        if self.lacks_look() {
            all.push(Hindrance::NoLook);
        }
        all
    }

    fn act(&self) -> Act {
        if self.draft.head.held().is_some() {
            return Act::Held;
        }
        if !self.hindrances().is_empty() {
            Act::Mend
        } else if self.draft.head.state() == State::SecondLook {
            Act::Waits
        } else if self.lacks_look() {
            Act::AskLook
        } else {
            Act::Share { may_ask: self.look != Look::Off && self.draft.head.state() == State::Draft }
        }
    }
}

fn rows(ready: &Ready, notes: &[String], writers: &BTreeMap<String, String>, lang: Lang) -> (Vec<Row>, Vec<String>) {
    let t = T(lang);
    let known = Known { readers: ready.to.names(), others: ready.to.others.clone() };
    let said = |list: Vec<super::warn::Warning>| list.iter().map(|warning| t.warning(warning)).collect::<Vec<_>>();
    // A line of one side is compared with what was not lent; our own words also with what was lent but is not in as it stands.
    let as_lent: Vec<&str> = ready
        .draft
        .lines
        .iter()
        .filter(|line| line.taken && line.standing == Standing::AsLent)
        .map(|line| line.observation.as_str())
        .collect();
    let kept_from = |side: Side| {
        let mut private: Vec<&str> = ready
            .draft
            .seen
            .iter()
            .filter(|seen| !seen.lend || (side == Side::Bank && seen.side != Side::Bank && !as_lent.contains(&seen.id.as_str())))
            .flat_map(|seen| [seen.body.as_str(), seen.evidence.as_str(), seen.proof.as_str()])
            .collect();
        private.extend(notes.iter().map(String::as_str));
        private
    };
    let rows = ready
        .draft
        .lines
        .iter()
        .filter(|line| line.taken)
        .map(|line| {
            let text = format!("{}\n{}", line.said.before, line.said.now);
            Row {
                n: line.n,
                now: line.said.now.clone(),
                side: line.side.code(),
                source: source(&ready.draft, line, writers, lang),
                standing: t.standing(line.standing),
                mark: mark(line.standing),
                warnings: said(warnings(&text, &kept_from(line.side), &known)),
            }
        })
        .collect();
    (rows, said(warnings(&ready.draft.finding, &kept_from(Side::Bank), &known)))
}

/// What deserves a second reading in a text that goes to one side alone: as for a line of a report.
///
/// # Errors
/// The store's own.
pub(crate) fn doubts(tx: &Write<'_>, entry: &Entry, text: &str, lang: Lang) -> Result<Vec<String>, StoreError> {
    let mut private = store::notes(tx, entry)?;
    private.extend(crate::change::texts(tx, entry)?.into_iter().flat_map(|seen| [seen.body, seen.evidence, seen.proof]));
    let private: Vec<&str> = private.iter().map(String::as_str).collect();
    let to = published::receivers(tx, entry)?;
    let known = Known { readers: to.names(), others: to.others };
    Ok(warnings(text, &private, &known).iter().map(|warning| T(lang).warning(warning)).collect())
}

async fn draw(cx: &Cx, case: &str, id: &str, status: StatusCode, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (of, which, db) = (case.to_owned(), id.to_owned(), cx.db.clone());
    let drawn = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            let ready = ready(tx, &entry, &which, db.vault())?;
            let notes = store::notes(tx, &entry)?;
            let writers = store::writers(tx, &entry, &ready.draft.seen)?;
            let heading = crate::placement::facts(tx, &entry)?.short(lang);
            let read = store::trace("review", ready.draft.lines.iter().map(|line| line.observation.as_str()));
            let event = Event::TextRead(Some(&of), &which).detail(read);
            tx.commit(&event, "").map(|done| done.with((ready, notes, writers, heading))).map_err(Halt::from)
        })
        .await;
    let (ready, notes, writers, heading) = match drawn {
        Ok(drawn) => drawn,
        Err(Halt::Out(published)) => return Ok(go(&format!("/cases/{case}/reports/p/{published}"))),
        Err(halt) => return Err(halt.plain()),
    };
    let (rows, finding_warnings) = rows(&ready, &notes, &writers, lang);
    let act = ready.act();
    let mut to_do: Vec<String> = ready.hindrances().into_iter().map(|hindrance| t.hindrance(hindrance)).collect();
    if act == Act::AskLook {
        to_do.push(t.hindrance(Hindrance::NoLook));
    }
    let on_its_way = match ready.draft.head.held() {
        Some(until) => t.held_until(&lang.moment(until)),
        None if ready.draft.head.stopped() => t.stopped().to_owned(),
        None => String::new(),
    };
    let page = ReviewPage {
        f: cx.frame(t.review_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        id: id.to_owned(),
        heading,
        version: ready.draft.head.version,
        receivers: ready.content.to.iter().skip(1).cloned().collect(),
        hash: ready.hash,
        c: ready.content,
        both: ready.to.both,
        rows,
        finding_warnings,
        to_do,
        errors,
        act,
        on_its_way,
        look_key: cx.key(),
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/reports/{id}/review`: every line with its source and warnings, and what each side will see.
pub async fn review(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, &case, &id, StatusCode::OK, Errors::none()).await
}

async fn halted(cx: &Cx, case: &str, id: &str, halt: Halt) -> Result<Response, AppError> {
    let t = T(cx.lang);
    match halt {
        Halt::Hindered(hindrances) => {
            let mut errors = Errors::none();
            for (at, hindrance) in hindrances.into_iter().enumerate() {
                let field = match hindrance {
                    Hindrance::Locked(n, _) => format!("line-{n}"),
                    _ => format!("share-{at}"),
                };
                errors.add(&field, t.hindrance(hindrance));
            }
            draw(cx, case, id, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        Halt::Stale | Halt::Moved => draw(cx, case, id, StatusCode::CONFLICT, Errors::one("preview", t.e_moved())).await,
        Halt::Held => Ok(go(&format!("/cases/{case}/reports/{id}/review"))),
        Halt::Out(published) => Ok(go(&format!("/cases/{case}/reports/p/{published}"))),
        other => Err(other.plain()),
    }
}

/// `POST /cases/{case}/reports/{id}/second-look`: asks the manager, with everything agreed.
pub async fn ask_look(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, db, seen) = (case.clone(), id.clone(), cx.db.clone(), form.version());
    let asked = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let ready = ready(tx, &entry, &which, db.vault())?;
            let hindrances = ready.hindrances();
            if !hindrances.is_empty() {
                return Err(Halt::Hindered(hindrances));
            }
            let set = Set::new()
                .with("state", State::SecondLook.code())
                .with("approved_by", "")
                .with("approved_hash", "")
                .with("hold", "")
                .with("hands", with_hand(&ready.draft.head.hands, tx.actor().id()))
                .sealed_or_none("returned_why", Side::Bank, None);
            store::put(tx, &entry, &ready.draft.head, seen, set)?;
            let back = format!("/cases/{of}/reports?done=look_asked");
            tx.commit(&Event::SecondLookAsked(Some(&of), &which), &back).map(|done| done.with(back)).map_err(Halt::from)
        })
        .await;
    match asked {
        Ok(back) => Ok(go(&back)),
        Err(halt) => halted(&cx, &case, &id, halt).await,
    }
}

/// `POST /cases/{case}/reports/{id}/publish`: the words that were reviewed are to go to both sides. They wait for ten minutes,
/// in which they can be taken back; nobody sees anything meanwhile.
pub async fn publish(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, db, seen, reviewed) = (case.clone(), id.clone(), cx.db.clone(), form.version(), form.get("hash").to_owned());
    let held = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let ready = ready(tx, &entry, &which, db.vault())?;
            if ready.draft.head.held().is_some() {
                return Err(Halt::Held);
            }
            let hindrances = ready.kept_back_by();
            if !hindrances.is_empty() {
                return Err(Halt::Hindered(hindrances));
            }
            if ready.hash != reviewed {
                return Err(Halt::Moved);
            }
            hold::hold(tx, &entry, &ready.draft.head, seen, &ready.hash)?;
            let back = format!("/cases/{of}/reports/{which}/review?done=held");
            tx.commit(&Event::ReportHeld(Some(&of), &which), &back).map(|done| done.with(back)).map_err(Halt::from)
        })
        .await;
    match held {
        Ok(back) => Ok(go(&back)),
        Err(halt) => halted(&cx, &case, &id, halt).await,
    }
}
