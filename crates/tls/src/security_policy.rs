//! The security policies of Elastic Load Balancing's listeners: protocols and ciphers, in the order in which the load
//! balancer prefers them.
//!
//! From the user guide's tables (2023-04 and before; the `PQ-2025-09` ones add key exchanges to the policy that they
//! are named after and are taken to share its ciphers). The `RFC9151` policies are left out: their ciphers are not in
//! the fact books.

use crate::cipher_suite::CipherSuite::{self, *};
use crate::offer::Offer;
use crate::protocol::Version::{self, *};

#[derive(Debug, PartialEq, Eq)]
pub struct SecurityPolicy {
    pub name: &'static str,
    /// Oldest first.
    pub versions: &'static [Version],
    /// Of TLS 1.3.
    pub(crate) modern: &'static [CipherSuite],
    pub(crate) classic: &'static [CipherSuite],
}

/// What a listener gets that names none (api E14).
pub const DEFAULT: &str = "ELBSecurityPolicy-2016-08";

impl SecurityPolicy {
    pub fn parse(name: &str) -> Option<&'static Self> {
        POLICIES.iter().find(|policy| policy.name == name)
    }

    pub fn all() -> &'static [Self] {
        POLICIES
    }

    /// In order of preference.
    pub fn suites(&self) -> impl Iterator<Item = CipherSuite> {
        self.modern.iter().chain(self.classic).copied()
    }

    /// What of it rustls can offer, for a listener with a real client.
    pub fn offer(&self) -> Offer {
        Offer::of(self.versions, self.suites())
    }
}

const MODERN: &[CipherSuite] = &[Aes128Gcm, Aes256Gcm, Chacha20];
const MODERN_FIPS: &[CipherSuite] = &[Aes128Gcm, Aes256Gcm];
const NONE: &[CipherSuite] = &[];

/// Forward secrecy, GCM only.
const RESTRICTED: &[CipherSuite] = &[EcdsaAes128Gcm, RsaAes128Gcm, EcdsaAes256Gcm, RsaAes256Gcm];

/// Forward secrecy without SHA-1.
const FORWARD: &[CipherSuite] = &[
    EcdsaAes128Gcm,
    RsaAes128Gcm,
    EcdsaAes128Sha256,
    RsaAes128Sha256,
    EcdsaAes256Gcm,
    RsaAes256Gcm,
    EcdsaAes256Sha384,
    RsaAes256Sha384,
];

/// Forward secrecy.
const FORWARD_SHA: &[CipherSuite] = &[
    EcdsaAes128Gcm,
    RsaAes128Gcm,
    EcdsaAes128Sha256,
    RsaAes128Sha256,
    EcdsaAes128Sha,
    RsaAes128Sha,
    EcdsaAes256Gcm,
    RsaAes256Gcm,
    EcdsaAes256Sha384,
    RsaAes256Sha384,
    RsaAes256Sha,
    EcdsaAes256Sha,
];

/// With plain RSA key exchange, without SHA-1.
const EXTENDED: &[CipherSuite] = &[
    EcdsaAes128Gcm,
    RsaAes128Gcm,
    EcdsaAes128Sha256,
    RsaAes128Sha256,
    EcdsaAes256Gcm,
    RsaAes256Gcm,
    EcdsaAes256Sha384,
    RsaAes256Sha384,
    PlainAes128Gcm,
    PlainAes128Sha256,
    PlainAes256Gcm,
    PlainAes256Sha256,
];

/// With plain RSA key exchange.
const FULL: &[CipherSuite] = &[
    EcdsaAes128Gcm,
    RsaAes128Gcm,
    EcdsaAes128Sha256,
    RsaAes128Sha256,
    EcdsaAes128Sha,
    RsaAes128Sha,
    EcdsaAes256Gcm,
    RsaAes256Gcm,
    EcdsaAes256Sha384,
    RsaAes256Sha384,
    RsaAes256Sha,
    EcdsaAes256Sha,
    PlainAes128Gcm,
    PlainAes128Sha256,
    PlainAes128Sha,
    PlainAes256Gcm,
    PlainAes256Sha256,
    PlainAes256Sha,
];

const FULL_TRIPLE_DES: &[CipherSuite] = &[
    EcdsaAes128Gcm,
    RsaAes128Gcm,
    EcdsaAes128Sha256,
    RsaAes128Sha256,
    EcdsaAes128Sha,
    RsaAes128Sha,
    EcdsaAes256Gcm,
    RsaAes256Gcm,
    EcdsaAes256Sha384,
    RsaAes256Sha384,
    RsaAes256Sha,
    EcdsaAes256Sha,
    PlainAes128Gcm,
    PlainAes128Sha256,
    PlainAes128Sha,
    PlainAes256Gcm,
    PlainAes256Sha256,
    PlainAes256Sha,
    PlainTripleDes,
];

const FROM_1_0: &[Version] = &[Tls10, Tls11, Tls12];
const FROM_1_1: &[Version] = &[Tls11, Tls12];
const ONLY_1_2: &[Version] = &[Tls12];
const ONLY_1_3: &[Version] = &[Tls13];
const FROM_1_2_MODERN: &[Version] = &[Tls12, Tls13];
const FROM_1_1_MODERN: &[Version] = &[Tls11, Tls12, Tls13];
const FROM_1_0_MODERN: &[Version] = &[Tls10, Tls11, Tls12, Tls13];

macro_rules! policies {
    ($($name:literal $versions:ident $modern:ident $classic:ident;)*) => {
        const POLICIES: &[SecurityPolicy] = &[$(SecurityPolicy {
            name: concat!("ELBSecurityPolicy-", $name),
            versions: $versions,
            modern: $modern,
            classic: $classic,
        }),*];
    };
}

policies! {
    "2016-08" FROM_1_0 NONE FULL;
    "2015-05" FROM_1_0 NONE FULL;
    "TLS-1-0-2015-04" FROM_1_0 NONE FULL_TRIPLE_DES;
    "TLS-1-1-2017-01" FROM_1_1 NONE FULL;
    "TLS-1-2-2017-01" ONLY_1_2 NONE EXTENDED;
    "TLS-1-2-Ext-2018-06" ONLY_1_2 NONE FULL;
    "FS-2018-06" FROM_1_0 NONE FORWARD_SHA;
    "FS-1-1-2019-08" FROM_1_1 NONE FORWARD_SHA;
    "FS-1-2-2019-08" ONLY_1_2 NONE FORWARD_SHA;
    "FS-1-2-Res-2019-08" ONLY_1_2 NONE FORWARD;
    "FS-1-2-Res-2020-10" ONLY_1_2 NONE RESTRICTED;

    "TLS13-1-3-2021-06" ONLY_1_3 MODERN NONE;
    "TLS13-1-2-2021-06" FROM_1_2_MODERN MODERN FORWARD;
    "TLS13-1-2-Res-2021-06" FROM_1_2_MODERN MODERN RESTRICTED;
    "TLS13-1-2-Ext1-2021-06" FROM_1_2_MODERN MODERN EXTENDED;
    "TLS13-1-2-Ext2-2021-06" FROM_1_2_MODERN MODERN FULL;
    "TLS13-1-1-2021-06" FROM_1_1_MODERN MODERN FULL;
    "TLS13-1-0-2021-06" FROM_1_0_MODERN MODERN FULL;

    "TLS13-1-3-FIPS-2023-04" ONLY_1_3 MODERN_FIPS NONE;
    "TLS13-1-2-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS FORWARD;
    "TLS13-1-2-Res-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS RESTRICTED;
    "TLS13-1-2-Ext0-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS FORWARD_SHA;
    "TLS13-1-2-Ext1-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS EXTENDED;
    "TLS13-1-2-Ext2-FIPS-2023-04" FROM_1_2_MODERN MODERN_FIPS FULL;
    "TLS13-1-1-FIPS-2023-04" FROM_1_1_MODERN MODERN_FIPS FULL;
    "TLS13-1-0-FIPS-2023-04" FROM_1_0_MODERN MODERN_FIPS FULL;

    "TLS13-1-3-PQ-2025-09" ONLY_1_3 MODERN NONE;
    "TLS13-1-2-PQ-2025-09" FROM_1_2_MODERN MODERN FORWARD;
    "TLS13-1-2-Res-PQ-2025-09" FROM_1_2_MODERN MODERN RESTRICTED;
    "TLS13-1-2-Ext1-PQ-2025-09" FROM_1_2_MODERN MODERN EXTENDED;
    "TLS13-1-2-Ext2-PQ-2025-09" FROM_1_2_MODERN MODERN FULL;
    "TLS13-1-0-PQ-2025-09" FROM_1_0_MODERN MODERN FULL;

    "TLS13-1-3-FIPS-PQ-2025-09" ONLY_1_3 MODERN_FIPS NONE;
    "TLS13-1-2-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS FORWARD;
    "TLS13-1-2-Res-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS RESTRICTED;
    "TLS13-1-2-Ext0-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS FORWARD_SHA;
    "TLS13-1-2-Ext1-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS EXTENDED;
    "TLS13-1-2-Ext2-FIPS-PQ-2025-09" FROM_1_2_MODERN MODERN_FIPS FULL;
    "TLS13-1-0-FIPS-PQ-2025-09" FROM_1_0_MODERN MODERN_FIPS FULL;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_the_default_is_known() {
        for (index, policy) in POLICIES.iter().enumerate() {
            assert_eq!(
                POLICIES.iter().position(|other| other.name == policy.name),
                Some(index)
            );
        }
        assert!(SecurityPolicy::parse(DEFAULT).is_some());
        assert!(SecurityPolicy::parse("ELBSecurityPolicy-2099-01").is_none());
    }

    #[test]
    fn every_version_of_a_policy_has_a_cipher_and_every_cipher_a_version() {
        for policy in POLICIES {
            for version in policy.versions {
                assert!(
                    policy.suites().any(|suite| suite.works_with(*version)),
                    "{}",
                    policy.name
                );
            }
            for suite in policy.suites() {
                assert!(
                    policy.versions.iter().any(|version| suite.works_with(*version)),
                    "{}",
                    policy.name
                );
            }
        }
    }

    #[test]
    fn rustls_can_serve_every_policy_in_part() {
        for policy in POLICIES {
            let offer = policy.offer();
            assert!(
                !offer.versions.is_empty() && !offer.cipher_suites.is_empty(),
                "{}",
                policy.name
            );
        }
    }
}
