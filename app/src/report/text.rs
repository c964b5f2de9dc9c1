//! The words of the change report.

use super::rules::{Content, Hindrance, Standing, State};
use super::warn::Warning;

base::words! {
    /// The words of the change report.
    pub struct T;
    title: "変化のご報告", "Change reports";
    one: "変化のご報告", "Change report";
    lead: "変化の記録から下書きを作り、会社とご本人に同じ言葉でお届けします。", "A draft is made from the notes; company and person read it in the same words.";
    empty: "ご報告はまだありません。変化の記録が3件以上あると、下書きを作りやすくなります。", "No reports yet. Three notes or more make a good start.";
    new: "下書きを作る", "Make a draft";
    ready(n: usize): "載せてよい記録が{n}件あります。", "{n} note(s) may be used.";
    drafts: "作成中", "In the making";
    published: "共有済み", "Shared";
    number(no: i64, edition: i64): "第{no}号(第{edition}版)", "No. {no} (edition {edition})";
    number_mended(no: i64, edition: i64): "第{no}号(第{edition}版・訂正)", "No. {no} (edition {edition}, correction)";
    open_draft: "下書きを開く", "Open the draft";
    read_it: "報告を読む", "Read the report";
    corrected: "訂正あり", "Corrected";
    superseded: "この版のあとに、訂正した版をお届けしています。", "A corrected edition was shared after this one.";
    newest: "新しい版を読む", "Read the newer edition";
    st_draft: "下書き", "Draft";
    st_look: "責任者の確認待ち", "Waiting for the second look";
    st_approved: "責任者の確認済み", "Approved";
    st_published: "共有済み", "Shared";
    edit_title(name: &str): "{name}の下書き", "Draft: {name}";
    edit_lead: "文を選び、言葉を整えます。書いた方の文を直したときは、その方の確認をいただいてから共有します。", "Choose lines and word them. A changed line goes out only after its writer agrees.";
    private_lead: "この画面を開いたことは、記録に残ります。", "Opening this page is recorded.";
    only_desk: "読むのは担当者だけです。共有するまで、会社にもご本人にも見えません。", "Only the desk reads this until it is shared.";
    returned: "責任者から差し戻されました。", "The manager returned it.";
    locked_state: "この下書きは責任者の確認に出ています。直すと、もう一度確認をお願いすることになります。", "This draft is before the manager. A change needs a new second look.";
    approved_state: "責任者の確認が済んでいます。直すと、もう一度確認をお願いすることになります。", "This draft is approved. A change needs a new second look.";
    finding: "いちばん上の一文", "The sentence on top";
    finding_help: "例:月次の数字を見て決める会議が、始まっています", "e.g. Meetings now decide on monthly figures";
    line_n(n: usize): "{n}番目の文", "Line {n}";
    take: "この文を載せる", "Put this line in";
    now: "いま", "Now";
    before: "以前", "Before";
    before_help: "空欄のままでも構いません。", "May stay blank.";
    under: "どの変化のことか", "Which change";
    under_none: "見出しを付けない", "No heading";
    own_line: "当方の文を加える", "Add a line of our own";
    own_help: "会社やご本人から聞いた言葉は、その方の記録から載せてください。", "Use their own notes for what company or person said.";
    gather(n: usize): "載せてよい記録がほかに{n}件あります。", "{n} more notes may be used.";
    gather_do: "下書きに加える", "Add them to the draft";
    save_draft: "下書きを保存", "Save draft";
    to_review: "共有前の確認に進む", "Go to the review";
    ask: "書いた方に確認をお願いする", "Ask the writer";
    source(who: &str, day: &str): "{who}・{day}に見たこと", "{who}, seen on {day}";
    source_desk: "当方の文", "Our own line";
    s_desk: "当方の文です", "Our own";
    s_lent: "書いた方の文のままです", "As its writer lent it";
    s_agreed: "書いた方が、この文で承知されています", "Its writer agreed to these words";
    s_asked: "書いた方の確認を待っています", "Waiting for its writer";
    s_refused: "書いた方は、この文を載せないことを望まれています", "Its writer does not want these words";
    s_unasked: "書いた方の確認がまだです", "Its writer has not been asked";
    reason_given(text: &str): "理由:{text}", "Reason: {text}";
    left_out: "載せません", "Left out";
    h_no_line: "載せる文を1つ以上選んでください。", "Choose at least one line.";
    h_no_finding: "いちばん上の一文を入れてください。", "Enter the sentence on top.";
    h_unasked(n: usize): "{n}番目の文は、書いた方の確認がまだです。確認をお願いするか、載せる文から外してください。", "Line {n} is not agreed by its writer. Ask them, or leave it out.";
    h_asked(n: usize): "{n}番目の文は、書いた方の確認を待っています。お返事を待つか、載せる文から外してください。", "Line {n} waits for its writer. Wait, or leave it out.";
    h_refused(n: usize): "{n}番目の文は、書いた方が載せないことを望まれています。直すか、載せる文から外してください。", "The writer of line {n} does not want these words. Change it or leave it out.";
    h_no_look: "責任者の確認がまだです。確認を依頼してください。", "The second look is still to come. Please ask for it.";
    h_no_reader: "会社の経営者が登録されていません。案件の連絡先に登録してください。", "The company's owner is not registered. Add them to the contacts.";
    e_words(n: usize): "{n}番目の文を入れるか、載せる印を外してください。", "Enter line {n}, or leave it out.";
    e_own_words: "当方の文の「いま」を入れてください。", "Enter “now” of our own line.";
    e_which: "変化をもう一度選んでください。", "Please choose the change again.";
    e_refused_words: "書いた方は、この文を載せないことを望まれています。文を直してから、もう一度お願いしてください。", "The writer does not want these words. Change them before you ask again.";
    e_nothing_to_ask: "この文は、書いた方の確認がいりません。", "This line needs no answer from anyone.";
    e_waiting: "この下書きは責任者の確認に出ています。", "This draft is before the manager.";
    e_moved: "確認したあとに内容が変わりました。もう一度、下の内容を確かめてください。", "The content changed after you reviewed it. Please check it again below.";
    review_title: "共有前の確認", "Review before sharing";
    review_lead: "会社とご本人に、同じ言葉で届きます。", "Company and person get the same words.";
    to_do: "共有の前に、次のことが必要です", "Needed before sharing";
    c_line: "文", "Line";
    c_source: "もとになった記録", "Source";
    c_state: "書いた方の確認", "The writer's word";
    c_warn: "読み直すところ", "Read again";
    no_warning: "ありません", "None";
    warn_finding: "いちばん上の一文", "The sentence on top";
    w_private: "公開していない記録と同じ言い回しがあります", "The same wording stands in a private note";
    w_named(name: &str): "ほかの方のお名前があるようです({name})", "Someone else seems to be named ({name})";
    w_judging(word: &str): "人を評価する言葉があります({word})", "A judging word ({word})";
    w_one(words: &str): "お一人のことだと分かる数です({words})", "A number that means one person ({words})";
    preview_company: "会社に見える内容", "What the company sees";
    preview_person: "ご本人に見える内容", "What the placed person sees";
    same_words: "二つの内容は同じです。", "The two are the same.";
    share_title: "共有する相手", "Who receives it";
    share_how: "10分たってから、それぞれの画面に届き、ご案内のメールが送られます。それまでは取りやめられます。", "After ten minutes it appears on their pages and a mail follows. Until then it can be taken back.";
    share_nobody: "まだご案内が届いていない方には、ご案内のあとに見えるようになります。", "Whoever is not invited yet sees it after the invitation.";
    share_final: "10分を過ぎると取り消せません。直すときは「訂正」の版をお届けします。", "After that it cannot be recalled. A later change goes out as a correction.";
    to_letters: "お一方だけへのお手紙", "Letters to one side";
    wd_title: "変化のご報告の文", "Wording of change reports";
    wd_lead: "下書きを作るときに入る文です。かっこの中は案件から入ります。空欄にすると、その文は入りません。", "What a draft begins with. Places in braces are filled from the case; a blank sentence is left out.";
    wd_agreed: "合意したことの文", "On what was agreed";
    wd_milestone: "節目の文(三者に見えているものだけ)", "On a milestone all three read";
    wd_places: "使えるかっこ:", "Places:";
    wd_e_place(place: &str): "{place}は使えません。使えるかっこを確かめてください。", "{place} cannot be used here. See the places above.";
    held_until(when: &str): "{when}に共有します。それまでは、どなたにも見えず、メールも送られません。", "It goes out at {when}. Until then nobody sees it and no mail is sent.";
    keep_back: "取りやめる", "Take it back";
    stopped: "共有の前に、書いた方のお返事か内容が変わったため、共有していません。下の内容をもう一度確かめてください。", "It was not shared: a writer's answer or the content changed before it went out. Please check it again below.";
    st_held: "10分後に共有", "On its way";
    st_stopped: "共有していません", "Not shared";
    held_edit: "この下書きは、まもなく共有されます。直すと、共有は取りやめになります。", "This draft is about to be shared. A change takes it back.";
    l_held_when: "共有の10分前", "About to be shared";
    l_held: "変化のご報告が、まもなく共有されます。取りやめるなら今のうちです。", "A change report is about to be shared. It can still be taken back.";
    l_stopped: "変化のご報告は共有されていません。内容をもう一度確かめてください。", "A change report was not shared. Please check it again.";
    share: "共有する", "Share";
    ask_look: "責任者に確認を依頼する", "Ask the manager for a second look";
    ask_look_optional: "責任者に確認を依頼することもできます。", "You may also ask the manager.";
    back_to_draft: "下書きに戻る", "Back to the draft";
    looks_title: "確認の依頼", "Second looks";
    looks_lead: "共有の前に、責任者の確認をお願いしている変化のご報告です。", "Change reports that wait for a second look.";
    looks_empty: "確認をお願いしているご報告はありません。", "Nothing waits for a second look.";
    looks_by(name: &str): "起案 {name}", "Drafted by {name}";
    look_title: "変化のご報告の確認", "Second look at a change report";
    look_lead: "会社とご本人が読む内容は、次のとおりです。載せない文はここに出ません。", "This is what both will read. Lines left out are not shown.";
    look_open: "内容を確かめる", "Look at it";
    look_own: "ご自分が手を加えた下書きは、ご自分では承認できません。ほかの責任者にお願いしてください。", "You worked on this draft yourself; another manager has to approve it.";
    look_done: "この下書きは、いま確認に出ていません。", "This draft does not wait for a second look.";
    approve: "承認する", "Approve";
    return_it: "理由を添えて差し戻す", "Return with a reason";
    why: "差し戻す理由", "Reason for returning it";
    why_help: "担当者が読みます。", "The desk reads this.";
}

/// The words of reading: the document, the portal, and what other pages show.
impl T {
    base::words_lines! {
        sees_title: "読みました", "Read marks";
        read_by(name: &str, when: &str): "{name} {when}", "{name}, {when}";
        read_count(n: usize): "読んだとのお知らせが{n}件あります。", "{n} read marks.";
        read_none: "まだ、読んだとのお知らせはありません。", "No read marks yet.";
        mails_wait(n: i64): "ご案内のメールが{n}通、送信を待っています。", "Waiting to be sent: {n} mail(s).";
        mails_stop: "メールの送信を取り消す", "Cancel the mails";
        mails_note: "ご報告は、それぞれの画面で読めるままです。", "The report stays on their pages.";
        correct: "訂正版を作る", "Make a correction";
        correct_lead: "今の版はそのまま残り、「訂正あり」と表示されます。", "This edition stays and is marked as corrected.";
        readers_title: "この報告を読む人", "Who reads this report";
        audience_company: "会社だけにお届けした版です。", "Shared with the company alone.";
        doc_no(no: i64, edition: i64): "変化のご報告 第{no}号(第{edition}版)", "Change report no. {no} (edition {edition})";
        doc_no_mended(no: i64, edition: i64): "変化のご報告 第{no}号(第{edition}版・訂正)", "Change report no. {no} (edition {edition}, correction)";
        doc_title: "変化のご報告", "Change report";
        mended_title: "訂正したところ", "What was corrected";
        mended_none: "言葉は前の版と同じです。", "The words are those of the edition before.";
        mended_left: "載せていません。", "Left out.";
        mended_was: "前の版", "Before";
        mended_now: "この版", "This edition";
        doc_old(edition: i64): "この版のあとに、訂正した第{edition}版をお届けしています。", "Edition {edition} has since corrected this one.";
        doc_sent: "お届けの記録", "When it was shared";
        doc_sent_at: "共有した日時", "Shared";
        doc_other: "そのほか", "Also";
    doc_changes: "社内の変化", "What has changed";
        promise: "本書は三者の認識を共有するためのもので、雇用契約・委任契約の内容を変更するものではありません。金融機関は内容の実現を保証するものではなく、融資その他の取引の条件とは関係ありません。", "This paper shares what the three parties see. It changes no contract of employment or mandate. The institution does not guarantee that it comes true, and it has nothing to do with the terms of loans or other dealings.";
        confidential: "社外秘", "Confidential";
        changed_title: "変わったこと", "What has changed";
        changed_lead: "お届けしたご報告から、会社とご本人が同じ言葉で読んでいることです。", "From the reports: what company and person read in the same words.";
        changed_empty: "まだありません。ご報告をお届けすると、ここに並びます。", "Nothing yet. It fills as reports arrive.";
        changed_other: "そのほかの変化", "Another change";
        changed_older(n: usize): "これまでの{n}件", "{n} earlier";
        changed_measures: "数字でみると", "In figures";
        changed_reports: "ご報告を読む", "Read the reports";
        changed_write: "気づいたことを書く", "Write what you saw";
        my_title: "変化のご報告", "Change reports";
        my_empty: "報告はまだありません。お届けしたときは、ご案内します。", "No reports yet. We will let you know.";
        my_unread: "まだお知らせいただいていません", "Not marked as read";
        my_read: "読んだことをお知らせ済み", "Marked as read";
        my_say_read: "読みましたと伝える", "Say that you have read it";
        my_said_read(day: &str): "{day}に、読んだことをお知らせいただきました。", "You said on {day} that you have read it.";
        my_readers(names: &str): "この報告を読む人:{names}", "Who reads this report: {names}";
        my_readers_house: "営業店の担当と本部の責任者", "branch and headquarters";
        line_title: "ご報告に載せる文のご確認", "Words meant for the report";
        line_lead: "お書きいただいたことを、次の文でご報告に載せたいと考えています。", "We would like to put what you wrote into the report in these words.";
        line_same(person: &str): "会社と{person}、営業店と本部が、この文のまま読みます。お名前は載りません。", "The company, {person}, branch and headquarters read exactly these words. No name is given.";
        line_guess: "関わる人が少ないため、どなたの話か推測される可能性があります。", "As few people are involved, others may guess who said this.";
        line_yes: "この文で載せてよい", "These words may stand";
        line_no: "載せないでほしい", "Please leave it out";
        line_why: "よろしければ理由", "A reason, if you like";
        line_why_help: "空欄のままでも構いません。担当者だけが読みます。", "May stay blank. Only the desk reads it.";
        line_agreed: "この文で載せてよいと、お返事をいただいています。共有するまでは変えられます。", "You agreed to these words. You may change your mind until it is shared.";
        line_refused: "載せないとのお返事をいただいています。共有するまでは変えられます。", "You asked us to leave it out. You may change your mind until it is shared.";
        line_used: "この文は、ご報告に載りました。", "These words went out with the report.";
        line_withdrawn: "この文は見直すことになりました。お返事はいりません。", "These words are being changed. No answer is needed.";
        a_line: "文のご確認をお願いします", "Please check some words";
        a_line_text: "ご報告に載せる文です。1分ほどで終わります。", "Words meant for the report. It takes a minute.";
        a_line_do: "文を確かめる", "Check the words";
        a_report: "変化のご報告が届いています", "A change report has arrived";
        a_report_text(day: &str): "{day}にお届けしました。3分ほどで読めます。", "Shared on {day}. It takes three minutes.";
        home_latest: "最新のご報告", "Latest report";
        a_mended: "変化のご報告の訂正が届いています", "A corrected change report has arrived";
        a_mended_text(name: &str, day: &str): "{name}を{day}にお届けしました。訂正したところを初めに示しています。", "{name}, shared on {day}. What was corrected stands first.";
        panel_title: "変化のご報告", "Change report";
        panel_none: "まだありません。", "None yet.";
        panel_last(day: &str): "{day}に共有", "Shared on {day}";
        panel_all: "ご報告の一覧", "All reports";
        panel_look: "確認をお願いしています。", "A second look is asked for.";
        kind: "変化のご報告", "Change report";
        tl_published(no: i64): "第{no}号を共有しました", "No. {no} was shared";
        tl_corrected(no: i64): "第{no}号の訂正版を共有しました", "A correction of no. {no} was shared";
        l_what: "変化のご報告", "Change report";
        l_draft_when: "作成中", "In the making";
        l_draft: "変化のご報告の下書きがあります。", "A change report is being drafted.";
        l_answered: "書いた方のお返事が届いています。共有前の確認に進めます。", "Writers have answered. Go on to the review.";
        l_returned: "変化のご報告が差し戻されました。", "A change report was returned.";
        l_approved: "責任者の確認が済みました。ご報告を共有できます。", "Approved. The report can be shared.";
        l_waiting_look: "責任者の確認待ち", "Waiting for the second look";
        l_waiting_line: "文の確認待ち", "Waiting for a writer";
        l_look_why: "責任者の確認を待っています。", "The manager is looking at it.";
        l_line_why: "書いた方のお返事を待っています。", "A writer has not answered yet.";
        l_asked(name: &str): "{name}さんの変化のご報告が、確認を待っています。", "{name} asks for a second look at a change report.";
        l_today: "今日", "Today";
        l_go_draft: "下書きを開く", "Open the draft";
        l_go_review: "確認する", "Review";
    }
}

impl T {
    /// Where a report in the making stands, in words.
    pub fn head(self, head: &super::store::Head) -> &'static str {
        if head.held().is_some() {
            self.st_held()
        } else if head.stopped() {
            self.st_stopped()
        } else {
            self.state(head.state())
        }
    }

    /// The state of a draft, in words.
    pub fn state(self, state: State) -> &'static str {
        match state {
            State::Draft => self.st_draft(),
            State::SecondLook => self.st_look(),
            State::Approved => self.st_approved(),
            State::Published => self.st_published(),
        }
    }

    /// Where a line stands, in words.
    pub fn standing(self, standing: Standing) -> &'static str {
        match standing {
            Standing::Desk => self.s_desk(),
            Standing::AsLent => self.s_lent(),
            Standing::Agreed => self.s_agreed(),
            Standing::Asked => self.s_asked(),
            Standing::Refused => self.s_refused(),
            Standing::Unasked => self.s_unasked(),
        }
    }

    /// What is to be done before a report goes out.
    pub fn hindrance(self, hindrance: Hindrance) -> String {
        match hindrance {
            Hindrance::NoLine => self.h_no_line().to_owned(),
            Hindrance::NoFinding => self.h_no_finding().to_owned(),
            Hindrance::Locked(n, Standing::Asked) => self.h_asked(n),
            Hindrance::Locked(n, Standing::Refused) => self.h_refused(n),
            Hindrance::Locked(n, _) => self.h_unasked(n),
            Hindrance::NoLook => self.h_no_look().to_owned(),
            Hindrance::NoReader => self.h_no_reader().to_owned(),
        }
    }

    /// What may deserve a second reading.
    pub fn warning(self, warning: &Warning) -> String {
        match warning {
            Warning::Private => self.w_private().to_owned(),
            Warning::Named(name) => self.w_named(name),
            Warning::Judging(word) => self.w_judging(word),
            Warning::One(words) => self.w_one(words),
        }
    }

    /// Number and edition of a report, for lists.
    pub fn numbered(self, no: i64, edition: i64) -> String {
        if edition > 1 { self.number_mended(no, edition) } else { self.number(no, edition) }
    }

    /// Number and edition of a report, at its head.
    pub fn headed(self, no: i64, edition: i64) -> String {
        if edition > 1 { self.doc_no_mended(no, edition) } else { self.doc_no(no, edition) }
    }

    /// The head of a report.
    pub fn head_of(self, content: &Content) -> String {
        self.headed(content.no, content.edition)
    }

    /// The day a report went out, in words.
    pub fn day_of(self, content: &Content) -> String {
        content.day().map(|day| self.0.day(day)).unwrap_or_default()
    }

    /// Number and edition of a report.
    pub fn name_of(self, content: &Content) -> String {
        self.numbered(content.no, content.edition)
    }

    /// The title of a draft.
    pub fn draft_of(self, content: &Content) -> String {
        self.edit_title(&self.head_of(content))
    }
}
