//! What company and person see of talks: their own and the joint ones, never that the other side was talked with.

use std::collections::HashMap;

use askama::Template;
use base::event::Event;
use base::register::{CheckIn, CheckInNote};
use base::store::{Read, StoreError, deed};
use base::text::Lang;

use super::asked;
use super::hooks::{Ahead, ahead};
use super::store::{self, Heard, Talk};
use super::text::T;
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

/// Talks ahead that the page shows: the plan reaches two years, a person looks a few months ahead.
const AHEAD: usize = 5;

#[derive(Template)]
#[template(path = "check_in/my_talks.html")]
struct MyTalks {
    f: Frame,
    t: T,
    next: Vec<Ahead>,
    held: Vec<Held>,
}

struct Held {
    when: String,
    title: String,
    joint: Vec<(&'static str, String)>,
    parts: Vec<(&'static str, String)>,
}

/// The talks of one case this side takes part in, and which of them hold parts shared back to it.
struct Mine {
    case: String,
    talks: Vec<Talk>,
    joint: HashMap<String, Vec<Heard>>,
    shared: Vec<String>,
}

fn mine(tx: &Read<'_>, named: Option<&str>) -> Result<Mine, AppError> {
    let entry = one_case(tx, named)?;
    let talks = match entry.pass::<CheckIn, deed::View>() {
        Ok(pass) => store::talks(tx, &pass)?,
        Err(_) => Vec::new(),
    };
    let (mut joint, mut shared) = (HashMap::new(), Vec::new());
    for talk in talks.iter().filter(|talk| talk.state == "held") {
        joint.insert(talk.id.clone(), store::joint(tx, &entry, &talk.id)?);
        if let Ok(pass) = entry.pass::<CheckInNote, deed::View>()
            && store::count_readable(tx, &pass, &talk.id)? > 0
        {
            shared.push(talk.id.clone());
        }
    }
    Ok(Mine { case: entry.placement().to_owned(), talks, joint, shared })
}

/// Opens what was shared back to this side: one transaction, one trace that names the talks.
async fn opened(cx: &Cx, case: &str, talks: &[String]) -> Result<HashMap<String, Vec<Heard>>, AppError> {
    if talks.is_empty() {
        return Ok(HashMap::new());
    }
    let (case, talks) = (case.to_owned(), talks.to_vec());
    cx.db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let pass = entry.pass::<CheckInNote, deed::View>()?;
            let mut parts = HashMap::new();
            for talk in &talks {
                parts.insert(talk.clone(), store::heard(tx, &pass, talk, None)?);
            }
            let event = Event::TextRead(Some(&case), &case).detail(format!("talks:{}", talks.join(",")));
            tx.commit(&event, "").map(|done| done.with(parts))
        })
        .await
        .map_err(|error: StoreError| error.into())
}

fn held(talk: &Talk, joint: Vec<Heard>, parts: Vec<Heard>, lang: Lang) -> Held {
    let t = T(lang);
    Held {
        when: talk.day().map(|day| lang.day(day)).unwrap_or_default(),
        title: t.my_talk(talk.with(), talk.step(), talk.way()),
        joint: joint.into_iter().map(|part| (t.care_point(&part.care), part.text)).collect(),
        parts: parts.into_iter().map(|part| (t.care_point(&part.care), part.text)).collect(),
    }
}

/// `GET /my/talks`: this side's talks, planned and held, with what all three said and what was shared back to it.
pub async fn my_talks(cx: Cx) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let named = Some(asked(&cx, "case")).filter(|case| !case.is_empty());
    let mut mine = cx.db.read(cx.actor()?, move |tx| mine(tx, named.as_deref())).await?;
    let mut parts = opened(&cx, &mine.case, &mine.shared).await?;
    let next = ahead(&mine.talks, today, lang).into_iter().take(AHEAD).collect();
    let mut past = Vec::new();
    for talk in mine.talks.iter().rev().filter(|talk| talk.state == "held") {
        let joint = mine.joint.remove(&talk.id).unwrap_or_default();
        past.push(held(talk, joint, parts.remove(&talk.id).unwrap_or_default(), lang));
    }
    page(&MyTalks { f: cx.frame(t.my_title(), Nav::Home).await?, t, next, held: past })
}
