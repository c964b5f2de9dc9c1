//! The rules of a relay, pure: its states, what a yes is bound to, and what still hinders.

use base::clock::Day;
use base::ids::hex;
use base::vault::Vault;

/// How many days a wording waits for its yes, and a yes for being sent (ux.md §4.7).
pub const DAYS: i64 = 14;
/// Longest wording, in characters.
pub const WORDS: usize = 2000;

/// Where a relay stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// The desk words it.
    Draft,
    /// The writer has the exact words before them.
    Offered,
    /// The writer said yes to exactly these.
    Agreed,
    /// The writer said no.
    Refused,
    /// The writer took the yes back.
    Withdrawn,
    /// The receiver has it.
    Sent,
}

impl State {
    /// Reads a state; what cannot be read is a draft, which goes nowhere.
    pub fn parse(code: &str) -> State {
        match code {
            "offered" => State::Offered,
            "agreed" => State::Agreed,
            "refused" => State::Refused,
            "withdrawn" => State::Withdrawn,
            "sent" => State::Sent,
            _ => State::Draft,
        }
    }

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Offered => "offered",
            State::Agreed => "agreed",
            State::Refused => "refused",
            State::Withdrawn => "withdrawn",
            State::Sent => "sent",
        }
    }

    /// Which of the six steps is now (1 to 6).
    pub fn step(self) -> usize {
        match self {
            State::Draft | State::Refused | State::Withdrawn => 3,
            State::Offered => 4,
            State::Agreed => 5,
            State::Sent => 6,
        }
    }
}

/// What a yes is given to.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The relay.
    pub id: &'a str,
    /// `words` or `meeting`.
    pub kind: &'a str,
    /// To whom.
    pub receiver: &'a str,
    /// The last day on which it may be sent.
    pub until: Day,
    /// Day and time of a talk of three; empty for words.
    pub meet: &'a str,
    /// The exact words.
    pub words: &'a str,
}

impl Terms<'_> {
    /// The keyed hash that a yes is bound to: one letter, one day or another receiver makes it another.
    pub fn hash(&self, vault: &Vault) -> String {
        let until = self.until.to_string();
        let parts = [self.id, self.kind, self.receiver, until.as_str(), self.meet, self.words];
        hex(&vault.mac("relay", &parts.map(str::as_bytes)))
    }
}

/// Why something cannot be done with a relay as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hindrance {
    /// The writer has not said yes to this wording.
    NoYes,
    /// The last day has passed.
    Expired,
    /// It is with the receiver.
    Sent,
    /// It is not before the writer.
    NotOffered,
}

/// Whether the words may go out today: a yes, to these very terms, that has not run out.
///
/// # Errors
/// What hinders.
pub fn may_send(state: State, agreed_to: &str, terms: &str, until: Day, today: Day) -> Result<(), Hindrance> {
    match state {
        State::Sent => Err(Hindrance::Sent),
        State::Agreed if until < today => Err(Hindrance::Expired),
        State::Agreed if !agreed_to.is_empty() && agreed_to == terms => Ok(()),
        _ => Err(Hindrance::NoYes),
    }
}

/// What the writer answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// この文面で伝えることを承諾する.
    Yes,
    /// この文面では伝えない.
    No,
    /// 承諾を取り消す.
    TakeBack,
}

impl Reply {
    /// Reads the button.
    pub fn parse(code: &str) -> Option<Reply> {
        match code {
            "yes" => Some(Reply::Yes),
            "no" => Some(Reply::No),
            "back" => Some(Reply::TakeBack),
            _ => None,
        }
    }
}

/// The state after the writer's answer to the terms they saw (`seen`), when `terms` are those that stand.
///
/// # Errors
/// What hinders.
pub fn answered(state: State, reply: Reply, seen: &str, terms: &str, until: Day, today: Day) -> Result<State, Hindrance> {
    match (state, reply) {
        (State::Sent, _) => Err(Hindrance::Sent),
        (State::Offered | State::Agreed | State::Refused | State::Withdrawn, _) if seen != terms => Err(Hindrance::NotOffered),
        (State::Offered | State::Refused | State::Withdrawn, Reply::Yes) if until < today => Err(Hindrance::Expired),
        (State::Offered | State::Refused | State::Withdrawn, Reply::Yes) => Ok(State::Agreed),
        (State::Offered, Reply::No) => Ok(State::Refused),
        (State::Agreed, Reply::TakeBack | Reply::No) => Ok(State::Withdrawn),
        _ => Err(Hindrance::NotOffered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Day {
        Day::new(2026, 12, day).unwrap()
    }

    #[test]
    fn a_yes_is_bound_to_every_letter_the_receiver_and_the_last_day() {
        let vault = Vault::new([1; 32]);
        let terms =
            Terms { id: "1", kind: "words", receiver: "owner", until: day(1), meet: "", words: "会議の時間を短くしてほしい" };
        let hash = terms.hash(&vault);
        for other in [
            Terms { words: "会議の時間を短くしてほしい。", ..terms },
            Terms { receiver: "host", ..terms },
            Terms { until: day(2), ..terms },
            Terms { id: "2", ..terms },
            Terms { kind: "meeting", ..terms },
            Terms { meet: "2026-12-03 14:00", ..terms },
        ] {
            assert_ne!(other.hash(&vault), hash);
        }
    }

    #[test]
    fn nothing_is_sent_without_a_yes_to_exactly_these_words_that_still_holds() {
        assert_eq!(may_send(State::Agreed, "h", "h", day(1), day(1)), Ok(()));
        assert_eq!(may_send(State::Agreed, "h", "h", day(1), day(2)), Err(Hindrance::Expired));
        assert_eq!(may_send(State::Agreed, "h", "x", day(1), day(1)), Err(Hindrance::NoYes));
        assert_eq!(may_send(State::Agreed, "", "", day(1), day(1)), Err(Hindrance::NoYes));
        for state in [State::Draft, State::Offered, State::Refused, State::Withdrawn] {
            assert_eq!(may_send(state, "h", "h", day(1), day(1)), Err(Hindrance::NoYes), "{state:?}");
        }
        assert_eq!(may_send(State::Sent, "h", "h", day(1), day(1)), Err(Hindrance::Sent));
    }

    #[test]
    fn the_writer_may_say_yes_take_it_back_and_say_yes_again_until_it_is_sent() {
        let step = |state, reply| answered(state, reply, "h", "h", day(9), day(1));
        assert_eq!(step(State::Offered, Reply::Yes), Ok(State::Agreed));
        assert_eq!(step(State::Agreed, Reply::TakeBack), Ok(State::Withdrawn));
        assert_eq!(step(State::Withdrawn, Reply::Yes), Ok(State::Agreed));
        assert_eq!(step(State::Offered, Reply::No), Ok(State::Refused));
        assert_eq!(step(State::Sent, Reply::TakeBack), Err(Hindrance::Sent));
        assert_eq!(step(State::Draft, Reply::Yes), Err(Hindrance::NotOffered));
        assert_eq!(answered(State::Offered, Reply::Yes, "old", "h", day(9), day(1)), Err(Hindrance::NotOffered));
        assert_eq!(answered(State::Offered, Reply::Yes, "h", "h", day(1), day(2)), Err(Hindrance::Expired));
    }
}
