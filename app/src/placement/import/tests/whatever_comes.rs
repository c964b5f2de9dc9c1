//! Whatever comes, and how long it takes.

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
            "{row}\t株式会社見本{company}\t\t丸山 一郎 様\t森　英樹{row}\tﾓﾘ ヒデキ\t工場長\t\
             原価管理を定着させる\t無期\tR8.4.1\t令和８年５月１日\t７００万円\t30%\t駅前支店\t山本\tp{row}@example.jp\t0852-00-1000\t単身赴任"
        );
    }
    paste(&text).unwrap()
}

/// The best of three runs: the machine may be busy with something else.
fn best(run: impl Fn()) -> std::time::Duration {
    let timed = || {
        let start = std::time::Instant::now();
        run();
        start.elapsed()
    };
    (0..3).map(|_| timed()).min().unwrap_or_default()
}

#[test]
fn a_list_eight_times_as_long_takes_no_sixty_four_times_as_long() {
    let took = |rows: usize| {
        let book = long(rows);
        let mut known = Known::default();
        let first = understand(&book, &known);
        register(&mut known, &first);
        best(|| assert_eq!(understand(&book, &known).counts().ready, 0))
    };
    let (short, long) = (took(100), took(800));
    assert!(long < short * 30, "{short:?} {long:?}");
}

#[test]
#[ignore = "a budget for an idle machine and a release build: cargo test --release -- --ignored"]
fn five_thousand_rows_are_understood_in_a_blink() {
    let book = long(5_000);
    let mut known = Known::default();
    let first = understand(&book, &known);
    register(&mut known, &first);
    for known in [&Known::default(), &known] {
        let best = best(|| assert_eq!(understand(&book, known).counts().to_mend, 0));
        assert!(best.as_millis() < 300, "{best:?}");
    }
}
