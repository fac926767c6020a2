//! What a configuration may say: AWS's defaults, its refusals, and what is not served.

use adit_model::distribution::{GeoRestriction, ViewerCertificate};
use adit_model::origin::{OriginKind, OriginProtocolPolicy};
use adit_wire::{Value, record};

use super::*;

/// The error of a configuration that is not taken.
#[track_caller]
pub(super) fn refused(config: Record) -> String {
    Stand::new().refused("CreateDistribution", record! { "DistributionConfig" => config })
}

#[track_caller]
pub(super) fn accepted(config: Record) -> (Record, adit_model::distribution::DistributionConfig) {
    let mut stand = Stand::new();
    let made = stand.ok("CreateDistribution", record! { "DistributionConfig" => config });
    let Value::Record(shown) = at(&made, "Distribution.DistributionConfig").clone() else {
        panic!("{made:?}")
    };
    (
        shown,
        stand.world.distributions.iter().next().unwrap().config.clone(),
    )
}

pub(super) fn with_origin(origin: Record) -> Record {
    config("c").with("Origins", list(vec![origin]))
}

pub(super) fn with_behavior(behavior: Record) -> Record {
    config("c").with("DefaultCacheBehavior", behavior)
}

#[test]
fn defaults_are_filled_in() {
    let (shown, config) = accepted(config("c"));
    for (path, value) in [
        ("Origins.Items.0.OriginPath", Value::from("")),
        ("Origins.Items.0.CustomHeaders.Quantity", Value::Int(0)),
        ("Origins.Items.0.ConnectionAttempts", Value::Int(3)),
        ("Origins.Items.0.ConnectionTimeout", Value::Int(10)),
        (
            "Origins.Items.0.CustomOriginConfig.OriginReadTimeout",
            Value::Int(30),
        ),
        (
            "Origins.Items.0.CustomOriginConfig.OriginKeepaliveTimeout",
            Value::Int(5),
        ),
        ("Origins.Items.0.OriginShield.Enabled", Value::Bool(false)),
        ("DefaultCacheBehavior.AllowedMethods.Quantity", Value::Int(2)),
        (
            "DefaultCacheBehavior.AllowedMethods.CachedMethods.Quantity",
            Value::Int(2),
        ),
        ("DefaultCacheBehavior.Compress", Value::Bool(false)),
        ("CacheBehaviors.Quantity", Value::Int(0)),
        ("Logging.Bucket", Value::from("")),
        ("PriceClass", Value::from("PriceClass_All")),
        ("ViewerCertificate.MinimumProtocolVersion", Value::from("TLSv1")),
        ("Restrictions.GeoRestriction.RestrictionType", Value::from("none")),
        ("HttpVersion", Value::from("http2")),
        ("IsIPV6Enabled", Value::Bool(false)),
        ("Staging", Value::Bool(false)),
    ] {
        assert_eq!(at(&shown, path), &value, "{path}");
    }
    assert!(config.http2 && config.enabled && config.default_root_object.is_none());
    assert_eq!(config.certificate, ViewerCertificate::Default);
    let origin = &config.origins[0];
    assert_eq!(
        (
            origin.read_timeout,
            origin.keepalive_timeout,
            origin.connection_attempts
        ),
        (30, 5, 3)
    );
}

#[test]
fn everything_that_is_served_is_kept_and_read_back() {
    let origin = record! {
        "Id" => "api", "DomainName" => "API.example.com", "OriginPath" => "/v1",
        "CustomHeaders" => list(vec![record! { "HeaderName" => "X-Custom-Header", "HeaderValue" => "secure-access" }]),
        "CustomOriginConfig" => record! {
            "HTTPPort" => 8080, "HTTPSPort" => 8443, "OriginProtocolPolicy" => "match-viewer",
            "OriginSslProtocols" => list(vec!["TLSv1.1", "TLSv1.2"]),
            "OriginReadTimeout" => 60, "OriginKeepaliveTimeout" => 120,
        },
        "ConnectionAttempts" => 1, "ConnectionTimeout" => 2, "ResponseCompletionTimeout" => 90,
    };
    let listed = record! {
        "PathPattern" => "/images/*.jpg", "TargetOriginId" => "api", "ViewerProtocolPolicy" => "redirect-to-https",
        "AllowedMethods" => list(vec!["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"])
            .with("CachedMethods", list(vec!["GET", "HEAD", "OPTIONS"])),
        "Compress" => true, "CachePolicyId" => CACHING_DISABLED, "OriginRequestPolicyId" => ALL_VIEWER,
    };
    let sent = record! {
        "CallerReference" => "all", "Comment" => "of everything", "Enabled" => false,
        "DefaultRootObject" => "index.html", "PriceClass" => "PriceClass_100", "HttpVersion" => "http1.1",
        "IsIPV6Enabled" => true,
        "Aliases" => list(vec!["www.example.com", "*.example.org", "api.example.org"]),
        "Origins" => list(vec![origin]),
        "DefaultCacheBehavior" => behavior("api").with("ViewerProtocolPolicy", "allow-all"),
        "CacheBehaviors" => list(vec![listed]),
        "CustomErrorResponses" => list(vec![
            record! { "ErrorCode" => 404, "ResponsePagePath" => "/404.html", "ResponseCode" => "200", "ErrorCachingMinTTL" => 0 },
            record! { "ErrorCode" => 502 },
        ]),
        "Restrictions" => record! {
            "GeoRestriction" => list(vec!["IE", "GB"]).with("RestrictionType", "whitelist"),
        },
        "ViewerCertificate" => record! {
            "ACMCertificateArn" => CERTIFICATE, "SSLSupportMethod" => "sni-only", "MinimumProtocolVersion" => "TLSv1.2_2021",
        },
    };
    let (shown, config) = accepted(sent.clone());
    for (name, value) in sent
        .iter()
        .filter(|(name, _)| !["Origins", "CacheBehaviors", "DefaultCacheBehavior"].contains(name))
    {
        if let (Value::Text(_) | Value::Bool(_), shown) = (value, at(&shown, name)) {
            assert_eq!(shown, value, "{name}");
        }
    }
    assert_eq!(at(&shown, "Aliases"), sent.get("Aliases").unwrap());
    assert_eq!(text(&shown, "Origins.Items.0.DomainName"), "api.example.com");
    assert_eq!(
        text(&shown, "Origins.Items.0.CustomHeaders.Items.0.HeaderValue"),
        "secure-access"
    );
    assert_eq!(
        at(&shown, "Origins.Items.0.ResponseCompletionTimeout"),
        &Value::Int(90)
    );
    assert_eq!(
        text(&shown, "CacheBehaviors.Items.0.PathPattern"),
        "/images/*.jpg"
    );
    assert_eq!(
        text(&shown, "CacheBehaviors.Items.0.AllowedMethods.Items.6"),
        "DELETE"
    );
    assert_eq!(
        text(&shown, "CacheBehaviors.Items.0.OriginRequestPolicyId"),
        ALL_VIEWER
    );
    assert_eq!(text(&shown, "CustomErrorResponses.Items.0.ResponseCode"), "200");
    assert_eq!(
        at(&shown, "CustomErrorResponses.Items.1.ErrorCachingMinTTL"),
        &Value::Int(10)
    );
    assert_eq!(text(&shown, "Restrictions.GeoRestriction.Items.1"), "GB");
    assert_eq!(text(&shown, "ViewerCertificate.CertificateSource"), "acm");

    let origin = &config.origins[0];
    let OriginKind::Custom {
        protocol,
        http_port,
        https_port,
        ssl_protocols,
    } = &origin.kind
    else {
        panic!()
    };
    assert_eq!(
        (*protocol, *http_port, *https_port),
        (OriginProtocolPolicy::MatchViewer, 8080, 8443)
    );
    assert_eq!(ssl_protocols, &["TLSv1.1", "TLSv1.2"]);
    assert_eq!(
        (origin.path.as_str(), origin.completion_timeout),
        ("/v1", Some(90))
    );
    let (pattern, listed) = &config.behaviors[0];
    assert_eq!(
        (
            pattern.as_str(),
            listed.allowed_methods.len(),
            listed.cached_methods.len()
        ),
        ("/images/*.jpg", 7, 3)
    );
    assert_eq!(
        config.geo,
        GeoRestriction::Whitelist(["GB", "IE"].map(str::to_owned).into())
    );
    assert_eq!(
        config.error_responses[0].response,
        Some(("/404.html".to_owned(), 200))
    );
    assert!(!config.http2 && config.ipv6 && !config.enabled);
}

#[test]
fn what_aws_refuses_is_refused_in_its_words() {
    let origin = || custom_origin("api", "api.example.com");
    let header = |name: &str| list(vec![record! { "HeaderName" => name, "HeaderValue" => "v" }]);
    let geo = |kind: &str, codes: Vec<&str>| record! { "GeoRestriction" => list(codes).with("RestrictionType", kind) };
    let error = |code: i64| list(vec![record! { "ErrorCode" => code }]);
    let cases: Vec<(Record, &str)> = vec![
        (
            config("c").with("Origins", record! { "Quantity" => 2, "Items" => vec![origin()] }),
            "InconsistentQuantities: The value of Quantity and the size of Items don't match.",
        ),
        (
            config("c").with("Aliases", record! { "Quantity" => 1 }),
            "InconsistentQuantities: ",
        ),
        (
            config("c").with("Origins", list(vec![origin(), origin()])),
            "InvalidArgument: The parameter Origin Id api is used twice.",
        ),
        (with_behavior(behavior("other")), "NoSuchOrigin: "),
        (
            with_behavior(behavior("api").with("CachePolicyId", "no-such-policy")),
            "NoSuchCachePolicy: ",
        ),
        (
            with_behavior(behavior("api").with("OriginRequestPolicyId", "no-such-policy")),
            "NoSuchOriginRequestPolicy: ",
        ),
        (
            with_behavior(behavior("api").with("AllowedMethods", list(vec!["GET", "HEAD", "POST"]))),
            "InvalidArgument: The parameter AllowedMethods must be ",
        ),
        (
            with_behavior(behavior("api").with("AllowedMethods", list(vec!["GET", "GET"]))),
            "InvalidArgument: The parameter AllowedMethods must be ",
        ),
        (
            with_behavior(behavior("api").with(
                "AllowedMethods",
                list(vec!["GET", "HEAD"]).with("CachedMethods", list(vec!["GET", "HEAD", "OPTIONS"])),
            )),
            "InvalidArgument: The parameter CachedMethods must be among",
        ),
        (
            with_origin(origin().with("CustomHeaders", header("X-Amz-Date"))),
            "InvalidArgument: The parameter HeaderName : X-Amz-Date is not allowed.",
        ),
        (
            with_origin(origin().with("CustomHeaders", header("Host"))),
            "InvalidArgument: The parameter HeaderName : Host is not allowed.",
        ),
        (
            with_origin(origin().with("OriginPath", "/a/")),
            "InvalidArgument: The parameter OriginPath must begin",
        ),
        (
            with_origin(origin().with("DomainName", "10.0.0.1")),
            "InvalidArgument: The parameter origin name must be a domain name.",
        ),
        (
            with_origin(origin().with("ConnectionAttempts", 4)),
            "InvalidArgument: The parameter ConnectionAttempts must be between 1 and 3.",
        ),
        (
            with_origin(origin().with("ResponseCompletionTimeout", 5)),
            "InvalidArgument: The parameter ResponseCompletionTimeout ",
        ),
        (
            with_origin(record! { "Id" => "api", "DomainName" => "a.example.com" }),
            "InvalidArgument: Exactly one of ",
        ),
        (
            with_origin(
                record! { "Id" => "api", "DomainName" => "a.example.com", "VpcOriginConfig" => record! { "VpcOriginId" => "vo_1" } },
            ),
            "EntityNotFound: The specified vpc origin does not exist",
        ),
        (
            config("c").with("Restrictions", geo("whitelist", vec![])),
            "InvalidGeoRestrictionParameter: Your request contains invalid Restriction parameters.",
        ),
        (
            config("c").with("Restrictions", geo("none", vec!["IE"])),
            "InvalidGeoRestrictionParameter: ",
        ),
        (
            config("c").with("Restrictions", geo("blacklist", vec!["UK"])),
            "InvalidLocationCode: ",
        ),
        (
            config("c").with("CustomErrorResponses", error(412)),
            "InvalidErrorCode: ",
        ),
        (
            config("c").with("DefaultRootObject", "/index.html"),
            "InvalidDefaultRootObject: ",
        ),
        (
            config("c").with("Comment", "x".repeat(129)),
            "InvalidArgument: The parameter Comment ",
        ),
    ];
    for (config, expected) in cases {
        let found = refused(config.clone());
        assert!(
            found.starts_with(expected),
            "{found}\nis not\n{expected}\nfor {config:?}"
        );
    }
    let timeout = |member: &'static str| {
        let custom = record! { "HTTPPort" => 80, "HTTPSPort" => 443, "OriginProtocolPolicy" => "https-only" };
        with_origin(origin().with("CustomOriginConfig", custom.with(member, 121)))
    };
    assert!(refused(timeout("OriginReadTimeout")).starts_with("InvalidOriginReadTimeout: "));
    assert!(refused(timeout("OriginKeepaliveTimeout")).starts_with("InvalidOriginKeepaliveTimeout: "));
    assert!(refused(timeout("HTTPPort")).starts_with("InvalidArgument: The parameter HTTPPort "));
}
