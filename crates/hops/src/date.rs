//! The `Date` header's text (RFC 9110 section 5.6.7), from the request's own clock.

use std::time::SystemTime;

use http::HeaderValue;

/// `Sun, 22 Nov 2026 09:00:00 GMT`.
pub fn header(now: SystemTime) -> HeaderValue {
    HeaderValue::from_str(&httpdate::fmt_http_date(now)).unwrap_or_else(|_| HeaderValue::from_static(""))
}
