//! The words of the private channels.

use super::rules::Wish;

base::words! {
    /// The words of the private channels.
    pub struct T;
    title: "担当者への相談", "Talk to your contact";
    lead: "個別のご相談をお書きいただけます。公益通報やハラスメントの窓口ではありません。", "For matters of your own. It is no whistle-blowing or harassment desk.";
    home_text: "個別のご相談は、こちらからお書きいただけます。", "You can write about a matter of your own here.";
    not_yet: "三者の書面をご覧いただく日から、こちらでお書きいただけます。", "You can write here from the day you are shown the booklet.";
    not_yet_call: "それまでのご相談は、お電話で承ります。", "Until then, please call us.";
    write: "相談を書く", "Write";
    quit: "この画面を離れる", "Leave this page";
    quit_note: "押すとホームに戻り、次に開くときは確認用コードが要ります。", "It leads home; to come back, a code is asked for again.";
    count(n: i64): "これまでの相談 {n}件", "{n} so far";
    none: "まだありません。書いたことがあるかどうかは、相手の方には分かりません。", "None yet. The other side cannot tell whether you wrote.";
    list_title: "ご自分の相談", "What you wrote";
    waits(day: &str): "{day}までにお返事します", "We answer by {day}";
    answered: "お返事しました", "Answered";
    no_matter(day: &str): "{day}の相談", "Written on {day}";
    erased(day: &str): "{day}に書いた相談(消去済み)", "Written on {day} (erased)";
    erased_on(day: &str): "{day}に消去しました", "Erased on {day}";
    erased_text: "この相談の文章とファイルは消去しました。どなたも読めません。", "Its words and files were erased. Nobody can read them.";
    cases_label: "案件の切り替え", "Switch case";
    try_title: "ためしに送ってみる", "Try it once";
    try_text: "ご挨拶だけを送り、届くことを確かめられます。試したことは、相手の方には分かりません。", "Sends a greeting to see that it arrives. The other side does not learn of it.";
    try_button: "ためしに挨拶を送る", "Send a greeting";
    trial_matter: "ためしの挨拶", "A greeting to try it";
    trial_body: "ためしに送っています。よろしくお願いいたします。", "This is only to try it. Kind regards.";
    trial_answer: "届きました。いつでもこちらからお書きください。", "It has arrived. Write here whenever you like.";
    offers_title: "ご確認いただきたい文面", "Words that wait for your answer";
    passed_link: "担当からお伝えしたこと", "What the desk passed on to you";

    new_title: "相談を書く", "Write";
    readers_lead: "お選びいただいた人だけが読みます。", "Only those you choose read it.";
    reader_desk(name: &str): "{name}(担当)", "{name} (consultant)";
    reader_deputy(name: &str): "{name}(不在時の担当者)", "{name} (deputy)";
    reader_second(name: &str): "{name}(本部の責任者)", "{name} (manager)";
    others_read: "ほかの人は読みません。本部の責任者は、理由を記録したときだけ読めます。読んだ人は、ここで分かります。", "Nobody else does. A manager may only with a recorded reason. You see here who read it.";
    line: "どなたに読んでもらいますか", "Who should read it?";
    line_desk: "担当に相談する", "The desk";
    line_second(name: &str): "担当ではなく、{name}(本部の責任者)に相談する", "Not the desk, but the manager ({name})";
    line_second_help: "担当には、相談があることも見えません。", "The desk does not even see that you wrote.";
    by(day: &str): "いまお送りいただくと、{day}までにお返事します。(営業日の9時から17時に拝見します)", "If you send it now we answer by {day}. (We read on business days, 9:00 to 17:00.)";
    safe: "ご記入いただいた内容は、ご承諾なしに相手の方へ伝わることはありません。", "This is not passed on without your consent.";
    never: "評価、給与、融資の判断に使うことはありません。", "It is never used for appraisal, pay or loans.";
    limit: "身の危険や法令に関わる場合は、例外として関係部署に相談することがあります。", "Where safety or the law is concerned we may have to consult others.";
    guess: "関わる人が少ないため、どなたの話か推測される可能性があります。", "As few people are involved, the other side may guess who said this.";
    shared: "ご案内のメールを、ほかの方と共有の受信箱でお受け取りです。受信箱を見る方も、この画面を開けるおそれがあります。お電話でも承ります。", "Our mails go to a mailbox that others read: they may be able to open these pages too. You can call us instead.";
    matter: "件名(任意)", "Subject (optional)";
    matter_help: "空欄のままでも構いません。例:会議の進め方", "May stay blank. e.g. how meetings are run";
    body: "相談の内容", "Your words";
    body_help: "まとまっていなくても構いません。", "It need not be tidy.";
    wish: "どうしてほしいですか", "What would you like?";
    wish_help: "あとから変えられます。", "You can change this later.";
    w_listen: "聞いてほしいだけ(伝えない)", "Just listen (pass nothing on)";
    w_gist: "要点だけ伝える", "Pass on the gist";
    w_as_is: "このまま伝える", "Pass it on as it is";
    w_three: "三者で話す場をつくる", "Arrange a talk of three";
    wish_first: "お伝えするときは、文面を先に見ていただきます。", "Before anything is passed on you see the exact words.";
    send: "相談を送る", "Send";
    more: "続きを書く", "Write more";
    more_send: "送る", "Send";
    wish_save: "希望を変える", "Change the wish";
    wish_now(wish: &str): "希望:{wish}", "Wish: {wish}";
    you: "ご自分", "You";
    thread_readers: "この相談を読む人", "Who reads this";
    read_by: "この文章を読んだ人", "Who has read this";
    read_by_none: "まだだれも読んでいません。", "Nobody has read it yet.";
    with_reason(when: &str, why: &str): "{when}(理由:{why})", "{when} (reason: {why})";
    untold_title: "読む担当が替わりました", "The desk has changed";
    untold_text: "次の人は、まだこの相談を読めません。よろしければ押してください。", "They cannot read this yet. Press if they may.";
    untold_button: "この人にも読んでもらう", "Let them read it";
    file_title: "ファイルを加える", "Add a file";
    file: "ファイル", "File";
    file_button: "ファイルを送る", "Send the file";
    relays_title: "お伝えする文面", "Words to be passed on";

    code_title: "確認用コードの入力", "Enter the code";
    code_lead: "相談の画面を開くたびに、確認用コードをお願いしています。", "These pages ask for a code each time.";
    code_get: "確認用コードを受け取る", "Send me a code";
    code_get_help: "ご登録のメールアドレスに、6桁の数字をお送りします。", "Six digits go to your mail address.";
    code: "確認用コード(6桁)", "Code (6 digits)";
    code_open: "画面を開く", "Open";
    code_phone: "メールをお使いでない方は、お電話で承ります。", "If you have no mail, please call us.";
    code_sent: "確認用コードをお送りしました。届いた数字を入力してください。", "The code is on its way. Type the digits.";
    code_late: "時間がたったため、確認用コードが要ります。書いた内容は残っています。", "Too much time has passed: a code is needed. What you wrote is kept.";
    e_code: "確認用コードが違うか、期限が切れています。もう一度お送りできます。", "The code is wrong or has expired. We can send a new one.";
    e_code_digits: "確認用コードは6桁の数字です。メールをご確認ください。", "The code has six digits. Please look at the mail.";

    desk_title: "相談", "Concern";
    inbox_title: "相談の受付", "Concerns";
    inbox_lead: "中身は、それぞれの画面で読みます。開いたことは書いた方に見えます。", "The words stand on a page of their own. The writer sees who opened it.";
    inbox_empty: "未対応の相談はありません。", "No concern is waiting.";
    inbox_own: "お返事を待っている相談", "Waiting for your answer";
    inbox_answered: "お返事した相談", "Answered";
    inbox_all: "すべての相談(経過と状態)", "All concerns (age and state)";
    inbox_all_lead: "担当が受けている相談です。中身は、理由を記録したときだけ読めます。", "Held by the desk. Their words open only with a recorded reason.";
    open: "開く", "Open";
    since_today: "今日", "today";
    since(days: i64): "{days}日前", "{days} day(s) ago";
    left(hours: i64): "お返事まであと{hours}時間(営業時間)", "{hours} business hours left";
    left_none: "お返事の期限が1時間以内です", "Less than an hour left";
    late(days: i64): "お返事の期限を{days}日過ぎています", "{days} day(s) late";
    reply: "返信", "Answer";
    reply_help: "書いた方には「お返事があります」とだけメールが届きます。", "The mail only says that there is an answer.";
    unreached: "この方には、お返事のメールが届きません(ほかの方と共有のアドレスのため)。お電話か案内カードでお知らせください。", "No mail reaches them: their address is shared. Please call them, or hand over a card.";
    unreached_link: "連絡先と案内カード", "Contacts and card";
    reply_send: "返信する", "Answer";
    stale: "返信を書いている間に、新しい書き込みがありました。下をご覧のうえ、もう一度送ってください。", "Something was said while you wrote. Read it below and send again.";
    greet: "届いたことを知らせる", "Say that it arrived";
    greet_text: "使い方を試した挨拶です。一度押すだけでお返事できます。", "A greeting to try the way. One press answers it.";
    notes: "読む人どうしの覚え書き", "Notes among the readers";
    notes_help: "書いた方には見えません。", "The writer does not see them.";
    note: "覚え書き", "Note";
    note_save: "覚え書きを残す", "Keep the note";
    relay_new: "伝え方を提案する", "Propose words to pass on";
    meeting_new: "三者で話す場を提案する", "Propose a talk of three";
    without: "承諾なしに伝える必要があるとき", "When it must be passed on without consent";
    bare_lead: "この相談は、あることだけが見えています。", "You only see that this concern is there.";
    reason_title: "理由を記録して読む", "Read with a reason";
    reason_lead: "理由と読んだことは、書いた方とコンプライアンス担当に見えます。", "The writer and compliance see the reason and that you read it.";
    reason: "理由", "Reason";
    reason_button: "理由を記録して読む", "Record the reason and read";
    opened: "理由を記録して表示しています。", "Shown with a recorded reason.";
    trace_title: "相談の件数と閲覧の記録", "Concerns: number and readings";
    trace_lead: "件数、経過、状態だけを表示します。中身と案件名は出ません。", "Number, age and state only: no words, no case.";
    trace_open(n: i64): "お返事を待っている相談 {n}件", "{n} waiting for an answer";
    trace_oldest(since: &str): "いちばん古いものは{since}", "the oldest: {since}";
    trace_reads: "理由を記録して読んだもの", "Read with a reason";
    trace_without: "承諾なしに伝えたもの", "Passed on without consent";
    trace_none: "記録はありません。", "None.";
    l_what: "相談への返信", "Answer a concern";
    l_why: "お返事を待っている相談があります。", "A concern waits for its answer.";
    l_trial: "ためしの挨拶が届いています。一度押すとお返事できます。", "A greeting to try the way. One press answers it.";
    l_button: "返信する", "Answer";
}

impl T {
    /// A wish in words.
    pub fn wish_word(self, wish: Wish) -> &'static str {
        match wish {
            Wish::Listen => self.w_listen(),
            Wish::Gist => self.w_gist(),
            Wish::AsIs => self.w_as_is(),
            Wish::Three => self.w_three(),
        }
    }
}
