//! The rules of naming, pure: which papers there are, what records each is made of, and when it counts.

use base::actor::Side;
use base::text::Lang;

use super::text::T;

/// A paper someone can be named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 三者の書面.
    Booklet,
    /// 目標シート.
    Goals,
    /// What was said with all three at the table.
    Talks,
    /// 変化のご報告.
    Reports,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Paper; 4] = [Paper::Booklet, Paper::Goals, Paper::Talks, Paper::Reports];

    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            Paper::Booklet => "booklet",
            Paper::Goals => "goals",
            Paper::Talks => "talks",
            Paper::Reports => "reports",
        }
    }

    /// The tables it is made of: the grant *named* asks for each by itself.
    pub fn tables(self) -> &'static [&'static str] {
        match self {
            Paper::Booklet => &["booklet", "booklet_seal", "booklet_version", "reception"],
            Paper::Goals => &["goal_sheet", "goal", "agreement", "sheet_version"],
            Paper::Talks => &["check_in", "joint_note"],
            Paper::Reports => &["report_published"],
        }
    }

    /// In words.
    pub fn words(self, lang: Lang) -> &'static str {
        let t = T(lang);
        match self {
            Paper::Booklet => t.booklet(),
            Paper::Goals => t.goals(),
            Paper::Talks => t.talks(),
            Paper::Reports => t.reports(),
        }
    }
}

/// What one side last said about a contact and a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The paper's code.
    pub paper: String,
    /// The contact.
    pub holder: String,
    /// Who says so.
    pub side: Side,
    /// Whether it is a yes.
    pub yes: bool,
}

/// Whether a side's last word is a yes; none when it has said nothing.
pub fn says(words: &[Word], paper: Paper, holder: &str, side: Side) -> Option<bool> {
    words.iter().rev().find(|word| word.paper == paper.code() && word.holder == holder && word.side == side).map(|word| word.yes)
}

/// Whether it counts: both sides' last word is a yes.
pub fn counts(words: &[Word], paper: Paper, holder: &str) -> bool {
    [Side::Company, Side::Person].into_iter().all(|side| says(words, paper, holder, side) == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(side: Side, yes: bool) -> Word {
        Word { paper: "goals".into(), holder: "h".into(), side, yes }
    }

    #[test]
    fn it_counts_while_the_last_word_of_both_is_a_yes() {
        let mut words = vec![word(Side::Company, true)];
        assert!(!counts(&words, Paper::Goals, "h"), "one side alone names nobody");
        words.push(word(Side::Person, true));
        assert!(counts(&words, Paper::Goals, "h"));
        assert!(!counts(&words, Paper::Booklet, "h") && !counts(&words, Paper::Goals, "other"));
        words.push(word(Side::Company, false));
        assert!(!counts(&words, Paper::Goals, "h"), "either takes it back");
    }
}
