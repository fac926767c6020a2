//! A clock that stands still until a test moves it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use adit_model::clock::Clock;
use time::OffsetDateTime;
use time::macros::datetime;

/// When every world of this crate was made, and where a fake clock starts.
pub const START: OffsetDateTime = datetime!(2026-01-01 00:00 UTC);

/// Milliseconds since 1970, moved by hand.
#[derive(Debug)]
pub struct FakeClock(AtomicU64);

impl FakeClock {
    /// At `START`.
    pub fn new() -> Self {
        Self::at(START)
    }

    pub fn at(moment: OffsetDateTime) -> Self {
        let clock = Self(AtomicU64::new(0));
        clock.set(moment);
        clock
    }

    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(millis(by), Ordering::SeqCst);
    }

    pub fn set(&self, moment: OffsetDateTime) {
        let since = SystemTime::from(moment)
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.0.store(millis(since), Ordering::SeqCst);
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.0.load(Ordering::SeqCst))
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_moves_by_hand() {
        let clock = FakeClock::new();
        assert_eq!(clock.date_time(), START);
        clock.advance(Duration::from_secs(90));
        assert_eq!(clock.date_time() - START, time::Duration::seconds(90));
    }
}
