//! Why material was not accepted, or a certificate not issued. What a handshake finds is a `Fault`, not an error.

use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Not PEM, or not a certificate.
    CertificateUnreadable(String),
    /// ACM takes one certificate; what certifies it goes into the chain.
    MoreThanOneCertificate,
    /// Older than X.509 version 3.
    CertificateVersion,
    /// Neither a subject alternative name nor a common name.
    NoName,
    /// Neither unencrypted PKCS #8, PKCS #1 nor SEC 1.
    KeyUnreadable(String),
    KeyEncrypted,
    /// Longer than ACM's 5,120 bytes.
    KeyTooLong(usize),
    /// A type, size or curve that ACM does not take.
    KeyUnsupported(String),
    /// The private key belongs to another certificate.
    KeyMismatch,
    ChainUnreadable(String),
    /// The certificate at this place of the chain (1 is the first) does not certify the one before it.
    ChainBroken {
        place: usize,
    },
    /// The chain holds the certificate itself.
    ChainHoldsCertificate,
    /// No chain came with a certificate that did not sign itself.
    ChainMissing,
    NotYetValid,
    Expired,
    /// May not certify others.
    NotAnAuthority,
    /// Not a name that a certificate can hold.
    BadName(String),
    /// Past the calendar.
    NoSuchTime(u64),
    /// The cryptographic library refused.
    Crypto(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CertificateUnreadable(why) => write!(f, "the certificate cannot be read: {why}"),
            Self::MoreThanOneCertificate => {
                f.write_str("the certificate field contains more than one certificate")
            }
            Self::CertificateVersion => f.write_str("the certificate is not X.509 version 3"),
            Self::NoName => f.write_str("the certificate names no domain"),
            Self::KeyUnreadable(why) => write!(f, "the private key cannot be read: {why}"),
            Self::KeyEncrypted => f.write_str("the private key is encrypted"),
            Self::KeyTooLong(bytes) => write!(f, "the private key has {bytes} bytes, the limit is 5120"),
            Self::KeyUnsupported(what) => write!(f, "keys of type `{what}` are not supported"),
            Self::KeyMismatch => f.write_str("the private key does not match the certificate"),
            Self::ChainUnreadable(why) => write!(f, "the certificate chain cannot be read: {why}"),
            Self::ChainBroken { place } => write!(
                f,
                "certificate {place} of the chain does not certify the one before it"
            ),
            Self::ChainHoldsCertificate => f.write_str("the certificate chain holds the certificate itself"),
            Self::ChainMissing => {
                f.write_str("the certificate is not self-signed and no certificate chain was given")
            }
            Self::NotYetValid => f.write_str("the certificate is not yet valid"),
            Self::Expired => f.write_str("the certificate has expired"),
            Self::NotAnAuthority => f.write_str("the certificate may not certify others"),
            Self::BadName(name) => write!(f, "`{name}` is not a name that a certificate can hold"),
            Self::NoSuchTime(seconds) => write!(f, "{seconds} seconds after 1970 is past the calendar"),
            Self::Crypto(why) => write!(f, "the cryptographic library refused: {why}"),
        }
    }
}

impl std::error::Error for Error {}
