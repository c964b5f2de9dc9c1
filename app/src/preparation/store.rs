//! The SQL of the preparation.

use base::access::Seat;
use base::actor::Side;
use base::clock::Day;
use base::register::{Contact, Person, Placement, PlanItem, PrepTemplate, Preparation};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};
use serde::{Deserialize, Serialize};

use super::rules::{Doer, Draft, Kind, Needed, Open, State, due};
use crate::account::settings::calendar;
use crate::placement;
use crate::placement::rules::SENTENCE;
use crate::web::AppError;

base::row! {
    /// Who decided and who knows: the desk's own.
    pub(super) struct Head {
        pub(super) id: String,
        pub(super) version: i64,
        pub(super) decided: String,
        pub(super) knows: String,
        pub(super) edition: i64,
    }
    struct Raw {
        id: String, version: i64, kind: String, side: String, body: String, who: String, writer: String, needed: String,
        from_join: Option<i64>, due_on: Option<Day>, state: String, outcome: String, outcome_by: String, done_on: Option<Day>,
    }
    struct TemplateRow { version: i64, edition: i64, content: String }
    /// A contact of the company, as one who may do something.
    pub(super) struct Whom { pub(super) id: String, pub(super) name: String, pub(super) post: String, pub(super) part: String }
}

/// What one of the three does: an item of the preparation, an action, a promise.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// What it belongs to.
    pub kind: Kind,
    /// Who does it.
    pub doer: Doer,
    /// What is to be done.
    pub body: String,
    /// Who does it, by name; may be empty.
    pub who: String,
    /// The holder who ticks it; empty when the desk does.
    pub writer: String,
    /// Whether it is needed.
    pub needed: Needed,
    /// Days from the first day.
    pub from_join: Option<i64>,
    /// When it is due.
    pub due_on: Option<Day>,
    /// How far it is.
    pub state: State,
    /// What came of it.
    pub outcome: String,
    /// Which side wrote that; none while nothing is written.
    pub outcome_by: Option<Side>,
    /// When it was done.
    pub done_on: Option<Day>,
}

impl From<Raw> for Item {
    fn from(raw: Raw) -> Item {
        Item {
            kind: Kind::parse(&raw.kind).unwrap_or(Kind::Action),
            doer: Doer::parse(&raw.side).unwrap_or(Doer::Joint),
            needed: Needed::parse(&raw.needed).unwrap_or(Needed::No),
            state: State::parse(&raw.state),
            outcome_by: Side::parse(&raw.outcome_by),
            id: raw.id,
            version: raw.version,
            body: raw.body,
            who: raw.who,
            writer: raw.writer,
            from_join: raw.from_join,
            due_on: raw.due_on,
            outcome: raw.outcome,
            done_on: raw.done_on,
        }
    }
}

impl Item {
    /// As the sentence about what is missing needs it.
    pub(super) fn open(&self, decided: &str) -> Open {
        Open { body: self.body.clone(), state: self.state, needed: self.needed.holds(decided), due_on: self.due_on }
    }
}

/// The items this seat may read, group by group in their order: preparation, actions, promises.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub fn items(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Item>, StoreError> {
    let pass = entry.pass::<PlanItem, deed::View>()?;
    let rows: Vec<Raw> = tx.rows(
        &pass,
        sql!(PlanItem =>
            "select id, version, kind, side, body, who, writer, needed, from_join, due_on, state, outcome, outcome_by, done_on from plan_items \
             order by case kind when 'company' then 0 when 'site' then 1 when 'visit' then 2 when 'person' then 3 when 'action' then 4 else 5 end, no, id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(Item::from).collect())
}

/// One item, as far as this seat may read it.
pub(super) fn item(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Item, StoreError> {
    items(tx, entry)?.into_iter().find(|item| item.id == id).ok_or(StoreError::NotFound)
}

/// The case of an item, for the party whose item it is.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) =
        tx.one(&tx.reach::<PlanItem, deed::View>()?, sql!(PlanItem => "select placement_id from plan_items where id = $1"), args![id])?;
    Ok(case)
}

/// The two answers; none while the list was not begun, or for a seat that does not know them.
pub(super) fn head(tx: &Read<'_>, entry: &Entry) -> Result<Option<Head>, StoreError> {
    let Ok(pass) = entry.pass::<Preparation, deed::View>() else { return Ok(None) };
    tx.maybe(&pass, sql!(Preparation => "select id, version, decided, knows, edition from preparations"), vec![])
}

/// Whether the list was begun, as far as this seat can tell: the desk by its own record, everyone else by its items.
pub(super) fn begun(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    if entry.may::<Preparation, deed::View>() {
        return Ok(head(tx, entry)?.is_some());
    }
    Ok(items(tx, entry)?.iter().any(|item| item.kind.prepares()))
}

/// The company's contacts, the owner first, those who have come in before those who have not.
pub(super) fn contacts(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Whom>, StoreError> {
    tx.rows(
        &entry.pass::<Contact, deed::View>()?,
        sql!(Contact => "select id, name, post, part from contacts where state <> 'suspended' order by case part when 'owner' then 0 when 'host' then 1 else 2 end, case state when 'active' then 0 else 1 end, created_at, id"),
        vec![],
    )
}

/// Who does an item: the name shown, and the holder who ticks it.
fn doer(tx: &Read<'_>, entry: &Entry, draft: &Draft) -> Result<(String, String), StoreError> {
    let contacts = contacts(tx, entry)?;
    let chosen = contacts.iter().find(|whom| whom.id == draft.whom);
    let of_company = matches!(draft.doer, Doer::One(Side::Company) | Doer::Joint);
    if let Some(whom) = chosen.filter(|_| of_company) {
        return Ok((whom.name.clone(), whom.id.clone()));
    }
    match draft.doer {
        Doer::One(Side::Company) => {
            // Nobody named: the owner who signs for the company.
            let (signs,): (String,) =
                tx.one(&entry.pass::<Placement, deed::View>()?, sql!(Placement => "select owner_signs from placements"), vec![])?;
            let owner = contacts.iter().find(|whom| whom.id == signs).or_else(|| contacts.iter().find(|whom| whom.part == "owner"));
            Ok((draft.who.clone(), owner.map(|whom| whom.id.clone()).unwrap_or_default()))
        }
        Doer::One(Side::Person) => {
            let (name,): (String,) = tx.one(&entry.pass::<Person, deed::View>()?, sql!(Person => "select name from persons"), vec![])?;
            Ok((if draft.who.is_empty() { name } else { draft.who.clone() }, entry.person().to_owned()))
        }
        Doer::One(Side::Bank) | Doer::Joint => Ok((draft.who.clone(), String::new())),
    }
}

/// The columns that a draft sets.
fn set(tx: &Read<'_>, entry: &Entry, draft: &Draft) -> Result<Set, StoreError> {
    let (who, writer) = doer(tx, entry, draft)?;
    let join = placement::facts(tx, entry)?.join_on;
    let due_on = match draft.on {
        Some(on) => Some(on),
        None => due(join, draft.from_join, &calendar(tx)?),
    };
    Ok(Set::new()
        .with("kind", draft.kind.code())
        .with("side", draft.doer.code())
        .with("body", &draft.body)
        .with("who", who)
        .with("writer", writer)
        .with("needed", draft.needed.code())
        .with("from_join", draft.from_join)
        .with("due_on", due_on))
}

/// What a state and a line about it set: `by` wrote the line, `done` is the day on which it was done.
fn told(set: Set, state: State, outcome: &str, by: Side, done: Day) -> Set {
    set.with("state", state.code())
        .with("outcome", outcome)
        .with("outcome_by", if outcome.is_empty() { "" } else { by.code() })
        .with("done_on", (state == State::Done).then_some(done))
}

/// Only the desk of the case adds and words items; parties tick what is theirs.
fn desk(entry: &Entry) -> Result<(), StoreError> {
    if entry.seat() == Seat::Consultant { Ok(()) } else { Err(StoreError::NotFound) }
}

/// What is to be done changes only while the case runs; what stood at its end stays.
fn running(tx: &Read<'_>, entry: &Entry) -> Result<(), Halt> {
    if placement::facts(tx, entry)?.ended() { Err(Halt::Ended) } else { Ok(()) }
}

/// Why an item is not changed.
#[derive(Debug)]
pub(super) enum Halt {
    /// The case is over.
    Ended,
    /// Everything else.
    Store(StoreError),
}

impl Halt {
    /// For another slice, which knows no sentence for it: a case that ended meanwhile is a change it did not see.
    fn store(self) -> StoreError {
        match self {
            Halt::Ended => StoreError::Stale,
            Halt::Store(error) => error,
        }
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Halt {
        Halt::Store(error)
    }
}

impl From<Halt> for AppError {
    fn from(halt: Halt) -> AppError {
        match halt {
            // Pages that can say it in a sentence do so instead.
            Halt::Ended => AppError::Stale,
            Halt::Store(error) => error.into(),
        }
    }
}

/// Adds an item at the end of its group.
pub(super) fn add(tx: &Write<'_>, entry: &Entry, draft: &Draft) -> Result<String, Halt> {
    desk(entry)?;
    running(tx, entry)?;
    let pass = entry.pass::<PlanItem, deed::Change>()?;
    let (last,): (i64,) =
        tx.one(&pass, sql!(PlanItem => "select coalesce(max(no), 0) from plan_items where kind = $1"), args![draft.kind.code()])?;
    let id = tx.id();
    tx.insert(&pass, &id, set(tx, entry, draft)?.with("no", last + 1))?;
    Ok(id)
}

/// Words an item anew, with its state.
pub(super) fn change(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, draft: &Draft) -> Result<(), Halt> {
    desk(entry)?;
    running(tx, entry)?;
    let before = item(tx, entry, id)?;
    // The line keeps the side it comes from while nobody changes it, the item the day on which it was done.
    let by = before.outcome_by.filter(|_| before.outcome == draft.outcome).unwrap_or(Side::Bank);
    let done = before.done_on.unwrap_or_else(|| tx.now().day());
    let set = told(set(tx, entry, draft)?, draft.state, &draft.outcome, by, done);
    Ok(tx.update(&entry.pass::<PlanItem, deed::Change>()?, id, seen, set)?)
}

/// Says how far an item is: its party its own, the desk all.
pub(super) fn tick(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, state: State, outcome: &str) -> Result<(), Halt> {
    let pass = entry.pass::<PlanItem, deed::Change>()?;
    let before = item(tx, entry, id)?;
    let by = before.outcome_by.filter(|_| before.outcome == outcome).unwrap_or(tx.actor().side());
    let done = before.done_on.unwrap_or_else(|| tx.now().day());
    running(tx, entry)?;
    Ok(tx.update(&pass, id, seen, told(Set::new(), state, outcome, by, done))?)
}

/// Keeps what all three heard as an item of the list, for the company to do, without a day; gives its id.
///
/// # Errors
/// `NotFound` for anyone but the desk of the case, `Stale` when the case is over.
pub(crate) fn from_words(tx: &Write<'_>, entry: &Entry, words: &str) -> Result<String, StoreError> {
    let words = base::fold::tidy(&words.replace('\n', " "));
    let body = if words.chars().count() > SENTENCE { words.chars().take(SENTENCE - 1).chain(['…']).collect() } else { words };
    add(tx, entry, &Draft::of(Kind::Company, Doer::One(Side::Company), body, Needed::No, None)).map_err(Halt::store)
}

/// Says how far a promise is, as a talk brought it; what was written about it stays.
///
/// # Errors
/// `NotFound` for anyone but the desk of the case, `Stale` when it changed meanwhile.
pub fn stands(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, state: State) -> Result<(), StoreError> {
    desk(entry)?;
    let outcome = item(tx, entry, id)?.outcome;
    tick(tx, entry, id, seen, state, &outcome).map_err(Halt::store)
}

/// The first day was set or moved, in this transaction: what is not done moves with it, what is done stays. Without a first
/// day what counted from it has no day.
///
/// # Errors
/// The store's own.
pub fn moved(tx: &Write<'_>, entry: &Entry, join: Option<Day>) -> Result<(), StoreError> {
    desk(entry)?;
    let calendar = calendar(tx)?;
    let pass = entry.pass::<PlanItem, deed::Change>()?;
    for item in items(tx, entry)?.into_iter().filter(|item| item.state.is_open() && item.from_join.is_some()) {
        let due_on = due(join, item.from_join, &calendar);
        if due_on != item.due_on {
            tx.update(&pass, &item.id, item.version, Set::new().with("due_on", due_on))?;
        }
    }
    Ok(())
}

/// Begins the list: the two answers, and the items of the template.
pub(super) fn begin(tx: &Write<'_>, entry: &Entry, decided: &str, knows: &str) -> Result<usize, Halt> {
    let template = template(tx)?;
    let set = Set::new().with("decided", decided).with("knows", knows).with("edition", template.edition);
    tx.insert(&entry.pass::<Preparation, deed::Change>()?, &tx.id(), set)?;
    let one_sided = placement::facts(tx, entry)?.sides == "one";
    let mut added = 0;
    for line in template.lines {
        let Some(draft) = line.draft() else { continue };
        // A partner agency serves the person: nothing is asked of someone who has no seat here.
        if one_sided && draft.doer == Doer::One(Side::Person) {
            continue;
        }
        add(tx, entry, &draft)?;
        added += 1;
    }
    Ok(added)
}

/// Answers the two questions anew; the items stay.
pub(super) fn answer(tx: &Write<'_>, entry: &Entry, seen: i64, decided: &str, knows: &str) -> Result<(), StoreError> {
    let head = head(tx, entry)?.ok_or(StoreError::NotFound)?;
    tx.update(&entry.pass::<Preparation, deed::Change>()?, &head.id, seen, Set::new().with("decided", decided).with("knows", knows))
}

/// One line of the template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TemplateLine {
    pub(super) kind: String,
    pub(super) side: String,
    pub(super) needed: String,
    pub(super) days: i64,
    pub(super) body: String,
}

impl TemplateLine {
    fn draft(&self) -> Option<Draft> {
        let (kind, doer, needed) = (Kind::parse(&self.kind)?, Doer::parse(&self.side)?, Needed::parse(&self.needed)?);
        Some(Draft::of(kind, doer, self.body.clone(), needed, Some(self.days)))
    }
}

/// The institution's template as it stands.
#[derive(Clone, Debug)]
pub(super) struct Template {
    /// 0 is the one that comes with the product.
    pub(super) edition: i64,
    pub(super) lines: Vec<TemplateLine>,
}

/// The template that comes with the product: P1 to P4 of the field's schedule, and what they need (S4–S7, S10).
fn first_template() -> Template {
    let lines = [
        (Kind::Company, "company", "yes", -28, "担っていただくことと権限の確認"),
        (Kind::Company, "company", "sole", -25, "経営幹部全員との話し合い"),
        (Kind::Company, "company", "yes", -21, "社内の受け入れ体制の取り決め"),
        (Kind::Company, "company", "no", -14, "会社がお約束する支援の確認"),
        (Kind::Site, "company", "yes", -14, "現場責任者との顔合わせ"),
        (Kind::Site, "company", "sole", -7, "一緒に働く社員の方への説明"),
        (Kind::Visit, "person", "yes", -14, "職場の下見(工場・事務所)"),
        (Kind::Visit, "company", "no", -5, "席・端末・入館証の用意"),
        (Kind::Person, "bank", "no", -21, "期待していることと気がかりの聞き取り"),
        (Kind::Person, "person", "yes", -10, "ご相談の窓口の確認(お試しの一言)"),
        (Kind::Person, "joint", "yes", -14, "三者での確認(目標シートと連絡のしかた)"),
        (Kind::Person, "company", "no", -3, "初日の予定のお知らせ"),
    ];
    Template {
        edition: 0,
        lines: lines
            .into_iter()
            .map(|(kind, side, needed, days, body)| TemplateLine {
                kind: kind.code().to_owned(),
                side: side.to_owned(),
                needed: needed.to_owned(),
                days,
                body: body.to_owned(),
            })
            .collect(),
    }
}

/// The template of the institution: its newest edition, or the one that comes with the product.
pub(super) fn template(tx: &Read<'_>) -> Result<Template, StoreError> {
    let row: Option<TemplateRow> = tx.maybe(
        &tx.reach::<PrepTemplate, deed::View>()?,
        sql!(PrepTemplate => "select version, edition, content from prep_templates order by edition desc limit 1"),
        vec![],
    )?;
    let Some(row) = row else { return Ok(first_template()) };
    let lines = serde_json::from_str(&row.content).map_err(|error| {
        StoreError::Broken(base::store::Cause(format!("edition {} version {} of the template: {error}", row.edition, row.version)))
    })?;
    Ok(Template { edition: row.edition, lines })
}

/// Keeps the next edition of the template, if `seen` is the one that stands.
pub(super) fn keep_template(tx: &Write<'_>, seen: i64, lines: &[TemplateLine]) -> Result<(i64, String), StoreError> {
    if template(tx)?.edition != seen {
        return Err(StoreError::Stale);
    }
    let content = serde_json::to_string(lines).map_err(|error| StoreError::Broken(base::store::Cause(error.to_string())))?;
    let id = tx.id();
    let pass = tx.desk()?.pass::<PrepTemplate, deed::Change>()?;
    tx.insert(&pass, &id, Set::new().with("edition", seen + 1).with("content", content))?;
    Ok((seen + 1, id))
}
