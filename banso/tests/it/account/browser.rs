//! What a browser may be talked into, and is not.

use app::config::{Config, Mailing};
use app::router::{Area, router, table};
use app::web::App;
use app::web::guard::For;
use axum::body::{Body, to_bytes};
use base::actor::StaffSeat;
use http::{Request, StatusCode, header};
use tower::ServiceExt;

use super::{SENTENCE, give_password, owner, way_in};
use crate::world::{Browser, Page, World, encode};

async fn post_with(world: &World, browser: &mut Browser, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Page {
    let body = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&");
    let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.send(browser, request, Body::from(body)).await
}

#[tokio::test]
async fn every_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let world = World::new().await;
    give_password(&world, "yamamoto", SENTENCE).await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (link, code) = way_in(&world, &holder).await;
    let config = Config {
        demo: false,
        staff_url: "https://staff.bank.example".into(),
        portal_url: "https://my.bank.example".into(),
        mail: Mailing::Mailbox,
        ..Config::demo("", std::env::temp_dir())
    };
    let app = App { config: std::sync::Arc::new(config), ..world.app.clone() };
    let routes = router(&app, Area::Both);
    let ask = async |request: http::request::Builder, body: String| {
        let request =
            request.header("origin", "https://staff.bank.example").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = routes.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let cookies: Vec<String> = response.headers().get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap().to_owned()).collect();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (cookies, String::from_utf8_lossy(&body).into_owned())
    };
    let (_, page) = ask(Request::get("/sign-in"), String::new()).await;
    let token = page.split("name=\"token\" value=\"").nth(1).unwrap()[..32].to_owned();
    let mut all = Vec::new();
    for (path, body) in [
        ("/sign-in".to_owned(), format!("token={token}&mail=yamamoto%40bank.example&password={}", encode(SENTENCE))),
        (link, format!("token={token}&code={code}&remember=1")),
        ("/cases/new".to_owned(), "company=x".to_owned()),
    ] {
        let (cookies, body) = ask(Request::post(&path), body).await;
        assert!(!cookies.is_empty(), "{path}: {body}");
        all.extend(cookies);
    }
    for path in ["/lang/en", "/size/xl"] {
        all.extend(ask(Request::get(path), String::new()).await.0);
    }
    let staff = all.iter().find(|c| c.starts_with("__Host-banso-staff=")).unwrap().split(';').next().unwrap().to_owned();
    let (_, page) = ask(Request::get("/account").header(header::COOKIE, &staff), String::new()).await;
    let token = page.split("name=\"token\" value=\"").nth(1).unwrap()[..32].to_owned();
    all.extend(ask(Request::post("/sign-out").header(header::COOKIE, &staff), format!("token={token}")).await.0);
    assert_eq!(all.len(), 7, "{all:#?}");
    for cookie in &all {
        let parts: Vec<&str> = cookie.split("; ").collect();
        for wanted in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
            assert!(parts.contains(&wanted), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert!(cookie.starts_with("__Host-") || cookie.starts_with("lang=") || cookie.starts_with("ts="), "{cookie}");
    }
}

/// What has been tried against redirects elsewhere: OWASP's cheat sheet and what browsers make of odd white space.
const ELSEWHERE: [&str; 42] = [
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/\r\nSet-Cookie: x=y",
    "/today\r\nLocation: https://evil.example",
    " //evil.example",
    "/ /evil.example",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "mailto:x@evil.example",
    "evil.example",
    "www.evil.example/today",
    "@evil.example",
    "today",
    "?next=//evil.example",
    "#//evil.example",
    "/./evil/../../x",
    "/.//evil.example",
    "/..//evil.example",
    "/〱evil.example",
    "/。evil.example",
    "",
];

#[tokio::test]
async fn no_redirect_leads_out_of_the_house() {
    let world = World::new().await;
    let mut staff = world.staff("yamamoto").await;
    let holder = owner(&world, &world.maruyama().await).await;
    let mut phone = world.portal(holder).await;
    for payload in ELSEWHERE {
        let asked = encode(payload);
        assert_eq!(world.get(&mut staff, &format!("/sign-in?next={asked}")).await.location(), "/today", "{payload:?}");
        assert_eq!(world.get(&mut phone, &format!("/my/sign-in?next={asked}")).await.location(), "/my", "{payload:?}");
        for path in ["/lang/ja", "/size/std"] {
            assert_eq!(world.get(&mut Browser::default(), &format!("{path}?back={asked}")).await.location(), "/", "{payload:?}");
        }
        let page = world.get(&mut Browser::default(), &format!("/sign-in?next={asked}")).await;
        assert_eq!(page.value("next"), "", "{payload:?}");
    }
    assert_eq!(world.get(&mut staff, "/sign-in?next=/my/goals").await.location(), "/today");
    assert_eq!(world.get(&mut phone, "/my/sign-in?next=/today").await.location(), "/my");
}

#[tokio::test]
async fn a_form_from_another_site_without_its_token_or_with_anothers_is_refused_and_nothing_is_written() {
    let world = World::new().await;
    let case = world.maruyama().await;
    let holder = owner(&world, &case).await;
    let mut other = world.staff("ishii").await;
    let foreign_token = world.get(&mut other, "/account").await.value("token");
    let seats = [("yamamoto", StaffSeat::Consultant), ("manager", StaffSeat::Manager), ("admin", StaffSeat::Admin)];
    let mut tried = 0;
    for route in table().into_iter().filter(|route| route.method == "POST") {
        let path = route.path.replace("{case}", &case).replace("{id}", &world.staff["ishii"]).replace("{token}", &"0".repeat(48));
        let mut browser = match route.whom {
            For::Staff(allowed) | For::Proved(allowed) => {
                let Some((who, _)) = seats.iter().find(|(_, seat)| allowed.contains(seat)) else { continue };
                world.staff(who).await
            }
            For::Portal => world.portal(holder.clone()).await,
            _ => Browser::default(),
        };
        let own = match route.whom {
            For::Staff(_) | For::Proved(_) => world.get(&mut browser, "/account").await.value("token"),
            For::Portal => world.get(&mut browser, "/my/account").await.value("token"),
            _ => world.get(&mut browser, "/sign-in").await.value("token"),
        };
        let before = world.app.db.fingerprint().await.unwrap();
        let same = ("sec-fetch-site", "same-origin");
        for (headers, token) in [
            (vec![("sec-fetch-site", "cross-site")], own.as_str()),
            (vec![("sec-fetch-site", "same-site")], own.as_str()),
            (vec![("sec-fetch-site", "none")], own.as_str()),
            (vec![("origin", "https://evil.example")], own.as_str()),
            (vec![("origin", "null")], own.as_str()),
            (vec![], own.as_str()),
            (vec![same], ""),
            (vec![same], foreign_token.as_str()),
            (vec![same], "0"),
        ] {
            let fields = [("token", token), ("key", "k"), ("name", "x"), ("mail", "x@y.example"), ("seat", "manager"), ("code", "123456")];
            let answer = post_with(&world, &mut browser, &path, &headers, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?} {token}");
            tried += 1;
        }
        assert_eq!(before, world.app.db.fingerprint().await.unwrap(), "{path}");
    }
    assert!(tried >= 9 * 22, "{tried}");
}

#[tokio::test]
async fn each_door_stands_only_where_its_own_pages_are_served() {
    let world = World::new().await;
    let ask = async |area: Area, path: &str| {
        let request = Request::get(path).header(header::HOST, "banso.test").body(Body::empty()).unwrap();
        router(&world.app, area).oneshot(request).await.unwrap().status()
    };
    for (path, staff, portal) in [
        ("/sign-in", StatusCode::OK, StatusCode::NOT_FOUND),
        ("/my/sign-in", StatusCode::NOT_FOUND, StatusCode::OK),
        ("/lang/ja", StatusCode::SEE_OTHER, StatusCode::SEE_OTHER),
    ] {
        assert_eq!(ask(Area::Staff, path).await, staff, "{path}");
        assert_eq!(ask(Area::Portal, path).await, portal, "{path}");
        assert_ne!(ask(Area::Both, path).await, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn every_page_of_the_account_stands_in_both_languages_under_one_heading() {
    let world = World::new().await;
    let holder = owner(&world, &world.maruyama().await).await;
    let (link, _) = way_in(&world, &holder).await;
    let mut kept = super::kept::sent_too_late(&world).await;
    kept.cookies.extend(world.staff("yamamoto").await.cookies);
    let onishi = format!("/settings/staff/{}", world.staff["onishi"]);
    let branch = format!("/settings/branches/{}", world.branch);
    let admin = world.staff("admin").await;
    let mut pages: Vec<(Browser, &str)> = vec![(kept, "/kept"), (world.portal(holder).await, "/my/account")];
    for path in ["/sign-in", "/my/sign-in", "/my/sign-in/sent", link.as_str()] {
        pages.push((Browser::default(), path));
    }
    for path in ["/account", "/settings", "/settings/branches", "/settings/staff", "/settings/staff/new", onishi.as_str(), branch.as_str()]
    {
        pages.push((admin.clone(), path));
    }
    for (mut browser, path) in pages {
        for lang in ["ja", "en"] {
            browser.cookies.insert("lang".into(), lang.into());
            let page = world.get(&mut browser, path).await;
            let text = page.text();
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(text.contains(&format!("<html lang=\"{lang}\"")), "{path}");
            assert_eq!(text.matches("<h1").count(), 1, "{path}");
            assert!(!text.contains("style=") && !text.contains("onclick"), "{path}");
            for solid in text.split("<form").skip(1) {
                assert!(solid.split("</form>").next().unwrap_or_default().matches("data-type=\"solid\"").count() <= 1, "{path}");
            }
        }
    }
}
