//! The goal sheet, lived through by the desk, the company and the placed person.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops here")]

use std::collections::BTreeMap;

use base::actor::{Actor, Duty, Holder, StaffSeat};
use base::event::Event;
use base::register::{Agreement, Member, Outbox, Placement, SheetVersion};
use base::store::{Set, StoreError, deed};
use base::{args, sql};
use http::StatusCode;

use crate::world::{Browser, Page, World};

const ONE: &str = "月次の数字で経営判断ができる状態をつくる";
const TWO: &str = "部門別の採算を試しに計算する";

/// 丸山工業・佐藤さん, with all three parties signed in.
struct Stage {
    world: World,
    case: String,
    desk: Browser,
    owner: Browser,
    person: Browser,
    owner_id: String,
    person_id: String,
}

async fn consultant(world: &World) -> Actor {
    world.actor("yamamoto", StaffSeat::Consultant).await
}

/// Company and person have come in through their links.
async fn stage() -> Stage {
    let world = World::new().await;
    let case = world.maruyama().await;
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    Stage {
        desk: world.staff("yamamoto").await,
        owner: world.arrive(&case, &owner).await,
        person: world.arrive(&case, &person).await,
        owner_id: owner.id().to_owned(),
        person_id: person.id().to_owned(),
        world,
        case,
    }
}

/// For the matrix: an agreed sheet and a proposal of the owner; gives the ids by route.
pub async fn for_matrix(world: &World, case: &str, owner: &Browser, person: &Browser) -> BTreeMap<&'static str, String> {
    let (sheet, mut desk, mut owner, mut person) =
        (format!("/cases/{case}/goals"), world.staff("yamamoto").await, owner.clone(), person.clone());
    let (edit, review, confirm) = (format!("{sheet}/edit"), format!("{sheet}/review"), format!("{sheet}/confirm"));
    press(world, &mut desk, &edit, &edit, &[("g1_sentence", ONE)]).await;
    press(world, &mut desk, &sheet, &review, &[]).await;
    press(world, &mut desk, &sheet, &confirm, &[]).await;
    press(world, &mut person, "/my/goals/1", "/my/goals/agree", &[]).await;
    press(world, &mut owner, "/my/goals/1", "/my/goals/agree", &[]).await;
    press(world, &mut owner, "/my/goals/propose", "/my/goals/propose", &[("body", "ひとこと")]).await;
    let page = world.get(&mut desk, &sheet).await.text();
    let after = page.split("/goals/proposals/").nth(1).unwrap();
    let proposal = after[..after.find('"').unwrap()].to_owned();
    BTreeMap::from([
        ("/cases/{case}/goals/versions/{edition}", "1".to_owned()),
        ("/cases/{case}/goals/proposals/{id}", proposal.clone()),
        ("/cases/{case}/goals/proposals/{id}/answer", proposal),
        ("/cases/{case}/goals/versions/{edition}/paper", "1".to_owned()),
        ("/cases/{case}/goals/versions/{edition}/record", "1".to_owned()),
        ("/my/goals/versions/{edition}", "1".to_owned()),
        ("/my/goals/versions/{edition}/paper", "1".to_owned()),
        ("/my/goals/versions/{edition}/record", "1".to_owned()),
        ("/my/goals/{no}", "1".to_owned()),
    ])
}

/// The value of an attribute of a tag, as the browser reads it.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    Some(plain(&rest[..rest.find('"')?]))
}

fn plain(html: &str) -> String {
    html.replace("&#34;", "\"").replace("&#38;", "&").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">")
}

/// What a browser would send for the form with this action: every field with its value, without the buttons.
pub fn fields(page: &Page, action: &str) -> Vec<(String, String)> {
    let text = page.text();
    let from = text.find(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no form for {action}: {text}"));
    let form = &text[from..from + text[from..].find("</form>").unwrap()];
    let mut found = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("textarea") || tag.starts_with("select")) {
        let Some(name) = attribute(tag, "name") else { continue };
        let value = if tag.starts_with("textarea") {
            plain(tag.split_once('>').map_or("", |(_, text)| text))
        } else {
            attribute(tag, "value").unwrap_or_default()
        };
        let choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
        if !choice || tag.contains(" checked") {
            found.push((name, value));
        }
    }
    found
}

pub fn with(fields: &[(String, String)], changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fields.iter().filter(|(name, _)| !changes.iter().any(|(n, _)| n == name)).cloned().collect();
    all.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    all
}

pub async fn post(world: &World, browser: &mut Browser, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post_raw(browser, path, &fields).await
}

/// Opens a page, changes some fields of its form for `action`, and presses the button.
pub async fn press(world: &World, browser: &mut Browser, page: &str, action: &str, changes: &[(&str, &str)]) -> Page {
    let page = world.get(browser, page).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    post(world, browser, action, &with(&fields(&page, action), changes)).await
}

impl Stage {
    fn sheet(&self) -> String {
        format!("/cases/{}/goals", self.case)
    }

    fn mine(&self, path: &str) -> String {
        format!("/my/goals{path}?case={}", self.case)
    }

    /// The desk changes these fields of the form.
    async fn write(&mut self, changes: &[(&str, &str)]) -> Page {
        let edit = format!("{}/edit", self.sheet());
        press(&self.world, &mut self.desk, &edit, &edit, changes).await
    }

    async fn ask(&mut self) -> Page {
        let (sheet, review) = (self.sheet(), format!("{}/review", self.sheet()));
        press(&self.world, &mut self.desk, &sheet, &review, &[]).await
    }

    async fn confirm(&mut self) -> Page {
        let (sheet, confirm) = (self.sheet(), format!("{}/confirm", self.sheet()));
        press(&self.world, &mut self.desk, &sheet, &confirm, &[]).await
    }

    async fn owner_agrees(&mut self, goal: &str) -> Page {
        let page = self.mine(&format!("/{goal}"));
        press(&self.world, &mut self.owner, &page, "/my/goals/agree", &[]).await
    }

    async fn person_agrees(&mut self, goal: &str) -> Page {
        let page = self.mine(&format!("/{goal}"));
        press(&self.world, &mut self.person, &page, "/my/goals/agree", &[]).await
    }

    /// Two goals, written and put before company and person.
    async fn asked(&mut self) {
        let saved = self.write(&[("mission", "管理部門の立て直し"), ("g1_sentence", ONE), ("g2_sentence", TWO)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert_eq!(self.ask().await.status, StatusCode::SEE_OTHER);
    }

    /// The first version stands.
    async fn agreed(&mut self) {
        self.asked().await;
        for page in [self.confirm().await, self.owner_agrees("2").await, self.person_agrees("2").await] {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        }
        assert!(self.desk_page().await.contains("合意済み(第1版)"));
    }

    async fn desk_page(&mut self) -> String {
        let sheet = self.sheet();
        self.world.get(&mut self.desk, &sheet).await.text()
    }

    async fn desk_at(&mut self, path: &str) -> Page {
        let path = format!("{}{path}", self.sheet());
        self.world.get(&mut self.desk, &path).await
    }

    async fn owner_page(&mut self, path: &str) -> String {
        let path = self.mine(path);
        self.world.get(&mut self.owner, &path).await.text()
    }

    async fn person_page(&mut self, path: &str) -> String {
        let path = self.mine(path);
        self.world.get(&mut self.person, &path).await.text()
    }

    async fn seals(&self) -> Vec<(String, String, String)> {
        let (actor, case) = (consultant(&self.world).await, self.case.clone());
        self.world
            .app
            .db
            .read(&actor, move |tx| {
                let pass = tx.enter(&case)?.pass::<Agreement, deed::View>()?;
                tx.rows(&pass, sql!(Agreement => "select part, party, way from agreements order by party, part, id"), vec![])
            })
            .await
            .unwrap()
    }

    /// Mails that wait: kind and receiver.
    async fn mails(&self) -> Vec<(String, String)> {
        let (actor, case) = (consultant(&self.world).await, self.case.clone());
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

    /// Another contact of the company, come in to this case in the given seat.
    async fn contact(&self, name: &str, part: &'static str) -> Browser {
        let holder = self.world.add_contact(&self.case, name, part).await;
        self.world.arrive(&self.case, &holder).await
    }
}

#[tokio::test]
async fn one_sentence_and_a_period_are_enough_to_ask_for_the_review() {
    let mut s = stage().await;
    let saved = s.write(&[("g1_sentence", ONE), ("from_on", ""), ("until_on", "R9.3.1")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = s.desk_page().await;
    assert!(page.contains(ONE) && page.contains("2027年3月1日") && page.contains("三者に確認を依頼する"));
    assert!(!page.contains("達成のめやす") && !page.contains("(空欄)"), "a blank that may stay blank is not shown as missing");
    assert_eq!(s.ask().await.status, StatusCode::SEE_OTHER);
    assert!(s.owner_page("").await.contains(ONE));
}

#[tokio::test]
async fn without_a_period_nobody_is_asked_and_the_desk_is_told_what_to_do() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", ONE), ("from_on", ""), ("until_on", "")]).await;
    let page = s.desk_page().await;
    assert!(page.contains("期間のおわりを入れると、確認を依頼できます。"));
    assert!(!page.contains("/goals/review"), "no button that would be refused");
    let review = format!("{}/review", s.sheet());
    let edit = s.desk_at("/edit").await;
    let sent = [("token", edit.value("token")), ("key", edit.value("key")), ("version", edit.value("version"))];
    let sent: Vec<(String, String)> = sent.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let refused = post(&s.world, &mut s.desk, &review, &sent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!s.owner_page("").await.contains(ONE));
}

#[tokio::test]
async fn before_the_review_is_asked_company_and_person_only_see_that_the_desk_prepares() {
    let mut s = stage().await;
    assert!(s.owner_page("").await.contains("担当者が準備しています。"), "before there is a sheet");
    s.write(&[("mission", "管理部門の立て直し"), ("g1_sentence", ONE)]).await;
    for page in [s.owner_page("").await, s.person_page("").await] {
        assert!(page.contains("担当者が準備しています。") && page.contains("思いつくことを書く"));
        assert!(!page.contains(ONE) && !page.contains("管理部門の立て直し"));
    }
    let path = s.mine("/1");
    assert_eq!(s.world.get(&mut s.owner, &path).await.status, StatusCode::NOT_FOUND);
    let home = s.world.get(&mut s.owner, "/my").await.text();
    assert!(!home.contains(ONE) && home.contains("いまお願いしていることはありません。"));
}

#[tokio::test]
async fn the_sheet_is_agreed_when_all_three_have_sealed_every_part_in_whatever_order() {
    let mut s = stage().await;
    s.asked().await;
    let case = s.world.get(&mut s.desk, "/cases").await.text();
    assert!(case.contains("合意の段階"), "the placement is at the stage of agreement");
    assert_eq!(
        s.mails().await.iter().map(|(mail, to)| (mail.as_str(), to.clone())).collect::<Vec<_>>(),
        [("sheet_review", s.owner_id.clone()), ("sheet_review", s.person_id.clone())]
    );
    assert_eq!(s.confirm().await.status, StatusCode::SEE_OTHER);
    assert!(s.desk_page().await.contains("残りは会社・ご本人です。"));
    assert!(s.world.get(&mut s.owner, "/my").await.text().contains("目標シートのご確認"));
    assert!(s.owner_page("").await.contains("1つずつ確認する"));
    assert!(!s.owner_page("/1").await.contains("この内容で合意する"), "the button stands on the last page");
    assert_eq!(s.owner_agrees("2").await.status, StatusCode::SEE_OTHER);
    let page = s.owner_page("").await;
    assert!(page.contains("残りはご本人です。") && !page.contains("1つずつ確認する"));
    assert!(s.person_page("").await.contains("残りは佐藤さんです。"), "to themselves the person is 佐藤さん");
    assert_eq!(s.person_agrees("2").await.status, StatusCode::SEE_OTHER);
    for page in [s.desk_page().await, s.owner_page("").await, s.person_page("").await] {
        assert!(page.contains("合意がそろっています(第1版)。"));
        assert!(page.contains("雇用契約・委任契約の内容を変更するものではありません。"), "the foot sentence");
    }
    assert_eq!(s.mails().await.iter().filter(|(mail, _)| mail == "sheet_agreed").count(), 2);
    assert!(!s.world.get(&mut s.owner, "/my").await.text().contains("目標シートのご確認"));
    let case = s.world.get(&mut s.desk, &format!("/cases/{}", s.case)).await.text();
    for words in [
        "目標シートの確認を依頼しました",
        "会社が合意しました",
        "ご本人が合意しました",
        "当金庫が確認しました",
        "目標シート第1版がそろいました",
    ] {
        assert!(case.contains(words), "{words}");
    }
}

#[tokio::test]
async fn what_is_not_ready_to_be_asked_is_saved_and_said_and_a_due_day_before_the_period_is_not_taken() {
    let mut s = stage().await;
    let early = s.write(&[("g2_due", "2020-01-01")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("期日は、期間のはじめより後の日付にしてください。") && early.text().contains("2020-01-01"));
    let saved = s.write(&[("until_on", ""), ("ask", "1")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = s.world.get(&mut s.desk, &saved.location()).await.text();
    assert!(page.contains("確認のお願いはまだしていません。"), "{page}");
    assert_eq!(s.mails().await, []);
}

#[tokio::test]
async fn editing_goal_two_reopens_the_seals_of_goal_two_only() {
    let mut s = stage().await;
    s.agreed().await;
    let first = s.desk_at("/versions/1").await;
    assert_eq!(s.write(&[("g2_due", "2026-12-31")]).await.status, StatusCode::SEE_OTHER);
    for page in [s.owner_page("").await, s.person_page("").await] {
        assert!(page.contains("目標2の変更について、あらためて確認をお願いします。"), "{page}");
        assert!(page.contains("いま合意しているのは第1版です。") && page.contains("目標2がまだです"));
        assert!(!page.contains("目標1がまだです"));
    }
    assert!(s.desk_page().await.contains("変えたあと、まだ確認を依頼していません。"));
    assert!(s.owner_page("/1").await.contains("次へ") && !s.owner_page("/1").await.contains("この内容で合意する"));
    let page = s.owner_page("/2").await;
    assert!(page.contains("変更前") && page.contains("2026年12月31日"), "what changes is shown before it is agreed");
    for page in [s.owner_agrees("2").await, s.person_agrees("2").await, s.confirm().await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    assert_eq!(s.seals().await.len(), 3 * 3 + 3, "three parts by three, and goal 2 once more by each");
    let second = s.desk_at("/versions/2").await.text();
    assert!(second.contains("第1版から変わったところ") && second.contains("目標2:期日") && !second.contains("目標1:"));
    let again = s.desk_at("/versions/1").await;
    let body = |page: &Page| page.text().split("<main").nth(1).unwrap().to_owned();
    assert_eq!(body(&first), body(&again), "the first version reads as it did");
}

#[tokio::test]
async fn an_agreed_version_is_never_altered_by_any_way_in() {
    let mut s = stage().await;
    s.agreed().await;
    let before = s.world.app.db.fingerprint().await.unwrap();
    let actor = consultant(&s.world).await;
    for removes in [false, true] {
        let case = s.case.clone();
        let tried = s
            .world
            .app
            .db
            .write(&actor, None, move |tx| {
                let pass = tx.enter(&case)?.pass::<SheetVersion, deed::Change>()?;
                let (id, version): (String, i64) = tx.one(&pass, sql!(SheetVersion => "select id, version from sheet_versions"), vec![])?;
                if removes {
                    tx.remove(&pass, &id, version)?;
                } else {
                    tx.update(&pass, &id, version, Set::new().with("content", "{}"))?;
                }
                tx.commit(&Event::SheetEdited(Some(&case), &id), "")
            })
            .await;
        assert!(matches!(tried, Err(StoreError::Broken(_))), "{tried:?}");
    }
    assert_eq!(s.world.app.db.fingerprint().await.unwrap(), before);
}

#[tokio::test]
async fn a_party_cannot_seal_for_the_other() {
    let mut s = stage().await;
    s.asked().await;
    let path = s.mine("/2");
    let page = s.world.get(&mut s.owner, &path).await;
    let forged = with(&fields(&page, "/my/goals/agree"), &[("party", "person"), ("side", "person"), ("way", "spoken")]);
    assert_eq!(post(&s.world, &mut s.owner, "/my/goals/agree", &forged).await.status, StatusCode::SEE_OTHER);
    assert!(s.seals().await.iter().all(|(_, party, way)| party == "company" && way == "screen"));
    let owner = s.world.app.db.stand_in(Duty::Console, &s.world.institution, Holder::Contact(s.owner_id.clone()), None).await.unwrap();
    let case = s.case.clone();
    let tried = s
        .world
        .app
        .db
        .write(&owner, None, move |tx| {
            let pass = tx.enter(&case)?.pass::<Agreement, deed::SealIt>()?;
            let set = Set::new().with("party", "person").with("part", "mission").with("part_hash", "x").with("draft_no", 1i64);
            tx.insert(&pass, &tx.id(), set)?;
            tx.commit(&Event::PartsAgreed(Some(&case), &case), "")
        })
        .await;
    assert_eq!(tried.err(), Some(StoreError::NotFound));
}

#[tokio::test]
async fn an_owner_who_is_not_the_signatory_reads_but_does_not_agree() {
    let mut s = stage().await;
    s.asked().await;
    let (actor, case, signs) = (consultant(&s.world).await, s.case.clone(), s.owner_id.clone());
    s.world
        .app
        .db
        .write(&actor, None, move |tx| {
            let pass = tx.enter(&case)?.pass::<Placement, deed::Change>()?;
            let (version,): (i64,) = tx.one(&pass, sql!(Placement => "select version from placements"), vec![])?;
            tx.update(&pass, &case, version, Set::new().with("owner_signs", &signs))?;
            tx.commit(&Event::PlacementChanged(Some(&case), &case), "")
        })
        .await
        .unwrap();
    let form = {
        let path = s.mine("/2");
        fields(&s.world.get(&mut s.owner, &path).await, "/my/goals/agree")
    };
    let mut second = s.contact("丸山 二郎", "owner").await;
    let path = s.mine("");
    let page = s.world.get(&mut second, &path).await;
    assert!(page.text().contains("合意は丸山 一郎さんにお願いしています。") && page.text().contains(ONE));
    let path = s.mine("/propose");
    let token = s.world.get(&mut second, &path).await.value("token");
    let before = s.world.app.db.fingerprint().await.unwrap();
    let refused = post(&s.world, &mut second, "/my/goals/agree", &with(&form, &[("token", &token)])).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(s.world.app.db.fingerprint().await.unwrap(), before);
}

#[tokio::test]
async fn agreeing_to_what_no_longer_stands_is_refused_and_nothing_is_written() {
    let mut s = stage().await;
    s.asked().await;
    let path = s.mine("/2");
    let page = s.world.get(&mut s.owner, &path).await;
    let old = fields(&page, "/my/goals/agree");
    let sheet = s.sheet();
    let desk_old = fields(&s.world.get(&mut s.desk, &sheet).await, &format!("{sheet}/confirm"));
    s.write(&[("g2_sentence", "まったく別の目標")]).await;
    let before = s.world.app.db.fingerprint().await.unwrap();
    let refused = post(&s.world, &mut s.owner, "/my/goals/agree", &old).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("まだ合意は記録していません。") && refused.text().contains("まったく別の目標"));
    let refused = post(&s.world, &mut s.desk, &format!("{sheet}/confirm"), &desk_old).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(s.world.app.db.fingerprint().await.unwrap(), before);
    s.write(&[("g3_sentence", "あとから加えた目標")]).await;
    let forged: Vec<(String, String)> = {
        let path = s.mine("/3");
        let page = s.world.get(&mut s.owner, &path).await;
        fields(&page, "/my/goals/agree").into_iter().filter(|(name, value)| name != "part" || value.starts_with("mission")).collect()
    };
    let refused = post(&s.world, &mut s.owner, "/my/goals/agree", &forged).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "what was not shown is not agreed");
}

#[tokio::test]
async fn pressing_twice_sets_one_seal() {
    let mut s = stage().await;
    s.asked().await;
    let path = s.mine("/2");
    let page = s.world.get(&mut s.owner, &path).await;
    let form = fields(&page, "/my/goals/agree");
    let first = post(&s.world, &mut s.owner, "/my/goals/agree", &form).await;
    let second = post(&s.world, &mut s.owner, "/my/goals/agree", &form).await;
    assert_eq!(first.location(), second.location());
    let third = post(&s.world, &mut s.owner, "/my/goals/agree", &with(&form, &[("key", "another")])).await;
    assert_eq!((third.status, third.location()), (StatusCode::SEE_OTHER, first.location()));
    assert_eq!(s.seals().await.len(), 3, "mission, goal 1, goal 2");
}

#[tokio::test]
async fn two_presses_at_the_same_moment_leave_one_seal_and_two_last_seals_one_version() {
    let mut s = stage().await;
    s.asked().await;
    s.confirm().await;
    let path = s.mine("/2");
    let company = fields(&s.world.get(&mut s.owner, &path).await, "/my/goals/agree");
    let person = fields(&s.world.get(&mut s.person, &path).await, "/my/goals/agree");
    let other = with(&company, &[("key", "another")]);
    let (mut a, mut b, mut c) = (s.owner.clone(), s.owner.clone(), s.person.clone());
    let (first, second, third) = tokio::join!(
        post(&s.world, &mut a, "/my/goals/agree", &company),
        post(&s.world, &mut b, "/my/goals/agree", &other),
        post(&s.world, &mut c, "/my/goals/agree", &person)
    );
    for page in [first, second, third] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    assert_eq!(s.seals().await.len(), 9);
    let page = s.desk_page().await;
    assert!(page.contains("合意済み(第1版)") && !page.contains("versions/2"));
}

#[tokio::test]
async fn what_one_side_writes_is_on_no_page_of_the_other_nor_of_branch_and_headquarters() {
    let mut s = stage().await;
    s.asked().await;
    let path = s.mine("/propose");
    for (of_person, canary) in [(true, "カナリア-本人-7731"), (false, "カナリア-会社-9942")] {
        let browser = if of_person { &mut s.person } else { &mut s.owner };
        let sent = press(&s.world, browser, &path, "/my/goals/propose", &[("body", canary), ("words", &format!("{canary}-文"))]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
    let starts = ["/my", "/my/goals", "/my/goals/proposals"];
    for (of_person, own, other) in [(true, "カナリア-本人", "カナリア-会社"), (false, "カナリア-会社", "カナリア-本人")]
    {
        let browser = if of_person { &mut s.person } else { &mut s.owner };
        let pages = s.world.crawl(browser, &starts, 60).await;
        assert!(pages.iter().any(|(_, page)| page.contains(own)), "the writer reads it");
        for (path, page) in &pages {
            assert!(!page.contains(other), "{path}");
            assert_eq!(page.matches("ご意見</h2>").count(), 0);
        }
    }
    let case = format!("/cases/{}", s.case);
    for seat in ["onishi", "manager", "officer", "ishii", "compliance", "admin"] {
        let mut browser = s.world.staff(seat).await;
        let pages = s.world.crawl(&mut browser, &["/today", "/cases", &case], 60).await;
        for (path, page) in &pages {
            let named = path.contains("/proposals/") || path.contains("?from=");
            assert!(seat == "ishii" && named || !page.contains("カナリア"), "{seat} {path}");
            assert!(seat != "onishi" || !page.contains("ご意見が届きました"), "the branch does not learn that there is one");
        }
        if seat == "manager" {
            assert!(pages.iter().any(|(_, page)| page.contains("ご意見が届きました")), "the manager learns that there is one");
            assert!(pages.iter().all(|(path, _)| !path.contains("/proposals/")));
        }
    }
    let database = std::fs::read(s.world.folder().join("banso.db")).unwrap_or_default();
    assert!(!String::from_utf8_lossy(&database).contains("カナリア"), "sealed where it lies");
}

#[tokio::test]
async fn the_desk_reads_takes_up_and_answers_and_the_writer_sees_who_read_it() {
    let mut s = stage().await;
    s.asked().await;
    let path = format!("{}&goal=2", s.mine("/propose"));
    let page = s.world.get(&mut s.owner, &path).await.text();
    let (readers, field) = (page.find("山本 直美").unwrap(), page.find("<textarea").unwrap());
    assert!(readers < field && page.contains("石井 亮"), "who reads it stands before the first word");
    assert!(page.contains("ご本人には、内容も、書かれたことも伝わりません。"));
    let goal = {
        let edit = s.desk_at("/edit").await;
        edit.value("g2_id")
    };
    let sent = press(
        &s.world,
        &mut s.owner,
        &path,
        "/my/goals/propose",
        &[("body", "社長の本音"), ("words", "二つの部門で採算を試す"), ("goal", &goal)],
    )
    .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let mine = s.owner_page("/proposals").await;
    assert!(mine.contains("社長の本音") && mine.contains("担当者はまだ読んでいません。"));
    let today = s.world.get(&mut s.desk, "/today").await.text();
    assert!(today.contains("会社からご意見が届いています。") && !today.contains("本音"));
    let sheet = s.desk_page().await;
    assert!(sheet.contains("会社から(目標2)") && !sheet.contains("本音"));
    let href = sheet.split("href=\"").find(|part| part.contains("/proposals/")).unwrap().split('"').next().unwrap().to_owned();
    let private = s.world.get(&mut s.desk, &href).await.text();
    assert!(private.contains("社長の本音") && private.contains("二つの部門で採算を試す"));
    assert!(s.owner_page("/proposals").await.contains("山本 直美(11月24日"), "the writer sees who read it");
    let take = private.split("href=\"").find(|part| part.contains("?from=")).unwrap().split('"').next().unwrap().to_owned();
    let edit = s.world.get(&mut s.desk, &take).await;
    assert!(edit.text().contains("二つの部門で採算を試す") && !edit.text().contains("本音"), "only the wished words come along");
    let action = format!("{}/edit", s.sheet());
    assert_eq!(post(&s.world, &mut s.desk, &action, &fields(&edit, &action)).await.status, StatusCode::SEE_OTHER);
    assert!(s.person_page("/2").await.contains("二つの部門で採算を試す"));
    s.world.app.db.clock().shift(base::clock::MINUTE);
    let answered =
        press(&s.world, &mut s.desk, &href, &format!("{href}/answer"), &[("answer", "ありがとうございます。取り入れました。")]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    assert!(s.world.get(&mut s.owner, "/my").await.text().contains("担当者からお返事が届いています。"));
    assert!(!s.world.get(&mut s.person, "/my").await.text().contains("お返事"));
    s.world.app.db.clock().shift(base::clock::MINUTE);
    let mine = s.owner_page("/proposals").await;
    assert!(mine.contains("取り入れました。") && mine.contains("目標シートに取り込みました。"));
    assert!(!s.world.get(&mut s.owner, "/my").await.text().contains("お返事が届いています"), "it was read");
    assert!(!s.world.get(&mut s.desk, "/today").await.text().contains("ご意見が届いています"));
    let path = s.mine("/proposals");
    assert!(!s.world.get(&mut s.person, &path).await.text().contains("取り入れました"));
}

#[tokio::test]
async fn a_colleague_who_answered_first_is_not_overwritten() {
    let mut s = stage().await;
    let path = s.mine("/propose");
    press(&s.world, &mut s.person, &path, "/my/goals/propose", &[("body", "早めに決めたいです")]).await;
    let sheet = s.desk_page().await;
    let href = sheet.split("href=\"").find(|part| part.contains("/proposals/")).unwrap().split('"').next().unwrap().to_owned();
    let action = format!("{href}/answer");
    let mut ishii = s.world.staff("ishii").await;
    s.world.get(&mut ishii, &href).await;
    let mine = fields(&s.world.get(&mut s.desk, &href).await, &action);
    press(&s.world, &mut ishii, &href, &action, &[("answer", "石井からのお返事")]).await;
    let late = post(&s.world, &mut s.desk, &action, &with(&mine, &[("answer", "山本からのお返事")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("石井からのお返事") && late.text().contains("山本からのお返事"));
    assert!(late.text().contains("石井 亮さんが2026年11月24日(火) 10:00に変更しました。"), "who was first, and when");
    let kept = post(&s.world, &mut s.desk, &action, &fields(&late, &action)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_the_end_nobody_writes_to_the_desk_about_the_sheet_and_nothing_typed_is_lost() {
    let mut s = stage().await;
    s.agreed().await;
    let write = s.mine("/propose");
    let form = with(&fields(&s.world.get(&mut s.owner, &write).await, "/my/goals/propose"), &[("body", "最後にひとこと")]);
    press(&s.world, &mut s.desk, &format!("/cases/{}/end", s.case), &format!("/cases/{}/end", s.case), &[("kind", "closed")]).await;
    let before = s.world.app.db.fingerprint().await.unwrap();
    let late = post(&s.world, &mut s.owner, "/my/goals/propose", &form).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("この案件は終了しているため") && late.text().contains("最後にひとこと"));
    assert_eq!(s.world.app.db.fingerprint().await.unwrap(), before);
    assert_eq!(s.world.get(&mut s.owner, &write).await.status, StatusCode::NOT_FOUND);
    assert!(!s.owner_page("").await.contains("/my/goals/propose"), "nor is it offered");
}

#[tokio::test]
async fn a_follow_up_that_was_closed_is_not_closed_again_and_its_person_may_still_leave() {
    let mut s = stage().await;
    let end = format!("/cases/{}/end", s.case);
    press(&s.world, &mut s.desk, &end, &end, &[("kind", "closed")]).await;
    let again = s.world.submit(&mut s.desk, &end, &end, &[("kind", "closed")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("この案件はすでに終了しています。"));
    press(&s.world, &mut s.desk, &end, &end, &[("kind", "left")]).await;
    assert!(!s.world.get(&mut s.desk, &end).await.text().contains("<form"), "there is nothing to press any more");
    let token = s.world.token(&s.desk, "staff");
    let back = s.world.post_raw(&mut s.desk, &end, &[("token", &token), ("key", "late"), ("kind", "closed")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing leads back");
}

#[tokio::test]
async fn host_and_contacts_who_are_not_named_find_no_goals() {
    let mut s = stage().await;
    s.agreed().await;
    for (name, seat) in [("中村 弘", "host"), ("田村 恵", "contact")] {
        let mut browser = s.contact(name, seat).await;
        for path in ["", "/1", "/propose", "/proposals", "/versions/1"] {
            let path = s.mine(path);
            assert_eq!(s.world.get(&mut browser, &path).await.status, StatusCode::NOT_FOUND, "{seat} {path}");
        }
        let home = s.world.get(&mut browser, "/my").await;
        assert_eq!(home.status, StatusCode::OK);
        assert!(!home.text().contains(ONE), "{seat}");
    }
}

#[tokio::test]
async fn the_branch_reads_the_sheet_and_cannot_write_it() {
    let mut s = stage().await;
    s.asked().await;
    let sheet = s.sheet();
    let form = fields(&s.world.get(&mut s.desk, &format!("{sheet}/edit")).await, &format!("{sheet}/edit"));
    for seat in ["onishi", "manager"] {
        let mut browser = s.world.staff(seat).await;
        let page = s.world.get(&mut browser, &sheet).await;
        assert!(page.text().contains(ONE) && page.text().contains("三者で確認中"), "{seat}");
        assert!(!page.text().contains("<form"), "{seat} is offered nothing to press");
        assert!(s.world.get(&mut browser, &format!("/cases/{}", s.case)).await.text().contains("目標シートの合意"));
        let before = s.world.app.db.fingerprint().await.unwrap();
        for path in ["/edit", "/spoken", "/review", "/confirm"] {
            let path = format!("{sheet}{path}");
            assert_eq!(post(&s.world, &mut browser, &path, &form).await.status, StatusCode::NOT_FOUND, "{seat} {path}");
        }
        assert_eq!(s.world.app.db.fingerprint().await.unwrap(), before);
    }
    for seat in ["kita", "officer", "compliance", "admin"] {
        let mut browser = s.world.staff(seat).await;
        assert_eq!(s.world.get(&mut browser, &sheet).await.status, StatusCode::NOT_FOUND, "{seat}");
    }
}

#[tokio::test]
async fn whoever_saves_second_is_shown_both_texts_and_loses_nothing() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", ONE)]).await;
    let edit = format!("{}/edit", s.sheet());
    let old = fields(&s.world.get(&mut s.desk, &edit).await, &edit);
    let mut ishii = s.world.staff("ishii").await;
    press(&s.world, &mut ishii, &edit, &edit, &[("g1_sentence", "石井の文"), ("g2_sentence", "石井の二つ目")]).await;
    let before = s.world.app.db.fingerprint().await.unwrap();
    let late = post(&s.world, &mut s.desk, &edit, &with(&old, &[("g1_sentence", "山本の文"), ("mission", "山本の一行")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for words in ["石井の文", "山本の文", "石井の二つ目", "山本の一行", "いま保存されている内容", "あなたが入力した内容"]
    {
        assert!(late.text().contains(words), "{words}");
    }
    assert_eq!(s.world.app.db.fingerprint().await.unwrap(), before);
    let kept = post(&s.world, &mut s.desk, &edit, &fields(&late, &edit)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = s.desk_page().await;
    assert!(page.contains("山本の文") && page.contains("石井の二つ目"), "the goal the other added stands");
}

#[tokio::test]
async fn a_spoken_agreement_is_marked_as_such_and_confirmed_by_mail() {
    let mut s = stage().await;
    s.asked().await;
    let spoken = format!("{}/spoken", s.sheet());
    let page = press(&s.world, &mut s.desk, &spoken, &spoken, &[("place", "本社応接室")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "who said it is asked for");
    assert!(page.text().contains("本社応接室"), "what was typed is kept");
    let ahead = [("who", s.owner_id.as_str()), ("place", "本社応接室"), ("on", "2026-12-01")];
    assert_eq!(press(&s.world, &mut s.desk, &spoken, &spoken, &ahead).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = [("who", s.owner_id.as_str()), ("place", "本社応接室"), ("on", "2026-11-20")];
    let page = press(&s.world, &mut s.desk, &spoken, &spoken, &said).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert!(s.seals().await.iter().all(|(_, party, way)| party == "company" && way == "spoken"));
    assert!(s.mails().await.contains(&("spoken_agreement".to_owned(), s.owner_id.clone())));
    for page in [s.desk_page().await, s.owner_page("").await, s.person_page("").await] {
        assert!(page.contains("口頭") && page.contains("聞き取り記録") && page.contains("本社応接室"), "marked for all three");
    }
    s.confirm().await;
    s.person_agrees("2").await;
    let version = s.desk_at("/versions/1").await.text();
    assert!(version.contains("口頭") && version.contains("2026年11月20日"), "and in the version for ever");
}

#[tokio::test]
async fn while_a_change_waits_the_home_shows_what_was_agreed_and_a_spoken_yes_to_one_goal_is_told_of_that_goal_alone() {
    const NEW: &str = "部門別の採算を会議で使う";
    let mut s = stage().await;
    s.asked().await;
    let home = s.world.get(&mut s.owner, "/my").await.text();
    assert!(home.contains(TWO) && home.contains("三者で確認中の目標です。"), "{home}");
    for page in [s.confirm().await, s.owner_agrees("2").await, s.person_agrees("2").await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    assert_eq!(s.write(&[("g2_sentence", NEW), ("g2_criterion", "毎月の会議で見る")]).await.status, StatusCode::SEE_OTHER);
    for browser in [&mut s.owner, &mut s.person] {
        let home = s.world.get(browser, "/my").await.text();
        assert!(home.contains(TWO) && !home.contains(NEW), "what is not agreed is nobody's goal: {home}");
        assert!(home.contains("合意した第1版です。変更を三者で確認しています。"), "{home}");
    }
    let spoken = format!("{}/spoken", s.sheet());
    let said = [("who", s.owner_id.as_str()), ("place", "本社応接室"), ("on", "2026-11-24")];
    assert_eq!(press(&s.world, &mut s.desk, &spoken, &spoken, &said).await.status, StatusCode::SEE_OTHER);
    for page in [s.confirm().await, s.person_agrees("2").await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    let version = s.desk_at("/versions/2").await.text();
    for page in [s.desk_page().await, s.owner_page("").await, s.person_page("").await, version] {
        assert!(page.contains("目標2は口頭(") && page.contains("本社応接室、聞き取り記録)"), "{page}");
        assert!(!page.contains(">口頭<"), "no seal says that all of it was spoken: {page}");
    }
    let paper = s.world.get(&mut s.owner, "/my/goals/paper").await;
    if let Some(text) = crate::print::words(&paper) {
        assert!(text.contains("画面・口頭で合意"), "the box to sign names both ways: {text}");
    }
    let told = "口頭か紙でいただいた合意を、担当者が記録しました。";
    assert!(s.owner_page("").await.contains(told) && !s.person_page("").await.contains(told));
    let home = s.world.get(&mut s.owner, "/my").await.text();
    assert!(home.contains(told) && home.contains(NEW) && !home.contains("合意した第1版です。"), "{home}");
}

#[tokio::test]
async fn who_may_not_act_any_more_is_not_offered_for_a_spoken_agreement() {
    let mut s = stage().await;
    s.asked().await;
    let owner = Holder::Contact(s.owner_id.clone());
    let spoken = format!("{}/spoken", s.sheet());
    assert!(s.desk_at("/spoken").await.text().contains(&format!("value=\"{}\"", s.owner_id)));
    s.world.suspend(&s.case, &owner).await;
    let page = s.desk_at("/spoken").await;
    assert!(!page.text().contains(&s.owner_id), "{}", page.text());
    let form = with(&fields(&page, &spoken), &[("who", &s.owner_id), ("place", "本社"), ("on", "2026-11-20")]);
    assert_eq!(post(&s.world, &mut s.desk, &spoken, &form).await.status, StatusCode::CONFLICT);
    assert!(s.seals().await.is_empty());
}

#[tokio::test]
async fn a_goal_says_which_issue_it_serves_to_those_who_read_the_issue_and_to_nobody_else() {
    const ISSUE: &str = "月次の数字で経営判断ができる状態をつくる";
    let mut s = stage().await;
    s.write(&[
        ("g1_sentence", "翌月10日に締める"),
        ("g1_issue", "1"),
        ("g2_sentence", "部門別の採算を試す"),
        ("g2_issue", "7"),
        ("until_on", "2027-03-01"),
    ])
    .await;
    s.ask().await;
    for page in [s.desk_page().await, s.owner_page("").await, s.person_page("").await] {
        assert!(page.contains("取り組む経営課題") && page.contains(ISSUE), "{page}");
        assert_eq!(page.matches("取り組む経営課題").count(), 1, "an issue that is not there is no issue");
    }
    let named = s.world.add_contact(&s.case, "西村 明", "host").await;
    let mut host = s.world.arrive(&s.case, &named).await;
    for browser in [&mut s.owner, &mut s.person] {
        crate::naming::tick(&s.world, browser, &named, &["goals"]).await;
    }
    let read = s.world.get(&mut host, &format!("/my/goals?case={}", s.case)).await;
    assert!(read.text().contains("翌月10日に締める") && !read.text().contains(ISSUE), "{}", read.text());
}

#[tokio::test]
async fn five_goals_stand_and_a_sixth_is_refused_with_everything_kept() {
    let mut s = stage().await;
    let five: Vec<(String, String)> = (1..=5).map(|n| (format!("g{n}_sentence"), format!("目標の文{n}"))).collect();
    let five: Vec<(&str, &str)> = five.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(s.write(&five).await.status, StatusCode::SEE_OTHER);
    let refused = s.write(&[("g6_sentence", "六つ目の文")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("目標は5つまでにしてください。") && refused.text().contains("六つ目の文"));
    let page = s.desk_page().await;
    assert!(page.contains("目標の文5") && !page.contains("六つ目の文"));
}

#[tokio::test]
async fn dropping_a_goal_that_was_agreed_waits_for_company_and_person() {
    let mut s = stage().await;
    s.agreed().await;
    assert_eq!(s.write(&[("g1_drop", "1")]).await.status, StatusCode::SEE_OTHER);
    let page = s.owner_page("").await;
    assert!(page.contains("目標1の取りやめについて、ご確認をお願いします。") && page.contains(ONE), "{page}");
    for page in [s.owner_agrees("1").await, s.person_agrees("1").await, s.confirm().await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }
    let page = s.owner_page("").await;
    assert!(!page.contains(ONE) && page.contains("目標2") && page.contains(TWO), "the goal that stays keeps its number");
    let version = s.desk_at("/versions/2").await.text();
    assert!(version.contains("目標1を取りやめます"));
}

#[tokio::test]
async fn a_sample_is_put_into_the_next_empty_row_and_nothing_typed_is_lost() {
    let mut s = stage().await;
    let edit = format!("{}/edit", s.sheet());
    let page =
        press(&s.world, &mut s.desk, &edit, &edit, &[("mission", "書きかけ"), ("g1_sentence", "書きかけの目標"), ("pick", "3")]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.value("mission"), "書きかけ");
    let typed = fields(&page, &edit);
    let value = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    assert_eq!(value("g1_sentence"), "書きかけの目標");
    assert_eq!(value("g2_sentence"), "月次の数字で経営判断ができる状態をつくる");
    assert_eq!(value("g2_month3"), "翌月10日締めを2か月続ける");
    assert!(!s.desk_page().await.contains("書きかけ"), "nothing was saved");
}

#[tokio::test]
async fn bad_input_is_answered_with_what_to_do_and_kept() {
    let mut s = stage().await;
    let blank = s.write(&[("from_on", ""), ("until_on", "")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text().contains("目標を1つ、一文で書いてください。"));
    let page = s
        .write(&[
            ("g1_criterion", "めやすだけ"),
            ("g2_sentence", "文"),
            ("g2_due", "13月1日"),
            ("from_on", "2027-01-01"),
            ("until_on", "2026-01-01"),
        ])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "目標を一文で書いてください。",
        "日付を読み取れませんでした。",
        "期間のおわりは期間のはじまりより後の日付にしてください。",
        "めやすだけ",
        "13月1日",
    ] {
        assert!(page.text().contains(words), "{words}");
    }
    s.write(&[("g1_sentence", ONE)]).await;
    let emptied = s.write(&[("g1_sentence", "")]).await;
    assert!(emptied.text().contains("目標を一文で書くか、「取りやめる」に印を付けてください。"));
    let path = s.mine("/propose");
    let nothing = press(&s.world, &mut s.owner, &path, "/my/goals/propose", &[("body", " ")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn today_says_what_the_desk_does_next_and_whom_it_waits_for() {
    let mut s = stage().await;
    assert!(!s.world.get(&mut s.desk, "/today").await.text().contains("目標シート"), "a case without a sheet gives no line");
    s.asked().await;
    let today = s.world.get(&mut s.desk, "/today").await.text();
    assert!(today.contains("会社・ご本人の合意待ち") && today.contains("11月24日(火)から"), "{today}");
    s.owner_agrees("2").await;
    s.person_agrees("2").await;
    let today = s.world.get(&mut s.desk, "/today").await.text();
    assert!(today.contains("会社とご本人の合意がそろい、当方の確認が残っています。"));
    s.confirm().await;
    assert!(!s.world.get(&mut s.desk, "/today").await.text().contains("合意"));
    s.write(&[("mission", "言い直した一行")]).await;
    assert!(s.world.get(&mut s.desk, "/today").await.text().contains("変えたあと、まだ確認を依頼していません。"));
}

#[tokio::test]
async fn a_one_sided_placement_needs_no_seal_of_the_person_and_says_so() {
    let mut s = stage().await;
    let (actor, case) = (consultant(&s.world).await, s.case.clone());
    s.world
        .app
        .db
        .write(&actor, None, move |tx| {
            let entry = tx.enter(&case)?;
            let pass = entry.pass::<Placement, deed::Change>()?;
            let (version,): (i64,) = tx.one(&pass, sql!(Placement => "select version from placements"), vec![])?;
            tx.update(&pass, &case, version, Set::new().with("sides", "one"))?;
            let members = entry.pass::<Member, deed::Change>()?;
            let (id, version): (String, i64) =
                tx.one(&members, sql!(Member => "select id, version from members where holder_kind = $1"), args!["person"])?;
            tx.remove(&members, &id, version)?;
            tx.commit(&Event::PlacementChanged(Some(&case), &case), "")
        })
        .await
        .unwrap();
    s.asked().await;
    assert_eq!(s.mails().await.len(), 1, "only the company is told");
    assert!(s.desk_page().await.contains("ご本人の合意は両手型に切り替えてからお願いします。"));
    s.owner_agrees("2").await;
    s.confirm().await;
    assert!(s.desk_page().await.contains("合意済み(第1版)"));
}

#[tokio::test]
async fn the_sheet_reads_the_same_in_english() {
    let mut s = stage().await;
    s.agreed().await;
    s.write(&[("g2_due", "2026-12-31")]).await;
    for browser in [&mut s.desk, &mut s.owner, &mut s.person] {
        browser.cookies.insert("lang".into(), "en".into());
    }
    let desk = s.desk_page().await;
    for words in
        ["Goal sheet", "Change proposed", "Goal 2", "What changes from version 1", "It changes no employment or mandate contract.", TWO]
    {
        assert!(desk.contains(words), "{words}");
    }
    let owner = s.owner_page("").await;
    assert!(owner.contains("Goal 2 changed. Please look at it again.") && owner.contains(TWO));
    assert!(s.person_page("/2").await.contains("Agree to this version"));
    assert!(s.person_page("/propose").await.contains("Who reads this"));
    let edit = s.desk_at("/edit").await.text();
    assert!(edit.contains("Make monthly figures good enough to decide by"), "samples too");
    assert!(s.desk_at("/versions/1").await.text().contains("Goal sheet, version 1"));
    assert!(s.desk_at("/spoken").await.text().contains("Who agreed"));
}

#[tokio::test]
async fn asked_again_only_those_who_have_not_agreed_are_told() {
    let mut s = stage().await;
    s.agreed().await;
    s.write(&[("g1_criterion", "翌月10日に数字がそろう")]).await;
    s.owner_agrees("1").await;
    let page = s.desk_page().await;
    assert!(page.contains("佐藤 健一さんへ:メールでお知らせします") && !page.contains("丸山 一郎さんへ"));
    let told = s.mails().await;
    assert_eq!(s.ask().await.status, StatusCode::SEE_OTHER);
    let now = s.mails().await;
    let to = |mails: &[(String, String)], id: &str| mails.iter().filter(|(mail, to)| mail == "sheet_review" && to == id).count();
    assert_eq!(to(&now, &s.owner_id), to(&told, &s.owner_id));
    assert_eq!(to(&now, &s.person_id), to(&told, &s.person_id) + 1);
    assert!(!s.desk_page().await.contains("まだ確認を依頼していません"));
}

#[tokio::test]
async fn nobody_is_written_to_before_the_first_invitation() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let mut desk = world.staff("yamamoto").await;
    let (sheet, edit, review) =
        (format!("/cases/{case}/goals"), format!("/cases/{case}/goals/edit"), format!("/cases/{case}/goals/review"));
    press(&world, &mut desk, &edit, &edit, &[("g1_sentence", ONE)]).await;
    assert!(world.get(&mut desk, &sheet).await.text().contains("丸山 一郎さんへ:ご案内がまだのため、メールは送りません"));
    assert_eq!(press(&world, &mut desk, &sheet, &review, &[]).await.status, StatusCode::SEE_OTHER);
    let actor = consultant(&world).await;
    let mails: Vec<(String,)> = world
        .app
        .db
        .read(&actor, move |tx| {
            tx.rows(&tx.enter(&case)?.pass::<Outbox, deed::View>()?, sql!(Outbox => "select id from outboxes order by id"), vec![])
        })
        .await
        .unwrap();
    assert!(mails.is_empty());
}
