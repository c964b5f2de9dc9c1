//! The words of the signals: for each rule what it says in a list, its evidence, the next step, and how it works.

use base::text::Lang;

use super::rules::{Evidence, How, Knob, Rule, Unit, Verdict};

base::words! {
    /// The words of the signals.
    pub struct T;
    title: "気になる兆し・うまくいっていること", "Signals and good signs";
    lead: "お話を聞くきっかけです。点数ではなく、どなたかの評価でもありません。会社とご本人の画面には出ません。", "Prompts to talk: no score and no judgement of anyone. Nothing of it shows on the pages of company and person.";
    care_kind: "気になる兆し", "Signal";
    good_kind: "うまくいっていること", "Good sign";
    care_short: "気になる", "Signal";
    good_short: "うまくいっている", "Good sign";
    colon: ":", ": ";
    comma: "、", ", ";
    since(day: &str): "{day}から", "since {day}";
    look: "見る", "Look";
    none_open: "いま出ているものはありません。", "There is none at present.";
    counted(n: usize, day: &str): "{n}件出ています。いちばん古いものは{day}からです。", "{n} at present, the oldest since {day}.";
    manager_lead: "中身は、この案件の担当者だけが読みます。", "Only the desk of this case reads what they say.";
    open_list: "一覧を開く", "Open the list";
    open_title: "いま出ているもの", "At present";
    past_title: "これまでのもの", "Earlier";
    rules_link: "それぞれの決まりと、当たった回数を見る", "How each rule works, and how often it was right";
    arose(day: &str): "{day}に出ました", "Arose on {day}";
    evidence_title: "わけ", "Why";
    no_evidence: "回答が変わったため、わけは残していません。", "As the answer was changed, the reason was not kept.";
    step_title: "次の一歩", "A next step";
    who_title: "だれに、どう伝えるか", "Who could be told, and how";
    settle_title: "動いたこと・脇に置くこと", "Done, or put aside";
    how: "どうしますか", "What became of it";
    how_done: "動いた・話した", "Something was done";
    how_aside: "脇に置く", "Put it aside";
    verdict: "この兆しは当たっていましたか", "Was it right?";
    right: "当たっていた", "It was right";
    wrong: "違っていた", "It was not";
    unknown: "まだ分からない", "Not clear yet";
    reason: "理由(脇に置くときは必ず書きます)", "Reason (needed when it is put aside)";
    reason_help: "例:先週の訪問で、ご本人から事情を伺っていた", "e.g. the person told us why last week";
    settle_button: "記録する", "Record";
    settled(how: &str, day: &str): "{how}({day})", "{how} ({day})";
    settled_why(reason: &str): "理由:{reason}", "Reason: {reason}";
    over: "もう当てはまりません", "No longer so";
    e_reason: "脇に置く理由を書いてください。", "Say why it is put aside.";
    stale: "ほかの方が先に記録しました。いまの記録と、入力した内容を下に示します。", "A colleague settled this first. What stands and what you typed are below.";
    once: "同じことで、もう一度出ることはありません。", "It does not arise again from the same thing.";
    // Each rule in a list.
    r_pulse_down: "今月のひとことの答えが、ご本人のいつもと違います。", "The month's short answer differs from the person's usual level.";
    r_gap_wide: "アンケートで、お二方の見え方に差の広い点があります。", "In the survey the two see something far apart.";
    r_late_twice: "同じ目標の節目の遅れが、2回になりました。", "A goal's milestones are late for the second time.";
    r_promise_overdue: "会社の約束の期日を過ぎています。", "A promise of the company is past its day.";
    r_unanswered: "お願いしたアンケートに、続けてお返事がありません。", "What was asked was let pass in a row.";
    r_silent: "しばらくお話しできていません。", "We have not talked for a while.";
    r_skipped: "フォロー面談の取りやめが続いています。", "Talks were called off in a row.";
    r_role_changed: "入社から間もなく、役割が変わりました。", "The role changed soon after joining.";
    r_early: "節目の目標が、予定より早く進みました。", "A milestone was done ahead of its day.";
    r_promise_kept: "会社の約束が、期日までに果たされました。", "The company kept a promise in time.";
    r_closer: "お二方の見え方が、前回より近づきました。", "The two are closer than last time.";
    r_pulse_up: "今月のひとことの答えが、ご本人のいつもより上です。", "The month's short answer is above the person's usual level.";
    kind_of(kind: &str, side: &str): "{kind}({side})", "{kind} ({side})";
    // The evidence.
    ev_pulse(usual: &str, last: &str): "ご本人のいつもは「{usual}」あたりですが、今回は「{last}」でした。", "The person's usual level is about \"{usual}\"; this time it was \"{last}\".";
    ev_gap_company(cares: &str): "「{cares}」で差が広く、会社のほうが高く見ています。", "On {cares} they are far apart; the company sees it higher.";
    ev_gap_person(cares: &str): "「{cares}」で差が広く、ご本人のほうが高く見ています。", "On {cares} they are far apart; the person sees it higher.";
    ev_grew: "前回より差が広がっています。", "The difference has grown since last time.";
    ev_late(goal: i64, months: &str): "目標{goal}は、{months}の節目で「少し遅れ」か「止まっている」という言葉が出ました。", "Of goal {goal}, somebody said slightly behind or stuck at {months}.";
    ev_overdue(due: &str, days: i64): "期日は{due}でした。{days}日過ぎています。", "It was due on {due}, {days} day(s) ago.";
    ev_unanswered(who: &str, times: usize, last: &str): "{who}は、続けて{times}回、お返事がないまま受付が終わりました(直近は{last})。", "{who}: {times} in a row ended without an answer, the latest on {last}.";
    ev_silent(who: &str, since: &str, days: i64): "{who}とのお話が、{since}から{days}日ありません。", "{who}: no talk since {since}, {days} day(s).";
    ev_skipped(who: &str, times: usize): "{who}との面談が、続けて{times}回取りやめになりました。", "{who}: {times} talks in a row were called off.";
    ev_post(on: &str, days: i64): "入社から{days}日の{on}に、役職が変わりました。", "The post changed on {on}, {days} day(s) after the first day.";
    ev_mission(on: &str, days: i64): "入社から{days}日の{on}に、担っていただくことが変わりました。", "What the person is entrusted with changed on {on}, {days} day(s) after the first day.";
    ev_early(goal: i64, month: u32, days: i64): "目標{goal}の{month}か月の節目が、予定の{days}日前に「完了」になりました。", "Goal {goal}, milestone of month {month}: done {days} day(s) ahead.";
    ev_kept(on: &str): "{on}に果たされました。", "It was kept on {on}.";
    ev_closer(cares: &str): "「{cares}」で、前回より近づきました。", "On {cares} they are closer than last time.";
    months(n: &str): "{n}か月", "month {n}";
    the_company: "会社", "The company";
    the_person: "ご本人", "The person";
    // The next step.
    s_pulse_down: "ご本人に電話し、このごろの様子を伺いましょう。答えの中身を会社に伝えることはできません。", "Call the person and ask how things are. What was answered may not be passed on to the company.";
    s_gap_wide: "見え方の差を開き、まずそれぞれと、次に三者で話す題を一つ選びましょう。", "Open the differences and choose one topic: first with each side, then with all three.";
    s_late_twice: "何があれば進むかを、それぞれに伺いましょう。目標の見直しも一つの道です。", "Ask each side what would help it along. Changing the goal is one way.";
    s_promise_overdue: "会社に電話し、いつごろ果たせそうかを伺いましょう。期日は動かせます。", "Call the company and ask when it can be kept. The day may be moved.";
    s_unanswered: "電話でお話を伺いましょう。お答えを聞き取って残すこともできます。", "Telephone. Answers may be taken down while you talk.";
    s_silent: "近いうちのお話を予定に入れましょう。短い電話でも構いません。", "Plan a talk soon. A short call is enough.";
    s_skipped: "日時の候補をこちらから出しましょう。頻度を少なくする道もあります。", "Offer times. Talking less often is a way too.";
    s_role_changed: "新しい役割を三者でそろえ、目標シートに書きましょう。", "Settle the new role with all three and write it into the goal sheet.";
    s_early: "会社とご本人の両方に、次に会うとき言葉で伝えましょう。節目は三者が読む紙にあります。", "Tell both in words when you next meet. The milestone stands on the paper of the three.";
    s_promise_kept: "会社の方に、電話でお礼を伝えましょう。ご本人には、会社が続けてくださっていることを話せます。", "Thank the company by telephone. The person may hear that the company keeps its word.";
    s_closer: "次に三者で会うとき、うまくいったわけを尋ねましょう。どちらの答えも、中身は伝えません。", "When all three next meet, ask what helped. Pass on neither side's answers.";
    s_pulse_up: "ご本人にだけ、電話で、よかったことを伺いましょう。会社には、ご本人が話してよいと言ったことだけを伝えます。", "Ask the person alone, by telephone, what went well. The company hears only what the person agrees to.";
    b_call_person: "ご本人との電話を記録する", "Record a call with the person";
    b_call_company: "会社との電話を記録する", "Record a call with the company";
    b_gaps: "見え方の差を開く", "Open the differences";
    b_milestones: "節目の進み具合を開く", "Open the words on milestones";
    b_promises: "約束を開く", "Open the promises";
    b_survey: "アンケートを開く", "Open the survey";
    b_plan: "面談を予定に入れる", "Plan a talk";
    b_follow_up: "フォロー予定を開く", "Open the follow-up plan";
    b_goals: "目標シートを開く", "Open the goal sheet";
    // How each rule works.
    rules_title: "兆しの決まり", "How signals arise";
    rules_lead: "どれも、その案件の前の様子とだけ比べます。ほかの方とは比べません。", "Each compares a case with itself as it was before, and with nobody else.";
    rules_answers: "アンケートの答えは、一日に一度まで自動で照らし合わせます。そのことは、お答えの前に知らせています。", "Answers are compared automatically, once a day at most. Those who answer are told before.";
    rules_ask: "開示のお求めは、職業紹介責任者が受け付けます。", "Requests for disclosure go to the placement officer.";
    rules_settings: "しきい値は、本部管理者とシステム管理者が設定で変えられます。", "Manager and administrator may change the thresholds in the settings.";
    rules_counted: "当たった回数は、担当ごとに自分の案件の分だけを数えます。どの案件にどの兆しが出たかは、担当のほかには知らせないためです。", "How often a rule was right is counted over each consultant's own cases: which signal arose where is nobody else's to know.";
    was_right(right: i64, wrong: i64): "担当の案件で、当たっていた{right}回・違っていた{wrong}回", "In your cases: right {right} times, not {wrong} times";
    not_said: "当たったかどうかの記録は、まだありません", "Nobody has said yet whether it was right";
    x_pulse_down: "月に一度の一問の答えが、ご本人のそれまでの平均より下がったとき。答えが3回以上あるときだけ比べます。", "When the month's one answer falls under the mean of the person's earlier ones, from the third answer on.";
    x_gap_wide: "双方が答え終えたアンケートで、観点の差がしきい値以上のとき、または前回より広がったとき。", "When both have answered and a care point differs by the threshold or more, or more than last time.";
    x_late_twice: "一つの目標の二つの節目で、三者のどなたかが「少し遅れ」か「止まっている」としたとき。", "When at two milestones of one goal any of the three says slightly behind or stuck.";
    x_promise_overdue: "会社の約束が、期日を過ぎても果たされていないとき。", "When a promise of the company is open past its day.";
    x_unanswered: "同じ方が、続けてお返事をしないまま受付が終わったとき。", "When the same person let the latest ones pass in a row.";
    x_silent: "その方と最後に話してから(まだなら入社から)、しきい値の日数がたったとき。休職中と、ご希望のない側は数えません。", "When so many days passed since the last talk, or the first day. Leave, and sides that do not wish it, do not count.";
    x_skipped: "直近の面談が、続けて取りやめになったとき。", "When the latest talks were called off in a row.";
    x_role_changed: "入社からしきい値の日数までに、役職か「担っていただくこと」が変わったとき。", "When post or mission changed within so many days of joining.";
    x_early: "節目が、予定の日よりしきい値の日数以上早く「完了」になったとき。", "When a milestone is done so many days ahead.";
    x_promise_kept: "会社の約束が、期日までに果たされたとき。", "When the company keeps a promise by its day.";
    x_closer: "双方が答え終えたアンケートで、観点の差が前回より縮まったとき。", "When a care point differs less than last time.";
    x_pulse_up: "月に一度の一問の答えが、ご本人のそれまでの平均より上がったとき。", "When the month's one answer rises over the mean of the person's earlier ones.";
    // Thresholds and where they come from.
    k_fall: "いつもより下がる幅(段階)", "Fall (steps)";
    k_wide: "広いとみなす差(段階)", "Far apart from (steps)";
    k_wider: "前回より広がる幅(段階)", "Growth since last time (steps)";
    k_late: "遅れた節目の数(回)", "Late milestones (times)";
    k_overdue: "期日からの日数(日)", "Past its day (days)";
    k_unanswered: "お返事のない回数(回)", "In a row (times)";
    k_silent: "お話のない日数(日)", "Without a talk (days)";
    k_skipped: "取りやめの回数(回)", "In a row (times)";
    k_role: "入社からの日数(日)", "After joining (days)";
    k_early: "予定より早い日数(日)", "Ahead (days)";
    k_nearer: "前回より縮まる幅(段階)", "Shrinkage since last time (steps)";
    k_rise: "いつもより上がる幅(段階)", "Rise (steps)";
    src_scale: "製品の初めの値(5段階の1段階)。実績を見て変えてください。", "The product's first value: one step of five. Change it as you learn.";
    src_half: "製品の初めの値(平均で半段階)。実績を見て変えてください。", "The product's first value: half a step. Change it as you learn.";
    src_twice: "製品の初めの値(一度は偶然、二度続けば声をかける)。", "The product's first value: once is chance, after the second time one gets in touch.";
    src_day: "製品の初めの値(期日の翌日から)。", "The product's first value: from the day after.";
    src_silent: "製品の初めの値(月に一度のお話が一度抜けたころ)。", "The product's first value: when one monthly talk was missed.";
    src_role: "製品の初めの値(入社からおよそ3か月)。", "The product's first value: about three months after joining.";
    src_week: "製品の初めの値(1週間)。", "The product's first value: a week.";
    // The settings.
    settings_title: "兆しのしきい値", "Thresholds of signals";
    settings_lead: "保存すると次の版になり、翌時の見直しから使います。すでに出ている兆しは変わりません。", "Saving makes the next edition, used from the next hour on. Signals that arose do not change.";
    edition_first: "製品の初めの値です。", "As it comes with the product.";
    edition(n: i64): "第{n}版です。", "Edition {n}.";
    bounds(least: &str, most: &str): "{least}から{most}まで", "From {least} to {most}";
    e_bounds(least: &str, most: &str): "{least}から{most}までの数字を入力してください。", "Enter a number from {least} to {most}.";
    save: "次の版として保存する", "Save as the next edition";
    settings_stale: "ほかの方が先に新しい版を保存しました。もう一度保存すると、この内容が次の版になります。", "Someone else saved a new edition first. Saving again makes this the next one.";
    now_is(value: &str): "いまの値は{value}です。", "It is {value} now.";
}

impl T {
    /// 気になる兆し or うまくいっていること.
    pub fn kind(self, rule: Rule) -> &'static str {
        if rule.is_good() { self.good_kind() } else { self.care_kind() }
    }

    /// The shape before it.
    pub fn mark(rule: Rule) -> &'static str {
        if rule.is_good() { "ok" } else { "slow" }
    }

    /// What a rule says in a list: nothing of what was answered.
    pub fn sentence(self, rule: Rule) -> &'static str {
        match rule {
            Rule::PulseDown => self.r_pulse_down(),
            Rule::GapWide => self.r_gap_wide(),
            Rule::LateTwice => self.r_late_twice(),
            Rule::PromiseOverdue => self.r_promise_overdue(),
            Rule::Unanswered => self.r_unanswered(),
            Rule::Silent => self.r_silent(),
            Rule::Skipped => self.r_skipped(),
            Rule::RoleChanged => self.r_role_changed(),
            Rule::Early => self.r_early(),
            Rule::PromiseKept => self.r_promise_kept(),
            Rule::Closer => self.r_closer(),
            Rule::PulseUp => self.r_pulse_up(),
        }
    }

    /// What could be done next; of a good sign, who could be told and how.
    pub fn step(self, rule: Rule) -> &'static str {
        match rule {
            Rule::PulseDown => self.s_pulse_down(),
            Rule::GapWide => self.s_gap_wide(),
            Rule::LateTwice => self.s_late_twice(),
            Rule::PromiseOverdue => self.s_promise_overdue(),
            Rule::Unanswered => self.s_unanswered(),
            Rule::Silent => self.s_silent(),
            Rule::Skipped => self.s_skipped(),
            Rule::RoleChanged => self.s_role_changed(),
            Rule::Early => self.s_early(),
            Rule::PromiseKept => self.s_promise_kept(),
            Rule::Closer => self.s_closer(),
            Rule::PulseUp => self.s_pulse_up(),
        }
    }

    /// How a rule works.
    pub fn explained(self, rule: Rule) -> &'static str {
        match rule {
            Rule::PulseDown => self.x_pulse_down(),
            Rule::GapWide => self.x_gap_wide(),
            Rule::LateTwice => self.x_late_twice(),
            Rule::PromiseOverdue => self.x_promise_overdue(),
            Rule::Unanswered => self.x_unanswered(),
            Rule::Silent => self.x_silent(),
            Rule::Skipped => self.x_skipped(),
            Rule::RoleChanged => self.x_role_changed(),
            Rule::Early => self.x_early(),
            Rule::PromiseKept => self.x_promise_kept(),
            Rule::Closer => self.x_closer(),
            Rule::PulseUp => self.x_pulse_up(),
        }
    }

    /// A threshold, with its unit.
    pub fn knob(self, knob: Knob) -> &'static str {
        match knob {
            Knob::Fall => self.k_fall(),
            Knob::Wide => self.k_wide(),
            Knob::Wider => self.k_wider(),
            Knob::Late => self.k_late(),
            Knob::Overdue => self.k_overdue(),
            Knob::Unanswered => self.k_unanswered(),
            Knob::Silent => self.k_silent(),
            Knob::Skipped => self.k_skipped(),
            Knob::Role => self.k_role(),
            Knob::Early => self.k_early(),
            Knob::Nearer => self.k_nearer(),
            Knob::Rise => self.k_rise(),
        }
    }

    /// Where its first value comes from.
    pub fn came_from(self, knob: Knob) -> &'static str {
        match knob {
            Knob::Fall | Knob::Wide | Knob::Rise => self.src_scale(),
            Knob::Wider | Knob::Nearer => self.src_half(),
            Knob::Late | Knob::Unanswered | Knob::Skipped => self.src_twice(),
            Knob::Overdue => self.src_day(),
            Knob::Silent => self.src_silent(),
            Knob::Role => self.src_role(),
            Knob::Early => self.src_week(),
        }
    }

    /// How a signal was settled.
    pub fn how_word(self, how: How) -> &'static str {
        match how {
            How::Done => self.how_done(),
            How::Aside => self.how_aside(),
        }
    }

    /// Whether it was right.
    pub fn verdict_word(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Right => self.right(),
            Verdict::Wrong => self.wrong(),
            Verdict::Unknown => self.unknown(),
        }
    }

    fn side(self, company: bool) -> &'static str {
        if company { self.the_company() } else { self.the_person() }
    }

    fn cares(self, codes: &[String]) -> String {
        let words = crate::check_in::text::T(self.0);
        codes.iter().map(|code| words.care_point(code)).collect::<Vec<_>>().join(self.0.pick("」「", ", "))
    }

    /// The evidence in a sentence.
    pub fn evidence(self, evidence: &Evidence) -> String {
        let day = |day: base::clock::Day| self.0.short_day(day);
        match evidence {
            Evidence::Pulse { usual, last } => self.ev_pulse(pulse(*usual, self.0), pulse(*last, self.0)),
            Evidence::Gap { cares, company_higher, grew } => {
                let cares = self.cares(cares);
                let said = if *company_higher { self.ev_gap_company(&cares) } else { self.ev_gap_person(&cares) };
                if *grew { format!("{said}{}{}", self.0.pick("", " "), self.ev_grew()) } else { said }
            }
            Evidence::Late { goal, months } => {
                let months: Vec<String> = months.iter().map(|month| self.months(&month.to_string())).collect();
                self.ev_late(*goal, &months.join(self.0.pick("と", " and ")))
            }
            Evidence::Overdue { due, days } => self.ev_overdue(&day(*due), *days),
            Evidence::Unanswered { company, times, last } => self.ev_unanswered(self.side(*company), *times, &day(*last)),
            Evidence::Silent { company, since, days } => self.ev_silent(self.side(*company), &day(*since), *days),
            Evidence::Skipped { company, times } => self.ev_skipped(self.side(*company), *times),
            Evidence::Turned { post: true, on, days } => self.ev_post(&day(*on), *days),
            Evidence::Turned { post: false, on, days } => self.ev_mission(&day(*on), *days),
            Evidence::Early { goal, month, days } => self.ev_early(*goal, *month, *days),
            Evidence::Kept { on } => self.ev_kept(&day(*on)),
            Evidence::Closer { cares } => self.ev_closer(&self.cares(cares)),
        }
    }

    /// A threshold as a page shows it.
    pub fn value(self, knob: Knob, value: i64) -> String {
        let shown = knob.show(value);
        match knob.unit() {
            Unit::Tenths => self.0.pick(format!("{shown}段階"), format!("{shown} steps")),
            Unit::Days => self.0.pick(format!("{shown}日"), format!("{shown} day{}", if value == 1 { "" } else { "s" })),
            Unit::Times => self.0.pick(format!("{shown}回"), format!("{shown} time{}", if value == 1 { "" } else { "s" })),
        }
    }
}

/// The word of the short question that lies nearest.
fn pulse(value: f64, lang: Lang) -> &'static str {
    let t = crate::survey::text::T(lang);
    match value {
        v if v >= 4.5 => t.pulse_5(),
        v if v >= 3.5 => t.pulse_4(),
        v if v >= 2.5 => t.pulse_3(),
        v if v >= 1.5 => t.pulse_2(),
        _ => t.pulse_1(),
    }
}
