//! What is kept stays: backups come back whole or not at all, and `verify` sees what an intruder with the file did.

use std::os::unix::fs::PermissionsExt;

use crate::machine::{Machine, bytes, get, open_case, value};

#[tokio::test]
async fn a_backup_taken_under_load_holds_what_was_acknowledged_before_it_began() {
    let machine = Machine::new();
    machine.found();
    let cookie = machine.desk_cookie().await;
    let server = machine.serve();
    let at = server.address("staff");
    let token = value(&get(at, "/cases/new", &cookie).body, "token");
    let write = |n: usize| open_case(at, &cookie, &token, &format!("k{n}"), &format!("第{n}工業")).unwrap();
    let before: Vec<String> = (0..10).map(write).collect();
    let file = machine.folder.join("one.backup");
    let said = std::thread::scope(|scope| {
        let backup = scope.spawn(|| machine.run(&["backup", "one.backup"]).done());
        (10..30).for_each(|n| drop(write(n)));
        backup.join().unwrap()
    });
    assert!(said.contains("key file is not in it") && said.contains("found sound"), "{said}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(machine.run(&["backup", "one.backup"]).ended(1).contains("never overwrites"));
    let sealed = bytes(&file);
    for canary in ["第1工業", "yamamoto@bank.example", "SQLite format"] {
        assert!(!sealed.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary} can be read in the backup");
    }
    let left: Vec<_> = std::fs::read_dir(machine.data())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|e| e == "part"))
        .collect();
    assert!(left.is_empty(), "no plain copy stays behind");
    assert!(machine.run(&["restore", "one.backup", "--replace"]).ended(3).contains("stop it first"));
    drop(server);

    let elsewhere = machine.folder.join("elsewhere.db");
    let to = format!("sqlite:{}", elsewhere.display());
    assert!(machine.run(&["restore", "one.backup", "--to", &to]).done().contains("found sound"));
    assert!(machine.run(&["restore", "one.backup", "--to", &to]).ended(1).contains("--replace"));
    let conn = rusqlite::Connection::open(&elsewhere).unwrap();
    let there = |case: &String| -> i64 {
        conn.query_row("select count(*) from placement where id = $1", [case.trim_start_matches("/cases/")], |row| row.get(0)).unwrap()
    };
    assert!(before.iter().all(|case| there(case) == 1));
    let open: i64 = conn.query_row("select count(*) from session where ended_at is null", [], |row| row.get(0)).unwrap();
    assert_eq!(open, 0, "no session comes back with a backup");
}

#[test]
fn a_restore_keeps_what_was_there_and_starts_the_heads_anew() {
    let machine = Machine::new();
    machine.found();
    machine.run(&["backup", "one.backup"]).done();
    machine
        .run(&["user", "add", "--institution-code", "1999", "--name", "後から 来た", "--mail", "late@bank.example", "--seat", "officer"])
        .done();
    let said = machine.run(&["restore", "one.backup", "--replace"]).done();
    let aside = said.lines().find_map(|line| line.strip_prefix("What was there is kept as ")).unwrap().trim_end_matches('.').to_owned();
    let count = |path: &str| -> i64 {
        rusqlite::Connection::open(path).unwrap().query_row("select count(*) from staff", [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count(&aside), machine.count("select count(*) from staff")), (3, 2));
    assert!(machine.run(&["verify"]).done().contains("Everything holds."));
    drop(machine.serve());
}

#[test]
fn mails_that_waited_in_a_backup_are_not_sent_a_second_time() {
    let machine = Machine::new();
    machine.found();
    machine.queue_mail();
    machine.run(&["backup", "one.backup"]).done();
    assert!(machine.run(&["restore", "one.backup", "--replace"]).done().contains("were cancelled (1)"));
    assert_eq!(machine.count("select count(*) from outbox where state = 'cancelled' and reason = 'restored'"), 1);
}

#[test]
fn a_damaged_backup_is_refused_before_the_live_database_is_touched() {
    let machine = Machine::new();
    machine.found();
    machine.run(&["backup", "one.backup"]).done();
    let file = machine.folder.join("one.backup");
    let (whole, live) = (bytes(&file), bytes(&machine.database()));
    let mut bad: Vec<(String, Vec<u8>)> = (0..8)
        .map(|n| {
            let at = n * (whole.len() - 1) / 7;
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (n % 8);
            (format!("a bit at {at}"), flipped)
        })
        .collect();
    bad.push(("cut".into(), whole[..whole.len() / 2].to_vec()));
    bad.push(("empty".into(), Vec::new()));
    bad.push(("a plain database".into(), live.clone()));
    for (what, content) in bad {
        std::fs::write(machine.folder.join("bad.backup"), content).unwrap();
        let said = machine.run(&["restore", "bad.backup", "--replace"]).ended(1);
        assert!(said.contains("Nothing was changed."), "{what}: {said}");
        assert_eq!(bytes(&machine.database()), live, "{what}");
    }
    assert!(!machine.data().join("banso.db.restoring").exists());

    let key = machine.data().join("banso.key");
    let right = bytes(&key);
    std::fs::write(&key, "ab".repeat(32)).unwrap();
    assert!(machine.run(&["restore", "one.backup", "--replace"]).ended(1).contains("another key file"));
    assert!(machine.run(&["serve"]).ended(2).contains("not the one this database was written with"));
    std::fs::remove_file(&key).unwrap();
    assert!(machine.run(&["serve"]).ended(2).contains("is missing"));
    std::fs::write(&key, right).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    machine.run(&["verify"]).done();
}

#[test]
fn verify_sees_a_changed_removed_turned_or_added_line_of_the_audit() {
    for (what, sql) in [
        ("changed", "update audit set detail = 'nothing happened' where seq = 2"),
        ("changed", "update audit set actor = 'somebody else' where seq = 3"),
        ("missing", "delete from audit where seq = 2"),
        (
            "changed",
            "update audit set seq = -1 where seq = 2; update audit set seq = 2 where seq = 3; update audit set seq = 3 where seq = -1",
        ),
        (
            "changed",
            "update audit set seq = seq + 1000 where seq > 2; update audit set seq = seq - 999 where seq > 1000; insert into audit select institution_id, 3, at, actor, seat, act, placement_id, subject_id, 'added', seal, session from audit where seq = 2",
        ),
    ] {
        let machine = Machine::new();
        machine.found();
        machine.run(&["verify"]).done();
        // Without the heads kept outside: the chain alone has to show it.
        std::fs::remove_file(machine.data().join("audit-heads.log")).unwrap();
        machine.run(&["verify"]).done();
        machine.tamper(sql);
        let said = machine.run(&["verify"]).ended(1);
        assert!(said.contains("audit of ") && said.contains(what), "{sql}: {said}");
    }
}

#[test]
fn a_cut_tail_and_an_old_copy_are_seen_through_the_heads_kept_outside_and_only_so() {
    let machine = Machine::new();
    machine.found();
    let old = bytes(&machine.database());
    machine.run(&["user", "reset", "--mail", "admin@bank.example"]).done();
    let heads = machine.data().join("audit-heads.log");
    let kept = bytes(&heads);
    machine.tamper("delete from audit where seq = (select max(seq) from audit); update counter set value = value - 1 where name in ('audit', 'sealed')");
    assert!(machine.run(&["verify"]).ended(1).contains("the tail is cut"));
    std::fs::remove_file(&heads).unwrap();
    machine.run(&["verify"]).done();
    std::fs::write(&heads, &kept).unwrap();
    std::fs::write(machine.database(), old).unwrap();
    assert!(machine.run(&["verify"]).ended(1).contains("the tail is cut"));
    machine.tamper("delete from audit; delete from counter");
    assert!(machine.run(&["verify"]).ended(1).contains("the tail is cut"), "also when nothing of an institution is left");
}
