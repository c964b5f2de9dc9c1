//! 今日: what is put off comes back, who waits is told once more and not too often, and the morning's mail only counts.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use app::mailer::run_once;
use app::today::run_morning;
use base::clock::{DAY, Day, HOUR, MINUTE};
use http::StatusCode;

use crate::change::{Story, story};
use crate::world::{Browser, World};

/// The desk plans a talk with the person for this day.
async fn plan(world: &World, desk: &mut Browser, case: &str, day: &str) {
    let path = format!("/cases/{case}/talks/plan");
    let fields = [("with", "person"), ("way", "call"), ("step", "m1"), ("on", day), ("at", "")];
    let page = world.submit(desk, &path, &path, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

/// The way on this page to put the talk off.
fn way_later(page: &str) -> String {
    page.split("href=\"")
        .find(|rest| rest.contains("/later?step=") && rest.contains("/talks/"))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
}

/// Moves the clock to this moment in Tokyo.
fn at(world: &World, day: (i32, u32, u32), hour: i64, minute: i64) {
    let wanted = Day::new(day.0, day.1, day.2).unwrap().start().plus(hour * HOUR + minute * MINUTE);
    let clock = world.app.db.clock();
    clock.shift(wanted.0 - clock.now().0);
}

/// Subject and text of the mails with this in their subject, in the demo's mailbox.
async fn mails(world: &World, subject: &str) -> Vec<(String, String)> {
    run_once(&world.app, "worker").await.unwrap();
    let all = world.app.db.demo_mails().await.unwrap().into_iter();
    all.filter(|mail| mail.subject.contains(subject)).map(|mail| (mail.address, mail.body)).collect()
}

#[tokio::test]
async fn a_line_is_put_off_with_a_reason_and_stands_again_when_it_is_taken_up_or_its_day_comes() {
    let Story { world, case, mut desk, .. } = story().await;
    plan(&world, &mut desk, &case, "2026-11-24").await;
    let page = world.get(&mut desk, "/today").await.text();
    assert!(page.contains("今日の分は2件です。") && page.contains("質問を開く"), "the joining and the talk: {page}");
    let way = way_later(&page);
    let path = format!("/cases/{case}/later");
    let form = world.get(&mut desk, &way).await.text();
    assert!(
        form.contains("担当者と不在時の担当者だけが見ます。")
            && form.contains("value=\"2026-11-25\"")
            && form.contains("value=\"2026-11-30\"")
    );
    let step = world.get(&mut desk, &way).await.value("step");

    // Nothing chosen, a day behind, one too far: said, with what was typed still there.
    let no = world.submit(&mut desk, &way, &path, &[("step", &step)]).await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.text().contains("いつまであとにするか、選んでください。") && no.text().contains("理由を一つ選んでください。"));
    for day in ["2026-11-24", "2027-11-24", "いつか"] {
        let no = world.submit(&mut desk, &way, &path, &[("step", &step), ("own", day), ("reason", "party")]).await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(no.text().contains("明日から60日以内の日付にしてください。") && no.text().contains(day) && no.text().contains("checked"));
    }

    let done = world.submit(&mut desk, &way, &path, &[("step", &step), ("until", "2026-11-25"), ("reason", "party")]).await;
    let after = world.get(&mut desk, &done.location()).await.text();
    assert!(after.contains("をあとにしました。") && after.contains("11月25日(水)まで・相手のご都合・山本 直美"), "{after}");
    assert!(!after.contains("質問を開く"), "it does not stand on 今日 any more");
    assert!(world.get(&mut desk, &format!("/cases/{case}")).await.text().contains("11月25日(水)まで延期"), "the case page says so");
    // The deputy sees the same arrangement; a manager and the branch learn nothing of it.
    let mut ishii = world.staff("ishii").await;
    assert!(world.get(&mut ishii, "/today").await.text().contains("あとにしたもの"));
    for who in ["manager", "onishi"] {
        let page = world.get(&mut world.staff(who).await, &format!("/cases/{case}")).await.text();
        assert!(!page.contains("延期") && !page.contains("相手のご都合"), "{who}");
    }

    let undo = after.split("action=\"").find(|rest| rest.starts_with(&format!("/cases/{case}/later/"))).unwrap();
    let undo = undo.split('"').next().unwrap().to_owned();
    assert_eq!(world.submit(&mut desk, &done.location(), &undo, &[]).await.location(), "/today?done=undone");
    assert!(world.get(&mut desk, "/today").await.text().contains("質問を開く"));
    // Pressed by the deputy too: it is taken up, which was the wish.
    let token = world.token(&ishii, "staff");
    assert_eq!(world.post_raw(&mut ishii, &undo, &[("token", &token), ("key", "k")]).await.location(), "/today?done=undone");

    world.submit(&mut desk, &way, &path, &[("step", &step), ("own", "2026年11月28日"), ("reason", "news")]).await;
    assert!(world.get(&mut desk, "/today").await.text().contains("11月30日(月)まで・知らせを待つ"), "a Saturday rolls on");
    world.app.db.clock().shift(6 * DAY);
    let mut desk = world.staff("yamamoto").await;
    assert!(world.get(&mut desk, "/today").await.text().contains("期限を過ぎています"), "its day has come");
    // A step that is not there, or not any more, leads back.
    let gone = world.get(&mut desk, &format!("{path}?step=/cases/{case}/nothing")).await;
    assert_eq!((gone.status, gone.location()), (StatusCode::SEE_OTHER, "/today".to_owned()));
}

#[tokio::test]
async fn an_answer_promised_to_someone_cannot_be_put_off_and_a_deputy_has_a_place_of_their_own() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    crate::channel::write(&world, &mut person, "相談したいことがあります", "desk").await;
    let page = world.get(&mut desk, "/today").await.text();
    assert!(page.contains("/consults/") && !page.contains("/later?step=/consults"), "{page}");
    plan(&world, &mut desk, &case, "2026-11-24").await;
    let mut ishii = world.staff("ishii").await;
    let page = world.get(&mut ishii, "/today").await.text();
    assert!(page.contains("不在時の担当として") && page.contains("今日の予定はありません。"), "{page}");
    assert!(page.contains("/record\"><span lang=\"ja\">丸山工業・佐藤さん</span>"), "and can go on with the work: {page}");
    let mut other = world.staff("ishii").await;
    let none = world.get(&mut other, "/cases/018f0000-0000-7000-8000-000000000000/later?step=/x").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

/// Both are asked the questions of the first round.
async fn ask(world: &World, desk: &mut Browser, case: &str) {
    let path = format!("/cases/{case}/survey");
    let page = world.submit(desk, &path, &path, &[("step", "before"), ("closes_on", "2026-12-18")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

#[tokio::test]
async fn those_who_wait_are_told_once_more_after_a_preview_once_a_week_and_in_office_hours() {
    let Story { world, case, mut desk, .. } = story().await;
    ask(&world, &mut desk, &case).await;
    let today = world.get(&mut desk, "/today").await.text();
    assert!(today.contains("相手の対応待ち") && today.contains("回答待ち 1") && today.contains("まとめて再案内する"), "{today}");
    let none = world.get(&mut desk, "/today/remind").await.text();
    assert!(none.contains("いま再度のご案内をお送りできる方はいません。") && none.contains("今週はすでにご案内しています"), "{none}");
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();

    // The next Monday, in the evening: both can be told, and the preview says with what words.
    at(&world, (2026, 11, 30), 18, 0);
    let mut desk = world.staff("yamamoto").await;
    let preview = world.get(&mut desk, "/today/remind").await.text();
    assert_eq!(preview.matches("name=\"to\"").count(), 2, "{preview}");
    assert!(preview.contains("丸山工業・佐藤さん(会社)…") && preview.contains("再度のご案内です。"));
    let to: Vec<String> = preview.split("name=\"to\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    let nobody = world.submit(&mut desk, "/today/remind", "/today/remind", &[]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text().contains("送る方を一人以上選んでください。"));
    let both = [("to", to[0].as_str()), ("to", to[1].as_str()), ("to", "someone else")];
    assert_eq!(world.submit(&mut desk, "/today/remind", "/today/remind", &both).await.location(), "/today");
    assert!(world.get(&mut desk, "/today").await.text().contains("2名に再度のご案内をお送りします。"));
    world.app.db.clock().shift(2 * MINUTE);
    assert!(mails(&world, "再度のご案内").await.is_empty(), "nobody is written to in the evening");
    // Meanwhile it can be taken back, and sent after all.
    assert_eq!(world.submit(&mut desk, "/today", "/today/remind/undo", &[]).await.location(), "/today?done=cancelled");
    at(&world, (2026, 12, 1), 9, 30);
    let mut desk = world.staff("yamamoto").await;
    assert!(mails(&world, "再度のご案内").await.is_empty());
    assert_eq!(world.submit(&mut desk, "/today/remind", "/today/remind", &both[..1]).await.location(), "/today");
    assert!(!world.get(&mut desk, "/today/remind").await.text().contains(&to[0]), "once a week");
    world.app.db.clock().shift(2 * MINUTE);
    let sent = mails(&world, "再度のご案内").await;
    assert_eq!(sent.len(), 1);
    assert!(sent[0].1.contains("再度のご案内です。") && !sent[0].1.contains("アンケート"), "{}", sent[0].1);
    let late = world.get(&mut desk, "/today").await.text();
    assert!(!late.contains("取り消す"), "{late}");
}

#[tokio::test]
async fn who_answered_meanwhile_or_lost_the_right_is_not_told_again() {
    let Story { world, case, mut desk, owner_id, person_id, .. } = story().await;
    ask(&world, &mut desk, &case).await;
    world.app.db.clock().shift(MINUTE);
    run_once(&world.app, "worker").await.unwrap();
    at(&world, (2026, 11, 30), 10, 0);
    let mut desk = world.staff("yamamoto").await;
    let (owner, person) = (format!("{case} {owner_id}"), format!("{case} {person_id}"));
    let both = [("to", owner.as_str()), ("to", person.as_str())];
    world.submit(&mut desk, "/today/remind", "/today/remind", &both).await;
    world.suspend(&case, &base::actor::Holder::Contact(owner_id)).await;
    world.app.db.clock().shift(2 * MINUTE);
    let sent = mails(&world, "再度のご案内").await;
    assert_eq!(sent.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["sato@mail.example"]);
}

#[tokio::test]
async fn the_morning_mail_counts_and_names_nobody_and_comes_once_on_business_days_to_who_wants_it() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    plan(&world, &mut desk, &case, "2026-11-25").await;
    crate::channel::write(&world, &mut person, "相談したいことがあります", "desk").await;
    at(&world, (2026, 11, 25), 8, 45);
    let mut desk = world.staff("yamamoto").await;
    assert_eq!(run_morning(&world.app).await.unwrap(), 0, "nobody has asked for it");
    let account = world.get(&mut desk, "/account").await.text();
    assert!(account.contains("営業日の08:30に、今日の件数だけをメールでお送りします。") && account.contains("受け取っていません"));
    world.submit(&mut desk, "/account", "/account/morning", &[("morning", "1")]).await;
    assert!(world.get(&mut desk, "/account").await.text().contains("受け取っています"));
    assert_eq!(run_morning(&world.app).await.unwrap(), 1);
    assert_eq!(run_morning(&world.app).await.unwrap(), 0, "never twice");
    world.app.db.clock().shift(2 * MINUTE);
    let sent = mails(&world, "今日の予定のお知らせ").await;
    assert_eq!(sent.len(), 1);
    let text = &sent[0].1;
    assert!(text.contains("今日 2件") && text.contains("/today"), "{text}");
    for word in ["丸山", "佐藤", "挨拶", "面談"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    // A closed day, the afternoon, an empty day, a wish taken back, a seat that was lost: nothing.
    at(&world, (2026, 11, 28), 8, 45);
    assert_eq!(run_morning(&world.app).await.unwrap(), 0, "a Saturday");
    at(&world, (2026, 11, 30), 13, 0);
    assert_eq!(run_morning(&world.app).await.unwrap(), 0, "the afternoon");
    at(&world, (2026, 12, 1), 8, 40);
    let mut desk = world.staff("yamamoto").await;
    assert_eq!(run_morning(&world.app).await.unwrap(), 1);
    world.submit(&mut desk, "/account", "/account/morning", &[]).await;
    world.app.db.clock().shift(2 * MINUTE);
    assert_eq!(mails(&world, "今日の予定のお知らせ").await.len(), 1, "the wish is asked again when it is sent");

    // The hour is a setting; blank, nothing goes out.
    let mut admin = world.staff("admin").await;
    let house = |hour| {
        [
            ("name", "汐見野信用金庫"),
            ("phone", "000-000-0000"),
            ("hours", ""),
            ("second_look", "off"),
            ("paper_calendar", "western"),
            ("morning_at", hour),
        ]
    };
    let no = world.submit(&mut admin, "/settings", "/settings", &house("25:00")).await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.text().contains("6:00から11:59までの時刻を「8:30」のように入力してください。"));
    world.submit(&mut admin, "/settings", "/settings", &house("９時15分")).await;
    assert!(world.get(&mut desk, "/account").await.text().contains("営業日の09:15に"));
    world.submit(&mut admin, "/settings", "/settings", &house("")).await;
    assert!(!world.get(&mut desk, "/account").await.text().contains("朝のお知らせメール"));
}

/// How many statements 今日 takes; none where the database does not count them.
async fn statements(world: &World, desk: &mut Browser) -> Option<u64> {
    world.get(desk, "/today").await;
    let (before, _) = world.app.db.work()?;
    world.get(desk, "/today").await;
    world.app.db.work().map(|(after, _)| after - before)
}

#[tokio::test]
async fn the_work_of_today_does_not_grow_with_the_cases() {
    let Story { world, case, mut desk, .. } = story().await;
    ask(&world, &mut desk, &case).await;
    plan(&world, &mut desk, &case, "2026-11-24").await;
    let Some(one) = statements(&world, &mut desk).await else { return };
    for n in 0..3 {
        let (company, person) = (format!("第{n}工業株式会社"), format!("鈴木 {n}郎"));
        let mail = format!("suzuki{n}@mail.example");
        let fields = [
            ("company", company.as_str()),
            ("person", person.as_str()),
            ("post", "部長"),
            ("issue", "一文"),
            ("owner", "鈴木 一"),
            ("owner_mail", &format!("owner{n}@suzuki{n}.example")),
            ("person_mail", mail.as_str()),
        ];
        let opened = world.submit(&mut desk, "/cases/new", "/cases/new", &fields).await.location();
        let other = opened.split(['/', '?']).nth(2).unwrap().to_owned();
        for seat in ["owner", "person"] {
            let holder = world.holder(&other, seat).await;
            world.arrive(&other, &holder).await;
        }
        ask(&world, &mut desk, &other).await;
        plan(&world, &mut desk, &other, "2026-11-24").await;
    }
    let four = statements(&world, &mut desk).await.unwrap();
    let page = world.get(&mut desk, "/today").await.text();
    assert_eq!(page.matches("質問を開く").count(), 4, "{page}");
    assert_eq!(one, four, "statements for one case and for four");
}

#[tokio::test]
async fn manager_and_branch_find_what_waits_for_them_and_nothing_of_the_desks() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut desk = world.staff("yamamoto").await;
    crate::preparation::join_on(&world, &mut desk, &case, "2026-11-27").await;
    plan(&world, &mut desk, &case, "2026-11-24").await;
    let of = async |who: &str| {
        let mut browser = world.staff(who).await;
        let page = world.get(&mut browser, "/today").await;
        assert_eq!(page.status, StatusCode::OK, "{who}");
        page.text()
    };
    let branch = of("onishi").await;
    assert!(branch.contains("丸山工業・佐藤さん") && branch.contains("入社の予定日です。"), "{branch}");
    for page in [&branch, &of("kita").await, &of("manager").await] {
        assert!(!page.contains("/later?") && !page.contains("/cases/new") && !page.contains("面談"), "{page}");
    }
    for who in ["kita", "manager"] {
        assert!(of(who).await.contains("今日の予定はありません。"), "{who}");
    }
    let mut officer = world.staff("officer").await;
    assert_eq!(world.get(&mut officer, "/today").await.status, StatusCode::NOT_FOUND);
}
