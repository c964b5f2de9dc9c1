//! The time machine: the offset of the demo's clock, kept beside the database so that a second start goes on where it was.

use std::path::{Path, PathBuf};

use base::clock::Clock;

/// Where the offset is kept; without it the demo stands at the machine's own time.
pub fn clock_file(data: &Path) -> PathBuf {
    data.join("demo-clock")
}

/// The machine's clock, moved as far as the demo in this folder was moved before.
pub fn wound(data: &Path) -> Clock {
    let clock = Clock::machine();
    if let Some(offset) = std::fs::read_to_string(clock_file(data)).ok().and_then(|text| text.trim().parse::<i64>().ok()) {
        clock.shift(offset);
    }
    clock
}

/// Moves the clock and remembers how far it stands from the machine's.
///
/// # Errors
/// When the folder cannot be written.
pub(super) fn shift(clock: &Clock, data: &Path, micros: i64) -> std::io::Result<()> {
    clock.shift(micros);
    std::fs::write(clock_file(data), clock.offset().to_string())
}
