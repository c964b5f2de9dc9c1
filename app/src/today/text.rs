//! The words of 今日.

base::words! {
    /// The words of 今日.
    pub struct T;
    title: "今日", "Today";
    lead(now: usize, waiting: usize): "今日の分は{now}件です。相手の対応待ちが{waiting}件あります。", "{now} for today. {waiting} waiting for others.";
    overdue: "期限を過ぎています", "Overdue";
    today: "今日", "Today";
    week: "今週のこれから", "Later this week";
    waiting: "相手の対応待ち", "Waiting for others";
    n(n: usize): "{n}件", "{n}";
    empty: "今日の予定はありません。先の予定は「案件」から確認できます。", "Nothing is due today. See Cases for what lies ahead.";
    more(n: usize): "ほかに{n}件あります。案件の一覧からご覧いただけます。", "{n} more; see Cases.";
    add: "案件を登録する", "Register a case";
    help1: "期限の早いものから順に並びます。理由は一文、することは一つです。", "Earliest first: one reason, one thing to do.";
    help2: "取り込んだだけの案件は、予定を立てるまでここに並びません。", "Imported cases appear once something is planned.";
    help3: "相談やメモの中身は、この画面には出ません。", "No private text is shown here.";
}
