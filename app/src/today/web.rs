//! `GET /today`, and what comes next in one case.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use base::clock::Day;
use base::store::{Read, StoreError};
use base::text::Lang;

use super::beside;
use super::rules::{self, FOLDED, Reason, Wait, may_put_off, shares};
use super::store::{self, Away};
use super::text::T;
use super::{Bucket, Line};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};
use crate::{
    booklet, change, channel, check_in, consent, contacts, dialogue, followup, gap, goal_sheet, next_proposal, preparation, report, review,
    signal, support, survey,
};

/// A line with the way to put it off; none where it may not be.
struct Row {
    line: Line,
    later: Option<String>,
}

/// Lines of one heading: those that stand open, those folded below, and how many the fold does not hold.
struct Group {
    name: &'static str,
    over: bool,
    all: usize,
    shown: Vec<Row>,
    rest: Vec<Row>,
    beyond: usize,
}

impl Group {
    /// How many do not stand open.
    fn more(&self) -> usize {
        self.all - self.shown.len()
    }
}

/// A line that was put off.
struct Later {
    line: Line,
    words: String,
    id: String,
}

#[derive(Template)]
#[template(path = "today/show.html")]
struct TodayPage {
    f: Frame,
    t: T,
    day: String,
    iso: String,
    lead: String,
    groups: Vec<Group>,
    waiting: Group,
    waits: String,
    stands_in: Group,
    away: Vec<Later>,
    /// The line that was put off just now.
    just: Option<Later>,
    /// What goes out soon and can be taken back.
    leaving: String,
}

/// What one consultant's day holds.
pub(super) struct Board {
    /// Overdue, today and this week, in the cases they keep.
    pub open: Vec<Line>,
    /// What others keep waiting, in the cases they keep.
    pub waiting: Vec<Line>,
    /// What is open in the cases they stand in for.
    pub stands_in: Vec<Line>,
    /// What was put off.
    pub away: Vec<(Line, Away)>,
}

fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let narrow = case.map(|case| tx.enter(case)).transpose()?.map(|entry| tx.only(&entry));
    let tx = narrow.as_ref().unwrap_or(tx);
    let mut all = Vec::new();
    for some in [
        booklet::lines(tx, case, lang, today)?,
        consent::lines(tx, case, lang, today)?,
        goal_sheet::lines(tx, case, lang, today)?,
        preparation::lines(tx, case, lang, today)?,
        check_in::lines(tx, case, lang, today)?,
        followup::lines(tx, case, lang, today)?,
        support::lines(tx, case, lang, today)?,
        change::lines(tx, case, lang, today)?,
        dialogue::lines(tx, case, lang, today)?,
        gap::lines(tx, case, lang, today)?,
        survey::lines(tx, case, lang, today)?,
        channel::lines(tx, case, lang, today)?,
        report::lines(tx, case, lang, today)?,
        contacts::lines(tx, case, lang, today)?,
        review::lines(tx, case, lang, today)?,
        signal::lines(tx, case, lang)?,
    ] {
        all.extend(some);
    }
    // What an ended follow-up left open is history, not work.
    let ended = store::ended(tx, case.unwrap_or_default())?;
    all.retain(|line| !ended.contains(&line.case));
    all.extend(followup::light_lines(tx, case, lang, today)?);
    // What was proposed goes on after the end.
    all.extend(next_proposal::lines(tx, case, lang, today)?);
    rules::order(&mut all);
    Ok(all)
}

fn put_off<'a>(away: &'a [Away], line: &Line) -> Option<&'a Away> {
    away.iter().find(|away| may_put_off(line) && away.case == line.case && away.step == line.href)
}

/// What comes next in one case, nearest first, at most five; what was put off stands under its new day.
///
/// # Errors
/// The store's own.
pub fn of_case(tx: &Read<'_>, case: &str, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let mut all = lines(tx, Some(case), lang, today)?;
    let away = store::away(tx, case, today)?;
    for line in &mut all {
        if let Some(until) = put_off(&away, line).map(|away| away.until_on) {
            line.bucket = Bucket::Later;
            line.day = Some(until);
            line.when = T(lang).put_off_until(&lang.short_day(until));
        }
    }
    rules::order(&mut all);
    rules::gather_signals(&mut all, |n| T(lang).more_signals(n));
    all.truncate(5);
    Ok(all)
}

/// One line of a case by the step it stands for; none when it is not there any more.
pub(super) fn one_line(tx: &Read<'_>, case: &str, step: &str, lang: Lang) -> Result<Option<Line>, AppError> {
    Ok(lines(tx, Some(case), lang, tx.now().day())?.into_iter().find(|line| line.href == step && may_put_off(line)))
}

/// The day of the one who asks.
pub(super) fn board(tx: &Read<'_>, lang: Lang, today: Day) -> Result<Board, AppError> {
    let (away, deputy) = (store::away(tx, "", today)?, store::deputy_of(tx)?);
    let mut board = Board { open: Vec::new(), waiting: Vec::new(), stands_in: Vec::new(), away: Vec::new() };
    let all = match beside::lines(tx, lang, today)? {
        Some(all) => all,
        None => lines(tx, None, lang, today)?,
    };
    for line in all.into_iter().filter(|line| line.bucket != Bucket::Later) {
        let kept = put_off(&away, &line).cloned();
        match (kept, line.bucket, deputy.contains(&line.case)) {
            (Some(away), _, _) => board.away.push((line, away)),
            (None, Bucket::Waiting, true) => {}
            (None, _, true) => board.stands_in.push(line),
            (None, Bucket::Waiting, false) => board.waiting.push(line),
            (None, _, false) => board.open.push(line),
        }
    }
    for some in [&mut board.open, &mut board.stands_in] {
        rules::gather_signals(some, |n| T(lang).more_signals(n));
    }
    Ok(board)
}

/// A step inside a query.
pub(super) fn in_query(step: &str) -> String {
    step.bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"/-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn row(line: Line, desk: bool) -> Row {
    let later = (desk && may_put_off(&line)).then(|| format!("/cases/{}/later?step={}", line.case, in_query(&line.href)));
    Row { line, later }
}

/// A group of which so many stand open.
fn group(name: &'static str, over: bool, lines: Vec<Line>, open: usize, desk: bool) -> Group {
    let all = lines.len();
    let mut rows = lines.into_iter().map(|line| row(line, desk));
    let shown: Vec<Row> = rows.by_ref().take(open).collect();
    let rest: Vec<Row> = rows.take(FOLDED).collect();
    Group { name, over, all, beyond: all - shown.len() - rest.len(), shown, rest }
}

/// What keeps the desk waiting, counted by kind: 合意待ち 2・回答待ち 2.
fn waits(t: T, lines: &[Line]) -> String {
    let mut kinds: Vec<(Wait, usize)> = Vec::new();
    for wait in lines.iter().map(Wait::of) {
        match kinds.iter_mut().find(|(known, _)| *known == wait) {
            Some((_, n)) => *n += 1,
            None => kinds.push((wait, 1)),
        }
    }
    kinds.sort_unstable();
    kinds.iter().map(|(wait, n)| t.wait(*wait, *n)).collect::<Vec<_>>().join(t.dot())
}

/// What goes out soon and can be taken back, in a sentence; empty when nothing does.
fn leaving(tx: &Read<'_>, t: T) -> Result<String, StoreError> {
    let now = tx.now();
    let mails = store::leaving(tx, now.plus(-super::remind::KEPT))?;
    Ok(match mails.iter().filter(|mail| now < mail.due_at).count() {
        0 => String::new(),
        n => t.leaving(n),
    })
}

/// `GET /today`: what this consultant does now; for manager and branch RM, what waits for them.
pub async fn show(cx: Cx, Query(query): Query<HashMap<String, String>>) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let just = query.get("off").cloned();
    let (board, leaving, staff) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let mut board = board(tx, lang, today)?;
            let staff = if board.away.is_empty() { HashMap::new() } else { store::staff(tx)? };
            // Names only of what the page shows.
            for lines in [&mut board.open, &mut board.waiting, &mut board.stands_in] {
                let names = store::names(tx, lines.iter().take(rules::MOST + 3 * FOLDED).map(|line| line.case.as_str()), lang)?;
                for line in lines.iter_mut() {
                    line.who = names.get(&line.case).cloned().unwrap_or_default();
                }
            }
            board.away.truncate(FOLDED);
            let names = store::names(tx, board.away.iter().map(|(line, _)| line.case.as_str()), lang)?;
            for (line, _) in &mut board.away {
                line.who = names.get(&line.case).cloned().unwrap_or_default();
            }
            Ok::<_, AppError>((board, leaving(tx, t)?, staff))
        })
        .await?;
    let now = board.open.iter().filter(|line| line.bucket <= Bucket::Today).count();
    let (late, rest): (Vec<Line>, Vec<Line>) = board.open.into_iter().partition(|line| line.bucket == Bucket::Overdue);
    let (day, week): (Vec<Line>, Vec<Line>) = rest.into_iter().partition(|line| line.bucket == Bucket::Today);
    let [first, second, third] = shares([late.len(), day.len(), week.len()]);
    let f = cx.frame(t.title(), Nav::Today).await?;
    let desk = f.desk();
    let mut groups = vec![
        group(t.overdue(), true, late, first, desk),
        group(t.today(), false, day, second, desk),
        group(t.week(), false, week, third, desk),
    ];
    groups.retain(|group| group.all > 0);
    let (waits, lead) = (waits(t, &board.waiting), t.lead_of(now, board.waiting.len()));
    let later = |(line, away): (Line, Away)| {
        let who = staff.get(&away.author).map(String::as_str).unwrap_or_default();
        let why = Reason::parse(&away.reason).map_or("", |reason| t.reason(reason));
        Later { words: t.away_words(&lang.short_day(away.until_on), why, who), line, id: away.id }
    };
    let away: Vec<Later> = board.away.into_iter().map(later).collect();
    let just = just.and_then(|id| away.iter().position(|one| one.id == id));
    page(&TodayPage {
        f,
        t,
        day: lang.short_day(today),
        iso: today.to_string(),
        lead,
        groups,
        waiting: group(t.waiting(), false, board.waiting, 0, desk),
        waits,
        stands_in: group(t.stands_in(), false, board.stands_in, 0, desk),
        just: just.and_then(|at| away.get(at)).map(|one| Later { line: one.line.clone(), words: one.words.clone(), id: one.id.clone() }),
        away,
        leaving,
    })
}
