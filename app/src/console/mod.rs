//! The command line, and everything that keeps the product running for the administrator of the machine.
//!
//! A command that works on the database is an [`orders::Order`]. It opens the database itself, or, when a running server
//! holds it, hands the order to that server through the socket in its data folder; either way the same code answers. What
//! the terminal says is English, as the sentences of the store are; the demo also speaks Japanese.
//!
//! Read `command.rs` first (what can be asked), then `serve.rs` (how a process starts and stops), `background.rs`
//! (what goes on beside the pages), `orders.rs`, `backup.rs` and `doctor.rs`. `web.rs` holds the few pages: health, metrics, licences.

mod background;
mod backup;
mod command;
mod doctor;
mod heads;
mod keys;
mod leak;
mod log;
mod orders;
mod serve;
mod socket;
pub mod text;
mod web;

pub use command::{help, run};
pub use web::{health, licences, metrics, ready};

/// How a command ends; the numbers stand in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It was done.
    Done,
    /// It failed, or `verify` found faults.
    Failed,
    /// The settings are unsafe or cannot be read; nothing was started.
    Unsafe,
    /// Another process holds the database and does not answer.
    Held,
}

impl End {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            End::Done => 0,
            End::Failed => 1,
            End::Unsafe => 2,
            End::Held => 3,
        }
    }
}

/// Sentences, one a line, each behind a dash.
pub(crate) fn dashed(sentences: &[String]) -> String {
    sentences.iter().fold(String::new(), |text, sentence| text + "\n- " + sentence)
}

/// Why a command ends without having done its work: the sentence for the terminal, and the exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stop(pub(crate) End, pub(crate) String);

impl Stop {
    pub(crate) fn failed(sentence: impl Into<String>) -> Stop {
        Stop(End::Failed, sentence.into())
    }
}

impl From<base::store::StoreError> for Stop {
    fn from(error: base::store::StoreError) -> Stop {
        let end = if error == base::store::StoreError::Held { End::Held } else { End::Failed };
        Stop(end, format!("{error}."))
    }
}
