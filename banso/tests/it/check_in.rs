//! Talks with each side: what is said stays with its side, leaves a trace when it is read, and is quick to keep.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops here")]

use base::actor::{Actor, Duty, Holder, StaffSeat};
use base::clock::DAY;
use base::event::Event;
use base::register::{Audit, CheckIn, Goal, GoalSheet, Placement};
use base::store::{Set, StoreError, deed};
use base::{args, sql};
use http::StatusCode;

use crate::world::{Browser, Page, World};

/// What the person said, and nobody else may see.
const OF_PERSON: &str = "数字が会議の前に決まっていて使われない";
/// What the company said, and the person may not see.
const OF_COMPANY: &str = "思ったより動きが遅いと社長は感じている";

/// A joined case with everyone active.
struct People {
    case: String,
    owner: Holder,
    host: Holder,
    person: Holder,
    goals: Vec<String>,
}

async fn desk(world: &World) -> Actor {
    world.actor("yamamoto", StaffSeat::Consultant).await
}

/// Owner, host and person may sign in; two goals stand.
async fn everyone_in(world: &World, case: &str) -> People {
    let (owner, person) = (world.holder(case, "owner").await, world.holder(case, "person").await);
    let host = world.add_contact(case, "専務 次郎", "host").await;
    for holder in [&owner, &person, &host] {
        world.arrive(case, holder).await;
    }
    let goals = goals(world, case, "agreed").await;
    People { case: case.to_owned(), owner, host, person, goals }
}

/// Writes two goals into a sheet in this state; gives their ids.
async fn goals(world: &World, case: &str, state: &'static str) -> Vec<String> {
    let desk = desk(world).await;
    let case = case.to_owned();
    world
        .app
        .db
        .write(&desk, None, move |tx| {
            let entry = tx.enter(&case)?;
            let sheet = tx.id();
            tx.insert(&entry.pass::<GoalSheet, deed::Change>()?, &sheet, Set::new().with("state", state))?;
            let mut goals = Vec::new();
            for (no, sentence) in [(1i64, "資金繰り表の月次運用"), (2, "部門別採算の試作")] {
                let goal = tx.id();
                let set = Set::new()
                    .with("sheet_id", &sheet)
                    .with("no", no)
                    .with("sentence", sentence)
                    .with("month3", "翌月10日の締めを続ける")
                    .with("state", "standing");
                tx.insert(&entry.pass::<Goal, deed::Change>()?, &goal, set)?;
                goals.push(goal);
            }
            tx.commit(&Event::SheetEdited(Some(&case), &sheet), "").map(|done| done.with(goals))
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// Posts to a page this browser may not open.
async fn try_post(world: &World, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let token = world.token(browser, "staff");
    let mut all = vec![("token", token.as_str()), ("key", "a-key")];
    all.extend_from_slice(fields);
    world.post_raw(browser, path, &all).await
}

/// For the matrix: a talk that is planned, one that is held and one next action of the case, by the routes that take them.
pub async fn for_matrix(world: &World, case: &str) -> Vec<(&'static str, String)> {
    let held = call(world, case, "company", OF_COMPANY, &[("what1", OF_COMPANY)]).await;
    let ahead = plan(world, case, "person", "2026-12-03").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let todos = world.get(&mut yamamoto, &format!("/cases/{case}/todos")).await.text();
    let todo = todos.split(&format!("/cases/{case}/todos/")).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    vec![
        ("/cases/{case}/talks/{id}", held.clone()),
        ("/cases/{case}/talks/{id}/record", ahead.clone()),
        ("/cases/{case}/talks/{id}/copy", held.clone()),
        ("/cases/{case}/talks/{id}/move", ahead.clone()),
        ("/cases/{case}/talks/{id}/skip", ahead.clone()),
        ("/cases/{case}/talks/{id}/invite", ahead.clone()),
        ("/cases/{case}/talks/{id}/ics", ahead.clone()),
        ("/my/talks/{id}/ics", ahead),
        ("/cases/{case}/talks/{id}/read-with-reason", held),
        ("/cases/{case}/todos/{id}", todo),
    ]
}

/// 丸山工業 in week 12, joined, with everyone in.
async fn joined(world: &World) -> People {
    let case = world.maruyama().await;
    let people = everyone_in(world, &case).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("/cases/{case}/join");
    let page = world.submit(&mut yamamoto, &path, &path, &[("join_on", "2026-09-01")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    people
}

/// Records a talk with one side through the quick form; gives its id.
async fn call(world: &World, case: &str, with: &str, text: &str, more: &[(&str, &str)]) -> String {
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("/cases/{case}/talks/new");
    let mut fields = vec![("with", with), ("text", text)];
    fields.extend_from_slice(more);
    let page = world.submit(&mut yamamoto, &path, &path, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location().split('/').nth(4).unwrap().to_owned()
}

/// The talks of a case that are planned.
async fn planned(world: &World, case: &str) -> Vec<String> {
    let desk = desk(world).await;
    let case = case.to_owned();
    let rows: Vec<(String,)> = world
        .app
        .db
        .read(&desk, move |tx| {
            let pass = tx.enter(&case)?.pass::<CheckIn, deed::View>()?;
            tx.rows(&pass, sql!(CheckIn => "select id from check_ins where state = 'planned' order by id"), vec![])
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    rows.into_iter().map(|(id,)| id).collect()
}

/// Plans a talk; gives its id.
async fn plan(world: &World, case: &str, with: &str, on: &str) -> String {
    let before = planned(world, case).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("/cases/{case}/talks/plan");
    let fields = [("with", with), ("way", "visit"), ("step", "m1"), ("on", on), ("at", "午後2時")];
    let page = world.submit(&mut yamamoto, &path, &path, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    planned(world, case).await.into_iter().find(|id| !before.contains(id)).unwrap()
}

/// What the audit says of a case, in its order.
async fn acts(world: &World, case: &str) -> Vec<String> {
    let desk = desk(world).await;
    let case = case.to_owned();
    let rows: Vec<(String,)> = world
        .app
        .db
        .read(&desk, move |tx| {
            let pass = tx.enter(&case)?.pass::<Audit, deed::View>()?;
            tx.rows(&pass, sql!(Audit => "select act from audits order by seq"), args![])
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    rows.into_iter().map(|(act,)| act).collect()
}

/// Every page the product has, asked for with these ids: everything this browser can be shown.
async fn everything(world: &World, browser: &mut Browser, case: &str, ids: &[&str], goals: &[String]) -> String {
    let mut all = String::new();
    for route in app::router::table() {
        if route.method != "GET" || route.path.starts_with("/assets") || route.path.starts_with("/lang") || route.path.starts_with("/size")
        {
            continue;
        }
        let mut paths = vec![route.path.replace("{case}", case)];
        for (mark, values) in [("{id}", ids.to_vec()), ("{goal}", goals.iter().map(String::as_str).collect())] {
            if route.path.contains(mark) {
                paths = paths.iter().flat_map(|path| values.iter().map(|value| path.replace(mark, value)).collect::<Vec<_>>()).collect();
            }
        }
        for path in paths {
            let page = world.get(browser, &path).await;
            assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            all.push_str(&page.text());
            all.push_str(&page.location());
        }
    }
    all.push_str(&world.get(browser, &format!("/cases/{case}?t=talk&whole=1")).await.text());
    all.push_str(&world.get(browser, &format!("/my/talks?case={case}")).await.text());
    all
}

/// A page without what differs from one drawing to the next.
fn still(page: &Page) -> String {
    let mut text = page.text();
    for name in ["token", "key"] {
        let value = page.value(name);
        if !value.is_empty() {
            text = text.replace(&value, "");
        }
    }
    text
}

#[tokio::test]
async fn a_call_is_recorded_with_four_fields_on_one_screen() {
    let world = World::new().await;
    let people = joined(&world).await;
    let more = [("what1", "試算表の様式を送る"), ("due1", "2026-12-01")];
    let talk = call(&world, &people.case, "company", OF_COMPANY, &more).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.get(&mut yamamoto, &format!("/cases/{}/talks/{talk}", people.case)).await.text();
    assert!(page.contains(OF_COMPANY), "the desk reads it");
    let copy = world.get(&mut yamamoto, &format!("/cases/{}/talks/{talk}/copy", people.case)).await.text();
    assert!(copy.contains("日付:2026年11月24日(火)") && copy.contains("方法:電話") && copy.contains(OF_COMPANY), "{copy}");
    let todos = world.get(&mut yamamoto, &format!("/cases/{}/todos", people.case)).await.text();
    assert!(todos.contains("試算表の様式を送る") && todos.contains("12月1日(火)まで"), "{todos}");
}

#[tokio::test]
async fn what_the_person_said_is_shown_to_nobody_but_the_desk() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk =
        call(&world, &people.case, "person", OF_PERSON, &[("care_relations", OF_PERSON), ("what1", OF_PERSON), ("who1", "person")]).await;
    for who in ["ishii", "manager", "officer", "compliance", "admin", "onishi", "kita"] {
        let mut browser = world.staff(who).await;
        let all = everything(&world, &mut browser, &people.case, &[&talk], &people.goals).await;
        assert_eq!(all.contains(OF_PERSON), who == "ishii", "{who}: the deputy reads it, nobody else");
    }
    for holder in [&people.owner, &people.host, &people.person] {
        let mut browser = world.portal(holder.clone()).await;
        let all = everything(&world, &mut browser, &people.case, &[&talk], &people.goals).await;
        assert!(!all.contains(OF_PERSON), "{holder:?}");
    }
    let mut stranger = Browser::default();
    assert!(!everything(&world, &mut stranger, &people.case, &[&talk], &people.goals).await.contains(OF_PERSON));
}

#[tokio::test]
async fn what_the_company_said_is_shown_to_nobody_but_the_desk() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk =
        call(&world, &people.case, "company", OF_COMPANY, &[("care_expect", OF_COMPANY), ("what1", OF_COMPANY), ("who1", "company")]).await;
    for who in ["manager", "officer", "compliance", "admin", "onishi", "kita"] {
        let mut browser = world.staff(who).await;
        assert!(!everything(&world, &mut browser, &people.case, &[&talk], &people.goals).await.contains(OF_COMPANY), "{who}");
    }
    for holder in [&people.owner, &people.host, &people.person] {
        let mut browser = world.portal(holder.clone()).await;
        assert!(!everything(&world, &mut browser, &people.case, &[&talk], &people.goals).await.contains(OF_COMPANY), "{holder:?}");
    }
}

#[tokio::test]
async fn the_desks_private_text_stands_on_no_list_and_not_on_the_case_page() {
    let world = World::new().await;
    let people = joined(&world).await;
    call(&world, &people.case, "person", OF_PERSON, &[("what1", "面談の場を用意する"), ("due1", "2026-11-24")]).await;
    let mut yamamoto = world.staff("yamamoto").await;
    for path in
        ["/today".to_owned(), "/cases".to_owned(), format!("/cases/{}", people.case), format!("/cases/{}?t=talk&whole=1", people.case)]
    {
        let page = world.get(&mut yamamoto, &path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text().contains(OF_PERSON) && !page.text().contains("面談の場を用意する"), "{path}");
    }
    let today = world.get(&mut yamamoto, "/today").await.text();
    assert!(today.contains("やることが1件あります。"), "{today}");
    let case = world.get(&mut yamamoto, &format!("/cases/{}", people.case)).await.text();
    assert!(case.contains("ご本人との電話") && case.contains("記録は担当者だけが読めます。"), "{case}");
}

#[tokio::test]
async fn that_the_person_was_talked_with_changes_nothing_the_company_sees() {
    let world = World::new().await;
    let people = joined(&world).await;
    let pages = ["/my".to_owned(), "/my/talks".to_owned(), format!("/my/talks?case={}", people.case), "/my/milestones".to_owned()];
    for (one, with) in [(&people.owner, "person"), (&people.host, "person"), (&people.person, "company")] {
        let mut browser = world.portal(one.clone()).await;
        let mut before = Vec::new();
        for path in &pages {
            before.push(still(&world.get(&mut browser, path).await));
        }
        let talk = call(&world, &people.case, with, "もう一方とのお話", &[("share_text", "1")]).await;
        let mut yamamoto = world.staff("yamamoto").await;
        let words = format!("/cases/{}/milestones", people.case);
        let said = if one == &people.host { "slow" } else { "stuck" };
        let name = format!("w_{with}_{}", people.goals[0]);
        let version = world.get(&mut yamamoto, &words).await.value(&name.replacen("w_", "v_", 1));
        let fields = [("month", "3"), (name.as_str(), said), (&name.replacen("w_", "v_", 1), version.as_str())];
        assert_eq!(world.submit(&mut yamamoto, &words, &words, &fields).await.status, StatusCode::SEE_OTHER);
        plan(&world, &people.case, with, "2026-12-03").await;
        for (path, before) in pages.iter().zip(before) {
            assert_eq!(still(&world.get(&mut browser, path).await), before, "{path}");
        }
        for path in [format!("/cases/{}/talks/{talk}", people.case), format!("/my/talks?case={talk}")] {
            let page = world.get(&mut browser, &path).await;
            assert!(page.status == StatusCode::NOT_FOUND || page.status == StatusCode::SEE_OTHER, "{path}");
        }
    }
}

#[tokio::test]
async fn the_branch_does_not_learn_that_one_side_was_talked_with() {
    let world = World::new().await;
    let people = joined(&world).await;
    let mut onishi = world.staff("onishi").await;
    let path = format!("/cases/{}?whole=1", people.case);
    let before = still(&world.get(&mut onishi, &path).await);
    let talk = call(&world, &people.case, "person", OF_PERSON, &[]).await;
    let other = call(&world, &people.case, "company", OF_COMPANY, &[]).await;
    assert_eq!(still(&world.get(&mut onishi, &path).await), before);
    for id in [talk.as_str(), other.as_str(), "no-such-talk"] {
        assert_eq!(world.get(&mut onishi, &format!("/cases/{}/talks/{id}", people.case)).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_part_shared_back_is_read_by_its_own_side_and_by_no_other() {
    let world = World::new().await;
    let people = joined(&world).await;
    call(&world, &people.case, "company", "会社への要点", &[("share_text", "1"), ("care_regard", OF_COMPANY)]).await;
    call(&world, &people.case, "person", "ご本人への要点", &[("share_text", "1"), ("care_regard", OF_PERSON)]).await;
    for (holder, own, other) in [
        (&people.owner, Some("会社への要点"), vec!["ご本人への要点", OF_COMPANY, OF_PERSON]),
        (&people.person, Some("ご本人への要点"), vec!["会社への要点", OF_COMPANY, OF_PERSON]),
        (&people.host, None, vec!["会社への要点", "ご本人への要点", OF_COMPANY, OF_PERSON]),
    ] {
        let mut browser = world.portal(holder.clone()).await;
        let page = world.get(&mut browser, "/my/talks").await.text();
        if let Some(own) = own {
            assert!(page.contains(own), "{holder:?}");
        }
        for other in other {
            assert!(!page.contains(other), "{holder:?} {other}");
        }
    }
    let read = acts(&world, &people.case).await.iter().filter(|act| *act == "text.read").count();
    assert_eq!(read, 2, "owner and person each left one trace");
}

#[tokio::test]
async fn the_desk_sees_that_the_owner_read_what_was_shared_back() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = call(&world, &people.case, "company", "会社への要点", &[("share_text", "1")]).await;
    let mut owner = world.portal(people.owner.clone()).await;
    world.get(&mut owner, "/my/talks").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.get(&mut yamamoto, &format!("/cases/{}/talks/{talk}", people.case)).await.text();
    assert!(page.contains("この文章を読んだ人") && page.contains("丸山 一郎(会社)"), "{page}");
}

#[tokio::test]
async fn a_joint_talk_is_read_by_all_three_and_the_bank_and_its_private_parts_by_the_desk_alone() {
    let world = World::new().await;
    let people = joined(&world).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let from = format!("/cases/{}/talks/new?with=joint", people.case);
    let to = format!("/cases/{}/talks/new", people.case);
    let fields = [
        ("with", "joint"),
        ("joint", "三者で試すことを決めました"),
        ("joint_workflow", "決裁の順を一枚にする"),
        ("text_company", OF_COMPANY),
        ("text_person", OF_PERSON),
    ];
    let page = world.submit(&mut yamamoto, &from, &to, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let talk = page.location().split('/').nth(4).unwrap().to_owned();
    let copy = world.get(&mut yamamoto, &page.location()).await.text();
    assert!(copy.contains("業務の進め方:決裁の順を一枚にする"), "{copy}");
    assert!(copy.contains("三者で試すことを決めました") && copy.contains(OF_COMPANY) && !copy.contains(OF_PERSON), "{copy}");
    let path = format!("/cases/{}/talks/{talk}", people.case);
    for who in ["yamamoto", "onishi", "manager"] {
        let mut browser = world.staff(who).await;
        let page = world.get(&mut browser, &path).await.text();
        assert!(page.contains("三者で試すことを決めました"), "{who}");
        assert_eq!(page.contains(OF_PERSON) || page.contains(OF_COMPANY), who == "yamamoto", "{who}");
    }
    for (holder, reads) in [(&people.owner, true), (&people.person, true), (&people.host, false)] {
        let mut browser = world.portal(holder.clone()).await;
        let page = world.get(&mut browser, "/my/talks").await.text();
        assert_eq!(page.contains("三者で試すことを決めました"), reads, "{holder:?}: others must be named for it");
        assert_eq!(page.contains("業務の進め方</p><p lang=\"ja\">決裁の順を一枚にする"), reads, "a care point of all three: {page}");
        assert!(!page.contains(OF_PERSON) && !page.contains(OF_COMPANY));
    }
}

#[tokio::test]
async fn whoever_records_a_call_has_the_questions_for_both_sides_at_hand() {
    let world = World::new().await;
    let people = joined(&world).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let text = world.get(&mut yamamoto, &format!("/cases/{}/talks/new", people.case)).await.text();
    for question in ["3か月の節目のうち、できたこととその決め手は何ですか。", "任せる範囲を広げるとしたら、どこですか。"]
    {
        assert!(text.contains(question), "{question}");
    }
}

#[tokio::test]
async fn a_manager_reads_only_with_a_reason_and_the_writer_sees_it() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = call(&world, &people.case, "person", OF_PERSON, &[]).await;
    let path = format!("/cases/{}/talks/{talk}", people.case);
    let mut manager = world.staff("manager").await;
    let page = world.get(&mut manager, &path).await.text();
    assert!(page.contains("ご本人とのお話") && !page.contains(OF_PERSON));
    let post = format!("{path}/read-with-reason");
    let refused = world.submit(&mut manager, &path, &post, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.text().contains(OF_PERSON) && refused.text().contains("いずれか1つを選んでください。"));
    let read = world.submit(&mut manager, &path, &post, &[("reason", "complaint")]).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.text().contains(OF_PERSON), "shown once");
    assert!(!world.get(&mut manager, &path).await.text().contains(OF_PERSON), "and not again");
    let mut yamamoto = world.staff("yamamoto").await;
    let seen = world.get(&mut yamamoto, &path).await.text();
    assert!(seen.contains("大野 誠(本部管理者)") && seen.contains("理由:苦情やお申し出への対応"), "{seen}");
    for who in ["yamamoto", "onishi", "officer"] {
        let mut browser = world.staff(who).await;
        let page = try_post(&world, &mut browser, &post, &[("reason", "complaint")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who}");
    }
}

#[tokio::test]
async fn the_text_to_copy_of_a_talk_with_the_person_holds_none_of_the_words() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = call(&world, &people.case, "person", OF_PERSON, &[("care_other", OF_PERSON)]).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let before = acts(&world, &people.case).await.len();
    let page = world.get(&mut yamamoto, &format!("/cases/{}/talks/{talk}/copy", people.case)).await.text();
    assert!(page.contains("ご本人からうかがった内容は融資の記録に写さないでください"));
    assert!(page.contains("お相手:ご本人") && page.contains("方法:電話") && !page.contains(OF_PERSON));
    assert_eq!(acts(&world, &people.case).await.len(), before, "no text was read for it");
}

#[tokio::test]
async fn a_planned_talk_is_moved_called_off_and_planned_again() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = plan(&world, &people.case, "company", "2026-12-03").await;
    let path = format!("/cases/{}/talks/{talk}", people.case);
    let mut owner = world.portal(people.owner.clone()).await;
    assert!(world.get(&mut owner, "/my/talks").await.text().contains("2026年12月3日(木) 14:00"));
    let mut yamamoto = world.staff("yamamoto").await;
    let moved =
        world.submit(&mut yamamoto, &path, &format!("{path}/move"), &[("on", "R8.12.10"), ("at", "10時半"), ("way", "online")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    assert!(world.get(&mut owner, "/my/talks").await.text().contains("2026年12月10日(木) 10:30"));
    let why = "社長のご都合が合わなくなったため";
    let blank = world.submit(&mut yamamoto, &path, &format!("{path}/skip"), &[("why", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let skipped = world.submit(&mut yamamoto, &path, &format!("{path}/skip"), &[("why", why)]).await;
    assert_eq!(skipped.status, StatusCode::SEE_OTHER, "{}", skipped.text());
    assert!(!world.get(&mut owner, "/my/talks").await.text().contains("2026年12月10日"));
    let case = world.get(&mut yamamoto, &format!("/cases/{}", people.case)).await.text();
    assert!(case.contains("取りやめました。") && !case.contains(why), "{case}");
    assert!(world.get(&mut yamamoto, &path).await.text().contains(why), "the desk reads why on the talk's own page");
    let again = world.submit(&mut yamamoto, &path, &format!("{path}/move"), &[("on", "2026-12-11"), ("at", ""), ("way", "visit")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    assert!(world.get(&mut owner, "/my/talks").await.text().contains("2026年12月11日(金)"));
}

#[tokio::test]
async fn a_record_that_comes_second_shows_both_and_is_added_to_the_first() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = plan(&world, &people.case, "company", "2026-11-24").await;
    let path = format!("/cases/{}/talks/{talk}/record", people.case);
    let (mut yamamoto, mut ishii) = (world.staff("yamamoto").await, world.staff("ishii").await);
    let drawn = world.get(&mut ishii, &path).await;
    let first = world.submit(&mut yamamoto, &path, &path, &[("text", "山本が聞いた話"), ("way", "visit")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let (token, key, version) = (drawn.value("token"), drawn.value("key"), drawn.value("version"));
    let late = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("text", "石井が聞いた話")];
    let second = world.post_raw(&mut ishii, &path, &late).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let page = second.text();
    assert!(page.contains("山本が聞いた話") && page.contains("石井が聞いた話"), "{page}");
    let (key, version) = (second.value("key"), second.value("version"));
    let added = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("text", "石井が聞いた話")];
    let third = world.post_raw(&mut ishii, &path, &added).await;
    assert_eq!(third.status, StatusCode::SEE_OTHER, "{}", third.text());
    let page = world.get(&mut yamamoto, &format!("/cases/{}/talks/{talk}", people.case)).await.text();
    assert!(page.contains("山本が聞いた話") && page.contains("石井が聞いた話"));
}

#[tokio::test]
async fn a_move_that_comes_second_changes_nothing_and_keeps_what_was_typed() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = plan(&world, &people.case, "person", "2026-12-03").await;
    let path = format!("/cases/{}/talks/{talk}", people.case);
    let mut yamamoto = world.staff("yamamoto").await;
    let drawn = world.get(&mut yamamoto, &path).await;
    world.submit(&mut yamamoto, &path, &format!("{path}/move"), &[("on", "2026-12-07"), ("at", ""), ("way", "call")]).await;
    let (token, key, version) = (drawn.value("token"), drawn.value("key"), drawn.value("version"));
    let late = [
        ("token", token.as_str()),
        ("key", key.as_str()),
        ("version", version.as_str()),
        ("on", "2026-12-09"),
        ("at", "9:00"),
        ("way", "call"),
    ];
    let second = world.post_raw(&mut yamamoto, &format!("{path}/move"), &late).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("2026年12月7日(月)") && second.text().contains("value=\"2026-12-09\""), "{}", second.text());
}

#[tokio::test]
async fn a_bad_day_or_time_is_asked_for_again_with_everything_typed_kept() {
    let world = World::new().await;
    let people = joined(&world).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let plan_path = format!("/cases/{}/talks/plan", people.case);
    let entries = acts(&world, &people.case).await.len();
    for (on, at, says) in [
        ("2026-11-23", "", "今日以降の日付にしてください。"),
        ("2030-01-01", "", "3年以内の日付にしてください。"),
        ("そのうち", "", "日付を読み取れませんでした。"),
        ("", "", "日付を入力してください。"),
        ("2026-12-01", "夕方", "時刻を読み取れませんでした。"),
    ] {
        let page =
            world.submit(&mut yamamoto, &plan_path, &plan_path, &[("with", "person"), ("way", "call"), ("on", on), ("at", at)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{on} {at}");
        assert!(page.text().contains(says), "{on} {at}: {}", page.text());
        assert!(page.text().contains(&format!("value=\"{on}\"")) && page.text().contains("value=\"person\" checked"), "{on} {at}");
    }
    let path = format!("/cases/{}/talks/new", people.case);
    for fields in [
        vec![("with", "company"), ("text", ""), ("what1", "様式を送る")],
        vec![("with", ""), ("text", "伺った話"), ("what1", "様式を送る")],
        vec![("with", "company"), ("text", "伺った話"), ("what1", "様式を送る"), ("due1", "2026-11-01")],
        vec![("with", "company"), ("text", "伺った話"), ("what1", "様式を送る"), ("held_on", "2026-11-25")],
    ] {
        let page = world.submit(&mut yamamoto, &path, &path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.text().contains("value=\"様式を送る\""), "{fields:?}");
    }
    let long = "長".repeat(4001);
    let page = world.submit(&mut yamamoto, &path, &path, &[("with", "company"), ("text", &long)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains(&long), "a text that is too long is kept to be shortened");
    assert_eq!(acts(&world, &people.case).await.len(), entries, "nothing was changed");
}

#[tokio::test]
async fn joining_is_confirmed_once_and_never_ahead_of_its_day() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let path = format!("/cases/{case}/join");
    let mut yamamoto = world.staff("yamamoto").await;
    let drawn = world.get(&mut yamamoto, &path).await;
    for (day, says) in [
        ("2026-11-25", "今日までの日付にしてください。"),
        ("2026-07-01", "入社日は内定日より後の日付にしてください。"),
        ("", "入社日を入力してください。"),
    ] {
        let page = world.submit(&mut yamamoto, &path, &path, &[("join_on", day)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(page.text().contains(says) && page.text().contains(&format!("value=\"{day}\"")), "{}", page.text());
    }
    let done = world.submit(&mut yamamoto, &path, &path, &[("join_on", "2026-09-02")]).await;
    assert_eq!(done.location(), format!("/cases/{case}/follow-up?done=joined"));
    let (token, key, version) = (drawn.value("token"), drawn.value("key"), drawn.value("version"));
    let late = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("join_on", "2026-09-03")];
    let second = world.post_raw(&mut yamamoto, &path, &late).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("2026年9月2日(水)") && second.text().contains("2026-09-03"), "{}", second.text());
    assert_eq!(acts(&world, &case).await.iter().filter(|act| *act == "placement.joined").count(), 1);
    let list = world.get(&mut yamamoto, "/cases").await.text();
    assert!(list.contains("84日目"), "{list}");
}

/// A running case as a spreadsheet brings it.
async fn imported(world: &World, join_on: &str, sides: &str) -> String {
    let mut yamamoto = world.staff("yamamoto").await;
    let fields = [
        ("company", "北浜食品株式会社"),
        ("person", "田中 修"),
        ("post", "製造部長"),
        ("issue", "納期遅れを減らす"),
        ("contract", "open_ended"),
        ("sides", sides),
        ("join_on", join_on),
    ];
    let page = world.submit(&mut yamamoto, "/cases/new", "/cases/new", &fields).await;
    let case = page.location().split(['/', '?']).nth(2).unwrap().to_owned();
    let id = case.clone();
    world
        .app
        .db
        .write(&desk(world).await, None, move |tx| {
            let pass = tx.enter(&id)?.pass::<Placement, deed::Change>()?;
            tx.update(&pass, &id, 1, Set::new().with("imported", true))?;
            tx.commit(&Event::PlacementChanged(Some(&id), &id), "")
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    case
}

#[tokio::test]
async fn an_imported_running_case_asks_for_nothing_and_plans_only_what_lies_ahead() {
    let world = World::new().await;
    let case = imported(&world, "2026-08-28", "two").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let today = world.get(&mut yamamoto, "/today").await.text();
    assert!(!today.contains("北浜食品"), "it came in quietly: {today}");
    let join = format!("/cases/{case}/join");
    let page = world.submit(&mut yamamoto, &join, &join, &[("join_on", "2026-08-28")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let plan = world.get(&mut yamamoto, &format!("/cases/{case}/follow-up")).await.text();
    // 28 November 2026 is a Saturday, 28 February 2027 a Sunday.
    assert!(plan.contains("2026年11月30日(月)") && plan.contains("2027年3月1日(月)"), "{plan}");
    assert!(!plan.contains("1週間面談") && !plan.contains("1か月面談"), "{plan}");
    assert_eq!(acts(&world, &case).await.iter().filter(|act| *act == "placement.joined").count(), 1, "one press, one entry");
    assert!(!world.get(&mut yamamoto, "/today").await.text().contains("期限を過ぎています"));
    let page = world.get(&mut yamamoto, &format!("/cases/{case}?t=talk&whole=1")).await.text();
    assert_eq!(page.matches("<li data-ahead>").count(), 3, "the timeline shows what comes next; the rest stands in the plan");
}

#[tokio::test]
async fn a_one_sided_placement_talks_with_the_company_only() {
    let world = World::new().await;
    let case = imported(&world, "2026-11-20", "one").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let join = format!("/cases/{case}/join");
    world.submit(&mut yamamoto, &join, &join, &[("join_on", "2026-11-20")]).await;
    let plan = world.get(&mut yamamoto, &format!("/cases/{case}/follow-up")).await.text();
    assert!(plan.contains("会社との1週間面談") && !plan.contains("ご本人との") && !plan.contains("三者での"), "{plan}");
    let path = format!("/cases/{case}/talks/new");
    let page = world.submit(&mut yamamoto, &path, &path, &[("with", "person"), ("text", "伺った話")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("片手型の案件では、会社との面談だけを登録できます。"));
    assert_eq!(world.get(&mut yamamoto, &format!("{path}?with=joint")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn today_says_what_is_planned_what_is_missing_and_what_waits_to_be_confirmed() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut yamamoto = world.staff("yamamoto").await;
    let before = world.get(&mut yamamoto, "/today").await.text();
    assert!(before.contains("入社を確認する") && before.contains("入社日は9月1日(火)でした。"), "{before}");
    let talk = plan(&world, &case, "company", "2026-11-24").await;
    let today = world.get(&mut yamamoto, "/today").await.text();
    assert!(today.contains("今日 14:00") && today.contains(&format!("/cases/{case}/talks/{talk}/record")), "{today}");
    world.app.db.clock().shift(3 * DAY);
    let mut yamamoto = world.staff("yamamoto").await;
    let late = world.get(&mut yamamoto, "/today").await.text();
    assert!(late.contains("期限を過ぎています"), "{late}");
    assert!(late.contains("会社との1か月面談の記録がまだありません。面談は11月24日(火)に終わっています。"), "{late}");
    let path = format!("/cases/{case}/talks/{talk}/record");
    let page = world.submit(&mut yamamoto, &path, &path, &[("text", "伺った話"), ("way", "visit"), ("held_on", "2026-11-24")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert!(!world.get(&mut yamamoto, "/today").await.text().contains("期限を過ぎています"));
}

#[tokio::test]
async fn the_guide_of_the_step_lies_beside_the_note_and_asks_each_side_its_own_questions() {
    let world = World::new().await;
    let people = joined(&world).await;
    let company = plan(&world, &people.case, "company", "2026-12-01").await;
    let person = plan(&world, &people.case, "person", "2026-12-02").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let of = |talk: &str| format!("/cases/{}/talks/{talk}/record", people.case);
    let page = world.get(&mut yamamoto, &of(&company)).await.text();
    assert!(page.contains("渡しきれていない情報や権限はありますか。") && !page.contains("任されていることを"), "{page}");
    assert!(page.contains("山本 直美(担当)") && page.contains("石井 亮(不在時の担当者)") && page.contains("大野 誠"), "who reads is said");
    let page = world.get(&mut yamamoto, &of(&person)).await.text();
    assert!(page.contains("任されていることを、ご自身の言葉で言うと何になりますか。"), "{page}");
    assert!(page.find("この内容を読む人").unwrap() < page.find("<textarea").unwrap(), "before the first word");
}

#[tokio::test]
async fn every_deed_leaves_one_entry_and_every_reading_one_more() {
    let world = World::new().await;
    let people = joined(&world).await;
    let count = async || acts(&world, &people.case).await.len();
    let start = count().await;
    let talk =
        call(&world, &people.case, "person", OF_PERSON, &[("care_other", "気がかり"), ("what1", "確かめる"), ("due1", "2026-12-01")]).await;
    assert_eq!(count().await, start + 1, "texts and next action: one record, one entry");
    let mut yamamoto = world.staff("yamamoto").await;
    world.get(&mut yamamoto, &format!("/cases/{}/talks/{talk}", people.case)).await;
    assert_eq!(count().await, start + 2);
    world.get(&mut yamamoto, &format!("/cases/{}/todos", people.case)).await;
    assert_eq!(count().await, start + 3);
    for path in [format!("/cases/{}", people.case), "/today".into(), format!("/cases/{}/talks/{talk}/record", people.case)] {
        world.get(&mut yamamoto, &path).await;
    }
    assert_eq!(count().await, start + 3, "pages without a text leave nothing");
    let log = acts(&world, &people.case).await;
    assert_eq!(log[start..], ["check_in.recorded", "text.read", "text.read"]);
}

#[tokio::test]
async fn the_same_record_sent_twice_is_kept_once() {
    let world = World::new().await;
    let people = joined(&world).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("/cases/{}/talks/new", people.case);
    let form = world.get(&mut yamamoto, &path).await;
    let (token, key) = (form.value("token"), form.value("key"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("with", "company"), ("text", OF_COMPANY)];
    let first = world.post_raw(&mut yamamoto, &path, &fields).await;
    let second = world.post_raw(&mut yamamoto, &path, &fields).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(acts(&world, &people.case).await.iter().filter(|act| *act == "check_in.recorded").count(), 1);
}

#[tokio::test]
async fn what_was_said_lies_sealed_in_the_files() {
    let world = World::new().await;
    if world.app.db.file().is_none() {
        return;
    }
    let people = joined(&world).await;
    let more = [("care_other", OF_PERSON), ("what1", OF_PERSON), ("due1", "2026-12-01"), ("share_text", "1")];
    call(&world, &people.case, "person", OF_PERSON, &more).await;
    let talk = plan(&world, &people.case, "person", "2026-12-03").await;
    let path = format!("/cases/{}/talks/{talk}", people.case);
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.submit(&mut yamamoto, &path, &format!("{path}/skip"), &[("why", OF_PERSON)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let mut files = 0;
    for file in std::fs::read_dir(world.folder()).unwrap() {
        let file = file.unwrap().path();
        if file.is_file() {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(OF_PERSON.len()).any(|window| window == OF_PERSON.as_bytes()), "{}", file.display());
            files += 1;
        }
    }
    assert!(files > 0);
}

#[tokio::test]
async fn the_desk_pages_are_closed_to_everyone_who_is_not_of_the_case() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = call(&world, &people.case, "person", OF_PERSON, &[]).await;
    let stranger = world
        .app
        .db
        .add_staff(Duty::Console, &world.institution, "別の 担当", "betsu@bank.example", "", vec![(StaffSeat::Consultant, String::new())])
        .await
        .unwrap();
    let cookie = world.app.db.open_staff_session(&world.institution, &stranger, None, "test", "test").await.unwrap();
    let mut other = Browser { cookies: std::collections::BTreeMap::from([("banso-staff".to_owned(), cookie)]) };
    let missing = still(&world.get(&mut other, "/cases/no-such-case/todos").await);
    let entries = acts(&world, &people.case).await.len();
    for path in ["talks/plan", "talks/new", "join", "milestones", "todos"] {
        let page = world.get(&mut other, &format!("/cases/{}/{path}", people.case)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(still(&page), missing, "{path}: as if it were not there");
    }
    for path in ["", "/record", "/copy"] {
        let page = world.get(&mut other, &format!("/cases/{}/talks/{talk}{path}", people.case)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["talks/new".to_owned(), "talks/plan".to_owned(), "join".to_owned(), format!("talks/{talk}/record"), "todos".to_owned()] {
        let fields = [("with", "company"), ("text", "x"), ("on", "2026-12-01"), ("way", "call"), ("join_on", "2026-09-01"), ("what", "x")];
        let page = try_post(&world, &mut other, &format!("/cases/{}/{path}", people.case), &fields).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(acts(&world, &people.case).await.len(), entries, "a refused request leaves nothing");
}

#[tokio::test]
async fn each_side_keeps_its_own_word_and_a_word_is_shown_only_with_consent() {
    let world = World::new().await;
    let people = joined(&world).await;
    let goal = people.goals[0].as_str();
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("/cases/{}/milestones", people.case);
    let heard = [
        ("month", "3"),
        (&format!("w_company_{goal}"), "ontrack"),
        (&format!("w_person_{goal}"), "stuck"),
        (&format!("w_bank_{goal}"), "slow"),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let heard: Vec<(&str, &str)> = heard.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let page = world.submit(&mut yamamoto, &path, &path, &heard).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let case = world.get(&mut yamamoto, &format!("/cases/{}", people.case)).await.text();
    for word in ["順調", "止まっている", "少し遅れ"] {
        assert!(case.contains(word), "disagreement is kept: {word}");
    }
    let (mut owner, mut person) = (world.portal(people.owner.clone()).await, world.portal(people.person.clone()).await);
    for browser in [&mut owner, &mut person] {
        let page = world.get(browser, "/my/milestones").await.text();
        for word in ["順調", "止まっている", "少し遅れ"] {
            assert!(!page.contains(word), "nothing is shown yet: {word}");
        }
    }
    let mine = format!("/my/milestones/{goal}");
    let page = world.submit(&mut person, &mine, &mine, &[("word", "slow"), ("month", "3")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert!(world.get(&mut person, "/my/milestones").await.text().contains("少し遅れ"));
    assert!(!world.get(&mut owner, "/my/milestones").await.text().contains("少し遅れ"), "the owner does not see it");
    let drawn = world.get(&mut yamamoto, &path).await;
    assert!(drawn.text().contains("ご自身の画面から:少し遅れ"), "{}", drawn.text());
    let mut fields = vec![("month".to_owned(), "3".to_owned())];
    for (at, _) in drawn.text().match_indices("name=\"s_") {
        let id: String = drawn.text()[at + 8..].chars().take_while(|c| *c != '"').collect();
        fields.push((format!("v_{id}"), drawn.value(&format!("v_{id}"))));
        fields.push((format!("s_{id}"), "1".to_owned()));
    }
    let show = format!("{path}/show");
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = world.submit(&mut yamamoto, &path, &show, &sent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let mut with_consent = sent.clone();
    with_consent.push(("consent", "1"));
    let shown = world.submit(&mut yamamoto, &path, &show, &with_consent).await;
    assert_eq!(shown.status, StatusCode::SEE_OTHER, "{}", shown.text());
    assert!(world.get(&mut owner, "/my/milestones").await.text().contains("少し遅れ"), "now all three see it");
    for who in ["onishi", "manager"] {
        let mut reader = world.staff(who).await;
        let page = world.get(&mut reader, &format!("/cases/{}", people.case)).await.text();
        assert!(page.contains("順調") && !page.contains("止まっている"), "{who} sees what is shown, and no more");
    }
    let page = world.submit(&mut person, &mine, &mine, &[("word", "dropped"), ("month", "3")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert!(!world.get(&mut owner, "/my/milestones").await.text().contains("取りやめ"), "a word that changed is hidden again");
}

#[tokio::test]
async fn a_word_changed_by_two_at_once_is_put_before_the_second() {
    let world = World::new().await;
    let people = joined(&world).await;
    let name = format!("w_bank_{}", people.goals[0]);
    let path = format!("/cases/{}/milestones", people.case);
    let (mut yamamoto, mut ishii) = (world.staff("yamamoto").await, world.staff("ishii").await);
    let drawn = world.get(&mut ishii, &path).await;
    world.submit(&mut yamamoto, &path, &path, &[("month", "3"), (&name, "ontrack")]).await;
    let (token, key) = (drawn.value("token"), drawn.value("key"));
    let late = [("token", token.as_str()), ("key", key.as_str()), ("month", "3"), (name.as_str(), "stuck")];
    let second = world.post_raw(&mut ishii, &path, &late).await;
    assert_eq!(second.status, StatusCode::CONFLICT, "{}", second.text());
    assert!(second.text().contains("いま保存されている言葉:順調"), "{}", second.text());
    assert!(second.text().contains("<option value=\"stuck\" selected>"), "what was chosen is kept");
}

#[tokio::test]
async fn only_owner_and_person_judge_and_only_their_own_goals() {
    let world = World::new().await;
    let people = joined(&world).await;
    let mine = format!("/my/milestones/{}", people.goals[0]);
    let mut host = world.portal(people.host.clone()).await;
    assert_eq!(world.get(&mut host, &mine).await.status, StatusCode::NOT_FOUND);
    let mut owner = world.portal(people.owner.clone()).await;
    assert_eq!(world.get(&mut owner, "/my/milestones/no-such-goal").await.status, StatusCode::NOT_FOUND);
    let blank = world.submit(&mut owner, &mine, &mine, &[("month", "3")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = world.get(&mut owner, &mine).await.text();
    assert!(page.contains("山本 直美(担当)") && page.contains("ご承諾なしに、相手の方へお見せすることはありません。"));
}

#[tokio::test]
async fn a_goal_the_desk_is_still_drafting_is_asked_of_nobody() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let goals = goals(&world, &case, "draft").await;
    let mut yamamoto = world.staff("yamamoto").await;
    let join = format!("/cases/{case}/join");
    assert_eq!(world.submit(&mut yamamoto, &join, &join, &[("join_on", "2026-09-01")]).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut yamamoto, &format!("/cases/{case}/milestones")).await.text().contains("資金繰り表の月次運用"));
    for seat in ["owner", "person"] {
        let holder = world.holder(&case, seat).await;
        let mut browser = world.arrive(&case, &holder).await;
        assert!(!world.get(&mut browser, "/my/milestones").await.text().contains("資金繰り表の月次運用"), "{seat}");
        assert_eq!(world.get(&mut browser, &format!("/my/milestones/{}", goals[0])).await.status, StatusCode::NOT_FOUND, "{seat}");
    }
}

#[tokio::test]
async fn what_is_to_be_done_is_ticked_and_opened_again() {
    let world = World::new().await;
    let people = joined(&world).await;
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("/cases/{}/todos", people.case);
    let bare = world.submit(&mut yamamoto, &path, &path, &[("what", ""), ("who", "bank")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page =
        world.submit(&mut yamamoto, &path, &path, &[("what", "会計担当の専任化を伺う"), ("due", "2026-11-26"), ("who", "bank")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let list = world.get(&mut yamamoto, &path).await;
    let at = list.text().find(&format!("{path}/")).unwrap() + path.len() + 1;
    let id: String = list.text()[at..].chars().take_while(|c| *c != '"').collect();
    let tick = format!("{path}/{id}");
    let (token, key, version) = (list.value("token"), list.value("key"), list.value("version"));
    let late = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("done", "1")];
    let done = world.post_raw(&mut yamamoto, &tick, &late).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let case = world.get(&mut yamamoto, &format!("/cases/{}", people.case)).await.text();
    assert!(!case.contains("1件あります。"), "{case}");
    let undone = world.submit(&mut yamamoto, &path, &tick, &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
    let case = world.get(&mut yamamoto, &format!("/cases/{}", people.case)).await.text();
    assert!(case.contains("1件あります。") && case.contains("いちばん近い期日は11月26日(木)です。"), "{case}");
    let other = [("token", token.as_str()), ("key", "another"), ("version", version.as_str()), ("done", "1")];
    assert_eq!(world.post_raw(&mut yamamoto, &tick, &other).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_pages_speak_english_too() {
    let world = World::new().await;
    let people = joined(&world).await;
    let talk = call(&world, &people.case, "company", "text", &[]).await;
    let planned = plan(&world, &people.case, "person", "2026-12-01").await;
    let mut yamamoto = world.staff("yamamoto").await;
    yamamoto.cookies.insert("lang".into(), "en".into());
    for (path, says) in [
        ("talks/plan".to_owned(), "Plan a talk"),
        ("talks/new".to_owned(), "Record a talk"),
        (format!("talks/{talk}"), "Call with the company"),
        (format!("talks/{talk}/copy"), "Text for the bank"),
        (format!("talks/{planned}/record"), "Month 1 talk with the person"),
        ("milestones".to_owned(), "Goals and the milestones of month 3"),
        ("todos".to_owned(), "To do"),
    ] {
        let page = world.get(&mut yamamoto, &format!("/cases/{}/{path}", people.case)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains(says), "{path}: {}", page.text());
    }
    let mut person = world.portal(people.person.clone()).await;
    person.cookies.insert("lang".into(), "en".into());
    assert!(world.get(&mut person, "/my/talks").await.text().contains("Tue 1 Dec 2026 14:00"));
}
