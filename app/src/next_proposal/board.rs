//! The board of proposals over all cases a member of staff reaches: by state, with counts and the income that came of them.

use askama::Template;
use base::clock::Day;
use base::store::Read;
use base::text::Lang;

use super::rules::State;
use super::store::{self, Proposal};
use super::text::T;
use crate::change::asked;
use crate::placement::short_company;
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

/// A proposal on a list.
pub(super) struct Card {
    pub(super) id: String,
    pub(super) company: String,
    pub(super) kind: &'static str,
    pub(super) issue: String,
    /// How likely it is; empty once it has ended.
    pub(super) chance: &'static str,
    pub(super) next: String,
    pub(super) keeper: String,
    pub(super) income: String,
    /// The sentence that it is not tied to lending.
    pub(super) untied: String,
}

pub(super) fn card(tx: &Read<'_>, one: &Proposal, company: &str, lang: Lang) -> Result<Card, AppError> {
    let t = T(lang);
    Ok(Card {
        id: one.id.clone(),
        company: short_company(company),
        kind: t.kind_word(&one.kind),
        issue: one.issue.clone(),
        chance: if one.ended_on.is_none() { t.chance_word(&one.chance) } else { "" },
        next: match (one.next_on, one.ended_on) {
            (_, Some(day)) => t.ended_day(&lang.day(day)),
            (Some(day), None) => t.next_day(&lang.short_day(day)),
            (None, None) => t.no_next().to_owned(),
        },
        keeper: if one.keeper.is_empty() { String::new() } else { store::name_of(tx, &one.keeper)? },
        income: one.income.map(|yen| t.yen(&commas(yen))).unwrap_or_default(),
        untied: one.untied.clone(),
    })
}

/// A number with commas.
pub(crate) fn commas(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if value < 0 { format!("-{out}") } else { out }
}

/// A state with its drawing, count and cards.
struct Group {
    code: &'static str,
    name: &'static str,
    count: String,
    svg: String,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "next_proposal/board.html")]
struct BoardPage {
    f: Frame,
    t: T,
    finding: String,
    groups: Vec<Group>,
    none: bool,
    kinds: Vec<(String, String)>,
    kind: String,
}

fn finding(t: T, all: &[Proposal], today: Day, lang: Lang) -> String {
    let open = all.iter().filter(|one| one.state().is_open()).count();
    let won = all.iter().filter(|one| one.state() == State::Won).count();
    let income: i64 = all.iter().filter_map(|one| one.income).sum();
    let late = all.iter().filter(|one| one.state().is_open() && one.next_on.is_some_and(|day| day < today)).count();
    let said = t.finding(open, won, &commas(income));
    if late == 0 { said } else { format!("{said}{}{}", lang.pick("", " "), t.finding_late(late)) }
}

/// `GET /proposals`: what this member of staff reaches; `kind` narrows it.
pub async fn board(cx: Cx) -> Answer {
    let (t, lang, today, kind) = (T(cx.lang), cx.lang, cx.today(), asked(&cx, "kind"));
    let wanted = kind.clone();
    let (finding, groups) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let mut all = store::all(tx, "")?;
            all.retain(|one| wanted.is_empty() || one.kind == wanted);
            let companies = store::companies(tx)?;
            let most = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let mut groups = Vec::new();
            for state in State::ALL {
                let mut cards = Vec::new();
                for one in all.iter().filter(|one| one.state() == state) {
                    cards.push(card(tx, one, companies.get(&one.case).map_or("", String::as_str), lang)?);
                }
                let count = u32::try_from(cards.len()).unwrap_or(u32::MAX);
                groups.push(Group {
                    code: state.code(),
                    name: t.state_word(state),
                    count: t.count(cards.len()),
                    svg: paper::chart::bar(count, most),
                    cards,
                });
            }
            Ok::<_, AppError>((finding(t, &all, today, lang), groups))
        })
        .await?;
    let none = groups.iter().all(|group| group.cards.is_empty());
    page(&BoardPage { f: cx.frame(t.title(), Nav::Proposals).await?, t, finding, groups, none, kinds: t.kinds(), kind })
}

#[cfg(test)]
mod tests {
    use super::commas;

    #[test]
    fn a_sum_is_written_with_commas() {
        assert_eq!(["0", "999", "1,000", "12,345,678"].map(String::from), [0, 999, 1000, 12_345_678].map(commas));
        assert_eq!(commas(-1200), "-1,200");
    }
}
