//! The ten minutes before a report goes out: nothing shows or is mailed, and whatever changes meanwhile keeps it back.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use app::report::send_due;
use base::clock::MINUTE;
use http::StatusCode;

use crate::change::Story;
use crate::report::{out, press, ready, wait};
use crate::world::World;

async fn waiting_mails(story: &Story) -> usize {
    story.world.app.db.clock().shift(2 * MINUTE);
    while app::mailer::run_once(&story.world.app, "relay").await.unwrap() > 0 {}
    story.world.app.db.demo_mails().await.unwrap().iter().filter(|mail| mail.subject.contains("変化のご報告")).count()
}

/// Nobody but the desk finds a trace of the report.
async fn unseen(story: &mut Story) {
    let words = ["会議の進め方が変わり始めています", "第1号"];
    let world = &story.world;
    for browser in [&mut story.owner, &mut story.person] {
        for path in ["/my", "/my/reports", "/my/changed", "/my/changes"] {
            let page = world.get(browser, path).await.text();
            assert!(words.iter().all(|word| !page.contains(word)), "{path}");
        }
    }
    for who in ["onishi", "manager"] {
        let mut staff = world.staff(who).await;
        let page = world.get(&mut staff, &format!("/cases/{}", story.case)).await.text();
        assert!(words.iter().all(|word| !page.contains(word)), "{who}");
    }
}

#[tokio::test]
async fn for_ten_minutes_nobody_sees_a_report_and_no_mail_goes_out_and_then_both_have_it() {
    let (mut story, path) = ready().await;
    let pressed = press(&mut story, &path).await;
    assert!(pressed.location().ends_with("done=held"), "{}", pressed.location());
    let review = story.world.get(&mut story.desk, &format!("{path}/review?done=held")).await.text();
    assert!(review.contains("10:10に共有します。") && review.contains("/keep-back"), "{review}");
    unseen(&mut story).await;
    assert_eq!(waiting_mails(&story).await, 0);
    story.world.app.db.clock().shift(7 * MINUTE);
    assert_eq!(send_due(&story.world.app).await.unwrap(), 0, "a minute is missing");
    story.world.app.db.clock().shift(MINUTE);
    let (one, other) = tokio::join!(send_due(&story.world.app), send_due(&story.world.app));
    assert_eq!(one.unwrap() + other.unwrap(), 1, "two instances, one report");
    let id = out(&story.world.get(&mut story.desk, &path).await);
    assert_eq!(waiting_mails(&story).await, 2);
    for browser in [&mut story.owner, &mut story.person] {
        assert_eq!(story.world.get(browser, &format!("/my/reports/{id}")).await.status, StatusCode::OK);
        let changed = story.world.get(browser, "/my/changed").await.text();
        assert!(changed.contains("会議で社長以外の発言が増える") && changed.contains("議題を出す方が増えました。"), "{changed}");
    }
}

#[tokio::test]
async fn within_the_ten_minutes_it_is_taken_back_and_an_edit_takes_it_back_too() {
    let (mut story, path) = ready().await;
    let review = format!("{path}/review");
    press(&mut story, &path).await;
    let today = story.world.get(&mut story.desk, "/today").await.text();
    assert!(today.contains("まもなく共有されます。"), "{today}");
    let kept = story.world.submit(&mut story.desk, &review, &format!("{path}/keep-back"), &[]).await;
    assert!(kept.location().ends_with("done=kept_back"), "{}", kept.text());
    assert_eq!(wait(&story.world).await, 0);
    unseen(&mut story).await;
    // Pressed again, and then the desk finds a word it wants to change.
    press(&mut story, &path).await;
    let saved = story.world.submit(&mut story.desk, &path, &path, &[("finding", "会議が変わりました")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(wait(&story.world).await, 0);
    unseen(&mut story).await;
    // A button of before, pressed too late, leads to the review as it is.
    let version = story.world.get(&mut story.desk, &review).await.value("version");
    let token = story.world.token(&story.desk, "staff");
    let late = [("token", token.as_str()), ("key", "late"), ("version", version.as_str())];
    let led = story.world.post_raw(&mut story.desk, &format!("{path}/keep-back"), &late).await;
    assert_eq!(led.location(), review);
}

#[tokio::test]
async fn a_note_taken_back_within_the_ten_minutes_stops_the_report_and_the_desk_is_told() {
    let (mut story, path) = ready().await;
    press(&mut story, &path).await;
    let board = story.world.get(&mut story.owner, "/my/changes").await.text();
    let note = board.split("/my/changes/").find_map(|rest| rest.split_once("/lend\"").map(|(id, _)| id.to_owned())).unwrap();
    let lend = [("lend", "0"), ("version", "1")];
    let taken = story.world.submit(&mut story.owner, "/my/changes", &format!("/my/changes/{note}/lend"), &lend).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert_eq!(wait(&story.world).await, 0);
    unseen(&mut story).await;
    assert!(story.world.get(&mut story.desk, "/today").await.text().contains("変化のご報告は共有されていません。"));
    assert!(story.world.get(&mut story.desk, &format!("{path}/review")).await.text().contains("共有していません。"));
    assert_eq!(wait(&story.world).await, 0, "it is not tried again by itself");
}

#[tokio::test]
async fn who_pressed_and_is_gone_since_sends_nothing() {
    let (mut story, path) = ready().await;
    press(&mut story, &path).await;
    disable(&story.world, "yamamoto").await;
    assert_eq!(wait(&story.world).await, 0);
    unseen(&mut story).await;
}

/// The administrator ends a member of staff's use of the product.
async fn disable(world: &World, who: &str) {
    let mut admin = world.staff("admin").await;
    let page = format!("/settings/staff/{}", world.staff[who]);
    let done = world.submit(&mut admin, &page, &format!("{page}/state"), &[("state", "disabled")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}
