//! The review of the issue: three views that stay three, grounds for each, and nothing that a writer did not let stand.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use http::StatusCode;

use crate::change::{Story, raw_database, story};
use crate::matrix::Scene;
use crate::world::{Browser, Page, World};

const OWNER_SEES: &str = "翌月10日に数字がそろうようになりました";
const PERSON_SEES: &str = "部門別の数字はまだ会議で使われていません";

/// The desk begins a review; gives its id.
pub async fn open(world: &World, desk: &mut Browser, case: &str) -> String {
    let board = format!("/cases/{case}/review");
    let page = world.submit(desk, &board, &format!("{board}/open"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location().rsplit('/').next().unwrap().to_owned()
}

/// Company or person writes its view.
pub async fn write(world: &World, browser: &mut Browser, id: &str, fields: &[(&str, &str)]) -> Page {
    let page = format!("/my/review/{id}");
    world.submit(browser, &page, &page, fields).await
}

async fn ours(world: &World, desk: &mut Browser, case: &str, id: &str, word: &str) -> Page {
    let page = format!("/cases/{case}/review/{id}");
    world.submit(desk, &page, &format!("{page}/view"), &[("word", word), ("evidence", "訪問のたびに月次の表を見ています")]).await
}

async fn share(world: &World, desk: &mut Browser, case: &str, id: &str, remains: &str) -> Page {
    let page = format!("/cases/{case}/review/{id}");
    let drawn = world.get(desk, &page).await.text();
    let form = crate::proof::forms(&page, &drawn).into_iter().find(|form| form.action.ends_with("/view")).unwrap();
    let mut fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| *name != "remains");
    fields.push(("remains", remains));
    world.post_raw(desk, &format!("{page}/share"), &fields).await
}

/// An open review of the scene's case, for the matrix.
pub async fn for_matrix(scene: &Scene) -> BTreeMap<&'static str, String> {
    let mut desk = scene.browsers["consultant"].clone();
    let id = open(&scene.world, &mut desk, &scene.case).await;
    [
        "/cases/{case}/review/{id}",
        "/cases/{case}/review/{id}/view",
        "/cases/{case}/review/{id}/share",
        "/cases/{case}/review/{id}/next",
        "/my/review/{id}",
    ]
    .into_iter()
    .map(|path| (path, id.clone()))
    .collect()
}

#[tokio::test]
async fn a_review_that_disagrees_is_shared_as_such_with_the_views_that_were_lent() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let id = open(&world, &mut desk, &case).await;
    assert!(world.get(&mut owner, "/my").await.text().contains(&format!("/my/review/{id}")), "the owner is asked on the home page");
    let early = share(&world, &mut desk, &case, &id, "").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("そう見る根拠を、一文で書いてください。"));

    let bare = write(&world, &mut owner, &id, &[("word", "solved"), ("evidence", ""), ("worth", "相談できました")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "a view without its grounds");
    assert!(
        bare.text().contains("そう見る根拠を、一文で書いてください。") && bare.text().contains("相談できました"),
        "what was typed is kept"
    );
    let told = [("word", "solved"), ("evidence", OWNER_SEES), ("lend", "1"), ("worth", "月に一度、外の目があったこと"), ("quote", "1")];
    assert_eq!(write(&world, &mut owner, &id, &told).await.status, StatusCode::SEE_OTHER);
    assert!(!world.get(&mut owner, "/my").await.text().contains(&format!("/my/review/{id}")), "and is not asked again");
    assert!(world.get(&mut owner, "/my/review").await.text().contains("お伝えした見方を直す"));
    assert!(world.get(&mut person, "/my/review").await.text().contains("見方を書く"));
    let told = [("word", "unchanged"), ("evidence", PERSON_SEES), ("missing", "社長と三人で話す場が足りませんでした")];
    assert_eq!(write(&world, &mut person, &id, &told).await.status, StatusCode::SEE_OTHER);

    let private = world.get(&mut desk, &format!("/cases/{case}/review/{id}")).await.text();
    assert!(private.contains(OWNER_SEES) && private.contains(PERSON_SEES) && private.contains("見方が分かれています"));
    for (browser, theirs) in [(&mut owner, PERSON_SEES), (&mut person, OWNER_SEES)] {
        for (path, page) in world.crawl(browser, &["/my", "/my/review"], 60).await {
            assert!(!page.contains(theirs), "{path}");
        }
    }

    assert_eq!(ours(&world, &mut desk, &case, &id, "advanced").await.status, StatusCode::SEE_OTHER);
    assert_eq!(share(&world, &mut desk, &case, &id, "部門別の採算を会議で使う").await.status, StatusCode::SEE_OTHER);
    for browser in [&mut owner, &mut person] {
        let page = world.get(browser, "/my/review").await.text();
        assert!(page.contains("見方が分かれています") && page.contains("解決した") && page.contains("前に進んだ"));
        assert!(page.contains("月に一度、外の目があったこと") && page.contains("月次の数字で経営判断ができる状態をつくる"));
        assert!(!page.contains(PERSON_SEES) && !page.contains("三人で話す場が足りません"), "what was not lent stands nowhere");
    }
    let late = write(&world, &mut person, &id, &[("word", "solved"), ("evidence", "やはり")]).await;
    assert_ne!(late.status, StatusCode::SEE_OTHER, "what was shared is not rewritten");
    for (who, sees) in [("onishi", true), ("manager", true)] {
        let mut browser = world.staff(who).await;
        let page = world.get(&mut browser, &format!("/cases/{case}/review")).await.text();
        assert_eq!(page.contains(OWNER_SEES), sees, "{who}");
        assert!(!page.contains(PERSON_SEES), "{who}");
    }
    for text in [PERSON_SEES, "三人で話す場が足りません"] {
        assert!(!raw_database(&world).windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
    }

    let taken = world.submit(&mut desk, &format!("/cases/{case}/review/{id}"), &format!("/cases/{case}/review/{id}/next"), &[]).await;
    assert!(taken.location().starts_with("/proposals/"), "{}", taken.text());
    let proposal = world.get(&mut desk, &taken.location()).await.text();
    assert!(proposal.contains("部門別の採算を会議で使う") && proposal.contains("課題の振り返り"));
    let token = world.get(&mut desk, &format!("/cases/{case}/review")).await.value("token");
    let again = [("token", token.as_str()), ("key", "again")];
    let again = world.post_raw(&mut desk, &format!("/cases/{case}/review/{id}/next"), &again).await;
    assert_eq!(again.location(), taken.location(), "one issue, once");
}

#[tokio::test]
async fn a_view_typed_and_shared_at_once_goes_out_and_each_line_of_what_remains_becomes_one_issue() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let id = open(&world, &mut desk, &case).await;
    let page = format!("/cases/{case}/review/{id}");
    let drawn = world.get(&mut desk, &page).await.text();
    let form = crate::proof::forms(&page, &drawn).into_iter().find(|form| form.action.ends_with("/view")).unwrap();
    let with = |changes: &[(&str, &str)]| -> Vec<(String, String)> {
        let kept = form.fields.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)).cloned();
        kept.chain(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
    };
    let bare = with(&[("evidence", "訪問のたびに表を見ています"), ("remains", "配車を組める人を育てる")]);
    let bare: Vec<(&str, &str)> = bare.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = world.post_raw(&mut desk, &format!("{page}/share"), &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("訪問のたびに表を見ています") && refused.text().contains("配車を組める人を育てる"),
        "nothing typed is lost"
    );
    let draft =
        with(&[("key", "draft"), ("word", "advanced"), ("evidence", "訪問のたびに表を見ています"), ("remains", "配車を組める人を育てる")]);
    let draft: Vec<(&str, &str)> = draft.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = world.post_raw(&mut desk, &format!("{page}/view"), &draft).await;
    assert!(saved.status == StatusCode::OK && saved.text().contains(">配車を組める人を育てる</textarea>"), "{}", saved.text());

    let again = crate::proof::forms(&page, &saved.text()).into_iter().find(|form| form.action.ends_with("/view")).unwrap();
    let mut all: Vec<(&str, &str)> = again.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.retain(|(name, _)| !["evidence", "remains"].contains(name));
    all.extend([("evidence", "月次の表が会議で使われています"), ("remains", "配車を組める人を育てる\n冬の点検の時間を確保する")]);
    let shared = world.post_raw(&mut desk, &format!("{page}/share"), &all).await;
    assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.text());
    let read = world.get(&mut owner, "/my/review").await.text();
    assert!(read.contains("月次の表が会議で使われています") && read.contains("<li>冬の点検の時間を確保する</li>"), "{read}");

    let taken = world.submit(&mut desk, &page, &format!("{page}/next"), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let board = world.get(&mut desk, "/proposals").await.text();
    assert!(board.contains(">配車を組める人を育てる<") && board.contains(">冬の点検の時間を確保する<"), "{board}");
    let after = world.get(&mut desk, &page).await.text();
    assert!(after.contains("次の提案にしました。") && !after.contains(&format!("{page}/next")), "{after}");
}

#[tokio::test]
async fn what_was_expected_stands_beside_what_was_reached_in_a_drawing_and_a_sentence() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let page = format!("/cases/{case}/review/indicators");
    let rows = [
        ("name_0", "月次の締め"),
        ("unit_0", "日"),
        ("first_0", "25"),
        ("hoped_0", "10"),
        ("reached_0", "14"),
        ("kind_1", "effect"),
        ("name_1", "在庫"),
        ("first_1", "多い"),
    ];
    assert_eq!(world.submit(&mut desk, &page, &page, &rows).await.status, StatusCode::SEE_OTHER);
    let nameless = world.submit(&mut desk, &page, &page, &[("name_0", ""), ("first_0", "3")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let board = world.get(&mut desk, &format!("/cases/{case}/review")).await.text();
    assert!(board.contains("<svg") && board.contains("めざす姿に近づいています。"), "{board}");
    for browser in [&mut owner, &mut person] {
        let page = world.get(browser, "/my/review").await.text();
        assert!(page.contains("月次の締めは、はじめ25日、いま14日です") && !page.contains('%'));
    }
}

#[tokio::test]
async fn the_indices_use_only_what_the_company_entered_or_released_and_nobody_else_reads_it() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let without = world.submit(&mut owner, "/my/figures", "/my/figures", &[("period_on", "2025-03-31"), ("sales", "1000")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("同意のない数字は使いません。") && without.text().contains("value=\"1000\""));
    for (period, sales) in [("2025-03-31", "1,000"), ("2026-03-31", "1,200")] {
        let fields =
            [("period_on", period), ("sales", sales), ("profit", "60"), ("net_assets", "300"), ("total_assets", "1000"), ("consent", "1")];
        assert_eq!(world.submit(&mut owner, "/my/figures", "/my/figures", &fields).await.status, StatusCode::SEE_OTHER);
    }
    let page = world.get(&mut desk, &format!("/cases/{case}/figures")).await.text();
    assert!(page.contains("20.0%") && page.contains("5.0%") && page.contains("30.0%") && page.contains("分かりません"), "{page}");
    assert!(page.contains("会社が画面で入力") && page.contains("ローカルベンチマーク"));
    assert_eq!(world.get(&mut person, "/my/figures").await.status, StatusCode::NOT_FOUND);
    let mut admin = world.staff("admin").await;
    world
        .submit(
            &mut admin,
            "/settings/ending",
            "/settings/ending",
            &[("keep_months", "12"), ("refund_dismissal", "excluded"), ("indices", "four")],
        )
        .await;
    assert!(!world.get(&mut desk, &format!("/cases/{case}/figures")).await.text().contains("30.0%"), "the institution shows four");
    let said = world
        .submit(
            &mut desk,
            &format!("/cases/{case}/figures"),
            &format!("/cases/{case}/figures"),
            &[("period_on", "2024-03-31"), ("sales", "900"), ("consent", "1")],
        )
        .await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "the desk says how the company released it");
}
