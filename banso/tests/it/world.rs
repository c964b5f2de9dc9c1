//! A small world for stories: one institution with its staff, and pages reached as a browser reaches them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::config::Config;
use app::router::{Area, router};
use app::web::App;
use axum::body::{Body, to_bytes};
use base::actor::{Duty, Holder, StaffSeat};
use base::clock::{Clock, Day};
use base::ids::Ids;
use base::session::Founding;
use base::store::{Location, Store};
use base::vault::Vault;
use http::{Request, StatusCode, header};
use paper::document::{Document, Fault, Press};
use tokio::sync::OnceCell;
use tower::ServiceExt;

/// The world of one test.
pub struct World {
    pub app: App,
    pub institution: String,
    pub branch: String,
    pub other_branch: String,
    pub staff: BTreeMap<&'static str, String>,
    /// Where the database is.
    pub location: Location,
    routes: axum::Router,
    folder: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
        if let (Location::Postgres(url), Some(server)) = (&self.location, server()) {
            // Nobody waits for it.
            let words = format!("drop database if exists {} with (force)", &url[url.rfind('/').map_or(0, |at| at + 1)..]);
            drop(std::process::Command::new("psql").args([&server, "-qc", &words]).stderr(std::process::Stdio::null()).spawn());
        }
    }
}

/// One browser.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    pub cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: Vec<u8>,
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    }
    /// The value of a hidden or visible input.
    pub fn value(&self, name: &str) -> String {
        let text = self.text();
        let Some(at) = text.find(&format!("name=\"{name}\" value=\"")) else { return String::new() };
        let rest = &text[at + name.len() + 15..];
        rest[..rest.find('"').unwrap_or(0)].to_owned()
    }
}

static NTH: AtomicU64 = AtomicU64::new(1);

/// The day every test begins: Tuesday 24 November 2026, 10:00 in Tokyo.
pub fn start() -> base::clock::Instant {
    Day::new(2026, 11, 24).unwrap().start().plus(10 * base::clock::HOUR)
}

/// The PostgreSQL server of this run.
fn server() -> Option<String> {
    std::env::var_os("BANSO_TEST_DATABASE").and_then(|address| address.into_string().ok())
}

pub fn location(folder: &std::path::Path) -> Location {
    match server() {
        None => Location::Sqlite(folder.join("banso.db")),
        Some(_) => database(""),
    }
}

/// A new database on the PostgreSQL server of this run.
fn database(like: &str) -> Location {
    let server = server().expect("BANSO_TEST_DATABASE names a server");
    let name = format!("t{}_{}", std::process::id(), NTH.fetch_add(1, Ordering::SeqCst));
    let words = format!("create database {name} {like}");
    let made = (1..=50).find_map(|_| {
        let made = std::process::Command::new("psql").args([&server, "-qc", &words]).output().expect("psql is there");
        // The server takes a moment to notice that the last connection to a model has gone.
        let late = String::from_utf8_lossy(&made.stderr).contains("is being accessed");
        if late {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        (!late).then_some(made)
    });
    let made = made.expect("the model is free after five seconds");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let cut = server.rfind('/').expect("an address ends in a database");
    Location::Postgres(format!("{}/{name}", &server[..cut]))
}

/// A fresh folder for one test.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("banso-it-{}-{}", std::process::id(), NTH.fetch_add(1, Ordering::SeqCst)));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A paper's words as they are handed to the typesetter. What stands on a paper stands here too.
fn unprinted(document: &Document) -> Result<Vec<u8>, Fault> {
    let words = serde_json::to_string(document).map_err(|error| Fault::Refused(error.to_string()))?;
    Ok(words.into_bytes())
}

/// What every world begins as.
struct Founded {
    database: Copied,
    institution: String,
    branches: (String, String),
    staff: BTreeMap<&'static str, String>,
}

/// A database to be copied.
pub enum Copied {
    /// The embedded one, whole.
    File(Vec<u8>),
    /// The name of one on the server.
    Server(String),
}

impl Copied {
    /// Takes the product's database as it stands; the product ends.
    pub async fn of(app: App, at: &Location, folder: &std::path::Path) -> Copied {
        match at {
            Location::Sqlite(_) => {
                let copy = folder.join("copy.db");
                app.db.copy(copy.clone()).await.unwrap();
                Copied::File(std::fs::read(copy).unwrap())
            }
            // Nobody may be connected to what is copied.
            Location::Postgres(url) => {
                tokio::task::spawn_blocking(move || drop(app)).await.unwrap();
                Copied::Server(url[url.rfind('/').unwrap() + 1..].to_owned())
            }
        }
    }

    /// A copy of it, in this folder or on the server.
    pub fn lay(&self, folder: &std::path::Path) -> Location {
        match self {
            Copied::File(bytes) => {
                let path = folder.join("banso.db");
                std::fs::write(&path, bytes).unwrap();
                Location::Sqlite(path)
            }
            Copied::Server(model) => database(&format!("template {model}")),
        }
    }
}

static FOUNDED: OnceCell<Founded> = OnceCell::const_new();

async fn open(at: Location, folder: &std::path::Path, seed: u64) -> App {
    let clock = Clock::fixed(start());
    let ids = Ids::seeded(seed, clock.clone());
    let db = tokio::task::spawn_blocking(move || Store::open(&at, clock, ids, Vault::new([9; 32]))).await.unwrap().unwrap();
    App { db, config: Arc::new(Config::demo("http://banso.test", folder.to_owned())), press: press::pdf }
}

async fn branches(app: &App, institution: &str, consultant: &str) -> (String, String) {
    use base::register::Branch;
    let holder = Holder::Staff(consultant.to_owned());
    let actor = app.db.stand_in(Duty::Console, institution, holder, Some(StaffSeat::Consultant)).await.unwrap();
    let rows: Vec<(String,)> = app
        .db
        .read(&actor, |tx| {
            tx.rows(
                &tx.desk()?.pass::<Branch, base::store::deed::View>()?,
                base::sql!(Branch => "select id from branches order by code"),
                vec![],
            )
        })
        .await
        .unwrap();
    (rows[0].0.clone(), rows[1].0.clone())
}

impl World {
    /// A world over a product that is filled already.
    pub async fn over(app: App, location: Location, folder: PathBuf) -> World {
        let institution = app.db.institutions().await.unwrap()[0].0.clone();
        World {
            routes: router(&app, Area::Both),
            app,
            institution,
            branch: String::new(),
            other_branch: String::new(),
            staff: BTreeMap::new(),
            location,
            folder,
        }
    }

    /// 汐見野信用金庫 with a desk of two, a branch RM, a manager, an officer, compliance and an administrator.
    ///
    /// It is founded once; every further world begins as a copy of it, with ids of its own.
    /// With the feature `planted`, `BANSO_PLANT` names a bug this world is born with.
    pub async fn new() -> World {
        World::with(press::pdf).await
    }

    /// The same, with papers that are not printed but written out ([`unprinted`]): for walks that meet hundreds of them.
    pub async fn that_prints_nothing() -> World {
        World::with(unprinted).await
    }

    async fn with(press: Press) -> World {
        #[cfg(feature = "planted")]
        if let Some(bug) = std::env::var_os("BANSO_PLANT").and_then(|bug| bug.into_string().ok()) {
            base::planted::plant(&bug);
        }
        let founded = FOUNDED.get_or_init(World::found).await;
        let folder = folder();
        let at = founded.database.lay(&folder);
        let app = App { press, ..open(at.clone(), &folder, 7).await };
        World {
            routes: router(&app, Area::Both),
            app,
            institution: founded.institution.clone(),
            branch: founded.branches.0.clone(),
            other_branch: founded.branches.1.clone(),
            staff: founded.staff.clone(),
            location: at,
            folder,
        }
    }

    async fn found() -> Founded {
        let folder = folder();
        let at = location(&folder);
        let app = open(at.clone(), &folder, 6).await;
        let house = Founding {
            code: "1999".into(),
            kind: "shinkin".into(),
            name: "汐見野信用金庫".into(),
            phone: "000-000-0000".into(),
            branches: vec![("001".into(), "本町支店".into()), ("002".into(), "港支店".into())],
            admin_name: "管理 太郎".into(),
            admin_mail: "admin@bank.example".into(),
            ..Founding::default()
        };
        let (institution, admin) = app.db.found(Duty::Console, house).await.unwrap();
        let mut staff = BTreeMap::from([("admin", admin)]);
        let desk = async |key: &str, name: &str, seat, branch: &str| {
            app.db
                .add_staff(Duty::Console, &institution, name, &format!("{key}@bank.example"), "", vec![(seat, branch.to_owned())])
                .await
                .unwrap()
        };
        for (key, name, seat) in [
            ("yamamoto", "山本 直美", StaffSeat::Consultant),
            ("ishii", "石井 亮", StaffSeat::Consultant),
            ("manager", "大野 誠", StaffSeat::Manager),
            ("officer", "青木 恵", StaffSeat::Officer),
            ("compliance", "森田 薫", StaffSeat::Compliance),
        ] {
            staff.insert(key, desk(key, name, seat, "").await);
        }
        let branches = branches(&app, &institution, &staff["yamamoto"]).await;
        for (key, name, branch) in [("onishi", "大西 真", &branches.0), ("kita", "北 守", &branches.1)] {
            staff.insert(key, desk(key, name, StaffSeat::Branch, branch).await);
        }
        let database = Copied::of(app, &at, &folder).await;
        drop(std::fs::remove_dir_all(folder));
        Founded { database, institution, branches, staff }
    }

    /// A browser in which this member of staff is signed in.
    pub async fn staff(&self, key: &str) -> Browser {
        let cookie = self.app.db.open_staff_session(&self.institution, &self.staff[key], None, "test", "test").await.unwrap();
        Browser { cookies: BTreeMap::from([("banso-staff".to_owned(), cookie)]) }
    }

    /// A browser in which this contact or person is signed in.
    pub async fn portal(&self, holder: Holder) -> Browser {
        let cookie = self.app.db.open_portal_session(Duty::Demo, &self.institution, holder).await.unwrap();
        Browser { cookies: BTreeMap::from([("banso-portal".to_owned(), cookie)]) }
    }

    pub async fn send(&self, browser: &mut Browser, request: http::request::Builder, body: Body) -> Page {
        let cookies = browser.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ");
        let request = request.header(header::COOKIE, cookies).header(header::HOST, "banso.test").body(body).unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                browser.cookies.remove(name)
            } else {
                browser.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        Page { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
    }

    pub async fn get(&self, browser: &mut Browser, path: &str) -> Page {
        self.send(browser, Request::get(path), Body::empty()).await
    }

    /// Posts exactly these fields, as a browser of the same site would.
    pub async fn post_raw(&self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&");
        let request =
            Request::post(path).header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(browser, request, Body::from(body)).await
    }

    /// Opens `from`, takes token, key and version from its form, and posts the fields to `path`.
    pub async fn submit(&self, browser: &mut Browser, from: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(browser, from).await;
        assert_eq!(page.status, StatusCode::OK, "{from}: {}", page.text());
        let (token, key, version) = (page.value("token"), page.value("key"), page.value("version"));
        let mut all = vec![("token", token.as_str()), ("key", key.as_str())];
        if !version.is_empty() && !fields.iter().any(|(name, _)| *name == "version") {
            all.push(("version", version.as_str()));
        }
        all.extend_from_slice(fields);
        self.post_raw(browser, path, &all).await
    }

    /// Every page this browser can walk to from `starts` by links, at most `most`: path and all bytes, headers included.
    pub async fn crawl(&self, browser: &mut Browser, starts: &[&str], most: usize) -> Vec<(String, String)> {
        let mut waiting: Vec<String> = starts.iter().map(|s| (*s).to_owned()).collect();
        let mut seen = std::collections::BTreeSet::new();
        let mut pages = Vec::new();
        while let Some(path) = waiting.pop() {
            let path = path.split('#').next().unwrap_or_default().replace("&amp;", "&");
            if pages.len() >= most
                || path.starts_with("/lang/")
                || path.starts_with("/size/")
                || path.starts_with("/demo")
                || path.starts_with("/assets/")
                || !seen.insert(path.clone())
            {
                continue;
            }
            let page = self.get(browser, &path).await;
            let text = page.text();
            for link in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|link| link.starts_with('/')) {
                waiting.push(link.to_owned());
            }
            if page.status == StatusCode::SEE_OTHER {
                waiting.push(page.location());
            }
            pages.push((path, format!("{} {:?}\n{text}", page.status, page.headers)));
        }
        pages
    }

    /// The folder in which the embedded database lies.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// 北浜食品・田中さん, registered by 石井: another case of the same institution, at the other branch.
    pub async fn kitahama(&self) -> String {
        let mut ishii = self.staff("ishii").await;
        let fields = [
            ("company", "北浜食品株式会社"),
            ("person", "田中 誠"),
            ("post", "営業部長"),
            ("issue", "社長一人に頼らない営業の形をつくる"),
            ("owner", "北浜 花子"),
            ("owner_mail", "kitahama@kitahama.example"),
            ("person_mail", "tanaka@mail.example"),
            ("branch", self.other_branch.as_str()),
        ];
        let page = self.submit(&mut ishii, "/cases/new", "/cases/new", &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        page.location().split(['/', '?']).nth(2).unwrap().to_owned()
    }

    /// An actor for a member of staff in their one seat.
    pub async fn actor(&self, key: &str, seat: StaffSeat) -> base::actor::Actor {
        self.app.db.stand_in(Duty::Console, &self.institution, Holder::Staff(self.staff[key].clone()), Some(seat)).await.unwrap()
    }

    /// Company and person of a case: (seat, holder).
    pub async fn people_of(&self, case: &str) -> Vec<(String, Holder)> {
        use base::register::Member;
        let actor = self.actor("manager", StaffSeat::Manager).await;
        let case = case.to_owned();
        let rows: Vec<(String, String, String)> = self
            .app
            .db
            .read(&actor, move |tx| {
                let pass = tx.enter(&case)?.pass::<Member, base::store::deed::View>()?;
                tx.rows(&pass, base::sql!(Member => "select seat, holder_kind, holder_id from members where holder_kind <> 'staff' order by created_at, id"), vec![])
            })
            .await
            .unwrap();
        rows.into_iter().map(|(seat, kind, id)| (seat, Holder::from(&kind, &id).unwrap())).collect()
    }

    /// The one who holds this portal seat in the case.
    pub async fn holder(&self, case: &str, seat: &str) -> Holder {
        self.people_of(case).await.into_iter().find(|(held, _)| held == seat).unwrap().1
    }

    /// Adds a contact of the company to the case, invited.
    pub async fn add_contact(&self, case: &str, name: &str, part: &'static str) -> Holder {
        use base::register::{Contact, Member};
        use base::store::{Set, deed};
        let actor = self.actor("yamamoto", StaffSeat::Consultant).await;
        let (case, name) = (case.to_owned(), name.to_owned());
        let id = self
            .app
            .db
            .write(&actor, None, move |tx| {
                let entry = tx.enter(&case)?;
                let id = tx.id();
                tx.insert(
                    &entry.pass::<Contact, deed::Change>()?,
                    &id,
                    Set::new().with("part", part).with("name", &name).with("state", "invited"),
                )?;
                let set = Set::new().with("holder_kind", "contact").with("holder_id", &id).with("seat", part).with("state", "invited");
                tx.insert(&entry.pass::<Member, deed::Change>()?, &tx.id(), set)?;
                tx.commit(&base::event::Event::ContactChanged(Some(&case), &id), "").map(|done| done.with(id))
            })
            .await
            .unwrap();
        Holder::Contact(id)
    }

    /// Invites this party to the case, in the stillness of a test.
    pub async fn invite(&self, case: &str, holder: &Holder) {
        self.set_member(case, holder, "listed", "invited").await;
    }

    /// Suspends a contact: the membership ends and the contact may no longer act.
    pub async fn suspend(&self, case: &str, holder: &Holder) {
        use base::register::Contact;
        use base::store::{Set, deed};
        self.set_member(case, holder, "active", "suspended").await;
        let actor = self.actor("yamamoto", StaffSeat::Consultant).await;
        let (case, id) = (case.to_owned(), holder.id().to_owned());
        self.app
            .db
            .write(&actor, None, move |tx| {
                let pass = tx.enter(&case)?.pass::<Contact, deed::Change>()?;
                let (version,): (i64,) =
                    tx.one(&pass, base::sql!(Contact => "select version from contacts where id = $1"), base::args![&id])?;
                tx.update(&pass, &id, version, Set::new().with("state", "suspended"))?;
                tx.commit(&base::event::Event::ContactChanged(Some(&case), &id), "")
            })
            .await
            .unwrap();
    }

    async fn set_member(&self, case: &str, holder: &Holder, from: &'static str, to: &'static str) {
        use base::register::Member;
        use base::store::{Set, deed};
        let actor = self.actor("yamamoto", StaffSeat::Consultant).await;
        let keeper = if self
            .app
            .db
            .read(&actor, {
                let case = case.to_owned();
                move |tx| tx.enter(&case).map(|entry| entry.may::<Member, deed::Change>())
            })
            .await
            .unwrap_or(false)
        {
            actor
        } else {
            self.actor("ishii", StaffSeat::Consultant).await
        };
        let (case, id) = (case.to_owned(), holder.id().to_owned());
        self.app
            .db
            .write(&keeper, None, move |tx| {
                let pass = tx.enter(&case)?.pass::<Member, deed::Change>()?;
                let row: Option<(String, i64)> = tx.maybe(
                    &pass,
                    base::sql!(Member => "select id, version from members where holder_id = $1 and state = $2"),
                    base::args![&id, from],
                )?;
                if let Some((row, version)) = row {
                    tx.update(&pass, &row, version, Set::new().with("state", to))?;
                }
                tx.commit(&base::event::Event::MembersChanged(Some(&case), &id), "")
            })
            .await
            .unwrap();
    }

    /// Comes in through a link and its code, as an invited party does, and says yes to the follow-up; gives the browser.
    pub async fn arrive(&self, case: &str, holder: &Holder) -> Browser {
        let mut browser = self.arrive_unasked(case, holder).await;
        self.says_yes(&mut browser, case).await;
        browser
    }

    /// Comes in, and has answered nothing yet.
    pub async fn arrive_unasked(&self, case: &str, holder: &Holder) -> Browser {
        self.invite(case, holder).await;
        let (token, code) = self.app.db.make_link(&self.institution, holder, "").await.unwrap();
        match self.app.db.use_link(&token, &code, false, "test").await.unwrap() {
            base::session::Knock::In { cookie, .. } => Browser { cookies: BTreeMap::from([("banso-portal".to_owned(), cookie)]) },
            base::session::Knock::Refused => panic!("the code was refused"),
        }
    }

    /// Who signs for a side answers first whether they want to be followed up: yes, once a month.
    async fn says_yes(&self, browser: &mut Browser, case: &str) {
        let page = self.get(browser, &format!("/my/consents?case={case}")).await;
        if page.text().contains("value=\"follow_up\"") {
            let (token, key) = (page.value("token"), page.value("key"));
            let fields = [("token", token.as_str()), ("key", &key), ("case", case), ("matter", "follow_up"), ("answer", "monthly")];
            let answered = self.post_raw(browser, "/my/consents", &fields).await;
            assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
        }
    }

    /// The token the forms of this browser carry, for the area with this cookie.
    pub fn token(&self, browser: &Browser, area: &str) -> String {
        let cookie = browser.cookies.get(&format!("banso-{area}")).cloned().unwrap_or_default();
        base::ids::hex(&self.app.db.vault().mac("form", &[base::vault::digest(&cookie).as_bytes()])[..16])
    }

    /// 丸山工業・佐藤さん, registered by 山本 through the form; gives the placement's id.
    pub async fn maruyama(&self) -> String {
        let mut yamamoto = self.staff("yamamoto").await;
        let page = self
            .submit(
                &mut yamamoto,
                "/cases/new",
                "/cases/new",
                &[
                    ("company", "丸山工業株式会社"),
                    ("person", "佐藤 健一"),
                    ("post", "管理部長"),
                    ("issue", "月次の数字で経営判断ができる状態をつくる"),
                    ("offer_on", "2026-07-13"),
                    ("join_on", "2026-09-01"),
                    ("owner", "丸山 一郎"),
                    ("owner_mail", "maruyama@maruyama.example"),
                    ("person_mail", "sato@mail.example"),
                    ("contract", "open_ended"),
                    ("branch", &self.branch),
                    ("deputy", &self.staff["ishii"]),
                ],
            )
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        page.location().split(['/', '?']).nth(2).unwrap().to_owned()
    }
}

pub fn encode(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
