//! The words of the review.

use super::loans::Index;
use super::rules::Word;

base::words! {
    /// The words of the review.
    pub struct T;
    kind: "課題の振り返り", "Issue review";
    title: "課題の振り返り", "Issue review";
    lead: "はじめに決めた経営課題と、いまを並べて見ます。三者の見方が違うときは、違うまま残します。", "The issue as first set beside where it stands. Views that differ are left as they are.";
    first_set(day: &str): "はじめに決めた経営課題({day})", "The issue as first set ({day})";
    now_worded: "いまの言葉", "As worded now";
    nth(no: i64): "第{no}回", "No. {no}";
    w_solved: "解決した", "Solved";
    w_advanced: "前に進んだ", "Advanced";
    w_unchanged: "変わっていない", "Unchanged";
    w_redefined: "課題そのものが変わった", "The issue itself has changed";
    measures: "指標と事業の効果", "Indicators and business effect";
    measures_none: "まだありません。数字でも言葉でも構いません。", "None yet. Numbers or words will do.";
    measures_edit: "指標と効果を書く", "Write indicators and effects";
    source(n: usize): "会社・ご本人・担当者が共有した{n}件です。", "{n} as shared by company, person and desk.";
    h_measure: "項目", "Item";
    h_course: "はじめ ○ 、めざす姿 ｜ 、いま ●", "First ○, hoped |, now ●";
    outcomes: "これまでの振り返り", "Reviews so far";
    outcomes_none: "振り返りはまだありません。6か月を目安に、いつでも始められます。", "None yet. About month six, or at any time.";
    begin: "振り返りを始める", "Begin a review";
    begin_note: "会社とご本人のホームに、お願いが1件出ます。メールは送りません。", "Company and person find one request on their home. No mail is sent.";
    go_on: "三者の見方を読む", "Read the three views";
    o_views: "それぞれの見方", "How each sees it";
    o_differ: "見方が分かれています。分かれたまま残しています。", "The views differ. They are kept as they are.";
    o_alike: "見方はそろっています。", "The views agree.";
    o_only_lent: "載せてよいとお返事のあった見方だけを載せています。", "Only views whose writers agreed stand here.";
    o_remains: "残っていること", "What remains";
    o_quotes: "フォローについての言葉", "On the follow-up";
    q_worth(text: &str): "役に立ったこと:{text}", "What it was worth: {text}";
    q_missing(text: &str): "足りなかったこと:{text}", "What was missing: {text}";
    private_title: "課題の振り返り(三者の見方)", "Issue review: the three views";
    private_lead: "ここにある言葉は、書いた方と担当者だけが読みます。", "Only the writers and the desk read what stands here.";
    waits_company: "会社の見方を待っています", "Waiting for the company's view";
    waits_person: "ご本人の見方を待っています", "Waiting for the person's view";
    waits_bank: "当方の見方がまだです", "Our own view is still to come";
    lent: "振り返りに載せてよい", "May stand in the review";
    not_lent: "振り返りには載せない", "Not to stand in the review";
    quoted: "引用してよい", "May be quoted";
    not_quoted: "引用しない", "Not to be quoted";
    ours: "当方の見方", "Our view";
    ours_other: "当方の見方は、書いた担当者が直します。", "Our view is changed by the one who wrote it.";
    word: "はじめに決めた課題は、いまどうなりましたか", "How does the issue stand now?";
    evidence: "そう見る根拠", "What shows it";
    evidence_help: "出来事・数字・書類など。一文で構いません。", "An event, a number, a document. One sentence will do.";
    e_evidence: "そう見る根拠を、一文で書いてください。例:翌月10日に数字がそろうようになった", "Write in a sentence what shows it, e.g. figures are ready by the 10th.";
    worth: "フォローが役に立ったこと", "What the follow-up was worth";
    worth_help: "一文で構いません。空欄のままでも構いません。", "One sentence, or leave it blank.";
    missing: "フォローに足りなかったこと", "What was missing in it";
    lend: "見方と根拠を、三者が読む振り返りに載せてよい", "View and grounds may stand in the review all three read";
    lend_help(person: &str): "会社・{person}・営業店・本部が読みます。お名前は載りませんが、会社とご本人のどちらの見方かは分かります。", "Company, {person}, branch and headquarters read it. No name, but whose side it is.";
    quote: "フォローについての言葉を引用してよい", "My words on the follow-up may be quoted";
    save_view: "当方の見方を保存する", "Save our view";
    share_title: "三者に共有する", "Share with all three";
    share_lead: "当方の見方と、載せてよいとお返事のあった見方を、そのままの言葉で共有します。共有したあとは変えられません。", "Our view and those whose writers agreed go out word for word. They cannot be changed afterwards.";
    remains: "残っていること(次の課題)", "What remains (the next issue)";
    remains_help: "三者が読みます。一行に一つずつ書くと、それぞれを次の提案にできます。空欄のままでも構いません。", "All three read it. One a line: each can be taken up as a next issue. May stay blank.";
    share: "三者に共有する", "Share with all three";
    e_no_view: "当方の見方を、根拠とともに書いてください。", "Write our own view with its grounds.";
    take_up: "残っていることを次の提案にする", "Take it up as a next issue";
    taken: "次の提案にしました。", "Taken up:";
    shared_already: "この振り返りは共有済みです。", "This review has been shared.";
    panel_none: "振り返りはまだありません。", "No review yet.";
    panel_waits: "振り返りの途中です。", "A review is under way.";
    panel_last(no: &str, word: &str, day: &str): "{no} 当方の見方は「{word}」({day})", "{no}: our view is “{word}” ({day})";
    panel_go: "振り返りを開く", "Open the review";
    t_opened(no: &str): "課題の振り返り({no})を始めました", "Issue review {no} was begun";
    t_shared(no: &str, word: &str): "課題の振り返り({no})を共有しました(当方の見方「{word}」)", "Issue review {no} was shared (our view: {word})";
    l_what: "課題の振り返り", "Issue review";
    l_why: "6か月の節目です。はじめの課題がどうなったかを三者で振り返ります。", "Month six: the three look back at the issue.";
    l_button: "振り返りを開く", "Open";
    ask_title: "課題の振り返り", "Looking back at the issue";
    ask_text: "はじめに決めた課題がいまどうなったかを、お聞かせください。約3分です。", "How does the issue stand now? About three minutes.";
    ask_button: "見方を書く", "Write my view";
    my_again: "お伝えした見方を直す", "Change the view I sent";
    home_last(day: &str): "{day}に、三者で振り返りました。", "The three looked back on {day}.";
    home_go: "課題の振り返りを読む", "Read the review";
    my_title: "課題の振り返り", "Issue review";
    my_lead: "はじめに決めた課題と、いまを並べています。", "The issue as first set, beside now.";
    my_view_title: "課題の振り返り", "Looking back at the issue";
    my_over: "この振り返りは終わりました。書いた言葉はそのまま残っています。", "This review is over. Your words stay as they are.";
    my_share_note: "印を付けたときに読む人", "Who reads it if you tick";
    my_save: "担当者に伝える", "Tell the desk";
    cases_label: "案件", "Cases";
    m_title: "指標と事業の効果", "Indicators and business effect";
    m_lead: "課題がどうなったかを見る手がかりです。数字でも言葉でも構いません。どの欄も、名前のほかは空欄で構いません。", "What shows how the issue stands, in numbers or words. All but the name may stay blank.";
    m_kind: "種類", "Kind";
    m_indicator: "課題の指標", "Indicator";
    m_effect: "事業の効果", "Business effect";
    m_name: "名前", "Name";
    m_unit: "単位", "Unit";
    m_first: "はじめ", "At first";
    m_hoped: "めざす姿", "Hoped";
    m_reached: "いま", "Now";
    m_row(n: usize): "{n}つめ", "Item {n}";
    m_blank: "(まだ)", "(not yet)";
    m_stands(name: &str, first: &str, hoped: &str, reached: &str): "{name}は、はじめ{first}、いま{reached}です(めざす姿は{hoped})。", "{name}: first {first}, now {reached} (hoped {hoped}). ";
    m_there: "めざす姿に届いています。", "It is where it was hoped to be.";
    m_nearer: "めざす姿に近づいています。", "It has come nearer.";
    m_same: "はじめと同じです。", "It is as it was.";
    m_farther: "めざす姿からは遠ざかっています。", "It is farther away than at first.";
    n_by_company(day: &str, value: &str): "{day} {value}(会社が入力)", "{day}: {value}, entered by the company";
    n_by_desk(day: &str, value: &str): "{day} {value}(担当が記録)", "{day}: {value}, written down by the desk";
    n_person(name: &str): "{name}(ご本人)", "{name} (placed person)";
    n_house: "営業店の担当と本部の責任者", "Branch and headquarters";
    n_title: "指標の数字を入力する", "Enter the indicators' figures";
    n_lead: "入力は任意です。分かるところだけで構いません。融資の審査には使いません。", "Optional; fill in what you know. It is not used for lending.";
    n_none: "指標はまだ決まっていません。担当者とお話しになって決まると、ここで入力できます。", "No indicators have been set yet. Once they are, you can enter them here.";
    n_value(unit: &str): "今の数字・様子({unit})", "Now ({unit})";
    n_value_plain: "今の数字・様子", "Now";
    n_measured_on: "いつの数字ですか", "Of which day?";
    n_consent: "この数字を、上の方々が読むことに同意します", "Those named above may read these figures";
    n_e_consent: "同意の印を付けてください。同意のない数字は残しません。", "Tick the consent. Figures without it are not kept.";
    n_e_none: "少なくとも一つ入力してください。", "Enter at least one.";
    n_e_stale: "担当者が先に指標を変えました。下の内容を確かめて、もう一度保存してください。", "The desk changed the indicators first. Check what is below and save again.";
    n_save: "保存する", "Save";
    cases_figures: "会社の数字を入力する", "Enter company figures";
    f_title: "会社の数字(ローカルベンチマーク)", "Company figures (Local Benchmark)";
    f_lead: "会社が入力した数字、または会社が出してよいとした数字だけを使います。融資の資料は使いません。", "Only figures the company entered or released. Nothing from loan files.";
    f_my_lead: "入力は任意です。決算の数字を、分かるところだけ入力してください。融資の審査には使いません。", "Optional. Enter what you know from your accounts. It is not used for lending.";
    f_form: "数字を記録する", "Record figures";
    f_period: "決算日", "End of the period";
    f_unit: "金額の単位は、どの期も同じにしてください(例:百万円)。", "Use one unit of money throughout, e.g. million yen.";
    f_released_on: "会社が出してよいとした日", "Day the company released them";
    f_way: "どのように", "How";
    way_screen: "会社が画面で入力", "entered by the company";
    way_spoken: "口頭で承諾", "by word of mouth";
    way_paper: "書面で承諾", "in writing";
    f_consent: "この数字を、課題の振り返りに使うことに同意します", "These figures may be used for the issue review";
    f_consent_desk: "会社が、この数字を課題の振り返りに使うことに同意しました", "The company agreed to their use for the issue review";
    e_consent: "同意の印を付けてください。同意のない数字は使いません。", "Tick the consent. Figures without it are not used.";
    e_number: "数字で入力してください。例:1,200、▲30", "Enter a number, e.g. 1,200 or -30.";
    e_no_figure: "少なくとも一つの数字を入力してください。", "Enter at least one figure.";
    e_released_ahead: "今日までの日付にしてください。", "The day cannot lie ahead.";
    f_index: "指標", "Index";
    f_until(day: &str): "{day}まで", "to {day}";
    f_unknown: "分かりません", "not known";
    f_released(period: &str, day: &str, way: &str): "{period}までの期:{day}、{way}", "Period to {period}: {day}, {way}";
    f_none: "まだ数字はありません。", "No figures yet.";
    f_finding: "三期を並べています。良し悪しの点は付けません。", "Three periods side by side, without marks.";
    f_source: "売上増加率・営業利益率・労働生産性・EBITDA有利子負債倍率は、経済産業省「ローカルベンチマーク」の式です。", "The first four by METI's Local Benchmark formulas.";
    f_source_setting: "営業運転資本回転期間と自己資本比率は一般に使われる式で、機関の設定により表示しています。", "Turnover and equity by the usual formulas, shown by the institution's setting.";
    i_growth: "売上増加率(売上高÷前期の売上高−1)", "Sales growth";
    i_margin: "営業利益率(営業利益÷売上高)", "Operating margin";
    i_productivity: "労働生産性(営業利益÷従業員数)", "Operating profit per employee";
    i_debt: "EBITDA有利子負債倍率((借入金−現預金)÷(営業利益+減価償却費))", "Net debt to EBITDA";
    i_turnover: "営業運転資本回転期間((売上債権+棚卸資産−買入債務)÷月商)", "Working capital in months of sales";
    i_equity: "自己資本比率(純資産÷総資産)", "Equity ratio";
    v_sales: "売上高", "Sales";
    v_profit: "営業利益", "Operating profit";
    v_depreciation: "減価償却費", "Depreciation";
    v_employees: "従業員数", "Employees";
    v_borrowings: "借入金", "Borrowings";
    v_cash: "現預金", "Cash";
    v_receivables: "売上債権", "Receivables";
    v_inventory: "棚卸資産", "Inventory";
    v_payables: "買入債務", "Payables";
    v_net_assets: "純資産", "Net assets";
    v_total_assets: "総資産", "Total assets";
}

impl T {
    /// One of the four words, from its code.
    pub fn word_of(self, code: &str) -> &'static str {
        match Word::parse(code) {
            Some(Word::Solved) => self.w_solved(),
            Some(Word::Advanced) => self.w_advanced(),
            Some(Word::Redefined) => self.w_redefined(),
            Some(Word::Unchanged) | None => self.w_unchanged(),
        }
    }

    /// The four words to choose from.
    pub fn words(self) -> Vec<(String, String)> {
        Word::ALL.iter().map(|word| (word.code().to_owned(), self.word_of(word.code()).to_owned())).collect()
    }

    /// How figures were released.
    pub fn way(self, code: &str) -> &'static str {
        match code {
            "spoken" => self.way_spoken(),
            "paper" => self.way_paper(),
            _ => self.way_screen(),
        }
    }

    /// An index with its formula.
    pub fn index(self, index: Index) -> &'static str {
        match index {
            Index::Growth => self.i_growth(),
            Index::Margin => self.i_margin(),
            Index::Productivity => self.i_productivity(),
            Index::Debt => self.i_debt(),
            Index::Turnover => self.i_turnover(),
            Index::Equity => self.i_equity(),
        }
    }

    /// The fields of the figures with their names.
    pub fn fields(self) -> Vec<(&'static str, &'static str)> {
        vec![
            ("sales", self.v_sales()),
            ("profit", self.v_profit()),
            ("depreciation", self.v_depreciation()),
            ("employees", self.v_employees()),
            ("borrowings", self.v_borrowings()),
            ("cash", self.v_cash()),
            ("receivables", self.v_receivables()),
            ("inventory", self.v_inventory()),
            ("payables", self.v_payables()),
            ("net_assets", self.v_net_assets()),
            ("total_assets", self.v_total_assets()),
        ]
    }
}
