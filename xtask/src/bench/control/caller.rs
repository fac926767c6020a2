//! One AWS client over one kept connection: requests in the services' wire forms, signed in shape only.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::bench::servers::loopback;

const PATIENCE: Duration = Duration::from_secs(60);
/// Whose calls they are unless another account is named.
pub(super) const ACCOUNT: &str = "123456789012";
/// Where a call names its account, until it is sent.
const BLANK: &str = "@account@";
pub(super) const REGION: &str = "eu-west-1";

pub(super) struct Caller {
    stream: BufReader<TcpStream>,
    account: String,
}

/// A request, whole but for the account.
pub(super) struct Call(String);

impl Call {
    /// EC2's and the query protocol.
    pub(super) fn form(service: &str, version: &str, action: &str, fields: &str) -> Self {
        let body = format!("Action={action}&Version={version}&{fields}");
        let media = "application/x-www-form-urlencoded; charset=utf-8";
        Self::of("POST", "/", service, media, &body)
    }

    pub(super) fn ec2(action: &str, fields: &str) -> Self {
        Self::form("ec2", "2016-11-15", action, fields)
    }

    pub(super) fn elbv2(action: &str, fields: &str) -> Self {
        Self::form("elasticloadbalancing", "2015-12-01", action, fields)
    }

    pub(super) fn apigateway(method: &str, path: &str, body: &str) -> Self {
        Self::of(method, path, "apigateway", "application/json", body)
    }

    pub(super) fn cloudfront(method: &str, path: &str, body: &str) -> Self {
        Self::of(method, path, "cloudfront", "application/xml", body)
    }

    fn of(method: &str, path: &str, service: &str, media: &str, body: &str) -> Self {
        Self::with_header(method, path, service, media, body, "")
    }

    /// `header` with its line end, or empty.
    pub(super) fn with_header(
        method: &str,
        path: &str,
        service: &str,
        media: &str,
        body: &str,
        header: &str,
    ) -> Self {
        Self(format!(
            "{method} {path} HTTP/1.1\r\nHost: {service}.{REGION}.amazonaws.com\r\n\
                 Content-Type: {media}\r\nX-Amz-Date: 20260101T000000Z\r\n\
                 Authorization: AWS4-HMAC-SHA256 Credential={BLANK}/20260101/{REGION}/{service}/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature=0\r\n{header}Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn of_account(&self, account: &str) -> String {
        self.0.replacen(BLANK, account, 1)
    }
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) etag: Option<String>,
    pub(super) body: String,
}

impl Answer {
    /// What stands between two marks, such as an element's tags.
    pub(super) fn between(&self, from: &str, to: &str) -> anyhow::Result<String> {
        let found = self
            .body
            .split_once(from)
            .and_then(|(_, rest)| rest.split_once(to));
        let (text, _) = found.with_context(|| format!("no `{from}` in `{}`", self.body))?;
        Ok(text.to_owned())
    }
}

impl Caller {
    pub(super) fn connect(port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect_timeout(&loopback(port), PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            account: ACCOUNT.to_owned(),
        })
    }

    /// Calls as `account` from now on.
    pub(super) fn become_account(&mut self, account: &str) {
        account.clone_into(&mut self.account);
    }

    /// A call that must succeed.
    pub(super) fn call(&mut self, call: &Call) -> anyhow::Result<Answer> {
        let answer = self.exchange(call)?;
        if !(200..300).contains(&answer.status) {
            let asked = &call.0;
            bail!("status {}: {} to {asked}", answer.status, answer.body);
        }
        Ok(answer)
    }

    fn exchange(&mut self, call: &Call) -> anyhow::Result<Answer> {
        let request = call.of_account(&self.account);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        let mut status = None;
        let mut length = 0;
        let mut etag = None;
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                bail!("the connection ended within an answer's head");
            }
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            match text.split_once(':') {
                None => status = text.split(' ').nth(1).and_then(|code| code.parse().ok()),
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().context("content-length")?;
                }
                Some((name, value)) if name.eq_ignore_ascii_case("etag") => {
                    etag = Some(value.trim().to_owned());
                }
                Some(_) => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer {
            status: status.context("the answer has no status")?,
            etag,
            body: String::from_utf8(body).context("an answer that is no text")?,
        })
    }
}
