//! What a draft begins with beside what was lent: sentences in the institution's own wording, filled from the case.

use http::StatusCode;

use crate::change::{Story, hope, story, write};
use crate::world::{Browser, World};

/// Fills in the form of `page` that leads to `action`; it must be taken.
async fn press(world: &World, browser: &mut Browser, page: &str, action: &str, fields: &[(&str, &str)]) {
    let done = crate::proof::planting::fill_in(world, browser, page, action, fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{action}: {}", done.text());
}

#[tokio::test]
async fn a_draft_begins_in_the_institutions_own_words_with_what_was_lent_and_agreed() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let settings = "/settings/reports";
    let mut manager = world.staff("manager").await;
    let typo = [("finding", "{売上}が増えました"), ("agreed", "{担うこと"), ("milestone", "")];
    let bad = world.submit(&mut manager, settings, settings, &typo).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        bad.text().contains("{売上}は使えません。") && bad.text().contains("{は使えません。") && bad.text().contains("{売上}が増えました")
    );
    let words =
        [("finding", "「{変化}」が見え始めています"), ("agreed", "{役職}として「{担うこと}」に取り組んでいます。"), ("milestone", "")];
    assert_eq!(world.submit(&mut manager, settings, settings, &words).await.status, StatusCode::SEE_OTHER);
    let stale =
        world.submit(&mut manager, settings, settings, &[("finding", ""), ("agreed", ""), ("milestone", ""), ("version", "0")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);

    let (sheet, edit) = (format!("/cases/{case}/goals"), format!("/cases/{case}/goals/edit"));
    let goals = [("mission", "月次の数字をそろえる"), ("g1_sentence", "翌月10日に締める"), ("until_on", "2027-02-28")];
    press(&world, &mut desk, &edit, &edit, &goals).await;
    press(&world, &mut desk, &sheet, &format!("{sheet}/review"), &[]).await;
    press(&world, &mut desk, &sheet, &format!("{sheet}/confirm"), &[]).await;
    for browser in [&mut owner, &mut person] {
        press(&world, browser, "/my/goals/1", "/my/goals/agree", &[]).await;
    }
    let change = hope(&world, &mut desk, &case, "会議で社長以外の発言が増える").await;
    write(&world, &mut owner, "幹部が先に話すようになりました。", &change, true).await;
    let list = format!("/cases/{case}/reports");
    let draft = world.submit(&mut desk, &list, &format!("{list}/new"), &[]).await.location();
    let page = world.get(&mut desk, &draft).await.text();
    for words in [
        "「会議で社長以外の発言が増える」が見え始めています",
        "管理部長として「月次の数字をそろえる」に取り組んでいます。",
        "幹部が先に話すようになりました。",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // A drafted line is the desk's own: it needs nobody's yes, and can be left out.
    let review = world.get(&mut desk, &format!("{draft}/review")).await.text();
    assert!(review.contains("当方の文です") && review.contains("/publish"), "{review}");
    let mut consultant = world.staff("yamamoto").await;
    assert_eq!(world.get(&mut consultant, settings).await.status, StatusCode::NOT_FOUND);
}
