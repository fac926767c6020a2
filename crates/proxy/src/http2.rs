//! HTTP/2 with a client, by hyper: streams become requests for the driver.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;

use adit_hops::head::BodyLength;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep};

use crate::door::Visit;
use crate::driver;
use crate::pulse::{Busy, Pulse};
use crate::refusal_page;
use crate::reply::{self, ReplyBody, ViewerBody};
use crate::request_body::RequestBody;
use crate::request_head;
use crate::worker::Worker;

/// Until the connection ends, carries nothing for too long, or the proxy shuts down and its last answers are sent.
pub(crate) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(worker: Arc<Worker>, stream: S, visit: Visit) {
    let bounds = &worker.shared.bounds;
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(bounds.streams)
        .max_header_list_size(u32::try_from(bounds.head_bytes).unwrap_or(u32::MAX))
        .max_send_buf_size(64 * 1024)
        .keep_alive_interval(bounds.head_read)
        .keep_alive_timeout(bounds.handshake);
    let (own, visit, pulse) = (worker.clone(), Arc::new(visit), Arc::new(Pulse::new()));
    let beat = pulse.clone();
    let service = service_fn(move |request| answer(own.clone(), visit.clone(), beat.begin(), request));
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut closing = worker.closing.clone();
    let mut closed = false;
    let mut look = pin!(sleep(bounds.idle_http2));
    loop {
        tokio::select! {
            biased;
            _ = connection.as_mut() => return,
            _ = closing.wait_for(|closing| *closing), if !closed => {
                closed = true;
                connection.as_mut().graceful_shutdown();
            }
            () = look.as_mut() => match pulse.patience(bounds.idle_http2) {
                Some(left) => look.as_mut().reset(Instant::now() + left),
                None => return,
            }
        }
    }
}

/// Makes hyper reset the stream.
#[derive(Debug)]
struct Silence;

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed without an answer")
    }
}

impl std::error::Error for Silence {}

async fn answer(
    worker: Arc<Worker>,
    visit: Arc<Visit>,
    busy: Busy,
    request: Request<Incoming>,
) -> Result<Response<ViewerBody>, Silence> {
    worker.counters.requests.add();
    let (parts, body) = request.into_parts();
    let length = request_head::body_length(&body);
    let Ok(head) = request_head::read(parts, visit.scheme, length) else {
        worker.counters.malformed.add();
        return Ok(refuse(&visit, StatusCode::BAD_REQUEST, busy));
    };
    if matches!(length, BodyLength::Known(bytes) if bytes > worker.shared.bounds.body_bytes) {
        worker.counters.oversized_bodies.add();
        return Ok(refuse(&visit, StatusCode::PAYLOAD_TOO_LARGE, busy));
    }
    let only_head = head.method == http::Method::HEAD;
    let body = (length != BodyLength::None).then_some(RequestBody::Http2(body));
    let request = driver::request(&visit, driver::facts(&worker, &visit), head, body);
    let (head, body) = driver::drive(&worker, request, visit.door.arrival())
        .await
        .ok_or(Silence)?;
    Ok(reply::response(head, body, busy, only_head))
}

fn refuse(visit: &Visit, status: StatusCode, busy: Busy) -> Response<ViewerBody> {
    let (head, body) = refusal_page::page(&visit.door, status);
    reply::response(head, ReplyBody::Bytes(Some(body)), busy, false)
}
