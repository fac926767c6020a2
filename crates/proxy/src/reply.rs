//! An answer on its way to the viewer: its body as hyper sends it, and copied into the cache where a hop said so.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use adit_hops::head::{Keep, ResponseHead};
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};

use crate::pulse::Busy;
use crate::response_cache::{Lead, ResponseCache};
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

/// The response that hyper writes. Lengths are told where AWS tells them: by the head itself, else by the body.
pub(crate) fn response(head: ResponseHead, body: ReplyBody, busy: Busy, http2: bool) -> Response<ViewerBody> {
    let ResponseHead { status, headers } = head;
    let body = if bodiless(status) { ReplyBody::Empty } else { body };
    let mut response = Response::new(ViewerBody { body, _busy: busy });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    let headers = response.headers_mut();
    headers.remove(TRANSFER_ENCODING);
    if bodiless(status) && status != StatusCode::NOT_MODIFIED {
        headers.remove(CONTENT_LENGTH);
    }
    if http2 {
        headers.remove(http::header::CONNECTION);
        headers.remove("keep-alive");
    }
    response
}

/// Corrects a length that the head tells of another body than the one in hand: the client would wait for the rest, or
/// take it for the next answer.
pub(crate) fn measure(response: &mut Response<ViewerBody>) {
    if bodiless(response.status()) {
        return;
    }
    let Some(length) = response.body().size_hint().exact() else {
        return;
    };
    let told = response
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    if response.headers().contains_key(CONTENT_LENGTH) && told != Some(length) {
        response
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
}

/// The answer to a HEAD: the head stays as it is, lengths included.
pub(crate) fn behead(response: &mut Response<ViewerBody>) {
    response.body_mut().body = ReplyBody::Empty;
}

fn bodiless(status: StatusCode) -> bool {
    status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

impl Body for ViewerBody {
    type Data = Bytes;
    type Error = BrokenBody;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenBody>>> {
        match &mut self.get_mut().body {
            ReplyBody::Empty => Poll::Ready(None),
            ReplyBody::Bytes(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            ReplyBody::Flowing(body) => body.poll_data(cx).map_ok(Frame::data),
            ReplyBody::Kept(tee) => tee.poll(cx).map_ok(Frame::data),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.body {
            ReplyBody::Empty => true,
            ReplyBody::Bytes(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            ReplyBody::Flowing(body) => body.is_end(),
            ReplyBody::Kept(tee) => tee.body.is_end(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        let length = match &self.body {
            ReplyBody::Empty => Some(0),
            ReplyBody::Bytes(bytes) => Some(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            ReplyBody::Flowing(body) => body.length(),
            ReplyBody::Kept(tee) => tee.body.length(),
        };
        length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
