//! In whose stead is done what falls due by itself: the consultants', as [`Duty::Due`], so that the table holds for it.

use base::actor::{Actor, Duty, Holder, StaffSeat};
use base::store::StoreError;

use crate::web::{App, AppError};

/// A consultant who may act; none who may not act any more.
async fn one(app: &App, institution: &str, staff: String) -> Result<Option<Actor>, AppError> {
    match app.db.stand_in(Duty::Due, institution, Holder::Staff(staff), Some(StaffSeat::Consultant)).await {
        Ok(actor) => Ok(Some(actor)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Every consultant who may act, over all institutions.
///
/// # Errors
/// When the store cannot be reached.
pub async fn consultants(app: &App) -> Result<Vec<Actor>, AppError> {
    let mut all = Vec::new();
    for (institution, _, _) in app.db.institutions().await? {
        for staff in app.db.staff_in_seat(Duty::Due, &institution, StaffSeat::Consultant).await? {
            all.extend(one(app, &institution, staff).await?);
        }
    }
    Ok(all)
}

/// The one who pressed, seen from a colleague of the same institution who found what they pressed.
///
/// # Errors
/// The store's own.
pub async fn presser(app: &App, finder: &Actor, pressed: &str) -> Result<Option<Actor>, AppError> {
    if pressed == finder.id() { Ok(Some(finder.clone())) } else { one(app, finder.institution(), pressed.to_owned()).await }
}
