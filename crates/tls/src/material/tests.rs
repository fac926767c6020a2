//! ImportCertificate's checks, one by one.

use super::*;
use crate::authority::{Authority, Issued, self_signed};
use crate::key_algorithm::KeyAlgorithm;
use crate::window::Window;

const WINDOW: Window = Window {
    not_before: 1_700_000_000,
    not_after: 1_900_000_000,
};
const NOW: u64 = 1_800_000_000;
const WEAK: &str = include_str!("rsa_1024.pem");
const WEAK_KEY: &str = include_str!("rsa_1024.key.pem");
const WEAK_PKCS1: &str = include_str!("rsa_1024.pkcs1.pem");

fn root() -> Authority {
    Authority::create(WINDOW).unwrap()
}

fn issue(authority: &Authority, algorithm: KeyAlgorithm) -> Issued {
    authority
        .issue(&["api.example.com", "*.example.org"], algorithm, WINDOW)
        .unwrap()
}

fn import(issued: &Issued) -> Result<Material, Error> {
    Material::import(&issued.certificate, &issued.private_key, Some(&issued.chain), NOW)
}

#[track_caller]
fn refused(certificate: &str, key: &str, chain: Option<&str>, error: Error) {
    assert_eq!(Material::import(certificate, key, chain, NOW).err(), Some(error));
}

#[test]
fn facts_are_in_acms_words() {
    let root = root();
    let material = import(&issue(&root, KeyAlgorithm::P256)).unwrap();
    let facts = material.facts();
    assert_eq!(facts.subject, "CN=api.example.com");
    assert_eq!(facts.common_name.as_deref(), Some("api.example.com"));
    assert_eq!(facts.names, ["api.example.com", "*.example.org"]);
    assert!(facts.issuer.starts_with("Adit Authority "));
    assert_eq!(facts.issuer_common_name, Some(format!("{} root", facts.issuer)));
    assert_eq!(facts.window, WINDOW);
    assert_eq!(facts.key_algorithm.name(), "EC_prime256v1");
    assert_eq!(facts.signature_algorithm.name(), "SHA256WITHECDSA");
    assert_eq!(facts.key_usages, ["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"]);
    let usages: Vec<_> = facts
        .extended_key_usages
        .iter()
        .map(|usage| (usage.name, usage.oid.as_str()))
        .collect();
    assert_eq!(
        usages,
        [
            ("TLS_WEB_SERVER_AUTHENTICATION", "1.3.6.1.5.5.7.3.1"),
            ("TLS_WEB_CLIENT_AUTHENTICATION", "1.3.6.1.5.5.7.3.2")
        ]
    );
    assert_eq!(facts.serial.len(), 16 * 3 - 1);
    assert!(
        facts
            .serial
            .split(':')
            .all(|byte| u8::from_str_radix(byte, 16).is_ok())
    );
    assert!(!facts.self_issued);
    assert!(!format!("{material:?}").contains("key:"));
}

#[test]
fn every_algorithm_is_read_and_served() {
    let root = root();
    for algorithm in [
        KeyAlgorithm::P256,
        KeyAlgorithm::P384,
        KeyAlgorithm::P521,
        KeyAlgorithm::Rsa2048,
    ] {
        let material = import(&issue(&root, algorithm)).unwrap();
        assert_eq!(material.facts().key_algorithm, algorithm);
        material.certified_key().unwrap().keys_match().unwrap();
        let alone = self_signed(&["a.example"], algorithm, WINDOW).unwrap();
        let material = Material::import(&alone.certificate, &alone.private_key, None, NOW).unwrap();
        assert!(material.facts().self_issued);
    }
}

#[test]
fn rsa_1024_is_imported_but_cannot_be_served() {
    for key in [WEAK_KEY, WEAK_PKCS1] {
        let material = Material::import(WEAK, key, None, NOW).unwrap();
        assert_eq!(material.facts().key_algorithm.name(), "RSA_1024");
        assert_eq!(
            material.facts().names,
            ["weak.example"],
            "the common name stands in"
        );
        assert_eq!(
            material.certified_key().err(),
            Some(Error::KeyUnsupported("RSA_1024".into()))
        );
    }
    let strong = self_signed(&["weak.example"], KeyAlgorithm::Rsa2048, WINDOW).unwrap();
    refused(WEAK, &strong.private_key, None, Error::KeyMismatch);
    refused(&strong.certificate, WEAK_KEY, None, Error::KeyMismatch);
}

#[test]
fn a_key_must_be_its_own() {
    let root = root();
    let (one, other) = (issue(&root, KeyAlgorithm::P256), issue(&root, KeyAlgorithm::P256));
    refused(
        &one.certificate,
        &other.private_key,
        Some(&one.chain),
        Error::KeyMismatch,
    );
    let encrypted = one.private_key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    refused(
        &one.certificate,
        &encrypted,
        Some(&one.chain),
        Error::KeyEncrypted,
    );
    let long = format!("{}{}", one.private_key, " ".repeat(KEY_BYTES));
    refused(
        &one.certificate,
        &long,
        Some(&one.chain),
        Error::KeyTooLong(long.len()),
    );
    for key in ["", "nonsense", &one.certificate] {
        let error = Material::import(&one.certificate, key, None, NOW).err();
        assert!(matches!(error, Some(Error::KeyUnreadable(_))), "{error:?}");
    }
}

#[test]
fn one_certificate_and_it_must_be_readable() {
    let issued = issue(&root(), KeyAlgorithm::P256);
    let both = format!("{}{}", issued.certificate, issued.chain);
    refused(&both, &issued.private_key, None, Error::MoreThanOneCertificate);
    for certificate in [
        "",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        &issued.private_key,
    ] {
        let error = Material::import(certificate, &issued.private_key, None, NOW).err();
        assert!(
            matches!(error, Some(Error::CertificateUnreadable(_))),
            "{error:?}"
        );
    }
}

#[test]
fn dates_count_at_import_only() {
    let issued = issue(&root(), KeyAlgorithm::P256);
    let import =
        |now| Material::import(&issued.certificate, &issued.private_key, Some(&issued.chain), now).err();
    assert_eq!(import(WINDOW.not_before - 1), Some(Error::NotYetValid));
    assert_eq!(import(WINDOW.not_before), None);
    assert_eq!(import(WINDOW.not_after), None);
    assert_eq!(import(WINDOW.not_after + 1), Some(Error::Expired));
    Material::read(&issued.certificate, &issued.private_key, Some(&issued.chain)).unwrap();
}

#[test]
fn a_chain_is_complete_and_in_order() {
    let root = root();
    let intermediate = root.intermediate(WINDOW).unwrap();
    let issued = issue(&intermediate, KeyAlgorithm::P256);
    let (leaf, key) = (&issued.certificate, &issued.private_key);
    refused(leaf, key, None, Error::ChainMissing);
    refused(leaf, key, Some(""), Error::ChainMissing);
    Material::import(leaf, key, Some(intermediate.certificate_pem()), NOW).unwrap();
    let turned = format!("{}{}", root.certificate_pem(), intermediate.certificate_pem());
    refused(leaf, key, Some(&turned), Error::ChainBroken { place: 1 });
    refused(
        leaf,
        key,
        Some(root.certificate_pem()),
        Error::ChainBroken { place: 1 },
    );
    let foreign = format!(
        "{}{}",
        intermediate.certificate_pem(),
        self::root().certificate_pem()
    );
    refused(leaf, key, Some(&foreign), Error::ChainBroken { place: 2 });
    let with_leaf = format!("{leaf}{}", issued.chain);
    refused(leaf, key, Some(&with_leaf), Error::ChainHoldsCertificate);
    let error = Material::import(leaf, key, Some("chain"), NOW).err();
    assert!(matches!(error, Some(Error::ChainUnreadable(_))), "{error:?}");
}

#[test]
fn roots_are_not_presented() {
    let root = root();
    let intermediate = root.intermediate(WINDOW).unwrap();
    let material = import(&issue(&intermediate, KeyAlgorithm::P256)).unwrap();
    assert_eq!(material.chain().len(), 2);
    assert_eq!(
        material.presented(),
        [material.leaf().clone(), intermediate.certificate_der().clone()]
    );
}
