//! What a goal sheet from elsewhere means. Pure: a table of cells in, the fields of the desk's form out.
//!
//! The row with the most headings we know is the head of the table; above it stand labels with their values. Headings are
//! compared folded, so that １ヶ月, 1カ月 and 1か月 are one. What we have no field for is named and left out.

use base::fold;
use base::japan::read_day;
use paper::sheet::{Book, Cell, Row, Sheet};

/// A field of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Its number.
    No,
    /// The sentence.
    Sentence,
    /// How one will see it.
    Criterion,
    /// Where things stand today; goes behind the criterion in brackets.
    Today,
    /// Until when.
    Due,
    /// Weight.
    Weight,
    /// After one month.
    Month1,
    /// After three.
    Month3,
    /// After six.
    Month6,
    /// Support.
    Support,
    /// The issue it serves.
    Issue,
}

/// Headings by field, as they were found in templates in use.
const HEADINGS: [(Column, &[&str]); 11] = [
    (Column::No, &["no", "no.", "番号", "項番", "#"]),
    (
        Column::Sentence,
        &["目標", "目標項目", "目標の文", "目標内容", "取組目標", "個人目標", "重点目標", "テーマ", "goal", "goals", "objective"],
    ),
    (
        Column::Criterion,
        &[
            "達成基準",
            "評価基準",
            "達成のめやす",
            "達成の目安",
            "到達点",
            "達成水準",
            "成果指標",
            "判断基準",
            "kpi",
            "howwewillseeit",
            "criterion",
        ],
    ),
    (Column::Today, &["現状", "現在", "スタート時点", "today", "baseline"]),
    (Column::Due, &["期限", "期日", "達成期限", "完了予定", "完了予定日", "いつまで", "due", "duedate", "deadline"]),
    (Column::Weight, &["ウエイト", "ウェイト", "ウエート", "比重", "重み", "配分", "weight"]),
    (Column::Month1, &["1か月", "1か月の中間目標", "1か月後", "1か月目", "month1", "milestone,month1"]),
    (Column::Month3, &["3か月", "3か月の中間目標", "3か月後", "3か月目", "month3", "milestone,month3"]),
    (Column::Month6, &["6か月", "6か月の中間目標", "6か月後", "6か月目", "month6", "milestone,month6"]),
    (
        Column::Support,
        &[
            "会社の支援",
            "会社の支援・支える方",
            "支援",
            "必要な支援",
            "支援者",
            "担当・支援者",
            "必要な支援・権限",
            "support",
            "supportandwhogivesit",
        ],
    ),
    (Column::Issue, &["取り組む経営課題", "経営課題", "issueitserves", "issue"]),
];

/// Labels above the table.
const MISSION: [&str; 7] = ["担っていただくこと", "ミッション", "役割", "期待する役割", "使命", "mission", "role"];
const PERIOD: [&str; 5] = ["期間", "目標期間", "対象期間", "評価期間", "period"];

/// A goal as a file says it; a field is none when the file has no column for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its number in the file.
    pub no: Option<i64>,
    /// Field and words, days as `2026-12-31` where they could be read.
    pub fields: Vec<(Column, String)>,
}

impl Found {
    /// What the file says in a field.
    pub fn get(&self, column: Column) -> Option<&str> {
        self.fields.iter().find(|(one, _)| *one == column).map(|(_, words)| words.as_str())
    }
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// Mission; none when the file has none.
    pub mission: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// The goals in order.
    pub goals: Vec<Found>,
    /// Headings that we have no field for.
    pub left_out: Vec<String>,
}

fn folded(text: &str) -> String {
    let tidy: String = fold::tidy(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let tidy = ["ヶ月", "ヵ月", "カ月", "ケ月", "ケ月", "箇月", "個月"].iter().fold(tidy, |text, month| text.replace(month, "か月"));
    tidy.trim_end_matches(['※', '*', ':', '%']).replace("(任意)", "").replace("(%)", "")
}

fn column_of(cell: &Cell) -> Option<Column> {
    let words = folded(&cell.shown());
    HEADINGS.iter().find(|(_, names)| names.contains(&words.as_str())).map(|(column, _)| *column)
}

/// The columns of a row that might be the head: field and place, each field once, the leftmost.
fn head(row: &Row) -> Vec<(Column, usize)> {
    let mut found: Vec<(Column, usize)> = Vec::new();
    for (place, cell) in row.cells.iter().enumerate() {
        if let Some(column) = column_of(cell)
            && !found.iter().any(|(one, _)| *one == column)
        {
            found.push((column, place));
        }
    }
    found
}

/// Reads the first sheet that holds a table of goals; none when there is no such table.
pub fn understand(book: &Book) -> Option<Understood> {
    book.sheets.iter().filter(|sheet| !sheet.hidden).find_map(of_sheet)
}

fn of_sheet(sheet: &Sheet) -> Option<Understood> {
    let candidates = sheet.rows.iter().enumerate().take(60).map(|(at, row)| (at, head(row)));
    let (at, mut columns) = candidates
        .filter(|(_, columns)| columns.len() > 1 && columns.iter().any(|(column, _)| *column == Column::Sentence))
        .max_by_key(|(at, columns)| (columns.len(), std::cmp::Reverse(*at)))?;
    // Headings in two storeys: 中間目標 over 1か月, 3か月, 6か月.
    let below = sheet.rows.get(at + 1).filter(|row| head(row).len() > 1);
    for (column, place) in below.map(head).unwrap_or_default() {
        if !columns.iter().any(|(one, _)| *one == column) {
            columns.push((column, place));
        }
    }
    let first = at + 1 + usize::from(below.is_some());
    let mut understood = Understood::default();
    for row in sheet.rows.iter().take(at) {
        above(row, &mut understood);
    }
    let heads = sheet.rows.get(at).into_iter().chain(below);
    for (place, cell) in heads.flat_map(|row| row.cells.iter().enumerate()) {
        let words = fold::tidy(&cell.shown());
        let known = columns.iter().any(|(_, one)| *one == place) || column_of(cell).is_some();
        if !known && !words.is_empty() && !understood.left_out.contains(&words) {
            understood.left_out.push(words);
        }
    }
    // A heading that only spans known columns (中間目標) leaves nothing out.
    if below.is_some() {
        let spans = |words: &String| {
            sheet.rows.get(at).is_some_and(|row| {
                row.cells
                    .iter()
                    .enumerate()
                    .any(|(place, cell)| fold::tidy(&cell.shown()) == *words && columns.iter().any(|(_, one)| *one == place))
            })
        };
        understood.left_out.retain(|words| !spans(words));
    }
    for row in sheet.rows.iter().skip(first) {
        goal(row, &columns, &mut understood.goals);
    }
    Some(understood)
}

/// A line above the table: a label, and the first cell right of it that says something else.
fn above(row: &Row, into: &mut Understood) {
    for (place, cell) in row.cells.iter().enumerate() {
        let label = folded(&cell.shown());
        let value = || {
            let right = row.cells.iter().enumerate().skip(place + 1);
            right.map(|(_, cell)| words(cell)).find(|words| !words.is_empty() && folded(words) != label)
        };
        if MISSION.contains(&label.as_str()) && into.mission.is_none() {
            into.mission = value();
        } else if PERIOD.contains(&label.as_str()) && into.from.is_none() && into.until.is_none() {
            (into.from, into.until) = value().map(|period| span(&period)).unwrap_or_default();
        }
    }
}

fn words(cell: &Cell) -> String {
    cell.shown().lines().map(fold::tidy).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A day as the form takes it; as written where it cannot be read, so that the form asks.
fn day(text: &str) -> String {
    let text = fold::tidy(text);
    let end_of_month = || {
        let first = text.strip_suffix("月末").map(|month| format!("{month}月1日"))?;
        read_day(&first).ok().map(|first| first.plus_months(1).plus(-1).to_string())
    };
    read_day(&text).map(|day| day.to_string()).ok().or_else(end_of_month).unwrap_or(text)
}

fn span(period: &str) -> (Option<String>, Option<String>) {
    let period = fold::tidy(period);
    let filled = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(day);
    for sign in ["~", "〜", "から", "–", "—", " - ", " to "] {
        if let Some((from, until)) = period.split_once(sign) {
            return (filled(from), filled(until.trim_end_matches("まで")));
        }
    }
    (None, filled(period.trim_end_matches("まで")))
}

fn goal(row: &Row, columns: &[(Column, usize)], goals: &mut Vec<Found>) {
    let own = |column: Column| {
        let place = columns.iter().find(|(one, _)| *one == column).map(|(_, place)| *place)?;
        Some((place, row.cell(place)))
    };
    let blank = |column: Column| own(column).is_none_or(|(place, cell)| cell.is_blank() || row.is_merged(place));
    let fields = columns.iter().filter(|(column, _)| *column != Column::No).map(|(column, place)| {
        let said = match (column, row.cell(*place)) {
            (Column::Due, Cell::Blank) => String::new(),
            (Column::Due, cell) => day(&cell.shown()),
            (Column::Weight, cell) => weight(cell),
            (_, cell) => words(cell),
        };
        (*column, said)
    });
    let fields: Vec<(Column, String)> = fields.collect();
    if fields.iter().all(|(_, words)| words.is_empty()) {
        return;
    }
    let no: Option<i64> = own(Column::No).and_then(|(_, cell)| fold::tidy(&cell.shown()).parse().ok());
    let another = !blank(Column::No) && no.is_some() && goals.last().is_some_and(|last| last.no != no);
    // A row without a sentence of its own goes on with the goal above it; one with a number of its own lacks its sentence.
    if blank(Column::Sentence) && !another {
        if let Some(last) = goals.last_mut() {
            for ((column, words), (_, place)) in fields.iter().zip(columns.iter().filter(|(column, _)| *column != Column::No)) {
                let has = last.get(*column);
                let seen = has.is_none_or(|said| said.lines().any(|line| line == words));
                // There is one day and one weight.
                let full = matches!(column, Column::Due | Column::Weight) && has.is_some_and(|said| !said.is_empty());
                if !(words.is_empty() || row.is_merged(*place) || seen || full) {
                    for (one, said) in &mut last.fields {
                        if one == column {
                            *said = if said.is_empty() { words.clone() } else { format!("{said}\n{words}") };
                        }
                    }
                }
            }
        }
        return;
    }
    let mut found = Found { no, fields };
    let today = found.get(Column::Today).unwrap_or_default().to_owned();
    if !today.is_empty() {
        for (column, words) in &mut found.fields {
            if *column == Column::Criterion {
                *words = if words.is_empty() { format!("現状:{today}") } else { format!("{words}(現状:{today})") };
            }
        }
    }
    goals.push(found);
}

/// `40`, `40%` and a cell of 0.4 shown as 40% are one weight.
fn weight(cell: &Cell) -> String {
    match cell {
        Cell::Number(share) if *share > 0.0 && *share <= 1.0 => format!("{}", (share * 100.0).round()),
        cell => fold::tidy(&cell.shown()).trim_end_matches('%').trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use paper::sheet::{Limits, paste, read};

    use super::*;

    fn found() -> Understood {
        understand(&read(include_bytes!("../../../../samples/goal-sheet-as-found.xlsx"), "a.xlsx", &Limits::default()).unwrap()).unwrap()
    }

    #[test]
    fn the_sheet_as_found_is_understood() {
        let sheet = found();
        assert_eq!(sheet.mission.as_deref(), Some("月次の数字で経営判断ができる状態をつくる"));
        assert_eq!((sheet.from.as_deref(), sheet.until.as_deref()), (Some("2026-10-01"), Some("2027-03-31")));
        assert_eq!(sheet.goals.len(), 3);
        let one = &sheet.goals[0];
        assert_eq!(one.get(Column::Sentence), Some("月次決算を早める"));
        assert_eq!(one.get(Column::Criterion), Some("翌月10日締めを2か月続ける(現状:翌月25日)"));
        assert_eq!(one.get(Column::Weight), Some("40"));
        assert_eq!(sheet.goals[1].get(Column::Due), Some("2027-03-31"));
        assert_eq!(sheet.goals[2].get(Column::Due), Some("2027-03-31"), "令和9年3月末");
        assert_eq!(sheet.left_out, ["種別"]);
    }

    #[test]
    fn other_headings_and_missing_columns_are_understood() {
        let book = paste(
            "ミッション\t管理部門の立て直し\n\n番号\t取組目標\tいつまで\t自己評価\n1\t月次を早める\tR9.3.31\tA\n2\t採算を見る\t\tB\n",
        )
        .unwrap();
        let sheet = understand(&book).unwrap();
        assert_eq!(sheet.mission.as_deref(), Some("管理部門の立て直し"));
        assert_eq!(sheet.goals.len(), 2);
        assert_eq!(sheet.goals[0].get(Column::Due), Some("2027-03-31"));
        assert_eq!(sheet.goals[0].get(Column::Month1), None, "no column, nothing said");
        assert_eq!(sheet.left_out, ["自己評価"], "a grade is not read");
    }

    #[test]
    fn a_row_with_a_number_of_its_own_is_a_goal_that_lacks_its_sentence_and_a_day_is_never_two() {
        let book = paste("No\t目標\t期限\n1\t月次を早める\t2027-03-31\n2\t\t来年春ごろ\n").unwrap();
        let goals = understand(&book).unwrap().goals;
        assert_eq!((goals.len(), goals[1].get(Column::Sentence), goals[1].get(Column::Due)), (2, Some(""), Some("来年春ごろ")));
        let book = paste("目標\t期限\n月次を早める\t2027-03-31\n\t来年春ごろ\n").unwrap();
        assert_eq!(understand(&book).unwrap().goals[0].get(Column::Due), Some("2027-03-31"));
    }

    #[test]
    fn a_row_without_a_sentence_goes_on_with_the_goal_above_it() {
        let book = paste("目標\t達成基準\t3ヶ月\n月次を早める\t翌月10日\t試す\n\t2か月続ける\t\n採算を見る\t\t\n").unwrap();
        let sheet = understand(&book).unwrap();
        assert_eq!(sheet.goals.len(), 2);
        assert_eq!(sheet.goals[0].get(Column::Criterion), Some("翌月10日\n2か月続ける"));
        assert_eq!(sheet.goals[0].get(Column::Month3), Some("試す"));
    }

    #[test]
    fn headings_in_two_storeys_are_read_together() {
        let book = paste("No\t目標\t中間目標\t\t\t備考\n\t\t1か月\t3か月\t6か月\t\n1\t月次を早める\t一\t三\t六\tなし\n").unwrap();
        let sheet = understand(&book).unwrap();
        assert_eq!(sheet.goals.len(), 1);
        assert_eq!(sheet.goals[0].get(Column::Month6), Some("六"));
        assert_eq!(sheet.left_out, ["備考"]);
    }

    #[test]
    fn a_table_of_something_else_is_no_goal_sheet() {
        assert_eq!(understand(&paste("会社名\t住所\nA\tB\n").unwrap()), None);
    }

    #[test]
    fn a_weight_is_a_number_of_a_hundred() {
        assert_eq!(weight(&Cell::Number(0.4)), "40");
        assert_eq!(weight(&Cell::Number(40.0)), "40");
        assert_eq!(weight(&Cell::Text("３０％".into())), "30");
    }
}
