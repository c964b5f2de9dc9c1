//! The portal's side: write to the desk, and read one's own proposals with the answers.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use base::actor::Side;
use base::event::Event;
use base::register::GoalProposal;
use base::store::deed;
use base::text::Lang;
use http::StatusCode;

use super::store::{self, Opened};
use crate::agreement::Eyes;
use crate::goal_sheet::content::Content;
use crate::goal_sheet::draft::{LONG, SENTENCE, lines};
use crate::goal_sheet::my::{Mine, mine};
use crate::goal_sheet::rules::Refusal;
use crate::goal_sheet::store::Halt;
use crate::goal_sheet::text::{P, T};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "goal_sheet/proposal/write.html")]
struct WritePage {
    f: Frame,
    p: P,
    case: String,
    form: Form,
    errors: Errors,
    about: Vec<(String, String)>,
    readers: Vec<(String, String)>,
    private: &'static str,
}

async fn write_page(cx: &Cx, case: Option<String>, goal_no: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, p, lang) = (T(cx.lang), P(cx.lang), cx.lang);
    let fresh = status == StatusCode::OK;
    let (mine, sections) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let mine = mine(tx, case.as_deref())?;
            mine.entry.pass::<GoalProposal, deed::Change>()?;
            if !mine.writes && fresh {
                return Err(AppError::NotFound);
            }
            let sections = crate::booklet::proposal_subjects(tx, &mine.entry, lang)?;
            Ok::<_, AppError>((mine, sections))
        })
        .await?;
    let mut form = form;
    let mut about = vec![(String::new(), t.about_all().to_owned())];
    for (goal, _) in mine.paper.iter().flat_map(|paper| paper.content.in_order()) {
        about.push((goal.id.clone(), t.part_goal(goal.no)));
        if goal.no.to_string() == goal_no {
            form.set("goal", &goal.id);
        }
    }
    if sections.iter().any(|(subject, _)| subject == goal_no) {
        form.set("goal", goal_no);
    }
    about.extend(sections);
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    let page = WritePage {
        f: cx.frame(p.w_title(), Nav::Goals).await?,
        p,
        case: mine.entry.placement().to_owned(),
        form,
        errors,
        about,
        readers: eyes.desk(),
        private: if mine.side == Side::Person { p.w_private_person() } else { p.w_private_company() },
    };
    page_with(status, &page)
}

/// `GET /my/goals/propose`: who reads it stands before the first word.
pub async fn write(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let goal = query.get("goal").cloned().unwrap_or_default();
    write_page(&cx, query.get("case").cloned(), &goal, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /my/goals/propose`: goes to the desk, sealed; the other side learns nothing of it.
pub async fn send(cx: Cx, form: Form) -> Answer {
    let p = P(cx.lang);
    let mut e = Errors::none();
    let body = lines(&form, &mut e, "body", LONG, cx.lang);
    let words = lines(&form, &mut e, "words", SENTENCE, cx.lang);
    if body.is_empty() && words.is_empty() {
        e.add("body", p.e_body());
    }
    let case = Some(form.get("case").to_owned()).filter(|case| !case.is_empty());
    if !e.is_empty() {
        return write_page(&cx, case, "", StatusCode::UNPROCESSABLE_ENTITY, form, e).await;
    }
    let (goal, lang) = (form.get("goal").to_owned(), cx.lang);
    let asked = case.clone();
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let Mine { entry, paper, side, writes, .. } = mine(tx, asked.as_deref()).map_err(Halt::App)?;
            entry.pass::<GoalProposal, deed::Change>()?;
            if !writes {
                return Err(Halt::Refused(Refusal::Ended));
            }
            let sections = crate::booklet::proposal_subjects(tx, &entry, lang)?;
            let section = sections.iter().any(|(subject, _)| *subject == goal);
            let known = section || paper.iter().flat_map(|paper| paper.content.in_order()).any(|(one, _)| one.id == goal);
            let id = store::insert(tx, &entry, if known { &goal } else { "" }, &body, &words)?;
            let page = if section { "booklet" } else { "goals" };
            let back = format!("/my/{page}?case={}&done=proposed", entry.placement());
            let event = Event::GoalProposed(Some(entry.placement()), &id).detail(side.code());
            Ok(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match back {
        Ok(back) | Err(Halt::Already(back)) => Ok(go(&back)),
        Err(Halt::Refused(_)) => {
            let ended = Errors::one("body", T(cx.lang).says_ended());
            write_page(&cx, case, "", StatusCode::UNPROCESSABLE_ENTITY, form, ended).await
        }
        Err(Halt::App(error)) => Err(error),
    }
}

/// One of the writer's own proposals, ready to be drawn.
struct Own {
    title: String,
    about: String,
    body: String,
    words: String,
    readers: String,
    state: &'static str,
    answered: String,
    answer: String,
}

fn own(opened: Opened, content: Option<&Content>, lang: Lang) -> Own {
    let (t, p) = (T(lang), P(lang));
    let names: Vec<String> = opened.readers.iter().map(|(name, at)| t.seal_line(name, &lang.short_day(at.day()))).collect();
    Own {
        title: lang.day(opened.at.day()),
        about: store::about(&opened.goal, content, lang),
        readers: if names.is_empty() { p.w_unread().to_owned() } else { p.w_readers(&t.join(&names)) },
        state: match opened.state.as_str() {
            "merged" => p.w_merged(),
            "answered" => "",
            _ => p.w_waiting(),
        },
        answered: opened.answered_at.map(|at| p.w_answer(&lang.day(at.day()))).unwrap_or_default(),
        answer: opened.answer,
        body: opened.body,
        words: opened.words,
    }
}

#[derive(Template)]
#[template(path = "goal_sheet/proposal/mine.html")]
struct OwnPage {
    f: Frame,
    t: T,
    p: P,
    case: String,
    own: Vec<Own>,
}

/// `GET /my/goals/proposals`: what this writer sent, who read it, and the answers; a page of its own that leaves a trace.
pub async fn list(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let (t, p, lang) = (T(cx.lang), P(cx.lang), cx.lang);
    let case = query.get("case").cloned();
    let named = case.clone();
    let (placement, has_any) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let mine = mine(tx, named.as_deref())?;
            mine.entry.pass::<GoalProposal, deed::Change>()?;
            Ok::<_, AppError>((mine.entry.placement().to_owned(), !store::slips(tx, &mine.entry)?.is_empty()))
        })
        .await?;
    let own = if has_any {
        cx.db
            .write(cx.actor()?, None, move |tx| {
                let Mine { entry, paper, .. } = mine(tx, case.as_deref())?;
                let opened = store::open_own(tx, &entry)?;
                let event = Event::TextRead(Some(entry.placement()), entry.placement()).detail(format!("{}{}", store::OWN, opened.len()));
                let content = paper.as_ref().map(|paper| &paper.content);
                let drawn = opened.into_iter().map(|one| own(one, content, lang)).collect();
                Ok::<_, AppError>(tx.commit(&event, "")?.with(drawn))
            })
            .await?
    } else {
        Vec::new()
    };
    let f = cx.frame(p.my_proposals(), Nav::Goals).await?;
    page_with(StatusCode::OK, &OwnPage { f, t, p, case: placement, own })
}
