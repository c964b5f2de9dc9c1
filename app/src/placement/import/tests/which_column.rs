//! Which column is what, and which rows are data.

use super::*;

/// What the fifth column means beside the four that every case needs.
fn meaning(heading: &str) -> Option<Meaning> {
    understand(&case_with(&[(heading, "x")]), &Known::default()).columns.into_iter().find(|column| column.place == 4)?.meaning
}

#[test]
fn headings_are_understood_by_what_people_call_them() {
    use Meaning as M;
    for (wanted, headings) in [
        (M::CaseNo, &["案件番号", "案件No.", "管理番号", "案件ＩＤ", "整理番号"][..]),
        (M::Number, &["法人番号", "法人番号（13桁）", "会社法人番号"]),
        (M::Industry, &["業種", "業種（大分類）", "企業業種"]),
        (M::Address, &["所在地", "会社住所", "会社所在地", "本社所在地"]),
        (M::Postal, &["会社郵便番号"]),
        (M::Phone, &["会社電話番号", "企業TEL", "取引先 電話"]),
        (M::Owner, &["社長", "代表者", "代表者名", "代表取締役", "経営者氏名"]),
        (M::OwnerMail, &["社長Eメール", "代表者メール", "経営者のメールアドレス", "会社メール", "メール（社長）"]),
        (M::Host, &["受け入れ責任者", "受入責任者名", "窓口担当者"]),
        (M::HostMail, &["受け入れ責任者メール"]),
        (M::Kana, &["フリガナ", "ﾌﾘｶﾞﾅ", "ふりがな", "カナ", "カナ氏名", "氏名（カナ）", "ヨミガナ"]),
        (M::Birth, &["生年月日", "誕生日"]),
        (M::PersonMail, &["ご本人Eメール", "入社者メール", "本人メールアドレス", "候補者 E-mail", "メール(本人)"]),
        (M::Contract, &["契約形態", "雇用形態", "契約区分", "採用形態", "雇用形態※"]),
        (M::Sides, &["両手・片手", "両手／片手", "紹介形態", "型"]),
        (M::Offer, &["内定日", "オファー日", "内定", "【必須】内定日", "内定日(年月日)"]),
        (M::Join, &["入社日", "着任予定日", "入社予定", "入社 予定日", "入社\u{3000}日", "入社日（予定）"]),
        (M::Pay, &["年収", "理論年収", "想定年収(千円)", "年収（万円）", "年収千円"]),
        (M::FeeRate, &["手数料率", "料率", "手数料率(%)"]),
        (M::Fee, &["手数料", "紹介手数料", "成功報酬"]),
        (M::BranchCode, &["店番", "取扱店番", "支店コード"]),
        (M::Branch, &["営業店", "支店", "取扱店", "支店名", "部店"]),
        (M::Consultant, &["担当", "担当者", "本部担当", "人材紹介担当者", "コンサルタント"]),
        (M::Deputy, &["副担当", "不在時", "不在時の担当者", "担当者（不在時）", "サブ担当"]),
        (M::Note, &["備考", "特記事項", "メモ"]),
        (M::Employees, &["従業員数", "社員数（名）"]),
        (M::ClosingMonth, &["決算月", "決算期"]),
        (M::Serial, &["No.", "№", "連番", "#", "番号"]),
    ] {
        for heading in headings {
            assert_eq!(meaning(heading), Some(wanted), "{heading}");
        }
    }
}

#[test]
fn the_four_that_every_case_needs_have_many_names() {
    for (company, person, post, issue) in [
        ("会社名", "氏名", "役職", "経営課題"),
        ("企業名", "求職者名", "ポスト", "課題"),
        ("取引先名", "候補者名", "職種", "採用背景"),
        ("求人企業", "入社される方", "ポジション", "解決したい課題"),
        ("取引先企業名", "ご本人", "職位", "経営課題（一文で）"),
        ("Company", "Name", "Post", "Issue"),
    ] {
        let book = paste(&format!("{company}\t{person}\t{post}\t{issue}\n丸山工業\t森 英樹\t工場長\t原価管理")).unwrap();
        assert_eq!(only(&book).fate, Fate::New, "{company} {person} {post} {issue}");
    }
}

#[test]
fn a_word_nobody_knows_is_a_note_for_the_desk_and_is_named() {
    let understood = understand(&case_with(&[("ステータス", "面接済"), ("本人電話", "090-0000-0000"), ("", "手書き")]), &Known::default());
    assert_eq!(understood.rows[0].draft.note, "ステータス: 面接済\n本人電話: 090-0000-0000\nG: 手書き");
    let sentence = understood.remarks.iter().find(|remark| matches!(remark, Remark::KeptAsNote(_))).unwrap().sentence(Lang::Ja);
    assert_eq!(sentence, "「ステータス」「本人電話」「G」の列は、担当者だけが見る備考に残します。");
}

#[test]
fn a_mail_belongs_to_whom_the_columns_before_it_speak_of() {
    let of = |headings: &str| {
        let columns = understand(&paste(&format!("{headings}\n丸山工業\tx\tx\tx\tx")).unwrap(), &Known::default()).columns;
        columns.into_iter().find(|column| column.heading == "メール").and_then(|column| column.meaning)
    };
    assert_eq!(of("会社名\t社長\tメール\t氏名\t役職"), Some(Meaning::OwnerMail));
    assert_eq!(of("会社名\t氏名\tフリガナ\tメール\t役職"), Some(Meaning::PersonMail));
}

#[test]
fn a_telephone_beside_a_person_is_given_to_nobody() {
    let book = paste("会社名\t電話\t氏名\t役職\t経営課題\n丸山工業\t0852-00-1000\t森 英樹\t工場長\t原価").unwrap();
    assert_eq!(only(&book).draft.company.phone.as_deref(), Some("0852-00-1000"));
    let book = paste("会社名\t氏名\t電話\t役職\t経営課題\n丸山工業\t森 英樹\t090-0000-1000\t工場長\t原価").unwrap();
    let row = only(&book);
    assert_eq!((row.draft.company.phone, row.draft.note.as_str()), (None, "電話: 090-0000-1000"));
}

#[test]
fn where_a_person_lives_never_becomes_the_companys_address() {
    for headings in
        ["会社名\t氏名\t住所\t役職\t経営課題", "会社名\t氏名\tご本人住所\t役職\t経営課題", "会社名\t氏名\t住所（本人）\t役職\t経営課題"]
    {
        let row = only(&paste(&format!("{headings}\n丸山工業\t森 英樹\t松江市見本町9\t工場長\t原価")).unwrap());
        assert_eq!(row.draft.company.address, None, "{headings}");
        assert!(row.draft.note.ends_with(": 松江市見本町9"), "it is kept for the desk alone");
    }
    let row = only(&paste("会社名\t住所\t氏名\t役職\t経営課題\n丸山工業\t松江市見本町1\t森 英樹\t工場長\t原価").unwrap());
    assert_eq!(row.draft.company.address.as_deref(), Some("松江市見本町1"));
}

#[test]
fn of_two_columns_of_one_meaning_the_better_word_is_used_and_the_other_kept() {
    let book = paste("会社名\t氏名\t職種\t役職\t経営課題\n丸山工業\t森 英樹\t管理\t工場長\t原価").unwrap();
    let understood = understand(&book, &Known::default());
    assert_eq!((understood.rows[0].draft.post.as_str(), understood.rows[0].draft.note.as_str()), ("工場長", "職種: 管理"));
    assert!(understood.remarks.iter().any(|remark| remark.sentence(Lang::Ja) == "「役職」を役職として使い、「職種」は備考に残します。"));
}

#[test]
fn the_owners_post_is_nobody_elses() {
    let book = paste("会社名\t代表者\t役職\t氏名\tポスト\t経営課題\n丸山工業\t丸山 一郎\t代表取締役\t森 英樹\t工場長\t原価").unwrap();
    assert_eq!(only(&book).draft.post, "工場長");
}

#[test]
fn the_user_can_say_what_a_column_means() {
    let book = paste("会社名\t氏名\t役職\tミッション\n丸山工業\t森 英樹\t工場長\t原価管理を定着させる").unwrap();
    let understood = understand(&book, &Known::default());
    assert_eq!(understood.rows[0].faults[0].code, FaultCode::Missing);
    assert!(understood.remarks.contains(&Remark::NoColumn(vec![Meaning::Issue])));
    let mends = Mends { columns: [(3, Some(Meaning::Issue))].into(), ..Mends::default() };
    let understood = understand_with(&book, &Known::default(), &mends);
    assert_eq!((understood.rows[0].fate.clone(), understood.rows[0].draft.issue.as_str()), (Fate::New, "原価管理を定着させる"));
}

/// A sheet with these texts, and these merged regions (rows from 1, columns from 0).
fn sheet(rows: &[&[&str]], merges: &[(u32, u32, usize, usize)]) -> Sheet {
    let mut sheet = Sheet::default();
    for (number, cells) in (1..).zip(rows) {
        let cells = cells.iter().map(|text| if text.is_empty() { Cell::Blank } else { Cell::Text((*text).to_owned()) }).collect();
        sheet.rows.push(Row { number, cells, merged: Vec::new() });
    }
    for (first_row, last_row, first_column, last_column) in merges.iter().copied() {
        let value = sheet.rows[first_row as usize - 1].cell(first_column).clone();
        for number in first_row..=last_row {
            let row = &mut sheet.rows[number as usize - 1];
            for column in first_column..=last_column {
                if (number, column) != (first_row, first_column) {
                    row.cells[column] = value.clone();
                    row.merged.push(column);
                }
            }
        }
        sheet.merges.push(paper::sheet::Merge { first_row, last_row, first_column, last_column });
    }
    for row in &mut sheet.rows {
        row.merged.sort_unstable();
    }
    sheet
}

#[test]
fn headings_over_two_lines_with_merged_cells_are_read_together() {
    let sheet = sheet(
        &[
            &["人材紹介 管理表", "", "", "", "", "", "", ""],
            &["会社", "", "入社者", "", "", "役職", "経営課題", "日程"],
            &["名称", "所在地", "姓", "名", "メール", "", "", "内定日"],
            &["丸山工業", "松江市1-1", "森", "英樹", "mori@example.jp", "工場長", "原価管理", "R8.4.1"],
        ],
        &[(1, 1, 0, 7), (2, 2, 0, 1), (2, 2, 2, 4), (2, 3, 5, 5), (2, 3, 6, 6)],
    );
    let understood = understand(&Book { sheets: vec![sheet] }, &Known::default());
    let row = &understood.rows[0];
    assert_eq!((row.number, row.fate.clone()), (4, Fate::New), "{:?}", understood.columns);
    let draft = &row.draft;
    assert_eq!((draft.person.name.as_str(), draft.person.mail.as_deref()), ("森 英樹", Some("mori@example.jp")));
    assert_eq!((draft.company.address.as_deref(), draft.offer), (Some("松江市1-1"), Some(day(2026, 4, 1))));
    let whys: Vec<(u32, u32, Why)> = understood.skipped.iter().map(|s| (s.first, s.last, s.why)).collect();
    assert_eq!(whys, [(1, 1, Why::Title), (2, 3, Why::Heading)]);
}

#[test]
fn titles_sums_pages_and_empty_numbers_are_no_rows() {
    let sheet = sheet(
        &[
            &["No", "会社名", "氏名", "役職", "経営課題"],
            &["1", "丸山工業", "森 英樹", "工場長", "原価管理"],
            &["【製造業】", "", "", "", ""],
            &["", "小計", "1件", "", ""],
            &["No", "会社名", "氏名", "役職", "経営課題"],
            &["2", "丸山工業", "齋藤 健一", "経理部長", "月次決算"],
            &["3", "", "", "", ""],
            &["4", "北浜食品", "", "", ""],
            &["合計", "2件", "", "", ""],
            &["※ 社外秘", "", "", "", ""],
        ],
        &[(3, 3, 0, 4)],
    );
    let understood = understand(&Book { sheets: vec![sheet] }, &Known::default());
    assert_eq!(understood.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 6, 8]);
    assert_eq!(understood.rows[2].faults.len(), 3);
    let whys: Vec<(u32, Why)> = understood.skipped.iter().map(|skipped| (skipped.first, skipped.why)).collect();
    let expected = [(1, Why::Heading), (3, Why::Title), (4, Why::Sum), (5, Why::Heading), (7, Why::Blank), (9, Why::Sum), (10, Why::Title)];
    assert_eq!(whys, expected);
}

#[test]
fn the_shown_sheet_with_a_list_of_cases_is_read_and_another_can_be_chosen() {
    let rows: &[&[&str]] = &[&["会社名", "氏名", "役職", "経営課題"], &["丸山工業", "森 英樹", "工場長", "原価"]];
    let tab = |name: &str, hidden: bool| Sheet { name: name.to_owned(), hidden, ..sheet(rows, &[]) };
    let book = Book { sheets: vec![tab("旧", true), sheet(&[&["表紙"]], &[]), tab("一覧", false), tab("昨年度", false)] };
    let understood = understand(&book, &Known::default());
    assert_eq!(understood.sheet, "一覧");
    assert!(understood.remarks.iter().any(|remark| matches!(remark, Remark::OtherSheets(names) if names.len() == 3)));
    let chosen = Mends { sheet: Some(3), ..Mends::default() };
    assert_eq!(understand_with(&book, &Known::default(), &chosen).sheet, "昨年度");
    let nowhere = Mends { sheet: Some(9), ..Mends::default() };
    assert_eq!(understand_with(&book, &Known::default(), &nowhere).kind, None);
}
