//! What crosses from a private channel: exact words, with the writer's yes, and nothing else.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use base::clock::DAY;
use http::StatusCode;

use crate::change::{Story, story};
use crate::channel::{mails, send_file, write};
use crate::matrix::Scene;
use crate::world::{Browser, Page, World};

const CONCERN: &str = "会議で話をさえぎられると言葉が出なくなります";
const WORDS: &str = "会議では、最後まで話を聞く時間を設けていただけるとありがたいです。";

/// The owner as the form of a relay names them.
pub async fn owner_code(world: &World, case: &str) -> String {
    format!("contact:{}", world.holder(case, "owner").await.id())
}

/// The desk words a relay and puts it before the writer; gives its id.
pub async fn offer(world: &World, desk: &mut Browser, thread: &str, words: &str, to: &str) -> String {
    let path = format!("/consults/{thread}/relay");
    let page = world.submit(desk, &path, &path, &[("words", words), ("to", to), ("kind", "words"), ("act", "offer")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location().split(['/', '?']).nth(2).unwrap().to_owned()
}

/// The writer answers what they see now.
pub async fn reply(world: &World, writer: &mut Browser, relay: &str, answer: &str) -> Page {
    let path = format!("/my/consult/relays/{relay}");
    let hash = world.get(writer, &path).await.value("hash");
    world.submit(writer, &path, &path, &[("answer", answer), ("hash", &hash)]).await
}

async fn send(world: &World, desk: &mut Browser, relay: &str) -> Page {
    let path = format!("/relays/{relay}");
    world.submit(desk, &path, &format!("{path}/send"), &[]).await
}

/// Ids for the matrix: a thread of the person with a file, a talk of three that reached both, an exception that was asked for.
pub async fn for_matrix(scene: &Scene) -> Vec<(&'static str, String)> {
    let world = &scene.world;
    let (mut person, mut desk, mut owner) =
        (scene.browsers["person"].clone(), scene.browsers["consultant"].clone(), scene.browsers["owner"].clone());
    let thread = write(world, &mut person, "三者で話したいことがあります", "desk").await;
    let own = format!("/my/consult/{thread}");
    send_file(world, &mut person, &own, &format!("{own}/files"), "a.txt", "めも".as_bytes()).await;
    let page = world.get(&mut person, &own).await.text();
    let file = page.split(&format!("{own}/files/")).nth(1).unwrap()[..36].to_owned();
    let form = format!("/consults/{thread}/relay");
    let fields = [
        ("words", "目的:会議の進め方"),
        ("to", &*format!("contact:{}", scene.holders["owner"].id())),
        ("kind", "meeting"),
        ("meet_on", "2026-12-01"),
        ("meet_at", "14:00"),
        ("act", "offer"),
    ];
    let drafted = world.submit(&mut desk, &form, &form, &fields).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text());
    let relay = drafted.location().split(['/', '?']).nth(2).unwrap().to_owned();
    assert_eq!(reply(world, &mut person, &relay, "yes").await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(world, &mut desk, &relay).await.status, StatusCode::SEE_OTHER);
    let list = world.get(&mut owner, "/my/passed").await.text();
    let passed = list.split("/my/passed/").nth(1).unwrap()[..36].to_owned();
    let asks = format!("/consults/{thread}/without-consent");
    let fields = [("ground", "law"), ("to_whom", "警察署"), ("words", "文"), ("why", "照会があったため")];
    assert_eq!(world.submit(&mut desk, &asks, &asks, &fields).await.status, StatusCode::SEE_OTHER);
    let page = world.get(&mut desk, &format!("/consults/{thread}")).await.text();
    let without = page.split("/without-consent/").nth(1).unwrap()[..36].to_owned();
    let both = format!("{thread}|{file}");
    let mut ids =
        vec![("/my/consult/{id}/files/{file}", both.clone()), ("/consults/{id}/files/{file}", both), ("/without-consent/{id}", without)];
    for path in [
        "/my/consult/{id}",
        "/my/consult/{id}/readers",
        "/my/consult/{id}/files",
        "/consults/{id}",
        "/consults/{id}/reply",
        "/consults/{id}/greet",
        "/consults/{id}/note",
        "/consults/{id}/files",
        "/consults/{id}/read-with-reason",
        "/consults/{id}/relay",
        "/consults/{id}/without-consent",
    ] {
        ids.push((path, thread.clone()));
    }
    for path in ["/relays/{id}", "/relays/{id}/send", "/relays/{id}/result", "/my/consult/relays/{id}"] {
        ids.push((path, relay.clone()));
    }
    ids.extend([("/my/passed/{id}", passed.clone()), ("/my/passed/{id}/invite", passed)]);
    ids
}

#[tokio::test]
async fn words_are_agreed_withdrawn_agreed_again_and_relayed_and_the_owner_sees_only_those() {
    let Story { world, case, mut desk, mut owner, mut person, owner_id, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, "desk").await;
    let relay = offer(&world, &mut desk, &thread, WORDS, &owner_code(&world, &case).await).await;
    let desk_page = format!("/relays/{relay}");
    assert!(!world.get(&mut desk, &desk_page).await.text().contains("/send\""), "no button without a yes");
    assert_eq!(send(&world, &mut desk, &relay).await.status, StatusCode::CONFLICT, "nor a way round it");
    let own = world.get(&mut person, &format!("/my/consult/relays/{relay}")).await.text();
    for wanted in [WORDS, "丸山 一郎(経営者)", "12月8日(火)", "推測される可能性", "文面の承諾"] {
        assert!(own.contains(wanted), "{wanted}");
    }
    assert_eq!(reply(&world, &mut person, &relay, "yes").await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut desk, &desk_page).await.text().contains("/send\""));
    assert_eq!(reply(&world, &mut person, &relay, "back").await.status, StatusCode::SEE_OTHER);
    assert!(!world.get(&mut desk, &desk_page).await.text().contains("/send\""));
    assert_eq!(send(&world, &mut desk, &relay).await.status, StatusCode::CONFLICT);
    assert!(!world.get(&mut owner, "/my/consult").await.text().contains("/my/passed"));
    assert_eq!(reply(&world, &mut person, &relay, "yes").await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&world, &mut desk, &relay).await.status, StatusCode::SEE_OTHER);

    let pages = world.crawl(&mut owner, &["/my", "/my/consult", "/my/passed"], 300).await;
    assert!(pages.iter().any(|(_, bytes)| bytes.contains(WORDS)));
    for (path, bytes) in &pages {
        for hidden in [CONCERN, thread.as_str(), relay.as_str()] {
            assert!(!bytes.contains(hidden), "{path}");
        }
    }
    let told: Vec<_> =
        mails(&world).await.into_iter().filter(|(to, _, body)| *to == owner_id && body.contains("お伝えしたいことがあります")).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].1.contains("担当者からのご連絡") && !told[0].2.contains(WORDS));
    assert_eq!(reply(&world, &mut person, &relay, "back").await.status, StatusCode::CONFLICT, "it is with the receiver");
    let done =
        world.submit(&mut desk, &desk_page, &format!("{desk_page}/result"), &[("result", "会議の持ち方を見直すことになりました。")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(world.get(&mut person, &format!("/my/consult/relays/{relay}")).await.text().contains("見直すことになりました"));
    for (path, bytes) in world.crawl(&mut owner, &["/my", "/my/passed"], 300).await {
        assert!(!bytes.contains("見直すことになりました"), "{path}");
    }
}

#[tokio::test]
async fn any_edit_cancels_the_yes() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, "desk").await;
    let to = owner_code(&world, &case).await;
    let relay = offer(&world, &mut desk, &thread, WORDS, &to).await;
    let own = format!("/my/consult/relays/{relay}");
    let old = world.get(&mut person, &own).await;
    reply(&world, &mut person, &relay, "yes").await;
    let page = format!("/relays/{relay}");
    let edited = world
        .submit(&mut desk, &page, &page, &[("words", "会議が長いとの声があります。"), ("to", &to), ("kind", "words"), ("act", "save")])
        .await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.text());
    assert_eq!(send(&world, &mut desk, &relay).await.status, StatusCode::CONFLICT);
    let draft = world.get(&mut person, &own).await.text();
    assert!(!draft.contains("会議が長いとの声") && draft.contains("文面を直しています"));
    world
        .submit(&mut desk, &page, &page, &[("words", "会議が長いとの声があります。"), ("to", &to), ("kind", "words"), ("act", "offer")])
        .await;
    // A yes from a tab that shows the old words is no yes to the new ones, whatever version it carries.
    let fields = [
        ("token", old.value("token")),
        ("key", "tab".into()),
        ("hash", old.value("hash")),
        ("answer", "yes".into()),
        ("version", world.get(&mut person, &own).await.value("version")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let late = world.post_raw(&mut person, &own, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("会議が長いとの声"), "what stands now is shown");
    assert_eq!(send(&world, &mut desk, &relay).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_yes_that_has_run_out_sends_nothing() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, "desk").await;
    let relay = offer(&world, &mut desk, &thread, WORDS, &owner_code(&world, &case).await).await;
    reply(&world, &mut person, &relay, "yes").await;
    world.app.db.clock().shift(15 * DAY);
    let (mut desk, mut person) = (world.staff("yamamoto").await, world.portal(world.holder(&case, "person").await).await);
    let mut owner = world.portal(world.holder(&case, "owner").await).await;
    assert_eq!(send(&world, &mut desk, &relay).await.status, StatusCode::CONFLICT);
    assert!(world.get(&mut desk, &format!("/relays/{relay}")).await.text().contains("期限が切れています"));
    assert!(world.get(&mut person, &format!("/my/consult/relays/{relay}")).await.text().contains("承諾の期限が切れました"));
    assert!(world.get(&mut owner, "/my/passed").await.text().contains("お伝えしていることはありません。"));
}

#[tokio::test]
async fn pressed_twice_or_in_two_tabs_it_is_sent_once() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, "desk").await;
    let relay = offer(&world, &mut desk, &thread, WORDS, &owner_code(&world, &case).await).await;
    reply(&world, &mut person, &relay, "yes").await;
    let (page, path) = (world.get(&mut desk, &format!("/relays/{relay}")).await, format!("/relays/{relay}/send"));
    let (token, version) = (page.value("token"), page.value("version"));
    let first = world.post_raw(&mut desk, &path, &[("token", &token), ("key", "a"), ("version", &version)]).await;
    let again = world.post_raw(&mut desk, &path, &[("token", &token), ("key", "a"), ("version", &version)]).await;
    let other_tab = world.post_raw(&mut desk, &path, &[("token", &token), ("key", "b"), ("version", &version)]).await;
    assert_eq!((first.status, again.status, other_tab.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER, StatusCode::CONFLICT));
    let said = other_tab.text();
    assert!(said.contains("すでにお伝えしています") && !said.contains("まだ何も送っていません"), "what is said of it is true");
    assert_eq!(world.get(&mut owner, "/my/passed").await.text().matches("/my/passed/").count(), 1);
}

#[tokio::test]
async fn a_withdrawal_and_a_sending_at_once_end_in_one_of_the_two() {
    for withdrawal_first in [true, false] {
        let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
        let thread = write(&world, &mut person, CONCERN, "desk").await;
        let relay = offer(&world, &mut desk, &thread, WORDS, &owner_code(&world, &case).await).await;
        reply(&world, &mut person, &relay, "yes").await;
        // Both tabs are open before either presses.
        let (theirs, own) =
            (world.get(&mut desk, &format!("/relays/{relay}")).await, world.get(&mut person, &format!("/my/consult/relays/{relay}")).await);
        let sends = [("token", theirs.value("token")), ("key", "s".into()), ("version", theirs.value("version"))];
        let takes = [
            ("token", own.value("token")),
            ("key", "w".into()),
            ("version", own.value("version")),
            ("hash", own.value("hash")),
            ("answer", "back".into()),
        ];
        let sends: Vec<(&str, &str)> = sends.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let takes: Vec<(&str, &str)> = takes.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let (path, mine) = (format!("/relays/{relay}/send"), format!("/my/consult/relays/{relay}"));
        let (sent, taken) = if withdrawal_first {
            let taken = world.post_raw(&mut person, &mine, &takes).await;
            (world.post_raw(&mut desk, &path, &sends).await, taken)
        } else {
            let (mut one, mut two) = (desk.clone(), person.clone());
            tokio::join!(world.post_raw(&mut one, &path, &sends), world.post_raw(&mut two, &mine, &takes))
        };
        let arrived = world.get(&mut owner, "/my/passed").await.text().contains("お伝えしたいこと</a>");
        assert_eq!(sent.status == StatusCode::SEE_OTHER, arrived, "sent means that it arrived");
        assert_ne!(sent.status == StatusCode::SEE_OTHER, taken.status == StatusCode::SEE_OTHER, "one of the two");
        assert!(!withdrawal_first || !arrived);
        let late = if arrived { &taken } else { &sent }.text();
        assert!(late.contains(if arrived { "すでにお伝えしています" } else { "まだ何も送っていません" }), "{late}");
    }
}

#[tokio::test]
async fn a_relay_of_the_second_line_is_not_there_for_the_desk() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, &world.staff["manager"]).await;
    let mut manager = world.staff("manager").await;
    let relay = offer(&world, &mut manager, &thread, WORDS, &owner_code(&world, &case).await).await;
    assert_eq!(world.get(&mut desk, &format!("/relays/{relay}")).await.status, StatusCode::NOT_FOUND);
    reply(&world, &mut person, &relay, "yes").await;
    assert_eq!(send(&world, &mut manager, &relay).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut owner, "/my/passed").await.text().contains("/my/passed/"));
    for (path, bytes) in world.crawl(&mut desk, &["/today", "/consults", &format!("/cases/{case}")], 300).await {
        assert!(!bytes.contains(&relay) && !bytes.contains(WORDS), "{path}");
    }
}

#[tokio::test]
async fn a_talk_of_three_reaches_both_under_a_neutral_title_and_so_does_its_outcome() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, "desk").await;
    let form = format!("/consults/{thread}/relay");
    let fields = [
        ("words", "目的:会議の進め方を三者で決める"),
        ("to", &*owner_code(&world, &case).await),
        ("kind", "meeting"),
        ("meet_on", "2026-12-03"),
        ("meet_at", "14:00"),
        ("act", "offer"),
    ];
    let relay = world.submit(&mut desk, &form, &form, &fields).await.location().split(['/', '?']).nth(2).unwrap().to_owned();
    reply(&world, &mut person, &relay, "yes").await;
    send(&world, &mut desk, &relay).await;
    let page = format!("/relays/{relay}");
    world.submit(&mut desk, &page, &format!("{page}/result"), &[("result", "月曜の会議は一時間にします。")]).await;
    for browser in [&mut owner, &mut person] {
        let list = world.get(browser, "/my/passed").await.text();
        assert!(list.contains("面談のご案内"));
        let id = list.split("/my/passed/").nth(1).unwrap()[..36].to_owned();
        let shown = world.get(browser, &format!("/my/passed/{id}")).await.text();
        assert!(
            shown.contains("会議の進め方を三者で決める")
                && shown.contains("12月3日(木) 14:00")
                && shown.contains("月曜の会議は一時間にします。")
        );
        assert!(!shown.contains(CONCERN));
        let invite = world.get(browser, &format!("/my/passed/{id}/invite")).await.text();
        assert!(invite.contains("SUMMARY:面談\r\n") && invite.contains("DTSTART;TZID=Asia/Tokyo:20261203T140000"));
        assert!(!invite.contains("会議"));
    }
}

#[tokio::test]
async fn a_talk_of_three_without_a_day_gets_its_times_from_the_desk_once_both_know_of_it() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, "desk").await;
    let form = format!("/consults/{thread}/relay");
    let to = owner_code(&world, &case).await;
    let fields = [("words", "目的:会議の進め方を三者で決める"), ("to", &*to), ("kind", "meeting"), ("act", "offer")];
    let relay = world.submit(&mut desk, &form, &form, &fields).await.location().split(['/', '?']).nth(2).unwrap().to_owned();
    let (page, plan) = (format!("/relays/{relay}"), format!("/cases/{case}/talks/plan"));
    assert!(!world.get(&mut desk, &page).await.text().contains(&plan), "not before the writer said yes and it was sent");
    reply(&world, &mut person, &relay, "yes").await;
    send(&world, &mut desk, &relay).await;
    assert!(world.get(&mut desk, &page).await.text().contains(&plan));
    assert_eq!(world.get(&mut desk, &plan).await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_a_yes_two_persons_decide_and_compliance_and_the_writer_learn_of_it() {
    let Story { world, mut desk, mut person, person_id, .. } = story().await;
    for barred in [false, true] {
        let thread = write(&world, &mut person, CONCERN, "desk").await;
        let path = format!("/consults/{thread}/without-consent");
        let empty = world.submit(&mut desk, &path, &path, &[("ground", "danger"), ("words", "文")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut fields = vec![
            ("ground", "danger"),
            ("to_whom", "産業医の窓口"),
            ("words", "至急の確認をお願いします"),
            ("why", "身の危険をうかがわせるため"),
        ];
        if barred {
            fields.push(("barred", "1"));
        }
        let asked = world.submit(&mut desk, &path, &path, &fields).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
        let page = world.get(&mut desk, &format!("/consults/{thread}")).await.text();
        let id = page.split("/without-consent/").nth(1).unwrap()[..36].to_owned();
        let it = format!("/without-consent/{id}");
        assert_eq!(
            world.submit(&mut desk, &it, &it, &[("answer", "approve")]).await.status,
            StatusCode::NOT_FOUND,
            "not the one who asked"
        );
        let mut manager = world.staff("manager").await;
        assert!(world.get(&mut manager, &it).await.text().contains("身の危険をうかがわせるため"));
        assert_eq!(world.submit(&mut manager, &it, &it, &[("answer", "approve")]).await.status, StatusCode::SEE_OTHER);
        let token = world.token(&manager, "staff");
        let again =
            world.post_raw(&mut manager, &it, &[("token", &token), ("key", "again"), ("answer", "decline"), ("version", "2")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "once");
        let told = world
            .get(&mut person, &format!("/my/consult/{thread}"))
            .await
            .text()
            .contains("例外として(身の危険)、産業医の窓口にお伝えしました");
        assert_eq!(told, !barred);
    }
    let trace = world.get(&mut world.staff("compliance").await, "/consults/trace").await.text();
    assert!(
        trace.contains("身の危険・書いた方に知らせる")
            && trace.contains("身の危険・書いた方に知らせていない")
            && trace.contains("認めました")
    );
    assert!(!trace.contains("産業医") && !trace.contains(CONCERN));
    // Compliance and those who decide get a mail that names nobody; the writer one only when they may know.
    let sent = mails(&world).await;
    let to = |who: &str| sent.iter().filter(|(to, subject, _)| to == who && subject.contains("確認が必要な記録")).count();
    assert_eq!((to(&world.staff["compliance"]), to(&world.staff["manager"])), (2, 2), "asked for, and decided");
    for (_, subject, body) in sent.iter().filter(|(_, subject, _)| subject.contains("確認が必要な記録")) {
        for word in ["産業医", "佐藤", "丸山", CONCERN, "身の危険をうかがわせる"] {
            assert!(!subject.contains(word) && !body.contains(word), "{word}");
        }
    }
    assert_eq!(sent.iter().filter(|(to, subject, _)| *to == person_id && subject.contains("担当者からのご連絡")).count(), 1);
}

#[tokio::test]
async fn a_manager_at_the_second_line_cannot_decide_their_own_asking() {
    let Story { world, mut person, .. } = story().await;
    let thread = write(&world, &mut person, CONCERN, &world.staff["manager"]).await;
    let mut manager = world.staff("manager").await;
    let path = format!("/consults/{thread}/without-consent");
    let fields = [("ground", "law"), ("to_whom", "税務署"), ("words", "文"), ("why", "照会")];
    assert_eq!(world.submit(&mut manager, &path, &path, &fields).await.status, StatusCode::SEE_OTHER);
    let list = world.get(&mut manager, "/without-consent").await.text();
    let it = format!("/without-consent/{}", &list.split("/without-consent/").nth(1).unwrap()[..36]);
    assert!(world.get(&mut manager, &it).await.text().contains("ご自分では決められません"));
    let token = world.token(&manager, "staff");
    let own = world.post_raw(&mut manager, &it, &[("token", &token), ("key", "own"), ("answer", "approve"), ("version", "1")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
}
