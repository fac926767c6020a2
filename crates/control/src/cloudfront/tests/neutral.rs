//! Features that nothing serves: their neutral values are taken, others are refused by name.

use adit_wire::{Value, record};

use super::distribution_config::{accepted, refused, with_behavior};
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
    let cases = [
        (config("c").with("Staging", true), "distributionConfig.staging"),
        (
            config("c").with("ConnectionMode", "tenant-only"),
            "distributionConfig.connectionMode",
        ),
        (
            config("c").with("CacheTagConfig", record! { "HeaderName" => "tags" }),
            "distributionConfig.cacheTagConfig",
        ),
        (
            b("GrpcConfig", record! { "Enabled" => true }.into()),
            "distributionConfig.defaultCacheBehavior.grpcConfig.enabled",
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
