//! One cell.

use super::*;

#[test]
fn company_person_post_and_issue_are_enough() {
    let row = only(&case_with(&[]));
    assert_eq!((row.fate, row.faults.len(), row.notices.len()), (Fate::New, 0, 0));
}

#[test]
fn blanks_and_signs_for_nothing_are_no_faults() {
    for sign in ["", " ", "-", "－", "ー", "なし", "該当なし", "不明", "N/A"] {
        let row = only(&case_with(&[("法人番号", sign), ("入社日", sign), ("年収", sign), ("料率", sign), ("本人メール", sign)]));
        assert_eq!((row.fate, row.draft.join), (Fate::New, None), "{sign:?}");
    }
}

#[test]
fn each_of_the_four_is_missed_by_its_name() {
    let book = paste("会社名\t氏名\t役職\t経営課題\t備考\n\t\t\t\tx\n").unwrap();
    assert_eq!(understand(&book, &Known::default()).rows.len(), 0, "a remark alone is no row");
    let book = paste("会社名\t氏名\t役職\t経営課題\t内定日\n\t\t\t\tR8.4.1\n").unwrap();
    let row = only(&book);
    let missing: Vec<Meaning> = row.faults.iter().filter(|fault| fault.code == FaultCode::Missing).map(|fault| fault.field).collect();
    assert_eq!(missing, [Meaning::Company, Meaning::Person, Meaning::Post, Meaning::Issue]);
}

#[test]
fn a_start_date_may_be_open() {
    for text in ["未定", "入社日未定", "調整中", "ＴＢＤ", "未確定"] {
        assert_eq!(with("入社日", text).join, Some(Join::Undecided), "{text}");
    }
    for text in ["R8.4.1", "2026/4/1予定", "2026年4月1日（予定）", "46113", "20260401", "2026年4月1日(水)", "2026/4/1入社予定"]
    {
        assert_eq!(with("入社日", text).join, Some(Join::On(day(2026, 4, 1))), "{text}");
    }
}

#[test]
fn a_date_that_cannot_be_read_says_why() {
    for (text, code) in [
        ("2026/2/30", FaultCode::Day(DayFault::NoSuchDay)),
        ("4月上旬", FaultCode::Day(DayFault::NotADay)),
        ("2026年4月", FaultCode::Day(DayFault::NoDay)),
        ("4/1", FaultCode::Day(DayFault::NoYear)),
        ("8/11/24", FaultCode::Day(DayFault::Ambiguous(day(2026, 11, 24), day(2024, 8, 11)))),
        ("平成31年5月1日", FaultCode::Day(DayFault::NotInEra(day(2019, 5, 1)))),
        ("1926/4/1", FaultCode::DayTooFar),
    ] {
        assert_eq!(fault("入社日", text), code, "{text}");
    }
    let row = only(&case_with(&[("内定日", "2026/4/2"), ("入社日", "2026/4/1")]));
    assert_eq!(row.faults[0].code, FaultCode::BeforeOffer(day(2026, 4, 2)));
}

#[test]
fn pay_is_read_with_its_unit_or_by_its_size() {
    for (text, yen, as_thousands) in [
        ("600万円", 6_000_000, false),
        ("６００万円", 6_000_000, false),
        ("600万", 6_000_000, false),
        ("7,000", 7_000_000, true),
        ("7000", 7_000_000, true),
        ("１０，０００", 10_000_000, true),
        ("1,000", 1_000_000, true),
        ("99,999", 99_999_000, true),
        ("7,000千円", 7_000_000, false),
        ("6百万円", 6_000_000, false),
        ("1億2,000万円", 120_000_000, false),
        ("6,000,000", 6_000_000, false),
        ("6,000,000円", 6_000_000, false),
        ("¥6,000,000", 6_000_000, false),
        ("650.5万円", 6_505_000, false),
        ("年収600万円", 6_000_000, false),
        ("600万円（税込）", 6_000_000, false),
    ] {
        assert_eq!(with("年収", text).pay, Some(Pay { yen, read_as_thousands: as_thousands }), "{text}");
    }
    for (heading, text, yen) in [
        ("想定年収(千円)", "10000", 10_000_000),
        ("年収（万円）", "650.5", 6_505_000),
        ("年収（円）", "7000000", 7_000_000),
        ("年収千円", "600万円", 6_000_000),
    ] {
        assert_eq!(with(heading, text).pay, Some(Pay { yen, read_as_thousands: false }), "{heading} {text}");
    }
}

#[test]
fn pay_that_could_mean_anything_is_asked() {
    for (text, code) in [
        ("600", AmountFault::WhichUnit),
        ("999", AmountFault::WhichUnit),
        ("100000", AmountFault::WhichUnit),
        ("999999", AmountFault::WhichUnit),
        ("600~700万円", AmountFault::Range),
        ("600万円～", AmountFault::Range),
        ("600万円から700万円", AmountFault::Range),
        ("応相談", AmountFault::NotAnAmount),
        ("-600万円", AmountFault::NotAnAmount),
        ("月50万円", AmountFault::NotAnAmount),
        ("1千200万円", AmountFault::NotAnAmount),
        ("600万500", AmountFault::NotAnAmount),
        ("7000円", AmountFault::TooFar(7_000)),
        ("70億円", AmountFault::TooFar(7_000_000_000)),
    ] {
        assert_eq!(fault("年収", text), FaultCode::Amount(code), "{text}");
    }
    let row = only(&case_with(&[("年収", "約600万円")]));
    assert_eq!(row.notices, [Notice::About { typed: "約600万円".to_owned() }]);
}

#[test]
fn a_bare_number_read_as_thousands_is_shown_so() {
    let row = only(&case_with(&[("年収", "7,000")]));
    let sentences: Vec<String> = row.notices.iter().flat_map(|notice| [notice.sentence(Lang::Ja), notice.sentence(Lang::En)]).collect();
    assert_eq!(sentences, ["「7,000」を7,000千円(700万円)と読みました。", "“7,000” was read as 7,000 thousand yen (7,000,000 yen)."]);
}

#[test]
fn fees_are_rates_or_amounts() {
    for (heading, text, fee) in [
        ("料率", "30%", Fee::Rate(300)),
        ("料率", "３０％", Fee::Rate(300)),
        ("料率", "32.5%", Fee::Rate(325)),
        ("料率", "0.25", Fee::Rate(250)),
        ("料率", "25", Fee::Rate(250)),
        ("料率", "0%", Fee::Rate(0)),
        ("料率", "理論年収の30%", Fee::Rate(300)),
        ("手数料率(%)", "25", Fee::Rate(250)),
        ("手数料率(%)", "0.35", Fee::Rate(350)),
        ("料率", "固定200万円", Fee::Amount(2_000_000)),
        ("手数料", "30%", Fee::Rate(300)),
        ("手数料", "30", Fee::Rate(300)),
        ("手数料", "2,400", Fee::Amount(2_400_000)),
        ("手数料", "180万円", Fee::Amount(1_800_000)),
        ("手数料（千円）", "90", Fee::Amount(90_000)),
    ] {
        assert_eq!(with(heading, text).fee, Some(fee), "{heading} {text}");
    }
    for (heading, text, code) in [
        ("料率", "110%", FaultCode::Rate),
        ("料率", "1", FaultCode::Rate),
        ("料率", "別途", FaultCode::Rate),
        ("料率", "-5%", FaultCode::Rate),
        ("手数料", "150", FaultCode::Amount(AmountFault::WhichUnit)),
    ] {
        assert_eq!(fault(heading, text), code, "{heading} {text}");
    }
    assert_eq!(only(&case_with(&[("料率", "33.33%")])).notices.len(), 1, "a rate that had to be rounded is shown");
}

#[test]
fn contract_forms_and_sides_are_read_from_their_usual_words() {
    for (text, contract) in [
        ("無期", Contract::OpenEnded),
        ("正社員", Contract::OpenEnded),
        ("期間の定めなし", Contract::OpenEnded),
        ("有期", Contract::FixedTerm),
        ("契約社員（1年）", Contract::FixedTerm),
        ("役員（委任）", Contract::Director),
        ("取締役", Contract::Director),
        ("業務委託", Contract::Contractor),
        ("準委任", Contract::Contractor),
        ("副業・兼業", Contract::SideJob),
        ("業務委託（副業）", Contract::SideJob),
    ] {
        assert_eq!(with("契約形態", text).contract, Some(contract), "{text}");
        assert_eq!(Contract::from_code(contract.code()), Some(contract));
    }
    for text in ["無期または有期", "応相談", "正社員→業務委託"] {
        assert_eq!(fault("契約形態", text), FaultCode::Contract, "{text}");
    }
    assert_eq!(with("型", "両手型").sides, Some(Sides::Two));
    assert_eq!(with("型", "片手").sides, Some(Sides::One));
    assert_eq!(fault("型", "両手/片手"), FaultCode::Sides);
}

#[test]
fn names_stay_as_written_without_the_polite_ending() {
    for (text, name) in [
        ("森　英樹", "森 英樹"),
        ("髙橋 亮 様", "髙橋 亮"),
        ("𠮷田\n美穂", "𠮷田 美穂"),
        ("ﾓﾘ ﾋﾃﾞｷ", "モリ ヒデキ"),
        ("神谷　栞様", "神谷 栞"),
    ] {
        let row = only(&paste(&format!("会社名\t氏名\t役職\t経営課題\n株式会社ＡＢＣ\t\"{text}\"\tＣＦＯ\t原価")).unwrap());
        assert_eq!(row.draft.person.name, name);
        assert_eq!((row.draft.company.name.as_str(), row.draft.post.as_str()), ("株式会社ＡＢＣ", "ＣＦＯ"));
    }
    for (text, kana) in
        [("ﾓﾘ ヒデキ", "モリ ヒデキ"), ("もり　ひでき", "モリ ヒデキ"), ("カﾄｳ ﾄﾓｺ", "カトウ トモコ"), ("Smith John", "Smith John")]
    {
        assert_eq!(with("フリガナ", text).person.kana.as_deref(), Some(kana));
    }
    assert_eq!(fault("フリガナ", "森 ヒデキ"), FaultCode::Kana);
}

#[test]
fn a_filled_cell_that_cannot_be_read_is_always_a_fault() {
    for (heading, text, code) in [
        ("法人番号", "8990000001149", FaultCode::Number(CorporateNumberFault::CheckDigit)),
        ("法人番号", "799000000100", FaultCode::Number(CorporateNumberFault::Length { digits: 12 })),
        ("法人番号", "7.99E+12", FaultCode::Number(CorporateNumberFault::Letters)),
        ("本人メール", "mori@example", FaultCode::Mail),
        ("本人メール", "mori.example.jp", FaultCode::Mail),
        ("本人メール", "a@example.jp、b@example.jp", FaultCode::Mail),
        ("社長メール", "mori@example..jp", FaultCode::Mail),
        ("会社電話", "00-1000", FaultCode::Phone),
        ("会社郵便番号", "69010", FaultCode::Postal),
        ("従業員数", "多数", FaultCode::Count),
        ("決算月", "13", FaultCode::Month),
        ("生年月日", "不詳", FaultCode::Day(DayFault::NotADay)),
        ("生年月日", "2026/4/1", FaultCode::DayTooFar),
    ] {
        assert_eq!(fault(heading, text), code, "{heading} {text}");
    }
    let long = "あ".repeat(401);
    let book = paste(&format!("会社名\t氏名\t役職\t経営課題\n丸山工業\t森 英樹\t工場長\t{long}")).unwrap();
    assert_eq!(only(&book).faults[0].code, FaultCode::TooLong(400));
}

#[test]
fn the_mailbox_of_the_person_is_theirs_alone() {
    let shared = only(&case_with(&[("社長メール", "info@example.co.jp"), ("本人メール", "INFO@example.co.jp")]));
    assert_eq!(shared.faults[0].code, FaultCode::MailOfCompany);
    // Also when the company's mail stands in a later row.
    let book = paste(
        "会社名\t社長メール\t氏名\t本人メール\t役職\t経営課題\n丸山工業\t\t森 英樹\tk@example.co.jp\t工場長\t原価\n北浜食品\tk@example.co.jp\t原 健\t\t部長\t販路",
    )
    .unwrap();
    assert_eq!(understand(&book, &Known::default()).rows[0].faults[0].code, FaultCode::MailOfCompany);
    let known = Known {
        companies: vec![KnownCompany { id: "c".to_owned(), mails: vec!["x@example.co.jp".to_owned()], ..KnownCompany::default() }],
        ..Known::default()
    };
    let rows = understand(&case_with(&[("本人メール", "x@example.co.jp")]), &known).rows;
    assert_eq!(rows[0].faults[0].code, FaultCode::MailOfCompany);
}

#[test]
fn a_telephone_kept_as_a_number_gets_its_zero_back() {
    let cell = |text: &str| Cell::Text(text.to_owned());
    let heading = ["会社名", "会社電話", "氏名", "役職", "経営課題"].map(cell).to_vec();
    let row = vec![cell("丸山工業"), Cell::Number(9_012_345_678.0), cell("森 英樹"), cell("工場長"), cell("原価")];
    let rows = [(1, heading), (2, row)].into_iter().map(|(number, cells)| Row { number, cells, merged: Vec::new() }).collect();
    let row = only(&Book { sheets: vec![Sheet { rows, ..Sheet::default() }] });
    assert_eq!(row.draft.company.phone.as_deref(), Some("090-1234-5678"));
}

#[test]
fn a_note_too_long_to_keep_is_said() {
    let row = only(&case_with(&[("経緯", &"あ".repeat(4_000))]));
    assert_eq!((row.faults[0].code.clone(), row.draft.note.as_str()), (FaultCode::TooLong(4_000), ""));
}

#[test]
fn as_above_takes_the_cell_above() {
    let book =
        paste("会社名\t氏名\t役職\t経営課題\t店番\n丸山工業\t森 英樹\t工場長\t原価管理\t008\n同上\t原 健\t経理部長\t〃\t〃\n").unwrap();
    let rows = understand(&book, &Known::default()).rows;
    assert_eq!((rows[1].draft.company.name.as_str(), rows[1].draft.issue.as_str(), &rows[1].fate), ("丸山工業", "原価管理", &Fate::New));
    assert_eq!(rows[1].draft.branch.as_ref().map(|branch| branch.typed.as_str()), Some("008"));
    let book = paste("会社名\t氏名\t役職\t経営課題\n同上\t森 英樹\t工場長\t原価管理\n").unwrap();
    assert_eq!(only(&book).faults[0].code, FaultCode::NothingAbove);
}

#[test]
fn a_formula_without_a_value_is_a_fault_where_it_matters_and_named_where_not() {
    let cell = |text: &str| Cell::Text(text.to_owned());
    let formula = || Cell::Error("=A1".to_owned());
    let heading = ["会社名", "氏名", "役職", "経営課題", "入社日", "備考"].map(cell).to_vec();
    let row = vec![cell("丸山工業"), cell("森 英樹"), cell("工場長"), cell("原価"), formula(), formula()];
    let rows = [(1, heading), (2, row)].into_iter().map(|(number, cells)| Row { number, cells, merged: Vec::new() }).collect();
    let row = only(&Book { sheets: vec![Sheet { rows, ..Sheet::default() }] });
    assert_eq!(
        row.faults.iter().map(|fault| (fault.field, fault.code.clone())).collect::<Vec<_>>(),
        [(Meaning::Join, FaultCode::CellError)]
    );
    assert_eq!(row.notices, [Notice::NotKept { heading: "備考".to_owned(), typed: "=A1".to_owned() }]);
    assert_eq!(row.draft.note, "");
}

#[test]
fn a_program_in_a_cell_is_text_and_is_pointed_out() {
    let row = only(&paste("会社名\t氏名\t役職\t経営課題\n丸山工業\t森 英樹\t工場長\t<script>alert(1)</script>原価管理").unwrap());
    assert_eq!(row.draft.issue, "<script>alert(1)</script>原価管理");
    assert_eq!((row.fate, row.notices), (Fate::New, vec![Notice::LooksLikeProgram(Meaning::Issue)]));
}

fn with_staff() -> Known {
    let staff = [("s1", "山本 健太"), ("s2", "石井 恵"), ("s3", "石井 徹")];
    let branches = [("b1", "008", "北支店"), ("b2", "115", "駅前支店")];
    Known {
        staff: staff.iter().map(|(id, name)| KnownStaff { id: (*id).to_owned(), name: (*name).to_owned() }).collect(),
        branches: branches
            .iter()
            .map(|(id, code, name)| KnownBranch { id: (*id).to_owned(), code: (*code).to_owned(), name: (*name).to_owned() })
            .collect(),
        ..Known::default()
    }
}

#[test]
fn a_branch_is_found_by_code_or_name_and_a_member_of_staff_by_family_name() {
    for (text, id) in [("008", "b1"), ("8", "b1"), ("115 駅前", "b2"), ("駅前支店", "b2"), ("駅前", "b2"), ("１１５", "b2")] {
        let understood = understand(&case_with(&[("取扱店", text)]), &with_staff());
        assert_eq!(understood.rows[0].draft.branch.as_ref().and_then(|branch| branch.id.as_deref()), Some(id), "{text}");
    }
    for (text, id) in [("山本", "s1"), ("山本　健太", "s1"), ("山本健太", "s1"), ("石井 恵", "s2")] {
        let understood = understand(&case_with(&[("担当", text)]), &with_staff());
        assert_eq!(understood.rows[0].draft.consultant.as_ref().and_then(|staff| staff.id.as_deref()), Some(id), "{text}");
    }
    let several = understand(&case_with(&[("担当", "石井")]), &with_staff());
    assert_eq!(several.rows[0].faults[0].code, FaultCode::SeveralStaff(2));
    let two = understand(&case_with(&[("店番", "008"), ("支店名", "駅前支店")]), &with_staff());
    assert_eq!(two.rows[0].faults[0].code, FaultCode::TwoBranches);
}

#[test]
fn staff_and_branches_not_known_yet_are_listed_and_no_fault() {
    let book = paste(
        "会社名\t氏名\t役職\t経営課題\t担当\t副担当\t店番\n丸山工業\t森 英樹\t工場長\t原価\t鈴木\t山本\t999\n北浜食品\t原 健\t部長\t販路\t鈴木\t\t999",
    )
    .unwrap();
    let understood = understand(&book, &with_staff());
    assert_eq!(understood.counts().ready, 2);
    let remarks: Vec<String> = understood.remarks.iter().map(|remark| remark.sentence(Lang::Ja)).collect();
    assert_eq!(remarks, ["まだ登録されていない担当者: 鈴木。招待は送りません。", "まだ登録されていない営業店: 999"]);
}
