//! What surrounds a page: institution, seat, navigation, language, and what was just done.

use base::actor::{Holder, StaffSeat};
use base::register::{Institution, StaffName};
use base::text::Lang;

use super::cx::Cx;
use super::{AppError, text::T};

/// Which entry of the bar is lit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nav {
    /// 今日.
    Today,
    /// 案件.
    Cases,
    /// 提案.
    Proposals,
    /// 設定.
    Settings,
    /// The portal's home.
    Home,
    /// The portal's goals.
    Goals,
    /// The portal's changes.
    Changes,
    /// The portal's reports.
    Reports,
    /// The private channel, on both sides.
    Consult,
    /// None of them.
    None,
}

/// The institution as pages name it.
#[derive(Clone, Debug, Default)]
pub struct House {
    /// Its name.
    pub name: String,
    /// `bank`, `shinkin` or `shinkumi`.
    pub kind: String,
    /// The desk's telephone.
    pub phone: String,
    /// When it is answered.
    pub hours: String,
}

impl House {
    /// How the institution calls itself: 当行・当金庫・当組合.
    pub fn own(&self, lang: Lang) -> &'static str {
        match (lang, self.kind.as_str()) {
            (Lang::En, _) => "our institution",
            (Lang::Ja, "shinkin") => "当金庫",
            (Lang::Ja, "shinkumi") => "当組合",
            (Lang::Ja, _) => "当行",
        }
    }
}

/// The frame of one page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Title of the page, as in the heading.
    pub title: String,
    /// Language.
    pub lang: Lang,
    /// The frame's words.
    pub t: T,
    /// Lit entry.
    pub nav: Nav,
    /// Text size of the portal.
    pub size: &'static str,
    /// The institution.
    pub house: House,
    /// Name of the one who is signed in.
    pub who: String,
    /// The staff seat this page acts in.
    pub seat: Option<StaffSeat>,
    /// Token for the page's forms.
    pub token: String,
    /// Key for the page's first form; pages with several forms take fresh ones from `Cx::key`.
    pub key: String,
    /// Sentence about what was just done.
    pub done: String,
    /// Whether this is the demo.
    pub demo: bool,
    /// The path, for the language switch.
    pub path: String,
    /// Whether a form waits that was sent without a session.
    pub kept: bool,
    /// The day, for the sample bar.
    pub today: String,
    /// Whether the portal's tab of the goals leads anywhere for this party.
    pub goals: bool,
}

impl Cx {
    /// The frame for a page of this request. It asks the house for its name and the one who is signed in for theirs.
    ///
    /// # Errors
    /// The store's own.
    pub async fn frame(&self, title: impl Into<String>, nav: Nav) -> Result<Frame, AppError> {
        let mut frame = self.bare(title, nav);
        if let Some(signed) = &self.signed {
            let (house, who, goals) = self
                .db
                .read(&signed.actor, |tx| {
                    let house: (String, String, String, String) =
                        tx.one(&tx.house(), base::sql!(Institution => "select name, kind, phone, hours from institutions"), vec![])?;
                    let who = match tx.actor().holder() {
                        Some(Holder::Staff(id)) => {
                            let row: Option<(String,)> = tx.maybe(
                                &tx.staff_names(),
                                base::sql!(StaffName => "select name from staff_names where id = $1"),
                                base::args![id],
                            )?;
                            row.map(|(name,)| name).unwrap_or_default()
                        }
                        _ => String::new(),
                    };
                    Ok::<_, AppError>((house, who, crate::goal_sheet::has_tab(tx)?))
                })
                .await?;
            frame.house = House { name: house.0, kind: house.1, phone: house.2, hours: house.3 };
            frame.who = who;
            frame.goals = goals;
        }
        Ok(frame)
    }

    /// The frame for a page that knows nobody: sign-in, errors.
    pub fn bare(&self, title: impl Into<String>, nav: Nav) -> Frame {
        let t = T(self.lang);
        Frame {
            title: title.into(),
            lang: self.lang,
            t,
            nav,
            size: self.size,
            house: House::default(),
            who: String::new(),
            seat: self.seat(),
            token: self.token(),
            key: self.key(),
            done: self.done.as_deref().map(|code| t.done(code)).unwrap_or_default(),
            demo: self.app.config.demo,
            path: self.path.clone(),
            kept: self.kept.is_some() && self.signed.is_some(),
            today: self.lang.day(self.today()),
            goals: true,
        }
    }
}

impl Frame {
    /// The other language, for the switch.
    pub fn other(&self) -> Lang {
        match self.lang {
            Lang::Ja => Lang::En,
            Lang::En => Lang::Ja,
        }
    }
    /// The path, safe inside a query.
    pub fn back(&self) -> String {
        self.path
            .bytes()
            .map(|b| if b.is_ascii_alphanumeric() || b"/-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    }
    /// Marks an element of an English page whose text is mostly Japanese, as people wrote it: ` lang="ja"`, else nothing.
    pub fn tongue(&self, text: &str) -> &'static str {
        let japanese = text
            .chars()
            .filter(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..))
            .count();
        let latin = text.chars().filter(char::is_ascii_alphabetic).count();
        if self.lang == Lang::En && japanese > latin { " lang=\"ja\"" } else { "" }
    }
    /// Whether `nav` is the lit entry.
    pub fn lit(&self, nav: Nav) -> bool {
        self.nav == nav
    }
    /// Whether this seat works on cases day by day.
    pub fn desk(&self) -> bool {
        matches!(self.seat, Some(StaffSeat::Consultant))
    }
    /// Whether this seat has a 今日.
    pub fn has_today(&self) -> bool {
        matches!(self.seat, Some(StaffSeat::Consultant | StaffSeat::Manager | StaffSeat::Branch))
    }
    /// Whether this seat administers.
    pub fn admin(&self) -> bool {
        matches!(self.seat, Some(StaffSeat::Admin))
    }
    /// Whether this seat reads cases.
    pub fn cases(&self) -> bool {
        !matches!(self.seat, None | Some(StaffSeat::Admin | StaffSeat::Compliance))
    }
    /// Whether this seat words the institution's templates.
    pub fn templates(&self) -> bool {
        matches!(self.seat, Some(StaffSeat::Admin | StaffSeat::Manager))
    }
    /// Where 設定 leads for this seat; empty for those who have none.
    pub fn settings(&self) -> &'static str {
        match self.seat {
            Some(StaffSeat::Admin) => "/settings",
            Some(StaffSeat::Compliance) => "/settings/staff",
            Some(StaffSeat::Manager) => "/settings/preparation",
            _ => "",
        }
    }
    /// Where 相談 leads for this seat; empty for those who learn of none.
    pub fn consults(&self) -> &'static str {
        match self.seat {
            Some(StaffSeat::Consultant | StaffSeat::Manager) => "/consults",
            Some(StaffSeat::Compliance) => "/consults/trace",
            _ => "",
        }
    }
    /// Whether this seat reads proposals.
    pub fn proposals(&self) -> bool {
        matches!(self.seat, Some(StaffSeat::Consultant | StaffSeat::Branch | StaffSeat::Manager | StaffSeat::Compliance))
    }
    /// The seat in words.
    pub fn seat_name(&self) -> &'static str {
        self.seat.map_or("", |seat| self.t.seat(seat))
    }
}
