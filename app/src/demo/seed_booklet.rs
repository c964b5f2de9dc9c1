//! The demo's booklets and consents: drafted, asked, agreed by one side, agreed, and one with a section that opened again.

use anyhow::Result;

use super::cases::{Case, Upto};
use super::seed::{Stage, Step};
use super::seed_prep::{Tale, tale};

/// One thing that happens to the booklet of a case, or to the yes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// A side says yes to the follow-up, and how its data is used.
    Yes(&'static str),
    /// A side narrows it.
    Narrow(&'static str),
    /// The owner says who looks after what.
    Receive,
    /// The desk writes the booklet.
    Write,
    /// All three are asked.
    Ask,
    /// A side agrees on its screen.
    Agree(&'static str),
    /// The owner agreed by word of mouth.
    Spoken,
    /// The bank confirms.
    Confirm,
    /// A section changes, and its seals open.
    Change,
}

/// What happens beside the steps of a case: days ago, and what.
pub(super) fn steps(case: &Case, told: &[(i64, Step)]) -> Vec<(i64, Step)> {
    let day = |wanted: fn(&Step) -> bool| told.iter().find(|(_, step)| wanted(step)).map(|(day, _)| *day);
    let mut all = Vec::new();
    let mut add = |day: Option<i64>, act: Act| all.extend(day.map(|day| (day, Step::Booklet(act))));
    add(day(|step| matches!(step, Step::InviteCompany)), Act::Yes("owner"));
    add(day(|step| matches!(step, Step::InvitePerson)), Act::Yes("person"));
    if case.sides == "one" {
        return all;
    }
    if matches!(tale(case), Tale::Complete | Tale::Late) {
        add(day(|step| matches!(step, Step::Expect)), Act::Receive);
    }
    add(day(|step| matches!(step, Step::Expect)), Act::Write);
    add(day(|step| matches!(step, Step::Review)), Act::Ask);
    if case.upto == Upto::WaitsPerson {
        add(day(|step| matches!(step, Step::CompanyAgrees)), Act::Spoken);
    } else {
        add(day(|step| matches!(step, Step::CompanyAgrees)), Act::Agree("owner"));
    }
    add(day(|step| matches!(step, Step::PersonAgrees)), Act::Agree("person"));
    add(day(|step| matches!(step, Step::Confirm)), Act::Confirm);
    if case.domain == "maruyama-kogyo" {
        add(Some(3), Act::Change);
        add(Some(3), Act::Ask);
    }
    if case.domain == "matsuba-kensetsu" {
        add(Some(4), Act::Narrow("owner"));
    }
    all
}

/// Plays one of them through the product's own pages.
pub(super) async fn play(stage: &Stage<'_>, nth: usize, id: &str, act: Act) -> Result<()> {
    let at = |rest: &str| format!("/cases/{id}/booklet{rest}");
    let desk = stage.consultant(nth).await?;
    match act {
        Act::Yes(seat) => {
            let party = stage.party(nth, id, seat).await?;
            let page = format!("/my/consents?case={id}");
            party.fill(&page, "/my/consents", &[("answer", "monthly")]).await?;
            party.fill(&page, "/my/consents", &[("matter", "purpose"), ("answer", "yes")]).await?;
        }
        Act::Narrow(seat) => {
            let party = stage.party(nth, id, seat).await?;
            party.fill(&format!("/my/consents?case={id}"), "/my/consents", &[("answer", "bimonthly")]).await?;
        }
        Act::Receive => super::seed_prep::reception(&stage.party(nth, id, "owner").await?).await?,
        Act::Write => {
            let fields = [
                ("structure", "社長に直接報告します。会計担当2名といっしょに働きます。"),
                ("support", "会計担当1名を、半日ずつ専任にします。"),
                ("talks", "毎週月曜の朝に30分、社長と話します。急ぐときは電話です。"),
                ("readers", "担当の山本と石井だけが読みます。"),
                ("answer", "1営業日のうちにお返事します。"),
                ("never", "書いた方のお許しのない文は、相手の方に伝えません。"),
                ("caller", "どなたからでも。担当が声をかけて集めます。"),
                ("chair", "担当が進行します。"),
                ("place", "本社応接室、または店舗の会議室"),
                ("within", "7日以内"),
            ];
            desk.fill(&at("/edit"), &at("/edit"), &fields).await?;
        }
        Act::Ask => {
            desk.fill(&at(""), &at("/review"), &[]).await?;
        }
        Act::Agree(seat) => {
            let party = stage.party(nth, id, seat).await?;
            party.fill(&format!("/my/booklet?case={id}"), "/my/booklet/agree", &[]).await?;
        }
        Act::Spoken => {
            let owner = stage.holder(nth, id, "owner").await?;
            let on = stage.app.db.clock().today().to_string();
            let fields = [("who", owner.id()), ("way", "spoken"), ("on", &on), ("place", "本社応接室")];
            desk.fill(&at("/record"), &at("/record"), &fields).await?;
        }
        Act::Confirm => {
            desk.fill(&at(""), &at("/confirm"), &[]).await?;
        }
        Act::Change => {
            desk.fill(&at("/edit"), &at("/edit"), &[("authority", "20万円までの備品は、ご本人が決めます。")]).await?;
        }
    }
    Ok(())
}
