//! How widely the bank talks with a company: by level and quarter, before and after, and never about who of the bank does it.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use http::StatusCode;

use crate::change::{Story, story};
use crate::matrix::Scene;

/// A meeting that was noted in the scene's case, for the matrix.
pub async fn for_matrix(scene: &Scene) -> BTreeMap<&'static str, String> {
    let mut desk = scene.browsers["consultant"].clone();
    let page = format!("/cases/{}/depth", scene.case);
    let noted = scene.world.submit(&mut desk, &page, &page, &[("level", "site"), ("way", "visit")]).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text());
    let drawn = scene.world.get(&mut desk, &page).await.text();
    let id = drawn.split(&format!("{page}/")).nth(1).unwrap().split('/').next().unwrap().to_owned();
    BTreeMap::from([("/cases/{case}/depth/{id}/drop", id)])
}

#[tokio::test]
async fn levels_and_topics_are_told_before_and_after_in_a_drawing_a_sentence_and_a_table() {
    let Story { world, case, mut desk, .. } = story().await;
    let page = format!("/cases/{case}/depth");
    assert!(world.get(&mut desk, &page).await.text().contains("まだ記録がありません。"));
    for (on, level, topic) in [
        ("2026-03-10", "owner", "money"),
        ("2026-10-02", "executive", "numbers"),
        ("2026-10-20", "site", "site"),
        ("2026-11-20", "staff", "people"),
    ] {
        let fields = [("met_on", on), ("level", level), ("way", "visit"), ("topic", topic)];
        assert_eq!(world.submit(&mut desk, &page, &page, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let call = format!("/cases/{case}/talks/new");
    let talk = world.submit(&mut desk, &call, &call, &[("with", "company"), ("text", "月次の話")]).await;
    assert_eq!(talk.status, StatusCode::SEE_OTHER, "{}", talk.text());
    let drawn = world.get(&mut desk, &page).await.text();
    for words in [
        "入社の前の1年は1回で、お話しした相手は経営者です。",
        "入社のあとは4回で、経営者、経営幹部、現場責任者、社員とお話ししています。",
        "入社の前:資金",
        "入社のあと:人のこと、現場・設備、数字・管理",
        "2026年10〜12月",
        "role=\"img\"",
    ] {
        assert!(drawn.contains(words), "{words}: {drawn}");
    }
    assert!(!drawn.contains("山本 直美</td>") && !drawn.contains('%'), "nobody of the bank is counted");
    // The branch knows of noted meetings, and of no talk with one side alone.
    let mut branch = world.staff("onishi").await;
    let theirs = world.get(&mut branch, &page).await;
    assert_eq!(theirs.status, StatusCode::OK);
    assert!(
        theirs.text().contains("入社のあとは3回で、経営幹部、現場責任者、社員とお話ししています。")
            && !theirs.text().contains("<form method=\"post\" action=\"/cases")
    );
    let mut officer = world.staff("officer").await;
    assert_eq!(world.get(&mut officer, &page).await.status, StatusCode::NOT_FOUND);
    // What was noted wrongly is counted no more; what cannot be is asked for again.
    let id = drawn.split(&format!("{page}/")).nth(1).unwrap().split('/').next().unwrap().to_owned();
    assert_eq!(world.submit(&mut desk, &page, &format!("{page}/{id}/drop"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut desk, &page).await.text().contains("入社のあとは3回で"));
    let bad =
        world.submit(&mut desk, &page, &page, &[("met_on", "2026-12-24"), ("heads", "百"), ("level", "site"), ("way", "visit")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("今日までの日付を入れてください。") && bad.text().contains("value=\"百\""));
    world.get(&mut desk, "/lang/en").await;
    assert!(world.get(&mut desk, &page).await.text().contains("How deep the relationship is"));
}
