//! Features that nothing serves: their neutral values are taken, others are refused by name.

use adit_wire::{Value, record};

use super::distribution_config::{accepted, refused, with_behavior, with_origin};
use super::*;

#[test]
fn neutral_values_of_what_is_not_served_are_taken_and_others_refused_by_name() {
    let nothing = || list(Vec::<String>::new());
    let off = || record! { "Enabled" => false, "Quantity" => 0 };
    let neutral = config("c")
        .with("OriginGroups", nothing())
        .with(
            "Logging",
            record! { "Enabled" => false, "IncludeCookies" => false, "Bucket" => "", "Prefix" => "" },
        )
        .with("WebACLId", "")
        .with("ContinuousDeploymentPolicyId", "")
        .with("Staging", false)
        .with("AnycastIpListId", "")
        .with("ConnectionMode", "direct")
        .with(
            "Origins",
            list(vec![
                custom_origin("api", "api.example.com")
                    .with("OriginShield", record! { "Enabled" => false })
                    .with("OriginAccessControlId", ""),
            ]),
        )
        .with(
            "DefaultCacheBehavior",
            behavior("api")
                .with("TrustedSigners", off())
                .with("TrustedKeyGroups", off())
                .with("SmoothStreaming", false)
                .with("LambdaFunctionAssociations", nothing())
                .with("FunctionAssociations", nothing())
                .with("FieldLevelEncryptionId", "")
                .with("RealtimeLogConfigArn", "")
                .with("ResponseHeadersPolicyId", "")
                .with("GrpcConfig", record! { "Enabled" => false }),
        );
    let (shown, _) = accepted(neutral);
    assert_eq!(text(&shown, "ConnectionMode"), "direct");

    let b = |member: &'static str, value: Value| with_behavior(behavior("api").with(member, value));
    let function = record! { "FunctionARN" => "arn:aws:cloudfront::123456789012:function/f", "EventType" => "viewer-request" };
    let signers = record! { "Enabled" => true, "Quantity" => 1, "Items" => vec!["self"] };
    let s3 = record! { "Id" => "api", "DomainName" => "b.s3.amazonaws.com", "S3OriginConfig" => record! { "OriginAccessIdentity" => "" } };
    let acl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1";
    let cases = [
        (config("c").with("WebACLId", acl), "distributionConfig.webACLId"),
        (config("c").with("Staging", true), "distributionConfig.staging"),
        (
            config("c").with(
                "Logging",
                record! { "Enabled" => true, "Bucket" => "b.s3.amazonaws.com" },
            ),
            "distributionConfig.logging.enabled",
        ),
        (
            config("c").with("ConnectionMode", "tenant-only"),
            "distributionConfig.connectionMode",
        ),
        (
            config("c").with("CacheTagConfig", record! { "HeaderName" => "tags" }),
            "distributionConfig.cacheTagConfig",
        ),
        (
            with_origin(s3),
            "distributionConfig.origins.items.1.member.s3OriginConfig",
        ),
        (
            b("FunctionAssociations", list(vec![function]).into()),
            "distributionConfig.defaultCacheBehavior.functionAssociations.quantity",
        ),
        (
            b("TrustedSigners", signers.into()),
            "distributionConfig.defaultCacheBehavior.trustedSigners.enabled",
        ),
        (
            b("SmoothStreaming", true.into()),
            "distributionConfig.defaultCacheBehavior.smoothStreaming",
        ),
        (
            b(
                "ResponseHeadersPolicyId",
                "67f7725c-6f97-4210-82d7-5512b31e9d03".into(),
            ),
            "distributionConfig.defaultCacheBehavior.responseHeadersPolicyId",
        ),
    ];
    for (config, member) in cases {
        let error = refused(config);
        assert!(
            error.starts_with("UnsupportedOperation: ")
                && error.contains(&format!("parameter {member} is not supported.")),
            "{error}\nnot\n{member}"
        );
    }
}
