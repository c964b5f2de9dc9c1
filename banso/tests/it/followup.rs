//! The plan after joining: made once, on business days, moved with the first day, at rest during a leave; times are chosen on
//! a phone.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops here")]

use app::mailer::run_once;
use base::actor::StaffSeat;
use base::clock::{DAY, MINUTE};
use base::register::{CheckIn, SlotOffer};
use base::sql;
use base::store::{StoreError, deed};
use http::StatusCode;

use crate::world::{Browser, Page, World};

base::row! {
    /// A talk of the plan, as it lies in the database.
    struct Planned { key: String, state: String, on: String, waits: String, id: String }
}

/// 丸山工業・佐藤さん, joined on this day, both in.
struct Story {
    world: World,
    case: String,
    desk: Browser,
    owner: Browser,
    person: Browser,
}

async fn story(join_on: &str) -> Story {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let person = world.arrive(&case, &world.holder(&case, "person").await).await;
    let mut desk = world.staff("yamamoto").await;
    let join = format!("/cases/{case}/join");
    let page = world.submit(&mut desk, &join, &join, &[("join_on", join_on)]).await;
    assert_eq!(page.location(), format!("/cases/{case}/follow-up?done=joined"), "{}", page.text());
    Story { world, case, desk, owner, person }
}

impl Story {
    fn at(&self, path: &str) -> String {
        format!("/cases/{}{path}", self.case)
    }

    async fn plan(&mut self) -> String {
        let path = self.at("/follow-up");
        self.world.get(&mut self.desk, &path).await.text()
    }

    /// The talks of the plan.
    async fn talks(&self) -> Vec<Planned> {
        let desk = self.world.actor("yamamoto", StaffSeat::Consultant).await;
        let case = self.case.clone();
        self.world
            .app
            .db
            .read(&desk, move |tx| {
                let pass = tx.enter(&case)?.pass::<CheckIn, deed::View>()?;
                tx.rows(
                    &pass,
                    sql!(CheckIn => "select plan_key, state, coalesce(planned_on, ''), waits, id from check_ins where plan_key is not null order by plan_key"),
                    vec![],
                )
            })
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"))
    }

    async fn day(&self, key: &str) -> String {
        self.talks().await.into_iter().find(|talk| talk.key == key).map(|talk| talk.on).unwrap_or_default()
    }

    async fn id(&self, key: &str) -> String {
        self.talks().await.into_iter().find(|talk| talk.key == key).unwrap().id
    }

    async fn edit_join(&mut self, join_on: &str) -> Page {
        let path = self.at("/edit");
        let fields = [
            ("post", "管理部長"),
            ("contract", "open_ended"),
            ("offer_on", "2026-07-13"),
            ("join_on", join_on),
            ("issue", "月次の数字で経営判断ができる状態をつくる"),
        ];
        self.world.submit(&mut self.desk, &path, &path, &fields).await
    }

    async fn offer(&mut self, key: &str, times: &[(&str, &str)]) -> Page {
        let path = self.at(&format!("/talks/{}/slots", self.id(key).await));
        let names = [("on1", "at1"), ("on2", "at2"), ("on3", "at3")];
        let mut fields = vec![("act", "offer")];
        for ((on, at), (day, time)) in names.iter().zip(times) {
            fields.extend([(*on, *day), (*at, *time)]);
        }
        let drawn = self.world.get(&mut self.desk, &path).await;
        let (token, key) = (drawn.value("token"), drawn.value("key"));
        let version = drawn.text().rsplit("name=\"version\" value=\"").next().unwrap().split('"').next().unwrap().to_owned();
        fields.extend([("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str())]);
        self.world.post_raw(&mut self.desk, &path, &fields).await
    }
}

/// Where the portal's home leads to for choosing a time.
async fn asked(world: &World, browser: &mut Browser) -> Option<String> {
    let home = world.get(browser, "/my").await.text();
    home.split("/my/slots/").nth(1).map(|rest| format!("/my/slots/{}", &rest[..36]))
}

/// For the matrix: a talk of three that is planned, and times for it.
pub async fn for_matrix(world: &World, case: &str, person: &Browser) -> Vec<(&'static str, String)> {
    let mut desk = world.staff("yamamoto").await;
    let plan = format!("/cases/{case}/talks/plan");
    let done = world.submit(&mut desk, &plan, &plan, &[("with", "joint"), ("way", "visit"), ("on", "2026-12-10")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let actor = world.actor("yamamoto", StaffSeat::Consultant).await;
    let of = case.to_owned();
    let (talk,): (String,) = world
        .app
        .db
        .read(&actor, move |tx| {
            let pass = tx.enter(&of)?.pass::<CheckIn, deed::View>()?;
            tx.one(
                &pass,
                sql!(CheckIn => "select id from check_ins where state = 'planned' and side = 'joint' order by id limit 1"),
                vec![],
            )
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let slots = format!("/cases/{case}/talks/{talk}/slots");
    let fields = [("act", "offer"), ("on1", "2026-12-09"), ("at1", "10:00"), ("on2", "2026-12-10"), ("at2", "14:00")];
    let offered = world.submit(&mut desk, &slots, &slots, &fields).await;
    assert_eq!(offered.status, StatusCode::SEE_OTHER, "{}", offered.text());
    let offer = asked(world, &mut person.clone()).await.unwrap().split('/').next_back().unwrap().to_owned();
    vec![("/cases/{case}/talks/{id}/slots", talk), ("/my/slots/{id}", offer)]
}

#[tokio::test]
async fn joining_makes_the_plan_once_and_two_presses_make_no_second() {
    let mut s = story("2026-11-24").await;
    assert_eq!(s.talks().await.len(), 18, "F0 to F24 of the field");
    // A week after Tuesday 24 November; Thursday 24 December; Sunday 24 January 2027 and Wednesday 24 February.
    for (key, day) in [
        ("w1:person", "2026-12-01"),
        ("m1:company", "2026-12-24"),
        ("m2:person", "2027-01-25"),
        ("m3:person", "2027-02-24"),
        ("m3:joint", "2027-03-03"),
        ("m12:company", "2027-11-24"),
        ("m24:person", "2028-11-24"),
    ] {
        assert_eq!(s.day(key).await, day, "{key}");
    }
    let plan = s.plan().await;
    assert!(plan.contains("1月24日(日)は休業日のため、次の営業日です"), "the shift is said: {plan}");
    assert!(plan.contains("15分ほど") && plan.contains("入社から3か月と7日"), "{plan}");
    let path = s.at("/follow-up");
    let token = s.world.token(&s.desk, "staff");
    // The same press twice, and another one beside it: nothing is added.
    for key in ["one", "one", "two"] {
        let page = s.world.post_raw(&mut s.desk.clone(), &path, &[("token", &token), ("key", key)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    assert_eq!(s.talks().await.len(), 18);
    let today = s.world.get(&mut s.desk, "/today").await.text();
    assert_eq!(today.matches("1週間面談").count(), 0, "not this week yet: {today}");
    let (home_owner, home_person) = (s.world.get(&mut s.owner, "/my").await.text(), s.world.get(&mut s.person, "/my").await.text());
    for home in [&home_owner, &home_person] {
        assert!(home.contains("2026年12月1日(火)") && !home.contains("24か月") && !home.contains("2年後"), "{home}");
    }
}

#[tokio::test]
async fn two_who_make_the_plan_of_a_running_case_at_the_same_moment_make_one() {
    let mut s = story("2026-11-24").await;
    // As a case that was brought in while it ran: joined, without a plan.
    let desk = s.world.actor("yamamoto", StaffSeat::Consultant).await;
    let case = s.case.clone();
    s.world
        .app
        .db
        .write(&desk, None, move |tx| {
            use base::register::FollowPlan;
            let entry = tx.enter(&case)?;
            let pass = entry.pass::<CheckIn, deed::Change>()?;
            let talks: Vec<(String, i64)> = tx.rows(&pass, sql!(CheckIn => "select id, version from check_ins order by id"), vec![])?;
            for (id, version) in talks {
                tx.remove(&pass, &id, version)?;
            }
            let pass = entry.pass::<FollowPlan, deed::Change>()?;
            let (id, version): (String, i64) = tx.one(&pass, sql!(FollowPlan => "select id, version from follow_plans"), vec![])?;
            tx.remove(&pass, &id, version)?;
            tx.commit(&base::event::Event::FollowUpMade(Some(&case), &case), "")
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert!(s.plan().await.contains("まだフォロー予定がありません。これからの面談18件"));
    let path = s.at("/follow-up");
    let token = s.world.token(&s.desk, "staff");
    let ishii = s.world.staff("ishii").await;
    let other = s.world.token(&ishii, "staff");
    let (mut first, mut second) = (s.desk.clone(), ishii);
    let fields_first = [("token", token.as_str()), ("key", "a")];
    let fields_second = [("token", other.as_str()), ("key", "b")];
    let (one, two) = tokio::join!(s.world.post_raw(&mut first, &path, &fields_first), s.world.post_raw(&mut second, &path, &fields_second));
    assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(s.talks().await.len(), 18);
}

#[tokio::test]
async fn a_jump_over_several_talks_is_one_line_and_nothing_is_lost() {
    let mut s = story("2026-11-24").await;
    s.world.app.db.clock().shift(120 * DAY);
    let mut desk = s.world.staff("yamamoto").await;
    let today = s.world.get(&mut desk, "/today").await.text();
    // The week, one and two months, and three months with the talk of three: nine talks, one line.
    assert!(today.contains("記録がまだない面談が9件あります"), "{today}");
    assert_eq!(today.matches("の記録がまだありません。面談は").count(), 0, "gathered, not one by one");
    let path = s.at(&format!("/talks/{}/record", s.id("m1:company").await));
    let page = s
        .world
        .submit(&mut desk, &path, &path, &[("text", "伺った話"), ("way", "visit"), ("held_on", "2026-12-24"), ("reception", "change")])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let show = s.at(&format!("/talks/{}", s.id("m1:company").await));
    assert!(s.world.get(&mut desk, &show).await.text().contains("見直したい"), "the reception was looked at again");
    s.desk = desk;
    assert!(s.plan().await.contains("記録済み"));
    assert_eq!(s.talks().await.iter().filter(|talk| talk.state == "planned").count(), 17);
}

#[tokio::test]
async fn a_moved_first_day_moves_what_is_not_done_and_makes_nothing_late() {
    let mut s = story("2026-11-24").await;
    let set = s.id("m1:person").await;
    let move_it = s.at(&format!("/talks/{set}/move"));
    let show = s.at(&format!("/talks/{set}"));
    let moved = s.world.submit(&mut s.desk, &show, &move_it, &[("on", "2026-12-22"), ("at", "14:00"), ("way", "online")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    // Put off by two weeks: what nobody set moves, the day that was agreed stays.
    assert_eq!(s.edit_join("2026-12-08").await.status, StatusCode::SEE_OTHER);
    assert_eq!(s.day("w1:person").await, "2026-12-15");
    assert_eq!(s.day("m1:person").await, "2026-12-22");
    assert_eq!(s.day("m1:company").await, "2027-01-08");
    // By a year: also what was set, as nobody has joined by then.
    assert_eq!(s.edit_join("2027-12-08").await.status, StatusCode::SEE_OTHER);
    assert_eq!(s.day("m1:person").await, "2028-01-11", "8 January 2028 is a Saturday before a holiday");
    // Into the past: what went by has no day, says so, and is not late.
    assert_eq!(s.edit_join("2026-08-03").await.status, StatusCode::SEE_OTHER);
    let plan = s.plan().await;
    assert!(plan.contains("時期を過ぎた面談が9件あります。遅れとしては扱いません。"), "{plan}");
    assert!(!s.world.get(&mut s.desk, "/today").await.text().contains("期限を過ぎています"));
    assert_eq!(s.day("m6:company").await, "2027-02-03");
    // And back again: nothing was lost.
    assert_eq!(s.edit_join("2026-11-24").await.status, StatusCode::SEE_OTHER);
    assert_eq!(s.day("w1:person").await, "2026-12-01");
    assert!(!s.plan().await.contains("時期を過ぎた面談が"));
}

#[tokio::test]
async fn a_leave_rests_the_person_and_shows_on_no_page_of_the_company() {
    let mut s = story("2026-09-01").await;
    let (page, leave) = (s.at("/follow-up"), s.at("/follow-up/leave"));
    let bad = s.world.submit(&mut s.desk, &page, &leave, &[("from", "2026-08-01")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("入社日より後の日付にしてください。") && bad.text().contains("value=\"2026-08-01\""));
    let begun = s.world.submit(&mut s.desk, &page, &leave, &[("from", "2026-11-25")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let plan = s.plan().await;
    assert!(plan.contains("2026年11月25日(水)から休職中です。") && plan.contains("休職の間はお休みです"), "{plan}");
    assert_eq!(s.day("m3:person").await, "");
    assert_eq!(s.day("m3:joint").await, "");
    assert!(s.talks().await.iter().filter(|talk| talk.waits == "leave").all(|talk| !talk.key.ends_with(":company")));
    assert_eq!(s.day("m3:company").await, "2026-12-01", "the company is talked with");
    for browser in [&mut s.owner, &mut s.person] {
        for path in ["/my", "/my/talks"] {
            assert!(!s.world.get(browser, path).await.text().contains("休職"), "{path}");
        }
    }
    let mut manager = s.world.staff("manager").await;
    assert!(!s.world.get(&mut manager, &format!("/cases/{}", s.case)).await.text().contains("休職"));
    s.world.app.db.clock().shift(60 * DAY);
    s.desk = s.world.staff("yamamoto").await;
    assert!(!s.world.get(&mut s.desk, "/today").await.text().contains("ご本人との3か月面談"), "what rests is not late");
    let back = s.world.submit(&mut s.desk, &page, &leave, &[("back", "2027-01-25")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    // 61 days of leave: 1 December + 61 days is Sunday 31 January.
    assert_eq!(s.day("m3:person").await, "2027-02-01");
    assert_eq!(s.day("m6:company").await, "2027-05-06", "1 March + 61 days is 1 May, a Saturday before the holidays");
    assert_eq!(s.day("m12:person").await, "2027-09-01", "the light follow-up counts from the first day");
}

#[tokio::test]
async fn the_end_of_the_follow_up_leaves_the_light_talks_and_a_leaving_leaves_none() {
    let mut s = story("2026-11-24").await;
    let end = s.at("/end");
    let closed = s.world.submit(&mut s.desk, &end, &end, &[("kind", "closed")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text());
    let left: Vec<String> = s.talks().await.into_iter().filter(|talk| talk.state == "planned").map(|talk| talk.key).collect();
    assert_eq!(left, ["m12:company", "m12:person", "m24:company", "m24:person"]);
    s.world.app.db.clock().shift(363 * DAY);
    let mut desk = s.world.staff("yamamoto").await;
    let today = s.world.get(&mut desk, "/today").await.text();
    assert!(today.contains("1年後のお話"), "the light follow-up goes on: {today}");
    let gone = s.world.submit(&mut desk, &end, &end, &[("kind", "left")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    assert!(s.talks().await.iter().all(|talk| talk.state != "planned"));
    assert!(!s.world.get(&mut desk, "/today").await.text().contains("1年後のお話"));
}

#[tokio::test]
async fn a_side_that_wants_fewer_talks_has_fewer_once_the_desk_brings_the_plan_up_to_date() {
    let mut s = story("2026-11-24").await;
    let token = s.world.token(&s.person, "portal");
    let answer = [("token", token.as_str()), ("key", "k"), ("case", &s.case), ("matter", "follow_up"), ("answer", "steps")];
    assert_eq!(s.world.post_raw(&mut s.person, "/my/consents", &answer).await.status, StatusCode::SEE_OTHER);
    assert!(s.plan().await.contains("ご希望の頻度に合わない予定が2件あります。"));
    let path = s.at("/follow-up");
    let done = s.world.submit(&mut s.desk, &path, &path, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let off: Vec<String> = s.talks().await.into_iter().filter(|talk| talk.state == "skipped").map(|talk| talk.key).collect();
    assert_eq!(off, ["m2:person", "m4:person"]);
    // The latest answer counts: it is given later.
    s.world.app.db.clock().shift(base::clock::MINUTE);
    let answer = [("token", token.as_str()), ("key", "l"), ("case", &s.case), ("matter", "follow_up"), ("answer", "monthly")];
    assert_eq!(s.world.post_raw(&mut s.person, "/my/consents", &answer).await.status, StatusCode::SEE_OTHER);
    s.world.submit(&mut s.desk, &path, &path, &[]).await;
    assert_eq!(s.day("m2:person").await, "2027-01-25", "and more again when they want more");
}

#[tokio::test]
async fn the_template_is_worded_in_the_browser_and_plans_that_stand_keep_theirs() {
    let mut s = story("2026-11-24").await;
    let mut manager = s.world.staff("manager").await;
    let path = "/settings/follow-up";
    let row = [("l0_step", "w1"), ("l0_with", "person"), ("l0_way", "call"), ("l0_months", "0"), ("l0_days", "3"), ("l0_minutes", "20")];
    for (field, value, says) in [("l0_months", "99", "月は36まで"), ("l0_step", "", "面談を1件は入れてください。")] {
        let bad: Vec<(&str, &str)> = row.iter().map(|(name, old)| (*name, if *name == field { value } else { *old })).collect();
        let page = s.world.submit(&mut manager, path, path, &bad).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(says), "{}", page.text());
    }
    let twice: Vec<(&str, &str)> = row.iter().copied().chain([("l1_step", "w1"), ("l1_with", "person"), ("l1_way", "visit")]).collect();
    let page = s.world.submit(&mut manager, path, path, &twice).await;
    assert!(page.text().contains("同じ時期とお相手の行が、ほかにもあります。"), "{}", page.text());
    let drawn = s.world.get(&mut manager, path).await;
    let kept = s.world.submit(&mut manager, path, path, &row).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let (token, key, version) = (drawn.value("token"), drawn.value("key"), drawn.value("version"));
    let late: Vec<(&str, &str)> =
        row.iter().copied().chain([("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str())]).collect();
    assert_eq!(s.world.post_raw(&mut manager, path, &late).await.status, StatusCode::CONFLICT);
    assert_eq!(s.talks().await.len(), 18, "a plan that stands keeps its own");
    let other = s.world.kitahama().await;
    let mut ishii = s.world.staff("ishii").await;
    let join = format!("/cases/{other}/join");
    s.world.submit(&mut ishii, &join, &join, &[("join_on", "2026-11-24")]).await;
    let plan = s.world.get(&mut ishii, &format!("/cases/{other}/follow-up")).await.text();
    assert!(plan.contains("2026年11月27日(金)") && plan.contains("20分ほど") && !plan.contains("1か月面談"), "{plan}");
    assert_eq!(s.world.get(&mut s.desk, path).await.status, StatusCode::NOT_FOUND, "the desk does not word it");
}

#[tokio::test]
async fn a_time_is_chosen_on_a_phone_and_settles_the_talk() {
    let mut s = story("2026-11-24").await;
    for (times, says) in [
        (vec![("2026-12-01", "10:00")], "候補は2つ以上入れてください。"),
        (vec![("2026-12-01", "10:00"), ("2026-12-01", "10時")], "同じ日時の候補が、ほかにもあります。"),
        (vec![("2026-12-01", "10:00"), ("2026-11-23", "10:00")], "これからの日時にしてください。"),
        (vec![("2026-12-01", "10:00"), ("2026-12-02", "")], "候補の時刻を入力してください。"),
    ] {
        let page = s.offer("w1:person", &times).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(page.text().contains(says) && page.text().contains("value=\"2026-12-01\""), "{}", page.text());
    }
    let page = s.offer("w1:person", &[("2026-12-01", "午後2時"), ("2026-12-02", "10:00")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    s.world.app.db.clock().shift(2 * MINUTE);
    run_once(&s.world.app, "worker").await.unwrap();
    let mails = s.world.app.db.demo_mails().await.unwrap();
    let told: Vec<_> = mails.iter().filter(|mail| mail.subject == "【汐見野信用金庫】面談日程のご相談").collect();
    assert_eq!(told.len(), 1, "the person alone is told");
    assert!(asked(&s.world, &mut s.owner).await.is_none(), "the company does not learn of it");
    let path = asked(&s.world, &mut s.person).await.unwrap();
    assert_eq!(s.world.get(&mut s.owner, &path).await.status, StatusCode::NOT_FOUND);
    assert!(s.world.get(&mut s.desk, "/today").await.text().contains("日時の候補のお返事待ち"));
    let bare = s.world.submit(&mut s.person, &path, &path, &[]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text().contains("いずれかを選んでください。"));
    let drawn = s.world.get(&mut s.person, &path).await;
    assert!(drawn.text().contains("2026年12月1日(火) 14:00") && !drawn.text().contains("<script"), "{}", drawn.text());
    let done = s.world.submit(&mut s.person, &path, &path, &[("slot", "1")]).await;
    assert_eq!(done.location(), "/my?done=settled", "{}", done.text());
    assert!(s.world.get(&mut s.person, "/my").await.text().contains("2026年12月2日(水) 10:00"));
    // The same form from another window, and a second answer: how it stands is said, nothing moves.
    let (token, version) = (drawn.value("token"), drawn.value("version"));
    let late = [("token", token.as_str()), ("key", "late"), ("version", version.as_str()), ("slot", "0")];
    let second = s.world.post_raw(&mut s.person, &path, &late).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("2026年12月2日(水) 10:00に決まりました。"), "{}", second.text());
    assert_eq!(s.day("w1:person").await, "2026-12-02");
    // What was settled stays when the first day moves.
    assert_eq!(s.edit_join("2026-11-25").await.status, StatusCode::SEE_OTHER);
    assert_eq!(s.day("w1:person").await, "2026-12-02");
    assert_eq!(s.day("w1:company").await, "2026-12-02");
}

#[tokio::test]
async fn three_meet_at_a_time_that_suits_both_and_the_desk_learns_when_none_does() {
    let mut s = story("2026-09-01").await;
    let times = [("2026-12-07", "10:00"), ("2026-12-08", "10:00"), ("2026-12-09", "10:00")];
    assert_eq!(s.offer("m3:joint", &times).await.status, StatusCode::SEE_OTHER);
    let path = asked(&s.world, &mut s.owner).await.unwrap();
    let both = s.world.submit(&mut s.owner, &path, &path, &[("slot", "1"), ("slot", "none")]).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    let first = s.world.submit(&mut s.owner, &path, &path, &[("slot", "1"), ("slot", "2")]).await;
    assert_eq!(first.location(), "/my?done=consented", "{}", first.text());
    assert!(asked(&s.world, &mut s.owner).await.is_none(), "answered once");
    let page = s.world.get(&mut s.person, &path).await.text();
    assert!(!page.contains("12月7日") && page.contains("12月8日") && page.contains("12月9日"), "what suits both is left: {page}");
    let last = s.world.submit(&mut s.person, &path, &path, &[("slot", "2")]).await;
    assert_eq!(last.location(), "/my?done=settled", "{}", last.text());
    assert_eq!(s.day("m3:joint").await, "2026-12-09");
    // The company's talk: none of the times suits; the desk learns it and offers others.
    assert_eq!(s.offer("m3:company", &times).await.status, StatusCode::SEE_OTHER);
    let path = asked(&s.world, &mut s.owner).await.unwrap();
    assert_eq!(s.world.submit(&mut s.owner, &path, &path, &[("slot", "none")]).await.location(), "/my?done=unmet");
    assert!(s.world.get(&mut s.desk, "/today").await.text().contains("会社との3か月面談の候補は、どれもご都合が合いませんでした。"));
    assert_eq!(s.offer("m3:company", &times).await.status, StatusCode::SEE_OTHER);
    assert!(!s.world.get(&mut s.desk, "/today").await.text().contains("どれもご都合が合いませんでした"));
    let path = asked(&s.world, &mut s.owner).await.unwrap();
    // Nobody answered in time: the page says so, and the desk calls.
    s.world.app.db.clock().shift(14 * DAY);
    s.owner = s.world.portal(s.world.holder(&s.case, "owner").await).await;
    let late = s.world.get(&mut s.owner, &path).await.text();
    assert!(late.contains("お返事の期限を過ぎました。") && !late.contains("name=\"slot\""), "{late}");
    s.desk = s.world.staff("yamamoto").await;
    assert!(s.world.get(&mut s.desk, "/today").await.text().contains("お電話で決めます。"));
}

#[tokio::test]
async fn times_that_were_taken_back_or_overtaken_are_not_chosen() {
    let mut s = story("2026-11-24").await;
    let times = [("2026-12-01", "10:00"), ("2026-12-02", "10:00")];
    assert_eq!(s.offer("w1:company", &times).await.status, StatusCode::SEE_OTHER);
    let path = asked(&s.world, &mut s.owner).await.unwrap();
    let drawn = s.world.get(&mut s.owner, &path).await;
    // The desk moves the talk meanwhile: the choice comes too late and is told so.
    let talk = s.at(&format!("/talks/{}", s.id("w1:company").await));
    let moved = s.world.submit(&mut s.desk, &talk, &format!("{talk}/move"), &[("on", "2026-12-04"), ("at", "9:00"), ("way", "call")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let (token, key, version) = (drawn.value("token"), drawn.value("key"), drawn.value("version"));
    let late = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("slot", "0")];
    let page = s.world.post_raw(&mut s.owner, &path, &late).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("日程が変わりました。担当者からあらためてご連絡します。"), "{}", page.text());
    assert_eq!(s.day("w1:company").await, "2026-12-04");
    assert!(asked(&s.world, &mut s.owner).await.is_none());
    // Taken back within the minute: no mail goes out.
    assert_eq!(s.offer("w1:company", &times).await.status, StatusCode::SEE_OTHER);
    let slots = format!("{talk}/slots");
    let taken = s.world.submit(&mut s.desk, &slots, &slots, &[("act", "withdraw")]).await;
    assert_eq!(taken.location(), format!("{slots}?done=cancelled"), "{}", taken.text());
    s.world.app.db.clock().shift(2 * MINUTE);
    run_once(&s.world.app, "worker").await.unwrap();
    let mails = s.world.app.db.demo_mails().await.unwrap();
    assert!(!mails.iter().any(|mail| mail.subject.contains("面談日程のご相談")), "rights are asked again when a mail goes out");
    let desk = s.world.actor("yamamoto", StaffSeat::Consultant).await;
    let case = s.case.clone();
    let states: Vec<(String,)> = s
        .world
        .app
        .db
        .read(&desk, move |tx| {
            let pass = tx.enter(&case)?.pass::<SlotOffer, deed::View>()?;
            tx.rows(&pass, sql!(SlotOffer => "select state from slot_offers order by created_at, id"), vec![])
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert!(states.iter().all(|(state,)| state == "withdrawn"), "{states:?}");
}

#[tokio::test]
async fn what_the_signals_ask_is_plain_data_for_the_desk_alone() {
    let mut s = story("2026-09-01").await;
    for key in ["m3:person", "m3:joint"] {
        let talk = s.at(&format!("/talks/{}", s.id(key).await));
        let page = s.world.submit(&mut s.desk, &talk, &format!("{talk}/skip"), &[("why", "ご都合がつかない")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    s.world.app.db.clock().shift(20 * DAY);
    let watch = async |key: &str, seat: StaffSeat| {
        let actor = s.world.actor(key, seat).await;
        let case = s.case.clone();
        s.world.app.db.read(&actor, move |tx| app::followup::watch(tx, &tx.enter(&case)?)).await
    };
    let seen = watch("yamamoto", StaffSeat::Consultant).await.unwrap();
    assert_eq!(seen.skipped_in_a_row, (1, 2), "a talk of three is one with each");
    assert_eq!(seen.last_contact, (None, None));
    assert!(matches!(watch("manager", StaffSeat::Manager).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn promises_and_disagreement_are_looked_at_again_in_the_talk() {
    let mut s = story("2026-09-01").await;
    let new = s.at("/preparation/new");
    let promise = [("kind", "promise"), ("side", "company"), ("body", "会計担当1名を半日ずつ専任にする"), ("days", "30"), ("way", "after")];
    let made = s.world.submit(&mut s.desk, &new, &new, &promise).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let path = s.at(&format!("/talks/{}/record", s.id("m3:company").await));
    let form = s.world.get(&mut s.desk, &path).await;
    assert!(form.text().contains("会計担当1名を半日ずつ専任にする") && form.text().contains("まだ果たされていません。"), "{}", form.text());
    let name = form.text().split("name=\"p_").nth(1).unwrap()[..36].to_owned();
    let version = form.value(&format!("pv_{name}"));
    let (p, pv) = (format!("p_{name}"), format!("pv_{name}"));
    let fields = [
        ("text", "専任が始まったとのこと"),
        ("way", "visit"),
        ("held_on", "2026-11-24"),
        (p.as_str(), "done"),
        (pv.as_str(), version.as_str()),
    ];
    let kept = s.world.submit(&mut s.desk, &path, &path, &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let plan = s.world.get(&mut s.owner, &format!("/my/plan?case={}", s.case)).await.text();
    assert!(plan.contains("果たされました"), "{plan}");
}

#[tokio::test]
async fn the_pages_of_the_plan_speak_english_too() {
    let mut s = story("2026-11-24").await;
    assert_eq!(s.offer("w1:person", &[("2026-12-01", "14:00"), ("2026-12-02", "10:00")]).await.status, StatusCode::SEE_OTHER);
    let path = asked(&s.world, &mut s.person).await.unwrap();
    for browser in [&mut s.desk, &mut s.person] {
        browser.cookies.insert("lang".into(), "en".into());
    }
    assert!(s.plan().await.contains("Counted from Tue 24 Nov 2026."));
    assert!(s.world.get(&mut s.person, &path).await.text().contains("Choose one time that suits you"));
    let mut manager = s.world.staff("manager").await;
    manager.cookies.insert("lang".into(), "en".into());
    assert!(s.world.get(&mut manager, "/settings/follow-up").await.text().contains("Template of the follow-up plan"));
}

#[tokio::test]
async fn who_was_told_of_a_talk_hears_when_the_plan_moves_it_and_when_it_has_no_day_any_more() {
    let mut s = story("2026-11-24").await;
    let (w1, m1) = (s.id("w1:person").await, s.id("m1:person").await);
    let show = s.at(&format!("/talks/{w1}"));
    let told = s.world.submit(&mut s.desk, &show, &format!("{show}/invite"), &[]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
    let mails = async |s: &Story| {
        s.world.app.db.clock().shift(2 * MINUTE);
        run_once(&s.world.app, "worker").await.unwrap();
        let all = s.world.app.db.demo_mails().await.unwrap();
        let of = |words: &str| all.iter().filter(|mail| mail.subject.contains(words)).count();
        (of("面談のご案内"), of("取りやめ"))
    };
    assert_eq!(mails(&s).await, (1, 0));
    let file = format!("/my/talks/{w1}/ics");
    let line = |text: &str, name: &str| text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    let number = |text: &str| line(text, "SEQUENCE:").get(9..).and_then(|n| n.parse::<i64>().ok()).unwrap_or(-1);
    let first = s.world.get(&mut s.person, &file).await.text();
    // The first day is put off: who knew of the day is told of the new one, and nobody of a day they never knew.
    assert_eq!(s.edit_join("2026-12-08").await.status, StatusCode::SEE_OTHER);
    assert_eq!(mails(&s).await, (2, 0));
    let second = s.world.get(&mut s.person, &file).await.text();
    assert!(line(&second, "DTSTART;").contains("20261215") && number(&second) > number(&first), "{second}");
    assert_eq!(line(&first, "UID:"), line(&second, "UID:"));
    // A leave takes the day away: it leaves the calendar, and the mail says no reason.
    assert_eq!(s.edit_join("2026-11-24").await.status, StatusCode::SEE_OTHER);
    let (page, leave) = (s.at("/follow-up"), s.at("/follow-up/leave"));
    let begun = s.world.submit(&mut s.desk, &page, &leave, &[("from", "2026-11-25")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    assert_eq!(mails(&s).await.1, 1);
    let gone = s.world.get(&mut s.person, &file).await.text();
    assert!(gone.contains("METHOD:CANCEL") && line(&gone, "DTSTART;").contains("20261201") && number(&gone) > number(&second), "{gone}");
    assert_eq!(s.world.get(&mut s.person, &format!("/my/talks/{m1}/ics")).await.status, StatusCode::NOT_FOUND, "never told, no day");
    assert!(s.world.app.db.demo_mails().await.unwrap().iter().all(|mail| !mail.body.contains("休職")));
}
