//! What the user mends.

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
