//! The words of talks, milestones, next actions and joining.

use base::actor::Side;

use super::rules::{Reason, Step, Way, With, Word};
use crate::agreement::Reached;
use crate::placement::StartWord;
use crate::preparation::rules::State;

base::words! {
    /// The words of talks, milestones, next actions and joining.
    pub struct T;
    both(a: &str, b: &str): "{a}、{b}", "{a}, {b}";
    named(name: &str, seat: &str): "{name}({seat})", "{name} ({seat})";
    back_to_case: "案件に戻る", "Back to the case";
    to_talk: "お話のページへ", "To the talk";

    // With whom, how, at which step.
    company: "会社", "the company";
    person: "ご本人", "the person";
    joint: "三者", "all three";
    c_company: "会社", "Company";
    c_person: "ご本人", "The person";
    c_joint: "三者で", "All three together";
    visit: "訪問", "Visit";
    online: "オンライン", "Online";
    call: "電話", "Call";
    week1: "1週間面談", "Week 1 talk";
    month1: "1か月面談", "Month 1 talk";
    month2: "2か月のお電話", "Month 2 call";
    month3: "3か月面談", "Month 3 talk";
    month4: "4か月半のお電話", "Month 4 call";
    month6: "6か月面談", "Month 6 talk";
    year1: "1年後のお話", "Talk after a year";
    year2: "2年後のお話", "Talk after two years";
    no_step: "決まった時期のものではない", "None in particular";
    free_visit: "訪問での面談", "Visit";
    free_online: "オンラインの面談", "Online talk";
    free_call: "電話", "Call";
    title_one(what: &str, with: &str): "{with}との{what}", "{what} with {with}";
    title_joint(what: &str): "三者での{what}", "{what} with all three";
    title_bare(with: &str): "{with}とのお話", "Talk with {with}";
    title_bare_joint: "三者でのお話", "Talk with all three";

    // Planning.
    plan: "面談の予定を立てる", "Plan a talk";
    plan_lead: "登録しても、メールは送りません。お相手の画面の「次の予定」には、日時と方法が出ます。", "No mail is sent. Day, time and way appear under “Next” on the pages of those who talk.";
    with_whom: "お相手", "With whom";
    with_help: "片方だけとの面談は、もう一方の画面には出ません。", "A talk with one side never appears on the other side's pages.";
    way: "方法", "How";
    step: "時期", "Step";
    on: "日付", "Day";
    on_help: "例:2026年12月1日、R8.12.1", "e.g. 2026-12-01";
    at: "時刻", "Time";
    at_help: "任意です。例:14:00、午後2時", "Optional, e.g. 14:00";
    plan_button: "予定に入れる", "Plan it";
    e_past: "今日以降の日付にしてください。", "Choose today or a later day.";
    e_far: "3年以内の日付にしてください。", "Choose a day within three years.";
    e_future: "今日までの日付にしてください。", "Choose today or an earlier day.";
    e_time: "時刻を読み取れませんでした。例:14:00、午後2時", "Could not read the time, e.g. 14:00.";
    e_one_sided: "片手型の案件では、会社との面談だけを登録できます。", "In a one-sided placement only talks with the company are kept.";

    // Recording.
    call_title: "お話を記録する", "Record a talk";
    call_lead: "電話などの短いお話を、その場で残せます。", "Keep a short talk, such as a call, right away.";
    call_joint: "三者でのお話を記録する", "Record a talk with all three";
    call_planned: "予定していた面談を記録する", "Record a planned talk";
    text: "お話の内容", "What was said";
    text_help: "担当者の言葉でまとめます。箇条書きでも構いません。", "In your own words; a list is fine.";
    joint_text: "三者でのお話の内容", "What was said with all three";
    joint_help: "会社・ご本人・営業店の担当・本部管理者も読める部分です。", "The owner, the person, the branch and the manager read this part.";
    only_company: "会社だけから伺ったこと", "Said by the company alone";
    only_person: "ご本人だけから伺ったこと", "Said by the person alone";
    only_company_help: "担当者だけが読みます。ご本人には見えません。", "Only the desk reads this; the person does not.";
    only_person_help: "担当者だけが読みます。会社には見えません。", "Only the desk reads this; the company does not.";
    share: "このお話の要点を、お話しいただいた方の画面にも載せる", "Also show this part on the pages of the one who said it";
    care: "気にかけている点ごとに残す", "Keep it by care point";
    care_help: "伺った点だけで構いません。", "Only those that came up.";
    climate: "社内の雰囲気", "Workplace climate";
    relations: "人間関係", "Working relationships";
    workflow: "業務の進め方", "Work steps";
    expect: "期待への対応", "Meeting expectations";
    regard: "まわりの目線や評価", "How others see the work";
    other: "その他の気がかり", "Anything else on their mind";
    more: "日付と方法", "Day and way";
    held_on: "お話しした日", "Day of the talk";
    held_help: "空欄なら今日の日付になります。", "Blank means today.";
    next: "次にすること", "What comes next";
    next_n(n: usize): "次にすること({n})", "What comes next ({n})";
    next_help: "担当者だけが読みます。空欄のままでも構いません。", "Only the desk reads this. It may stay blank.";
    who: "だれが", "Who";
    due: "いつまでに", "By when";
    e_nothing: "お話の内容を、どれか1つ入力してください。", "Enter what was said in at least one field.";
    e_what: "何をするかを入力してください。", "Enter what is to be done.";
    record: "面談を記録する", "Record the talk";
    record_button: "記録する", "Record";
    record_add: "記録に書き足す", "Add to the record";
    record_add_lead: "前の記録はそのまま残り、書き足した分が後に並びます。", "What was kept before stays; what you add follows it.";
    record_stale: "この面談は、ほかの方が先に変更しました。いまの内容を下に示します。もう一度記録すると、入力された分を書き足します。", "Someone else changed this talk first. What is kept now stands below. Recording again adds your part.";
    guide: "伺うことの例", "Questions to choose from";
    guide_help: "全部を聞く必要はありません。話の流れに合わせてお使いください。", "No need to ask them all; follow the talk.";

    // Who reads.
    reader_main(name: &str): "{name}(担当)", "{name} (consultant)";
    reader_deputy(name: &str): "{name}(不在時の担当者)", "{name} (deputy)";
    reader_manager(names: &str): "本部管理者({names})は、理由を記録したときだけ読めます。読んだことは、お話のページに残ります。", "HQ managers ({names}) read it only with a stated reason. The reading stays on the talk's page.";
    reader_manager_none: "本部管理者は、理由を記録したときだけ読めます。読んだことは、お話のページに残ります。", "HQ managers read it only with a stated reason. The reading stays on the talk's page.";
    reader_not_person: "ご本人・営業店・ほかの担当者には見えません。", "The person, the branch and other consultants do not see it.";
    reader_not_company: "会社・営業店・ほかの担当者には、お話があったことも分かりません。", "The company, the branch and other consultants do not even learn of the talk.";
    reader_each: "会社のお話はご本人に、ご本人のお話は会社に見えません。営業店とほかの担当者にも見えません。", "The person never sees the company's words, nor the company the person's. The branch and other consultants see neither.";
    reader_share(name: &str): "「画面にも載せる」に印を付けた部分だけ、{name}さんも読めます。", "Only the parts you tick are also shown to {name}.";
    reader_share_each: "「画面にも載せる」に印を付けた部分だけ、お話しいただいた方も読めます。", "Only the parts you tick are also shown to the one who said them.";
    reader_joint: "三者に見える部分を読む人", "Who reads the part for all three";
    reader_owner(name: &str): "{name}さん(経営者)", "{name} (owner)";
    reader_person(name: &str): "{name}さん(ご本人)", "{name} (placed person)";
    reader_branch(names: &str): "{names}(営業店担当)", "{names} (branch)";
    reader_joint_manager(names: &str): "{names}(本部管理者)", "{names} (HQ manager)";

    // Promises and reception, looked at again.
    promises: "お約束の見直し", "Promises, looked at again";
    promises_help: "このお話で分かったものだけで構いません。三者の行動計画に出ます。", "Only what this talk told you. It shows on the action plan of all three.";
    promise_late(who: &str, due: &str): "{who}・{due}の約束です。まだ果たされていません。", "{who}, promised by {due}; not kept yet.";
    unchanged: "前と変わらない", "As before";
    not_heard: "まだ伺っていない", "Not heard yet";
    nobody_yet: "まだ決まっていません", "Nobody named yet";
    p_doing: "進んでいる", "Under way";
    p_done: "果たされた", "Kept";
    p_dropped: "取りやめになった", "Dropped";
    reception: "社内の受け入れ体制", "Who looks after what";
    reception_ask: "いまの受け入れ体制でよいか", "Does it still fit?";
    reception_help: "どなたがどの点を見ているかを、一緒に確かめます。", "Look together at who looks after what.";
    reception_same: "いまのままでよい", "Yes, as it is";
    reception_change: "見直したい", "It should be changed";
    reception_link: "受け入れ体制を開く", "Open it";
    slots_link: "日時の候補を出す", "Offer times to choose from";
    no_day: "日にちは決まっていません", "No day yet";
    minutes(n: i64): "{n}分ほど", "about {n} min";

    // A talk.
    planned: "予定", "Planned";
    held: "記録済み", "Recorded";
    skipped: "取りやめ", "Called off";
    when(day: &str, at: &str): "{day} {at}", "{day} {at}";
    how(when: &str, way: &str): "{when}・{way}", "{when} · {way}";
    plan_section: "予定", "Plan";
    move_title: "日時と方法を変える", "Change day, time or way";
    move_button: "予定を変える", "Change the plan";
    again_title: "あらためて予定を立てる", "Plan it again";
    skip_title: "この面談を取りやめる", "Call this talk off";
    skip_help: "取りやめた理由は、担当者だけが読みます。", "Only the desk reads the reason.";
    skip_why: "取りやめる理由", "Reason";
    skip_button: "取りやめる", "Call it off";
    skipped_why: "取りやめた理由", "Why it was called off";
    now_is(what: &str): "いまの予定:{what}", "Planned now: {what}";
    shared_back: "お話しいただいた方の画面にも載せています", "Also shown to the one who said it";
    desk_only: "担当者のみ", "Desk only";
    read_by: "この文章を読んだ人", "Who read this";
    read_by_none: "まだ、どなたも読んでいません。", "Nobody has read it yet.";
    read_why(why: &str): "理由:{why}", "Reason: {why}";
    add: "書き足す", "Add";
    to_copy: "交渉記録に写す文", "Text for the bank's own record";
    no_text: "記録された文はありません。", "There is no text.";
    exists_only: "片方だけから伺った内容は、担当者だけが読みます。", "What one side said is read by the desk alone.";
    reason_title: "理由を記録して読む", "Read with a stated reason";
    reason_lead: "読んだことと理由は、書いた担当者に見えます。コンプライアンス担当も確認できます。", "The writer sees that you read it and why; so does compliance.";
    reason: "読む理由", "Reason for reading";
    reason_button: "理由を記録して読む", "Record the reason and read";
    reason_read: "この閲覧は記録しました。画面を離れると、もう一度理由が必要です。", "This reading was recorded. Leave the page and a reason is needed again.";
    r_complaint: "苦情やお申し出への対応", "A complaint or request";
    r_handover: "担当者の交代や不在の引き継ぎ", "The consultant changed or is away";
    r_safety: "身の危険や法令に関わる確認", "Safety or the law";
    r_asked: "お話しいただいた方からの依頼", "Asked for by the one who said it";
    r_inspection: "記録の点検", "Inspection of records";

    // The text to copy.
    copy_title: "交渉記録に写す文", "Text for the bank's own record";
    copy_lead: "下の文を選んで、行内の交渉記録に貼り付けてください。", "Copy the text below into the bank's own record.";
    copy_person: "ご本人からうかがった内容は融資の記録に写さないでください", "Do not copy what the person said into the lending file";
    copy_person_lead: "そのため、ここでは日付・お相手・方法だけをお渡しします。", "So only day, side and way are given here.";
    copy_joint_lead: "ご本人だけから伺った内容は、この文に入れていません。", "What the person alone said is left out.";
    copy_button: "文を写す", "Copy the text";
    copied: "写しました。", "Copied.";
    copy_label: "写す文", "Text to copy";
    l_case: "案件番号", "Case";
    l_company: "会社", "Company";
    l_day: "日付", "Day";
    l_with: "お相手", "With";
    l_way: "方法", "Way";
    l_text: "内容", "Text";
    copy_line(name: &str, value: &str): "{name}:{value}", "{name}: {value}";

    // Joining.
    join_employ: "入社を確認する", "Confirm the joining";
    join_office: "就任を確認する", "Confirm taking office";
    join_start: "開始を確認する", "Confirm the start";
    join_lead: "確認すると、入社後のフォロー予定ができます。どなたにも何も送りません。", "This begins the follow-up after joining and makes its plan. Nothing is sent to anyone.";
    join_day_employ: "入社日", "Day of joining";
    join_day_office: "就任日", "Day of taking office";
    join_day_start: "開始日", "Day of starting";
    join_line_employ(day: &str): "入社日は{day}でした。入社されたかを確かめます。", "The day of joining was {day}. Has the person joined?";
    join_line_office(day: &str): "就任日は{day}でした。就任されたかを確かめます。", "The day of taking office was {day}. Has it happened?";
    join_line_start(day: &str): "開始日は{day}でした。始まったかを確かめます。", "The starting day was {day}. Has it begun?";
    join_panel_employ: "まだ入社を確認していません。", "The joining is not confirmed yet.";
    join_panel_office: "まだ就任を確認していません。", "Taking office is not confirmed yet.";
    join_panel_start: "まだ開始を確認していません。", "The start is not confirmed yet.";
    join_today: "確認待ち", "To confirm";

    // Milestones.
    words_title(month: i64): "目標と{month}か月の節目", "Goals and the milestones of month {month}";
    words_short: "節目の状態", "State of the milestones";
    words_lead: "お話で伺った言葉をそのまま選びます。違いは平均せず、そのまま残します。", "Choose the word that was said. Differences are kept, not averaged.";
    month_n(month: i64): "{month}か月", "Month {month}";
    goal: "目標と節目", "Goal and milestone";
    not_chosen: "まだ伺っていない", "Not heard yet";
    own_word(word: &str, day: &str): "ご自身の画面から:{word}({day})", "Chosen on their own page: {word} ({day})";
    now_kept(word: &str): "いま保存されている言葉:{word}", "Kept now: {word}";
    words_open: "節目の言葉を見る", "See the words on milestones";
    no_goals: "目標がまだありません。目標シートに目標を書くと、ここに並びます。", "No goals yet. Write one on the goal sheet.";
    show_title: "三者に見せる", "Show to all three";
    show_lead: "印を付けた言葉は、会社・ご本人・営業店・本部管理者に見えます。言葉が変わると、印は外れます。", "Ticked words are seen by the company, the person, the branch and the manager. A changed word is hidden again.";
    show_item(goal: &str, who: &str, word: &str): "{goal} — {who}:{word}", "{goal} — {who}: {word}";
    show_consent: "言葉の主から、見せてよいと伺いました", "Those whose words these are have agreed";
    show_button: "見せる言葉を保存する", "Save what is shown";
    e_consent: "会社やご本人の言葉を見せるときは、承諾を伺ってから印を付けてください。", "Ask for consent before showing words of the company or the person, then tick this.";
    shown: "三者に見えます", "Visible to all three";
    w_todo: "これから", "Not started";
    w_ontrack: "順調", "On track";
    w_slow: "少し遅れ", "Slightly behind";
    w_stuck: "止まっている", "Stuck";
    w_done: "完了", "Done";
    w_dropped: "取りやめ", "Dropped";

    // Next actions.
    todos: "やること", "To do";
    todos_lead: "次にすることは、担当者だけが読みます。", "Only the desk reads what comes next.";
    todos_empty: "やることはまだありません。面談の記録や、下の欄から加えられます。", "Nothing to do yet. Add it here or with a record.";
    todos_open(n: i64): "{n}件あります。", "{n} open.";
    todos_none: "いまはありません。", "None right now.";
    todos_next(day: &str): "いちばん近い期日は{day}です。", "The nearest date is {day}.";
    todos_link: "やることを見る", "See what is to be done";
    todo_add: "やることを加える", "Add something to do";
    todo_what: "何をするか", "What is to be done";
    todo_button: "加える", "Add";
    // The day by mail and for the calendar.
    tell_title: "予定をお知らせする", "Tell those who talk";
    tell_lead: "日時と、予定表に入れられるファイルをメールで送ります。お相手の方だけに届きます。", "Sends the day with a file for the calendar, to those who talk alone.";
    tell_done: "お知らせ済みです。日にちを変えると、あらためてお知らせします。", "They were told. If the day moves, they are told again.";
    tell: "予定をメールで送る", "Send it by mail";
    tell_again: "もう一度メールで送る", "Send it again";
    tells_mail(name: &str): "{name}さんへ:メールでお知らせします", "{name}: told by mail";
    tells_uninvited(name: &str): "{name}さんへ:ご案内がまだのため、メールは送りません", "{name}: not invited yet, no mail is sent";
    tells_no_mail(name: &str): "{name}さんへ:メールの登録がないため、お電話などでお知らせください", "{name}: no mail address, please tell them yourself";
    ics: "予定表に入れる", "Add to your calendar";
    ics_title: "面談のご案内", "A meeting";

    todo_done: "完了にする", "Mark as done";
    todo_undo: "元に戻す", "Undo";
    todo_until(day: &str): "{day}まで", "by {day}";
    todo_when_done(day: &str): "{day}に完了", "done on {day}";
    todo_stale: "ほかの方が先に変更しました。いまの一覧を下に示します。", "Someone else changed this first. The list as it is now stands below.";
    line_todos(n: i64): "やることが{n}件あります。", "{n} thing(s) to do.";
    line_todos_over(n: i64): "期日を過ぎたやることが{n}件あります。", "{n} thing(s) past the date.";
    line_todos_wait(n: i64): "お願いしたことが{n}件あります。", "{n} thing(s) asked of others.";

    // On the case page.
    panel_talks: "面談", "Talks";
    panel_plan: "面談の予定を立てる", "Plan a talk";
    panel_next(day: &str, what: &str): "次は{day}、{what}です。", "Next: {what}, {day}.";
    panel_no_next: "次の面談の予定はまだありません。", "No talk is planned.";
    panel_follow_up: "フォロー予定を見る", "See the follow-up plan";
    i_desk_text: "記録は担当者だけが読めます。", "Only the desk reads the record.";
    i_shared_text(n: i64): "要点{n}件を、お話しいただいた方の画面にも載せています。", "Also shown to the one who said it: {n} part(s).";
    i_joint_text: "三者での内容は、三者に見えます。", "What was said together is visible to all three.";
    i_skipped: "取りやめました。", "Called off.";
    l_several(n: usize): "面談の記録 {n}件", "{n} talks to record";
    l_overdue_several(n: usize, what: &str): "記録がまだない面談が{n}件あります({what})。", "{n} talks have no record yet ({what}).";
    l_plan: "予定を見る", "See the plan";
    l_why_day(what: &str): "{what}の予定です。", "Planned: {what}.";
    apart: "三者の言葉が分かれています", "The three see it differently";
    l_today(time: &str): "今日 {time}", "Today {time}";
    l_today_bare: "今日", "Today";
    l_why_today(way: &str): "方法は{way}です。伺うことの例を開いて始められます。", "Way: {way}. Questions to choose from are ready.";
    l_why_ahead(way: &str): "予定に入っています(方法:{way})。", "Planned (way: {way}).";
    l_overdue(what: &str, day: &str): "{what}の記録がまだありません。面談は{day}に終わっています。", "The record of this is still missing: {what}. It was due on {day}.";
    l_open_guide: "質問を開く", "Open the questions";
    l_record: "記録する", "Record";
    l_see: "予定を見る", "See the plan";
    l_todos: "やることを見る", "See them";

    // On the pages of company and person.
    my_next: "次の予定", "Next";
    my_title: "お話の予定と記録", "Talks";
    my_lead: "ここに出るのは、ご自身とのお話と、三者でのお話だけです。", "Only talks with you, and with all three together, stand here.";
    my_empty: "まだ予定はありません。日にちが決まると、ここに出ます。", "Nothing is planned yet. Dates appear here once they are set.";
    my_held: "これまでのお話", "Talks so far";
    my_held_empty: "これまでの記録はまだありません。", "No talks so far.";
    my_all: "お話の予定と記録を見る", "See all talks";
    my_part: "担当者がまとめた要点", "In the desk's words";
    my_joint: "三者でのお話の内容", "What was said together";
    my_words: "節目の進み具合", "How the milestones are going";
    my_words_link: "節目の進み具合を知らせる", "Say how the milestones are going";
    my_words_lead: "いまの進み具合を、言葉でお選びください。1つずつ、短く答えられます。", "Choose a word for how things stand, one goal at a time.";
    my_words_none: "目標が決まると、ここに並びます。", "Goals appear here once they are set.";
    my_words_before: "初日のあとに、ここからお知らせいただけます。", "This opens after the joining.";
    my_word_title: "いまの進み具合はいかがですか", "How is it going?";
    my_word_reader(desk: &str): "{desk}が読みます。", "Read by {desk}.";
    my_word_reader_not: "ご承諾なしに、相手の方へお見せすることはありません。", "It is not shown to the other side without your consent.";
    my_word_yours: "ご自身の言葉", "Your word";
    my_word_none: "まだお選びいただいていません", "Not chosen yet";
    my_word_choose: "選ぶ", "Choose";
    my_word_change: "選び直す", "Choose again";
    my_word_save: "この言葉で知らせる", "Send this word";
    my_word_stale: "別の画面で、先に選び直されています。いまの言葉を確かめて、もう一度お選びください。", "It was changed on another page. Please look and choose again.";
    my_word_now(word: &str): "いまの言葉:{word}", "Now: {word}";
    my_word_shown: "三者で見ている言葉", "Words that all three see";
    my_word_milestone(text: &str): "節目:{text}", "Milestone: {text}";
}

impl T {
    /// How someone hears of a plan, in a sentence.
    pub(crate) fn tells(self, name: &str, how: Reached) -> String {
        match how {
            // What is no request does not wait for the week.
            Reached::Mail | Reached::Week(_) => self.tells_mail(name),
            Reached::Uninvited => self.tells_uninvited(name),
            Reached::NoMail => self.tells_no_mail(name),
        }
    }

    /// With whom, inside a sentence.
    pub fn with(self, with: With) -> &'static str {
        match with {
            With::Company => self.company(),
            With::Person => self.person(),
            With::Joint => self.joint(),
        }
    }

    /// With whom, as a choice.
    pub fn with_choice(self, with: With) -> &'static str {
        match with {
            With::Company => self.c_company(),
            With::Person => self.c_person(),
            With::Joint => self.c_joint(),
        }
    }

    /// How.
    pub fn way_word(self, way: Way) -> &'static str {
        match way {
            Way::Visit => self.visit(),
            Way::Online => self.online(),
            Way::Call => self.call(),
        }
    }

    /// The name of a talk: its step, else its way.
    pub fn what(self, step: Option<Step>, way: Way) -> &'static str {
        match (step, way) {
            (Some(Step::Week1), _) => self.week1(),
            (Some(Step::Month1), _) => self.month1(),
            (Some(Step::Month2), _) => self.month2(),
            (Some(Step::Month3), _) => self.month3(),
            (Some(Step::Month4), _) => self.month4(),
            (Some(Step::Month6), _) => self.month6(),
            (Some(Step::Year1), _) => self.year1(),
            (Some(Step::Year2), _) => self.year2(),
            (None, Way::Visit) => self.free_visit(),
            (None, Way::Online) => self.free_online(),
            (None, Way::Call) => self.free_call(),
        }
    }

    /// A talk in words: 会社との1か月面談.
    pub fn title(self, with: With, step: Option<Step>, way: Way) -> String {
        match with {
            With::Joint => self.title_joint(self.what(step, way)),
            with => self.title_one(self.what(step, way), self.with(with)),
        }
    }

    /// A talk of which no more may be known than with whom.
    pub fn bare_title(self, with: With) -> String {
        if with == With::Joint { self.title_bare_joint().to_owned() } else { self.title_bare(self.with(with)) }
    }

    /// A talk as the side that talks knows it: 1か月面談, 三者での3か月面談.
    pub fn my_talk(self, with: With, step: Option<Step>, way: Way) -> String {
        if with == With::Joint { self.title_joint(self.what(step, way)) } else { self.what(step, way).to_owned() }
    }

    /// A care point in words; the talk as such has none.
    pub fn care_point(self, code: &str) -> &'static str {
        match code {
            "climate" => self.climate(),
            "relations" => self.relations(),
            "workflow" => self.workflow(),
            "expect" => self.expect(),
            "regard" => self.regard(),
            "other" => self.other(),
            _ => "",
        }
    }

    /// How a promise stands after a talk.
    pub fn promised(self, state: State) -> &'static str {
        match state {
            State::Done => self.p_done(),
            State::Dropped => self.p_dropped(),
            State::Open | State::Doing => self.p_doing(),
        }
    }

    /// What was heard of the reception in the company.
    pub fn reception_word(self, code: &str) -> &'static str {
        if code == "change" { self.reception_change() } else { self.reception_same() }
    }

    /// The state of a milestone.
    pub fn word(self, word: Word) -> &'static str {
        match word {
            Word::Todo => self.w_todo(),
            Word::OnTrack => self.w_ontrack(),
            Word::Slow => self.w_slow(),
            Word::Stuck => self.w_stuck(),
            Word::Done => self.w_done(),
            Word::Dropped => self.w_dropped(),
        }
    }

    /// Why a manager reads.
    pub fn reason_word(self, reason: Reason) -> &'static str {
        match reason {
            Reason::Complaint => self.r_complaint(),
            Reason::Handover => self.r_handover(),
            Reason::Safety => self.r_safety(),
            Reason::Asked => self.r_asked(),
            Reason::Inspection => self.r_inspection(),
        }
    }

    /// Who does a next action.
    pub fn doer(self, side: Side, bank: &'static str) -> &'static str {
        match side {
            Side::Company => self.c_company(),
            Side::Person => self.c_person(),
            Side::Bank => bank,
        }
    }

    /// 入社を確認する, by contract form.
    pub fn join(self, word: StartWord) -> &'static str {
        match word {
            StartWord::Employ => self.join_employ(),
            StartWord::Office => self.join_office(),
            StartWord::Start => self.join_start(),
        }
    }

    /// 入社日, by contract form.
    pub fn join_day(self, word: StartWord) -> &'static str {
        match word {
            StartWord::Employ => self.join_day_employ(),
            StartWord::Office => self.join_day_office(),
            StartWord::Start => self.join_day_start(),
        }
    }

    /// Why the joining is asked about, by contract form.
    pub fn join_line(self, word: StartWord, day: &str) -> String {
        match word {
            StartWord::Employ => self.join_line_employ(day),
            StartWord::Office => self.join_line_office(day),
            StartWord::Start => self.join_line_start(day),
        }
    }

    /// That the joining is not confirmed, by contract form.
    pub fn join_panel(self, word: StartWord) -> &'static str {
        match word {
            StartWord::Employ => self.join_panel_employ(),
            StartWord::Office => self.join_panel_office(),
            StartWord::Start => self.join_panel_start(),
        }
    }
}
