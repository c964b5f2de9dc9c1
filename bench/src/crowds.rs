//! Many at once: everybody signs in, everybody is told once more, reports go out; and all of it mixed.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::account::password;
use base::actor::{Duty, StaffSeat};
use base::clock::MINUTE;
use base::workday::{Calendar, Hours};

use crate::load::{Line, Make, get, post};
use crate::scene::{Fault, Scene};
use crate::{Plan, Stage, asking, writes};

/// The mix, the mornings and the reports, in sentences. Before an import, which gives one consultant 5,000 cases.
pub fn all(stage: &Stage<'_>, text: &mut String) -> Result<(), Fault> {
    mix(stage, text)?;
    storm(stage, text)?;
    stage.server.block_on(reports(stage.plan, stage.small, text))
}

/// Of ten requests seven read something, two open a case page and one writes a private message.
fn mix(stage: &Stage<'_>, text: &mut String) -> Result<(), Fault> {
    let Stage { plan, server, ask, small: scene, .. } = *stage;
    let mut read = scene.today();
    read.extend(server.block_on(scene.lists())?);
    read.extend(scene.searches());
    read.extend(server.block_on(scene.homes())?);
    let (read, cases, write) = (asking(&read), asking(&scene.cases()), server.block_on(writes::messages(scene))?);
    let make: Make = Arc::new(move |nth| match nth % 10 {
        0..7 => read(nth),
        7 | 8 => cases(nth),
        _ => write(nth),
    });
    let full = ask(scene.at, Arc::clone(&make), plan.span * 4, None)?;
    let half = ask(scene.at, make, plan.span * 4, Some(full.rate() / 2.0))?;
    if (full.refused + half.refused) * 100 > full.answers + half.answers {
        return Err(format!("{} of {} requests of the mix were refused", full.refused, full.answers).into());
    }
    let _ = writeln!(
        text,
        "- Mix of 70 % reads, 20 % case pages, 10 % private messages: {:.0} a second at saturation; at half of that p50 {:.1} ms, p99 {:.1} ms.",
        full.rate(),
        half.permille(500),
        half.permille(990)
    );
    Ok(())
}

const PASSWORD: &str = "汐見の坂をのぼる朝の風 2026";

/// Two hundred members of staff sign in at once, each from a place of their own.
fn storm(stage: &Stage<'_>, text: &mut String) -> Result<(), Fault> {
    let Stage { plan, server, small: scene, .. } = *stage;
    let many = if plan.quick { 20 } else { 200 };
    let (db, house, at) = (scene.app.db.clone(), scene.house.id.clone(), scene.at);
    let hash = password::hash(PASSWORD, [7; 16])?;
    server.block_on(async {
        for n in 0..many {
            let name = format!("朝番 {n}");
            let staff = db.add_staff(Duty::Console, &house, &name, &mail(n), "", vec![(StaffSeat::Consultant, String::new())]).await?;
            db.set_password(&house, &staff, hash.clone(), &staff).await?;
        }
        Ok::<_, Fault>(())
    })?;
    let began = Instant::now();
    drop(password::hash(PASSWORD, [8; 16])?);
    let one = began.elapsed();
    let work = async move {
        let began = Instant::now();
        let mut all = tokio::task::JoinSet::new();
        for n in 0..many {
            all.spawn(async move { enter(at, n).await });
        }
        let mut times = Vec::new();
        while let Some(done) = all.join_next().await {
            times.push(done??);
        }
        times.sort_unstable();
        Ok::<_, Fault>((began.elapsed(), times))
    };
    let ((whole, times), calm, busy) = stage.beside(scene, plan.span * 4, work)?;
    let _ = writeln!(
        text,
        "- {many} members of staff sign in at the same moment: all inside after {:.1} s, half of them after {:.1} s; one password costs {:.0} ms by intent. Others' p99 at 100 pages a second: {:.1} ms before, {:.1} ms meanwhile.",
        whole.as_secs_f64(),
        times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64(),
        one.as_secs_f64() * 1000.0,
        calm.permille(990),
        busy.permille(990),
    );
    Ok(())
}

fn mail(n: usize) -> String {
    format!("asa{n}@storm.example")
}

/// One of them: opens the page, types, and is inside; how long it took.
async fn enter(at: SocketAddr, n: usize) -> Result<Duration, Fault> {
    let began = Instant::now();
    let own = Ipv4Addr::new(127, 7, u8::try_from(n / 250)?, u8::try_from(n % 250)? + 1);
    let mut line = Line::open_from(own, at).await?;
    let page = line.ask(&get("/sign-in", "")).await?;
    let (token, key) = (page.value("token"), page.value("key"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("mail", &mail(n)), ("password", PASSWORD)];
    let inside = line.ask(&post("/sign-in", &page.cookies(), &fields)).await?;
    if inside.status == 303 { Ok(began.elapsed()) } else { Err(format!("{}: {:.300}", inside.status, inside.text()).into()) }
}

/// A report of each of some cases is written from what both sides lent, looked over, shared, and goes out after its ten minutes.
async fn reports(plan: &Plan, scene: &Scene, text: &mut String) -> Result<(), Fault> {
    let many = if plan.quick { 2 } else { 20 };
    let mut pressed = Vec::new();
    let joined = scene.house.cases.iter().enumerate().filter(|(nth, _)| nth % 8 == 2).map(|(_, case)| case);
    for case in joined.take(many) {
        let desk = &scene.desk[case.consultant];
        let board = format!("/cases/{}/changes", case.id);
        let words = "会議で社長以外の発言が増える";
        scene.send(&board, &board, desk, &[("words", words)]).await?;
        let page = scene.page(&format!("{board}/observe"), desk).await?.text();
        let before = page.split(&format!(">{words}</option>")).next().unwrap_or_default();
        let change = before.rsplit("value=\"").next().and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        for holder in [&case.owner, &case.person] {
            let cookie = scene.portal(holder).await?;
            let fields = [("body", "朝の会議で、班長が先に口を開くようになりました。"), ("change", change.as_str()), ("lend", "1")];
            scene.send("/my/changes/observe", "/my/changes/observe", &cookie, &fields).await?;
        }
        let list = format!("/cases/{}/reports", case.id);
        let draft = scene.send(&list, &format!("{list}/new"), desk, &[]).await?;
        let version = scene.page(&draft, desk).await?.value("version");
        scene.send(&draft, &draft, desk, &[("finding", "会議の進め方が変わり始めています"), ("version", &version)]).await?;
        let (page, review) = (scene.page(&draft, desk).await?, scene.page(&format!("{draft}/review"), desk).await?);
        let (token, key, version) = (page.value("token"), page.value("key"), page.value("version"));
        let hash = review.value("hash");
        let fields = [("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str()), ("hash", hash.as_str())];
        let request = post(&format!("{draft}/publish"), desk, &fields);
        let mut line = Line::open(scene.at).await?;
        let began = Instant::now();
        let done = line.ask(&request).await?;
        if done.status != 303 {
            return Err(format!("sharing a report: {} {:.300}", done.status, done.text()).into());
        }
        pressed.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    scene.app.db.clock().shift(10 * MINUTE);
    let began = Instant::now();
    let out = app::report::send_due(&scene.app).await.map_err(|error| format!("{error:?}"))?;
    let took = began.elapsed();
    if out != many {
        return Err(format!("{out} of {many} reports went out").into());
    }
    let (half, least, most) = crate::report::spread(&pressed);
    let _ = writeln!(
        text,
        "- Sharing a report: {half:.1} ms a press ({least:.1}–{most:.1}); {many} of them went out after their ten minutes in {:.0} ms.",
        took.as_secs_f64() * 1000.0
    );
    Ok(())
}

/// Everyone in running cases is told once more on the same morning. Last of all: it is the next day then, and nobody is signed in.
pub fn reminders(stage: &Stage<'_>, text: &mut String) -> Result<(), Fault> {
    let Stage { plan, server, small, large, .. } = *stage;
    let db = small.app.db.clone();
    let calendar = Calendar::new([]);
    let now = db.clock().now();
    let ten = calendar.next_open(calendar.on_or_after(now.day().plus(1)).start(), Hours::DESK).plus(60 * MINUTE);
    db.clock().shift(ten.0 - now.0);
    // One is told three days before the limit, whether or not these are working days (ux.md §5.4).
    let due = ten.day().plus(3);
    // Those who open pages meanwhile sign in anew, as it is another day.
    let others = server.block_on(Scene::over(db.clone(), small.location.clone(), &plan.work, small.house.clone()))?;
    let app = others.app.clone();
    for (scene, what) in [(small, "small"), (large, "large")] {
        let asked = server.block_on(app::sample::ask(&db, &scene.house, due))?;
        let app = app.clone();
        let work = async move {
            let began = Instant::now();
            let told = app::survey::run_due(&app).await.map_err(|error| format!("{error:?}"))?;
            Ok((told, began.elapsed()))
        };
        let time = Duration::from_secs(if asked > 1000 { 8 } else { 1 });
        let ((told, took), calm, busy) = stage.beside(&others, time, work)?;
        if told != asked {
            return Err(format!("{told} of {asked} were told once more").into());
        }
        let _ = writeln!(
            text,
            "- {told} people of the {what} house told once more, each in a command of its own with its mail: {:.1} s, {:.0} a second. Others' p99 at 100 pages a second: {:.1} ms before, {:.1} ms meanwhile.",
            took.as_secs_f64(),
            f64::from(u32::try_from(told)?) / took.as_secs_f64(),
            calm.permille(990),
            busy.permille(990),
        );
    }
    Ok(())
}
