//! CloudFront's security policies for viewers (`MinimumProtocolVersion`): protocols and ciphers in CloudFront's order
//! (cf B7 and the developer guide's table of 2026).
//!
//! The table as stored does not say which of the two newest policies lacks ChaCha20 of TLS 1.3. Chosen: TLSv1.2_2025,
//! which lacks the ChaCha20 suites of TLS 1.2 as well.

use crate::cipher_suite::CipherSuite::{self, *};
use crate::offer::Offer;
use crate::protocol::Version::{self, *};

#[derive(Debug, PartialEq, Eq)]
pub struct ViewerPolicy {
    pub name: &'static str,
    /// Oldest first.
    pub versions: &'static [Version],
    /// In order of preference.
    pub suites: &'static [CipherSuite],
}

/// What the default `*.cloudfront.net` certificate forces (cf B7).
pub const OF_DEFAULT_CERTIFICATE: &str = "TLSv1";

impl ViewerPolicy {
    pub fn parse(name: &str) -> Option<&'static Self> {
        POLICIES.iter().find(|policy| policy.name == name)
    }

    pub fn all() -> &'static [Self] {
        POLICIES
    }

    /// What of it rustls can offer.
    pub fn offer(&self) -> Offer {
        Offer::of(self.versions, self.suites.iter().copied())
    }
}

const POLICIES: &[ViewerPolicy] = &[
    policy("SSLv3", &[Ssl3, Tls10, Tls11, Tls12, Tls13], SSL_3),
    policy("TLSv1", &[Tls10, Tls11, Tls12, Tls13], TLS_1),
    policy("TLSv1_2016", &[Tls10, Tls11, Tls12, Tls13], OF_2016),
    policy("TLSv1.1_2016", &[Tls11, Tls12, Tls13], OF_2016),
    policy("TLSv1.2_2018", &[Tls12, Tls13], OF_2018),
    policy("TLSv1.2_2019", &[Tls12, Tls13], OF_2019),
    policy("TLSv1.2_2021", &[Tls12, Tls13], OF_2021),
    policy("TLSv1.2_2025", &[Tls12, Tls13], OF_2025),
    policy("TLSv1.3_2025", &[Tls13], &[Aes128Gcm, Aes256Gcm, Chacha20]),
];

const fn policy(
    name: &'static str,
    versions: &'static [Version],
    suites: &'static [CipherSuite],
) -> ViewerPolicy {
    ViewerPolicy {
        name,
        versions,
        suites,
    }
}

const OF_2025: &[CipherSuite] = &[
    Aes128Gcm,
    Aes256Gcm,
    EcdsaAes128Gcm,
    EcdsaAes256Gcm,
    RsaAes128Gcm,
    RsaAes256Gcm,
];

const OF_2021: &[CipherSuite] = &[
    Aes128Gcm,
    Aes256Gcm,
    Chacha20,
    EcdsaAes128Gcm,
    EcdsaAes256Gcm,
    EcdsaChacha20,
    RsaAes128Gcm,
    RsaAes256Gcm,
    RsaChacha20,
];

const OF_2019: &[CipherSuite] = &[
    Aes128Gcm,
    Aes256Gcm,
    Chacha20,
    EcdsaAes128Gcm,
    EcdsaAes128Sha256,
    EcdsaAes256Gcm,
    EcdsaChacha20,
    EcdsaAes256Sha384,
    RsaAes128Gcm,
    RsaAes128Sha256,
    RsaAes256Gcm,
    RsaChacha20,
    RsaAes256Sha384,
];

const OF_2018: &[CipherSuite] = &[
    Aes128Gcm,
    Aes256Gcm,
    Chacha20,
    EcdsaAes128Gcm,
    EcdsaAes128Sha256,
    EcdsaAes256Gcm,
    EcdsaChacha20,
    EcdsaAes256Sha384,
    RsaAes128Gcm,
    RsaAes128Sha256,
    RsaAes256Gcm,
    RsaChacha20,
    RsaAes256Sha384,
    PlainAes128Gcm,
    PlainAes256Gcm,
    PlainAes128Sha256,
];

/// One row down to the oldest policies, which only add at its end.
macro_rules! legacy {
    ($($more:ident),*) => {
        &[
            Aes128Gcm,
            Aes256Gcm,
            Chacha20,
            EcdsaAes128Gcm,
            EcdsaAes128Sha256,
            EcdsaAes128Sha,
            EcdsaAes256Gcm,
            EcdsaChacha20,
            EcdsaAes256Sha384,
            EcdsaAes256Sha,
            RsaAes128Gcm,
            RsaAes128Sha256,
            RsaAes128Sha,
            RsaAes256Gcm,
            RsaChacha20,
            RsaAes256Sha384,
            RsaAes256Sha,
            PlainAes128Gcm,
            PlainAes256Gcm,
            PlainAes128Sha256,
            PlainAes256Sha,
            PlainAes128Sha,
            $($more),*
        ]
    };
}

const OF_2016: &[CipherSuite] = legacy!();
const TLS_1: &[CipherSuite] = legacy!(PlainTripleDes);
const SSL_3: &[CipherSuite] = legacy!(PlainTripleDes, PlainRc4Md5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_counts_as_the_guides_does() {
        let policies_with = |suite| {
            POLICIES
                .iter()
                .filter(|policy| policy.suites.contains(&suite))
                .count()
        };
        for (suite, count) in [
            (Aes128Gcm, 9),
            (Chacha20, 8),
            (EcdsaAes128Gcm, 8),
            (EcdsaAes128Sha256, 6),
            (EcdsaAes128Sha, 4),
            (EcdsaChacha20, 7),
            (RsaAes256Sha384, 6),
            (RsaAes256Sha, 4),
            (PlainAes128Gcm, 5),
            (PlainAes128Sha256, 5),
            (PlainAes256Sha, 4),
            (PlainTripleDes, 2),
            (PlainRc4Md5, 1),
        ] {
            assert_eq!(policies_with(suite), count, "{}", suite.name());
        }
    }

    #[test]
    fn rustls_offers_what_it_can() {
        let offer = ViewerPolicy::parse("TLSv1.2_2021").unwrap().offer();
        assert_eq!((offer.versions.len(), offer.cipher_suites.len()), (2, 9));
        assert!(offer.versions_not_offered.is_empty() && offer.suites_not_offered.is_empty());
        let offer = ViewerPolicy::parse(OF_DEFAULT_CERTIFICATE).unwrap().offer();
        assert_eq!(offer.versions_not_offered, [Tls10, Tls11]);
        assert!(offer.suites_not_offered.contains(&PlainTripleDes));
        let offer = ViewerPolicy::parse("TLSv1.3_2025").unwrap().offer();
        assert_eq!((offer.versions.len(), offer.cipher_suites.len()), (1, 3));
    }

    #[test]
    fn a_server_can_be_built_from_every_policy() {
        for policy in POLICIES {
            let offer = policy.offer();
            rustls::ServerConfig::builder_with_provider(offer.provider().into())
                .with_protocol_versions(&offer.versions)
                .unwrap();
        }
    }
}
