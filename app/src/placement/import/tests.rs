//! What a list means, told by lists: the four samples as banks hand them over, headings, cells, who is who, mending.

use std::fmt::Write as _;

use base::japan::{CorporateNumberFault, DayFault};
use paper::sheet::{Cell, Limits, Row, Sheet, Unreadable, paste, read};
use proptest::prelude::*;

use super::*;

const PLACEMENTS: &[u8] = include_bytes!("../../../../samples/placements.xlsx");
const AS_FOUND: &[u8] = include_bytes!("../../../../samples/placements-as-found.xlsx");
const GOAL_SHEET: &[u8] = include_bytes!("../../../../samples/goal-sheet-as-found.xlsx");
const COMPANIES: &[u8] = include_bytes!("../../../../samples/companies-cp932.csv");
const GOLDEN: &str = include_str!("samples.golden.txt");

fn book(bytes: &[u8]) -> Book {
    read(bytes, "一覧", &Limits::default()).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).unwrap()
}

/// A list with the four headings that every case needs and these more, of which the first row is given.
fn case_with(more: &[(&str, &str)]) -> Book {
    let headings: String =
        more.iter().fold("会社名\t氏名\t役職\t経営課題".to_owned(), |all, (heading, _)| format!("{all}\t{heading}"));
    let cells: String =
        more.iter().fold("丸山工業\t森 英樹\t工場長\t原価管理".to_owned(), |all, (_, cell)| format!("{all}\t{cell}"));
    paste(&format!("{headings}\n{cells}")).unwrap()
}

fn only(book: &Book) -> ReadRow {
    let mut rows = understand(book, &Known::default()).rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

/// The draft of a row with this one cell more.
fn with(heading: &str, cell: &str) -> Draft {
    let row = only(&case_with(&[(heading, cell)]));
    assert_eq!(row.faults, [], "{heading} {cell}");
    row.draft
}

/// The only fault of a row with this one cell more.
fn fault(heading: &str, cell: &str) -> FaultCode {
    let mut row = only(&case_with(&[(heading, cell)]));
    assert_eq!(row.faults.len(), 1, "{heading} {cell}");
    assert_eq!(row.fate, Fate::ToMend);
    row.faults.remove(0).code
}

/// What the institution has after an import: what the store does, in memory.
fn register(known: &mut Known, understood: &Understood) {
    let mark = known.companies.len() + known.persons.len() + known.placements.len();
    let id = |kind: &str, row: u32| format!("{kind}{mark}-{row}");
    let owner = |company: &CompanyDraft| company.contacts.iter().find(|contact| contact.seat == ContactSeat::Owner).cloned();
    for (row, company) in understood.new_companies() {
        known.companies.push(KnownCompany {
            id: id("c", row),
            number: company.number.as_ref().map(|number| number.as_str().to_owned()),
            industry: company.industry.as_ref().and_then(|industry| industry.letter),
            postal: company.postal.clone(),
            address: company.address.clone(),
            phone: company.phone.clone(),
            employees: company.employees,
            closing_month: company.closing_month,
            branch: None,
            owner: owner(&company).map(|owner| owner.name),
            owner_mail: owner(&company).and_then(|owner| owner.mail),
            mails: Vec::new(),
            name: company.name,
        });
    }
    for (row, person) in understood.new_persons() {
        known.persons.push(KnownPerson { id: id("p", row), name: person.name, kana: person.kana, birth: person.birth, mail: person.mail });
    }
    let link = |kind: &str, link: &Link, row: u32| match link {
        Link::Known(id) => id.clone(),
        other => id(kind, other.row(row).unwrap()),
    };
    for row in understood.rows.iter().filter(|row| row.fate == Fate::New && understood.kind == Some(Kind::Placements)) {
        let draft = row.draft.clone();
        known.placements.push(KnownPlacement {
            id: id("k", row.number),
            case_no: draft.case_no,
            company: link("c", &row.company, row.number),
            person: link("p", &row.person, row.number),
            post: draft.post,
            issue: draft.issue,
            contract: draft.contract,
            sides: draft.sides,
            offer: draft.offer,
            join: match draft.join {
                Some(Join::On(day)) => Some(day),
                _ => None,
            },
            pay: draft.pay.map(|pay| pay.yen),
            fee: draft.fee,
            branch: draft.branch.and_then(|branch| branch.id),
            consultant: draft.consultant.and_then(|staff| staff.id),
            deputy: draft.deputy.and_then(|staff| staff.id),
            note: Some(draft.note),
        });
    }
}

mod samples {
    use super::*;

    fn text<T: ToString>(value: Option<T>) -> String {
        value.map_or_else(|| "-".to_owned(), |value| value.to_string())
    }

    /// A row in one line, as a reader would check it against the sheet.
    fn line(row: &ReadRow, kind: Option<Kind>) -> String {
        let d = &row.draft;
        let c = &d.company;
        let owner = c.contacts.first().map(|owner| format!("{} {}", owner.name, text(owner.mail.clone())));
        let branch = text(d.branch.as_ref().map(|branch| branch.typed.clone()));
        let start = format!("{} {:?} | {} {} | {}", row.number, row.fate, c.name, text(c.number.clone()), text(owner));
        if kind == Some(Kind::Companies) {
            let industry = c.industry.as_ref().and_then(|industry| industry.letter);
            return format!(
                "{start} | {} {} {} | {} {}人 {}月 | {branch}",
                text(c.postal.clone()),
                text(c.address.clone()),
                text(c.phone.clone()),
                text(industry),
                text(c.employees),
                text(c.closing_month)
            );
        }
        let join = match d.join {
            Some(Join::On(day)) => day.to_string(),
            Some(Join::Undecided) => "未定".to_owned(),
            None => "-".to_owned(),
        };
        let fee = d.fee.map(|fee| match fee {
            Fee::Rate(permille) => format!("{permille}‰"),
            Fee::Amount(yen) => format!("{yen}円"),
        });
        let pay = d.pay.map(|pay| format!("{}円{}", pay.yen, if pay.read_as_thousands { "(千円と読んだ)" } else { "" }));
        format!(
            "{start} | {} | {} {} {} | {} | {} | {} | {} {join} | {} {} | {branch} {} | {}",
            text(d.case_no.clone()),
            d.person.name,
            text(d.person.kana.clone()),
            text(d.person.mail.clone()),
            d.post,
            d.issue,
            text(d.contract.map(Contract::code)),
            text(d.offer),
            text(pay),
            text(fee),
            text(d.consultant.as_ref().map(|staff| staff.typed.clone())),
            d.note.replace('\n', " / ")
        )
    }

    fn whole(name: &str, bytes: &[u8]) -> String {
        let understood = understand(&book(bytes), &Known::default());
        let mut out = format!("# {name}\n");
        for column in understood.columns.iter() {
            let meaning = column.meaning.map_or("note", |meaning| meaning.label(Lang::En));
            let _ = writeln!(out, "{} = {meaning}", column.heading);
        }
        for skipped in &understood.skipped {
            let _ = writeln!(out, "{}-{} {}", skipped.first, skipped.last, skipped.why.label(Lang::En));
        }
        for row in &understood.rows {
            let _ = writeln!(out, "{}", line(row, understood.kind));
        }
        for lang in [Lang::Ja, Lang::En] {
            let lines = summary_lines(&understood, lang).into_iter().chain(understood.remarks.iter().map(|remark| remark.sentence(lang)));
            for line in lines {
                let _ = writeln!(out, "> {line}");
            }
        }
        out
    }

    /// The golden file was read line by line beside the sheets. To renew it: run with `GOLDEN=1` in view, read it again, then keep it.
    #[test]
    fn the_four_samples_mean_what_their_sheets_say() {
        let samples = [
            ("placements.xlsx", PLACEMENTS),
            ("placements-as-found.xlsx", AS_FOUND),
            ("companies-cp932.csv", COMPANIES),
            ("goal-sheet-as-found.xlsx", GOAL_SHEET),
        ];
        let all: Vec<String> = samples.iter().map(|(name, bytes)| whole(name, bytes)).collect();
        let all = all.join("\n");
        for (found, golden) in all.lines().zip(GOLDEN.lines()) {
            assert_eq!(found, golden);
        }
        assert_eq!(all, GOLDEN, "\n{all}");
    }

    #[test]
    fn the_list_as_found_prints_three_rows_to_mend_and_ends_with_two() {
        let understood = understand(&book(AS_FOUND), &Known::default());
        let lines = summary_lines(&understood, Lang::Ja);
        let starts: Vec<&str> = lines.iter().map(|line| line.split_once(':').map_or("", |(start, _)| start)).collect();
        assert_eq!(starts, ["row 8", "row 18", "row 22", "rows"]);
        assert_eq!(lines.last().map(String::as_str), Some("rows: 31, ready: 27, to mend: 3, repeated: 1"));
        assert_eq!(understood.exit_code(), 2);
    }

    #[test]
    fn the_clean_list_and_the_companies_are_ready_as_they_are() {
        for (bytes, last) in
            [(PLACEMENTS, "rows: 40, ready: 40, to mend: 0, repeated: 0"), (COMPANIES, "rows: 20, ready: 20, to mend: 0, repeated: 0")]
        {
            let understood = understand(&book(bytes), &Known::default());
            assert_eq!(summary_lines(&understood, Lang::En), [last]);
            assert_eq!(understood.exit_code(), 0);
        }
    }

    #[test]
    fn a_goal_sheet_is_no_list_and_is_told_what_a_list_needs() {
        let understood = understand(&book(GOAL_SHEET), &Known::default());
        assert_eq!((understood.kind, understood.rows.len(), understood.exit_code()), (None, 0, 1));
        for (lang, words) in [(Lang::Ja, "見出しの行が見つからない"), (Lang::En, "No heading row was found")] {
            let lines = summary_lines(&understood, lang);
            assert!(lines.len() == 1 && lines[0].contains(words) && lines[0].contains("経営課題"));
        }
    }

    #[test]
    fn a_list_imported_twice_makes_no_duplicates() {
        for bytes in [PLACEMENTS, AS_FOUND, COMPANIES] {
            let mut known = Known::default();
            let first = understand(&book(bytes), &known);
            register(&mut known, &first);
            let again = understand(&book(bytes), &known);
            let counts = again.counts();
            assert_eq!((counts.ready, counts.to_mend), (0, first.counts().to_mend), "{:?}", summary_lines(&again, Lang::En));
            assert_eq!(counts.repeated, first.counts().ready + first.counts().repeated);
        }
    }

    #[test]
    fn beside_the_registered_companies_only_the_other_number_is_asked() {
        let mut known = Known::default();
        for bytes in [COMPANIES, PLACEMENTS] {
            let understood = understand(&book(bytes), &known);
            assert_eq!(understood.counts().to_mend, 0);
            register(&mut known, &understood);
        }
        assert_eq!((known.companies.len(), known.placements.len()), (20, 40));
        let understood = understand(&book(AS_FOUND), &known);
        assert_eq!(summary_lines(&understood, Lang::En).last().unwrap(), "rows: 31, ready: 26, to mend: 4, repeated: 1");
        let asked = understood.rows.iter().find(|row| row.number == 16).unwrap();
        assert!(
            matches!(&asked.fate, Fate::AskCompany(others) if others.len() == 1 && others[0].number.as_deref() == Some("5990000001407"))
        );
        // No number on the sheet, and one registered company of the name: taken for it, and said.
        let blank = understood.rows.iter().find(|row| row.number == 24).unwrap();
        assert!(matches!(&blank.company, Link::Known(_)));
        assert!(blank.notices.iter().any(|notice| matches!(notice, Notice::ByName(_))));
    }
}

mod which_column {
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
            (M::Address, &["住所", "所在地", "会社所在地", "本社所在地"]),
            (M::Postal, &["郵便番号", "〒"]),
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
        let understood =
            understand(&case_with(&[("ステータス", "面接済"), ("本人電話", "090-0000-0000"), ("", "手書き")]), &Known::default());
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
    fn of_two_columns_of_one_meaning_the_better_word_is_used_and_the_other_kept() {
        let book = paste("会社名\t氏名\t職種\t役職\t経営課題\n丸山工業\t森 英樹\t管理\t工場長\t原価").unwrap();
        let understood = understand(&book, &Known::default());
        assert_eq!((understood.rows[0].draft.post.as_str(), understood.rows[0].draft.note.as_str()), ("工場長", "職種: 管理"));
        assert!(
            understood.remarks.iter().any(|remark| remark.sentence(Lang::Ja) == "「役職」を役職として使い、「職種」は備考に残します。")
        );
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
        let expected =
            [(1, Why::Heading), (3, Why::Title), (4, Why::Sum), (5, Why::Heading), (7, Why::Blank), (9, Why::Sum), (10, Why::Title)];
        assert_eq!(whys, expected);
    }

    #[test]
    fn the_shown_sheet_with_a_list_of_cases_is_read_and_another_can_be_chosen() {
        let rows: &[&[&str]] = &[&["会社名", "氏名", "役職", "経営課題"], &["丸山工業", "森 英樹", "工場長", "原価"]];
        let named = |name: &str, hidden: bool| Sheet { name: name.to_owned(), hidden, ..sheet(rows, &[]) };
        let book = Book { sheets: vec![named("旧", true), sheet(&[&["表紙"]], &[]), named("一覧", false), named("昨年度", false)] };
        let understood = understand(&book, &Known::default());
        assert_eq!(understood.sheet, "一覧");
        assert!(understood.remarks.iter().any(|remark| matches!(remark, Remark::OtherSheets(names) if names.len() == 3)));
        let chosen = Mends { sheet: Some(3), ..Mends::default() };
        assert_eq!(understand_with(&book, &Known::default(), &chosen).sheet, "昨年度");
        let nowhere = Mends { sheet: Some(9), ..Mends::default() };
        assert_eq!(understand_with(&book, &Known::default(), &nowhere).kind, None);
    }
}

mod one_cell {
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
            ("郵便番号", "69010", FaultCode::Postal),
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
    fn as_above_takes_the_cell_above() {
        let book =
            paste("会社名\t氏名\t役職\t経営課題\t店番\n丸山工業\t森 英樹\t工場長\t原価管理\t008\n同上\t原 健\t経理部長\t〃\t〃\n").unwrap();
        let rows = understand(&book, &Known::default()).rows;
        assert_eq!(
            (rows[1].draft.company.name.as_str(), rows[1].draft.issue.as_str(), &rows[1].fate),
            ("丸山工業", "原価管理", &Fate::New)
        );
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
        for (text, id) in [("008", "b1"), ("8", "b1"), ("115 駅前", "b2"), ("駅前支店", "b2"), ("駅前", "b2"), ("１１５", "b2")]
        {
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
}

mod who_is_who {
    use super::*;

    const HEADINGS: &str = "法人番号\t会社名\t所在地\t氏名\tフリガナ\t生年月日\t本人メール\t役職\t経営課題\t内定日\t案件番号";

    fn list(rows: &[&str]) -> Book {
        paste(&format!("{HEADINGS}\n{}", rows.join("\n"))).unwrap()
    }

    fn registered(rows: &[&str]) -> Known {
        let mut known = Known::default();
        let understood = understand(&list(rows), &known);
        assert_eq!(understood.counts().ready, rows.len(), "{:?}", summary_lines(&understood, Lang::En));
        register(&mut known, &understood);
        known
    }

    const MARUYAMA: &str = "7990000001000\t株式会社丸山工業\t島根県松江市見本町1-1\t森 英樹\tモリ ヒデキ\tS45.6.15\tmori@example.jp\t工場長\t原価管理\tR8.4.1\tP1";

    fn fate(known: &Known, row: &str) -> Fate {
        understand(&list(&[row]), known).rows.remove(0).fate
    }

    fn company(known: &Known, row: &str) -> Link {
        understand(&list(&[row]), known).rows.remove(0).company
    }

    #[test]
    fn a_company_is_its_number_whatever_it_is_called() {
        let known = registered(&[MARUYAMA]);
        let row = "7990000001000\tマルヤマ工業\t\t原 健\t\t\t\t部長\t販路\t\t";
        let rows = understand(&list(&[row]), &known).rows;
        assert_eq!(rows[0].company, Link::Known(known.companies[0].id.clone()));
        assert!(matches!(&rows[0].notices[0], Notice::OtherName { known, .. } if known == "株式会社丸山工業"));
    }

    #[test]
    fn without_a_number_a_company_is_its_name_and_address() {
        let known = registered(&["\t株式会社丸山工業\t島根県松江市見本町一丁目1番地\t森 英樹\t\t\t\t工場長\t原価管理\t\t"]);
        let id = Link::Known(known.companies[0].id.clone());
        for name in ["㈱丸山工業", "丸山工業（株）", "丸山　工業 株式会社"] {
            assert_eq!(company(&known, &format!("\t{name}\t松江市見本町1-1\t原 健\t\t\t\t部長\t販路\t\t")), id, "{name}");
        }
        // A number that was missing so far is no other number.
        assert_eq!(company(&known, "7990000001000\t丸山工業\t松江市見本町1-1\t原 健\t\t\t\t部長\t販路\t\t"), id);
        let elsewhere = fate(&known, "\t丸山工業\t出雲市9-9\t原 健\t\t\t\t部長\t販路\t\t");
        assert!(matches!(elsewhere, Fate::AskCompany(_)));
        assert_eq!(company(&known, "\t丸山商店\t松江市見本町1-1\t原 健\t\t\t\t部長\t販路\t\t"), Link::New);
    }

    #[test]
    fn a_known_name_under_another_number_is_asked_and_never_merged() {
        let known = registered(&[MARUYAMA]);
        let row = "1990000777000\t丸山工業㈱\t\t原 健\t\t\t\t部長\t販路\t\t";
        let book = list(&[row]);
        let understood = understand(&book, &known);
        assert!(matches!(&understood.rows[0].fate, Fate::AskCompany(others) if others.len() == 1));
        assert_eq!(understood.exit_code(), 2);
        assert_eq!(
            understood.rows[0].sentence(Lang::Ja),
            "「丸山工業㈱」と同じ名前の会社(「株式会社丸山工業」 7990000001000 島根県松江市見本町1-1)があります。同じ会社か別の会社かを選んでください。"
        );
        let answer = |same: Same| {
            let mend = Mend { company: Some(same), ..Mend::default() };
            understand_with(&book, &known, &Mends { rows: [(2, mend)].into(), ..Mends::default() }).rows.remove(0)
        };
        let id = Link::Known(known.companies[0].id.clone());
        let (same, other) = (answer(Same::As(id.clone())), answer(Same::No));
        assert_eq!((same.fate, same.company), (Fate::New, id));
        assert_eq!((other.fate, other.company), (Fate::New, Link::New));
    }

    #[test]
    fn what_was_answered_once_is_not_asked_again_for_the_same_row() {
        let mut known = registered(&[MARUYAMA]);
        let book = list(&["1990000777000\t丸山工業\t\t原 健\t\t\t\t部長\t販路\t\t"]);
        let mend = Mend { company: Some(Same::As(Link::Known(known.companies[0].id.clone()))), ..Mend::default() };
        let understood = understand_with(&book, &known, &Mends { rows: [(2, mend)].into(), ..Mends::default() });
        register(&mut known, &understood);
        assert_eq!(understand(&book, &known).counts().repeated, 1);
    }

    #[test]
    fn several_companies_of_one_name_are_asked() {
        let mut known = registered(&[MARUYAMA]);
        known.companies.push(KnownCompany { id: "other".to_owned(), name: "丸山工業".to_owned(), ..KnownCompany::default() });
        let others = fate(&known, "3990000001037\t丸山工業\t出雲市\t原 健\t\t\t\t部長\t販路\t\t");
        assert!(matches!(others, Fate::AskCompany(others) if others.len() == 2));
    }

    #[test]
    fn rows_of_one_company_share_it_and_tell_its_facts_together() {
        let rows = [
            "\t丸山工業\t\t森 英樹\t\t\t\t工場長\t原価\t\t",
            "7990000001000\t株式会社丸山工業\t\t原 健\t\t\t\t部長\t販路\t\t",
            "7990000001000\t㈱丸山工業\t松江市\t南 恵\t\t\t\t課長\t人事\t\t",
        ];
        let understood = understand(&list(&rows), &Known::default());
        let links: Vec<Link> = understood.rows.iter().map(|row| row.company.clone()).collect();
        assert_eq!(links, [Link::New, Link::Row(2), Link::Row(2)]);
        let companies = understood.new_companies();
        assert_eq!(companies.len(), 1);
        let (row, company) = &companies[0];
        assert_eq!(
            (*row, company.number.as_ref().map(CorporateNumber::as_str), company.address.as_deref()),
            (2, Some("7990000001000"), Some("松江市"))
        );
    }

    #[test]
    fn nothing_hangs_on_a_row_that_is_still_to_be_mended() {
        let rows = ["7990000001000\t丸山工業\t\t森 英樹\t\t\t\t\t原価\t\t", "7990000001000\t丸山工業\t\t原 健\t\t\t\t部長\t販路\t\t"];
        let understood = understand(&list(&rows), &Known::default());
        assert_eq!((understood.rows[0].fate.clone(), understood.rows[1].company.clone()), (Fate::ToMend, Link::New));
    }

    #[test]
    fn a_person_is_new_unless_mail_or_name_reading_and_birth_are_equal() {
        let known = registered(&[MARUYAMA]);
        let id = Link::Known(known.persons[0].id.clone());
        let person = |row: &str| understand(&list(&[row]), &known).rows.remove(0).person;
        let elsewhere = |person: &str| format!("3990000001037\t北浜食品\t\t{person}\t部長\t販路\t\t");
        assert_eq!(person(&elsewhere("森　英樹\t\t\tMori@example.jp")), id);
        assert_eq!(person(&elsewhere("森英樹\tﾓﾘ ﾋﾃﾞｷ\t1970/6/15\t")), id);
        assert_eq!(person(&elsewhere("森 英樹\tモリ ヒデキ\t\t")), Link::New);
        assert_eq!(person(&elsewhere("森 英樹\tモリ ヒデキ\t1970/6/16\t")), Link::New);
        assert_eq!(person(&elsewhere("森 英樹\t\t1970/6/15\t")), Link::New);
    }

    #[test]
    fn another_name_under_a_known_mail_is_asked() {
        let known = registered(&[MARUYAMA]);
        let book = list(&["3990000001037\t北浜食品\t\t森 直樹\t\t\tmori@example.jp\t部長\t販路\t\t"]);
        let understood = understand(&book, &known);
        assert!(matches!(&understood.rows[0].fate, Fate::AskPerson(candidate) if candidate.name == "森 英樹"));
        let same = Mend { person: Some(Same::As(Link::Known(known.persons[0].id.clone()))), ..Mend::default() };
        let answered = understand_with(&book, &known, &Mends { rows: [(2, same)].into(), ..Mends::default() });
        assert_eq!((answered.rows[0].fate.clone(), answered.rows[0].person.clone()), (Fate::New, Link::Known(known.persons[0].id.clone())));
    }

    #[test]
    fn a_case_is_its_number_else_company_person_post_and_offer() {
        let known = registered(&[MARUYAMA]);
        let id = known.placements[0].id.clone();
        assert_eq!(fate(&known, MARUYAMA), Fate::SameAs(id.clone()));
        assert_eq!(fate(&known, "7990000001000\t丸山工業\t\t森英樹\t\t\t\t工場長\t原価管理\t2026/4/1\t"), Fate::SameAs(id.clone()));
        assert_eq!(fate(&known, "7990000001000\t丸山工業\t\t森英樹\t\t\t\t工場長\t原価管理\t\tＰ１"), Fate::SameAs(id));
        for other in [
            "7990000001000\t丸山工業\t\t森英樹\t\t\t\t副社長\t原価管理\t2026/4/1\t",
            "7990000001000\t丸山工業\t\t森英樹\t\t\t\t工場長\t原価管理\t2026/4/2\t",
            "7990000001000\t丸山工業\t\t森英樹\t\t\t\t工場長\t原価管理\t2026/4/1\tP2",
        ] {
            let row = understand(&list(&[other]), &known).rows.remove(0);
            assert_eq!((row.fate, row.notices.contains(&Notice::OtherPlacement)), (Fate::New, true), "{other}");
        }
    }

    #[test]
    fn a_changed_row_shows_the_change_and_asks() {
        let known = registered(&[MARUYAMA]);
        let row = MARUYAMA.replace("原価管理", "納期遅れを減らす").replace("mori@example.jp", "hideki@example.jp");
        let book = list(&[&row]);
        let understood = understand(&book, &known);
        assert_eq!(
            understood.rows[0].sentence(Lang::Ja),
            "登録済みの内容と違います(ご本人のメール: mori@example.jp → hideki@example.jp、経営課題: 原価管理 → 納期遅れを減らす)。表の内容に変えるか、今のままにするかを選んでください。"
        );
        assert_eq!(understood.counts().to_mend, 1);
        for (take, ready, repeated) in [(Take::Sheet, 1, 0), (Take::Present, 0, 1)] {
            let mend = Mend { changes: Some(take), ..Mend::default() };
            let counts = understand_with(&book, &known, &Mends { rows: [(2, mend)].into(), ..Mends::default() }).counts();
            assert_eq!((counts.ready, counts.repeated, counts.to_mend), (ready, repeated, 0));
        }
    }

    #[test]
    fn a_blank_never_erases_and_an_open_start_is_said() {
        let mut known = registered(&[MARUYAMA]);
        known.placements[0].join = Some(day(2026, 5, 1));
        known.placements[0].pay = Some(6_000_000);
        assert!(matches!(fate(&known, MARUYAMA), Fate::SameAs(_)));
        let headings = format!("{HEADINGS}\t入社日");
        let understood = understand(&paste(&format!("{headings}\n{MARUYAMA}\t未定")).unwrap(), &known);
        let Fate::Changed { changes, .. } = &understood.rows[0].fate else { panic!("{:?}", understood.rows[0].fate) };
        assert_eq!(changes[0].sentence(Lang::Ja), "入社日: 2026年5月1日(金) → 未定");
    }

    #[test]
    fn a_case_number_used_for_two_things_is_said() {
        let known = registered(&[MARUYAMA]);
        let other = "3990000001037\t北浜食品\t\t原 健\t\t\t\t部長\t販路\t\tP1";
        let row = understand(&list(&[other]), &known).rows.remove(0);
        assert_eq!(row.faults[0].code, FaultCode::CaseNoOfCompany("株式会社丸山工業".to_owned()));
        let rows = understand(&list(&[MARUYAMA, other]), &Known::default()).rows;
        assert_eq!(rows[1].faults[0].code, FaultCode::CaseNoOfRow(2));
        let mail_of_other = "3990000001037\t北浜食品\t\t原 健\t\t\thara@example.jp\t部長\t販路\t\tP2";
        let known = registered(&[MARUYAMA, mail_of_other]);
        let row = understand(&list(&[&MARUYAMA.replace("mori@", "hara@")]), &known).rows.remove(0);
        assert_eq!(row.faults[0].code, FaultCode::MailOfPerson("原 健".to_owned()));
    }

    #[test]
    fn a_row_written_twice_counts_once_and_a_contradiction_is_said() {
        let plain = "\t丸山工業\t\t森 英樹\t\t\t\t工場長\t原価管理\tR8.4.1\t";
        let same = "\t丸山工業㈱\t\t森　英樹\t\t\t\t工場長\t原価管理\t2026/4/1\t";
        let other = "\t丸山工業\t\t森 英樹\t\t\t\t工場長\t納期\t2026/4/1\t";
        let rows = understand(&list(&[plain, plain, same, other]), &Known::default()).rows;
        assert_eq!((rows[1].fate.clone(), rows[2].fate.clone()), (Fate::Repeated(2), Fate::Repeated(2)));
        assert_eq!(rows[3].faults[0].code, FaultCode::SameAsRow(2));
    }

    #[test]
    fn a_list_of_companies_shows_what_has_changed() {
        let mut known = Known::default();
        let list = |address: &str, name: &str| {
            paste(&format!(
                "法人番号\t会社名\t所在地\t従業員数\n7990000001000\t{name}\t{address}\t20\n7990000001000\t{name}\t{address}\t20"
            ))
            .unwrap()
        };
        let first = understand(&list("松江市見本町1-1", "株式会社丸山工業"), &known);
        assert_eq!((first.kind, first.counts().ready, first.counts().repeated), (Some(Kind::Companies), 1, 1));
        register(&mut known, &first);
        assert_eq!(understand(&list("島根県松江市見本町1番1号", "㈱丸山工業"), &known).counts().repeated, 2);
        let moved = understand(&list("出雲市2-2", "丸山テック"), &known);
        let Fate::Changed { changes, .. } = &moved.rows[0].fate else { panic!("{:?}", moved.rows[0].fate) };
        let sentences: Vec<String> = changes.iter().map(|change| change.sentence(Lang::Ja)).collect();
        assert_eq!(sentences, ["会社名: 株式会社丸山工業 → 丸山テック", "所在地: 松江市見本町1-1 → 出雲市2-2"]);
    }
}

mod mending {
    use super::*;

    fn mended(fields: &[(Meaning, &str)]) -> Mend {
        Mend { fields: fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect(), ..Mend::default() }
    }

    #[test]
    fn the_rows_of_the_list_as_found_can_be_mended_or_left_out() {
        let mends = Mends {
            rows: [
                (8, mended(&[(Meaning::Number, "8990000001148")])),
                (18, mended(&[(Meaning::Join, "未定")])),
                (22, Mend { leave_out: true, ..Mend::default() }),
            ]
            .into(),
            ..Mends::default()
        };
        let understood = understand_with(&book(AS_FOUND), &Known::default(), &mends);
        let expected = Counts { rows: 31, ready: 29, to_mend: 0, repeated: 1, left_out: 1 };
        assert_eq!((understood.counts(), understood.exit_code()), (expected, 0));
        // Row 29 is the same company as row 8, now that its number can be read.
        let later = understood.rows.iter().find(|row| row.number == 29).unwrap();
        assert_eq!(later.company, Link::Row(8));
        let mut known = Known::default();
        register(&mut known, &understood);
        assert_eq!((known.companies.len(), known.placements.len()), (19, 29));
        assert_eq!(understand_with(&book(AS_FOUND), &known, &mends).counts().ready, 0);
    }

    #[test]
    fn a_mended_cell_is_read_like_any_other() {
        let wrong = mended(&[(Meaning::Join, "2026/2/31")]);
        let understood = understand_with(&book(AS_FOUND), &Known::default(), &Mends { rows: [(18, wrong)].into(), ..Mends::default() });
        let row = understood.rows.iter().find(|row| row.number == 18).unwrap();
        assert_eq!((row.faults[0].code.clone(), row.faults[0].column), (FaultCode::Day(DayFault::NoSuchDay), None));
        assert_eq!(row.typed.get(&Meaning::Join).map(String::as_str), Some("2026/2/31"));
    }

    #[test]
    fn a_blank_takes_a_cell_away_and_a_whole_name_its_parts() {
        let book = paste("会社名\t入社者 姓\t入社者 名\t役職\t経営課題\t法人番号\n丸山工業\t森\t英樹\t工場長\t原価\t12").unwrap();
        let mend = mended(&[(Meaning::Number, ""), (Meaning::Person, "森 直樹")]);
        let understood = understand_with(&book, &Known::default(), &Mends { rows: [(2, mend)].into(), ..Mends::default() });
        assert_eq!((understood.rows[0].fate.clone(), understood.rows[0].draft.person.name.as_str()), (Fate::New, "森 直樹"));
    }

    #[test]
    fn a_row_mended_is_no_longer_the_same_as_the_one_it_repeated() {
        let book = paste("会社名\t氏名\t役職\t経営課題\n丸山工業\t森 英樹\t工場長\t原価\n丸山工業\t森 英樹\t工場長\t原価").unwrap();
        assert_eq!(understand(&book, &Known::default()).counts().repeated, 1);
        let mend = mended(&[(Meaning::Person, "森 直樹")]);
        let understood = understand_with(&book, &Known::default(), &Mends { rows: [(3, mend)].into(), ..Mends::default() });
        assert_eq!(understood.counts().ready, 2);
    }
}

mod sentences {
    use super::*;

    #[test]
    fn every_fault_shows_the_cell_and_says_what_to_do_in_both_languages() {
        use base::japan::CorporateNumberFault as N;
        let (one, other) = (day(2026, 11, 24), day(2024, 8, 11));
        let codes = [
            FaultCode::TooLong(120),
            FaultCode::CellError,
            FaultCode::NothingAbove,
            FaultCode::Day(DayFault::NotADay),
            FaultCode::Day(DayFault::NoYear),
            FaultCode::Day(DayFault::NoDay),
            FaultCode::Day(DayFault::NoSuchDay),
            FaultCode::Day(DayFault::NotInEra(one)),
            FaultCode::Day(DayFault::Ambiguous(one, other)),
            FaultCode::DayTooFar,
            FaultCode::BeforeOffer(one),
            FaultCode::Number(N::Letters),
            FaultCode::Number(N::Length { digits: 12 }),
            FaultCode::Number(N::CheckDigit),
            FaultCode::Mail,
            FaultCode::MailOfCompany,
            FaultCode::MailOfPerson("原 健".to_owned()),
            FaultCode::Amount(AmountFault::NotAnAmount),
            FaultCode::Amount(AmountFault::WhichUnit),
            FaultCode::Amount(AmountFault::Range),
            FaultCode::Amount(AmountFault::TooFar(7_000)),
            FaultCode::Rate,
            FaultCode::Contract,
            FaultCode::Sides,
            FaultCode::Kana,
            FaultCode::Phone,
            FaultCode::Postal,
            FaultCode::Count,
            FaultCode::Month,
            FaultCode::SeveralStaff(2),
            FaultCode::TwoBranches,
            FaultCode::CaseNoOfRow(4),
            FaultCode::CaseNoOfCompany("丸山工業".to_owned()),
        ];
        for code in codes {
            for field in [Meaning::Join, Meaning::Number] {
                let fault = Fault { field, column: None, typed: "打った\n字".to_owned(), code: code.clone() };
                let (ja, en) = (fault.sentence(Lang::Ja), fault.sentence(Lang::En));
                assert!(ja.contains("「打った 字」") && ja.ends_with("ください。") && ja.contains(field.label(Lang::Ja)), "{ja}");
                assert!(en.contains("“打った 字”") && en.ends_with('.') && en.contains(field.label(Lang::En)), "{en}");
                assert!(en.contains("lease") || en.contains("left"), "{en}");
            }
        }
    }

    #[test]
    fn a_date_asked_back_shows_both_readings() {
        let row = only(&case_with(&[("入社日", "8/11/24")]));
        assert_eq!(
            row.sentence(Lang::Ja),
            "入社日「8/11/24」は2026年11月24日(火)(令和8年11月24日)と2024年8月11日(日)(令和6年8月11日)のどちらにも読めます。どちらかに直してください。"
        );
        assert_eq!(row.sentence(Lang::En), "Start date “8/11/24” could be Tue 24 Nov 2026 or Sun 11 Aug 2024. Please write one of them.");
    }

    #[test]
    fn a_sentence_does_not_run_on_with_the_cell() {
        let row = only(&case_with(&[("本人メール", &"x".repeat(5_000))]));
        assert!(row.sentence(Lang::Ja).chars().count() < 160);
    }

    #[test]
    fn every_file_that_cannot_be_read_has_a_sentence_with_what_to_do() {
        let sheet = || "一覧".to_owned();
        for reason in [
            Unreadable::Empty,
            Unreadable::TooLarge { limit: 10 << 20 },
            Unreadable::UnpacksTooLarge,
            Unreadable::TooManyParts { limit: 1 },
            Unreadable::TooManySheets { limit: 1 },
            Unreadable::TooManyRows { sheet: sheet(), limit: 1 },
            Unreadable::TooManyColumns { sheet: sheet(), limit: 1 },
            Unreadable::TooManyCells { limit: 1 },
            Unreadable::CellTooLong { limit: 1 },
            Unreadable::Encrypted,
            Unreadable::Macros,
            Unreadable::OldExcel,
            Unreadable::OtherFormat,
            Unreadable::Nested,
            Unreadable::Entities,
            Unreadable::NotATable,
            Unreadable::Letters,
            Unreadable::Broken,
        ] {
            assert!(unreadable(&reason, Lang::Ja).ends_with("ください。"), "{reason}");
            assert!(unreadable(&reason, Lang::En).contains("Please"), "{reason}");
        }
        assert!(unreadable(&Unreadable::TooLarge { limit: 10 << 20 }, Lang::Ja).contains("10MB"));
    }

    #[test]
    fn every_field_has_a_name_and_a_code_that_is_read_back() {
        for meaning in Meaning::ALL {
            assert!(!meaning.label(Lang::Ja).is_empty() && meaning.label(Lang::En).is_ascii());
            assert_eq!(Meaning::from_code(&meaning.code()), Some(meaning));
        }
        assert_eq!(Meaning::from_code("nonsense"), None);
    }
}

mod whatever_comes {
    use super::*;

    fn any_cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Blank),
            "[会社名氏役職経営課題入日内定法人番号0-9/.月年令和%万円千@a.=〃()（ー 　]{0,14}".prop_map(Cell::Text),
            ".{0,20}".prop_map(Cell::Text),
            any::<f64>().prop_map(Cell::Number),
            (-9999..9999i32, 0..20u32, 0..40u32).prop_map(|(year, month, day)| Cell::Date { year, month, day }),
            any::<bool>().prop_map(Cell::Bool),
            Just(Cell::Error("#N/A".to_owned())),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn any_sheet_is_understood_or_said_to_be_no_list(
            rows in proptest::collection::vec(proptest::collection::vec(any_cell(), 0..9), 0..8),
            headed in any::<bool>(),
        ) {
            let headings = ["会社名", "氏名", "役職", "経営課題", "入社日", "年収", "料率", "法人番号", "案件番号"];
            let headings = headed.then(|| headings.map(|heading| Cell::Text(heading.to_owned())).to_vec());
            let rows = (1..).zip(headings.into_iter().chain(rows)).map(|(number, cells)| Row { number, cells, merged: Vec::new() }).collect();
            let book = Book { sheets: vec![Sheet { rows, ..Sheet::default() }] };
            let understood = understand(&book, &Known::default());
            let counts = understood.counts();
            prop_assert_eq!(counts.rows, counts.ready + counts.to_mend + counts.repeated + counts.left_out);
            for lang in [Lang::Ja, Lang::En] {
                prop_assert_eq!(summary_lines(&understood, lang).len(), counts.to_mend + 1);
            }
            // Twice the same list: nothing new, and every row finds what it made.
            let mut known = Known::default();
            register(&mut known, &understood);
            prop_assert_eq!(understand(&book, &known).counts().ready, 0);
        }
    }

    /// A list as long as none is in practice, of a quarter as many companies as rows.
    fn long(rows: usize) -> Book {
        let mut text = String::from(
            "No.\t会社名\t法人番号\t社長\t氏名\tフリガナ\t役職\t経営課題\t契約形態\t内定日\t入社日\t年収\t料率\t取扱店\t担当\t本人メール\t電話\t備考\n",
        );
        for row in 0..rows {
            let company = row / 4;
            let _ = writeln!(
                text,
                "{row}\t株式会社見本{company}\t\t丸山 一郎 様\t森　英樹{row}\tﾓﾘ ヒデキ\t工場長\t原価管理を定着させる\t無期\tR8.4.1\t令和８年５月１日\t７００万円\t30%\t駅前支店\t山本\tp{row}@example.jp\t0852-00-1000\t単身赴任"
            );
        }
        paste(&text).unwrap()
    }

    #[test]
    #[cfg_attr(debug_assertions, ignore = "a budget of the release build")]
    fn five_thousand_rows_are_understood_in_a_blink() {
        let book = long(5_000);
        let mut known = Known::default();
        let first = understand(&book, &known);
        register(&mut known, &first);
        for known in [&Known::default(), &known] {
            let start = std::time::Instant::now();
            let understood = understand(&book, known);
            let took = start.elapsed();
            assert_eq!(understood.counts().to_mend, 0);
            assert!(took.as_millis() < 300, "{took:?}");
        }
    }
}
