//! `GET /today`.

use std::collections::HashMap;

use askama::Template;
use base::clock::Day;
use base::register::{Company, Person, Placement};
use base::sql;
use base::store::{Read, deed};
use base::text::Lang;

use super::text::T;
use super::{Bucket, Line};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};
use crate::{
    booklet, change, channel, check_in, consent, contacts, dialogue, followup, gap, goal_sheet, next_proposal, placement, preparation,
    report, review, support, survey,
};

/// At most this many open lines (ux.md §4.4).
const MOST: usize = 12;

#[derive(Template)]
#[template(path = "today/show.html")]
struct TodayPage {
    f: Frame,
    t: T,
    day: String,
    iso: String,
    lead: String,
    groups: Vec<(&'static str, bool, Vec<Line>)>,
    waiting: Vec<Line>,
    more: usize,
}

fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
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
    ] {
        all.extend(some);
    }
    // What an ended follow-up left open is history, not work.
    let ended: Vec<(String,)> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement => "select id from placements where state in ('closed', 'left') and ($1 = '' or id = $1) order by id"),
        base::args![case.unwrap_or_default()],
    )?;
    all.retain(|line| !ended.iter().any(|(id,)| *id == line.case));
    all.extend(followup::light_lines(tx, case, lang, today)?);
    // What was proposed goes on after the end.
    all.extend(next_proposal::lines(tx, case, lang, today)?);
    all.sort_by(|a, b| (a.bucket, a.day, &a.case).cmp(&(b.bucket, b.day, &b.case)));
    Ok(all)
}

/// What comes next in one case, nearest first, at most five.
///
/// # Errors
/// The store's own.
pub fn of_case(tx: &Read<'_>, case: &str, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let mut all = lines(tx, Some(case), lang, today)?;
    all.truncate(5);
    Ok(all)
}

fn named(tx: &Read<'_>, mut lines: Vec<Line>, lang: Lang) -> Result<Vec<Line>, AppError> {
    let rows: Vec<(String, String, String)> = tx.rows(
        (&tx.reach::<Placement, deed::View>()?, &tx.reach::<Company, deed::View>()?, &tx.reach::<Person, deed::View>()?),
        sql!(Placement, Company, Person => "select p.id, c.name, h.name from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id order by p.id"),
        vec![],
    )?;
    let names: HashMap<String, String> =
        rows.into_iter().map(|(id, company, person)| (id, placement::who(&company, &person, lang))).collect();
    for line in &mut lines {
        line.who = names.get(&line.case).cloned().unwrap_or_default();
    }
    Ok(lines)
}

/// `GET /today`: what this consultant does now.
pub async fn show(cx: Cx) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let all = cx.db.read(cx.actor()?, move |tx| lines(tx, None, lang, today).and_then(|lines| named(tx, lines, lang))).await?;
    let (waiting, open): (Vec<_>, Vec<_>) =
        all.into_iter().filter(|line| line.bucket != Bucket::Later).partition(|line| line.bucket == Bucket::Waiting);
    let now = open.iter().filter(|line| line.bucket <= Bucket::Today).count();
    let more = open.len().saturating_sub(MOST);
    let mut groups = vec![(t.overdue(), true, Vec::new()), (t.today(), false, Vec::new()), (t.week(), false, Vec::new())];
    for line in open.into_iter().take(MOST) {
        groups[line.bucket as usize].2.push(line);
    }
    groups.retain(|(_, _, lines)| !lines.is_empty());
    let lead = t.lead(now, waiting.len());
    page(&TodayPage {
        f: cx.frame(t.title(), Nav::Today).await?,
        t,
        day: lang.short_day(today),
        iso: today.to_string(),
        lead,
        groups,
        waiting,
        more,
    })
}
