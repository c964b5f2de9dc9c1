//! Who a leased mail goes to, as things stand at this moment.
//!
//! A right is checked again when a mail is sent (visibility.md, rule 4). The receiver may be invited and not yet in, and is
//! then nobody's actor; so the worker that holds the lease asks here, and gets no more than a letter needs: the name it is
//! addressed to, the addresses, and the names of the desk. Which address may be used is a rule of the contacts slice.

use crate::actor::{Actor, Holder};
use crate::outbox::Leased;
use crate::store::{Conn, Store, StoreError, Value, Write, read_all};
use crate::text::Lang;

crate::row! {
    struct Facing { name: String, post: String, company: String, lang: String }
    struct Belonging { placement: String, seat: String, state: String, consultant: String }
    struct Line { id: String, mail: String, key: String, kind: String }
}

/// A mail address of a receiver, and who else uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Its id.
    pub id: String,
    /// The address as typed.
    pub mail: String,
    /// The address as two are compared.
    pub key: String,
    /// `own`, `shared` or `none`.
    pub kind: String,
    /// Whether a contact other than the receiver uses it.
    pub of_contact: bool,
    /// Whether a placed person other than the receiver uses it.
    pub of_person: bool,
}

impl Mailbox {
    /// Whether nobody else reads what comes here, as far as is known: an own address that no other holder uses.
    pub fn alone(&self) -> bool {
        self.kind == "own" && !self.of_contact && !self.of_person
    }

    /// An address with those who use it, its holder among them or not.
    #[must_use]
    pub fn used_by(mut self, holder: &Holder, users: &[Holder]) -> Mailbox {
        let mut others = users.iter().filter(|user| *user != holder);
        self.of_contact = others.clone().any(|user| matches!(user, Holder::Contact(_)));
        self.of_person = others.any(|user| matches!(user, Holder::Person(_)));
        self
    }
}

/// The receiver of a mail.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Name.
    pub name: String,
    /// Post; empty for a person and for staff.
    pub post: String,
    /// The contact's company; empty for a person and for staff.
    pub company: String,
    /// Seat in the mail's case, or in the newest case when the mail belongs to none: `owner`, `host`, `contact`, `person`; empty for staff.
    pub seat: String,
    /// Whether they have come in; an invited party has only the way in.
    pub active: bool,
    /// The consultant's name, and the deputy's when there is one.
    pub desk: (String, Option<String>),
    /// In which language they are written to.
    pub lang: Lang,
    /// Their addresses, oldest first.
    pub mailboxes: Vec<Mailbox>,
    /// For a person: the domains under which the companies of their placements receive mail, lower case.
    pub company_domains: Vec<String>,
}

impl Store {
    /// Who a leased mail goes to; none when they may not get it any more: suspended, gone, out of the case, never invited.
    ///
    /// # Errors
    /// The store's own.
    pub async fn receiver(&self, mail: &Leased) -> Result<Option<Receiver>, StoreError> {
        let Some(holder) = mail.to() else { return Ok(None) };
        let (institution, placement) = (mail.institution.clone(), mail.placement.clone().unwrap_or_default());
        self.raw_read(&institution.clone(), move |conn| match &holder {
            Holder::Staff(id) => staff(conn, &institution, id),
            _ => party(conn, &institution, &holder, &placement),
        })
        .await
    }
}

/// Where a contact or a person stands; none for staff, who are written to in Japanese.
fn table(who: &Actor) -> Option<&'static str> {
    match who.holder()? {
        Holder::Contact(_) => Some("contact"),
        Holder::Person(_) => Some("person"),
        Holder::Staff(_) => None,
    }
}

impl Store {
    /// In which language the one who asks is written to.
    ///
    /// # Errors
    /// The store's own.
    pub async fn mail_language(&self, who: &Actor) -> Result<Lang, StoreError> {
        let Some(table) = table(who) else { return Ok(Lang::Ja) };
        let me = [text(who.institution()), text(who.id())];
        let rows: Vec<(String,)> = self
            .raw_read(&who.institution, move |conn| {
                read_all(conn.query(&format!("select lang from {table} where institution_id = $1 and id = $2"), &me)?)
            })
            .await?;
        Ok(rows.first().and_then(|(lang,)| Lang::parse(lang)).unwrap_or_default())
    }
}

impl Store {
    /// Whether somebody else reads what is sent to the one who asks: they have an address, and none that is theirs alone.
    ///
    /// # Errors
    /// The store's own.
    pub async fn shares_mailbox(&self, who: &Actor) -> Result<bool, StoreError> {
        let me = [text(who.institution()), text(who.id())];
        self.raw_read(&who.institution, move |conn| {
            let rows: Vec<(String, i64)> = read_all(conn.query(
                "select a.kind, (select count(*) from address b where b.institution_id = $1 and b.mail_key = a.mail_key and b.holder_id <> a.holder_id and b.kind <> 'none') \
                 from address a where a.institution_id = $1 and a.holder_id = $2 and a.kind <> 'none' order by a.id",
                &me,
            )?)?;
            Ok(!rows.is_empty() && rows.iter().all(|(kind, others)| kind != "own" || *others > 0))
        })
        .await
    }
}

impl Write<'_> {
    /// Company and person choose for themselves in which language they are written to.
    ///
    /// # Errors
    /// `NotFound` for anyone else.
    pub fn choose_mail_language(&self, lang: Lang) -> Result<(), StoreError> {
        let who = self.actor();
        let table = table(who).ok_or(StoreError::NotFound)?;
        let row = [text(who.institution()), text(who.id()), text(lang.code())];
        self.conn.execute(&format!("update {table} set lang = $3 where institution_id = $1 and id = $2"), &row).map(drop)
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn staff(conn: &Conn<'_>, institution: &str, id: &str) -> Result<Option<Receiver>, StoreError> {
    let rows = conn.query(
        "select name, mail, mail_key from staff where institution_id = $1 and id = $2 and state = 'active' and mail is not null",
        &[text(institution), text(id)],
    )?;
    Ok(read_all::<(String, String, String)>(rows)?.into_iter().next().map(|(name, mail, key)| Receiver {
        name,
        post: String::new(),
        company: String::new(),
        seat: String::new(),
        active: true,
        desk: (String::new(), None),
        lang: Lang::Ja,
        mailboxes: vec![Mailbox { id: id.to_owned(), mail, key, kind: "own".into(), of_contact: false, of_person: false }],
        company_domains: Vec::new(),
    }))
}

fn party(conn: &Conn<'_>, institution: &str, holder: &Holder, placement: &str) -> Result<Option<Receiver>, StoreError> {
    let me = || [text(institution), text(holder.id())];
    let (facing, tie) = match holder {
        Holder::Contact(_) => (
            "select c.name, c.post, o.name, c.lang from contact c join company o on o.id = c.company_id where c.institution_id = $1 and c.id = $2 and c.state <> 'suspended'",
            "p.company_id = (select c.company_id from contact c where c.id = m.holder_id)",
        ),
        _ => (
            "select name, '' as post, '' as company, lang from person where institution_id = $1 and id = $2 and state <> 'suspended'",
            "p.person_id = m.holder_id",
        ),
    };
    let Some(facing) = read_all::<Facing>(conn.query(facing, &me())?)?.into_iter().next() else { return Ok(None) };
    let cases = conn.query(
        &format!(
            "select p.id, m.seat, m.state, p.consultant_name from member m join placement p on p.id = m.placement_id where m.institution_id = $1 and m.holder_id = $2 and m.state in ('invited', 'active') and ($3 = '' or p.id = $3) and {tie} order by p.created_at desc, p.id desc"
        ),
        &[text(institution), text(holder.id()), text(placement)],
    )?;
    let Some(case) = read_all::<Belonging>(cases)?.into_iter().next() else { return Ok(None) };
    let desk = conn.query(
        "select s.name, m.deputy from member m join staff s on s.id = m.holder_id where m.institution_id = $1 and m.placement_id = $2 and m.holder_kind = 'staff' and m.state = 'active' order by m.deputy, m.created_at",
        &[text(institution), text(&case.placement)],
    )?;
    let desk: Vec<(String, i64)> = read_all(desk)?;
    let named = |deputy: i64| desk.iter().find(|(_, d)| *d == deputy).map(|(name, _)| name.clone());
    let lines = conn.query(
        "select id, mail, mail_key, kind from address where institution_id = $1 and holder_id = $2 order by created_at, id",
        &me(),
    )?;
    let mut mailboxes = Vec::new();
    for line in read_all::<Line>(lines)? {
        let users = conn.query(
            "select holder_kind, holder_id from address where institution_id = $1 and mail_key = $2 and kind <> 'none' order by holder_id",
            &[text(institution), text(&line.key)],
        )?;
        let users: Vec<(String, String)> = read_all(users)?;
        let users: Vec<Holder> = users.iter().filter_map(|(kind, id)| Holder::from(kind, id)).collect();
        let Line { id, mail, key, kind } = line;
        mailboxes.push(Mailbox { id, mail, key, kind, of_contact: false, of_person: false }.used_by(holder, &users));
    }
    let company_domains = match holder {
        Holder::Person(_) => domains(conn, &me())?,
        _ => Vec::new(),
    };
    Ok(Some(Receiver {
        name: facing.name,
        post: facing.post,
        company: facing.company,
        seat: case.seat,
        active: case.state == "active",
        lang: Lang::parse(&facing.lang).unwrap_or_default(),
        desk: (named(0).unwrap_or(case.consultant), named(1)),
        mailboxes,
        company_domains,
    }))
}

fn domains(conn: &Conn<'_>, me: &[Value]) -> Result<Vec<String>, StoreError> {
    let rows = conn.query(
        "select o.mail_domain from company o where o.institution_id = $1 and o.id in (select p.company_id from placement p where p.institution_id = $1 and p.person_id = $2) \
         union select a.mail_key from address a join contact c on c.id = a.holder_id where a.institution_id = $1 and a.holder_kind = 'contact' and c.company_id in (select p.company_id from placement p where p.institution_id = $1 and p.person_id = $2)",
        me,
    )?;
    let rows: Vec<(String,)> = read_all(rows)?;
    Ok(rows.iter().map(|(found,)| domain(found).to_owned()).filter(|found| !found.is_empty()).collect())
}

/// What stands behind the last `@`; a bare domain is itself.
pub fn domain(mail_key: &str) -> &str {
    mail_key.rsplit('@').next().unwrap_or_default()
}
