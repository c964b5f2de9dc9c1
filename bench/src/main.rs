//! The product beside its floor, in one run: floor, product, floor, product …
//!
//!     cargo run --release -p bench               everything; writes docs/performance.md and docs/performance.svg
//!     cargo run --release -p bench -- --quick    a minute to see that it runs; writes nothing
//!     … --postgres postgres://…                  also over PostgreSQL, in a database that the bench makes and drops (psql)
//!     … --profile PAGE                           asks the product alone for this page of the table for 20 s, imports (`import`) or writes
//!                                                privately (`message`), for `perf record`
//!     … --within FILE                          the pages of a house of 300 cases that is added to this SQLite file of `xtask data`; prints
//!     … --work DIR                               where databases are laid; by default a folder that is removed at the end
//!
//! Absolute figures are those of a machine on a day; the ratios are what is looked at. Read `scene.rs` (the product as it is
//! served), `floor.rs` (what it is compared with), `load.rs` (who asks), `errands.rs` (import,
//! export, papers, start), `crowds.rs` (many at once), `instructions.rs` (what does not depend on the machine).

mod crowds;
mod errands;
mod floor;
mod instructions;
mod load;
mod report;
mod scene;
mod writes;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use base::store::Location;
use base::vault::Vault;
use load::{Make, get, run};
use report::{Line, between, picture, spread, table};
use scene::{Fault, Scene, serve};

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Plan {
    rounds: usize,
    span: Duration,
    cases: usize,
    large: usize,
    quick: bool,
    /// Only the writes, and their lines of the table: what the bench asks of itself on a disk that it made slow.
    writes: bool,
    /// One page of the product alone, long enough for a profiler.
    profile: Option<String>,
    postgres: Option<String>,
    /// A database that `xtask data` filled: what a house costs among many.
    within: Option<PathBuf>,
    work: PathBuf,
}

/// Connections that ask.
const LINES: usize = 16;

fn plan() -> Result<(Plan, bool), Fault> {
    let mut plan = Plan {
        rounds: 5,
        span: Duration::from_secs(1),
        cases: 300,
        large: 20_000,
        quick: false,
        writes: false,
        profile: None,
        postgres: None,
        within: None,
        work: std::env::temp_dir().join(format!("bench-{}", std::process::id())),
    };
    let mut kept = false;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--quick" => {
                plan = Plan { rounds: 1, span: Duration::from_millis(400), cases: 60, large: 400, quick: true, ..plan };
            }
            "--writes" => plan.writes = true,
            "--whole" => {}
            "--profile" => plan.profile = words.next(),
            "--postgres" => plan.postgres = words.next(),
            "--within" => plan.within = words.next().map(PathBuf::from),
            "--work" => {
                plan.work = words.next().ok_or("--work takes a folder")?.into();
                kept = true;
            }
            other => return Err(format!("{other} is not known; see the head of bench/src/main.rs").into()),
        }
    }
    Ok((plan, kept))
}

fn main() -> ExitCode {
    // The same program as `banso`, so that start and memory are those of the product (errands::start).
    if std::env::args().nth(1).as_deref() == Some("serve") {
        return app::console::run(press::pdf).into();
    }
    // The same program once more, under valgrind (instructions).
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == instructions::ASK) {
        return match instructions::ask(&words[1..]) {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => {
                eprintln!("{fault}");
                ExitCode::FAILURE
            }
        };
    }
    let done = plan().and_then(|(plan, kept)| {
        std::fs::create_dir_all(&plan.work)?;
        let done = measured(&plan);
        if !kept {
            std::fs::remove_dir_all(&plan.work)?;
        }
        done
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

/// Two threads serve, one asks: each with a runtime of its own.
fn measured(plan: &Plan) -> Result<(), Fault> {
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let asker = Arc::new(tokio::runtime::Builder::new_current_thread().enable_all().build()?);
    let mut text = String::new();
    let mut lines = Vec::new();
    let ask = |at, make: Make, time, rate| asker.block_on(run(at, make, LINES, time, rate)).map_err(Fault::from);

    if let Some(file) = &plan.within {
        return within(plan, &server, &ask, file);
    }
    println!("filling {} cases …", plan.cases);
    let profiled = plan.profile.as_ref().and(plan.postgres.as_ref()).map(|url| Made::new(url)).transpose()?;
    let location = match &profiled {
        Some(made) => Location::parse(&made.url).ok_or("the address of PostgreSQL cannot be read")?,
        None => Location::Sqlite(plan.work.join("d1.db")),
    };
    let d1 = server.block_on(Scene::new(location, plan.work.clone(), plan.cases))?;
    if plan.writes {
        let line = writes::message(plan, &server, &ask, &d1, "private message, a write barrier of 2 ms")?;
        for line in table(&[line]).lines().skip(2) {
            println!("{line}");
        }
        return Ok(());
    }
    if plan.profile.as_deref() == Some("import") {
        let mut text = String::new();
        server.block_on(errands::import(plan, &d1, &mut text))?;
        print!("{text}");
        return Ok(());
    }
    if plan.profile.as_deref() == Some("message") {
        let run = ask(d1.at, server.block_on(writes::messages(&d1))?, Duration::from_secs(10), None)?;
        println!("messages: {:.0} a second, {} refused", run.rate(), run.refused);
        return Ok(());
    }
    if let Some(page) = &plan.profile {
        let of_table = wanted(&server, &d1, 0.5)?;
        let (_, asked, _) = of_table.iter().find(|(what, ..)| what == page).ok_or("the table has no such page")?;
        let run = ask(d1.at, asking(asked), Duration::from_secs(20), None)?;
        println!("{page}: {:.0} a second, {} refused; its statements, by what they read:", run.rate(), run.refused);
        let mut heard = server.block_on(d1.heard(&asked[..1]))?.swap_remove(0).statements;
        heard.sort_by_key(|one| std::cmp::Reverse(one.steps));
        for one in heard {
            println!("{:>7} steps {:>4} rows  {}", one.steps, one.rows, one.sql);
        }
        return Ok(());
    }
    let mut counted = String::new();
    let hot = wanted(&server, &d1, 0.5)?;
    instructions::counted(plan, &server, &d1, &hot, &mut counted)?;
    pages(plan, &server, &ask, &d1, "", hot, &mut lines)?;
    writes::on_sqlite(plan, &server, &ask, &d1, &mut lines)?;

    println!("filling {} cases beside them …", plan.large);
    let house = server.block_on(scene::house(&d1.app.db, 1100, plan.large, 4))?;
    let large = server.block_on(Scene::over(d1.app.db.clone(), d1.location.clone(), &plan.work, house))?;
    beside(plan, &server, &ask, &d1, &large, &mut lines)?;
    let stage = Stage { plan, server: &server, ask: &ask, small: &d1, large: &large };
    crowds::all(&stage, &mut text)?;
    errands::all(&stage, &mut text)?;
    crowds::reminders(&stage, &mut text)?;

    if let Some(url) = &plan.postgres {
        let made = Made::new(url)?;
        println!("filling {} cases on PostgreSQL …", plan.cases);
        let location = Location::parse(&made.url).ok_or("the address of PostgreSQL cannot be read")?;
        let scene = server.block_on(Scene::new(location.clone(), plan.work.clone(), plan.cases))?;
        pages(plan, &server, &ask, &scene, " (PostgreSQL)", wanted(&server, &scene, 0.4)?, &mut lines)?;
        writes::two_instances(plan, &server, &ask, &scene, &mut text)?;
    }
    let slow = writes::on_slow_disk(plan)?;
    let written = format!("{}\n\n{}{}\n\n{text}{counted}", machine(), table(&lines), slow.join("\n"));
    println!("{written}");
    if !plan.quick {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
        let page = docs.join("performance.md");
        let whole = between(&std::fs::read_to_string(&page)?, "bench", &written).ok_or("docs/performance.md has lost its marks")?;
        std::fs::write(page, whole)?;
        std::fs::write(docs.join("performance.svg"), picture(&lines))?;
    }
    Ok(())
}

/// What asks: address, request, how long, at which rate.
type Ask<'a> = &'a dyn Fn(std::net::SocketAddr, Make, Duration, Option<f64>) -> Result<load::Run, Fault>;

/// What errands and crowds are done with: the small house is the one whose pages others open meanwhile.
pub struct Stage<'a> {
    plan: &'a Plan,
    server: &'a tokio::runtime::Runtime,
    ask: Ask<'a>,
    small: &'a Scene,
    large: &'a Scene,
}

impl Stage<'_> {
    /// What others notice while something runs: case pages of `scene` at a hundred a second, before and meanwhile.
    fn beside<T: Send + 'static>(
        &self,
        scene: &Scene,
        time: Duration,
        work: impl Future<Output = Result<T, Fault>> + Send + 'static,
    ) -> Result<(T, load::Run, load::Run), Fault> {
        let make = asking(&scene.cases());
        let calm = (self.ask)(scene.at, Arc::clone(&make), time, Some(100.0))?;
        let running = self.server.spawn(work);
        let busy = (self.ask)(scene.at, make, time, Some(100.0))?;
        Ok((self.server.block_on(running)??, calm, busy))
    }
}

fn asking(pages: &[(String, String)]) -> Make {
    let requests: Vec<Vec<u8>> = pages.iter().map(|(path, cookie)| get(path, cookie)).collect();
    Arc::new(move |nth| requests[nth % requests.len()].clone())
}

/// A page of the table: what it is called there, its paths with sessions, and the ratio that is asked for, of `usual` pages or
/// of its own (quality.md §4).
type Asked = (&'static str, Vec<(String, String)>, Option<f64>);

/// The pages people open most.
fn wanted(server: &tokio::runtime::Runtime, scene: &Scene, usual: f64) -> Result<Vec<Asked>, Fault> {
    let links = server.block_on(scene.links(0, 6))?;
    Ok(vec![
        ("today", scene.today(), Some(usual)),
        ("case page", scene.cases(), Some(usual)),
        ("list: filter, deep pages", server.block_on(scene.lists())?, None),
        ("search, two letters", scene.searches(), Some(1.0 / 3.0)),
        ("home of company and person", server.block_on(scene.homes())?, None),
        ("question of the survey", links.iter().map(|link| (format!("{link}/answer?n=1"), String::new())).collect(), None),
    ])
}

/// Those pages, each beside its floor.
fn pages(
    plan: &Plan,
    server: &tokio::runtime::Runtime,
    ask: Ask<'_>,
    scene: &Scene,
    suffix: &str,
    hot: Vec<Asked>,
    lines: &mut Vec<Line>,
) -> Result<(), Fault> {
    for (what, asked, goal) in hot {
        let heard = server.block_on(scene.heard(&asked))?;
        let (statements, bytes) = (heard.iter().map(|page| page.statements.len()).max(), heard.iter().map(|page| page.html.len()).max());
        let router = match &scene.location {
            Location::Sqlite(path) => floor::sqlite(path, heard),
            Location::Postgres(url) => server.block_on(floor::postgres(url, heard))?,
        };
        let under = server.block_on(async { serve(router).await })?;
        let make = asking(&asked);
        let mut line = compare(plan, ask, under, scene.at, &make)?;
        line.what = format!("{what}{suffix}");
        line.goal = goal;
        line.note = format!("{} statements, {} KB", statements.unwrap_or(0), bytes.unwrap_or(0) / 1024);
        println!("{} {:.2}", line.what, spread(&line.ratios).0);
        lines.push(line);
    }
    Ok(())
}

/// Floor, product, floor, product … at saturation; then both at half of what the product could.
fn compare(plan: &Plan, ask: Ask<'_>, floor: std::net::SocketAddr, product: std::net::SocketAddr, make: &Make) -> Result<Line, Fault> {
    let warm = plan.span / 4;
    let mut line = Line::default();
    let (mut floors, mut products) = (Vec::new(), Vec::new());
    for at in [floor, product] {
        let run = ask(at, Arc::clone(make), warm, None)?;
        if run.refused > 0 {
            return Err(format!("{} of {} answers were refused", run.refused, run.answers).into());
        }
    }
    for _ in 0..plan.rounds {
        floors.push(ask(floor, Arc::clone(make), plan.span, None)?.rate());
        products.push(ask(product, Arc::clone(make), plan.span, None)?.rate());
    }
    line.ratios = floors.iter().zip(&products).map(|(floor, product)| product / floor).collect();
    (line.floor, line.product) = (spread(&floors).0, spread(&products).0);
    let half = Some(line.product / 2.0);
    let late = |run: &load::Run| Some((run.permille(500), run.permille(990)));
    line.floor_late = late(&ask(floor, Arc::clone(make), plan.span * 2, half)?);
    line.late = late(&ask(product, Arc::clone(make), plan.span * 2, half)?);
    Ok(line)
}

/// The pages of a house of its own in a database that holds others already.
fn within(plan: &Plan, server: &tokio::runtime::Runtime, ask: Ask<'_>, file: &Path) -> Result<(), Fault> {
    let location = Location::Sqlite(file.to_owned());
    let vault = Vault::from_file(&file.with_file_name("banso.key"), None)?;
    let scene = server.block_on(async {
        let db = scene::open_with(&location, vault).await?;
        let house = scene::house(&db, 9000, plan.cases, 30).await?;
        Scene::over(db, location, &plan.work, house).await
    })?;
    let mut lines = Vec::new();
    pages(plan, server, ask, &scene, "", wanted(server, &scene, 0.5)?, &mut lines)?;
    println!("{}\n\n{}", machine(), table(&lines));
    Ok(())
}

/// The pages of the small house once more, now that a large one lies beside it; and those of the large one.
fn beside(
    plan: &Plan,
    server: &tokio::runtime::Runtime,
    ask: Ask<'_>,
    small: &Scene,
    large: &Scene,
    lines: &mut Vec<Line>,
) -> Result<(), Fault> {
    for (what, scene) in [("case page, a large house beside", small), ("case page in the large house", large)] {
        let asked = scene.cases();
        let heard = server.block_on(scene.heard(&asked))?;
        let Location::Sqlite(path) = &scene.location else { continue };
        let under = server.block_on(async { serve(floor::sqlite(path, heard)).await })?;
        let mut line = compare(plan, ask, under, scene.at, &asking(&asked))?;
        what.clone_into(&mut line.what);
        line.goal = Some(0.5);
        println!("{} {:.2}", line.what, spread(&line.ratios).0);
        lines.push(line);
    }
    let asked = server.block_on(large.lists())?;
    let heard = server.block_on(large.heard(&asked))?;
    if let Location::Sqlite(path) = &large.location {
        let under = server.block_on(async { serve(floor::sqlite(path, heard)).await })?;
        let mut line = compare(plan, ask, under, large.at, &asking(&asked))?;
        "list of 20,000 cases".clone_into(&mut line.what);
        println!("{} {:.2}", line.what, spread(&line.ratios).0);
        lines.push(line);
    }
    Ok(())
}

/// A database of the bench's own, gone when it ends.
struct Made {
    server: String,
    name: String,
    url: String,
}

impl Made {
    fn new(server: &str) -> Result<Made, Fault> {
        let name = format!("bench_{}", std::process::id());
        let cut = server.rfind('/').ok_or("an address ends in a database")?;
        let made = Made { server: server.to_owned(), url: format!("{}/{name}", &server[..cut]), name };
        made.psql(&format!("create database {}", made.name))?;
        Ok(made)
    }

    fn psql(&self, sql: &str) -> Result<(), Fault> {
        let done = std::process::Command::new("psql").args([&self.server, "-qc", sql]).output()?;
        if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned().into()) }
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        drop(self.psql(&format!("drop database {} with (force)", self.name)));
    }
}

/// Machine and commit, in a line.
fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name\t: ")).unwrap_or("an unnamed processor").to_owned();
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let memory = read("/proc/meminfo").lines().next().and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0);
    let git = |words: &[&str]| {
        let said = std::process::Command::new("git").args(words).output();
        said.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default()
    };
    let dirty = if git(&["status", "--porcelain", "--untracked-files=no"]).is_empty() { "" } else { ", with changes" };
    let build = if cfg!(debug_assertions) { " **Debug build: no figure here means anything.**" } else { "" };
    let commit = git(&["rev-parse", "--short=12", "HEAD"]);
    format!(
        "{model}, {cores} cores, {} GB; SQLite {}; commit {commit}{dirty}.{build} Those who ask run on the same cores.",
        memory >> 20,
        rusqlite::version()
    )
}
