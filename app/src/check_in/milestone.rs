//! The desk's page of the words on milestones: the table, and which of its words all three see.

use askama::Template;
use axum::extract::Path;
use base::actor::Side;
use base::event::Event;
use base::register::MilestoneView;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::forms::judged;
use super::record::word_options;
use super::rules::{MONTHS, month_at_hand};
use super::text::T;
use super::words::{self, Line, Show, Source, WordRow};
use super::{asked, ground, short};
use crate::goal_sheet::Goal;
use crate::placement::Facts;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// All three, in the order of the table.
const SIDES: [Side; 3] = [Side::Company, Side::Person, Side::Bank];

#[derive(Template)]
#[template(path = "check_in/milestones.html")]
struct WordsPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    title: String,
    month: i64,
    months: Vec<(i64, String)>,
    lines: Vec<Line>,
    heads: Vec<(&'static str, &'static str)>,
    words: Vec<(String, String)>,
    shows: Vec<ShowView>,
    consent: bool,
    errors: Errors,
    stale: bool,
}

struct ShowView {
    id: String,
    version: i64,
    label: String,
    ticked: bool,
}

struct Ground {
    facts: Facts,
    goals: Vec<Goal>,
    said: Vec<WordRow>,
    month: i64,
}

fn gather(tx: &Read<'_>, case: &str, month: Option<i64>) -> Result<Ground, AppError> {
    let (entry, facts) = ground(tx, case)?;
    let month = month.filter(|month| MONTHS.contains(month)).unwrap_or_else(|| month_at_hand(facts.join_on, tx.now().day()));
    Ok(Ground { goals: words::goals(tx, &entry)?, said: words::words(tx, &entry, month)?, month, facts })
}

fn shows(g: &Ground, form: Option<&Form>, own: &str, lang: Lang) -> Vec<ShowView> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut all = Vec::new();
    for goal in &g.goals {
        // The latest word of each side, and whatever is shown already, so that it can be hidden.
        let offered = |row: &&WordRow| row.shown || words::latest(&g.said, &goal.id, row.side()).is_some_and(|last| last.id == row.id);
        for row in g.said.iter().filter(|row| row.goal == goal.id).filter(offered) {
            let who = if row.side() == Side::Bank { own } else { w.side(row.side()) };
            all.push(ShowView {
                id: row.id.clone(),
                version: row.version,
                label: t.show_item(&goal.sentence, who, t.word(row.word())),
                ticked: form.map_or(row.shown, |form| form.ticked(&format!("s_{}", row.id))),
            });
        }
    }
    all
}

/// Which of the page's two forms came back, and why.
struct Typed {
    status: StatusCode,
    words: Option<Form>,
    shows: Option<Form>,
    errors: Errors,
}

impl Typed {
    fn nothing() -> Typed {
        Typed { status: StatusCode::OK, words: None, shows: None, errors: Errors::none() }
    }
}

async fn draw(cx: &Cx, case: &str, month: Option<i64>, typed: Typed) -> Answer {
    let (t, w, lang) = (T(cx.lang), crate::web::text::T(cx.lang), cx.lang);
    let asked = case.to_owned();
    let g = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, month)).await?;
    let f = cx.frame(t.words_title(g.month), Nav::Cases).await?;
    let own = f.house.own(lang);
    let source = Source { goals: &g.goals, words: &g.said, month: g.month, sides: &SIDES, bank: own };
    let page = WordsPage {
        t,
        case: case.to_owned(),
        name: short(&g.facts, lang),
        title: t.words_title(g.month),
        month: g.month,
        months: MONTHS.iter().map(|month| (*month, t.month_n(*month))).collect(),
        lines: words::table(&source, typed.words.as_ref(), lang),
        heads: SIDES.iter().map(|side| (side.code(), if *side == Side::Bank { own } else { w.side(*side) })).collect(),
        words: word_options(t),
        shows: shows(&g, typed.shows.as_ref(), own, lang),
        consent: typed.shows.as_ref().is_some_and(|form| form.ticked("consent")),
        errors: typed.errors,
        stale: typed.status == StatusCode::CONFLICT,
        f,
    };
    page_with(typed.status, &page)
}

/// Whether this seat writes about the case at all: asked before anything is said about the form.
async fn allowed(cx: &Cx, case: &str) -> Result<(), AppError> {
    let asked = case.to_owned();
    cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(drop)).await
}

/// The month a form is about.
pub(super) fn month_of(form: &Form) -> Option<i64> {
    form.get("month").parse().ok().filter(|month| MONTHS.contains(month))
}

/// `GET /cases/{case}/milestones`: goal × party for one month; `?m=` picks the month.
pub async fn words_form(cx: Cx, Path(case): Path<String>) -> Answer {
    let month = asked(&cx, "m").parse().ok();
    draw(&cx, &case, month, Typed::nothing()).await
}

/// `POST /cases/{case}/milestones`: keeps the words that were heard, and the bank's own view.
pub async fn keep_words(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    allowed(&cx, &case).await?;
    let Some(month) = month_of(&form) else { return Err(AppError::BadRequest) };
    let mut errors = Errors::none();
    let heard = judged(&form, &SIDES, &mut errors, cx.lang);
    if !errors.is_empty() {
        let typed = Typed { status: StatusCode::UNPROCESSABLE_ENTITY, words: Some(form), shows: None, errors };
        return draw(&cx, &case, Some(month), typed).await;
    }
    if heard.is_empty() {
        return Ok(go(&format!("/cases/{case}/milestones?m={month}")));
    }
    let asked = case.clone();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            words::keep_heard(tx, &entry, month, &heard)?;
            let back = format!("/cases/{asked}/milestones?m={month}&done=saved");
            let event = Event::MilestoneJudged(Some(&asked), &asked).detail(format!("month:{month} words:{}", heard.len()));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => {
            let typed = Typed { status: StatusCode::CONFLICT, words: Some(form), shows: None, errors: Errors::none() };
            draw(&cx, &case, Some(month), typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Words whose being shown changes, and whether one of them is a side's own.
fn to_show(tx: &Read<'_>, entry: &Entry, month: i64, form: &Form) -> Result<(Vec<Show>, bool), StoreError> {
    entry.pass::<MilestoneView, deed::Change>()?;
    let (mut wanted, mut of_a_side) = (Vec::new(), false);
    for row in words::words(tx, entry, month)? {
        // A word that came after the form was drawn is not on it, and stays as it is.
        let Ok(seen) = form.get(&format!("v_{}", row.id)).parse::<i64>() else { continue };
        let shown = form.ticked(&format!("s_{}", row.id));
        if shown != row.shown {
            of_a_side = of_a_side || (shown && row.side() != Side::Bank);
            wanted.push(Show { id: row.id, seen, shown });
        }
    }
    Ok((wanted, of_a_side))
}

/// `POST /cases/{case}/milestones/show`: which words all three see. Words of a side need that side's consent.
pub async fn show_words(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let t = T(cx.lang);
    allowed(&cx, &case).await?;
    let Some(month) = month_of(&form) else { return Err(AppError::BadRequest) };
    let (asked, sent) = (case.clone(), form.clone());
    let (wanted, of_a_side) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, _) = ground(tx, &asked)?;
            to_show(tx, &entry, month, &sent).map_err(AppError::from)
        })
        .await?;
    if wanted.is_empty() {
        return Ok(go(&format!("/cases/{case}/milestones?m={month}")));
    }
    if of_a_side && !form.ticked("consent") {
        let typed = Typed {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            words: None,
            shows: Some(form),
            errors: Errors::one("consent", t.e_consent()),
        };
        return draw(&cx, &case, Some(month), typed).await;
    }
    let asked = case.clone();
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            words::show(tx, &entry, &wanted)?;
            let back = format!("/cases/{asked}/milestones?m={month}&done=saved");
            let shown = wanted.iter().filter(|show| show.shown).count();
            let event =
                Event::MilestoneJudged(Some(&asked), &asked).detail(format!("month:{month} shown:{shown} hidden:{}", wanted.len() - shown));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => {
            let typed = Typed { status: StatusCode::CONFLICT, words: None, shows: Some(form), errors: Errors::none() };
            draw(&cx, &case, Some(month), typed).await
        }
        Err(error) => Err(error.into()),
    }
}
