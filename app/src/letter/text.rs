//! The words of letters.

base::words! {
    /// The words of letters.
    pub struct T;
    title: "お手紙(お一方だけへ)", "Letters to one side";
    lead: "ご報告は会社とご本人が同じ言葉で読みます。お一方だけにお伝えすることは、こちらでお手紙にします。相手の方には、お手紙があることも見えません。", "Both sides read the report in the same words. What is for one of them alone goes into a letter; the other side does not even see that there is one.";
    reports: "変化のご報告", "Change reports";
    none: "まだありません。", "None yet.";
    new_title: "お手紙を書く", "Write a letter";
    to: "どなたへ", "To whom";
    to_company(name: &str): "{name}様(会社)", "{name} (company)";
    to_person(name: &str): "{name}様(ご本人)", "{name} (placed person)";
    reader_to: "お選びになった方(お届けのあと)", "The one you choose, once it is delivered";
    reader_of(name: &str): "{name}(お届けのあと)", "{name}, once it is delivered";
    nobody: "ご案内が届いている方が、まだいません。先に「会社の方とご案内」からご案内してください。", "Nobody has been invited yet. Please invite them first.";
    body: "お伝えすること", "What you tell them";
    body_help: "相手の方から聞いたことは書けません。お伝えするには、お取り次ぎの承諾をいただいてください。", "Nothing heard from the other side. For that, ask for their consent to a relay.";
    keep: "内容を確かめる", "Check it";
    letter: "お手紙", "Letter";
    show_title: "お手紙の確認", "Check the letter";
    show_lead: "受け取る方には、次のとおり見えます。", "This is what the receiver sees.";
    private_lead: "この画面を開いたことは、記録に残ります。", "Opening this page is recorded.";
    doubts: "読み直すところ", "Read again";
    no_doubts: "読み直すところはありません。", "Nothing to read again.";
    edit: "言葉を直す", "Change the words";
    save: "直して保存する", "Save the change";
    send: "送る", "Send";
    send_how: "10分たってから届き、ご案内のメールが送られます。それまでは取りやめられます。", "It arrives after ten minutes and a mail follows. Until then it can be taken back.";
    send_how_paper: "メールが届かない方です。10分たつとPDFを印刷できます。印刷してお渡しください。それまでは取りやめられます。", "No mail reaches this person. After ten minutes you can print it and hand it over. Until then it can be taken back.";
    hand_over: "メールが届かない方です。印刷してお渡しください。", "No mail reaches this person: print it and hand it over.";
    held(when: &str): "{when}に届きます。それまでは、どなたにも見えません。", "It arrives at {when}. Until then nobody sees it.";
    keep_back: "取りやめる", "Take it back";
    st_draft: "下書き", "Draft";
    st_held: "10分後に届きます", "On its way";
    st_sent: "お届け済み", "Delivered";
    st_paper: "印刷してお渡しください", "Print it and hand it over";
    st_read(day: &str): "{day}に読みましたとのお知らせ", "Marked as read on {day}";
    row(day: &str, name: &str): "{day} {name}様", "{day}, {name}";
    open: "開く", "Open";
    my_title: "担当からのお手紙", "A letter from the desk";
    my_lead(name: &str): "{name}からお届けしました。", "From {name}.";
    my_readers: "ご自分と担当者だけが読めます。", "Only you and the desk can read this.";
    my_say_read: "読みましたと伝える", "Say that you have read it";
    my_said(day: &str): "{day}に、読んだことをお知らせいただきました。", "You said on {day} that you have read it.";
    my_answer: "お返事や相談を送る", "Answer, or ask";
    a_title: "担当からのお手紙が届いています", "A letter from the desk has arrived";
    a_text(day: &str): "{day}にお届けしました。1分ほどで読めます。", "Delivered on {day}. It takes a minute.";
    a_do: "お手紙を読む", "Read the letter";
    home_title: "担当からのお手紙", "Letters from the desk";
    paper_title: "お知らせ", "Letter";
}
