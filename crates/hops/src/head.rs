//! A request's and a response's head, as they cross from hop to hop; bodies stay with `proxy`.
//!
//! Hops rewrite a head in place. What happens to the bytes behind it is said by a [`Tail`].

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, StatusCode, Version};

use crate::edge::cache_key::CacheKey;

/// A request without its body.
#[derive(Clone, Debug)]
pub struct Head {
    pub method: Method,
    pub version: Version,
    /// Of the connection on which the current hop received it.
    pub scheme: Scheme,
    /// The Host header's (or `:authority`'s) name, lower case, without port. The header itself is not in `headers`.
    pub host: Arc<str>,
    /// The Host header's port, when it had one.
    pub port: Option<u16>,
    pub target: PathAndQuery,
    pub headers: HeaderMap,
    pub body: BodyLength,
}

impl Head {
    pub fn path(&self) -> &str {
        self.target.path()
    }

    pub fn query(&self) -> Option<&str> {
        self.target.query()
    }

    /// A header's value when it is there once or more (the first) and readable as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyLength {
    None,
    Known(u64),
    Chunked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// A response without its body.
#[derive(Clone, Debug)]
pub struct ResponseHead {
    pub status: StatusCode,
    pub headers: HeaderMap,
}

/// What the body of a response is.
#[derive(Clone, Debug)]
pub enum Tail {
    Empty,
    /// Made here, or taken from the cache.
    Bytes(Bytes),
    /// The bytes that came with the answer to [`crate::Ask::Send`], passed on as they come.
    Stream,
    /// As `Bytes` or `Stream`, and kept under `key` once it has come whole.
    Keep {
        source: Box<Tail>,
        keep: Box<Keep>,
    },
}

/// What the cache is told to keep beside a body.
#[derive(Clone, Debug)]
pub struct Keep {
    pub key: CacheKey,
    pub head: ResponseHead,
    pub fresh_for: Duration,
    /// How long past that the object may still be served when the origin fails.
    pub stale_for: Duration,
}
