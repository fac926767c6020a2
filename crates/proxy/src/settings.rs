//! Where the data plane listens, and the bounds of everything that could otherwise grow.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::time::Duration;

/// Addresses, threads and bounds. All listeners are on loopback unless told otherwise.
#[derive(Clone, Debug)]
pub struct Settings {
    pub edge_https: SocketAddr,
    pub edge_http: SocketAddr,
    /// SOCKS5 and HTTP CONNECT.
    pub vantage: SocketAddr,
    /// Each with its own runtime, listeners and connections to real servers.
    pub threads: NonZeroUsize,
    pub bounds: Bounds,
}

impl Default for Settings {
    fn default() -> Self {
        let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Self {
            edge_https: local(8443),
            edge_http: local(8080),
            vantage: local(1080),
            threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            bounds: Bounds::default(),
        }
    }
}

/// Limits of the data plane that are not AWS's own: those are decided by hops.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Open connections over all listeners; one more is closed at once.
    pub connections: usize,
    /// From accept to the end of the TLS handshake, or of the vantage proxy's greeting.
    pub handshake: Duration,
    /// For a whole request head, counted from when the connection falls idle.
    pub head_read: Duration,
    /// Bytes of a request head. Above AWS's 8,192 and 32,768, so that hops see and refuse what AWS refuses.
    pub head_bytes: usize,
    /// How long an HTTP/2 connection may carry nothing.
    pub idle_http2: Duration,
    /// Requests in flight on one HTTP/2 connection.
    pub streams: u32,
    /// Bytes of a request body.
    pub body_bytes: u64,
    /// Bytes of an unwanted request body that are read away to keep its connection.
    pub drained_bytes: u64,
    /// Bytes of kept answers.
    pub cache_bytes: u64,
    /// An answer longer than that is not kept.
    pub cached_object_bytes: usize,
    /// How long a request waits for another one's answer under the same cache key.
    pub follow: Duration,
    /// Kept connections to one real server, a thread.
    pub idle_per_server: usize,
    /// How long such a connection is kept.
    pub idle_server: Duration,
    /// Traces of requests that got through, and of refused ones.
    pub traces: usize,
    pub refusal_traces: usize,
    /// How long a dropped connection attempt at the vantage proxy is left waiting.
    pub dropped_attempt: Duration,
    /// How long open connections may take to finish on shutdown.
    pub drain: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            // Idle, one costs 26 KiB (tests/suites/idle.py): 416 MiB when all are open.
            connections: 16_384,
            handshake: Duration::from_secs(10),
            head_read: Duration::from_secs(30),
            head_bytes: 64 * 1024,
            idle_http2: Duration::from_secs(180),
            streams: 128,
            body_bytes: 64 * 1024 * 1024,
            drained_bytes: 256 * 1024,
            cache_bytes: 32 * 1024 * 1024,
            cached_object_bytes: 1024 * 1024,
            follow: Duration::from_secs(5),
            idle_per_server: 128,
            idle_server: Duration::from_secs(15),
            traces: 1024,
            refusal_traces: 1024,
            dropped_attempt: Duration::from_secs(30),
            drain: Duration::from_secs(5),
        }
    }
}

/// Why the data plane did not start.
#[derive(Debug)]
pub enum StartError {
    /// Somebody else listens there.
    PortTaken {
        address: SocketAddr,
        flag: &'static str,
    },
    Listen {
        address: SocketAddr,
        flag: &'static str,
        source: io::Error,
    },
    Thread(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken { address, flag } => {
                write!(
                    f,
                    "port {} of {} is taken; choose another with `{flag}`",
                    address.port(),
                    address.ip()
                )
            }
            Self::Listen { address, flag, .. } => write!(f, "cannot listen on {address} (`{flag}`)"),
            Self::Thread(_) => write!(f, "cannot start a thread of the data plane"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::PortTaken { .. } => None,
            Self::Listen { source, .. } | Self::Thread(source) => Some(source),
        }
    }
}
