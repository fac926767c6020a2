//! The head of a real server's answer (RFC 9112): parsed without copying its values, and what its body's length is.
//!
//! Strict: a server that sends conflicting lengths, folded lines or no valid status has not answered, and the hop that
//! asked sees its connection reset. Headers between two neighbours only (RFC 9110 section 7.6.1) end here.

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::head_lines::{Lines, end_of_head, header};

/// Bytes of an answer's head; CloudFront takes 32,768 from an origin (cf G).
const HEAD_LIMIT: usize = 64 * 1024;

#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) framing: Framing,
    /// Whether the connection may carry another request once the body is read.
    pub(crate) keep: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    Length(u64),
    Chunked,
    UntilClose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Takes a whole head off the buffer; `None` while it is not all there.
pub(crate) fn take(buffer: &mut BytesMut, method: &Method) -> Result<Option<Answered>, Malformed> {
    loop {
        let Some(end) = end_of_head(buffer) else {
            return if buffer.len() > HEAD_LIMIT {
                Err(Malformed)
            } else {
                Ok(None)
            };
        };
        let head = buffer.split_to(end).freeze();
        let answered = parse(&head, method)?;
        // Interim answers are for whoever sent `Expect`, which we do not.
        match answered.status.as_u16() {
            101 => return Err(Malformed),
            100..200 => {}
            _ => return Ok(Some(answered)),
        }
    }
}

fn parse(head: &Bytes, method: &Method) -> Result<Answered, Malformed> {
    let mut lines = Lines::of(head);
    let (start, end) = lines.next().ok_or(Malformed)?;
    let (status, modern) = status_line(head.get(start..end).ok_or(Malformed)?)?;
    let mut headers = HeaderMap::with_capacity(12);
    let mut neighbour = Neighbour::default();
    for (start, end) in lines {
        if start == end {
            break;
        }
        let (name, value) = header(head, start, end).ok_or(Malformed)?;
        if neighbour.takes(&name, &value)? {
            continue;
        }
        headers.append(
            name,
            HeaderValue::from_maybe_shared(value).map_err(|_| Malformed)?,
        );
    }
    for name in &neighbour.listed {
        headers.remove(name);
    }
    let framing = neighbour.framing(*method == Method::HEAD || bodiless(status))?;
    if framing == Framing::Chunked {
        headers.remove(CONTENT_LENGTH);
    }
    let open = if modern {
        !neighbour.close
    } else {
        neighbour.keep_alive
    };
    Ok(Answered {
        status,
        headers,
        framing,
        keep: open && framing != Framing::UntilClose,
    })
}

fn bodiless(status: StatusCode) -> bool {
    matches!(status.as_u16(), 100..200 | 204 | 304)
}

/// What the server says to us alone.
#[derive(Default)]
struct Neighbour {
    close: bool,
    keep_alive: bool,
    listed: Vec<HeaderName>,
    /// Whether `chunked` is the only coding.
    chunked: Option<bool>,
    length: Option<u64>,
}

impl Neighbour {
    /// Whether the header ends here.
    fn takes(&mut self, name: &HeaderName, value: &[u8]) -> Result<bool, Malformed> {
        if *name == CONTENT_LENGTH {
            let first = self.length.is_none();
            self.measure(value)?;
            return Ok(!first);
        }
        if *name == CONNECTION {
            for token in value.split(|b| *b == b',').map(<[u8]>::trim_ascii) {
                match token {
                    token if token.eq_ignore_ascii_case(b"close") => self.close = true,
                    token if token.eq_ignore_ascii_case(b"keep-alive") => self.keep_alive = true,
                    token => self.listed.extend(
                        HeaderName::from_bytes(token)
                            .ok()
                            .filter(|n| *n != CONTENT_LENGTH),
                    ),
                }
            }
            return Ok(true);
        }
        if *name == TRANSFER_ENCODING {
            self.chunked = Some(self.chunked.is_none() && value.eq_ignore_ascii_case(b"chunked"));
            return Ok(true);
        }
        Ok(HOP_BY_HOP.contains(name))
    }

    /// Lengths may be told twice, but not differ.
    fn measure(&mut self, digits: &[u8]) -> Result<(), Malformed> {
        if digits.is_empty() || digits.len() > 18 || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Malformed);
        }
        let length = digits.iter().fold(0_u64, |n, b| n * 10 + u64::from(b - b'0'));
        if self.length.is_some_and(|told| told != length) {
            return Err(Malformed);
        }
        self.length = Some(length);
        Ok(())
    }

    /// RFC 9112 section 6.3.
    fn framing(&self, bodiless: bool) -> Result<Framing, Malformed> {
        match (bodiless, self.chunked, self.length) {
            (true, _, _) => Ok(Framing::Length(0)),
            (false, Some(true), _) => Ok(Framing::Chunked),
            (false, Some(false), _) => Err(Malformed),
            (false, None, Some(length)) => Ok(Framing::Length(length)),
            (false, None, None) => Ok(Framing::UntilClose),
        }
    }
}

/// The status, and whether the version is 1.1.
fn status_line(line: &[u8]) -> Result<(StatusCode, bool), Malformed> {
    let rest = line.strip_prefix(b"HTTP/1.").ok_or(Malformed)?;
    match rest {
        [minor @ (b'0' | b'1'), b' ', status @ ..] => {
            let code = status.get(..3).ok_or(Malformed)?;
            if status.get(3).is_some_and(|b| *b != b' ') {
                return Err(Malformed);
            }
            Ok((
                StatusCode::from_bytes(code).map_err(|_| Malformed)?,
                *minor == b'1',
            ))
        }
        _ => Err(Malformed),
    }
}

/// Drops what concerns one connection only: the fixed names, and those that `Connection` lists.
pub(crate) fn clean(headers: &mut HeaderMap) {
    // Most heads have none of them.
    if !headers
        .keys()
        .any(|name| *name == CONNECTION || HOP_BY_HOP.contains(name))
    {
        return;
    }
    let listed: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        // A client may not have the neighbour drop what AWS or the framing relies on.
        .filter(|name| *name != HOST && *name != CONTENT_LENGTH)
        .collect();
    for name in listed.iter().chain([&CONNECTION]).chain(&HOP_BY_HOP) {
        headers.remove(name);
    }
}

pub(crate) const HOP_BY_HOP: [HeaderName; 6] = [
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, method: &Method) -> Result<Option<(u16, Framing, bool)>, Malformed> {
        let answered = take(&mut BytesMut::from(text), method)?;
        Ok(answered.map(|a| (a.status.as_u16(), a.framing, a.keep)))
    }

    #[test]
    fn heads_and_framing() {
        let get = |text: &str| check(text, &Method::GET);
        assert_eq!(
            get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
            Ok(Some((200, Framing::Length(5), true)))
        );
        assert_eq!(
            get("HTTP/1.1 200\r\nContent-Length:0\r\n\r\n"),
            Ok(Some((200, Framing::Length(0), true)))
        );
        assert_eq!(
            get("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            Ok(Some((200, Framing::Chunked, true)))
        );
        assert_eq!(
            get("HTTP/1.1 200 OK\r\n\r\n"),
            Ok(Some((200, Framing::UntilClose, false)))
        );
        assert_eq!(
            get("HTTP/1.0 200 OK\nContent-Length: 1\n\nx"),
            Ok(Some((200, Framing::Length(1), false)))
        );
        assert_eq!(
            get("HTTP/1.1 204 No Content\r\nConnection: Close\r\n\r\n"),
            Ok(Some((204, Framing::Length(0), false)))
        );
        assert_eq!(
            get("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"),
            Ok(Some((200, Framing::Length(1), true)))
        );
        assert_eq!(
            check("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", &Method::HEAD),
            Ok(Some((200, Framing::Length(0), true)))
        );
        assert_eq!(get("HTTP/1.1 200 OK\r\nContent-Le"), Ok(None));
    }

    #[test]
    fn what_is_no_answer() {
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nName : value\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
            "HTTP/2 200 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "SSH-2.0-OpenSSH_9\r\n\r\n",
        ] {
            assert_eq!(check(text, &Method::GET), Err(Malformed), "{text:?}");
        }
        let endless = "x".repeat(HEAD_LIMIT + 1);
        assert_eq!(check(&endless, &Method::GET), Err(Malformed));
    }

    #[test]
    fn one_length() {
        let lengths = |text: &str| {
            let answered = take(&mut BytesMut::from(text), &Method::GET).unwrap().unwrap();
            answered.headers.get_all(CONTENT_LENGTH).iter().count()
        };
        assert_eq!(
            lengths("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
            1
        );
        assert_eq!(
            lengths("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
            0
        );
    }

    #[test]
    fn headers_of_one_connection_end_here() {
        let text = "HTTP/1.1 200 OK\r\nConnection: x-mine, close\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nX-Kept:  a b \t\r\nContent-Length: 0\r\n\r\n";
        let answered = take(&mut BytesMut::from(text), &Method::GET).unwrap().unwrap();
        let mut names: Vec<_> = answered.headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["content-length", "x-kept"]);
        assert_eq!(answered.headers.get("x-kept").unwrap(), "a b");
    }
}
