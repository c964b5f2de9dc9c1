//! Sample data for measuring: institutions full of cases that nobody lived, in the sizes of docs/performance.md.
//!
//! Rows go through the product's own door: a consultant opens each case (`placement::opening`), writes what was said under the
//! key of the side that said it, and each batch is one command with its line in the audit. Words, lengths and skew come from a
//! seed, so a size is the same every time: one case in twenty holds half of all notes, some institutions are twenty times as
//! large as others. Used by `xtask data`, the bench and the guards; no page leads here.

use base::actor::{Duty, Holder, Side, StaffSeat};
use base::clock::Day;
use base::event::Event;
use base::register::{CheckIn, CheckInNote, Goal, GoalSheet, Issue, JointNote, Member, Placement, SurveyAsked, SurveyRound, Todo};
use base::session::Founding;
use base::store::{Desk, Set, Store, StoreError, Write, deed};
use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::placement::opening::{self, NewCompany, NewContact, NewPerson};

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Institutions.
    pub institutions: usize,
    /// Cases of an institution, on average.
    pub cases: usize,
    /// Notes of a case, on average.
    pub notes: usize,
    /// The first 金融機関コード; more than one filling of a database needs codes of its own.
    pub first_code: usize,
}

impl Size {
    /// `d1`: a bank; `d2`: a large bank; `d3`: the whole country.
    pub fn named(name: &str) -> Option<Size> {
        let (institutions, cases) = match name {
            "d1" => (1, 300),
            "d2" => (1, 20_000),
            "d3" => (500, 2_000),
            _ => return None,
        };
        Some(Size { institutions, cases, notes: 30, first_code: 1000 })
    }

    /// Cases of the institution with this number: a twentieth, a half, once, one and a half and 1.95 times the average.
    fn cases_of(&self, nth: usize) -> usize {
        let share = if self.institutions == 1 { 100 } else { [5, 50, 100, 150, 195][nth % 5] };
        (self.cases * share / 100).max(1)
    }
}

/// A case that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The placement.
    pub id: String,
    /// Index of its consultant among those of the house.
    pub consultant: usize,
    /// The owner.
    pub owner: Holder,
    /// The person.
    pub person: Holder,
    /// Its notes.
    pub notes: usize,
}

/// An institution that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// The institution.
    pub id: String,
    /// Consultants, some forty cases each.
    pub consultants: Vec<String>,
    /// A manager.
    pub manager: String,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// Cases written in one command.
const BATCH: usize = 25;
/// Commands under way at once.
const AHEAD: usize = 5;

/// Fills the database and gives what was made, house by house.
///
/// # Errors
/// The store's own; `Duplicate` when a code is taken.
pub async fn fill(db: &Store, size: Size, seed: u64, mut made: impl FnMut(House)) -> Result<(), StoreError> {
    for nth in 0..size.institutions {
        made(house(db.clone(), size, nth, seed).await?);
    }
    Ok(())
}

/// Asks the person of each running case of the house; the answer is due on this day, and nobody was told again yet. Gives how
/// many were asked.
///
/// # Errors
/// The store's own.
pub async fn ask(db: &Store, house: &House, due: Day) -> Result<usize, StoreError> {
    let mut asked = 0;
    let running: Vec<&Case> = house.cases.iter().enumerate().filter(|(nth, _)| nth % 8 < 5).map(|(_, case)| case).collect();
    for batch in running.chunk_by(|a, b| a.consultant == b.consultant) {
        let holder = Holder::Staff(house.consultants[batch[0].consultant].clone());
        let actor = db.stand_in(Duty::Demo, &house.id, holder, Some(StaffSeat::Consultant)).await?;
        let cases: Vec<(String, Holder)> = batch.iter().map(|case| (case.id.clone(), case.person.clone())).collect();
        asked += cases.len();
        db.write(&actor, None, move |tx| {
            for (case, person) in &cases {
                ask_one(tx, case, person, due)?;
            }
            tx.commit(&Event::ImportDone(None, "").detail(format!("asked:{}", cases.len())), "")
        })
        .await?;
    }
    Ok(asked)
}

fn ask_one(tx: &Write<'_>, case: &str, person: &Holder, due: Day) -> Result<(), StoreError> {
    let entry = tx.enter(case)?;
    let (round, closes) = (tx.id(), due.plus(21));
    let set = || Set::new().with("step", "month3").with("edition", 0i64).with("due_on", due).with("closes_on", closes);
    tx.insert(&entry.pass::<SurveyRound, deed::Change>()?, &round, set())?;
    let set = set().with("round_id", &round).with("nth", 0i64).with("side", "person").with("seat", "person");
    let set = set.with("writer_kind", person.kind()).with("writer", person.id()).with("reminded", 0i64);
    tx.insert(&entry.pass::<SurveyAsked, deed::Change>()?, &tx.id(), set)
}

async fn house(db: Store, size: Size, nth: usize, seed: u64) -> Result<House, StoreError> {
    let mut chance = Chance::new(seed ^ (nth as u64 + 1).wrapping_mul(0x9e37_79b9));
    let code = size.first_code + nth;
    let founding = Founding {
        code: format!("{code:04}"),
        kind: ["bank", "shinkin", "shinkumi"][nth % 3].into(),
        name: format!("{}{}", PLACES[nth % PLACES.len()], ["銀行", "信用金庫", "信用組合"][nth % 3]),
        phone: "000-000-0000".into(),
        branches: (1..=5).map(|n| (format!("{n:03}"), format!("{}支店", PLACES[(nth + n) % PLACES.len()]))).collect(),
        admin_name: "管理 太郎".into(),
        admin_mail: format!("admin@h{code}.example"),
        ..Founding::default()
    };
    let (institution, _) = db.found(Duty::Console, founding).await?;
    let cases = size.cases_of(nth);
    let mut consultants = Vec::new();
    for n in 0..(cases / 40).clamp(1, 50) {
        consultants.push(staff(&db, &institution, chance.name(), &format!("c{n}@h{code}.example"), StaffSeat::Consultant).await?);
    }
    let manager = staff(&db, &institution, chance.name(), &format!("manager@h{code}.example"), StaffSeat::Manager).await?;
    let mut house = House { id: institution.clone(), consultants, manager, cases: Vec::with_capacity(cases) };
    let mut desk = Vec::with_capacity(house.consultants.len());
    for id in &house.consultants {
        desk.push(db.stand_in(Duty::Demo, &institution, Holder::Staff(id.clone()), Some(StaffSeat::Consultant)).await?);
    }
    let batches = (0..cases).step_by(BATCH).map(|first| {
        let consultant = first / BATCH % desk.len();
        let drawn: Vec<_> = (first..cases.min(first + BATCH)).map(|n| Drawn::new(&mut chance, n, code, size.notes)).collect();
        let clock = db.clock().clone();
        db.write(&desk[consultant], None, move |tx| {
            // Later cases have later ids, as in a life: of one and the same moment they would be strewn over every index.
            clock.shift(1000);
            let desk = tx.desk()?;
            let cases = drawn.iter().map(|case| write(tx, &desk, case, consultant)).collect::<Result<Vec<_>, StoreError>>()?;
            tx.commit(&Event::ImportDone(None, "").detail(format!("opened:{}", cases.len())), "").map(|done| done.with(cases))
        })
    });
    // The next are drawn while one is written, and those that wait share a commit. SQLite's one writer keeps their order; on
    // PostgreSQL they would draw their ids in any order, and the same seed would not give the same rows.
    let ahead = if db.file().is_some() { AHEAD } else { 1 };
    let mut written = stream::iter(batches).buffered(ahead);
    while let Some(batch) = written.try_next().await? {
        house.cases.extend(batch);
    }
    drop(written);
    Ok(house)
}

async fn staff(db: &Store, institution: &str, name: String, mail: &str, seat: StaffSeat) -> Result<String, StoreError> {
    db.add_staff(Duty::Console, institution, &name, mail, "", vec![(seat, String::new())]).await
}

/// What a case will hold, drawn outside the transaction.
struct Drawn {
    company: String,
    domain: String,
    owner: String,
    person: String,
    post: &'static str,
    issue: String,
    offered_ago: i64,
    state: &'static str,
    notes: Vec<String>,
}

impl Drawn {
    fn new(chance: &mut Chance, nth: usize, code: usize, mean: usize) -> Drawn {
        // One case in twenty holds half of the notes.
        let notes = if nth % 20 == 7 { mean * 10 } else { chance.of(mean * 20 / 19 + 1) };
        let kind = ["株式会社", "有限会社"][chance.of(2)];
        let state = ["preparing", "agreeing", "joined", "joined", "joined", "closed", "joined", "left"][nth % 8];
        let company = format!("{}{}{}{nth}", chance.pick(&PLACES), chance.pick(&TRADES), chance.pick(&["", "第一", "中央", "共同"]));
        Drawn {
            domain: format!("k{nth}.h{code}.example"),
            company: if chance.of(2) == 0 { format!("{kind}{company}") } else { format!("{company}{kind}") },
            owner: chance.name(),
            person: chance.name(),
            post: chance.pick(&POSTS),
            issue: chance.pick(&ISSUES).to_owned(),
            offered_ago: 30 + i64::try_from(chance.of(700)).unwrap_or(0),
            state,
            notes: (0..notes).map(|_| chance.text()).collect(),
        }
    }
}

fn write(tx: &Write<'_>, desk: &Desk, drawn: &Drawn, consultant: usize) -> Result<Case, StoreError> {
    let today = tx.now().day();
    let company = opening::add_company(
        tx,
        desk,
        &NewCompany { name: drawn.company.clone(), industry: "製造業".into(), employees: Some(48), ..NewCompany::default() },
    )?;
    let contact =
        NewContact { part: "owner", name: drawn.owner.clone(), post: "代表取締役".into(), mail: format!("owner@{}", drawn.domain) };
    let owner = opening::add_contact(tx, desk, &company, &contact)?;
    let person = opening::add_person(
        tx,
        desk,
        &NewPerson { name: drawn.person.clone(), mail: format!("person@{}", drawn.domain), ..NewPerson::default() },
    )?;
    let offer = today.plus(-drawn.offered_ago);
    let id = tx.id();
    let set = Set::new()
        .with("company_id", &company)
        .with("person_id", &person)
        .with("post", drawn.post)
        .with("contract", "open_ended")
        .with("sides", "two")
        .with("state", drawn.state)
        .with("offer_on", offer)
        .with("join_on", offer.plus(45))
        .with("identity_key", opening::case_key(&company, &drawn.person, drawn.post, Some(offer)));
    tx.insert(&desk.pass::<Placement, deed::Open>()?, &id, set)?;
    let members = desk.pass::<Member, deed::Open>()?;
    let (owner, person) = (Holder::Contact(owner), Holder::Person(person));
    let me = tx.actor().holder().cloned().ok_or(StoreError::NotFound)?;
    for (holder, seat) in [(&me, "consultant"), (&owner, "owner"), (&person, "person")] {
        let set = Set::new()
            .with("holder_kind", holder.kind())
            .with("holder_id", holder.id())
            .with("seat", seat)
            .with("deputy", false)
            .with("state", "active");
        tx.insert_for(&members, &tx.id(), &id, set)?;
    }
    let set = Set::new().with("edition", 1i64).with("sentence", &drawn.issue).with("set_on", offer);
    tx.insert_for(&desk.pass::<Issue, deed::Open>()?, &tx.id(), &id, set)?;
    said(tx, &id, drawn, offer)?;
    Ok(Case { id, consultant, owner, person, notes: drawn.notes.len() })
}

/// The goal sheet, the talks of each month and what was said in them.
fn said(tx: &Write<'_>, case: &str, drawn: &Drawn, offer: Day) -> Result<(), StoreError> {
    let entry = tx.enter(case)?;
    let sheet = tx.id();
    tx.insert(&entry.pass::<GoalSheet, deed::Change>()?, &sheet, Set::new().with("mission", &drawn.issue).with("state", "draft"))?;
    let goals = entry.pass::<Goal, deed::Change>()?;
    for no in 1..=2i64 {
        let set = Set::new().with("sheet_id", &sheet).with("no", no).with("sentence", ISSUES[drawn.notes.len() % ISSUES.len()]);
        tx.insert(&goals, &tx.id(), set.with("state", "standing"))?;
    }
    let (talks, notes) = (entry.pass::<CheckIn, deed::Change>()?, entry.pass::<CheckInNote, deed::Change>()?);
    let (joint, todos) = (entry.pass::<JointNote, deed::Change>()?, entry.pass::<Todo, deed::Change>()?);
    let ahead = offer.plus(drawn.offered_ago + i64::try_from(drawn.notes.len() % 40).unwrap_or(0) - 5);
    let set = Set::new().with("side", "person").with("way", "online").with("state", "planned").with("planned_on", ahead);
    tx.insert(&talks, &tx.id(), set)?;
    for (month, some) in drawn.notes.chunks(6).enumerate() {
        let talk = tx.id();
        let held = offer.plus(50 + 30 * i64::try_from(month).unwrap_or(0)).min(tx.now().day());
        let set = Set::new().with("side", "joint").with("way", "visit").with("state", "held").with("held_on", held);
        tx.insert(&talks, &talk, set)?;
        for (n, text) in some.iter().enumerate() {
            let care = CARES[n % CARES.len()];
            match n {
                0 => tx.insert(&joint, &tx.id(), Set::new().with("check_in_id", &talk).with("care", care).with("body", text))?,
                5 => {
                    let set = Set::new().with("check_in_id", &talk).with("who", "bank").with("due_on", held.plus(20));
                    let set = if month == 0 { set } else { set.with("done_at", tx.now().0) };
                    tx.insert(&todos, &tx.id(), set.sealed("body", Side::Bank, text))?;
                }
                _ => {
                    let side = if n % 2 == 1 { Side::Company } else { Side::Person };
                    let set = Set::new().with("check_in_id", &talk).with("side", side.code()).with("care", care);
                    tx.insert(&notes, &tx.id(), set.sealed("body", side, text))?;
                }
            }
        }
    }
    Ok(())
}

/// Small numbers from a seed (xorshift); nothing here is secret.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Chance {
        Chance(seed | 1)
    }

    fn of(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % most.max(1)
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.of(from.len())]
    }

    fn name(&mut self) -> String {
        format!("{} {}", self.pick(&FAMILIES), self.pick(&GIVEN))
    }

    /// One to six sentences, some hundred letters on average.
    fn text(&mut self) -> String {
        let many = 1 + self.of(3) + self.of(4);
        (0..many).map(|_| self.pick(&SENTENCES)).collect()
    }
}

const PLACES: [&str; 12] = ["汐見", "北浜", "丸山", "港", "桜台", "川西", "松原", "若葉", "東野", "白浜", "高森", "青葉"];
const TRADES: [&str; 10] = ["工業", "食品", "運輸", "建設", "印刷", "金属", "商事", "木材", "電機", "水産"];
const POSTS: [&str; 8] = ["管理部長", "工場長", "営業部長", "経理課長", "専務取締役", "経営企画室長", "品質管理課長", "事業部長"];
const FAMILIES: [&str; 12] = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "長谷川", "五十嵐"];
const GIVEN: [&str; 10] = ["健一", "直美", "誠", "花子", "正", "恵", "隆", "久美子", "康夫", "亮"];
const CARES: [&str; 5] = ["climate", "relations", "workflow", "expect", "regard"];
const ISSUES: [&str; 6] = [
    "月次の数字で経営判断ができる状態をつくる",
    "社長一人に頼らない営業の形をつくる",
    "工程ごとの待ち時間を減らし、納期の遅れをなくす",
    "後継者とともに次の五年の計画をまとめる",
    "原価を製品ごとにつかみ、値決めの根拠を持つ",
    "若い人が続けて働ける職場の決まりを整える",
];
const SENTENCES: [&str; 14] = [
    "朝の打ち合わせで発言する人が増えてきたとのことです。",
    "現場の班長とはまだ遠慮があり、工程の話は立ち話で済ませていると聞きました。",
    "月末の締めが二日早くなり、社長が数字を見る時間をとれるようになりました。",
    "前任の方のやり方を変えることに、古参の社員から戸惑いの声が出ています。",
    "仕入先との交渉に初めて同席し、値上げの背景を説明できたそうです。",
    "任せると言われた範囲がはっきりせず、決裁のたびに確認が要る状態が続いています。",
    "来月の設備更新の前に、工場長と三人で段取りを確かめることにしました。",
    "社長は期待しているが口に出していない、もう少し言葉にしたいとの話でした。",
    "試算表の見方を営業の担当者にも教える場を、隔週で持つことになりました。",
    "忙しい時期に入り、話を聞いてもらう時間が減ったと感じているようです。",
    "家から職場までの道のりにも慣れ、昼は社員食堂で皆と食べているとのことです。",
    "在庫の置き場を見直した結果、探す時間が目に見えて減ったと班長が話していました。",
    "次の面談までに、決めてよいことと相談することを一枚の紙に分けてみます。",
    "取引先からの評判もよく、紹介の話が一件ありました。",
];
