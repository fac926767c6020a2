//! Certificates that wait for their records.

use adit_wire::{Record, Service, record};

use super::{does, set};
use crate::elbv2::tests::{Bench, text};

#[test]
fn a_certificate_waits_for_its_record_where_a_zone_holds_its_domain() {
    let mut bench = Bench::new();
    let zone = bench.zone("example.com");
    let input = record! {
        "DomainName" => "example.com", "ValidationMethod" => "DNS",
        "SubjectAlternativeNames" => vec!["*.example.com", "api.example.com", "elsewhere.org"],
    };
    let made = bench.ok(Service::Acm, "RequestCertificate", input);
    let of = record! { "CertificateArn" => text(&made, "CertificateArn") };
    let read = bench.ok(Service::Acm, "DescribeCertificate", of.clone());
    let status = |read: &Record| text(read, "Certificate/Status");
    assert_eq!(status(&read), "PENDING_VALIDATION");
    let option = |read: &Record, at: usize, member: &str| {
        text(
            read,
            &format!("Certificate/DomainValidationOptions/{at}/{member}"),
        )
    };
    assert_eq!(option(&read, 0, "ValidationStatus"), "PENDING_VALIDATION");
    assert_eq!(option(&read, 3, "ValidationStatus"), "SUCCESS");
    let error = bench
        .call(Service::Acm, "GetCertificate", of.clone())
        .unwrap_err();
    assert_eq!(error.code, "RequestInProgressException");
    let proof = |at: usize| {
        let value = option(&read, at, "ResourceRecord/Value");
        does(
            "UPSERT",
            set(
                &option(&read, at, "ResourceRecord/Name"),
                "CNAME",
                &[value.as_str()],
            ),
        )
    };
    bench.change(&zone, vec![proof(0)]);
    let half = bench.ok(Service::Acm, "DescribeCertificate", of.clone());
    assert_eq!(
        (
            status(&half).as_str(),
            option(&half, 0, "ValidationStatus").as_str()
        ),
        ("PENDING_VALIDATION", "SUCCESS")
    );
    bench.change(&zone, vec![proof(2)]);
    let read = bench.ok(Service::Acm, "DescribeCertificate", of.clone());
    assert_eq!(status(&read), "ISSUED");
    assert_eq!(option(&read, 2, "ValidationStatus"), "SUCCESS");
    // The records are there for the next one.
    let again = record! { "DomainName" => "api.example.com", "ValidationMethod" => "DNS" };
    let made = bench.ok(Service::Acm, "RequestCertificate", again);
    let of = record! { "CertificateArn" => text(&made, "CertificateArn") };
    assert_eq!(
        status(&bench.ok(Service::Acm, "DescribeCertificate", of)),
        "ISSUED"
    );
}

#[test]
fn a_certificate_that_nobody_proves_times_out() {
    let mut bench = Bench::new();
    bench.zone("example.com");
    let arn = bench.certificate("www.example.com");
    bench.pass(73 * 3600);
    let read = bench.ok(
        Service::Acm,
        "DescribeCertificate",
        record! { "CertificateArn" => arn },
    );
    assert_eq!(text(&read, "Certificate/Status"), "VALIDATION_TIMED_OUT");
}
