//! The words of contacts, invitations, cards, and 自分の情報の見え方.

use super::rules::Why;

base::words! {
    /// The words of contacts.
    pub(super) struct T;
    title: "ご案内と連絡先", "Invitations and contacts";
    lead: "ご案内は、お一方ずつ文面を確かめてから送ります。登録や取り込みだけでは、どなたにも何も送りません。", "Each invitation is sent one by one, after a look at its text. Registering or importing sends nothing to anyone.";
    company: "会社", "Company";
    person: "ご本人", "Placed person";
    part_owner: "経営者", "Owner";
    part_host: "受け入れ責任者", "Host manager";
    part_contact: "担当者", "Contact";
    part_person: "ご本人", "Placed person";
    no_contacts: "会社の方がまだ登録されていません。", "No one of the company is registered yet.";
    add: "会社の方を加える", "Add someone of the company";
    sama(name: &str): "{name} 様", "{name}";
    state_none: "この案件には加えていません", "Not part of this case";
    state_listed: "まだご案内していません", "Not invited yet";
    state_invited(day: &str): "{day}にご案内済み", "Invited on {day}";
    state_invited_open: "ご案内済み", "Invited";
    state_active: "ご利用中", "Has come in";
    state_suspended: "ご利用を止めています", "Use is stopped";
    signs: "会社として合意する方", "Signs for the company";
    signs_help: "合意の印は、お一方だけが押します。決まるまでは、どの経営者の方も押せます。", "One person agrees for the company. Until that is set, any owner can.";
    signs_save: "合意する方を決める", "Set who signs";
    signs_person: "ご本人の合意は、ご本人が押します。", "The placed person agrees for themselves.";
    e_signer: "この案件に加わっている経営者の中から選んでください。", "Choose an owner who is part of this case.";
    kind_own: "本人だけ", "This person only";
    kind_shared: "共有", "Shared";
    kind_none: "なし", "Not used";
    used_by_other: "ほかの方も使っています", "Someone else uses it too";
    no_address: "メールアドレスの登録はありません。", "No mail address is registered.";
    goes_to(mail: &str): "ご案内は {mail} に送ります。", "Mail goes to {mail}.";
    w_no_address: "メールアドレスがないため、メールは送れません。カードをお渡しするか、お電話でお進めください。", "No mail can be sent without an address. Hand over a card, or call.";
    w_unused: "アドレスがどれも「なし」のため、メールは送れません。カードをお渡しするか、お電話でお進めください。", "Every address is marked as not used. Hand over a card, or call.";
    w_only_shared: "共有のアドレスしかないため、ご本人への案内は送れません。ご本人だけが読めるアドレスを伺ってください。", "There are only shared addresses. Ask for one that only the person reads.";
    w_company_domain: "会社のドメインのアドレスのため、ご本人への案内は送れません。会社の外のアドレスを伺ってください。", "The address is under the company's domain. Ask for one outside the company.";
    w_used_by_other: "ほかの方も使うアドレスのため、ご本人への案内は送れません。ご本人だけのアドレスを伺ってください。", "Someone else uses this address. Ask for one that only the person reads.";
    w_other_side: "ご本人が使うアドレスのため、会社の方への案内は送れません。別のアドレスを伺ってください。", "The placed person uses this address. Ask for another one.";
    w_one_sided: "片手型の案件です。ご本人は提携先が担当するため、ご本人の画面はありません。会社の方だけをご案内します。", "One-sided placement: a partner serves the person, who has no pages here. Only the company is invited.";
    w_suspended: "ご利用を止めているため、送れません。再開してからお試しください。", "Use is stopped. Resume it first.";
    w_ended: "この案件は終了しているため、ご案内は送れません。", "This placement has ended; no invitation is sent.";
    or_card: "カードやお電話でも、すべてのことができます。", "With a card or by telephone everything can be done as well.";
    see_mail: "ご案内の文面を確かめる", "Look at the invitation";
    see_mail_again: "もう一度ご案内する", "Invite again";
    make_card: "カードを作る", "Make a card";
    card_help: "コードは一度だけ表示します。前のカードは使えなくなります。", "The code is shown once; an earlier card stops working.";
    card_made(day: &str): "カードを作った日 {day}", "Card made on {day}";
    edit: "お名前・役職を直す", "Edit name and post";
    edit_mail: "メールアドレスを直す", "Edit mail addresses";
    join: "この案件に加える", "Add to this case";
    leave: "この案件から外す", "Take out of this case";
    stop: "ご利用を止める", "Stop use";
    resume: "ご利用を再開する", "Resume use";
    more: "そのほかの操作", "More";
    paper_title: "メールもカードもお使いにならない方へ", "Those who use neither mail nor card";
    paper_lead: "お電話や訪問で伺い、担当が記録します。画面をお使いの方と同じことができます。", "Ask by telephone or in person, and record it here. Nothing is out of reach.";
    paper_sheet: "目標シートの合意は「聞き取り記録(口頭)」で残します。", "Record agreement to the goal sheet as “recorded on behalf (oral)”.";
    paper_sheet_link: "目標シートを開く", "Open the goal sheet";
    paper_talk: "面談や気になる点は、電話の記録として残します。", "Record talks as calls.";
    paper_talk_link: "面談を記録する", "Record a talk";
    paper_report: "変化のご報告は、印刷してお渡しできます。", "Change reports can be printed and handed over.";
    mails_title: "この案件のメール", "Mails of this case";
    mails_empty: "まだ何も送っていません。", "Nothing has been sent yet.";
    c_when: "いつ", "When";
    c_what: "内容", "What";
    c_to: "宛先", "To";
    c_state: "状態", "State";
    mail_waiting(at: &str): "送信待ち({at}に送ります)", "Waiting (goes out {at})";
    mail_again(at: &str): "送信待ち({at}にもう一度試します)", "Waiting (next try {at})";
    mail_sending: "送信待ち", "Waiting";
    mail_sent: "送信済み", "Sent";
    mail_given_up: "送れませんでした", "Could not be sent";
    mail_dropped: "送りませんでした", "Not sent";
    mail_cancelled: "取り消しました", "Taken back";
    r_no_right: "いまは見られる立場にないためです。", "The receiver has no right to it now.";
    r_no_address: "使えるアドレスがなくなったためです。", "There is no usable address any more.";
    r_refused: "受け取る側のサーバーが断りました。アドレスをお確かめください。", "The receiving server refused it. Please check the address.";
    r_late: "時間がたち、要らなくなったため送りませんでした。", "Not sent: by now it was of no use.";
    r_transport: "送り出しに何度も失敗しました。アドレスとメールの設定をお確かめください。", "Handing it over failed many times. Check the address and the mail settings.";
    cancel: "送信を取り消す", "Take back";
    e_too_late: "すでに送り出したため、取り消せません。", "It is on its way and cannot be taken back.";
    new_title: "会社の方を加える", "Add someone of the company";
    edit_title: "お名前・役職を直す", "Edit name and post";
    name: "お名前", "Name";
    name_help: "姓と名のあいだを空けてください。例:丸山 一郎", "Family name first, with a space.";
    post: "役職", "Post";
    post_help: "例:専務取締役", "e.g. Senior director";
    part: "役割", "Part";
    joins: "この案件に加える", "Add to this case";
    mail_title(name: &str): "{name}様のメールアドレス", "Mail addresses of {name}";
    mail_lead: "だれの受信箱かを確かめて登録します。空欄にして保存すると、そのアドレスを外します。", "Register whose mailbox it is. An address saved blank is taken away.";
    mail_person_lead: "ご本人への案内は、会社の外の、ご本人だけが読めるアドレスにだけ送ります。", "Links for the placed person go only to an address outside the company that only they read.";
    address(n: usize): "アドレス{n}", "Address {n}";
    kind(n: usize): "アドレス{n}はだれの受信箱ですか", "Whose mailbox is address {n}?";
    kind_help: "「なし」にすると、登録は残りますが送りません。", "“Not used” keeps it but sends nothing there.";
    changed_note: "アドレスを変えるか外すと、そこへ送ったリンクは使えなくなります。", "Links sent to an address end when it is changed or taken away.";
    e_twice: "同じアドレスが2回入力されています。片方を消してください。", "This address is there twice. Remove one.";
    e_same_address: "このアドレスはすでに登録されています。一覧を確かめてください。", "This address is registered already. Please check the list.";
    invite_title(name: &str): "{name}様へのご案内", "Invitation to {name}";
    invite_lead: "この文面を送ります。送ってから1分以内なら取り消せます。", "This text is sent. It can be taken back within a minute.";
    invite_note: "リンクと確認用コードは、送るときに作ります。", "Link and code are made when it is sent.";
    m_to: "宛先", "To";
    m_subject: "件名", "Subject";
    send: "ご案内を送る", "Send the invitation";
    send_again: "もう一度送る", "Send it again";
    been_invited(day: &str): "{day}にご案内済みです。もう一度送ると、前のリンクは使えなくなります。", "Invited on {day}. Sending again ends the earlier link.";
    been_once: "すでにご案内済みです。もう一度送ると、前のリンクは使えなくなります。", "Already invited. Sending again ends the earlier link.";
    been_active: "すでにご利用中です。もう一度送ると、前のリンクは使えなくなります。", "Has come in already. Sending again ends the earlier link.";
    e_again: "すでにご案内済みです。もう一度送る場合は、下のボタンを押してください。", "Already invited. To send it once more, use the button below.";
    e_waiting: "送信待ちのご案内があります。1分ほどお待ちください。", "An invitation is waiting to go out. Please wait a minute.";
}

base::words! {
    /// The words of the paper card.
    pub(super) struct C;
    card_name(name: &str): "{name} 様", "{name}";
    card_title(name: &str): "{name}様のカード", "Card for {name}";
    card_once: "コードはこの画面で一度だけ表示します。いま印刷してお渡しください。画面を離れると、もう表示できません。", "The code is shown only now. Print the card and hand it over; it cannot be shown again.";
    card_for: "ご案内のカード", "Your way in";
    card_code: "一度だけ使えるコード", "Code, usable once";
    card_until(day: &str): "{day}まで", "until {day}";
    card_step1: "スマートフォンのカメラでQRコードを読み取ります。", "Point the camera of your phone at the QR code.";
    card_step2: "出てきた画面に、上のコードを入れます。", "Type the code above on the page that opens.";
    card_address: "QRコードが読めないときは、このアドレスを開いてください。", "If the QR code cannot be read, open this address:";
    card_qr: "画面を開くQRコード", "QR code of the page";
    card_call(phone: &str): "お困りのときは {phone}", "For help call {phone}";
    card_keep: "お名前の方だけがお使いください。なくされたときは、お電話ください。使えないようにします。", "For the named person only. If it is lost, call us and we end it.";
    print: "印刷する", "Print";
    back_to: "ご案内と連絡先へ", "Back to contacts";
}

base::words! {
    /// The words of the lines on 今日.
    pub(super) struct L;
    lost: "メールが届いていません", "A mail reached nobody";
    lost_why: "ご案内やお知らせのメールを送れませんでした。", "A mail of ours reached nobody.";
    lost_button: "連絡先を確かめる", "Check the contacts";
    invite: "ご案内を送る", "Send the invitation";
    invite_when: "ご都合のよいときに", "When it suits";
    invite_company: "会社へのご案内がまだです。", "The company is not invited yet.";
    invite_person: "ご本人へのご案内がまだです。", "The placed person is not invited yet.";
    invite_both: "会社とご本人へのご案内がまだです。", "Neither side is invited yet.";
    invite_button: "ご案内と連絡先", "Invitations";
}

impl T {
    /// A part in words.
    pub fn part_word(self, part: &str) -> &'static str {
        match part {
            "owner" => self.part_owner(),
            "host" => self.part_host(),
            "person" => self.part_person(),
            _ => self.part_contact(),
        }
    }

    /// Whose mailbox it is, in words.
    pub fn kind_word(self, kind: &str) -> &'static str {
        match kind {
            "own" => self.kind_own(),
            "shared" => self.kind_shared(),
            _ => self.kind_none(),
        }
    }

    /// Why no mail goes out, and what to do instead.
    pub fn why(self, why: Why) -> &'static str {
        match why {
            Why::NoAddress => self.w_no_address(),
            Why::Unused => self.w_unused(),
            Why::OnlyShared => self.w_only_shared(),
            Why::CompanyDomain => self.w_company_domain(),
            Why::UsedByOther => self.w_used_by_other(),
            Why::OtherSide => self.w_other_side(),
            Why::OneSided => self.w_one_sided(),
            Why::Suspended => self.w_suspended(),
            Why::Ended => self.w_ended(),
        }
    }

    /// Why a mail ended as it did; empty where the state says it all.
    pub fn reason(self, state: &str, reason: &str) -> &'static str {
        match (state, reason) {
            ("given_up", "refused") => self.r_refused(),
            ("given_up", _) => self.r_transport(),
            ("dropped", "late") => self.r_late(),
            ("dropped", "no_address") => self.r_no_address(),
            ("dropped", _) => self.r_no_right(),
            _ => "",
        }
    }
}
