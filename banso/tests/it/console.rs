//! The administrator's command line, with the real binary. PostgreSQL has its own part at the end.

use std::os::unix::fs::PermissionsExt;

use crate::machine::{Machine, ask, bytes, get, open_case, value};
use crate::world::{Browser, World};

#[test]
fn help_lists_every_command_in_full_sentences() {
    fn walk(command: &clap::Command, names: &mut Vec<String>) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(about.ends_with('.') && about.contains(' '), "{}: {about}", command.get_name());
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.ends_with('.') && help.contains(' '), "{} {}: {help}", command.get_name(), arg.get_id());
        }
        for inner in command.get_subcommands() {
            names.push(inner.get_name().to_owned());
            walk(inner, names);
        }
    }
    let mut names = Vec::new();
    walk(&app::console::help(), &mut names);
    assert_eq!(
        names,
        [
            "demo",
            "serve",
            "import",
            "user",
            "add",
            "reset",
            "disable",
            "backup",
            "restore",
            "verify",
            "keys",
            "check",
            "rotate",
            "renew",
            "erase",
            "split",
            "join",
            "leak-scope",
            "doctor"
        ]
    );
    let machine = Machine::new();
    let help = machine.bare(&["--help"]).done();
    for name in ["demo", "serve", "import", "user", "backup", "restore", "verify", "keys", "leak-scope", "doctor", "Exit codes"] {
        assert!(help.contains(name), "{name}: {help}");
    }
    assert_eq!(machine.bare(&[]).code, Some(2));
    assert!(machine.bare(&["--version"]).done().starts_with("banso "));
}

#[test]
fn the_demo_prints_one_address_says_it_is_a_sample_and_keeps_what_was_done() {
    let machine = Machine::new();
    let data = machine.data();
    let words = ["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()];
    let demo = machine.start(&words, "ctrl-c");
    assert!(demo.said.starts_with("http://127.0.0.1:") && demo.said.matches("http").count() == 1, "{}", demo.said);
    assert!(demo.said.contains("見本です。実在の方の情報を入れないでください。"));
    let at = demo.address("http");
    assert_eq!(get(at, "/readyz", "").body, "ready\n");
    assert_eq!(get(at, "/healthz", "").body, "ok\n");
    assert_eq!(get(at, "/metrics", "").status, 404, "its figures move when somebody writes");
    let language = get(at, "/lang/en", "");
    assert!(!language.headers.contains_key("strict-transport-security"), "no HSTS on loopback");
    assert!(!language.headers["set-cookie"].contains("Secure"));

    let second = machine.bare(&words).ended(3);
    assert!(second.contains("Another process holds"), "{second}");
    let here = ["--data", data.to_str().unwrap()];
    let added = ["user", "add", "--institution-code", "1888", "--institution-name", "試験信用組合", "--kind", "shinkumi"];
    let added = [&added[..], &["--name", "試験 花子", "--mail", "hanako@test.example", "--seat", "admin"], &here].concat();
    assert!(machine.bare(&added).done().contains("試験信用組合"), "through the socket of the process that holds it");
    let verified = machine.bare(&[&["verify"][..], &here].concat()).done();
    assert!(verified.contains("Everything holds.") && !verified.contains("cannot be seen"), "{verified}");
    assert_eq!(demo.stop(), Some(0));

    let reset = [&["user", "reset", "--mail", "hanako@test.example"][..], &here].concat();
    let demo = machine.start(&words, "ctrl-c");
    assert!(machine.bare(&reset).done().contains("new password"), "a second start keeps what was done");
    assert_eq!(demo.stop(), Some(0));
    let demo = machine.start(&[&words[..], &["--fresh"]].concat(), "ctrl-c");
    assert!(machine.bare(&reset).ended(1).contains("Nobody has the mail address"), "--fresh starts over");
    assert_eq!(demo.stop(), Some(0));
}

#[test]
fn the_demo_warns_when_others_on_the_network_can_open_it() {
    let machine = Machine::new();
    let demo = machine.start(&["demo", "--listen", "0.0.0.0:0", "--data", machine.data().to_str().unwrap()], "ctrl-c");
    assert!(demo.said.contains("ご注意") && demo.said.contains("everyone on this network"), "{}", demo.said);
    assert_eq!(demo.stop(), Some(0));
}

#[test]
fn sample_and_real_data_never_meet() {
    let machine = Machine::new();
    machine.found();
    let before = bytes(&machine.database());
    let data = machine.data();
    for fresh in [&[][..], &["--fresh"]] {
        let said = machine.bare(&[&["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()][..], fresh].concat()).ended(2);
        assert!(said.contains("never opened on real data"), "{said}");
    }
    assert_eq!(bytes(&machine.database()), before);

    let empty = Machine::new();
    let said = empty.bare(&["demo", "--data", empty.data().to_str().unwrap(), "--database", "sqlite:/elsewhere/banso.db"]).ended(2);
    assert!(said.contains("lies in --data"), "{said}");

    let other = Machine::new();
    let demo = other.start(&["demo", "--listen", "127.0.0.1:0", "--data", other.data().to_str().unwrap()], "ctrl-c");
    assert_eq!(demo.stop(), Some(0));
    assert!(other.run(&["serve"]).ended(2).contains("sample"));
}

#[test]
fn serve_refuses_to_start_with_unsafe_settings_and_doctor_says_the_same() {
    let machine = Machine::new();
    machine.found();
    let mode = |path: &std::path::Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(&machine.data(), 0o755);
    mode(&machine.data().join("banso.key"), 0o644);
    for command in ["serve", "doctor"] {
        let said = machine.run(&[command]).ended(2);
        assert!(said.contains("chmod 700") && said.contains("chmod 600"), "{command}: {said}");
    }
    mode(&machine.data(), 0o700);
    mode(&machine.data().join("banso.key"), 0o600);
    std::fs::write(machine.config(), format!("data = \"{}\"\n[staff]\nurl = \"http://staff.bank.example\"\n", machine.data().display()))
        .unwrap();
    for command in ["serve", "doctor"] {
        let said = machine.run(&[command]).ended(2);
        assert!(said.contains("staff.url is http://") && said.contains("portal.url is empty"), "{command}: {said}");
    }
    std::fs::write(machine.config(), "stuff = 3").unwrap();
    assert!(machine.run(&["serve"]).ended(2).contains("stuff is not a setting"));
}

#[test]
fn doctor_prints_every_setting_with_its_default_and_unit_and_no_password() {
    let machine = Machine::new();
    machine.configure("database = \"postgres://banso:hunter42@127.0.0.1:1/banso\"");
    let said = machine.run(&["doctor"]);
    let text = said.done();
    for setting in &app::config::SETTINGS {
        assert!(
            text.contains(&format!("\n{} = ", setting.key)) && text.contains(setting.unit) && text.contains(setting.meaning),
            "{}",
            setting.key
        );
    }
    assert!(!text.contains("hunter42"), "{text}");
    assert!(text.contains("The database does not answer"));
    machine.configure("");
    assert!(machine.run(&["doctor"]).done().contains("The database is SQLite 3."));
}

#[test]
fn the_first_administrator_gets_a_password_of_which_only_a_hash_is_kept() {
    let machine = Machine::new();
    machine.found();
    assert_eq!(std::fs::metadata(machine.data().join("banso.key")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(machine.database()).unwrap().permissions().mode() & 0o777, 0o600);
    let said = machine.run(&["user", "reset", "--mail", "ADMIN@bank.example"]).done();
    let word = said.lines().find_map(|line| line.rsplit_once(" is ")).map(|(_, word)| word.to_owned()).unwrap();
    assert_eq!(word.len(), 24, "{said}");
    let hashed = rusqlite::Connection::open(machine.database()).unwrap();
    let hash: String = hashed.query_row("select password_hash from staff where mail = 'admin@bank.example'", [], |row| row.get(0)).unwrap();
    assert!(hash.starts_with("$argon2id$"), "{hash}");
    drop(hashed);
    for name in ["banso.db", "banso.db-wal"] {
        let text = std::fs::read(machine.data().join(name)).unwrap_or_default();
        assert!(!text.windows(24).any(|part| part == word.as_bytes()));
    }

    let server = machine.serve();
    let at = server.address("staff");
    let way_in = get(at, "/sign-in", "");
    let cookie = way_in.headers.get("set-cookie").and_then(|cookie| cookie.split(';').next()).unwrap_or_default();
    let (token, key) = (value(&way_in.body, "token"), value(&way_in.body, "key"));
    let fields = [("token", token.as_str()), ("key", key.as_str()), ("mail", "admin@bank.example"), ("password", word.as_str())];
    let answer = ask(at, "POST", "/sign-in", cookie, &fields).unwrap();
    assert!(
        answer.status == 303 && answer.headers["location"].starts_with("/sign-in/first"),
        "it opens the page that replaces it: {answer:?}"
    );
    drop(server);

    let twice =
        machine.run(&["user", "add", "--institution-code", "1999", "--name", "別 人", "--mail", "admin@bank.example", "--seat", "officer"]);
    assert!(twice.ended(1).contains("is there already"));
    assert!(
        machine
            .run(&["user", "add", "--institution-code", "2000", "--name", "別 人", "--mail", "x@y.example", "--seat", "admin"])
            .ended(1)
            .contains("--institution-name")
    );
    assert!(machine.run(&["user", "disable", "--mail", "admin@bank.example"]).done().contains("can sign in no more"));
    assert_eq!(machine.count("select count(*) from staff where state = 'disabled'"), 1);
    machine.run(&["user", "reset", "--mail", "admin@bank.example"]).done();
    assert_eq!(machine.count("select count(*) from staff where state = 'disabled'"), 0);
}

#[tokio::test]
async fn a_page_belongs_to_one_listener_and_metrics_to_their_own() {
    let machine = Machine::new();
    machine.found();
    let cookie = machine.desk_cookie().await;
    let server = machine.serve();
    let (staff, portal, metrics) = (server.address("staff"), server.address("portal"), server.address("metrics"));
    assert_eq!(get(staff, "/today", &cookie).status, 200);
    assert_eq!(get(portal, "/today", &cookie).status, 404);
    assert_eq!(get(staff, "/my", &cookie).status, 404);
    assert_eq!(get(portal, "/my", "").status, 303, "to the way in");
    for at in [staff, portal] {
        let page = get(at, "/metrics", "");
        assert_eq!(page.status, 404);
        assert!(page.headers.contains_key("strict-transport-security"));
        assert!(get(at, "/lang/en", "").headers["set-cookie"].contains("Secure"));
        assert_eq!(get(at, "/readyz", "").body, "ready\n");
    }
    let text = get(metrics, "/metrics", "").body;
    assert!(
        text.contains("banso_up 1") && text.contains("route=\"/today\",status=\"200\"") && text.contains("banso_audit_unsealed"),
        "{text}"
    );
    assert_eq!(get(metrics, "/today", &cookie).status, 404);

    drop(server);
    let server = machine.serve_with(&["--portal-listen", "off"], "Ready.");
    assert!(!server.said.contains("portal:"), "either listener can be switched off");
}

#[tokio::test]
async fn the_log_names_routes_and_never_paths_cookies_or_names() {
    let machine = Machine::new();
    machine.found();
    let cookie = machine.desk_cookie().await;
    let server = machine.serve();
    let at = server.address("staff");
    get(at, "/cases/secret-token-1?q=secret-token-2", &cookie);
    get(at, "/nowhere/secret-token-3", &cookie);
    get(server.address("portal"), "/l/secret-token-4", "");
    let token = value(&get(at, "/cases/new", &cookie).body, "token");
    open_case(at, &cookie, &token, "k1", "秘密工業").unwrap();
    assert_eq!(server.stop(), Some(0));
    let log = machine.log();
    assert!(log.contains("/cases/{case}") && log.contains("/l/{token}") && log.contains("status=404") && log.contains("ms="), "{log}");
    let refused = log.lines().find(|line| line.contains("refused")).unwrap();
    for told in ["who=", "session=", "route=/cases/{case}", "from=127.0.0.1"] {
        assert!(refused.replace('"', "").contains(told), "{told}: {refused}");
    }
    for secret in ["secret-token", cookie.split('=').nth(1).unwrap(), "秘密", "山本", "yamamoto", token.as_str()] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

#[tokio::test]
async fn told_to_stop_the_server_finishes_what_it_has_begun_and_seals_it() {
    let machine = Machine::new();
    machine.found();
    let cookie = machine.desk_cookie().await;
    let server = machine.serve();
    let at = server.address("staff");
    let token = value(&get(at, "/cases/new", &cookie).body, "token");
    let (tell, told) = std::sync::mpsc::channel();
    let hands: Vec<_> = (0..4)
        .map(|hand| {
            let (cookie, token, tell) = (cookie.clone(), token.clone(), tell.clone());
            std::thread::spawn(move || {
                let mut acknowledged = 0;
                // Goes on until the door is shut; what came back before is kept.
                while open_case(at, &cookie, &token, &format!("k{hand}-{acknowledged}"), &format!("{hand}の{acknowledged}工業")).is_ok()
                {
                    acknowledged += 1;
                    let _ = tell.send(());
                }
                acknowledged
            })
        })
        .collect();
    told.iter().take(12).for_each(drop);
    assert_eq!(server.stop(), Some(0));
    let acknowledged: i64 = hands.into_iter().map(|hand| hand.join().unwrap()).sum();
    let kept = machine.count("select count(*) from placement");
    assert!(kept >= acknowledged && kept <= acknowledged + 4, "{kept} of {acknowledged}");
    assert_eq!(machine.count("select count(*) from audit where seal is null"), 0);
    assert!(!machine.data().join("banso.sock").exists());
    machine.run(&["verify"]).done();
}

#[test]
fn a_running_server_empties_the_outbox() {
    let machine = Machine::new();
    machine.found();
    machine.queue_mail();
    let server = machine.serve();
    assert_eq!(get(server.address("staff"), "/readyz", "").body, "ready\n");
    assert_eq!(server.stop(), Some(0));
    // Nobody has the right to this mail, so it is dropped, and the audit says so.
    assert_eq!(machine.count("select count(*) from outbox where state = 'dropped'"), 1);
    assert_eq!(machine.count("select count(*) from audit where act = 'mail.settled'"), 1);
}

#[tokio::test]
async fn the_licences_of_everything_borrowed_can_be_read_without_signing_in() {
    let world = World::new().await;
    let page = world.get(&mut Browser::default(), "/about/licences").await;
    assert_eq!(page.status, http::StatusCode::OK);
    for word in ["htmx", "Lucide", "デジタル庁", "Apache License", "MIT License", "Permission is hereby granted"] {
        assert!(page.text().contains(word), "{word}");
    }
}

#[test]
fn a_spreadsheet_comes_in_at_the_command_line_and_a_second_time_changes_nothing() {
    let machine = Machine::new();
    let sample = |name: &str| format!("{}/../samples/{name}", env!("CARGO_MANIFEST_DIR"));
    let dry = machine.run(&["import", &sample("placements.xlsx"), "--dry-run"]).done();
    assert!(dry.trim_end().ends_with("to mend: 0, repeated: 0"), "{dry}");
    assert!(!machine.database().exists(), "a dry run needs no database and makes none");
    let found = machine.run(&["import", &sample("placements-as-found.xlsx"), "--dry-run"]).ended(2);
    assert!(found.contains("row ") && found.contains("rows: 31, ready: 27, to mend: 3, repeated: 1"), "{found}");

    machine.found();
    let server = machine.serve();
    let done = machine.run(&["import", &sample("placements.xlsx"), "--institution", "1999"]).done();
    assert!(done.contains("Registered: ") && done.contains("Nothing was sent"), "{done}");
    drop(server);
    let cases = machine.count("select count(*) from placement");
    assert!(cases > 0);
    assert_eq!(machine.count("select count(*) from outbox"), 0);
    assert!(machine.run(&["import", &sample("placements.xlsx")]).done().contains("no row to register"));
    assert_eq!(machine.count("select count(*) from placement"), cases);
    assert_eq!(machine.run(&["import", &sample("placements-as-found.xlsx")]).code, Some(2));
    assert_eq!(machine.count("select count(*) from placement"), cases, "nothing is written before all is clear");
    assert!(machine.run(&["import", &sample("placements-as-found.xlsx"), "--leave-out"]).ended(2).contains("Registered: "));
    assert!(machine.count("select count(*) from placement") > cases);
    machine.run(&["verify"]).done();
}

#[test]
fn a_server_waits_for_postgresql_says_not_ready_and_stops_when_told() {
    let machine = Machine::new();
    machine.configure("database = \"postgres://banso:hunter42@127.0.0.1:1/banso\"");
    let server = machine.serve_with(&[], "metrics:");
    let at = server.address("staff");
    assert_eq!(get(at, "/healthz", "").body, "ok\n");
    assert_eq!(get(at, "/readyz", "").status, 503);
    let page = get(at, "/today", "");
    assert_eq!((page.status, page.headers["retry-after"].as_str()), (503, "5"));
    assert_eq!(server.stop(), Some(0));
    assert!(!machine.log().contains("hunter42"));
}

/// A database of one's own on the PostgreSQL server of this run, if there is one: its address, and the server's own port.
fn on_postgres() -> Option<(String, u16)> {
    let server = std::env::var_os("BANSO_TEST_DATABASE")?.into_string().ok()?;
    let name = format!("console_{}", std::process::id());
    let made = std::process::Command::new("psql").args([&server, "-qc", &format!("create database {name}")]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (address, _) = server.rsplit_once('/')?;
    let port = address.rsplit_once(':')?.1.parse().ok()?;
    Some((format!("{address}/{name}"), port))
}

/// Hands every connection to this port on to another: a PostgreSQL that comes up late.
fn relay(door: std::net::TcpListener, to: u16) {
    std::thread::spawn(move || {
        for near in door.incoming().flatten() {
            let far = std::net::TcpStream::connect(("127.0.0.1", to)).unwrap();
            let (mut back, mut there) = (near.try_clone().unwrap(), far.try_clone().unwrap());
            let (mut near, mut far) = (near, far);
            std::thread::spawn(move || {
                drop(std::io::copy(&mut near, &mut there));
                there.shutdown(std::net::Shutdown::Both)
            });
            std::thread::spawn(move || {
                drop(std::io::copy(&mut far, &mut back));
                back.shutdown(std::net::Shutdown::Both)
            });
        }
    });
}

#[test]
fn a_server_takes_up_its_work_when_postgresql_comes_up() {
    let Some((address, port)) = on_postgres() else { return };
    let machine = Machine::new();
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let late = door.local_addr().unwrap().port();
    drop(door);
    machine.configure(&format!("database = \"{}\"", address.replace(&format!(":{port}"), &format!(":{late}"))));
    let mut server = machine.serve_with(&[], "metrics:");
    let at = server.address("staff");
    assert_eq!(get(at, "/readyz", "").status, 503);
    relay(std::net::TcpListener::bind(("127.0.0.1", late)).unwrap(), port);
    server.hear("Ready.", || machine.log());
    assert_eq!(get(at, "/readyz", "").body, "ready\n");
    assert_eq!(std::fs::metadata(machine.data().join("banso.key")).unwrap().permissions().mode() & 0o777, 0o600);
    // Beside the running server, as a command reaches PostgreSQL by itself.
    machine.found();
    assert!(machine.run(&["verify"]).done().contains("Everything holds."));
    assert!(machine.run(&["backup", "x.backup"]).ended(1).contains("pg_dump"));
    let doctor = machine.run(&["doctor"]).done();
    assert!(doctor.contains("The database is PostgreSQL") && !doctor.contains("superuser"), "{doctor}");
    assert_eq!(server.stop(), Some(0));
    std::fs::remove_file(machine.data().join("banso.key")).unwrap();
    assert!(machine.run(&["serve"]).ended(2).contains("is missing"), "no new key for a database that holds something");
}
