//! The words of the mails. Sentences stay under fifty characters; the reader stands first.

base::words! {
    /// The words of the mails.
    pub(super) struct T;
    s_invitation: "人材紹介担当からのご案内", "A note from the desk";
    s_sign_in: "確認用コード(15分有効)", "Code (15 min)";
    s_sheet_review: "目標シートのご確認", "Goal sheet to review";
    s_sheet_agreed: "目標シートの合意のお知らせ", "Goal sheet agreed";
    s_spoken: "目標シートの記録のお知らせ", "Goal sheet: a record";
    s_booklet_review: "三者の書面のご確認", "Booklet to review";
    s_booklet_agreed: "三者の書面の合意のお知らせ", "Booklet agreed";
    s_booklet_recorded: "合意の記録のお知らせ", "An agreement: a record";
    s_report: "変化のご報告のご案内", "A change report";
    s_line_offer: "担当者からのご連絡", "A note from the desk";
    s_invited: "面談のご案内", "A meeting";
    s_called_off: "面談の取りやめのお知らせ", "A meeting called off";
    s_survey: "短いアンケートのお願い", "A few questions";
    s_slots: "面談日程のご相談", "A time to talk";
    s_survey_again: "アンケートの再度のご案内", "The questions, once more";
    s_pulse: "月に一度のお伺い", "One question this month";
    s_desk_changed: "担当者のお知らせ", "Who is in charge";
    s_exception: "確認が必要な記録のお知らせ", "A record to look at";
    s_week: "今週のお願い", "This week's requests";
    s_again: "再度のご案内", "Once more, from the desk";
    s_morning: "今日の予定のお知らせ", "Your day";
    s_new_device: "サインインのお知らせ", "New sign-in";
    dear(name: &str): "{name} 様", "Dear {name},";
    greeting(house: &str, name: &str): "いつもお世話になっております。{house} 人材紹介担当の{name}です。", "This is {name} of the placement desk at {house}.";
    greeting_house(house: &str): "いつもお世話になっております。{house} 人材紹介担当です。", "This is the placement desk at {house}.";
    invitation_company: "これから半年ほど、会社とご本人と私どもで進めることのご案内です。", "This is about what your company, the new executive and we do together for about six months.";
    invitation_person(name: &str): "これから半年ほど、会社と{name}さんと私どもで進めることのご案内です。", "This is about what the company, you ({name}) and we do together for about six months.";
    what: "・内容 目標の共有、面談、変化のご報告", "- What: shared goals, talks, reports of what changed";
    often: "・回数 月に1回ほど、およそ半年", "- How often: about once a month, for about half a year";
    who(name: &str): "・担当 {name}", "- By whom: {name}";
    who_deputy(name: &str, deputy: &str): "・担当 {name}(不在時 {deputy})", "- By whom: {name} (deputy {deputy})";
    minutes_company: "・時間 月に30分ほど(面談を含みます)", "- Time: about 30 minutes a month, talks included";
    minutes_person: "・時間 月に40分ほど(面談を含みます)", "- Time: about 40 minutes a month, talks included";
    voluntary: "・任意 いつでも、理由なしに減らすことも終えることもできます。", "- Voluntary: you may narrow or end it at any time, without a reason.";
    no_loan: "・融資 融資その他のお取引の条件とは関係ありません。", "- Loans: not tied to loans or any other business with us.";
    sign_in: "画面を開くための確認用コードをお送りします。", "Here is the code for opening your page.";
    sheet_review: "目標シートの案ができました。ご確認をお願いいたします。", "The draft of the goal sheet is ready for your review.";
    sheet_agreed: "目標シートの合意がそろいました。いつでもご覧いただけます。", "Everyone has agreed to the goal sheet. You can read it at any time.";
    spoken: "口頭か紙でいただいた合意を記録しました。違うところがありましたら、担当までお知らせください。", "We recorded the agreement you gave us in words or on paper. Please tell the desk if anything is wrong.";
    booklet_review: "三者の書面の案ができました。ご確認をお願いいたします。", "The draft of the booklet is ready for your review.";
    booklet_agreed: "三者の書面の合意がそろいました。いつでもご覧いただけます。", "Everyone has agreed to the booklet. You can read it at any time.";
    booklet_recorded: "口頭か紙でいただいた合意を記録しました。違うところがありましたら、担当までお知らせください。", "We recorded the agreement you gave us in words or on paper. Please tell the desk if anything is wrong.";
    report: "変化のご報告ができました。ご都合のよいときにご覧ください。", "A change report is ready. Please read it when it suits you.";
    line_offer: "ご確認いただきたい文面があります。", "There is a wording we would like you to look at.";
    invited: "面談などの予定をお知らせします。", "This is about a planned meeting.";
    called_off: "面談などの予定が取りやめになりました。", "A planned meeting has been called off.";
    slots: "面談の候補日時をお送りします。ご都合のよい日時をお選びください。", "Here are times for a talk. Please choose what suits you.";
    survey: "短いアンケートをお願いいたします。", "We have a few questions for you.";
    survey_after(ja: &str, en: &str): "ご入社から{ja}がたちますので、短いアンケートをお願いいたします。", "It is {en} since the joining, and we have a few questions for you.";
    survey_again: "先日お願いしたアンケートの、再度のご案内です。", "This is about the questions we sent you the other day.";
    pulse: "月に一度、ひとつだけ伺っています。", "Once a month we ask you one question.";
    survey_questions(n: usize, minutes: usize): "  質問 {n}問(約{minutes}分)", "  Questions: {n} (about {minutes} min)";
    survey_until(day: &str): "  期限 {day}", "  Limit: {day}";
    survey_read(name: &str): "お答えは担当の{name}が拝見します。", "{name} of the desk reads your answers.";
    survey_read_deputy(name: &str, deputy: &str): "お答えは担当の{name}(不在時は{deputy})が拝見します。", "{name} of the desk (deputy {deputy}) reads your answers.";
    survey_never_company: "ご本人にそのままお見せすることはありません。", "They are not shown to the executive.";
    survey_never_person: "会社にそのままお見せすることはありません。", "They are not shown to the company.";
    survey_reason: "理由を記録のうえ責任者が確認する場合は、画面でお知らせします。", "Where a manager reads them, with a recorded reason, your page tells you.";
    survey_resume: "途中でやめても、続きから再開できます。", "You can stop and go on later.";
    week: "今週お願いしたいことをまとめました。画面でご覧ください。", "Here is what we would like to ask of you this week. Please look at your page.";
    again: "先日お願いした件の、再度のご案内です。画面でご覧ください。", "This is about what we asked of you the other day. Please look at your page.";
    nothing_again: "お急ぎではありません。しばらくしてお電話で伺います。", "There is no hurry. We will call you after a while.";
    morning: "おはようございます。今日の予定の件数をお知らせします。", "Good morning. Here are today's counts.";
    m_overdue(n: usize): "  期限を過ぎたもの {n}件", "  Overdue: {n}";
    m_today(n: usize): "  今日 {n}件", "  Today: {n}";
    m_week(n: usize): "  今週のこれから {n}件", "  Later this week: {n}";
    m_waiting(n: usize): "  相手の対応待ち {n}件", "  Waiting for others: {n}";
    m_without: "相談の受付は、この件数に含みません。画面でご確認ください。", "Private messages are not counted here. Please look at the page.";
    m_stop: "受け取りは、「自分の設定」からいつでもやめられます。", "You can stop this mail in your account at any time.";
    day_and_time(when: &str): "  日時 {when}", "  When: {when}";
    calendar_file: "  予定表に入れられるファイルを添えています。", "  A calendar file is attached.";
    desk_word: "担当者からご連絡があります。画面でご覧ください。", "There is a word from the desk. Please look at your page.";
    passed: "担当者からお伝えしたいことがあります。画面でご覧ください。", "The desk has something to tell you. Please look at your page.";
    desk_changed(name: &str): "担当は{name}です。ご相談を読む人は、画面でお確かめください。", "{name} is in charge now. Your page says who reads what you write.";
    desk_changed_deputy(name: &str, deputy: &str): "担当は{name}、不在時は{deputy}です。ご相談を読む人は、画面でお確かめください。", "{name} is in charge now, with {deputy} as deputy. Your page says who reads what you write.";
    exception: "承諾なしに伝える取り扱いの記録があります。中身は画面でだけご覧いただけます。", "There is a record of passing something on without consent. It can be read on the page only.";
    nothing_exception: "お名前や内容は、このメールには書いていません。", "This mail carries no name and no content.";
    new_device: "はじめての端末からサインインがありました。", "Someone signed in from a device we have not seen before.";
    open: "画面を開く", "Open the page:";
    code(code: &str): "  確認用コード {code}(15分有効)", "  Code {code} (valid for 15 minutes)";
    takes_1: "所要 約1分", "Time needed: about 1 minute";
    takes_3: "所要 約3分", "Time needed: about 3 minutes";
    takes_5: "所要 約5分", "Time needed: about 5 minutes";
    until_none: "期限 ありません", "Limit: none";
    until_week: "期限 1週間ほどのうちに", "Limit: within about a week";
    until_code: "期限 15分", "Limit: 15 minutes";
    nothing_invitation: "お急ぎではありません。ご覧にならない場合は、お電話で伺います。", "There is no hurry. If you do not open it, we will call you.";
    nothing_sign_in: "お心当たりがなければ、何もなさらなくて大丈夫です。", "If you did not ask for this, you need not do anything.";
    nothing_sheet_review: "お返事がないまま合意になることはありません。しばらくしてお電話します。", "Nothing is agreed without your answer. We will call you after a while.";
    nothing_sheet_agreed: "なさることはありません。", "There is nothing you need to do.";
    nothing_spoken: "記録のとおりでしたら、なさることはありません。", "If it is as recorded, there is nothing you need to do.";
    nothing_report: "お返事は要りません。", "No answer is needed.";
    nothing_line_offer: "お返事がない間は、その文面を使いません。", "Without your answer the wording is not used.";
    nothing_invited: "ご都合が悪いときは、担当までお知らせください。", "If the time does not suit you, please tell the desk.";
    nothing_survey: "お答えにならなくても構いません。お電話でも伺います。", "You need not answer. You may also tell us by telephone.";
    nothing_slots: "お返事がないときは、お電話でご都合を伺います。", "Without an answer we will call you.";
    nothing_week: "お急ぎのものはありません。ご覧にならない場合は、お電話で伺います。", "Nothing is urgent. If you do not open it, we will call you.";
    nothing_desk_word: "お急ぎではありません。ご都合のよいときにご覧ください。", "There is no hurry. Look at it when it suits you.";
    nothing_new_device: "ご自身であれば、何もなさらなくて大丈夫です。違う場合はお電話ください。", "If it was you, you need not do anything. If not, please call us.";
    code_again: "コードの期限が切れたら、開いた画面から送り直せます。", "If the code has run out, the page sends you a new one.";
    call(phone: &str): "お電話でも承ります。{phone}", "You may also call us: {phone}";
    call_who(hours: &str, name: &str): "({hours} {name})", "({hours} {name})";
    hours: "平日 9時から17時まで", "weekdays 9:00-17:00";
    why: "このメールは、人材紹介のあとのご支援のためにお送りしています。送り先の変更や停止は、担当までお知らせください。", "You receive this mail as part of the follow-up after the placement. Tell the desk if it should go elsewhere or stop.";
    why_staff: "このメールは、伴走をお使いの職員の方にお送りしています。", "You receive this mail because you use Banso at work.";
    signature(house: &str): "{house} 人材紹介担当", "{house}, placement desk";
}

impl T {
    /// Who of the desk reads the answers to a survey.
    pub(super) fn survey_desk(self, consultant: &str, deputy: Option<&str>) -> String {
        deputy.map_or_else(|| self.survey_read(consultant), |deputy| self.survey_read_deputy(consultant, deputy))
    }

    /// To whom they are never shown.
    pub(super) fn survey_never(self, to: &base::actor::Holder) -> &'static str {
        match to {
            base::actor::Holder::Person(_) => self.survey_never_person(),
            _ => self.survey_never_company(),
        }
    }
}
