//! The body of a real server's answer, passed on as it comes; its connection goes back to the pool at the end.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::io::AsyncReadExt;
use tokio::time::Sleep;

use crate::chunked::{Chunked, Decoded};
use crate::pool::{Kept, Pool, ServerKey};
use crate::wire::Wire;

/// Bytes read at once, at most and at least.
const READ_SIZE: usize = 8 * 1024;
const ROOM: usize = 512;

/// Makes room to read into. A buffer with some left is taken as it is: what was split off it may still be in use, and then
/// more room would be another buffer.
pub(crate) fn make_room(buffer: &mut BytesMut) {
    if buffer.capacity() - buffer.len() < ROOM {
        buffer.reserve(READ_SIZE);
    }
}

pub(crate) struct UpstreamBody {
    /// `None` once the end is reached.
    wire: Option<Wire>,
    buffer: BytesMut,
    rest: Rest,
    /// Where the connection goes afterwards; `None`: closed.
    home: Option<(Arc<Pool>, ServerKey)>,
    between_bytes: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

#[derive(Debug)]
pub(crate) enum Rest {
    Length(u64),
    Chunked(Chunked),
    UntilClose,
}

/// The server broke off, stalled, or sent what is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BrokenBody;

impl std::fmt::Display for BrokenBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the server's body broke off")
    }
}

impl std::error::Error for BrokenBody {}

impl UpstreamBody {
    pub(crate) fn new(
        wire: Wire,
        buffer: BytesMut,
        rest: Rest,
        home: Option<(Arc<Pool>, ServerKey)>,
        between_bytes: Duration,
    ) -> Self {
        Self {
            wire: Some(wire),
            buffer,
            rest,
            home,
            between_bytes,
            timer: None,
        }
    }

    /// The length, when the server told it.
    pub(crate) fn length(&self) -> Option<u64> {
        match &self.rest {
            Rest::Length(left) => Some(*left),
            Rest::Chunked(_) | Rest::UntilClose => None,
        }
    }

    pub(crate) fn is_end(&self) -> bool {
        self.wire.is_none() || matches!(self.rest, Rest::Length(0))
    }

    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BrokenBody>>> {
        loop {
            if self.wire.is_none() {
                return Poll::Ready(None);
            }
            match self.decode() {
                Ok(Decoded::Data(data)) => return Poll::Ready(Some(Ok(data))),
                Ok(Decoded::End) => {
                    self.finish();
                    return Poll::Ready(None);
                }
                Ok(Decoded::More) => {}
                Err(broken) => return self.broken(broken),
            }
            match self.poll_fill(cx) {
                Poll::Ready(Ok(0)) => {
                    let whole = matches!(self.rest, Rest::UntilClose);
                    self.wire = None;
                    return Poll::Ready(if whole { None } else { Some(Err(BrokenBody)) });
                }
                Poll::Ready(Ok(_)) => self.timer = None,
                Poll::Ready(Err(_)) => return self.broken(BrokenBody),
                Poll::Pending => {
                    let wait = self.between_bytes;
                    let timer = self
                        .timer
                        .get_or_insert_with(|| Box::pin(tokio::time::sleep(wait)));
                    return match timer.as_mut().poll(cx) {
                        Poll::Ready(()) => self.broken(BrokenBody),
                        Poll::Pending => Poll::Pending,
                    };
                }
            }
        }
    }

    fn decode(&mut self) -> Result<Decoded, BrokenBody> {
        match &mut self.rest {
            Rest::Length(0) => Ok(Decoded::End),
            _ if self.buffer.is_empty() => Ok(Decoded::More),
            Rest::Length(left) => {
                let take = usize::try_from(*left)
                    .unwrap_or(usize::MAX)
                    .min(self.buffer.len());
                *left -= take as u64;
                let data = self.buffer.split_to(take).freeze();
                if *left == 0 {
                    self.finish();
                }
                Ok(Decoded::Data(data))
            }
            Rest::Chunked(state) => state.decode(&mut self.buffer).map_err(|_| BrokenBody),
            Rest::UntilClose => Ok(Decoded::Data(self.buffer.split().freeze())),
        }
    }

    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<std::io::Result<usize>> {
        let Some(wire) = &mut self.wire else {
            return Poll::Ready(Ok(0));
        };
        make_room(&mut self.buffer);
        pin!(wire.read_buf(&mut self.buffer)).poll(cx)
    }

    /// The end: bytes beyond it mean that the server is out of step, and its connection is closed.
    fn finish(&mut self) {
        let wire = self.wire.take();
        if let (Some(wire), Some((pool, key)), true) = (wire, self.home.take(), self.buffer.is_empty()) {
            pool.put(
                key,
                Kept {
                    wire,
                    buffer: std::mem::take(&mut self.buffer),
                },
            );
        }
    }

    fn broken(&mut self, broken: BrokenBody) -> Poll<Option<Result<Bytes, BrokenBody>>> {
        self.wire = None;
        Poll::Ready(Some(Err(broken)))
    }
}

impl std::fmt::Debug for UpstreamBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpstreamBody")
            .field("rest", &self.rest)
            .finish_non_exhaustive()
    }
}
