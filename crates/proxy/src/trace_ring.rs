//! The last traces, in bounded rings: refused requests have one of their own, so that traffic cannot push them out.
//!
//! A worker writes to its own pair of rings behind a lock that only a reader of traces ever contends for; readers
//! merge the pairs by sequence number.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use adit_hops::trace::Trail;
use adit_hops::{Scheme, request_id};
use adit_model::Rev;
use http::Method;

use crate::trace_view::TraceView;

/// One request, or one attempt to connect at the vantage proxy, as it is kept.
#[derive(Debug)]
pub struct Record {
    /// Ascending over all workers.
    pub seq: u64,
    /// The request's entropy, from which its id is made.
    pub draw: u64,
    pub rev: Rev,
    pub at: SystemTime,
    /// Where the client stands: its address, or the vantage's name.
    pub from: Arc<str>,
    pub method: Method,
    /// `None` for an attempt to connect.
    pub scheme: Option<Scheme>,
    pub host: Arc<str>,
    pub port: Option<u16>,
    pub path: Box<str>,
    /// `None` when the connection was closed without a word.
    pub status: Option<u16>,
    pub micros: u32,
    pub trail: Box<Trail>,
}

impl Record {
    /// `X-Amz-Cf-Id`'s value.
    pub fn id(&self) -> String {
        request_id::cloudfront(self.draw)
    }

    fn refused(&self) -> bool {
        self.trail.refusal.is_some() || self.status.is_none_or(|status| status >= 500)
    }
}

/// All workers' rings, for readers.
#[derive(Clone)]
pub struct Traces {
    rings: Arc<[Mutex<Rings>]>,
    next: Arc<AtomicU64>,
}

struct Rings {
    allowed: Ring,
    refused: Ring,
}

struct Ring {
    records: VecDeque<Arc<Record>>,
    capacity: usize,
}

impl Traces {
    pub(crate) fn new(workers: usize, allowed: usize, refused: usize) -> Self {
        let ring = |total: usize| Ring {
            records: VecDeque::new(),
            capacity: total.div_ceil(workers.max(1)).max(1),
        };
        let rings = (0..workers.max(1)).map(|_| {
            Mutex::new(Rings {
                allowed: ring(allowed),
                refused: ring(refused),
            })
        });
        Self {
            rings: rings.collect(),
            next: Arc::new(AtomicU64::new(1)),
        }
    }

    /// The number that the next record gets.
    pub(crate) fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Adds a record in the place of the oldest one, which is handed back unless somebody still reads it.
    pub(crate) fn push(&self, worker: usize, record: Record) -> Option<Record> {
        let rings = self.rings.get(worker)?;
        let refused = record.refused();
        let mut rings = rings.lock().unwrap_or_else(PoisonError::into_inner);
        let ring = if refused {
            &mut rings.refused
        } else {
            &mut rings.allowed
        };
        let full = ring.records.len() >= ring.capacity;
        let mut oldest = if full { ring.records.pop_front() } else { None };
        if let Some(place) = &mut oldest
            && let Some(old) = Arc::get_mut(place)
        {
            let old = std::mem::replace(old, record);
            ring.records.extend(oldest);
            return Some(old);
        }
        ring.records.push_back(Arc::new(record));
        None
    }

    /// The newest `count` traces, oldest first.
    pub fn last(&self, count: usize) -> Vec<TraceView> {
        let mut records = self.collect(|_| true);
        let skip = records.len().saturating_sub(count);
        records.drain(..skip);
        records.iter().map(|r| TraceView::of(r)).collect()
    }

    /// The trace with this `X-Amz-Cf-Id`, or API Gateway's `x-amzn-RequestId`.
    pub fn get(&self, id: &str) -> Option<TraceView> {
        self.collect(|r| r.id() == id || request_id::gateway(r.draw) == id)
            .first()
            .map(|r| TraceView::of(r))
    }

    /// Traces after number `seq`, at most `count`, oldest first: call again with the last one's `seq` to follow.
    pub fn since(&self, seq: u64, count: usize) -> Vec<TraceView> {
        let mut records = self.collect(|r| r.seq > seq);
        records.truncate(count);
        records.iter().map(|r| TraceView::of(r)).collect()
    }

    /// The number of the newest trace, 0 before the first.
    pub fn newest(&self) -> u64 {
        self.next.load(Ordering::Relaxed).saturating_sub(1)
    }

    fn collect(&self, keep: impl Fn(&Record) -> bool) -> Vec<Arc<Record>> {
        let mut all = Vec::new();
        for rings in self.rings.iter() {
            let rings = rings.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(
                rings
                    .allowed
                    .records
                    .iter()
                    .chain(&rings.refused.records)
                    .cloned(),
            );
        }
        all.retain(|record| keep(record));
        all.sort_unstable_by_key(|record| record.seq);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(traces: &Traces, status: Option<u16>) -> Record {
        let seq = traces.number();
        Record {
            seq,
            draw: seq,
            rev: Rev(7),
            at: SystemTime::UNIX_EPOCH,
            from: "internet".into(),
            method: Method::GET,
            scheme: Some(Scheme::Https),
            host: "d111111abcdef8.cloudfront.net".into(),
            port: None,
            path: "/hello".into(),
            status,
            micros: 10,
            trail: Box::new(Trail::new(None)),
        }
    }

    #[test]
    fn traffic_does_not_push_refusals_out() {
        let traces = Traces::new(2, 4, 4);
        traces.push(0, record(&traces, Some(504)));
        for i in 0..100 {
            traces.push(i % 2, record(&traces, Some(200)));
        }
        let last = traces.last(100);
        assert_eq!(last.len(), 5);
        assert_eq!(last[0].status, Some(504));
        assert_eq!(last[4].seq, 101);
        assert_eq!(traces.since(100, 10).len(), 1);
        assert_eq!(traces.newest(), 101);
        assert_eq!(
            traces.get(&last[0].id).map(|t| t.url),
            Some("https://d111111abcdef8.cloudfront.net/hello".into())
        );
        assert!(traces.get("no such id").is_none());
    }
}
