//! Writes: how many of them a second reach the disk, beside a writer that does nothing but commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::router::{Area, router};

use crate::load::{Make, post, run};
use crate::report::{Line, spread};
use crate::scene::{Fault, Scene, open, product, serve};
use crate::{Ask, Plan, floor};

/// A private message: sealed under a key of its own, with its mails and its line in the audit.
pub async fn messages(scene: &Scene) -> Result<Make, Fault> {
    let mut writers = Vec::new();
    for case in scene.house.cases.iter().step_by(7).take(32) {
        let cookie = scene.portal(&case.person).await?;
        let form = scene.page("/my/consult/new", &cookie).await?;
        writers.push((cookie, form.value("token")));
    }
    let words = "会議のあとで言われたことが、ずっと気になっています。どこまで任せていただけるのか、一度お話を伺えればと思っています。";
    Ok(Arc::new(move |nth| {
        let (cookie, token) = &writers[nth % writers.len()];
        let key = format!("bench{nth}");
        post("/my/consult/new", cookie, &[("token", token), ("key", &key), ("body", words), ("line", "desk"), ("wish", "gist")])
    }))
}

/// Answers to the survey, each to a question of its own behind a link.
async fn answers(scene: &Scene) -> Result<(Make, usize), Fault> {
    let links = scene.links(6, 60).await?;
    let mut doors = Vec::new();
    for link in &links {
        let token = scene.page(&format!("{link}/answer?n=1"), "").await?.value("token");
        doors.extend((1..=4).map(|n| (link.clone(), token.clone(), n.to_string())));
    }
    let (many, next) = (doors.len(), AtomicUsize::new(0));
    let make: Make = Arc::new(move |nth| {
        let (link, token, n) = &doors[next.fetch_add(1, Ordering::Relaxed) % doors.len()];
        post(&format!("{link}/answer"), "", &[("token", token), ("key", &format!("bench{nth}")), ("n", n), ("choice", "4")])
    });
    Ok((make, many))
}

/// Writes on SQLite beside the fsync floor of the same minute.
pub fn on_sqlite(plan: &Plan, server: &tokio::runtime::Runtime, ask: Ask<'_>, scene: &Scene, lines: &mut Vec<Line>) -> Result<(), Fault> {
    lines.push(message(plan, server, ask, scene, "private message")?);
    let (make, many) = server.block_on(answers(scene))?;
    let floor = floor::commits(&plan.work, plan.span)?;
    let time = plan.span.min(std::time::Duration::from_millis(many as u64));
    let run = ask(scene.at, make, time, None)?;
    lines.push(Line {
        what: "answer to the survey".into(),
        floor,
        product: run.rate(),
        ratios: vec![run.rate() / floor],
        goal: Some(0.7),
        floor_late: None,
        late: Some((run.permille(500), run.permille(990))),
        note: format!("{} answers, {} refused", run.answers, run.refused),
    });
    Ok(())
}

/// A private message at 16 at once and at one, beside empty commits.
pub fn message(plan: &Plan, server: &tokio::runtime::Runtime, ask: Ask<'_>, scene: &Scene, what: &str) -> Result<Line, Fault> {
    let make = server.block_on(messages(scene))?;
    let (mut floors, mut products) = (Vec::new(), Vec::new());
    let mut late = None;
    let mut alone = Vec::new();
    for _ in 0..plan.rounds {
        floors.push(floor::commits(&plan.work, plan.span)?);
        alone.push(server.block_on(run(scene.at, Arc::clone(&make), 1, plan.span, None))?.rate());
        let run = ask(scene.at, Arc::clone(&make), plan.span, None)?;
        if run.refused * 100 > run.answers {
            return Err(format!("{} of {} messages were refused", run.refused, run.answers).into());
        }
        late = Some((run.permille(500), run.permille(990)));
        products.push(run.rate());
    }
    Ok(Line {
        what: what.into(),
        floor: spread(&floors).0,
        product: spread(&products).0,
        ratios: floors.iter().zip(&products).map(|(floor, product)| product / floor).collect(),
        goal: Some(0.7),
        floor_late: None,
        late,
        note: format!(
            "floor: empty commits of one writer; product: 16 at once, {:.1} times as many as the {:.0} of one alone (goal: 5)",
            spread(&products).0 / spread(&alone).0,
            spread(&alone).0
        ),
    })
}

/// The same in a process of its own, under which a write barrier takes 2 ms.
pub fn on_slow_disk(plan: &Plan) -> Result<Vec<String>, Fault> {
    let shim = plan.work.join("slow_disk.so");
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/slow_disk.c");
    let made = std::process::Command::new("cc").args(["-O1", "-shared", "-fPIC", "-o"]).arg(&shim).arg(source).status()?;
    if !made.success() {
        return Err("the slow disk could not be compiled".into());
    }
    let size = if plan.quick { "--quick" } else { "--whole" };
    let work = plan.work.join("slow");
    let done = std::process::Command::new(std::env::current_exe()?)
        .args(["--writes", size, "--work"])
        .arg(work)
        .env("LD_PRELOAD", &shim)
        .output()?;
    let said = String::from_utf8_lossy(&done.stdout);
    let lines: Vec<String> = said.lines().filter(|line| line.starts_with('|')).map(str::to_owned).collect();
    if lines.is_empty() {
        Err(format!("the writes on a slow disk: {said}{}", String::from_utf8_lossy(&done.stderr)).into())
    } else {
        Ok(lines)
    }
}

/// Two instances over one PostgreSQL: what one of them and what both at once write and read.
pub fn two_instances(plan: &Plan, server: &tokio::runtime::Runtime, ask: Ask<'_>, scene: &Scene, text: &mut String) -> Result<(), Fault> {
    use std::fmt::Write as _;
    let second = server.block_on(async {
        let db = open(&scene.location).await?;
        serve(router(&product(db, &plan.work), Area::Both)).await
    })?;
    let write = server.block_on(messages(scene))?;
    let read = crate::asking(&scene.cases());
    for (what, make) in [("private messages", write), ("case pages", read)] {
        let alone = ask(scene.at, Arc::clone(&make), plan.span, None)?;
        let (first, other) = server.block_on(async {
            let half = crate::LINES / 2;
            tokio::join!(run(scene.at, Arc::clone(&make), half, plan.span, None), run(second, Arc::clone(&make), half, plan.span, None))
        });
        let (first, other) = (first?, other?);
        let _ = writeln!(
            text,
            "- PostgreSQL, {what}: {:.0} a second by one instance; by two at once {:.0} and {:.0}, on the same cores; refused {}.",
            alone.rate(),
            first.rate(),
            other.rate(),
            alone.refused + first.refused + other.refused
        );
    }
    Ok(())
}
