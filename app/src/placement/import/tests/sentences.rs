//! The sentences.

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

#[test]
fn a_fault_names_its_cell_as_excel_does() {
    let understood = understand(&book(AS_FOUND), &Known::default());
    let places: Vec<String> =
        understood.rows.iter().flat_map(|row| row.faults.iter().filter_map(|fault| fault.place(row.number))).collect();
    assert_eq!(places, ["C8", "K18"]);
}
