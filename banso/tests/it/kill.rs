//! kill -9 at any moment: what was acknowledged is there, what was not is there whole or not at all (quality.md F1).
//!
//! With the planted bug `ack_before_commit` (`BANSO_PLANT=ack_before_commit cargo test -p banso --features planted --test it
//! kill`) the writer answers before it commits, and this test fails: cases that were acknowledged are gone after a kill.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use crate::machine::{Machine, get, open_case, value};

/// How often the server is killed: a hundred times, or as often as a busy machine gets it done in [`LONGEST`].
const KILLS: usize = 100;
const LONGEST: Duration = Duration::from_secs(55);
/// How many clients write at once.
const CLIENTS: usize = 4;

/// What the clients know: each command by the key of its form.
#[derive(Default)]
struct History {
    next: usize,
    /// Sent, but no answer came back: sent again with the same key until one does.
    open: Vec<usize>,
    /// Answered with 303, and where that led.
    acknowledged: BTreeMap<usize, String>,
}

fn company(n: usize) -> String {
    format!("第{n}号工業")
}

/// Writes until the server is gone.
fn write(history: &Mutex<History>, at: std::net::SocketAddr, cookie: &str, token: &str, tell: &Sender<()>) {
    loop {
        let n = {
            let mut history = history.lock().unwrap();
            history.open.pop().unwrap_or_else(|| {
                history.next += 1;
                history.next
            })
        };
        match open_case(at, cookie, token, &format!("key-{n}"), &company(n)) {
            Ok(case) => {
                let known = history.lock().unwrap().acknowledged.insert(n, case.clone());
                assert!(known.is_none_or(|known| known == case));
                let _ = tell.send(());
            }
            Err(_) => return history.lock().unwrap().open.push(n),
        }
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_and_nothing_half_done_is_kept_when_the_server_is_killed_at_any_moment() {
    if std::env::var_os("BANSO_TEST_DATABASE").is_some() {
        return; // The embedded database is what a kill could hurt; PostgreSQL has its own.
    }
    let machine = Machine::new();
    machine.found();
    let cookie = machine.desk_cookie().await;
    let history = Mutex::new(History::default());
    // A small generator, so that a failing run can be repeated; the machine adds the chance of the moment.
    let mut chance = 20_261_124_u64;
    let mut token = String::new();
    let mut last: Vec<(usize, String)> = Vec::new();
    let began = Instant::now();
    let mut kills = 0;
    while kills < KILLS && began.elapsed() < LONGEST {
        kills += 1;
        let mut server = machine.serve();
        let at = server.address("staff");
        if token.is_empty() {
            token = value(&get(at, "/cases/new", &cookie).body, "token");
        }
        for (n, case) in last.drain(..) {
            let page = get(at, &case, &cookie);
            assert!(page.status == 200 && page.body.contains(&company(n)), "case {n} was acknowledged before the kill and is gone");
        }
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let patience = usize::try_from(chance >> 60).unwrap() + 1;
        let before = history.lock().unwrap().acknowledged.clone();
        let (tell, told) = channel();
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                let (history, cookie, token, tell) = (&history, &cookie, &token, tell.clone());
                scope.spawn(move || write(history, at, cookie, token, &tell));
            }
            told.iter().take(patience).for_each(drop);
            server.kill();
        });
        let history = history.lock().unwrap();
        last = history.acknowledged.iter().filter(|(n, _)| !before.contains_key(n)).map(|(n, case)| (*n, case.clone())).collect();
    }

    // What is still open is sent once more: it gets its answer, and happens once.
    let server = machine.serve();
    let at = server.address("staff");
    let History { open, mut acknowledged, next } = history.into_inner().unwrap();
    for n in open {
        acknowledged.insert(n, open_case(at, &cookie, &token, &format!("key-{n}"), &company(n)).unwrap());
    }
    assert_eq!(acknowledged.len(), next);
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    let mut page = "/cases".to_owned();
    loop {
        let text = get(at, &page, &cookie).body;
        for part in text.split("href=\"/cases/0").skip(1) {
            *listed.entry(format!("/cases/0{}", part.split('"').next().unwrap())).or_default() += 1;
        }
        match text.split("href=\"/cases?after=").nth(1) {
            Some(rest) => page = format!("/cases?after={}", rest.split(['&', '"']).next().unwrap()),
            None => break,
        }
    }
    assert!(acknowledged.values().all(|case| listed.get(case) == Some(&1)), "an acknowledged case is not on the list, or twice");
    assert_eq!(listed.len(), next, "a case is on the list that nobody was told of");
    assert_eq!(server.stop(), Some(0));

    assert!(machine.run(&["verify"]).done().contains("Everything holds."));
    let next = i64::try_from(next).unwrap();
    for sql in [
        "select count(*) from placement",
        "select count(*) from company",
        "select count(*) from person",
        "select count(*) from issue",
        "select count(*) from audit where act = 'placement.opened'",
        "select count(*) from deed",
        "select count(distinct placement_id) from member where seat = 'consultant'",
    ] {
        assert_eq!(machine.count(sql), next, "{sql}");
    }
    println!("{next} cases over {kills} kills");
}
