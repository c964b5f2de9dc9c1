//! The rules of a placement, pure: what a form means, and how companies and people are told apart.

use base::clock::Day;
use base::fold;
use base::japan::{CorporateNumber, CorporateNumberFault, DayFault, read_day};
use base::text::Lang;

use super::text::T;
use crate::web::{Errors, Form};

/// The word for the first day, by contract form: 入社 for employment, 就任 for a director, 開始 for contract work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StartWord {
    /// 入社.
    Employ,
    /// 就任.
    Office,
    /// 開始.
    Start,
}

impl StartWord {
    /// The word a contract form asks for.
    pub fn of(contract: &str) -> StartWord {
        match contract {
            "director" => StartWord::Office,
            "contractor" | "side_job" => StartWord::Start,
            _ => StartWord::Employ,
        }
    }

    /// A Japanese text about the first day in the words of this contract form: 入社まで, 就任まで, 開始まで. The English texts
    /// say *first day* for all of them.
    pub fn put(self, text: &str) -> String {
        match self {
            StartWord::Employ => text.to_owned(),
            StartWord::Office => text.replace("入社", "就任"),
            StartWord::Start => text.replace("入社", "開始"),
        }
    }
}

/// Contract forms, as written in the database.
pub const CONTRACTS: [&str; 6] = ["unknown", "open_ended", "fixed_term", "director", "contractor", "side_job"];

/// A case as typed, read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// 法人番号, 13 digits.
    pub number: Option<String>,
    /// Name of the company.
    pub company: String,
    /// Address of the company.
    pub address: String,
    /// 業種 in words.
    pub industry: String,
    /// Name of the owner.
    pub owner: String,
    /// The owner's post.
    pub owner_post: String,
    /// The owner's mail address.
    pub owner_mail: String,
    /// Name of the person, family name first.
    pub person: String,
    /// フリガナ.
    pub kana: String,
    /// Birth date.
    pub birth: Option<Day>,
    /// The person's own mail address.
    pub person_mail: String,
    /// The post.
    pub post: String,
    /// One sentence of the management issue.
    pub issue: String,
    /// Contract form.
    pub contract: String,
    /// `two` or `one` sided.
    pub sides: String,
    /// Offer date.
    pub offer_on: Option<Day>,
    /// Join date; none is 未定.
    pub join_on: Option<Day>,
    /// Branch id, or empty.
    pub branch: String,
    /// The deputy's staff id, or empty.
    pub deputy: String,
    /// 案件番号.
    pub case_no: Option<String>,
    /// The desk says that a company of the same name is another one.
    pub another_company: bool,
}

/// Longest text of one line, in characters.
pub const LINE: usize = 120;
/// Longest sentence, in characters.
pub const SENTENCE: usize = 400;

/// Reads one line of text: folded, not too long.
pub fn line(form: &Form, errors: &mut Errors, field: &str, most: usize, lang: Lang) -> String {
    let text = fold::tidy(form.get(field));
    too_long(errors, field, &text, most, lang);
    text
}

/// Says so when a text is too long.
pub fn too_long(errors: &mut Errors, field: &str, text: &str, most: usize, lang: Lang) {
    let long = text.chars().count();
    if long > most {
        errors.add(field, crate::web::text::T(lang).e_long(most, long));
    }
}

/// Reads a day as people write it; blank is none.
pub fn day(form: &Form, errors: &mut Errors, field: &str, lang: Lang) -> Option<Day> {
    let typed = form.trimmed(field);
    if typed.is_empty() {
        return None;
    }
    match read_day(typed) {
        Ok(day) => Some(day),
        Err(DayFault::Ambiguous(a, b)) => {
            errors.add(field, T(lang).e_which_day(&lang.day(a), &lang.day(b)));
            None
        }
        Err(_) => {
            errors.add(field, crate::web::text::T(lang).e_date().to_owned());
            None
        }
    }
}

/// Reads a mail address as typed; blank is empty.
pub fn mail(form: &Form, errors: &mut Errors, field: &str, lang: Lang) -> String {
    let typed = fold::tidy(form.get(field));
    let shaped = typed.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && domain.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
    });
    let plain = typed.is_ascii() && !typed.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\",;()[]\\".contains(c));
    let sound = shaped && plain && typed.len() <= 254;
    if !typed.is_empty() && !sound {
        errors.add(field, crate::web::text::T(lang).e_mail().to_owned());
    }
    typed
}

impl Draft {
    /// Reads the form for a new case.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, lang: Lang) -> Result<Draft, Errors> {
        let t = T(lang);
        let w = crate::web::text::T(lang);
        let mut e = Errors::none();
        let mut draft = Draft {
            company: line(form, &mut e, "company", LINE, lang),
            address: line(form, &mut e, "address", SENTENCE, lang),
            industry: line(form, &mut e, "industry", LINE, lang),
            owner: line(form, &mut e, "owner", LINE, lang),
            owner_post: line(form, &mut e, "owner_post", LINE, lang),
            owner_mail: mail(form, &mut e, "owner_mail", lang),
            person: line(form, &mut e, "person", LINE, lang),
            kana: line(form, &mut e, "kana", LINE, lang),
            birth: day(form, &mut e, "birth", lang),
            person_mail: mail(form, &mut e, "person_mail", lang),
            post: line(form, &mut e, "post", LINE, lang),
            issue: fold_sentence(form.get("issue")),
            contract: form.get("contract").to_owned(),
            sides: if form.get("sides") == "one" { "one".into() } else { "two".into() },
            offer_on: day(form, &mut e, "offer_on", lang),
            join_on: day(form, &mut e, "join_on", lang),
            branch: form.get("branch").to_owned(),
            deputy: form.get("deputy").to_owned(),
            another_company: form.ticked("another_company"),
            ..Draft::default()
        };
        too_long(&mut e, "issue", &draft.issue, SENTENCE, lang);
        for (field, value, name) in [
            ("company", &draft.company, t.company()),
            ("person", &draft.person, t.person_name()),
            ("post", &draft.post, t.post()),
            ("issue", &draft.issue, t.issue()),
        ] {
            if value.is_empty() {
                e.add(field, w.e_required(name));
            }
        }
        let number = form.trimmed("number");
        if !number.is_empty() {
            match CorporateNumber::parse(number) {
                Ok(number) => draft.number = Some(number.as_str().to_owned()),
                Err(CorporateNumberFault::CheckDigit) => e.add("number", t.e_number_check()),
                Err(_) => e.add("number", t.e_number_length()),
            }
        }
        if !draft.kana.is_empty() && !is_katakana(&draft.kana) {
            e.add("kana", w.e_kana());
        }
        if !CONTRACTS.contains(&draft.contract.as_str()) {
            draft.contract = "unknown".into();
        }
        let case_no = line(form, &mut e, "case_no", 40, lang);
        draft.case_no = (!case_no.is_empty()).then_some(case_no);
        if let (Some(offer), Some(join)) = (draft.offer_on, draft.join_on)
            && join < offer
        {
            e.add("join_on", w.e_order(t.join_on(), t.offer_on()));
        }
        e.check().map(|()| draft)
    }
}

/// A sentence as typed, without white space around it or doubled inside.
pub fn fold_sentence(text: &str) -> String {
    text.lines().map(fold::tidy).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_katakana(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'ァ'..='ヶ' | 'ー' | '・' | ' '))
}

/// The company without its legal form, for lists: 丸山工業.
pub fn short_company(name: &str) -> String {
    let mut short = name.to_owned();
    for form in ["株式会社", "有限会社", "合同会社", "合資会社", "㈱", "㈲", "(株)", "(有)"] {
        short = short.replace(form, "");
    }
    let short = short.trim();
    if short.is_empty() { name.to_owned() } else { short.to_owned() }
}

/// The family name: what stands before the first space, else the whole.
pub fn family_name(name: &str) -> &str {
    name.split([' ', '\u{3000}']).next().unwrap_or(name)
}
