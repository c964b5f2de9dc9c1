//! What is read from files as people hand them over, and what is refused.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::write::{ColumnOut, LongTable, TableOut, Value, WriteError, csv, workbook};
use super::*;

const PLACEMENTS: &[u8] = include_bytes!("../../../samples/placements.xlsx");
const AS_FOUND: &[u8] = include_bytes!("../../../samples/placements-as-found.xlsx");
const GOAL_SHEET: &[u8] = include_bytes!("../../../samples/goal-sheet-as-found.xlsx");
const COMPANIES: &[u8] = include_bytes!("../../../samples/companies-cp932.csv");

fn open(bytes: &[u8]) -> Result<Book, Unreadable> {
    read(bytes, "表.xlsx", &Limits::default())
}

fn only(bytes: &[u8]) -> Sheet {
    open(bytes).unwrap().sheets.into_iter().next().unwrap()
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Error(text) => text,
        _ => "",
    }
}

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<Types xmlns="x"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const ROOT: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="r3" Type="http://x/styles" Target="/xl/styles.xml"/></Relationships>"#;
const STYLES: &str = r##"<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-411]ge.m.d;@"/>
<numFmt numFmtId="171" formatCode="#,##0&quot;day&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="57"/>
<xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/></cellXfs></styleSheet>"##;

/// A workbook of one sheet with this inside `<worksheet>`, and these shared texts.
fn book(sheet: &str, shared: &str) -> Vec<u8> {
    book_with(sheet, shared, r#"<workbook xmlns:r="r"><sheets><sheet name="一" r:id="r1"/></sheets></workbook>"#)
}

fn book_with(sheet: &str, shared: &str, workbook: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", format!("<sst>{shared}</sst>").as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>").as_bytes()),
    ])
}

/// Rows written one after another.
fn rows_of(numbers: std::ops::RangeInclusive<u32>, row: impl Fn(u32) -> String) -> String {
    numbers.map(row).collect()
}

/// A workbook whose only row is this.
fn row_of(cells: &str) -> Vec<u8> {
    book(&format!(r#"<sheetData><row r="1">{cells}</row></sheetData>"#), "")
}

mod as_handed_over {
    use super::*;

    #[test]
    fn the_three_workbooks_hold_what_a_second_reader_finds_in_them() {
        use calamine::{Data, Reader, Xlsx};
        for bytes in [PLACEMENTS, AS_FOUND, GOAL_SHEET] {
            let mut other: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
            for sheet in open(bytes).unwrap().sheets {
                let range = other.worksheet_range(&sheet.name).unwrap();
                let mut seen = 0;
                for row in &sheet.rows {
                    for (column, cell) in row.cells.iter().enumerate().filter(|(column, _)| !row.is_merged(*column)) {
                        let found = range.get_value((row.number - 1, u32::try_from(column).unwrap()));
                        let place = format!("{} {}{}", sheet.name, column_letters(column), row.number);
                        match (cell, found) {
                            (Cell::Blank, None | Some(Data::Empty)) => {}
                            (Cell::Text(text), Some(Data::String(other))) => assert_eq!(text, other, "{place}"),
                            (Cell::Number(number), Some(Data::Float(other))) => assert!((number - other).abs() < 1e-9, "{place}"),
                            (Cell::Number(number), Some(Data::Int(other))) => assert_eq!(number.to_string(), other.to_string(), "{place}"),
                            (Cell::Date { year, month, day }, Some(Data::DateTime(other))) => {
                                let (y, m, d, ..) = other.to_ymd_hms_milli();
                                assert_eq!((*year, *month, *day), (i32::from(y), u32::from(m), u32::from(d)), "{place}");
                            }
                            // The other reader shows nothing where a formula has no value; here the formula can be named.
                            (Cell::Error(formula), None | Some(Data::Empty)) => assert!(formula.starts_with('='), "{place}"),
                            other => panic!("{place}: {other:?}"),
                        }
                        seen += usize::from(!cell.is_blank());
                    }
                }
                assert!(seen > 1);
            }
        }
    }

    #[test]
    fn a_list_as_found_keeps_its_row_numbers_over_blank_rows() {
        let book = open(AS_FOUND).unwrap();
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["一覧（最新）", "集計"]);
        let numbers: Vec<u32> = book.sheets[0].rows.iter().map(|row| row.number).collect();
        let expected: Vec<u32> = [1].into_iter().chain(3..=14).chain(16..=30).chain(32..=37).collect();
        assert_eq!(numbers, expected);
    }

    #[test]
    fn a_title_over_merged_cells_is_shown_in_all_of_them_and_marked() {
        let sheet = only(AS_FOUND);
        let title = &sheet.rows[0];
        assert!((0..8).all(|column| text(title.cell(column)) == "人材紹介 案件管理表（社外秘）"));
        assert_eq!(title.merged, [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(text(title.cell(10)), "R8.11.22");
        assert_eq!(sheet.merge_at(1, 3).map(|merge| merge.last_column), Some(7));
    }

    #[test]
    fn a_formula_without_a_stored_value_is_shown_and_not_computed() {
        let sheet = only(AS_FOUND);
        let row = sheet.rows.iter().find(|row| row.number == 10).unwrap();
        assert_eq!(row.cell(18), &Cell::Error("=HYPERLINK(\"http://example.com\",\"資料\")".to_owned()));
    }

    #[test]
    fn a_list_from_a_bank_system_in_cp932_is_read_with_its_old_letters() {
        let book = read(COMPANIES, "companies-cp932.csv", &Limits::default()).unwrap();
        let rows = &book.sheets[0].rows;
        assert_eq!(rows.len(), 21);
        assert_eq!(text(rows[0].cell(1)), "会社名");
        assert_eq!(text(rows[3].cell(1)), "青葉精機㈱");
        assert_eq!(text(rows[4].cell(1)), "有限会社髙砂製作所");
        assert_eq!(text(rows[4].cell(9)), "008");
    }
}

mod workbooks {
    use super::*;

    #[test]
    fn readings_above_kanji_are_no_part_of_the_text() {
        let sheet = only(&book(
            r#"<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c></row></sheetData>"#,
            r"<si><t>髙砂</t><rPh sb='0' eb='2'><t>タカサゴ</t></rPh></si><si><r><t>A&amp;</t></r><r><t>&#66;_x000A_C_x_</t></r></si>",
        ));
        assert_eq!(sheet.rows[0].number, 2);
        assert_eq!(text(sheet.rows[0].cell(1)), "髙砂");
        assert_eq!(text(sheet.rows[0].cell(2)), "A&B\nC_x_");
    }

    #[test]
    fn a_number_is_a_date_only_by_its_format() {
        let sheet = only(&row_of(
            r#"<c s="0"><v>46376</v></c><c s="1"><v>46376</v></c><c s="2"><v>46376.75</v></c>
<c s="3"><v>46376</v></c><c s="4"><v>46376</v></c><c s="5"><v>0.5</v></c>"#,
        ));
        let date = Cell::Date { year: 2026, month: 12, day: 20 };
        let number = Cell::Number(46376.0);
        assert_eq!(sheet.rows[0].cells, [number.clone(), date.clone(), date.clone(), date, number, Cell::Number(0.5)]);
    }

    #[test]
    fn days_are_counted_as_excel_counts_them_in_both_its_calendars() {
        for (serial, date_1904, day) in [
            (1.0, false, Some((1900, 1, 1))),
            (59.0, false, Some((1900, 2, 28))),
            (60.0, false, None),
            (61.0, false, Some((1900, 3, 1))),
            (46376.0, false, Some((2026, 12, 20))),
            (2_958_465.9, false, Some((9999, 12, 31))),
            (2_958_466.0, false, None),
            (44914.0, true, Some((2026, 12, 20))),
            (0.5, false, None),
            (f64::NAN, false, None),
        ] {
            assert_eq!(xlsx::day_of(serial, date_1904), day, "{serial}");
        }
    }

    #[test]
    fn every_kind_of_cell_is_read_by_what_the_file_stored() {
        let sheet = only(&row_of(
            r#"<c t="inlineStr"><is><t>文</t></is></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1&amp;"x"</f><v>文x</v></c>
<c><f>1+1</f><v>2</v></c><c t="d"><v>2026-04-01T00:00:00</v></c>
<c t="inlineStr"><is><t xml:space="preserve">  </t></is></c><c/><c t="n"><v>1e3</v></c>"#,
        ));
        assert_eq!(
            sheet.rows[0].cells,
            [
                Cell::Text("文".to_owned()),
                Cell::Bool(true),
                Cell::Error("#N/A".to_owned()),
                Cell::Text("文x".to_owned()),
                Cell::Number(2.0),
                Cell::Date { year: 2026, month: 4, day: 1 },
                Cell::Blank,
                Cell::Blank,
                Cell::Number(1000.0),
            ]
        );
    }

    #[test]
    fn a_company_merged_over_the_rows_of_its_people_is_shown_in_each() {
        let sheet = only(&book(
            r#"<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>丸山工業</t></is></c><c r="B1"><v>1</v></c></row>
<row r="2"><c r="B2"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row></sheetData>
<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:XFD1"/></mergeCells>"#,
            "",
        ));
        assert_eq!(text(sheet.rows[1].cell(0)), "丸山工業");
        assert!(sheet.rows[1].is_merged(0) && !sheet.rows[0].is_merged(0));
        assert!(sheet.rows[2].cell(0).is_blank());
        assert_eq!(sheet.rows[0].cells.len(), 2);
    }

    #[test]
    fn rows_and_sheets_without_anything_in_them_cost_nothing() {
        let rows: String =
            (1..=60_000).fold(String::new(), |all, number| all + &format!(r#"<row r="{number}"><c r="A{number}" s="1"/></row>"#));
        let sheet = only(&book(&format!(r#"<sheetData>{rows}<row r="1048576"><c><v>1</v></c></row></sheetData>"#), ""));
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.rows[0].number, 1_048_576);
    }

    #[test]
    fn a_mark_of_the_encoding_before_a_part_does_not_matter() {
        let workbook = "\u{feff}<?xml version='1.0' encoding='utf-8'?><workbook><sheets><sheet name='一' id='r1'/></sheets></workbook>";
        let sheet = only(&book_with("<sheetData><row><c t='str'><v>文</v></c></row></sheetData>", "", workbook));
        assert_eq!(text(sheet.rows[0].cell(0)), "文");
    }

    #[test]
    fn a_hidden_tab_is_marked() {
        let hidden =
            r#"<workbook xmlns:r="r"><sheets><sheet name="旧" state="hidden" r:id="r1"/><sheet name="図" r:id="r9"/></sheets></workbook>"#;
        let book = open(&book_with("<sheetData><row><c><v>1</v></c></row></sheetData>", "", hidden)).unwrap();
        assert_eq!(book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect::<Vec<_>>(), [("旧", true)]);
    }
}

mod texts {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let book = read(bytes, "a.csv", &Limits::default()).unwrap();
        let rows = book.sheets.into_iter().flat_map(|sheet| sheet.rows);
        rows.map(|row| (row.number, row.cells.iter().map(|cell| cell.shown().into_owned()).collect())).collect()
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn the_same_list_is_read_from_each_encoding_that_a_bank_pc_writes() {
        let utf8 = "会社名,備考\r\n株式会社髙砂,①\r\n";
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode(utf8);
        let with_bom = [b"\xef\xbb\xbf", utf8.as_bytes()].concat();
        let utf16: Vec<u8> = [0xfeff].into_iter().chain(utf8.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [utf8.as_bytes(), &cp932, &with_bom, &utf16] {
            assert_eq!(rows(bytes), [row(1, &["会社名", "備考"]), row(2, &["株式会社髙砂", "①"])]);
        }
    }

    #[test]
    fn a_row_has_the_number_that_excel_shows_at_its_left() {
        let csv = "a,b\n\n\"工場長\n（兼務）\",\"言う\"\"はい\"\"\"\r\n , \r,c,,\n\"\",d";
        let expected = [row(1, &["a", "b"]), row(3, &["工場長\n（兼務）", "言う\"はい\""]), row(5, &["", "c"]), row(6, &["", "d"])];
        assert_eq!(rows(csv.as_bytes()), expected);
    }

    #[test]
    fn tabs_and_semicolons_are_told_apart_from_commas_inside_cells() {
        assert_eq!(rows(b"a,b\tc\n1\t2"), [row(1, &["a,b", "c"]), row(2, &["1", "2"])]);
        assert_eq!(rows(b"a;b;c\n\"1,2\";3"), [row(1, &["a", "b", "c"]), row(2, &["1,2", "3"])]);
    }

    #[test]
    fn a_quote_that_nobody_closed_does_not_swallow_the_list() {
        assert_eq!(rows(b"a,\"b\nc,d\ne"), [row(1, &["a", "\"b"]), row(2, &["c", "d"]), row(3, &["e"])]);
    }

    #[test]
    fn zeros_in_front_kept_for_excel_are_read_without_the_sign() {
        assert_eq!(rows(b"=\"008\",=1+1"), [row(1, &["008", "=1+1"])]);
    }

    #[test]
    fn cells_pasted_from_excel_are_rows() {
        let book = paste("会社名\t氏名\r\n丸山工業\t\"森\n英樹\"\r\n").unwrap();
        let cells: Vec<&str> = book.sheets[0].rows.iter().flat_map(|row| row.cells.iter().map(text)).collect();
        assert_eq!(cells, ["会社名", "氏名", "丸山工業", "森\n英樹"]);
        assert_eq!(paste(" \r\n\t\r\n"), Err(Unreadable::Empty));
    }
}

mod refused {
    use super::*;

    /// The archive with this bit set in the flags of its first part, in both headers.
    fn with_flag(mut bytes: Vec<u8>, bit: u8) -> Vec<u8> {
        for (sign, place) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
            let at = bytes.windows(4).position(|window| window == sign).unwrap();
            bytes[at + place] |= bit;
        }
        bytes
    }

    fn ole(inside: &str) -> Vec<u8> {
        let name = inside.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain([0; 600]).chain(name).chain([0; 200]).collect()
    }

    #[test]
    fn every_other_kind_of_file_is_refused_by_its_own_reason() {
        let macros = TYPES.replace("application/xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml");
        let types: (&str, &[u8]) = ("[Content_Types].xml", TYPES.as_bytes());
        for (what, bytes, reason) in [
            ("nothing", Vec::new(), Unreadable::Empty),
            ("blank lines", b"\r\n \r\n,,\r\n".to_vec(), Unreadable::Empty),
            ("a workbook without a filled cell", row_of("<c s='1'/>"), Unreadable::Empty),
            ("xlsm by its contents", archive(&[("[Content_Types].xml", macros.as_bytes())]), Unreadable::Macros),
            ("xlsm by its macros", archive(&[types, ("xl/vbaProject.bin", b"x")]), Unreadable::Macros),
            ("xls", ole("Workbook"), Unreadable::OldExcel),
            ("xlsx with a password", ole("EncryptedPackage"), Unreadable::Encrypted),
            ("zip with a password", with_flag(row_of("<c><v>1</v></c>"), 1), Unreadable::Encrypted),
            ("xlsb", archive(&[types, ("xl/workbook.bin", b"x")]), Unreadable::OtherFormat),
            ("ods", archive(&[("mimetype", b"application/vnd.oasis")]), Unreadable::OtherFormat),
            ("a web page called xls", b"<html><table><tr><td>1".to_vec(), Unreadable::OtherFormat),
            ("Word", archive(&[types, ("word/document.xml", b"<x/>")]), Unreadable::NotATable),
            ("an archive of pictures", archive(&[("1.jpg", b"x")]), Unreadable::NotATable),
            ("a workbook in an archive", archive(&[types, ("a.xlsx", b"x")]), Unreadable::Nested),
            ("an archive in a workbook", archive(&[types, ("xl/media/image1.png", &row_of(""))]), Unreadable::Nested),
            ("PDF", b"%PDF-1.7".to_vec(), Unreadable::NotATable),
            ("a program", b"a\0b,c".to_vec(), Unreadable::NotATable),
            ("EUC-JP", b"\xb2\xf1\xbc\xd2\xcc\xbe,\xff\xfe\x80".to_vec(), Unreadable::Letters),
            ("half a workbook", PLACEMENTS[..PLACEMENTS.len() / 2].to_vec(), Unreadable::Broken),
        ] {
            assert_eq!(open(&bytes), Err(reason), "{what}");
        }
    }

    #[test]
    fn definitions_of_entities_are_refused_before_one_is_used() {
        let laughs = r#"<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
        let sheet = "<sheetData><row><c t='s'><v>0</v></c></row></sheetData>";
        let parts = |sst: &str| {
            archive(&[
                ("[Content_Types].xml", TYPES.as_bytes()),
                ("_rels/.rels", ROOT.as_bytes()),
                ("xl/workbook.xml", br#"<workbook><sheets><sheet name="a" id="r1"/></sheets></workbook>"#),
                ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
                ("xl/sharedStrings.xml", sst.as_bytes()),
                ("xl/styles.xml", STYLES.as_bytes()),
                ("xl/worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>").as_bytes()),
            ])
        };
        assert_eq!(open(&parts(&format!("{laughs}<sst><si><t>&b;</t></si></sst>"))), Err(Unreadable::Entities));
        assert_eq!(open(&parts("<sst><si><t>&x;</t></si></sst>")), Err(Unreadable::Broken));
        assert!(open(&parts("<sst><si><t>&amp;</t></si></sst>")).is_ok());
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
        let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
        let bomb = row_of(&format!("<c t='inlineStr'><is><t>{}</t></is></c>", " ".repeat(2 << 20)));
        assert!(bomb.len() < 10_000);
        assert_eq!(read(&bomb, "", &limits), Err(Unreadable::UnpacksTooLarge));
    }

    #[test]
    fn a_part_that_lies_about_its_size_is_counted_and_not_believed() {
        let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
        let mut bomb = row_of(&"<c><v>1</v></c>".repeat(200_000));
        // The size before packing stands 24 bytes behind a part's sign in the directory, and 22 behind the one before the part itself.
        for (sign, behind) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
            let places: Vec<usize> = bomb.windows(4).enumerate().filter(|(_, window)| window == sign).map(|(at, _)| at).collect();
            for at in places {
                bomb[at + behind..at + behind + 4].copy_from_slice(&10u32.to_le_bytes());
            }
        }
        assert!(matches!(read(&bomb, "", &limits), Err(Unreadable::UnpacksTooLarge | Unreadable::Broken)));
    }

    #[test]
    fn one_long_text_used_by_many_cells_is_counted_each_time() {
        let limits = Limits { text: 1 << 20, ..Limits::default() };
        let cells: String = rows_of(1..=200, |row| format!("<row r='{row}'>{}</row>", "<c t='s'><v>0</v></c>".repeat(100)));
        let bomb = book(&format!("<sheetData>{cells}</sheetData>"), &format!("<si><t>{}</t></si>", "a".repeat(30_000)));
        assert_eq!(read(&bomb, "", &limits), Err(Unreadable::UnpacksTooLarge));
    }

    #[test]
    fn one_merged_region_over_everything_is_counted_cell_by_cell() {
        let limits = Limits { cells: 1_000, ..Limits::default() };
        let rows: String = rows_of(1..=20, |row| format!("<row r='{row}'><c r='A{row}'><v>1</v></c><c r='CV{row}'><v>1</v></c></row>"));
        let bomb = book(&format!("<sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"), "");
        assert_eq!(read(&bomb, "", &limits), Err(Unreadable::TooManyCells { limit: 1_000 }));
    }

    #[test]
    fn sheets_beyond_their_limits_are_refused_and_named() {
        let wide = row_of(r#"<c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c>"#);
        assert_eq!(open(&wide), Err(Unreadable::TooManyColumns { sheet: "一".to_owned(), limit: 200 }));
        let rows: String = rows_of(1..=20_001, |row| format!("<row r='{row}'><c><v>1</v></c></row>"));
        let long = book(&format!("<sheetData>{rows}</sheetData>"), "");
        assert_eq!(open(&long), Err(Unreadable::TooManyRows { sheet: "一".to_owned(), limit: 20_000 }));
        let csv = "1\n".repeat(20_001);
        assert!(matches!(open(csv.as_bytes()), Err(Unreadable::TooManyRows { limit: 20_000, .. })));
        assert!(matches!(open(",".repeat(200).as_bytes()), Err(Unreadable::Empty)));
        assert!(matches!(open(format!("{}1", ",".repeat(200)).as_bytes()), Err(Unreadable::TooManyColumns { .. })));
        let long_cell = "あ".repeat(32_768);
        assert_eq!(open(long_cell.as_bytes()), Err(Unreadable::CellTooLong { limit: 32_767 }));
        assert_eq!(open(&row_of(&format!("<c t='str'><v>{long_cell}</v></c>"))), Err(Unreadable::CellTooLong { limit: 32_767 }));
        assert!(open("あ".repeat(32_767).as_bytes()).is_ok());
        let sheets = "<sheet name='a' id='r1'/>".repeat(101);
        let many = book_with("<sheetData/>", "", &format!("<workbook><sheets>{sheets}</sheets></workbook>"));
        assert_eq!(open(&many), Err(Unreadable::TooManySheets { limit: 100 }));
        let parts: Vec<(String, &[u8])> = (0..2_001).map(|number| (format!("xl/{number}.xml"), &b"x"[..])).collect();
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        assert_eq!(open(&archive(&parts)), Err(Unreadable::TooManyParts { limit: 2_000 }));
        let large = vec![b'a'; (10 << 20) + 1];
        assert_eq!(open(&large), Err(Unreadable::TooLarge { limit: 10 << 20 }));
    }

    #[test]
    fn counts_and_places_that_no_sheet_can_have_are_damage() {
        let lying = "<sst uniqueCount='9999999999999' count='9999999999999'><si><t>a</t></si></sst>";
        assert!(open(&book("<sheetData><row><c t='s'><v>0</v></c></row></sheetData>", lying)).is_ok());
        for cells in [
            r#"<c r="ZZZZZZZZ1"><v>1</v></c>"#,
            r#"<c r="A0"><v>1</v></c>"#,
            r#"<c r="A99999999999"><v>1</v></c>"#,
            r#"<c t="s"><v>7</v></c>"#,
            r#"<c t="s"><v>99999999999999999999999</v></c>"#,
            "<c><v>1</c>",
        ] {
            assert_eq!(open(&row_of(cells)), Err(Unreadable::Broken), "{cells}");
        }
        let shared_formula = r#"<c><f t="shared" si="99999999999999" ref="A1:A9">1</f><v>2</v></c><c><v>NaN</v></c><c><v>1e999</v></c>"#;
        assert_eq!(only(&row_of(shared_formula)).rows[0].cell(0), &Cell::Number(2.0));
    }
}

mod never_panics {
    use super::*;

    /// A source of numbers that repeats from run to run.
    struct Dice(u64);

    impl Dice {
        fn next(&mut self, below: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % below.max(1)
        }

        fn spoil(&mut self, bytes: &mut Vec<u8>) {
            for _ in 0..=self.next(8) {
                if bytes.is_empty() {
                    return;
                }
                let at = self.next(bytes.len());
                match self.next(5) {
                    0 => bytes[at] ^= 1 << self.next(8),
                    1 => bytes[at] = *b"<>&\"'/=0A\xff\0".get(self.next(11)).unwrap(),
                    2 => bytes.truncate(at),
                    3 => {
                        let end = (at + self.next(40)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                    _ => {
                        let end = (at + self.next(400)).min(bytes.len());
                        let piece = bytes[at..end].to_vec();
                        bytes.splice(at..at, piece);
                    }
                }
            }
        }
    }

    fn parts_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..zip.len())
            .map(|place| {
                let mut part = zip.by_index(place).unwrap();
                let mut inside = Vec::new();
                part.read_to_end(&mut inside).unwrap();
                (String::from_utf8_lossy(part.name_raw()).into_owned(), inside)
            })
            .collect()
    }

    #[test]
    fn a_spoilt_archive_is_read_or_refused() {
        let mut dice = Dice(7);
        for sample in [PLACEMENTS, AS_FOUND, GOAL_SHEET, COMPANIES] {
            for _ in 0..250 {
                let mut bytes = sample.to_vec();
                dice.spoil(&mut bytes);
                let _ = open(&bytes);
            }
        }
    }

    #[test]
    fn a_sound_archive_of_spoilt_parts_is_read_or_refused() {
        let mut dice = Dice(11);
        for sample in [AS_FOUND, GOAL_SHEET] {
            let parts = parts_of(sample);
            for _ in 0..150 {
                let mut spoilt = parts.clone();
                let at = dice.next(spoilt.len());
                dice.spoil(&mut spoilt[at].1);
                let parts: Vec<(&str, &[u8])> = spoilt.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
                let _ = open(&archive(&parts));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = open(&bytes);
        }

        #[test]
        fn any_pasted_text_is_read_or_refused(text in "[\\t\\r\\n,;\"a=あ 　]{0,60}") {
            let _ = paste(&text);
        }

        #[test]
        fn what_was_written_as_csv_is_read_back(cells in proptest::collection::vec("[a-zあ-ん\"=+＝@-][a-z\",\\n=-]{0,7}", 1..6)) {
            let columns = vec![ColumnOut { heading: "題".to_owned(), width: 0 }];
            let table = TableOut { columns, rows: vec![cells.iter().cloned().map(Value::Text).collect()], ..TableOut::default() };
            let sheet = only(&csv(&table));
            let back: Vec<String> = sheet.rows[1].cells.iter().map(|cell| cell.shown().trim_start_matches('\'').to_owned()).collect();
            prop_assert_eq!(back, cells);
        }

        #[test]
        fn any_cell_inside_a_sound_sheet_is_read_or_refused(
            kind in "(s|b|e|str|d|n|inlineStr|x)?",
            format in "[0-9]{0,3}",
            value in "[0-9eE.+-]{0,6}|[a-z&;#]{0,6}",
        ) {
            let _ = open(&row_of(&format!("<c t='{kind}' s='{format}'><v>{value}</v></c>")));
        }
    }
}

mod written {
    use super::*;

    fn table(rows: Vec<Vec<Value>>) -> TableOut {
        let column = |heading: &str, width| ColumnOut { heading: heading.to_owned(), width };
        let columns = vec![column("会社名", 24), column("年収", 12), column("入社日", 12)];
        TableOut {
            name: "一覧".to_owned(), title: "求人管理簿".to_owned(), lines: vec!["2026年11月24日現在".to_owned()], columns, rows
        }
    }

    /// The text of a part of a written workbook.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_table_comes_back_as_it_was_written() {
        let day = Value::Day { year: 2026, month: 4, day: 1 };
        let bytes = workbook(&[table(vec![vec![Value::Text("丸山工業".to_owned()), Value::Whole(6_000_000), day]])]).unwrap();
        let sheet = only(&bytes);
        assert_eq!(
            (sheet.name.as_str(), text(sheet.rows[0].cell(0)), text(sheet.rows[1].cell(0))),
            ("一覧", "求人管理簿", "2026年11月24日現在")
        );
        assert_eq!(sheet.rows[2].number, 4);
        assert_eq!(
            sheet.rows[3].cells,
            [Cell::Text("丸山工業".to_owned()), Cell::Number(6e6), Cell::Date { year: 2026, month: 4, day: 1 }]
        );
    }

    #[test]
    fn a_sheet_is_ready_to_print_and_to_filter() {
        let bytes = workbook(&[table(vec![vec![Value::Text("丸山工業".to_owned())]])]).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for sign in [
            r#"paperSize="9""#,
            r#"orientation="landscape""#,
            r#"fitToHeight="0""#,
            r#"<autoFilter ref="A4:C5"/>"#,
            r#"ySplit="4""#,
            r#"width="24"#,
        ] {
            assert!(sheet.contains(sign), "{sign} in {sheet}");
        }
        let book = part(&bytes, "xl/workbook.xml");
        assert!(book.contains("'一覧'!$A$1:$C$5") || book.contains("一覧!$A$1:$C$5"), "{book}");
        assert!(book.contains("$4:$4"));
    }

    #[test]
    fn no_text_becomes_a_formula() {
        let texts = [
            "=1+1",
            "+81",
            "-1+2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "=cmd|' /C calc'!A0",
            "http://example.com",
        ];
        let rows = texts.iter().map(|text| vec![Value::Text((*text).to_owned())]).collect::<Vec<_>>();
        let out = TableOut { columns: vec![ColumnOut { heading: "=見出し".to_owned(), width: 9 }], rows, ..TableOut::default() };
        let bytes = workbook(std::slice::from_ref(&out)).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && !sheet.contains("<f ") && !sheet.contains("hyperlink"), "{sheet}");
        assert_eq!(sheet.matches(r#"t="s""#).count(), texts.len() + 1);
        assert!(part(&bytes, "xl/styles.xml").contains(r#"quotePrefix="1""#));
        let back: Vec<String> = only(&bytes).rows.iter().skip(1).map(|row| row.cell(0).shown().into_owned()).collect();
        assert_eq!(back, texts);

        let lines = String::from_utf8(csv(&out)).unwrap();
        let prefixed = lines.split("\r\n").filter(|line| line.trim_start_matches('\u{feff}').starts_with("\"'")).count();
        assert_eq!(prefixed, texts.len(), "{lines}");
    }

    #[test]
    fn a_long_list_is_the_sheet_that_a_short_one_is() {
        let day = Value::Day { year: 2026, month: 4, day: 1 };
        let rows = || vec![vec![Value::Text("=丸山工業 & <髙>".to_owned()), Value::Whole(6_000_000), day.clone()], vec![Value::Blank]];
        let short = workbook(&[table(rows())]).unwrap();
        let mut long = LongTable::begin(table(Vec::new())).unwrap();
        for row in rows() {
            long.row(&row).unwrap();
        }
        let long = long.finish().unwrap();
        assert_eq!(only(&long).rows, only(&short).rows);
        let (sheet, book) = (part(&long, "xl/worksheets/sheet1.xml"), part(&long, "xl/workbook.xml"));
        for sign in [r#"orientation="landscape""#, r#"<autoFilter ref="A4:C6"/>"#, r#"ySplit="4""#, r#"width="24"#] {
            assert!(sheet.contains(sign), "{sign} in {sheet}");
        }
        assert!(book.contains("$4:$4") && book.contains("$A$1:$C$6"), "{book}");
        assert!(!sheet.contains("<f>") && part(&long, "xl/styles.xml").contains(r#"quotePrefix="1""#));
        let again = LongTable::begin(table(rows())).unwrap().finish().unwrap();
        assert_eq!(again, long, "the same rows give the same bytes");
    }

    #[test]
    fn a_csv_opens_in_excel_without_a_question() {
        let rows = vec![
            vec![Value::Text("-12.5".to_owned()), Value::Whole(-3), Value::Day { year: 2026, month: 4, day: 1 }],
            vec![Value::Text("言う\"はい\"".to_owned()), Value::Blank, Value::Share(0.25)],
            vec![Value::Text("-1+1".to_owned()), Value::Number(1.5), Value::Text("008".to_owned())],
        ];
        let expected = "\u{feff}\"会社名\",\"年収\",\"入社日\"\r\n\"-12.5\",\"-3\",\"2026/04/01\"\r\n\
                        \"言う\"\"はい\"\"\",\"\",\"0.25\"\r\n\"'-1+1\",\"1.5\",\"008\"\r\n";
        assert_eq!(String::from_utf8(csv(&table(rows))).unwrap(), expected);
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let rows = || vec![vec![Value::Text("丸山工業".to_owned())]];
        assert_eq!(workbook(&[table(rows())]).unwrap(), workbook(&[table(rows())]).unwrap());
    }

    #[test]
    fn names_that_excel_refuses_are_put_right_and_never_twice() {
        let called = |name: &str| TableOut { name: name.to_owned(), rows: vec![vec![Value::Number(1.0)]], ..table(Vec::new()) };
        let long = "あ".repeat(40);
        let bytes = workbook(&[called("4/1:現在"), called(&long), called(&long), called(""), called("'")]).unwrap();
        let names: Vec<String> = open(&bytes).unwrap().sheets.into_iter().map(|sheet| sheet.name).collect();
        assert_eq!(names, ["4 1 現在", &"あ".repeat(31), &format!("{} 2", "あ".repeat(27)), "Sheet", "Sheet 2"]);
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_said_and_not_cut() {
        let table = table(vec![vec![Value::Text("あ".repeat(32_768))]]);
        assert!(matches!(workbook(&[table]), Err(WriteError::CellTooLong)));
    }

    #[test]
    fn numbers_that_are_none_and_days_before_excel_are_written_as_what_they_are() {
        let old = Value::Day { year: 1868, month: 9, day: 8 };
        let bytes = workbook(&[table(vec![vec![Value::Number(f64::NAN), Value::Share(f64::INFINITY), old]])]).unwrap();
        let sheet = only(&bytes);
        assert_eq!(sheet.rows[3].cells, [Cell::Blank, Cell::Blank, Cell::Text("1868/09/08".to_owned())]);
    }

    #[test]
    fn column_letters_are_those_of_excel() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
