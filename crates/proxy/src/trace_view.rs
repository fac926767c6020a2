//! A trace as the API and the command line show it: plain names, in one JSON shape.

use adit_hops::trace::{Entry, HopKind, Mark, Refusal};
use serde::{Deserialize, Serialize};

use crate::trace_ring::Record;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceView {
    /// `X-Amz-Cf-Id`.
    pub id: String,
    pub seq: u64,
    /// The World's revision that decided.
    pub rev: u64,
    /// Milliseconds since 1970.
    pub time: u64,
    pub from: String,
    pub method: String,
    /// Host and port alone for an attempt to connect.
    pub url: String,
    /// `None`: closed without an answer.
    pub status: Option<u16>,
    pub micros: u32,
    pub entries: Vec<EntryView>,
    pub refusal: Option<RefusalView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    pub hop: String,
    pub decision: String,
    /// `allowed`, `refused` or `chosen`.
    pub mark: String,
    /// The object that decided.
    pub by: String,
    pub at_micros: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalView {
    pub hop: String,
    pub decision: String,
    pub reason: String,
    pub by: String,
    pub cause: String,
    /// The command that would change the verdict.
    pub cure: Option<String>,
}

impl TraceView {
    pub(crate) fn of(record: &Record) -> Self {
        let mut url = String::new();
        if let Some(scheme) = record.scheme {
            url.push_str(scheme.name());
            url.push_str("://");
        }
        url.push_str(&record.host);
        if let Some(port) = record.port {
            url.push_str(&format!(":{port}"));
        }
        url.push_str(&record.path);
        let since = record
            .at
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            id: record.id(),
            seq: record.seq,
            rev: record.rev.0,
            time: u64::try_from(since.as_millis()).unwrap_or(u64::MAX),
            from: record.from.to_string(),
            method: record.method.to_string(),
            url,
            status: record.status,
            micros: record.micros,
            entries: record.trail.entries.iter().map(EntryView::of).collect(),
            refusal: record.trail.refusal.as_deref().map(RefusalView::of),
        }
    }
}

impl EntryView {
    fn of(entry: &Entry) -> Self {
        Self {
            hop: hop_name(entry.hop).to_owned(),
            decision: entry.decision.name(),
            mark: mark_name(entry.mark).to_owned(),
            by: entry.by.to_string(),
            at_micros: entry.at_micros,
        }
    }
}

impl RefusalView {
    pub(crate) fn of(refusal: &Refusal) -> Self {
        Self {
            hop: hop_name(refusal.hop).to_owned(),
            decision: refusal.decision.name(),
            reason: refusal.reason.to_owned(),
            by: refusal.by.to_string(),
            cause: refusal.cause.clone(),
            cure: refusal.cure.clone(),
        }
    }
}

fn hop_name(hop: HopKind) -> &'static str {
    match hop {
        HopKind::Front => "front",
        HopKind::Edge => "edge",
        HopKind::VpcOrigin => "vpc-origin",
        HopKind::Balancer => "balancer",
        HopKind::Endpoint => "endpoint",
        HopKind::Gateway => "gateway",
    }
}

fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Allowed => "allowed",
        Mark::Refused => "refused",
        Mark::Chosen => "chosen",
    }
}
