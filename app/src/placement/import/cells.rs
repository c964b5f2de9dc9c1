//! One cell: from what a person typed to a value, or what is wrong with it.
//!
//! Names and sentences stay as typed (old letters and full-width Latin included); only white space and half-width kana are put right.
//! Amounts: the unit in the cell, else the one in the heading, else by size; a bare 1,000 to 99,999 is thousands of yen and is shown so.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use base::clock::Day;
use base::fold::{key, tidy};
use base::japan::{DayFault, excel_day, read_day};
use paper::sheet::Cell;

use super::{Contract, FaultCode, Join, Sides};

/// Most letters of a name, a post or another line.
pub(super) const LINE: usize = 120;
/// Most letters of an issue or an address.
pub(super) const SENTENCE: usize = 400;
/// Most letters of a 案件番号.
pub(super) const CASE_NO: usize = 40;
/// Most letters of the note.
pub(super) const NOTE: usize = 4_000;

/// Unit that a heading states for the numbers below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// 円.
    Yen,
    /// 千円.
    Thousand,
    /// 万円.
    TenThousand,
    /// 百万円.
    Million,
    /// %.
    Percent,
}

impl Unit {
    /// Reads what stands in the brackets of a heading: `千円`, `単位:万円`, `%`.
    pub(super) fn named(words: &str) -> Option<Unit> {
        let words = tidy(words);
        [("百万円", Unit::Million), ("千円", Unit::Thousand), ("万円", Unit::TenThousand), ("円", Unit::Yen), ("%", Unit::Percent)]
            .into_iter()
            .find(|(word, _)| words.ends_with(word))
            .map(|(_, unit)| unit)
    }

    fn yen(self) -> Option<f64> {
        match self {
            Unit::Yen => Some(1.0),
            Unit::Thousand => Some(1e3),
            Unit::TenThousand => Some(1e4),
            Unit::Million => Some(1e6),
            Unit::Percent => None,
        }
    }
}

/// Why an amount cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AmountFault {
    /// No number with a unit.
    NotAnAmount,
    /// A number that could be of more than one unit (`600`).
    WhichUnit,
    /// From one amount to another.
    Range,
    /// This many yen, which cannot be meant.
    TooFar(i64),
}

/// A line of text: white space to single spaces, half-width kana to ordinary ones, the rest as typed.
pub(super) fn line(text: &str) -> String {
    let words: Vec<Cow<'_, str>> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).map(wide_kana).collect();
    words.join(" ")
}

/// Sentences: as [`line`], but line ends stay.
pub(super) fn sentences(text: &str) -> String {
    text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Half-width kana with their voice marks to ordinary kana, everything else untouched.
fn wide_kana(text: &str) -> Cow<'_, str> {
    let half = |c: char| ('\u{ff61}'..='\u{ff9f}').contains(&c);
    if !text.contains(half) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut run) = (String::new(), String::new());
    for letter in text.chars() {
        if half(letter) {
            run.push(letter);
        } else {
            out.push_str(&tidy(&run));
            run.clear();
            out.push(letter);
        }
    }
    out.push_str(&tidy(&run));
    Cow::Owned(out)
}

/// A person's name: a line without the 様 behind it.
pub(super) fn name(text: &str) -> String {
    let name = line(text);
    let short = ["様", "さま", "殿", " 氏", "さん"].iter().find_map(|end| name.strip_suffix(end)).map(str::trim_end);
    short.filter(|short| short.chars().count() > 1).map_or(name.clone(), str::to_owned)
}

/// The form in which people's names are compared: without spaces, width, and the marks that choose a letter's shape.
pub(super) fn name_key(name: &str) -> String {
    key(name).chars().filter(|c| !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')).collect()
}

/// Signs for 「as above」.
pub(super) fn is_ditto(text: &str) -> bool {
    matches!(text.trim(), "同上" | "〃" | "々" | "″" | "\"" | "”" | "仝" | "ditto")
}

/// Signs for 「nothing here」.
pub(super) fn is_nothing(text: &str) -> bool {
    // The longest of them has four letters; folding every cell of a long list for this would cost more than reading it.
    let short = text.trim().chars().nth(4).is_none();
    short
        && matches!(
            tidy(text).as_str(),
            "" | "-"
                | "--"
                | "―"
                | "—"
                | "–"
                | "−"
                | "ー"
                | "‐"
                | "─"
                | "/"
                | "なし"
                | "無し"
                | "無"
                | "該当なし"
                | "不明"
                | "N/A"
                | "n/a"
                | "空欄"
        )
}

/// フリガナ in full-width katakana; none when other letters than kana (or Latin, for names from abroad) stand in it.
pub(super) fn kana(text: &str) -> Option<String> {
    let kana: String = name(&tidy(text))
        .chars()
        .map(|c| match c {
            'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            c => c,
        })
        .collect();
    let sound = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | ' ' | '-' | '.' | '=' | '\'') || c.is_ascii_alphabetic();
    (!kana.is_empty() && kana.chars().all(sound)).then_some(kana)
}

/// A mail address; none when it has not the form of one, or when there are two.
pub(super) fn mail(text: &str) -> Option<String> {
    let text = tidy(text);
    let text = text.strip_prefix("mailto:").unwrap_or(&text);
    let (local, domain) = text.split_once('@')?;
    let local_sound = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let label_sound = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let sound = (1..=64).contains(&local.len())
        && local.chars().all(local_sound)
        && domain.contains('.')
        && domain.split('.').all(label_sound)
        && text.len() <= 254;
    sound.then(|| text.to_owned())
}

/// A day from whatever the cell holds.
pub(super) fn day(cell: &Cell) -> Result<Day, DayFault> {
    match cell {
        Cell::Date { year, month, day } => Day::new(*year, *month, *day).ok_or(DayFault::NoSuchDay),
        // Excel's count of days, the time of day behind its point.
        Cell::Number(number) if (20_000.0..80_001.0).contains(number) => whole(number.floor()).and_then(excel_day).ok_or(DayFault::NotADay),
        other => {
            let text = tidy(&other.shown());
            let mut text = text.as_str();
            while let Some(short) =
                ["(予定)", "予定", "付け", "付", "入社", "着任", "就任", "内定"].iter().find_map(|end| text.strip_suffix(end))
            {
                text = short.trim_end();
            }
            read_day(text)
        }
    }
}

/// A day of joining, or that it is open.
pub(super) fn join(cell: &Cell) -> Result<Join, DayFault> {
    const OPEN: [&str; 13] =
        ["未定", "調整中", "未確定", "未決", "別途", "協議中", "検討中", "相談中", "確認中", "tbd", "tba", "undecided", "open"];
    if matches!(cell, Cell::Text(_)) {
        let words = key(&cell.shown());
        let words = ["入社日", "入社", "日程", "時期"].iter().find_map(|start| words.strip_prefix(start)).unwrap_or(&words);
        if OPEN.contains(&words) {
            return Ok(Join::Undecided);
        }
    }
    day(cell).map(Join::On)
}

/// Amounts between these are plausible for the pay of a year, side jobs included.
const PAY: std::ops::RangeInclusive<i64> = 100_000..=1_000_000_000;
/// And these for a fee.
const FEE: std::ops::RangeInclusive<i64> = 10_000..=1_000_000_000;

/// An amount with what was done to read it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Amount {
    pub(super) yen: i64,
    pub(super) as_thousands: bool,
    pub(super) about: bool,
}

/// Pay of a year.
pub(super) fn pay(cell: &Cell, heading: Option<Unit>) -> Result<Amount, AmountFault> {
    amount(&cell.shown(), heading).and_then(|amount| within(amount, &PAY))
}

fn within(amount: Amount, range: &std::ops::RangeInclusive<i64>) -> Result<Amount, AmountFault> {
    if range.contains(&amount.yen) { Ok(amount) } else { Err(AmountFault::TooFar(amount.yen)) }
}

fn amount(text: &str, heading: Option<Unit>) -> Result<Amount, AmountFault> {
    let text: String = tidy(text).chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '\\' | '、')).collect();
    let mut rest = text.as_str();
    let mut about = false;
    for start in ["年収", "年俸", "年額", "約", "およそ", "税込", "税抜"] {
        if let Some(short) = rest.strip_prefix(start) {
            rest = short;
            about |= matches!(start, "約" | "およそ");
        }
    }
    for end in ["/年", "(税込)", "(税抜)", "(税別)", "程度", "前後", "くらい", "位"] {
        if let Some(short) = rest.strip_suffix(end) {
            rest = short;
            about |= matches!(end, "程度" | "前後" | "くらい" | "位");
        }
    }
    if rest.trim_matches(['~', '〜', '-']).contains(['~', '〜', '-', '–', '−']) || rest.contains("から") {
        return Err(AmountFault::Range);
    }
    if rest.starts_with(['~', '〜']) || rest.ends_with(['~', '〜']) {
        return Err(AmountFault::Range);
    }
    let (mut yen, mut bare) = (0.0, false);
    if rest.is_empty() {
        return Err(AmountFault::NotAnAmount);
    }
    let units = [("億", 1e8), ("千万", 1e7), ("百万", 1e6), ("万", 1e4), ("千", 1e3), ("円", 1.0)];
    while !rest.is_empty() && rest != "円" {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        let number: f64 = digits.parse().map_err(|_| AmountFault::NotAnAmount)?;
        if behind.is_empty() {
            // 「600万500」 says two things.
            if yen > 0.0 {
                return Err(AmountFault::NotAnAmount);
            }
            bare = true;
            yen = number;
            rest = behind;
        } else {
            let (word, value) = units.iter().find(|(word, _)| behind.starts_with(word)).ok_or(AmountFault::NotAnAmount)?;
            yen += number * value;
            rest = behind.strip_prefix(word).unwrap_or_default();
            // 「1千200万」 counts its thousand in 万: such mixtures are left to the writer.
            if *word == "千" && !matches!(rest, "" | "円") {
                return Err(AmountFault::NotAnAmount);
            }
        }
    }
    let mut as_thousands = false;
    if bare {
        yen *= match heading.and_then(Unit::yen) {
            Some(value) => value,
            None if (1_000.0..100_000.0).contains(&yen) => {
                as_thousands = true;
                1e3
            }
            None if yen >= 1e6 => 1.0,
            None => return Err(AmountFault::WhichUnit),
        };
    }
    whole(yen).map(|yen| Amount { yen, as_thousands, about }).ok_or(AmountFault::NotAnAmount)
}

/// A number rounded to a whole one, when it can be counted.
fn whole(number: f64) -> Option<i64> {
    const COUNTABLE: f64 = 9e15;
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked beside it")]
    (number.abs() < COUNTABLE).then(|| number.round() as i64)
}

/// Terms of a fee, with what was done to read them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Terms {
    /// Thousandths of the pay; whether the reader should be shown how the cell was read.
    Rate { permille: u32, show: bool },
    /// A fixed amount.
    Amount(Amount),
}

/// A rate: `30%`, `0.25`, `25`; a fixed amount too when its unit is in the cell.
pub(super) fn rate(cell: &Cell, heading: Option<Unit>) -> Result<Terms, FaultCode> {
    let text = terms_text(cell);
    if text.contains(['円', '万', '億', '千']) {
        return amount(&text, None).and_then(|amount| within(amount, &FEE)).map(Terms::Amount).map_err(FaultCode::Amount);
    }
    share(&text, heading == Some(Unit::Percent)).ok_or(FaultCode::Rate)
}

/// A fee of which the heading does not say whether it is a rate: with a percent sign, or up to 100, it is one.
pub(super) fn fee(cell: &Cell, heading: Option<Unit>) -> Result<Terms, FaultCode> {
    let text = terms_text(cell);
    if let Some(terms) = share(&text, heading == Some(Unit::Percent)).filter(|_| heading.and_then(Unit::yen).is_none()) {
        return Ok(terms);
    }
    amount(&text, heading).and_then(|amount| within(amount, &FEE)).map(Terms::Amount).map_err(FaultCode::Amount)
}

fn terms_text(cell: &Cell) -> String {
    let text: String = tidy(&cell.shown()).chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches("(税別)").trim_end_matches("(税抜)").trim_end_matches("(税込)");
    let text = ["理論年収の", "理論年収×", "理論年収x", "年収の", "年収×", "年収x", "固定", "定額", "一律"]
        .iter()
        .find_map(|s| text.strip_prefix(s))
        .unwrap_or(text);
    text.to_owned()
}

/// A share of the pay; a bare number up to 1 is one, a bare number up to 100 is percent.
fn share(text: &str, percent_heading: bool) -> Option<Terms> {
    let number_of = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
    let signed = ["%", "パーセント"].iter().find_map(|sign| text.strip_suffix(sign));
    let (percent, guessed) = match signed {
        Some(number) => (number_of(number)?, false),
        None => match number_of(text)? {
            share if share < 1.0 => (share * 100.0, false),
            // One in a hundred and the whole pay are as unlikely as each other.
            percent if percent > 1.0 => (percent, !percent_heading),
            _ => return None,
        },
    };
    let permille = whole(percent * 10.0).and_then(|permille| u32::try_from(permille).ok()).filter(|permille| *permille <= 1_000)?;
    let rounded = (percent * 10.0 - f64::from(permille)).abs() > 1e-6;
    Some(Terms::Rate { permille, show: guessed || rounded })
}

/// Whole texts for a contract form, where a part alone would mislead.
const CONTRACTS: [(&str, Contract); 10] = [
    ("役員(委任)", Contract::Director),
    ("執行役員(委任)", Contract::Director),
    ("業務委託(副業)", Contract::SideJob),
    ("副業(業務委託)", Contract::SideJob),
    ("期間の定めなし", Contract::OpenEnded),
    ("期間の定めあり", Contract::FixedTerm),
    ("雇用(無期)", Contract::OpenEnded),
    ("雇用(有期)", Contract::FixedTerm),
    ("正規", Contract::OpenEnded),
    ("転籍", Contract::OpenEnded),
];

/// Parts of a text that tell its contract form.
const CONTRACT_PARTS: [(Contract, &str); 5] = [
    (Contract::OpenEnded, "無期|正社員|正規雇用|permanent|open-ended"),
    (Contract::FixedTerm, "有期|契約社員|嘱託|fixed"),
    (Contract::Director, "委任|役員|取締役|director|mandate"),
    (Contract::Contractor, "業務委託|請負|フリーランス|contractor"),
    (Contract::SideJob, "副業|兼業|side job"),
];

/// Contract form by its usual words; none when none or two of them fit.
pub(super) fn contract(text: &str) -> Option<Contract> {
    type Folded = (HashMap<String, Contract>, Vec<(Contract, Vec<String>)>);
    static FOLDED: OnceLock<Folded> = OnceLock::new();
    let (whole, parts) = FOLDED.get_or_init(|| {
        let whole = CONTRACTS.iter().map(|(words, contract)| (key(words), *contract)).collect();
        (whole, CONTRACT_PARTS.iter().map(|(contract, words)| (*contract, words.split('|').map(key).collect())).collect())
    });
    let folded = key(text);
    if let Some(contract) = whole.get(&folded) {
        return Some(*contract);
    }
    // 準委任 is contract work and holds the word 委任.
    let folded = folded.replace("準委任", "業務委託");
    let mut fitting = parts.iter().filter(|(_, words)| words.iter().any(|word| folded.contains(word))).map(|(contract, _)| *contract);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// 両手 or 片手.
pub(super) fn sides(text: &str) -> Option<Sides> {
    let folded = key(text);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match (has(&["両手", "両面", "two"]), has(&["片手", "片面", "連携", "one"])) {
        (true, false) => Some(Sides::Two),
        (false, true) => Some(Sides::One),
        _ => None,
    }
}

/// A count: `120`, `120名`, `約120人`.
pub(super) fn count(text: &str) -> Option<u32> {
    let text: String = tidy(text).chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let text = text.strip_prefix('約').unwrap_or(&text);
    ["名", "人"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text).parse().ok().filter(|count| *count <= 1_000_000)
}

/// A month: `3`, `3月`, `3月末`.
pub(super) fn month(text: &str) -> Option<u32> {
    let text = tidy(text);
    let text = ["月末", "月期", "月決算", "月"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(&text);
    text.trim().parse().ok().filter(|month| (1..=12).contains(month))
}

/// Text that holds the signs of a program for a browser; it stays text, and the reader is told.
pub(super) fn looks_like_program(text: &str) -> bool {
    if !text.contains(['<', '＜', ':', '：', '=', '＝']) {
        return false;
    }
    let folded = tidy(text).to_ascii_lowercase();
    ["<script", "</", "<img", "<svg", "<iframe", "javascript:", "onerror="].iter().any(|sign| folded.contains(sign))
}
