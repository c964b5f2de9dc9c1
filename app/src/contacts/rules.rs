//! Whose mailbox is it? Pure rules: which address of a party may be used, and what the forms mean.

use base::receiver::domain;
use base::text::Lang;

pub use base::receiver::Mailbox;

use super::text::T;
use crate::placement::rules::{LINE, line, mail};
use crate::web::{Errors, Form};

/// Why no mail goes to a party.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// No address is known.
    NoAddress,
    /// Every address is marked 「なし」.
    Unused,
    /// A person's only addresses are shared ones.
    OnlyShared,
    /// A person's address lies under a domain of the company.
    CompanyDomain,
    /// A person's address is used by someone else too.
    UsedByOther,
    /// A contact's address is used by a placed person.
    OtherSide,
    /// One-sided: this party has no side here.
    OneSided,
    /// The desk stopped this party's use.
    Suspended,
    /// The placement has ended.
    Ended,
}

/// How an address is used, as in the database: 「本人だけ」・「共有」・「なし」.
pub const KINDS: [&str; 3] = ["own", "shared", "none"];
/// Parts of a contact, as in the database: 経営者・受け入れ責任者・担当者.
pub const PARTS: [&str; 3] = ["owner", "host", "contact"];

/// Providers under whose domain anyone may have an address: sharing one does not make it the company's. From general
/// knowledge of the field, not from a list that someone keeps.
const FREE: [&str; 40] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.co.jp",
    "yahoo.ne.jp",
    "yahoo.com",
    "ymail.ne.jp",
    "ymobile.ne.jp",
    "icloud.com",
    "me.com",
    "mac.com",
    "outlook.com",
    "outlook.jp",
    "hotmail.com",
    "hotmail.co.jp",
    "live.jp",
    "live.com",
    "msn.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "softbank.jp",
    "vodafone.ne.jp",
    "uqmobile.jp",
    "rakuten.jp",
    "nifty.com",
    "ocn.ne.jp",
    "biglobe.ne.jp",
    "so-net.ne.jp",
    "plala.or.jp",
    "dion.ne.jp",
    "asahi-net.or.jp",
    "eonet.ne.jp",
    "ctk.ne.jp",
    "excite.co.jp",
    "aol.com",
    "aol.jp",
    "proton.me",
    "protonmail.com",
    "gmx.com",
];

fn under(inner: &str, outer: &str) -> bool {
    inner == outer || inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether everyone may have an address under this domain.
pub fn free(domain: &str) -> bool {
    FREE.iter().any(|provider| under(domain, provider))
}

/// Whether an address lies under one of the company's domains: the same, or one below the other.
pub fn of_company(mail_key: &str, company_domains: &[String]) -> bool {
    let own = domain(mail_key);
    company_domains
        .iter()
        .map(|company| domain(company))
        .any(|company| !company.is_empty() && !free(company) && (under(own, company) || under(company, own)))
}

/// The address a placed person's links may go to: an own one, outside the company's domains, that nobody else uses.
///
/// # Errors
/// Why none may be used: the reason that is nearest to being mended.
pub fn person_mail<'a>(mailboxes: &'a [Mailbox], company_domains: &[String]) -> Result<&'a Mailbox, Why> {
    let mut why = none_usable(mailboxes);
    for mailbox in mailboxes.iter().filter(|mailbox| mailbox.kind == "own") {
        if of_company(&mailbox.key, company_domains) {
            why = Why::CompanyDomain;
        } else if mailbox.of_contact || mailbox.of_person {
            why = Why::UsedByOther;
        } else {
            return Ok(mailbox);
        }
    }
    Err(why)
}

/// The address a contact's links may go to: the first own one, else a shared one; never one that a placed person uses.
///
/// # Errors
/// Why none may be used.
pub fn contact_mail(mailboxes: &[Mailbox]) -> Result<&Mailbox, Why> {
    let used = |kind: &str| mailboxes.iter().filter(move |mailbox| mailbox.kind == kind).collect::<Vec<_>>();
    let candidates = [used("own"), used("shared")].concat();
    match candidates.iter().find(|mailbox| !mailbox.of_person) {
        Some(mailbox) => Ok(mailbox),
        None if candidates.is_empty() => Err(none_usable(mailboxes)),
        None => Err(Why::OtherSide),
    }
}

fn none_usable(mailboxes: &[Mailbox]) -> Why {
    if mailboxes.iter().any(|mailbox| mailbox.kind == "shared") {
        Why::OnlyShared
    } else if mailboxes.is_empty() {
        Why::NoAddress
    } else {
        Why::Unused
    }
}

/// A contact as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDraft {
    /// Name, family name first.
    pub name: String,
    /// Post.
    pub post: String,
    /// `owner`, `host` or `contact`.
    pub part: String,
    /// Whether the contact joins this case.
    pub joins: bool,
}

impl ContactDraft {
    /// Reads the form of a contact.
    ///
    /// # Errors
    /// What is to be mended, field by field.
    pub fn parse(form: &Form, lang: Lang) -> Result<ContactDraft, Errors> {
        let w = crate::web::text::T(lang);
        let mut errors = Errors::none();
        let draft = ContactDraft {
            name: line(form, &mut errors, "name", LINE, lang),
            post: line(form, &mut errors, "post", LINE, lang),
            part: form.get("part").to_owned(),
            joins: form.ticked("joins"),
        };
        if draft.name.is_empty() {
            errors.add("name", w.e_required(T(lang).name()));
        }
        if !PARTS.contains(&draft.part.as_str()) {
            errors.add("part", w.e_choose());
        }
        errors.check().map(|()| draft)
    }
}

/// One row of the form of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressLine {
    /// Id of a known address; empty for a new one.
    pub id: String,
    /// Version the form was drawn from.
    pub version: i64,
    /// The address as typed; empty takes a known one away.
    pub mail: String,
    /// How it is used.
    pub kind: String,
}

/// How many addresses a party may have.
pub const MOST_ADDRESSES: usize = 40;

/// Reads the rows of the form of addresses; rows that were never filled are left out.
///
/// # Errors
/// What is to be mended, field by field.
pub fn address_lines(form: &Form, lang: Lang) -> Result<Vec<AddressLine>, Errors> {
    let t = T(lang);
    let mut errors = Errors::none();
    let mut lines: Vec<AddressLine> = Vec::new();
    for nth in 0..MOST_ADDRESSES {
        let field = format!("mail_{nth}");
        let typed = mail(form, &mut errors, &field, lang);
        let found = AddressLine {
            id: form.get(&format!("id_{nth}")).to_owned(),
            version: form.get(&format!("version_{nth}")).parse().unwrap_or(0),
            mail: typed,
            kind: form.get(&format!("kind_{nth}")).to_owned(),
        };
        if found.mail.is_empty() && found.id.is_empty() {
            continue;
        }
        if !found.mail.is_empty() && !KINDS.contains(&found.kind.as_str()) {
            errors.add(&format!("kind_{nth}"), crate::web::text::T(lang).e_choose());
        }
        let key = base::session::mail_key(&found.mail);
        if !key.is_empty() && lines.iter().any(|other| base::session::mail_key(&other.mail) == key) {
            errors.add(&field, t.e_twice());
        }
        lines.push(found);
    }
    errors.check().map(|()| lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(mail: &str, kind: &str) -> Mailbox {
        Mailbox { id: mail.into(), mail: mail.into(), key: mail.into(), kind: kind.into(), of_contact: false, of_person: false }
    }

    fn company() -> Vec<String> {
        vec!["maruyama.example".into(), "gmail.com".into(), String::new()]
    }

    #[test]
    fn a_persons_link_goes_to_the_own_address_outside_the_company() {
        let boxes = [at("sato@maruyama.example", "own"), at("sato@mail.example", "own")];
        assert_eq!(person_mail(&boxes, &company()).map(|found| found.mail.as_str()), Ok("sato@mail.example"));
    }

    #[test]
    fn a_persons_link_never_goes_to_a_company_domain_or_below_or_above_it() {
        for mail in ["sato@maruyama.example", "sato@hr.maruyama.example"] {
            assert_eq!(person_mail(&[at(mail, "own")], &company()), Err(Why::CompanyDomain), "{mail}");
        }
        assert_eq!(person_mail(&[at("sato@maruyama.example", "own")], &["mail.maruyama.example".into()]), Err(Why::CompanyDomain));
        assert!(person_mail(&[at("sato@notmaruyama.example", "own")], &company()).is_ok());
    }

    #[test]
    fn a_persons_link_never_goes_to_a_shared_box_nor_to_one_marked_none() {
        assert_eq!(person_mail(&[at("family@mail.example", "shared")], &company()), Err(Why::OnlyShared));
        assert_eq!(person_mail(&[at("sato@mail.example", "none")], &company()), Err(Why::Unused));
        assert_eq!(person_mail(&[], &company()), Err(Why::NoAddress));
    }

    #[test]
    fn a_persons_link_never_goes_to_an_address_someone_else_uses() {
        let used = Mailbox { of_contact: true, ..at("sato@mail.example", "own") };
        assert_eq!(person_mail(&[used], &company()), Err(Why::UsedByOther));
        let used = Mailbox { of_person: true, ..at("sato@mail.example", "own") };
        assert_eq!(person_mail(&[used], &company()), Err(Why::UsedByOther));
    }

    #[test]
    fn an_owner_at_a_free_provider_does_not_make_the_provider_the_companys() {
        assert!(person_mail(&[at("sato@gmail.com", "own")], &company()).is_ok());
        assert!(free("sea.ocn.ne.jp") && !free("notocn.ne.jp"));
    }

    #[test]
    fn a_contact_is_reached_at_the_own_address_first_and_else_at_the_shared_one() {
        let boxes = [at("info@maruyama.example", "shared"), at("maruyama@maruyama.example", "own")];
        assert_eq!(contact_mail(&boxes).map(|found| found.mail.as_str()), Ok("maruyama@maruyama.example"));
        assert_eq!(contact_mail(&boxes[..1]).map(|found| found.mail.as_str()), Ok("info@maruyama.example"));
        assert_eq!(contact_mail(&[at("x@maruyama.example", "none")]), Err(Why::Unused));
    }

    #[test]
    fn a_companys_link_never_goes_to_an_address_of_the_placed_person() {
        let boxes = [Mailbox { of_person: true, ..at("sato@mail.example", "own") }];
        assert_eq!(contact_mail(&boxes), Err(Why::OtherSide));
    }

    #[test]
    fn an_address_is_typed_once_and_says_how_it_is_used() {
        let form = Form::filled([
            ("mail_0", "a@b.example".to_owned()),
            ("kind_0", "own".to_owned()),
            ("mail_1", "A@b.example".to_owned()),
            ("kind_1", String::new()),
        ]);
        let errors = address_lines(&form, Lang::Ja).unwrap_err();
        assert!(errors.has("mail_1") && errors.has("kind_1") && !errors.has("mail_0"));
    }
}
