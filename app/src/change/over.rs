//! The desk's one page of all changes: what was hoped for, how it was before, what each saw over time with scene and proof,
//! what both read of it by now, and what nobody had expected. Every word of one side stands on it, so opening it leaves a
//! trace that says which.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use base::clock::Day;
use base::event::Event;
use base::register::Observation;
use base::store::deed;
use base::text::Lang;
use paper::chart::{Dots, Shape, dots};

use super::picture;
use super::rules::{Tone, Voice, counted, months};
use super::store::{self, Seen, Wish};
use super::text::T;
use crate::placement;
use crate::report::{self, Shared};
use crate::review::{self, Row as Measure};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Frame, page};

#[derive(Template)]
#[template(path = "change/over.html")]
struct OverPage {
    f: Frame,
    t: T,
    case: String,
    short: String,
    rows: Vec<Row>,
    /// Good, worrying, neither: heading and notes, where there are any.
    unexpected: Vec<(&'static str, Vec<Note>)>,
    measures: Vec<Measure>,
}

/// An expected change with all that is known of it.
struct Row {
    wish: Wish,
    pictures: Vec<(String, String)>,
    /// What both read of it by now: day and words.
    now: Option<(String, String)>,
    /// How it was before: as worded with the change, or in the report.
    before: String,
    drawn: Drawn,
    notes: Vec<Note>,
}

/// The months in a drawing, a sentence and a table.
struct Drawn {
    svg: String,
    finding: String,
    months: Vec<String>,
    table: Vec<(&'static str, Vec<u32>)>,
}

struct Note {
    side: &'static str,
    voice: &'static str,
    who: String,
    day: String,
    body: String,
    scene: String,
    proof: String,
    tone: &'static str,
    lend: bool,
}

fn shape(voice: Voice) -> Shape {
    match voice {
        Voice::Owner => Shape::Circle,
        Voice::Manager => Shape::Square,
        Voice::Person => Shape::Diamond,
        Voice::Desk => Shape::Triangle,
    }
}

fn drawn(title: &str, seen: &[(Voice, Day)], lang: Lang) -> Drawn {
    let t = T(lang);
    let all: Vec<Day> = seen.iter().map(|(_, day)| *day).collect();
    let months = months(&all);
    let voices: Vec<(Voice, Vec<Day>)> = Voice::ALL
        .into_iter()
        .map(|voice| (voice, seen.iter().filter(|(of, _)| *of == voice).map(|(_, day)| *day).collect::<Vec<_>>()))
        .filter(|(_, days)| !days.is_empty())
        .collect();
    let lanes: Vec<(&str, Shape, Vec<u32>)> =
        voices.iter().map(|(voice, days)| (t.voice(*voice), shape(*voice), counted(days, &months))).collect();
    let told: Vec<String> = voices.iter().map(|(voice, days)| t.over_voice(t.voice(*voice), days.len())).collect();
    let finding = if seen.is_empty() { t.over_quiet().to_owned() } else { t.over_finding(seen.len(), &told.join(lang.pick("、", ", "))) };
    let short: Vec<String> = months.iter().map(|month| t.over_month_short(month.month())).collect();
    let svg = if seen.is_empty() {
        String::new()
    } else {
        dots(&Dots { title: &t.over_chart(title), description: &finding, months: &short, lanes: &lanes })
    };
    Drawn {
        svg,
        finding,
        months: months.iter().map(|month| t.over_month(month.year(), month.month())).collect(),
        table: lanes.into_iter().map(|(name, _, numbers)| (name, numbers)).collect(),
    }
}

/// Those who wrote, by id: name, and the seat they have in the case.
struct People {
    names: HashMap<String, String>,
    seats: HashMap<String, String>,
}

impl People {
    fn voice(&self, seen: &Seen) -> Voice {
        Voice::of(seen.side, self.seats.get(&seen.author).map_or("", String::as_str))
    }

    fn note(&self, seen: &Seen, lang: Lang) -> Note {
        let t = T(lang);
        Note {
            side: seen.side.code(),
            voice: t.voice(self.voice(seen)),
            who: self.names.get(&seen.author).cloned().unwrap_or_default(),
            day: t.seen_at(&lang.short_day(seen.seen_on)),
            scene: seen.evidence.clone(),
            proof: t.proof_of(seen.marks, &seen.proof),
            tone: match seen.marks.tone {
                Some(Tone::Good) => t.tone_good(),
                Some(Tone::Bad) => t.tone_bad(),
                None => "",
            },
            body: seen.body.clone(),
            lend: seen.lend,
        }
    }
}

/// What both read of a change last; a line of the report stands under the words of the change.
fn latest<'s>(shared: &'s [Shared], wish: &Wish) -> Option<&'s Shared> {
    let newest = shared.iter().find(|one| one.said.title == wish.words)?.no;
    shared.iter().rfind(|one| one.no == newest && one.said.title == wish.words)
}

/// `GET /cases/{case}/changes/board`: everything about the changes of a case, on one page.
pub async fn over(cx: Cx, Path(case): Path<String>) -> Answer {
    let (t, lang, of) = (T(cx.lang), cx.lang, case.clone());
    let (short, rows, unexpected, measures) = cx
        .db
        .write(cx.actor()?, None, move |tx| {
            let entry = tx.enter(&of)?;
            entry.pass::<Observation, deed::Change>()?;
            let people = People { names: store::names(tx, &entry)?, seats: store::seats(tx, &entry)? };
            // The oldest first: a board is read like a story.
            let mut seen = store::texts(tx, &entry)?;
            seen.sort_by(|a, b| (a.seen_on, a.created_at, &a.id).cmp(&(b.seen_on, b.created_at, &b.id)));
            let (pictures, shared) = (picture::pictures(tx, &entry)?, report::shared(tx, &entry)?);
            let rows: Vec<Row> = store::wishes(tx, &entry)?
                .into_iter()
                .map(|wish| {
                    let own: Vec<&Seen> = seen.iter().filter(|seen| seen.change_id == wish.id).collect();
                    let days: Vec<(Voice, Day)> = own.iter().map(|seen| (people.voice(seen), seen.seen_on)).collect();
                    let last = latest(&shared, &wish);
                    Row {
                        pictures: picture::of(&pictures, &wish.id),
                        now: last.map(|one| (t.over_shared(&lang.day(one.day)), one.said.now.clone())),
                        before: last
                            .map(|one| one.said.before.clone())
                            .filter(|before| !before.is_empty())
                            .unwrap_or(wish.baseline.clone()),
                        drawn: drawn(&wish.words, &days, lang),
                        notes: own.into_iter().map(|seen| people.note(seen, lang)).collect(),
                        wish,
                    }
                })
                .collect();
            let other = |tone: Option<Tone>| {
                seen.iter().filter(move |seen| seen.change_id.is_empty() && seen.marks.tone == tone).map(|seen| people.note(seen, lang))
            };
            let unexpected: Vec<(&'static str, Vec<Note>)> = [
                (t.over_good(), other(Some(Tone::Good)).collect::<Vec<_>>()),
                (t.over_bad(), other(Some(Tone::Bad)).collect()),
                (t.over_plain(), other(None).collect()),
            ]
            .into_iter()
            .filter(|(_, notes)| !notes.is_empty())
            .collect();
            let read = seen.iter().map(|seen| seen.id.as_str()).collect::<Vec<_>>().join(" ");
            let drawn = (placement::facts(tx, &entry)?.short(lang), rows, unexpected, review::beside(tx, &entry, lang)?);
            let event = Event::TextRead(Some(&of), &of).detail(format!("observations {read}"));
            tx.commit(&event, "").map(|done| done.with(drawn)).map_err(AppError::from)
        })
        .await?;
    page(&OverPage { f: cx.frame(t.over_title(), Nav::Cases).await?, t, case, short, rows, unexpected, measures })
}
