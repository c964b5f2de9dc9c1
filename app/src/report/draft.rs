//! Making a report: the list, the draft with its lines, and asking a writer about words.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::{Report, ReportPublished};
use base::store::{Entry, Read, Write, deed};
use base::text::Lang;
use http::StatusCode;

use super::Halt;
use super::rules::{Standing, State};
use super::store::{self, Draft, Edit, Edits, published};
use super::text::T;
use crate::change;
use crate::placement;
use crate::placement::rules::{LINE, SENTENCE, fold_sentence, line, too_long};
use crate::web::frame::Nav;
use crate::web::merge;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "report/list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    usable: usize,
    drafts: Vec<DraftRow>,
    out: Vec<OutRow>,
}

struct DraftRow {
    id: String,
    name: String,
    state: &'static str,
    mark: &'static str,
    day: String,
}

struct OutRow {
    id: String,
    name: String,
    finding: String,
    day: String,
    corrected: bool,
    reads: usize,
}

/// `GET /cases/{case}/reports`: what is in the making, and what went out.
pub async fn list(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (short, usable, drafts, out) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Report, deed::Change>()?;
            let drafts = store::heads(tx, &entry)?
                .into_iter()
                .filter(|head| head.state() != State::Published)
                .map(|head| DraftRow {
                    name: t.numbered(head.no, head.edition),
                    state: t.head(&head),
                    mark: if head.state() == State::Approved { "ok" } else { "todo" },
                    day: lang.short_day(head.created_at.day()),
                    id: head.id,
                })
                .collect();
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), store::usable(tx, &entry)?, drafts, out_rows(tx, &entry, lang)?))
        })
        .await?;
    page(&ListPage { f: cx.frame(t.title(), Nav::Cases).await?, t, case, short, usable, drafts, out })
}

fn out_rows(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<OutRow>, AppError> {
    entry.pass::<ReportPublished, deed::View>()?;
    let all = published::all(tx, entry)?;
    let reads = published::reads(tx, entry)?;
    Ok(all
        .iter()
        .map(|one| OutRow {
            id: one.id.clone(),
            name: T(lang).numbered(one.no, one.edition),
            finding: one.finding.clone(),
            day: lang.day(one.created_at.day()),
            corrected: all.iter().any(|other| other.no == one.no && other.edition > one.edition),
            reads: reads.iter().filter(|mark| mark.report == one.id).count(),
        })
        .collect())
}

/// `POST /cases/{case}/reports/new`: begins a draft with a line for each note that may be used; an open one is gone on with.
pub async fn begin(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            entry.pass::<Report, deed::Change>()?;
            let open = store::heads(tx, &entry)?.into_iter().find(|head| head.state() != State::Published && head.corrects.is_empty());
            let id = match open {
                Some(head) => head.id,
                None => store::begin(tx, &entry)?,
            };
            let back = format!("/cases/{case}/reports/{id}");
            tx.commit(&Event::ReportDrafted(Some(&case), &id), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

#[derive(Template)]
#[template(path = "report/draft.html")]
struct DraftPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    heading: String,
    state: State,
    held: bool,
    returned: String,
    readers: Vec<String>,
    changes: Vec<(String, String)>,
    lines: Vec<LineView>,
    fresh: usize,
    form: Form,
    errors: Errors,
    /// Who changed it last and when, in a sentence.
    by: String,
    theirs: Vec<(String, String)>,
}

struct LineView {
    n: usize,
    id: String,
    side: &'static str,
    source: String,
    standing: &'static str,
    mark: &'static str,
    askable: bool,
    reason: String,
}

impl LineView {
    fn field(&self, name: &str) -> String {
        format!("{name}_{}", self.id)
    }
}

/// The mark beside a standing.
pub(super) fn mark(standing: Standing) -> &'static str {
    match standing {
        Standing::Desk | Standing::AsLent | Standing::Agreed => "ok",
        Standing::Asked => "todo",
        Standing::Unasked => "slow",
        Standing::Refused => "stuck",
    }
}

/// Where a line comes from, in words: name and day.
pub(super) fn source(draft: &Draft, line: &store::Line, writers: &BTreeMap<String, String>, lang: Lang) -> String {
    let t = T(lang);
    match draft.seen.iter().find(|seen| seen.id == line.observation) {
        Some(seen) => t.source(writers.get(&seen.id).map_or("", String::as_str), &lang.short_day(seen.seen_on)),
        None => t.source_desk().to_owned(),
    }
}

fn stored(draft: &Draft) -> Vec<(String, String)> {
    let mut values = vec![("version".to_owned(), draft.head.version.to_string()), ("finding".to_owned(), draft.finding.clone())];
    for line in &draft.lines {
        values.push((format!("now_{}", line.id), line.said.now.clone()));
        values.push((format!("before_{}", line.id), line.said.before.clone()));
        values.push((format!("under_{}", line.id), line.change.clone()));
        values.push((format!("take_{}", line.id), if line.taken { "1".to_owned() } else { String::new() }));
    }
    values
}

struct Drawn {
    heading: String,
    draft: Draft,
    changes: Vec<(String, String)>,
    readers: Vec<String>,
    writers: BTreeMap<String, String>,
    fresh: usize,
    by: String,
}

/// How the page is drawn again: with what was typed, and beside it what others saved meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Theirs,
}

async fn draw(cx: &Cx, case: &str, id: &str, status: StatusCode, form: Option<Form>, errors: Errors, beside: Beside) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (of, which, db) = (case.to_owned(), id.to_owned(), cx.db.clone());
    let drawn = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            let draft = opened(tx, &entry, &which, db.vault())?;
            let mut changes = vec![(String::new(), t.under_none().to_owned())];
            changes.extend(change::wishes(tx, &entry)?.into_iter().map(|wish| (wish.id, wish.words)));
            let drawn = Drawn {
                heading: placement::facts(tx, &entry)?.short(lang),
                changes,
                readers: change::readers(tx, &entry, lang)?,
                writers: store::writers(tx, &entry, &draft.seen)?,
                fresh: store::fresh(tx, &entry, &draft.seen, &draft.lines)?.len(),
                by: merge::hand::<Report>(tx, &entry, &which, &["report.drafted", "report.edited"], lang)?,
                draft,
            };
            let read = store::trace("draft", drawn.draft.lines.iter().map(|line| line.observation.as_str()));
            let event = Event::TextRead(Some(&of), &which).detail(read);
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(Halt::from)
        })
        .await;
    let drawn = match drawn {
        Ok(drawn) => drawn,
        Err(Halt::Out(published)) => return Ok(go(&format!("/cases/{case}/reports/p/{published}"))),
        Err(halt) => return Err(halt.plain()),
    };
    let now = stored(&drawn.draft);
    let mut form = form.unwrap_or_else(|| Form::filled(now.iter().map(|(name, value)| (name.as_str(), value.clone()))));
    let mut theirs = Vec::new();
    if beside == Beside::Theirs {
        theirs = differing(&drawn.draft, &form, t);
        form.set("version", &drawn.draft.head.version.to_string());
    }
    // A line added since the form was drawn has no field in it yet; an empty box brings none, so the words tell.
    for line in &drawn.draft.lines {
        if !form.fields().iter().any(|(known, _)| *known == format!("now_{}", line.id)) {
            for (name, value) in now.iter().filter(|(name, _)| name.ends_with(&line.id)) {
                form.set(name, value);
            }
        }
    }
    let lines = drawn
        .draft
        .lines
        .iter()
        .map(|line| LineView {
            n: line.n,
            id: line.id.clone(),
            side: line.side.code(),
            source: source(&drawn.draft, line, &drawn.writers, lang),
            standing: t.standing(line.standing),
            mark: mark(line.standing),
            askable: !line.observation.is_empty() && line.standing != Standing::Asked && line.side != base::actor::Side::Bank,
            reason: line.reason.clone(),
        })
        .collect();
    let page = DraftPage {
        f: cx.frame(t.edit_title(&t.headed(drawn.draft.head.no, drawn.draft.head.edition)), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        id: id.to_owned(),
        heading: drawn.heading,
        state: drawn.draft.head.state(),
        held: drawn.draft.head.held().is_some(),
        returned: drawn.draft.returned,
        readers: drawn.readers,
        changes: drawn.changes,
        lines,
        fresh: drawn.fresh,
        form,
        errors,
        by: drawn.by,
        theirs,
    };
    page_with(status, &page)
}

fn differing(draft: &Draft, form: &Form, t: T) -> Vec<(String, String)> {
    let mut theirs = Vec::new();
    if draft.finding != fold_sentence(form.get("finding")) {
        theirs.push((t.finding().to_owned(), draft.finding.clone()));
    }
    for line in &draft.lines {
        let name = t.line_n(line.n);
        for (field, word, value) in [("before", t.before(), &line.said.before), ("now", t.now(), &line.said.now)] {
            if *value != fold_sentence(form.get(&format!("{field}_{}", line.id))) {
                theirs.push((format!("{name} {word}"), value.clone()));
            }
        }
        if line.taken != form.ticked(&format!("take_{}", line.id)) {
            theirs.push((name, if line.taken { t.take().to_owned() } else { t.left_out().to_owned() }));
        }
    }
    theirs
}

/// The draft, unless it went out already.
pub(super) fn opened(tx: &Write<'_>, entry: &Entry, id: &str, vault: &base::vault::Vault) -> Result<Draft, Halt> {
    let draft = store::draft(tx, entry, id, vault)?;
    if draft.head.state() == State::Published {
        return Err(Halt::Out(published::of_report(tx, entry, id)?));
    }
    Ok(draft)
}

/// The draft as the desk edits it: the page of `GET /cases/{case}/reports/{id}` for a consultant.
pub(super) async fn edit(cx: &Cx, case: &str, id: &str) -> Answer {
    draw(cx, case, id, StatusCode::OK, None, Errors::none(), Beside::Nothing).await
}

impl Edits {
    /// Reads the form; `changes` are the ids of the expected changes. Fields the form does not bring stay as they are.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    fn parse(form: &Form, draft: &Draft, changes: &[String], lang: Lang) -> Result<Edits, Errors> {
        let t = T(lang);
        let mut e = Errors::none();
        let brings = |name: &str| form.fields().iter().any(|(known, _)| known == name);
        let text = |e: &mut Errors, name: &str| {
            let text = fold_sentence(form.get(name));
            too_long(e, name, &text, SENTENCE, lang);
            text
        };
        let under = |e: &mut Errors, name: &str| {
            let change = form.trimmed(name).to_owned();
            if !change.is_empty() && !changes.contains(&change) {
                e.add(name, t.e_which());
            }
            change
        };
        let mut edits = Edits {
            finding: brings("finding").then(|| line(form, &mut e, "finding", LINE, lang)),
            gather: form.get("act") == "gather",
            ..Edits::default()
        };
        for line in &draft.lines {
            let now_field = format!("now_{}", line.id);
            if !brings(&now_field) {
                continue;
            }
            let edit = Edit {
                id: line.id.clone(),
                now: text(&mut e, &now_field),
                before: text(&mut e, &format!("before_{}", line.id)),
                change: under(&mut e, &format!("under_{}", line.id)),
                taken: form.ticked(&format!("take_{}", line.id)),
            };
            if edit.taken && edit.now.is_empty() {
                e.add(&now_field, t.e_words(line.n));
            }
            edits.lines.push(edit);
        }
        let (now, before, change) = (text(&mut e, "own_now"), text(&mut e, "own_before"), under(&mut e, "own_under"));
        if !now.is_empty() {
            edits.own = Some((now, before, change));
        } else if !before.is_empty() {
            e.add("own_now", t.e_own_words());
        }
        e.check().map(|()| edits)
    }
}

fn apply(tx: &Write<'_>, entry: &Entry, draft: &Draft, form: &Form, lang: Lang) -> Result<bool, Halt> {
    let changes: Vec<String> = change::wishes(tx, entry)?.into_iter().map(|wish| wish.id).collect();
    let edits = Edits::parse(form, draft, &changes, lang).map_err(Halt::Mend)?;
    Ok(store::save(tx, entry, draft, &edits, form.version())?)
}

async fn mended(cx: &Cx, case: &str, id: &str, form: Form, halt: Halt) -> Result<Response, AppError> {
    match halt {
        Halt::Mend(errors) => draw(cx, case, id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors, Beside::Nothing).await,
        Halt::Stale | Halt::Moved => draw(cx, case, id, StatusCode::CONFLICT, Some(form), Errors::none(), Beside::Theirs).await,
        Halt::Out(published) => Ok(go(&format!("/cases/{case}/reports/p/{published}"))),
        other => Err(other.plain()),
    }
}

/// `POST /cases/{case}/reports/{id}`: keeps the draft; with `act=review` goes on to the review, with `act=gather` takes in
/// notes written since.
pub async fn save(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, db, typed, lang) = (case.clone(), id.clone(), cx.db.clone(), form.clone(), cx.lang);
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let draft = opened(tx, &entry, &which, db.vault())?;
            let changed = apply(tx, &entry, &draft, &typed, lang)?;
            let back = match typed.get("act") {
                "review" => format!("/cases/{of}/reports/{which}/review"),
                _ => format!("/cases/{of}/reports/{which}?done=saved"),
            };
            tx.commit(&store::edited(&of, &which, changed), &back).map(|done| done.with(back)).map_err(Halt::from)
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(halt) => mended(&cx, &case, &id, form, halt).await,
    }
}

/// `POST /cases/{case}/reports/{id}/offer`: keeps what was typed and puts the exact words of one line before the one who
/// wrote its source.
pub async fn offer(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which, db, typed, lang) = (case.clone(), id.clone(), cx.db.clone(), form.clone(), cx.lang);
    let t = T(lang);
    let asked = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let draft = opened(tx, &entry, &which, db.vault())?;
            apply(tx, &entry, &draft, &typed, lang)?;
            let draft = opened(tx, &entry, &which, db.vault())?;
            let line = draft.lines.iter().find(|line| line.id == typed.get("line")).ok_or(AppError::NotFound)?;
            let field = format!("now_{}", line.id);
            match line.standing {
                Standing::Unasked => {}
                Standing::Refused => return Err(Halt::Mend(Errors::one(&field, t.e_refused_words()))),
                _ => return Err(Halt::Mend(Errors::one(&field, t.e_nothing_to_ask()))),
            }
            let (offer, told) = store::offer(tx, &entry, &draft, line)?;
            let back = format!("/cases/{of}/reports/{which}?done=offered");
            let event = Event::LineOffered(Some(&of), &offer).detail(format!("report {which}")).tell(told);
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(Halt::from)
        })
        .await;
    match asked {
        Ok(back) => Ok(go(&back)),
        Err(halt) => mended(&cx, &case, &id, form, halt).await,
    }
}
