//! The party's own page: what the follow-up is and how data is used, the answer, and what was answered before.

use askama::Template;
use axum::extract::Query;
use base::access::Seat;
use base::actor::{Holder, Side};
use base::register::Consent;
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;
use std::collections::BTreeMap;

use super::rules::{Matter, Pace, Said, TEXT_NO};
use super::store::{self, Heard, Row, Voice};
use super::text::T;
use crate::agreement::{self, Eyes, People};
use crate::mailer::letter::six_lines;
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "consent/my.html")]
struct MyPage {
    f: Frame,
    t: T,
    case: String,
    /// The follow-up; none for a contact who does not sign for a side.
    follow_up: Option<FollowUp>,
    paces: Vec<(String, String)>,
    purposes: Vec<&'static str>,
    purpose_now: String,
    purpose_yes: bool,
    purpose_key: String,
    readers: Vec<(String, String)>,
    history: Vec<String>,
    text_no: i64,
    form: Form,
    errors: Errors,
}

struct FollowUp {
    lines: Vec<String>,
    now: String,
    answered: bool,
    both: Vec<String>,
}

/// An answer in words.
pub(super) fn words(said: Said, lang: Lang) -> String {
    let t = T(lang);
    match said {
        Said::FollowUp(pace) => t.follow_up_is(pace.words(lang)),
        Said::Purpose(yes) => t.purpose_is(if yes { t.said_yes() } else { t.said_no() }),
    }
}

/// A row of the record of answers.
pub(super) fn line(row: &Row, lang: Lang) -> Option<String> {
    let t = T(lang);
    let mut line = t.line(&words(row.said()?, lang), t.way_words(&row.way), &lang.day(row.day()), row.text_no);
    if !row.place.is_empty() {
        line.push_str(&t.line_at(&row.place));
    }
    Some(line)
}

/// The latest answer to a matter.
pub(super) fn latest(rows: &[Row], matter: Matter) -> Option<&Row> {
    rows.iter().find(|row| row.matter == matter.code())
}

/// Both sides' rhythms in words, as `eyes` calls the sides.
pub(super) fn both(beats: &[store::Beat], eyes: &Eyes<'_>) -> Vec<String> {
    let t = T(eyes.lang);
    let sides = if eyes.people.person.state.is_empty() { vec![Side::Company] } else { vec![Side::Company, Side::Person] };
    sides
        .into_iter()
        .map(|side| match store::pace(beats, side) {
            Some(pace) => t.rhythm_of(&eyes.party(side), pace.words(eyes.lang)),
            None => t.rhythm_open(&eyes.party(side)),
        })
        .collect()
}

struct Mine {
    entry: Entry,
    people: People,
    rows: Vec<Row>,
    beats: Vec<store::Beat>,
    /// Whether the one who asks answers for their side.
    speaks: bool,
}

fn speaks(tx: &Read<'_>, entry: &Entry, people: &People) -> bool {
    match entry.seat() {
        Seat::Person => true,
        Seat::Owner => people.owners.iter().any(|owner| owner.id == tx.actor().id()),
        _ => false,
    }
}

fn mine(tx: &Read<'_>, case: Option<&str>) -> Result<Mine, AppError> {
    let entry = one_case(tx, case)?;
    entry.pass::<Consent, deed::Change>()?;
    let people = agreement::of(tx, &entry)?;
    Ok(Mine { speaks: speaks(tx, &entry, &people), rows: store::answers(tx, &entry)?, beats: store::beats(tx, &entry)?, people, entry })
}

async fn my_page(cx: &Cx, case: Option<String>, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let side = cx.actor()?.side();
    let holder = cx.actor()?.holder().cloned().ok_or(AppError::NotFound)?;
    let mine = cx.db.read(cx.actor()?, move |tx| mine(tx, case.as_deref())).await?;
    let eyes = Eyes { lang, viewer: side, people: &mine.people };
    let said = |matter| latest(&mine.rows, matter).and_then(|row| Some((row.said()?, row.day())));
    let now = |matter| match said(matter) {
        Some((answer, day)) => t.now(&words(answer, lang), &lang.day(day)),
        None => t.now_none().to_owned(),
    };
    let mut form = form;
    // What was answered before stands chosen; before the first answer nothing does.
    if let (true, Some(pace)) = (form.get("answer").is_empty(), said(Matter::FollowUp).and_then(|(answer, _)| answer.pace())) {
        form.set("answer", pace.code());
    }
    let answered = said(Matter::FollowUp).is_some();
    let follow_up = mine.speaks.then(|| FollowUp {
        lines: six_lines(&holder, &mine.people.consultant, mine.people.deputy.as_deref(), lang),
        now: now(Matter::FollowUp),
        answered,
        both: both(&mine.beats, &eyes),
    });
    let mut readers = eyes.desk();
    readers.push((String::new(), t.reader_officer().to_owned()));
    let page = MyPage {
        f: cx.frame(t.title(), Nav::Home).await?,
        t,
        case: mine.entry.placement().to_owned(),
        follow_up,
        paces: Pace::ALL.into_iter().map(|pace| (pace.code().to_owned(), pace.words(lang).to_owned())).collect(),
        purposes: t.purposes(matches!(holder, Holder::Person(_))),
        purpose_now: now(Matter::Purpose),
        purpose_yes: said(Matter::Purpose).is_some_and(|(answer, _)| answer.is_yes()),
        purpose_key: cx.key(),
        readers,
        history: mine.rows.iter().filter_map(|row| line(row, lang)).collect(),
        text_no: TEXT_NO,
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /my/consents`: the notices, the answers, and what was answered before.
pub async fn show(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    my_page(&cx, query.get("case").cloned(), StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /my/consents`: the party answers for itself; the follow-up only where it signs for its side.
pub async fn answer(cx: Cx, form: Form) -> Answer {
    let case = Some(form.get("case").to_owned()).filter(|case| !case.is_empty());
    let Some(said) = Said::parse(form.get("matter"), form.get("answer")) else {
        let errors = Errors::one("answer", crate::web::text::T(cx.lang).e_choose());
        return my_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, Form::default(), errors).await;
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let Mine { entry, people, speaks, .. } = mine(tx, case.as_deref())?;
            if said.matter() == Matter::FollowUp && !speaks {
                return Err(AppError::NotFound);
            }
            let voice = Voice { side: tx.actor().side(), id: tx.actor().id().to_owned(), name: agreement::own_name(tx, &entry, &people)? };
            let heard = Heard { way: "screen", place: String::new(), on: None };
            let event = store::keep(tx, &entry, &voice, said, &heard)?;
            let back = format!("/my/consents?case={}&done=consented", entry.placement());
            Ok::<_, AppError>(tx.commit(&event, &back)?.with(back))
        })
        .await?;
    Ok(go(&back))
}
