//! How long a connection has been at rest: neither deciding nor sending an answer.
//!
//! A client has a bounded time to send a head, from the end of the last answer on. Kept as two numbers instead of a
//! timer a request: the connection's one timer looks at them when it goes off.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[derive(Debug)]
pub(crate) struct Pulse {
    opened: Instant,
    busy: AtomicU32,
    /// Microseconds from `opened` to the end of the last answer.
    rest: AtomicU64,
}

/// A request in progress, until its answer's body is handed over or dropped.
pub(crate) struct Busy(Arc<Pulse>);

impl Pulse {
    pub(crate) fn new() -> Self {
        Self {
            opened: Instant::now(),
            busy: AtomicU32::new(0),
            rest: AtomicU64::new(0),
        }
    }

    pub(crate) fn begin(self: &Arc<Self>) -> Busy {
        self.busy.fetch_add(1, Ordering::Relaxed);
        Busy(self.clone())
    }

    /// How much longer it may rest; `None` when that was long enough.
    pub(crate) fn patience(&self, limit: Duration) -> Option<Duration> {
        if self.busy.load(Ordering::Relaxed) > 0 {
            return Some(limit);
        }
        let rest = Duration::from_micros(self.rest.load(Ordering::Relaxed));
        let rested = self.opened.elapsed().saturating_sub(rest);
        limit.checked_sub(rested).filter(|left| !left.is_zero())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let since = u64::try_from(self.0.opened.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.0.rest.store(since, Ordering::Relaxed);
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rest_begins_when_the_answer_ends() {
        let pulse = Arc::new(Pulse::new());
        let limit = Duration::from_millis(50);
        let busy = pulse.begin();
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(pulse.patience(limit), Some(limit));
        drop(busy);
        assert!(pulse.patience(limit).is_some());
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(pulse.patience(limit), None);
    }
}
