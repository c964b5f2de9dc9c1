//! The paired survey: the same questions to both, and where they differ, for the desk alone.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use app::mailer::run_once;
use base::clock::{DAY, MINUTE};
use http::StatusCode;

use crate::change::{Story, raw_database, story};
use crate::world::{Browser, World};

/// The desk asks both; gives the round as the portal's home leads to it.
async fn ask(world: &World, desk: &mut Browser, case: &str, party: &mut Browser) -> String {
    let path = format!("/cases/{case}/survey");
    let page = world.submit(desk, &path, &path, &[("closes_on", "2026-12-04")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let home = world.get(party, "/my").await.text();
    home.split("/my/surveys/").nth(1).unwrap()[..36].to_owned()
}

async fn answer(world: &World, browser: &mut Browser, round: &str, choices: &[&str]) {
    for (at, choice) in choices.iter().enumerate() {
        let n = (at + 1).to_string();
        let page = world
            .submit(
                browser,
                &format!("/my/surveys/{round}/answer?n={n}"),
                &format!("/my/surveys/{round}/answer"),
                &[("n", &n), ("choice", choice)],
            )
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        let next = if at == 3 { format!("/my/surveys/{round}/check") } else { format!("/my/surveys/{round}/answer?n={}", at + 2) };
        assert_eq!(page.location(), next);
    }
}

/// A round to which both have answered, for the matrix.
pub async fn for_matrix(world: &World, case: &str, owner: &Browser, person: &Browser) -> BTreeMap<&'static str, String> {
    let (mut desk, mut owner, mut person) = (world.staff("yamamoto").await, owner.clone(), person.clone());
    let round = ask(world, &mut desk, case, &mut owner).await;
    answer(world, &mut owner, &round, &["5", "4", "4", "5"]).await;
    answer(world, &mut person, &round, &["2", "4", "none", "4"]).await;
    ["/cases/{case}/survey/{id}", "/cases/{case}/survey/{id}/gap", "/my/surveys/{id}", "/my/surveys/{id}/check", "/my/surveys/{id}/answer"]
        .into_iter()
        .map(|path| (path, round.clone()))
        .collect()
}

#[tokio::test]
async fn both_are_asked_by_mail_and_at_home_and_the_view_opens_only_when_both_have_answered() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let round = ask(&world, &mut desk, &case, &mut owner).await;
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert_eq!(mails.iter().filter(|mail| mail.subject == "【汐見野信用金庫】短いアンケートのお願い").count(), 2);

    let view = format!("/cases/{case}/survey/{round}");
    answer(&world, &mut owner, &round, &["5", "4", "4", "5"]).await;
    assert_eq!(world.get(&mut desk, &view).await.status, StatusCode::NOT_FOUND, "not before both have answered");
    assert!(world.get(&mut desk, "/today").await.text().contains("… 入社前のアンケート"));
    answer(&world, &mut person, &round, &["2", "4", "none"]).await;
    assert_eq!(world.get(&mut desk, &view).await.status, StatusCode::NOT_FOUND, "nor before every question");
    assert!(world.get(&mut person, "/my").await.text().contains("続きから回答する"));
    assert!(world.get(&mut person, &format!("/my/surveys/{round}")).await.text().contains("answer?n=4"), "one goes on where one stopped");
    answer(&world, &mut person, &round, &["2", "4", "none", "4"]).await;
    assert!(!world.get(&mut person, "/my").await.text().contains("/my/surveys/"), "what is done is not asked for");

    let text = world.get(&mut desk, &view).await.text();
    assert!(text.contains("いちばん違うのは「困ったときに頼れる相手」です。") && text.contains("差が大きい"));
    assert!(text.contains("会社の回答:丸山 一郎") && text.contains("<circle class=\"company\""));
    assert!(world.get(&mut desk, "/today").await.text().contains("お二方の回答がそろいました。"));
}

#[tokio::test]
async fn no_answer_reaches_the_other_side_the_branch_or_a_manager_without_a_reason() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let round = ask(&world, &mut desk, &case, &mut owner).await;
    answer(&world, &mut person, &round, &["1", "1", "1", "1"]).await;
    for path in ["", "/answer?n=1", "/check"] {
        let text = world.get(&mut owner, &format!("/my/surveys/{round}{path}")).await.text();
        assert!(!text.contains(" checked") && !text.contains("<b>まったくそう思わない</b>"), "{path}");
    }
    assert!(world.get(&mut owner, "/my").await.text().contains("回答をはじめる"));
    answer(&world, &mut owner, &round, &["5", "5", "5", "5"]).await;
    assert!(!world.get(&mut person, &format!("/my/surveys/{round}/check")).await.text().contains("<b>とてもそう思う</b>"));
    for who in ["onishi", "manager", "officer", "compliance"] {
        let mut browser = world.staff(who).await;
        for (path, bytes) in world.crawl(&mut browser, &["/cases", &format!("/cases/{case}")], 100).await {
            assert!(!bytes.contains("そう思わない") && !bytes.contains("入社前のアンケート"), "{who} {path}");
        }
        assert_eq!(world.get(&mut browser, &format!("/cases/{case}/survey/{round}")).await.status, StatusCode::NOT_FOUND, "{who}");
    }
    let case_page = world.get(&mut desk, &format!("/cases/{case}")).await.text();
    assert!(!case_page.contains("そう思わない"));
    let raw = raw_database(&world);
    assert!(!raw.windows("とてもそう思う".len()).any(|window| window == "とてもそう思う".as_bytes()));
}

#[tokio::test]
async fn an_answer_is_changed_until_the_last_day_and_then_it_is_closed() {
    let Story { world, case, mut desk, mut owner, owner_id, .. } = story().await;
    let round = ask(&world, &mut desk, &case, &mut owner).await;
    answer(&world, &mut owner, &round, &["5"]).await;
    assert!(world.get(&mut owner, &format!("/my/surveys/{round}/answer?n=1")).await.text().contains("value=\"5\" checked"));
    answer(&world, &mut owner, &round, &["2"]).await;
    assert!(world.get(&mut owner, &format!("/my/surveys/{round}/check")).await.text().contains("<b>あまりそう思わない</b>"));
    let path = format!("/my/surveys/{round}/answer");
    let empty = world.submit(&mut owner, &path, &path, &[("n", "1")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "a press without a choice changes nothing");
    let nowhere = world.submit(&mut owner, &path, &path, &[("n", "9"), ("choice", "5")]).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);

    world.app.db.clock().shift(11 * DAY);
    let mut owner = world.portal(base::actor::Holder::Contact(owner_id)).await;
    let token = world.token(&owner, "portal");
    let late = world.post_raw(&mut owner, &path, &[("token", &token), ("key", "late"), ("n", "1"), ("choice", "5")]).await;
    assert_eq!(late.location(), format!("/my/surveys/{round}"));
    assert!(world.get(&mut owner, &late.location()).await.text().contains("回答は締め切りました。ご協力ありがとうございました。"));
    assert!(world.get(&mut owner, &format!("/my/surveys/{round}/check")).await.text().contains("<b>あまりそう思わない</b>"));
    assert!(!world.get(&mut owner, "/my").await.text().contains("/my/surveys/"));
}

#[tokio::test]
async fn a_question_becomes_a_gap_of_the_desk_once_and_by_its_topic_alone() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let round = ask(&world, &mut desk, &case, &mut owner).await;
    answer(&world, &mut owner, &round, &["5", "4", "4", "5"]).await;
    answer(&world, &mut person, &round, &["1", "4", "4", "4"]).await;
    let view = format!("/cases/{case}/survey/{round}");
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
}
