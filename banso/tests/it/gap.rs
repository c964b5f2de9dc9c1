//! Expected gaps: three registers with readers of their own, and what crosses only by the hand of its writer.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use http::StatusCode;

use crate::change::{Story, factory_head, raw_database, story};
use crate::world::{Browser, Page, World};

/// The id that stands in a page between `before` and the next mark that ends an address.
pub fn id_after(page: &Page, before: &str) -> String {
    let text = page.text();
    let found = text.split(before).skip(1).filter_map(|rest| rest.get(..36)).filter(|id| id.matches('-').count() == 4);
    found.last().unwrap_or_else(|| panic!("no id after {before}")).to_owned()
}

/// The desk writes a shared gap; gives its id.
pub async fn shared(world: &World, desk: &mut Browser, case: &str, words: &str) -> String {
    let board = format!("/cases/{case}/gaps");
    let page = world.submit(desk, &board, &board, &[("words", words)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let text = world.get(desk, &board).await.text();
    let below = text.split(&format!(">{words}</h3>")).nth(1).expect("the gap stands on the board");
    below.split(&format!("{board}/")).nth(1).unwrap()[..36].to_owned()
}

async fn tell_desk(world: &World, browser: &mut Browser, words: &str) -> String {
    let page = world.submit(browser, "/my/gaps/new?for=desk", "/my/gaps/new", &[("for", "desk"), ("words", words)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    id_after(&world.get(browser, "/my/gaps").await, "/my/gaps/own/")
}

async fn keep(world: &World, desk: &mut Browser, case: &str, words: &str) -> String {
    let private = format!("/cases/{case}/gaps/private");
    let page = world.submit(desk, &private, &private, &[("words", words)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    id_after(&world.get(desk, &private).await, &format!("/cases/{case}/gaps/private/"))
}

/// One gap of each register, for the matrix: the private one is the owner's.
pub async fn for_matrix(world: &World, case: &str, owner: &Browser) -> BTreeMap<&'static str, String> {
    let mut desk = world.staff("yamamoto").await;
    let gap = shared(world, &mut desk, case, "肩書きと決裁の範囲が合わない").await;
    let ours = keep(world, &mut desk, case, "急ぎ方の違い").await;
    let own = tell_desk(world, &mut owner.clone(), "任せ方にまだ迷いがある").await;
    BTreeMap::from([
        ("/cases/{case}/gaps/{id}/edit", gap.clone()),
        ("/my/gaps/{id}", gap),
        ("/cases/{case}/gaps/private/{id}", ours.clone()),
        ("/cases/{case}/gaps/private/{id}/share", ours),
        ("/my/gaps/own/{id}", own.clone()),
        ("/my/gaps/own/{id}/share", own),
    ])
}

#[tokio::test]
async fn a_shared_gap_is_seen_by_all_three_branch_and_headquarters_and_not_by_a_contact() {
    const WORDS: &str = "現場が採用の理由を知らない";
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    shared(&world, &mut desk, &case, WORDS).await;
    let host = world.add_contact(&case, "西村 明", "host").await;
    let mut host = world.arrive(&case, &host).await;
    for browser in [&mut owner, &mut person, &mut host] {
        assert!(world.get(browser, "/my/gaps").await.text().contains(WORDS));
    }
    let mut head = factory_head(&world, &case).await;
    assert_eq!(world.get(&mut head, "/my/gaps").await.status, StatusCode::NOT_FOUND);
    for (path, bytes) in world.crawl(&mut head, &["/my"], 100).await {
        assert!(!bytes.contains(WORDS), "{path}");
    }
    for (who, sees) in [("yamamoto", true), ("onishi", true), ("manager", true), ("officer", false)] {
        let mut browser = world.staff(who).await;
        assert_eq!(world.get(&mut browser, &format!("/cases/{case}")).await.text().contains(WORDS), sees, "{who}");
    }
}

#[tokio::test]
async fn the_timeline_is_asked_for_what_comes_from_one_of_the_three() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    shared(&world, &mut desk, &case, "評価の基準が口約束のまま").await;
    tell_desk(&world, &mut owner, "現場が採用の理由を知らない").await;
    let own = "会社から想定されるギャップ";
    let log = |text: String| text.split("id=\"log\"").nth(1).unwrap().to_owned();
    let all = log(world.get(&mut desk, &format!("/cases/{case}")).await.text());
    assert!(all.contains("?by=company#log") && all.contains("評価の基準が口約束のまま"), "{all}");
    let company = log(world.get(&mut desk, &format!("/cases/{case}?by=company")).await.text());
    assert!(!company.contains("評価の基準が口約束のまま") && company.contains("会社に見えます"), "{own}: {company}");
    let bank = log(world.get(&mut desk, &format!("/cases/{case}?by=bank")).await.text());
    assert!(bank.contains("評価の基準が口約束のまま") && !bank.contains("現場が採用の理由"), "{bank}");
}

#[tokio::test]
async fn what_one_side_tells_the_desk_alone_reaches_neither_the_other_side_nor_the_branch() {
    for person_writes in [true, false] {
        let canary = if person_writes {
            "社長の判断の速さについていけるか不安です"
        } else {
            "前の部長と同じことにならないか案じています"
        };
        let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
        let (writer, other) = if person_writes { (&mut person, &mut owner) } else { (&mut owner, &mut person) };
        let id = tell_desk(&world, writer, canary).await;
        assert!(world.get(writer, "/my/gaps").await.text().contains(canary), "its writer reads it");
        assert!(world.get(&mut desk, &format!("/cases/{case}/gaps/private")).await.text().contains(canary), "the desk reads it");
        for (path, bytes) in world.crawl(other, &["/my", "/my/gaps", &format!("/my/gaps/own/{id}")], 200).await {
            assert!(!bytes.contains(canary) && !bytes.contains("担当者だけに伝えたいことが書かれました"), "{path}");
        }
        let case_page = world.get(&mut desk, &format!("/cases/{case}")).await.text();
        assert!(case_page.contains("担当者だけに伝えたいことが書かれました") && !case_page.contains(canary), "kind and date alone");
        assert!(!world.get(&mut desk, &format!("/cases/{case}/gaps")).await.text().contains(canary));
        for (who, number) in [("onishi", false), ("manager", true), ("compliance", false)] {
            let mut browser = world.staff(who).await;
            for (path, bytes) in world.crawl(&mut browser, &["/cases", &format!("/cases/{case}")], 100).await {
                assert!(!bytes.contains(canary), "{who} {path}");
                if path == format!("/cases/{case}") && who != "compliance" {
                    assert_eq!(bytes.contains("担当者だけが読むもの"), number, "{who}");
                }
            }
        }
        assert!(!raw_database(&world).windows(canary.len()).any(|window| window == canary.as_bytes()), "sealed from the first write");
    }
}

#[tokio::test]
async fn only_its_writer_shares_what_was_told_to_the_desk_and_only_once() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let id = tell_desk(&world, &mut person, "最初の月は聞く時間がほしい").await;
    for browser in [&mut owner, &mut desk] {
        let token = world.token(browser, if browser.cookies.contains_key("banso-staff") { "staff" } else { "portal" });
        for path in [format!("/my/gaps/own/{id}/share"), format!("/cases/{case}/gaps/private/{id}/share")] {
            let page = world.post_raw(browser, &path, &[("token", &token), ("key", "k"), ("version", "1")]).await;
            assert!(page.status != StatusCode::SEE_OTHER || page.location().contains("sign-in"), "{path}");
        }
    }
    assert!(!world.get(&mut owner, "/my/gaps").await.text().contains("最初の月は聞く時間がほしい"));
    let own = format!("/my/gaps/own/{id}");
    let before = world.get(&mut person, &own).await;
    assert!(before.text().contains("丸山 一郎"), "who would read it is named");
    let page = world.submit(&mut person, &own, &format!("{own}/share"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert!(world.get(&mut owner, "/my/gaps").await.text().contains("最初の月は聞く時間がほしい"));
    let token = world.token(&person, "portal");
    let again = world.post_raw(&mut person, &format!("{own}/share"), &[("token", &token), ("key", "again"), ("version", "2")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(
        world.get(&mut owner, "/my/gaps").await.text().matches("最初の月は聞く時間がほしい").count(),
        2,
        "heading and hidden name, once"
    );
}

#[tokio::test]
async fn the_desk_keeps_a_gap_to_itself_and_may_share_its_own_words() {
    const WORDS: &str = "社長と古参の部長で急ぎ方が違う";
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let id = keep(&world, &mut desk, &case, WORDS).await;
    assert!(!world.get(&mut owner, "/my/gaps").await.text().contains(WORDS));
    let private = format!("/cases/{case}/gaps/private");
    let unsaid = world.submit(&mut desk, &private, &format!("{private}/{id}"), &[("version", "1")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "how it stands was not chosen");
    assert!(unsaid.text().contains("いずれか1つを選んでください。"));
    let page = world.submit(&mut desk, &private, &format!("{private}/{id}"), &[("state", "arose"), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let stale = world.submit(&mut desk, &private, &format!("{private}/{id}"), &[("state", "handled"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let page = world.submit(&mut desk, &private, &format!("{private}/{id}/share"), &[("version", "2")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert!(world.get(&mut owner, "/my/gaps").await.text().contains(WORDS));
}

#[tokio::test]
async fn at_a_check_in_the_open_gaps_stand_beside_the_note_and_are_looked_at_in_one_press() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let first = shared(&world, &mut desk, &case, "肩書きと決裁の範囲が合わない").await;
    let second = shared(&world, &mut desk, &case, "現場が採用の理由を知らない").await;
    let plan = format!("/cases/{case}/talks/plan");
    let fields = [("with", "person"), ("on", "2026-11-25"), ("at", "14:00"), ("way", "online")];
    assert_eq!(world.submit(&mut desk, &plan, &plan, &fields).await.status, StatusCode::SEE_OTHER);
    let case_page = world.get(&mut desk, &format!("/cases/{case}")).await;
    let talk = id_after(&case_page, &format!("/cases/{case}/talks/"));
    let record = world.get(&mut desk, &format!("/cases/{case}/talks/{talk}/record")).await.text();
    assert!(record.contains("肩書きと決裁の範囲が合わない") && record.contains("/gaps/look"));

    let look = format!("/cases/{case}/gaps/look");
    let (state1, state2, v1, v2, words2) =
        (format!("state_{first}"), format!("state_{second}"), format!("v_{first}"), format!("v_{second}"), format!("words_{second}"));
    let fields = [(v1.as_str(), "1"), (&state1, "watching"), (&v2, "1"), (&state2, "arose"), (&words2, "あいさつが減ったそうです")];
    let page = world.submit(&mut desk, &look, &look, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let board = world.get(&mut owner, "/my/gaps").await.text();
    assert!(board.contains("11月24日(火) 起きた") && board.contains("あいさつが減ったそうです"), "{board}");
    // A colleague whose page is older learns of it, and keeps what they typed.
    let late = [(v1.as_str(), "1"), (&state1, "handled"), (&v2, "1"), (&state2, "not_arisen"), (&words2, "様子は落ち着いています")];
    let page = world.submit(&mut desk, &look, &look, &late).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("いま保存されている様子:起きた") && page.text().contains("様子は落ち着いています"));
}

#[tokio::test]
async fn owner_and_person_say_how_a_gap_stands_and_the_host_only_reads() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let id = shared(&world, &mut desk, &case, "言葉の意味が会社ごとに違う").await;
    let path = format!("/my/gaps/{id}");
    let page = world.submit(&mut owner, &path, &path, &[("state", "handled"), ("words", "用語を書き出しました")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let page = world.submit(&mut person, &path, &path, &[("state", "arose"), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("いま保存されている様子:手当てした"));
    let page = world.submit(&mut person, &path, &path, &[("state", "someday")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let host = world.add_contact(&case, "西村 明", "host").await;
    let mut host = world.arrive(&case, &host).await;
    assert_eq!(world.get(&mut host, &path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_gap_without_words_or_with_an_unreadable_day_is_asked_for_again_and_nothing_typed_is_lost() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let board = format!("/cases/{case}/gaps");
    let page = world.submit(&mut desk, &board, &board, &[("words", ""), ("sign", "小さな支出"), ("due_on", "13月40日")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("想定されるギャップを入力してください。") && page.text().contains("日付を読み取れませんでした"));
    assert!(page.value("sign") == "小さな支出" && page.text().contains("value=\"13月40日\""));
    let page = world.submit(&mut owner, "/my/gaps/new", "/my/gaps/new", &[("words", &"長".repeat(200))]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("120文字以内"));
}

#[tokio::test]
async fn two_colleagues_who_word_a_gap_at_once_see_both_wordings() {
    let Story { world, case, mut desk, .. } = story().await;
    let id = shared(&world, &mut desk, &case, "評価の基準が口約束のまま").await;
    let edit = format!("/cases/{case}/gaps/{id}/edit");
    let drawn = world.get(&mut desk, &edit).await;
    let (was, version) = (drawn.value("was").replace("&quot;", "\"").replace("&#34;", "\""), drawn.value("version"));
    let mut ishii = world.staff("ishii").await;
    let theirs = [("words", "何を見て評価するかが決まっていない"), ("sign", "半年後の話がかみ合わない")];
    assert_eq!(world.submit(&mut ishii, &edit, &edit, &theirs).await.status, StatusCode::SEE_OTHER);
    let old = [("version", version.as_str()), ("was", was.as_str()), ("sign", "")];
    let mut fields = old.to_vec();
    fields.extend([("words", "評価の時期が決まっていない"), ("measure", "時期を目標シートに書く")]);
    let page = world.submit(&mut desk, &edit, &edit, &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let text = page.text();
    for told in ["何を見て評価するかが決まっていない", "石井 亮さんが", "に変更しました。", "評価の基準が口約束のまま"]
    {
        assert!(text.contains(told), "{told}");
    }
    assert_eq!(page.value("words"), "評価の時期が決まっていない");
    assert!(
        text.contains("時期を目標シートに書く") && page.value("sign") == "半年後の話がかみ合わない",
        "only what both changed is asked about"
    );
    // What only one of the two changed is kept at once.
    let mut fields = old.to_vec();
    fields.extend([("words", "評価の基準が口約束のまま"), ("measure", "時期を目標シートに書く")]);
    let page = world.submit(&mut desk, &edit, &edit, &fields).await;
    assert_eq!(page.location(), format!("/cases/{case}/gaps?done=merged"), "{}", page.text());
    let board = world.get(&mut desk, &format!("/cases/{case}/gaps")).await.text();
    assert!(board.contains("何を見て評価するかが決まっていない") && board.contains("時期を目標シートに書く"));
}

#[tokio::test]
async fn a_gap_nobody_looked_at_for_a_month_comes_back_on_today() {
    let Story { world, case, mut desk, .. } = story().await;
    shared(&world, &mut desk, &case, "前の会社のやり方が比べられる").await;
    assert!(!world.get(&mut desk, "/today").await.text().contains("備えの見直し"));
    world.app.db.clock().shift(36 * base::clock::DAY);
    let mut desk = world.staff("yamamoto").await;
    let today = world.get(&mut desk, "/today").await.text();
    assert!(today.contains("見直しの時期に来た備えが1件あります。") && !today.contains("前の会社のやり方"));
    let path = format!("/cases/{case}/gaps/look");
    assert!(today.contains(&path));
}

#[tokio::test]
async fn those_who_read_are_named_before_the_first_word() {
    let Story { world, mut owner, mut person, .. } = story().await;
    let text = world.get(&mut owner, "/my/gaps/new").await.text();
    let (readers, field) = (text.find("佐藤 健一(ご本人)").unwrap(), text.find("name=\"words\"").unwrap());
    assert!(readers < field && text.contains("山本 直美(担当)"));
    let text = world.get(&mut person, "/my/gaps/new?for=desk").await.text();
    let panel = &text[text.find("id=\"readers\"").unwrap()..text.find("name=\"words\"").unwrap()];
    assert!(panel.contains("石井 亮(不在時の担当者)") && !panel.contains("丸山"));
}
