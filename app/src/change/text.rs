//! The words of the change board.

use base::access::Seat;
use base::actor::Side;

use super::rules::{Marks, Shows, Voice};

base::words! {
    /// The words of the change board.
    pub struct T;
    title: "会社に起きてほしい変化", "Changes hoped for";
    lead: "どんな場面で、どう変わるとよいかを言葉にします。三者に見えます。", "Put into words what should change and where it will show. All three see it.";
    empty: "まだありません。見本から選ぶと、早く書き始められます。", "None yet. Picking a sample is a quick start.";
    none_side(side: &str): "{side} まだありません", "{side}: none yet";
    side_count(side: &str, n: usize, day: &str, age: &str): "{side} {n}件(最後は{day}、{age})", "{side}: {n} (last on {day}, {age})";
    age_today: "今日", "today";
    age_days(n: i64): "{n}日前", "{n} day(s) ago";
    read_notes: "記録を読む", "Read the notes";
    edit: "言葉を直す", "Edit";
    other: "どの変化にも当てはまらない記録", "Notes that belong to none of them";
    add_title: "変化を加える", "Add a change";
    edit_title: "変化の言葉を直す", "Edit the change";
    words: "変化の言葉", "The change in words";
    words_help: "例:会議で社長以外の発言が増える", "e.g. Others than the owner speak in meetings";
    scene: "見える場面", "Where it will show";
    scene_help: "空欄のままでも構いません。例:毎月の会議", "May stay blank. e.g. the monthly meeting";
    sign: "見つけ方", "What to look for";
    sign_help: "空欄のままでも構いません。例:社長以外が出した議題の数", "May stay blank. e.g. topics raised by others";
    baseline: "いまの様子", "How it is today";
    baseline_help: "空欄のままでも構いません。例:会議で話すのはほぼ社長だけ", "May stay blank. e.g. hardly anyone but the owner speaks";
    today_is(text: &str): "いまの様子:{text}", "Today: {text}";
    worries: "気がかり", "What worries them";
    my_picture: "ご自分の言葉を添える", "Add your own words";
    picture_title: "ご自分の言葉で", "In your own words";
    picture: "思い描いている様子", "What you picture";
    picture_help: "一文で構いません。みなさんが読みます。", "One sentence is enough. All will read it.";
    picture_save: "みなさんに伝える", "Tell all";
    worry: "気がかり", "What worries you";
    worry_help: "空欄のままでも構いません。担当者だけが読みます。", "May stay blank. The desk alone reads it.";
    worry_save: "担当者に伝える", "Tell the desk";
    add: "変化を加える", "Add the change";
    samples: "見本から選ぶ", "Pick a sample";
    samples_lead: "選ぶと、下の欄に入ります。言葉は変えられます。", "It fills the fields below; change it as you like.";
    use_sample: "この見本を使う", "Use this sample";
    observe: "気づいたことを書く", "Write what you saw";
    observe_title: "気づいたことを書く", "Write what you saw";
    observe_desk: "当方で気づいたことを書く", "Write what we saw";
    body: "見たこと・気づいたこと", "What you saw";
    body_help: "一文で構いません。", "One sentence is enough.";
    evidence: "場面", "Scene";
    evidence_help: "空欄のままでも構いません。ご報告には載りません。", "May stay blank. It is never put into the report.";
    more: "よろしければ、もう少しくわしく", "A little more, if you like";
    shows: "何で分かりましたか", "What shows it?";
    shows_help: "空欄のままでも構いません。ご報告には載りません。", "May stay blank. It is never put into the report.";
    shows_none: "とくに選ばない", "Nothing in particular";
    shows_event: "出来事", "An event";
    shows_number: "数字", "A number";
    shows_document: "書類", "A document";
    proof: "その内容", "What it was";
    proof_help: "例:月例会議の議事メモ、議題が3件から7件に", "e.g. minutes of the monthly meeting; topics from 3 to 7";
    tone: "どんな変化ですか", "What kind of change is it?";
    tone_none: "どちらともいえない", "Neither";
    tone_good: "よい変化", "A good one";
    tone_bad: "気になる変化", "One to keep an eye on";
    shown_by(what: &str, text: &str): "{what}:{text}", "{what}: {text}";
    shown_plain: "根拠", "Shown by";
    v_owner: "経営者", "Owner";
    v_manager: "管理職・現場", "Managers";
    v_person: "ご本人", "Person";
    v_desk: "担当", "Desk";
    over_title: "変化の見渡し", "The change board";
    over_lead: "起きてほしい変化と、それぞれが見たことを、時間の順に並べています。この画面を開いたことは、記録に残ります。", "Changes hoped for, and what each saw of them over time. Opening this page is recorded.";
    over_open: "変化を見渡す", "Open the change board";
    over_now: "いま", "Now";
    over_before: "以前", "Before";
    over_no_before: "入社前の様子は、まだ言葉になっていません。", "How it was before is not in words yet.";
    over_no_now: "共有した言葉はまだありません。", "Nothing has been shared yet.";
    over_shared(day: &str): "{day}のご報告から", "from the report of {day}";
    over_notes: "見たこと", "What was seen";
    over_finding(n: usize, voices: &str): "{n}件の記録があります。{voices}です。", "{n} note(s): {voices}.";
    over_voice(name: &str, n: usize): "{name}{n}件", "{name} {n}";
    over_quiet: "記録はまだありません。", "No notes yet.";
    over_table: "月ごとの件数を表で見る", "The numbers by month as a table";
    over_month(year: i32, month: u32): "{year}年{month}月", "{year}-{month}";
    over_month_short(month: u32): "{month}月", "{month}";
    over_who: "だれが", "Who";
    over_chart(words: &str): "「{words}」の月ごとの記録", "Notes by month: {words}";
    over_unexpected: "思いがけない変化", "Changes nobody expected";
    over_unexpected_lead: "どの変化にも当てはまらない記録です。よいことも、気になることも残します。", "Notes that belong to none of them, good or worrying.";
    over_good: "よい変化", "Good";
    over_bad: "気になる変化", "To keep an eye on";
    over_plain: "どちらともいえない", "Neither";
    over_review: "課題の振り返りを開く", "Open the issue review";
    my_changed: "これまでに変わったこと(ご報告から)", "What has changed, from the reports";
    over_measures: "課題の指標", "Indicators of the issue";
    seen_on: "見た日", "Day";
    seen_help: "空欄のときは今日になります。", "Blank means today.";
    which: "どの変化のことですか", "Which change is it about?";
    which_none: "どれにも当てはまらない", "None of them";
    lend: "この内容を変化のご報告に載せてよい", "This may stand in the change report";
    lend_help(person: &str): "ご報告は、会社と{person}、営業店と本部が同じ言葉で読みます。お名前は載りません。", "The company, {person}, branch and headquarters read the report in the same words. No name is given.";
    the_person: "ご本人", "the placed person";
    themselves(name: &str): "{name}さん", "you ({name})";
    lend_guess: "関わる人が少ないため、どなたの話か推測される可能性があります。", "As few people are involved, others may guess who said this.";
    lend_desk: "この内容をご報告の下書きに入れる", "Put this into the report's draft";
    write: "書いて保存する", "Save";
    e_future: "見た日は、今日までの日付を入れてください。", "The day cannot lie ahead. Enter today or earlier.";
    e_which: "変化をもう一度選んでください。", "Please choose the change again.";
    readers_note: "ご承諾なしに、ほかの方へそのまま伝わることはありません。", "Nothing is passed on as it stands without your consent.";
    reader_person(name: &str): "{name}(ご本人)", "{name} (placed person)";
    reader_self(name: &str): "{name}(ご自分)", "{name} (you)";
    readers_house: "営業店の担当と本部の責任者", "Branch and headquarters";
    reader_desk(name: &str): "{name}(担当)", "{name} (consultant)";
    reader_deputy(name: &str): "{name}(不在時の担当者)", "{name} (deputy)";
    private_title(words: &str): "変化の記録:{words}", "Notes: {words}";
    private_lead: "この画面を開いたことは、記録に残ります。", "Opening this page is recorded.";
    private_empty: "記録はまだありません。", "There are no notes yet.";
    seen_at(day: &str): "{day}に見たこと", "Seen on {day}";
    occasion(text: &str): "場面:{text}", "Scene: {text}";
    lent: "ご報告に載せてよい", "May stand in the report";
    not_lent: "ご報告には載せない", "Not for the report";
    months: "記録のある月", "Months with notes";
    month_count(month: u32, n: usize): "{month}月に{n}件", "month {month}: {n}";
    no_notes: "記録はまだありません", "no notes yet";
    total(n: usize): "変化の記録が{n}件あります。", "{n} note(s).";
    panel_title: "起きてほしい変化", "Changes hoped for";
    panel_empty: "まだありません。初日の前に三者で言葉にしておくと、後で気づきやすくなります。", "None yet. Put them into words before joining.";
    panel_open: "変化の記録を開く", "Open the change board";
    kind: "変化", "Change";
    kind_note: "変化の記録", "Change note";
    t_added(words: &str): "起きてほしい変化を加えました:{words}", "Hoped for: {words}";
    t_note_company: "会社の方が書きました", "Written by the company";
    t_note_person: "ご本人が書きました", "Written by the placed person";
    t_note_bank: "担当者が書きました", "Written by the desk";
    t_seen(day: &str): "見た日 {day}", "Seen on {day}";
    l_what: "変化のご報告", "Change report";
    l_when: "いつでも", "Any time";
    l_why(n: i64): "載せてよい記録が{n}件あります。下書きを作れます。", "{n} note(s) may be used. A draft can be made.";
    l_button: "下書きを作る", "Make a draft";
    my_lead_company: "会社で変わったと感じたことを、一文でお知らせください。", "Tell us in a sentence what has changed in the company.";
    my_lead_person: "社内で変わったと感じたことを、一文でお知らせください。", "Tell us in a sentence what has changed around you.";
    my_own: "ご自分が書いたこと", "What you wrote";
    my_own_note: "ご自分と担当者だけが読めます。", "Only you and the desk can read this.";
    my_own_empty: "まだありません。", "Nothing yet.";
    my_readers(names: &str): "読んだ人:{names}", "Read by: {names}";
    my_unread: "担当者はまだ読んでいません。", "The desk has not read it yet.";
    reader(name: &str, day: &str): "{name}({day})", "{name} ({day})";
    my_add: "起きてほしい変化を加える", "Add a change you hope for";
    my_new_title: "起きてほしい変化を加える", "A change you hope for";
    my_new_lead: "会社にこうなってほしい、ということを一文でお書きください。", "One sentence: what would you like to change?";
    my_lend: "ご報告に載せてよいことにする", "Allow it in the report";
    my_unlend: "ご報告に載せるのをやめる", "Do not use it in the report";
    my_published: "お出ししたご報告に載った文は、あとから消すことができません。", "What stands in a report that went out cannot be taken back.";
    home_title: "会社の変化", "Changes in the company";
    home_text: "小さなことで構いません。最近変わったと感じたことはありますか。", "However small: has anything changed lately?";
    home_more: "変化の一覧を見る", "See all changes";
    cases_label: "ご案内している方", "Placements";
    sample_1: "社内で話し合う場面が増える", "People talk with each other more";
    sample_1_sign: "朝礼・会議・休憩での会話の様子", "Talk at the morning meeting, in meetings, in breaks";
    sample_2: "風通しがよくなる", "The air flows better";
    sample_2_sign: "言いにくいことが早く出てくる場面", "Hard things are said early";
    sample_3: "これからについての前向きな言葉が増える", "More is said about what lies ahead";
    sample_3_sign: "面談や会議での発言", "Remarks in talks and meetings";
    sample_4: "会議で社長以外の発言が増える", "Others than the owner speak in meetings";
    sample_4_sign: "月例会議で社長以外が出した議題の数", "Topics that others raised in the monthly meeting";
    sample_5: "部門をまたいだ相談が早くなる", "Departments answer each other sooner";
    sample_5_sign: "依頼から初回返答までの日数", "Days from a request to the first answer";
    sample_6: "先の予定を口にする社員が増える", "More staff speak of coming plans";
    sample_6_sign: "面談で聞いた来期以降の話題の件数", "Topics about next year heard in talks";
    sample_7: "悪い知らせが早く届く", "Bad news arrives early";
    sample_7_sign: "不具合の発生から報告までの時間", "Time from a defect to its report";
    sample_8: "決めたことが残る", "What was decided is kept";
    sample_8_sign: "議事メモに担当と期日がある割合", "Minutes that name who and by when";
    sample_9: "若手が改善を言い出す", "Younger staff propose improvements";
    sample_9_sign: "提案の件数と、試した件数", "Proposals made, and tried";
    sample_10: "社長が現場以外に使う時間が増える", "The owner has time for more than the shop floor";
    sample_10_sign: "週のうち社外・将来の仕事に使った時間", "Hours a week for work outside and ahead";
    sample_11: "数字で話す場面が増える", "People talk with figures";
    sample_11_sign: "会議資料に前月比がある部署の数", "Departments that compare with last month";
}

impl T {
    /// The samples to pick from: words and sign (ux.md §6.5).
    pub fn sample_list(self) -> [(&'static str, &'static str); 11] {
        [
            (self.sample_1(), self.sample_1_sign()),
            (self.sample_2(), self.sample_2_sign()),
            (self.sample_3(), self.sample_3_sign()),
            (self.sample_4(), self.sample_4_sign()),
            (self.sample_5(), self.sample_5_sign()),
            (self.sample_6(), self.sample_6_sign()),
            (self.sample_7(), self.sample_7_sign()),
            (self.sample_8(), self.sample_8_sign()),
            (self.sample_9(), self.sample_9_sign()),
            (self.sample_10(), self.sample_10_sign()),
            (self.sample_11(), self.sample_11_sign()),
        ]
    }

    /// Which side wrote a note, without a word of it.
    pub fn note_of(self, side: Side) -> &'static str {
        match side {
            Side::Company => self.t_note_company(),
            Side::Person => self.t_note_person(),
            Side::Bank => self.t_note_bank(),
        }
    }

    /// What the portal's page opens with, for this seat.
    pub fn my_lead(self, seat: Seat) -> &'static str {
        if seat == Seat::Person { self.my_lead_person() } else { self.my_lead_company() }
    }

    /// Whose voice it is.
    pub fn voice(self, voice: Voice) -> &'static str {
        match voice {
            Voice::Owner => self.v_owner(),
            Voice::Manager => self.v_manager(),
            Voice::Person => self.v_person(),
            Voice::Desk => self.v_desk(),
        }
    }

    /// What shows a note, with its kind; empty when nothing was said.
    pub fn proof_of(self, marks: Marks, proof: &str) -> String {
        let what = match marks.shows {
            Some(Shows::Event) => self.shows_event(),
            Some(Shows::Number) => self.shows_number(),
            Some(Shows::Document) => self.shows_document(),
            None => self.shown_plain(),
        };
        match (marks.shows, proof.is_empty()) {
            (_, false) => self.shown_by(what, proof),
            (Some(_), true) => self.shown_by(self.shown_plain(), what),
            (None, true) => String::new(),
        }
    }

    /// Kinds of proof to choose from.
    pub fn proofs(self) -> Vec<(String, String)> {
        [("", self.shows_none()), ("event", self.shows_event()), ("number", self.shows_number()), ("document", self.shows_document())]
            .map(|(code, words)| (code.to_owned(), words.to_owned()))
            .to_vec()
    }

    /// Good, worrying or neither, to choose from.
    pub fn tones(self) -> Vec<(String, String)> {
        [("", self.tone_none()), ("good", self.tone_good()), ("bad", self.tone_bad())]
            .map(|(code, words)| (code.to_owned(), words.to_owned()))
            .to_vec()
    }

    /// How long ago something was, in words.
    pub fn age(self, days: i64) -> String {
        if days <= 0 { self.age_today().to_owned() } else { self.age_days(days) }
    }
}
