//! The words that all papers share.

base::words! {
    /// The words that all papers share.
    pub struct T;
    foot: "本書は三者の認識を共有するためのもので、雇用契約・委任契約の内容を変更するものではありません。金融機関は内容の実現を保証するものではなく、融資その他の取引の条件とは関係ありません。", "This paper shares what the three parties understand. It changes no employment or mandate contract. The institution does not guarantee that its content will come about, and it has no bearing on loans or any other dealings.";
    confidential: "社外秘", "Confidential";
    desk(name: &str): "人材紹介担当 {name}", "Placement desk: {name}";
    phone(number: &str): "電話 {number}", "Tel. {number}";
    to_company: "御中", "";
    to_person: "様", "";
    between(company: &str, person: &str): "{company} ・ {person} 様", "{company} · {person}";
    first_employ: "入社日", "First day";
    first_office: "就任日", "Takes office on";
    first_other: "開始日", "Begins on";
    seal: "印", "seal";
    blank_day: "　　　　年　　月　　日", "Date:";
    blank_day_wareki: "令和　　年　　月　　日", "Date:";
    box_company: "会社(合意)", "Company (agrees)";
    box_person: "ご本人(合意)", "Placed person (agrees)";
    box_bank(own: &str): "{own}(確認)", "Our institution (confirms)";
    version: "版", "Version";
    check: "照合番号", "Check number";
    check_line(number: &str): "照合番号 {number}", "Check number {number}";
    printed: "印刷した日時", "Printed";
}
