//! Connections that are kept open and lent: what both databases have in common.

use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use super::StoreError;

/// Connections that are lent, at most so many at a time: to a thread the one it had before, as that one's memory is this
/// thread's; else the one that came back last, as its statements are prepared.
pub(super) struct Lending<C> {
    idle: Mutex<Vec<(Option<ThreadId>, Option<C>)>>,
    back: Condvar,
}

impl<C> Lending<C> {
    pub(super) fn new(size: usize, first: Option<C>) -> Lending<C> {
        let mut idle: Vec<_> = (1..size).map(|_| (None, None)).collect();
        idle.push((None, first));
        Lending { idle: Mutex::new(idle), back: Condvar::new() }
    }

    /// Lends a connection to `work` on this (blocking) thread; a new one where none is open that `lives`.
    pub(super) fn with(
        &self,
        lives: impl Fn(&C) -> bool,
        open: impl FnOnce() -> Result<C, StoreError>,
        work: impl FnOnce(&C) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let me = std::thread::current().id();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = loop {
            let own = idle.iter().rposition(|(thread, _)| *thread == Some(me)).or_else(|| idle.len().checked_sub(1));
            if let Some(own) = own {
                break idle.remove(own).1;
            }
            let (again, wait) = self.back.wait_timeout(idle, Duration::from_secs(10)).unwrap_or_else(PoisonError::into_inner);
            idle = again;
            if wait.timed_out() && idle.is_empty() {
                return Err(StoreError::Busy);
            }
        };
        drop(idle);
        let mut slot = Lent { lending: self, conn: taken.filter(lives) };
        let conn = match &mut slot.conn {
            Some(conn) => &*conn,
            empty => &*empty.insert(open()?),
        };
        work(conn)
    }
}

/// Gives its connection back when dropped, also by a panic; then the connection is closed, as it may stand in a transaction.
struct Lent<'p, C> {
    lending: &'p Lending<C>,
    conn: Option<C>,
}

impl<C> Drop for Lent<'_, C> {
    fn drop(&mut self) {
        let conn = if std::thread::panicking() { None } else { self.conn.take() };
        let back = (Some(std::thread::current().id()), conn);
        self.lending.idle.lock().unwrap_or_else(PoisonError::into_inner).push(back);
        self.lending.back.notify_one();
    }
}
