//! An answer on its way to the viewer: its body as hyper sends it, and copied into the cache where a hop said so.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use adit_hops::head::{Keep, ResponseHead};
use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};

use crate::pulse::Busy;
use crate::response_cache::{Lead, ResponseCache};
use crate::response_writer::bodiless;
use crate::upstream_body::{BrokenBody, UpstreamBody};

/// A body on a connection, which rests when it is gone.
pub(crate) struct ViewerBody {
    body: ReplyBody,
    _busy: Busy,
}

pub(crate) enum ReplyBody {
    Empty,
    Bytes(Option<Bytes>),
    Flowing(Box<UpstreamBody>),
    Kept(Box<Tee>),
}

/// A body that is copied as it passes, and kept once it has come whole.
pub(crate) struct Tee {
    body: Box<UpstreamBody>,
    /// `None` once it has grown too long.
    copy: Option<BytesMut>,
    keep: Option<Keep>,
    cache: Arc<ResponseCache>,
    lead: Option<Lead>,
    now: SystemTime,
}

impl Tee {
    pub(crate) fn new(
        body: Box<UpstreamBody>,
        keep: Keep,
        cache: Arc<ResponseCache>,
        lead: Option<Lead>,
        now: SystemTime,
    ) -> Self {
        Self {
            body,
            copy: Some(BytesMut::new()),
            keep: Some(keep),
            cache,
            lead,
            now,
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BrokenBody>>> {
        let polled = self.body.poll_data(cx);
        match &polled {
            Poll::Ready(Some(Ok(data))) => {
                if let Some(copy) = &mut self.copy {
                    copy.extend_from_slice(data);
                    if copy.len() > self.cache.object_bytes() {
                        self.copy = None;
                    }
                }
                if self.body.is_end() {
                    self.finish();
                }
            }
            Poll::Ready(None) => self.finish(),
            Poll::Ready(Some(Err(_))) => self.lead = None,
            Poll::Pending => {}
        }
        polled
    }

    fn finish(&mut self) {
        let Some(keep) = self.keep.take() else { return };
        match (self.copy.take(), self.lead.take()) {
            (Some(copy), lead) => {
                self.cache.keep(keep, &copy.freeze(), self.now);
                drop(lead);
            }
            (None, Some(lead)) => lead.passed(self.now),
            (None, None) => {}
        }
    }
}

impl ReplyBody {
    /// The length, when it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => Some(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Flowing(body) => body.length(),
            Self::Kept(tee) => tee.body.length(),
        }
    }

    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BrokenBody>>> {
        match self {
            Self::Empty => Poll::Ready(None),
            Self::Bytes(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Self::Flowing(body) => body.poll_data(cx),
            Self::Kept(tee) => tee.poll(cx),
        }
    }

    fn is_end(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Bytes(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Self::Flowing(body) => body.is_end(),
            Self::Kept(tee) => tee.body.is_end(),
        }
    }
}

/// The response that hyper writes on a stream. The length is that of the body in hand; a head alone keeps its own.
pub(crate) fn response(
    head: ResponseHead,
    body: ReplyBody,
    busy: Busy,
    only_head: bool,
) -> Response<ViewerBody> {
    let ResponseHead { status, headers } = head;
    let body = if only_head || bodiless(status) {
        ReplyBody::Empty
    } else {
        body
    };
    let length = body.length();
    let mut response = Response::new(ViewerBody { body, _busy: busy });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    let headers = response.headers_mut();
    for name in [TRANSFER_ENCODING, CONNECTION] {
        headers.remove(name);
    }
    if !only_head && status != StatusCode::NOT_MODIFIED {
        headers.remove(CONTENT_LENGTH);
        if let Some(length) = length.filter(|_| !bodiless(status)) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
    }
    response
}

impl Body for ViewerBody {
    type Data = Bytes;
    type Error = BrokenBody;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenBody>>> {
        self.get_mut().body.poll_data(cx).map_ok(Frame::data)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end()
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .length()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
