//! What the desk is warned of before a report goes out (ux.md §4.6): words that also stand in a private text, a third
//! person's name, judging words, a number that means one person. A warning asks to read again; it forbids nothing.

use base::fold;

/// So many equal characters in a row are no accident (ux.md §4.6, our judgement).
pub const SAME: usize = 12;

/// Words that judge a person instead of telling what changed.
const JUDGING: [&str; 17] = [
    "能力不足",
    "問題社員",
    "無能",
    "使えない",
    "使い物",
    "役に立た",
    "やる気がない",
    "期待外れ",
    "協調性がない",
    "怠け",
    "怠慢",
    "失格",
    "お荷物",
    "向いていない",
    "適性がない",
    "問題がある人",
    "評価が低い",
];

/// What may deserve a second reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// The same words stand in a text nobody agreed to share.
    Private,
    /// Somebody else is named.
    Named(String),
    /// A judging word.
    Judging(&'static str),
    /// A number that means one person.
    One(String),
}

/// Who is known in the case.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Those who read the report, by full name.
    pub readers: Vec<String>,
    /// Others of the company, by full name.
    pub others: Vec<String>,
}

/// The warnings for one text; `private` are the texts it must not repeat.
pub fn warnings(text: &str, private: &[&str], known: &Known) -> Vec<Warning> {
    let mut all = Vec::new();
    if private.iter().any(|private| repeats(text, private)) {
        all.push(Warning::Private);
    }
    all.extend(names(text, known).into_iter().map(Warning::Named));
    let plain = fold::tidy(text).replace(' ', "");
    all.extend(JUDGING.into_iter().filter(|word| plain.contains(word)).map(Warning::Judging));
    all.extend(ones(&plain).map(Warning::One));
    all
}

/// Whether [`SAME`] characters in a row stand in both, however they are written.
pub fn repeats(text: &str, private: &str) -> bool {
    let (text, private): (Vec<char>, String) = (fold::key(text).chars().collect(), fold::key(private));
    text.windows(SAME).any(|run| private.contains(&run.iter().collect::<String>()))
}

fn family(name: &str) -> &str {
    crate::placement::family_name(name)
}

fn is_name(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}' | '\u{f900}'..='\u{faff}' | '々' | 'ァ'..='ヶ' | 'ー')
}

/// People who stand before さん and the like, or are known in the company, and do not read the report themselves.
fn names(text: &str, known: &Known) -> Vec<String> {
    /// Before さん these are not names.
    const WORDS: [&str; 10] = ["皆", "客", "社長", "会長", "各社", "職人", "奥", "子", "取引先", "業者"];
    let readers: Vec<&str> = known.readers.iter().map(|name| family(name)).filter(|name| !name.is_empty()).collect();
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !readers.contains(&name) && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    };
    for other in &known.others {
        let name = family(other);
        if name.chars().count() >= 2 && text.contains(name) {
            add(name);
        }
    }
    for suffix in ["さん", "氏", "くん", "君", "様", "ちゃん"] {
        for (at, _) in text.match_indices(suffix) {
            let before = text.get(..at).unwrap_or_default();
            let run: Vec<char> = before.chars().rev().take_while(|c| is_name(*c)).take(5).collect();
            let run: String = run.into_iter().rev().collect();
            let ours = readers.iter().any(|name| run.ends_with(name));
            if !run.is_empty() && !ours && !WORDS.iter().any(|word| run.ends_with(word)) && run != "お" {
                add(&run);
            }
        }
    }
    found
}

/// 1名, 一人 and the like, but not 11名, 第1 or 一人ひとり.
fn ones(text: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<String> = Vec::new();
    for (at, pair) in chars.windows(2).enumerate() {
        let (&[number, unit], after) = (pair, chars.get(at + 2)) else { continue };
        let alone =
            at.checked_sub(1).and_then(|i| chars.get(i)).is_none_or(|c| !c.is_ascii_digit() && !"十百千第一二三四五六七八九.".contains(*c));
        let each = matches!(after, Some('ひ' | '一' | '1'));
        let one = format!("{number}{unit}");
        if matches!(number, '1' | '一') && matches!(unit, '名' | '人') && alone && !each && !found.contains(&one) {
            found.push(one);
        }
    }
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known { readers: vec!["丸山 一郎".into(), "佐藤 健一".into()], others: vec!["高橋 工".into()] }
    }

    #[test]
    fn twelve_equal_characters_are_noticed_however_they_are_written_and_eleven_are_not() {
        assert!(repeats("会議の前に、決まっているコトが多い。", "会議の前に、決まっていることが続いています。"));
        assert!(repeats("あいうえおかきくけこさし", "……アイウエオカキクケコサシ……"));
        assert!(!repeats("あいうえおかきくけこさ", "あいうえおかきくけこさ"));
    }

    #[test]
    fn a_third_person_is_noticed_and_those_who_read_it_are_not() {
        assert_eq!(warnings("佐藤さんと丸山社長が話しています。皆さんも。", &[], &known()), []);
        assert_eq!(warnings("経理の鈴木さんが表を作りました。", &[], &known()), [Warning::Named("鈴木".into())]);
        assert_eq!(warnings("高橋が早く動きました。", &[], &known()), [Warning::Named("高橋".into())]);
    }

    #[test]
    fn a_judging_word_is_noticed() {
        assert_eq!(warnings("以前は能力不足でした。", &[], &known()), [Warning::Judging("能力不足")]);
    }

    #[test]
    fn a_number_that_means_one_person_is_noticed() {
        assert_eq!(warnings("1名が反対しています。", &[], &known()), [Warning::One("1名".into())]);
        for fine in ["11名が話しました。", "社員の一人ひとりが話しました。", "第1人事室", "三十一名が集まりました。"]
        {
            assert_eq!(warnings(fine, &[], &known()), [], "{fine}");
        }
    }
}
