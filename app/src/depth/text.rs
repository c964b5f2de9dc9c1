//! The words of depth.

use super::rules::Level;

base::words! {
    /// The words of depth.
    pub struct T;
    title: "お付き合いの広がり", "How deep the relationship is";
    lead: "会社のどの層と、どのくらい、何についてお話ししてきたかを、四半期ごとに見ます。担当者を比べるものではありません。", "How often, on which levels and about what the bank talks with the company, by quarter. It compares no member of staff.";
    owner: "経営者", "Owner";
    executive: "経営幹部", "Executives";
    site: "現場責任者", "Site heads";
    staff: "社員", "Staff";
    none_yet: "まだ記録がありません。面談のほかにお会いしたときも、記録に加えられます。", "None yet. Meetings with people of the company beside the talks can be noted too.";
    before(n: usize, levels: &str): "入社の前の1年は{n}回で、お話しした相手は{levels}です。", "In the year before the start {n} time(s), with {levels}.";
    before_none: "入社の前の1年は、記録がありません。", "Nothing is noted for the year before the start.";
    after(n: usize, levels: &str): "入社のあとは{n}回で、{levels}とお話ししています。", "Since the start {n} time(s), with {levels}.";
    after_none: "入社のあとは、まだ記録がありません。", "Nothing is noted since the start.";
    undecided(n: usize, levels: &str): "これまでに{n}回で、お話しした相手は{levels}です。", "So far {n} time(s), with {levels}.";
    topics_title: "話題", "Topics";
    topics_before(list: &str): "入社の前:{list}", "Before the start: {list}";
    topics_after(list: &str): "入社のあと:{list}", "Since the start: {list}";
    people: "人のこと", "people";
    money: "資金", "money";
    sales: "販路", "sales";
    succession: "事業承継", "succession";
    site_topic: "現場・設備", "shop floor";
    numbers: "数字・管理", "figures";
    digital: "デジタル化", "digital";
    subsidy: "補助金", "subsidies";
    quarter(year: i32, from: u32, to: u32): "{year}年{from}〜{to}月", "{year}, {from}–{to}";
    quarter_short(from: u32): "{from}月", "{from}";
    chart: "四半期ごとの回数(はじめの月)", "Number of meetings by quarter (first month)";
    table: "回数を表で見る", "The numbers as a table";
    level: "お会いした方(いちばん上の層)", "Whom (the highest level)";
    level_head: "層", "Level";
    source: "記録した面会と、この立場で分かる面談を数えています。面談は経営者との1回として数えます。", "Noted meetings, and talks this seat may know of; each of these counts as one with the owner.";
    add_title: "お会いしたことを記録する", "Note a meeting";
    add_lead: "日付と層と話題だけを残します。お話の中身は書きません。", "Day, level and topics only; not what was said.";
    met_on: "日付", "Day";
    met_help: "空欄なら今日の日付になります。入社の前の日付も入れられます。", "Blank means today. Days before the start are welcome.";
    way: "どのように", "How";
    visit: "訪問", "visit";
    call: "電話", "telephone";
    online: "オンライン", "online";
    bank: "ご来店", "at the bank";
    heads: "人数", "How many people";
    heads_help: "空欄なら1人とします。", "Blank means one.";
    topic: "話題(いくつでも)", "Topics, as many as you like";
    save: "記録する", "Note it";
    rows_title: "記録した面会", "Meetings noted";
    row(day: &str, level: &str, way: &str, heads: i64): "{day} {level}({way}・{heads}名)", "{day} {level} ({way}, {heads})";
    drop: "数から外す", "Leave it out";
    e_ahead: "今日までの日付を入れてください。", "The day cannot lie ahead.";
    e_heads: "1から99までの数字を入れてください。", "Enter a number from 1 to 99.";
    open: "お付き合いの広がりを見る", "See how deep it is";
}

impl T {
    /// A level in words.
    pub fn level_word(self, level: Level) -> &'static str {
        match level {
            Level::Owner => self.owner(),
            Level::Executive => self.executive(),
            Level::Site => self.site(),
            Level::Staff => self.staff(),
        }
    }

    /// A topic in words.
    pub fn topic_word(self, code: &str) -> &'static str {
        match code {
            "people" => self.people(),
            "money" => self.money(),
            "sales" => self.sales(),
            "succession" => self.succession(),
            "site" => self.site_topic(),
            "numbers" => self.numbers(),
            "digital" => self.digital(),
            _ => self.subsidy(),
        }
    }

    /// A way of meeting in words.
    pub fn way_word(self, code: &str) -> &'static str {
        match code {
            "visit" => self.visit(),
            "call" => self.call(),
            "online" => self.online(),
            _ => self.bank(),
        }
    }
}
