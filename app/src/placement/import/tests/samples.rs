//! The four samples as banks hand them over.

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
    for column in &understood.columns {
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

/// The golden file was read line by line beside the sheets. When a rule changes on purpose, the
/// test prints the new text: read it beside the sheets again before it is kept.
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
        assert_eq!(found, golden, "\n{all}");
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
    assert!(matches!(&asked.fate, Fate::AskCompany(others) if others.len() == 1 && others[0].number.as_deref() == Some("5990000001407")));
    // No number on the sheet, and one registered company of the name: taken for it, and said.
    let blank = understood.rows.iter().find(|row| row.number == 24).unwrap();
    assert!(matches!(&blank.company, Link::Known(_)));
    assert!(blank.notices.iter().any(|notice| matches!(notice, Notice::ByName(_))));
}
