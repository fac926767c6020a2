//! HTTP CONNECT at the vantage proxy (RFC 9110 section 9.3.6), with the user name in Proxy-Authorization.
//!
//! What follows the head belongs to the tunnel, so the head is taken off the socket to its last byte and no further.
//! A refusal carries its reason in the header `Adit-Reason`.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::socks::{Asked, target};

const HEAD_LIMIT: usize = 8192;

/// Reads a request; `None` when it cannot be granted and the client was told so.
pub(crate) async fn greet(
    stream: &mut TcpStream,
    accepts: impl Fn(&str) -> bool,
) -> io::Result<Option<Asked>> {
    let head = head(stream).await?;
    let refusal = match parse(&head) {
        Ok(asked) if accepts(&asked.user) => return Ok(Some(asked)),
        Ok(_) => Refused {
            status: "407 Proxy Authentication Required",
            reason: "the user name is no place to stand",
        },
        Err(refusal) => refusal,
    };
    refuse(stream, refusal.status, refusal.reason).await?;
    Ok(None)
}

pub(crate) async fn grant(stream: &mut TcpStream) -> io::Result<()> {
    stream
        .write_all(b"HTTP/1.1 200 Connection Established\r\n\r\n")
        .await
}

pub(crate) async fn refuse(stream: &mut TcpStream, status: &str, reason: &str) -> io::Result<()> {
    let challenge = if status.starts_with("407") {
        "Proxy-Authenticate: Basic realm=\"where you stand\"\r\n"
    } else {
        ""
    };
    let reason: String = reason
        .chars()
        .map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' })
        .collect();
    let text = format!(
        "HTTP/1.1 {status}\r\n{challenge}Adit-Reason: {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(text.as_bytes()).await
}

#[derive(Debug, PartialEq, Eq)]
struct Refused {
    status: &'static str,
    reason: &'static str,
}

async fn head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut seen = [0; 1024];
    while head.len() < HEAD_LIMIT {
        let there = stream.peek(&mut seen).await?;
        let fresh = seen.get(..there).unwrap_or_default();
        if fresh.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let before = head.len();
        head.extend_from_slice(fresh);
        let from = before.saturating_sub(3);
        let end = head
            .get(from..)
            .and_then(|tail| tail.windows(4).position(|four| four == b"\r\n\r\n"));
        let end = end.map(|at| from + at + 4);
        let take = end.map_or(there, |end| end - before);
        let mut taken = vec![0; take];
        stream.read_exact(&mut taken).await?;
        if let Some(end) = end {
            head.truncate(end);
            return Ok(head);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn parse(head: &[u8]) -> Result<Asked, Refused> {
    let bad = |reason| Refused {
        status: "400 Bad Request",
        reason,
    };
    let text = std::str::from_utf8(head).map_err(|_| bad("the request is no text"))?;
    let mut lines = text.split("\r\n");
    let mut start = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(authority), Some(version)) = (start.next(), start.next(), start.next()) else {
        return Err(bad("the request line is malformed"));
    };
    if method != "CONNECT" {
        return Err(Refused {
            status: "405 Method Not Allowed",
            reason: "only CONNECT tunnels are served here (curl: --proxytunnel)",
        });
    }
    if !version.starts_with("HTTP/1.") {
        return Err(bad("the request line is malformed"));
    }
    let (host, port) = authority.rsplit_once(':').ok_or(bad("the target has no port"))?;
    let port = port.parse().map_err(|_| bad("the target's port is none"))?;
    let target = target(host).ok_or(bad("the target is no name"))?;
    Ok(Asked {
        user: user(lines)?.unwrap_or_default(),
        target,
        port,
    })
}

/// Where the client says that it stands; `None` when it says nothing, an error when it cannot be read.
fn user<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Option<String>, Refused> {
    let mut headers = lines.filter_map(|line| line.split_once(':'));
    let Some((_, value)) = headers.find(|(name, _)| name.eq_ignore_ascii_case("proxy-authorization")) else {
        return Ok(None);
    };
    let read = || {
        let (scheme, credentials) = value.trim().split_once(' ')?;
        let decoded = scheme
            .eq_ignore_ascii_case("basic")
            .then(|| STANDARD.decode(credentials.trim()).ok())??;
        let decoded = String::from_utf8(decoded).ok()?;
        Some(
            decoded
                .split_once(':')
                .map_or(decoded.as_str(), |(user, _)| user)
                .to_owned(),
        )
    };
    read().map(Some).ok_or(Refused {
        status: "407 Proxy Authentication Required",
        reason: "Proxy-Authorization is no Basic user and password",
    })
}

#[cfg(test)]
mod tests {
    use adit_model::id::DnsName;

    use super::*;
    use crate::way::Target;

    #[test]
    fn heads() {
        let credentials = STANDARD.encode("internet-IE:any");
        let head = format!(
            "CONNECT d1.cloudfront.net:443 HTTP/1.1\r\nProxy-Authorization: Basic {credentials}\r\n\r\n"
        );
        let name = DnsName::of("d1.cloudfront.net").unwrap();
        let asked = Asked {
            user: "internet-IE".into(),
            target: Target::Name(name),
            port: 443,
        };
        assert_eq!(parse(head.as_bytes()), Ok(asked));
        let status = |head: &str| {
            parse(head.as_bytes())
                .map(|a| a.user)
                .map_err(|r| r.status.get(..3).unwrap())
        };
        assert_eq!(status("CONNECT 10.0.1.7:443 HTTP/1.1\r\n\r\n"), Ok(String::new()));
        assert_eq!(status("GET http://a/ HTTP/1.1\r\n\r\n"), Err("405"));
        assert_eq!(status("CONNECT a HTTP/1.1\r\n\r\n"), Err("400"));
        assert_eq!(status("CONNECT a:b HTTP/1.1\r\n\r\n"), Err("400"));
        assert_eq!(status("\r\n"), Err("400"));
    }
}
