//! The keys: a thread has its own, each is replaced while people work, and what was erased stays erased.
//!
//! Where a test looks at bytes it looks at the files of the embedded database; the stories themselves run on both.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on stops")]

use base::clock::{DAY, HOUR, MINUTE};
use base::leak::Whose;
use base::rotation::Destroyed;
use base::store::Location;
use http::StatusCode;
use rusqlite::Connection;

use crate::change::{Story, raw_database, story};
use crate::channel::{answer, mails, plain, send_file, write};
use crate::machine::Machine;
use crate::proof::outside;
use crate::world::{Browser, World};

const FIRST: &str = "夜の会議のあと眠れない日が続いています";
const SECOND: &str = "別の話として給与の約束が守られていません";

/// The embedded database in the hands of somebody else; none on PostgreSQL.
fn hands(world: &World) -> Option<Connection> {
    match &world.location {
        Location::Sqlite(file) => Some(Connection::open(file).unwrap()),
        Location::Postgres(_) => None,
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn blobs(conn: &Connection, sql: &str) -> Vec<Vec<u8>> {
    let mut all = conn.prepare(sql).unwrap();
    all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Person and owner each have a thread; the desk answered and noted something in the person's, which also holds a file.
struct Told {
    story: Story,
    person_thread: String,
    owner_thread: String,
}

async fn told() -> Told {
    let mut story = story().await;
    let person_thread = write(&story.world, &mut story.person, FIRST, "desk").await;
    let own = format!("/my/consult/{person_thread}");
    let kept = send_file(&story.world, &mut story.person, &own, &format!("{own}/files"), "めも.txt", "夜の会議のめも".as_bytes()).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    answer(&story.world, &mut story.desk, &person_thread, "来週うかがいます。").await;
    let page = format!("/consults/{person_thread}");
    story.world.submit(&mut story.desk, &page, &format!("{page}/note"), &[("note", "産業医の話はまだしない")]).await;
    let owner_thread = write(&story.world, &mut story.owner, SECOND, "desk").await;
    Told { story, person_thread, owner_thread }
}

/// Both threads as those who may read them see them.
async fn all_is_read(told: &mut Told) {
    let Story { world, desk, person, owner, .. } = &mut told.story;
    let page = world.get(desk, &format!("/consults/{}", told.person_thread)).await.text();
    assert!(
        page.contains(FIRST) && page.contains("来週うかがいます。") && page.contains("産業医の話はまだしない") && page.contains("めも.txt")
    );
    assert!(world.get(person, &format!("/my/consult/{}", told.person_thread)).await.text().contains(FIRST));
    assert!(world.get(owner, &format!("/my/consult/{}", told.owner_thread)).await.text().contains(SECOND));
}

#[tokio::test]
async fn each_thread_has_keys_of_its_own_and_a_text_that_is_moved_does_not_open() {
    let mut told = told().await;
    all_is_read(&mut told).await;
    let Told { story: Story { world, mut desk, .. }, person_thread, owner_thread } = told;
    let Some(conn) = hands(&world) else { return };
    let keys = outside::keys(&conn);
    let of = |thread: &str| keys.iter().filter(|key| key.realm == thread).map(|key| key.side.as_str()).collect::<Vec<_>>();
    assert_eq!((of(&person_thread).len(), of(&owner_thread)), (2, vec!["company"]), "the writer's words, and the readers' notes");
    assert!(of(&person_thread).contains(&"person") && of(&person_thread).contains(&"bank"));

    let page = format!("/consults/{person_thread}");
    let first = format!("select id from message where thread_id = '{person_thread}' order by created_at, id limit 1");
    let other = format!("select id from message where thread_id = '{owner_thread}'");
    for (what, change) in [
        (
            "the words of another thread",
            format!("update message set body = (select body from message where id = ({other})) where id = ({first})"),
        ),
        ("a row in another thread", format!("update message set thread_id = '{person_thread}' where id = ({other})")),
        ("another author", format!("update message set author = 'somebody' where id = ({first})")),
        ("another version", format!("update message set version = version + 1 where id = ({first})")),
        ("a note as an answer", format!("update message set body = (select body from thread_note) where id = ({first})")),
    ] {
        conn.execute_batch(&format!("create temp table kept as select * from message; {change}")).unwrap();
        let shown = world.get(&mut desk, &page).await;
        assert_eq!(shown.status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
        assert!(!shown.text().contains(SECOND) && !shown.text().contains(FIRST), "{what}");
        let back = "update message set (thread_id, author, version, body) = (select k.thread_id, k.author, k.version, k.body from kept k where k.id = message.id); drop table kept";
        conn.execute_batch(back).unwrap();
        assert_eq!(world.get(&mut desk, &page).await.status, StatusCode::OK, "{what}");
    }
}

#[tokio::test]
async fn renewed_keys_seal_every_text_anew_and_nothing_of_the_old_ones_is_left() {
    let mut told = told().await;
    let (old_texts, old_keys) = match hands(&told.story.world) {
        Some(conn) => (
            blobs(&conn, "select body from message union all select file from attachment union all select body from thread_note"),
            outside::keys(&conn),
        ),
        None => (Vec::new(), Vec::new()),
    };
    let db = told.story.world.app.db.clone();
    let before = db.check_seals().await.unwrap();
    assert_eq!((before.closed, before.old), (0, 0), "{before:?}");
    let renewed = db.renew_keys().await.unwrap();
    assert_eq!((renewed.texts, renewed.closed), (before.texts, 0), "{renewed:?}");
    assert!(renewed.keys >= 3);
    let after = db.check_seals().await.unwrap();
    assert_eq!((after.texts, after.old, after.closed), (before.texts, 0, 0), "{after:?}");
    all_is_read(&mut told).await;
    let Some(conn) = hands(&told.story.world) else { return };
    let now = outside::keys(&conn);
    for old in old_keys.iter().filter(|key| key.realm != "root") {
        assert!(now.iter().all(|key| key.plain != old.plain && key.id != old.id), "{} {}", old.realm, old.side);
    }
    let raw = raw_database(&told.story.world);
    for old in old_keys.iter().filter(|key| key.realm != "root").map(|key| &key.wrapped).chain(&old_texts) {
        assert!(!holds(&raw, old), "an old key or text is left in the files");
    }
}

/// Puts every text of threads back into the form it had before threads had keys: under the key of the case and side.
fn as_before(world: &World, case: &str) {
    let conn = hands(world).unwrap();
    let keys = outside::keys(&conn);
    let texts: Vec<outside::Sealed> = outside::sealed(world);
    let institution = world.institution.clone();
    for side in ["person", "company", "bank"] {
        if !keys.iter().any(|key| key.realm == case && key.side == side) {
            let bound = ["data_key", &institution, case, side].join("\u{1f}");
            let plain = [u8::try_from(side.len()).unwrap(); 32];
            let wrapped = outside::seal_as_before(&[9; 32], [3; 24], &bound, &plain);
            conn.execute(
                "insert into data_key (id, institution_id, realm, side, state, kek, wrapped, created_at) values (?1, ?2, ?3, ?4, 'current', '', ?5, 0)",
                rusqlite::params![format!("018f0000-0000-7000-8000-00000000000{}", side.len()), institution, case, side, wrapped],
            )
            .unwrap();
        }
    }
    let keys = outside::keys(&conn);
    for (table, column) in
        [("message", "body"), ("attachment", "name"), ("attachment", "file"), ("thread_note", "body"), ("thread", "matter")]
    {
        let rows: Vec<(String, String)> = {
            let side = if table == "thread_note" { "'bank'" } else { "side" };
            let mut all = conn.prepare(&format!("select id, {side} from {table} where {column} is not null")).unwrap();
            all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
        };
        for (n, (id, side)) in rows.into_iter().enumerate() {
            let text = &texts.iter().find(|one| one.place == format!("{table}.{column}") && one.row == id).unwrap().text;
            let key = keys.iter().find(|key| key.realm == case && key.side == side).unwrap();
            let bound = [institution.as_str(), table, &id, column].join("\u{1f}");
            let sealed = outside::seal_as_before(&key.plain, [u8::try_from(n).unwrap() + 1; 24], &bound, text.as_bytes());
            conn.execute(&format!("update {table} set {column} = ?2 where id = ?1"), rusqlite::params![id, sealed]).unwrap();
        }
    }
    conn.execute("delete from data_key where realm in (select id from thread)", []).unwrap();
}

#[tokio::test]
async fn what_was_sealed_before_threads_had_keys_is_read_and_moves_to_them() {
    let mut told = told().await;
    if hands(&told.story.world).is_none() {
        return;
    }
    as_before(&told.story.world, &told.story.case);
    all_is_read(&mut told).await;
    let db = told.story.world.app.db.clone();
    let seals = db.check_seals().await.unwrap();
    assert!(seals.old >= 6 && seals.closed == 0, "{seals:?}");
    // Someone goes on writing in an old thread: the new words are sealed under its own key, the old ones stay readable.
    answer(&told.story.world, &mut told.story.desk, &told.person_thread, "お約束の日を決めました。").await;
    all_is_read(&mut told).await;
    db.renew_keys().await.unwrap();
    let seals = db.check_seals().await.unwrap();
    assert_eq!((seals.old, seals.closed), (0, 0), "{seals:?}");
    all_is_read(&mut told).await;
    let conn = hands(&told.story.world).unwrap();
    assert!(outside::keys(&conn).iter().any(|key| key.realm == told.person_thread));
}

/// The database as a program of schema 11 left it: its tables and no others, its keys in one layer, its texts in the older form.
fn of_an_older_program(world: &World, case: &str) -> std::path::PathBuf {
    as_before(world, case);
    let file = crate::world::folder().join("banso.db");
    let mut conn = Connection::open(&file).unwrap();
    history::migrations::runner().set_target(refinery::Target::Version(11)).run(&mut conn).unwrap();
    let Location::Sqlite(today) = &world.location else { panic!("only of the embedded database") };
    conn.execute_batch(&format!("pragma foreign_keys = off; attach '{}' as today", today.display())).unwrap();
    let names = |sql: &str| -> Vec<String> {
        let mut all = conn.prepare(sql).unwrap();
        all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for table in names("select name from main.sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'refinery%'")
    {
        let now = names(&format!("select name from pragma_table_info('{table}', 'today')"));
        let columns: Vec<String> =
            names(&format!("select name from pragma_table_info('{table}', 'main')")).into_iter().filter(|one| now.contains(one)).collect();
        let columns = columns.join(", ");
        let which = if table == "data_key" { "where realm <> 'root'" } else { "" };
        conn.execute_batch(&format!("insert into main.{table} ({columns}) select {columns} from today.{table} {which}")).unwrap();
    }
    conn.execute_batch("detach today").unwrap();
    for (n, key) in outside::keys(&hands(world).unwrap()).iter().enumerate().filter(|(_, key)| key.realm != "root") {
        let bound = ["data_key", &world.institution, &key.realm, &key.side].join("\u{1f}");
        let wrapped = outside::seal_as_before(&[9; 32], [u8::try_from(n).unwrap() + 40; 24], &bound, &key.plain);
        conn.execute("update data_key set wrapped = ?1 where realm = ?2 and side = ?3", rusqlite::params![wrapped, key.realm, key.side])
            .unwrap();
    }
    file
}

mod history {
    refinery::embed_migrations!("../migrations");
}

#[tokio::test]
async fn a_database_of_an_older_program_opens_with_the_keys_of_today_and_every_text_is_read() {
    let mut told = told().await;
    if hands(&told.story.world).is_none() {
        return;
    }
    let file = of_an_older_program(&told.story.world, &told.story.case);
    let open = Location::Sqlite(file);
    let (at, clock) = (open.clone(), told.story.world.app.db.clock().clone());
    let ids = base::ids::Ids::seeded(8, clock.clone());
    let db = tokio::task::spawn_blocking(move || base::store::Store::open(&at, clock, ids, base::vault::Vault::new([9; 32])));
    let app = app::web::App { db: db.await.unwrap().unwrap(), ..told.story.world.app.clone() };
    let mut later = World::over(app, open, crate::world::folder()).await;
    later.staff = told.story.world.staff.clone();
    told.story.world = later;
    let db = told.story.world.app.db.clone();
    let seals = db.check_seals().await.unwrap();
    assert!(seals.old >= 6 && seals.closed == 0, "{seals:?}");
    // Those who were signed in still are, and read what they read.
    all_is_read(&mut told).await;
    answer(&told.story.world, &mut told.story.desk, &told.person_thread, "お約束の日を決めました。").await;
    db.renew_keys().await.unwrap();
    let seals = db.check_seals().await.unwrap();
    assert_eq!((seals.old, seals.closed), (0, 0), "{seals:?}");
    all_is_read(&mut told).await;
}

#[tokio::test]
async fn an_erased_thread_is_gone_from_the_files_and_from_a_backup_that_comes_back() {
    let mut told = told().await;
    let (world, thread) = (&told.story.world, told.person_thread.clone());
    let relay = crate::relay::offer(
        world,
        &mut told.story.desk,
        &thread,
        "会議の進め方について",
        &crate::relay::owner_code(world, &told.story.case).await,
    )
    .await;
    crate::relay::reply(world, &mut told.story.person, &relay, "yes").await;
    let owner_before = plain(&world.get(&mut told.story.owner, "/my/consult").await.text());
    let old = hands(world).map(|conn| {
        let mut old = blobs(
            &conn,
            &format!("select body from message where thread_id = '{thread}' union all select file from attachment union all select words from relay"),
        );
        old.extend(outside::keys(&conn).into_iter().filter(|key| key.realm == thread).map(|key| key.wrapped));
        old
    });
    let backup = crate::world::folder().join("before.db");
    if world.app.db.file().is_some() {
        world.app.db.copy(backup.clone()).await.unwrap();
    }

    let erased = world.app.db.erase_thread(&thread).await.unwrap();
    assert!(erased.keys.len() == 2 && erased.texts >= 4 && !erased.shared, "{erased:?}");
    assert!(world.app.db.erase_thread(&thread).await.is_err(), "once");

    for (browser, path) in
        [(&mut told.story.person, format!("/my/consult/{thread}")), (&mut told.story.desk, format!("/consults/{thread}"))]
    {
        let page = world.get(browser, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let text = page.text();
        assert!(text.contains("消去しました") && !text.contains(FIRST) && !text.contains("来週うかがいます"), "{path}");
        assert!(!text.contains("name=\"body\""), "nothing more is written there");
    }
    assert!(world.get(&mut told.story.person, "/my/consult").await.text().contains("消去済み"));
    let late = world
        .submit(&mut told.story.person, "/my/consult", &format!("/my/consult/{thread}"), &[("body", "まだ書けますか"), ("wish", "listen")])
        .await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let sent = world.submit(&mut told.story.desk, &format!("/relays/{relay}"), &format!("/relays/{relay}/send"), &[]).await;
    assert_ne!(sent.status, StatusCode::SEE_OTHER, "words that waited for being sent are withdrawn");
    assert_eq!(owner_before, plain(&world.get(&mut told.story.owner, "/my/consult").await.text()), "the other side sees no difference");
    let seals = world.app.db.check_seals().await.unwrap();
    assert_eq!(seals.closed, 0, "{seals:?}");
    assert!(world.get(&mut told.story.owner, &format!("/my/consult/{}", told.owner_thread)).await.text().contains(SECOND));

    let Some(old) = old else { return };
    let raw = raw_database(world);
    for part in &old {
        assert!(!holds(&raw, part), "something of it is left in the database or its log");
    }
    // The backup still opens, as it says; with the list of destroyed keys it does not.
    let list: Vec<Destroyed> = world.app.db.destroyed_keys().await.unwrap();
    let at = Location::Sqlite(backup.clone());
    let (clock, ids) = (world.app.db.clock().clone(), world.app.db.ids().clone());
    let restored = tokio::task::spawn_blocking(move || base::store::Store::open(&at, clock, ids, base::vault::Vault::new([9; 32])))
        .await
        .unwrap()
        .unwrap();
    let all = restored.check_seals().await.unwrap();
    assert_eq!((all.closed, all.texts > seals.texts), (0, true), "a backup from before still holds it");
    assert_eq!(restored.destroy_again(list.clone()).await.unwrap(), 1);
    assert_eq!(restored.destroy_again(list).await.unwrap(), 0);
    assert_eq!(restored.check_seals().await.unwrap().texts, seals.texts);
    let raw = std::fs::read(&backup).unwrap();
    for part in &old {
        assert!(!holds(&raw, part), "something of it is left in the restored backup");
    }
}

#[tokio::test]
async fn no_private_word_is_left_in_files_backups_mails_audit_logs_or_error_pages() {
    let log = outside::listen();
    let mut told = told().await;
    all_is_read(&mut told).await;
    let world = &told.story.world;
    world.get(&mut told.story.desk, &format!("/cases?q={}", crate::world::encode(FIRST))).await;
    let words = [FIRST, SECOND, "来週うかがいます。", "産業医の話はまだしない", "めも.txt", "夜の会議のめも"];
    let clean = |what: &str, bytes: &[u8]| {
        for word in words {
            assert!(!holds(bytes, word.as_bytes()), "{what}: {word}");
        }
    };
    for (to, subject, body) in mails(world).await {
        clean(&to, format!("{subject}{body}").as_bytes());
    }
    for (table, rows) in outside::dump(world) {
        clean(&table, rows.as_bytes());
    }
    if let Some(conn) = hands(world) {
        clean("the files and their log", &raw_database(world));
        assert!(std::fs::metadata(world.folder().join("banso.db-wal")).is_ok_and(|wal| wal.len() > 0), "there is a log to look into");
        let copy = crate::world::folder().join("copy.db");
        world.app.db.copy(copy.clone()).await.unwrap();
        clean("a plain copy", &std::fs::read(&copy).unwrap());
        let mut packed = Vec::new();
        world.app.db.vault().pack(world.app.db.ids(), &mut std::fs::read(&copy).unwrap().as_slice(), &mut packed).unwrap();
        clean("a backup", &packed);
        // An error in the midst of reading says nothing of what was read before it.
        conn.execute_batch(&format!(
            "update message set author = 'x' where id = (select max(id) from message where thread_id = '{}')",
            told.person_thread
        ))
        .unwrap();
        let page = world.get(&mut told.story.desk, &format!("/consults/{}", told.person_thread)).await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        clean("an error page", &page.body);
    }
    clean("the log", log.said().as_bytes());
}

#[tokio::test]
async fn a_leak_is_measured_from_the_audit_by_session_account_and_institution() {
    let mut told = told().await;
    let manager = told.story.world.staff["manager"].clone();
    write(&told.story.world, &mut told.story.person, "本部の方だけに", &manager).await;
    let Story { world, case, person_id, owner_id, .. } = &told.story;
    world.app.db.clock().shift(HOUR);
    let from = world.app.db.clock().now();
    // Two sessions of one account: one reads the person's thread, the other nothing private.
    let (mut one, mut two) = (world.staff("yamamoto").await, world.staff("yamamoto").await);
    assert!(world.get(&mut one, &format!("/consults/{}", told.person_thread)).await.text().contains(FIRST));
    world.get(&mut two, "/today").await;
    world.get(&mut two, "/cases/export").await;
    let until = world.app.db.clock().now().plus(MINUTE);
    let ask = async |whose: Whose, from, until| world.app.db.leak_scope(&world.institution, whose, from, until).await.unwrap();
    let session = |browser: &Browser| base::vault::digest(&browser.cookies["banso-staff"]);

    let first = ask(Whose::Session(session(&one)), from, until).await;
    assert_eq!(first.touched.len(), 1, "{first:?}");
    let touched = &first.touched[0];
    assert_eq!((&touched.case, touched.side.as_str(), &touched.owner), (case, "person", person_id));
    assert_eq!(touched.acts.get("text.read"), Some(&1));
    let second = ask(Whose::Session(session(&two)), from, until).await;
    assert!(second.touched.is_empty() && second.exports == 1, "{second:?}");

    let yamamoto = world.staff["yamamoto"].clone();
    let account = ask(Whose::Account(yamamoto.clone()), from, until).await;
    assert_eq!((account.touched.len(), account.exports, account.sessions.len()), (1, 1, 2), "{account:?}");
    assert!(ask(Whose::Account(yamamoto.clone()), until, until.plus(DAY)).await.touched.is_empty(), "not in that time");
    let all = ask(Whose::Institution, from.plus(-DAY), until).await;
    let owners: Vec<&String> = all.touched.iter().map(|touched| &touched.owner).collect();
    assert!(owners.contains(&person_id) && owners.contains(&owner_id), "{all:?}");
    let person = ask(Whose::Account(person_id.clone()), from.plus(-DAY), until).await;
    assert!(person.touched.iter().all(|touched| touched.owner == *person_id) && !person.touched.is_empty(), "{person:?}");
    assert!(ask(Whose::Session("of another house".into()), from, until).await.lines == 0);
    let text = format!("{all:?}");
    assert!(!text.contains("佐藤") && !text.contains(FIRST), "ids, no names, no words");
}

// ------------------------------------------------------------------------------------------------- at the machine

/// A machine with the sample on it: a hundred sealed texts and more, threads in every state.
fn sample() -> Machine {
    let machine = Machine::new();
    let demo = machine.start(&["demo", "--listen", "127.0.0.1:0", "--data", machine.data().to_str().unwrap()], "ctrl-c");
    assert_eq!(demo.stop(), Some(0));
    machine
}

fn here<'a>(machine: &'a Machine, words: &[&'a str], data: &'a str) -> crate::machine::Said {
    machine.bare(&[words, &["--data", data]].concat())
}

/// Whether the database has come to a point at which the process is killed.
type Moment<'a> = &'a dyn Fn(&Connection, u64) -> bool;

/// Kills a command at moments of every kind and lets it go on, until a run ends by itself; then everything opens, and nothing
/// opens with what was replaced.
fn killed_again_and_again(what: &str, moments: &[Moment<'_>]) -> usize {
    let machine = sample();
    let data = machine.data().display().to_string();
    let whole = here(&machine, &["keys", "check"], &data).done();
    let count = whole.split(' ').next().unwrap().to_owned();
    let mut chance = 20_261_124_u64;
    let mut kills = 0;
    // Fifty rounds, and more where the command is so quick that few of them catch it.
    for round in 0..200 {
        if round >= 50 && kills >= 25 {
            break;
        }
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let conn = Connection::open(machine.database()).unwrap();
        conn.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        let mut child = machine.spawn(&["keys", what, "--data", &data]);
        let moment = moments[usize::try_from(chance >> 33).unwrap() % moments.len()];
        loop {
            if child.try_wait().unwrap().is_some() {
                break;
            }
            if moment(&conn, chance >> 40) {
                child.kill().unwrap();
                child.wait().unwrap();
                kills += 1;
                break;
            }
        }
        drop(conn);
        if round % 10 == 9 {
            let said = here(&machine, &["keys", "check"], &data).done();
            assert!(said.starts_with(&format!("{count} sealed texts open")), "after {kills} kills: {said}");
        }
    }
    here(&machine, &["keys", what], &data).done();
    let said = here(&machine, &["keys", "check"], &data).done();
    assert!(said.starts_with(&format!("{count} sealed texts open")) && said.lines().count() == 1, "{said}");
    assert!(here(&machine, &["verify"], &data).done().contains("Everything holds."), "also the chain of the audit");
    kills
}

#[test]
fn a_renewal_that_is_killed_at_any_moment_is_taken_up_and_no_text_is_lost() {
    if std::env::var_os("BANSO_TEST_DATABASE").is_some() {
        return;
    }
    let number = |conn: &Connection, sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap_or(0);
    let begun = move |conn: &Connection, _: u64| number(conn, "select count(*) from data_key where state = 'old'") > 0;
    let some = move |conn: &Connection, chance: u64| {
        let wanted = i64::try_from(chance % 40).unwrap() + 1;
        number(conn, "select count(*) from data_key where state = 'old'") > 0
            && number(conn, "select count(*) from data_key where state = 'current'") > wanted
    };
    let kills = killed_again_and_again("renew", &[&begun, &some, &some]);
    assert!(kills >= 25, "{kills}");
    println!("{kills} kills");
}

#[test]
fn a_new_key_that_takes_the_old_ones_place_is_killed_at_any_moment_and_no_text_is_lost() {
    if std::env::var_os("BANSO_TEST_DATABASE").is_some() {
        return;
    }
    let prints =
        |conn: &Connection| conn.query_row("select count(distinct kek) from data_key", [], |row| row.get::<_, i64>(0)).unwrap_or(0);
    let beside =
        |conn: &Connection, _: u64| conn.path().is_some_and(|path| std::path::Path::new(path).with_file_name("banso.key.next").exists());
    let between = move |conn: &Connection, _: u64| prints(conn) > 1;
    let kills = killed_again_and_again("rotate", &[&beside, &between]);
    assert!(kills >= 25, "{kills}");
    println!("{kills} kills");
}

#[test]
fn keys_are_replaced_renewed_and_split_while_the_sample_runs_and_old_backups_need_the_old_key() {
    if std::env::var_os("BANSO_TEST_DATABASE").is_some() {
        return;
    }
    let machine = Machine::new();
    let data = machine.data().display().to_string();
    let demo = machine.start(&["demo", "--listen", "127.0.0.1:0", "--data", &data], "ctrl-c");
    let run = |words: &[&str]| here(&machine, words, &data);
    let before = run(&["keys", "check"]).done();
    run(&["backup", "old.backup"]).done();
    let old_key = std::fs::read_to_string(machine.data().join("banso.key")).unwrap();
    let said = run(&["keys", "rotate"]).done();
    assert!(said.contains("are now wrapped by the new key") && !said.contains(old_key.trim()), "{said}");
    assert_ne!(std::fs::read_to_string(machine.data().join("banso.key")).unwrap(), old_key);
    let kept = said.split("is kept as ").nth(1).unwrap().split(':').next().unwrap().to_owned();
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), old_key);
    assert!(run(&["keys", "renew"]).done().contains("texts were sealed anew"));
    let after = run(&["keys", "check"]).done();
    assert_eq!(before.split(' ').next(), after.split(' ').next(), "{before} {after}");
    // A thread is erased only when it is said twice, and is then nobody's.
    let conn = Connection::open(machine.database()).unwrap();
    let thread: String = conn.query_row("select id from thread where trial = 0 limit 1", [], |row| row.get(0)).unwrap();
    drop(conn);
    assert!(run(&["keys", "erase", &thread]).ended(1).contains("--for-good"));
    let erased = run(&["keys", "erase", &thread, "--for-good"]).done();
    assert!(erased.contains("Backups made until now still hold its keys"), "{erased}");
    assert!(run(&["keys", "erase", &thread, "--for-good"]).ended(1).contains("Nothing was changed"));
    let scope = run(&["leak-scope", "--from", "2020-01-01", "--until", "2099-12-31"]).done();
    assert!(scope.contains("side person owner") && !scope.contains("佐藤"), "{scope}");
    assert!(run(&["leak-scope", "--from", "yesterday", "--until", "2099-12-31"]).ended(1).contains("is no day"));
    assert_eq!(demo.stop(), Some(0));

    // The old key opens nothing of the database any more.
    let conn = Connection::open(machine.database()).unwrap();
    let bytes: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&old_key[at..at + 2], 16).unwrap()).collect();
    let old: [u8; 32] = bytes.try_into().unwrap();
    let mut rows = conn.prepare("select institution_id, realm, side, wrapped from data_key").unwrap();
    let opened = rows
        .query_map([], |row| {
            let parts: (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let bound = ["data_key", &parts.0, &parts.1, &parts.2].join("\u{1f}");
            Ok(outside::open(&old, bound.as_bytes(), &row.get::<_, Vec<u8>>(3)?).is_some())
        })
        .unwrap();
    let opened: Vec<bool> = opened.map(Result::unwrap).collect();
    assert!(opened.len() > 10 && !opened.contains(&true));
    drop(rows);
    drop(conn);

    // A backup from before opens with the old key alone, is wrapped anew, and forgets the erased thread again.
    assert!(run(&["restore", "old.backup", "--replace"]).ended(1).contains("another key file"));
    let said = run(&["restore", "old.backup", "--replace", "--old-key", &kept]).done();
    assert!(said.contains("erased again (1)"), "{said}");
    let restored = run(&["keys", "check"]).done();
    assert!(!restored.contains("still wrapped by another key"), "{restored}");

    // Two halves give the key back.
    let halves = ["one.txt", "two.txt"].map(|name| machine.folder.join(name).display().to_string());
    run(&["keys", "split", &halves[0], &halves[1]]).done();
    let joined = machine.folder.join("joined.key").display().to_string();
    machine.bare(&["keys", "join", &halves[0], &halves[1], &joined]).done();
    assert_eq!(std::fs::read_to_string(&joined).unwrap(), std::fs::read_to_string(machine.data().join("banso.key")).unwrap());

    // Another key is told apart in a sentence, from whichever source, and nothing starts.
    std::fs::write(machine.data().join("banso.key"), "ab".repeat(32)).unwrap();
    for words in [&["keys", "check"][..], &["verify"], &["keys", "renew"]] {
        assert!(run(words).ended(2).contains("is not the one this database was written with"));
    }
    machine.configure(&format!("key_from = \"command:cat {joined}\""));
    assert!(machine.run(&["keys", "check"]).done().contains("sealed texts open"));
    machine.configure("key_from = \"command:false\"");
    assert!(machine.run(&["keys", "check"]).ended(2).contains("ended without giving a key"));
    machine.configure("key_from = \"env\"");
    assert!(machine.run(&["keys", "check"]).ended(2).contains("BANSO_KEY is not there"));
}
