//! How a placement ends: promises that are open, the day the person left, what each side keeps, what is paid back.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use base::clock::DAY;
use http::StatusCode;

use crate::change::{Story, hope, story, write};
use crate::world::{Browser, Page, World};

/// Fills in the form of a page as a browser would, and sends it; it must be taken.
async fn press(world: &World, browser: &mut Browser, page: &str, action: &str, changes: &[(&str, &str)]) {
    let drawn = world.get(browser, page).await.text();
    let form = crate::proof::forms(page, &drawn).into_iter().find(|form| form.action == action).unwrap();
    let mut fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend_from_slice(changes);
    let done = world.post_raw(browser, action, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{action}: {}", done.text());
}

/// Gives the case its fee and refund terms.
async fn fee(world: &World, desk: &mut Browser, case: &str, refund: &str) {
    let edit = format!("/cases/{case}/edit");
    press(world, desk, &edit, &edit, &[("fee", "2,100,000"), ("refund", refund)]).await;
}

async fn leave(world: &World, desk: &mut Browser, case: &str, fields: &[(&str, &str)]) -> Page {
    let end = format!("/cases/{case}/end");
    let mut all = vec![("kind", "left")];
    all.extend_from_slice(fields);
    world.submit(desk, &end, &end, &all).await
}

#[tokio::test]
async fn what_is_paid_back_is_reckoned_to_the_day_with_its_working_shown() {
    for (last, amount) in [("2026-10-31", "630,000"), ("2026-11-23", "630,000"), ("2026-09-30", "1,050,000"), ("2026-10-01", "630,000")] {
        let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
        fee(&world, &mut desk, &case, "1か月以内50%、3か月以内30%、6か月以内10%").await;
        assert_eq!(leave(&world, &mut desk, &case, &[("ended_on", last), ("cause", "own")]).await.status, StatusCode::SEE_OTHER);
        let page = world.get(&mut desk, &format!("/cases/{case}/ending")).await.text();
        assert!(page.contains(&format!("返戻金は{amount}円です。")) && page.contains("手数料2,100,000円の"), "{last}: {page}");
        let mine = world.get(&mut owner, "/my/ending").await.text();
        assert!(mine.contains(&format!("返戻金は{amount}円です。")));
        assert!(!world.get(&mut person, "/my/ending").await.text().contains("返戻金"));
        for (who, sees) in [("onishi", true), ("manager", true), ("officer", true)] {
            let mut browser = world.staff(who).await;
            assert_eq!(world.get(&mut browser, &format!("/cases/{case}/ending")).await.text().contains(amount), sees, "{who}");
        }
    }
}

#[tokio::test]
async fn terms_that_cannot_be_read_are_left_to_a_person_and_reckoned_once_they_can() {
    let Story { world, case, mut desk, .. } = story().await;
    fee(&world, &mut desk, &case, "別途協議").await;
    leave(&world, &mut desk, &case, &[("ended_on", "2026-11-20"), ("cause", "company"), ("party", "company")]).await;
    let page = format!("/cases/{case}/ending");
    assert!(world.get(&mut desk, &page).await.text().contains("返戻金を計算できません。"));
    assert_eq!(world.submit(&mut desk, &page, &format!("{page}/refund"), &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    fee(&world, &mut desk, &case, "6か月以内10%").await;
    assert_eq!(world.submit(&mut desk, &page, &format!("{page}/refund"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut desk, &page).await.text().contains("会社の都合による退職は、この機関の決まりで返戻金の対象になりません。"));
    let mut admin = world.staff("admin").await;
    let rules = [("keep_months", "12"), ("refund_dismissal", "included"), ("indices", "six")];
    assert_eq!(world.submit(&mut admin, "/settings/ending", "/settings/ending", &rules).await.status, StatusCode::SEE_OTHER);
    let mut officer = world.staff("officer").await;
    assert_eq!(world.submit(&mut officer, &page, &format!("{page}/refund"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut officer, &page).await.text().contains("返戻金は210,000円です。"));
}

#[tokio::test]
async fn closing_names_the_promises_that_are_open_and_keeps_them() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let new = format!("/cases/{case}/preparation/new");
    let promise = [("body", "会計担当を専任にする"), ("days", "30"), ("way", "after")];
    press(&world, &mut desk, &format!("{new}?kind=promise"), &new, &promise).await;
    let end = format!("/cases/{case}/end");
    let refused = world.submit(&mut desk, &end, &end, &[("kind", "closed")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("まだ果たされていない約束が1件あります。") && refused.text().contains("会計担当を専任にする"));
    assert_eq!(world.submit(&mut desk, &end, &end, &[("kind", "closed"), ("promises", "1")]).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut owner, "/my").await.text().contains("定期フォローを終えました。"));
    assert!(world.get(&mut desk, &format!("/cases/{case}/plan")).await.text().contains("会計担当を専任にする"), "the promise stays");
    world.app.db.clock().shift(280 * DAY);
    let mut desk = world.staff("yamamoto").await;
    // Whoever was followed up to the end may still leave, once; the closing's day stays.
    assert_eq!(leave(&world, &mut desk, &case, &[]).await.status, StatusCode::SEE_OTHER);
    let ending = world.get(&mut desk, &format!("/cases/{case}/ending")).await.text();
    assert!(
        ending.contains("2026年11月24日(火)に定期フォローを終えました。") && ending.contains("2027年8月31日(火)に退職されました。"),
        "{ending}"
    );
}

#[tokio::test]
async fn the_company_keeps_what_it_was_given_and_the_person_their_own_for_the_term_and_no_longer() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    let kept = hope(&world, &mut desk, &case, "会議で社長以外の発言が増える").await;
    write(&world, &mut person, "現場の方から声をかけてもらえます", "", false).await;
    let (clock, observe) = (world.app.db.clock(), "/my/changes/observe");
    let (person_id, owner_id) = (world.holder(&case, "person").await, world.holder(&case, "owner").await);
    let told = [
        ("ended_on", "2026-11-24"),
        ("party", "person"),
        ("cause", "own"),
        ("word_person", "ご家族の近くで働きたいとのこと"),
        ("lesson", "受け入れの準備を早める"),
    ];
    assert_eq!(leave(&world, &mut desk, &case, &told).await.status, StatusCode::SEE_OTHER);
    // A form of yesterday takes nothing any more; the old link gives the same page as for nothing.
    clock.shift(DAY);
    let mut desk = world.staff("yamamoto").await;
    let (mut owner_now, mut person_now) = (world.portal(owner_id.clone()).await, world.portal(person_id.clone()).await);
    let token = world.token(&person_now, "portal");
    let before = world.app.db.fingerprint().await.unwrap();
    let late = world.post_raw(&mut person_now, observe, &[("token", &token), ("key", "late"), ("body", "もう一言"), ("case", &case)]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get(&mut person_now, observe).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.app.db.fingerprint().await.unwrap(), before);
    // What the desk writes from now on is not theirs.
    let later = hope(&world, &mut desk, &case, "あとから書いた変化").await;
    assert!(world.get(&mut desk, &format!("/cases/{case}/changes")).await.text().contains("あとから書いた変化"));
    for (browser, who) in [(&mut owner_now, "owner"), (&mut person_now, "person")] {
        let home = world.get(browser, "/my").await;
        assert_eq!(home.status, StatusCode::OK, "{who}");
        assert!(home.text().contains("2026年11月24日(火)に退職されました。"), "{who}: {}", home.text());
        let board = world.get(browser, "/my/changes").await.text();
        assert!(board.contains("会議で社長以外の発言が増える") && !board.contains("あとから書いた変化"), "{who}");
        assert_eq!(world.get(browser, &format!("/my/changes/{later}/picture")).await.status, StatusCode::NOT_FOUND, "{who}");
        for (path, page) in world.crawl(browser, &["/my", "/my/ending", "/my/changes", "/my/account"], 80).await {
            assert!(
                !page.contains("あとから書いた変化") && !page.contains("ご家族の近くで") && !page.contains("受け入れの準備"),
                "{who} {path}"
            );
            assert!(!page.starts_with('5'), "{who} {path}");
        }
    }
    assert!(world.get(&mut person_now, "/my/changes").await.text().contains("現場の方から声をかけてもらえます"), "one's own stays");
    assert_ne!(kept, later);
    // Each side may say why, and reads its own alone; the officer reads both, the branch none.
    for (browser, words) in [(&mut owner_now, "任せる範囲を決められませんでした"), (&mut person_now, "役割が思っていたものと違いました")]
    {
        let said = world.submit(browser, "/my/ending", "/my/ending", &[("body", words)]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
        assert!(world.get(browser, "/my/ending").await.text().contains(words));
    }
    assert!(!world.get(&mut owner_now, "/my/ending").await.text().contains("役割が思っていたもの"));
    let words = format!("/cases/{case}/ending/words");
    for (who, sees) in [("yamamoto", true), ("officer", true), ("onishi", false), ("manager", false)] {
        let mut browser = world.staff(who).await;
        let page = world.get(&mut browser, &words).await;
        assert_eq!(page.status == StatusCode::OK && page.text().contains("役割が思っていたものと違いました"), sees, "{who}");
    }
    // To the day: the last day of the term is in, the next is not; the company keeps what it had.
    let last = base::clock::Day::new(2027, 11, 24).unwrap();
    clock.shift(clock.today().until(last) * DAY);
    person = world.portal(person_id.clone()).await;
    assert!(world.get(&mut person, "/my/ending").await.text().contains("2027年11月24日"));
    clock.shift(DAY);
    person = world.portal(person_id).await;
    let mut owner = world.portal(owner_id).await;
    let home = world.get(&mut person, "/my").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(!home.text().contains("丸山工業"), "nothing of the case is there");
    assert!(
        home.text().contains(">ホーム</h1>") && home.text().contains("href=\"tel:"),
        "a heading and the number to call: {}",
        home.text()
    );
    assert_eq!(world.get(&mut person, &format!("/my/changes?case={case}")).await.status, StatusCode::NOT_FOUND);
    assert!(world.get(&mut owner, "/my/changes").await.text().contains("会議で社長以外の発言が増える"));
}

#[tokio::test]
async fn the_officer_corrects_the_last_day_and_access_and_refund_follow_to_the_day() {
    let Story { world, case, mut desk, .. } = story().await;
    fee(&world, &mut desk, &case, "1か月以内50%、3か月以内30%、6か月以内10%").await;
    let (owner_id, person_id) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    let day = format!("/cases/{case}/ending/day");
    let mut officer = world.staff("officer").await;
    assert_eq!(world.get(&mut officer, &day).await.status, StatusCode::NOT_FOUND, "nobody has left");
    hope(&world, &mut desk, &case, "二日後の変化").await;
    assert_eq!(leave(&world, &mut desk, &case, &[("ended_on", "2026-11-24"), ("cause", "own")]).await.status, StatusCode::SEE_OTHER);
    world.app.db.clock().shift(DAY);
    let mut desk = world.staff("yamamoto").await;
    let later = "翌日に書いた変化";
    hope(&world, &mut desk, &case, later).await;
    officer = world.staff("officer").await;
    for (on, sentence) in [
        ("2026-12-24", "終了日は今日までの日付にしてください。"),
        ("2026-08-31", "退職日は入社日より前にはできません。"),
        ("2026-11-24", "記録されている日付と理由のままです。"),
        ("", "正しい退職日を入力してください。"),
    ] {
        let page = world.submit(&mut officer, &day, &day, &[("ended_on", on), ("cause", "own")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{on}");
        assert!(page.text().contains(sentence), "{on}: {}", page.text());
    }
    // A day earlier: what was written since is theirs no more, the rung of the refund is another one.
    let form = world.get(&mut officer, &day).await.value("version");
    let right = [("ended_on", "2026-09-30"), ("cause", "own")];
    assert_eq!(world.submit(&mut officer, &day, &day, &right).await.status, StatusCode::SEE_OTHER);
    let stale = world.submit(&mut officer, &day, &day, &[("ended_on", "2026-09-29"), ("cause", "own"), ("version", &form)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let ending = world.get(&mut officer, &format!("/cases/{case}/ending")).await.text();
    assert!(ending.contains("返戻金は1,050,000円です。"), "{ending}");
    assert!(ending.contains("退職日を2026年11月24日(火)から2026年9月30日(水)に訂正しました(青木 恵、"), "{ending}");
    let (mut owner, mut person) = (world.portal(owner_id.clone()).await, world.portal(person_id.clone()).await);
    for browser in [&mut owner, &mut person] {
        let board = world.get(browser, "/my/changes").await.text();
        assert!(!board.contains("二日後の変化") && !board.contains(later));
    }
    assert!(world.get(&mut person, "/my/ending").await.text().contains("2027年9月30日"));
    // The right day was a later one after all: what was written until then is theirs again.
    let later_day = [("ended_on", "2026-11-25"), ("cause", "own")];
    assert_eq!(world.submit(&mut officer, &day, &day, &later_day).await.status, StatusCode::SEE_OTHER);
    (owner, person) = (world.portal(owner_id).await, world.portal(person_id).await);
    for browser in [&mut owner, &mut person] {
        let board = world.get(browser, "/my/changes").await.text();
        assert!(board.contains("二日後の変化") && board.contains(later));
    }
    assert!(world.get(&mut desk, &format!("/cases/{case}/ending")).await.text().contains("返戻金は630,000円です。"));
    for who in ["onishi", "manager", "compliance", "ishii"] {
        let mut other = world.staff(who).await;
        assert_eq!(world.get(&mut other, &day).await.status == StatusCode::OK, who == "ishii", "{who}");
    }
}

#[tokio::test]
async fn who_left_yesterday_and_opens_an_old_link_comes_to_their_own_and_to_nothing_of_today() {
    let Story { world, case, mut desk, mut person, .. } = story().await;
    write(&world, &mut person, "自分で書いた一文です", "", false).await;
    let holder = world.holder(&case, "person").await;
    let (token, code) = world.app.db.make_link(&world.institution, &holder, "").await.unwrap();
    let link = format!("/l/{token}");
    assert_eq!(leave(&world, &mut desk, &case, &[]).await.status, StatusCode::SEE_OTHER);
    world.app.db.clock().shift(DAY);
    let mut desk = world.staff("yamamoto").await;
    let late = hope(&world, &mut desk, &case, "今日書いた変化").await;
    // The page of the link names nobody; its code of yesterday is over, and another one is offered.
    let mut phone = Browser::default();
    let page = world.get(&mut phone, &link).await.text();
    assert!(page.contains("確認用コードの期限が切れています") && !page.contains("佐藤"), "{page}");
    assert_eq!(world.submit(&mut phone, "/my/sign-in", &link, &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (token, code) = world.app.db.make_link(&world.institution, &holder, "").await.unwrap();
    let link = format!("/l/{token}");
    assert_eq!(world.submit(&mut phone, &link, &link, &[("code", &code)]).await.location(), "/my");
    assert!(world.get(&mut phone, "/my").await.text().contains("に退職されました。"));
    assert!(world.get(&mut phone, "/my/changes").await.text().contains("自分で書いた一文です"));
    let gone = world.get(&mut phone, &format!("/my/changes/{late}/picture")).await;
    let never = world.get(&mut phone, "/my/changes/018f0000-0000-7000-8000-000000000000/picture").await;
    assert_eq!((gone.status, &gone.body), (StatusCode::NOT_FOUND, &never.body), "as if it had never been there");
}

#[tokio::test]
async fn until_the_end_of_the_last_day_both_still_write_and_from_midnight_on_nobody_does() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    assert_eq!(leave(&world, &mut desk, &case, &[]).await.status, StatusCode::SEE_OTHER);
    write(&world, &mut person, "最終日の夕方に書いた一文です", "", false).await;
    write(&world, &mut owner, "最終日に会社が書いた一文です", "", false).await;
    let midnight = world.app.db.clock().today().plus(1).start().0 - world.app.db.clock().now().0;
    world.app.db.clock().shift(midnight - 1);
    let mut person = world.portal(world.holder(&case, "person").await).await;
    write(&world, &mut person, "日付が変わる直前の一文です", "", false).await;
    world.app.db.clock().shift(1);
    let fields = [("token", world.token(&person, "portal")), ("key", "late".to_owned()), ("body", "翌日の一文です".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let late = world.post_raw(&mut person, "/my/changes/observe", &fields).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    // Whoever pressed a minute too late still has their words: no browser keeps the page they were written on.
    assert!(late.text().contains("保存できませんでした") && late.text().contains("翌日の一文です"), "{}", late.text());
    let board = world.get(&mut person, "/my/changes").await.text();
    assert!(board.contains("日付が変わる直前の一文です") && !board.contains("翌日の一文です"));
}

/// Every link and every form of the portal, walked by each party of a case in which everything was written.
#[tokio::test]
async fn after_leaving_no_link_and_no_button_of_the_portal_leads_to_a_page_that_is_not_there() {
    let scene = crate::matrix::Scene::new().await;
    crate::matrix::ids(&scene).await;
    let world = &scene.world;
    let mut desk = world.staff("yamamoto").await;
    assert_eq!(leave(world, &mut desk, &scene.case, &[]).await.status, StatusCode::SEE_OTHER);
    world.app.db.clock().shift(DAY);
    let mut wrong = std::collections::BTreeSet::new();
    for seat in ["owner", "host", "named_host", "contact", "person"] {
        let mut browser = world.portal(scene.holders[seat].clone()).await;
        let token = world.token(&browser, "portal");
        let pages = world.crawl(&mut browser, &["/my"], 200).await;
        for (path, page) in &pages {
            if page.starts_with("404") {
                let from = pages.iter().find(|(_, other)| other.contains(&format!("href=\"{}\"", path.replace('&', "&amp;"))));
                wrong.insert(format!("{seat}: {path} from {}", from.map_or("", |(from, _)| from.as_str())));
            }
            for form in crate::proof::forms(path, page)
                .into_iter()
                .filter(|form| form.action.starts_with("/my/") && !form.action.ends_with("sign-out"))
            {
                // An empty form is refused for what it lacks, or for what it is about; only the second says that nothing is there.
                let sent = world.post_raw(&mut browser, &form.action, &[("token", &token), ("key", "empty"), ("case", &scene.case)]).await;
                if sent.status == StatusCode::NOT_FOUND {
                    wrong.insert(format!("{seat}: the form {} on {path}", form.action));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn an_end_says_what_is_wrong_with_its_day_and_keeps_what_was_typed() {
    let Story { world, case, mut desk, .. } = story().await;
    for (day, sentence) in
        [("2026-12-24", "終了日は今日までの日付にしてください。"), ("2026-08-31", "退職日は入社日より前にはできません。")]
    {
        let page = leave(&world, &mut desk, &case, &[("ended_on", day), ("lesson", "早めに話す")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(sentence) && page.text().contains("早めに話す"), "{day}");
    }
    let mut admin = world.staff("admin").await;
    let rules = [("keep_months", "百"), ("refund_dismissal", "included"), ("indices", "six")];
    assert_eq!(world.submit(&mut admin, "/settings/ending", "/settings/ending", &rules).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
