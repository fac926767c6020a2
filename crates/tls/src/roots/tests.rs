//! Every fault of a chain, with chains made here.

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, GeneralSubtree,
    IsCa, Issuer, KeyPair, NameConstraints, PublicKeyData, SubjectPublicKeyInfo,
};

use super::*;
use crate::authority::{Authority, self_signed};

const WINDOW: Window = Window {
    not_before: 1_700_000_000,
    not_after: 1_900_000_000,
};
const WEAK: &str = include_str!("../material/rsa_1024.pem");

/// A certificate authority of the test's, with whatever is wrong about it.
struct Made {
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

fn parameters(organization: &str, name: &str, window: Window) -> CertificateParams {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters
        .distinguished_name
        .push(DnType::OrganizationName, organization);
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.not_before = window.not_before_time().unwrap();
    parameters.not_after = window.not_after_time().unwrap();
    parameters
}

fn root(name: &str) -> Made {
    let key = KeyPair::generate().unwrap();
    let parameters = parameters(name, name, WINDOW);
    let der = parameters.self_signed(&key).unwrap().der().clone();
    Made {
        der,
        issuer: Issuer::new(parameters, key),
    }
}

impl Made {
    fn below(&self, parameters: CertificateParams) -> Self {
        self.below_with(parameters, KeyPair::generate().unwrap())
    }

    fn below_with(&self, parameters: CertificateParams, key: KeyPair) -> Self {
        let der = parameters.signed_by(&key, &self.issuer).unwrap().der().clone();
        Self {
            der,
            issuer: Issuer::new(parameters, key),
        }
    }

    fn leaf(&self, change: impl FnOnce(&mut CertificateParams)) -> CertificateDer<'static> {
        self.leaf_for(&KeyPair::generate().unwrap(), change)
    }

    fn leaf_for(
        &self,
        key: &impl PublicKeyData,
        change: impl FnOnce(&mut CertificateParams),
    ) -> CertificateDer<'static> {
        let mut parameters = CertificateParams::new(vec!["a.example".to_owned()]).unwrap();
        parameters.not_before = WINDOW.not_before_time().unwrap();
        parameters.not_after = WINDOW.not_after_time().unwrap();
        change(&mut parameters);
        parameters.signed_by(key, &self.issuer).unwrap().der().clone()
    }

    fn trusted(&self) -> Roots {
        Roots::default().with(&self.der).unwrap()
    }
}

fn plain(_: &mut CertificateParams) {}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "a table of cases reads better")]
fn check(
    roots: &Roots,
    leaf: &CertificateDer<'_>,
    chain: &[&CertificateDer<'_>],
    expected: Result<(), Fault>,
) {
    let chain: Vec<CertificateDer<'_>> = chain.iter().map(|der| (*der).clone()).collect();
    assert_eq!(roots.judge_presented(leaf, &chain).chain, expected);
}

fn unknown(issuer: &str) -> Result<(), Fault> {
    Err(Fault::UnknownAuthority {
        issuer: issuer.into(),
    })
}

fn missing(issuer: &str) -> Result<(), Fault> {
    Err(Fault::MissingIntermediate {
        issuer: issuer.into(),
    })
}

#[test]
fn adits_authority_is_judged_by_pem() {
    let authority = Authority::create(WINDOW).unwrap();
    let roots = Roots::mozilla().with(authority.certificate_der()).unwrap();
    let names = ["API.example.com", "*.example.org"];
    let issued = authority.issue(&names, KeyAlgorithm::P256, WINDOW).unwrap();
    let judgement = roots.judge(&issued.certificate, Some(&issued.chain));
    assert_eq!(judgement.names, ["api.example.com", "*.example.org"]);
    assert_eq!((judgement.window, judgement.chain), (WINDOW, Ok(())));
    assert_eq!(
        roots.judge(&issued.certificate, None).chain,
        Ok(()),
        "a root need not be presented"
    );

    let intermediate = authority.intermediate(WINDOW).unwrap();
    let issued = intermediate.issue(&names, KeyAlgorithm::Rsa2048, WINDOW).unwrap();
    assert_eq!(
        roots.judge(&issued.certificate, Some(&issued.chain)).chain,
        Ok(())
    );
    let Err(Fault::MissingIntermediate { issuer }) = roots.judge(&issued.certificate, None).chain else {
        panic!("the gap was not seen");
    };
    assert!(issuer.starts_with("Adit Authority"));
}

#[test]
fn mozillas_roots_do_not_know_adit() {
    let authority = Authority::create(WINDOW).unwrap();
    let issued = authority
        .issue(&["a.example"], KeyAlgorithm::P256, WINDOW)
        .unwrap();
    let another = Roots::mozilla()
        .with(Authority::create(WINDOW).unwrap().certificate_der())
        .unwrap();
    for roots in [Roots::mozilla(), another] {
        for chain in [None, Some(issued.chain.as_str())] {
            let fault = roots.judge(&issued.certificate, chain).chain;
            assert!(matches!(fault, Err(Fault::UnknownAuthority { .. })), "{fault:?}");
        }
    }
}

#[test]
fn a_certificate_that_vouches_for_itself() {
    for algorithm in [KeyAlgorithm::P256, KeyAlgorithm::Rsa2048] {
        let alone = self_signed(&["a.example"], algorithm, WINDOW).unwrap();
        let judgement = Roots::mozilla().judge(&alone.certificate, None);
        assert_eq!(judgement.chain, Err(Fault::SelfSigned));
        assert_eq!(
            (judgement.names, judgement.window),
            (vec!["a.example".to_owned()], WINDOW)
        );
    }
    assert_eq!(Roots::mozilla().judge(WEAK, None).chain, Err(Fault::SelfSigned));
}

#[test]
fn unknown_authority_or_missing_intermediate() {
    let known = root("Known");
    let intermediate = known.below(parameters("Known", "Known sub", WINDOW));
    let foreign = root("Foreign");
    let foreign_sub = foreign.below(parameters("Foreign", "Foreign sub", WINDOW));
    let roots = known.trusted();
    check(&roots, &intermediate.leaf(plain), &[&intermediate.der], Ok(()));
    check(&roots, &intermediate.leaf(plain), &[], missing("Known sub"));
    check(&roots, &foreign.leaf(plain), &[], unknown("Foreign"));
    check(&roots, &foreign.leaf(plain), &[&foreign.der], unknown("Foreign"));
    check(&roots, &foreign_sub.leaf(plain), &[], unknown("Foreign sub"));
    check(
        &roots,
        &foreign_sub.leaf(plain),
        &[&foreign_sub.der],
        unknown("Foreign"),
    );
    check(
        &roots,
        &foreign_sub.leaf(plain),
        &[&foreign_sub.der, &foreign.der],
        unknown("Foreign"),
    );

    let second = intermediate.below(parameters("Sold to others", "Second", WINDOW));
    check(
        &roots,
        &second.leaf(plain),
        &[&intermediate.der, &second.der],
        Err(Fault::BadOrder),
    );
    check(
        &roots,
        &second.leaf(plain),
        &[&second.der, &intermediate.der],
        Ok(()),
    );
    check(&roots, &second.leaf(plain), &[&second.der], missing("Known sub"));
}

#[test]
fn a_logged_certificate_is_a_public_ones() {
    let foreign = root("Foreign");
    let logged = |parameters: &mut CertificateParams| {
        let oid = [1, 3, 6, 1, 4, 1, 11129, 2, 4, 2];
        let empty_list = vec![0x04, 0x02, 0x00, 0x00];
        parameters.custom_extensions = vec![CustomExtension::from_oid_content(&oid, empty_list)];
    };
    check(&Roots::mozilla(), &foreign.leaf(logged), &[], missing("Foreign"));
    let issuer = root("Internet Security Research Group");
    check(
        &Roots::mozilla(),
        &issuer.leaf(plain),
        &[],
        missing("Internet Security Research Group"),
    );
}

#[test]
fn what_does_not_matter_does_no_harm() {
    let known = root("Known");
    let intermediate = known.below(parameters("Known", "Known sub", WINDOW));
    let leaf = intermediate.leaf(plain);
    let other = root("Other");
    let rubbish = CertificateDer::from(vec![1, 2, 3]);
    let roots = known.trusted();
    check(&roots, &leaf, &[&leaf, &intermediate.der, &known.der], Ok(()));
    check(&roots, &leaf, &[&rubbish, &other.der, &intermediate.der], Ok(()));
    let many = vec![&other.der; 40];
    check(&roots, &known.leaf(plain), &many, Ok(()));
}

#[test]
fn a_name_without_the_key_is_a_bad_signature() {
    let (one, other) = (root("Twin"), root("Twin"));
    check(&one.trusted(), &other.leaf(plain), &[], Err(Fault::BadSignature));
    check(&one.trusted(), &one.leaf(plain), &[], Ok(()));
}

#[test]
fn purposes_and_constraints() {
    let known = root("Known");
    let roots = known.trusted();
    let for_code = known.leaf(|p| p.extended_key_usages = vec![ExtendedKeyUsagePurpose::CodeSigning]);
    check(&roots, &for_code, &[], Err(Fault::WrongPurpose));
    check(
        &roots,
        &known.leaf(|p| p.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
        &[],
        Err(Fault::WrongPurpose),
    );

    let mut narrow = parameters("Known", "Narrow", WINDOW);
    narrow.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let narrow = known.below(narrow);
    let second = narrow.below(parameters("Known", "Second", WINDOW));
    check(&roots, &narrow.leaf(plain), &[&narrow.der], Ok(()));
    check(
        &roots,
        &second.leaf(plain),
        &[&second.der, &narrow.der],
        Err(Fault::Constraint),
    );

    let mut only = parameters("Known", "Only", WINDOW);
    only.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("example.com".into())],
        excluded_subtrees: Vec::new(),
    });
    let only = known.below(only);
    check(&roots, &only.leaf(plain), &[&only.der], Err(Fault::Constraint));
}

#[test]
fn keys_that_nobody_takes() {
    let known = root("Known");
    let weak = one_certificate(WEAK).unwrap();
    let weak = SubjectPublicKeyInfo::from_der(parse(&weak).unwrap().public_key().raw).unwrap();
    let fault = Fault::UnsupportedKey("RSA_1024".into());
    check(&known.trusted(), &known.leaf_for(&weak, plain), &[], Err(fault));
    let edwards = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let fault = Fault::UnsupportedKey("1.3.101.112".into());
    check(
        &known.trusted(),
        &known.leaf_for(&edwards, plain),
        &[],
        Err(fault),
    );
}

#[test]
fn the_window_is_that_of_the_whole_path() {
    let known = root("Known");
    let roots = known.trusted();
    let short = Window {
        not_before: 1_750_000_000,
        not_after: 1_800_000_000,
    };
    let intermediate = known.below(parameters("Known", "Short", short));
    let leaf = intermediate.leaf(plain);
    let judgement = roots.judge_presented(&leaf, std::slice::from_ref(&intermediate.der));
    assert_eq!((judgement.window, judgement.chain), (short, Ok(())));

    // An unrelated certificate's dates are nobody's business.
    let old = Window {
        not_before: 1_500_000_000,
        not_after: 1_600_000_000,
    };
    let unrelated = known.below(parameters("Known", "Old", old));
    let judgement = roots.judge_presented(&leaf, &[intermediate.der.clone(), unrelated.der]);
    assert_eq!((judgement.window, judgement.chain), (short, Ok(())));

    // Certificates that never hold together: no fault of the chain's, and no time at which it holds.
    let past = known.below(parameters("Known", "Past", old));
    let judgement = roots.judge_presented(&past.leaf(plain), std::slice::from_ref(&past.der));
    assert_eq!(judgement.chain, Ok(()));
    assert!(judgement.window.is_empty());

    // Dates do not hide another fault.
    let expired = |p: &mut CertificateParams| {
        p.not_before = old.not_before_time().unwrap();
        p.not_after = old.not_after_time().unwrap();
    };
    check(&roots, &root("Foreign").leaf(expired), &[], unknown("Foreign"));
    let judgement = roots.judge_presented(&known.leaf(expired), &[]);
    assert_eq!(judgement.chain, Ok(()));
    assert!(judgement.window.is_empty(), "the root began later");
}

#[test]
fn of_two_paths_the_one_that_holds_longer() {
    let known = root("Known");
    let key = KeyPair::generate().unwrap();
    let pem = key.serialize_pem();
    let early = Window {
        not_before: 1_700_000_000,
        not_after: 1_710_000_000,
    };
    let late = Window {
        not_before: 1_705_000_000,
        not_after: 1_890_000_000,
    };
    let first = known.below_with(parameters("Known", "Sub", early), key);
    let second = known.below_with(parameters("Known", "Sub", late), KeyPair::from_pem(&pem).unwrap());
    let leaf = first.leaf(plain);
    for chain in [[&first.der, &second.der], [&second.der, &first.der]] {
        let chain: Vec<_> = chain.into_iter().cloned().collect();
        let judgement = known.trusted().judge_presented(&leaf, &chain);
        assert_eq!((judgement.window, judgement.chain), (late, Ok(())));
    }
}

#[test]
fn what_cannot_be_read() {
    let judgement = Roots::mozilla().judge("nonsense", None);
    assert!(matches!(judgement.chain, Err(Fault::Unreadable(_))));
    assert!(judgement.names.is_empty());
    let issued = self_signed(&["a.example"], KeyAlgorithm::P256, WINDOW).unwrap();
    let judgement = Roots::mozilla().judge(&issued.certificate, Some("nonsense"));
    assert!(matches!(judgement.chain, Err(Fault::Unreadable(_))));
}
