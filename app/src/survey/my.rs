//! The questions on a phone: one a page, one press each, without script; stop and go on at any time.
//!
//! There are two doors. Who is signed in sees and changes their answers until the round closes. The link of a mail needs no
//! code and only adds: it shows what is still open and never what was answered, because links get forwarded (ux.md §2.3).
//! A press without an answer changes nothing; it is the first button of the form, so that a mail scanner that presses it
//! changes nothing either.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Actor;
use base::event::Event;
use base::register::{Institution, SurveyAnswer, SurveyAsked};
use base::sql;
use base::store::{Entry, Read, StoreError, Write, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{Choice, LONGEST, Step, WORDS};
use super::store::{self, Asked, Way};
use super::text::T;
use super::wording;
use crate::web::frame::{House, Nav};
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// How someone came to the questions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Door {
    /// Signed in.
    Portal,
    /// By the link of a mail.
    Link,
}

/// Who answers, what they are asked, and where their pages are.
#[derive(Clone, Debug)]
struct Visit {
    door: Door,
    actor: Actor,
    asked: String,
    at: String,
}

impl Visit {
    fn portal(cx: &Cx, id: String) -> Result<Visit, AppError> {
        Ok(Visit { door: Door::Portal, actor: cx.actor()?.clone(), at: format!("/my/surveys/{id}"), asked: id })
    }

    /// None where the link leads nowhere any more.
    async fn link(cx: &Cx, token: String) -> Result<Option<Visit>, AppError> {
        let found = cx.db.by_survey_link(&token).await?;
        Ok(found.map(|(actor, asked)| Visit { actor, asked, at: format!("/s/{token}"), door: Door::Link }))
    }

    fn linked(&self) -> bool {
        self.door == Door::Link
    }

    /// The frame: who came by a link has no bar and no name on the page.
    async fn frame(&self, cx: &Cx, title: String) -> Result<Frame, AppError> {
        if !self.linked() {
            return cx.frame(title, Nav::Home).await;
        }
        let mut f = cx.bare(title, Nav::None);
        f.house = cx
            .db
            .read(&self.actor, |tx| {
                let (name, kind, phone, hours): (String, String, String, String) =
                    tx.one(&tx.house(), sql!(Institution => "select name, kind, phone, hours from institutions"), vec![])?;
                Ok::<_, AppError>(House { name, kind, phone, hours })
            })
            .await?;
        Ok(f)
    }
}

/// What one is asked, for those who may answer; everyone else finds nothing.
fn ground(tx: &Read<'_>, id: &str) -> Result<(Entry, Asked), StoreError> {
    let (entry, asked) = store::asked(tx, id)?;
    entry.pass::<SurveyAnswer, deed::Change>()?;
    // Who reaches an asking without being asked is not the one who answers here.
    if tx.actor().holder().is_none_or(|me| me.id() != asked.writer) {
        return Err(StoreError::NotFound);
    }
    Ok((entry, asked))
}

/// Names of those who may read with a reason.
fn managers(tx: &Read<'_>, lang: Lang) -> Result<String, StoreError> {
    Ok(tx.second_line()?.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(lang.pick("、", ", ")))
}

/// What is said before the first question: who reads, by name, and what comes of it.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    pub readers: Vec<String>,
    pub managers: String,
    pub private: &'static str,
    pub few: &'static str,
}

impl Notice {
    pub(super) fn of(tx: &Read<'_>, entry: &Entry, step: Step, lang: Lang) -> Result<Notice, AppError> {
        let t = T(lang);
        let managers = managers(tx, lang)?;
        Ok(Notice {
            readers: crate::change::readers(tx, entry, lang)?,
            managers: if managers.is_empty() { String::new() } else { t.my_manager(&managers) },
            private: if step == Step::Pulse { t.my_private_pulse() } else { t.my_private() },
            few: if step == Step::Pulse { "" } else { t.my_few() },
        })
    }
}

#[derive(Template)]
#[template(path = "survey/my_start.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers one thing")]
struct StartPage {
    f: Frame,
    t: T,
    at: String,
    title: String,
    lead: String,
    change: String,
    notice: Notice,
    linked: bool,
    open: bool,
    next: Option<usize>,
    begun: bool,
    whole: bool,
    read: Vec<String>,
}

async fn start_page(cx: &Cx, visit: Visit) -> Answer {
    let (t, lang, today, linked) = (T(cx.lang), cx.lang, cx.today(), visit.linked());
    let id = visit.asked.clone();
    let (asked, notice, answered, read) = cx
        .db
        .read(&visit.actor, move |tx| {
            let (entry, asked) = ground(tx, &id)?;
            let notice = Notice::of(tx, &entry, asked.step(), lang)?;
            let answered = store::answered(&store::stood(tx, &entry)?, &id);
            let read = if linked { Vec::new() } else { store::read_by(tx, &entry, &id, lang)? };
            Ok::<_, AppError>((asked, notice, answered, read))
        })
        .await?;
    let title = t.called(asked.step());
    let (due, last) = (lang.short_day(asked.due_on), lang.short_day(asked.closes_on));
    let next = asked.next(&answered, 0);
    page(&StartPage {
        f: visit.frame(cx, title.clone()).await?,
        t,
        at: visit.at,
        title,
        lead: t.my_lead(asked.count(), asked.step().minutes(), &due),
        change: if linked { t.my_change_link().to_owned() } else { t.my_change(&last) },
        notice,
        linked,
        open: asked.is_open(today),
        next,
        begun: !answered.is_empty(),
        whole: asked.whole(&answered),
        read,
    })
}

/// `GET /my/surveys/{id}`: who reads, how long it takes, where one left off, and who has read it.
pub async fn start(cx: Cx, Path(id): Path<String>) -> Answer {
    let visit = Visit::portal(&cx, id)?;
    start_page(&cx, visit).await
}

#[derive(Template)]
#[template(path = "survey/link_gone.html")]
struct GonePage {
    f: Frame,
    t: T,
}

/// A link that was ended, and one that never was, look the same.
fn gone(cx: &Cx) -> Answer {
    let t = T(cx.lang);
    page_with(StatusCode::GONE, &GonePage { f: cx.bare(t.link_gone(), Nav::None), t })
}

/// A page behind the link; who lost the right since finds it gone, like a link that never was.
async fn behind_link<W: Future<Output = Answer>>(cx: &Cx, token: String, work: impl FnOnce(Visit) -> W) -> Answer {
    let Some(visit) = Visit::link(cx, token).await? else { return gone(cx) };
    match work(visit).await {
        Err(AppError::NotFound) => gone(cx),
        answer => answer,
    }
}

/// `GET /s/{token}`: the same page behind the link of a mail. Opening it records nothing.
pub async fn link(cx: Cx, Path(token): Path<String>) -> Answer {
    behind_link(&cx, token, |visit| start_page(&cx, visit)).await
}

#[derive(Template)]
#[template(path = "survey/my_question.html")]
struct QuestionPage {
    f: Frame,
    t: T,
    at: String,
    n: usize,
    of: usize,
    step: String,
    question: String,
    desk: String,
    linked: bool,
    words: bool,
    choices: Vec<(&'static str, &'static str, bool)>,
    form: Form,
    errors: Errors,
}

async fn question_page(cx: &Cx, visit: Visit, n: usize, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, today, linked) = (T(cx.lang), cx.lang, cx.today(), visit.linked());
    let id = visit.asked.clone();
    let drawn = move |tx: &Read<'_>| {
        let (entry, asked) = ground(tx, &id)?;
        if !asked.is_open(today) {
            return Err(AppError::Repeated(String::new()));
        }
        let number = asked.page(n).ok_or(StoreError::NotFound)?;
        let question = wording::editions(tx)?.of(asked.edition).question(asked.step(), number, asked.side(), lang);
        let readers = crate::change::readers(tx, &entry, lang)?.join(lang.pick("、", ", "));
        let answered = store::answered(&store::stood(tx, &entry)?, &id);
        Ok::<_, AppError>((entry, asked, number, question, readers, answered))
    };
    // Behind the link nothing is opened; who is signed in is shown what they answered, which leaves its trace.
    let found = if linked {
        cx.db
            .read(&visit.actor, move |tx| {
                drawn(tx).map(|(_, asked, number, question, readers, answered)| (asked, number, question, readers, answered, String::new()))
            })
            .await
    } else {
        cx.db
            .write(&visit.actor, None, move |tx: &Write<'_>| {
                let (entry, asked, number, question, readers, answered) = drawn(tx)?;
                let given = store::opened(tx, &entry.pass::<SurveyAnswer, deed::View>()?, |one| one == asked.id)?;
                let said = given.into_iter().find(|one| one.question == number).map(|one| one.said).unwrap_or_default();
                let event = Event::TextRead(Some(entry.placement()), &asked.id).detail("own answers");
                let done = tx.commit(&event, "")?;
                Ok::<_, AppError>(done.with((asked, number, question, readers, answered, said)))
            })
            .await
    };
    let (asked, number, question, desk, answered, said) = match found {
        Ok(found) => found,
        // Closed: the first page says so.
        Err(AppError::Repeated(_)) => return Ok(go(&visit.at)),
        Err(error) => return Err(error),
    };
    if linked && answered.contains(&number) && errors.is_empty() {
        let next = asked.next(&answered, n).or_else(|| asked.next(&answered, 0));
        return Ok(go(&next.map_or_else(|| visit.at.clone(), |next| format!("{}/answer?n={next}", visit.at))));
    }
    let words = WORDS.contains(&number);
    let form = typed.unwrap_or_else(|| Form::filled([("words", if words { said.clone() } else { String::new() })]));
    page_with(
        status,
        &QuestionPage {
            f: visit.frame(cx, question.clone()).await?,
            t,
            at: visit.at.clone(),
            n,
            of: asked.pages().len(),
            step: if words { t.my_words_step().to_owned() } else { t.my_step(n, asked.count()) },
            question,
            desk,
            linked,
            words,
            choices: Choice::ALL.into_iter().map(|choice| (choice.code(), t.choice(number, choice), choice.code() == said)).collect(),
            form,
            errors,
        },
    )
}

fn asked_page(cx: &Cx) -> usize {
    crate::change::asked(cx, "n").parse().unwrap_or(1)
}

/// `GET /my/surveys/{id}/answer?n=`: the nth question; what was answered is marked.
pub async fn question(cx: Cx, Path(id): Path<String>) -> Answer {
    let visit = Visit::portal(&cx, id)?;
    question_page(&cx, visit, asked_page(&cx), StatusCode::OK, None, Errors::none()).await
}

/// `GET /s/{token}/answer?n=`: the nth question behind the link; one that was answered leads on to the next that is open.
pub async fn link_question(cx: Cx, Path(token): Path<String>) -> Answer {
    let n = asked_page(&cx);
    behind_link(&cx, token, |visit| question_page(&cx, visit, n, StatusCode::OK, None, Errors::none())).await
}

/// Where a page leads: to the next one, for the link the next that is open, and at the end to what was answered.
fn onward(visit: &Visit, asked: &Asked, answered: &[i64], n: usize) -> String {
    let next = if visit.linked() { asked.next(answered, n) } else { Some(n + 1).filter(|next| *next <= asked.pages().len()) };
    match next {
        Some(next) => format!("{}/answer?n={next}", visit.at),
        None if visit.linked() => visit.at.clone(),
        None => format!("{}/check", visit.at),
    }
}

async fn keep(cx: &Cx, visit: Visit, form: Form) -> Answer {
    let (today, n) = (cx.today(), form.get("n").parse::<usize>().unwrap_or(1));
    let (choice, words) = (form.get("choice").to_owned(), form.trimmed("words").to_owned());
    let long = words.chars().count();
    if long > LONGEST {
        let errors = Errors::one("words", T(cx.lang).e_long(long));
        return question_page(cx, visit, n, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await;
    }
    let of = visit.clone();
    let saved = cx
        .db
        .write(&visit.actor, form.key(), move |tx| {
            let (entry, asked) = ground(tx, &of.asked)?;
            let number = asked.page(n).ok_or(StoreError::NotFound)?;
            if !asked.is_open(today) {
                return Err(StoreError::Stale);
            }
            let before = store::answered(&store::stood(tx, &entry)?, &asked.id);
            let said = if WORDS.contains(&number) {
                // Words that were taken back are kept as none; nothing written is nothing said.
                Some(words).filter(|words| !words.is_empty() || before.contains(&number))
            } else {
                Choice::parse(&choice).map(|choice| choice.code().to_owned())
            };
            // A press without an answer changes nothing and leads on.
            let Some(said) = said else { return Err(StoreError::Repeated(onward(&of, &asked, &before, n))) };
            let kept = store::answer(tx, &entry, &asked, number, &said, Way::Own)?;
            let mut after = before;
            after.push(number);
            let back = onward(&of, &asked, &after, n);
            let how = match (of.linked(), kept) {
                (false, _) => "",
                (true, true) => " link",
                (true, false) => " link, answered before",
            };
            let event = Event::SurveyAnswered(Some(entry.placement()), &asked.id).detail(format!("question:{number}{how}"));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        // Closed meanwhile, or two windows answered at once: the first page says how it stands.
        Err(StoreError::Stale | StoreError::Duplicate(_)) => Ok(go(&visit.at)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /my/surveys/{id}/answer`: keeps the answer and leads on. Without one nothing changes; after the last day the first
/// page says that the round is closed.
pub async fn answer(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let visit = Visit::portal(&cx, id)?;
    keep(&cx, visit, form).await
}

/// `POST /s/{token}/answer`: adds an answer behind the link; what was answered stays as it is.
pub async fn link_answer(cx: Cx, Path(token): Path<String>, form: Form) -> Answer {
    behind_link(&cx, token, |visit| keep(&cx, visit, form)).await
}

#[derive(Template)]
#[template(path = "survey/my_check.html")]
struct CheckPage {
    f: Frame,
    t: T,
    at: String,
    rows: Vec<Said>,
    lead: String,
    open: bool,
    change: String,
}

struct Said {
    n: usize,
    question: String,
    words: String,
    /// Whether it is in the writer's own words.
    own: bool,
    spoken: bool,
}

/// `GET /my/surveys/{id}/check`: what one answered, each with the way to change it.
pub async fn check(cx: Cx, Path(id): Path<String>) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let visit = Visit::portal(&cx, id)?;
    let which = visit.asked.clone();
    let (asked, given, wording) = cx
        .db
        .write(&visit.actor, None, move |tx| {
            let (entry, asked) = ground(tx, &which)?;
            entry.pass::<SurveyAsked, deed::View>()?;
            let given = store::opened(tx, &entry.pass::<SurveyAnswer, deed::View>()?, |one| one == which)?;
            let wording = wording::editions(tx)?.of(asked.edition);
            let event = Event::TextRead(Some(entry.placement()), &which).detail("own answers");
            tx.commit(&event, "").map(|done| done.with((asked, given, wording))).map_err(AppError::from)
        })
        .await?;
    let rows: Vec<Said> = asked
        .pages()
        .into_iter()
        .enumerate()
        .map(|(at, number)| {
            let given = given.iter().find(|one| one.question == number);
            let (said, own) = match given {
                None if WORDS.contains(&number) => (t.my_words_none().to_owned(), false),
                None => (t.my_none().to_owned(), false),
                Some(one) => one.choice().map_or_else(|| (one.said.clone(), true), |choice| (t.choice(number, choice).to_owned(), false)),
            };
            Said {
                n: at + 1,
                question: wording.question(asked.step(), number, asked.side(), lang),
                words: said,
                own,
                spoken: given.is_some_and(|one| one.spoken),
            }
        })
        .collect();
    let answered: Vec<i64> = given.iter().map(|one| one.question).collect();
    let (open, last) = (asked.is_open(today), lang.short_day(asked.closes_on));
    let lead = match (open, asked.whole(&answered)) {
        (false, _) => t.my_closed().to_owned(),
        (true, true) => t.my_check_lead(&last),
        (true, false) => t.my_not_all().to_owned(),
    };
    page(&CheckPage { f: cx.frame(t.my_check_title(), Nav::Home).await?, t, at: visit.at, rows, lead, open, change: t.my_change(&last) })
}
