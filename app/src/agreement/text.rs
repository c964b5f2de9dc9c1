//! The words of an agreement, whatever the paper.

use base::actor::Side;

base::words! {
    /// Where an agreement stands, and whose seal is whose.
    pub struct T;
    s_draft: "下書き", "Draft";
    s_confirming: "三者で確認中", "Under three-party review";
    s_agreed(n: i64): "合意済み(第{n}版)", "Agreed (version {n})";
    s_changing: "変更を提案中", "Change proposed";
    says_draft: "下書きです。会社とご本人には、まだ見えません。", "A draft. Company and person do not see it yet.";
    says_open(who: &str): "三者で確認中です。残りは{who}です。", "Under review. Still waiting for: {who}.";
    says_changing(n: i64, who: &str): "第{n}版からの変更を提案中です。残りは{who}です。", "A change of version {n} is proposed. Still waiting for: {who}.";
    says_agreed(n: i64): "合意がそろっています(第{n}版)。", "All have agreed (version {n}).";
    and: "・", ", ";
    bank: "金融機関", "Our institution";
    self_person(name: &str): "{name}さん", "{name}";
    seal_agree: "合意", "Agreed";
    seal_confirm: "確認", "Confirmed";
    seal_spoken: "口頭", "Spoken";
    seal_paper: "署名", "Signed";
    seal_open: "まだ", "Open";
    seal_none: "対象外", "Not asked";
    spoken_at(day: &str, place: &str): "{day} {place}(聞き取り記録)", "{day}, {place} (recorded by the desk)";
    signed_at(day: &str): "{day} 紙に署名", "{day}, signed on paper";
    part_spoken(parts: &str, day: &str, place: &str): "{parts}は口頭({day} {place}、聞き取り記録)", "{parts} by word of mouth ({day}, {place}, recorded by the desk)";
    part_signed(parts: &str, day: &str): "{parts}は紙に署名({day})", "{parts} signed on paper ({day})";
    all_parts: "全体", "all of it";
    open_parts(parts: &str): "{parts}がまだです", "open: {parts}";
    recorded: "口頭か紙でいただいた合意を、担当者が記録しました。違うところがありましたら、担当者へお知らせください。", "The desk recorded the agreement you gave in words or on paper. Please tell the desk if anything is wrong.";
    unnamed: "未登録", "not registered";
    waits(who: &str): "{who}の合意待ち", "Waiting for agreement: {who}";
    waits_bank(bank: &str): "{bank}の確認待ち", "Waiting for confirmation: {bank}";
    role_desk: "担当", "consultant";
    role_deputy: "不在時の担当者", "deputy";
}

base::words! {
    /// The words of an agreement that was given by word of mouth or on paper.
    pub struct S;
    who: "合意された方", "Who agreed";
    way: "合意のかたち", "How it was given";
    way_spoken: "口頭(聞き取り)", "By word of mouth";
    way_paper: "紙に署名", "Signed on paper";
    on: "合意をいただいた日", "Day";
    place: "場所・方法(口頭のとき)", "Place or way, when spoken";
    place_help: "例:本社応接室、電話", "e.g. meeting room, telephone";
    file: "署名の紙の写真(紙のとき)", "Photo of the signed page, when on paper";
    file_help: "JPEG・PNG・PDF、10MBまで。暗号にして保管し、担当だけが開けます。", "JPEG, PNG or PDF up to 10 MB. Kept encrypted; only the desk opens it.";
    e_ahead: "今日までの日付にしてください。", "Use a day up to today.";
    e_way: "口頭か紙かを選んでください。", "Choose word of mouth or paper.";
    e_file: "署名の紙の写真を選んでください。", "Choose the photo of the signed page.";
    e_picture: "写真として読み取れませんでした。JPEG・PNG・PDFのファイルを選んでください。", "This is no picture. Choose a JPEG, PNG or PDF file.";
    pages: "署名をいただいた紙", "Signed pages";
    page_line(who: &str, day: &str, kind: &str): "{who} {day}({kind})", "{who}, {day} ({kind})";
    page_note: "開くと、その記録が残ります。", "Opening one leaves a trace.";
    page_name(day: &str): "署名の紙_{day}", "signed_{day}";
}

base::words! {
    /// The words of an agreement on paper.
    pub struct R;
    mark_open: "確認中", "Under review";
    edition(n: i64): "第{n}版", "Version {n}";
    edition_open(word: &str, n: i64): "{word}(保存{n}回目)", "{word} (saved {n}×)";
    boxes_title: "署名欄", "Signatures";
    sealed_on(day: &str, way: &str): "{day} {way}", "{day}, {way}";
    way_paper: "紙に署名", "Signed on paper";
    way_screen: "画面で合意", "agreed on screen";
    way_confirmed: "画面で確認", "confirmed on screen";
    way_spoken(place: &str): "口頭で合意(聞き取り記録・{place})", "agreed by word of mouth (recorded, {place})";
    way_spoken_short: "口頭で合意", "agreed by word of mouth";
    way_several(ways: &str): "{ways}で合意", "agreed {ways}";
    several_screen: "画面", "on screen";
    several_spoken: "口頭", "by word of mouth";
    several_paper: "紙の署名", "on paper";
    c_who: "どなたが", "Who";
    c_what: "何に", "What";
    c_when: "いつ", "When";
    c_how: "どのように", "How";
    record_title: "合意と確認の記録", "Who agreed and confirmed";
    record_none: "下書きのため、合意と確認はまだお願いしていません。", "A draft: nobody was asked to agree or confirm yet.";
    record_paper: "合意の記録", "Record of agreement";
    record_lead(paper: &str, own: &str): "「{paper}」の内容に、会社とご本人が合意し、{own}が確認したことの記録です。", "This records that company and placed person agreed to “{paper}” and that {own} confirmed it.";
    record_lead_one(paper: &str, own: &str): "「{paper}」の内容に会社が合意し、{own}が確認したことの記録です。", "This records that the company agreed to “{paper}” and that {own} confirmed it.";
    spoken_note: "口頭での合意は、担当が聞き取って記録し、その方に記録をお知らせしています。", "What was agreed by word of mouth was written down by the desk, and the one who agreed was told of the record.";
    agreed_at: "合意がそろった日時", "Agreed by all";
    agreed_line(moment: &str, hash: &str): "合意がそろった日時 {moment}\n照合番号\n{hash}", "Agreed by all {moment}\nCheck number\n{hash}";
}

impl T {
    /// The sentence at the foot of every agreed paper.
    pub fn foot(self) -> &'static str {
        crate::print::text::T(self.0).foot()
    }

    /// Several things in a row.
    pub fn join(self, words: &[String]) -> String {
        words.join(self.and())
    }

    /// Several parts in a row; their names may hold a 「・」 themselves.
    pub fn list(self, words: &[String]) -> String {
        words.join(self.0.pick("、", ", "))
    }

    /// A party as everyone but itself calls it; the bank by its own name for itself.
    pub fn party(self, side: Side, bank: &str) -> String {
        let w = crate::web::text::T(self.0);
        match side {
            Side::Company => w.company().to_owned(),
            Side::Person => w.person().to_owned(),
            Side::Bank => self.0.pick(bank, self.bank()).to_owned(),
        }
    }
}
