//! HTTP/1 with a client: a request at a time, from its head to the last byte of its answer.
//!
//! ```text
//! at rest ──head──▶ driving ──answer──▶ sending ──▶ reading away ──▶ at rest
//!    └─ closing, silence, too long, refused: the end
//! ```
//!
//! Spoken here and not by a library, since the whole exchange is one task's business: what is read is parsed once, into
//! the hops' own head, and an answer leaves in one write. A client may be at rest for a bounded time, counted by one
//! timer of the connection that is looked at when it goes off; it may be slow to take its answer for as long.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use adit_hops::head::BodyLength;
use bytes::{Bytes, BytesMut};
use http::{StatusCode, Version};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, Sleep, sleep, timeout};

use crate::door::Visit;
use crate::driver::{self, Reply};
use crate::refusal_page;
use crate::reply::ReplyBody;
use crate::request_body::{Http1Body, RequestBody};
use crate::request_parser::{self, Parsed, Refused};
use crate::response_writer::{self, Asked, Framing};
use crate::upstream_body::make_room;
use crate::worker::Worker;

/// A body up to this length leaves with its head.
const TOGETHER: usize = 16 * 1024;

/// What is read away of a refused request, so that its client sees the answer before the connection's end.
const LINGER: Duration = Duration::from_millis(500);

struct Connection<S> {
    stream: S,
    input: BytesMut,
    output: BytesMut,
}

/// How the wait for a head ended without one.
enum End {
    /// The client left, rested for too long, or the proxy shuts down.
    Quiet,
    Refused(StatusCode),
}

/// What becomes of the connection after an exchange.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Keep,
    Close,
    /// Bytes may be on their way that nobody wants.
    Linger,
    /// Without a word.
    Drop,
}

pub(crate) async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send>(
    worker: Arc<Worker>,
    stream: S,
    visit: Visit,
) {
    let mut closing = worker.closing.clone();
    let mut closing = pin!(closing.wait_for(|closing| *closing));
    let mut look = pin!(sleep(worker.shared.bounds.head_read));
    let mut connection = Connection {
        stream,
        input: BytesMut::new(),
        output: BytesMut::new(),
    };
    let after = loop {
        let closing = closing.as_mut();
        let after = match connection.head(&worker, &visit, look.as_mut(), closing).await {
            Ok(parsed) => connection.exchange(&worker, &visit, parsed).await,
            Err(End::Quiet) => After::Close,
            Err(End::Refused(status)) => {
                worker.counters.requests.add();
                worker.counters.malformed.add();
                connection.refuse(&worker, &visit, status).await;
                After::Linger
            }
        };
        if after != After::Keep {
            break after;
        }
    };
    connection.end(after).await;
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Connection<S> {
    /// The next request's head.
    async fn head<C: Future>(
        &mut self,
        worker: &Worker,
        visit: &Visit,
        mut look: Pin<&mut Sleep>,
        mut closing: Pin<&mut C>,
    ) -> Result<Parsed, End> {
        let bounds = &worker.shared.bounds;
        let since = Instant::now();
        loop {
            if !self.input.is_empty() {
                match request_parser::take(&mut self.input, visit.scheme, bounds.head_bytes) {
                    Ok(Some(parsed)) => return Ok(parsed),
                    Ok(None) => {}
                    Err(Refused(status)) => return Err(End::Refused(status)),
                }
            }
            make_room(&mut self.input);
            let mut read = pin!(self.stream.read_buf(&mut self.input));
            let read = poll_fn(|cx| {
                if let Poll::Ready(read) = read.as_mut().poll(cx) {
                    return Poll::Ready(read.ok().filter(|count| *count > 0));
                }
                if closing.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(None);
                }
                while look.as_mut().poll(cx).is_ready() {
                    let rested = since.elapsed();
                    if rested >= bounds.head_read {
                        return Poll::Ready(None);
                    }
                    look.as_mut().reset(Instant::now() + (bounds.head_read - rested));
                }
                Poll::Pending
            });
            if read.await.is_none() {
                return Err(End::Quiet);
            }
        }
    }

    async fn exchange(&mut self, worker: &Worker, visit: &Visit, parsed: Parsed) -> After {
        let Parsed { head, keep, expects } = parsed;
        worker.counters.requests.add();
        let length = head.body;
        if matches!(length, BodyLength::Known(bytes) if bytes > worker.shared.bounds.body_bytes) {
            worker.counters.oversized_bodies.add();
            self.refuse(worker, visit, StatusCode::PAYLOAD_TOO_LARGE).await;
            return After::Linger;
        }
        let (version, only_head) = (head.version, head.method == http::Method::HEAD);
        let facts = driver::facts(worker, visit);
        let now = facts.now;
        let (reply, is_read) = if length == BodyLength::None {
            let drive = driver::drive(
                worker,
                driver::request(visit, facts, head, None),
                visit.door.arrival(),
            );
            (self.watch(drive).await, true)
        } else {
            let mut body = Http1Body::new(&mut self.stream, &mut self.input, length, expects);
            let request = driver::request(visit, facts, head, Some(RequestBody::Http1(&mut body)));
            let reply = driver::drive(worker, request, visit.door.arrival()).await;
            (reply, body.is_read())
        };
        let Some((head, body)) = reply else {
            return After::Drop;
        };
        let keep = keep && is_read && !*worker.closing.borrow();
        let asked = Asked {
            version,
            only_head,
            keep,
            now,
        };
        self.output.clear();
        let (framing, keep) = response_writer::write(&mut self.output, &head, &body, asked);
        match (
            self.send(framing, body, worker.shared.bounds.head_read).await,
            keep,
            is_read,
        ) {
            (Err(()), ..) => After::Drop,
            (Ok(()), true, _) => After::Keep,
            (Ok(()), false, true) => After::Close,
            (Ok(()), false, false) => After::Linger,
        }
    }

    /// Drives a request without a body, as long as its client is there.
    async fn watch(&mut self, drive: impl Future<Output = Reply>) -> Reply {
        let mut drive = pin!(drive);
        let mut watching = true;
        let Self { stream, input, .. } = self;
        poll_fn(|cx| {
            if let Poll::Ready(reply) = drive.as_mut().poll(cx) {
                return Poll::Ready(reply);
            }
            if watching {
                match poll_read(stream, input, cx) {
                    // It has sent the next request, and will be read when this one is answered.
                    Poll::Ready(Ok(1..)) => watching = false,
                    Poll::Ready(Ok(0) | Err(_)) => return Poll::Ready(None),
                    Poll::Pending => {}
                }
            }
            Poll::Pending
        })
        .await
    }

    /// Writes the head in `output` and the body after it.
    async fn send(&mut self, framing: Framing, body: ReplyBody, patience: Duration) -> Result<(), ()> {
        if framing == Framing::None {
            return self.flush(patience).await;
        }
        match body {
            ReplyBody::Empty => self.flush(patience).await,
            ReplyBody::Bytes(bytes) => {
                let bytes = bytes.unwrap_or_default();
                if bytes.len() <= TOGETHER {
                    self.output.extend_from_slice(&bytes);
                    return self.flush(patience).await;
                }
                self.flush(patience).await?;
                timed(patience, self.stream.write_all(&bytes)).await?;
                timed(patience, self.stream.flush()).await
            }
            flowing => self.stream_body(framing, flowing, patience).await,
        }
    }

    async fn stream_body(
        &mut self,
        framing: Framing,
        mut body: ReplyBody,
        patience: Duration,
    ) -> Result<(), ()> {
        loop {
            // What is there leaves together; nothing is held back while more is waited for.
            let ready = poll_fn(|cx| match body.poll_data(cx) {
                Poll::Ready(data) => Poll::Ready(Some(data)),
                Poll::Pending => Poll::Ready(None),
            });
            let data = match ready.await {
                Some(data) => data,
                None => {
                    self.flush(patience).await?;
                    poll_fn(|cx| body.poll_data(cx)).await
                }
            };
            match data {
                Some(Ok(data)) => self.put(framing, &data, patience).await?,
                // The client must not take it for whole.
                Some(Err(_)) => return Err(()),
                None => break,
            }
        }
        if framing == Framing::Chunked {
            self.output.extend_from_slice(b"0\r\n\r\n");
        }
        self.flush(patience).await
    }

    async fn put(&mut self, framing: Framing, data: &Bytes, patience: Duration) -> Result<(), ()> {
        if framing == Framing::Chunked {
            self.output
                .extend_from_slice(format!("{:x}\r\n", data.len()).as_bytes());
        }
        self.output.extend_from_slice(data);
        if framing == Framing::Chunked {
            self.output.extend_from_slice(b"\r\n");
        }
        match self.output.len() > TOGETHER {
            true => self.flush(patience).await,
            false => Ok(()),
        }
    }

    async fn flush(&mut self, patience: Duration) -> Result<(), ()> {
        if !self.output.is_empty() {
            timed(patience, self.stream.write_all(&self.output)).await?;
            self.output.clear();
        }
        timed(patience, self.stream.flush()).await
    }

    async fn refuse(&mut self, worker: &Worker, visit: &Visit, status: StatusCode) {
        let (head, page) = refusal_page::page(&visit.door, status);
        let body = ReplyBody::Bytes(Some(page));
        let now = worker.shared.clock.now();
        let asked = Asked {
            version: Version::HTTP_11,
            only_head: false,
            keep: false,
            now,
        };
        self.output.clear();
        let (framing, _) = response_writer::write(&mut self.output, &head, &body, asked);
        // The connection ends either way.
        let _ = self.send(framing, body, worker.shared.bounds.handshake).await;
    }

    async fn end(&mut self, after: After) {
        if after == After::Drop {
            return;
        }
        let _ = timeout(LINGER, self.stream.shutdown()).await;
        if after == After::Linger {
            let Self { stream, input, .. } = self;
            let away = async {
                while stream.read_buf(input).await.is_ok_and(|count| count > 0) {
                    input.clear();
                    make_room(input);
                }
            };
            let _ = timeout(LINGER, away).await;
        }
    }
}

fn poll_read<S: AsyncRead + Unpin>(
    stream: &mut S,
    input: &mut BytesMut,
    cx: &mut Context<'_>,
) -> Poll<std::io::Result<usize>> {
    make_room(input);
    pin!(stream.read_buf(input)).poll(cx)
}

async fn timed(patience: Duration, write: impl Future<Output = std::io::Result<()>>) -> Result<(), ()> {
    timeout(patience, write).await.map_err(|_| ())?.map_err(|_| ())
}
