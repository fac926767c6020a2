//! Time as a port: the binary plugs the machine's clock, tests a fake one.

use std::time::SystemTime;

use time::OffsetDateTime;

/// Where `now` comes from. Read once a request or call, never inside a decision.
pub trait Clock: Send + Sync {
    fn now(&self) -> SystemTime;

    /// `now`, as AWS's APIs give times.
    fn date_time(&self) -> OffsetDateTime {
        self.now().into()
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock enters"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
