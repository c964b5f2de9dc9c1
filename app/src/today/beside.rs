//! 今日 of those who keep no case: what waits for a manager's word, and what a branch RM has before them in the companies of
//! their branch. Nothing here is put off, and nobody is told once more.

use base::actor::StaffSeat;
use base::clock::Day;
use base::store::Read;
use base::text::Lang;

use super::text::T;
use super::{Bucket, Line, rules, store};
use crate::case;
use crate::placement::StartWord;
use crate::web::AppError;
use crate::{channel, next_proposal, report};

/// The lines of this seat; none for the desk, whose lines the slices make.
///
/// # Errors
/// The store's own.
pub(super) fn lines(tx: &Read<'_>, lang: Lang, today: Day) -> Result<Option<Vec<Line>>, AppError> {
    let mut all = match tx.actor().staff_seat() {
        Some(StaffSeat::Manager) => {
            let mut all = report::looks_lines(tx, lang, today)?;
            all.extend(exceptions(tx, lang, today)?);
            all.extend(channel::lines(tx, None, lang, today)?);
            all.extend(next_proposal::lines(tx, None, lang, today)?);
            all
        }
        Some(StaffSeat::Branch) => {
            let mut all = first_days(tx, lang, today)?;
            all.extend(next_proposal::lines(tx, None, lang, today)?);
            all
        }
        _ => return Ok(None),
    };
    rules::order(&mut all);
    Ok(Some(all))
}

/// What is to be passed on without its writer's yes, as far as another person asked for it.
fn exceptions(tx: &Read<'_>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let line = |(id, case): (String, String)| Line {
        bucket: Bucket::Today,
        day: Some(today),
        when: t.today().to_owned(),
        case,
        who: String::new(),
        what: t.x_what().to_owned(),
        why: t.x_why().to_owned(),
        href: format!("/without-consent/{id}"),
        button: t.x_button().to_owned(),
    };
    Ok(store::exceptions(tx)?.into_iter().map(line).collect())
}

/// First days of this week.
fn first_days(tx: &Read<'_>, lang: Lang, today: Day) -> Result<Vec<Line>, AppError> {
    let t = T(lang);
    let line = |(id, day, contract): (String, Day, String)| Line {
        bucket: Bucket::of(day, today),
        day: Some(day),
        when: lang.short_day(day),
        who: String::new(),
        what: t.first_day().to_owned(),
        why: t.first_day_why(case::Words(lang).joined(StartWord::of(&contract))),
        href: format!("/cases/{id}"),
        button: t.open_case().to_owned(),
        case: id,
    };
    Ok(store::first_days(tx, today, today.plus(6))?.into_iter().map(line).collect())
}
