//! Staff come in: a password of their own, and the same answer for everyone else.

use base::clock::{HOUR, MINUTE};
use http::{StatusCode, header};

use super::{SECOND, SENTENCE, give_password, lines, plain, sign_in};
use crate::world::{Browser, World};

#[tokio::test]
async fn a_member_of_staff_signs_in_and_stands_on_the_first_page_of_their_seat() {
    let world = World::new().await;
    for (who, page) in [
        ("yamamoto", "/today"),
        ("admin", "/settings"),
        ("compliance", "/settings/staff"),
        ("onishi", "/today"),
        ("manager", "/today"),
        ("officer", "/cases"),
    ] {
        give_password(&world, who, SENTENCE).await;
        let mut browser = Browser::default();
        let answer = sign_in(&world, &mut browser, &format!(" {}@BANK.example ", who.to_uppercase()), SENTENCE).await;
        assert_eq!((answer.status, answer.location().as_str()), (StatusCode::SEE_OTHER, page), "{who}: {}", answer.text());
        assert_eq!(world.get(&mut browser, page).await.status, StatusCode::OK, "{who}");
        assert_eq!(world.get(&mut browser, "/").await.location(), page, "{who}");
        assert_eq!(world.get(&mut browser, "/sign-in").await.location(), page, "{who}");
    }
}

#[tokio::test]
async fn the_page_that_was_asked_for_is_opened_after_sign_in() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut browser = Browser::default();
    let sent = world.get(&mut browser, "/cases?f=after").await;
    assert_eq!(sent.location(), "/sign-in?next=/cases%3Ff%3Dafter");
    let answer = world
        .submit(
            &mut browser,
            &sent.location(),
            "/sign-in",
            &[("mail", "yamamoto@bank.example"), ("password", SENTENCE), ("next", "/cases?f=after")],
        )
        .await;
    assert_eq!(answer.location(), "/cases?f=after");
    assert!(world.get(&mut Browser::default(), "/sign-in?next=/cases%3Ff%3Dafter").await.text().contains("value=\"/cases?f=after\""));
}

#[tokio::test]
async fn a_wrong_password_an_unknown_address_and_a_disabled_one_get_the_same_bytes() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    give_password(&world, "ishii", SENTENCE).await;
    world.app.db.set_staff_state(&world.institution, &world.staff["ishii"], false).await.unwrap();
    let mut pages = Vec::new();
    for (mail, password) in [
        ("yamamoto@bank.example", "これは私のパスワードではありません"),
        ("nobody@bank.example", SENTENCE),
        ("ishii@bank.example", SENTENCE),
    ] {
        let before = lines(&world).await;
        let answer = sign_in(&world, &mut Browser::default(), mail, password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(lines(&world).await, before + 1, "each leaves one line, whoever it was");
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
        pages.push((plain(&answer).replace(mail, ""), format!("{:?}", answer.headers.get(header::CONTENT_LENGTH).is_some())));
    }
    assert!(pages[0].0.contains("メールアドレスかパスワードが違います。"));
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
    assert!(!pages[0].0.contains("これは私の"), "a password is never shown again");
}

#[tokio::test]
async fn after_three_tries_at_once_a_stranger_waits_and_the_owner_on_their_own_device_does_not() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut own = Browser::default();
    assert_eq!(sign_in(&world, &mut own, "yamamoto@bank.example", SENTENCE).await.status, StatusCode::SEE_OTHER);
    own.cookies.remove("banso-staff");
    let mut stranger = Browser::default();
    for _ in 0..3 {
        let answer = sign_in(&world, &mut stranger, "yamamoto@bank.example", "これは私のパスワードではありません").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = sign_in(&world, &mut stranger, "yamamoto@bank.example", SENTENCE).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "right or wrong, the fourth waits");
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(sign_in(&world, &mut own, "yamamoto@bank.example", SENTENCE).await.status, StatusCode::SEE_OTHER);
    world.app.db.clock().shift(21 * SECOND);
    assert_eq!(sign_in(&world, &mut stranger, "yamamoto@bank.example", SENTENCE).await.status, StatusCode::SEE_OTHER, "three a minute");
}

#[tokio::test]
async fn an_account_takes_1800_tries_an_hour_and_the_level_is_kept_in_the_database() {
    let world = World::new().await;
    let db = &world.app.db;
    for n in 0..1800 {
        assert!(db.allow("account", 1800, HOUR / 1800).await.unwrap(), "{n}");
    }
    assert!(!db.allow("account", 1800, HOUR / 1800).await.unwrap());
    let other = db.clone();
    assert!(!other.allow("account", 1800, HOUR / 1800).await.unwrap(), "another hand of the same database knows it");
    db.clock().shift(2 * SECOND);
    assert!(db.allow("account", 1800, HOUR / 1800).await.unwrap());
    assert!(!db.allow("account", 1800, HOUR / 1800).await.unwrap());
    db.give_back("account", HOUR / 1800).await.unwrap();
    assert!(db.allow("account", 1800, HOUR / 1800).await.unwrap(), "a try that was right does not count");
}

#[tokio::test]
async fn a_limit_outlives_a_restart() {
    use base::store::{Location, Store};
    let folder = std::env::temp_dir().join(format!("banso-limit-{}", std::process::id()));
    let clock = base::clock::Clock::fixed(crate::world::start());
    for round in 0..2 {
        let (at, clock) = (Location::Sqlite(folder.join("banso.db")), clock.clone());
        let ids = base::ids::Ids::seeded(7, clock.clone());
        let db = Store::open(&at, clock, ids, base::vault::Vault::new([9; 32])).unwrap();
        for _ in 0..2 {
            assert!(db.allow("key", 4, MINUTE).await.unwrap());
        }
        assert_eq!(db.allow("key", 4, MINUTE).await.unwrap(), round == 0);
        db.give_back("key", MINUTE).await.unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_hash_made_with_weaker_parameters_is_made_anew_at_sign_in_and_the_password_stays() {
    use argon2::password_hash::PasswordHasher;
    use argon2::password_hash::phc::PasswordHash;
    let world = World::new().await;
    let weak = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, argon2::Params::new(8192, 1, 1, None).unwrap());
    let old: PasswordHash = weak.hash_password_with_salt(SENTENCE.as_bytes(), b"0123456789abcdef").unwrap();
    world.app.db.set_password(&world.institution, &world.staff["yamamoto"], old.to_string(), "test").await.unwrap();
    for _ in 0..2 {
        assert_eq!(sign_in(&world, &mut Browser::default(), "yamamoto@bank.example", SENTENCE).await.status, StatusCode::SEE_OTHER);
        let login = world.app.db.staff_login("yamamoto@bank.example").await.unwrap().unwrap();
        assert!(login.hash.unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}

#[tokio::test]
async fn a_device_that_is_new_to_an_account_is_told_of_by_mail() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut desk = Browser::default();
    for _ in 0..2 {
        sign_in(&world, &mut desk, "yamamoto@bank.example", SENTENCE).await;
        desk.cookies.remove("banso-staff");
    }
    assert_eq!(world.app.db.lease_mails("test", 10).await.unwrap().len(), 0, "the first one, and the same again");
    sign_in(&world, &mut Browser::default(), "yamamoto@bank.example", SENTENCE).await;
    let mails = world.app.db.lease_mails("test", 10).await.unwrap();
    let yamamoto = base::actor::Holder::Staff(world.staff["yamamoto"].clone());
    assert_eq!(mails.iter().map(|m| (m.mail(), m.to())).collect::<Vec<_>>(), [(Some(base::event::Mail::NewDevice), Some(yamamoto))]);
}

#[tokio::test]
async fn many_who_sign_in_at_once_all_come_in() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let login = world.app.db.staff_login("yamamoto@bank.example").await.unwrap().unwrap();
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let hash = login.hash.clone();
            tokio::spawn(async move { app::account::password::verify(hash.as_deref(), SENTENCE).await.unwrap() })
        })
        .collect();
    for one in tries {
        assert!(one.await.unwrap());
    }
}

#[tokio::test]
async fn the_list_of_all_cases_is_taken_out_only_with_a_password_of_the_last_half_hour() {
    let world = World::new().await;
    give_password(&world, "onishi", SENTENCE).await;
    let mut branch = Browser::default();
    sign_in(&world, &mut branch, "onishi@bank.example", SENTENCE).await;
    assert_eq!(world.get(&mut branch, "/cases/export").await.status, StatusCode::OK, "the sign-in counts");
    for _ in 0..2 {
        world.app.db.clock().shift(16 * MINUTE);
        assert_eq!(world.get(&mut branch, "/cases").await.status, StatusCode::OK);
    }
    let asked = world.get(&mut branch, "/cases/export").await.location();
    assert_eq!(asked, "/account/prove?next=/cases/export");
    let page = world.get(&mut branch, &asked).await.text();
    assert!(page.contains("一覧を書き出す前") && page.contains("href=\"/cases\""), "{page}");
    let right = world.submit(&mut branch, &asked, "/account/prove", &[("password", SENTENCE), ("next", "/cases/export")]).await;
    assert_eq!(right.location(), "/cases/export");
    assert_eq!(world.get(&mut branch, "/cases/export").await.status, StatusCode::OK);
}
