//! Headings: which row of a sheet names the columns, and what each column means.
//!
//! Headings are compared without spaces, width, brackets and marks. Most are a word of their own (`役職`); the rest say whose
//! and what (`社長` + `Eメール`). What only says what (`メール`) belongs to whom the columns before it speak of.
//! To teach a word: `words.rs`.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use base::fold::{key, tidy};
use paper::sheet::{Book, Cell, Row, Sheet, column_letters};

use super::cells::Unit;
use super::words::{COMPANIES, HOMES, HOSTS, KANA, MAIL, NAME, OWNERS, PERSONS, PERSONS_HOME, PHONE, WORDS};
use super::{Column, Kind, Mends, Remark};

/// What a column means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Meaning {
    /// Running number of the sheet; not kept.
    Serial,
    /// 案件番号.
    CaseNo,
    /// Company's name.
    Company,
    /// 法人番号.
    Number,
    /// 業種.
    Industry,
    /// 郵便番号.
    Postal,
    /// 所在地.
    Address,
    /// Company's telephone.
    Phone,
    /// 従業員数.
    Employees,
    /// 決算月.
    ClosingMonth,
    /// Owner's name.
    Owner,
    /// Owner's mail.
    OwnerMail,
    /// Name of the host manager (受け入れ責任者).
    Host,
    /// Host manager's mail.
    HostMail,
    /// Person's name.
    Person,
    /// Person's family name.
    Family,
    /// Person's given name.
    Given,
    /// フリガナ.
    Kana,
    /// セイ.
    FamilyKana,
    /// メイ.
    GivenKana,
    /// Birth date.
    Birth,
    /// Person's mail.
    PersonMail,
    /// Post.
    Post,
    /// Management issue.
    Issue,
    /// Contract form.
    Contract,
    /// 両手・片手.
    Sides,
    /// Day of the offer.
    Offer,
    /// Day of joining.
    Join,
    /// Expected pay.
    Pay,
    /// Fee rate.
    FeeRate,
    /// Fee, as a rate or an amount.
    Fee,
    /// 店番.
    BranchCode,
    /// Branch's name.
    Branch,
    /// Consultant.
    Consultant,
    /// Deputy.
    Deputy,
    /// Remarks.
    Note,
}

/// What a heading says by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Said {
    This(Meaning),
    /// Mail, of whom is not said.
    Mail,
    /// Telephone, of whom is not said.
    Phone,
    /// Address or postal number, of whom is not said.
    Home(Meaning),
    /// Where the person lives: a private fact, never the company's address.
    PersonsHome,
}

/// Folded heading -> what it says, and the rank of the word among those of its meaning.
fn words() -> &'static HashMap<String, (Said, usize)> {
    static WORDS_FOLDED: OnceLock<HashMap<String, (Said, usize)>> = OnceLock::new();
    WORDS_FOLDED.get_or_init(|| {
        let mut all = HashMap::new();
        for (meaning, words) in WORDS {
            for (rank, word) in words.split('|').enumerate() {
                all.entry(folded(word)).or_insert((Said::This(meaning), rank));
            }
        }
        for (meaning, words) in HOMES {
            for (rank, word) in words.split('|').enumerate() {
                all.entry(folded(word)).or_insert((Said::Home(meaning), rank));
            }
        }
        for (who, word) in PERSONS.split('|').flat_map(|who| PERSONS_HOME.split('|').map(move |word| (who, word))) {
            all.entry(folded(&format!("{who}{word}"))).or_insert((Said::PersonsHome, 0));
        }
        for word in MAIL.split('|') {
            all.entry(folded(word)).or_insert((Said::Mail, 0));
        }
        for word in PHONE.split('|') {
            all.entry(folded(word)).or_insert((Said::Phone, 0));
        }
        let mut combine = |whose: &str, what: &str, meaning: Meaning| {
            for (rank, (who, word)) in whose.split('|').flat_map(|who| what.split('|').map(move |word| (who, word))).enumerate() {
                all.entry(folded(&format!("{who}{word}"))).or_insert((Said::This(meaning), rank));
            }
        };
        combine(COMPANIES, NAME, Meaning::Company);
        combine(COMPANIES, "住所|所在地|本社所在地", Meaning::Address);
        combine(COMPANIES, "郵便番号", Meaning::Postal);
        combine(COMPANIES, PHONE, Meaning::Phone);
        combine(COMPANIES, "業種", Meaning::Industry);
        combine(COMPANIES, MAIL, Meaning::OwnerMail);
        combine(OWNERS, NAME, Meaning::Owner);
        combine(OWNERS, MAIL, Meaning::OwnerMail);
        combine(HOSTS, NAME, Meaning::Host);
        combine(HOSTS, MAIL, Meaning::HostMail);
        combine(PERSONS, NAME, Meaning::Person);
        combine(PERSONS, MAIL, Meaning::PersonMail);
        combine(PERSONS, KANA, Meaning::Kana);
        combine(PERSONS, "姓|氏|苗字|名字", Meaning::Family);
        combine("", "姓|氏|苗字|名字", Meaning::Family);
        combine(PERSONS, "セイ|姓カナ|姓フリガナ", Meaning::FamilyKana);
        combine(PERSONS, "メイ|名フリガナ", Meaning::GivenKana);
        combine(PERSONS, "生年月日", Meaning::Birth);
        combine(PERSONS, "役職|ポスト", Meaning::Post);
        // Alone, 「名」 is the given name; behind 「入社者」 only where a column for the family name stands too (`columns`).
        combine("", "名", Meaning::Given);
        all
    })
}

/// The form in which headings are compared: folded, letters and digits only.
fn folded(heading: &str) -> String {
    key(heading).chars().filter(|c| c.is_alphanumeric() || matches!(c, '#' | '〒')).collect()
}

/// A heading taken apart.
struct Parsed {
    said: Option<(Said, usize)>,
    unit: Option<Unit>,
}

/// Letters beyond which a text is no heading.
const LONGEST: usize = 60;

/// Reads one heading: the words outside brackets, with those inside as a hint.
fn parse(heading: &str) -> Parsed {
    if heading.chars().nth(LONGEST).is_some() {
        return Parsed { said: None, unit: None };
    }
    let text = tidy(heading);
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0u32);
    for letter in text.chars() {
        match letter {
            '(' | '[' | '〔' | '【' | '《' | '<' => depth += 1,
            ')' | ']' | '〕' | '】' | '》' | '>' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(letter),
            _ => outside.push(letter),
        }
    }
    let (base, hint) = (folded(&outside), folded(&inside));
    let mut unit = Unit::named(&inside);
    let mut base = if base.is_empty() { hint.clone() } else { base };
    for (word, own) in [("千円", Unit::Thousand), ("万円", Unit::TenThousand), ("百万円", Unit::Million)] {
        if unit.is_none()
            && let Some(short) = base.strip_suffix(word).map(str::len).filter(|short| *short > 0)
        {
            unit = Some(own);
            base.truncate(short);
        }
    }
    let tries = [format!("{base}{hint}"), format!("{hint}{base}"), base.trim_start_matches('ゴ').trim_start_matches('御').to_owned(), base];
    Parsed { said: tries.iter().find_map(|word| words().get(word)).copied(), unit }
}

/// The heading row (or two) of a sheet.
pub(super) struct Found {
    /// Place of the first heading row among the rows of the sheet.
    pub(super) first: usize,
    /// Place of the last heading row.
    pub(super) last: usize,
    /// The columns.
    pub(super) columns: Vec<Column>,
    /// What the list is of.
    pub(super) kind: Kind,
    /// What is to be said about the columns.
    pub(super) remarks: Vec<Remark>,
}

/// The sheet to read: the one chosen, else the first shown that is a list of placements, else one of companies.
pub(super) fn choose(book: &Book, mends: &Mends) -> Option<(usize, Found)> {
    if let Some(place) = mends.sheet {
        return find(book.sheets.get(place)?, mends).map(|found| (place, found));
    }
    let mut lists: Vec<(usize, Found)> =
        book.sheets.iter().enumerate().filter_map(|(place, sheet)| find(sheet, mends).map(|found| (place, found))).collect();
    lists.sort_by_key(|(place, found)| (book.sheets.get(*place).is_some_and(|sheet| sheet.hidden), found.kind != Kind::Placements));
    lists.into_iter().next()
}

/// Rows from the top in which headings are looked for.
const LOOKED_AT: usize = 50;

fn find(sheet: &Sheet, mends: &Mends) -> Option<Found> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (place, row) in sheet.rows.iter().take(LOOKED_AT).enumerate() {
        let alone = score(&one_line(row));
        let both = sheet.rows.get(place + 1).map_or(0, |below| score(&two_lines(sheet, row, below)));
        // Two lines only when they say more than the upper alone and than the lower alone.
        let lower = sheet.rows.get(place + 1).map_or(0, |below| score(&one_line(below)));
        let (value, last) = if both > alone && both > lower { (both, place + 1) } else { (alone, place) };
        if value > best.map_or(0, |(value, ..)| value) {
            best = Some((value, place, last));
        }
    }
    let (_, first, last) = best?;
    let upper = sheet.rows.get(first)?;
    let headings = if last > first { two_lines(sheet, upper, sheet.rows.get(last)?) } else { one_line(upper) };
    let (columns, remarks) = columns(sheet, last, &headings, mends);
    let has = |meaning: Meaning| columns.iter().any(|column| column.meaning == Some(meaning));
    let of_person = [Meaning::Person, Meaning::Family, Meaning::Post, Meaning::Issue].into_iter().any(has);
    let of_company = [Meaning::Number, Meaning::Address, Meaning::Industry, Meaning::Owner, Meaning::Phone].into_iter().any(has);
    let kind = match (has(Meaning::Company), of_person, of_company) {
        (true, true, _) => Kind::Placements,
        (true, false, true) => Kind::Companies,
        _ => return None,
    };
    Some(Found { first, last, columns, kind, remarks })
}

fn text(cell: &Cell) -> &str {
    if let Cell::Text(text) = cell { text } else { "" }
}

/// The texts of a row; a title over merged cells counts once.
fn one_line(row: &Row) -> Vec<String> {
    row.cells.iter().enumerate().map(|(place, cell)| if row.is_merged(place) { String::new() } else { text(cell).to_owned() }).collect()
}

/// The texts of two rows joined: what stands over several columns goes in front of what stands in each.
fn two_lines(sheet: &Sheet, upper: &Row, below: &Row) -> Vec<String> {
    let width = upper.cells.len().max(below.cells.len());
    (0..width)
        .map(|place| {
            let (top, under) = (text(upper.cell(place)).trim(), text(below.cell(place)).trim());
            let down = sheet.merge_at(upper.number, place).is_some_and(|merge| merge.last_row >= below.number);
            match (top.is_empty(), under.is_empty() || (down && below.is_merged(place))) {
                (_, true) if upper.is_merged(place) && !down => String::new(),
                (_, true) => top.to_owned(),
                (true, false) => under.to_owned(),
                (false, false) => {
                    let joined = format!("{top} {under}");
                    // 「入社者」 over 「姓」 is one heading; 「日程」 over 「内定日」 says no more than 「内定日」.
                    if parse(&joined).said.is_some() { joined } else { under.to_owned() }
                }
            }
        })
        .collect()
}

/// How many different things the headings of a row say.
fn score(headings: &[String]) -> usize {
    let said = headings.iter().filter_map(|heading| parse(heading).said);
    let different: BTreeSet<String> = said
        .filter(|(said, _)| !matches!(said, Said::This(Meaning::Serial | Meaning::Note)))
        .map(|(said, _)| format!("{said:?}"))
        .collect();
    // One word is no heading row: a form has its labels one below the other.
    if different.len() < 2 { 0 } else { different.len() }
}

/// Who the columns before an open one speak of.
#[derive(Clone, Copy, PartialEq)]
enum About {
    Company,
    Person,
    Other,
}

fn about(meaning: Meaning) -> About {
    match meaning {
        Meaning::Company
        | Meaning::Number
        | Meaning::Industry
        | Meaning::Postal
        | Meaning::Address
        | Meaning::Phone
        | Meaning::Employees
        | Meaning::ClosingMonth
        | Meaning::Owner
        | Meaning::OwnerMail
        | Meaning::Host
        | Meaning::HostMail => About::Company,
        Meaning::Person
        | Meaning::Family
        | Meaning::Given
        | Meaning::Kana
        | Meaning::FamilyKana
        | Meaning::GivenKana
        | Meaning::Birth
        | Meaning::PersonMail => About::Person,
        _ => About::Other,
    }
}

/// Gives every column with a heading or a filled cell its meaning.
fn columns(sheet: &Sheet, last: usize, headings: &[String], mends: &Mends) -> (Vec<Column>, Vec<Remark>) {
    let below = sheet.rows.get(last + 1..).unwrap_or_default();
    let width = below.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(headings.len());
    let mut filled = vec![false; width];
    for row in below {
        for (place, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            if let Some(filled) = filled.get_mut(place) {
                *filled |= !cell.is_blank();
            }
        }
    }
    let parsed: Vec<Parsed> = (0..width).map(|place| parse(headings.get(place).map_or("", String::as_str))).collect();
    let family = parsed.iter().any(|parsed| matches!(parsed.said, Some((Said::This(Meaning::Family), _))));
    let mut remarks = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let mut ranks = Vec::new();
    let mut last_about = About::Other;
    for (place, parsed) in parsed.iter().enumerate() {
        let words: String = headings.get(place).map(|heading| tidy(heading)).unwrap_or_default().chars().take(LONGEST).collect();
        if words.is_empty() && !filled.get(place).copied().unwrap_or(false) {
            continue;
        }
        let heading = if words.is_empty() { column_letters(place) } else { words };
        let mut by_neighbours = false;
        let mut meaning = match parsed.said.map(|(said, _)| said) {
            // 「入社者 名」 beside 「入社者 姓」 is the given name.
            Some(Said::This(Meaning::Person)) if family && is_given(&heading) => Some(Meaning::Given),
            Some(Said::This(meaning)) => Some(meaning),
            Some(open) => {
                by_neighbours = open == Said::Mail;
                match (open, last_about) {
                    (Said::Mail, About::Person) => Some(Meaning::PersonMail),
                    (Said::Mail, About::Company) => Some(Meaning::OwnerMail),
                    (Said::Phone, About::Company) => Some(Meaning::Phone),
                    (Said::Home(meaning), About::Company | About::Other) => Some(meaning),
                    // Whose telephone or address it is stays open beside a person: it goes to nobody but the desk.
                    _ => None,
                }
            }
            None => None,
        };
        if let Some(chosen) = mends.columns.get(&place) {
            (meaning, by_neighbours) = (*chosen, false);
        }
        match meaning.map(about) {
            Some(About::Other) | None => {}
            Some(new) => last_about = new,
        }
        ranks.push(if mends.columns.contains_key(&place) { 0 } else { parsed.said.map_or(usize::MAX, |(_, rank)| rank + 1) });
        columns.push(Column { place, heading, meaning, unit: parsed.unit, by_neighbours: by_neighbours && meaning.is_some() });
    }
    keep_one_of_each(&mut columns, &ranks, &mut remarks);
    for column in columns.iter().filter(|column| column.by_neighbours) {
        if let Some(meaning) = column.meaning {
            remarks.push(Remark::ByNeighbours { heading: column.heading.clone(), meaning });
        }
    }
    let kept: Vec<String> = columns.iter().filter(|column| column.meaning.is_none()).map(|column| column.heading.clone()).collect();
    if !kept.is_empty() {
        remarks.push(Remark::KeptAsNote(kept));
    }
    (columns, remarks)
}

/// Whether a heading for a person ends in 「名」 that is no 「氏名」.
fn is_given(heading: &str) -> bool {
    let folded = folded(heading);
    folded.ends_with('名') && !folded.ends_with("氏名") && !folded.ends_with("姓名")
}

/// Of two columns with the same meaning the one with the better word stays, the other goes to the note. The owner's post is nobody's post.
fn keep_one_of_each(columns: &mut [Column], ranks: &[usize], remarks: &mut Vec<Remark>) {
    let mut ranks = ranks.to_vec();
    for place in 1..columns.len() {
        let after_owner = columns.get(place - 1).is_some_and(|column| column.meaning == Some(Meaning::Owner));
        let is_post = columns.get(place).is_some_and(|column| column.meaning == Some(Meaning::Post));
        if let Some(rank) = ranks.get_mut(place).filter(|rank| after_owner && is_post && **rank > 0) {
            *rank = usize::MAX - 1;
        }
    }
    let mut used: HashMap<Meaning, usize> = HashMap::new();
    for place in 0..columns.len() {
        let Some(meaning) = columns.get(place).and_then(|column| column.meaning).filter(|meaning| *meaning != Meaning::Note) else {
            continue;
        };
        let Some(before) = used.get(&meaning).copied() else {
            used.insert(meaning, place);
            continue;
        };
        let better = ranks.get(place) < ranks.get(before);
        let (stays, goes) = if better { (place, before) } else { (before, place) };
        used.insert(meaning, stays);
        let heading = |at: usize| columns.get(at).map(|column| column.heading.clone()).unwrap_or_default();
        let remark = Remark::SecondColumn { used: heading(stays), kept: heading(goes), meaning };
        if meaning != Meaning::Serial {
            remarks.push(remark);
        }
        if let Some(column) = columns.get_mut(goes) {
            column.meaning = None;
        }
    }
}

/// Whether a row repeats a heading row letter by letter, as every page of a printed list does.
pub(super) fn repeats(row: &Row, found: &Found, sheet: &Sheet) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let same = |heading: &Row| {
        let pairs = row.cells.iter().zip(&heading.cells);
        pairs.filter(|(cell, heading)| !cell.is_blank() && text(cell).trim() == text(heading).trim() && !text(heading).is_empty()).count()
    };
    let headings = sheet.rows.get(found.first..=found.last).unwrap_or_default();
    headings.iter().map(same).any(|same| same >= 2 && same * 5 >= filled * 3)
}
