//! The private channels: what one side writes is read by those it was told of, and by nobody else, in no way.
//!
//! That leaks of each kind would be seen is shown in `proof/plays.rs`, with planted bugs.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;
use std::sync::Arc;

use app::config::Config;
use app::web::App;
use axum::body::Body;
use base::actor::{Duty, Holder, StaffSeat};
use base::clock::{Clock, DAY, HOUR, MINUTE};
use base::ids::Ids;
use base::register::Audit;
use base::store::{Location, Store};
use base::vault::Vault;
use http::{Request, StatusCode};

use crate::account::{SENTENCE, give_password, sign_in, way_in};
use crate::change::{Story, factory_head, raw_database, story};
use crate::proof::planting::fill_in;
use crate::world::{Browser, Page, World, start};

const CANARY: &str = "夜の会議で発言すると翌朝に取り消されるのがつらいです";

/// Someone in the portal writes to the desk, or to the manager with this id; gives the thread.
pub async fn write(world: &World, browser: &mut Browser, words: &str, line: &str) -> String {
    let fields = [("body", words), ("line", line), ("wish", "gist")];
    let page = world.submit(browser, "/my/consult/new", "/my/consult/new", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location().split(['/', '?']).nth(3).unwrap().to_owned()
}

/// The desk answers a thread.
pub async fn answer(world: &World, desk: &mut Browser, thread: &str, words: &str) -> Page {
    let path = format!("/consults/{thread}");
    world.submit(desk, &path, &format!("{path}/reply"), &[("body", words)]).await
}

/// Every mail that has gone out: receiver, subject, text.
pub async fn mails(world: &World) -> Vec<(String, String, String)> {
    world.app.db.clock().shift(2 * MINUTE);
    while app::mailer::run_once(&world.app, "test").await.unwrap() > 0 {}
    let all = world.app.db.demo_mails().await.unwrap();
    all.into_iter().map(|mail| (mail.to_id, mail.subject, mail.body)).collect()
}

#[tokio::test]
async fn a_concern_is_written_answered_and_read_and_its_writer_sees_who_read_it() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    let page = world.get(&mut person, "/my/consult/new").await.text();
    let (readers, field) = (page.find("山本 直美(担当)").unwrap(), page.find("name=\"body\"").unwrap());
    assert!(readers < field, "who reads stands before the first word");
    for told in [
        "石井 亮(不在時の担当者)",
        "11月25日(水)までにお返事します",
        "ご承諾なしに相手の方へ伝わることはありません",
        "身の危険や法令",
        "推測される可能性",
        "公益通報やハラスメントの窓口ではありません",
    ] {
        assert!(page[..field].contains(told), "{told}");
    }
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let own = world.get(&mut person, &format!("/my/consult/{thread}")).await.text();
    assert!(own.contains(CANARY) && own.contains("11月25日(水)までにお返事します") && own.contains("まだだれも読んでいません"));
    assert!(world.get(&mut desk, "/today").await.text().contains("お返事まであと15時間(営業時間)"));
    assert!(!world.get(&mut desk, &format!("/cases/{case}")).await.text().contains(CANARY));
    assert!(!world.get(&mut desk, "/consults").await.text().contains(CANARY), "the inbox tells age and state");
    let read = world.get(&mut desk, &format!("/consults/{thread}")).await.text();
    assert!(read.contains(CANARY) && read.contains("要点だけ伝える"));
    assert_eq!(answer(&world, &mut desk, &thread, "よく話してくださいました。来週うかがいます。").await.status, StatusCode::SEE_OTHER);
    let own = world.get(&mut person, &format!("/my/consult/{thread}")).await.text();
    assert!(own.contains("来週うかがいます") && own.contains("お返事しました"));
    let read_by = &own[own.find("この文章を読んだ人").unwrap()..];
    assert!(read_by.contains("山本 直美") && !read_by.contains("佐藤"));
}

#[tokio::test]
async fn a_colleague_and_the_other_side_and_the_house_find_no_word_and_no_count() {
    let Story { world, case, mut owner, mut person, .. } = story().await;
    let mut head = factory_head(&world, &case).await;
    write(&world, &mut person, CANARY, "desk").await;
    write(&world, &mut owner, "後継ぎの話をまだ誰にもしていません", "desk").await;
    write(&world, &mut head, "社長には言いづらい材料費のこと", "desk").await;
    let own = [CANARY, "後継ぎの話", "言いづらい材料費"];
    for (n, browser) in [&mut person, &mut owner, &mut head].into_iter().enumerate() {
        let pages = world.crawl(browser, &["/my", "/my/consult", "/my/passed", "/my/sees", "/my/account"], 300).await;
        for (path, bytes) in &pages {
            for (of, words) in own.iter().enumerate() {
                assert!(of == n || !bytes.contains(words), "{n} {path}");
            }
        }
        assert!(pages.iter().any(|(_, bytes)| bytes.contains(own[n])));
        assert!(world.get(browser, "/my/consult").await.text().contains("これまでの相談 1件"), "each counts their own");
    }
    for who in ["onishi", "kita", "manager", "officer", "compliance", "admin"] {
        let mut browser = world.staff(who).await;
        let starts = [
            "/cases",
            &format!("/cases/{case}"),
            "/consults",
            "/consults/trace",
            "/without-consent",
            "/looks",
            "/settings",
            "/settings/staff",
        ];
        for (path, bytes) in world.crawl(&mut browser, &starts, 300).await {
            for words in own {
                assert!(!bytes.contains(words), "{who} {path}");
            }
        }
    }
    let raw = raw_database(&world);
    for words in own {
        assert!(!raw.windows(words.len()).any(|window| window == words.as_bytes()), "sealed from the first write");
    }
    assert!(mails(&world).await.iter().all(|(_, subject, body)| own.iter().all(|words| !body.contains(words) && !subject.contains(words))));
}

#[tokio::test]
async fn a_thread_put_to_the_second_line_is_not_there_for_the_desk() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    let before = world.get(&mut desk, "/today").await.text();
    let manager_id = world.staff["manager"].clone();
    assert!(world.get(&mut person, "/my/consult/new").await.text().contains("担当には、相談があることも見えません"));
    let thread = write(&world, &mut person, CANARY, &manager_id).await;
    for who in ["yamamoto", "ishii"] {
        let mut browser = world.staff(who).await;
        let page = world.get(&mut browser, &format!("/consults/{thread}")).await;
        let nothing = world.get(&mut browser, "/consults/018f0000-0000-7000-8000-000000000000").await;
        assert_eq!((page.status, page.text()), (StatusCode::NOT_FOUND, nothing.text()), "{who}");
        for (path, bytes) in
            world.crawl(&mut browser, &["/today", "/consults", &format!("/cases/{case}"), &format!("/cases/{case}/contacts")], 300).await
        {
            assert!(!bytes.contains(CANARY) && !bytes.contains(&thread), "{who} {path}");
        }
        assert!(world.get(&mut browser, "/consults").await.text().contains("未対応の相談はありません。"), "{who}");
    }
    assert_eq!(before, world.get(&mut desk, "/today").await.text(), "今日 is the same page");
    let mut manager = world.staff("manager").await;
    assert!(world.get(&mut manager, "/consults").await.text().contains(&thread));
    assert!(world.get(&mut manager, &format!("/consults/{thread}")).await.text().contains(CANARY));
    assert_eq!(answer(&world, &mut manager, &thread, "私が承ります。").await.status, StatusCode::SEE_OTHER);
    mails(&world).await;
    let contacts = world.get(&mut desk, &format!("/cases/{case}/contacts")).await.text();
    assert!(!contacts.contains("担当者からのご連絡"), "its mail stands in no list of the case");
    let of = case.clone();
    let audited: i64 = world
        .app
        .db
        .read(&world.actor("yamamoto", StaffSeat::Consultant).await, move |tx| {
            let pass = tx.enter(&of)?.pass::<Audit, base::store::deed::View>()?;
            let (n,): (i64,) =
                tx.one(&pass, base::sql!(Audit => "select count(seq) from audits where subject_id = $1"), base::args![&thread])?;
            Ok::<_, base::store::StoreError>(n)
        })
        .await
        .unwrap();
    assert_eq!(audited, 0, "nor in the audit of the case");
}

#[tokio::test]
async fn who_comes_to_the_desk_later_reads_nothing_until_the_writer_was_told() {
    let Story { world, case, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let newcomer = world
        .app
        .db
        .add_staff(Duty::Console, &world.institution, "岡田 渚", "okada@bank.example", "", vec![(StaffSeat::Consultant, String::new())])
        .await
        .unwrap();
    join_desk(&world, &case, &newcomer).await;
    let cookie = world.app.db.open_staff_session(&world.institution, &newcomer, None, "test", "test").await.unwrap();
    let mut okada = Browser { cookies: BTreeMap::from([("banso-staff".into(), cookie)]) };
    assert_eq!(world.get(&mut okada, &format!("/cases/{case}")).await.status, StatusCode::OK);
    assert_eq!(world.get(&mut okada, &format!("/consults/{thread}")).await.status, StatusCode::NOT_FOUND);
    assert!(!world.get(&mut okada, "/today").await.text().contains(&thread));
    let path = format!("/my/consult/{thread}");
    let page = world.get(&mut person, &path).await.text();
    assert!(page.contains("読む担当が替わりました") && page.contains("岡田 渚"));
    let name = page.split("name=\"reader\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let told = world.submit(&mut person, &path, &format!("{path}/readers"), &[("reader", &name)]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
    assert!(world.get(&mut okada, &format!("/consults/{thread}")).await.text().contains(CANARY));
    assert!(!world.get(&mut person, &path).await.text().contains("読む担当が替わりました"));
}

/// A member of staff joins the desk of a case.
async fn join_desk(world: &World, case: &str, staff: &str) {
    use base::register::Member;
    use base::store::{Set, deed};
    let (case, staff) = (case.to_owned(), staff.to_owned());
    world
        .app
        .db
        .write(&world.actor("yamamoto", StaffSeat::Consultant).await, None, move |tx| {
            let pass = tx.enter(&case)?.pass::<Member, deed::Change>()?;
            let set = Set::new()
                .with("holder_kind", "staff")
                .with("holder_id", &staff)
                .with("seat", "consultant")
                .with("deputy", true)
                .with("state", "active");
            tx.insert(&pass, &tx.id(), set)?;
            tx.commit(&base::event::Event::MembersChanged(Some(&case), &staff), "")
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_manager_reads_with_a_stated_reason_that_writer_and_compliance_see() {
    let Story { world, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let mut manager = world.staff("manager").await;
    let path = format!("/consults/{thread}");
    let bare = world.get(&mut manager, &path).await.text();
    assert!(!bare.contains(CANARY) && !bare.contains("佐藤 健一</b>") && bare.contains("理由を記録して読む"));
    let none = world.submit(&mut manager, &path, &format!("{path}/read-with-reason"), &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!none.text().contains(CANARY));
    let read = world.submit(&mut manager, &path, &format!("{path}/read-with-reason"), &[("reason", "handover")]).await;
    assert!(read.status == StatusCode::OK && read.text().contains(CANARY));
    assert!(!world.get(&mut manager, &path).await.text().contains(CANARY), "once");
    let own = world.get(&mut person, &format!("/my/consult/{thread}")).await.text();
    assert!(own.contains("大野 誠") && own.contains("理由:担当者の交代や不在の引き継ぎ"));
    let mut compliance = world.staff("compliance").await;
    let trace = world.get(&mut compliance, "/consults/trace").await.text();
    assert!(trace.contains("大野 誠") && trace.contains("担当者の交代や不在の引き継ぎ") && trace.contains("1件"));
    assert!(!trace.contains("佐藤") && !trace.contains("丸山"), "no case content");
}

#[tokio::test]
async fn the_desk_types_its_password_again_before_private_words_and_nothing_written_is_lost() {
    let Story { world, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut desk = Browser::default();
    sign_in(&world, &mut desk, "yamamoto@bank.example", SENTENCE).await;
    let (path, none) = (format!("/consults/{thread}"), "/consults/018f0000-0000-7000-8000-000000000000");
    let page = world.get(&mut desk, &path).await;
    assert!(page.text().contains(CANARY), "the sign-in counts");
    let (token, version) = (page.value("token"), page.value("version"));
    let keep_awake = async |desk: &mut Browser| {
        world.app.db.clock().shift(29 * MINUTE);
        assert_eq!(world.get(desk, "/consults").await.status, StatusCode::OK);
    };
    keep_awake(&mut desk).await;
    keep_awake(&mut desk).await;
    for (asked, next) in [(path.as_str(), thread.as_str()), (none, "018f0000")] {
        let sent = world.get(&mut desk, asked).await;
        assert!(
            sent.location().starts_with("/account/prove?next=/consults/") && sent.location().contains(next),
            "before anything is looked up"
        );
    }
    // What was being written may still be sent for an hour; after that it waits.
    keep_awake(&mut desk).await;
    let fields = [("token", token.as_str()), ("key", "late"), ("version", version.as_str()), ("body", "来週うかがいます。")];
    let late = world.post_raw(&mut desk, &format!("{path}/reply"), &fields).await;
    assert_eq!(late.location(), "/account/prove?kept=1");
    let ask = "/account/prove";
    assert!(world.get(&mut desk, ask).await.text().contains("お預かりしています"));
    let wrong = world.submit(&mut desk, ask, ask, &[("password", "これは違うパスワードです")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!world.get(&mut desk, &path).await.text().contains(CANARY));
    let right = world.submit(&mut desk, ask, ask, &[("password", SENTENCE), ("next", &path)]).await;
    assert_eq!(right.location(), "/kept");
    let kept = world.get(&mut desk, "/kept").await;
    assert!(kept.text().contains("来週うかがいます。"));
    let fields = [("version", version.as_str()), ("body", "来週うかがいます。")];
    let sent = world.submit(&mut desk, "/kept", &format!("{path}/reply?kept=1"), &fields).await;
    assert!(sent.location().contains("done=answered"), "{}", sent.text());
    assert!(world.get(&mut desk, &path).await.text().contains("来週うかがいます。"));
    let elsewhere = world.submit(&mut desk, ask, ask, &[("password", SENTENCE), ("next", "https://evil.example")]).await;
    assert_eq!(elsewhere.location(), "/today");
}

#[tokio::test]
async fn who_proves_themselves_anew_gets_a_new_cookie_and_a_copy_of_the_old_one_opens_nothing() {
    let Story { world, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let mut desk = Browser::default();
    sign_in(&world, &mut desk, "yamamoto@bank.example", SENTENCE).await;
    let (path, ask) = (format!("/consults/{thread}"), "/account/prove");
    let other_tab = world.get(&mut desk, &path).await;
    let mut copied = desk.clone();
    let wrong = world.submit(&mut desk, ask, ask, &[("password", "これは違うパスワードです")]).await;
    assert!(wrong.headers.get("set-cookie").is_none() && copied.cookies == desk.cookies);
    world.submit(&mut desk, ask, ask, &[("password", SENTENCE), ("next", &path)]).await;
    assert_ne!(copied.cookies["banso-staff"], desk.cookies["banso-staff"]);
    assert!(world.get(&mut desk, &path).await.text().contains(CANARY));
    assert!(world.get(&mut copied, &path).await.location().starts_with("/sign-in?next="), "the old one is dead at once");
    assert_eq!(world.get(&mut desk, "/account").await.text().matches("いま使っている端末").count(), 1, "one device, as before");
    // What was begun in another tab before the password is still taken.
    let (token, version) = (other_tab.value("token"), other_tab.value("version"));
    let fields = [("token", token.as_str()), ("key", "tab"), ("version", version.as_str()), ("body", "来週うかがいます。")];
    assert!(world.post_raw(&mut desk, &format!("{path}/reply"), &fields).await.location().contains("done=answered"));
    // The day's end stays where the sign-in put it.
    for _ in 0..28 {
        world.app.db.clock().shift(25 * MINUTE);
        world.submit(&mut desk, ask, ask, &[("password", SENTENCE)]).await;
    }
    world.app.db.clock().shift(20 * MINUTE);
    assert_eq!(world.get(&mut desk, "/today").await.location(), "/sign-in?next=/today");
}

#[tokio::test]
async fn a_remembered_device_is_remembered_as_long_as_before_when_the_code_gives_it_a_new_cookie() {
    let Story { world, person_id, .. } = story().await;
    let holder = Holder::Person(person_id);
    let (link, code) = way_in(&world, &holder).await;
    let mut person = Browser::default();
    world.submit(&mut person, &link, &link, &[("code", &code), ("remember", "1")]).await;
    world.app.db.clock().shift(10 * DAY);
    let mut copied = person.clone();
    world.submit(&mut person, "/my/consult", "/my/consult/code", &[("next", "/my/consult")]).await;
    let code = mails(&world).await.into_iter().find(|(_, subject, _)| subject.contains("確認用コード")).unwrap().2;
    let code = code.split("確認用コード ").nth(1).unwrap()[..6].to_owned();
    let page = world.get(&mut person, "/my/consult").await;
    let (token, key) = (page.value("token"), "once");
    let fields = [("token", token.as_str()), ("key", key), ("code", &code), ("next", "/my/consult")];
    let right = world.post_raw(&mut person, "/my/consult/prove", &fields).await;
    let cookie = right.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("Max-Age=1727") && cookie.contains("HttpOnly"), "twenty days are left: {cookie}");
    assert_eq!(world.post_raw(&mut person, "/my/consult/prove", &fields).await.location(), "/my/consult", "pressed twice");
    assert!(world.get(&mut person, "/my/consult").await.text().contains("相談を書く"));
    assert!(world.get(&mut copied, "/my").await.location().starts_with("/my/sign-in"));
}

#[tokio::test]
async fn the_pages_ask_for_a_code_each_time_and_look_the_same_whether_anything_was_written() {
    let Story { world, mut person, mut owner, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    world.app.db.clock().shift(11 * MINUTE);
    let asked = world.get(&mut person, &format!("/my/consult/{thread}")).await.text();
    assert!(asked.contains("確認用コードを受け取る") && !asked.contains(CANARY));
    let (mine, theirs) = (world.get(&mut person, "/my/consult").await.text(), world.get(&mut owner, "/my/consult").await.text());
    assert_eq!(plain(&mine), plain(&theirs), "whoever holds the device learns nothing");
    let sent = world.submit(&mut person, "/my/consult", "/my/consult/code", &[("next", &format!("/my/consult/{thread}"))]).await;
    assert!(sent.location().starts_with(&format!("/my/consult/{thread}?done=code_sent")), "{}", sent.location());
    let mail = mails(&world).await.into_iter().find(|(_, subject, _)| subject.contains("確認用コード")).unwrap();
    let code = mail.2.split("確認用コード ").nth(1).unwrap()[..6].to_owned();
    let wrong = world.submit(&mut person, "/my/consult", "/my/consult/prove", &[("code", "12"), ("next", "/my/consult")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let strange = world.submit(&mut owner, "/my/consult", "/my/consult/prove", &[("code", &code), ("next", "/my/consult")]).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY, "the code opens the session it was asked in");
    let right =
        world.submit(&mut person, "/my/consult", "/my/consult/prove", &[("code", &code), ("next", &format!("/my/consult/{thread}"))]).await;
    assert_eq!(right.location(), format!("/my/consult/{thread}"));
    let page = world.get(&mut person, &format!("/my/consult/{thread}")).await;
    assert!(page.text().contains(CANARY));
    assert_eq!(page.headers["cache-control"], "no-store");
    let away = world.submit(&mut person, &format!("/my/consult/{thread}"), "/my/consult/leave", &[]).await;
    assert_eq!(away.location(), "/my");
    assert!(!world.get(&mut person, &format!("/my/consult/{thread}")).await.text().contains(CANARY), "away at once");
    let twice = world.submit(&mut person, "/my/consult", "/my/consult/prove", &[("code", &code), ("next", "/my/consult")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is used once");
}

#[tokio::test]
async fn a_long_letter_is_kept_while_the_code_is_fetched() {
    let Story { world, mut person, .. } = story().await;
    let page = world.get(&mut person, "/my/consult/new").await;
    let (token, key) = (page.value("token"), page.value("key"));
    // An hour of writing, with the session kept alive by another page.
    world.app.db.clock().shift(31 * MINUTE);
    world.get(&mut person, "/my").await;
    world.app.db.clock().shift(31 * MINUTE);
    let mut fields = vec![("token", token.as_str()), ("key", key.as_str()), ("body", CANARY), ("line", "desk"), ("wish", "listen")];
    let late = world.post_raw(&mut person, "/my/consult/new", &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains(CANARY) && late.text().contains("書いた内容は残っています"));
    fields.push(("act", "code"));
    let asked = world.post_raw(&mut person, "/my/consult/new", &fields).await;
    assert!(asked.text().contains(CANARY) && asked.text().contains("確認用コードをお送りしました"));
    let code = mails(&world).await.into_iter().find(|(_, subject, _)| subject.contains("確認用コード")).unwrap().2;
    let code = code.split("確認用コード ").nth(1).unwrap()[..6].to_owned();
    fields.pop();
    fields.push(("code", &code));
    assert_eq!(world.post_raw(&mut person, "/my/consult/new", &fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_that_is_sent_without_a_code_shows_no_word_of_its_thread() {
    let Story { world, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let path = format!("/my/consult/{thread}");
    let token = world.get(&mut person, &path).await.value("token");
    let awake = async |person: &mut Browser, minutes: i64| {
        world.app.db.clock().shift(minutes * MINUTE);
        assert_eq!(world.get(person, "/my").await.status, StatusCode::OK);
    };
    awake(&mut person, 11).await;
    let long = "長い続きです。".repeat(700);
    let of = |key: &'static str, body: &str| [("token", token.clone()), ("key", key.to_owned()), ("body", body.to_owned())];
    let send = async |person: &mut Browser, fields: &[(&str, String)]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.post_raw(person, &path, &fields).await
    };
    for body in [long.as_str(), " "] {
        let mend = send(&mut person, &of("1", body)).await;
        assert_eq!(mend.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!mend.text().contains(CANARY) && mend.text().contains(body.trim()), "what was typed stays, what was said does not show");
    }
    let no_file = world.post_raw(&mut person, &format!("{path}/files"), &of("2", "").each_ref().map(|(k, v)| (*k, v.as_str()))).await;
    assert!(no_file.status == StatusCode::UNPROCESSABLE_ENTITY && !no_file.text().contains(CANARY));
    awake(&mut person, 50).await;
    let late = send(&mut person, &of("3", "続きです。")).await;
    assert!(late.text().contains("書いた内容は残っています") && late.text().contains("続きです。"), "{}", late.text());
    assert!(!late.text().contains(CANARY) && !late.text().contains("この文章を読んだ人"));
    let mut fields = of("4", "続きです。").to_vec();
    fields.push(("act", "code".to_owned()));
    assert!(!send(&mut person, &fields).await.text().contains(CANARY));
    let code = mails(&world).await.into_iter().find(|(_, subject, _)| subject.contains("確認用コード")).unwrap().2;
    let mut fields = of("5", "続きです。").to_vec();
    fields.push(("code", code.split("確認用コード ").nth(1).unwrap()[..6].to_owned()));
    assert_eq!(send(&mut person, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut person, &path).await.text().contains("続きです。"), "with the code everything is there");
}

#[tokio::test]
async fn a_form_of_the_desk_shows_no_private_word_when_its_password_is_old() {
    let Story { world, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    for who in ["yamamoto", "manager"] {
        give_password(&world, who, SENTENCE).await;
    }
    let (mut desk, mut manager) = (Browser::default(), Browser::default());
    sign_in(&world, &mut desk, "yamamoto@bank.example", SENTENCE).await;
    sign_in(&world, &mut manager, "manager@bank.example", SENTENCE).await;
    let path = format!("/consults/{thread}");
    let token = world.get(&mut desk, &path).await.value("token");
    let bare = world.get(&mut manager, &path).await.value("token");
    for _ in 0..2 {
        world.app.db.clock().shift(20 * MINUTE);
        assert_eq!(world.get(&mut desk, "/today").await.status, StatusCode::OK);
        assert_eq!(world.get(&mut manager, "/cases").await.status, StatusCode::OK);
    }
    // Too little, or what somebody else overtook: the page in answer would show the words, so it waits for the password.
    for fields in [
        [("token", token.as_str()), ("key", "1"), ("version", "1"), ("body", "")],
        [("token", token.as_str()), ("key", "2"), ("version", "0"), ("body", "来週うかがいます。")],
    ] {
        let sent = world.post_raw(&mut desk, &format!("{path}/reply"), &fields).await;
        assert_eq!(sent.location(), "/account/prove?kept=1");
        assert!(!sent.text().contains(CANARY));
    }
    let ask = "/account/prove";
    assert_eq!(world.submit(&mut desk, ask, ask, &[("password", SENTENCE)]).await.location(), "/kept");
    assert!(world.get(&mut desk, "/kept").await.text().contains("来週うかがいます。"), "nothing typed is lost");
    let fields = [("token", bare.as_str()), ("key", "3"), ("reason", "handover")];
    let reads = world.post_raw(&mut manager, &format!("{path}/read-with-reason"), &fields).await;
    assert_eq!(reads.location(), "/account/prove?next=/consults");
    let seen = world.get(&mut person, &path).await.text();
    assert!(!seen.contains("大野 誠"), "who was not shown the words has not read them");
}

#[tokio::test]
async fn the_way_is_tried_with_one_greeting_and_answered_with_one_press() {
    let Story { world, mut desk, mut owner, mut person, .. } = story().await;
    let before = plain(&world.get(&mut owner, "/my/consult").await.text());
    let tried = world.submit(&mut person, "/my/consult", "/my/consult/try", &[]).await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER, "{}", tried.text());
    let today = world.get(&mut desk, "/today").await.text();
    let thread = today.split("/consults/").find(|rest| rest.get(36..37) == Some("\"")).unwrap()[..36].to_owned();
    let page = world.submit(&mut desk, &format!("/consults/{thread}"), &format!("/consults/{thread}/greet"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert!(
        world.get(&mut person, &format!("/my/consult/{thread}")).await.text().contains("届きました。いつでもこちらからお書きください。")
    );
    assert_eq!(before, plain(&world.get(&mut owner, "/my/consult").await.text()), "that it was tried is invisible to the other side");
    assert!(!world.get(&mut desk, "/today").await.text().contains(&thread));
}

#[tokio::test]
async fn the_mail_says_only_that_there_is_a_word_from_the_desk() {
    let Story { world, mut desk, mut person, person_id, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    mails(&world).await;
    answer(&world, &mut desk, &thread, "承りました。").await;
    let new: Vec<_> = mails(&world)
        .await
        .into_iter()
        .filter(|(_, subject, _)| !subject.contains("確認用コード") && !subject.contains("ご案内"))
        .collect();
    assert_eq!(new.len(), 1);
    let (to, subject, body) = &new[0];
    assert_eq!((to, subject.as_str()), (&person_id, "【汐見野信用金庫】担当者からのご連絡"));
    assert!(body.contains("担当者からご連絡があります。") && !body.contains("相談") && !body.contains("承りました"));
}

#[tokio::test]
async fn an_answer_to_words_that_moved_on_is_shown_what_was_added_first() {
    let Story { world, mut desk, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let (path, own) = (format!("/consults/{thread}"), format!("/my/consult/{thread}"));
    let version = world.get(&mut desk, &path).await.value("version");
    let more = world.submit(&mut person, &own, &own, &[("body", "やはり伝えないでください"), ("wish", "listen")]).await;
    assert_eq!(more.status, StatusCode::SEE_OTHER, "{}", more.text());
    let late = world.submit(&mut desk, &path, &format!("{path}/reply"), &[("body", "社長に伝えます。"), ("version", &version)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("やはり伝えないでください") && late.text().contains("社長に伝えます。"), "both are there");
    assert!(world.get(&mut desk, &path).await.text().contains("聞いてほしいだけ"));
}

#[tokio::test]
async fn an_empty_press_is_no_word_and_a_changed_wish_needs_none() {
    let Story { world, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let own = format!("/my/consult/{thread}");
    let empty = world.submit(&mut person, &own, &own, &[("body", " "), ("wish", "gist")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wish = world.submit(&mut person, &own, &own, &[("body", ""), ("wish", "listen")]).await;
    assert_eq!(wish.status, StatusCode::SEE_OTHER, "{}", wish.text());
    assert!(world.get(&mut world.staff("yamamoto").await, &format!("/consults/{thread}")).await.text().contains("聞いてほしいだけ"));
}

#[tokio::test]
async fn notes_among_the_readers_are_not_there_for_the_writer() {
    let Story { world, mut desk, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let path = format!("/consults/{thread}");
    let kept = world.submit(&mut desk, &path, &format!("{path}/note"), &[("note", "営業店には言わない")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    assert!(world.get(&mut world.staff("ishii").await, &path).await.text().contains("営業店には言わない"));
    assert!(!world.get(&mut person, &format!("/my/consult/{thread}")).await.text().contains("営業店には言わない"));
}

#[tokio::test]
async fn a_concern_without_words_wish_or_reader_is_asked_for_again_with_everything_kept() {
    let Story { world, mut person, .. } = story().await;
    let page =
        world.submit(&mut person, "/my/consult/new", "/my/consult/new", &[("body", " "), ("matter", "会議のこと"), ("line", "x")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.value("matter"), "会議のこと");
    for wanted in ["相談の内容を入力してください。", "いずれか1つを選んでください。"] {
        assert!(page.text().contains(wanted), "{wanted}");
    }
}

/// Sends a file as a browser does.
pub async fn send_file(world: &World, browser: &mut Browser, from: &str, path: &str, name: &str, bytes: &[u8]) -> Page {
    let page = world.get(browser, from).await;
    let mut body = Vec::new();
    for (field, value) in [("token", page.value("token")), ("key", world.app.db.ids().token())] {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(
        format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n")
            .into_bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post(path).header("sec-fetch-site", "same-origin").header("content-type", "multipart/form-data; boundary=x");
    world.send(browser, request, Body::from(body)).await
}

#[tokio::test]
async fn a_file_is_judged_by_its_content_sealed_and_handed_out_as_a_download() {
    let Story { world, mut desk, mut owner, mut person, .. } = story().await;
    let thread = write(&world, &mut person, "図面を見てください", "desk").await;
    let own = format!("/my/consult/{thread}");
    let files = format!("{own}/files");
    let before = world.app.db.fingerprint().await.unwrap();
    for (bytes, says) in [
        (&b"<svg xmlns='x'><script>1</script></svg>"[..], "プログラムを含むファイル"),
        (b"%PDF-1.4 <html> %%EOF", "種類の違う内容"),
        (b"MZ\x90\0", "この種類のファイル"),
    ] {
        let page = send_file(&world, &mut person, &own, &files, "a.png", bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(says), "{says}");
    }
    let huge = send_file(&world, &mut person, &own, &files, "a.png", &vec![b'a'; 100 * 1024 * 1024]).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.text().contains("ファイルは10MBまで、"));
    let moved: Vec<_> =
        before.iter().zip(world.app.db.fingerprint().await.unwrap()).filter(|(a, b)| **a != *b).map(|(a, _)| a.0.clone()).collect();
    assert!(moved.iter().all(|table| table == "audit" || table == "counter"), "{moved:?}");
    let kept = send_file(&world, &mut person, &own, &files, "../図面\u{202e}gpj.exe", "寸法のめも 1200x800".as_bytes()).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = world.get(&mut desk, &format!("/consults/{thread}")).await.text();
    let file = page.split(&format!("/consults/{thread}/files/")).nth(1).unwrap()[..36].to_owned();
    assert!(page.contains("図面gpj.txt"));
    let got = world.get(&mut desk, &format!("/consults/{thread}/files/{file}")).await;
    assert_eq!(got.text(), "寸法のめも 1200x800");
    assert_eq!(got.headers["content-type"], "text/plain; charset=utf-8");
    assert!(got.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    assert_eq!(got.headers["x-content-type-options"], "nosniff");
    assert!(got.headers["content-security-policy"].to_str().unwrap().starts_with("sandbox;"));
    assert_eq!(world.get(&mut owner, &format!("{files}/{file}")).await.status, StatusCode::NOT_FOUND);
    assert!(!raw_database(&world).windows(17).any(|window| window == "寸法のめも".as_bytes().get(..15).unwrap_or_default()));
}

/// A page without what differs by nature: ids, keys, tokens.
pub fn plain(page: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in page.chars().chain(['\n']) {
        if c.is_ascii_hexdigit() || c == '-' {
            run.push(c);
            continue;
        }
        if run.len() >= 20 {
            out.push('#');
        } else {
            out.push_str(&run);
        }
        run.clear();
        out.push(c);
    }
    out
}

#[tokio::test]
async fn two_worlds_that_differ_only_in_a_concern_give_everyone_else_the_same_bytes() {
    let mut seen = Vec::new();
    for wrote in [false, true] {
        let Story { world, case, mut desk, mut owner, mut person, person_id, .. } = story().await;
        let (mut head, mut branch) = (factory_head(&world, &case).await, world.staff("onishi").await);
        write(&world, &mut owner, "自分のことを書きました", "desk").await;
        if wrote {
            let thread = write(&world, &mut person, CANARY, "desk").await;
            send_file(
                &world,
                &mut person,
                &format!("/my/consult/{thread}"),
                &format!("/my/consult/{thread}/files"),
                "a",
                "めも".as_bytes(),
            )
            .await;
            answer(&world, &mut desk, &thread, "伺いました。").await;
            let relay =
                crate::relay::offer(&world, &mut desk, &thread, "会議の進め方について", &crate::relay::owner_code(&world, &case).await)
                    .await;
            crate::relay::reply(&world, &mut person, &relay, "yes").await;
            crate::relay::reply(&world, &mut person, &relay, "back").await;
            world
                .submit(
                    &mut person,
                    "/my/consult/new",
                    "/my/consult/new",
                    &[("body", "本部の方へ"), ("line", &world.staff["manager"]), ("wish", "listen")],
                )
                .await;
        }
        let mails: Vec<_> =
            mails(&world).await.into_iter().filter(|(to, ..)| *to != person_id).map(|(_, s, b)| plain(&format!("{s}\n{b}"))).collect();
        let mut pages = Vec::new();
        for (browser, starts) in [
            (&mut owner, ["/my", "/my/consult", "/my/passed", "/my/sees"]),
            (&mut head, ["/my", "/my/consult", "/my/passed", "/my/sees"]),
            (&mut branch, ["/cases", "/account", "/cases?f=after", "/cases/export"]),
        ] {
            let mut crawled: Vec<String> =
                world.crawl(browser, &starts, 300).await.into_iter().map(|(path, bytes)| plain(&format!("{path}\n{bytes}"))).collect();
            crawled.sort();
            pages.push(crawled);
        }
        seen.push((mails, pages));
    }
    assert!(seen[0].1.iter().all(|pages| pages.len() > 3));
    assert_eq!(seen[0].0, seen[1].0, "mails");
    for (n, (without, with)) in seen[0].1.iter().zip(&seen[1].1).enumerate() {
        assert_eq!(without.len(), with.len(), "{n}");
        for (a, b) in without.iter().zip(with) {
            assert_eq!(a, b, "{n}");
        }
    }
}

#[tokio::test]
async fn without_its_key_file_nothing_is_shown_and_nothing_is_taken_in_the_open() {
    let Story { world, mut desk, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    if world.app.db.file().is_none() {
        return;
    }
    let folder = crate::world::folder();
    world.app.db.copy(folder.join("banso.db")).await.unwrap();
    let clock = Clock::fixed(start());
    let (ids, at) = (Ids::seeded(8, clock.clone()), Location::Sqlite(folder.join("banso.db")));
    let place = at.clone();
    let db = tokio::task::spawn_blocking(move || Store::open(&at, clock, ids, Vault::new([1; 32]))).await.unwrap().unwrap();
    let app = App { db, config: Arc::new(Config::demo("http://banso.test", folder.clone())), press: press::pdf };
    let other = World::over(app, place, folder).await;
    let page = other.get(&mut desk, &format!("/consults/{thread}")).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.text().contains("処理を完了できませんでした") && !page.text().contains(CANARY));
    let sent = other
        .submit(
            &mut person,
            "/my/consult/new",
            "/my/consult/new",
            &[("body", "鍵のない日に書いたこと"), ("line", "desk"), ("wish", "listen")],
        )
        .await;
    assert_eq!(sent.status, StatusCode::INTERNAL_SERVER_ERROR);
    let raw = raw_database(&other);
    assert!(!raw.windows(12).any(|window| window == "鍵のない".as_bytes()), "refused, never in the open");
}

#[tokio::test]
async fn an_answer_is_late_from_the_close_of_the_day_it_was_promised_for() {
    let Story { world, mut person, .. } = story().await;
    write(&world, &mut person, CANARY, "desk").await;
    world.app.db.clock().shift(24 * HOUR);
    assert!(world.get(&mut world.staff("yamamoto").await, "/consults").await.text().contains("お返事まであと7時間(営業時間)"));
    world.app.db.clock().shift(24 * HOUR);
    assert!(world.get(&mut world.staff("yamamoto").await, "/consults").await.text().contains("お返事の期限を1日過ぎています"));
}

#[tokio::test]
async fn every_page_of_the_channel_is_drawn_in_english_too() {
    let Story { world, mut desk, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CANARY, "desk").await;
    let paths = ["/my/consult".to_owned(), "/my/consult/new".to_owned(), format!("/my/consult/{thread}"), "/my/passed".to_owned()];
    let staff = [
        "/consults".to_owned(),
        format!("/consults/{thread}"),
        format!("/consults/{thread}/relay"),
        format!("/consults/{thread}/relay?kind=meeting"),
        format!("/consults/{thread}/without-consent"),
    ];
    for (browser, paths) in [(&mut person, &paths[..]), (&mut desk, &staff[..])] {
        browser.cookies.insert("lang".into(), "en".into());
        for path in paths {
            let page = world.get(browser, path).await;
            assert_eq!((page.status, page.text().matches("<h1").count()), (StatusCode::OK, 1), "{path}");
        }
    }
}

#[tokio::test]
async fn everybody_is_told_when_the_deputy_changes_whether_they_wrote_or_not() {
    let Story { world, case, mut desk, mut person, owner_id, person_id, .. } = story().await;
    write(&world, &mut person, CANARY, "desk").await;
    mails(&world).await;
    world
        .app
        .db
        .add_staff(Duty::Console, &world.institution, "岡田 渚", "okada@bank.example", "", vec![(StaffSeat::Consultant, String::new())])
        .await
        .unwrap();
    let edit = format!("/cases/{case}/edit");
    let page = world.get(&mut desk, &edit).await.text();
    let okada = page[..page.find("岡田 渚</option>").unwrap()].rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let changed = fill_in(&world, &mut desk, &edit, &edit, &[("deputy", &okada)]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    let told: Vec<_> = mails(&world).await.into_iter().filter(|(_, subject, _)| subject.contains("担当者のお知らせ")).collect();
    let mut to: Vec<&String> = told.iter().map(|(to, ..)| to).collect();
    to.sort();
    let mut all = vec![&owner_id, &person_id];
    all.sort();
    assert_eq!(to, all);
    assert!(told.iter().all(|(_, _, body)| body.contains("山本 直美") && body.contains("岡田 渚") && !body.contains("お返事")));
    let same = fill_in(&world, &mut desk, &edit, &edit, &[("post", "経営管理部長")]).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER, "{}", same.text());
    assert_eq!(mails(&world).await.iter().filter(|(_, subject, _)| subject.contains("担当者のお知らせ")).count(), 2, "only then");
}

#[tokio::test]
async fn the_desk_is_told_where_no_mail_reaches_the_writer() {
    let Story { world, case, mut desk, mut person, owner_id, .. } = story().await;
    let reached = write(&world, &mut person, CANARY, "desk").await;
    assert!(!world.get(&mut desk, &format!("/consults/{reached}")).await.text().contains("メールが届きません"));
    assert!(!world.get(&mut person, "/my/consult/new").await.text().contains("共有の受信箱"));
    let mail = format!("/cases/{case}/contacts/mail/{owner_id}");
    let shared = fill_in(&world, &mut desk, &mail, &mail, &[("mail_0", "info@maruyama.example"), ("kind_0", "shared")]).await;
    assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.text());
    // A way in of another address ends the sessions of the old one.
    let mut owner = world.portal(world.holder(&case, "owner").await).await;
    let page = world.get(&mut owner, "/my/consult/new").await.text();
    let (told, field) = (page.find("共有の受信箱でお受け取りです").unwrap(), page.find("name=\"body\"").unwrap());
    assert!(told < field, "who might read along is said before the first word");
    let thread = write(&world, &mut owner, "役員のことで相談があります", "desk").await;
    let page = world.get(&mut desk, &format!("/consults/{thread}")).await.text();
    assert!(page.contains("この方には、お返事のメールが届きません") && page.contains(&format!("/cases/{case}/contacts")), "{page}");
    mails(&world).await;
    answer(&world, &mut desk, &thread, "お電話します。").await;
    assert!(mails(&world).await.iter().all(|(to, subject, _)| *to != owner_id || !subject.contains("担当者からのご連絡")));
}

#[tokio::test]
async fn the_channel_opens_on_the_day_the_booklet_is_shown() {
    let world = World::new().await;
    let case = world.kitahama().await;
    let holder = world.holder(&case, "person").await;
    let mut person = world.arrive(&case, &holder).await;
    for path in ["/my/consult", "/my/consult/new"] {
        let page = world.get(&mut person, path).await.text();
        assert!(page.contains("三者の書面をご覧いただく日から") && !page.contains("name=\"body\""), "{path}");
    }
    assert!(!world.get(&mut person, "/my").await.text().contains("相談を書く"));
    let (before, token) = (world.app.db.fingerprint().await.unwrap(), world.token(&person, "portal"));
    let fields = [("token", token.as_str()), ("key", "early"), ("body", CANARY), ("line", "desk"), ("wish", "listen")];
    assert!(world.post_raw(&mut person, "/my/consult/new", &fields).await.text().contains("三者の書面をご覧いただく日から"));
    assert_eq!(before, world.app.db.fingerprint().await.unwrap());
    let mut desk = world.staff("ishii").await;
    let (booklet, edit) = (format!("/cases/{case}/booklet"), format!("/cases/{case}/booklet/edit"));
    let (facts, goals) = (format!("/cases/{case}/edit"), format!("/cases/{case}/goals/edit"));
    let set = fill_in(&world, &mut desk, &facts, &facts, &[("offer_on", "2026-11-20"), ("join_on", "2027-01-12")]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    assert!(!world.get(&mut person, "/my").await.text().contains("相談を書く"), "the first day of work is not here yet");
    fill_in(&world, &mut desk, &goals, &goals, &[("g1_sentence", "営業の型を書き出す")]).await;
    fill_in(&world, &mut desk, &edit, &edit, &[("duties", "営業の形をつくる"), ("caller", "担当が声をかけます")]).await;
    let asked = fill_in(&world, &mut desk, &booklet, &format!("{booklet}/review"), &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    assert!(world.get(&mut person, "/my").await.text().contains("相談を書く"));
    write(&world, &mut person, CANARY, "desk").await;
}
