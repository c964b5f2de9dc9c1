//! Planted bugs, switched on by name: a test of a leak, a loss or a race is shown once to fail with its bug.
//! Only with the cargo feature `planted`; a release build refuses it.

#[cfg(not(debug_assertions))]
compile_error!("planted bugs are for tests; a release build has none");

use std::sync::{Mutex, PoisonError};

static ON: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Switches a bug on for this process.
pub fn plant(name: &str) {
    ON.lock().unwrap_or_else(PoisonError::into_inner).push(name.into());
}

/// Switches all bugs off.
pub fn weed() {
    ON.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

/// Whether a bug is switched on.
pub fn is(name: &str) -> bool {
    ON.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|on| on == name)
}
