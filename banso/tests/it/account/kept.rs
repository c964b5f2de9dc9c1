//! A form that came too late waits for its own holder.

use app::router::table;
use app::web::guard::For;
use base::clock::{HOUR, MINUTE};
use http::StatusCode;

use super::{SENTENCE, give_password, lines, owner, sign_in, way_in};
use crate::world::{Browser, World};

const CASE: [(&str, &str); 4] =
    [("company", "北浜食品"), ("person", "田中 恵"), ("post", "工場長"), ("issue", "一行目の課題\n二行目の願い")];

/// 山本 fills in a new case, goes to lunch, and sends it after the session has run out.
pub async fn sent_too_late(world: &World) -> Browser {
    let mut browser = world.staff("yamamoto").await;
    let form = world.get(&mut browser, "/cases/new").await;
    world.app.db.clock().shift(31 * MINUTE);
    let (token, key) = (form.value("token"), form.value("key"));
    let fields = [[("token", token.as_str()), ("key", key.as_str())].as_slice(), CASE.as_slice()].concat();
    let answer = world.post_raw(&mut browser, "/cases/new", &fields).await;
    assert_eq!(answer.location(), "/sign-in?kept=1");
    browser
}

#[tokio::test]
async fn a_form_that_came_too_late_is_offered_after_sign_in_and_its_deed_happens_once() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut browser = sent_too_late(&world).await;
    assert!(world.get(&mut browser, "/sign-in?kept=1").await.text().contains("入力内容をお預かりしました。"));
    let answer = sign_in(&world, &mut browser, "yamamoto@bank.example", SENTENCE).await;
    assert_eq!(answer.location(), "/today");
    assert!(world.get(&mut browser, "/today").await.text().contains("お預かりしている入力内容があります。"));
    let before = lines(&world).await;
    let page = world.get(&mut browser, "/kept").await;
    assert!(page.text().contains("北浜食品") && page.text().contains("一行目の課題<br>二行目の願い"));
    assert_eq!(lines(&world).await, before, "looking at it sends nothing");
    let fields = [("token", page.value("token")), ("key", page.value("key"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).chain(CASE).collect();
    let mut twice = browser.clone();
    let first = world.post_raw(&mut browser, "/cases/new?kept=1", &fields).await;
    let second = world.post_raw(&mut twice, "/cases/new?kept=1", &fields).await;
    assert!(first.location().ends_with("?done=opened"), "{}", first.text());
    assert_eq!(first.location(), second.location());
    assert_eq!(world.get(&mut browser, "/cases").await.text().matches("北浜食品").count(), 1);
    assert!(!browser.cookies.contains_key("banso-kept"), "it is no longer offered");
    assert!(!world.get(&mut browser, "/today").await.text().contains("お預かりしている"));
    assert_eq!(world.get(&mut twice, "/kept").await.location(), "/");
}

#[tokio::test]
async fn a_form_that_waits_is_shown_to_nobody_else_who_signs_in_at_the_same_computer() {
    let world = World::new().await;
    give_password(&world, "ishii", SENTENCE).await;
    let mut shared = sent_too_late(&world).await;
    let kept = shared.cookies["banso-kept"].clone();
    sign_in(&world, &mut shared, "ishii@bank.example", SENTENCE).await;
    assert!(!shared.cookies.contains_key("banso-kept"));
    shared.cookies.insert("banso-kept".into(), kept.clone());
    let answer = world.get(&mut shared, "/kept").await;
    assert_eq!((answer.status, answer.location().as_str()), (StatusCode::SEE_OTHER, "/"));
    shared.cookies.insert("banso-kept".into(), kept.clone());
    world.submit(&mut shared, "/account", "/kept", &[]).await;
    assert!(world.app.db.parked(&kept).await.unwrap().is_some(), "nor can they throw it away");
}

#[tokio::test]
async fn a_form_that_waits_is_gone_after_half_an_hour_or_when_it_is_let_go() {
    let world = World::new().await;
    let mut browser = sent_too_late(&world).await;
    let first = browser.cookies["banso-kept"].clone();
    browser.cookies.extend(world.staff("yamamoto").await.cookies);
    assert_eq!(world.get(&mut browser, "/kept").await.status, StatusCode::OK);
    let mut later = browser.clone();
    world.app.db.clock().shift(29 * MINUTE);
    assert_eq!(world.get(&mut later, "/kept").await.status, StatusCode::OK);
    world.app.db.clock().shift(MINUTE);
    assert_eq!(world.get(&mut later, "/kept").await.status, StatusCode::SEE_OTHER);

    let mut browser = sent_too_late(&world).await;
    browser.cookies.extend(world.staff("yamamoto").await.cookies);
    assert_ne!(browser.cookies["banso-kept"], first);
    let second = browser.cookies["banso-kept"].clone();
    assert_eq!(world.submit(&mut browser, "/kept", "/kept", &[]).await.location(), "/account?done=discarded");
    assert!(world.app.db.parked(&second).await.unwrap().is_none());
    assert!(!world.get(&mut browser, "/cases").await.text().contains("北浜食品"));
}

#[tokio::test]
async fn a_password_typed_after_the_session_ran_out_is_not_kept_anywhere() {
    let world = World::new().await;
    let mut browser = world.staff("yamamoto").await;
    let form = world.get(&mut browser, "/account").await;
    world.app.db.clock().shift(31 * MINUTE);
    let token = form.value("token");
    let answer = world.post_raw(&mut browser, "/account/password", &[("token", &token), ("current", SENTENCE), ("new", SENTENCE)]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert!(!browser.cookies.contains_key("banso-kept"));
}

#[tokio::test]
async fn a_form_that_a_stranger_parked_is_offered_to_nobody() {
    let world = World::new().await;
    let planted = world.app.db.park("/cases/new", b"company=x&person=y&post=z&issue=w&token=forged").await.unwrap();
    let mut browser = world.staff("yamamoto").await;
    browser.cookies.insert("banso-kept".into(), planted);
    assert_eq!(world.get(&mut browser, "/kept").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whatever_an_owner_sent_too_late_is_offered_after_the_code() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let own = ["/my/sign-out", "/my/account/sessions/end", "/my/account/language", "/my/kept"];
    for route in table().into_iter().filter(|route| route.method == "POST" && route.whom == For::Portal) {
        let path = route.path.split('/').map(|step| if step.starts_with('{') { "1" } else { step }).collect::<Vec<_>>().join("/");
        let mut phone = world.portal(holder.clone()).await;
        let token = world.token(&phone, "portal");
        world.app.db.clock().shift(HOUR + MINUTE);
        let answer = world.post_raw(&mut phone, &path, &[("token", &token), ("key", "k"), ("body", "朝の会議が\n明るくなりました")]).await;
        if own.contains(&route.path) {
            assert_eq!(answer.location(), "/my/sign-in", "what concerns the session itself does not wait");
            continue;
        }
        assert_eq!(answer.location(), "/my/sign-in?kept=1", "{path}");
        let (link, code) = way_in(&world, &holder).await;
        let answer = world.submit(&mut phone, &link, &link, &[("code", &code)]).await;
        assert_eq!(answer.location(), "/my/kept", "{path}");
        let page = world.get(&mut phone, "/my/kept").await.text();
        assert!(page.contains("朝の会議が<br>明るくなりました") && page.contains(&format!("action=\"{path}?kept=1\"")), "{path}");
        assert!(!page.contains("<script"));
    }
}

/// Seen to fail before: the page was the bare one, and the words were gone, as no browser keeps a page of ours.
#[tokio::test]
async fn a_form_that_can_no_longer_be_taken_gives_back_what_was_written_in_it_and_tells_nothing_else() {
    let world = World::new().await;
    let mut own = world.staff("yamamoto").await;
    let opened = world.submit(&mut own, "/cases/new", "/cases/new", &CASE).await.location();
    let case = opened.split(['/', '?']).nth(2).unwrap();
    let mut other = world.staff("ishii").await;
    let token = world.get(&mut other, "/cases/new").await.value("token");
    let written = [("key", "k"), ("version", "1"), ("state", "joined"), ("issue", "<b>一行目</b>\n二行目の願い"), ("post", "工場長")];
    let mut pages = Vec::new();
    for id in [case, "0190c0de-0000-7000-8000-000000000000"] {
        let fields = [[("token", token.as_str())].as_slice(), written.as_slice()].concat();
        let page = world.post_raw(&mut other, &format!("/cases/{id}/edit"), &fields).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.text().contains("保存できませんでした") && page.text().contains("二行目の願い"), "{}", page.text());
        assert!(!page.text().contains("<b>一行目") && !page.text().contains("joined"), "as text, and no choices");
        pages.push(page.text());
    }
    assert_eq!(pages[0], pages[1], "a case of somebody else looks like one that is not there");
    // A form of another session, as after signing in anew in another tab.
    let fields = [[("token", "old")].as_slice(), written.as_slice()].concat();
    let old = world.post_raw(&mut other, "/cases/new", &fields).await;
    assert_eq!(old.status, StatusCode::FORBIDDEN);
    assert!(old.text().contains("この画面は古くなっています") && old.text().contains("二行目の願い"));
    // What is not for this seat at all stays bare, as does a password.
    let bare = world.post_raw(&mut other, "/settings/ending", &fields).await;
    assert!(bare.status == StatusCode::NOT_FOUND && !bare.text().contains("二行目の願い"));
    let fields = [("token", "old"), ("now", "いまの 合言葉"), ("new", "次の 合言葉")];
    assert!(!world.post_raw(&mut other, "/account/password", &fields).await.text().contains("合言葉"));
}
