//! The booklet, lived through by the desk, the company and the placed person: one paper with the goals in it.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops here")]

use std::collections::BTreeMap;

use axum::body::Body;
use base::actor::{Holder, StaffSeat};
use base::register::{BookletSeal, BookletVersion, Outbox};
use base::store::deed;
use base::{args, sql};
use http::{Request, StatusCode, header};

use crate::goal_sheet::{fields, post, press, with};
use crate::world::{Browser, Page, World};

const DUTIES: &str = "管理部長として、月次決算の仕組みを整える";
const TALKS: &str = "毎週月曜の朝に30分話します";
const GOAL: &str = "月次の数字で経営判断ができる状態をつくる";

/// One pixel.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0....\0\0\0\0IEND\xaeB`\x82";

/// 丸山工業・佐藤さん, with all three parties signed in.
struct Stage {
    world: World,
    case: String,
    desk: Browser,
    owner: Browser,
    person: Browser,
    owner_id: String,
}

async fn stage() -> Stage {
    let world = World::new().await;
    let case = world.maruyama().await;
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    Stage {
        desk: world.staff("yamamoto").await,
        owner: world.arrive(&case, &owner).await,
        person: world.arrive(&case, &person).await,
        owner_id: owner.id().to_owned(),
        world,
        case,
    }
}

/// Sends the form that goes to `action` as a browser does when a file stands in it.
pub async fn upload(world: &World, browser: &mut Browser, page: &str, action: &str, changes: &[(&str, &str)], file: Option<&[u8]>) -> Page {
    let drawn = world.get(browser, page).await;
    assert_eq!(drawn.status, StatusCode::OK, "{}", drawn.text());
    let mut body: Vec<u8> = Vec::new();
    for (name, value) in with(&fields(&drawn, action), changes).iter().filter(|(name, _)| name != "file") {
        body.extend(format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"page.png\"\r\ncontent-type: image/png\r\n\r\n");
    body.extend(file.unwrap_or_default());
    body.extend(b"\r\n--edge--\r\n");
    let request =
        Request::post(action).header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    world.send(browser, request, Body::from(body)).await
}

/// For the matrix: a booklet that all have agreed to, the owner on paper; gives the ids by route.
pub async fn for_matrix(world: &World, case: &str, person: &Browser, owner: &Holder) -> BTreeMap<&'static str, String> {
    let (booklet, mut desk, mut person) = (format!("/cases/{case}/booklet"), world.staff("yamamoto").await, person.clone());
    let at = |rest: &str| format!("{booklet}/{rest}");
    press(world, &mut desk, &at("edit"), &at("edit"), &[("duties", DUTIES), ("talks", TALKS)]).await;
    press(world, &mut desk, &booklet, &at("review"), &[]).await;
    let signed = [("who", owner.id()), ("way", "paper"), ("on", "2026-11-24")];
    let kept = upload(world, &mut desk, &at("record"), &at("record"), &signed, Some(PNG)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    press(world, &mut desk, &booklet, &at("confirm"), &[]).await;
    press(world, &mut person, "/my/booklet", "/my/booklet/agree", &[]).await;
    let page = world.get(&mut desk, &booklet).await.text();
    let after = page.split("/booklet/signed/").nth(1).unwrap();
    BTreeMap::from([
        ("/cases/{case}/booklet/versions/{edition}", "1".to_owned()),
        ("/cases/{case}/booklet/signed/{id}", after[..after.find('"').unwrap()].to_owned()),
        ("/my/booklet/versions/{edition}", "1".to_owned()),
        ("/cases/{case}/booklet/versions/{edition}/paper", "1".to_owned()),
        ("/cases/{case}/booklet/versions/{edition}/record", "1".to_owned()),
        ("/my/booklet/versions/{edition}/paper", "1".to_owned()),
        ("/my/booklet/versions/{edition}/record", "1".to_owned()),
    ])
}

impl Stage {
    fn at(&self, rest: &str) -> String {
        format!("/cases/{}/booklet{rest}", self.case)
    }

    async fn write(&mut self, changes: &[(&str, &str)]) -> Page {
        let edit = self.at("/edit");
        press(&self.world, &mut self.desk, &edit, &edit, changes).await
    }

    async fn goals(&mut self) {
        let edit = format!("/cases/{}/goals/edit", self.case);
        let page = press(&self.world, &mut self.desk, &edit, &edit, &[("g1_sentence", GOAL), ("until_on", "2027-03-01")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }

    async fn ask(&mut self) -> Page {
        let (page, review) = (self.at(""), self.at("/review"));
        press(&self.world, &mut self.desk, &page, &review, &[]).await
    }

    async fn confirm(&mut self) -> Page {
        let (page, confirm) = (self.at(""), self.at("/confirm"));
        press(&self.world, &mut self.desk, &page, &confirm, &[]).await
    }

    async fn owner_agrees(&mut self, what: &[(&str, &str)]) -> Page {
        press(&self.world, &mut self.owner, "/my/booklet", "/my/booklet/agree", what).await
    }

    async fn person_agrees(&mut self) -> Page {
        press(&self.world, &mut self.person, "/my/booklet", "/my/booklet/agree", &[]).await
    }

    /// Written with a goal, and put before company and person.
    async fn asked(&mut self) {
        self.goals().await;
        assert_eq!(self.write(&[("duties", DUTIES), ("talks", TALKS), ("chair", "担当の山本")]).await.status, StatusCode::SEE_OTHER);
        let asked = self.ask().await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    }

    /// The first version stands, of booklet and goals.
    async fn agreed(&mut self) {
        self.asked().await;
        for page in [self.confirm().await, self.owner_agrees(&[]).await, self.person_agrees().await] {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        }
        assert!(self.desk_page().await.contains("合意済み(第1版)"));
    }

    async fn desk_page(&mut self) -> String {
        let page = self.at("");
        self.world.get(&mut self.desk, &page).await.text()
    }

    async fn owner_page(&mut self) -> String {
        self.world.get(&mut self.owner, "/my/booklet").await.text()
    }

    async fn person_page(&mut self) -> String {
        self.world.get(&mut self.person, "/my/booklet").await.text()
    }

    async fn seals(&self) -> Vec<(String, String, String)> {
        let (actor, case) = (self.world.actor("yamamoto", StaffSeat::Consultant).await, self.case.clone());
        self.world
            .app
            .db
            .read(&actor, move |tx| {
                let pass = tx.enter(&case)?.pass::<BookletSeal, deed::View>()?;
                tx.rows(&pass, sql!(BookletSeal => "select part, party, way from booklet_seals order by party, part, draft_no, id"), vec![])
            })
            .await
            .unwrap()
    }

    async fn mails(&self) -> Vec<(String, String)> {
        let (actor, case) = (self.world.actor("yamamoto", StaffSeat::Consultant).await, self.case.clone());
        self.world
            .app
            .db
            .read(&actor, move |tx| {
                let pass = tx.enter(&case)?.pass::<Outbox, deed::View>()?;
                tx.rows(&pass, sql!(Outbox => "select mail, to_id from outboxes order by mail, to_kind"), vec![])
            })
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn one_sentence_in_sections_one_three_and_four_is_enough_to_ask() {
    let mut s = stage().await;
    s.write(&[("duties", DUTIES)]).await;
    assert!(s.desk_page().await.contains("「連絡と相談」のどれか一つを書いてください。"));
    s.write(&[("talks", TALKS)]).await;
    let page = s.desk_page().await;
    assert!(page.contains("目標シートに、目標と期間のおわりを入れてください。") && !page.contains("/booklet/review"));
    assert!(s.owner_page().await.contains("担当者が準備しています。"), "before anyone is asked");
    s.goals().await;
    assert_eq!(s.ask().await.status, StatusCode::SEE_OTHER);
    for page in [s.owner_page().await, s.person_page().await] {
        assert!(page.contains(DUTIES) && page.contains(TALKS) && page.contains(GOAL), "booklet and goals on one page: {page}");
        assert!(!page.contains("任せる権限"), "a blank that may stay blank is not shown as missing");
    }
    let mails: Vec<String> = s.mails().await.into_iter().map(|(mail, _)| mail).collect();
    assert_eq!(mails, ["booklet_review", "booklet_review"], "one request for both papers");
}

#[tokio::test]
async fn one_press_agrees_to_booklet_and_goals_and_the_owner_needs_two_pages() {
    let mut s = stage().await;
    s.asked().await;
    let home = s.world.get(&mut s.owner, "/my").await.text();
    assert_eq!(home.matches("ui-panel ui-stack\" data-gap=\"sm\" data-tone=\"ask\"").count(), 1, "one request on the home page");
    assert!(home.contains("三者の書面と目標のご確認"));
    for page in [s.confirm().await, s.owner_agrees(&[]).await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    assert!(s.owner_page().await.contains("残りはご本人です。"));
    assert!(s.person_page().await.contains("残りは佐藤さんです。"), "to themselves the person is 佐藤さん");
    assert_eq!(s.person_agrees().await.status, StatusCode::SEE_OTHER);
    for page in [s.desk_page().await, s.owner_page().await, s.person_page().await] {
        assert!(page.contains("合意がそろっています(第1版)。"), "{page}");
        assert!(page.contains("雇用契約・委任契約の内容を変更するものではありません。"), "the foot sentence");
    }
    let goals = s.world.get(&mut s.owner, "/my/goals").await.text();
    assert!(goals.contains("合意がそろっています(第1版)。"), "the goal sheet stands too");
    let case = s.world.get(&mut s.desk, &format!("/cases/{}", s.case)).await.text();
    for words in [
        "三者の書面の確認を依頼しました",
        "会社が三者の書面に合意しました",
        "当金庫が三者の書面を確認しました",
        "三者の書面第1版がそろいました",
    ] {
        assert!(case.contains(words), "{words}");
    }
    assert_eq!(s.mails().await.iter().filter(|(mail, _)| mail == "booklet_agreed").count(), 2);
}

#[tokio::test]
async fn the_booklet_alone_may_be_agreed_and_the_goals_later() {
    let mut s = stage().await;
    s.asked().await;
    s.confirm().await;
    assert_eq!(s.owner_agrees(&[("what", "booklet")]).await.status, StatusCode::SEE_OTHER);
    assert!(!s.owner_page().await.contains("合意いただく内容"), "of the booklet nothing is open");
    assert!(s.world.get(&mut s.owner, "/my").await.text().contains("目標シートのご確認"), "the goals still are");
}

#[tokio::test]
async fn a_changed_section_opens_itself_alone_and_the_agreed_version_stays() {
    let mut s = stage().await;
    s.agreed().await;
    let body = |page: &Page| page.text().split("<main").nth(1).unwrap().to_owned();
    let path = s.at("/versions/1");
    let before = s.world.get(&mut s.desk, &path).await;
    assert_eq!(s.write(&[("authority", "20万円までの備品は自分で決める")]).await.status, StatusCode::SEE_OTHER);
    for page in [s.owner_page().await, s.person_page().await] {
        assert!(page.contains("体制・権限・支援の変更について、あらためて確認をお願いします。"), "{page}");
        assert!(page.contains("いま合意しているのは第1版です。") && page.contains("変わるところ"));
    }
    assert!(s.desk_page().await.contains("変えたあと、まだ確認を依頼していません。"));
    for page in [s.owner_agrees(&[]).await, s.person_agrees().await, s.confirm().await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    assert_eq!(s.seals().await.len(), 3 * 5 + 3, "five sections by three, and one of them once more by each");
    let next = s.at("/versions/2");
    let second = s.world.get(&mut s.desk, &next).await.text();
    assert!(second.contains("第1版から変わったところ") && second.contains("体制・権限・支援:任せる権限"));
    assert!(!second.contains("連絡と相談:"), "what did not change is not told");
    assert_eq!(body(&before), body(&s.world.get(&mut s.desk, &path).await), "the first version reads as it did");
}

#[tokio::test]
async fn an_agreed_version_is_never_altered_by_anyone() {
    let mut s = stage().await;
    s.agreed().await;
    let (actor, case) = (s.world.actor("yamamoto", StaffSeat::Consultant).await, s.case.clone());
    let altered = s
        .world
        .app
        .db
        .write(&actor, None, move |tx| {
            let pass = tx.enter(&case)?.pass::<BookletVersion, deed::Change>()?;
            let (id, version): (String, i64) =
                tx.one(&pass, sql!(BookletVersion => "select id, version from booklet_versions where edition = $1"), args![1i64])?;
            tx.update(&pass, &id, version, base::store::Set::new().with("content", "{}"))?;
            tx.commit(&base::event::Event::BookletEdited(Some(&case), &id), "")
        })
        .await;
    assert!(altered.is_err());
}

#[tokio::test]
async fn who_agrees_to_words_that_moved_on_is_shown_the_new_ones_and_nothing_is_recorded() {
    let mut s = stage().await;
    s.asked().await;
    let stale = s.world.get(&mut s.owner, "/my/booklet").await;
    s.write(&[("chair", "受け入れ責任者")]).await;
    let sent = fields(&stale, "/my/booklet/agree");
    let answer = post(&s.world, &mut s.owner, "/my/booklet/agree", &sent).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("受け入れ責任者") && answer.text().contains("まだ合意は記録していません。"));
    assert!(s.seals().await.is_empty());
    // The goals moved on, the booklet did not: neither is sealed.
    let stale = s.world.get(&mut s.owner, "/my/booklet").await;
    let edit = format!("/cases/{}/goals/edit", s.case);
    press(&s.world, &mut s.desk, &edit, &edit, &[("g1_criterion", "翌月10日に締まる")]).await;
    let answer = post(&s.world, &mut s.owner, "/my/booklet/agree", &fields(&stale, "/my/booklet/agree")).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(s.seals().await.is_empty(), "not half of it");
}

#[tokio::test]
async fn two_of_the_desk_who_write_at_once_are_both_shown_and_nothing_typed_is_lost() {
    let mut s = stage().await;
    s.asked().await;
    let edit = s.at("/edit");
    let first = s.world.get(&mut s.desk, &edit).await;
    s.write(&[("place", "本社応接室")]).await;
    let late = with(&fields(&first, &edit), &[("place", "店舗の会議室")]);
    let answer = post(&s.world, &mut s.desk, &edit, &late).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("本社応接室") && answer.text().contains("店舗の会議室"));
    let again = post(&s.world, &mut s.desk, &edit, &fields(&answer, &edit)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(s.desk_page().await.contains("店舗の会議室"));
}

#[tokio::test]
async fn a_request_for_a_change_reaches_the_desk_and_never_the_other_side() {
    let mut s = stage().await;
    s.asked().await;
    let ask = "/my/goals/propose?goal=section:contact".to_owned();
    for (of_person, canary) in [(true, "カナリア-本人-5521"), (false, "カナリア-会社-8813")] {
        let browser = if of_person { &mut s.person } else { &mut s.owner };
        let sent = press(
            &s.world,
            browser,
            &ask,
            "/my/goals/propose",
            &[("goal", "section:contact"), ("body", canary), ("words", &format!("{canary}-文"))],
        )
        .await;
        assert!(sent.location().starts_with("/my/booklet"), "{}", sent.text());
        let other = if of_person { &mut s.owner } else { &mut s.person };
        for (path, page) in s.world.crawl(other, &["/my", "/my/booklet", "/my/goals"], 60).await {
            assert!(!page.contains(canary), "{path}");
        }
        let case = format!("/cases/{}", s.case);
        for (key, starts) in [("onishi", [case.as_str()]), ("manager", [case.as_str()])] {
            let mut staff = s.world.staff(key).await;
            for (path, page) in s.world.crawl(&mut staff, &starts, 60).await {
                assert!(!page.contains(canary), "{key} {path}");
            }
        }
    }
    let list = s.world.get(&mut s.desk, &format!("/cases/{}/goals", s.case)).await.text();
    assert!(list.contains("書面の「連絡と相談」") && !list.contains("カナリア"));
    // The desk takes up only the words that were wished for, and all three read those.
    let mut found = None;
    for id in list.split("/goals/proposals/").skip(1).filter_map(|rest| rest.get(..36)) {
        let page = s.world.get(&mut s.desk, &format!("/cases/{}/goals/proposals/{id}", s.case)).await.text();
        if page.contains("カナリア-会社-8813") {
            found = Some((id, page));
        }
    }
    let (id, proposal) = found.unwrap();
    assert!(proposal.contains(&format!("/booklet/edit?from={id}")));
    let edit = s.at(&format!("/edit?from={id}"));
    let form = s.world.get(&mut s.desk, &edit).await.text();
    assert!(form.contains("カナリア-会社-8813-文") && form.contains(TALKS), "beside what stood there");
    let action = s.at("/edit");
    let saved = press(&s.world, &mut s.desk, &edit, &action, &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(s.person_page().await.contains("カナリア-会社-8813-文"));
}

#[tokio::test]
async fn a_spoken_agreement_is_marked_so_everywhere_and_told_to_the_one_who_gave_it() {
    let mut s = stage().await;
    s.asked().await;
    let record = s.at("/record");
    let owner = s.owner_id.clone();
    let blank = upload(&s.world, &mut s.desk, &record, &record, &[("who", &owner), ("way", "spoken")], None).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(s.seals().await.is_empty());
    let said = [("who", owner.as_str()), ("way", "spoken"), ("place", "本社応接室"), ("on", "2026-11-20")];
    let kept = upload(&s.world, &mut s.desk, &record, &record, &said, None).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    assert!(s.seals().await.iter().all(|(_, party, way)| party == "company" && way == "spoken"));
    for page in [s.desk_page().await, s.owner_page().await, s.person_page().await] {
        assert!(page.contains("口頭") && page.contains("本社応接室(聞き取り記録)"));
    }
    assert!(s.mails().await.contains(&("booklet_recorded".into(), owner)));
    let goals = s.world.get(&mut s.person, "/my/goals").await.text();
    assert!(goals.contains("聞き取り記録"), "the goals were agreed to in the same breath");
}

#[tokio::test]
async fn a_page_signed_by_hand_is_kept_sealed_and_only_a_picture_is_taken() {
    let mut s = stage().await;
    s.asked().await;
    let record = s.at("/record");
    let owner = s.owner_id.clone();
    let signed = [("who", owner.as_str()), ("way", "paper"), ("on", "2026-11-20")];
    for (file, sentence) in [
        (None, "署名の紙の写真を選んでください。"),
        (Some(&b"<html><script>alert(1)</script>"[..]), "プログラムを含むファイルは、お預かりできません。"),
        (Some("署名しました".as_bytes()), "写真として読み取れませんでした。"),
        (Some(&PNG[..20]), "ファイルが途中で切れているようです。"),
    ] {
        let page = upload(&s.world, &mut s.desk, &record, &record, &signed, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(sentence) && page.text().contains("2026-11-20"), "what was typed is kept");
    }
    assert!(s.seals().await.is_empty());
    let kept = upload(&s.world, &mut s.desk, &record, &record, &signed, Some(PNG)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    for page in [s.desk_page().await, s.owner_page().await, s.person_page().await] {
        assert!(page.contains("紙に署名"), "{page}");
    }
    let page = s.desk_page().await;
    let id = page.split("/booklet/signed/").nth(1).and_then(|rest| rest.get(..36)).unwrap();
    let path = s.at(&format!("/signed/{id}"));
    let picture = s.world.get(&mut s.desk, &path).await;
    assert_eq!(picture.body, PNG);
    assert!(picture.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    if let Some(file) = s.world.app.db.file() {
        for name in [file.to_owned(), file.with_extension("db-wal")] {
            let bytes = std::fs::read(name).unwrap_or_default();
            assert!(!bytes.windows(12).any(|part| part == &PNG[8..20]), "the picture lies sealed");
        }
    }
}

#[tokio::test]
async fn too_much_text_is_told_in_a_sentence_and_nothing_is_lost_or_kept() {
    let mut s = stage().await;
    s.asked().await;
    let edit = s.at("/edit");
    let long = "あ".repeat(20_000);
    let page = press(&s.world, &mut s.desk, &edit, &edit, &[("support", &long)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("600文字以内で入力してください(現在20000文字)。") && page.text().contains(&long));
    let before = s.world.app.db.fingerprint().await.unwrap();
    let pasted = "あ".repeat(5 * 1024 * 1024 / 3);
    let page = press(&s.world, &mut s.desk, &edit, &edit, &[("support", &pasted)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("600文字以内で入力してください") && page.text().contains(&pasted),
        "5 MB stand in the field as they were pasted"
    );
    let flood = press(&s.world, &mut s.desk, &edit, &edit, &[("support", &"a".repeat(17 * 1024 * 1024))]).await;
    assert_eq!(flood.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(before, s.world.app.db.fingerprint().await.unwrap());
    assert!(!s.desk_page().await.contains(&long));
}

#[tokio::test]
async fn the_lists_are_copied_when_the_desk_says_so_and_do_not_move_an_agreed_section() {
    let mut s = stage().await;
    let new = |words: &'static str| [("words", words)];
    press(&s.world, &mut s.owner, "/my/changes/new", "/my/changes/new", &new("会議で社長以外の発言が増える")).await;
    s.agreed().await;
    assert!(s.owner_page().await.contains("会議で社長以外の発言が増える"));
    press(&s.world, &mut s.person, "/my/changes/new", "/my/changes/new", &new("朝礼が短くなる")).await;
    let page = s.desk_page().await;
    assert!(page.contains("合意済み(第1版)") && page.contains("書面に写したあとで変わっています。"));
    assert!(!s.owner_page().await.contains("朝礼が短くなる"), "what was agreed does not move by itself");
    s.write(&[("take_changes", "1")]).await;
    assert!(s.owner_page().await.contains("期待する変化の変更について、あらためて確認をお願いします。"));
}

#[tokio::test]
async fn shared_gaps_stand_in_section_five_with_sign_and_countermeasure() {
    let mut s = stage().await;
    let gaps = format!("/cases/{}/gaps", s.case);
    let gap = [("words", "会議の進め方が違う"), ("sign", "発言が減る"), ("measure", "月初に進め方を話し合う")];
    let added = press(&s.world, &mut s.desk, &gaps, &gaps, &gap).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    s.agreed().await;
    for page in [s.owner_page().await, s.person_page().await] {
        for words in ["会議の進め方が違う", "発言が減る", "月初に進め方を話し合う"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
}

#[tokio::test]
async fn a_contact_who_is_not_named_learns_nothing_of_the_booklet() {
    let mut s = stage().await;
    s.agreed().await;
    for part in ["host", "contact"] {
        let holder = s.world.add_contact(&s.case, "木村 現場", part).await;
        let mut browser = s.world.arrive(&s.case, &holder).await;
        assert_eq!(s.world.get(&mut browser, "/my/booklet").await.status, StatusCode::NOT_FOUND);
        assert!(!s.world.get(&mut browser, "/my").await.text().contains("三者の書面"));
    }
}
