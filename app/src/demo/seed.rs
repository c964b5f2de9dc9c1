//! Fills the demo: a fictional shinkin bank with fourteen cases in all stages, lived through day by day, relative to today.
//!
//! Every deed goes through the product's own pages as the one who would press the button, on the day it would have been
//! pressed; the mail of those days is in the mailbox. A second start finds the institution there and leaves everything as it is.

use std::collections::HashMap;

use anyhow::{Context, Result};
use base::actor::{Duty, Holder, StaffSeat};
use base::clock::{HOUR, MINUTE};
use base::register::{Branch, Member};
use base::session::{Founding, Knock};
use base::sql;
use base::store::deed;

use super::cases::{CASES, Case, Upto};
use super::seed_channel::{self, Cast, Talk};
use super::seed_prep;
use super::visitor::{House, Visitor, case_of};
use crate::web::App;

/// Fills an empty demo; a filled one stays as it is.
///
/// # Errors
/// When the database cannot be written, or a page of the product refuses what the demo does on it.
pub async fn prepare(app: &App) -> Result<()> {
    if !app.db.institutions().await?.is_empty() {
        return Ok(());
    }
    let stage = Stage::build(app).await?;
    let mut events: Vec<(i64, usize, usize, Step)> = Vec::new();
    for (nth, case) in CASES.iter().enumerate() {
        let told = story(case);
        let beside = super::seed_booklet::steps(case, &told);
        let gaps = super::seed_gap::steps(case, &told);
        let plan = super::seed_plan::steps(case);
        let surveys = super::seed_survey::steps(case);
        let next = super::seed_next::steps(case.no);
        let board = super::seed_board::steps(case.no);
        for (order, (day, step)) in
            told.into_iter().chain(gaps).chain(beside).chain(plan).chain(surveys).chain(next).chain(board).enumerate()
        {
            events.push((day, nth, order, step));
        }
    }
    // The furthest back first; within a day, case by case in the order of its own story.
    events.sort_by_key(|(day, nth, order, _)| (-day, *nth, *order));
    let now = app.db.clock().now();
    let mut ids: HashMap<usize, String> = HashMap::new();
    for (days_ago, nth, order, step) in events {
        let at = now
            .day()
            .plus(-days_ago)
            .start()
            .plus(10 * HOUR + i64::try_from(nth).unwrap_or(0) * 7 * MINUTE + i64::try_from(order).unwrap_or(0) * MINUTE);
        // Nothing lies ahead of the real time of day.
        let at = if at > now { now } else { at };
        app.db.clock().shift(at.0 - app.db.clock().now().0);
        stage
            .play(&CASES[nth], &mut ids, nth, step)
            .await
            .with_context(|| format!("{} {step:?}, {days_ago} days ago", CASES[nth].company))?;
        app.db.clock().shift(2 * MINUTE);
        crate::mailer::run_once(app, "demo").await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    }
    app.db.clock().shift(-app.db.clock().offset());
    super::seed_signal::play(app).await?;
    app.db.seal_audit().await?;
    Ok(())
}

/// One thing that happens in a case.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Open,
    InviteCompany,
    InvitePerson,
    Sheet,
    Propose,
    Review,
    CompanyAgrees,
    PersonAgrees,
    Confirm,
    Expect,
    Prepare,
    Promise,
    PromiseKept,
    Join,
    Todo,
    OwnerSees,
    PersonSees,
    DeskSees,
    Draft,
    Publish,
    OwnerReads,
    PersonReads,
    Close,
    PlanSoon,
    Booklet(super::seed_booklet::Act),
    Talk(Talk),
    Gap(super::seed_gap::Act),
    Plan(super::seed_plan::Act),
    Survey(super::seed_survey::Act),
    Next(super::seed_next::Act),
    Board(super::seed_board::Act),
}

/// The steps of a case with the days ago on which they happen.
fn story(case: &Case) -> Vec<(i64, Step)> {
    let mut steps = vec![(case.offer, Step::Open)];
    let upto = case.upto;
    let mut day = case.offer;
    let mut then = |days: i64, step: Step, steps: &mut Vec<(i64, Step)>| {
        day = (day - days).max(0);
        steps.push((day, step));
    };
    if upto >= Upto::Told {
        then(2, Step::InviteCompany, &mut steps);
        if case.sides != "one" {
            then(0, Step::InvitePerson, &mut steps);
        }
    }
    if upto >= Upto::Drafted {
        then(5, Step::Sheet, &mut steps);
        then(1, Step::Expect, &mut steps);
        // Where the sheet was agreed, what was written about it was answered long ago.
        if upto < Upto::Agreed {
            then(2, Step::Propose, &mut steps);
        }
    }
    if upto >= Upto::WaitsCompany {
        then(if upto < Upto::Agreed { 3 } else { 5 }, Step::Review, &mut steps);
        if upto != Upto::WaitsPerson {
            then(2, Step::PersonAgrees, &mut steps);
        }
        if upto != Upto::WaitsCompany {
            then(1, Step::CompanyAgrees, &mut steps);
        }
    }
    if upto >= Upto::Agreed {
        then(1, Step::Confirm, &mut steps);
    }
    let Some(joined) = case.join.map(|days| -days).filter(|_| upto >= Upto::Joined) else {
        if upto >= Upto::Told {
            then(1, Step::Prepare, &mut steps);
        }
        if upto == Upto::WaitsPerson {
            steps.push((1, Step::PlanSoon));
        }
        return steps;
    };
    steps.push((joined, Step::Join));
    if upto == Upto::Unrecorded {
        steps.push((30, Step::Talk(Talk::Tried)));
        return steps;
    }
    if upto >= Upto::Drafting {
        let seen = (joined - 40).max(2);
        steps.extend([
            (seen, Step::OwnerSees),
            (seen, Step::PersonSees),
            (seen - 1, Step::DeskSees),
            ((seen - 1).max(1), Step::Todo),
            ((seen - 2).max(0), Step::Draft),
        ]);
    }
    if upto >= Upto::Reported {
        let out = (joined - 44).max(0);
        steps.extend([(out, Step::Publish), ((out - 1).max(0), Step::OwnerReads)]);
        if upto > Upto::Reported || joined < 150 {
            steps.push(((out - 2).max(0), Step::PersonReads));
        }
    }
    // The private channels, in all their states.
    match case.no {
        "R8-002" => steps.push((20, Step::Talk(Talk::SecondLine))),
        "R8-006" => steps.push((1, Step::Talk(Talk::AwaitsConsent))),
        "R8-009" => steps.extend([(6, Step::Talk(Talk::Relayed)), (0, Step::Talk(Talk::Unanswered))]),
        "R8-011" => steps.push((3, Step::Talk(Talk::Answered))),
        _ => {}
    }
    if upto == Upto::Reported {
        steps.extend([((joined - 1).max(0), Step::Promise), ((joined - 12).max(0), Step::PromiseKept)]);
    }
    if matches!(upto, Upto::Closed) {
        steps.push(((joined - 190).max(0), Step::Close));
    }
    steps
}

/// The institution, its people, and the doors they use.
pub(super) struct Stage<'a> {
    pub(super) app: &'a App,
    house: House,
    pub(super) institution: String,
    yamamoto: Holder,
    ishii: Holder,
    branches: Vec<String>,
}

impl Stage<'_> {
    async fn build(app: &App) -> Result<Stage<'_>> {
        let founding = Founding {
            code: "1999".into(),
            kind: "shinkin".into(),
            name: "汐見野信用金庫".into(),
            phone: "000-000-0000".into(),
            hours: "平日 9時から17時まで".into(),
            branches: vec![("001".into(), "本町支店".into()), ("002".into(), "港支店".into()), ("003".into(), "駅前支店".into())],
            admin_name: "管野 渉".into(),
            admin_mail: "kanno@shiomino.example".into(),
        };
        let (institution, _) = app.db.found(Duty::Demo, founding).await?;
        let add = async |name: &str, mail: &str, seats: Vec<(StaffSeat, String)>| {
            app.db.add_staff(Duty::Demo, &institution, name, &format!("{mail}@shiomino.example"), "000-000-0000", seats).await
        };
        let none = String::new;
        let yamamoto = Holder::Staff(add("山本 直美", "yamamoto", vec![(StaffSeat::Consultant, none())]).await?);
        let ishii = Holder::Staff(add("石井 亮", "ishii", vec![(StaffSeat::Consultant, none())]).await?);
        add("大野 誠", "ono", vec![(StaffSeat::Manager, none()), (StaffSeat::Officer, none())]).await?;
        add("森田 薫", "morita", vec![(StaffSeat::Compliance, none())]).await?;
        let actor = app.db.stand_in(Duty::Demo, &institution, yamamoto.clone(), Some(StaffSeat::Consultant)).await?;
        let branches: Vec<(String,)> = app
            .db
            .read(&actor, |tx| {
                tx.rows(&tx.desk()?.pass::<Branch, deed::View>()?, sql!(Branch => "select id from branches order by code"), vec![])
            })
            .await?;
        let branches: Vec<String> = branches.into_iter().map(|(id,)| id).collect();
        for (name, mail, branch) in [("大西 真", "onishi", 0), ("三宅 里美", "miyake", 1)] {
            add(name, mail, vec![(StaffSeat::Branch, branches.get(branch).cloned().unwrap_or_default())]).await?;
        }
        Ok(Stage { app, house: House::new(app, &institution), institution, yamamoto, ishii, branches })
    }

    /// The consultant of a case: the desk shares the work.
    pub(super) fn desk(&self, nth: usize) -> &Holder {
        if nth % 3 == 1 { &self.ishii } else { &self.yamamoto }
    }

    pub(super) async fn consultant(&self, nth: usize) -> Result<Visitor<'_>> {
        self.house.visitor(self.desk(nth), Some(StaffSeat::Consultant)).await
    }

    /// The owner or the person of a case.
    pub(super) async fn holder(&self, nth: usize, case: &str, seat: &str) -> Result<Holder> {
        let actor = self.app.db.stand_in(Duty::Demo, &self.institution, self.desk(nth).clone(), Some(StaffSeat::Consultant)).await?;
        let (case, wanted) = (case.to_owned(), seat.to_owned());
        let row: (String, String) = self
            .app
            .db
            .read(&actor, move |tx| {
                let pass = tx.enter(&case)?.pass::<Member, deed::View>()?;
                tx.one(
                    &pass,
                    sql!(Member => "select holder_kind, holder_id from members where seat = $1 order by created_at"),
                    base::args![&wanted],
                )
            })
            .await?;
        Holder::from(&row.0, &row.1).context("a holder of an unknown kind")
    }

    pub(super) async fn party(&self, nth: usize, case: &str, seat: &str) -> Result<Visitor<'_>> {
        let holder = self.holder(nth, case, seat).await?;
        self.house.visitor(&holder, None).await
    }

    /// The invitation goes out and is followed: link, code, in.
    pub(super) async fn invite(&self, nth: usize, case: &str, seat: &str) -> Result<()> {
        let holder = self.holder(nth, case, seat).await?;
        let path = format!("/cases/{case}/contacts/invite/{}", holder.id());
        self.consultant(nth).await?.fill(&path, &path, &[]).await?;
        let (token, code) = self.app.db.make_link(&self.institution, &holder, "").await?;
        match self.app.db.use_link(&token, &code, false, "demo").await? {
            Knock::In { .. } => Ok(()),
            Knock::Refused => anyhow::bail!("the demo's own code was refused"),
        }
    }

    async fn play(&self, case: &Case, ids: &mut HashMap<usize, String>, nth: usize, step: Step) -> Result<()> {
        if let Step::Open = step {
            let id = self.open(case, nth).await?;
            ids.insert(nth, id);
            return Ok(());
        }
        let id = ids.get(&nth).cloned().context("the case is not open yet")?;
        let desk = self.consultant(nth).await?;
        let at = |rest: &str| format!("/cases/{id}/{rest}");
        let texts = Texts::of(case);
        match step {
            Step::Open => {}
            Step::Booklet(act) => super::seed_booklet::play(self, nth, &id, act).await?,
            Step::Gap(act) => super::seed_gap::play(self, nth, &id, act).await?,
            Step::Plan(act) => super::seed_plan::play(self, nth, &id, act).await?,
            Step::Survey(act) => super::seed_survey::play(self, nth, &id, act).await?,
            Step::Board(act) => super::seed_board::play(self, nth, &id, act).await?,
            Step::Next(act) => super::seed_next::play(self, nth, &id, act).await?,
            Step::InviteCompany => self.invite(nth, &id, "owner").await?,
            Step::InvitePerson => self.invite(nth, &id, "person").await?,
            Step::Sheet => {
                let join = case.join.unwrap_or(30);
                let from = self.app.db.clock().today().plus(self.app.db.clock().today().until(self.real_today().plus(join)));
                let until = from.plus_months(6);
                let (from, until) = (from.to_string(), until.to_string());
                let goals = texts.goals;
                let fields = [
                    ("mission", texts.mission.as_str()),
                    ("from_on", &from),
                    ("until_on", &until),
                    ("g1_sentence", goals[0].0),
                    ("g1_month1", goals[0].1),
                    ("g1_month3", goals[0].2),
                    ("g1_month6", goals[0].3),
                    ("g1_supporter", goals[0].4),
                    ("g2_sentence", goals[1].0),
                    ("g2_month1", goals[1].1),
                    ("g2_month3", goals[1].2),
                    ("g2_month6", goals[1].3),
                    ("g2_supporter", goals[1].4),
                ];
                desk.fill(&at("goals/edit"), &at("goals/edit"), &fields).await?;
            }
            Step::Propose => {
                let person = self.party(nth, &id, "person").await?;
                person
                    .fill(
                        &format!("/my/goals/propose?case={id}"),
                        "/my/goals/propose",
                        &[("body", "最初の1か月は、皆さんの話を聞く時間にあてたいです。")],
                    )
                    .await?;
            }
            Step::Review => {
                desk.fill(&at("goals"), &at("goals/review"), &[]).await?;
            }
            Step::CompanyAgrees | Step::PersonAgrees => {
                let seat = if matches!(step, Step::CompanyAgrees) { "owner" } else { "person" };
                let party = self.party(nth, &id, seat).await?;
                party.fill(&format!("/my/goals/2?case={id}"), "/my/goals/agree", &[]).await?;
            }
            Step::Confirm => {
                desk.fill(&at("goals"), &at("goals/confirm"), &[]).await?;
            }
            Step::Expect => {
                desk.fill(
                    &at("changes"),
                    &at("changes"),
                    &[("words", "社内で話し合う場面が増える"), ("sign", "朝礼・会議・休憩での会話の様子")],
                )
                .await?;
                self.party(nth, &id, "owner")
                    .await?
                    .fill(&format!("/my/changes/new?case={id}"), "/my/changes/new", &[("words", texts.hope)])
                    .await?;
            }
            Step::Prepare => seed_prep::prepare(&desk, &id, seed_prep::tale(case)).await?,
            Step::Promise => seed_prep::promise(&desk, &id).await?,
            Step::PromiseKept => seed_prep::keep(&self.party(nth, &id, "owner").await?, &id).await?,
            Step::Join => {
                let on = self.real_today().plus(case.join.unwrap_or(0)).to_string();
                desk.fill(&at("join"), &at("join"), &[("join_on", &on)]).await?;
            }
            Step::PlanSoon => {
                let on = self.real_today().plus(2).to_string();
                desk.fill(&at("talks/plan"), &at("talks/plan"), &[("with", "person"), ("on", &on), ("at", "14:00"), ("way", "online")])
                    .await?;
            }
            Step::Todo => {
                let due = self.real_today().plus(2).to_string();
                desk.fill(&at("todos"), &at("todos"), &[("what", "会社の支援の進み具合をうかがう"), ("due", &due), ("who", "bank")])
                    .await?;
            }
            Step::OwnerSees => {
                let owner = self.party(nth, &id, "owner").await?;
                owner
                    .fill(
                        &format!("/my/changes/observe?case={id}"),
                        "/my/changes/observe",
                        &[("body", texts.owner_saw), ("evidence", "月初の会議"), ("lend", "1")],
                    )
                    .await?;
            }
            Step::PersonSees => {
                let person = self.party(nth, &id, "person").await?;
                person
                    .fill(&format!("/my/changes/observe?case={id}"), "/my/changes/observe", &[("body", texts.person_saw), ("lend", "1")])
                    .await?;
                person
                    .fill(
                        &format!("/my/changes/observe?case={id}"),
                        "/my/changes/observe",
                        &[("body", "会議のあと、社長に言い出せないことがまだあります。")],
                    )
                    .await?;
            }
            Step::DeskSees => {
                desk.fill(
                    &at("changes/observe"),
                    &at("changes/observe"),
                    &[("body", "訪問のたびに、廊下で声をかけ合う場面を見かけるようになりました。")],
                )
                .await?;
            }
            Step::Draft => {
                let led = desk.fill(&at("reports"), &at("reports/new"), &[]).await?;
                let path = led.split('?').next().unwrap_or_default().to_owned();
                desk.fill(&path, &path, &[("finding", texts.finding)]).await?;
            }
            Step::Publish => {
                let list = desk.get(&at("reports")).await?;
                let draft = list
                    .split(&format!("/cases/{id}/reports/"))
                    .skip(1)
                    .filter_map(|rest| rest.get(..36))
                    .find(|id| !id.contains(['"', '/']))
                    .context("no draft on the list")?;
                let path = at(&format!("reports/{draft}"));
                desk.fill(&format!("{path}/review"), &format!("{path}/publish"), &[]).await?;
                out(self.app).await?;
            }
            Step::OwnerReads | Step::PersonReads => {
                let seat = if matches!(step, Step::OwnerReads) { "owner" } else { "person" };
                let party = self.party(nth, &id, seat).await?;
                let list = party.get("/my/reports").await?;
                let report = list.split("/my/reports/").nth(1).and_then(|rest| rest.get(..36)).context("no report on the list")?.to_owned();
                party.fill(&format!("/my/reports/{report}"), &format!("/my/reports/{report}/read"), &[]).await?;
            }
            Step::Talk(talk) => {
                let (owner, person) = (self.holder(nth, &id, "owner").await?, self.holder(nth, &id, "person").await?);
                let manager = self.app.db.staff_in_seat(Duty::Demo, &self.institution, StaffSeat::Manager).await?;
                let cast = Cast {
                    case: &id,
                    owner: self.house.visitor(&owner, None).await?,
                    person: self.house.visitor(&person, None).await?,
                    owner_id: owner.id(),
                    manager_id: manager.first().context("no manager")?,
                    desk,
                };
                seed_channel::play(&cast, talk).await?;
            }
            Step::Close => {
                desk.fill(&at("end"), &at("end"), &[("kind", "closed")]).await?;
            }
        }
        Ok(())
    }

    /// Today as the machine has it, whatever day the story is at.
    pub(super) fn real_today(&self) -> base::clock::Day {
        let clock = self.app.db.clock();
        clock.now().plus(-clock.offset()).day()
    }

    async fn open(&self, case: &Case, nth: usize) -> Result<String> {
        let desk = self.consultant(nth).await?;
        let join = case.join.map(|days| self.real_today().plus(days).to_string()).unwrap_or_default();
        let offer = self.app.db.clock().today().to_string();
        let deputy = if nth % 3 == 1 { &self.yamamoto } else { &self.ishii };
        let branch = self.branches.get(nth % self.branches.len().max(1)).cloned().unwrap_or_default();
        let (owner_mail, person_mail) =
            (format!("info@{}.example", case.domain), format!("{}@mail.example", case.domain.replace('-', ".")));
        let fields = [
            ("company", case.company),
            ("industry", case.industry),
            ("owner", case.owner),
            ("owner_post", case.owner_post),
            ("owner_mail", &owner_mail),
            ("person", case.person),
            ("kana", case.kana),
            ("person_mail", &person_mail),
            ("post", case.post),
            ("issue", case.issue),
            ("contract", case.contract),
            ("sides", case.sides),
            ("offer_on", &offer),
            ("join_on", &join),
            ("branch", &branch),
            ("deputy", deputy.id()),
            ("case_no", case.no),
        ];
        case_of(&desk.fill("/cases/new", "/cases/new", &fields).await?)
    }
}

/// The ten minutes before a report or a letter goes out pass.
pub(super) async fn out(app: &App) -> Result<()> {
    app.db.clock().shift(11 * MINUTE);
    crate::report::send_due(app).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    crate::letter::send_due(app).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok(())
}

/// What people of a case say and write.
struct Texts {
    mission: String,
    goals: [(&'static str, &'static str, &'static str, &'static str, &'static str); 2],
    hope: &'static str,
    owner_saw: &'static str,
    person_saw: &'static str,
    finding: &'static str,
}

impl Texts {
    fn of(case: &Case) -> Texts {
        let sales = case.post.contains("営業") || case.post.contains("販売") || case.post.contains("海外");
        let goals = if sales {
            [
                (
                    "社長一人に頼らない営業の形をつくる",
                    "上位20社の担当と関係を整理する",
                    "週次の案件会議を8回開く",
                    "社長同行なしの受注を3件",
                    "顧客への担当変更の連絡を社長名で出す",
                ),
                (
                    "次の一年の売り先を言葉にする",
                    "いまの取引先の声を聞く",
                    "新しい売り先の案を三つ出す",
                    "一つを試しに始める",
                    "社長との月2回の打合せ",
                ),
            ]
        } else {
            [
                (
                    "月次の数字で経営判断ができる状態をつくる",
                    "いまの締め作業と遅れの原因を一覧にする",
                    "翌月10日締めを2か月続ける",
                    "部門別の採算を経営会議で使う",
                    "会計担当1名を半日ずつ専任",
                ),
                (
                    "後任の育成計画をつくる",
                    "候補の方の話を聞く",
                    "任せる仕事を二つ決める",
                    "候補の方が会議の進行を務める",
                    "社長との月2回の打合せ",
                ),
            ]
        };
        Texts {
            mission: format!("{}として、{}", case.post, case.issue),
            goals,
            hope: "会議で社長以外の発言が増える",
            owner_saw: "会議で、若い社員が自分から数字を話すようになりました。",
            person_saw: "困ったときに、工場の方から先に声をかけてもらえるようになりました。",
            finding: "社内で声をかけ合う場面が増えています。",
        }
    }
}
