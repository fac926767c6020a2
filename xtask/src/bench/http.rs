//! A one-request HTTP client over plain TCP, for status pages and API calls on the loopback. No keep-alive; chunks are
//! read, since haproxy's status page sends them whatever version it is asked in.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::Context;

use super::servers::loopback;

const PATIENCE: Duration = Duration::from_secs(5);
const LIMIT: u64 = 16 << 20;

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

pub(super) fn get(port: u16, path: &str) -> anyhow::Result<Answer> {
    exchange(
        port,
        &format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"),
    )
}

pub(super) fn exchange(port: u16, request: &str) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&loopback(port), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.take(LIMIT).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").context("the answer has no head")?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .context("the answer has no status")?;
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { joined(body) } else { body.to_owned() };
    Ok(Answer { status, body })
}

/// The text of a chunked body; what does not follow a chunk's size ends it.
fn joined(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((size, data)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16).unwrap_or(0);
        let Some((chunk, left)) = data.split_at_checked(size).filter(|(chunk, _)| !chunk.is_empty()) else {
            break;
        };
        text.push_str(chunk);
        rest = left.strip_prefix("\r\n").unwrap_or(left);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn chunks_are_joined() {
        assert_eq!(joined("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), "abcde");
        assert_eq!(joined("ff\r\nshort"), "");
    }
}
