//! The outbox is emptied once, in time, and to nobody who lost the right.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

use std::path::PathBuf;
use std::sync::Arc;

use app::config::{Config, Mailing};
use app::mailer::week::gather;
use app::mailer::{deliver, run_once};
use app::web::App;
use base::actor::{Duty, Holder, StaffSeat};
use base::clock::{HOUR, MINUTE};
use base::event::Event;
use base::outbox::Outcome;

use crate::world::World;

/// Queues the ご案内 to the owner, due now.
async fn owner_invited(world: &World, case: &str) -> Holder {
    let owner = world.holder(case, "owner").await;
    world.invite(case, &owner).await;
    queue(world, Event::InvitationSent(Some(case), "member").tell(vec![owner.clone()])).await;
    world.app.db.clock().shift(MINUTE);
    owner
}

async fn queue(world: &World, event: Event) {
    let actor = world.actor("yamamoto", StaffSeat::Consultant).await;
    world.app.db.write(&actor, None, move |tx| tx.commit(&event, "")).await.unwrap();
}

fn into_folder(world: &World, folder: PathBuf) -> App {
    App { config: Arc::new(Config { mail: Mailing::Folder(folder), ..(*world.app.config).clone() }), ..world.app.clone() }
}

/// State and reason of the case's mails, oldest first.
async fn states(world: &World, case: &str) -> Vec<(String, String)> {
    let actor = world.actor("yamamoto", StaffSeat::Consultant).await;
    let case = case.to_owned();
    world
        .app
        .db
        .read(&actor, move |tx| {
            let pass = tx.enter(&case)?.pass::<base::register::Outbox, base::store::deed::View>()?;
            tx.rows(&pass, base::sql!(base_Outbox => "select state, reason from outboxes order by created_at, id"), vec![])
        })
        .await
        .unwrap()
}

use base::register::Outbox as base_Outbox;

#[tokio::test]
async fn a_mail_queued_before_a_suspension_is_dropped() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = owner_invited(&world, &case).await;
    world.arrive(&case, &owner).await;
    world.suspend(&case, &owner).await;
    assert_eq!(run_once(&world.app, "worker").await.unwrap(), 1);
    assert!(world.app.db.demo_mails().await.unwrap().is_empty());
    assert_eq!(states(&world, &case).await, [("dropped".to_owned(), "no_right".to_owned())]);
}

#[tokio::test]
async fn a_mail_to_someone_who_was_never_invited_is_dropped() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    world.app.db.ask_link(&world.institution, &owner).await.unwrap();
    assert_eq!(run_once(&world.app, "worker").await.unwrap(), 1);
    assert!(world.app.db.demo_mails().await.unwrap().is_empty());
    world.invite(&case, &owner).await;
    world.app.db.ask_link(&world.institution, &owner).await.unwrap();
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert_eq!(mails.len(), 1, "an invited party may ask for a fresh code");
    assert_eq!(mails[0].subject, "【汐見野信用金庫】確認用コード(15分有効)");
}

#[tokio::test]
async fn a_notice_about_a_paper_the_receiver_may_not_read_is_dropped() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let host = world.add_contact(&case, "西村 明", "host").await;
    world.arrive(&case, &host).await;
    let person = world.holder(&case, "person").await;
    queue(&world, Event::SheetReviewAsked(Some(&case), "sheet").tell(vec![host.clone()])).await;
    queue(&world, Event::ReportPublished(Some(&case), "no such report").tell(vec![person.clone()])).await;
    world.arrive(&case, &person).await;
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    assert!(world.app.db.demo_mails().await.unwrap().is_empty());
    assert!(states(&world, &case).await.iter().all(|(state, reason)| state == "dropped" && reason == "no_right"));
}

#[tokio::test]
async fn two_workers_send_a_mail_once() {
    let world = World::new().await;
    let case = world.maruyama().await;
    owner_invited(&world, &case).await;
    let (one, other) = tokio::join!(run_once(&world.app, "one"), run_once(&world.app, "other"));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    assert_eq!(world.app.db.demo_mails().await.unwrap().len(), 1);
}

/// Shown to fail with the planted bug `ignore_fence`: the sleeper settles a mail that another one has.
#[tokio::test]
async fn a_worker_that_slept_past_its_lease_sends_nothing_and_settles_nothing() {
    let world = World::new().await;
    let case = world.maruyama().await;
    owner_invited(&world, &case).await;
    let asleep = world.app.db.lease_mails("asleep", 10).await.unwrap().remove(0);
    assert_eq!(run_once(&world.app, "other").await.unwrap(), 0, "the lease keeps others away");
    world.app.db.clock().shift(3 * MINUTE);
    let second = world.app.db.lease_mails("second", 10).await.unwrap().remove(0);
    assert!(!world.app.db.lease_stands(&asleep).await.unwrap());
    assert!(!deliver(&world.app, &asleep).await.unwrap(), "it wakes up and finds its lease gone");
    assert!(world.app.db.demo_mails().await.unwrap().is_empty());
    assert!(!world.app.db.settle_mail(&asleep, Outcome::Failed("late")).await.unwrap());
    assert!(deliver(&world.app, &second).await.unwrap());
    assert!(!world.app.db.settle_mail(&asleep, Outcome::Sent).await.unwrap());
    assert_eq!(world.app.db.demo_mails().await.unwrap().len(), 1);
    assert_eq!(states(&world, &case).await, [("sent".to_owned(), String::new())]);
}

#[tokio::test]
async fn a_failing_way_out_is_tried_again_ever_more_slowly_and_given_up_in_sight() {
    let world = World::new().await;
    let case = world.maruyama().await;
    owner_invited(&world, &case).await;
    let wall = world.folder().join("not-a-folder");
    std::fs::write(&wall, "a file stands here").unwrap();
    let app = into_folder(&world, wall);
    let mut wait = MINUTE;
    for nth in 1..=20 {
        assert_eq!(run_once(&app, "worker").await.unwrap(), 1, "try {nth}");
        assert_eq!(run_once(&app, "worker").await.unwrap(), 0, "not again at once");
        if nth < 20 {
            assert_eq!(states(&world, &case).await[0].0, "waiting", "try {nth}");
            app.db.clock().shift(wait - 1);
            assert_eq!(run_once(&app, "worker").await.unwrap(), 0, "not before its time, try {nth}");
            app.db.clock().shift(1);
            wait = (wait * 2).min(4 * HOUR);
        }
    }
    assert_eq!(states(&world, &case).await, [("given_up".to_owned(), "folder".to_owned())]);
    app.db.clock().shift(24 * HOUR);
    assert_eq!(run_once(&app, "worker").await.unwrap(), 0);
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.get(&mut yamamoto, &format!("/cases/{case}/contacts")).await.text();
    assert!(page.contains("送れませんでした") && page.contains("送り出しに何度も失敗しました。"), "{page}");
    assert!(world.get(&mut yamamoto, "/today").await.text().contains("お知らせのメールを送れませんでした"));
}

#[tokio::test]
async fn every_try_of_a_mail_has_the_same_message_id_and_a_mail_that_lies_there_is_not_written_again() {
    let world = World::new().await;
    let case = world.maruyama().await;
    owner_invited(&world, &case).await;
    let out = world.folder().join("out");
    let broken = into_folder(&world, out.clone());
    run_once(&broken, "worker").await.unwrap();
    std::fs::create_dir(&out).unwrap();
    world.app.db.clock().shift(MINUTE);
    // Written, and the worker dies before it can say so.
    let lost = broken.db.lease_mails("lost", 10).await.unwrap().remove(0);
    let file = out.join(format!("{}.eml", lost.id));
    assert!(deliver(&broken, &lost).await.unwrap());
    let first = std::fs::read_to_string(&file).unwrap();
    assert!(first.contains(&format!("Message-ID: <{}@banso.test>", lost.id)), "{first}");
    assert!(first.contains("Subject: =?utf-8?"), "{first}");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1, "no half-written file is left");

    let other = world.holder(&case, "person").await;
    world.invite(&case, &other).await;
    queue(&world, Event::InvitationSent(Some(&case), "member").tell(vec![other.clone()])).await;
    world.app.db.clock().shift(MINUTE);
    let lost = broken.db.lease_mails("lost", 10).await.unwrap().remove(0);
    let file = out.join(format!("{}.eml", lost.id));
    std::fs::write(&file, "handed over before").unwrap();
    assert!(deliver(&broken, &lost).await.unwrap());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "handed over before");
    assert!(states(&world, &case).await.iter().all(|(state, _)| state == "sent"));
}

#[tokio::test]
async fn a_retry_after_a_crash_leaves_the_link_of_the_first_mail_alive() {
    let world = World::new().await;
    let case = world.maruyama().await;
    owner_invited(&world, &case).await;
    let lost = world.app.db.lease_mails("lost", 10).await.unwrap().remove(0);
    // The mail reached the mailbox; then the worker died, and nothing was settled.
    let owner = world.holder(&case, "owner").await;
    let (token, _) = world.app.db.make_link(&world.institution, &owner, "").await.unwrap();
    world.app.db.keep_demo_mail(&lost, "maruyama@maruyama.example", "件名", "本文").await.unwrap();
    world.app.db.clock().shift(3 * MINUTE);
    assert_eq!(run_once(&world.app, "next").await.unwrap(), 1);
    assert_eq!(world.app.db.demo_mails().await.unwrap().len(), 1);
    assert!(world.app.db.peek_link(&token).await.unwrap().unwrap().open);
}

#[tokio::test]
async fn a_contact_is_written_to_at_the_own_address_and_else_at_the_shared_one() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = owner_invited(&world, &case).await;
    run_once(&world.app, "worker").await.unwrap();
    assert_eq!(world.app.db.demo_mails().await.unwrap()[0].address, "maruyama@maruyama.example");
    let mut yamamoto = world.staff("yamamoto").await;
    let path = format!("/cases/{case}/contacts/mail/{}", owner.id());
    let page = world.get(&mut yamamoto, &path).await;
    let (id, version) = (page.value("id_0"), page.value("version_0"));
    let fields = [("id_0", id.as_str()), ("version_0", version.as_str()), ("mail_0", "info@maruyama.example"), ("kind_0", "shared")];
    world.submit(&mut yamamoto, &path, &path, &fields).await;
    queue(&world, Event::InvitationSent(Some(&case), "member").tell(vec![owner])).await;
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    assert!(world.app.db.demo_mails().await.unwrap().iter().any(|mail| mail.address == "info@maruyama.example"));
}

#[tokio::test]
async fn no_subject_names_a_person_whatever_the_case_holds() {
    let world = World::new().await;
    let case = world.maruyama().await;
    owner_invited(&world, &case).await;
    let person = world.holder(&case, "person").await;
    world.invite(&case, &person).await;
    queue(&world, Event::InvitationSent(Some(&case), "member").tell(vec![person.clone()])).await;
    world.app.db.ask_link(&world.institution, &person).await.unwrap();
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert_eq!(mails.len(), 3);
    for mail in mails {
        for name in ["佐藤", "丸山", "山本", "石井", "管理部長"] {
            assert!(!mail.subject.contains(name), "{}", mail.subject);
        }
        assert!(mail.subject.chars().count() <= 30);
        let other = if mail.to_kind == "person" { "丸山 一郎" } else { "佐藤 健一" };
        assert!(!mail.body.contains(other), "the other party is not named: {}", mail.body);
    }
}

#[tokio::test]
async fn a_member_of_staff_hears_of_a_new_device_without_a_secret_in_the_mail() {
    let world = World::new().await;
    let staff = Holder::Staff(world.staff["yamamoto"].clone());
    queue(&world, Event::SignedIn(None, "session").tell(vec![staff])).await;
    run_once(&world.app, "worker").await.unwrap();
    let mails = world.app.db.demo_mails().await.unwrap();
    assert_eq!(mails[0].address, "yamamoto@bank.example");
    assert!(mails[0].body.contains("/account") && !mails[0].body.contains("/l/") && !mails[0].body.contains("確認用コード"));
    world.app.db.set_staff_state(&world.institution, &world.staff["yamamoto"], false).await.unwrap();
    assert!(
        world
            .app
            .db
            .stand_in(Duty::Mailer, &world.institution, Holder::Staff(world.staff["yamamoto"].clone()), Some(StaffSeat::Consultant))
            .await
            .is_err()
    );
}

/// Mails kept by the demo's mailbox: matter and receiver's id.
async fn kept(world: &World) -> Vec<String> {
    let mut all: Vec<String> = world.app.db.demo_mails().await.unwrap().into_iter().map(|mail| mail.subject).collect();
    all.sort();
    all
}

/// 丸山工業 with its first day on 8 December: items of the owner wait from Monday 30 November on.
async fn before_the_first_day(world: &World) -> (String, Holder) {
    let case = world.maruyama().await;
    let mut desk = world.staff("yamamoto").await;
    crate::preparation::join_on(world, &mut desk, &case, "2026-12-08").await;
    let list = format!("/cases/{case}/preparation");
    world.submit(&mut desk, &list, &list, &[("decided", "executives")]).await;
    (case.clone(), world.holder(&case, "owner").await)
}

#[tokio::test]
async fn what_waits_for_an_owner_before_the_first_day_is_one_mail_a_week_and_none_to_who_was_not_invited() {
    let world = World::new().await;
    let (case, owner) = before_the_first_day(&world).await;
    let clock = world.app.db.clock().clone();
    clock.shift(6 * base::clock::DAY);
    assert_eq!(gather(&world.app).await.unwrap(), 0, "Monday, but the owner was never invited");
    world.arrive(&case, &owner).await;
    clock.shift(-3 * HOUR);
    assert_eq!(gather(&world.app).await.unwrap(), 0, "not at seven in the morning");
    clock.shift(3 * HOUR);
    let (one, other) = tokio::join!(gather(&world.app), gather(&world.app));
    assert_eq!(one.unwrap() + other.unwrap(), 1, "once, however many ask");
    clock.shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    assert_eq!(kept(&world).await, ["【汐見野信用金庫】今週のお願い"]);
    // A request of the same week waits for the next gathering.
    let mut desk = world.staff("yamamoto").await;
    let goals = format!("/cases/{case}/goals");
    crate::goal_sheet::press(&world, &mut desk, &format!("{goals}/edit"), &format!("{goals}/edit"), &[("g1_sentence", "月次を締める")])
        .await;
    crate::goal_sheet::press(&world, &mut desk, &goals, &format!("{goals}/review"), &[]).await;
    clock.shift(base::clock::DAY);
    assert_eq!(gather(&world.app).await.unwrap(), 0, "Tuesday");
    run_once(&world.app, "worker").await.unwrap();
    assert_eq!(kept(&world).await.len(), 1, "one request a week");
    assert!(states(&world, &case).await.contains(&("dropped".to_owned(), "week".to_owned())));
    let mut browser = world.portal(owner.clone()).await;
    assert!(world.get(&mut browser, "/my").await.text().contains("目標シート"), "it waits on the home page");
    clock.shift(6 * base::clock::DAY);
    assert_eq!(gather(&world.app).await.unwrap(), 1, "and in the next week's mail");
    // Suspended between the gathering and the sending: nothing goes out.
    world.suspend(&case, &owner).await;
    clock.shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    assert_eq!(kept(&world).await.len(), 1);
}

#[tokio::test]
async fn the_weeks_mail_says_nothing_when_nothing_waits_any_more() {
    let world = World::new().await;
    let (case, owner) = before_the_first_day(&world).await;
    world.arrive(&case, &owner).await;
    let clock = world.app.db.clock().clone();
    clock.shift(6 * base::clock::DAY);
    assert_eq!(gather(&world.app).await.unwrap(), 1);
    let mut desk = world.staff("yamamoto").await;
    crate::preparation::join_on(&world, &mut desk, &case, "2027-06-01").await;
    clock.shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    assert!(kept(&world).await.is_empty(), "what waited was put off before it went out");
}

#[tokio::test]
async fn a_request_of_a_week_in_which_the_owner_was_asked_waits_for_monday_and_the_desk_reads_so_before_it_presses() {
    let world = World::new().await;
    let (case, owner) = before_the_first_day(&world).await;
    world.arrive(&case, &owner).await;
    let clock = world.app.db.clock().clone();
    let mut desk = world.staff("yamamoto").await;
    let goals = format!("/cases/{case}/goals");
    crate::goal_sheet::press(&world, &mut desk, &format!("{goals}/edit"), &format!("{goals}/edit"), &[("g1_sentence", "月次を締める")])
        .await;
    let sentence = "丸山 一郎さんへ:今週のお願いはお送り済みのため、12月7日(月)の朝のメールにまとめます。";
    assert!(!world.get(&mut desk, &goals).await.text().contains("今週のお願いはお送り済み"), "nobody was asked yet");
    clock.shift(6 * base::clock::DAY);
    assert_eq!(gather(&world.app).await.unwrap(), 1, "Monday 30 November");
    clock.shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    let mut desk = world.staff("yamamoto").await;
    assert!(world.get(&mut desk, &goals).await.text().contains(sentence));
    crate::goal_sheet::press(&world, &mut desk, &goals, &format!("{goals}/review"), &[]).await;
    for day in 1..7 {
        clock.shift(base::clock::DAY);
        assert_eq!(gather(&world.app).await.unwrap(), 0, "day {day} of the week");
        run_once(&world.app, "worker").await.unwrap();
        assert_eq!(kept(&world).await.len(), 1, "one request a week");
    }
    clock.shift(base::clock::DAY);
    assert_eq!(gather(&world.app).await.unwrap(), 1, "Monday 7 December");
    clock.shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    assert_eq!(kept(&world).await, ["【汐見野信用金庫】今週のお願い"; 2]);
    let mut browser = world.portal(owner).await;
    assert!(world.get(&mut browser, "/my").await.text().contains("目標シート"), "and there it waits");
}
