//! Instructions of a page: the one figure that is the same on every machine and on every day.
//!
//! The bench runs itself under valgrind (Debian's `valgrind`; where it is not installed the table is left out), which opens a copy
//! of the small house and asks the product for one page, without a network: three times, then thirteen times. A tenth of the
//! difference is what a page takes once its statements are prepared.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use app::router::{Area, router};
use axum::body::{Body, to_bytes};
use base::store::Location;
use http::Request;
use tower::ServiceExt;

use crate::scene::{Fault, Scene, open, product};
use crate::{Asked, Plan};

/// The word by which the bench knows that it is to ask for a page: file, times, path, cookie.
pub const ASK: &str = "--ask";

/// Asks for a page so many times and is done.
pub fn ask(words: &[String]) -> Result<(), Fault> {
    let [file, times, path, cookie] = words else { return Err("--ask FILE TIMES PATH COOKIE".into()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let times: usize = times.parse()?;
    runtime.block_on(async {
        let db = open(&Location::Sqlite(file.into())).await?;
        let folder = Path::new(file).parent().unwrap_or(Path::new(".")).to_owned();
        let routes = router(&product(db, &folder), Area::Both);
        for _ in 0..times {
            let request = Request::get(path).header("host", "bench.test").header("cookie", cookie).body(Body::empty())?;
            let answer = routes.clone().oneshot(request).await?;
            let status = answer.status();
            to_bytes(answer.into_body(), 1 << 20).await?;
            if status != 200 {
                return Err(format!("{path}: {status}").into());
            }
        }
        Ok(())
    })
}

/// Instructions of one run.
fn run(file: &Path, times: usize, path: &str, cookie: &str) -> Result<u64, Fault> {
    let done = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .arg(ASK)
        .arg(file)
        .args([&times.to_string(), path, cookie])
        .output()?;
    let said = String::from_utf8_lossy(&done.stderr);
    let count = said.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim().replace(',', ""));
    match count {
        Some(count) if done.status.success() => Ok(count.parse()?),
        _ => Err(format!("valgrind: {said}").into()),
    }
}

/// The table, page by page.
pub fn counted(plan: &Plan, server: &tokio::runtime::Runtime, scene: &Scene, hot: &[Asked], text: &mut String) -> Result<(), Fault> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        let _ = writeln!(text, "\nInstructions were not counted: valgrind is not installed.");
        return Ok(());
    }
    let file = plan.work.join("counted.db");
    let _ = writeln!(text, "\n| page | instructions |\n|---|---|");
    for (what, pages, _) in hot {
        let (path, cookie) = pages.first().ok_or("no page")?;
        server.block_on(scene.app.db.copy(file.clone()))?;
        let (few, many) = (run(&file, 3, path, cookie)?, run(&file, 13, path, cookie)?);
        #[expect(clippy::cast_precision_loss, reason = "millions, to a tenth")]
        let each = many.saturating_sub(few) as f64 / 1e7;
        let _ = writeln!(text, "| {what} | {each:.1} million |");
        println!("{what}: {each:.1} million instructions");
        std::fs::remove_file(&file)?;
    }
    Ok(())
}
