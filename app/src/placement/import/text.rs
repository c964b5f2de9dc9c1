//! The sentences of the import: each says the cell as typed and what to do.

use base::clock::Day;
use base::japan::{CorporateNumberFault, DayFault, wareki};
use base::text::Lang;
use paper::sheet::Unreadable;

use super::{
    AmountFault, Candidate, Change, Contract, Fate, Fault, FaultCode, Link, Meaning, Notice, ReadRow, Remark, Sides, Standing, Take, Value,
    Why,
};

base::words! {
    /// Names of the fields.
    struct Label;
    serial: "番号", "No.";
    case_no: "案件番号", "Case number";
    company: "会社名", "Company";
    number: "法人番号", "Corporate number";
    industry: "業種", "Industry";
    postal: "郵便番号", "Postal code";
    address: "所在地", "Address";
    phone: "会社の電話番号", "Company telephone";
    employees: "従業員数", "Employees";
    closing_month: "決算月", "Closing month";
    owner: "経営者", "Owner";
    owner_mail: "経営者のメール", "Owner's mail";
    host: "受け入れ責任者", "Host manager";
    host_mail: "受け入れ責任者のメール", "Host manager's mail";
    person: "ご本人の氏名", "Person's name";
    family: "ご本人の姓", "Family name";
    given: "ご本人の名", "Given name";
    kana: "フリガナ", "Reading";
    family_kana: "セイ", "Reading of the family name";
    given_kana: "メイ", "Reading of the given name";
    birth: "生年月日", "Date of birth";
    person_mail: "ご本人のメール", "Person's mail";
    post: "役職", "Post";
    issue: "経営課題", "Management issue";
    contract: "契約形態", "Contract form";
    sides: "両手・片手", "Two-sided or one-sided";
    offer: "内定日", "Offer date";
    join: "入社日", "Start date";
    pay: "年収", "Annual pay";
    fee_rate: "手数料率", "Fee rate";
    fee: "手数料", "Fee";
    branch_code: "店番", "Branch code";
    branch: "営業店", "Branch";
    consultant: "担当者", "Consultant";
    deputy: "不在時の担当者", "Deputy";
    note: "備考", "Note";
}

base::words! {
    /// What to mend.
    struct Mending;
    missing(field: &str): "{field}が空欄です。案件の登録に必要なため、入力してください。", "{field} is blank. It is needed to open a case: please fill it in.";
    too_long(what: &str, most: usize): "{what}は{most}文字以内にしてください。", "{what} is too long. Please shorten it to {most} letters.";
    cell_error(what: &str):
        "{what}は表計算の計算式かエラーで、値が保存されていません。値を入力してください。",
        "{what} is a formula or an error without a stored value. Please enter the value.";
    nothing_above(what: &str): "{what}の上に同じ項目の行がありません。内容を入力してください。", "{what} has no row above to repeat. Please enter the content.";
    not_a_day(what: &str):
        "{what}を日付として読み取れませんでした。2026/4/1 や 令和8年4月1日 の形に直してください。",
        "{what} could not be read as a date. Please write it as 2026/4/1 or R8.4.1.";
    join_not_a_day(what: &str):
        "{what}を日付として読み取れませんでした。2026/4/1 や 令和8年4月1日 の形に直すか、決まっていなければ「未定」としてください。",
        "{what} could not be read as a date. Please write it as 2026/4/1 or R8.4.1, or 未定 (undecided).";
    no_year(what: &str): "{what}に年がありません。年から入力してください。", "{what} has no year. Please add the year.";
    no_day(what: &str): "{what}に日がありません。日まで入力してください。", "{what} has no day of the month. Please add the day.";
    join_no_day(what: &str):
        "{what}に日がありません。日まで入力するか、決まっていなければ「未定」としてください。",
        "{what} has no day of the month. Please add the day, or write 未定 (undecided).";
    no_such_day(what: &str): "{what}は暦にない日です。正しい日付に直してください。", "{what} is not in the calendar. Please correct the date.";
    not_in_era(what: &str, day: &str):
        "{what}は元号の期間と合いません。{day}でよければ、そのように直してください。",
        "{what} lies outside its era. If {day} is meant, please write that.";
    which_day(what: &str, one: &str, other: &str):
        "{what}は{one}と{other}のどちらにも読めます。どちらかに直してください。",
        "{what} could be {one} or {other}. Please write one of them.";
    too_far(what: &str): "{what}は離れすぎた日付です。年をお確かめください。", "{what} is too far away. Please check the year.";
    before_offer(what: &str, offer: &str):
        "{what}が内定日({offer})より前になっています。どちらかを直してください。",
        "{what} is before the offer ({offer}). Please correct one of them.";
    number_letters(what: &str):
        "{what}は数字だけの13桁ではありません。13桁の数字に直すか、空欄にしてください。",
        "{what} is not 13 digits only. Please correct it, or leave it blank.";
    number_length(what: &str, digits: usize):
        "{what}は{digits}桁です。13桁に直すか、空欄にしてください。",
        "{what} has {digits} digits. Please make it 13, or leave it blank.";
    number_check(what: &str):
        "{what}は検査用の数字が合わず、どこかに誤りがあります。番号を確かめて直すか、空欄にしてください。",
        "{what} fails its check digit, so some digit is wrong. Please check and correct it, or leave it blank.";
    not_a_mail(what: &str):
        "{what}はメールアドレスの形ではありません。1つのアドレスに直すか、空欄にしてください。",
        "{what} is not a mail address. Please give one address, or leave it blank.";
    mail_of_company(what: &str):
        "{what}は会社側のメールと同じです。ご本人だけが読めるアドレスに直すか、空欄にしてください。",
        "{what} is also a mail of the company. Please give one that only the person reads, or leave it blank.";
    mail_of_person(what: &str, name: &str):
        "{what}は登録済みの{name}さんのメールです。ご本人のアドレスに直すか、空欄にしてください。",
        "{what} belongs to {name}, who is registered. Please give the person's own, or leave it blank.";
    not_an_amount(what: &str):
        "{what}を金額として読み取れませんでした。600万円 や 6,000千円 の形に直してください。",
        "{what} could not be read as an amount. Please write it as 600万円 or 6,000千円.";
    which_unit(what: &str):
        "{what}は単位が分かりません。600万円 や 6,000千円 のように単位を付けてください。",
        "{what} has no unit. Please add one, as in 600万円 or 6,000千円.";
    range(what: &str): "{what}は幅のある金額です。1つの金額に直してください。", "{what} is a range. Please give one amount.";
    amount_too_far(what: &str, yen: &str):
        "{what}は{yen}円になります。単位をお確かめのうえ直してください。",
        "{what} makes {yen} yen. Please check the unit and correct it.";
    not_a_rate(what: &str):
        "{what}を料率として読み取れませんでした。30% や 0.3 の形に直してください。",
        "{what} could not be read as a rate. Please write it as 30% or 0.3.";
    not_a_contract(what: &str):
        "{what}は契約形態として読み取れませんでした。無期・有期・委任・業務委託・副業のいずれかに直してください。",
        "{what} is not a contract form. Please choose 無期, 有期, 委任, 業務委託 or 副業.";
    not_sides(what: &str):
        "{what}は両手・片手のどちらか分かりませんでした。どちらかに直してください。",
        "{what} is neither 両手 (two-sided) nor 片手 (one-sided). Please choose one.";
    not_kana(what: &str):
        "{what}にカナ以外の文字があります。カタカナに直すか、空欄にしてください。",
        "{what} holds other letters than kana. Please write it in katakana, or leave it blank.";
    not_a_phone(what: &str):
        "{what}を電話番号として読み取れませんでした。0852-00-1000 の形の1つの番号に直すか、空欄にしてください。",
        "{what} is not one telephone number such as 0852-00-1000. Please correct it, or leave it blank.";
    not_postal(what: &str):
        "{what}は郵便番号の7桁ではありません。690-1000 の形に直すか、空欄にしてください。",
        "{what} is not a postal code of 7 digits such as 690-1000. Please correct it, or leave it blank.";
    not_a_count(what: &str):
        "{what}を人数として読み取れませんでした。数字に直すか、空欄にしてください。",
        "{what} is not a number of people. Please correct it, or leave it blank.";
    not_a_month(what: &str):
        "{what}を月として読み取れませんでした。1から12の数字に直すか、空欄にしてください。",
        "{what} is not a month. Please write 1 to 12, or leave it blank.";
    several_staff(what: &str, count: usize):
        "{what}に当たる職員が{count}人います。姓名で書いてください。",
        "{what} fits {count} members of staff. Please write the full name.";
    two_branches(what: &str):
        "{what}が店番と別の店を指しています。どちらかを直してください。",
        "{what} and the branch code name two branches. Please correct one of them.";
    case_no_of_row(what: &str, row: u32):
        "{what}は{row}行目と同じですが、内容が違います。番号か内容を直すか、この行を外してください。",
        "{what} is also in row {row}, which says something else. Please correct one, or leave this row out.";
    case_no_of_company(what: &str, company: &str):
        "{what}は登録済みの「{company}」の案件です。番号か会社名を直してください。",
        "{what} is a registered case of “{company}”. Please correct the number or the company.";
    same_as_row(row: u32):
        "{row}行目と同じ方・同じ役職ですが、内容が違います。内容をそろえるか、この行を外してください。",
        "The same person and post as row {row}, with other contents. Please make them agree, or leave this row out.";
    same_company_as_row(row: u32):
        "{row}行目と同じ会社ですが、内容が違います。内容をそろえるか、この行を外してください。",
        "The same company as row {row}, with other contents. Please make them agree, or leave this row out.";
    ask_company(name: &str, others: &str):
        "「{name}」と同じ名前の会社({others})があります。同じ会社か別の会社かを選んでください。",
        "There is a company of the same name as “{name}” ({others}). Please choose whether it is the same or another.";
    ask_person(mail: &str, name: &str):
        "「{mail}」は登録済みの{name}さんのメールですが、お名前が違います。同じ方か別の方かを選んでください。",
        "“{mail}” belongs to {name}, whose name differs. Please choose whether it is the same person or another.";
    changed(changes: &str):
        "登録済みの内容と違います({changes})。表の内容に変えるか、今のままにするかを選んでください。",
        "It differs from what is registered ({changes}). Please choose the sheet's values or the present ones.";
}

base::words! {
    /// What to know.
    struct Telling;
    cell(field: &str, typed: &str): "{field}「{typed}」", "{field} “{typed}”";
    thousands(typed: &str, number: &str, yen: &str):
        "「{typed}」を{number}千円({yen})と読みました。",
        "“{typed}” was read as {number} thousand yen ({yen}).";
    percent(typed: &str, rate: &str): "「{typed}」を{rate}と読みました。", "“{typed}” was read as {rate}.";
    about(typed: &str): "「{typed}」の「約」などは外して読みました。", "“{typed}” was read without “about”.";
    ditto(field: &str, value: &str): "{field}は上の行と同じ「{value}」と読みました。", "{field} was read as “{value}”, as in the row above.";
    staff_unknown(name: &str): "担当の{name}さんはまだ登録されていません。登録時に招待は送りません。", "{name} is not registered yet. No invitation is sent.";
    branch_unknown(name: &str): "営業店「{name}」はまだ登録されていません。", "Branch “{name}” is not registered yet.";
    not_kept(heading: &str, typed: &str):
        "「{heading}」の「{typed}」は計算式かエラーのため、備考に残しません。",
        "“{typed}” under “{heading}” is a formula or an error and is not kept.";
    program(field: &str): "{field}にプログラムのような記号があります。文字としてそのまま残します。", "{field} holds signs of a program. They are kept as plain text.";
    other_name(typed: &str, known: &str):
        "法人番号が同じため、「{typed}」を「{known}」として扱います。",
        "“{typed}” is taken for “{known}”, which has the same corporate number.";
    by_name(known: &str): "同じ名前の{known}として扱います。", "Taken for {known}, which has the same name.";
    other_placement: "この会社には、同じお名前の方の別の案件がすでにあります。", "This company already has another case for a person of this name.";
    no_headings:
        "見出しの行が見つからないため、案件や会社の一覧として読めませんでした。案件の一覧には「会社名」「氏名」「役職」「経営課題」、会社の一覧には「会社名」と「法人番号」か「所在地」の見出しを、1行に並べてください。",
        "No heading row was found, so this is not a list of cases or companies. A list of cases needs the headings 会社名, 氏名, 役職 \
         and 経営課題 in one row; a list of companies 会社名 with 法人番号 or 所在地.";
    no_column(fields: &str):
        "{fields}の列が見つかりません。列を選ぶか、見出しを足してください。",
        "No column was found for {fields}. Please choose one, or add the heading.";
    kept(headings: &str): "{headings}の列は、担当者だけが見る備考に残します。", "The columns {headings} are kept in a note for the desk only.";
    second(kept: &str, used: &str, field: &str):
        "「{used}」を{field}として使い、「{kept}」は備考に残します。",
        "“{used}” is used as {field}; “{kept}” is kept in the note.";
    neighbours(heading: &str, field: &str):
        "「{heading}」を、となりの列から{field}と読みました。",
        "“{heading}” was taken for {field} from the columns beside it.";
    sheets(names: &str): "ほかのシート({names})は読みません。", "The other sheets ({names}) are not read.";
    staff(names: &str): "まだ登録されていない担当者: {names}。招待は送りません。", "Staff not registered yet: {names}. No invitation is sent.";
    branches(names: &str): "まだ登録されていない営業店: {names}", "Branches not registered yet: {names}";
    row_of(row: u32): "{row}行目", "row {row}";
    blank: "空欄", "blank";
    undecided: "未定", "undecided";
    yen(number: &str): "{number}円", "{number} yen";
    ten_thousand(number: &str): "{number}万円", "{number}0 thousand yen";
    open_ended: "無期", "open-ended";
    fixed_term: "有期", "fixed term";
    director: "委任", "director";
    contractor: "業務委託", "contract for services";
    side_job: "副業", "side job";
    two: "両手", "two-sided";
    one: "片手", "one-sided";
    why_title: "表題・説明", "title or remark";
    why_heading: "見出し", "headings";
    why_sum: "合計行", "sum line";
    why_blank: "空白行", "blank row";
    ready: "登録できます", "ready";
    to_mend: "確認が必要です", "to mend";
    repeated: "登録済み・重複", "there already";
    left_out: "外しました", "left out";
    take: "表の内容に変える", "Take the sheet's values";
    keep: "今のままにする", "Keep the present values";
}

base::words! {
    /// Files that cannot be read.
    struct File;
    empty: "ファイルに何も入っていません。一覧の入ったファイルを選んでください。", "There is nothing in the file. Please choose one with a list.";
    too_large(most: usize):
        "ファイルが{most}MBを超えています。必要な列と行だけを残して保存し直してください。",
        "The file is larger than {most} MB. Please save only the columns and rows that are needed.";
    unpacks:
        "開くと大きくなりすぎるファイルのため、読み取りませんでした。一覧だけを新しいファイルに写して保存してください。",
        "The file grows too large when opened and was not read. Please copy the list alone to a new file.";
    parts: "ファイルの中の部品が多すぎます。一覧だけを新しいファイルに写して保存してください。", "The file holds too many parts. Please copy the list alone to a new file.";
    sheets(most: usize):
        "シートが{most}枚を超えています。一覧のシートだけを残してください。",
        "There are more than {most} sheets. Please keep only the one with the list.";
    sheet(name: &str): "シート「{name}」", "Sheet “{name}”";
    pasted: "貼り付けた表", "The pasted table";
    rows(sheet: &str, most: usize):
        "{sheet}が{most}行を超えています。分けてください。",
        "{sheet} has more than {most} rows. Please split it.";
    columns(sheet: &str, most: usize):
        "{sheet}の{most}列より右に値があります。必要な列だけを残してください。",
        "{sheet} has values beyond column {most}. Please keep only the columns that are needed.";
    cells(most: usize):
        "値の入ったセルが{most}個を超えています。一覧のシートだけを残してください。",
        "There are more than {most} filled cells. Please keep only the sheet with the list.";
    cell_long(most: usize): "1つのセルの文字が{most}文字を超えています。短くしてください。", "A cell has more than {most} letters. Please shorten it.";
    encrypted: "パスワードのかかったファイルです。パスワードを外して保存し直してください。", "The file is locked with a password. Please save it without one.";
    macros:
        "マクロの入ったファイル(.xlsm)は読み取りません。「Excelブック(.xlsx)」で保存し直してください。",
        "A file with macros (.xlsm) is not read. Please save it as an Excel workbook (.xlsx).";
    old_excel:
        "古い形式(.xls)のファイルです。「Excelブック(.xlsx)」で保存し直してください。",
        "The file has the old format (.xls). Please save it as an Excel workbook (.xlsx).";
    other: "この種類の表は読み取れません。「Excelブック(.xlsx)」かCSVで保存し直してください。", "This kind of spreadsheet cannot be read. Please save it as .xlsx or CSV.";
    nested:
        "ファイルの中に別のファイルが入っています。一覧だけを新しいファイルに写して保存してください。",
        "There is another file inside the file. Please copy the list alone to a new file.";
    entities:
        "表計算ソフトが作らない記述があるため、読み取りませんでした。表計算ソフトで開いて保存し直してください。",
        "The file holds definitions that no spreadsheet program writes, and was not read. Please save it again from a spreadsheet program.";
    not_a_table: "表のファイルではありません。.xlsx か CSV を選んでください。", "This is not a spreadsheet. Please choose an .xlsx or CSV file.";
    letters:
        "文字コードが UTF-8 でも Shift_JIS でもありません。どちらかで保存し直してください。",
        "The text is in neither UTF-8 nor Shift_JIS. Please save it in one of them.";
    broken: "ファイルが壊れているか、途中で切れています。もう一度保存し直してください。", "The file is damaged or cut off. Please save it again.";
}

/// The sentence for a file that cannot be read, with what to do.
pub fn unreadable(reason: &Unreadable, lang: Lang) -> String {
    let t = File(lang);
    let named = |sheet: &str| if sheet.is_empty() { t.pasted().to_owned() } else { t.sheet(sheet) };
    match reason {
        Unreadable::Empty => t.empty().to_owned(),
        Unreadable::TooLarge { limit } => t.too_large(limit >> 20),
        Unreadable::UnpacksTooLarge => t.unpacks().to_owned(),
        Unreadable::TooManyParts { .. } => t.parts().to_owned(),
        Unreadable::TooManySheets { limit } => t.sheets(*limit),
        Unreadable::TooManyRows { sheet, limit } => t.rows(&named(sheet), *limit),
        Unreadable::TooManyColumns { sheet, limit } => t.columns(&named(sheet), *limit),
        Unreadable::TooManyCells { limit } => t.cells(*limit),
        Unreadable::CellTooLong { limit } => t.cell_long(*limit),
        Unreadable::Encrypted => t.encrypted().to_owned(),
        Unreadable::Macros => t.macros().to_owned(),
        Unreadable::OldExcel => t.old_excel().to_owned(),
        Unreadable::OtherFormat => t.other().to_owned(),
        Unreadable::Nested => t.nested().to_owned(),
        Unreadable::Entities => t.entities().to_owned(),
        Unreadable::NotATable => t.not_a_table().to_owned(),
        Unreadable::Letters => t.letters().to_owned(),
        Unreadable::Broken => t.broken().to_owned(),
    }
}

impl Meaning {
    /// All fields in the order in which a form shows them.
    pub const ALL: [Meaning; 36] = [
        Meaning::CaseNo,
        Meaning::Company,
        Meaning::Number,
        Meaning::Industry,
        Meaning::Postal,
        Meaning::Address,
        Meaning::Phone,
        Meaning::Employees,
        Meaning::ClosingMonth,
        Meaning::Owner,
        Meaning::OwnerMail,
        Meaning::Host,
        Meaning::HostMail,
        Meaning::Person,
        Meaning::Family,
        Meaning::Given,
        Meaning::Kana,
        Meaning::FamilyKana,
        Meaning::GivenKana,
        Meaning::Birth,
        Meaning::PersonMail,
        Meaning::Post,
        Meaning::Issue,
        Meaning::Contract,
        Meaning::Sides,
        Meaning::Offer,
        Meaning::Join,
        Meaning::Pay,
        Meaning::FeeRate,
        Meaning::Fee,
        Meaning::BranchCode,
        Meaning::Branch,
        Meaning::Consultant,
        Meaning::Deputy,
        Meaning::Note,
        Meaning::Serial,
    ];

    /// The field's name.
    pub fn label(self, lang: Lang) -> &'static str {
        let t = Label(lang);
        match self {
            Meaning::Serial => t.serial(),
            Meaning::CaseNo => t.case_no(),
            Meaning::Company => t.company(),
            Meaning::Number => t.number(),
            Meaning::Industry => t.industry(),
            Meaning::Postal => t.postal(),
            Meaning::Address => t.address(),
            Meaning::Phone => t.phone(),
            Meaning::Employees => t.employees(),
            Meaning::ClosingMonth => t.closing_month(),
            Meaning::Owner => t.owner(),
            Meaning::OwnerMail => t.owner_mail(),
            Meaning::Host => t.host(),
            Meaning::HostMail => t.host_mail(),
            Meaning::Person => t.person(),
            Meaning::Family => t.family(),
            Meaning::Given => t.given(),
            Meaning::Kana => t.kana(),
            Meaning::FamilyKana => t.family_kana(),
            Meaning::GivenKana => t.given_kana(),
            Meaning::Birth => t.birth(),
            Meaning::PersonMail => t.person_mail(),
            Meaning::Post => t.post(),
            Meaning::Issue => t.issue(),
            Meaning::Contract => t.contract(),
            Meaning::Sides => t.sides(),
            Meaning::Offer => t.offer(),
            Meaning::Join => t.join(),
            Meaning::Pay => t.pay(),
            Meaning::FeeRate => t.fee_rate(),
            Meaning::Fee => t.fee(),
            Meaning::BranchCode => t.branch_code(),
            Meaning::Branch => t.branch(),
            Meaning::Consultant => t.consultant(),
            Meaning::Deputy => t.deputy(),
            Meaning::Note => t.note(),
        }
    }

    /// A name for form fields and for what is stored while a preview is mended.
    pub fn code(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// Reads [`Meaning::code`].
    pub fn from_code(code: &str) -> Option<Meaning> {
        Meaning::ALL.into_iter().find(|meaning| meaning.code() == code)
    }
}

/// Letters of a cell that a sentence shows.
const SHOWN: usize = 60;

/// A cell as a sentence shows it: in one line, and not endless.
fn shown(typed: &str) -> String {
    let line = super::cells::line(typed);
    if line.chars().count() <= SHOWN { line } else { format!("{}…", line.chars().take(SHOWN).collect::<String>()) }
}

fn day_in(lang: Lang, day: Day) -> String {
    lang.pick(format!("{}({})", lang.day(day), wareki(day)), lang.day(day))
}

/// `7,000,000`.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if number < 0 { format!("-{out}") } else { out }
}

/// Thousandths as percent: `25%`, `32.5%`.
fn percent(permille: u32) -> String {
    let (whole, tenth) = (permille / 10, permille % 10);
    if tenth == 0 { format!("{whole}%") } else { format!("{whole}.{tenth}%") }
}

fn list(lang: Lang, items: &[String]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| lang.pick(format!("「{}」", shown(item)), format!("“{}”", shown(item)))).collect();
    quoted.join(lang.pick("", ", "))
}

fn plain_list(lang: Lang, items: &[String]) -> String {
    items.iter().map(|item| shown(item)).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

impl Fault {
    /// The cell's place in the sheet, as Excel names it: `C8`; none where the sheet has no such cell.
    pub fn place(&self, row: u32) -> Option<String> {
        self.column.map(|column| format!("{}{row}", paper::sheet::column_letters(column)))
    }

    /// What is wrong with the cell as typed, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let t = Mending(lang);
        let label = self.field.label(lang);
        let what = Telling(lang).cell(label, &shown(&self.typed));
        let what = what.as_str();
        match &self.code {
            FaultCode::Missing => t.missing(label),
            FaultCode::TooLong(most) => t.too_long(what, *most),
            FaultCode::CellError => t.cell_error(what),
            FaultCode::NothingAbove => t.nothing_above(what),
            FaultCode::Day(fault) => self.day_sentence(*fault, what, lang),
            FaultCode::DayTooFar => t.too_far(what),
            FaultCode::BeforeOffer(offer) => t.before_offer(what, &lang.day(*offer)),
            FaultCode::Number(CorporateNumberFault::Letters) => t.number_letters(what),
            FaultCode::Number(CorporateNumberFault::Length { digits }) => t.number_length(what, *digits),
            FaultCode::Number(CorporateNumberFault::CheckDigit) => t.number_check(what),
            FaultCode::Mail => t.not_a_mail(what),
            FaultCode::MailOfCompany => t.mail_of_company(what),
            FaultCode::MailOfPerson(name) => t.mail_of_person(what, name),
            FaultCode::Amount(AmountFault::NotAnAmount) => t.not_an_amount(what),
            FaultCode::Amount(AmountFault::WhichUnit) => t.which_unit(what),
            FaultCode::Amount(AmountFault::Range) => t.range(what),
            FaultCode::Amount(AmountFault::TooFar(yen)) => t.amount_too_far(what, &grouped(*yen)),
            FaultCode::Rate => t.not_a_rate(what),
            FaultCode::Contract => t.not_a_contract(what),
            FaultCode::Sides => t.not_sides(what),
            FaultCode::Kana => t.not_kana(what),
            FaultCode::Phone => t.not_a_phone(what),
            FaultCode::Postal => t.not_postal(what),
            FaultCode::Count => t.not_a_count(what),
            FaultCode::Month => t.not_a_month(what),
            FaultCode::SeveralStaff(count) => t.several_staff(what, *count),
            FaultCode::TwoBranches => t.two_branches(what),
            FaultCode::CaseNoOfRow(row) => t.case_no_of_row(what, *row),
            FaultCode::CaseNoOfCompany(company) => t.case_no_of_company(what, company),
            FaultCode::SameAsRow(row) if self.field == Meaning::Company => t.same_company_as_row(*row),
            FaultCode::SameAsRow(row) => t.same_as_row(*row),
        }
    }

    fn day_sentence(&self, fault: DayFault, what: &str, lang: Lang) -> String {
        let t = Mending(lang);
        let joins = self.field == Meaning::Join;
        match fault {
            DayFault::NotADay if joins => t.join_not_a_day(what),
            DayFault::NotADay => t.not_a_day(what),
            DayFault::NoYear => t.no_year(what),
            DayFault::NoDay if joins => t.join_no_day(what),
            DayFault::NoDay => t.no_day(what),
            DayFault::NoSuchDay => t.no_such_day(what),
            DayFault::NotInEra(day) => t.not_in_era(what, &day_in(lang, day)),
            DayFault::Ambiguous(one, other) => t.which_day(what, &day_in(lang, one), &day_in(lang, other)),
        }
    }
}

impl Notice {
    /// What the reader should know.
    pub fn sentence(&self, lang: Lang) -> String {
        let t = Telling(lang);
        match self {
            Notice::ReadAsThousands { typed, yen } => t.thousands(&shown(typed), &grouped(yen / 1_000), &amount(*yen, lang)),
            Notice::ReadAsPercent { typed, rate } => t.percent(&shown(typed), &percent(*rate)),
            Notice::About { typed } => t.about(&shown(typed)),
            Notice::Ditto { field, value } => t.ditto(field.label(lang), &shown(value)),
            Notice::StaffUnknown(name) => t.staff_unknown(&shown(name)),
            Notice::BranchUnknown(name) => t.branch_unknown(&shown(name)),
            Notice::NotKept { heading, typed } => t.not_kept(&shown(heading), &shown(typed)),
            Notice::LooksLikeProgram(field) => t.program(field.label(lang)),
            Notice::OtherName { typed, known } => t.other_name(&shown(typed), &shown(known)),
            Notice::ByName(candidate) => t.by_name(&candidate.words(lang)),
            Notice::OtherPlacement => t.other_placement().to_owned(),
        }
    }
}

/// Yen in the unit in which people speak: `700万円`, `6,543,210円`.
fn amount(yen: i64, lang: Lang) -> String {
    let t = Telling(lang);
    match lang {
        Lang::Ja if yen % 10_000 == 0 => t.ten_thousand(&grouped(yen / 10_000)),
        _ => t.yen(&grouped(yen)),
    }
}

impl Candidate {
    /// Name, number and address in one line, for a question.
    pub fn words(&self, lang: Lang) -> String {
        let mut words = vec![lang.pick(format!("「{}」", shown(&self.name)), format!("“{}”", shown(&self.name)))];
        words.extend(self.number.clone());
        words.extend(self.address.as_deref().map(shown));
        if let Link::Row(row) = self.link {
            words.push(Telling(lang).row_of(row));
        }
        words.join(" ")
    }
}

impl Remark {
    /// What is to be said about the sheet.
    pub fn sentence(&self, lang: Lang) -> String {
        let t = Telling(lang);
        match self {
            Remark::NoHeadings => t.no_headings().to_owned(),
            Remark::NoColumn(fields) => {
                let labels: Vec<String> = fields.iter().map(|field| field.label(lang).to_owned()).collect();
                t.no_column(&list(lang, &labels))
            }
            Remark::KeptAsNote(headings) => t.kept(&list(lang, headings)),
            Remark::SecondColumn { used, kept, meaning } => t.second(&shown(kept), &shown(used), meaning.label(lang)),
            Remark::ByNeighbours { heading, meaning } => t.neighbours(&shown(heading), meaning.label(lang)),
            Remark::OtherSheets(names) => t.sheets(&plain_list(lang, names)),
            Remark::StaffUnknown(names) => t.staff(&plain_list(lang, names)),
            Remark::BranchesUnknown(names) => t.branches(&plain_list(lang, names)),
        }
    }
}

impl Value {
    /// The value as a reader reads it.
    pub fn words(&self, lang: Lang) -> String {
        let t = Telling(lang);
        match self {
            Value::Blank => t.blank().to_owned(),
            Value::Text(text) => shown(text),
            Value::Day(day) => lang.day(*day),
            Value::Undecided => t.undecided().to_owned(),
            Value::Yen(yen) => t.yen(&grouped(*yen)),
            Value::Rate(permille) => percent(*permille),
            Value::Contract(contract) => contract.label(lang).to_owned(),
            Value::Sides(sides) => sides.label(lang).to_owned(),
        }
    }
}

impl Change {
    /// `入社日: 未定 → 2026年4月1日(水)`.
    pub fn sentence(&self, lang: Lang) -> String {
        format!("{}: {} → {}", self.field.label(lang), self.before.words(lang), self.after.words(lang))
    }
}

impl Contract {
    /// The form's short name.
    pub fn label(self, lang: Lang) -> &'static str {
        let t = Telling(lang);
        match self {
            Contract::OpenEnded => t.open_ended(),
            Contract::FixedTerm => t.fixed_term(),
            Contract::Director => t.director(),
            Contract::Contractor => t.contractor(),
            Contract::SideJob => t.side_job(),
        }
    }
}

impl Sides {
    /// 両手 or 片手.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Sides::Two => Telling(lang).two(),
            Sides::One => Telling(lang).one(),
        }
    }
}

impl Why {
    /// Why a row is no data, in a word.
    pub fn label(self, lang: Lang) -> &'static str {
        let t = Telling(lang);
        match self {
            Why::Title => t.why_title(),
            Why::Heading => t.why_heading(),
            Why::Sum => t.why_sum(),
            Why::Blank => t.why_blank(),
        }
    }
}

impl Standing {
    /// Where a row stands, in a word.
    pub fn label(self, lang: Lang) -> &'static str {
        let t = Telling(lang);
        match self {
            Standing::Ready => t.ready(),
            Standing::ToMend => t.to_mend(),
            Standing::Repeated => t.repeated(),
            Standing::LeftOut => t.left_out(),
        }
    }
}

impl Take {
    /// The words on the button.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Take::Sheet => Telling(lang).take(),
            Take::Present => Telling(lang).keep(),
        }
    }
}

impl ReadRow {
    /// Why the row cannot be written yet: its faults, or its open question; empty for a row that can.
    pub fn sentence(&self, lang: Lang) -> String {
        let t = Mending(lang);
        match &self.fate {
            Fate::AskCompany(candidates) => {
                let others: Vec<String> = candidates.iter().map(|candidate| candidate.words(lang)).collect();
                t.ask_company(&shown(&self.draft.company.name), &others.join(lang.pick("、", ", ")))
            }
            Fate::AskPerson(candidate) => t.ask_person(&shown(self.draft.person.mail.as_deref().unwrap_or("")), &shown(&candidate.name)),
            Fate::Changed { changes, answer: None, .. } => {
                let changes: Vec<String> = changes.iter().map(|change| change.sentence(lang)).collect();
                t.changed(&changes.join(lang.pick("、", ", ")))
            }
            _ => self.faults.iter().map(|fault| fault.sentence(lang)).collect::<Vec<_>>().join(lang.pick("", " ")),
        }
    }
}
