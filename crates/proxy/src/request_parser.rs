//! A client's request head in HTTP/1 (RFC 9112), from the bytes of its connection to the head that hops read.
//!
//! Strict where two readers could disagree: folded lines, blanks before a colon, lengths that differ, codings other than
//! `chunked` are malformed. Content-Length beside Transfer-Encoding, and a length told twice, are read and the
//! connection is closed afterwards, as AWS's balancer does in its defensive mode (api E21b). Nothing of the framing is
//! sent on.

use adit_hops::head::{BodyLength, Head, Scheme};
use bytes::{Buf, Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TRANSFER_ENCODING};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, Version};

use crate::head_lines::{Lines, end_of_head, header};
use crate::request_head::{Draft, Hosts, Malformed};
use crate::response_head::HOP_BY_HOP;

/// Header lines of a request.
const HEADERS: usize = 128;

pub(crate) struct Parsed {
    pub(crate) head: Head,
    /// Whether another request may follow.
    pub(crate) keep: bool,
    /// The client waits for `100 Continue` before it sends the body.
    pub(crate) expects: bool,
}

/// A request that is refused before any hop, and its connection closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) StatusCode);

const BAD: Refused = Refused(StatusCode::BAD_REQUEST);

impl From<Malformed> for Refused {
    fn from(_: Malformed) -> Self {
        BAD
    }
}

/// Takes a whole head off the buffer; `None` while it is not all there.
pub(crate) fn take(buffer: &mut BytesMut, scheme: Scheme, limit: usize) -> Result<Option<Parsed>, Refused> {
    // An empty line before a request is skipped (RFC 9112 section 2.2).
    while buffer.starts_with(b"\r\n") {
        buffer.advance(2);
    }
    let Some(end) = end_of_head(buffer) else {
        return match buffer.len() > limit {
            true => Err(too_large(buffer, limit)),
            false => Ok(None),
        };
    };
    if end > limit {
        return Err(too_large(buffer, limit));
    }
    let head = buffer.split_to(end).freeze();
    parse(&head, scheme).map(Some)
}

/// Whether the target or the headers are too long.
fn too_large(buffer: &[u8], limit: usize) -> Refused {
    match buffer.iter().take(limit).any(|b| *b == b'\n') {
        true => Refused(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
        false => Refused(StatusCode::URI_TOO_LONG),
    }
}

fn parse(head: &Bytes, scheme: Scheme) -> Result<Parsed, Refused> {
    let mut lines = Lines::of(head);
    let (start, end) = lines.next().ok_or(BAD)?;
    let (method, target, version) = request_line(&head.slice(start..end))?;
    let mut headers = HeaderMap::with_capacity(12);
    let mut framing = Framing::default();
    let mut hosts = Hosts::default();
    for (at, (start, end)) in lines.enumerate() {
        if start == end {
            break;
        }
        if at == HEADERS {
            return Err(Refused(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
        }
        let (name, value) = header(head, start, end).ok_or(BAD)?;
        if name == HOST {
            hosts.add(value);
            continue;
        }
        if framing.takes(&name, &value, version)? {
            continue;
        }
        let value = HeaderValue::from_maybe_shared(value).map_err(|_| BAD)?;
        headers.try_append(name, value).map_err(|_| BAD)?;
    }
    for name in &framing.listed {
        headers.remove(name);
    }
    if framing.chunked {
        headers.remove(CONTENT_LENGTH);
    }
    let (authority, target) = target_form(&method, target)?;
    let keep = framing.keeps(version);
    let expects = framing.expects && version == Version::HTTP_11;
    let body = framing.body();
    let draft = Draft {
        method,
        version,
        scheme,
        authority: authority.as_deref(),
        hosts,
        target,
        headers,
        body,
    };
    let head = draft.finish()?;
    Ok(Parsed { head, keep, expects })
}

fn request_line(line: &Bytes) -> Result<(Method, Bytes, Version), Refused> {
    let mut parts = line.split(|b| *b == b' ');
    let (Some(method), Some(target), Some(version), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(BAD);
    };
    let version = match version {
        b"HTTP/1.1" => Version::HTTP_11,
        b"HTTP/1.0" => Version::HTTP_10,
        [b'H', b'T', b'T', b'P', b'/', _, b'.', _] => {
            return Err(Refused(StatusCode::HTTP_VERSION_NOT_SUPPORTED));
        }
        _ => return Err(BAD),
    };
    let from = method.len() + 1;
    let target = line.slice(from..from + target.len());
    Ok((Method::from_bytes(method).map_err(|_| BAD)?, target, version))
}

/// The four forms of a target (RFC 9112 section 3.2): the authority of an absolute one, and path and query.
fn target_form(method: &Method, target: Bytes) -> Result<(Option<String>, Option<PathAndQuery>), Refused> {
    if *method == Method::CONNECT {
        return Ok((None, None));
    }
    if target.first() == Some(&b'/') {
        return Ok((
            None,
            Some(PathAndQuery::from_maybe_shared(target).map_err(|_| BAD)?),
        ));
    }
    if target.as_ref() == b"*" && *method == Method::OPTIONS {
        return Ok((None, Some(PathAndQuery::from_static("*"))));
    }
    let parts = Uri::from_maybe_shared(target).map_err(|_| BAD)?.into_parts();
    let (Some(_), Some(authority)) = (parts.scheme, parts.authority) else {
        return Err(BAD);
    };
    Ok((
        Some(authority.as_str().to_owned()),
        parts.path_and_query.or(Some(PathAndQuery::from_static("/"))),
    ))
}

/// What the client says about this connection and this body.
#[derive(Default)]
struct Framing {
    close: bool,
    keep_alive: bool,
    listed: Vec<HeaderName>,
    chunked: bool,
    length: Option<u64>,
    ambiguous: bool,
    expects: bool,
}

impl Framing {
    /// Whether the header ends here.
    fn takes(&mut self, name: &HeaderName, value: &[u8], version: Version) -> Result<bool, Refused> {
        if *name == CONTENT_LENGTH {
            let first = self.length.is_none();
            self.measure(value)?;
            self.ambiguous |= !first || self.chunked;
            return Ok(!first);
        }
        if *name == TRANSFER_ENCODING {
            if self.chunked || version == Version::HTTP_10 || !value.eq_ignore_ascii_case(b"chunked") {
                return Err(BAD);
            }
            self.chunked = true;
            self.ambiguous |= self.length.is_some();
            return Ok(true);
        }
        if *name == CONNECTION {
            for token in value.split(|b| *b == b',').map(<[u8]>::trim_ascii) {
                match token {
                    token if token.eq_ignore_ascii_case(b"close") => self.close = true,
                    token if token.eq_ignore_ascii_case(b"keep-alive") => self.keep_alive = true,
                    // A client may not have the neighbour drop what the framing relies on.
                    token => self.listed.extend(
                        HeaderName::from_bytes(token)
                            .ok()
                            .filter(|n| *n != CONTENT_LENGTH),
                    ),
                }
            }
            return Ok(true);
        }
        if *name == EXPECT {
            self.expects = value.eq_ignore_ascii_case(b"100-continue");
        }
        Ok(HOP_BY_HOP.contains(name))
    }

    fn measure(&mut self, digits: &[u8]) -> Result<(), Refused> {
        if digits.is_empty() || digits.len() > 18 || !digits.iter().all(u8::is_ascii_digit) {
            return Err(BAD);
        }
        let length = digits.iter().fold(0_u64, |n, b| n * 10 + u64::from(b - b'0'));
        if self.length.is_some_and(|told| told != length) {
            return Err(BAD);
        }
        self.length = Some(length);
        Ok(())
    }

    fn keeps(&self, version: Version) -> bool {
        let asked = if version == Version::HTTP_11 {
            !self.close
        } else {
            self.keep_alive && !self.close
        };
        asked && !self.ambiguous
    }

    fn body(&self) -> BodyLength {
        match (self.chunked, self.length) {
            (true, _) => BodyLength::Chunked,
            (false, None | Some(0)) => BodyLength::None,
            (false, Some(length)) => BodyLength::Known(length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, host, target, body, whether the connection stays; or the refusal's status.
    fn check(text: &str) -> Result<(String, BodyLength, bool), u16> {
        match take(&mut BytesMut::from(text), Scheme::Https, 4096) {
            Ok(Some(Parsed { head, keep, .. })) => {
                let port = head.port.map_or(String::new(), |port| format!(":{port}"));
                Ok((
                    format!("{} {}{port}{}", head.method, head.host, head.target),
                    head.body,
                    keep,
                ))
            }
            Ok(None) => Err(0),
            Err(Refused(status)) => Err(status.as_u16()),
        }
    }

    fn get(rest: &str) -> Result<(BodyLength, bool), u16> {
        check(&format!("POST / HTTP/1.1\r\nHost: a\r\n{rest}\r\n\r\n")).map(|(_, body, keep)| (body, keep))
    }

    #[test]
    fn targets() {
        let target = |text: &str| check(text).map(|(line, ..)| line);
        assert_eq!(
            target("\r\nGET /a?b HTTP/1.1\r\nHost: A.Example:8443\r\n\r\n"),
            Ok("GET a.example:8443/a?b".into())
        );
        assert_eq!(
            target("GET http://b.example/x HTTP/1.1\r\nHost: a\r\n\r\n"),
            Ok("GET b.example/x".into())
        );
        assert_eq!(
            target("GET http://b.example HTTP/1.1\nHost: a\n\n"),
            Ok("GET b.example/".into())
        );
        assert_eq!(
            target("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
            Ok("OPTIONS a*".into())
        );
        for line in [
            "GET a HTTP/1.1",
            "GET * HTTP/1.1",
            "GET  / HTTP/1.1",
            "GET / http/1.1",
            "GET /",
            "CONNECT a:1 HTTP/1.1",
        ] {
            assert_eq!(target(&format!("{line}\r\nHost: a\r\n\r\n")), Err(400), "{line}");
        }
        assert_eq!(target("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), Err(505));
        assert_eq!(target("GET / HTTP/1.1\r\nHost: a\r\n"), Err(0));
        assert_eq!(target(&format!("GET /{}", "x".repeat(5000))), Err(414));
        assert_eq!(
            target(&format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(5000))),
            Err(431)
        );
        assert_eq!(target("GET / HTTP/1.1\r\n\r\n"), Err(400));
        assert_eq!(target("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), Err(400));
    }

    #[test]
    fn framing() {
        assert_eq!(get("A: b"), Ok((BodyLength::None, true)));
        assert_eq!(get("Content-Length: 0"), Ok((BodyLength::None, true)));
        assert_eq!(
            get("Content-Length: 5\r\nConnection: close"),
            Ok((BodyLength::Known(5), false))
        );
        assert_eq!(
            get("Content-Length: 5\r\nContent-Length: 5"),
            Ok((BodyLength::Known(5), false))
        );
        assert_eq!(get("Transfer-Encoding: Chunked"), Ok((BodyLength::Chunked, true)));
        assert_eq!(
            get("Transfer-Encoding: chunked\r\nContent-Length: 5"),
            Ok((BodyLength::Chunked, false))
        );
        for bad in [
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: +5",
            "Content-Length: 5, 5",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "A : b",
            "A: b\r\n folded",
            "no colon",
            "A: \x01",
        ] {
            assert_eq!(get(bad), Err(400), "{bad:?}");
        }
        let many = "A: b\r\n".repeat(HEADERS);
        assert_eq!(get(many.trim_end()), Err(431));
        assert_eq!(check("GET / HTTP/1.0\r\nHost: a\r\n\r\n").map(|r| r.2), Ok(false));
        assert_eq!(
            check("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").map(|r| r.2),
            Ok(true)
        );
        assert_eq!(
            check("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n").map(|r| r.2),
            Err(400)
        );
    }

    #[test]
    fn headers_of_one_connection_end_here() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nConnection: x-mine\r\nX-Mine: 1\r\nTE: trailers\r\nX-Kept: 1\r\n\r\n";
        let parsed = take(&mut BytesMut::from(text), Scheme::Http, 4096)
            .ok()
            .flatten()
            .unwrap();
        assert_eq!(
            parsed
                .head
                .headers
                .keys()
                .map(HeaderName::as_str)
                .collect::<Vec<_>>(),
            ["x-kept"]
        );
    }
}
