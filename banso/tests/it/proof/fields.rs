//! What no form asks for: columns that are not on it, rows of another case, and input that nobody types.

use std::collections::{BTreeMap, BTreeSet};

use app::router::table;
use app::web::guard::For;
use axum::body::Body;
use http::{Request, StatusCode, header};

use super::{drawn, outside};
use crate::matrix::{Scene, expected, fill, ids};

/// Forms that end a session, or what the other forms stand on: not sent.
const LEFT_OUT: [&str; 6] = ["/sign-out", "/my/sign-out", "/sessions/end", "/account/seat", "/account/password", "/demo"];

/// Paths that look alike but for their ids.
fn shape(path: &str) -> String {
    path.split('?')
        .next()
        .unwrap_or_default()
        .split('/')
        .map(|part| if part.len() == 36 || part.parse::<u32>().is_ok() { "*" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// Every form that these seats can walk to, one of each shape: seat, the page it stands on, its action. Those that end
/// something come last.
async fn forms(scene: &Scene) -> Vec<(&'static str, String, String)> {
    let mut found: Vec<(&'static str, String, String)> = Vec::new();
    let mut known = BTreeSet::new();
    for seat in ["owner", "person", "host", "contact", "manager", "consultant", "admin"] {
        let mut waiting: Vec<String> =
            ["/account", "/settings", "/looks", "/import", "/today", "/cases", "/my/account", "/my"].map(ToOwned::to_owned).to_vec();
        waiting.push(format!("/cases/{}", scene.case));
        let mut seen = BTreeSet::new();
        while let Some(path) = waiting.pop() {
            let path = path.split('#').next().unwrap_or_default().to_owned();
            if seen.len() >= 150
                || ["/lang/", "/size/", "/demo", "/assets/"].iter().any(|start| path.starts_with(start))
                || !seen.insert(path.clone())
            {
                continue;
            }
            let text = scene.world.get(&mut scene.browsers[seat].clone(), &path).await.text();
            for form in drawn::forms(&path, &text) {
                let names: BTreeSet<&String> = form.names.iter().filter(|name| !name.contains('-')).collect();
                if !LEFT_OUT.iter().any(|out| form.action.contains(out)) && known.insert(format!("{} {names:?}", shape(&form.action))) {
                    found.push((seat, path.clone(), form.action));
                }
            }
            waiting.extend(drawn::links(&text));
        }
    }
    found.sort_by_key(|(_, _, action)| {
        ["/end", "/stop", "/state", "/publish", "/skip", "/cancel"].iter().any(|end| action.ends_with(end) || action.contains("/stop/"))
    });
    found
}

/// What a person might type into a field of this name.
fn typed(name: &str) -> &'static str {
    if name.contains("mail") {
        "typed@mail.example"
    } else if name == "on" || name.ends_with("_on") || name.contains("due") {
        "2026-12-01"
    } else if ["number", "kana", "birth", "rate", "fee", "code", "phone", "at"].iter().any(|word| name.contains(word)) {
        ""
    } else {
        "書いた一文"
    }
}

/// A value that would do harm if the column were taken from the form.
fn harmful(column: &str, scene: &Scene, foreign: &str) -> String {
    match column {
        "institution_id" => foreign.to_owned(),
        "author" | "writer" | "holder_id" | "owner_signs" => scene.holders["suspended_owner"].id().to_owned(),
        "state" => "active".to_owned(),
        "side" => "bank".to_owned(),
        name if name.ends_with("_on") => "2020-01-01".to_owned(),
        name if name.ends_with("_at") || name.ends_with("_no") => "1".to_owned(),
        _ => "1".to_owned(),
    }
}

/// Two worlds of the same seed get the same forms; in one of them each form also brings every column of every table that does
/// not stand on it, and a few that attackers try. The two databases stay equal to the byte.
///
/// Shown to fail: with `contacts::create` taking `state` from the form, the table `contact` differs.
#[tokio::test]
async fn a_column_that_is_not_on_the_form_is_never_written() {
    let (fair, foul) = (Scene::that_prints_nothing().await, Scene::that_prints_nothing().await);
    let columns: BTreeSet<String> = outside::columns(&fair.world)
        .into_values()
        .flatten()
        .chain(["tenant_id", "role", "visibility", "is_admin", "seat", "admin", "readers", "named"].map(ToOwned::to_owned))
        .collect();
    if columns.len() < 20 {
        // On PostgreSQL the forms are the same; the columns are asked of the embedded database.
        return;
    }
    let (ids, again) = (ids(&fair).await, ids(&foul).await);
    assert_eq!(ids, again, "one seed makes one world");
    let foreign = fair.world.app.db.institutions().await.unwrap()[1].0.clone();
    let forms = forms(&fair).await;
    assert_eq!(forms, self::forms(&foul).await);
    let (mut sent, mut taken) = (0, 0);
    for (seat, page, action) in forms {
        let mut answers = Vec::new();
        for scene in [&fair, &foul] {
            let mut browser = scene.browsers[seat].clone();
            let text = scene.world.get(&mut browser, &page).await.text();
            let Some(form) = drawn::forms(&page, &text).into_iter().find(|form| form.action == action) else { continue };
            let mut fields: Vec<(String, String)> = Vec::new();
            if std::ptr::eq(scene, &raw const foul) {
                fields.extend(
                    columns
                        .iter()
                        .filter(|column| !form.names.contains(column))
                        .map(|column| (column.clone(), harmful(column, scene, &foreign))),
                );
            }
            fields.extend(form.fields.iter().map(|(name, value)| {
                let value = if value.is_empty() && form.typed.contains(name) { typed(name).to_owned() } else { value.clone() };
                (name.clone(), value)
            }));
            fields.extend(form.first.clone());
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            answers.push(scene.world.post_raw(&mut browser, &action, &fields).await);
        }
        let [one, other] = answers.as_slice() else { continue };
        sent += 1;
        taken += usize::from(one.status == StatusCode::SEE_OTHER);
        assert_eq!((one.status, one.location()), (other.status, other.location()), "{action}");
        let (before, after) = (fair.world.app.db.fingerprint().await.unwrap(), foul.world.app.db.fingerprint().await.unwrap());
        let moved: Vec<&str> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.0.as_str()).collect();
        assert!(moved.is_empty(), "POST {action}: a field that is not on the form moved {moved:?}");
    }
    println!("{sent} forms sent twice, {taken} taken");
    assert!(taken >= 25, "only {taken} of {sent} forms were taken");
}

/// 石井 serves both cases; an id of the one under the path of the other is not there. Shown to fail: without the tie of
/// talks to their case in `store/scope.rs`, the talk opens.
#[tokio::test]
async fn a_row_of_one_case_is_not_there_under_another_case_of_the_same_desk() {
    let scene = Scene::that_prints_nothing().await;
    let ids = ids(&scene).await;
    let mut ishii = scene.browsers["deputy"].clone();
    let list = scene.world.get(&mut ishii, "/cases").await.text();
    let other = list
        .split("/cases/")
        .filter_map(|rest| rest.get(..36))
        .find(|id| *id != scene.case && id.split('-').count() == 5)
        .unwrap()
        .to_owned();
    assert_eq!(scene.world.get(&mut ishii, &format!("/cases/{other}")).await.status, StatusCode::OK);
    let token = scene.world.token(&ishii, "staff");
    let mut asked = 0;
    for route in
        table().into_iter().filter(|route| route.path.starts_with("/cases/{case}/") && ids.get(route.path).is_some_and(|id| id.len() == 36))
    {
        if !expected()[&format!("{} {}", route.method, route.path)].contains("deputy") {
            continue;
        }
        let path = fill(&scene, route.path, &ids).replace(&scene.case, &other);
        let before = scene.world.app.db.fingerprint().await.unwrap();
        let never = fill(&scene, route.path, &BTreeMap::new()).replace(&scene.case, &other);
        let mut answers = Vec::new();
        for path in [&path, &never] {
            let fields = [
                ("token", token.as_str()),
                ("version", "1"),
                ("way", "visit"),
                ("on", "2026-12-01"),
                ("text", "文"),
                ("words", "文"),
                ("name", "名"),
                ("part", "owner"),
                ("answer", "文"),
                ("why", "文"),
                ("state", "handled"),
            ];
            answers.push(if route.method == "GET" {
                scene.world.get(&mut ishii, path).await
            } else {
                scene.world.post_raw(&mut ishii, path, &fields).await
            });
        }
        let [there, nowhere] = answers.as_slice() else { unreachable!() };
        asked += 1;
        assert_eq!(there.status, StatusCode::NOT_FOUND, "{} {}", route.method, route.path);
        assert_eq!(there.body, nowhere.body, "{} {}: not as what was never there", route.method, route.path);
        assert_eq!(before, scene.world.app.db.fingerprint().await.unwrap(), "{} {}", route.method, route.path);
    }
    println!("{asked} routes asked with an id of another case");
    assert!(asked >= 20, "{asked}");
}

/// What nobody types, as the bytes of a path or a query.
const ODD: [&str; 14] = [
    "%00",
    "%ff%fe",
    "..%2f..%2fetc",
    "%27%20or%201=1--",
    "%3Cscript%3E",
    "-1",
    "0",
    "99999999999999999999",
    "1e9",
    "%F0%A6%80%80%EF%BC%91",
    "%E2%80%AE",
    "a%0d%0aset-cookie:%20x=1",
    "%",
    "null",
];

#[tokio::test]
async fn no_path_query_cookie_or_body_makes_the_product_stumble() {
    let scene = Scene::that_prints_nothing().await;
    let long = "a".repeat(4000);
    let mut asked = 0;
    let seats: BTreeMap<&str, Vec<&str>> =
        BTreeMap::from([("staff", vec!["consultant", "admin"]), ("portal", vec!["owner"]), ("open", vec!["admin"])]);
    for route in table().into_iter().filter(|route| route.whom != For::Demo) {
        let area = match route.whom {
            For::Portal => "portal",
            For::Staff(_) | For::Proved(_) => "staff",
            _ => "open",
        };
        for seat in &seats[area] {
            let browser = scene.browsers[*seat].clone();
            let token = scene.world.token(&browser, area);
            for odd in ODD.into_iter().chain([long.as_str()]) {
                let mut path = route.path.replacen("{case}", if route.path.matches('{').count() > 1 { &scene.case } else { odd }, 1);
                while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
                    path.replace_range(from..=to, odd);
                }
                let query: String =
                    ["case", "month", "page", "q", "f", "t", "goal", "next", "done", "edition", "whole", "from", "sample", "step"]
                        .map(|name| format!("{name}={odd}&"))
                        .concat();
                let (method, body) = if route.method == "GET" {
                    ("GET", String::new())
                } else {
                    (
                        "POST",
                        format!(
                            "token={token}&version={odd}&key={odd}&{query}on={odd}&w_person_={odd}&r1.f.={odd}&part={odd}&body={odd}&line={odd}"
                        ),
                    )
                };
                let request = Request::builder()
                    .method(method)
                    .uri(format!("{path}?{query}"))
                    .header("sec-fetch-site", "same-origin")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                let page = scene.world.send(&mut browser.clone(), request, Body::from(body)).await;
                asked += 1;
                assert!(!page.status.is_server_error(), "{method} {path} with {odd} as {seat}: {}", page.status);
                assert!(
                    page.headers.get("set-cookie").is_none_or(|cookie| !cookie.to_str().unwrap_or_default().starts_with("x=")),
                    "{path}"
                );
            }
            if route.method == "POST" {
                let path = fill(&scene, route.path, &BTreeMap::new());
                for (kind, body) in [
                    ("application/json", "{}"),
                    ("", ""),
                    ("multipart/form-data", "x"),
                    ("multipart/form-data; boundary=x", "--x\r\n\r\n"),
                    ("text/plain", "\u{0}"),
                    ("application/x-www-form-urlencoded", "=&&=%&%=%"),
                ] {
                    let request = Request::post(&path).header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, kind);
                    let page = scene.world.send(&mut browser.clone(), request, Body::from(body)).await;
                    asked += 1;
                    assert!(
                        page.status.is_client_error() || page.status == StatusCode::SEE_OTHER || page.status == StatusCode::OK,
                        "POST {path} as {kind}: {}",
                        page.status
                    );
                }
            }
        }
    }
    for cookie in [
        "lang=%00; ts=%ff; banso-staff=..; banso-portal='",
        "banso-staff=; banso-staff=a; =; ;;",
        "lang=ja; lang=en; ts=xl; kept=zz; banso-kept=zz",
    ] {
        for path in ["/", "/sign-in", "/my/sign-in", "/today", "/my", "/l/none"] {
            let request = Request::get(path).header(header::COOKIE, cookie);
            let page = scene.world.send(&mut crate::world::Browser::default(), request, Body::empty()).await;
            asked += 1;
            assert!(!page.status.is_server_error(), "{path} with {cookie}: {}", page.status);
        }
    }
    println!("{asked} odd requests");
}
