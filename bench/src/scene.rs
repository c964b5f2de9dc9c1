//! The product as it is served, filled with sample data, and browsers that are signed in.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::config::Config;
use app::router::{Area, router};
use app::sample::{House, Size, fill};
use app::web::App;
use axum::Router;
use base::actor::{Duty, Holder};
use base::clock::Clock;
use base::ids::Ids;
use base::store::{Location, Store};
use base::vault::Vault;

use crate::floor::Page;
use crate::load::{Line, Reply, encode, get, post};

/// What stops a bench: a sentence.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The product over one database.
#[derive(Debug)]
pub struct Scene {
    /// The product.
    pub app: App,
    /// Where its database is.
    pub location: Location,
    /// Where it listens.
    pub at: SocketAddr,
    /// The house in which pages are opened.
    pub house: House,
    /// Sessions of its consultants.
    pub desk: Vec<String>,
    /// The session of its manager.
    pub manager: String,
}

/// The key of every database of the bench.
const KEY: [u8; 32] = [7; 32];

/// Opens a database as the product does.
///
/// # Errors
/// The store's own.
pub async fn open(location: &Location) -> Result<Store, Fault> {
    open_with(location, Vault::new(KEY)).await
}

/// The same with a key of its own.
///
/// # Errors
/// The store's own.
pub async fn open_with(location: &Location, vault: Vault) -> Result<Store, Fault> {
    let (at, clock) = (location.clone(), Clock::machine());
    let ids = Ids::from_system(clock.clone())?;
    Ok(tokio::task::spawn_blocking(move || Store::open(&at, clock, ids, vault)).await??)
}

/// Serves a router on a port of this machine, as `banso serve` does.
///
/// # Errors
/// When no port is free.
pub async fn serve(router: Router) -> Result<SocketAddr, Fault> {
    use axum::serve::ListenerExt;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let at = listener.local_addr()?;
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    tokio::spawn(async move { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await });
    Ok(at)
}

/// The product over a store.
pub fn product(db: Store, folder: &Path) -> App {
    App { db, config: Arc::new(Config::demo("http://bench.test", folder.to_owned())), press: press::pdf }
}

/// One institution more.
///
/// # Errors
/// The store's own.
pub async fn house(db: &Store, code: usize, cases: usize, notes: usize) -> Result<House, Fault> {
    let mut made = None;
    fill(db, Size { institutions: 1, cases, notes, first_code: code }, 2026, |house| made = Some(house)).await?;
    made.ok_or_else(|| "no institution was made".into())
}

impl Scene {
    /// The product over this database, with a house of so many cases.
    ///
    /// # Errors
    /// The store's own.
    pub async fn new(location: Location, folder: PathBuf, cases: usize) -> Result<Scene, Fault> {
        let db = open(&location).await?;
        let house = house(&db, 1000, cases, 30).await?;
        Scene::over(db, location, &folder, house).await
    }

    /// The product over a database that is filled.
    ///
    /// # Errors
    /// The store's own.
    pub async fn over(db: Store, location: Location, folder: &Path, house: House) -> Result<Scene, Fault> {
        let app = product(db, folder);
        let at = serve(router(&app, Area::Both)).await?;
        let mut desk = Vec::new();
        for staff in &house.consultants {
            desk.push(format!("banso-staff={}", app.db.open_staff_session(&house.id, staff, None, "bench", "bench").await?));
        }
        let manager = format!("banso-staff={}", app.db.open_staff_session(&house.id, &house.manager, None, "bench", "bench").await?);
        Ok(Scene { app, location, at, house, desk, manager })
    }

    /// The session of somebody in the portal.
    ///
    /// # Errors
    /// The store's own.
    pub async fn portal(&self, holder: &Holder) -> Result<String, Fault> {
        Ok(format!("banso-portal={}", self.app.db.open_portal_session(Duty::Demo, &self.house.id, holder.clone()).await?))
    }

    /// Opens a page; anything but a page is a fault.
    ///
    /// # Errors
    /// With what was answered.
    pub async fn page(&self, path: &str, cookie: &str) -> Result<Reply, Fault> {
        let reply = Line::open(self.at).await?.ask(&get(path, cookie)).await?;
        if reply.status == 200 { Ok(reply) } else { Err(format!("{path}: {} {:.200}", reply.status, reply.text()).into()) }
    }

    /// Fills in the form of a page and sends it.
    ///
    /// # Errors
    /// With what was answered.
    pub async fn send(&self, page: &str, to: &str, cookie: &str, fields: &[(&str, &str)]) -> Result<String, Fault> {
        let form = self.page(page, cookie).await?;
        let (token, key) = (form.value("token"), form.value("key"));
        let all = [&[("token", token.as_str()), ("key", key.as_str())], fields].concat();
        let reply = Line::open(self.at).await?.ask(&post(to, cookie, &all)).await?;
        if reply.status == 303 { Ok(reply.location()) } else { Err(format!("{to}: {} {:.200}", reply.status, reply.text()).into()) }
    }

    /// Pages by path and session, as the floor carries them out.
    ///
    /// # Errors
    /// With what was answered.
    pub async fn heard(&self, pages: &[(String, String)]) -> Result<Vec<Page>, Fault> {
        let mut heard = Vec::new();
        for (path, cookie) in pages {
            self.page(path, cookie).await?;
            self.app.db.listen();
            let reply = self.page(path, cookie).await?;
            heard.push(Page::new(self.app.db.heard(), reply.body));
        }
        Ok(heard)
    }

    /// Consultants' first pages.
    pub fn today(&self) -> Vec<(String, String)> {
        self.desk.iter().map(|cookie| ("/today".to_owned(), cookie.clone())).collect()
    }

    /// Case pages: of many cases the ordinary ones and those with many notes.
    pub fn cases(&self) -> Vec<(String, String)> {
        self.house
            .cases
            .iter()
            .step_by(9)
            .take(32)
            .map(|case| (format!("/cases/{}", case.id), self.desk[case.consultant].clone()))
            .collect()
    }

    /// The list with a filter, and a page deep in it.
    ///
    /// # Errors
    /// With what was answered.
    pub async fn lists(&self) -> Result<Vec<(String, String)>, Fault> {
        let mut pages = vec![("/cases?f=after".to_owned(), self.manager.clone())];
        let mut path = "/cases".to_owned();
        for _ in 0..4 {
            let text = self.page(&path, &self.manager).await?.text();
            let Some(next) = text.split("after=").nth(1).and_then(|rest| rest.split(['"', '&']).next()) else { break };
            path = format!("/cases?after={next}");
            pages.push((path.clone(), self.manager.clone()));
        }
        Ok(pages)
    }

    /// Searches for two letters: in many names, in few, in none.
    pub fn searches(&self) -> Vec<(String, String)> {
        ["汐見", "第一", "薔薇"].iter().map(|two| (format!("/cases?q={}", encode(two)), self.manager.clone())).collect()
    }

    /// First pages of company and person.
    ///
    /// # Errors
    /// The store's own.
    pub async fn homes(&self) -> Result<Vec<(String, String)>, Fault> {
        let mut pages = Vec::new();
        for case in self.house.cases.iter().step_by(11).take(12) {
            for holder in [&case.owner, &case.person] {
                pages.push(("/my".to_owned(), self.portal(holder).await?));
            }
        }
        Ok(pages)
    }

    /// Asks the survey before joining in `many` cases after the first `skip`; gives the links of owners and persons.
    ///
    /// # Errors
    /// With what was answered.
    pub async fn links(&self, skip: usize, many: usize) -> Result<Vec<String>, Fault> {
        let mut links = Vec::new();
        let open = self.house.cases.iter().enumerate().filter(|(n, _)| n % 8 < 2);
        for (_, case) in open.skip(skip).take(many) {
            let desk = &self.desk[case.consultant];
            let survey = format!("/cases/{}/survey", case.id);
            self.send(&survey, &survey, desk, &[("step", "before")]).await?;
            for holder in [&case.owner, &case.person] {
                let home = self.page("/my", &self.portal(holder).await?).await?.text();
                let Some(asked) = home.split("/my/surveys/").nth(1).and_then(|rest| rest.get(..36)) else { continue };
                let until = self.app.db.clock().today().plus(14);
                links.push(format!("/s/{}", self.app.db.make_survey_link(&self.house.id, holder, asked, until).await?));
            }
        }
        Ok(links)
    }
}
