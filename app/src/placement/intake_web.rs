//! Pages for bringing in a spreadsheet: put it in, mend and answer, register.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use http::StatusCode;

use super::import::{self, Candidate, Counts, Fate, Link, Meaning, Standing, Understood};
use super::intake::{self, Answers, BatchLine};
use super::intake_text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// Rows of the preview that are shown in full; rows to mend are always shown.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "placement/intake.html")]
struct IntakePage {
    f: Frame,
    t: T,
    form: Form,
    errors: Errors,
    batches: Vec<(String, String, &'static str, bool)>,
}

async fn intake_page(cx: &Cx, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let lines = cx.db.read(cx.actor()?, |tx| intake::batches(tx).map_err(AppError::from)).await?;
    let batches = lines
        .into_iter()
        .map(|BatchLine { id, name, state, created_at }| {
            let name = if name == intake::PASTED { t.pasted().to_owned() } else { name };
            let open = state == "open";
            (id, format!("{name}({})", cx.lang.moment(created_at)), if open { t.state_open() } else { t.state_done() }, open)
        })
        .collect();
    page_with(status, &IntakePage { f: cx.frame(t.title(), Nav::Cases).await?, t, form, errors, batches })
}

/// `GET /import`.
pub async fn intake(cx: Cx) -> Answer {
    intake_page(&cx, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /import`: reads the file or the pasted cells and keeps them, sealed, for the preview. Nothing is registered.
pub async fn put_in(cx: Cx, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let pasted = form.get("pasted").to_owned();
    let (name, bytes, field) = match form.file() {
        Some((name, bytes)) => (name.clone(), bytes.clone(), "file"),
        None if !pasted.trim().is_empty() => (intake::PASTED.to_owned(), pasted.into_bytes(), "pasted"),
        None => return intake_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::one("file", t.e_nothing())).await,
    };
    let (sheet, sheet_name) = (bytes.clone(), name.clone());
    let read = tokio::task::spawn_blocking(move || intake::read_book(&sheet, &sheet_name))
        .await
        .map_err(|_| AppError::broken("reading a sheet stopped"))?;
    let book = match read {
        Ok(book) => book,
        Err(reason) => {
            return intake_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::one(field, import::unreadable(&reason, cx.lang)))
                .await;
        }
    };
    if import::understand(&book, &import::Known::default()).kind.is_none() {
        let sentence = import::summary_lines(&import::understand(&book, &import::Known::default()), cx.lang).join(" ");
        return intake_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::one(field, sentence)).await;
    }
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let id = intake::stage(tx, &name, &bytes)?;
            let back = format!("/import/{id}");
            tx.commit(&Event::ImportStaged(None, &id), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

#[derive(Template)]
#[template(path = "placement/intake_preview.html")]
struct PreviewPage {
    f: Frame,
    t: T,
    id: String,
    key2: String,
    counts: Counts,
    columns: Vec<(String, String)>,
    remarks: Vec<String>,
    skipped: Vec<String>,
    mend: Vec<MendRow>,
    rows: Vec<PlainRow>,
    hidden: usize,
    refused: bool,
}

/// A row that needs the user.
struct MendRow {
    number: u32,
    name: String,
    sentences: Vec<String>,
    fields: Vec<(String, &'static str, String)>,
    company: Vec<(String, String)>,
    person: Vec<(String, String)>,
    changes: bool,
}

/// A row that is settled.
struct PlainRow {
    number: u32,
    name: String,
    post: String,
    fate: &'static str,
    state: &'static str,
    notes: Vec<String>,
}

fn answer(candidate: &Candidate, t: T) -> (String, String) {
    let value = match &candidate.link {
        Link::Known(id) => format!("known:{id}"),
        Link::Row(row) => format!("row:{row}"),
        Link::New => "no".to_owned(),
    };
    (value, t.same_as(&candidate.name, candidate.number.as_deref().unwrap_or("-"), candidate.address.as_deref().unwrap_or("-")))
}

fn mend_row(row: &import::ReadRow, cx: &Cx, t: T) -> MendRow {
    let lang = cx.lang;
    let mut sentences: Vec<String> = row.faults.iter().map(|fault| fault.sentence(lang)).collect();
    let (mut company, mut person, mut changes) = (Vec::new(), Vec::new(), false);
    match &row.fate {
        Fate::AskCompany(candidates) => {
            sentences.push(row.sentence(lang));
            company = candidates.iter().map(|candidate| answer(candidate, t)).collect();
            company.push(("no".to_owned(), t.another().to_owned()));
        }
        Fate::AskPerson(candidate) => {
            sentences.push(row.sentence(lang));
            person = vec![answer(candidate, t), ("no".to_owned(), t.another_person().to_owned())];
        }
        Fate::Changed { changes: all, .. } => {
            sentences.extend(all.iter().map(|change| change.sentence(lang)));
            changes = true;
        }
        _ => {}
    }
    let mut fields: Vec<(String, &'static str, String)> = Vec::new();
    for fault in &row.faults {
        let code = fault.field.code();
        if !fields.iter().any(|(known, _, _)| *known == code) {
            fields.push((code, fault.field.label(lang), row.typed.get(&fault.field).cloned().unwrap_or_default()));
        }
    }
    MendRow { number: row.number, name: names(row), sentences, fields, company, person, changes }
}

fn skipped_words(skipped: &import::Skipped, t: T) -> String {
    let rows = if skipped.first == skipped.last { t.row(skipped.first) } else { t.rows(skipped.first, skipped.last) };
    format!("{rows} {}", skipped.why.label(t.0))
}

fn names(row: &import::ReadRow) -> String {
    let person = &row.draft.person.name;
    let company = if row.draft.company.name.is_empty() {
        row.typed.get(&Meaning::Company).cloned().unwrap_or_default()
    } else {
        row.draft.company.name.clone()
    };
    if person.is_empty() { company } else { format!("{company}・{person}") }
}

fn plain_row(row: &import::ReadRow, cx: &Cx, t: T) -> PlainRow {
    let (fate, state) = match (&row.fate, row.standing()) {
        (Fate::Changed { .. }, Standing::Ready) => (t.fate_changed(), "ok"),
        (_, Standing::Ready) => (t.fate_new(), "ok"),
        (Fate::Repeated(_), _) => (t.fate_repeated(), "todo"),
        (_, Standing::LeftOut) => (t.fate_left_out(), "todo"),
        _ => (t.fate_same(), "done"),
    };
    PlainRow {
        number: row.number,
        name: names(row),
        post: row.draft.post.clone(),
        fate,
        state,
        notes: row.notices.iter().map(|notice| notice.sentence(cx.lang)).collect(),
    }
}

async fn preview_page(cx: &Cx, status: StatusCode, id: String, understood: Understood, refused: bool) -> Answer {
    let t = T(cx.lang);
    let counts = understood.counts();
    let mend: Vec<MendRow> =
        understood.rows.iter().filter(|row| row.standing() == Standing::ToMend).map(|row| mend_row(row, cx, t)).collect();
    let settled: Vec<&import::ReadRow> = understood.rows.iter().filter(|row| row.standing() != Standing::ToMend).collect();
    let rows = settled.iter().take(SHOWN).map(|row| plain_row(row, cx, t)).collect();
    let columns = understood
        .columns
        .iter()
        .map(|column| {
            (column.heading.clone(), column.meaning.map_or_else(|| t.as_note().to_owned(), |meaning| meaning.label(cx.lang).to_owned()))
        })
        .collect();
    let preview = PreviewPage {
        f: cx.frame(t.preview_title(), Nav::Cases).await?,
        t,
        id,
        key2: cx.key(),
        counts,
        columns,
        remarks: understood.remarks.iter().map(|remark| remark.sentence(cx.lang)).collect(),
        skipped: understood.skipped.iter().map(|skipped| skipped_words(skipped, t)).collect(),
        mend,
        rows,
        hidden: settled.len().saturating_sub(SHOWN),
        refused,
    };
    page_with(status, &preview)
}

/// `GET /import/{id}`: what the sheet means, row by row, before anything is registered.
pub async fn preview(cx: Cx, Path(id): Path<String>) -> Answer {
    let asked = id.clone();
    let understood = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let (batch, bytes, answers) = intake::open_batch(tx, &asked)?;
            let understood = if batch.state == "open" { Some(read(tx, &bytes, &batch.name, &answers)?) } else { None };
            Ok::<_, AppError>(tx.commit(&Event::TextRead(None, &asked), "")?.with(understood))
        })
        .await?;
    match understood {
        Some(understood) => preview_page(&cx, StatusCode::OK, id, understood, false).await,
        None => Ok(go("/cases?done=imported")),
    }
}

fn read(tx: &base::store::Read<'_>, bytes: &[u8], name: &str, answers: &Answers) -> Result<Understood, AppError> {
    let book = intake::read_book(bytes, name).map_err(|_| AppError::broken("a kept sheet cannot be read any more"))?;
    Ok(intake::understand(tx, &book, answers)?)
}

/// `POST /import/{id}`: keeps what was typed and answered; with `leave_out`, leaves out what still needs mending.
pub async fn mend(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let back = format!("/import/{id}");
    let (asked, to) = (id, back.clone());
    cx.db
        .write(cx.actor()?, form.key(), move |tx| {
            let (batch, bytes, mut answers) = intake::open_batch(tx, &asked)?;
            answers.take(form.fields());
            if form.ticked("leave_out") {
                let understood = read(tx, &bytes, &batch.name, &answers)?;
                answers.leave_out(&understood);
            }
            intake::keep_answers(tx, &batch, &answers)?;
            Ok::<_, AppError>(tx.commit(&Event::ImportStaged(None, &asked).detail("mended"), &to)?)
        })
        .await?;
    Ok(go(&back))
}

/// `POST /import/{id}/register`: writes every ready row in one transaction. Refused while a row needs mending.
pub async fn register(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let me = cx.actor()?.id().to_owned();
    let asked = id.clone();
    let outcome = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (batch, bytes, answers) = intake::open_batch(tx, &asked)?;
            if batch.state != "open" {
                return Err(AppError::Repeated("/cases?done=imported".into()));
            }
            let understood = read(tx, &bytes, &batch.name, &answers)?;
            if understood.counts().to_mend > 0 {
                // Nothing is kept of this transaction; the page says what is missing.
                return Err(AppError::Stale);
            }
            let registered = intake::register(tx, &understood, &me)?;
            let event = intake::close(tx, &batch, registered)?;
            Ok(tx.commit(&event, "/cases?done=imported")?)
        })
        .await;
    match outcome {
        Ok(()) => Ok(go("/cases?done=imported")),
        Err(AppError::Stale) => {
            let asked = id.clone();
            let understood = cx
                .db
                .write(cx.actor()?, None, move |tx| {
                    let (batch, bytes, answers) = intake::open_batch(tx, &asked)?;
                    let understood = read(tx, &bytes, &batch.name, &answers)?;
                    Ok::<_, AppError>(tx.commit(&Event::TextRead(None, &asked), "")?.with(understood))
                })
                .await?;
            preview_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, id, understood, true).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "placement/notes.html")]
struct NotesPage {
    f: Frame,
    t: T,
    case: String,
    notes: Vec<(String, String)>,
}

/// `GET /cases/{case}/notes`: the desk's own notes, among them what a spreadsheet said that nobody understood.
pub async fn notes(cx: Cx, Path(case): Path<String>) -> Answer {
    use base::actor::Side;
    use base::register::DeskNote;
    use base::store::deed;
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.clone());
    let notes = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            let pass = entry.pass::<DeskNote, deed::View>()?;
            let rows: Vec<(String, Vec<u8>, base::clock::Instant)> =
                tx.rows(&pass, base::sql!(DeskNote => "select id, body, created_at from desk_notes order by created_at desc, id"), vec![])?;
            let notes = rows
                .into_iter()
                .map(|(id, body, at)| Ok((lang.moment(at), tx.unseal(&pass, &id, "body", Side::Bank, &body)?)))
                .collect::<Result<Vec<_>, AppError>>()?;
            Ok::<_, AppError>(tx.commit(&Event::TextRead(Some(&asked), &asked).detail("notes"), "")?.with(notes))
        })
        .await?;
    page(&NotesPage { f: cx.frame(t.notes_title(), Nav::Cases).await?, t, case, notes })
}
