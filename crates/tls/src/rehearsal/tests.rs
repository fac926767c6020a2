//! Handshakes between CloudFront and a load balancer, rehearsed.

use super::*;
use crate::authority::{Authority, Issued, self_signed};
use crate::key_algorithm::KeyAlgorithm;
use crate::protocol::Version;

const WINDOW: Window = Window {
    not_before: 1_700_000_000,
    not_after: 1_900_000_000,
};
/// Holds whenever the tests run; rustls asks the machine's clock.
const LONG: Window = Window {
    not_before: 1_000_000_000,
    not_after: 4_000_000_000,
};
const NOW: u64 = 1_800_000_000;
const POLICY: &str = "ELBSecurityPolicy-2016-08";

struct Scene {
    authority: Authority,
    roots: Roots,
}

fn scene() -> Scene {
    let authority = Authority::create(WINDOW).unwrap();
    let roots = Roots::mozilla().with(authority.certificate_der()).unwrap();
    Scene { authority, roots }
}

fn material(issued: &Issued) -> Material {
    Material::read(&issued.certificate, &issued.private_key, Some(&issued.chain)).unwrap()
}

impl Scene {
    fn issue(&self, name: &str) -> Material {
        self.issue_with(name, KeyAlgorithm::P256)
    }

    fn issue_with(&self, name: &str, algorithm: KeyAlgorithm) -> Material {
        material(&self.authority.issue(&[name], algorithm, WINDOW).unwrap())
    }

    fn open(&self, certificates: &[Material], names: &[&str], policy: &str, protocols: &[&str]) -> Rehearsal {
        let shown: Vec<Presented<'_>> = certificates.iter().map(Presented::from).collect();
        let protocols: Vec<String> = protocols.iter().map(|name| (*name).to_owned()).collect();
        let (name, also) = names.split_first().unwrap();
        let server = Server {
            certificates: &shown,
            policy,
        };
        rehearse(
            &server,
            &Client {
                name,
                also,
                protocols: &protocols,
                roots: &self.roots,
            },
        )
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a table of cases reads better")]
    fn check(&self, certificates: &[Material], names: &[&str], expected: Result<Window, Fault>) {
        assert_eq!(
            self.open(certificates, names, POLICY, &["TLSv1.2"]).outcome,
            expected
        );
    }
}

#[test]
fn the_name_is_the_origins_or_the_hosts() {
    let scene = scene();
    let certificates = [scene.issue("api.example.com")];
    scene.check(&certificates, &["api.example.com"], Ok(WINDOW));
    scene.check(&certificates, &["API.EXAMPLE.COM"], Ok(WINDOW));
    scene.check(
        &certificates,
        &["internal-lb-1.eu-west-1.elb.amazonaws.com", "api.example.com"],
        Ok(WINDOW),
    );
    scene.check(
        &certificates,
        &["internal-lb-1.eu-west-1.elb.amazonaws.com", "www.example.com"],
        Err(Fault::WrongName {
            presented: vec!["api.example.com".into()],
            wanted: vec![
                "internal-lb-1.eu-west-1.elb.amazonaws.com".into(),
                "www.example.com".into(),
            ],
        }),
    );
    scene.check(&[scene.issue("*.example.com")], &["api.example.com"], Ok(WINDOW));
    scene.check(&[], &["api.example.com"], Err(Fault::NoCertificate));
}

#[test]
fn the_server_name_selects_the_certificate() {
    let scene = scene();
    let certificates = [
        scene.issue("default.example"),
        scene.issue_with("*.example.com", KeyAlgorithm::Rsa2048),
        scene.issue("api.example.com"),
    ];
    let shown = |name| scene.open(&certificates, &[name], POLICY, &["TLSv1.2"]).shown;
    assert_eq!(shown("api.example.com"), Some(2));
    assert_eq!(shown("www.example.com"), Some(1));
    assert_eq!(shown("other.example"), Some(0));
    let rehearsal = scene.open(&certificates, &["www.example.com"], POLICY, &["TLSv1.2"]);
    let agreed = rehearsal.agreed.unwrap();
    assert_eq!(
        (agreed.version, agreed.suite.name()),
        (Version::Tls12, "ECDHE-RSA-AES128-GCM-SHA256")
    );
}

#[test]
fn the_clock_is_asked_last() {
    let scene = scene();
    let rehearsal = scene.open(&[scene.issue("a.example")], &["a.example"], POLICY, &["TLSv1.2"]);
    assert_eq!(verdict(&rehearsal, NOW), Ok(()));
    let Window {
        not_before,
        not_after,
    } = WINDOW;
    assert_eq!(
        verdict(&rehearsal, not_before - 1),
        Err(Fault::NotYetValid { not_before })
    );
    assert_eq!(verdict(&rehearsal, not_before), Ok(()));
    assert_eq!(verdict(&rehearsal, not_after), Ok(()));
    assert_eq!(
        verdict(&rehearsal, not_after + 1),
        Err(Fault::Expired { not_after })
    );

    let alone = material(&self_signed(&["a.example"], KeyAlgorithm::P256, WINDOW).unwrap());
    let rehearsal = scene.open(&[alone], &["a.example"], POLICY, &["TLSv1.2"]);
    assert_eq!(verdict(&rehearsal, NOW), Err(Fault::SelfSigned));
    assert_eq!(verdict(&rehearsal, 0), Err(Fault::SelfSigned));
}

#[test]
fn chain_faults_come_through() {
    let scene = scene();
    let intermediate = scene.authority.intermediate(WINDOW).unwrap();
    let mut issued = intermediate
        .issue(&["a.example"], KeyAlgorithm::P256, WINDOW)
        .unwrap();
    scene.check(&[material(&issued)], &["a.example"], Ok(WINDOW));
    issued.chain = String::new();
    let outcome = scene
        .open(&[material(&issued)], &["a.example"], POLICY, &["TLSv1.2"])
        .outcome;
    assert!(
        matches!(outcome, Err(Fault::MissingIntermediate { .. })),
        "{outcome:?}"
    );
    let foreign = Authority::create(WINDOW)
        .unwrap()
        .issue(&["a.example"], KeyAlgorithm::P256, WINDOW)
        .unwrap();
    let outcome = scene
        .open(&[material(&foreign)], &["a.example"], POLICY, &["TLSv1.2"])
        .outcome;
    assert!(
        matches!(outcome, Err(Fault::UnknownAuthority { .. })),
        "{outcome:?}"
    );
}

#[test]
fn protocols_come_before_certificates() {
    let scene = scene();
    let alone = || {
        [material(
            &self_signed(&["a.example"], KeyAlgorithm::P256, WINDOW).unwrap(),
        )]
    };
    let rehearsal = scene.open(
        &alone(),
        &["a.example"],
        "ELBSecurityPolicy-TLS-1-2-2017-01",
        &["TLSv1"],
    );
    assert!(matches!(rehearsal.outcome, Err(Fault::NoProtocolOverlap { .. })));
    assert_eq!((rehearsal.shown, rehearsal.agreed), (None, None));
    let rehearsal = scene.open(&alone(), &["a.example"], "ELBSecurityPolicy-2016-08", &["TLSv1"]);
    assert_eq!(rehearsal.outcome, Err(Fault::SelfSigned));
    assert_eq!(rehearsal.shown, Some(0));
    let rehearsal = scene.open(&alone(), &["a.example"], "nonsense", &["TLSv1.2"]);
    assert_eq!(rehearsal.outcome, Err(Fault::UnknownPolicy("nonsense".into())));
}

/// The rehearsal against rustls itself, in memory.
#[test]
fn rustls_agrees() {
    use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};
    let authority = Authority::create(LONG).unwrap();
    let roots = Roots::mozilla().with(authority.certificate_der()).unwrap();
    let scene = Scene { authority, roots };
    let issue = |name, algorithm| material(&scene.authority.issue(&[name], algorithm, LONG).unwrap());
    let offer = crate::ViewerPolicy::parse("TLSv1.2_2021").unwrap().offer();
    let foreign = Authority::create(LONG)
        .unwrap()
        .issue(&["a.example"], KeyAlgorithm::P256, LONG)
        .unwrap();
    let cases = [
        (issue("a.example", KeyAlgorithm::P256), "a.example"),
        (issue("a.example", KeyAlgorithm::Rsa2048), "a.example"),
        (issue("*.example", KeyAlgorithm::P256), "a.example"),
        (issue("*.b.example", KeyAlgorithm::P256), "a.b.example"),
        (issue("*.b.example", KeyAlgorithm::P256), "b.example"),
        (issue("a.example", KeyAlgorithm::P256), "b.example"),
        (material(&foreign), "a.example"),
        (
            material(&self_signed(&["a.example"], KeyAlgorithm::P256, LONG).unwrap()),
            "a.example",
        ),
    ];
    for (material, name) in cases {
        let provider = std::sync::Arc::new(offer.provider());
        let resolver = rustls::sign::SingleCertAndKey::from(material.certified_key().unwrap());
        let server = ServerConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&offer.versions)
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(std::sync::Arc::new(resolver));
        let mut store = RootCertStore::empty();
        store.add(scene.authority.certificate_der().clone()).unwrap();
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(store)
            .with_no_client_auth();
        let mut server = ServerConnection::new(server.into()).unwrap();
        let mut client = ClientConnection::new(client.into(), name.to_owned().try_into().unwrap()).unwrap();
        let mut succeeded = true;
        for _ in 0..8 {
            let mut bytes = Vec::new();
            client.write_tls(&mut bytes).unwrap();
            let mut bytes = bytes.as_slice();
            while succeeded && !bytes.is_empty() {
                server.read_tls(&mut bytes).unwrap();
                succeeded = server.process_new_packets().is_ok();
            }
            let mut bytes = Vec::new();
            server.write_tls(&mut bytes).unwrap();
            let mut bytes = bytes.as_slice();
            while succeeded && !bytes.is_empty() {
                client.read_tls(&mut bytes).unwrap();
                succeeded = client.process_new_packets().is_ok();
            }
        }
        succeeded &= !client.is_handshaking() && !server.is_handshaking();
        let rehearsed = scene.open(&[material], &[name], POLICY, &["TLSv1.2"]).outcome;
        assert_eq!(rehearsed.is_ok(), succeeded, "{name}: {rehearsed:?}");
    }
}
