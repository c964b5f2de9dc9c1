//! One proposal: write it down, read it, change it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::StaffSeat;
use base::clock::Day;
use base::event::Event;
use base::register::{NextProposal, Placement, ProposalOrigin, ProposalSheet};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::board::commas;
use super::rules::{Draft, Origin, State};
use super::store::{self, Grown, Proposal};
use super::text::T;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "next_proposal/new.html")]
struct NewPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    p: Choices,
    origins: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

/// What the form offers.
#[derive(Clone)]
struct Choices {
    kinds: Vec<(String, String)>,
    chances: Vec<(String, String)>,
    states: Vec<(String, String)>,
    keepers: Vec<(String, String)>,
}

fn choices(tx: &Read<'_>, t: T) -> Result<Choices, AppError> {
    let mut keepers = vec![(String::new(), t.no_keeper().to_owned())];
    keepers.extend(store::keepers(tx)?);
    Ok(Choices { kinds: t.kinds(), chances: t.chances(), states: t.states(), keepers })
}

fn origins(t: T, sources: &[Grown], branch: bool, lang: Lang) -> Vec<(String, String)> {
    let own = if branch { Origin::Branch } else { Origin::Bank };
    let mut all = vec![(own.code().to_owned(), t.origin_word(own).to_owned())];
    all.extend(
        sources.iter().map(|(origin, id, day)| (format!("{}:{id}", origin.code()), t.origin_on(t.origin_word(*origin), &lang.day(*day)))),
    );
    all
}

fn is_branch(cx: &Cx) -> bool {
    cx.seat() == Some(StaffSeat::Branch)
}

async fn new_page(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, of, branch) = (T(cx.lang), cx.lang, case.to_owned(), is_branch(cx));
    let (short, p, origins) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<NextProposal, deed::Change>()?;
            let short = placement::facts(tx, &entry)?.short(lang);
            Ok::<_, AppError>((short, choices(tx, t)?, origins(t, &store::sources(tx, &entry)?, branch, lang)))
        })
        .await?;
    let f = cx.frame(t.new_title(), Nav::Proposals).await?;
    page_with(status, &NewPage { f, t, case: case.to_owned(), short, p, origins, form, errors })
}

/// `GET /cases/{case}/proposals/new`.
pub async fn new(cx: Cx, Path(case): Path<String>) -> Answer {
    let me = cx.actor()?.id().to_owned();
    let form = Form::filled([("state", "found".to_owned()), ("chance", "unclear".to_owned()), ("keeper", me)]);
    new_page(&cx, &case, StatusCode::OK, form, Errors::none()).await
}

/// The origin a form names: one of those it was offered, else none.
fn origin_of(chosen: &str, sources: Vec<Grown>, branch: bool) -> Option<(Origin, Option<Day>, String)> {
    let own = if branch { Origin::Branch } else { Origin::Bank };
    if chosen.is_empty() || chosen == own.code() {
        return Some((own, None, String::new()));
    }
    let (code, id) = chosen.split_once(':')?;
    sources.into_iter().find(|(origin, known, _)| origin.code() == code && known == id).map(|(origin, id, day)| (origin, Some(day), id))
}

/// `POST /cases/{case}/proposals/new`: a next issue, or what is proposed for it.
pub async fn add(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let draft = match Draft::parse(&form, cx.today(), cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return new_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let (of, chosen, branch) = (case.clone(), form.trimmed("origin").to_owned(), is_branch(&cx));
    let found = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<NextProposal, deed::Change>()?;
            Ok::<_, AppError>(origin_of(&chosen, store::sources(tx, &entry)?, branch))
        })
        .await?;
    let Some((origin, on, subject)) = found else {
        return new_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, Errors::one("origin", t.e_origin())).await;
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::add(tx, &entry, &draft, origin, on, &subject)?;
            let back = format!("/proposals/{id}?done=saved");
            let event = Event::ProposalKept(Some(&case), &id).detail(format!("{} from {}", draft.state.code(), origin.code()));
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

#[derive(Template)]
#[template(path = "next_proposal/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    id: String,
    /// Company and person, and the way to the case, for those who read it.
    short: String,
    case: String,
    /// What is known of it, for those who only read.
    facts: Vec<(&'static str, String)>,
    origin: String,
    origin_href: String,
    p: Choices,
    writes: bool,
    form: Form,
    errors: Errors,
    theirs: Vec<(String, String)>,
    sheets: Vec<(String, String)>,
    /// Whether it may be put before the company as it stands.
    hands: bool,
    hand_key: String,
    hand_why: String,
    income: String,
}

fn form_of(one: &Proposal) -> Form {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    Form::filled([
        ("kind", one.kind.clone()),
        ("issue", one.issue.clone()),
        ("offer", one.offer.clone()),
        ("worth", one.worth.clone()),
        ("chance", one.chance.clone()),
        ("keeper", one.keeper.clone()),
        ("next_on", day(one.next_on)),
        ("state", one.state().code().to_owned()),
        ("ended_on", day(one.ended_on)),
        ("result", one.result.clone()),
        ("income", one.income.map(commas).unwrap_or_default()),
        ("untied", one.untied.clone()),
        ("version", one.version.to_string()),
    ])
}

struct Drawn {
    short: String,
    readable: bool,
    one: Proposal,
    keeper: String,
    choices: Choices,
    writes: bool,
    link: Option<(String, String)>,
    sheets: Vec<(String, String)>,
    hands: bool,
    income: i64,
}

fn gather(tx: &Read<'_>, id: &str, lang: Lang) -> Result<Drawn, AppError> {
    let t = T(lang);
    let (entry, one) = store::one(tx, id)?;
    let readable = entry.may::<Placement, deed::View>();
    let writes = entry.may::<NextProposal, deed::Change>();
    let sheets = store::sheets(tx, &entry)?
        .into_iter()
        .filter(|sheet| sheet.proposal == one.id)
        .map(|sheet| (sheet.id, t.handed_on(&lang.day(sheet.created_at.day()), &sheet.author_name)))
        .collect();
    Ok(Drawn {
        short: if readable { placement::facts(tx, &entry)?.short(lang) } else { String::new() },
        readable,
        keeper: if one.keeper.is_empty() { t.no_keeper().to_owned() } else { store::name_of(tx, &one.keeper)? },
        choices: choices(tx, t)?,
        writes,
        link: if entry.may::<ProposalOrigin, deed::View>() { link(tx, &entry, &one)? } else { None },
        sheets,
        hands: entry.may::<ProposalSheet, deed::Change>(),
        income: income(tx, &entry)?,
        one,
    })
}

/// The record a proposal grew out of: as it was kept, or, where the branch wrote it and may keep none, the one record of that
/// kind and day.
fn link(tx: &Read<'_>, entry: &Entry, one: &Proposal) -> Result<Option<(String, String)>, StoreError> {
    if let Some(kept) = store::origin(tx, entry, &one.id)? {
        return Ok(Some(kept));
    }
    let mut alike =
        store::sources(tx, entry)?.into_iter().filter(|(origin, _, day)| origin.code() == one.origin && Some(*day) == one.origin_on);
    Ok(alike.next().filter(|_| alike.next().is_none()).map(|(origin, id, _)| (origin.code().to_owned(), id)))
}

/// Income that came of this placement's follow-up.
pub(super) fn income(tx: &Read<'_>, entry: &Entry) -> Result<i64, StoreError> {
    Ok(store::of_case(tx, entry)?.into_iter().filter_map(|one| one.income).sum())
}

/// Where the record a proposal grew out of can be read.
fn href_of(case: &str, link: Option<&(String, String)>) -> String {
    match link {
        Some((kind, _)) if kind == "review" => format!("/cases/{case}/review"),
        Some((kind, id)) if kind == "report" => format!("/cases/{case}/reports/p/{id}"),
        Some((_, id)) => format!("/cases/{case}/talks/{id}"),
        None => String::new(),
    }
}

fn told(t: T, one: &Proposal, keeper: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let day = |day: Option<Day>| day.map(|day| lang.day(day)).unwrap_or_default();
    [
        (t.kind(), t.kind_word(&one.kind).to_owned()),
        (t.issue(), one.issue.clone()),
        (t.offer(), one.offer.clone()),
        (t.worth(), one.worth.clone()),
        (t.chance(), t.chance_word(&one.chance).to_owned()),
        (t.keeper(), keeper.to_owned()),
        (t.next_on(), day(one.next_on)),
        (t.state(), t.state_word(one.state()).to_owned()),
        (t.ended_on(), day(one.ended_on)),
        (t.result(), one.result.clone()),
        (t.income(), one.income.map(|yen| t.yen(&commas(yen))).unwrap_or_default()),
        (t.untied(), one.untied.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

pub(super) async fn draw(cx: &Cx, id: &str, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang, which) = (T(cx.lang), cx.lang, id.to_owned());
    let drawn = cx.db.read(cx.actor()?, move |tx| gather(tx, &which, lang)).await?;
    if status != StatusCode::OK && !drawn.writes {
        return Err(AppError::NotFound);
    }
    let facts = told(t, &drawn.one, &drawn.keeper, lang);
    let stale = status == StatusCode::CONFLICT;
    let theirs = if stale { facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect() } else { Vec::new() };
    let mut form = typed.unwrap_or_else(|| form_of(&drawn.one));
    form.set("version", &drawn.one.version.to_string());
    let origin = Origin::parse(&drawn.one.origin).map(|origin| t.origin_word(origin)).unwrap_or_default();
    let ready = drawn.one.state() != State::Found && !drawn.one.offer.is_empty() && !drawn.one.untied.is_empty();
    let page = ShowPage {
        f: cx.frame(t.show_title(), Nav::Proposals).await?,
        t,
        id: id.to_owned(),
        short: drawn.short,
        case: if drawn.readable { drawn.one.case.clone() } else { String::new() },
        facts,
        origin: drawn.one.origin_on.map_or_else(|| origin.to_owned(), |day| t.origin_on(origin, &lang.day(day))),
        origin_href: href_of(&drawn.one.case, drawn.link.as_ref()),
        p: drawn.choices,
        writes: drawn.writes,
        form,
        errors,
        theirs,
        sheets: drawn.sheets,
        hands: drawn.hands && ready,
        hand_key: cx.key(),
        hand_why: if drawn.hands && !ready { t.hand_not_yet().to_owned() } else { String::new() },
        income: t.income_of_case(&commas(drawn.income)),
    };
    page_with(status, &page)
}

/// `GET /proposals/{id}`.
pub async fn show(cx: Cx, Path(id): Path<String>) -> Answer {
    draw(&cx, &id, StatusCode::OK, None, Errors::none()).await
}

/// `POST /proposals/{id}`: changes it; what a colleague saved meanwhile is shown beside it.
pub async fn save(cx: Cx, Path(id): Path<String>, form: Form) -> Result<Response, AppError> {
    let draft = match Draft::parse(&form, cx.today(), cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let (which, seen) = (id.clone(), form.version());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, _) = store::one(tx, &which)?;
            store::save(tx, &entry, &which, seen, &draft)?;
            let back = format!("/proposals/{which}?done=saved");
            let event = Event::ProposalKept(Some(entry.placement()), &which).detail(draft.state.code());
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &id, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
