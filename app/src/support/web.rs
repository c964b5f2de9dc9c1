//! The pages of support given: the desk's, and the same words for company and person.

use askama::Template;
use axum::extract::Path;
use base::clock::Day;
use base::event::Event;
use base::register::Support;
use base::store::{Entry, Read, deed};
use base::text::Lang;
use http::StatusCode;

use super::rules::{Draft, Giver, QUIET};
use super::store::{self, Row};
use super::text::T;
use crate::check_in::rules::CARE;
use crate::portal::one_case;
use crate::preparation::{self, Reception};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// One care point with what was done about it.
pub(super) struct PointView {
    name: &'static str,
    /// Who in the company looks after it; empty when nobody is named.
    who: String,
    /// How long nothing was done, in words; empty while it is not long.
    quiet: String,
    given: Vec<(String, String, String)>,
}

/// The care points in their order; one without an entry, and only for company and person, is left out.
fn points(rows: &[Row], reception: Option<&Reception>, since: Option<Day>, today: Day, own: &str, lang: Lang) -> Vec<PointView> {
    let (t, c) = (T(lang), crate::check_in::text::T(lang));
    CARE.iter()
        .map(|care| {
            let of: Vec<&Row> = rows.iter().filter(|row| row.care == *care).collect();
            let point = reception.and_then(|reception| reception.points.iter().find(|point| point.care == *care));
            let who = point.filter(|point| !point.who.is_empty()).map(|point| {
                let stand_in = if point.stand_in.is_empty() { String::new() } else { t.stand_in(&point.stand_in) };
                t.who_first(&format!("{}{stand_in}", point.who))
            });
            let days = since.filter(|_| *care != "other").map(|since| of.first().map_or(since, |row| row.on).max(since).until(today));
            let given = |row: &&Row| {
                let giver = if row.giver() == Giver::Company { t.company() } else { own };
                let who = if row.who.is_empty() { giver.to_owned() } else { format!("{giver} {}", row.who) };
                (lang.day(row.on), who, row.body.clone())
            };
            PointView {
                name: c.care_point(care),
                who: who.unwrap_or_default(),
                quiet: days.filter(|days| *days >= QUIET).map(|days| t.quiet(days)).unwrap_or_default(),
                given: of.iter().map(given).collect(),
            }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "support/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    points: Vec<PointView>,
    may: bool,
    readers: String,
    cares: Vec<(String, String)>,
    givers: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

struct Ground {
    name: String,
    rows: Vec<Row>,
    reception: Option<Reception>,
    since: Option<Day>,
    may: bool,
    readers: String,
}

fn gather(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Ground, AppError> {
    let rows = store::given(tx, entry)?;
    let facts = crate::placement::facts(tx, entry)?;
    let desk = entry.may::<Support, deed::Change>();
    Ok(Ground {
        name: facts.short(lang),
        rows,
        reception: preparation::reception(tx, entry)?,
        since: facts.join_on.filter(|_| desk && facts.state == "joined").map(|join| join.max(facts.created_at.day())),
        may: desk,
        readers: if desk { crate::check_in::all_readers(tx, entry, lang)? } else { String::new() },
    })
}

async fn draw(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, c, lang) = (T(cx.lang), crate::check_in::text::T(cx.lang), cx.lang);
    let asked = case.clone();
    let g = cx.db.read(cx.actor()?, move |tx| gather(tx, &tx.enter(&asked)?, lang)).await?;
    let f = cx.frame(t.title(), Nav::Cases).await?;
    let own = f.house.own(lang);
    let page = ShowPage {
        points: points(&g.rows, g.reception.as_ref(), g.since, cx.today(), own, lang),
        t,
        case,
        name: g.name,
        may: g.may,
        readers: g.readers,
        cares: CARE.iter().map(|care| ((*care).to_owned(), c.care_point(care).to_owned())).collect(),
        givers: vec![(Giver::Company.code().to_owned(), t.company().to_owned()), (Giver::Bank.code().to_owned(), own.to_owned())],
        form,
        errors,
        f,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/support`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, case, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/{case}/support`: what was done about a care point; all three read it.
pub async fn add(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    let reception = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Support, deed::Change>()?;
            preparation::reception(tx, &entry).map_err(AppError::from)
        })
        .await?;
    let mut draft = match Draft::parse(&form, cx.today(), cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return draw(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    // The company's person is named first: where nobody is typed, the one who looks after this point.
    if draft.who.is_empty() && draft.giver == Giver::Company {
        let named = reception.iter().flat_map(|reception| &reception.points).find(|point| point.care == draft.care);
        draft.who = named.map(|point| point.who.clone()).unwrap_or_default();
    }
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::keep(tx, &entry, &draft)?;
            let back = format!("/cases/{case}/support?done=recorded");
            let event = Event::SupportKept(Some(&case), &id).detail(format!("{} {}", draft.care, draft.giver.code()));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await?;
    Ok(go(&back))
}

#[derive(Template)]
#[template(path = "support/my.html")]
struct MyPage {
    f: Frame,
    t: T,
    points: Vec<PointView>,
}

/// `GET /my/support`: what was done, for company and person; `?case=` names the case.
pub async fn my(cx: Cx) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let named = Some(crate::change::asked(&cx, "case")).filter(|case| !case.is_empty());
    let g = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = one_case(tx, named.as_deref())?;
            gather(tx, &entry, lang)
        })
        .await?;
    let f = cx.frame(t.my_title(), Nav::Home).await?;
    let own = f.house.own(lang);
    let all = points(&g.rows, g.reception.as_ref(), None, cx.today(), own, lang);
    page(&MyPage { t, points: all.into_iter().filter(|point| !point.given.is_empty() || !point.who.is_empty()).collect(), f })
}
