//! What a thread of the data plane owns, and what all of them share.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use adit_hops::{Plan, Trail};
use adit_model::clock::Clock;
use arc_swap::ArcSwap;
use tokio::sync::watch;

use crate::certificate_store::CertificateStore;
use crate::country::Countries;
use crate::health::HealthTable;
use crate::metrics::Counters;
use crate::response_cache::ResponseCache;
use crate::settings::Bounds;
use crate::trace_ring::{Record, Traces};
use crate::upstream::Upstream;

pub(crate) struct Shared {
    pub(crate) plan: Arc<ArcSwap<Plan>>,
    pub(crate) certificates: Arc<ArcSwap<CertificateStore>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) countries: Arc<dyn Countries>,
    pub(crate) bounds: Bounds,
    pub(crate) cache: Arc<ResponseCache>,
    pub(crate) health: Arc<HealthTable>,
    pub(crate) traces: Traces,
    pub(crate) open: AtomicUsize,
}

pub(crate) struct Worker {
    pub(crate) index: usize,
    pub(crate) shared: Arc<Shared>,
    pub(crate) counters: Counters,
    pub(crate) upstream: Upstream,
    /// Turns true once, on shutdown. One a worker, since every connection looks at it at every step.
    pub(crate) closing: watch::Receiver<bool>,
    /// Records that fell off the ring, for their trails' memory.
    pub(crate) spare: Mutex<Vec<Record>>,
}

const SPARES: usize = 64;

/// One of the allowed open connections; dropping it makes room.
pub(crate) struct Seat {
    worker: Arc<Worker>,
}

impl Worker {
    /// `None` when as many connections are open as may be.
    pub(crate) fn seat(self: &Arc<Self>) -> Option<Seat> {
        self.counters.connections.add();
        if self.shared.open.fetch_add(1, Ordering::Relaxed) >= self.shared.bounds.connections {
            self.shared.open.fetch_sub(1, Ordering::Relaxed);
            self.counters.refused_connections.add();
            return None;
        }
        self.counters.open_connections.add();
        Some(Seat { worker: self.clone() })
    }

    /// An empty trail, in the memory of an old one if there is any.
    pub(crate) fn trail(&self, started: Instant) -> Box<Trail> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(Record { mut trail, .. }) = spare else {
            return Box::new(Trail::new(Some(started)));
        };
        let entries = std::mem::take(&mut trail.entries);
        *trail = Trail::new(Some(started));
        trail.entries = entries;
        trail
    }

    pub(crate) fn trace(&self, mut record: Record) {
        record.seq = self.shared.traces.number();
        let Some(mut old) = self.shared.traces.push(self.index, record) else {
            return;
        };
        old.trail.entries.clear();
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < SPARES {
            spare.push(old);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.worker.shared.open.fetch_sub(1, Ordering::Relaxed);
        self.worker.counters.open_connections.subtract();
    }
}
