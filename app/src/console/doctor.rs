//! The doctor: what is wrong with the settings and with the machine, in sentences that say what to do.
//!
//! A fault keeps `serve` from starting; a warning is said and lived with. Source: quality.md Q64.

use std::fmt::Write;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use base::clock::{Clock, Day, Instant};
use base::store::{Location, StoreError, hold};
use base::vault::KeySource;

use super::{End, dashed, socket};
use crate::config::{Door, Mailing, SETTINGS, Settings, Setup};

/// The day on which this version was made; a machine that says it is earlier has a wrong clock. Set with each release.
const MADE: (i32, u32, u32) = (2026, 11, 1);

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Each keeps `serve` from starting.
    pub(crate) faults: Vec<String>,
    /// Each is worth knowing.
    pub(crate) warnings: Vec<String>,
}

/// Whether others than the owner may do anything with a file or folder.
fn open_to_others(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

/// Looks at the settings and the files; nothing is changed, and the database is not asked.
pub(crate) fn look(setup: &Setup, now: Instant) -> Found {
    let mut found = Found::default();
    addresses(setup, &mut found);
    files(setup, &mut found);
    if let Some(made) = Day::new(MADE.0, MADE.1, MADE.2).filter(|made| now.day() < *made) {
        found.faults.push(format!(
            "The clock of this machine says {}, which is before this program was made ({made}). Please set the clock.",
            now.day()
        ));
    }
    found
}

fn addresses(setup: &Setup, found: &mut Found) {
    for (key, door) in [("staff", &setup.staff), ("portal", &setup.portal)] {
        let Some(Door { listen, url }) = door else { continue };
        let host = url.strip_prefix("https://").unwrap_or_default();
        if url.is_empty() {
            found.faults.push(format!("{key}.url is empty. Give the https address that people type, such as https://{key}.bank.example, or set {key}.listen to off."));
        } else if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
            found.faults.push(format!("{key}.url is {url}. It must begin with https:// and end after the host: the cookies of a sign-in are sent over TLS alone, and links in mails are made from it."));
        }
        if !listen.ip().is_loopback() {
            found.warnings.push(format!(
                "{key}.listen is {listen}. This program speaks no TLS; only the proxy that does may be able to reach this address."
            ));
        }
    }
    match (&setup.staff, &setup.portal) {
        (None, None) => found.faults.push("Both staff.listen and portal.listen are off, so there is nothing to serve.".into()),
        (Some(staff), Some(portal)) if staff.url == portal.url && !staff.url.is_empty() => {
            found
                .faults
                .push("staff.url and portal.url are the same. Each needs an address of its own, as a page belongs to one of them.".into());
        }
        _ => {}
    }
    if let Some(metrics) = setup.metrics.filter(|metrics: &SocketAddr| !metrics.ip().is_loopback()) {
        found.warnings.push(format!("metrics.listen is {metrics}. Whoever reaches this address can read how much the product is used."));
    }
}

fn files(setup: &Setup, found: &mut Found) {
    let (data, key) = (&setup.data, &setup.key_file);
    if open_to_others(data) {
        found.faults.push(format!("Others can look into the data folder {0}. Run: chmod 700 {0}", data.display()));
    }
    if sample(data) {
        found.faults.push(format!(
            "{} holds the sample of `banso demo`, in which everybody may take every seat. Please choose another data folder.",
            data.display()
        ));
    }
    if !matches!(setup.key, KeySource::File(_)) {
        // The key lies on no disk of this machine; whether it is the right one is seen at the start.
    } else if key.exists() {
        if open_to_others(key) {
            found.faults.push(format!("Others can read the key file {0}. Run: chmod 600 {0}", key.display()));
        }
    } else if matches!(&setup.database, Location::Sqlite(path) if std::fs::metadata(path).is_ok_and(|file| file.len() > 0)) {
        found.faults.push(format!("The key file {} is missing, but the database is there. Bring the key file back from where it is kept: a new one would open nothing.", key.display()));
    }
    if let Location::Sqlite(path) = &setup.database {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if open_to_others(path) && open_to_others(folder) {
            found.faults.push(format!("Others can read the database {0}. Run: chmod 600 {0}", path.display()));
        }
        if matches!(setup.key, KeySource::File(_)) && folder == key.parent().unwrap_or(Path::new("")) {
            found.warnings.push("The key file lies beside the database. Keep a second copy of it in another place, and never in a backup of this folder: without it no private text and no backup can be opened, and with it all can.".into());
        }
        let socket = socket::place(data);
        if std::path::absolute(&socket).is_ok_and(|path| path.as_os_str().len() > socket::LONGEST_PATH) {
            found
                .faults
                .push(format!("The path {} is too long for a socket. Please choose a data folder with a shorter path.", socket.display()));
        }
    }
    if let Mailing::Folder(folder) = &setup.mail
        && folder.exists()
        && (!folder.is_dir() || std::fs::metadata(folder).is_ok_and(|about| about.permissions().readonly()))
    {
        found.faults.push(format!("mail names {}, which is not a folder that can be written.", folder.display()));
    }
}

/// The file that marks a data folder as a sample.
pub(crate) const SAMPLE: &str = "this-is-a-sample";

/// Whether a data folder holds the demo.
pub(crate) fn sample(data: &Path) -> bool {
    data.join(SAMPLE).exists()
}

/// Every key with its value, default and unit; then what is wrong.
pub(crate) fn report(settings: &Settings) -> (End, String) {
    let mut text = String::from("Settings. The command line comes before the environment, the environment before the file.\n");
    for setting in &SETTINGS {
        let (key, unit, meaning) = (setting.key, setting.unit, setting.meaning);
        let default = if setting.default.is_empty() { "empty" } else { setting.default };
        let (value, from) = (settings.shown(key), settings.value(key).1.word());
        let variable = key.replace('.', "_").to_uppercase();
        let _ = write!(
            text,
            "\n{key} = {value}   ({from})\n    {meaning}\n    Default: {default}. Unit: {unit}. In the environment: BANSO_{variable}.\n"
        );
    }
    let found = match settings.setup() {
        Err(faults) => Found { faults, warnings: Vec::new() },
        Ok(setup) => {
            let mut found = look(&setup, Clock::machine().now());
            match setup.database.notes() {
                Ok(notes) => {
                    let _ = write!(text, "\nThe database is {}.\n", notes.engine);
                    found.warnings.extend(notes.warnings);
                }
                Err(error) => {
                    found.warnings.push(format!("The database does not answer: {error}. A server waits for it and says so at /readyz."));
                }
            }
            if let Location::Sqlite(path) = &setup.database
                && path.exists()
                && matches!(hold(path), Err(StoreError::Held))
            {
                text.push_str("A running process holds the database; commands go to it through the socket in the data folder.\n");
            }
            found
        }
    };
    if !found.warnings.is_empty() {
        let _ = writeln!(text, "\nWorth knowing:{}", dashed(&found.warnings));
    }
    if found.faults.is_empty() {
        text.push_str("\nNothing keeps serve from starting.");
        (End::Done, text)
    } else {
        let _ = write!(text, "\nserve refuses to start until these are mended:{}", dashed(&found.faults));
        (End::Unsafe, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32) -> Instant {
        Day::new(year, 12, 1).unwrap().start()
    }

    fn setup(more: &[(&'static str, &str)]) -> Setup {
        let mut flags = vec![
            ("data", Some("/nowhere/data".to_owned())),
            ("staff.url", Some("https://staff.bank.example".to_owned())),
            ("portal.url", Some("https://portal.bank.example".to_owned())),
        ];
        flags.extend(more.iter().map(|(key, value)| (*key, Some((*value).to_owned()))));
        Settings::read(None, &flags).setup().unwrap()
    }

    #[test]
    fn safe_settings_have_no_faults() {
        assert_eq!(look(&setup(&[]), day(2026)).faults, Vec::<String>::new());
    }

    #[test]
    fn each_unsafe_setting_is_named_with_what_to_do() {
        for (unsafe_setting, named) in [
            (("staff.url", "http://staff.bank.example"), "https://"),
            (("portal.url", ""), "portal.url"),
            (("portal.url", "https://staff.bank.example"), "own"),
            (("staff.url", "https://staff.bank.example/banso"), "staff.url"),
        ] {
            let faults = look(&setup(&[unsafe_setting]), day(2026)).faults;
            assert_eq!(faults.len(), 1, "{unsafe_setting:?}: {faults:?}");
            assert!(faults[0].contains(named), "{faults:?}");
        }
        let off = look(&setup(&[("staff.listen", "off"), ("portal.listen", "off")]), day(2026));
        assert!(off.faults[0].contains("nothing to serve"));
        assert!(look(&setup(&[]), day(2025)).faults[0].contains("clock"));
        assert!(look(&setup(&[("metrics.listen", "0.0.0.0:9000")]), day(2026)).warnings.iter().any(|said| said.contains("metrics")));
    }

    #[test]
    fn files_that_others_can_read_are_named_with_the_command_that_mends_it() {
        let data = std::env::temp_dir().join(format!("banso-doctor-{}", std::process::id()));
        std::fs::create_dir_all(&data).unwrap();
        let mode = |path: &Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        std::fs::write(data.join("banso.db"), "x").unwrap();
        mode(&data, 0o755);
        let here = [("data", data.to_str().unwrap())];
        let faults = look(&setup(&here), day(2026)).faults.join("\n");
        assert!(faults.contains("chmod 700") && faults.contains("chmod 600") && faults.contains("key file"), "{faults}");
        mode(&data, 0o700);
        std::fs::write(data.join("banso.key"), "x").unwrap();
        mode(&data.join("banso.key"), 0o644);
        let faults = look(&setup(&here), day(2026)).faults;
        assert!(faults.len() == 1 && faults[0].contains("chmod 600"), "{faults:?}");
        mode(&data.join("banso.key"), 0o600);
        assert_eq!(look(&setup(&here), day(2026)).faults, Vec::<String>::new());
        std::fs::write(data.join(SAMPLE), "").unwrap();
        assert!(look(&setup(&here), day(2026)).faults[0].contains("sample"));
        std::fs::remove_dir_all(data).unwrap();
    }
}
