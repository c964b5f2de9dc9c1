//! The desk's pages: the sheet with its strip, asking for the review, the bank's confirmation, an agreement by word of mouth
//! or on paper, a version.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::access::Seat;
use base::actor::Side;
use base::clock::Day;
use base::register::{Agreement, GoalSheet};
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;

use super::content::Part;
use super::proposal::{self, ProposalLine};
use super::rules::{Paper, Refusal};
use super::store::{self, Halt};
use super::text::{D, F, T, X};
use super::view::{Diff, Words, diffs, issues, kept_words};
use crate::agreement::signed::{self, Signed};
use crate::agreement::text::S;
use crate::agreement::{self, Eyes, Given, Owner, People, Reached, SealBox, Sealing, Way, carry_out, shown};
use crate::placement::{self, IssueEdition, StartWord};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "goal_sheet/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    d: D,
    x: X,
    w: F,
    reason: String,
    case: String,
    who: String,
    state: String,
    says: String,
    sentences: Vec<String>,
    strip: Vec<SealBox>,
    words: Words,
    pending_title: String,
    pending: Vec<Diff>,
    told: Vec<String>,
    proposals: Vec<ProposalLine>,
    versions: Vec<(i64, String)>,
    pages: Vec<(String, String)>,
    s: S,
    parts: Vec<Part>,
    draft_no: i64,
    notice: String,
    confirm_key: String,
    desk: bool,
    offers: Offers,
}

/// What the desk can do with the sheet as it stands.
#[expect(clippy::struct_excessive_bools, reason = "each is one question of the page")]
#[derive(Clone, Copy, Debug, Default)]
struct Offers {
    exists: bool,
    shown: bool,
    edit: bool,
    ask: bool,
    /// Asking is what comes next.
    ask_first: bool,
    confirm: bool,
    spoken: bool,
}

impl Offers {
    fn of(paper: Option<&Paper>) -> Offers {
        let Some(paper) = paper else { return Offers { edit: true, ..Offers::default() } };
        let open = |side| !paper.open(side).is_empty();
        let asks = paper.ask().is_ok();
        Offers {
            exists: true,
            shown: paper.is_shown(),
            edit: !paper.ended,
            ask: asks,
            ask_first: asks && paper.asked_no < paper.draft_no,
            confirm: !paper.ended && open(Side::Bank),
            spoken: !paper.ended && (open(Side::Company) || open(Side::Person)),
        }
    }
}

struct Gathered {
    who: String,
    paper: Option<Paper>,
    people: People,
    join_on: Option<Day>,
    word: StartWord,
    receivers: Vec<(Side, Owner, Reached)>,
    proposals: Vec<ProposalLine>,
    versions: Vec<store::VersionLine>,
    issues: Vec<IssueEdition>,
    pages: Vec<signed::PageLine>,
    desk: bool,
}

fn gather(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Gathered, AppError> {
    let entry = tx.enter(case)?;
    entry.pass::<GoalSheet, deed::View>()?;
    let facts = placement::facts(tx, &entry)?;
    let people = agreement::of(tx, &entry)?;
    let desk = entry.seat() == Seat::Consultant;
    let paper = store::load(tx, &entry)?;
    Ok(Gathered {
        who: facts.short(lang),
        join_on: facts.join_on,
        word: facts.start_word(),
        receivers: if desk { agreement::receivers(tx, &entry, &people)? } else { Vec::new() },
        proposals: proposal::lines(tx, &entry, paper.as_ref(), lang)?,
        versions: store::versions(tx, &entry)?,
        issues: issues(tx, &entry)?,
        pages: signed::pages(tx, &entry, Signed::Goals)?,
        people,
        paper,
        desk,
    })
}

/// What is still to come, in sentences.
fn sentences(paper: &Paper, eyes: &Eyes<'_>, join_on: Option<Day>, word: StartWord, today: Day) -> Vec<String> {
    let (t, d) = (T(eyes.lang), D(eyes.lang));
    let mut all = Vec::new();
    if let Some(days) = join_on.map(|day| today.until(day)).filter(|days| *days > 0 && !paper.is_complete()) {
        all.push(word.put(&t.join_in(days)));
    }
    match paper.ready() {
        Err(Refusal::Ended) => all.push(t.says_ended().to_owned()),
        Err(Refusal::NoPeriod) => all.push(d.m_no_period().to_owned()),
        Err(_) => all.push(d.m_no_goal().to_owned()),
        Ok(()) => {}
    }
    for side in paper.waiting() {
        let parts = eyes.parts(&paper.open(side));
        all.push(if side == Side::Bank { d.m_bank(&parts) } else { d.m_waiting(&eyes.party(side), &parts) });
    }
    if paper.is_shown() && paper.asked_no < paper.draft_no && paper.ask().is_ok() {
        all.push(d.m_unasked().to_owned());
    }
    if !paper.needed.contains(&Side::Person) {
        all.push(t.says_one_sided().to_owned());
    }
    all
}

async fn sheet_page(cx: &Cx, case: &str, status: StatusCode, notice: &str) -> Answer {
    let (t, d, lang, asked) = (T(cx.lang), D(cx.lang), cx.lang, case.to_owned());
    let got = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, lang)).await?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &got.people };
    let paper = got.paper.as_ref();
    let told = |(side, owner, reached): &(Side, Owner, Reached)| {
        let wanted = paper.is_some_and(|paper| paper.will_be_asked(*side));
        wanted.then(|| d.told(owner, *reached))
    };
    let pending = paper.and_then(|paper| paper.last.as_ref().map(|last| diffs(&last.content, &paper.content, lang))).unwrap_or_default();
    let page = ShowPage {
        f: cx.frame(t.of_case(&got.who), Nav::Cases).await?,
        t,
        d,
        x: X(lang),
        w: F(lang),
        reason: paper.map(|paper| paper.reason.clone()).unwrap_or_default(),
        case: case.to_owned(),
        state: paper.map(|paper| eyes.word(paper)).unwrap_or_default(),
        says: paper.map(|paper| eyes.says(paper)).unwrap_or_default(),
        sentences: paper.map(|paper| sentences(paper, &eyes, got.join_on, got.word, cx.today())).unwrap_or_default(),
        strip: paper.map(|paper| eyes.strip(paper)).unwrap_or_default(),
        words: paper.map(|paper| eyes.words(paper).tied(&paper.content, &got.issues, lang)).unwrap_or_default(),
        pending_title: paper.map(|paper| d.pending(paper.edition)).unwrap_or_default(),
        pending,
        told: got.receivers.iter().filter_map(told).collect(),
        versions: got.versions.iter().map(|line| (line.edition, t.version_line(line.edition, &lang.day(line.at.day())))).collect(),
        pages: got.pages.iter().map(|line| (line.id.clone(), line.words(lang))).collect(),
        s: S(lang),
        parts: paper.map(|paper| paper.content.parts()).unwrap_or_default(),
        draft_no: paper.map_or(0, |paper| paper.draft_no),
        notice: notice.to_owned(),
        confirm_key: cx.key(),
        offers: if got.desk {
            Offers::of(paper)
        } else {
            Offers { exists: paper.is_some(), shown: paper.is_some_and(Paper::is_shown), ..Offers::default() }
        },
        who: got.who,
        proposals: got.proposals,
        desk: got.desk,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/goals`: the sheet, where its agreement stands, and what is still to come.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    sheet_page(&cx, &case, StatusCode::OK, "").await
}

/// Where a command of the desk leads: on, or back to the sheet with a sentence.
async fn answer(cx: &Cx, case: &str, done: Result<String, Halt>) -> Answer {
    let t = T(cx.lang);
    match done {
        Ok(back) | Err(Halt::Already(back)) => Ok(go(&back)),
        Err(Halt::Refused(Refusal::NothingOpen)) => Ok(go(&format!("/cases/{case}/goals"))),
        Err(Halt::Refused(Refusal::Changed) | Halt::App(AppError::Stale)) => {
            sheet_page(cx, case, StatusCode::CONFLICT, t.changed_meanwhile()).await
        }
        Err(Halt::Refused(refusal)) => sheet_page(cx, case, StatusCode::UNPROCESSABLE_ENTITY, t.refusal(refusal)).await,
        Err(Halt::App(error)) => Err(error),
    }
}

/// `POST /cases/{case}/goals/review`: company and person see the sheet from now on, and are told where a mail reaches them.
pub async fn ask(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (asked, seen) = (case.clone(), form.version());
    let done = carry_out(&cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        Ok((store::ask(tx, &entry, seen)?, format!("/cases/{asked}/goals?done=asked")))
    });
    answer(&cx, &case, done.await).await
}

/// `POST /cases/{case}/goals/confirm`: the bank confirms all parts as they were shown.
pub async fn confirm(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (asked, shown) = (case.clone(), shown(&form, "part"));
    let done = carry_out(&cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        let people = agreement::of(tx, &entry)?;
        let name = agreement::own_name(tx, &entry, &people)?;
        let given = Given::on_screen(Side::Bank, name);
        Ok((store::seal(tx, &entry, &given, &shown)?, format!("/cases/{asked}/goals?done=confirmed")))
    });
    answer(&cx, &case, done.await).await
}

#[derive(Template)]
#[template(path = "goal_sheet/spoken.html")]
struct SpokenPage {
    f: Frame,
    t: T,
    w: F,
    s: S,
    ways: Vec<(String, String)>,
    case: String,
    form: Form,
    errors: Errors,
    people: Vec<(String, String)>,
    open: Vec<String>,
    words: Words,
    parts: Vec<Part>,
    told: Vec<String>,
    readers: Vec<(String, String)>,
    notice: String,
}

/// The signatories whose agreement is open: side, who, how they hear of the record.
fn askable(tx: &Read<'_>, entry: &Entry, paper: &Paper, people: &People) -> Result<Vec<(Side, Owner, Reached)>, AppError> {
    entry.pass::<Agreement, deed::SealIt>()?;
    let mut all = agreement::receivers(tx, entry, people)?;
    all.retain(|(side, ..)| !paper.ended && !paper.open(*side).is_empty());
    Ok(all)
}

async fn spoken_page(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors, notice: &str) -> Answer {
    let (t, w, d, lang, asked) = (T(cx.lang), F(cx.lang), D(cx.lang), cx.lang, case.to_owned());
    let (paper, people, whom) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GoalSheet, deed::Change>()?;
            let paper = store::load(tx, &entry)?.ok_or(AppError::NotFound)?;
            let people = agreement::of(tx, &entry)?;
            let whom = askable(tx, &entry, &paper, &people)?;
            Ok::<_, AppError>((paper, people, whom))
        })
        .await?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
    let mut form = form;
    if form.get("on").is_empty() && errors.is_empty() {
        form.set("on", &cx.today().to_string());
        form.set("way", Way::Spoken.code());
    }
    let mut sides: Vec<Side> = whom.iter().map(|(side, ..)| *side).collect();
    sides.dedup();
    let page = SpokenPage {
        f: cx.frame(w.spoken_title(), Nav::Cases).await?,
        t,
        w,
        s: S(lang),
        ways: signed::ways(lang),
        case: case.to_owned(),
        form,
        errors,
        people: whom.iter().map(|(side, owner, _)| (owner.id.clone(), format!("{}({})", owner.name, eyes.party(*side)))).collect(),
        open: sides.iter().map(|side| w.spoken_parts(&eyes.party(*side), &eyes.parts(&paper.open(*side)))).collect(),
        words: eyes.words(&paper),
        parts: paper.content.parts(),
        told: whom.iter().map(|(_, owner, reached)| d.told(owner, reached.at_once())).collect(),
        readers: eyes.readers(),
        notice: notice.to_owned(),
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/goals/spoken`: who said yes, by word of mouth or on paper, when and where.
pub async fn spoken(cx: Cx, Path(case): Path<String>) -> Answer {
    spoken_page(&cx, &case, StatusCode::OK, Form::default(), Errors::none(), "").await
}

/// `POST /cases/{case}/goals/spoken`: records an agreement by word of mouth or on paper; the one who gave it is told by mail
/// to check.
pub async fn record_spoken(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let said = match signed::told(&form, &cx) {
        Ok(said) => Arc::new(said),
        Err(errors) => return spoken_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors, "").await,
    };
    let who = form.get("who").to_owned();
    let (asked, parts) = (case.clone(), shown(&form, "part"));
    let done = carry_out(&cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        let paper = store::load(tx, &entry)?.ok_or(AppError::NotFound).map_err(Halt::App)?;
        let people = agreement::of(tx, &entry)?;
        let whom = askable(tx, &entry, &paper, &people).map_err(Halt::App)?;
        let (side, owner, reached) = whom.into_iter().find(|(_, owner, _)| owner.id == who).ok_or(Refusal::Changed)?;
        let told = if reached.by_mail() { vec![agreement::holder(side, &owner)] } else { Vec::new() };
        let given = Given { party: side, name: owner.name, way: said.way, said_where: said.place.clone(), said_on: said.on, told };
        let event = store::seal(tx, &entry, &given, &parts)?;
        signed::keep(tx, &entry, &given, Signed::Goals, &said)?;
        Ok((event, format!("/cases/{asked}/goals?done=recorded")))
    });
    match done.await {
        Err(Halt::Refused(Refusal::Changed) | Halt::App(AppError::Stale)) => {
            spoken_page(&cx, &case, StatusCode::CONFLICT, form, Errors::none(), t.changed_meanwhile()).await
        }
        other => answer(&cx, &case, other).await,
    }
}

#[derive(Template)]
#[template(path = "goal_sheet/version.html")]
struct VersionPage {
    f: Frame,
    t: T,
    reason: String,
    case: String,
    edition: i64,
    who: String,
    day: String,
    seals: Vec<SealBox>,
    words: Words,
    about_changes: String,
    diffs: Vec<Diff>,
}

/// An agreed version as pages show it: the day, its seals, its words, a sentence about what changed, and the changes.
pub(super) struct VersionView {
    pub reason: String,
    pub day: String,
    pub seals: Vec<SealBox>,
    pub words: Words,
    pub about_changes: String,
    pub diffs: Vec<Diff>,
}

/// Reads an agreed version, and what is other in it than in the one before.
pub(super) fn version_view(tx: &Read<'_>, entry: &Entry, edition: i64, viewer: Side, lang: Lang) -> Result<VersionView, AppError> {
    let t = T(lang);
    let people = agreement::of(tx, entry)?;
    let eyes = Eyes { lang, viewer, people: &people };
    let (kept, day) = store::version(tx, entry, edition)?;
    let diffs = if edition > 1 { diffs(&store::version(tx, entry, edition - 1)?.0.content, &kept.content, lang) } else { Vec::new() };
    let about_changes = match (edition, diffs.is_empty()) {
        (..=1, _) => t.version_first().to_owned(),
        (_, true) => t.version_same().to_owned(),
        (_, false) => t.version_diff(edition - 1),
    };
    Ok(VersionView {
        reason: kept.reason.clone(),
        day: lang.day(day),
        seals: eyes.kept_seals(&kept.seals, &kept.content.parts()),
        words: kept_words(&kept, lang).tied(&kept.content, &issues(tx, entry)?, lang),
        about_changes,
        diffs,
    })
}

/// `GET /cases/{case}/goals/versions/{edition}`: an agreed version as it was agreed.
pub async fn version(cx: Cx, Path((case, edition)): Path<(String, String)>) -> Answer {
    let (t, lang, asked) = (T(cx.lang), cx.lang, case.clone());
    let edition: i64 = edition.parse().map_err(|_| AppError::NotFound)?;
    let (who, view) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            let view = version_view(tx, &entry, edition, Side::Bank, lang)?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), view))
        })
        .await?;
    let VersionView { reason, day, seals, words, about_changes, diffs } = view;
    let f = cx.frame(t.version_title(edition), Nav::Cases).await?;
    page_with(StatusCode::OK, &VersionPage { f, t, reason, case, edition, who, day, seals, words, about_changes, diffs })
}
