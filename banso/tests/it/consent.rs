//! The yes to being followed up: each side's own, narrowed or ended without a reason; the other side learns the rhythm alone.

use http::StatusCode;

use crate::goal_sheet::press;
use crate::world::{Browser, World};

/// A minute later: answers are told apart by their moment.
fn later(world: &World) {
    world.app.db.clock().shift(base::clock::MINUTE);
}

struct Stage {
    world: World,
    case: String,
    desk: Browser,
    owner: Browser,
    person: Browser,
}

/// 丸山工業・佐藤さん; both sides have come in and said yes, once a month.
async fn stage() -> Stage {
    let world = World::new().await;
    let case = world.maruyama().await;
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    Stage {
        desk: world.staff("yamamoto").await,
        owner: world.arrive(&case, &owner).await,
        person: world.arrive(&case, &person).await,
        world,
        case,
    }
}

#[tokio::test]
async fn before_anything_else_a_side_is_told_what_the_follow_up_is_and_asked() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let mut owner = world.arrive_unasked(&case, &owner).await;
    let home = world.get(&mut owner, "/my").await.text();
    assert!(home.contains("フォローのご案内とお返事"));
    let page = world.get(&mut owner, "/my/consents").await.text();
    for words in ["月に1回ほど", "山本 直美(不在時 石井 亮)", "月に30分ほど", "任意", "融資", "文面 第1版", "この内容を読む人"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains(" checked"), "nothing is chosen for anybody: {page}");
    let mut desk = world.staff("yamamoto").await;
    assert!(world.get(&mut desk, &format!("/cases/{case}")).await.text().contains("フォローのお返事待ち(会社)"));
    let none = press(&world, &mut owner, "/my/consents", "/my/consents", &[("matter", "follow_up"), ("answer", "daily")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    press(&world, &mut owner, "/my/consents", "/my/consents", &[("answer", "monthly")]).await;
    assert!(!world.get(&mut owner, "/my").await.text().contains("フォローのご案内とお返事"), "answered once");
}

#[tokio::test]
async fn a_side_narrows_or_ends_it_and_the_other_learns_the_rhythm_and_nothing_else() {
    let mut s = stage().await;
    later(&s.world);
    press(&s.world, &mut s.person, "/my/consents", "/my/consents", &[("answer", "steps")]).await;
    let theirs = s.world.get(&mut s.owner, "/my/consents").await.text();
    assert!(theirs.contains("ご本人:節目だけ"), "{theirs}");
    assert_eq!(theirs.matches("画面で").count(), 1, "of answers the owner sees the own one");
    later(&s.world);
    press(&s.world, &mut s.person, "/my/consents", "/my/consents", &[("answer", "none")]).await;
    assert!(s.world.get(&mut s.owner, "/my/consents").await.text().contains("ご本人:フォローを終える"));
    let today = s.world.get(&mut s.desk, "/today").await.text();
    assert!(today.contains("ご本人のフォローの頻度が変わりました") || today.contains("「フォローを終える」"), "{today}");
    let own = s.world.get(&mut s.person, "/my/consents").await.text();
    assert_eq!(own.matches("フォロー:").count(), 4, "the answer now and each before it: nothing is altered");
}

#[tokio::test]
async fn an_answer_is_read_by_the_party_the_desk_the_officer_and_compliance() {
    let mut s = stage().await;
    let yes = [("matter", "purpose"), ("answer", "yes")];
    press(&s.world, &mut s.person, "/my/consents", "/my/consents", &yes).await;
    let case = format!("/cases/{}/consents", s.case);
    for (key, reads) in
        [("yamamoto", true), ("officer", true), ("compliance", true), ("manager", false), ("onishi", false), ("admin", false)]
    {
        let mut staff = s.world.staff(key).await;
        let page = s.world.get(&mut staff, &case).await;
        assert_eq!(page.status == StatusCode::OK, reads, "{key}");
        assert_eq!(page.text().contains("情報の使いみち:了承しました"), reads, "{key}");
    }
    later(&s.world);
    let no = [("matter", "purpose"), ("answer", "no")];
    press(&s.world, &mut s.person, "/my/consents", "/my/consents", &no).await;
    let page = s.world.get(&mut s.desk, &case).await.text();
    assert!(page.contains("情報の使いみち:取り下げました") && page.contains("情報の使いみち:了承しました"), "both stay on record");
    assert!(!s.world.get(&mut s.owner, "/my/consents").await.text().contains("取り下げました"));
}

#[tokio::test]
async fn an_answer_on_paper_or_by_word_of_mouth_is_recorded_and_belongs_to_the_one_who_gave_it() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let owner = world.holder(&case, "owner").await;
    let mut desk = world.staff("yamamoto").await;
    let page = format!("/cases/{case}/consents");
    let blank = press(&world, &mut desk, &page, &page, &[("what", "follow_up:steps"), ("on", "2027-01-01")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text().contains("今日までの日付にしてください。") && blank.text().contains("2027-01-01"));
    let said = [("who", owner.id()), ("what", "follow_up:steps"), ("way", "spoken"), ("on", "2026-11-20"), ("place", "本社応接室")];
    let kept = press(&world, &mut desk, &page, &page, &said).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let mut owner = world.arrive_unasked(&case, &owner).await;
    let own = world.get(&mut owner, "/my/consents").await.text();
    assert!(own.contains("節目だけ") && own.contains("口頭(聞き取り)") && own.contains("本社応接室"), "{own}");
    assert!(!world.get(&mut owner, "/my").await.text().contains("フォローのご案内とお返事"));
}

#[tokio::test]
async fn a_contact_who_does_not_sign_answers_for_their_own_data_only() {
    let mut s = stage().await;
    let host = s.world.add_contact(&s.case, "木村 現場", "host").await;
    let mut host = s.world.arrive(&s.case, &host).await;
    let page = s.world.get(&mut host, "/my/consents").await;
    assert!(!page.text().contains("value=\"follow_up\"") && page.text().contains("情報の使いみち"));
    let token = s.world.token(&host, "portal");
    let forged = [("token", token.as_str()), ("key", "k"), ("matter", "follow_up"), ("answer", "none")];
    assert_eq!(s.world.post_raw(&mut host, "/my/consents", &forged).await.status, StatusCode::NOT_FOUND);
    let page = format!("/cases/{}/consents", s.case);
    assert!(!s.world.get(&mut s.desk, &page).await.text().contains("フォローを終える・"));
}
