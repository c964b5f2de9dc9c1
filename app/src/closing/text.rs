//! The words of the end.

use base::actor::Side;

base::words! {
    /// The words of the end.
    pub struct T;
    end_title: "フォローを終了する", "Close the follow-up";
    end_lead: "終了しても、合意した書面と共有した報告は、会社とご本人の画面から読めます。", "Agreed papers and shared reports stay readable for both sides.";
    end_kind: "終了のしかた", "How it ends";
    end_closed: "定期フォローを終える(12か月・24か月のご様子うかがいは続きます)", "The regular follow-up is complete (light follow-up at 12 and 24 months)";
    end_left: "退職された", "The person left the company";
    ended_on: "終了日・退職日", "Last day";
    ended_help: "空欄なら今日の日付になります。", "Blank means today.";
    left_title: "退職されたとき", "When the person left";
    left_lead: "どの欄も、分かるところだけで構いません。", "Fill in what you know; the rest may stay blank.";
    party_label: "どちらのお申し出ですか", "Whose wish was it?";
    party_person: "ご本人", "The person's";
    party_company: "会社", "The company's";
    party_both: "話し合って", "By agreement";
    unknown: "分からない", "Not known";
    cause_label: "理由の種類", "Kind of reason";
    cause_own: "自己都合", "Own reasons";
    cause_company: "会社の都合(解雇など)", "The company's reasons (dismissal)";
    cause_term: "契約期間の満了", "End of the term";
    cause_agreed: "合意による退職", "By mutual agreement";
    word_company: "会社からうかがった理由", "The company's reason, as told";
    word_person: "ご本人からうかがった理由", "The person's reason, as told";
    word_bank: "これからに活かすこと", "What is learnt";
    word_help: "担当者と職業紹介責任者だけが読みます。相手の方には見えません。", "Only desk and placement officer read it; the other side does not.";
    keep_note(months: i64): "退職日の翌日からあとに書かれたことは、会社とご本人の画面に出なくなります。ご本人は、ご自分の記録を{months}か月のあいだ読めます。", "What is written from the next day on is no longer on their pages. The person can read their own for {months} month(s).";
    promises_title: "まだ果たされていない約束", "Promises that are still open";
    promises_open: "約束の進み具合を更新する", "Update the promises";
    promises_known: "約束が残っていることを確かめ、このまま終える", "I have seen them and close all the same";
    e_promises(n: usize): "まだ果たされていない約束が{n}件あります。確かめて印を付けるか、先に約束の進み具合を更新してください。", "Still open: {n} promise(s). Tick that you have seen this, or update first.";
    end_button: "終了する", "Close it";
    e_has_ended: "この案件はすでに終了しています。", "This case has ended already.";
    e_ahead: "終了日は今日までの日付にしてください。先の日が決まっているときは、その日の面談を予定に入れておき、当日になってから記録してください。", "The end date cannot lie ahead. Where it is known already, plan a talk for that day and record the end then.";
    e_before_join: "退職日は入社日より前にはできません。入社日を確かめてください。", "The last day cannot lie before the first. Please check the first day.";
    ending_title: "終了と返戻金", "End and refund";
    said_closed(day: &str): "{day}に定期フォローを終えました。", "The regular follow-up was closed on {day}.";
    said_left(day: &str): "{day}に退職されました。", "The person left on {day}.";
    said_running: "この案件は続いています。", "This case is going on.";
    end_go: "フォローを終了する", "Close the follow-up";
    words_go: "理由と、これからに活かすこと", "Reasons, and what is learnt";
    refund_title: "返戻金", "Refund";
    r_amount(yen: &str): "返戻金は{yen}円です。", "The refund is {yen} yen.";
    r_days(join: &str, last: &str, days: i64): "入社日は{join}、退職日は{last}で、在籍は{days}日です。", "First day {join}, last day {last}: {days} day(s).";
    r_terms(terms: &str): "取り決めは「{terms}」です。", "The terms are “{terms}”.";
    r_rung(months: i64, until: &str, share: &str): "{months}か月以内は{until}までで、退職日はこの期間に入ります。割合は{share}です。", "Within {months} month(s) means until {until}; the last day lies within. The share is {share}.";
    r_past: "退職日は、取り決めのどの期間にも入りません。返戻金はありません。", "The last day lies in none of the periods. Nothing is paid back.";
    r_sum(fee: &str, share: &str, amount: &str): "手数料{fee}円の{share}は{amount}円です(1円未満は切り捨て)。", "{share} of the fee of {fee} yen is {amount} yen (below one yen cut off).";
    r_excluded: "会社の都合による退職は、この機関の決まりで返戻金の対象になりません。", "Leaving for the company's reasons is not refunded by the institution's rule.";
    r_unread: "返戻金を計算できません。案件の内容で、入社日・手数料の額・返戻金の取り決め(例:1か月以内50%、3か月以内30%)を確かめてください。", "The refund cannot be reckoned. Check first day, fee and terms of the case, e.g. 50% within 1 month, 30% within 3.";
    r_again: "返戻金を計算し直す", "Reckon the refund again";
    day_title: "退職日を訂正する", "Correct the last day";
    day_lead: "訂正すると、会社とご本人が読める範囲、ご本人が読める期限、返戻金を、新しい日付で計算し直します。訂正したことは記録に残ります。", "What both sides can read, until when the person can, and the refund follow the new day. The correction is recorded.";
    day_was: "いま記録されている退職日", "The last day as recorded";
    day_new: "正しい退職日", "The right last day";
    day_button: "退職日を訂正する", "Correct the last day";
    day_go: "退職日を訂正する", "Correct the last day";
    day_done(from: &str, to: &str, by: &str, when: &str): "退職日を{from}から{to}に訂正しました({by}、{when})。", "The last day was corrected from {from} to {to} ({by}, {when}).";
    e_same_day: "記録されている日付と理由のままです。正しい日付か理由を選んでください。", "That is what is recorded. Enter the right day or reason.";
    words_title: "退職の理由と、これからに活かすこと", "Reasons for leaving, and what is learnt";
    words_none: "まだありません。", "None yet.";
    word_side: "どなたの言葉ですか", "Whose words are they?";
    word_body: "理由・気づいたこと", "Reason, or what is learnt";
    word_save: "書いて保存する", "Save";
    my_title: "フォローの終了", "End of the follow-up";
    my_running: "フォローは続いています。", "The follow-up is going on.";
    my_keep_person(day: &str): "退職の日までのご自分の記録と、合意した書面は、{day}まで読めます。", "Your own records until then and the agreed papers can be read until {day}.";
    my_keep_company: "合意した書面と、退職の日までに共有した報告は、これからも読めます。", "Agreed papers and reports shared until then stay readable.";
    my_own: "あなたが書いたこと", "What you wrote";
    my_word: "よろしければ、理由をお聞かせください", "If you like, tell us why";
    my_word_help: "一文で構いません。相手の方には見えません。", "One sentence will do. The other side does not see it.";
    my_save: "担当者に伝える", "Tell the desk";
    cases_label: "案件", "Cases";
    home_title: "フォローの終了", "End of the follow-up";
    home_more: "くわしく見る", "More";
    panel_title: "終了", "End";
    panel_more: "終了と返戻金を見る", "End and refund";
    terms_title: "終了と数字の決まり", "Rules for ends and figures";
    terms_lead: "法令で定まっていないことを、機関として決めます。", "What no law settles is the institution's to decide.";
    keep_months: "退職後にご本人が読める月数", "Months the person can read after leaving";
    keep_help: "個人情報の通知に書いた期間に合わせてください。1から60まで。", "As in your privacy notice; 1 to 60.";
    e_keep: "1から60までの数字を入力してください。", "Enter a number from 1 to 60.";
    refund_dismissal: "会社の都合による退職の返戻金", "Refund when the company dismisses";
    d_excluded: "対象にしない", "Not refunded";
    d_included: "対象にする", "Refunded";
    d_source: "多くの手数料規程で対象外とされていますが、法令の定めはありません。自社の届出手数料表に合わせてください。", "Most fee rules exclude it, but no law says so. Follow your notified fee table.";
    indices: "表示する財務の指標", "Financial indices shown";
    i_six: "6つすべて", "All six";
    i_four: "式が公表されている4つ", "The four with a published formula";
    i_source: "営業運転資本回転期間と自己資本比率は、一般に使われる式です。", "Turnover and equity follow the usual formulas.";
}

impl T {
    /// Whose wish it was.
    pub fn party(self, code: &str) -> &'static str {
        match code {
            "person" => self.party_person(),
            "company" => self.party_company(),
            "both" => self.party_both(),
            _ => self.unknown(),
        }
    }

    /// Why, in a word.
    pub fn cause(self, code: &str) -> &'static str {
        match code {
            "own" => self.cause_own(),
            "company" => self.cause_company(),
            "term" => self.cause_term(),
            "agreed" => self.cause_agreed(),
            _ => self.unknown(),
        }
    }

    /// What words of a side are.
    pub fn word_of(self, side: Side) -> &'static str {
        match side {
            Side::Company => self.word_company(),
            Side::Person => self.word_person(),
            Side::Bank => self.word_bank(),
        }
    }
}
