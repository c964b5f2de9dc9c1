//! Changing a case: facts, deputy, fee terms, and the issue in new words beside the words first set.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::Holder;
use base::clock::Day;
use base::event::Event;
use base::register::{Fee, Issue, Member, Placement};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};
use http::StatusCode;

use super::rules::{self, CONTRACTS, LINE, SENTENCE, fold_sentence};
use super::store::{self, Facts, facts, issues};
use super::text::T;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// What the form means.
#[derive(Clone, Debug)]
struct Change {
    post: String,
    contract: String,
    offer_on: Option<Day>,
    join_on: Option<Day>,
    branch: String,
    deputy: String,
    case_no: Option<String>,
    issue: String,
    rate_permille: Option<i64>,
    fee: Option<i64>,
    refund: String,
}

impl Change {
    fn parse(form: &Form, lang: Lang) -> Result<Change, Errors> {
        let (t, w) = (T(lang), crate::web::text::T(lang));
        let mut e = Errors::none();
        let case_no = rules::line(form, &mut e, "case_no", 40, lang);
        let change = Change {
            post: rules::line(form, &mut e, "post", LINE, lang),
            contract: form.get("contract").to_owned(),
            offer_on: rules::day(form, &mut e, "offer_on", lang),
            join_on: rules::day(form, &mut e, "join_on", lang),
            branch: form.get("branch").to_owned(),
            deputy: form.get("deputy").to_owned(),
            case_no: (!case_no.is_empty()).then_some(case_no),
            issue: fold_sentence(form.get("issue")),
            rate_permille: permille(form, &mut e, lang),
            fee: yen(form, &mut e, lang),
            refund: rules::line(form, &mut e, "refund", SENTENCE, lang),
        };
        if change.post.is_empty() {
            e.add("post", w.e_required(t.post()));
        }
        if change.issue.is_empty() {
            e.add("issue", w.e_required(t.issue()));
        }
        rules::too_long(&mut e, "issue", &change.issue, SENTENCE, lang);
        if !CONTRACTS.contains(&change.contract.as_str()) {
            e.add("contract", w.e_choose());
        }
        if let (Some(offer), Some(join)) = (change.offer_on, change.join_on)
            && join < offer
        {
            e.add("join_on", w.e_order(t.join_on(), t.offer_on()));
        }
        e.check().map(|()| change)
    }
}

/// `30%`, `30`, `0.3`: thousandths of the pay.
fn permille(form: &Form, errors: &mut Errors, lang: Lang) -> Option<i64> {
    let typed = base::fold::tidy(form.get("rate")).replace(' ', "");
    if typed.is_empty() {
        return None;
    }
    let number = typed.strip_suffix('%').unwrap_or(&typed).parse::<f64>().ok().filter(|n| *n > 0.0 && *n < 100.0);
    let Some(number) = number else {
        errors.add("rate", T(lang).e_rate());
        return None;
    };
    let percent = if number < 1.0 && !typed.ends_with('%') { number * 100.0 } else { number };
    #[expect(clippy::cast_possible_truncation, reason = "below 1000")]
    Some((percent * 10.0).round() as i64)
}

/// Yen, with or without commas.
fn yen(form: &Form, errors: &mut Errors, lang: Lang) -> Option<i64> {
    let typed = base::fold::tidy(form.get("fee")).replace([',', ' ', '円'], "");
    if typed.is_empty() {
        return None;
    }
    let yen = typed.parse::<i64>().ok().filter(|yen| (0..=1_000_000_000).contains(yen));
    if yen.is_none() {
        errors.add("fee", T(lang).e_fee());
    }
    yen
}

#[derive(Template)]
#[template(path = "placement/edit.html")]
struct EditPage {
    f: Frame,
    t: T,
    case: String,
    form: Form,
    errors: Errors,
    first_issue: String,
    first_on: String,
    branches: Vec<(String, String)>,
    deputies: Vec<(String, String)>,
    contracts: Vec<(String, String)>,
    /// What is saved now, when the form came too late.
    theirs: Vec<(&'static str, String)>,
}

struct Present {
    facts: Facts,
    issue: String,
    first: Option<store::IssueEdition>,
    deputy: String,
    fee: Option<FeeRow>,
}

base::row! {
    struct FeeRow { id: String, version: i64, rate: Option<i64>, amount: Option<i64>, refund: String }
    struct DeputyRow { id: String, version: i64, holder: String }
}

fn deputy_row(tx: &Read<'_>, entry: &Entry) -> Result<Option<DeputyRow>, StoreError> {
    let pass = entry.pass::<Member, deed::View>()?;
    tx.maybe(&pass, sql!(Member => "select id, version, holder_id from members where holder_kind = 'staff' and deputy = 1 and state = 'active' order by created_at"), vec![])
}

fn fee_row(tx: &Read<'_>, entry: &Entry) -> Result<Option<FeeRow>, StoreError> {
    let pass = entry.pass::<Fee, deed::View>()?;
    tx.maybe(&pass, sql!(Fee => "select id, version, rate_permille, amount, refund from fees"), vec![])
}

fn present(tx: &Read<'_>, entry: &Entry) -> Result<Present, AppError> {
    let issues = issues(tx, entry)?;
    Ok(Present {
        facts: facts(tx, entry)?,
        issue: issues.last().map(|issue| issue.sentence.clone()).unwrap_or_default(),
        first: issues.into_iter().next(),
        deputy: deputy_row(tx, entry)?.map(|row| row.holder).unwrap_or_default(),
        fee: fee_row(tx, entry)?,
    })
}

fn values(present: &Present) -> Vec<(&'static str, String)> {
    let facts = &present.facts;
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let fee = present.fee.as_ref();
    vec![
        ("version", facts.version.to_string()),
        ("post", facts.post.clone()),
        ("contract", facts.contract.clone()),
        ("offer_on", day(facts.offer_on)),
        ("join_on", day(facts.join_on)),
        ("branch", facts.branch.clone()),
        ("deputy", present.deputy.clone()),
        ("case_no", facts.case_no.clone().unwrap_or_default()),
        ("issue", present.issue.clone()),
        ("rate", fee.and_then(|fee| fee.rate).map(|rate| format!("{}.{}%", rate / 10, rate % 10)).unwrap_or_default()),
        ("fee", fee.and_then(|fee| fee.amount).map(|yen| yen.to_string()).unwrap_or_default()),
        ("refund", fee.map(|fee| fee.refund.clone()).unwrap_or_default()),
    ]
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, form: Option<Form>, errors: Errors, show_theirs: bool) -> Answer {
    let t = T(cx.lang);
    let (asked, me) = (case.to_owned(), cx.actor()?.clone());
    let (present, (mut branches, mut deputies)) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<Placement, deed::Change>()?;
            Ok::<_, AppError>((present(tx, &entry)?, store::choices(tx, &me)?))
        })
        .await?;
    branches.insert(0, (String::new(), t.none().to_owned()));
    deputies.insert(0, (String::new(), t.none().to_owned()));
    let now = values(&present);
    let mut form = form.unwrap_or_else(|| Form::filled(now.clone()));
    let mut theirs = Vec::new();
    if show_theirs {
        let names = [
            ("post", t.post()),
            ("contract", t.contract()),
            ("offer_on", t.offer_on()),
            ("join_on", t.join_on()),
            ("case_no", t.case_no()),
            ("issue", t.issue()),
            ("refund", t.refund()),
        ];
        for (field, name) in names {
            if let Some((_, value)) = now.iter().find(|(key, value)| *key == field && value != form.get(field)) {
                theirs.push((name, if field == "contract" { t.contract_word(value).to_owned() } else { value.clone() }));
            }
        }
        form.set("version", &present.facts.version.to_string());
    }
    let contracts = CONTRACTS.iter().map(|code| ((*code).to_owned(), t.contract_word(code).to_owned())).collect();
    let page = EditPage {
        f: cx.frame(t.edit_title(), Nav::Cases).await?,
        t,
        case: case.to_owned(),
        form,
        errors,
        first_on: present.first.as_ref().map(|issue| cx.lang.day(issue.set_on)).unwrap_or_default(),
        first_issue: present.first.map(|issue| issue.sentence).unwrap_or_default(),
        branches,
        deputies,
        contracts,
        theirs,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/edit`.
pub async fn edit(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, None, Errors::none(), false).await
}

/// `POST /cases/{case}/edit`: changes the case; the issue as first set stays as it is.
pub async fn change(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    let change = match Change::parse(&form, cx.lang) {
        Ok(change) => change,
        Err(errors) => return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors, false).await,
    };
    let (asked, seen, me) = (case.clone(), form.version(), cx.actor()?.id().to_owned());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            let joined = facts(tx, &entry)?;
            let detail = if joined.state == "joined" && joined.post != change.post { "post" } else { "" };
            // Both sides see the name from the moment the deputy has the rights (visibility.md rule 12).
            let told = if save(tx, &entry, &change, seen, &me)? { everyone(tx, &entry)? } else { Vec::new() };
            let back = format!("/cases/{asked}?done=saved");
            tx.commit(&Event::PlacementChanged(Some(&asked), &asked).detail(detail).tell(told), &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &case, StatusCode::CONFLICT, Some(form), Errors::none(), true).await,
        Err(StoreError::Duplicate(_)) => {
            draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), Errors::one("case_no", t.e_case_no()), false).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Company and person, as far as they have come in.
fn everyone(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Holder>, StoreError> {
    let rows: Vec<(String, String)> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select holder_kind, holder_id from members where holder_kind <> 'staff' and state = 'active' order by created_at, id"),
        vec![],
    )?;
    Ok(rows.iter().filter_map(|(kind, id)| Holder::from(kind, id)).collect())
}

/// Writes the changes; says whether another deputy was named.
fn save(tx: &Write<'_>, entry: &Entry, change: &Change, seen: i64, me: &str) -> Result<bool, StoreError> {
    let pass = entry.pass::<Placement, deed::Change>()?;
    let set = Set::new()
        .with("post", &change.post)
        .with("contract", &change.contract)
        .with("offer_on", change.offer_on)
        .with("join_on", change.join_on)
        .with("branch_id", &change.branch)
        .with("case_no", change.case_no.clone());
    let before = facts(tx, entry)?.join_on;
    tx.update(&pass, entry.placement(), seen, set)?;
    crate::preparation::moved(tx, entry, change.join_on)?;
    crate::followup::moved(tx, entry, before, change.join_on)?;
    let issues = issues(tx, entry)?;
    if issues.last().is_none_or(|issue| issue.sentence != change.issue) {
        let edition = issues.last().map_or(1, |issue| issue.edition + 1);
        let set = Set::new().with("edition", edition).with("sentence", &change.issue).with("set_on", tx.now().day());
        tx.insert(&entry.pass::<Issue, deed::Change>()?, &tx.id(), set)?;
    }
    let terms = Set::new().with("rate_permille", change.rate_permille).with("amount", change.fee).with("refund", &change.refund);
    let fees = entry.pass::<Fee, deed::Change>()?;
    match fee_row(tx, entry)? {
        Some(row) => tx.update(&fees, &row.id, row.version, terms)?,
        None if change.rate_permille.is_some() || change.fee.is_some() || !change.refund.is_empty() => tx.insert(&fees, &tx.id(), terms)?,
        None => {}
    }
    let members = entry.pass::<Member, deed::Change>()?;
    let present = deputy_row(tx, entry)?;
    let another = present.as_ref().map_or("", |row| row.holder.as_str()) != change.deputy && change.deputy != me;
    if another {
        if let Some(row) = present {
            tx.update(&members, &row.id, row.version, Set::new().with("state", "ended"))?;
        }
        if !change.deputy.is_empty() {
            // A colleague who was deputy before comes back to the same row.
            let earlier: Option<(String, i64)> =
                tx.maybe(&members, sql!(Member => "select id, version from members where holder_id = $1"), args![&change.deputy])?;
            let holder = Holder::Staff(change.deputy.clone());
            match earlier {
                Some((id, version)) => tx.update(&members, &id, version, Set::new().with("state", "active").with("deputy", 1i64))?,
                None => tx.insert(
                    &members,
                    &tx.id(),
                    Set::new()
                        .with("holder_kind", holder.kind())
                        .with("holder_id", holder.id())
                        .with("seat", "consultant")
                        .with("deputy", 1i64)
                        .with("state", "active"),
                )?,
            }
        }
    }
    Ok(another)
}
