//! One request a week: before the first day the owner of a company is asked by mail at most once a week (mission.md).
//!
//! These are the questions the mailer asks beside the table: who is to be asked at all, and whether they were asked already.
//! They give ids and a yes or no. What waits for an owner is asked as that owner, with their rights.

use crate::clock::{Day, Instant};
use crate::outbox::Leased;
use crate::store::{Read, Store, StoreError, Value, read_all};

/// The first moment of the week of this day: Monday, midnight in Tokyo.
pub fn begins(day: Day) -> Instant {
    day.plus(-i64::from(day.weekday())).start()
}

impl Store {
    /// The owners who have come in to a case that is before its first day: institution and contact, each once.
    ///
    /// # Errors
    /// The store's own.
    pub async fn owners_before(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.raw_read("*", move |conn| {
            read_all(conn.query(
                "select distinct m.institution_id, m.holder_id from placement p join member m on m.institution_id = p.institution_id and m.placement_id = p.id \
                 where p.state in ('preparing', 'agreeing') and m.seat = 'owner' and m.state = 'active' order by m.institution_id, m.holder_id",
                &[],
            )?)
        })
        .await
    }

    /// Whether a request went to this contact, or waits to, since `since`.
    ///
    /// # Errors
    /// The store's own.
    pub async fn asked_since(&self, institution: &str, contact: &str, since: Instant) -> Result<bool, StoreError> {
        let row = [Value::Text(institution.into()), Value::Text(contact.into()), Value::Int(since.0)];
        self.raw_read("*", move |conn| {
            let found = conn.query(
                "select id from outbox where institution_id = $1 and to_id = $2 and created_at >= $3 and state in ('waiting', 'sent') \
                 and mail in ('sheet_review', 'booklet_review', 'survey', 'week', 'again') limit 1",
                &row,
            )?;
            Ok(!found.is_empty())
        })
        .await
    }

    /// Whether this request has to wait for the next week: its case is before the first day, or it only asks once more, and
    /// another request went to the same contact since `since`.
    ///
    /// # Errors
    /// The store's own.
    pub async fn asked_enough(&self, mail: &Leased, since: Instant) -> Result<bool, StoreError> {
        let Some(holder) = mail.to() else { return Ok(false) };
        let row = [
            Value::Text(mail.institution.clone()),
            Value::Text(holder.id().into()),
            Value::Int(since.0),
            Value::Text(mail.id.clone()),
            Value::Text(mail.placement.clone().unwrap_or_default()),
            Value::Text(mail.code.clone()),
        ];
        self.raw_read("*", move |conn| {
            let found = conn.query(
                "select id from outbox where institution_id = $1 and to_id = $2 and sent_at >= $3 and id <> $4 and state = 'sent' \
                 and mail in ('sheet_review', 'booklet_review', 'survey', 'week', 'again') \
                 and ($5 = '' or $6 = 'again' or exists (select 1 from placement p where p.institution_id = $1 and p.id = $5 and p.state in ('preparing', 'agreeing'))) limit 1",
                &row,
            )?;
            Ok(!found.is_empty())
        })
        .await
    }
}

impl Read<'_> {
    /// Whether a request went to this contact, or waits to, since `since`: a further one is gathered next week.
    ///
    /// # Errors
    /// The store's own.
    pub fn asked_since(&self, contact: &str, since: Instant) -> Result<bool, StoreError> {
        let row = [Value::Text(self.actor.institution.clone()), Value::Text(contact.into()), Value::Int(since.0)];
        Ok(!self
            .conn
            .query(
                "select id from outbox where institution_id = $1 and to_id = $2 and created_at >= $3 and state in ('waiting', 'sent') \
                 and mail in ('sheet_review', 'booklet_review', 'survey', 'week', 'again') limit 1",
                &row,
            )?
            .is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        let monday = Day::new(2026, 11, 23).unwrap();
        for days in 0..7 {
            assert_eq!(begins(monday.plus(days)), monday.start());
        }
        assert_eq!(begins(monday.plus(-1)), monday.plus(-7).start());
    }
}
