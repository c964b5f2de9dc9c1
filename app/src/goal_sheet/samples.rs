//! Sample goals to pick from: role, goal, milestones, support (ux.md §6.4). Words to begin with, never filled in by themselves.

use super::content::GoalText;

base::words! {
    /// The words of the sample goals.
    pub struct Words;
    a_role: "経営企画", "Corporate planning";
    a_goal: "半年のあいだに中期の経営計画をつくる", "Make a medium-term business plan within half a year";
    a_1: "現状と論点を聞き取る", "Hear where things stand and what is at issue";
    a_3: "骨子を三者で話す", "Talk about the outline with all three";
    a_6: "計画として共有する", "Share it as the plan";
    a_by: "資料と時間を用意", "Material and time are provided";
    b_role: "海外事業", "Overseas business";
    b_goal: "海外の拠点を立て直す計画を立てる", "Plan how to rebuild the overseas site";
    b_1: "現地の話を聞く", "Listen to the people on site";
    b_3: "立て直しの案を出す", "Put forward a proposal";
    b_6: "進め方を決める", "Decide how to go on";
    b_by: "現地への同行", "Someone travels along";
    c_role: "管理部長", "Head of administration";
    c_goal: "月次の数字で経営判断ができる状態をつくる", "Make monthly figures good enough to decide by";
    c_1: "現状の締め作業と遅れの原因を一覧にする", "List how the books are closed now and why it is late";
    c_3: "翌月10日締めを2か月続ける", "Close by the 10th for two months running";
    c_6: "部門別の採算を経営会議で使う", "Use results by department in the management meeting";
    c_by: "会計担当1名を半日ずつ専任", "One accountant, half of each day";
    d_role: "製造部長", "Head of production";
    d_goal: "主力製品の納期遅れを減らす", "Have fewer late deliveries of the main product";
    d_1: "工程ごとの待ち時間を1週間測る", "Measure waiting times per step for a week";
    d_3: "二つの工程で置き方と順番を変えて試す", "Try another layout and order in two steps";
    d_6: "納期遵守率を88%から95%へ", "On-time delivery from 88% to 95%";
    d_by: "現場会議に社長が月1回出席", "The owner joins the floor meeting once a month";
    e_role: "営業責任者", "Head of sales";
    e_goal: "社長一人に頼らない営業の形をつくる", "Build sales that do not hang on the owner alone";
    e_1: "上位20社の担当と関係を整理する", "Sort out who knows whom at the top 20 customers";
    e_3: "週次の案件会議を8回開く", "Hold eight weekly deal meetings";
    e_6: "社長同行なしの受注を3件", "Win three orders without the owner present";
    e_by: "顧客への担当変更の連絡を社長名で出す", "The owner announces the change to customers";
    f_role: "経営企画", "Corporate planning";
    f_goal: "3年先の姿と投資の順番を社内で共有する", "Share the picture of three years ahead and the order of investments";
    f_1: "幹部6名に話を聞き論点を10個にまとめる", "Hear six executives and sum up ten issues";
    f_3: "骨子を取締役会に出す", "Bring the outline before the board";
    f_6: "計画を社員向けに説明し部門目標へつなぐ", "Explain the plan to the staff and tie it to department goals";
    f_by: "過去5年の資料と面談時間を用意", "Five years of material and time for talks";
    g_role: "後継候補の補佐", "Support of the successor";
    g_goal: "後継者が自分で決められる範囲を広げる", "Widen what the successor decides alone";
    g_1: "決裁の流れを図にする", "Draw how decisions are made";
    g_3: "30万円以下の判断を移す", "Hand over decisions up to 300,000 yen";
    g_6: "月次会議の議長を後継者が務める", "The successor chairs the monthly meeting";
    g_by: "先代が口を出す場面を事前に決める", "Agree beforehand when the predecessor speaks up";
}

/// A sample: the role it is for, and the goal.
#[derive(Clone, Debug)]
pub struct Sample {
    /// For whom it is meant.
    pub role: &'static str,
    /// The goal, without id and number.
    pub goal: GoalText,
}

/// The samples in the reader's language.
pub fn all(w: Words) -> Vec<Sample> {
    let rows = [
        [w.a_role(), w.a_goal(), w.a_1(), w.a_3(), w.a_6(), w.a_by()],
        [w.b_role(), w.b_goal(), w.b_1(), w.b_3(), w.b_6(), w.b_by()],
        [w.c_role(), w.c_goal(), w.c_1(), w.c_3(), w.c_6(), w.c_by()],
        [w.d_role(), w.d_goal(), w.d_1(), w.d_3(), w.d_6(), w.d_by()],
        [w.e_role(), w.e_goal(), w.e_1(), w.e_3(), w.e_6(), w.e_by()],
        [w.f_role(), w.f_goal(), w.f_1(), w.f_3(), w.f_6(), w.f_by()],
        [w.g_role(), w.g_goal(), w.g_1(), w.g_3(), w.g_6(), w.g_by()],
    ];
    rows.into_iter()
        .map(|[role, sentence, month1, month3, month6, supporter]| Sample {
            role,
            goal: GoalText {
                sentence: sentence.into(),
                month1: month1.into(),
                month3: month3.into(),
                month6: month6.into(),
                supporter: supporter.into(),
                ..GoalText::default()
            },
        })
        .collect()
}
