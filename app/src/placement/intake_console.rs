//! A spreadsheet brought in at the machine: the same reading and registering as in the browser, with sentences for a terminal.

use base::actor::Actor;
use base::store::{Store, StoreError};
use base::text::Lang;

use super::import::{self, Counts, Known};
use super::intake::{self, Answers};

/// What is to be done with the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Only say what it means.
    Look,
    /// Register it, if no row has anything to mend.
    RegisterAll,
    /// Register every row that has nothing to mend.
    RegisterTheRest,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// One line for each row to mend, then the counts, then what was done.
    pub lines: Vec<String>,
    /// 0 when every row is in or is there already, 2 when some are to mend, 1 when there is no list in the file.
    pub code: u8,
}

/// Why a transaction ended without registering anything.
enum Halt {
    Said(Brought),
    Store(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Halt {
        Halt::Store(error)
    }
}

/// What a sheet means where there is no database to compare it with.
pub fn look(name: &str, bytes: &[u8], lang: Lang) -> Brought {
    match intake::read_book(bytes, name) {
        Err(reason) => Brought { lines: vec![import::unreadable(&reason, lang)], code: 1 },
        Ok(book) => said(&import::understand(&book, &Known::default()), lang),
    }
}

fn said(understood: &import::Understood, lang: Lang) -> Brought {
    Brought { lines: import::summary_lines(understood, lang), code: understood.exit_code() }
}

/// Reads a sheet as this consultant and registers it, in one transaction or not at all. Nothing is sent to anyone.
///
/// # Errors
/// The store's own.
pub async fn bring_in(db: &Store, desk: &Actor, name: String, bytes: Vec<u8>, asked: Asked, lang: Lang) -> Result<Brought, StoreError> {
    let book = match intake::read_book(&bytes, &name) {
        Ok(book) => book,
        Err(reason) => return Ok(Brought { lines: vec![import::unreadable(&reason, lang)], code: 1 }),
    };
    if asked == Asked::Look {
        return db.survey(desk, move |tx| Ok(said(&intake::understand(tx, &book, &Answers::default())?, lang))).await;
    }
    let me = desk.id().to_owned();
    let outcome = db
        .write(desk, None, move |tx| {
            let mut answers = Answers::default();
            let first = intake::understand(tx, &book, &answers)?;
            let mut brought = said(&first, lang);
            let Counts { ready, to_mend, .. } = first.counts();
            if brought.code == 1 {
                return Err(Halt::Said(brought));
            }
            if to_mend > 0 && asked == Asked::RegisterAll {
                brought.lines.push(
                    lang.pick(
                        "何も登録していません。表を直すか、--leave-out を付けて残りだけを登録してください。",
                        "Nothing was registered. Mend the sheet, or register the rest with --leave-out.",
                    )
                    .into(),
                );
                return Err(Halt::Said(brought));
            }
            if ready == 0 {
                brought.lines.push(lang.pick("登録できる行がありません。", "There is no row to register.").into());
                return Err(Halt::Said(brought));
            }
            answers.leave_out(&first);
            let understood = intake::understand(tx, &book, &answers)?;
            let staged = intake::stage(tx, &name, &bytes)?;
            let (batch, _, _) = intake::open_batch(tx, &staged)?;
            let done = intake::register(tx, &understood, &me)?;
            let event = intake::close(tx, &batch, done)?;
            brought.lines.push(lang.pick(
                format!(
                    "登録しました:案件{}件、変更{}件、会社{}社。どなたにも何も送っていません。",
                    done.opened, done.changed, done.companies
                ),
                format!(
                    "Registered: {} cases, {} changes, {} companies. Nothing was sent to anyone.",
                    done.opened, done.changed, done.companies
                ),
            ));
            Ok(tx.commit(&event, "/cases?done=imported")?.with(brought))
        })
        .await;
    match outcome {
        Ok(brought) | Err(Halt::Said(brought)) => Ok(brought),
        Err(Halt::Store(error)) => Err(error),
    }
}
