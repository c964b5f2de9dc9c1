//! Next issues and proposals: where they come from, what they need, who reads what of them.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use std::collections::BTreeMap;

use http::StatusCode;

use crate::change::{Story, story};
use crate::goal_sheet::press;
use crate::matrix::Scene;
use crate::world::{Browser, World};

const UNTIED: &str = "融資の条件とは別のご案内であることを、11月20日に社長へ説明しました";

/// The desk writes a proposal down; gives its id.
pub async fn add(world: &World, desk: &mut Browser, case: &str, fields: &[(&str, &str)]) -> String {
    let new = format!("/cases/{case}/proposals/new");
    let page = world.submit(desk, &new, &new, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    page.location().split(['/', '?']).nth(2).unwrap().to_owned()
}

async fn hand(world: &World, desk: &mut Browser, id: &str) {
    let page = world.submit(desk, &format!("/proposals/{id}"), &format!("/proposals/{id}/hand"), &[]).await;
    assert!(page.location().ends_with("done=handed"), "{} {}", page.status, page.text());
}

/// A proposal that was put before the company, for the matrix.
pub async fn for_matrix(scene: &Scene) -> BTreeMap<&'static str, String> {
    let mut desk = scene.browsers["consultant"].clone();
    let fields = [("issue", "後任の育成"), ("offer", "専門家の紹介"), ("state", "proposed"), ("untied", UNTIED), ("kind", "expert")];
    let id = add(&scene.world, &mut desk, &scene.case, &fields).await;
    hand(&scene.world, &mut desk, &id).await;
    let home = scene.world.get(&mut scene.browsers["owner"].clone(), "/my").await.text();
    let sheet = home.split("/my/proposals/").nth(1).unwrap()[..36].to_owned();
    BTreeMap::from([
        ("/proposals/{id}", id.clone()),
        ("/proposals/{id}/hand", id.clone()),
        ("/proposals/{id}/paper", id),
        ("/my/proposals/{id}", sheet.clone()),
        ("/my/proposals/{id}/paper", sheet),
    ])
}

#[tokio::test]
async fn a_proposal_is_won_with_income_only_after_its_day_and_is_traced_to_where_it_was_found() {
    let Story { world, case, mut desk, mut owner, mut person, .. } = story().await;
    let call = format!("/cases/{case}/talks/new");
    for (with, text) in [("company", "次の工場の話が出ました"), ("person", "ご本人だけの話です")] {
        press(&world, &mut desk, &call, &call, &[("with", with), ("text", text), ("held_on", "2026-11-20")]).await;
    }
    let new = format!("/cases/{case}/proposals/new");
    let form = world.get(&mut desk, &new).await.text();
    let sources: Vec<&str> =
        form.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|code| code.contains(':')).collect();
    assert_eq!(sources.len(), 1, "the talk with the person is no source: {sources:?}");
    let forged = world.submit(&mut desk, &new, &new, &[("issue", "x"), ("origin", "company:018f0000-0000-7000-8000-000000000000")]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);

    let id = add(&world, &mut desk, &case, &[("issue", "工場の増設"), ("kind", "subsidy"), ("origin", sources[0])]).await;
    let page = format!("/proposals/{id}");
    let told = [("state", "proposed"), ("offer", "ものづくり補助金の申請支援"), ("issue", "工場の増設")];
    let untold = world.submit(&mut desk, &page, &page, &told).await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY, "not without the sentence on lending");
    assert!(
        untold.text().contains("融資の条件と結びつけていないことを、一文で書いてください。")
            && untold.text().contains("ものづくり補助金の申請支援")
    );
    let told: Vec<(&str, &str)> = told.into_iter().chain([("untied", UNTIED)]).collect();
    let early = world.submit(&mut desk, &page, &page, &[told.clone(), vec![("income", "300,000")]].concat()).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "no income before the won date");
    assert!(early.text().contains("収入は、決まった日を入力してから書いてください。"));
    assert_eq!(world.submit(&mut desk, &page, &page, &told).await.status, StatusCode::SEE_OTHER);
    hand(&world, &mut desk, &id).await;
    let mut won = told.clone();
    won.retain(|(name, _)| *name != "state");
    won.extend([("state", "won"), ("ended_on", "2026-11-24"), ("income", "300,000")]);
    assert_eq!(world.submit(&mut desk, &page, &page, &won).await.status, StatusCode::SEE_OTHER);
    assert!(world.get(&mut desk, &format!("/cases/{case}")).await.text().contains("この案件の伴走から生まれた収入は300,000円です。"));

    let mine = world.get(&mut owner, "/my").await.text();
    assert!(mine.contains("新しいご提案をお届けしています"), "what is new lies open: {mine}");
    let sheet = format!("/my/proposals/{}", &mine.split("/my/proposals/").nth(1).unwrap()[..36]);
    let shown = world.get(&mut owner, &sheet).await.text();
    assert!(shown.contains("ものづくり補助金の申請支援") && shown.contains("お断りいただいても構いません") && !shown.contains("300,000"));
    let paper = world.get(&mut owner, &format!("{sheet}/paper")).await;
    assert!(paper.body.starts_with(b"%PDF"), "{}", paper.status);
    assert_eq!(world.get(&mut person, &sheet).await.status, StatusCode::NOT_FOUND);
    assert!(!world.get(&mut person, "/my").await.text().contains("/my/proposals/"));

    let link = format!("/cases/{case}/talks/");
    for (who, writes, linked) in [("yamamoto", true, true), ("onishi", true, false), ("manager", false, true), ("compliance", false, false)]
    {
        let mut browser = world.staff(who).await;
        let text = world.get(&mut browser, &page).await.text();
        assert!(text.contains("会社との話") && text.contains("2026年11月20日"), "{who} sees kind and date");
        assert_eq!(text.contains(&link), linked, "{who}");
        assert_eq!(text.contains("<form method=\"post\" action=\"/proposals/"), writes, "{who}");
        assert!(text.contains(UNTIED), "{who}");
        assert!(world.get(&mut browser, "/proposals").await.text().contains(&page), "{who}");
    }
    let mut compliance = world.staff("compliance").await;
    assert!(!world.get(&mut compliance, "/proposals").await.text().contains("丸山工業"), "compliance learns of cases only that they exist");
    for who in ["kita", "officer", "admin"] {
        let mut browser = world.staff(who).await;
        assert_eq!(world.get(&mut browser, &page).await.status, StatusCode::NOT_FOUND, "{who}");
    }
}

#[tokio::test]
async fn the_branch_works_on_the_proposals_of_its_own_companies() {
    let Story { world, case, mut desk, .. } = story().await;
    let other = world.kitahama().await;
    let mut onishi = world.staff("onishi").await;
    let id = add(&world, &mut onishi, &case, &[("issue", "事業承継の準備"), ("kind", "succession")]).await;
    let page = format!("/proposals/{id}");
    assert!(world.get(&mut desk, &page).await.text().contains("営業店での話"));
    assert_eq!(world.get(&mut onishi, &format!("/cases/{other}/proposals/new")).await.status, StatusCode::NOT_FOUND);
    // Two at once: the second learns what the first wrote, and what they typed is kept.
    let form = world.get(&mut onishi, &page).await;
    let (token, key, version) = (form.value("token"), form.value("key"), form.value("version"));
    assert_eq!(world.submit(&mut desk, &page, &page, &[("issue", "事業承継の相手を探す")]).await.status, StatusCode::SEE_OTHER);
    let fields = [("token", token.as_str()), ("key", &key), ("version", &version), ("issue", "事業承継の手順を知る")];
    let late = world.post_raw(&mut onishi, &page, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("事業承継の相手を探す") && late.text().contains("事業承継の手順を知る"));
}

#[tokio::test]
async fn behind_a_proposal_of_the_branch_the_desk_finds_its_record_and_the_branch_kind_and_day() {
    let (mut story, path) = crate::report::ready().await;
    crate::report::out(&crate::report::publish(&mut story, &path).await);
    let (world, case) = (&story.world, story.case.clone());
    let mut onishi = world.staff("onishi").await;
    let form = world.get(&mut onishi, &format!("/cases/{case}/proposals/new")).await.text();
    let origin = format!("report:{}", form.split("value=\"report:").nth(1).unwrap().split('"').next().unwrap());
    let id = add(world, &mut onishi, &case, &[("issue", "会議の数字を早くそろえる"), ("kind", "digital"), ("origin", &origin)]).await;
    let link = format!("href=\"/cases/{case}/reports/p/");
    let theirs = world.get(&mut onishi, &format!("/proposals/{id}")).await.text();
    assert!(theirs.contains("2026年11月24日(火)") && !theirs.contains(&link), "{theirs}");
    assert!(world.get(&mut story.desk, &format!("/proposals/{id}")).await.text().contains(&link));
}
