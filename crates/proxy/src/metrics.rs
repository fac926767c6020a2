//! Counters of the data plane: what passed, what failed, and how often each limit was met.
//!
//! Every worker counts on its own, so that counting touches no cache line of another core; a snapshot sums them.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// One worker's counters.
        #[derive(Debug, Default)]
        pub(crate) struct Counters {
            $(pub(crate) $name: Counter,)*
        }

        /// The sum over all workers, at one moment.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
        pub struct Metrics {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl Counters {
            pub(crate) fn add_to(&self, sum: &mut Metrics) {
                $(sum.$name = sum.$name.wrapping_add(self.$name.get());)*
            }
        }
    };
}

counters! {
    /// Connections accepted on any listener.
    connections,
    /// Connections open now.
    open_connections,
    /// Closed at once, since the limit of open connections was reached.
    refused_connections,
    /// TLS handshakes that failed or took too long.
    failed_handshakes,
    requests,
    status_2xx,
    status_3xx,
    status_4xx,
    status_5xx,
    /// Requests that ended without an answer.
    silences,
    /// Heads that were answered 400 before any hop saw them.
    malformed,
    /// Request bodies that were longer than the limit.
    oversized_bodies,
    /// Requests whose client left before the answer.
    abandoned,
    cache_hits,
    cache_stale,
    cache_misses,
    /// Waits for another request's answer under the same key.
    cache_follows,
    /// Answers that were too long to keep.
    cache_oversized,
    upstream_requests,
    upstream_connects,
    /// Requests sent on a connection that was open already.
    upstream_reused,
    /// Requests sent once more, since a kept connection turned out closed.
    upstream_retries,
    upstream_faults,
    /// Connections to the vantage proxy.
    vantage_connections,
    /// Of these, refused or dropped.
    vantage_refusals,
    /// Health checks that were made.
    health_checks,
}

/// A number that goes up, or up and down.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn subtract(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counters {
    pub(crate) fn status(&self, status: u16) {
        match status / 100 {
            2 => self.status_2xx.add(),
            3 => self.status_3xx.add(),
            4 => self.status_4xx.add(),
            _ => self.status_5xx.add(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_sum_up() {
        let (a, b) = (Counters::default(), Counters::default());
        a.requests.add();
        b.requests.add();
        b.status(404);
        b.open_connections.add();
        b.open_connections.subtract();
        let mut sum = Metrics::default();
        a.add_to(&mut sum);
        b.add_to(&mut sum);
        assert_eq!((sum.requests, sum.status_4xx, sum.open_connections), (2, 1, 0));
    }
}
