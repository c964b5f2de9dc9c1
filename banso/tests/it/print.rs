//! Papers: what is printed is what the pages show, for those who see the page, and every name as it is written.
//!
//! The words of a paper are read with poppler's `pdftotext`, which `scripts/test` installs; without it these stories look at
//! the file alone.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use http::StatusCode;

use crate::goal_sheet::{for_matrix, press};
use crate::world::{Browser, Page, World};

const FOOT: &str = "雇用契約・委任契約の内容を変更するものではありません";
const RARE: &str = "𠮷野髙﨑濵邉の数字で判断できる状態をつくる";

/// Runs a program of poppler over the file; none where it is not installed.
pub fn poppler(program: &str, args: &[&str], bytes: &[u8]) -> Option<String> {
    static TAKEN: AtomicUsize = AtomicUsize::new(0);
    let number = TAKEN.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("banso-print-{}-{number}.pdf", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let done = Command::new(program).args(args).arg(&path).arg("-").stderr(Stdio::null()).output();
    std::fs::remove_file(&path).ok();
    done.ok().filter(|done| done.status.success()).map(|done| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// The words of a paper without spaces and line ends; none without poppler.
pub fn words(page: &Page) -> Option<String> {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(page.headers["content-type"], "application/pdf");
    assert!(page.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    assert!(page.body.starts_with(b"%PDF-1.7"));
    poppler("pdftotext", &["-layout"], &page.body).map(|text| text.split_whitespace().collect())
}

/// How many pages a paper has; none without poppler.
pub fn pages(page: &Page) -> Option<usize> {
    poppler("pdftotext", &[], &page.body).map(|text| text.matches('\u{c}').count())
}

struct Stage {
    world: World,
    case: String,
    desk: Browser,
    owner: Browser,
    person: Browser,
}

async fn stage() -> Stage {
    let world = World::new().await;
    let case = world.maruyama().await;
    let (owner, person) = (world.holder(&case, "owner").await, world.holder(&case, "person").await);
    let desk = world.staff("yamamoto").await;
    let (owner, person) = (world.arrive(&case, &owner).await, world.arrive(&case, &person).await);
    Stage { world, case, desk, owner, person }
}

impl Stage {
    async fn agree(&self) {
        for_matrix(&self.world, &self.case, &self.owner, &self.person).await;
    }

    async fn write(&mut self, changes: &[(&str, &str)]) -> Page {
        let edit = format!("/cases/{}/goals/edit", self.case);
        press(&self.world, &mut self.desk, &edit, &edit, changes).await
    }

    async fn at_desk(&mut self, path: &str) -> Page {
        self.world.get(&mut self.desk, &format!("/cases/{}/goals{path}", self.case)).await
    }
}

#[tokio::test]
async fn the_agreed_sheet_is_the_same_paper_for_company_person_and_desk() {
    let mut s = stage().await;
    s.agree().await;
    let desk = s.at_desk("/versions/1/paper").await;
    let owner = s.world.get(&mut s.owner, "/my/goals/versions/1/paper").await;
    let person = s.world.get(&mut s.person, "/my/goals/versions/1/paper").await;
    assert!(desk.body == owner.body && owner.body == person.body, "the same bytes, whoever prints it");
    let standing = s.world.get(&mut s.owner, "/my/goals/paper").await;
    assert!(standing.body == owner.body, "what all have agreed to is printed as its version");
    let Some(text) = words(&desk) else { return };
    for wanted in [
        "目標シート",
        "丸山工業株式会社御中",
        "佐藤健一様",
        "月次の数字で経営判断ができる状態をつくる",
        "第1版",
        "照合番号",
        FOOT,
        "丸山一郎",
        "画面で合意",
        "画面で確認",
        "入社日",
        "2026年9月1日",
        "1/",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(!text.contains("下書き"));
    let fonts = poppler("pdffonts", &[], &desk.body);
    assert!(fonts.is_none_or(|fonts| !fonts.contains(" no ")), "every font is embedded");
}

#[tokio::test]
async fn a_draft_is_marked_as_one_and_only_the_bank_has_it() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", "下絵の段階の目標")]).await;
    let paper = s.at_desk("/paper").await;
    if let Some(text) = words(&paper) {
        assert!(text.contains("下書き") && text.contains("下絵の段階の目標"), "{text}");
        assert!(text.contains("2026年月日") || text.contains("年月日"), "a line for the day of the signature: {text}");
    }
    for browser in [&mut s.owner, &mut s.person] {
        assert_eq!(s.world.get(browser, "/my/goals/paper").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn rare_kanji_print_as_they_are_written() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", RARE)]).await;
    if let Some(text) = words(&s.at_desk("/paper").await) {
        assert!(text.contains(RARE), "{text}");
    }
}

#[tokio::test]
async fn a_character_that_no_font_has_is_named_instead_of_printed_as_a_box() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", "笑顔😀の職場をつくる")]).await;
    let refused = s.at_desk("/paper").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("「😀」は、印刷用の文字にありません"), "{}", refused.text());
    assert!(refused.text().contains("笑顔😀の職場"), "and where it stands");
    s.write(&[("g1_sentence", "笑顔の職場をつくる")]).await;
    assert_eq!(s.at_desk("/paper").await.status, StatusCode::OK);
}

#[tokio::test]
async fn markup_in_a_goal_prints_letter_by_letter() {
    let mut s = stage().await;
    let text = "#import$x$*a*[\\@x<a>の言葉";
    s.write(&[("g1_sentence", text)]).await;
    if let Some(printed) = words(&s.at_desk("/paper").await) {
        assert!(printed.contains(text), "{printed}");
    }
}

#[tokio::test]
async fn the_institution_chooses_the_calendar_and_the_circles_for_seals() {
    let mut s = stage().await;
    s.agree().await;
    let before = words(&s.at_desk("/versions/1/paper").await);
    let mut admin = s.world.staff("admin").await;
    let fields = [
        ("name", "汐見野信用金庫"),
        ("phone", "03-0000-0000"),
        ("hours", ""),
        ("second_look", "off"),
        ("paper_calendar", "japanese"),
        ("paper_seals", "1"),
    ];
    assert_eq!(s.world.submit(&mut admin, "/settings", "/settings", &fields).await.location(), "/settings?done=saved");
    let (Some(before), Some(after)) = (before, words(&s.at_desk("/versions/1/paper").await)) else { return };
    assert!(!before.contains("令和") && after.contains("令和8年9月1日"), "{after}");
    assert!(after.contains("印"), "{after}");
}

#[tokio::test]
async fn the_word_for_the_first_day_follows_the_contract() {
    let mut s = stage().await;
    s.agree().await;
    let edit = format!("/cases/{}/edit", s.case);
    press(&s.world, &mut s.desk, &edit, &edit, &[("contract", "director")]).await;
    if let Some(text) = words(&s.at_desk("/versions/1/paper").await) {
        assert!(text.contains("就任日") && !text.contains("入社日"), "{text}");
    }
}

#[tokio::test]
async fn the_record_of_agreement_says_who_agreed_to_what_when_and_how() {
    let mut s = stage().await;
    s.agree().await;
    let record = s.world.get(&mut s.person, "/my/goals/versions/1/record").await;
    let Some(text) = words(&record) else { return };
    for wanted in
        ["合意の記録", "担っていただくことと期間・目標1", "丸山一郎", "佐藤健一", "画面で合意", "画面で確認", "合意がそろった日時", FOOT]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[tokio::test]
async fn what_a_side_wrote_to_the_desk_is_on_no_paper() {
    let mut s = stage().await;
    s.agree().await;
    for path in ["/paper", "/versions/1/paper", "/versions/1/record"] {
        if let Some(text) = words(&s.at_desk(path).await) {
            assert!(!text.contains("ひとこと"), "the owner's proposal is nobody's paper");
        }
    }
}

#[tokio::test]
async fn papers_are_drawn_in_english_too() {
    let mut s = stage().await;
    s.agree().await;
    s.world.get(&mut s.desk, "/lang/en").await;
    if let Some(text) = words(&s.at_desk("/versions/1/paper").await) {
        for wanted in ["Goalsheet", "Version1", "Checknumber", "agreedonscreen", "丸山工業株式会社"] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
    }
}
