//! The portal's pages: the booklet with the goals in it, on one page with one press. They work without script.
//!
//! Before the review is asked for, company and person see that the desk is preparing, and nothing else.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use base::access::Seat;
use base::actor::Side;
use base::clock::Instant;
use base::register::{Booklet, GoalProposal};
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;

use super::content::{Content, Section};
use super::rules::{Paper, Refusal};
use super::store::{self, Halt, VersionLine};
use super::text::{P, T};
use super::view::{Diff, Document, SUBJECT, diffs, document, section_title, standing};
use super::web::{VersionView, hashes, spoken_of, version_view};
use crate::agreement::{self, Eyes, Given, Part as _, People, SealBox, Sealing, carry_out, shown};
use crate::goal_sheet::{self, Chapter};
use crate::portal::one_case;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Form, Frame, go, page_with};

/// The booklet as a party of the portal reaches it.
pub(super) struct Mine {
    /// The case.
    pub entry: Entry,
    /// The booklet; none before the parties were asked.
    pub paper: Option<Paper>,
    /// Who belongs to the agreement.
    pub people: People,
    /// The reader's side.
    pub side: Side,
    /// Whether the reader is the signatory of that side.
    pub signs: bool,
}

/// Loads the booklet for the one who acts; `case` names one of several.
///
/// # Errors
/// `NotFound` for someone who is not named for it.
pub(super) fn mine(tx: &Read<'_>, case: Option<&str>) -> Result<Mine, AppError> {
    let entry = one_case(tx, case)?;
    entry.pass::<Booklet, deed::View>()?;
    let paper = store::load(tx, &entry)?;
    if paper.is_none() && !matches!(entry.seat(), Seat::Owner | Seat::Person) {
        return Err(AppError::NotFound);
    }
    let people = agreement::of(tx, &entry)?;
    let signs = agreement::signs(tx, &entry, &people);
    Ok(Mine { paper: paper.filter(Sealing::is_shown), people, side: tx.actor().side(), signs, entry })
}

/// What a party is asked to look at, in a sentence; the first time it is the whole booklet.
pub(super) fn request(paper: &Paper, side: Side, lang: Lang, eyes: &Eyes<'_>) -> Option<String> {
    let open = paper.open(side);
    if open.is_empty() || paper.ended {
        return None;
    }
    let p = P(lang);
    let first = !paper.seals.iter().any(|seal| seal.party == side);
    Some(if first { p.first().to_owned() } else { p.reopen(&eyes.parts(&open)) })
}

/// The sections a proposal of this party may be about: subject and name; none before the booklet is shown to it.
///
/// # Errors
/// The store's own.
pub(crate) fn proposal_subjects(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<(String, String)>, AppError> {
    if !entry.may::<Booklet, deed::View>() || !store::load(tx, entry)?.is_some_and(|paper| paper.is_shown()) {
        return Ok(Vec::new());
    }
    let subject = |section: Section| format!("{SUBJECT}{}", section.code());
    Ok(Section::ALL.into_iter().filter_map(|section| Some((subject(section), section_title(&subject(section), lang)?))).collect())
}

/// What the agree form needs: what is agreed to by name, and every part as it is shown.
struct Agree {
    names: Vec<String>,
    parts: Vec<(String, String)>,
    goal_parts: Vec<(String, String)>,
    /// Whether both papers are open.
    both: bool,
}

fn agree_box(paper: &Paper, chapter: Option<&Chapter>, side: Side, lang: Lang) -> Agree {
    let mut names: Vec<String> = spoken_of(&paper.content, paper.open(side)).iter().map(|part| part.words(lang)).collect();
    let goals = chapter.filter(|chapter| !chapter.open.is_empty());
    names.extend(goals.map(|chapter| P(lang).goal_parts(&agreement::text::T(lang).join(&chapter.open))));
    Agree { names, parts: hashes(paper), goal_parts: goals.map(|chapter| chapter.parts.clone()).unwrap_or_default(), both: goals.is_some() }
}

#[derive(Template)]
#[template(path = "booklet/my.html")]
struct MyPage {
    f: Frame,
    t: T,
    p: P,
    g: goal_sheet::text::T,
    case: String,
    exists: bool,
    notice: String,
    request: String,
    agree: Option<Agree>,
    other_signs: String,
    says: String,
    strip: Vec<SealBox>,
    doc: Document,
    diffs: Vec<Diff>,
    standing: String,
    /// That an agreement given in words or on paper was recorded; empty when there was none.
    recorded: &'static str,
    versions: Vec<(i64, String)>,
    writes: bool,
}

struct Overview {
    mine: Mine,
    chapter: Option<Chapter>,
    versions: Vec<VersionLine>,
    writes: bool,
}

fn look(tx: &Read<'_>, case: Option<&str>, lang: Lang) -> Result<Overview, AppError> {
    let mine = mine(tx, case)?;
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    Ok(Overview {
        chapter: if mine.paper.is_some() { goal_sheet::chapter(tx, &mine.entry, &eyes)? } else { None },
        versions: store::versions(tx, &mine.entry)?,
        writes: mine.entry.may::<GoalProposal, deed::Change>(),
        mine,
    })
}

async fn my_page(cx: &Cx, case: Option<String>, status: StatusCode, notice: &str) -> Answer {
    let (t, p, lang) = (T(cx.lang), P(cx.lang), cx.lang);
    let Overview { mine, chapter, versions, writes } = cx.db.read(cx.actor()?, move |tx| look(tx, case.as_deref(), lang)).await?;
    let eyes = Eyes { lang, viewer: mine.side, people: &mine.people };
    let paper = mine.paper.as_ref();
    let request = paper.and_then(|paper| request(paper, mine.side, lang, &eyes));
    let words = chapter.as_ref().map(|chapter| chapter.words.clone());
    let blank = Content::default();
    let page = MyPage {
        f: cx.frame(t.title(), Nav::Goals).await?,
        t,
        p,
        g: goal_sheet::text::T(lang),
        case: mine.entry.placement().to_owned(),
        exists: paper.is_some(),
        notice: notice.to_owned(),
        agree: paper.filter(|_| mine.signs && request.is_some()).map(|paper| agree_box(paper, chapter.as_ref(), mine.side, lang)),
        other_signs: if request.is_some() && !mine.signs {
            p.other_signs(&mine.people.signatories(mine.side).join(agreement::text::T(lang).and()))
        } else {
            String::new()
        },
        request: request.filter(|_| mine.signs).unwrap_or_default(),
        says: paper.map(|paper| eyes.says(paper)).unwrap_or_default(),
        strip: paper.map(|paper| eyes.strip(paper)).unwrap_or_default(),
        doc: paper.map_or_else(|| document(&blank, None, lang, |_| String::new()), |paper| standing(paper, words, &eyes)),
        diffs: paper.and_then(|paper| paper.last.as_ref().map(|last| diffs(&last.content, &paper.content, lang))).unwrap_or_default(),
        recorded: paper.map(|paper| eyes.recorded(paper, Instant(0))).unwrap_or_default(),
        standing: paper
            .filter(|paper| paper.edition > 0 && !paper.is_complete())
            .map(|paper| p.version_now(paper.edition))
            .unwrap_or_default(),
        versions: versions.iter().map(|line| (line.edition, t.version_line(line.edition, &lang.day(line.at.day())))).collect(),
        writes,
    };
    page_with(status, &page)
}

/// `GET /my/booklet`: the whole booklet with the goals in it.
pub async fn overview(cx: Cx, Query(query): Query<BTreeMap<String, String>>) -> Answer {
    my_page(&cx, query.get("case").cloned(), StatusCode::OK, "").await
}

/// `POST /my/booklet/agree`: one press agrees to everything that is open for this party, as it was shown; with
/// `what=booklet` to the booklet without the goals.
pub async fn agree(cx: Cx, form: Form) -> Answer {
    let (p, t) = (P(cx.lang), T(cx.lang));
    let case = Some(form.get("case").to_owned()).filter(|case| !case.is_empty());
    let (parts, goals, asked) = (shown(&form, "part"), shown(&form, "goal"), case.clone());
    let alone = form.get("what") == "booklet";
    let done = carry_out(&cx, form.key(), move |tx| {
        let Mine { entry, people, side, signs, .. } = mine(tx, asked.as_deref())?;
        if !signs {
            return Err(Halt::App(AppError::NotFound));
        }
        let given = Given::on_screen(side, agreement::own_name(tx, &entry, &people)?);
        let back = format!("/my/booklet?case={}&done=agreed", entry.placement());
        let goals = (!alone && !goals.is_empty()).then_some(goals.as_slice());
        match store::seal(tx, &entry, &given, &parts, goals) {
            // Pressed twice: the first press was enough.
            Err(Halt::Refused(Refusal::Sealing(agreement::Refusal::NothingOpen))) => Err(Halt::Already(back)),
            other => Ok((other?, back)),
        }
    });
    match done.await {
        Ok(back) | Err(Halt::Already(back)) => Ok(go(&back)),
        Err(Halt::Refused(Refusal::Sealing(agreement::Refusal::Ended))) => {
            my_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, t.ended()).await
        }
        Err(Halt::Refused(Refusal::Sealing(agreement::Refusal::NotAsked))) => Err(AppError::NotFound),
        Err(Halt::Refused(_) | Halt::App(AppError::Stale)) => my_page(&cx, case, StatusCode::CONFLICT, p.changed()).await,
        Err(Halt::App(error)) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "booklet/my_version.html")]
struct MyVersionPage {
    f: Frame,
    t: T,
    p: P,
    case: String,
    edition: i64,
    view: VersionView,
}

/// `GET /my/booklet/versions/{edition}`: what was agreed, as it was agreed.
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
    let f = cx.frame(t.version_title(edition), Nav::Goals).await?;
    page_with(StatusCode::OK, &MyVersionPage { f, t, p, case, edition, view })
}
