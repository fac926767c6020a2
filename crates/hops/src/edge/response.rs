//! The response's way back to the viewer: what is removed, and what CloudFront adds (cf C10).

use http::header::{AGE, DATE, HeaderName, HeaderValue, SET_COOKIE, VIA};

use crate::date;
use crate::edge::Request;
use crate::edge::cache::{self, Stored};
use crate::head::{ResponseHead, Tail};
use crate::step::Cx;

pub const X_CACHE: &str = "x-cache";
pub const X_AMZ_CF_ID: &str = "x-amz-cf-id";
pub const X_AMZ_CF_POP: &str = "x-amz-cf-pop";

/// The edge location's name, in AWS's form.
pub const POP: &str = "DUB56-P1";

/// Connection-level headers that end at the edge.
const HOP_BY_HOP: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// An origin's answer, made CloudFront's, and kept where it may be.
pub fn from_origin(
    cx: &mut Cx<'_>,
    request: &Request,
    mut head: ResponseHead,
    tail: Tail,
) -> (ResponseHead, Tail) {
    for name in HOP_BY_HOP {
        head.headers.remove(*name);
    }
    let cookies = request.behavior().is_some_and(|b| b.forward.cookies());
    if !cookies {
        head.headers.remove(SET_COOKIE);
    }
    if !head.headers.contains_key(DATE) {
        head.headers.insert(DATE, date::header(cx.facts.now));
    }
    let (mut head, tail) = cache::keep(request, head, tail);
    let failed = head.status.is_client_error() || head.status.is_server_error();
    sign(
        request,
        &mut head,
        if failed {
            "Error from cloudfront"
        } else {
            "Miss from cloudfront"
        },
    );
    (head, tail)
}

/// A kept object, with its age.
pub fn from_cache(request: &Request, stored: Stored) -> (ResponseHead, Tail) {
    let mut head = stored.head;
    head.headers.insert(AGE, HeaderValue::from(stored.age.as_secs()));
    let failed = head.status.is_client_error() || head.status.is_server_error();
    sign(
        request,
        &mut head,
        if failed {
            "Error from cloudfront"
        } else {
            "Hit from cloudfront"
        },
    );
    (head, Tail::Bytes(stored.body))
}

fn sign(request: &Request, head: &mut ResponseHead, cache: &'static str) {
    head.headers.insert(X_CACHE, HeaderValue::from_static(cache));
    head.headers.insert(VIA, request.distribution.via.clone());
    head.headers.insert(
        HeaderName::from_static(X_AMZ_CF_POP),
        HeaderValue::from_static(POP),
    );
    head.headers.insert(X_AMZ_CF_ID, request.id.clone());
}
