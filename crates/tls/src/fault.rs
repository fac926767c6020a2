//! What a client finds wrong when it opens TLS. CloudFront answers all of them alike (502, cf 12); the trace tells them
//! apart.

use std::fmt;

use crate::protocol::Version;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The certificate vouches for itself.
    SelfSigned,
    /// The chain leads to an authority that the client does not know.
    UnknownAuthority {
        issuer: String,
    },
    /// The client knows the authority, but what stands between it and the certificate was not presented.
    MissingIntermediate {
        issuer: String,
    },
    /// Everything was presented, not in the order in which each certifies the one before it.
    BadOrder,
    /// A certificate bears the name of an issuer that did not sign it.
    BadSignature,
    /// A key or a way of signing that no client of today takes.
    UnsupportedKey(String),
    /// Not a server's certificate: an authority's own, or one for another purpose.
    WrongPurpose,
    /// Above it stands a limit on names or on the length of the path.
    Constraint,
    Unreadable(String),
    WrongName {
        presented: Vec<String>,
        /// Any of these would do.
        wanted: Vec<String>,
    },
    NotYetValid {
        not_before: u64,
    },
    Expired {
        not_after: u64,
    },
    NoProtocolOverlap {
        client: Vec<Version>,
        server: Vec<Version>,
    },
    NoCipherOverlap,
    /// A security policy that is not in the table.
    UnknownPolicy(String),
    /// Nobody to answer: the listener has no certificate.
    NoCertificate,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SelfSigned => f.write_str("the certificate is self-signed"),
            Self::UnknownAuthority { issuer } => {
                write!(
                    f,
                    "the certificate was issued by `{issuer}`, which is not a trusted authority"
                )
            }
            Self::MissingIntermediate { issuer } => {
                write!(f, "the certificate of `{issuer}` is missing from the chain")
            }
            Self::BadOrder => f.write_str("the certificates of the chain are not in order"),
            Self::BadSignature => f.write_str("a certificate was not signed by the issuer that it names"),
            Self::UnsupportedKey(what) => write!(f, "`{what}` is not accepted"),
            Self::WrongPurpose => f.write_str("the certificate is not for servers"),
            Self::Constraint => f.write_str("an authority of the chain may not issue this certificate"),
            Self::Unreadable(why) => write!(f, "the chain cannot be read: {why}"),
            Self::WrongName { presented, wanted } => {
                write!(
                    f,
                    "the certificate is for {}, not for {}",
                    quoted(presented),
                    quoted(wanted)
                )
            }
            Self::NotYetValid { .. } => f.write_str("the chain is not yet valid"),
            Self::Expired { .. } => f.write_str("the chain has expired"),
            Self::NoProtocolOverlap { client, server } => {
                let names =
                    |versions: &[Version]| versions.iter().map(|v| v.name()).collect::<Vec<_>>().join(", ");
                write!(
                    f,
                    "no common protocol: offered {}, accepted {}",
                    names(client),
                    names(server)
                )
            }
            Self::NoCipherOverlap => f.write_str("no common cipher"),
            Self::UnknownPolicy(name) => write!(f, "`{name}` is not a known security policy"),
            Self::NoCertificate => f.write_str("no certificate is installed"),
        }
    }
}

impl std::error::Error for Fault {}

fn quoted(names: &[String]) -> String {
    match names {
        [] => "no name".into(),
        names => names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
