//! Support given: all three read it, the company's person comes first, and what nobody looks after is said to the desk.

use base::clock::DAY;
use http::StatusCode;

use crate::world::World;

#[tokio::test]
async fn support_is_written_by_the_desk_and_read_by_all_three_with_the_companys_person_first() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut owner = world.arrive(&case, &world.holder(&case, "owner").await).await;
    let mut person = world.arrive(&case, &world.holder(&case, "person").await).await;
    let mut desk = world.staff("yamamoto").await;
    let reception = format!("/cases/{case}/reception");
    let named =
        world.submit(&mut desk, &reception, &reception, &[("who_relations", "工場長 木村"), ("stand_in_relations", "総務 中田")]).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text());
    let path = format!("/cases/{case}/support");
    let bare = world.submit(&mut desk, &path, &path, &[("care", "relations"), ("who", "工場長"), ("on", "2026-11-25")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = bare.text();
    assert!(
        text.contains("したことを入力してください。")
            && text.contains("今日までの日付にしてください。")
            && text.contains("value=\"工場長\""),
        "{text}"
    );
    let fields = [("care", "relations"), ("giver", "company"), ("body", "班長との打合せに同席した"), ("on", "2026-11-20")];
    let kept = world.submit(&mut desk, &path, &path, &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    for browser in [&mut owner, &mut person] {
        assert!(world.get(browser, "/my").await.text().contains("これまでの支援を見る"));
        let page = world.get(browser, "/my/support").await.text();
        assert!(page.contains("会社で見る方:工場長 木村(不在時 総務 中田)") && page.contains("班長との打合せに同席した"), "{page}");
        assert!(page.contains("会社 工場長 木村"), "who is not typed is the one who was named: {page}");
    }
    for (who, reads) in [("onishi", true), ("manager", true), ("kita", false), ("officer", false)] {
        let mut reader = world.staff(who).await;
        let page = world.get(&mut reader, &path).await;
        assert_eq!(page.status == StatusCode::OK && page.text().contains("班長との打合せ"), reads, "{who}");
        assert!(!page.text().contains("<form method=\"post\" action=\"/cases"), "{who} does not write");
    }
}

#[tokio::test]
async fn a_care_point_nobody_looked_after_for_sixty_days_is_said_to_the_desk_in_one_line() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut desk = world.staff("yamamoto").await;
    let (join, path) = (format!("/cases/{case}/join"), format!("/cases/{case}/support"));
    world.submit(&mut desk, &join, &join, &[("join_on", "2026-09-01")]).await;
    let today = world.get(&mut desk, "/today").await.text();
    assert!(!today.contains("どなたも手当てしていない点"), "a case that was registered today is not behind: {today}");
    world.app.db.clock().shift(30 * DAY);
    let mut desk = world.staff("yamamoto").await;
    let fields = [("care", "climate"), ("giver", "bank"), ("body", "社員の方へのお話の場をつくった")];
    assert_eq!(world.submit(&mut desk, &path, &path, &fields).await.status, StatusCode::SEE_OTHER);
    world.app.db.clock().shift(30 * DAY);
    let mut desk = world.staff("yamamoto").await;
    let today = world.get(&mut desk, "/today").await.text();
    assert_eq!(
        today.matches("どなたも手当てしていない点があります(人間関係、業務の進め方、期待への対応、まわりの目線や評価)").count(),
        1,
        "{today}"
    );
    assert!(world.get(&mut desk, &format!("/cases/{case}")).await.text().contains("60日以上、手当ての記録がない点:人間関係"));
    let mut manager = world.staff("manager").await;
    assert!(!world.get(&mut manager, &path).await.text().contains("日の間、記録がありません"), "what is missing is the desk's to know");
}
