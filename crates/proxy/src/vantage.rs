//! The vantage proxy: a client says where it stands and what it wants to reach, and is connected as from there.
//!
//! SOCKS5 and HTTP CONNECT share one port, told apart by the first byte. An open way leads, inside this process, to the
//! same TLS and HTTP as the edge's listeners. A refused one leaves a trace; a dropped one keeps the client waiting as
//! silence would, up to a bound, and is then told as best the protocol can.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use adit_hops::trace::HopKind;
use http::Method;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::connect;
use crate::connection;
use crate::door::Client;
use crate::socks::{self, Asked, Reply};
use crate::stand::Stand;
use crate::trace_ring::Record;
use crate::way::{self, Target, Way};
use crate::worker::{Seat, Worker};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    Socks,
    Connect,
}

pub(crate) async fn serve(worker: Arc<Worker>, mut stream: TcpStream, peer: SocketAddr, seat: Seat) {
    worker.counters.vantage_connections.add();
    let limit = worker.shared.bounds.handshake;
    let Ok(Some((protocol, asked))) = timeout(limit, greet(&mut stream)).await else {
        worker.counters.vantage_refusals.add();
        return;
    };
    let Some(stand) = Stand::parse(&asked.user) else {
        return;
    };
    let attempt = attempt(&worker, &stand, &asked);
    let Way::Open {
        transport,
        door,
        from,
    } = attempt.way
    else {
        worker.counters.vantage_refusals.add();
        refuse(&worker, &mut stream, protocol, &attempt).await;
        return;
    };
    let granted = match protocol {
        Protocol::Socks => socks::reply(&mut stream, Reply::Succeeded).await,
        Protocol::Connect => connect::grant(&mut stream).await,
    };
    if granted.is_err() {
        return;
    }
    let country = match &stand {
        Stand::Internet(country) => *country,
        Stand::Subnet { .. } | Stand::Interface(_) => None,
    };
    let country = country.or_else(|| worker.shared.countries.country(from));
    let client = Client {
        address: SocketAddr::new(from, peer.port()),
        country,
        from: attempt.from,
    };
    Box::pin(connection::serve(worker, stream, transport, *door, client, seat)).await;
}

async fn greet(stream: &mut TcpStream) -> Option<(Protocol, Asked)> {
    let mut first = [0];
    if stream.peek(&mut first).await.ok()? == 0 {
        return None;
    }
    let known = |user: &str| Stand::parse(user).is_some();
    if first == [socks::VERSION] {
        Some((Protocol::Socks, socks::greet(stream, known).await.ok()??))
    } else {
        Some((Protocol::Connect, connect::greet(stream, known).await.ok()??))
    }
}

struct Attempt {
    way: Way,
    from: Arc<str>,
    /// One line for the client of a refused attempt.
    reason: String,
}

/// Decides and leaves the trace.
fn attempt(worker: &Worker, stand: &Stand, asked: &Asked) -> Attempt {
    let started = Instant::now();
    let shared = &worker.shared;
    let plan = shared.plan.load();
    let mut trail = worker.trail(started);
    trail.enter(HopKind::Front);
    let way = way::find(
        &plan,
        &*shared.countries,
        stand,
        &asked.target,
        asked.port,
        &mut trail,
    );
    let status = match &way {
        Way::Open { .. } => 200,
        Way::Dropped => 504,
        Way::Refused | Way::Unknown => 502,
    };
    let from: Arc<str> = if asked.user.is_empty() {
        "internet".into()
    } else {
        asked.user.as_str().into()
    };
    let host: Arc<str> = match &asked.target {
        Target::Name(name) => name.text(),
        Target::Address(address) => address.to_string().into(),
    };
    let reason = trail
        .refusal
        .as_deref()
        .map(|refusal| format!("{}: {}", refusal.reason, refusal.cause))
        .unwrap_or_default();
    worker.trace(Record {
        seq: 0,
        draw: fastrand::u64(..),
        rev: plan.rev,
        at: shared.clock.now(),
        from: from.clone(),
        method: Method::CONNECT,
        scheme: None,
        host,
        port: Some(asked.port),
        path: Box::default(),
        status: Some(status),
        micros: u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX),
        trail,
    });
    Attempt { way, from, reason }
}

async fn refuse(worker: &Worker, stream: &mut TcpStream, protocol: Protocol, attempt: &Attempt) {
    if let Way::Dropped = attempt.way {
        let haste = worker.shared.plan.load().settings.haste.max(1);
        let patience = worker.shared.bounds.dropped_attempt / haste;
        let mut byte = [0];
        tokio::select! {
            () = sleep(patience) => {}
            // The client gave up, or speaks before it was answered.
            _ = stream.read(&mut byte) => return,
        }
    }
    let (reply, status) = match attempt.way {
        Way::Open { .. } => return,
        Way::Dropped => (Reply::TtlExpired, "504 Gateway Timeout"),
        Way::Refused => (Reply::ConnectionRefused, "502 Bad Gateway"),
        Way::Unknown => (Reply::HostUnreachable, "502 Bad Gateway"),
    };
    // A client that does not listen any more needs no answer.
    let _ = match protocol {
        Protocol::Socks => socks::reply(stream, reply).await,
        Protocol::Connect => connect::refuse(stream, status, &attempt.reason).await,
    };
}
