//! Aliases and the certificate that must cover them.

use adit_wire::record;

use super::distribution_config::{accepted, refused};
use super::*;

#[test]
fn aliases_need_a_certificate_that_covers_them() {
    let with = |aliases: Vec<&str>, arn: Option<&str>| {
        let certificate =
            arn.map(|arn| record! { "ACMCertificateArn" => arn, "SSLSupportMethod" => "sni-only" });
        config("c")
            .with("Aliases", list(aliases))
            .with("ViewerCertificate", certificate)
    };
    accepted(with(vec!["www.example.com", "a.example.org"], Some(CERTIFICATE)));
    assert!(
        refused(with(vec!["www.example.com"], None))
            .starts_with("InvalidViewerCertificate: To add an alternate")
    );
    for uncovered in ["example.com", "a.b.example.org", "*.example.com"] {
        let error = refused(with(vec![uncovered], Some(CERTIFICATE)));
        assert!(
            error.contains("doesn't cover the alternate domain name"),
            "{uncovered}: {error}"
        );
    }
    for bad in [
        "WWW.example.com",
        "a.*.example.org",
        "localhost",
        "d1.cloudfront.net",
        "a b.example.com",
    ] {
        let error = refused(with(vec![bad], Some(CERTIFICATE)));
        assert!(
            error.starts_with("InvalidArgument: The parameter CNAME "),
            "{bad}: {error}"
        );
    }

    let mut stand = Stand::new();
    let elsewhere = CERTIFICATE.replace("us-east-1", "eu-west-1");
    stand.put(certificate(&elsewhere, &["www.example.com"]));
    let mut expired = certificate(&CERTIFICATE.replace("9012", "9013"), &["www.example.com"]);
    expired.owner.account = AccountId::parse(ACCOUNT).unwrap();
    expired.material.as_mut().unwrap().not_after = NOW;
    let expired_arn = expired.id.to_string();
    stand.put(expired);
    for arn in [
        elsewhere.as_str(),
        &expired_arn,
        "arn:aws:acm:us-east-1:123456789012:certificate/none",
    ] {
        let error = stand.refused(
            "CreateDistribution",
            record! { "DistributionConfig" => with(vec!["www.example.com"], Some(arn)) },
        );
        assert!(
            error.contains("doesn't exist, isn't in us-east-1 region"),
            "{arn}: {error}"
        );
    }

    // An alias is in use once, whoever has it, until its distribution lets go of it.
    let first = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => with(vec!["a.example.org"], Some(CERTIFICATE)) },
    );
    let second = with(vec!["a.example.org"], Some(CERTIFICATE)).with("CallerReference", "other");
    let taken = stand.refused(
        "CreateDistribution",
        record! { "DistributionConfig" => second.clone() },
    );
    assert!(taken.starts_with("CNAMEAlreadyExists: "), "{taken}");
    let without = record! { "DistributionConfig" => config("c"), "Id" => text(&first, "Distribution.Id"), "IfMatch" => text(&first, "ETag") };
    stand.ok("UpdateDistribution", without);
    stand.ok("CreateDistribution", record! { "DistributionConfig" => second });
}
