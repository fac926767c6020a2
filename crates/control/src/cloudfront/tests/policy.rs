//! Cache policies and origin request policies, AWS's and the caller's.

use adit_model::cache_policy::Selection;
use adit_wire::{Value, record};

use super::*;

fn selections(headers: Record, cookies: Record, query_strings: Record) -> Record {
    record! { "HeadersConfig" => headers, "CookiesConfig" => cookies, "QueryStringsConfig" => query_strings }
}

fn none() -> Record {
    selections(
        record! { "HeaderBehavior" => "none" },
        record! { "CookieBehavior" => "none" },
        record! { "QueryStringBehavior" => "none" },
    )
}

fn headers(behavior: &str, names: Vec<&str>) -> Record {
    record! { "HeaderBehavior" => behavior, "Headers" => list(names) }
}

fn cache(name: &str, parameters: Record) -> Record {
    record! {
        "Name" => name, "MinTTL" => 1,
        "ParametersInCacheKeyAndForwardedToOrigin" => parameters.with("EnableAcceptEncodingGzip", true),
    }
}

fn forward(name: &str, selections: Record) -> Record {
    selections.with("Name", name)
}

#[test]
fn a_cache_policy_is_made_changed_and_deleted() {
    let mut stand = Stand::new();
    let parameters = selections(
        headers("whitelist", vec!["Origin", "Authorization"]),
        record! { "CookieBehavior" => "allExcept", "Cookies" => list(vec!["tracking"]) },
        record! { "QueryStringBehavior" => "all" },
    );
    let made = stand.ok(
        "CreateCachePolicy",
        record! { "CachePolicyConfig" => cache("mine", parameters.clone()) },
    );
    let (id, etag) = (text(&made, "CachePolicy.Id"), text(&made, "ETag"));
    assert_eq!(id.len(), 36);
    let shown = stand.ok("GetCachePolicyConfig", record! { "Id" => &id });
    for (path, value) in [("DefaultTTL", 86_400), ("MaxTTL", 31_536_000), ("MinTTL", 1)] {
        assert_eq!(
            at(&shown, &format!("CachePolicyConfig.{path}")),
            &Value::Int(value),
            "{path}"
        );
    }
    let kept = "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin";
    for member in ["HeadersConfig", "CookiesConfig", "QueryStringsConfig"] {
        assert_eq!(
            at(&shown, &format!("{kept}.{member}")),
            parameters.get(member).unwrap(),
            "{member}"
        );
    }
    let stored = stand.world.cache_policies.iter().next().unwrap();
    assert_eq!(stored.cookies, Selection::AllExcept(vec!["tracking".to_owned()]));
    assert!(stored.gzip && !stored.brotli);

    let again = record! { "CachePolicyConfig" => cache("mine", none()) };
    assert!(
        stand
            .refused("CreateCachePolicy", again.clone())
            .starts_with("CachePolicyAlreadyExists: ")
    );
    let updated = stand.ok("UpdateCachePolicy", again.with("Id", &id).with("IfMatch", &etag));
    let etag = text(&updated, "ETag");

    let distribution = config("c").with("DefaultCacheBehavior", behavior("api").with("CachePolicyId", &id));
    stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => distribution },
    );
    let users = stand.ok(
        "ListDistributionsByCachePolicyId",
        record! { "CachePolicyId" => &id },
    );
    assert_eq!(at(&users, "DistributionIdList.Quantity"), &Value::Int(1));
    assert_eq!(
        stand.refused("DeleteCachePolicy", record! { "Id" => &id, "IfMatch" => &etag }),
        "CachePolicyInUse: The specified cache policy is currently associated with a cache behavior. Please \
         disassociate the policy before deleting."
    );
    let key = Key::Distribution(stand.world.distributions.iter().next().unwrap().id.clone());
    stand.remove(key);
    stand.ok("DeleteCachePolicy", record! { "Id" => &id, "IfMatch" => &etag });
    assert!(
        stand
            .refused("GetCachePolicy", record! { "Id" => &id })
            .starts_with("NoSuchCachePolicy: ")
    );
}

#[test]
fn a_cache_policy_is_checked() {
    let mut stand = Stand::new();
    let disabled = |parameters: Record| {
        cache("mine", parameters)
            .with("MinTTL", 0)
            .with("DefaultTTL", 0)
            .with("MaxTTL", 0)
    };
    let many: Vec<String> = (0..11).map(|n| format!("X-{n}")).collect();
    let many = selections(
        headers("whitelist", many.iter().map(String::as_str).collect()),
        record! { "CookieBehavior" => "none" },
        record! { "QueryStringBehavior" => "none" },
    );
    let named = |name: &str| none().with("HeadersConfig", headers("whitelist", vec![name]));
    for (config, expected) in [
        (
            disabled(none()),
            "InvalidArgument: The parameter EnableAcceptEncodingGzip is invalid for policy with caching disabled.",
        ),
        (cache("mine", none()).with("DefaultTTL", 0), "InvalidTTLOrder: "),
        (cache("a name", none()), "InvalidArgument: The parameter Name "),
        (cache("mine", many), "TooManyHeadersInCachePolicy: "),
        (
            cache("mine", named("Cookie")),
            "InvalidArgument: The parameter Headers contains Cookie that is not allowed.",
        ),
        (
            cache("mine", named("Accept-Encoding")),
            "InvalidArgument: The parameter Headers contains Accept-Encoding ",
        ),
        (
            cache("mine", named("CloudFront-Viewer-Address")),
            "InvalidArgument: The parameter Headers contains ",
        ),
        (
            cache(
                "mine",
                none().with("HeadersConfig", record! { "HeaderBehavior" => "whitelist" }),
            ),
            "InvalidArgument: The parameter Headers is required.",
        ),
        (
            cache(
                "mine",
                none().with("HeadersConfig", record! { "HeaderBehavior" => "allViewer" }),
            ),
            "InvalidArgument: The parameter HeaderBehavior ",
        ),
        (
            cache(
                "mine",
                none().with("HeadersConfig", headers("none", vec!["Origin"])),
            ),
            "InvalidArgument: The parameter Headers cannot be used",
        ),
    ] {
        let error = stand.refused("CreateCachePolicy", record! { "CachePolicyConfig" => config });
        assert!(error.starts_with(expected), "{error}\nnot\n{expected}");
    }
    let off = disabled(none());
    let mut parameters = none();
    parameters.put("EnableAcceptEncodingGzip", false);
    stand.ok(
        "CreateCachePolicy",
        record! { "CachePolicyConfig" => off.with("ParametersInCacheKeyAndForwardedToOrigin", parameters) },
    );
}

#[test]
fn managed_policies_are_there_and_stay_as_they_are() {
    let mut stand = Stand::new();
    stand.ok(
        "CreateCachePolicy",
        record! { "CachePolicyConfig" => cache("mine", none()) },
    );
    stand.ok(
        "CreateOriginRequestPolicy",
        record! { "OriginRequestPolicyConfig" => forward("mine", none()) },
    );
    for (operation, list, counts) in [
        ("ListCachePolicies", "CachePolicyList", [7, 1, 8]),
        ("ListOriginRequestPolicies", "OriginRequestPolicyList", [8, 1, 9]),
    ] {
        for (kind, count) in [Some("managed"), Some("custom"), None].into_iter().zip(counts) {
            let listed = stand.ok(operation, record! { "Type" => kind });
            assert_eq!(
                at(&listed, &format!("{list}.Quantity")),
                &Value::Int(count),
                "{operation} {kind:?}"
            );
        }
        let first = stand.ok(operation, record! { "MaxItems" => "5" });
        let marker = text(&first, &format!("{list}.NextMarker"));
        let rest = stand.ok(operation, record! { "Marker" => marker });
        assert_eq!(at(&rest, &format!("{list}.Quantity")), &Value::Int(counts[2] - 5));
    }
    let managed = stand.ok("GetCachePolicy", record! { "Id" => CACHING_DISABLED });
    assert_eq!(
        text(&managed, "CachePolicy.CachePolicyConfig.Name"),
        "Managed-CachingDisabled"
    );
    let etag = text(&managed, "ETag");
    let id = |r: Record| r.with("Id", CACHING_DISABLED).with("IfMatch", &etag);
    let update = id(record! { "CachePolicyConfig" => cache("mine", none()) });
    assert!(
        stand
            .refused("UpdateCachePolicy", update)
            .starts_with("IllegalUpdate: ")
    );
    assert!(
        stand
            .refused("DeleteCachePolicy", id(record! {}))
            .starts_with("IllegalDelete: ")
    );
    let forward = stand.ok("GetOriginRequestPolicy", record! { "Id" => ALL_VIEWER });
    assert_eq!(
        text(
            &forward,
            "OriginRequestPolicy.OriginRequestPolicyConfig.HeadersConfig.HeaderBehavior"
        ),
        "allViewer"
    );
    let delete = record! { "Id" => ALL_VIEWER, "IfMatch" => text(&forward, "ETag") };
    assert!(
        stand
            .refused("DeleteOriginRequestPolicy", delete)
            .starts_with("IllegalDelete: ")
    );
}

#[test]
fn an_origin_request_policy_is_made_changed_and_deleted() {
    let mut stand = Stand::new();
    let chosen = selections(
        headers(
            "allViewerAndWhitelistCloudFront",
            vec!["CloudFront-Viewer-Country"],
        ),
        record! { "CookieBehavior" => "whitelist", "Cookies" => list(vec!["session"]) },
        record! { "QueryStringBehavior" => "allExcept", "QueryStrings" => list(vec!["utm"]) },
    );
    let input = record! { "OriginRequestPolicyConfig" => forward("mine", chosen.clone()).with("Comment", "for tests") };
    let made = stand.ok("CreateOriginRequestPolicy", input);
    let (id, etag) = (text(&made, "OriginRequestPolicy.Id"), text(&made, "ETag"));
    let shown = stand.ok("GetOriginRequestPolicyConfig", record! { "Id" => &id });
    for (member, value) in chosen.iter() {
        assert_eq!(
            at(&shown, &format!("OriginRequestPolicyConfig.{member}")),
            value,
            "{member}"
        );
    }
    for (names, behavior) in [
        ("Authorization", "whitelist"),
        ("Accept-Encoding", "whitelist"),
        ("Origin", "allViewerAndWhitelistCloudFront"),
    ] {
        let config = forward(
            "other",
            none().with("HeadersConfig", headers(behavior, vec![names])),
        );
        let error = stand.refused(
            "CreateOriginRequestPolicy",
            record! { "OriginRequestPolicyConfig" => config },
        );
        assert_eq!(
            error,
            format!("InvalidArgument: The parameter Headers contains {names} that is not allowed.")
        );
    }
    let change =
        record! { "OriginRequestPolicyConfig" => forward("mine", none()), "Id" => &id, "IfMatch" => &etag };
    let etag = text(&stand.ok("UpdateOriginRequestPolicy", change), "ETag");
    let distribution = config("c").with(
        "DefaultCacheBehavior",
        behavior("api").with("OriginRequestPolicyId", &id),
    );
    stand.ok(
        "CreateDistribution",
        record! { "DistributionConfig" => distribution },
    );
    let users = stand.ok(
        "ListDistributionsByOriginRequestPolicyId",
        record! { "OriginRequestPolicyId" => &id },
    );
    assert_eq!(at(&users, "DistributionIdList.Quantity"), &Value::Int(1));
    let delete = record! { "Id" => &id, "IfMatch" => &etag };
    assert!(
        stand
            .refused("DeleteOriginRequestPolicy", delete.clone())
            .starts_with("OriginRequestPolicyInUse: ")
    );
    let key = Key::Distribution(stand.world.distributions.iter().next().unwrap().id.clone());
    stand.remove(key);
    stand.ok("DeleteOriginRequestPolicy", delete);
}

#[test]
fn an_account_makes_at_most_twenty_of_each() {
    let mut stand = Stand::new();
    for n in 0..20 {
        stand.ok(
            "CreateCachePolicy",
            record! { "CachePolicyConfig" => cache(&format!("p{n}"), none()) },
        );
        stand.ok(
            "CreateOriginRequestPolicy",
            record! { "OriginRequestPolicyConfig" => forward(&format!("p{n}"), none()) },
        );
    }
    let excess = record! { "CachePolicyConfig" => cache("p20", none()) };
    assert!(
        stand
            .refused("CreateCachePolicy", excess)
            .starts_with("TooManyCachePolicies: ")
    );
    let excess = record! { "OriginRequestPolicyConfig" => forward("p20", none()) };
    assert!(
        stand
            .refused("CreateOriginRequestPolicy", excess)
            .starts_with("TooManyOriginRequestPolicies: ")
    );
}
