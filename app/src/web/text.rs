//! The words of the frame, and those that every slice shares.

use base::access::Seat;
use base::actor::{Side, StaffSeat};
use base::text::Lang;

base::words! {
    /// The words of the frame.
    pub struct T;
    product: "伴走", "Banso";
    skip: "本文へ移動", "Skip to content";
    main_nav: "主な画面", "Main pages";
    nav_today: "今日", "Today";
    nav_cases: "案件", "Cases";
    nav_proposals: "提案", "Proposals";
    nav_settings: "設定", "Settings";
    nav_home: "ホーム", "Home";
    nav_goals: "目標", "Goals";
    ways: "この案件の画面", "Pages of this case";
    way_preparation: "準備", "Preparation";
    way_dialogues: "対話と見学", "Dialogues and visits";
    way_gaps: "ギャップ", "Gaps";
    way_changes: "期待する変化", "Hoped-for changes";
    way_goals: "目標シート", "Goal sheet";
    way_booklet: "三者の書面", "Booklet";
    nav_consult: "相談", "Messages";
    nav_reports: "報告", "Reports";
    acting_as(seat: &str): "{seat}として表示中", "as {seat}";
    sign_out: "サインアウト", "Sign out";
    my_account: "自分の設定", "My account";
    sample: "見本です。実在の方の情報を入れないでください。", "Sample data, all fictional. Enter nothing about real people.";
    sample_label: "見本についてのお断り", "About this sample";
    demo_seats: "立場を切り替える", "Switch seat";
    demo_mail: "届いたメール", "Mailbox";
    demo_time: "日付を進める", "Move time";
    tokens_note: "デジタル庁デザインシステムのデザイントークンを利用しています", "Uses the design tokens of the Digital Agency design system";
    licences: "使用しているソフトウェア", "Licences";
    text_size: "文字の大きさ", "Text size";
    size_std: "標準", "Standard";
    size_l: "大", "Large";
    size_xl: "特大", "Largest";
    other_language: "English", "日本語";
    desk: "人材紹介担当", "Placement desk";
    save_pdf: "PDFで保存", "Save as PDF";
    save: "保存する", "Save";
    back: "前に戻る", "Back";
    optional: "(任意)", "(optional)";
    required: "※必須", "(required)";
    optional_help: "空欄のままでも構いません。", "This may stay blank.";
    no_sensitive: "健康・家族・信条・出身に関することは書かないでください。", "Please write nothing about health, family, creed or origin.";
    readers: "この内容を読む人", "Who reads this";
    see_desk: "担当者のみ", "Desk only";
    see_company: "会社に見えます", "Visible to company";
    see_person: "ご本人に見えます", "Visible to the person";
    see_all: "三者に見えます", "Visible to all three";
    company: "会社", "Company";
    person: "ご本人", "Placed person";
    undecided: "未定", "Not decided";
    undecided_join: "入社日未定", "Start date not decided";
    summary(n: usize): "入力内容に確認が必要な箇所が{n}件あります。", "Please check {n} item(s).";
    e_required(field: &str): "{field}を入力してください。", "Enter {field}.";
    e_choose: "いずれか1つを選んでください。", "Choose one.";
    e_date: "日付を読み取れませんでした。例:2026年11月24日、R8.11.24", "Could not read the date, e.g. 2026-11-24.";
    e_order(a: &str, b: &str): "{a}は{b}より後の日付にしてください。", "{a} must be after {b}.";
    e_kana: "フリガナはカタカナで入力してください。", "Enter the reading in katakana.";
    e_mail: "メールアドレスの形をご確認ください。例:name@example.co.jp", "Check the mail address, e.g. name@example.co.jp";
    e_long(max: usize, n: usize): "{max}文字以内で入力してください(現在{n}文字)。", "Use at most {max} characters (now {n}).";
    e_stale: "ほかの方が同じ箇所を先に変更しました。下に両方の内容があります。残す方を選んで、もう一度保存してください。", "Someone else changed this first. Both texts are below: choose what to keep and save again.";
    theirs: "いま保存されている内容", "What is saved now";
    yours: "あなたが入力した内容", "What you typed";
    before: "変更の前", "Before either of you";
    blank: "空欄", "(blank)";
    e_met: "同じ欄を、ほかの方が先に変えていました。どちらの文を残すか選んで、もう一度保存してください。ほかの欄は、お二人の変更がどちらも残っています。", "Someone else changed the same field first. Choose which text to keep and save again. In the other fields both of your changes are kept.";
    met_by(who: &str, at: &str): "{who}さんが{at}に変更しました。", "{who} changed it on {at}.";
    use_yours: "あなたの文を残す(下の欄で直せます)", "Keep yours (you can change it below)";
    use_theirs: "いま保存されている文を残す", "Keep what is saved now";
    no_glyph_title: "印刷できない文字があります", "A character cannot be printed";
    no_glyph(character: char, near: &str): "「{character}」は、印刷用の文字にありません(「{near}」のところです)。ほかの文字に直してから、もう一度お試しください。", "“{character}” cannot be printed (near “{near}”). Please write it otherwise and try again.";
    not_found_title: "ページが見つかりません", "Page not found";
    not_found: "このページはないか、見る権限がありません。前の画面に戻るか、担当者にお問い合わせください。", "This page does not exist or is not for you. Go back, or ask your contact at the desk.";
    not_taken_title: "保存できませんでした", "Not saved";
    not_taken: "期間が終わったか、担当や内容が変わったため、この操作はいまできません。前の画面を開き直すか、担当者にお問い合わせください。", "The time for this is over, or something changed in the meantime. Open the page again, or ask your contact at the desk.";
    not_saved: "入力した文章は保存されていません。必要なところは、下から写してお使いください。", "What you wrote was not saved. Copy what you need from below.";
    old_form_title: "この画面は古くなっています", "This page is out of date";
    old_form: "お手数ですが、前の画面を開き直してから、もう一度お試しください。", "Please open the page again and repeat what you did.";
    foreign_title: "この操作は受け付けられません", "This cannot be accepted";
    foreign: "ほかのサイトから送られた操作は受け付けていません。伴走の画面を開いて操作してください。", "Requests sent from another site are not accepted. Please use the pages of Banso.";
    too_large_title: "送られた内容が大きすぎます", "Too large";
    too_large: "ファイルは10MBまで、文章は約100万字までです。ブラウザーの「戻る」で前の画面に戻り、分けるか短くしてから、もう一度お試しください。", "A file may have up to 10 MB, a text some million letters. Go back, split or shorten it, then try again.";
    bad_title: "送られた内容を読み取れません", "This could not be read";
    bad: "前の画面に戻り、もう一度お試しください。", "Go back and try again.";
    slow_down_title: "少し時間をおいてください", "Please wait a little";
    slow_down: "続けて何度も試されたため、少しの間お待ちいただいています。数分後にもう一度お試しください。", "There were many tries in a row. Please try again in a few minutes.";
    busy_title: "ただいま混み合っています", "Busy right now";
    busy: "少し待ってから、もう一度お試しください。", "Please wait a moment and try again.";
    error_title: "処理を完了できませんでした", "Something went wrong";
    error(id: &str): "少し待ってから、もう一度お試しください。続くときは、この番号を担当者にお伝えください。(番号 {id})", "Please try again in a moment. If it goes on, tell the desk this number. (ref {id})";
    go_home: "はじめの画面へ", "To the first page";
    kept: "お預かりしている入力内容があります。", "A form you sent earlier is kept for you.";
    kept_open: "内容を確かめて送る", "Check it and send";
    help: "この画面でできること", "What this page is for";
    call_us: "お困りのときは", "If you need help";
    d_saved: "保存しました。", "Saved.";
    d_saved_unasked: "保存しました。足りないところがあるため、確認のお願いはまだしていません。", "Saved. Something is missing, so nobody was asked yet.";
    d_merged: "保存しました。ほかの方が先に変えたところも、そのまま残っています。", "Saved. What someone else changed before you is kept too.";
    d_sent: "送りました。1分以内なら取り消せます。", "Sent. It can be taken back within a minute.";
    d_opened: "案件を登録しました。まだ、どなたにも何も送っていません。", "The case is registered. Nothing has been sent to anyone.";
    d_imported: "取り込みました。まだ、どなたにも何も送っていません。", "Imported. Nothing has been sent to anyone.";
    d_recorded: "記録しました。", "Recorded.";
    d_agreed: "合意を記録しました。ありがとうございました。", "Your agreement is recorded. Thank you.";
    d_consented: "お返事をいただきました。ありがとうございました。", "Your answer is recorded. Thank you.";
    d_confirmed: "確認を記録しました。", "The confirmation is recorded.";
    d_proposed: "お送りいただいた内容を担当者が拝見します。", "The desk will read what you sent.";
    d_asked: "三者に確認を依頼しました。", "All three were asked to review.";
    d_asked_both: "お二方にお願いしました。1分以内なら取り消せます。", "Both were asked. It can be taken back within a minute.";
    d_held: "10分後に共有します。それまでは取りやめられます。", "It goes out in ten minutes. Until then it can be taken back.";
    d_kept_back: "共有を取りやめました。どなたにも届いていません。", "Taken back. It reached nobody.";
    d_published: "変化のご報告を共有しました。", "The change report is shared.";
    d_read: "読んだことを担当者に伝えました。", "The desk now knows you have read it.";
    d_done: "完了しました。", "Done.";
    d_undone: "元に戻しました。", "Undone.";
    d_cancelled: "取り消しました。", "Taken back.";
    d_too_late: "もう送り終えていたため、取り消せませんでした。", "It had been sent already and could not be taken back.";
    d_signed_out: "サインアウトしました。", "Signed out.";
    d_seat: "立場を切り替えました。", "Switched.";
    d_moved: "日付を進めました。", "Time moved.";
    d_answered: "お返事を届けました。", "The answer is on its way.";
    d_planned: "予定に入れました。", "Planned.";
    d_told: "予定のお知らせをお送りします。", "They will be told of the day.";
    d_replanned: "予定を変えました。", "The plan is changed.";
    d_settled: "日時が決まりました。ありがとうございました。", "The time is settled. Thank you.";
    d_unmet: "お返事をいただきました。担当者からあらためてご連絡します。", "We have your answer. The desk will come back to you.";
    d_skipped: "取りやめとして記録しました。", "Recorded as called off.";
    d_joined: "確認を記録し、フォロー予定を作りました。まだ、どなたにも何も送っていません。", "Confirmed, and the follow-up plan is made. Nothing has been sent to anyone.";
    d_offered: "書いた方に確認をお願いしました。", "The writer was asked.";
    d_line_answered: "お返事を担当者に伝えました。ありがとうございました。", "Your answer reached the desk. Thank you.";
    d_look_asked: "責任者に確認を依頼しました。", "The manager was asked for a second look.";
    d_approved: "承認しました。", "Approved.";
    d_returned: "差し戻しました。", "Returned.";
    d_card: "カードはすでにお作りしました。コードは一度しか表示できません。必要なら、もう一度お作りください。", "The card was made already. Its code is shown only once; make another one if needed.";
    d_password: "パスワードを変更しました。ほかの端末はすべてサインアウトしました。", "Your password is changed. Your other devices were signed out.";
    d_my_signed_out: "ご利用を終えました。またお使いになるときは、メールのリンクからお入りください。", "You have left. To come back, use the link in your mail.";
    d_ended: "選んだ端末での利用を終えました。", "That device is signed out.";
    d_discarded: "お預かりしていた内容を破棄しました。", "What was kept for you is gone.";
    d_disabled: "利用を止めました。この方は、次の操作からは入れません。", "Disabled. From their next step on they are out.";
    d_consult_sent: "相談を受け付けました。お返事の期限は、この画面でご覧いただけます。", "We received your message. This page says by when we answer.";
    d_consult_tried: "ご挨拶を送りました。お返事をお待ちください。", "Your greeting is sent. Please wait for the answer.";
    d_answered_desk: "担当者に伝えました。ありがとうございました。", "The desk has it. Thank you.";
    d_handed: "会社にお渡ししました。", "It is before the company now.";
    d_code_sent: "確認用コードをお送りしました。届いた数字を入力してください。", "The code is on its way. Type the digits.";
    d_relay_sent: "お伝えしました。結果が分かったら、書いた方に知らせてください。", "Passed on. Tell the writer what comes of it.";
    d_enabled: "利用を再開しました。", "Enabled again.";
    seat_consultant: "人材紹介担当", "placement consultant";
    seat_other: "ほかの案件の担当", "another consultant";
    seat_branch: "営業店担当", "branch relationship manager";
    seat_manager: "本部管理者", "HQ manager";
    seat_officer: "職業紹介責任者", "placement officer";
    seat_compliance: "コンプライアンス担当", "compliance officer";
    seat_admin: "システム管理者", "system administrator";
    seat_owner: "経営者", "company owner";
    seat_host: "受け入れ責任者", "host manager";
    seat_contact: "会社のご担当", "company contact";
    seat_person: "ご本人", "placed person";
}

impl T {
    /// A staff seat in words.
    pub fn seat(self, seat: StaffSeat) -> &'static str {
        match seat {
            StaffSeat::Consultant => self.seat_consultant(),
            StaffSeat::Branch => self.seat_branch(),
            StaffSeat::Manager => self.seat_manager(),
            StaffSeat::Officer => self.seat_officer(),
            StaffSeat::Compliance => self.seat_compliance(),
            StaffSeat::Admin => self.seat_admin(),
        }
    }

    /// A seat of the table in words.
    pub fn any_seat(self, seat: Seat) -> &'static str {
        match seat {
            Seat::Consultant => self.seat_consultant(),
            Seat::OtherConsultant => self.seat_other(),
            Seat::BranchRm => self.seat_branch(),
            Seat::Manager => self.seat_manager(),
            Seat::Officer => self.seat_officer(),
            Seat::Compliance => self.seat_compliance(),
            Seat::Admin => self.seat_admin(),
            Seat::Owner => self.seat_owner(),
            Seat::Host => self.seat_host(),
            Seat::Contact => self.seat_contact(),
            Seat::Person => self.seat_person(),
        }
    }

    /// A side in words; the bank's side is the desk.
    pub fn side(self, side: Side) -> &'static str {
        match side {
            Side::Company => self.company(),
            Side::Person => self.person(),
            Side::Bank => self.desk(),
        }
    }

    /// What was just done, from the code in the redirect; an unknown code says nothing.
    pub fn done(self, code: &str) -> String {
        match code {
            "saved" => self.d_saved(),
            "saved_unasked" => self.d_saved_unasked(),
            "merged" => self.d_merged(),
            "sent" => self.d_sent(),
            "opened" => self.d_opened(),
            "imported" => self.d_imported(),
            "recorded" => self.d_recorded(),
            "agreed" => self.d_agreed(),
            "consented" => self.d_consented(),
            "confirmed" => self.d_confirmed(),
            "proposed" => self.d_proposed(),
            "asked" => self.d_asked(),
            "asked_both" => self.d_asked_both(),
            "held" => self.d_held(),
            "kept_back" => self.d_kept_back(),
            "published" => self.d_published(),
            "read" => self.d_read(),
            "done" => self.d_done(),
            "undone" => self.d_undone(),
            "cancelled" => self.d_cancelled(),
            "too_late" => self.d_too_late(),
            "signed_out" => self.d_signed_out(),
            "seat" => self.d_seat(),
            "moved" => self.d_moved(),
            "answered" => self.d_answered(),
            "offered" => self.d_offered(),
            "line_answered" => self.d_line_answered(),
            "look_asked" => self.d_look_asked(),
            "approved" => self.d_approved(),
            "returned" => self.d_returned(),
            "card" => self.d_card(),
            "password" => self.d_password(),
            "my_signed_out" => self.d_my_signed_out(),
            "ended" => self.d_ended(),
            "discarded" => self.d_discarded(),
            "disabled" => self.d_disabled(),
            "consult_sent" => self.d_consult_sent(),
            "consult_tried" => self.d_consult_tried(),
            "answered_desk" => self.d_answered_desk(),
            "handed" => self.d_handed(),
            "code_sent" => self.d_code_sent(),
            "relay_sent" => self.d_relay_sent(),
            "enabled" => self.d_enabled(),
            "planned" => self.d_planned(),
            "told" => self.d_told(),
            "replanned" => self.d_replanned(),
            "skipped" => self.d_skipped(),
            "settled" => self.d_settled(),
            "unmet" => self.d_unmet(),
            "joined" => self.d_joined(),
            _ => "",
        }
        .to_owned()
    }

    /// Reads the other language's name, for its own speakers.
    pub fn of(lang: Lang) -> T {
        T(lang)
    }
}
