//! The link of a survey (ux.md §2.3): good until the round closes, used as often as one likes, without a code. It only adds:
//! whoever holds it is [`Via::SurveyLink`], who opens nothing that was written and changes nothing.

use crate::actor::{Actor, Holder, Via};
use crate::clock::{DAY, Day};
use crate::store::{Store, StoreError, Value, actor_of, read_all};
use crate::vault::digest;

impl Store {
    /// Makes a way to the questions one is asked, for a mail that is being sent; earlier ones stay good.
    ///
    /// # Errors
    /// The store's own.
    pub async fn make_survey_link(&self, institution: &str, holder: &Holder, asked: &str, closes_on: Day) -> Result<String, StoreError> {
        let token = self.ids().token();
        let text = |text: &str| Value::Text(text.into());
        let row = [
            text(&digest(&token)),
            text(institution),
            text(holder.kind()),
            text(holder.id()),
            text(asked),
            Value::Int(closes_on.start().0 + DAY),
            Value::Int(self.clock().now().0),
        ];
        self.raw_write(institution, move |conn| {
            conn.execute(
                "insert into survey_link (id, institution_id, holder_kind, holder_id, asked_id, until_at, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
                &row,
            )
        })
        .await?;
        Ok(token)
    }

    /// Who comes by such a link, and what they are asked; none for a link that never was, was ended, or whose holder may not
    /// act any more. After the last day it still says who it was for, so that the page can say that it is closed.
    ///
    /// # Errors
    /// The store's own.
    pub async fn by_survey_link(&self, token: &str) -> Result<Option<(Actor, String)>, StoreError> {
        let id = digest(token);
        self.raw_read("*", move |conn| {
            let rows: Vec<(String, String, String, String)> = read_all(conn.query(
                "select institution_id, holder_kind, holder_id, asked_id from survey_link where id = $1 and ended_at is null",
                &[Value::Text(id)],
            )?)?;
            let Some((institution, kind, holder, asked)) = rows.into_iter().next() else { return Ok(None) };
            let Some(holder) = Holder::from(&kind, &holder) else { return Ok(None) };
            match actor_of(conn, &institution, holder, None, true) {
                Ok(actor) => Ok(Some((Actor { via: Via::SurveyLink, ..actor }, asked))),
                Err(StoreError::NotFound) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }
}
