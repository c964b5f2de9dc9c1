//! The desk's overview of a case's surveys: ask both, see how far each is, telephone, hand over on paper, look at what they
//! receive.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::actor::{Holder, Side};
use base::event::{Event, Mail};
use base::register::{SurveyAnswer, SurveyAsked, SurveyRound};
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::days;
use super::due::{by_itself, open as open_round};
use super::my::Notice;
use super::rules::Step;
use super::store::{self, Asked, Asking, Party, Round, Stood, Way};
use super::text::T;
use super::wording;
use crate::account::settings::calendar;
use crate::contacts::{grouped, qr};
use crate::mailer::letter::{self, Letter, Survey};
use crate::placement::{self, Facts};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page, page_with};

/// Why a form was not carried out.
enum Refused {
    /// There is something to mend.
    Mend(Errors),
    /// The store says no.
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Refused {
        Refused::Store(error)
    }
}

#[derive(Template)]
#[template(path = "survey/show.html")]
struct ShowPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    two_sided: bool,
    itself: String,
    rounds: Vec<RoundView>,
    steps: Vec<(String, String)>,
    others: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

struct RoundView {
    id: String,
    title: String,
    until: String,
    open: bool,
    both: bool,
    waiting: String,
    who: Vec<WhoView>,
    /// Who could be asked too.
    more: Vec<(String, String)>,
    key: String,
}

struct WhoView {
    asked: String,
    name: String,
    side: &'static str,
    words: String,
    told: String,
    /// Whether something was taken by telephone.
    spoken: bool,
    done: bool,
    any: bool,
    key: String,
}

/// What the page is drawn from.
struct Ground {
    facts: Facts,
    rounds: Vec<Round>,
    askeds: Vec<Asked>,
    stood: Vec<Stood>,
    parties: Vec<Party>,
    names: std::collections::HashMap<String, String>,
    itself: String,
}

fn ground(tx: &Read<'_>, case: &str, lang: Lang) -> Result<Ground, AppError> {
    let t = T(lang);
    let entry = tx.enter(case)?;
    entry.pass::<SurveyRound, deed::Change>()?;
    let facts = placement::facts(tx, &entry)?;
    let rounds = store::rounds(tx, &entry)?;
    let asked: Vec<Step> = rounds.iter().map(Round::step).collect();
    let itself = match facts.join_on.filter(|_| facts.state == "joined") {
        _ if !by_itself(tx, &entry)? => t.not_by_itself().to_owned(),
        Some(joined) => days::next(&calendar(tx)?, joined, tx.now().day(), &asked)
            .map(|(step, day)| t.next_by_itself(t.step(step), &lang.short_day(day)))
            .unwrap_or_default(),
        None => t.by_itself().to_owned(),
    };
    Ok(Ground {
        rounds,
        askeds: store::askeds(tx, &entry)?,
        stood: store::stood(tx, &entry)?,
        parties: store::parties(tx, &entry)?,
        names: store::names(tx, &entry)?,
        itself,
        facts,
    })
}

fn who(g: &Ground, one: &Asked, key: String, lang: Lang) -> WhoView {
    let t = T(lang);
    let answered = store::answered(&g.stood, &one.id);
    let needed = one.step().needed();
    let n = needed.iter().filter(|question| answered.contains(question)).count();
    WhoView {
        asked: one.id.clone(),
        name: g.names.get(&one.writer).cloned().unwrap_or_default(),
        side: one.side().code(),
        words: match (one.done_on.is_some(), n) {
            (true, _) => t.stood_done().to_owned(),
            (false, 0) => t.stood_none().to_owned(),
            (false, n) => t.stood(n, needed.len()),
        },
        told: if one.reminded > 0 && one.done_on.is_none() { t.told_again(one.reminded) } else { String::new() },
        spoken: g.stood.iter().any(|stood| stood.asked == one.id && stood.way == "spoken"),
        done: one.done_on.is_some(),
        any: !answered.is_empty(),
        key,
    }
}

async fn show_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let of = case.clone();
    let g = cx.db.read(cx.actor()?, move |tx| ground(tx, &of, lang)).await?;
    let w = crate::web::text::T(lang);
    let mut rounds: Vec<RoundView> = g
        .rounds
        .iter()
        .map(|round| {
            let asked: Vec<&Asked> = g.askeds.iter().filter(|one| one.round.as_ref() == Some(&round.id)).collect();
            let both = store::both(&g.askeds, &round.id);
            let missing: Vec<&str> = [Side::Company, Side::Person]
                .into_iter()
                .filter(|side| !asked.iter().any(|one| one.side() == *side && one.done_on.is_some()))
                .map(|side| w.side(side))
                .collect();
            let (due, last) = (lang.short_day(round.due_on), lang.short_day(round.closes_on));
            RoundView {
                title: t.my_title(t.step(round.step())),
                until: if round.is_open(today) { t.until_closes(&due, &last) } else { t.closed_on(&last) },
                open: round.is_open(today),
                both,
                waiting: if both { String::new() } else { t.waiting_for(&missing.join(lang.pick("・", ", "))) },
                who: asked.iter().map(|one| who(&g, one, cx.key(), lang)).collect(),
                more: g
                    .parties
                    .iter()
                    .filter(|party| party.holder.side() == Side::Company && !asked.iter().any(|one| one.writer == party.holder.id()))
                    .map(|party| (party.holder.id().to_owned(), party.name.clone()))
                    .collect(),
                id: round.id.clone(),
                key: cx.key(),
            }
        })
        .collect();
    rounds.reverse();
    let steps: Vec<(String, String)> = Step::ROUNDS
        .into_iter()
        .filter(|step| !g.rounds.iter().any(|round| round.step() == *step))
        .filter(|step| (*step == Step::Before) != (g.facts.state == "joined"))
        .map(|step| (step.code().to_owned(), t.step(step).to_owned()))
        .collect();
    let others = g
        .parties
        .iter()
        .filter(|party| matches!(party.seat.as_str(), "host" | "contact"))
        .map(|party| (party.holder.id().to_owned(), party.name.clone()))
        .collect();
    let page = ShowPage {
        f: cx.frame(t.title(), Nav::Cases).await?,
        t,
        case,
        short: g.facts.short(lang),
        two_sided: g.facts.sides != "one",
        itself: g.itself.clone(),
        rounds,
        steps: if g.facts.ended() { Vec::new() } else { steps },
        others,
        form,
        errors,
    };
    page_with(status, &page)
}

/// `GET /cases/{case}/survey`.
pub async fn show(cx: Cx, Path(case): Path<String>) -> Answer {
    show_page(&cx, case, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/{case}/survey`: both sides are asked, and whoever else of the company was chosen.
pub async fn open(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let (lang, today, typed, of) = (cx.lang, cx.today(), form.clone(), case.clone());
    let opened = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<SurveyRound, deed::Change>()?;
            let facts = placement::facts(tx, &entry)?;
            if facts.sides == "one" || facts.ended() {
                return Err(Refused::Store(StoreError::Stale));
            }
            let calendar = calendar(tx)?;
            let due = match days::typed(&typed, &calendar, today, lang) {
                Ok(due) => due,
                Err(errors) => return Err(Refused::Mend(errors)),
            };
            let step = match Step::parse(typed.get("step")).filter(|step| Step::ROUNDS.contains(step)) {
                Some(Step::Before) if facts.state == "joined" => return Err(Refused::Mend(Errors::one("step", T(lang).e_joined()))),
                Some(step) => step,
                None if facts.state == "joined" => return Err(Refused::Mend(Errors::one("step", crate::web::text::T(lang).e_choose()))),
                None => Step::Before,
            };
            let edition = wording::editions(tx)?.newest().edition;
            let asking =
                Asking { step, nth: 0, edition, due, closes: days::closes(&calendar, due), reached: days::reached(&calendar, due, today) };
            let parties: Vec<Party> = store::parties(tx, &entry)?
                .into_iter()
                .filter(|party| matches!(party.seat.as_str(), "owner" | "person") || typed.all("also").any(|id| id == party.holder.id()))
                .collect();
            let (id, told) = open_round(tx, &entry, asking, &parties)?;
            let back = format!("/cases/{of}/survey?done=asked_both");
            let event = Event::SurveyOpened(Some(&of), &id).detail(step.code()).tell(told);
            Ok(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match opened {
        Ok(back) => Ok(go(&back)),
        Err(Refused::Mend(errors)) => show_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
        // A colleague was quicker, or the case has one side: the page says how it stands.
        Err(Refused::Store(StoreError::Stale | StoreError::Duplicate(_))) => {
            show_page(&cx, case, StatusCode::CONFLICT, form, Errors::none()).await
        }
        Err(Refused::Store(error)) => Err(error.into()),
    }
}

/// `POST /cases/{case}/survey/{id}/ask`: one more of the company is asked, apart from the others.
pub async fn ask(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (today, of, whom) = (cx.today(), case.clone(), form.get("who").to_owned());
    let asked = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<SurveyAsked, deed::Change>()?;
            let round = store::round(tx, &entry, &id)?;
            let party = store::parties(tx, &entry)?
                .into_iter()
                .find(|party| party.holder.id() == whom && party.holder.side() == Side::Company)
                .ok_or(StoreError::NotFound)?;
            if !round.is_open(today) {
                return Err(StoreError::Stale);
            }
            let asking = Asking {
                step: round.step(),
                nth: 0,
                edition: round.edition,
                due: round.due_on,
                closes: round.closes_on,
                reached: days::reached(&calendar(tx)?, round.due_on, today),
            };
            store::ask(tx, &entry, Some(&id), &party, asking)?;
            let back = format!("/cases/{of}/survey?done=sent");
            let event = Event::SurveyAskedToo(Some(&of), &id).tell(vec![party.holder]);
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match asked {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale | StoreError::Duplicate(_)) => {
            show_page(&cx, case, StatusCode::CONFLICT, Form::default(), Errors::none()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// One who is asked in this case, for the desk.
fn one(tx: &Read<'_>, case: &str, id: &str) -> Result<(Entry, Asked, String), StoreError> {
    let entry = tx.enter(case)?;
    entry.pass::<SurveyAsked, deed::Change>()?;
    let asked = store::askeds(tx, &entry)?.into_iter().find(|asked| asked.id == id).ok_or(StoreError::NotFound)?;
    let name = store::names(tx, &entry)?.get(&asked.writer).cloned().unwrap_or_default();
    Ok((entry, asked, name))
}

#[derive(Template)]
#[template(path = "survey/spoken.html")]
struct SpokenPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    short: String,
    title: String,
    notice: Notice,
    questions: Vec<Question>,
    form: Form,
    errors: Errors,
}

struct Question {
    field: String,
    words: String,
    has: bool,
    choices: Vec<(&'static str, &'static str)>,
}

async fn spoken_page(cx: &Cx, case: String, id: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang, today) = (T(cx.lang), cx.lang, cx.today());
    let (of, which) = (case.clone(), id.clone());
    let (short, asked, name, notice, answered, wording) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, asked, name) = one(tx, &of, &which)?;
            if !asked.is_open(today) {
                return Err(AppError::NotFound);
            }
            let notice = Notice::of(tx, &entry, asked.step(), lang)?;
            let answered = store::answered(&store::stood(tx, &entry)?, &which);
            let wording = wording::editions(tx)?.of(asked.edition);
            Ok((placement::facts(tx, &entry)?.short(lang), asked, name, notice, answered, wording))
        })
        .await?;
    let questions = asked
        .pages()
        .into_iter()
        .filter(|number| !super::rules::WORDS.contains(number))
        .map(|number| Question {
            field: format!("q{number}"),
            words: wording.question(asked.step(), number, asked.side(), lang),
            has: answered.contains(&number),
            choices: super::rules::Choice::ALL.into_iter().map(|choice| (choice.code(), t.choice(number, choice))).collect(),
        })
        .collect();
    let title = t.spoken_title(&name);
    let f = cx.frame(title.clone(), Nav::Cases).await?;
    page_with(status, &SpokenPage { f, t, case, id, short, title, notice, questions, form, errors })
}

/// `GET /cases/{case}/survey/spoken/{id}`: the questions to be read out, while answers are taken.
pub async fn spoken_form(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    spoken_page(&cx, case, id, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/{case}/survey/spoken/{id}`: answers taken down from the telephone, marked so. What was not asked stays.
pub async fn spoken(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (today, lang, typed, of, which) = (cx.today(), cx.lang, form.clone(), case.clone(), id.clone());
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, asked, _) = one(tx, &of, &which)?;
            entry.pass::<SurveyAnswer, deed::Change>()?;
            if !asked.is_open(today) {
                return Err(Refused::Store(StoreError::NotFound));
            }
            let said: Vec<(i64, &'static str)> = asked
                .pages()
                .into_iter()
                .filter(|number| !super::rules::WORDS.contains(number))
                .filter_map(|number| Some((number, super::rules::Choice::parse(typed.get(&format!("q{number}")))?.code())))
                .collect();
            if said.is_empty() {
                return Err(Refused::Mend(Errors::one("spoken", T(lang).e_spoken())));
            }
            for (number, code) in &said {
                // Each answer may end the asking, so it is looked at anew.
                let (_, asked, _) = one(tx, &of, &which)?;
                store::answer(tx, &entry, &asked, *number, code, Way::Spoken)?;
            }
            let back = format!("/cases/{of}/survey?done=recorded");
            let event = Event::SurveySpoken(Some(&of), &which).detail(format!("answers:{}", said.len()));
            Ok(tx.commit(&event, &back)?.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(Refused::Mend(errors)) => spoken_page(&cx, case, id, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
        // Answered on the telephone and on a screen at once: the page shows what came meanwhile.
        Err(Refused::Store(StoreError::Stale | StoreError::Duplicate(_))) => {
            spoken_page(&cx, case, id, StatusCode::CONFLICT, form, Errors::none()).await
        }
        Err(Refused::Store(error)) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "survey/paper.html")]
struct PaperPage {
    f: Frame,
    t: T,
    /// The paper's own words: the receiver's language.
    p: T,
    case: String,
    name: String,
    lead: String,
    readers: String,
    qr: String,
    code: String,
    url: String,
}

/// `POST /cases/{case}/survey/paper/{id}`: a sheet with QR code and code, to be handed over; the code is shown once.
pub async fn paper(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Result<Response, AppError> {
    let (today, lang, of, which) = (cx.today(), cx.lang, case.clone(), id.clone());
    let (asked, name, readers) = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let (entry, asked, name) = one(tx, &of, &which)?;
            if !asked.is_open(today) {
                return Err(AppError::NotFound);
            }
            let readers = crate::change::readers(tx, &entry, Lang::Ja)?.join("、");
            let event = Event::CardIssued(Some(&of), &asked.writer);
            Ok(tx.commit(&event, &format!("/cases/{of}/survey"))?.with((asked, name, readers)))
        })
        .await?;
    let holder = asked.holder().ok_or(AppError::NotFound)?;
    let (token, code) = cx.db.make_card(cx.actor()?.institution(), &holder).await?;
    let url = format!("{}/l/{token}?next=/my/surveys/{id}", cx.app.config.portal_url);
    let (t, p) = (T(lang), T(Lang::Ja));
    page(&PaperPage {
        f: cx.frame(t.paper_title(), Nav::Cases).await?,
        t,
        p,
        case,
        name: p.paper_name(&name),
        lead: p.paper_lead(asked.count(), asked.step().minutes(), &Lang::Ja.short_day(asked.due_on)),
        readers: p.paper_readers(&readers),
        qr: qr(&url, p.paper_qr())?,
        code: grouped(&code),
        url,
    })
}

#[derive(Template)]
#[template(path = "survey/preview.html")]
struct PreviewPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    step: &'static str,
    steps: Vec<(&'static str, &'static str)>,
    sides: Vec<Preview>,
}

struct Preview {
    side: &'static str,
    name: &'static str,
    subject: String,
    mail: String,
    title: String,
    lead: String,
    notice: Notice,
    questions: Vec<String>,
}

/// `GET /cases/{case}/survey/preview?step=`: mail, first page and questions as each side receives them.
pub async fn preview(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let step = Step::parse(&crate::change::asked(&cx, "step")).filter(|step| *step != Step::Pulse).unwrap_or(Step::Month1);
    let of = case.clone();
    let (facts, notice, desk, company, parties, wording, due) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<SurveyRound, deed::Change>()?;
            let facts = placement::facts(tx, &entry)?;
            // As the receiver reads it, in their language.
            let notice = Notice::of(tx, &entry, step, Lang::Ja)?;
            let desk = placement::desk_of(tx, &entry)?;
            let due = days::due(&calendar(tx)?, tx.now().day(), step);
            let wording = wording::editions(tx)?.newest();
            Ok::<_, AppError>((facts.clone(), notice, desk, facts.company, store::parties(tx, &entry)?, wording, due))
        })
        .await?;
    let f = cx.frame(t.preview_title(), Nav::Cases).await?;
    let w = crate::web::text::T(lang);
    let sides = [(Side::Company, "owner"), (Side::Person, "person")]
        .into_iter()
        .map(|(side, seat)| {
            let party = parties.iter().find(|party| party.seat == seat);
            let holder = if side == Side::Person { Holder::Person(String::new()) } else { Holder::Contact(String::new()) };
            let pages = step.pages(side);
            let letter = Letter {
                house: f.house.clone(),
                holder: party.map_or(holder, |party| party.holder.clone()),
                name: party.map(|party| party.name.clone()).unwrap_or_default(),
                post: String::new(),
                company: if side == Side::Company { company.clone() } else { String::new() },
                consultant: desk.0.clone().unwrap_or_else(|| facts.consultant_name.clone()),
                deputy: desk.1.clone(),
                way: letter::Way { url: format!("{}/s/…", cx.app.config.portal_url), code: None },
                when: None,
                survey: Some(Survey { step, questions: step.count(side), minutes: step.minutes(), due }),
            };
            Preview {
                side: side.code(),
                name: w.side(side),
                subject: letter::subject(Mail::Survey, &letter.house.name, Lang::Ja),
                mail: letter::body(Mail::Survey, &letter, Lang::Ja),
                title: T(Lang::Ja).called(step),
                lead: T(Lang::Ja).my_lead(step.count(side), step.minutes(), &Lang::Ja.short_day(due)),
                notice: notice.clone(),
                questions: pages.into_iter().map(|number| wording.question(step, number, side, Lang::Ja)).collect(),
            }
        })
        .collect();
    let steps = Step::ROUNDS.map(|step| (step.code(), t.step(step))).to_vec();
    page(&PreviewPage { f, t, case, short: facts.short(lang), step: step.code(), steps, sides })
}
