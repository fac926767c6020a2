//! The head that hops read, of one host and one target, without the headers of its connection.
//!
//! What cannot be made into a head is answered 400 at the door it came to, before any hop: no host or more than one,
//! a host that is none, a target without a path.

use std::sync::Arc;

use adit_hops::head::{BodyLength, Head, Scheme};
use bytes::Bytes;
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Version, request};
use hyper::body::{Body, Incoming};

use crate::response_head::clean;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    Host,
    Target,
}

/// The Host headers of a request.
#[derive(Default)]
pub(crate) struct Hosts {
    first: Option<Bytes>,
    many: bool,
}

impl Hosts {
    pub(crate) fn add(&mut self, value: Bytes) {
        self.many = self.first.is_some();
        self.first = Some(value);
    }
}

/// A head whose host and target are still to be judged.
pub(crate) struct Draft<'a> {
    pub(crate) method: Method,
    pub(crate) version: Version,
    pub(crate) scheme: Scheme,
    /// `:authority`, or that of an absolute target.
    pub(crate) authority: Option<&'a str>,
    pub(crate) hosts: Hosts,
    pub(crate) target: Option<PathAndQuery>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: BodyLength,
}

impl Draft<'_> {
    pub(crate) fn finish(self) -> Result<Head, Malformed> {
        let Self {
            method,
            version,
            scheme,
            authority,
            hosts,
            target,
            headers,
            body,
        } = self;
        let (host, port) = host(authority, &hosts, version)?;
        let target = target
            .filter(|_| method != Method::CONNECT)
            .ok_or(Malformed::Target)?;
        Ok(Head {
            method,
            version,
            scheme,
            host,
            port,
            target,
            headers,
            body,
        })
    }
}

pub(crate) fn body_length(body: &Incoming) -> BodyLength {
    if body.is_end_stream() {
        BodyLength::None
    } else {
        body.size_hint()
            .exact()
            .map_or(BodyLength::Chunked, BodyLength::Known)
    }
}

/// From HTTP/2.
pub(crate) fn read(parts: request::Parts, scheme: Scheme, body: BodyLength) -> Result<Head, Malformed> {
    let request::Parts {
        method,
        uri,
        version,
        mut headers,
        ..
    } = parts;
    let uri = uri.into_parts();
    let mut hosts = Hosts::default();
    for value in headers.get_all(HOST) {
        hosts.add(Bytes::copy_from_slice(value.as_bytes()));
    }
    headers.remove(HOST);
    clean(&mut headers);
    let authority = uri.authority.as_ref().map(http::uri::Authority::as_str);
    Draft {
        method,
        version,
        scheme,
        authority,
        hosts,
        target: uri.path_and_query,
        headers,
        body,
    }
    .finish()
}

/// `:authority` or an absolute target's authority wins over Host (RFC 9112 section 3.2.2), which must be there once in
/// HTTP/1 and agree in HTTP/2 (RFC 9113 section 8.3.1).
fn host(
    authority: Option<&str>,
    hosts: &Hosts,
    version: Version,
) -> Result<(Arc<str>, Option<u16>), Malformed> {
    if hosts.many {
        return Err(Malformed::Host);
    }
    let header = match &hosts.first {
        Some(value) => Some(std::str::from_utf8(value).map_err(|_| Malformed::Host)?),
        None => None,
    };
    let text = match (authority, header) {
        (Some(authority), Some(header)) if version == Version::HTTP_2 && authority != header => {
            return Err(Malformed::Host);
        }
        (Some(_), None) if version < Version::HTTP_2 => return Err(Malformed::Host),
        (Some(authority), _) => authority,
        (None, Some(header)) => header,
        (None, None) => return Err(Malformed::Host),
    };
    split(text).ok_or(Malformed::Host)
}

/// Host and port; an IPv6 address keeps its brackets.
fn split(text: &str) -> Option<(Arc<str>, Option<u16>)> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (text, ""),
    };
    let port = match port {
        "" => None,
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => Some(digits.parse().ok()?),
        _ => return None,
    };
    let literal = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let fits = match literal {
        Some(address) => {
            !address.is_empty()
                && address
                    .bytes()
                    .all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.')
        }
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=".contains(&b))
        }
    };
    if !fits {
        return None;
    }
    if host.bytes().any(|b| b.is_ascii_uppercase()) {
        return Some((host.to_ascii_lowercase().into(), port));
    }
    Some((host.into(), port))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn check(request: request::Builder) -> Result<(String, Option<u16>, String), Malformed> {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let head = read(parts, Scheme::Https, BodyLength::None)?;
        assert!(!head.headers.contains_key(HOST));
        Ok((head.host.to_string(), head.port, head.target.to_string()))
    }

    #[test]
    fn one_host() {
        let get = |uri: &str, hosts: &[&str]| {
            check(
                hosts
                    .iter()
                    .fold(Request::get(uri), |request, host| request.header(HOST, *host)),
            )
        };
        let head = |host: &str, port, target: &str| Ok((host.to_owned(), port, target.to_owned()));
        assert_eq!(
            get("/a?b", &["API.Example.com:8443"]),
            head("api.example.com", Some(8443), "/a?b")
        );
        assert_eq!(get("/", &["[::1]:80"]), head("[::1]", Some(80), "/"));
        assert_eq!(get("/", &["[::1]"]), head("[::1]", None, "/"));
        assert_eq!(
            get("http://a.example/x", &["b.example"]),
            head("a.example", None, "/x")
        );
        assert_eq!(
            get("http://a.example", &["a.example"]),
            head("a.example", None, "/")
        );
        for hosts in [
            &[][..],
            &["a", "a"],
            &[""],
            &["a b"],
            &["user@host"],
            &["a:b"],
            &["a:70000"],
            &[":80"],
            &["a/b"],
        ] {
            assert_eq!(get("/", hosts), Err(Malformed::Host), "{hosts:?}");
        }
        assert_eq!(get("http://a.example/", &[]), Err(Malformed::Host));
    }

    #[test]
    fn connect_and_options() {
        let connect = Request::builder()
            .method("CONNECT")
            .uri("a.example:443")
            .header(HOST, "a.example:443");
        assert_eq!(check(connect), Err(Malformed::Target));
        let options = Request::options("*").header(HOST, "a.example");
        assert_eq!(check(options), Ok(("a.example".into(), None, "*".into())));
    }

    #[test]
    fn authority_and_host_agree_in_http2() {
        let request = |host| {
            Request::get("https://a.example/")
                .version(Version::HTTP_2)
                .header(HOST, host)
        };
        assert!(check(request("a.example")).is_ok());
        assert_eq!(check(request("b.example")), Err(Malformed::Host));
    }
}
