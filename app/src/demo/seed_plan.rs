//! What the demo's people do after the first day: the talks of the plan as they come due, times to choose from, support given.

use anyhow::{Context, Result};
use base::actor::{Duty, StaffSeat};
use base::register::CheckIn;
use base::sql;
use base::store::{StoreError, deed};

use super::cases::{Case, Upto};
use super::seed::{Stage, Step};

/// What happens after the first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Act {
    /// Every talk that is due is recorded.
    Hold,
    /// Times for the next talk with the company are offered.
    Offer,
    /// Support for every care point; without `true`, for all but how others see the work.
    Support(bool),
}

/// Days after the first day on which the desk catches up: each lies behind a step, also where closed days put it off.
const CAUGHT_UP: [i64; 6] = [11, 36, 67, 97, 103, 142];

/// The steps of a case with the days ago on which they happen.
pub(super) fn steps(case: &Case) -> Vec<(i64, Step)> {
    let Some(joined) = case.join.map(|days| -days).filter(|_| case.upto >= Upto::Joined) else { return Vec::new() };
    // The month's talk took place, and waits for its record; who left is talked with no more.
    let until = match case.upto {
        Upto::Unrecorded => 12,
        Upto::Left => 119,
        _ => joined,
    };
    let mut steps: Vec<(i64, Step)> =
        CAUGHT_UP.into_iter().filter(|day| *day < until).map(|day| (joined - day, Step::Plan(Act::Hold))).collect();
    match case.no {
        "R8-002" => steps.extend([(100, Step::Plan(Act::Support(true))), (20, Step::Plan(Act::Support(false)))]),
        "R8-006" | "R8-011" => steps.push((18, Step::Plan(Act::Support(true)))),
        "R8-009" => steps.extend([(15, Step::Plan(Act::Support(true))), (0, Step::Plan(Act::Offer))]),
        _ => {}
    }
    steps
}

/// A talk that is planned: id, with whom, step.
type Planned = (String, String, String);

async fn planned(stage: &Stage<'_>, nth: usize, case: &str, due: bool) -> Result<Vec<Planned>> {
    let db = &stage.app.db;
    let actor = db.stand_in(Duty::Demo, &stage.institution, stage.desk(nth).clone(), Some(StaffSeat::Consultant)).await?;
    let case = case.to_owned();
    let rows = db.read(&actor, move |tx| {
        let pass = tx.enter(&case)?.pass::<CheckIn, deed::View>()?;
        let today = tx.now().day();
        let (from, until) = if due { (base::clock::Day::new(1, 1, 1), Some(today)) } else { (Some(today.plus(1)), Some(today.plus(60))) };
        let rows: Vec<Planned> = tx.rows(
            &pass,
            sql!(CheckIn =>
                "select id, side, step from check_ins where state = 'planned' and planned_on >= $1 and planned_on <= $2 order by planned_on, side, id"),
            base::args![from, until],
        )?;
        Ok::<_, StoreError>(rows)
    });
    Ok(rows.await?)
}

/// What was said with this side at this step; a step without words of its own has the short ones.
fn said(side: &str, step: &str) -> &'static str {
    match (side, step) {
        ("person", "w1") => "紙の日報が多く、集計に時間がかかっているとのこと。社長に切り出すかどうかは、ご自身で考えたいというお話。",
        ("company", "w1") => "現場の受け止めは落ち着いている。会計担当を専任にする話は、来月の会議で社内に伝える予定とのこと。",
        ("person", "m1") => "決める人が分からず止まる場面が一度あった。月初の会議の前に、社長と15分話せると助かるとのこと。",
        ("company", "m1") => "期待どおりの滑り出し。次は各部署の数字の出し方をそろえてほしい、とのこと。",
        ("person", "m3") => "節目は予定どおり。任される範囲の言葉を、三者でもう一度そろえたいとのこと。",
        ("company", "m3") => "会議で若手の発言が増えた。任せる範囲を、見積りの確認まで広げてもよいとのこと。",
        ("joint", _) => "差の大きかった「任せる範囲」を取り上げた。次の1か月は、見積りの確認を先にご本人が行うことにした。",
        ("person", _) => "短いお電話。前回のあと決まったことは進んでいるとのこと。",
        _ => "短いお電話。約束した打合せの時間は取れているとのこと。",
    }
}

/// Plays one act.
pub(super) async fn play(stage: &Stage<'_>, nth: usize, case: &str, act: Act) -> Result<()> {
    let desk = stage.consultant(nth).await?;
    match act {
        Act::Hold => {
            for (id, side, step) in planned(stage, nth, case, true).await? {
                let path = format!("/cases/{case}/talks/{id}/record");
                let text = said(&side, &step);
                let fields: &[(&str, &str)] = match side.as_str() {
                    "joint" => &[("joint", text)],
                    "company" => &[("text", text), ("share_text", "1"), ("reception", "same")],
                    _ => &[("text", text)],
                };
                desk.fill(&path, &path, fields).await?;
            }
        }
        Act::Offer => {
            let (id, ..) = planned(stage, nth, case, false)
                .await?
                .into_iter()
                .find(|(_, side, _)| side == "company")
                .context("no talk with the company is ahead")?;
            let path = format!("/cases/{case}/talks/{id}/slots");
            let today = stage.real_today();
            let days: Vec<String> =
                (4..14).map(|days| today.plus(days)).filter(|day| day.weekday() < 5).take(3).map(|day| day.to_string()).collect();
            let [first, second, third] = days.as_slice() else { return Ok(()) };
            let fields = [("on1", first.as_str()), ("at1", "10:00"), ("on2", second), ("at2", "14:00"), ("on3", third), ("at3", "16:00")];
            desk.fill(&path, &path, &fields).await?;
        }
        Act::Support(all) => {
            let path = format!("/cases/{case}/support");
            for (care, giver, who, body) in [
                ("climate", "company", "総務 中田", "歓迎の昼食会を開き、各部署に紹介した"),
                ("relations", "company", "工場長 木村", "現場の班長との打合せに同席した"),
                ("workflow", "company", "会計 小野", "決裁の流れを一枚の図にして渡した"),
                ("expect", "bank", "", "任せる範囲の言葉を、三者でそろえる場をつくった"),
                ("regard", "company", "社長", "全員の集まる朝礼で、取り組みを紹介した"),
            ] {
                if all || care != "regard" {
                    desk.fill(&path, &path, &[("care", care), ("giver", giver), ("who", who), ("body", body)]).await?;
                }
            }
        }
    }
    Ok(())
}
