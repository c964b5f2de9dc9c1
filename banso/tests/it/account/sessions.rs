//! A session: how long it lives, and what ends it.

use base::actor::{Duty, StaffSeat};
use base::clock::{DAY, HOUR, MINUTE};
use http::{StatusCode, header};

use super::{SECOND, SENTENCE, give_password, lines, owner, sign_in, way_in};
use crate::world::{Browser, World};

#[tokio::test]
async fn a_session_of_staff_ends_after_thirty_idle_minutes_and_after_twelve_hours_in_all() {
    let world = World::new().await;
    let clock = world.app.db.clock();
    let mut browser = world.staff("yamamoto").await;
    clock.shift(30 * MINUTE - SECOND);
    assert_eq!(world.get(&mut browser, "/today").await.status, StatusCode::OK);
    clock.shift(30 * MINUTE);
    assert_eq!(world.get(&mut browser, "/today").await.location(), "/sign-in?next=/today");

    let mut browser = world.staff("yamamoto").await;
    for _ in 0..28 {
        clock.shift(25 * MINUTE);
        assert_eq!(world.get(&mut browser, "/today").await.status, StatusCode::OK);
    }
    clock.shift(20 * MINUTE - SECOND);
    assert_eq!(world.get(&mut browser, "/today").await.status, StatusCode::OK);
    clock.shift(SECOND);
    assert_eq!(world.get(&mut browser, "/today").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn switching_the_seat_gives_a_new_session_that_lives_no_longer_than_the_old_one() {
    let world = World::new().await;
    let seats = vec![(StaffSeat::Consultant, String::new()), (StaffSeat::Manager, String::new())];
    let both = world.app.db.add_staff(Duty::Console, &world.institution, "森 二郎", "mori@bank.example", "", seats).await.unwrap();
    let cookie = world.app.db.open_staff_session(&world.institution, &both, None, "test", "test").await.unwrap();
    let mut browser = Browser { cookies: [("banso-staff".to_owned(), cookie)].into() };
    let mut old = browser.clone();
    for _ in 0..28 {
        world.app.db.clock().shift(25 * MINUTE);
        assert_eq!(world.get(&mut browser, "/account").await.status, StatusCode::OK);
    }
    let answer = world.submit(&mut browser, "/account", "/account/seat", &[("seat", "manager")]).await;
    assert_eq!(answer.location(), "/today?done=seat");
    assert!(world.get(&mut browser, "/cases").await.text().contains("本部管理者として表示中"));
    assert_eq!(world.get(&mut browser, "/cases/new").await.status, StatusCode::NOT_FOUND, "only one seat at a time");
    assert_eq!(world.get(&mut old, "/account").await.status, StatusCode::SEE_OTHER, "the old session is dead");
    world.app.db.clock().shift(20 * MINUTE);
    assert_eq!(world.get(&mut browser, "/cases").await.status, StatusCode::SEE_OTHER, "twelve hours from the sign-in, not from the switch");
    let mut yamamoto = world.staff("yamamoto").await;
    let answer = world.submit(&mut yamamoto, "/account", "/account/seat", &[("seat", "admin")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "a seat one does not hold");
    assert_eq!(world.get(&mut yamamoto, "/today").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_of_the_portal_ends_after_an_idle_hour_and_a_remembered_one_after_thirty_days() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let clock = world.app.db.clock();
    let (link, code) = way_in(&world, &holder).await;
    let mut browser = Browser::default();
    let answer = world.submit(&mut browser, &link, &link, &[("code", &code)]).await;
    let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap().to_owned();
    assert!(!cookie.contains("Max-Age"), "gone when the browser is closed: {cookie}");
    clock.shift(HOUR - SECOND);
    assert_eq!(world.get(&mut browser, "/my").await.status, StatusCode::OK);
    clock.shift(HOUR);
    assert_eq!(world.get(&mut browser, "/my").await.location(), "/my/sign-in?next=/my");

    let (link, code) = way_in(&world, &holder).await;
    let answer = world.submit(&mut browser, &link, &link, &[("code", &code), ("remember", "1")]).await;
    assert!(answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap().contains("Max-Age=2592000"));
    clock.shift(30 * DAY - SECOND);
    assert_eq!(world.get(&mut browser, "/my").await.status, StatusCode::OK);
    clock.shift(SECOND);
    assert_eq!(world.get(&mut browser, "/my").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_that_was_ended_from_another_device_is_out_on_the_next_request() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let mut lost = world.staff("yamamoto").await;
    assert_eq!(world.get(&mut lost, "/today").await.status, StatusCode::OK);
    let page = world.get(&mut desk, "/account").await;
    let open: Vec<String> = page.text().split("name=\"session\" value=\"").skip(1).map(|rest| rest[..64].to_owned()).collect();
    assert_eq!(open.len(), 2, "this device stands first");
    let answer = world.submit(&mut desk, "/account", "/account/sessions/end", &[("session", &open[1])]).await;
    assert_eq!(answer.location(), "/account?done=ended");
    assert_eq!(world.get(&mut lost, "/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&mut desk, "/today").await.status, StatusCode::OK);
    let again = world.submit(&mut desk, "/account", "/account/sessions/end", &[("session", &open[1])]).await;
    assert_eq!(again.location(), "/account?done=ended", "pressed twice");
    let mut ishii = world.staff("ishii").await;
    let answer = world.submit(&mut ishii, "/account", "/account/sessions/end", &[("session", &open[0])]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "nobody ends another's");
    assert_eq!(world.get(&mut desk, "/today").await.status, StatusCode::OK);
    let answer = world.submit(&mut desk, "/account", "/account/sessions/end", &[("session", &open[0])]).await;
    assert_eq!(answer.location(), "/sign-in?done=signed_out");
    assert_eq!(world.get(&mut desk, "/today").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_out_ends_the_session_also_for_one_who_copied_the_cookie() {
    let world = World::new().await;
    let mut browser = world.staff("yamamoto").await;
    let mut copy = browser.clone();
    let answer = world.submit(&mut browser, "/account", "/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!browser.cookies.contains_key("banso-staff"));
    assert_eq!(world.get(&mut copy, "/today").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_planted_cookie_is_not_taken_over_and_an_older_session_of_the_browser_ends_at_sign_in() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut browser = Browser { cookies: [("banso-staff".to_owned(), "ab".repeat(24))].into() };
    sign_in(&world, &mut browser, "yamamoto@bank.example", SENTENCE).await;
    assert_ne!(browser.cookies["banso-staff"], "ab".repeat(24));
    let mut before = browser.clone();
    let form = world.get(&mut Browser::default(), "/sign-in").await;
    let token = form.value("token");
    let fields = [("token", token.as_str()), ("mail", "yamamoto@bank.example"), ("password", SENTENCE)];
    assert_eq!(world.post_raw(&mut browser, "/sign-in", &fields).await.status, StatusCode::SEE_OTHER);
    assert_ne!(browser.cookies["banso-staff"], before.cookies["banso-staff"]);
    assert_eq!(world.get(&mut before, "/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&mut browser, "/today").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_the_old_one_opens_nothing() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut browser = world.staff("yamamoto").await;
    let mut other = world.staff("yamamoto").await;
    let new = "港の灯りを数えながら帰る夕暮れ";
    let change = |current, new, again| [("current", current), ("new", new), ("again", again)];
    for (fields, sentence) in [
        (change("", new, new), "いまのパスワードを入力してください。"),
        (change(new, new, new), "いまのパスワードが違います。"),
        (change(SENTENCE, "短い", "短い"), "15文字以上にしてください(現在2文字)。"),
        (change(SENTENCE, "passwordpassword", "passwordpassword"), "ほかの言葉を足してください。"),
        (change(SENTENCE, "山本直美山本直美山本直美山本直美", "山本直美山本直美山本直美山本直美"), "ほかの言葉を足してください。"),
        (change(SENTENCE, new, SENTENCE), "二つの欄が同じになるように"),
        (change(SENTENCE, SENTENCE, SENTENCE), "いまと違うパスワードにしてください。"),
    ] {
        let before = lines(&world).await;
        let answer = world.submit(&mut browser, "/account", "/account/password", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
        assert_eq!(lines(&world).await, before, "{sentence}");
    }
    let answer = world.submit(&mut browser, "/account", "/account/password", &change(SENTENCE, new, new)).await;
    assert_eq!(answer.location(), "/account?done=password");
    assert_eq!(world.get(&mut browser, "/today").await.status, StatusCode::OK);
    assert_eq!(world.get(&mut other, "/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(sign_in(&world, &mut Browser::default(), "yamamoto@bank.example", SENTENCE).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sign_in(&world, &mut Browser::default(), "yamamoto@bank.example", new).await.status, StatusCode::SEE_OTHER);
}
