//! Features of a distribution that are kept and read back: web ACL, logs, origin groups, shield, and what they refuse.

use adit_wire::{Value, record};

use super::distribution_config::{accepted, refused, with_behavior, with_origin};
use super::*;

const ACL: &str =
    "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/473e64fd-f30b-4765-81a0-62ad96dd167a";

fn group(id: &str, members: Vec<&str>, codes: Vec<i64>) -> Record {
    let members: Vec<Record> = members
        .into_iter()
        .map(|id| record! { "OriginId" => id })
        .collect();
    record! {
        "Id" => id,
        "FailoverCriteria" => record! { "StatusCodes" => list(codes) },
        "Members" => list(members),
    }
}

fn two_origins() -> Record {
    config("c").with(
        "Origins",
        list(vec![
            custom_origin("api", "api.example.com").with(
                "OriginShield",
                record! { "Enabled" => true, "OriginShieldRegion" => "eu-west-1" },
            ),
            custom_origin("spare", "spare.example.com"),
        ]),
    )
}

#[test]
fn they_are_read_back() {
    let logging = record! { "Enabled" => true, "IncludeCookies" => true, "Bucket" => "logs.s3.amazonaws.com", "Prefix" => "cf/" };
    let sent = two_origins()
        .with("WebACLId", ACL)
        .with("Logging", logging.clone())
        .with(
            "OriginGroups",
            list(vec![group("both", vec!["api", "spare"], vec![500, 502])]),
        )
        .with(
            "DefaultCacheBehavior",
            behavior("both").with("SmoothStreaming", true),
        );
    let (shown, config) = accepted(sent);
    assert_eq!(text(&shown, "WebACLId"), ACL);
    assert_eq!(at(&shown, "Logging"), &Value::Record(logging));
    assert_eq!(
        text(&shown, "OriginGroups.Items.0.Members.Items.1.OriginId"),
        "spare"
    );
    assert_eq!(
        at(
            &shown,
            "OriginGroups.Items.0.FailoverCriteria.StatusCodes.Items.1"
        ),
        &Value::Int(502)
    );
    assert_eq!(
        text(&shown, "Origins.Items.0.OriginShield.OriginShieldRegion"),
        "eu-west-1"
    );
    assert_eq!(
        at(&shown, "DefaultCacheBehavior.SmoothStreaming"),
        &Value::Bool(true)
    );
    assert_eq!(config.web_acl.as_deref(), Some(ACL));
    assert_eq!(config.first_origin("both"), Some(0));
}

#[test]
fn they_are_checked() {
    let groups = |group| two_origins().with("OriginGroups", list(vec![group]));
    let lambda = |arn: &str, event: &str| {
        let one = record! { "LambdaFunctionARN" => arn, "EventType" => event };
        with_behavior(behavior("api").with("LambdaFunctionAssociations", list(vec![one])))
    };
    let on = |bucket: &str| record! { "Enabled" => true, "IncludeCookies" => false, "Bucket" => bucket, "Prefix" => "" };
    let s3 = |domain: &str, identity: &str| {
        with_origin(record! {
            "Id" => "api", "DomainName" => domain,
            "S3OriginConfig" => record! { "OriginAccessIdentity" => identity },
        })
    };
    for (config, expected) in [
        (config("c").with("WebACLId", "edge"), "InvalidWebACLId: "),
        (
            config("c").with("Logging", on("logs")),
            "InvalidArgument: The parameter Logging Bucket",
        ),
        (
            groups(group("api", vec!["api", "spare"], vec![500])),
            "InvalidArgument: The parameter OriginGroup Id",
        ),
        (
            groups(group("g", vec!["api"], vec![500])),
            "InvalidArgument: The parameter OriginGroupMembers",
        ),
        (
            groups(group("g", vec!["api", "none"], vec![500])),
            "NoSuchOrigin: ",
        ),
        (
            groups(group("g", vec!["api", "spare"], vec![418])),
            "InvalidArgument: The parameter StatusCodes",
        ),
        (
            lambda(
                "arn:aws:lambda:us-east-1:123456789012:function:f",
                "viewer-request",
            ),
            "InvalidLambdaFunctionAssociation: The function ARN must reference a specific function version.",
        ),
        (
            lambda(
                "arn:aws:lambda:eu-west-1:123456789012:function:f:1",
                "viewer-request",
            ),
            "InvalidLambdaFunctionAssociation: The function must be in region 'us-east-1'.",
        ),
        (
            s3("api.example.com", ""),
            "InvalidArgument: The parameter Origin DomainName does not refer to a valid S3 bucket.",
        ),
        (
            s3("bucket.s3.amazonaws.com", "origin-access-identity/cloudfront/E1"),
            "InvalidOriginAccessIdentity: ",
        ),
        (
            with_behavior(behavior("api").with(
                "RealtimeLogConfigArn",
                "arn:aws:cloudfront::123456789012:realtime-log-config/x",
            )),
            "NoSuchRealtimeLogConfig: ",
        ),
        (
            with_behavior(behavior("api").with("FieldLevelEncryptionId", "C1")),
            "NoSuchFieldLevelEncryptionConfig: ",
        ),
        (
            with_behavior(behavior("api").with("ResponseHeadersPolicyId", "none")),
            "NoSuchResponseHeadersPolicy: ",
        ),
        (
            with_behavior(behavior("api").with(
                "TrustedKeyGroups",
                record! { "Enabled" => true, "Quantity" => 1, "Items" => vec!["none"] },
            )),
            "TrustedKeyGroupDoesNotExist: ",
        ),
    ] {
        let error = refused(config);
        assert!(error.starts_with(expected), "{error}\nnot\n{expected}");
    }
}

#[test]
fn a_web_acl_is_set_and_taken_away_by_itself() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("c") },
    );
    let (id, etag) = (text(&made, "Distribution.Id"), text(&made, "ETag"));
    let stale = record! { "Id" => &id, "WebACLArn" => ACL, "IfMatch" => "E0000000000000" };
    assert!(
        stand
            .refused("AssociateDistributionWebACL", stale)
            .starts_with("PreconditionFailed: ")
    );
    let set = record! { "Id" => &id, "WebACLArn" => ACL, "IfMatch" => &etag };
    let set = stand.ok("AssociateDistributionWebACL", set);
    let shown = stand.ok("GetDistributionConfig", record! { "Id" => &id });
    assert_eq!(text(&shown, "DistributionConfig.WebACLId"), ACL);
    for (acl, count) in [(ACL, 1), ("null", 0)] {
        let users = stand.ok("ListDistributionsByWebACLId", record! { "WebACLId" => acl });
        assert_eq!(at(&users, "DistributionList.Quantity"), &Value::Int(count));
    }
    stand.ok(
        "DisassociateDistributionWebACL",
        record! { "Id" => &id, "IfMatch" => text(&set, "ETag") },
    );
    let shown = stand.ok("GetDistribution", record! { "Id" => &id });
    assert_eq!(text(&shown, "Distribution.DistributionConfig.WebACLId"), "");
    let missing = record! { "Id" => "E1", "IfMatch" => &etag };
    assert!(
        stand
            .refused("DisassociateDistributionWebACL", missing)
            .starts_with("EntityNotFound: ")
    );
}

#[test]
fn a_monitoring_subscription_is_made_changed_and_deleted() {
    let mut stand = Stand::new();
    let made = stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => config("c") },
    );
    let id = record! { "DistributionId" => text(&made, "Distribution.Id") };
    let missing = stand.refused("GetMonitoringSubscription", &id);
    assert!(missing.starts_with("NoSuchMonitoringSubscription: "));
    for status in ["Enabled", "Disabled"] {
        let metrics = record! { "RealtimeMetricsSubscriptionStatus" => status };
        let input = id.clone().with(
            "MonitoringSubscription",
            record! { "RealtimeMetricsSubscriptionConfig" => metrics },
        );
        stand.ok("CreateMonitoringSubscription", input);
        let read = stand.ok("GetMonitoringSubscription", &id);
        let path =
            "MonitoringSubscription.RealtimeMetricsSubscriptionConfig.RealtimeMetricsSubscriptionStatus";
        assert_eq!(text(&read, path), status);
    }
    stand.ok("DeleteMonitoringSubscription", &id);
    assert!(
        stand
            .refused("DeleteMonitoringSubscription", &id)
            .starts_with("NoSuchMonitoringSubscription: ")
    );
}
