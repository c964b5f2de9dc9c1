//! `GET /my`: the portal's home.

use askama::Template;
use base::actor::Holder;
use base::register::{Contact, Naming, Person, Placement};
use base::sql;
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::Ask;
use super::rules::{Request, When, gathered};
use super::text::T;
use crate::placement::{self, Facts};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};
use crate::{
    booklet, change, channel, check_in, closing, consent, dialogue, followup, gap, goal_sheet, letter, naming, next_proposal, preparation,
    report, review, support, survey,
};

#[derive(Template)]
#[template(path = "portal/home.html")]
struct HomePage {
    f: Frame,
    t: T,
    dear: String,
    person_side: bool,
    /// Whether this reader names who reads the papers.
    names: bool,
    cases: Vec<Case>,
    asks: Vec<Request>,
    /// How many things are asked for, those along with another too.
    asked: usize,
    /// How many of them beside the first request.
    more: usize,
}

struct Case {
    title: String,
    since: String,
    /// What is looked at most: goals, the newest report, the next talk, the way to the desk.
    sections: Vec<String>,
    /// Everything else, folded.
    rest: Vec<String>,
    desk: String,
}

/// The cases of the one who is signed in, newest first.
pub(crate) fn cases(tx: &Read<'_>) -> Result<Vec<Entry>, AppError> {
    let rows: Vec<(String,)> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement => "select id from placements order by created_at desc, id desc"),
        vec![],
    )?;
    rows.iter().map(|(id,)| tx.enter(id).map_err(AppError::from)).collect()
}

/// The case a portal page is about: the one named in the query, else the newest.
pub(crate) fn one_case(tx: &Read<'_>, named: Option<&str>) -> Result<Entry, AppError> {
    match named {
        Some(id) => Ok(tx.enter(id)?),
        None => cases(tx)?.into_iter().next().ok_or(AppError::NotFound),
    }
}

/// What the party of this entry is asked for.
fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let booklet = booklet::asks(tx, entry, lang)?;
    let papers = if booklet.is_empty() { goal_sheet::asks(tx, entry, lang)? } else { booklet };
    let mut asks = Vec::new();
    for some in [
        consent::asks(tx, entry, lang)?,
        papers,
        naming::asks(tx, entry, lang)?,
        preparation::asks(tx, entry, lang)?,
        report::asks(tx, entry, lang)?,
        letter::asks(tx, entry, lang)?,
        followup::asks(tx, entry, lang)?,
        review::asks(tx, entry, lang)?,
        survey::asks(tx, entry, lang)?,
        change::asks(tx, entry, lang)?,
        check_in::asks(tx, entry, lang)?,
    ] {
        asks.extend(some);
    }
    Ok(asks)
}

/// Whether the first day is still ahead by the state of the case.
fn before(facts: &Facts) -> bool {
    matches!(facts.state.as_str(), "preparing" | "agreeing")
}

/// Whether anything waits for the one who acts in a case before its first day: what the week's mail is about.
///
/// # Errors
/// The store's own.
pub(crate) fn waits_before(tx: &Read<'_>) -> Result<bool, AppError> {
    for entry in cases(tx)? {
        if before(&placement::facts(tx, &entry)?) && !asks(tx, &entry, Lang::Ja)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether anything waits for the one who acts in this case: what a second mail about it is for.
///
/// # Errors
/// The store's own.
pub(crate) fn waits_in(tx: &Read<'_>, case: &str) -> Result<bool, AppError> {
    Ok(!asks(tx, &tx.enter(case)?, Lang::Ja)?.is_empty())
}

fn case(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<(Case, Vec<(When, Ask)>), AppError> {
    let t = T(lang);
    let facts: Facts = placement::facts(tx, entry)?;
    let person_side = matches!(tx.actor().holder(), Some(Holder::Person(_)));
    let title = if person_side {
        t.case_person(&facts.company, &facts.post)
    } else {
        t.case_company(placement::family_name(&facts.person), &facts.post)
    };
    let today = tx.now().day();
    let since = match facts.join_on {
        Some(day) if day <= today => t.joined_on(&lang.day(day)),
        Some(day) => t.joins_on(&lang.day(day)),
        None => facts.start_word().put(crate::web::text::T(lang).undecided_join()),
    };
    let first = [
        closing::home(tx, entry, lang)?,
        goal_sheet::home(tx, entry, lang)?,
        next_proposal::home(tx, entry, next_proposal::Age::New, lang)?,
        report::home(tx, entry, lang)?,
        letter::home(tx, entry, lang)?,
        check_in::home(tx, entry, lang)?,
        channel::home(tx, entry, lang)?,
    ];
    let rest = [
        booklet::home(tx, entry, lang)?,
        preparation::home(tx, entry, lang)?,
        review::home(tx, entry, lang)?,
        next_proposal::home(tx, entry, next_proposal::Age::Older, lang)?,
        change::home(tx, entry, lang)?,
        dialogue::home(tx, entry, lang)?,
        gap::home(tx, entry, lang)?,
        survey::home(tx, entry, lang)?,
        support::home(tx, entry, lang)?,
    ];
    let (sections, rest) = (first.into_iter().flatten().collect(), rest.into_iter().flatten().collect());
    let asks = asks(tx, entry, lang)?;
    let when = if before(&facts) && !person_side { When::CompanyBefore } else { When::Otherwise };
    let (consultant, deputy) = placement::desk_of(tx, entry)?;
    let mut desk = t.desk(&consultant.unwrap_or(facts.consultant_name));
    if let Some(deputy) = deputy {
        desk.push_str(&t.deputy(&deputy));
    }
    Ok((Case { title, since, sections, rest, desk }, asks.into_iter().map(|ask| (when, ask)).collect()))
}

/// `GET /my`.
pub async fn home(cx: Cx) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let (dear, person_side, names, cases, asks) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (mut drawn, mut asks, mut names) = (Vec::new(), Vec::new(), false);
            for entry in cases(tx)? {
                let (one, some) = case(tx, &entry, lang)?;
                names |= entry.may::<Naming, deed::Change>();
                drawn.push(one);
                asks.extend(some);
            }
            let (dear, person_side) = match tx.actor().holder() {
                Some(Holder::Contact(id)) => {
                    let row: Option<(String,)> = tx.maybe(
                        &tx.reach::<Contact, deed::View>()?,
                        sql!(Contact => "select name from contacts where id = $1"),
                        base::args![id],
                    )?;
                    (row.map(|(name,)| t.dear(&name)).unwrap_or_default(), false)
                }
                _ => {
                    let row: Option<(String,)> =
                        tx.maybe(&tx.reach::<Person, deed::View>()?, sql!(Person => "select name from persons"), vec![])?;
                    (row.map(|(name,)| t.dear_person(&name)).unwrap_or_default(), true)
                }
            };
            // After the person's time has run out, and before anyone has come in, there is nobody to greet by name.
            let dear = if dear.is_empty() { t.home().to_owned() } else { dear };
            Ok::<_, AppError>((dear, person_side, names, drawn, asks))
        })
        .await?;
    let (asked, asks) = (asks.len(), gathered(asks));
    page(&HomePage {
        f: cx.frame(t.home(), Nav::Home).await?,
        t,
        dear,
        person_side,
        names,
        cases,
        asked,
        more: asked.saturating_sub(asks.first().map_or(0, |first| 1 + first.also.len())),
        asks,
    })
}
