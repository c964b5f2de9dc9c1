//! What is done now and then and must not hurt those who open pages: import, export, papers, starting.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use paper::sheet::write::{ColumnOut, TableOut, Value, workbook};

use crate::load::{Line, get};
use crate::report::spread;
use crate::scene::{Fault, Scene};
use crate::{Plan, Stage};

/// All of them, in sentences.
pub fn all(stage: &Stage<'_>, text: &mut String) -> Result<(), Fault> {
    export(stage, text)?;
    stage.server.block_on(import(stage.plan, stage.small, text))?;
    stage.server.block_on(papers(stage.plan, stage.small, text))?;
    start(stage.plan, text)
}

/// The memory this process holds now and held at most, in MB.
fn memory(of: &str) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{of}/status")).unwrap_or_default();
    let find = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
    };
    (find("VmRSS"), find("VmHWM"))
}

/// The whole list as a spreadsheet, beside a workbook of as many cells that nobody had to look up; and what others notice.
fn export(stage: &Stage<'_>, text: &mut String) -> Result<(), Fault> {
    let Stage { plan, small, large, .. } = *stage;
    let (request, at) = (get("/cases/export", &large.manager), large.at);
    let (before, _) = memory("self");
    let work = async move {
        let began = Instant::now();
        Ok((Line::open(at).await?.ask(&request).await?, began.elapsed()))
    };
    let ((reply, took), calm, busy) = stage.beside(small, plan.span, work)?;
    let (_, most) = memory("self");
    if reply.status != 200 {
        return Err(format!("the export: {} {}", reply.status, reply.text().chars().take(300).collect::<String>()).into());
    }
    let began = Instant::now();
    let columns = (0..11).map(|_| ColumnOut { heading: "見出し".into(), width: 20 }).collect();
    let row = || (0..11).map(|n| if n % 5 == 0 { Value::Blank } else { Value::Text("丸山工業株式会社の管理部長".into()) }).collect();
    let rows = (0..large.house.cases.len()).map(|_| row()).collect();
    let bare = workbook(&[TableOut { name: "一覧".into(), title: "一覧".into(), lines: Vec::new(), columns, rows }])?.len();
    let floor = began.elapsed();
    let _ = writeln!(
        text,
        "- Export of {} cases: {:.2} s, {} KB; a workbook of as many cells alone {:.2} s, {} KB. Memory grew from {before} to at most {most} MB. Others' p99 at 100 pages a second: {:.1} ms before, {:.1} ms meanwhile (goal: twice).",
        large.house.cases.len(),
        took.as_secs_f64(),
        reply.body.len() / 1024,
        floor.as_secs_f64(),
        bare / 1024,
        calm.permille(990),
        busy.permille(990),
    );
    Ok(())
}

/// For names that nobody else has.
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A spreadsheet of cases, put in, looked at and registered.
pub async fn import(plan: &Plan, scene: &Scene, text: &mut String) -> Result<(), Fault> {
    let rows = if plan.quick { 200 } else { 5000 };
    let mut sheet = String::from("会社名,氏名,ご本人Eメール,役職,経営課題,内定日\n");
    for n in 0..rows {
        let given: String = format!("{n:04}").bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect();
        let _ = writeln!(
            sheet,
            "取込{n}工業株式会社,佐藤 {given},p{n}@import.example,管理部長,月次の数字で経営判断ができる状態をつくる,2026-07-13"
        );
    }
    let cookie = &scene.desk[0];
    let form = scene.page("/import", cookie).await?;
    let mut body = Vec::new();
    for (name, value) in [("token", form.value("token")), ("key", form.value("key"))] {
        body.extend(format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(b"--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n");
    body.extend(sheet.bytes());
    body.extend(b"\r\n--cut--\r\n");
    let mut request = format!(
        "POST /import HTTP/1.1\r\nhost: bench.test\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\ncontent-type: multipart/form-data; boundary=cut\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend(body);
    let (before, _) = memory("self");
    let began = Instant::now();
    let reply = Line::open(scene.at).await?.ask(&request).await?;
    let path = reply.location();
    if reply.status != 303 {
        return Err(format!("the import: {} {}", reply.status, reply.text().chars().take(300).collect::<String>()).into());
    }
    let taken = began.elapsed();
    let preview = scene.page(&path, cookie).await?;
    let seen = began.elapsed();
    let page = preview.text();
    let key = page.rsplit("name=\"key\" value=\"").next().and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let fields = [("token", preview.value("token")), ("key", key)];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = Line::open(scene.at).await?.ask(&crate::load::post(&format!("{path}/register"), cookie, &fields)).await?;
    let whole = began.elapsed();
    if done.status != 303 {
        return Err(format!("registering: {} {}", done.status, done.text().chars().take(300).collect::<String>()).into());
    }
    let _ = writeln!(
        text,
        "- Import of {rows} rows: {:.2} s in all (taken in {:.2}, preview {:.2}, registered {:.2}); memory from {before} to at most {} MB.",
        whole.as_secs_f64(),
        taken.as_secs_f64(),
        seen.saturating_sub(taken).as_secs_f64(),
        whole.saturating_sub(seen).as_secs_f64(),
        memory("self").1
    );
    Ok(())
}

/// A goal sheet on paper.
async fn papers(plan: &Plan, scene: &Scene, text: &mut String) -> Result<(), Fault> {
    let mut times = Vec::new();
    for case in scene.house.cases.iter().take(if plan.quick { 2 } else { 21 }) {
        let began = Instant::now();
        let page = scene.page(&format!("/cases/{}/goals/paper", case.id), &scene.desk[case.consultant]).await?;
        if !page.body.starts_with(b"%PDF") {
            return Err("the paper is no PDF".into());
        }
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let first = times.remove(0);
    let (half, least, most) = spread(&times);
    let _ = writeln!(text, "- PDF of a goal sheet: {half:.0} ms ({least:.0}–{most:.0}), the first one {first:.0} ms (goal: 200).");
    Ok(())
}

/// `banso serve` on a database that is there: until it is ready, and what it holds while nobody asks.
fn start(plan: &Plan, text: &mut String) -> Result<(), Fault> {
    let folder = plan.work.join("start");
    std::fs::create_dir_all(&folder)?;
    let config = folder.join("banso.toml");
    let metrics = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    std::fs::write(
        &config,
        format!(
            "data = \"{}\"\n[staff]\nlisten = \"127.0.0.1:0\"\nurl = \"https://staff.bank.example\"\n[portal]\nlisten = \"127.0.0.1:0\"\nurl = \"https://portal.bank.example\"\n[metrics]\nlisten = \"{metrics}\"\n",
            folder.join("data").display()
        ),
    )?;
    let mut times = Vec::new();
    let mut held = 0;
    for _ in 0..4 {
        let began = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", "--config", &config.to_string_lossy()])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let ready = loop {
            if asked(metrics) {
                break Some(began.elapsed());
            }
            if began.elapsed() > Duration::from_secs(20) || child.try_wait()?.is_some() {
                break None;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        std::thread::sleep(Duration::from_millis(700));
        held = memory(&child.id().to_string()).0;
        child.kill()?;
        child.wait()?;
        times.push(ready.ok_or("banso serve did not become ready")?.as_secs_f64() * 1000.0);
    }
    let first = times.remove(0);
    let _ = writeln!(
        text,
        "- `banso serve` is ready after {:.0} ms on a database that is there ({first:.0} ms on a new one; goal: 100) and holds {held} MB while nobody asks (goal: 40).",
        spread(&times).0
    );
    Ok(())
}

/// Whether it says that it is ready.
fn asked(at: std::net::SocketAddr) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(at) else { return false };
    let mut said = String::new();
    let sent = stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: bench.test\r\nconnection: close\r\n\r\n");
    sent.is_ok() && stream.read_to_string(&mut said).is_ok() && said.starts_with("HTTP/1.1 200")
}
