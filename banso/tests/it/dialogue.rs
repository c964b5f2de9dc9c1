//! Dialogues and visits: planned for all to see, told in parts, taken further with one press.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use app::mailer::run_once;
use base::actor::Holder;
use base::clock::{DAY, MINUTE};
use http::StatusCode;

use crate::change::{Story, raw_database, story};
use crate::gap::id_after;
use crate::world::{Browser, World};

async fn plan(world: &World, desk: &mut Browser, case: &str, more: &[(&str, &str)]) -> String {
    let path = format!("/cases/{case}/dialogues/plan");
    let mut fields = vec![("kind", "visit"), ("on", "2026-12-04"), ("at", "14:00"), ("place", "第二工場"), ("aim", "工場の流れを知る")];
    fields.extend_from_slice(more);
    let page = world.submit(desk, &path, &path, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location().split(['/', '?']).nth(4).unwrap().to_owned()
}

async fn record(world: &World, desk: &mut Browser, case: &str, id: &str, fields: &[(&str, &str)]) {
    let path = format!("/cases/{case}/dialogues/{id}/record");
    let page = world.submit(desk, &path, &path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

/// A visit in which the contact takes part, for the matrix.
pub async fn for_matrix(world: &World, case: &str, contact: &Holder) -> BTreeMap<&'static str, String> {
    let mut desk = world.staff("yamamoto").await;
    let id = plan(world, &mut desk, case, &[("guest", contact.id())]).await;
    [
        "/cases/{case}/dialogues/{id}",
        "/cases/{case}/dialogues/{id}/ics",
        "/cases/{case}/dialogues/{id}/edit",
        "/cases/{case}/dialogues/{id}/cancel",
        "/cases/{case}/dialogues/{id}/record",
        "/cases/{case}/dialogues/{id}/words",
        "/cases/{case}/dialogues/{id}/outcome",
        "/my/dialogues/{id}",
        "/my/dialogues/{id}/ics",
    ]
    .into_iter()
    .map(|path| (path, id.clone()))
    .collect()
}

#[tokio::test]
async fn a_contact_knows_of_the_visit_they_take_part_in_and_of_no_other() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let (head, clerk) = (world.add_contact(&case, "高橋 工", "contact").await, world.add_contact(&case, "小川 結", "contact").await);
    let id = plan(&world, &mut desk, &case, &[("guest", head.id())]).await;
    record(&world, &mut desk, &case, &id, &[("said", "検査の待ちが長い")]).await;
    let (mut head, mut clerk) = (world.arrive(&case, &head).await, world.arrive(&case, &clerk).await);
    for browser in [&mut head, &mut owner, &mut person] {
        assert!(world.get(browser, "/my/dialogues").await.text().contains("検査の待ちが長い"));
    }
    for (path, bytes) in world.crawl(&mut clerk, &["/my", "/my/dialogues"], 100).await {
        assert!(!bytes.contains("第二工場") && !bytes.contains("検査の待ち"), "{path}");
    }
    for path in [format!("/my/dialogues/{id}"), format!("/my/dialogues/{id}/ics")] {
        assert_eq!(world.get(&mut clerk, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn what_one_side_says_of_a_visit_reaches_neither_the_other_side_nor_the_branch() {
    const HEARD: &str = "工場長との相性が少し気がかりだそうです";
    const OWN: &str = "思っていたより設備が古いと感じました";
    const COMPANY: &str = "任せる範囲をまだ決めかねているとのこと";
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let id = plan(&world, &mut desk, &case, &[]).await;
    record(&world, &mut desk, &case, &id, &[("said", "工場を見ました"), ("heard_person", HEARD), ("heard_company", COMPANY)]).await;
    let page =
        world.submit(&mut person, &format!("/my/dialogues/{id}"), &format!("/my/dialogues/{id}"), &[("for", "desk"), ("body", OWN)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());

    let words = world.get(&mut desk, &format!("/cases/{case}/dialogues/{id}/words")).await.text();
    assert!([HEARD, OWN, COMPANY].iter().all(|text| words.contains(text)));
    assert!(world.get(&mut person, "/my/dialogues").await.text().contains(OWN), "its writer reads it");
    for (name, browser, hidden) in
        [("owner", &mut owner, [HEARD, OWN, COMPANY].as_slice()), ("person", &mut person, [HEARD, COMPANY].as_slice())]
    {
        for (path, bytes) in world.crawl(browser, &["/my", "/my/dialogues"], 200).await {
            assert!(!hidden.iter().any(|text| bytes.contains(text)), "{name} {path}");
            assert!(!bytes.contains("片方だけ"), "{name} {path}");
        }
    }
    for who in ["onishi", "manager"] {
        let mut browser = world.staff(who).await;
        for (path, bytes) in world.crawl(&mut browser, &[&format!("/cases/{case}"), &format!("/cases/{case}/dialogues")], 200).await {
            assert!(![HEARD, OWN, COMPANY].iter().any(|text| bytes.contains(text)), "{who} {path}");
            assert!(who == "manager" || !bytes.contains("片方だけの話"), "{who} {path}");
        }
        let shared = world.get(&mut browser, &format!("/cases/{case}/dialogues/{id}")).await.text();
        assert!(shared.contains("工場を見ました"), "{who} reads what all may read");
    }
    let raw = raw_database(&world);
    assert!(![HEARD, OWN, COMPANY].iter().any(|text| raw.windows(text.len()).any(|window| window == text.as_bytes())));
}

#[tokio::test]
async fn a_part_all_may_read_becomes_gap_change_next_action_and_item_each_with_one_press_and_once() {
    const NEEDS: &str = "検査の手順書がほしい";
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let id = plan(&world, &mut desk, &case, &[]).await;
    record(&world, &mut desk, &case, &id, &[("needs", NEEDS)]).await;
    let page = format!("/cases/{case}/dialogues/{id}");
    let note = world.get(&mut desk, &page).await.value("note");
    for into in ["gap", "change", "todo", "prep"] {
        let done = world.submit(&mut desk, &page, &format!("{page}/outcome"), &[("note", &note), ("into", into)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{into} {}", done.text());
        let again = world
            .submit(&mut desk, &format!("/cases/{case}/dialogues/plan"), &format!("{page}/outcome"), &[("note", &note), ("into", into)])
            .await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{into} again");
    }
    for path in ["/my/gaps", "/my/changes"] {
        assert!(world.get(&mut owner, path).await.text().contains(NEEDS), "{path}");
    }
    for path in ["todos", "preparation"] {
        assert!(world.get(&mut desk, &format!("/cases/{case}/{path}")).await.text().contains(NEEDS), "{path}");
    }
    let shown = world.get(&mut desk, &page).await.text();
    assert!(shown.contains("ギャップにしました") && !shown.contains("ギャップにする"));
}

#[tokio::test]
async fn one_sides_words_become_a_gap_of_the_desk_and_never_something_all_see() {
    const HEARD: &str = "最初の月は一人で考える時間がほしいそうです";
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let id = plan(&world, &mut desk, &case, &[]).await;
    record(&world, &mut desk, &case, &id, &[("heard_person", HEARD)]).await;
    let (page, outcome) = (format!("/cases/{case}/dialogues/{id}/words"), format!("/cases/{case}/dialogues/{id}/outcome"));
    let word = world.get(&mut desk, &page).await.value("word");
    let change = world.submit(&mut desk, &page, &outcome, &[("word", &word), ("into", "change")]).await;
    assert_eq!(change.status, StatusCode::NOT_FOUND);
    for into in ["gap", "todo"] {
        let done = world.submit(&mut desk, &page, &outcome, &[("word", &word), ("into", into)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let private = format!("/cases/{case}/gaps/private");
    let gaps = world.get(&mut desk, &private).await;
    assert!(gaps.text().contains(HEARD) && gaps.text().contains("お話から"));
    let gap = id_after(&gaps, &format!("/cases/{case}/gaps/private/"));
    let share = world.submit(&mut desk, &private, &format!("{private}/{gap}/share"), &[("version", "1")]).await;
    assert_eq!(share.status, StatusCode::NOT_FOUND, "what the person said is not the desk's to share");
    assert!(!world.get(&mut desk, &format!("/cases/{case}/todos")).await.text().contains(HEARD));
    for (path, bytes) in world.crawl(&mut owner, &["/my", "/my/gaps", "/my/changes", "/my/dialogues"], 200).await {
        assert!(!bytes.contains(HEARD), "{path}");
    }
}

#[tokio::test]
async fn those_who_take_part_get_the_invitation_once_with_a_calendar_entry_that_names_nobody() {
    let Story { world, case, mut desk, mut owner, owner_id, .. } = story().await;
    let id = plan(&world, &mut desk, &case, &[("guest", &owner_id), ("tell", "1")]).await;
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert_eq!(mails.len(), 1, "the owner alone takes part");
    assert_eq!(mails[0].subject, "【汐見野信用金庫】面談のご案内");
    assert!(mails[0].body.contains("2026年12月4日(金) 14:00") && mails[0].body.contains("banso.ics"));
    assert!(!mails[0].body.contains("佐藤") && !mails[0].body.contains("第二工場"));

    let file = world.get(&mut owner, &format!("/my/dialogues/{id}/ics")).await;
    assert!(file.headers["content-type"].to_str().unwrap().starts_with("text/calendar"));
    let first = file.text();
    assert!(
        first.contains("DTSTART;TZID=Asia/Tokyo:20261204T140000")
            && first.contains("SUMMARY:職場見学のご案内")
            && first.contains("SEQUENCE:0")
    );
    assert!(!first.contains("佐藤") && !first.contains("丸山"));

    let edit = format!("/cases/{case}/dialogues/{id}/edit");
    let page =
        world.submit(&mut desk, &edit, &edit, &[("kind", "visit"), ("on", "2026-12-07"), ("at", "9時半"), ("guest", &owner_id)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let second = world.get(&mut owner, &format!("/my/dialogues/{id}/ics")).await.text();
    let uid = |text: &str| text.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned();
    assert_eq!(uid(&first), uid(&second));
    assert!(second.contains("20261207T093000") && second.contains("SEQUENCE:1"));

    let show = format!("/cases/{case}/dialogues/{id}");
    let page = world.submit(&mut desk, &show, &format!("{show}/cancel"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].subject, "【汐見野信用金庫】面談の取りやめのお知らせ");
    assert!(world.get(&mut owner, &format!("/my/dialogues/{id}/ics")).await.text().contains("METHOD:CANCEL"));
}

#[tokio::test]
async fn an_invitation_to_someone_taken_out_meanwhile_or_to_a_plan_called_off_is_not_sent() {
    let Story { world, case, mut desk, owner_id, person_id, .. } = story().await;
    let id = plan(&world, &mut desk, &case, &[("guest", &owner_id), ("guest", &person_id), ("tell", "1")]).await;
    let edit = format!("/cases/{case}/dialogues/{id}/edit");
    let page = world.submit(&mut desk, &edit, &edit, &[("kind", "visit"), ("on", "2026-12-04"), ("guest", &owner_id)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert!(mails.iter().all(|mail| mail.to_id == owner_id), "the person was taken out within the minute");
    let other = plan(&world, &mut desk, &case, &[("guest", &person_id), ("tell", "1")]).await;
    let show = format!("/cases/{case}/dialogues/{other}");
    world.submit(&mut desk, &show, &format!("{show}/cancel"), &[]).await;
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert!(mails.iter().all(|mail| mail.to_id != person_id || mail.subject.contains("取りやめ")));
}

#[tokio::test]
async fn bad_dates_are_asked_about_and_two_colleagues_see_both_plans() {
    let Story { world, case, mut desk, .. } = story().await;
    let path = format!("/cases/{case}/dialogues/plan");
    for (on, sentence) in
        [("", "日付を入力してください"), ("2099-01-01", "3年より先"), ("2020-01-01", "1年より前"), ("13月40日", "読み取れません")]
    {
        let page = world.submit(&mut desk, &path, &path, &[("kind", "visit"), ("on", on), ("place", "本社")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{on}");
        assert!(page.text().contains(sentence) && page.value("place") == "本社", "{on}");
    }
    let id = plan(&world, &mut desk, &case, &[]).await;
    let edit = format!("/cases/{case}/dialogues/{id}/edit");
    let mut ishii = world.staff("ishii").await;
    world.submit(&mut ishii, &edit, &edit, &[("kind", "visit"), ("on", "2026-12-08"), ("place", "本社")]).await;
    let page = world.submit(&mut desk, &edit, &edit, &[("kind", "visit"), ("on", "2026-12-09"), ("place", "倉庫"), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("<dd lang=\"ja\">本社</dd>") && page.value("place") == "倉庫");
    assert!(page.text().contains("石井 亮さんが2026年11月24日(火) 10:00に変更しました。"), "who was first, and when");
    let empty = format!("/cases/{case}/dialogues/{id}/record");
    assert_eq!(world.submit(&mut desk, &empty, &empty, &[("said", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_visit_that_passed_without_a_record_stands_on_today() {
    let Story { world, case, mut desk, .. } = story().await;
    plan(&world, &mut desk, &case, &[]).await;
    world.app.db.clock().shift(20 * DAY);
    let mut desk = world.staff("yamamoto").await;
    let today = world.get(&mut desk, "/today").await.text();
    assert!(today.contains("12月4日(金)の記録がありません"), "{today}");
}
