//! A letter on paper, word for word as its receiver reads it.

use axum::extract::Path;
use base::actor::Side;
use base::event::Event;
use base::register::LetterReceived;
use base::store::{Entry, Write, deed};
use base::text::Lang;
use paper::document::Block;

use super::store::{self, Received};
use super::text::T;
use crate::print::{self, Out};
use crate::web::{Answer, AppError, Cx};

fn made(tx: &Write<'_>, entry: &Entry, one: &Received, lang: Lang) -> Result<Out, AppError> {
    let t = T(lang);
    let head = print::head(tx, lang)?;
    let facts = crate::placement::facts(tx, entry)?;
    let words = store::text(tx, &entry.pass::<LetterReceived, deed::View>()?, one)?;
    let mut document = head.document(t.paper_title(), tx.now(), &one.author_name);
    document.dates = vec![head.day(one.created_at.day())];
    let (post, name) = one.addressed(tx, entry)?;
    document.addressees = vec![print::to_person(&post, &name, lang)];
    if one.side() == Side::Company {
        document.addressees.insert(0, print::to_company(&facts.company, lang));
    }
    document.blocks.push(Block::Paragraph { text: words });
    Ok(Out { name: t.paper_title().to_owned(), case: entry.placement().to_owned(), kind: "letter".to_owned(), document })
}

/// `GET /cases/{case}/letters/{id}/paper`: of a letter that was delivered.
pub async fn paper(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let lang = cx.lang;
    let out = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let one = store::received(tx, &entry)?.into_iter().find(|one| one.letter == id).ok_or(AppError::NotFound)?;
            let out = made(tx, &entry, &one, lang)?;
            tx.commit(&Event::TextRead(Some(&case), &one.id).detail("letter on paper"), "")
                .map(|done| done.with(out))
                .map_err(AppError::from)
        })
        .await?;
    print::hand_over(&cx, out).await
}

/// `GET /my/letters/{id}/paper`.
pub async fn my_paper(cx: Cx, Path(id): Path<String>) -> Answer {
    let lang = cx.lang;
    let out = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let case = store::case_of(tx, &id)?;
            let entry = tx.enter(&case)?;
            let one = store::received(tx, &entry)?.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
            let out = made(tx, &entry, &one, lang)?;
            tx.commit(&Event::TextRead(Some(&case), &id).detail("own letter on paper"), "")
                .map(|done| done.with(out))
                .map_err(AppError::from)
        })
        .await?;
    print::hand_over(&cx, out).await
}
