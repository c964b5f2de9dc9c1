//! The typesetter's view of the world: one template, one document, three fonts; no files, no network, no clock.

use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts::{BOOK, FONTS, rare_forms, settle};
use paper::document::{Document, Fault, Moment};

/// The document with what the template must know beside it.
#[derive(Serialize)]
struct Data<'d> {
    #[serde(flatten)]
    document: &'d Document,
    /// Registered forms that the second font draws.
    rare: Vec<String>,
}

fn file(path: &str) -> Option<FileId> {
    VirtualPath::new(path).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static LAYOUT: LazyLock<Source> = LazyLock::new(|| match file("/layout.typ") {
    Some(id) => Source::new(id, include_str!("layout.typ").to_owned()),
    None => Source::detached(include_str!("layout.typ")),
});
static DATA: LazyLock<Option<FileId>> = LazyLock::new(|| file("/document.json"));

struct Desk {
    data: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }
    fn main(&self) -> FileId {
        LAYOUT.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == LAYOUT.id() { Ok(LAYOUT.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn refused(what: &[SourceDiagnostic]) -> Fault {
    Fault::Refused(what.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("; "))
}

fn timestamp(at: Moment) -> Option<Timestamp> {
    Datetime::from_ymd_hms(at.year, at.month, at.day, at.hour, at.minute, 0).and_then(|at| Timestamp::new_local(at, 9 * 60))
}

fn laid_out(document: &Document) -> Result<PagedDocument, Fault> {
    let mut document = document.clone();
    let (mut fault, mut rare) = (None, Vec::new());
    document.texts(&mut |text| match settle(text) {
        Ok(settled) => {
            rare_forms(&settled, &mut rare);
            *text = settled;
        }
        Err(found) => fault = fault.take().or(Some(found)),
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    let data = serde_json::to_vec(&Data { document: &document, rare }).map_err(|error| Fault::Refused(error.to_string()))?;
    typst::compile::<PagedDocument>(&Desk { data: Bytes::new(data) }).output.map_err(|errors| refused(&errors))
}

/// The document as PDF/A-2b. Takes a processor for some tens of milliseconds: call it off the threads that serve pages.
///
/// # Errors
/// `NoGlyph` for a character that no font has; `Refused` when the template cannot set it, which is a mistake of the program.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Fault> {
    let pages = laid_out(document);
    let bytes = pages.and_then(|pages| {
        let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|error| Fault::Refused(error.message().to_string()))?;
        let creator = Smart::Custom(Some("Banso".into()));
        let options = PdfOptions { creator, timestamp: timestamp(document.made), standards, ..PdfOptions::default() };
        typst_pdf::pdf(&pages, &options).map_err(|errors| refused(&errors))
    });
    // What the typesetter remembers of this document is of no use to the next, and may be someone's secret.
    comemo::evict(0);
    bytes
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};

    use super::*;
    use paper::document::{Addressee, Block, Cell, Column, Lang, Page, Record, SignBox};

    fn words_of(frame: &Frame, into: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Text(run) => into.push_str(&run.text),
                FrameItem::Group(group) => words_of(&group.frame, into),
                _ => {}
            }
        }
        into.push('\n');
    }

    /// What stands on each page.
    fn pages(document: &Document) -> Vec<String> {
        let set = laid_out(document).unwrap();
        let words = |frame: &Frame| {
            let mut words = String::new();
            words_of(frame, &mut words);
            words
        };
        set.pages().iter().map(|page| words(&page.frame)).collect()
    }

    fn one(text: &str) -> Document {
        Document { title: "題".into(), blocks: vec![Block::paragraph(text)], ..Document::default() }
    }

    fn everything() -> Document {
        let columns = |heads: &[&str]| heads.iter().map(|head| Column { heading: (*head).into(), share: 1, ..Column::default() }).collect();
        let row =
            |n: usize| vec![Cell::from(format!("{n}行目")), Cell { text: "月次の数字で話す".into(), below: "めやす".into(), strong: true }];
        Document {
            title: "目標シート".into(),
            subtitle: "株式会社 髙﨑製作所".into(),
            dates: vec!["2026年11月22日(日)".into()],
            addressees: vec![Addressee { above: String::new(), name: "㈱𠮷野濵".into(), honorific: "御中".into() }],
            issuer: vec!["見本銀行 地域共創部".into()],
            mark: "下書き".into(),
            blocks: vec![
                Block::part("1 担っていただくこと"),
                Block::heading("小見出し"),
                Block::paragraph("一行目\n二行目"),
                Block::note("注"),
                Block::Facts { rows: vec![("期間".into(), "6か月".into())] },
                Block::FactBox {
                    title: "箱".into(), rows: vec![("電話".into(), "03-0000-0000".into()), (String::new(), "全幅".into())]
                },
                Block::Grid { columns: columns(&["見出し甲", "見出し乙"]), rows: (1..=80).map(row).collect() },
                Block::List { numbered: true, items: vec!["甲".into(), "乙".into()] },
                Block::List { numbered: false, items: vec!["丙".into()] },
                Block::Chart {
                    svg: "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 20'><rect width='60' height='20'/></svg>".into(),
                    alt: "棒".into(),
                    width: 60,
                },
                Block::Blank { label: "記入欄".into(), lines: 2 },
                Block::Together {
                    blocks: vec![Block::SignBoxes {
                        boxes: vec![
                            SignBox { label: "会社".into(), name: "高橋".into(), note: "年 月 日".into(), seal: "印".into() },
                            SignBox::default(),
                        ],
                    }],
                },
                Block::NewPage,
                Block::paragraph("おわり"),
            ],
            record: Some(Record {
                title: "合意と確認の記録".into(),
                lead: "次のとおりです。".into(),
                columns: columns(&["だれが", "いつ"]),
                rows: vec![row(1)],
                facts: vec![("版".into(), "第1版".into())],
            }),
            foot: "本書は認識を共有するためのものです。".into(),
            edition: "第1版".into(),
            reach: "三者限り".into(),
            author: "見本銀行".into(),
            ..Document::default()
        }
    }

    #[test]
    fn no_text_is_read_as_markup() {
        for text in [
            "#import \"x\"",
            "$x$",
            "*太字*",
            "_斜体_",
            "[",
            "]",
            "\\",
            "@x",
            "<a>",
            "#d.title",
            "`raw`",
            "= 見出し",
            "- 項",
            "+ 項",
            "/ 語: 説明",
            "// 注",
            "/* 注 */",
            "https://example.jp",
            "~",
            "--",
            "'引用'",
            "#{",
            "}",
            "{{ 7*7 }}",
        ] {
            let mut document = one(text);
            document.subtitle = text.into();
            document.foot = text.into();
            document.blocks.push(Block::Facts { rows: vec![(text.into(), text.into())] });
            document.blocks.push(Block::List { numbered: false, items: vec![text.into()] });
            let page = pages(&document).concat().replace(['\n', '\u{200B}'], "");
            assert_eq!(page.matches(text).count(), 6, "{text}: {page}");
        }
    }

    #[test]
    fn every_page_carries_the_foot_and_its_number_and_a_long_table_repeats_its_head() {
        let pages = pages(&everything());
        assert!(pages.len() > 2);
        for (n, page) in pages.iter().enumerate() {
            assert!(page.contains("認識を共有するためのもの"), "{page}");
            assert!(page.contains(&format!("{} / {}", n + 1, pages.len())), "{page}");
            assert!(page.contains("下書き"), "{page}");
        }
        assert!(pages[1].contains("見出し甲"), "{}", pages[1]);
        assert!(pages.last().unwrap().contains("合意と確認の記録"));
    }

    #[test]
    fn rare_kanji_print_and_an_unknown_character_fails_the_whole() {
        let names = "𠮷野家 髙﨑 濵田 邉 ㈱ ① ㋿ 辻\u{E0100} ⚠";
        let set = pages(&one(names)).concat();
        assert!(names.split(' ').all(|name| set.contains(name)), "{set}");
        assert!(matches!(pdf(&one("絵文字😀")), Err(Fault::NoGlyph { character: '😀', .. })));
    }

    #[test]
    fn the_file_says_its_language_title_and_standard_and_carries_tags() {
        let bytes = pdf(&everything()).unwrap();
        let file = String::from_utf8_lossy(&bytes);
        assert!(file.starts_with("%PDF-1.7"));
        for wanted in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>", "目標シート", "/MarkInfo", "/Lang"]
        {
            assert!(file.contains(wanted), "{wanted}");
        }
        assert!(!file.contains("/JavaScript") && !file.contains("/URI"), "nothing in it acts");
    }

    #[test]
    fn a_hash_and_a_long_address_print() {
        for text in ["3f2a9c1b".repeat(8), "https://example.jp/".repeat(6), "辻\u{E0100}葛\u{E0101}".into()] {
            assert_eq!(pdf(&one(&text)).err(), None, "{text}");
        }
    }

    #[test]
    fn a_document_of_nothing_prints_as_an_empty_page() {
        assert_eq!(pages(&Document::default()).len(), 1);
        let english = Document { lang: Lang::En, page: Page::Landscape, title: "x".into(), ..Document::default() };
        assert_eq!(pdf(&english).err(), None);
    }

    /// How long a sheet of two pages takes: `cargo test --release -p press -- --ignored --nocapture`. The goal is 200 ms.
    #[test]
    #[ignore = "a measurement"]
    fn how_long_it_takes() {
        let mut document = everything();
        document.blocks.retain(|block| !matches!(block, Block::Grid { .. }));
        let (mut all, mut bytes) = (Vec::new(), Vec::new());
        for _ in 0..12 {
            let began = std::time::Instant::now();
            bytes = pdf(&document).unwrap();
            all.push(began.elapsed());
        }
        println!("first {:?}, then {:?}; {} bytes", all[0], all[1..].iter().min(), bytes.len());
        std::fs::write(std::env::temp_dir().join("press-sample.pdf"), pdf(&everything()).unwrap()).unwrap();
    }
}
