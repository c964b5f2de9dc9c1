//! A change report: drafted from what was lent, agreed line by line, read by both sides in the same words.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use app::report::send_due;
use base::actor::{Duty, StaffSeat};
use base::clock::MINUTE;
use base::event::Event;
use base::register::{Institution, Outbox, Placement, ReportPublished};
use base::sql;
use base::store::{Set, StoreError, deed};
use http::StatusCode;

use crate::change::{Story, hope, raw_database, story, write};
use crate::matrix::Scene;
use crate::world::{Browser, Page, World};

/// Ids for the matrix of routes and seats: one of each thing this slice keeps, all of the same case.
pub async fn records(scene: &Scene) -> Vec<(&'static str, String)> {
    let (world, case) = (&scene.world, scene.case.as_str());
    let (mut desk, mut owner) = (scene.browsers["consultant"].clone(), scene.browsers["owner"].clone());
    let change = hope(world, &mut desk, case, "会議で社長以外の発言が増える").await;
    write(world, &mut owner, "幹部が先に話すようになりました。", &change, true).await;
    let board = world.get(&mut owner, "/my/changes").await.text();
    let note = board.split("/my/changes/").find_map(|rest| rest.split_once("/lend\"").map(|(id, _)| id.to_owned())).unwrap();
    let list = format!("/cases/{case}/reports");
    let first = world.submit(&mut desk, &list, &format!("{list}/new"), &[]).await.location();
    world.submit(&mut desk, &first, &first, &[("finding", "会議が変わり始めています")]).await;
    let review = world.get(&mut desk, &format!("{first}/review")).await;
    world.submit(&mut desk, &format!("{first}/review"), &format!("{first}/publish"), &[("hash", &review.value("hash"))]).await;
    assert_eq!(wait(world).await, 1);
    let published = out(&world.get(&mut desk, &first).await);
    write(world, &mut owner, "議題が増えました。", &change, true).await;
    let second = world.submit(&mut desk, &list, &format!("{list}/new"), &[]).await.location();
    let page = world.get(&mut desk, &second).await;
    let line = lines(&page)[0].0.clone();
    let (now, take) = (format!("now_{line}"), format!("take_{line}"));
    let fields = [("line", line.as_str()), (now.as_str(), "議題が少し増えました。"), (take.as_str(), "1")];
    world.submit(&mut desk, &second, &format!("{second}/offer"), &fields).await;
    let home = world.get(&mut owner, "/my").await.text();
    let offer = home.split("/my/lines/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let draft = second.rsplit('/').next().unwrap().to_owned();
    let mut ids = vec![
        ("/cases/{case}/changes/{id}", change.clone()),
        ("/cases/{case}/changes/{id}/edit", change),
        ("/my/changes/{id}/lend", note),
        ("/cases/{case}/reports/p/{id}", published.clone()),
        ("/cases/{case}/reports/p/{id}/correct", published.clone()),
        ("/my/reports/{id}", published.clone()),
        ("/cases/{case}/reports/p/{id}/paper", published.clone()),
        ("/my/reports/{id}/paper", published.clone()),
        ("/my/reports/{id}/read", published),
        ("/my/lines/{offer}", offer),
        ("/cases/{case}/reports/{id}", draft.clone()),
    ];
    ids.extend(
        [
            "/cases/{case}/reports/{id}/offer",
            "/cases/{case}/reports/{id}/review",
            "/cases/{case}/reports/{id}/second-look",
            "/cases/{case}/reports/{id}/approve",
            "/cases/{case}/reports/{id}/return",
            "/cases/{case}/reports/{id}/publish",
            "/cases/{case}/reports/{id}/keep-back",
        ]
        .map(|path| (path, draft.clone())),
    );
    ids
}

/// A line of a draft as the page shows it: id, now, before.
fn lines(page: &Page) -> Vec<(String, String, String)> {
    let text = page.text();
    let area = |name: &str| {
        let start = text.find(&format!("name=\"{name}\" rows")).unwrap();
        let rest = &text[start..];
        let open = rest.find('>').unwrap() + 1;
        rest[open..rest.find("</textarea>").unwrap()].to_owned()
    };
    text.split("name=\"now_")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .map(|id| (id.clone(), area(&format!("now_{id}")), area(&format!("before_{id}"))))
        .collect()
}

/// The report itself, from the page around it.
fn article(page: &Page) -> String {
    let text = page.text();
    let (from, to) = (text.find("<article").unwrap(), text.find("</article>").unwrap());
    text[from..to].to_owned()
}

/// The desk begins a draft; gives its path.
async fn draft(story: &mut Story) -> String {
    let list = format!("/cases/{}/reports", story.case);
    let page = story.world.submit(&mut story.desk, &list, &format!("{list}/new"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location()
}

/// Owner and person lent a sentence each under one change; the draft has its sentence on top.
pub async fn ready() -> (Story, String) {
    let mut story = story().await;
    let change = hope(&story.world, &mut story.desk, &story.case, "会議で社長以外の発言が増える").await;
    write(&story.world, &mut story.owner, "幹部が先に話すようになりました。", &change, true).await;
    write(&story.world, &mut story.person, "議題を出す方が増えました。", &change, true).await;
    let path = draft(&mut story).await;
    let page = save(&mut story, &path, &[("finding", "会議の進め方が変わり始めています")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    (story, path)
}

async fn save(story: &mut Story, path: &str, fields: &[(&str, &str)]) -> Page {
    story.world.submit(&mut story.desk, path, path, fields).await
}

/// The desk presses [共有する] on the review, or sends what the button would send where the page does not offer it.
pub async fn press(story: &mut Story, path: &str) -> Page {
    let draft = story.world.get(&mut story.desk, path).await;
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await;
    let (token, key) = (draft.value("token"), draft.value("key"));
    let (hash, version) = (review.value("hash"), draft.value("version"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("hash", hash.as_str()), ("version", version.as_str())];
    story.world.post_raw(&mut story.desk, &format!("{path}/publish"), &fields).await
}

/// The ten minutes before a report goes out are over; gives how many went out. The clock is set back, so that nothing else
/// that lasts for minutes runs out in a story about something else.
pub async fn wait(world: &World) -> usize {
    world.app.db.clock().shift(10 * MINUTE);
    let sent = send_due(&world.app).await.unwrap();
    world.app.db.clock().shift(-10 * MINUTE);
    sent
}

/// The desk presses [共有する] and the ten minutes pass; gives what the press gave, or the way to the published report.
pub async fn publish(story: &mut Story, path: &str) -> Page {
    let pressed = press(story, path).await;
    if pressed.status != StatusCode::SEE_OTHER {
        return pressed;
    }
    assert!(pressed.location().ends_with("/review?done=held"), "{}", pressed.location());
    assert_eq!(wait(&story.world).await, 1);
    story.world.get(&mut story.desk, path).await
}

/// The published report's id, from where publishing led.
pub fn out(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location().rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
}

async fn setting(world: &World, look: &'static str) {
    let admin = world.actor("admin", StaffSeat::Admin).await;
    world
        .app
        .db
        .write(&admin, None, move |tx| {
            let pass = tx.desk()?.pass::<Institution, deed::Change>()?;
            let (id, version): (String, i64) = tx.one(&pass, base::sql!(Institution => "select id, version from institutions"), vec![])?;
            tx.update(&pass, &id, version, Set::new().with("second_look", look))?;
            tx.commit(&base::event::Event::SettingsChanged(None, &id), "")
        })
        .await
        .unwrap();
}

/// Mails of a kind that wait in this case: to whom.
async fn mails(story: &Story, mail: &'static str) -> Vec<String> {
    let desk = story.world.actor("yamamoto", StaffSeat::Consultant).await;
    let case = story.case.clone();
    let rows: Vec<(String,)> = story
        .world
        .app
        .db
        .read(&desk, move |tx| {
            tx.rows(
                &tx.enter(&case)?.pass::<Outbox, deed::View>()?,
                base::sql!(Outbox => "select to_id from outboxes where mail = $1 order by to_id"),
                base::args![mail],
            )
        })
        .await
        .map_err(|error: base::store::StoreError| error)
        .unwrap();
    rows.into_iter().map(|(id,)| id).collect()
}

#[tokio::test]
async fn a_draft_begins_with_what_was_lent_and_with_nothing_else() {
    let mut story = story().await;
    write(&story.world, &mut story.owner, "載せてよい一文です。", "", true).await;
    write(&story.world, &mut story.owner, "載せない一文です。", "", false).await;
    let path = draft(&mut story).await;
    let page = story.world.get(&mut story.desk, &path).await;
    let found = lines(&page);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1, "載せてよい一文です。");
    assert!(!page.text().contains("載せない一文です。"));
    assert_eq!(draft(&mut story).await, path, "the same draft is gone on with");
}

#[tokio::test]
async fn both_sides_read_the_same_bytes() {
    let (mut story, path) = ready().await;
    let page = publish(&mut story, &path).await;
    let id = out(&page);
    let owner = story.world.get(&mut story.owner, &format!("/my/reports/{id}")).await;
    let person = story.world.get(&mut story.person, &format!("/my/reports/{id}")).await;
    assert_eq!((owner.status, person.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(article(&owner), article(&person));
    for words in [
        "会議の進め方が変わり始めています",
        "会議で社長以外の発言が増える",
        "幹部が先に話すようになりました。",
        "議題を出す方が増えました。",
        "丸山 一郎 様",
        "管理部長 佐藤 健一 様",
        "山本 直美",
    ] {
        assert!(article(&owner).contains(words), "{words}");
    }
    assert_eq!(article(&owner).matches("会議で社長以外の発言が増える").count(), 1, "two lines stand under one heading");
    assert_eq!(owner.text().matches("<script").count(), 0);
    let home = story.world.get(&mut story.owner, "/my").await.text();
    assert!(home.contains("変化のご報告が届いています") && home.contains("会議の進め方が変わり始めています"));
    for (who, status) in
        [("onishi", StatusCode::OK), ("manager", StatusCode::OK), ("kita", StatusCode::NOT_FOUND), ("officer", StatusCode::NOT_FOUND)]
    {
        let mut browser = story.world.staff(who).await;
        let page = story.world.get(&mut browser, &format!("/cases/{}/reports/p/{id}", story.case)).await;
        assert_eq!(page.status, status, "{who}");
    }
}

#[tokio::test]
async fn the_two_previews_are_what_both_will_read() {
    let (mut story, path) = ready().await;
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await.text();
    let previews: Vec<&str> = review.split("<article").skip(1).map(|rest| rest.split("</article>").next().unwrap()).collect();
    assert_eq!(previews.len(), 2);
    assert_eq!(previews[0], previews[1]);
    assert!(review.contains("会社に見える内容") && review.contains("ご本人に見える内容"));
    assert!(review.contains("代表取締役") || review.contains("丸山 一郎 様"), "receivers by name");
    assert!(review.contains("10分を過ぎると取り消せません。"));
}

#[tokio::test]
async fn what_was_not_lent_is_in_no_report_and_nowhere_else() {
    const CANARY: &str = "専務が反対していて進みませんでした";
    let (mut story, path) = ready().await;
    write(&story.world, &mut story.person, CANARY, "", false).await;
    let id = out(&publish(&mut story, &path).await);
    let Story { world, case, mut owner, mut person, .. } = story;
    for (path, bytes) in world.crawl(&mut owner, &["/my", &format!("/my/reports/{id}")], 200).await {
        assert!(!bytes.contains(CANARY), "owner {path}");
    }
    for (path, bytes) in world.crawl(&mut person, &["/my", &format!("/my/reports/{id}")], 200).await {
        assert_eq!(bytes.contains(CANARY), path == "/my/changes" || path.starts_with("/my/changes?"), "person {path}");
    }
    for who in ["onishi", "manager", "officer", "compliance", "admin"] {
        let mut browser = world.staff(who).await;
        for (path, bytes) in world.crawl(&mut browser, &["/cases", &format!("/cases/{case}"), "/looks"], 200).await {
            assert!(!bytes.contains(CANARY), "{who} {path}");
        }
    }
    let bytes = raw_database(&world);
    assert!(!bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()));
}

#[tokio::test]
async fn a_line_in_other_words_is_locked_until_its_writer_agrees() {
    let (mut story, path) = ready().await;
    let found = lines(&story.world.get(&mut story.desk, &path).await);
    let (line, _, _) = found.iter().find(|(_, now, _)| now.contains("幹部")).unwrap().clone();
    let now = format!("now_{line}");
    let (take, under) = (format!("take_{line}"), format!("under_{line}"));
    let change = under_of(&story.world.get(&mut story.desk, &path).await, &line);
    let fields =
        [(now.as_str(), "幹部の方が、社長より先に話すようになりました。"), (take.as_str(), "1"), (under.as_str(), change.as_str())];
    assert_eq!(save(&mut story, &path, &fields).await.status, StatusCode::SEE_OTHER);

    let refused = publish(&mut story, &path).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("番目の文は、書いた方の確認がまだです。"), "{}", refused.text());
    assert!(mails(&story, "report_published").await.is_empty());
    assert!(!story.world.get(&mut story.owner, "/my/reports").await.text().contains("会議の進め方"));

    let asked = story.world.submit(&mut story.desk, &path, &format!("{path}/offer"), &[("line", &line)]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    assert_eq!(mails(&story, "line_offer").await, [story.owner_id.clone()]);
    assert!(story.world.get(&mut story.desk, "/today").await.text().contains("文の確認待ち"));
    let refused = publish(&mut story, &path).await;
    assert!(refused.text().contains("書いた方の確認を待っています。お返事を待つか"));

    let offer = offer_of(&mut story).await.unwrap();
    let page = story.world.get(&mut story.owner, &offer).await;
    assert!(page.text().contains("幹部の方が、社長より先に話すようになりました。"), "the exact words");
    assert_eq!(story.world.get(&mut story.person, &offer).await.status, StatusCode::NOT_FOUND, "nobody else");
    let yes = story.world.submit(&mut story.owner, &offer, &offer, &[("answer", "yes")]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.text());
    assert!(story.world.get(&mut story.desk, "/today").await.text().contains("お返事が届いています"));

    let id = out(&publish(&mut story, &path).await);
    let report = story.world.get(&mut story.person, &format!("/my/reports/{id}")).await;
    assert!(report.text().contains("幹部の方が、社長より先に話すようになりました。"));
    assert!(story.world.get(&mut story.owner, &offer).await.text().contains("この文は、ご報告に載りました。"));
}

fn under_of(page: &Page, line: &str) -> String {
    let text = page.text();
    let rest = &text[text.find(&format!("name=\"under_{line}\"")).unwrap()..];
    let select = &rest[..rest.find("</select>").unwrap()];
    let at = select.find("\" selected").unwrap();
    select[..at].rsplit("value=\"").next().unwrap().to_owned()
}

/// The words the owner is asked about on their first page.
async fn offer_of(story: &mut Story) -> Option<String> {
    let home = story.world.get(&mut story.owner, "/my").await.text();
    home.split("href=\"").find(|rest| rest.starts_with("/my/lines/")).map(|rest| rest.split('"').next().unwrap().to_owned())
}

/// The owner's line is worded anew and put before them; gives the line and the offer.
async fn asked(story: &mut Story, path: &str, words: &str) -> (String, String) {
    let page = story.world.get(&mut story.desk, path).await;
    let line = lines(&page).into_iter().find(|(_, now, _)| now.contains("幹部")).unwrap().0;
    let (now, take, under) = (format!("now_{line}"), format!("take_{line}"), format!("under_{line}"));
    let change = under_of(&page, &line);
    let fields = [("line", line.as_str()), (now.as_str(), words), (take.as_str(), "1"), (under.as_str(), change.as_str())];
    let asked = story.world.submit(&mut story.desk, path, &format!("{path}/offer"), &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    (line, offer_of(story).await.unwrap())
}

#[tokio::test]
async fn another_edit_takes_back_what_was_put_before_the_writer() {
    let (mut story, path) = ready().await;
    let (line, offer) = asked(&mut story, &path, "幹部の方が先に話します。").await;
    let page = story.world.get(&mut story.desk, &path).await;
    let (now, take, under) = (format!("now_{line}"), format!("take_{line}"), format!("under_{line}"));
    let change = under_of(&page, &line);
    let stale = story.world.get(&mut story.owner, &offer).await;
    let fields = [(now.as_str(), "幹部の方が、よく話します。"), (take.as_str(), "1"), (under.as_str(), change.as_str())];
    assert_eq!(save(&mut story, &path, &fields).await.status, StatusCode::SEE_OTHER);

    assert!(offer_of(&mut story).await.is_none(), "the request is gone from the first page");
    assert!(story.world.get(&mut story.owner, &offer).await.text().contains("この文は見直すことになりました。"));
    let (token, key, version) = (stale.value("token"), stale.value("key"), stale.value("version"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("answer", "yes")];
    let late = story.world.post_raw(&mut story.owner, &offer, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "a yes from an old page counts for nothing");
    assert_eq!(publish(&mut story, &path).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_yes_does_not_outlive_the_words_it_was_given_to() {
    let (mut story, path) = ready().await;
    let (line, offer) = asked(&mut story, &path, "幹部の方が先に話します。").await;
    story.world.submit(&mut story.owner, &offer, &offer, &[("answer", "yes")]).await;
    let page = story.world.get(&mut story.desk, &path).await;
    let (now, before, take, under) = (format!("now_{line}"), format!("before_{line}"), format!("take_{line}"), format!("under_{line}"));
    let change = under_of(&page, &line);
    let fields = [
        (now.as_str(), "幹部の方が先に話します。"),
        (before.as_str(), "社長だけが話していました。"),
        (take.as_str(), "1"),
        (under.as_str(), change.as_str()),
    ];
    assert_eq!(save(&mut story, &path, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(publish(&mut story, &path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a 以前は is words, too");
}

#[tokio::test]
async fn a_line_its_writer_refused_is_not_published_and_goes_out_without_it() {
    let (mut story, path) = ready().await;
    let (line, offer) = asked(&mut story, &path, "幹部の方が先に話します。").await;
    let no = story.world.submit(&mut story.owner, &offer, &offer, &[("answer", "no"), ("reason", "まだ早いと思います")]).await;
    assert_eq!(no.status, StatusCode::SEE_OTHER, "{}", no.text());
    let refused = publish(&mut story, &path).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("書いた方が載せないことを望まれています"));
    let page = story.world.get(&mut story.desk, &path).await;
    assert!(page.text().contains("まだ早いと思います"), "the desk reads the reason");
    let again = story.world.submit(&mut story.desk, &path, &format!("{path}/offer"), &[("line", &line)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the same words are not asked for twice");

    let (now, under) = (format!("now_{line}"), format!("under_{line}"));
    let change = under_of(&page, &line);
    let fields = [(now.as_str(), "幹部の方が先に話します。"), (under.as_str(), change.as_str())];
    assert_eq!(save(&mut story, &path, &fields).await.status, StatusCode::SEE_OTHER);
    let id = out(&publish(&mut story, &path).await);
    let report = story.world.get(&mut story.person, &format!("/my/reports/{id}")).await.text();
    assert!(report.contains("議題を出す方が増えました。") && !report.contains("幹部"));
}

#[tokio::test]
async fn a_note_taken_back_before_sharing_stops_the_report() {
    let (mut story, path) = ready().await;
    let board = story.world.get(&mut story.owner, "/my/changes").await.text();
    let note = board.split("/my/changes/").find_map(|rest| rest.split_once("/lend\"").map(|(id, _)| id.to_owned())).unwrap();
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await;
    story.world.submit(&mut story.owner, "/my/changes", &format!("/my/changes/{note}/lend"), &[("lend", "0")]).await;
    let (token, key, hash, version) = (review.value("token"), review.value("key"), review.value("hash"), review.value("version"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("hash", hash.as_str()), ("version", version.as_str())];
    let page = story.world.post_raw(&mut story.desk, &format!("{path}/publish"), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mails(&story, "report_published").await.is_empty());
}

#[tokio::test]
async fn what_is_shared_is_what_was_reviewed() {
    let (mut story, path) = ready().await;
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await;
    let mut ishii = story.world.staff("ishii").await;
    let changed = story.world.submit(&mut ishii, &path, &path, &[("finding", "会議が変わりました")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    let (token, key, hash) = (review.value("token"), review.value("key"), review.value("hash"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("hash", hash.as_str()), ("version", "99")];
    let page = story.world.post_raw(&mut story.desk, &format!("{path}/publish"), &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("会議が変わりました"), "the page shows the words as they are now");
}

#[tokio::test]
async fn a_draft_two_people_edit_at_once_shows_both_texts_and_loses_neither() {
    let (mut story, path) = ready().await;
    let old = story.world.get(&mut story.desk, &path).await.value("version");
    let mut ishii = story.world.staff("ishii").await;
    story.world.submit(&mut ishii, &path, &path, &[("finding", "石井の一文")]).await;
    let page = save(&mut story, &path, &[("finding", "山本の一文"), ("version", &old)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text().contains("石井の一文"), "theirs");
    assert!(page.text().contains("石井 亮さんが") && page.text().contains("に変更しました。"), "who was first, and when");
    assert_eq!(page.value("finding"), "山本の一文", "yours");
}

#[tokio::test]
async fn a_report_without_its_sentence_or_without_a_line_does_not_go_out() {
    let mut story = story().await;
    let path = draft(&mut story).await;
    let page = publish(&mut story, &path).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("いちばん上の一文を入れてください。") && page.text().contains("載せる文を1つ以上選んでください。"));
    let page = save(&mut story, &path, &[("own_before", "以前のことだけ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("以前のことだけ"), "what was typed is kept");
    let page = save(&mut story, &path, &[("finding", "当方から見た変化"), ("own_now", "会議の資料に数字が載るようになりました。")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    out(&publish(&mut story, &path).await);
}

#[tokio::test]
async fn pressed_twice_a_report_goes_out_once_with_one_mail_for_each_receiver() {
    let (mut story, path) = ready().await;
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await;
    let (token, key, hash, version) = (review.value("token"), review.value("key"), review.value("hash"), review.value("version"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("hash", hash.as_str()), ("version", version.as_str())];
    let first = story.world.post_raw(&mut story.desk, &format!("{path}/publish"), &fields).await;
    let second = story.world.post_raw(&mut story.desk, &format!("{path}/publish"), &fields).await;
    assert_eq!(first.location(), second.location());
    let other = [("token", token.as_str()), ("key", "another-tab"), ("hash", hash.as_str()), ("version", version.as_str())];
    let third = story.world.post_raw(&mut story.desk, &format!("{path}/publish"), &other).await;
    assert!(first.location().starts_with(&third.location()), "{} {}", first.location(), third.location());
    assert_eq!(wait(&story.world).await, 1);
    assert_eq!(wait(&story.world).await, 0, "it went out already");
    let mut both = [story.owner_id.clone(), story.person_id.clone()];
    both.sort();
    assert_eq!(mails(&story, "report_published").await, both);
    assert_eq!(story.world.get(&mut story.owner, "/my/reports").await.text().matches("第1号").count(), 2, "heading and link of one report");
}

#[tokio::test]
async fn within_a_minute_a_mail_is_taken_back_and_the_report_stays() {
    let (mut story, path) = ready().await;
    let id = out(&publish(&mut story, &path).await);
    let shelf = format!("/cases/{}/reports/p/{id}", story.case);
    assert!(story.world.get(&mut story.desk, &shelf).await.text().contains("ご案内のメールが2通、送信を待っています。"));
    let list = format!("/cases/{}/contacts", story.case);
    let page = story.world.get(&mut story.desk, &list).await.text();
    let cancel = page.split("action=\"").find(|rest| rest.contains("/cancel\"")).unwrap().split('"').next().unwrap().to_owned();
    let stopped = story.world.submit(&mut story.desk, &list, &cancel, &[("version", "1")]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{}", stopped.text());
    assert!(story.world.get(&mut story.desk, &shelf).await.text().contains("ご案内のメールが1通、送信を待っています。"));
    assert_eq!(story.world.get(&mut story.owner, &format!("/my/reports/{id}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_went_out_never_changes_and_a_correction_is_the_next_edition() {
    let (mut story, path) = ready().await;
    let id = out(&publish(&mut story, &path).await);
    let first = article(&story.world.get(&mut story.owner, &format!("/my/reports/{id}")).await);
    let edit = story.world.get(&mut story.desk, &path).await;
    assert_eq!(edit.status, StatusCode::SEE_OTHER, "a published draft leads to what was published");

    let shelf = format!("/cases/{}/reports/p/{id}", story.case);
    let begun = story.world.submit(&mut story.desk, &shelf, &format!("{shelf}/correct"), &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let again = begun.location();
    assert_eq!(save(&mut story, &again, &[("finding", "会議の進め方が変わりました")]).await.status, StatusCode::SEE_OTHER);
    let second = out(&publish(&mut story, &again).await);

    let older = story.world.get(&mut story.owner, &format!("/my/reports/{id}")).await;
    assert_eq!(article(&older), first, "the older edition stays as it was read");
    assert!(older.text().contains("訂正した版をお届けしています"));
    let newer = story.world.get(&mut story.person, &format!("/my/reports/{second}")).await;
    assert!(newer.text().contains("第1号(第2版・訂正)") && newer.text().contains("会議の進め方が変わりました"));
    let said = newer.text().split("<article").next().unwrap().to_owned();
    assert!(said.contains("訂正したところ") && said.contains("会議の進め方が変わりました"), "what was corrected stands first: {said}");
    assert!(!older.text().contains("訂正したところ"));
    let home = story.world.get(&mut story.person, "/my").await.text();
    assert!(home.contains("変化のご報告の訂正が届いています") && home.contains("第1号(第2版・訂正)"), "{home}");
    let list = story.world.get(&mut story.person, "/my/reports").await.text();
    assert!(list.contains("訂正あり") && list.contains("第1号(第2版・訂正)"));
    let token = story.world.get(&mut story.desk, &format!("/cases/{}/reports", story.case)).await.value("token");
    let old = story.world.post_raw(&mut story.desk, &format!("{shelf}/correct"), &[("token", &token)]).await;
    assert_eq!(old.status, StatusCode::NOT_FOUND, "only the newest edition is corrected");
    let late = [("token", token.as_str()), ("finding", "あとから"), ("version", "9")];
    let late = story.world.post_raw(&mut story.desk, &path, &late).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "and a published draft takes no edit");
    assert_eq!(article(&story.world.get(&mut story.owner, &format!("/my/reports/{id}")).await), first);
}

#[tokio::test]
async fn a_published_report_is_altered_by_no_way_in() {
    let (mut story, path) = ready().await;
    out(&publish(&mut story, &path).await);
    let desk = story.world.actor("yamamoto", StaffSeat::Consultant).await;
    let before = story.world.app.db.fingerprint().await.unwrap();
    for removes in [false, true] {
        let case = story.case.clone();
        let tried = story.world.app.db.write(&desk, None, move |tx| {
            let pass = tx.enter(&case)?.pass::<ReportPublished, deed::Change>()?;
            let (id, version): (String, i64) =
                tx.one(&pass, sql!(ReportPublished => "select id, version from reports_published"), vec![])?;
            if removes {
                tx.remove(&pass, &id, version)?;
            } else {
                tx.update(&pass, &id, version, Set::new().with("finding", "ほかの言葉"))?;
            }
            tx.commit(&Event::ReportEdited(Some(&case), &id), "")
        });
        let tried = tried.await;
        assert!(matches!(tried, Err(StoreError::Broken(_))), "{tried:?}");
    }
    assert_eq!(story.world.app.db.fingerprint().await.unwrap(), before);
}

#[tokio::test]
async fn the_desk_sees_who_read_it_and_when_and_the_house_how_many() {
    let (mut story, path) = ready().await;
    let id = out(&publish(&mut story, &path).await);
    let mine = format!("/my/reports/{id}");
    let read = story.world.submit(&mut story.owner, &mine, &format!("{mine}/read"), &[]).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text());
    let page = story.world.get(&mut story.owner, &mine).await.text();
    assert!(page.contains("読んだことをお知らせいただきました。") && !page.contains("読みましたと伝える"));
    assert!(!story.world.get(&mut story.owner, "/my").await.text().contains("変化のご報告が届いています"));
    assert!(story.world.get(&mut story.person, "/my").await.text().contains("変化のご報告が届いています"), "each for themselves");
    let shelf = format!("/cases/{}/reports/p/{id}", story.case);
    assert!(story.world.get(&mut story.desk, &shelf).await.text().contains("丸山 一郎 2026年11月24日(火) 10:00"));
    for who in ["onishi", "manager"] {
        let mut browser = story.world.staff(who).await;
        let page = story.world.get(&mut browser, &shelf).await.text();
        assert!(page.contains("読んだとのお知らせが1件あります。") && !page.contains("丸山 一郎 2026年"), "{who}");
    }
}

#[tokio::test]
async fn who_may_not_read_a_report_finds_nothing_there() {
    let (mut story, path) = ready().await;
    let id = out(&publish(&mut story, &path).await);
    let mut head = crate::change::factory_head(&story.world, &story.case).await;
    let there = story.world.get(&mut head, &format!("/my/reports/{id}")).await;
    let nowhere = story.world.get(&mut head, "/my/reports/00000000-0000-0000-0000-000000000000").await;
    assert_eq!((there.status, nowhere.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(there.body, nowhere.body);
    assert_eq!(story.world.get(&mut head, "/my/reports").await.status, StatusCode::OK);
    for who in ["onishi", "officer", "compliance", "admin", "kita"] {
        let mut browser = story.world.staff(who).await;
        for page in [path.clone(), format!("{path}/review"), format!("/cases/{}/reports", story.case)] {
            assert_eq!(story.world.get(&mut browser, &page).await.status, StatusCode::NOT_FOUND, "{who} {page}");
        }
    }
    let mut manager = story.world.staff("manager").await;
    assert_eq!(story.world.get(&mut manager, &format!("{path}/review")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_manager_sees_a_draft_only_when_asked_and_only_the_chosen_lines() {
    let (mut story, path) = ready().await;
    setting(&story.world, "first").await;
    let mut manager = story.world.staff("manager").await;
    assert_eq!(story.world.get(&mut manager, &path).await.status, StatusCode::NOT_FOUND);
    let page = story.world.get(&mut story.desk, &path).await;
    let line = lines(&page).into_iter().find(|(_, now, _)| now.contains("議題")).unwrap().0;
    let (now, under) = (format!("now_{line}"), format!("under_{line}"));
    let change = under_of(&page, &line);
    save(&mut story, &path, &[(now.as_str(), "議題を出す方が増えました。"), (under.as_str(), change.as_str())]).await;

    let refused = publish(&mut story, &path).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("責任者の確認がまだです。"));
    let review = format!("{path}/review");
    let asked = story.world.submit(&mut story.desk, &review, &format!("{path}/second-look"), &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    assert_eq!(publish(&mut story, &path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "not while it waits");

    assert!(story.world.get(&mut manager, "/looks").await.text().contains("丸山工業・佐藤さん"));
    let today = story.world.get(&mut manager, "/today").await.text();
    assert!(today.contains("山本 直美さんの変化のご報告が、確認を待っています。") && today.contains(&path), "{today}");
    assert!(story.world.get(&mut manager, &format!("/cases/{}", story.case)).await.text().contains("確認をお願いしています。"));
    let look = story.world.get(&mut manager, &path).await.text();
    assert!(look.contains("幹部が先に話すようになりました。") && !look.contains("議題を出す方が"), "a line left out is not shown");
    let approved = story.world.submit(&mut manager, &path, &format!("{path}/approve"), &[]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text());
    assert!(story.world.get(&mut story.desk, "/today").await.text().contains("ご報告を共有できます"));
    out(&publish(&mut story, &path).await);
}

#[tokio::test]
async fn a_report_comes_back_with_a_reason_and_an_approval_does_not_outlive_an_edit() {
    let (mut story, path) = ready().await;
    setting(&story.world, "all").await;
    let mut manager = story.world.staff("manager").await;
    let review = format!("{path}/review");
    story.world.submit(&mut story.desk, &review, &format!("{path}/second-look"), &[]).await;
    let bare = story.world.submit(&mut manager, &path, &format!("{path}/return"), &[("why", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = story.world.submit(&mut manager, &path, &format!("{path}/return"), &[("why", "一文を短くしてください")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    assert!(story.world.get(&mut story.desk, &path).await.text().contains("一文を短くしてください"));
    assert!(story.world.get(&mut story.desk, "/today").await.text().contains("差し戻されました"));

    save(&mut story, &path, &[("finding", "会議が変わりました")]).await;
    story.world.submit(&mut story.desk, &review, &format!("{path}/second-look"), &[]).await;
    story.world.submit(&mut manager, &path, &format!("{path}/approve"), &[]).await;
    save(&mut story, &path, &[("finding", "会議がよくなりました")]).await;
    let page = publish(&mut story, &path).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("責任者の確認がまだです。"));
}

#[tokio::test]
async fn nobody_approves_a_draft_of_their_own_whatever_hat_they_wear() {
    let (mut story, path) = ready().await;
    setting(&story.world, "all").await;
    let both = story
        .world
        .app
        .db
        .add_staff(
            Duty::Console,
            &story.world.institution,
            "中川 渉",
            "nakagawa@bank.example",
            "",
            vec![(StaffSeat::Consultant, String::new()), (StaffSeat::Manager, String::new())],
        )
        .await
        .unwrap();
    join_desk(&story, &both).await;
    let session = |seat| {
        let (db, institution, both) = (story.world.app.db.clone(), story.world.institution.clone(), both.clone());
        async move {
            let cookie = db.open_staff_session(&institution, &both, Some(seat), "test", "test").await.unwrap();
            Browser { cookies: std::collections::BTreeMap::from([("banso-staff".to_owned(), cookie)]) }
        }
    };
    let mut as_consultant = session(StaffSeat::Consultant).await;
    let mut as_manager = session(StaffSeat::Manager).await;
    let edited = story.world.submit(&mut as_consultant, &path, &path, &[("finding", "中川が直した一文")]).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.text());
    let review = format!("{path}/review");
    story.world.submit(&mut story.desk, &review, &format!("{path}/second-look"), &[]).await;

    let look = story.world.get(&mut as_manager, &path).await;
    assert!(look.text().contains("ご自分では承認できません") && !look.text().contains("/approve"));
    let token = story.world.token(&as_manager, "staff");
    for deed in ["approve", "return"] {
        let fields = [("version", "4"), ("why", "理由"), ("token", token.as_str())];
        let page = story.world.post_raw(&mut as_manager, &format!("{path}/{deed}"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{deed}: {}", page.text());
    }
    for mut browser in [story.desk.clone(), as_consultant] {
        let page = story.world.submit(&mut browser, &path, &format!("{path}/approve"), &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "a consultant has no approving");
    }
    let mut manager = story.world.staff("manager").await;
    assert_eq!(story.world.submit(&mut manager, &path, &format!("{path}/approve"), &[]).await.status, StatusCode::SEE_OTHER);
}

async fn join_desk(story: &Story, staff: &str) {
    use base::register::Member;
    let desk = story.world.actor("yamamoto", StaffSeat::Consultant).await;
    let (case, staff) = (story.case.clone(), staff.to_owned());
    story
        .world
        .app
        .db
        .write(&desk, None, move |tx| {
            let entry = tx.enter(&case)?;
            let set = Set::new()
                .with("holder_kind", "staff")
                .with("holder_id", &staff)
                .with("seat", "consultant")
                .with("deputy", true)
                .with("state", "active");
            tx.insert(&entry.pass::<Member, deed::Change>()?, &tx.id(), set)?;
            tx.commit(&base::event::Event::MembersChanged(Some(&case), &case), "")
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn the_person_of_a_one_sided_placement_gets_nothing() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let fields = [
        ("company", "青葉精機"),
        ("person", "髙橋 学"),
        ("post", "工場長"),
        ("issue", "納期遅れを減らす"),
        ("owner", "青葉 進"),
        ("sides", "one"),
        ("person_mail", "takahashi@mail.example"),
    ];
    let opened = world.submit(&mut desk, "/cases/new", "/cases/new", &fields).await;
    let case = opened.location().split(['/', '?']).nth(2).unwrap().to_owned();
    let owner_id = world.holder(&case, "owner").await;
    let owner = world.arrive(&case, &owner_id).await;
    let owner_id = owner_id.id().to_owned();
    let mut story = Story { desk, owner, person: Browser::default(), world, case, owner_id, person_id: String::new() };
    let path = draft(&mut story).await;
    save(&mut story, &path, &[("finding", "現場の段取りが変わりました"), ("own_now", "段取りの打合せが毎朝あります。")]).await;
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await.text();
    assert!(!review.contains("ご本人に見える内容") && !review.contains("髙橋 学 様"));
    let id = out(&publish(&mut story, &path).await);
    assert_eq!(mails(&story, "report_published").await, [story.owner_id.clone()]);
    let report = story.world.get(&mut story.owner, &format!("/my/reports/{id}")).await;
    assert!(report.text().contains("段取りの打合せが毎朝あります。") && !report.text().contains("髙橋"));
}

/// The placement becomes one- or two-sided.
async fn set_sides(story: &Story, sides: &'static str) {
    let desk = story.world.actor("yamamoto", StaffSeat::Consultant).await;
    let case = story.case.clone();
    story
        .world
        .app
        .db
        .write(&desk, None, move |tx| {
            let pass = tx.enter(&case)?.pass::<Placement, deed::Change>()?;
            let (version,): (i64,) = tx.one(&pass, base::sql!(Placement => "select version from placements"), vec![])?;
            tx.update(&pass, &case, version, Set::new().with("sides", sides))?;
            tx.commit(&base::event::Event::PlacementChanged(Some(&case), &case), "")
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_person_who_joins_the_follow_up_later_does_not_find_what_went_to_the_company_alone() {
    let (mut story, path) = ready().await;
    set_sides(&story, "one").await;
    let page = story.world.get(&mut story.desk, &path).await;
    let person = lines(&page).into_iter().find(|(_, now, _)| now.contains("議題")).unwrap().0;
    let (now, under) = (format!("now_{person}"), under_of(&page, &person));
    let field = format!("under_{person}");
    save(&mut story, &path, &[(now.as_str(), "議題を出す方が増えました。"), (field.as_str(), under.as_str())]).await;
    let id = out(&publish(&mut story, &path).await);
    set_sides(&story, "two").await;
    assert_eq!(story.world.get(&mut story.owner, &format!("/my/reports/{id}")).await.status, StatusCode::OK);
    assert_eq!(story.world.get(&mut story.person, &format!("/my/reports/{id}")).await.status, StatusCode::NOT_FOUND);
    assert!(!story.world.get(&mut story.person, "/my").await.text().contains("会議の進め方"));
    let shelf = format!("/cases/{}/reports/p/{id}", story.case);
    let again = story.world.submit(&mut story.desk, &shelf, &format!("{shelf}/correct"), &[]).await.location();
    save(&mut story, &again, &[("finding", "会議の進め方が変わりました")]).await;
    let second = out(&publish(&mut story, &again).await);
    assert_eq!(
        story.world.get(&mut story.person, &format!("/my/reports/{second}")).await.status,
        StatusCode::NOT_FOUND,
        "nor its correction"
    );
}

#[tokio::test]
async fn a_writer_who_is_asked_about_two_lines_gets_one_mail() {
    let (mut story, path) = ready().await;
    write(&story.world, &mut story.owner, "数字が早くそろいます。", "", true).await;
    save(&mut story, &path, &[("act", "gather")]).await;
    let page = story.world.get(&mut story.desk, &path).await;
    for (line, now, _) in lines(&page).into_iter().filter(|(_, now, _)| !now.contains("議題")) {
        let page = story.world.get(&mut story.desk, &path).await;
        let (words, field, take) = (format!("{now}(直した文)"), format!("now_{line}"), format!("take_{line}"));
        let (under, change) = (format!("under_{line}"), under_of(&page, &line));
        let fields = [("line", line.as_str()), (&field, &words), (&take, "1"), (&under, &change)];
        let asked = story.world.submit(&mut story.desk, &path, &format!("{path}/offer"), &fields).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    }
    assert_eq!(mails(&story, "line_offer").await, [story.owner_id.clone()]);
    assert_eq!(story.world.get(&mut story.owner, "/my").await.text().matches("/my/lines/").count(), 2);
}

#[tokio::test]
async fn the_review_asks_to_read_again_where_words_could_hurt_or_leak() {
    let (mut story, path) = ready().await;
    crate::change::factory_head(&story.world, &story.case).await;
    write(&story.world, &mut story.person, "会議の前に社長と専務で話が決まっています", "", false).await;
    let fields = [
        ("own_now", "会議の前に社長と専務で話が決まっているようでした。高橋さんは能力不足だと1名が話しています。"),
        ("finding", "変わり始めています"),
    ];
    assert_eq!(save(&mut story, &path, &fields).await.status, StatusCode::SEE_OTHER);
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await.text();
    for warning in [
        "公開していない記録と同じ言い回しがあります",
        "ほかの方のお名前があるようです(高橋)",
        "人を評価する言葉があります(能力不足)",
        "お一人のことだと分かる数です(1名)",
    ] {
        assert!(review.contains(warning), "{warning}");
    }
    assert!(review.contains("共有する"), "a warning asks, it does not forbid");
}

#[tokio::test]
async fn our_own_words_that_repeat_a_lent_note_in_other_dress_are_noticed() {
    let (mut story, path) = ready().await;
    let page = story.world.get(&mut story.desk, &path).await;
    let line = lines(&page).into_iter().find(|(_, now, _)| now.contains("幹部")).unwrap().0;
    let (now, under) = (format!("now_{line}"), format!("under_{line}"));
    let change = under_of(&page, &line);
    let fields = [
        (now.as_str(), "幹部が先に話すようになりました。"),
        (under.as_str(), change.as_str()),
        ("own_now", "なんと幹部が先に話すようになりました。"),
    ];
    save(&mut story, &path, &fields).await;
    let review = story.world.get(&mut story.desk, &format!("{path}/review")).await.text();
    assert!(review.contains("公開していない記録と同じ言い回しがあります"));
}

#[tokio::test]
async fn a_note_that_went_out_is_not_in_the_next_draft() {
    let (mut story, path) = ready().await;
    out(&publish(&mut story, &path).await);
    write(&story.world, &mut story.owner, "数字が翌月10日にそろいます。", "", true).await;
    let next = draft(&mut story).await;
    assert_ne!(next, path);
    let found = lines(&story.world.get(&mut story.desk, &next).await);
    assert_eq!(found.iter().map(|(_, now, _)| now.as_str()).collect::<Vec<_>>(), ["数字が翌月10日にそろいます。"]);
}

#[tokio::test]
async fn notes_written_after_the_draft_was_begun_can_be_taken_in() {
    let (mut story, path) = ready().await;
    write(&story.world, &mut story.owner, "あとから気づいたことです。", "", true).await;
    assert!(story.world.get(&mut story.desk, &path).await.text().contains("載せてよい記録がほかに1件あります。"));
    let page = save(&mut story, &path, &[("act", "gather")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert_eq!(lines(&story.world.get(&mut story.desk, &path).await).len(), 3);
}

#[tokio::test]
async fn every_page_of_a_report_is_drawn_in_english_with_one_heading() {
    let (mut story, path) = ready().await;
    let (_, offer) = asked(&mut story, &path, "幹部の方が先に話します。").await;
    story.world.submit(&mut story.owner, &offer, &offer, &[("answer", "yes")]).await;
    setting(&story.world, "all").await;
    story.world.submit(&mut story.desk, &format!("{path}/review"), &format!("{path}/second-look"), &[]).await;
    let mut manager = story.world.staff("manager").await;
    for browser in [&mut story.desk, &mut story.owner, &mut manager] {
        browser.cookies.insert("lang".into(), "en".into());
    }
    for (browser, paths) in [
        (&mut story.desk, vec![path.clone(), format!("{path}/review"), format!("/cases/{}/reports", story.case), "/today".into()]),
        (&mut manager, vec![path.clone(), "/looks".into(), format!("/cases/{}", story.case)]),
        (&mut story.owner, vec![offer, "/my".into(), "/my/reports".into()]),
    ] {
        for path in paths {
            let page = story.world.get(browser, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.text().matches("<h1").count(), 1, "{path}");
        }
    }
    story.world.submit(&mut manager, &path, &format!("{path}/approve"), &[]).await;
    let id = out(&publish(&mut story, &path).await);
    for (browser, path) in
        [(&mut story.desk, format!("/cases/{}/reports/p/{id}", story.case)), (&mut story.owner, format!("/my/reports/{id}"))]
    {
        let page = story.world.get(browser, &path).await;
        assert_eq!((page.status, page.text().matches("<h1").count()), (StatusCode::OK, 1), "{path}");
    }
}
