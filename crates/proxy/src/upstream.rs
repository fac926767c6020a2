//! One attempt at a real server: connect or reuse, send the request, read the answer's head.
//!
//! HTTP/1.1 is spoken here directly, since a request and its answer are one task's business and a client library
//! would run each connection as another task. A request without a body is sent once more when a kept connection turns
//! out closed; anything else that fails is the hop's to judge, as a [`Fault`].

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use adit_hops::head::{BodyLength, Head, ResponseHead};
use adit_hops::step::{Fault, Limits, Send};
use bytes::{Bytes, BytesMut};
use http::Method;
use rustls_pki_types::ServerName;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::chunked::Chunked;
use crate::metrics::Counters;
use crate::pool::{Kept, Pool, ServerKey, TlsKey};
use crate::request_body::RequestBody;
use crate::response_head::{self, Answered, Framing};
use crate::settings::Bounds;
use crate::upstream_body::{Rest, UpstreamBody, make_room};
use crate::upstream_request::{self, Broken};
use crate::upstream_tls::{ClientConfigs, Trust};
use crate::wire::Wire;

/// A worker's way to real servers.
pub(crate) struct Upstream {
    pub(crate) pool: Arc<Pool>,
    configs: ClientConfigs,
    body_bytes: u64,
}

/// An answer whose body may still be on its way.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) head: ResponseHead,
    pub(crate) body: ReceivedBody,
}

#[derive(Debug)]
pub(crate) enum ReceivedBody {
    Whole(Bytes),
    Flowing(Box<UpstreamBody>),
}

impl Upstream {
    pub(crate) fn new(bounds: &Bounds, trust: Trust) -> Self {
        Self {
            pool: Arc::new(Pool::new(bounds.idle_per_server, bounds.idle_server)),
            configs: ClientConfigs::new(trust),
            body_bytes: bounds.body_bytes,
        }
    }

    pub(crate) async fn send(
        &self,
        send: Send,
        mut body: Option<RequestBody<'_>>,
        counters: &Counters,
    ) -> Result<Received, Fault> {
        let Send {
            mut head,
            to,
            tls,
            limits,
            whole,
        } = send;
        counters.upstream_requests.add();
        let key = ServerKey {
            to,
            tls: tls.map(TlsKey::from),
        };
        let with_body = body.is_some();
        let first = self.collected(whole, &mut head, &mut body, limits).await?;
        let mut bytes = upstream_request::head(&head, with_body);
        bytes.extend_from_slice(&first);
        if let Some(kept) = self.pool.take(&key, with_body) {
            counters.upstream_reused.add();
            let repeatable = !with_body && head.method.is_idempotent();
            match self
                .exchange(kept, &key, &head, &bytes, &mut body, limits)
                .await?
            {
                Ok(received) => return Ok(received),
                Err(Broken::Early) if repeatable => counters.upstream_retries.add(),
                Err(_) => return Err(Fault::Reset),
            }
        }
        counters.upstream_connects.add();
        let fresh = Kept {
            wire: self.connect(&key, limits).await?,
            buffer: BytesMut::new(),
        };
        match self
            .exchange(fresh, &key, &head, &bytes, &mut body, limits)
            .await?
        {
            Ok(received) => Ok(received),
            Err(_) => Err(Fault::Reset),
        }
    }

    /// The body of unknown length, read to its end where a hop wants it whole; then the head tells its length.
    async fn collected(
        &self,
        whole: bool,
        head: &mut Head,
        body: &mut Option<RequestBody<'_>>,
        limits: Limits,
    ) -> Result<Bytes, Fault> {
        if !whole || head.body != BodyLength::Chunked {
            return Ok(Bytes::new());
        }
        let Some(mut incoming) = body.take() else {
            return Ok(Bytes::new());
        };
        let read = async {
            let mut bytes = BytesMut::new();
            while let Some(data) = incoming.data().await {
                bytes.extend_from_slice(&data.ok()?);
                if bytes.len() as u64 > self.body_bytes {
                    return None;
                }
            }
            Some(bytes.freeze())
        };
        let Ok(Some(bytes)) = timeout(limits.first_byte, read).await else {
            return Err(Fault::Reset);
        };
        head.body = BodyLength::Known(bytes.len() as u64);
        Ok(bytes)
    }

    async fn connect(&self, key: &ServerKey, limits: Limits) -> Result<Wire, Fault> {
        let mut fault = Fault::TimedOut;
        for _ in 0..limits.attempts.max(1) {
            match timeout(limits.connect, open(key.to)).await {
                Ok(Ok(stream)) => return self.handshake(stream, key, limits).await,
                Ok(Err(error)) => fault = connect_fault(&error),
                Err(_) => fault = Fault::TimedOut,
            }
        }
        Err(fault)
    }

    async fn handshake(&self, stream: TcpStream, key: &ServerKey, limits: Limits) -> Result<Wire, Fault> {
        let Some(tls) = &key.tls else {
            return Ok(Wire::Plain(stream));
        };
        let config = self.configs.get(tls).map_err(|_| Fault::Tls)?;
        let name = ServerName::try_from(tls.sni.as_str().to_owned()).map_err(|_| Fault::Tls)?;
        match timeout(limits.connect, TlsConnector::from(config).connect(name, stream)).await {
            Ok(Ok(stream)) => Ok(Wire::Tls(Box::new(stream))),
            Ok(Err(_)) => Err(Fault::Tls),
            Err(_) => Err(Fault::TimedOut),
        }
    }

    async fn exchange(
        &self,
        kept: Kept,
        key: &ServerKey,
        head: &Head,
        bytes: &[u8],
        body: &mut Option<RequestBody<'_>>,
        limits: Limits,
    ) -> Result<Result<Received, Broken>, Fault> {
        let Kept { mut wire, mut buffer } = kept;
        let converse = self.converse(&mut wire, &mut buffer, head, bytes, body, limits);
        let answered = match converse.await {
            Ok(answered) => answered,
            Err(Broken::Slow) => return Err(Fault::ReadTimedOut),
            Err(broken) => return Ok(Err(broken)),
        };
        Ok(Ok(self.receive(answered, wire, buffer, key, limits)))
    }

    async fn converse(
        &self,
        wire: &mut Wire,
        buffer: &mut BytesMut,
        head: &Head,
        bytes: &[u8],
        body: &mut Option<RequestBody<'_>>,
        limits: Limits,
    ) -> Result<Answered, Broken> {
        let slow = |_| Broken::Slow;
        let Some(body) = body else {
            // One timer for both ways.
            let both = async {
                let written = upstream_request::write(wire, bytes).await;
                let answered = read(wire, buffer, &head.method).await?;
                Ok(Answered {
                    keep: answered.keep && written.is_ok(),
                    ..answered
                })
            };
            return timeout(limits.first_byte, both).await.map_err(slow)?;
        };
        let between = limits.between_bytes;
        let written =
            upstream_request::write_all(wire, bytes, body, head.body, self.body_bytes, between).await;
        // A server may answer and close before it has read everything: its answer counts.
        if let Err(broken @ (Broken::Viewer | Broken::Slow)) = written {
            return Err(broken);
        }
        let answered = timeout(limits.first_byte, read(wire, buffer, &head.method))
            .await
            .map_err(slow)??;
        Ok(Answered {
            keep: answered.keep && written.is_ok(),
            ..answered
        })
    }

    fn receive(
        &self,
        answered: Answered,
        wire: Wire,
        mut buffer: BytesMut,
        key: &ServerKey,
        limits: Limits,
    ) -> Received {
        let Answered {
            status,
            headers,
            framing,
            keep,
        } = answered;
        let head = ResponseHead { status, headers };
        let home = |key: &ServerKey| keep.then(|| (self.pool.clone(), key.clone()));
        let rest = match framing {
            Framing::Length(length) => {
                if usize::try_from(length).is_ok_and(|length| length <= buffer.len()) {
                    let whole = buffer.split_to(usize::try_from(length).unwrap_or(0)).freeze();
                    if let (Some((pool, key)), true) = (home(key), buffer.is_empty()) {
                        pool.put(key, Kept { wire, buffer });
                    }
                    return Received {
                        head,
                        body: ReceivedBody::Whole(whole),
                    };
                }
                Rest::Length(length)
            }
            Framing::Chunked => Rest::Chunked(Chunked::Size),
            Framing::UntilClose => Rest::UntilClose,
        };
        let body = UpstreamBody::new(wire, buffer, rest, home(key), limits.between_bytes);
        Received {
            head,
            body: ReceivedBody::Flowing(Box::new(body)),
        }
    }
}

async fn open(to: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(to).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn connect_fault(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Fault::Refused,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Fault::Reset,
        _ => Fault::TimedOut,
    }
}

async fn read(wire: &mut Wire, buffer: &mut BytesMut, method: &Method) -> Result<Answered, Broken> {
    loop {
        make_room(buffer);
        match wire.read_buf(buffer).await {
            Ok(0) | Err(_) if buffer.is_empty() => return Err(Broken::Early),
            Ok(0) | Err(_) => return Err(Broken::Late),
            Ok(_) => {}
        }
        match response_head::take(buffer, method) {
            Ok(Some(answered)) => return Ok(answered),
            Ok(None) => {}
            Err(response_head::Malformed) => return Err(Broken::Late),
        }
    }
}
