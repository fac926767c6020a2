//! What the authority issues, read back.

use super::*;

const WINDOW: Window = Window {
    not_before: 1_700_000_000,
    not_after: 1_800_000_000,
};

fn authority() -> Authority {
    Authority::create(WINDOW).unwrap()
}

#[test]
fn a_root_survives_its_pem() {
    let root = authority();
    let again = Authority::from_pem(&root.chain_pem(), root.private_key_pem()).unwrap();
    assert_eq!(again.chain_pem(), root.chain_pem());
    assert_eq!(again.certificate_der(), root.certificate_der());
    let issued = again
        .issue(&["api.example.com"], KeyAlgorithm::P256, WINDOW)
        .unwrap();
    assert!(issued.chain.contains("BEGIN CERTIFICATE"));
    assert!(format!("{again:?}{issued:?}").find("PRIVATE").is_none());
}

#[test]
fn an_intermediate_keeps_its_root_in_the_chain() {
    let root = authority();
    let intermediate = root.intermediate(WINDOW).unwrap();
    let again = Authority::from_pem(&intermediate.chain_pem(), intermediate.private_key_pem()).unwrap();
    let issued = again
        .issue(&["api.example.com"], KeyAlgorithm::P256, WINDOW)
        .unwrap();
    let chain: Vec<_> = CertificateDer::pem_slice_iter(issued.chain.as_bytes())
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        chain,
        [
            intermediate.certificate_der().clone(),
            root.certificate_der().clone()
        ]
    );
}

#[test]
fn another_key_is_refused() {
    let root = authority();
    let refused = Authority::from_pem(root.certificate_pem(), authority().private_key_pem());
    assert_eq!(refused.err(), Some(Error::KeyMismatch));
    let leaf = root
        .issue(&["api.example.com"], KeyAlgorithm::P256, WINDOW)
        .unwrap();
    let refused = Authority::from_pem(&leaf.certificate, &leaf.private_key);
    assert_eq!(refused.err(), Some(Error::NotAnAuthority));
    assert!(matches!(
        Authority::from_pem("", root.private_key_pem()),
        Err(Error::CertificateUnreadable(_))
    ));
    assert!(matches!(
        Authority::from_pem(root.certificate_pem(), "x"),
        Err(Error::KeyUnreadable(_))
    ));
}

#[test]
fn names_are_checked() {
    let root = authority();
    for name in ["", "a b", "*", "a.*.example.com", "-a.example.com", "é.example"] {
        let refused = root.issue(&[name], KeyAlgorithm::P256, WINDOW);
        assert_eq!(refused.err(), Some(Error::BadName(name.into())), "{name}");
    }
    assert_eq!(
        root.issue(&[], KeyAlgorithm::P256, WINDOW).err(),
        Some(Error::NoName)
    );
    let long = format!("{0}.{0}.example.com", "a".repeat(60));
    for name in [
        "*.example.com",
        "API.Example.COM",
        "127.0.0.1",
        "::1",
        "localhost",
        &long,
    ] {
        root.issue(&[name], KeyAlgorithm::P256, WINDOW).unwrap();
    }
}

#[test]
fn serials_differ() {
    let root = authority();
    let serial = || {
        let issued = root.issue(&["a.example"], KeyAlgorithm::P256, WINDOW).unwrap();
        let der = CertificateDer::from_pem_slice(issued.certificate.as_bytes()).unwrap();
        let (_, parsed) = x509_parser::parse_x509_certificate(&der).unwrap();
        parsed.raw_serial().to_vec()
    };
    let (one, other) = (serial(), serial());
    assert_ne!(one, other);
    assert_eq!(one.len(), 16);
}

#[test]
fn every_key_but_rsa_1024_can_be_issued() {
    let root = authority();
    for algorithm in [KeyAlgorithm::Rsa2048, KeyAlgorithm::P384, KeyAlgorithm::P521] {
        root.issue(&["a.example"], algorithm, WINDOW).unwrap();
    }
    let refused = root.issue(&["a.example"], KeyAlgorithm::Rsa1024, WINDOW);
    assert_eq!(refused.err(), Some(Error::KeyUnsupported("RSA_1024".into())));
}
