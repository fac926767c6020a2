//! The data plane as a whole: threads with a runtime and listeners each, started together and shut down together.
//!
//! Listeners of one address share its port (`SO_REUSEPORT`), so that the kernel deals connections out and no thread
//! hands one to another. A port that somebody else holds is found out before.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use adit_hops::Plan;
use adit_model::clock::Clock;
use arc_swap::ArcSwap;
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Duration, sleep, timeout};

use crate::certificate_store::CertificateStore;
use crate::connection::{self, Transport};
use crate::country::Countries;
use crate::door::{Client, Door};
use crate::health::HealthTable;
use crate::health_check;
use crate::metrics::{Counters, Metrics};
use crate::response_cache::ResponseCache;
use crate::settings::{Settings, StartError};
use crate::trace_ring::Traces;
use crate::upstream::Upstream;
use crate::upstream_tls::Trust;
use crate::vantage;
use crate::worker::{Shared, Worker};

/// What the data plane reads and does not make.
pub struct Sources {
    pub plan: Arc<ArcSwap<Plan>>,
    pub certificates: Arc<ArcSwap<CertificateStore>>,
    pub clock: Arc<dyn Clock>,
    pub countries: Arc<dyn Countries>,
    /// What the certificates of real servers are judged by.
    pub roots: Arc<RootCertStore>,
}

/// A running data plane. Dropping it closes the listeners and leaves open connections to end with their threads.
pub struct Proxy {
    addresses: Addresses,
    workers: Vec<Arc<Worker>>,
    threads: Vec<JoinHandle<()>>,
    closing: Vec<watch::Sender<bool>>,
}

/// Where it listens: the ports that were asked for, or those that the system chose for port 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addresses {
    pub edge_https: SocketAddr,
    pub edge_http: SocketAddr,
    pub vantage: SocketAddr,
}

#[derive(Clone, Copy)]
enum Kind {
    Https,
    Http,
    Vantage,
}

impl Proxy {
    pub fn start(settings: &Settings, sources: Sources) -> Result<Self, StartError> {
        let threads = settings.threads.get();
        let bounds = settings.bounds.clone();
        let (edge_https, https) = listen(settings.edge_https, "--https-port", threads)?;
        let (edge_http, http) = listen(settings.edge_http, "--http-port", threads)?;
        let (vantage, vantages) = listen(settings.vantage, "--proxy-port", threads)?;
        let trust = Trust {
            provider: Arc::new(upstream_provider()),
            roots: sources.roots,
            clock: sources.clock.clone(),
        };
        let shared = Arc::new(Shared {
            plan: sources.plan,
            certificates: sources.certificates,
            clock: sources.clock,
            countries: sources.countries,
            cache: Arc::new(ResponseCache::new(bounds.cache_bytes, bounds.cached_object_bytes)),
            health: Arc::new(HealthTable::default()),
            traces: Traces::new(threads, bounds.traces, bounds.refusal_traces),
            open: AtomicUsize::new(0),
            bounds,
        });
        let addresses = Addresses {
            edge_https,
            edge_http,
            vantage,
        };
        let mut proxy = Self {
            addresses,
            workers: Vec::new(),
            threads: Vec::new(),
            closing: Vec::new(),
        };
        for (index, ((https, http), vantage)) in https.into_iter().zip(http).zip(vantages).enumerate() {
            let (closing, closed) = watch::channel(false);
            proxy.closing.push(closing);
            let worker = Arc::new(Worker {
                index,
                shared: shared.clone(),
                counters: Counters::default(),
                upstream: Upstream::new(&shared.bounds, trust.clone()),
                closing: closed,
                spare: Mutex::default(),
            });
            proxy.workers.push(worker.clone());
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(StartError::Thread)?;
            let sockets = [(Kind::Https, https), (Kind::Http, http), (Kind::Vantage, vantage)];
            let thread = std::thread::Builder::new()
                .name(format!("adit-data-{index}"))
                .spawn(move || runtime.block_on(run(worker, sockets)))
                .map_err(StartError::Thread)?;
            proxy.threads.push(thread);
        }
        Ok(proxy)
    }

    pub fn addresses(&self) -> Addresses {
        self.addresses
    }

    pub fn traces(&self) -> Option<Traces> {
        self.workers.first().map(|worker| worker.shared.traces.clone())
    }

    /// What was observed of targets.
    pub fn health(&self) -> Option<Arc<HealthTable>> {
        self.workers.first().map(|worker| worker.shared.health.clone())
    }

    pub fn metrics(&self) -> Metrics {
        let mut sum = Metrics::default();
        for worker in &self.workers {
            worker.counters.add_to(&mut sum);
        }
        sum
    }

    /// Drops every kept answer.
    pub fn forget_answers(&self) {
        if let Some(worker) = self.workers.first() {
            worker.shared.cache.clear();
        }
    }

    /// Bytes of kept answers.
    pub fn cached_bytes(&self) -> u64 {
        self.workers
            .first()
            .map_or(0, |worker| worker.shared.cache.weight())
    }

    fn close(&self) {
        for closing in &self.closing {
            // A worker that has ended needs no word.
            let _ = closing.send(true);
        }
    }

    /// Closes the listeners, lets open connections finish for a bounded time, and waits for the threads.
    pub fn shutdown(mut self) {
        self.close();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.close();
    }
}

/// AES-128 before AES-256, as AWS lists its ciphers: a server that follows the client's order then takes the cheaper.
fn upstream_provider() -> CryptoProvider {
    let mut provider = rustls::crypto::aws_lc_rs::default_provider();
    provider
        .cipher_suites
        .sort_by_key(|suite| !format!("{:?}", suite.suite()).contains("AES_128"));
    provider
}

/// One listener a thread, all on the port of the first.
fn listen(
    address: SocketAddr,
    flag: &'static str,
    count: usize,
) -> Result<(SocketAddr, Vec<std::net::TcpListener>), StartError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortTaken { address, flag },
        _ => StartError::Listen {
            address,
            flag,
            source,
        },
    };
    if address.port() != 0 {
        // Without sharing: a listener of another process that shares its port would go unnoticed.
        bind(address, false).map_err(failed)?;
    }
    let first = bind(address, true).map_err(failed)?;
    let bound = first.local_addr().map_err(failed)?;
    let mut listeners = vec![first];
    for _ in 1..count {
        listeners.push(bind(bound, true).map_err(failed)?);
    }
    Ok((bound, listeners))
}

fn bind(address: SocketAddr, shared: bool) -> io::Result<std::net::TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    if shared {
        socket.set_reuse_port(true)?;
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    Ok(socket.into())
}

async fn run(worker: Arc<Worker>, sockets: [(Kind, std::net::TcpListener); 3]) {
    let mut closing = worker.closing.clone();
    let mut accepting = tokio::task::JoinSet::new();
    for (kind, socket) in sockets {
        accepting.spawn(accept(worker.clone(), kind, socket));
    }
    accepting.spawn(sweep(worker.clone()));
    if worker.index == 0 {
        accepting.spawn(health_check::run(worker.clone()));
    }
    // An error is a sender that is gone, which is a shutdown too.
    drop(closing.wait_for(|closing| *closing).await);
    accepting.shutdown().await;
    let finished = async {
        while worker.counters.open_connections.get() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
    };
    drop(timeout(worker.shared.bounds.drain, finished).await);
}

async fn accept(worker: Arc<Worker>, kind: Kind, socket: std::net::TcpListener) {
    let Ok(listener) = TcpListener::from_std(socket) else {
        return;
    };
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => greet(&worker, kind, stream, peer),
            // Out of descriptors, most likely: try again when some have been closed.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

fn greet(worker: &Arc<Worker>, kind: Kind, stream: TcpStream, peer: SocketAddr) {
    let Some(seat) = worker.seat() else { return };
    // Small answers leave at once.
    let _ = stream.set_nodelay(true);
    let worker = worker.clone();
    let transport = match kind {
        Kind::Https => Transport::Tls,
        Kind::Http => Transport::Plain,
        Kind::Vantage => {
            tokio::spawn(vantage::serve(worker, stream, peer, seat));
            return;
        }
    };
    let client = Client {
        address: peer,
        country: worker.shared.countries.country(peer.ip()),
        from: peer.ip().to_string().into(),
    };
    tokio::spawn(connection::serve(
        worker,
        stream,
        transport,
        Door::Public,
        client,
        seat,
    ));
}

async fn sweep(worker: Arc<Worker>) {
    loop {
        sleep(Duration::from_secs(5)).await;
        worker.upstream.pool.sweep();
    }
}
