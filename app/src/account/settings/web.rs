//! Pages of the institution and its branches.

use askama::Template;
use axum::extract::Path;
use base::actor::StaffSeat;
use base::event::Event;
use http::StatusCode;

use super::rules::{self, CALENDARS, HouseDraft, SECOND_LOOKS};
use super::store::{self, BranchRow, Clash, HouseRow};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// A field that two people changed: what is saved, and what was typed.
pub(super) struct Met {
    pub(super) name: &'static str,
    pub(super) theirs: String,
    pub(super) yours: String,
}

/// The fields in which saved and typed differ.
pub(super) fn met(fields: Vec<(&'static str, String, String)>) -> Vec<Met> {
    fields.into_iter().filter(|(_, theirs, yours)| theirs != yours).map(|(name, theirs, yours)| Met { name, theirs, yours }).collect()
}

#[derive(Template)]
#[template(path = "account/settings/house.html")]
struct HousePage {
    f: Frame,
    t: T,
    house: HouseRow,
    form: Form,
    errors: Errors,
    looks: Vec<(String, String)>,
    calendars: Vec<(String, String)>,
    hats: Form,
    hats_key: String,
    readers: String,
    met: Vec<Met>,
}

/// What was typed into which of the two forms of the page.
enum Typed {
    Nothing,
    House(Form),
    Hats(Form),
}

async fn house_page(cx: &Cx, status: StatusCode, typed: Typed, errors: Errors, met: Vec<Met>) -> Answer {
    let t = T(cx.lang);
    let (house, reason, mut readers) = cx
        .db
        .read(cx.actor()?, |tx| {
            let mut names = store::names_in(tx, StaffSeat::Admin)?;
            names.extend(store::names_in(tx, StaffSeat::Compliance)?);
            Ok::<_, AppError>((store::house(tx)?, store::hats(tx)?, names))
        })
        .await?;
    readers.dedup();
    let form = Form::filled([
        ("name", house.name.clone()),
        ("phone", house.phone.clone()),
        ("hours", house.hours.clone()),
        ("morning_at", house.morning_at.clone()),
        ("second_look", house.second_look.clone()),
        ("paper_calendar", house.paper_calendar.clone()),
        ("paper_seals", if house.paper_seals == "on" { "1".to_owned() } else { String::new() }),
    ]);
    let hats = Form::filled([("hats", if reason.is_empty() { String::new() } else { "1".to_owned() }), ("reason", reason)]);
    let (form, hats) = match typed {
        Typed::Nothing => (form, hats),
        Typed::House(typed) => (typed, hats),
        Typed::Hats(typed) => (form, typed),
    };
    let looks = SECOND_LOOKS.iter().map(|code| ((*code).to_owned(), t.look(code).to_owned())).collect();
    let calendars = CALENDARS.iter().map(|code| ((*code).to_owned(), t.calendar(code).to_owned())).collect();
    let readers = if readers.is_empty() { t.readers_none().to_owned() } else { readers.join("、") };
    let f = cx.frame(t.title(), Nav::Settings).await?;
    page_with(status, &HousePage { f, t, house, form, errors, looks, calendars, hats, hats_key: cx.key(), readers, met })
}

/// `GET /settings`.
pub async fn show(cx: Cx) -> Answer {
    house_page(&cx, StatusCode::OK, Typed::Nothing, Errors::none(), Vec::new()).await
}

/// `POST /settings`: name, telephone, hours, and when the manager looks twice.
pub async fn save(cx: Cx, form: Form) -> Answer {
    let t = T(cx.lang);
    let draft = match HouseDraft::parse(&form, cx.lang) {
        Ok(draft) => draft,
        Err(errors) => return house_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, Typed::House(form), errors, Vec::new()).await,
    };
    let (seen, typed) = (form.version(), draft.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let house = store::house(tx)?;
            store::save_house(tx, &house.id, seen, &draft)?;
            Ok::<_, Clash>(tx.commit(&Event::SettingsChanged(None, &house.id).detail("institution"), "/settings?done=saved")?)
        })
        .await;
    match saved {
        Ok(()) => Ok(go("/settings?done=saved")),
        Err(Clash::Stale) => {
            let now = cx.db.read(cx.actor()?, |tx| store::house(tx).map_err(AppError::from)).await?;
            let met = met(vec![
                (t.house_name(), now.name, typed.name),
                (t.phone(), now.phone, typed.phone),
                (t.hours(), now.hours, typed.hours),
                (t.morning_at(), now.morning_at, typed.morning_at),
                (t.second_look(), t.look(&now.second_look).to_owned(), t.look(&typed.second_look).to_owned()),
                (t.paper_calendar(), t.calendar(&now.paper_calendar).to_owned(), t.calendar(&typed.paper_calendar).to_owned()),
                (t.paper_seals(), t.seals(&now.paper_seals).to_owned(), t.seals(&typed.paper_seals).to_owned()),
            ]);
            house_page(&cx, StatusCode::CONFLICT, Typed::House(form), Errors::none(), met).await
        }
        Err(clash) => Err(other(clash)),
    }
}

/// What no form can mend.
pub(super) fn other(clash: Clash) -> AppError {
    match clash {
        Clash::Store(error) => AppError::from(error),
        Clash::Stale | Clash::LastAdmin | Clash::HatsWorn | Clash::Taken => AppError::Stale,
    }
}

/// `POST /settings/hats`: whether one person may be branch RM and consultant, and why (visibility.md rule 11).
pub async fn save_hats(cx: Cx, form: Form) -> Answer {
    let t = T(cx.lang);
    let reason = match rules::hats_reason(&form, cx.lang) {
        Ok(reason) => reason,
        Err(errors) => return house_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, Typed::Hats(form), errors, Vec::new()).await,
    };
    let (seen, typed) = (form.version(), reason.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let house = store::house(tx)?;
            store::save_hats(tx, &house.id, seen, &reason)?;
            let detail = if reason.is_empty() { "two hats off" } else { "two hats on" };
            Ok::<_, Clash>(tx.commit(&Event::SettingsChanged(None, &house.id).detail(detail), "/settings?done=saved")?)
        })
        .await;
    match saved {
        Ok(()) => Ok(go("/settings?done=saved")),
        Err(Clash::HatsWorn) => {
            let errors = Errors::one("hats", t.e_hats_worn());
            house_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, Typed::Hats(form), errors, Vec::new()).await
        }
        Err(Clash::Stale) => {
            let now = cx.db.read(cx.actor()?, |tx| store::hats(tx).map_err(AppError::from)).await?;
            let met = met(vec![(t.reason(), now, typed)]);
            house_page(&cx, StatusCode::CONFLICT, Typed::Hats(form), Errors::none(), met).await
        }
        Err(clash) => Err(other(clash)),
    }
}

#[derive(Template)]
#[template(path = "account/settings/branches.html")]
struct BranchesPage {
    f: Frame,
    t: T,
    branches: Vec<BranchRow>,
    form: Form,
    errors: Errors,
}

async fn branches_page(cx: &Cx, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let t = T(cx.lang);
    let branches = cx.db.read(cx.actor()?, |tx| store::branches(tx).map_err(AppError::from)).await?;
    page_with(status, &BranchesPage { f: cx.frame(t.branches_title(), Nav::Settings).await?, t, branches, form, errors })
}

/// `GET /settings/branches`.
pub async fn branches(cx: Cx) -> Answer {
    branches_page(&cx, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /settings/branches`.
pub async fn add_branch(cx: Cx, form: Form) -> Answer {
    let (code, name) = match rules::branch(&form, cx.lang) {
        Ok(branch) => branch,
        Err(errors) => return branches_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let added = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let id = store::add_branch(tx, &code, &name)?;
            Ok::<_, Clash>(tx.commit(&Event::BranchChanged(None, &id).detail("added"), "/settings/branches?done=saved")?)
        })
        .await;
    match added {
        Ok(()) => Ok(go("/settings/branches?done=saved")),
        Err(Clash::Taken) => {
            let errors = Errors::one("code", T(cx.lang).e_code_taken());
            branches_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await
        }
        Err(clash) => Err(other(clash)),
    }
}

#[derive(Template)]
#[template(path = "account/settings/branch.html")]
struct BranchPage {
    f: Frame,
    t: T,
    branch: BranchRow,
    form: Form,
    errors: Errors,
    met: Vec<Met>,
}

async fn one_branch(cx: &Cx, id: &str) -> Result<BranchRow, AppError> {
    let all = cx.db.read(cx.actor()?, |tx| store::branches(tx).map_err(AppError::from)).await?;
    all.into_iter().find(|branch| branch.id == id).ok_or(AppError::NotFound)
}

async fn branch_page(cx: &Cx, status: StatusCode, id: &str, typed: Option<Form>, errors: Errors, met: Vec<Met>) -> Answer {
    let t = T(cx.lang);
    let branch = one_branch(cx, id).await?;
    let form = typed.unwrap_or_else(|| Form::filled([("code", branch.code.clone()), ("name", branch.name.clone())]));
    page_with(status, &BranchPage { f: cx.frame(t.branch_title(), Nav::Settings).await?, t, branch, form, errors, met })
}

/// `GET /settings/branches/{id}`.
pub async fn branch(cx: Cx, Path(id): Path<String>) -> Answer {
    branch_page(&cx, StatusCode::OK, &id, None, Errors::none(), Vec::new()).await
}

/// `POST /settings/branches/{id}`.
pub async fn save_branch(cx: Cx, Path(id): Path<String>, form: Form) -> Answer {
    let t = T(cx.lang);
    one_branch(&cx, &id).await?;
    let (code, name) = match rules::branch(&form, cx.lang) {
        Ok(branch) => branch,
        Err(errors) => return branch_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &id, Some(form), errors, Vec::new()).await,
    };
    let (seen, subject, typed) = (form.version(), id.clone(), (code.clone(), name.clone()));
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            store::save_branch(tx, &subject, seen, &code, &name)?;
            Ok::<_, Clash>(tx.commit(&Event::BranchChanged(None, &subject), "/settings/branches?done=saved")?)
        })
        .await;
    match saved {
        Ok(()) => Ok(go("/settings/branches?done=saved")),
        Err(Clash::Taken) => {
            let errors = Errors::one("code", t.e_code_taken());
            branch_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &id, Some(form), errors, Vec::new()).await
        }
        Err(Clash::Stale) => {
            let now = one_branch(&cx, &id).await?;
            let met = met(vec![(t.branch_code(), now.code, typed.0), (t.branch_name(), now.name, typed.1)]);
            branch_page(&cx, StatusCode::CONFLICT, &id, Some(form), Errors::none(), met).await
        }
        Err(clash) => Err(other(clash)),
    }
}
