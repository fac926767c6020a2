//! Headers that may not be part of a cache key (cf C1, C3, C8).

/// Names that CloudFront handles itself, for cache policies and the older settings alike. `Host` is allowed: the
/// origins served here are custom ones.
const REFUSED: [&str; 17] = [
    "cache-control",
    "connection",
    "content-length",
    "cookie",
    "max-forwards",
    "pragma",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "request-range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-cf-id",
    "x-forwarded-proto",
    "x-real-ip",
];

/// CloudFront's own headers that only an origin request policy may list.
const ONLY_FOR_ORIGIN: [&str; 7] = [
    "cloudfront-viewer-address",
    "cloudfront-viewer-asn",
    "cloudfront-viewer-header-count",
    "cloudfront-viewer-header-order",
    "cloudfront-viewer-ja3-fingerprint",
    "cloudfront-viewer-ja4-fingerprint",
    "cloudfront-viewer-tls",
];

pub(super) fn refuses(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    REFUSED.contains(&name.as_str()) || name.starts_with("x-edge-")
}

pub(super) fn only_for_origin(name: &str) -> bool {
    ONLY_FOR_ORIGIN.contains(&name.to_ascii_lowercase().as_str())
}
