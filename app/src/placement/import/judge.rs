//! What becomes of a row, beside the institution's register and the rows before it.
//!
//! Only rows that will be written are remembered for the rows below them: nothing hangs on a row that is still to be mended.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use base::clock::Day;
use base::fold::{company_key, key};
use base::japan::address_key;

use super::cells;
use super::identity::{CompanyFound, Index, PersonFound};
use super::reader::{Cells, Read};
use super::{
    Change, ContactSeat, Draft, Fate, Fault, FaultCode, Fee, Join, Kind, Known, KnownCompany, KnownPlacement, Link, Linked, Meaning, Mend,
    Notice, ReadRow, Value,
};

/// Company, person, post and offer day: what makes a placement where there is no 案件番号.
type Sameness = (Link, String, String, Option<Day>);

/// The rows read so far, and what the institution has.
pub(super) struct Judge<'a> {
    kind: Kind,
    pub(super) index: Index<'a>,
    /// Rows by a digest of all their cells, to find the same row again.
    by_cells: HashMap<u64, Vec<usize>>,
    /// The rows judged so far, in order.
    pub(super) rows: Vec<ReadRow>,
    by_case_no: HashMap<String, usize>,
    by_sameness: HashMap<Sameness, Vec<usize>>,
    by_company: HashMap<Link, usize>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(known: &'a Known, kind: Kind) -> Judge<'a> {
        Judge {
            kind,
            index: Index::new(known),
            by_cells: HashMap::new(),
            rows: Vec::new(),
            by_case_no: HashMap::new(),
            by_sameness: HashMap::new(),
            by_company: HashMap::new(),
        }
    }

    /// Judges a row and keeps it.
    pub(super) fn judge(&mut self, read: Read, mend: &Mend) {
        let Read { mut row, cells } = read;
        self.decide(&mut row, &cells, mend);
        self.rows.push(row);
    }

    /// An earlier row with the very same cells, running number apart; remembers this one when there is none.
    fn written_before(&mut self, row: &ReadRow) -> Option<u32> {
        let mut digest = DefaultHasher::new();
        (&row.typed, &row.draft.note).hash(&mut digest);
        let places = self.by_cells.entry(digest.finish()).or_default();
        let same = |first: &&ReadRow| first.typed == row.typed && first.draft.note == row.draft.note;
        let first = places.iter().filter_map(|place| self.rows.get(*place)).find(same);
        if first.is_none() {
            places.push(self.rows.len());
        }
        first.map(|first| first.number)
    }

    fn decide(&mut self, row: &mut ReadRow, cells: &Cells, mend: &Mend) {
        if mend.leave_out {
            row.fate = Fate::LeftOut;
            return;
        }
        if let Some(first) = self.written_before(row) {
            row.fate = Fate::Repeated(first);
            row.faults.clear();
            return;
        }
        if row.draft.person.mail.as_ref().is_some_and(|mail| self.index.is_company_mail(mail)) {
            row.fault(Meaning::PersonMail, cells, FaultCode::MailOfCompany);
        }
        if !row.faults.is_empty() {
            return;
        }
        match self.kind {
            Kind::Placements => self.placement(row, cells, mend),
            Kind::Companies => self.company(row, mend),
        }
    }

    /// The company of the row; none when it has to be asked.
    fn find_company(&self, row: &mut ReadRow, mend: &Mend) -> Option<Link> {
        match self.index.company(&row.draft.company, mend.company.as_ref()) {
            CompanyFound::This(link, notice) => {
                row.notices.extend(notice);
                Some(link)
            }
            CompanyFound::Ask(candidates) => {
                row.fate = Fate::AskCompany(candidates);
                None
            }
        }
    }

    fn company(&mut self, row: &mut ReadRow, mend: &Mend) {
        let Some(link) = self.find_company(row, mend) else { return };
        row.company = link;
        let own = match &row.company {
            Link::New => Link::Row(row.number),
            other => other.clone(),
        };
        if let Some(first) = self.by_company.get(&own).and_then(|place| self.rows.get(*place)) {
            if says_more(&first.draft, &row.draft) {
                row.fault(Meaning::Company, &Cells::new(), FaultCode::SameAsRow(first.number));
            } else {
                row.fate = Fate::Repeated(first.number);
            }
            return;
        }
        let known = if let Link::Known(id) = &own { self.index.known_company(id) } else { None };
        row.fate = match known {
            None => Fate::New,
            Some(known) => fate_of(&known.id, company_changes(known, &row.draft), mend),
        };
        self.by_company.insert(own, self.rows.len());
        self.remember(row);
    }

    fn placement(&mut self, row: &mut ReadRow, cells: &Cells, mend: &Mend) {
        let Ok(registered) = self.registered(row, cells) else { return };
        if let Some(known) = registered {
            row.company = Link::Known(known.company.clone());
            row.person = Link::Known(known.person.clone());
        } else {
            let Some(link) = self.find_company(row, mend) else { return };
            row.company = link;
            match self.index.person(&row.draft.person, mend.person.as_ref()) {
                PersonFound::This(link) => row.person = link,
                PersonFound::Ask(candidate) => {
                    row.fate = Fate::AskPerson(candidate);
                    return;
                }
            }
        }
        if self.is_in_an_earlier_row(row, cells) {
            return;
        }
        row.fate = match registered {
            Some(known) => fate_of(&known.id, self.changes(known, &row.draft), mend),
            None => Fate::New,
        };
        if registered.is_none()
            && let Link::Known(company) = &row.company
            && !self.index.of_pair(company, &row.draft.person.name).is_empty()
        {
            row.notices.push(Notice::OtherPlacement);
        }
        let place = self.rows.len();
        if let Some(case_no) = &row.draft.case_no {
            self.by_case_no.insert(key(case_no), place);
        }
        self.by_sameness.entry(sameness(row)).or_default().push(place);
        self.remember(row);
    }

    fn remember(&mut self, row: &ReadRow) {
        self.index.add_row(row.number, &row.draft, &row.company, &row.person);
    }

    /// The registered placement that the row speaks of. `Err` when the row cannot be one and a fault says so.
    fn registered(&self, row: &mut ReadRow, cells: &Cells) -> Result<Option<&'a KnownPlacement>, ()> {
        let by_case_no = row.draft.case_no.as_deref().and_then(|case_no| self.index.by_case_no(case_no));
        let known = by_case_no.or_else(|| self.by_what_it_is(&row.draft));
        let Some(known) = known else { return Ok(None) };
        if let Some(company) = self.index.known_company(&known.company) {
            let same_number = row.draft.company.number.as_ref().is_some_and(|number| company.number.as_deref() == Some(number.as_str()));
            if !same_number && company_key(&company.name) != company_key(&row.draft.company.name) {
                row.fault(Meaning::CaseNo, cells, FaultCode::CaseNoOfCompany(company.name.clone()));
                return Err(());
            }
        }
        let other = row.draft.person.mail.as_deref().and_then(|mail| self.index.person_by_mail(mail));
        if let Some(Link::Known(other)) = other
            && *other != known.person
        {
            let name = self.index.known_person(other).map(|person| person.name.clone()).unwrap_or_default();
            row.fault(Meaning::PersonMail, cells, FaultCode::MailOfPerson(name));
            return Err(());
        }
        Ok(Some(known))
    }

    /// A registered placement with the same company, person, post and offer day. A company that would have to be asked is no question
    /// when one of the candidates has just this placement: the row was imported before.
    fn by_what_it_is(&self, draft: &Draft) -> Option<&'a KnownPlacement> {
        if !self.index.has_placements() {
            return None;
        }
        let companies = match self.index.company(&draft.company, None) {
            CompanyFound::This(link, _) => vec![link],
            CompanyFound::Ask(candidates) => candidates.into_iter().map(|candidate| candidate.link).collect(),
        };
        companies.iter().filter_map(|link| if let Link::Known(id) = link { Some(id) } else { None }).find_map(|id| {
            self.index.of_pair(id, &draft.person.name).into_iter().find(|known| {
                let other_case = known.case_no.is_some() && draft.case_no.is_some();
                !other_case && known.offer == draft.offer && key(&known.post) == key(&draft.post)
            })
        })
    }

    /// Whether an earlier row speaks of the same placement: then the row is a repetition, or has a fault.
    fn is_in_an_earlier_row(&self, row: &mut ReadRow, cells: &Cells) -> bool {
        let by_case_no = row.draft.case_no.as_ref().and_then(|case_no| self.by_case_no.get(&key(case_no)));
        if let Some(first) = by_case_no.and_then(|place| self.rows.get(*place)) {
            if says_more(&first.draft, &row.draft) {
                row.fault(Meaning::CaseNo, cells, FaultCode::CaseNoOfRow(first.number));
            } else {
                row.fate = Fate::Repeated(first.number);
            }
            return true;
        }
        let places = self.by_sameness.get(&sameness(row)).map(Vec::as_slice).unwrap_or_default();
        let earlier = places
            .iter()
            .filter_map(|place| self.rows.get(*place))
            .find(|first| first.draft.case_no.is_none() || row.draft.case_no.is_none());
        if let Some(first) = earlier {
            if says_more(&first.draft, &row.draft) {
                row.fault(Meaning::Person, cells, FaultCode::SameAsRow(first.number));
            } else {
                row.fate = Fate::Repeated(first.number);
            }
            return true;
        }
        false
    }

    /// What the row says otherwise than the register; a blank says nothing.
    fn changes(&self, known: &KnownPlacement, draft: &Draft) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut note = |field, before, after| changes.push(Change { field, before, after });
        if let Some(case_no) = &draft.case_no
            && known.case_no.as_deref().map(key) != Some(key(case_no))
        {
            note(Meaning::CaseNo, text_or_blank(known.case_no.as_ref()), Value::Text(case_no.clone()));
        }
        if let Some(person) = self.index.known_person(&known.person) {
            if cells::name_key(&person.name) != cells::name_key(&draft.person.name) {
                note(Meaning::Person, Value::Text(person.name.clone()), Value::Text(draft.person.name.clone()));
            }
            for (field, before, after) in
                [(Meaning::Kana, &person.kana, &draft.person.kana), (Meaning::PersonMail, &person.mail, &draft.person.mail)]
            {
                if let Some(after) = after
                    && before.as_deref().map(cells::name_key) != Some(cells::name_key(after))
                {
                    note(field, text_or_blank(before.as_ref()), Value::Text(after.clone()));
                }
            }
            if draft.person.birth.is_some() && person.birth != draft.person.birth {
                note(Meaning::Birth, person.birth.map_or(Value::Blank, Value::Day), draft.person.birth.map_or(Value::Blank, Value::Day));
            }
        }
        for (field, before, after) in [(Meaning::Post, &known.post, &draft.post), (Meaning::Issue, &known.issue, &draft.issue)] {
            if key(before) != key(after) {
                note(field, Value::Text(before.clone()), Value::Text(after.clone()));
            }
        }
        let contract = |contract: Option<super::Contract>| contract.map_or(Value::Blank, Value::Contract);
        if draft.contract.is_some() && draft.contract != known.contract {
            note(Meaning::Contract, contract(known.contract), contract(draft.contract));
        }
        let sides = |sides: Option<super::Sides>| sides.map_or(Value::Blank, Value::Sides);
        if draft.sides.is_some() && draft.sides != known.sides {
            note(Meaning::Sides, sides(known.sides), sides(draft.sides));
        }
        if draft.offer.is_some() && draft.offer != known.offer {
            note(Meaning::Offer, known.offer.map_or(Value::Blank, Value::Day), draft.offer.map_or(Value::Blank, Value::Day));
        }
        let join = match draft.join {
            None => known.join,
            Some(Join::Undecided) => None,
            Some(Join::On(day)) => Some(day),
        };
        if join != known.join {
            note(Meaning::Join, known.join.map_or(Value::Undecided, Value::Day), join.map_or(Value::Undecided, Value::Day));
        }
        if let Some(pay) = draft.pay
            && known.pay != Some(pay.yen)
        {
            note(Meaning::Pay, known.pay.map_or(Value::Blank, Value::Yen), Value::Yen(pay.yen));
        }
        let fee = |fee: Option<Fee>| match fee {
            None => Value::Blank,
            Some(Fee::Rate(permille)) => Value::Rate(permille),
            Some(Fee::Amount(yen)) => Value::Yen(yen),
        };
        if draft.fee.is_some() && draft.fee != known.fee {
            note(Meaning::Fee, fee(known.fee), fee(draft.fee));
        }
        for (field, before, after) in [
            (Meaning::Branch, &known.branch, &draft.branch),
            (Meaning::Consultant, &known.consultant, &draft.consultant),
            (Meaning::Deputy, &known.deputy, &draft.deputy),
        ] {
            // Somebody not registered yet changes nothing: there is nobody to hand over to.
            if let Some(Linked { typed, id: Some(id) }) = after
                && before.as_ref() != Some(id)
            {
                note(field, text_or_blank(before.as_ref()), Value::Text(typed.clone()));
            }
        }
        if let Some(before) = &known.note
            && !draft.note.is_empty()
            && key(before) != key(&draft.note)
        {
            note(Meaning::Note, Value::Text(before.clone()), Value::Text(draft.note.clone()));
        }
        changes
    }
}

impl ReadRow {
    fn fault(&mut self, field: Meaning, cells: &Cells, code: FaultCode) {
        let (typed, column) = match cells.get(&field) {
            Some((cell, column)) => (cell.shown().into_owned(), *column),
            None => (self.typed.get(&field).cloned().unwrap_or_default(), None),
        };
        self.faults.push(Fault { field, column, typed, code });
        self.fate = Fate::ToMend;
    }
}

fn fate_of(id: &str, changes: Vec<Change>, mend: &Mend) -> Fate {
    if changes.is_empty() { Fate::SameAs(id.to_owned()) } else { Fate::Changed { id: id.to_owned(), changes, answer: mend.changes } }
}

fn text_or_blank(text: Option<&String>) -> Value {
    text.map_or(Value::Blank, |text| Value::Text(text.clone()))
}

fn sameness(row: &ReadRow) -> Sameness {
    let company = match &row.company {
        Link::New => Link::Row(row.number),
        other => other.clone(),
    };
    (company, cells::name_key(&row.draft.person.name), key(&row.draft.post), row.draft.offer)
}

/// Whether a later row says something that the earlier does not: then it is no mere repetition.
fn says_more(first: &Draft, later: &Draft) -> bool {
    fn more<T: PartialEq>(first: Option<&T>, later: Option<&T>) -> bool {
        later.is_some() && first != later
    }
    let (a, b) = (&first.company, &later.company);
    let company = company_key(&a.name) != company_key(&b.name)
        || more(a.number.as_ref(), b.number.as_ref())
        || more(a.postal.as_ref(), b.postal.as_ref())
        || more(a.address.as_deref().map(address_key).as_ref(), b.address.as_deref().map(address_key).as_ref())
        || more(a.phone.as_ref(), b.phone.as_ref())
        || more(a.employees.as_ref(), b.employees.as_ref())
        || more(a.closing_month.as_ref(), b.closing_month.as_ref())
        || b.contacts.iter().any(|contact| !a.contacts.contains(contact));
    let (a, b) = (&first.person, &later.person);
    let person = cells::name_key(&a.name) != cells::name_key(&b.name)
        || more(a.kana.as_ref(), b.kana.as_ref())
        || more(a.birth.as_ref(), b.birth.as_ref())
        || more(a.mail.as_ref(), b.mail.as_ref());
    let yen = |draft: &Draft| draft.pay.map(|pay| pay.yen);
    company
        || person
        || key(&first.post) != key(&later.post)
        || key(&first.issue) != key(&later.issue)
        || more(first.contract.as_ref(), later.contract.as_ref())
        || more(first.sides.as_ref(), later.sides.as_ref())
        || more(first.offer.as_ref(), later.offer.as_ref())
        || more(first.join.as_ref(), later.join.as_ref())
        || more(yen(first).as_ref(), yen(later).as_ref())
        || more(first.fee.as_ref(), later.fee.as_ref())
        || more(first.branch.as_ref(), later.branch.as_ref())
        || more(first.consultant.as_ref(), later.consultant.as_ref())
        || more(first.deputy.as_ref(), later.deputy.as_ref())
        || (!later.note.is_empty() && first.note != later.note)
}

/// What a list of companies says otherwise than the register; a blank says nothing.
fn company_changes(known: &KnownCompany, draft: &Draft) -> Vec<Change> {
    let company = &draft.company;
    let mut changes = Vec::new();
    let mut note = |field, before, after| changes.push(Change { field, before, after });
    if company_key(&known.name) != company_key(&company.name) {
        note(Meaning::Company, Value::Text(known.name.clone()), Value::Text(company.name.clone()));
    }
    let owner = company.contacts.iter().find(|contact| contact.seat == ContactSeat::Owner);
    let count = |number: Option<u32>| number.map(|number| number.to_string());
    let texts = [
        (Meaning::Number, known.number.clone(), company.number.as_ref().map(|number| number.as_str().to_owned())),
        (Meaning::Industry, known.industry.map(String::from), company.industry.as_ref().and_then(|own| own.letter).map(String::from)),
        (Meaning::Postal, known.postal.clone(), company.postal.clone()),
        (Meaning::Address, known.address.clone(), company.address.clone()),
        (Meaning::Phone, known.phone.clone(), company.phone.clone()),
        (Meaning::Employees, count(known.employees), count(company.employees)),
        (Meaning::ClosingMonth, count(known.closing_month), count(company.closing_month)),
        (Meaning::Owner, known.owner.clone(), owner.map(|owner| owner.name.clone()).filter(|name| !name.is_empty())),
        (Meaning::OwnerMail, known.owner_mail.clone(), owner.and_then(|owner| owner.mail.clone())),
    ];
    for (field, before, after) in texts {
        let form = |text: &String| if field == Meaning::Address { address_key(text) } else { key(text) };
        if let Some(after) = after
            && before.as_ref().map(form) != Some(form(&after))
        {
            note(field, text_or_blank(before.as_ref()), Value::Text(after));
        }
    }
    if let Some(Linked { typed, id: Some(id) }) = &draft.branch
        && known.branch.as_ref() != Some(id)
    {
        note(Meaning::Branch, text_or_blank(known.branch.as_ref()), Value::Text(typed.clone()));
    }
    changes
}
