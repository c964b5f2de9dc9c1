//! The rules of the settings, pure: what the forms mean.

use base::actor::StaffSeat;
use base::clock::Day;
use base::fold;
use base::text::Lang;
use base::workday::Own;

use super::text::T;
use crate::web::{Errors, Form};

/// Longest line, in characters.
const LINE: usize = 120;
/// Longest reason, in characters.
const REASON: usize = 400;

/// One line of text: folded, not too long.
fn line(form: &Form, errors: &mut Errors, field: &str, most: usize, lang: Lang) -> String {
    let text = fold::tidy(form.get(field));
    let count = text.chars().count();
    if count > most {
        errors.add(field, crate::web::text::T(lang).e_long(most, count));
    }
    text
}

/// One line that may not be blank.
fn needed(form: &Form, errors: &mut Errors, field: &str, name: &str, most: usize, lang: Lang) -> String {
    let text = line(form, errors, field, most, lang);
    if text.is_empty() {
        errors.add(field, crate::web::text::T(lang).e_required(name));
    }
    text
}

/// A telephone number as people write it: digits, hyphens, brackets and `+`; blank is empty.
fn phone(form: &Form, errors: &mut Errors, lang: Lang) -> String {
    let text = line(form, errors, "phone", 40, lang);
    let shaped = text.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if !text.is_empty() && (!shaped || digits < 5) {
        errors.add("phone", T(lang).e_phone());
    }
    text
}

/// The hour of the morning's counts, as people write it; between six and twelve, so that it is read in the morning.
fn morning(form: &Form, errors: &mut Errors, lang: Lang) -> String {
    let text = line(form, errors, "morning_at", 10, lang).replace('時', ":").replace('分', "");
    if text.is_empty() {
        return text;
    }
    let (hour, minute) = text.split_once(':').unwrap_or((&text, ""));
    let minute = if minute.is_empty() { Ok(0) } else { minute.parse::<u32>() };
    match (hour.parse::<u32>(), minute) {
        (Ok(hour @ 6..=11), Ok(minute @ 0..=59)) => format!("{hour:02}:{minute:02}"),
        _ => {
            errors.add("morning_at", T(lang).e_morning());
            text
        }
    }
}

/// Whether a text has the shape of a mail address (RFC 5321's lengths, no quoting).
fn is_mail(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let labels = || domain.split('.');
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
        && labels().count() > 1
        && labels().all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

/// When the manager looks at a report before it goes out.
pub const SECOND_LOOKS: [&str; 3] = ["off", "first", "all"];

/// The calendars that papers can be dated in.
pub const CALENDARS: [&str; 2] = ["western", "japanese"];

/// What the form of the institution says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseDraft {
    /// Its name.
    pub name: String,
    /// The desk's telephone.
    pub phone: String,
    /// When it is answered, in words.
    pub hours: String,
    /// When the morning's counts go out, `08:30`; empty when they do not.
    pub morning_at: String,
    /// One of [`SECOND_LOOKS`].
    pub second_look: String,
    /// One of [`CALENDARS`].
    pub paper_calendar: String,
    /// `on` or `off`.
    pub paper_seals: String,
}

impl HouseDraft {
    /// Reads the form.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, lang: Lang) -> Result<HouseDraft, Errors> {
        let t = T(lang);
        let mut e = Errors::none();
        let draft = HouseDraft {
            name: needed(form, &mut e, "name", t.house_name(), LINE, lang),
            phone: phone(form, &mut e, lang),
            hours: line(form, &mut e, "hours", LINE, lang),
            morning_at: morning(form, &mut e, lang),
            second_look: form.get("second_look").to_owned(),
            paper_calendar: Some(form.get("paper_calendar")).filter(|code| !code.is_empty()).unwrap_or(CALENDARS[0]).to_owned(),
            paper_seals: if form.ticked("paper_seals") { "on" } else { "off" }.to_owned(),
        };
        if draft.phone.is_empty() {
            e.add("phone", crate::web::text::T(lang).e_required(t.phone()));
        }
        if !SECOND_LOOKS.contains(&draft.second_look.as_str()) {
            e.add("second_look", crate::web::text::T(lang).e_choose());
        }
        if !CALENDARS.contains(&draft.paper_calendar.as_str()) {
            e.add("paper_calendar", crate::web::text::T(lang).e_choose());
        }
        e.check().map(|()| draft)
    }
}

/// The reason for which one person may be branch RM and consultant; empty means that they may not.
///
/// # Errors
/// What is to be mended.
pub fn hats_reason(form: &Form, lang: Lang) -> Result<String, Errors> {
    let mut e = Errors::none();
    let reason = if form.ticked("hats") { needed(form, &mut e, "reason", T(lang).reason(), REASON, lang) } else { String::new() };
    e.check().map(|()| reason)
}

/// A day of the institution's own: which, how it stands, and why.
///
/// # Errors
/// What is to be mended, field by field.
pub fn house_day(form: &Form, lang: Lang) -> Result<(Day, Own, String), Errors> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let mut e = Errors::none();
    let day = crate::placement::rules::day(form, &mut e, "day", lang);
    if day.is_none() {
        e.add("day", w.e_required(t.day()));
    }
    let own = Own::parse(form.get("kind"));
    if own.is_none() {
        e.add("kind", w.e_choose());
    }
    let note = line(form, &mut e, "note", LINE, lang);
    match (day, own) {
        (Some(day), Some(own)) => e.check().map(|()| (day, own, note)),
        _ => Err(e),
    }
}

/// A branch: its code and its name.
///
/// # Errors
/// What is to be mended, field by field.
pub fn branch(form: &Form, lang: Lang) -> Result<(String, String), Errors> {
    let t = T(lang);
    let mut e = Errors::none();
    let code = needed(form, &mut e, "code", t.branch_code(), 20, lang);
    let name = needed(form, &mut e, "name", t.branch_name(), LINE, lang);
    if !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        e.add("code", t.e_branch_code());
    }
    e.check().map(|()| (code, name))
}

/// A member of staff as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffDraft {
    /// Name.
    pub name: String,
    /// Mail address; they sign in with it.
    pub mail: String,
    /// Telephone, shown to those they serve.
    pub phone: String,
    /// Seats with the branch of a branch RM; in the order of the table.
    pub seats: Vec<(StaffSeat, String)>,
}

impl StaffDraft {
    /// Reads the form. `branches` are the ids that may be chosen; `two_hats` whether the institution allows both hats.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, branches: &[(String, String)], two_hats: bool, lang: Lang) -> Result<StaffDraft, Errors> {
        let t = T(lang);
        let mut e = Errors::none();
        let name = needed(form, &mut e, "name", t.staff_name(), LINE, lang);
        let mail = needed(form, &mut e, "mail", t.mail(), 254, lang);
        if !mail.is_empty() && !is_mail(&mail) {
            e.add("mail", crate::web::text::T(lang).e_mail());
        }
        let phone = phone(form, &mut e, lang);
        let held = |seat: StaffSeat| form.all("seat").any(|code| code == seat.code());
        let branch = form.get("branch");
        if held(StaffSeat::Branch) && !branches.iter().any(|(id, _)| id == branch) {
            e.add("branch", t.e_branch());
        }
        let seats: Vec<(StaffSeat, String)> = StaffSeat::ALL
            .into_iter()
            .filter(|seat| held(*seat))
            .map(|seat| (seat, if seat == StaffSeat::Branch { branch.to_owned() } else { String::new() }))
            .collect();
        if seats.is_empty() {
            e.add("seat", t.e_seat());
        }
        if held(StaffSeat::Branch) && held(StaffSeat::Consultant) && !two_hats {
            e.add("seat", t.e_two_hats());
        }
        e.check().map(|()| StaffDraft { name, mail, phone, seats })
    }

    /// The seats as the audit names them.
    pub fn seat_codes(&self) -> String {
        self.seats.iter().map(|(seat, _)| seat.code()).collect::<Vec<_>>().join("+")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&'static str, &str)]) -> Form {
        Form::filled(fields.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn one_person_is_branch_rm_and_consultant_only_where_the_institution_says_so() {
        let form =
            typed(&[("name", "大西 真"), ("mail", "onishi@bank.example"), ("seat", "branch"), ("seat", "consultant"), ("branch", "b1")]);
        let branches = [("b1".to_owned(), "本町支店".to_owned())];
        assert!(StaffDraft::parse(&form, &branches, false, Lang::Ja).unwrap_err().has("seat"));
        let draft = StaffDraft::parse(&form, &branches, true, Lang::Ja).unwrap();
        assert_eq!(draft.seats, [(StaffSeat::Consultant, String::new()), (StaffSeat::Branch, "b1".to_owned())]);
    }

    #[test]
    fn a_branch_rm_has_a_branch_of_this_institution_and_everyone_has_a_seat() {
        let form = typed(&[("name", "大西 真"), ("mail", "onishi@bank.example"), ("seat", "branch"), ("branch", "elsewhere")]);
        assert!(StaffDraft::parse(&form, &[], true, Lang::Ja).unwrap_err().has("branch"));
        let form = typed(&[("name", "大西 真"), ("mail", "onishi@bank.example")]);
        assert!(StaffDraft::parse(&form, &[], true, Lang::Ja).unwrap_err().has("seat"));
    }

    #[test]
    fn a_mail_address_has_one_shape() {
        for good in ["a@b.example", "naomi.yamamoto+desk@shiomino-shinkin.example"] {
            assert!(is_mail(good), "{good}");
        }
        for bad in
            ["a", "a@b", "@b.example", "a@.example", "a@b..example", "a b@c.example", "a@-b.example", "a@b.example\u{0}", "山@b.example"]
        {
            assert!(!is_mail(bad), "{bad}");
        }
    }
}
