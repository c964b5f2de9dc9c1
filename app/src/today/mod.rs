//! 今日: overdue, today, this week, waiting for others; one line, one reason, one button.
//!
//! Each slice says what of it is due ([`Line`]); this slice puts the lines in order and cuts at twelve open ones. Nothing is
//! overdue because a case was imported: only what someone planned can be late. A line can be put off to a day with a reason
//! (`later.rs`), and taken up again; an answer promised to someone's private words cannot. Who keeps the desk waiting is
//! told once more with one press (`remind.rs`, from what slices say is [`Awaited`]). What a deputy stands in for is folded
//! below one's own. Whoever wants it gets the counts by mail in the morning (`morning.rs`). Manager and branch RM find what waits
//! for them (`beside.rs`).
//!
//! Read `rules.rs` first, then `web.rs`.

mod beside;
mod later;
mod morning;
mod remind;
mod rules;
mod store;
mod text;
mod web;

pub use later::{later, put_off, take_up};
pub use morning::{Counts, MORNING, choose as choose_morning, counts, run_due as run_morning, wanted as wants_morning};
pub use remind::{remind, remind_preview, unremind};
pub(crate) use text::T as Words;
pub use web::{of_case, show};

use base::actor::{Holder, Side};
use base::clock::Day;

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Bucket {
    /// 期限を過ぎています.
    Overdue,
    /// 今日.
    Today,
    /// 今週のこれから.
    Week,
    /// 相手の対応待ち.
    Waiting,
    /// Later than this week: on the case page only.
    Later,
}

impl Bucket {
    /// Where a thing due on `day` stands on `today`; the week is the next six days.
    pub fn of(day: Day, today: Day) -> Bucket {
        match today.until(day) {
            n if n < 0 => Bucket::Overdue,
            0 => Bucket::Today,
            1..=6 => Bucket::Week,
            _ => Bucket::Later,
        }
    }
}

/// One line: when, who, why, and the one button.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it stands.
    pub bucket: Bucket,
    /// The day it is due, for the order.
    pub day: Option<Day>,
    /// When, in words.
    pub when: String,
    /// The placement; its names are added by this slice.
    pub case: String,
    /// Company and person, filled in here.
    pub who: String,
    /// What is due, for the case page where company and person stand above.
    pub what: String,
    /// Why now, in a sentence.
    pub why: String,
    /// Where the button leads.
    pub href: String,
    /// The button, a verb.
    pub button: String,
}

/// Someone of a case who has not answered what the desk asked for, as the slice that asked says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// The placement.
    pub case: String,
    /// Which side: its owner who signs, or the person.
    pub side: Side,
    /// Who it is, where one of several was asked by name.
    pub holder: Option<Holder>,
    /// What is awaited, as 今日 calls it.
    pub what: String,
}
