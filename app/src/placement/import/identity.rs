//! Who is who: companies, persons and placements of the institution and of the rows read so far, found by what makes them the same.
//!
//! Company: 法人番号 decides. Without one on either side, the name (without its legal form) and the address, as far as both are given.
//! The same name under another number, at another address, or of several companies is asked, never merged.
//! Person: own mail, or name with reading and birth date. Another name under the same mail is asked.

use std::collections::{HashMap, HashSet};

use base::fold::{company_key, key};
use base::japan::address_key;

use super::cells::name_key;
use super::{Candidate, CompanyDraft, Draft, Known, KnownCompany, KnownPerson, KnownPlacement, Link, Notice, PersonDraft, Same};

struct Company {
    candidate: Candidate,
    address_key: Option<String>,
}

struct Person {
    link: Link,
    name: String,
    name_key: String,
}

/// What a row's company turned out to be.
pub(super) enum CompanyFound {
    This(Link, Option<Notice>),
    Ask(Vec<Candidate>),
}

/// What a row's person turned out to be.
pub(super) enum PersonFound {
    This(Link),
    Ask(Candidate),
}

/// Everything that can be the same as something in a row.
pub(super) struct Index<'a> {
    companies: Vec<Company>,
    by_link: HashMap<Link, usize>,
    by_number: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    persons: Vec<Person>,
    by_mail: HashMap<String, usize>,
    by_birth: HashMap<(String, String, String), usize>,
    company_mails: HashSet<String>,
    placements: Vec<&'a KnownPlacement>,
    by_case_no: HashMap<String, usize>,
    /// Company id and folded name of the person -> placements.
    by_pair: HashMap<(String, String), Vec<usize>>,
    known_persons: HashMap<&'a str, &'a KnownPerson>,
    known_companies: HashMap<&'a str, &'a KnownCompany>,
}

impl<'a> Index<'a> {
    pub(super) fn new(known: &'a Known) -> Index<'a> {
        let mut index = Index {
            companies: Vec::new(),
            by_link: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            persons: Vec::new(),
            by_mail: HashMap::new(),
            by_birth: HashMap::new(),
            company_mails: HashSet::new(),
            placements: known.placements.iter().collect(),
            by_case_no: HashMap::new(),
            by_pair: HashMap::new(),
            known_persons: known.persons.iter().map(|person| (person.id.as_str(), person)).collect(),
            known_companies: known.companies.iter().map(|company| (company.id.as_str(), company)).collect(),
        };
        for company in &known.companies {
            index.add_company(Candidate {
                link: Link::Known(company.id.clone()),
                name: company.name.clone(),
                number: company.number.clone(),
                address: company.address.clone(),
            });
            for mail in company.owner_mail.iter().chain(&company.mails) {
                index.add_company_mail(mail);
            }
        }
        for person in &known.persons {
            let draft =
                PersonDraft { name: person.name.clone(), kana: person.kana.clone(), birth: person.birth, mail: person.mail.clone() };
            index.add_person(Link::Known(person.id.clone()), &draft);
        }
        for (place, placement) in known.placements.iter().enumerate() {
            if let Some(case_no) = &placement.case_no {
                index.by_case_no.insert(key(case_no), place);
            }
            let name = index.known_persons.get(placement.person.as_str()).map(|person| name_key(&person.name)).unwrap_or_default();
            index.by_pair.entry((placement.company.clone(), name)).or_default().push(place);
        }
        index
    }

    fn add_company(&mut self, candidate: Candidate) {
        let place = self.companies.len();
        if let Some(number) = &candidate.number {
            self.by_number.entry(number.clone()).or_insert(place);
        }
        self.by_name.entry(company_key(&candidate.name)).or_default().push(place);
        self.by_link.insert(candidate.link.clone(), place);
        let address_key = candidate.address.as_deref().map(address_key).filter(|key| !key.is_empty());
        self.companies.push(Company { candidate, address_key });
    }

    fn add_person(&mut self, link: Link, person: &PersonDraft) {
        let place = self.persons.len();
        let folded = name_key(&person.name);
        if let Some(mail) = &person.mail {
            self.by_mail.entry(mail.to_lowercase()).or_insert(place);
        }
        if let Some(birth) = birth_key(person, &folded) {
            self.by_birth.entry(birth).or_insert(place);
        }
        self.persons.push(Person { link, name: person.name.clone(), name_key: folded });
    }

    /// Remembers a mail of a company, which may not become a person's.
    pub(super) fn add_company_mail(&mut self, mail: &str) {
        self.company_mails.insert(mail.to_lowercase());
    }

    /// Whether a mail is one of a company.
    pub(super) fn is_company_mail(&self, mail: &str) -> bool {
        self.company_mails.contains(&mail.to_lowercase())
    }

    /// Remembers what is new with a row, so that later rows find it.
    pub(super) fn add_row(&mut self, row: u32, draft: &Draft, company: &Link, person: &Link) {
        if *company == Link::New {
            self.add_company(Candidate {
                link: Link::Row(row),
                name: draft.company.name.clone(),
                number: draft.company.number.as_ref().map(|number| number.as_str().to_owned()),
                address: draft.company.address.clone(),
            });
        } else if let Some(number) = &draft.company.number
            && let Some(place) = self.by_link.get(company).copied()
            && let Some(known) = self.companies.get_mut(place).filter(|known| known.candidate.number.is_none())
        {
            // A row that tells the number of a company known by name only: later rows find it by the number.
            known.candidate.number = Some(number.as_str().to_owned());
            self.by_number.entry(number.as_str().to_owned()).or_insert(place);
        }
        if *person == Link::New && !draft.person.name.is_empty() {
            self.add_person(Link::Row(row), &draft.person);
        }
    }

    fn candidate(&self, place: usize) -> Option<&Company> {
        self.companies.get(place)
    }

    /// The company of a row.
    pub(super) fn company(&self, draft: &CompanyDraft, answer: Option<&Same>) -> CompanyFound {
        match answer {
            Some(Same::No) => return CompanyFound::This(Link::New, None),
            Some(Same::As(link)) if self.by_link.contains_key(link) => return CompanyFound::This(link.clone(), None),
            _ => {}
        }
        let folded = company_key(&draft.name);
        if let Some(number) = &draft.number
            && let Some(known) = self.by_number.get(number.as_str()).and_then(|place| self.candidate(*place))
        {
            let other = company_key(&known.candidate.name) != folded;
            let notice = other.then(|| Notice::OtherName { typed: draft.name.clone(), known: known.candidate.name.clone() });
            return CompanyFound::This(known.candidate.link.clone(), notice);
        }
        let named: Vec<&Company> =
            self.by_name.get(&folded).map(Vec::as_slice).unwrap_or_default().iter().filter_map(|place| self.candidate(*place)).collect();
        let own_address = draft.address.as_deref().map(address_key).filter(|key| !key.is_empty());
        let exact: Vec<&&Company> = named
            .iter()
            .filter(|known| known.address_key == own_address && !(known.candidate.number.is_some() && draft.number.is_some()))
            .collect();
        match (named.as_slice(), exact.as_slice()) {
            ([], _) => CompanyFound::This(Link::New, None),
            ([only], [_]) if only.candidate.number.is_none() && draft.number.is_none() => {
                CompanyFound::This(only.candidate.link.clone(), None)
            }
            ([only], _) => {
                let other_number = only.candidate.number.is_some() && draft.number.is_some();
                let other_address = own_address.is_some() && only.address_key.is_some() && only.address_key != own_address;
                if other_number || other_address {
                    CompanyFound::Ask(vec![only.candidate.clone()])
                } else {
                    CompanyFound::This(only.candidate.link.clone(), Some(Notice::ByName(only.candidate.clone())))
                }
            }
            // Several of that name, one of them just like this.
            (_, [this]) if draft.number.is_none() && (own_address.is_some() || this.candidate.number.is_none()) => {
                CompanyFound::This(this.candidate.link.clone(), Some(Notice::ByName(this.candidate.clone())))
            }
            (several, _) => CompanyFound::Ask(several.iter().map(|known| known.candidate.clone()).collect()),
        }
    }

    /// The person of a row.
    pub(super) fn person(&self, draft: &PersonDraft, answer: Option<&Same>) -> PersonFound {
        match answer {
            Some(Same::No) => return PersonFound::This(Link::New),
            Some(Same::As(link)) if self.persons.iter().any(|known| known.link == *link) => return PersonFound::This(link.clone()),
            _ => {}
        }
        let folded = name_key(&draft.name);
        let by_mail =
            draft.mail.as_ref().and_then(|mail| self.by_mail.get(&mail.to_lowercase())).and_then(|place| self.persons.get(*place));
        if let Some(known) = by_mail {
            if known.name_key == folded {
                return PersonFound::This(known.link.clone());
            }
            return PersonFound::Ask(Candidate { link: known.link.clone(), name: known.name.clone(), number: None, address: None });
        }
        let by_birth = birth_key(draft, &folded).and_then(|birth| self.by_birth.get(&birth)).and_then(|place| self.persons.get(*place));
        PersonFound::This(by_birth.map_or(Link::New, |known| known.link.clone()))
    }

    /// Whether any placement is registered.
    pub(super) fn has_placements(&self) -> bool {
        !self.placements.is_empty()
    }

    /// The registered placement with this 案件番号.
    pub(super) fn by_case_no(&self, case_no: &str) -> Option<&'a KnownPlacement> {
        self.by_case_no.get(&key(case_no)).and_then(|place| self.placements.get(*place)).copied()
    }

    /// The registered placements of a person of this name with a company.
    pub(super) fn of_pair(&self, company: &str, person: &str) -> Vec<&'a KnownPlacement> {
        let places = self.by_pair.get(&(company.to_owned(), name_key(person))).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.placements.get(*place)).copied().collect()
    }

    /// The registered person with this id.
    pub(super) fn known_person(&self, id: &str) -> Option<&'a KnownPerson> {
        self.known_persons.get(id).copied()
    }

    /// The registered person with this mail.
    pub(super) fn person_by_mail(&self, mail: &str) -> Option<&Link> {
        self.by_mail.get(&mail.to_lowercase()).and_then(|place| self.persons.get(*place)).map(|person| &person.link)
    }

    /// The registered company with this id.
    pub(super) fn known_company(&self, id: &str) -> Option<&'a KnownCompany> {
        self.known_companies.get(id).copied()
    }
}

/// Name, reading and birth date folded; none when one is missing, because then nobody can tell.
fn birth_key(person: &PersonDraft, folded: &str) -> Option<(String, String, String)> {
    let kana = person.kana.as_deref().map(name_key).filter(|kana| !kana.is_empty())?;
    Some((folded.to_owned(), kana, person.birth?.to_string())).filter(|_| !folded.is_empty())
}
