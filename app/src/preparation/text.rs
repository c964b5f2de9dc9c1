//! The words of the preparation.

use base::actor::Side;
use base::clock::Day;
use base::text::Lang;

use super::rules::{Doer, Kind, Needed, State};
use crate::placement::StartWord;

base::words! {
    /// The words of the preparation.
    pub struct T;
    title: "入社前準備", "Preparation";
    lead: "準備の項目を、会社・ご本人・担当で分けて進めます。空欄の項目があっても構いません。", "Items shared among company, person and desk. Not everything has to be filled in.";
    begin_title: "入社前準備を始める", "Begin the preparation";
    begin_lead: "はじめに二つだけ教えてください。答えは担当だけが見ます。", "Two questions first. Only the desk sees the answers.";
    begin: "準備項目を用意する", "Make the list";
    q_decided: "この採用は、どなたが決めましたか", "Who decided on this hire?";
    q_knows: "社内で、すでに知っている方", "Who in the company knows already?";
    q_knows_help: "当てはまるものをすべて選んでください。まだどなたも知らなければ、空のままで構いません。", "Choose all that apply; none is fine.";
    d_unknown: "まだ分からない", "Not known yet";
    d_alone: "経営者お一人で", "The owner alone";
    d_executives: "経営幹部と相談して", "With the executives";
    d_family: "ご親族と相談して", "With the family";
    k_executives: "経営幹部", "Executives";
    k_sites: "現場責任者", "Site heads";
    k_staff: "一緒に働く社員", "Staff who will work with the person";
    k_nobody: "まだどなたも", "Nobody yet";
    sole_note: "経営者お一人で決めた採用です。経営幹部・現場責任者・一緒に働く方との話し合いが必要になります。", "The owner decided alone: talks with executives, site heads and staff are needed.";
    answers: "二つの質問の答え", "The two answers";
    answers_change: "答えを変える", "Change the answers";
    answers_save: "答えを保存する", "Save the answers";
    not_begun: "準備の項目はまだありません。始めると、ひな形から用意されます。", "No items yet. Beginning makes them from the template.";
    g_company: "会社との確認", "With the company";
    g_site: "現場との顔合わせ", "Meeting the sites";
    g_visit: "職場の下見", "Seeing the workplace";
    g_person: "ご本人との確認", "With the person";
    g_action: "行動計画", "Action plan";
    g_promise: "約束", "Promises";
    group_empty: "項目はありません。", "No items.";
    s_open: "これから", "To come";
    s_doing: "進行中", "Under way";
    s_done: "完了", "Done";
    s_dropped: "取りやめ", "Dropped";
    p_open: "まだ", "Not yet";
    p_doing: "進めています", "Under way";
    p_done: "果たされました", "Kept";
    p_dropped: "取りやめ", "Dropped";
    n_no: "なくてもよい", "May be left out";
    n_yes: "初日までに必要", "Needed before the first day";
    n_sole: "お一人で決めた採用なら必要", "Needed where the owner decided alone";
    needed: "必要", "Needed";
    joint: "三者で", "All three";
    body: "内容", "What";
    body_help: "例:現場責任者との顔合わせ", "e.g. Meeting the site heads";
    group: "まとまり", "Group";
    side: "どなたがしますか", "Who does it";
    whom: "会社の方(任意)", "Someone of the company (optional)";
    whom_help: "選ぶと、その方の画面から完了にできます。選ばなければ、経営者の画面に出ます。", "They can then tick it themselves; otherwise it is the owner's.";
    whom_none: "選ばない", "Nobody";
    who: "名簿にない方の名前(任意)", "A name that is on no list (optional)";
    days: "初日から何日(任意)", "Days from the first day (optional)";
    days_help: "初日が動くと、この日数で動きます。初日が未定なら、日付はまだ付きません。", "Moves with the first day; without a first day there is no date yet.";
    way: "前か後か", "Before or after";
    way_before: "初日の前", "Before";
    way_after: "初日の後", "After";
    on: "決めた日(任意)", "A day of its own (optional)";
    on_help: "日が決まったときだけ入れてください。入れると、日数より優先されます。", "Only when the day is settled; it goes before the number of days.";
    state: "状態", "State";
    state_answer: "どこまで進みましたか", "How far is it?";
    needed_label: "必要かどうか", "Is it needed?";
    outcome: "結果(任意・一行)", "Outcome (optional, one line)";
    outcome_help: "三者が読みます。", "All three read it.";
    due: "期日", "Due";
    until(day: &str): "{day}まで", "by {day}";
    done_on(day: &str): "{day}に完了", "done {day}";
    no_day: "日付なし", "No date";
    before(n: i64): "初日の{n}日前", "{n} day(s) before the first day";
    after(n: i64): "初日の{n}日後", "{n} day(s) after the first day";
    on_the_day: "初日", "On the first day";
    add: "項目を追加する", "Add an item";
    add_action: "行動計画を追加する", "Add an action";
    add_promise: "約束を追加する", "Add a promise";
    add_button: "追加する", "Add";
    edit: "変更する", "Change";
    edit_title: "項目を変更する", "Change an item";
    tick: "完了にする", "Mark as done";
    untick: "元に戻す", "Undo";
    next: "次の準備へ進む", "Go to the next item";
    next_add: "準備の項目を追加する", "Add an item";
    export_xlsx: "Excelで書き出す", "Export to Excel";
    export_csv: "CSVで書き出す", "Export as CSV";
    as_of(day: &str): "{day} 現在", "as of {day}";
    c_group: "まとまり", "Group";
    c_body: "内容", "Item";
    c_side: "担い手", "Party";
    c_who: "お名前", "Name";
    c_due: "期日", "Due";
    c_offset: "初日から", "From the first day";
    c_state: "状態", "State";
    c_outcome: "結果", "Outcome";
    p_doer: "担い手・お名前", "Party, name";
    p_no_day: "まだ決まっていません", "Not settled yet";
    p_empty: "いま、この一覧に項目はありません。準備することが決まりましたら、担当からお知らせします。", "Nothing stands on this list right now. The desk will tell you when there is something to prepare.";
    p_note: "日付は、最初の日が動くとあわせて動きます。終わった項目は、担当までお知らせください。", "Dates move with the first day. Tell the desk what is done.";
    p_employ: "入社前準備の一覧", "Preparation before joining";
    p_office: "就任前準備の一覧", "Preparation before taking office";
    p_start: "開始前準備の一覧", "Preparation before the start";
    p_side(side: &str): "{side}の分(PDF)", "{side} (PDF)";
    e_days: "日数は、0以上の数字で入力してください。前か後かは隣で選びます。", "Enter a number of days, 0 or more; choose before or after beside it.";
    e_far: "初日から2年以内の日にしてください。", "Choose a day within two years of the first day.";
    e_ended: "この案件の伴走は終わっています。項目は、終わったときのまま残ります。", "The follow-up of this case is over. Items stay as they were then.";
    e_lines: "項目を1つ以上残してください。", "Keep at least one item.";
    m_open(body: &str): "{body}が決まっていません", "{body} is not settled";
    m_doing(body: &str): "{body}がまだ終わっていません", "{body} is not finished";
    m_left(days: i64): "入社まであと{days}日", "{days} day(s) until the first day";
    m_today: "今日が入社の日です", "Today is the first day";
    m_past: "入社の日を過ぎています", "The first day has passed";
    m_more(n: usize): "(ほか{n}件)", " (and {n} more)";
    m_sentence(left: &str, what: &str, more: &str): "{left}・{what}{more}", "{left}: {what}{more}";
    m_nothing: "入社前に必要な準備は、すべて済んでいます。", "Everything needed before the first day is done.";
    progress(done: usize, all: usize): "{all}件のうち{done}件が済みました。", "{done} of {all} done.";
    panel_open: "準備を見る", "Open the preparation";
    plan_open: "計画と約束を見る", "Open plan and promises";
    panel_none: "まだ始めていません。", "Not begun yet.";
    l_what: "入社前の準備", "Preparation";
    l_button: "準備を見る", "Open";
    l_promises(n: i64): "約束が{n}件、期日を過ぎています。", "{n} promise(s) past the day.";
    l_promise_button: "約束を見る", "Open";
    l_promise_what: "約束", "Promises";
    t_kind: "準備", "Preparation";
    t_plan: "計画", "Plan";
    t_promise: "約束", "Promise";
    t_done(body: &str): "{body}が済みました", "{body} is done";
    t_kept(body: &str): "約束「{body}」が果たされました", "The promise “{body}” was kept";
    my_title: "入社までの準備", "Preparing for the first day";
    my_title_joined: "準備と約束", "Preparation and promises";
    my_lead: "どなたが何をするかの一覧です。ご自分の項目は、この画面から完了にできます。", "Who does what. You can mark your own items as done here.";
    my_own: "ご自分の項目", "Your items";
    my_own_none: "いま、お願いしている項目はありません。", "Nothing is asked of you right now.";
    my_others: "ほかの方の項目", "Items of the others";
    my_open: "開く", "Open";
    my_save: "この内容で伝える", "Tell the others";
    my_line: "ひとこと(任意)", "A line about it (optional)";
    my_stale: "担当者が先に変更しました。いまの内容をご確認のうえ、もう一度お選びください。", "The desk changed this first. Please look at it and choose again.";
    my_now(state: &str): "いまの状態:{state}", "Now: {state}";
    my_empty: "準備の一覧は、担当者が用意するとここに表示されます。", "The list appears here once the desk has made it.";
    my_plan: "これからの計画と約束を見る", "See plan and promises";
    my_list: "準備の一覧を見る", "See the list";
    home_title: "入社までの準備", "Preparation";
    home_left(left: &str, n: usize): "{left}です。お願いしている項目があと{n}件あります。", "{left}. Still open for you: {n} item(s).";
    home_left_none(left: &str): "{left}です。", "{left}.";
    home_button: "準備の一覧を見る", "See the list";
    home_plan: "計画と約束を見る", "See plan and promises";
    ask_one: "入社前の準備が1件あります", "One item to prepare";
    ask_many(n: usize): "入社前の準備が{n}件あります", "{n} item(s) to prepare";
    ask_text(body: &str, day: &str): "{body}({day}まで)", "{body} (by {day})";
    ask_button: "準備を見る", "See the list";
    plan_title: "行動計画と約束", "Action plan and promises";
    plan_lead: "これから数か月に、ご本人・会社・担当がそれぞれ何をするかを、中間目標と一本の線に並べます。", "What each of the three does over the coming months, on one line with the milestones.";
    plan_empty: "まだ計画はありません。目標シートの中間目標とあわせて、ここに並びます。", "No plan yet. It will stand here together with the milestones.";
    plan_line: "これからの流れ", "The months ahead";
    plan_milestone: "中間目標", "Milestone";
    plan_join(word: &str): "{word}の日", "First day: {word}";
    w_employ: "入社", "Joining";
    w_office: "就任", "Taking office";
    w_start: "開始", "Start";
    plan_undated: "日付のない計画", "Without a date";
    promise_title: "約束", "Promises";
    promise_lead: "会社が約束した支援や権限と、ほかの方の約束です。果たされたかどうかを三者が見ます。", "Support and authority that were promised. All three see whether they were kept.";
    promise_empty: "まだ約束はありません。", "No promises yet.";
    reception_title: "社内の受け入れ体制", "Who looks after what in the company";
    reception_lead: "気にかける点ごとに、社内のどなたが最初に気を配るかを決めます。すべて任意です。", "For each point, who in the company looks after it first. All of it is optional.";
    reception_rhythm: "社長とご本人が話す頻度", "How often owner and person talk";
    reception_rhythm_help: "例:毎週月曜の朝、15分", "e.g. Mondays, 15 minutes";
    reception_who: "最初に気を配る方", "Looks after it first";
    reception_stand_in: "その方が不在のとき", "Who stands in";
    reception_line(what: &str, who: &str): "{what}:{who}", "{what}: {who}";
    reception_line_stand_in(who: &str): "(不在のときは{who})", " (stand-in: {who})";
    reception_none: "まだ決まっていません", "Not settled yet";
    reception_empty: "まだ決まっていません。社内で決まったところから書いてください。", "Not settled yet. Write down what is.";
    voice: "ご本人から", "From the placed person";
    voice_own: "こうしてもらえると助かること", "What would help you";
    voice_lead: "気にかける点ごとに、書きたいところだけ書いてください。会社の経営者と担当者が読みます。", "Write only where you wish to. The owner and the desk read it.";
    voice_house: "営業店の担当と本部の責任者", "Branch and headquarters";
    voice_save: "この内容で伝える", "Tell them";
    reception_edit: "受け入れ体制を書く", "Write it down";
    reception_hint: "会社の方のお名前をご記入ください。", "Names of people of the company.";
    reception_my: "社内の受け入れ体制を見る", "See who looks after what";
    map_title: "社内の方の地図", "Map of people";
    map_lead: "社内の方が、この採用をどう受けとめているかの覚え書きです。担当だけが読みます。", "How people in the company take this hire. Only the desk reads it.";
    map_empty: "まだどなたも載っていません。", "Nobody is on it yet.";
    map_name: "お名前・立場", "Name, post";
    map_knows: "この採用を知っていますか", "Do they know of the hire?";
    map_met: "ご本人と会いましたか", "Have they met the person?";
    map_hopes: "期待していること(任意)", "What they hope for (optional)";
    map_worries: "気にかけていること(任意)", "What worries them (optional)";
    map_add: "地図に加える", "Add to the map";
    map_open: "社内の方の地図を開く", "Open the map of people";
    map_edit: "地図を書き直す", "Change the map";
    map_role: "社内での立場", "What they are in the company";
    map_role_none: "選ばない", "Not said";
    map_role_executive: "経営幹部", "An executive";
    map_role_site: "現場責任者", "A site head";
    map_role_staff: "一緒に働く社員", "Someone who will work with the person";
    map_talk(name: &str): "{name}さんとの話し合い", "A talk with {name}";
    map_talks: "お一人ずつの話し合いを準備に加える", "Put a talk with each of them on the list";
    map_talks_lead: "経営者お一人で決めた採用です。次の方々との話し合いを、お一人ずつ準備の項目にします。項目は三者が読みます。地図に書いたことは、担当だけが読みます。", "The owner decided alone. A talk with each of these becomes an item, which all three read. What the map says stays with the desk.";
    map_split: "お一人ずつの項目に分けました", "Split into one item for each";
    yes_known: "知っている", "Knows";
    no_known: "まだ伝えていない", "Not told yet";
    yes_met: "会った", "Has met";
    no_met: "まだ会っていない", "Not met yet";
    map_readers(names: &str): "人材紹介担当({names})", "The desk ({names})";
    template_title: "入社前準備のひな形", "Template for preparations";
    template_lead: "ここを変えると、次に始める案件から使われます。始まっている案件の一覧は変わりません。", "Used for lists begun from now on; lists that stand are not changed.";
    template_edition(n: i64): "第{n}版", "Edition {n}";
    template_first: "はじめからのひな形", "As it comes with the product";
    template_more: "空いた行に書くと項目が増え、内容を消すと項目がなくなります。", "Write into an empty row to add; clear the text to remove.";
    template_row(n: usize): "項目{n}", "Item {n}";
    template_save: "次の版として保存する", "Save as the next edition";
    template_stale: "ほかの方が先に次の版を保存しました。下は、あなたが入力した内容です。", "Someone else saved an edition first. Below is what you typed.";
    template_open: "ひな形を見る", "See the template";
}

/// The words that follow the contract form: 入社, 就任 or 開始.
#[derive(Clone, Copy, Debug)]
pub struct S(pub Lang, pub StartWord);

impl S {
    fn put(self, text: &str) -> String {
        self.1.put(text)
    }
    /// 入社前準備.
    pub fn title(self) -> String {
        self.put(T(self.0).title())
    }
    /// The heading of the two questions.
    pub fn begin_title(self) -> String {
        self.put(T(self.0).begin_title())
    }
    /// How long it is until the first day.
    pub fn left(self, join: Option<Day>, today: Day) -> String {
        let t = T(self.0);
        match join.map(|join| today.until(join)) {
            None => self.put(crate::web::text::T(self.0).undecided_join()),
            Some(0) => self.put(t.m_today()),
            Some(days) if days > 0 => self.put(&t.m_left(days)),
            Some(_) => self.put(t.m_past()),
        }
    }
    /// That nothing is missing.
    pub fn nothing(self) -> String {
        self.put(T(self.0).m_nothing())
    }
    /// What a line of 今日 is about.
    pub fn line(self) -> String {
        self.put(T(self.0).l_what())
    }
    /// The heading of the list in the portal.
    pub fn mine(self) -> String {
        self.put(T(self.0).my_title())
    }
    /// What the portal's home asks for.
    pub fn ask(self, items: usize) -> String {
        let t = T(self.0);
        self.put(&if items == 1 { t.ask_one().to_owned() } else { t.ask_many(items) })
    }
}

impl T {
    /// A group in words.
    pub fn group_word(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Company => self.g_company(),
            Kind::Site => self.g_site(),
            Kind::Visit => self.g_visit(),
            Kind::Person => self.g_person(),
            Kind::Action => self.g_action(),
            Kind::Promise => self.g_promise(),
        }
    }

    /// A state in words; a promise is kept or not yet.
    pub fn state_word(self, kind: Kind, state: State) -> &'static str {
        match (kind, state) {
            (Kind::Promise, State::Open) => self.p_open(),
            (Kind::Promise, State::Doing) => self.p_doing(),
            (Kind::Promise, State::Done) => self.p_done(),
            (Kind::Promise, State::Dropped) => self.p_dropped(),
            (_, State::Open) => self.s_open(),
            (_, State::Doing) => self.s_doing(),
            (_, State::Done) => self.s_done(),
            (_, State::Dropped) => self.s_dropped(),
        }
    }

    /// Whether it is needed, in words.
    pub fn needed_word(self, needed: Needed) -> &'static str {
        match needed {
            Needed::No => self.n_no(),
            Needed::Yes => self.n_yes(),
            Needed::Sole => self.n_sole(),
        }
    }

    /// Who does it; `own` is how the institution calls itself.
    pub fn doer(self, doer: Doer, own: &'static str) -> &'static str {
        match doer {
            Doer::One(Side::Bank) => self.0.pick(own, crate::agreement::text::T(self.0).bank()),
            Doer::One(side) => crate::web::text::T(self.0).side(side),
            Doer::Joint => self.joint(),
        }
    }

    /// What the list is called on paper, by contract form.
    pub fn p_title(self, word: StartWord) -> &'static str {
        match word {
            StartWord::Employ => self.p_employ(),
            StartWord::Office => self.p_office(),
            StartWord::Start => self.p_start(),
        }
    }

    /// The word for the first day, by contract form.
    pub fn first_day(self, word: StartWord) -> &'static str {
        match word {
            StartWord::Employ => self.w_employ(),
            StartWord::Office => self.w_office(),
            StartWord::Start => self.w_start(),
        }
    }

    /// Who decided, in words.
    pub fn decided(self, code: &str) -> &'static str {
        match code {
            "alone" => self.d_alone(),
            "executives" => self.d_executives(),
            "family" => self.d_family(),
            _ => self.d_unknown(),
        }
    }

    /// Who knows, in words.
    pub fn knows(self, codes: &str) -> String {
        let words: Vec<&str> = codes.split(',').filter(|code| !code.is_empty()).map(|code| self.known(code)).collect();
        if words.is_empty() { self.k_nobody().to_owned() } else { words.join(self.0.pick("・", ", ")) }
    }

    /// What someone is in the company, in words.
    pub fn map_role_word(self, code: &str) -> &'static str {
        match code {
            "executive" => self.map_role_executive(),
            "site" => self.map_role_site(),
            "staff" => self.map_role_staff(),
            _ => self.map_role_none(),
        }
    }

    /// One group of those who may know.
    pub fn known(self, code: &str) -> &'static str {
        match code {
            "executives" => self.k_executives(),
            "sites" => self.k_sites(),
            _ => self.k_staff(),
        }
    }

    /// An offset from the first day in words.
    pub fn offset(self, days: i64) -> String {
        match days {
            0 => self.on_the_day().to_owned(),
            n if n < 0 => self.before(-n),
            n => self.after(n),
        }
    }
}
