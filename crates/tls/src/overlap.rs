//! What CloudFront and a listener agree on, by table: AWS speaks versions that rustls does not.
//!
//! CloudFront offers the versions of the origin's `OriginSslProtocols`, whose list ends at TLS 1.2, and TLS 1.3 besides
//! (cf B7 states it in the text and not in the list; taken as: TLS 1.3 is always offered, since a listener that takes
//! nothing else could otherwise never be an origin). The listener chooses the newest common version and the first of
//! its ciphers that both have.

use crate::cipher_suite::CipherSuite::{self, *};
use crate::fault::Fault;
use crate::key_algorithm::KeyFamily;
use crate::protocol::Version;
use crate::security_policy::SecurityPolicy;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub version: Version,
    pub suite: CipherSuite,
}

/// `key` is that of the listener's certificate; `None` stands for any.
pub fn overlap(
    listener_policy: &str,
    client_protocols: &[String],
    key: Option<KeyFamily>,
) -> Result<Agreed, Fault> {
    let Some(policy) = SecurityPolicy::parse(listener_policy) else {
        return Err(Fault::UnknownPolicy(listener_policy.into()));
    };
    agree(policy, client_versions(client_protocols), key)
}

fn agree(policy: &SecurityPolicy, client: Vec<Version>, key: Option<KeyFamily>) -> Result<Agreed, Fault> {
    let mut common: Vec<Version> = policy
        .versions
        .iter()
        .copied()
        .filter(|v| client.contains(v))
        .collect();
    common.sort_unstable_by(|a, b| b.cmp(a));
    // A handshake does not fall back to an older version for want of a cipher; it fails.
    let Some(version) = common.first().copied() else {
        return Err(Fault::NoProtocolOverlap {
            client,
            server: policy.versions.to_vec(),
        });
    };
    let fits = |suite: &CipherSuite| {
        suite.works_with(version)
            && TO_ORIGIN.contains(suite)
            && (suite.key().is_none() || key.is_none() || suite.key() == key)
    };
    match policy.suites().find(fits) {
        Some(suite) => Ok(Agreed { version, suite }),
        None => Err(Fault::NoCipherOverlap),
    }
}

/// The ciphers that CloudFront offers to an origin (cf B7, the developer guide's table).
const TO_ORIGIN: [CipherSuite; 19] = [
    Aes128Gcm,
    Aes256Gcm,
    Chacha20,
    EcdsaAes256Gcm,
    EcdsaAes256Sha384,
    EcdsaAes256Sha,
    EcdsaAes128Gcm,
    EcdsaAes128Sha256,
    EcdsaAes128Sha,
    RsaAes256Gcm,
    RsaAes256Sha384,
    RsaAes256Sha,
    RsaAes128Gcm,
    RsaAes128Sha256,
    RsaAes128Sha,
    PlainAes256Sha,
    PlainAes128Sha,
    PlainTripleDes,
    PlainRc4Md5,
];

fn client_versions(protocols: &[String]) -> Vec<Version> {
    let mut versions: Vec<Version> = protocols.iter().filter_map(|name| Version::parse(name)).collect();
    versions.push(Version::Tls13);
    versions.sort_unstable();
    versions.dedup();
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(policy: &str, protocols: &[&str], key: KeyFamily, expected: Option<(Version, CipherSuite)>) {
        let protocols: Vec<String> = protocols.iter().map(|name| (*name).to_owned()).collect();
        let agreed = overlap(&format!("ELBSecurityPolicy-{policy}"), &protocols, Some(key)).ok();
        assert_eq!(agreed.map(|agreed| (agreed.version, agreed.suite)), expected);
    }

    #[test]
    fn the_newest_version_and_the_listeners_first_cipher() {
        use KeyFamily::{Ecdsa, Rsa};
        check(
            "2016-08",
            &["TLSv1.2"],
            Ecdsa,
            Some((Version::Tls12, EcdsaAes128Gcm)),
        );
        check("2016-08", &["TLSv1.2"], Rsa, Some((Version::Tls12, RsaAes128Gcm)));
        check(
            "2016-08",
            &["TLSv1", "TLSv1.1"],
            Rsa,
            Some((Version::Tls11, RsaAes128Sha)),
        );
        check("2016-08", &["SSLv3"], Rsa, None);
        check("TLS-1-2-2017-01", &["TLSv1.1"], Rsa, None);
        check(
            "TLS13-1-2-2021-06",
            &["TLSv1.2"],
            Rsa,
            Some((Version::Tls13, Aes128Gcm)),
        );
        check(
            "TLS13-1-3-2021-06",
            &["TLSv1.2"],
            Rsa,
            Some((Version::Tls13, Aes128Gcm)),
        );
    }

    #[test]
    fn no_protocol_is_told_from_no_policy() {
        let old = ["TLSv1".to_owned()];
        let fault = overlap("ELBSecurityPolicy-FS-1-2-2019-08", &old, None).unwrap_err();
        assert_eq!(
            fault,
            Fault::NoProtocolOverlap {
                client: vec![Version::Tls10, Version::Tls13],
                server: vec![Version::Tls12],
            }
        );
        let fault = overlap("ELBSecurityPolicy-2099-01", &old, None).unwrap_err();
        assert_eq!(fault, Fault::UnknownPolicy("ELBSecurityPolicy-2099-01".into()));
    }

    #[test]
    fn no_cipher_is_told_from_no_protocol() {
        let policy = SecurityPolicy {
            name: "made up",
            versions: &[Version::Tls12],
            modern: &[],
            classic: &[PlainAes128Gcm, EcdsaAes128Gcm],
        };
        let client = || vec![Version::Tls12];
        assert_eq!(
            agree(&policy, client(), Some(KeyFamily::Rsa)),
            Err(Fault::NoCipherOverlap)
        );
        assert_eq!(
            agree(&policy, client(), Some(KeyFamily::Ecdsa)).map(|agreed| agreed.suite),
            Ok(EcdsaAes128Gcm)
        );
    }

    #[test]
    fn every_policy_has_a_cipher_for_cloudfront() {
        for policy in SecurityPolicy::all() {
            for key in [KeyFamily::Rsa, KeyFamily::Ecdsa] {
                let protocols = ["TLSv1".to_owned(), "TLSv1.1".to_owned(), "TLSv1.2".to_owned()];
                assert!(
                    overlap(policy.name, &protocols, Some(key)).is_ok(),
                    "{}",
                    policy.name
                );
            }
        }
    }
}
