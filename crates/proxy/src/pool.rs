//! Kept connections to real servers, one pool a worker, bounded in number and age.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use adit_hops::step::SendTls;
use adit_model::id::DnsName;
use bytes::BytesMut;
use tokio::time::Instant;

use crate::wire::Wire;

/// Connections may be exchanged only when address, SNI and accepted names agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServerKey {
    pub(crate) to: SocketAddr,
    pub(crate) tls: Option<TlsKey>,
}

// Servers differ by address: hashing the names as well would only cost time.
impl Hash for ServerKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.to.hash(state);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TlsKey {
    pub(crate) sni: DnsName,
    pub(crate) names: Vec<Arc<str>>,
}

impl From<SendTls> for TlsKey {
    fn from(tls: SendTls) -> Self {
        Self {
            sni: tls.sni,
            names: tls.names,
        }
    }
}

pub(crate) struct Pool {
    idle: Mutex<HashMap<ServerKey, Vec<Idle>>>,
    per_server: usize,
    age: Duration,
}

/// An open connection with the buffer that it is read into.
pub(crate) struct Kept {
    pub(crate) wire: Wire,
    pub(crate) buffer: BytesMut,
}

struct Idle {
    kept: Kept,
    since: Instant,
}

/// Servers with kept connections, at most.
const SERVERS: usize = 256;

impl Pool {
    pub(crate) fn new(per_server: usize, age: Duration) -> Self {
        Self {
            idle: Mutex::default(),
            per_server,
            age,
        }
    }

    /// The connection used last, since it is the likeliest to be open still. `sure`: looks whether it is, for a request
    /// that could not be sent again.
    pub(crate) fn take(&self, key: &ServerKey, sure: bool) -> Option<Kept> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle.get_mut(key)?;
        while let Some(mut candidate) = kept.pop() {
            if candidate.since.elapsed() < self.age && (!sure || candidate.kept.wire.is_quiet()) {
                return Some(candidate.kept);
            }
        }
        None
    }

    pub(crate) fn put(&self, key: ServerKey, connection: Kept) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() >= SERVERS && !idle.contains_key(&key) {
            return;
        }
        let kept = idle.entry(key).or_default();
        if kept.len() < self.per_server {
            kept.push(Idle {
                kept: connection,
                since: Instant::now(),
            });
        }
    }

    /// Closes what has been idle for too long. Called now and then.
    pub(crate) fn sweep(&self) {
        let mut old = Vec::new();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        for kept in idle.values_mut() {
            // Oldest first.
            let stale = kept.iter().take_while(|i| i.since.elapsed() >= self.age).count();
            old.extend(kept.drain(..stale));
        }
        idle.retain(|_, kept| !kept.is_empty());
        drop(idle);
        drop(old);
    }
}
