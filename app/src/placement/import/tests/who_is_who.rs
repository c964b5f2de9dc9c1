//! Who is who, and what becomes of a row.

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

const MARUYAMA: &str =
    "7990000001000\t株式会社丸山工業\t島根県松江市見本町1-1\t森 英樹\tモリ ヒデキ\tS45.6.15\tmori@example.jp\t工場長\t原価管理\tR8.4.1\tP1";

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
fn one_name_under_two_numbers_in_one_list_is_asked_too() {
    let rows = ["7990000001000\t丸山工業\t\t森 英樹\t\t\t\t工場長\t原価\t\t", "3990000001037\t㈱丸山工業\t\t原 健\t\t\t\t部長\t販路\t\t"];
    let book = list(&rows);
    let understood = understand(&book, &Known::default());
    assert!(matches!(&understood.rows[1].fate, Fate::AskCompany(others) if others[0].link == Link::Row(2)));
    assert!(understood.rows[1].sentence(Lang::Ja).contains("2行目"));
    let mend = Mend { company: Some(Same::As(Link::Row(2))), ..Mend::default() };
    let answered = understand_with(&book, &Known::default(), &Mends { rows: [(3, mend)].into(), ..Mends::default() });
    assert_eq!((answered.rows[1].fate.clone(), answered.rows[1].company.clone()), (Fate::New, Link::Row(2)));
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
        paste(&format!("法人番号\t会社名\t所在地\t従業員数\n7990000001000\t{name}\t{address}\t20\n7990000001000\t{name}\t{address}\t20"))
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
