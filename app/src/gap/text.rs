//! The words of the gap register.

use super::rules::{Lies, Source, State};

base::words! {
    /// The words of the gap register.
    pub struct T;
    title: "想定されるギャップと備え", "Expected gaps and what we do about them";
    lead: "初日の前に思いの違いを言葉にし、備えを決めておきます。三者に見えます。", "Put into words before joining what may be seen differently, and decide what to do. All three see it.";
    empty: "よくあるずれの例から選ぶと、早く書き始められます。", "Picking a common one is a quick start.";
    words: "想定されるギャップ", "The gap we expect";
    words_help: "一文で構いません。例:肩書きと決裁の範囲が合わない", "One sentence is enough. e.g. The title and the right to decide do not match";
    sign: "気付くきっかけ", "The sign that shows it";
    sign_help: "空欄のままでも構いません。例:小さな支出で毎回戻される", "May stay blank. e.g. small expenses are sent back each time";
    measure: "備え(対応策)", "What we do about it";
    measure_help: "空欄のままでも構いません。", "May stay blank.";
    who: "受け持つ方", "Who looks after it";
    who_help: "空欄のままでも構いません。例:社長", "May stay blank. e.g. the owner";
    due: "いつまでに", "By when";
    due_help: "空欄のままでも構いません。例:2026年12月1日", "May stay blank. e.g. 2026-12-01";
    lies: "どちら側のことですか", "On which side?";
    lies_both: "会社とご本人の両方", "Both sides";
    lies_company: "会社の側", "The company's side";
    lies_person: "ご本人の側", "The placed person's side";
    watching: "見守り中", "Watching";
    arose: "起きた", "It arose";
    handled: "手当てした", "Handled";
    not_arisen: "起きなかった", "Did not arise";
    add_title: "備えを追加する", "Add one";
    add: "備えを追加する", "Add it";
    samples: "見本から選ぶ", "Pick a sample";
    samples_lead: "選ぶと、下の欄に入ります。言葉は変えられます。", "It fills the fields below; change it as you like.";
    add_samples: "選んだ例をまとめて加える", "Add the chosen samples";
    e_samples: "加える例を1つ以上選んでください。", "Choose at least one sample.";
    use_sample: "この見本を使う", "Use this sample";
    edit: "言葉を直す", "Edit";
    edit_title: "ギャップと備えの言葉を直す", "Edit the gap";
    open_title: "見守っていること", "Being watched";
    closed_title: "済んだこと", "Settled";
    measured(text: &str): "備え:{text}", "What we do: {text}";
    signed(text: &str): "きっかけ:{text}", "Sign: {text}";
    looked(day: &str): "最後に見直した日 {day}", "Last looked at on {day}";
    by(day: &str): "{day}まで", "by {day}";
    look: "見直す", "Look again";
    look_all: "備えを見直す", "Look at them again";
    look_title: "備えを見直す", "Look again at what was expected";
    look_lead: "面談のたびに、いまの様子を選びます。変わりがなければ、そのまま保存してください。", "At each talk, choose how each stands. Save as it is when nothing has changed.";
    look_none: "いま見守っている備えはありません。", "Nothing is being watched now.";
    state: "いまの様子", "How it stands";
    remark: "ひとこと", "A remark";
    remark_help: "空欄のままでも構いません。三者に見えます。", "May stay blank. All three see it.";
    look_save: "見直しを保存する", "Save";
    look_stale: "ほかの方が先に見直しました。いま保存されている様子を確かめて、もう一度保存してください。", "Someone else looked first. Check what is saved now and save again.";
    now_saved(word: &str): "いま保存されている様子:{word}", "Saved now: {word}";
    saw(day: &str, word: &str): "{day} {word}", "{day}: {word}";
    private: "担当者だけが読むギャップ", "Gaps for the desk alone";
    private_link(n: usize): "担当者だけが読むギャップ({n}件)", "Gaps for the desk alone ({n})";
    private_lead: "この画面を開いたことは、記録に残ります。", "Opening this page is recorded.";
    private_empty: "まだありません。", "None yet.";
    private_own: "会社・ご本人が担当者だけに伝えたこと", "What each side told the desk alone";
    private_own_note: "書いた方だけが、三者に共有できます。", "Only its writer can share it.";
    private_desk: "担当者の見立て", "What the desk expects";
    private_add: "担当者だけの備えを書く", "Write one for the desk alone";
    private_save: "担当者だけに残す", "Keep it for the desk";
    share: "この言葉で三者に共有する", "Share it in these words";
    shared: "三者に共有しました", "Shared with all three";
    share_all_read: "共有すると、会社とご本人、営業店と本部が同じ言葉で読みます。", "Once shared, company, person, branch and headquarters read these words.";
    from_talk: "お話から", "from a talk";
    from_survey: "お二方の回答から", "from the answers of both";
    from_desk: "担当者の考え", "our own thought";
    keep_state: "様子を変える", "Change how it stands";
    reader_person(name: &str): "{name}(ご本人)", "{name} (placed person)";
    reader_self(name: &str): "{name}(ご自分)", "{name} (you)";
    readers_house: "営業店の担当と本部の責任者", "Branch and headquarters";
    readers_note: "ご承諾なしに、ほかの方へ伝わることはありません。", "Nothing is passed on without your consent.";
    see_who: "受け持つ方", "Who";
    panel_title: "想定されるギャップ", "Expected gaps";
    panel_empty: "まだありません。初日の前に言葉にしておくと、慌てずに済みます。", "None yet. Naming them before joining saves trouble.";
    panel_open: "ギャップと備えを開く", "Open the gaps";
    panel_private(company: usize, person: usize, desk: usize): "担当者だけが読むもの:会社から{company}件・ご本人から{person}件・担当者{desk}件", "For the desk alone: {company} from the company, {person} from the person, {desk} of the desk";
    kind: "ギャップ", "Gap";
    t_added(words: &str): "想定されるギャップを加えました:{words}", "Gap expected: {words}";
    t_looked(words: &str, state: &str): "{words}:{state}", "{words}: {state}";
    t_own: "担当者だけに伝えたいことが書かれました", "Something was written for the desk alone";
    t_desk: "担当者の見立てを残しました", "The desk noted a gap";
    l_what: "備えの見直し", "Look again at the gaps";
    l_why(n: usize): "見直しの時期に来た備えが{n}件あります。", "{n} are due to be looked at.";
    l_when: "今週", "this week";
    l_button: "見直す", "Look again";
    my_title: "思いの違いへの備え", "Where views may differ";
    my_lead: "初日の前に、思いの違いと備えを言葉にしておきます。", "Before joining, put into words what may differ and what to do.";
    my_shared: "三者で見ているもの", "What all three see";
    my_shared_empty: "まだありません。", "None yet.";
    my_add: "三者に見える備えを書く", "Write one for all three";
    my_add_lead: "起きそうな思いの違いを、一文でお書きください。", "In one sentence: what may be seen differently?";
    my_own: "担当者だけに伝えたもの", "What you told the desk alone";
    my_own_note: "ご自分と担当者だけが読めます。", "Only you and the desk can read this.";
    my_own_add: "担当者だけに伝える", "Tell the desk alone";
    my_own_title: "担当者だけに伝える", "Tell the desk alone";
    my_own_lead: "相手の方にまだ言いにくいことを、一文でお書きください。", "In one sentence: what is still hard to say?";
    my_own_save: "担当者に伝える", "Tell the desk";
    my_save: "三者に見えるように書く", "Write it for all three";
    my_share_title: "三者に共有する", "Share it with all three";
    my_share_lead: "次の言葉のまま、下の方が読みます。", "The people named below read exactly these words.";
    my_share_more: "三者に共有することを考える", "Think about sharing it";
    my_look: "様子を伝える", "Say how it stands";
    my_look_title: "いまの様子を伝える", "Say how it stands";
    my_remark_help: "空欄のままでも構いません。", "May stay blank.";
    my_empty: "まだありません。", "Nothing yet.";
    home_title: "思いの違いへの備え", "Where views may differ";
    home_open(n: usize): "三者で見守っている備えが{n}件あります。", "All three are watching {n}.";
    home_none: "気がかりなことは、早めに言葉にしておくと楽になります。", "Naming what might differ early makes it easier.";
    home_more: "備えを見る・書く", "See and write";
    aside_title: "見守っている備え", "Being watched";
    s1: "経営者は急ぎ、ご本人は調べる時間がほしい", "The owner is in a hurry, the new executive wants time to look around";
    s1_sign: "2週目に「まだか」という言葉が出る", "\"Not yet?\" is heard in week two";
    s1_measure: "最初の30日は「聞く期間」と三者で決め、日付を書く", "All three agree on 30 days of listening, with a date";
    s2: "肩書きと決裁の範囲が合わない", "The title and the right to decide do not match";
    s2_sign: "小さな支出で毎回戻される", "Small expenses are sent back each time";
    s2_measure: "金額と案件ごとの決裁表を初日までに1枚で渡す", "A one-page table of who decides what, before joining";
    s3: "現場が採用の理由を知らない", "The site does not know why someone was hired";
    s3_sign: "あいさつが増えない、噂が先に立つ", "Few greetings; rumours come first";
    s3_measure: "入社1週間前に社長が自分の言葉で理由を話す", "A week before, the owner tells why in their own words";
    s4: "前の会社のやり方が比べられる", "The ways of the former company are compared";
    s4_sign: "「前職では」が会議で目立つ", "\"Where I was before\" is heard in meetings";
    s4_measure: "最初の提案は社内の例を二つ添えて出す", "The first proposals bring two examples from inside";
    s5: "古参の幹部が役割を失うと感じる", "Long-serving executives feel they lose their part";
    s5_sign: "資料や連絡が回ってこない", "Papers and messages stop coming";
    s5_measure: "幹部ごとに変わらない役割を先に伝え、共同の課題を一つ持つ", "Tell each first which part stays, and share one task";
    s6: "住まいや通い方の準備が遅れる", "Housing or the way to work is settled late";
    s6_sign: "週末の移動が多い", "Many weekends are spent travelling";
    s6_measure: "住まいと通い方を初日までの確認項目に入れ、1か月で見直す", "Put housing and travel on the list before joining; look again after a month";
    s7: "評価の基準が口約束のまま", "What counts is only a spoken promise";
    s7_sign: "半年後の処遇の話がかみ合わない", "Talk about terms after half a year does not meet";
    s7_measure: "何を見て、いつ、だれが評価するかを目標シートに書く", "Write into the goal sheet what is looked at, when and by whom";
    s8: "言いにくいことが直接届く", "Hard things arrive unprepared";
    s8_sign: "社長への深夜の連絡、現場からの苦情", "Late messages to the owner, complaints from the site";
    s8_measure: "相談窓口を双方に初日に案内し、返事の期限を示す", "Show both on day one whom to turn to, and how fast an answer comes";
    s9: "言葉の意味が会社ごとに違う", "Words mean different things here";
    s9_sign: "「任せる」「確認する」の受け取りが違う", "\"Entrust\" and \"check\" are taken differently";
    s9_measure: "用語を10語だけ書き出し、顔合わせで読み合わせる", "Write down ten words and read them together";
}

impl T {
    /// The samples to pick from: gap, sign, countermeasure.
    pub fn sample_list(self) -> [(&'static str, &'static str, &'static str); 9] {
        [
            (self.s1(), self.s1_sign(), self.s1_measure()),
            (self.s2(), self.s2_sign(), self.s2_measure()),
            (self.s3(), self.s3_sign(), self.s3_measure()),
            (self.s4(), self.s4_sign(), self.s4_measure()),
            (self.s5(), self.s5_sign(), self.s5_measure()),
            (self.s6(), self.s6_sign(), self.s6_measure()),
            (self.s7(), self.s7_sign(), self.s7_measure()),
            (self.s8(), self.s8_sign(), self.s8_measure()),
            (self.s9(), self.s9_sign(), self.s9_measure()),
        ]
    }

    /// A state in a word.
    pub fn state_word(self, state: State) -> &'static str {
        match state {
            State::Watching => self.watching(),
            State::Arose => self.arose(),
            State::Handled => self.handled(),
            State::NotArisen => self.not_arisen(),
        }
    }

    /// States to choose from in a form.
    pub fn states(self) -> Vec<(String, String)> {
        State::ALL.into_iter().map(|state| (state.code().to_owned(), self.state_word(state).to_owned())).collect()
    }

    /// The side a gap is expected on.
    pub fn lies_word(self, lies: Lies) -> &'static str {
        match lies {
            Lies::Both => self.lies_both(),
            Lies::Company => self.lies_company(),
            Lies::Person => self.lies_person(),
        }
    }

    /// Sides to choose from in a form.
    pub fn sides(self) -> Vec<(String, String)> {
        Lies::ALL.into_iter().map(|lies| (lies.code().to_owned(), self.lies_word(lies).to_owned())).collect()
    }

    /// Where a gap of the desk comes from.
    pub fn source_word(self, source: Source) -> &'static str {
        match source {
            Source::Desk => self.from_desk(),
            Source::Talk => self.from_talk(),
            Source::Survey => self.from_survey(),
        }
    }
}
