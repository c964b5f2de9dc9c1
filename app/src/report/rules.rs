//! The rules of the change report, pure: what a line needs before it may be read by both, what a report needs before it
//! goes out, and who may look at it a second time.

use base::actor::Side;
use base::clock::Day;
use base::ids::hex;
use base::vault::Vault;
use serde::{Deserialize, Serialize};

/// Where a report in the making stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// 下書き.
    Draft,
    /// Before the manager.
    SecondLook,
    /// The manager approved it.
    Approved,
    /// 共有済み.
    Published,
}

impl State {
    /// As written in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::SecondLook => "second_look",
            State::Approved => "approved",
            State::Published => "published",
        }
    }

    /// Reads what [`State::code`] wrote; anything else is a draft, which nobody but the desk sees.
    pub fn parse(code: &str) -> State {
        [State::SecondLook, State::Approved, State::Published].into_iter().find(|state| state.code() == code).unwrap_or(State::Draft)
    }
}

/// When an institution wants a second look before a report goes out (ux.md §4.6).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// Never.
    Off,
    /// Before the first report of a case.
    First,
    /// Before each.
    All,
}

impl Look {
    /// Reads the institution's setting; an unknown one is the strictest.
    pub fn parse(code: &str) -> Look {
        match code {
            "off" => Look::Off,
            "first" => Look::First,
            _ => Look::All,
        }
    }

    /// Whether a report needs it, with so many published in the case before.
    pub fn needed(self, published: usize) -> bool {
        match self {
            Look::Off => false,
            Look::First => published == 0,
            Look::All => true,
        }
    }
}

/// Why a line may, or may not yet, be read by both sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The desk's own line.
    Desk,
    /// Word for word what the writer lent.
    AsLent,
    /// The writer agreed to exactly these words.
    Agreed,
    /// Put before the writer, no answer yet.
    Asked,
    /// The writer does not want these words.
    Refused,
    /// Nobody asked the writer.
    Unasked,
}

impl Standing {
    /// Whether the words may go out.
    pub fn free(self) -> bool {
        matches!(self, Standing::Desk | Standing::AsLent | Standing::Agreed)
    }
}

/// What the writer of a line's source lets the desk do with it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The text as lent.
    pub body: String,
    /// The change it was written for, or empty.
    pub change: String,
    /// Whether it may stand in a report at all.
    pub lend: bool,
}

/// The words of a line as both would read them: heading, before, now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The expected change it stands under; may be empty.
    pub title: String,
    /// 以前は; may be empty.
    pub before: String,
    /// いま.
    pub now: String,
}

impl Said {
    /// What an agreement is bound to: a keyed hash of heading, before and now. Any other letter is another hash.
    pub fn hash(&self, vault: &Vault) -> String {
        hex(&vault.mac("report line", &[self.title.as_bytes(), self.before.as_bytes(), self.now.as_bytes()]))
    }
}

/// Where a line stands. `offers` are those for its source, newest first: hash and state.
///
/// A yes holds for exactly the words it was given to; lent text holds as it was lent, without a 以前は and under the
/// change it was written for (visibility.md, rule 1).
pub fn standing(side: Side, change: &str, said: &Said, hash: &str, source: Option<&Source>, offers: &[(String, String)]) -> Standing {
    if side == Side::Bank {
        return Standing::Desk;
    }
    let Some(source) = source else { return Standing::Unasked };
    match offers.iter().find(|(of, state)| of == hash && state != "withdrawn").map(|(_, state)| state.as_str()) {
        Some("agreed") => return Standing::Agreed,
        Some("used") if source.lend => return Standing::Agreed,
        Some("open") => return Standing::Asked,
        Some("refused") => return Standing::Refused,
        _ => {}
    }
    if source.lend && said.before.is_empty() && said.now == source.body && change == source.change {
        Standing::AsLent
    } else {
        Standing::Unasked
    }
}

/// What keeps a report from going out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hindrance {
    /// No line is chosen.
    NoLine,
    /// The sentence on top is missing.
    NoFinding,
    /// A line is not agreed: its number, and where it stands.
    Locked(usize, Standing),
    /// The second look is still to come.
    NoLook,
    /// Nobody of the company could read it.
    NoReader,
}

/// What keeps these words from being put before the manager: all but the look itself. `lines` are the chosen ones, by the
/// number they have on the page.
pub fn unfinished(finding: &str, lines: &[(usize, Standing)]) -> Vec<Hindrance> {
    let mut all = Vec::new();
    if finding.is_empty() {
        all.push(Hindrance::NoFinding);
    }
    if lines.is_empty() {
        all.push(Hindrance::NoLine);
    }
    all.extend(lines.iter().filter(|(_, standing)| !standing.free()).map(|(n, standing)| Hindrance::Locked(*n, *standing)));
    all
}

/// Why a second look is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It does not wait for one.
    NotWaiting,
    /// Nobody approves a draft their own hands were on (visibility.md, rule 11).
    OwnDraft,
}

/// Whether `me` may judge a report; `hands` are the ids of all who worked on it.
///
/// # Errors
/// [`Refusal`].
pub fn may_look(state: State, hands: &str, me: &str) -> Result<(), Refusal> {
    if state != State::SecondLook {
        return Err(Refusal::NotWaiting);
    }
    if hands.split(' ').any(|hand| hand == me) { Err(Refusal::OwnDraft) } else { Ok(()) }
}

/// `hands` with `me` among them.
pub fn with_hand(hands: &str, me: &str) -> String {
    if hands.split(' ').any(|hand| hand == me) { hands.to_owned() } else { format!("{hands} {me}").trim().to_owned() }
}

/// A report as both read it: the whole content, in the words that were agreed. Once published it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// 第n号 of the case.
    pub no: i64,
    /// 版; above 1 it is a 訂正.
    pub edition: i64,
    /// The day it went out, `2026-11-20`.
    pub date: String,
    /// One sentence on top.
    pub finding: String,
    /// Those it is addressed to, line by line.
    pub to: Vec<String>,
    /// Who sends it, line by line.
    pub from: Vec<String>,
    /// The changes, in order.
    pub lines: Vec<Said>,
    /// Indicators of the issue in a sentence each, after the words; reports of before had none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
}

impl Content {
    /// The day it went out.
    pub fn day(&self) -> Option<Day> {
        Day::parse(&self.date)
    }

    /// The lines under their headings, in order; a heading stands once.
    pub fn sections(&self) -> Vec<(&str, Vec<&Said>)> {
        let mut sections: Vec<(&str, Vec<&Said>)> = Vec::new();
        for said in &self.lines {
            match sections.last_mut() {
                Some((title, lines)) if *title == said.title => lines.push(said),
                _ => sections.push((&said.title, vec![said])),
            }
        }
        sections
    }

    /// What this edition says otherwise than the one before: as it read, and as it reads; one of them is empty for words that
    /// came or went.
    pub fn mended(&self, before: &Content) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut put = |was: &str, now: &str| {
            if was != now {
                all.push((was.to_owned(), now.to_owned()));
            }
        };
        put(&before.finding, &self.finding);
        let mut gone: Vec<&Said> = before.lines.iter().filter(|said| !self.lines.contains(said)).collect();
        for said in self.lines.iter().filter(|said| !before.lines.contains(said)) {
            match gone.iter().position(|old| old.title == said.title || old.now == said.now) {
                Some(at) => {
                    let old = gone.remove(at);
                    put(&old.title, &said.title);
                    put(&old.before, &said.before);
                    put(&old.now, &said.now);
                }
                None => put("", &said.now),
            }
        }
        for old in gone {
            put(&old.now, "");
        }
        for line in before.measures.iter().filter(|line| !self.measures.contains(line)) {
            put(line, "");
        }
        for line in self.measures.iter().filter(|line| !before.measures.contains(line)) {
            put("", line);
        }
        all
    }

    /// What a look and a review are bound to: number, sentence and lines, whatever the day.
    pub fn hash(&self, vault: &Vault) -> String {
        let mut parts: Vec<&[u8]> = vec![self.finding.as_bytes()];
        let numbers = format!("{} {} {}", self.no, self.edition, self.lines.len());
        parts.push(numbers.as_bytes());
        for said in &self.lines {
            parts.extend([said.title.as_bytes(), said.before.as_bytes(), said.now.as_bytes()]);
        }
        parts.extend(self.measures.iter().map(String::as_bytes));
        hex(&vault.mac("report", &parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(now: &str) -> Said {
        Said { title: "毎月の会議".into(), before: String::new(), now: now.into() }
    }

    fn content(finding: &str, lines: &[Said]) -> Content {
        let (date, to, from, measures) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        Content { no: 1, edition: 1, date, finding: finding.into(), to, from, lines: lines.to_vec(), measures }
    }

    #[test]
    fn a_correction_says_which_words_changed_which_came_and_which_went() {
        let other = Said { title: "朝礼".into(), ..said("短くなりました") };
        let first = content("会議が変わりました", &[said("発言が増えました"), other.clone()]);
        assert_eq!(first.mended(&first), []);
        let words = |was: &str, now: &str| (was.to_owned(), now.to_owned());
        let second = content("会議が変わりました", &[said("議題が増えました"), other.clone()]);
        assert_eq!(second.mended(&first), [words("発言が増えました", "議題が増えました")]);
        let third = content("会議で話す人が増えました", &[said("議題が増えました")]);
        assert_eq!(third.mended(&second), [words("会議が変わりました", "会議で話す人が増えました"), words("短くなりました", "")]);
        assert_eq!(second.mended(&third).last(), Some(&words("", "短くなりました")));
    }

    fn lent(body: &str) -> Source {
        Source { body: body.into(), change: "meeting".into(), lend: true }
    }

    fn stands(said: &Said, source: &Source, offers: &[(&str, &str)]) -> Standing {
        let vault = Vault::new([1; 32]);
        let offers: Vec<(String, String)> =
            offers.iter().map(|(words, state)| (self::said(words).hash(&vault), (*state).to_owned())).collect();
        standing(Side::Company, "meeting", said, &said.hash(&vault), Some(source), &offers)
    }

    #[test]
    fn a_lent_sentence_is_free_as_it_stands_and_locked_by_one_other_letter() {
        assert_eq!(stands(&said("発言が増えました。"), &lent("発言が増えました。"), &[]), Standing::AsLent);
        assert_eq!(stands(&said("発言が増えました!"), &lent("発言が増えました。"), &[]), Standing::Unasked);
        let before = Said { before: "社長だけが話していました。".into(), ..said("発言が増えました。") };
        assert_eq!(stands(&before, &lent("発言が増えました。"), &[]), Standing::Unasked);
    }

    #[test]
    fn a_sentence_taken_back_is_locked_again() {
        let source = Source { lend: false, ..lent("発言が増えました。") };
        assert_eq!(stands(&said("発言が増えました。"), &source, &[]), Standing::Unasked);
        assert_eq!(stands(&said("発言が増えました。"), &source, &[("発言が増えました。", "used")]), Standing::Unasked);
    }

    #[test]
    fn a_yes_holds_for_the_words_it_was_given_to_and_for_no_others() {
        let source = lent("もとの文");
        assert_eq!(stands(&said("直した文"), &source, &[("直した文", "agreed")]), Standing::Agreed);
        assert_eq!(stands(&said("また直した文"), &source, &[("直した文", "agreed")]), Standing::Unasked);
        assert_eq!(stands(&said("直した文"), &source, &[("直した文", "withdrawn")]), Standing::Unasked);
        assert_eq!(stands(&said("直した文"), &source, &[("直した文", "open")]), Standing::Asked);
    }

    #[test]
    fn a_no_outweighs_that_the_text_was_once_lent() {
        assert_eq!(stands(&said("もとの文"), &lent("もとの文"), &[("もとの文", "refused")]), Standing::Refused);
    }

    #[test]
    fn nobody_approves_a_draft_their_own_hands_were_on() {
        assert_eq!(may_look(State::SecondLook, "yamamoto ishii", "ohno"), Ok(()));
        assert_eq!(may_look(State::SecondLook, "yamamoto ishii", "ishii"), Err(Refusal::OwnDraft));
        assert_eq!(may_look(State::Draft, "yamamoto", "ohno"), Err(Refusal::NotWaiting));
        assert_eq!(with_hand(&with_hand("", "a"), "b"), "a b");
        assert_eq!(with_hand("a b", "b"), "a b");
    }

    #[test]
    fn the_first_report_of_a_case_is_looked_at_twice_where_the_house_says_so() {
        assert!(Look::First.needed(0) && !Look::First.needed(1));
        assert!(Look::All.needed(4) && !Look::Off.needed(0));
        assert_eq!(Look::parse("anything"), Look::All);
    }

    #[test]
    fn a_report_needs_its_sentence_a_line_and_every_yes() {
        assert_eq!(unfinished("", &[]), [Hindrance::NoFinding, Hindrance::NoLine]);
        assert_eq!(unfinished("文", &[(1, Standing::AsLent), (2, Standing::Asked)]), [Hindrance::Locked(2, Standing::Asked)]);
        assert!(unfinished("文", &[(1, Standing::Desk)]).is_empty());
    }
}
