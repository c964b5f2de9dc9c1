//! The desk's pages of the shared gaps: list, add, word anew, look again.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::event::Event;
use base::register::Gap as GapRecord;
use base::store::{Entry, Read, StoreError, deed};
use base::text::Lang;
use http::StatusCode;

use super::everyone;
use super::rules::{Expected, Look};
use super::store::{self, Gap};
use super::text::T;
use crate::placement;
use crate::web::frame::Nav;
use crate::web::merge::Why;
use crate::web::{Answer, AppError, Clash, Cx, Errors, Form, Frame, go, merge, page_with};

/// A shared gap as pages show it.
pub(super) struct View {
    pub id: String,
    pub words: String,
    pub state: &'static str,
    pub mark: &'static str,
    pub open: bool,
    /// Side, sign, countermeasure, who and by when, each a line.
    pub lines: Vec<String>,
    /// When it was looked at, and what was said.
    pub looks: Vec<(String, String)>,
}

/// The shared gaps with what was seen of them.
pub(super) fn views(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<View>, AppError> {
    let t = T(lang);
    let looks = store::looks(tx, entry)?;
    let view = |gap: Gap| View {
        lines: lines(&gap, lang),
        looks: looks
            .iter()
            .filter(|look| look.gap == gap.id)
            .map(|look| (t.saw(&lang.short_day(look.looked_on), t.state_word(look.state())), look.words.clone()))
            .collect(),
        state: t.state_word(gap.state()),
        mark: gap.state().mark(),
        open: gap.state().is_open(),
        words: gap.words,
        id: gap.id,
    };
    Ok(store::shared(tx, entry)?.into_iter().map(view).collect())
}

fn lines(gap: &Gap, lang: Lang) -> Vec<String> {
    let t = T(lang);
    let mut lines = vec![t.lies_word(gap.lies()).to_owned()];
    if !gap.sign.is_empty() {
        lines.push(t.signed(&gap.sign));
    }
    if !gap.measure.is_empty() {
        lines.push(t.measured(&gap.measure));
    }
    let by = gap.due_on.map(|day| t.by(&lang.short_day(day))).unwrap_or_default();
    let who = [gap.who.as_str(), by.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if !who.is_empty() {
        lines.push(format!("{}:{who}", t.see_who()));
    }
    lines
}

/// Samples with their number, as the pages offer them.
pub(super) type Samples = Vec<(usize, &'static str, &'static str)>;

pub(super) fn samples(t: T) -> Samples {
    t.sample_list().into_iter().enumerate().map(|(n, (words, _, measure))| (n + 1, words, measure)).collect()
}

/// A form filled with the sample the address names, else an empty one.
pub(super) fn sample(cx: &Cx) -> Form {
    let picked = crate::change::asked(cx, "sample").parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    match picked.and_then(|n| T(cx.lang).sample_list().get(n).copied()) {
        Some((words, sign, measure)) => {
            Form::filled([("words", words.to_owned()), ("sign", sign.to_owned()), ("measure", measure.to_owned())])
        }
        None => Form::default(),
    }
}

#[derive(Template)]
#[template(path = "gap/board.html")]
struct BoardPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    open: Vec<View>,
    closed: Vec<View>,
    private: usize,
    samples: Samples,
    samples_key: String,
    sides: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

async fn board_page(cx: &Cx, case: String, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (short, readers, views, private) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GapRecord, deed::Change>()?;
            let private = store::own_traces(tx, &entry)?.len() + store::desk_traces(tx, &entry)?.len();
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), everyone(tx, &entry, lang)?, views(tx, &entry, lang)?, private))
        })
        .await?;
    let (open, closed) = views.into_iter().partition(|view| view.open);
    let f = cx.frame(t.title(), Nav::Cases).await?;
    let (samples, samples_key) = (samples(t), cx.key());
    let page = BoardPage { f, t, case, short, readers, open, closed, private, samples, samples_key, sides: t.sides(), form, errors };
    page_with(status, &page)
}

/// `GET /cases/{case}/gaps`: the shared gaps, and a form for one more.
pub async fn board(cx: Cx, Path(case): Path<String>) -> Answer {
    let form = sample(&cx);
    board_page(&cx, case, StatusCode::OK, form, Errors::none()).await
}

/// `POST /cases/{case}/gaps`: the desk adds one that all three see.
pub async fn add(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let gap = match Expected::parse(&form, cx.lang) {
        Ok(gap) => gap,
        Err(errors) => return board_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::add(tx, &entry, &gap)?;
            let back = format!("/cases/{case}/gaps?done=saved");
            tx.commit(&Event::GapExpected(Some(&case), &id), &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

/// `POST /cases/{case}/gaps/samples`: several of the samples at once, as they stand; each may be worded anew afterwards.
pub async fn add_samples(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let t = T(cx.lang);
    // What is kept is kept in the language of the papers.
    let all = T(Lang::Ja).sample_list();
    let picked: Vec<Expected> = all
        .into_iter()
        .enumerate()
        .filter(|(n, _)| form.all("pick").any(|pick| pick == (n + 1).to_string()))
        .map(|(_, (words, sign, measure))| Expected::of_sample(words, sign, measure))
        .collect();
    if picked.is_empty() {
        return board_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, Form::default(), Errors::one("words", t.e_samples())).await;
    }
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            for gap in &picked {
                store::add(tx, &entry, gap)?;
            }
            let back = format!("/cases/{case}/gaps?done=saved");
            let event = Event::GapExpected(Some(&case), &case).detail(format!("samples:{}", picked.len()));
            tx.commit(&event, &back).map(|done| done.with(back)).map_err(AppError::from)
        })
        .await?;
    Ok(go(&back))
}

#[derive(Template)]
#[template(path = "gap/edit.html")]
struct EditPage {
    f: Frame,
    t: T,
    case: String,
    id: String,
    readers: Vec<String>,
    sides: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    clashes: Vec<Clash>,
}

/// The fields of the form.
const FIELDS: [&str; 6] = ["lies", "words", "sign", "measure", "who", "due_on"];

fn filled(gap: &Gap) -> Form {
    let mut form = Form::filled([
        ("lies", gap.lies().code().to_owned()),
        ("words", gap.words.clone()),
        ("sign", gap.sign.clone()),
        ("measure", gap.measure.clone()),
        ("who", gap.who.clone()),
        ("due_on", gap.due_on.map(|day| day.to_string()).unwrap_or_default()),
        ("version", gap.version.to_string()),
    ]);
    merge::remember(&mut form, FIELDS);
    form
}

/// A gap, who reads it, and who changed it last.
async fn one(cx: &Cx, case: &str, id: &str) -> Result<(Gap, Vec<String>, String), AppError> {
    let (case, id, lang) = (case.to_owned(), id.to_owned(), cx.lang);
    cx.db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&case)?;
            entry.pass::<GapRecord, deed::Change>()?;
            let hand = merge::hand::<GapRecord>(tx, &entry, &id, &["gap.expected"], lang)?;
            Ok((store::one(tx, &entry, &id)?, everyone(tx, &entry, lang)?, hand))
        })
        .await
}

async fn edit_page(cx: &Cx, case: String, id: String, form: Option<Form>, why: Why) -> Answer {
    let t = T(cx.lang);
    let (gap, readers, _) = one(cx, &case, &id).await?;
    let f = cx.frame(t.edit_title(), Nav::Cases).await?;
    let form = form.unwrap_or_else(|| filled(&gap));
    let (status, errors, clashes) = why.shown();
    page_with(status, &EditPage { f, t, case, id, readers, sides: t.sides(), form, errors, clashes })
}

/// Brings a form that came second up to the gap as it stands; gives what both changed.
fn meet(form: &mut Form, now: &Gap, hand: &str, lang: Lang) -> Vec<Clash> {
    let t = T(lang);
    let labels = [t.lies(), t.words(), t.sign(), t.measure(), t.who(), t.due()];
    let fields: Vec<(String, String)> = FIELDS.iter().zip(labels).map(|(field, label)| ((*field).to_owned(), label.to_owned())).collect();
    let word = |code: &str| t.sides().into_iter().find(|(known, _)| known == code).map_or_else(String::new, |(_, word)| word);
    let mut clashes = merge::signed(merge::meet(form, &filled(now), &fields), hand);
    for clash in clashes.iter_mut().filter(|clash| clash.name == "lies") {
        (clash.before, clash.theirs, clash.yours) = (word(&clash.before), word(&clash.theirs), word(&clash.yours));
    }
    clashes
}

/// `GET /cases/{case}/gaps/{id}/edit`.
pub async fn edit(cx: Cx, Path((case, id)): Path<(String, String)>) -> Answer {
    edit_page(&cx, case, id, None, Why::Fresh).await
}

/// `POST /cases/{case}/gaps/{id}/edit`: words it anew. Who comes second keeps what they changed beside what the first changed;
/// only a field both changed is asked about.
pub async fn edited(cx: Cx, Path((case, id)): Path<(String, String)>, mut form: Form) -> Result<Response, AppError> {
    merge::choose(&mut form);
    let mut done = "saved";
    for _ in 0..3 {
        let gap = match Expected::parse(&form, cx.lang) {
            Ok(gap) => gap,
            Err(errors) => return edit_page(&cx, case, id, Some(form), Why::Mend(errors)).await,
        };
        let (of, which, seen) = (case.clone(), id.clone(), form.version());
        let back = format!("/cases/{case}/gaps?done={done}");
        let to = back.clone();
        let saved = cx
            .db
            .write(cx.actor()?, form.key(), move |tx| {
                let entry = tx.enter(&of)?;
                store::reword(tx, &entry, &which, seen, &gap)?;
                tx.commit(&Event::GapExpected(Some(&of), &which).detail("reworded"), &back)
            })
            .await;
        match saved {
            Ok(()) => return Ok(go(&to)),
            Err(StoreError::Stale) => {}
            Err(error) => return Err(error.into()),
        }
        let (now, _, hand) = one(&cx, &case, &id).await?;
        let clashes = meet(&mut form, &now, &hand, cx.lang);
        if !clashes.is_empty() {
            return edit_page(&cx, case, id, Some(form), Why::Met(clashes)).await;
        }
        done = "merged";
    }
    edit_page(&cx, case, id, Some(form), Why::Met(Vec::new())).await
}

#[derive(Template)]
#[template(path = "gap/look.html")]
struct LookPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    readers: Vec<String>,
    rows: Vec<LookRow>,
    states: Vec<(String, String)>,
    form: Form,
    errors: Errors,
    stale: bool,
}

struct LookRow {
    words: String,
    lines: Vec<String>,
    version: i64,
    state_field: String,
    words_field: String,
    version_field: String,
    now: String,
}

async fn look_page(cx: &Cx, case: String, status: StatusCode, typed: Option<Form>, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.clone();
    let (short, readers, gaps) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GapRecord, deed::Change>()?;
            Ok::<_, AppError>((placement::facts(tx, &entry)?.short(lang), everyone(tx, &entry, lang)?, store::shared(tx, &entry)?))
        })
        .await?;
    let stale = status == StatusCode::CONFLICT;
    let (mut rows, mut form) = (Vec::new(), typed.clone().unwrap_or_default());
    for gap in gaps.into_iter().filter(|gap| gap.state().is_open()) {
        let field = format!("state_{}", gap.id);
        if typed.is_none() {
            form.set(&field, gap.state().code());
        }
        rows.push(LookRow {
            lines: lines(&gap, lang),
            version: gap.version,
            now: if stale { t.now_saved(t.state_word(gap.state())) } else { String::new() },
            state_field: field,
            words_field: format!("words_{}", gap.id),
            version_field: format!("v_{}", gap.id),
            words: gap.words,
        });
    }
    let f = cx.frame(t.look_title(), Nav::Cases).await?;
    page_with(status, &LookPage { f, t, case, short, readers, rows, states: t.states(), form, errors, stale })
}

/// `GET /cases/{case}/gaps/look`: the open ones, to be looked at again.
pub async fn look(cx: Cx, Path(case): Path<String>) -> Answer {
    look_page(&cx, case, StatusCode::OK, None, Errors::none()).await
}

/// `POST /cases/{case}/gaps/look`: how each of them stands now.
pub async fn looked(cx: Cx, Path(case): Path<String>, form: Form) -> Result<Response, AppError> {
    let asked = case.clone();
    let ids: Vec<String> = cx
        .db
        .read(cx.actor()?, move |tx| {
            let entry = tx.enter(&asked)?;
            entry.pass::<GapRecord, deed::Change>()?;
            Ok::<_, AppError>(store::shared(tx, &entry)?.into_iter().map(|gap| gap.id).collect())
        })
        .await?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let looks = match Look::parse(&form, &ids, cx.lang) {
        Ok(looks) => looks,
        Err(errors) => return look_page(&cx, case, StatusCode::UNPROCESSABLE_ENTITY, Some(form), errors).await,
    };
    let of = case.clone();
    let saved = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&of)?;
            store::look(tx, &entry, &looks)?;
            let back = format!("/cases/{of}/gaps?done=saved");
            let event = Event::GapLooked(Some(&of), &of).detail(format!("gaps:{}", looks.len()));
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match saved {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => look_page(&cx, case, StatusCode::CONFLICT, Some(form), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}
