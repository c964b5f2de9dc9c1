//! The booklet, the contact card and the preparation list on paper: what each party sees on its pages, for those who see them.

use base::actor::{Holder, StaffSeat};
use base::register::Audit;
use base::store::deed;
use base::{args, sql};
use http::StatusCode;

use crate::booklet::{PNG, upload};
use crate::gap;
use crate::goal_sheet::press;
use crate::naming::tick;
use crate::print::{pages, words};
use crate::world::{Browser, Page, World};

const DUTIES: &str = "管理部長として、𠮷野・髙﨑・濵田の三課をまとめ、①月次決算を整える(㈱丸山工業)";
const GOAL: &str = "月次の数字で経営判断ができる状態をつくる";
const SHARED: &str = "現場が採用の理由を知らない";
const OWN: &str = "任せ方にまだ迷いがある";
const FOOT: &str = "雇用契約・委任契約の内容を変更するものではありません";

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

impl Stage {
    fn at(&self, rest: &str) -> String {
        format!("/cases/{}/booklet{rest}", self.case)
    }

    async fn press(&mut self, page: &str, action: &str, changes: &[(&str, &str)]) {
        let page = press(&self.world, &mut self.desk, page, action, changes).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    }

    /// A goal and a booklet with both kinds of gap beside it: one that all see, one that the owner keeps for the desk.
    async fn write(&mut self) {
        gap::shared(&self.world, &mut self.desk, &self.case, SHARED).await;
        let own = [("for", "desk"), ("words", OWN)];
        self.world.submit(&mut self.owner, "/my/gaps/new?for=desk", "/my/gaps/new", &own).await;
        let goals = format!("/cases/{}/goals/edit", self.case);
        self.press(&goals, &goals, &[("g1_sentence", GOAL), ("g1_month1", "締めを早める"), ("until_on", "2027-03-01")]).await;
        let edit = self.at("/edit");
        let fields = [
            ("duties", DUTIES),
            ("authority", "20万円までの備品は自分で決める"),
            ("readers", "山本、不在のときは石井"),
            ("answer", "1営業日のうちに"),
            ("never", "書いた方のお許しのない文は、相手に伝えません"),
            ("chair", "担当の山本"),
            ("take_gaps", "1"),
        ];
        self.press(&edit, &edit, &fields).await;
    }

    async fn ask(&mut self) {
        let (page, review) = (self.at(""), self.at("/review"));
        self.press(&page, &review, &[]).await;
    }

    /// All agree: the person on screen, the owner by word of mouth, the bank confirms.
    async fn agree(&mut self) {
        let (record, confirm, page) = (self.at("/record"), self.at("/confirm"), self.at(""));
        let spoken =
            [("who", self.owner_id.clone()), ("way", "spoken".into()), ("on", "2026-11-24".into()), ("place", "本社応接室".into())];
        let spoken: Vec<(&str, &str)> = spoken.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.press(&record, &record, &spoken).await;
        let agreed = press(&self.world, &mut self.person, "/my/booklet", "/my/booklet/agree", &[]).await;
        assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text());
        self.press(&page, &confirm, &[]).await;
    }

    async fn paper(&mut self, rest: &str) -> Page {
        let path = self.at(rest);
        self.world.get(&mut self.desk, &path).await
    }
}

#[tokio::test]
async fn the_agreed_booklet_carries_all_six_sections_and_the_goals_and_is_the_same_for_all_three() {
    let mut s = stage().await;
    s.write().await;
    s.ask().await;
    s.agree().await;
    let desk = s.paper("/versions/1/paper").await;
    let owner = s.world.get(&mut s.owner, "/my/booklet/versions/1/paper").await;
    let person = s.world.get(&mut s.person, "/my/booklet/paper").await;
    assert!(desk.body == owner.body && owner.body == person.body, "the same bytes, whoever prints it");
    let Some(text) = words(&desk) else { return };
    for wanted in [
        "三者の書面",
        "丸山工業株式会社御中",
        "佐藤健一様",
        "入社日",
        "1担っていただくこと",
        "2体制・権限・支援",
        "3連絡と相談",
        "4目標と中間目標",
        "5想定されるギャップと対応策",
        "6期待する変化",
        "𠮷野・髙﨑・濵田の三課をまとめ",
        "20万円までの備品は自分で決める",
        GOAL,
        "締めを早める",
        SHARED,
        FOOT,
        "第1版",
        "照合番号",
        "目標シート第1版",
        "聞き取り記録",
        "画面で合意",
        "画面で確認",
        "当金庫(確認)",
    ] {
        assert!(text.contains(&wanted.replace(' ', "")), "{wanted}: {text}");
    }
    assert!(!text.contains(OWN), "what a side keeps for the desk is on no paper");
    assert!(!text.contains("下書き") && !text.contains("確認中"));

    let record = s.world.get(&mut s.owner, "/my/booklet/versions/1/record").await;
    let text = words(&record).unwrap();
    for wanted in ["合意の記録", "丸山一郎", "聞き取り記録", "口頭での合意は、担当が聞き取って記録し", "1担っていただくこと", FOOT]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert_eq!(pages(&record), Some(1));
}

#[tokio::test]
async fn a_booklet_nobody_was_asked_about_is_the_banks_alone_and_marked_as_a_draft() {
    let mut s = stage().await;
    s.write().await;
    if let Some(text) = words(&s.paper("/paper").await) {
        assert!(text.contains("下書き") && text.contains("まだお願いしていません"), "{text}");
    }
    for path in ["/my/booklet/paper", "/my/booklet/card", "/my/booklet/versions/1/paper"] {
        for browser in [&mut s.owner, &mut s.person] {
            assert_eq!(s.world.get(browser, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    s.ask().await;
    let mine = s.world.get(&mut s.person, "/my/booklet/paper").await;
    if let Some(text) = words(&mine) {
        assert!(text.contains("確認中") && !text.contains("下書き"), "{text}");
    }
    let edit = s.at("/edit");
    s.press(&edit, &edit, &[("duties", "笑顔😀の職場をつくる")]).await;
    let refused = s.world.get(&mut s.owner, "/my/booklet/paper").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("「😀」は、印刷用の文字にありません"), "{}", refused.text());
}

#[tokio::test]
async fn an_older_version_keeps_the_goals_that_stood_beside_it() {
    let mut s = stage().await;
    s.write().await;
    s.ask().await;
    s.agree().await;
    s.world.app.db.clock().shift(10 * base::clock::MINUTE);
    let (edit, goals) = (s.at("/edit"), format!("/cases/{}/goals/edit", s.case));
    s.press(&edit, &edit, &[("support", "経理の席を一つ増やす")]).await;
    s.press(&goals, &goals, &[("g1_sentence", "資金繰りを毎週見通せる状態をつくる")]).await;
    s.ask().await;
    s.agree().await;
    let (Some(first), Some(second)) = (words(&s.paper("/versions/1/paper").await), words(&s.paper("/versions/2/paper").await)) else {
        return;
    };
    assert!(first.contains(GOAL) && first.contains("目標シート第1版") && !first.contains("経理の席を一つ増やす"), "{first}");
    assert!(first.contains("に合意)の内容です。"), "the version of the goals is told where they stand: {first}");
    assert!(second.contains("資金繰りを毎週見通せる") && second.contains("目標シート第2版"), "{second}");
}

#[tokio::test]
async fn the_contact_card_says_on_one_page_who_reads_how_soon_and_what_is_never_passed_on() {
    let mut s = stage().await;
    s.write().await;
    s.ask().await;
    s.agree().await;
    let card = s.world.get(&mut s.owner, "/my/booklet/card").await;
    let Some(text) = words(&card) else { return };
    for wanted in [
        "連絡と相談カード",
        "山本",
        "石井",
        "1営業日のうちに",
        "書いた方のお許しのない文は、相手に伝えません",
        "ご承諾なしに相手の方へ伝わることはありません",
        "身の危険や法令に関わる場合",
        "進行する人",
        "三者の書面第1版",
        FOOT,
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(!text.contains(GOAL) && !text.contains(SHARED));
    assert_eq!(pages(&card), Some(1));
    s.world.get(&mut s.owner, "/lang/en").await;
    assert_eq!(pages(&s.world.get(&mut s.owner, "/my/booklet/card").await), Some(1), "in English too");
}

#[tokio::test]
async fn the_word_for_the_first_day_follows_the_contract_on_every_paper() {
    let mut s = stage().await;
    s.write().await;
    let edit = format!("/cases/{}/edit", s.case);
    s.press(&edit, &edit, &[("contract", "director")]).await;
    let list = format!("/cases/{}/preparation", s.case);
    s.world.submit(&mut s.desk, &list, &list, &[("decided", "alone"), ("knows", "executives")]).await;
    for (path, word) in [(s.at("/paper"), "就任日"), (format!("{list}/paper"), "就任前準備の一覧")] {
        if let Some(text) = words(&s.world.get(&mut s.desk, &path).await) {
            assert!(text.contains(word) && !text.contains("入社日"), "{text}");
        }
    }
}

#[tokio::test]
async fn each_party_prints_the_preparation_it_sees_and_a_contact_only_what_is_theirs() {
    let mut s = stage().await;
    let list = format!("/cases/{}/preparation", s.case);
    s.world.submit(&mut s.desk, &list, &list, &[("decided", "alone"), ("knows", "executives")]).await;
    let head = s.world.add_contact(&s.case, "工場長 三郎", "contact").await;
    let add = format!("{list}/new");
    for (side, body, whom) in
        [("company", "工場を案内する", head.id()), ("person", "名刺の表記を決める", ""), ("bank", "決算書を用意する", "")]
    {
        let fields = [("kind", "site"), ("side", side), ("body", body), ("whom", whom), ("days", "7"), ("way", "before")];
        assert_eq!(s.world.submit(&mut s.desk, &add, &add, &fields).await.status, StatusCode::SEE_OTHER);
    }
    let mut contact = s.world.arrive(&s.case, &head).await;
    let whole = s.world.get(&mut s.desk, &format!("{list}/paper")).await;
    let Some(whole) = words(&whole) else { return };
    for wanted in ["入社前準備の一覧", "工場を案内する", "名刺の表記を決める", "決算書を用意する", "工場長三郎", FOOT]
    {
        assert!(whole.contains(wanted), "{wanted}: {whole}");
    }
    assert!(!whole.contains("必要") && !whole.contains("お一人"), "how the hire was decided is the desk's: {whole}");
    let company = words(&s.world.get(&mut s.desk, &format!("{list}/paper?side=company")).await).unwrap();
    assert!(company.contains("工場を案内する") && !company.contains("名刺の表記を決める") && company.contains("御中"), "{company}");
    let own = words(&s.world.get(&mut contact, "/my/preparation/paper").await).unwrap();
    assert!(own.contains("工場を案内する"), "{own}");
    assert!(!own.contains("名刺の表記を決める") && !own.contains("決算書を用意する"), "a contact reads what is theirs: {own}");
    let person = words(&s.world.get(&mut s.person, "/my/preparation/paper").await).unwrap();
    assert!(person.contains("ご自分の項目") && person.contains("名刺の表記を決める") && person.contains("佐藤健一様"), "{person}");
}

#[tokio::test]
async fn a_memo_prints_on_one_page_and_a_page_signed_by_hand_belongs_to_its_sheet() {
    let mut s = stage().await;
    let goals = format!("/cases/{}/goals", s.case);
    let edit = format!("{goals}/edit");
    let five: Vec<(String, String)> =
        (1..=5).map(|n| (format!("g{n}_sentence"), format!("目標の文{n}を、半年のあいだに形にする"))).collect();
    let mut fields: Vec<(&str, &str)> = five.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("mission", "経営企画として、中期の計画をまとめる"), ("from_on", "2026-09-01"), ("until_on", "2027-02-28")]);
    s.press(&edit, &edit, &fields).await;
    s.press(&goals, &format!("{goals}/review"), &[]).await;
    let spoken = format!("{goals}/spoken");
    let signed = [("who", s.owner_id.as_str()), ("way", "paper"), ("on", "2026-11-24")];
    for file in [None, Some(&b"this is no picture"[..])] {
        let page = upload(&s.world, &mut s.desk, &spoken, &spoken, &signed, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
    }
    let kept = upload(&s.world, &mut s.desk, &spoken, &spoken, &signed, Some(PNG)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let sheet = s.world.get(&mut s.desk, &goals).await.text();
    assert!(sheet.contains("署名をいただいた紙") && sheet.contains("PNG"), "{sheet}");
    let path = sheet.split('"').find(|part| part.contains("/booklet/signed/")).unwrap().to_owned();
    let booklet = s.paper("").await.text();
    assert!(!booklet.contains("署名をいただいた紙"), "the sheet alone was signed");
    let picture = s.world.get(&mut s.desk, &path).await;
    assert!(picture.body == PNG && picture.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert!(s.world.get(&mut s.owner, &path).await.location().starts_with("/sign-in"), "the desk alone opens it");
    let agreed = press(&s.world, &mut s.person, "/my/goals/5", "/my/goals/agree", &[]).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text());
    s.press(&goals, &format!("{goals}/confirm"), &[]).await;
    let memo = s.world.get(&mut s.owner, "/my/goals/paper").await;
    let Some(text) = words(&memo) else { return };
    assert!(text.contains("紙に署名") && text.contains("目標の文5を、半年のあいだに形にする"), "{text}");
    assert_eq!(pages(&memo), Some(1));
}

#[tokio::test]
async fn every_printing_leaves_its_line_and_one_that_failed_leaves_none() {
    let mut s = stage().await;
    s.write().await;
    s.ask().await;
    s.agree().await;
    for path in ["/my/booklet/paper", "/my/booklet/card", "/my/booklet/versions/1/record", "/my/goals/paper", "/my/preparation/paper"] {
        assert_eq!(s.world.get(&mut s.owner, path).await.status, StatusCode::OK, "{path}");
    }
    let edit = s.at("/edit");
    s.press(&edit, &edit, &[("duties", "笑顔😀の職場")]).await;
    s.world.get(&mut s.owner, "/my/booklet/paper").await;
    let (desk, case) = (s.world.actor("yamamoto", StaffSeat::Consultant).await, s.case.clone());
    let lines: Vec<(String, String)> = s
        .world
        .app
        .db
        .read(&desk, move |tx| {
            let pass = tx.enter(&case)?.pass::<Audit, deed::View>()?;
            tx.rows(&pass, sql!(Audit => "select actor, detail from audits where act = 'paper.printed' order by seq"), args![])
        })
        .await
        .unwrap_or_else(|error: base::store::StoreError| panic!("{error}"));
    let details: Vec<&str> = lines.iter().map(|(_, detail)| detail.as_str()).collect();
    assert_eq!(details, ["booklet:1", "card:1", "booklet_record:1", "goals:1", "preparation:own"]);
    assert!(lines.iter().all(|(actor, _)| actor.contains(&s.owner_id)), "{lines:?}");
}

#[tokio::test]
async fn a_host_named_for_the_booklet_alone_reads_no_goals_on_it() {
    let mut s = stage().await;
    s.write().await;
    s.ask().await;
    s.agree().await;
    let host: Holder = s.world.add_contact(&s.case, "専務 次郎", "host").await;
    let mut browser = s.world.arrive(&s.case, &host).await;
    for path in ["/my/booklet/paper", "/my/booklet/card", "/my/booklet/versions/1/paper", "/my/booklet/versions/1/record"] {
        assert_eq!(s.world.get(&mut browser, path).await.status, StatusCode::NOT_FOUND, "{path}: not named yet");
    }
    for side in [&mut s.owner, &mut s.person] {
        assert_eq!(tick(&s.world, side, &host, &["booklet"]).await.status, StatusCode::SEE_OTHER);
    }
    let Some(text) = words(&s.world.get(&mut browser, "/my/booklet/paper").await) else { return };
    assert!(text.contains("月次決算を整える") && !text.contains(GOAL) && !text.contains("目標シート第"), "{text}");
}
