//! The words of the demo.

base::words! {
    /// The words of the demo.
    pub struct T;
    title: "見本の入り口", "The demo";
    lead: "架空の信用金庫の案件を、それぞれの立場で体験できます。立場を選ぶと、その方として画面が開きます。", "Live through the cases of a fictional institution in every seat. Choose one and its pages open.";
    staff: "金融機関の立場", "At the institution";
    cases: "案件ごとの立場", "By case";
    owner: "経営者", "Owner";
    person: "ご本人", "Placed person";
    contact: "会社の方", "Company contact";
    open: "この立場で開く", "Open in this seat";
    quiet: "まだご案内していません", "not invited yet";
    quiet_invited: "ご案内済みです。届いたメールから入れます", "invited: the way in is the mail";
    quiet_closed: "いまは入れません", "closed";
    time: "日付を進める", "Move time";
    time_lead(day: &str): "いまは{day}です。進めると、その間に届くはずのメールも届きます。元には戻せません。", "It is {day}. Moving on also delivers the mail of that time. There is no way back.";
    day: "1日進める", "One day";
    week: "1週間進める", "One week";
    month: "1か月進める", "One month";
    milestone: "次の節目まで進める", "To the next milestone";
    mail: "届いたメール", "Mailbox";
    mail_lead: "実際には送らず、ここに届きます。リンクも使えます。", "Nothing is really sent: it arrives here, and its links work.";
    mail_empty: "まだメールはありません。案件の「ご案内と連絡先」から送ると、1分後にここへ届きます。", "No mail yet. Send an invitation from a case; it arrives a minute later.";
    mail_to: "宛先", "To";
    fresh: "新しいリンクとコードを届ける", "Deliver a fresh link and code";
    hurry: "送信待ちのメールを今すぐ届ける", "Deliver waiting mail now";
    five: "はじめの五つ", "First five";
    five1: "人材紹介担当として「今日」を見る", "See Today as the placement consultant";
    five2: "案件を開いて経過を読む", "Open a case and read its timeline";
    five3: "ご本人の立場で目標シートに合意する", "Agree to a goal sheet as the placed person";
    five4: "面談を記録し、相手側に見えないことを確かめる", "Record a talk and see that the other side sees nothing";
    five5: "変化のご報告を共有し、経営者として読む", "Share a change report and read it as the owner";
}
