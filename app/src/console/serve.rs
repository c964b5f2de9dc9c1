//! How a process starts, runs and stops: `serve` for an institution, `demo` for a look.
//!
//! The listeners answer from the first moment; until the database is open they say "not ready" (`/readyz` 503), so that a
//! PostgreSQL that comes up later is waited for and nothing restarts in a circle. When told to stop, no new connection is
//! taken, requests under way have ten seconds, what was written is sealed, and the process ends with 0.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use base::clock::Clock;
use base::ids::Ids;
use base::store::{Location, Store, StoreError, hold};
use base::vault::source::make_key_file;
use base::vault::{KeySource, Vault};
use http::{StatusCode, header};
use paper::document::Press;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt;

use super::{End, Stop, background, dashed, doctor, keys, log, socket};
use crate::config::{Config, Setup};
use crate::demo;
use crate::router::{Area, router};
use crate::web::App;

/// How long requests under way may take after the word to stop (quality.md F23).
const DRAIN: Duration = Duration::from_secs(10);
/// How long a process waits between two tries to reach PostgreSQL, at the most.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Whether a key file may be made where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// A new database gets a new key.
    Make,
    /// The key must be there.
    Need,
}

/// Opens the database with its key. Waits for files and network: for a thread made for waiting.
pub(crate) fn open(setup: &Setup, keys: Keys) -> Result<Store, StoreError> {
    use std::os::unix::fs::DirBuilderExt;
    // The sample has a clock of its own, for whoever opens it.
    let clock = if doctor::sample(&setup.data) { demo::wound(&setup.data) } else { Clock::machine() };
    let ids = Ids::from_system(clock.clone()).map_err(|e| StoreError::Refused(format!("the machine gives no random numbers: {e}")))?;
    if keys == Keys::Make {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&setup.data)
            .map_err(|e| StoreError::Refused(format!("the data folder {} cannot be made: {e}", setup.data.display())))?;
    }
    if let KeySource::File(file) = &setup.key
        && !file.exists()
    {
        let new = match &setup.database {
            Location::Sqlite(path) => std::fs::metadata(path).map_or(true, |file| file.len() == 0),
            Location::Postgres(_) => keys == Keys::Make && empty(setup, &clock, &ids)?,
        };
        if !new || keys == Keys::Need {
            return Err(StoreError::Refused(format!(
                "the key file {} is missing; bring it back from where it is kept, as a new one would open nothing",
                file.display()
            )));
        }
        if keys == Keys::Make {
            make_key_file(file, &ids).map_err(StoreError::Refused)?;
        }
    }
    if keys == Keys::Need
        && let Location::Sqlite(path) = &setup.database
        && !path.exists()
    {
        return Err(StoreError::Refused(format!("there is no database at {}; is --data right?", path.display())));
    }
    let vault = Vault::from_source(setup.key.clone(), setup.next_key.clone()).map_err(StoreError::Refused)?;
    Store::open(&setup.database, clock, ids, vault)
}

/// Whether a PostgreSQL database holds no institution yet: only then may a new key be made for it.
fn empty(setup: &Setup, clock: &Clock, ids: &Ids) -> Result<bool, StoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|e| StoreError::Refused(e.to_string()))?;
    let store = Store::open(&setup.database, clock.clone(), ids.clone(), Vault::blind())?;
    Ok(runtime.block_on(store.institutions())?.is_empty())
}

/// One listener: closed until the database is open.
struct Gate {
    listener: TcpListener,
    address: SocketAddr,
    area: Area,
    inner: Arc<OnceLock<Router>>,
}

impl Gate {
    async fn bind(at: SocketAddr, area: Area) -> Result<Gate, Stop> {
        let busy = |error: std::io::Error| Stop::failed(format!("{at} cannot be listened on: {error}. Is another process using it?"));
        let listener = TcpListener::bind(at).await.map_err(busy)?;
        let address = listener.local_addr().map_err(busy)?;
        Ok(Gate { listener, address, area, inner: Arc::default() })
    }

    /// Begins to answer; gives what is filled when the database is open, and the task that ends when all is drained.
    fn start(self, stop: watch::Receiver<bool>) -> (Area, Arc<OnceLock<Router>>, tokio::task::JoinHandle<std::io::Result<()>>) {
        use axum::serve::ListenerExt;
        let inner = Arc::clone(&self.inner);
        let outer = Router::new().fallback(move |request: Request| {
            let inner = self.inner.get().cloned();
            async move {
                match inner {
                    Some(router) => router.oneshot(request).await.unwrap_or_else(|never| match never {}),
                    None => not_ready(request.uri().path()),
                }
            }
        });
        let listener = self.listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let serving =
            axum::serve(listener, outer.into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(stopped(stop));
        (self.area, inner, tokio::spawn(serving.into_future()))
    }
}

/// What is answered while the database is not open yet.
fn not_ready(path: &str) -> Response {
    if path == "/healthz" {
        return "ok\n".into_response();
    }
    let headers = [(header::RETRY_AFTER, "5"), (header::CACHE_CONTROL, "no-store"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    let sentence = "準備しています。少し待ってから、もう一度開いてください。\nNot ready yet. Please open this again in a moment.\n";
    (StatusCode::SERVICE_UNAVAILABLE, headers, sentence).into_response()
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that the one who says stop is gone: that is a stop too.
    drop(stop.wait_for(|stop| *stop).await);
}

/// The word to stop (ctrl-c, or SIGTERM from the system), heard from here on: one that comes early is not lost.
fn listen_for_stop() -> Result<watch::Receiver<bool>, Stop> {
    use tokio::signal::unix::{SignalKind, signal};
    let deaf = |error: std::io::Error| Stop::failed(format!("The process cannot hear the word to stop: {error}."));
    let (mut term, mut int) = (signal(SignalKind::terminate()).map_err(deaf)?, signal(SignalKind::interrupt()).map_err(deaf)?);
    let (stop, told) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        let _ = stop.send(true);
    });
    Ok(told)
}

/// `banso serve`.
pub(crate) async fn serve(setup: Setup, press: Press) -> Result<(), Stop> {
    let found = doctor::look(&setup, Clock::machine().now());
    if !found.faults.is_empty() {
        return Err(Stop(End::Unsafe, format!("These settings are not safe to serve with:{}", dashed(&found.faults))));
    }
    for warning in &found.warnings {
        tracing::warn!("{warning}");
    }
    let mut gates = Vec::new();
    for (name, door, area) in [("staff", &setup.staff, Area::Staff), ("portal", &setup.portal, Area::Portal)] {
        if let Some(door) = door {
            let gate = Gate::bind(door.listen, area).await?;
            println!("{name}: http://{} for {}", gate.address, door.url);
            gates.push(gate);
        }
    }
    if let Some(at) = setup.metrics {
        let gate = Gate::bind(at, Area::Machine).await?;
        println!("metrics: http://{}/metrics", gate.address);
        gates.push(gate);
    }
    let config = setup.config();
    let founded = async |app: &App| {
        if app.db.institutions().await?.is_empty() {
            println!("There is no institution yet. `banso user add --help` says how to set it up; that works while this runs.");
        }
        Ok(())
    };
    live(&setup, press, config, gates, founded, |_| println!("Ready.")).await
}

/// What `banso demo` was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) listen: SocketAddr,
    pub(crate) data: PathBuf,
    pub(crate) fresh: bool,
}

/// `banso demo`: the sample institution on one port.
pub(crate) async fn demo(setup: Setup, sample: Sample, press: Press) -> Result<(), Stop> {
    let data = sample.data.clone();
    tokio::task::spawn_blocking(move || prepare_folder(&data, sample.fresh)).await.map_err(|e| Stop::failed(e.to_string()))??;
    let gate = Gate::bind(sample.listen, Area::Both).await?;
    let address = gate.address;
    // Whoever listens on every address opens the pages under this one.
    let shown = if address.ip().is_unspecified() { SocketAddr::new(IpAddr::from([127, 0, 0, 1]), address.port()) } else { address };
    let url = format!("http://{shown}");
    let config = Config::demo(&url, sample.data);
    let ready = |_: &App| {
        println!("{url}");
        println!("見本です。実在の方の情報を入れないでください。");
        println!("This is a sample. Please enter nothing about real people.");
        if !address.ip().is_loopback() {
            println!("ご注意:{address} で待ち受けています。同じネットワークのどなたでも、すべての立場の画面を開けます。");
            println!("Please note: everyone on this network can open it, in every seat.");
        }
        println!("終わるときは ctrl-c を押してください。 Press ctrl-c to end.");
    };
    live(&setup, press, config, vec![gate], async |app: &App| demo::prepare(app).await, ready).await
}

/// A folder for the sample: new, empty, or one that held a sample before; anything else is somebody's real data.
fn prepare_folder(data: &Path, fresh: bool) -> Result<(), Stop> {
    use std::os::unix::fs::DirBuilderExt;
    let failed = |error: std::io::Error| Stop::failed(format!("The folder {} cannot be used: {error}.", data.display()));
    let database = data.join("banso.db");
    if !doctor::sample(data) && (database.exists() || data.join("banso.key").exists()) {
        return Err(Stop(
            End::Unsafe,
            format!(
                "{} holds a database that is no sample. In the demo everybody may take every seat, so it is never opened on real data. Please name another folder with --data.",
                data.display()
            ),
        ));
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(failed)?;
    let held = hold(&database).map_err(|error| match error {
        StoreError::Held => Stop(
            End::Held,
            format!(
                "Another process holds {}: the demo is running already. End it first, or name another folder with --data.",
                database.display()
            ),
        ),
        other => other.into(),
    })?;
    if fresh {
        let names = ["banso.db", "banso.db-wal", "banso.db-shm", "banso.key", "audit-heads.log", keys::DESTROYED];
        for file in names.map(|name| data.join(name)).into_iter().chain([demo::clock_file(data)]) {
            match std::fs::remove_file(file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
                _ => {}
            }
        }
    }
    std::fs::write(data.join(doctor::SAMPLE), "Made by `banso demo`. No real data.\n").map_err(failed)?;
    drop(held);
    Ok(())
}

/// Runs behind these gates until told to stop.
async fn live(
    setup: &Setup,
    press: Press,
    config: Config,
    gates: Vec<Gate>,
    prepare: impl AsyncFnOnce(&App) -> anyhow::Result<()>,
    ready: impl FnOnce(&App),
) -> Result<(), Stop> {
    let told = listen_for_stop()?;
    let started: Vec<_> = gates.into_iter().map(|gate| gate.start(told.clone())).collect();
    let db = tokio::select! {
        db = reach(setup) => db?,
        () = stopped(told.clone()) => return Ok(()),
    };
    if !db.fits_key() {
        return Err(Stop(
            End::Unsafe,
            format!(
                "This database opens with another key: {} is not the one this database was written with. Bring the right one back; nothing was changed.",
                setup.key.name()
            ),
        ));
    }
    keys::agree(&db, &setup.data).await?;
    let app = App { db, config: Arc::new(config), press };
    prepare(&app).await.map_err(|error| Stop::failed(format!("{error:#}.")))?;
    let proxies: Arc<[IpAddr]> = setup.proxies.clone().into();
    for (area, inner, _) in &started {
        let mut served = app.clone();
        if *area == Area::Machine {
            served.config = Arc::new(Config { metrics: true, ..(*app.config).clone() });
        }
        drop(inner.set(router(&served, *area).layer(from_fn_with_state(Arc::clone(&proxies), log::access))));
    }
    let (rest, resting) = watch::channel(false);
    let mailing = tokio::spawn(background::mail(app.clone(), told.clone()));
    let falling = tokio::spawn(background::due(app.clone(), told.clone()));
    let tasks = background::start(&app, setup, resting);
    ready(&app);
    stopped(told).await;
    tracing::info!("stopping: requests under way are finished");
    let drained = async {
        for (_, _, serving) in started {
            drop(serving.await);
        }
        drop(mailing.await);
        drop(falling.await);
    };
    if tokio::time::timeout(DRAIN, drained).await.is_err() {
        tracing::warn!("some requests were not finished within ten seconds");
    }
    // Only now: what the last requests wrote is sealed too.
    let _ = rest.send(true);
    drop(tokio::time::timeout(DRAIN, tasks).await);
    drop(std::fs::remove_file(socket::place(&setup.data)));
    Ok(())
}

/// Opens the database. A PostgreSQL that is away or refuses is asked again and again; what will not change by waiting ends it.
async fn reach(setup: &Setup) -> Result<Store, Stop> {
    let mut wait = Duration::from_millis(500);
    loop {
        let asked = setup.clone();
        let opened = tokio::task::spawn_blocking(move || open(&asked, Keys::Make)).await.map_err(|e| Stop::failed(e.to_string()))?;
        let error = match opened {
            Ok(db) => return Ok(db),
            Err(error) => error,
        };
        let for_good = matches!(error, StoreError::Held | StoreError::Refused(_)) || matches!(setup.database, Location::Sqlite(_));
        if for_good {
            return Err(match error {
                StoreError::Held => {
                    Stop(End::Held, format!("Another process holds {}. One database is served by one process.", setup.database))
                }
                StoreError::Refused(sentence) => Stop(End::Unsafe, format!("{sentence}.")),
                other => other.into(),
            });
        }
        tracing::warn!(cause = %error, seconds = wait.as_secs_f32(), "the database does not answer yet; it is asked again");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}
