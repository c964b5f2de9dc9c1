//! Company and person come in: a link that a look does not use up, and the code that was sent with it.

use axum::body::Body;
use base::clock::{DAY, MINUTE};
use base::event::Mail;
use base::session::Knock;
use http::{Request, StatusCode, header};

use super::{SECOND, lines, owner, plain, way_in};
use crate::world::{Browser, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_hands_that_type_the_same_code_one_comes_in() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (token, code) = world.app.db.make_link(&world.institution, &holder, "").await.unwrap();
    let hands: Vec<_> = (0..50)
        .map(|_| {
            let (db, token, code) = (world.app.db.clone(), token.clone(), code.clone());
            tokio::spawn(async move { db.use_link(&token, &code, false, "hand").await.unwrap() })
        })
        .collect();
    let mut inside = 0;
    for hand in hands {
        inside += usize::from(matches!(hand.await.unwrap(), Knock::In { .. }));
    }
    assert_eq!(inside, 1);
}

#[tokio::test]
async fn fifty_scanners_that_open_the_link_use_nothing_up() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (link, code) = way_in(&world, &holder).await;
    let before = lines(&world).await;
    let agents = ["Mozilla/5.0 SafeLinks", "Barracuda", "Proofpoint URL Defense", "Googlebot/2.1", "curl/8"];
    for n in 0..50 {
        let request = if n % 7 == 3 { Request::head(&link) } else { Request::get(&link) };
        let page = world.send(&mut Browser::default(), request.header(header::USER_AGENT, agents[n % 5]), Body::empty()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.headers.contains_key(header::SET_COOKIE));
    }
    let mut scanner = Browser::default();
    let page = world.get(&mut scanner, &link).await;
    assert!(!page.text().contains("/again"), "no button that a scanner could press for one mail after another");
    let answer = world.post_raw(&mut scanner, &link, &[("token", &page.value("token")), ("code", "")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("確認用コードは6桁の数字です。"));
    assert!(!answer.text().contains("/again"));
    assert_eq!(lines(&world).await, before);
    let mut owner = Browser::default();
    let wide: String = code.chars().map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap()).collect();
    let answer = world.submit(&mut owner, &link, &link, &[("code", &wide)]).await;
    assert_eq!(answer.location(), "/my", "typed in full width, it still opens");
    assert_eq!(world.get(&mut owner, "/my").await.status, StatusCode::OK);
    let answer = world.submit(&mut Browser::default(), "/my/sign-in", &link, &[("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "and only once");
}

#[tokio::test]
async fn the_page_of_a_link_names_the_institution_and_nobody_else() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (link, code) = way_in(&world, &holder).await;
    let page = world.get(&mut Browser::default(), &link).await.text();
    assert!(page.contains("汐見野信用金庫") && page.contains("000-000-0000"));
    for secret in ["丸山", "佐藤", "山本", "管理部長", "maruyama", code.as_str()] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(page.contains("inputmode=\"numeric\"") && page.contains("autocomplete=\"one-time-code\""));
    assert!(page.contains("この端末を30日間記憶する"));
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn a_code_is_good_for_fifteen_minutes_and_the_link_then_offers_a_new_one() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let clock = world.app.db.clock();
    let (link, code) = way_in(&world, &holder).await;
    clock.shift(15 * MINUTE - SECOND);
    assert_eq!(world.submit(&mut Browser::default(), &link, &link, &[("code", &code)]).await.location(), "/my");
    let (link, code) = way_in(&world, &holder).await;
    clock.shift(15 * MINUTE + SECOND);
    let mut browser = Browser::default();
    let answer = world.submit(&mut browser, "/my/sign-in", &link, &[("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = world.get(&mut browser, &link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("確認用コードの期限が切れています") && page.text().contains(&format!("{link}/again")));
    clock.shift(14 * DAY);
    let page = world.get(&mut browser, &link).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.text().contains("リンクの期限が切れています") && page.text().contains("action=\"/my/sign-in\""));
    let never = world.get(&mut browser, &format!("/l/{}", "0".repeat(48))).await;
    assert_eq!(
        plain(&never).replace(&"0".repeat(48), ""),
        plain(&page).replace(link.trim_start_matches("/l/"), ""),
        "run out, or never there"
    );
}

#[tokio::test]
async fn a_newer_link_kills_the_older_one() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (older, old_code) = way_in(&world, &holder).await;
    let (newer, code) = way_in(&world, &holder).await;
    let mut browser = Browser::default();
    for (path, code, location) in [(&older, &old_code, ""), (&older, &code, ""), (&newer, &old_code, ""), (&newer, &code, "/my")] {
        assert_eq!(world.submit(&mut browser, "/my/sign-in", path, &[("code", code)]).await.location(), location);
    }
}

#[tokio::test]
async fn ten_wrong_codes_close_a_link_and_five_at_once_is_all_one_address_may_type() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (token, code) = world.app.db.make_link(&world.institution, &holder, "").await.unwrap();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..10 {
        assert!(matches!(world.app.db.use_link(&token, wrong, false, "").await.unwrap(), Knock::Refused));
    }
    assert!(matches!(world.app.db.use_link(&token, &code, false, "").await.unwrap(), Knock::Refused));
    assert!(world.get(&mut Browser::default(), &format!("/l/{token}")).await.text().contains("確認用コードの期限が切れています"));

    let (link, code) = way_in(&world, &holder).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let mut browser = Browser::default();
    for n in 0..5 {
        let answer = world.submit(&mut browser, &link, &link, &[("code", wrong)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
        assert!(answer.text().contains("確認用コードが違うか、期限が切れています。もう一度お送りできます。"));
        assert!(answer.text().contains("/again"), "now a new code is offered");
    }
    assert_eq!(world.submit(&mut browser, &link, &link, &[("code", &code)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    world.app.db.clock().shift(MINUTE + SECOND);
    assert_eq!(world.submit(&mut browser, &link, &link, &[("code", &code)]).await.location(), "/my");
}

#[tokio::test]
async fn a_paper_card_opens_once_with_its_eight_digits() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (token, code) = world.app.db.make_card(&world.institution, &holder).await.unwrap();
    let link = format!("/l/{token}");
    world.app.db.clock().shift(60 * DAY);
    let mut browser = Browser::default();
    let page = world.get(&mut browser, &link).await;
    assert!(page.text().contains("8桁") && !page.text().contains("/again"));
    let answer = world.submit(&mut browser, &link, &link, &[("code", "123456")]).await;
    assert!(answer.text().contains("確認用コードは8桁の数字です。"));
    let spaced = format!("{} {}", &code[..4], &code[4..]);
    assert_eq!(world.submit(&mut browser, &link, &link, &[("code", &spaced)]).await.location(), "/my");
    assert!(world.get(&mut Browser::default(), &link).await.text().contains("この用紙は使用済みか、期限が切れています。"));
}

#[tokio::test]
async fn a_code_opens_only_what_it_was_sent_with() {
    let world = World::new().await;
    let db = &world.app.db;
    let case = world.maruyama().await;
    let holder = owner(&world, &case).await;
    let person = world.people_of(&case).await.into_iter().find(|(seat, _)| seat == "person").unwrap().1;
    let mut phone = world.arrive(&case, &holder).await;
    let (link, code) = db.make_link(&world.institution, &holder, "").await.unwrap();
    let (card, digits) = db.make_card(&world.institution, &holder).await.unwrap();
    let (theirs, their_code) = db.make_link(&world.institution, &person, "").await.unwrap();
    for (token, code, what) in [
        (&link, &their_code, "the code of another person"),
        (&theirs, &code, "the link of another person"),
        (&link, &digits, "the code of the card"),
        (&card, &code, "the code of the mail"),
    ] {
        assert!(matches!(db.use_link(token, code, false, "test").await.unwrap(), Knock::Refused), "{what} opens it");
    }
    world.get(&mut phone, &format!("/l/{theirs}")).await;
    assert_eq!(
        world.get(&mut phone, "/my").await.status,
        StatusCode::OK,
        "to look at a stranger's link changes nothing for who is signed in"
    );
    for (token, code, whose) in [(&link, &code, &holder), (&theirs, &their_code, &person), (&card, &digits, &holder)] {
        let Knock::In { holder, institution, .. } = db.use_link(token, code, false, "test").await.unwrap() else { panic!("refused") };
        assert_eq!((&holder, &institution), (whose, &world.institution));
    }
}

#[tokio::test]
async fn a_lost_link_is_answered_in_the_same_bytes_for_everyone_and_sent_only_to_those_who_are_there() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let holder = owner(&world, &case).await;
    world.invite(&case, &holder).await;
    let mut answers = Vec::new();
    for mail in ["Maruyama@Maruyama.example", "stranger@elsewhere.example"] {
        let before = lines(&world).await;
        let mut browser = Browser::default();
        let answer = world.submit(&mut browser, "/my/sign-in", "/my/sign-in", &[("mail", mail)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(lines(&world).await, before + 1, "the same work for both");
        let page = world.get(&mut browser, &answer.location()).await;
        answers.push((answer.location(), answer.headers.len(), answer.body, plain(&page)));
    }
    assert_eq!(answers[0], answers[1]);
    let mails = world.app.db.lease_mails("test", 10).await.unwrap();
    assert_eq!(mails.iter().map(|m| (m.mail(), m.to())).collect::<Vec<_>>(), [(Some(Mail::SignIn), Some(holder.clone()))]);
    let users = world.app.db.holders_of_mail("maruyama@maruyama.example").await.unwrap();
    assert_eq!(users, [(world.institution.clone(), holder, mails[0].subject.clone())], "it goes where it was asked for");
}

#[tokio::test]
async fn nobody_is_sent_a_way_in_before_the_desk_has_invited_them() {
    let world = World::new().await;
    world.maruyama().await;
    let mut browser = Browser::default();
    let answer = world.submit(&mut browser, "/my/sign-in", "/my/sign-in", &[("mail", "maruyama@maruyama.example")]).await;
    assert_eq!(answer.location(), "/my/sign-in/sent", "the page says the same to everyone");
    assert!(world.app.db.lease_mails("test", 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_fresh_code_goes_to_the_one_the_link_was_sent_to_and_an_unknown_link_is_answered_alike() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (link, _) = way_in(&world, &holder).await;
    let mut browser = Browser::default();
    let mut answers = Vec::new();
    for path in [link.clone(), format!("/l/{}", "f".repeat(48))] {
        let answer = world.submit(&mut browser, "/my/sign-in", &format!("{path}/again"), &[]).await;
        answers.push((answer.status, answer.location()));
    }
    assert_eq!(answers[0], (StatusCode::SEE_OTHER, "/my/sign-in/sent".to_owned()));
    assert_eq!(answers[0], answers[1]);
    let mails = world.app.db.lease_mails("test", 10).await.unwrap();
    assert_eq!(mails.iter().map(base::outbox::Leased::to).collect::<Vec<_>>(), [Some(holder)]);
}

#[tokio::test]
async fn nobody_has_a_mailbox_filled_by_asking_again_and_again() {
    let world = World::new().await;
    let case = world.maruyama().await;
    world.invite(&case, &owner(&world, &case).await).await;
    let mut browser = Browser::default();
    for n in 0..4 {
        let answer = world.submit(&mut browser, "/my/sign-in", "/my/sign-in", &[("mail", "maruyama@maruyama.example")]).await;
        assert_eq!(answer.status, if n < 3 { StatusCode::SEE_OTHER } else { StatusCode::TOO_MANY_REQUESTS });
    }
    for bad in ["", "丸山", "maruyama.example"] {
        let answer = world.submit(&mut browser, "/my/sign-in", "/my/sign-in", &[("mail", bad)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(world.app.db.lease_mails("test", 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_token_or_a_code_stands_nowhere_in_the_database() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let mut secrets = Vec::new();
    for _ in 0..20 {
        let (token, _) = world.app.db.make_link(&world.institution, &holder, "").await.unwrap();
        secrets.push(token);
    }
    secrets.push(world.app.db.open_staff_session(&world.institution, &world.staff["yamamoto"], None, "test", "test").await.unwrap());
    assert!(secrets.iter().all(|secret| secret.len() == 48), "192 bits");
    if let Some(file) = world.app.db.file() {
        for ending in ["db", "db-wal"] {
            let bytes = std::fs::read(file.with_extension(ending)).unwrap_or_default();
            for secret in &secrets {
                assert!(!bytes.windows(48).any(|window| window == secret.as_bytes()));
            }
        }
    }
}

#[tokio::test]
async fn an_owner_sees_their_devices_ends_one_and_leaves() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let mut phone = world.portal(holder.clone()).await;
    let mut lost = world.portal(holder.clone()).await;
    let page = world.get(&mut phone, "/my/account").await;
    assert_eq!(page.status, StatusCode::OK);
    let other = page.value("session");
    let answer = world.submit(&mut phone, "/my/account", "/my/account/sessions/end", &[("session", &other)]).await;
    assert_eq!(answer.location(), "/my/account?done=ended");
    assert_eq!(world.get(&mut lost, "/my").await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&mut phone, "/my").await.status, StatusCode::OK);
    assert_eq!(world.get(&mut phone, "/").await.location(), "/my");
    let mut copy = phone.clone();
    assert_eq!(world.submit(&mut phone, "/my/account", "/my/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&mut copy, "/my").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn company_and_person_are_written_to_in_the_language_they_chose() {
    let world = World::new().await;
    let case = world.maruyama().await;
    for party in ["owner", "person"] {
        let holder = world.holder(&case, party).await;
        let mut phone = world.arrive(&case, &holder).await;
        for (lang, dear) in [("en", "Dear "), ("ja", " 様")] {
            let chosen = world.submit(&mut phone, "/my/account", "/my/account/language", &[("lang", lang)]).await;
            assert_eq!(chosen.location(), "/my/account?done=saved");
            let page = world.get(&mut phone, "/my/account").await.text();
            assert!(page.contains(&format!("value=\"{lang}\" lang=\"{lang}\" aria-current=\"true\"")), "{page}");
            world.app.db.ask_link(&world.institution, &holder).await.unwrap();
            world.app.db.clock().shift(2 * MINUTE);
            app::mailer::run_once(&world.app, "test").await.unwrap();
            let mails = world.app.db.demo_mails().await.unwrap();
            let mail = mails.iter().filter(|mail| mail.to_id == holder.id()).max_by_key(|mail| mail.at).unwrap();
            assert!(mail.body.contains(dear) && mail.subject.contains(if lang == "en" { "Code" } else { "確認用コード" }), "{}", mail.body);
        }
    }
}

#[tokio::test]
async fn a_device_that_was_not_seen_of_late_is_told_of_by_mail_in_words_that_name_no_matter() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let holder = world.holder(&case, "person").await;
    world.arrive(&case, &holder).await;
    let come_with = async |agent: &str| {
        let (link, code) = way_in(&world, &holder).await;
        let mut browser = Browser::default();
        let token = world.get(&mut browser, &link).await.value("token");
        let request = Request::post(&link)
            .header(header::USER_AGENT, agent)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        let page = world.send(&mut browser, request, Body::from(format!("token={token}&code={code}"))).await;
        assert_eq!(page.location(), "/my", "{}", page.text());
    };
    let (phone, other) = ("Mozilla/5.0 (iPhone) Safari/604.1", "Mozilla/5.0 (Linux; Android 9) Chrome/141.0");
    let told = async || {
        app::mailer::run_once(&world.app, "test").await.unwrap();
        let mails = world.app.db.demo_mails().await.unwrap();
        mails.into_iter().filter(|mail| mail.to_id == holder.id() && mail.subject.contains("サインイン")).collect::<Vec<_>>()
    };
    come_with(phone).await;
    let before = told().await.len();
    come_with(phone).await;
    assert_eq!(told().await.len(), before, "the same again is known");
    come_with(other).await;
    let mails = told().await;
    assert_eq!(mails.len(), before + 1);
    assert_eq!(mails[0].subject, "【汐見野信用金庫】サインインのお知らせ");
    assert!(mails[0].body.contains("はじめての端末からサインインがありました。") && mails[0].body.contains("/my/account"));
    assert!(!mails[0].body.contains("相談") && !mails[0].body.contains("丸山") && !mails[0].body.contains(other));
}
