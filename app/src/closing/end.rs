//! Ending a placement: one page, two ways, and what each of them means before it is done.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::event::Event;
use base::register::{Closing, Placement};
use base::store::{StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{CAUSES, PARTIES};
use super::store::{self, Told};
use super::text::T;
use crate::change::readers;
use crate::placement::{self, Facts, rules as read};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "closing/end.html")]
struct EndPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    promises: Vec<String>,
    kinds: Vec<(String, String)>,
    parties: Vec<(String, String)>,
    causes: Vec<(String, String)>,
    keep: String,
    over: bool,
    form: Form,
    errors: Errors,
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, mut form: Form, errors: Errors) -> Answer {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.to_owned());
    let (facts, promises, readers, keep) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Closing, deed::Change>()?;
            let promises = store::open_promises(tx, &entry)?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?, promises, self::readers(tx, &entry, lang)?, store::terms(tx)?.keep_months))
        })
        .await?;
    form.set("version", &facts.version.to_string());
    let mut kinds = vec![("left".to_owned(), t.end_left().to_owned())];
    if facts.state != "closed" {
        kinds.insert(0, ("closed".to_owned(), t.end_closed().to_owned()));
    }
    let page = EndPage {
        f: cx.frame(t.end_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        short: facts.short(lang),
        readers,
        promises,
        kinds,
        parties: PARTIES.iter().map(|code| ((*code).to_owned(), t.party(code).to_owned())).collect(),
        causes: CAUSES.iter().map(|code| ((*code).to_owned(), t.cause(code).to_owned())).collect(),
        keep: t.keep_note(keep),
        over: facts.state == "left",
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/end`: what ending means, in words, before it is done.
pub async fn end(cx: Cx, Path(case): Path<String>) -> Answer {
    let form = Form::filled([("party", "unknown".to_owned()), ("cause", "unknown".to_owned())]);
    draw(&cx, &case, StatusCode::OK, form, Errors::none()).await
}

/// What was typed.
enum End {
    Close,
    Leave(Told),
}

fn parse(form: &Form, today: base::clock::Day, lang: Lang) -> Result<(base::clock::Day, End), Errors> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut e = Errors::none();
    let on = read::day(form, &mut e, "ended_on", lang).unwrap_or(today);
    if on > today {
        e.add("ended_on", t.e_ahead());
    }
    let mut text = |field: &str| {
        let text = read::fold_sentence(form.get(field));
        read::too_long(&mut e, field, &text, read::SENTENCE, lang);
        text
    };
    let words = [(Side::Company, text("word_company")), (Side::Person, text("word_person")), (Side::Bank, text("lesson"))];
    let words = words.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    let known = |all: &[&str], field: &str| {
        let code = form.get(field);
        if all.contains(&code) { code.to_owned() } else { "unknown".to_owned() }
    };
    let end = match form.get("kind") {
        "closed" => End::Close,
        "left" => End::Leave(Told { on, party: known(&PARTIES, "party"), cause: known(&CAUSES, "cause"), words }),
        _ => {
            e.add("kind", w.e_choose());
            return Err(e);
        }
    };
    e.check().map(|()| (on, end))
}

/// What keeps it from being done, seen inside the transaction.
fn hindered(facts: &Facts, on: base::clock::Day, end: &End, promises: usize, known: bool, t: T) -> Option<Errors> {
    match (end, facts.state.as_str()) {
        (_, "left") | (End::Close, "closed") => Some(Errors::one("kind", t.e_has_ended())),
        (End::Leave(_), _) if facts.join_on.is_some_and(|join| on < join) => Some(Errors::one("ended_on", t.e_before_join())),
        (End::Close, _) if promises > 0 && !known => Some(Errors::one("promises", t.e_promises(promises))),
        _ => None,
    }
}

/// `POST /cases/{case}/end`: the follow-up is closed, or the person left. Left is left; a closed case may still be left once.
pub async fn end_it(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let (on, end) = match parse(&form, cx.today(), cx.lang) {
        Ok(end) => end,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let (asked, seen, known) = (case.clone(), form.version(), form.ticked("promises"));
    let done = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Placement, deed::Change>()?;
            let facts = placement::facts(tx, &entry)?;
            let promises = store::open_promises(tx, &entry)?.len();
            if let Some(errors) = hindered(&facts, on, &end, promises, known, t) {
                return Err(Halt::Mend(errors));
            }
            let back = format!("/cases/{asked}/ending?done=saved");
            let event = match &end {
                End::Close => {
                    store::close(tx, &entry, seen, on)?;
                    Event::PlacementEnded(Some(&asked), &asked).detail(format!("closed promises:{promises}"))
                }
                End::Leave(told) => {
                    store::leave(tx, &entry, seen, told)?;
                    Event::Separated(Some(&asked), &asked).detail(format!("{} {} words:{}", told.party, told.cause, told.words.len()))
                }
            };
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(Halt::from)
        })
        .await;
    match done {
        Ok(back) => Ok(go(&back)),
        Err(Halt::Mend(errors)) => draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
        Err(Halt::Store(StoreError::Stale)) => {
            let errors = Errors::one("kind", crate::web::text::T(cx.lang).e_stale());
            draw(&cx, &case, StatusCode::CONFLICT, form, errors).await
        }
        Err(Halt::Store(error)) => Err(error.into()),
    }
}

/// What it can end in other than its deed.
#[derive(Debug)]
enum Halt {
    Mend(Errors),
    Store(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Halt {
        Halt::Store(error)
    }
}
