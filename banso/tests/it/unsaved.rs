//! What is typed into a long form and not saved yet is its writer's alone, and two who write at once both keep their work.

use http::StatusCode;

use crate::change::raw_database;
use crate::goal_sheet::{fields, post, press, with};
use crate::world::{Browser, World};

const ONE: &str = "月次の数字を翌月10日に出す";

/// What app.js sends: everything that stands in the form, without the key of the deed.
async fn keep(world: &World, browser: &mut Browser, page: &str, action: &str, to: &str, changes: &[(&str, &str)]) -> crate::world::Page {
    let drawn = world.get(browser, page).await;
    assert!(drawn.text().contains(&format!("data-autosave=\"{to}\"")), "{}", drawn.text());
    let mut typed = with(&fields(&drawn, action), changes);
    typed.retain(|(name, _)| name != "key");
    post(world, browser, to, &typed).await
}

async fn stage() -> (World, String, Browser) {
    let world = World::new().await;
    let case = world.maruyama().await;
    let desk = world.staff("yamamoto").await;
    (world, case, desk)
}

#[tokio::test]
async fn what_is_not_saved_is_offered_to_its_writer_alone_and_goes_when_it_is_saved() {
    let (world, case, mut desk) = stage().await;
    let (edit, to) = (format!("/cases/{case}/goals/edit"), format!("/cases/{case}/unsaved/goals"));
    let untouched = keep(&world, &mut desk, &edit, &edit, &to, &[]).await;
    assert_eq!((untouched.status, untouched.text()), (StatusCode::OK, String::new()), "an untouched form is not kept");
    let kept = keep(&world, &mut desk, &edit, &edit, &to, &[("g1_sentence", ONE)]).await;
    assert_eq!((kept.status, kept.text().as_str()), (StatusCode::OK, "書きかけを保存しました 10:00"));
    let page = world.get(&mut desk, &edit).await.text();
    assert!(page.contains("10:00の書きかけがあります。") && !page.contains(ONE), "offered, not shown");
    let mut ishii = world.staff("ishii").await;
    let other = world.get(&mut ishii, &edit).await.text();
    assert!(!other.contains("書きかけがあります") && !other.contains(ONE), "the deputy has none");
    assert!(!world.get(&mut ishii, &format!("{edit}?unsaved=1")).await.text().contains(ONE));
    let before = world.app.db.fingerprint().await.unwrap();
    let opened = world.get(&mut desk, &format!("{edit}?unsaved=1")).await;
    assert!(opened.text().contains(ONE) && opened.text().contains("まだ保存されていません。"), "{}", opened.text());
    assert_ne!(before, world.app.db.fingerprint().await.unwrap(), "the reading is in the audit");
    assert!(!raw_database(&world).windows(ONE.len()).any(|window| window == ONE.as_bytes()), "it lies sealed");
    let saved = post(&world, &mut desk, &edit, &fields(&opened, &edit)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(!world.get(&mut desk, &edit).await.text().contains("書きかけがあります"));
    assert!(world.get(&mut desk, &format!("/cases/{case}/goals")).await.text().contains(ONE));
}

#[tokio::test]
async fn what_is_not_wanted_is_discarded_and_a_form_that_is_not_there_is_not_kept() {
    let (world, case, mut desk) = stage().await;
    let (edit, to) = (format!("/cases/{case}/booklet/edit"), format!("/cases/{case}/unsaved/booklet"));
    keep(&world, &mut desk, &edit, &edit, &to, &[("duties", ONE)]).await;
    let gone = press(&world, &mut desk, &edit, &format!("{to}/discard"), &[]).await;
    assert_eq!(gone.location(), edit);
    assert!(!world.get(&mut desk, &edit).await.text().contains("書きかけがあります"));
    let drawn = world.get(&mut desk, &edit).await;
    let form = with(&fields(&drawn, &edit), &[("duties", ONE)]);
    let before = world.app.db.fingerprint().await.unwrap();
    for form_of in ["talk-018f0000-0000-7000-8000-000000000000", "call", "anything"] {
        let refused = post(&world, &mut desk, &format!("/cases/{case}/unsaved/{form_of}"), &form).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{form_of}");
    }
    assert_eq!(before, world.app.db.fingerprint().await.unwrap());
}

#[tokio::test]
async fn what_one_side_said_lies_sealed_while_it_is_written_and_no_quick_form_keeps_it() {
    const HEARD: &str = "社内の会議が長いと感じている";
    let (world, case, mut desk) = stage().await;
    let joint = format!("/cases/{case}/talks/new?with=joint");
    let action = format!("/cases/{case}/talks/new");
    let to = format!("/cases/{case}/unsaved/joint");
    let kept = keep(&world, &mut desk, &joint, &action, &to, &[("text_person", HEARD), ("joint", "三者で話したこと")]).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    assert!(!raw_database(&world).windows(HEARD.len()).any(|window| window == HEARD.as_bytes()));
    let quick = world.get(&mut desk, &action).await.text();
    assert!(!quick.contains("data-autosave"), "whose words they are is not settled before the first one");
    let opened = world.get(&mut desk, &format!("{joint}&unsaved=1")).await;
    assert!(opened.text().contains(HEARD) && opened.text().contains("三者で話したこと"), "{}", opened.text());
    let saved = post(&world, &mut desk, &action, &fields(&opened, &action)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(!world.get(&mut desk, &joint).await.text().contains("書きかけがあります"), "recorded, it is gone");
}

#[tokio::test]
async fn two_who_change_different_fields_both_keep_their_work() {
    let (world, case, mut desk) = stage().await;
    let mut ishii = world.staff("ishii").await;
    let goals = format!("/cases/{case}/goals/edit");
    press(&world, &mut desk, &goals, &goals, &[("g1_sentence", ONE), ("g2_sentence", "部門別の採算を試す")]).await;
    let old = fields(&world.get(&mut desk, &goals).await, &goals);
    press(&world, &mut ishii, &goals, &goals, &[("g2_supporter", "社長"), ("g3_sentence", "三つ目の目標")]).await;
    let late = post(&world, &mut desk, &goals, &with(&old, &[("g1_criterion", "翌月10日"), ("g3_sentence", "山本の三つ目")])).await;
    assert_eq!(late.location(), format!("/cases/{case}/goals?done=merged"), "{}", late.text());
    let sheet = world.get(&mut desk, &format!("/cases/{case}/goals")).await.text();
    for words in ["翌月10日", "社長", "三つ目の目標", "山本の三つ目"] {
        assert!(sheet.contains(words), "{words}: {sheet}");
    }
    let booklet = format!("/cases/{case}/booklet/edit");
    press(&world, &mut desk, &booklet, &booklet, &[("duties", ONE), ("talks", "毎週月曜")]).await;
    let old = fields(&world.get(&mut desk, &booklet).await, &booklet);
    press(&world, &mut ishii, &booklet, &booklet, &[("authority", "20万円まで")]).await;
    let late = post(&world, &mut desk, &booklet, &with(&old, &[("chair", "担当の山本")])).await;
    assert_eq!(late.location(), format!("/cases/{case}/booklet?done=merged"), "{}", late.text());
    let page = world.get(&mut desk, &format!("/cases/{case}/booklet")).await.text();
    assert!(page.contains("20万円まで") && page.contains("担当の山本"), "{page}");
}

#[tokio::test]
async fn the_same_field_is_asked_about_with_all_three_texts_and_the_choice_is_kept() {
    let (world, case, mut desk) = stage().await;
    let mut ishii = world.staff("ishii").await;
    let booklet = format!("/cases/{case}/booklet/edit");
    press(&world, &mut desk, &booklet, &booklet, &[("duties", "はじめの文"), ("talks", "毎週月曜")]).await;
    let old = fields(&world.get(&mut desk, &booklet).await, &booklet);
    press(&world, &mut ishii, &booklet, &booklet, &[("duties", "石井の文"), ("place", "本社")]).await;
    let before = world.app.db.fingerprint().await.unwrap();
    let late = post(&world, &mut desk, &booklet, &with(&old, &[("duties", "山本の文"), ("chair", "山本")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for words in ["はじめの文", "石井の文", "山本の文", "変更の前", "いま保存されている内容", "あなたが入力した内容"]
    {
        assert!(late.text().contains(words), "{words}");
    }
    assert_eq!(before, world.app.db.fingerprint().await.unwrap(), "nothing is saved before they chose");
    let again = with(&fields(&late, &booklet), &[("use_duties", "theirs")]);
    let kept = post(&world, &mut desk, &booklet, &again).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = world.get(&mut desk, &format!("/cases/{case}/booklet")).await.text();
    assert!(page.contains("石井の文") && !page.contains("山本の文") && page.contains("本社") && page.contains("山本"), "{page}");
}

#[tokio::test]
async fn owner_and_desk_who_write_who_looks_after_what_at_once_both_keep_their_work() {
    let (world, case, mut desk) = stage().await;
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let at_desk = format!("/cases/{case}/reception");
    let old = fields(&world.get(&mut owner, "/my/reception").await, "/my/reception");
    press(&world, &mut desk, &at_desk, &at_desk, &[("who_relations", "工場長 木村")]).await;
    let late = post(&world, &mut owner, "/my/reception", &with(&old, &[("rhythm", "毎週月曜の朝")])).await;
    assert_eq!(late.location(), format!("/my/reception?case={case}&done=merged"), "{}", late.text());
    let page = world.get(&mut desk, &at_desk).await.text();
    assert!(page.contains("工場長 木村") && page.contains("毎週月曜の朝"));
    let late = post(&world, &mut owner, "/my/reception", &with(&old, &[("who_relations", "専務"), ("key", "another press")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("専務") && late.text().contains("工場長 木村") && !late.text().contains("<script"), "{}", late.text());
    // Section 2 of the booklet is copied from it.
    let booklet = format!("/cases/{case}/booklet/edit");
    press(&world, &mut desk, &booklet, &booklet, &[("duties", ONE), ("talks", "毎週月曜")]).await;
    assert!(world.get(&mut desk, &format!("/cases/{case}/booklet")).await.text().contains("人間関係:工場長 木村"));
}
