//! What a Japanese business sheet writes in its own way: 法人番号, days with era names, telephone and postal numbers, addresses, 業種.
//!
//! Everything here reads text as people type it and gives one form, or says why it cannot; nothing is guessed.

use crate::clock::Day;
use crate::fold::{key, tidy};

/// A 法人番号: 13 digits whose first proves the other twelve. Sole proprietors have none.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CorporateNumber(String);

/// Why a text is no 法人番号.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CorporateNumberFault {
    /// Something other than digits, spaces and hyphens (also `7.99E+12`, which Excel makes of a long number).
    Letters,
    /// Not 13 digits.
    Length {
        /// How many there are.
        digits: usize,
    },
    /// The first digit does not fit the other twelve: at least one is mistyped.
    CheckDigit,
}

impl CorporateNumber {
    /// Reads a number in full or half width, with spaces or hyphens.
    ///
    /// Check digit: `9 - (sum of Pn·Qn mod 9)`, Pn the n-th digit from the lowest, Qn 1 for odd n and 2 for even n.
    /// Source: 法人番号の指定等に関する省令 第2条; <https://qiita.com/mziyut/items/bab37dbce1c23771c817>.
    ///
    /// # Errors
    /// [`CorporateNumberFault`].
    pub fn parse(text: &str) -> Result<CorporateNumber, CorporateNumberFault> {
        let digits: String = tidy(text).chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect();
        if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(CorporateNumberFault::Letters);
        }
        if digits.len() != 13 {
            return Err(CorporateNumberFault::Length { digits: digits.len() });
        }
        let (first, base) = digits.split_at(1);
        let sum: u32 = base.chars().rev().filter_map(|c| c.to_digit(10)).zip([1, 2].into_iter().cycle()).map(|(p, q)| p * q).sum();
        if first.parse() == Ok(9 - sum % 9) { Ok(CorporateNumber(digits)) } else { Err(CorporateNumberFault::CheckDigit) }
    }

    /// The 13 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CorporateNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayFault {
    /// Not written like a day.
    NotADay,
    /// A month and a day without a year (`4/1`).
    NoYear,
    /// A year and a month without a day (`2026年4月`).
    NoDay,
    /// Written like a day that the calendar does not have (`2026/2/30`).
    NoSuchDay,
    /// The era had not begun or was over on that day (`平成31年5月1日`); the day that is meant all the same.
    NotInEra(Day),
    /// Two days fit (`8/11/24`): in the order in which a Japanese reader would think of them.
    Ambiguous(Day, Day),
}

/// Name, letter and first day of the eras since the calendar of 1873 can be reckoned back.
const ERAS: [(&str, char, (i32, u32, u32)); 5] = [
    ("令和", 'R', (2019, 5, 1)),
    ("平成", 'H', (1989, 1, 8)),
    ("昭和", 'S', (1926, 12, 25)),
    ("大正", 'T', (1912, 7, 30)),
    ("明治", 'M', (1868, 1, 25)),
];

/// Reads a day as people type it.
///
/// `R8.4.1`, `令和８年４月１日`, `令和元年5月1日`, `㋿8.4.1`, `R080401`, `2026/4/1`, `2026-04-01`, `2026.4.1`, `2026年4月1日(水)`, `20260401`,
/// a time of day behind it is dropped; five digits are Excel's count of days.
/// A year of one or two digits without an era is never guessed when two days fit.
///
/// # Errors
/// [`DayFault`], which says what to ask.
pub fn read_day(text: &str) -> Result<Day, DayFault> {
    let text = without_time_and_weekday(&tidy(text));
    let (era, rest) = era_of(&text);
    if rest.chars().all(|c| c.is_ascii_digit()) {
        return match (era, rest.len()) {
            (None, 5) => rest.parse().ok().and_then(excel_day).ok_or(DayFault::NotADay),
            (None, 8) => western(number(rest.get(..4)), number(rest.get(4..6)), number(rest.get(6..))),
            (Some(era), 6) => of_era(era, number(rest.get(..2)), number(rest.get(2..4)), number(rest.get(4..))),
            (None, 6) => short_year(number(rest.get(..2)), number(rest.get(2..4)), number(rest.get(4..)), Way::YearFirst),
            _ => Err(DayFault::NotADay),
        };
    }
    let written = Written::read(rest).ok_or(DayFault::NotADay)?;
    match (era, written.numbers.as_slice()) {
        (Some(era), [year, month, day]) => of_era(era, *year, *month, *day),
        (None, [year, month, day]) if (1000..=9999).contains(year) => western(*year, *month, *day),
        (None, [first, second, year]) if (1000..=9999).contains(year) && !written.with_signs => month_or_day_first(*first, *second, *year),
        (None, [year, month, day]) if *year < 100 => {
            short_year(*year, *month, *day, if written.with_signs { Way::YearFirst } else { Way::Open })
        }
        (None, [year, _]) if (1000..=9999).contains(year) => Err(DayFault::NoDay),
        (Some(_), [_, _]) => Err(DayFault::NoDay),
        (None, [_, _]) if written.ends_in_month => Err(DayFault::NoDay),
        (None, [_, _]) => Err(DayFault::NoYear),
        _ => Err(DayFault::NotADay),
    }
}

/// A day from Excel's count since 1900, between 1954 and 2119: smaller and larger counts are something else.
pub fn excel_day(serial: i64) -> Option<Day> {
    (20_000..=80_000).contains(&serial).then(|| Day::new(1899, 12, 30).map(|first| first.plus(serial))).flatten()
}

/// The day in the Japanese calendar: `令和8年11月24日`, `令和元年5月1日`; the western year before Meiji.
pub fn wareki(day: Day) -> String {
    let (month, of_month) = (day.month(), day.of_month());
    for (name, _, (year, first_month, first_day)) in ERAS {
        if Day::new(year, first_month, first_day).is_some_and(|first| day >= first) {
            let of_era = day.year() - year + 1;
            return if of_era == 1 {
                format!("{name}元年{month}月{of_month}日")
            } else {
                format!("{name}{of_era}年{month}月{of_month}日")
            };
        }
    }
    format!("{}年{month}月{of_month}日", day.year())
}

fn number(text: Option<&str>) -> i32 {
    text.and_then(|digits| digits.parse().ok()).unwrap_or(-1)
}

/// Behind a space or `T` stands a time; in brackets a weekday.
fn without_time_and_weekday(text: &str) -> String {
    let text = match text.split_once('(') {
        Some((day, weekday)) if weekday.trim_end_matches(')').chars().all(|c| "月火水木金土日曜祝・MonTueWdhFriSat".contains(c)) => {
            day
        }
        _ => text,
    };
    let day = match text.rsplit_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || ":.Z+".contains(c)) => day,
        _ => text,
    };
    let day: String = day.chars().filter(|c| !c.is_whitespace()).collect();
    ["曜日", "曜"].iter().find_map(|end| day.strip_suffix(end)).map_or(day.clone(), |short| {
        // `2026年4月1日水曜日`: the sign of the weekday stands behind the day's own sign.
        let mut letters = short.chars();
        letters.next_back();
        letters.as_str().to_owned()
    })
}

/// The era in front, by name, first letter of the name or Latin letter, and the rest.
fn era_of(text: &str) -> (Option<usize>, &str) {
    for (place, (name, letter, _)) in ERAS.iter().enumerate() {
        if let Some(rest) = text.strip_prefix(name) {
            return (Some(place), rest);
        }
        let short = name.chars().next().unwrap_or_default();
        if let Some(rest) = text.strip_prefix([short, *letter, letter.to_ascii_lowercase()])
            && rest.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit() || c == '元')
        {
            return (Some(place), rest.trim_start_matches('.'));
        }
    }
    (None, text)
}

/// Numbers with signs between them, as they stand.
struct Written {
    numbers: Vec<i32>,
    /// Whether `年` stands behind the first number: then it is a year.
    with_signs: bool,
    /// Whether `月` stands at the end.
    ends_in_month: bool,
}

impl Written {
    /// None when anything but two or three numbers and the signs between them is found.
    fn read(text: &str) -> Option<Written> {
        let mut numbers = Vec::new();
        let mut rest = text;
        let (mut with_signs, mut ends_in_month) = (false, false);
        while !rest.is_empty() {
            let (value, behind) = match rest.strip_prefix('元') {
                Some(behind) if numbers.is_empty() => (1, behind),
                _ => {
                    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                    let (digits, behind) = rest.split_at(end);
                    (digits.parse().ok().filter(|_| digits.len() <= 4)?, behind)
                }
            };
            numbers.push(value);
            let mut letters = behind.chars();
            match (letters.next(), numbers.len()) {
                (None, _) => return (2..=3).contains(&numbers.len()).then_some(Written { numbers, with_signs, ends_in_month }),
                (Some('年'), 1) => with_signs = true,
                (Some('月'), 2) => ends_in_month = true,
                (Some('月'), 1) | (Some('日'), 2 | 3) => {}
                (Some(sign), 1 | 2) if "/.,・、".contains(sign) || is_hyphen(sign) || sign == 'ー' => {}
                _ => return None,
            }
            rest = letters.as_str();
            if numbers.len() == 3 && !rest.is_empty() {
                return None;
            }
        }
        (2..=3).contains(&numbers.len()).then_some(Written { numbers, with_signs, ends_in_month })
    }
}

fn day(year: i32, month: i32, day: i32) -> Option<Day> {
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    Day::new(year, month, day).filter(|_| (1868..=2200).contains(&year))
}

fn western(year: i32, month: i32, of_month: i32) -> Result<Day, DayFault> {
    day(year, month, of_month).ok_or(DayFault::NoSuchDay)
}

fn of_era(era: usize, year: i32, month: i32, of_month: i32) -> Result<Day, DayFault> {
    let (_, _, (first_year, first_month, first_day)) = ERAS.get(era).copied().ok_or(DayFault::NotADay)?;
    if !(1..=99).contains(&year) {
        return Err(DayFault::NoSuchDay);
    }
    let meant = day(first_year + year - 1, month, of_month).ok_or(DayFault::NoSuchDay)?;
    let begun = Day::new(first_year, first_month, first_day).is_some_and(|first| meant >= first);
    // On the day of a change both names were in use until 1926; since 1989 the new one begins on the day after.
    let next =
        era.checked_sub(1).and_then(|next| ERAS.get(next)).and_then(|(_, _, (y, m, d))| Day::new(*y, *m, *d).map(|first| (first, *y)));
    let over = next.is_some_and(|(first, year)| if year < 1989 { meant > first } else { meant >= first });
    if begun && !over { Ok(meant) } else { Err(DayFault::NotInEra(meant)) }
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    YearFirst,
    Open,
}

/// One or two digits for the year and no era: 令和, this century, or an American month first.
fn short_year(first: i32, second: i32, third: i32, way: Way) -> Result<Day, DayFault> {
    let reiwa = of_era(0, first, second, third).ok();
    let century = day(2000 + first, second, third);
    let american = if way == Way::Open && third < 100 { day(2000 + third, first, second) } else { None };
    let readings = if first <= 12 && american.is_some() {
        [reiwa, american]
    } else if first <= 12 {
        [reiwa, century]
    } else {
        [century, reiwa]
    };
    match readings {
        [Some(one), Some(other)] if one != other => Err(DayFault::Ambiguous(one, other)),
        [Some(one), _] | [None, Some(one)] => Ok(one),
        [None, None] => Err(DayFault::NoSuchDay),
    }
}

fn month_or_day_first(first: i32, second: i32, year: i32) -> Result<Day, DayFault> {
    match (day(year, first, second), day(year, second, first)) {
        (Some(one), Some(other)) if one != other => Err(DayFault::Ambiguous(one, other)),
        (Some(one), _) | (None, Some(one)) => Ok(one),
        (None, None) => Err(DayFault::NoSuchDay),
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '－')
}

/// A telephone number with hyphens as typed, or set where the length of the area code is known; an extension behind it.
///
/// None when it is no Japanese number of 10 or 11 digits. `(0852)00-1000` and `+81 852…` are read too.
pub fn phone(text: &str) -> Option<String> {
    let text = tidy(text);
    let text = text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(');
    let (main, extension) = match text.find("内線").or_else(|| text.to_ascii_lowercase().find("ext")) {
        Some(at) => (text.get(..at)?, text.get(at..)?),
        None => (text, ""),
    };
    let main = main.trim_end_matches(|c: char| c.is_whitespace() || "(,代表)".contains(c));
    let main = main.strip_prefix("+81").map_or_else(|| main.to_owned(), |rest| format!("0{}", rest.trim_start_matches([' ', '-', '0'])));
    let mut groups: Vec<String> = vec![String::new()];
    for letter in main.chars() {
        if letter.is_ascii_digit() {
            groups.last_mut()?.push(letter);
        } else if is_hyphen(letter) || matches!(letter, '(' | ')' | ' ' | '.' | 'ー') {
            groups.push(String::new());
        } else {
            return None;
        }
    }
    groups.retain(|group| !group.is_empty());
    let digits: String = groups.concat();
    if !matches!(digits.len(), 10 | 11) || !digits.starts_with('0') {
        return None;
    }
    if groups.len() == 1 {
        let cuts = match digits.get(..3)? {
            _ if digits.len() == 11 => [3, 7],
            "012" | "057" | "080" => [4, 7],
            start if start.starts_with("03") || start.starts_with("06") => [2, 6],
            _ => [0, 0],
        };
        let [first, second] = cuts;
        groups = [digits.get(..first)?, digits.get(first..second)?, digits.get(second..)?]
            .iter()
            .filter(|group| !group.is_empty())
            .map(|group| (*group).to_owned())
            .collect();
    }
    let extension: String = extension.chars().filter(char::is_ascii_digit).collect();
    let number = groups.join("-");
    Some(if extension.is_empty() { number } else { format!("{number} 内線{extension}") })
}

/// A postal number as `690-1000`; none when it has not seven digits.
pub fn postal(text: &str) -> Option<String> {
    let digits: String =
        tidy(text).trim_start_matches('〒').chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c) && *c != 'ー').collect();
    let sound = digits.len() == 7 && digits.chars().all(|c| c.is_ascii_digit());
    sound.then(|| digits.split_at(3)).map(|(area, place)| format!("{area}-{place}"))
}

const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// The form in which addresses are compared: [`key`], without postal number and prefecture, `三丁目1番地2号` as `3-1-2`.
///
/// For identity only, never shown.
pub fn address_key(address: &str) -> String {
    let folded = key(address);
    let mut rest = folded.as_str();
    if let Some(behind) = rest.strip_prefix('〒') {
        rest = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    }
    rest = PREFECTURES.iter().find_map(|prefecture| rest.strip_prefix(prefecture)).unwrap_or(rest);
    let letters: Vec<char> = rest.replace("大字", "").replace('字', "").chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        let behind = letters.get(at..).unwrap_or_default();
        if let Some((value, length)) = kanji_number(behind) {
            out.push_str(&value.to_string());
            at += length;
            continue;
        }
        let after_digit = out.ends_with(|c: char| c.is_ascii_digit());
        let sign = ["丁目", "番地ノ", "番地", "番", "号", "ノ", "ー"]
            .iter()
            .find(|sign| after_digit && behind.iter().take(sign.chars().count()).copied().eq(sign.chars()));
        if let Some(sign) = sign {
            out.push('-');
            at += sign.chars().count();
        } else {
            out.push(letter);
            at += 1;
        }
    }
    while out.contains("--") {
        out = out.replace("--", "-");
    }
    out.trim_end_matches('-').to_owned()
}

/// A number up to 99 in kanji before `丁目`, `番` or `号`, and how many letters it takes.
fn kanji_number(letters: &[char]) -> Option<(u32, usize)> {
    let value_of = |c: &char| "〇一二三四五六七八九".chars().zip(0..).find(|(sign, _)| sign == c).map(|(_, value)| value);
    let length = letters.iter().take_while(|c| **c == '十' || value_of(c).is_some()).count();
    let number = letters.get(..length).filter(|number| (1..=3).contains(&number.len()))?;
    let behind = letters.get(length..).unwrap_or_default();
    if !["丁目", "番", "号"].iter().any(|sign| behind.iter().take(sign.chars().count()).copied().eq(sign.chars())) {
        return None;
    }
    let value = match number.iter().position(|c| *c == '十') {
        None if number.len() == 1 => value_of(number.first()?)?,
        None => return None,
        Some(place) => {
            let tens = if place == 0 { 1 } else { value_of(number.first()?)? };
            let ones = number.get(place + 1).map_or(Some(0), value_of)?;
            tens * 10 + ones
        }
    };
    Some((value, length))
}

/// The 大分類 of the Japan Standard Industrial Classification: letter, name, and words by which it is recognised.
///
/// Source: 日本標準産業分類, 14th revision (2023), divisions A to T.
const INDUSTRIES: [(char, &str, &[&str]); 20] = [
    ('A', "農業・林業", &["農業", "林業", "農園", "畜産"]),
    ('B', "漁業", &["漁業", "水産養殖"]),
    ('C', "鉱業・採石業・砂利採取業", &["鉱業", "採石"]),
    ('D', "建設業", &["建設", "工事業", "土木"]),
    ('E', "製造業", &["製造"]),
    ('F', "電気・ガス・熱供給・水道業", &["電気・ガス", "電気業", "ガス業", "水道"]),
    ('G', "情報通信業", &["情報通信", "ソフトウェア", "情報サービス"]),
    ('H', "運輸業・郵便業", &["運輸", "運送", "郵便", "倉庫"]),
    ('I', "卸売業・小売業", &["卸", "小売"]),
    ('J', "金融業・保険業", &["金融", "保険業"]),
    ('K', "不動産業・物品賃貸業", &["不動産", "賃貸"]),
    ('L', "学術研究・専門・技術サービス業", &["学術", "専門・技術"]),
    ('M', "宿泊業・飲食サービス業", &["宿泊", "飲食", "旅館"]),
    ('N', "生活関連サービス業・娯楽業", &["生活関連", "娯楽"]),
    ('O', "教育・学習支援業", &["教育", "学習支援"]),
    ('P', "医療・福祉", &["医療", "福祉", "介護"]),
    ('Q', "複合サービス事業", &["複合サービス"]),
    ('R', "サービス業（他に分類されないもの）", &["サービス業"]),
    ('S', "公務", &["公務"]),
    ('T', "分類不能の産業", &["分類不能"]),
];

/// The letter of a 業種 as it is typed: `E 製造業`, `Ｅ`, `製造業`, `卸・小売`; none when the words are not known.
pub fn industry(text: &str) -> Option<char> {
    let text = tidy(text);
    let mut letters = text.chars();
    if let Some(first) = letters.next().map(|c| c.to_ascii_uppercase())
        && ('A'..='T').contains(&first)
        && !letters.next().is_some_and(|c| c.is_ascii_alphabetic())
    {
        return Some(first);
    }
    let (letter, ..) = INDUSTRIES.iter().find(|(_, name, words)| text == *name || words.iter().any(|word| text.contains(word)))?;
    Some(*letter)
}

/// The name of a 業種 by its letter.
pub fn industry_name(letter: char) -> Option<&'static str> {
    INDUSTRIES.iter().find(|(own, ..)| *own == letter).map(|(_, name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn a_corporate_number_proves_itself_in_any_width() {
        for text in ["4011001098993", "7123456789012", "2120901007402", "７９９００００００１０００", "7-9900-0000-1000", " 7990000001000 "]
        {
            assert!(CorporateNumber::parse(text).is_ok(), "{text}");
        }
        assert_eq!(CorporateNumber::parse("７９９００００００１０００").unwrap().as_str(), "7990000001000");
    }

    #[test]
    fn a_mistyped_corporate_number_says_what_is_wrong() {
        use CorporateNumberFault::{CheckDigit, Length, Letters};
        for (text, fault) in [
            ("8990000001149", CheckDigit),
            ("799000000100", Length { digits: 12 }),
            ("79900000010000", Length { digits: 14 }),
            ("7.99E+12", Letters),
            ("T7990000001000", Letters),
            ("なし", Letters),
            ("", Letters),
        ] {
            assert_eq!(CorporateNumber::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn one_changed_digit_is_always_noticed_unless_it_is_a_nine_for_a_zero() {
        let sound = "7990000001000";
        for place in 0..13 {
            for digit in '0'..='9' {
                let mut changed: Vec<char> = sound.chars().collect();
                let before = std::mem::replace(&mut changed[place], digit);
                let same = before == digit || (place > 0 && matches!((before, digit), ('0', '9') | ('9', '0')));
                assert_eq!(CorporateNumber::parse(&changed.into_iter().collect::<String>()).is_ok(), same, "{place} {digit}");
            }
        }
    }

    #[test]
    fn a_day_is_read_in_every_way_it_is_written() {
        for (text, day) in [
            ("R8.4.1", on(2026, 4, 1)),
            ("r8.4.1", on(2026, 4, 1)),
            ("Ｒ８．４．１", on(2026, 4, 1)),
            ("R.8.4.1", on(2026, 4, 1)),
            ("R8/4/1", on(2026, 4, 1)),
            ("R8-4-1", on(2026, 4, 1)),
            ("R080401", on(2026, 4, 1)),
            ("令和８年４月１日", on(2026, 4, 1)),
            ("令和 8年 4月 1日", on(2026, 4, 1)),
            ("令8.4.1", on(2026, 4, 1)),
            ("㋿8年4月1日", on(2026, 4, 1)),
            ("令和元年5月1日", on(2019, 5, 1)),
            ("R元.5.1", on(2019, 5, 1)),
            ("平成31年4月30日", on(2019, 4, 30)),
            ("H31.4.30", on(2019, 4, 30)),
            ("昭和64年1月7日", on(1989, 1, 7)),
            ("S45.6.15", on(1970, 6, 15)),
            ("大正15年12月25日", on(1926, 12, 25)),
            ("昭和元年12月25日", on(1926, 12, 25)),
            ("20261124", on(2026, 11, 24)),
            ("２０２６１１２４", on(2026, 11, 24)),
            ("2026/4/1", on(2026, 4, 1)),
            ("2026/04/01", on(2026, 4, 1)),
            ("2026-04-01", on(2026, 4, 1)),
            ("2026−4−1", on(2026, 4, 1)),
            ("2026.8.25", on(2026, 8, 25)),
            ("2026年4月1日", on(2026, 4, 1)),
            ("2026年4月1日(水)", on(2026, 4, 1)),
            ("2026年4月1日（水）", on(2026, 4, 1)),
            ("2026年4月1日水曜日", on(2026, 4, 1)),
            ("2026/4/1 0:00:00", on(2026, 4, 1)),
            ("2026-04-01T00:00:00Z", on(2026, 4, 1)),
            ("46376", on(2026, 12, 20)),
            ("2028/2/29", on(2028, 2, 29)),
            ("12/20/2026", on(2026, 12, 20)),
            ("8/30/25", on(2025, 8, 30)),
        ] {
            assert_eq!(read_day(text), Ok(day), "{text}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_is_refused_with_its_reason() {
        for (text, fault) in [
            ("2026/2/30", DayFault::NoSuchDay),
            ("2026/13/1", DayFault::NoSuchDay),
            ("令和8年2月29日", DayFault::NoSuchDay),
            ("20261301", DayFault::NoSuchDay),
            ("令和0年1月1日", DayFault::NoSuchDay),
            ("平成31年5月1日", DayFault::NotInEra(on(2019, 5, 1))),
            ("令和元年4月30日", DayFault::NotInEra(on(2019, 4, 30))),
            ("昭和64年1月8日", DayFault::NotInEra(on(1989, 1, 8))),
            ("2026年4月", DayFault::NoDay),
            ("2026/4", DayFault::NoDay),
            ("R8.4", DayFault::NoDay),
            ("4/1", DayFault::NoYear),
            ("4月1日", DayFault::NoYear),
            ("未定", DayFault::NotADay),
            ("4月上旬", DayFault::NotADay),
            ("2026年4月1日頃", DayFault::NotADay),
            ("", DayFault::NotADay),
            ("R", DayFault::NotADay),
            ("1/2/3/4", DayFault::NotADay),
            ("99999999999999999999", DayFault::NotADay),
            ("19999", DayFault::NotADay),
        ] {
            assert_eq!(read_day(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_short_year_is_asked_back_with_both_readings() {
        for (text, one, other) in [
            ("8/11/24", on(2026, 11, 24), on(2024, 8, 11)),
            ("8.11.24", on(2026, 11, 24), on(2024, 8, 11)),
            ("8年11月24日", on(2026, 11, 24), on(2008, 11, 24)),
            ("26/11/24", on(2026, 11, 24), on(2044, 11, 24)),
            ("081124", on(2026, 11, 24), on(2008, 11, 24)),
            ("4/1/2026", on(2026, 4, 1), on(2026, 1, 4)),
        ] {
            assert_eq!(read_day(text), Err(DayFault::Ambiguous(one, other)), "{text}");
        }
    }

    #[test]
    fn a_day_is_written_with_its_era() {
        for (day, text) in [
            (on(2026, 11, 24), "令和8年11月24日"),
            (on(2019, 5, 1), "令和元年5月1日"),
            (on(2019, 4, 30), "平成31年4月30日"),
            (on(1989, 1, 7), "昭和64年1月7日"),
            (on(1867, 1, 1), "1867年1月1日"),
        ] {
            assert_eq!(wareki(day), text);
        }
    }

    #[test]
    fn a_day_written_with_its_era_is_read_back() {
        let mut day = on(1873, 1, 1);
        while day < on(2100, 1, 1) {
            // On the two days that have two names the later one is written.
            assert_eq!(read_day(&wareki(day)), Ok(day));
            day = day.plus(17);
        }
    }

    #[test]
    fn a_telephone_number_has_hyphens() {
        for (text, number) in [
            ("０８５２-００-１０００", Some("0852-00-1000")),
            ("0852−00−1000", Some("0852-00-1000")),
            ("(0852)00-1000", Some("0852-00-1000")),
            ("TEL：0852（00）1000", Some("0852-00-1000")),
            ("090 1234 5678", Some("090-1234-5678")),
            ("09012345678", Some("090-1234-5678")),
            ("0312345678", Some("03-1234-5678")),
            ("0120123456", Some("0120-123-456")),
            ("0852001000", Some("0852001000")),
            ("+81-852-00-1000", Some("0852-00-1000")),
            ("0852-00-1000 内線12", Some("0852-00-1000 内線12")),
            ("0852-00-1000（代表）", Some("0852-00-1000")),
            ("00-1000", None),
            ("0852-00-1000 木村", None),
            ("0852-00-1000 / 090-1234-5678", None),
            ("", None),
        ] {
            assert_eq!(phone(text).as_deref(), number, "{text}");
        }
    }

    #[test]
    fn a_postal_number_has_its_hyphen() {
        for text in ["6901000", "690-1000", "〒６９０−１０００", "690ー1000"] {
            assert_eq!(postal(text).as_deref(), Some("690-1000"));
        }
        assert_eq!(postal("690-100"), None);
    }

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        for text in [
            "島根県松江市見本町三丁目1番地2号",
            "松江市見本町3-1-2",
            "〒690-1000 島根県 松江市見本町３－１－２",
            "島根県松江市大字見本町3丁目1番2",
        ] {
            assert_eq!(address_key(text), "松江市見本町3-1-2", "{text}");
        }
        assert_eq!(address_key("三重県四日市市十二番町"), "四日市市12-町");
        assert_ne!(address_key("松江市見本町1-1"), address_key("松江市見本町11"));
    }

    #[test]
    fn an_industry_is_known_by_letter_or_by_name() {
        for (text, letter) in [
            ("E 製造業", Some('E')),
            ("Ｅ", Some('E')),
            ("H 運輸業・郵便業", Some('H')),
            ("食料品製造業", Some('E')),
            ("卸・小売", Some('I')),
            ("IT", None),
            ("その他", None),
            ("", None),
        ] {
            assert_eq!(industry(text), letter, "{text}");
        }
        assert!(('A'..='T').all(|letter| industry_name(letter).and_then(industry) == Some(letter)));
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd_to_be_read_or_refused(text in "[RHS令和元年月日0-9/.()（一十丁目番号〒 T:-]{0,24}|.{0,40}") {
            let _ = (read_day(&text), phone(&text), postal(&text), address_key(&text), industry(&text));
            let _ = CorporateNumber::parse(&text);
        }
    }
}
