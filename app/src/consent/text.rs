//! The words of consents and notices.

base::words! {
    /// The words of consents and notices.
    pub struct T;
    title: "ご了承と情報の使いみち", "Your consents";
    desk_title: "ご了承と情報の使いみち", "Consents";
    follow_up: "フォローのご案内", "The follow-up";
    purpose: "情報の使いみち", "How your data is used";
    edition(n: i64): "文面 第{n}版", "Text, edition {n}";
    p_monthly: "月に1回ほど", "About once a month";
    p_bimonthly: "2か月に1回ほど", "Every second month";
    p_steps: "節目だけ(1週間・1か月・3か月・6か月)", "At the steps only (1 week, 1, 3, 6 months)";
    p_asked: "こちらから連絡したときだけ", "Only when we get in touch";
    p_none: "フォローを終える", "End the follow-up";
    now(words: &str, day: &str): "いまのお返事:{words}({day})", "Your answer now: {words} ({day})";
    now_none: "まだお返事をいただいていません。", "You have not answered yet.";
    how_often: "どのくらいの頻度がよろしいですか", "How often would suit you?";
    how_often_help: "いつでも、理由なしに変えたり、終えたりできます。", "You may change or end it at any time, without a reason.";
    only_rhythm: "相手の方に伝わるのは、頻度だけです。お返事の日や理由は伝わりません。", "The other side learns the rhythm alone, neither day nor reason.";
    send: "この頻度で返事する", "Answer with this rhythm";
    change: "この頻度に変える", "Change to this rhythm";
    both: "いまの頻度", "The rhythm now";
    rhythm_of(who: &str, words: &str): "{who}:{words}", "{who}: {words}";
    rhythm_open(who: &str): "{who}:お返事待ち", "{who}: no answer yet";
    yes: "了承する", "I agree";
    withdraw: "了承を取り下げる", "Withdraw my consent";
    withdraw_help: "取り下げると、担当者がこれからの扱いをご相談します。", "The desk then asks you how to go on.";
    said_yes: "了承しました", "Agreed";
    said_no: "取り下げました", "Withdrawn";
    history: "お返事の記録", "Your answers so far";
    readers_lead: "お返事は、次の人だけが読みます。", "Only these people read your answers.";
    reader_officer: "職業紹介責任者・コンプライアンス担当", "Placement officer, compliance officer";
    u_company_1: "・会社と担当の方のお名前、連絡先、経営課題と目標をお預かりします。", "- We keep names, contacts, the management issue and the goals.";
    u_person_1: "・お名前、連絡先、経歴、目標とお話の内容をお預かりします。", "- We keep your name, contact, career, goals and what you tell us.";
    u_2: "・使うのは、入社の準備と入社後のフォローのためだけです。", "- They are used for preparing the start and for the follow-up only.";
    u_3: "・一方からうかがった話は、お許しなく相手の方に伝えません。", "- What one side tells us is not passed on without consent.";
    u_4: "・融資その他のお取引の判断には使いません。", "- They are not used for decisions on loans or other business.";
    u_5: "・見える人は「自分の情報の見え方」でご覧いただけます。", "- \"Who sees my information\" shows who sees them.";
    ask_title: "フォローのご案内とお返事", "The follow-up: please answer";
    ask_text: "約1分です。", "About 1 minute.";
    ask_button: "内容を見て返事する", "Read and answer";
    open: "ご了承の記録を開く", "Open the consents";
    panel: "フォローの頻度", "Rhythm of the follow-up";
    record: "お返事を記録する", "Record an answer";
    record_lead: "口頭か紙でいただいたお返事を、代わりに記録します。", "For an answer given in words or on paper.";
    who: "お返事された方", "Who answered";
    what: "お返事の内容", "The answer";
    way: "お返事のかたち", "How it was given";
    way_screen: "画面で", "on screen";
    way_spoken: "口頭(聞き取り)", "by word of mouth";
    way_paper: "紙で", "on paper";
    on: "お返事の日", "Day";
    place: "場所・方法", "Place or way";
    place_help: "例:本社応接室、電話", "e.g. meeting room, telephone";
    keep: "記録する", "Record it";
    e_ahead: "今日までの日付にしてください。", "Use a day up to today.";
    none: "まだお返事はありません。", "No answers yet.";
    line(what: &str, way: &str, day: &str, n: i64): "{what}・{way}・{day}・文面第{n}版", "{what}, {way}, {day}, text {n}";
    line_at(place: &str): "({place})", " ({place})";
    follow_up_is(words: &str): "フォロー:{words}", "Follow-up: {words}";
    purpose_is(words: &str): "情報の使いみち:{words}", "Use of data: {words}";
    notice_company: "会社へのご案内(印刷してお渡しできます)", "Notice to the company (may be printed)";
    notice_person: "ご本人へのご案内(印刷してお渡しできます)", "Notice to the person (may be printed)";
    sign_here: "署名", "Signature";
    print: "印刷する", "Print";
    k_rhythm: "フォロー", "Follow-up";
    t_rhythm(who: &str, words: &str): "{who}のフォローの頻度:{words}", "Rhythm for {who}: {words}";
    l_what(who: &str): "{who}のフォローの頻度が変わりました", "Rhythm changed: {who}";
    l_why(words: &str): "ご希望は「{words}」です。予定を合わせます。", "Wished for: {words}. Fit the plan to it.";
    l_waiting(who: &str): "フォローのお返事待ち({who})", "No answer yet: {who}";
    l_waiting_why: "最初のご連絡の前に、お返事をいただきます。", "The answer comes before the first talk.";
    l_when: "今日", "Today";
}

impl T {
    /// The notice about the use of data, line by line.
    pub fn purposes(self, person: bool) -> Vec<&'static str> {
        vec![if person { self.u_person_1() } else { self.u_company_1() }, self.u_2(), self.u_3(), self.u_4(), self.u_5()]
    }

    /// How an answer was given.
    pub fn way_words(self, way: &str) -> &'static str {
        match way {
            "spoken" => self.way_spoken(),
            "paper" => self.way_paper(),
            _ => self.way_screen(),
        }
    }
}
