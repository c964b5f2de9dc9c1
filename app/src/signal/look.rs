//! The look that is taken each hour, in the stead of each consultant (`Duty::Due`), so that the table holds.
//!
//! What lies open is compared each time; sealed answers are opened when one was given or changed since the last look, and once
//! a day at most. Nothing is kept, and no line is written, when there is nothing new. Of one rule and one subject there is one
//! signal in the database, so two instances that look at once raise it once.

use base::actor::Actor;
use base::event::Event;
use base::store::{Entry, Read, StoreError, Write};

use super::rules;
use super::store;
use crate::stead;
use crate::survey;
use crate::web::{App, AppError};

/// Looks at every running case of every institution; gives how many signals arose.
///
/// # Errors
/// When the store cannot be reached. What one case refuses does not keep the others waiting.
pub async fn look(app: &App) -> Result<usize, AppError> {
    let mut raised = 0;
    for actor in stead::consultants(app).await? {
        for case in app.db.read(&actor, |tx| store::running(tx).map_err(AppError::from)).await? {
            match look_at(app, &actor, &case).await {
                Ok(n) => raised += n,
                Err(error) => tracing::error!(case.id = %case, cause = ?error, "a case could not be looked at for signals"),
            }
        }
    }
    Ok(raised)
}

/// Whether answers were given or changed since the last look, and that was before today.
fn answers_wait(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    let stamp = survey::stamp(tx, entry)?;
    let fresh = match store::looked(tx, entry)? {
        Some(looked) => looked.stamp != stamp && looked.on < tx.now().day(),
        None => stamp > 0,
    };
    Ok(fresh)
}

async fn look_at(app: &App, actor: &Actor, case: &str) -> Result<usize, AppError> {
    let of = case.to_owned();
    let something = app
        .db
        .read(actor, move |tx| {
            let entry = tx.enter(&of)?;
            Ok::<_, StoreError>(answers_wait(tx, &entry)? || !store::found_plainly(tx, &entry, &store::all(tx, &entry)?)?.is_empty())
        })
        .await?;
    if !something {
        return Ok(0);
    }
    let of = case.to_owned();
    match app.db.write(actor, None, move |tx| carry_out(tx, &of)).await {
        Ok(raised) => Ok(raised),
        // Another was quicker, or the case ended meanwhile.
        Err(StoreError::Stale | StoreError::Duplicate(_) | StoreError::NotFound) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

fn carry_out(tx: &Write<'_>, case: &str) -> Result<base::store::Done<usize>, StoreError> {
    let entry = tx.enter(case)?;
    let known = store::all(tx, &entry)?;
    let mut found = store::found_plainly(tx, &entry, &known)?;
    let (mut opened, mut back) = (Vec::new(), 0);
    if answers_wait(tx, &entry)? {
        let answers = store::answers(tx, &entry)?;
        let seen = rules::answered(&answers, &store::thresholds(tx)?.1);
        // An answer that was changed takes back what arose from it and waits.
        let last = answers.pulses.iter().rev().find(|pulse| pulse.value.is_some()).map(|pulse| pulse.asked.clone());
        for row in known.iter().filter(|row| row.is_open() && row.rule().is_some_and(rules::Rule::is_of_answers)) {
            let current = row.subject == answers.round || last.as_deref() == Some(row.subject.as_str());
            if current && !seen.iter().any(|one| Some(one.rule) == row.rule() && one.subject == row.subject) {
                store::take_back(tx, &entry, row)?;
                back += 1;
            }
        }
        opened.extend(answers.pulses.into_iter().map(|pulse| pulse.asked).chain(answers.askeds));
        found.extend(store::new_ones(&known, seen));
        store::keep_look(tx, &entry, store::looked(tx, &entry)?.as_ref(), survey::stamp(tx, &entry)?)?;
    }
    for one in &found {
        store::raise(tx, &entry, one)?;
    }
    let detail = format!("raised:{} back:{back} opened:{} {}", found.len(), opened.len(), opened.join(" "));
    let event = Event::SignalsLooked(Some(case), case).detail(detail.trim());
    tx.commit(&event, "").map(|done| done.with(found.len()))
}
