//! Signals and good signs: what arises from what people did and answered, once; read by the desk alone.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use app::signal::look;
use base::actor::{Side, StaffSeat};
use base::clock::DAY;
use base::event::Event;
use base::register::{Audit, Signal};
use base::sql;
use base::store::{Set, StoreError, deed};
use http::StatusCode;

use crate::change::{Story, raw_database, story};
use crate::world::{Browser, World};

/// 丸山工業・佐藤さん, joined on this day, both sides active.
async fn joined(on: &str) -> Story {
    let mut s = story().await;
    let join = format!("/cases/{}/join", s.case);
    let page = s.world.submit(&mut s.desk, &join, &join, &[("join_on", on)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    s
}

/// Answers what this party is asked, one choice a page.
pub async fn answer(world: &World, party: &mut Browser, choices: &str) {
    let home = world.get(party, "/my").await.text();
    let id = home.split("/my/surveys/").nth(1).unwrap_or_else(|| panic!("nothing is asked: {home}"))[..36].to_owned();
    let at = format!("/my/surveys/{id}/answer");
    for (n, choice) in choices.split(' ').enumerate() {
        let n = (n + 1).to_string();
        let page = world.submit(party, &format!("{at}?n={n}"), &at, &[("n", &n), ("choice", choice)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
}

/// The desk asks both now, and both answer.
async fn both_answer(s: &mut Story, step: &str, owner: &str, person: &str) {
    let survey = format!("/cases/{}/survey", s.case);
    let page = s.world.submit(&mut s.desk, &survey, &survey, &[("step", step)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    answer(&s.world, &mut s.owner, owner).await;
    answer(&s.world, &mut s.person, person).await;
}

/// Where the signal of this sentence is shown, as the list of the case leads to it.
async fn one(world: &World, desk: &mut Browser, case: &str, sentence: &str) -> String {
    let list = format!("/cases/{case}/signals");
    let text = world.get(desk, &list).await.text();
    let (before, _) = text.split_once(sentence).unwrap_or_else(|| panic!("no {sentence}: {text}"));
    let (_, after) = text.split_once(&format!("<span class=\"ui-hide\"> {sentence}")).unwrap_or((before, ""));
    assert!(!after.is_empty(), "it is not open: {text}");
    let to_it = &text[..text.len() - after.len()];
    format!("{list}/{}", &to_it.rsplit(&format!("{list}/")).next().unwrap()[..36])
}

/// A signal of the case, put there by hand.
pub async fn for_matrix(world: &World, case: &str) -> Vec<(&'static str, String)> {
    let (desk, of) = (world.actor("yamamoto", StaffSeat::Consultant).await, case.to_owned());
    let id = world
        .app
        .db
        .write(&desk, None, move |tx| {
            let (entry, id) = (tx.enter(&of)?, tx.id());
            let set = Set::new()
                .with("rule", "promise_overdue")
                .with("subject", "by hand")
                .with("side", Side::Bank.code())
                .with("state", "open")
                .sealed("evidence", Side::Bank, r#"{"kind":"overdue","due":"2026-11-20","days":4}"#);
            tx.insert(&entry.pass::<Signal, deed::Change>()?, &id, set)?;
            tx.commit(&Event::SignalsLooked(Some(&of), &of), "").map(|done| done.with(id))
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    vec![("/cases/{case}/signals/{id}", id)]
}

const GAP: &str = "アンケートで、お二方の見え方に差の広い点があります。";
const KEPT: &str = "会社の約束が、期日までに果たされました。";
const OVERDUE: &str = "会社の約束の期日を過ぎています。";

#[tokio::test]
async fn a_gap_that_was_answered_is_told_once_to_the_desk_and_to_nobody_else() {
    let mut s = joined("2026-09-01").await;
    both_answer(&mut s, "month1", "5 5 4 4 4 4 4 4 4 4", "2 2 4 4 4 4 4 4 4 4 4").await;
    let (one_look, other) = tokio::join!(look(&s.world.app), look(&s.world.app));
    assert_eq!(one_look.unwrap() + other.unwrap(), 1, "two that look at once raise it once");
    assert_eq!(look(&s.world.app).await.unwrap(), 0);
    for page in ["/today".to_owned(), format!("/cases/{}", s.case)] {
        let text = s.world.get(&mut s.desk, &page).await.text();
        assert!(text.contains(GAP) && !text.contains("会社のほうが高く"), "the reason, and not what was answered: {page} {text}");
    }
    let signal = one(&s.world, &mut s.desk, &s.case, GAP).await;
    let text = s.world.get(&mut s.desk, &signal).await.text();
    assert!(text.contains("「社内の雰囲気」で差が広く、会社のほうが高く見ています。") && text.contains("見え方の差を開き"), "{text}");
    assert!(text.contains("<b>山本") && text.contains("石井"), "who reads the reason stands before it: {text}");
    let home = s.world.get(&mut s.person, "/my").await.text();
    let asked = &home.split("/my/surveys/").nth(1).unwrap()[..36];
    let told = s.world.get(&mut s.person, &format!("/my/surveys/{asked}")).await.text();
    assert!(
        told.contains("自動で見て") && told.contains("山本 直美 2026年11月24日(火)"),
        "who answered was told, and sees who read: {told}"
    );

    let manager = &mut s.world.staff("manager").await;
    let list = s.world.get(manager, &format!("/cases/{}/signals", s.case)).await.text();
    assert!(list.contains("1件出ています。") && !list.contains(GAP), "{list}");
    for who in ["manager", "onishi", "officer", "compliance", "admin"] {
        let mut browser = s.world.staff(who).await;
        assert_eq!(s.world.get(&mut browser, &signal).await.status, StatusCode::NOT_FOUND, "{who}");
        for (path, page) in s.world.crawl(&mut browser, &["/cases", &format!("/cases/{}", s.case), "/cases/export"], 80).await {
            // How the rules are set is no secret of the house.
            let told = page.contains(GAP) && path != "/settings/signals";
            let named = page.contains("気になる兆し") && !["manager", "admin"].contains(&who);
            assert!(!told && !named, "{who} {path}");
        }
    }
    for party in [&mut s.owner, &mut s.person] {
        for (path, page) in s.world.crawl(party, &["/my"], 80).await {
            assert!(!page.contains("兆し") && !page.contains(GAP), "{path}");
        }
    }
    assert!(s.world.app.db.demo_mails().await.unwrap().iter().all(|mail| !mail.body.contains("兆し")), "no mail tells of it");
}

#[tokio::test]
async fn it_is_put_aside_with_a_reason_never_comes_again_and_its_rule_keeps_count() {
    let mut s = joined("2026-09-01").await;
    both_answer(&mut s, "month1", "5 5 4 4 4 4 4 4 4 4", "2 2 4 4 4 4 4 4 4 4 4").await;
    assert_eq!(look(&s.world.app).await.unwrap(), 1);
    let signal = one(&s.world, &mut s.desk, &s.case, GAP).await;
    let bare = s.world.submit(&mut s.desk, &signal, &signal, &[("how", "aside"), ("verdict", "wrong")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.text().contains("脇に置く理由を書いてください。") && bare.text().contains("value=\"wrong\" checked"), "{}", bare.text());
    let nothing = s.world.submit(&mut s.desk, &signal, &signal, &[("reason", "まだ選んでいません")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("まだ選んでいません"), "what was typed is kept");

    let mut deputy = s.world.staff("ishii").await;
    let early = s.world.get(&mut deputy, &signal).await;
    let why = "先週の訪問で、朝礼のやり方が変わったと伺っていました";
    let done = s.world.submit(&mut s.desk, &signal, &signal, &[("how", "aside"), ("verdict", "right"), ("reason", why)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let (token, key, version) = (early.value("token"), early.value("key"), early.value("version"));
    let late =
        [("token", &*token), ("key", &key), ("version", &version), ("how", "done"), ("verdict", "wrong"), ("reason", "電話しました")];
    let late = s.world.post_raw(&mut deputy, &signal, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("電話しました") && late.text().contains(why), "both texts: {}", late.text());

    let list = s.world.get(&mut s.desk, &format!("/cases/{}/signals", s.case)).await.text();
    assert!(list.contains("脇に置く(11月24日(火))、当たっていた") && !list.contains(why), "{list}");
    assert!(!s.world.get(&mut s.desk, "/today").await.text().contains(GAP));
    s.world.app.db.clock().shift(2 * DAY);
    assert_eq!(look(&s.world.app).await.unwrap(), 0, "it does not come again");
    let mut desk = s.world.staff("yamamoto").await;
    let rules = s.world.get(&mut desk, "/signals/rules").await.text();
    assert!(
        rules.contains("当たっていた1回・違っていた0回")
            && rules.contains("1.0段階")
            && rules.contains("職業紹介責任者が受け付けます")
            && rules.contains("担当ごとに自分の案件の分だけを数えます"),
        "{rules}"
    );
    let raw = raw_database(&s.world);
    for secret in [why, "company_higher"] {
        assert!(!raw.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} lies open");
    }
}

#[tokio::test]
async fn with_the_end_of_the_case_its_signals_end_and_their_words_go() {
    let mut s = joined("2026-09-01").await;
    both_answer(&mut s, "month1", "5 5 4 4 4 4 4 4 4 4", "2 2 4 4 4 4 4 4 4 4 4").await;
    assert_eq!(look(&s.world.app).await.unwrap(), 1);
    let signal = one(&s.world, &mut s.desk, &s.case, GAP).await;
    let end = format!("/cases/{}/end", s.case);
    let page = s.world.submit(&mut s.desk, &end, &end, &[("kind", "closed"), ("promises", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    for path in [signal, format!("/cases/{}/signals", s.case)] {
        assert_eq!(s.world.get(&mut s.desk, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let case = s.world.get(&mut s.desk, &format!("/cases/{}", s.case)).await.text();
    assert!(!case.contains(GAP) && !case.contains("気になる兆し"), "{case}");
    let (desk, of) = (s.world.actor("yamamoto", StaffSeat::Consultant).await, s.case.clone());
    let left: Vec<(String, Option<Vec<u8>>)> = s
        .world
        .app
        .db
        .read(&desk, move |tx| {
            let pass = tx.enter(&of)?.pass::<Signal, deed::View>()?;
            tx.rows(&pass, sql!(Signal => "select state, evidence from signals order by id"), vec![])
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(left, [("over".to_owned(), None)]);
    s.world.app.db.clock().shift(DAY);
    assert_eq!(look(&s.world.app).await.unwrap(), 0, "nobody looks at an ended case");
}

#[tokio::test]
async fn a_promise_is_a_signal_when_its_day_is_past_and_a_good_sign_when_it_is_kept_in_time() {
    let mut s = joined("2026-09-01").await;
    let new = format!("/cases/{}/preparation/new", s.case);
    for (body, on) in [("会計担当を半日ずつ専任", "2026-11-24"), ("50万円までの購入を任せる", "2026-11-30")] {
        let fields = [("kind", "promise"), ("side", "company"), ("body", body), ("on", on)];
        let page = s.world.submit(&mut s.desk, &new, &new, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    let plan = s.world.get(&mut s.owner, "/my/plan").await.text();
    let kept = plan
        .split("/my/preparation/")
        .skip(1)
        .find(|rest| rest[36..].starts_with("\">") && rest.split("</a>").next().unwrap().contains("50万円"))
        .unwrap()[..36]
        .to_owned();
    let kept = format!("/my/preparation/{kept}");
    let page = s.world.submit(&mut s.owner, &kept, &kept, &[("state", "done")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert_eq!(look(&s.world.app).await.unwrap(), 1, "kept in time; the other is due today");
    s.world.app.db.clock().shift(DAY);
    assert_eq!(look(&s.world.app).await.unwrap(), 1);
    let mut desk = s.world.staff("yamamoto").await;
    let text = s.world.get(&mut desk, &format!("/cases/{}/signals", s.case)).await.text();
    assert!(text.contains(KEPT) && text.contains(OVERDUE) && text.contains("うまくいっていること"), "{text}");
    let good = one(&s.world, &mut desk, &s.case, KEPT).await;
    let text = s.world.get(&mut desk, &good).await.text();
    assert!(text.contains("だれに、どう伝えるか") && text.contains("電話でお礼を伝えましょう"), "{text}");
}

#[tokio::test]
async fn an_answer_that_is_changed_takes_its_signal_back_and_answers_are_opened_once_a_day_with_a_line() {
    let mut s = joined("2026-09-01").await;
    both_answer(&mut s, "month1", "5 5 4 4 4 4 4 4 4 4", "2 2 4 4 4 4 4 4 4 4 4").await;
    assert_eq!(look(&s.world.app).await.unwrap(), 1);
    let home = s.world.get(&mut s.person, "/my").await.text();
    let at = format!("/my/surveys/{}/answer", &home.split("/my/surveys/").nth(1).unwrap()[..36]);
    for n in ["1", "2"] {
        let page = s.world.submit(&mut s.person, &format!("{at}?n={n}"), &at, &[("n", n), ("choice", "5")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    look(&s.world.app).await.unwrap();
    one(&s.world, &mut s.desk, &s.case, GAP).await;
    s.world.app.db.clock().shift(DAY);
    assert_eq!(look(&s.world.app).await.unwrap(), 0);
    let mut desk = s.world.staff("yamamoto").await;
    let list = s.world.get(&mut desk, &format!("/cases/{}/signals", s.case)).await.text();
    assert!(list.contains("もう当てはまりません") && list.contains("いま出ているものはありません。"), "{list}");
    let (actor, of) = (s.world.actor("yamamoto", StaffSeat::Consultant).await, s.case.clone());
    let lines: Vec<(String, String)> = s
        .world
        .app
        .db
        .read(&actor, move |tx| {
            let pass = tx.enter(&of)?.pass::<Audit, deed::View>()?;
            tx.rows(&pass, sql!(Audit => "select actor, detail from audits where act = 'signal.looked' order by seq"), vec![])
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().all(|(actor, detail)| actor == "duty:due" && detail.contains("opened:")), "{lines:?}");
    assert!(lines[1].1.starts_with("raised:0 back:1 "), "{lines:?}");
}

#[tokio::test]
async fn the_institution_sets_its_own_thresholds_and_each_saving_is_an_edition() {
    let mut s = joined("2026-09-01").await;
    let (at, mut manager) = ("/settings/signals", s.world.staff("manager").await);
    let first = s.world.get(&mut manager, at).await;
    assert!(
        first.text().contains("製品の初めの値です。") && first.text().contains("0.5から4.0まで"),
        "unit, bounds, source: {}",
        first.text()
    );
    let fields = |wide: &str| {
        let all = [
            ("fall", "1.0"),
            ("wide", wide),
            ("wider", "0.5"),
            ("late", "2"),
            ("overdue", "1"),
            ("unanswered", "2"),
            ("silent", "45"),
            ("skipped", "2"),
            ("role", "90"),
            ("early", "7"),
            ("nearer", "0.5"),
            ("rise", "1.0"),
        ];
        all.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let wrong = fields("9");
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = s.world.submit(&mut manager, at, at, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("0.5から4.0までの数字を入力してください。") && page.text().contains("value=\"9\""), "{}", page.text());
    let own = fields("3.5");
    let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(s.world.submit(&mut manager, at, at, &own).await.status, StatusCode::SEE_OTHER);
    let (token, key) = (first.value("token"), first.value("key"));
    let mut stale = vec![("token", token.as_str()), ("key", key.as_str()), ("version", "0")];
    stale.extend(own.iter().copied());
    let page = s.world.post_raw(&mut manager, at, &stale).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text());
    assert!(page.text().contains("いまの値は3.5です。"), "{}", page.text());
    assert_eq!(s.world.get(&mut s.desk, at).await.status, StatusCode::NOT_FOUND);

    both_answer(&mut s, "month1", "5 5 4 4 4 4 4 4 4 4", "2 2 4 4 4 4 4 4 4 4 4").await;
    assert_eq!(look(&s.world.app).await.unwrap(), 0, "three steps apart are not wide here");
    assert!(s.world.get(&mut s.desk, "/signals/rules").await.text().contains("3.5段階"));
}

#[tokio::test]
async fn a_role_that_changes_soon_after_joining_and_a_side_that_ended_its_follow_up() {
    let s = joined("2026-11-23").await;
    s.world.app.db.clock().shift(DAY);
    let mut desk = s.world.staff("yamamoto").await;
    let edit = format!("/cases/{}/edit", s.case);
    let fields = [
        ("post", "工場長"),
        ("contract", "open_ended"),
        ("offer_on", "2026-07-13"),
        ("join_on", "2026-11-23"),
        ("branch", s.world.branch.as_str()),
        ("deputy", s.world.staff["ishii"].as_str()),
        ("issue", "月次の数字で経営判断ができる状態をつくる"),
    ];
    let page = s.world.submit(&mut desk, &edit, &edit, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert_eq!(look(&s.world.app).await.unwrap(), 1);
    let role = one(&s.world, &mut desk, &s.case, "入社から間もなく、役割が変わりました。").await;
    let text = s.world.get(&mut desk, &role).await.text();
    assert!(text.contains("入社から2日の11月25日(水)に、役職が変わりました。"), "{text}");

    let mut person = s.world.portal(base::actor::Holder::Person(s.person_id.clone())).await;
    let page = s.world.submit(&mut person, "/my/consents", "/my/consents", &[("matter", "follow_up"), ("answer", "none")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    s.world.app.db.clock().shift(60 * DAY);
    assert_eq!(look(&s.world.app).await.unwrap(), 1, "of the two sides nobody talked with, only the one that wants it");
    let mut desk = s.world.staff("yamamoto").await;
    let silent = one(&s.world, &mut desk, &s.case, "しばらくお話しできていません。").await;
    let text = s.world.get(&mut desk, &silent).await.text();
    assert!(text.contains("会社とのお話が、11月24日(火)から61日ありません。"), "{text}");
    let list = s.world.get(&mut desk, &format!("/cases/{}/signals", s.case)).await.text();
    assert!(list.contains("しばらくお話しできていません。 <span class=\"ui-party\" data-side=\"company\">会社</span>"), "{list}");
}
