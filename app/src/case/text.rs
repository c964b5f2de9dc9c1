//! The words of the case page.

use crate::placement::StartWord;

base::words! {
    /// The words of the case page.
    pub struct T;
    open: "未定", "open";
    prep: "準備", "Prepare";
    agree: "合意", "Agree";
    joined_employ: "入社", "Joined";
    joined_office: "就任", "In office";
    joined_start: "開始", "Started";
    start: "開始", "start";
    week1: "1週間", "Week 1";
    month1: "1か月", "Month 1";
    month3: "3か月", "Month 3";
    month6: "6か月", "Month 6";
    closed: "終了", "Closed";
    left: "退職", "Left";
    stage_label: "いまの段階", "Current stage";
    stage_sentence(n: usize, name: &str): "8段階のうち{n}段階目、{name}です。", "Stage {n} of 8: {name}.";
    stage_done: "(完了)", "(done)";
    next: "次にやること", "What comes next";
    nothing_next: "次の予定はまだありません。面談の予定を立てると、ここに並びます。", "Nothing is planned yet. Plan a talk and it appears here.";
    timeline: "経過", "Timeline";
    timeline_empty: "最初の記録を書くと、ここに経過が並びます。", "The first record you write begins the timeline.";
    filter: "経過の絞り込み", "Filter the timeline";
    all: "すべて", "All";
    talks: "面談", "Talks";
    agreements: "合意", "Agreements";
    changes: "変化と報告", "Changes and reports";
    case: "案件", "Case";
    ahead: "予定", "planned";
    facts: "要点", "Key facts";
    issue_now: "経営課題(いまの言葉)", "Management issue (as worded now)";
    issue_first(day: &str): "経営課題({day}時点)", "Management issue (as of {day})";
    contract: "契約", "Contract";
    people: "担当", "Consultant";
    deputy(name: &str): "(不在時 {name})", "(deputy {name})";
    branch: "営業店", "Branch";
    no_branch: "未登録", "not set";
    case_no: "案件番号", "Case number";
    add_record: "記録を追加する", "Add a record";
    edit: "案件の内容を直す", "Edit the case";
    invite: "ご案内と連絡先", "Invitations and contacts";
    notes: "担当者のメモ", "Notes of the desk";
    crumb: "案件", "Cases";
    day_n(n: i64): "{n}日目", "day {n}";
    in_days(n: i64): "あと{n}日", "in {n} day(s)";
    age_today: "今日", "today";
    age_days(n: i64): "{n}日前", "{n} day(s) ago";
    older: "これより前の経過を見る", "Show earlier entries";
    whole: "すべて並べる", "Show all on one page";
    newest: "最新の経過に戻る", "Back to the latest";
    ahead_n(n: usize): "これからの予定 {n}件", "Ahead: {n}";
    then(n: usize): "そのあと {n}件", "Then: {n} more";
    more_filters: "見える方・記した方で絞り込む", "Filter by who sees it or who it comes from";
    by_reader: "見える方", "Who sees it";
    by_hand: "記した方", "Who it comes from";
    everyone: "すべての方", "Anyone";
    none_of_these: "この絞り込みに当たる経過はまだありません。", "Nothing of this kind yet.";
    opened: "案件を登録しました", "The case was registered";
    imported: "表から取り込みました", "Imported from a spreadsheet";
    offered: "内定", "Offer";
}

impl T {
    /// The word for the first day, by contract form.
    pub fn joined(self, word: StartWord) -> &'static str {
        match word {
            StartWord::Employ => self.joined_employ(),
            StartWord::Office => self.joined_office(),
            StartWord::Start => self.joined_start(),
        }
    }
}
