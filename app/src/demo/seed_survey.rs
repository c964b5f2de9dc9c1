//! The demo's paired surveys after joining: one case through all three rounds, with a gap that moved and a person whose month
//! was heavier than usual; one with a clear gap; one in which one side has answered; one taken by telephone.

use anyhow::{Context, Result};

use super::cases::Case;
use super::seed::{Stage, Step};

/// One thing that happens around the surveys of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Both are asked.
    Ask(&'static str),
    /// A side answers the questions, and writes a sentence when there is one.
    Answer(&'static str, &'static str, &'static str),
    /// The desk takes the owner's answers by telephone.
    Telephone(&'static str),
}

/// What happens beside the steps of a case: days ago, and what.
pub(super) fn steps(case: &Case) -> Vec<(i64, Step)> {
    let Some(joined) = case.join.map(|days| -days) else { return Vec::new() };
    // Rounds as months pass: thirty, ninety-one and a hundred and eighty-two days after joining.
    let (month1, month3, month6) = (joined - 30, joined - 91, joined - 182);
    let told: Vec<(i64, Act)> = match case.no {
        "R8-002" => vec![
            (month1, Act::Ask("month1")),
            (month1 - 2, Act::Answer("owner", "5 5 4 4 4 5 4 4 4 4", "")),
            (month1 - 3, Act::Answer("person", "2 2 4 3 4 4 4 4 4 3 4", "朝礼で、こちらから話す順番をもらえるようになりました。")),
            (month3, Act::Ask("month3")),
            (month3 - 1, Act::Answer("owner", "4 5 4 4 4 4 5 4 4 4", "")),
            (month3 - 4, Act::Answer("person", "3 3 4 4 4 4 3 4 4 4 5", "")),
            (month6, Act::Ask("month6")),
            (month6 - 1, Act::Answer("owner", "4 4 4 4 4 4 5 5 4 4", "工場の若手が、数字の話を自分から始めました。")),
            (month6 - 2, Act::Answer("person", "4 4 4 4 4 4 3 2 4 4 3", "任される範囲が広がり、優先順位に迷うことがあります。")),
        ],
        "R8-009" => vec![
            (month1, Act::Ask("month1")),
            (month1 - 1, Act::Answer("owner", "4 4 5 5 4 5 4 4 4 5", "")),
            (month1 - 4, Act::Answer("person", "4 4 3 2 4 4 4 4 4 3 4", "会計の締めを一緒に見る時間が、週に一度できました。")),
        ],
        "R8-006" => vec![(4, Act::Ask("month3")), (2, Act::Answer("owner", "4 3 4 4 4 4 4 3 4 4", ""))],
        "R8-011" => vec![
            (month1, Act::Ask("month1")),
            (month1 - 2, Act::Answer("person", "4 4 4 3 3 4 4 4 4 4 4", "")),
            (month1 - 8, Act::Telephone("4 4 4 4 4 4 4 4 4 4")),
        ],
        _ => Vec::new(),
    };
    told.into_iter().map(|(ago, act)| (ago.max(0), Step::Survey(act))).collect()
}

/// Plays one of them through the product's own pages.
pub(super) async fn play(stage: &Stage<'_>, nth: usize, id: &str, act: Act) -> Result<()> {
    let overview = format!("/cases/{id}/survey");
    match act {
        Act::Ask(step) => {
            stage.consultant(nth).await?.fill(&overview, &overview, &[("step", step)]).await?;
        }
        Act::Answer(seat, choices, words) => {
            let party = stage.party(nth, id, seat).await?;
            let home = party.get("/my").await?;
            let asked = home.split("/my/surveys/").nth(1).and_then(|rest| rest.get(..36)).context("no survey to answer")?.to_owned();
            let (at, choices) = (format!("/my/surveys/{asked}/answer"), choices.split(' ').collect::<Vec<_>>());
            for (nth, choice) in choices.iter().enumerate() {
                party.fill(&format!("{at}?n={}", nth + 1), &at, &[("choice", choice)]).await?;
            }
            if !words.is_empty() {
                party.fill(&format!("{at}?n={}", choices.len() + 1), &at, &[("words", words)]).await?;
            }
        }
        Act::Telephone(choices) => {
            let desk = stage.consultant(nth).await?;
            let page = desk.get(&overview).await?;
            let spoken = format!("{overview}/spoken/");
            let asked = page.split(&spoken).nth(1).and_then(|rest| rest.get(..36)).context("nobody to telephone")?.to_owned();
            let said: Vec<(String, &str)> = choices.split(' ').enumerate().map(|(nth, choice)| (format!("q{}", nth + 1), choice)).collect();
            let said: Vec<(&str, &str)> = said.iter().map(|(name, choice)| (name.as_str(), *choice)).collect();
            let path = format!("{spoken}{asked}");
            desk.fill(&path, &path, &said).await?;
        }
    }
    Ok(())
}
