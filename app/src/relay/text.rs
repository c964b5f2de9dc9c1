//! The words of relays.

use super::rules::State;

base::words! {
    /// The words of relays.
    pub struct T;
    title: "お伝えする文面", "Words to be passed on";
    new_title: "伝え方を決める", "Word what is passed on";
    st1: "受付", "Received";
    st2: "内容を確かめる", "Understood";
    st3: "伝え方を決める", "Worded";
    st4: "文面の承諾", "Consent";
    st5: "伝達", "Passed on";
    st6: "結果を戻す", "Result";
    steps_label: "進み具合", "Steps";
    s_draft: "下書き", "Draft";
    s_offered: "承諾待ち", "Waiting for consent";
    s_agreed: "承諾済み", "Consent given";
    s_refused: "この文面では伝えない", "Not with these words";
    s_withdrawn: "承諾が取り消されました", "Consent taken back";
    s_sent: "お伝えしました", "Passed on";
    s_expired: "期限が切れました", "Expired";
    k_words: "伝える言葉", "Words";
    k_meeting: "三者で話す場", "Talk of three";
    words: "そのまま伝わる文面", "The exact words";
    words_help: "この文面が、一字もたがわず相手に届きます。", "They reach the receiver letter by letter.";
    meeting_help: "目的、話すこと、出席、場所を書きます。題は「面談のご案内」になります。", "Aim, agenda, who, where. Its title is neutral.";
    meeting_words: "目的:\n話すこと:\n出席:\n場所:", "Aim:\nAgenda:\nWho:\nWhere:";
    meet_on: "日にち", "Day";
    meet_at: "時刻", "Time";
    meet_help: "決まっていなければ空欄のままで構いません。", "May stay blank until it is settled.";
    meet_at_help: "例:14:00", "e.g. 14:00";
    e_meet_past: "日にちは、今日からあとにしてください。", "The day cannot lie in the past.";
    e_meet_at: "時刻は14:00のように入力してください。", "Enter the time like 14:00.";
    to: "伝える相手", "To whom";
    no_receivers: "お伝えできる相手がまだいません。先にご案内をお送りください。", "Nobody can receive it yet; invite them first.";
    party(name: &str, seat: &str): "{name}({seat})", "{name} ({seat})";
    p_owner: "経営者", "owner";
    p_host: "受け入れ責任者", "host manager";
    p_contact: "会社のご担当", "company contact";
    p_person: "ご本人", "placed person";
    until: "承諾の期限", "Good until";
    save: "下書きを保存する", "Save the draft";
    offer: "書いた方に文面を見てもらう", "Show the words to the writer";
    edit_fold: "文面を直す(承諾はもう一度いただきます)", "Change the words (consent is asked again)";
    send: "この文面で伝える", "Pass these words on";
    send_lead: "承諾をいただいた文面です。押すと相手に届き、取り消せません。", "The writer agreed. Once sent it cannot be taken back.";
    waiting: "書いた方の承諾を待っています。承諾がないうちは、送るボタンは出ません。", "Waiting for consent. Without it there is no button to send.";
    expired_lead: "承諾の期限が切れています。もう一度、文面を見ていただいてください。", "The consent has run out. Show the words again.";
    slots: "日にちが決まっていないときは、三者の面談として予定に入れ、候補日をお二人に出せます。相談から生まれたことは、どこにも出ません。", "Where no day is settled, plan it as a talk of all three and offer times to both. Nothing there says what it arose from.";
    slots_link: "面談を予定する", "Plan the talk";
    result: "結果", "Result";
    result_help: "例:12月1日に社長へお伝えし、会議の持ち方を見直すことになりました。", "e.g. The owner was told on 1 December; meetings will change.";
    result_send: "結果を知らせる", "Tell the result";
    result_to_both: "この結果は、お二人が読みます。", "Both read this result.";
    stale: "その間に、文面か承諾が変わりました。いまの状態を表示しています。まだ何も送っていません。", "Words or consent changed meanwhile. This is how it stands; nothing was sent.";
    stale_sent: "この文面は、すでにお伝えしています。二重にはお送りしていません。", "These words have been passed on already, and only once.";
    back: "相談に戻る", "Back to the concern";

    my_title: "お伝えする文面の確認", "Words to be passed on";
    my_lead: "相手の方には、下の文面だけがこのまま届きます。", "The other side reads exactly these words, and nothing else.";
    my_draft: "担当が文面を直しています。できましたら、あらためてお知らせします。", "The desk is rewording it. We will tell you when it is ready.";
    my_yes: "この文面で伝えることを承諾する", "I agree to passing on these words";
    my_no: "この文面では伝えない", "Not with these words";
    my_back: "承諾を取り消す", "Take my consent back";
    my_agreed(day: &str): "承諾をいただいています。お伝えするまでは、いつでも取り消せます。({day}まで有効)", "You agreed. Until it is passed on you can take that back. (good until {day})";
    my_refused: "この文面では伝えません。", "It is not passed on with these words.";
    my_withdrawn: "承諾を取り消しました。お伝えしていません。", "You took your consent back. Nothing was passed on.";
    my_sent(when: &str): "{when}にお伝えしました。", "Passed on at {when}.";
    my_expired: "承諾の期限が切れました。お伝えしていません。", "It has expired. Nothing was passed on.";
    my_guess: "関わる人が少ないため、どなたの話か推測される可能性があります。", "As few people are involved, the other side may guess who said this.";
    my_write: "文面に気になる点を書く", "Write what you would change";
    e_expired: "承諾の期限が切れています。担当が文面をもう一度お見せします。", "It has expired. The desk will show you the words again.";
    waits_yes(day: &str): "ご確認をお待ちしています({day}まで)", "Waits for your answer (until {day})";

    passed_title: "担当からお伝えしたこと", "From the desk";
    passed_lead: "担当からお預かりした言葉を、そのままお伝えしています。", "Words the desk was asked to pass on, as they are.";
    passed_none: "お伝えしていることはありません。", "There is nothing.";
    p_words: "お伝えしたいこと", "Something to tell you";
    p_meeting: "面談のご案内", "An invitation to talk";
    passed_from(name: &str): "{name}(担当)よりお伝えします。", "From {name} of the desk.";
    passed_reply: "この件について相談を書く", "Write about this";
    invite: "カレンダーに入れる", "Add to my calendar";
    ics_title: "面談", "Meeting";

    without_title: "承諾なしに伝える必要があるとき", "Passing on without consent";
    without_lead: "身の危険や法令に関わる場合だけの例外です。二人で決めます。", "Only where safety or the law is concerned. Two persons decide.";
    without_second(names: &str): "決める人:{names}", "Decided by: {names}";
    without_seen: "コンプライアンス担当に、根拠と結果が見えます。書いた方にもお知らせします。", "Compliance sees ground and outcome. The writer is told as well.";
    ground: "根拠", "Ground";
    g_danger: "身の危険", "Danger to someone";
    g_law: "法令の求め", "The law asks";
    to_whom: "伝える先", "To whom";
    to_whom_help: "例:警察署、本部のコンプライアンス部署", "e.g. the police, compliance";
    why: "必要な理由", "Why it is needed";
    barred: "書いた方に知らせることが禁じられている", "Telling the writer is barred";
    barred_yes: "書いた方に知らせていない", "writer not told";
    barred_no: "書いた方に知らせる", "writer told";
    without_ask: "もう一人に判断を求める", "Ask the second person";
    without_list: "承諾なしに伝える件", "Passing on without consent";
    without_none: "判断を待つ件はありません。", "Nothing waits for a decision.";
    e_asked: "判断待ち", "waiting";
    e_approved: "認めました", "approved";
    e_declined: "認めませんでした", "declined";
    asked_by(name: &str, when: &str): "{name}、{when}", "{name}, {when}";
    approve: "伝えることを認める", "Approve";
    decline: "認めない", "Decline";
    own_no: "ご自分で求めた件は、ご自分では決められません。", "You cannot decide what you asked for yourself.";
    told_writer(ground: &str, to: &str): "例外として({ground})、{to}にお伝えしました。お電話でもご説明します。", "As an exception ({ground}) this was passed on to {to}. We will also explain by telephone.";
}

impl T {
    /// The six steps in words.
    pub fn steps(self) -> [&'static str; 6] {
        [self.st1(), self.st2(), self.st3(), self.st4(), self.st5(), self.st6()]
    }

    /// A state in words.
    pub fn state_word(self, state: State) -> &'static str {
        match state {
            State::Draft => self.s_draft(),
            State::Offered => self.s_offered(),
            State::Agreed => self.s_agreed(),
            State::Refused => self.s_refused(),
            State::Withdrawn => self.s_withdrawn(),
            State::Sent => self.s_sent(),
        }
    }

    /// What is said when it moved on before the press.
    pub fn moved_on(self, state: State) -> &'static str {
        if state == State::Sent { self.stale_sent() } else { self.stale() }
    }

    /// What a relay is.
    pub fn kind_word(self, kind: &str) -> &'static str {
        if kind == "meeting" { self.k_meeting() } else { self.k_words() }
    }

    /// What was received, as its receiver calls it.
    pub fn passed_word(self, kind: &str) -> &'static str {
        if kind == "meeting" { self.p_meeting() } else { self.p_words() }
    }

    /// A seat of the portal in words.
    pub fn seat_word(self, seat: &str) -> &'static str {
        match seat {
            "owner" => self.p_owner(),
            "host" => self.p_host(),
            "person" => self.p_person(),
            _ => self.p_contact(),
        }
    }

    /// A ground for the exception in words.
    pub fn ground_word(self, code: &str) -> &'static str {
        if code == "law" { self.g_law() } else { self.g_danger() }
    }

    /// Where an exception stands.
    pub fn exception_state(self, code: &str) -> &'static str {
        match code {
            "approved" => self.e_approved(),
            "declined" => self.e_declined(),
            _ => self.e_asked(),
        }
    }
}
