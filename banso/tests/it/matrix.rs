//! Every route × every seat × every relation, against an expectation written apart from the handlers (`matrix.txt`).
//!
//! The expectation names, for each route, who comes in; everyone else gets the same 404 as for a thing that was never
//! there (or, without a session of that area, the way to the sign-in). A refused request leaves the database exactly as it
//! was. Shown to fail: with the planted bug `table_says_yes` the first refused seat comes in; with `any_site` a form of
//! another site is taken.

use std::collections::{BTreeMap, BTreeSet};

use app::router::table;
use app::web::guard::For;
use base::actor::{Duty, Holder, StaffSeat};
use base::session::Founding;
use http::StatusCode;

use crate::world::{Browser, Page, World};

/// Everyone who may ever knock.
pub const SEATS: [&str; 21] = [
    "consultant",
    "deputy",
    "other_consultant",
    "branch",
    "other_branch",
    "manager",
    "officer",
    "compliance",
    "admin",
    "owner",
    "host",
    "named_host",
    "contact",
    "person",
    "other_owner",
    "other_person",
    "invited_owner",
    "suspended_owner",
    "foreign_consultant",
    "foreign_manager",
    "foreign_admin",
];

/// A world in which every relation to one case exists.
pub struct Scene {
    pub world: World,
    pub case: String,
    pub browsers: BTreeMap<&'static str, Browser>,
    /// Holders of the portal seats of the case.
    pub holders: BTreeMap<&'static str, Holder>,
}

impl Scene {
    pub async fn new() -> Scene {
        Scene::of(World::new().await).await
    }

    /// The same, where papers are not printed: for walks that meet hundreds of them.
    pub async fn that_prints_nothing() -> Scene {
        Scene::of(World::that_prints_nothing().await).await
    }

    async fn of(world: World) -> Scene {
        let case = world.maruyama().await;
        let mut browsers = BTreeMap::new();
        for (seat, key) in [
            ("consultant", "yamamoto"),
            ("deputy", "ishii"),
            ("branch", "onishi"),
            ("other_branch", "kita"),
            ("manager", "manager"),
            ("officer", "officer"),
            ("compliance", "compliance"),
            ("admin", "admin"),
        ] {
            browsers.insert(seat, world.staff(key).await);
        }
        let stranger = world
            .app
            .db
            .add_staff(Duty::Console, &world.institution, "他 人", "other@bank.example", "", vec![(StaffSeat::Consultant, String::new())])
            .await
            .unwrap();
        let cookie = world.app.db.open_staff_session(&world.institution, &stranger, None, "test", "test").await.unwrap();
        browsers.insert("other_consultant", Browser { cookies: BTreeMap::from([("banso-staff".into(), cookie)]) });
        // Another institution with the same names.
        let house = Founding {
            code: "1998".into(),
            kind: "bank".into(),
            name: "よその銀行".into(),
            admin_name: "管理".into(),
            admin_mail: "admin@other.example".into(),
            ..Founding::default()
        };
        let (other, admin) = world.app.db.found(Duty::Console, house).await.unwrap();
        for (seat, staff_seat) in [("foreign_consultant", StaffSeat::Consultant), ("foreign_manager", StaffSeat::Manager)] {
            let id = world
                .app
                .db
                .add_staff(Duty::Console, &other, seat, &format!("{seat}@other.example"), "", vec![(staff_seat, String::new())])
                .await
                .unwrap();
            let cookie = world.app.db.open_staff_session(&other, &id, None, "test", "test").await.unwrap();
            browsers.insert(seat, Browser { cookies: BTreeMap::from([("banso-staff".into(), cookie)]) });
        }
        let cookie = world.app.db.open_staff_session(&other, &admin, None, "test", "test").await.unwrap();
        browsers.insert("foreign_admin", Browser { cookies: BTreeMap::from([("banso-staff".into(), cookie)]) });
        let mut holders = BTreeMap::new();
        let people = world.people_of(&case).await;
        for (seat, holder) in &people {
            if seat == "owner" {
                holders.insert("owner", holder.clone());
            } else if seat == "person" {
                holders.insert("person", holder.clone());
            }
        }
        // Another case of the same institution, with its own owner and person.
        let other_case = world.kitahama().await;
        for (seat, holder) in world.people_of(&other_case).await {
            let seat = if seat == "owner" { "other_owner" } else { "other_person" };
            browsers.insert(seat, world.arrive(&other_case, &holder).await);
        }
        // Contacts of the same company: a host manager, a contact, one invited only, one suspended.
        for (name, part) in
            [("host", "host"), ("named_host", "host"), ("contact", "contact"), ("invited_owner", "owner"), ("suspended_owner", "owner")]
        {
            let holder = world.add_contact(&case, name, part).await;
            holders.insert(name, holder);
        }
        for (seat, holder) in &holders {
            let browser = if *seat == "invited_owner" { world.portal(holder.clone()).await } else { world.arrive(&case, holder).await };
            browsers.insert(seat, browser);
        }
        world.suspend(&case, &holders["suspended_owner"]).await;
        Scene { world, case, browsers, holders }
    }
}

/// Route -> who comes in, as written in `matrix.txt`.
pub fn expected() -> BTreeMap<String, BTreeSet<String>> {
    include_str!("matrix.txt")
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (route, whom) = line.split_once('|').unwrap_or_else(|| panic!("a line without |: {line}"));
            (route.split_whitespace().collect::<Vec<_>>().join(" "), whom.split_whitespace().map(ToOwned::to_owned).collect())
        })
        .collect()
}

/// Ids of records of the case, by the route that takes them.
pub async fn ids(scene: &Scene) -> BTreeMap<&'static str, String> {
    let owner = scene.holders["owner"].id().to_owned();
    let mut ids = BTreeMap::from([
        ("/cases/{case}/contacts/edit/{contact}", owner.clone()),
        ("/cases/{case}/contacts/mail/{holder}", owner.clone()),
        ("/cases/{case}/contacts/stop/{holder}", owner.clone()),
        ("/cases/{case}/contacts/invite/{party}", owner.clone()),
        ("/cases/{case}/contacts/card/{holder}", owner),
        ("/settings/staff/{id}", scene.world.staff["yamamoto"].clone()),
        ("/settings/staff/{id}/state", scene.world.staff["yamamoto"].clone()),
        ("/settings/staff/{id}/password", scene.world.staff["yamamoto"].clone()),
        ("/settings/branches/{id}", scene.world.branch.clone()),
    ]);
    ids.extend(crate::check_in::for_matrix(&scene.world, &scene.case).await);
    ids.extend(crate::followup::for_matrix(&scene.world, &scene.case, &scene.browsers["person"]).await);
    ids.extend(crate::preparation::for_matrix(&scene.world, &scene.case).await);
    ids.extend(crate::report::records(scene).await);
    ids.extend(crate::change::for_matrix(&scene.world, &scene.case).await);
    ids.extend(crate::dialogue::for_matrix(&scene.world, &scene.case, &scene.holders["contact"]).await);
    ids.extend(crate::survey::for_matrix(&scene.world, &scene.case, &scene.browsers["owner"], &scene.browsers["person"]).await);
    ids.extend(crate::gap::for_matrix(&scene.world, &scene.case, &scene.browsers["owner"]).await);
    ids.extend(crate::relay::for_matrix(scene).await);
    ids.extend(crate::goal_sheet::for_matrix(&scene.world, &scene.case, &scene.browsers["owner"], &scene.browsers["person"]).await);
    ids.extend(crate::booklet::for_matrix(&scene.world, &scene.case, &scene.browsers["person"], &scene.holders["owner"]).await);
    ids.extend(crate::review::for_matrix(scene).await);
    ids.extend(crate::depth::for_matrix(scene).await);
    ids.extend(crate::letter::for_matrix(scene).await);
    ids.extend(crate::next_proposal::for_matrix(scene).await);
    ids.extend(crate::signal::for_matrix(&scene.world, &scene.case).await);
    crate::naming::for_matrix(scene).await;
    ids
}

#[test]
fn every_route_has_its_line_and_every_line_its_route() {
    let routes: BTreeSet<String> =
        table().iter().filter(|route| !route.whom.is_open()).map(|route| format!("{} {}", route.method, route.path)).collect();
    let lines: BTreeSet<String> = expected().into_keys().collect();
    assert_eq!(routes.difference(&lines).collect::<Vec<_>>(), Vec::<&String>::new(), "routes without an expectation");
    assert_eq!(lines.difference(&routes).collect::<Vec<_>>(), Vec::<&String>::new(), "expectations without a route");
    for (route, whom) in expected() {
        for seat in whom {
            assert!(SEATS.contains(&seat.as_str()), "{route}: nobody is called {seat}");
        }
    }
}

/// What each parameter of a path stands for, beside the case: ids of records that belong to it.
pub fn fill(scene: &Scene, path: &str, ids: &BTreeMap<&str, String>) -> String {
    let mut filled = path.replace("{case}", &scene.case);
    for (pattern, id) in ids {
        if path == *pattern {
            let mut parts = id.split('|').cycle();
            while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
                filled.replace_range(from..=to, parts.next().unwrap_or_default());
            }
        }
    }
    while let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
        filled.replace_range(from..=to, "018f0000-0000-7000-8000-000000000000");
    }
    filled
}

fn area(whom: For) -> &'static str {
    if matches!(whom, For::Portal) { "portal" } else { "staff" }
}

/// The body without what differs from page to page by nature.
fn plain(text: &str) -> String {
    text.to_owned()
}

/// What every answer must carry, whoever asked for whatever (OWASP ASVS 3.4); the first that is missing.
fn undressed(page: &Page) -> Option<&'static str> {
    let policy = page.headers.get("content-security-policy").and_then(|value| value.to_str().ok()).unwrap_or("");
    let parts: Vec<&str> = policy.split("; ").collect();
    let strict = ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"].iter().all(|part| parts.contains(part))
        && ["unsafe", "http", "*", "nonce"].iter().all(|loose| !policy.contains(loose))
        && (parts.contains(&"sandbox") || parts.contains(&"form-action 'self'"));
    if !strict {
        return Some("content-security-policy");
    }
    [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cache-control", "no-store"),
    ]
    .into_iter()
    .find_map(|(name, value)| (page.headers.get(name).is_none_or(|got| got != value)).then_some(name))
}

#[tokio::test]
async fn every_page_opens_for_those_it_is_for_and_is_not_there_for_anyone_else() {
    let scene = Scene::new().await;
    let ids = ids(&scene).await;
    let expected = expected();
    let mut asked = 0;
    let mut wrong = Vec::new();
    for route in table().into_iter().filter(|route| route.method == "GET" && !route.whom.is_open()) {
        let line = &expected[&format!("GET {}", route.path)];
        let path = fill(&scene, route.path, &ids);
        for seat in SEATS {
            let mut browser = scene.browsers[seat].clone();
            let page = scene.world.get(&mut browser, &path).await;
            asked += 1;
            if let Some(header) = undressed(&page) {
                wrong.push(format!("GET {}: {seat} gets {} without {header}", route.path, page.status));
            }
            let to_sign_in = page.status == StatusCode::SEE_OTHER && page.location().contains("sign-in");
            let came_in = (page.status == StatusCode::OK || page.status == StatusCode::SEE_OTHER) && !to_sign_in;
            let has_area = browser.cookies.contains_key(&format!("banso-{}", area(route.whom)));
            if came_in != line.contains(seat) {
                wrong.push(format!("GET {}: {seat} {}", route.path, page.status));
            } else if !came_in && has_area && page.status != StatusCode::NOT_FOUND && seat != "suspended_owner" {
                wrong.push(format!("GET {}: {seat} is refused with {}", route.path, page.status));
            } else if page.status == StatusCode::NOT_FOUND {
                let nothing = scene.world.get(&mut browser, "/cases/018f0000-0000-7000-8000-000000000000/nothing").await;
                if plain(&page.text()) != plain(&nothing.text()) {
                    wrong.push(format!("GET {}: {seat} sees another 404 than for nothing", route.path));
                }
            }
        }
        let mut nobody = Browser::default();
        let page = scene.world.get(&mut nobody, &path).await;
        assert!(page.location().contains("sign-in"), "nobody at {path}: {}", page.status);
    }
    println!("{asked} pages asked for");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn every_refused_deed_changes_nothing() {
    let scene = Scene::new().await;
    let ids = ids(&scene).await;
    let expected = expected();
    let mut sent = 0;
    let mut wrong = Vec::new();
    for route in table().into_iter().filter(|route| route.method == "POST" && !route.whom.is_open()) {
        let line = &expected[&format!("POST {}", route.path)];
        let path = fill(&scene, route.path, &ids);
        let before = scene.world.app.db.fingerprint().await.unwrap();
        for seat in SEATS.into_iter().filter(|seat| !line.contains(*seat)) {
            let mut browser = scene.browsers[seat].clone();
            let token = scene.world.token(&browser, area(route.whom));
            if !browser.cookies.contains_key(&format!("banso-{}", area(route.whom))) || seat == "suspended_owner" {
                continue;
            }
            let page = scene.world.post_raw(&mut browser, &path, &[("token", &token), ("key", seat)]).await;
            sent += 1;
            if let Some(header) = undressed(&page) {
                wrong.push(format!("POST {}: {seat} gets {} without {header}", route.path, page.status));
            }
            if page.status != StatusCode::NOT_FOUND {
                wrong.push(format!("POST {}: {seat} is not refused but gets {}", route.path, page.status));
            }
        }
        let after = scene.world.app.db.fingerprint().await.unwrap();
        if before != after {
            let moved: Vec<&str> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.0.as_str()).collect();
            wrong.push(format!("POST {}: refused, but {moved:?} moved", route.path));
        }
    }
    println!("{sent} refused deeds sent");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_form_from_another_site_or_another_session_is_not_taken() {
    let scene = Scene::new().await;
    let ids = ids(&scene).await;
    let expected = expected();
    let mut wrong = Vec::new();
    let before = scene.world.app.db.fingerprint().await.unwrap();
    for route in table().into_iter().filter(|route| route.method == "POST" && !route.whom.is_open()) {
        let Some(seat) = expected[&format!("POST {}", route.path)].iter().next().cloned() else { continue };
        let path = fill(&scene, route.path, &ids);
        let browser = scene.browsers[seat.as_str()].clone();
        let token = scene.world.token(&browser, area(route.whom));
        let foreign = scene.world.token(&scene.browsers["foreign_admin"], "staff");
        for (site, token) in
            [("cross-site", token.as_str()), ("same-site", token.as_str()), ("same-origin", ""), ("same-origin", foreign.as_str())]
        {
            let request =
                http::Request::post(&path).header("sec-fetch-site", site).header("content-type", "application/x-www-form-urlencoded");
            let page = scene.world.send(&mut browser.clone(), request, axum::body::Body::from(format!("token={token}&key=x"))).await;
            if page.status != StatusCode::FORBIDDEN {
                wrong.push(format!("POST {} {site} as {seat}: {}", route.path, page.status));
            }
        }
    }
    assert_eq!(before, scene.world.app.db.fingerprint().await.unwrap());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn looking_changes_nothing_but_the_trace_of_what_was_read() {
    let scene = Scene::that_prints_nothing().await;
    let ids = ids(&scene).await;
    let mut before = scene.world.app.db.fingerprint().await.unwrap();
    for route in table().into_iter().filter(|route| route.method == "GET" && route.whom != For::Demo) {
        let path = fill(&scene, route.path, &ids);
        for seat in SEATS {
            scene.world.get(&mut scene.browsers[seat].clone(), &path).await;
        }
        let after = scene.world.app.db.fingerprint().await.unwrap();
        let moved: Vec<&str> = before
            .iter()
            .zip(&after)
            .filter(|(a, b)| a != b)
            .map(|(a, _)| a.0.as_str())
            .filter(|table| !matches!(*table, "audit" | "counter"))
            .collect();
        assert!(moved.is_empty(), "GET {} moved {moved:?}", route.path);
        before = after;
    }
}

#[tokio::test]
async fn a_right_that_is_taken_away_is_gone_on_the_next_request() {
    let scene = Scene::new().await;
    let mut owner = scene.browsers["owner"].clone();
    assert_eq!(scene.world.get(&mut owner, "/my").await.status, StatusCode::OK);
    scene.world.suspend(&scene.case, &scene.holders["owner"]).await;
    assert!(scene.world.get(&mut owner, "/my").await.location().contains("sign-in"));
}
