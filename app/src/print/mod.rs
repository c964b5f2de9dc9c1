//! Papers: what everything that is handed over on A4 has in common.
//!
//! A slice makes a [`Document`] out of what its page shows, begins it with [`Head::document`] and ends with
//! [`hand_over`], which leaves a line in the audit. Who may have a paper is who may see the page it prints. The typesetter
//! runs on blocking threads, two papers at a time, so that pages do not wait for papers.

pub mod text;

use base::actor::Side;
use base::clock::{Day, Instant};
use base::event::Event;
use base::register::Institution;
use base::sql;
use base::store::{Read, StoreError};
use base::text::Lang;
use paper::document::{Addressee, Column, Document, Fault, Lang as Tongue, Moment, Press, SignBox};
use tokio::sync::Semaphore;

use crate::placement::StartWord;
use crate::web::frame::House;
use crate::web::{Answer, AppError, Cx, download};
use text::T;

/// Papers that are set at the same time.
static PRESSES: Semaphore = Semaphore::const_new(2);

/// What the institution puts on every paper.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its name, telephone and kind.
    pub house: House,
    /// Dates in the Japanese calendar.
    pub wareki: bool,
    /// Circles for seals in the boxes to sign.
    pub seals: bool,
    lang: Lang,
}

base::row! {
    struct HeadRow { name: String, kind: String, phone: String, hours: String, calendar: String, seals: String }
}

/// The institution's head, for anyone who may have a paper.
///
/// # Errors
/// The store's own.
pub fn head(tx: &Read<'_>, lang: Lang) -> Result<Head, StoreError> {
    let row: HeadRow =
        tx.one(&tx.house(), sql!(Institution => "select name, kind, phone, hours, paper_calendar, paper_seals from institutions"), vec![])?;
    let house = House { name: row.name, kind: row.kind, phone: row.phone, hours: row.hours };
    Ok(Head { house, wareki: row.calendar == "japanese", seals: row.seals == "on", lang })
}

impl Head {
    /// A day as papers of this institution write it: `2026年11月22日` or `令和8年11月22日`.
    pub fn day(&self, day: Day) -> String {
        match self.lang {
            Lang::Ja if self.wareki => base::japan::wareki(day),
            Lang::Ja => format!("{}年{}月{}日", day.year(), day.month(), day.of_month()),
            Lang::En => self.lang.day(day),
        }
    }

    /// Day and minute: `2026年11月22日 14:05`.
    pub fn moment(&self, at: Instant) -> String {
        let (hour, minute) = at.time();
        format!("{} {hour}:{minute:02}", self.day(at.day()))
    }

    /// How the institution calls itself: 当行・当金庫・当組合.
    pub fn own(&self) -> &'static str {
        self.house.own(self.lang)
    }

    /// A paper with the institution's head: issuer, date, the sentence at the foot, who it is for.
    ///
    /// `desk` is the one who hands it over, by name; empty when nobody is named.
    pub fn document(&self, title: impl Into<String>, made: Instant, desk: &str) -> Document {
        let t = T(self.lang);
        let (hour, minute) = made.time();
        let day = made.day();
        let small = |n: u32| u8::try_from(n).unwrap_or(1);
        let mut issuer = vec![self.house.name.clone()];
        if !desk.is_empty() {
            issuer.push(t.desk(desk));
        }
        if !self.house.phone.is_empty() {
            issuer.push(t.phone(&self.house.phone));
        }
        Document {
            lang: if self.lang == Lang::Ja { Tongue::Ja } else { Tongue::En },
            title: title.into(),
            dates: vec![self.day(day)],
            issuer,
            foot: t.foot().to_owned(),
            reach: t.confidential().to_owned(),
            author: self.house.name.clone(),
            made: Moment {
                year: day.year(),
                month: small(day.month()),
                day: small(day.of_month()),
                hour: u8::try_from(hour).unwrap_or(0),
                minute: u8::try_from(minute).unwrap_or(0),
            },
            ..Document::default()
        }
    }

    /// A box to sign; with a circle for the seal where the institution wants one.
    pub fn sign_box(&self, label: impl Into<String>, name: impl Into<String>, note: impl Into<String>) -> SignBox {
        let seal = if self.seals { T(self.lang).seal().to_owned() } else { String::new() };
        SignBox { label: label.into(), name: name.into(), note: note.into(), seal }
    }

    /// The line for the day of a signature, to be filled in by hand.
    pub fn blank_day(&self) -> &'static str {
        if self.wareki { T(self.lang).blank_day_wareki() } else { T(self.lang).blank_day() }
    }
}

/// A company as papers address it: 丸山工業株式会社 御中.
pub fn to_company(name: &str, lang: Lang) -> Addressee {
    Addressee { above: String::new(), name: name.to_owned(), honorific: T(lang).to_company().to_owned() }
}

/// A person as papers address them, the post above the name: 代表取締役 / 丸山 一郎 様.
pub fn to_person(above: &str, name: &str, lang: Lang) -> Addressee {
    Addressee { above: above.to_owned(), name: name.to_owned(), honorific: T(lang).to_person().to_owned() }
}

/// What the first day is called by contract form: 入社日・就任日・開始日.
pub fn first_day(contract: &str, lang: Lang) -> &'static str {
    let t = T(lang);
    match StartWord::of(contract) {
        StartWord::Employ => t.first_employ(),
        StartWord::Office => t.first_office(),
        StartWord::Start => t.first_other(),
    }
}

/// A column of a table.
pub fn column(heading: &str, share: u16) -> Column {
    Column { heading: heading.to_owned(), share, ..Column::default() }
}

/// The rows that say something.
pub fn filled<const N: usize>(rows: [(&str, String); N]) -> Vec<(String, String)> {
    rows.into_iter().filter(|(_, words)| !words.is_empty()).map(|(label, words)| (label.to_owned(), words)).collect()
}

/// The party's heading in a box to sign.
pub fn box_label(side: Side, own: &str, lang: Lang) -> String {
    let t = T(lang);
    match side {
        Side::Company => t.box_company().to_owned(),
        Side::Person => t.box_person().to_owned(),
        Side::Bank => t.box_bank(own),
    }
}

/// A whole hash as one reads it out: groups of eight, four to a line.
pub fn in_groups(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().collect();
    let groups: Vec<String> = digits.chunks(8).map(String::from_iter).collect();
    groups.chunks(4).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n")
}

/// A check number as people read it out: the first sixteen digits of a hash in groups of four.
pub fn check_number(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().take(16).collect();
    digits.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// A paper on its way out.
pub struct Out {
    /// What its file is called, without `.pdf`.
    pub name: String,
    /// The case.
    pub case: String,
    /// What it is, for the audit: a code of its own and numbers, never a name.
    pub kind: String,
    /// What is printed.
    pub document: Document,
}

/// Reads what a paper is made of, and hands it over.
///
/// # Errors
/// Those of `made` and of [`hand_over`].
pub async fn printed(cx: &Cx, made: impl FnOnce(&Read<'_>) -> Result<Out, AppError> + Send + 'static) -> Answer {
    let out = cx.db.read(cx.actor()?, made).await?;
    hand_over(cx, out).await
}

/// Sets the paper, leaves the trace that it was printed, and hands it over.
///
/// # Errors
/// `NoGlyph`, which is a page that names the character and says what to do; `Broken` for a mistake of the program.
pub async fn hand_over(cx: &Cx, out: Out) -> Answer {
    let Out { name, case, kind, document } = out;
    let bytes = set(cx.app.press, document).await?;
    cx.db
        .write(cx.actor()?, None, move |tx| {
            tx.enter(&case)?;
            tx.commit(&Event::PaperPrinted(Some(&case), &case).detail(kind), "").map_err(AppError::from)
        })
        .await?;
    Ok(download(&format!("{name}_{}.pdf", cx.today().to_string().replace('-', "")), "application/pdf", bytes))
}

async fn set(press: Press, document: Document) -> Result<Vec<u8>, AppError> {
    let free = PRESSES.acquire().await.map_err(|_| AppError::Busy)?;
    let done = tokio::task::spawn_blocking(move || {
        let done = press(&document);
        drop(free);
        done
    });
    match done.await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(Fault::NoGlyph { character, near })) => Err(AppError::NoGlyph(character, near)),
        Ok(Err(Fault::Refused(cause))) => Err(AppError::broken(format!("a paper could not be set: {cause}"))),
        Err(_) => Err(AppError::broken("setting a paper stopped")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(wareki: bool) -> Head {
        Head { house: House { kind: "shinkin".into(), ..House::default() }, wareki, seals: true, lang: Lang::Ja }
    }

    #[test]
    fn the_institution_chooses_the_calendar_of_its_papers() {
        let day = Day::new(2026, 11, 22).unwrap();
        assert_eq!(head(false).day(day), "2026年11月22日");
        assert_eq!(head(true).day(day), "令和8年11月22日");
    }

    #[test]
    fn a_company_is_addressed_with_onchu_and_a_person_with_sama() {
        assert_eq!(to_company("丸山工業株式会社", Lang::Ja).honorific, "御中");
        assert_eq!(to_person("", "佐藤 健一", Lang::Ja).honorific, "様");
        assert_eq!(head(false).own(), "当金庫");
    }

    #[test]
    fn a_check_number_can_be_read_out() {
        assert_eq!(check_number("3f2a9c1b00d4e5f6aa"), "3f2a-9c1b-00d4-e5f6");
        assert_eq!(check_number(""), "");
    }
}
