//! The older cache settings, which a cache policy replaces.

use adit_model::distribution::{BehaviorCache, LegacyCookies};
use adit_wire::{Value, record};

use super::distribution_config::{accepted, refused, with_behavior};
use super::*;

#[test]
fn the_older_cache_settings_are_taken() {
    let forwarded = record! {
        "QueryString" => true,
        "Cookies" => record! { "Forward" => "whitelist", "WhitelistedNames" => list(vec!["session"]) },
        "Headers" => list(vec!["Origin"]),
        "QueryStringCacheKeys" => list(vec!["page"]),
    };
    let older = |forwarded: Record| {
        record! {
            "TargetOriginId" => "api", "ViewerProtocolPolicy" => "allow-all", "CachePolicyId" => "",
            "OriginRequestPolicyId" => "", "ForwardedValues" => forwarded, "MinTTL" => 0,
        }
    };
    let (shown, config) = accepted(with_behavior(older(forwarded.clone())));
    let BehaviorCache::Legacy(cache) = &config.default_behavior.cache else {
        panic!()
    };
    assert_eq!(
        (cache.min_ttl, cache.default_ttl, cache.max_ttl),
        (0, 86_400, 31_536_000)
    );
    assert_eq!(cache.cookies, LegacyCookies::Listed(vec!["session".to_owned()]));
    assert_eq!(
        text(
            &shown,
            "DefaultCacheBehavior.ForwardedValues.Cookies.WhitelistedNames.Items.0"
        ),
        "session"
    );
    assert_eq!(cache.query_string_keys, ["page"]);
    assert_eq!(
        text(
            &shown,
            "DefaultCacheBehavior.ForwardedValues.QueryStringCacheKeys.Items.0"
        ),
        "page"
    );
    assert_eq!(at(&shown, "DefaultCacheBehavior.MaxTTL"), &Value::Int(31_536_000));

    let both = older(forwarded.clone()).with("CachePolicyId", CACHING_DISABLED);
    assert_eq!(
        refused(with_behavior(both)),
        "InvalidArgument: The parameter ForwardedValues cannot be used when a cache policy is associated to the \
         cache behavior."
    );
    assert_eq!(
        refused(with_behavior(behavior("api").with("MinTTL", 0))),
        "InvalidArgument: The parameter MinTTL cannot be used when a cache policy is associated to the cache behavior."
    );
    let neither = record! { "TargetOriginId" => "api", "ViewerProtocolPolicy" => "allow-all" };
    assert_eq!(
        refused(with_behavior(neither.clone())),
        "InvalidArgument: The parameter MinTTL is required."
    );
    let only_ttl = neither.with("MinTTL", 0);
    assert_eq!(
        refused(with_behavior(only_ttl)),
        "InvalidArgument: The parameter ForwardedValues is required."
    );
    assert!(
        refused(with_behavior(older(forwarded.clone()).with("MaxTTL", 1))).starts_with("InvalidTTLOrder: ")
    );
    let cookies = forwarded.with(
        "Cookies",
        record! { "Forward" => "none", "WhitelistedNames" => list(vec!["a"]) },
    );
    assert!(refused(with_behavior(older(cookies))).starts_with("InvalidForwardCookies: "));
}
