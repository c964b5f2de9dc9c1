//! The words of the paired survey. Questions after ux.md §6.2, in the future tense before joining.

use base::actor::Side;

use super::rules::Choice;

base::words! {
    /// The words of the paired survey.
    pub struct T;
    title: "入社前のアンケート", "Questions before joining";
    lead: "同じ4つの質問を、会社とご本人にそれぞれ伺います。お互いの答えは見えません。", "The same four questions go to company and person. Neither sees the other's answers.";
    open: "お二方にお願いする", "Ask both";
    open_lead: "経営者とご本人に、メールでご案内します。1分以内なら取り消せます。", "Owner and person are told by mail. It can be taken back within a minute.";
    closes_on: "いつまでに", "Until when";
    closes_help: "空欄のときは10日後になります。", "Blank means ten days from today.";
    e_closes: "締切は、今日から4か月以内の日付にしてください。", "The last day must lie within four months from today.";
    one_sided: "会社のみをお世話する案件のため、このアンケートはありません。", "This survey is not for a one-sided placement.";
    until(day: &str): "{day}まで", "until {day}";
    stood(name: &str, n: i64, of: usize): "{name} {of}問のうち{n}問", "{name}: {n} of {of}";
    state: "回答のようす", "How far they are";
    waiting: "双方の回答がそろうと、ここに違いが表示されます。", "When both have answered, the differences appear here.";
    to_view: "違いを見る", "See the differences";
    view_title: "思いの違い(入社前)", "Where views differ (before joining)";
    view_lead: "担当者だけが見る画面です。開いたことは、記録に残ります。", "For the desk alone. Opening it is recorded.";
    finding_wide(topic: &str): "いちばん違うのは「{topic}」です。", "They differ most on \"{topic}\".";
    finding_close: "大きな違いはありません。", "There is no wide difference.";
    of_company(name: &str): "会社の回答:{name}", "Answered for the company: {name}";
    h_topic: "観点", "Topic";
    h_gap: "違い", "Difference";
    wide: "差が大きい", "wide";
    same: "なし", "none";
    near: "小さい", "small";
    unsaid: "わからない・答えないを含む", "one does not say";
    low: "そう思わない", "Disagree";
    high: "そう思う", "Agree";
    source(n: usize): "回答 会社{n}名・ご本人1名。順位や点数ではありません。", "Answers: {n} of the company, one of the person. No score and no ranking.";
    take: "ギャップとして残す", "Keep as a gap";
    taken: "ギャップとして残しました", "Kept as a gap";
    gap_words(topic: &str): "「{topic}」について、思いが違うかもしれません", "Views may differ on \"{topic}\"";
    choice_5: "とてもそう思う", "Strongly agree";
    choice_4: "そう思う", "Agree";
    choice_3: "どちらともいえない", "Neither";
    choice_2: "あまりそう思わない", "Disagree";
    choice_1: "まったくそう思わない", "Strongly disagree";
    choice_none: "わからない・答えない", "Don't know or prefer not to say";
    topic_3: "困ったときに頼れる相手", "Someone to turn to";
    topic_5: "社内の決め方や手続き", "How things get decided";
    topic_6: "必要な情報・権限・人手", "What the job needs";
    topic_7: "任せる内容", "What is entrusted";
    c3: "ご本人には、困ったときに頼れる社内の相手がいると思う。", "They will have someone to turn to.";
    p3: "困ったときに頼れる相手が、社内にできると思う。", "I will have someone to turn to.";
    c5: "ご本人は、社内の決め方や手続きをすぐに分かると思う。", "They will soon know how things get decided.";
    p5: "社内の決め方や手続きは、すぐに分かると思う。", "I will soon know how things get decided.";
    c6: "ご本人に必要な情報・権限・人手を、渡せると思う。", "We will give what the job needs.";
    p6: "仕事に必要な情報・権限・人手は、そろうと思う。", "I will have what the job needs.";
    c7: "何を任せるかを、ご本人にはっきり伝えている。", "We have made clear what will be entrusted.";
    p7: "何を任されるかが、はっきりしている。", "It is clear to me what will be entrusted.";
    my_lead(of: usize, day: &str): "{of}問、約1分です。{day}までにお願いします。", "{of} questions, about one minute, until {day}.";
    my_change: "締切までは、何度でも変えられます。途中でやめても、続きから始められます。", "You may change your answers until then. You can stop and go on later.";
    my_private: "お互いの答えは見えません。担当者が、違いを話し合う手がかりにします。", "Neither side sees the other's answers. The desk uses them to prepare talks.";
    my_manager: "本部の責任者は、理由を記録したときだけ読むことがあります。", "A manager at headquarters may read only with a recorded reason.";
    my_voluntary: "答えたくない質問は「わからない・答えない」をお選びください。", "You may choose not to answer any question.";
    my_begin: "回答をはじめる", "Begin";
    my_go_on: "続きから回答する", "Go on";
    my_review: "回答を確かめる", "Check your answers";
    my_step(n: usize, of: usize): "{of}問のうち{n}問目", "Question {n} of {of}";
    my_next: "次へ進む", "Next";
    my_prev: "前の質問に戻る", "Previous question";
    my_stop: "ここで止める", "Stop here";
    my_check_title: "ご回答の確認", "Your answers";
    my_check_lead: "ありがとうございました。このまま閉じていただいて構いません。", "Thank you. You may simply close this page.";
    my_not_all: "まだお答えいただいていない質問があります。", "There are questions left.";
    my_edit: "変える", "Change";
    my_closed: "回答は締め切りました。ご協力ありがとうございました。", "This survey is closed. Thank you.";
    my_none: "まだお答えいただいていません", "not answered yet";
    ask_title: "入社前のアンケート", "Questions before joining";
    ask_text(of: usize, day: &str): "{of}問・約1分・{day}まで", "{of} questions, about one minute, until {day}";
    panel_none: "同じ質問をお二方に伺うと、入社前の思いの違いが分かります。", "Asking both the same shows where views differ before joining.";
    panel_open: "入社前のアンケートを開く", "Open the survey";
    kind: "アンケート", "Survey";
    t_opened: "入社前のアンケートをお願いしました", "Both were asked the questions before joining";
    t_until(day: &str): "締切 {day}", "until {day}";
    l_wait(day: &str): "{day}までの回答を待っています。", "Waiting for answers until {day}.";
    l_ready: "お二方の回答がそろいました。", "Both have answered.";
    l_see: "ようすを見る", "See";
}

impl T {
    /// A question as this side is asked it.
    pub fn question(self, number: i64, side: Side) -> &'static str {
        match (number, side) {
            (3, Side::Company) => self.c3(),
            (3, _) => self.p3(),
            (5, Side::Company) => self.c5(),
            (5, _) => self.p5(),
            (6, Side::Company) => self.c6(),
            (6, _) => self.p6(),
            (_, Side::Company) => self.c7(),
            _ => self.p7(),
        }
    }

    /// What a question is about, in a few words.
    pub fn topic(self, number: i64) -> &'static str {
        match number {
            3 => self.topic_3(),
            5 => self.topic_5(),
            6 => self.topic_6(),
            _ => self.topic_7(),
        }
    }

    /// A choice in words.
    pub fn choice(self, choice: Choice) -> &'static str {
        match choice.code() {
            "5" => self.choice_5(),
            "4" => self.choice_4(),
            "3" => self.choice_3(),
            "2" => self.choice_2(),
            "1" => self.choice_1(),
            _ => self.choice_none(),
        }
    }
}
