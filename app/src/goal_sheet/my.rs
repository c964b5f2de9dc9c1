//! The portal's pages: the sheet at a glance, one goal a page, and one press to agree. They work without script.
//!
//! Before the review is asked for, company and person see that the desk is preparing, and nothing else.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use base::access::Seat;
use base::actor::Side;
use base::clock::Instant;
use base::register::{GoalProposal, GoalSheet};
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;

use super::content::{Part, What};
use super::proposal;
use super::rules::{Paper, Refusal};
use super::store::{self, Halt, VersionLine};
use super::text::{P, T};
use super::view::{Diff, GoalBox, Words, diffs, issues};
use super::web::{VersionView, version_view};
use crate::agreement::{self, Eyes, Given, People, SealBox, Sealing, carry_out, shown};
use crate::placement::{self, IssueEdition};
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Form, Frame, go, page_with};

/// The sheet as a party of the portal reaches it.
pub(super) struct Mine {
    /// The case.
    pub entry: Entry,
    /// The sheet; none before the parties were asked.
    pub paper: Option<Paper>,
    /// Who belongs to the agreement.
    pub people: People,
    /// The reader's side.
    pub side: Side,
    /// Whether the reader is the signatory of that side.
    pub signs: bool,
    /// Whether the reader may write to the desk about it: as long as the case runs.
    pub writes: bool,
}

/// Loads the sheet for the one who acts; `case` names one of several.
///
/// # Errors
/// `NotFound` for someone who is not named for it.
pub(super) fn mine(tx: &Read<'_>, case: Option<&str>) -> Result<Mine, AppError> {
    let entry = one_case(tx, case)?;
    entry.pass::<GoalSheet, deed::View>()?;
    let paper = store::load(tx, &entry)?;
    if paper.is_none() && !matches!(entry.seat(), Seat::Owner | Seat::Person) {
        return Err(AppError::NotFound);
    }
    let people = agreement::of(tx, &entry)?;
    let signs = agreement::signs(tx, &entry, &people);
    let writes = entry.may::<GoalProposal, deed::Change>() && !placement::facts(tx, &entry)?.ended();
    Ok(Mine { paper: paper.filter(Paper::is_shown), people, side: tx.actor().side(), signs, writes, entry })
}

/// What a party is asked to look at, in sentences; the first time it is the whole sheet.
pub(super) fn requests(paper: &Paper, side: Side, eyes: &Eyes<'_>) -> Vec<String> {
    let p = P(eyes.lang);
    let open = paper.open(side);
    if open.is_empty() || paper.ended {
        return Vec::new();
    }
    if !paper.seals.iter().any(|seal| seal.party == side) {
        return vec![p.my_first().to_owned()];
    }
    let leaving = |part: &&Part| matches!(part.what, What::Leaving(_));
    let of = |chosen: &dyn Fn(&&Part) -> bool| open.iter().filter(|part| chosen(part)).cloned().collect::<Vec<_>>();
    let changed = of(&|part| !leaving(part) && paper.reopened(part, side));
    let added = of(&|part| !leaving(part) && !paper.reopened(part, side));
    let left = of(&leaving);
    let mut all = Vec::new();
    for (parts, sentence) in [
        (&changed, P::my_reopen as fn(P, &str) -> String),
        (&added, P::my_added as fn(P, &str) -> String),
        (&left, P::my_leaves as fn(P, &str) -> String),
    ] {
        if !parts.is_empty() {
            all.push(sentence(p, &eyes.parts(parts)));
        }
    }
    all
}

/// The goal on whose page a party agrees: the last that is open; none when only mission and period are.
fn last_open(paper: &Paper, side: Side) -> Option<i64> {
    paper.open(side).iter().filter_map(|part| goal_no(part.what)).next_back()
}

fn goal_no(what: What) -> Option<i64> {
    match what {
        What::Mission => None,
        What::Goal(no) | What::Leaving(no) => Some(no),
    }
}

/// What the agree button needs: the parts that are agreed to by name, and all parts as they are shown.
struct Agree {
    names: Vec<String>,
    parts: Vec<Part>,
}

fn agree_box(mine: &Mine, paper: &Paper, lang: Lang) -> Agree {
    let t = T(lang);
    Agree { names: paper.open(mine.side).iter().map(|part| t.part(part.what)).collect(), parts: paper.content.parts() }
}

#[derive(Template)]
#[template(path = "goal_sheet/my.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one question of the page")]
struct MyPage {
    f: Frame,
    t: T,
    p: P,
    case: String,
    heading: String,
    exists: bool,
    notice: String,
    requests: Vec<String>,
    /// The first goal to look at.
    begin: String,
    agree: Option<Agree>,
    other_signs: String,
    says: String,
    strip: Vec<SealBox>,
    words: Words,
    diffs: Vec<Diff>,
    reason: String,
    standing: String,
    /// That an agreement given in words or on paper was recorded; empty when there was none.
    recorded: &'static str,
    versions: Vec<(i64, String)>,
    writes: bool,
    has_sent: bool,
    news: bool,
}

struct Overview {
    mine: Mine,
    versions: Vec<VersionLine>,
    issues: Vec<IssueEdition>,
    has_sent: bool,
    news: bool,
}

fn overview(tx: &Read<'_>, case: Option<&str>) -> Result<Overview, AppError> {
    let mine = mine(tx, case)?;
    let sends = mine.entry.may::<GoalProposal, deed::Change>();
    Ok(Overview {
        versions: store::versions(tx, &mine.entry)?,
        issues: issues(tx, &mine.entry)?,
        has_sent: sends && !proposal::items(tx, &mine.entry)?.is_empty(),
        news: proposal::has_news(tx, &mine.entry)?,
        mine,
    })
}

async fn my_page(cx: &Cx, case: Option<String>, status: StatusCode, notice: &str) -> Answer {
    let (t, p, lang) = (T(cx.lang), P(cx.lang), cx.lang);
    let Overview { mine, versions, issues, has_sent, news } = cx.db.read(cx.actor()?, move |tx| overview(tx, case.as_deref())).await?;
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    let paper = mine.paper.as_ref();
    let requests = paper.map(|paper| requests(paper, mine.side, &eyes)).unwrap_or_default();
    let asked = !requests.is_empty();
    let open_goal = paper.and_then(|paper| paper.open(mine.side).iter().find_map(|part| goal_no(part.what)));
    let signatories = mine.people.signatories(mine.side);
    let changed = |paper: &Paper| paper.last.as_ref().map(|last| diffs(&last.content, &paper.content, lang));
    let page = MyPage {
        f: cx.frame(p.my_title(), Nav::Goals).await?,
        t,
        p,
        case: mine.entry.placement().to_owned(),
        heading: if mine.side == Side::Person {
            p.my_title().to_owned()
        } else {
            p.my_title_company(crate::placement::family_name(&mine.people.person.name))
        },
        exists: paper.is_some(),
        notice: notice.to_owned(),
        begin: open_goal.filter(|_| mine.signs).map(|no| no.to_string()).unwrap_or_default(),
        agree: paper.filter(|_| mine.signs && asked && open_goal.is_none()).map(|paper| agree_box(&mine, paper, lang)),
        other_signs: if asked && !mine.signs { p.my_other_signs(&signatories.join(t.and())) } else { String::new() },
        requests: if mine.signs { requests } else { Vec::new() },
        says: paper.map(|paper| eyes.says(paper)).unwrap_or_default(),
        strip: paper.map(|paper| eyes.strip(paper)).unwrap_or_default(),
        words: paper.map(|paper| eyes.words(paper).tied(&paper.content, &issues, lang)).unwrap_or_default(),
        diffs: paper.and_then(changed).unwrap_or_default(),
        reason: paper.map(|paper| paper.reason.clone()).unwrap_or_default(),
        recorded: paper.map(|paper| eyes.recorded(paper, Instant(0))).unwrap_or_default(),
        standing: paper
            .filter(|paper| paper.edition > 0 && !paper.is_complete())
            .map(|paper| p.my_version_now(paper.edition))
            .unwrap_or_default(),
        versions: versions.iter().map(|line| (line.edition, t.version_line(line.edition, &lang.day(line.at.day())))).collect(),
        writes: mine.writes,
        has_sent,
        news,
    };
    page_with(status, &page)
}

/// `GET /my/goals`: the sheet at a glance.
pub async fn overview_page(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    my_page(&cx, query.get("case").cloned(), StatusCode::OK, "").await
}

#[derive(Template)]
#[template(path = "goal_sheet/my_goal.html")]
struct GoalPage {
    f: Frame,
    t: T,
    p: P,
    case: String,
    goal: GoalBox,
    step: String,
    prev: Option<String>,
    next: Option<String>,
    diffs: Vec<Diff>,
    agree: Option<Agree>,
    writes: bool,
}

/// `GET /my/goals/{n}`: one goal a page; on the page of the last open one stands the button to agree.
pub async fn goal_page(cx: Cx, Path(no): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let (t, p, lang) = (T(cx.lang), P(cx.lang), cx.lang);
    let no: i64 = no.parse().map_err(|_| AppError::NotFound)?;
    let case = query.get("case").cloned();
    let (mine, issues) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let mine = mine(tx, case.as_deref())?;
            let issues = issues(tx, &mine.entry)?;
            Ok::<_, AppError>((mine, issues))
        })
        .await?;
    let paper = mine.paper.as_ref().ok_or(AppError::NotFound)?;
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    let order: Vec<i64> = paper.content.in_order().iter().map(|(goal, _)| goal.no).collect();
    let at = order.iter().position(|one| *one == no).ok_or(AppError::NotFound)?;
    let goal = eyes.words(paper).tied(&paper.content, &issues, lang).goals.into_iter().nth(at).ok_or(AppError::NotFound)?;
    let changes = paper.last.iter().flat_map(|last| super::content::changes(&last.content, &paper.content));
    let diffs = changes
        .filter(|change| change.goal() == Some(no))
        .map(|change| t.change(&change))
        .map(|(what, was, now)| Diff { what, was, now })
        .collect();
    let agrees = mine.signs && !paper.ended && last_open(paper, mine.side) == Some(no);
    let page = GoalPage {
        f: cx.frame(goal.title.clone(), Nav::Goals).await?,
        t,
        p,
        case: mine.entry.placement().to_owned(),
        step: p.my_step(at + 1, order.len()),
        prev: at.checked_sub(1).and_then(|before| order.get(before)).map(ToString::to_string),
        next: order.get(at + 1).map(ToString::to_string),
        diffs,
        agree: agrees.then(|| agree_box(&mine, paper, lang)),
        writes: mine.writes,
        goal,
    };
    page_with(StatusCode::OK, &page)
}

/// `POST /my/goals/agree`: one press agrees to everything that is open for this party, as it was shown.
pub async fn agree(cx: Cx, form: Form) -> Answer {
    let (p, t) = (P(cx.lang), T(cx.lang));
    let case = Some(form.get("case").to_owned()).filter(|case| !case.is_empty());
    let (parts, asked) = (shown(&form, "part"), case.clone());
    let done = carry_out(&cx, form.key(), move |tx| {
        let Mine { entry, people, side, signs, .. } = mine(tx, asked.as_deref()).map_err(Halt::App)?;
        if !signs {
            return Err(Halt::App(AppError::NotFound));
        }
        let name = agreement::own_name(tx, &entry, &people)?;
        let given = Given::on_screen(side, name);
        let back = format!("/my/goals?case={}&done=agreed", entry.placement());
        match store::seal(tx, &entry, &given, &parts) {
            // Pressed twice: the first press was enough.
            Err(Halt::Refused(Refusal::NothingOpen)) => Err(Halt::Already(back)),
            other => Ok((other?, back)),
        }
    });
    match done.await {
        Ok(back) | Err(Halt::Already(back)) => Ok(go(&back)),
        Err(Halt::Refused(Refusal::Ended)) => my_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, t.says_ended()).await,
        Err(Halt::Refused(Refusal::NotAsked)) => Err(AppError::NotFound),
        Err(Halt::Refused(_) | Halt::App(AppError::Stale)) => my_page(&cx, case, StatusCode::CONFLICT, p.my_changed()).await,
        Err(Halt::App(error)) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "goal_sheet/my_version.html")]
struct MyVersionPage {
    f: Frame,
    t: T,
    reason: String,
    p: P,
    case: String,
    edition: i64,
    day: String,
    seals: Vec<SealBox>,
    words: Words,
    about_changes: String,
    diffs: Vec<Diff>,
}

/// `GET /my/goals/versions/{edition}`: what was agreed, as it was agreed.
pub async fn version(cx: Cx, Path(edition): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    let (t, p, lang) = (T(cx.lang), P(cx.lang), cx.lang);
    let edition: i64 = edition.parse().map_err(|_| AppError::NotFound)?;
    let case = query.get("case").cloned();
    let (case, view) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let mine = mine(tx, case.as_deref())?;
            let view = version_view(tx, &mine.entry, edition, mine.side, lang)?;
            Ok::<_, AppError>((mine.entry.placement().to_owned(), view))
        })
        .await?;
    let VersionView { reason, day, seals, words, about_changes, diffs } = view;
    let f = cx.frame(t.version_title(edition), Nav::Goals).await?;
    page_with(StatusCode::OK, &MyVersionPage { f, t, reason, p, case, edition, day, seals, words, about_changes, diffs })
}
