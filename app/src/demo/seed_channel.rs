//! The demo's private channels: threads in every state, each written, answered and agreed to by pressing the buttons.

use anyhow::{Context, Result};

use super::visitor::Visitor;

/// How far the thread of a case has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Talk {
    /// The way was tried, and the greeting answered.
    Tried,
    /// The person wrote, and nobody has answered yet.
    Unanswered,
    /// The owner wrote, and the desk answered.
    Answered,
    /// The desk put words before the person, who has not said yes or no.
    AwaitsConsent,
    /// The words reached the owner, and the result came back.
    Relayed,
    /// The person chose the manager in place of the desk.
    SecondLine,
}

/// What the talks of a case are told with: those who press the buttons.
pub(super) struct Cast<'a> {
    pub(super) case: &'a str,
    pub(super) desk: Visitor<'a>,
    pub(super) owner: Visitor<'a>,
    pub(super) person: Visitor<'a>,
    pub(super) owner_id: &'a str,
    pub(super) manager_id: &'a str,
}

async fn write(by: &Visitor<'_>, case: &str, line: &str, wish: &str, matter: &str, body: &str) -> Result<String> {
    let page = format!("/my/consult/new?case={case}");
    let led = by.fill(&page, "/my/consult/new", &[("line", line), ("wish", wish), ("matter", matter), ("body", body)]).await?;
    led.split(['/', '?']).nth(3).map(ToOwned::to_owned).context("no thread in the address")
}

async fn answer(desk: &Visitor<'_>, thread: &str, body: &str) -> Result<()> {
    let page = format!("/consults/{thread}");
    desk.fill(&page, &format!("{page}/reply"), &[("body", body)]).await.map(drop)
}

/// Plays the talk of one case.
pub(super) async fn play(cast: &Cast<'_>, talk: Talk) -> Result<()> {
    let Cast { case, desk, owner, person, .. } = cast;
    match talk {
        Talk::Tried => {
            person.fill(&format!("/my/consult?case={case}"), "/my/consult/try", &[]).await?;
            let inbox = desk.get("/consults").await?;
            let thread = inbox
                .split("/consults/")
                .find(|rest| rest.get(36..37) == Some("\""))
                .and_then(|rest| rest.get(..36))
                .context("no greeting")?;
            let page = format!("/consults/{thread}");
            desk.fill(&page, &format!("{page}/greet"), &[]).await?;
        }
        Talk::Unanswered => {
            let body = "倉庫の担当の方と、話がかみ合わないことが続いています。まずは聞いていただけますか。";
            write(person, case, "desk", "listen", "倉庫との連携", body).await?;
        }
        Talk::Answered => {
            let thread =
                write(owner, case, "desk", "listen", "任せ方", "つい口を出してしまいます。どこまで任せればよいのでしょうか。").await?;
            answer(desk, &thread, "お話しくださり、ありがとうございます。来週うかがったときに、任せる範囲を一緒に書き出しましょう。")
                .await?;
        }
        Talk::AwaitsConsent | Talk::Relayed => {
            let body = "会議で意見を言うと、その場で結論が変わってしまい、準備した数字を話せません。直接は言いづらいです。";
            let thread = write(person, case, "desk", "gist", "会議の進め方", body).await?;
            answer(desk, &thread, "よく分かりました。社長にお伝えする文面を作りますので、ご覧ください。").await?;
            let form = format!("/consults/{thread}/relay");
            let words = "月初の会議では、先に15分、管理部からの数字の説明を最後まで聞く時間を設けていただけるとありがたいです。";
            let to = format!("contact:{}", cast.owner_id);
            let led = desk.fill(&form, &form, &[("words", words), ("to", &to), ("act", "offer")]).await?;
            if talk == Talk::Relayed {
                let relay = led.split(['/', '?']).nth(2).context("no relay in the address")?.to_owned();
                let mine = format!("/my/consult/relays/{relay}");
                person.fill(&mine, &mine, &[("answer", "yes")]).await?;
                let page = format!("/relays/{relay}");
                desk.fill(&page, &format!("{page}/send"), &[]).await?;
                desk.fill(
                    &page,
                    &format!("{page}/result"),
                    &[("result", "社長にお伝えし、来月の会議から数字の説明を最初に置くことになりました。")],
                )
                .await?;
            }
        }
        Talk::SecondLine => {
            let body = "担当の方は社長とも親しいようなので、別の方に先に聞いていただきたいです。";
            write(person, case, cast.manager_id, "listen", "", body).await?;
        }
    }
    Ok(())
}
