//! The settings: every key with its default and unit, and how a value is found.
//!
//! The command line comes before the environment (`BANSO_STAFF_URL` for `staff.url`), the environment before the file, the
//! file before the default. What cannot be read is a fault in a sentence, never a guess; `console::doctor` prints them all.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use base::store::Location;
use base::text::Lang;
use base::vault::KeySource;
use tracing::Level;
use zeroize::Zeroizing;

use super::{Config, Mailing, Relay, RelayTls, Secret};

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// As in the file; `staff.url` stands as `url` under `[staff]`.
    pub key: &'static str,
    /// What holds when nobody says anything; `DATA` is the data folder.
    pub default: &'static str,
    /// What the value is.
    pub unit: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

const fn setting(key: &'static str, default: &'static str, unit: &'static str, meaning: &'static str) -> Setting {
    Setting { key, default, unit, meaning }
}

/// Every key there is.
pub const SETTINGS: [Setting; 17] = [
    setting("data", "banso-data", "folder", "Holds the database file, the socket for commands, the heads of the audit, and the key file."),
    setting("database", "sqlite:DATA/banso.db", "sqlite:PATH or postgres://…", "The database."),
    setting(
        "key_file",
        "DATA/banso.key",
        "file, 64 hexadecimal letters",
        "The key that opens private texts and backups. Keep a copy apart from every backup.",
    ),
    setting(
        "key_from",
        "file",
        "file, env, or command:PROGRAM ARGUMENTS",
        "Where the key comes from: key_file, the variable BANSO_KEY, or a program that prints it (run without a shell).",
    ),
    setting(
        "next_key_from",
        "",
        "file:PATH, env, or command:PROGRAM ARGUMENTS",
        "The key that takes the place of the present one in `banso keys rotate`; env is BANSO_NEXT_KEY. Empty means a new file beside key_file.",
    ),
    setting("staff.listen", "127.0.0.1:8080", "address:port, or off", "Where the pages for staff are answered."),
    setting("staff.url", "", "https address", "The address under which staff open their pages."),
    setting("portal.listen", "127.0.0.1:8081", "address:port, or off", "Where the pages for companies and placed persons are answered."),
    setting("portal.url", "", "https address", "The address under which companies and placed persons open their pages."),
    setting("metrics.listen", "off", "address:port, or off", "Where /metrics is answered; never on the listeners above."),
    setting(
        "mail",
        "folder:DATA/mail",
        "folder:PATH, smtp://HOST:PORT or smtps://HOST:PORT",
        "Where mails go: as .eml files into a folder for a relay of yours, or to a relay by STARTTLS (smtp) or TLS (smtps).",
    ),
    setting("mail_from", "", "mail address", "The address mails come from; empty means banso at the host of portal.url."),
    setting("mail_user", "", "name", "The name to sign in to the relay with; empty means without signing in."),
    setting("mail_password_file", "", "file", "Holds the password that goes with mail_user, and nothing else."),
    setting("proxies", "", "IP addresses, with commas", "The reverse proxies whose X-Forwarded-For is believed."),
    setting("upload_mb", "10", "megabytes, 1 to 10", "The largest file someone may add to a message."),
    setting("log", "info", "error, warn, info or debug", "How much is logged to standard error."),
];

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The file.
    File,
    /// The environment.
    Environment,
    /// The command line.
    CommandLine,
}

impl Origin {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Default => "default",
            Origin::File => "file",
            Origin::Environment => "environment",
            Origin::CommandLine => "command line",
        }
    }
}

/// The values found, with what is wrong with them. `Debug` says nothing: a database address may hold a password.
#[derive(Clone, Default)]
pub struct Settings {
    values: BTreeMap<&'static str, (String, Origin)>,
    /// Keys that stand in the environment; they are no settings and are shown nowhere.
    keys: BTreeMap<&'static str, Zeroizing<String>>,
    faults: Vec<String>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Settings")
    }
}

/// One listener: where it listens, and the address people know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address people type, without a slash at the end.
    pub url: String,
}

/// Everything needed to run.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The data folder.
    pub data: PathBuf,
    /// The database.
    pub database: Location,
    /// The key file; there is none when the key comes from elsewhere.
    pub key_file: PathBuf,
    /// Where the key comes from.
    pub key: KeySource,
    /// The key that is to take its place.
    pub next_key: Option<KeySource>,
    /// The listener for staff.
    pub staff: Option<Door>,
    /// The listener for company and person.
    pub portal: Option<Door>,
    /// The listener for metrics.
    pub metrics: Option<SocketAddr>,
    /// Where mails go.
    pub mail: Mailing,
    /// The address mails come from.
    pub mail_from: String,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// Megabytes a file may have.
    pub upload_mb: usize,
    /// How much is logged.
    pub log: Level,
}

/// The environment, read here and nowhere else.
fn environment() -> BTreeMap<String, OsString> {
    std::env::vars_os().filter_map(|(key, value)| key.into_string().ok().map(|key| (key, value))).collect()
}

/// The language of the terminal, by the usual variables; English where they do not say Japanese.
pub fn terminal_lang() -> Lang {
    let environment = environment();
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|key| environment.get(*key)).find(|value| !value.is_empty());
    if said.is_some_and(|value| value.to_string_lossy().starts_with("ja")) { Lang::Ja } else { Lang::En }
}

impl Settings {
    /// Finds every value. `flags` come from the command line; those that are none say nothing.
    pub fn read(file: Option<&Path>, flags: &[(&'static str, Option<String>)]) -> Settings {
        let environment = environment();
        let named = environment.get("BANSO_CONFIG").map(PathBuf::from);
        let text = match file.or(named.as_deref()) {
            None => Ok(String::new()),
            Some(path) => std::fs::read_to_string(path).map_err(|e| format!("The file {} cannot be read: {e}.", path.display())),
        };
        let env = |key: &str| environment.get(key).map(|value| value.to_string_lossy().into_owned());
        match text {
            Ok(text) => Settings::gather(&text, env, flags),
            Err(fault) => {
                let mut settings = Settings::gather("", env, flags);
                settings.faults.push(fault);
                settings
            }
        }
    }

    fn gather(file: &str, environment: impl Fn(&str) -> Option<String>, flags: &[(&'static str, Option<String>)]) -> Settings {
        let mut settings = Settings::default();
        match file.parse::<toml::Table>() {
            Ok(table) => settings.take_table("", &table),
            // The message of the parser would repeat the line, and with it a password.
            Err(error) => {
                let line = error.span().map_or(1, |span| file.get(..span.start).unwrap_or_default().lines().count().max(1));
                settings.faults.push(format!("The configuration file is not TOML near line {line}."));
            }
        }
        for setting in &SETTINGS {
            let variable = format!("BANSO_{}", setting.key.replace('.', "_").to_uppercase());
            if let Some(value) = environment(&variable) {
                settings.values.insert(setting.key, (value, Origin::Environment));
            }
        }
        for variable in ["BANSO_KEY", "BANSO_NEXT_KEY"] {
            settings.keys.extend(environment(variable).map(|value| (variable, Zeroizing::new(value))));
        }
        for (key, value) in flags {
            if let Some(value) = value {
                settings.values.insert(key, (value.clone(), Origin::CommandLine));
            }
        }
        settings
    }

    fn take_table(&mut self, prefix: &str, table: &toml::Table) {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match (SETTINGS.iter().find(|setting| setting.key == key), value) {
                (Some(setting), toml::Value::String(text)) => {
                    self.values.insert(setting.key, (text.clone(), Origin::File));
                }
                (Some(_), _) => self.faults.push(format!("{key} must be a text in quotation marks.")),
                (None, toml::Value::Table(inner)) if prefix.is_empty() => self.take_table(&key, inner),
                (None, _) => self.faults.push(format!("{key} is not a setting; `banso doctor` lists all there are.")),
            }
        }
    }

    /// The value of a key as written, and where it came from.
    pub fn value(&self, key: &str) -> (String, Origin) {
        let given = self.values.get(key).cloned();
        let default = SETTINGS.iter().find(|setting| setting.key == key).map_or("", |setting| setting.default);
        given.unwrap_or_else(|| {
            let data = if key == "data" { String::new() } else { self.value("data").0 };
            (default.replace("DATA", &data), Origin::Default)
        })
    }

    /// What `doctor` shows of a value: everything but what a database address says about a password.
    pub fn shown(&self, key: &str) -> String {
        let (value, _) = self.value(key);
        match key {
            "database" => Location::parse(&value).map_or_else(|| "(not readable)".to_owned(), |at| at.to_string()),
            _ if value.is_empty() => "(empty)".to_owned(),
            _ => value,
        }
    }

    /// Where a key comes from, or what is wrong with what was said about it.
    fn key_source(&self, setting: &str, variable: &'static str, said: &str, file: Option<&Path>) -> Result<KeySource, String> {
        let words = said.strip_prefix("command:").map(|words| words.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>());
        match (said, file, words) {
            ("file", Some(path), _) => Ok(KeySource::File(path.to_owned())),
            ("env", _, _) => match self.keys.get(variable) {
                Some(letters) => Ok(KeySource::Given(variable, letters.clone())),
                None => Err(format!("{setting} is env, but the variable {variable} is not there.")),
            },
            (_, _, Some(words)) if !words.is_empty() => Ok(KeySource::Command(words)),
            (_, None, _) if said.len() > 5 && said.starts_with("file:") => Ok(KeySource::File(said.replacen("file:", "", 1).into())),
            _ => {
                Err(format!("{setting} must be {} env or command:PROGRAM ARGUMENTS.", if file.is_some() { "file," } else { "file:PATH," }))
            }
        }
    }

    /// The settings as values, or every fault in them as a sentence.
    ///
    /// # Errors
    /// The sentences.
    pub fn setup(&self) -> Result<Setup, Vec<String>> {
        let mut faults = self.faults.clone();
        let text = |key: &str| self.value(key).0;
        let mut listen = |key: &str| -> Option<SocketAddr> {
            let value = text(key);
            if value == "off" {
                return None;
            }
            let found = value.replacen("localhost:", "127.0.0.1:", 1).parse().ok();
            if found.is_none() {
                faults.push(format!("{key} must be an address with a port, such as 127.0.0.1:8080, or off."));
            }
            found
        };
        let door =
            |listen: Option<SocketAddr>, key: &str| listen.map(|listen| Door { listen, url: text(key).trim_end_matches('/').to_owned() });
        let (staff, portal, metrics) = (listen("staff.listen"), listen("portal.listen"), listen("metrics.listen"));
        let (staff, portal) = (door(staff, "staff.url"), door(portal, "portal.url"));
        let database = Location::parse(&text("database")).filter(Location::readable);
        if database.is_none() {
            faults.push("database must be sqlite:PATH or postgres://USER@HOST/NAME.".into());
        }
        let key_file = PathBuf::from(text("key_file"));
        let key = self.key_source("key_from", "BANSO_KEY", &text("key_from"), Some(&key_file));
        let next = text("next_key_from");
        let next_key = if next.is_empty() { Ok(None) } else { self.key_source("next_key_from", "BANSO_NEXT_KEY", &next, None).map(Some) };
        let (key, next_key) = (taken(key, &mut faults), taken(next_key, &mut faults).flatten());
        let mail = mailing(&text, &mut faults);
        let mail_from = text("mail_from");
        if !mail_from.is_empty() && mail_from.parse::<lettre::Address>().is_err() {
            faults.push(format!("mail_from: {mail_from} is not a mail address."));
        }
        let mut proxies = Vec::new();
        for one in text("proxies").split(',').map(str::trim).filter(|one| !one.is_empty()) {
            match one.parse::<IpAddr>() {
                Ok(address) => proxies.push(address),
                Err(_) => faults.push(format!("proxies: {one} is not an IP address.")),
            }
        }
        let log = match text("log").as_str() {
            "error" => Level::ERROR,
            "warn" => Level::WARN,
            "info" => Level::INFO,
            "debug" => Level::DEBUG,
            _ => {
                faults.push("log must be error, warn, info or debug.".into());
                Level::INFO
            }
        };
        let upload_mb = text("upload_mb").parse().ok().filter(|most| (1..=crate::upload::MOST_MB).contains(most));
        if upload_mb.is_none() {
            faults.push(format!("upload_mb must be a whole number from 1 to {}.", crate::upload::MOST_MB));
        }
        match (database, mail, key) {
            (Some(database), Some(mail), Some(key)) if faults.is_empty() => Ok(Setup {
                data: text("data").into(),
                database,
                key_file,
                key,
                next_key,
                staff,
                portal,
                metrics,
                mail,
                mail_from,
                proxies,
                upload_mb: upload_mb.unwrap_or(crate::upload::MOST_MB),
                log,
            }),
            _ => Err(faults),
        }
    }
}

/// The value, or its fault among the others.
fn taken<T>(found: Result<T, String>, faults: &mut Vec<String>) -> Option<T> {
    found.map_err(|fault| faults.push(fault)).ok()
}

/// Where mails go, or what is wrong with what was said about it.
fn mailing(text: &impl Fn(&str) -> String, faults: &mut Vec<String>) -> Option<Mailing> {
    let (place, user, file) = (text("mail"), text("mail_user"), text("mail_password_file"));
    if let Some(folder) = place.strip_prefix("folder:").filter(|path| !path.is_empty()) {
        return Some(Mailing::Folder(folder.into()));
    }
    let password = match std::fs::read_to_string(&file) {
        Ok(password) => Secret(password.trim_end_matches(['\r', '\n']).to_owned()),
        Err(_) if file.is_empty() => Secret::default(),
        Err(error) => {
            faults.push(format!("mail_password_file: {file} cannot be read: {error}."));
            Secret::default()
        }
    };
    if user.is_empty() != password.0.is_empty() {
        faults.push("mail_user and mail_password_file go together: give both, or none.".into());
    }
    let relay = Relay::parse(&place, user, password);
    if relay.is_none() {
        faults.push("mail must be folder:PATH, smtp://HOST:PORT or smtps://HOST:PORT; a password stands in mail_password_file.".into());
    }
    if relay.as_ref().is_some_and(|relay| relay.tls == RelayTls::Open && !relay.user.is_empty()) {
        faults.push("mail_user would be sent in the open to a relay on this machine. Leave it out, or use smtps://.".into());
    }
    relay.map(Mailing::Relay)
}

impl Setup {
    /// What pages need to know of this process.
    pub fn config(&self) -> Config {
        let url = |door: &Option<Door>| door.as_ref().map(|door| door.url.clone()).unwrap_or_default();
        Config {
            demo: false,
            staff_url: url(&self.staff),
            portal_url: url(&self.portal),
            data: self.data.clone(),
            mail: self.mail.clone(),
            mail_from: self.mail_from.clone(),
            metrics: false,
            upload_mb: self.upload_mb,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, environment: &[(&str, &str)], flags: &[(&'static str, Option<String>)]) -> Settings {
        let environment: BTreeMap<String, String> = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Settings::gather(file, |key| environment.get(key).cloned(), flags)
    }

    #[test]
    fn the_command_line_comes_before_the_environment_and_that_before_the_file() {
        let file = "data = \"/a\"\nlog = \"warn\"\n[staff]\nurl = \"https://a.example\"";
        let settings = read(file, &[("BANSO_STAFF_URL", "https://b.example"), ("BANSO_LOG", "error")], &[("log", Some("debug".into()))]);
        assert_eq!(settings.value("data"), ("/a".into(), Origin::File));
        assert_eq!(settings.value("staff.url"), ("https://b.example".into(), Origin::Environment));
        assert_eq!(settings.value("log"), ("debug".into(), Origin::CommandLine));
        assert_eq!(settings.value("database"), ("sqlite:/a/banso.db".into(), Origin::Default));
        assert_eq!(settings.value("metrics.listen"), ("off".into(), Origin::Default));
    }

    #[test]
    fn every_value_that_cannot_be_read_is_named_in_a_sentence() {
        let file = "colour = \"red\"\nlog = 3\nproxies = \"here\"\nmail = \"pigeon://x\"\n[staff]\nlisten = \"everywhere\"\nhue = \"x\"";
        let faults = read(file, &[("BANSO_DATABASE", "mysql://x")], &[]).setup().unwrap_err();
        for named in ["colour", "log", "proxies", "mail", "staff.listen", "staff.hue", "database"] {
            assert!(faults.iter().any(|fault| fault.starts_with(named) && fault.ends_with('.')), "{named}: {faults:?}");
        }
    }

    #[test]
    fn no_password_of_a_database_is_shown_or_printed() {
        let settings = read("", &[("BANSO_DATABASE", "postgres://banso:hunter42@127.0.0.1/banso")], &[]);
        let setup = settings.setup().unwrap();
        assert_eq!(settings.shown("database"), "postgres://127.0.0.1/banso");
        assert!(!format!("{setup:?}").contains("hunter42"));
        let broken = read("database = \"postgres://banso:hunter42@x/y\"\nlog = ", &[], &[]).setup().unwrap_err();
        assert!(!broken.join(" ").contains("hunter42"));
    }

    #[test]
    fn a_relay_on_another_machine_is_spoken_to_under_tls_and_never_told_a_password_in_the_open() {
        let relay = |text: &str| Relay::parse(text, String::new(), Secret::default());
        let known = |text: &str| relay(text).map(|relay| (relay.host, relay.port, relay.tls));
        assert_eq!(known("smtp://mail.bank.example"), Some(("mail.bank.example".into(), 587, RelayTls::Start)));
        assert_eq!(known("smtps://mail.bank.example"), Some(("mail.bank.example".into(), 465, RelayTls::Whole)));
        assert_eq!(known("smtp://127.0.0.1:25"), Some(("127.0.0.1".into(), 25, RelayTls::Open)));
        for bad in ["smtp://", "smtp:mail", "http://mail.bank.example", "smtp://banso:hunter42@mail.bank.example", "smtp://mail:port"] {
            assert_eq!(relay(bad), None, "{bad}");
        }
        let faults = read("", &[("BANSO_MAIL", "smtp://localhost:25"), ("BANSO_MAIL_USER", "banso")], &[]).setup().unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.contains("go together")) && faults.iter().any(|fault| fault.contains("in the open")),
            "{faults:?}"
        );
        assert_eq!(format!("{:?}", Secret("hunter42".into())), "Secret");
    }

    #[test]
    fn either_listener_can_be_switched_off() {
        let setup = read("[portal]\nlisten = \"off\"", &[], &[]).setup().unwrap();
        assert!(setup.portal.is_none() && setup.staff.is_some());
    }
}
