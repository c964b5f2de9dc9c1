//! What the demo's people do before the first day: lists in all states, one hire decided alone, promises kept and not yet.

use anyhow::{Context, Result};

use super::cases::Case;
use super::visitor::Visitor;

/// How a case's preparation goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tale {
    /// Everything is done.
    Complete,
    /// Items are late.
    Late,
    /// The owner decided alone (専決); the desk keeps a map of people.
    Alone,
    /// Just begun.
    Begun,
}

/// The tale of a case that is still ahead of its first day.
pub(super) fn tale(case: &Case) -> Tale {
    match case.person {
        "髙橋 亮" => Tale::Complete,
        "渡邉 直樹" => Tale::Late,
        "加藤 隆" => Tale::Alone,
        _ => Tale::Begun,
    }
}

/// The id of the item with these words on a page of the desk.
fn item(page: &str, case: &str, body: &str) -> Result<String> {
    page.split(&format!("/cases/{case}/preparation/items/"))
        .skip(1)
        .find(|rest| {
            rest.get(36..).is_some_and(|rest| rest.starts_with("\">") && rest.split("</a>").next().unwrap_or_default().contains(body))
        })
        .and_then(|rest| rest.get(..36))
        .map(ToOwned::to_owned)
        .with_context(|| format!("no item {body}"))
}

/// The owner says who looks after what.
pub(super) async fn reception(owner: &Visitor<'_>) -> Result<()> {
    let fields = [
        ("rhythm", "毎週月曜の朝、15分"),
        ("who_climate", "総務 中田"),
        ("who_relations", "工場長 木村"),
        ("stand_in_relations", "総務 中田"),
        ("who_expect", "社長"),
    ];
    owner.fill("/my/reception", "/my/reception", &fields).await.map(drop)
}

/// The desk begins the list, and what has been done so far is done.
pub(super) async fn prepare(desk: &Visitor<'_>, case: &str, tale: Tale) -> Result<()> {
    let list = format!("/cases/{case}/preparation");
    let decided = match tale {
        Tale::Alone => "alone",
        Tale::Late => "family",
        Tale::Complete | Tale::Begun => "executives",
    };
    desk.fill(&list, &list, &[("decided", decided), ("knows", "executives")]).await?;
    let done: &[(&str, &str)] = match tale {
        Tale::Complete => &[
            ("担っていただくことと権限の確認", "製造の段取りは任せる、とのこと"),
            ("社内の受け入れ体制の取り決め", ""),
            ("会社がお約束する支援の確認", ""),
            ("現場責任者との顔合わせ", "班長三名と一時間"),
            ("職場の下見(工場・事務所)", "工場の動線を見ていただいた"),
            ("席・端末・入館証の用意", ""),
            ("期待していることと気がかりの聞き取り", ""),
            ("ご相談の窓口の確認", ""),
            ("三者での確認", ""),
            ("初日の予定のお知らせ", ""),
        ],
        Tale::Late => &[
            ("担っていただくことと権限の確認", "投資の順番を一緒に決める"),
            ("社内の受け入れ体制の取り決め", ""),
            ("職場の下見(工場・事務所)", ""),
            ("期待していることと気がかりの聞き取り", ""),
        ],
        Tale::Alone => &[("期待していることと気がかりの聞き取り", "")],
        Tale::Begun => &[],
    };
    let page = desk.get(&list).await?;
    for (body, outcome) in done {
        let path = format!("{list}/items/{}", item(&page, case, body)?);
        desk.fill(&path, &path, &[("state", "done"), ("outcome", outcome)]).await?;
    }
    if tale == Tale::Late {
        let path = format!("{list}/items/{}", item(&page, case, "三者での確認")?);
        desk.fill(&path, &path, &[("state", "doing")]).await?;
    }
    if tale == Tale::Complete || tale == Tale::Late {
        promise(desk, case).await?;
    }
    if tale == Tale::Alone {
        let map = format!("/cases/{case}/map");
        for fields in [
            [
                ("name", "専務 湊 次郎"),
                ("knows", "yes"),
                ("met", "no"),
                ("hopes", "海外の担当を引き継ぎたい"),
                ("worries", "自分の役割が変わること"),
            ],
            [("name", "市場の現場責任者"), ("knows", "no"), ("met", "no"), ("hopes", ""), ("worries", "")],
        ] {
            desk.fill(&map, &map, &fields).await?;
        }
    }
    Ok(())
}

/// Plans and promises over the first months.
pub(super) async fn promise(desk: &Visitor<'_>, case: &str) -> Result<()> {
    let new = format!("/cases/{case}/preparation/new");
    for fields in [
        [("kind", "promise"), ("side", "company"), ("body", "会計担当1名を半日ずつ専任にする"), ("days", "30"), ("way", "after")],
        [("kind", "promise"), ("side", "company"), ("body", "50万円までの購入を任せる"), ("days", "7"), ("way", "after")],
        [("kind", "action"), ("side", "person"), ("body", "各部署を回って話を聞く"), ("days", "20"), ("way", "after")],
        [("kind", "action"), ("side", "company"), ("body", "朝礼でご本人の役割を紹介する"), ("days", "1"), ("way", "after")],
        [("kind", "action"), ("side", "bank"), ("body", "1か月後にそれぞれからお話を伺う"), ("days", "31"), ("way", "after")],
    ] {
        desk.fill(&new, &new, &fields).await?;
    }
    Ok(())
}

/// The owner says that a promise was kept.
pub(super) async fn keep(owner: &Visitor<'_>, case: &str) -> Result<()> {
    let page = owner.get(&format!("/my/plan?case={case}")).await?;
    let id = page
        .split("/my/preparation/")
        .skip(1)
        .find(|rest| {
            rest.get(36..).is_some_and(|rest| rest.starts_with("\">") && rest.split("</a>").next().unwrap_or_default().contains("50万円"))
        })
        .and_then(|rest| rest.get(..36))
        .context("no promise on the plan")?;
    let path = format!("/my/preparation/{id}");
    owner.fill(&path, &path, &[("state", "done"), ("outcome", "最初の注文から任せています")]).await?;
    Ok(())
}
