//! What is known of a request before anything is decided, stamped once by `proxy`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;

/// Same Plan, same Facts, same answers: same steps.
#[derive(Clone, Debug)]
pub struct Facts {
    pub now: SystemTime,
    /// The TCP peer.
    pub viewer: SocketAddr,
    /// Where the viewer's address is registered; `None` when unknown, which CloudFront serves (cf B5).
    pub country: Option<CountryCode>,
    /// Entropy for every choice and every id of this request.
    pub draw: u64,
    /// The viewer's TLS session; `None` over plain HTTP.
    pub tls: Option<ViewerTls>,
}

#[derive(Clone, Debug)]
pub struct ViewerTls {
    /// The name in the ClientHello, lower case.
    pub sni: Option<Arc<str>>,
    /// `TLSv1.3`.
    pub version: &'static str,
    /// `TLS_AES_128_GCM_SHA256`.
    pub cipher: &'static str,
}

/// ISO 3166-1 alpha-2, upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Display for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
