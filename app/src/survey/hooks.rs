//! What the paired survey hands to the case page, to 今日, to the portal's home, to the mailer, and to the signals: never an
//! answer on a page of another slice. What is opened here is opened in the caller's transaction, which ends in its event.

use askama::Template;
use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{SurveyAnswer, SurveyAsked, SurveyRound};
use base::sql;
use base::store::{Entry, Read, StoreError, Write, deed};
use base::text::Lang;
use base::workday::Hours;

use super::days;
use super::rules::{self, Care, Pair, Step, side_of};
use super::store::{self, Asked};
use super::text::T;
use super::wording;
use crate::account::settings::calendar;
use crate::case::{Item, Panel, Sees};
use crate::mailer::letter;
use crate::placement;
use crate::portal::Ask;
use crate::today::{Awaited, Bucket, Line};
use crate::web::AppError;

/// Entries for the timeline of the case page: for the desk which round was asked, for a manager that one was.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    let item = |id: &str, at: Instant, title: String, text: String, desk: bool| Item {
        day: at.day(),
        order: at.0,
        filter: "talk",
        kind: t.kind().to_owned(),
        title,
        text,
        sees: Sees::Desk,
        by: Side::Bank,
        href: Some(if desk { format!("/cases/{}/survey", entry.placement()) } else { format!("/cases/{}/survey/{id}", entry.placement()) }),
        ahead: false,
    };
    if entry.may::<SurveyRound, deed::Change>() {
        let of = |round: &store::Round| {
            item(&round.id, round.created_at, t.t_opened(t.step(round.step())), t.t_until(&lang.short_day(round.due_on)), true)
        };
        return Ok(store::rounds(tx, entry)?.iter().map(of).collect());
    }
    let Ok(pass) = entry.pass::<SurveyRound, deed::Exists>() else { return Ok(Vec::new()) };
    let traces: Vec<(String, String, Instant)> =
        tx.rows(&pass, sql!(SurveyRound => "select id, step, created_at from survey_rounds order by created_at, id"), vec![])?;
    let of = |(id, step, at): &(String, String, Instant)| {
        item(id, *at, t.t_opened(t.step(Step::parse(step).unwrap_or(Step::Before))), String::new(), false)
    };
    Ok(traces.iter().map(of).collect())
}

#[derive(Template)]
#[template(path = "survey/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    words: String,
}

/// The section beside the case page, for the desk of a two-sided case.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    if !entry.may::<SurveyRound, deed::Change>() || placement::facts(tx, entry)?.sides == "one" {
        return Ok(None);
    }
    let t = T(lang);
    let words = match store::rounds(tx, entry)?.last() {
        None => t.panel_none().to_owned(),
        Some(round) if store::both(&store::askeds(tx, entry)?, &round.id) => {
            format!("{}{} {}", t.l_what(t.step(round.step())), lang.pick("。", "."), t.l_ready())
        }
        Some(round) if round.is_open(tx.now().day()) => t.l_wait(&lang.short_day(round.due_on)),
        Some(round) => t.closed_on(&lang.short_day(round.closes_on)),
    };
    let html = PanelHtml { t, case: entry.placement().to_owned(), words };
    let html = html.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))?;
    Ok(Some(Panel { aside: true, html }))
}

/// What the portal's home asks this party for: what is open and not answered to its end.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let t = T(lang);
    if side_of(entry.seat()).is_none() || !entry.may::<SurveyAsked, deed::View>() {
        return Ok(Vec::new());
    }
    let today = tx.now().day();
    let open: Vec<Asked> = store::askeds(tx, entry)?.into_iter().filter(|one| one.is_open(today) && one.done_on.is_none()).collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let stood = store::stood(tx, entry)?;
    let ask = |one: Asked| Ask {
        title: t.called(one.step()),
        text: t.ask_text(one.count(), one.step().minutes(), &lang.short_day(one.due_on)),
        href: format!("/my/surveys/{}", one.id),
        button: if store::answered(&stood, &one.id).is_empty() { t.my_begin() } else { t.my_go_on() }.to_owned(),
    };
    Ok(open.into_iter().map(ask).collect())
}

#[derive(Template)]
#[template(path = "survey/my_home.html")]
struct HomeHtml {
    t: T,
    rows: Vec<(String, String)>,
}

/// The section of the portal's home with what this party has answered, while it may still be changed.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<String>, AppError> {
    let t = T(lang);
    // What may no longer be changed is not offered for a look either: the page is the one that changes it.
    if side_of(entry.seat()).is_none() || !entry.may::<SurveyAsked, deed::View>() || !entry.may::<SurveyAnswer, deed::Change>() {
        return Ok(None);
    }
    let today = tx.now().day();
    let rows: Vec<(String, String)> = store::askeds(tx, entry)?
        .into_iter()
        .filter(|one| one.is_open(today) && one.done_on.is_some())
        .map(|one| (t.called(one.step()), one.id))
        .collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let html = HomeHtml { t, rows };
    html.render().map(Some).map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

/// Lines for 今日: rounds that wait for answers, those in which both have answered, and whom the desk should telephone.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let running = match store::running(tx, case.unwrap_or_default(), today) {
        Ok(running) => running,
        Err(StoreError::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let calendar = if running.is_empty() { base::workday::Calendar::default() } else { calendar(tx)? };
    let done = store::sides_done(tx, today)?;
    let mut lines = Vec::new();
    for round in running {
        let both = done.iter().filter(|(id, _)| *id == round.id).count() == 2;
        if !both && round.closes_on < today {
            continue;
        }
        let phone = !both && days::to_phone(&calendar, round.due_on, round.closes_on, today);
        let day = lang.short_day(round.due_on);
        let (bucket, why, button) = match (both, phone) {
            (true, _) => (Bucket::Week, t.l_ready().to_owned(), t.to_view()),
            (_, true) => (Bucket::Today, t.l_phone().to_owned(), t.do_spoken()),
            _ => (Bucket::Waiting, t.l_wait(&day), t.l_see()),
        };
        lines.push(Line {
            bucket,
            day: Some(if phone { today } else { round.due_on }),
            when: t.until(&day),
            href: if both { format!("/cases/{}/survey/{}", round.case, round.id) } else { format!("/cases/{}/survey", round.case) },
            what: t.l_what(t.step(round.step())),
            case: round.case,
            who: String::new(),
            why,
            button: button.to_owned(),
        });
    }
    Ok(lines)
}

/// What a mail about a survey is written from.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The asking of its receiver.
    pub id: String,
    /// The last day on which an answer is taken.
    pub closes_on: Day,
    /// What the mail says of it.
    pub words: letter::Survey,
    /// When the hours for it begin; none when this is the hour.
    pub opens: Option<Instant>,
}

/// What the one who is written to is asked; none for who has not come in and holds no asking by themselves.
///
/// # Errors
/// The store's own.
pub fn asking(tx: &Read<'_>, case: &str, subject: &str) -> Result<Option<Asking>, StoreError> {
    let entry = match tx.enter(case) {
        Err(StoreError::NotFound) => return Ok(None),
        entry => entry?,
    };
    let me = tx.actor().id();
    let wanted = |one: &Asked| one.writer == me && (one.id == subject || one.round.as_deref() == Some(subject));
    let Some(one) = store::askeds(tx, &entry)?.into_iter().find(wanted) else { return Ok(None) };
    let now = tx.now();
    let opens = calendar(tx)?.next_open(now, Hours::DESK);
    Ok(Some(Asking {
        words: letter::Survey { step: one.step(), questions: one.count(), minutes: one.step().minutes(), due: one.due_on },
        closes_on: one.closes_on,
        id: one.id,
        opens: Some(opens).filter(|opens| *opens != now),
    }))
}

/// The person's own usual level and their last answer: the mean of the answers before the last, once there are two.
pub fn usual(values: &[f64]) -> Option<(f64, f64)> {
    let (last, before) = values.split_last()?;
    let n = u32::try_from(before.len()).ok().filter(|n| *n >= 2)?;
    Some((before.iter().sum::<f64>() / f64::from(n), *last))
}

/// One of the person's answers to the month's short question.
#[derive(Clone, Debug, PartialEq)]
pub struct Pulse {
    /// The asking it answers.
    pub asked: String,
    /// The day they were asked.
    pub day: Day,
    /// Where they stand, from 1 (重い) to 5 (とても良い); none for 答えない.
    pub value: Option<f64>,
}

/// The person's answers to the month's short question, the first one first. For the desk; the caller's transaction ends in an
/// event.
///
/// # Errors
/// `NotFound` for anyone who does not read answers.
pub fn pulse_series(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Pulse>, StoreError> {
    let askeds = store::askeds(tx, entry)?;
    let all = store::pulses(tx, entry, &askeds)?;
    Ok(all.into_iter().map(|one| Pulse { asked: one.asked, day: one.day, value: one.choice.value() }).collect())
}

/// A difference on one care point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The care point.
    pub care: Care,
    /// Company minus person, in points of the scale from 1 to 5.
    pub now: f64,
    /// The same over the questions that meant the same in the round before, then and now.
    pub moved: Option<(f64, f64)>,
}

/// Where owner and person differ in the latest round that both have answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Gaps {
    /// The round.
    pub round: String,
    /// The askings whose answers it was reckoned from.
    pub askeds: Vec<String>,
    /// Point by point, the widest first.
    pub points: Vec<Gap>,
}

/// The differences between owner and person in the latest round both have answered; none before there is one. For the desk;
/// the caller's transaction ends in an event.
///
/// # Errors
/// `NotFound` for anyone who does not read answers.
pub fn gaps(tx: &Write<'_>, entry: &Entry) -> Result<Option<Gaps>, StoreError> {
    let (rounds, askeds) = (store::rounds(tx, entry)?, store::askeds(tx, entry)?);
    let whole: Vec<&store::Round> = rounds.iter().filter(|round| store::both(&askeds, &round.id)).collect();
    let Some((round, earlier)) = whole.split_last() else { return Ok(None) };
    let last = earlier.last();
    let of = |round: &str, side: Side| {
        askeds.iter().find(|one| one.round.as_deref() == Some(round) && one.side() == side && one.done_on.is_some())
    };
    let read: Vec<String> = [Some(*round), last.copied()]
        .into_iter()
        .flatten()
        .flat_map(|round| [of(&round.id, Side::Company), of(&round.id, Side::Person)])
        .flatten()
        .map(|one| one.id.clone())
        .collect();
    let given = store::opened(tx, &entry.pass::<SurveyAnswer, deed::View>()?, |id| read.iter().any(|one| one == id))?;
    let answers = |round: &str, side: Side| of(round, side).map(|one| store::choices(&given, &one.id)).unwrap_or_default();
    let editions = wording::editions(tx)?;
    let same =
        last.map_or_else(Vec::new, |last| editions.of(round.edition).comparable(round.step(), &editions.of(last.edition), last.step()));
    let both = |round: &str| (answers(round, Side::Company), answers(round, Side::Person));
    let now = both(&round.id);
    let then = last.map(|last| both(&last.id));
    let rows = rules::rows(
        round.step(),
        Pair { company: &now.0, person: &now.1 },
        then.as_ref().map(|then| Pair { company: &then.0, person: &then.1 }),
        &same,
    );
    let point = |row: rules::Row| Some(Gap { care: row.care, now: row.gap?, moved: row.before.zip(row.alike) });
    Ok(Some(Gaps { round: round.id.clone(), askeds: read, points: rows.unwrap_or_default().into_iter().filter_map(point).collect() }))
}

/// A number that grows with every answer that is given or changed in the case. For the desk; nothing is opened.
///
/// # Errors
/// `NotFound` for anyone but the desk of the case.
pub fn stamp(tx: &Read<'_>, entry: &Entry) -> Result<i64, StoreError> {
    store::stamp(tx, entry)
}

/// That someone let the latest of what they were asked pass without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The side.
    pub side: Side,
    /// Who was asked.
    pub writer: String,
    /// How many in a row, up to today.
    pub times: usize,
    /// The first asking of them.
    pub first: String,
    /// The last day on which an answer to the latest was taken.
    pub closes_on: Day,
}

/// Who let how many in a row pass without an answer. For the desk; nothing is opened.
///
/// # Errors
/// `NotFound` for anyone but the desk of the case.
pub fn unanswered(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Unanswered>, StoreError> {
    entry.pass::<SurveyAsked, deed::Change>()?;
    let today = tx.now().day();
    let mut all: Vec<Unanswered> = Vec::new();
    let mut askeds = store::askeds(tx, entry)?;
    askeds.retain(|one| one.done_on.is_some() || !one.is_open(today));
    askeds.sort_by_key(|one| one.closes_on);
    for one in askeds {
        let known = all.iter().position(|known| known.writer == one.writer);
        if one.done_on.is_some() {
            all.retain(|known| known.writer != one.writer);
        } else if let Some(known) = known.and_then(|at| all.get_mut(at)) {
            (known.times, known.closes_on) = (known.times + 1, one.closes_on);
        } else {
            let side = one.side();
            all.push(Unanswered { side, writer: one.writer, times: 1, first: one.id, closes_on: one.closes_on });
        }
    }
    Ok(all)
}

/// Whose answers to a round are awaited, over all cases this consultant reaches; after the third reminder the desk telephones.
///
/// # Errors
/// The store's own.
pub fn awaited(tx: &Read<'_>, lang: Lang) -> Result<Vec<Awaited>, AppError> {
    let t = T(lang);
    let of = |one: Asked| Awaited { what: t.called(one.step()), side: one.side(), holder: one.holder(), case: one.case };
    Ok(store::waiting(tx, tx.now().day())?.into_iter().filter(|one| one.round.is_some()).map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::usual;

    #[test]
    fn the_usual_level_is_the_persons_own_and_needs_two_answers_before_the_last() {
        assert_eq!(usual(&[]), None);
        assert_eq!(usual(&[4.0, 2.0]), None);
        assert_eq!(usual(&[4.0, 5.0, 2.0]), Some((4.5, 2.0)));
    }
}
