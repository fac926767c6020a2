//! Bytes as the requests of one protocol, so that most of them reach it.
//!
//! Forms: a line is the body of a request. The others: requests stand apart by a line `---`; a REST request is its method
//! and target, headers, an empty line and the body; a JSON one is the operation's target, then the body. Requests are
//! signed for the service that they look like; after a `!` they are not, and the wire has to find out.

use adit_wire::{Protocol, Service};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Uri};

/// A protocol as a target sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Ec2,
    Query,
    RestXml,
    RestJson,
    Json,
}

/// What stands between two requests, or two texts of another target.
pub(crate) const RULE: &[u8] = b"\n---\n";

impl Dialect {
    pub(crate) fn of(service: Service) -> Self {
        match service.protocol() {
            Protocol::Ec2 => Self::Ec2,
            Protocol::Query => Self::Query,
            Protocol::RestXml => Self::RestXml,
            Protocol::RestJson => Self::RestJson,
            Protocol::Json10 | Protocol::Json11 => Self::Json,
        }
    }

    /// The requests in order, as texts.
    pub(crate) fn texts(self, bytes: &[u8]) -> Vec<&[u8]> {
        let texts = match self {
            Self::Ec2 | Self::Query => bytes.split(|byte| *byte == b'\n').collect(),
            _ => split(bytes, RULE),
        };
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// A text as a request and its body; `None` for what cannot be an HTTP request at all.
    pub(crate) fn request(self, text: &[u8]) -> Option<(Parts, &[u8])> {
        let (signed, text) = match text.strip_prefix(b"!") {
            Some(text) => (false, text),
            None => (true, text),
        };
        let (mut parts, body) = match self {
            Self::Ec2 | Self::Query => (head("POST", "/")?, text),
            Self::RestXml | Self::RestJson => rest(text)?,
            Self::Json => {
                let (target, body) = line(text);
                let mut parts = head("POST", "/")?;
                put(&mut parts, b"x-amz-target", target)?;
                put(&mut parts, b"content-type", b"application/x-amz-json-1.1")?;
                (parts, body)
            }
        };
        if matches!(self, Self::Ec2 | Self::Query) {
            put(&mut parts, b"content-type", b"application/x-www-form-urlencoded")?;
        }
        if signed {
            let scope = format!(
                "AWS4-HMAC-SHA256 Credential={}/20260101/{}/{}/aws4_request, SignedHeaders=host, Signature=00",
                crate::scene::ACCOUNT,
                crate::scene::REGION,
                self.service(&parts, text).signing_name()
            );
            put(&mut parts, b"authorization", scope.as_bytes())?;
        }
        Some((parts, body))
    }

    /// For which service it is signed.
    fn service(self, parts: &Parts, text: &[u8]) -> Service {
        let says = |part: &str| text.windows(part.len()).any(|window| window == part.as_bytes());
        match self {
            Self::Ec2 => Service::Ec2,
            Self::Query if says("Version=2010-05-08") => Service::Iam,
            Self::Query if says("Version=2011-06-15") => Service::Sts,
            Self::Query => Service::Elbv2,
            Self::RestXml if parts.uri.path().starts_with("/2013-04-01") => Service::Route53,
            Self::RestXml => Service::CloudFront,
            Self::RestJson => Service::ApiGateway,
            Self::Json if text.starts_with(b"Logs_") => Service::Logs,
            Self::Json => Service::Acm,
        }
    }
}

fn rest(text: &[u8]) -> Option<(Parts, &[u8])> {
    let (first, mut rest) = line(text);
    let first = std::str::from_utf8(first).ok()?;
    let (method, target) = first.split_once(' ')?;
    let mut parts = head(method, target)?;
    loop {
        let (header, below) = line(rest);
        rest = below;
        if header.is_empty() {
            return Some((parts, rest));
        }
        let colon = header.iter().position(|byte| *byte == b':')?;
        let (name, value) = header.split_at_checked(colon)?;
        put(&mut parts, name, value.get(1..)?.trim_ascii())?;
    }
}

fn head(method: &str, target: &str) -> Option<Parts> {
    let method = Method::from_bytes(method.as_bytes()).ok()?;
    let target: Uri = target.parse().ok()?;
    let request = http::Request::builder().method(method).uri(target).body(());
    Some(request.ok()?.into_parts().0)
}

fn put(parts: &mut Parts, name: &[u8], value: &[u8]) -> Option<()> {
    let name = HeaderName::from_bytes(name).ok()?;
    parts.headers.append(name, HeaderValue::from_bytes(value).ok()?);
    Some(())
}

/// The first line without its end, and what follows.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == b'\n') {
        Some(end) => (
            text.get(..end).unwrap_or_default(),
            text.get(end + 1..).unwrap_or_default(),
        ),
        None => (text, b""),
    }
}

/// The texts that stand apart by `rule`.
pub(crate) fn split<'t>(mut text: &'t [u8], rule: &[u8]) -> Vec<&'t [u8]> {
    let mut texts = Vec::new();
    while let Some(at) = text.windows(rule.len()).position(|window| window == rule) {
        texts.push(text.get(..at).unwrap_or_default());
        text = text.get(at + rule.len()..).unwrap_or_default();
    }
    texts.push(text);
    texts
}
