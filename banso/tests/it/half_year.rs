//! Half a year: one placement from the first day to month 6, lived through in jumps of the clock by three people.
//!
//! The clock passes every day by way of eight and ten o'clock, as the time machine does: what falls due is done, the case is
//! looked at for signals, what waits is sent.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use app::mailer::run_once;
use base::actor::Holder;
use base::clock::{Day, HOUR, MINUTE};
use base::workday::Calendar;
use http::StatusCode;

use crate::change::{Story, story};
use crate::proof::planting::fill_in;
use crate::signal::answer;
use crate::world::{Browser, World};

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).unwrap()
}

/// The three, and how often the clock jumped.
struct Half {
    s: Story,
    jumps: usize,
}

async fn send(world: &World) {
    world.app.db.clock().shift(2 * MINUTE);
    while run_once(&world.app, "worker").await.unwrap() > 0 {}
}

impl Half {
    /// Jumps to half past ten of this day; everyone comes in anew, because sessions are short.
    async fn jump(&mut self, to: Day) {
        let (app, clock) = (&self.s.world.app, self.s.world.app.db.clock());
        let mut today = clock.now().day();
        while today < to {
            today = today.plus(1);
            for hour in [8, 10] {
                clock.shift(today.start().plus(hour * HOUR).0 - clock.now().0);
                app::survey::run_due(app).await.unwrap();
                app::signal::look(app).await.unwrap();
                send(&self.s.world).await;
            }
        }
        self.jumps += 1;
        self.s.desk = self.s.world.staff("yamamoto").await;
        self.s.owner = self.s.world.portal(Holder::Contact(self.s.owner_id.clone())).await;
        self.s.person = self.s.world.portal(Holder::Person(self.s.person_id.clone())).await;
    }

    fn at(&self, path: &str) -> String {
        format!("/cases/{}{path}", self.s.case)
    }

    /// A page of the desk.
    async fn page(&mut self, path: &str) -> String {
        let path = self.at(path);
        self.s.world.get(&mut self.s.desk, &path).await.text()
    }

    /// The desk fills in a form of its own.
    async fn desk(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) {
        let (page, action) = (self.at(page), self.at(action));
        let done = fill_in(&self.s.world, &mut self.s.desk, &page, &action, fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{action}: {}", done.text());
    }

    /// A talk with each side is recorded.
    async fn talks(&mut self) {
        for with in ["company", "person"] {
            self.desk("/talks/new", "/talks/new", &[("with", with), ("text", "順調とのこと。")]).await;
        }
    }

    /// The word of the desk on the milestone of a month.
    async fn judge(&mut self, month: &str, word: &str) {
        let text = self.page(&format!("/milestones?m={month}")).await;
        let field = format!("w_bank_{}", text.split("name=\"w_bank_").nth(1).unwrap().split('"').next().unwrap());
        self.desk(&format!("/milestones?m={month}"), "/milestones", &[("month", month), (&field, word)]).await;
    }

    /// What the desk's list of signals says.
    async fn signals(&mut self) -> String {
        self.page("/signals").await
    }

    /// That a signal stands on the case page, and on 今日 by itself or among those of its case that one line counts.
    async fn has(&mut self, sentence: &str) {
        let case = self.page("").await;
        assert!(case.contains(sentence), "{sentence}: {case}");
        let today = self.s.world.get(&mut self.s.desk, "/today").await.text();
        assert!(today.contains(sentence) || today.contains("。ほか"), "{sentence}: {today}");
    }

    /// The signal of this sentence is settled as done and right, and leaves 今日.
    async fn settle(&mut self, sentence: &str) {
        let (list, text) = (self.at("/signals/"), self.signals().await);
        let before = text.split(&format!("<span class=\"ui-hide\"> {sentence}")).next().unwrap();
        let path = format!("/signals/{}", &before.rsplit(&list).next().unwrap()[..36]);
        self.desk(&path, &path, &[("how", "done"), ("verdict", "right")]).await;
        assert!(!self.s.world.get(&mut self.s.desk, "/today").await.text().contains(sentence), "{sentence}");
    }
}

/// Mails about what is asked: day, hour, who, subject.
async fn asked_by_mail(world: &World, address: &str) -> Vec<(Day, u32, String)> {
    let mut all: Vec<(Day, u32, String)> = world
        .app
        .db
        .demo_mails()
        .await
        .unwrap()
        .into_iter()
        .filter(|mail| mail.address == address && (mail.subject.contains("アンケート") || mail.subject.contains("月に一度のお伺い")))
        .map(|mail| (mail.at.day(), mail.at.time().0, mail.subject))
        .collect();
    all.sort();
    all
}

async fn month_of_answers(h: &mut Half, owner: &str, person: &str) {
    let mut people: [(&mut Browser, &str); 2] = [(&mut h.s.owner, owner), (&mut h.s.person, person)];
    for (party, choices) in &mut people {
        if !choices.is_empty() {
            answer(&h.s.world, party, choices).await;
        }
    }
}

#[tokio::test]
async fn half_a_year_from_the_first_day_to_month_six() {
    let mut h = Half { s: story().await, jumps: 0 };
    // Tuesday 24 November 2026: the first day. A goal with milestones, two promises of the company.
    h.desk("/join", "/join", &[("join_on", "2026-11-24")]).await;
    h.desk(
        "/goals/edit",
        "/goals/edit",
        &[("g1_sentence", "月次の数字をそろえる"), ("g1_month1", "一覧にする"), ("g1_month3", "二か月続ける")],
    )
    .await;
    for (body, on) in [("会計担当を半日ずつ専任", "2026-12-10"), ("50万円までの購入を任せる", "2026-12-18")] {
        h.desk("/preparation/new?kind=promise", "/preparation/new", &[("side", "company"), ("body", body), ("on", on)]).await;
    }
    h.jump(day(2026, 12, 1)).await;
    h.talks().await;
    h.jump(day(2026, 12, 8)).await;
    let plan = h.s.world.get(&mut h.s.owner, "/my/plan").await.text();
    let kept = plan.split("/my/preparation/").skip(1).find(|rest| rest.split("</a>").next().unwrap().contains("50万円")).unwrap();
    let kept = format!("/my/preparation/{}", &kept[..36]);
    let done = fill_in(&h.s.world, &mut h.s.owner, &kept, &kept, &[("state", "done")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    h.jump(day(2026, 12, 11)).await;
    h.has("会社の約束の期日を過ぎています。").await;
    h.has("会社の約束が、期日までに果たされました。").await;
    h.settle("会社の約束が、期日までに果たされました。").await;

    // Month 1: both are asked on 24 December; the person answers at once, the owner after the second reminder.
    h.jump(day(2026, 12, 24)).await;
    h.judge("1", "slow").await;
    month_of_answers(&mut h, "", "2 2 4 4 4 4 4 4 4 4 4").await;
    h.jump(day(2027, 1, 5)).await;
    assert!(!h.signals().await.contains("見え方に差の広い点"), "not before both have answered");
    month_of_answers(&mut h, "5 5 4 4 4 4 4 4 4 4", "").await;
    h.talks().await;
    h.jump(day(2027, 1, 6)).await;
    h.has("アンケートで、お二方の見え方に差の広い点があります。").await;
    let survey = h.page("/survey").await;
    let view = h.page(&format!("/survey/{}", &survey.split("id=\"r").nth(1).unwrap()[..36])).await;
    assert!(view.contains("いちばん違うのは「社内の雰囲気」です。会社のほうが高く見ています。"), "{view}");
    h.settle("アンケートで、お二方の見え方に差の広い点があります。").await;

    // The month's short question, and month 3: closer than last time; the milestone is late for the second time.
    h.jump(day(2027, 1, 25)).await;
    month_of_answers(&mut h, "", "4").await;
    h.jump(day(2027, 2, 24)).await;
    h.judge("3", "stuck").await;
    month_of_answers(&mut h, "4 4 4 4 4 4 4 4 4 4", "4 4 4 4 4 4 4 4 4 4 4").await;
    h.talks().await;
    h.jump(day(2027, 2, 25)).await;
    h.has("お二方の見え方が、前回より近づきました。").await;
    h.has("同じ目標の節目の遅れが、2回になりました。").await;

    // A heavier month, and a lighter one: against the person's own usual level.
    h.jump(day(2027, 3, 24)).await;
    month_of_answers(&mut h, "", "2").await;
    h.jump(day(2027, 3, 25)).await;
    h.has("今月のひとことの答えが、ご本人のいつもと違います。").await;
    h.settle("今月のひとことの答えが、ご本人のいつもと違います。").await;
    h.jump(day(2027, 4, 26)).await;
    month_of_answers(&mut h, "", "5").await;
    h.jump(day(2027, 4, 27)).await;
    h.has("今月のひとことの答えが、ご本人のいつもより上です。").await;
    // Nobody talked since 24 February.
    h.has("しばらくお話しできていません。").await;

    h.jump(day(2027, 5, 24)).await;
    month_of_answers(&mut h, "4 4 4 4 4 4 4 4 4 4", "4 4 4 4 4 4 4 4 4 4 4").await;
    h.jump(day(2027, 5, 25)).await;
    assert!(h.jumps >= 12, "{} jumps", h.jumps);
    assert!(h.page("/survey").await.contains("6か月"));

    // The mailbox: each on its business day and in the hours, and never twice.
    let told = |mails: &[(Day, u32, String)], of: &str| -> Vec<String> {
        mails.iter().filter(|(_, _, subject)| subject.contains(of)).map(|(day, ..)| day.to_string()).collect()
    };
    let owner = asked_by_mail(&h.s.world, "maruyama@maruyama.example").await;
    let person = asked_by_mail(&h.s.world, "sato@mail.example").await;
    assert_eq!(told(&owner, "短いアンケート"), ["2026-12-24", "2027-02-24", "2027-05-24"]);
    assert_eq!(told(&owner, "再度のご案内"), ["2026-12-30", "2027-01-04"], "closed from 31 December to 3 January; then answered");
    assert_eq!(told(&person, "短いアンケート"), ["2026-12-24", "2027-02-24", "2027-05-24"]);
    assert_eq!(told(&person, "月に一度のお伺い"), ["2027-01-25", "2027-03-24", "2027-04-26"]);
    assert_eq!(told(&person, "再度のご案内"), Vec::<String>::new(), "who has answered is left alone");
    let calendar = Calendar::default();
    for (day, hour, subject) in owner.iter().chain(&person) {
        assert!(calendar.is_open(*day) && (9..17).contains(hour), "{day} {hour} {subject}");
    }
    for party in [&mut h.s.owner, &mut h.s.person] {
        for (path, page) in h.s.world.crawl(party, &["/my"], 60).await {
            assert!(!page.contains("兆し") && !page.contains("うまくいっていること"), "{path}");
        }
    }
}
