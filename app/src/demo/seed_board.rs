//! The demo's rich change board: one case in which owner, head of the factory, person and desk saw changes over three months
//! with scene and proof, a second report, what nobody expected, indicators the owner entered, and how widely the bank talks.

use anyhow::{Context, Result};

use super::seed::{Stage, Step, out};

/// One thing that happens on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// How it was before, in words; the head of the factory comes in.
    Before,
    /// Meetings of the bank with the company, before and after the placement.
    Met,
    /// Indicators are set.
    Measure,
    /// The first month.
    First,
    /// The second month.
    Second,
    /// The third month.
    Third,
    /// The owner enters what the indicators are at.
    Enter,
    /// A second report goes out.
    Report,
    /// A letter to the owner alone, and one that is still being written.
    Letter,
}

/// What happens beside the steps of a case, by its number: days ago, and what.
pub(super) fn steps(no: &str) -> Vec<(i64, Step)> {
    let all: &[(i64, Act)] = match no {
        "R8-009" => &[
            (100, Act::Before),
            (80, Act::Measure),
            (62, Act::First),
            (34, Act::Second),
            (20, Act::Enter),
            (13, Act::Third),
            (10, Act::Met),
            (8, Act::Report),
            (6, Act::Letter),
        ],
        _ => &[],
    };
    all.iter().map(|(day, act)| (*day, Step::Board(*act))).collect()
}

/// The id of a change by its words, from the form that offers it.
fn change_of(page: &str, words: &str) -> Option<String> {
    let at = page.find(&format!(">{words}</option>"))?;
    page.get(..at)?.rsplit("value=\"").next()?.split('"').next().map(ToOwned::to_owned)
}

const TALK: &str = "社内で話し合う場面が増える";
const SPEAK: &str = "会議で社長以外の発言が増える";

/// What one of the case saw.
struct Saw {
    who: &'static str,
    change: &'static str,
    body: &'static str,
    scene: &'static str,
    shows: &'static str,
    proof: &'static str,
    tone: &'static str,
    lend: bool,
    /// Days before the day it is written.
    ago: i64,
}

const PLAIN: Saw = Saw { who: "", change: "", body: "", scene: "", shows: "", proof: "", tone: "", lend: false, ago: 0 };

/// What was seen in the first month.
const FIRST: &[Saw] = &[
    Saw {
        who: "owner",
        change: SPEAK,
        body: "月例会議で、工場長が自分から議題を出しました。",
        scene: "月例会議",
        shows: "event",
        proof: "初めて社長以外の議題が2件",
        lend: true,
        ..PLAIN
    },
    Saw {
        who: "person",
        change: TALK,
        body: "昼休みに、経理と現場の方が同じ机で話すようになりました。",
        scene: "昼休み",
        lend: true,
        ..PLAIN
    },
    Saw {
        who: "contact", change: TALK, body: "朝礼のあとに残って話す人が出てきました。", scene: "朝礼", shows: "event", ago: 3, ..PLAIN
    },
];

/// What was seen in the second.
const SECOND: &[Saw] = &[
    Saw {
        who: "contact",
        change: SPEAK,
        body: "会議で、検査の待ち時間の話が現場から出ました。",
        scene: "月例会議",
        shows: "document",
        proof: "議事メモに担当と期日が残った",
        lend: true,
        ..PLAIN
    },
    Saw {
        who: "person",
        change: SPEAK,
        body: "数字の表を見ながら、営業の方が質問をしてくれました。",
        scene: "月次の説明会",
        shows: "number",
        proof: "質問が0件から4件に",
        lend: true,
        ..PLAIN
    },
    Saw {
        who: "desk", change: TALK, body: "訪問のたびに、工場の入口で声をかけ合う場面を見ます。", scene: "訪問", shows: "event", ..PLAIN
    },
    Saw {
        who: "person", body: "残業の相談が、直接わたしのところに来るようになりました。", tone: "bad", ..PLAIN
    },
];

/// What was seen in the third.
const THIRD: &[Saw] = &[
    Saw {
        who: "owner",
        change: SPEAK,
        body: "私が黙っていても、会議が先に進むようになりました。",
        scene: "月例会議",
        shows: "number",
        proof: "社長以外の議題が3件から7件に",
        lend: true,
        ..PLAIN
    },
    Saw {
        who: "owner",
        body: "若い社員が、朝に自分たちで掃除を始めました。",
        scene: "工場の朝",
        tone: "good",
        lend: true,
        ago: 2,
        ..PLAIN
    },
    Saw {
        who: "contact", body: "古くからの取引先への電話が減り、気にしている人がいます。", tone: "bad", ..PLAIN
    },
    Saw {
        who: "desk",
        change: SPEAK,
        body: "議事メモが三回続けて残っています。",
        scene: "訪問",
        shows: "document",
        proof: "議事メモ3回分",
        ..PLAIN
    },
];

fn saw(act: Act) -> &'static [Saw] {
    match act {
        Act::First => FIRST,
        Act::Second => SECOND,
        Act::Third => THIRD,
        _ => &[],
    }
}

/// Plays one of them through the product's own pages.
pub(super) async fn play(stage: &Stage<'_>, nth: usize, id: &str, act: Act) -> Result<()> {
    let at = |rest: &str| format!("/cases/{id}/{rest}");
    let desk = stage.consultant(nth).await?;
    let observe = at("changes/observe");
    match act {
        Act::Before => {
            let page = desk.get(&observe).await?;
            for (words, scene, baseline) in
                [(TALK, "朝礼・昼休み", "部署ごとに休み、用件だけを話している"), (SPEAK, "毎月の会議", "会議で話すのは、ほぼ社長だけ")]
            {
                let change = change_of(&page, words).with_context(|| format!("no change {words}"))?;
                let edit = at(&format!("changes/{change}/edit"));
                desk.fill(&edit, &edit, &[("scene", scene), ("baseline", baseline)]).await?;
            }
            let new = at("contacts/new");
            desk.fill(&new, &new, &[("name", "高橋 工"), ("post", "工場長"), ("part", "contact"), ("joins", "1")]).await?;
            let head = stage.holder(nth, id, "contact").await?;
            let mail = at(&format!("contacts/mail/{}", head.id()));
            desk.fill(&mail, &mail, &[("mail_1", "takahashi@maruyama-kogyo.example"), ("kind_1", "own")]).await?;
            stage.invite(nth, id, "contact").await?;
        }
        Act::Met => {
            let real = stage.real_today();
            for (ago, level, way, heads, topics) in [
                (390, "owner", "bank", "1", "money"),
                (300, "owner", "visit", "1", "money"),
                (210, "owner", "visit", "2", "succession"),
                (140, "executive", "visit", "2", "people"),
                (70, "executive", "visit", "3", "numbers"),
                (52, "site", "visit", "2", "site"),
                (40, "owner", "call", "1", "people"),
                (28, "staff", "visit", "6", "digital"),
                (15, "site", "visit", "3", "site"),
            ] {
                let on = real.plus(-ago).to_string();
                let fields = [("met_on", on.as_str()), ("level", level), ("way", way), ("heads", heads), ("topic", topics)];
                desk.fill(&at("depth"), &at("depth"), &fields).await?;
            }
        }
        Act::Measure => {
            let rows = [
                ("name_0", "月次の締めにかかる日数"),
                ("unit_0", "日"),
                ("first_0", "25"),
                ("hoped_0", "10"),
                ("name_1", "社長以外が出した議題"),
                ("unit_1", "件"),
                ("first_1", "0"),
                ("hoped_1", "5"),
                ("kind_2", "effect"),
                ("name_2", "在庫の金額"),
                ("unit_2", "百万円"),
                ("first_2", "62"),
                ("hoped_2", "50"),
                ("reached_2", "60"),
            ];
            desk.fill(&at("review/indicators"), &at("review/indicators"), &rows).await?;
        }
        Act::First | Act::Second | Act::Third => {
            for one in saw(act) {
                let day = stage.app.db.clock().today().plus(-one.ago).to_string();
                let mut fields = vec![
                    ("body", one.body),
                    ("evidence", one.scene),
                    ("shows", one.shows),
                    ("proof", one.proof),
                    ("tone", one.tone),
                    ("seen_on", day.as_str()),
                ];
                if one.lend {
                    fields.push(("lend", "1"));
                }
                let (visitor, page, action) = if one.who == "desk" {
                    (stage.consultant(nth).await?, observe.clone(), observe.clone())
                } else {
                    (stage.party(nth, id, one.who).await?, format!("/my/changes/observe?case={id}"), "/my/changes/observe".to_owned())
                };
                let change = if one.change.is_empty() {
                    String::new()
                } else {
                    change_of(&visitor.get(&page).await?, one.change).context("no such change")?
                };
                fields.push(("change", &change));
                visitor.fill(&page, &action, &fields).await?;
            }
        }
        Act::Enter => {
            let owner = stage.party(nth, id, "owner").await?;
            let page = format!("/my/indicators?case={id}");
            let form = owner.get(&page).await?;
            let names: Vec<String> =
                form.split("name=\"value_").skip(1).filter_map(|rest| rest.split('"').next()).map(|id| format!("value_{id}")).collect();
            let mut fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(["14", "3"]).collect();
            fields.push(("consent", "1"));
            owner.fill(&page, "/my/indicators", &fields).await?;
        }
        Act::Letter => {
            let letters = at("letters");
            let owner = stage.holder(nth, id, "owner").await?;
            let person = stage.holder(nth, id, "person").await?;
            let words = "会議が変わってきたのは、社長が先に話さないと決められたことが大きいと感じています。続けていただければ幸いです。";
            let letter = desk.fill(&letters, &letters, &[("to", owner.id()), ("body", words)]).await?;
            desk.fill(&letter, &format!("{letter}/send"), &[]).await?;
            out(stage.app).await?;
            desk.fill(&letters, &letters, &[("to", person.id()), ("body", "次の面談では、残業のご相談の受け方をご一緒に考えたいです。")])
                .await?;
        }
        Act::Report => {
            let led = desk.fill(&at("reports"), &at("reports/new"), &[]).await?;
            let path = led.split('?').next().unwrap_or_default().to_owned();
            desk.fill(&path, &path, &[("finding", "会議が、社長だけのものではなくなってきました。")]).await?;
            desk.fill(&format!("{path}/review"), &format!("{path}/publish"), &[]).await?;
            out(stage.app).await?;
        }
    }
    Ok(())
}
