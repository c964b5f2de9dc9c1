//! Each side's own word on the milestones, on its own page: one question a goal, seen by the desk alone until it is shown.

use askama::Template;
use axum::extract::Path;
use base::actor::Side;
use base::event::Event;
use base::register::{Goal as GoalRecord, MilestoneView};
use base::store::{Entry, Read, deed};
use base::{args, sql};
use http::StatusCode;

use super::milestone::month_of;
use super::rules::{Word, month_at_hand};
use super::text::T;
use super::words::{self, Said, WordRow};
use super::{asked, options};
use crate::goal_sheet::Goal;
use crate::placement;
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

#[derive(Template)]
#[template(path = "check_in/my_milestones.html")]
struct MyWords {
    f: Frame,
    t: T,
    title: String,
    joined: bool,
    may: bool,
    goals: Vec<MyGoal>,
}

struct MyGoal {
    id: String,
    sentence: String,
    milestone: String,
    mine: Said,
    shown: Vec<(&'static str, &'static str, Said)>,
}

struct Mine {
    joined: bool,
    may: bool,
    month: i64,
    goals: Vec<Goal>,
    said: Vec<WordRow>,
    me: String,
    desk: (Option<String>, Option<String>),
}

fn mine(tx: &Read<'_>, entry: &Entry) -> Result<Mine, AppError> {
    let facts = placement::facts(tx, entry)?;
    let month = month_at_hand(facts.join_on, tx.now().day());
    let (consultant, deputy) = placement::desk_of(tx, entry)?;
    Ok(Mine {
        joined: facts.state == "joined",
        may: entry.may::<MilestoneView, deed::Change>(),
        month,
        goals: words::goals(tx, entry)?,
        said: words::words(tx, entry, month)?,
        me: tx.actor().id().to_owned(),
        desk: (consultant.or(Some(facts.consultant_name)), deputy),
    })
}

impl Mine {
    /// The word this party chose itself.
    fn own(&self, goal: &str) -> Option<&WordRow> {
        self.said.iter().find(|row| !row.by_desk && row.goal == goal && row.author == self.me)
    }
}

/// `GET /my/milestones`: the goals with this side's own word, and the words that all three see.
pub async fn my_words(cx: Cx) -> Answer {
    let (t, w, lang) = (T(cx.lang), crate::web::text::T(cx.lang), cx.lang);
    let named = Some(asked(&cx, "case")).filter(|case| !case.is_empty());
    let mine = cx.db.read(cx.actor()?, move |tx| mine(tx, &one_case(tx, named.as_deref())?)).await?;
    let f = cx.frame(t.my_words(), Nav::Goals).await?;
    let own = f.house.own(lang);
    let goals = mine
        .goals
        .iter()
        .map(|goal| MyGoal {
            id: goal.id.clone(),
            sentence: goal.sentence.clone(),
            milestone: words::milestone(goal, mine.month).to_owned(),
            mine: Said::of(mine.own(&goal.id), lang),
            shown: mine
                .said
                .iter()
                .filter(|row| row.shown && row.goal == goal.id)
                .map(|row| {
                    let who = if row.side() == Side::Bank { own } else { w.side(row.side()) };
                    (row.side().code(), who, Said::of(Some(row), lang))
                })
                .collect(),
        })
        .collect();
    page(&MyWords { title: t.words_title(mine.month), f, t, joined: mine.joined, may: mine.may, goals })
}

#[derive(Template)]
#[template(path = "check_in/my_word.html")]
struct MyWord {
    f: Frame,
    t: T,
    id: String,
    sentence: String,
    milestone: String,
    desk: String,
    month: i64,
    form: Form,
    errors: Errors,
    words: Vec<(String, String)>,
    stale: String,
}

/// The case a goal belongs to, for the party that may judge it.
fn entry_of(tx: &Read<'_>, goal: &str) -> Result<Entry, AppError> {
    let (case,): (String,) = tx.one(
        &tx.reach::<GoalRecord, deed::View>()?,
        sql!(GoalRecord => "select placement_id from goals where id = $1 and state = 'standing'"),
        args![goal],
    )?;
    let entry = tx.enter(&case)?;
    entry.pass::<MilestoneView, deed::Change>()?;
    let shown = words::goals(tx, &entry)?.iter().any(|shown| shown.id == goal);
    if !shown || placement::facts(tx, &entry)?.state != "joined" {
        return Err(AppError::NotFound);
    }
    Ok(entry)
}

async fn draw_word(cx: &Cx, goal: &str, status: StatusCode, form: Option<Form>, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let asked = goal.to_owned();
    let mine = cx.db.read(cx.actor()?, move |tx| mine(tx, &entry_of(tx, &asked)?)).await?;
    let Some(row) = mine.goals.iter().find(|row| row.id == goal) else { return Err(AppError::NotFound) };
    let own = mine.own(goal);
    let stale = status == StatusCode::CONFLICT;
    let mut form = form.unwrap_or_else(|| Form::filled([("word", own.map_or("", |own| own.word().code()).to_owned())]));
    if stale || form.get("version").is_empty() {
        form.set("version", &own.map_or(0, |own| own.version).to_string());
    }
    let mut desk = t.reader_main(mine.desk.0.as_deref().unwrap_or_default());
    if let Some(deputy) = &mine.desk.1 {
        desk = t.both(&desk, &t.reader_deputy(deputy));
    }
    let page = MyWord {
        f: cx.frame(t.my_word_title(), Nav::Goals).await?,
        t,
        id: goal.to_owned(),
        sentence: row.sentence.clone(),
        milestone: words::milestone(row, mine.month).to_owned(),
        desk: t.my_word_reader(&desk),
        month: mine.month,
        form,
        errors,
        words: options(&Word::ALL, Word::code, |word| t.word(word)),
        stale: if stale { own.map_or_else(|| t.my_word_none().to_owned(), |own| t.my_word_now(t.word(own.word()))) } else { String::new() },
    };
    page_with(status, &page)
}

/// `GET /my/milestones/{goal}`: one question about one goal.
pub async fn my_word_form(cx: Cx, Path(goal): Path<String>) -> Answer {
    draw_word(&cx, &goal, StatusCode::OK, None, Errors::none()).await
}

/// `POST /my/milestones/{goal}`: the party says how it goes; the desk reads it, nobody else.
pub async fn my_word(cx: Cx, Path(goal): Path<String>, form: Form) -> Answer {
    let w = crate::web::text::T(cx.lang);
    let (Some(word), Some(month)) = (Word::parse(form.get("word")), month_of(&form)) else {
        return draw_word(&cx, &goal, StatusCode::UNPROCESSABLE_ENTITY, Some(form), Errors::one("word", w.e_choose())).await;
    };
    let (asked, seen) = (goal.clone(), form.version());
    let kept: Result<String, AppError> = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = entry_of(tx, &asked)?;
            words::keep_chosen(tx, &entry, &asked, month, word, seen)?;
            let case = entry.placement();
            let back = format!("/my/milestones?case={case}&done=saved");
            let event = Event::MilestoneJudged(Some(case), &asked).detail(format!("month:{month}"));
            Ok(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(AppError::Stale) => draw_word(&cx, &goal, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error),
    }
}
