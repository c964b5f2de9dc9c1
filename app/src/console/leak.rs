//! `banso leak-scope`: the first answer after a theft. Ids only: whose they are is looked up by those who may.

use std::fmt::Write;

use base::clock::{DAY, Day, HOUR, Instant, MINUTE};
use base::leak::Whose;
use base::store::Store;
use base::text::Lang;
use serde::{Deserialize, Serialize};

use super::{Stop, orders};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) session: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) institution: String,
}

/// A day, or a moment, in Asia/Tokyo; the second of the two is how long it lasts.
fn moment(text: &str) -> Option<(Instant, i64)> {
    let Some((day, time)) = text.split_once(['T', ' ']) else { return Day::parse(text).map(|day| (day.start(), DAY)) };
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let within = (0..24).contains(&hour) && (0..60).contains(&minute);
    Day::parse(day).filter(|_| within).map(|day| (day.start().plus(hour * HOUR + minute * MINUTE), 0))
}

pub(super) async fn answer(db: &Store, asked: Asked) -> Result<String, Stop> {
    let time = |text: &str| {
        moment(text).ok_or_else(|| Stop::failed(format!("“{text}” is no day and no moment; 2026-11-24 or 2026-11-24T09:30 is.")))
    };
    let (from, (until, lasts)) = (time(&asked.from)?.0, time(&asked.until)?);
    let until = until.plus(lasts);
    if until <= from {
        return Err(Stop::failed("--until lies before --from."));
    }
    let institution = orders::house(db, &asked.institution).await?;
    let (whose, who) = match (asked.session, asked.account) {
        (Some(_), Some(_)) => return Err(Stop::failed("Please give --session or --account, not both.")),
        (Some(session), None) => (Whose::Session(session.clone()), format!("The session {session}")),
        (None, Some(account)) => {
            let id = if account.contains('@') { orders::member(db, &account).await?.staff } else { account };
            (Whose::Account(id.clone()), format!("The account {id}"))
        }
        (None, None) => (Whose::Institution, "Everybody of the institution".to_owned()),
    };
    let scope = db.leak_scope(&institution, whose, from, until).await?;
    let said = |at: Instant| Lang::En.moment(at);
    let mut text = format!(
        "{who}, from {} until before {}: {} audit lines in {} sessions.\n",
        said(from),
        said(until),
        scope.lines,
        scope.sessions.len()
    );
    if scope.touched.is_empty() {
        text.push_str("No private text was touched.\n");
    }
    for one in &scope.touched {
        let acts = one.acts.iter().map(|(act, n)| format!("{act} {n}")).collect::<Vec<_>>().join(", ");
        let span = one.span.map(|(first, last)| format!("{} to {}", said(first), said(last))).unwrap_or_default();
        let side = if one.side.is_empty() { "-" } else { &one.side };
        let case = if one.case.is_empty() { "-" } else { &one.case };
        let _ = writeln!(text, "case {case} side {side} owner {}: {acts}; {span}", one.owner);
    }
    if scope.exports > 0 {
        let _ = writeln!(text, "{} lists were taken out; each may name many.", scope.exports);
    }
    for session in &scope.sessions {
        let _ = writeln!(text, "session {session}");
    }
    text.push_str("Pages without a private text leave no line and are not in this list.");
    orders::note(db, "leak scope").await?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lasts_to_its_end_and_a_moment_is_a_moment() {
        assert_eq!(moment("2026-11-24").map(|(_, lasts)| lasts), Some(DAY));
        let (day, _) = moment("2026-11-24").unwrap();
        assert_eq!(moment("2026-11-24T09:30"), Some((day.plus(9 * HOUR + 30 * MINUTE), 0)));
        for bad in ["", "yesterday", "2026-11-24T25:00", "2026-11-24T9", "2026-13-01"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }
}
