//! The words of dialogues and visits.

use base::actor::Side;

use super::rules::Kind;

base::words! {
    /// The words of dialogues and visits.
    pub struct T;
    title: "対話と職場見学", "Dialogues and visits";
    lead: "ご本人が会社の方と話す場、職場を見る場です。予定と、みなさんで話したことは三者に見えます。", "Where the placed person meets people of the company or sees a place of work. All three see the plan and what was said together.";
    empty: "まだ予定がありません。初日の前に、一緒に働く方と話す場を決めておきます。", "Nothing is planned yet. Decide before joining who will talk with whom.";
    dialogue: "対話", "Dialogue";
    visit: "職場見学", "Visit";
    planned: "予定", "planned";
    held: "記録済み", "recorded";
    cancelled: "取りやめ", "called off";
    plan: "予定を決める", "Plan one";
    plan_title: "対話・職場見学の予定を決める", "Plan a dialogue or a visit";
    edit_title: "予定を変える", "Change the plan";
    kind: "どちらですか", "Which is it?";
    on: "日付", "Day";
    on_help: "例:2026年12月4日、R8.12.4", "e.g. 2026-12-04";
    at: "時刻", "Time";
    at_help: "空欄のままでも構いません。例:14:00", "May stay blank. e.g. 14:00";
    place: "場所・つなぎ方", "Place or link";
    place_help: "空欄のままでも構いません。例:本社2階の応接室", "May stay blank. e.g. meeting room on the second floor";
    aim: "目的", "What it is for";
    aim_help: "空欄のままでも構いません。例:一緒に働く方の顔と名前を知る", "May stay blank. e.g. get to know those one will work with";
    guests: "参加する方", "Who takes part";
    guests_help: "選んだ方の画面に予定が出ます。", "They see the plan on their pages.";
    others: "ほかに参加する方", "Others who take part";
    others_help: "空欄のままでも構いません。例:製造2課の皆さん", "May stay blank. e.g. the second production team";
    tell: "参加する方に、ご案内のメールを送る", "Send the participants an invitation by mail";
    tell_help: "予定表に入れられるファイルが付きます。1分以内なら取り消せます。はじめてのご案内をまだ開いていない方には届きませんので、お電話でお知らせください。", "It carries a calendar file. It can be taken back within a minute. Whoever has not opened the first invitation gets no mail: please call.";
    plan_save: "予定に入れる", "Plan it";
    plan_again: "入れて、次を書く", "Plan it and write the next";
    was_held: "もう終わっているとき", "When it was held already";
    was_held_help: "日付が今日までで、ここに書くと、記録済みになります。三者が読みます。", "With a day up to today, what you write here records it. All three read it.";
    e_not_held: "これからの日付です。話したことは、終わってから記録してください。", "The day is still to come. Record what was said afterwards.";
    change: "予定を変える", "Change the plan";
    cancel: "取りやめにする", "Call it off";
    ics: "予定表に入れる", "Add to your calendar";
    record: "話したことを記録する", "Record what was said";
    record_add: "記録を書き足す", "Add to the record";
    record_title: "対話・職場見学の記録", "What it brought";
    said: "みなさんで話したこと・見たこと", "What was said and seen together";
    said_help: "一文で構いません。", "One sentence is enough.";
    needs: "現場が必要としていること", "What the place of work needs";
    needs_help: "空欄のままでも構いません。現場の方の言葉に近く書きます。", "May stay blank. Close to the words of those who work there.";
    heard_company: "会社の方だけが話したこと", "What the company alone said";
    heard_person: "ご本人だけが話したこと", "What the placed person alone said";
    heard_help: "空欄のままでも構いません。担当者だけが読みます。", "May stay blank. The desk alone reads it.";
    record_save: "記録する", "Save the record";
    e_part: "少なくとも1つの欄に書いてください。", "Please fill in at least one field.";
    e_day: "日付を入力してください。例:2026年12月4日", "Enter the day, e.g. 2026-12-04.";
    e_far: "3年より先の日付です。年をご確認ください。", "The day is more than three years ahead. Check the year.";
    e_back: "1年より前の日付です。年をご確認ください。", "The day is more than a year ago. Check the year.";
    e_time: "時刻を読み取れませんでした。例:14:00", "Could not read the time, e.g. 14:00.";
    e_guest: "参加する方をもう一度選んでください。", "Please choose again who takes part.";
    shared: "みなさんが読めること", "What all may read";
    nothing_said: "記録はまだありません。", "Nothing is recorded yet.";
    private: "片方だけが話したこと", "What one side alone said";
    private_link(n: i64): "片方だけが話したこと({n}件)を読む", "Read what one side alone said ({n})";
    private_lead: "この画面を開いたことは、記録に残ります。", "Opening this page is recorded.";
    to_gap: "ギャップにする", "Make it a gap";
    to_change: "起きてほしい変化にする", "Make it a hoped-for change";
    to_todo: "次の行動にする", "Make it a next action";
    to_prep: "準備の項目にする", "Make it an item of the preparation";
    became_prep: "準備の項目にしました", "Became an item of the preparation";
    became_gap: "ギャップにしました", "Became a gap";
    became_change: "起きてほしい変化にしました", "Became a hoped-for change";
    became_todo: "次の行動にしました", "Became a next action";
    todo_neutral(kind: &str, day: &str): "{kind}({day})で伺ったことを確かめる", "Follow up what was heard: {kind} on {day}";
    guide_title: "話の手がかり", "Questions that help";
    guide_help: "すべて聞く必要はありません。", "There is no need to ask them all.";
    q_d1: "この会社で大切にしてきたことは何ですか。", "What has this company always held dear?";
    q_d2: "いま、いちばん時間を取られていることは何ですか。", "What takes most of the time now?";
    q_d3: "新しく来る方に、まず知ってほしいことは何ですか。", "What should someone new know first?";
    q_d4: "変わってほしいこと、変えたくないことは何ですか。", "What should change, and what should not?";
    q_d5: "困ったときは、どなたにどう相談していますか。", "Whom do people turn to, and how?";
    q_v1: "仕事の流れのなかで、待ち時間が出るのはどこですか。", "Where in the work does waiting arise?";
    q_v2: "現場の方が、すぐに必要としているものは何ですか。", "What do those who work there need soon?";
    q_v3: "決めごとは、どこにどう残っていますか。", "Where and how are decisions kept?";
    q_v4: "あいさつや声のかけ方で、気づいたことはありますか。", "What did one notice about greetings and talk?";
    q_v5: "聞いていた話と違ったところはどこですか。", "What differed from what had been told?";
    reader_guests: "参加する会社の方", "those of the company who take part";
    reader_person(name: &str): "{name}(ご本人)", "{name} (placed person)";
    reader_self(name: &str): "{name}(ご自分)", "{name} (you)";
    readers_house: "営業店の担当と本部の責任者", "Branch and headquarters";
    readers_note: "ご承諾なしに、ほかの方へ伝わることはありません。", "Nothing is passed on without your consent.";
    panel_empty: "まだ予定がありません。", "Nothing is planned yet.";
    panel_open: "対話と職場見学を開く", "Open dialogues and visits";
    t_private: "片方だけの話が書かれました", "One side's words were written down";
    when(day: &str, at: &str): "{day} {at}", "{day} {at}";
    with(people: &str): "参加 {people}", "With {people}";
    l_overdue(day: &str): "{day}の記録がありません", "Nothing is recorded of {day}";
    l_today: "本日の予定です。", "It is today.";
    l_ahead: "予定しています。", "It is planned.";
    l_see: "予定を見る", "See the plan";
    l_record: "記録する", "Record";
    my_title: "対話と職場見学", "Talks and visits";
    my_lead: "これからの予定と、話したことです。", "What is planned, and what was said.";
    my_next: "これからの予定", "Planned";
    my_held: "これまで", "So far";
    my_empty: "予定はまだありません。", "Nothing is planned yet.";
    my_write: "思っていたこととの違いを書く", "Write what differed from what you expected";
    my_write_title: "思っていたこととの違い", "What differed from what you expected";
    my_write_lead: "一文で構いません。ご自分の覚えとしてもお使いください。", "One sentence is enough. It may also serve as your own note.";
    my_share: "みなさんに伝わるように書く", "Write something for all";
    my_share_title: "みなさんに伝えること", "For all to read";
    my_share_lead: "参加した方みなさんが読みます。一文で構いません。", "All who took part will read it. One sentence is enough.";
    my_body: "お書きになること", "Your words";
    my_save: "書いて保存する", "Save";
    my_own: "ご自分が書いたこと", "What you wrote";
    my_own_note: "ご自分と担当者だけが読めます。", "Only you and the desk can read this.";
    home_more: "予定と記録を見る", "See plans and records";
    ics_dialogue: "面談のご案内", "A meeting";
    ics_visit: "職場見学のご案内", "A visit";
}

impl T {
    /// What it is, in a word.
    pub fn kind_word(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Dialogue => self.dialogue(),
            Kind::Visit => self.visit(),
        }
    }

    /// The title in a calendar that others may see.
    pub fn calendar(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Dialogue => self.ics_dialogue(),
            Kind::Visit => self.ics_visit(),
        }
    }

    /// How it stands; an unknown state is called off.
    pub fn state_word(self, state: &str) -> &'static str {
        match state {
            "planned" => self.planned(),
            "held" => self.held(),
            _ => self.cancelled(),
        }
    }

    /// The heading of a shared part.
    pub fn part(self, kind: &str) -> &'static str {
        if kind == "needs" { self.needs() } else { self.said() }
    }

    /// The heading of one side's part.
    pub fn heard(self, side: Side) -> &'static str {
        match side {
            Side::Company => self.heard_company(),
            _ => self.heard_person(),
        }
    }

    /// What a part became.
    pub fn became(self, code: &str) -> &'static str {
        match code {
            "gap" => self.became_gap(),
            "change" => self.became_change(),
            "prep" => self.became_prep(),
            _ => self.became_todo(),
        }
    }

    /// Questions that help, by what it is.
    pub fn guide(self, kind: Kind) -> [&'static str; 5] {
        match kind {
            Kind::Dialogue => [self.q_d1(), self.q_d2(), self.q_d3(), self.q_d4(), self.q_d5()],
            Kind::Visit => [self.q_v1(), self.q_v2(), self.q_v3(), self.q_v4(), self.q_v5()],
        }
    }
}
