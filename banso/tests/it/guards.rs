//! Guards of speed: what a page costs is counted, not timed, so that it is the same on every machine.
//!
//! - the plan of every statement that any page of any seat carries out goes through an index, on both databases;
//! - statements and steps of a page are the same with 1 and with 500 institutions, and do not grow with rows it does not show;
//! - each page keeps within its statements and its weight on the wire (gzip, with the style sheets of a first visit);
//! - odd input costs no more, and is answered with a sentence.
//!
//! The last test, a run of its own, plants three bugs that the others are to see (seen on 23 November 2026, ARCHITECTURE.md).

#![expect(clippy::unwrap_used, reason = "a guard that cannot go on stops here")]

use std::collections::{BTreeMap, BTreeSet};

use app::sample::{House, Size, fill};
use base::actor::Duty;
use base::clock::Day;
use base::store::Heard;
use http::{Request, StatusCode};

use crate::matrix::Scene;
use crate::proof::planting;
use crate::world::{Browser, Page, World, encode};

/// What a page cost: statements, and on SQLite steps of its machine.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cost {
    statements: usize,
    steps: u64,
    each: Vec<(String, u64)>,
}

impl Cost {
    /// The statements that took more steps than they did here, in which they differ most first.
    fn grown(&self, later: &Cost) -> String {
        let mut grown: Vec<(u64, &str)> = self
            .each
            .iter()
            .zip(&later.each)
            .filter(|(a, b)| b.1 > a.1 + 20)
            .map(|(a, b)| (b.1 - a.1, b.0.rsplit(") select").next().unwrap_or_default()))
            .collect();
        grown.sort_unstable_by(|a, b| b.cmp(a));
        let said: Vec<String> = grown.iter().take(4).map(|(more, sql)| format!("+{more} {sql:.160}")).collect();
        format!("{} statements, {} steps -> {} statements, {} steps {said:#?}", self.statements, self.steps, later.statements, later.steps)
    }
}

/// Opens a page twice (the first time notes that the session was seen) and counts the second.
async fn cost(world: &World, browser: &mut Browser, path: &str) -> Cost {
    world.get(browser, path).await;
    let before = world.app.db.work();
    world.app.db.listen();
    let page = world.get(browser, path).await;
    let heard = world.app.db.heard();
    assert_eq!(page.status, StatusCode::OK, "{path:.80}: {}", page.text());
    let steps = world.app.db.work().zip(before).map_or(0, |(now, before)| now.1 - before.1);
    Cost { statements: heard.len(), steps, each: heard.into_iter().map(|one| (one.sql, one.steps)).collect() }
}

/// The pages whose cost is guarded: name, seat, path, and the most statements they may take.
async fn guarded(scene: &Scene, ids: &BTreeMap<&'static str, String>) -> Vec<(&'static str, Browser, String, usize)> {
    let seat = |seat: &str| scene.browsers[seat].clone();
    let at = |path: &str| format!("/cases/{}{path}", scene.case);
    let link = link(scene).await;
    let report = &ids["/my/reports/{id}"];
    vec![
        ("today", seat("consultant"), "/today".into(), 100),
        ("list", seat("consultant"), "/cases".into(), 8),
        ("list of the manager", seat("manager"), "/cases".into(), 8),
        ("search", seat("manager"), format!("/cases?q={}", encode("丸山")), 8),
        ("case", seat("consultant"), at(""), 260),
        ("case of the branch", seat("branch"), at(""), 160),
        ("goal sheet", seat("consultant"), at("/goals"), 40),
        ("report", seat("owner"), format!("/my/reports/{report}"), 20),
        ("home of the owner", seat("owner"), "/my".into(), 150),
        ("home of the person", seat("person"), "/my".into(), 150),
        ("question of the survey", Browser::default(), format!("{link}/answer?n=1"), 12),
        ("consultations", seat("consultant"), "/consults".into(), 20),
    ]
}

/// The way to the questions that a mail to the person would hold.
async fn link(scene: &Scene) -> String {
    let survey = format!("/cases/{}/survey", scene.case);
    let asked = scene.world.submit(&mut scene.browsers["consultant"].clone(), &survey, &survey, &[("step", "month3")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let home = scene.world.get(&mut scene.browsers["person"].clone(), "/my").await.text();
    let asked = &home.split("/my/surveys/").nth(1).unwrap()[..36];
    let until = Day::new(2026, 12, 31).unwrap();
    let token = scene.world.app.db.make_survey_link(&scene.world.institution, &scene.holders["person"], asked, until).await.unwrap();
    format!("/s/{token}")
}

/// Many small institutions.
async fn neighbours(world: &World, many: usize, cases: usize) {
    let mut all = tokio::task::JoinSet::new();
    for part in 0..10 {
        let (db, size) = (world.app.db.clone(), Size { institutions: many / 10, cases, notes: 2, first_code: 2000 + part * many / 10 });
        all.spawn(async move { fill(&db, size, 7, |_| ()).await });
    }
    while let Some(done) = all.join_next().await {
        done.unwrap().unwrap();
    }
}

/// One institution with this many cases, and browsers of its first consultant and its manager.
async fn house(world: &World, code: usize, cases: usize) -> (House, Browser, Browser) {
    let mut made = None;
    fill(&world.app.db, Size { institutions: 1, cases, notes: 2, first_code: code }, 7, |house| made = Some(house)).await.unwrap();
    let house: House = made.unwrap();
    let mut browsers = Vec::new();
    for staff in [&house.consultants[0], &house.manager] {
        let cookie = world.app.db.open_staff_session(&house.id, staff, None, "test", "test").await.unwrap();
        browsers.push(Browser { cookies: BTreeMap::from([("banso-staff".to_owned(), cookie)]) });
    }
    let manager = browsers.pop().unwrap();
    (house, browsers.pop().unwrap(), manager)
}

#[tokio::test]
async fn pages_keep_their_budgets_and_cost_the_same_with_one_institution_and_with_five_hundred() {
    let (scene, ids) = planting::planted().await;
    let pages = guarded(&scene, &ids).await;
    let (mut alone, mut wrong) = (Vec::new(), Vec::new());
    for (name, browser, path, most) in &pages {
        let found = cost(&scene.world, &mut browser.clone(), path).await;
        println!("{name}: {} statements, {} steps", found.statements, found.steps);
        if found.statements > *most {
            wrong.push(format!("{name} takes {} statements, {most} are its budget", found.statements));
        }
        alone.push(found);
    }
    weigh(&scene.world, &pages, &mut wrong).await;
    neighbours(&scene.world, 500, 1).await;
    for ((name, browser, path, _), alone) in pages.iter().zip(alone) {
        let among = cost(&scene.world, &mut browser.clone(), path).await;
        // A search of a deeper tree may take a step more; a row of each of 500 institutions would be thousands.
        if among.statements != alone.statements || among.steps > alone.steps + 100 {
            wrong.push(format!("{name}: with 500 institutions {}", alone.grown(&among)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Bytes on the wire with everything a first visit loads: the page and its style sheets and script, compressed.
async fn weigh(world: &World, pages: &[(&'static str, Browser, String, usize)], wrong: &mut Vec<String>) {
    for (name, browser, path, _) in pages {
        let mut browser = browser.clone();
        let (staff, survey) = (browser.cookies.contains_key("banso-staff"), path.starts_with("/s/"));
        let budget = if survey {
            12
        } else if staff {
            60
        } else {
            20
        } * 1024;
        let page = world.get(&mut browser, path).await;
        let text = page.text();
        let assets: BTreeSet<&str> = text.split('"').filter(|part| part.starts_with("/assets/") && !part.contains("ico")).collect();
        let mut bytes = wire(world, &mut browser, path).await.body.len();
        for asset in assets {
            bytes += wire(world, &mut browser, asset).await.body.len();
        }
        println!("{name}: {bytes} bytes on the wire");
        if bytes > budget {
            wrong.push(format!("{name} weighs {bytes} bytes, {budget} are its budget"));
        }
    }
}

async fn wire(world: &World, browser: &mut Browser, path: &str) -> Page {
    let request = Request::get(path).header("accept-encoding", "gzip");
    world.send(browser, request, axum::body::Body::empty()).await
}

/// Statements and steps of lists in a house with 200 and in one with 400 cases: (what, few, many).
async fn lists(world: &World) -> Vec<(String, Cost, Cost)> {
    const PAGES: [(bool, &str); 5] =
        [(true, "/cases"), (true, "/cases?f=after"), (false, "/cases"), (false, "/today"), (false, "/consults")];
    // In both houses a consultant has 50 cases; each list shows its first 50. The larger one comes when the other was looked at, so
    // that whoever looks through the cases of every house is seen as well.
    let (_, mut few, mut few_manager) = house(world, 3000, 200).await;
    let mut small = Vec::new();
    for (manager, path) in PAGES {
        small.push(cost(world, if manager { &mut few_manager } else { &mut few }, path).await);
    }
    let (_, mut many, mut many_manager) = house(world, 3001, 400).await;
    let mut found = Vec::new();
    for ((manager, path), small) in PAGES.into_iter().zip(small) {
        let large = cost(world, if manager { &mut many_manager } else { &mut many }, path).await;
        found.push((format!("{} {path}", if manager { "manager" } else { "consultant" }), small, large));
    }
    let (_, mut lone, _) = house(world, 3002, 2).await;
    let cost_of = (cost(world, &mut lone, "/cases").await, cost(world, &mut few, "/cases").await);
    found.push(("lines".into(), cost_of.0, cost_of.1));
    found
}

/// What is wrong with the lists.
fn judged(found: &[(String, Cost, Cost)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (what, few, many) in found {
        println!("{what}: {} statements, {} steps -> {}, {}", few.statements, few.steps, many.statements, many.steps);
        if few.statements != many.statements {
            wrong.push(format!("{what}: the statements grow with the rows, {}", few.grown(many)));
        }
        // A tenth, as no two houses hold the same; 200 rows more would be a thousand steps.
        if what != "lines" && many.steps > few.steps + few.steps / 10 {
            wrong.push(format!("{what}: rows are read that are not shown, {}", few.grown(many)));
        }
    }
    wrong
}

#[tokio::test]
async fn a_list_reads_the_lines_it_shows_however_many_cases_the_house_has() {
    let world = World::new().await;
    let wrong = judged(&lists(&world).await);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the desk opens of one case.
const CASE_PAGES: [&str; 14] = [
    "",
    "/booklet",
    "/changes",
    "/contacts",
    "/dialogues",
    "/edit",
    "/follow-up",
    "/gaps",
    "/goals",
    "/preparation",
    "/review",
    "/signals",
    "/support",
    "/survey",
];

#[tokio::test]
async fn a_page_of_one_case_reads_no_more_however_many_cases_the_house_has() {
    let world = World::new().await;
    // The same seed gives the same first case in both houses, and its consultant fifty cases in each.
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (code, cases) in [(3000, 50), (3001, 400)] {
        let (house, mut desk, mut manager) = house(&world, code, cases).await;
        let mut costs = Vec::new();
        let case = &house.cases[0];
        for page in CASE_PAGES {
            costs.push((format!("desk {page}"), cost(&world, &mut desk, &format!("/cases/{}{page}", case.id)).await));
        }
        costs.push(("manager".to_owned(), cost(&world, &mut manager, &format!("/cases/{}", case.id)).await));
        for holder in [&case.owner, &case.person] {
            let cookie = world.app.db.open_portal_session(Duty::Demo, &house.id, holder.clone()).await.unwrap();
            let mut browser = Browser { cookies: BTreeMap::from([("banso-portal".to_owned(), cookie)]) };
            costs.push((format!("home of the {}", holder.kind()), cost(&world, &mut browser, "/my").await));
        }
        found.push(costs);
    }
    for ((what, few), (_, many)) in found[0].iter().zip(&found[1]) {
        println!("{what}: {} statements, {} steps -> {}, {}", few.statements, few.steps, many.statements, many.steps);
        // Eight colleagues more stand in a list to choose from; 350 cases more would be a thousand steps.
        if few.statements != many.statements || many.steps > few.steps + 250 {
            wrong.push(format!("{what}: {}", few.grown(many)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The names of tables that a plan looks through whole.
fn looked_through(plan: &str) -> Vec<&str> {
    plan.lines()
        .map(str::trim)
        .filter(|line| {
            let whole = (line.starts_with("SCAN ") && !line.contains("CONSTANT ROW") && !line.contains("subquery"))
                || line.contains("Seq Scan on ");
            // Small by nature: the readings of one text, and institutions.
            whole && !["SCAN readings", "on institution"].iter().any(|small| line.contains(small))
        })
        .collect()
}

#[tokio::test]
async fn every_statement_of_every_page_goes_through_an_index() {
    let (mut scene, _) = planting::planted().await;
    scene.world.app.db.listen();
    let mut heard: BTreeMap<String, Heard> = BTreeMap::new();
    for (seat, browser) in &mut scene.browsers {
        let starts: &[&str] = if browser.cookies.contains_key("banso-staff") {
            &["/today", "/cases", "/cases/export", "/consults", "/proposals", "/settings", "/looks"]
        } else {
            &["/my"]
        };
        if !["consultant", "branch", "manager", "officer", "admin", "owner", "named_host", "person"].contains(seat) {
            continue;
        }
        scene.world.crawl(browser, starts, 60).await;
        heard.extend(scene.world.app.db.heard().into_iter().map(|heard| (heard.sql.clone(), heard)));
        scene.world.app.db.listen();
    }
    scene.world.app.db.heard();
    println!("{} statements", heard.len());
    assert!(heard.len() > 250, "the walk found only {} statements", heard.len());
    let mut wrong = Vec::new();
    for (sql, heard) in heard {
        let plan = scene.world.app.db.plan_of(&scene.world.institution, heard).await.unwrap();
        let whole = looked_through(&plan);
        if !whole.is_empty() {
            wrong.push(format!("{whole:?}: {sql}"));
        }
    }
    assert!(wrong.is_empty(), "{} of them: {wrong:#?}", wrong.len());
}

#[tokio::test]
async fn odd_sizes_and_filters_on_everything_cost_no_more_than_a_page() {
    let world = World::new().await;
    let (_, mut desk, _) = house(&world, 3000, 60).await;
    let plain = cost(&world, &mut desk, "/cases").await;
    for odd in [
        "/cases?size=0".to_owned(),
        "/cases?size=-1&page=-1".to_owned(),
        "/cases?size=1000000000&limit=1000000000".to_owned(),
        "/cases?after=0.".to_owned(),
        "/cases?after=-9223372036854775808.~".to_owned(),
        "/cases?after=99999999999999999999999.x".to_owned(),
        "/cases?after=%00.%00".to_owned(),
        format!("/cases?f=all&q={}", encode("県")),
        "/cases?q=%25".to_owned(),
        "/cases?q=_".to_owned(),
        format!("/cases?f=everything&q={}", encode(&"工".repeat(1000))),
    ] {
        let found = cost(&world, &mut desk, &odd).await;
        assert_eq!(found.statements, plain.statements, "{odd:.60}");
        assert!(found.steps <= plain.steps * 3, "{odd:.60}: {found:?}, a plain page {plain:?}");
    }
    // A search for one letter that most cases have shows one page, and the way to the next is there only when there is more.
    for (letter, most) in [("長", 50), ("薔", 0)] {
        let page = world.get(&mut desk, &format!("/cases?q={}", encode(letter))).await.text();
        let lines = page.matches("href=\"/cases/0").count();
        assert!(lines <= most && (lines > 0) == (most > 0), "{letter}: {lines}");
    }
}

#[tokio::test]
async fn the_list_is_taken_out_whole_and_never_held_whole() {
    let world = World::new().await;
    let (house, _, mut manager) = house(&world, 3000, 1100).await;
    world.app.db.listen();
    let sheet = world.get(&mut manager, "/cases/export").await;
    let heard = world.app.db.heard();
    let most = heard.iter().map(|one| one.rows).max();
    assert_eq!(most, Some(500), "rows of one statement");
    let read = paper::sheet::read(&sheet.body, "list.xlsx", &paper::sheet::Limits::default()).unwrap();
    let ids: BTreeSet<String> = read.sheets[0].rows.iter().skip(3).map(|row| row.cell(1).shown().into_owned()).collect();
    assert_eq!(read.sheets[0].rows.len(), 3 + house.cases.len());
    assert_eq!(ids.len(), house.cases.len(), "each company once");
}

#[tokio::test]
async fn two_hundred_thousand_rows_are_refused_with_a_sentence_and_nothing_is_kept() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let mut sheet = String::from("会社名,氏名,役職,経営課題,内定日\n");
    for n in 0..200_000 {
        sheet.push_str("丸山工業");
        sheet.push_str(&n.to_string());
        sheet.push_str(",佐藤 健一,部長,,\n");
    }
    let before = world.app.db.fingerprint().await.unwrap();
    let began = std::time::Instant::now();
    let (path, page) = crate::import::put_in(&world, &mut desk, "大きな一覧.csv", sheet.as_bytes()).await;
    assert!(path.is_empty() && page.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", page.status);
    assert!(page.text().contains("20,000行") || page.text().contains("20000行"), "{}", page.text());
    // A test is not quick, and the machine is shared: a bound, not a measurement.
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    let after = world.app.db.fingerprint().await.unwrap();
    assert_eq!(before, after);
}

/// A run of its own, as a plant is there for every test of the process:
/// `cargo test -p banso --features planted --test it guards_see`.
#[cfg(feature = "planted")]
#[tokio::test]
async fn the_guards_see_a_slow_query_an_added_count_and_a_query_for_each_row() {
    for (bug, found) in [("slow_query", "rows are read"), ("added_count", "rows are read"), ("n_plus_one", "statements grow")] {
        base::planted::plant(bug);
        let wrong = judged(&lists(&World::new().await).await);
        base::planted::weed();
        println!("{bug}: {wrong:?}");
        assert!(wrong.iter().any(|wrong| wrong.contains(found)), "{bug} is not seen");
    }
}
