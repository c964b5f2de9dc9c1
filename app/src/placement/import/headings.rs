//! Headings: which row of a sheet names the columns, and what each column means.
//!
//! Headings are compared without spaces, width, brackets and marks. Most are a word of their own (`役職`); the rest say whose
//! and what (`社長` + `Eメール`). What only says what (`メール`) belongs to whom the columns before it speak of.
//! To teach a word: `WORDS`, or `OWNERS` and its neighbours.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use base::fold::{key, tidy};
use paper::sheet::{Book, Cell, Row, Sheet, column_letters};

use super::cells::Unit;
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

/// Words of their own; where two columns mean the same, the one whose word comes first is used.
const WORDS: [(Meaning, &[&str]); 27] = [
    (Meaning::Serial, &["no", "番号", "連番", "項番", "通番", "通し番号", "#", "行", "行番号"]),
    (
        Meaning::CaseNo,
        &[
            "案件番号",
            "案件no",
            "案件id",
            "案件コード",
            "案件管理番号",
            "管理番号",
            "管理no",
            "整理番号",
            "紹介番号",
            "case no",
            "case number",
        ],
    ),
    (Meaning::Number, &["法人番号", "会社法人番号", "法人no", "国税庁法人番号", "corporate number"]),
    (Meaning::Industry, &["業種", "業種名", "業種分類", "業界", "産業分類", "大分類", "industry"]),
    (Meaning::Postal, &["郵便番号", "〒", "zip", "postal code"]),
    (Meaning::Address, &["所在地", "住所", "本社所在地", "本店所在地", "address"]),
    (Meaning::Employees, &["従業員数", "従業員", "社員数", "employees"]),
    (Meaning::ClosingMonth, &["決算月", "決算期", "決算", "closing month"]),
    (
        Meaning::Post,
        &[
            "役職",
            "役職名",
            "入社後役職",
            "ポスト",
            "ポスト名",
            "ポジション",
            "採用ポジション",
            "募集ポジション",
            "職位",
            "職名",
            "肩書",
            "役割",
            "職種",
            "募集職種",
            "採用職種",
            "post",
            "position",
            "title",
        ],
    ),
    (
        Meaning::Issue,
        &[
            "経営課題",
            "解決したい経営課題",
            "解決したい課題",
            "経営上の課題",
            "企業の課題",
            "会社の課題",
            "企業課題",
            "課題",
            "解決課題",
            "採用背景",
            "求人背景",
            "採用目的",
            "採用理由",
            "issue",
            "management issue",
        ],
    ),
    (
        Meaning::Contract,
        &[
            "契約形態",
            "雇用形態",
            "契約の形",
            "契約区分",
            "雇用区分",
            "契約種別",
            "採用形態",
            "就業形態",
            "契約",
            "雇用",
            "contract",
            "contract form",
        ],
    ),
    (
        Meaning::Sides,
        &["両手・片手", "両手・片手区分", "両手片手の別", "紹介形態", "紹介の形", "紹介区分", "支援形態", "マッチング形態", "型", "sides"],
    ),
    (
        Meaning::Offer,
        &[
            "内定日",
            "オファー日",
            "内定年月日",
            "内定通知日",
            "内定",
            "オファー",
            "採用決定日",
            "内定承諾日",
            "承諾日",
            "成約日",
            "offer date",
            "offer",
        ],
    ),
    (
        Meaning::Join,
        &[
            "入社日",
            "入社年月日",
            "入社予定日",
            "着任日",
            "着任予定日",
            "就任日",
            "入社",
            "入社予定",
            "着任",
            "着任予定",
            "就業開始日",
            "勤務開始日",
            "入社時期",
            "開始日",
            "join date",
            "start date",
            "joining date",
        ],
    ),
    (
        Meaning::Pay,
        &[
            "年収",
            "理論年収",
            "想定年収",
            "予定年収",
            "提示年収",
            "初年度年収",
            "年収額",
            "理論年収額",
            "年俸",
            "報酬年額",
            "annual pay",
            "pay",
            "salary",
        ],
    ),
    (Meaning::FeeRate, &["手数料率", "料率", "紹介手数料率", "紹介料率", "成功報酬率", "フィー率", "fee rate"]),
    (Meaning::Fee, &["手数料", "手数料額", "紹介手数料", "紹介手数料額", "紹介料", "成功報酬", "成功報酬額", "フィー", "fee"]),
    (
        Meaning::BranchCode,
        &["店番", "店番号", "取扱店番", "営業店番", "支店コード", "店コード", "店舗コード", "部店コード", "営業店コード", "branch code"],
    ),
    (
        Meaning::Branch,
        &[
            "営業店",
            "営業店名",
            "支店",
            "支店名",
            "取扱店",
            "取扱店名",
            "取扱支店",
            "担当店",
            "取引店",
            "店名",
            "店舗",
            "部店",
            "部店名",
            "母店",
            "所管店",
            "所管部店",
            "branch",
        ],
    ),
    (
        Meaning::Consultant,
        &[
            "担当",
            "担当者",
            "担当者名",
            "主担当",
            "主担当者",
            "本部担当",
            "本部担当者",
            "人材紹介担当",
            "人材紹介担当者",
            "案件担当",
            "案件担当者",
            "行内担当",
            "当行担当",
            "当行担当者",
            "当金庫担当者",
            "当組合担当者",
            "担当行員",
            "担当職員",
            "コンサルタント",
            "consultant",
        ],
    ),
    (
        Meaning::Deputy,
        &[
            "副担当",
            "副担当者",
            "不在時",
            "不在時担当",
            "不在時担当者",
            "不在時の担当",
            "不在時の担当者",
            "サブ担当",
            "サブ担当者",
            "代理",
            "代理担当",
            "代理担当者",
            "deputy",
        ],
    ),
    (Meaning::Note, &["備考", "備考欄", "特記事項", "摘要", "メモ", "コメント", "remarks", "note", "notes"]),
    (Meaning::Kana, &["フリガナ", "カナ", "カナ氏名", "氏名カナ", "ヨミガナ", "読み仮名", "読み", "kana"]),
    (Meaning::FamilyKana, &["セイ", "姓カナ", "姓フリガナ", "カナ姓"]),
    (Meaning::GivenKana, &["メイ", "名カナ", "名フリガナ", "カナ名"]),
    (Meaning::Birth, &["生年月日", "誕生日", "birth date", "date of birth"]),
    (Meaning::Person, &["氏名", "お名前", "名前", "姓名", "name"]),
];

const COMPANIES: &[&str] = &[
    "会社",
    "企業",
    "取引先",
    "取引先企業",
    "取引先会社",
    "求人企業",
    "求人会社",
    "求人者",
    "求人先",
    "法人",
    "事業者",
    "事業所",
    "顧客",
    "顧客企業",
    "お客さま",
    "お客様",
    "得意先",
    "紹介先",
    "紹介先企業",
    "採用企業",
    "受入企業",
    "受け入れ企業",
    "受入先",
    "入社先",
    "貴社",
    "社",
    "クライアント",
    "company",
    "client",
];
const OWNERS: &[&str] = &["社長", "代表者", "代表", "代表取締役", "代表取締役社長", "経営者", "オーナー", "owner", "president"];
const HOSTS: &[&str] = &[
    "受け入れ責任者",
    "受入責任者",
    "受け入れ担当者",
    "受入担当者",
    "窓口",
    "窓口担当者",
    "先方担当",
    "先方担当者",
    "企業担当者",
    "会社担当者",
    "現場責任者",
    "host",
    "host manager",
];
const PERSONS: &[&str] = &[
    "入社者",
    "入社される方",
    "入社する方",
    "入社予定者",
    "入社人材",
    "本人",
    "ご本人",
    "候補者",
    "求職者",
    "人材",
    "経営人材",
    "紹介人材",
    "採用者",
    "採用人材",
    "内定者",
    "就職者",
    "氏名",
    "お名前",
    "名前",
    "person",
    "candidate",
];
const NAME: &[&str] = &["", "名", "名称", "氏名", "お名前", "名前", "様", "name"];
const MAIL: &[&str] = &[
    "メール",
    "メールアドレス",
    "のメール",
    "のメールアドレス",
    "eメール",
    "eメールアドレス",
    "mail",
    "email",
    "アドレス",
    "mailアドレス",
];
const PHONE: &[&str] = &["電話", "電話番号", "tel", "代表電話", "代表電話番号", "連絡先電話番号", "phone"];
const KANA: &[&str] = &["フリガナ", "カナ", "ヨミガナ", "氏名カナ", "氏名フリガナ", "名カナ"];

/// What a heading says by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Said {
    This(Meaning),
    /// Mail, of whom is not said.
    Mail,
    /// Telephone, of whom is not said.
    Phone,
}

/// Folded heading -> what it says, and the rank of the word among those of its meaning.
fn words() -> &'static HashMap<String, (Said, usize)> {
    static WORDS_FOLDED: OnceLock<HashMap<String, (Said, usize)>> = OnceLock::new();
    WORDS_FOLDED.get_or_init(|| {
        let mut all = HashMap::new();
        for (meaning, words) in WORDS {
            for (rank, word) in words.iter().enumerate() {
                all.entry(folded(word)).or_insert((Said::This(meaning), rank));
            }
        }
        for word in MAIL {
            all.entry(folded(word)).or_insert((Said::Mail, 0));
        }
        for word in PHONE {
            all.entry(folded(word)).or_insert((Said::Phone, 0));
        }
        let mut combine = |whose: &[&str], what: &[&str], meaning: Meaning| {
            for (rank, (who, word)) in whose.iter().flat_map(|who| what.iter().map(move |word| (who, word))).enumerate() {
                all.entry(folded(&format!("{who}{word}"))).or_insert((Said::This(meaning), rank));
            }
        };
        combine(COMPANIES, NAME, Meaning::Company);
        combine(COMPANIES, &["住所", "所在地", "本社所在地"], Meaning::Address);
        combine(COMPANIES, &["郵便番号"], Meaning::Postal);
        combine(COMPANIES, PHONE, Meaning::Phone);
        combine(COMPANIES, &["業種"], Meaning::Industry);
        combine(COMPANIES, MAIL, Meaning::OwnerMail);
        combine(OWNERS, NAME, Meaning::Owner);
        combine(OWNERS, MAIL, Meaning::OwnerMail);
        combine(HOSTS, NAME, Meaning::Host);
        combine(HOSTS, MAIL, Meaning::HostMail);
        combine(PERSONS, NAME, Meaning::Person);
        combine(PERSONS, MAIL, Meaning::PersonMail);
        combine(PERSONS, KANA, Meaning::Kana);
        combine(PERSONS, &["姓", "氏", "苗字", "名字"], Meaning::Family);
        combine(&[""], &["姓", "氏", "苗字", "名字"], Meaning::Family);
        combine(PERSONS, &["セイ", "姓カナ", "姓フリガナ"], Meaning::FamilyKana);
        combine(PERSONS, &["メイ", "名フリガナ"], Meaning::GivenKana);
        combine(PERSONS, &["生年月日"], Meaning::Birth);
        combine(PERSONS, &["役職", "ポスト"], Meaning::Post);
        // Alone, 「名」 is the given name; behind 「入社者」 only where a column for the family name stands too (`columns`).
        combine(&[""], &["名"], Meaning::Given);
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

/// Reads one heading: the words outside brackets, with those inside as a hint.
fn parse(heading: &str) -> Parsed {
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
            && let Some(short) = base.strip_suffix(word).filter(|short| !short.is_empty())
        {
            unit = Some(own);
            base = short.to_owned();
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
    let said = headings.iter().filter(|heading| heading.chars().count() <= 40).filter_map(|heading| parse(heading).said);
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
        let words = headings.get(place).map(|heading| tidy(heading)).unwrap_or_default();
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
                    // Whose telephone it is stays open beside a person: it goes to nobody but the desk.
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
        if after_owner && columns.get(place).is_some_and(|column| column.meaning == Some(Meaning::Post)) {
            if let Some(rank) = ranks.get_mut(place).filter(|rank| **rank > 0) {
                *rank = usize::MAX - 1;
            }
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

/// Whether a row repeats the headings, as every page of a printed list does.
pub(super) fn repeats(row: &Row, columns: &[Column]) -> bool {
    let (mut same, mut filled) = (0, 0);
    for column in columns {
        let cell = row.cell(column.place);
        if !cell.is_blank() {
            filled += 1;
            let (words, heading) = (folded(text(cell)), folded(&column.heading));
            same += usize::from(!words.is_empty() && heading.ends_with(&words));
        }
    }
    same >= 2 && same * 5 >= filled * 3
}
