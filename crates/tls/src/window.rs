//! The span of time in which a certificate, or a whole chain, holds. Both ends belong to it (RFC 5280, 4.1.2.5).

use time::OffsetDateTime;

use crate::error::Error;

/// Seconds since 1970. Empty if the certificates of a chain are never valid together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    pub not_before: u64,
    pub not_after: u64,
}

impl Window {
    /// Holds at every time that can be told.
    pub const ALWAYS: Self = Self {
        not_before: 0,
        not_after: u64::MAX,
    };

    /// Times before 1970 count as 1970.
    #[must_use]
    pub fn between(not_before: OffsetDateTime, not_after: OffsetDateTime) -> Self {
        Self {
            not_before: seconds(not_before.unix_timestamp()),
            not_after: seconds(not_after.unix_timestamp()),
        }
    }

    pub fn contains(self, now: u64) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    pub fn is_empty(self) -> bool {
        self.not_before > self.not_after
    }

    /// Where both hold.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self {
            not_before: self.not_before.max(other.not_before),
            not_after: self.not_after.min(other.not_after),
        }
    }

    pub fn not_before_time(self) -> Result<OffsetDateTime, Error> {
        date_time(self.not_before)
    }

    pub fn not_after_time(self) -> Result<OffsetDateTime, Error> {
        date_time(self.not_after)
    }

    pub(crate) fn seconds(self) -> u64 {
        self.not_after.saturating_sub(self.not_before)
    }
}

fn seconds(timestamp: i64) -> u64 {
    u64::try_from(timestamp).unwrap_or(0)
}

fn date_time(seconds: u64) -> Result<OffsetDateTime, Error> {
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .ok_or(Error::NoSuchTime(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_belong_to_it() {
        let window = Window {
            not_before: 10,
            not_after: 20,
        };
        assert!(window.contains(10) && window.contains(20));
        assert!(!window.contains(9) && !window.contains(21));
        let other = Window {
            not_before: 21,
            not_after: 30,
        };
        assert!(window.within(other).is_empty());
        assert!(!window.within(Window::ALWAYS).is_empty());
    }
}
