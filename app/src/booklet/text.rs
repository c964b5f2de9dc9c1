//! The words of the booklet.

use super::content::{Field, Section};
use super::rules::Refusal;
use crate::agreement;

base::words! {
    /// The words that all pages of the booklet share: sections, fields, versions.
    pub struct T;
    title: "三者の書面", "Booklet";
    of_case(who: &str): "{who}の三者の書面", "Booklet: {who}";
    goals: "目標と中間目標", "Goals and milestones";
    s_duties: "担っていただくこと", "Duties";
    s_support: "体制・権限・支援", "Setting, authority, support";
    s_contact: "連絡と相談", "Contact and counsel";
    s_gaps: "想定されるギャップと対応策", "Expected gaps and countermeasures";
    s_changes: "期待する変化", "Expected changes";
    numbered(no: i64, title: &str): "{no} {title}", "{no} {title}";
    about(section: &str): "書面の「{section}」", "Booklet: {section}";
    f_duties: "担っていただくこと", "Duties";
    f_structure: "体制(報告先・いっしょに働く方)", "Setting: reports to, works with";
    f_authority: "任せる権限", "Authority";
    f_support: "会社の支援", "Support by the company";
    f_talks: "社長とご本人の話し合い", "Talks between owner and person";
    f_readers: "相談を読む人", "Who reads what is written to the desk";
    f_answer: "お返事までの時間", "How soon an answer comes";
    f_never: "お伝えしないこと", "What is never passed on";
    f_caller: "言いにくいとき、場を呼びかける人", "Who calls the meeting when it is hard to say";
    f_chair: "進行する人", "Who chairs it";
    f_place: "場所", "Where";
    f_within: "何日以内に開くか", "Within how many days";
    f_gap_words: "書き添えること", "Added in words";
    f_change_words: "書き添えること", "Added in words";
    sign(sign: &str): "(あらわれ方:{sign})", " (sign: {sign})";
    measure(measure: &str): "→ {measure}", " → {measure}";
    row_sign: "あらわれ方", "Sign";
    row_measure: "対応策", "Countermeasure";
    copied: "一覧から", "From the list";
    blank_section: "いまは書いていません。", "Nothing is written here.";
    goals_blank: "目標シートは、まだ準備中です。", "The goal sheet is still being prepared.";
    strip: "合意の状況", "Where the agreement stands";
    sign_here: "署名", "Signature";
    was: "変更前", "Before";
    is_now: "変更後", "After";
    c_field(section: &str, field: &str): "{section}:{field}", "{section}: {field}";
    changed_meanwhile: "画面を開いたあとに内容が変わりました。もう一度ご確認ください。何も記録していません。", "The content changed while this page was open. Please look again. Nothing was recorded.";
    ended: "この案件は終了しているため、内容は変えられません。", "The case has ended; the booklet can no longer be changed.";
    not_asked: "まだ確認を依頼していません。", "The parties have not been asked yet.";
    e_no_duties: "「担っていただくこと」を一文で書いてください。", "Write section 1, Duties, in a sentence.";
    e_no_contact: "「連絡と相談」のどれか一つを書いてください。", "Fill in one line of section 3, Contact.";
    e_no_goals: "目標シートに、目標と期間のおわりを入れてください。", "Enter a goal and the end of the period in the goal sheet.";
    version_title(n: i64): "三者の書面 第{n}版", "Booklet, version {n}";
    version_line(n: i64, day: &str): "第{n}版({day})", "Version {n} ({day})";
    version_note: "合意した内容はそのまま残り、あとから変わりません。", "What was agreed stays as it is and is never altered.";
    version_goals: "目標と中間目標は、目標シートの版に残っています。", "Goals and milestones are kept in the versions of the goal sheet.";
    version_first: "はじめての合意です。", "The first agreement.";
    version_same: "前の版と内容は同じです。", "The words are those of the version before.";
    version_diff(n: i64): "第{n}版から変わったところ", "What changed since version {n}";
    version_seals: "合意と確認の記録", "Who agreed and confirmed";
    record_pdf: "合意の記録(PDF)", "Record of agreement (PDF)";
    card_pdf: "連絡と相談カード(PDF)", "Contact card (PDF)";
}

base::words! {
    /// The words of the desk's pages.
    pub struct D;
    write: "三者の書面を書く", "Write the booklet";
    edit: "三者の書面を直す", "Edit the booklet";
    edit_goals: "目標シートを直す", "Edit the goal sheet";
    open: "三者の書面を開く", "Open the booklet";
    open_goals: "目標シートを開く", "Open the goal sheet";
    empty: "役割・権限・連絡のしかたを、三者で一つの書面にまとめます。「担っていただくこと」の一文から始められます。", "Duties, authority and contact in one paper of the three. One sentence is enough to begin.";
    print: "印刷する", "Print";
    next: "次にできること", "What you can do next";
    missing: "これからのこと", "What is still to come";
    m_unasked: "変えたあと、まだ確認を依頼していません。", "Changed since the last request; the parties have not been asked again.";
    m_waiting(who: &str, parts: &str): "{who}:{parts}の合意がまだです。", "{who}: {parts} not agreed yet.";
    m_all: "書面全体", "the whole booklet";
    m_bank(parts: &str): "当方の確認がまだです({parts})。", "Our own confirmation is open ({parts}).";
    m_lists: "受け入れ体制・ギャップ・変化のどれかが、書面に写したあとで変わっています。", "Who looks after what, the gaps or the changes have moved on since they were copied.";
    m_one_sided: "片手型のため、ご本人の合意は両手型に切り替えてからお願いします。", "One-sided placement: the person agrees once it becomes two-sided.";
    told_mail(name: &str): "{name}さんへ:メールでお知らせします", "{name}: told by mail";
    told_uninvited(name: &str): "{name}さんへ:ご案内がまだのため、メールは送りません", "{name}: not invited yet, no mail is sent";
    told_week(name: &str, day: &str): "{name}さんへ:今週のお願いはお送り済みのため、{day}の朝のメールにまとめます。お急ぎのときはお電話ください", "{name}: was asked this week already; this goes out with the mail on {day}. Please call if it is urgent";
    told_no_mail(name: &str): "{name}さんへ:メールの登録がないため、お電話などでお知らせください", "{name}: no mail address, please tell them yourself";
    ask: "三者に確認を依頼する", "Ask all three to review";
    ask_again: "あらためて確認を依頼する", "Ask again";
    ask_lead: "押すと、会社とご本人の画面に、書面と目標が一緒に出ます。", "Company and person will then see booklet and goals together.";
    ask_again_lead: "押すと、まだの方にもう一度お知らせします。", "Those who have not agreed are told once more.";
    confirm: "書面と目標を確認しました", "Confirm booklet and goals";
    confirm_lead: "合意するのは会社とご本人です。金融機関は内容の確認だけを行います。", "Company and person agree; the institution only confirms.";
    record: "口頭・紙での合意を記録する", "Record an agreement in words or on paper";
    pending(n: i64): "第{n}版から変わるところ", "What changes from version {n}";
    versions: "合意した版", "Agreed versions";
    versions_none: "最初の合意が済むと、ここに版が残ります。", "Versions appear here after the first agreement.";
    from_goals: "目標シートの一行を写しました。", "Copied from the goal sheet.";
}

base::words! {
    /// The words of the desk's forms.
    pub struct F;
    edit_lead: "必要なのは「担っていただくこと」と「連絡と相談」の一文だけです。ほかは空欄で構いません。", "Section 1 and section 3 need one sentence. The rest may stay blank.";
    edit_shown: "保存すると、変えた節だけ合意の印が外れ、三者に見えます。", "Saving opens the seals of the sections you changed, and all three see it.";
    readers_shared: "確認を依頼したあとは、次の方が読みます。", "After the request these people read it.";
    readers_staff: "営業店担当と本部管理者", "Branch relationship manager and HQ manager";
    h_duties: "例:管理部長として、月次決算の仕組みを整える", "e.g. As head of administration, put monthly closing in order";
    h_structure: "例:社長に直接報告。経理2名と働く", "e.g. Reports to the owner; works with two clerks";
    h_authority: "例:20万円までの備品は自分で決める", "e.g. Decides on equipment up to 200,000 yen";
    h_support: "例:会計担当1名を半日ずつ専任にする", "e.g. One clerk assigned for half of each day";
    h_talks: "例:毎週月曜の朝に30分。急ぐときは電話", "e.g. 30 minutes each Monday; by phone when urgent";
    h_readers: "例:山本、不在のときは石井", "e.g. Yamamoto; Ishii when she is away";
    h_answer: "例:1営業日のうちに", "e.g. Within one business day";
    h_never: "例:書いた方のお許しのない文は、相手に伝えません", "e.g. Nothing without the writer's consent";
    h_caller: "例:どなたからでも。担当が声をかけて集めます", "e.g. Anyone; the desk calls the three together";
    h_chair: "例:担当の山本", "e.g. The consultant";
    h_place: "例:本社応接室、または店舗の会議室", "e.g. The company's meeting room or ours";
    h_within: "例:7日以内", "e.g. Within 7 days";
    take_reception: "社内の受け入れ体制から写し直す", "Copy who looks after what anew";
    take_gaps: "想定されるギャップの一覧から写し直す", "Copy the list of gaps anew";
    take_changes: "期待する変化の一覧から写し直す", "Copy the list of changes anew";
    list_now: "いま写してある内容", "What is copied now";
    list_none: "まだ写していません。", "Nothing is copied yet.";
    goals_note: "目標と中間目標は、目標シートに書きます。二度書く必要はありません。", "Goals are written in the goal sheet, once.";
    merging(side: &str): "{side}からのご意見を取り込みます。保存すると取り込み済みになります。", "Taking up a proposal ({side}). Saving marks it as taken up.";
    merging_words: "ご希望の文を欄に入れました。ほかの方に見える文になります。", "The wished words are in the field. Others will read them.";
    record_title: "口頭・紙での合意を記録する", "Record an agreement in words or on paper";
    record_lead: "いま見えている書面と目標に、口頭か紙で合意をいただいたときの記録です。", "For an agreement given in words or on paper to what stands now.";
    record_readers: "会社とご本人、営業店担当、本部管理者にも見えます。紙の写しは担当だけが開けます。", "All parties, branch and manager see this record. Only the desk opens the picture of the page.";
    record_tells: "記録すると、その方にメールでお知らせします。", "The one who agreed is told by mail.";
    record_keep: "合意を記録する", "Record it";
    record_none: "いま、合意をお願いしている方はいません。", "No agreement is open right now.";
    record_open: "まだ合意をいただいていないところ", "Not agreed yet";
    open_parts(who: &str, parts: &str): "{who}:{parts}", "{who}: {parts}";
}

base::words! {
    /// The words of the booklet's papers.
    pub struct R;
    post: "役職", "Post";
    goals_of(edition: &str, day: &str): "{edition}({day}に合意)の内容です。", "{edition}, agreed on {day}.";
    goals_open: "目標シートのいまの内容です。まだ三者の合意はそろっていません。", "The goal sheet as it stands; not all have agreed to it yet.";
    c_gap: "想定されるギャップ", "Expected gap";
    c_change: "期待する変化", "Expected change";
    reception: "社内の受け入れ体制", "Who looks after what";
    record_about: "合意の内容", "What was agreed";
    card: "連絡と相談カード", "Contact card";
    card_lead: "言いにくいこと、迷うことがあれば、早めにお知らせください。小さなことでも構いません。", "If something is hard to say or leaves you unsure, tell us early. Small things count.";
    card_desk: "お知らせ先", "Whom to tell";
    card_consultant: "担当", "Consultant";
    card_deputy: "不在時の担当者", "Deputy";
    card_phone: "電話", "Telephone";
    card_screen: "画面から", "On your pages";
    card_screen_how: "「相談」を開くと、いつでも書けます。", "Open “Talk” and write whenever you like.";
    card_written: "お知らせいただいた内容", "What you tell us";
    card_usual: "ふだんの話し合い", "The usual talks";
    card_three: "三者で話すとき", "When the three meet";
}

base::words! {
    /// The words of the portal's pages.
    pub struct P;
    preparing: "担当者が準備しています。", "The desk is preparing the booklet.";
    preparing_more: "内容がまとまりましたら、ご確認をお願いします。", "You will be asked to look at it once it is written.";
    lead: "役割や連絡のしかたを、三者で一つにまとめた書面です。", "One paper of the three about duties and contact.";
    first: "内容をご確認ください。約5分です。", "Please look at the content. It takes about 5 minutes.";
    reopen(parts: &str): "{parts}の変更について、あらためて確認をお願いします。", "{parts} changed. Please look at it again.";
    other_signs(name: &str): "合意は{name}さんにお願いしています。", "{name} is asked for the agreement.";
    agree_parts: "合意いただく内容", "What you agree to";
    agree_both: "書面と目標に合意する", "Agree to booklet and goals";
    agree_booklet: "書面だけに合意する", "Agree to the booklet alone";
    agree_one: "この内容で合意する", "Agree to this version";
    fix: "修正をお願いする", "Ask for a change";
    changed: "画面を開いたあとに内容が変わりました。お手数ですが、もう一度ご確認ください。まだ合意は記録していません。", "The content changed while this page was open. Please look again. No agreement was recorded.";
    changes: "変わるところ", "What changes";
    versions: "合意した内容", "What was agreed";
    version_now(n: i64): "いま合意しているのは第{n}版です。", "What stands agreed is version {n}.";
    back: "三者の書面に戻る", "Back to the booklet";
    more: "三者の書面を見る", "See the booklet";
    goal_parts(names: &str): "目標シート({names})", "Goal sheet ({names})";
}

base::words! {
    /// The words for the portal's home, for 今日 and for the timeline.
    pub struct H;
    h_ask: "三者の書面のご確認", "Please look at the booklet";
    h_ask_both: "三者の書面と目標のご確認", "Please look at booklet and goals";
    h_minutes: "約5分です。", "About 5 minutes.";
    h_button: "内容を確認する", "Look at it";
    l_draft: "三者の書面の下書き", "Booklet drafted";
    l_draft_why: "下書きがあります。まとまったら、確認を依頼します。", "A draft is there. Ask for the review once it is ready.";
    l_open: "開く", "Open";
    l_ask: "三者の書面の変更", "Booklet changed";
    l_ask_why: "変えたあと、まだ確認を依頼していません。", "Changed, and the parties have not been asked yet.";
    l_ask_button: "依頼する", "Ask";
    l_confirm: "三者の書面の確認", "Confirm the booklet";
    l_confirm_why: "会社とご本人の合意がそろい、当方の確認が残っています。", "Company and person have agreed; our confirmation is open.";
    l_confirm_button: "確認する", "Confirm";
    l_waiting(who: &str): "三者の書面:{who}の合意待ち", "Booklet waits for: {who}";
    l_waiting_join(n: i64, who: &str): "入社まであと{n}日・三者の書面は{who}の合意待ち", "{n} day(s) to start; booklet waits for: {who}";
    l_since(day: &str): "{day}から", "since {day}";
    l_today: "今日", "Today";
    k_agree: "合意", "Agreement";
    t_asked: "三者の書面の確認を依頼しました", "The review of the booklet was asked for";
    t_sealed(who: &str, parts: &str): "{who}が三者の書面に合意しました({parts})", "{who} agreed to the booklet ({parts})";
    t_confirmed(who: &str): "{who}が三者の書面を確認しました", "{who} confirmed the booklet";
    t_spoken(who: &str): "{who}の口頭での合意を記録しました(三者の書面)", "Spoken agreement of {who} recorded (booklet)";
    t_signed(who: &str): "{who}が三者の書面に署名しました(紙)", "{who} signed the booklet on paper";
    t_version(n: i64): "三者の書面第{n}版がそろいました", "Booklet version {n} is agreed";
}

impl T {
    /// The sentence at the foot.
    pub fn foot(self) -> &'static str {
        agreement::text::T(self.0).foot()
    }

    /// A section in words.
    pub fn section(self, section: Section) -> &'static str {
        match section {
            Section::Duties => self.s_duties(),
            Section::Support => self.s_support(),
            Section::Contact => self.s_contact(),
            Section::Gaps => self.s_gaps(),
            Section::Changes => self.s_changes(),
        }
    }

    /// A section with its number in the document; the goals are the fourth.
    pub fn heading(self, section: Section) -> String {
        let no = match section {
            Section::Duties => 1,
            Section::Support => 2,
            Section::Contact => 3,
            Section::Gaps => 5,
            Section::Changes => 6,
        };
        self.numbered(no, self.section(section))
    }

    /// A field in words.
    pub fn field(self, field: Field) -> &'static str {
        match field {
            Field::Duties => self.f_duties(),
            Field::Structure => self.f_structure(),
            Field::Authority => self.f_authority(),
            Field::Support => self.f_support(),
            Field::Talks => self.f_talks(),
            Field::Readers => self.f_readers(),
            Field::Answer => self.f_answer(),
            Field::Never => self.f_never(),
            Field::Caller => self.f_caller(),
            Field::Chair => self.f_chair(),
            Field::Place => self.f_place(),
            Field::Within => self.f_within(),
            Field::GapWords => self.f_gap_words(),
            Field::ChangeWords => self.f_change_words(),
        }
    }

    /// Why a command was not carried out.
    pub fn refusal(self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::NoDuties => self.e_no_duties(),
            Refusal::NoContact => self.e_no_contact(),
            Refusal::NoGoals => self.e_no_goals(),
            Refusal::Sealing(agreement::Refusal::Ended) => self.ended(),
            Refusal::Sealing(agreement::Refusal::NotAsked) => self.not_asked(),
            Refusal::Sealing(agreement::Refusal::Changed | agreement::Refusal::NothingOpen) => self.changed_meanwhile(),
        }
    }
}

impl F {
    /// The help under a field.
    pub fn help(self, field: Field) -> &'static str {
        match field {
            Field::Duties => self.h_duties(),
            Field::Structure => self.h_structure(),
            Field::Authority => self.h_authority(),
            Field::Support => self.h_support(),
            Field::Talks => self.h_talks(),
            Field::Readers => self.h_readers(),
            Field::Answer => self.h_answer(),
            Field::Never => self.h_never(),
            Field::Caller => self.h_caller(),
            Field::Chair => self.h_chair(),
            Field::Place => self.h_place(),
            Field::Within => self.h_within(),
            Field::GapWords | Field::ChangeWords => "",
        }
    }
}
