//! Where company and person differ, for the desk alone; one's answers by themselves; and the manager who reads with a reason.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Side;
use base::clock::Day;
use base::event::Event;
use base::register::{MilestoneView, SurveyAnswer, SurveyAsked, SurveyRound};
use base::store::{Entry, Read, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};
use http::StatusCode;

use super::rules::{self, Choice, Pair, Row, Step, WORDS};
use super::store::{self, Asked, Given, Pulsed, Round};
use super::text::T;
use super::wording;
use crate::check_in::rules::{Reason, Word};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};
use crate::{check_in, gap, goal_sheet, placement};

#[derive(Template)]
#[template(path = "survey/view.html")]
struct ViewPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    short: String,
    title: String,
    charts: Vec<Chart>,
    written: Vec<Written>,
    goals: Vec<(String, String)>,
    pulse: Option<PulseView>,
    stale: bool,
}

struct Chart {
    who: String,
    finding: String,
    rows: Vec<Line>,
    questions: Vec<QuestionLine>,
    talks: Vec<(&'static str, &'static str, &'static str)>,
    source: String,
}

struct Line {
    care: &'static str,
    svg: String,
    gap: String,
    wide: bool,
    moved: String,
}

struct QuestionLine {
    question: i64,
    topic: &'static str,
    company: &'static str,
    person: &'static str,
    gap: &'static str,
    wide: bool,
    taken: bool,
    key: String,
}

/// What someone wrote in their own words.
struct Written {
    side: &'static str,
    who: String,
    topic: &'static str,
    words: String,
}

struct PulseView {
    finding: &'static str,
    phone: String,
    desk: String,
    rows: Vec<(String, &'static str)>,
    source: String,
}

/// All that was answered in the case, opened, with what it is read by.
struct Ground {
    round: Round,
    /// The round before, with what both answered.
    last: Option<Round>,
    same: Vec<i64>,
    askeds: Vec<Asked>,
    given: Vec<Given>,
}

fn of_side<'a>(askeds: &'a [Asked], round: &'a str, side: Side) -> impl Iterator<Item = &'a Asked> {
    askeds.iter().filter(move |one| one.round.as_deref() == Some(round) && one.side() == side)
}

/// Opens everything up to this round. The transaction ends in an event that names the askings, so that each who answered is
/// shown the reading.
fn ground(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<Ground, StoreError> {
    let rounds = store::rounds(tx, entry)?;
    let at = rounds.iter().position(|round| round.id == id).ok_or(StoreError::NotFound)?;
    let round = rounds.get(at).cloned().ok_or(StoreError::NotFound)?;
    let askeds = store::askeds(tx, entry)?;
    let last = rounds.iter().take(at).rev().find(|round| store::both(&askeds, &round.id)).cloned();
    let editions = wording::editions(tx)?;
    let same = last
        .as_ref()
        .map_or_else(Vec::new, |last| editions.of(round.edition).comparable(round.step(), &editions.of(last.edition), last.step()));
    let pass = entry.pass::<SurveyAnswer, deed::View>()?;
    let wanted = |asked: &str| {
        askeds
            .iter()
            .any(|one| one.id == asked && (one.round.as_deref() == Some(id) || one.round.as_ref() == last.as_ref().map(|last| &last.id)))
    };
    let given = store::opened(tx, &pass, wanted)?;
    Ok(Ground { round, last, same, askeds, given })
}

impl Ground {
    /// The rows of one respondent of the company against the person; none before both are whole.
    fn rows(&self, company: &Asked) -> Option<Vec<Row>> {
        let choices = |asked: &Asked| store::choices(&self.given, &asked.id);
        let person = |round: &str| of_side(&self.askeds, round, Side::Person).next().map(choices);
        let (here, there) = (choices(company), person(&self.round.id)?);
        let before = self.last.as_ref().and_then(|last| {
            let then = of_side(&self.askeds, &last.id, Side::Company).find(|one| one.writer == company.writer).map(choices)?;
            Some((then, person(&last.id)?))
        });
        let last = before.as_ref().map(|(company, person)| Pair { company, person });
        rules::rows(self.round.step(), Pair { company: &here, person: &there }, last, &self.same)
    }

    /// The ids of the askings whose answers were opened, for the trace.
    fn trace(&self) -> String {
        let mut ids: Vec<&str> = self.given.iter().map(|one| one.asked.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.join(" ")
    }
}

fn number(value: Option<f64>, t: T) -> String {
    value.map_or_else(|| t.plot_unsaid().to_owned(), |value| format!("{value:.1}"))
}

fn line(row: &Row, lang: Lang) -> Line {
    let t = T(lang);
    let care = t.care(row.care);
    let before = row.before.zip(row.person).map(|(gap, person)| (person + gap, person));
    Line {
        care,
        svg: paper::chart::dumbbell(&paper::chart::Dumbbell {
            title: care,
            description: &t.plot(care, &number(row.company, t), &number(row.person, t)),
            first: row.company,
            second: row.person,
            before,
        }),
        gap: match row.gap {
            None => t.unsaid().to_owned(),
            Some(gap) if row.wide() => format!("{} {}", t.wide(), t.points(&format!("{:.1}", gap.abs()))),
            Some(gap) if gap.abs() < 0.05 => t.same().to_owned(),
            Some(gap) => t.points(&format!("{:.1}", gap.abs())),
        },
        wide: row.wide(),
        moved: t.moved(row.moved, row.before),
    }
}

fn question(number: i64, company: Choice, person: Choice, round: &Round, key: String, t: T) -> QuestionLine {
    let gap = company.value().zip(person.value()).map(|(company, person)| (company - person).abs());
    QuestionLine {
        question: number,
        topic: t.topic(number),
        company: t.choice(number, company),
        person: t.choice(number, person),
        gap: match gap {
            None => t.unsaid(),
            Some(gap) if gap >= paper::chart::WIDE => t.wide(),
            Some(gap) if gap > 0.0 => t.near(),
            Some(_) => t.same(),
        },
        wide: gap.is_some_and(|gap| gap >= paper::chart::WIDE),
        taken: round.has_taken(number),
        key,
    }
}

/// What could be talked about: of the two widest care points, the samples for each side, then the one for all three.
fn talks(rows: &[Row], t: T) -> Vec<(&'static str, &'static str, &'static str)> {
    let mut all: Vec<_> = rows
        .iter()
        .filter(|row| row.wide())
        .take(2)
        .flat_map(|row| {
            let (company, person) = t.talk(row.care);
            [("company", t.talk_company(), company), ("person", t.talk_person(), person)]
        })
        .collect();
    if !all.is_empty() {
        all.push(("all", t.talk_joint(), t.talk_all()));
    }
    all
}

/// Milestones of the round's month on which the two sides' latest words differ.
fn goals(tx: &Read<'_>, entry: &Entry, step: Step, lang: Lang) -> Result<Vec<(String, String)>, AppError> {
    let Some(month) = step.months().map(i64::from) else { return Ok(Vec::new()) };
    let goals = match goal_sheet::goals(tx, entry) {
        Err(AppError::NotFound) => return Ok(Vec::new()),
        goals => goals?,
    };
    let words: Vec<(String, String, String)> = tx.rows(
        &entry.pass::<MilestoneView, deed::View>()?,
        sql!(MilestoneView => "select goal_id, side, word from milestone_views where month = $1 order by judged_on, by_desk desc, id"),
        args![month],
    )?;
    let latest = |goal: &str, side: Side| {
        words.iter().rfind(|(of, by, _)| of == goal && by == side.code()).and_then(|(_, _, word)| Word::parse(word))
    };
    let (t, c) = (T(lang), check_in::text::T(lang));
    Ok(goals
        .into_iter()
        .filter_map(|goal| {
            let (company, person) = latest(&goal.id, Side::Company).zip(latest(&goal.id, Side::Person))?;
            (company != person).then(|| (goal.sentence.clone(), t.goals_said(c.word(company), c.word(person))))
        })
        .collect())
}

/// The person's short answers against their own usual level; none before there are any.
fn pulse(all: &[Pulsed], lang: Lang) -> Option<PulseView> {
    let t = T(lang);
    if all.is_empty() {
        return None;
    }
    // Narrow enough for the end of the line on a phone: the table below has the whole day.
    let month = |day: Day| lang.pick(format!("{}月", day.month()), lang.short_day(day).rsplit(' ').next().unwrap_or_default().to_owned());
    let points: Vec<(String, Option<f64>)> = all.iter().map(|one| (month(one.day), one.choice.value())).collect();
    let values: Vec<f64> = points.iter().filter_map(|(_, value)| *value).collect();
    let (usual, finding) = match super::hooks::usual(&values) {
        None => (None, t.pulse_finding_few()),
        Some((usual, last)) if last + 1.0 <= usual => (Some(usual), t.pulse_finding_down()),
        Some((usual, last)) if last >= usual + 1.0 => (Some(usual), t.pulse_finding_up()),
        Some((usual, _)) => (Some(usual), t.pulse_finding_same()),
    };
    let draw = |width| {
        paper::chart::line(&paper::chart::Line {
            title: t.pulse_title(),
            description: finding,
            points: &points,
            base: usual.map(|usual| (usual, t.pulse_base())),
            ends: (t.pulse_1(), t.pulse_5()),
            width,
        })
    };
    Some(PulseView {
        finding,
        phone: draw(paper::chart::Width::Phone),
        desk: draw(paper::chart::Width::Desk),
        rows: all.iter().map(|one| (lang.day(one.day), t.choice(rules::PULSE, one.choice))).collect(),
        source: t.pulse_source(values.len()),
    })
}

async fn view_page(cx: &Cx, case: String, id: String, status: StatusCode) -> Answer {
    let (t, lang, ids, today) = (T(cx.lang), cx.lang, cx.db.ids().clone(), cx.today());
    let (asked, which) = (case.clone(), id.clone());
    let (short, step, charts, written, goals, pulse) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<SurveyRound, deed::Change>()?;
            let g = ground(tx, &entry, &which)?;
            let names = store::names(tx, &entry)?;
            let name = |one: &str| names.get(one).cloned().unwrap_or_default();
            let person = of_side(&g.askeds, &which, Side::Person).next().map(|one| store::choices(&g.given, &one.id)).unwrap_or_default();
            let mut charts = Vec::new();
            // Each respondent of the company by itself: never averaged.
            for one in of_side(&g.askeds, &which, Side::Company) {
                let Some(rows) = g.rows(one) else { continue };
                let company = store::choices(&g.given, &one.id);
                let said = |answers: &rules::Answers, number: i64| {
                    answers.iter().find(|(question, _)| *question == number).map_or(Choice::UNSAID, |(_, choice)| *choice)
                };
                charts.push(Chart {
                    who: t.of_company(&name(&one.writer)),
                    finding: rules::finding(&rows, lang),
                    talks: talks(&rows, t),
                    rows: rows.iter().map(|row| line(row, lang)).collect(),
                    questions: g
                        .round
                        .step()
                        .compared()
                        .iter()
                        .map(|number| question(*number, said(&company, *number), said(&person, *number), &g.round, ids.token(), t))
                        .collect(),
                    source: String::new(),
                });
            }
            if charts.is_empty() {
                return Err(AppError::NotFound);
            }
            let n = charts.len();
            for chart in &mut charts {
                chart.source = t.source(n, &lang.day(today));
            }
            let written = g
                .given
                .iter()
                .filter(|one| WORDS.contains(&one.question) && !one.said.is_empty())
                .filter(|one| g.askeds.iter().any(|asked| asked.id == one.asked && asked.round.as_deref() == Some(which.as_str())))
                .map(|one| Written { side: one.side.code(), who: name(&one.writer), topic: t.topic(one.question), words: one.said.clone() })
                .collect();
            let pulses = store::pulses(tx, &entry, &g.askeds)?;
            let goals = goals(tx, &entry, g.round.step(), lang)?;
            let pulsed: Vec<&str> = g.askeds.iter().filter(|one| one.step() == Step::Pulse).map(|one| one.id.as_str()).collect();
            let event =
                Event::TextRead(Some(&asked), &which).detail(format!("answers:{} {} {}", g.given.len(), g.trace(), pulsed.join(" ")));
            let short = placement::facts(tx, &entry)?.short(lang);
            let step = g.round.step();
            Ok(tx.commit(&event, "")?.with((short, step, charts, written, goals, pulse(&pulses, lang))))
        })
        .await?;
    let title = t.view_of(t.step(step));
    let f = cx.frame(title.clone(), Nav::Cases).await?;
    page_with(status, &ViewPage { f, t, case, id, short, title, charts, written, goals, pulse, stale: status == StatusCode::CONFLICT })
}

/// `GET /cases/{case}/survey/{id}`: where the two sides differ, for the desk alone and only when both have answered. Opening
/// it leaves a trace. A manager learns that there are answers, and is asked for a reason.
pub async fn view(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (of, desk) = (case.clone(), cx.actor()?.staff_seat());
    if desk == Some(base::actor::StaffSeat::Manager) {
        return reason_page(&cx, case, id, StatusCode::OK, Errors::none(), None).await;
    }
    cx.db.read(cx.actor()?, move |tx| tx.enter(&of)?.pass::<SurveyRound, deed::Change>().map(drop)).await?;
    view_page(&cx, case, id, StatusCode::OK).await
}

/// `POST /cases/{case}/survey/{id}/gap`: a question becomes a gap of the desk, by its topic alone.
pub async fn take(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let question = form.get("question").parse::<i64>().ok();
    let (of, which) = (case.clone(), id.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<SurveyAnswer, deed::View>()?;
            entry.pass::<SurveyRound, deed::Change>()?;
            let round = store::round(tx, &entry, &which)?;
            let question = question.filter(|number| round.step().compared().contains(number)).ok_or(StoreError::NotFound)?;
            if !store::both(&store::askeds(tx, &entry)?, &which) {
                return Err(StoreError::NotFound);
            }
            store::take(tx, &entry, &round, question)?;
            let gap = gap::keep_for_desk(tx, &entry, Side::Bank, gap::Source::Survey, &t.gap_words(t.topic(question)))?;
            let back = format!("/cases/{of}/survey/{which}?done=saved");
            tx.commit(&Event::GapKept(Some(&of), &gap).detail("survey"), &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => view_page(&cx, case, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}

/// One's answers, question by question.
struct Answered {
    who: String,
    side: &'static str,
    rows: Vec<(String, String, bool)>,
}

fn answered(step: Step, edition: &wording::Wording, side: Side, given: &[&Given], who: String, lang: Lang) -> Answered {
    let t = T(lang);
    let rows = step
        .pages(side)
        .into_iter()
        .filter_map(|number| {
            let one = given.iter().find(|one| one.question == number)?;
            let said = one.choice().map_or_else(|| one.said.clone(), |choice| t.choice(number, choice).to_owned());
            Some((edition.question(step, number, side, lang), said, one.spoken))
        })
        .collect();
    Answered { who, side: side.code(), rows }
}

#[derive(Template)]
#[template(path = "survey/read.html")]
struct ReadPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    short: String,
    title: String,
    answers: Vec<Answered>,
    /// For a manager: how many were asked, and the reasons that open it.
    asked: Option<usize>,
    reasons: Vec<(String, String)>,
    errors: Errors,
    form: Form,
}

/// `GET /cases/{case}/survey/answers/{id}`: what one has answered, for the desk; it leaves a trace that they are shown.
pub async fn read(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (t, lang, of, which) = (T(cx.lang), cx.lang, case.clone(), id.clone());
    let (short, name, answers) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<SurveyAsked, deed::Change>()?;
            let asked = store::askeds(tx, &entry)?.into_iter().find(|one| one.id == which).ok_or(StoreError::NotFound)?;
            let given = store::opened(tx, &entry.pass::<SurveyAnswer, deed::View>()?, |one| one == which)?;
            if given.is_empty() {
                return Err(AppError::NotFound);
            }
            let name = store::names(tx, &entry)?.get(&asked.writer).cloned().unwrap_or_default();
            let wording = wording::editions(tx)?.of(asked.edition);
            let all = answered(asked.step(), &wording, asked.side(), &given.iter().collect::<Vec<_>>(), name.clone(), lang);
            let event = Event::TextRead(Some(&of), &which).detail(format!("answers:{}", given.len()));
            let short = placement::facts(tx, &entry)?.short(lang);
            Ok(tx.commit(&event, "")?.with((short, name, vec![all])))
        })
        .await?;
    let title = t.read_title(&name);
    let f = cx.frame(title.clone(), Nav::Cases).await?;
    let (reasons, errors, form) = (Vec::new(), Errors::none(), Form::default());
    page(&ReadPage { f, t, case, id, short, title, answers, asked: None, reasons, errors, form })
}

/// That there is a round, for a manager; what was answered only with a reason.
async fn reason_page(cx: &Cx, case: String, id: String, status: StatusCode, errors: Errors, answers: Option<Vec<Answered>>) -> Answer {
    let (t, lang, of, which) = (T(cx.lang), cx.lang, case.clone(), id.clone());
    let (short, asked) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&of)?;
            step_of(tx, &entry, &which)?;
            let asked: Vec<(String,)> = tx.rows(
                &entry.pass::<SurveyAsked, deed::Exists>()?,
                sql!(SurveyAsked => "select id from survey_askeds where round_id = $1 order by id"),
                args![&which],
            )?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), asked.len()))
        })
        .await?;
    let words = check_in::text::T(lang);
    let reasons = if answers.is_some() {
        Vec::new()
    } else {
        Reason::ALL.iter().map(|reason| (reason.code().to_owned(), words.reason_word(*reason).to_owned())).collect()
    };
    let f = cx.frame(t.title(), Nav::Cases).await?;
    let page = ReadPage {
        f,
        t,
        case,
        id,
        short,
        title: t.title().to_owned(),
        answers: answers.unwrap_or_default(),
        asked: Some(asked),
        reasons,
        errors,
        form: Form::default(),
    };
    page_with(status, &page)
}

/// Which round it is and in which wording it was asked, for those who may know that it is there.
fn step_of(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<(Step, i64), StoreError> {
    let (step, edition): (String, i64) = tx.one(
        &entry.pass::<SurveyRound, deed::Exists>()?,
        sql!(SurveyRound => "select step, edition from survey_rounds where id = $1"),
        args![id],
    )?;
    Ok((Step::parse(&step).ok_or(StoreError::NotFound)?, edition))
}

/// `POST /cases/{case}/survey/{id}/read-with-reason`: a manager reads once, with a reason that those who answered see.
pub async fn read_with_reason(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let lang = cx.lang;
    let Some(reason) = Reason::parse(form.get("reason")) else {
        let errors = Errors::one("reason", crate::web::text::T(lang).e_choose());
        return reason_page(&cx, case, id, StatusCode::UNPROCESSABLE_ENTITY, errors, None).await;
    };
    let (of, which) = (case.clone(), id.clone());
    let answers = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            let (step, edition) = step_of(tx, &entry, &which)?;
            let pass = tx.with_reason::<SurveyAnswer>(&entry, reason.code())?;
            let of_round: Vec<(String,)> = tx.rows(
                &entry.pass::<SurveyAsked, deed::Exists>()?,
                sql!(SurveyAsked => "select id from survey_askeds where round_id = $1 order by id"),
                args![&which],
            )?;
            let given = store::opened(tx, &pass, |one| of_round.iter().any(|(id,)| id == one))?;
            if given.is_empty() {
                return Err(AppError::NotFound);
            }
            let (names, wording) = (store::names(tx, &entry)?, wording::editions(tx)?.of(edition));
            let all: Vec<Answered> = of_round
                .iter()
                .filter_map(|(id,)| {
                    let own: Vec<&Given> = given.iter().filter(|one| one.asked == *id).collect();
                    let first = own.first()?;
                    let name = names.get(&first.writer).cloned().unwrap_or_default();
                    Some(answered(step, &wording, first.side, &own, name, lang))
                })
                .collect();
            let ids: Vec<&str> = of_round.iter().map(|(id,)| id.as_str()).collect();
            let event =
                Event::TextRead(Some(&of), &which).detail(format!("answers:{} because:{} {}", given.len(), reason.code(), ids.join(" ")));
            Ok(tx.commit(&event, &format!("/cases/{of}/survey/{which}"))?.with(all))
        })
        .await?;
    reason_page(&cx, case, id, StatusCode::OK, Errors::none(), Some(answers)).await
}
