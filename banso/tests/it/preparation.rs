//! Before the first day: the list from the template, who ticks what, what moves with the first day, what only the desk knows.

use std::collections::BTreeMap;

use base::actor::Holder;
use base::clock::DAY;
use http::StatusCode;

use crate::world::{Browser, Page, World};

/// 丸山工業・佐藤さん with the first day on Tuesday 8 December, two weeks from the start of the test.
async fn two_weeks_ahead(world: &World) -> (String, Browser) {
    let case = world.maruyama().await;
    let mut desk = world.staff("yamamoto").await;
    let page = join_on(world, &mut desk, &case, "2026-12-08").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    (case, desk)
}

pub async fn join_on(world: &World, desk: &mut Browser, case: &str, day: &str) -> Page {
    edit(world, desk, case, day, "open_ended").await
}

async fn edit(world: &World, desk: &mut Browser, case: &str, day: &str, contract: &str) -> Page {
    let path = format!("/cases/{case}/edit");
    let fields = [
        ("post", "管理部長"),
        ("contract", contract),
        ("offer_on", "2026-07-13"),
        ("join_on", day),
        ("branch", world.branch.as_str()),
        ("deputy", world.staff["ishii"].as_str()),
        ("issue", "月次の数字で経営判断ができる状態をつくる"),
    ];
    world.submit(desk, &path, &path, &fields).await
}

async fn begin(world: &World, desk: &mut Browser, case: &str, decided: &str) {
    let path = format!("/cases/{case}/preparation");
    let page = world.submit(desk, &path, &path, &[("decided", decided), ("knows", "executives")]).await;
    assert_eq!(page.location(), format!("{path}?done=saved"), "{}", page.text());
}

/// The id of the item with these words on a page whose links begin with `before`.
fn id_of(page: &str, before: &str, body: &str) -> String {
    page.split(before)
        .skip(1)
        .find(|rest| {
            rest.get(36..).is_some_and(|rest| rest.starts_with("\">") && rest.split("</a>").next().unwrap_or_default().contains(body))
        })
        .unwrap_or_else(|| panic!("no {body}"))[..36]
        .to_owned()
}

async fn item(world: &World, desk: &mut Browser, case: &str, body: &str) -> String {
    let page = world.get(desk, &format!("/cases/{case}/preparation")).await.text();
    id_of(&page, &format!("/cases/{case}/preparation/items/"), body)
}

async fn row_of(world: &World, desk: &mut Browser, case: &str, body: &str) -> String {
    let page = world.get(desk, &format!("/cases/{case}/preparation")).await.text();
    page.split("<tr>").find(|row| row.contains(body)).unwrap_or_default().to_owned()
}

/// Ids for the matrix: an item of the owner, a person on the map.
pub async fn for_matrix(world: &World, case: &str) -> BTreeMap<&'static str, String> {
    let mut desk = world.staff("yamamoto").await;
    begin(world, &mut desk, case, "alone").await;
    let id = item(world, &mut desk, case, "現場責任者との顔合わせ").await;
    let reception = format!("/cases/{case}/reception");
    world.submit(&mut desk, &reception, &reception, &[("rhythm", "毎週月曜の朝")]).await;
    let map = format!("/cases/{case}/map");
    world.submit(&mut desk, &map, &map, &[("name", "工場長")]).await;
    let page = world.get(&mut desk, &map).await.text();
    let known = page.split(&format!("{map}/")).nth(1).unwrap()[..36].to_owned();
    BTreeMap::from([
        ("/cases/{case}/preparation/items/{id}", id.clone()),
        ("/cases/{case}/preparation/items/{id}/tick", id.clone()),
        ("/my/preparation/{id}", id),
        ("/cases/{case}/map/{id}", known),
    ])
}

#[tokio::test]
async fn the_list_begins_with_two_questions_and_has_business_days_before_the_first_day() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let path = format!("/cases/{case}/preparation");
    let page = world.submit(&mut desk, &path, &path, &[("knows", "staff")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("いずれか1つを選んでください。"));
    assert!(page.text().contains("value=\"staff\" checked"), "what was ticked is kept");
    begin(&world, &mut desk, &case, "executives").await;
    // Fourteen days before Tuesday 8 December is Tuesday 24 November; five days before is Thursday 3; three is Saturday 5, so Friday 4.
    assert!(row_of(&world, &mut desk, &case, "現場責任者との顔合わせ").await.contains("11月24日(火)まで"));
    assert!(row_of(&world, &mut desk, &case, "初日の予定のお知らせ").await.contains("12月4日(金)まで"));
    let again = world.submit(&mut desk, &path, &format!("{path}/answers"), &[("decided", "family"), ("version", "9")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_hire_decided_alone_needs_talks_with_everyone_and_only_the_desk_knows_why() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    assert!(!row_of(&world, &mut desk, &case, "一緒に働く社員の方への説明").await.contains("必要"));
    let path = format!("/cases/{case}/preparation");
    let page = world.submit(&mut desk, &path, &format!("{path}/answers"), &[("decided", "alone"), ("knows", "")]).await;
    assert_eq!(page.location(), format!("{path}?done=saved"), "{}", page.text());
    for body in ["経営幹部全員との話し合い", "現場責任者との顔合わせ", "一緒に働く社員の方への説明"] {
        assert!(row_of(&world, &mut desk, &case, body).await.contains("必要"), "{body}");
    }
    assert!(world.get(&mut desk, &path).await.text().contains("経営者お一人で"));
    let owner = world.holder(&case, "owner").await;
    let person = world.holder(&case, "person").await;
    let mut readers = vec![world.staff("onishi").await, world.staff("manager").await];
    readers.push(world.arrive(&case, &owner).await);
    readers.push(world.arrive(&case, &person).await);
    for (mut reader, start) in readers.into_iter().zip([path.as_str(), path.as_str(), "/my", "/my"]) {
        for (at, page) in world.crawl(&mut reader, &[start], 80).await {
            // The template says when an item is needed in general, and nothing of this case.
            assert!(at == "/settings/preparation" || !page.contains("お一人で"), "{at}");
        }
    }
}

#[tokio::test]
async fn what_is_missing_is_said_on_the_case_and_on_today() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    let sentence = "入社まであと14日・担っていただくことと権限の確認が決まっていません";
    assert!(world.get(&mut desk, &format!("/cases/{case}")).await.text().contains(sentence));
    assert!(world.get(&mut desk, "/today").await.text().contains(sentence));
    join_on(&world, &mut desk, &case, "").await;
    assert!(
        world
            .get(&mut desk, &format!("/cases/{case}"))
            .await
            .text()
            .contains("入社日未定・担っていただくことと権限の確認が決まっていません")
    );
}

#[tokio::test]
async fn a_moved_first_day_moves_what_is_not_done_and_leaves_what_is() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    let done = item(&world, &mut desk, &case, "現場責任者との顔合わせ").await;
    let path = format!("/cases/{case}/preparation");
    let ticked = world
        .submit(&mut desk, &path, &format!("{path}/items/{done}/tick"), &[("version", "1"), ("state", "done"), ("to", "preparation")])
        .await;
    assert_eq!(ticked.location(), format!("{path}?done=done"), "{}", ticked.text());
    // A day of its own: Friday 27 November, eleven days before.
    let add = format!("{path}/new");
    let fields = [("kind", "visit"), ("side", "person"), ("body", "倉庫の下見"), ("on", "2026-11-27")];
    assert_eq!(world.submit(&mut desk, &add, &add, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(join_on(&world, &mut desk, &case, "2027-01-12").await.status, StatusCode::SEE_OTHER);
    assert!(row_of(&world, &mut desk, &case, "現場責任者との顔合わせ").await.contains("11月24日(火)に完了"));
    // Fourteen days before 12 January is 29 December; seven is the 5th; twelve-ish: 1 January is closed until the 30th of December.
    assert!(row_of(&world, &mut desk, &case, "三者での確認").await.contains("12月29日(火)まで"));
    assert!(
        row_of(&world, &mut desk, &case, "倉庫の下見").await.contains("12月30日(水)まで"),
        "1 January is shifted back over the turn of the year"
    );
    assert_eq!(join_on(&world, &mut desk, &case, "").await.status, StatusCode::SEE_OTHER);
    assert!(row_of(&world, &mut desk, &case, "三者での確認").await.contains("初日の14日前"));
    assert!(row_of(&world, &mut desk, &case, "現場責任者との顔合わせ").await.contains("11月24日(火)に完了"));
    // Joining on another day than planned moves the promises, too.
    let fields = [("kind", "promise"), ("side", "company"), ("body", "会計担当を半日ずつ専任"), ("days", "30"), ("way", "after")];
    assert_eq!(world.submit(&mut desk, &add, &add, &fields).await.location(), format!("/cases/{case}/plan?done=saved"));
    let join = format!("/cases/{case}/join");
    assert_eq!(world.submit(&mut desk, &join, &join, &[("join_on", "2026-11-24")]).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut desk, &format!("/cases/{case}/plan")).await.text().contains("2026年12月24日(木)"));
}

#[tokio::test]
async fn each_party_ticks_its_own_items_and_nobody_elses() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    let host = world.add_contact(&case, "工場長 木村", "host").await;
    let contact = world.add_contact(&case, "経理 田村", "contact").await;
    let companys = item(&world, &mut desk, &case, "現場責任者との顔合わせ").await;
    let persons = item(&world, &mut desk, &case, "職場の下見").await;
    let add = format!("/cases/{case}/preparation/new");
    let fields =
        [("kind", "site"), ("side", "company"), ("body", "経理の引き継ぎ"), ("whom", contact.id()), ("days", "7"), ("way", "before")];
    assert_eq!(world.submit(&mut desk, &add, &add, &fields).await.status, StatusCode::SEE_OTHER);
    let named = item(&world, &mut desk, &case, "経理の引き継ぎ").await;
    let owner = world.holder(&case, "owner").await;
    let person = world.holder(&case, "person").await;
    let mut browsers = BTreeMap::new();
    for (seat, holder) in [("owner", &owner), ("person", &person), ("host", &host), ("contact", &contact)] {
        browsers.insert(seat, world.arrive(&case, holder).await);
    }
    for (id, whose) in [(&companys, "owner"), (&persons, "person"), (&named, "contact")] {
        for (seat, browser) in &browsers {
            let path = format!("/my/preparation/{id}");
            let page = world.get(&mut browser.clone(), &path).await;
            assert_eq!(page.status == StatusCode::OK, *seat == whose, "{seat}: {whose}'s item");
            let token = world.token(browser, "portal");
            let fields = [("token", token.as_str()), ("key", *seat), ("version", "9"), ("state", "done")];
            let page = world.post_raw(&mut browser.clone(), &path, &fields).await;
            assert_eq!(page.status, if *seat == whose { StatusCode::CONFLICT } else { StatusCode::NOT_FOUND }, "{seat}");
        }
    }
    let path = format!("/my/preparation/{companys}");
    let mut owner = browsers.remove("owner").unwrap();
    let wrong = world.submit(&mut owner, &path, &path, &[("state", "dropped"), ("outcome", "取りやめたい")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "taking it off the list is the desk's");
    assert!(wrong.text().contains("value=\"取りやめたい\""));
    let told = world.submit(&mut owner, &path, &path, &[("state", "done"), ("outcome", "工場長と話しました")]).await;
    assert_eq!(told.location(), format!("/my/preparation?case={case}&done=saved"), "{}", told.text());
    assert!(row_of(&world, &mut desk, &case, "現場責任者との顔合わせ").await.contains("工場長と話しました"));
    let mut person = browsers.remove("person").unwrap();
    assert!(world.get(&mut person, "/my/preparation").await.text().contains("工場長と話しました"));
    let mut contact = browsers.remove("contact").unwrap();
    let list = world.get(&mut contact, "/my/preparation").await.text();
    assert!(
        list.contains("経理の引き継ぎ") && !list.contains("工場長と話しました") && !list.contains("職場の下見"),
        "a contact sees their own items"
    );
}

#[tokio::test]
async fn two_who_change_one_item_both_see_both_texts() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    let id = item(&world, &mut desk, &case, "席・端末・入館証の用意").await;
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let mine = format!("/my/preparation/{id}");
    let path = format!("/cases/{case}/preparation/items/{id}");
    let drawn = world.get(&mut desk, &path).await;
    let (was, version) = (drawn.value("was").replace("&quot;", "\"").replace("&#34;", "\""), drawn.value("version"));
    world.submit(&mut owner, &mine, &mine, &[("state", "doing"), ("outcome", "端末は手配済み")]).await;
    let fields = [
        ("kind", "visit"),
        ("side", "company"),
        ("body", "席と端末の用意"),
        ("state", "done"),
        ("outcome", "席は二階"),
        ("version", version.as_str()),
        ("was", was.as_str()),
    ];
    let late = world.submit(&mut desk, &path, &path, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let text = late.text();
    for both in ["端末は手配済み", "席は二階", "進行中", "席と端末の用意", "丸山 一郎さんが"] {
        assert!(text.contains(both), "{both}");
    }
    let (token, version, was) =
        (world.token(&desk, "staff"), late.value("version"), late.value("was").replace("&quot;", "\"").replace("&#34;", "\""));
    let again = [
        ("kind", "visit"),
        ("side", "company"),
        ("needed", "no"),
        ("way", "before"),
        ("body", "席と端末の用意"),
        ("state", "done"),
        ("outcome", "席は二階"),
        ("use_outcome", "theirs"),
        ("version", version.as_str()),
        ("was", was.as_str()),
        ("token", token.as_str()),
        ("key", "again"),
    ];
    assert_eq!(world.post_raw(&mut desk, &path, &again).await.status, StatusCode::SEE_OTHER);
    let late = world.submit(&mut owner, &mine, &mine, &[("version", "2"), ("state", "doing"), ("outcome", "まだです")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("いまの状態:完了 端末は手配済み") && late.text().contains("value=\"まだです\""));
}

#[tokio::test]
async fn the_owner_gets_one_request_for_everything_of_the_week_before_the_first_day() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    join_on(&world, &mut desk, &case, "2027-03-01").await;
    begin(&world, &mut desk, &case, "executives").await;
    assert!(world.get(&mut owner, "/my").await.text().contains("いまお願いしていることはありません。"), "nothing is due for weeks");
    join_on(&world, &mut desk, &case, "2026-12-08").await;
    let home = world.get(&mut owner, "/my").await.text();
    assert!(home.contains("お願いが1件あります") && home.contains("入社前の準備が"), "{home}");
    let edit = format!("/cases/{case}/goals/edit");
    let fields = [("mission", "月次の数字"), ("from_on", "2026-12-08"), ("until_on", "2027-06-08"), ("g1_sentence", "月次を締める")];
    assert_eq!(world.submit(&mut desk, &edit, &edit, &fields).await.status, StatusCode::SEE_OTHER);
    let goals = format!("/cases/{case}/goals");
    assert_eq!(world.submit(&mut desk, &goals, &format!("{goals}/review"), &[]).await.status, StatusCode::SEE_OTHER);
    let home = world.get(&mut owner, "/my").await.text();
    assert!(home.contains("お願いが2件あります") && home.contains("あわせて、こちらもお願いします。"), "{home}");
    assert_eq!(home.matches("data-tone=\"ask\"").count(), 1);
}

#[tokio::test]
async fn who_looks_after_what_is_written_by_the_company_and_read_by_all_three() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let mut person = world.arrive(&case, &world.holder(&case, "person").await).await;
    let host = world.add_contact(&case, "工場長 木村", "host").await;
    let mut host = world.arrive(&case, &host).await;
    let fields = [("rhythm", "毎週月曜の朝15分"), ("who_relations", "木村工場長"), ("stand_in_relations", "田村さん")];
    let page = world.submit(&mut owner, "/my/reception", "/my/reception", &fields).await;
    assert_eq!(page.location(), format!("/my/reception?case={case}&done=saved"), "{}", page.text());
    let read = world.get(&mut person, "/my/reception").await.text();
    assert!(
        read.contains("木村工場長")
            && read.contains("毎週月曜の朝15分")
            && !read.contains("<textarea")
            && !read.contains("name=\"rhythm\"")
    );
    assert_eq!(world.get(&mut host, "/my/reception").await.status, StatusCode::NOT_FOUND, "not named for it");
    let path = format!("/cases/{case}/reception");
    let late = world.submit(&mut desk, &path, &path, &[("rhythm", "隔週"), ("version", "0")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("毎週月曜の朝15分") && late.text().contains("value=\"隔週\""));
    let long = "あ".repeat(500);
    let bad = world.submit(&mut owner, "/my/reception", "/my/reception", &[("rhythm", &long)]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("400文字以内で入力してください"));
}

#[tokio::test]
async fn the_map_of_people_is_the_desks_alone_sealed_and_each_reading_leaves_a_trace() {
    const SECRET: &str = "専務はまだ反対しています";
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "alone").await;
    let map = format!("/cases/{case}/map");
    let fields = [("name", "専務"), ("knows", "yes"), ("met", "no"), ("worries", SECRET)];
    assert_eq!(world.submit(&mut desk, &map, &map, &fields).await.location(), format!("{map}?done=saved"));
    let before = world.app.db.fingerprint().await.unwrap();
    let page = world.get(&mut desk, &map).await.text();
    assert!(page.contains(SECRET) && page.contains("まだ会っていない"));
    assert_ne!(before, world.app.db.fingerprint().await.unwrap(), "the reading is in the audit");
    assert!(!world.get(&mut desk, &format!("/cases/{case}")).await.text().contains("専務"), "the case page shows nothing of it");
    let id = page.split(&format!("{map}/")).nth(1).unwrap()[..36].to_owned();
    let one = format!("{map}/{id}");
    let late = world.submit(&mut desk, &one, &one, &[("name", "専務"), ("worries", "落ち着きました"), ("version", "4")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains(SECRET) && late.text().contains("落ち着きました"));
    let owner = world.holder(&case, "owner").await;
    let person = world.holder(&case, "person").await;
    let mut others = vec![
        (world.staff("manager").await, format!("/cases/{case}")),
        (world.staff("onishi").await, format!("/cases/{case}")),
        (world.arrive(&case, &owner).await, "/my".to_owned()),
        (world.arrive(&case, &person).await, "/my".to_owned()),
    ];
    for (browser, start) in &mut others {
        let refused = world.get(browser, &map).await;
        assert!(refused.status == StatusCode::NOT_FOUND || refused.location().starts_with("/sign-in"));
        for (path, page) in world.crawl(browser, &[start], 80).await {
            assert!(!page.contains(SECRET) && !page.contains("専務"), "{path}");
        }
    }
    if world.app.db.file().is_some() {
        let file = std::fs::read(world.folder().join("banso.db")).unwrap();
        let wal = std::fs::read(world.folder().join("banso.db-wal")).unwrap_or_default();
        for bytes in [file, wal] {
            assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()));
        }
    }
}

#[tokio::test]
async fn plan_and_promises_stand_on_one_line_with_the_milestones_for_all_three() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let edit = format!("/cases/{case}/goals/edit");
    let fields = [
        ("mission", "月次の数字"),
        ("from_on", "2026-12-08"),
        ("until_on", "2027-06-08"),
        ("g1_sentence", "月次を締める"),
        ("g1_month1", "遅れの原因を一覧にする"),
    ];
    assert_eq!(world.submit(&mut desk, &edit, &edit, &fields).await.status, StatusCode::SEE_OTHER);
    let add = format!("/cases/{case}/preparation/new");
    for fields in [
        [("kind", "action"), ("side", "person"), ("body", "各部署の話を聞く"), ("days", "20"), ("way", "after")],
        [("kind", "promise"), ("side", "company"), ("body", "会計担当を半日ずつ専任"), ("days", "30"), ("way", "after")],
    ] {
        assert_eq!(world.submit(&mut desk, &add, &add, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let plan = world.get(&mut desk, &format!("/cases/{case}/plan")).await.text();
    let places: Vec<usize> = ["入社の日", "各部署の話を聞く", "会計担当を半日ずつ専任</a></h3>", "遅れの原因を一覧にする"]
        .into_iter()
        .map(|words| plan.rfind(words).unwrap_or_else(|| panic!("{words}")))
        .collect();
    assert!(places[0] < places[1] && places[1] < places[2], "{places:?}");
    let mut person = world.arrive(&case, &world.holder(&case, "person").await).await;
    let mine = world.get(&mut person, "/my/plan").await.text();
    assert!(mine.contains("会計担当を半日ずつ専任") && mine.contains("まだ"));
    assert!(!mine.contains("遅れの原因を一覧にする"), "the sheet was not shown to the person yet");
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let page = world.get(&mut owner, "/my/plan").await.text();
    let id = id_of(&page, "/my/preparation/", "会計担当を半日ずつ専任");
    let path = format!("/my/preparation/{id}");
    world.submit(&mut owner, &path, &path, &[("state", "done"), ("outcome", "田村さんを専任にしました")]).await;
    assert!(world.get(&mut person, "/my/plan").await.text().contains("果たされました"));
    assert!(world.get(&mut desk, &format!("/cases/{case}")).await.text().contains("約束「会計担当を半日ずつ専任」が果たされました"));
}

#[tokio::test]
async fn a_promise_past_its_day_is_said_on_today() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let add = format!("/cases/{case}/preparation/new");
    let fields = [("kind", "promise"), ("side", "company"), ("body", "会計担当を半日ずつ専任"), ("on", "2026-11-27")];
    assert_eq!(world.submit(&mut desk, &add, &add, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!world.get(&mut desk, "/today").await.text().contains("期日を過ぎています。"));
    world.app.db.clock().shift(4 * DAY);
    let mut desk = world.staff("yamamoto").await;
    assert!(world.get(&mut desk, "/today").await.text().contains("約束が1件、期日を過ぎています。"));
}

#[tokio::test]
async fn the_manager_words_the_template_and_running_lists_keep_theirs() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    let mut manager = world.staff("manager").await;
    let path = "/settings/preparation";
    let row = [
        ("l0_body", "幹部会での紹介"),
        ("l0_kind", "site"),
        ("l0_side", "company"),
        ("l0_needed", "yes"),
        ("l0_days", "10"),
        ("l0_way", "before"),
    ];
    let empty = world.submit(&mut manager, path, path, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("項目を1つ以上残してください。"));
    assert_eq!(world.submit(&mut manager, path, path, &row).await.location(), "/settings/preparation?done=saved");
    assert!(world.get(&mut manager, path).await.text().contains("第1版"));
    let late: Vec<(&str, &str)> = row.into_iter().chain([("version", "0")]).collect();
    let late = world.submit(&mut manager, path, path, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("value=\"幹部会での紹介\""));
    assert!(!world.get(&mut desk, &format!("/cases/{case}/preparation")).await.text().contains("幹部会での紹介"));
    let other = world.kitahama().await;
    let mut ishii = world.staff("ishii").await;
    begin(&world, &mut ishii, &other, "unknown").await;
    let list = world.get(&mut ishii, &format!("/cases/{other}/preparation")).await.text();
    assert!(list.contains("幹部会での紹介") && !list.contains("現場責任者との顔合わせ"));
}

#[tokio::test]
async fn the_list_goes_out_as_a_sheet_and_as_csv_and_no_cell_is_a_formula() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let add = format!("/cases/{case}/preparation/new");
    let fields = [("kind", "site"), ("side", "company"), ("body", "=1+1"), ("days", "7"), ("way", "before")];
    assert_eq!(world.submit(&mut desk, &add, &add, &fields).await.status, StatusCode::SEE_OTHER);
    let path = format!("/cases/{case}/preparation/export");
    let csv = world.get(&mut desk, &format!("{path}?form=csv")).await;
    assert!(csv.body.starts_with(&[0xef, 0xbb, 0xbf]));
    assert!(csv.text().contains("\"'=1+1\"") && csv.text().contains("2026/12/01"), "{}", csv.text());
    let sheet = world.get(&mut desk, &path).await;
    assert!(sheet.body.starts_with(b"PK"));
    let mut person = world.arrive(&case, &world.holder(&case, "person").await).await;
    assert!(world.get(&mut person, &path).await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_one_sided_case_asks_nothing_of_a_person_who_has_no_seat() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let fields = [
        ("company", "こまくさ旅館"),
        ("person", "山崎 透"),
        ("post", "支配人"),
        ("issue", "平日の客室"),
        ("sides", "one"),
        ("owner", "駒草 由美"),
    ];
    let page = world.submit(&mut desk, "/cases/new", "/cases/new", &fields).await;
    let case = page.location().split(['/', '?']).nth(2).unwrap().to_owned();
    begin(&world, &mut desk, &case, "unknown").await;
    let list = world.get(&mut desk, &format!("/cases/{case}/preparation")).await.text();
    assert!(list.contains("現場責任者との顔合わせ") && !list.contains("職場の下見(工場・事務所)"));
    assert!(list.contains("初日の14日前"), "without a first day there are no dates");
}

#[tokio::test]
async fn a_closed_day_of_the_institution_moves_a_date_to_the_business_day_before() {
    let world = World::new().await;
    let mut admin = world.staff("admin").await;
    world.submit(&mut admin, "/settings/days", "/settings/days", &[("day", "2026-12-04"), ("kind", "closed")]).await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    assert!(row_of(&world, &mut desk, &case, "初日の予定のお知らせ").await.contains("12月3日(木)まで"));
}

#[tokio::test]
async fn an_item_that_cannot_be_read_says_what_to_do_and_changes_nothing() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let path = format!("/cases/{case}/preparation/new");
    let before = world.app.db.fingerprint().await.unwrap();
    for (field, value, sentence) in [
        ("days", "二週間", "日数は、0以上の数字で入力してください。"),
        ("on", "2030-01-01", "初日から2年以内の日にしてください。"),
        ("on", "春ごろ", "日付を読み取れませんでした。"),
        ("body", "", "内容を入力してください。"),
        ("side", "someone", "いずれか1つを選んでください。"),
    ] {
        let mut fields = vec![("kind", "site"), ("side", "company"), ("body", "顔合わせ"), ("outcome", "")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let page = world.submit(&mut desk, &path, &path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        assert!(page.text().contains(sentence), "{sentence}");
    }
    assert_eq!(before, world.app.db.fingerprint().await.unwrap());
    let owner: Holder = world.holder(&case, "owner").await;
    let mut owner = world.arrive(&case, &owner).await;
    assert_eq!(world.get(&mut owner, "/my/preparation/018f0000-0000-7000-8000-000000000000").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn after_the_end_of_a_case_no_item_is_ticked_or_added_and_the_page_says_so() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let id = item(&world, &mut desk, &case, "現場責任者との顔合わせ").await;
    let (own, new) = (format!("/my/preparation/{id}"), format!("/cases/{case}/preparation/new"));
    let (list, tick) = (format!("/cases/{case}/preparation"), format!("/cases/{case}/preparation/items/{id}/tick"));
    let end = format!("/cases/{case}/end");
    let ended = crate::goal_sheet::press(&world, &mut desk, &end, &end, &[("kind", "closed")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    let before = world.app.db.fingerprint().await.unwrap();
    let said = "この案件の伴走は終わっています。";
    let mine = world.submit(&mut owner, &own, &own, &[("state", "done"), ("outcome", "済みました")]).await;
    let ticked = world.submit(&mut desk, &list, &tick, &[("state", "done")]).await;
    let added = world.submit(&mut desk, &new, &new, &[("kind", "company"), ("side", "bank"), ("body", "もう一つ")]).await;
    for page in [&mine, &ticked, &added] {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
        assert!(page.text().contains(said), "{}", page.text());
    }
    assert!(mine.text().contains("済みました") && added.text().contains("もう一つ"), "what was typed is kept");
    assert_eq!(before, world.app.db.fingerprint().await.unwrap());
}

#[tokio::test]
async fn a_hire_decided_alone_asks_for_a_talk_with_each_executive_and_site_head_of_the_map() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    begin(&world, &mut desk, &case, "executives").await;
    let map = format!("/cases/{case}/map");
    for (name, role) in [("専務 湊 次郎", "executive"), ("常務 丸山 二郎", "executive"), ("工場長 木村", "site"), ("経理 小川", "staff")]
    {
        world.submit(&mut desk, &map, &map, &[("name", name), ("role", role), ("worries", "自分の役割が変わること")]).await;
    }
    let talks = format!("{map}/talks");
    assert!(!world.get(&mut desk, &map).await.text().contains(&talks), "only where the owner decided alone");
    let list = format!("/cases/{case}/preparation");
    world.submit(&mut desk, &list, &format!("{list}/answers"), &[("decided", "alone")]).await;
    let opened = crate::goal_sheet::press(&world, &mut desk, &map, &talks, &[]).await;
    assert_eq!(opened.location(), format!("{list}?done=saved"), "{}", opened.text());
    for name in ["専務 湊 次郎さんとの話し合い", "常務 丸山 二郎さんとの話し合い", "工場長 木村さんとの話し合い"]
    {
        assert!(row_of(&world, &mut desk, &case, name).await.contains("必要"), "{name}");
    }
    let page = world.get(&mut desk, &list).await.text();
    assert!(!page.contains("経理 小川さんとの話し合い") && !page.contains("自分の役割"), "the map itself stays with the desk");
    assert!(row_of(&world, &mut desk, &case, "経営幹部全員との話し合い").await.contains("取りやめ"), "not one item for all");
    assert!(!world.get(&mut desk, &map).await.text().contains(&talks), "each is opened once");
}

#[tokio::test]
async fn the_person_says_what_would_help_and_those_below_do_not_read_it() {
    const WISH: &str = "はじめの月は朝に声をかけてもらえると助かります";
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let mut person = world.arrive(&case, &world.holder(&case, "person").await).await;
    let host = world.add_contact(&case, "工場長 木村", "host").await;
    let mut host = world.arrive(&case, &host).await;
    let form = world.get(&mut person, "/my/reception").await.text();
    assert!(form.contains("丸山 一郎") && !form.contains("工場長 木村"), "who reads it is said by name: {form}");
    let told = crate::goal_sheet::press(&world, &mut person, "/my/reception", "/my/reception/wishes", &[("wish_relations", WISH)]).await;
    assert_eq!(told.location(), format!("/my/reception?case={case}&done=saved"), "{}", told.text());
    assert!(world.get(&mut owner, "/my/reception").await.text().contains(WISH));
    assert!(world.get(&mut desk, &format!("/cases/{case}/reception")).await.text().contains(WISH));
    for (path, page) in world.crawl(&mut host, &["/my", "/my/reception"], 60).await {
        assert!(!page.contains(WISH), "{path}");
    }
    let token = world.token(&owner, "portal");
    let refused = crate::goal_sheet::post(&world, &mut owner, "/my/reception/wishes", &[("token".into(), token)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "nobody says it for them");
    let long = "あ".repeat(401);
    let bad = crate::goal_sheet::press(&world, &mut person, "/my/reception", "/my/reception/wishes", &[("wish_climate", &long)]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains(&long), "nothing typed is lost");
}

#[tokio::test]
async fn the_words_of_the_first_day_follow_the_contract_form() {
    let world = World::new().await;
    let (case, mut desk) = two_weeks_ahead(&world).await;
    for (contract, word) in [("director", "就任"), ("side_job", "開始"), ("open_ended", "入社")] {
        edit(&world, &mut desk, &case, "2026-12-08", contract).await;
        if contract == "director" {
            begin(&world, &mut desk, &case, "executives").await;
        }
        let list = world.get(&mut desk, &format!("/cases/{case}/preparation")).await.text();
        assert!(list.contains(&format!("<h1>{word}前準備</h1>")) && list.contains(&format!("{word}まであと14日・")), "{contract}: {list}");
        let today = world.get(&mut desk, "/today").await.text();
        assert!(today.contains(&format!("{word}まであと14日・")), "{contract}");
        let other = if word == "入社" { "就任" } else { "入社" };
        assert!(!list.split("<main").nth(1).unwrap().contains(&format!("{other}前")), "{contract}");
    }
}

#[tokio::test]
async fn managers_find_the_template_among_the_settings() {
    let world = World::new().await;
    let mut manager = world.staff("manager").await;
    let home = world.get(&mut manager, "/cases").await.text();
    assert!(home.contains("href=\"/settings/preparation\"") && home.contains("href=\"/cases\""));
    assert_eq!(world.get(&mut manager, "/settings/preparation").await.status, StatusCode::OK);
    let mut admin = world.staff("admin").await;
    assert!(world.get(&mut admin, "/settings/preparation").await.text().contains("href=\"/settings/days\""), "on the same bar as the rest");
}
