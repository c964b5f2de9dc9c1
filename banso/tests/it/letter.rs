//! Letters to one side: in the desk's own words, for their receiver alone, after ten minutes in which they can be taken back.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use app::letter::send_due;
use base::clock::MINUTE;
use http::StatusCode;

use crate::change::{Story, raw_database, story, write};
use crate::contacts::addresses;
use crate::matrix::Scene;
use crate::print::words;
use crate::world::{Browser, Page, World};

/// The desk writes a letter; gives its path.
async fn begin(world: &World, desk: &mut Browser, case: &str, to: &str, body: &str) -> Page {
    let page = format!("/cases/{case}/letters");
    world.submit(desk, &page, &page, &[("to", to), ("body", body)]).await
}

async fn send(world: &World, desk: &mut Browser, letter: &str) -> Page {
    world.submit(desk, letter, &format!("{letter}/send"), &[]).await
}

async fn wait(world: &World) -> usize {
    world.app.db.clock().shift(10 * MINUTE);
    let sent = send_due(&world.app).await.unwrap();
    world.app.db.clock().shift(-10 * MINUTE);
    sent
}

/// The letter as its receiver's home leads to it.
async fn arrived(world: &World, browser: &mut Browser) -> Option<String> {
    let home = world.get(browser, "/my").await.text();
    home.split("href=\"/my/letters/").nth(1).map(|rest| format!("/my/letters/{}", rest.split('"').next().unwrap()))
}

/// A letter of the scene's case that went to the owner, for the matrix.
pub async fn for_matrix(scene: &Scene) -> BTreeMap<&'static str, String> {
    let (world, mut desk, mut owner) = (&scene.world, scene.browsers["consultant"].clone(), scene.browsers["owner"].clone());
    let letter = begin(world, &mut desk, &scene.case, scene.holders["owner"].id(), "社長だけにお伝えします。").await.location();
    send(world, &mut desk, &letter).await;
    assert_eq!(wait(world).await, 1);
    let received = arrived(world, &mut owner).await.unwrap().rsplit('/').next().unwrap().to_owned();
    let id = letter.rsplit('/').next().unwrap().to_owned();
    let mut ids = BTreeMap::from([
        ("/my/letters/{id}", received.clone()),
        ("/my/letters/{id}/read", received.clone()),
        ("/my/letters/{id}/paper", received),
    ]);
    for path in [
        "/cases/{case}/letters/{id}",
        "/cases/{case}/letters/{id}/send",
        "/cases/{case}/letters/{id}/keep-back",
        "/cases/{case}/letters/{id}/paper",
    ] {
        ids.insert(path, id.clone());
    }
    ids
}

#[tokio::test]
async fn a_letter_reaches_one_side_after_ten_minutes_and_the_other_never_learns_of_it() {
    let Story { world, case, mut desk, mut owner, mut person, owner_id, .. } = story().await;
    let words = "会議の進め方について、社長にだけご提案があります。";
    let letter = begin(&world, &mut desk, &case, &owner_id, words).await.location();
    let pressed = send(&world, &mut desk, &letter).await;
    assert!(pressed.location().ends_with("?done=held"), "{}", pressed.text());
    world.app.db.clock().shift(9 * MINUTE);
    assert_eq!(send_due(&world.app).await.unwrap(), 0);
    assert_eq!(arrived(&world, &mut owner).await, None);
    world.app.db.clock().shift(MINUTE);
    let (one, other) = tokio::join!(send_due(&world.app), send_due(&world.app));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    let mine = arrived(&world, &mut owner).await.unwrap();
    let page = world.get(&mut owner, &mine).await.text();
    assert!(page.contains(words) && page.contains("山本 直美からお届けしました。"), "{page}");
    assert_eq!(arrived(&world, &mut person).await, None);
    assert_eq!(world.get(&mut person, &mine).await.status, StatusCode::NOT_FOUND);
    for (path, page) in world.crawl(&mut person, &["/my", "/my/reports", "/my/account"], 60).await {
        assert!(!page.contains("ご提案があります") && !page.contains("/my/letters/"), "{path}");
    }
    for who in ["onishi", "manager", "officer"] {
        let mut staff = world.staff(who).await;
        assert_eq!(world.get(&mut staff, &letter).await.status, StatusCode::NOT_FOUND, "{who}");
    }
    assert!(!raw_database(&world).windows(words.len()).any(|bytes| bytes == words.as_bytes()));
    world.app.db.clock().shift(2 * MINUTE);
    while app::mailer::run_once(&world.app, "relay").await.unwrap() > 0 {}
    let mails = world.app.db.demo_mails().await.unwrap();
    let about: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("担当者からのご連絡")).collect();
    assert!(about.len() == 1 && about[0].to_id == owner_id && !about[0].body.contains("会議"), "{mails:?}");
    // Its receiver says that they have read it, and the desk sees the day.
    assert!(world.submit(&mut owner, &mine, &format!("{mine}/read"), &[]).await.location().ends_with("done=read"));
    assert!(world.get(&mut desk, &format!("/cases/{case}/letters")).await.text().contains("11月24日(火)に読みましたとのお知らせ"));
    let paper = world.get(&mut owner, &format!("{mine}/paper")).await;
    assert!(paper.status == StatusCode::OK && paper.body.starts_with(b"%PDF-"));
    let late = world.submit(&mut desk, &format!("/cases/{case}/letters"), &letter, &[("body", "あとから"), ("version", "3")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "what was delivered stays");
}

#[tokio::test]
async fn a_letter_is_taken_back_and_warned_of_what_the_other_side_said_in_confidence() {
    let Story { world, case, mut desk, mut owner, mut person, owner_id, .. } = story().await;
    write(&world, &mut person, "会議の前に社長と専務で話が決まっています", "", false).await;
    for (to, body, sentence) in
        [("", "一文です。", "いずれか1つを選んでください。"), (owner_id.as_str(), "", "お伝えすることを入力してください。")]
    {
        let bad = begin(&world, &mut desk, &case, to, body).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text().contains(sentence) && bad.text().contains(body), "{}", bad.text());
    }
    let letter = begin(&world, &mut desk, &case, &owner_id, "会議の前に社長と専務で話が決まっていると聞きました。").await.location();
    let page = world.get(&mut desk, &letter).await.text();
    assert!(page.contains("公開していない記録と同じ言い回しがあります"), "{page}");
    send(&world, &mut desk, &letter).await;
    let kept = world.submit(&mut desk, &letter, &format!("{letter}/keep-back"), &[]).await;
    assert!(kept.location().ends_with("done=kept_back"));
    assert_eq!(wait(&world).await, 0);
    // A change of the words takes it back as well.
    send(&world, &mut desk, &letter).await;
    let saved = world.submit(&mut desk, &letter, &letter, &[("body", "会議の進め方をご一緒に考えたいです。")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(wait(&world).await, 0);
    assert_eq!(arrived(&world, &mut owner).await, None);
    world.get(&mut desk, "/lang/en").await;
    assert!(world.get(&mut desk, &letter).await.text().contains("Check the letter"));
}

#[tokio::test]
async fn who_has_no_mail_gets_the_letter_on_paper_and_the_desk_is_told_to_hand_it_over() {
    let Story { world, case, mut desk, owner_id, .. } = story().await;
    addresses(&world, &mut desk, &case, &owner_id, &[("maruyama@maruyama.example", "none")]).await;
    let letter = begin(&world, &mut desk, &case, &owner_id, "会議の進め方をご一緒に考えたいです。").await.location();
    assert!(world.get(&mut desk, &letter).await.text().contains("10分たつとPDFを印刷できます。"));
    send(&world, &mut desk, &letter).await;
    world.app.db.clock().shift(10 * MINUTE);
    assert_eq!(send_due(&world.app).await.unwrap(), 1);
    while app::mailer::run_once(&world.app, "relay").await.unwrap() > 0 {}
    assert!(world.app.db.demo_mails().await.unwrap().is_empty());
    let page = world.get(&mut desk, &letter).await.text();
    assert!(page.contains("印刷してお渡しください。") && !page.contains("お届け済み"), "{page}");
    assert!(world.get(&mut desk, &format!("/cases/{case}/letters")).await.text().contains("印刷してお渡しください"));
    let paper = world.get(&mut desk, &format!("{letter}/paper")).await;
    let Some(text) = words(&paper) else { return };
    for wanted in ["お知らせ", "丸山工業株式会社御中", "丸山一郎様", "会議の進め方をご一緒に考えたいです。", "山本直美"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}
