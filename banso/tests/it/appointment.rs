//! Talks in the calendars of those who talk, and in nobody else's.

use app::mailer::run_once;
use base::clock::MINUTE;
use http::StatusCode;

use crate::goal_sheet::press;
use crate::world::{Browser, World};

struct Story {
    world: World,
    case: String,
    desk: Browser,
    owner: Browser,
    person: Browser,
}

async fn story() -> Story {
    let world = World::new().await;
    let case = world.maruyama().await;
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    let (owner, person) = (world.arrive(&case, &owner).await, world.arrive(&case, &person).await);
    Story { desk: world.staff("yamamoto").await, owner, person, world, case }
}

impl Story {
    /// Plans a talk; gives its id.
    async fn plan(&mut self, with: &str) -> String {
        let path = format!("/cases/{}/talks/plan", self.case);
        let fields = [("with", with), ("way", "call"), ("step", "m1"), ("on", "2026-12-03"), ("at", "午後2時")];
        let page = self.world.submit(&mut self.desk, &path, &path, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        let page = self.world.get(&mut self.desk, &format!("/cases/{}", self.case)).await.text();
        let before = format!("/cases/{}/talks/", self.case);
        page.split(&before).skip(1).filter_map(|rest| rest.get(..36)).find(|id| id.matches('-').count() == 4).unwrap().to_owned()
    }

    async fn press(&mut self, id: &str, what: &str, changes: &[(&str, &str)]) {
        let show = format!("/cases/{}/talks/{id}", self.case);
        let page = press(&self.world, &mut self.desk, &show, &format!("{show}/{what}"), changes).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }

    /// What went out since, as receiver and subject and text.
    async fn mails(&self) -> Vec<(String, String)> {
        self.world.app.db.clock().shift(MINUTE);
        run_once(&self.world.app, "worker").await.unwrap();
        self.world.app.db.demo_mails().await.unwrap().into_iter().map(|mail| (mail.subject, mail.body)).collect()
    }
}

#[tokio::test]
async fn a_planned_talk_goes_to_the_calendar_of_those_who_talk_when_the_desk_says_so_and_follows_its_changes() {
    let mut s = story().await;
    let id = s.plan("person").await;
    assert!(s.mails().await.is_empty(), "nothing is sent because a talk was planned");
    s.press(&id, "invite", &[]).await;
    let mails = s.mails().await;
    assert_eq!(mails.len(), 1, "the person alone talks");
    assert_eq!(mails[0].0, "【汐見野信用金庫】面談のご案内");
    assert!(mails[0].1.contains("2026年12月3日(木) 14:00") && mails[0].1.contains("banso.ics"));
    assert!(!mails[0].1.contains("丸山一郎"));

    let path = format!("/my/talks/{id}/ics");
    assert!(s.world.get(&mut s.person, "/my/talks").await.text().contains(&path), "and it can be taken from the page");
    let first = s.world.get(&mut s.person, &path).await.text();
    for line in ["DTSTART;TZID=Asia/Tokyo:20261203T140000", "SUMMARY:面談のご案内", "LOCATION:電話"] {
        assert!(first.contains(line), "{line}: {first}");
    }
    assert!(!first.contains("佐藤") && !first.contains("丸山"), "the title names nobody");
    assert_eq!(s.world.get(&mut s.owner, &path).await.status, StatusCode::NOT_FOUND, "the other side learns of no talk");
    assert!(!s.world.get(&mut s.owner, "/my/talks").await.text().contains("12月3日"));

    s.press(&id, "move", &[("on", "2026-12-07"), ("at", "9時半"), ("way", "visit")]).await;
    let second = s.world.get(&mut s.person, &path).await.text();
    let line = |text: &str, name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    let number = |text: &str| line(text, "SEQUENCE:")[9..].parse::<i64>().unwrap();
    assert_eq!(line(&first, "UID:"), line(&second, "UID:"));
    assert!(number(&second) > number(&first) && second.contains("20261207T093000"), "{second}");
    assert_eq!(s.mails().await.len(), 2, "who knew of the day is told of the new one");

    s.press(&id, "skip", &[("why", "都合がつかなくなりました")]).await;
    let mails = s.mails().await;
    assert!(mails.len() == 3 && mails.iter().any(|(subject, _)| subject.contains("取りやめ")), "{mails:?}");
    assert!(mails.iter().all(|(_, body)| !body.contains("都合がつかなく")), "why is the desk's");
    let third = s.world.get(&mut s.person, &path).await.text();
    assert!(third.contains("METHOD:CANCEL") && third.contains("STATUS:CANCELLED"), "{third}");
    assert!(line(&first, "UID:") == line(&third, "UID:") && number(&third) > number(&second), "it leaves the calendar it is in: {third}");
}

#[tokio::test]
async fn a_talk_of_three_is_told_to_both_and_a_talk_nobody_was_told_of_moves_silently() {
    let mut s = story().await;
    let id = s.plan("joint").await;
    s.press(&id, "move", &[("on", "2026-12-08"), ("at", "14:00"), ("way", "visit")]).await;
    assert!(s.mails().await.is_empty());
    s.press(&id, "invite", &[]).await;
    assert_eq!(s.mails().await.len(), 2);
    for browser in [&mut s.owner, &mut s.person] {
        assert!(s.world.get(browser, &format!("/my/talks/{id}/ics")).await.text().contains("20261208T140000"));
    }
}
