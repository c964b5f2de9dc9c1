//! The readers' inbox, by age and state, and the trace compliance reads: never a word of what was written.

use std::collections::HashMap;

use askama::Template;
use base::actor::StaffSeat;
use base::register::{Audit, Company, Person, Placement, StaffName, Thread as Record, WithoutConsent};
use base::store::{Read, StoreError, deed};
use base::text::Lang;
use base::{args, sql};

use super::desk::left;
use super::store;
use super::text::T;
use crate::check_in::rules::Reason;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

struct Row {
    id: String,
    who: String,
    side: &'static str,
    side_words: &'static str,
    since: String,
    state: String,
    wish: &'static str,
    open: bool,
}

#[derive(Template)]
#[template(path = "channel/inbox.html")]
struct InboxPage {
    f: Frame,
    t: T,
    r: crate::relay::text::T,
    manager: bool,
    any_open: bool,
    any_answered: bool,
    rows: Vec<Row>,
    bare: Vec<(String, String, String, String)>,
}

fn ago(t: T, days: i64) -> String {
    if days <= 0 { t.since_today().to_owned() } else { t.since(days) }
}

/// Company and person of every case within reach.
fn cases(tx: &Read<'_>, lang: Lang) -> Result<HashMap<String, String>, StoreError> {
    let rows: Vec<(String, String, String)> = tx.rows(
        (&tx.reach::<Placement, deed::View>()?, &tx.reach::<Company, deed::View>()?, &tx.reach::<Person, deed::View>()?),
        sql!(Placement, Company, Person => "select p.id, c.name, h.name from placements p join companies c on c.id = p.company_id join persons h on h.id = p.person_id order by p.id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(|(id, company, person)| (id, placement::who(&company, &person, lang))).collect())
}

/// `GET /consults`: for a reader what waits for them; for a manager also that the others are there.
pub async fn list(cx: Cx) -> Answer {
    let (t, w, lang) = (T(cx.lang), crate::web::text::T(cx.lang), cx.lang);
    let manager = cx.seat() == Some(StaffSeat::Manager);
    let (rows, bare) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (names, now) = (cases(tx, lang)?, tx.now());
            let who = |case: &str| names.get(case).cloned().unwrap_or_default();
            let rows: Vec<Row> = store::all(tx)?
                .into_iter()
                .map(|thread| Row {
                    who: who(&thread.case),
                    side: thread.side().code(),
                    side_words: w.side(thread.side()),
                    since: ago(t, thread.moved_at.day().until(now.day())),
                    state: left(t, now, &thread.state, thread.due_on),
                    wish: if thread.trial { t.trial_matter() } else { t.wish_word(thread.wish()) },
                    open: thread.state == "open",
                    id: thread.id,
                })
                .collect();
            let mut bare = Vec::new();
            if manager {
                for one in store::bare(tx, "")?.into_iter().filter(|one| rows.iter().all(|row| row.id != one.id)) {
                    let since = ago(t, one.created_at.day().until(now.day()));
                    bare.push((who(&one.case), since, left(t, now, &one.state, one.due_on), one.id));
                }
            }
            Ok::<_, AppError>((rows, bare))
        })
        .await?;
    let (any_open, any_answered) = (rows.iter().any(|row| row.open), rows.iter().any(|row| !row.open));
    let f = cx.frame(t.inbox_title(), Nav::Consult).await?;
    page(&InboxPage { f, t, r: crate::relay::text::T(lang), manager, any_open, any_answered, rows, bare })
}

base::row! {
    struct Line { at: base::clock::Instant, actor: String, detail: String }
    struct Without { ground: String, state: String, barred: bool, created_at: base::clock::Instant }
}

#[derive(Template)]
#[template(path = "channel/trace.html")]
struct TracePage {
    f: Frame,
    t: T,
    open: String,
    oldest: String,
    reads: Vec<(String, String, String)>,
    without: Vec<(String, String, String)>,
}

/// `GET /consults/trace`: what compliance sees — how many wait and how long, who read with which reason, what was passed on
/// without a yes and on which ground. No case, no name of a party, no word.
pub async fn trace(cx: Cx) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (open, oldest, reads, without) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let waiting: Vec<(String, base::clock::Instant)> = tx.rows(
                &tx.reach::<Record, deed::Exists>()?,
                sql!(Record => "select id, created_at from threads where state = 'open' order by created_at, id"),
                vec![],
            )?;
            let oldest = waiting.first().map(|(_, at)| ago(t, at.day().until(tx.now().day()))).unwrap_or_default();
            let staff: Vec<(String, String)> =
                tx.rows(&tx.staff_names(), sql!(StaffName => "select id, name from staff_names order by id"), vec![])?;
            let lines: Vec<Line> = tx.rows(
                &tx.desk()?.pass::<Audit, deed::View>()?,
                sql!(Audit => "select at, actor, detail from audits where act = 'text.read' and detail like $1 order by seq desc limit 100"),
                args!["%because:%"],
            )?;
            let reads = lines
                .into_iter()
                .map(|line| {
                    let why = line.detail.split(' ').find_map(|word| word.strip_prefix("because:")).and_then(Reason::parse);
                    let name = staff.iter().find(|(id, _)| *id == line.actor).map(|(_, name)| name.clone()).unwrap_or_default();
                    let why = why.map_or("", |why| crate::check_in::text::T(lang).reason_word(why));
                    (lang.moment(line.at), name, why.to_owned())
                })
                .collect::<Vec<_>>();
            let without: Vec<Without> = tx.rows(
                &tx.reach::<WithoutConsent, deed::Exists>()?,
                sql!(WithoutConsent => "select ground, state, barred, created_at from withouts_consent order by created_at desc, id desc"),
                vec![],
            )?;
            let r = crate::relay::text::T(lang);
            let without = without
                .into_iter()
                .map(|one| {
                    let told = if one.barred { r.barred_yes() } else { r.barred_no() };
                    (lang.moment(one.created_at), format!("{}・{told}", r.ground_word(&one.ground)), r.exception_state(&one.state).to_owned())
                })
                .collect::<Vec<_>>();
            Ok::<_, AppError>((i64::try_from(waiting.len()).unwrap_or(0), oldest, reads, without))
        })
        .await?;
    page(&TracePage { f: cx.frame(t.trace_title(), Nav::Consult).await?, t, open: t.trace_open(open), oldest, reads, without })
}
