//! The named dimensions over which decisions about a request are written, and a request as a point among them.

use std::net::IpAddr;
use std::sync::Arc;

use adit_rules::{Point, RuleList, Value};
use http::Version;

use crate::facts::Facts;
use crate::head::{BodyLength, Head};
use crate::trace::By;

/// A coordinate of a request. Header names are lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dim {
    /// ISO code, absent when unknown.
    Country,
    /// `http` or `https`.
    Scheme,
    Method,
    /// Lower case, without port.
    Host,
    /// As received; edge behaviors see the normalised path (cf B3).
    Path,
    /// 9, 10, 11, 20: HTTP's version times ten.
    Version,
    /// `none`, `some`.
    Body,
    /// Bytes of path and query.
    TargetLength,
    /// Bytes of the request line and headers.
    HeadLength,
    /// The distribution whose certificate the viewer's handshake selected, absent without SNI.
    CertificateOwner,
    /// The TCP peer of the current hop.
    Source,
    /// Absent when the header is not there.
    Header(Arc<str>),
    /// A repeated header's second (1), third (2), ... value.
    HeaderAgain(Arc<str>, u8),
    /// Bytes of the longest header's name and value.
    LongestHeader,
    /// How many addresses X-Forwarded-For lists.
    ForwardedForCount,
    /// A query parameter by key.
    Query(Arc<str>),
    /// Any query parameter's value.
    AnyQuery,
    /// The query as received, without its question mark.
    RawQuery,
    /// Bytes of the body where they are announced.
    BodyLength,
    /// `public` or `private`: how a request came to API Gateway. At the front: the kind of name, absent for none.
    Via,
    /// Seconds since 1970.
    Now,
    /// The port that a connection goes to.
    Port,
    /// A backend's status, as text.
    Status,
}

/// A decision's rule list.
pub type Rules<O> = RuleList<Dim, O, By>;

/// A request as the current hop sees it.
pub struct RequestPoint<'a> {
    pub head: &'a Head,
    pub facts: &'a Facts,
    /// The TCP peer of the current hop.
    pub source: IpAddr,
    /// The path to match, where it is not the head's own.
    pub path: Option<&'a str>,
    pub certificate_owner: Option<&'a str>,
    pub port: u16,
}

impl<'a> RequestPoint<'a> {
    pub fn new(head: &'a Head, facts: &'a Facts) -> Self {
        Self {
            head,
            facts,
            source: facts.viewer.ip(),
            path: None,
            certificate_owner: None,
            port: 0,
        }
    }
}

impl Point<Dim> for RequestPoint<'_> {
    fn value(&self, dim: &Dim) -> Value<'_> {
        match dim {
            Dim::Country => self
                .facts
                .country
                .as_ref()
                .map_or(Value::Absent, |c| Value::Text(c.as_str())),
            Dim::Scheme => Value::Text(self.head.scheme.name()),
            Dim::Method => Value::Text(self.head.method.as_str()),
            Dim::Host => Value::Text(&self.head.host),
            Dim::Path => Value::Text(self.path.unwrap_or_else(|| self.head.path())),
            Dim::Version => Value::Num(version(self.head.version)),
            Dim::Body => Value::Text(if self.head.body == BodyLength::None {
                "none"
            } else {
                "some"
            }),
            Dim::TargetLength => Value::Num(self.head.target.as_str().len() as u64),
            Dim::HeadLength => Value::Num(head_length(self.head)),
            Dim::CertificateOwner => text(self.certificate_owner),
            Dim::Source => Value::Addr(self.source),
            Dim::Header(name) => text(self.head.header(name)),
            Dim::HeaderAgain(name, at) => text(again(self.head, name, *at)),
            Dim::LongestHeader => Value::Num(longest_header(self.head)),
            Dim::ForwardedForCount => Value::Num(forwarded_for(self.head)),
            Dim::Query(key) => text(self.query(Some(key))),
            Dim::AnyQuery => text(self.query(None)),
            Dim::RawQuery => text(self.head.query()),
            Dim::BodyLength => match self.head.body {
                BodyLength::None => Value::Num(0),
                BodyLength::Known(bytes) => Value::Num(bytes),
                BodyLength::Chunked => Value::Absent,
            },
            Dim::Now => Value::Num(seconds(self.facts)),
            Dim::Port => Value::Num(u64::from(self.port)),
            Dim::Via | Dim::Status => Value::Absent,
        }
    }
}

impl RequestPoint<'_> {
    /// The first parameter with `key`, or the first of all; undecoded.
    fn query(&self, key: Option<&str>) -> Option<&str> {
        self.head.query()?.split('&').find_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            key.is_none_or(|key| name.eq_ignore_ascii_case(key))
                .then_some(value)
        })
    }
}

fn text(value: Option<&str>) -> Value<'_> {
    value.map_or(Value::Absent, Value::Text)
}

/// Seconds since 1970.
pub fn seconds(facts: &Facts) -> u64 {
    facts
        .now
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |d| d.as_secs())
}

fn version(version: Version) -> u64 {
    match version {
        Version::HTTP_09 => 9,
        Version::HTTP_10 => 10,
        Version::HTTP_2 => 20,
        Version::HTTP_3 => 30,
        _ => 11,
    }
}

fn head_length(head: &Head) -> u64 {
    let line = head.method.as_str().len() + head.target.as_str().len() + 12 + head.host.len() + 8;
    let headers: usize = head
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    (line + headers) as u64
}

fn again<'h>(head: &'h Head, name: &str, at: u8) -> Option<&'h str> {
    head.headers
        .get_all(name)
        .iter()
        .nth(usize::from(at))
        .and_then(|value| value.to_str().ok())
}

fn longest_header(head: &Head) -> u64 {
    head.headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .max()
        .unwrap_or(0) as u64
}

fn forwarded_for(head: &Head) -> u64 {
    let values = head.headers.get_all("x-forwarded-for");
    values
        .iter()
        .map(|value| value.as_bytes().split(|b| *b == b',').count() as u64)
        .sum()
}
