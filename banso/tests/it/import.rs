//! The spreadsheets a bank hands over go in as they are.

use http::StatusCode;

use crate::world::{Browser, Page, World};

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../samples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Puts a file in through the form and opens its preview: the path and the page.
pub async fn put_in(world: &World, browser: &mut Browser, name: &str, bytes: &[u8]) -> (String, Page) {
    let form = world.get(browser, "/import").await;
    let mut body = Vec::new();
    for (field, value) in [("token", form.value("token")), ("key", form.value("key"))] {
        body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(
        format!(
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend(b"\r\n--cut--\r\n");
    let request =
        http::Request::post("/import").header("sec-fetch-site", "same-origin").header("content-type", "multipart/form-data; boundary=cut");
    let page = world.send(browser, request, axum::body::Body::from(body)).await;
    let path = page.location();
    if path.is_empty() {
        return (path, page);
    }
    let preview = world.get(browser, &path).await;
    (path, preview)
}

/// Presses 「登録する」 on the preview.
async fn register(world: &World, browser: &mut Browser, path: &str) -> Page {
    let page = world.get(browser, path).await;
    let text = page.text();
    // The last form of the page is the one that registers.
    let last = text.rfind("name=\"key\" value=\"").map(|at| text[at + 18..].split('"').next().unwrap().to_owned()).unwrap();
    world.post_raw(browser, &format!("{path}/register"), &[("token", &page.value("token")), ("key", &last)]).await
}

#[tokio::test]
async fn the_orderly_list_goes_in_as_it_is_and_a_second_time_changes_nothing() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let (path, preview) = put_in(&world, &mut desk, "placements.xlsx", &sample("placements.xlsx")).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    let done = register(&world, &mut desk, &path).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let mine = world.get(&mut desk, "/cases").await.text().matches("/cases/0").count();
    assert!(mine > 0);
    let before = world.app.db.fingerprint().await.unwrap();
    let (again, preview) = put_in(&world, &mut desk, "placements.xlsx", &sample("placements.xlsx")).await;
    assert!(preview.text().contains("登録できる行がありません。"), "{}", preview.text());
    let _ = again;
    let after = world.app.db.fingerprint().await.unwrap();
    let moved: Vec<&str> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.0.as_str()).collect();
    // The second upload itself and the reading of it are kept; of the cases nothing moved.
    assert_eq!(moved, ["audit", "counter", "deed", "import_batch"]);
}

#[tokio::test]
async fn the_list_as_found_names_its_bad_rows_and_goes_in_once_they_are_left_out() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let (path, preview) = put_in(&world, &mut desk, "placements-as-found.xlsx", &sample("placements-as-found.xlsx")).await;
    let text = preview.text();
    assert!(text.contains("直していただく行"), "{text}");
    let refused = register(&world, &mut desk, &path).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!world.get(&mut desk, "/cases").await.text().contains("/cases/0"), "nothing is written before all is clear");
    let mended = world.post_raw(&mut desk, &path, &[("token", &preview.value("token")), ("key", "k2"), ("leave_out", "1")]).await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER, "{}", mended.text());
    let done = register(&world, &mut desk, &path).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

#[tokio::test]
async fn a_list_of_companies_in_the_old_encoding_registers_companies_alone() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let (path, preview) = put_in(&world, &mut desk, "companies-cp932.csv", &sample("companies-cp932.csv")).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    world.post_raw(&mut desk, &path, &[("token", &preview.value("token")), ("key", "k2"), ("leave_out", "1")]).await;
    let done = register(&world, &mut desk, &path).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(!world.get(&mut desk, "/cases").await.text().contains("/cases/0"));
}

#[tokio::test]
async fn a_goal_sheet_is_not_mistaken_for_a_list_of_placements() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let (path, page) = put_in(&world, &mut desk, "goal-sheet-as-found.xlsx", &sample("goal-sheet-as-found.xlsx")).await;
    assert_eq!((path.as_str(), page.status), ("", StatusCode::UNPROCESSABLE_ENTITY));
}

#[tokio::test]
async fn importing_sends_nothing_and_makes_nothing_overdue() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let (path, _) = put_in(&world, &mut desk, "placements.xlsx", &sample("placements.xlsx")).await;
    let before = world.app.db.fingerprint().await.unwrap();
    register(&world, &mut desk, &path).await;
    let after = world.app.db.fingerprint().await.unwrap();
    let outbox = |prints: &[(String, String)]| prints.iter().find(|(table, _)| table == "outbox").cloned();
    assert_eq!(outbox(&before), outbox(&after));
    assert!(!world.get(&mut desk, "/today").await.text().contains("期限を過ぎています"));
}

#[tokio::test]
async fn a_spreadsheet_on_its_way_in_is_not_there_for_a_colleague() {
    let world = World::new().await;
    let mut desk = world.staff("yamamoto").await;
    let (path, _) = put_in(&world, &mut desk, "placements.xlsx", &sample("placements.xlsx")).await;
    let mut ishii = world.staff("ishii").await;
    assert_eq!(world.get(&mut ishii, &path).await.status, StatusCode::NOT_FOUND);
}
