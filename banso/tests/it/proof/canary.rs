//! No secret on any way out. Each secret of one world carries a word of its own (`planting.rs`); every page that anybody can
//! walk to is then asked for by everybody, and every word found is held against `canary.txt`: pages, headers, redirects,
//! files, mails, the log at its finest, the metrics, the audit, and the bare database. Words are also looked for in base64,
//! in hexadecimal, in full width, inside workbooks and on papers, which are searched as they go to the typesetter.
//!
//! A sealed text that carries no word (a slice's own `for_matrix` wrote it) is held against the strictest line there is:
//! its writer and the desk of the case.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::sync::Arc;

use app::config::{Config, Mailing};
use app::router::table;
use app::web::App;
use app::web::guard::For;
use base::actor::Holder;

use super::planting::{planted, word};
use super::{drawn, outside};
use crate::matrix::{SEATS, Scene, fill};
use crate::world::{Browser, Page};

/// Who may meet a word.
struct Line {
    sealed: bool,
    must: bool,
    seats: Vec<&'static str>,
}

/// The expectation: by word, and by sealed column.
fn promise() -> (BTreeMap<String, Line>, BTreeMap<&'static str, Vec<&'static str>>) {
    let (mut words, mut columns) = (BTreeMap::new(), BTreeMap::new());
    for line in include_str!("canary.txt").lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let seats = |text: &'static str| -> Vec<&'static str> { text.split_whitespace().filter(|seat| *seat != "-").collect() };
        match parts[..] {
            [column, readers] => drop(columns.insert(column, seats(readers))),
            [name, lies, readers] => {
                let word = name.strip_prefix('=').map_or_else(|| word(name), ToOwned::to_owned);
                let line = Line { sealed: lies == "sealed", must: !readers.starts_with('-'), seats: seats(readers) };
                assert!(line.seats.iter().all(|seat| SEATS.contains(seat)), "{name}: an unknown seat");
                words.insert(word, line);
            }
            _ => panic!("a line that is none: {line}"),
        }
    }
    (words, columns)
}

/// The words in these bytes, in whatever dress.
fn words(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    bare(bytes, &mut found);
    if bytes.starts_with(b"PK") {
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for at in 0..book.len() {
            let mut part = Vec::new();
            book.by_index(at).unwrap().read_to_end(&mut part).unwrap();
            bare(&part, &mut found);
        }
    }
    let joined: Vec<u8> = bytes.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let run = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    for run in joined.split(|byte| !run(byte)).filter(|run| run.len() >= 12) {
        for cut in 0..4 {
            bare(&base64(&run[cut..]), &mut found);
        }
    }
    for run in joined.split(|byte| !byte.is_ascii_hexdigit()).filter(|run| run.len() >= 12) {
        bare(&hex(run), &mut found);
        bare(&hex(&run[1..]), &mut found);
    }
    found
}

fn bare(bytes: &[u8], found: &mut BTreeSet<String>) {
    let mut text: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        // Full-width letters: U+FF21 to U+FF5A.
        if let [0xEF, 0xBC | 0xBD, _, ..] = rest
            && let Some(letter) = std::str::from_utf8(&rest[..3]).ok().and_then(|wide| wide.chars().next())
            && let Some(narrow) = u8::try_from(u32::from(letter).wrapping_sub(0xFEE0)).ok().filter(u8::is_ascii_alphabetic)
        {
            text.push(narrow.to_ascii_lowercase());
            rest = &rest[3..];
            continue;
        }
        // A workbook or a log may write a byte and a zero; zeros between letters are left out.
        if *first != 0 {
            text.push(first.to_ascii_lowercase());
        }
        rest = after;
    }
    for (at, _) in text.windows(2).enumerate().filter(|(_, pair)| pair == b"zq") {
        let letters = text[at + 2..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let run = String::from_utf8_lossy(&text[at + 2..at + 2 + letters]).into_owned();
        // No word is shorter than three letters; chance makes shorter ones out of tokens.
        if let Some(end) = run.find("qz").filter(|end| *end >= 3) {
            found.insert(word(&run[..end]));
        }
    }
    // The help beside a field of the product's own form gives this name as an example.
    let text = String::from_utf8_lossy(&text).replace("例:佐藤 健一", "");
    if text.contains("健一") {
        found.insert("健一".to_owned());
    }
}

fn base64(run: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    };
    run.chunks_exact(4)
        .flat_map(|four| {
            let bits = four.iter().fold(0u32, |bits, byte| bits << 6 | u32::from(value(*byte)));
            bits.to_be_bytes()[1..].to_vec()
        })
        .collect()
}

fn hex(run: &[u8]) -> Vec<u8> {
    run.chunks_exact(2).filter_map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect()
}

#[test]
fn a_word_is_found_in_every_dress() {
    let plain = word("dress");
    let wide: String = plain.chars().map(|letter| char::from_u32(u32::from(letter) + 0xFEE0).unwrap()).collect();
    let spaced: Vec<u8> = plain.bytes().flat_map(|byte| [byte, 0]).collect();
    let hexed = base::ids::hex(plain.as_bytes());
    for dressed in [
        plain.clone().into_bytes(),
        plain.to_uppercase().into_bytes(),
        wide.into_bytes(),
        spaced,
        format!("\\x{hexed}").into_bytes(),
        b"enFkcmVzc3F6".to_vec(),
        b"=?utf-8?b?44GT44GTenFkcmVzc3F6?=".to_vec(),
    ] {
        assert!(words(&dressed).contains(&plain), "{}", String::from_utf8_lossy(&dressed));
    }
}

/// Every path of the table with the ids of the scene, and every path somebody can walk to.
async fn paths(scene: &Scene, ids: &BTreeMap<&'static str, String>) -> BTreeSet<String> {
    let asked = |path: &str| {
        !["/lang/", "/size/", "/demo", "/assets/"].iter().any(|start| path.starts_with(start))
            && !path.contains("done=")
            && !path.contains("sample=")
    };
    let mut paths: BTreeSet<String> = table()
        .iter()
        .filter(|route| route.method == "GET" && route.whom != For::Demo)
        .map(|route| fill(scene, route.path, ids))
        .filter(|path| asked(path))
        .collect();
    paths.insert(format!("/cases/{}?whole=1", scene.case));
    for seat in ["consultant", "deputy", "manager", "officer", "admin", "owner", "person", "host", "contact"] {
        let mut browser = scene.browsers[seat].clone();
        let mut waiting: Vec<String> =
            ["/today", "/cases", "/import", "/settings", "/looks", "/account", "/my", "/my/account"].map(ToOwned::to_owned).to_vec();
        waiting.extend(paths.iter().filter(|path| path.contains(&scene.case)).cloned());
        let mut seen = BTreeSet::new();
        while let Some(path) = waiting.pop() {
            let path = path.split('#').next().unwrap_or_default().to_owned();
            if seen.len() >= 600 || !asked(&path) || !seen.insert(path.clone()) {
                continue;
            }
            waiting.extend(drawn::links(&scene.world.get(&mut browser, &path).await.text()));
        }
        paths.extend(seen);
    }
    paths
}

fn bytes(page: &Page) -> Vec<u8> {
    [format!("{} {:?}\n", page.status, page.headers).as_bytes(), &page.body].concat()
}

/// Shown to fail, with `BANSO_PLANT=… cargo test -p banso --features planted --test it canary`:
/// - `grant_without_predicate`: the owner meets what the desk noted of talks, and everyone's notes on /my/changes and proposals
///   on /my/goals/proposals stand before everyone of the case;
/// - `table_says_yes`: the other consultant, compliance and the other party meet nearly every word;
/// - `no_seal`: every sealed word can be read in its table and in the files.
#[tokio::test]
async fn no_secret_is_met_by_anyone_but_those_it_is_for() {
    let log = outside::listen();
    let (promise, columns) = promise();
    let (scene, ids) = planted().await;
    let sealed = outside::sealed(&scene.world);
    let paths = paths(&scene, &ids).await;
    let published = outside::dump(&scene.world)["report_published"].clone();
    // Texts that carry no word: (place, text, who may read it).
    let others: Vec<(String, String, Vec<String>)> = sealed
        .iter()
        .filter(|one| one.text.chars().count() >= 8 && words(one.text.as_bytes()).is_empty() && !published.contains(&one.text))
        .map(|one| {
            let mut readers: Vec<String> = columns
                .get(one.place.as_str())
                .map_or_else(|| vec!["consultant".into(), "deputy".into()], |seats| seats.iter().map(|seat| (*seat).to_owned()).collect());
            readers.extend(
                scene.holders.iter().filter(|(_, holder)| one.own.iter().any(|id| id == holder.id())).map(|(seat, _)| (*seat).to_owned()),
            );
            (one.place.clone(), one.text.clone(), readers)
        })
        .collect();

    let mut wrong = BTreeSet::new();
    let mut met: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut asked = 0;
    // Most answers are the same page for many: each is searched once.
    let mut searched: HashMap<Vec<u8>, (BTreeSet<String>, Vec<usize>)> = HashMap::new();
    let nobody = Browser::default();
    for seat in SEATS.into_iter().chain(["nobody"]) {
        for path in &paths {
            let page = scene.world.get(&mut scene.browsers.get(seat).unwrap_or(&nobody).clone(), path).await;
            asked += 1;
            assert!(!page.status.is_server_error(), "{seat} {path}: {}", page.status);
            let (found, texts) = searched.entry(bytes(&page)).or_insert_with_key(|all| {
                let text = drawn::plain(&page.text());
                let mut found = words(all);
                // A workbook is told by how it begins.
                if page.body.starts_with(b"PK") {
                    found.extend(words(&page.body));
                }
                (found, (0..others.len()).filter(|at| text.contains(others[*at].1.as_str())).collect())
            });
            for word in &*found {
                if !promise.get(word).is_some_and(|line| line.seats.contains(&seat)) {
                    wrong.insert(format!("{word}: {seat} meets it at {path}"));
                }
                met.entry(word.clone()).or_default().insert(seat);
            }
            for (place, secret, readers) in texts.iter().map(|at| &others[*at]) {
                if !readers.iter().any(|reader| reader == seat) {
                    wrong.insert(format!("{place}: {seat} meets “{secret}” at {path}"));
                }
            }
        }
    }
    println!("{asked} pages asked for, {} words, {} sealed texts without a word", promise.len(), others.len());

    mails(&scene, &promise, &mut wrong).await;
    for (word, line) in &promise {
        if line.must && !line.seats.first().is_some_and(|seat| met.get(word).is_some_and(|by| by.contains(seat))) {
            wrong.insert(format!("{word}: {} never meets it, so it was not planted well", line.seats.join(" ")));
        }
    }
    for word in words(log.said().as_bytes()) {
        wrong.insert(format!("{word}: the log holds it"));
    }
    let dump = outside::dump(&scene.world);
    for (table, rows) in &dump {
        for word in words(rows.as_bytes()) {
            if ["audit", "outbox", "deed", "session", "link", "bucket", "counter"].contains(&table.as_str()) {
                wrong.insert(format!("{word}: the table {table} holds it"));
            } else if promise.get(&word).is_some_and(|line| line.sealed) {
                wrong.insert(format!("{word}: it can be read in the table {table}"));
            }
        }
        for (place, secret, _) in &others {
            if rows.contains(secret.as_str()) {
                wrong.insert(format!("{place}: “{secret}” can be read in the table {table}"));
            }
        }
    }
    for word in words(&crate::change::raw_database(&scene.world)) {
        if promise.get(&word).is_some_and(|line| line.sealed) {
            wrong.insert(format!("{word}: it can be read in the files"));
        }
    }
    for one in &sealed {
        for word in words(one.text.as_bytes()) {
            assert!(promise.contains_key(&word), "{word} has no line in canary.txt");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Sends what waits, to the folder of a relay: each mail holds only what its receiver may meet, its subject and its name nothing.
async fn mails(scene: &Scene, promise: &BTreeMap<String, Line>, wrong: &mut BTreeSet<String>) {
    let folder = scene.world.folder().join("mails");
    std::fs::create_dir_all(&folder).unwrap();
    let relay = App {
        config: Arc::new(Config { mail: Mailing::Folder(folder.clone()), ..(*scene.world.app.config).clone() }),
        ..scene.world.app.clone()
    };
    for holder in scene.holders.values() {
        if matches!(holder, Holder::Contact(_) | Holder::Person(_)) {
            scene.world.app.db.ask_link(&scene.world.institution, holder).await.unwrap();
        }
    }
    scene.world.app.db.clock().shift(2 * base::clock::MINUTE);
    while app::mailer::run_once(&relay, "relay").await.unwrap() > 0 {}
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 4, "{} mails", files.len());
    for file in files {
        assert!(words(file.as_os_str().as_encoded_bytes()).is_empty());
        let mail = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&mail).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let to = head.lines().find(|line| line.starts_with("To:")).unwrap();
        let seat = ["owner", "host", "person"].into_iter().find(|seat| to.contains(&word(&format!("{seat}mail"))));
        for word in words(head.replace(to, "").as_bytes()) {
            wrong.insert(format!("{word}: in the head of a mail {to}"));
        }
        for word in words(body.as_bytes()) {
            // A mail's text lies in base64, whose letters make words by chance; every word that was planted has its line.
            if promise.get(&word).is_some_and(|line| !seat.is_some_and(|seat| line.seats.contains(&seat))) {
                wrong.insert(format!("{word}: in a mail {to}"));
            }
        }
    }
}
