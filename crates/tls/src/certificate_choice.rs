//! Which certificate a server shows for a server name.
//!
//! A load balancer (api E13): one match in the certificate list is taken; of several, ECDSA before RSA, then the better
//! hash, the longer key, the later end; without a name or a match, the default certificate, and the handshake goes on.
//! CloudFront (cf B7): the more specific name wins, so an exact one before a wildcard.

use std::cmp::Reverse;

use crate::certificate_facts::CertificateFacts;
use crate::host_name::covers;
use crate::key_algorithm::KeyFamily;

/// A load balancer's choice: the place in its list, `None` for its default certificate. `families` are those that the
/// client can verify.
pub fn choose_for_listener(
    server_name: Option<&str>,
    list: &[&CertificateFacts],
    families: &[KeyFamily],
) -> Option<usize> {
    let server_name = server_name?;
    let usable = list.iter().enumerate().filter(|(_, facts)| {
        families.contains(&facts.key_algorithm.family())
            && facts.names.iter().any(|name| covers(name, server_name))
    });
    let best = usable.min_by_key(|(_, facts)| {
        (
            Reverse(facts.key_algorithm.family() == KeyFamily::Ecdsa),
            Reverse(facts.signature_algorithm.hash_rank()),
            Reverse(facts.key_algorithm.bits()),
            Reverse(facts.window.not_after),
        )
    });
    best.map(|(place, _)| place)
}

/// The most specific of the names that cover a server name.
pub fn most_specific<'a>(server_name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .filter(|name| covers(name, server_name))
        .min_by_key(|name| name.starts_with("*."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key_algorithm::KeyAlgorithm;
    use crate::signature_algorithm::SignatureAlgorithm;
    use crate::window::Window;

    fn facts(
        name: &str,
        key: KeyAlgorithm,
        signature: SignatureAlgorithm,
        not_after: u64,
    ) -> CertificateFacts {
        CertificateFacts {
            subject: String::new(),
            common_name: None,
            names: vec![name.into()],
            serial: String::new(),
            issuer: String::new(),
            issuer_common_name: None,
            window: Window {
                not_before: 0,
                not_after,
            },
            key_algorithm: key,
            signature_algorithm: signature,
            key_usages: Vec::new(),
            extended_key_usages: Vec::new(),
            self_issued: false,
        }
    }

    #[test]
    fn ecdsa_then_hash_then_length_then_validity() {
        use KeyAlgorithm::{P256, P384, Rsa2048, Rsa4096};
        use SignatureAlgorithm::{Sha1Rsa, Sha256Ecdsa, Sha256Rsa};
        let all = [
            facts("other.example", P384, Sha256Ecdsa, 9),
            facts("a.b.example", Rsa4096, Sha1Rsa, 9),
            facts("a.b.example", Rsa2048, Sha256Rsa, 9),
            facts("*.b.example", Rsa4096, Sha256Rsa, 1),
            facts("a.b.example", Rsa4096, Sha256Rsa, 9),
            facts("*.b.example", P256, Sha256Ecdsa, 1),
        ];
        let list: Vec<&CertificateFacts> = all.iter().collect();
        let both = [KeyFamily::Rsa, KeyFamily::Ecdsa];
        assert_eq!(choose_for_listener(Some("a.b.example"), &list, &both), Some(5));
        assert_eq!(
            choose_for_listener(Some("a.b.example"), &list, &[KeyFamily::Rsa]),
            Some(4)
        );
        assert_eq!(
            choose_for_listener(Some("a.b.example"), &list[..3], &both),
            Some(2)
        );
        assert_eq!(choose_for_listener(Some("a.b.example"), &list[..1], &both), None);
        assert_eq!(choose_for_listener(None, &list, &both), None);
    }

    #[test]
    fn exact_before_wildcard() {
        let names = ["*.example.com", "api.example.com", "*.org"];
        assert_eq!(
            most_specific("api.example.com", names.into_iter()),
            Some("api.example.com")
        );
        assert_eq!(
            most_specific("www.example.com", names.into_iter()),
            Some("*.example.com")
        );
        assert_eq!(most_specific("example.com", names.into_iter()), None);
    }
}
