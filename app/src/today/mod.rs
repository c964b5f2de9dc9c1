//! 今日: overdue, today, this week, waiting for others; one line, one reason, one button.
//!
//! Each slice says what of it is due ([`Line`]); this slice puts the lines in order and cuts at twelve open ones. Nothing is
//! overdue because a case was imported: only what someone planned can be late.

mod text;
mod web;

pub use web::{of_case, show};

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
