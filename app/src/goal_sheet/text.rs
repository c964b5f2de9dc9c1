//! The words of the goal sheet.

use base::clock::Day;

use super::content::{Change, Field, Said, What};
use super::rules::Refusal;
use crate::agreement::{Owner, Reached};

base::words! {
    /// The words that all pages of the goal sheet share: states, strip, parts, fields, versions.
    pub struct T;
    title: "目標シート", "Goal sheet";
    of_case(who: &str): "{who}の目標シート", "Goal sheet: {who}";
    edition(n: i64): "第{n}版", "Version {n}";
    says_one_sided: "片手型のため、ご本人の合意は両手型に切り替えてからお願いします。", "One-sided placement: the person agrees once it becomes two-sided.";
    says_ended: "この案件は終了しているため、内容は変えられません。", "The case has ended; the sheet can no longer be changed.";
    join_in(n: i64): "入社まであと{n}日です。", "{n} day(s) until the start.";
    and: "・", ", ";
    strip_title: "目標シートの合意", "Agreement on the goal sheet";
    strip: "合意の状況", "Where the agreement stands";
    sign_here: "署名", "Signature";
    part_mission: "担っていただくことと期間", "Mission and period";
    part_goal(no: i64): "目標{no}", "Goal {no}";
    part_leaving(no: i64): "目標{no}の取りやめ", "Dropping goal {no}";
    mission: "担っていただくこと", "Mission";
    period: "期間", "Period";
    from_on: "期間のはじまり", "Period from";
    until_on: "期間のおわり", "Period until";
    from_to(from: &str, until: &str): "{from}から{until}まで", "{from} to {until}";
    until_only(until: &str): "{until}まで", "until {until}";
    from_only(from: &str): "{from}から", "from {from}";
    goals: "目標", "Goals";
    sentence: "目標", "Goal";
    sentence_field: "目標の文", "Wording";
    criterion: "達成のめやす", "How we will see it";
    due: "期日", "Due";
    month1: "1か月の中間目標", "Milestone, month 1";
    month3: "3か月の中間目標", "Milestone, month 3";
    month6: "6か月の中間目標", "Milestone, month 6";
    supporter: "会社の支援・支える方", "Support and who gives it";
    weight: "ウエイト", "Weight";
    weight_of(n: i64): "{n}(全体を100として)", "{n} of 100";
    issue: "取り組む経営課題", "Issue it serves";
    issue_no(n: i64): "経営課題(第{n}版の文)", "Management issue (wording {n})";
    reason: "見直しの理由", "Why it was changed";
    leaving: "取りやめを提案しています", "Proposed to be dropped";
    part_gone: "前の目標", "an earlier goal";
    blank: "(空欄)", "(blank)";
    changed_meanwhile: "画面を開いたあとに内容が変わりました。もう一度ご確認ください。何も記録していません。", "The content changed while this page was open. Please look again. Nothing was recorded.";
    proposal_from(side: &str): "{side}からのご意見", "Proposal from: {side}";
    about_all: "シート全体", "the whole sheet";
    version_line(n: i64, day: &str): "第{n}版({day})", "Version {n} ({day})";
    version_title(n: i64): "目標シート 第{n}版", "Goal sheet, version {n}";
    version_note: "合意した内容はそのまま残り、あとから変わりません。", "What was agreed stays as it is and is never altered.";
    version_first: "はじめての合意です。", "The first agreement.";
    version_same: "前の版と内容は同じです。", "The words are those of the version before.";
    version_diff(n: i64): "第{n}版から変わったところ", "What changed since version {n}";
    version_seals: "合意と確認の記録", "Who agreed and confirmed";
    seal_line(name: &str, day: &str): "{name}({day})", "{name} ({day})";
    record_pdf: "合意の記録(PDF)", "Record of agreement (PDF)";
    was: "変更前", "Before";
    is_now: "変更後", "After";
    c_field(part: &str, field: &str): "{part}:{field}", "{part}: {field}";
    c_added(no: i64): "目標{no}を加えます", "Goal {no} is added";
    c_dropped(no: i64): "目標{no}を取りやめます", "Goal {no} is dropped";
    p_words: "シートに入れたい文", "Words wished for the sheet";
}

base::words! {
    /// The words of the desk's pages of the sheet and of a proposal.
    pub struct D;
    write: "目標シートを書く", "Write the goal sheet";
    edit: "目標シートを直す", "Edit the goal sheet";
    empty: "目標は1つからで構いません。まずは半年後の姿を一文で書いてください。", "One goal is enough. Begin with one sentence about where things stand in half a year.";
    open: "目標シートを開く", "Open the goal sheet";
    print: "印刷する", "Print";
    next: "次にできること", "What you can do next";
    missing: "これからのこと", "What is still to come";
    m_no_goal: "目標を1つ書くと、確認を依頼できます。", "With one goal written, you can ask for the review.";
    m_no_period: "期間のおわりを入れると、確認を依頼できます。", "With the end of the period set, you can ask for the review.";
    m_unasked: "変えたあと、まだ確認を依頼していません。", "Changed since the last request; the parties have not been asked again.";
    m_waiting(who: &str, parts: &str): "{who}:{parts}の合意がまだです。", "{who}: {parts} not agreed yet.";
    m_bank(parts: &str): "当方の確認がまだです({parts})。", "Our own confirmation is open ({parts}).";
    told_mail(name: &str): "{name}さんへ:メールでお知らせします", "{name}: told by mail";
    told_uninvited(name: &str): "{name}さんへ:ご案内がまだのため、メールは送りません", "{name}: not invited yet, no mail is sent";
    told_week(name: &str, day: &str): "{name}さんへ:今週のお願いはお送り済みのため、{day}の朝のメールにまとめます。お急ぎのときはお電話ください", "{name}: was asked this week already; this goes out with the mail on {day}. Please call if it is urgent";
    told_no_mail(name: &str): "{name}さんへ:メールの登録がないため、お電話などでお知らせください", "{name}: no mail address, please tell them yourself";
    ask: "三者に確認を依頼する", "Ask all three to review";
    ask_again: "あらためて確認を依頼する", "Ask again";
    ask_lead: "押すと、会社とご本人の画面に内容が出ます。", "Company and person will then see the sheet.";
    ask_again_lead: "押すと、まだの方にもう一度お知らせします。", "Those who have not agreed are told once more.";
    confirm: "この内容を確認しました", "Confirm this content";
    confirm_lead: "合意するのは会社とご本人です。金融機関は内容の確認だけを行います。", "Company and person agree; the institution only confirms.";
    spoken: "口頭・紙での合意を記録する", "Record an agreement in words or on paper";
    pending(n: i64): "第{n}版から変わるところ", "What changes from version {n}";
    proposals: "寄せられたご意見", "Proposals received";
    proposals_none: "新しいご意見はありません。", "No new proposals.";
    proposals_note: "本文は、担当者が1件ずつ開いて読みます。", "The desk opens each text on a page of its own.";
    proposal_line(side: &str, about: &str): "{side}から({about})", "From: {side} ({about})";
    p_open: "これから返信", "To be answered";
    p_merged: "取り込み済み", "Taken up";
    p_answered: "返信済み", "Answered";
    versions: "合意した版", "Agreed versions";
    versions_none: "最初の合意が済むと、ここに版が残ります。", "Versions appear here after the first agreement.";
    proposal_crumb: "ご意見", "Proposal";
    p_body: "ご意見", "What was written";
    p_private: "この本文は、書いた方と担当者だけが読めます。", "Only the writer and the desk can read this text.";
    p_written(name: &str, day: &str): "{name}さん・{day}", "{name}, {day}";
    p_take: "取り込む", "Take it up";
    p_take_help: "編集の画面に進みます。ご意見の本文は、シートには入りません。", "Leads to the edit form. The text itself does not go into the sheet.";
    p_take_words_help: "編集の画面に進みます。「入れたい文」だけが欄に入ります。", "Leads to the edit form with the wished words filled in.";
    p_answer: "お返事", "Answer";
    p_answer_help: "書いた方だけに届きます。", "Only the writer receives it.";
    p_answer_send: "お返事を届ける", "Send the answer";
    p_answered_on(day: &str): "{day}にお返事しました。", "Answered on {day}.";
    e_answer: "お返事を入力してください。", "Enter the answer.";
}

base::words! {
    /// The words of the desk's form, and of the form for a spoken agreement.
    pub struct F;
    edit_title: "目標シートを直す", "Edit the goal sheet";
    write_title: "目標シートを書く", "Write the goal sheet";
    mission_help: "一行で構いません。例:管理部門の立て直しと、資金繰りの見通しづくり", "One line, e.g. rebuild administration and make cash flow foreseeable.";
    period_help: "例:2027年3月1日、R9.3.1", "e.g. 2027-03-01";
    sentence_help: "一文で構いません。言葉だけの目標でも大丈夫です。", "One sentence. A goal in words alone is fine.";
    edit_lead: "必要なのは、目標の一文と期間だけです。ほかは空欄で構いません。", "One sentence and a period are enough. The rest may stay blank.";
    edit_shown: "保存すると、変えたところだけ合意の印が外れ、三者に見えます。", "Saving opens the seals of what you changed, and all three see it.";
    readers_shared: "確認を依頼したあとは、次の方が読みます。", "After the request these people read it.";
    readers_staff: "営業店担当と本部管理者", "Branch relationship manager and HQ manager";
    save_and_ask: "保存して、確認をお願いする", "Save and ask for the review";
    save_and_ask_help: "まだ合意していない方に、ご案内します。", "Those who have not agreed yet are told:";
    slot_new(n: usize): "目標{n}を加える", "Add goal {n}";
    slot_gone: "ほかの方が取り除いた目標(保存すると、新しい目標として残ります)", "A goal someone else removed (saving keeps it as a new goal)";
    issue_help: "どの経営課題のための目標かを示します。空欄でも構いません。", "Which issue this goal is for. May stay blank.";
    issue_none: "選ばない", "None";
    more_fields: "めやす・期日・中間目標・支援(空欄でも構いません)", "How we see it, due date, milestones, support (may stay blank)";
    drop: "この目標を取りやめる", "Drop this goal";
    drop_help: "取りやめにも、三者の合意が必要です。", "Dropping it needs the agreement of all three too.";
    samples: "目標の例から選ぶ", "Pick from sample goals";
    samples_help: "選ぶと、空いている欄に入ります。言葉は直してお使いください。", "It goes into the next empty row. Please adapt the words.";
    sample_use: "この例を使う", "Use this sample";
    samples_full: "目標は5つまでです。取りやめる目標に印を付けると、加えられます。", "Five goals at most. Tick one to drop it, then add another.";
    merging(side: &str): "{side}からのご意見を取り込みます。保存すると取り込み済みになります。", "Taking up a proposal ({side}). Saving marks it as taken up.";
    from_file: "ファイルの内容を下の欄に入れました。まだ保存していません。読み取れなかったところを直してください。", "The fields hold what the file says. Nothing is saved yet. Please mend what could not be read.";
    e_due_early: "期日は、期間のはじめより後の日付にしてください。", "The due date must be after the beginning of the period.";
    merging_words: "ご希望の文を欄に入れました。ほかの方に見える文になります。", "The wished words are in the field. Others will read them.";
    e_blank: "目標を1つ、一文で書いてください。", "Write one goal in a sentence.";
    e_sentence: "目標を一文で書いてください。使わない欄は、すべて空欄にしてください。", "Write the goal in one sentence, or clear the whole row.";
    e_sentence_or_drop: "目標を一文で書くか、「取りやめる」に印を付けてください。", "Write the goal in one sentence, or tick to drop it.";
    e_no_goal: "三者に見えるシートには、目標が1つ必要です。", "A sheet that all three see needs one goal.";
    e_no_period: "期間のおわりを入力してください。", "Enter the end of the period.";
    e_too_many: "目標は5つまでにしてください。", "Use at most five goals.";
    e_which_day(a: &str, b: &str): "{a}と{b}のどちらでしょうか。年を4桁か元号で入力してください。", "Is it {a} or {b}? Type the year in four digits.";
    spoken_title: "口頭・紙での合意を記録する", "Record an agreement in words or on paper";
    spoken_lead: "いま見えている内容に、口頭か紙で合意をいただいたときの記録です。", "For an agreement given in words or on paper to what stands now.";
    spoken_readers: "会社とご本人、営業店担当、本部管理者にも見えます。紙の写しは担当だけが開けます。", "Company, person, branch relationship manager and HQ manager see this record. Only the desk opens the picture of the page.";
    spoken_tells: "記録すると、その方にメールでお知らせします。", "The one who agreed is told by mail.";
    spoken_record: "合意を記録する", "Record it";
    spoken_none: "いま、合意をお願いしている方はいません。", "No agreement is open right now.";
    spoken_open: "まだ合意をいただいていないところ", "Not agreed yet";
    spoken_parts(who: &str, parts: &str): "{who}:{parts}", "{who}: {parts}";
    e_weight: "ウエイトは1から100までの数で入力してください。", "Use a number from 1 to 100 for the weight.";
    weight_help: "全体を100としたときの数です。空欄でも構いません。", "A share of 100. May stay blank.";
    weights_wanted: "ウエイトの欄を出す", "Add weights";
    reason_help: "三者が読みます。例:3か月の見直し", "All three read it, e.g. review after three months.";
    memo_title: "目標メモを書く", "Write a goal memo";
    memo_lead: "担っていただくこと、目標、期間だけを書きます。あとから目標シートに育てられます。", "Mission, goals and period only. It can grow into the full sheet later.";
    memo_line(n: usize): "目標{n}(一文)", "Goal {n} (one sentence)";
    memo_more: "くわしい欄も書く", "Write the other fields too";
}

base::words! {
    /// The words of the sheet as a spreadsheet.
    pub struct X;
    title: "表計算から取り込む", "Take in a spreadsheet";
    lead: "お手元の目標シートを読み取り、何が変わるかを先にお見せします。", "Your sheet is read, and you see what would change before anything is written.";
    file: "ファイル", "File";
    file_help: "xlsx か CSV を選んでください。", "Choose an xlsx or CSV file.";
    paste: "または、表を貼り付ける", "Or paste the table";
    paste_help: "表計算の画面で範囲をコピーして、ここに貼り付けられます。", "Copy the range in your spreadsheet program and paste it here.";
    no_grades: "自己評価・上司評価・等級など、人を評価する列は取り込みません。", "Columns that grade a person are not taken in.";
    look: "内容を確認する", "Look at it";
    e_nothing: "ファイルを選ぶか、表を貼り付けてください。", "Choose a file, or paste the table.";
    e_no_table: "目標の表が見つかりませんでした。「目標」と「達成基準」「期限」などの見出しの行を入れてください。", "No table of goals was found. It needs a row with headings such as “Goal” and “Due”.";
    preview_title: "取り込む前の確認", "Before it is taken in";
    preview_lead: "まだ何も書き込んでいません。", "Nothing has been written yet.";
    changes: "変わるところ", "What would change";
    no_change: "いまの目標シートと同じ内容でした。", "It says what the goal sheet says already.";
    stays: "ファイルにない目標と欄は、そのまま残ります。", "Goals and fields that are not in the file stay as they are.";
    left_out(names: &str): "取り込まない列:{names}", "Columns left out: {names}";
    opens: "三者に見えているシートです。取り込むと、変えたところだけ合意の印が外れます。", "All three see this sheet. Taking it in opens the seals of what changes.";
    take: "この内容で取り込む", "Take it in";
    mend_first: "直してから取り込む", "Edit it first";
    leave: "取り込まない", "Leave it";
    export: "表計算で書き出す", "Export as xlsx";
    no: "No", "No";
    weight: "ウエイト", "Weight";
    support: "会社の支援", "Support";
    progress: "進み方", "Progress";
    todo: "これから", "Not started";
    going: "順調", "On track";
    slow: "少し遅れ", "Slightly behind";
    stuck: "止まっている", "Stuck";
    company: "会社名", "Company";
    person: "氏名", "Name";
}

base::words! {
    /// The words of the sheet on paper.
    pub struct R;
    month1: "1か月", "Month 1";
    month3: "3か月", "Month 3";
    month6: "6か月", "Month 6";
    record_about: "合意の内容", "What was agreed";
    in_booklet(edition: &str): "目標シート {edition}", "Goal sheet, {edition}";
    in_booklet_parts(parts: &str): "目標シート({parts})", "Goal sheet ({parts})";
}

base::words! {
    /// The words of the portal's pages.
    pub struct P;
    my_title: "目標", "Goals";
    my_title_company(name: &str): "{name}さんの目標", "Goals ({name})";
    my_preparing: "担当者が準備しています。", "The desk is preparing the goal sheet.";
    my_preparing_more: "内容がまとまりましたら、ご確認をお願いします。", "You will be asked to look at it once it is written.";
    my_idea: "思いつくことを書く", "Write what comes to mind";
    my_first: "内容をご確認ください。約3分です。", "Please look at the content. It takes about 3 minutes.";
    my_reopen(parts: &str): "{parts}の変更について、あらためて確認をお願いします。", "{parts} changed. Please look at it again.";
    my_added(parts: &str): "{parts}が加わりました。ご確認をお願いします。", "{parts} was added. Please look at it.";
    my_leaves(parts: &str): "{parts}について、ご確認をお願いします。", "{parts}: please look at it.";
    my_begin: "1つずつ確認する", "Look at it step by step";
    my_thanks(who: &str): "合意をいただいています。残りは{who}です。", "You have agreed. Still waiting for: {who}.";
    my_done(n: i64): "合意がそろいました(第{n}版)。", "All have agreed (version {n}).";
    my_other_signs(name: &str): "合意は{name}さんにお願いしています。", "{name} is asked for the agreement.";
    my_step(n: usize, all: usize): "{all}つのうち{n}つ目", "{n} of {all}";
    my_next: "次へ", "Next";
    my_prev: "前へ", "Previous";
    my_overview: "目標の一覧へ", "All goals";
    my_agree: "この内容で合意する", "Agree to this version";
    my_agree_parts: "合意いただく内容", "What you agree to";
    my_concern: "気になる点を書く", "Write a concern";
    my_proposals: "お送りしたご意見とお返事", "What you sent, and the answers";
    my_answer_new: "担当者からお返事が届いています。", "The desk has answered you.";
    my_answer_read: "お返事を読む", "Read the answer";
    my_changed: "画面を開いたあとに内容が変わりました。お手数ですが、もう一度ご確認ください。まだ合意は記録していません。", "The content changed while this page was open. Please look again. No agreement was recorded.";
    my_goal_due(day: &str): "{day}まで", "by {day}";
    my_more: "目標をくわしく見る", "See the goals";
    my_home_open: "三者で確認中の目標です。", "These goals are still under review by the three.";
    my_home_changing(n: i64): "合意した第{n}版です。変更を三者で確認しています。", "Agreed version {n}. A change is under review by the three.";
    my_changes: "変わるところ", "What changes";
    my_versions: "合意した内容", "What was agreed";
    my_version_now(n: i64): "いま合意しているのは第{n}版です。", "What stands agreed is version {n}.";
    my_back: "目標に戻る", "Back to the goals";
    w_title: "気になる点を書く", "Write a concern";
    w_lead: "まとまっていなくても構いません。担当者がお返事します。", "It need not be polished. The desk will answer.";
    w_about: "どの部分についてですか", "What is it about?";
    w_private_company: "ご本人には、内容も、書かれたことも伝わりません。", "The placed person learns neither the content nor that you wrote.";
    w_private_person: "会社には、内容も、書かれたことも伝わりません。", "The company learns neither the content nor that you wrote.";
    w_manager: "件数と日付だけは、本部管理者にも分かります。", "The HQ manager sees only number and dates.";
    w_body: "気になる点・ご意見", "Your concern or idea";
    w_words: "シートに入れたい文(任意)", "Words for the sheet (optional)";
    w_words_help: "担当者が取り込むと、この文は三者に見えます。", "If the desk takes these words up, all three will read them.";
    w_send: "担当者に送る", "Send to the desk";
    e_body: "気になる点か、入れたい文のどちらかを書いてください。", "Write a concern, or words for the sheet.";
    w_sent_none: "お送りいただいたご意見は、まだありません。", "You have not sent anything yet.";
    w_you_wrote: "ご意見", "You wrote";
    w_readers(names: &str): "読んだ人:{names}", "Read by: {names}";
    w_unread: "担当者はまだ読んでいません。", "The desk has not read it yet.";
    w_merged: "目標シートに取り込みました。", "Taken up into the goal sheet.";
    w_waiting: "担当者がお返事します。", "The desk will answer.";
    w_answer(day: &str): "担当者からのお返事({day})", "The desk's answer ({day})";
}

base::words! {
    /// The words for the portal's home, for 今日 and for the timeline.
    pub struct H;
    h_ask: "目標シートのご確認", "Please look at the goal sheet";
    h_ask_again(parts: &str): "{parts}のご確認", "Please look at {parts}";
    h_minutes: "約3分です。", "About 3 minutes.";
    h_button: "内容を確認する", "Look at it";
    l_confirm: "目標シートの確認", "Confirm the goal sheet";
    l_confirm_why: "会社とご本人の合意がそろい、当方の確認が残っています。", "Company and person have agreed; our confirmation is open.";
    l_confirm_button: "確認する", "Confirm";
    l_ask: "目標シートの変更", "Goal sheet changed";
    l_ask_why: "変えたあと、まだ確認を依頼していません。", "Changed, and the parties have not been asked yet.";
    l_ask_button: "依頼する", "Ask";
    l_review: "目標シートの見直し(3か月)", "Review of the goal sheet (month 3)";
    l_review_why: "3か月の節目です。目標をそのまま続けるか、直すかを三者で話します。", "Three months are over: keep the goals, or change them, all three together.";
    l_review_button: "見直す", "Review";
    l_draft: "目標シートの下書き", "Goal sheet drafted";
    l_draft_why: "下書きがあります。まとまったら、確認を依頼します。", "A draft is there. Ask for the review once it is ready.";
    l_draft_button: "開く", "Open";
    l_proposal(side: &str): "{side}からのご意見", "Proposal from: {side}";
    l_proposal_why(side: &str): "{side}からご意見が届いています。", "A proposal has come in. From: {side}.";
    l_proposal_button: "返信する", "Answer";
    l_waiting(who: &str): "{who}の合意待ち", "Waiting for agreement: {who}";
    l_waiting_join(n: i64, who: &str): "入社まであと{n}日・{who}の合意待ち", "{n} day(s) to start; waiting for: {who}";
    l_since(day: &str): "{day}から", "since {day}";
    l_came(day: &str): "{day}受付", "received {day}";
    l_today: "今日", "Today";
    k_agree: "合意", "Agreement";
    k_proposal: "ご意見", "Proposal";
    t_asked: "目標シートの確認を依頼しました", "The review of the goal sheet was asked for";
    t_sealed(who: &str, parts: &str): "{who}が合意しました({parts})", "{who} agreed ({parts})";
    t_confirmed(who: &str, parts: &str): "{who}が確認しました({parts})", "{who} confirmed ({parts})";
    t_spoken(who: &str, parts: &str): "{who}の口頭での合意を記録しました({parts})", "Spoken agreement of {who} recorded ({parts})";
    t_signed(who: &str, parts: &str): "{who}が紙に署名しました({parts})", "{who} signed on paper ({parts})";
    t_version(n: i64): "目標シート第{n}版がそろいました", "Goal sheet version {n} is agreed";
    t_proposed(side: &str): "{side}からご意見が届きました", "A proposal came in from: {side}";
}

impl D {
    /// How a signatory hears of a request.
    pub(super) fn told(self, owner: &Owner, reached: Reached) -> String {
        match reached {
            Reached::Mail => self.told_mail(&owner.name),
            Reached::Week(day) => self.told_week(&owner.name, &self.0.short_day(day)),
            Reached::Uninvited => self.told_uninvited(&owner.name),
            Reached::NoMail => self.told_no_mail(&owner.name),
        }
    }
}

impl T {
    /// The sentence at the foot of every agreed paper.
    pub fn foot(self) -> &'static str {
        crate::agreement::text::T(self.0).foot()
    }

    /// What a part is about, in words.
    pub fn part(self, what: What) -> String {
        match what {
            What::Mission => self.part_mission().to_owned(),
            What::Goal(no) => self.part_goal(no),
            What::Leaving(no) => self.part_leaving(no),
        }
    }

    /// Several things in a row.
    pub fn join(self, words: &[String]) -> String {
        words.join(self.and())
    }

    /// A field in words.
    pub fn field(self, field: Field) -> &'static str {
        match field {
            Field::Mission => self.mission(),
            Field::From => self.from_on(),
            Field::Until => self.until_on(),
            Field::Sentence => self.sentence_field(),
            Field::Criterion => self.criterion(),
            Field::Weight => self.weight(),
            Field::Issue => self.issue(),
            Field::Due => self.due(),
            Field::Month1 => self.month1(),
            Field::Month3 => self.month3(),
            Field::Month6 => self.month6(),
            Field::Supporter => self.supporter(),
        }
    }

    /// What stands in a field.
    pub fn said(self, said: &Said) -> String {
        match said {
            Said::Text(text) if text.is_empty() => self.blank().to_owned(),
            Said::Day(None) | Said::Tied(None) => self.blank().to_owned(),
            Said::Tied(Some(no)) => self.issue_no(*no),
            Said::Text(text) => text.clone(),
            Said::Day(Some(day)) => self.0.day(*day),
        }
    }

    /// A difference: what it is about, before, after. An added goal has no before, a dropped one no after.
    pub fn change(self, change: &Change) -> (String, String, String) {
        match change {
            Change::Field(no, field, was, is) => {
                let part = no.map_or_else(|| self.title().to_owned(), |no| self.part_goal(no));
                (self.c_field(&part, self.field(*field)), self.said(was), self.said(is))
            }
            Change::Added(goal) => (self.c_added(goal.no), String::new(), goal.sentence.clone()),
            Change::Dropped(goal) => (self.c_dropped(goal.no), goal.sentence.clone(), String::new()),
        }
    }

    /// The period in words; empty when there is none.
    pub fn span(self, from: Option<Day>, until: Option<Day>) -> String {
        match (from, until) {
            (Some(from), Some(until)) => self.from_to(&self.0.day(from), &self.0.day(until)),
            (None, Some(until)) => self.until_only(&self.0.day(until)),
            (Some(from), None) => self.from_only(&self.0.day(from)),
            (None, None) => String::new(),
        }
    }

    /// Why a command was not carried out.
    pub fn refusal(self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::NoGoal => F(self.0).e_no_goal(),
            Refusal::NoPeriod => F(self.0).e_no_period(),
            Refusal::TooMany => F(self.0).e_too_many(),
            Refusal::NotAsked => crate::agreement::text::T(self.0).says_draft(),
            Refusal::Changed | Refusal::NothingOpen => self.changed_meanwhile(),
            Refusal::Ended => self.says_ended(),
        }
    }
}
