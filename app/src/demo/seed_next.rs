//! The demo's month six and after: a report that was corrected and read by both, a review in which owner and person see it differently, two proposals of which one is won,
//! and a case that ended early with what is paid back.

use anyhow::{Context, Result};

use super::seed::{Stage, Step, out};

/// One thing that happens around the end of a case's six months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Indicators are written down and measured.
    Measure,
    /// The report is corrected; both read it again.
    Correct,
    /// The three say how they see the issue; the review is shared.
    Review,
    /// What remains and what came up become proposals; one is won.
    Propose,
    /// The fee and its terms, at the offer.
    Fee,
    /// The person leaves.
    Leave,
}

/// What happens beside the steps of a case, by its number: days ago, and what.
pub(super) fn steps(no: &str) -> Vec<(i64, Step)> {
    let all: &[(i64, Act)] = match no {
        "R8-002" => &[(130, Act::Correct), (9, Act::Measure), (6, Act::Review), (4, Act::Propose)],
        "R7-021" => &[(248, Act::Fee), (80, Act::Leave)],
        _ => &[],
    };
    all.iter().map(|(day, act)| (*day, Step::Next(*act))).collect()
}

/// Plays one of them through the product's own pages.
pub(super) async fn play(stage: &Stage<'_>, nth: usize, id: &str, act: Act) -> Result<()> {
    let at = |rest: &str| format!("/cases/{id}/{rest}");
    let desk = stage.consultant(nth).await?;
    match act {
        Act::Measure => {
            let rows = [
                ("name_0", "月の残業時間(一人あたり)"),
                ("unit_0", "時間"),
                ("first_0", "42"),
                ("hoped_0", "25"),
                ("reached_0", "31"),
                ("kind_1", "effect"),
                ("name_1", "断った運行の件数(月)"),
                ("unit_1", "件"),
                ("first_1", "12"),
                ("hoped_1", "4"),
                ("reached_1", "4"),
            ];
            desk.fill(&at("review/indicators"), &at("review/indicators"), &rows).await?;
        }
        Act::Correct => {
            let list = desk.get(&at("reports")).await?;
            let report = list.split("/reports/p/").nth(1).and_then(|rest| rest.get(..36)).context("no report to correct")?;
            let shelf = at(&format!("reports/p/{report}"));
            let led = desk.fill(&shelf, &format!("{shelf}/correct"), &[]).await?;
            let path = led.split('?').next().unwrap_or_default().to_owned();
            desk.fill(&path, &path, &[("finding", "社内で声をかけ合う場面が、少しずつ増えています。")]).await?;
            desk.fill(&format!("{path}/review"), &format!("{path}/publish"), &[]).await?;
            out(stage.app).await?;
            for seat in ["owner", "person"] {
                let party = stage.party(nth, id, seat).await?;
                let list = party.get("/my/reports").await?;
                let report = list.split("/my/reports/").nth(1).and_then(|rest| rest.get(..36)).context("no report on the list")?;
                party.fill(&format!("/my/reports/{report}"), &format!("/my/reports/{report}/read"), &[]).await?;
            }
        }
        Act::Review => {
            let led = desk.fill(&at("review"), &at("review/open"), &[]).await?;
            let review = led.rsplit('/').next().context("no review in the address")?.to_owned();
            let mine = format!("/my/review/{review}");
            let owner = [
                ("word", "solved"),
                ("evidence", "配車の表が前の日の夕方に出るようになり、急なお断りがなくなりました。"),
                ("worth", "社内では言いにくいことを、間に入って整えてもらえました。"),
                ("lend", "1"),
                ("quote", "1"),
            ];
            stage.party(nth, id, "owner").await?.fill(&mine, &mine, &owner).await?;
            let person = [
                ("word", "unchanged"),
                ("evidence", "表は整いましたが、組む人は今も一人だけです。休むと止まります。"),
                ("missing", "社長と三人で話す回数がもう少しほしかったです。"),
                ("lend", "1"),
            ];
            stage.party(nth, id, "person").await?.fill(&mine, &mine, &person).await?;
            let private = at(&format!("review/{review}"));
            let ours =
                [("word", "advanced"), ("evidence", "お断りは月12件から4件に減りました。組める人が二人になれば、続く形になります。")];
            desk.fill(&private, &format!("{private}/view"), &ours).await?;
            desk.fill(&private, &format!("{private}/share"), &[("remains", "配車を組める人をもう一人育てる")]).await?;
        }
        Act::Propose => {
            let board = desk.get(&at("review")).await?;
            let before = at("review/");
            let ids = board.split(&before).skip(1).filter_map(|rest| rest.get(..36));
            let mut ids = ids.filter(|id| id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()));
            let review = ids.next().context("no shared review")?;
            let private = at(&format!("review/{review}"));
            let led = desk.fill(&private, &format!("{private}/next"), &[]).await?;
            let first = led.split('?').next().unwrap_or_default().to_owned();
            let next_on = stage.real_today().plus(9).to_string();
            let fields = [
                ("kind", "person"),
                ("offer", "配車を学びながら担える方を、地域の副業人材から探すお手伝いをします。"),
                ("worth", "休んでも止まらない運行になる"),
                ("chance", "possible"),
                ("state", "proposed"),
                ("next_on", next_on.as_str()),
                ("untied", "融資の条件とは別のご案内であり、お断りになっても取引に影響しないことを、社長へ口頭で説明した。"),
            ];
            desk.fill(&first, &first, &fields).await?;
            let ended_on = stage.app.db.clock().today().to_string();
            let new = at("proposals/new");
            let won = [
                ("issue", "車両の点検記録が紙のままで、探すのに時間がかかる"),
                ("kind", "digital"),
                ("offer", "点検記録を写真で残す仕組みの導入を、地元の専門家とお手伝いします。"),
                ("worth", "点検の手間が半分になる"),
                ("chance", "agreed"),
                ("state", "won"),
                ("ended_on", ended_on.as_str()),
                ("income", "330,000"),
                ("result", "来月から二台で試すことになった。"),
                ("untied", "融資の条件とは別のご案内であり、お断りになっても取引に影響しないことを、社長へ口頭で説明した。"),
            ];
            let form = desk.get(&new).await?;
            let report = form.split("value=\"report:").nth(1).and_then(|rest| rest.get(..36)).map(|id| format!("report:{id}"));
            let mut won = won.to_vec();
            won.extend(report.as_deref().map(|origin| ("origin", origin)));
            let led = desk.fill(&new, &new, &won).await?;
            let second = led.split('?').next().unwrap_or_default().to_owned();
            desk.fill(&second, &format!("{second}/hand"), &[]).await?;
        }
        Act::Fee => {
            let fields = [("fee", "1,950,000"), ("refund", "1か月以内50%、3か月以内30%、6か月以内10%")];
            desk.fill(&at("edit"), &at("edit"), &fields).await?;
        }
        Act::Leave => {
            let fields = [
                ("kind", "left"),
                ("party", "person"),
                ("cause", "own"),
                ("word_person", "任せてもらえる範囲が、思っていたものと違ったとのこと。"),
                ("word_company", "もっと早く話し合えばよかったとのこと。"),
                ("lesson", "権限の範囲は、入社前に金額で決めておく。"),
            ];
            desk.fill(&at("end"), &at("end"), &fields).await?;
        }
    }
    Ok(())
}
