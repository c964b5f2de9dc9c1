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

/// What is said after a person's name.
const AFTER: [&str; 6] = ["さん", "氏", "くん", "君", "様", "ちゃん"];

/// Posts that are said after a name like さん.
const POSTS: [&str; 15] =
    ["社長", "会長", "専務", "常務", "取締役", "部長", "次長", "課長", "係長", "主任", "工場長", "店長", "所長", "室長", "班長"];

/// Before さん or a post these are not names, whatever stands before them.
const WORDS: [&str; 71] = [
    "職人",
    "運転手",
    "ドライバー",
    "整備士",
    "作業員",
    "従業員",
    "事務員",
    "営業マン",
    "店員",
    "社員",
    "役員",
    "職員",
    "配達員",
    "警備員",
    "パート",
    "アルバイト",
    "スタッフ",
    "メンバー",
    "リーダー",
    "担当",
    "担当者",
    "責任者",
    "経営者",
    "後継者",
    "業者",
    "農家",
    "大工",
    "親方",
    "番頭",
    "顧客",
    "得意先",
    "取引先",
    "仕入先",
    "外注先",
    "各社",
    "他社",
    "新人",
    "若手",
    "ベテラン",
    "先輩",
    "後輩",
    "部下",
    "上司",
    "同僚",
    "先代",
    "代目",
    "次期",
    "女性",
    "男性",
    "代表",
    "執行",
    "営業",
    "製造",
    "生産",
    "総務",
    "経理",
    "財務",
    "人事",
    "管理",
    "企画",
    "技術",
    "開発",
    "品質",
    "業務",
    "購買",
    "資材",
    "物流",
    "現場",
    "工場",
    "事業",
    "海外",
];

/// Alone before them these are not names either; at the end of a name they are part of it: 金子.
const ALONE: [&str; 21] =
    ["皆", "客", "奥", "子", "母", "父", "娘", "嫁", "孫", "兄", "姉", "弟", "妹", "神", "同", "両", "各", "前", "元", "現", "新"];

/// Words that only look like someone with 様.
const LOOKS: [&str; 6] = ["多様", "同様", "仕様", "一様", "模様", "異様"];

fn is_no_name(run: &str) -> bool {
    let ends = |run: &str| WORDS.iter().chain(&POSTS).any(|word| run.ends_with(word));
    // 営業部長, 営業本部長, 経理課係長.
    ends(run) || ends(run.trim_end_matches(['本', '部', '課', '係', '室'])) || ALONE.contains(&run)
}

/// People who stand before さん or their post, or are known in the company, and do not read the report themselves.
fn names(text: &str, known: &Known) -> Vec<String> {
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
    for suffix in AFTER.into_iter().chain(POSTS) {
        for (at, _) in text.match_indices(suffix) {
            let before = text.get(..at).unwrap_or_default();
            let run: Vec<char> = before.chars().rev().take_while(|c| is_name(*c)).take(5).collect();
            let run: String = run.into_iter().rev().collect();
            // 副部長, 支店長.
            let run = run.trim_end_matches(['副', '支']);
            let ours = readers.iter().any(|name| run.ends_with(name));
            let looks = text.get(..at + suffix.len()).is_some_and(|said| LOOKS.iter().any(|word| said.ends_with(word)));
            if !run.is_empty() && !ours && !looks && !is_no_name(run) {
                add(run);
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
    fn a_name_before_a_post_is_noticed_and_a_trade_or_a_department_is_no_name() {
        let named = |text: &str| warnings(text, &[], &known());
        assert_eq!(named("佐々木課長が表を見ています。"), [Warning::Named("佐々木".into())]);
        assert_eq!(named("山本部長と金子さんが話しました。"), [Warning::Named("金子".into()), Warning::Named("山本".into())]);
        assert_eq!(named("服部主任さんも見ています。"), [Warning::Named("服部".into())]);
        for fine in [
            "若い運転手さんが朝に話します。",
            "前の課長が作った表です。",
            "前社長のころと同様に、営業課長と営業本部長が話します。",
            "お客さんと取引先さんから声がありました。",
            "丸山社長と現場の職人さん、パートさん。",
        ] {
            assert_eq!(named(fine), [], "{fine}");
        }
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
