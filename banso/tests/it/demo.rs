//! The demo fills itself by people pressing buttons, and can be lived through in every seat.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use app::config::Config;
use app::web::App;
use base::clock::{Clock, HOUR};
use base::ids::Ids;
use base::store::{Location, Store};
use base::vault::Vault;
use base::workday::Calendar;
use tokio::sync::OnceCell;

use crate::world::{Browser, Copied, World, location};

static FILLED: OnceCell<Copied> = OnceCell::const_new();

async fn opened(at: &Location, folder: &Path, seed: u64) -> App {
    let (clock, open) = (Clock::machine(), at.clone());
    let ids = Ids::seeded(seed, clock.clone());
    let db = tokio::task::spawn_blocking(move || Store::open(&open, clock, ids, Vault::new([4; 32]))).await.unwrap().unwrap();
    App { db, config: Arc::new(Config::demo("http://banso.test", folder.to_owned())), press: press::pdf }
}

/// The demo on its first day; it fills itself once, and every story has a copy.
async fn filled() -> World {
    let copied = FILLED
        .get_or_init(async || {
            let folder = crate::world::folder();
            let at = location(&folder);
            let app = opened(&at, &folder, 11).await;
            app::demo::prepare(&app).await.unwrap();
            let copied = Copied::of(app, &at, &folder).await;
            drop(std::fs::remove_dir_all(folder));
            copied
        })
        .await;
    let folder = crate::world::folder();
    let at = copied.lay(&folder);
    World::over(opened(&at, &folder, 12).await, at, folder).await
}

/// The forms of the seats on the demo's first page: the hidden fields of each.
async fn seats(world: &World) -> Vec<Vec<(String, String)>> {
    let page = world.get(&mut Browser::default(), "/demo").await.text();
    page.split("action=\"/demo/switch\"")
        .skip(1)
        .map(|form| {
            let form = form.split("</form>").next().unwrap_or_default();
            form.split("name=\"")
                .skip(1)
                .filter_map(|rest| {
                    let (name, rest) = rest.split_once("\" value=\"")?;
                    Some((name.to_owned(), rest.split('"').next()?.to_owned()))
                })
                .collect()
        })
        .collect()
}

#[tokio::test]
async fn the_demo_has_cases_in_all_stages_and_a_page_for_everyone() {
    let world = filled().await;
    let seats = seats(&world).await;
    assert!(seats.len() >= 30, "{} seats", seats.len());
    for fields in seats {
        let mut browser = Browser::default();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let switched = world.post_raw(&mut browser, "/demo/switch", &fields).await;
        assert_eq!(switched.status, http::StatusCode::SEE_OTHER, "{fields:?}");
        let first = world.get(&mut browser, &switched.location()).await;
        assert_eq!(first.status, http::StatusCode::OK, "{fields:?} {}", switched.location());
    }
    assert!(world.app.db.demo_mails().await.unwrap().len() > 20);
    let (_, faults) = world.app.db.verify_audit(Vec::new()).await.unwrap();
    assert_eq!(faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_second_start_keeps_what_was_done() {
    let world = filled().await;
    let before = world.app.db.fingerprint().await.unwrap();
    app::demo::prepare(&world.app).await.unwrap();
    assert_eq!(before, world.app.db.fingerprint().await.unwrap());
}

#[tokio::test]
async fn on_the_first_day_a_few_things_are_due_and_an_ended_case_asks_for_nothing() {
    let world = filled().await;
    for fields in
        seats(&world).await.into_iter().filter(|fields| fields.iter().any(|(name, value)| name == "seat" && value == "consultant"))
    {
        let mut browser = Browser::default();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        world.post_raw(&mut browser, "/demo/switch", &fields).await;
        let today = world.get(&mut browser, "/today").await.text();
        assert!(!today.contains("あさひ金属") && !today.contains("ことぶき菓子舗"), "ended cases are not work");
        assert!(today.matches("class=\"ui-line\"").count() <= 12);
    }
}

#[tokio::test]
async fn three_months_of_the_time_machine_ask_nobody_twice_or_out_of_hours_and_the_links_of_its_mails_open() {
    let world = filled().await;
    let mut browser = Browser::default();
    for _ in 0..3 {
        let moved = world.submit(&mut browser, "/demo", "/demo/time", &[("by", "month")]).await;
        assert_eq!(moved.status, http::StatusCode::SEE_OTHER, "{}", moved.text());
    }
    let mails = world.app.db.demo_mails().await.unwrap();
    let asked: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("アンケート") || mail.subject.contains("月に一度")).collect();
    assert!(asked.iter().any(|mail| mail.subject.contains("再度のご案内")), "{} mails", asked.len());
    let mut seen = BTreeSet::new();
    for mail in asked {
        let (day, since) = (mail.at.day(), mail.at.0 - mail.at.day().start().0);
        assert!(Calendar::default().is_open(day) && (9 * HOUR..17 * HOUR).contains(&since), "{} at {:?}", mail.subject, mail.at);
        assert!(seen.insert((&mail.to_id, &mail.subject, day)), "{} twice on {day}", mail.subject);
    }
    let page = world.get(&mut browser, "/demo/mail").await.text();
    let link = page.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|path| path.starts_with("/s/")).unwrap();
    let asks = world.get(&mut browser, link).await;
    assert_eq!(asks.status, http::StatusCode::OK);
    assert!(asks.text().contains("この内容を読む人"), "{}", asks.text());
}

#[tokio::test]
async fn one_placement_of_the_demo_has_come_to_month_six_with_a_report_that_was_corrected_and_read_by_both() {
    let world = filled().await;
    let mut read = Vec::new();
    for fields in seats(&world).await {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let Some((_, kind)) = fields.iter().find(|(name, value)| *name == "kind" && *value != "staff") else { continue };
        let mut browser = Browser::default();
        world.post_raw(&mut browser, "/demo/switch", &fields).await;
        let list = world.get(&mut browser, "/my/reports").await.text();
        if list.contains("第1号(第2版・訂正)") && list.contains("訂正あり") && !list.contains("まだお知らせいただいていません")
        {
            read.push((*kind).to_owned());
        }
    }
    read.sort();
    assert_eq!(read, ["contact", "person"], "owner and placed person");
}
