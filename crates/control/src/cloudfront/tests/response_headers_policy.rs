//! Response headers policies: every member read back, AWS's own, and the refusals.

use adit_wire::{Value, record};

use super::*;

fn cors() -> Record {
    record! {
        "AccessControlAllowOrigins" => list(vec!["https://*.example.com"]),
        "AccessControlAllowHeaders" => list(vec!["X-A"]),
        "AccessControlAllowMethods" => list(vec!["GET", "PUT"]),
        "AccessControlAllowCredentials" => true,
        "AccessControlExposeHeaders" => list(vec!["X-B"]),
        "AccessControlMaxAgeSec" => 600,
        "OriginOverride" => true,
    }
}

fn security() -> Record {
    record! {
        "XSSProtection" => record! { "Override" => true, "Protection" => true, "ModeBlock" => true },
        "FrameOptions" => record! { "Override" => false, "FrameOption" => "DENY" },
        "ReferrerPolicy" => record! { "Override" => true, "ReferrerPolicy" => "same-origin" },
        "ContentSecurityPolicy" => record! { "Override" => true, "ContentSecurityPolicy" => "default-src 'self'" },
        "ContentTypeOptions" => record! { "Override" => true },
        "StrictTransportSecurity" => record! {
            "Override" => true, "IncludeSubdomains" => true, "Preload" => false, "AccessControlMaxAgeSec" => 60,
        },
    }
}

fn custom(name: &str) -> Record {
    list(vec![
        record! { "Header" => name, "Value" => "1", "Override" => false },
    ])
}

fn named(name: &str) -> Record {
    record! { "Comment" => "for tests", "Name" => name, "CustomHeadersConfig" => custom("X-Own") }
}

fn create(config: Record) -> Record {
    record! { "ResponseHeadersPolicyConfig" => config }
}

#[test]
fn every_member_is_read_back() {
    let mut stand = Stand::new();
    let sent = named("mine")
        .with("CorsConfig", cors())
        .with("SecurityHeadersConfig", security())
        .with(
            "ServerTimingHeadersConfig",
            record! { "Enabled" => true, "SamplingRate" => 12.5 },
        )
        .with(
            "RemoveHeadersConfig",
            list(vec![record! { "Header" => "Server" }]),
        );
    let made = stand.ok("CreateResponseHeadersPolicy", create(sent.clone()));
    let (id, etag) = (text(&made, "ResponseHeadersPolicy.Id"), text(&made, "ETag"));
    assert!(text(&made, "Location").ends_with(&format!("/response-headers-policy/{id}")));
    let read = stand.ok("GetResponseHeadersPolicyConfig", record! { "Id" => &id });
    for (member, value) in sent.iter() {
        assert_eq!(
            at(&read, &format!("ResponseHeadersPolicyConfig.{member}")),
            value,
            "{member}"
        );
    }
    let taken = stand.refused("CreateResponseHeadersPolicy", create(named("mine")));
    assert!(
        taken.starts_with("ResponseHeadersPolicyAlreadyExists: "),
        "{taken}"
    );
    let change = create(named("other")).with("Id", &id);
    let unmatched = stand.refused("UpdateResponseHeadersPolicy", change.clone());
    assert!(unmatched.starts_with("InvalidIfMatchVersion: "), "{unmatched}");
    let changed = stand.ok("UpdateResponseHeadersPolicy", change.with("IfMatch", &etag));
    assert_eq!(
        text(&changed, "ResponseHeadersPolicy.ResponseHeadersPolicyConfig.Name"),
        "other"
    );

    let used = config("c").with(
        "DefaultCacheBehavior",
        behavior("api").with("ResponseHeadersPolicyId", &id),
    );
    stand.ok("CreateDistribution", record! { "DistributionConfig" => used });
    let users = stand.ok(
        "ListDistributionsByResponseHeadersPolicyId",
        record! { "ResponseHeadersPolicyId" => &id },
    );
    assert_eq!(at(&users, "DistributionIdList.Quantity"), &Value::Int(1));
    let delete = record! { "Id" => &id, "IfMatch" => text(&changed, "ETag") };
    let error = stand.refused("DeleteResponseHeadersPolicy", delete);
    assert!(error.starts_with("ResponseHeadersPolicyInUse: "), "{error}");
}

#[test]
fn managed_policies_are_listed_and_stay() {
    let mut stand = Stand::new();
    stand.ok("CreateResponseHeadersPolicy", create(named("mine")));
    for (kind, count) in [("managed", 5), ("custom", 1)] {
        let listed = stand.ok("ListResponseHeadersPolicies", record! { "Type" => kind });
        assert_eq!(
            at(&listed, "ResponseHeadersPolicyList.Quantity"),
            &Value::Int(count)
        );
    }
    let id = "67f7725c-6f97-4210-82d7-5512b31e9d03";
    let managed = stand.ok("GetResponseHeadersPolicy", record! { "Id" => id });
    let config = "ResponseHeadersPolicy.ResponseHeadersPolicyConfig";
    assert_eq!(
        text(&managed, &format!("{config}.Name")),
        "Managed-SecurityHeadersPolicy"
    );
    let delete = record! { "Id" => id, "IfMatch" => text(&managed, "ETag") };
    assert!(
        stand
            .refused("DeleteResponseHeadersPolicy", delete)
            .starts_with("IllegalDelete: ")
    );
}

#[test]
fn it_is_checked() {
    let mut stand = Stand::new();
    let only = |member: &'static str, value: Record| record! { "Name" => "mine" }.with(member, value);
    let wild = cors().with("AccessControlAllowHeaders", list(vec!["*"]));
    let many: Vec<Record> = (0..11)
        .map(|n| record! { "Header" => format!("X-{n}"), "Value" => "", "Override" => true })
        .collect();
    let xss = record! { "Override" => true, "Protection" => false, "ModeBlock" => true };
    let csp = record! { "Override" => true, "ContentSecurityPolicy" => "x".repeat(1784) };
    for (config, expected) in [
        (
            record! { "Name" => "mine" },
            "InvalidArgument: The parameter ResponseHeadersPolicyConfig",
        ),
        (
            only("CorsConfig", wild),
            "InvalidArgument: The parameter Access-Control-Allow-Headers cannot contain * when allowCredentials is true.",
        ),
        (
            only(
                "CorsConfig",
                cors().with("AccessControlAllowOrigins", list(vec!["https://a.*.example.com"])),
            ),
            "InvalidArgument: The parameter AccessControlAllowOrigins contains ",
        ),
        (
            only("CustomHeadersConfig", custom("X-Frame-Options")),
            "InvalidArgument: The parameter CustomHeaders contains X-Frame-Options that is a security header",
        ),
        (
            only("CustomHeadersConfig", custom("Via")),
            "InvalidArgument: The parameter CustomHeaders contains Via that",
        ),
        (
            only("CustomHeadersConfig", list(many)),
            "TooManyCustomHeadersInResponseHeadersPolicy: ",
        ),
        (
            only(
                "RemoveHeadersConfig",
                list(vec![record! { "Header" => "X-Amz-Cf-Id" }]),
            ),
            "InvalidArgument: The parameter RemoveHeaders contains X-Amz-Cf-Id that is not allowed.",
        ),
        (
            only("SecurityHeadersConfig", record! { "XSSProtection" => xss }),
            "InvalidArgument: The parameter XSSProtection ",
        ),
        (
            only(
                "SecurityHeadersConfig",
                record! { "ContentSecurityPolicy" => csp },
            ),
            "TooLongCSPInResponseHeadersPolicy: ",
        ),
    ] {
        let error = stand.refused("CreateResponseHeadersPolicy", create(config));
        assert!(error.starts_with(expected), "{error}\nnot\n{expected}");
    }
}
