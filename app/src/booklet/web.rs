//! The desk's pages: the booklet with its strip, asking for the review, the bank's confirmation, a version.

use askama::Template;
use axum::extract::Path;
use base::access::Seat;
use base::actor::Side;
use base::clock::Day;
use base::register::Booklet;
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;

use super::content::{Content, Part};
use super::rules::{Paper, Refusal};
use super::store::{self, Halt};
use super::text::{D, F, T};
use super::view::{Diff, Document, diffs, document, standing};
use crate::agreement::signed::{self, Signed};
use crate::agreement::text::S;
use crate::agreement::{self, Eyes, Given, Owner, Part as _, People, Reached, SealBox, Sealing, carry_out, shown};
use crate::goal_sheet::{self, Chapter};
use crate::placement::{self, StartWord};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Form, Frame, go, page_with};
use crate::{change, gap, preparation};

/// What the desk can do with the booklet as it stands.
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
    record: bool,
}

#[derive(Template)]
#[template(path = "booklet/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    d: D,
    s: S,
    g: goal_sheet::text::T,
    case: String,
    who: String,
    state: String,
    says: String,
    sentences: Vec<String>,
    strip: Vec<SealBox>,
    doc: Document,
    pending_title: String,
    pending: Vec<Diff>,
    told: Vec<String>,
    versions: Vec<(i64, String)>,
    pages: Vec<(String, String)>,
    parts: Vec<(String, String)>,
    goal_parts: Vec<(String, String)>,
    draft_no: i64,
    notice: String,
    confirm_key: String,
    desk: bool,
    offers: Offers,
}

struct Gathered {
    who: String,
    paper: Option<Paper>,
    chapter: Option<Chapter>,
    goals_ready: bool,
    lists_moved: bool,
    people: People,
    join_on: Option<Day>,
    word: StartWord,
    receivers: Vec<(Side, Owner, Reached)>,
    versions: Vec<store::VersionLine>,
    pages: Vec<signed::PageLine>,
    desk: bool,
}

fn gather(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Gathered, AppError> {
    let entry = tx.enter(case)?;
    entry.pass::<Booklet, deed::View>()?;
    let facts = placement::facts(tx, &entry)?;
    let people = agreement::of(tx, &entry)?;
    let desk = entry.seat() == Seat::Consultant;
    let paper = store::load(tx, &entry)?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &people };
    Ok(Gathered {
        who: facts.short(lang),
        join_on: facts.join_on,
        word: facts.start_word(),
        chapter: goal_sheet::chapter(tx, &entry, &eyes)?,
        goals_ready: goal_sheet::is_ready(tx, &entry)?,
        lists_moved: match &paper {
            Some(paper) if desk => {
                lists(tx, &entry)? != [paper.content.reception.clone(), paper.content.gaps.clone(), paper.content.changes.clone()]
            }
            _ => false,
        },
        receivers: if desk { agreement::receivers(tx, &entry, &people)? } else { Vec::new() },
        versions: store::versions(tx, &entry)?,
        pages: signed::pages(tx, &entry, Signed::Booklet)?,
        people,
        paper,
        desk,
    })
}

/// What sections 2, 5 and 6 copy from other lists, as it stands: who looks after what, shared gaps, expected changes.
pub(super) fn lists(tx: &Read<'_>, entry: &Entry) -> Result<[Lines; 3], AppError> {
    let line = |words: String| super::content::Entry { words, ..super::content::Entry::default() };
    let reception = preparation::reception(tx, entry)?.iter().flat_map(preparation::Reception::lines).map(line).collect();
    let changes = change::wishes(tx, entry)?
        .into_iter()
        .map(|wish| super::content::Entry { words: wish.words, sign: wish.sign, measure: String::new() })
        .collect();
    let gaps = gap::shared(tx, entry)?
        .into_iter()
        .map(|gap| super::content::Entry { words: gap.words, sign: gap.sign, measure: gap.measure })
        .collect();
    Ok([reception, gaps, changes])
}

/// Copied lines.
pub(super) type Lines = Vec<super::content::Entry>;

/// What is still to come, in sentences.
fn sentences(paper: &Paper, got: &Gathered, eyes: &Eyes<'_>, today: Day) -> Vec<String> {
    let (t, d) = (T(eyes.lang), D(eyes.lang));
    let mut all = Vec::new();
    if let Some(days) = got.join_on.map(|day| today.until(day)).filter(|days| *days > 0 && !paper.is_complete()) {
        all.push(got.word.put(&goal_sheet::text::T(eyes.lang).join_in(days)));
    }
    if let Err(refusal) = paper.ready(got.goals_ready) {
        all.push(t.refusal(refusal).to_owned());
    }
    for side in paper.waiting() {
        let (open, all_parts) = (spoken_of(&paper.content, paper.open(side)), spoken_of(&paper.content, paper.content.parts()));
        let parts = if open.len() == all_parts.len() { d.m_all().to_owned() } else { eyes.parts(&open) };
        all.push(if side == Side::Bank { d.m_bank(&parts) } else { d.m_waiting(&eyes.party(side), &parts) });
    }
    if paper.is_shown() && paper.asked_no < paper.draft_no && paper.ask(got.goals_ready).is_ok() {
        all.push(d.m_unasked().to_owned());
    }
    if got.lists_moved && !paper.ended {
        all.push(d.m_lists().to_owned());
    }
    if !paper.needed.contains(&Side::Person) {
        all.push(d.m_one_sided().to_owned());
    }
    all
}

/// The parts that pages name: a blank section is agreed to silently while something else is, too.
pub(super) fn spoken_of(content: &Content, parts: Vec<Part>) -> Vec<Part> {
    let filled: Vec<Part> = parts.iter().filter(|part| !content.is_blank(part.section)).cloned().collect();
    if filled.is_empty() { parts } else { filled }
}

/// Every part with its hash, as a page shows it.
pub(super) fn hashes(paper: &Paper) -> Vec<(String, String)> {
    paper.parts().into_iter().map(|part| (part.key().to_owned(), part.hash)).collect()
}

/// How each of the parties asked hears of it, in sentences.
pub(super) fn told(receivers: &[(Side, Owner, Reached)], wanted: impl Fn(Side) -> bool, lang: Lang) -> Vec<String> {
    let d = D(lang);
    receivers
        .iter()
        .filter(|(side, ..)| wanted(*side))
        .map(|(_, owner, reached)| match *reached {
            Reached::Mail => d.told_mail(&owner.name),
            Reached::Week(day) => d.told_week(&owner.name, &lang.short_day(day)),
            Reached::Uninvited => d.told_uninvited(&owner.name),
            Reached::NoMail => d.told_no_mail(&owner.name),
        })
        .collect()
}

async fn booklet_page(cx: &Cx, case: &str, status: StatusCode, notice: &str) -> Answer {
    let (t, d, lang, asked) = (T(cx.lang), D(cx.lang), cx.lang, case.to_owned());
    let got = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, lang)).await?;
    let eyes = Eyes { lang, viewer: Side::Bank, people: &got.people };
    let paper = got.paper.as_ref();
    let words = got.chapter.as_ref().map(|chapter| chapter.words.clone());
    let blank = Content::default();
    let offers = match paper {
        None => Offers { edit: got.desk, ..Offers::default() },
        Some(paper) => {
            let asks = got.desk && paper.ask(got.goals_ready).is_ok();
            let open = |side| got.desk && !paper.ended && !paper.open(side).is_empty();
            let goals = got.chapter.as_ref().is_some_and(|chapter| !chapter.open.is_empty());
            Offers {
                exists: true,
                shown: paper.is_shown(),
                edit: got.desk && !paper.ended,
                ask: asks,
                ask_first: asks && paper.asked_no < paper.draft_no,
                confirm: open(Side::Bank) || (got.desk && paper.is_shown() && goals),
                record: open(Side::Company) || open(Side::Person),
            }
        }
    };
    let page = ShowPage {
        f: cx.frame(t.of_case(&got.who), Nav::Cases).await?,
        t,
        d,
        g: goal_sheet::text::T(lang),
        case: case.to_owned(),
        state: paper.map(|paper| eyes.word(paper)).unwrap_or_default(),
        says: paper.map(|paper| eyes.says(paper)).unwrap_or_default(),
        sentences: paper.map(|paper| sentences(paper, &got, &eyes, cx.today())).unwrap_or_default(),
        strip: paper.map(|paper| eyes.strip(paper)).unwrap_or_default(),
        doc: paper.map_or_else(|| document(&blank, None, lang, |_| String::new()), |paper| standing(paper, words, &eyes)),
        pending_title: paper.map(|paper| d.pending(paper.edition)).unwrap_or_default(),
        pending: paper.and_then(|paper| paper.last.as_ref().map(|last| diffs(&last.content, &paper.content, lang))).unwrap_or_default(),
        told: told(&got.receivers, |side| paper.is_some_and(|paper| paper.will_be_asked(side)), lang),
        versions: got.versions.iter().map(|line| (line.edition, t.version_line(line.edition, &lang.day(line.at.day())))).collect(),
        pages: got.pages.iter().map(|line| (line.id.clone(), line.words(lang))).collect(),
        s: S(lang),
        parts: paper.map(hashes).unwrap_or_default(),
        goal_parts: got.chapter.as_ref().map(|chapter| chapter.parts.clone()).unwrap_or_default(),
        draft_no: paper.map_or(0, |paper| paper.draft_no),
        notice: notice.to_owned(),
        confirm_key: cx.key(),
        offers,
        who: got.who,
        desk: got.desk,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/booklet`: the booklet, where its agreement stands, and what is still to come.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    booklet_page(&cx, &case, StatusCode::OK, "").await
}

/// Where a command of the desk leads: on, or back to the booklet with a sentence.
pub(super) async fn answer(cx: &Cx, case: &str, done: Result<String, Halt>) -> Answer {
    let t = T(cx.lang);
    match done {
        Ok(back) | Err(Halt::Already(back)) => Ok(go(&back)),
        Err(Halt::Refused(Refusal::Sealing(agreement::Refusal::NothingOpen))) => Ok(go(&format!("/cases/{case}/booklet"))),
        Err(Halt::Refused(Refusal::Sealing(agreement::Refusal::Changed)) | Halt::App(AppError::Stale)) => {
            booklet_page(cx, case, StatusCode::CONFLICT, t.changed_meanwhile()).await
        }
        Err(Halt::Refused(refusal)) => booklet_page(cx, case, StatusCode::UNPROCESSABLE_ENTITY, t.refusal(refusal)).await,
        Err(Halt::App(error)) => Err(error),
    }
}

/// `POST /cases/{case}/booklet/review`: company and person see booklet and goals from now on, and are told where a mail reaches them.
pub async fn ask(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (asked, seen) = (case.clone(), form.version());
    let done = carry_out(&cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        Ok((store::ask(tx, &entry, seen)?, format!("/cases/{asked}/booklet?done=asked")))
    });
    answer(&cx, &case, done.await).await
}

/// `POST /cases/{case}/booklet/confirm`: the bank confirms booklet and goals as they were shown.
pub async fn confirm(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (asked, parts, goals) = (case.clone(), shown(&form, "part"), shown(&form, "goal"));
    let done = carry_out(&cx, form.key(), move |tx| {
        let entry = tx.enter(&asked)?;
        let people = agreement::of(tx, &entry)?;
        let given = Given::on_screen(Side::Bank, agreement::own_name(tx, &entry, &people)?);
        Ok((store::seal(tx, &entry, &given, &parts, Some(&goals))?, format!("/cases/{asked}/booklet?done=confirmed")))
    });
    answer(&cx, &case, done.await).await
}

#[derive(Template)]
#[template(path = "booklet/version.html")]
struct VersionPage {
    f: Frame,
    t: T,
    case: String,
    edition: i64,
    who: String,
    view: VersionView,
}

/// An agreed version as pages show it: the day, its seals, its words, a sentence about what changed, and the changes.
pub(super) struct VersionView {
    pub day: String,
    pub seals: Vec<SealBox>,
    pub doc: Document,
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
        _ => t.version_diff(edition - 1),
    };
    Ok(VersionView {
        day: lang.day(day),
        seals: eyes.kept_seals(&kept.seals, &kept.content.parts()),
        doc: document(&kept.content, None, lang, |_| String::new()),
        about_changes,
        diffs,
    })
}

/// `GET /cases/{case}/booklet/versions/{edition}`: what was agreed, as it was agreed.
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
    let f = cx.frame(t.version_title(edition), Nav::Cases).await?;
    page_with(StatusCode::OK, &VersionPage { f, t, case, edition, who, view })
}

/// The parties whose agreement to the booklet is open, with what is open for each, in words.
pub(super) fn open_words(paper: &Paper, goals: &[(Side, Vec<String>)], eyes: &Eyes<'_>) -> Vec<String> {
    let f = F(eyes.lang);
    let mut all = Vec::new();
    for side in [Side::Company, Side::Person] {
        let mut names: Vec<String> = spoken_of(&paper.content, paper.open(side)).iter().map(|part| part.words(eyes.lang)).collect();
        names.extend(goals.iter().filter(|(party, _)| *party == side).flat_map(|(_, names)| names.clone()));
        if !names.is_empty() {
            all.push(f.open_parts(&eyes.party(side), &agreement::text::T(eyes.lang).join(&names)));
        }
    }
    all
}
