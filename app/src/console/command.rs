//! What can be asked at the command line, and how each is answered.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use base::store::{Location, StoreError};
use base::text::Lang;
use clap::{Args, CommandFactory, Parser, Subcommand};
use paper::document::Press;
use tracing::Level;

use super::orders::{NewUser, Order, Reply, Sheet, carry_out};
use super::serve::{self, Keys, Sample, open};
use super::{End, Stop, backup, dashed, doctor, heads::Heads, keys, leak, log, socket};
use crate::config::{Settings, Setup, terminal_lang};
use crate::placement;

const AFTER: &str = "Exit codes: 0 when it was done; 1 when it failed, or verify found faults; 2 when the command line or the settings are wrong or unsafe, or rows of a spreadsheet are to be mended; 3 when another process holds the database and does not answer.

Every setting can stand in a file named with --config or BANSO_CONFIG, and in the environment; `banso doctor` lists them all with their defaults and units.";

#[derive(Parser, Debug)]
#[command(
    name = "banso",
    version,
    about = "Banso (伴走) helps a regional bank, a small company and the executive placed there to run the placement together.",
    after_help = AFTER,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
struct Cli {
    #[arg(long, short, global = true, action = clap::ArgAction::Help, help = "Shows this text.")]
    help: Option<bool>,
    #[arg(long, short = 'V', action = clap::ArgAction::Version, help = "Shows the version.")]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

/// Where the settings and the data are.
#[derive(Args, Clone, Debug, Default)]
struct Where {
    #[arg(long, value_name = "FILE", help = "Reads the settings from this TOML file.")]
    config: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "Uses this data folder.")]
    data: Option<String>,
    #[arg(
        long,
        value_name = "ADDRESS",
        help = "Uses this database: sqlite:PATH or postgres://USER@HOST/NAME. A password belongs into the file or the environment, as every user of this machine can read a command line."
    )]
    database: Option<String>,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(about = "Starts a sample institution on this machine and prints its one address. A second start keeps what was done.")]
    Demo {
        #[arg(
            long,
            value_name = "ADDRESS",
            default_value = "127.0.0.1:8080",
            help = "Listens on this address and port. Other machines can reach it only if an address of this machine is named here."
        )]
        listen: SocketAddr,
        #[arg(long, value_name = "DIR", default_value = "demo-data", help = "Keeps the sample in this folder.")]
        data: PathBuf,
        #[arg(long, help = "Throws away what was done in the sample and starts over.")]
        fresh: bool,
        #[arg(
            long,
            value_name = "postgres://…",
            conflicts_with = "fresh",
            help = "Keeps the sample in this PostgreSQL database, which must be empty or hold the sample of the same --data folder. Without it, in an embedded database in that folder."
        )]
        database: Option<String>,
    },
    #[command(
        about = "Serves an institution: staff pages and pages for companies and persons on two listeners, behind a proxy that speaks TLS."
    )]
    Serve {
        #[command(flatten)]
        at: Where,
        #[arg(long, value_name = "ADDRESS", help = "Answers staff pages on this address and port, or on none with off.")]
        listen: Option<String>,
        #[arg(
            long,
            value_name = "ADDRESS",
            help = "Answers the pages for companies and persons on this address and port, or on none with off."
        )]
        portal_listen: Option<String>,
    },
    #[command(
        about = "Brings in a spreadsheet of placements or companies (xlsx or CSV), in one piece or not at all. Nothing is sent to anyone."
    )]
    Import {
        #[arg(help = "The spreadsheet.")]
        file: PathBuf,
        #[arg(
            long,
            value_name = "CODE",
            default_value = "",
            hide_default_value = true,
            help = "The institution, by its four digits; needed when there are several."
        )]
        institution: String,
        #[arg(
            long,
            value_name = "ADDRESS",
            default_value = "",
            hide_default_value = true,
            help = "The consultant who gets the cases that name nobody, by mail address; needed when there are several."
        )]
        consultant: String,
        #[arg(long, help = "Only says what the rows mean and what is to be mended in them.")]
        dry_run: bool,
        #[arg(long, help = "Registers the other rows when some have something to mend.")]
        leave_out: bool,
        #[command(flatten)]
        at: Where,
    },
    #[command(
        about = "Adds a member of staff, gives a new password, or lets somebody in no more.",
        subcommand_required = true,
        arg_required_else_help = true
    )]
    User {
        #[command(subcommand)]
        what: User,
    },
    #[command(about = "Writes a sealed backup of the embedded database into a new file, while it is in use, and reads it back.")]
    Backup {
        #[arg(help = "The file to write; it must not be there yet.")]
        file: PathBuf,
        #[command(flatten)]
        at: Where,
    },
    #[command(about = "Checks a backup and brings it back. What was there is kept beside it.")]
    Restore {
        #[arg(help = "The backup.")]
        file: PathBuf,
        #[arg(long, value_name = "ADDRESS", help = "Restores to sqlite:PATH instead of the database of the settings.")]
        to: Option<String>,
        #[arg(long, help = "Moves aside a database that is there already.")]
        replace: bool,
        #[arg(long, value_name = "FILE", help = "Also opens the backup with this key file, when the key was replaced since it was made.")]
        old_key: Option<PathBuf>,
        #[command(flatten)]
        at: Where,
    },
    #[command(
        about = "Checks the database file, the audit chain with the heads kept outside, the rows and the outbox, and says what does not hold."
    )]
    Verify {
        #[command(flatten)]
        at: Where,
    },
    #[command(
        about = "Replaces and renews the keys of private texts, destroys those of one thread, and keeps a second copy in two halves.",
        subcommand_required = true,
        arg_required_else_help = true
    )]
    Keys {
        #[command(subcommand)]
        what: KeyDeed,
    },
    #[command(
        about = "Lists from the audit whose private texts a session, an account or everybody of an institution touched within a time. It shows ids, no names and no words."
    )]
    LeakScope {
        #[arg(long, value_name = "ID", help = "Asks about this session; its id stands in the audit line of the sign-in.")]
        session: Option<String>,
        #[arg(
            long,
            value_name = "ACCOUNT",
            help = "Asks about this account: the mail address of a member of staff, or the id of a contact or a person."
        )]
        account: Option<String>,
        #[arg(long, value_name = "TIME", help = "From this day or moment on, in Asia/Tokyo: 2026-11-24 or 2026-11-24T09:30.")]
        from: String,
        #[arg(long, value_name = "TIME", help = "Until this day, which is included, or until this moment.")]
        until: String,
        #[arg(
            long,
            value_name = "CODE",
            default_value = "",
            hide_default_value = true,
            help = "The institution, by its four digits; needed when there are several. Without --session and --account it is asked about as a whole."
        )]
        institution: String,
        #[command(flatten)]
        at: Where,
    },
    #[command(
        about = "Lists every setting with its value, default and unit, and says in sentences what is wrong or unsafe. It changes nothing."
    )]
    Doctor {
        #[command(flatten)]
        at: Where,
    },
}

/// What is done with keys.
#[derive(Subcommand, Debug)]
#[command(rename_all = "kebab-case")]
enum KeyDeed {
    #[command(about = "Opens every sealed text without showing any, and says how many do, by which keys. It changes nothing.")]
    Check {
        #[command(flatten)]
        at: Where,
    },
    #[command(
        about = "Puts a new key-encryption key in the place of the present one, while people work. What a stopped run left behind is taken up."
    )]
    Rotate {
        #[command(flatten)]
        at: Where,
    },
    #[command(
        about = "Gives every thread, case and person a new data key and seals every text anew, while people work. What a stopped run left behind is taken up."
    )]
    Renew {
        #[command(flatten)]
        at: Where,
    },
    #[command(about = "Destroys the keys of one thread of a private channel, so that nobody can ever read it again.")]
    Erase {
        #[arg(help = "The id of the thread; it stands in the address of its page.")]
        thread: String,
        #[arg(long, help = "Says that you know that this cannot be undone.")]
        for_good: bool,
        #[command(flatten)]
        at: Where,
    },
    #[command(about = "Writes the key-encryption key into two halves for two people. One half alone says nothing about the key.")]
    Split {
        #[arg(help = "The file for the first half; it must not be there yet.")]
        first: PathBuf,
        #[arg(help = "The file for the second half; it must not be there yet.")]
        second: PathBuf,
        #[command(flatten)]
        at: Where,
    },
    #[command(about = "Puts two halves together again into a key file.")]
    Join {
        #[arg(help = "The first half.")]
        first: PathBuf,
        #[arg(help = "The second half.")]
        second: PathBuf,
        #[arg(help = "The key file to write; it must not be there yet.")]
        to: PathBuf,
    },
}

#[derive(Subcommand, Debug)]
enum User {
    #[command(
        about = "Adds a member of staff and prints a password for the first sign-in. With a new institution code it also sets up the institution."
    )]
    Add {
        #[arg(long, value_name = "CODE", help = "The four digits of the institution (金融機関コード).")]
        institution_code: String,
        #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true, help = "The name of a new institution.")]
        institution_name: String,
        #[arg(
            long,
            value_name = "KIND",
            default_value = "",
            hide_default_value = true,
            help = "The kind of a new institution: bank, shinkin or shinkumi."
        )]
        kind: String,
        #[arg(
            long,
            value_name = "NUMBER",
            default_value = "",
            hide_default_value = true,
            help = "The telephone number of a new institution's placement desk."
        )]
        desk_phone: String,
        #[arg(long, help = "The name, family name first.")]
        name: String,
        #[arg(long, value_name = "ADDRESS", help = "The mail address, with which they sign in.")]
        mail: String,
        #[arg(
            long = "seat",
            value_name = "SEAT",
            required = true,
            help = "A seat: consultant, branch, manager, officer, compliance or admin. Several may be given."
        )]
        seats: Vec<String>,
        #[arg(
            long,
            value_name = "CODE",
            default_value = "",
            hide_default_value = true,
            help = "The code of the branch, for the seat branch."
        )]
        branch: String,
        #[command(flatten)]
        at: Where,
    },
    #[command(about = "Prints a new password for a member of staff and ends their sessions. Somebody who was disabled is let in again.")]
    Reset {
        #[arg(long, value_name = "ADDRESS", help = "Their mail address.")]
        mail: String,
        #[command(flatten)]
        at: Where,
    },
    #[command(about = "Lets a member of staff in no more and ends their sessions.")]
    Disable {
        #[arg(long, value_name = "ADDRESS", help = "Their mail address.")]
        mail: String,
        #[command(flatten)]
        at: Where,
    },
}

impl Where {
    fn settings(&self, more: &[(&'static str, Option<String>)]) -> Settings {
        let mut flags = vec![("data", self.data.clone()), ("database", self.database.clone())];
        flags.extend_from_slice(more);
        Settings::read(self.config.as_deref(), &flags)
    }

    fn setup(&self, more: &[(&'static str, Option<String>)]) -> Result<Setup, Stop> {
        self.settings(more).setup().map_err(|faults| Stop(End::Unsafe, format!("The settings cannot be used:{}", dashed(&faults))))
    }
}

/// The whole command line, for the test that reads its help.
pub fn help() -> clap::Command {
    Cli::command()
}

/// Carries out what the command line of this process says; gives the exit code.
pub fn run(press: Press) -> u8 {
    let Reply { text, code, stopped } = carry(Cli::parse().command, press).unwrap_or_else(Reply::from);
    match (stopped, text.is_empty()) {
        (_, true) => {}
        (false, false) => println!("{text}"),
        (true, false) => eprintln!("{text}"),
    }
    code
}

fn done(text: String) -> Reply {
    Reply { text, code: End::Done.code(), stopped: false }
}

fn carry(command: Command, press: Press) -> Result<Reply, Stop> {
    match command {
        Command::Demo { listen, data, fresh, database } => {
            let embedded = format!("sqlite:{}", data.join("banso.db").display());
            if database.as_ref().is_some_and(|at| !at.starts_with("postgres")) {
                return Err(Stop(
                    End::Unsafe,
                    "--database takes a PostgreSQL address; the embedded database of the sample lies in --data.".into(),
                ));
            }
            let where_ = Where { data: Some(data.display().to_string()), ..Where::default() };
            let mut setup = where_.setup(&[
                ("database", Some(database.unwrap_or(embedded))),
                ("key_file", Some(data.join("banso.key").display().to_string())),
            ])?;
            setup.proxies.clear();
            log::start(setup.log.min(Level::WARN));
            runtime()?.block_on(serve::demo(setup, Sample { listen, data, fresh }, press)).map(|()| done(String::new()))
        }
        Command::Serve { at, listen, portal_listen } => {
            let setup = at.setup(&[("staff.listen", listen), ("portal.listen", portal_listen)])?;
            log::start(setup.log);
            runtime()?.block_on(serve::serve(setup, press)).map(|()| done(String::new()))
        }
        Command::User { what } => match what {
            User::Add { institution_code, institution_name, kind, desk_phone, name, mail, seats, branch, at } => {
                let user = NewUser { code: institution_code, institution: institution_name, kind, desk_phone, name, mail, seats, branch };
                order(&at, Keys::Make, Order::UserAdd(user))
            }
            User::Reset { mail, at } => order(&at, Keys::Need, Order::UserReset { mail }),
            User::Disable { mail, at } => order(&at, Keys::Need, Order::UserDisable { mail }),
        },
        Command::Backup { file, at } => order(&at, Keys::Need, Order::Backup { file: absolute(&file)? }),
        Command::Verify { at } => order(&at, Keys::Need, Order::Verify),
        Command::Restore { file, to, replace, old_key, at } => {
            let setup = at.setup(&[])?;
            log::start(Level::WARN);
            let to = match to {
                None => setup.database.clone(),
                Some(text) => Location::parse(&text).ok_or_else(|| Stop::failed("--to must be sqlite:PATH."))?,
            };
            match to {
                Location::Sqlite(path) => backup::restore(&setup, &file, &path, replace, old_key).map(done),
                Location::Postgres(_) => {
                    Err(Stop::failed("A backup can be restored to sqlite:PATH alone; for PostgreSQL please use pg_restore."))
                }
            }
        }
        Command::Keys { what } => match what {
            KeyDeed::Check { at } => order(&at, Keys::Need, Order::Keys(keys::Deed::Check)),
            KeyDeed::Rotate { at } => order(&at, Keys::Need, Order::Keys(keys::Deed::Rotate)),
            KeyDeed::Renew { at } => order(&at, Keys::Need, Order::Keys(keys::Deed::Renew)),
            KeyDeed::Erase { thread, for_good, at } => order(&at, Keys::Need, Order::Keys(keys::Deed::Erase { thread, for_good })),
            KeyDeed::Split { first, second, at } => keys::split(&at.setup(&[])?, &first, &second).map(done),
            KeyDeed::Join { first, second, to } => keys::join(&first, &second, &to).map(done),
        },
        Command::LeakScope { session, account, from, until, institution, at } => {
            order(&at, Keys::Need, Order::LeakScope(leak::Asked { session, account, from, until, institution }))
        }
        Command::Doctor { at } => {
            let (end, text) = doctor::report(&at.settings(&[]));
            Ok(Reply { text, code: end.code(), stopped: false })
        }
        Command::Import { file, institution, consultant, dry_run, leave_out, at } => {
            let japanese = terminal_lang() == Lang::Ja;
            let sheet = Sheet { file: absolute(&file)?, institution, consultant, dry_run, leave_out, japanese };
            let there = match at.setup(&[])?.database {
                Location::Sqlite(path) => path.exists(),
                Location::Postgres(_) => true,
            };
            if dry_run && !there {
                let (name, bytes) = sheet.read()?;
                let placement::Brought { lines, code } = placement::look(&name, &bytes, sheet.lang());
                return Ok(Reply { text: lines.join("\n"), code, stopped: false });
            }
            order(&at, Keys::Need, Order::Import(sheet))
        }
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Stop> {
    std::path::absolute(path).map_err(|error| Stop::failed(format!("{}: {error}.", path.display())))
}

fn runtime() -> Result<tokio::runtime::Runtime, Stop> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::failed(format!("The process cannot start: {error}.")))
}

/// Carries an order out here, or through the server that holds the database.
fn order(at: &Where, keys: Keys, order: Order) -> Result<Reply, Stop> {
    let setup = at.setup(&[])?;
    log::start(Level::WARN);
    match open(&setup, keys) {
        Ok(db) => runtime()?.block_on(async {
            if !db.fits_key() {
                return Err(Stop(
                    End::Unsafe,
                    format!("This database opens with another key: {} is not the one this database was written with.", setup.key.name()),
                ));
            }
            keys::agree(&db, &setup.data).await?;
            let reply = carry_out(&db, &setup, order).await;
            // What was just written gets its seal now, as no server may be there to give it.
            let moved = db.seal_audit().await?;
            Heads::of(&setup.data)
                .append(&moved)
                .map_err(|error| Stop::failed(format!("The heads of the audit cannot be written: {error}.")))?;
            // A pool of PostgreSQL connections may not be dropped where others wait.
            drop(tokio::task::spawn_blocking(move || drop(db)).await);
            Ok(reply)
        }),
        Err(StoreError::Held) => socket::ask(&setup.data, &order).map_err(|error| {
            Stop(
                End::Held,
                format!(
                    "Another process holds {}, and it does not answer at {}: {error}. Is --data the folder of that process?",
                    setup.database,
                    socket::place(&setup.data).display()
                ),
            )
        }),
        Err(StoreError::Refused(sentence)) => Err(Stop(End::Unsafe, format!("{sentence}."))),
        Err(other) => Err(other.into()),
    }
}
