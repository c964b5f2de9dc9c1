//! The demo's gaps in all states, dialogues and visits past and planned, what executives picture, and the survey before
//! joining: answered by both in one case, waiting for one side in another.

use anyhow::{Context, Result};

use super::cases::{Case, Upto};
use super::seed::{Stage, Step};

/// One thing that happens around the gaps of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// The desk names four gaps that all three watch.
    Name,
    /// Each side tells the desk one alone; the desk keeps one itself.
    Tell,
    /// The gaps are looked at again: arose, handled, did not arise.
    Look,
    /// A visit is planned for a past day, and told in parts; the person writes what differed.
    Visit,
    /// A dialogue lies ahead.
    Plan,
    /// Both are asked the questions before joining.
    Ask,
    /// A side answers them.
    Answer(&'static str),
    /// The owner says what they picture and what worries them.
    Picture,
}

/// What happens beside the steps of a case: days ago, and what.
pub(super) fn steps(case: &Case, told: &[(i64, Step)]) -> Vec<(i64, Step)> {
    let mut all = Vec::new();
    let day = |wanted: fn(&Step) -> bool| told.iter().find(|(_, step)| wanted(step)).map(|(day, _)| *day);
    let (Some(drafted), true) = (day(|step| matches!(step, Step::Expect)), case.sides != "one") else { return all };
    let mut add = |ago: i64, act: Act| all.push((ago.max(0), Step::Gap(act)));
    // Before the booklet is written that day: it copies the shared ones.
    add(drafted, Act::Name);
    add(drafted, Act::Picture);
    if case.upto >= Upto::WaitsCompany {
        add(drafted - 2, Act::Tell);
        add(drafted - 2, Act::Visit);
    }
    match case.upto {
        Upto::WaitsCompany => {
            add(1, Act::Ask);
            add(0, Act::Answer("owner"));
            add(0, Act::Answer("person"));
            add(0, Act::Plan);
        }
        Upto::WaitsPerson => {
            add(2, Act::Ask);
            add(1, Act::Answer("owner"));
            add(1, Act::Plan);
        }
        _ => {}
    }
    if let Some(joined) = day(|step| matches!(step, Step::Join)) {
        add(joined - 9, Act::Look);
    }
    all
}

/// Plays one of them through the product's own pages.
pub(super) async fn play(stage: &Stage<'_>, nth: usize, id: &str, act: Act) -> Result<()> {
    let at = |rest: &str| format!("/cases/{id}/{rest}");
    let desk = stage.consultant(nth).await?;
    let today = stage.app.db.clock().today();
    match act {
        Act::Name => {
            for n in [1, 2, 3, 9] {
                desk.fill(&format!("{}?sample={n}", at("gaps")), &at("gaps"), &[("who", "社長と担当")]).await?;
            }
        }
        Act::Tell => {
            for (seat, words) in
                [("owner", "どこまで任せてよいか、まだ言葉にできていない"), ("person", "最初の月は、皆さんの話を聞く時間がほしい")]
            {
                let page = format!("/my/gaps/new?case={id}&for=desk");
                stage.party(nth, id, seat).await?.fill(&page, "/my/gaps/new", &[("words", words)]).await?;
            }
            desk.fill(&at("gaps/private"), &at("gaps/private"), &[("words", "古参の部長と進め方が重なるかもしれない")]).await?;
        }
        Act::Look => {
            let page = desk.get(&at("gaps/look")).await?;
            let ids: Vec<&str> = page.split("name=\"v_").skip(1).filter_map(|rest| rest.get(..36)).collect();
            let typed: Vec<(String, &str)> = ids
                .iter()
                .zip(["arose", "handled", "not_arisen"])
                .map(|(gap, state)| (format!("state_{gap}"), state))
                .chain(ids.first().map(|gap| (format!("words_{gap}"), "「まだか」という言葉が出たとのこと。三者で期間を決め直します。")))
                .collect();
            let fields: Vec<(&str, &str)> = typed.iter().map(|(field, value)| (field.as_str(), *value)).collect();
            desk.fill(&at("gaps/look"), &at("gaps/look"), &fields).await?;
        }
        Act::Visit => {
            let on = today.to_string();
            let (owner, person) = (stage.holder(nth, id, "owner").await?, stage.holder(nth, id, "person").await?);
            let fields = [
                ("kind", "visit"),
                ("on", on.as_str()),
                ("at", "10:00"),
                ("place", "本社と作業場"),
                ("aim", "仕事の流れと、一緒に働く方を知る"),
                ("others", "現場の皆さん"),
                ("guest", owner.id()),
                ("guest", person.id()),
                ("tell", ""),
            ];
            let led = desk.fill(&at("dialogues/plan"), &at("dialogues/plan"), &fields).await?;
            let visit = led.split(['/', '?']).nth(4).context("no visit in the address")?.to_owned();
            let record = at(&format!("dialogues/{visit}/record"));
            let fields = [
                ("said", "朝の打合せから出荷までを見ました。声をかけ合う場面が多くありました。"),
                ("needs", "検査の手順書が古いままなので、一緒に見直す相手がほしいそうです。"),
                ("heard_person", "想像よりも紙の仕事が多いと感じたとのこと。"),
            ];
            desk.fill(&record, &record, &fields).await?;
            let page = format!("/my/dialogues/{visit}");
            let person = stage.party(nth, id, "person").await?;
            person.fill(&page, &page, &[("body", "思っていたより若い方が多く、話しかけやすい雰囲気でした。")]).await?;
        }
        Act::Plan => {
            let on = stage.real_today().plus(5).to_string();
            let (owner, person) = (stage.holder(nth, id, "owner").await?, stage.holder(nth, id, "person").await?);
            let fields = [
                ("kind", "dialogue"),
                ("on", on.as_str()),
                ("at", "14:00"),
                ("place", "本社の応接室"),
                ("aim", "幹部の皆さんと、期待していることを話す"),
                ("guest", owner.id()),
                ("guest", person.id()),
            ];
            desk.fill(&at("dialogues/plan"), &at("dialogues/plan"), &fields).await?;
        }
        Act::Ask => {
            desk.fill(&at("survey"), &at("survey"), &[]).await?;
        }
        Act::Answer(seat) => {
            let party = stage.party(nth, id, seat).await?;
            let home = party.get("/my").await?;
            let round = home.split("/my/surveys/").nth(1).and_then(|rest| rest.get(..36)).context("no survey to answer")?.to_owned();
            let choices = if seat == "owner" { ["5", "4", "4", "5"] } else { ["3", "4", "2", "3"] };
            for (nth, choice) in choices.into_iter().enumerate() {
                let page = format!("/my/surveys/{round}/answer?n={}", nth + 1);
                party.fill(&page, &format!("/my/surveys/{round}/answer"), &[("choice", choice)]).await?;
            }
        }
        Act::Picture => {
            let owner = stage.party(nth, id, "owner").await?;
            let board = owner.get(&format!("/my/changes?case={id}")).await?;
            let change = board
                .split("/my/changes/")
                .skip(1)
                .filter_map(|rest| rest.get(..36))
                .find(|id| id.matches('-').count() == 4 && id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()))
                .context("no change to picture")?
                .to_owned();
            let page = format!("/my/changes/{change}/picture");
            owner.fill(&page, &page, &[("words", "月曜の会議で、部長たちが先に話し始めている様子を思い描いています。")]).await?;
            owner
                .fill(&page, &format!("/my/changes/{change}/worry"), &[("body", "任せたあとに口を出してしまわないか、気になっています。")])
                .await?;
        }
    }
    Ok(())
}
