//! The words of the paired survey. Questions after ux.md §6.2, in the future tense before joining.

use base::actor::Side;

use super::rules::{Care, Choice, Moved, PULSE, Step};

base::words! {
    /// The words of the paired survey.
    pub struct T;
    title: "アンケート", "Surveys";
    lead: "同じ質問を、会社とご本人にそれぞれ伺います。お互いの答えは見えません。", "The same questions go to company and person. Neither sees the other's answers.";
    step_before: "入社前", "before joining";
    step_month1: "1か月", "month 1";
    step_month3: "3か月", "month 3";
    step_month6: "6か月", "month 6";
    step_pulse: "今月の調子", "this month";
    open: "お願いする", "Ask";
    open_title: "お願いする", "Ask";
    open_lead: "平日の9時から17時に、メールでご案内します。1分以内なら取り消せます。", "Mails go out on business days between 9:00 and 17:00, and can be taken back within a minute.";
    open_which: "どの回を", "Which round";
    open_also: "経営者とご本人のほかに伺う方(任意)", "Whom else to ask, beside owner and person (optional)";
    open_also_help: "お答えは、おひとりずつ別に扱います。平均はしません。", "Each answers apart. Nothing is averaged.";
    nobody_else: "ほかの方には伺わない", "Nobody else";
    closes_on: "いつまでに", "Until when";
    closes_help: "空欄のときは10日後になります。過ぎても1週間ほど受け付けます。", "Blank means ten days from today. Answers are taken for about a week more.";
    e_closes: "締切は、今日から4か月以内の日付にしてください。", "The last day must lie within four months from today.";
    one_sided: "会社のみをお世話する案件のため、このアンケートはありません。", "This survey is not for a one-sided placement.";
    next_by_itself(step: &str, day: &str): "次は{step}のアンケートを、{day}に自動でお願いします。", "The next one ({step}) is asked by itself on {day}.";
    e_joined: "入社を確認したあとは、入社前のアンケートをお願いできません。1か月以降のものを選んでください。", "Once the joining is confirmed, the questions before joining cannot be asked any more. Choose a later round.";
    by_itself: "入社日から1か月・3か月・6か月の日に、自動でお願いします。", "It is asked by itself one, three and six months after joining.";
    not_by_itself: "フォローの了承がそろっていないため、自動ではお願いしません。", "Without both sides' yes to the follow-up, nothing is asked by itself.";
    until(day: &str): "期限 {day}", "until {day}";
    until_closes(day: &str, last: &str): "期限 {day}(受付は{last}まで)", "until {day} (taken until {last})";
    closed_on(day: &str): "{day}に締め切りました", "closed on {day}";
    stood(n: usize, of: usize): "{of}問のうち{n}問", "{n} of {of}";
    stood_done: "回答済み", "answered";
    stood_none: "まだ届いていません", "not yet";
    stood_spoken: "電話で伺った回答を含みます", "some taken by telephone";
    h_who: "お願いした方", "Asked";
    h_how: "回答のようす", "How far";
    told_again(n: i64): "再度のご案内 {n}回", "told once more: {n}";
    do_spoken: "電話で伺う", "Take by telephone";
    do_paper: "紙で渡す", "Hand over on paper";
    do_read: "回答を読む", "Read";
    add_one: "この方にも伺う", "Ask too";
    state: "回答のようす", "How far they are";
    waiting: "双方の回答がそろうと、ここに差が表示されます。", "When both have answered, the differences appear here.";
    waiting_for(who: &str): "現在は{who}の回答待ちです。", "Waiting for: {who}.";
    to_view: "差を見る", "See the differences";
    to_preview: "届く内容を見る", "See what they receive";
    to_wording: "質問の文を変える", "Word the questions";
    rounds: "これまでの回", "Rounds";
    no_rounds: "この時期のアンケートはまだ作成されていません。", "No round has been asked yet.";
    view_title: "見え方の差", "Where views differ";
    view_of(step: &str): "見え方の差({step})", "Where views differ ({step})";
    view_lead: "担当者だけが見る画面です。開いたことは記録に残り、答えた方に示されます。", "For the desk alone. Opening it is recorded and shown to those who answered.";
    finding_wide(topic: &str, higher: &str): "いちばん違うのは「{topic}」です。{higher}", "They differ most on \"{topic}\". {higher}";
    higher_company: "会社のほうが高く見ています。", "The company rates it higher.";
    higher_person: "ご本人のほうが高く見ています。", "The person rates it higher.";
    finding_close: "大きな違いはありません。", "There is no wide difference.";
    finding_unsaid: "「わからない」が多く、比べられません。", "Too many do not say; nothing can be compared.";
    of_company(name: &str): "会社の回答:{name}", "Answered for the company: {name}";
    h_care: "観点", "Care point";
    h_topic: "質問", "Question";
    h_gap: "差", "Difference";
    h_moved: "前回から", "Since last time";
    points(n: &str): "{n}点", "{n}";
    wide: "差が大きい", "wide";
    same: "なし", "none";
    near: "小さい", "small";
    unsaid: "わからない・答えないを含む", "one does not say";
    moved_new: "比べる回がありません", "nothing to compare";
    moved_closer(then: &str): "近づきました(前回{then}点)", "closer (was {then})";
    moved_same(then: &str): "変わりません(前回{then}点)", "as before (was {then})";
    moved_wider(then: &str): "広がりました(前回{then}点)", "wider (was {then})";
    low: "そう思わない", "Disagree";
    high: "そう思う", "Agree";
    plot(topic: &str, company: &str, person: &str): "{topic}:会社 {company}、ご本人 {person}", "{topic}: company {company}, person {person}";
    plot_unsaid: "答えなし", "not said";
    legend: "●会社、◇ご本人。前回の位置は、線の下の小さな印です。", "● company, ◇ person. Small marks below the line show the last time.";
    source(n: usize, day: &str): "回答 会社{n}名・ご本人1名、{day}現在。順位や点数ではありません。", "Answers: {n} of the company, one of the person, as of {day}. No score and no ranking.";
    by_question: "質問ごとの回答", "Question by question";
    words_title: "書かれたこと(担当者のみ)", "What was written (desk only)";
    words_none: "書かれたことはありません。", "Nothing was written.";
    words_care: "書いた方のお許しなしに、相手の方へ伝えないでください。", "Do not pass it on without the writer's consent.";
    talk_title: "話し合いの手がかり", "To talk about";
    talk_lead: "差の大きい観点について、それぞれに伺うとよいことの例です。答えの中身は伝えません。", "Examples for the care points that differ. The answers themselves are not passed on.";
    talk_company: "会社に", "With the company";
    talk_person: "ご本人に", "With the person";
    talk_joint: "三者で", "All three";
    talk_all: "差の大きい観点を一つ選び、次の1か月で試すことを決めます。", "Choose one care point that differs and decide what to try for a month.";
    talk_climate_c: "現場の方の受け止めで、気になる様子はありますか。", "Is there anything in how the staff take it?";
    talk_climate_p: "話しやすい方、話しにくい場面を教えてください。", "With whom is it easy to speak, and when is it hard?";
    talk_relations_c: "社長と話す定例の時間は決まりましたか。", "Is there a fixed time to talk with the owner?";
    talk_relations_p: "困ったときに、まずどなたに声をかけますか。", "Whom do you turn to first?";
    talk_workflow_c: "渡しきれていない情報や権限はありますか。", "Is there information or authority not handed over yet?";
    talk_workflow_p: "決める人が分からず、止まった場面はありましたか。", "Did anything stop because nobody knew who decides?";
    talk_expect_c: "期待していることを、今の言葉で言うと何になりますか。", "What do you expect, in today's words?";
    talk_expect_p: "任されていることを、ご自身の言葉で言うと何になりますか。", "What is entrusted to you, in your own words?";
    talk_regard_c: "現場の声は、どなたから聞いていますか。", "From whom do you hear the floor's voice?";
    talk_regard_p: "評価の伝えられ方に納得していますか。", "Are you content with how feedback reaches you?";
    goals_title: "目標の見え方", "How the milestones look to each";
    goals_lead: "二人の言葉が違う目標です。", "Milestones on which the two differ.";
    goals_said(company: &str, person: &str): "会社「{company}」・ご本人「{person}」", "Company: {company}. Person: {person}.";
    pulse_title: "ご本人の調子(ご本人のいつもと比べて)", "How the person is, against their own usual level";
    pulse_finding_same: "いつもと同じくらいです。", "As usual.";
    pulse_finding_up: "いつもより良いほうです。", "Better than usual.";
    pulse_finding_down: "いつもより重いほうです。お話を伺う時期かもしれません。", "Heavier than usual. It may be time to talk.";
    pulse_finding_few: "いつもの様子が分かるほどの回答は、まだありません。", "Too few answers yet to know what is usual.";
    pulse_source(n: usize): "回答{n}回。ほかの方とは比べません。", "{n} answer(s). Nobody else is compared.";
    pulse_base: "いつも", "usual";
    h_month: "月", "Month";
    h_said: "回答", "Answer";
    take: "ギャップとして残す", "Keep as a gap";
    taken: "ギャップとして残しました", "Kept as a gap";
    gap_words(topic: &str): "「{topic}」について、思いが違うかもしれません", "Views may differ on \"{topic}\"";
    choice_5: "とてもそう思う", "Strongly agree";
    choice_4: "そう思う", "Agree";
    choice_3: "どちらともいえない", "Neither";
    choice_2: "あまりそう思わない", "Disagree";
    choice_1: "まったくそう思わない", "Strongly disagree";
    choice_none: "わからない・答えない", "Don't know or prefer not to say";
    pulse_5: "とても良い", "Very good";
    pulse_4: "良い", "Good";
    pulse_3: "ふつう", "As usual";
    pulse_2: "やや重い", "Somewhat heavy";
    pulse_1: "重い", "Heavy";
    pulse_none: "答えない", "Prefer not to say";
    care_climate: "社内の雰囲気", "Workplace climate";
    care_relations: "人間関係", "Working relationships";
    care_workflow: "業務の進め方", "Work steps";
    care_expect: "期待への対応", "Meeting expectations";
    care_regard: "まわりの目線・評価", "How others see the work";
    topic_1: "気がねなく話せること", "Speaking freely";
    topic_2: "新しい提案の受け止め", "How new ideas are taken";
    topic_3: "困ったときに頼れる相手", "Someone to turn to";
    topic_4: "経営者と話す時間", "Time with the owner";
    topic_5: "社内の決め方や手続き", "How things get decided";
    topic_6: "必要な情報・権限・人手", "What the job needs";
    topic_7: "任せる内容", "What is entrusted";
    topic_8: "目標の届き方", "Reaching the goals";
    topic_9: "現場からの認められ方", "Being valued by the team";
    topic_10: "良い点・直す点の伝え方", "Feedback as we go";
    c1: "ご本人は、社内で気がねなく話せていると思う。", "They can speak freely here.";
    p1: "社内で気がねなく話せている。", "I can speak freely here.";
    c2: "社員は、新しいやり方の提案を受け止めている。", "Staff are open to new ideas.";
    p2: "新しいやり方を提案しても、受け止めてもらえる。", "My ideas are received openly.";
    c3: "ご本人には、困ったときに頼れる社内の相手がいる。", "They have someone to turn to.";
    p3: "困ったときに頼れる相手が、社内にいる。", "I have someone to turn to.";
    c4: "経営者とご本人は、月に十分な時間を話せている。", "Owner and executive talk enough each month.";
    p4: "経営者と話す時間が十分にある。", "I get enough time with the owner.";
    c5: "ご本人は、社内の決め方や手続きを理解している。", "They know how things get decided.";
    p5: "社内の決め方や手続きが分かっている。", "I know how things get decided.";
    c6: "ご本人に必要な情報・権限・人手を渡せている。", "We give what the job needs.";
    p6: "仕事に必要な情報・権限・人手がそろっている。", "I have what the job needs.";
    c7: "何を任せているかを、ご本人にはっきり伝えている。", "We made clear what is entrusted.";
    p7: "何を任されているかが、はっきりしている。", "It is clear to me what is entrusted.";
    c8: "目標は、今の進み方で期日までに届きそうだ。", "Goals will be met in time.";
    p8: "目標は、今の進み方で期日までに届きそうだ。", "Goals will be met in time.";
    c9: "ご本人の仕事ぶりは、現場から認められている。", "The team values their work.";
    p9: "自分の仕事ぶりは、現場から認められていると感じる。", "I feel valued by the team.";
    c10: "良かった点や直してほしい点を、そのつどご本人に伝えている。", "We give feedback as we go.";
    p10: "良かった点や直す点を、そのつど教えてもらっている。", "I get feedback as I go.";
    bc3: "ご本人には、困ったときに頼れる社内の相手がいると思う。", "They will have someone to turn to.";
    bp3: "困ったときに頼れる相手が、社内にできると思う。", "I will have someone to turn to.";
    bc5: "ご本人は、社内の決め方や手続きをすぐに分かると思う。", "They will soon know how things get decided.";
    bp5: "社内の決め方や手続きは、すぐに分かると思う。", "I will soon know how things get decided.";
    bc6: "ご本人に必要な情報・権限・人手を、渡せると思う。", "We will give what the job needs.";
    bp6: "仕事に必要な情報・権限・人手は、そろうと思う。", "I will have what the job needs.";
    bc7: "何を任せるかを、ご本人にはっきり伝えている。", "We have made clear what will be entrusted.";
    bp7: "何を任されるかが、はっきりしている。", "It is clear to me what will be entrusted.";
    q11: "この1か月で、いちばん変わったと感じたことを教えてください。", "What changed most in the last month?";
    q12: "次の1か月で、担当者に手伝ってほしいことはありますか。", "Is there anything the desk can help with next month?";
    q13: "いまの調子はいかがですか。", "How are you doing these days?";
    topic_11: "変わったと感じたこと", "What changed";
    topic_12: "手伝ってほしいこと", "Help wanted";
    topic_13: "いまの調子", "How the person is";
    my_title(step: &str): "{step}のアンケート", "Survey: {step}";
    my_title_pulse: "今月のひとこと伺い", "One question this month";
    my_lead(of: usize, minutes: usize, day: &str): "{of}問、約{minutes}分です。{day}までにお願いします。", "{of} questions, about {minutes} min, until {day}.";
    my_change(day: &str): "{day}までは、何度でも変えられます。途中でやめても、続きから始められます。", "Until {day} you may change your answers. You can stop and go on later.";
    my_change_link: "途中でやめても、続きから始められます。答えを変えるときは、確認用コードが要ります。", "You can stop and go on later. Changing an answer needs a code.";
    my_private: "お答えは、相手の方には見えません。担当者が、話し合いの手がかりにします。一日に一度まで、前回との違いを自動で見て、担当者に知らせます。", "The other side does not see your answers. The desk uses them to prepare talks. Once a day at most they are compared automatically, for the desk.";
    my_few: "関わる方が少ないため、話し合いの中身から推測される可能性はあります。", "As few people are involved, the other side may guess from what is talked about.";
    my_private_pulse: "お答えは、会社には見えません。ご自身のいつもの調子とだけ、自動で比べ、担当者に知らせます。", "The company does not see it. It is compared automatically with your own usual level only, for the desk.";
    my_manager(names: &str): "本部の責任者({names})は、理由を記録したときだけ読みます。読んだときは、ここに示します。", "A manager at headquarters ({names}) reads only with a recorded reason, and it is shown here.";
    my_voluntary: "答えたくない質問は「わからない・答えない」をお選びください。", "You may choose not to answer any question.";
    my_not_tied: "ご回答は任意です。融資その他のお取引とは関係ありません。", "Answering is voluntary and not tied to loans or any other business.";
    my_begin: "回答をはじめる", "Begin";
    my_go_on: "続きから回答する", "Go on";
    my_home: "ご回答の確認・変更", "Check or change your answers";
    my_review: "回答を確かめる", "Check your answers";
    my_review_code: "回答を確かめる・変える(確認用コードが要ります)", "Check or change your answers (needs a code)";
    my_words_step: "任意のひとこと", "A word of your own, if you like";
    my_step(n: usize, of: usize): "{of}問のうち{n}問目", "Question {n} of {of}";
    my_press: "押すと、次の質問へ進みます。", "Pressing leads to the next question.";
    my_chosen: "いまの回答", "your answer";
    my_later: "この質問はあとで答える", "Answer this later";
    my_prev: "前の質問に戻る", "Previous question";
    my_stop: "ここで止める", "Stop here";
    my_words_label: "ご自由に(任意)", "In your own words (optional)";
    my_words_next: "保存して次へ進む", "Save and go on";
    my_words_skip: "書かずに進む", "Go on without";
    my_check_title: "ご回答の確認", "Your answers";
    my_check_lead(day: &str): "ご回答ありがとうございました。{day}までは内容を変更できます。", "Thank you. You can change your answers until {day}.";
    my_thanks: "ご回答ありがとうございました。このまま閉じていただいて構いません。", "Thank you. You may simply close this page.";
    my_all_done: "お願いした質問は、すべて届いています。", "Every question has been answered.";
    my_not_all: "まだお答えいただいていない質問があります。", "There are questions left.";
    my_edit: "変える", "Change";
    my_closed: "回答は締め切りました。ご協力ありがとうございました。", "This survey is closed. Thank you.";
    my_words_none: "なし(任意)", "none (optional)";
    my_none: "まだお答えいただいていません", "not answered yet";
    my_spoken: "(お電話で伺いました)", "(taken by telephone)";
    my_read_by: "読んだ人", "Who has read it";
    my_read_none: "まだどなたも読んでいません。", "Nobody has read it yet.";
    my_read_line(who: &str, when: &str): "{who} {when}", "{who}, {when}";
    link_gone: "このリンクはお使いいただけません。", "This link cannot be used.";
    link_gone_lead: "新しいご案内は、下のボタンからお受け取りいただけます。", "The button below sends you a new one.";
    link_sign_in: "新しいご案内を受け取る", "Get a new link";
    e_long(n: usize): "400文字以内で入力してください(現在{n}文字)。", "Use at most 400 characters (now {n}).";
    ask_text(of: usize, minutes: usize, day: &str): "{of}問・約{minutes}分・{day}まで", "{of} questions, about {minutes} min, until {day}";
    panel_none: "同じ質問をお二方に伺うと、見え方の違いが分かります。", "Asking both the same shows where views differ.";
    panel_open: "アンケートを開く", "Open the surveys";
    kind: "アンケート", "Survey";
    t_opened(step: &str): "{step}のアンケートをお願いしました", "The questions were asked ({step})";
    t_until(day: &str): "期限 {day}", "until {day}";
    l_wait(day: &str): "{day}までの回答を待っています。", "Waiting for answers until {day}.";
    l_ready: "お二方の回答がそろいました。", "Both have answered.";
    l_phone: "再度のご案内のあとも、回答がまだ届いていません。", "No answer yet after the last reminder.";
    l_see: "ようすを見る", "See";
    l_what(step: &str): "{step}のアンケート", "Survey ({step})";
    spoken_title(name: &str): "{name}さんの回答を電話で伺う", "Take {name}'s answers by telephone";
    spoken_lead: "伺った質問だけ選んでください。電話で伺った回答として残り、ご本人の画面でも分かります。", "Choose only what was said. It is marked as taken by telephone, also on the respondent's own page.";
    spoken_read: "はじめに、読む人をお伝えください。", "First say who reads.";
    spoken_save: "電話の回答を記録する", "Record";
    spoken_keep: "(変えない)", "(leave as it is)";
    spoken_has: "回答があります", "answered";
    e_spoken: "伺った回答を、一つ以上選んでください。", "Choose at least one answer.";
    read_title(name: &str): "{name}さんの回答", "{name}'s answers";
    preview_title: "届く内容", "What they receive";
    preview_lead: "受け取る方に見える文です。ここで押しても、何も送られません。", "This is what the receiver sees. Nothing is sent from here.";
    preview_mail: "メール", "Mail";
    preview_first: "はじめの画面", "First page";
    preview_questions: "質問", "Questions";
    exists_only: "回答がある、ということだけが表示されています。", "Only that there are answers is shown here.";
    exists_n(n: usize): "お願いした方 {n}名", "{n} asked";
    reason_title: "理由を記録して読む", "Read with a reason";
    reason_lead: "読んだことと理由は記録され、答えた方に示されます。", "The reading and its reason are recorded, and shown to those who answered.";
    reason: "理由", "Reason";
    reason_button: "理由を記録して読む", "Record and read";
    paper_title: "紙でお渡しするアンケート", "The survey on paper";
    paper_name(name: &str): "{name} 様", "{name}";
    paper_once: "コードは、この画面でしか見られません。印刷してお渡しください。", "The code is shown only now. Print it and hand it over.";
    paper_lead(of: usize, minutes: usize, day: &str): "アンケートのお願い({of}問・約{minutes}分・{day}まで)", "A short survey ({of} questions, about {minutes} min, until {day})";
    paper_step1: "カメラでQRコードを読み取ります。", "Read the QR code with the camera.";
    paper_step2: "確認用コードの数字を入力すると、質問がはじまります。", "Type the digits of the code; the questions begin.";
    paper_code: "確認用コード", "Code";
    paper_qr: "アンケートへのQRコード", "QR code of the survey";
    paper_readers(names: &str): "お答えを読む人:{names}", "Who reads the answers: {names}";
    paper_print: "印刷する", "Print";
    wording_title: "アンケートの質問の文", "How the survey asks";
    wording_lead: "文を直しても、これまでの回答は残ります。聞く中身を変えたときは、前の回と比べません。", "What was answered stays. Where the meaning changes, it is not compared with earlier rounds.";
    wording_first: "はじめからある文です。", "The wording that came with the product.";
    wording_edition(n: i64): "第{n}版", "Edition {n}";
    wording_before: "入社前の4問", "Four questions before joining";
    wording_months: "1・3・6か月の10問", "Ten questions at months 1, 3 and 6";
    wording_company(n: i64): "問{n} 会社に", "{n} to the company";
    wording_person(n: i64): "問{n} ご本人に", "{n} to the person";
    wording_changes: "聞く中身が変わる(前の回と比べない)", "The meaning changes (not compared with earlier rounds)";
    e_wording: "質問の文を入力してください(80文字以内)。", "Enter the question (at most 80 characters).";
    m_step(step: &str): "{step}のアンケートです。", "This is the survey of {step}.";
}

impl T {
    /// A question as this side is asked it, in the wording that comes with the product.
    pub fn question(self, step: Step, number: i64, side: Side) -> &'static str {
        let company = side == Side::Company;
        match (step, number) {
            (Step::Before, 3) => self.one(company, Self::bc3, Self::bp3),
            (Step::Before, 5) => self.one(company, Self::bc5, Self::bp5),
            (Step::Before, 6) => self.one(company, Self::bc6, Self::bp6),
            (Step::Before, _) => self.one(company, Self::bc7, Self::bp7),
            (_, 1) => self.one(company, Self::c1, Self::p1),
            (_, 2) => self.one(company, Self::c2, Self::p2),
            (_, 3) => self.one(company, Self::c3, Self::p3),
            (_, 4) => self.one(company, Self::c4, Self::p4),
            (_, 5) => self.one(company, Self::c5, Self::p5),
            (_, 6) => self.one(company, Self::c6, Self::p6),
            (_, 7) => self.one(company, Self::c7, Self::p7),
            (_, 8) => self.one(company, Self::c8, Self::p8),
            (_, 9) => self.one(company, Self::c9, Self::p9),
            (_, 10) => self.one(company, Self::c10, Self::p10),
            (_, 11) => self.q11(),
            (_, 12) => self.q12(),
            _ => self.q13(),
        }
    }

    fn one(self, company: bool, to_company: fn(T) -> &'static str, to_person: fn(T) -> &'static str) -> &'static str {
        if company { to_company(self) } else { to_person(self) }
    }

    /// What a question is about, in a few words.
    pub fn topic(self, number: i64) -> &'static str {
        match number {
            1 => self.topic_1(),
            2 => self.topic_2(),
            3 => self.topic_3(),
            4 => self.topic_4(),
            5 => self.topic_5(),
            6 => self.topic_6(),
            7 => self.topic_7(),
            8 => self.topic_8(),
            9 => self.topic_9(),
            10 => self.topic_10(),
            11 => self.topic_11(),
            12 => self.topic_12(),
            _ => self.topic_13(),
        }
    }

    /// A step in words.
    pub fn step(self, step: Step) -> &'static str {
        match step {
            Step::Before => self.step_before(),
            Step::Month1 => self.step_month1(),
            Step::Month3 => self.step_month3(),
            Step::Month6 => self.step_month6(),
            Step::Pulse => self.step_pulse(),
        }
    }

    /// What a step is called before those who are asked.
    pub fn called(self, step: Step) -> String {
        if step == Step::Pulse { self.my_title_pulse().to_owned() } else { self.my_title(self.step(step)) }
    }

    /// A care point in words.
    pub fn care(self, care: Care) -> &'static str {
        match care {
            Care::Climate => self.care_climate(),
            Care::Relations => self.care_relations(),
            Care::Workflow => self.care_workflow(),
            Care::Expect => self.care_expect(),
            Care::Regard => self.care_regard(),
        }
    }

    /// What could be asked about a care point: of the company, of the person (samples, ux.md §6.3).
    pub fn talk(self, care: Care) -> (&'static str, &'static str) {
        match care {
            Care::Climate => (self.talk_climate_c(), self.talk_climate_p()),
            Care::Relations => (self.talk_relations_c(), self.talk_relations_p()),
            Care::Workflow => (self.talk_workflow_c(), self.talk_workflow_p()),
            Care::Expect => (self.talk_expect_c(), self.talk_expect_p()),
            Care::Regard => (self.talk_regard_c(), self.talk_regard_p()),
        }
    }

    /// How a difference moved, in words.
    pub fn moved(self, moved: Moved, then: Option<f64>) -> String {
        let then = format!("{:.1}", then.unwrap_or(0.0).abs());
        match moved {
            Moved::New => self.moved_new().to_owned(),
            Moved::Closer => self.moved_closer(&then),
            Moved::Same => self.moved_same(&then),
            Moved::Wider => self.moved_wider(&then),
        }
    }

    /// A choice in words.
    pub fn choice(self, question: i64, choice: Choice) -> &'static str {
        match (question == PULSE, choice.code()) {
            (false, "5") => self.choice_5(),
            (false, "4") => self.choice_4(),
            (false, "3") => self.choice_3(),
            (false, "2") => self.choice_2(),
            (false, "1") => self.choice_1(),
            (false, _) => self.choice_none(),
            (true, "5") => self.pulse_5(),
            (true, "4") => self.pulse_4(),
            (true, "3") => self.pulse_3(),
            (true, "2") => self.pulse_2(),
            (true, "1") => self.pulse_1(),
            (true, _) => self.pulse_none(),
        }
    }
}
