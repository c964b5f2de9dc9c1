//! Keeping what was said: the quick form for a call, the whole form for a planned or joint talk, and the text to copy.

use askama::Template;
use axum::extract::Path;
use base::actor::Side;
use base::clock::Day;
use base::event::Event;
use base::register::CheckInNote;
use base::store::{Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::forms::{ACTIONS, PROMISED, RECEPTION, Told, with_whom};
use super::guide::{Guide, guide};
use super::readers::{self, Readers};
use super::rules::{CARE, Step, Way, With, Word, month_at_hand};
use super::store::{self, Heard, Talk};
use super::talk::{PartView, views, ways, when, withs};
use super::text::T;
use super::words::{self, Line, Source};
use super::{asked, ground, options, short};
use crate::placement::Facts;
use crate::preparation::rules::{Doer, Kind, State};
use crate::preparation::{self, Item, Reception};
use crate::unsaved::{self, Place};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

/// The names of the fields of one text: the text, its tick, its label.
struct Field {
    name: String,
    share: String,
    label: &'static str,
}

fn care_fields(t: T) -> Vec<Field> {
    CARE.iter().map(|care| Field { name: format!("care_{care}"), share: format!("share_{care}"), label: t.care_point(care) }).collect()
}

/// The same for what is said with all three: everyone reads it, so there is nothing to share back.
fn joint_fields(t: T) -> Vec<Field> {
    CARE.iter().map(|care| Field { name: format!("joint_{care}"), share: String::new(), label: t.care_point(care) }).collect()
}

/// The names of the fields of one next action.
struct ActionFields {
    nth: usize,
    who: String,
    what: String,
    due: String,
}

fn action_fields() -> Vec<ActionFields> {
    (1..=ACTIONS).map(|nth| ActionFields { nth, who: format!("who{nth}"), what: format!("what{nth}"), due: format!("due{nth}") }).collect()
}

/// Those who can do a next action.
pub(super) fn doers(t: T, bank: &'static str, two_sided: bool) -> Vec<(String, String)> {
    let all: &[Side] = if two_sided { &[Side::Bank, Side::Company, Side::Person] } else { &[Side::Bank, Side::Company] };
    options(all, Side::code, |side| t.doer(side, bank))
}

#[derive(Template)]
#[template(path = "check_in/call.html")]
struct CallPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    form: Form,
    errors: Errors,
    withs: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    doers: Vec<(String, String)>,
    care: Vec<Field>,
    desk_names: String,
    sentences: Vec<String>,
    planned: Vec<(String, String)>,
    joint: bool,
    /// The questions for each side it may be, with its name.
    guides: Vec<(&'static str, Guide)>,
}

/// Said of every private text: when a manager reads, and what is shared back.
fn manager_sentence(t: T, readers: &Readers) -> String {
    if readers.managers.is_empty() { t.reader_manager_none().to_owned() } else { t.reader_manager(&readers.managers) }
}

async fn call_page(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, w, lang) = (T(cx.lang), crate::web::text::T(cx.lang), cx.lang);
    let asked = case.to_owned();
    let (facts, readers, talks) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            let readers = readers::readers(tx, &entry, &facts, lang)?;
            let talks = store::talks(tx, &entry.pass::<base::register::CheckIn, deed::View>()?)?;
            Ok::<_, AppError>((facts, readers, talks))
        })
        .await?;
    let two_sided = facts.sides != "one";
    let f = cx.frame(t.call_title(), Nav::Cases).await?;
    let planned = talks.iter().filter(|talk| talk.state == "planned" && talk.planned_on.is_some_and(|on| on <= cx.today()));
    let page = CallPage {
        t,
        case: case.to_owned(),
        name: short(&facts, lang),
        form,
        errors,
        withs: withs(t, two_sided).into_iter().filter(|(code, _)| code != With::Joint.code()).collect(),
        ways: ways(t),
        doers: doers(t, f.house.own(lang), two_sided),
        care: care_fields(t),
        sentences: vec![t.reader_each().into(), manager_sentence(t, &readers), t.reader_share_each().into()],
        desk_names: readers.desk,
        planned: planned
            .map(|talk| (talk.id.clone(), format!("{} {}", t.title(talk.with(), talk.step(), talk.way()), when(talk, lang))))
            .collect(),
        joint: two_sided,
        guides: Step::near(facts.join_on, cx.today())
            .map(|step| {
                let sides = [(With::Person, Side::Person), (With::Company, Side::Company)];
                let known = sides.into_iter().filter(|(with, _)| two_sided || *with == With::Company);
                known.map(|(with, side)| (w.side(side), guide(step, with, lang))).collect()
            })
            .unwrap_or_default(),
        f,
    };
    page_with(status, &page)
}

#[derive(Template)]
#[template(path = "check_in/record.html")]
struct RecordPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    action: String,
    back: String,
    title: String,
    lead: String,
    joint: bool,
    /// The code of the side for a talk nobody planned; empty otherwise.
    with: &'static str,
    form: Form,
    errors: Errors,
    desk_names: String,
    sentences: Vec<String>,
    joint_readers: String,
    guide: Option<Guide>,
    /// The open gaps, drawn by their slice; empty when there are none.
    gaps: String,
    promises: Vec<Promise>,
    promised: Vec<(String, String)>,
    /// Who in the company looks after what: care point and names.
    reception: Vec<(&'static str, String)>,
    receptions: Vec<(String, String)>,
    month: i64,
    lines: Vec<Line>,
    heads: Vec<(&'static str, &'static str)>,
    words: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    doers: Vec<(String, String)>,
    actions: Vec<ActionFields>,
    care: Vec<Field>,
    stale: bool,
    theirs: Vec<PartView>,
    unsaved: unsaved::Shown,
}

/// A promise that is not kept yet, with the names of its fields.
struct Promise {
    name: String,
    body: String,
    /// Whose it is and by when, in words.
    by: String,
    /// Its version, and the name of the field that carries it.
    version: (String, i64),
    chosen: String,
}

/// What the whole form is drawn from.
struct Ground {
    facts: Facts,
    readers: Readers,
    talk: Option<Talk>,
    goals: Vec<crate::goal_sheet::Goal>,
    said: Vec<words::WordRow>,
    gaps: String,
    promises: Vec<Item>,
    reception: Option<Reception>,
    month: i64,
    offer: unsaved::Offer,
}

fn gather(tx: &Read<'_>, case: &str, id: Option<&str>, month: Option<i64>, lang: Lang) -> Result<Ground, AppError> {
    let (entry, facts) = ground(tx, case)?;
    let talk = id.map(|id| store::talk(tx, &entry, id)).transpose()?;
    let at_hand = || month_at_hand(facts.join_on, tx.now().day());
    let month = month.unwrap_or_else(|| talk.as_ref().and_then(Talk::step).map_or_else(at_hand, Step::month));
    let place = talk.as_ref().map_or(Place::Joint, |talk| Place::Talk(talk.id.clone(), talk.with()));
    Ok(Ground {
        offer: unsaved::offer(tx, &entry, &place)?,
        readers: readers::readers(tx, &entry, &facts, lang)?,
        goals: words::goals(tx, &entry)?,
        said: words::words(tx, &entry, month)?,
        gaps: crate::gap::open_ones(tx, &entry, lang)?,
        promises: preparation::items(tx, &entry)?.into_iter().filter(|item| item.kind == Kind::Promise && item.state.is_open()).collect(),
        reception: preparation::reception(tx, &entry)?,
        talk,
        month,
        facts,
    })
}

/// The promises of the form: as they stand, with what was chosen.
fn promises(items: &[Item], form: Option<&Form>, own: &str, today: Day, lang: Lang) -> Vec<Promise> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let by = |item: &Item| {
        let who = match item.doer {
            Doer::One(Side::Bank) => own,
            Doer::One(side) => w.side(side),
            Doer::Joint => t.c_joint(),
        };
        match item.due_on {
            Some(due) if due < today => t.promise_late(who, &lang.short_day(due)),
            Some(due) => t.how(who, &t.todo_until(&lang.short_day(due))),
            None => who.to_owned(),
        }
    };
    let promise = |item: &Item| {
        let name = format!("p_{}", item.id);
        let chosen = form.map(|form| form.get(&name).to_owned()).unwrap_or_default();
        Promise { by: by(item), body: item.body.clone(), version: (format!("pv_{}", item.id), item.version), chosen, name }
    };
    items.iter().map(promise).collect()
}

/// Who in the company looks after what, for the page; nobody named is said too.
fn reception(of: Option<&Reception>, t: T) -> Vec<(&'static str, String)> {
    let named = |who: &str| if who.is_empty() { t.nobody_yet().to_owned() } else { who.to_owned() };
    of.map(|reception| reception.points.iter().map(|point| (t.care_point(&point.care), named(&point.who))).collect()).unwrap_or_default()
}

/// Who reads, said before the first word: sentences about one side's words, and names for the part all three read.
fn who_reads(t: T, with: With, readers: &Readers) -> (Vec<String>, String) {
    let manager = manager_sentence(t, readers);
    let sentences = match with {
        With::Company if readers.owner.is_empty() => vec![t.reader_not_person().into(), manager, t.reader_share_each().into()],
        With::Company => vec![t.reader_not_person().into(), manager, t.reader_share(&readers.owner)],
        With::Person => vec![t.reader_not_company().into(), manager, t.reader_share(&readers.person)],
        With::Joint => vec![t.reader_each().into(), manager, t.reader_share_each().into()],
    };
    (sentences, readers.all(t))
}

/// What the form came back with.
struct Typed {
    status: StatusCode,
    form: Option<Form>,
    errors: Errors,
    theirs: Option<Vec<Heard>>,
    /// Whether it is what was not saved the last time.
    unsaved: bool,
}

impl Typed {
    fn nothing() -> Typed {
        Typed { status: StatusCode::OK, form: None, errors: Errors::none(), theirs: None, unsaved: false }
    }
    /// What was not saved the last time, or nothing.
    fn unsaved(form: Option<Form>) -> Typed {
        Typed { unsaved: form.is_some(), form, ..Typed::nothing() }
    }
    fn mend(form: Form, errors: Errors) -> Typed {
        Typed { status: StatusCode::UNPROCESSABLE_ENTITY, form: Some(form), errors, ..Typed::nothing() }
    }
}

async fn record_page(cx: &Cx, case: &str, id: Option<&str>, typed: Typed) -> Answer {
    let (t, w, lang) = (T(cx.lang), crate::web::text::T(cx.lang), cx.lang);
    let (asked, talk_id) = (case.to_owned(), id.map(ToOwned::to_owned));
    let month = typed.form.as_ref().and_then(|form| form.get("month").parse().ok());
    let g = cx.db.read(cx.actor()?, move |tx| gather(tx, &asked, talk_id.as_deref(), month, lang)).await?;
    let with = g.talk.as_ref().map_or(With::Joint, Talk::with);
    let two_sided = g.facts.sides != "one";
    if g.talk.is_none() && !two_sided {
        return Err(AppError::NotFound);
    }
    let (step, way) = g.talk.as_ref().map_or((None, Way::Visit), |talk| (talk.step(), talk.way()));
    let (sentences, joint_readers) = who_reads(t, with, &g.readers);
    let held = g.talk.as_ref().is_some_and(|talk| talk.state == "held");
    let f = cx.frame(if held { t.record_add() } else { t.record() }, Nav::Cases).await?;
    let own = f.house.own(lang);
    let sides = with.hears();
    let source = Source { goals: &g.goals, words: &g.said, month: g.month, sides, bank: own };
    let lines = words::table(&source, typed.form.as_ref(), lang);
    let promises = promises(&g.promises, typed.form.as_ref(), own, cx.today(), lang);
    let stale = typed.status == StatusCode::CONFLICT;
    let mut form = typed.form.unwrap_or_else(|| {
        let day = g.talk.as_ref().and_then(Talk::day).filter(|day| *day <= cx.today()).unwrap_or(cx.today());
        Form::filled([("held_on", day.to_string()), ("way", way.code().to_owned())])
    });
    if let Some(talk) = &g.talk
        && (stale || form.get("version").is_empty())
    {
        form.set("version", &talk.version.to_string());
    }
    let talk_path = id.map(|id| format!("/cases/{case}/talks/{id}"));
    let page = RecordPage {
        t,
        case: case.to_owned(),
        name: short(&g.facts, lang),
        action: talk_path.as_ref().map_or_else(|| format!("/cases/{case}/talks/new"), |path| format!("{path}/record")),
        back: talk_path.unwrap_or_else(|| format!("/cases/{case}")),
        title: g.talk.as_ref().map_or_else(|| t.call_joint().to_owned(), |talk| t.title(with, step, talk.way())),
        lead: match &g.talk {
            Some(_) if held => t.record_add_lead().to_owned(),
            Some(talk) => when(talk, lang),
            None => String::new(),
        },
        joint: with == With::Joint,
        with: if g.talk.is_none() { with.code() } else { "" },
        form,
        errors: typed.errors,
        desk_names: g.readers.desk,
        sentences,
        joint_readers,
        guide: step.or_else(|| Step::near(g.facts.join_on, cx.today())).map(|step| guide(step, with, lang)),
        gaps: g.gaps,
        promises,
        promised: std::iter::once((String::new(), t.unchanged().to_owned()))
            .chain(options(&PROMISED, State::code, |state| t.promised(state)))
            .collect(),
        reception: reception(g.reception.as_ref(), t),
        receptions: std::iter::once((String::new(), t.not_heard().to_owned()))
            .chain(options(&RECEPTION, |code| code, |code| t.reception_word(code)))
            .collect(),
        month: g.month,
        lines,
        heads: sides.iter().map(|side| (side.code(), if *side == Side::Bank { own } else { w.side(*side) })).collect(),
        words: word_options(t),
        ways: ways(t),
        doers: doers(t, own, two_sided),
        actions: action_fields(),
        care: if with == With::Joint { joint_fields(t) } else { care_fields(t) },
        stale,
        theirs: views(typed.theirs.unwrap_or_default(), lang),
        unsaved: g.offer.shown(cx, typed.unsaved),
        f,
    };
    page_with(typed.status, &page)
}

/// The words on milestones, for a form; the first is none.
pub(super) fn word_options(t: T) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), t.not_chosen().to_owned())];
    all.extend(options(&Word::ALL, Word::code, |word| t.word(word)));
    all
}

/// `GET /cases/{case}/talks/new`: the quick form; with `?with=joint`, the form for a talk with all three.
pub async fn call_form(cx: Cx, Path(case): Path<String>) -> Answer {
    if asked(&cx, "with") == With::Joint.code() {
        let typed = Typed::unsaved(unsaved::open(&cx, &case, Place::Joint).await?);
        return record_page(&cx, &case, None, typed).await;
    }
    call_page(&cx, &case, StatusCode::OK, Form::filled([("way", Way::Call.code().to_owned())]), Errors::none()).await
}

/// `POST /cases/{case}/talks/new`: a talk nobody planned is recorded at once, in a minute: side, one text, what comes next.
pub async fn call(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let asked = case.clone();
    let facts = cx.db.read(cx.actor()?, move |tx| ground(tx, &asked).map(|(_, facts)| facts)).await?;
    let mut errors = Errors::none();
    let with = with_whom(&form, &mut errors, facts.sides != "one", cx.lang);
    let told = match Told::parse(&form, with.unwrap_or(With::Company), cx.today(), cx.lang) {
        // The quick form asks for no words on milestones or promises.
        Ok(told) if with != Some(With::Joint) => Some(Told { words: Vec::new(), promises: Vec::new(), ..told }),
        Ok(told) => Some(told),
        Err(more) => {
            for (field, sentence) in more.list() {
                errors.add(field, sentence.clone());
            }
            None
        }
    };
    let (Some(with), Some(told), true) = (with, told, errors.is_empty()) else {
        if with == Some(With::Joint) && facts.sides != "one" {
            return record_page(&cx, &case, None, Typed::mend(form, errors)).await;
        }
        return call_page(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    };
    match keep(&cx, case.clone(), None, with, told, form.key()).await {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) if with == With::Joint => {
            let typed = Typed { status: StatusCode::CONFLICT, form: Some(form), ..Typed::nothing() };
            record_page(&cx, &case, None, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// One record, one entry in the audit.
async fn keep(
    cx: &Cx,
    case: String,
    planned: Option<(String, i64)>,
    with: With,
    told: Told,
    key: Option<String>,
) -> Result<String, StoreError> {
    let Ok(actor) = cx.actor() else { return Err(StoreError::NotFound) };
    let kept = cx
        .db
        .write(actor, key, move |tx| {
            let entry = tx.enter(&case)?;
            let of = planned.as_ref().map(|(id, seen)| (id.as_str(), *seen));
            let id = store::record(tx, &entry, of, with, &told)?;
            match of {
                Some((talk, _)) => drop(unsaved::settle(tx, &entry, &Place::Talk(talk.to_owned(), with))?),
                None if with == With::Joint => drop(unsaved::settle(tx, &entry, &Place::Joint)?),
                None => {}
            }
            let detail = format!(
                "parts:{} todos:{} words:{} promises:{}",
                told.parts.len(),
                told.actions.len(),
                told.words.len(),
                told.promises.len()
            );
            let back = format!("/cases/{case}/talks/{id}/copy?done=recorded");
            tx.commit(&Event::CheckInRecorded(Some(&case), &id).detail(detail), &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
        kept => kept,
    }
}

/// `GET /cases/{case}/talks/{id}/record`.
pub async fn record_form(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    let (asked, talk) = (case.clone(), id.clone());
    let with = cx.db.read(cx.actor()?, move |tx| super::with_of(tx, &tx.enter(&asked)?, &talk)).await?;
    let typed = Typed::unsaved(unsaved::open(&cx, &case, Place::Talk(id.clone(), with)).await?);
    record_page(&cx, &case, Some(&id), typed).await
}

/// `POST /cases/{case}/talks/{id}/record`: what a planned talk brought; a talk that is recorded already is added to.
pub async fn record(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let (asked, talk_id) = (case.clone(), id.clone());
    let talk = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, _) = ground(tx, &asked)?;
            store::talk(tx, &entry, &talk_id).map_err(AppError::from)
        })
        .await?;
    let told = match Told::parse(&form, talk.with(), cx.today(), cx.lang) {
        Ok(told) => told,
        Err(errors) => return record_page(&cx, &case, Some(&id), Typed::mend(form, errors)).await,
    };
    match keep(&cx, case.clone(), Some((id.clone(), form.version())), talk.with(), told, form.key()).await {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => {
            let theirs = Some(read_now(&cx, &case, &id).await?);
            let typed = Typed { status: StatusCode::CONFLICT, form: Some(form), theirs, ..Typed::nothing() };
            record_page(&cx, &case, Some(&id), typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What is kept of a talk now, for the one whose record came too late; the reading leaves its trace.
async fn read_now(cx: &Cx, case: &str, id: &str) -> Result<Vec<Heard>, AppError> {
    let (case, id) = (case.to_owned(), id.to_owned());
    cx.db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&case)?;
            let mut parts = store::joint(tx, &entry, &id)?;
            parts.extend(store::heard(tx, &entry.pass::<CheckInNote, deed::View>()?, &id, None)?);
            let event = Event::TextRead(Some(&case), &id).detail(format!("notes:{}", parts.len()));
            tx.commit(&event, "").map(|done| done.with(parts))
        })
        .await
        .map_err(|error: StoreError| error.into())
}
