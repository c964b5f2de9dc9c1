//! What should change in a company, and what each side saw of it: private until its writer lets it stand in a report.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use base::actor::StaffSeat;
use base::register::Audit;
use base::store::deed;
use http::StatusCode;

use crate::world::{Browser, World};

/// A case in which owner and person are at work in the portal.
pub struct Story {
    pub world: World,
    pub case: String,
    pub desk: Browser,
    pub owner: Browser,
    pub person: Browser,
    pub owner_id: String,
    pub person_id: String,
}

/// 丸山工業・佐藤さん, with both sides active.
pub async fn story() -> Story {
    let world = World::new().await;
    let case = world.maruyama().await;
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    Story {
        desk: world.staff("yamamoto").await,
        owner: world.arrive(&case, &owner).await,
        person: world.arrive(&case, &person).await,
        owner_id: owner.id().to_owned(),
        person_id: person.id().to_owned(),
        world,
        case,
    }
}

/// 高橋 工, who leads the factory, joins the case.
pub async fn factory_head(world: &World, case: &str) -> Browser {
    let head = world.add_contact(case, "高橋 工", "contact").await;
    world.arrive(case, &head).await
}

/// The desk adds a change; gives its id.
pub async fn hope(world: &World, desk: &mut Browser, case: &str, words: &str) -> String {
    let board = format!("/cases/{case}/changes");
    let page = world.submit(desk, &board, &board, &[("words", words)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let text = world.get(desk, &format!("{board}/observe")).await.text();
    let at = text.find(&format!(">{words}</option>")).expect("the change is there to choose");
    text[..at].rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

/// Someone in the portal writes what they saw.
pub async fn write(world: &World, browser: &mut Browser, words: &str, change: &str, lend: bool) {
    let mut fields = vec![("body", words), ("change", change)];
    if lend {
        fields.push(("lend", "1"));
    }
    let page = world.submit(browser, "/my/changes/observe", "/my/changes/observe", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

/// All bytes of the database files, when it is the embedded one.
pub fn raw_database(world: &World) -> Vec<u8> {
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(world.folder()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_change_of_the_desk_is_seen_by_all_three_and_by_branch_and_headquarters() {
    let mut story = story().await;
    hope(&story.world, &mut story.desk, &story.case, "会議で社長以外の発言が増える").await;
    let Story { world, case, mut owner, mut person, mut desk, .. } = story;
    for browser in [&mut owner, &mut person] {
        assert!(world.get(browser, "/my/changes").await.text().contains("会議で社長以外の発言が増える"));
    }
    assert!(world.get(&mut desk, &format!("/cases/{case}")).await.text().contains("会議で社長以外の発言が増える"));
    for (who, sees) in [("onishi", true), ("manager", true), ("officer", false)] {
        let mut browser = world.staff(who).await;
        let page = world.get(&mut browser, &format!("/cases/{case}")).await;
        assert_eq!(page.text().contains("会議で社長以外の発言が増える"), sees, "{who}");
    }
}

#[tokio::test]
async fn a_sample_is_picked_and_worded_as_the_desk_likes() {
    let Story { world, case, mut desk, .. } = story().await;
    let page = world.get(&mut desk, &format!("/cases/{case}/changes?sample=7")).await;
    assert_eq!(page.value("words"), "悪い知らせが早く届く");
    let page = world.get(&mut desk, &format!("/cases/{case}/changes?sample=99")).await;
    assert_eq!((page.status, page.value("words")), (StatusCode::OK, String::new()));
}

#[tokio::test]
async fn owner_person_and_factory_head_add_changes_in_their_own_words() {
    let Story { world, case, mut owner, mut person, mut desk, .. } = story().await;
    let mut head = factory_head(&world, &case).await;
    for (browser, words) in
        [(&mut owner, "先の話をする社員が増える"), (&mut person, "数字で話す場面が増える"), (&mut head, "部門をまたいだ相談が早くなる")]
    {
        let page = world.submit(browser, "/my/changes/new", "/my/changes/new", &[("words", words)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    let board = world.get(&mut desk, &format!("/cases/{case}/changes")).await.text();
    assert!(
        ["先の話をする社員が増える", "数字で話す場面が増える", "部門をまたいだ相談が早くなる"].iter().all(|words| board.contains(words))
    );
}

#[tokio::test]
async fn a_change_without_words_is_asked_for_again_and_everything_typed_is_kept() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    let board = format!("/cases/{case}/changes");
    let page = world.submit(&mut desk, &board, &board, &[("words", " "), ("scene", "毎月の会議")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("変化の言葉を入力してください。"));
    assert_eq!(page.value("scene"), "毎月の会議");
    let page = world.submit(&mut owner, "/my/changes/observe", "/my/changes/observe", &[("body", ""), ("evidence", "朝礼で")]).await;
    assert_eq!((page.status, page.value("evidence")), (StatusCode::UNPROCESSABLE_ENTITY, "朝礼で".to_owned()));
}

#[tokio::test]
async fn two_colleagues_who_word_a_change_at_once_see_both_wordings() {
    let mut story = story().await;
    let id = hope(&story.world, &mut story.desk, &story.case, "風通しがよくなる").await;
    let Story { world, case, mut desk, .. } = story;
    let mut ishii = world.staff("ishii").await;
    let edit = format!("/cases/{case}/changes/{id}/edit");
    let page = world.submit(&mut ishii, &edit, &edit, &[("words", "言いにくいことが早く出る")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let page = world.submit(&mut desk, &edit, &edit, &[("words", "風通しがとてもよくなる"), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("言いにくいことが早く出る"), "theirs");
    assert!(page.text().contains("石井 亮さんが2026年11月24日(火) 10:00に変更しました。"), "who was first, and when: {}", page.text());
    assert_eq!(page.value("words"), "風通しがとてもよくなる", "yours");
    let again = world.submit(&mut desk, &edit, &edit, &[("words", "風通しがとてもよくなる")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    // What only one of the two changed is kept at once.
    let drawn = world.get(&mut desk, &edit).await;
    let (was, version) = (drawn.value("was").replace("&quot;", "\"").replace("&#34;", "\""), drawn.value("version"));
    let theirs = [("words", "風通しがとてもよくなる"), ("scene", "朝礼で")];
    assert_eq!(world.submit(&mut ishii, &edit, &edit, &theirs).await.status, StatusCode::SEE_OTHER);
    let mine = [("version", version.as_str()), ("was", was.as_str()), ("words", "風通しがとてもよくなる"), ("sign", "先に声がかかる")];
    let page = world.submit(&mut desk, &edit, &edit, &mine).await;
    assert_eq!(page.location(), format!("/cases/{case}/changes?done=merged"), "{}", page.text());
    let kept = world.get(&mut desk, &edit).await;
    assert_eq!((kept.value("scene"), kept.value("sign")), ("朝礼で".to_owned(), "先に声がかかる".to_owned()));
}

#[tokio::test]
async fn those_who_read_are_named_before_the_first_word() {
    let Story { world, mut owner, .. } = story().await;
    let text = world.get(&mut owner, "/my/changes/observe").await.text();
    let (readers, field) = (text.find("山本 直美(担当)").unwrap(), text.find("name=\"body\"").unwrap());
    assert!(readers < field && text.contains("石井 亮(不在時の担当者)"));
}

#[tokio::test]
async fn what_one_side_saw_is_read_by_its_writer_and_the_desk_alone() {
    const CANARY: &str = "朝礼で若手が段取りの改善を三つ言い出していました";
    let mut story = story().await;
    let change = hope(&story.world, &mut story.desk, &story.case, "若手が改善を言い出す").await;
    let Story { world, case, mut desk, mut owner, mut person, .. } = story;
    let mut head = factory_head(&world, &case).await;
    write(&world, &mut person, CANARY, &change, false).await;

    let page = world.get(&mut desk, &format!("/cases/{case}/changes/{change}")).await;
    assert!(page.text().contains(CANARY), "the desk reads it on a page of its own");
    assert!(world.get(&mut person, "/my/changes").await.text().contains(CANARY), "its writer reads it");
    let shown = world.get(&mut desk, &format!("/cases/{case}")).await.text();
    assert!(
        shown.contains("ご本人が書きました") && shown.contains("11月に1件") && !shown.contains(CANARY),
        "the case page tells kind, date and age"
    );
    let board = world.get(&mut desk, &format!("/cases/{case}/changes")).await.text();
    assert!(board.contains("ご本人 1件(最後は11月24日(火)、今日)") && !board.contains(CANARY));

    for (name, browser) in [("owner", &mut owner), ("factory head", &mut head)] {
        for (path, bytes) in world.crawl(browser, &["/my", "/my/changes", "/my/reports"], 200).await {
            assert!(!bytes.contains(CANARY), "{name} {path}");
            assert!(!bytes.contains("ご本人が書きました"), "not even that it was written: {name} {path}");
        }
        assert_eq!(world.get(browser, &format!("/my/changes?case={case}")).await.text().matches("/lend\"").count(), 0, "{name}");
    }
    for who in ["onishi", "manager", "officer", "compliance", "admin"] {
        let mut browser = world.staff(who).await;
        for (path, bytes) in world.crawl(&mut browser, &["/cases", &format!("/cases/{case}"), "/looks", "/settings"], 200).await {
            assert!(!bytes.contains(CANARY), "{who} {path}");
        }
        let straight = world.get(&mut browser, &format!("/cases/{case}/changes/{change}")).await;
        assert_eq!(straight.status, StatusCode::NOT_FOUND, "{who}");
    }
    assert!(!holds(&raw_database(&world), CANARY), "sealed from the first write");
}

#[tokio::test]
async fn two_people_of_one_company_do_not_see_each_others_notes() {
    let Story { world, case, mut owner, .. } = story().await;
    let mut head = factory_head(&world, &case).await;
    write(&world, &mut head, "会議の前に決まっていることがあります", "", false).await;
    assert!(!world.get(&mut owner, "/my/changes").await.text().contains("会議の前に決まっている"));
    assert!(world.get(&mut head, "/my/changes").await.text().contains("会議の前に決まっている"));
}

#[tokio::test]
async fn opening_private_words_leaves_a_trace_that_says_which() {
    let Story { world, case, mut desk, mut owner, .. } = story().await;
    write(&world, &mut owner, "休憩の会話が増えました", "", false).await;
    let page = world.get(&mut desk, &format!("/cases/{case}/changes/other")).await;
    assert!(page.text().contains("休憩の会話が増えました"));
    let of = case.clone();
    let traces: Vec<(String,)> = world
        .app
        .db
        .read(&world.actor("yamamoto", StaffSeat::Consultant).await, move |tx| {
            tx.rows(
                &tx.enter(&of)?.pass::<Audit, deed::View>()?,
                base::sql!(Audit => "select detail from audits where act = 'text.read' and subject_id = 'other' order by seq"),
                vec![],
            )
        })
        .await
        .map_err(|error: base::store::StoreError| error)
        .unwrap();
    assert_eq!(traces.len(), 1);
    assert!(traces[0].0.starts_with("observations ") && traces[0].0.len() > 20, "the ids of what was read, never its text");
}

#[tokio::test]
async fn a_writer_sees_by_name_who_read_the_note_also_where_it_was_read_in_a_draft() {
    let mut story = story().await;
    write(&story.world, &mut story.owner, "休憩の会話が増えました", "", true).await;
    let own = story.world.get(&mut story.owner, "/my/changes").await.text();
    assert!(own.contains("担当者はまだ読んでいません。"), "the writer's own reading is none");
    let list = format!("/cases/{}/reports", story.case);
    let begun = story.world.submit(&mut story.desk, &list, &format!("{list}/new"), &[]).await;
    story.world.get(&mut story.desk, &begun.location()).await;
    let mut ishii = story.world.staff("ishii").await;
    story.world.get(&mut ishii, &format!("/cases/{}/changes/other", story.case)).await;
    let own = story.world.get(&mut story.owner, "/my/changes").await.text();
    assert!(own.contains("読んだ人:山本 直美(11月24日(火))、石井 亮(11月24日(火))"), "{own}");
}

#[tokio::test]
async fn the_writer_changes_their_mind_about_the_report_and_nobody_else_can() {
    let Story { world, case, mut owner, mut person, mut desk, .. } = story().await;
    write(&world, &mut owner, "数字が早くそろうようになりました", "", true).await;
    let board = world.get(&mut owner, "/my/changes").await;
    let text = board.text();
    let id = text.split("/my/changes/").find_map(|rest| rest.split_once("/lend\"").map(|(id, _)| id.to_owned())).unwrap();
    let path = format!("/my/changes/{id}/lend");
    let strange = world.submit(&mut person, "/my/changes/new", &path, &[("lend", "0"), ("version", "1")]).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    assert!(world.get(&mut desk, &format!("/cases/{case}/changes/other")).await.text().contains("ご報告に載せてよい"));
    let taken = world.submit(&mut owner, "/my/changes", &path, &[("lend", "0")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert!(world.get(&mut desk, &format!("/cases/{case}/changes/other")).await.text().contains("ご報告には載せない"));
}

#[tokio::test]
async fn a_note_cannot_be_about_the_change_of_another_case_nor_about_tomorrow() {
    let Story { world, mut owner, .. } = story().await;
    let page = world
        .submit(
            &mut owner,
            "/my/changes/observe",
            "/my/changes/observe",
            &[("body", "文"), ("change", "elsewhere"), ("seen_on", "2026-11-25")],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("変化をもう一度選んでください。") && page.text().contains("見た日は、今日までの日付を入れてください。"));
}

#[tokio::test]
async fn three_lent_notes_invite_the_desk_to_a_draft() {
    let Story { world, mut desk, mut owner, mut person, .. } = story().await;
    write(&world, &mut owner, "一つめ", "", true).await;
    write(&world, &mut person, "二つめ", "", true).await;
    assert!(!world.get(&mut desk, "/today").await.text().contains("下書きを作れます"));
    write(&world, &mut owner, "三つめ", "", true).await;
    assert!(world.get(&mut desk, "/today").await.text().contains("載せてよい記録が3件あります。下書きを作れます。"));
}

#[tokio::test]
async fn every_page_of_the_board_is_drawn_in_english_too() {
    let mut story = story().await;
    let change = hope(&story.world, &mut story.desk, &story.case, "風通しがよくなる").await;
    let Story { world, case, mut desk, mut owner, .. } = story;
    for (browser, paths) in [
        (
            &mut desk,
            vec![
                format!("/cases/{case}"),
                format!("/cases/{case}/changes"),
                format!("/cases/{case}/changes/{change}"),
                format!("/cases/{case}/changes/observe"),
                format!("/cases/{case}/changes/{change}/edit"),
            ],
        ),
        (&mut owner, vec!["/my".to_owned(), "/my/changes".to_owned(), "/my/changes/observe".to_owned(), "/my/changes/new".to_owned()]),
    ] {
        browser.cookies.insert("lang".into(), "en".into());
        for path in paths {
            let page = world.get(browser, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.text().matches("<h1").count(), 1, "{path}");
            assert!(page.text().contains("<html lang=\"en\""), "{path}");
        }
    }
}

#[tokio::test]
async fn each_executive_says_what_they_picture_to_all_and_what_worries_them_to_the_desk_alone() {
    const PICTURE: &str = "朝の打合せで若い人が先に話す様子";
    const WORRY: &str = "古い仕事のやり方が軽く見られないか心配です";
    let mut story = story().await;
    let change = hope(&story.world, &mut story.desk, &story.case, "会議で社長以外の発言が増える").await;
    let Story { world, case, mut desk, mut owner, mut person, .. } = story;
    let mut head = factory_head(&world, &case).await;
    let path = format!("/my/changes/{change}/picture");
    for (to, field, words) in [("picture", "words", PICTURE), ("worry", "body", WORRY)] {
        let page = world.submit(&mut head, &path, &format!("/my/changes/{change}/{to}"), &[(field, words), ("version", "0")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    for browser in [&mut owner, &mut person, &mut head] {
        let board = world.get(browser, "/my/changes").await.text();
        assert!(board.contains(PICTURE) && board.contains("高橋 工") && !board.contains(WORRY));
    }
    assert!(world.get(&mut head, &path).await.text().contains(WORRY), "its writer reads it");
    assert!(world.get(&mut desk, &format!("/cases/{case}/changes")).await.text().contains(PICTURE));
    assert!(world.get(&mut desk, &format!("/cases/{case}/changes/{change}")).await.text().contains(WORRY));
    for (name, browser) in [("owner", &mut owner), ("person", &mut person)] {
        for (at, bytes) in world.crawl(browser, &["/my", "/my/changes", &path], 200).await {
            assert!(!bytes.contains(WORRY), "{name} {at}");
        }
    }
    for who in ["onishi", "manager"] {
        let mut browser = world.staff(who).await;
        for (at, bytes) in world.crawl(&mut browser, &[&format!("/cases/{case}")], 100).await {
            assert!(!bytes.contains(WORRY), "{who} {at}");
        }
    }
    assert!(!holds(&raw_database(&world), WORRY));
    let late = world.submit(&mut head, &path, &path, &[("words", "別の言葉"), ("version", "7")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("別の言葉"), "what was typed is kept");
    let empty = world.submit(&mut head, &path, &path, &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A change that owner, host, contact and person may add their own words to, for the matrix.
pub async fn for_matrix(world: &World, case: &str) -> std::collections::BTreeMap<&'static str, String> {
    let mut desk = world.staff("yamamoto").await;
    let id = hope(world, &mut desk, case, "悪い知らせが早く届く").await;
    ["/my/changes/{id}/picture", "/my/changes/{id}/worry"].into_iter().map(|path| (path, id.clone())).collect()
}
