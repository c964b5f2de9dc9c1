//! The goal sheet as memo and as spreadsheet: out, in, and through LibreOffice; with weights, a reason, and the third month.

use base::actor::StaffSeat;
use http::{Request, StatusCode, header};

use crate::goal_sheet::{fields, for_matrix, press};
use crate::office::through;
use crate::world::{Browser, Page, World};

const FOUND: &[u8] = include_bytes!("../../../samples/goal-sheet-as-found.xlsx");

struct Stage {
    world: World,
    case: String,
    desk: Browser,
}

async fn stage() -> Stage {
    let world = World::new().await;
    let case = world.maruyama().await;
    Stage { desk: world.staff("yamamoto").await, world, case }
}

impl Stage {
    fn at(&self, path: &str) -> String {
        format!("/cases/{}/goals{path}", self.case)
    }

    async fn get(&mut self, path: &str) -> Page {
        let path = self.at(path);
        self.world.get(&mut self.desk, &path).await
    }

    async fn write(&mut self, changes: &[(&str, &str)]) -> Page {
        let edit = self.at("/edit");
        press(&self.world, &mut self.desk, &edit, &edit, changes).await
    }

    /// Puts a file in; gives the preview.
    async fn put_in(&mut self, name: &str, bytes: &[u8]) -> Page {
        let path = self.at("/import");
        let page = self.world.get(&mut self.desk, &path).await;
        let mut body = Vec::new();
        for field in ["token", "key"] {
            let value = page.value(field);
            body.extend(format!("--xx\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        body.extend(format!("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--xx--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, "http://banso.test");
        self.world.send(&mut self.desk, request, body.into()).await
    }

    /// Presses the button of a preview.
    async fn take(&mut self, preview: &Page) -> Page {
        let edit = self.at("/edit");
        let fields = fields(preview, &edit);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.world.post_raw(&mut self.desk, &edit, &fields).await
    }

    /// How often the wording of the sheet was saved, and the words of its goals.
    async fn saved(&self) -> (i64, Vec<String>) {
        use base::register::{Goal, GoalSheet};
        use base::store::deed;
        let (actor, case) = (self.world.actor("yamamoto", StaffSeat::Consultant).await, self.case.clone());
        self.world
            .app
            .db
            .read(&actor, move |tx| {
                let entry = tx.enter(&case)?;
                let sheet: Option<(i64,)> =
                    tx.maybe(&entry.pass::<GoalSheet, deed::View>()?, base::sql!(GoalSheet => "select draft_no from goal_sheets"), vec![])?;
                let goals: Vec<(String,)> = tx.rows(
                    &entry.pass::<Goal, deed::View>()?,
                    base::sql!(Goal => "select sentence from goals where state = 'standing' order by no, id"),
                    vec![],
                )?;
                Ok::<_, base::store::StoreError>((sheet.map_or(0, |(n,)| n), goals.into_iter().map(|(words,)| words).collect()))
            })
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_memo_of_three_lines_grows_into_the_full_sheet_without_retyping() {
    let mut s = stage().await;
    let (memo, edit) = (s.at("/memo"), s.at("/edit"));
    let first = [("mission", "管理部門の立て直し"), ("g1_sentence", "月次を早める"), ("g2_sentence", "採算を見る")];
    assert_eq!(press(&s.world, &mut s.desk, &memo, &edit, &first).await.status, StatusCode::SEE_OTHER);
    let full = s.get("/edit").await.text();
    for kept in ["管理部門の立て直し", "月次を早める", "採算を見る"] {
        assert!(full.contains(kept), "{kept}");
    }
    s.write(&[("g1_criterion", "翌月10日"), ("g1_month3", "二か月続ける")]).await;
    press(&s.world, &mut s.desk, &memo, &edit, &[("g2_sentence", "部門別の採算を見る")]).await;
    let sheet = s.get("").await.text();
    assert!(sheet.contains("翌月10日") && sheet.contains("二か月続ける"), "the memo carries along what it does not show");
    assert!(sheet.contains("部門別の採算を見る"));
}

#[tokio::test]
async fn a_file_as_found_is_shown_in_words_and_written_only_on_a_press() {
    let mut s = stage().await;
    let preview = s.put_in("目標管理.xlsx", FOUND).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    let text = preview.text();
    for said in [
        "まだ何も書き込んでいません",
        "月次決算を早める",
        "中期経営計画の骨子をつくる",
        "月次の数字で経営判断ができる状態をつくる",
        "取り込まない列:種別",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(s.saved().await, (0, vec![]), "nothing is written before the press");
    assert_eq!(s.take(&preview).await.status, StatusCode::SEE_OTHER);
    assert_eq!(s.saved().await.1, ["月次決算を早める", "部門別の採算を経営会議で使う", "中期経営計画の骨子をつくる"]);
    let sheet = s.get("").await.text();
    for said in ["翌月10日締めを2か月続ける(現状:翌月25日)", "2027年3月31日", "40(全体を100として)", "経理1名を半日専任"]
    {
        assert!(sheet.contains(said), "{said}");
    }
}

#[tokio::test]
async fn a_file_changes_what_it_says_and_leaves_the_rest() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", "月次を早める"), ("g1_month1", "一覧をつくる"), ("g2_sentence", "採算を見る")]).await;
    let preview = s.put_in("a.csv", "No,目標,3ヶ月\n1,月次決算を早める,試す\n".as_bytes()).await;
    let text = preview.text();
    assert!(text.contains("月次決算を早める") && text.contains("試す"), "{text}");
    s.take(&preview).await;
    assert_eq!(s.saved().await.1, ["月次決算を早める", "採算を見る"]);
    assert!(s.get("").await.text().contains("一覧をつくる"), "a missing column changes nothing");
}

#[tokio::test]
async fn a_preview_that_has_been_overtaken_shows_both_texts() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", "月次を早める")]).await;
    let preview = s.put_in("a.csv", "No,目標,期限\n1,月次決算を早める,R9.3.31\n".as_bytes()).await;
    s.write(&[("g1_sentence", "月次を五日早める")]).await;
    let late = s.take(&preview).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("月次を五日早める") && late.text().contains("月次決算を早める"));
    assert_eq!(s.saved().await.1, ["月次を五日早める"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_in_a_sentence_and_changes_nothing() {
    let mut s = stage().await;
    for (name, bytes, said) in [
        ("a.csv", "会社,住所\n甲,乙\n".as_bytes(), "目標の表が見つかりませんでした"),
        ("a.xlsx", b"PK\x03\x04 broken".as_slice(), "<p"),
        ("a.csv", "目標,期限\n月次を早める,いつか\n".as_bytes(), "日付を読み取れませんでした"),
        ("a.csv", "目標,ウエイト\n月次を早める,たくさん\n".as_bytes(), "1から100まで"),
        ("a.csv", "目標,期限\n一,\n二,\n三,\n四,\n五,\n六,\n".as_bytes(), "5つまで"),
    ] {
        let page = s.put_in(name, bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {}", page.text());
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert_eq!(s.saved().await, (0, vec![]));
}

#[tokio::test]
async fn the_exported_sheet_comes_back_in_without_a_change() {
    let mut s = stage().await;
    let found = s.put_in("a.xlsx", FOUND).await;
    s.take(&found).await;
    let file = s.get("/sheet").await;
    assert_eq!(file.status, StatusCode::OK);
    let again = s.put_in("b.xlsx", &file.body).await;
    assert!(again.text().contains("いまの目標シートと同じ内容でした"), "{}", again.text());
    assert!(!file.text().contains("自己評価"), "no grade of a person");
}

#[tokio::test]
async fn the_exported_sheet_survives_libreoffice() {
    let mut s = stage().await;
    let found = s.put_in("a.xlsx", FOUND).await;
    s.take(&found).await;
    let file = s.get("/sheet").await;
    let Some(back) = through(&s.world, &[("a.xlsx", &file.body)], "xlsx").pop() else { return };
    let again = s.put_in("c.xlsx", &back).await;
    assert!(again.text().contains("いまの目標シートと同じ内容でした"), "{}", again.text());
}

#[tokio::test]
async fn weights_are_asked_for_only_when_somebody_wants_them() {
    let mut s = stage().await;
    s.write(&[("g1_sentence", "月次を早める")]).await;
    assert!(!s.get("/edit").await.text().contains("name=\"g1_weight\""));
    let (wanted, edit) = (s.at("/edit?weights=1"), s.at("/edit"));
    press(&s.world, &mut s.desk, &wanted, &edit, &[("g1_weight", "６０%")]).await;
    assert!(s.get("").await.text().contains("60(全体を100として)"));
    assert!(s.get("/edit").await.text().contains("name=\"g1_weight\""), "once there is one, the field stays");
}

#[tokio::test]
async fn the_reason_of_a_change_is_read_by_all_three() {
    let mut s = stage().await;
    let (owner, person) = (s.world.holder(&s.case, "owner").await, s.world.holder(&s.case, "person").await);
    let (mut owner, person) = (s.world.arrive(&s.case, &owner).await, s.world.arrive(&s.case, &person).await);
    for_matrix(&s.world, &s.case, &owner, &person).await;
    s.write(&[("g1_sentence", "月次決算を五日早める"), ("reason", "3か月の見直しで言葉を合わせました")]).await;
    assert!(s.get("").await.text().contains("3か月の見直しで言葉を合わせました"));
    assert!(s.world.get(&mut owner, "/my/goals").await.text().contains("3か月の見直しで言葉を合わせました"));
}
