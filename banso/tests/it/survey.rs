//! The paired survey: the same questions to both, and where they differ, for the desk alone.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use app::mailer::{deliver, run_once};
use app::stead;
use app::survey::{Due, carry_out, find, run_due};
use axum::body::Body;
use base::clock::{DAY, Day, HOUR, MINUTE};
use http::{Request, StatusCode};

use crate::change::{Story, factory_head, raw_database, story};
use crate::world::{Browser, World};

/// What is asked of everyone in a month, in the order of the pages.
const TEN: [&str; 10] = ["4"; 10];

/// The first id behind `before` on a page.
fn id_behind(page: &str, before: &str) -> String {
    page.split(before)
        .skip(1)
        .filter_map(|rest| rest.get(..36))
        .find(|id| id.matches('-').count() == 4 && id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()))
        .unwrap_or_else(|| panic!("no id behind {before}"))
        .to_owned()
}

/// The desk asks both before joining; gives what this party is asked under, as the portal's home leads to it.
async fn ask(world: &World, desk: &mut Browser, case: &str, party: &mut Browser) -> String {
    let path = format!("/cases/{case}/survey");
    let page = world.submit(desk, &path, &path, &[("step", "before"), ("closes_on", "2026-12-04")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    asked(world, party).await
}

/// What this party is asked under.
async fn asked(world: &World, party: &mut Browser) -> String {
    id_behind(&world.get(party, "/my").await.text(), "/my/surveys/")
}

/// Answers page after page with one press each.
async fn answer(world: &World, browser: &mut Browser, at: &str, choices: &[&str]) {
    for (n, choice) in choices.iter().enumerate() {
        let n = (n + 1).to_string();
        let page = world.submit(browser, &format!("{at}/answer?n={n}"), &format!("{at}/answer"), &[("n", &n), ("choice", choice)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
}

async fn mine(world: &World, browser: &mut Browser, choices: &[&str]) {
    let at = format!("/my/surveys/{}", asked(world, browser).await);
    answer(world, browser, &at, choices).await;
}

/// Moves the clock to this moment in Tokyo.
fn at(world: &World, day: (i32, u32, u32), hour: i64) {
    let wanted = Day::new(day.0, day.1, day.2).unwrap().start().plus(hour * HOUR);
    let clock = world.app.db.clock();
    clock.shift(wanted.0 - clock.now().0);
}

/// Does what falls due, and sends what waits a minute later; gives how many deeds were done.
async fn due(world: &World) -> usize {
    let done = run_due(&world.app).await.unwrap();
    world.app.db.clock().shift(2 * MINUTE);
    while run_once(&world.app, "worker").await.unwrap() > 0 {}
    done
}

async fn mails(world: &World, matter: &str) -> Vec<base::outbox::DemoMail> {
    world.app.db.demo_mails().await.unwrap().into_iter().filter(|mail| mail.subject.contains(matter)).collect()
}

/// The way to the questions in the latest mail to this address.
async fn link(world: &World, address: &str) -> String {
    let mails = world.app.db.demo_mails().await.unwrap();
    let body = &mails.iter().find(|mail| mail.address == address && mail.body.contains("/s/")).unwrap().body;
    let token = body.split("http://banso.test/s/").nth(1).unwrap().split_whitespace().next().unwrap();
    format!("/s/{token}")
}

/// 丸山工業・佐藤さん, joined on 1 September 2026, both sides active.
async fn joined() -> Story {
    let mut s = story().await;
    let join = format!("/cases/{}/join", s.case);
    let page = s.world.submit(&mut s.desk, &join, &join, &[("join_on", "2026-09-01")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    s
}

/// Both sides and the desk come in anew: sessions are short, and stories are long.
async fn anew(s: &mut Story) {
    s.desk = s.world.staff("yamamoto").await;
    s.owner = s.world.portal(base::actor::Holder::Contact(s.owner_id.clone())).await;
    s.person = s.world.portal(base::actor::Holder::Person(s.person_id.clone())).await;
}

/// A round to which both have answered, for the matrix.
pub async fn for_matrix(world: &World, case: &str, owner: &Browser, person: &Browser) -> BTreeMap<&'static str, String> {
    let (mut desk, mut owner, mut person) = (world.staff("yamamoto").await, owner.clone(), person.clone());
    let own = ask(world, &mut desk, case, &mut owner).await;
    mine(world, &mut person, &["2", "4", "none", "4"]).await;
    answer(world, &mut owner, &format!("/my/surveys/{own}"), &["5", "4", "4", "5"]).await;
    let page = world.get(&mut desk, &format!("/cases/{case}/survey")).await.text();
    let round = id_behind(&page, &format!("/cases/{case}/survey/"));
    let of_round = [
        "/cases/{case}/survey/{id}",
        "/cases/{case}/survey/{id}/gap",
        "/cases/{case}/survey/{id}/ask",
        "/cases/{case}/survey/{id}/read-with-reason",
    ];
    let of_owner = [
        "/cases/{case}/survey/answers/{id}",
        "/cases/{case}/survey/spoken/{id}",
        "/cases/{case}/survey/paper/{id}",
        "/my/surveys/{id}",
        "/my/surveys/{id}/check",
        "/my/surveys/{id}/answer",
    ];
    of_round.into_iter().map(|path| (path, round.clone())).chain(of_owner.into_iter().map(|path| (path, own.clone()))).collect()
}

#[tokio::test]
async fn both_are_asked_by_mail_and_at_home_and_the_view_opens_only_when_both_have_answered() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let own = format!("/my/surveys/{}", ask(&world, &mut desk, &case, &mut owner).await);
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let sent = mails(&world, "短いアンケートのお願い").await;
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().all(|mail| mail.body.contains("山本(不在時は石井)が拝見します") && mail.body.contains("期限 12月4日(金)")));

    answer(&world, &mut owner, &own, &["5", "4", "4", "5"]).await;
    let overview = world.get(&mut desk, &format!("/cases/{case}/survey")).await.text();
    assert!(overview.contains("現在はご本人の回答待ちです。") && overview.contains("回答済み"), "{overview}");
    let view = format!("/cases/{case}/survey/{}", id_behind(&overview, "id=\"r"));
    assert_eq!(world.get(&mut desk, &view).await.status, StatusCode::NOT_FOUND, "not before both have answered");
    assert!(world.get(&mut desk, "/today").await.text().contains("入社前のアンケート"));
    mine(&world, &mut person, &["2", "4", "none"]).await;
    assert_eq!(world.get(&mut desk, &view).await.status, StatusCode::NOT_FOUND, "nor before every question");
    assert!(world.get(&mut person, "/my").await.text().contains("続きから回答する"));
    let own = format!("/my/surveys/{}", asked(&world, &mut person).await);
    assert!(world.get(&mut person, &own).await.text().contains("answer?n=4"), "one goes on where one stopped");
    answer(&world, &mut person, &own, &["2", "4", "none", "4"]).await;
    assert!(!world.get(&mut person, "/my").await.text().contains("回答する</a>"), "what is done is not asked for");

    let text = world.get(&mut desk, &view).await.text();
    assert!(text.contains("いちばん違うのは「人間関係」です。会社のほうが高く見ています。") && text.contains("差が大きい 3.0点"), "{text}");
    assert!(text.contains("会社の回答:丸山 一郎") && text.contains("<circle class=\"company\"") && text.contains("<desc>"));
    assert!(text.contains("社長と話す定例の時間は決まりましたか。"), "what could be talked about");
    assert!(!text.contains("総合") && !text.contains("平均"));
    assert!(world.get(&mut desk, "/today").await.text().contains("お二方の回答がそろいました。"));
    let told = world.get(&mut person, &own).await.text();
    assert!(told.contains("読んだ人") && told.contains("山本 直美 2026年11月24日(火)"), "{told}");
}

#[tokio::test]
async fn no_answer_reaches_the_other_side_the_branch_or_a_manager_without_a_reason() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    ask(&world, &mut desk, &case, &mut owner).await;
    let theirs = asked(&world, &mut person).await;
    mine(&world, &mut person, &["1", "1", "1", "1"]).await;
    assert_eq!(
        world.get(&mut owner, &format!("/my/surveys/{theirs}")).await.status,
        StatusCode::NOT_FOUND,
        "not even that they were asked"
    );
    let own = format!("/my/surveys/{}", asked(&world, &mut owner).await);
    for path in ["", "/answer?n=1", "/check"] {
        let text = world.get(&mut owner, &format!("{own}{path}")).await.text();
        assert!(!text.contains("いまの回答") && !text.contains("<b>まったくそう思わない</b>"), "{path}");
    }
    answer(&world, &mut owner, &own, &["5", "5", "5", "5"]).await;
    let check = world.get(&mut person, &format!("/my/surveys/{theirs}/check")).await.text();
    assert!(check.contains("<b>まったくそう思わない</b>") && !check.contains("<b>とてもそう思う</b>"));
    let overview = world.get(&mut desk, &format!("/cases/{case}/survey")).await.text();
    let round = format!("/cases/{case}/survey/{}", id_behind(&overview, "id=\"r"));
    for who in ["onishi", "manager", "officer", "compliance"] {
        let mut browser = world.staff(who).await;
        for (path, bytes) in world.crawl(&mut browser, &["/cases", &format!("/cases/{case}")], 100).await {
            assert!(!bytes.contains("そう思わない"), "{who} {path}");
            assert!(who == "manager" || !bytes.contains("アンケート"), "{who} {path}");
        }
        let wanted = if who == "manager" { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(world.get(&mut browser, &round).await.status, wanted, "{who}");
    }
    let mut manager = world.staff("manager").await;
    assert!(world.get(&mut manager, &round).await.text().contains("お願いした方 2名"));
    let act = format!("{round}/read-with-reason");
    assert_eq!(world.submit(&mut manager, &round, &act, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let read = world.submit(&mut manager, &round, &act, &[("reason", "complaint")]).await.text();
    assert!(read.contains("<b>まったくそう思わない</b>") && read.contains("<b>とてもそう思う</b>"), "{read}");
    let told = world.get(&mut person, &format!("/my/surveys/{theirs}")).await.text();
    assert!(told.contains("大野 誠 2026年11月24日(火) "), "reader and reason are shown to the writer: {told}");
    assert!(told.contains("本部の責任者(大野 誠)は、理由を記録したときだけ読みます。"));
    let raw = raw_database(&world);
    assert!(!raw.windows("とてもそう思う".len()).any(|window| window == "とてもそう思う".as_bytes()));
}

#[tokio::test]
async fn an_answer_is_changed_until_the_last_day_and_then_it_is_closed() {
    let Story { world, case, mut desk, mut owner, owner_id, .. } = story().await;
    let own = format!("/my/surveys/{}", ask(&world, &mut desk, &case, &mut owner).await);
    answer(&world, &mut owner, &own, &["5"]).await;
    let page = world.get(&mut owner, &format!("{own}/answer?n=1")).await.text();
    assert!(page.contains("value=\"5\" data-type=\"solid\" aria-current=\"true\"") && page.contains("いまの回答"), "{page}");
    answer(&world, &mut owner, &own, &["2"]).await;
    assert!(world.get(&mut owner, &format!("{own}/check")).await.text().contains("<b>あまりそう思わない</b>"));
    let path = format!("{own}/answer");
    let empty = world.submit(&mut owner, &path, &path, &[("n", "1")]).await;
    assert_eq!(empty.location(), format!("{own}/answer?n=2"), "a press without a choice leads on");
    assert!(world.get(&mut owner, &format!("{own}/check")).await.text().contains("<b>あまりそう思わない</b>"), "and changes nothing");
    let nowhere = world.submit(&mut owner, &path, &path, &[("n", "9"), ("choice", "5")]).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);

    // The limit is Friday 4 December; answers are taken until the eleventh.
    at(&world, (2026, 12, 11), 16);
    let mut owner = world.portal(base::actor::Holder::Contact(owner_id.clone())).await;
    answer(&world, &mut owner, &own, &["3"]).await;
    at(&world, (2026, 12, 12), 10);
    let mut owner = world.portal(base::actor::Holder::Contact(owner_id)).await;
    let token = world.token(&owner, "portal");
    let late = world.post_raw(&mut owner, &path, &[("token", &token), ("key", "late"), ("n", "1"), ("choice", "5")]).await;
    assert_eq!(late.location(), own);
    assert!(world.get(&mut owner, &own).await.text().contains("回答は締め切りました。ご協力ありがとうございました。"));
    assert!(world.get(&mut owner, &format!("{own}/check")).await.text().contains("<b>どちらともいえない</b>"));
    assert!(!world.get(&mut owner, "/my").await.text().contains("回答する</a>"));
}

#[tokio::test]
async fn a_question_becomes_a_gap_of_the_desk_once_and_by_its_topic_alone() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    ask(&world, &mut desk, &case, &mut owner).await;
    mine(&world, &mut owner, &["5", "4", "4", "5"]).await;
    mine(&world, &mut person, &["1", "4", "4", "4"]).await;
    let overview = world.get(&mut desk, &format!("/cases/{case}/survey")).await.text();
    let view = format!("/cases/{case}/survey/{}", id_behind(&overview, "id=\"r"));
    for (question, wanted) in [("3", StatusCode::SEE_OTHER), ("3", StatusCode::CONFLICT), ("4", StatusCode::NOT_FOUND)] {
        let page = world.submit(&mut desk, &view, &format!("{view}/gap"), &[("question", question)]).await;
        assert_eq!(page.status, wanted, "{question}");
    }
    let private = world.get(&mut desk, &format!("/cases/{case}/gaps/private")).await.text();
    assert!(private.contains("「困ったときに頼れる相手」について、思いが違うかもしれません") && private.contains("お二方の回答から"));
    for browser in [&mut owner, &mut person] {
        assert!(!world.get(browser, "/my/gaps").await.text().contains("困ったときに頼れる相手"));
    }
}

#[tokio::test]
async fn a_round_is_opened_once_and_not_with_a_day_that_makes_no_sense() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let path = format!("/cases/{case}/survey");
    for day in ["2026-11-20", "2099-01-01", "13月40日"] {
        let page = world.submit(&mut desk, &path, &path, &[("closes_on", day)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(page.text().contains(&format!("value=\"{day}\"")));
    }
    ask(&world, &mut desk, &case, &mut owner).await;
    let token = world.token(&desk, "staff");
    let again = world.post_raw(&mut desk, &path, &[("token", &token), ("key", "again")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let preview = world.get(&mut desk, &format!("{path}/preview?step=month3")).await.text();
    assert!(preview.contains("ご入社から3か月がたちますので") && preview.contains("気がねなく話せている"), "{preview}");
}

/// The link gets forwarded: whoever holds it adds to what is open, and sees nothing of what was answered or of whom.
#[tokio::test]
async fn the_link_of_a_mail_only_adds_and_shows_nothing_that_was_answered() {
    let mut s = joined().await;
    at(&s.world, (2026, 12, 1), 10);
    assert_eq!(due(&s.world).await, 1);
    let path = link(&s.world, "maruyama@maruyama.example").await;
    let world = &s.world;
    let mut stranger = Browser::default();
    let first = world.get(&mut stranger, &path).await;
    assert_eq!(first.status, StatusCode::OK);
    let text = first.text();
    assert!(
        text.contains("3か月のアンケート") && text.contains("山本 直美") && text.contains("石井 亮") && text.contains("大野 誠"),
        "{text}"
    );
    for name in ["丸山", "佐藤", "管理部長", "ui-tabs"] {
        assert!(!text.contains(name), "{name} stands behind a link that anyone may hold");
    }
    assert!(stranger.cookies.is_empty(), "the link signs nobody in");
    // A scanner presses the first button of the form: nothing is kept.
    let question = world.get(&mut stranger, &format!("{path}/answer?n=1")).await.text();
    let button = question.split("<button").nth(1).unwrap().split("</button>").next().unwrap();
    assert!(!button.contains("name=\"choice\""), "{button}");
    let act = format!("{path}/answer");
    let skipped = world.submit(&mut stranger, &format!("{path}/answer?n=1"), &act, &[("n", "1")]).await;
    assert_eq!(skipped.location(), format!("{path}/answer?n=2"));
    for n in 1..=9 {
        let n = n.to_string();
        world.submit(&mut stranger, &format!("{path}/answer?n={n}"), &act, &[("n", &n), ("choice", "5")]).await;
    }
    let back = world.get(&mut stranger, &format!("{path}/answer?n=3")).await;
    assert_eq!(back.location(), format!("{path}/answer?n=10"), "what was answered is not shown again");
    // The same answer sent again, with another choice: it stays as it was.
    let token = world.get(&mut stranger, &format!("{path}/answer?n=10")).await.value("token");
    let again = world.post_raw(&mut stranger, &act, &[("token", &token), ("key", "again"), ("n", "3"), ("choice", "1")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let long = "あ".repeat(401);
    let words = world.post_raw(&mut stranger, &act, &[("token", &token), ("key", "w"), ("n", "11"), ("words", &long)]).await;
    assert_eq!(words.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words.text().contains(&long) && words.text().contains("400文字以内で入力してください(現在401文字)。"));

    anew(&mut s).await;
    let world = &s.world;
    let own = format!("/my/surveys/{}", asked(world, &mut s.owner).await);
    let check = world.get(&mut s.owner, &format!("{own}/check")).await.text();
    assert_eq!(check.matches("<b>とてもそう思う</b>").count(), 9, "the owner sees it after the code");
    assert!(!check.contains("まったくそう思わない"), "{check}");
    answer(world, &mut s.owner, &own, &["2"]).await;
    assert!(world.get(&mut s.owner, &format!("{own}/check")).await.text().contains("<b>あまりそう思わない</b>"), "and may change it");

    // Closed, and gone: clear sentences, and nothing is taken.
    at(world, (2027, 1, 20), 10);
    assert!(world.get(&mut stranger, &path).await.text().contains("回答は締め切りました。"));
    let late = world.post_raw(&mut stranger, &act, &[("token", &token), ("key", "late"), ("n", "10"), ("choice", "1")]).await;
    assert_eq!(late.location(), path);
    let nothing = world.get(&mut stranger, "/s/no-such-link").await;
    assert_eq!(nothing.status, StatusCode::GONE);
    world.suspend(&s.case, &base::actor::Holder::Contact(s.owner_id.clone())).await;
    let gone = world.get(&mut stranger, &path).await;
    assert_eq!((gone.status, gone.text()), (nothing.status, nothing.text().replace("no-such-link", path.trim_start_matches("/s/"))));
}

#[tokio::test]
async fn a_round_is_asked_by_itself_on_its_business_day_between_nine_and_five_and_only_once() {
    let mut s = joined().await;
    let world = &s.world;
    // Joined on 1 September: three months later is Tuesday 1 December 2026.
    for (day, hour) in [((2026, 11, 30), 12), ((2026, 12, 1), 8), ((2026, 12, 1), 17)] {
        at(world, day, hour);
        assert_eq!(due(world).await, 0, "{day:?} {hour}");
    }
    at(world, (2026, 12, 2), 9);
    let (one, other) = tokio::join!(run_due(&world.app), run_due(&world.app));
    assert_eq!(one.unwrap() + other.unwrap(), 1, "two instances ask once");
    world.app.db.clock().shift(2 * MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    assert_eq!(mails(world, "短いアンケートのお願い").await.len(), 2);
    assert!(mails(world, "短い").await[0].body.contains("ご入社から3か月がたちますので"));
    assert_eq!(due(world).await, 0);
    anew(&mut s).await;
    assert!(s.world.get(&mut s.owner, "/my").await.text().contains("3か月のアンケート"));
    assert!(
        s.world
            .get(&mut s.desk, &format!("/cases/{}/survey", s.case))
            .await
            .text()
            .contains("次は6か月のアンケートを、3月1日(月)に自動でお願いします。")
    );
}

#[tokio::test]
async fn nobody_is_asked_by_themselves_who_did_not_say_yes_or_whose_month_is_long_past() {
    let mut s = joined().await;
    let consents = "/my/consents";
    s.world.app.db.clock().shift(MINUTE); // of two answers the later one counts
    let page = s.world.submit(&mut s.person, consents, consents, &[("matter", "follow_up"), ("answer", "asked")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    at(&s.world, (2026, 12, 1), 10);
    assert_eq!(due(&s.world).await, 0);
    anew(&mut s).await;
    assert!(s.world.get(&mut s.desk, &format!("/cases/{}/survey", s.case)).await.text().contains("自動ではお願いしません。"));
    let page = s.world.submit(&mut s.person, consents, consents, &[("matter", "follow_up"), ("answer", "monthly")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    // The clock was put forward by weeks: what is long past is left to the desk, and nothing comes in a heap.
    at(&s.world, (2026, 12, 21), 10);
    assert_eq!(due(&s.world).await, 0);
    assert!(s.world.app.db.demo_mails().await.unwrap().is_empty());
    let path = format!("/cases/{}/survey", s.case);
    anew(&mut s).await;
    let page = s.world.submit(&mut s.desk, &path, &path, &[("step", "month3")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

#[tokio::test]
async fn a_round_that_was_asked_early_is_not_announced_again_and_the_one_before_joining_is_over() {
    let mut s = joined().await;
    let path = format!("/cases/{}/survey", s.case);
    assert!(s.world.get(&mut s.desk, &path).await.text().contains("次は3か月のアンケートを、12月1日(火)に自動でお願いします。"));
    let early = s.world.submit(&mut s.desk, &path, &path, &[("step", "month3")]).await;
    assert_eq!(early.status, StatusCode::SEE_OTHER, "{}", early.text());
    let text = s.world.get(&mut s.desk, &path).await.text();
    assert!(!text.contains("次は3か月") && text.contains("次は6か月のアンケートを、3月1日(月)に自動でお願いします。"), "{text}");
    let before = s.world.submit(&mut s.desk, &path, &path, &[("step", "before")]).await;
    assert_eq!(before.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(before.text().contains("入社を確認したあとは、入社前のアンケートをお願いできません。"), "{}", before.text());
    at(&s.world, (2026, 12, 1), 10);
    due(&s.world).await;
    assert_eq!(mails(&s.world, "短い").await.len(), 2, "asked once, though reminded");
}

/// The mails and days of ux.md §5.4, with two instances at once and one that slept: found due, asleep past its day, awake
/// again. Nothing is sent twice.
#[tokio::test]
async fn who_has_not_answered_is_told_three_times_on_the_right_days_and_then_the_desk_telephones() {
    let mut s = joined().await;
    let world = &s.world;
    at(world, (2026, 12, 1), 10);
    assert_eq!(due(world).await, 1);
    anew(&mut s).await;
    let world = &s.world;
    mine(world, &mut s.person, &TEN).await;
    // Asked on Tuesday 1 December, until Friday the eleventh.
    let again = "アンケートの再度のご案内";
    let mut told: Vec<(u32, usize)> = Vec::new();
    let mut asleep: Option<(base::actor::Actor, Vec<Due>)> = None;
    for day in 2..=21 {
        for hour in [8, 9, 13, 18] {
            at(world, (2026, 12, day), hour);
            let actor =
                stead::consultants(&world.app).await.unwrap().into_iter().find(|actor| actor.id() == world.staff["yamamoto"]).unwrap();
            let found = find(&world.app, &actor).await.unwrap();
            if asleep.is_none() && !found.is_empty() {
                asleep = Some((actor, found));
            }
            let (one, other) = tokio::join!(run_due(&world.app), run_due(&world.app));
            if one.unwrap() + other.unwrap() > 0 {
                assert_eq!(hour, 9, "told at the first hour of the day");
            }
            world.app.db.clock().shift(2 * MINUTE);
            while run_once(&world.app, "worker").await.unwrap() > 0 {}
            let sent = mails(world, again).await.len();
            if told.last().map_or(0, |(_, sent)| *sent) != sent {
                told.push((day, sent));
            }
        }
    }
    assert_eq!(told, [(8, 1), (11, 2), (14, 3)], "three days before, on the day, three days after");
    assert!(mails(world, again).await.iter().all(|mail| mail.address == "maruyama@maruyama.example"), "who has answered is left alone");
    let (actor, found) = asleep.unwrap();
    for due in &found {
        assert!(!carry_out(&world.app, &actor, due).await.unwrap(), "it wakes up days later and does nothing");
    }
    world.app.db.clock().shift(2 * MINUTE);
    while run_once(&world.app, "worker").await.unwrap() > 0 {}
    assert_eq!(mails(world, again).await.len(), 3);
}

#[tokio::test]
async fn what_is_told_once_more_goes_out_once_and_in_the_hours_however_long_a_worker_slept() {
    let mut s = joined().await;
    at(&s.world, (2026, 12, 1), 10);
    due(&s.world).await;
    anew(&mut s).await;
    mine(&s.world, &mut s.person, &TEN).await;
    let world = &s.world;
    at(world, (2026, 12, 8), 16);
    world.app.db.clock().shift(59 * MINUTE + MINUTE / 2);
    assert_eq!(run_due(&world.app).await.unwrap(), 1);
    world.app.db.clock().shift(2 * MINUTE);
    let asleep = world.app.db.lease_mails("asleep", 10).await.unwrap().remove(0);
    // It is past five: the mail waits for the next morning, without counting a try.
    assert!(deliver(&world.app, &asleep).await.unwrap());
    assert!(mails(world, "再度").await.is_empty());
    at(world, (2026, 12, 9), 8);
    assert_eq!(run_once(&world.app, "early").await.unwrap(), 0);
    at(world, (2026, 12, 9), 9);
    let asleep = world.app.db.lease_mails("asleep", 10).await.unwrap().remove(0);
    assert_eq!(asleep.attempts, 0);
    world.app.db.clock().shift(3 * MINUTE);
    assert_eq!(run_once(&world.app, "other").await.unwrap(), 1);
    assert!(!deliver(&world.app, &asleep).await.unwrap(), "it wakes up and finds its lease gone");
    assert_eq!(mails(world, "再度").await.len(), 1);

    // Answered between queueing and sending: nothing goes out any more.
    at(world, (2026, 12, 11), 9);
    assert_eq!(run_due(&world.app).await.unwrap(), 1);
    anew(&mut s).await;
    mine(&s.world, &mut s.owner, &TEN).await;
    s.world.app.db.clock().shift(2 * MINUTE);
    run_once(&s.world.app, "worker").await.unwrap();
    assert_eq!(mails(&s.world, "再度").await.len(), 1);
}

/// Two instances on one PostgreSQL, each with its own connections, ask and tell at the same moment; then one of them is paused
/// past its lease, with mails in its hands.
#[tokio::test]
async fn two_instances_on_one_database_tell_everyone_once_also_when_one_is_paused_past_its_lease() {
    let mut s = joined().await;
    let base::store::Location::Postgres(_) = &s.world.location else { return };
    let (at_, clock) = (s.world.location.clone(), s.world.app.db.clock().clone());
    let ids = base::ids::Ids::seeded(8, clock.clone());
    let vault = base::vault::Vault::new([9; 32]);
    let second = tokio::task::spawn_blocking(move || base::store::Store::open(&at_, clock, ids, vault)).await.unwrap().unwrap();
    let second = app::web::App { db: second, ..s.world.app.clone() };
    for (day, hour, matter, sent) in [(1, 10, "短い", 2), (8, 9, "再度", 2), (11, 9, "再度", 4), (14, 9, "再度", 6)] {
        at(&s.world, (2026, 12, day), hour);
        let (one, other) = tokio::join!(run_due(&s.world.app), run_due(&second));
        assert!(one.unwrap() + other.unwrap() > 0);
        s.world.app.db.clock().shift(2 * MINUTE);
        let (one, other) = tokio::join!(run_once(&s.world.app, "one"), run_once(&second, "other"));
        assert_eq!(one.unwrap() + other.unwrap(), 2, "{day}");
        assert_eq!(mails(&s.world, matter).await.len(), sent, "{day}");
    }
    let before = s.world.app.db.demo_mails().await.unwrap().len();
    at(&s.world, (2027, 3, 1), 10);
    let (one, other) = tokio::join!(run_due(&s.world.app), run_due(&second));
    assert!(one.unwrap() + other.unwrap() > 0);
    s.world.app.db.clock().shift(2 * MINUTE);
    let held = second.db.lease_mails("paused", 10).await.unwrap();
    assert_eq!(held.len(), 2, "both sides are asked in the sixth month");
    assert_eq!(run_once(&s.world.app, "one").await.unwrap(), 0, "the lease keeps the other away");
    s.world.app.db.clock().shift(3 * MINUTE);
    assert_eq!(run_once(&s.world.app, "one").await.unwrap(), 2, "it has passed on");
    for mail in &held {
        assert!(!deliver(&second, mail).await.unwrap(), "it wakes up and finds its lease gone");
    }
    assert_eq!(run_once(&second, "paused").await.unwrap(), 0);
    assert_eq!(s.world.app.db.demo_mails().await.unwrap().len(), before + 2);
    let (one, other) = tokio::join!(run_due(&s.world.app), run_due(&second));
    assert_eq!(one.unwrap() + other.unwrap(), 0, "nobody is asked a second time");
    anew(&mut s).await;
}

#[tokio::test]
async fn the_desk_takes_answers_by_telephone_and_they_are_marked_so() {
    let mut s = joined().await;
    at(&s.world, (2026, 12, 1), 10);
    due(&s.world).await;
    at(&s.world, (2026, 12, 15), 10);
    anew(&mut s).await;
    let today = s.world.get(&mut s.desk, "/today").await.text();
    assert!(today.contains("再度のご案内のあとも、回答がまだ届いていません。"), "{today}");
    let overview = s.world.get(&mut s.desk, &format!("/cases/{}/survey", s.case)).await.text();
    let own = asked(&s.world, &mut s.owner).await;
    let path = format!("/cases/{}/survey/spoken/{own}", s.case);
    assert!(overview.contains(&path));
    let form = s.world.get(&mut s.desk, &path).await.text();
    assert!(
        form.contains("はじめに、読む人をお伝えください。") && form.contains("山本 直美") && form.contains("気がねなく話せていると思う")
    );
    let none = s.world.submit(&mut s.desk, &path, &path, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("伺った回答を、一つ以上選んでください。"));
    let some: Vec<(String, &str)> = (1..=10).map(|n| (format!("q{n}"), "4")).collect();
    let some: Vec<(&str, &str)> = some.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let kept = s.world.submit(&mut s.desk, &path, &path, &some).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let overview = s.world.get(&mut s.desk, &format!("/cases/{}/survey", s.case)).await.text();
    assert!(overview.contains("電話で伺った回答を含みます") && overview.contains("回答済み"));
    let check = s.world.get(&mut s.owner, &format!("/my/surveys/{own}/check")).await.text();
    assert_eq!(check.matches("(お電話で伺いました)").count(), 10, "{check}");
    assert!(!s.world.get(&mut s.owner, "/my").await.text().contains("回答する</a>"));
    // The owner looks again and changes one: that one is their own.
    answer(&s.world, &mut s.owner, &format!("/my/surveys/{own}"), &["2"]).await;
    let check = s.world.get(&mut s.owner, &format!("/my/surveys/{own}/check")).await.text();
    assert_eq!(check.matches("(お電話で伺いました)").count(), 9);
    // On paper: QR and code lead to the questions.
    let theirs = asked(&s.world, &mut s.person).await;
    let paper = format!("/cases/{}/survey/paper/{theirs}", s.case);
    let sheet = s.world.submit(&mut s.desk, &format!("/cases/{}/survey", s.case), &paper, &[]).await.text();
    assert!(sheet.contains("佐藤 健一 様") && sheet.contains("<svg") && sheet.contains(&format!("?next=/my/surveys/{theirs}")), "{sheet}");
}

#[tokio::test]
async fn a_factory_head_is_asked_apart_and_nobody_else_learns_of_it() {
    let mut s = joined().await;
    factory_head(&s.world, &s.case).await;
    at(&s.world, (2026, 12, 1), 10);
    due(&s.world).await;
    anew(&mut s).await;
    let path = format!("/cases/{}/survey", s.case);
    let overview = s.world.get(&mut s.desk, &path).await.text();
    let round = id_behind(&overview, "id=\"r");
    let who = overview.split("name=\"who\" value=\"").nth(1).unwrap()[..36].to_owned();
    let page = s.world.submit(&mut s.desk, &path, &format!("{path}/{round}/ask"), &[("who", &who)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let mut head = s.world.portal(base::actor::Holder::Contact(who)).await;
    mine(&s.world, &mut head, &["5", "5", "3", "3", "3", "3", "3", "3", "3", "3"]).await;
    mine(&s.world, &mut s.person, &["2", "2", "3", "3", "3", "3", "3", "3", "3", "3"]).await;
    let own = format!("/my/surveys/{}", asked(&s.world, &mut s.owner).await);
    let home = s.world.get(&mut s.owner, &own).await.text();
    assert!(!home.contains("高橋"));
    let view = s.world.get(&mut s.desk, &format!("{path}/{round}")).await.text();
    assert!(view.contains("会社の回答:高橋 工") && !view.contains("会社の回答:丸山 一郎"), "each of the company by itself: {view}");
    mine(&s.world, &mut s.owner, &TEN).await;
    let view = s.world.get(&mut s.desk, &format!("{path}/{round}")).await.text();
    assert_eq!(view.matches("会社の回答:").count(), 2, "and never averaged");
}

#[tokio::test]
async fn the_view_tells_what_moved_what_was_written_and_how_the_person_is_against_their_own_usual() {
    let mut s = joined().await;
    let path = format!("/cases/{}/survey", s.case);
    let opened = s.world.submit(&mut s.desk, &path, &path, &[("step", "month1")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    mine(&s.world, &mut s.owner, &["5", "5", "3", "3", "3", "3", "3", "3", "3", "3"]).await;
    mine(&s.world, &mut s.person, &["2", "2", "3", "3", "3", "3", "3", "3", "3", "3", "4"]).await;
    at(&s.world, (2026, 12, 1), 10);
    due(&s.world).await;
    anew(&mut s).await;
    mine(&s.world, &mut s.owner, &["4", "4", "5", "5", "3", "3", "3", "3", "3", "3"]).await;
    let own = format!("/my/surveys/{}", asked(&s.world, &mut s.person).await);
    answer(&s.world, &mut s.person, &own, &["3", "3", "2", "2", "3", "3", "3", "3", "3", "3", "4"]).await;
    let words = format!("{own}/answer");
    let page = s
        .world
        .submit(&mut s.person, &format!("{words}?n=12"), &words, &[("n", "12"), ("words", "朝の打合せで意見が出るようになりました")])
        .await;
    assert_eq!(page.location(), format!("{words}?n=13"));
    // January: the month's short question, to the person alone.
    at(&s.world, (2027, 1, 4), 10);
    assert_eq!(due(&s.world).await, 1);
    let pulse = mails(&s.world, "月に一度のお伺い").await;
    assert_eq!((pulse.len(), pulse[0].address.as_str()), (1, "sato@mail.example"));
    anew(&mut s).await;
    mine(&s.world, &mut s.person, &["2"]).await;
    let overview = s.world.get(&mut s.desk, &path).await.text();
    let view = s.world.get(&mut s.desk, &format!("{path}/{}", id_behind(&overview, "id=\"r"))).await.text();
    assert!(view.contains("いちばん違うのは「人間関係」です。"), "{view}");
    assert!(view.contains("近づきました(前回3.0点)") && view.contains("広がりました(前回0.0点)") && view.contains("stroke-dasharray"));
    assert!(view.contains("朝の打合せで意見が出るようになりました") && view.contains("書いた方のお許しなしに"));
    assert!(
        view.contains("いつもより重いほうです。")
            && view.contains("data-at=\"phone\"")
            && view.contains("<td data-label=\"回答\">やや重い</td>")
    );
    let owners = s.world.crawl(&mut s.owner.clone(), &["/my"], 80).await;
    assert!(owners.iter().all(|(_, page)| !page.contains("月に一度") && !page.contains("いまの調子") && !page.contains("朝の打合せ")));
    let case = s.world.get(&mut s.desk, &format!("/cases/{}", s.case)).await.text();
    assert!(!case.contains("朝の打合せ") && !case.contains("やや重い"));
}

#[tokio::test]
async fn the_institution_words_the_questions_and_rounds_keep_the_words_they_were_asked_in() {
    let mut s = joined().await;
    let (path, mut manager) = (format!("/cases/{}/survey", s.case), s.world.staff("manager").await);
    let opened = s.world.submit(&mut s.desk, &path, &path, &[("step", "month1")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let settings = "/settings/survey";
    let page = s.world.get(&mut manager, settings).await;
    let mut fields: Vec<(String, String)> = ["token", "key", "version"].iter().map(|name| ((*name).to_owned(), page.value(name))).collect();
    for (set, numbers) in [("q", (1..=10).collect::<Vec<i64>>()), ("b", vec![3, 5, 6, 7])] {
        for n in numbers {
            for part in ["company", "person"] {
                let name = format!("{set}{n}_{part}");
                let value = page.value(&name);
                assert!(!value.is_empty(), "{name}");
                fields.push((name, value));
            }
        }
    }
    let send = |fields: &[(String, String)]| fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>();
    let mut empty = send(&fields);
    empty.iter_mut().find(|(name, _)| name == "q1_company").unwrap().1.clear();
    let typed: Vec<(&str, &str)> = empty.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(s.world.post_raw(&mut manager, settings, &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut worded = send(&fields);
    worded.iter_mut().find(|(name, _)| name == "q1_company").unwrap().1 = "ご本人は、社内で遠慮なく話せている。".to_owned();
    worded.push(("q3_changes".to_owned(), "1".to_owned()));
    worded.iter_mut().find(|(name, _)| name == "key").unwrap().1 = "worded".to_owned();
    let typed: Vec<(&str, &str)> = worded.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = s.world.post_raw(&mut manager, settings, &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(s.world.get(&mut manager, settings).await.text().contains("第1版"));
    let mut stale = typed.clone();
    stale.retain(|(name, _)| *name != "key");
    stale.push(("key", "later"));
    assert_eq!(s.world.post_raw(&mut manager, settings, &stale).await.status, StatusCode::CONFLICT, "a colleague was quicker");

    let own = format!("/my/surveys/{}", asked(&s.world, &mut s.owner).await);
    assert!(s.world.get(&mut s.owner, &format!("{own}/answer?n=1")).await.text().contains("気がねなく話せていると思う"), "asked before");
    mine(&s.world, &mut s.owner, &TEN).await;
    mine(&s.world, &mut s.person, &TEN).await;
    let round = format!("{path}/{}", id_behind(&s.world.get(&mut s.desk, &path).await.text(), "id=\"r"));
    let read = s.world.submit(&mut manager, &round, &format!("{round}/read-with-reason"), &[("reason", "complaint")]).await.text();
    assert!(read.contains("気がねなく話せていると思う") && !read.contains("遠慮なく話せている。"), "as it was asked: {read}");
    at(&s.world, (2026, 12, 1), 10);
    due(&s.world).await;
    anew(&mut s).await;
    let own = format!("/my/surveys/{}", asked(&s.world, &mut s.owner).await);
    assert!(s.world.get(&mut s.owner, &format!("{own}/answer?n=1")).await.text().contains("遠慮なく話せている。"));
    mine(&s.world, &mut s.owner, &TEN).await;
    mine(&s.world, &mut s.person, &["4", "4", "1", "4", "4", "4", "4", "4", "4", "4"]).await;
    let overview = s.world.get(&mut s.desk, &path).await.text();
    let view = s.world.get(&mut s.desk, &format!("{path}/{}", id_behind(&overview, "id=\"r"))).await.text();
    assert!(view.contains("変わりません(前回0.0点)"), "{view}");
    let relations = view.split("人間関係</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(relations.contains("変わりません(前回0.0点)"), "only question 4 is compared: {relations}");
}

#[tokio::test]
async fn a_question_is_small_enough_for_a_bad_line_and_needs_one_press() {
    let mut s = joined().await;
    at(&s.world, (2026, 12, 1), 10);
    due(&s.world).await;
    let path = link(&s.world, "maruyama@maruyama.example").await;
    let request = Request::get(format!("{path}/answer?n=1")).header("accept-encoding", "gzip");
    let page = s.world.send(&mut Browser::default(), request, Body::empty()).await;
    assert_eq!(page.headers.get("content-encoding").unwrap(), "gzip");
    assert!(page.body.len() <= 5 * 1024, "{} bytes", page.body.len());
    anew(&mut s).await;
    let own = format!("/my/surveys/{}", asked(&s.world, &mut s.owner).await);
    let text = s.world.get(&mut s.owner, &format!("{own}/answer?n=1")).await.text();
    assert_eq!(text.matches("name=\"choice\" value=").count(), 6, "six choices, each a button");
    assert!(!text.contains("<script") && text.contains("10問のうち1問目"));
    // The mail, the page behind its link and the steps count the same; what may be left out is not counted.
    let mails = s.world.app.db.demo_mails().await.unwrap();
    let mail = mails.iter().find(|mail| mail.address == "maruyama@maruyama.example" && mail.subject.contains("短い")).unwrap();
    assert!(mail.body.contains("質問 10問(約2分)"), "{}", mail.body);
    assert!(s.world.get(&mut Browser::default(), &path).await.text().contains("10問、約2分"));
    let last = s.world.get(&mut s.owner, &format!("{own}/answer?n=11")).await.text();
    assert!(last.contains("任意のひとこと") && !last.contains("問のうち"), "{last}");
}

#[tokio::test]
async fn a_rounds_last_day_is_a_day_of_the_clock_and_not_of_the_session() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let own = format!("/my/surveys/{}", ask(&world, &mut desk, &case, &mut owner).await);
    // The clock is put back by a day: nothing is lost, nothing is asked twice.
    answer(&world, &mut owner, &own, &["5", "5"]).await;
    world.app.db.clock().shift(-DAY);
    answer(&world, &mut owner, &own, &["5", "5", "4", "4"]).await;
    assert_eq!(run_due(&world.app).await.unwrap(), 0);
    world.app.db.clock().shift(DAY);
    assert!(!world.get(&mut owner, "/my").await.text().contains("回答する</a>"));
}
