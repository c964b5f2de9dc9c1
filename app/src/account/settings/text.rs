//! The words of the settings.

base::words! {
    /// The words of the settings.
    pub struct T;
    title: "設定", "Settings";
    nav_house: "金融機関", "Institution";
    nav_branches: "営業店", "Branches";
    nav_staff: "職員", "Staff";
    house_title: "金融機関", "Institution";
    house_code: "金融機関コード", "Institution code";
    house_kind: "業態", "Kind";
    kind_bank: "銀行(画面では「当行」)", "Bank";
    kind_shinkin: "信用金庫(画面では「当金庫」)", "Shinkin bank";
    kind_shinkumi: "信用組合(画面では「当組合」)", "Credit co-operative";
    house_name: "名称", "Name";
    house_name_help: "会社の方とご本人の画面の、いちばん上に表示します。", "Shown at the top of the pages of company and person.";
    phone: "電話番号", "Telephone";
    phone_help: "人材紹介担当につながる番号です。会社の方とご本人の画面に表示します。", "The desk's number, shown to company and person.";
    hours: "電話を受ける時間", "When it is answered";
    morning_at: "朝のお知らせメールの時刻", "Hour of the morning mail";
    morning_help: "例:8:30。営業日に、希望した担当者へ今日の件数だけを送ります。空欄のときは送りません。", "e.g. 8:30. On business days, today's counts only, to staff who want them. Blank: not sent.";
    e_morning: "6:00から11:59までの時刻を「8:30」のように入力してください。", "Enter an hour between 6:00 and 11:59, like 8:30.";
    hours_help: "例:平日 9時から17時まで", "e.g. Weekdays 9:00–17:00";
    second_look: "変化のご報告を共有する前の確認", "Second look before a change report is shared";
    look_off: "担当者だけで共有できる", "The consultant shares it alone";
    look_first: "案件の最初の報告だけ、本部管理者が確認する", "The manager looks at the first report of a case";
    paper_calendar: "紙の書類の日付", "Dates on papers";
    calendar_western: "西暦(2026年11月22日)", "Western (2026)";
    calendar_japanese: "和暦(令和8年11月22日)", "Japanese era (令和8年)";
    paper_seals: "署名欄に押印の場所を付ける", "Circles for seals in the boxes to sign";
    seals_on: "付ける", "Yes";
    seals_off: "付けない", "No";
    look_all: "すべての報告を、本部管理者が確認する", "The manager looks at every report";
    hats_title: "営業店担当と人材紹介担当の兼任", "Branch RM and consultant in one person";
    hats_lead: "同じ会社の両方の立場を一人で持つと、会社に伏せた話が営業店に伝わるおそれがあります。", "One person in both seats may carry what was said in confidence to the branch.";
    hats_allow: "兼任を認める", "Allow both in one person";
    hats_off: "兼任は認めていません。", "Nobody may hold both.";
    hats_on(reason: &str): "兼任を認めています。理由:{reason}", "Both in one person are allowed. Reason: {reason}";
    reason: "認める理由", "Reason";
    reason_readers(names: &str): "システム管理者とコンプライアンス担当({names})", "Administrators and compliance ({names})";
    readers_none: "まだいません", "nobody yet";
    e_hats_worn: "兼任している職員がいます。先に、その方の立場を変えてください。", "Someone holds both seats. Change their seats first.";
    branches_title: "営業店", "Branches";
    branches_none: "営業店はまだありません。下の欄から追加できます。", "No branches yet. Add the first one below.";
    branch_code: "店番", "Code";
    branch_name: "店名", "Name";
    branch_add: "営業店を追加する", "Add a branch";
    branch_edit: "変更する", "Change";
    branch_title: "営業店を変更する", "Change a branch";
    e_branch_code: "店番は、半角の英数字とハイフンで入力してください。", "Use letters, digits and hyphens.";
    e_code_taken: "この店番はすでに使われています。番号を確かめてください。", "This code is in use. Please check it.";
    staff_title: "職員", "Staff";
    staff_new: "職員を追加する", "Add a member of staff";
    staff_edit: "職員の設定を変更する", "Change a member of staff";
    staff_name: "氏名", "Name";
    staff_name_help: "会社の方とご本人の画面にも表示します。例:山本 直美", "Also shown to company and person. Family name first.";
    mail: "メールアドレス", "Mail address";
    mail_help: "サインインに使います。", "Used for signing in.";
    staff_phone_help: "会社の方とご本人に知らせる番号です。空欄のままでも構いません。", "Told to company and person. This may stay blank.";
    seats: "立場", "Seats";
    seats_help: "一人がいくつ持っても構いません。画面は一度に一つの立場で表示します。", "One person may hold several; a page acts in one at a time.";
    branch: "営業店担当の店", "Branch of the branch RM";
    branch_none: "選ばない", "None";
    state: "状態", "State";
    state_active: "利用中", "Active";
    state_disabled: "利用停止中", "Disabled";
    state_listed: "氏名だけ登録済み", "Name only";
    password_first: "本人のパスワードは未設定", "No password of their own yet";
    change: "変更する", "Change";
    more: "続きを見る", "Show more";
    add: "追加して初回パスワードを出す", "Add and show the first password";
    disable: "利用を止める", "Disable";
    disable_help: "押すとすぐに、この方のすべての端末が終了します。記録は残ります。", "All their devices are signed out at once. Records stay.";
    enable: "利用を再開する", "Enable again";
    renew: "新しい初回パスワードを出す", "Give a new first password";
    renew_help: "いまのパスワードは使えなくなり、すべての端末が終了します。", "The current password stops working and all devices are signed out.";
    access: "利用とパスワード", "Access and password";
    shown_title: "初回パスワード", "First password";
    shown_lead(name: &str): "{name}さんに、このパスワードを手渡しか電話でお伝えください。", "Tell {name} this password in person or by telephone.";
    shown_once: "この画面を閉じると、もう表示できません。最初のサインインで、ご本人が新しいパスワードに替えます。", "It cannot be shown again. It is replaced at the first sign-in.";
    shown_print: "印刷する", "Print";
    shown_back: "職員の一覧へ", "Back to the list";
    nav_follow_up: "フォロー予定のひな形", "Follow-up template";
    nav_ending: "終了と数字の決まり", "Ends and figures";
    nav_preparation: "入社前準備のひな形", "Preparation template";
    nav_reports: "ご報告の文", "Report wording";
    nav_survey: "アンケートの文", "Survey wording";
    nav_signals: "兆しのしきい値", "Thresholds of signals";
    nav_days: "休業日", "Closed days";
    days_title: "休業日と営業日", "Closed and open days";
    days_lead: "土日・祝日・年末年始は登録しなくても休みになります。ここには、それと違う日だけを入れます。", "Weekends, public holidays and the turn of the year are closed by themselves. Enter only what differs.";
    days_none: "登録した日はありません。暦のとおりに営業日を数えています。", "No days of your own. Business days follow the calendar.";
    day: "日付", "Day";
    day_help: "例:2026年12月30日、R8.12.30", "e.g. 2026-12-30";
    day_is: "扱い", "Treated as";
    day_law: "暦の上では", "By the calendar";
    day_note: "理由(任意)", "Why (optional)";
    day_note_help: "例:創立記念日", "e.g. Foundation day";
    day_add: "日を追加する", "Add a day";
    day_remove: "取り除く", "Remove";
    day_closed: "休業日", "Closed";
    day_open: "営業日", "Open";
    day_open_by_law: "営業日", "Open";
    day_closed_by_law: "土日・年末年始", "Weekend or turn of the year";
    day_holiday(name: &str): "祝日({name})", "Holiday ({name})";
    day_holidays: "これから1年の祝日", "Public holidays of the coming year";
    day_turn: "12月31日から1月3日までは、いつも休みとして数えます。春分・秋分の日は、前の年の2月の官報で決まります。", "31 December to 3 January always count as closed. The equinox days are settled by the gazette of the February before.";
    e_day_taken: "この日はすでに登録されています。変えるときは、取り除いてから入れ直してください。", "This day is entered already. Remove it first to change it.";
    e_phone: "電話番号は、数字とハイフンで入力してください。例:03-0000-0000", "Use digits and hyphens, e.g. 03-0000-0000.";
    e_seat: "立場を1つ以上選んでください。", "Choose at least one seat.";
    e_branch: "営業店担当の店を選んでください。", "Choose the branch of the branch RM.";
    e_two_hats: "営業店担当と人材紹介担当は、一人で兼ねられません。兼ねる場合は、先に設定で理由を書いてください。", "One person cannot hold both branch RM and consultant. State a reason in the settings first.";
    e_mail_taken: "このメールアドレスは使えません。別のアドレスを入力してください。", "This mail address cannot be used. Please enter another one.";
    e_last_admin: "システム管理者がいなくなります。先に、ほかの方をシステム管理者にしてください。", "No administrator would be left. Make someone else administrator first.";
}

impl T {
    /// The kind of institution in words.
    pub fn kind(self, code: &str) -> &'static str {
        match code {
            "shinkin" => self.kind_shinkin(),
            "shinkumi" => self.kind_shinkumi(),
            _ => self.kind_bank(),
        }
    }

    /// The calendar of papers, in words.
    pub fn calendar(self, code: &str) -> &'static str {
        if code == "japanese" { self.calendar_japanese() } else { self.calendar_western() }
    }

    /// Whether papers have circles for seals, in words.
    pub fn seals(self, code: &str) -> &'static str {
        if code == "on" { self.seals_on() } else { self.seals_off() }
    }

    /// How a day of the institution's own stands, in words.
    pub fn day_kind(self, code: &str) -> &'static str {
        if code == "open" { self.day_open() } else { self.day_closed() }
    }

    /// When the manager looks, in words.
    pub fn look(self, code: &str) -> &'static str {
        match code {
            "first" => self.look_first(),
            "all" => self.look_all(),
            _ => self.look_off(),
        }
    }

    /// The state of a member of staff in words.
    pub fn staff_state(self, code: &str) -> &'static str {
        match code {
            "active" => self.state_active(),
            "disabled" => self.state_disabled(),
            _ => self.state_listed(),
        }
    }
}
