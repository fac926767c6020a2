//! One client connection: the TLS handshake where the door has one, then HTTP, a request at a time into the driver.

use std::fmt;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::{Duration, Instant};

use adit_hops::facts::ViewerTls;
use adit_hops::{Facts, Plan, Scheme};
use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::ServerConfig;
use rustls::server::Acceptor;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::LazyConfigAcceptor;

use crate::certificate_store::{CertificateStore, ListenerDoor};
use crate::cipher;
use crate::door::{Client, Door, Visit};
use crate::driver::{self, Reply};
use crate::pulse::{Busy, Pulse};
use crate::refusal_page;
use crate::reply::{self, ReplyBody, ViewerBody};
use crate::request_head;
use crate::worker::{Seat, Worker};

/// Whether a connection speaks TLS, which the client finds out by its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Tls,
    Plain,
}

/// Serves a connection to its end.
pub(crate) async fn serve(
    worker: Arc<Worker>,
    stream: TcpStream,
    transport: Transport,
    door: Door,
    client: Client,
    seat: Seat,
) {
    match transport {
        Transport::Plain => {
            let visit = Visit {
                door,
                client,
                scheme: Scheme::Http,
                tls: None,
                pulse: Arc::new(Pulse::new()),
            };
            serve_http1(worker, stream, visit).await;
        }
        Transport::Tls => serve_tls(worker, stream, door, client).await,
    }
    drop(seat);
}

async fn serve_tls(worker: Arc<Worker>, stream: TcpStream, door: Door, client: Client) {
    let handshake = async {
        let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await.ok()?;
        let sni: Option<Arc<str>> = start
            .client_hello()
            .server_name()
            .map(|name| name.to_ascii_lowercase().into());
        let config = config(
            &worker.shared.certificates.load(),
            &worker.shared.plan.load(),
            &door,
            sni.as_deref(),
        )?;
        let stream = start.into_stream(config).await.ok()?;
        Some((stream, sni))
    };
    // Boxed, since a connection is a request far longer than it is a handshake.
    let Ok(Some((stream, sni))) = timeout(worker.shared.bounds.handshake, Box::pin(handshake)).await else {
        worker.counters.failed_handshakes.add();
        return;
    };
    let session = stream.get_ref().1;
    let http2 = session.alpn_protocol() == Some(b"h2");
    let tls = ViewerTls {
        sni,
        version: cipher::version(session.protocol_version()),
        cipher: session
            .negotiated_cipher_suite()
            .map_or("", |suite| cipher::name(suite.suite())),
    };
    let visit = Visit {
        door,
        client,
        scheme: Scheme::Https,
        tls: Some(tls),
        pulse: Arc::new(Pulse::new()),
    };
    if http2 {
        serve_http2(worker, stream, visit).await;
    } else {
        serve_http1(worker, stream, visit).await;
    }
}

/// The configuration with the certificate that AWS would present there.
fn config(
    store: &CertificateStore,
    plan: &Plan,
    door: &Door,
    sni: Option<&str>,
) -> Option<Arc<ServerConfig>> {
    match door {
        Door::Public => store.edge(sni),
        Door::Balancer { balancer, port, .. } => {
            let ListenerDoor::Https(configs) = store.listener(balancer, *port)? else {
                return None;
            };
            let arn = plan
                .private
                .balancers
                .get(balancer)?
                .listener(*port)?
                .certificate_for(sni)?;
            configs.get(arn).cloned()
        }
        Door::Endpoint { interface, .. } => store.endpoint(interface),
    }
}

async fn serve_http1<S: AsyncRead + AsyncWrite + Unpin>(worker: Arc<Worker>, stream: S, visit: Visit) {
    let bounds = &worker.shared.bounds;
    let mut builder = http1::Builder::new();
    builder.max_buf_size(bounds.head_bytes).title_case_headers(true);
    let visit = Arc::new(visit);
    let service = service_fn(|request| answer(worker.clone(), visit.clone(), request));
    let connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tend(
        connection,
        http1::Connection::graceful_shutdown,
        &worker,
        &visit.pulse,
        bounds.head_read,
    )
    .await;
}

async fn serve_http2<S: AsyncRead + AsyncWrite + Unpin>(worker: Arc<Worker>, stream: S, visit: Visit) {
    let bounds = &worker.shared.bounds;
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(bounds.streams)
        .max_header_list_size(u32::try_from(bounds.head_bytes).unwrap_or(u32::MAX))
        .max_send_buf_size(64 * 1024)
        .keep_alive_interval(bounds.head_read)
        .keep_alive_timeout(bounds.handshake);
    let visit = Arc::new(visit);
    let (own, pulse) = (worker.clone(), visit.pulse.clone());
    let service = service_fn(move |request| answer(own.clone(), visit.clone(), request));
    let connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tend(
        connection,
        http2::Connection::graceful_shutdown,
        &worker,
        &pulse,
        bounds.idle_http2,
    )
    .await;
}

/// Runs a connection until it ends, rests for too long, or the proxy shuts down and its last answers are sent.
async fn tend<C: Future>(
    mut connection: Pin<&mut C>,
    finish: impl Fn(Pin<&mut C>),
    worker: &Worker,
    pulse: &Pulse,
    rest: Duration,
) {
    let mut closing = worker.closing.clone();
    let mut closed = false;
    let mut look = pin!(sleep(rest));
    loop {
        tokio::select! {
            biased;
            _ = connection.as_mut() => return,
            _ = closing.wait_for(|closing| *closing), if !closed => {
                closed = true;
                finish(connection.as_mut());
            }
            () = look.as_mut() => match pulse.patience(rest) {
                Some(left) => look.as_mut().reset(tokio::time::Instant::now() + left),
                None => return,
            }
        }
    }
}

/// Makes hyper close the connection without a word.
#[derive(Debug)]
pub(crate) struct Silence;

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed without an answer")
    }
}

impl std::error::Error for Silence {}

async fn answer(
    worker: Arc<Worker>,
    visit: Arc<Visit>,
    request: Request<Incoming>,
) -> Result<Response<ViewerBody>, Silence> {
    let started = Instant::now();
    worker.counters.requests.add();
    let (parts, body) = request.into_parts();
    let http2 = parts.version == http::Version::HTTP_2;
    let only_head = parts.method == Method::HEAD;
    let length = request_head::body_length(&body);
    let busy = visit.pulse.begin();
    let Ok(head) = request_head::read(parts, visit.scheme, length) else {
        worker.counters.malformed.add();
        return Ok(refuse(&visit, StatusCode::BAD_REQUEST, busy, http2));
    };
    if matches!(length, adit_hops::head::BodyLength::Known(bytes) if bytes > worker.shared.bounds.body_bytes)
    {
        worker.counters.oversized_bodies.add();
        return Ok(refuse(&visit, StatusCode::PAYLOAD_TOO_LARGE, busy, http2));
    }
    let facts = Facts {
        now: worker.shared.clock.now(),
        viewer: visit.client.address,
        country: visit.client.country,
        draw: fastrand::u64(..),
        tls: visit.tls.clone(),
    };
    let body = (length != adit_hops::head::BodyLength::None).then_some(body);
    let request = driver::Request {
        facts,
        from: visit.client.from.clone(),
        head,
        body,
        started,
    };
    let reply: Reply = driver::drive(&worker, request, visit.door.arrival()).await;
    let (head, body) = reply.ok_or(Silence)?;
    let mut response = reply::response(head, body, busy, http2);
    match (only_head, http2) {
        (false, _) => reply::measure(&mut response),
        // On HTTP/1.1 the codec itself leaves the body out.
        (true, true) => reply::behead(&mut response),
        (true, false) => {}
    }
    Ok(response)
}

fn refuse(visit: &Visit, status: StatusCode, busy: Busy, http2: bool) -> Response<ViewerBody> {
    let (head, body) = refusal_page::page(&visit.door, status);
    reply::response(head, ReplyBody::Bytes(Some(body)), busy, http2)
}
