//! Versions of SSL and TLS, by the names of CloudFront's and Elastic Load Balancing's APIs.

use rustls::SupportedProtocolVersion;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    Ssl3,
    Tls10,
    Tls11,
    Tls12,
    Tls13,
}

impl Version {
    pub const ALL: [Self; 5] = [Self::Ssl3, Self::Tls10, Self::Tls11, Self::Tls12, Self::Tls13];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ssl3 => "SSLv3",
            Self::Tls10 => "TLSv1",
            Self::Tls11 => "TLSv1.1",
            Self::Tls12 => "TLSv1.2",
            Self::Tls13 => "TLSv1.3",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }

    /// `None` for what rustls cannot speak.
    pub fn rustls(self) -> Option<&'static SupportedProtocolVersion> {
        match self {
            Self::Tls12 => Some(&rustls::version::TLS12),
            Self::Tls13 => Some(&rustls::version::TLS13),
            Self::Ssl3 | Self::Tls10 | Self::Tls11 => None,
        }
    }
}
