//! The words of proposals.

use super::rules::{CHANCES, KINDS, Origin, State};

base::words! {
    /// The words of proposals.
    pub struct T;
    title: "次の提案", "Next proposals";
    lead: "伴走のなかで見つかった次の課題と、ご提案です。", "Next issues found while running alongside, and what is proposed.";
    none: "まだありません。課題の振り返りで残ったことや、会社との話から登録できます。", "None yet. They come from reviews and from talks with the company.";
    finding(open: usize, won: usize, yen: &str): "進行中が{open}件、決まったものが{won}件です。伴走から生まれた収入は{yen}円です。", "{open} open, {won} won. Income that came of the follow-up: {yen} yen.";
    finding_late(n: usize): "次の予定日を過ぎたものが{n}件あります。", "{n} past their next day.";
    all_kinds: "すべて", "All";
    kind_filter: "種類で絞る", "Filter by kind";
    h_state: "進み具合", "State";
    h_count: "件数", "Count";
    count(n: usize): "{n}件", "{n}";
    next_day(day: &str): "次は{day}", "next {day}";
    ended_day(day: &str): "{day}に決着", "ended {day}";
    no_next: "次の予定日なし", "no next day";
    yen(amount: &str): "{amount}円", "{amount} yen";
    new_title: "次の課題・提案を登録する", "Write down a next issue or proposal";
    new_lead: "課題の一文だけで登録できます。融資の条件とは結びつけません。", "One sentence of the issue is enough. Never tied to lending.";
    show_title: "次の提案", "Next proposal";
    kind: "種類", "Kind";
    k_unknown: "これから考える", "To be thought about";
    k_loan: "融資", "Loan";
    k_succession: "事業承継", "Succession";
    k_m_and_a: "M&A", "M&A";
    k_sales: "販路", "Sales channels";
    k_digital: "IT・DX", "IT and digital";
    k_subsidy: "補助金", "Subsidy";
    k_expert: "専門家の紹介", "Expert";
    k_person: "追加の人材", "Another hire";
    k_other: "その他", "Other";
    issue: "次の課題", "The issue it answers";
    issue_help: "例:後任の育成が進んでいない。ご本人だけから聞いたことは書かないでください。", "Write nothing that only the placed person told you.";
    offer: "ご提案の内容", "What is proposed";
    offer_help: "会社にお渡しする言葉になります。", "These words reach the company.";
    worth: "会社にとっての価値", "What it is worth to the company";
    worth_help: "言葉で構いません。空欄のままでも構いません。", "In words; may stay blank.";
    chance: "見込み", "How likely";
    c_unclear: "まだ分からない", "Not clear yet";
    c_possible: "ありうる", "Possible";
    c_likely: "見込みがある", "Likely";
    c_agreed: "合意に近い", "Close to agreed";
    keeper: "担当", "Whose it is";
    no_keeper: "決まっていない", "Nobody yet";
    next_on: "次の予定日", "Next day";
    state: "進み具合", "State";
    s_found: "課題が見つかった", "Found";
    s_proposed: "提案中", "Proposed";
    s_won: "決まった", "Won";
    s_lost: "見送り", "Not taken up";
    ended_on: "決まった日・見送りの日", "Day it was won or dropped";
    result: "結果", "What came of it";
    income: "収入(円)", "Income (yen)";
    income_help: "決まった日のあとに入力できます。例:300,000", "Only after the day it was won, e.g. 300,000.";
    untied: "融資の条件と結びつけていないことの確認", "That it is not tied to lending";
    untied_help: "例:融資の条件とは別のご案内であり、断っても取引に影響しないことを、11月20日に社長へ説明した。コンプライアンス担当が読みます。", "Say how the company was told that it is free to decline. Compliance reads this.";
    origin: "もとになったこと", "Where it was found";
    origin_help: "ご本人との個別の話は、もとにできません。", "Talks with the person alone are no source.";
    origin_on(origin: &str, day: &str): "{origin}({day})", "{origin} ({day})";
    o_joint: "三者での話", "A talk of all three";
    o_company: "会社との話", "A talk with the company";
    o_review: "課題の振り返り", "The issue review";
    o_report: "変化のご報告", "A change report";
    o_bank: "当方の気づき", "The desk's own idea";
    o_branch: "営業店での話", "A talk at the branch";
    register: "登録する", "Register";
    e_untied: "融資の条件と結びつけていないことを、一文で書いてください。", "Write in a sentence that it is not tied to lending.";
    e_ended: "決まった日または見送りの日を入力してください。", "Enter the day it was won or dropped.";
    e_ended_ahead: "今日までの日付にしてください。", "The day cannot lie ahead.";
    e_not_ended: "進行中のものに日付は入りません。「決まった」か「見送り」を選んでください。", "An open one has no such day. Choose won or dropped.";
    e_income: "金額を円で入力してください。例:300,000", "Enter whole yen, e.g. 300,000.";
    e_income_before_won: "収入は、決まった日を入力してから書いてください。", "Enter the day it was won before any income.";
    e_origin: "一覧にあるものから選んでください。", "Choose one from the list.";
    hand_title: "会社にお渡しする", "Put it before the company";
    hand_lead: "保存した「次の課題」と「ご提案の内容」が、そのまま会社の画面に出ます。メールは送りません。", "Issue and proposal as saved appear on the company's page. No mail is sent.";
    hand: "この内容を会社にお渡しする", "Put it before the company";
    hand_not_yet: "提案中にして、ご提案の内容と、融資の条件と結びつけていないことの確認を保存すると、お渡しできます。", "Set it to proposed and save offer and confirmation first.";
    handed_on(day: &str, who: &str): "{day}にお渡ししました({who})", "Given on {day} ({who})";
    paper: "提案書をPDFで保存", "Save the proposal as PDF";
    income_of_case(yen: &str): "この案件の伴走から生まれた収入は{yen}円です。", "Income from this placement's follow-up: {yen} yen.";
    to_case: "案件を開く", "Open the case";
    panel_none: "まだありません。", "None yet.";
    panel_new: "次の課題・提案を登録する", "Add one";
    panel_all: "すべての提案", "All proposals";
    sheet_title: "ご提案", "Our proposal";
    p_offer: "ご提案の内容", "What we propose";
    p_free: "お断りいただいても構いません", "You are free to decline";
    p_foot: "本書はご検討のためのご案内で、契約の申込みを求めるものではありません。融資その他の取引の条件とは関係ありません。", "This paper is for your consideration and asks for no contract. It has no bearing on loans or any other dealings.";
    home_new: "新しいご提案をお届けしています", "A new proposal for you";
    home_read: "ご提案を読む", "Read the proposal";
    p_untied(own: &str): "このご提案は、融資その他の取引の条件とは関係ありません。お断りになっても、{own}とのお取引に影響はありません。", "This proposal is no condition of loans or other business. Declining it does not affect your dealings with {own}.";
    p_draft: "下書き", "Draft";
    my_by(who: &str, day: &str): "{day} {who}", "{day}, {who}";
    home_title: "ご提案", "Our proposals";
    home_open: "読む", "Read";
    l_what(kind: &str): "次の提案({kind})", "Next proposal ({kind})";
    l_why(kind: &str): "提案({kind})の次の予定日です。", "The next day of a proposal ({kind}).";
    l_button: "提案を開く", "Open";
}

impl T {
    /// A kind in words.
    pub fn kind_word(self, code: &str) -> &'static str {
        match code {
            "loan" => self.k_loan(),
            "succession" => self.k_succession(),
            "m_and_a" => self.k_m_and_a(),
            "sales" => self.k_sales(),
            "digital" => self.k_digital(),
            "subsidy" => self.k_subsidy(),
            "expert" => self.k_expert(),
            "person" => self.k_person(),
            "other" => self.k_other(),
            _ => self.k_unknown(),
        }
    }

    /// How likely, in words.
    pub fn chance_word(self, code: &str) -> &'static str {
        match code {
            "possible" => self.c_possible(),
            "likely" => self.c_likely(),
            "agreed" => self.c_agreed(),
            _ => self.c_unclear(),
        }
    }

    /// A state in words.
    pub fn state_word(self, state: State) -> &'static str {
        match state {
            State::Found => self.s_found(),
            State::Proposed => self.s_proposed(),
            State::Won => self.s_won(),
            State::Lost => self.s_lost(),
        }
    }

    /// Where it was found, in words.
    pub fn origin_word(self, origin: Origin) -> &'static str {
        match origin {
            Origin::Joint => self.o_joint(),
            Origin::Company => self.o_company(),
            Origin::Review => self.o_review(),
            Origin::Report => self.o_report(),
            Origin::Bank => self.o_bank(),
            Origin::Branch => self.o_branch(),
        }
    }

    /// The kinds to choose from.
    pub fn kinds(self) -> Vec<(String, String)> {
        KINDS.iter().map(|code| ((*code).to_owned(), self.kind_word(code).to_owned())).collect()
    }

    /// How likely, to choose from.
    pub fn chances(self) -> Vec<(String, String)> {
        CHANCES.iter().map(|code| ((*code).to_owned(), self.chance_word(code).to_owned())).collect()
    }

    /// The states to choose from.
    pub fn states(self) -> Vec<(String, String)> {
        State::ALL.iter().map(|state| (state.code().to_owned(), self.state_word(*state).to_owned())).collect()
    }
}
