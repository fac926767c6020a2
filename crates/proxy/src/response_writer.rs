//! An answer's head as bytes of HTTP/1, and what its body's framing is.
//!
//! Names are written as AWS writes them: words joined by hyphens with capitals, but for API Gateway's own. The length is
//! that of the body in hand: a head that told another would have the client wait, or read the next answer wrongly.

use std::time::SystemTime;

use adit_hops::ResponseHead;
use bytes::BytesMut;
use http::header::{CONNECTION, CONTENT_LENGTH, DATE, TRANSFER_ENCODING};
use http::{StatusCode, Version};

use crate::reply::ReplyBody;

/// How the body follows the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    None,
    Length,
    Chunked,
    /// Its end is the connection's.
    Close,
}

/// Of the request that is answered.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) version: Version,
    pub(crate) only_head: bool,
    /// Whether another request may follow.
    pub(crate) keep: bool,
    pub(crate) now: SystemTime,
}

/// Appends the head; how the body follows, and whether the connection stays.
pub(crate) fn write(
    out: &mut BytesMut,
    head: &ResponseHead,
    body: &ReplyBody,
    asked: Asked,
) -> (Framing, bool) {
    let length = body.length();
    let framing = match (bodiless(head.status) || asked.only_head, length, asked.version) {
        (true, ..) => Framing::None,
        (false, Some(_), _) => Framing::Length,
        (false, None, Version::HTTP_11) => Framing::Chunked,
        (false, None, _) => Framing::Close,
    };
    let told = head.headers.get(CONNECTION).map(http::HeaderValue::as_bytes);
    let closes = told.is_some_and(|value| value.eq_ignore_ascii_case(b"close"));
    let keep = asked.keep && !closes && framing != Framing::Close;
    status_line(out, head.status);
    for (name, value) in &head.headers {
        if *name == CONTENT_LENGTH || *name == TRANSFER_ENCODING || *name == CONNECTION {
            continue;
        }
        write_name(out, name.as_str());
        put(out, &[b": ", value.as_bytes(), b"\r\n"]);
    }
    if !head.headers.contains_key(DATE) {
        put(
            out,
            &[b"Date: ", httpdate::fmt_http_date(asked.now).as_bytes(), b"\r\n"],
        );
    }
    match framing {
        Framing::Length => write_length(out, length.unwrap_or(0)),
        Framing::Chunked => put(out, &[b"Transfer-Encoding: chunked\r\n"]),
        // The length that a body would have had.
        Framing::None if head.status != StatusCode::NO_CONTENT => {
            match (head.headers.get(CONTENT_LENGTH), length) {
                (Some(value), _) => put(out, &[b"Content-Length: ", value.as_bytes(), b"\r\n"]),
                (None, Some(length)) if head.status != StatusCode::NOT_MODIFIED => write_length(out, length),
                _ => {}
            }
        }
        Framing::None | Framing::Close => {}
    }
    match (keep, asked.version) {
        (false, _) => put(out, &[b"Connection: close\r\n"]),
        (true, Version::HTTP_10) => put(out, &[b"Connection: keep-alive\r\n"]),
        (true, _) if told.is_some() => put(out, &[b"Connection: keep-alive\r\n"]),
        (true, _) => {}
    }
    put(out, &[b"\r\n"]);
    (framing, keep)
}

pub(crate) fn bodiless(status: StatusCode) -> bool {
    status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

fn status_line(out: &mut BytesMut, status: StatusCode) {
    if status == StatusCode::OK {
        return put(out, &[b"HTTP/1.1 200 OK\r\n"]);
    }
    let reason = status.canonical_reason().unwrap_or("Unknown");
    put(
        out,
        &[
            b"HTTP/1.1 ",
            status.as_str().as_bytes(),
            b" ",
            reason.as_bytes(),
            b"\r\n",
        ],
    );
}

fn write_length(out: &mut BytesMut, length: u64) {
    let mut digits = [0_u8; 20];
    let mut left = length;
    let mut used = 0;
    for place in digits.iter_mut().rev() {
        *place = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
        used += 1;
        if left == 0 {
            break;
        }
    }
    let digits = digits.get(digits.len() - used..).unwrap_or_default();
    put(out, &[b"Content-Length: ", digits, b"\r\n"]);
}

/// As AWS writes it.
fn write_name(out: &mut BytesMut, name: &str) {
    match name {
        "x-amzn-requestid" => put(out, &[b"x-amzn-RequestId"]),
        "x-amzn-errortype" => put(out, &[b"x-amzn-ErrorType"]),
        "x-amz-apigw-id" => put(out, &[b"x-amz-apigw-id"]),
        "etag" => put(out, &[b"ETag"]),
        "www-authenticate" => put(out, &[b"WWW-Authenticate"]),
        _ => {
            let from = out.len();
            out.extend_from_slice(name.as_bytes());
            let mut starts = true;
            for byte in out.iter_mut().skip(from) {
                if starts {
                    byte.make_ascii_uppercase();
                }
                starts = *byte == b'-';
            }
        }
    }
}

fn put(out: &mut BytesMut, parts: &[&[u8]]) {
    for part in parts {
        out.extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::*;

    fn check(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &'static str,
        asked: Asked,
    ) -> (String, Framing, bool) {
        let headers: HeaderMap = headers
            .iter()
            .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
            .collect();
        let head = ResponseHead {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
        };
        let mut out = BytesMut::new();
        let (framing, keep) = write(
            &mut out,
            &head,
            &ReplyBody::Bytes(Some(Bytes::from_static(body.as_bytes()))),
            asked,
        );
        (String::from_utf8(out.to_vec()).unwrap(), framing, keep)
    }

    const GET: Asked = Asked {
        version: Version::HTTP_11,
        only_head: false,
        keep: true,
        now: SystemTime::UNIX_EPOCH,
    };
    const EPOCH: &str = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

    #[test]
    fn names_and_lengths() {
        let headers = [
            ("x-amz-cf-id", "a"),
            ("x-amzn-requestid", "b"),
            ("content-length", "99"),
            ("date", "now"),
        ];
        let head = "HTTP/1.1 200 OK\r\nX-Amz-Cf-Id: a\r\nx-amzn-RequestId: b\r\nDate: now\r\nContent-Length: 5\r\n\r\n";
        assert_eq!(
            check(200, &headers, "hello", GET),
            (head.into(), Framing::Length, true)
        );
        let asked = Asked {
            only_head: true,
            ..GET
        };
        let head = format!("HTTP/1.1 404 Not Found\r\n{EPOCH}Content-Length: 1234567890\r\n\r\n");
        assert_eq!(
            check(404, &[("content-length", "1234567890")], "", asked),
            (head, Framing::None, true)
        );
        let head = format!("HTTP/1.1 204 No Content\r\n{EPOCH}\r\n");
        assert_eq!(
            check(204, &[("content-length", "5")], "hello", GET),
            (head, Framing::None, true)
        );
        let head = format!("HTTP/1.1 494 Unknown\r\n{EPOCH}Content-Length: 0\r\n\r\n");
        assert_eq!(check(494, &[], "", GET), (head, Framing::Length, true));
    }

    #[test]
    fn connections() {
        let head = format!("HTTP/1.1 200 OK\r\n{EPOCH}Content-Length: 0\r\nConnection: close\r\n\r\n");
        assert_eq!(
            check(200, &[("connection", "close")], "", GET),
            (head.clone(), Framing::Length, false)
        );
        assert_eq!(
            check(200, &[], "", Asked { keep: false, ..GET }),
            (head, Framing::Length, false)
        );
        let head = format!("HTTP/1.1 200 OK\r\n{EPOCH}Content-Length: 0\r\nConnection: keep-alive\r\n\r\n");
        assert_eq!(
            check(200, &[("connection", "keep-alive")], "", GET),
            (head.clone(), Framing::Length, true)
        );
        assert_eq!(
            check(
                200,
                &[],
                "",
                Asked {
                    version: Version::HTTP_10,
                    ..GET
                }
            ),
            (head, Framing::Length, true)
        );
    }
}
