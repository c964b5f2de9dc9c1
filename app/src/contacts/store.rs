//! The SQL of contacts, addresses, invitations and the case's mails.

use base::access::Seat;
use base::actor::Holder;
use base::clock::{DAY, Instant};
use base::event::Mail;
use base::receiver::domain;
use base::register::{Audit, Company, Contact, ContactAddress, Member, Outbox, Person, PersonAddress, Placement};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};

use super::rules::{Mailbox, Why, contact_mail, person_mail};
use super::text::L;
use crate::placement;
use crate::today::{Bucket, Line};
use crate::web::AppError;

base::row! {
    struct ContactRow { id: String, version: i64, part: String, name: String, post: String, state: String }
    struct PersonRow { id: String, version: i64, name: String, state: String }
    struct Address { id: String, version: i64, holder: String, mail: String, key: String, kind: String }
    /// A party's place in the case.
    pub(super) struct MemberRow {
        pub id: String,
        pub version: i64,
        pub holder: String,
        pub seat: String,
        pub state: String,
        pub invited_at: Option<Instant>,
    }
    /// A mail of the case: what, to whom, how it stands; no text.
    pub(super) struct MailRow {
        pub id: String,
        pub version: i64,
        pub code: String,
        pub to: String,
        pub state: String,
        pub due_at: Instant,
        pub sent_at: Option<Instant>,
        pub reason: String,
        pub created_at: Instant,
    }
}

impl MailRow {
    /// What kind of mail it is.
    pub fn mail(&self) -> Option<Mail> {
        Mail::parse(&self.code)
    }
    /// Whether it can still be taken back: it waits, and no worker may have it yet.
    pub fn can_cancel(&self, now: Instant) -> bool {
        self.state == "waiting" && now < self.due_at
    }
    /// Whether it ended without reaching anyone, and the desk should know.
    pub fn failed(&self) -> bool {
        self.state == "given_up" || (self.state == "dropped" && self.reason == "no_address")
    }
}

/// A known address with the version its form is drawn from.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub version: i64,
    pub mailbox: Mailbox,
}

/// A contact or the placed person, as the desk knows them.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub holder: Holder,
    pub version: i64,
    pub name: String,
    pub post: String,
    /// `owner`, `host`, `contact`, or `person`.
    pub part: String,
    /// `listed`, `invited`, `active`, `suspended`.
    pub state: String,
    pub member: Option<MemberRow>,
    pub addresses: Vec<Known>,
    /// Where a link may go, or why nowhere.
    pub mail: Result<Mailbox, Why>,
    /// When the last paper card was made.
    pub card: Option<Instant>,
}

impl Party {
    /// The place in the case, unless it has ended.
    pub fn belongs(&self) -> Option<&MemberRow> {
        self.member.as_ref().filter(|member| matches!(member.state.as_str(), "listed" | "invited" | "active"))
    }
}

/// Everyone of the case, contacts first.
#[derive(Clone, Debug)]
pub(super) struct Parties {
    pub contacts: Vec<Party>,
    pub person: Party,
    /// Version of the placement, for the form of the signatory.
    pub version: i64,
    /// The owner who signs for the company: the one chosen, or the only one; none while it is open among several.
    pub signer: Option<String>,
    /// The owner who is spoken to first.
    pub owner: Option<String>,
    pub one_sided: bool,
}

impl Parties {
    /// The party of this id; `company` is the one who signs, `person` the placed person.
    pub fn find(&self, party: &str) -> Option<&Party> {
        let id = match party {
            "company" => self.signer.as_deref().or(self.owner.as_deref())?,
            "person" => self.person.holder.id(),
            id => id,
        };
        self.contacts.iter().chain([&self.person]).find(|known| known.holder.id() == id)
    }

    /// The owner who signs, or the placed person, while nobody invited them and a mail would reach them.
    pub fn next_to_invite(&self, but: &str) -> Option<&Party> {
        ["company", "person"]
            .into_iter()
            .filter_map(|side| self.find(side))
            .find(|party| party.holder.id() != but && party.mail.is_ok() && party.belongs().is_some_and(|member| member.state == "listed"))
    }
}

/// Every address of the company's contacts and of the person: for the desk of this case alone.
fn all_addresses(tx: &Read<'_>, entry: &Entry) -> Result<(Vec<Address>, Vec<Address>), StoreError> {
    let contacts = tx.rows(
        &entry.pass::<ContactAddress, deed::View>()?,
        sql!(ContactAddress => "select id, version, holder_id, mail, mail_key, kind from contact_addresses order by created_at, id"),
        vec![],
    )?;
    let person = tx.rows(
        &entry.pass::<PersonAddress, deed::View>()?,
        sql!(PersonAddress => "select id, version, holder_id, mail, mail_key, kind from person_addresses order by created_at, id"),
        vec![],
    )?;
    Ok((contacts, person))
}

/// Everyone of the case with their addresses: for the desk of this case alone.
pub(super) fn parties(tx: &Read<'_>, entry: &Entry) -> Result<Parties, StoreError> {
    let facts = placement::facts(tx, entry)?;
    let ended = facts.state == "left";
    let one_sided = facts.sides == "one";
    let contacts: Vec<ContactRow> = tx.rows(
        &entry.pass::<Contact, deed::View>()?,
        sql!(Contact => "select id, version, part, name, post, state from contacts order by case part when 'owner' then 0 when 'host' then 1 else 2 end, created_at, id"),
        vec![],
    )?;
    let person: PersonRow =
        tx.one(&entry.pass::<Person, deed::View>()?, sql!(Person => "select id, version, name, state from persons"), vec![])?;
    let members: Vec<MemberRow> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select id, version, holder_id, seat, state, invited_at from members where holder_kind <> 'staff' order by created_at, id"),
        vec![],
    )?;
    let (contact_addresses, person_addresses) = all_addresses(tx, entry)?;
    let (company_domain,): (String,) =
        tx.one(&entry.pass::<Company, deed::View>()?, sql!(Company => "select mail_domain from companies"), vec![])?;
    let (version, owner_signs): (i64, String) =
        tx.one(&entry.pass::<Placement, deed::View>()?, sql!(Placement => "select version, owner_signs from placements"), vec![])?;
    let cards: Vec<(Option<String>, Instant)> = tx.rows(
        &entry.pass::<Audit, deed::View>()?,
        sql!(Audit => "select subject_id, at from audits where act = 'card.issued' order by seq"),
        vec![],
    )?;
    let mut domains: Vec<String> = contact_addresses.iter().map(|known| domain(&known.key).to_owned()).collect();
    domains.push(company_domain.to_lowercase());

    let known = |holder: &Holder, addresses: &[Address]| -> Result<Vec<Known>, StoreError> {
        addresses
            .iter()
            .filter(|found| found.holder == holder.id())
            .map(|found| {
                let mailbox = Mailbox {
                    id: found.id.clone(),
                    mail: found.mail.clone(),
                    key: found.key.clone(),
                    kind: found.kind.clone(),
                    of_contact: false,
                    of_person: false,
                };
                Ok(Known { version: found.version, mailbox: mailbox.used_by(holder, &tx.users_of_mail(&found.key)?) })
            })
            .collect()
    };
    let card = |id: &str| cards.iter().rev().find(|(subject, _)| subject.as_deref() == Some(id)).map(|(_, at)| *at);
    let member = |id: &str| members.iter().find(|member| member.holder == id).cloned();
    let judged = |state: &str, found: Result<Mailbox, Why>| match found {
        _ if ended => Err(Why::Ended),
        _ if state == "suspended" => Err(Why::Suspended),
        found => found,
    };

    let mut all = Vec::new();
    for row in contacts {
        let holder = Holder::Contact(row.id.clone());
        let addresses = known(&holder, &contact_addresses)?;
        let boxes: Vec<Mailbox> = addresses.iter().map(|known| known.mailbox.clone()).collect();
        all.push(Party {
            mail: judged(&row.state, contact_mail(&boxes).cloned()),
            card: card(&row.id),
            member: member(&row.id),
            holder,
            version: row.version,
            name: row.name,
            post: row.post,
            part: row.part,
            state: row.state,
            addresses,
        });
    }
    let holder = Holder::Person(person.id.clone());
    let addresses = known(&holder, &person_addresses)?;
    let boxes: Vec<Mailbox> = addresses.iter().map(|known| known.mailbox.clone()).collect();
    let mail = if one_sided { Err(Why::OneSided) } else { judged(&person.state, person_mail(&boxes, &domains).cloned()) };
    let person = Party {
        mail,
        card: card(&person.id),
        member: member(&person.id),
        holder,
        version: person.version,
        name: person.name,
        post: facts.post,
        part: "person".into(),
        state: person.state,
        addresses,
    };
    let owners: Vec<&str> =
        all.iter().filter(|party| party.belongs().is_some_and(|member| member.seat == "owner")).map(|party| party.holder.id()).collect();
    let signer = owners.iter().find(|id| **id == owner_signs || owners.len() == 1).map(|id| (*id).to_owned());
    let owner = owners.first().map(|id| (*id).to_owned());
    Ok(Parties { contacts: all, person, version, signer, owner, one_sided })
}

/// Whether a mail of the private channels would reach this party: at an address that nobody else uses. None for readers who
/// may not know addresses.
///
/// # Errors
/// The store's own.
pub(crate) fn reached_in_private(tx: &Read<'_>, entry: &Entry, holder: &str) -> Result<Option<bool>, StoreError> {
    if !entry.may::<ContactAddress, deed::View>() {
        return Ok(None);
    }
    let found = parties(tx, entry)?;
    Ok(found.find(holder).map(|party| party.mail.as_ref().is_ok_and(Mailbox::alone)))
}

/// Someone who signed for the company is no owner of the case any more: it is open again who signs.
pub(super) fn sign_no_more(tx: &Write<'_>, entry: &Entry, contact: &str) -> Result<(), StoreError> {
    let pass = entry.pass::<Placement, deed::Change>()?;
    let (version, signs): (i64, String) = tx.one(&pass, sql!(Placement => "select version, owner_signs from placements"), vec![])?;
    if signs == contact {
        tx.update(&pass, entry.placement(), version, Set::new().with("owner_signs", ""))?;
    }
    Ok(())
}

/// The newest mails of the case.
pub(super) fn mails(tx: &Read<'_>, entry: &Entry) -> Result<Vec<MailRow>, StoreError> {
    tx.rows(
        &entry.pass::<Outbox, deed::View>()?,
        sql!(Outbox => "select id, version, mail, to_id, state, due_at, sent_at, reason, created_at from outboxes order by created_at desc, id desc limit 30"),
        vec![],
    )
}

/// One mail of the case.
pub(super) fn mail(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<MailRow, StoreError> {
    tx.one(
        &entry.pass::<Outbox, deed::View>()?,
        sql!(Outbox => "select id, version, mail, to_id, state, due_at, sent_at, reason, created_at from outboxes where id = $1"),
        args![id],
    )
}

/// How long a mail that reached nobody is brought up on 今日.
const FRESH: i64 = 14 * DAY;

base::row! {
    struct Lost { placement: String, to: String, state: String, reason: String, at: Instant }
}

/// Lines for 今日: mails that reached nobody; on a case's own page also the parties that wait for their ご案内.
///
/// # Errors
/// The store's own.
pub fn lines(tx: &Read<'_>, case: Option<&str>, lang: Lang, today: base::clock::Day) -> Result<Vec<Line>, AppError> {
    let t = L(lang);
    let since = tx.now().plus(-FRESH);
    let found: Vec<Lost> = tx.rows(
        &tx.reach::<Outbox, deed::View>()?,
        sql!(Outbox => "select o.placement_id, o.to_id, o.state, o.reason, o.created_at from outboxes o where o.created_at >= $1 and ($2 = '' or o.placement_id = $2) and o.state in ('given_up', 'dropped') \
             and not exists (select 1 from outboxes n where n.placement_id = o.placement_id and n.to_id = o.to_id and n.state in ('sent', 'waiting') and n.created_at > o.created_at) \
             order by o.created_at, o.id"),
        args![since, case.unwrap_or_default()],
    )?;
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut lines = Vec::new();
    for lost in found {
        let known = (lost.placement.clone(), lost.to.clone());
        if (lost.state == "dropped" && lost.reason != "no_address") || seen.contains(&known) {
            continue;
        }
        seen.push(known);
        lines.push(Line {
            bucket: Bucket::Today,
            day: Some(lost.at.day().min(today)),
            when: lang.short_day(lost.at.day()),
            href: format!("/cases/{}/contacts#mails", lost.placement),
            case: lost.placement,
            who: String::new(),
            what: t.lost().to_owned(),
            why: t.lost_why().to_owned(),
            button: t.lost_button().to_owned(),
        });
    }
    if let Some(case) = case {
        let entry = tx.enter(case)?;
        if entry.seat() == Seat::Consultant {
            lines.extend(to_invite(tx, &entry, lang)?);
        }
    }
    Ok(lines)
}

fn to_invite(tx: &Read<'_>, entry: &Entry, lang: Lang) -> Result<Option<Line>, StoreError> {
    let t = L(lang);
    let listed: Vec<(String,)> = tx.rows(
        (&entry.pass::<Member, deed::View>()?, &entry.pass::<Placement, deed::View>()?),
        sql!(Member, Placement => "select m.seat from members m join placements p on p.id = m.placement_id where m.state = 'listed' and m.seat in ('owner', 'person') and p.state in ('preparing', 'agreeing', 'joined') order by m.seat"),
        vec![],
    )?;
    // Straight to the mail of the one who is invited first; to the list when something is missing there.
    let href = match parties(tx, entry)?.next_to_invite("") {
        Some(next) => format!("/cases/{}/contacts/invite/{}", entry.placement(), next.holder.id()),
        None => format!("/cases/{}/contacts", entry.placement()),
    };
    let who = match listed.as_slice() {
        [] => return Ok(None),
        [(seat,)] if seat == "owner" => t.invite_company(),
        [_] => t.invite_person(),
        _ => t.invite_both(),
    };
    Ok(Some(Line {
        bucket: Bucket::Later,
        day: None,
        when: t.invite_when().to_owned(),
        case: entry.placement().to_owned(),
        who: String::new(),
        what: t.invite().to_owned(),
        why: who.to_owned(),
        href,
        button: t.invite_button().to_owned(),
    }))
}
