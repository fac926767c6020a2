//! Certificates: imported, requested, described, listed, tagged, deleted.

use adit_wire::{Record, Service, Value, record};

use crate::elbv2::tests::{Bench, NOW, at, forward, found, list, owner, paper, text};

mod requested;

impl Bench {
    #[track_caller]
    fn acm(&mut self, operation: &str, input: Record) -> Record {
        self.ok(Service::Acm, operation, input)
    }

    #[track_caller]
    fn acm_refused(&mut self, operation: &str, input: Record) -> String {
        match self.call(Service::Acm, operation, input) {
            Ok(output) => panic!("{operation} was not refused: {output:?}"),
            Err(error) => error.to_string(),
        }
    }
}

fn of(arn: &str) -> Record {
    record! { "CertificateArn" => arn }
}

fn import(algorithm: &str, names: &str) -> Record {
    record! {
        "Certificate" => paper(algorithm, names).into_bytes(),
        "PrivateKey" => b"good key".to_vec(),
        "CertificateChain" => b"the chain".to_vec(),
    }
}

fn tag(key: &str, value: &str) -> Record {
    record! { "Key" => key, "Value" => value }
}

#[test]
fn an_import_is_read_back() {
    let mut bench = Bench::new();
    let arn = text(
        &bench.acm(
            "ImportCertificate",
            import("RSA_2048", "a.example.com b.example.com"),
        ),
        "CertificateArn",
    );
    let id = arn
        .strip_prefix("arn:aws:acm:eu-west-1:111122223333:certificate/")
        .unwrap();
    assert_eq!((id.len(), id.as_bytes()[8]), (36, b'-'));
    let read = bench.acm("DescribeCertificate", of(&arn));
    let member = |path: &str| text(&read, &format!("Certificate/{path}"));
    assert_eq!(member("CertificateArn"), arn);
    assert_eq!(member("DomainName"), "a.example.com");
    assert_eq!(member("SubjectAlternativeNames/1"), "b.example.com");
    assert_eq!(member("Serial"), "0a:0b");
    assert_eq!(member("Subject"), "CN=a.example.com+b.example.com");
    assert_eq!(member("Issuer"), "Adit");
    assert_eq!(member("Status"), "ISSUED");
    assert_eq!(member("Type"), "IMPORTED");
    assert_eq!(member("KeyAlgorithm"), "RSA_2048");
    assert_eq!(member("SignatureAlgorithm"), "SHA256WITHRSA");
    assert_eq!(member("KeyUsages/0/Name"), "DIGITAL_SIGNATURE");
    assert_eq!(member("ExtendedKeyUsages/0/OID"), "1.3.6.1.5.5.7.3.1");
    assert_eq!(member("RenewalEligibility"), "INELIGIBLE");
    assert_eq!(member("CertificateKeyPairOrigin"), "CUSTOMER_PROVIDED");
    assert_eq!(at(&read, "Certificate/CreatedAt"), &Value::Time(NOW));
    assert_eq!(at(&read, "Certificate/ImportedAt"), &Value::Time(NOW));
    assert_eq!(found(&read, "Certificate/IssuedAt"), None);
    assert_eq!(found(&read, "Certificate/DomainValidationOptions"), None);
    assert!(list(&read, "Certificate/InUseBy").is_empty());
    let pem = bench.acm("GetCertificate", of(&arn));
    assert_eq!(
        text(&pem, "Certificate"),
        paper("RSA_2048", "a.example.com b.example.com")
    );
    assert_eq!(text(&pem, "CertificateChain"), "the chain");
    bench.pass(100 * 24 * 3600);
    assert_eq!(
        text(&bench.acm("DescribeCertificate", of(&arn)), "Certificate/Status"),
        "EXPIRED"
    );
}

#[test]
fn a_reimport_keeps_the_arn() {
    let mut bench = Bench::new();
    let first = import("RSA_2048", "a.example.com").with("Tags", vec![tag("k", "v")]);
    let arn = text(&bench.acm("ImportCertificate", first), "CertificateArn");
    bench.pass(60);
    let again = |names: &str| import("EC_prime256v1", names).with("CertificateArn", arn.as_str());
    assert_eq!(
        text(
            &bench.acm("ImportCertificate", again("c.example.com")),
            "CertificateArn"
        ),
        arn
    );
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(text(&read, "Certificate/DomainName"), "c.example.com");
    assert_eq!(at(&read, "Certificate/CreatedAt"), &Value::Time(NOW));
    assert_eq!(at(&read, "Certificate/ImportedAt"), &Value::Time(bench.now));
    assert_eq!(
        text(&bench.acm("ListTagsForCertificate", of(&arn)), "Tags/0/Value"),
        "v"
    );
    let error = bench.acm_refused(
        "ImportCertificate",
        again("x.example.com").with("Tags", vec![tag("k", "v")]),
    );
    assert_eq!(
        error,
        "ValidationException: Tagging is not permitted on re-import."
    );
    let issued = bench.certificate("web.example.com");
    let over = import("RSA_2048", "x.example.com").with("CertificateArn", issued.as_str());
    let error = bench.acm_refused("ImportCertificate", over);
    assert!(
        error.ends_with("was not imported and cannot be reimported."),
        "{error}"
    );
}

#[test]
fn an_import_is_judged() {
    let mut bench = Bench::new();
    let mut check =
        |input: Record, expected: &str| assert_eq!(bench.acm_refused("ImportCertificate", input), expected);
    let good = || import("RSA_2048", "a.example.com");
    check(
        good().with("PrivateKey", b"bad key".to_vec()),
        "ValidationException: The certificate and private key do not match.",
    );
    check(
        good().with("Certificate", vec![0xff_u8]),
        "ValidationException: Could not parse certificate.",
    );
    let two = format!("{}\n{}", paper("RSA_2048", "a"), paper("RSA_2048", "b")).into_bytes();
    check(
        good().with("Certificate", two),
        "ValidationException: The certificate field contains more than one certificate. You can specify only one certificate in this field.",
    );
    let unknown = "arn:aws:acm:eu-west-1:111122223333:certificate/0";
    check(
        good().with("CertificateArn", unknown),
        "ResourceNotFoundException: Could not find certificate arn:aws:acm:eu-west-1:111122223333:certificate/0 in account 111122223333.",
    );
    let error = bench.acm_refused(
        "DescribeCertificate",
        of("arn:aws:acm:eu-west-1:111122223333:thing/0"),
    );
    assert!(error.starts_with("InvalidArnException"), "{error}");
}

#[test]
fn a_request_is_issued_with_its_records() {
    let mut bench = Bench::new();
    let input = record! {
        "DomainName" => "Example.com",
        "SubjectAlternativeNames" => vec!["*.example.com", "example.com", "api.example.com"],
        "ValidationMethod" => "DNS",
        "KeyAlgorithm" => "EC_prime256v1",
        "IdempotencyToken" => "t1",
        "Options" => record! { "CertificateTransparencyLoggingPreference" => "DISABLED" },
        "Tags" => vec![tag("k", "v")],
    };
    let arn = text(&bench.acm("RequestCertificate", input.clone()), "CertificateArn");
    assert_eq!(
        text(&bench.acm("RequestCertificate", input.clone()), "CertificateArn"),
        arn
    );
    bench.pass(3601);
    assert_ne!(
        text(&bench.acm("RequestCertificate", input), "CertificateArn"),
        arn
    );
    let read = bench.acm("DescribeCertificate", of(&arn));
    let member = |path: &str| text(&read, &format!("Certificate/{path}"));
    assert_eq!(member("DomainName"), "example.com");
    assert_eq!(list(&read, "Certificate/SubjectAlternativeNames").len(), 3);
    assert_eq!(member("Status"), "ISSUED");
    assert_eq!(member("Type"), "AMAZON_ISSUED");
    assert_eq!(member("KeyAlgorithm"), "EC_prime256v1");
    assert_eq!(
        member("Options/CertificateTransparencyLoggingPreference"),
        "DISABLED"
    );
    assert_eq!(at(&read, "Certificate/IssuedAt"), &Value::Time(NOW));
    let option = |at: usize, path: &str| member(&format!("DomainValidationOptions/{at}/{path}"));
    assert_eq!(option(0, "ValidationStatus"), "SUCCESS");
    assert_eq!(option(0, "ValidationMethod"), "DNS");
    assert_eq!(option(0, "ResourceRecord/Type"), "CNAME");
    let name = option(0, "ResourceRecord/Name");
    assert!(
        name.starts_with('_') && name.ends_with(".example.com.") && name.len() == 33 + ".example.com.".len()
    );
    assert!(option(0, "ResourceRecord/Value").ends_with(".acm-validations.aws."));
    assert_eq!(option(1, "DomainName"), "*.example.com");
    assert_eq!(option(1, "ResourceRecord/Name"), name);
    assert_ne!(option(2, "ResourceRecord/Name"), name);
    assert_eq!(
        text(&bench.acm("ListTagsForCertificate", of(&arn)), "Tags/0/Key"),
        "k"
    );
}

#[test]
fn mail_goes_where_it_was_asked_to() {
    let mut bench = Bench::new();
    let option =
        |domain: &str| vec![record! { "DomainName" => "api.example.com", "ValidationDomain" => domain }];
    let input = |domain: &str| record! { "DomainName" => "api.example.com", "DomainValidationOptions" => option(domain) };
    let arn = text(
        &bench.acm("RequestCertificate", input("example.com")),
        "CertificateArn",
    );
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(
        text(&read, "Certificate/DomainValidationOptions/0/ValidationMethod"),
        "EMAIL"
    );
    assert_eq!(
        text(&read, "Certificate/DomainValidationOptions/0/ValidationEmails/0"),
        "admin@example.com"
    );
    let error = bench.acm_refused("RequestCertificate", input("ample.com"));
    assert!(
        error.starts_with("InvalidDomainValidationOptionsException"),
        "{error}"
    );
}

#[test]
fn requests_are_refused() {
    let mut bench = Bench::new();
    let mut check = |input: Record, expected: &str| {
        let error = bench.acm_refused("RequestCertificate", input);
        assert!(error.starts_with(expected), "{error}");
    };
    let plain = || record! { "DomainName" => "a.example.com" };
    check(
        plain().with("KeyAlgorithm", "RSA_4096"),
        "InvalidParameterException: The key algorithm RSA_4096",
    );
    check(
        plain().with("ValidationMethod", "HTTP"),
        "InvalidParameterException: The validation method HTTP",
    );
    check(
        record! { "DomainName" => format!("{}.example.com", "a".repeat(60)) },
        "InvalidParameterException: The first domain name",
    );
    let many: Vec<String> = (0..10).map(|n| format!("{n}.example.com")).collect();
    check(
        plain().with("SubjectAlternativeNames", many),
        "LimitExceededException",
    );
    check(
        plain().with("Tags", vec![tag("aws:x", "")]),
        "InvalidTagException",
    );
}

#[test]
fn a_certificate_in_use_stays_and_names_its_users() {
    let mut bench = Bench::new();
    let (balancer, group, arn) = (
        bench.balancer("web"),
        bench.target_group("tg"),
        bench.certificate("web.example.com"),
    );
    let made = bench.elb(
        "CreateListener",
        record! {
            "LoadBalancerArn" => &balancer, "Protocol" => "HTTPS", "Port" => 443,
            "Certificates" => vec![of(&arn)], "DefaultActions" => vec![forward(&group)],
        },
    );
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(text(&read, "Certificate/InUseBy/0"), balancer);
    assert_eq!(text(&read, "Certificate/RenewalEligibility"), "ELIGIBLE");
    let error = bench.acm_refused("DeleteCertificate", of(&arn));
    assert_eq!(
        error,
        format!("ResourceInUseException: Certificate {arn} in account 111122223333 is in use.")
    );
    bench.elb(
        "DeleteListener",
        record! { "ListenerArn" => text(&made, "Listeners/0/ListenerArn") },
    );
    bench.acm("DeleteCertificate", of(&arn));
    let error = bench.acm_refused("DeleteCertificate", of(&arn));
    assert!(error.starts_with("ResourceNotFoundException"), "{error}");
}

#[test]
fn lists_are_filtered_and_paged() {
    let mut bench = Bench::new();
    for name in ["a.example.com", "b.example.com", "c.example.com"] {
        bench.certificate(name);
        bench.pass(1);
    }
    bench.acm("ImportCertificate", import("EC_prime256v1", "d.example.com"));
    let mut names = |input: Record| -> Vec<String> {
        let answer = bench.acm("ListCertificates", input);
        let count = list(&answer, "CertificateSummaryList").len();
        (0..count)
            .map(|at| text(&answer, &format!("CertificateSummaryList/{at}/DomainName")))
            .collect()
    };
    let sorted = |order: &str| record! { "SortBy" => "CREATED_AT", "SortOrder" => order };
    assert_eq!(
        names(sorted("DESCENDING")),
        ["c.example.com", "b.example.com", "a.example.com"]
    );
    let keys = record! { "Includes" => record! { "keyTypes" => vec!["EC_prime256v1"] } };
    assert_eq!(names(keys), ["d.example.com"]);
    let usage = |name: &str| record! { "Includes" => record! { "keyUsage" => vec![name] } };
    assert_eq!(
        (
            names(usage("DIGITAL_SIGNATURE")).len(),
            names(usage("CRL_SIGNING")).len()
        ),
        (3, 0)
    );
    assert!(names(record! { "CertificateStatuses" => vec!["EXPIRED"] }).is_empty());
    assert!(names(record! { "CertificateKeyPairOrigins" => vec!["CUSTOMER_PROVIDED"] }).is_empty());
    let first = bench.acm("ListCertificates", sorted("ASCENDING").with("MaxItems", 2));
    let token = text(&first, "NextToken");
    let last = bench.acm(
        "ListCertificates",
        sorted("ASCENDING").with("MaxItems", 2).with("NextToken", token),
    );
    assert_eq!(
        text(&last, "CertificateSummaryList/0/DomainName"),
        "c.example.com"
    );
    assert_eq!(found(&last, "NextToken"), None);
    let error = bench.acm_refused("ListCertificates", record! { "NextToken" => "x" });
    assert_eq!(error, "ValidationException: The NextToken is not valid.");
    let error = bench.acm_refused("ListCertificates", record! { "SortBy" => "CREATED_AT" });
    assert_eq!(
        error,
        "ValidationException: SortBy and SortOrder must be specified together."
    );
    bench.caller = owner("111122223333", "us-east-1");
    assert!(
        list(
            &bench.acm("ListCertificates", Record::new()),
            "CertificateSummaryList"
        )
        .is_empty()
    );
}

#[test]
fn a_tag_goes_with_its_value_or_by_its_key() {
    let mut bench = Bench::new();
    let arn = bench.certificate("a.example.com");
    let with = |tags: Vec<Record>| of(&arn).with("Tags", tags);
    bench.acm(
        "AddTagsToCertificate",
        with(vec![tag("a", "1"), tag("b", "2"), tag("c", "3")]),
    );
    bench.acm(
        "RemoveTagsFromCertificate",
        with(vec![tag("a", "other"), tag("b", "2"), record! { "Key" => "c" }]),
    );
    let left = bench.acm("ListTagsForCertificate", of(&arn));
    assert_eq!(list(&left, "Tags"), [Value::Record(tag("a", "1"))]);
    let many: Vec<Record> = (0..50).map(|n| tag(&format!("k{n}"), "")).collect();
    let error = bench.acm_refused("AddTagsToCertificate", with(many));
    assert!(error.starts_with("TooManyTagsException"), "{error}");
}
