//! The interview guide: questions by step and side, shown folded beside the note. Prompts for a talk, never a form to fill.
//!
//! None asks for health or family. Source: ux.md §6.3 for a week, one, three and six months; the short calls between and the
//! light follow-up have two questions each.

use base::text::Lang;

use super::rules::{Step, With};

base::words! {
    /// The questions of the guide.
    struct Q;
    w1_aim: "安心して立ち上がれたかを伺います。", "Has the start gone safely?";
    w1_p1: "初日から今日まで、予定と違ったことはありましたか。", "Has anything been different from the plan since day one?";
    w1_p2: "机・機器・権限など、足りないものはありますか。", "Is anything missing: desk, equipment, access?";
    w1_p3: "名前と役割が分かった方は何人くらいいますか。", "How many people do you now know by name and role?";
    w1_p4: "来週いちばん先に取り組むことは何ですか。", "What comes first next week?";
    w1_p5: "今のうちに確かめておきたいことはありますか。", "Is there anything you want to make sure of now?";
    w1_c1: "社内への紹介は、どのように行いましたか。", "How was the new executive introduced?";
    w1_c2: "最初に渡した仕事は何ですか。", "What was the first task you handed over?";
    w1_c3: "現場の方の受け止めで、気になる様子はありますか。", "Is there anything in how the site takes it that worries you?";
    w1_c4: "社長と話す定例の時間は決まりましたか。", "Is there a regular time to talk with the owner?";
    w1_note: "残すこと:足りないもの、最初の仕事、定例の有無、次回の日程", "Keep: what is missing, the first task, the regular talk, the next date";
    m1_aim: "期待の言葉がそろっているかを伺います。", "Do both sides word the expectations alike?";
    m1_p1: "任されていることを、ご自身の言葉で言うと何になりますか。", "In your own words, what has been entrusted to you?";
    m1_p2: "決める人が分からず、止まった場面はありましたか。", "Did anything stop because it was unclear who decides?";
    m1_p3: "話しやすい方、話しにくい場面を教えてください。", "With whom is it easy to talk, and when is it hard?";
    m1_p4: "入社前の印象と比べて、違いが大きい点は何ですか。", "What differs most from what you expected before joining?";
    m1_p5: "目標シートで、直したい文はありますか。", "Is there a sentence of the goal sheet you would change?";
    m1_p6: "私どもから会社へお伝えしてよいこと、控えることを確認させてください。", "What may we tell the company, and what not?";
    m1_c1: "期待していることを、今の言葉で言うと何になりますか。", "In today's words, what do you expect?";
    m1_c2: "期待どおりの点、これからの点を一つずつ教えてください。", "One thing as expected, and one still to come?";
    m1_c3: "現場の声は、どなたから聞いていますか。", "From whom do you hear the voice of the site?";
    m1_c4: "渡しきれていない情報や権限はありますか。", "Is there information or authority not yet handed over?";
    m1_c5: "当初の経営課題について、動いたこと・動かなかったことは何ですか。", "On the issue you began with: what has moved, what has not?";
    m1_c6: "目標シートで、直したい文はありますか。", "Is there a sentence of the goal sheet you would change?";
    m1_note: "残すこと:任せていることの言い方の差、止まった場面、伝えてよい範囲", "Keep: differences in wording, what stopped, what may be passed on";
    m3_aim: "節目を確認し、手当てを考えます。", "Look at the milestones and see what helps.";
    m3_p1: "3か月の節目のうち、できたこととその決め手は何ですか。", "Which milestones were reached, and what made it work?";
    m3_p2: "遅れているものは、何があれば進みますか。", "What would move those that are late?";
    m3_p3: "ご自身の動きで社内が変わったと感じる場面はありますか。", "Have you seen the company change through what you did?";
    m3_p4: "評価の伝えられ方に納得していますか。", "Are you at ease with how feedback reaches you?";
    m3_p5: "働き続けるうえで、担当者に知らせておきたいことはありますか(答えなくて構いません)。", "Is there anything the desk should know for you to stay on (no need to answer)?";
    m3_c1: "節目の進み方を、順調・少し遅れ・止まっているで表すとどうですか。", "Are the milestones on track, slightly behind or stuck?";
    m3_c2: "社員の言動で、以前と違う場面を一つ挙げてください。", "Name one scene where staff act differently from before.";
    m3_c3: "任せる範囲を広げるとしたら、どこですか。", "If you entrusted more, what would it be?";
    m3_c4: "社長ご自身の時間の使い方に変化はありますか。", "Has your own use of time changed?";
    m3_c5: "当初の経営課題は、どこまで動きましたか。", "How far has the issue you began with moved?";
    m3_j1: "差の大きい観点を一つ選び、次の1か月で試すことを決めます。", "Choose the widest difference and decide what to try for a month.";
    m3_note: "残すこと:節目の状態、差のある観点と試すこと、変化の実例2件", "Keep: state of the milestones, the difference and what to try, two examples of change";
    m6_aim: "半年を振り返り、次の課題を考えます。", "Look back on half a year and forward to the next issue.";
    m6_p1: "半年前の自分に助言するとしたら、何を伝えますか。", "What would you tell yourself half a year ago?";
    m6_p2: "目標のうち、続けるもの・終えるもの・変えるものはどれですか。", "Which goals continue, end or change?";
    m6_p3: "この会社で、次の1年に何を実現したいですか。", "What do you want to bring about here in the coming year?";
    m6_p4: "支援で役立ったこと、足りなかったことは何ですか。", "Which support helped, and what was missing?";
    m6_c1: "当初の経営課題は、解決・前進・変わらずのどれですか。その根拠は何ですか。", "Is the issue solved, advanced or unchanged, and how do you know?";
    m6_c2: "半年で社内に残った仕組みは何ですか。", "What has stayed in the company after half a year?";
    m6_c3: "次に手を付けたい課題を三つ挙げるとしたら何ですか。", "Which three issues would you take on next?";
    m6_c4: "その課題に、人・資金・取引先・仕組みのどれが足りませんか。", "What is missing for them: people, money, customers, systems?";
    m6_c5: "今後の面談の間隔はどうしましょうか。", "How often shall we talk from now on?";
    m6_j1: "次の半年の目標を一文で書きます。", "Write the goal of the next half year in one sentence.";
    m6_note: "残すこと:課題の判定と根拠、残った仕組み、次の課題、今後の間隔", "Keep: the judgement and its grounds, what stayed, the next issues, the rhythm";
    m2_aim: "短いお電話で、この1か月の様子を伺います。", "A short call about the past month.";
    m2_p1: "前回のお話のあと、進んだことを一つ教えてください。", "What has moved since we last talked?";
    m2_p2: "待っているお返事や決まりごとはありますか。", "Is there an answer or a decision you are waiting for?";
    m2_c1: "前回お約束いただいたことは、どこまで進みましたか。", "How far is what you promised last time?";
    m2_c2: "社長とご本人が話す時間は取れていますか。", "Do the owner and the executive find time to talk?";
    m4_aim: "短いお電話で、半年の節目に向けた見通しを伺います。", "A short call: the way to the half-year.";
    m4_p1: "三者で決めた試しごとは、続いていますか。", "Is what the three of you decided to try still going on?";
    m4_p2: "半年の節目までに、会社に頼みたいことはありますか。", "Is there something to ask of the company before the half-year?";
    m4_c1: "任せる範囲を広げたあと、困った場面はありましたか。", "Since more was entrusted, has anything been difficult?";
    m4_c2: "半年の節目で確かめたいことは何ですか。", "What do you want to make sure of at the half-year?";
    m2_note: "残すこと:約束の進み具合、次の面談までに決めること", "Keep: how promises stand, what is to be decided before the next talk";
    year_aim: "定着のあとの様子と、次の課題を軽く伺います。", "How it goes by now, and what comes next.";
    year_p1: "この1年で、任される範囲はどう変わりましたか。", "How has what is entrusted to you changed over the year?";
    year_p2: "これから手を付けたいことは何ですか。", "What would you take on next?";
    year_c1: "当初の課題は、いまどうなっていますか。", "How does the issue you began with stand now?";
    year_c2: "次に手を付けたい課題はありますか。", "Is there a next issue you would take on?";
    year_note: "残すこと:効果の実例、次の課題", "Keep: an example of the effect, the next issue";
    joint: "それぞれの話を始める前に、ここで話してよいことを確かめます。", "Before starting, agree what may be said at this table.";
}

/// The guide for one talk.
#[derive(Clone, Debug)]
pub struct Guide {
    /// What the talk is for.
    pub aim: &'static str,
    /// The questions.
    pub questions: Vec<&'static str>,
    /// What to keep of it.
    pub note: &'static str,
}

/// The questions of `step` for a talk with `with`.
pub fn guide(step: Step, with: With, lang: Lang) -> Guide {
    let q = Q(lang);
    let (aim, note) = match step {
        Step::Week1 => (q.w1_aim(), q.w1_note()),
        Step::Month1 => (q.m1_aim(), q.m1_note()),
        Step::Month3 => (q.m3_aim(), q.m3_note()),
        Step::Month6 => (q.m6_aim(), q.m6_note()),
        Step::Month2 => (q.m2_aim(), q.m2_note()),
        Step::Month4 => (q.m4_aim(), q.m2_note()),
        Step::Year1 | Step::Year2 => (q.year_aim(), q.year_note()),
    };
    let questions = match (step, with) {
        (Step::Week1, With::Person) => vec![q.w1_p1(), q.w1_p2(), q.w1_p3(), q.w1_p4(), q.w1_p5()],
        (Step::Week1, With::Company) => vec![q.w1_c1(), q.w1_c2(), q.w1_c3(), q.w1_c4()],
        (Step::Month1, With::Person) => vec![q.m1_p1(), q.m1_p2(), q.m1_p3(), q.m1_p4(), q.m1_p5(), q.m1_p6()],
        (Step::Month1, With::Company) => vec![q.m1_c1(), q.m1_c2(), q.m1_c3(), q.m1_c4(), q.m1_c5(), q.m1_c6()],
        (Step::Month3, With::Person) => vec![q.m3_p1(), q.m3_p2(), q.m3_p3(), q.m3_p4(), q.m3_p5()],
        (Step::Month3, With::Company) => vec![q.m3_c1(), q.m3_c2(), q.m3_c3(), q.m3_c4(), q.m3_c5()],
        (Step::Month6, With::Person) => vec![q.m6_p1(), q.m6_p2(), q.m6_p3(), q.m6_p4()],
        (Step::Month6, With::Company) => vec![q.m6_c1(), q.m6_c2(), q.m6_c3(), q.m6_c4(), q.m6_c5()],
        (Step::Month2, With::Person) => vec![q.m2_p1(), q.m2_p2()],
        (Step::Month2, With::Company) => vec![q.m2_c1(), q.m2_c2()],
        (Step::Month4, With::Person) => vec![q.m4_p1(), q.m4_p2()],
        (Step::Month4, With::Company) => vec![q.m4_c1(), q.m4_c2()],
        (Step::Year1 | Step::Year2, With::Person) => vec![q.year_p1(), q.year_p2()],
        (Step::Year1 | Step::Year2, With::Company) => vec![q.year_c1(), q.year_c2()],
        (Step::Week1 | Step::Month1 | Step::Month2 | Step::Month4 | Step::Year1 | Step::Year2, With::Joint) => vec![q.joint()],
        (Step::Month3, With::Joint) => vec![q.joint(), q.m3_j1()],
        (Step::Month6, With::Joint) => vec![q.joint(), q.m6_j1()],
    };
    Guide { aim, questions, note }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_question_asks_for_health_or_family() {
        for step in Step::ALL {
            for with in With::ALL {
                for question in guide(step, with, Lang::Ja).questions {
                    for word in ["健康", "体調", "病", "家族", "ご家庭", "信条", "出身", "宗教"] {
                        assert!(!question.contains(word), "{question}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_side_has_questions_of_its_own_at_every_step() {
        for step in Step::ALL {
            let (company, person) = (guide(step, With::Company, Lang::Ja), guide(step, With::Person, Lang::Ja));
            assert!(company.questions.len() >= 2 && person.questions.len() >= 2);
            assert_ne!(company.questions, person.questions);
        }
    }
}
