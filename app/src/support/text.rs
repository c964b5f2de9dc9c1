//! The words of support given.

base::words! {
    /// The words of support given.
    pub struct T;
    title: "支援の記録", "Support given";
    lead: "会社と私どもが、気にかけている点ごとにしたことです。まず会社の方のお名前を出します。", "What the company and we did about each care point. The company's person comes first.";
    who_first(who: &str): "会社で見る方:{who}", "In the company: {who}";
    stand_in(who: &str): "(不在時 {who})", " (stand-in {who})";
    nobody: "会社で見る方は、まだ決まっていません", "Nobody in the company is named yet";
    nothing: "まだ記録はありません。", "Nothing is recorded yet.";
    quiet(days: i64): "{days}日の間、記録がありません", "No support for {days} day(s)";
    last(day: &str): "最後は{day}", "Last on {day}";
    add: "したことを書き残す", "Write down what was done";
    care: "どの点について", "About which point";
    giver: "どちらが", "By whom";
    company: "会社", "The company";
    who: "お名前(任意)", "Name (optional)";
    who_help: "空欄なら、受け入れ体制で決めた方のお名前になります。", "Blank means the one named for this point.";
    body: "したこと", "What was done";
    body_help: "例:朝礼で役割を紹介した", "e.g. introduced the role at the morning meeting";
    on: "日付", "Day";
    on_help: "空欄なら今日です。例:2026年11月24日", "Blank means today, e.g. 2026-11-24";
    button: "記録する", "Record";
    e_future: "今日までの日付にしてください。", "Choose today or an earlier day.";
    reception: "受け入れ体制を開く", "Open who looks after what";
    panel_none: "支援の記録はまだありません。", "No support is recorded yet.";
    panel_n(n: usize): "これまでに{n}件あります。", "{n} so far.";
    panel_left(points: &str): "60日以上、手当ての記録がない点:{points}", "No support for 60 days or more: {points}";
    open: "支援の記録を開く", "Open the record";
    both(a: &str, b: &str): "{a}、{b}", "{a}, {b}";
    line_when: "気にかける点", "Care points";
    line_why(points: &str): "60日以上、どなたも手当てしていない点があります({points})。", "Nobody looked after these for 60 days or more: {points}.";
    my_title: "これまでの支援", "Support so far";
    my_lead: "会社と担当者がしたことを、点ごとにまとめています。", "What the company and the desk did, point by point.";
    my_link: "これまでの支援を見る", "See the support so far";
}
