//! A published report on paper, word for word as both sides read it.

use axum::extract::Path;
use base::store::{Entry, Read};
use base::text::Lang;
use paper::document::{Block, Cell, Record};

use super::rules::Said;
use super::store::published;
use super::text::T;
use crate::print::{self, Out, text::T as Shared};
use crate::web::{Answer, AppError, Cx};

fn made(tx: &Read<'_>, entry: &Entry, id: &str, lang: Lang) -> Result<Out, AppError> {
    let (t, s) = (T(lang), Shared(lang));
    let head = print::head(tx, lang)?;
    let (one, newest, _) = published::one(tx, entry, id)?;
    let content = one.content()?;
    let hash = published::hash(tx, entry, id)?;
    let mut document = head.document(t.doc_title(), tx.now(), "");
    document.subtitle = t.name_of(&content);
    document.dates = vec![content.day().map(|day| head.day(day)).unwrap_or_default()];
    document.addressees = content.to.iter().enumerate().map(|(nth, line)| addressee(nth, line, lang)).collect();
    document.issuer.clone_from(&content.from);
    if !head.house.phone.is_empty() {
        document.issuer.push(s.phone(&head.house.phone));
    }
    document.edition = format!("{}  {}", t.name_of(&content), s.check_line(&print::check_number(&hash)));
    document.blocks.push(Block::FactBox { title: String::new(), rows: vec![(String::new(), content.finding.clone())] });
    if let Some(mended) = published::mended(tx, entry, &one)? {
        document.blocks.push(Block::part(t.mended_title()));
        document.blocks.push(if mended.is_empty() {
            Block::paragraph(t.mended_none())
        } else {
            let now = |now: String| if now.is_empty() { t.mended_left().to_owned() } else { now };
            let rows = mended.into_iter().map(|(was, is)| vec![Cell::from(was), Cell::from(now(is))]).collect();
            Block::Grid { columns: vec![print::column(t.mended_was(), 1), print::column(t.mended_now(), 1)], rows }
        });
    }
    document.blocks.push(Block::part(t.doc_changes()));
    let sections = content.sections();
    let several = sections.len() > 1;
    for (title, lines) in sections {
        let mut part = Vec::new();
        if !title.is_empty() {
            part.push(Block::heading(title));
        } else if several {
            part.push(Block::heading(t.doc_other()));
        }
        part.push(if lines.iter().all(|line| line.before.is_empty()) {
            Block::List { numbered: false, items: lines.iter().map(|line| line.now.clone()).collect() }
        } else {
            let now = |line: &Said| Cell { text: line.now.clone(), strong: true, ..Cell::default() };
            let rows = lines.into_iter().map(|line| vec![Cell::from(line.before.as_str()), now(line)]).collect();
            Block::Grid { columns: vec![print::column(t.before(), 1), print::column(t.now(), 1)], rows }
        });
        document.blocks.push(Block::Together { blocks: part });
    }
    if !content.measures.is_empty() {
        document.blocks.push(Block::part(t.changed_measures()));
        document.blocks.push(Block::List { numbered: false, items: content.measures.clone() });
    }
    if newest > one.edition {
        document.blocks.push(Block::note(t.doc_old(newest)));
    }
    document.record = Some(Record {
        title: t.doc_sent().to_owned(),
        facts: vec![
            (t.doc_sent_at().to_owned(), head.moment(one.created_at)),
            (s.check().to_owned(), print::in_groups(&hash)),
            (s.printed().to_owned(), head.moment(tx.now())),
        ],
        ..Record::default()
    });
    Ok(Out {
        name: t.headed(content.no, content.edition).replace(' ', "_"),
        case: entry.placement().to_owned(),
        kind: format!("report:{} edition:{}", content.no, content.edition),
        document,
    })
}

/// The first line is the company, the others are people who carry their 様 already.
fn addressee(nth: usize, line: &str, lang: Lang) -> paper::document::Addressee {
    match line.strip_suffix(" 様") {
        Some(name) => print::to_person("", name, lang),
        None if nth == 0 => print::to_company(line, lang),
        None => print::to_person("", line, lang),
    }
}

/// `GET /cases/{case}/reports/p/{id}/paper`.
pub async fn paper(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let lang = cx.lang;
    print::printed(&cx, move |tx| made(tx, &tx.enter(&case)?, &id, lang)).await
}

/// `GET /my/reports/{id}/paper`.
pub async fn my_paper(cx: Cx, Path(id): Path<String>) -> Answer {
    let lang = cx.lang;
    print::printed(&cx, move |tx| made(tx, &tx.enter(&published::case_of(tx, &id)?)?, &id, lang)).await
}
