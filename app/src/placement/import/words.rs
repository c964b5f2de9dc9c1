//! The words by which people head their columns. Where two columns mean the same, the one whose word comes first is used.
//!
//! Words are parted by `|` and compared folded: width, spaces, brackets and marks do not matter.

use super::Meaning;

/// Words of their own.
pub(super) const WORDS: [(Meaning, &str); 26] = [
    (Meaning::Serial, "no|番号|連番|項番|通番|通し番号|#|行|行番号"),
    (Meaning::CaseNo, "案件番号|案件no|案件id|案件コード|案件管理番号|管理番号|管理no|整理番号|紹介番号|case no|case number"),
    (Meaning::Number, "法人番号|会社法人番号|法人no|国税庁法人番号|corporate number"),
    (Meaning::Industry, "業種|業種名|業種分類|業界|産業分類|大分類|industry"),
    (Meaning::Address, "所在地|本社所在地|本店所在地"),
    (Meaning::Employees, "従業員数|従業員|社員数|employees"),
    (Meaning::ClosingMonth, "決算月|決算期|決算|closing month"),
    (
        Meaning::Post,
        "役職|役職名|入社後役職|ポスト|ポスト名|ポジション|採用ポジション|募集ポジション|職位|職名|肩書|役割|\
      職種|募集職種|採用職種|post|position|title",
    ),
    (
        Meaning::Issue,
        "経営課題|解決したい経営課題|解決したい課題|経営上の課題|企業の課題|会社の課題|企業課題|課題|解決課題|\
      採用背景|求人背景|採用目的|採用理由|issue|management issue",
    ),
    (Meaning::Contract, "契約形態|雇用形態|契約の形|契約区分|雇用区分|契約種別|採用形態|就業形態|契約|雇用|contract|contract form"),
    (Meaning::Sides, "両手・片手|両手・片手区分|両手片手の別|紹介形態|紹介の形|紹介区分|支援形態|マッチング形態|型|sides"),
    (
        Meaning::Offer,
        "内定日|オファー日|内定年月日|内定通知日|内定|オファー|採用決定日|内定承諾日|承諾日|成約日|offer date|\
      offer",
    ),
    (
        Meaning::Join,
        "入社日|入社年月日|入社予定日|着任日|着任予定日|就任日|入社|入社予定|着任|着任予定|就業開始日|勤務開始日|\
      入社時期|開始日|join date|start date|joining date",
    ),
    (
        Meaning::Pay,
        "年収|理論年収|想定年収|予定年収|提示年収|初年度年収|年収額|理論年収額|年俸|報酬年額|annual pay|pay|\
      salary",
    ),
    (Meaning::FeeRate, "手数料率|料率|紹介手数料率|紹介料率|成功報酬率|フィー率|fee rate"),
    (Meaning::Fee, "手数料|手数料額|紹介手数料|紹介手数料額|紹介料|成功報酬|成功報酬額|フィー|fee"),
    (Meaning::BranchCode, "店番|店番号|取扱店番|営業店番|支店コード|店コード|店舗コード|部店コード|営業店コード|branch code"),
    (
        Meaning::Branch,
        "営業店|営業店名|支店|支店名|取扱店|取扱店名|取扱支店|担当店|取引店|店名|店舗|部店|部店名|母店|所管店|\
      所管部店|branch",
    ),
    (
        Meaning::Consultant,
        "担当|担当者|担当者名|主担当|主担当者|本部担当|本部担当者|人材紹介担当|人材紹介担当者|案件担当|\
      案件担当者|行内担当|当行担当|当行担当者|当金庫担当者|当組合担当者|担当行員|担当職員|コンサルタント|\
      consultant",
    ),
    (
        Meaning::Deputy,
        "副担当|副担当者|不在時|不在時担当|不在時担当者|不在時の担当|不在時の担当者|サブ担当|サブ担当者|代理|\
      代理担当|代理担当者|deputy",
    ),
    (Meaning::Note, "備考|備考欄|特記事項|摘要|メモ|コメント|remarks|note|notes"),
    (Meaning::Kana, "フリガナ|カナ|カナ氏名|氏名カナ|ヨミガナ|読み仮名|読み|kana"),
    (Meaning::FamilyKana, "セイ|姓カナ|姓フリガナ|カナ姓"),
    (Meaning::GivenKana, "メイ|名カナ|名フリガナ|カナ名"),
    (Meaning::Birth, "生年月日|誕生日|birth date|date of birth"),
    (Meaning::Person, "氏名|お名前|名前|姓名|name"),
];

/// Whose: the company.
pub(super) const COMPANIES: &str = "会社|企業|取引先|取引先企業|取引先会社|求人企業|求人会社|求人者|求人先|法人|事業者|事業所|顧客|顧客企業|\
     お客さま|お客様|得意先|紹介先|紹介先企業|採用企業|受入企業|受け入れ企業|受入先|入社先|貴社|社|\
     クライアント|company|client";

/// Whose: the owner.
pub(super) const OWNERS: &str = "社長|代表者|代表|代表取締役|代表取締役社長|経営者|オーナー|owner|president";

/// Whose: the host manager.
pub(super) const HOSTS: &str = "受け入れ責任者|受入責任者|受け入れ担当者|受入担当者|窓口|窓口担当者|先方担当|先方担当者|企業担当者|\
     会社担当者|現場責任者|host|host manager";

/// Whose: the person.
pub(super) const PERSONS: &str = "入社者|入社される方|入社する方|入社予定者|入社人材|本人|ご本人|候補者|求職者|人材|経営人材|紹介人材|\
     採用者|採用人材|内定者|就職者|氏名|お名前|名前|person|candidate";

/// What: the name; nothing at all for the bare word (`社長`).
pub(super) const NAME: &str = "|名|名称|氏名|お名前|名前|様|name";

/// Where somebody is; of whom the word does not say.
pub(super) const HOMES: [(Meaning, &str); 2] = [(Meaning::Address, "住所|address"), (Meaning::Postal, "郵便番号|〒|zip|postal code")];

/// Where the person lives, behind a word for the person.
pub(super) const PERSONS_HOME: &str = "住所|現住所|自宅住所|自宅|連絡先住所|郵便番号|〒|address";

/// What: the mail.
pub(super) const MAIL: &str = "メール|メールアドレス|のメール|のメールアドレス|eメール|eメールアドレス|mail|email|アドレス|mailアドレス";

/// What: the telephone.
pub(super) const PHONE: &str = "電話|電話番号|tel|代表電話|代表電話番号|連絡先電話番号|phone";

/// What: the reading.
pub(super) const KANA: &str = "フリガナ|カナ|ヨミガナ|氏名カナ|氏名フリガナ|名カナ";
