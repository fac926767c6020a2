//! A client's body, as the driver and real servers take it: from an HTTP/1 connection, or a stream of HTTP/2.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use adit_hops::head::BodyLength;
use bytes::{Bytes, BytesMut};
use hyper::body::{Body, Incoming};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};

use crate::chunked::{Chunked, Decoded};
use crate::upstream_body::{Rest, make_room};

pub(crate) enum RequestBody<'a> {
    Http1(&'a mut (dyn PollBody + Send)),
    Http2(Incoming),
}

/// The client broke off, or sent what is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

pub(crate) trait PollBody {
    fn is_waiting(&self) -> bool;
    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Broken>>>;
}

impl RequestBody<'_> {
    /// Whether the client sends nothing until it is asked to.
    pub(crate) fn is_waiting(&self) -> bool {
        match self {
            Self::Http1(body) => body.is_waiting(),
            Self::Http2(_) => false,
        }
    }

    /// The next bytes; never empty.
    pub(crate) async fn data(&mut self) -> Option<Result<Bytes, Broken>> {
        match self {
            Self::Http1(body) => poll_fn(|cx| body.poll_data(cx)).await,
            Self::Http2(body) => poll_fn(|cx| poll_stream(body, cx)).await,
        }
    }
}

fn poll_stream(body: &mut Incoming, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Broken>>> {
    loop {
        match ready!(Pin::new(&mut *body).poll_frame(cx)) {
            None => return Poll::Ready(None),
            Some(Err(_)) => return Poll::Ready(Some(Err(Broken))),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) if !data.is_empty() => return Poll::Ready(Some(Ok(data))),
                // Trailers, which nobody behind takes.
                _ => {}
            },
        }
    }
}

const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// The body of one request on a connection, which it borrows until the answer is known.
pub(crate) struct Http1Body<'a, S> {
    stream: &'a mut S,
    input: &'a mut BytesMut,
    rest: Rest,
    /// What is still to be written before the client sends.
    greeting: &'static [u8],
    greeted: bool,
}

impl<'a, S> Http1Body<'a, S> {
    pub(crate) fn new(stream: &'a mut S, input: &'a mut BytesMut, length: BodyLength, expects: bool) -> Self {
        let rest = match length {
            BodyLength::None => Rest::Length(0),
            BodyLength::Known(length) => Rest::Length(length),
            BodyLength::Chunked => Rest::Chunked(Chunked::Size),
        };
        // A client that has begun to send does not wait.
        let greeting = if expects && input.is_empty() {
            CONTINUE
        } else {
            &[]
        };
        Self {
            stream,
            input,
            rest,
            greeting,
            greeted: greeting.is_empty(),
        }
    }

    /// Whether the next request begins where the input stands.
    pub(crate) fn is_read(&self) -> bool {
        matches!(self.rest, Rest::Length(0) | Rest::Chunked(Chunked::Done))
    }

    fn decode(&mut self) -> Result<Decoded, Broken> {
        match &mut self.rest {
            Rest::Length(0) => Ok(Decoded::End),
            Rest::Length(_) if self.input.is_empty() => Ok(Decoded::More),
            Rest::Length(left) => {
                let take = usize::try_from(*left).unwrap_or(usize::MAX).min(self.input.len());
                *left -= take as u64;
                Ok(Decoded::Data(self.input.split_to(take).freeze()))
            }
            Rest::Chunked(state) => state.decode(self.input).map_err(|_| Broken),
            Rest::UntilClose => Err(Broken),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Http1Body<'_, S> {
    fn poll_greet(&mut self, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        while !self.greeting.is_empty() {
            let written = ready!(Pin::new(&mut *self.stream).poll_write(cx, self.greeting))?;
            self.greeting = self.greeting.get(written..).unwrap_or_default();
        }
        ready!(Pin::new(&mut *self.stream).poll_flush(cx))?;
        self.greeted = true;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> PollBody for Http1Body<'_, S> {
    fn is_waiting(&self) -> bool {
        !self.greeted
    }

    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Broken>>> {
        if !self.greeted && ready!(self.poll_greet(cx)).is_err() {
            return Poll::Ready(Some(Err(Broken)));
        }
        loop {
            match self.decode() {
                Ok(Decoded::Data(data)) => return Poll::Ready(Some(Ok(data))),
                Ok(Decoded::End) => return Poll::Ready(None),
                Ok(Decoded::More) => {}
                Err(broken) => return Poll::Ready(Some(Err(broken))),
            }
            make_room(self.input);
            match ready!(pin!(self.stream.read_buf(self.input)).poll(cx)) {
                Ok(1..) => {}
                Ok(0) | Err(_) => return Poll::Ready(Some(Err(Broken))),
            }
        }
    }
}
