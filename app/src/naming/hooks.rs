//! What naming hands to other pages: who is named, and that the other side asks for somebody.

use askama::Template;
use base::access::Seat;
use base::actor::Side;
use base::register::{Named, Naming};
use base::store::{Entry, Read, deed};
use base::text::Lang;

use super::rules::{Paper, says};
use super::store;
use super::text::T;
use crate::case::{Item, Panel, Sees};
use crate::portal::Ask;
use crate::web::AppError;

/// Entries for the timeline of the case page: since when somebody is named.
///
/// # Errors
/// The store's own.
pub fn timeline(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Item>, AppError> {
    let t = T(lang);
    if !entry.may::<Named, deed::View>() {
        return Ok(Vec::new());
    }
    let mut items = Vec::new();
    for row in store::given(tx, entry)? {
        let Some(paper) = store::paper_of(&row.table) else { continue };
        items.push(Item {
            day: row.at.day(),
            order: row.at.0,
            filter: "agree",
            kind: t.k_named().to_owned(),
            title: t.t_named(&store::name(tx, entry, &row.holder)?, paper.words(lang)),
            text: String::new(),
            sees: Sees::All,
            by: Side::Company,
            href: None,
            ahead: false,
        });
    }
    Ok(items)
}

#[derive(Template)]
#[template(path = "naming/panel.html")]
struct PanelPart {
    t: T,
    lines: Vec<String>,
}

/// The aside of the case page: who of the company reads which paper; none while nobody does.
///
/// # Errors
/// The store's own.
pub fn panel(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Panel>, AppError> {
    let t = T(lang);
    if !entry.may::<Named, deed::View>() {
        return Ok(None);
    }
    let mut named: Vec<(String, Vec<&'static str>)> = Vec::new();
    for row in store::given(tx, entry)? {
        let Some(paper) = store::paper_of(&row.table) else { continue };
        match named.iter_mut().find(|(holder, _)| *holder == row.holder) {
            Some((_, papers)) => papers.push(paper.words(lang)),
            None => named.push((row.holder.clone(), vec![paper.words(lang)])),
        }
    }
    if named.is_empty() {
        return Ok(None);
    }
    let mut lines = Vec::new();
    for (holder, papers) in named {
        lines.push(t.line(&store::name(tx, entry, &holder)?, &papers.join(t.and())));
    }
    let html = PanelPart { t, lines }.render().map_err(|error| AppError::broken(format!("a section could not be drawn: {error}")))?;
    Ok(Some(Panel { aside: true, html }))
}

/// What the portal's home asks this party for: a word on somebody whom the other side would let read.
///
/// # Errors
/// The store's own.
pub fn asks(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Vec<Ask>, AppError> {
    let t = T(lang);
    if !matches!(entry.seat(), Seat::Owner | Seat::Person) || !entry.may::<Naming, deed::Change>() {
        return Ok(Vec::new());
    }
    let people = crate::agreement::of(tx, entry)?;
    let me = tx.actor().id();
    if entry.seat() == Seat::Owner && !people.owners.iter().any(|owner| owner.id == me) {
        return Ok(Vec::new());
    }
    let words = store::words(tx, entry)?;
    let side = tx.actor().side();
    let other = if side == Side::Company { Side::Person } else { Side::Company };
    // A no is an answer too: who has said it is not asked again.
    let open = |holder: &str| {
        Paper::ALL.into_iter().any(|paper| says(&words, paper, holder, other) == Some(true) && says(&words, paper, holder, side).is_none())
    };
    let Some(reader) = store::readers(tx, entry)?.into_iter().find(|reader| open(&reader.id)) else { return Ok(Vec::new()) };
    Ok(vec![Ask {
        title: t.ask_title().to_owned(),
        text: t.ask_text(&reader.name),
        href: format!("/my/named?case={}", entry.placement()),
        button: t.ask_button().to_owned(),
    }])
}
