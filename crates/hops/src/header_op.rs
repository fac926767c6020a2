//! Rewrites of headers as data: what a box removes from, sets in and adds to what it forwards.
//!
//! A compiled list is applied in order to a request's headers on its way in, or to a response's on its way out.

use std::net::IpAddr;

use bytes::{BufMut, Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::balancer::{draw, trace_id};
use crate::dim::seconds;
use crate::facts::Facts;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderOp {
    Remove(HeaderName),
    /// Removes the header when its value starts so.
    RemoveIf(HeaderName, &'static str),
    /// Drops headers whose names hold anything but letters, digits and hyphens.
    RemoveUnusualNames,
    Set(HeaderName, Fill),
    SetIfAbsent(HeaderName, Fill),
    /// Behind what is there, after a comma; several headers of the name become one.
    Append(HeaderName, Fill),
    /// The value goes on under another name.
    Rename(HeaderName, HeaderName),
    /// X-Amzn-Trace-Id as a balancer keeps it (api E19).
    TraceId,
}

/// What a header is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    Literal(HeaderValue),
    /// The TCP peer's address.
    Peer,
    /// The TCP peer's address and port; the port is drawn, since a request that crosses in here has none.
    PeerAndPort,
    /// A new `Root=1-...`.
    TraceRoot,
}

impl Fill {
    pub fn text(text: &str) -> Option<Self> {
        HeaderValue::from_str(text).ok().map(Self::Literal)
    }

    fn value(&self, peer: IpAddr, facts: &Facts) -> Option<HeaderValue> {
        let text = match self {
            Self::Literal(value) => return Some(value.clone()),
            Self::Peer => peer.to_canonical().to_string(),
            Self::PeerAndPort => with_port(peer.to_canonical(), facts.draw),
            Self::TraceRoot => crate::request_id::trace_root(facts.draw, seconds(facts)),
        };
        HeaderValue::from_maybe_shared(Bytes::from(text)).ok()
    }
}

pub fn apply(ops: &[HeaderOp], headers: &mut HeaderMap, peer: IpAddr, facts: &Facts) {
    for op in ops {
        match op {
            HeaderOp::Remove(name) => {
                headers.remove(name);
            }
            HeaderOp::RemoveIf(name, start) => {
                if headers
                    .get(name)
                    .is_some_and(|value| value.as_bytes().starts_with(start.as_bytes()))
                {
                    headers.remove(name);
                }
            }
            HeaderOp::RemoveUnusualNames => remove_unusual(headers),
            HeaderOp::Set(name, fill) => {
                if let Some(value) = fill.value(peer, facts) {
                    headers.insert(name, value);
                }
            }
            HeaderOp::SetIfAbsent(name, fill) => {
                if !headers.contains_key(name)
                    && let Some(value) = fill.value(peer, facts)
                {
                    headers.insert(name, value);
                }
            }
            HeaderOp::Append(name, fill) => {
                if let Some(value) = fill.value(peer, facts) {
                    append(headers, name, value);
                }
            }
            HeaderOp::Rename(from, to) => {
                if !headers.contains_key(from) {
                    continue;
                }
                let values: Vec<HeaderValue> = headers.get_all(from).iter().cloned().collect();
                headers.remove(from);
                for value in values {
                    headers.append(to, value);
                }
            }
            HeaderOp::TraceId => trace_id::keep(headers, facts),
        }
    }
}

fn append(headers: &mut HeaderMap, name: &HeaderName, value: HeaderValue) {
    let length: usize = headers.get_all(name).iter().map(|before| before.len() + 2).sum();
    if length == 0 {
        headers.insert(name, value);
        return;
    }
    let mut joined = BytesMut::with_capacity(length + value.len());
    for before in headers.get_all(name) {
        joined.put_slice(before.as_bytes());
        joined.put_slice(b", ");
    }
    joined.put_slice(value.as_bytes());
    if let Ok(joined) = HeaderValue::from_maybe_shared(joined.freeze()) {
        headers.insert(name, joined);
    }
}

fn remove_unusual(headers: &mut HeaderMap) {
    let usual = |name: &HeaderName| {
        name.as_str()
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let unusual: Vec<HeaderName> = headers.keys().filter(|name| !usual(name)).cloned().collect();
    for name in unusual {
        headers.remove(name);
    }
}

fn with_port(peer: IpAddr, number: u64) -> String {
    let port = 1_024 + draw::pick(number, 4, 64_512).unwrap_or(0);
    match peer {
        IpAddr::V4(v4) => format!("{v4}:{port}"),
        IpAddr::V6(v6) => format!("[{v6}]:{port}"),
    }
}
