//! The machine an administrator sits at: the real binary with a data folder of its own, spoken to over the network.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use base::clock::Clock;
use base::ids::Ids;
use base::store::{Location, Store};
use base::vault::Vault;

static NTH: AtomicU64 = AtomicU64::new(1);

/// A folder with a configuration file, gone when the test ends.
pub struct Machine {
    pub folder: PathBuf,
}

impl Drop for Machine {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Machine {
    /// A machine on which nothing was set up yet but the configuration.
    pub fn new() -> Machine {
        let folder = std::env::temp_dir().join(format!("banso-m{}-{}", std::process::id(), NTH.fetch_add(1, Ordering::SeqCst)));
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).unwrap();
        let machine = Machine { folder };
        machine.configure("");
        machine
    }

    /// Writes the configuration: safe settings on free ports, and more lines in front.
    pub fn configure(&self, more: &str) {
        let text = format!(
            "data = \"{}\"\n{more}\n[staff]\nlisten = \"127.0.0.1:0\"\nurl = \"https://staff.bank.example\"\n[portal]\nlisten = \"127.0.0.1:0\"\nurl = \"https://portal.bank.example\"\n[metrics]\nlisten = \"127.0.0.1:0\"\n",
            self.data().display()
        );
        std::fs::write(self.config(), text).unwrap();
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
    pub fn database(&self) -> PathBuf {
        self.data().join("banso.db")
    }
    pub fn config(&self) -> PathBuf {
        self.folder.join("banso.toml")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_banso"));
        command.args(words).current_dir(&self.folder).env_remove("LC_ALL").env("LANG", "C.UTF-8").stdin(Stdio::null());
        command
    }

    /// Runs exactly this command line to its end.
    pub fn bare(&self, words: &[&str]) -> Said {
        Said::of(&self.command(words).output().unwrap())
    }

    /// Runs a command with this machine's configuration to its end.
    pub fn run(&self, words: &[&str]) -> Said {
        let config = self.config();
        self.bare(&[words, &["--config", config.to_str().unwrap()]].concat())
    }

    /// Sets up 汐見野信用金庫 with its administrator and one consultant.
    pub fn found(&self) {
        let admin = ["user", "add", "--institution-code", "1999", "--institution-name", "汐見野信用金庫", "--kind", "shinkin"];
        self.run(&[&admin[..], &["--name", "管理 太郎", "--mail", "admin@bank.example", "--seat", "admin"]].concat()).done();
        let desk = ["user", "add", "--institution-code", "1999", "--name", "山本 直美", "--mail", "yamamoto@bank.example"];
        self.run(&[&desk[..], &["--seat", "consultant"]].concat()).done();
    }

    /// The database opened by the test itself, while no process holds it.
    pub fn store(&self) -> Store {
        let clock = Clock::machine();
        let ids = Ids::from_system(clock.clone()).unwrap();
        let vault = Vault::from_file(&self.data().join("banso.key"), None).unwrap();
        Store::open(&Location::Sqlite(self.database()), clock, ids, vault).unwrap()
    }

    /// The cookie of a session of the consultant, as a browser sends it to `serve`.
    pub async fn desk_cookie(&self) -> String {
        let store = self.store();
        let login = store.staff_login("yamamoto@bank.example").await.unwrap().unwrap();
        let cookie = store.open_staff_session(&login.institution, &login.staff, None, "test", "test").await.unwrap();
        format!("__Host-banso-staff={cookie}")
    }

    /// Starts a command and does not wait for it; what it says goes nowhere.
    pub fn spawn(&self, words: &[&str]) -> Child {
        self.command(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Starts a process that goes on running, and waits until it says this.
    pub fn start(&self, words: &[&str], until: &str) -> Running {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        let mut child = self.command(words).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let out = child.stdout.take().map(BufReader::new);
        let mut running = Running { child, said: String::new(), out };
        running.hear(until, || self.log());
        running
    }

    /// Starts `banso serve` and waits until it is ready.
    pub fn serve(&self) -> Running {
        self.serve_with(&[], "Ready.")
    }

    /// Starts `banso serve` with more flags and waits until it says this.
    pub fn serve_with(&self, flags: &[&str], until: &str) -> Running {
        let config = self.config();
        self.start(&[&["serve", "--config", config.to_str().unwrap()], flags].concat(), until)
    }

    /// Everything that was logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// SQL as an intruder with the file in hands would use it.
    pub fn tamper(&self, sql: &str) {
        let conn = rusqlite::Connection::open(self.database()).unwrap();
        conn.execute_batch("pragma foreign_keys = off; drop trigger audit_keeps; drop trigger audit_stays;").unwrap();
        conn.execute_batch(sql).unwrap();
    }

    /// A mail that waits, to somebody who is not there.
    pub fn queue_mail(&self) {
        let mail = "insert into outbox (id, institution_id, mail, to_kind, to_id, state, due_at, created_at) select 'm1', id, 'invitation', 'person', 'p1', 'waiting', 0, 0 from institution";
        rusqlite::Connection::open(self.database()).unwrap().execute_batch(mail).unwrap();
    }

    /// The number a statement gives.
    pub fn count(&self, sql: &str) -> i64 {
        rusqlite::Connection::open(self.database()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    fn of(output: &Output) -> Said {
        Said {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// It ended well; what it said.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// It ended with this code; everything it said.
    #[track_caller]
    pub fn ended(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        self.out + &self.err
    }
}

/// A process that runs; killed when the test is through with it.
pub struct Running {
    child: Child,
    pub said: String,
    // Kept, so that what it still says has somewhere to go.
    out: Option<BufReader<ChildStdout>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Running {
    /// Waits until it says this.
    pub fn hear(&mut self, until: &str, log: impl Fn() -> String) {
        loop {
            let mut line = String::new();
            let more = self.out.as_mut().map_or(0, |out| out.read_line(&mut line).unwrap());
            assert!(more > 0, "it ended before it said “{until}”: {}{}", self.said, log());
            self.said.push_str(&line);
            if line.contains(until) {
                return;
            }
        }
    }

    /// The address after this word in what it said.
    pub fn address(&self, name: &str) -> SocketAddr {
        let line = self.said.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {}", self.said));
        let at = line.find("http://").unwrap() + 7;
        line[at..].split([' ', '/']).next().unwrap().parse().unwrap()
    }

    /// kill -9, and waits until it is gone.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// SIGTERM, and waits for the end; the exit code.
    pub fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let signal = |which: &str, id: &str| Command::new("kill").args([which, id]).status().unwrap();
        assert!(signal("-TERM", &id).success());
        // One that does not hear is killed after half a minute, so that the test ends and says so.
        let (ended, told) = std::sync::mpsc::channel::<()>();
        let watch = std::thread::spawn(move || {
            if told.recv_timeout(std::time::Duration::from_secs(30)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                signal("-KILL", &id);
            }
        });
        let code = self.child.wait().unwrap().code();
        drop(ended);
        watch.join().unwrap();
        code
    }
}

/// What came back over the network.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// One request on a connection of its own; an error when no whole answer came back.
pub fn ask(at: SocketAddr, method: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> std::io::Result<Answer> {
    let body = fields.iter().map(|(k, v)| format!("{}={}", crate::world::encode(k), crate::world::encode(v))).collect::<Vec<_>>().join("&");
    let mut stream = TcpStream::connect(at)?;
    stream.set_read_timeout(Some(std::time::Duration::from_secs(30)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: banso.test\r\nconnection: close\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    let torn = || std::io::Error::other("no whole answer came back");
    let text = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(torn)?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).ok_or_else(torn)?;
    let headers: BTreeMap<String, String> =
        lines.filter_map(|line| line.split_once(": ")).map(|(k, v)| (k.to_lowercase(), v.to_owned())).collect();
    if headers.get("content-length").is_some_and(|length| length.parse() != Ok(body.len())) {
        return Err(torn());
    }
    Ok(Answer { status, headers, body: body.to_owned() })
}

pub fn get(at: SocketAddr, path: &str, cookie: &str) -> Answer {
    ask(at, "GET", path, cookie, &[]).unwrap()
}

/// The value of a hidden input.
pub fn value(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {page}"));
    page[at + name.len() + 15..].split('"').next().unwrap().to_owned()
}

/// Registers a case through the form; where it led when it was acknowledged.
pub fn open_case(at: SocketAddr, cookie: &str, token: &str, key: &str, company: &str) -> std::io::Result<String> {
    let fields = [("token", token), ("key", key), ("company", company), ("person", "見本 太郎"), ("post", "管理部長"), ("issue", "一文")];
    let answer = ask(at, "POST", "/cases/new", cookie, &fields)?;
    match (answer.status, answer.headers.get("location")) {
        (303, Some(to)) if to.starts_with("/cases/") => Ok(to.split('?').next().unwrap().to_owned()),
        (503, _) => Err(std::io::Error::other("busy")),
        _ => panic!("{company}: {answer:?}"),
    }
}

/// Every byte of a file.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
