//! What proposals hand to the case page, to 今日 and to the company's home.

use askama::Template;
use base::clock::{DAY, Day};
use base::register::{NextProposal, ProposalSheet};
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::board::commas;
use super::store;
use super::text::T;
use super::web::income;
use crate::case::Panel;
use crate::today::{Bucket, Line};
use crate::web::AppError;

fn drawn(template: &impl Template) -> Result<String, AppError> {
    template.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))
}

#[derive(Template)]
#[template(path = "next_proposal/panel.html")]
struct PanelHtml {
    t: T,
    case: String,
    rows: Vec<(String, &'static str, String, &'static str)>,
    income: String,
    writes: bool,
}

/// The section of the case page: the proposals of this case and the income that came of its follow-up.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    let t = T(lang);
    if !entry.may::<NextProposal, deed::View>() {
        return Ok(None);
    }
    let rows: Vec<_> = store::of_case(tx, entry)?
        .into_iter()
        .map(|one| (one.id.clone(), t.kind_word(&one.kind), one.issue.clone(), t.state_word(one.state())))
        .collect();
    let income = income(tx, entry)?;
    let income = if income > 0 { t.income_of_case(&commas(income)) } else { String::new() };
    let writes = entry.may::<NextProposal, deed::Change>();
    Ok(Some(Panel { aside: true, html: drawn(&PanelHtml { t, case: entry.placement().to_owned(), rows, income, writes })? }))
}

#[derive(Template)]
#[template(path = "next_proposal/home.html")]
struct HomeHtml {
    t: T,
    rows: Vec<(String, &'static str, String)>,
    age: Age,
}

/// Where on the company's home a proposal stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Age {
    /// Put before the company within [`NEW`]: among what is looked at first.
    New,
    /// Before that.
    Older,
}

/// So long a proposal is new.
const NEW: i64 = 14 * DAY;

/// The section of the company's home: what was put before it, new or older.
///
/// # Errors
/// The store's own.
pub fn home(tx: &Read<'_>, entry: &Entry, age: Age, lang: Lang) -> Result<Option<String>, AppError> {
    let t = T(lang);
    if !entry.may::<ProposalSheet, deed::View>() {
        return Ok(None);
    }
    let since = tx.now().plus(-NEW);
    let rows: Vec<_> = store::sheets(tx, entry)?
        .into_iter()
        .filter(|sheet| (sheet.created_at > since) == (age == Age::New))
        .map(|sheet| (sheet.id, t.kind_word(&sheet.kind), lang.day(sheet.created_at.day())))
        .collect();
    if rows.is_empty() { Ok(None) } else { drawn(&HomeHtml { t, rows, age }).map(Some) }
}

/// Lines for 今日: a next step of an own proposal is due.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let all = match store::all(tx, case.unwrap_or_default()) {
        Ok(all) => all,
        Err(base::store::StoreError::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let me = tx.actor().id();
    Ok(all
        .into_iter()
        .filter(|one| one.state().is_open() && one.keeper == me)
        .filter_map(|one| {
            let day = one.next_on?;
            Some(Line {
                bucket: Bucket::of(day, today),
                day: Some(day),
                when: lang.short_day(day),
                href: format!("/proposals/{}", one.id),
                case: one.case,
                who: String::new(),
                what: t.l_what(t.kind_word(&one.kind)),
                why: t.l_why(t.kind_word(&one.kind)),
                button: t.l_button().to_owned(),
            })
        })
        .collect())
}
