//! The desk's pages: the list without a private word, one signal with its evidence, how the rules work.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::StaffSeat;
use base::event::Event;
use base::register::Signal;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::hooks::counted;
use super::rules::{Evidence, How, LONGEST, Rule, Verdict};
use super::store::{self, Row};
use super::text::T;
use crate::placement::rules::{fold_sentence, too_long};
use crate::placement::{self, Facts};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// The case while its follow-up runs; after its end there are no signals.
fn ground(tx: &Read<'_>, case: &str) -> Result<(Entry, Facts), StoreError> {
    let entry = tx.enter(case)?;
    entry.pass::<Signal, deed::Exists>()?;
    let facts = placement::facts(tx, &entry)?;
    if facts.ended() { Err(StoreError::NotFound) } else { Ok((entry, facts)) }
}

struct LineView {
    id: String,
    kind: &'static str,
    mark: &'static str,
    reason: &'static str,
    /// Whose matter it is, side and word; none where it is no side's alone.
    party: Option<(&'static str, &'static str)>,
    day: String,
    /// How it was settled, and whether it was right; empty while it is open.
    settled: String,
}

fn line(row: &Row, lang: Lang) -> Option<LineView> {
    let (t, rule) = (T(lang), row.rule()?);
    let how = match How::parse(&row.state) {
        Some(how) => t.how_word(how),
        None if row.is_open() => "",
        None => t.over(),
    };
    let settled = row.settled_on.map_or_else(|| how.to_owned(), |day| t.settled(how, &lang.short_day(day)));
    let verdict = row.verdict().map(|verdict| format!("{}{}", t.comma(), t.verdict_word(verdict))).unwrap_or_default();
    Some(LineView {
        id: row.id.clone(),
        kind: t.kind(rule),
        mark: T::mark(rule),
        reason: t.sentence(rule),
        party: row.party().map(|side| (side.code(), crate::web::text::T(lang).side(side))),
        day: t.arose(&lang.short_day(row.created_at.day())),
        settled: format!("{settled}{verdict}"),
    })
}

#[derive(Template)]
#[template(path = "signal/list.html")]
struct ListPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    open: Vec<LineView>,
    past: Vec<LineView>,
    /// For a manager: how many there are.
    counted: Option<String>,
}

/// `GET /cases/{case}/signals`: which rules spoke, the evidence behind one link each. A manager learns how many there are.
pub async fn list(cx: Cx, Path(case): Path<String>) -> Answer {
    let (lang, of, desk) = (cx.lang, case.clone(), cx.actor()?.staff_seat() == Some(StaffSeat::Consultant));
    let (short, rows, counted) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &of)?;
            let rows = if desk { store::all(tx, &entry)? } else { Vec::new() };
            let counted = if desk { None } else { Some(counted(tx, &entry, lang)?) };
            Ok::<_, AppError>((facts.short(lang), rows, counted))
        })
        .await?;
    let (open, past): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.is_open());
    let lines = |rows: Vec<&Row>| rows.into_iter().filter_map(|row| line(row, lang)).collect();
    let f = cx.frame(T(lang).title(), Nav::Cases).await?;
    page(&ListPage { f, t: T(lang), case, short, open: lines(open), past: lines(past), counted })
}

#[derive(Template)]
#[template(path = "signal/one.html")]
struct OnePage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    line: LineView,
    good: bool,
    evidence: String,
    step: &'static str,
    /// Where the next step is taken: words and address.
    acts: Vec<(&'static str, String)>,
    open: bool,
    reason: String,
    readers: String,
    hows: Vec<(String, String)>,
    verdicts: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    stale: bool,
}

/// Pages on which the next step is taken.
fn acts(rule: Rule, evidence: Option<&Evidence>, row: &Row, t: T) -> Vec<(&'static str, String)> {
    let at = |path: &str| format!("/cases/{}{path}", row.case);
    let call = |company: bool| {
        let (words, with) = if company { (t.b_call_company(), "company") } else { (t.b_call_person(), "person") };
        (words, at(&format!("/talks/new?with={with}")))
    };
    match rule {
        Rule::PulseDown | Rule::PulseUp => vec![call(false)],
        Rule::GapWide | Rule::Closer => vec![(t.b_gaps(), at(&format!("/survey/{}", row.subject))), (t.b_plan(), at("/talks/plan"))],
        Rule::LateTwice | Rule::Early => vec![(t.b_milestones(), at("/milestones"))],
        Rule::PromiseOverdue | Rule::PromiseKept => vec![call(true), (t.b_promises(), at("/preparation"))],
        Rule::Unanswered => vec![(t.b_survey(), at("/survey"))],
        Rule::Silent => {
            let company = matches!(evidence, Some(Evidence::Silent { company: true, .. }));
            vec![(t.b_plan(), at("/talks/plan")), call(company)]
        }
        Rule::Skipped => vec![(t.b_follow_up(), at("/follow-up"))],
        Rule::RoleChanged => vec![(t.b_goals(), at("/goals"))],
    }
}

/// How the settling form came back.
struct Came {
    status: StatusCode,
    form: Option<Form>,
    errors: Errors,
}

async fn draw(cx: &Cx, case: String, id: String, came: Came) -> Answer {
    let (t, lang, of) = (T(cx.lang), cx.lang, case.clone());
    let (short, row, evidence, reason, readers) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let (entry, facts) = ground(tx, &of)?;
            entry.pass::<Signal, deed::Change>()?;
            let row = store::all(tx, &entry)?.into_iter().find(|row| row.id == id).ok_or(StoreError::NotFound)?;
            let (evidence, reason) = store::opened(tx, &entry, &id)?;
            let readers = crate::change::readers(tx, &entry, lang)?.join(lang.pick("、", ", "));
            // The askings stand in the trace, so that those who answered are shown who read of it.
            let event = Event::TextRead(Some(&of), &id).detail(format!("signal {}", row.sources).trim());
            Ok::<_, AppError>(tx.commit(&event, "")?.with((facts.short(lang), row, evidence, reason, readers)))
        })
        .await?;
    let rule = row.rule().ok_or(AppError::NotFound)?;
    let line = line(&row, lang).ok_or(AppError::NotFound)?;
    let mut form = came.form.unwrap_or_else(|| Form::filled([("verdict", Verdict::Unknown.code().to_owned())]));
    form.set("version", &row.version.to_string());
    let page = OnePage {
        f: cx.frame(line.reason, Nav::Cases).await?,
        t,
        case,
        short,
        good: rule.is_good(),
        evidence: evidence.as_ref().map_or_else(|| t.no_evidence().to_owned(), |evidence| t.evidence(evidence)),
        step: t.step(rule),
        acts: acts(rule, evidence.as_ref(), &row, t),
        open: row.is_open(),
        line,
        reason,
        readers,
        hows: How::ALL.map(|how| (how.code().to_owned(), t.how_word(how).to_owned())).to_vec(),
        verdicts: Verdict::ALL.map(|verdict| (verdict.code().to_owned(), t.verdict_word(verdict).to_owned())).to_vec(),
        form,
        errors: came.errors,
        stale: came.status == StatusCode::CONFLICT,
    };
    page_with(came.status, &page)
}

/// `GET /cases/{case}/signals/{id}`: the evidence in a sentence, a next step, and how it ended. Opening it leaves a trace.
pub async fn show(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    draw(&cx, case, id, Came { status: StatusCode::OK, form: None, errors: Errors::none() }).await
}

/// How it ended, as typed.
fn parse(form: &Form, lang: Lang) -> Result<(How, Verdict, String), Errors> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut e = Errors::none();
    let reason = fold_sentence(form.get("reason"));
    let (how, verdict) = (How::parse(form.get("how")), Verdict::parse(form.get("verdict")));
    if how.is_none() {
        e.add("how", w.e_choose());
    }
    if verdict.is_none() {
        e.add("verdict", w.e_choose());
    }
    if how == Some(How::Aside) && reason.is_empty() {
        e.add("reason", t.e_reason());
    }
    too_long(&mut e, "reason", &reason, LONGEST, lang);
    match (how, verdict) {
        (Some(how), Some(verdict)) if e.is_empty() => Ok((how, verdict, reason)),
        _ => Err(e),
    }
}

/// `POST /cases/{case}/signals/{id}`: something was done about it, or it is put aside; and whether it was right.
pub async fn settle(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (of, which) = (case.clone(), id.clone());
    // Who may not settle it learns nothing of its fields.
    cx.db
        .read(cx.actor()?, move |tx| {
            let (entry, _) = ground(tx, &of)?;
            store::all(tx, &entry)?.into_iter().find(|row| row.id == which).map(drop).ok_or(AppError::NotFound)
        })
        .await?;
    let (how, verdict, reason) = match parse(&form, cx.lang) {
        Ok(read) => read,
        Err(errors) => {
            return draw(&cx, case, id, Came { status: StatusCode::UNPROCESSABLE_ENTITY, form: Some(form), errors }).await;
        }
    };
    let (of, which, seen) = (case.clone(), id.clone(), form.version());
    let settled = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, _) = ground(tx, &of)?;
            let row = store::all(tx, &entry)?.into_iter().find(|row| row.id == which).ok_or(StoreError::NotFound)?;
            store::settle(tx, &entry, &row, seen, how, verdict, &reason)?;
            let back = format!("/cases/{of}/signals?done=saved");
            let event = Event::SignalSettled(Some(&of), &which).detail(format!("{} {}", how.code(), verdict.code()));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match settled {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => {
            draw(&cx, case, id, Came { status: StatusCode::CONFLICT, form: Some(form), errors: Errors::none() }).await
        }
        Err(error) => Err(error.into()),
    }
}

struct RuleView {
    kind: &'static str,
    mark: &'static str,
    title: &'static str,
    how: &'static str,
    /// Threshold, value, source.
    knobs: Vec<(&'static str, String, &'static str)>,
    right: String,
}

#[derive(Template)]
#[template(path = "signal/rules.html")]
struct RulesPage {
    f: Frame,
    t: T,
    edition: String,
    rules: Vec<RuleView>,
}

/// `GET /signals/rules`: how each rule works, its threshold and its source, and how often it was right in the cases of the one
/// who looks.
pub async fn rules_page(cx: Cx) -> Answer {
    let t = T(cx.lang);
    let (edition, rules) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (edition, set) = store::thresholds(tx)?;
            let right = store::right(tx)?;
            let view = |rule: Rule| RuleView {
                kind: t.kind(rule),
                mark: T::mark(rule),
                title: t.sentence(rule),
                how: t.explained(rule),
                knobs: rule.knobs().iter().map(|knob| (t.knob(*knob), t.value(*knob, set.of(*knob)), t.came_from(*knob))).collect(),
                right: match right(rule) {
                    (0, 0) => t.not_said().to_owned(),
                    (right, wrong) => t.was_right(right, wrong),
                },
            };
            Ok::<_, AppError>((edition, Rule::ALL.map(view).into_iter().collect()))
        })
        .await?;
    let f = cx.frame(t.rules_title(), Nav::Cases).await?;
    page(&RulesPage { f, t, edition: if edition == 0 { t.edition_first().to_owned() } else { t.edition(edition) }, rules })
}
