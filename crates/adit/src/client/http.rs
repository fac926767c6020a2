//! One HTTP/1.1 request and its answer (RFC 9112), read to the connection's end.

use std::io::Read;

use anyhow::{Context, bail};

use crate::client::{Stream, Url};

/// Bytes of an answer that are read at most.
const LIMIT: u64 = 16 * 1024 * 1024;

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) method: &'a str,
    pub(crate) headers: &'a [(String, String)],
    pub(crate) body: &'a [u8],
}

impl Question<'_> {
    pub(crate) const GET: Question<'static> = Question {
        method: "GET",
        headers: &[],
        body: b"",
    };
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) reason: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The id of the trace behind it: CloudFront's, or API Gateway's own.
    pub(crate) fn trace_id(&self) -> Option<&str> {
        self.header("x-amz-cf-id")
            .or_else(|| self.header("x-amzn-requestid"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub(crate) fn exchange(
    stream: &mut dyn Stream,
    url: &Url,
    question: &Question<'_>,
) -> anyhow::Result<Answer> {
    let mut head = format!("{} {} HTTP/1.1\r\n", question.method, url.target);
    let has = |name: &str| question.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
    if !has("host") {
        head.push_str(&format!("Host: {}\r\n", url.authority()));
    }
    if !has("user-agent") {
        head.push_str(concat!("User-Agent: adit/", env!("CARGO_PKG_VERSION"), "\r\n"));
    }
    for (name, value) in question.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !question.body.is_empty() || matches!(question.method, "POST" | "PUT" | "PATCH") {
        head.push_str(&format!("Content-Length: {}\r\n", question.body.len()));
    }
    head.push_str("Connection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(question.body)?;
    stream.flush()?;
    let mut bytes = Vec::new();
    let read = stream.take(LIMIT).read_to_end(&mut bytes);
    // A server may close without a TLS goodbye; what came before counts.
    if bytes.is_empty() {
        read.context("no answer")?;
        bail!("the connection was closed without an answer");
    }
    parse(&bytes, question.method == "HEAD")
}

fn parse(bytes: &[u8], head_only: bool) -> anyhow::Result<Answer> {
    let end = bytes
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .context("the answer has no end of headers")?;
    let (head, rest) = bytes.split_at(end);
    let body = rest.get(4..).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let mut status_line = lines.next().unwrap_or_default().splitn(3, ' ');
    let (Some(_), Some(status)) = (status_line.next(), status_line.next()) else {
        bail!("the answer has no status line")
    };
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(n, v)| (n.to_owned(), v.trim().to_owned()))
        .collect();
    let mut answer = Answer {
        status: status.parse().context("the answer's status is no number")?,
        reason: status_line.next().unwrap_or_default().to_owned(),
        headers,
        body: Vec::new(),
    };
    if head_only {
        return Ok(answer);
    }
    answer.body = match (
        answer.header("transfer-encoding"),
        answer.header("content-length"),
    ) {
        (Some(coding), _) if coding.eq_ignore_ascii_case("chunked") => unchunk(body)?,
        (_, Some(length)) => {
            let length: usize = length
                .parse()
                .context("the answer's Content-Length is no number")?;
            body.get(..length)
                .context("the answer's body was cut off")?
                .to_vec()
        }
        _ => body.to_vec(),
    };
    Ok(answer)
}

fn unchunk(mut rest: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest
            .windows(2)
            .position(|w| w == b"\r\n")
            .context("the answer's chunks are cut off")?;
        let size = std::str::from_utf8(rest.get(..end).unwrap_or_default())?;
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
        rest = rest.get(end + 2..).unwrap_or_default();
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(rest.get(..size).context("the answer's chunks are cut off")?);
        rest = rest.get(size + 2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_parsed() {
        let answer = parse(
            b"HTTP/1.1 403 Forbidden\r\nX-Cache: Error from cloudfront\r\nContent-Length: 2\r\n\r\nhi",
            false,
        )
        .unwrap();
        assert_eq!(
            (answer.status, answer.header("x-cache"), answer.text().as_str()),
            (403, Some("Error from cloudfront"), "hi")
        );
        let chunked = parse(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            false,
        )
        .unwrap();
        assert_eq!(chunked.body, b"abc");
        for bad in [
            &b""[..],
            b"HTTP/1.1 200 OK\r\n",
            b"HTTP/1.1 x y\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        ] {
            assert!(parse(bad, false).is_err());
        }
    }
}
