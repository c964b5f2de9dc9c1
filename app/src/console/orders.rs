//! The commands that work on the database: the same code in a process of its own and in the server that holds the database.

use std::path::{Path, PathBuf};

use base::actor::{Actor, Duty, Holder, StaffSeat};
use base::event::Event;
use base::session::{Founding, mail_key};
use base::store::{Store, StoreError};
use base::text::Lang;
use serde::{Deserialize, Serialize};

use super::heads::Heads;
use super::{End, Stop, backup, dashed, keys, leak};
use crate::account::password::{self, Password};
use crate::config::Setup;
use crate::placement;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// Looks whether everything holds.
    Verify,
    /// Writes a backup into a file that is not there yet.
    Backup { file: PathBuf },
    /// Adds a member of staff, and with a new institution its first administrator.
    UserAdd(NewUser),
    /// Gives a member of staff a new password; also lets a disabled one in again.
    UserReset { mail: String },
    /// Lets a member of staff in no more.
    UserDisable { mail: String },
    /// Brings in a spreadsheet, or only says what it means.
    Import(Sheet),
    /// Works on the keys.
    Keys(keys::Deed),
    /// Lists whose private texts were touched.
    LeakScope(leak::Asked),
}

/// A spreadsheet at the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// The file.
    pub(crate) file: PathBuf,
    /// 金融機関コード; may be empty when there is one institution.
    pub(crate) institution: String,
    /// Mail address of the consultant whose desk it is; may be empty when there is one.
    pub(crate) consultant: String,
    /// Whether nothing is to be registered.
    pub(crate) dry_run: bool,
    /// Whether rows to mend are left out.
    pub(crate) leave_out: bool,
    /// Whether the sentences are Japanese.
    pub(crate) japanese: bool,
}

impl Sheet {
    pub(crate) fn lang(&self) -> Lang {
        if self.japanese { Lang::Ja } else { Lang::En }
    }

    /// The name by which the kind of file is told, and its bytes.
    pub(crate) fn read(&self) -> Result<(String, Vec<u8>), Stop> {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&self.file).map_err(|error| Stop::failed(format!("{} cannot be read: {error}.", self.file.display())))?;
        Ok((name, bytes))
    }
}

/// A member of staff to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NewUser {
    /// 金融機関コード.
    pub(crate) code: String,
    /// The institution's name; only for a new institution.
    pub(crate) institution: String,
    /// `bank`, `shinkin` or `shinkumi`; only for a new institution.
    pub(crate) kind: String,
    /// The desk's telephone; only for a new institution.
    pub(crate) desk_phone: String,
    /// Name.
    pub(crate) name: String,
    /// Mail address, with which they sign in.
    pub(crate) mail: String,
    /// Seats by their code.
    pub(crate) seats: Vec<String>,
    /// Code of the branch, for the seat `branch`.
    pub(crate) branch: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reply {
    /// For the terminal.
    pub(crate) text: String,
    /// The exit code.
    pub(crate) code: u8,
    /// Whether the order was not carried out; then the text belongs to standard error.
    pub(crate) stopped: bool,
}

impl Reply {
    pub(crate) fn failed(sentence: &str) -> Reply {
        Stop::failed(sentence).into()
    }
}

impl From<Stop> for Reply {
    fn from(Stop(end, text): Stop) -> Reply {
        Reply { text, code: end.code(), stopped: true }
    }
}

/// Carries an order out.
pub(crate) async fn carry_out(db: &Store, setup: &Setup, order: Order) -> Reply {
    let data = setup.data.as_path();
    let done = match order {
        Order::Verify => verify(db, data).await,
        Order::Backup { file } => backup::write(db, data, &file).await.map(|text| (0, text)),
        Order::UserAdd(user) => add(db, user).await.map(|text| (0, text)),
        Order::UserReset { mail } => reset(db, &mail).await.map(|text| (0, text)),
        Order::UserDisable { mail } => disable(db, &mail).await.map(|text| (0, text)),
        Order::Import(sheet) => import(db, sheet).await,
        Order::Keys(deed) => keys::carry_out(db, setup, deed).await,
        Order::LeakScope(asked) => leak::answer(db, asked).await.map(|text| (0, text)),
    };
    match done {
        Ok((code, text)) => Reply { text, code, stopped: false },
        Err(stop) => stop.into(),
    }
}

/// One line in the audit of every institution, for a deed at the machine that concerns them all.
pub(crate) async fn note(db: &Store, what: &'static str) -> Result<(), Stop> {
    for (institution, _, _) in db.institutions().await? {
        let actor = Actor::duty(Duty::Console, &institution);
        let event = Event::Console(None, &institution).detail(what);
        db.write(&actor, None, move |tx| tx.commit(&event, "")).await?;
    }
    Ok(())
}

/// Looks whether the file, the audit, the rows and the outbox hold.
async fn verify(db: &Store, data: &Path) -> Result<(u8, String), Stop> {
    let heads = Heads::of(data);
    let mut faults = Vec::new();
    let (kept, torn) = heads.read().map_err(|e| Stop::failed(format!("{} cannot be read: {e}.", heads.path().display())))?;
    faults.extend(torn);
    faults.extend(db.verify_file().await.unwrap_or_else(|error| vec![format!("the database file: {error}")]));
    let outside = kept.len();
    let (lines, broken) = db.verify_audit(kept).await?;
    faults.extend(broken);
    faults.extend(db.verify_rows().await?);
    let figures = db.figures().await?;
    let mut text = format!(
        "{} institutions, {} placements, {} mails waiting.\n{lines} audit lines, {} of them not sealed yet; {outside} heads are kept in {}.\n",
        figures.institutions,
        figures.placements,
        figures.waiting,
        figures.unsealed,
        heads.path().display(),
    );
    if outside == 0 && lines > figures.unsealed {
        text.push_str("Without heads kept outside the database, a tail of the audit that was cut off cannot be seen.\n");
    }
    if faults.is_empty() {
        text.push_str("Everything holds.");
        return Ok((End::Done.code(), text));
    }
    Ok((End::Failed.code(), format!("{text}{} faults:{}", faults.len(), dashed(&faults))))
}

async fn give_password(db: &Store, institution: &str, staff: &str) -> Result<String, Stop> {
    let (first, shown) = Password::first(db.ids());
    let hash = password::hashed(db.ids(), &first).await.map_err(|_| Stop::failed("The password could not be hashed."))?;
    db.hand_over_password(institution, staff, hash).await?;
    Ok(format!(
        "The password for the first sign-in is {shown}\nIt is shown only here, and opens nothing but the page on which it is replaced."
    ))
}

async fn add(db: &Store, user: NewUser) -> Result<String, Stop> {
    let known = db.institutions().await?.into_iter().find(|(_, code, _)| *code == user.code);
    let seats: Vec<StaffSeat> = user.seats.iter().filter_map(|code| StaffSeat::parse(code)).collect();
    if seats.is_empty() || seats.len() != user.seats.len() {
        return Err(Stop::failed(format!("A seat is one of {}.", StaffSeat::ALL.map(StaffSeat::code).join(", "))));
    }
    let taken = |error: StoreError| match error {
        StoreError::Duplicate(_) => {
            Stop::failed(format!("Somebody with the mail address {} is there already; nothing was changed.", user.mail))
        }
        other => other.into(),
    };
    if mail_key(&user.mail).split_once('@').is_none_or(|(name, host)| name.is_empty() || !host.contains('.')) {
        return Err(Stop::failed(format!("{} is not a mail address.", user.mail)));
    }
    if db.staff_login(&mail_key(&user.mail)).await?.is_some() {
        return Err(taken(StoreError::Duplicate(String::new())));
    }
    let (institution, staff, house) = match known {
        None => {
            if user.institution.is_empty() || !["bank", "shinkin", "shinkumi"].contains(&user.kind.as_str()) {
                return Err(Stop::failed(format!(
                    "There is no institution with the code {}. To set it up, also give --institution-name and --kind bank, shinkin or shinkumi.",
                    user.code
                )));
            }
            if user.code.len() != 4 || !user.code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(Stop::failed("An institution code (金融機関コード) has four digits."));
            }
            if seats != [StaffSeat::Admin] {
                return Err(Stop::failed("The first member of staff of a new institution is its administrator: --seat admin."));
            }
            let house = Founding {
                code: user.code.clone(),
                kind: user.kind.clone(),
                name: user.institution.clone(),
                phone: user.desk_phone.clone(),
                admin_name: user.name.clone(),
                admin_mail: user.mail.clone(),
                ..Founding::default()
            };
            let (institution, staff) = db.found(Duty::Console, house).await.map_err(taken)?;
            (institution, staff, user.institution.clone())
        }
        Some((institution, _, house)) => {
            let mut held = Vec::new();
            for seat in seats {
                held.push((seat, if seat == StaffSeat::Branch { branch(db, &institution, &user.branch).await? } else { String::new() }));
            }
            let staff = db.add_staff(Duty::Console, &institution, &user.name, &user.mail, "", held).await.map_err(taken)?;
            (institution, staff, house)
        }
    };
    let password = give_password(db, &institution, &staff).await?;
    Ok(format!("{} ({}) was added to {house}.\n{password}", user.name, user.mail))
}

async fn branch(db: &Store, institution: &str, code: &str) -> Result<String, Stop> {
    let branches = db.branches(institution).await?;
    let codes = branches.iter().map(|(_, code, name)| format!("{code} {name}")).collect::<Vec<_>>().join(", ");
    let found = branches.into_iter().find(|(_, known, _)| known == code);
    found.map(|(id, _, _)| id).ok_or_else(|| Stop::failed(format!("The seat branch needs --branch with the code of one of: {codes}.")))
}

pub(super) async fn member(db: &Store, mail: &str) -> Result<base::session::StaffLogin, Stop> {
    db.staff_login(&mail_key(mail)).await?.ok_or_else(|| Stop::failed(format!("Nobody has the mail address {mail}.")))
}

async fn reset(db: &Store, mail: &str) -> Result<String, Stop> {
    let member = member(db, mail).await?;
    let password = give_password(db, &member.institution, &member.staff).await?;
    Ok(format!("{mail} has a new password; every session has ended.\n{password}"))
}

async fn disable(db: &Store, mail: &str) -> Result<String, Stop> {
    let member = member(db, mail).await?;
    db.set_staff_state(&member.institution, &member.staff, false).await?;
    db.end_all_sessions(&member.institution, &Holder::Staff(member.staff)).await?;
    Ok(format!("{mail} can sign in no more; every session has ended. `banso user reset` lets them in again."))
}

/// The institution that was named, or the only one there is.
pub(super) async fn house(db: &Store, code: &str) -> Result<String, Stop> {
    let all = db.institutions().await?;
    let named = all.iter().filter(|(_, known, _)| code.is_empty() || known == code).map(|(id, _, _)| id.clone()).collect::<Vec<_>>();
    match named.as_slice() {
        [one] => Ok(one.clone()),
        _ if all.is_empty() => Err(Stop::failed("There is no institution yet; `banso user add` sets one up.")),
        _ => {
            let known = all.iter().map(|(_, code, name)| format!("{code} {name}")).collect::<Vec<_>>().join(", ");
            Err(Stop::failed(format!("Please name one of these with --institution: {known}.")))
        }
    }
}

/// The consultant who was named, or the only one there is; for a dry run anyone, as nothing becomes theirs.
async fn desk(db: &Store, institution: &str, sheet: &Sheet) -> Result<String, Stop> {
    let all = db.staff_in_seat(Duty::Console, institution, StaffSeat::Consultant).await?;
    let named = if sheet.consultant.is_empty() { None } else { Some(member(db, &sheet.consultant).await?.staff) };
    match (named, all.as_slice()) {
        (Some(id), all) if all.contains(&id) => Ok(id),
        (Some(_), _) => Err(Stop::failed(format!("{} is no consultant of this institution.", sheet.consultant))),
        (None, []) => Err(Stop::failed("There is no consultant yet; `banso user add --seat consultant` adds one.")),
        (None, [one]) => Ok(one.clone()),
        (None, [first, ..]) if sheet.dry_run => Ok(first.clone()),
        (None, _) => Err(Stop::failed(
            "There are several consultants. Please name the one who gets the cases that name nobody, with --consultant and the mail address.",
        )),
    }
}

async fn import(db: &Store, sheet: Sheet) -> Result<(u8, String), Stop> {
    let (name, bytes) = sheet.read()?;
    let institution = house(db, &sheet.institution).await?;
    let me = desk(db, &institution, &sheet).await?;
    let actor = db.stand_in(Duty::Console, &institution, Holder::Staff(me), Some(StaffSeat::Consultant)).await?;
    let asked = match (sheet.dry_run, sheet.leave_out) {
        (true, _) => placement::Asked::Look,
        (false, true) => placement::Asked::RegisterTheRest,
        (false, false) => placement::Asked::RegisterAll,
    };
    let brought = placement::bring_in(db, &actor, name, bytes, asked, sheet.lang()).await?;
    Ok((brought.code, brought.lines.join("\n")))
}
