//! The page on which owner and person tick who reads what.

use askama::Template;
use axum::extract::Query;
use base::actor::Side;
use base::register::Naming;
use base::store::{Entry, Read, deed};
use base::text::Lang;
use std::collections::BTreeMap;

use super::rules::{Paper, Word, counts, says};
use super::store::{self, Reader};
use super::text::T;
use crate::agreement;
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Form, Frame, go, page};

#[derive(Template)]
#[template(path = "naming/my.html")]
struct MyPage {
    f: Frame,
    t: T,
    case: String,
    readers: Vec<ReaderBox>,
    one_sided: bool,
}

struct ReaderBox {
    name: String,
    post: String,
    papers: Vec<Tick>,
}

struct Tick {
    value: String,
    words: &'static str,
    ticked: bool,
    state: &'static str,
}

fn state(words: &[Word], paper: Paper, holder: &str, side: Side, lang: Lang) -> &'static str {
    let t = T(lang);
    let other = if side == Side::Company { Side::Person } else { Side::Company };
    let (mine, theirs) = (says(words, paper, holder, side) == Some(true), says(words, paper, holder, other) == Some(true));
    match (mine, theirs, other) {
        _ if counts(words, paper, holder) => t.both(),
        (true, false, Side::Person) => t.waits_person(),
        (true, false, _) => t.waits_company(),
        (false, true, Side::Person) => t.asked_person(),
        (false, true, _) => t.asked_company(),
        _ => "",
    }
}

/// Owner and person of the case; anyone else finds nothing. Only who signs for the company speaks for it.
fn mine(tx: &Read<'_>, case: Option<&str>) -> Result<Entry, AppError> {
    let entry = one_case(tx, case)?;
    entry.pass::<Naming, deed::Change>()?;
    let me = tx.actor().id();
    if tx.actor().side() == Side::Company && !agreement::of(tx, &entry)?.owners.iter().any(|owner| owner.id == me) {
        return Err(AppError::NotFound);
    }
    Ok(entry)
}

/// `GET /my/named`: who reads what, and whose yes is still to come.
pub async fn show(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (case, side) = (query.get("case").cloned(), cx.actor()?.side());
    let (case, words, readers, one_sided) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = mine(tx, case.as_deref())?;
            let both = store::has_person(tx, &entry)?;
            Ok::<_, AppError>((entry.placement().to_owned(), store::words(tx, &entry)?, store::readers(tx, &entry)?, !both))
        })
        .await?;
    let readers = readers
        .into_iter()
        .map(|Reader { id, name, post }| ReaderBox {
            papers: Paper::ALL
                .into_iter()
                .map(|paper| Tick {
                    value: format!("{}:{id}", paper.code()),
                    words: paper.words(lang),
                    ticked: says(&words, paper, &id, side) == Some(true),
                    state: state(&words, paper, &id, side, lang),
                })
                .collect(),
            name,
            post,
        })
        .collect();
    page(&MyPage { f: cx.frame(t.title(), Nav::Home).await?, t, case, readers, one_sided })
}

/// `POST /my/named`: what this side says about every contact of the case.
pub async fn save(cx: Cx, form: Form) -> Answer {
    let case = Some(form.get("case").to_owned()).filter(|case| !case.is_empty());
    let ticked: Vec<String> = form.all("named").map(ToOwned::to_owned).collect();
    let asked = case.clone();
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = mine(tx, asked.as_deref())?;
            let back = format!("/my/named?case={}&done=saved", entry.placement());
            let mut wanted = Vec::new();
            for reader in store::readers(tx, &entry)? {
                for paper in Paper::ALL {
                    let value = format!("{}:{}", paper.code(), reader.id);
                    wanted.push((paper, reader.id.clone(), ticked.contains(&value)));
                }
            }
            match store::say(tx, &entry, &wanted)? {
                Some(event) => Ok(tx.commit(&event, &back)?.with(back)),
                // Nothing is other than before: nothing is written.
                None => Err(AppError::Repeated(back)),
            }
        })
        .await;
    match done {
        Ok(back) | Err(AppError::Repeated(back)) => Ok(go(&back)),
        Err(error) => Err(error),
    }
}
