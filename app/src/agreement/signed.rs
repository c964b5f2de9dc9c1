//! Agreements that were not given on a screen: by word of mouth, or on a page that was signed by hand and photographed.
//!
//! A picture is judged by its content, sealed under the side that signed, and handed out only as an attachment, with a trace.
//! Which paper was signed stands with it ([`Signed`]): the booklet with the goals in it, or the goal sheet alone.

use std::sync::Arc;

use base::actor::Side;
use base::clock::Day;
use base::register::SignedPage;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};

use super::rules::Way;
use super::text::S;
use super::work::Given;
use crate::placement::rules::{LINE, day, line};
use crate::upload::{self, Kind, judge};
use crate::web::{Cx, Errors, Form};

/// What a signed page may be: a photo or a scan.
const PAGES: [Kind; 3] = [Kind::Jpeg, Kind::Png, Kind::Pdf];

/// Which paper was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    /// The booklet, with the goals in it.
    Booklet,
    /// The goal sheet alone.
    Goals,
}

impl Signed {
    /// As written in the database.
    fn code(self) -> &'static str {
        match self {
            Signed::Booklet => "booklet",
            Signed::Goals => "goals",
        }
    }
}

/// What the form says beside the one who agreed: way, day, place, picture.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// By word of mouth, or on paper.
    pub way: Way,
    /// When it was said or signed.
    pub on: Option<Day>,
    /// Where it was said; empty for paper.
    pub place: String,
    /// The signed page.
    pub picture: Option<(Kind, Arc<Vec<u8>>)>,
}

/// Reads the form: `who`, `way`, `on`, `place`, `file`.
///
/// # Errors
/// A sentence for each field that is not right.
pub(crate) fn told(form: &Form, cx: &Cx) -> Result<Told, Errors> {
    let (w, s) = (crate::web::text::T(cx.lang), S(cx.lang));
    let mut e = Errors::none();
    let on = day(form, &mut e, "on", cx.lang);
    let place = line(form, &mut e, "place", LINE, cx.lang);
    let way = Way::parse(form.get("way"));
    let mut picture = None;
    if form.trimmed("on").is_empty() {
        e.add("on", w.e_required(s.on()));
    }
    if on.is_some_and(|day| day > cx.today()) {
        e.add("on", s.e_ahead());
    }
    if form.get("who").is_empty() {
        e.add("who", w.e_choose());
    }
    match way {
        Way::Screen => e.add("way", s.e_way()),
        Way::Spoken if place.is_empty() => e.add("place", w.e_required(s.place())),
        Way::Spoken => {}
        Way::Paper => match form.file() {
            None => e.add("file", s.e_file()),
            Some((name, bytes)) => match judge(name, bytes, cx.app.config.upload_mb) {
                Ok(file) if PAGES.contains(&file.kind) => picture = Some((file.kind, Arc::new(file.bytes))),
                Ok(_) => e.add("file", s.e_picture()),
                Err(refusal) => e.add("file", upload::sentence(&refusal, cx.lang)),
            },
        },
    }
    let place = if way == Way::Spoken { place } else { String::new() };
    e.check().map(|()| Told { way, on, place, picture })
}

/// The ways a form offers.
pub(crate) fn ways(lang: Lang) -> Vec<(String, String)> {
    let s = S(lang);
    vec![(Way::Spoken.code().to_owned(), s.way_spoken().to_owned()), (Way::Paper.code().to_owned(), s.way_paper().to_owned())]
}

base::row! {
    /// A signed page as the list of them shows it.
    pub(crate) struct PageLine { pub id: String, pub name: String, pub on: Option<Day>, pub kind: String }
    struct PageRow { id: String, party: String, on: Option<Day>, kind: String, body: Vec<u8> }
}

impl PageLine {
    /// Who signed, when, and what kind of file it is.
    pub(crate) fn words(&self, lang: Lang) -> String {
        let day = self.on.map(|day| lang.day(day)).unwrap_or_default();
        S(lang).page_line(&self.name, &day, &self.kind.to_uppercase())
    }
}

/// Keeps a signed page, sealed under the side that signed it.
///
/// # Errors
/// The store's own.
pub(crate) fn keep(tx: &Write<'_>, entry: &Entry, given: &Given, paper: Signed, told: &Told) -> Result<(), StoreError> {
    let Some((kind, bytes)) = &told.picture else { return Ok(()) };
    let set = Set::new()
        .with("party", given.party.code())
        .with("paper", paper.code())
        .with("author_name", &given.name)
        .with("signed_on", given.said_on.map(|day| day.to_string()).unwrap_or_default())
        .with("kind", kind.code())
        .with("size", i64::try_from(bytes.len()).unwrap_or(i64::MAX))
        .sealed_bytes("body", given.party, bytes);
    tx.insert(&entry.pass::<SignedPage, deed::Change>()?, &tx.id(), set)
}

/// The signed pages of a paper, the newest first, without their pictures; none for a seat that may not open them.
///
/// # Errors
/// The store's own.
pub(crate) fn pages(tx: &Read<'_>, entry: &Entry, paper: Signed) -> Result<Vec<PageLine>, StoreError> {
    if !entry.may::<SignedPage, deed::Change>() {
        return Ok(Vec::new());
    }
    tx.rows(
        &entry.pass::<SignedPage, deed::View>()?,
        sql!(SignedPage => "select id, author_name, signed_on, kind from signed_pages where paper = $1 order by created_at desc, id desc"),
        args![paper.code()],
    )
}

/// Opens a signed page: its day, what it is, its bytes. The transaction ends in the trace of the reading.
///
/// # Errors
/// `NotFound` when it is not of this case.
pub(crate) fn open(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<(Option<Day>, Kind, Vec<u8>), StoreError> {
    let pass = entry.pass::<SignedPage, deed::Change>()?;
    let row: PageRow =
        tx.one(&pass, sql!(SignedPage => "select id, party, signed_on, kind, body from signed_pages where id = $1"), args![id])?;
    let side = Side::parse(&row.party).ok_or(StoreError::NotFound)?;
    let bytes = tx.unseal_bytes(&pass, &row.id, "body", side, &row.body)?;
    Ok((row.on, Kind::parse(&row.kind).ok_or(StoreError::NotFound)?, bytes))
}
