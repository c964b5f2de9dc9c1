//! The words of an agreement, whatever the paper.

use base::actor::Side;

base::words! {
    /// Where an agreement stands, whose seal is whose, and the sentence at the foot of every agreed paper.
    pub struct T;
    foot: "本書は三者の認識を共有するためのもので、雇用契約・委任契約の内容を変更するものではありません。金融機関は内容の実現を保証するものではなく、融資その他の取引の条件とは関係ありません。", "This paper shares what the three parties understand. It changes no employment or mandate contract. The institution does not guarantee that its content will come about, and it has no bearing on loans or any other dealings.";
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
    open_parts(parts: &str): "{parts}がまだです", "open: {parts}";
    unnamed: "未登録", "not registered";
    waits(who: &str): "{who}の合意待ち", "Waiting for agreement: {who}";
    waits_bank(bank: &str): "{bank}の確認待ち", "Waiting for confirmation: {bank}";
    role_desk: "担当", "consultant";
    role_deputy: "不在時の担当者", "deputy";
}

impl T {
    /// Several things in a row.
    pub fn join(self, words: &[String]) -> String {
        words.join(self.and())
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
