//! The words of 今日.

use super::rules::{Reason, Wait};

base::words! {
    /// The words of 今日.
    pub struct T;
    title: "今日", "Today";
    lead(now: usize, waiting: usize): "今日の分は{now}件です。相手の対応待ちが{waiting}件あります。", "{now} for today. {waiting} waiting for others.";
    lead_now(now: usize): "今日の分は{now}件です。", "{now} for today.";
    lead_waiting(waiting: usize): "今日の分は済んでいます。相手の対応待ちが{waiting}件あります。", "Nothing left for today. {waiting} waiting for others.";
    overdue: "期限を過ぎています", "Overdue";
    today: "今日", "Today";
    week: "今週のこれから", "Later this week";
    waiting: "相手の対応待ち", "Waiting for others";
    waiting_all(n: usize, waits: &str): "{n}件({waits})", "{n} ({waits})";
    w_agreement(n: usize): "合意待ち {n}", "agreements {n}";
    w_answer(n: usize): "回答待ち {n}", "answers {n}";
    w_promise(n: usize): "約束待ち {n}", "promises {n}";
    w_look(n: usize): "確認待ち {n}", "reviews {n}";
    dot: "・", " · ";
    stands_in: "不在時の担当として", "As deputy";
    stands_in_lead: "主な担当者が不在のときに進めてください。", "To carry on when the consultant is away.";
    n(n: usize): "{n}件", "{n}";
    empty: "今日の予定はありません。先の予定は「案件」から確認できます。", "Nothing is due today. See Cases for what lies ahead.";
    rest(n: usize): "ほか{n}件", "{n} more";
    beyond(n: usize): "さらに{n}件は、案件の一覧からご覧いただけます。", "{n} more; see Cases.";
    first_day: "最初の日", "First day";
    first_day_why(word: &str): "{word}の予定日です。", "The first day at the company.";
    open_case: "案件を開く", "Open the case";
    x_what: "承諾なしに伝えるかどうか", "Passing on without consent";
    x_why: "承諾なしに伝えるかどうかの判断を求められています。", "You are asked whether something is passed on without consent.";
    x_button: "判断する", "Decide";
    more_signals(n: usize): "ほか{n}件。", " {n} more.";
    add: "案件を登録する", "Register a case";
    later: "あとにする", "Put off";
    later_hide(what: &str): "({what})", "({what})";
    away: "あとにしたもの", "Put off";
    away_words(until: &str, why: &str, who: &str): "{until}まで・{why}・{who}", "until {until} · {why} · {who}";
    put_off_until(day: &str): "{day}まで延期", "put off to {day}";
    just(who: &str, what: &str): "{who}「{what}」をあとにしました。", "Put off: {who}, {what}.";
    take_up: "元に戻す", "Undo";
    leaving(n: usize): "{n}名に再度のご案内をお送りします。送信までは取り消せます。", "{n} will be reminded. Until it is sent you can take it back.";
    unremind: "取り消す", "Take back";
    help1: "期限の早いものから順に並びます。理由は一文、することは一つです。", "Earliest first: one reason, one thing to do.";
    help2: "取り込んだだけの案件は、予定を立てるまでここに並びません。", "Imported cases appear once something is planned.";
    help3: "相談やメモの中身は、この画面には出ません。", "No private text is shown here.";
    // あとにする.
    off_title: "あとにする", "Put off";
    off_lead: "選んだ日の朝に、また「今日」に並びます。期日そのものは変わりません。", "It comes back to Today on that day. The date itself does not change.";
    off_when: "いつまで", "Until when";
    off_day: "ほかの日", "Another day";
    off_day_help: "例:2026年12月4日、R8.12.4。上の日付より、こちらを優先します。", "For example 2026-12-04. It counts before the days above.";
    off_why: "理由", "Why";
    off_readers: "担当者と不在時の担当者だけが見ます。", "Only the consultant and the deputy see this.";
    off_do: "この日まであとにする", "Put it off";
    r_party: "相手のご都合", "The other party asked for it";
    r_news: "知らせを待つ", "Waiting for news";
    r_order: "先にすることがある", "Something comes first";
    r_moved: "日程が変わった", "The date was moved";
    e_when: "いつまであとにするか、選んでください。", "Choose until when.";
    e_day: "明日から60日以内の日付にしてください。", "Choose a day within 60 days from tomorrow.";
    e_why: "理由を一つ選んでください。", "Choose a reason.";
    // まとめて再案内.
    remind: "まとめて再案内する", "Remind several";
    re_title: "まとめて再案内", "Remind several";
    re_lead: "お返事がまだの方に、あらためてメールでご案内します。送る方を確かめてください。", "Those who have not answered get one more mail. Check who gets it.";
    re_rule: "お一人に1通、週に一度までです。平日の9時から17時にお送りします。", "One mail each, at most once a week, on business days from 9:00 to 17:00.";
    re_preview: "メールの文面", "What the mail says";
    re_none: "いま再度のご案内をお送りできる方はいません。", "Nobody can be reminded right now.";
    re_all: "送る方", "Who gets it";
    re_not: "今回は送らない方", "Who does not this time";
    re_company(name: &str, what: &str): "{name}(会社)… {what}", "{name} (company): {what}";
    re_person(name: &str, what: &str): "{name}(ご本人)… {what}", "{name} (placed person): {what}";
    re_week: "今週はすでにご案内しています", "asked this week already";
    re_invited: "まだ初回のご案内からお入りになっていません", "has not come in through the first mail yet";
    re_do: "この方々に送る", "Send to these";
    re_beyond(n: usize): "ほか{n}名は、次の回にお送りできます。", "{n} more can be reminded next time.";
    re_back: "「今日」に戻る", "Back to Today";
    e_nobody: "送る方を一人以上選んでください。", "Choose at least one.";
    // 朝のお知らせ.
    m_title: "朝のお知らせメール", "Morning mail";
    m_lead(time: &str): "営業日の{time}に、今日の件数だけをメールでお送りします。お名前や内容は書きません。予定がない日は送りません。", "On business days at {time}: today's counts only, no names and no contents. Nothing on a day without anything due.";
    m_on: "受け取る", "Get it";
    m_off: "受け取らない", "Stop it";
    m_is_on: "受け取っています", "You get it";
    m_is_off: "受け取っていません", "You do not get it";
}

impl T {
    /// A reason in words.
    pub(super) fn reason(self, reason: Reason) -> &'static str {
        match reason {
            Reason::Party => self.r_party(),
            Reason::News => self.r_news(),
            Reason::Order => self.r_order(),
            Reason::Moved => self.r_moved(),
        }
    }

    /// How many wait for what.
    pub(super) fn wait(self, wait: Wait, n: usize) -> String {
        match wait {
            Wait::Agreement => self.w_agreement(n),
            Wait::Answer => self.w_answer(n),
            Wait::Promise => self.w_promise(n),
            Wait::Look => self.w_look(n),
        }
    }

    /// The sentence under the day; empty on an empty day.
    pub(super) fn lead_of(self, now: usize, waiting: usize) -> String {
        match (now, waiting) {
            (0, 0) => String::new(),
            (now, 0) => self.lead_now(now),
            (0, waiting) => self.lead_waiting(waiting),
            (now, waiting) => self.lead(now, waiting),
        }
    }
}
