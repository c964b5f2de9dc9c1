//! The change board: what was hoped for, how it was, what each saw with scene and proof, and what came unexpected; and what
//! both sides read of it on one page.

use http::StatusCode;

use crate::change::{Story, factory_head, hope, raw_database, story};
use crate::report::{out, publish, ready};
use crate::world::{Browser, World};

/// Someone in the portal writes what they saw, with everything the form takes.
async fn sees(world: &World, browser: &mut Browser, fields: &[(&str, &str)]) {
    let page = world.submit(browser, "/my/changes/observe", "/my/changes/observe", fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

#[tokio::test]
async fn one_page_shows_the_desk_what_each_saw_over_time_with_scene_and_proof_and_what_nobody_expected() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let change = hope(&world, &mut desk, &case, "会議で社長以外の発言が増える").await;
    let mut head = factory_head(&world, &case).await;
    let number = [
        ("body", "議題を出す人が増えました。"),
        ("evidence", "月例会議"),
        ("shows", "number"),
        ("proof", "社長以外の議題が3件から7件に"),
        ("change", change.as_str()),
        ("seen_on", "2026-10-05"),
    ];
    sees(&world, &mut owner, &number).await;
    sees(&world, &mut head, &[("body", "朝礼で質問が出ました。"), ("change", &change), ("shows", "event")]).await;
    sees(&world, &mut person, &[("body", "議事メモが残っています。"), ("change", &change), ("shows", "document"), ("tone", "good")]).await;
    sees(&world, &mut person, &[("body", "休憩室が静かになりました。"), ("tone", "bad")]).await;
    sees(&world, &mut owner, &[("body", "若手が掃除を始めました。"), ("tone", "good")]).await;
    let board = format!("/cases/{case}/changes/board");
    let page = world.get(&mut desk, &board).await.text();
    for words in [
        "経営者1件、管理職・現場1件、ご本人1件です。",
        "数字:社長以外の議題が3件から7件に",
        "場面:月例会議",
        "思いがけない変化",
        "休憩室が静かになりました。",
        "2026年10月",
        "role=\"img\"",
        "共有した言葉はまだありません。",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let at = |words: &str| page.find(words).unwrap();
    assert!(at("議題を出す人が増えました。") < at("議事メモが残っています。"), "the oldest first");
    assert!(at("若手が掃除を始めました。") < at("休憩室が静かになりました。"), "good before worrying");
    // What shows it is private like the note itself: sealed, for its writer and the desk.
    assert!(world.get(&mut owner, "/my/changes").await.text().contains("数字:社長以外の議題が3件から7件に"));
    for browser in [&mut person, &mut head] {
        assert!(!world.get(browser, "/my/changes").await.text().contains("3件から7件"));
    }
    assert!(!raw_database(&world).windows("3件から7件".len()).any(|bytes| bytes == "3件から7件".as_bytes()));
    for who in ["onishi", "manager", "officer", "compliance"] {
        let mut other = world.staff(who).await;
        assert_eq!(world.get(&mut other, &board).await.status, StatusCode::NOT_FOUND, "{who}");
    }
    // The writer sees who opened the board.
    assert!(world.get(&mut owner, "/my/changes").await.text().contains("山本 直美"));
    world.get(&mut desk, "/lang/en").await;
    let english = world.get(&mut desk, &board).await.text();
    assert!(english.contains("The change board") && english.matches("<h1").count() == 1);
}

#[tokio::test]
async fn what_has_changed_is_read_by_both_in_the_same_words_and_holds_only_what_was_published() {
    let (mut story, path) = ready().await;
    let world = &story.world;
    for browser in [&mut story.owner, &mut story.person] {
        let empty = world.get(browser, "/my/changed").await.text();
        assert!(empty.contains("まだありません。") && !empty.contains("議題を出す方が増えました。"));
    }
    sees(world, &mut story.owner, &[("body", "まだ言えないことがあります。")]).await;
    out(&publish(&mut story, &path).await);
    let mains: Vec<String> = {
        let mut mains = Vec::new();
        for browser in [&mut story.owner, &mut story.person] {
            let page = story.world.get(browser, "/my/changed").await;
            assert!(page.body.len() < 12_000, "a telephone reads it at once");
            mains.push(
                page.text().split("<main").nth(1).unwrap().split("<div class=\"ui-stack\" data-gap=\"sm\"><a").next().unwrap().to_owned(),
            );
        }
        mains
    };
    assert_eq!(mains[0], mains[1]);
    assert!(mains[0].contains("幹部が先に話すようになりました。") && !mains[0].contains("まだ言えない") && !mains[0].contains('%'));
    let board = story.world.get(&mut story.desk, &format!("/cases/{}/changes/board", story.case)).await.text();
    assert!(board.contains("2026年11月24日(火)のご報告から"), "{board}");
    let mut stranger = story.world.staff("onishi").await;
    assert_ne!(story.world.get(&mut stranger, "/my/changed").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_owner_enters_what_an_indicator_is_at_with_its_day_and_a_yes_to_who_reads_it() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let mine = "/my/indicators";
    assert!(world.get(&mut owner, mine).await.text().contains("指標はまだ決まっていません。"));
    let edit = format!("/cases/{case}/review/indicators");
    let rows = [("name_0", "月次の締め"), ("unit_0", "日"), ("first_0", "25"), ("hoped_0", "10")];
    assert_eq!(world.submit(&mut desk, &edit, &edit, &rows).await.status, StatusCode::SEE_OTHER);
    let page = world.get(&mut owner, mine).await;
    let field = page.text().split("name=\"value_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (value, version) = (format!("value_{field}"), format!("version_{field}"));
    let seen = page.value(&version);
    let without = world.submit(&mut owner, mine, mine, &[(&value, "18"), (&version, &seen)]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("同意の印を付けてください。") && without.text().contains("value=\"18\""));
    let ahead = [(value.as_str(), "18"), (version.as_str(), seen.as_str()), ("measured_on", "2026-12-01"), ("consent", "1")];
    assert_eq!(world.submit(&mut owner, mine, mine, &ahead).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = [(value.as_str(), "18"), (version.as_str(), seen.as_str()), ("measured_on", "2026-11-20"), ("consent", "1")];
    assert_eq!(world.submit(&mut owner, mine, mine, &told).await.status, StatusCode::SEE_OTHER);
    let late = world.submit(&mut owner, mine, mine, &told).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("担当者が先に指標を変えました。"));
    // An older day is kept, and what is known of a later one stands.
    let now = world.get(&mut owner, mine).await.value(&version);
    let older = [(value.as_str(), "22"), (version.as_str(), now.as_str()), ("measured_on", "2026-10-20"), ("consent", "1")];
    assert_eq!(world.submit(&mut owner, mine, mine, &older).await.status, StatusCode::SEE_OTHER);
    let board = world.get(&mut desk, &format!("/cases/{case}/changes/board")).await.text();
    assert!(
        board.contains("いま18日です") && board.contains("11月20日(金) 18日(会社が入力)") && board.contains("10月20日(火) 22日"),
        "{board}"
    );
    assert!(world.get(&mut person, "/my/review").await.text().contains("いま18日です"));
    assert_eq!(world.get(&mut person, mine).await.status, StatusCode::NOT_FOUND);
}
