//! What becomes of requested certificates: options, renewal, private authorities, CloudFront's own, and the delay.

use adit_wire::{Record, Value, record};
use time::Duration;

use super::of;
use crate::elbv2::tests::{Bench, at, forward, found, list, text};

fn request(bench: &mut Bench, more: impl FnOnce(Record) -> Record) -> String {
    let input = more(record! { "DomainName" => "a.example.com" });
    text(&bench.acm("RequestCertificate", input), "CertificateArn")
}

#[test]
fn options_are_changed_and_shown() {
    let mut bench = Bench::new();
    let arn = request(&mut bench, |input| {
        input.with("Options", record! { "Export" => "ENABLED" })
    });
    let describe = |bench: &mut Bench| bench.acm("DescribeCertificate", of(&arn));
    let read = describe(&mut bench);
    assert_eq!(text(&read, "Certificate/Options/Export"), "ENABLED");
    assert_eq!(
        text(&read, "Certificate/DomainValidationOptions/0/ValidationMethod"),
        "EMAIL"
    );
    let exported = record! { "Includes" => record! { "exportOption" => "ENABLED" } };
    assert_eq!(
        list(
            &bench.acm("ListCertificates", exported.clone()),
            "CertificateSummaryList"
        )
        .len(),
        1
    );
    let options = record! {
        "CertificateTransparencyLoggingPreference" => "DISABLED", "Export" => "DISABLED", "ValidationMethod" => "DNS",
    };
    bench.acm("UpdateCertificateOptions", of(&arn).with("Options", options));
    let read = describe(&mut bench);
    assert_eq!(text(&read, "Certificate/Options/Export"), "DISABLED");
    assert_eq!(
        text(
            &read,
            "Certificate/Options/CertificateTransparencyLoggingPreference"
        ),
        "DISABLED"
    );
    assert_eq!(text(&read, "Certificate/UpdateSummary/Status"), "SUCCESS");
    assert_eq!(
        text(
            &read,
            "Certificate/UpdateSummary/DomainValidationMethodUpdateSummary/From"
        ),
        "EMAIL"
    );
    assert_eq!(
        text(&read, "Certificate/DomainValidationOptions/0/ResourceRecord/Type"),
        "CNAME"
    );
    assert!(list(&bench.acm("ListCertificates", exported), "CertificateSummaryList").is_empty());
    let back = of(&arn).with("Options", record! { "ValidationMethod" => "EMAIL" });
    assert!(
        bench
            .acm_refused("UpdateCertificateOptions", back)
            .starts_with("InvalidParameterException")
    );
    let imported = text(
        &bench.acm("ImportCertificate", super::import("RSA_2048", "b.example.com")),
        "CertificateArn",
    );
    let input = of(&imported).with("Options", record! { "Export" => "ENABLED" });
    assert!(
        bench
            .acm_refused("UpdateCertificateOptions", input)
            .starts_with("InvalidStateException")
    );
}

#[test]
fn a_certificate_in_use_is_renewed() {
    let mut bench = Bench::new();
    let (balancer, group, arn) = (
        bench.balancer("web"),
        bench.target_group("tg"),
        bench.certificate("web.example.com"),
    );
    let error = bench.acm_refused("RenewCertificate", of(&arn));
    assert!(error.ends_with("is not eligible for renewal."), "{error}");
    bench.elb(
        "CreateListener",
        record! {
            "LoadBalancerArn" => &balancer, "Protocol" => "HTTPS", "Port" => 443,
            "Certificates" => vec![of(&arn)], "DefaultActions" => vec![forward(&group)],
        },
    );
    bench.pass(60);
    bench.acm("RenewCertificate", of(&arn));
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(text(&read, "Certificate/RenewalSummary/RenewalStatus"), "SUCCESS");
    assert_eq!(
        at(&read, "Certificate/RenewalSummary/UpdatedAt"),
        &Value::Time(bench.now)
    );
    assert_eq!(
        text(
            &read,
            "Certificate/RenewalSummary/DomainValidationOptions/0/ValidationStatus"
        ),
        "SUCCESS"
    );
}

#[test]
fn what_is_asked_of_a_private_authority_fails() {
    let mut bench = Bench::new();
    let authority =
        "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555";
    let arn = request(&mut bench, |input| {
        input.with("CertificateAuthorityArn", authority)
    });
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(text(&read, "Certificate/Status"), "FAILED");
    assert_eq!(text(&read, "Certificate/FailureReason"), "PCA_RESOURCE_NOT_FOUND");
    assert_eq!(text(&read, "Certificate/Type"), "PRIVATE");
    assert_eq!(text(&read, "Certificate/CertificateAuthorityArn"), authority);
    assert_eq!(found(&read, "Certificate/DomainValidationOptions"), None);
    assert!(
        bench
            .acm_refused("GetCertificate", of(&arn))
            .starts_with("ResourceNotFoundException")
    );
}

#[test]
fn cloudfront_proves_by_a_redirect() {
    let mut bench = Bench::new();
    let arn = request(&mut bench, |input| {
        input
            .with("ManagedBy", "CLOUDFRONT")
            .with("ValidationMethod", "HTTP")
    });
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(text(&read, "Certificate/ManagedBy"), "CLOUDFRONT");
    let redirect = text(
        &read,
        "Certificate/DomainValidationOptions/0/HttpRedirect/RedirectFrom",
    );
    assert!(
        redirect.starts_with("http://a.example.com/.well-known/pki-validation/"),
        "{redirect}"
    );
    let managed = record! { "Includes" => record! { "managedBy" => "CLOUDFRONT" } };
    assert_eq!(
        list(&bench.acm("ListCertificates", managed), "CertificateSummaryList").len(),
        1
    );
}

#[test]
fn a_certificate_is_pending_while_the_delay_lasts() {
    let mut bench = Bench::new();
    bench.deploy_delay = Duration::seconds(60);
    let arn = request(&mut bench, |input| input.with("ValidationMethod", "DNS"));
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(text(&read, "Certificate/Status"), "PENDING_VALIDATION");
    assert_eq!(
        text(&read, "Certificate/DomainValidationOptions/0/ValidationStatus"),
        "PENDING_VALIDATION"
    );
    assert_eq!(found(&read, "Certificate/Serial"), None);
    assert!(
        bench
            .acm_refused("GetCertificate", of(&arn))
            .starts_with("RequestInProgressException")
    );
    assert!(
        bench
            .acm_refused("RenewCertificate", of(&arn))
            .starts_with("RequestInProgressException")
    );
    bench.pass(60);
    let read = bench.acm("DescribeCertificate", of(&arn));
    assert_eq!(text(&read, "Certificate/Status"), "ISSUED");
}
