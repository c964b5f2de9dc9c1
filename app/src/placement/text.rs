//! The words of the placement.

base::words! {
    /// The words of the placement.
    pub struct T;
    list_title: "案件", "Cases";
    list_empty: "まだ案件がありません。表計算ソフトから貼り付けて登録することもできます。", "No cases yet. You can also paste them from a spreadsheet.";
    list_none: "この条件に合う案件はありません。条件を変えてお試しください。", "No case matches. Try another filter.";
    new: "案件を登録する", "Register a case";
    import: "表から取り込む", "Import a spreadsheet";
    export: "一覧を書き出す", "Export the list";
    f_mine: "自分の案件", "My cases";
    f_todo: "要対応", "Needs action";
    f_before: "入社前", "Before joining";
    f_after: "入社後", "After joining";
    f_ended: "終了", "Ended";
    f_all: "すべて", "All";
    find: "会社名・お名前で探す", "Find by company or name";
    find_button: "探す", "Find";
    c_company: "会社", "Company";
    c_person: "ご本人", "Person";
    c_post: "役職", "Post";
    c_stage: "段階", "Stage";
    c_join: "入社日", "Start";
    c_next: "次の予定", "Next";
    more: "続きを見る", "Show more";
    new_title: "案件を登録する", "Register a case";
    new_lead: "会社・お名前・役職・経営課題の一文があれば登録できます。登録しても、どなたにも何も送りません。", "Company, name, post and one sentence of the issue are enough. Registering sends nothing to anyone.";
    g_must: "必要なこと", "What is needed";
    g_more: "わかっていれば(あとからでも入力できます)", "If you know it (can be added later)";
    company: "会社名", "Company";
    company_help: "例:丸山工業株式会社", "e.g. Maruyama Kogyo K.K.";
    person_name: "ご本人のお名前", "Name of the person";
    person_help: "姓と名のあいだを空けてください。例:佐藤 健一", "Family name first, with a space.";
    post: "役職", "Post";
    post_help: "例:管理部長", "e.g. Head of administration";
    issue: "解決したい経営課題", "Management issue to solve";
    issue_help: "一文で構いません。登録した日の言葉としてそのまま残ります。", "One sentence. It is kept as first worded, with its date.";
    number: "法人番号", "Corporate number";
    number_help: "13桁の数字です。", "13 digits.";
    address: "会社の所在地", "Company address";
    industry: "業種", "Industry";
    owner: "経営者のお名前", "Owner's name";
    owner_post: "経営者の役職", "Owner's post";
    owner_mail: "経営者のメールアドレス", "Owner's mail address";
    kana: "フリガナ", "Reading in katakana";
    birth: "生年月日", "Date of birth";
    person_mail: "ご本人のメールアドレス", "The person's mail address";
    person_mail_help: "会社のアドレスではなく、ご本人だけが読めるアドレスにしてください。", "Not a company address: one that only the person reads.";
    contract: "契約の形", "Contract form";
    contract_unknown: "未定・確認中", "Not known yet";
    contract_open_ended: "無期雇用", "Employment, open-ended";
    contract_fixed_term: "有期雇用", "Employment, fixed term";
    contract_director: "委任(役員)", "Director (mandate)";
    contract_contractor: "業務委託", "Contract for services";
    contract_side_job: "副業・兼業", "Side job";
    sides: "紹介の形", "Form of placement";
    sides_two: "両手型", "Two-sided";
    sides_one: "片手型", "One-sided";
    offer_on: "内定日", "Offer date";
    join_on: "入社日", "Start date";
    join_help: "決まっていなければ空欄で構いません(未定)。", "Leave blank if not decided.";
    date_help: "例:2026年11月24日、R8.11.24", "e.g. 2026-11-24";
    branch: "営業店", "Branch";
    deputy: "不在時の担当者", "Deputy";
    none: "選ばない", "None";
    case_no: "案件番号", "Case number";
    register: "登録する", "Register";
    e_number_length: "法人番号は13桁の数字です。桁数をご確認ください。", "A corporate number has 13 digits.";
    e_number_check: "法人番号の数字に誤りがあるようです。もう一度ご確認ください(検査用の数字が合いません)。", "The check digit of this corporate number does not fit. Please look again.";
    e_which_day(a: &str, b: &str): "{a}と{b}のどちらでしょうか。年を4桁か元号で入力してください。", "Is it {a} or {b}? Type the year in four digits.";
    e_known_company(name: &str): "「{name}」は別の法人番号で登録されています。番号を確かめるか、別の会社であれば下の欄に印を付けてください。", "“{name}” is registered under another number. Check the number, or tick below if it is another company.";
    another_company: "同じ名前の別の会社として登録する", "Register as another company of the same name";
    e_case_no: "この案件番号はすでに使われています。番号を確かめてください。", "This case number is in use. Please check it.";
    e_same_case: "同じ会社・お名前・役職・内定日の案件がすでにあります。案件の一覧で確かめてください。", "A case with the same company, name, post and offer date exists already. Please check the list.";
    e_deputy_self: "不在時の担当者には、ご自分以外の方を選んでください。", "Choose someone other than yourself as deputy.";
    stage_preparing: "準備中", "Preparing";
    stage_agreeing: "合意の段階", "Agreement";
    stage_joined: "入社済み", "Joined";
    stage_closed: "定期フォロー終了", "Follow-up closed";
    stage_left: "退職", "Left";
    day_n(n: i64): "{n}日目", "day {n}";
    edit_title: "案件の内容を直す", "Edit the case";
    back_to_case: "案件に戻る", "Back to the case";
    first_issue(day: &str): "はじめに決めた経営課題({day})。この言葉は残ります。", "The issue as first set ({day}). These words stay.";
    issue_now: "経営課題(いまの言葉)", "Management issue (as worded now)";
    issue_now_help: "言葉を変えると、新しい版として並べて残ります。", "New words are kept beside the first ones.";
    deputy_help: "会社とご本人の画面に、お名前が出ます。", "Company and person see this name.";
    fee_title: "手数料", "Fee";
    rate: "手数料率", "Fee rate";
    rate_help: "例:30%", "e.g. 30%";
    fee: "手数料の額(円)", "Fee (yen)";
    fee_help: "例:2,100,000", "e.g. 2,100,000";
    refund: "返戻金の取り決め", "Refund terms";
    refund_help: "例:1か月以内50%、3か月以内30%、6か月以内10%", "e.g. 50% within 1 month, 30% within 3, 10% within 6";
    e_rate: "手数料率を読み取れませんでした。例:30%", "Could not read the rate, e.g. 30%.";
    e_fee: "金額を読み取れませんでした。円で入力してください。例:2,100,000", "Could not read the amount. Type it in yen, e.g. 2,100,000.";
    end_title: "フォローを終了する", "Close the follow-up";
    as_of(day: &str, n: usize): "{day}現在・{n}件", "As of {day}, {n} case(s)";
    other_cases(n: i64): "ほかの担当者の案件が{n}件あります。", "Other consultants hold {n} case(s).";
}

impl T {
    /// A contract form in words.
    pub fn contract_word(self, code: &str) -> &'static str {
        match code {
            "open_ended" => self.contract_open_ended(),
            "fixed_term" => self.contract_fixed_term(),
            "director" => self.contract_director(),
            "contractor" => self.contract_contractor(),
            "side_job" => self.contract_side_job(),
            _ => self.contract_unknown(),
        }
    }

    /// One- or two-sided in words.
    pub fn sides_word(self, code: &str) -> &'static str {
        if code == "one" { self.sides_one() } else { self.sides_two() }
    }

    /// The state of a placement in words.
    pub fn stage(self, state: &str) -> &'static str {
        match state {
            "agreeing" => self.stage_agreeing(),
            "joined" => self.stage_joined(),
            "closed" => self.stage_closed(),
            "left" => self.stage_left(),
            _ => self.stage_preparing(),
        }
    }
}
